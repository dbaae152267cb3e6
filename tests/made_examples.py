"""Examples for generated rules: one on each side, and one on and beside every edge that is tested.

They show what the language can write of an example, not what is so: whether an example holds is
another check.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

from drive_rules.ir import (
    NO_LIMIT,
    SCALE,
    Condition,
    Constant,
    Example,
    Fact,
    Form,
    GivenThing,
    Rule,
    Ruleset,
    SettingRef,
    Test,
    Type,
)
from tests.made_tests import tests_of

Given = dict[str, tuple[int, int]]
SIDES: dict[Form, tuple[tuple[int, int], ...]] = {
    "at least": ((0, 0), (0, -1)),
    "less than": ((0, 0), (0, -1)),
    "more than": ((0, 0), (0, 1)),
    "at most": ((0, 0), (0, 1)),
    "between": ((0, 0), (0, -1), (1, 0), (1, 1)),
}
"""Which operand an example stands on, and how many steps beside it."""


def with_examples(random: Random, ruleset: Ruleset, as_of: date) -> Ruleset:
    """The ruleset with examples for every rule."""
    made = Examples(random, ruleset, as_of)
    rules = {name: replace(rule, examples=tuple(made.of(rule))) for name, rule in ruleset.rules.items()}
    return replace(ruleset, rules=rules)


class Examples:
    """The examples of one ruleset."""

    def __init__(self, random: Random, ruleset: Ruleset, as_of: date) -> None:
        self.random = random
        self.ruleset = ruleset
        self.as_of = as_of
        self.types: dict[str, Type] = {name: fact.type for name, fact in ruleset.facts.items()}
        self.types |= {name: Type("yes or no", 0, 1) for name in ruleset.signs}
        self.types |= {n: m.type for n, m in ruleset.measures.items() if m.operation != "share"}
        self.types |= {name: decision.type for name, decision in ruleset.decisions.items()}
        for checklist in ruleset.checklists.values():
            points = [item.points for item in checklist.items]
            low, high = sum(p for p in points if p < 0), sum(p for p in points if p > 0)
            self.types[checklist.score] = Type("number", low, high)
            if checklist.answered:
                self.types[checklist.answered] = Type("number", 0, len(points) * SCALE)

    def of(self, rule: Rule) -> Iterator[Example]:
        """At least one that applies and, where it tests anything, one that does not."""
        tests = [test for one in (rule.when, rule.unless) for test in tests_of(one)]
        set_on_a_day = any(isinstance(operand, SettingRef) for test in tests for operand in test.operands)
        today = self.as_of if set_on_a_day or self.random.random() < 0.5 else None
        plain = {test.name: self._point(test.name) for test in tests if test.name in self.types}
        yield Example("applies", self._given(plain, rule), self._things(rule.kind), today)
        for point in self._points(tests):
            yield Example("applies", tuple(point.items()), today=today)
        if rule.when != Condition() or rule.unless != Condition():
            yield Example("does not", self._given(plain, rule), today=today)
            vague = {name: self._vague(name) for name in plain if self.random.random() < 0.7}
            if vague:
                yield Example("cannot tell", tuple(vague.items()), today=today)

    def _given(self, given: Given, rule: Rule) -> tuple[tuple[str, tuple[int, int]], ...]:
        if not given:
            given = {fact.name: self._point(fact.name) for fact in self._facts(rule.kind)[:1]}
        return tuple(given.items())

    def _facts(self, kind: str) -> list[Fact]:
        return [fact for fact in self.ruleset.facts.values() if fact.of == kind]

    def _points(self, tests: list[Test]) -> Iterator[Given]:
        for test in tests:
            type_ = self.types.get(test.name)
            if type_ and type_.name == "number":
                step = 10 ** (3 - type_.decimals)
                for place, beside in SIDES.get(test.form, ()):
                    edge = self._edge(test, place)
                    if edge is not None and type_.low <= edge + beside * step <= type_.high:
                        yield {test.name: (edge + beside * step, edge + beside * step)}

    def _edge(self, test: Test, place: int) -> int | None:
        match test.operands[place]:
            case Constant(code):
                return code
            case SettingRef(name):
                values = self.ruleset.settings[name].values
                begun = [one for one in values if one.since is None or one.since <= self.as_of]
                bound = (begun[-1] if begun else values[0]).value
                return bound.code if isinstance(bound, Constant) else None
        return None

    def _point(self, name: str) -> tuple[int, int]:
        type_ = self.types[name]
        if type_.name == "date":
            code = self.as_of.toordinal() + self.random.randint(-40, 40)
        elif type_.name == "number":
            step = 10 ** (3 - type_.decimals)
            code = min(max(type_.low, -5000) + step * self.random.randint(0, 3), type_.high)
        elif type_.name == "text":
            code = 1
        else:
            code = 0 if type_.name == "reference" else self.random.randint(type_.low, type_.high)
        return (code, code)

    def _vague(self, name: str) -> tuple[int, int]:
        type_ = self.types[name]
        low, _ = self._point(name)
        numbered = type_.name == "number" or (type_.name in ("choice", "length of time") and type_.ordered)
        if numbered and low < type_.high < NO_LIMIT and self.random.random() < 0.6:
            return (low, type_.high)
        return (type_.low, type_.high)

    def _things(self, kind: str, levels: int = 2) -> tuple[tuple[str, tuple[GivenThing, ...]], ...]:
        below = [one.name for one in self.ruleset.kinds.values() if one.part_of == kind]
        picked = [one for one in below if levels and self.random.random() < 0.4]
        return tuple((one, self._some(one, levels - 1)) for one in picked)

    def _some(self, kind: str, levels: int) -> tuple[GivenThing, ...]:
        return tuple(self._thing(kind, levels) for _ in range(self.random.randint(1, 2)))

    def _thing(self, kind: str, levels: int) -> GivenThing:
        facts = [fact.name for fact in self._facts(kind)]
        picked = self.random.sample(facts, self.random.randint(1, len(facts)))
        given = tuple((name, self.random.choice((self._point, self._vague))(name)) for name in picked)
        return GivenThing(given, self._things(kind, levels))
