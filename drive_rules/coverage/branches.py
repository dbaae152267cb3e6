"""What of a ruleset there is to exercise, and what one assessment exercised of it.

================  ================================================================================
sort              exercised where, for some thing of an assessed case,
================  ================================================================================
applies           the rule certainly applies
does not apply    the rule certainly does not (rules with neither ``when`` nor ``unless`` always do)
alternative       the rule applies, and this list of ``when any of`` holds and no other certainly does
test              this test alone keeps the rule from applying: it is no, and all else is yes
value             of several values in one test, this one is the answer where the test decides
exception         this part of ``unless`` alone lets the rule go: ``when`` holds and no other part does
in doubt          the rule cannot tell, and says what holds meanwhile, or forbids (not where all that
                  it tests is on record until somebody says otherwise)
otherwise         a decision that no rule settles, or a measure of a whole list where nothing counts
setting           a test that it is held against is yes, or no; a day, repetition or sum that it gives
================  ================================================================================

All of it is worked out from what an engine settled: each condition is answered once, from the settled
names it reads, and nothing is derived anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from drive_rules import ir
from drive_rules.answers import Settled
from drive_rules.case import World
from drive_rules.language.phrases import Phrases
from drive_rules.language.reads import settings_in, tests_in
from drive_rules.language.sentences import test_in_words, the
from drive_rules.reference import Answer, Interval, Meaning, Thing

Sort = Literal[
    "applies",
    "does not apply",
    "alternative",
    "test",
    "value",
    "exception",
    "in doubt",
    "otherwise",
    "setting",
]
SORTS: tuple[Sort, ...] = (
    "applies",
    "does not apply",
    "alternative",
    "exception",
    "in doubt",
    "test",
    "value",
    "otherwise",
    "setting",
)
Key = tuple[str, Sort, str]
"""The id of a rule or the name of something else; the sort; which of them, as ``2`` or ``unless 1.2.3``."""

YES: Answer = (True, True)
NO: Answer = (False, False)


@dataclass(frozen=True, slots=True)
class Branch:
    """One thing to exercise, of a rule or of a decision, measure or setting (``what``); ``words`` say it."""

    what: Literal["rule", "decision", "measure", "setting"]
    of: str
    sort: Sort
    number: str
    words: str

    @property
    def key(self) -> Key:
        """What it is told apart by."""
        return (self.of, self.sort, self.number)


class Given(Mapping[tuple[str, int], Interval]):
    """What is settled, as the reference takes it, ``without`` some names: nothing else is derived again."""

    def __init__(self, settled: Settled, without: frozenset[str] = frozenset()) -> None:
        self._settled, self._without = settled, without

    def __contains__(self, key: object) -> bool:
        return isinstance(key, tuple) and key[0] in self._settled.low and key[0] not in self._without

    def __getitem__(self, key: tuple[str, int]) -> Interval:
        if key not in self:
            raise KeyError(key[0])
        name, row = key
        return (self._settled.low[name][row], self._settled.high[name][row])

    def __iter__(self) -> Iterator[tuple[str, int]]:
        for name, column in self._settled.low.items():
            if isinstance(name, str) and name not in self._without:
                yield from ((name, row) for row in range(len(column)))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Practice:
    """The branches of one ruleset; each of its assessments can be asked which of them it exercised."""

    def __init__(self, ruleset: ir.Ruleset) -> None:
        self.ruleset = ruleset
        self._phrases = Phrases.of(ruleset, the)
        self._held = tuple(_held_against(ruleset))
        self._concluding = {
            decision.name: tuple(rule.id for rule in _giving(ruleset, decision.name))
            for decision in ruleset.decisions.values()
            if decision.otherwise is not None and any(_giving(ruleset, decision.name))
        }
        self._emptied = tuple(
            each for each in ruleset.measures.values() if each.otherwise is not None and each.over is not None
        )
        self._used = _used(ruleset)
        self.branches: tuple[Branch, ...] = tuple(self._all())
        self._known = frozenset(branch.key for branch in self.branches)

    # -- what there is ---------------------------------------------------------------------------

    def _all(self) -> Iterator[Branch]:
        for id, rule in sorted(self.ruleset.rules.items()):
            yield from (Branch("rule", id, *each) for each in self._of_rule(rule))
        for name in sorted(self._concluding):
            yield Branch("decision", name, "otherwise", "", "no rule settles it")
        for measure in sorted(self._emptied, key=lambda each: each.name):
            yield Branch("measure", measure.name, "otherwise", "", "nothing counts, and the list is whole")
        yield from self._settings()

    def _of_rule(self, rule: ir.Rule) -> Iterator[tuple[Sort, str, str]]:
        yield "applies", "", "it applies"
        if rule.when == rule.unless == ir.Condition():
            return
        yield "does not apply", "", "it does not apply"
        if len(rule.when.any_of) > 1:
            for number, tests in enumerate(rule.when.any_of, 1):
                yield "alternative", str(number), f"only {self._words(tests)}"
        for number, tests in enumerate(_exceptions(rule), 1):
            yield "exception", str(number), f"only {self._words(tests)}"
        if (held := _held_in_doubt(rule)) and self._can_be_in_doubt(rule):
            yield "in doubt", "", held
        for place, test in _refusing(rule):
            yield "test", place, f"only not: {self._words((test,))}"
        for side, condition in (("when", rule.when.any_of), ("unless", rule.unless.any_of)):
            lists = ((rule.when if side == "when" else rule.unless).all_of, *condition)
            for place, test in _placed(side, lists):
                for number, operand in enumerate(_values(test), 1):
                    words = self._phrases.operand(test.name, operand)
                    yield "value", f"{place}.{number}", f"{the(test.name)} is {words}"

    def _can_be_in_doubt(self, rule: ir.Rule) -> bool:
        """Whether anything that a rule tests can be unknown; whether something is known is known."""
        return any(
            each.form not in ("known", "not known")
            for condition in (rule.when, rule.unless)
            for test in tests_in(condition)
            for each in _joined(test)
        )

    def _settings(self) -> Iterator[Branch]:
        tested = {setting for _, _, setting in self._held}
        for name in sorted(self.ruleset.settings):
            if name in tested:
                yield Branch("setting", name, "setting", "yes", "a test against it is yes")
                yield Branch("setting", name, "setting", "no", "a test against it is no")
            if any(name in used for used in self._used.values()):
                yield Branch("setting", name, "setting", "used", "a day, repetition or sum that it gives")

    def _words(self, tests: Iterable[ir.Test]) -> str:
        return " and ".join(test_in_words(self._phrases, test) for test in tests)

    # -- what an assessment exercised ------------------------------------------------------------

    def exercised(self, world: World, settled: Settled, as_of: date) -> frozenset[Key]:
        """The keys of the branches that one case exercised on a day, as an engine settled it."""
        meaning = Meaning(self.ruleset, world, as_of, Given(settled))
        return frozenset(key for key in _Exercising(self, meaning, settled).all() if key in self._known)

    @property
    def held_against(self) -> tuple[tuple[str, ir.Test, str], ...]:
        """Every test that is held against a setting: the kind it is made at, the test, the setting."""
        return self._held

    @property
    def concluding(self) -> Mapping[str, tuple[str, ...]]:
        """The rules that settle each decision which says what holds otherwise."""
        return self._concluding

    @property
    def used(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The settings that a rule's duties, its find-out or a measure uses other than in a test."""
        return self._used

    @property
    def emptied(self) -> tuple[ir.Measure, ...]:
        """The measures that say what holds where nothing counts."""
        return self._emptied


