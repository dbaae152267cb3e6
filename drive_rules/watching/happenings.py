"""What has happened, and the meaning of a watch rule: the most obvious code, the oracle of the matchers.

``seen`` lists what may stand at each place of a watch rule, ``bars`` what may lie between; every day is an
interval.  ``together`` tries every choice of one happening for each place.  What is certain is certain
however the unknown turns out.  What is only not known to have happened makes no match: of what nobody has
seen nothing is concluded, save that ``without`` it cannot be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise, product

from drive_rules import ir
from drive_rules.answers import Quiet, Settled
from drive_rules.case import World
from drive_rules.reference import NO, YES, Answer, Interval, Meaning, Thing, both, either, opposite

BY_FORM: Mapping[ir.Form, str] = {"before": "less than", "on or after": "at least"}


class Known(Meaning):
    """The meaning of a case whose derived names an engine has settled already, where it has."""

    def __init__(self, ruleset: ir.Ruleset, world: World, as_of: date, settled: Settled | None) -> None:
        super().__init__(ruleset, world, as_of)
        self._settled = settled
        self._lengths: dict[str, ir.Length] = {}
        self._later: dict[tuple[int, ir.Length, int], int] = {}
        self.untested: dict[tuple[str, Thing], tuple[Happened, ...]] = {}

    def of(self, world: World, as_of: date, settled: Settled | None) -> Known:
        """The same ruleset's meaning for another case or day; what hangs on neither is kept."""
        found = copy(self)
        found.world, found.as_of, found._settled = world, as_of.toordinal(), settled
        found.conflicts, found._values, found._applies = set(), {}, {}
        found._lengths, found._later, found.untested = {}, {}, {}
        found._bank_holidays = found._list_setting("bank holidays")
        return found

    def value(self, name: str, thing: Thing) -> Interval:
        """What is known of a name."""
        if self._settled is not None and name in self._settled.low:
            row = self.above(thing, self.kind_of(name)).row
            return (self._settled.low[name][row], self._settled.high[name][row])
        return super().value(name, thing)

    def length(self, operand: ir.Operand) -> ir.Length:
        """A length of time; what a setting gives is looked up once."""
        if not isinstance(operand, ir.SettingRef):
            return super().length(operand)
        if operand.setting not in self._lengths:
            self._lengths[operand.setting] = super().length(operand)
        return self._lengths[operand.setting]

    def shift(self, day: int, length: ir.Length, sign: int = 1) -> int:
        """A day and a length of time later, or earlier; each worked out once."""
        key = (day, length, sign)
        if key not in self._later:
            self._later[key] = super().shift(day, length, sign)
        return self._later[key]


@dataclass(frozen=True, slots=True, repr=False)
class Happened(Quiet):
    """One happening that may stand at a place: the thing, its key, and the days between which it lies.

    ``date`` is the date fact, empty for today.  ``sure``: it certainly passes its tests.
    """

    date: str
    thing: Thing
    key: str
    day: Interval
    sure: bool = True

    @property
    def name(self) -> tuple[str, int]:
        """What tells it from any other."""
        return (self.date, self.thing.row if self.date else -1)


@dataclass(frozen=True, slots=True, repr=False)
class Bar(Quiet):
    """Something that may lie between: ``thing`` is None where nobody has listed it."""

    date: str
    thing: Thing | None
    day: Interval
    sure: bool


@dataclass(frozen=True, slots=True, repr=False)
class Match(Quiet):
    """What has happened together: one for each place, in their order.  ``sure``: certainly so."""

    happened: tuple[Happened, ...]
    sure: bool


def things_of(meaning: Meaning, rule: ir.WatchRule) -> Iterator[tuple[Thing, Answer]]:
    """Each thing that a rule watches for which its ``while`` may hold, and whether it does."""
    for row in range(len(meaning.rows(rule.kind))):
        thing = Thing(rule.kind, row)
        holds = meaning.condition(rule.meanwhile, thing)
        if holds[1]:
            yield thing, holds


def seen(meaning: Meaning, rule: ir.WatchRule, thing: Thing) -> tuple[tuple[Happened, ...], ...]:
    """What may stand at each place, for one thing, the latest first."""
    return tuple(_at(meaning, each, thing) for each in rule.happenings)


