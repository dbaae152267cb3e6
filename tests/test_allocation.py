"""Cases to case managers: exact, stable, and never more than the rules let in."""

from __future__ import annotations

import json
import pickle
import random
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import drive_rules as dr
from drive_rules import cli
from drive_rules.allocation import Allocation, matching
from drive_rules.allocation.matching import Sought, choose, serve
from drive_rules.problems import CaseloadError, DriveRulesError
from tests.allocating import AS_OF, OVER, eligible, held, holds, is_way, manager, price, served, ways

EXAMPLE = Path(__file__).parents[1] / "examples" / "caseload"
CAP = "A case manager takes another case only where there is room for the whole of it"
FIRST_MONTHS = "Somebody new to the post takes another case only within a smaller cap"
KEY = "victim-survivor's key in every case"
SAME = "another perpetrator of the victim-survivor with the same case manager"


@cache
def ruleset() -> dr.Ruleset:
    return dr.load("drive-core")


def allocated(
    managers: list[dict[str, Any]],
    cases: list[dict[str, Any]],
    whole: str = "yes",
    rules: dr.Ruleset | None = None,
) -> Allocation:
    source = {"case managers": managers, "cases": cases, "all the cases are listed": whole}
    return (rules or ruleset()).allocate(source, as_of=AS_OF)


def room(said: Allocation, key: str) -> Any:
    return next(each for each in said.rooms if each.case_manager == key)


# -- who is served, and by whom ----------------------------------------------------------------------


@st.composite
def soughts(draw: st.DrawFn) -> Sought:
    cases, managers = draw(st.integers(0, 6)), draw(st.integers(1, 4))
    places = tuple(draw(st.integers(0, 3)) for _ in range(managers))
    pairs = [(one, other) for other in range(cases) for one in range(other)]
    likes, wishes = ("one", "another"), draw(st.integers(0, 2))
    one_wish = st.tuples(*[st.integers(0, 1)] * managers)
    return Sought(
        places=places,
        within=tuple(draw(st.integers(max(0, each - 1), each)) for each in places),
        barred=tuple(
            draw(st.frozensets(st.integers(0, managers - 1), max_size=managers)) for _ in range(cases)
        ),
        apart=draw(st.frozensets(st.sampled_from(pairs), max_size=4)) if pairs else frozenset(),
        like=tuple(draw(st.sampled_from(likes)) for _ in range(cases)),
        met={like: draw(st.tuples(*[one_wish] * wishes)) for like in likes},
    )


@settings(deadline=None, max_examples=400)
@given(soughts())
def test_those_served_and_their_places_are_the_best_of_all_ways(sought: Sought) -> None:
    found = serve(sought)
    assert sorted(found.at) == served(sought)
    assert is_way(sought, found.at)
    assert set(found.at) | set(found.left_out) == set(range(len(sought.barred)))
    chosen = choose(sought, found.at)
    assert sorted(chosen) == sorted(found.at)
    assert is_way(sought, chosen)
    assert price(sought, chosen) == min(price(sought, way) for way in ways(sought, sorted(found.at)))


@settings(deadline=None, max_examples=400)
@given(soughts())
def test_each_proof_stands_by_itself(sought: Sought) -> None:
    found = serve(sought)
    for case, proof in found.left_out.items():
        assert holds(sought, case, found.proofs[proof])


def test_a_proof_that_leaves_somebody_out_does_not_stand() -> None:
    sought = Sought((1, 1), (1, 1), (frozenset(), frozenset(), frozenset()))
    found = serve(sought)
    assert found.left_out == {2: 0}
    good = found.proofs[0]
    assert holds(sought, 2, good)
    assert not holds(sought, 2, matching.Proof(good.cases[:1], good.case_managers))
    assert not holds(sought, 2, matching.Proof(good.cases[:1], good.case_managers[:1]))
    assert not holds(sought, 1, good)


@settings(deadline=None, max_examples=150)
@given(soughts(), st.randoms(use_true_random=False))
def test_the_order_of_case_managers_changes_nobody_served_and_no_price(
    sought: Sought, by: random.Random
) -> None:
    order = list(range(len(sought.places)))
    by.shuffle(order)
    moved = Sought(
        places=tuple(sought.places[each] for each in order),
        within=tuple(sought.within[each] for each in order),
        barred=tuple(frozenset(order.index(each) for each in one) for one in sought.barred),
        apart=sought.apart,
        like=sought.like,
        met={
            like: tuple(tuple(wish[each] for each in order) for wish in met)
            for like, met in sought.met.items()
        },
    )
    ours, theirs = serve(sought), serve(moved)
    assert sorted(ours.at) == sorted(theirs.at)
    assert price(sought, choose(sought, ours.at)) == price(moved, choose(moved, theirs.at))


