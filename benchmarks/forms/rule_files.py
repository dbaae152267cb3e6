"""The workload as rule files, for ``drive_rules.load``: ``python -m benchmarks.forms.rule_files FOLDER``.

They are read like any other: every name declared, every rule with its reason and source and with
examples on both sides of each edge.  A recommendation is an action that a rule says should be done, a
flag of the plan is a sign.
"""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from benchmarks import workload
from benchmarks.workload import Rule, Test, codes
from drive_rules.language.layout import Plain, to_yaml
from drive_rules.language.names import slug

REGISTERED: Mapping[str, Plain] = {"source": "none", "provenance": "our assumption, to confirm"}
WHY: Mapping[str, Plain] = {"because": "It is invented, to be measured.", **REGISTERED}
DECIDED = {"risk": workload.RISK, "eligibility": workload.ELIGIBILITY, "band": workload.BAND}
NUMBERS = {**workload.NUMBERS, "score": (0, len(workload.ANSWERS)), "points": (-1000, 1000)}
Given = dict[str, int]


@cache
def folder() -> Path:
    """A folder that holds the package until the process ends."""
    made = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return write(made)


def write(folder: Path) -> Path:
    """Write the package into a folder; gives the folder."""
    for name, block in files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(to_yaml(block), encoding="utf-8")
    return folder


def files() -> dict[str, Mapping[str, Plain]]:
    """The files of the package by path, as blocks."""
    return {
        "ruleset.yaml": {
            "ruleset": "workload",
            "version": "1",
            "language": "1",
            "title": "A plain workload to measure engines by; invented, and no practice",
        },
        "vocabulary.yaml": {
            "kinds": {"case": {"title": "One thing with 59 facts"}},
            "facts": dict(_facts()),
            "checklists": {"answers": _checklist()},
            "signs": {rule.name: _sign(rule) for rule in workload.PLAN},
            "decisions": _decisions(),
        },
        "agencies.yaml": {"agencies": {"case manager": {"contact": "the case manager", **REGISTERED}}},
        "actions.yaml": {"actions": {rule.name: _action() for rule in workload.RECOMMENDATIONS}},
        "rules/decisions.yaml": {"rules": dict(_deciding())},
        "rules/recommendations.yaml": {
            "rules": {
                f"recommend-{slug(rule.name)}": _recommending(rule) for rule in workload.RECOMMENDATIONS
            }
        },
    }


def _facts() -> Iterator[tuple[str, Plain]]:
    for name in (*workload.ANSWERS, *workload.YES_NO):
        yield name, {"of": "case", "type": "yes or no"}
    for name, words in workload.CHOICES.items():
        yield name, {"of": "case", "type": "choice", "values": list(words), "ordered": "yes"}
    for name, (low, high) in workload.NUMBERS.items():
        yield name, {"of": "case", "type": "number", "from": str(low), "to": str(high)}


def _checklist() -> Plain:
    items = {f"a{number:02}": name for number, name in enumerate(workload.ANSWERS, 1)}
    return {"of": "case", "instrument": "invented answers", "score": workload.SCORE, "items": items, **WHY}


def _decisions() -> Plain:
    ranked: dict[str, Plain] = {
        name: {
            "of": "case",
            "type": "choice",
            "values": list(words),
            "ordered": "yes",
            "take": "highest",
            "otherwise": words[0],
        }
        for name, words in workload.DECISIONS.items()
    }
    return {**ranked, workload.POINTS: {"of": "case", "type": "number", "take": "total"}}


def _action() -> Plain:
    return {"done to": "case", "strand": "support", "owner": "case manager", **WHY}


def _sign(rule: Rule) -> Plain:
    block: dict[str, Plain] = {"of": "case"}
    if rule.when:
        block["all of"] = _tests(rule.when)
    if rule.any_of:
        block["any of"] = [_tests(tests) for tests in rule.any_of]
    return {**block, **WHY}


def _deciding() -> Iterator[tuple[str, Plain]]:
    for decision, rules in DECIDED.items():
        for rule in rules:
            yield f"{decision}-{slug(rule.name)}", _rule(rule, {"then": {decision: str(rule.gives)}})
    for rule in workload.PRIORITY:
        yield f"points-{slug(rule.name)}", _rule(rule, {"then": {workload.POINTS: f"add {rule.gives}"}})


def _recommending(rule: Rule) -> Plain:
    return _rule(rule, {"should": [{"do": rule.name}]})


def _rule(rule: Rule, calls: Mapping[str, Plain]) -> Plain:
    block: dict[str, Plain] = {"title": f"Invented, {rule.name}", "for each": "case"}
    block["when"] = _tests(rule.when)
    if rule.any_of:
        block["when any of"] = [_tests(tests) for tests in rule.any_of]
    return {**block, **calls, **WHY, "for example": _examples(rule)}


# -- tests -----------------------------------------------------------------------------------------


def _tests(tests: Sequence[Test]) -> Plain:
    return {test.name: _words(test) for test in tests}


def _words(test: Test) -> Plain:
    if test.relation == "in":
        words = [_value(test.name, code) for code in test.values]
        return words[0] if len(words) == 1 else words
    low, high = test.ends
    if low is None:
        return f"at most {high}"
    return f"at least {low}" if high is None else f"between {low} and {high}"


def _value(name: str, code: int) -> str:
    if name in NUMBERS:
        return str(code)
    return codes(name)[code] if codes(name) else ("no", "yes")[code]


# -- examples --------------------------------------------------------------------------------------


def _examples(rule: Rule) -> Plain:
    """One on each side, and one on and beside every edge: each side as the plainest reading has it."""
    shown: dict[str, list[Plain]] = {"applies": [], "does not": []}
    for given in _givens(rule):
        side = "applies" if workload.holds(rule, given) else "does not"
        said = {name: _value(name, code) for name, code in given.items()}
        if said not in shown[side]:
            shown[side].append(said)
    return {side: said for side, said in shown.items() if said}


def _givens(rule: Rule) -> Iterator[Given]:
    """What every test asks, then the same with one name on each side of its edge."""
    so: Given = {}
    for test in (*(test for tests in rule.any_of[::-1] for test in tests), *rule.when):
        so[test.name] = next(code for code, is_so in _beside(test) if is_so)
    yield so
    for test in rule.tests():
        yield from ({**so, test.name: code} for code, _ in _beside(test))


def _beside(test: Test) -> Iterator[tuple[int, bool]]:
    """The codes on the edges of a test and just beyond them, and whether each passes."""
    if test.relation == "between":
        low, high = test.ends
        points = [] if low is None else [(low, True), (low - 1, False)]
        points += [] if high is None else [(high, True), (high + 1, False)]
        least, most = NUMBERS[test.name]
        yield from ((code, is_so) for code, is_so in points if least <= code <= most)
        return
    last = NUMBERS[test.name][1] if test.name in NUMBERS else len(codes(test.name) or ["no", "yes"]) - 1
    yield test.values[0], True
    yield next(code for code in range(last + 1) if code not in test.values), False


if __name__ == "__main__":
    print(write(Path(sys.argv[1])))
