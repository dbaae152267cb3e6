"""Who is asked, with the whole plan in sight: against every other answer, on small plans and graphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drive_rules.agencies import CASE_MANAGER, Agencies
from drive_rules.agencies.directory import Agency, Chasing, Directory, Lever, Named
from drive_rules.answers import HumanDecision, TakenBack, Value
from drive_rules.ir import Length
from drive_rules.planning import plan
from drive_rules.planning.plans import Plan
from drive_rules.planning.steps import Step
from drive_rules.problems import DriveRulesError
from drive_rules.tasking import Tasking
from drive_rules.tasking.spreading import Wish, spread
from tests.plans_made import (
    CASE,
    CHASING,
    EVERYBODY,
    ONE,
    TODAY,
    Made,
    action,
    agencies,
    agency,
    block,
    duty,
    fact,
    find_out,
    made,
    names,
    reason,
    record,
    rule,
    ruleset,
    tells,
)

LAW = settings(deadline=None, max_examples=100)
WHO = "abcd"


# -- the flow itself -------------------------------------------------------------------------------


@st.composite
def wishes(draw: st.DrawFn) -> tuple[list[Wish], dict[str, int]]:
    levels = draw(st.integers(1, 3))
    costs = st.tuples(*[st.integers(0, 3)] * levels)
    offered = draw(st.lists(st.dictionaries(st.sampled_from(WHO), costs, max_size=4), max_size=5))
    room = draw(st.dictionaries(st.sampled_from(WHO), st.integers(0, 3)))
    return [Wish(str(number), each) for number, each in enumerate(offered)], room


def worth(asked: Sequence[Wish], answer: Sequence[str | None]) -> tuple[tuple[bool, ...], tuple[int, ...]]:
    """What goes unmet, the most urgent first; then the sums of the costs."""
    unmet = tuple(who is None for who in answer)
    met = [wish.costs[who] for wish, who in zip(asked, answer, strict=True) if who is not None]
    return unmet, tuple(map(sum, zip(*met, strict=True)))


def every_answer(asked: Sequence[Wish], room: Mapping[str, int]) -> list[tuple[str | None, ...]]:
    found = []
    for answer in product(*[(None, *sorted(wish.costs)) for wish in asked]):
        held = Counter(who for who in answer if who)
        if all(held[who] <= most for who, most in room.items()):
            found.append(answer)
    return found


@LAW
@given(wishes())
def test_no_other_answer_is_better(it: tuple[list[Wish], dict[str, int]]) -> None:
    asked, room = it
    taken = spread(asked, room)
    answer = tuple(taken[wish.id] for wish in asked)
    every = every_answer(asked, room)
    assert answer in every
    assert worth(asked, answer) == min(worth(asked, each) for each in every)
    assert answer.count(None) == min(each.count(None) for each in every)


@LAW
@given(wishes(), st.randoms(use_true_random=False))
def test_the_order_of_those_who_may_be_asked_changes_nothing(
    it: tuple[list[Wish], dict[str, int]], random: Random
) -> None:
    asked, room = it
    shuffled = [replace(w, costs=dict(random.sample(list(w.costs.items()), len(w.costs)))) for w in asked]
    other = dict(random.sample(list(room.items()), len(room)))
    assert spread(shuffled, other) == spread(asked, room)


# -- plans over generated graphs ----------------------------------------------------------------------


def planned_from(it: Made) -> Plan:
    return plan(it.rules, it.answer, it.graph)


def _lawful_ends(it: Made, start: str, allowed: set[str]) -> set[str]:
    """Who can lawfully be told something, found by walking every edge that is in force."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    here = {each.name for each in it.graph.directory.agencies if each.available}
    graph.add_nodes_from(here)
    for sender in it.graph.directory.agencies:
        for sharing in sender.may_tell:
            lawful = allowed & set(sharing.what) and sharing.holds_on(TODAY)
            if lawful and {sender.name, sharing.to.word} <= here:
                graph.add_edge(sender.name, sharing.to.word)
    return {start, *nx.descendants(graph, start)} if start in here else set()


