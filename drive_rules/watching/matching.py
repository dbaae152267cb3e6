"""Watch rules lowered to comparisons of whole numbers, and the matchers that carry them out.

A ``Pattern`` is a watch rule as ways of ``Link`` between the columns of what may stand at each place: the
ends of days, what lies a length of time later, the ends of names, and how far the first one reaches before
something lies between.  It knows no day; the numbers of a case on a day are worked out by ``rows``.  Two
matchers take these numbers: our own, and that of durable_rules; both give the tightest matches, which
``happenings.together`` gives by trying every choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal

from drive_rules import ir
from drive_rules.engines.homes import Fire, Home
from drive_rules.engines.joins import Fired, Link, Way, guard, holds, link_holds
from drive_rules.problems import WitnessError
from drive_rules.reference import Answer, Interval, Meaning, Thing
from drive_rules.watching.happenings import (
    BY_FORM,
    Bar,
    Happened,
    Match,
    bars,
    last_end,
    seen,
    tightest,
)

End = Literal[0, 1]
"""The low end of an interval, or the high one."""
What = tuple[str, str]
"""What a column holds: a sort, and a name, a number or a length of time of it."""
Term = tuple[int, What]
"""What is held against another: of a place, both ends."""
Lists = list[list[Link]]
"""Any of them, all of each."""
SURE: What = ("sure", "")
DAY: What = ("day", "")
LAST: What = ("last", "")
STANDS: What = ("stands", "")
CLEAR: What = ("clear", "")
"""Low: the first day on which something may lie between; high: ... certainly has lain between."""
BESIDE: What = ("clear beside", "")
"""The same, were it not for one thing, which is in the row of ``NEAREST``."""
NEAREST: What = ("nearest", "")
ROW: What = ("row", "")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A watch rule, lowered: certain and possible ways, over the columns of each place."""

    rule: ir.WatchRule
    columns: tuple[tuple[tuple[What, End], ...], ...]
    certain: tuple[Way, ...]
    possible: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What may stand at each place for one thing, and the numbers of it, in the order of the columns."""

    happened: tuple[tuple[Happened, ...], ...]
    rows: tuple[tuple[tuple[int, ...], ...], ...]


# -- lowering --------------------------------------------------------------------------------------


def lower_watch(rule: ir.WatchRule) -> Pattern:
    """A watch rule as a pattern."""
    columns: list[dict[tuple[What, End], int]] = [{} for _ in rule.happenings]
    lower = _Lowering(rule, columns)
    certain, possible = lower.ways(True), lower.ways(False)
    return Pattern(rule, tuple(tuple(of_place) for of_place in columns), certain, possible)


class _Lowering:
    """Lowers one rule; columns are numbered as they are met."""

    def __init__(self, rule: ir.WatchRule, columns: list[dict[tuple[What, End], int]]) -> None:
        self.rule, self.columns = rule, columns

    def ways(self, surely: bool) -> tuple[Way, ...]:
        """In disjunctive form: each way in which all of the rule holds certainly, or possibly."""
        parts = [*self._there(surely), *self._spaced(surely), *self._stands(surely), *self._clear(surely)]
        for number, join in enumerate(self.rule.joins):
            parts += self._joined(number, join, surely)
        return tuple(tuple(link for links in chosen for link in links) for chosen in product(*parts))

    def _at(self, place: int, what: What, end: End) -> tuple[int, int]:
        of_place = self.columns[place]
        return (place, of_place.setdefault((what, end), len(of_place)))

    def _there(self, surely: bool) -> Iterator[Lists]:
        for place in range(len(self.rule.happenings)) if surely else ():
            yield [[Link(None, self._at(place, SURE, 0), -1)]]

    def _spaced(self, surely: bool) -> Iterator[Lists]:
        rule, places = self.rule, range(len(self.rule.happenings))
        for one, other in combinations(places, 2):
            if rule.ordered:
                yield self._compared("at least", (other, DAY), (one, DAY), surely)
            if rule.within is not None:
                yield self._compared("at most", (other, DAY), (one, ("within", "")), surely)
                if not rule.ordered:
                    yield self._compared("at most", (one, DAY), (other, ("within", "")), surely)
        for one in places[:-1] if rule.apart is not None else ():
            yield self._compared("at least", (one + 1, DAY), (one, ("apart", "")), surely)

    def _stands(self, surely: bool) -> Iterator[Lists]:
        if self.rule.stands is not None:
            places = range(len(self.rule.happenings))
            end: End = 0 if surely else 1
            yield [
                [Link(None, self._at(place, STANDS, end))]
                for place in places[-1 if self.rule.ordered else 0 :]
            ]

    def _clear(self, surely: bool) -> Iterator[Lists]:
        """That the last ends before the first day on which something lies between."""
        rule = self.rule
        if rule.without is None:
            return
        last = len(rule.happenings) - 1
        if not surely:
            yield [[Link(self._at(last, LAST, 0), self._at(0, CLEAR, 1))]]
            return
        ways = [[Link(self._at(last, LAST, 1), self._at(0, CLEAR, 0))]]
        if rule.happenings[last].date == rule.without.date:
            # What lies nearest may be the last itself, which is not between.
            row, nearest = self._at(last, ROW, 0), self._at(0, NEAREST, 0)
            beside = Link(self._at(last, LAST, 1), self._at(0, BESIDE, 0))
            ways.append([Link(row, nearest), Link(nearest, row), beside])
        yield ways

    def _joined(self, number: int, join: ir.Join, surely: bool) -> Iterator[Lists]:
        one, other = _side(join.place, join.name), _side(join.other_place, join.other)
        if join.form == "within after":
            yield self._compared("more than", one, other, surely)
            yield self._compared("at most", one, (join.other_place, ("join", str(number))), surely)
        else:
            yield self._compared(BY_FORM.get(join.form, join.form), one, other, surely)

    def _compared(self, form: str, x: Term, y: Term, surely: bool) -> Lists:
        """``x`` held against ``y``: certain where the worst ends pass, possible where the best do."""

        def most(left: Term, right: Term, plus: int, worst: bool = surely) -> Link:
            ends: tuple[End, End] = (1, 0) if worst else (0, 1)
            return Link(self._at(*left, ends[0]), self._at(*right, ends[1]), plus)

        match form:
            case "at least":
                return [[most(y, x, 0)]]
            case "more than":
                return [[most(y, x, -1)]]
            case "at most":
                return [[most(x, y, 0)]]
            case "less than":
                return [[most(x, y, -1)]]
            case "same as":
                return [[most(x, y, 0), most(y, x, 0)]]
            case "not same as":
                return [[most(x, y, -1)], [most(y, x, -1)]]
            case _:
                raise ValueError(f"no two happenings are joined by {form!r}")


def _side(place: int, name: str) -> Term:
    return (place, ("name", name) if name else DAY)


# -- the numbers of a case -------------------------------------------------------------------------


def numbers_of(meaning: Meaning, pattern: Pattern, thing: Thing, holds: Answer) -> Numbers | None:
    """What may stand at each place, in numbers; None where nothing can stand at one of them."""
    happened = seen(meaning, pattern.rule, thing)
    if not all(happened):
        return None
    counted = _Counting(meaning, pattern.rule, thing, holds)
    rows = tuple(
        tuple(tuple(counted.number(each, *column) for column in of_place) for each in there)
        for of_place, there in zip(pattern.columns, happened, strict=True)
    )
    return Numbers(happened, rows)


class _Counting:
    """Works out the columns of one thing."""

    def __init__(self, meaning: Meaning, rule: ir.WatchRule, thing: Thing, holds: Answer) -> None:
        self.meaning, self.rule, self.holds = meaning, rule, holds
        self.bars = bars(meaning, rule, thing)
        self._reach: dict[Happened, tuple[tuple[int, int], tuple[int, int], int]] = {}

    def number(self, each: Happened, what: What, end: End) -> int:
        """What stands in one column of what happened."""
        sort, name = what
        match sort:
            case "sure":
                return int(each.sure and self.holds[0])
            case "day":
                return each.day[end]
            case "last":
                return last_end(each)[end]
            case "name":
                return self.meaning.value(name, each.thing)[end]
            case "row":
                return each.thing.row
            case "stands":
                return self._later(each.day[end], self.rule.stands) - self.meaning.as_of
            case "within":
                return self._later(each.day[end], self.rule.within)
            case "apart":
                return self._later(each.day[end], self.rule.apart)
            case "join":
                return self._joined(self.rule.joins[int(name)], each, end)
            case _:
                clear, beside, nearest = self._reaches(each)
                return {"clear": clear[end], "clear beside": beside[end], "nearest": nearest}[sort]

    def _joined(self, join: ir.Join, each: Happened, end: End) -> int:
        day = self.meaning.value(join.other, each.thing) if join.other else each.day
        return self._later(day[end], join.within)

    def _later(self, day: int, length: ir.Length | ir.SettingRef | None) -> int:
        assert length is not None
        return self.meaning.shift(day, self.meaning.length(length))

    def _reaches(self, first: Happened) -> tuple[Interval, Interval, int]:
        """Up to which day nothing lies between; the same but for the nearest thing; its row."""
        if first not in self._reach:
            self._reach[first] = _reaches(first, self.bars)
        return self._reach[first]


def _reaches(first: Happened, between: Sequence[Bar]) -> tuple[Interval, Interval, int]:
    others = [bar for bar in between if (bar.date, bar.thing) != (first.date, first.thing)]
    low, high = first.day
    certainly = min((bar.day[1] for bar in others if bar.sure and bar.day[0] > high), default=ir.NO_LIMIT)
    may = sorted(
        (max(bar.day[0], low + 1), bar.thing.row if bar.thing is not None else -1)
        for bar in others
        if bar.day[1] > low
    )
    if not may:
        return (ir.NO_LIMIT, certainly), (ir.NO_LIMIT, certainly), -1
    possibly, nearest = may[0]
    beside = min((day for day, row in may if row != nearest or row < 0), default=ir.NO_LIMIT)
    return (possibly, certainly), (beside, certainly), nearest


# -- our own matcher -------------------------------------------------------------------------------

Chosen = tuple[int, ...]


def own_matches(pattern: Pattern, numbers: Numbers) -> list[Match]:
    """The tightest matches, each end looked back from, the latest tried first; what is certain first."""
    if not pattern.rule.ordered:
        return tightest(pattern.rule, _every(pattern, numbers))
    looking = [
        (_Looking(ways, numbers), sure) for ways, sure in ((pattern.certain, True), (pattern.possible, False))
    ]
    found = []
    for last in range(len(numbers.happened[-1])):
        for look, sure in looking:
            chosen = look.back(last)
            if chosen is not None:
                found.append(_match(numbers, chosen, sure))
                break
    return found


class _Looking:
    """Looks back from what happened last, place by place, in the order of nearness."""

    def __init__(self, ways: Sequence[Way], numbers: Numbers) -> None:
        self.numbers, self.size = numbers, len(numbers.happened)
        self.steps = [[_between(way, place) for way in ways] for place in range(self.size)]
        self.all_ways = range(len(ways))

    def back(self, last: int) -> Chosen | None:
        """The rows of the tightest choice that ends with ``last``."""
        return self._next((last,), self.all_ways)

    def _next(self, chosen: Chosen, ways: Iterable[int]) -> Chosen | None:
        """With what is chosen for the last places, the rest of it."""
        place = self.size - len(chosen)
        left = self._left(place, chosen, ways)
        if not left or place == 0:
            return chosen if left else None
        for row in range(len(self.numbers.happened[place - 1])):
            if self._apart(place - 1, row, chosen):
                found = self._next((row, *chosen), left)
                if found is not None:
                    return found
        return None

    def _left(self, place: int, chosen: Chosen, ways: Iterable[int]) -> list[int]:
        """The ways that what is chosen leaves open."""
        rows: list[tuple[int, ...]] = [()] * place
        rows += [self.numbers.rows[place + n][row] for n, row in enumerate(chosen)]
        return [way for way in ways if all(link_holds(link, rows) for link in self.steps[place][way])]

    def _apart(self, place: int, row: int, chosen: Chosen) -> bool:
        """Whether a row is none of those that are chosen."""
        name = self.numbers.happened[place][row].name
        return all(self.numbers.happened[place + 1 + n][r].name != name for n, r in enumerate(chosen))


def _between(way: Way, place: int) -> list[Link]:
    """The links of a way that can be asked once this place is chosen, and not before: the last goes first."""
    return [link for link in way if min(link.right[0], link.left[0] if link.left else link.right[0]) == place]


def _every(pattern: Pattern, numbers: Numbers) -> Iterator[Match]:
    for chosen in product(*(range(len(each)) for each in numbers.happened)):
        rows = [of_place[row] for of_place, row in zip(numbers.rows, chosen, strict=True)]
        if _distinct(numbers, chosen) and any(holds(way, rows) for way in pattern.possible):
            yield _match(numbers, chosen, any(holds(way, rows) for way in pattern.certain))


def _distinct(numbers: Numbers, chosen: Chosen) -> bool:
    names = {each[row].name for each, row in zip(numbers.happened, chosen, strict=True)}
    return len(names) == len(chosen)


def _match(numbers: Numbers, chosen: Chosen, sure: bool) -> Match:
    return Match(tuple(each[row] for each, row in zip(numbers.happened, chosen, strict=True)), sure)


# -- durable_rules ---------------------------------------------------------------------------------


def widths_of(pattern: Pattern) -> list[int]:
    """How many columns each place has."""
    return [len(of_place) for of_place in pattern.columns]


def refused(pattern: Pattern) -> str | None:
    """Why durable_rules is not to be asked about a pattern, whatever the case; None where it may be."""
    try:
        guard((*pattern.certain, *pattern.possible), widths_of(pattern))
    except WitnessError as error:
        return str(error)
    return None


class Joined:
    """A pattern made ready for durable_rules; ``WitnessError`` where it is not to be had or refuses."""

    def __init__(self, pattern: Pattern, home: Home) -> None:
        self.pattern = pattern
        self.kept = home.joins((*pattern.certain, *pattern.possible), widths_of(pattern))

    def fired(self, fire: Fire, numbers: Numbers) -> list[Fired]:
        """Each way that holds, and the rows it holds of, as durable_rules finds them."""
        return list(next(iter(fire([(self.kept, numbers.rows)]))))

    def matches(self, numbers: Numbers, fired: Iterable[Fired]) -> list[Match]:
        """The tightest matches among what was found."""
        sure: dict[Chosen, bool] = {}
        for way, chosen in fired:
            sure[chosen] = sure.get(chosen, False) or way < len(self.pattern.certain)
        found = (_match(numbers, chosen, sure[chosen]) for chosen in sure if _distinct(numbers, chosen))
        return tightest(self.pattern.rule, found)


Matcher = Callable[[Pattern, Numbers], list[Match]]