def _at(meaning: Meaning, happening: ir.Happening, thing: Thing) -> tuple[Happened, ...]:
    """What may stand at one place; what no test keeps out is kept for the next rule that asks for it."""
    if happening.where != ir.Condition() or not isinstance(meaning, Known):
        return tuple(sorted(_seen(meaning, happening, thing), key=nearness))
    key = (happening.date, thing)
    if key not in meaning.untested:
        meaning.untested[key] = tuple(sorted(_seen(meaning, happening, thing), key=nearness))
    return meaning.untested[key]


def _seen(meaning: Meaning, happening: ir.Happening, thing: Thing) -> Iterator[Happened]:
    if not happening.date:
        yield Happened("", thing, "", (meaning.as_of, meaning.as_of))
        return
    fact = meaning.ruleset.facts[happening.date]
    listed = _is_own_date(meaning, fact)
    for each in _bearing(meaning, fact.of, thing):
        day = meaning.value(fact.name, each)
        if not listed and day == (fact.type.low, fact.type.high):
            continue
        passes = meaning.condition(happening.where, each)
        if passes[1]:
            key = meaning.rows(each.kind)[each.row].key
            yield Happened(fact.name, each, key, _by_today(meaning, day) if listed else day, passes[0])


def bars(meaning: Meaning, rule: ir.WatchRule, thing: Thing) -> tuple[Bar, ...]:
    """What ``without`` names, as far as it may have happened: listed or not."""
    if rule.without is None:
        return ()
    fact = meaning.ruleset.facts[rule.without.date]
    return (*_listed_bars(meaning, rule.without, fact, thing), *_unseen_bars(meaning, rule, fact, thing))


def _listed_bars(meaning: Meaning, without: ir.Happening, fact: ir.Fact, thing: Thing) -> Iterator[Bar]:
    listed = _is_own_date(meaning, fact)
    for each in _bearing(meaning, fact.of, thing):
        passes = meaning.condition(without.where, each)
        if passes[1]:
            day = meaning.value(fact.name, each)
            yield Bar(fact.name, each, _by_today(meaning, day) if listed else day, passes[0])


def _unseen_bars(meaning: Meaning, rule: ir.WatchRule, fact: ir.Fact, thing: Thing) -> Iterator[Bar]:
    assert rule.without is not None
    chain = meaning.chain(thing.kind, fact.of)
    for level in range(1, len(chain)):
        for parent in meaning.below(thing, chain[level - 1]):
            unseen = meaning.unseen(parent, chain[level:])
            if unseen is not None and meaning.possible(rule.without.where, unseen):
                dated = unseen.dated_by == fact.name
                day = unseen.dates if dated else (fact.type.low, fact.type.high)
                own = _is_own_date(meaning, fact)
                yield Bar(fact.name, None, _by_today(meaning, day) if own else day, False)


def _is_own_date(meaning: Meaning, fact: ir.Fact) -> bool:
    """Whether a kind is dated by this fact: its things have happened, whatever is known of the day."""
    return meaning.ruleset.kinds[fact.of].dated_by == fact.name


def _by_today(meaning: Meaning, day: Interval) -> Interval:
    """What has happened happened by today."""
    low, high = day
    return (low, max(low, min(high, meaning.as_of)))


def _bearing(meaning: Meaning, kind: str, thing: Thing) -> Iterable[Thing]:
    if meaning.chain(thing.kind, kind):
        return meaning.below(thing, kind)
    return (meaning.above(thing, kind),)


# -- which of them is told -------------------------------------------------------------------------


def tightest(rule: ir.WatchRule, matches: Iterable[Match]) -> list[Match]:
    """Of all that end with the same happening the one that lies closest before it, what is certain first."""
    best: dict[tuple[str, int], Match] = {}
    for match in matches:
        last = last_of(rule, match).name
        if last not in best or _looseness(rule, match) < _looseness(rule, best[last]):
            best[last] = match
    return sorted(best.values(), key=lambda match: nearness(last_of(rule, match)))


def last_of(rule: ir.WatchRule, match: Match) -> Happened:
    """The happening that a match ends with."""
    return match.happened[-1] if rule.ordered else min(match.happened, key=nearness)


def nearness(happened: Happened) -> tuple[int, int, str, str, int]:
    """The order in which happenings of one place are tried: the latest first, then by key."""
    low, high = happened.day
    return (-low, -high, happened.key, *happened.name)


def _looseness(rule: ir.WatchRule, match: Match) -> tuple[object, ...]:
    back = reversed(match.happened) if rule.ordered else sorted(match.happened, key=nearness)
    places = tuple(nearness(each) for each in match.happened)
    return (not match.sure, *(nearness(each) for each in back), places)


