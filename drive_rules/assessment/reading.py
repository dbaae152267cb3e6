"""A case as an engine settled it: its things, what is known of their names, what rules read.

It asks nothing anew: intervals come from the case and from ``Settled``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from drive_rules.answers import Asked, Key, Settled, Thing, Value
from drive_rules.assessment.wording import NUMBER, YES_NO, Wording, bank_holidays, in_force, value_words
from drive_rules.case import Row, World
from drive_rules.ir import (
    ALWAYS_WHOLE,
    NEVER_WHOLE,
    Checklist,
    Condition,
    Constant,
    Decision,
    Fact,
    Kind,
    Length,
    Measure,
    NameRef,
    Operand,
    Rule,
    Ruleset,
    SettingRef,
    Sign,
    Test,
    Type,
)
from drive_rules.language.reads import settings_in

Interval = tuple[int, int]
Entry = Fact | Sign | Measure | Decision | Checklist
ASSUMED = "our assumption, to confirm"


@dataclass(frozen=True, slots=True)
class At:
    """A thing by its kind and row."""

    kind: str
    row: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact that is not known of a thing; ``is_list`` where it says that a list is whole."""

    fact: str
    at: At
    is_list: bool = False


class Reading:
    """One case, one ruleset, one day, and what an engine settled."""

    def __init__(self, ruleset: Ruleset, world: World, settled: Settled, as_of: date) -> None:
        self.ruleset = ruleset
        self.as_of = as_of
        self.words = Wording(ruleset, as_of)
        self._assumed: dict[str, tuple[str, ...]] = {}
        self._rests_on: dict[str, frozenset[str]] = {}
        self._reads: dict[str, tuple[str, ...]] = {}
        self._lines: dict[str, tuple[str, ...]] = {}
        self._see(world, settled)

    def _see(self, world: World, settled: Settled) -> None:
        self.world = world
        self.settled = settled
        self._things = {
            kind: tuple(At(kind, row) for row in range(len(rows))) for kind, rows in world.rows.items()
        }
        self._open_lists: tuple[Unknown, ...] | None = None

    def of(self, world: World, settled: Settled) -> Reading:
        """Another case on the same day with the same rules: what hangs on those alone is kept."""
        _ = self.rules, self.entries, self.slots, self.bank_holidays, self._concluding
        other = copy(self)
        other._see(world, settled)
        return other

    # -- things ----------------------------------------------------------------------------------

    def things(self, kind: str) -> tuple[At, ...]:
        """The things of a kind, in order."""
        return self._things.get(kind, ())

    def row(self, at: At) -> Row:
        """The row of a thing."""
        return self.world.rows[at.kind][at.row]

    def thing(self, at: At) -> Thing:
        """A thing as answers name it."""
        return Thing(at.kind, self.row(at).key)

    def line(self, kind: str) -> tuple[str, ...]:
        """A kind and the kinds it is part of, lowest first."""
        if kind not in self._lines:
            above = self.ruleset.kinds[kind].part_of
            self._lines[kind] = (kind, *(self.line(above) if above is not None else ()))
        return self._lines[kind]

    def above(self, at: At, kind: str) -> At:
        """The thing of ``kind`` that a thing is part of, or itself."""
        while at.kind != kind:
            part_of = self.ruleset.kinds[at.kind].part_of
            if part_of is None:
                raise KeyError(kind)
            at = At(part_of, self.row(at).parent)
        return at

    def below(self, at: At, kind: str) -> Iterator[At]:
        """The things of ``kind`` at or below a thing."""
        if at.kind in self.line(kind):
            yield from (lower for lower in self.things(kind) if self.above(lower, at.kind) == at)

    def bearing_on(self, at: At, kind: str) -> Iterator[At]:
        """The things of ``kind`` below a thing, at it, or the one above it."""
        if kind in self.line(at.kind):
            yield self.above(at, kind)
        else:
            yield from self.below(at, kind)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules by id: their order in the files means nothing."""
        return tuple(rule for _, rule in sorted(self.ruleset.rules.items()))

    @cached_property
    def root(self) -> str:
        """The kind that the case itself is of."""
        return "case" if "case" in self.ruleset.kinds else next(iter(self.ruleset.kinds))

    def lists(self, kind: str) -> list[Kind]:
        """The kinds that are part of a kind, in the order of ``Row.whole``."""
        return [below for below in self.ruleset.kinds.values() if below.part_of == kind]

    def open_list(self, at: At, kind: Kind) -> bool:
        """Whether the list of ``kind`` in a thing may have more."""
        whole_to = self.row(at).whole[self.lists(at.kind).index(kind)]
        return whole_to == NEVER_WHOLE or (kind.dated_by is not None and whole_to < self.as_of.toordinal())

    # -- names -----------------------------------------------------------------------------------

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Everything that has a value, by name."""
        rules = self.ruleset
        entries: dict[str, Entry] = {**rules.facts, **rules.signs, **rules.measures, **rules.decisions}
        for checklist in rules.checklists.values():
            entries[checklist.score] = checklist
            if checklist.answered:
                entries[checklist.answered] = checklist
        return entries

    @cached_property
    def slots(self) -> dict[str, int]:
        """The place of each fact in the rows of its kind."""
        seen: dict[str, int] = {}
        slots = {}
        for fact in self.ruleset.facts.values():
            slots[fact.name] = seen.get(fact.of, 0)
            seen[fact.of] = slots[fact.name] + 1
        return slots

    def type_of(self, name: str) -> Type:
        """The type of a name."""
        match self.entries[name]:
            case Fact(type=kind) | Measure(type=kind) | Decision(type=kind):
                return kind
            case Sign():
                return YES_NO
            case Checklist():
                return NUMBER

    def interval(self, name: str, at: At) -> Interval:
        """What is known of a name for a thing, or for the thing above that has the name."""
        entry = self.entries[name]
        at = self.above(at, entry.of)
        if isinstance(entry, Fact):
            slot, row = self.slots[name], self.row(at)
            return (row.low[slot], row.high[slot])
        return self.answer(name, at)

    def answer(self, key: Key, at: At, otherwise: Interval = (0, 1)) -> Interval:
        """What the engine settled under a key for a thing."""
        if key not in self.settled.low:
            return otherwise
        return (self.settled.low[key][at.row], self.settled.high[key][at.row])

    def is_share(self, name: str) -> bool:
        """Whether a name is a share, which has no value of its own."""
        entry = self.entries[name]
        return isinstance(entry, Measure) and entry.operation == "share"

    def value(self, name: str, at: At) -> Value:
        """A name's value in words."""
        entry = self.entries[name]
        at = self.above(at, entry.of)
        low, high = self.interval(name, at)
        private = isinstance(entry, Fact) and entry.private
        return Value(name, self.thing(at), value_words(self.type_of(name), low, high), low == high, private)

    def setting(self, name: str) -> Operand | tuple[str, ...] | tuple[date, ...]:
        """The value of a setting in force on the day."""
        return in_force(self.ruleset.settings[name], self.as_of)

    def code(self, operand: Operand) -> int:
        """A constant's code, or a setting's on the day."""
        value = self.setting(operand.setting) if isinstance(operand, SettingRef) else operand
        assert isinstance(value, Constant)
        return value.code

    def has_no_code(self, operand: Operand) -> bool:
        """Whether an operand is a setting of a list or of a length of time, which have no code."""
        if not isinstance(operand, SettingRef):
            return False
        return not isinstance(self.setting(operand.setting), Constant)

    # -- settings --------------------------------------------------------------------------------

    def length(self, operand: Operand) -> Length:
        """A length of time, by itself or as the setting of one."""
        if isinstance(operand, SettingRef):
            value = self.setting(operand.setting)
            assert isinstance(value, Length)
            return value
        assert isinstance(operand, Length)
        return operand

    @cached_property
    def bank_holidays(self) -> frozenset[date]:
        """The bank holidays that the ruleset lists."""
        return bank_holidays(self.ruleset, self.as_of)

    # -- what a ruleset holds --------------------------------------------------------------------

    @cached_property
    def outcomes(self) -> tuple[tuple[Key, str, str], ...]:
        """What answers are made of: decisions, and calls, blocks and conditions of actions."""
        found: list[tuple[Key, str, str]] = [(d.name, d.of, d.name) for d in self.ruleset.decisions.values()]
        for action in self.ruleset.actions.values():
            for what in ("called for", "blocked", "only if"):
                if (what, action.name) in self.settled.low:
                    found.append(((what, action.name), action.done_to, action.name))
        return tuple(found)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition of the ruleset."""
        signs, measures = self.ruleset.signs, self.ruleset.measures
        found = [condition for rule in self.rules for condition in (rule.when, rule.unless)]
        found += [sign.condition for sign in signs.values()]
        found += [condition for measure in measures.values() for condition in (measure.where, measure.have)]
        found += [action.only_if for action in self.ruleset.actions.values()]
        return tuple(found)

    @cached_property
    def checklist_of(self) -> dict[str, Checklist]:
        """The checklist that each fact is an item of."""
        lists = reversed(list(self.ruleset.checklists.values()))
        return {item.fact: checklist for checklist in lists for item in checklist.items}

    # -- what is read ----------------------------------------------------------------------------

    def reads(self, rule: Rule) -> tuple[str, ...]:
        """The names that a rule's own tests read, in order."""
        if rule.id not in self._reads:
            conclusions = [c.value.name for c in rule.then if isinstance(c.value, NameRef)]
            found = dict.fromkeys([*names_in(rule.when), *names_in(rule.unless), *conclusions])
            self._reads[rule.id] = tuple(found)
        return self._reads[rule.id]

    def names_behind(self, rule: Rule) -> list[str]:
        """The names that a rule reads, themselves or through signs, measures and checklists."""
        return self._closure(self.reads(rule))

    def rests_on(self, decision: str) -> frozenset[str]:
        """Every name that a decision rests on, through rules and other decisions too."""
        if decision not in self._rests_on:
            seen: set[str] = set()
            left = [decision]
            while left:
                name = left.pop()
                if name not in seen:
                    seen.add(name)
                    left += self.reads_of(self.entries[name])
                    left += [read for rule in self.concluding(name) for read in self.reads(rule)]
            self._rests_on[decision] = frozenset(seen)
        return self._rests_on[decision]

    def assumed(self, rule: Rule) -> tuple[str, ...]:
        """What a rule rests on that is our assumption: itself, and the settings and names that it uses."""
        if rule.id not in self._assumed:
            names = self.names_behind(rule)
            found = [rule.id] if rule.why.provenance == ASSUMED else []
            found += self._assumed_settings(rule)
            for name in names:
                found += self._assumed_name(self.entries[name])
            self._assumed[rule.id] = tuple(dict.fromkeys(found))
        return self._assumed[rule.id]

    def facts_behind(self, tests: Iterable[Test]) -> frozenset[str]:
        """The facts that tests read, themselves or through signs, measures and checklists."""
        names = self._closure(names_in(Condition(tuple(tests))))
        return frozenset(name for name in names if isinstance(self.entries[name], Fact))

    def _closure(self, names: Iterable[str]) -> list[str]:
        """Names, and what they read through signs and measures; a decision answers for itself."""
        seen: dict[str, None] = {}
        left = list(names)
        while left:
            name = left.pop()
            if name not in seen:
                seen[name] = None
                left += self.reads_of(self.entries[name])
        return list(seen)

    def reads_of(self, entry: Entry) -> list[str]:
        """The names that a name is worked out from; none for facts and decisions."""
        match entry:
            case Sign(condition=condition):
                return names_in(condition)
            case Measure():
                named = [entry.value, entry.dated_by, *entry.plus, *entry.less]
                return [*names_in(entry.where), *names_in(entry.have), *(name for name in named if name)]
            case Checklist():
                return [item.fact for item in entry.items]
            case Fact() | Decision():
                return []

    def _assumed_name(self, entry: Entry) -> list[str]:
        match entry:
            case Sign() | Measure() | Checklist():
                found = [entry.name] if entry.why and entry.why.provenance == ASSUMED else []
            case Fact() | Decision():
                return []
        if isinstance(entry, Sign | Measure):
            found += self._assumed_settings(entry)
        return found

    def _assumed_settings(self, entry: Rule | Sign | Measure) -> list[str]:
        """The settings that it names in tests, days and values."""
        named = settings_in(entry)
        return [name for name in named if self.ruleset.settings[name].why.provenance == ASSUMED]

    def in_doubt(self, rule: Rule, at: At) -> bool:
        """Whether a rule cannot be told for a thing."""
        low, high = self.answer(("rule", rule.id), at, (0, 0))
        return low < high

    @property
    def every_open_list(self) -> tuple[Unknown, ...]:
        """Every list of the case that may have more, from the top."""
        if self._open_lists is None:
            self._open_lists = tuple(self._all_open())
        return self._open_lists

    def _all_open(self) -> Iterator[Unknown]:
        kinds = sorted(self.ruleset.kinds.values(), key=lambda kind: len(self.line(kind.name)))
        for kind in kinds:
            if kind.part_of is not None and kind.listed:
                owners = (at for at in self.things(kind.part_of) if self.open_list(at, kind))
                yield from (Unknown(kind.listed, at, True) for at in owners)

    def kind_listed(self, unknown: Unknown) -> Kind:
        """The kind whose list an unknown is about."""
        return next(kind for kind in self.lists(unknown.at.kind) if kind.listed == unknown.fact)

    def rules_below(self, unknown: Unknown) -> bool:
        """Whether a thing in that list would have rules or decisions of its own."""
        kind = self.kind_listed(unknown).name
        owners = [rule.kind for rule in self.rules]
        owners += [decision.of for decision in self.ruleset.decisions.values()]
        return any(kind in self.line(owner) for owner in owners)

    def concluding(self, decision: str) -> tuple[Rule, ...]:
        """The rules that conclude on a decision."""
        return self._concluding.get(decision, ())

    @cached_property
    def _concluding(self) -> dict[str, tuple[Rule, ...]]:
        found: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules:
            for name in dict.fromkeys(conclusion.decision for conclusion in rule.then):
                found[name] = (*found.get(name, ()), rule)
        return found

    def open_lists(self, at: At, kind: str) -> tuple[Unknown, ...]:
        """The lists between a thing and the things of ``kind`` below it that may have more."""
        line = self.line(kind)
        found = []
        for lower, upper in pairwise(line):
            if at.kind in self.line(upper):
                below = self.ruleset.kinds[lower]
                owners = [owner for owner in self.below(at, upper) if self.open_list(owner, below)]
                found += [Unknown(below.listed, owner, True) for owner in owners if below.listed]
        return tuple(reversed(found))

    # -- in words --------------------------------------------------------------------------------

    def asked(self, unknown: Unknown) -> Asked:
        """An unknown as answers name it."""
        fact = self.ruleset.facts[unknown.fact]
        return Asked(fact.name, fact.code, self.thing(unknown.at), unknown.is_list)

    def of_words(self, at: At) -> str:
        """Which thing, in brackets; the case itself goes without saying."""
        return "" if at.kind == self.root else f" ({self.thing(at).words})"

    def why_unknown(self, unknown: Unknown) -> str:
        """Why an unknown leaves something open."""
        of = self.of_words(unknown.at)
        if unknown.is_list:
            return f"nobody has said '{unknown.fact}'{of}"
        kind = self.ruleset.facts[unknown.fact].type
        low, high = self.interval(unknown.fact, unknown.at)
        known = value_words(kind, low, high)
        told = "is not known" if known == "don't know" else f"is only known to be {known}"
        return f"'{unknown.fact}' {told}{of}"


