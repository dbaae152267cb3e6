"""What gathers do with columns: parts of the owner's own, and parts of things below, group by group.

Things below stand in the order of their owners, so each owner's are one run of rows: a group.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import gcd
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from drive_rules.engines.columnar import kernels
from drive_rules.engines.columnar.tables import Flags, Places
from drive_rules.ir import FAR_AHEAD, LONG_AGO, SCALE, Length
from drive_rules.language.values import shift
from drive_rules.lower import Gather

Column = NDArray[Any]
Value = Column | int
Ends = tuple[Column, Column]
Scaled = tuple[Column, int, int]
"""A column, what each row of it is multiplied by, and what is then added."""
Span = tuple[int, int]
"""The least and the most that a number can be."""
MOST_IN_A_BYTE = 100
EXACT = 2**63
"""From here on 64 bits do not hold a number."""


class Groups:
    """The rows of a kind below by their owners; ``owner`` is ascending."""

    __slots__ = ("_some", "count", "longest", "owner")

    def __init__(self, owner: Places, count: int) -> None:
        self.owner, self.count = owner, count
        held = np.bincount(owner, minlength=count)
        self.longest = int(held.max(initial=0))
        self._some: Flags = held > 0

    def some(self, flags: Flags | bool) -> Flags | bool:
        """Which owners have a row that is flagged."""
        if isinstance(flags, bool):
            return flags and self._some
        found = np.zeros(self.count, np.bool_)
        kernels.any_below(self.owner, flags, found)
        return found


def any_below(groups: Groups, flags: Flags, out: Flags) -> None:
    """Whether any thing below has it, for each owner."""
    out[:] = False
    kernels.any_below(groups.owner, flags, out)


def count_below(groups: Groups, flags: Flags) -> Column:
    """How many things below have it, for each owner."""
    found = np.zeros(groups.count, np.int32)
    kernels.count_below(groups.owner, flags, found)
    return found


def sum_below(groups: Groups, column: Column) -> Column:
    """The sum over the things below, in whole numbers of any size where 64 bits might not hold it."""
    if _most(column) * groups.longest >= EXACT:
        wide = np.zeros(groups.count, object)
        np.add.at(wide, groups.owner, column.astype(object))
        return wide
    found = np.zeros(groups.count, np.int64)
    kernels.sum_below(groups.owner, column, found)
    return found


# -- a few constants -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ladder:
    """The greatest of the rungs that are there, or else ``otherwise``, which none is below."""

    rungs: tuple[int, ...]
    otherwise: int

    def __call__(self, count: int, *there: Flags) -> Column:
        """How far above ``otherwise``: each flag times how far its rung is, and the greatest of these."""
        found: Column | None = None
        for rung, flags in zip(self.rungs, there, strict=True):
            above = np.multiply(flags.view(np.int8), np.int8(rung - self.otherwise))
            found = above if found is None else np.maximum(found, above, out=found)
        if found is None:
            return np.full(count, self.otherwise, np.int8)
        return np.add(found, np.int8(self.otherwise), out=found) if self.otherwise else found


def _highest(there: Sequence[Flags], count: int) -> Column:
    """The number, from 1, of the last that is there; 0 for none."""
    found = np.zeros(count, np.int8)
    for number, flags in enumerate(there, 1):
        np.maximum(found, flags.view(np.int8) * np.int8(number), out=found)
    return found


@dataclass(frozen=True, eq=False)
class Finish:
    """What is done last with both ends of a gather: times, rounded, shifted, kept within the range."""

    step: Gather
    holidays: frozenset[date]
    later: Later | None = field(init=False)

    def __post_init__(self) -> None:
        length = self.step.shift
        object.__setattr__(self, "later", Later(length, self.holidays) if length else None)

    @property
    def _is_plain(self) -> bool:
        """Whether nothing is done but to keep it within the range, and it is not held as yes or no."""
        step = self.step
        changed = step.times is not None or step.rounded or self.later is not None
        return not changed and (step.floor, step.ceiling) != (0, 1)

    def __call__(self, low: Column, high: Column) -> Ends:
        """Both ends; of what has no order, one code or the whole range."""
        step = self.step
        if not step.ordered and low is not high:
            apart = low != high
            floor, ceiling = np.int64(step.floor), np.int64(step.ceiling)
            low, high = np.where(apart, floor, low), np.where(apart, ceiling, high)
        first = self.end(low)
        return first, first if high is low else self.end(high)

    def end(self, end: Column, span: Span = (-EXACT, EXACT)) -> Column:
        """One end, which is nowhere beyond the span."""
        step = self.step
        if self._is_plain and step.floor <= span[0] and span[1] <= step.ceiling:
            return end
        if end.dtype != object:
            end = end.astype(np.int64, copy=False)
        if step.times is not None:
            end = _times(end, *step.times)
        if step.rounded:
            end = end // SCALE * SCALE
        if self.later is not None:
            end = self.later(end)
        if end.dtype == object:
            end = np.minimum(np.maximum(end, step.floor), step.ceiling).astype(np.int64)
        if (step.floor, step.ceiling) == (0, 1):
            return end >= 1
        found: Column = np.empty(len(end), _width(step.floor, step.ceiling))
        kernels.clip(end, step.floor, step.ceiling, found)
        return found


@dataclass(frozen=True, eq=False)
class Rungs:
    """Max, min or only one of a few constants: for each, where it is certain and where possible."""

    step: Gather
    rungs: tuple[int, ...]
    finish: Finish

    def __call__(self, count: int, opened: Flags | bool, *there: Flags) -> tuple[Column, ...]:
        number = len(self.rungs)
        certain, possible = there[:number], there[number:]
        table = np.array((0, *self.rungs), np.int64)
        table_down = np.array((0, *self.rungs[::-1]), np.int64)
        highest, lowest = _highest(possible, count), _highest(possible[::-1], count)
        spread = _Spread((table_down.take(lowest), 1, 0), (table.take(highest), 1, 0), highest > 0)
        if self.step.gathering == "one":
            first, last = _highest(certain, count), _highest(certain[::-1], count)
            torn = (first > 0) & (first.astype(np.int16) + last != number + 1)
            ends = self.finish(*spread.settled(self.step, first > 0, opened))
            return *ends, torn
        greatest = self.step.gathering == "max"
        best = _highest(certain if greatest else certain[::-1], count)
        near = (table if greatest else table_down).take(best)
        return self.finish(*spread.settled(self.step, best > 0, opened, (near, 1, 0)))


# -- any gather ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Spread:
    """The hull of all that may be, where there is any; what ``otherwise`` adds comes with ``settled``."""

    low: Scaled
    high: Scaled
    there: Flags

    def settled(self, step: Gather, sure: Flags, opened: Flags | bool, near: Scaled | None = None) -> Ends:
        """Both ends: the best that is certain at the near end where there is one, else the hull.

        ``near`` is None for *only one*, where what is open may always be anything.
        """
        low, high = np.empty(len(sure), np.int64), np.empty(len(sure), np.int64)
        end = 0 if near is None else 1 if step.gathering == "max" else -1
        best = self.low if near is None else near
        ends = (*self.low, *self.high, self.there, sure, *best)
        is_open = np.full(len(sure), opened) if isinstance(opened, bool) else opened
        other = (step.otherwise is not None, step.otherwise or 0)
        limits = (step.floor, step.ceiling)
        kernels.settle(*ends, is_open, end, *other, *limits, low, high)
        return low, high


@dataclass(frozen=True, eq=False)
class Hull:
    """Max, min or only one of anything.

    Values are held as their distance from ``least`` or ``most``, which none is beyond, plus 1, so that
    0 is *nothing there*: a mask is then a product.  ``counts`` says how many parts are the owner's own
    and how many come from each kind below.
    """

    step: Gather
    counts: tuple[int, ...]
    least: int
    most: int
    finish: Finish

    def __call__(self, count: int, opened: Flags | bool, *given: Any) -> tuple[Column, ...]:
        parts = list(_brought(self.counts, given))
        greatest = self.step.gathering == "max"
        known = all(part.certain is part.possible and part.low is part.high for part in parts)
        if known and self.step.gathering != "one":
            return self._known(parts, count, opened)
        lowest = self._over(count, ((part, part.possible, *self._down(part.low)) for part in parts))
        highest = self._over(count, ((part, part.possible, *self._up(part.high)) for part in parts))
        spread = _Spread(self._from_down(lowest), self._from_up(highest), highest > 0)
        if self.step.gathering == "one":
            return self._only(parts, count, spread, opened)
        if greatest:
            best = self._over(count, ((part, part.certain, *self._up(part.low)) for part in parts))
        else:
            best = self._over(count, ((part, part.certain, *self._down(part.high)) for part in parts))
        near = self._from_up(best) if greatest else self._from_down(best)
        return self.finish(*spread.settled(self.step, best > 0, opened, near))

    def _known(self, parts: Sequence[Brought], count: int, opened: Flags | bool) -> tuple[Column, ...]:
        """Where everything that counts is known: one value, or nothing at all."""
        if self.step.gathering == "max":
            best = self._over(count, ((part, part.certain, *self._up(part.low)) for part in parts))
            near = self._from_up(best)
        else:
            best = self._over(count, ((part, part.certain, *self._down(part.low)) for part in parts))
            near = self._from_down(best)
        sure = best > 0
        return self.finish(*_Spread(near, near, sure).settled(self.step, sure, opened, near))

    def _only(
        self, parts: Sequence[Brought], count: int, spread: _Spread, opened: Flags | bool
    ) -> tuple[Column, ...]:
        sure = self._over(count, ((part, part.certain, 0, 0, 1) for part in parts)) > 0
        least = self._over(count, ((part, part.settled, *self._down(part.low)) for part in parts))
        most = self._over(count, ((part, part.settled, *self._up(part.low)) for part in parts))
        # What is least by its distance from the most, and most by its distance from the least, add up.
        apart = np.add(least, most, dtype=np.int64) != self.most - self.least + 2
        torn = (least > 0) & apart
        return *self.finish(*spread.settled(self.step, sure, opened)), torn

    def _from_up(self, distance: Column) -> Scaled:
        return distance, 1, self.least - 1

    def _from_down(self, distance: Column) -> Scaled:
        return distance, -1, self.most + 1

    @property
    def _wide(self) -> type[np.signedinteger[Any]]:
        """What holds every distance."""
        return np.int32 if max(abs(self.least), abs(self.most)) < 2**30 else np.int64

    def _up(self, value: Value) -> tuple[Value, int, int]:
        return value, 1, 1 - self.least

    def _down(self, value: Value) -> tuple[Value, int, int]:
        return value, -1, 1 + self.most

    def _over(self, count: int, held: Iterable[Holding]) -> Column:
        """The greatest of what parts hold where they count, for each owner; 0 where none does."""
        found = np.zeros(count, self._wide)
        for part, where, value, sign, plus in held:
            if where is not False:
                part.raise_to(found, where, value, sign, plus)
        return found


@dataclass(frozen=True, slots=True)
class Brought:
    """One part in columns: where it certainly and possibly counts, and for what."""

    groups: Groups | None
    certain: Flags | bool
    possible: Flags | bool
    low: Value
    high: Value

    @property
    def settled(self) -> Flags | bool:
        """Where it certainly counts for one value."""
        if not (np.ndim(self.low) or np.ndim(self.high)):
            return self.certain if self.low == self.high else False
        flags: Flags = np.logical_and(self.certain, np.equal(self.low, self.high))
        return flags

    def raise_to(self, found: Column, where: Flags | bool, value: Value, sign: int, plus: int) -> None:
        """Raise what is found to ``sign * value + plus`` where some row that counts comes to more."""
        if not isinstance(value, np.ndarray):
            some = where if self.groups is None else self.groups.some(where)
            np.maximum(found, np.multiply(some, sign * value + plus, dtype=found.dtype), out=found)
            return
        counts = np.full(len(value), where) if isinstance(where, bool) else where
        if self.groups is None:
            kernels.raise_each(value, counts, sign, plus, found)
        else:
            kernels.raise_owners(self.groups.owner, value, counts, sign, plus, found)


Holding = tuple[Brought, Flags | bool, Value, int, int]
"""A part, where it counts, and for what: the sign of its value and what is added to that."""


def _brought(counts: Sequence[int], given: Sequence[Any]) -> Iterator[Brought]:
    """The parts, from what an operation is given after the count and the open lists."""
    below = len(counts) - 1
    place = below
    for groups, number in zip((None, *given[:below]), counts, strict=True):
        for _ in range(number):
            yield Brought(groups, *given[place : place + 4])
            place += 4


# -- sums ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """One end of what a part brings to a sum: in full where it is certain, outwards where possible."""

    outwards: Literal["low", "high"]

    def __call__(self, certain: Flags | bool, possible: Flags | bool, value: Column) -> Column:
        beyond = np.minimum(value, 0) if self.outwards == "low" else np.maximum(value, 0)
        return np.where(certain, value, np.where(possible, beyond, 0))


@dataclass(frozen=True)
class Total:
    """One end of a sum: each column times its weight, all added up; ``limit`` where a list is open."""

    weights: tuple[int, ...]
    limit: int | None
    finish: Finish | None

    def __call__(self, count: int, opened: Flags | bool, *columns: Column) -> Column:
        total, (least, most) = _summed(self.weights, columns, count)
        if self.limit is not None:
            total = np.where(opened, np.int64(self.limit), total)
            least, most = min(least, self.limit), max(most, self.limit)
        return self.finish.end(total, (least, most)) if self.finish else total


def _summed(weights: Sequence[int], columns: Sequence[Column], count: int) -> tuple[Column, Span]:
    """Columns times their weights, added up, and what that can be: no wider than it need be.

    Weights are first divided by what they have in common, for points are whole numbers as a rule, and
    fit into a byte or two.
    """
    common = gcd(*weights) or 1
    parts = [(column, weight // common, span) for column, weight, span in _counted(weights, columns)]
    ends = [sorted((weight * low, weight * high)) for _, weight, (low, high) in parts]
    least, most = sum(low for low, _ in ends), sum(high for _, high in ends)
    wide = _width(least, most)
    total: Column | None = None
    for column, weight, _ in parts:
        more = column.astype(wide) if weight == 1 else np.multiply(column, weight, dtype=wide)
        total = more if total is None else np.add(total, more, out=total)
    least, most = least * common, most * common
    if total is None:
        return np.zeros(count, np.int8), (0, 0)
    return np.multiply(total, common, dtype=_width(least, most)) if common != 1 else total, (least, most)


def _counted(weights: Sequence[int], columns: Sequence[Column]) -> Iterator[tuple[Column, int, Span]]:
    """Columns with their weights and spans, 0 in each; yes and no of one weight counted in bytes."""
    for weight in dict.fromkeys(weights):
        alike = [column for each, column in zip(weights, columns, strict=True) if each == weight]
        flags = [column.view(np.int8) for column in alike if column.dtype == np.bool_]
        for first in range(0, len(flags), MOST_IN_A_BYTE):
            some = flags[first : first + MOST_IN_A_BYTE]
            number = some[0] if len(some) == 1 else np.add(*some[:2])
            for each in some[2:]:
                np.add(number, each, out=number)
            yield number, weight, (0, len(some))
        others = ((column, _most(column)) for column in alike if column.dtype != np.bool_)
        yield from ((column, weight, (-most, most)) for column, most in others)


def _width(least: int, most: int) -> type:
    """What holds every number of a span: whole numbers of any size beyond 64 bits."""
    reach = max(-least, most)
    widths = ((2**7, np.int8), (2**15, np.int16), (2**31, np.int32), (EXACT, np.int64))
    return next((width for beyond, width in widths if reach < beyond), object)


def _most(column: Column) -> int:
    """How far from 0 a column reaches; looked up only where its type could reach far."""
    if column.dtype == object:
        return EXACT
    if column.itemsize > 4:
        return max(abs(int(column.max(initial=0))), abs(int(column.min(initial=0))))
    return int(2 ** (8 * column.itemsize - 1))


# -- numbers and days ----------------------------------------------------------------------------


def _times(column: Column, above: int, below: int) -> Column:
    if _most(column) * abs(above) >= EXACT:
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
