"""Dates moved by a length of time: between true bounds at first, and exact about each day that is asked for.

The calendar is no sum.  z3 hears what is always true of a move, and where a model moves a day to where
it does not go, the exact moves of the days about it; so no answer ever rests on a move that is not exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, partial

import z3

from drive_rules.ir import FAR_AHEAD, LONG_AGO, Length
from drive_rules.language.values import shift
from drive_rules.prove.truths import Number

RUNS = 40
"""How many runs of days that are moved alike are told at once, on each side of a day that was wrong."""


class Moved:
    """A day and the day a length of time later; what is told of them is true, and more is told as asked.

    The calendar is no sum, so z3 first hears between what bounds the move must lie, and then the exact
    days about each day at which a model got it wrong.
    """

    def __init__(self, day: Number, number: int, length: Length, holidays: frozenset[date]) -> None:
        self.day, self.result = day, z3.Int(f"moved {number}")
        self._later = partial(shift, length=length, sign=1, holidays=holidays)
        self.told: list[z3.BoolRef] = [*self._always(length, holidays)]

    def _always(self, length: Length, holidays: frozenset[date]) -> Iterator[z3.BoolRef]:
        day, result = self.day, self.result
        outside = z3.Or(day <= LONG_AGO, day >= FAR_AHEAD)
        yield z3.Implies(outside, result == day)
        least, most = _bounds(length, holidays)
        moved = z3.And(result >= day + least, result <= day + most)
        yield z3.Implies(z3.Not(outside), z3.Or(moved, z3.And(result == FAR_AHEAD - 1, day + most > result)))

    def wrong(self, model: z3.ModelRef) -> bool:
        """Whether a model moves the day to where it does not go; what is true about there is then told."""
        day, result = (model.eval(term, model_completion=True).as_long() for term in (self.day, self.result))
        if self._later(day) == result:
            return False
        self.told.extend(self._about(day))
        return True

    def _about(self, day: int) -> Iterator[z3.BoolRef]:
        """The exact days about a day, in runs that are moved alike."""
        yield self._run(day)
        for step in (-1, 1):
            there = day
            for _ in range(RUNS):
                by = self._by(there)
                while LONG_AGO < there < FAR_AHEAD and self._by(there) == by:
                    there += step
                if not LONG_AGO < there < FAR_AHEAD:
                    break
                yield self._run(there)

    def _run(self, day: int) -> z3.BoolRef:
        """All days about one that are moved by as many days."""
        by, first, last = self._by(day), day, day
        while first > LONG_AGO + 1 and self._by(first - 1) == by:
            first -= 1
        while last < FAR_AHEAD - 1 and self._by(last + 1) == by:
            last += 1
        here = z3.And(self.day >= first, self.day <= last)
        return z3.Implies(here, self.result == self.day + by)

    def _by(self, day: int) -> int:
        return self._later(day) - day


@cache
def _bounds(length: Length, holidays: frozenset[date]) -> tuple[int, int]:
    """The fewest and the most days that a length of time can be, short of the end of the calendar."""
    last = FAR_AHEAD - 1
    moves = ((day, shift(day, length, 1, holidays)) for day in range(LONG_AGO + 1, last + 1))
    by = {moved - day for day, moved in moves if moved < last}
    return min(by, default=0), max(by, default=0)
