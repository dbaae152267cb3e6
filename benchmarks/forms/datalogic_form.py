"""The workload for datalogic-py (JSONLogic in Rust): compiled once, one array expression for each step.

JSONLogic has no names for what was worked out before, so the host puts the outcome of a step into the
data of the next; what holds comes back as a list of yes and no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from typing import Any

import datalogic_py

from benchmarks import workload
from benchmarks.forms import OneCase
from benchmarks.workload import Answer, Case, Rule, Test, named

Logic = Any
RECOMMENDED = tuple(rule.name for rule in workload.RECOMMENDATIONS)
PLANNED = tuple(rule.name for rule in workload.PLAN)


DERIVED = ("score", "risk", "eligibility", "points", "band")


def one() -> OneCase:
    """Made ready."""
    return OneCase(build(), answer=answer_of)


def build() -> Callable[[Case], list[Any]]:
    """A function from a case to its score, risk, eligibility, points, band, recommendations and plan."""
    engine = datalogic_py.Engine()
    steps = [(name, engine.compile(logic)) for name, logic in zip(DERIVED, _derived(), strict=True)]
    last = engine.compile(
        [
            *({"var": name} for name in DERIVED),
            [_condition(rule) for rule in workload.RECOMMENDATIONS],
            [_condition(rule) for rule in workload.PLAN],
        ]
    )
    evaluate = engine.session().evaluate

    def assess(case: Case) -> list[Any]:
        data = case.copy()
        for name, rule in steps:
            data[name] = evaluate(rule, data)
        found: list[Any] = evaluate(last, data)
        return found

    return assess


def answer_of(found: list[Any]) -> Answer:
    """What was found, in the words of the workload."""
    *derived, recommended, planned = found
    return {
        **dict(zip(DERIVED, derived, strict=True)),
        "recommendations": list(compress(RECOMMENDED, recommended)),
        "plan": dict(zip(PLANNED, planned, strict=True)),
    }


def _derived() -> Iterator[Logic]:
    yield {"+": [{"if": [{"var": named(name)}, 1, 0]} for name in workload.ANSWERS]}
    yield _decided("risk")
    yield _decided("eligibility")
    yield {"+": [{"if": [_condition(rule), rule.gives, 0]} for rule in workload.PRIORITY]}
    yield _decided("band")


def _decided(decision: str) -> Logic:
    """The highest value first."""
    lowest, *words = workload.DECISIONS[decision]
    branches: list[Logic] = []
    for word in reversed(words):
        rules = [rule for rule in workload.TABLES[decision] if rule.gives == word]
        branches += [_joined("or", [_condition(rule) for rule in rules]), word]
    return {"if": [*branches, lowest]}


def _condition(rule: Rule) -> Logic:
    tests = [_test(test) for test in rule.when]
    if rule.any_of:
        tests.append(
            _joined("or", [_joined("and", [_test(test) for test in tests]) for tests in rule.any_of])
        )
    return _joined("and", tests)


def _joined(word: str, tests: Sequence[Logic]) -> Logic:
    return tests[0] if len(tests) == 1 else {word: list(tests)}


def _test(test: Test) -> Logic:
    name = {"var": named(test.name)}
    words = workload.codes(test.name)
    if test.relation == "between":
        low, high = test.ends
        if low is not None and high is not None:
            return {"<=": [low, name, high]}
        return {">=": [name, low]} if high is None else {"<=": [name, high]}
    if words:
        out = set(range(len(words))) - set(test.values)
        if len(out) == 1:
            return {"!==": [name, words[out.pop()]]}
        return _joined("or", [{"===": [name, words[code]]} for code in test.values])
    if test.name in workload.NUMBERS:
        return {"===": [name, test.values[0]]}
    return name if test.values == (1,) else {"!": name}
