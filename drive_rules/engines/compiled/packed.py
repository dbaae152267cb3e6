"""What a run settled, kept as it was given: a tuple for each row, made into columns when they are read.

Most who ask an engine read a few of its answers, and making a mapping of them all takes longer than
settling them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

from drive_rules.answers import Key, Settled
from drive_rules.lower import End

Column = tuple[int, ...]
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


def taking(places: Sequence[int]) -> Callable[[Sequence[Column]], tuple[Column, ...]]:
    """Takes the columns at these places; a getter of one thing alone would give no tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    first = slice(places[0], places[0] + 1) if places else slice(0, 0)
    return lambda columns: tuple(columns[first])


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
        columns, lows, highs = self._given
        return columns.listed(lows if end == "low" else highs)

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
