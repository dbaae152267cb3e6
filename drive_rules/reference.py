"""The meaning: what a ruleset says of a case, in the most obvious code; the oracle and the explainer.

``evaluate`` takes a ruleset, the rows of a case and a day, and gives an interval for every derived
name of every thing, and for every rule, whether it applies.  It walks the rules as they are written
and asks for what each needs; it is not fast and shares no code with ``lower`` or any engine.  Where
an engine and this page disagree, one of them is wrong, and this page is the shorter to check.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from typing import assert_never

from drive_rules.answers import Settled
from drive_rules.case import Row, World
from drive_rules.ir import (
    FAR_AHEAD,
    LONG_AGO,
    MOST_REFERENCES,
    NEVER_WHOLE,
    NO_LIMIT,
    SCALE,
    Checklist,
    Condition,
    Constant,
    Decision,
    Duty,
    Fact,
    Length,
    Measure,
    NameRef,
    Operand,
    Rule,
    Ruleset,
    Setting,
    SettingRef,
    Sign,
    Test,
    Type,
    Until,
)

Interval = tuple[int, int]
Answer = tuple[bool, bool]
"""Certainly, possibly."""
Key = str | tuple[str | int, ...]
Question = tuple[Key, str, "Callable[[Thing], Interval]"]
"""A key of ``Settled``, the kind it is asked of, and how it is answered for one thing."""

YES: Answer = (True, True)
NO: Answer = (False, False)
CANNOT_TELL: Answer = (False, True)
STRENGTH = {"may": 1, "should": 2, "must": 3}


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the world, by kind and row number."""

    kind: str
    row: int