def _askable(it: Made, name: str) -> bool:
    """Whether a lawful way leads to an agency by way of somebody who may ask it."""
    if name == CASE_MANAGER:
        return bool(_lawful_ends(it, name, {"case information"}))
    askers = {each.name for each in it.graph.directory.agencies if name in {n.word for n in each.can_request}}
    reached = _lawful_ends(it, CASE_MANAGER, {"case information"})
    return any(name in _lawful_ends(it, asker, {"case information"}) for asker in askers & reached)


@LAW
@given(made())
def test_whoever_can_be_asked_is_asked_and_what_nobody_has_room_for_is_a_gap(it: Made) -> None:
    found = planned_from(it)
    steps = {step.id: step for step in found.steps}
    room = {each.name: each.tasks_at_a_time for each in it.graph.directory.agencies}
    held = Counter(
        step.task.asked for step in found.steps if step.task.asked and step.status != "not available"
    )
    for each in it.answer.find_outs:
        step = steps[each.id]
        facts = [it.rules.facts[one.fact] for one in each.facts]
        may = set(each.asked_of) - set(each.never_asked_of)
        able = {name for name in may & set(EVERYBODY) if _askable(it, name)}
        if "perpetrator" in may and not any(one.private for one in facts):
            continue
        if step.task.asked is None:
            full = {name for name in able if room[name] is not None and held[name] >= (room[name] or 0)}
            assert able == full
        else:
            assert step.task.asked in able
            told = {step.task.owner, *step.task.next_asked}
            assert told == able


@LAW
@given(made())
def test_nobody_is_given_more_than_they_can_take_save_what_is_their_own(it: Made) -> None:
    found = planned_from(it)
    at_work = [step for step in found.steps if step.status != "not available" and step.task.asked]
    for each in it.graph.directory.agencies:
        own = [step for step in at_work if step.task.asked == each.name and _is_own(it, step, each)]
        given = [step for step in at_work if step.task.asked == each.name and not _is_own(it, step, each)]
        most = each.tasks_at_a_time
        if most is not None:
            assert len(given) <= max(0, most - len(own))
        told = [gap for gap in found.gaps if not gap.step and not gap.block and gap.owner == each.name]
        assert bool(told) == (most is not None and len(own) + len(given) > most)


def _is_own(it: Made, step: Step, by: Agency) -> bool:
    """Whether nobody else may be given it: it is the agency's power, a person's, or saves a life."""
    if step.sort == "find out":
        return False
    act = it.rules.actions[step.action]
    owner = it.graph.named(act.owner)
    return act.never_blocked or owner == by or not isinstance(owner, Agency)


@LAW
@given(made(), st.integers(0, 2**32))
def test_one_more_agency_leaves_no_more_undone(it: Made, seed: int) -> None:
    random = Random(seed)
    able = [each for each in it.graph.directory.agencies if each.name != CASE_MANAGER]
    like = random.choice(able)
    new = replace(
        like, name="E", code="e", deputies=(), escalates_to=(), tasks_at_a_time=random.choice((None, 2))
    )
    members = [
        replace(
            each,
            can_request=(*each.can_request, Named("E")),
            may_tell=(*each.may_tell, tells("E")) if random.random() < 0.5 else each.may_tell,
        )
        for each in it.graph.directory.agencies
    ]
    more = Agencies(Directory((*members, new), it.graph.directory.people, (), it.graph.directory.chasing))
    before, after = planned_from(it), plan(it.rules, it.answer, more)
    undone = {step.id for step in after.steps if step.status == "gap"}
    assert undone <= {step.id for step in before.steps if step.status == "gap"}


# -- what decides between those who may be asked ------------------------------------------------------

ASKED = ("police", "probation")


