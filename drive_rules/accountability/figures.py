"""The figures of a record: what a ruleset counts of itself, and what reports of its tests say.

A report is what ``pytest --mutation-report`` writes: a line for each way in which a rule was spoilt, and
which scenario missed what was taken away.  What nobody gave is None, and is printed as not given.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from drive_rules.ir import Provenance, Ruleset
from drive_rules.problems import Problem, RulesetError
from drive_rules.traceability import ASSUMED, Scenario, resting

MOST_PROBLEMS = 20
FORM = "give what `pytest --mutation-report` wrote: a line of JSON for each way in which a rule was spoilt"


@dataclass(frozen=True, slots=True)
class Spoilt:
    """How often rules were spoilt, how often a scenario missed what was taken away, and of how many rules."""

    ways: int
    noticed: int
    rules: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted of a ruleset.

    ``rules_by`` counts rules, and ``resting_by`` everything that says on whose word it is, by provenance.
    ``assumed`` counts what is our assumption by sort: rules, settings, signs.  ``scenarios`` and
    ``spoilt`` are None where they were not given.
    """

    rules: int
    safety_rules: int
    actions: int
    settings: int
    decisions: int
    facts: int
    private_facts: int
    protected_facts: int
    sources: int
    examples: int
    rules_by: Mapping[Provenance, int]
    resting_by: Mapping[Provenance, int]
    assumed: Mapping[str, int]
    scenarios: int | None = None
    rules_with_scenario: int | None = None
    spoilt: Spoilt | None = None

    @property
    def assumed_share(self) -> int:
        """How much of what says on whose word it is, in percent, is our assumption."""
        return round(100 * self.resting_by.get(ASSUMED, 0) / max(sum(self.resting_by.values()), 1))


def figures_of(
    ruleset: Ruleset, scenarios: Iterable[Scenario] | None = None, spoilt: Spoilt | None = None
) -> Figures:
    """Count a ruleset, the scenarios of its specs where they are given, and what a report said."""
    rules, facts, said = ruleset.rules.values(), ruleset.facts.values(), resting(ruleset)
    specs = None if scenarios is None else tuple(scenarios)
    tested = {rule for spec in specs or () for rule in spec.rules} & set(ruleset.rules)
    return Figures(
        rules=len(ruleset.rules),
        safety_rules=sum(rule.safety for rule in rules),
        actions=len(ruleset.actions),
        settings=len(ruleset.settings),
        decisions=len(ruleset.decisions),
        facts=len(ruleset.facts),
        private_facts=sum(fact.private for fact in facts),
        protected_facts=sum(fact.protected or fact.monitoring for fact in facts),
        sources=len(ruleset.sources),
        examples=sum(len(rule.examples) for rule in rules),
        rules_by=_sorted(Counter(rule.why.provenance for rule in rules)),
        resting_by=_sorted(Counter(each.why.provenance for each in said)),
        assumed=_sorted(Counter(each.sort for each in said if each.why.provenance == ASSUMED)),
        scenarios=None if specs is None else len(specs),
        rules_with_scenario=None if specs is None else len(tested),
        spoilt=spoilt,
    )


def _sorted(count: Mapping[Any, int]) -> dict[Any, int]:
    return dict(sorted(count.items()))


SAME = "same in every case on"
"""In a mutation report: the day for which it is proved that no case tells a mutant from the rule."""


def read_reports(texts: Iterable[str], ruleset: Ruleset) -> Spoilt:
    """What reports say, added up; a way of spoiling a rule that is in more than one counts once.

    A way that no case tells from the rule is no way of spoiling it, and does not count.

    Raises ``RulesetError`` with the place of every line that is none of this ruleset.
    """
    found: dict[tuple[str, str], bool] = {}
    problems: list[Problem] = []
    for number, text in enumerate(texts, 1):
        lines = [(row, line) for row, line in enumerate(text.splitlines(), 1) if line.strip()]
        if not lines:
            problems.append(Problem("AC010", "the report is empty", FORM, place=f"report {number}"))
        for row, line in lines:
            place = f"report {number}, line {row}"
            read = _line(line)
            if read is None:
                problems.append(Problem("AC010", "this is no line of a mutation report", FORM, place=place))
            elif read[0] not in ruleset.rules:
                fix = "give a report that was made of this ruleset"
                problems.append(Problem("AC011", "it is of a rule that is not here", fix, place=place))
            elif not read[3]:
                found[read[:2]] = found.get(read[:2], False) or read[2]
    if problems:
        raise RulesetError(_first(problems))
    return Spoilt(len(found), sum(found.values()), len({rule for rule, _ in found}))


def _line(line: str) -> tuple[str, str, bool, bool] | None:
    """The rule, how it was spoilt, whether anything noticed, and whether no case tells the two apart."""
    try:
        read = json.loads(line)
    except ValueError:
        return None
    if not isinstance(read, dict) or not {"rule", "sort", "what", "missed by"} <= read.keys():
        return None
    rule, what, by = read["rule"], read["what"], read["missed by"]
    fits = isinstance(rule, str) and isinstance(what, str) and (by is None or isinstance(by, str))
    return (rule, what, by is not None, read.get(SAME) is not None) if fits else None


def _first(problems: list[Problem]) -> Iterator[Problem]:
    yield from problems[:MOST_PROBLEMS]
    if len(problems) > MOST_PROBLEMS:
        what = f"{len(problems) - MOST_PROBLEMS} more lines are none of this ruleset"
        yield Problem("AC010", what, FORM, place="reports")
