"""What gathers do with columns: parts of the owner's own, and parts of things below, group by group.

Things below stand in the order of their owners, so each owner's are one run of rows: a group.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drive_rules.engines.columnar.tables import Flags, Places
from drive_rules.ir import FAR_AHEAD, LONG_AGO, SCALE, Length
from drive_rules.language.values import shift
from drive_rules.lower import Gather

Column = NDArray[Any]
Value = Column | int
Ends = tuple[Column, Column]
BEYOND = 2**62
"""Further out than any code: stands for *nothing yet*."""
EXACT = 2**63
"""From here on 64 bits do not hold a number."""


class Groups:
    """The rows of a kind below by their owners; ``owner`` is ascending."""

    __slots__ = ("count", "firsts", "owner", "owners")

    def __init__(self, owner: Places, count: int) -> None:
        self.owner, self.count = owner, count
        begins = np.empty(len(owner), np.bool_)
        begins[:1] = True
        np.not_equal(owner[1:], owner[:-1], out=begins[1:])
        self.firsts = np.flatnonzero(begins)
        self.owners = owner[self.firsts]

    def reduced(self, function: np.ufunc, column: Column, start: int) -> Column:
        """The function over each owner's run; ``start`` where an owner has none."""
        found = np.full(self.count, start, column.dtype)
        if len(self.firsts):
            found[self.owners] = function.reduceat(column, self.firsts)
        return found

    @property
    def longest(self) -> int:
        """How many rows the longest run has."""
        return int(np.diff(self.firsts, append=len(self.owner)).max(initial=0))


def any_below(groups: Groups, flags: Flags) -> Flags:
    """Whether any thing below has it, for each owner."""
    found = np.zeros(groups.count, np.bool_)
    found[groups.owner[flags]] = True
    return found


# -- a few constants -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ladder:
    """The greatest of the rungs that are there, or else ``otherwise``, which is below them all."""

    rungs: tuple[int, ...]
    otherwise: int

    def __call__(self, count: int, *there: Flags) -> Column:
        found = np.full(count, self.otherwise, np.int8)
        for rung, flags in zip(self.rungs, there, strict=True):
            if self.otherwise >= 0:
                np.maximum(found, flags.view(np.int8) * np.int8(rung), out=found)
            else:
                np.copyto(found, np.int8(rung), where=flags)
        return found


@dataclass(frozen=True, slots=True)
class Points:
    """The points of what is there, added up and kept within the range."""

    points: tuple[int, ...]
    floor: int
    ceiling: int

    def __call__(self, count: int, *there: Flags) -> Column:
        total = np.zeros(count, np.int64)
        for size in dict.fromkeys(self.points):
            alike = [flags for point, flags in zip(self.points, there, strict=True) if point == size]
            number = alike[0].astype(np.int8)
            for flags in alike[1:]:
                np.add(number, flags.view(np.int8), out=number)
            total += np.multiply(number, size, dtype=np.int64)
        return np.clip(total, self.floor, self.ceiling)


# -- any gather ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Brought:
    """One part in columns: where it certainly and possibly counts, and for what."""

    groups: Groups | None
    certain: Flags | bool
    possible: Flags | bool
    low: Value
    high: Value

    def held(self, value: Value, where: Flags | bool, start: int) -> Column:
        """The value where it counts, and ``start`` elsewhere."""
        if isinstance(where, bool | np.bool_):
            value = value if where else start
            return np.full(self.rows, value, np.int64) if isinstance(value, int) else value.astype(np.int64)
        return np.where(where, value, np.int64(start))

    @property
    def rows(self) -> int:
        """How many rows the columns have; 1 where every one of them is a constant."""
        if self.groups is not None:
            return len(self.groups.owner)
        sizes = [
            np.size(each) for each in (self.certain, self.possible, self.low, self.high) if np.ndim(each)
        ]
        return sizes[0] if sizes else 1

    def over(self, function: np.ufunc, column: Column, start: int) -> Column:
        """The function over each owner's run, or the column itself where it is the owner's own."""
        return column if self.groups is None else self.groups.reduced(function, column, start)


