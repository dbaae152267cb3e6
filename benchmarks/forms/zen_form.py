"""The workload for zen-engine 2, in its two fastest forms: expressions in a node, and decision tables.

Both go through a loader that holds the content and ``engine.evaluate(key, case)``: a decision object, as
in its quick start, takes several times as long.  Graphs are plain JSON, made from the data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import compress, pairwise
from typing import Any

import zen

from benchmarks import workload
from benchmarks.forms import OneCase
from benchmarks.workload import Answer, Case, Rule, Test, named

Json = dict[str, Any]
Evaluate = Callable[[Case], Json]
SCORE = f"sum(map([{', '.join(map(named, workload.ANSWERS))}], # ? 1 : 0))"
RECOMMENDED = tuple(rule.name for rule in workload.RECOMMENDATIONS)
PLANNED = tuple(rule.name for rule in workload.PLAN)
OUTCOMES = ("score", "risk", "eligibility", "points", "band")


def one_of_expressions() -> OneCase:
    """The node of expressions, made ready."""
    return OneCase(expressions(), answer=answer_of_expressions)


def one_of_tables() -> OneCase:
    """The decision tables, made ready."""
    return OneCase(tables(), answer=answer_of_tables)


def expressions() -> Evaluate:
    """One node of expressions, each reading those before it; what holds as a list of yes and no.

    Measured against a key for each flag, and against the names of what is recommended: those take
    twice as long, and a node for each step half as long again.
    """
    return _ready([_input(), _expressions("all", _all_expressions()), _output()])


def tables() -> Evaluate:
    """A node for each step: the score and the points by expression, all else by decision table."""
    nodes = [_input(), _expressions("score", {"score": SCORE}, through=True)]
    for decision in ("risk", "eligibility"):
        nodes.append(_decided(decision))
    nodes += [
        _table("hits", workload.PRIORITY, [str(rule.gives) for rule in workload.PRIORITY], collect="added"),
        _expressions("points", {"points": "sum(map(added, #.value))"}, through=True),
        _decided("band"),
        _named("recommendations", workload.RECOMMENDATIONS),
        _named("plan", workload.PLAN),
        _expressions("answer", {key: key for key in (*OUTCOMES, "recommendations", "plan")}),
        _output(),
    ]
    return _ready(nodes)


def answer_of_expressions(found: Json) -> Answer:
    """What the expressions say, in the words of the workload."""
    return {
        **{name: found[name] for name in OUTCOMES},
        "recommendations": list(compress(RECOMMENDED, found["recommendations"])),
        "plan": dict(zip(PLANNED, found["plan"], strict=True)),
    }


def answer_of_tables(found: Json) -> Answer:
    """What the tables say, in the words of the workload."""
    recommended = {hit["value"] for hit in found["recommendations"]}
    planned = {hit["value"] for hit in found["plan"]}
    return {
        **{name: found[name] for name in OUTCOMES},
        "recommendations": [rule.name for rule in workload.RECOMMENDATIONS if rule.name in recommended],
        "plan": {rule.name: rule.name in planned for rule in workload.PLAN},
    }


def _ready(nodes: list[Json]) -> Evaluate:
    edges = [
        {"id": f"e{number}", "type": "edge", "sourceId": one["id"], "targetId": other["id"]}
        for number, (one, other) in enumerate(pairwise(nodes))
    ]
    content = json.loads(json.dumps({"nodes": nodes, "edges": edges}))
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"workload": content}}})

    def evaluate(case: Case) -> Json:
        return engine.evaluate("workload", case)["result"]

    return evaluate


# -- nodes -----------------------------------------------------------------------------------------


def _node(key: str, sort: str, content: Json | None = None) -> Json:
    return {"id": key, "name": key, "type": sort, "position": {"x": 0, "y": 0}, "content": content or {}}


def _input() -> Json:
    return _node("request", "inputNode")


def _output() -> Json:
    return _node("response", "outputNode")


def _expressions(key: str, expressions: dict[str, str], through: bool = False) -> Json:
    lines = [{"id": f"{key}{n}", "key": k, "value": v} for n, (k, v) in enumerate(expressions.items())]
    return _node(key, "expressionNode", {"expressions": lines, "passThrough": through})


def _all_expressions() -> dict[str, str]:
    conditions = _Conditions("$.")
    return {
        "score": SCORE,
        **{decision: conditions.decided(decision) for decision in ("risk", "eligibility")},
        "points": " + ".join(f"({conditions.of(rule)} ? {rule.gives} : 0)" for rule in workload.PRIORITY),
        "band": conditions.decided("band"),
        "recommendations": f"[{', '.join(map(conditions.of, workload.RECOMMENDATIONS))}]",
        "plan": f"[{', '.join(map(conditions.of, workload.PLAN))}]",
    }


class _Conditions:
    """Rules as expressions; what is derived is read with a prefix."""

    def __init__(self, derived: str = "") -> None:
        self.derived = derived

    def of(self, rule: Rule) -> str:
        """Whether a rule holds."""
        tests = [self._test(test) for test in rule.when]
        if rule.any_of:
            either = (" and ".join(map(self._test, tests)) for tests in rule.any_of)
            tests.append(f"({' or '.join(either)})")
        return f"({' and '.join(tests)})"

    def decided(self, decision: str) -> str:
        """The highest value first, as one expression."""
        lowest, *words = workload.DECISIONS[decision]
        made = f"{lowest!r}"
        for word in words:
            rules = [rule for rule in workload.TABLES[decision] if rule.gives == word]
            made = f"({' or '.join(map(self.of, rules))}) ? {word!r} : ({made})"
        return made

    def _test(self, test: Test) -> str:
        name = named(test.name) if test.name in workload.FACTS else f"{self.derived}{test.name}"
        words = workload.codes(test.name)
        if test.relation == "between":
            low, high = test.ends
            ends = [f"{name} >= {low}"] if low is not None else []
            return " and ".join([*ends, *([f"{name} <= {high}"] if high is not None else [])])
        if words:
            if len(test.values) == len(words) - 1 > 1:
                (out,) = set(range(len(words))) - set(test.values)
                return f"{name} != {words[out]!r}"
            said = (f"{name} == {words[code]!r}" for code in test.values)
            return f"({' or '.join(said)})" if len(test.values) > 1 else next(said)
        if test.name in workload.NUMBERS:
            return f"{name} == {test.values[0]}"
        return name if test.values == (1,) else f"not {name}"


# -- decision tables -------------------------------------------------------------------------------


def _decided(decision: str) -> Json:
    """The first rule that holds, the highest value before the others, and the lowest of all last."""
    words = workload.DECISIONS[decision]
    rules = sorted(workload.TABLES[decision], key=lambda rule: -words.index(str(rule.gives)))
    gives = [repr(rule.gives) for rule in rules]
    return _table(decision, [*rules, Rule("otherwise", ())], [*gives, repr(words[0])])


def _named(key: str, rules: Sequence[Rule]) -> Json:
    return _table(key, rules, [repr(rule.name) for rule in rules], collect=key)


def _table(key: str, rules: Sequence[Rule], gives: Sequence[str], collect: str = "") -> Json:
    """A row for each list of tests of each rule; a column for each name."""
    rows = [(tests, given) for rule, given in zip(rules, gives, strict=True) for tests in _rows(rule)]
    names = list(dict.fromkeys(test.name for tests, _ in rows for test in tests))
    columns = {name: f"i{number}" for number, name in enumerate(names)}
    content: Json = {
        "hitPolicy": "collect" if collect else "first",
        "inputs": [{"id": columns[name], "name": name, "field": named(name)} for name in names],
        "outputs": [{"id": "o", "name": "o", "field": "value" if collect else key}],
        "rules": [
            {
                "_id": f"r{number}",
                **dict.fromkeys(columns.values(), ""),
                **{columns[test.name]: _cell(test) for test in tests},
                "o": given,
            }
            for number, (tests, given) in enumerate(rows)
        ],
        "passThrough": True,
    }
    if collect:
        content["outputPath"] = collect
    return _node(key, "decisionTableNode", content)


def _rows(rule: Rule) -> Iterator[tuple[Test, ...]]:
    if not rule.any_of:
        yield rule.when
    for tests in rule.any_of:
        yield (*rule.when, *tests)


def _cell(test: Test) -> str:
    words = workload.codes(test.name)
    if test.relation == "between":
        low, high = test.ends
        if low is not None and high is not None:
            return f"[{low}..{high}]"
        return f">= {low}" if high is None else f"<= {high}"
    if words:
        return ", ".join(repr(words[code]) for code in test.values)
    return str(test.values[0]) if test.name in workload.NUMBERS else ("false", "true")[test.values[0]]
