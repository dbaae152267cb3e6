"""An end of an interval as z3 sees it: what it is at least, and only where need be its number.

A question of rules is nearly always held against a constant, so an end answers ``at_least(code)``
with a plain yes or no over the inputs, and what is gathered passes that question on to its parts.
Whole numbers meet only where two names are held against each other.  What can be answered at once is
answered at once: a truth is a ``bool`` for as long as it can be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import z3

from drive_rules.prove.truths import Number, Truth, both, follows, number_if, opposite, told

FEW = 16
"""An end of so few values is compared value by value, without a number."""


class End:
    """One end of an interval, from ``low`` to ``high`` whatever the case."""

    __slots__ = ("_asked", "_at_least", "_made", "_number", "high", "low")

    def __init__(
        self,
        low: int,
        high: int,
        at_least: Callable[[int], Truth],
        number: Callable[[], Number] | None = None,
    ) -> None:
        self.low, self.high = low, high
        self._at_least, self._number = at_least, number
        self._asked: dict[int, Truth] = {}
        self._made: Number = None

    @property
    def few(self) -> bool:
        """Whether there are so few values that each can be looked at."""
        return self.high - self.low <= FEW

    def at_least(self, code: int) -> Truth:
        """Whether it is ``code`` or more."""
        if code <= self.low:
            return True
        if code > self.high:
            return False
        if code not in self._asked:
            self._asked[code] = self._at_least(code)
        return self._asked[code]

    def number(self) -> Number:
        """It as a whole number."""
        if self._made is None:
            self._made = self._steps() if self._number is None else self._number()
        return self._made

    def _steps(self) -> Number:
        """The number of an end of few values: one more for each value that it reaches."""
        steps = [number_if(self.at_least(code), 1, 0) for code in range(self.low + 1, self.high + 1)]
        certain = self.low + sum(step for step in steps if isinstance(step, int))
        unsure = [step for step in steps if not isinstance(step, int)]
        return z3.Sum(*unsure) + certain if unsure else certain


def fixed(code: int) -> End:
    """An end that is always ``code``."""
    return End(code, code, lambda asked: code >= asked, lambda: code)


def of_truth(truth: Truth) -> End:
    """An end that is 1 where it is so, and 0 else."""
    return End(0, 1, lambda _: truth)


Side = tuple[Literal[1, -1], End | None, int]
"""A sign, an end (none: 0) and what is added."""


def no_more(left: Side, right: Side) -> Truth:
    """``left <= right``."""
    (sign, one, plus), (other_sign, other, more_plus) = left, right
    if one is None and other is None:
        return plus <= more_plus
    if one is None and other is not None:
        return _reaches(other_sign, other, plus - more_plus)
    if other is None and one is not None:
        return _reaches(-sign, one, plus - more_plus)
    assert one is not None
    assert other is not None
    if sign == other_sign == 1 and (one.few or other.few):
        return _value_by_value(one, other, plus - more_plus)
    return told(_number(sign, one, plus) <= _number(other_sign, other, more_plus))


def _reaches(sign: int, end: End, code: int) -> Truth:
    """``code <= sign * end``."""
    return end.at_least(code) if sign == 1 else opposite(end.at_least(1 - code))


def _value_by_value(one: End, other: End, plus: int) -> Truth:
    """``one + plus <= other``."""
    if one.few:
        return both(follows(one.at_least(k), other.at_least(k + plus)) for k in range(one.low, one.high + 1))
    codes = range(other.low + 1, other.high + 2)
    return both(follows(one.at_least(k - plus), other.at_least(k)) for k in codes)


def _number(sign: int, end: End, plus: int) -> Number:
    number = end.number()
    return (number if sign == 1 else -number) + plus


def equal(one: End, other: End) -> Truth:
    """Whether two ends are the same."""
    return both((no_more((1, one, 0), (1, other, 0)), no_more((1, other, 0), (1, one, 0))))
