"""The examples inside rules, tried: each is a small world in which the reference says what the rule does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from drive_rules.case import Row, World
from drive_rules.case.evidence import until_said_otherwise
from drive_rules.ir import (
    ALWAYS_WHOLE,
    NEVER_WHOLE,
    Condition,
    Example,
    GivenThing,
    Rule,
    Ruleset,
    Test,
    WatchRule,
)
from drive_rules.problems import Problem
from drive_rules.reference import Interval, Meaning, Thing

TODAY = date(2026, 6, 1)
"""The day of an example that does not say ``today``."""
EXPECTED = {(True, True): "applies", (False, False): "does not", (False, True): "cannot tell"}
SAID = {(True, True): "yes", (False, False): "no", (False, True): "cannot tell"}


def try_examples(ruleset: Ruleset, rules: Iterable[str] | None = None) -> tuple[Problem, ...]:
    """Every example of every rule that does not do what it says, with the tests that decided.

    With ``rules``, those of some rules only.
    """
    tried = ruleset.rules.values() if rules is None else (ruleset.rules[id] for id in rules)
    return tuple(problem for rule in tried for problem in _try_rule(ruleset, rule))


def _try_rule(ruleset: Ruleset, rule: Rule) -> Iterator[Problem]:
    for example in rule.examples:
        meaning, thing = world_of(ruleset, rule, example)
        answer = meaning.applies(rule, thing)
        if EXPECTED[answer] != example.expect:
            tests = "; ".join(_said(meaning, rule, thing)) or "it has no tests"
            yield Problem(
                "DR900",
                f"the example of '{rule.id}' under '{example.expect}' gives '{EXPECTED[answer]}'",
                f"change the example or the rule; as it stands, {tests}",
                example.span or rule.span,
            )


def _said(meaning: Meaning, rule: Rule, thing: Thing) -> Iterator[str]:
    for word, condition in (("when", rule.when), ("unless", rule.unless)):
        for test in _tests(condition):
            yield f"the test of '{test.name}' under `{word}` gives '{SAID[meaning.test(test, thing)]}'"


def _tests(condition: Condition) -> Iterator[Test]:
    yield from condition.all_of
    for tests in condition.any_of:
        yield from tests


def world_of(ruleset: Ruleset, rule: Rule | WatchRule, example: Example) -> tuple[Meaning, Thing]:
    """The world that an example gives, and the rule's one thing in it."""
    build = _Building(ruleset)
    above = [rule.kind]
    while (part_of := ruleset.kinds[above[0]].part_of) is not None:
        above.insert(0, part_of)
    parent = -1
    for kind in above:
        given = tuple((name, value) for name, value in example.given if _owner(ruleset, name) == kind)
        parent = build.add(kind, parent, given)
    thing = Thing(rule.kind, parent)
    build.things(parent, example.things)
    return Meaning(ruleset, build.world(), example.today or TODAY, build.given), thing


def _owner(ruleset: Ruleset, name: str) -> str:
    for entries in (ruleset.facts, ruleset.signs, ruleset.measures, ruleset.decisions):
        if name in entries:
            return entries[name].of
    for checklist in ruleset.checklists.values():
        if name in (checklist.score, checklist.answered):
            return checklist.of
    raise KeyError(name)


@dataclass
class _Building:
    ruleset: Ruleset
    rows: dict[str, list[Row]] = field(default_factory=dict)
    given: dict[tuple[str, int], Interval] = field(default_factory=dict)

    def add(self, kind: str, parent: int, given: tuple[tuple[str, Interval], ...]) -> int:
        facts = [fact for fact in self.ruleset.facts.values() if fact.of == kind]
        values = dict(given)
        for fact in facts:
            if fact.stands is not None:
                known = values.get(fact.name, (fact.type.low, fact.type.high))
                values[fact.name] = until_said_otherwise(fact, *known)
        listed = [below.listed for below in self.ruleset.kinds.values() if below.part_of == kind]
        rows = self.rows.setdefault(kind, [])
        for name, _ in given:
            self.given[name, len(rows)] = values[name]
        rows.append(
            Row(
                key="example",
                parent=parent,
                low=tuple(values.get(fact.name, (fact.type.low, 0))[0] for fact in facts),
                high=tuple(values.get(fact.name, (0, fact.type.high))[1] for fact in facts),
                whole=tuple(
                    ALWAYS_WHOLE if values.get(name or "") == (1, 1) else NEVER_WHOLE for name in listed
                ),
            )
        )
        return len(rows) - 1

    def things(self, parent: int, things: tuple[tuple[str, tuple[GivenThing, ...]], ...]) -> None:
        for kind, given in things:
            for thing in given:
                self.things(self.add(kind, parent, thing.facts), thing.things)

    def world(self) -> World:
        return World({kind: tuple(self.rows.get(kind, ())) for kind in self.ruleset.kinds})
