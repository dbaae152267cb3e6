"""What a run settled, kept as it was given: a tuple for each row, made into columns when they are read.

Most who ask an engine read a few of its answers, and making a mapping of them all takes longer than
settling them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drive_rules.answers import Key, Settled

Column = tuple[int, ...]
Given = Sequence[Sequence[tuple[int, ...]]]
"""For each pass what it gave of each row."""


@dataclass(frozen=True, eq=False)
class Columns:
    """How columns are made of what passes give: the public keys, first in each row's tuple, by pass."""

    keys: tuple[tuple[Key, ...], ...]
    nothing: dict[Key, Column]
    """What stands under each key where there is no row of its kind, in the order of the program."""

    def of(self, given: Given) -> dict[Key, Column]:
        """A column for each public key."""
        columns = self.nothing.copy()
        for keys, rows in zip(self.keys, given, strict=True):
            if rows:
                columns.update(zip(keys, zip(*rows, strict=True), strict=False))
        return columns


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