def two(fact_of: Sequence[Value] = (), **changes: Agency) -> Tasking:
    members = {
        CASE_MANAGER: agency(CASE_MANAGER, can_request=names(*ASKED), may_tell=tuple(map(tells, ASKED))),
        "police": agency("police", share=28),
        "probation": agency("probation", share=17),
    }
    graph = agencies(*(members | changes).values())
    return Tasking(ruleset(facts=(fact("release", *ASKED),)), graph, TODAY, fact_of)


def asked_first(tasking: Tasking) -> str | None:
    return tasking.find_out(find_out("release", asked_of=ASKED)).asked


def test_the_published_share_decides_where_nothing_else_does() -> None:
    assert asked_first(two()) == "police"


def test_a_lever_in_law_comes_before_the_share_and_an_unknown_one_is_none() -> None:
    lever = {"probation": agency("probation", levers=(Lever(Named("under supervision"), ("yes",)),))}
    known = Value("under supervision", CASE, "yes", True)
    assert asked_first(two((known,), **lever)) == "probation"
    assert asked_first(two((replace(known, words="no"),), **lever)) == "police"
    assert asked_first(two((replace(known, words="yes or no", known=False),), **lever)) == "police"
    assert asked_first(two((replace(known, thing=ONE),), **lever)) == "police"


def test_whoever_is_there_sooner_is_asked_first() -> None:
    assert asked_first(two(police=agency("police", share=28, waits=Length(3, "weeks")))) == "probation"


def test_whoever_is_nearer_to_the_case_manager_is_asked_first() -> None:
    manager = agency(
        CASE_MANAGER, can_request=names(*ASKED), may_tell=tuple(map(tells, ASKED)),
        works_closely_with=names("probation"), works_with=names("police"),
    )  # fmt: skip
    assert asked_first(two(**{CASE_MANAGER: manager})) == "probation"
    beside = agency("police", shares_a_building_with=names(CASE_MANAGER))
    assert asked_first(two(**{CASE_MANAGER: manager, "police": beside})) == "police"


def test_whoever_may_be_told_what_it_rests_on_is_asked_first() -> None:
    told = (tells("police"), tells("probation", "case information", "victim-survivor confidential"))
    manager = agency(CASE_MANAGER, can_request=names(*ASKED), may_tell=told)
    tasking = two(**{CASE_MANAGER: manager})
    wanted = find_out("release", asked_of=ASKED)
    assert tasking.find_out(wanted, private=("address",)).asked == "probation"
    assert tasking.find_out(wanted).asked == "police"


def test_through_fewer_hands_comes_first() -> None:
    far = {
        CASE_MANAGER: agency(
            CASE_MANAGER, can_request=names("probation"), may_tell=(tells("probation"), tells("housing"))
        ),
        "housing": agency("housing", can_request=names("police"), may_tell=(tells("police"),)),
    }
    assert asked_first(two(**far)) == "probation"


def small(*, most: int | None, room: int | None = None) -> Agencies:
    return agencies(
        agency(CASE_MANAGER, can_request=names(*ASKED), may_tell=tuple(map(tells, ASKED)),
               escalates_to=names("service manager")),
        agency("police", share=28, tasks_at_a_time=most, escalates_to=names("Drive Fellow")),
        agency("probation", share=17, tasks_at_a_time=room),
        agency("service manager"), agency("Drive Fellow"),
        chasing=CHASING,
    )  # fmt: skip


ARREST = action("arrest", "police")
VISIT = action("visit", CASE_MANAGER)
ASK = action("ask the worker", CASE_MANAGER, makes_true="asked")
SEARCH = action("search", "police")
ACTIONS = (ARREST, SEARCH, VISIT, ASK)
RULES = ruleset(ACTIONS, (fact("release", *ASKED), fact("address", *ASKED)), (rule("r"), rule("s")))
RELEASE = find_out("release", asked_of=ASKED, due=TODAY)
ADDRESS = find_out("address", asked_of=ASKED, due=TODAY + timedelta(days=5))


