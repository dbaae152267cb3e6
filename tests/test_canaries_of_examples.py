"""Every id and every text of the example cases is a canary: no verb of the library lets one out.

The record itself (``to_json``), the pages and what is asked of one thing by its id are the embedder's
own and hold ids; reprs, logs, errors and their tracebacks never do.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yaml

import drive_rules as dr

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "examples" / "cases").glob("*.yaml"))
TODAY = date(2026, 11, 2)
CANARY = "Qwvzxkj"


@pytest.fixture(scope="module")
def ruleset() -> dr.Ruleset:
    return dr.load("drive-core", site="example-site")


def poisoned(value: Any, counter: list[int]) -> Any:
    """The same case with a canary for every id, and a text of canaries wherever one may be written."""
    if isinstance(value, list):
        return [poisoned(each, counter) for each in value]
    if not isinstance(value, dict):
        return value
    new = {}
    for key, each in value.items():
        if key in ("id", "case"):
            counter[0] += 1
            new[key] = f"{CANARY}-{counter[0]}"
        else:
            new[key] = poisoned(each, counter)
    return new


def the_case(path: Path) -> dict[str, Any]:
    data = poisoned(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader), [0])
    data["ethnic group of the perpetrator"] = f"{CANARY} text"
    return dict(data)


def monitoring() -> pa.Table:
    """A monitoring table with a canary for every word, that is refused."""
    return pa.table({"case": [CANARY, CANARY], "group": [CANARY, f"{CANARY} too"]})


def everything_in(value: Any, depth: int = 6) -> Iterator[Any]:
    """A value and whatever it is made of."""
    yield value
    if depth == 0:
        return
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from everything_in(getattr(value, field.name), depth - 1)
    elif isinstance(value, tuple):
        for each in value:
            yield from everything_in(each, depth - 1)


def is_quiet(value: Any) -> None:
    """No record made of the case shows a canary in its repr; bare words and numbers are what they are."""
    for each in everything_in(value):
        if not isinstance(each, (str, tuple)):
            assert CANARY not in repr(each), type(each).__name__


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_no_verb_lets_a_canary_out(ruleset: dr.Ruleset, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    data = the_case(path)
    case = ruleset.read_case(data, as_of=TODAY)
    first = ruleset.assess(case, as_of=TODAY)
    assert CANARY in first.to_json(), "the canaries are in the case"
    second = ruleset.assess(case, as_of=TODAY + timedelta(1), previous=first)
    plan = ruleset.plan(second)
    told = [ruleset.questions(case, as_of=TODAY)]
    for decision in ("eligibility", "engagement"):
        is_quiet(ruleset.explain(case, decision, as_of=TODAY))
        is_quiet(ruleset.changes(case, decision, as_of=TODAY))
    for each in (case, first, second, plan, *told):
        is_quiet(each)
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    "wrong",
    [
        lambda r, c, a: r.explain(c, CANARY, as_of=TODAY),
        lambda r, c, a: r.explain(c, "risk level", of=CANARY, as_of=TODAY),
        lambda r, c, a: r.changes(c, "risk level", of=CANARY, as_of=TODAY),
        lambda r, c, a: a.decision("risk level", of=CANARY),
        lambda r, c, a: a.decision(CANARY),
        lambda r, c, a: a.duty(CANARY),
        lambda r, c, a: a.decision("eligibility").certainly(CANARY),
        lambda r, c, a: a.view(CANARY),
        lambda r, c, a: r.report(a, view=CANARY),
        lambda r, c, a: r.fairness({"cases": pa.table({"case": [CANARY]})}, monitoring(), as_of=TODAY),
        lambda r, c, a: dr.Assessment.from_json('{"case": "' + CANARY + '"}'),
        lambda r, c, a: dr.Plan.from_json('{"case": "' + CANARY + '"}'),
        lambda r, c, a: r.read_case({"case": "x", CANARY: "yes"}),
        lambda r, c, a: r.read_case({"case": "x", "custody": CANARY}),
        lambda r, c, a: r.assess(c, as_of=TODAY - timedelta(1), previous=a),
        lambda r, c, a: bool(a.decision("eligibility")),
    ],
)
def test_no_error_lets_a_canary_out(
    ruleset: dr.Ruleset, wrong: Callable[[dr.Ruleset, dr.Case, dr.Assessment], Any]
) -> None:
    case = ruleset.read_case(the_case(ROOT / "examples/cases/two-pairs.yaml"), as_of=TODAY)
    answer = ruleset.assess(case, as_of=TODAY)
    with pytest.raises(dr.DriveRulesError) as caught:
        wrong(ruleset, case, answer)
    lines = traceback.format_exception(caught.type, caught.value, caught.tb)
    ours = [line for line in lines if "test_canaries_of_examples" not in line]
    assert CANARY not in "".join(ours)
    assert CANARY not in str(caught.value) + repr(caught.value)
