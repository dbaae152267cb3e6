"""What gathers do with columns: parts of the owner's own, and parts of things below, group by group.

Things below stand in the order of their owners, so each owner's are one run of rows: a group.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import gcd
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from drive_rules.engines.columnar.tables import Flags, Places
from drive_rules.ir import FAR_AHEAD, LONG_AGO, SCALE, Length
from drive_rules.language.values import shift
from drive_rules.lower import Gather

Column = NDArray[Any]
Value = Column | int
Ends = tuple[Column, Column]
Span = tuple[int, int]
"""The least and the most that a number can be."""
MOST_RANKS = 64
"""How long a run may be for runs to be compared rank by rank."""
MOST_IN_A_BYTE = 100
EXACT = 2**63
"""From here on 64 bits do not hold a number."""


class Groups:
    """The rows of a kind below by their owners; ``owner`` is ascending.

    Runs are short as a rule, so the first rows of all owners are compared with the second ones, then
    with the third: a few operations over long columns.
    """

    __slots__ = ("_ranks", "begins", "count", "ends", "longest", "owner")

    def __init__(self, owner: Places, count: int) -> None:
        self.owner, self.count = owner, count
        self.ends = np.cumsum(np.bincount(owner, minlength=count))
        self.begins = np.zeros(count, np.intp)
        self.begins[1:] = self.ends[:-1]
        self.longest = int((self.ends - self.begins).max(initial=0))
        self._ranks: Ranks | None = None

    def reduced(self, function: np.ufunc, column: Column) -> Column:
        """The function over each owner's run; 0 where an owner has none."""
        if self.longest > MOST_RANKS:
            found = np.zeros(self.count, column.dtype)
            some = self.ends > self.begins
            found[some] = function.reduceat(column, self.begins[some])
            return found
        if self._ranks is None:
            self._ranks = Ranks(self.owner, self.begins, self.ends)
        return self._ranks.reduced(function, column)


class Ranks:
    """The rows of short runs, the first ones of all owners first, owners with the longest runs first.

    ``order`` puts the rows so, ``sizes`` says how many owners have a first, a second and so on,
    ``places`` where each owner stands.
    """

    __slots__ = ("order", "places", "sizes")

    def __init__(self, owner: Places, begins: Column, ends: Column) -> None:
        fewer = (MOST_RANKS - (ends - begins)).astype(np.uint8)
        self.places = np.empty(len(begins), np.intp)
        self.places[np.argsort(fewer, kind="stable")] = np.arange(len(begins))
        rank = np.arange(len(owner)) - begins[owner]
        self.sizes = np.bincount(rank).tolist()
        firsts = np.cumsum([0, *self.sizes])
        self.order = np.empty(len(owner), np.intp)
        self.order[firsts[rank] + self.places[owner]] = np.arange(len(owner))

    def reduced(self, function: np.ufunc, column: Column) -> Column:
        """The function over each owner's run; 0 where an owner has none."""
        ranked = column.take(self.order)
        found = np.zeros(len(self.places), column.dtype)
        first = 0
        for size in self.sizes:
            there = ranked[first : first + size]
            if first:
                function(found[:size], there, out=found[:size])
            else:
                found[:size] = there
            first += size
        return found.take(self.places)


def any_below(groups: Groups, flags: Flags) -> Flags:
    """Whether any thing below has it, for each owner."""
    return groups.reduced(np.bitwise_or, flags)


def count_below(groups: Groups, flags: Flags) -> Column:
    """How many things below have it, for each owner."""
    so_far = np.zeros(len(flags) + 1, np.int32)
    np.cumsum(flags.view(np.int8), out=so_far[1:])
    counted: Column = so_far.take(groups.ends) - so_far.take(groups.begins)
    return counted


def sum_below(groups: Groups, column: Column) -> Column:
    """The sum over the things below, in whole numbers of any size where 64 bits might not hold it."""
    wide = object if _most(column) * groups.longest >= EXACT else np.int64
    return groups.reduced(np.add, column.astype(wide, copy=False))


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
        else:
            end = np.clip(end.astype(np.int64, copy=False), step.floor, step.ceiling)
        return end >= 1 if (step.floor, step.ceiling) == (0, 1) else end


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
        spread = _Spread(table_down.take(lowest), table.take(highest), highest > 0)
        if self.step.gathering == "one":
            first, last = _highest(certain, count), _highest(certain[::-1], count)
            torn = (first > 0) & (first.astype(np.int16) + last != number + 1)
            ends = self.finish(*spread.settled(self.step, first > 0, opened))
            return *ends, torn
        greatest = self.step.gathering == "max"
        best = _highest(certain if greatest else certain[::-1], count)
        near = (table if greatest else table_down).take(best)
        return self.finish(*spread.settled(self.step, best > 0, opened, near))