def test_an_earlier_case_is_moved_where_that_makes_room() -> None:
    sought = Sought((1, 1), (1, 1), (frozenset(), frozenset({1})))
    assert serve(sought).at == {0: 1, 1: 0}


def test_too_many_tries_are_said_and_nothing_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "MOST_TRIES", 0)
    sought = Sought((2,), (2,), (frozenset(), frozenset()), frozenset({(0, 1)}))
    with pytest.raises(DriveRulesError, match="need more than 0 tries"):
        serve(sought)


def test_many_pairs_that_must_be_apart_are_settled() -> None:
    by = random.Random(7)
    apart = frozenset(tuple(sorted(by.sample(range(400), 2))) for _ in range(300))
    sought = Sought((30,) * 20, (30,) * 20, (frozenset(),) * 400, apart)  # type: ignore[arg-type]
    found = serve(sought)
    assert len(found.at) == 400
    assert is_way(sought, choose(sought, found.at))


# -- how many more somebody can take -----------------------------------------------------------------


EDGES = [
    (manager("m", 24), 1, 1, CAP),
    (manager("m", 25), 0, 0, CAP),
    (manager("m", 24.5), 0, 0, CAP),
    (manager("m", 26), 0, 0, CAP),
    (manager("m", 11, share_of_full_time=0.5), 1, 1, CAP),
    (manager("m", 12, share_of_full_time=0.5), 0, 0, CAP),
    (manager("m", 0, share_of_full_time=0), 0, 0, CAP),
    (manager("m", 14, date_appointed="2026-09-01"), 1, 1, FIRST_MONTHS),
    (manager("m", 15, date_appointed="2026-09-01"), 0, 0, FIRST_MONTHS),
    (manager("m", 15, date_appointed="2026-08-02"), 0, 0, FIRST_MONTHS),
    (manager("m", 15, date_appointed="2026-08-01"), 10, 10, CAP),
    (manager("m", 25, override_of_the_cap_ends_on="2026-11-02"), 1, 0, "lets in 1 at a time"),
    (manager("m", 24, override_of_the_cap_ends_on="2026-11-02"), 2, 1, "lets in 1 at a time"),
    (manager("m", 25, override_of_the_cap_ends_on="2026-11-01"), 0, 0, CAP),
    (manager("m", 25, override_of_the_cap_ends_on="2027-02-02"), 1, 0, "lets in 1 at a time"),
    (manager("m", 25, override_of_the_cap_ends_on="2027-02-03"), 0, 0, CAP),
    (manager("m", 24, weight_of_the_next_case=0.5), 2, 2, CAP),
    (manager("m", 24.5, weight_of_the_next_case=0.5), 1, 1, CAP),
]


@pytest.mark.parametrize(("facts", "places", "within", "because"), EDGES)
def test_the_places_are_those_that_the_rules_let_in(
    facts: dict[str, Any], places: int, within: int, because: str
) -> None:
    found = room(allocated([facts], [], whole="no"), "m")
    assert (found.places, found.within) == (places, within)
    assert any(because in why for why in found.blocked)
    assert not found.in_doubt


@pytest.mark.parametrize("facts", [each[0] for each in EDGES])
def test_an_assessment_says_the_same_of_each_further_case(facts: dict[str, Any]) -> None:
    """Case by case, as an assessment of the case manager's own facts has it."""
    rules = ruleset()
    weight = facts.get("weight of the next case", 1)
    found = room(allocated([facts], [], whole="no"), "m")
    beyond = found.places > found.within
    for number in range(found.within + 1):
        one = {**facts, "load": facts["load"] + number * weight, "weight of the next case": weight}
        if beyond:
            one["override of the cap ends on"] = OVER
        answer = rules.assess(
            rules.read_case({"case": "c", "case managers": [one]}, as_of=AS_OF), as_of=AS_OF
        )
        action = "allocate another case to this case manager"
        stands = [block for block in answer.blocks if action in block.actions]
        assert bool(stands) == (number == found.within)


