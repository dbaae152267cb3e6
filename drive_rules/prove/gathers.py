"""A gather as z3 sees it: the parts that certainly or possibly count, and the two ends that they come to.

What is asked of what is gathered is asked of the parts: *the highest is at least this* is *some part
that counts is*.  So levels, scores and the latest of some dates stay plain questions of the inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import gcd

import z3

from drive_rules.ir import SCALE
from drive_rules.lower import Gather
from drive_rules.prove.ends import End, Side, equal, fixed, no_more
from drive_rules.prove.truths import (
    Number,
    Truth,
    both,
    chosen,
    either,
    follows,
    more,
    number_if,
    opposite,
    told,
    whole,
)

MOST_STEPS = 2_000
"""Weights that need a larger table than this are added up as numbers."""
BEYOND = 10**15
"""Further out than any code."""
Later = Callable[[Number], Number]


@dataclass(frozen=True, slots=True)
class Counted:
    """What one thing brings to a gather: whether it certainly or possibly counts, and for what."""

    sure: Truth
    may_be: Truth
    low: Side
    high: Side


def reaches(side: Side, code: int) -> Truth:
    """Whether what a part counts for is at least ``code``."""
    return no_more((1, None, code), side)


def number_of(side: Side) -> Number:
    """What a part counts for."""
    sign, end, plus = side
    return plus if end is None else sign * end.number() + plus


def range_of(side: Side) -> tuple[int, int]:
    """Between what it must lie."""
    sign, end, plus = side
    if end is None:
        return plus, plus
    ends = sorted((sign * end.low + plus, sign * end.high + plus))
    return ends[0], ends[1]


@dataclass(slots=True)
class Gathered:
    """The parts of one gather for one owner, and what they come to before it is multiplied or moved."""

    step: Gather
    parts: Sequence[Counted]
    opened: Truth
    surely: Truth = field(init=False)

    def __post_init__(self) -> None:
        self.surely = either(part.sure for part in self.parts)

    def ends(self) -> tuple[End, End]:
        """Both ends, ordered or not."""
        least, most = self._range()
        low = End(least, most, self._low, lambda: self._number("low"))
        high = End(least, most, self._high, lambda: self._number("high"))
        if self.step.ordered:
            return low, high
        return self._unordered(low, high)

    def torn(self) -> Truth:
        """Whether two answers are certain."""
        if self.step.gathering != "one":
            return False
        settled = [
            (both((part.sure, equal(_end(part.low), _end(part.high)))), _end(part.low)) for part in self.parts
        ]
        pairs = [(one, other) for place, one in enumerate(settled) for other in settled[place + 1 :]]
        return either(both((a[0], b[0], opposite(equal(a[1], b[1])))) for a, b in pairs)

    def _unordered(self, low: End, high: End) -> tuple[End, End]:
        """One code, or the whole range."""
        step, settled = self.step, equal(low, high)

        def either_end(end: End, otherwise: int) -> End:
            return End(
                min(end.low, otherwise),
                max(end.high, otherwise),
                lambda code: chosen(settled, end.at_least(code), otherwise >= code),
                lambda: number_if(settled, end.number(), otherwise),
            )

        return either_end(low, step.floor), either_end(high, step.ceiling)

    def _range(self) -> tuple[int, int]:
        step = self.step
        lows = [range_of(part.low)[0] for part in self.parts]
        highs = [range_of(part.high)[1] for part in self.parts]
        if step.gathering == "sum":
            low, high = sum(min(0, low) for low in lows), sum(max(0, high) for high in highs)
            return (
                min(low, step.floor) if self.opened is not False and step.unseen[0] < 0 else low,
                max(high, step.ceiling) if self.opened is not False and step.unseen[1] > 0 else high,
            )
        others = [] if step.otherwise is None else [step.otherwise]
        if step.otherwise is None or self.opened is not False:
            others += [step.floor, step.ceiling]
        return min([*lows, *others]), max([*highs, *others])

    # -- whether an end is at least a code --------------------------------------------------------

    def _low(self, code: int) -> Truth:
        step = self.step
        if step.gathering == "sum":
            lifted = step.floor >= code
            down = self.opened if step.unseen[0] < 0 else False
            return chosen(down, lifted, self._sum_reaches(code, "low"))
        every = both(follows(part.may_be, reaches(part.low, code)) for part in self.parts)
        if step.gathering == "one":
            sure = chosen(self.opened, step.floor >= code, every)
        elif step.gathering == "max":
            sure = either(both((part.sure, reaches(part.low, code))) for part in self.parts)
            unsure = self._unsure(code, step.floor >= code, every, both)
            return either((sure, both((opposite(self.surely), unsure))))
        else:
            sure = chosen(self.opened, step.floor >= code, every)
        return chosen(self.surely, sure, self._unsure(code, step.floor >= code, every, both))

    def _high(self, code: int) -> Truth:
        step = self.step
        if step.gathering == "sum":
            up = self.opened if step.unseen[1] > 0 else False
            return chosen(up, step.ceiling >= code, self._sum_reaches(code, "high"))
        some = either(both((part.may_be, reaches(part.high, code))) for part in self.parts)
        if step.gathering == "min":
            sure = both(follows(part.sure, reaches(part.high, code)) for part in self.parts)
        else:
            sure = chosen(self.opened, step.ceiling >= code, some)
        return chosen(self.surely, sure, self._unsure(code, step.ceiling >= code, some, either))

    def _unsure(self, code: int, wide: bool, found: Truth, joined: Callable[..., Truth]) -> Truth:
        """Where no part is certain: all that is possible and the otherwise, or the whole range."""
        if self.step.otherwise is not None:
            return chosen(self.opened, wide, joined((found, self.step.otherwise >= code)))
        nothing = opposite(either(part.may_be for part in self.parts))
        return chosen(either((self.opened, nothing)), wide, found)

    # -- sums ------------------------------------------------------------------------------------

    def _sum_reaches(self, code: int, which: str) -> Truth:
        weights: list[tuple[Truth, int]] = []
        for part in self.parts:
            _, end, plus = part.low if which == "low" else part.high
            if end is not None:
                return told(self._sum(which) >= code)
            weights.append((part.sure if (plus > 0) == (which == "low") else part.may_be, plus))
        return _weigh(weights, code)

    def _sum(self, which: str) -> Number:
        total: Number = 0
        for part in self.parts:
            number = number_of(part.low if which == "low" else part.high)
            loose = _least(number) if which == "low" else _most(number)
            total = total + number_if(part.sure, number, number_if(part.may_be, loose, 0))
        return total

    # -- numbers ---------------------------------------------------------------------------------

    def _number(self, which: str) -> Number:
        step = self.step
        low = which == "low"
        wide = step.floor if low else step.ceiling
        if step.gathering == "sum":
            opens = step.unseen[0] < 0 if low else step.unseen[1] > 0
            return number_if(self.opened if opens else False, wide, self._sum(which))
        possible = self._best([(part.may_be, part.low if low else part.high) for part in self.parts], not low)
        nothing: Truth = False
        if step.otherwise is None:
            nothing = opposite(either(part.may_be for part in self.parts))
            unsure = possible
        else:
            unsure = _least_of(possible, step.otherwise) if low else _most_of(possible, step.otherwise)
        unsure = number_if(either((self.opened, nothing)), wide, unsure)
        near = (step.gathering == "max" and low) or (step.gathering == "min" and not low)
        if near:
            sure = self._best([(part.sure, part.low if low else part.high) for part in self.parts], low)
        else:
            sure = number_if(self.opened, wide, possible)
        return number_if(self.surely, sure, unsure)

    @staticmethod
    def _best(parts: Sequence[tuple[Truth, Side]], highest: bool) -> Number:
        best: Number = -BEYOND if highest else BEYOND
        for there, side in parts:
            number = number_of(side)
            better = more(number, best) if highest else more(best, number)
            best = number_if(both((there, better)), number, best)
        return best


def _end(side: Side) -> End:
    """What a part counts for, as an end."""
    sign, end, plus = side
    if end is None:
        return fixed(plus)
    low, high = range_of(side)
    return End(low, high, lambda code: reaches((sign, end, plus), code), lambda: number_of(side))


def _least(number: Number) -> Number:
    return _least_of(number, 0)


def _most(number: Number) -> Number:
    return _most_of(number, 0)


def _least_of(one: Number, other: Number) -> Number:
    return number_if(more(other, one), one, other)


def _most_of(one: Number, other: Number) -> Number:
    return number_if(more(one, other), one, other)


def _weigh(weights: Sequence[tuple[Truth, int]], code: int) -> Truth:
    """Whether the weights of what is so come to at least ``code``."""
    asked: list[tuple[Truth, int]] = []
    for truth, weight in weights:
        if truth is True:
            code -= weight
        elif weight < 0 and truth is not False:
            asked.append((opposite(truth), -weight))
            code -= weight
        elif weight and truth is not False:
            asked.append((truth, weight))
    total = sum(weight for _, weight in asked)
    if code <= 0:
        return True
    if code > total:
        return False
    unit = gcd(*(weight for _, weight in asked))
    steps, needed = [(truth, weight // unit) for truth, weight in asked], -(-code // unit)
    if len(steps) * needed > MOST_STEPS:
        return told(z3.Sum(*(number_if(truth, weight, 0) for truth, weight in steps)) >= needed)
    return _Counter(steps).reaches(len(steps), needed)


class _Counter:
    """Whether the first so many of some weights come to so much: a table that a solver of truths follows."""

    def __init__(self, steps: Sequence[tuple[Truth, int]]) -> None:
        self.steps = steps
        self.most = [0, *accumulate(weight for _, weight in steps)]
        self.known: dict[tuple[int, int], Truth] = {}

    def reaches(self, first: int, needed: int) -> Truth:
        """Whether the first so many of them come to so much."""
        if needed <= 0 or needed > self.most[first]:
            return needed <= 0
        if (first, needed) not in self.known:
            truth, weight = self.steps[first - 1]
            without = self.reaches(first - 1, needed)
            self.known[first, needed] = either(
                (without, both((truth, self.reaches(first - 1, needed - weight))))
            )
        return self.known[first, needed]


# -- what is done with what is gathered ------------------------------------------------------------


def multiplied(end: End, numerator: int, denominator: int) -> End:
    """``end * numerator // denominator``."""
    if numerator == 0:
        return fixed(0)

    def at_least(code: int) -> Truth:
        if numerator > 0:
            return end.at_least(-(-code * denominator // numerator))
        return opposite(end.at_least(code * denominator // numerator + 1))

    ends = sorted(value * numerator // denominator for value in (end.low, end.high))
    return End(ends[0], ends[1], at_least, lambda: whole(end.number()) * numerator / denominator)


def rounded_down(end: End) -> End:
    """The whole numbers at or below it."""
    return End(
        end.low // SCALE * SCALE,
        end.high // SCALE * SCALE,
        lambda code: end.at_least(-(-code // SCALE) * SCALE),
        lambda: whole(end.number()) / SCALE * SCALE,
    )


def moved(end: End, later: Callable[[int], int], number: Later) -> End:
    """Each value as ``later`` moves it, which never puts a later day before an earlier one."""

    def at_least(code: int) -> Truth:
        first, last = end.low, end.high
        while first < last:
            middle = (first + last) // 2
            first, last = (first, middle) if later(middle) >= code else (middle + 1, last)
        return end.at_least(first)

    return End(later(end.low), later(end.high), at_least, lambda: number(end.number()))


def within(end: End, floor: int, ceiling: int) -> End:
    """The value clamped to the range."""
    if floor <= end.low and end.high <= ceiling:
        return end

    def number() -> Number:
        value = end.number()
        return number_if(more(floor, value), floor, number_if(more(value, ceiling), ceiling, value))

    low, high = (min(max(value, floor), ceiling) for value in (end.low, end.high))
    return End(low, high, end.at_least, number)
