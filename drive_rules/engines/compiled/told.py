"""An answer with what it rests on: for what was decided or stands, the rules that bear and the values read.

What bears on a key never changes for a program, so ``Bears`` is made once.  A case only takes the
columns that it points at; what they say of one thing is looked up when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import Any

from drive_rules.answers import Key, Quiet, Settled
from drive_rules.case import Row, World
from drive_rules.engines.compiled.packed import Packed, taking
from drive_rules.lower import Name, Program

Interval = tuple[int, int]
Column = tuple[int, ...]
Columns = tuple[Column, ...]
Place = tuple[str, int]
"""A rule or a name, and the row of its kind."""


@dataclass(frozen=True, slots=True)
class Bears:
    """What bears on a key of ``kind``: the rules, and the names read.

    Each name stands with the kind of the thing it is read for: of that thing, or of one above it, one
    row is read, and of kinds below it every row that is part of it.
    """

    kind: str
    rules: tuple[Name, ...]
    names: tuple[tuple[Name, str], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Told(Quiet):
    """What is settled, and for each decision, and each action called for or blocked, what that rests on.

    ``low`` and ``high`` hold, for those keys alone, the columns of the rules that bear on the key and
    then of the names read, in the order of ``bears``; each holds the rows of the rule's or name's kind.
    """

    settled: Settled
    low: Mapping[Key, Columns]
    high: Mapping[Key, Columns]
    bears: Mapping[Key, Bears]
    kinds: Mapping[str, str | None]
    world: World

    def rules_of(self, key: Key, row: int) -> dict[Place, Interval]:
        """The rules that bear on a decision or action for a row: whether each applies, by rule id and row.

        Empty for an action that nothing calls for, or nothing blocks, in this case.
        """
        bears = self.bears[key]
        columns = zip(bears.rules, self._columns(key), strict=False)
        return {
            (str(rule.key[1]), number): (low[number], high[number])
            for rule, (low, high) in columns
            for number in self._rows(bears.kind, row, rule.kind)
        }

    def read(self, key: Key, row: int) -> dict[Place, Interval]:
        """The values read for a decision or action for a row, by name and row; empty as ``rules_of`` is."""
        bears = self.bears[key]
        columns = zip(bears.names, self._columns(key)[len(bears.rules) :], strict=False)
        return {
            (str(name.key), number): (low[number], high[number])
            for (name, reader), (low, high) in columns
            for number in self._rows(reader, self._above(bears.kind, row, reader), name.kind)
        }

    def _columns(self, key: Key) -> list[tuple[Column, Column]]:
        return list(zip(self.low.get(key, ()), self.high.get(key, ()), strict=True))

    def _rows(self, kind: str, row: int, wanted: str) -> Iterator[int]:
        """The row of a kind above that a row is part of, or all rows of a kind below."""
        if wanted in _path(self.kinds, kind):
            yield self._above(kind, row, wanted)
        else:
            there = range(len(self.world.rows[wanted]))
            yield from (number for number in there if self._above(wanted, number, kind) == row)

    def _above(self, kind: str, row: int, wanted: str) -> int:
        for each in _path(self.kinds, kind):
            if each == wanted:
                break
            row = self.world.rows[each][row].parent
        return row


@dataclass(frozen=True, eq=False)
class Telling:
    """How the columns of a case are taken for each key."""

    kinds: Mapping[str, str | None]
    facts: Mapping[str, Columns]
    """For each kind a column for each of its facts: what there is where there is no row."""
    bears: Mapping[Key, Bears]
    always: tuple[tuple[Key, Callable[[Any], Columns]], ...]
    """The decisions."""
    standing: tuple[tuple[Key, Callable[[Any], Columns]], ...]
    """What is called for or blocked, told of only where it may be."""
    stand: Callable[[Any], Columns]

    def tell(self, settled: Packed, world: World) -> Told:
        """What was settled with what it rests on."""
        rows = [(none, world.rows[kind]) for kind, none in self.facts.items()]
        low = [*settled.listed("low"), *chain.from_iterable(_lows(none, there) for none, there in rows)]
        high = [*settled.listed("high"), *chain.from_iterable(_highs(none, there) for none, there in rows)]
        standing = compress(self.standing, map(any, self.stand(high)))
        told = [*self.always, *standing]
        lows = {key: take(low) for key, take in told}
        highs = {key: take(high) for key, take in told}
        return Told(settled, lows, highs, self.bears, self.kinds, world)


def _lows(none: Columns, rows: Sequence[Row]) -> Any:
    return zip(*[row.low for row in rows], strict=True) if rows else none


def _highs(none: Columns, rows: Sequence[Row]) -> Any:
    return zip(*[row.high for row in rows], strict=True) if rows else none


def telling(program: Program) -> Telling:
    """What is taken for each key of a program that rules bear on."""
    names = [*program.public, *chain.from_iterable(program.facts.values())]
    places = {name.key: place for place, name in enumerate(names)}
    known = {name.key: name for name in names}
    bears = {key: _bears(program, known, key) for key in program.rules}
    takes = {key: _taking(bears[key], places) for key in bears}
    stand = tuple(key for key in bears if not isinstance(key, str))
    return Telling(
        program.kinds,
        {kind: ((),) * len(facts) for kind, facts in program.facts.items()},
        bears,
        tuple((key, take) for key, take in takes.items() if isinstance(key, str)),
        tuple((key, takes[key]) for key in stand),
        taking([places[key] for key in stand]),
    )


def _bears(program: Program, known: Mapping[Key, Name], key: Key) -> Bears:
    """A block by a thing above reads for that thing: its names go with the highest kind that reads them."""
    kind, rules = known[key].kind, program.rules[key]
    readers = dict.fromkeys(program.reads[key], kind)
    path = _path(program.kinds, kind)
    by_height = sorted((rule for rule in rules if rule.kind in path), key=lambda rule: path.index(rule.kind))
    for rule in by_height:
        for name in _read_by(program, rule, blocks=key[0] == "blocked"):
            if name in readers:
                readers[name] = rule.kind
    read = ((known[name], reader) for name, reader in readers.items())
    return Bears(kind, rules, tuple((name, _over_both(program.kinds, reader, name)) for name, reader in read))


def _over_both(kinds: Mapping[str, str | None], reader: str, name: Name) -> str:
    """What is read beside the reader, by a share, is read for what both are part of."""
    if reader in _path(kinds, name.kind):
        return reader
    return next(kind for kind in _path(kinds, reader) if kind in _path(kinds, name.kind))


def _read_by(program: Program, rule: Name, blocks: bool) -> Iterator[str]:
    yield from program.reads[rule.key]
    if blocks:
        untils = (key for key in program.reads if key[:2] == ("until", rule.key[1]))
        yield from chain.from_iterable(program.reads[key] for key in untils)


def _taking(bears: Bears, places: Mapping[Key, int]) -> Callable[[Any], Columns]:
    return taking([places[name.key] for name in (*bears.rules, *(name for name, _ in bears.names))])


def _path(kinds: Mapping[str, str | None], kind: str) -> tuple[str, ...]:
    """A kind with all the kinds it is part of, itself first."""
    above = kinds[kind]
    return (kind,) if above is None else (kind, *_path(kinds, above))