class _Exercising:
    """One assessment, looked through once."""

    def __init__(self, practice: Practice, meaning: Meaning, settled: Settled) -> None:
        self.practice, self.meaning, self.settled = practice, meaning, settled

    def all(self) -> Iterator[Key]:
        """Rules first, then what holds otherwise, then settings."""
        for rule in self.practice.ruleset.rules.values():
            for thing, answer in self._answers(rule):
                yield from ((rule.id, sort, number) for sort, number in self._rule(rule, thing, answer))
        yield from ((name, "otherwise", "") for name in self._otherwise())
        yield from ((name, "setting", number) for name, number in self._settings())

    def _answers(self, rule: ir.Rule) -> Iterator[tuple[Thing, Answer]]:
        low, high = self.settled.low["rule", rule.id], self.settled.high["rule", rule.id]
        for row, answer in enumerate(zip(low, high, strict=True)):
            yield Thing(rule.kind, row), (bool(answer[0]), bool(answer[1]))

    def _rule(self, rule: ir.Rule, thing: Thing, answer: Answer) -> Iterator[tuple[Sort, str]]:
        if answer == YES:
            yield "applies", ""
            yield from self._decided(rule, thing)
        elif answer == NO:
            yield "does not apply", ""
            yield from self._let_go(rule, thing)
        elif _held_in_doubt(rule):
            yield "in doubt", ""

    def _certain(self, lists: Iterable[ir.Tests], thing: Thing) -> list[int]:
        """Which of several lists certainly hold, counted from 1."""
        return [number for number, tests in enumerate(lists, 1) if self.meaning.tests(tests, thing)[0]]

    def _decided(self, rule: ir.Rule, thing: Thing) -> Iterator[tuple[Sort, str]]:
        yield from self._value("when 0", rule.when.all_of, thing)
        if len(certain := self._certain(rule.when.any_of, thing)) == 1:
            yield "alternative", str(certain[0])
            yield from self._value(f"when {certain[0]}", rule.when.any_of[certain[0] - 1], thing)

    def _let_go(self, rule: ir.Rule, thing: Thing) -> Iterator[tuple[Sort, str]]:
        exceptions = _exceptions(rule)
        certain = self._certain(exceptions, thing)
        if len(certain) == 1 and self.meaning.condition(rule.when, thing)[0]:
            yield "exception", str(certain[0])
            number = certain[0] if not rule.unless.all_of else certain[0] - 1
            yield from self._value(f"unless {number}", exceptions[certain[0] - 1], thing)
        elif not certain:
            yield from self._refused(rule, thing)

    def _refused(self, rule: ir.Rule, thing: Thing) -> Iterator[tuple[Sort, str]]:
        any_of = [[self.meaning.test(test, thing) for test in tests] for tests in rule.when.any_of]
        parts = [self.meaning.test(test, thing) for test in rule.when.all_of]
        if any_of:
            parts.append(_either(any_of))
        if (alone := _alone(parts)) is None:
            return
        if alone < len(rule.when.all_of):
            yield from self._by_test(f"when 0.{alone + 1}", rule.when.all_of[alone], thing)
            return
        for number, answers in enumerate(any_of, 1):
            if (alone := _alone(answers)) is not None:
                yield from self._by_test(
                    f"when {number}.{alone + 1}", rule.when.any_of[number - 1][alone], thing
                )

    def _by_test(self, place: str, test: ir.Test, thing: Thing) -> Iterator[tuple[Sort, str]]:
        yield "test", place
        if test.form == "is not":
            yield from self._answered(place, test, thing)

    def _value(self, place: str, tests: ir.Tests, thing: Thing) -> Iterator[tuple[Sort, str]]:
        for number, test in enumerate(tests, 1):
            if test.form == "is":
                yield from self._answered(f"{place}.{number}", test, thing)

    def _answered(self, place: str, test: ir.Test, thing: Thing) -> Iterator[tuple[Sort, str]]:
        values = _values(test)
        if values:
            low, high = self.meaning.value(test.name, thing)
            for number, operand in enumerate(values, 1):
                if operand == ir.Constant(low) and low == high:
                    yield "value", f"{place}.{number}"

    def _otherwise(self) -> Iterator[str]:
        highs = self.settled.high
        for name, rules in self.practice.concluding.items():
            rows = range(len(self.meaning.rows(self.meaning.kind_of(name))))
            if any(not any(highs["rule", rule][row] for rule in rules) for row in rows):
                yield name
        for measure in self.practice.emptied:
            rows = range(len(self.meaning.rows(measure.of)))
            if any(self.meaning.nothing_counts(measure, Thing(measure.of, row)) for row in rows):
                yield measure.name

    def _settings(self) -> Iterator[tuple[str, str]]:
        for kind, test, setting in self.practice.held_against:
            for row in range(len(self.meaning.rows(kind))):
                certainly, possibly = self.meaning.test(test, Thing(kind, row))
                if certainly == possibly:
                    yield setting, "yes" if certainly else "no"
        for (sort, id), names in self.practice.used.items():
            if self._stands(sort, id):
                yield from ((name, "used") for name in names)

    def _stands(self, sort: str, id: str) -> bool:
        if sort == "measure":
            low, high = self.settled.low[id], self.settled.high[id]
            return any(one == other for one, other in zip(low, high, strict=True))
        low, high = self.settled.low["rule", id], self.settled.high["rule", id]
        wanted = (0, 1) if sort == "find out" else (1, 1)
        return any(pair == wanted for pair in zip(low, high, strict=True))