# -- any gather ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Spread:
    """The hull of all that may be, where there is any; what ``otherwise`` adds comes with ``settled``."""

    low: Column
    high: Column
    there: Flags

    def settled(self, step: Gather, sure: Flags, opened: Flags | bool, near: Column | None = None) -> Ends:
        """Both ends: the best that is certain at the near end where there is one, else the hull.

        ``near`` is None for *only one*, where what is open may always be anything.
        """
        low, high, there = self.low, self.high, self.there
        if step.otherwise is not None:
            other = np.int64(step.otherwise)
            low = np.where(sure, low, np.where(there, np.minimum(low, other), other))
            high = np.where(sure, high, np.where(there, np.maximum(high, other), other))
            whole = np.logical_and(opened, True) if near is None else opened & ~sure
        else:
            whole = ~there | (opened if near is None else opened & ~sure)
        if near is not None and step.gathering == "max":
            low, high = np.where(sure, near, low), np.where(sure & opened, step.ceiling, high)
        elif near is not None:
            low, high = np.where(sure & opened, step.floor, low), np.where(sure, near, high)
        if whole is not False and np.any(whole):
            low, high = np.where(whole, step.floor, low), np.where(whole, step.ceiling, high)
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
        lowest = self._over(parts, count, lambda part: (part.possible, self._down(part.low)))
        highest = self._over(parts, count, lambda part: (part.possible, self._up(part.high)))
        spread = _Spread(self._from_down(lowest), self._from_up(highest), highest > 0)
        if self.step.gathering == "one":
            return self._only(parts, count, spread, opened)
        if greatest:
            best = self._over(parts, count, lambda part: (part.certain, self._up(part.low)))
        else:
            best = self._over(parts, count, lambda part: (part.certain, self._down(part.high)))
        near = self._from_up(best) if greatest else self._from_down(best)
        return self.finish(*spread.settled(self.step, best > 0, opened, near))

    def _known(self, parts: Sequence[Brought], count: int, opened: Flags | bool) -> tuple[Column, ...]:
        """Where everything that counts is known: one value, or nothing at all."""
        if self.step.gathering == "max":
            best = self._over(parts, count, lambda part: (part.certain, self._up(part.low)))
            near = self._from_up(best)
        else:
            best = self._over(parts, count, lambda part: (part.certain, self._down(part.low)))
            near = self._from_down(best)
        sure = best > 0
        return self.finish(*_Spread(near, near, sure).settled(self.step, sure, opened, near))

    def _only(
        self, parts: Sequence[Brought], count: int, spread: _Spread, opened: Flags | bool
    ) -> tuple[Column, ...]:
        sure = self._over(parts, count, lambda part: (part.certain, 1)) > 0
        least = self._over(parts, count, lambda part: (part.settled, self._down(part.low)))
        most = self._over(parts, count, lambda part: (part.settled, self._up(part.low)))
        torn = (least > 0) & (self._from_down(least) != self._from_up(most))
        return *self.finish(*spread.settled(self.step, sure, opened)), torn

    def _from_up(self, distance: Column) -> Column:
        return np.add(distance, self.least - 1, dtype=np.int64)

    def _from_down(self, distance: Column) -> Column:
        return np.subtract(self.most + 1, distance, dtype=np.int64)

    @property
    def _wide(self) -> type[np.signedinteger[Any]]:
        """What holds every distance."""
        return np.int32 if max(abs(self.least), abs(self.most)) < 2**30 else np.int64

    def _up(self, value: Value) -> Column:
        return np.add(value, 1 - self.least, dtype=self._wide)

    def _down(self, value: Value) -> Column:
        return np.subtract(1 + self.most, value, dtype=self._wide)

    def _over(
        self, parts: Sequence[Brought], count: int, held: Callable[[Brought], tuple[Flags | bool, Value]]
    ) -> Column:
        """The greatest of what parts hold where they count, for each owner; 0 where none does."""
        found = np.zeros(count, self._wide)
        for part in parts:
            np.maximum(found, part.over(np.maximum, *held(part)), out=found)
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

    def over(self, function: np.ufunc, where: Flags | bool, value: Value) -> Column:
        """The function over what each owner has, 0 standing for nothing; one number if it is all the same."""
        held = np.multiply(value, where)
        if self.groups is None:
            return np.asarray(held)
        if not np.ndim(held):
            held = np.full(len(self.groups.owner), held)
        return self.groups.reduced(function, held)


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