@pytest.mark.parametrize(
    ("facts", "asks"),
    [
        ({"share of full time": "don't know"}, "share of full time"),
        ({"load": "don't know"}, "load"),
        ({"load": "20 to 25", "date appointed": "2026"}, "date appointed"),
        ({"load": 25, "override of the cap ends on": "don't know"}, "override of the cap ends on"),
    ],
)
def test_what_is_not_known_gives_no_place_and_is_asked(facts: dict[str, Any], asks: str) -> None:
    found = room(allocated([{**manager("m", 10), **facts}], [eligible("c")], whole="no"), "m")
    assert found.places == 0
    assert found.in_doubt
    assert asks in found.asks


def test_load_and_step_down_are_counted_where_all_cases_are_listed() -> None:
    cases = [
        held(f"h{number}", "m", stage_of_the_work="step-down" if number < 2 else "main work")
        for number in range(24)
    ]
    found = room(allocated([manager("m")], cases), "m")
    assert (found.load, found.in_step_down, found.places) == ("24", "2", 1)
    assert len(found.held) == 24
    open_ = room(allocated([manager("m")], cases, whole="no"), "m")
    assert (open_.load, open_.in_step_down) == ("24 or more", "2 or more")
    assert open_.places == 0
    assert open_.in_doubt


def test_a_case_of_which_nobody_says_who_holds_it_may_be_anybodys() -> None:
    cases = [held(f"h{number}", "m") for number in range(24)]
    loose = {"case": "loose", "allocated to a case manager": "yes"}
    found = allocated([manager("m")], [*cases, loose])
    assert room(found, "m").load == "24 to 25"
    assert room(found, "m").places == 0
    assert room(found, "m").in_doubt
    assert any("loose" in alert for alert in found.alerts)


@pytest.mark.parametrize(("relief", "places", "over"), [("0.5", 0, False), ("0", 0, True)])
def test_cases_in_step_down_count_for_less_where_a_site_says_so(
    tmp_path: Path, relief: str, places: int, over: bool
) -> None:
    text = f"site: this-site\nsettings:\n  relief for each case in step-down: {relief}\n"
    (tmp_path / "site.yaml").write_text(text, "utf-8")
    rules = dr.load("drive-core", site=tmp_path)
    cases = [
        held(f"h{number}", "m", stage_of_the_work="step-down" if number < 2 else "main work")
        for number in range(26)
    ]
    found = room(allocated([manager("m")], cases, rules=rules), "m")
    assert found.places == places
    assert bool(found.alerts) == over


# -- who waits ---------------------------------------------------------------------------------------


def test_only_what_is_certainly_eligible_is_placed() -> None:
    young = {**eligible("young"), "age of the perpetrator": 17}
    unsure = {"case": "unsure", "allocated to a case manager": "no", "pairs": [{"id": "pair-1"}]}
    unsaid = {key: value for key, value in eligible("unsaid").items() if key != "allocated to a case manager"}
    child = {**eligible("child"), "age of the perpetrator": 12}
    found = allocated([manager("m", 10)], [eligible("sure"), young, unsure, unsaid, child], whole="no")
    assert [each.ranked.case for each in found.placed] == ["sure"]
    assert {each.ranked.case for each in found.for_the_panel} == {"young", "unsure", "unsaid"}
    assert [each.case for each in found.not_here] == ["child"]
    assert not found.waiting


def test_the_reasons_of_the_ranking_go_one_by_one_and_ties_are_said() -> None:
    """A certain yes before may be, before no; and no number of later reasons makes up for an earlier one."""
    danger, no_danger = {"answer": "yes", "source": "police"}, {"answer": "no", "source": "police"}
    listed = {"all the incidents are listed": "yes"}

    def incident(day: str) -> dict[str, Any]:
        return {"incidents": [{"id": "1", "date of the incident": day}], **listed}

    cases = [
        eligible("a-may-be"),
        eligible("b-no-late", immediate_danger_to_life=no_danger, **incident("2026-10-30")),
        eligible("c-no-early", immediate_danger_to_life=no_danger, **incident("2026-03-01")),
        eligible("d-certain", immediate_danger_to_life=danger, **incident("2025-03-01")),
        eligible("e-may-be"),
    ]
    found = allocated([manager("m", 25)], cases, whole="no")
    assert [each.ranked.case for each in found.waiting] == [
        *("d-certain", "a-may-be", "e-may-be", "b-no-late", "c-no-early")
    ]
    assert [each.ranked.tied for each in found.waiting] == [(1, 1), (2, 3), (2, 3), (4, 4), (5, 5)]
    assert "TIE: no reason parts places 2 to 3; they stand by id only" in found.text()
    first = found.waiting[0].ranked.components
    assert [each.name for each in first] == list(found.order)
    assert first[0].words == "yes"