@dataclass(frozen=True, eq=False)
class _Gathering:
    """A gather, and how many of its parts come from the owner and from each kind below."""

    step: Gather
    counts: tuple[int, ...]
    holidays: frozenset[date]
    later: Later | None = field(init=False)

    def __post_init__(self) -> None:
        length = self.step.shift
        object.__setattr__(self, "later", Later(length, self.holidays) if length else None)

    def brought(self, given: Sequence[Any]) -> Iterator[Brought]:
        """The parts, from what an operation is given after the count and the open lists."""
        below = len(self.counts) - 1
        groups = (None, *given[:below])
        place = below
        for each, number in zip(groups, self.counts, strict=True):
            for _ in range(number):
                yield Brought(each, *given[place : place + 4])
                place += 4

    def finished(self, low: Column, high: Column) -> Ends:
        """Both ends as the step wants them: times, rounded, shifted, within the range."""
        step = self.step
        if not step.ordered:
            apart = low != high
            low, high = np.where(apart, step.floor, low), np.where(apart, step.ceiling, high)
        ends = [self._changed(low)]
        ends.append(ends[0] if high is low else self._changed(high))
        if (step.floor, step.ceiling) == (0, 1):
            flags = [end >= 1 for end in ends]
            return flags[0], flags[0] if ends[1] is ends[0] else flags[1]
        return ends[0], ends[1]

    def _changed(self, end: Column) -> Column:
        step = self.step
        if step.times is not None:
            end = _times(end, *step.times)
        if step.rounded:
            end = end // SCALE * SCALE
        if self.later is not None:
            end = self.later(end)
        clamped = np.minimum(np.maximum(end, step.floor), step.ceiling)
        return clamped.astype(np.int64, copy=False)


class Best(_Gathering):
    """Max or min of anything."""

    def __call__(self, count: int, opened: Flags | bool, *given: Any) -> Ends:
        step = self.step
        greatest = step.gathering == "max"
        better, worse = (np.maximum, np.minimum) if greatest else (np.minimum, np.maximum)
        start = -BEYOND if greatest else BEYOND
        best, far, worst = (np.full(count, each, np.int64) for each in (start, start, -start))
        sure, there = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
        for part in self.brought(given):
            near, beyond = (part.low, part.high) if greatest else (part.high, part.low)
            better(best, part.over(better, part.held(near, part.certain, start), start), out=best)
            better(far, part.over(better, part.held(beyond, part.possible, start), start), out=far)
            worse(worst, part.over(worse, part.held(near, part.possible, -start), -start), out=worst)
        np.not_equal(best, start, out=sure)
        np.not_equal(far, start, out=there)
        unsure, spread = worst, far
        if step.otherwise is not None:
            unsure, spread = worse(worst, step.otherwise), better(far, step.otherwise)
            there[:] = True
        first, last = (step.floor, step.ceiling) if greatest else (step.ceiling, step.floor)
        none = ~there | opened
        near = np.where(sure, best, np.where(none, first, unsure))
        end = np.where(sure, np.where(opened, last, far), np.where(none, last, spread))
        return self.finished(near, end) if greatest else self.finished(end, near)