@dataclass(frozen=True, slots=True)
class Unseen:
    """A thing nobody has listed, and all below it, by kind; ``dates`` bounds its date, ``dated_by``."""

    parent: Thing
    kinds: tuple[str, ...]
    dated_by: str | None
    dates: Interval


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that certainly or possibly counts, and what it counts for."""

    there: Answer
    value: Interval


def evaluate(
    ruleset: Ruleset,
    world: World,
    as_of: date,
    given: Mapping[tuple[str, int], Interval] | None = None,
) -> Settled:
    """Settle everything that ``ruleset`` derives about ``world`` on ``as_of``.

    ``given`` replaces the interval of a name for a row, derived names included.
    """
    return Meaning(ruleset, world, as_of, given).settled()


class Meaning:
    """The meaning of one ruleset for one case on one day; every answer is worked out once."""

    def __init__(
        self,
        ruleset: Ruleset,
        world: World,
        as_of: date,
        given: Mapping[tuple[str, int], Interval] | None = None,
    ) -> None:
        self.ruleset = ruleset
        self.world = world
        self.as_of = as_of.toordinal()
        self.given = given or {}
        self.conflicts: set[tuple[str, int]] = set()
        self._values: dict[tuple[str, int], Interval] = {}
        self._applies: dict[tuple[str, int], Answer] = {}
        self._slots = _slots(ruleset)
        self._bank_holidays = self._list_setting("bank holidays")

    # -- what there is ---------------------------------------------------------------------------

    def rows(self, kind: str) -> tuple[Row, ...]:
        """The things of a kind."""
        return self.world.rows.get(kind, ())

    def chain(self, top: str, bottom: str) -> tuple[str, ...]:
        """The kinds from ``top`` down to ``bottom``, both ends in; empty where they do not hang together."""
        kinds = [bottom]
        while kinds[-1] != top:
            above = self.ruleset.kinds[kinds[-1]].part_of
            if above is None:
                return ()
            kinds.append(above)
        return tuple(reversed(kinds))

    def above(self, thing: Thing, kind: str) -> Thing:
        """The thing of ``kind`` that ``thing`` is part of, or ``thing`` itself."""
        while thing.kind != kind:
            part_of = self.ruleset.kinds[thing.kind].part_of
            assert part_of is not None, f"{thing.kind} is not part of {kind}"
            thing = Thing(part_of, self.rows(thing.kind)[thing.row].parent)
        return thing

    def below(self, owner: Thing, kind: str) -> Iterator[Thing]:
        """The things of ``kind`` at or below ``owner``."""
        for number in range(len(self.rows(kind))):
            thing = Thing(kind, number)
            if self.above(thing, owner.kind) == owner:
                yield thing

    # -- names -----------------------------------------------------------------------------------

    def kind_of(self, name: str) -> str:
        """The kind that a name belongs to."""
        return self._entry(name).of

    def type_of(self, name: str) -> Type:
        """The type of a name."""
        match self._entry(name):
            case Fact(type=type_) | Measure(type=type_) | Decision(type=type_):
                return type_
            case Sign():
                return Type("yes or no", 0, 1)
            case Checklist():
                return Type("number", -NO_LIMIT, NO_LIMIT)
            case entry:
                assert_never(entry)

    def value(self, name: str, thing: Thing) -> Interval:
        """What is known of ``name`` for ``thing`` or the thing above it that has that name."""
        thing = self.above(thing, self.kind_of(name))
        key = (name, thing.row)
        if key not in self._values:
            self._values[key] = self.given[key] if key in self.given else self._work_out(name, thing)
        return self._values[key]

    def _entry(self, name: str) -> Fact | Sign | Measure | Decision | Checklist:
        return self._entries[name]

    @cached_property
    def _entries(self) -> dict[str, Fact | Sign | Measure | Decision | Checklist]:
        ruleset = self.ruleset
        entries: dict[str, Fact | Sign | Measure | Decision | Checklist] = {
            **ruleset.facts,
            **ruleset.signs,
            **ruleset.measures,
            **ruleset.decisions,
        }
        for checklist in ruleset.checklists.values():
            entries[checklist.score] = checklist
            if checklist.answered:
                entries[checklist.answered] = checklist
        return entries

    def _work_out(self, name: str, thing: Thing) -> Interval:
        match self._entry(name):
            case Fact():
                row = self.rows(thing.kind)[thing.row]
                slot = self._slots[name]
                return (row.low[slot], row.high[slot])
            case Sign(condition=condition):
                return _as_interval(self.condition(condition, thing))
            case Checklist() as checklist if name == checklist.score:
                return self._score(checklist, thing)
            case Checklist() as checklist:
                known = [_known(self.value(item.fact, thing)) for item in checklist.items]
                return (sum(known) * SCALE, sum(known) * SCALE)
            case Measure() as measure:
                return self._measure(measure, thing)
            case Decision() as decision:
                return self._decision(decision, thing)
            case entry:
                assert_never(entry)

    # -- tests -----------------------------------------------------------------------------------

    def condition(self, condition: Condition, thing: Thing) -> Answer:
        """All of ``all_of`` and, where given, one of the lists of ``any_of``."""
        answer = self.tests(condition.all_of, thing)
        if condition.any_of:
            answer = both(answer, either(*(self.tests(tests, thing) for tests in condition.any_of)))
        return answer

    def exception(self, condition: Condition, thing: Thing) -> Answer:
        """As an ``unless``: all of ``all_of``, where there is any, or one of the lists of ``any_of``."""
        lists = [condition.all_of] if condition.all_of else []
        return either(*(self.tests(tests, thing) for tests in [*lists, *condition.any_of]))

    def tests(self, tests: Iterable[Test], thing: Thing) -> Answer:
        """Whether all of the tests hold."""
        return both(*(self.test(test, thing) for test in tests))

    def test(self, test: Test, thing: Thing) -> Answer:
        """Whether one line holds: certainly, possibly."""
        answer = self._first(test, thing)
        return both(answer, self.test(test.also, thing)) if test.also else answer

    def _first(self, test: Test, thing: Thing) -> Answer:
        entry = self._entry(test.name)
        if isinstance(entry, Measure) and entry.operation == "share":
            return self._share(entry, test, self.above(thing, entry.of))
        interval = self.value(test.name, thing)
        return self.holds(test, interval, lambda name: self.value(name, thing))

    def holds(  # noqa: C901  (one arm for each form of test)
        self, test: Test, x: Interval, value: Callable[[str], Interval]
    ) -> Answer:
        """Whether ``x`` passes the test; ``value`` gives what other names it is held against."""
        low, high = x

        def n(place: int = 0) -> Interval:
            return self._operand(test.operands[place], value)

        match test.form:
            case "is" | "same as":
                return self._is(test, x, value)
            case "is not" | "not same as":
                return opposite(self._is(test, x, value))
            case "one of":
                return _among(x, self._listed(test))
            case "at least" | "on or after":
                return (low >= n()[1], high >= n()[0])
            case "more than":
                return (low > n()[1], high > n()[0])
            case "at most":
                return (high <= n()[0], low <= n()[1])
            case "less than" | "before":
                return (high < n()[0], low < n()[1])
            case "between":
                return both((low >= n(0)[1], high >= n(0)[0]), (high <= n(1)[0], low <= n(1)[1]))
            case "known":
                return YES if low == high else NO
            case "not known":
                return NO if low == high else YES
            case "within the last":
                return _inside(x, self._away(test, -1), self.as_of)
            case "within the next":
                return _inside(x, self.as_of, self._away(test, 1))
            case "more than ago":
                start = self._away(test, -1)
                return (high < start, low < start)
            case "within after":
                first, last = n(1)
                end = (self._shift(first, test, 1), self._shift(last, test, 1))
                return both((low > last, high > first), (high <= end[0], low <= end[1]))
            case form:
                assert_never(form)

    def _is(self, test: Test, x: Interval, value: Callable[[str], Interval]) -> Answer:
        if any(isinstance(operand, NameRef) for operand in test.operands):
            (operand,) = test.operands
            y = self._operand(operand, value)
            same = x[0] == x[1] == y[0] == y[1]
            return (same, x[0] <= y[1] and y[0] <= x[1])
        return _among(x, [self._operand(operand, value)[0] for operand in test.operands])

    def _operand(self, operand: Operand, value: Callable[[str], Interval]) -> Interval:
        match operand:
            case Constant(code):
                return (code, code)
            case SettingRef(setting):
                bound = self.setting(setting)
                assert isinstance(bound, Constant)
                return (bound.code, bound.code)
            case NameRef(name):
                return value(name)
            case Length():
                raise AssertionError("a length of time is no value")
            case _:
                assert_never(operand)

    # -- settings and the calendar ---------------------------------------------------------------

    def setting(self, name: str) -> Operand | tuple[str, ...] | tuple[date, ...]:
        """The value of a setting in force on the day; before any is, the first."""
        return self._in_force(self.ruleset.settings[name])

    def _in_force(self, setting: Setting) -> Operand | tuple[str, ...] | tuple[date, ...]:
        begun = [v for v in setting.values if v.since is None or v.since.toordinal() <= self.as_of]
        return begun[-1].value if begun else setting.values[0].value

    def _list_setting(self, name: str) -> frozenset[int]:
        setting = self.ruleset.settings.get(name)
        if setting is None:
            return frozenset()
        days = self._in_force(setting)
        assert isinstance(days, tuple)
        return frozenset(day.toordinal() for day in days if isinstance(day, date))

    def _listed(self, test: Test) -> list[int]:
        (operand,) = test.operands
        assert isinstance(operand, SettingRef)
        words = self.setting(operand.setting)
        assert isinstance(words, tuple)
        values = self.type_of(test.name).values
        return [w.toordinal() if isinstance(w, date) else values.index(w) for w in words]

    def length(self, operand: Operand) -> Length:
        """A length of time, or the one that a setting gives."""
        bound = self.setting(operand.setting) if isinstance(operand, SettingRef) else operand
        assert isinstance(bound, Length)
        return bound

    def _away(self, test: Test, sign: int) -> int:
        return self._shift(self.as_of, test, sign)

    def _shift(self, day: int, test: Test, sign: int) -> int:
        return self.shift(day, self.length(test.operands[0]), sign)

    def shift(self, day: int, length: Length, sign: int = 1) -> int:
        """``day`` and a length of time later, or earlier where ``sign`` is -1; never outside the calendar."""
        if not LONG_AGO < day < FAR_AHEAD:
            return day
        amount = sign * length.amount
        match length.unit:
            case "days":
                shifted = day + amount
            case "weeks":
                shifted = day + 7 * amount
            case "months":
                shifted = _months_later(day, amount)
            case "years":
                shifted = _months_later(day, 12 * amount)
            case "working days":
                shifted = self._working_days_later(day, amount)
            case unit:
                assert_never(unit)
        return min(max(shifted, LONG_AGO + 1), FAR_AHEAD - 1)

    def _working_days_later(self, day: int, amount: int) -> int:
        step = 1 if amount > 0 else -1
        left = abs(amount)
        while left and LONG_AGO < day < FAR_AHEAD:
            day += step
            weekday = date.fromordinal(day).weekday()
            left -= weekday < 5 and day not in self._bank_holidays
        return day

    # -- gathering: measures and decisions are one operation -------------------------------------

    def _score(self, checklist: Checklist, thing: Thing) -> Interval:
        parts = []
        for item in checklist.items:
            low, high = self.value(item.fact, thing)
            parts.append(Counted((low == 1, high == 1), (item.points, item.points)))
        return total(parts)

    def _measure(  # noqa: C901  (one arm for each operation)
        self, measure: Measure, owner: Thing
    ) -> Interval:
        kind = self.type_of(measure.name)
        full = _range(kind)
        match measure.operation:
            case "arithmetic":
                return self._arithmetic(measure, owner)
            case "count":
                parts = [Counted(there, (SCALE, SCALE)) for _, there in self._counting(measure, owner)]
                return total(parts, opens_up=self._open(measure, owner))
            case "sum":
                assert measure.value is not None
                reach = self.reach(measure.value)
                open_ = self._open(measure, owner)
                return total(
                    self._valued(measure, owner, measure.value),
                    opens_up=open_ and reach[1] > 0,
                    opens_down=open_ and reach[0] < 0,
                )
            case "any":
                parts = [
                    Counted(both(there, self.condition(measure.have, thing)), (1, 1))
                    for thing, there in self._counting(measure, owner)
                ]
                return highest(parts, 0, (0, 1), self._open(measure, owner, measure.have))
            case "every":
                parts = [
                    Counted(there, _as_interval(self.condition(measure.have, thing)))
                    for thing, there in self._counting(measure, owner)
                ]
                return lowest(parts, measure.otherwise, (0, 1), self._open(measure, owner))
            case "highest" | "latest":
                assert measure.value is not None
                parts = self._valued(measure, owner, measure.value)
                return _settle(highest(parts, measure.otherwise, full, self._open(measure, owner)), kind)
            case "lowest" | "earliest":
                assert measure.value is not None
                parts = self._valued(measure, owner, measure.value)
                return _settle(lowest(parts, measure.otherwise, full, self._open(measure, owner)), kind)
            case "days since":
                return self._days_since(measure, owner)
            case "value at the latest":
                return _settle(self._at_the_latest(measure, owner, full), kind)
            case "share":
                raise AssertionError("a share is only tested")
            case operation:
                assert_never(operation)

    def _counting(self, measure: Measure, owner: Thing) -> Iterator[tuple[Thing, Answer]]:
        assert measure.over is not None
        for thing in self.below(owner, measure.over):
            there = self.condition(measure.where, thing)
            if there[1]:
                yield thing, there

    def nothing_counts(self, measure: Measure, owner: Thing) -> bool:
        """Whether a measure has nothing to count, whatever is still unknown: its ``otherwise`` holds."""
        return next(self._counting(measure, owner), None) is None and not self._open(measure, owner)

    def _valued(self, measure: Measure, owner: Thing, name: str) -> list[Counted]:
        return [Counted(there, self.value(name, thing)) for thing, there in self._counting(measure, owner)]

    def _days_since(self, measure: Measure, owner: Thing) -> Interval:
        assert measure.value is not None
        parts = [
            Counted(part.there, ((self.as_of - part.value[1]) * SCALE, (self.as_of - part.value[0]) * SCALE))
            for part in self._valued(measure, owner, measure.value)
        ]
        return lowest(parts, measure.otherwise, (-NO_LIMIT, NO_LIMIT), self._open(measure, owner))

    def _at_the_latest(self, measure: Measure, owner: Thing, full: Interval) -> Interval:
        assert measure.value is not None
        assert measure.dated_by is not None
        assert measure.otherwise is not None
        if self._open(measure, owner):
            return full
        counting = list(self._counting(measure, owner))
        dates = [Counted(there, self.value(measure.dated_by, thing)) for thing, there in counting]
        first, last = highest(dates, LONG_AGO, (LONG_AGO, FAR_AHEAD), False)
        parts = []
        for (thing, there), dated in zip(counting, dates, strict=True):
            latest = both(there, (dated.value[0] >= last, dated.value[1] >= first))
            parts.append(Counted(latest, self.value(measure.value, thing)))
        if not any(there[0] for _, there in counting):
            nothing = (not counting, True)
            parts.append(Counted(nothing, (measure.otherwise, measure.otherwise)))
        return highest(parts, None, full, False)

    def _share(self, measure: Measure, test: Test, owner: Thing) -> Answer:
        counting = list(self._counting(measure, owner))
        open_ = self._open(measure, owner)
        how_many = total([Counted(there, (1, 1)) for _, there in counting], opens_up=open_)

        def balance(percent: int) -> Interval:
            parts = []
            for thing, there in counting:
                have = self.condition(measure.have, thing)
                with_it = 100 * SCALE - percent
                parts.append(Counted(both(there, have), (with_it, with_it)))
                parts.append(Counted(both(there, opposite(have)), (-percent, -percent)))
            return total(parts, opens_up=open_ and percent < 100 * SCALE, opens_down=open_ and percent > 0)

        def against(form: str, place: int) -> Answer:
            (percent, top) = self._operand(test.operands[place], lambda name: self.value(name, owner))
            assert percent == top, "a share is held against a number that is settled"
            low, high = balance(percent)
            match form:
                case "at least":
                    return (low >= 0, high >= 0)
                case "more than":
                    return (low > 0, high > 0)
                case "at most":
                    return (high <= 0, low <= 0)
                case "less than":
                    return (high < 0, low < 0)
                case _:
                    raise AssertionError(f"no share is held against {form}")

        if test.form == "between":
            answer = both(against("at least", 0), against("at most", 1))
        else:
            answer = against(test.form, 0)
        return both(answer, (how_many[0] >= 1, how_many[1] >= 1))

    def _arithmetic(self, measure: Measure, owner: Thing) -> Interval:
        plus = [self.value(name, owner) for name in measure.plus]
        less = [self.value(name, owner) for name in measure.less]
        low = sum(x[0] for x in plus) - sum(x[1] for x in less)
        high = sum(x[1] for x in plus) - sum(x[0] for x in less)
        if measure.times:
            times = self.setting(measure.times)
            assert isinstance(times, Constant)
            low, high = low * times.code, high * times.code
            unit = SCALE * SCALE
        else:
            unit = SCALE
        if measure.rounded:
            low, high = low // unit * SCALE, high // unit * SCALE
        elif measure.times:
            low, high = low // SCALE, high // SCALE
        return (_clamp(low), _clamp(high))

    def _decision(self, decision: Decision, thing: Thing) -> Interval:
        parts = []
        for rule in self.ruleset.rules.values():
            for conclusion in rule.then:
                if conclusion.decision == decision.name:
                    value = self._operand(conclusion.value, lambda name: self.value(name, thing))
                    parts.append(Counted(self.applies(rule, thing), value))
        parts = [part for part in parts if part.there[1]]
        full = _range(decision.type)
        match decision.take:
            case "total":
                return total(parts)
            case "highest":
                return _settle(highest(parts, decision.otherwise, full, False), decision.type)
            case "lowest":
                return _settle(lowest(parts, decision.otherwise, full, False), decision.type)
            case "only one":
                return self._only_one(decision, thing, parts)
            case take:
                assert_never(take)

    def _only_one(self, decision: Decision, thing: Thing, parts: list[Counted]) -> Interval:
        certain = [part for part in parts if part.there[0]]
        answers = {part.value[0] for part in certain if part.value[0] == part.value[1]}
        if len(answers) > 1:
            self.conflicts.add((decision.name, thing.row))
        values = [part.value for part in parts]
        if not certain:
            assert decision.otherwise is not None
            values.append((decision.otherwise, decision.otherwise))
        return _settle(_hull(values), decision.type)

    # -- what a thing not seen could have --------------------------------------------------------

    def reach(self, name: str) -> Interval:
        """Between what the number ``name`` of a thing not seen must lie."""
        match self._entry(name):
            case Fact(type=type_):
                return (type_.low, type_.high)
            case Measure(operation="count"):
                return (0, NO_LIMIT)
            case Measure(operation="sum", value=str(value)):
                low, high = self.reach(value)
                return (-NO_LIMIT if low < 0 else 0, NO_LIMIT if high > 0 else 0)
            case Measure(operation="arithmetic", times=None) as measure:
                plus = [self.reach(part) for part in measure.plus]
                less = [self.reach(part) for part in measure.less]
                low = sum(x[0] for x in plus) - sum(x[1] for x in less)
                return (_clamp(low), _clamp(sum(x[1] for x in plus) - sum(x[0] for x in less)))
            case Decision(take="total") as decision:
                return self._reach_of_total(decision)
            case Checklist() as checklist:
                points = [item.points if name == checklist.score else SCALE for item in checklist.items]
                return (sum(min(0, p) for p in points), sum(max(0, p) for p in points))
            case _:
                return _range(self.type_of(name))

    def _reach_of_total(self, decision: Decision) -> Interval:
        """As if every rule that adds or takes away could do so alone."""
        low = high = 0
        for rule in self.ruleset.rules.values():
            for conclusion in rule.then:
                if conclusion.decision == decision.name:
                    least, most = self._operand(conclusion.value, self.reach)
                    low, high = low + min(0, least), high + max(0, most)
        return (low, high)

    # -- lists that may have more ----------------------------------------------------------------

    def _open(self, measure: Measure, owner: Thing, *have: Condition) -> bool:
        """Whether a thing that nobody has listed may count; an *any* counts those that have what it asks."""
        assert measure.over is not None
        chain = self.chain(owner.kind, measure.over)
        for level in range(1, len(chain)):
            for parent in self.below(owner, chain[level - 1]):
                unseen = self.unseen(parent, chain[level:])
                if unseen and all(self.possible(asked, unseen) for asked in (measure.where, *have)):
                    return True
        return False

    def unseen(self, parent: Thing, kinds: tuple[str, ...]) -> Unseen | None:
        """What nobody has listed right below a thing, on the way to the last of ``kinds``; None if all is."""
        children = [kind.name for kind in self.ruleset.kinds.values() if kind.part_of == parent.kind]
        whole_to = self.rows(parent.kind)[parent.row].whole[children.index(kinds[0])]
        if whole_to == NEVER_WHOLE:
            return Unseen(parent, kinds, None, (LONG_AGO + 1, FAR_AHEAD - 1))
        dated_by = self.ruleset.kinds[kinds[0]].dated_by
        if dated_by is None or whole_to >= self.as_of:
            return None
        return Unseen(parent, kinds, dated_by, (whole_to + 1, self.as_of))

    def possible(self, where: Condition, unseen: Unseen) -> bool:
        """Whether a thing that nobody has listed may pass these tests."""

        def all_possible(tests: Iterable[Test]) -> bool:
            return all(self._possible_test(test, unseen) for test in tests)

        any_of = not where.any_of or any(all_possible(tests) for tests in where.any_of)
        return all_possible(where.all_of) and any_of

    def _possible_test(self, test: Test, unseen: Unseen) -> bool:
        if test.also and not self._possible_test(test.also, unseen):
            return False
        others = [operand.name for operand in test.operands if isinstance(operand, NameRef)]
        if any(self.kind_of(name) in unseen.kinds for name in others):
            return True
        if self.kind_of(test.name) not in unseen.kinds:
            return self._first(test, unseen.parent)[1]
        if test.name != unseen.dated_by or test.form in ("known", "not known"):
            return True
        return self.holds(test, unseen.dates, lambda name: self.value(name, unseen.parent))[1]

    # -- rules -----------------------------------------------------------------------------------

    def applies(self, rule: Rule, thing: Thing) -> Answer:
        """Whether a rule applies to a thing of its kind."""
        key = (rule.id, thing.row)
        if key not in self._applies:
            self._applies[key] = self._works(rule, thing)
        return self._applies[key]

    def _works(self, rule: Rule, thing: Thing) -> Answer:
        since, until = rule.in_force
        if (since and self.as_of < since.toordinal()) or (until and self.as_of >= until.toordinal()):
            return NO
        return both(self.condition(rule.when, thing), opposite(self.exception(rule.unless, thing)))

    def released(self, duty: Duty, thing: Thing) -> Answer:
        """Whether one of the ways out of a block is met."""
        return either(*(self._way_out(until, thing) for until in duty.until))

    def _way_out(self, until: Until, thing: Thing) -> Answer:
        done = []
        for name in until.actions:
            fact = self.ruleset.actions[name].makes_true
            if fact is None or self.type_of(fact).name != "yes or no":
                return NO
            low, high = self.value(fact, thing)
            done.append((low == 1, high == 1))
        return both(self.tests(until.tests, thing), *done)

    def named(self, do: str) -> tuple[str, ...]:
        """The actions that a duty names, by itself or by a group."""
        group = self.ruleset.groups.get(do)
        return group.actions if group else (do,)

    def blocked(self, action: str, target: Thing) -> Answer:
        """Whether some rule forbids an action to be done to a thing, and nothing releases it."""
        answer = NO
        for rule in self.ruleset.rules.values():
            for duty in rule.duties:
                if duty.word == "must not" and action in self.named(duty.do):
                    for thing in self._bearing_on(rule, target):
                        stands = both(self.applies(rule, thing), opposite(self.released(duty, thing)))
                        answer = either(answer, stands)
        return answer

    def called_for(self, action: str, target: Thing) -> Interval:
        """The strongest word with which rules call for an action to be done to a thing; 0 for none."""
        parts = []
        for rule in self.ruleset.rules.values():
            for duty in rule.duties:
                if duty.word != "must not" and duty.do == action:
                    strength = (STRENGTH[duty.word], STRENGTH[duty.word])
                    for thing in self.below(target, rule.kind):
                        parts.append(Counted(self.applies(rule, thing), strength))
        return highest([part for part in parts if part.there[1]], 0, (0, 3), False)

    def _bearing_on(self, rule: Rule, target: Thing) -> Iterator[Thing]:
        if self.chain(target.kind, rule.kind):
            yield from self.below(target, rule.kind)
        elif self.chain(rule.kind, target.kind):
            yield self.above(target, rule.kind)

    # -- everything ------------------------------------------------------------------------------

    def settled(self) -> Settled:
        """Every derived name, rule, ``only if``, way out, block and call of the ruleset."""
        low: dict[Key, tuple[int, ...]] = {}
        high: dict[Key, tuple[int, ...]] = {}
        for key, kind, settle in self.questions():
            pairs = [settle(Thing(kind, number)) for number in range(len(self.rows(kind)))]
            low[key] = tuple(int(pair[0]) for pair in pairs)
            high[key] = tuple(int(pair[1]) for pair in pairs)
        return Settled(low, high, frozenset(self.conflicts))

    def questions(self) -> Iterator[Question]:
        """What ``settled`` asks, one after another."""
        for name in self._derived():
            yield name, self.kind_of(name), partial(self.value, name)
        for rule in self.ruleset.rules.values():
            yield ("rule", rule.id), rule.kind, partial(self.applies, rule)
            for number, duty in enumerate(rule.duties):
                if duty.until:
                    yield ("until", rule.id, number), rule.kind, partial(self.released, duty)
        yield from self._questions_of_actions()

    def _questions_of_actions(self) -> Iterator[Question]:
        duties = [duty for rule in self.ruleset.rules.values() for duty in rule.duties]
        forbidden = {name for duty in duties if duty.word == "must not" for name in self.named(duty.do)}
        wanted = {duty.do for duty in duties if duty.word != "must not"}
        for action in self.ruleset.actions.values():
            name, kind = action.name, action.done_to
            if action.only_if != Condition():
                yield ("only if", name), kind, partial(self.condition, action.only_if)
            if name in forbidden and not action.never_blocked:
                yield ("blocked", name), kind, partial(self.blocked, name)
            if name in wanted:
                yield ("called for", name), kind, partial(self.called_for, name)

    def _derived(self) -> Iterator[str]:
        for name, entry in self._entries.items():
            if isinstance(entry, Fact):
                continue
            if isinstance(entry, Measure) and entry.operation == "share":
                continue
            yield name


# -- three answers -------------------------------------------------------------------------------


def both(*answers: Answer) -> Answer:
    """Yes when all are; no when one is."""
    return (all(a[0] for a in answers), all(a[1] for a in answers))


def either(*answers: Answer) -> Answer:
    """Yes when one is; no when all are."""
    return (any(a[0] for a in answers), any(a[1] for a in answers))


def opposite(answer: Answer) -> Answer:
    """No for yes, yes for no; cannot tell stays."""
    return (not answer[1], not answer[0])


# -- intervals -----------------------------------------------------------------------------------


def total(parts: Iterable[Counted], opens_up: bool = False, opens_down: bool = False) -> Interval:
    """The sum: what certainly counts, and what possibly counts on the side where it would move it."""
    low = high = 0
    for part in parts:
        certainly, possibly = part.there
        if certainly:
            low += part.value[0]
            high += part.value[1]
        elif possibly:
            low += min(0, part.value[0])
            high += max(0, part.value[1])
    return (-NO_LIMIT if opens_down else _clamp(low), NO_LIMIT if opens_up else _clamp(high))


def highest(parts: Iterable[Counted], otherwise: int | None, full: Interval, open_: bool) -> Interval:
    """From the highest certain to the highest possible; with none certain, from the lowest possible."""
    possible = [part.value for part in parts if part.there[1]]
    certain = [part.value for part in parts if part.there[0]]
    if certain:
        low = max(value[0] for value in certain)
        high = full[1] if open_ else max(value[1] for value in possible)
        return (low, high)
    if open_:
        return full
    values = possible if otherwise is None else [*possible, (otherwise, otherwise)]
    return _hull(values) if values else full


def lowest(parts: Iterable[Counted], otherwise: int | None, full: Interval, open_: bool) -> Interval:
    """The mirror of ``highest``."""
    mirrored = [Counted(part.there, (-part.value[1], -part.value[0])) for part in parts]
    low, high = highest(mirrored, None if otherwise is None else -otherwise, (-full[1], -full[0]), open_)
    return (-high, -low)


def _hull(values: list[Interval]) -> Interval:
    return (min(value[0] for value in values), max(value[1] for value in values))


def _settle(value: Interval, kind: Type) -> Interval:
    """An unordered answer is one code or wholly unknown."""
    return value if (kind.ordered and kind.name != "reference") or value[0] == value[1] else _range(kind)


def _range(kind: Type) -> Interval:
    match kind.name:
        case "yes or no" | "text":
            return (0, 1)
        case "number":
            return (-NO_LIMIT, NO_LIMIT)
        case "date":
            return (LONG_AGO, FAR_AHEAD)
        case "choice":
            return (0, len(kind.values) - 1)
        case "length of time":
            return (0, len(kind.lengths) - 1)
        case "reference":
            return (0, MOST_REFERENCES)
        case name:
            assert_never(name)


def _among(x: Interval, codes: Iterable[int]) -> Answer:
    """Whether every, or any, code of the interval is among ``codes``."""
    wanted = set(codes)
    low, high = x
    certainly = high - low < len(wanted) and all(code in wanted for code in range(low, high + 1))
    return (certainly, any(low <= code <= high for code in wanted))


def _inside(x: Interval, start: int, end: int) -> Answer:
    return both((x[0] >= start, x[1] >= start), (x[1] <= end, x[0] <= end))


def _known(x: Interval) -> bool:
    return x[0] == x[1]


def _as_interval(answer: Answer) -> Interval:
    return (int(answer[0]), int(answer[1]))


def _clamp(number: int) -> int:
    return min(max(number, -NO_LIMIT), NO_LIMIT)


def _months_later(day: int, months: int) -> int:
    """Calendar months, clamped to the month's end, and to the calendar."""
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year < 1:
        return 1
    if year > 9998:
        return FAR_AHEAD
    last = monthrange(year, month + 1)[1]
    return (date(year, month + 1, 1) + timedelta(min(start.day, last) - 1)).toordinal()


def _slots(ruleset: Ruleset) -> dict[str, int]:
    counts: dict[str, int] = {}
    slots = {}
    for fact in ruleset.facts.values():
        slots[fact.name] = counts.get(fact.of, 0)
        counts[fact.of] = slots[fact.name] + 1
    return slots