# -- the parts of a rule -------------------------------------------------------------------------


def _exceptions(rule: ir.Rule) -> tuple[ir.Tests, ...]:
    """Each part of ``unless`` that bears the rule out by itself."""
    return ((rule.unless.all_of,) if rule.unless.all_of else ()) + rule.unless.any_of


def _held_in_doubt(rule: ir.Rule) -> str:
    """What the rule says of itself while it cannot tell; empty where it says nothing."""
    if rule.in_doubt is not None:
        return f"when in doubt: {rule.in_doubt}"
    return "what it forbids stands in doubt" if any(d.word == "must not" for d in rule.duties) else ""


def _placed(side: str, lists: Iterable[ir.Tests]) -> Iterator[tuple[str, ir.Test]]:
    """Tests with their places: 0 for those that must all hold, then by the number of their list."""
    for group, tests in enumerate(lists):
        for number, test in enumerate(tests, 1):
            yield f"{side} {group}.{number}", test


def _refusing(rule: ir.Rule) -> Iterator[tuple[str, ir.Test]]:
    """The tests that can alone keep a rule from applying: an alternative of one test is never alone."""
    lists = (tests if len(tests) > 1 else () for tests in rule.when.any_of)
    yield from _placed("when", (rule.when.all_of, *lists))


def _values(test: ir.Test) -> tuple[ir.Constant, ...]:
    if test.form not in ("is", "is not") or len(test.operands) < 2:
        return ()
    return tuple(operand for operand in test.operands if isinstance(operand, ir.Constant))


