"""What people decide: refused with all that is wrong, recorded, carried on, read, and lowering nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import drive_rules as dr
from drive_rules.answers import HumanDecision, Withheld
from drive_rules.cli import app
from tests.plans_made import LEVELS, ONE, TODAY, TWO, answered

DAY = date(2026, 11, 2)
LATER = DAY + timedelta(days=3)
CASES = Path(__file__).parent.parent / "examples" / "cases"
PAIR = {"case": "the case", "pairs": [{"id": "pair-1"}]}
CANARY = "canary-4711"


@pytest.fixture(scope="module")
def ruleset() -> dr.Ruleset:
    return dr.load("drive-core", site="example-site")


@pytest.fixture(scope="module")
def answer(ruleset: dr.Ruleset) -> dr.Assessment:
    return ruleset.assess(ruleset.read_case(PAIR), as_of=DAY)


def decided(answer: dr.Assessment, level: str, by: str = "IDVA", because: str = "two calls") -> dr.Assessment:
    return answer.decide("risk level", level, of="pair-1", by=by, on=answer.as_of, because=because)


def again(
    ruleset: dr.Ruleset, before: dr.Assessment, day: date = LATER, data: object = None
) -> dr.Assessment:
    read = ruleset.read_case(data or PAIR, as_of=day, decided=before)  # type: ignore[arg-type]
    return ruleset.assess(read, as_of=day, previous=before)


# -- made by hand, so that every level and every interval is seen ----------------------------------


def level_of(answer: dr.Assessment, level: str) -> HumanDecision:
    new = answer.decide("risk level", level, of=ONE.key, by="IDVA", on=TODAY, because="two calls")
    return new.human_decisions[0]


@given(st.integers(0, 2), st.integers(0, 2), st.sampled_from(LEVELS))
def test_a_persons_answer_lowers_nothing_that_is_certain(one: int, other: int, level: str) -> None:
    low, high = sorted((one, other))
    answer = answered(low, high)
    found = level_of(answer, level)
    place = LEVELS.index(level)
    assert answer.decision("risk level", ONE.key).low == low
    assert found.in_doubt == (low < high)
    assert found.said == answer.decision("risk level", ONE.key).words
    if place < low:
        assert found.beside == f"the rules say {found.said}, and that stands"
    elif place > high:
        assert found.beside == f"higher than the rules say: {found.said}"
    elif low == high:
        assert found.beside == "the rules say the same"
    else:
        assert found.beside == f"the rules leave it open: {found.said}"


GOOD = {"of": ONE.key, "by": "IDVA", "on": TODAY, "because": "two calls"}
END = TODAY + timedelta(days=7)
WRONG = {
    "no reason": ("risk level", "high", {"because": " "}, ["HD001"]),
    "a reason too long": ("risk level", "high", {"because": "x" * 2_001}, ["HD002"]),
    "nobody": ("risk level", "high", {"by": ""}, ["HD003"]),
    "tomorrow": ("risk level", "high", {"on": TODAY + timedelta(days=1)}, ["HD004"]),
    "yesterday": ("risk level", "high", {"on": TODAY - timedelta(days=1)}, ["HD004"]),
    "ends before": ("risk level", "high", {"until": TODAY}, ["HD005"]),
    "nothing so called": (CANARY, "high", {}, ["HD006"]),
    "of neither": ("risk level", "high", {"of": CANARY}, ["HD006"]),
    "which pair": ("risk level", "high", {"of": None}, ["HD006"]),
    "no such level": ("risk level", CANARY, {}, ["HD007"]),
    "an action is no level": ("visit", "high", {"of": None}, ["HD007"]),
    "not to be done for ever": ("visit", "not to be done", {"of": None}, ["HD005"]),
    "done for a week": ("visit", "done", {"of": None, "until": END}, ["HD005"]),
    "not to save a life": (
        "call the emergency number", "not to be done", {"of": None, "until": END}, ["HD008"],
    ),
    "set aside for ever": ("write", "set aside", {"of": None}, ["HD005"]),
    "a block is not done": ("write", "done", {"of": None, "until": END}, ["HD007"]),
    "never released": ("tell", "set aside", {"of": None, "until": END}, ["HD008"]),
    "all at once": (
        CANARY, CANARY, {"because": "", "by": "", "on": END, "until": TODAY},
        ["HD001", "HD003", "HD004", "HD005", "HD006"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_refused_and_all_is_listed(name: str) -> None:
    what, said, otherwise, codes = WRONG[name]
    with pytest.raises(dr.DecisionError) as refused:
        answered(0, 2).decide(what, said, **{**GOOD, **otherwise})
    assert sorted(problem.code for problem in refused.value.problems) == codes
    assert all(problem.fix and problem.place for problem in refused.value.problems)
    assert CANARY not in str(refused.value)


def test_the_same_twice_is_refused() -> None:
    once = answered(0, 2).decide("risk level", "high", **GOOD)
    with pytest.raises(dr.DecisionError, match="HD009"):
        once.decide("risk level", "high", **GOOD)


def test_taking_back_needs_the_author_or_a_manager_a_reason_and_something_that_stands() -> None:
    once = answered(0, 2).decide("risk level", "high", **GOOD)
    id = once.human_decisions[0].id
    tries: list[tuple[dict[str, object], str]] = [
        ({"by": "police"}, "HD011"),
        ({"because": ""}, "HD001"),
        ({"id": CANARY}, "HD010"),
        ({"on": END}, "HD004"),
    ]
    for otherwise, code in tries:
        given_ = {"id": id, "by": "IDVA", "on": TODAY, "because": "a mistake", **otherwise}
        with pytest.raises(dr.DecisionError) as refused:
            once.take_back(**given_)  # type: ignore[arg-type]
        assert [problem.code for problem in refused.value.problems] == [code]
        assert CANARY not in str(refused.value)
    back = once.take_back(id, by="police", on=TODAY, because="a mistake", manager=True)
    taken = back.human_decisions[0].taken_back
    assert taken is not None
    assert (taken.by, taken.who) == ("police", "a manager")
    assert once.human_decisions[0].taken_back is None
    with pytest.raises(dr.DecisionError, match="HD010"):
        back.take_back(id, by="IDVA", on=TODAY, because="a mistake")


def test_the_order_in_which_they_are_recorded_changes_nothing() -> None:
    acts: tuple[Callable[[dr.Assessment], dr.Assessment], ...] = (
        lambda a: a.decide("risk level", "high", **GOOD),
        lambda a: a.decide("risk level", "medium", **{**GOOD, "of": TWO.key}),
        lambda a: a.decide("visit", "done", **{**GOOD, "of": None}),
        lambda a: a.decide("write", "set aside", **{**GOOD, "of": None, "until": END}),
    )
    found = set()
    for order in permutations(acts):
        answer = answered(0, 2)
        for act in order:
            answer = act(answer)
        found.add(answer.to_json())
    assert len(found) == 1
    text = found.pop()
    assert dr.Assessment.from_json(text).to_json() == text
    assert "<HumanDecision>" in repr(dr.Assessment.from_json(text).human_decisions)


# -- with the shipped rules ------------------------------------------------------------------------


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(LEVELS), min_size=1, max_size=4), st.integers(0, 24))
def test_whatever_people_decide_the_level_is_no_lower_than_without_it(
    ruleset: dr.Ruleset, levels: list[str], yes: int
) -> None:
    form_ = next(each for each in ruleset.meaning.checklists.values() if each.instrument == "safelives24")
    items = [item.id for item in form_.items]
    answers = {item: "yes" if place < yes else "no" for place, item in enumerate(items)}
    form = {"instrument": "safelives24", "date": "2026-11-01", "completed by": "IDVA", "answers": answers}
    data = {"case": "the case", "pairs": [{"id": "pair-1", "checklists": [form]}]}
    before = ruleset.assess(ruleset.read_case(data), as_of=DAY)
    told = before
    for place, level in enumerate(levels):
        told = decided(told, level, by=f"worker {place}")
    after = again(ruleset, told, DAY, data).decision("risk level", of="pair-1")
    was = before.decision("risk level", of="pair-1")
    assert after.low == max(was.low, *(LEVELS.index(level) for level in levels))
    assert after.high >= was.high


def test_it_is_carried_on_and_ends_and_is_told_where_it_was_left_out(
    ruleset: dr.Ruleset, answer: dr.Assessment
) -> None:
    told = decided(answer, "high")
    read = again(ruleset, told)
    assert read.decision("risk level").certainly("high")
    assert [(each.id, each.review) for each in read.human_decisions] == [(told.human_decisions[0].id, ())]
    assert again(ruleset, read, LATER + timedelta(days=30)).decision("risk level").certainly("high")
    left_out = ruleset.assess(ruleset.read_case(PAIR), as_of=LATER, previous=told)
    assert not left_out.decision("risk level").certainly("high")
    assert left_out.human_decisions[0].review == (
        "this answer was made without it: read the case with `decided`",
    )
    gone = again(ruleset, told, data={"case": "the case"})
    assert gone.human_decisions[0].review[0].startswith("it is no longer in the answer")
    assert "FOR REVIEW" in gone.view()


def test_what_was_done_and_is_called_for_again_is_for_review(
    ruleset: dr.Ruleset, answer: dr.Assessment
) -> None:
    duty_ = next(each for each in answer.duties if not each.never_blocked)
    told = answer.decide(duty_.id, "done", by="case manager", on=DAY, because="by phone")
    assert told.human_decisions[0].beside.startswith("the rules call for it until")
    after = again(ruleset, told)
    assert any("called for all the same" in why for why in after.human_decisions[0].review)


def test_the_perpetrator_is_given_nothing_of_it(ruleset: dr.Ruleset) -> None:
    for path in sorted(CASES.glob("*.yaml"))[:4]:
        before = ruleset.assess(ruleset.read_case(path), as_of=DAY)
        told = before
        for each in before.decisions:
            words = each.type.values or ("no", "yes")
            if each.type.name in ("choice", "yes or no"):
                told = told.decide(
                    each.name, words[-1], of=each.thing.key, by=CANARY, on=DAY, because=f"because of {CANARY}"
                )
        assert told.human_decisions
        assert told.view("subject access") == before.view("subject access")
        after = ruleset.assess(ruleset.read_case(path, decided=told), as_of=DAY, previous=told)
        plain = ruleset.assess(ruleset.read_case(path), as_of=DAY, previous=before)
        assert after.view("subject access") == plain.view("subject access")
        assert CANARY not in after.view("subject access")
        assert after.subject_access == plain.subject_access
        assert all(len(line) <= 80 for line in after.view("panel").splitlines())


def test_a_level_that_is_not_printed_is_not_printed_beside_either(ruleset: dr.Ruleset) -> None:
    withheld = [
        (found, each)
        for path in sorted(CASES.glob("*.yaml"))
        for found in [ruleset.assess(ruleset.read_case(path), as_of=DAY)]
        for each in found.withheld
    ]
    for found, each in withheld:
        told = found.decide(
            each.decision, "medium", of=each.thing.key, by="IDVA", on=DAY, because="two calls"
        )
        assert told.human_decisions[0].said == "no level is printed"
    level = answered(0, 0)
    told = replace(level, withheld=(Withheld("risk level", ONE, ("too few answers",)),)).decide(
        "risk level", "standard", **GOOD
    )
    assert told.human_decisions[0].beside == "by the rules no level is printed"


def test_a_record_of_before_there_were_any_is_read(answer: dr.Assessment) -> None:
    data = json.loads(answer.to_json())
    del data["human_decisions"]
    old = dr.Assessment.from_json(json.dumps(data))
    assert old == answer
    assert old.human_decisions == ()


def test_the_command_records_and_the_next_one_reads_it(tmp_path: Path) -> None:
    case, first, told = tmp_path / "case.yaml", tmp_path / "first.json", tmp_path / "told.json"
    case.write_text("case: the case\npairs:\n  - id: pair-1\n", encoding="utf-8")
    run = CliRunner()
    day = ["--as-of", "2026-11-02"]
    first.write_text(
        run.invoke(app, ["assess", str(case), *day, "--format", "json"]).stdout, encoding="utf-8"
    )
    done = run.invoke(
        app, ["decide", str(first), "risk level", "high", "--by", "IDVA", "--because", "two calls"]
    )
    assert done.exit_code == 0, done.stderr
    told.write_text(done.stdout, encoding="utf-8")
    after = run.invoke(app, ["assess", str(case), *day, "--previous", str(told)])
    assert "risk level (pair pair-1): HIGH" in after.stdout
    assert "decided by IDVA on 2 November 2026: high; the rules say the same" in " ".join(
        after.stdout.split()
    )
    refused = run.invoke(app, ["decide", str(first), "risk level", "x", "--by", "IDVA", "--because", " "])
    assert refused.exit_code == 1
    assert "HD001" in refused.stderr
    assert "HD007" in refused.stderr