def test_what_is_over_goes_to_the_next_and_then_is_a_gap_the_least_urgent_first() -> None:
    found = plan(RULES, record(duty(ARREST), find_outs=(ADDRESS, RELEASE)), small(most=2))
    assert [found.step(each).task.asked for each in ("arrest", "release", "address")] == [
        "police", "police", "probation",
    ]  # fmt: skip
    found = plan(RULES, record(duty(ARREST), find_outs=(ADDRESS, RELEASE)), small(most=1, room=1))
    assert found.step("release").task.asked == "probation"
    assert found.step("address").status == "gap"
    assert found.step("address").because == (
        "police: has as many tasks as it can take at a time (1)",
        "probation: has as many tasks as it can take at a time (1)",
    )
    assert "GAP" in found.text()


def test_an_owner_keeps_all_of_its_own_and_the_plan_says_that_it_is_too_much() -> None:
    found = plan(RULES, record(duty(ARREST), duty(SEARCH)), small(most=1))
    assert {step.task.asked for step in found.steps} == {"police"}
    (gap,) = found.gaps
    assert (gap.owner, gap.escalate_to, gap.urgent) == ("police", ("Drive Fellow",), False)
    assert "police, more than it can take: has 2 tasks of its own in this plan and can take 1" in " ".join(
        found.text().split()
    )


def test_a_task_stays_with_whoever_was_asked_before() -> None:
    graph = small(most=None)
    first = plan(RULES, record(find_outs=(RELEASE,)), graph)
    assert first.step("release").task.asked == "police"
    members = [
        replace(each, share=100) if each.name == "probation" else each for each in graph.directory.agencies
    ]
    changed = Agencies(replace(graph.directory, agencies=tuple(members)))
    assert plan(RULES, record(find_outs=(RELEASE,)), changed).step("release").task.asked == "probation"
    assert plan(RULES, record(find_outs=(RELEASE,)), changed, first).step("release").task.asked == "police"


# -- what becomes of tasks ----------------------------------------------------------------------------

MONDAY = date(2026, 6, 1)
assert TODAY == MONDAY


def later(days: int, *duties: object, **more: object) -> object:
    return replace(record(*duties, **more), as_of=TODAY + timedelta(days=days))  # type: ignore[arg-type]


def again(days: int, first: Plan, *duties: object, graph: Agencies | None = None, **more: object) -> Plan:
    return plan(RULES, later(days, *duties, **more), graph or small(most=None), first)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "overdue", "to"),
    [(0, 0, ""), (1, 1, ""), (2, 2, ""), (3, 3, "Drive Fellow"), (9, 9, "Drive Fellow")],
)
def test_a_task_that_is_late_is_chased_and_then_goes_up(days: int, overdue: int, to: str) -> None:
    call = duty(ARREST, due=MONDAY)
    found = plan(RULES, later(days, call), small(most=None)).step("arrest")  # type: ignore[arg-type]
    assert (found.chase_on, found.days_overdue, found.goes_up_to) == (date(2026, 6, 2), overdue, to)


def test_a_weekend_is_no_working_day_for_chasing() -> None:
    call = duty(ARREST, due=date(2026, 6, 5))
    found = plan(RULES, later(8, call), small(most=None)).step("arrest")  # type: ignore[arg-type]
    assert (found.chase_on, found.goes_up_to) == (date(2026, 6, 8), "")
    found = plan(RULES, later(9, call), small(most=None)).step("arrest")  # type: ignore[arg-type]
    assert found.goes_up_to == "Drive Fellow"


def test_without_a_word_on_chasing_nothing_is_said_of_it() -> None:
    graph = Agencies(replace(small(most=None).directory, chasing=None))
    found = plan(RULES, later(9, duty(ARREST, due=MONDAY)), graph).step("arrest")  # type: ignore[arg-type]
    assert (found.chase_on, found.days_overdue, found.goes_up_to) == (None, 9, "")


