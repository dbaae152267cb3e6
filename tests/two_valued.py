"""A second meaning, for complete cases only: every fact has one value, every list is whole.

Then nothing is in doubt, and the whole of ``reference`` shrinks to ordinary yes and no, ordinary
numbers and ordinary lists; that is written out here afresh, sharing nothing with it, so that the two
check each other.  What rests on a decision with two certain answers has no value here (``TornError``).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import assert_never

from drive_rules.case import World
from drive_rules.ir import (
    FAR_AHEAD,
    LONG_AGO,
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
    SettingRef,
    Sign,
    Test,
    Until,
)

Key = str | tuple[str | int, ...]
Entry = Fact | Sign | Checklist | Measure | Decision


class TornError(Exception):
    """Asked for what rests on a decision that two rules answer differently."""


@dataclass(eq=False, slots=True)
class Thing:
    """One thing, with the things it is part of and made of, and what has been worked out of it."""

    kind: str
    row: int
    above: Thing | None
    below: list[Thing] = field(default_factory=list)
    values: dict[Key, int | None] = field(default_factory=dict)

    def up(self, kind: str) -> Thing:
        """The thing of ``kind`` that this one is, or is part of."""
        thing: Thing | None = self
        while thing is not None and thing.kind != kind:
            thing = thing.above
        assert thing is not None, f"no {kind} above {self.kind}"
        return thing

    def down(self, kind: str) -> list[Thing]:
        """All things of ``kind`` that this one is or has, at any depth."""
        if self.kind == kind:
            return [self]
        return [found for child in self.below for found in child.down(kind)]


# -- the calendar --------------------------------------------------------------------------------


def later(day: int, length: Length, sign: int, holidays: Iterable[int] = ()) -> int:
    """``day`` and a length of time later (or earlier), kept inside the calendar."""
    if day <= LONG_AGO or day >= FAR_AHEAD:
        return day
    match length.unit:
        case "days":
            moved = day + sign * length.amount
        case "weeks":
            moved = day + sign * 7 * length.amount
        case "months":
            moved = _months(day, sign * length.amount)
        case "years":
            moved = _months(day, sign * 12 * length.amount)
        case "working days":
            moved = _working_days(day, length.amount, sign, holidays)
        case unit:
            assert_never(unit)
    return max(LONG_AGO + 1, min(FAR_AHEAD - 1, moved))


def _months(day: int, count: int) -> int:
    start = date.fromordinal(day)
    months = start.year * 12 + (start.month - 1) + count
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1])).toordinal()


def _working_days(day: int, count: int, sign: int, holidays: Iterable[int]) -> int:
    shut = set(holidays)
    while count > 0 and LONG_AGO < day < FAR_AHEAD:
        day += sign
        if date.fromordinal(day).isoweekday() <= 5 and day not in shut:
            count -= 1
    return day


# -- one ruleset on one day ----------------------------------------------------------------------


class Plain:
    """One ruleset on one day; ``values`` answers for a complete case."""

    def __init__(self, ruleset: Ruleset, as_of: date) -> None:
        self.ruleset = ruleset
        self.today = as_of.toordinal()
        self.entries: dict[str, Entry] = {}
        for entries in (ruleset.facts, ruleset.signs, ruleset.measures, ruleset.decisions):
            self.entries.update(entries)
        for checklist in ruleset.checklists.values():
            self.entries[checklist.score] = checklist
            if checklist.answered:
                self.entries[checklist.answered] = checklist
        bank_holidays = self.setting("bank holidays") if "bank holidays" in ruleset.settings else ()
        assert isinstance(bank_holidays, tuple)
        self.holidays = frozenset(day.toordinal() for day in bank_holidays if isinstance(day, date))
        self.torn: set[tuple[str, int]] = set()
        self.picks: Mapping[tuple[str, int], int] = {}

    def values(
        self, world: World, picks: Mapping[tuple[str, int], int] | None = None
    ) -> dict[Key, tuple[int | None, ...]]:
        """Every derived value of every thing, None for what is torn.

        ``picks`` settles the decisions that two rules answer differently, so that what rests on
        them has a value too; ``torn`` says afterwards which those were.
        """
        self.torn = set()
        self.picks = picks or {}
        things = self.things(world)
        found: dict[Key, tuple[int | None, ...]] = {}
        for key, kind, work_out in self.questions():
            found[key] = tuple(_or_torn(work_out, thing) for thing in things[kind])
        return found

    def is_yes_no(self, name: str) -> bool:
        """Whether a name is a yes or a no."""
        entry = self.entries[name]
        return isinstance(entry, Sign) or (
            not isinstance(entry, Checklist) and entry.type.name == "yes or no"
        )

    def things(self, world: World) -> dict[str, list[Thing]]:
        """The things of a complete case, by kind and row."""
        made: dict[str, list[Thing]] = {}

        def make(kind: str) -> list[Thing]:
            if kind not in made:
                part_of = self.ruleset.kinds[kind].part_of
                owners = make(part_of) if part_of else []
                made[kind] = []
                names = [fact.name for fact in self.ruleset.facts.values() if fact.of == kind]
                for number, row in enumerate(world.rows[kind]):
                    assert row.low == row.high, "a complete case has one value for each fact"
                    thing = Thing(kind, number, owners[row.parent] if part_of else None)
                    thing.values.update(zip(names, row.low, strict=True))
                    if thing.above:
                        thing.above.below.append(thing)
                    made[kind].append(thing)
            return made[kind]

        for kind in self.ruleset.kinds:
            make(kind)
        return made

    def questions(self) -> Iterable[tuple[Key, str, Callable[[Thing], int]]]:
        """Every key, the kind of thing it is asked of, and how it is worked out."""
        for name, entry in self.entries.items():
            shared = isinstance(entry, Measure) and entry.operation == "share"
            if not isinstance(entry, Fact) and not shared:
                yield name, entry.of, lambda thing, name=name: self.value(name, thing)  # type: ignore[misc]
        for rule in self.ruleset.rules.values():
            yield ("rule", rule.id), rule.kind, lambda thing, rule=rule: self.applies(rule, thing)  # type: ignore[misc]
            for number, duty in enumerate(rule.duties):
                if duty.until:
                    key = ("until", rule.id, number)
                    yield key, rule.kind, lambda thing, duty=duty: self.released(duty, thing)  # type: ignore[misc]
        yield from self._about_actions()

    def _about_actions(self) -> Iterable[tuple[Key, str, Callable[[Thing], int]]]:
        duties = [(rule, duty) for rule in self.ruleset.rules.values() for duty in rule.duties]
        for name, action in self.ruleset.actions.items():
            kind = action.done_to
            if action.only_if != Condition():
                yield (
                    ("only if", name),
                    kind,
                    lambda thing, action=action: self.holds(action.only_if, thing),  # type: ignore[misc]
                )
            bans = [(r, d) for r, d in duties if d.word == "must not" and name in self._meant(d.do)]
            if bans and not action.never_blocked:
                yield ("blocked", name), kind, lambda thing, bans=bans: self.blocked(bans, thing)  # type: ignore[misc]
            calls = [(r, d) for r, d in duties if d.word != "must not" and d.do == name]
            if calls:
                yield ("called for", name), kind, lambda thing, calls=calls: self.called(calls, thing)  # type: ignore[misc]

    # -- names and tests -------------------------------------------------------------------------

    def value(self, name: str, thing: Thing) -> int:
        """The value of a name for a thing or the thing above it that has it."""
        entry = self.entries[name]
        thing = thing.up(entry.of)
        if name not in thing.values:
            thing.values[name] = _or_torn(lambda at: self._derive(name, entry, at), thing)
        value = thing.values[name]
        if value is None:
            raise TornError(name)
        return value

    def _derive(self, name: str, entry: Entry, thing: Thing) -> int:
        match entry:
            case Sign():
                return self.holds(entry.condition, thing)
            case Checklist() if name == entry.answered:
                return len(entry.items) * SCALE
            case Checklist():
                return _bounded(sum(i.points for i in entry.items if self.value(i.fact, thing)))
            case Measure():
                return self._measure(entry, thing)
            case Decision():
                return self._decision(entry, thing)
            case Fact():
                raise AssertionError("a complete case has every fact")
            case _:
                assert_never(entry)

    def holds(self, condition: Condition, thing: Thing) -> bool:
        """All of ``all_of`` and, where given, one of the lists of ``any_of``."""
        every = all(self.test(test, thing) for test in condition.all_of)
        lists = [all(self.test(test, thing) for test in tests) for tests in condition.any_of]
        return every and (any(lists) or not lists)

    def test(self, test: Test, thing: Thing) -> bool:
        """Whether one line holds, with what ``and`` joins to it."""
        entry = self.entries[test.name]
        if isinstance(entry, Measure) and entry.operation == "share":
            held = self._share(entry, test, thing)
        else:
            held = self.passes(test, self.value(test.name, thing), lambda name: self.value(name, thing))
        return held & self.test(test.also, thing) if test.also else held

    def passes(self, test: Test, x: int, other: Callable[[str], int]) -> bool:  # noqa: C901  (an arm a form)
        """Whether the value ``x`` passes one test, ``also`` left aside."""

        def y(place: int = 0) -> int:
            return self._operand(test.operands[place], other)

        match test.form:
            case "known":
                return True
            case "not known":
                return False
            case "is" | "same as":
                return any(x == y(place) for place in range(len(test.operands)))
            case "is not" | "not same as":
                return all(x != y(place) for place in range(len(test.operands)))
            case "at least" | "on or after":
                return x >= y()
            case "more than":
                return x > y()
            case "at most":
                return x <= y()
            case "less than" | "before":
                return x < y()
            case "between":
                return (y(0) <= x) & (x <= y(1))
            case "within the last":
                return self.move(self.today, test, -1) <= x <= self.today
            case "within the next":
                return self.today <= x <= self.move(self.today, test, 1)
            case "more than ago":
                return x < self.move(self.today, test, -1)
            case "within after":
                return y(1) < x <= self.move(y(1), test, 1)
            case "one of":
                return x in self.listed(test)
            case form:
                assert_never(form)

    def _operand(self, operand: Operand, other: Callable[[str], int]) -> int:
        match operand:
            case NameRef(name):
                return other(name)
            case SettingRef(name):
                bound = self.setting(name)
                assert isinstance(bound, Constant)
                return bound.code
            case Constant(code):
                return code
            case Length():
                raise AssertionError("a length of time is no value")
            case _:
                assert_never(operand)

    def setting(self, name: str) -> Operand | tuple[str, ...] | tuple[date, ...]:
        """The latest value of a setting that has begun, or its first."""
        dated = self.ruleset.settings[name].values
        begun = [one for one in dated if one.since is None or one.since.toordinal() <= self.today]
        return (begun[-1] if begun else dated[0]).value

    def move(self, day: int, test: Test, sign: int) -> int:
        """``day`` moved by the length of time that a window names."""
        length = test.operands[0]
        if isinstance(length, SettingRef):
            bound = self.setting(length.setting)
            assert isinstance(bound, Length)
            length = bound
        assert isinstance(length, Length)
        return later(day, length, sign, self.holidays)

    def listed(self, test: Test) -> list[int]:
        """The codes of the list setting that a *one of* names."""
        (operand,) = test.operands
        assert isinstance(operand, SettingRef)
        listed = self.setting(operand.setting)
        assert isinstance(listed, tuple)
        entry = self.entries[test.name]
        assert not isinstance(entry, Sign | Checklist)
        return [w.toordinal() if isinstance(w, date) else entry.type.values.index(w) for w in listed]

    # -- measures and decisions ------------------------------------------------------------------

    def _counting(self, measure: Measure, thing: Thing) -> list[Thing]:
        assert measure.over is not None
        return [one for one in thing.down(measure.over) if self.holds(measure.where, one)]

    def _measure(self, measure: Measure, thing: Thing) -> int:
        if measure.operation == "arithmetic":
            return self._arithmetic(measure, thing)
        counting = self._counting(measure, thing)
        match measure.operation:
            case "count":
                return len(counting) * SCALE
            case "any":
                return any(self.holds(measure.have, one) for one in counting)
            case "value at the latest":
                return self._at_the_latest(measure, counting)
            case "every":
                found: list[int] = [self.holds(measure.have, one) for one in counting]
            case _:
                found = [self.value(measure.value or "", one) for one in counting]
        return self._of_values(measure, found)

    def _of_values(self, measure: Measure, found: list[int]) -> int:
        if measure.operation == "sum":
            return _bounded(sum(found))
        if not found:
            assert measure.otherwise is not None
            return measure.otherwise
        match measure.operation:
            case "days since":
                return (self.today - max(found)) * SCALE
            case "highest" | "latest":
                return max(found)
            case "lowest" | "earliest" | "every":
                return min(found)
            case _:
                raise AssertionError(measure.operation)

    def _at_the_latest(self, measure: Measure, counting: list[Thing]) -> int:
        assert measure.value is not None
        assert measure.dated_by is not None
        dated = [(self.value(measure.dated_by, one), self.value(measure.value, one)) for one in counting]
        if not dated:
            assert measure.otherwise is not None
            return measure.otherwise
        return max(dated)[1]

    def _share(self, measure: Measure, test: Test, thing: Thing) -> bool:
        counting = self._counting(measure, thing.up(measure.of))
        having = sum(self.holds(measure.have, one) for one in counting)
        bounds = [self._operand(operand, lambda name: self.value(name, thing)) for operand in test.operands]
        # a hundred times as many that have it, held against so many percent of all
        scaled, whole = having * 100 * SCALE, len(counting)
        match test.form:
            case "at least":
                held = scaled >= bounds[0] * whole
            case "more than":
                held = scaled > bounds[0] * whole
            case "at most":
                held = scaled <= bounds[0] * whole
            case "less than":
                held = scaled < bounds[0] * whole
            case "between":
                held = bounds[0] * whole <= scaled <= bounds[1] * whole
            case _:
                raise AssertionError(test.form)
        return whole > 0 and held

    def _arithmetic(self, measure: Measure, thing: Thing) -> int:
        amount = sum([self.value(name, thing) for name in measure.plus])
        amount -= sum([self.value(name, thing) for name in measure.less])
        scale = 1
        if measure.times:
            times = self.setting(measure.times)
            assert isinstance(times, Constant)
            amount, scale = amount * times.code, SCALE
        if measure.rounded:
            return _bounded(amount // (scale * SCALE) * SCALE)
        return _bounded(amount // scale)

    def _decision(self, decision: Decision, thing: Thing) -> int:
        if (decision.name, thing.row) in self.picks:
            return self.picks[decision.name, thing.row]
        given = []
        for rule in self.ruleset.rules.values():
            for conclusion in rule.then:
                if conclusion.decision == decision.name and self.applies(rule, thing):
                    given.append(self._operand(conclusion.value, lambda name: self.value(name, thing)))
        if decision.take == "total":
            return _bounded(sum(given))
        if not given:
            assert decision.otherwise is not None
            return decision.otherwise
        if decision.take == "only one" and len(set(given)) > 1:
            self.torn.add((decision.name, thing.row))
            raise TornError(decision.name)
        return min(given) if decision.take == "lowest" else max(given)

    # -- rules -----------------------------------------------------------------------------------

    def applies(self, rule: Rule, thing: Thing) -> int:
        """1 where the rule applies to the thing, else 0."""
        key = ("rule", rule.id)
        if key not in thing.values:
            thing.values[key] = _or_torn(lambda at: self._works(rule, at), thing)
        applies = thing.values[key]
        if applies is None:
            raise TornError(rule.id)
        return applies

    def _works(self, rule: Rule, thing: Thing) -> bool:
        first, end = rule.in_force
        if first is not None and first.toordinal() > self.today:
            return False
        if end is not None and end.toordinal() <= self.today:
            return False
        lists = [rule.unless.all_of] if rule.unless.all_of else []
        lists.extend(rule.unless.any_of)
        excepted = [all(self.test(test, thing) for test in tests) for tests in lists]
        return self.holds(rule.when, thing) & (not any(excepted))

    def released(self, duty: Duty, thing: Thing) -> bool:
        """Whether a way out of the block is met."""
        return any(self._way_out(until, thing) for until in duty.until)

    def _way_out(self, until: Until, thing: Thing) -> bool:
        done = [self.test(test, thing) for test in until.tests]
        for name in until.actions:
            fact = self.ruleset.facts.get(self.ruleset.actions[name].makes_true or "")
            of_use = fact is not None and fact.type.name == "yes or no"
            done.append(of_use and self.value(fact.name, thing) == 1)  # type: ignore[union-attr]
        return all(done)

    def blocked(self, bans: list[tuple[Rule, Duty]], thing: Thing) -> bool:
        """Whether any ban on anything below the thing, or on what it is part of, stands."""
        standing = []
        for rule, duty in bans:
            for one in self._around(rule.kind, thing):
                standing.append(self.applies(rule, one) and not self.released(duty, one))
        return any(standing)

    def _around(self, kind: str, thing: Thing) -> list[Thing]:
        def lineage(of: str) -> list[str]:
            part_of = self.ruleset.kinds[of].part_of
            return [of, *(lineage(part_of) if part_of else [])]

        if thing.kind in lineage(kind):
            return thing.down(kind)
        return [thing.up(kind)] if kind in lineage(thing.kind) else []

    def called(self, calls: list[tuple[Rule, Duty]], thing: Thing) -> int:
        """The strongest word with which the action is called for."""
        strength = {"may": 1, "should": 2, "must": 3}
        heard = [
            strength[duty.word] * self.applies(rule, one)
            for rule, duty in calls
            for one in thing.down(rule.kind)
        ]
        return reduce(max, heard, 0)

    def _meant(self, do: str) -> tuple[str, ...]:
        return self.ruleset.groups[do].actions if do in self.ruleset.groups else (do,)


def _or_torn(work_out: Callable[[Thing], int], thing: Thing) -> int | None:
    try:
        return int(work_out(thing))
    except TornError:
        return None


def _bounded(number: int) -> int:
    return max(-NO_LIMIT, min(NO_LIMIT, number))
