"""Many worlds stacked into one table for each kind, and one world's part of what is settled of them.

``columns_of`` puts the rows of many worlds one below the other, world by world, in arrays as a caller
may give them: of any width that holds their values, of one array for both ends where all is known,
of none where nothing is.  ``settled_of`` takes one world's part back as the reference gives it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drive_rules.answers import Key, Settled
from drive_rules.case import Row, World
from drive_rules.engines.columnar import Columns, Rows, SettledColumns
from drive_rules.ir import NEVER_WHOLE
from drive_rules.lower import Program

WIDTHS = (np.int8, np.int16, np.int32, np.int64)
Ends = tuple[NDArray[Any] | None, NDArray[Any] | None]
SettleColumns = Callable[[Columns], SettledColumns]


@dataclass(frozen=True)
class Starts:
    """The first row of each world by kind, and behind the last world its end; the kind of each key."""

    rows: Mapping[str, tuple[int, ...]]
    kinds: Mapping[Key, str]


# -- worlds to columns -----------------------------------------------------------------------------


def columns_of(
    program: Program, worlds: Sequence[World], random: Random | None = None
) -> tuple[Columns, Starts]:
    """The worlds as one; with ``random``, widths and arrays are chosen at random, else the narrowest."""
    rows, starts = {}, {}
    for kind, parent in program.kinds.items():
        starts[kind] = tuple(accumulate((len(world.rows[kind]) for world in worlds), initial=0))
        there = [row for world in worlds for row in world.rows[kind]]
        parents: list[int] = []
        if parent is not None:
            before = zip(starts[parent], worlds, strict=False)
            parents = [first + row.parent for first, world in before for row in world.rows[kind]]
        rows[kind] = Making(random, there, np.array(parents, np.int32)).rows(program, kind)
    kinds = {name.key: name.kind for name in program.public}
    return Columns(rows, dict(program.kinds)), Starts(starts, kinds)


class Making:
    """The rows of one kind in the making; what a caller is free to choose is chosen at random."""

    def __init__(self, random: Random | None, there: list[Row], parent: NDArray[np.int32]) -> None:
        self.random, self.there, self.parent = random, there, parent

    def rows(self, program: Program, kind: str) -> Rows:
        """The columns of every fact and every list."""
        wholly = [program.bounds.get(name.key) for name in program.facts[kind]]
        low, high = _columns(row.low for row in self.there), _columns(row.high for row in self.there)
        nothing: list[tuple[int, ...]] = [()] * len(wholly)
        ends = [self.ends(*each) for each in zip(low or nothing, high or nothing, wholly, strict=True)]
        lists: list[tuple[int, ...]] = [()] * len(program.wholes[kind])
        whole = tuple(self.whole(days) for days in _columns(row.whole for row in self.there) or lists)
        lows, highs = tuple(each[0] for each in ends), tuple(each[1] for each in ends)
        self.parent.flags.writeable = False
        return Rows(len(self.there), self.parent, lows, highs, whole)

    def ends(self, low: tuple[int, ...], high: tuple[int, ...], wholly: tuple[int, int] | None) -> Ends:
        """Both ends of a fact: nothing where nothing is known, one array where all is."""
        if wholly and {*low} <= {wholly[0]} and {*high} <= {wholly[1]} and self.chance(0.8):
            return None, None
        known = self.array(low)
        return known, known if low == high and self.chance(0.8) else self.array(high)

    def whole(self, days: tuple[int, ...]) -> NDArray[Any] | None:
        """The last days for which a list is whole; nothing where it never is."""
        return None if {*days} <= {NEVER_WHOLE} and self.chance(0.8) else self.array(days)

    def array(self, codes: tuple[int, ...]) -> NDArray[Any]:
        """The codes in an array of any width that holds them, not to be written to."""
        least, most = min(codes, default=0), max(codes, default=0)
        fits = [one for one in WIDTHS if np.iinfo(one).min <= least and most <= np.iinfo(one).max]
        array = np.array(codes, self.random.choice([*fits, fits[0], fits[0]]) if self.random else fits[0])
        array.flags.writeable = False
        return array

    def chance(self, rate: float) -> bool:
        """As the rate has it; yes where nothing is left to chance."""
        return self.random is None or self.random.random() < rate


def _columns(rows: Iterable[tuple[int, ...]]) -> list[tuple[int, ...]]:
    return list(zip(*rows, strict=True))


# -- what is settled, by world ---------------------------------------------------------------------


def settled_of(settled: SettledColumns, starts: Starts, number: int) -> Settled:
    """One world's part of what is settled, as the reference would give it; rows too many are the last's."""

    def part(key: Key, array: NDArray[Any]) -> NDArray[Any]:
        first, last = starts.rows[starts.kinds[key]][number : number + 2]
        return array[first:] if number + 2 == len(starts.rows[starts.kinds[key]]) else array[first:last]

    return Settled(
        {key: tuple(part(key, low).tolist()) for key, low in settled.low.items()},
        {key: tuple(part(key, high).tolist()) for key, high in settled.high.items()},
        frozenset(
            (name, int(row))
            for name, torn in settled.conflicts.items()
            for row in np.flatnonzero(part(name, torn))
        ),
    )


def in_blocks(columns: Columns, size: int, settle: SettleColumns) -> SettledColumns:
    """What is settled run by run, put together in the order of the runs."""
    parts = [settle(block.columns) for block in columns.blocks(size)]

    def joined(mappings: Iterable[Mapping[Any, NDArray[Any]]]) -> dict[Any, NDArray[Any]]:
        found: dict[Any, list[NDArray[Any]]] = {}
        for key, array in chain.from_iterable(mapping.items() for mapping in mappings):
            found.setdefault(key, []).append(array)
        return {key: np.concatenate(arrays) for key, arrays in found.items()}

    return SettledColumns(
        joined(part.low for part in parts),
        joined(part.high for part in parts),
        joined(part.conflicts for part in parts),
    )


def unlike(one: SettledColumns, other: SettledColumns) -> Iterator[str]:
    """Where two answers about the same columns differ."""
    for words in ("low", "high", "conflicts"):
        ours, theirs = getattr(one, words), getattr(other, words)
        if ours.keys() != theirs.keys():
            yield f"{words} of other keys"
        for key in ours.keys() & theirs.keys():
            if not np.array_equal(ours[key], theirs[key]):
                yield f"{words} of {key} is {ours[key].tolist()} and {theirs[key].tolist()}"
