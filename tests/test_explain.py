"""Why an answer came out as it did, what would change it, what to ask."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from datetime import date
from itertools import combinations
from random import Random
from typing import Any

import pytest

from drive_rules.assessment.reading import Reading, Unknown, answered
from drive_rules.assessment.wording import code_words, derived_words
from drive_rules.case import Case, World, read_case
from drive_rules.explain import Change, Node, changes, explain, questions
from drive_rules.explain.changing import MOST_CHANGES
from drive_rules.problems import DriveRulesError
from drive_rules.reference import evaluate
from tests.generated import make_day, make_ruleset
from tests.small_ruleset import ITEMS, small_ruleset
from tests.test_assessment import IDVA_SAYS_NO, one_pair
from tests.worlds import Worlds, flatten

MONDAY = date(2026, 11, 2)
RULES = small_ruleset()
ALL_NO = dict.fromkeys(ITEMS, "no")


def case_of(data: dict[str, Any]) -> Case:
    """A case of the small ruleset."""
    return read_case(RULES, {"case": "c1", **data})


def why(data: dict[str, Any], what: str, of: str | None = None) -> Node:
    """The tree of one explanation."""
    return explain(RULES, case_of(data), what, as_of=MONDAY, of=of).why


def said(node: Node) -> str:
    """The text of a tree on one line."""
    return " ".join(" ".join(node.lines()).split())


def what_would(data: dict[str, Any], what: str, of: str | None = None) -> list[tuple[dict[str, str], str]]:
    """Each change as facts and what the answer becomes."""
    found = changes(RULES, case_of(data), what, as_of=MONDAY, of=of)
    return [({each.fact: each.becomes for each in change.facts}, change.becomes) for change in found]


# -- why -------------------------------------------------------------------------------------------


def test_why_goes_down_to_the_facts() -> None:
    node = why(one_pair(injured="yes", frightened="yes"), "risk level")
    assert (node.sort, node.words, node.answer) == ("decision", "risk level (pair p1)", "medium to high")
    assert [(rule.sort, rule.answer) for rule in node.because] == [
        ("rule", "cannot tell"),
        ("rule", "yes"),
        ("rule", "cannot tell"),
        ("condition", ""),
    ]
    (condition,) = node.because[2].because
    (test,) = condition.because
    assert (test.words, test.answer) == (
        "the mini score is at least the visible high threshold (4)",
        "cannot tell",
    )
    (score,) = test.because
    assert (score.words, score.answer) == ("mini score (pair p1) (as above)", "2 to 6")
    first = node.because[1].because[0].because[0].because[0]
    assert [each.answer for each in first.because] == ["yes", "yes", *["don't know"] * 4]


def test_why_not_is_the_same_tree() -> None:
    text = said(why(one_pair(**ALL_NO), "risk level", "p1"))
    assert "rule 'Enough items are answered yes' [visible-high] (pair p1), gives high: no" in text
    assert "otherwise standard" in text


def test_a_measure_tells_of_each_thing_and_of_the_open_list() -> None:
    text = said(why(one_pair(listed=False, **ALL_NO), "eligibility"))
    assert "pairs at high risk: 0 or more" in text
    assert "pair p1 counts: no" in text
    assert "nobody has said 'all the pairs are listed': the list may have more" in text


def test_an_action_tells_what_calls_for_it_and_what_forbids_it() -> None:
    data = {**one_pair(IDVA_last_consulted="2026-01-01"), "custody": "none"}
    node = why(data, "meet the perpetrator")
    assert node.answer == "should; blocked"
    text = said(node)
    assert "calls for it: yes" in text
    assert "forbids it: yes" in text
    assert "must not any direct contact until the IDVA last consulted is within" in text
    assert "meanwhile work indirectly; released: no" in text
    assert "(it is 1 January 2026)" in text


def test_a_never_blocked_action_only_has_a_caution() -> None:
    node = why({**one_pair(), "suicidal": "yes"}, "start the crisis pathway")
    assert node.answer == "must"
    assert "a caution: this action is never blocked" in said(node)


def test_a_rule_not_in_force_says_so() -> None:
    late = replace(RULES.rules["house"], in_force=(date(2027, 1, 1), None))
    rules = replace(RULES, rules={**RULES.rules, "house": late})
    case = read_case(rules, {"case": "c1", "needs housing": "yes"})
    told = explain(rules, case, "house", as_of=MONDAY)
    assert "in force on this day: no" in told.text()
    assert told.why.answer == "no"


@pytest.mark.parametrize("what", ["risk-level", "mini score", "grave danger", "injured", "consult-the-IDVA"])
def test_codes_and_every_sort_of_name_can_be_asked_of(what: str) -> None:
    told = explain(RULES, case_of(one_pair()), what, as_of=MONDAY, of="p1")
    assert told.text().startswith("- ")
    assert max(map(len, told.text().split("\n"))) <= 80
    assert json.loads(told.to_json())["thing"] == {"kind": "pair", "key": "p1"}
    assert pickle.loads(pickle.dumps(told)) == told


def test_what_is_not_there_is_refused_without_showing_a_key() -> None:
    case = case_of(one_pair())
    with pytest.raises(DriveRulesError, match="did you mean 'risk level'"):
        explain(RULES, case, "risk levle", as_of=MONDAY)
    with pytest.raises(DriveRulesError) as caught:
        explain(RULES, case, "risk level", as_of=MONDAY, of="Acacia")
    assert "Acacia" not in str(caught.value)
    with pytest.raises(DriveRulesError, match="there are 2"):
        explain(RULES, case_of({"pairs": [{"id": "a"}, {"id": "b"}]}), "risk level", as_of=MONDAY)


@pytest.mark.parametrize("seed", range(6))
def test_any_name_of_any_ruleset_is_told_as_it_was_settled(seed: int) -> None:
    random = Random(seed)
    as_of = make_day(random)
    rules = make_ruleset(random, as_of)
    worlds = Worlds(random, rules, as_of)
    world = flatten(rules, worlds.blur(worlds.truth(), 0.5))
    case = replace(read_case(rules, {"case": "c1"}), world=world)
    settled = evaluate(rules, world, as_of)
    words = {(0, 0): "no", (1, 1): "yes", (0, 1): "cannot tell"}
    for rule in rules.rules.values():
        for row, thing in enumerate(world.rows[rule.kind]):
            told = explain(rules, case, rule.id, as_of=as_of, of=thing.key)
            key = ("rule", rule.id)
            assert told.why.answer == words[settled.low[key][row], settled.high[key][row]]
            assert max(map(len, told.text().split("\n"))) <= 80
    for decision in rules.decisions.values():
        for row, thing in enumerate(world.rows[decision.of]):
            told = explain(rules, case, decision.name, as_of=as_of, of=thing.key)
            ends = settled.low[decision.name][row], settled.high[decision.name][row]
            if (decision.name, row) not in settled.conflicts:
                assert told.why.answer == derived_words(decision.type, *ends)


# -- what would change it --------------------------------------------------------------------------


def test_one_fact_before_two() -> None:
    found = what_would(one_pair(**ALL_NO), "risk level")
    assert found[0] == ({"strangled": "yes"}, "high")
    assert ({"injured": "yes", "frightened": "yes"}, "medium") in found
    assert [len(facts) for facts, _ in found] == sorted(len(facts) for facts, _ in found)


def test_three_facts_where_fewer_do_not_do() -> None:
    found = what_would(one_pair(injured="yes", frightened="yes"), "risk level")
    noes = {"isolated": "no", "controlled": "no", "strangled": "no"}
    assert (noes, "medium") in found


def test_what_would_change_an_action() -> None:
    data = {**one_pair(IDVA_last_consulted="2026-01-01"), "custody": "none"}
    found = what_would(data, "meet the perpetrator")
    assert ({"IDVA last consulted": "2 November 2026"}, "not blocked") in found
    assert ({"custody": "remand"}, "not called for") in found


def test_what_would_change_a_rule() -> None:
    no, yes = ({"needs housing": "no"}, "does not apply"), ({"needs housing": "yes"}, "applies")
    assert what_would({}, "house") == [no, yes]


CASES: list[tuple[dict[str, Any], str]] = [
    (one_pair(**ALL_NO), "risk level"),
    (one_pair(injured="yes", frightened="yes"), "risk level"),
    ({**one_pair(listed=False, injured="yes"), "suicidal": "yes"}, "eligibility"),
    ({**one_pair(has_an_IDVA=IDVA_SAYS_NO), "custody": "none"}, "consult the IDVA"),
    ({}, "time to act"),
]


@pytest.mark.parametrize(("data", "what"), CASES)
def test_each_change_replays_and_no_smaller_part_of_it_does(data: dict[str, Any], what: str) -> None:
    case = case_of(data)
    found = changes(RULES, case, what, as_of=MONDAY)
    assert 0 < len(found) <= MOST_CHANGES
    for change in found:
        assert _outcome(case, what, change) != _outcome(case, what, None)
        for count in range(1, len(change.facts)):
            for part in combinations(change.facts, count):
                smaller = Change(part, change.becomes)
                assert _outcome(case, what, smaller)[0] != change.becomes


def made_case(seed: int) -> Case:
    """A case of the small ruleset made at random: each fact yes, no or not answered."""
    random = Random(seed)
    answers = {name: random.choice(("yes", "no", "don't know")) for name in (*ITEMS, "has an IDVA")}
    said = [{"answer": answers.pop("has an IDVA"), "source": "IDVA"}]
    data = one_pair(listed=random.random() < 0.7, has_an_IDVA=said, **answers)
    for name in ("suicidal", "needs housing", "a housing provider has room", "in touch with the service"):
        data[name] = random.choice(("yes", "no", "don't know"))
    return case_of(data | {"custody": random.choice(("none", "remand", "don't know"))})


@pytest.mark.parametrize("what", ["risk level", "eligibility", "time to act", "consult the IDVA"])
@pytest.mark.parametrize("seed", range(12))
def test_over_made_cases_a_change_settles_it_otherwise_and_no_part_of_it_does(seed: int, what: str) -> None:
    case = made_case(seed)
    _, before = _outcome(case, what, None)

    def settles_otherwise(facts: tuple[Any, ...]) -> bool:
        after = _outcome(case, what, Change(facts, ""))[1]
        return any(now[0] == now[1] and now != was for was, now in zip(before, after, strict=True))

    for change in changes(RULES, case, what, as_of=MONDAY):
        assert settles_otherwise(change.facts)
        for count in range(1, len(change.facts)):
            assert not any(settles_otherwise(part) for part in combinations(change.facts, count))


def _outcome(case: Case, what: str, change: Change | None) -> tuple[str, Any]:
    """What the answer is with a change: in the words of changes, and as it was settled."""
    settled = evaluate(RULES, case.world, MONDAY)
    reading = Reading(RULES, case.world, settled, MONDAY)
    world: World = case.world
    for each in change.facts if change else ():
        fact = RULES.facts[each.fact]
        (at,) = [at for at in reading.things(fact.of) if reading.thing(at) == each.thing]
        codes = range(fact.type.low, fact.type.high + 1)
        unknown = Unknown(fact.name, at, fact.name.startswith("all the"))
        code = next(code for code in codes if _words(reading, unknown, code) == each.becomes)
        world = answered(reading, world, unknown, code)
    after = evaluate(RULES, world, MONDAY)
    keys = [key for key in after.low if key == what or (isinstance(key, tuple) and what in key)]
    ends = [(after.low[key], after.high[key]) for key in keys]
    (low,), (high,) = ends[0]
    decision = RULES.decisions.get(what)
    words = "" if decision is None or low != high else _words_of(decision.type, low)
    return words, ends


def _words(reading: Reading, unknown: Unknown, code: int) -> str:
    return _words_of(reading.ruleset.facts[unknown.fact].type, code)


def _words_of(kind: Any, code: int) -> str:
    return code_words(kind, code)


def test_the_search_is_bounded() -> None:
    asked = 0

    def settle(world: World) -> Any:
        nonlocal asked
        asked += 1
        return evaluate(RULES, world, MONDAY)

    changes(RULES, case_of(one_pair()), "risk level", as_of=MONDAY, settle=settle, most_tries=7)
    assert asked <= 8


def test_a_fact_is_no_answer_that_could_change() -> None:
    with pytest.raises(DriveRulesError, match="nothing derives it"):
        changes(RULES, case_of(one_pair()), "injured", as_of=MONDAY)


# -- what to ask -----------------------------------------------------------------------------------


def test_questions_are_grouped_by_who_can_answer_and_hold_what_is_being_found_out() -> None:
    asking = questions(RULES, case_of(one_pair(listed=False)), as_of=MONDAY)
    text = asking.text()
    assert text.startswith("ASK IDVA\n  - Are these all the pairs?")
    assert "ASK HEALTH\n  - suicidal? Ask: health; never perpetrator" in text
    assert "would settle: start the crisis pathway, time to act" in text
    assert len(json.loads(asking.to_json())["questions"]) == len(asking.questions)


def test_where_nothing_is_open_there_is_nothing_to_ask() -> None:
    known = {
        **one_pair(**ALL_NO, IDVA_last_consulted="2026-11-01", address_given_to_the_court="elsewhere"),
        "custody": "none",
        "suicidal": {"answer": "no", "source": "health"},
        "needs housing": {"answer": "no", "source": "housing"},
        "in touch with the service": "no",
    }
    known["pairs"][0]["all the incidents are listed"] = "yes"
    assert questions(RULES, case_of(known), as_of=MONDAY).text() == "No answer would change anything.\n"