def test_a_case_that_waits_has_its_duties_its_reason_and_its_day() -> None:
    found = allocated(
        [manager("m", 25)], [{**eligible("c"), "date found eligible": "2026-10-30"}], whole="no"
    )
    (waiting,) = found.waiting
    assert {each.action for each in waiting.meanwhile} == {
        "put the case to the panel",
        "agree the disruption that goes on while the case waits",
        "name who holds the risk while the case waits",
        "tell the IDVA that the case is waiting",
        "look again at who goes first",
    }
    assert waiting.ranked.risk_is_held != "yes"
    assert waiting.look_again == date(2026, 11, 30)
    assert not waiting.look_again_is_set
    assert "can take no further case" in waiting.reason
    assert "NOBODY IS NAMED" in found.text()
    assert "URGENT: nobody is named who holds the risk of c." in found.text()


# -- conflicts ---------------------------------------------------------------------------------------


def of(id: str, key: str, **more: Any) -> dict[str, Any]:
    return eligible(id, **{KEY: key}, **more)


def test_whoever_holds_another_perpetrator_of_the_victim_survivor_cannot_take_the_case() -> None:
    other = {**held("h", "m"), "pairs": [{"id": "pair-1", KEY: "vs"}]}
    cases = [other, of("c", "vs"), of("d", "another")]
    found = allocated([manager("m", 10), manager("n", 25)], cases, whole="no")
    assert found.case_manager_of("c") is None
    assert found.case_manager_of("d") == "m"
    (waiting,) = found.waiting
    assert [each.case_manager for each in waiting.excluded] == ["m"]
    assert "already holds a perpetrator of the same victim-survivor" in waiting.reason


def test_two_that_wait_go_to_two_case_managers_or_one_waits_on() -> None:
    cases = [of("a", "vs"), of("b", "vs")]
    two = allocated([manager("m", 10), manager("n", 10)], cases, whole="no")
    assert {two.case_manager_of("a"), two.case_manager_of("b")} == {"m", "n"}
    one = allocated([manager("m", 10), manager("n", 25)], cases, whole="no")
    assert (one.case_manager_of("a"), one.case_manager_of("b")) == ("m", None)
    (why,) = one.proofs
    assert why.apart == (("a", "b"),)
    assert "two perpetrators of the same victim-survivor (a and b)" in one.waiting[0].reason


def test_with_a_managers_sign_off_one_case_manager_may_hold_both() -> None:
    cases = [of("a", "vs"), of("b", "vs", **{SAME: "signed off by a manager"})]
    found = allocated([manager("m", 10)], cases, whole="no")
    assert (found.case_manager_of("a"), found.case_manager_of("b")) == ("m", "m")


def test_two_held_already_by_one_case_manager_are_told() -> None:
    cases = [{**held(id, "m"), "pairs": [{"id": "pair-1", KEY: "vs"}]} for id in ("a", "b")]
    (alert,) = allocated([manager("m")], cases).alerts
    assert "holds a and b, two perpetrators of the same victim-survivor" in alert


def test_a_key_that_is_not_known_is_asked_for_before_anybody_agrees() -> None:
    found = allocated([manager("m", 10)], [eligible("a"), of("b", "vs")], whole="no")
    asks = {each.ranked.case: each.ask_first for each in found.placed}
    assert asks == {"a": (f"'{KEY}' is not known",), "b": ()}
    assert "Ask first" in found.text()


def test_a_case_that_nobody_knows_the_holder_of_is_asked_about_first() -> None:
    loose = {"case": "l", "allocated to a case manager": "yes", "pairs": [{"id": "pair-1", KEY: "vs"}]}
    found = allocated([manager("m", 10)], [of("a", "vs"), of("b", "another"), loose], whole="no")
    asks = {each.ranked.case: each.ask_first for each in found.placed}
    assert asks == {"a": ("case l is of the same victim-survivor, and who holds it is not known",), "b": ()}