# -- the oracle ------------------------------------------------------------------------------------


def together(meaning: Meaning, rule: ir.WatchRule, thing: Thing, holds: Answer = YES) -> list[Match]:
    """Every choice of one happening for each place that may be what the rule watches for."""
    between = bars(meaning, rule, thing)
    found = []
    for chosen in product(*seen(meaning, rule, thing)):
        if len({each.name for each in chosen}) == len(chosen):
            answer = both(holds, _answer(meaning, rule, chosen, between))
            if answer[1]:
                found.append(Match(chosen, answer[0]))
    return found


def _answer(
    meaning: Meaning, rule: ir.WatchRule, chosen: tuple[Happened, ...], between: tuple[Bar, ...]
) -> Answer:
    there = [(each.sure, True) for each in chosen]
    days = [each.day for each in chosen]
    answers = [*there, *_spaced(meaning, rule, days)]
    answers += [_joined(meaning, join, chosen) for join in rule.joins]
    answers.append(_stands(meaning, rule, chosen))
    if rule.without is not None:
        answers += [opposite(_bars(bar, chosen)) for bar in between]
    return both(*answers)


def _spaced(meaning: Meaning, rule: ir.WatchRule, days: list[Interval]) -> Iterator[Answer]:
    """The order of the days and the time between them."""
    for one, other in combinations(days, 2):
        if rule.ordered:
            yield _compared("at least", other, one)
        if rule.within is not None:
            length = meaning.length(rule.within)
            yield _compared("at most", other, _later(meaning, one, length))
            if not rule.ordered:
                yield _compared("at most", one, _later(meaning, other, length))
    if rule.apart is not None:
        for one, other in pairwise(days):
            yield _compared("at least", other, _later(meaning, one, meaning.length(rule.apart)))


def _joined(meaning: Meaning, join: ir.Join, chosen: tuple[Happened, ...]) -> Answer:
    def side(place: int, name: str) -> Interval:
        each = chosen[place]
        return meaning.value(name, each.thing) if name else each.day

    one, other = side(join.place, join.name), side(join.other_place, join.other)
    if join.form == "within after":
        assert join.within is not None
        end = _later(meaning, other, meaning.length(join.within))
        return both(_compared("more than", one, other), _compared("at most", one, end))
    return _compared(BY_FORM.get(join.form, join.form), one, other)


def _stands(meaning: Meaning, rule: ir.WatchRule, chosen: tuple[Happened, ...]) -> Answer:
    """Whether today is not later than the last of them and the time that the alert stands for."""
    if rule.stands is None:
        return YES
    counted = chosen[-1:] if rule.ordered else chosen
    ends = (_later(meaning, each.day, meaning.length(rule.stands)) for each in counted)
    today = (meaning.as_of, meaning.as_of)
    return either(*(_compared("at least", end, today) for end in ends))


def _bars(bar: Bar, chosen: tuple[Happened, ...]) -> Answer:
    """Whether it lies between the first and the last, and is neither of the two."""
    first, last = chosen[0], chosen[-1]
    if any(each.date == bar.date and each.thing == bar.thing for each in (first, last)):
        return NO
    start, end = first.day, last_end(last)
    certainly = bar.sure and bar.day[0] > start[1] and bar.day[1] < end[0]
    return (certainly, max(bar.day[0], start[0] + 1) <= min(bar.day[1], end[1] - 1))


def last_end(last: Happened) -> Interval:
    """What lies before this lies before the last happening: today is over only when it ends."""
    return last.day if last.date else (last.day[0] + 1, last.day[1] + 1)


def _later(meaning: Meaning, day: Interval, length: ir.Length) -> Interval:
    return (meaning.shift(day[0], length), meaning.shift(day[1], length))


def _compared(form: str, x: Interval, y: Interval) -> Answer:
    match form:
        case "at least":
            return (x[0] >= y[1], x[1] >= y[0])
        case "more than":
            return (x[0] > y[1], x[1] > y[0])
        case "at most":
            return (x[1] <= y[0], x[0] <= y[1])
        case "less than":
            return (x[1] < y[0], x[0] < y[1])
        case "same as":
            return (x[0] == x[1] == y[0] == y[1], x[0] <= y[1] and y[0] <= x[1])
        case "not same as":
            return opposite(_compared("same as", x, y))
        case _:
            raise ValueError(f"no two happenings are joined by {form!r}")
