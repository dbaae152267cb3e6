"""What a run settled, kept as it was given: a tuple for each row, made into columns when they are read.

Most who ask an engine read a few of its answers, and making a mapping of them all takes longer than
settling them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from operator import itemgetter, ne
from typing import Any

from drive_rules.answers import Column, Key, Settled
from drive_rules.lower import End

Given = Sequence[Sequence[tuple[int, ...]]]
"""For each pass what it gave of each row."""


@dataclass(frozen=True, eq=False)
class Columns:
    """How columns are made of what passes give."""

    keys: tuple[tuple[Key, ...], ...]
    """The public keys, first in each row's tuple, by pass."""
    nothing: dict[Key, Column]
    """What stands under each key where there is no row of its kind, in the order of the program."""
    blank: tuple[tuple[Column, ...], ...]
    """The same by pass, of all that it gives."""
    order: Callable[[Sequence[Column]], tuple[Column, ...]]
    """The columns of the public keys, of those of all passes one after the other."""

    def of(self, given: Given) -> dict[Key, Column]:
        """A column for each public key."""
        columns = self.nothing.copy()
        for keys, rows in zip(self.keys, given, strict=True):
            if rows:
                columns.update(zip(keys, zip(*rows, strict=True), strict=False))
        return columns

    def listed(self, given: Given) -> tuple[Column, ...]:
        """The same without the keys."""
        passes = zip(given, self.blank, strict=True)
        found = (zip(*rows, strict=True) if rows else blank for rows, blank in passes)
        return self.order(list(chain.from_iterable(found)))


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads certain names of one kind for a row, in their order, and makes no columns of them."""

    passes: tuple[tuple[int, Callable[[Sequence[int]], tuple[int, ...]]], ...]
    order: Callable[[Sequence[int]], tuple[int, ...]]

    def __call__(self, settled: Packed, row: int = 0, end: End = "low") -> tuple[int, ...]:
        """One end of each; ``IndexError`` where there is no such row."""
        given = settled.given(end)
        if len(self.passes) == 1:
            number, take = self.passes[0]
            return take(given[number][row])
        taken = (take(given[number][row]) for number, take in self.passes)
        return self.order(list(chain.from_iterable(taken)))


def reader(columns: Columns, keys: Sequence[Key]) -> Reader:
    """A reader of these keys."""
    places = {key: (number, n) for number, each in enumerate(columns.keys) for n, key in enumerate(each)}
    passes: dict[int, list[Key]] = {}
    for key in keys:
        passes.setdefault(places[key][0], []).append(key)
    taken = {key: place for place, key in enumerate(chain.from_iterable(passes.values()))}
    takes = ((number, taking([places[key][1] for key in each])) for number, each in passes.items())
    return Reader(tuple(takes), taking([taken[key] for key in keys]))


def columns_of(public: Sequence[Key], gives: Sequence[Sequence[Key]]) -> Columns:
    """The columns of these keys, given what each pass gives of a row, the public ones first."""
    places = {key: place for place, key in enumerate(chain.from_iterable(gives))}
    nothing: dict[Key, Column] = dict.fromkeys(public, ())
    return Columns(
        tuple(tuple(key for key in given if key in nothing) for given in gives),
        nothing,
        tuple(((),) * len(given) for given in gives),
        taking([places[key] for key in public]),
    )


def taking(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """Takes what is at these places; a getter of one thing alone would give no tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    first = slice(places[0], places[0] + 1) if places else slice(0, 0)
    return lambda there: tuple(there[first])


class Packed(Settled):
    """``Settled`` whose ``low`` and ``high`` are made when they are first read; plain ones when pickled."""

    __slots__ = ("_given",)
    _given: tuple[Columns, Given, Given]

    @classmethod
    def of(cls, columns: Columns, lows: Given, highs: Given, conflicts: frozenset[tuple[str, int]]) -> Packed:
        """What was settled; ``highs`` may be ``lows`` itself."""
        made = _new(cls)
        _give(made, (columns, lows, highs))
        _conflict(made, conflicts)
        return made

    def listed(self, end: End) -> tuple[Column, ...]:
        """The columns of one end, in the order of the program's public names: sooner made than a mapping."""
        return self._given[0].listed(self.given(end))

    def given(self, end: End) -> Given:
        """One end as passes gave it."""
        return self._given[1] if end == "low" else self._given[2]

    def differing(self, other: Settled) -> Iterator[tuple[Key, Column, Column, Column, Column]]:
        """As of any; a pass that gave both the same is passed over as a whole."""
        if not isinstance(other, Packed) or other._given[0] is not self._given[0]:
            yield from super().differing(other)
            return
        columns, *here = self._given
        for keys, *ends in zip(columns.keys, *here, *other._given[1:], strict=True):
            places: set[int] = set()
            for row, their in zip(chain(*ends[:2]), chain(*ends[2:]), strict=True):
                if row != their:
                    places.update(compress(range(len(keys)), map(ne, row, their)))
            for place in sorted(places):
                low, high, other_low, other_high = (tuple(row[place] for row in rows) for rows in ends)
                yield keys[place], low, high, other_low, other_high

    def __getattr__(self, name: str) -> Mapping[Key, Column]:
        """Only what has no value yet is looked for here."""
        if name not in ("low", "high"):
            raise AttributeError(f"'{type(self).__name__}' has no '{name}'")
        columns, lows, highs = self._given
        made = columns.of(lows if name == "low" else highs)
        for end in ("low", "high") if lows is highs else (name,):
            object.__setattr__(self, end, made)
        return made

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Settled):
            return NotImplemented
        return (self.low, self.high, self.conflicts) == (other.low, other.high, other.conflicts)

    __hash__ = Settled.__hash__

    def __reduce__(self) -> tuple[type[Settled], tuple[object, ...]]:
        return Settled, (self.low, self.high, self.conflicts)


_new = object.__new__
_give = Packed.__dict__["_given"].__set__
_conflict = Settled.__dict__["conflicts"].__set__