@st.composite
def services(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Two or three case managers with little room, and a few cases of which some have a key in common."""
    managers = [manager(f"m{number}", draw(st.integers(23, 25))) for number in range(draw(st.integers(1, 3)))]
    says = st.sampled_from(["yes", "no", "don't know"])
    cases = []
    for number in range(draw(st.integers(0, 4))):
        danger = {"answer": draw(says), "source": "police"}
        days = {
            "incidents": [
                {"id": "1", "date of the incident": draw(st.sampled_from(["2026-10-01", "2026-09-01"]))}
            ]
        }
        key = {KEY: draw(st.sampled_from(["vs-1", "vs-2", f"vs-of-{number}"]))}
        cases.append(
            eligible(
                f"c{number}",
                immediate_danger_to_life=danger,
                all_the_incidents_are_listed="yes",
                **days,
                **key,
            )
        )
    if draw(st.booleans()):
        cases.append({**held("h", "m0"), "pairs": [{"id": "pair-1", KEY: "vs-1"}]})
    return managers, cases


def rank_of(case: dict[str, Any], order: tuple[str, ...]) -> tuple[Any, ...]:
    """Where a case stands, from an assessment of it: what is certain first, then what may be."""
    answer = ruleset().assess(ruleset().read_case(case, as_of=AS_OF), as_of=AS_OF)
    found: list[tuple[int, int]] = []
    for name in order:
        decision = answer.decision(name)
        if decision.type.name == "number":
            found.append((decision.high, decision.low))
        else:
            found.append((-int(decision.certainly("yes")), -int(decision.possibly("yes"))))
    return (*found, case["case"])


@settings(deadline=None, max_examples=12)
@given(services())
def test_a_service_is_served_as_all_ways_of_serving_it_say(
    service: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    """From the files' own words: the rank from assessments, conflicts from the keys, places from the load."""
    managers, cases = service
    found = allocated(managers, cases, whole="no")
    inside = sorted(
        (case for case in cases if case["case"] != "h"), key=lambda case: rank_of(case, found.order)
    )
    keys = [case["pairs"][0][KEY] for case in inside]
    taken = any(case["case"] == "h" for case in cases)
    places = tuple(25 - each["load"] for each in managers)
    sought = Sought(
        places,
        places,
        tuple(frozenset({0} if taken and key == "vs-1" else ()) for key in keys),
        frozenset(
            (one, other) for other in range(len(keys)) for one in range(other) if keys[one] == keys[other]
        ),
    )
    want = [inside[number]["case"] for number in served(sought)]
    assert [each.ranked.case for each in found.placed] == want
    assert [each.ranked.case for each in sorted(found.waiting, key=lambda each: each.ranked.place)] == [
        case["case"] for case in inside if case["case"] not in want
    ]
    names = [each["id"] for each in managers]
    at = {
        number: names.index(found.case_manager_of(case["case"]) or "")
        for number, case in enumerate(inside)
        if case["case"] in want
    }
    assert is_way(sought, at)
    number = {case["case"]: place for place, case in enumerate(inside)}
    proofs = {why.number: why for why in found.proofs}
    for each in found.waiting:
        why = proofs[each.proof]
        proof = matching.Proof(
            tuple(number[case] for case in why.cases),
            tuple(names.index(name) for name in why.full),
            tuple((number[one], number[other]) for one, other in why.apart),
        )
        assert holds(sought, number[each.ranked.case], proof)


# -- with whom ---------------------------------------------------------------------------------------


def test_wishes_go_in_their_order_and_an_override_is_used_last() -> None:
    here = {"area_the_case_manager_works_in": "Croydon"}
    managers = [
        manager("a-beyond", 25, override_of_the_cap_ends_on="2026-11-30", **here),
        manager("b-elsewhere", 10, area_the_case_manager_works_in="Sutton"),
        manager("c-here", 20, **here),
        manager("d-here-with-room", 5, **here),
    ]
    found = allocated(managers, [{**eligible("c"), "area the perpetrator lives in": "Croydon"}], whole="no")
    assert found.case_manager_of("c") == "d-here-with-room"
    alone = allocated(managers[:1], [eligible("c")], whole="no")
    assert alone.placed[0].on_an_override
    assert "ON AN OVERRIDE OF THE CAP" in " ".join(alone.text().split())


def test_whoever_has_more_room_takes_the_next() -> None:
    cases = [eligible(f"c{number}") for number in range(6)]
    found = allocated([manager("m", 20), manager("n", 18)], cases, whole="no")
    taken = [each.case_manager for each in found.placed]
    assert (taken.count("m"), taken.count("n")) == (2, 4)


# -- nothing else counts -----------------------------------------------------------------------------


def example() -> dict[str, Any]:
    from drive_rules.case.plain import read_plain  # noqa: PLC0415

    data = dict(read_plain(EXAMPLE / "case-managers.yaml")[0])
    files = sorted(path for path in EXAMPLE.glob("*.yaml") if path.name != "case-managers.yaml")
    return {**data, "cases": [read_plain(path)[0] for path in files]}


def test_the_order_of_what_was_sent_changes_nothing() -> None:
    by = random.Random(3)
    data = example()
    first = ruleset().allocate(EXAMPLE, as_of=AS_OF).to_json()
    for _ in range(4):
        by.shuffle(data["cases"])
        by.shuffle(data["case managers"])
        assert ruleset().allocate(data, as_of=AS_OF).to_json() == first


def test_what_is_kept_for_monitoring_changes_nothing() -> None:
    facts = [fact for fact in ruleset().meaning.facts.values() if fact.monitoring and fact.of == "case"]
    assert facts
    data = example()
    first = ruleset().allocate(data, as_of=AS_OF).to_json()
    for fact in facts:
        for place in (0, -1):
            value = fact.type.values[place] if fact.type.values else ("no", "yes")[place]
            told = [{**case, fact.name: value} for case in data["cases"]]
            assert ruleset().allocate({**data, "cases": told}, as_of=AS_OF).to_json() == first


def test_terms_that_read_what_is_protected_are_refused() -> None:
    from drive_rules.allocation import read_terms  # noqa: PLC0415

    rules = ruleset()
    fact = next(fact.name for fact in rules.meaning.facts.values() if fact.monitoring and fact.of == "case")
    text = rules._package.allocation.replace("  serial abuse: highest", f"  {fact}: highest")
    assert text != rules._package.allocation
    with pytest.raises(dr.RulesetError) as caught:
        read_terms(rules.meaning, text)
    assert [problem.code for problem in caught.value.problems][:1] == ["AL002"]


# -- in and out --------------------------------------------------------------------------------------


def test_it_goes_to_json_and_back_is_frozen_and_shows_nobody() -> None:
    found = ruleset().allocate(EXAMPLE, as_of=AS_OF)
    assert Allocation.from_json(found.to_json()) == found
    assert pickle.loads(pickle.dumps(found)) == found
    assert json.loads(found.to_json())["advisory"] is True
    assert found.versions.ruleset_digest == ruleset().digest
    for each in (found, *found.placed, *found.waiting, *found.rooms, *found.proofs):
        assert "wait" not in repr(each).lower().replace("waiting", "")
        assert "manager-" not in repr(each)
    with pytest.raises(DriveRulesError, match="no allocation") as caught:
        Allocation.from_json('{"as_of": "canary"}')
    assert "canary" not in str(caught.value)


def test_the_page_is_for_reading() -> None:
    text = ruleset().allocate(EXAMPLE, as_of=AS_OF).text()
    assert max(map(len, text.splitlines())) <= 80
    for title in (
        "NOW",
        "PROPOSED",
        "WAITING",
        "WHY NOBODY",
        "FOR THE PANEL",
        "CASE MANAGERS",
        "NOT FOR A PLACE",
    ):
        assert f"\n{title}" in text
    empty = allocated([manager("m")], [])
    assert "nobody" in empty.text()
    assert max(map(len, empty.text().splitlines())) <= 80


def test_the_command_prints_it_and_lists_every_problem(tmp_path: Path) -> None:
    run = CliRunner().invoke(cli.app, ["allocate", str(EXAMPLE), "--as-of", "2026-11-02"])
    assert run.exit_code == 0, run.output
    assert "waits-conflict to manager-half" in run.output
    (tmp_path / "case-managers.yaml").write_text("case managers:\n  - id: m\n    load: canary\n", "utf-8")
    (tmp_path / "canary.yaml").write_text("case: c\ncustody: canary\n", "utf-8")
    with pytest.raises(CaseloadError) as caught:
        ruleset().allocate(tmp_path, as_of=AS_OF)
    places = [problem.place for problem in caught.value.problems]
    assert places == ["case file 1 of 1.custody", "case managers[0].load"]
    assert "canary" not in str(caught.value)
    run = CliRunner().invoke(cli.app, ["allocate", str(tmp_path), "--as-of", "2026-11-02"])
    assert run.exit_code == 1


def test_what_is_said_of_a_load_has_to_agree_with_the_cases() -> None:
    with pytest.raises(CaseloadError) as caught:
        allocated([manager("m", 3)], [held("h", "m")])
    assert [(each.code, each.place) for each in caught.value.problems] == [("AL108", "case managers[0].load")]
