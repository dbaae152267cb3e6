"""A ruleset in one order, so that what is found of it never hangs on the order of its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from drive_rules.ir import Condition, Measure, Rule, Ruleset, Sign, Tests

Entry = TypeVar("Entry")


def in_one_order(ruleset: Ruleset) -> Ruleset:
    """The same ruleset with every entry in the order of its name, and every test in one of its own."""
    return replace(
        ruleset,
        kinds=_sorted(ruleset.kinds),
        facts=_sorted(ruleset.facts),
        signs={name: _sign(sign) for name, sign in _sorted(ruleset.signs).items()},
        checklists=_sorted(ruleset.checklists),
        measures={name: _measure(measure) for name, measure in _sorted(ruleset.measures).items()},
        settings=_sorted(ruleset.settings),
        decisions=_sorted(ruleset.decisions),
        actions=_sorted(ruleset.actions),
        groups=_sorted(ruleset.groups),
        rules={id: _rule(rule) for id, rule in _sorted(ruleset.rules).items()},
        invariants=_sorted(ruleset.invariants),
    )


def _sorted(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    return {name: entries[name] for name in sorted(entries)}


def _sign(sign: Sign) -> Sign:
    return replace(sign, condition=_condition(sign.condition))


def _measure(measure: Measure) -> Measure:
    return replace(measure, where=_condition(measure.where), have=_condition(measure.have))


def _rule(rule: Rule) -> Rule:
    return replace(rule, when=_condition(rule.when), unless=_condition(rule.unless))


def _condition(condition: Condition) -> Condition:
    return Condition(_tests(condition.all_of), tuple(sorted(map(_tests, condition.any_of), key=repr)))


def _tests(tests: Tests) -> Tests:
    return tuple(sorted((replace(test, span=None) for test in tests), key=repr))