def _joined(test: ir.Test) -> Iterator[ir.Test]:
    """A test and those that are joined to it by *and*."""
    yield test
    if test.also is not None:
        yield from _joined(test.also)


def _alone(answers: list[Answer]) -> int | None:
    """The one that is no where all others are yes."""
    refusing = [number for number, answer in enumerate(answers) if answer != YES]
    return refusing[0] if len(refusing) == 1 and answers[refusing[0]] == NO else None


def _either(lists: list[list[Answer]]) -> Answer:
    certainly = any(all(answer[0] for answer in answers) for answers in lists)
    return (certainly, any(all(answer[1] for answer in answers) for answers in lists))


def _giving(ruleset: ir.Ruleset, decision: str) -> Iterator[ir.Rule]:
    for rule in ruleset.rules.values():
        if any(conclusion.decision == decision for conclusion in rule.then):
            yield rule


# -- where settings are used ---------------------------------------------------------------------


def _conditions(ruleset: ir.Ruleset) -> Iterator[tuple[str, ir.Condition]]:
    """Every condition with the kind of thing that it is asked of."""
    for rule in ruleset.rules.values():
        yield from ((rule.kind, condition) for condition in (rule.when, rule.unless))
        yield from ((rule.kind, ir.Condition(each.tests)) for duty in rule.duties for each in duty.until)
    yield from ((action.done_to, action.only_if) for action in ruleset.actions.values())
    yield from ((sign.of, sign.condition) for sign in ruleset.signs.values())
    for measure in ruleset.measures.values():
        if measure.over is not None:
            yield from ((measure.over, condition) for condition in (measure.where, measure.have))


def _held_against(ruleset: ir.Ruleset) -> Iterator[tuple[str, ir.Test, str]]:
    seen = set()
    for kind, condition in _conditions(ruleset):
        for test in tests_in(condition):
            for each in _joined(test):
                for operand in each.operands:
                    one = (kind, replace(each, also=None), operand)
                    if isinstance(operand, ir.SettingRef) and one not in seen:
                        seen.add(one)
                        yield kind, one[1], operand.setting


def _used(ruleset: ir.Ruleset) -> dict[tuple[str, str], frozenset[str]]:
    """The settings that an entry uses other than in a test."""
    used: dict[tuple[str, str], frozenset[str]] = {}
    for id, rule in ruleset.rules.items():
        plain = replace(rule, when=ir.Condition(), unless=ir.Condition(), examples=())
        duties = tuple(replace(duty, until=()) for duty in rule.duties)
        used["rule", id] = frozenset(settings_in(replace(plain, duties=duties, find_out=None)))
        used["find out", id] = frozenset(settings_in(replace(plain, then=(), duties=())))
    for name, measure in ruleset.measures.items():
        if measure.times:
            used["measure", name] = frozenset([measure.times])
    return {key: names for key, names in used.items() if names}