def tests_in(condition: Condition) -> Iterator[Test]:
    """Every test of a condition, the second halves of *and* included."""
    for tests in (condition.all_of, *condition.any_of):
        for test in tests:
            each: Test | None = test
            while each is not None:
                yield each
                each = each.also


def names_in(condition: Condition) -> list[str]:
    """Every name that a condition reads, on the left and on the right."""
    found = []
    for test in tests_in(condition):
        found.append(test.name)
        found += [operand.name for operand in test.operands if isinstance(operand, NameRef)]
    return found


def answered(reading: Reading, world: World, unknown: Unknown, code: int) -> World:
    """A world as it would be with one more answer; where it asks of a list, the list is whole."""
    at = unknown.at
    row = world.rows[at.kind][at.row]
    slot = reading.slots[unknown.fact]
    whole = row.whole
    if unknown.is_list:
        place = next(i for i, kind in enumerate(reading.lists(at.kind)) if kind.listed == unknown.fact)
        whole = (*whole[:place], ALWAYS_WHOLE if code else NEVER_WHOLE, *whole[place + 1 :])
    changed = Row(row.key, row.parent, _put(row.low, slot, code), _put(row.high, slot, code), whole)
    rows = world.rows
    return World({**rows, at.kind: (*rows[at.kind][: at.row], changed, *rows[at.kind][at.row + 1 :])})


def _put(ends: tuple[int, ...], slot: int, code: int) -> tuple[int, ...]:
    return (*ends[:slot], code, *ends[slot + 1 :])
