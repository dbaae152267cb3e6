"""The workload as generated Python: one function made from the data, a dict in and a dict out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import workload
from benchmarks.forms import OneCase
from benchmarks.workload import Answer, Case, Rule, Test, named

Assess = Callable[[Case], Answer]


def one() -> OneCase:
    """Made ready."""
    return OneCase(build())


def build() -> Assess:
    """The function, compiled."""
    scope: dict[str, Any] = {}
    exec(compile(source(), "<generated workload>", "exec"), scope)
    assess: Assess = scope["assess"]
    return assess


def source() -> str:
    """The text of the function."""
    return "\n".join(["def assess(case):", *(f"    {line}" for line in _lines())])


def _lines() -> Iterator[str]:
    read = {test.name for rule in _all_rules() for test in rule.tests()} & set(workload.FACTS)
    for name in (*workload.ANSWERS, *sorted(read - set(workload.ANSWERS))):
        yield f"{named(name)} = case[{named(name)!r}]"
    yield "score = " + " + ".join(map(named, workload.ANSWERS))
    for decision in ("risk", "eligibility"):
        yield from _decided(decision)
    yield "points = 0"
    for rule in workload.PRIORITY:
        yield f"if {_condition(rule)}: points += {rule.gives}"
    yield from _decided("band")
    yield "found = []"
    yield "add = found.append"
    for rule in workload.RECOMMENDATIONS:
        yield f"if {_condition(rule)}: add({rule.name!r})"
    decided = ", ".join(f"{name!r}: {name}" for name in ("score", "risk", "eligibility", "points", "band"))
    flags = ", ".join(f"{rule.name!r}: {_condition(rule)}" for rule in workload.PLAN)
    yield f"return {{{decided}, 'recommendations': found, 'plan': {{{flags}}}}}"


def _all_rules() -> Iterator[Rule]:
    for table in (*workload.TABLES.values(), workload.PRIORITY, workload.RECOMMENDATIONS, workload.PLAN):
        yield from table


def _decided(decision: str) -> Iterator[str]:
    """The highest value first: the first that holds is the one."""
    lowest, *words = workload.DECISIONS[decision]
    for place, word in enumerate(reversed(words)):
        any_of = " or ".join(
            f"({_condition(rule)})" for rule in workload.TABLES[decision] if rule.gives == word
        )
        yield f"{'elif' if place else 'if'} {any_of}: {decision} = {word!r}"
    yield f"else: {decision} = {lowest!r}"


def _condition(rule: Rule) -> str:
    tests = [_test(test) for test in rule.when]
    if rule.any_of:
        lists = (" and ".join(map(_test, tests)) for tests in rule.any_of)
        tests.append(f"({' or '.join(lists)})")
    return " and ".join(tests)


def _test(test: Test) -> str:
    name, words = named(test.name), workload.codes(test.name)
    if test.relation == "between":
        low, high = test.ends
        if low is None or high is None:
            return f"{name} >= {low}" if high is None else f"{name} <= {high}"
        return f"{low} <= {name} <= {high}"
    if test.name in workload.NUMBERS:
        return f"{name} == {test.values[0]}"
    if not words:
        return name if test.values == (1,) else f"not {name}"
    out = [word for code, word in enumerate(words) if code not in test.values]
    if len(out) == 1:
        return f"{name} != {out[0]!r}"
    said = " or ".join(f"{name} == {words[code]!r}" for code in test.values)
    return said if len(test.values) == 1 else f"({said})"