def test_what_is_recorded_as_done_stays_done_with_its_day_and_is_asked_of_nobody() -> None:
    call = duty(ARREST, due=MONDAY)
    first = plan(RULES, record(call), small(most=None)).done("arrest", on=TODAY, by="police")
    found = again(3, first, call)
    assert (found.step("arrest").status, found.step("arrest").last_done) == ("done", TODAY)
    assert not found.gaps
    assert "DONE\n  - 1. arrest (case case-1): 1 June 2026, by police" in found.text()
    assert "arrest" not in found.minutes()
    assert Plan.from_json(found.to_json()) == found
    assert again(5, found, call).step("arrest").status == "done"


def test_what_a_person_decided_is_done_is_done_in_the_plan_too() -> None:
    call = duty(ARREST, due=MONDAY)
    said = HumanDecision(
        "d1", "duty", "arrest", call.id, CASE, "done", "sergeant-4", TODAY, "arrested on Monday", "must",
        False, "must", "",
    )  # fmt: skip
    answer = replace(record(call), human_decisions=(said,))
    found = plan(RULES, answer, small(most=None)).step("arrest")
    assert (found.status, found.last_done, found.done_by) == ("done", TODAY, "sergeant-4")
    back = replace(said, taken_back=TakenBack("sergeant-4", "its author", TODAY, "it was another"))
    for other in (replace(said, answer="not to be done"), back, replace(said, code="another")):
        answer = replace(record(call), human_decisions=(other,))
        assert plan(RULES, answer, small(most=None)).step("arrest").status == "to do"


def test_what_calls_for_it_after_that_day_opens_it_again() -> None:
    first = plan(RULES, record(duty(ARREST)), small(most=None)).done("arrest", on=TODAY, by="police")
    new = replace(reason("s"), first_called_for=TODAY + timedelta(days=2))
    found = again(3, first, duty(ARREST, reasons=(reason(), new))).step("arrest")
    assert (found.status, found.last_done) == ("to do", TODAY)


def test_what_comes_again_is_due_again_from_the_day_it_was_done() -> None:
    call = duty(ARREST, due=TODAY, again_every=Length(2, "weeks"))
    first = plan(RULES, record(call), small(most=None)).done(
        "arrest", on=TODAY + timedelta(days=1), by="police"
    )
    found = again(3, first, call).step("arrest")
    assert (found.status, found.due) == ("to do", date(2026, 6, 16))


def test_what_the_case_can_say_is_done_when_the_case_says_so() -> None:
    first = plan(RULES, record(duty(ASK)), small(most=None)).done("ask the worker", on=TODAY, by=CASE_MANAGER)
    found = again(1, first, duty(ASK))
    assert found.step("ask the worker").status == "to do"
    assert "Recorded as done on 1 June 2026, and still called for" in " ".join(found.text().split())


def test_a_mark_opens_no_block() -> None:
    stop = block("b", "visit", actions=("visit",), ways_out=("arrest",))
    held = duty(VISIT, blocked="yes", blocked_by=("b",))
    first = plan(RULES, record(held, blocks=(stop,)), small(most=None)).done("arrest", on=TODAY, by="police")
    found = again(1, first, held, blocks=(stop,))
    assert (found.step("visit").status, found.step("arrest").status) == ("blocked", "to do")
    assert "still called for" in " ".join(found.text().split())


def test_what_has_ended_says_that_it_was_done() -> None:
    first = plan(RULES, record(duty(ASK)), small(most=None)).done("ask the worker", on=TODAY, by=CASE_MANAGER)
    found = again(1, first)
    assert [each.done_on for each in found.ended] == [TODAY]
    assert "1. ask the worker (case case-1), recorded as done on 1 June 2026" in found.text()


def test_a_refusal_keeps_its_reason_and_the_next_is_asked_until_it_is_taken_back() -> None:
    first = plan(RULES, record(find_outs=(RELEASE,)), small(most=None))
    assert first.step("release").task.if_refused == ("probation",)
    refused = first.refused("release", on=TODAY, because="not our case")
    found = again(1, refused, find_outs=(RELEASE,))
    assert found.step("release").task.asked == "probation"
    assert found.step("release").task.why[0] == "police: refused on 1 June 2026: not our case"
    assert again(2, found, find_outs=(RELEASE,)).step("release").task.asked == "probation"
    taken = found.accepted("release", on=TODAY + timedelta(days=1), by="police")
    offers = again(2, taken, find_outs=(RELEASE,)).step("release").task
    assert {offers.asked, *offers.next_asked} == set(ASKED)


