"""The workload for durable_rules, through its C module as ``drive_rules.engines.guarded`` drives it.

That is several times as fast as its own host, and safe.  Each rule is as many rules of its as it has
lists of tests, over whole numbers; a step is a session of its own, and the host adds up and takes the
highest of what fired.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from benchmarks import workload
from benchmarks.forms import OneCase
from benchmarks.workload import Answer, Case, Rule, Test, named
from drive_rules.engines.guarded import Line, Sheet
from drive_rules.engines.homes import HERE

Codes = dict[str, int]
Way = tuple[Line[str], ...]


def one() -> OneCase:
    """Made ready."""
    return OneCase(build(), coded)


def build() -> Callable[[Codes], Answer]:
    """A function from a case in codes to its answer."""
    steps = {name: _Step(rules) for name, rules in workload.TABLES.items()}
    priority = _Step(workload.PRIORITY)
    recommended, planned = _Step(workload.RECOMMENDATIONS), _Step(workload.PLAN)

    def assess(case: Codes) -> Answer:
        known = {**case, "score": sum(map(case.__getitem__, workload.ANSWERS))}
        for decision in ("risk", "eligibility"):
            known[decision] = _highest(decision, steps[decision].fire(known))
        known["points"] = sum(int(rule.gives) for rule in priority.fire(known))
        known["band"] = _highest("band", steps["band"].fire(known))
        plan = dict.fromkeys((rule.name for rule in workload.PLAN), False)
        plan.update({rule.name: True for rule in planned.fire(known)})
        return {
            **{name: known[name] for name in ("score", "points")},
            **{name: words[known[name]] for name, words in workload.DECISIONS.items()},
            "recommendations": [rule.name for rule in recommended.fire(known)],
            "plan": plan,
        }

    return assess


def coded(case: Case) -> Codes:
    """A case in codes."""
    return {name: workload.coded(name, case[named(name)]) for name in workload.FACTS}


def _highest(decision: str, rules: Sequence[Rule]) -> int:
    return max((workload.DECISIONS[decision].index(str(rule.gives)) for rule in rules), default=0)


@dataclass
class _Step:
    """Rules on sheets; ``fire`` gives those that hold, in their order."""

    rules: Sequence[Rule]

    def __post_init__(self) -> None:
        self.owners: dict[Way, list[int]] = {}
        for number, rule in enumerate(self.rules):
            for way in _ways(rule):
                self.owners.setdefault(way, []).append(number)
        self.sheets: tuple[Sheet[str], ...] = HERE.sheets(self.owners)

    def fire(self, known: Codes) -> list[Rule]:
        """The rules that hold."""
        fired = {
            number
            for sheet in self.sheets
            for _, way in sheet.fire([tuple(map(known.__getitem__, sheet.columns))])
            for number in self.owners[sheet.ways[way]]
        }
        return [self.rules[number] for number in sorted(fired)]


def _ways(rule: Rule) -> Iterator[Way]:
    """Each way in which a rule can hold: one of its lists, and one stretch of each test."""
    for tests in rule.any_of or ((),):
        ways: list[Way] = [()]
        for test in chain(rule.when, tests):
            ways = [(*way, *lines) for way in ways for lines in _lines(test)]
        yield from ways


def _lines(test: Test) -> Iterator[Way]:
    if test.relation == "between":
        low, high = test.ends
        yield _stretch(test.name, low, high)
        return
    starts = [code for code in test.values if code - 1 not in test.values]
    ends = [code for code in test.values if code + 1 not in test.values]
    yield from (_stretch(test.name, low, high) for low, high in zip(starts, ends, strict=True))


def _stretch(name: str, low: int | None, high: int | None) -> Way:
    ends = (
        *((Line(name, "$gte", low),) if low is not None else ()),
        *((Line(name, "$lte", high),) if high is not None else ()),
    )
    return ends