class Sum(_Gathering):
    """The sum of anything."""

    def __call__(self, count: int, opened: Flags | bool, *given: Any) -> Ends:
        step = self.step
        parts = list(self.brought(given))
        low, high = self._summed(parts, count, np.minimum, 0), self._summed(parts, count, np.maximum, 1)
        if step.unseen[0] < 0:
            low = np.where(opened, step.floor, low)
        if step.unseen[1] > 0:
            high = np.where(opened, step.ceiling, high)
        return self.finished(low, high)

    def _summed(self, parts: Sequence[Brought], count: int, nearer: np.ufunc, end: int) -> Column:
        """One end: what certainly counts in full, what possibly counts where it moves the end outwards."""
        total = np.zeros(count, np.int64)
        for part in parts:
            value = (part.low, part.high)[end]
            outwards = nearer(value, 0)
            may_be = part.held(outwards if np.ndim(outwards) else int(outwards), part.possible, 0)
            held = part.held(value, part.certain, 0)
            if not isinstance(part.certain, bool | np.bool_):
                held = np.where(part.certain, held, may_be)
            elif not part.certain:
                held = may_be
            total = _exact_sum(total, part, held)
        return total


def _exact_sum(total: Column, part: Brought, held: Column) -> Column:
    """``total`` and what a part brings; in whole numbers of any size where 64 bits might not hold it."""
    longest = part.groups.longest if part.groups else 1
    most = int(np.abs(held).max(initial=0)) if held.dtype != object else EXACT
    so_far = int(np.abs(total).max(initial=0)) if total.dtype != object else EXACT
    if most * max(longest, 1) + so_far >= EXACT:
        total, held = total.astype(object), held.astype(object)
    return total + part.over(np.add, held, 0)


class One(_Gathering):
    """Only one: the hull of what is possible, and where two certain values differ."""

    def __call__(self, count: int, opened: Flags | bool, *given: Any) -> tuple[Column, Column, Flags]:
        step = self.step
        low, high = np.full(count, BEYOND, np.int64), np.full(count, -BEYOND, np.int64)
        least, most = low.copy(), high.copy()
        sure = np.zeros(count, np.bool_)
        for part in self.brought(given):
            np.minimum(
                low, part.over(np.minimum, part.held(part.low, part.possible, BEYOND), BEYOND), out=low
            )
            highs = part.over(np.maximum, part.held(part.high, part.possible, -BEYOND), -BEYOND)
            np.maximum(high, highs, out=high)
            certain = part.held(part.low, part.certain, BEYOND) != BEYOND
            sure |= part.over(np.logical_or, certain, 0)
            settled = certain & np.equal(part.low, part.high)
            lows = part.over(np.minimum, part.held(part.low, settled, BEYOND), BEYOND)
            np.minimum(least, lows, out=least)
            greatest = part.over(np.maximum, part.held(part.low, settled, -BEYOND), -BEYOND)
            np.maximum(most, greatest, out=most)
        torn = (most > least) & (least != BEYOND)
        if step.otherwise is not None:
            low = np.where(sure, low, np.minimum(low, step.otherwise))
            high = np.where(sure, high, np.maximum(high, step.otherwise))
        whole = (low == BEYOND) | opened
        low, high = np.where(whole, step.floor, low), np.where(whole, step.ceiling, high)
        return *self.finished(low, high), torn


# -- numbers and days ----------------------------------------------------------------------------


def _times(column: Column, above: int, below: int) -> Column:
    most = int(np.abs(column).max(initial=0)) if column.dtype != object else EXACT
    if most * abs(above) >= EXACT:
        column = column.astype(object)
    return column * above // below


class Later:
    """A day so much later, worked out once for each day that is asked for and then looked up."""

    def __init__(self, length: Length, holidays: Collection[date]) -> None:
        self.length, self.holidays = length, holidays
        self.known = np.zeros(FAR_AHEAD - LONG_AGO + 1, np.int64)

    def __call__(self, days: Column) -> Column:
        days = days.astype(np.int64, copy=False)
        places = np.clip(days, LONG_AGO, FAR_AHEAD) - LONG_AGO
        found = self.known[places]
        missing = found == 0
        if missing.any():
            for place in np.unique(places[missing]).tolist():
                self.known[place] = shift(place + LONG_AGO, self.length, 1, self.holidays)
            found = self.known[places]
        return np.where((days < LONG_AGO) | (days > FAR_AHEAD), days, found)