def test_an_owner_that_refuses_is_not_displaced_the_task_goes_up() -> None:
    first = plan(RULES, record(duty(ARREST)), small(most=None)).refused(
        "arrest", on=TODAY, because="no evidence"
    )
    found = again(1, first, duty(ARREST)).step("arrest")
    assert (found.owner, found.task.asked, found.status) == ("police", None, "gap")
    assert found.because == ("police: refused on 1 June 2026: no evidence",)
    assert found.task.chase == ("Drive Fellow",)


def test_a_person_who_refuses_is_passed_over_and_whoever_asks_them_is_not() -> None:
    """The case manager asks the perpetrator: what the perpetrator will not say, the case manager may know."""
    asked_of = (CASE_MANAGER, "perpetrator")
    rules = ruleset((), (fact("shift", *asked_of),), (rule("r"),))
    shift = find_out("shift", asked_of=asked_of)
    first = plan(rules, record(find_outs=(shift,)), small(most=None))
    assert first.step("shift").task.next_asked == ("perpetrator",)
    refused = first.refused("shift", on=TODAY, by="perpetrator", because="would not say")
    answer = replace(record(find_outs=(shift,)), as_of=TODAY + timedelta(days=1))
    task = plan(rules, answer, small(most=None), refused).step("shift").task
    assert (task.owner, task.next_asked) == (CASE_MANAGER, ())


def test_a_refusal_of_one_task_is_none_of_another() -> None:
    first = plan(RULES, record(find_outs=(RELEASE, ADDRESS)), small(most=None))
    refused = first.refused("release", on=TODAY, because="not our case")
    found = again(1, refused, find_outs=(RELEASE, ADDRESS))
    assert (found.step("release").task.asked, found.step("address").task.asked) == ("probation", "police")


@pytest.mark.parametrize(
    ("record_it", "says"),
    [
        (lambda p: p.done("release", on=TODAY, by="x"), "when the case holds the answer"),
        (lambda p: p.done("arrest", on=TODAY, by=" "), "say who"),
        (
            lambda p: p.done("arrest", on=TODAY - timedelta(days=1), by="x"),
            "before the step was first planned",
        ),
        (lambda p: p.refused("arrest", on=TODAY, because=""), "kept with its reason"),
        (lambda p: p.refused("arrest", on=TODAY, by="the polise", because="no"), "say one of police"),
        (lambda p: p.accepted("arrest", on=TODAY, by="housing"), "names nobody of this step"),
        (lambda p: p.done("nothing", on=TODAY, by="x"), "no step 'nothing' here"),
    ],
)
def test_what_cannot_be_recorded_is_refused(record_it, says: str) -> None:  # type: ignore[no-untyped-def]
    first = plan(RULES, record(duty(ARREST), find_outs=(RELEASE,)), small(most=None))
    with pytest.raises(DriveRulesError, match=says):
        record_it(first)


def test_a_day_to_come_is_refused_when_the_plan_is_read_back() -> None:
    first = plan(RULES, record(duty(ARREST)), small(most=None))
    with pytest.raises(DriveRulesError, match="on a later day"):
        again(1, first.done("arrest", on=TODAY + timedelta(days=2), by="x"), duty(ARREST))


def test_a_chase_that_never_moves_on_ends() -> None:
    still = Chasing(Length(0, "days"), Length(0, "days"))
    graph = Agencies(replace(small(most=None).directory, chasing=still))
    found = plan(RULES, later(9, duty(ARREST, due=MONDAY)), graph).step("arrest")  # type: ignore[arg-type]
    assert found.goes_up_to == ""
