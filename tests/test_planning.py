"""Plans: laws over random agencies, rulesets and assessments, and the cases that practice asks about."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from drive_rules.agencies import CASE_MANAGER, Agencies
from drive_rules.agencies.directory import Agency, Directory, Person
from drive_rules.agencies.routes import LIFE, LIFE_AT_RISK, ORDINARY
from drive_rules.answers import Decided, Gap
from drive_rules.cli import app
from drive_rules.ir import Decision, Length, Ruleset, Type
from drive_rules.ir import Duty as Wanted
from drive_rules.planning import order_problems, plan
from drive_rules.planning.plans import Plan
from drive_rules.planning.steps import Step
from drive_rules.problems import DriveRulesError
from drive_rules.ruleset import Ruleset as Loaded
from drive_rules.ruleset import load
from drive_rules.tasking import CONFIDENTIAL
from tests.plans_made import (
    CASE,
    ONE,
    TODAY,
    TWO,
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
    record,
    rule,
    ruleset,
    tells,
)
from tests.small_ruleset import ITEMS, small_ruleset
from tests.test_assessment import MONDAY, answer, one_pair

SMALL = small_ruleset()
LATER = TODAY + timedelta(days=10)
SOON = TODAY + timedelta(days=2)
LAW = settings(deadline=None, max_examples=80)


def planned_from(it: Made) -> Plan:
    return plan(it.rules, it.answer, it.graph)


# -- laws ------------------------------------------------------------------------------------------


@LAW
@given(made())
def test_nothing_that_is_called_for_vanishes(it: Made) -> None:
    found = planned_from(it)
    ids = [step.id for step in found.steps]
    assert len(ids) == len(set(ids))
    assert {each.id for each in (*it.answer.duties, *it.answer.find_outs)} <= set(ids)
    without = {step.id for step in found.steps if step.task.asked is None and step.status != "not available"}
    assert without == {gap.step for gap in found.gaps if gap.step}
    assert {gap.block for gap in found.gaps if gap.block} == {gap.block for gap in it.answer.gaps}
    assert all(gap.because and gap.interim_cover == CASE_MANAGER for gap in found.gaps)


@LAW
@given(made())
def test_the_owner_of_a_power_is_never_displaced(it: Made) -> None:
    for step in planned_from(it).steps:
        if step.sort == "find out":
            continue
        act = it.rules.actions[step.action]
        owner = it.graph.named(act.owner)
        assert step.owner == (owner.name if owner else act.owner)
        if step.task.asked is None:
            continue
        asked = it.graph.agency(step.task.asked)
        assert asked is not None
        assert not it.graph.why_not(asked, act)
        if isinstance(owner, Person):
            assert asked.name == "IDVA"
        else:
            assert it.graph.holds_power(asked, act)
            assert asked == owner or it.graph.why_not(owner, act) or not _reached(step, owner)


def _reached(step: Step, owner: Agency | Person | None) -> bool:
    return isinstance(owner, Agency) and not any(
        why.startswith(f"{owner.name}: no lawful") for why in step.task.why
    )


@LAW
@given(made())
def test_nothing_is_told_along_an_edge_that_does_not_allow_it(it: Made) -> None:
    for step in planned_from(it).steps:
        never_blocked = step.sort != "find out" and it.rules.actions[step.action].never_blocked
        allowed = LIFE_AT_RISK if never_blocked else ORDINARY
        here = CASE_MANAGER
        for hop in step.task.route:
            sender, receiver = it.graph.agency(hop.sender), it.graph.agency(hop.receiver)
            assert sender is not None
            assert receiver is not None
            assert hop.sender == here
            assert not it.graph.why_not(sender)
            assert not it.graph.why_not(receiver)
            sharing = [each for each in sender.may_tell if each.to.word == hop.receiver]
            found = [each for each in sharing if (each.what, each.basis) == (hop.what, hop.basis)]
            assert any(each.holds_on(TODAY) for each in found)
            assert allowed & set(hop.what)
            here = hop.receiver
        enough = {CONFIDENTIAL, LIFE} if never_blocked else {CONFIDENTIAL}
        if not all(enough & set(hop.what) for hop in step.task.route):
            assert _private(it.rules, step) <= set(step.task.not_told)


def _private(rules: Ruleset, step: Step) -> set[str]:
    found = [rules.rules[each.rule] for each in step.reasons]
    return {test.name for each in found for test in each.when.all_of if rules.facts[test.name].private}


@LAW
@given(made())
def test_nobody_is_asked_who_must_never_be(it: Made) -> None:
    found = planned_from(it)
    for each in it.answer.find_outs:
        task = found.step(each.id).task
        asked = {task.owner, *task.next_asked} if task.asked else set()
        assert not asked & set(each.never_asked_of)
        assert asked <= set(each.asked_of)
        if any(it.rules.facts[one.fact].private for one in each.facts):
            assert "perpetrator" not in asked


@LAW
@given(made(), st.randoms(use_true_random=False))
def test_order_of_anything_given_changes_nothing(it: Made, random: Random) -> None:
    shuffled = (
        replace(
            it.rules,
            actions=_shuffled_items(it.rules.actions, random),
            facts=_shuffled_items(it.rules.facts, random),
            rules=_shuffled_items(it.rules.rules, random),
        ),
        replace(
            it.answer,
            duties=_shuffled(it.answer.duties, random),
            blocks=_shuffled(it.answer.blocks, random),
            find_outs=_shuffled(it.answer.find_outs, random),
            gaps=_shuffled(it.answer.gaps, random),
        ),
        Agencies(
            Directory(
                tuple(
                    replace(each, may_tell=_shuffled(each.may_tell, random), can=_shuffled(each.can, random))
                    for each in _shuffled(it.graph.directory.agencies, random)
                ),
                _shuffled(it.graph.directory.people, random),
                chasing=it.graph.directory.chasing,
            )
        ),
    )
    assert plan(*shuffled).to_json() == planned_from(it).to_json()


def _shuffled(items, random):  # type: ignore[no-untyped-def]
    return tuple(random.sample(items, len(items)))


def _shuffled_items(items, random):  # type: ignore[no-untyped-def]
    return dict(_shuffled(tuple(items.items()), random))


@LAW
@given(made())
def test_what_comes_before_is_due_no_later(it: Made) -> None:
    found = planned_from(it)
    place = {step.id: number for number, step in enumerate(found.steps)}
    by_id = {step.id: step for step in found.steps}
    away = {step.id for step in found.steps if step.status == "not available"}
    for step in found.steps:
        for earlier in map(by_id.__getitem__, step.comes_after):
            assert place[earlier.id] < place[step.id]
            if step.due and not {step.id, earlier.id} & away:
                assert earlier.due is not None
                assert earlier.due <= step.due
        if not found.problems and step.status == "blocked":
            assert all(place[each] < place[step.id] for each in set(step.released_by) - away)
        assert len({by_id[other].due for other in set(step.together_with) - away}) <= 1


@LAW
@given(made())
def test_a_plan_goes_to_json_and_back_and_to_text(it: Made) -> None:
    found = planned_from(it)
    assert Plan.from_json(found.to_json()) == found
    assert Plan.from_json(found.to_json()).to_json() == found.to_json()
    assert pickle.loads(pickle.dumps(found)) == found
    lines = found.text().splitlines()
    assert max(map(len, lines)) <= 80
    for step in found.steps:
        assert any(line.lstrip("- ").startswith(f"{step.number}. ") for line in lines)


@LAW
@given(made())
def test_each_task_is_minuted_once_under_who_is_asked(it: Made) -> None:
    found = planned_from(it)
    heads = {step.task.asked.upper() if step.task.asked else "NOBODY CAN BE ASKED" for step in found.steps}
    minuted: list[tuple[str, int]] = []
    head = ""
    for line in found.minutes().splitlines()[3:]:
        assert len(line) <= 80
        if line and not line.startswith(" "):
            head = next(name for name in sorted(heads, key=len, reverse=True) if line.startswith(name))
        elif line[:3].strip().isdigit():
            minuted.append((head, int(line[:3])))
    there = [step for step in found.steps if step.status != "not available"]
    wanted = [((step.task.asked or "nobody can be asked").upper(), step.number) for step in there]
    assert sorted(minuted) == sorted(wanted)


@LAW
@given(made(), made())
def test_numbers_and_first_days_stay_from_plan_to_plan(before: Made, after: Made) -> None:
    first = planned_from(before)
    next_day = replace(after.answer, as_of=TODAY + timedelta(days=1))
    second = plan(after.rules, next_day, after.graph, first)
    standing = {step.id: step for step in first.steps}
    by_number = {step.number: step for step in first.steps}
    kept = set()
    for step in second.steps:
        was = standing.get(step.id) or by_number.get(step.number)
        if was is None:
            assert step.number > first.last_number
            assert step.first_planned == TODAY + timedelta(days=1)
            continue
        kept.add(was.id)
        assert (step.number, step.first_planned) == (was.number, TODAY)
        assert step.id == was.id or set(step.action.split(", ")) & set(was.action.split(", "))
        assert (step.sort == "find out") or step.id == was.id
    assert len(kept) == len({step.number for step in second.steps} & set(by_number))
    assert {each.id for each in second.ended} == set(standing) - kept


@LAW
@given(made(), made())
def test_what_changed_is_all_that_changed(before: Made, after: Made) -> None:
    first = planned_from(before)
    second = plan(after.rules, replace(after.answer, as_of=TODAY + timedelta(days=1)), after.graph, first)
    was, now = ({step.number: step for step in each.steps} for each in (first, second))
    told = {(each.number, each.what) for each in second.changed}
    assert {number for number, what in told if what == "added"} == set(now) - set(was)
    for number in set(was) & set(now):
        old, new = was[number], now[number]
        assert ((number, "facts") in told) == (old.id != new.id)
        assert ((number, "day") in told) == (old.due != new.due)
        assert ((number, "status") in told) == (old.status != new.status)
        assert ((number, "asked") in told) == (old.task.asked != new.task.asked)
    assert len(second.changed) == len(told)
    assert ("CHANGED SINCE THE LAST PLAN" in second.text()) == bool(told)


@LAW
@given(made())
def test_planning_again_on_the_same_day_changes_nothing(it: Made) -> None:
    first = planned_from(it)
    assert plan(it.rules, it.answer, it.graph, first).to_json() == first.to_json()


# -- what practice asks ----------------------------------------------------------------------------

CONSULT = action("consult the IDVA", CASE_MANAGER, strand="contact", done_to="pair")
INDIRECT = action("work indirectly", CASE_MANAGER, strand="contact")
VISIT = action("visit at home", CASE_MANAGER, strand="contact", direct=True)
TELL = action("tell the IDVA", CASE_MANAGER, strand="safety")
HOUSE_CALL = action("ask children's services to visit", "children's services", strand="children")
POLICE_ORDER = action("apply for a protective order", "police")
RECALL = action("recall to prison", "prisons board", requested_by=("probation",))
HER_ORDER = action("apply for a non-molestation order", "victim-survivor", done_to="pair")
LOCKS = action("change the locks", "housing", done_to="pair", consent_of="victim-survivor")
CALL = action("call 999", "police", never_blocked=True, strand="safety")
THERAPY = action("arrange mental health support", "mental health service", strand="support")
CONTACT = (CONSULT, INDIRECT, VISIT, TELL, CALL)
POWERS = (HOUSE_CALL, POLICE_ORDER, RECALL, HER_ORDER, LOCKS, THERAPY)
FULL = ("case information", "victim-survivor confidential", "life at risk")


def site(**changes: Agency) -> Agencies:
    """A small site where everything works, with agencies put in the place of some of its own."""
    ask = names("police", "IDVA", "children's services", "housing", "probation", "mental health service")
    members = {
        CASE_MANAGER: agency(
            CASE_MANAGER,
            can_request=ask,
            escalates_to=names("service manager"),
            may_tell=(
                tells("police", *FULL),
                tells("IDVA", *FULL),
                tells("children's services", *FULL),
                tells("housing"),
                tells("probation"),
                tells("mental health service"),
                tells("service manager"),
            ),
        ),
        "service manager": agency("service manager"),
        "police": agency(
            "police", share=28, escalates_to=names("Drive Fellow"), works_with=names("probation")
        ),
        "Drive Fellow": agency("Drive Fellow"),
        "IDVA": agency("IDVA", share=20, can_request=names("housing"), may_tell=(tells("housing", *FULL),)),
        "children's services": agency("children's services", share=9),
        "housing": agency("housing", escalates_to=names("service manager")),
        "probation": agency(
            "probation", share=17, can_request=names("prisons board"), may_tell=(tells("prisons board"),)
        ),
        "prisons board": agency("prisons board"),
        "mental health service": agency("mental health service"),
    }
    members |= {each.name: each for each in changes.values()}
    return agencies(*members.values())


RULES = ruleset(
    CONTACT + POWERS,
    (fact("told us", "IDVA", private=True), fact("lives there", "police", "housing", "probation")),
    (rule("r"), rule("private", "told us")),
)


def planned(*duties, graph=None, previous=None, **more):  # type: ignore[no-untyped-def]
    return plan(RULES, record(*duties, **more), graph or site(), previous)


def closed(name: str, why: str = "no provision locally", **more):  # type: ignore[no-untyped-def]
    return agency(name, available=False, why_not=why, **more)


def test_the_owner_comes_first_with_its_contact_and_the_basis() -> None:
    step = planned(duty(POLICE_ORDER, due=SOON)).step("apply for a protective order")
    assert (step.owner, step.task.asked, step.task.contact) == ("police", "police", "contact of police")
    assert (step.status, step.due) == ("to do", SOON)
    assert [(hop.sender, hop.receiver, hop.basis) for hop in step.task.route] == [
        (CASE_MANAGER, "police", "a basis for police")
    ]
    assert step.task.why == ("police owns the power", "case manager may tell police: a basis for police")
    assert step.task.chase == ("Drive Fellow",)


def test_police_not_available_goes_to_the_fellow_and_never_to_the_case_manager() -> None:
    graph = site(police=closed("police", "no cover this month", escalates_to=names("Drive Fellow")))
    found = planned(duty(POLICE_ORDER), graph=graph)
    step = found.step("apply for a protective order")
    assert (step.owner, step.task.asked, step.status) == ("police", None, "gap")
    (gap,) = found.gaps
    assert gap.owner == "police"
    assert gap.because == ("police: no cover this month",)
    assert gap.escalate_to == ("Drive Fellow",)
    assert gap.interim_cover == CASE_MANAGER
    assert step.task.gap is not None
    assert "Log the gap; escalate to Drive Fellow; interim cover: case manager" in found.text()


def test_a_deputy_needs_the_power_itself() -> None:
    police = closed("police", "no cover", deputies=names("housing", "probation"))
    assert planned(duty(POLICE_ORDER), graph=site(police=police)).gaps
    probation = agency("probation", can=names(POLICE_ORDER.name))
    step = planned(duty(POLICE_ORDER), graph=site(police=police, probation=probation)).step(POLICE_ORDER.name)
    assert (step.owner, step.task.asked, step.status) == ("police", "probation", "to do")
    assert (
        "in place of the police"
        in planned(duty(POLICE_ORDER), graph=site(police=police, probation=probation)).text()
    )


def test_a_service_that_is_not_there_is_a_gap_and_not_silence() -> None:
    found = planned(duty(THERAPY, word="should"), graph=site(health=closed("mental health service")))
    (gap,) = found.gaps
    assert gap.because == ("mental health service: no provision locally",)
    assert not gap.urgent
    assert "no provision locally" in found.text()


def test_one_action_not_offered_here_leaves_the_others() -> None:
    police = agency("police", cannot_here=((names(POLICE_ORDER.name)[0], "not in this force"),))
    found = planned(duty(POLICE_ORDER), duty(CALL), graph=site(police=police))
    assert [gap.because for gap in found.gaps] == [("police: not in this force",)]
    assert found.step("call 999").task.asked == "police"


def test_what_only_the_victim_survivor_can_do_goes_through_the_idva() -> None:
    step = planned(duty(HER_ORDER, ONE)).step(HER_ORDER.name)
    assert (step.owner, step.task.asked, step.task.support) == ("victim-survivor", "IDVA", "IDVA")
    assert "nobody does it instead" in step.task.why[0]
    without = planned(duty(HER_ORDER, ONE), graph=site(idva=closed("IDVA", "no IDVA in post")))
    assert without.gaps[0].because == ("the IDVA cannot be asked: no IDVA in post",)


def test_what_needs_the_victim_survivors_consent_is_asked_for_by_the_idva() -> None:
    step = planned(duty(LOCKS, ONE)).step(LOCKS.name)
    assert [hop.receiver for hop in step.task.route] == ["IDVA", "housing"]
    assert step.task.asked == "housing"


def test_only_who_may_request_a_power_requests_it() -> None:
    step = planned(duty(RECALL)).step(RECALL.name)
    assert [hop.receiver for hop in step.task.route] == ["probation", "prisons board"]
    graph = site(probation=closed("probation", "on strike"))
    assert planned(duty(RECALL), graph=graph).gaps[0].because == (
        "prisons board: no lawful route leads there through probation",
    )


def test_a_basis_that_has_ended_allows_nothing() -> None:
    ended = tells("police", in_force=(None, TODAY))
    graph = site(cm=agency(CASE_MANAGER, can_request=names("police"), may_tell=(ended,)))
    assert planned(duty(POLICE_ORDER), graph=graph).gaps[0].because == (
        "police: no lawful route leads there",
    )


def test_where_life_is_at_risk_that_basis_is_enough() -> None:
    graph = site(
        cm=agency(CASE_MANAGER, can_request=names("police"), may_tell=(tells("police", "life at risk"),))
    )
    found = planned(duty(POLICE_ORDER), duty(CALL), graph=graph)
    assert found.step("call 999").task.asked == "police"
    assert found.step(POLICE_ORDER.name).task.gap is not None


def test_private_facts_are_not_told_where_the_route_does_not_allow_it() -> None:
    private = (replace(duty(THERAPY).reasons[0], rule="private"),)
    step = planned(duty(THERAPY, reasons=private)).step(THERAPY.name)
    assert step.task.not_told == ("told us",)
    assert "Do not tell them: told us" in planned(duty(THERAPY, reasons=private)).text()
    assert planned(duty(POLICE_ORDER, reasons=private)).step(POLICE_ORDER.name).task.not_told == ()


def test_where_life_is_at_risk_nothing_is_held_back() -> None:
    private = (replace(duty(CALL).reasons[0], rule="private"),)
    for what, held_back in (("life at risk", ()), ("case information", ("told us",))):
        graph = site(cm=agency(CASE_MANAGER, can_request=names("police"), may_tell=(tells("police", what),)))
        step = planned(duty(CALL, reasons=private), graph=graph).step("call 999")
        assert step.task.not_told == held_back


def test_who_holds_the_fact_is_asked_then_the_share_breaks_the_tie() -> None:
    asked = find_out("lives there", asked_of=("housing", "probation", "police", "IDVA"))
    task = planned(find_outs=(asked,)).step(asked.id).task
    assert (task.owner, task.next_asked) == ("police", ("probation", "housing", "IDVA"))


def test_the_share_changes_the_order_and_removes_nobody() -> None:
    asked = find_out("lives there", asked_of=("housing", "probation", "police"))
    graph = site(police=agency("police"), housing=agency("housing", share=100))
    task = planned(find_outs=(asked,), graph=graph).step(asked.id).task
    assert (task.owner, task.next_asked) == ("housing", ("probation", "police"))
    owner = planned(duty(POLICE_ORDER), graph=graph).step(POLICE_ORDER.name)
    assert owner.task.asked == "police"


def test_the_perpetrator_is_asked_last_and_never_of_what_is_private_or_while_contact_is_blocked() -> None:
    asked = find_out("lives there", asked_of=("perpetrator", "police"))
    assert planned(find_outs=(asked,)).step(asked.id).task.next_asked == ("perpetrator",)
    private = find_out("told us", asked_of=("perpetrator",))
    assert planned(find_outs=(private,)).step(private.id).task.gap is not None
    stop = block("b", VISIT.name, in_doubt=True)
    assert planned(find_outs=(asked,), blocks=(stop,)).step(asked.id).task.next_asked == ()


def test_a_block_adds_what_releases_it_before_and_what_is_done_meanwhile() -> None:
    stop = block("b", VISIT.name, ONE, ways_out=(CONSULT.name,), instead=INDIRECT.name, safety=True)
    found = planned(duty(VISIT, due=SOON, blocked="yes", blocked_by=("b",)), blocks=(stop,))
    visit, consult, indirect = (found.step(each.name) for each in (VISIT, CONSULT, INDIRECT))
    assert visit.status == "blocked"
    assert (visit.released_by, visit.meanwhile) == ((consult.id,), (indirect.id,))
    assert (consult.sort, consult.thing, consult.due) == ("release", ONE, SOON)
    assert consult.brought_forward_for == visit.id
    assert found.steps.index(consult) < found.steps.index(visit)
    assert (indirect.sort, indirect.thing.kind) == ("instead", "case")
    text = found.text()
    assert "BLOCKED: Block b. Until: it is done." in text
    assert f"Released by: step {consult.number}" in text


def test_a_block_that_holds_nothing_up_adds_no_step_and_is_printed() -> None:
    stop = block("b", VISIT.name, ways_out=(CONSULT.name,), instead=INDIRECT.name)
    found = planned(blocks=(stop,))
    assert found.steps == ()
    assert "- visit at home (case case-1): Block b. Until: it is done. Instead: work" in found.text()


def test_a_step_that_a_block_adds_keeps_its_day_in_the_next_plan() -> None:
    stop = block("b", VISIT.name, ONE, ways_out=(CONSULT.name,))
    first = planned(duty(VISIT, due=SOON, blocked="yes", blocked_by=("b",)), blocks=(stop,))
    second = planned(duty(VISIT, due=LATER, blocked="yes", blocked_by=("b",)), blocks=(stop,), previous=first)
    assert second.step(CONSULT.name).due == SOON
    assert second.step(CONSULT.name).number == first.step(CONSULT.name).number


def test_a_duty_to_do_a_release_is_one_step_with_its_own_reasons() -> None:
    stop = block("b", VISIT.name, ONE, ways_out=(CONSULT.name,))
    held = duty(VISIT, due=SOON, blocked="cannot tell", blocked_by=("b",))
    found = planned(held, duty(CONSULT, ONE, due=LATER), blocks=(stop,))
    consult = found.step(CONSULT.name)
    assert (consult.sort, consult.due, consult.brought_forward_for) == ("duty", SOON, held.id)
    assert len(found.steps) == 2


def test_before_after_and_together_hold() -> None:
    found = planned(
        duty(HOUSE_CALL, due=SOON, after=(POLICE_ORDER.name,), together_with=(THERAPY.name,)),
        duty(TELL, due=LATER, before=(HOUSE_CALL.name,)),
        duty(POLICE_ORDER),
        duty(THERAPY, due=LATER),
    )
    tell, call, order, therapy = (found.step(each.name) for each in (TELL, HOUSE_CALL, POLICE_ORDER, THERAPY))
    assert call.comes_after == tuple(sorted((tell.id, order.id)))
    assert {tell.due, call.due, order.due, therapy.due} == {SOON}
    assert call.together_with == (therapy.id,)
    places = [found.steps.index(step) for step in (tell, order, call, therapy)]
    assert max(places[:2]) < min(places[2:])


def test_steps_of_two_pairs_do_not_wait_for_each_other() -> None:
    found = planned(duty(CONSULT, ONE, before=(LOCKS.name,)), duty(LOCKS, TWO), duty(LOCKS, ONE))
    assert found.step(LOCKS.name, of="pair-2").comes_after == ()
    assert found.step(LOCKS.name, of="pair-1").comes_after == (found.step(CONSULT.name).id,)


def test_orders_that_contradict_each_other_are_named_and_stop_nothing() -> None:
    found = planned(duty(TELL, before=(HOUSE_CALL.name,)), duty(HOUSE_CALL, before=(TELL.name,)))
    (problem,) = found.problems
    assert problem.code == "PL001"
    assert TELL.name in problem.what
    assert HOUSE_CALL.name in problem.what
    assert len(found.steps) == 2
    assert "CONTRADICTIONS" in found.text()


def test_two_blocks_that_wait_for_each_other_are_named() -> None:
    one = block("1", TELL.name, ways_out=(HOUSE_CALL.name,))
    two = block("2", HOUSE_CALL.name, ways_out=(TELL.name,))
    found = planned(
        duty(TELL, blocked="yes", blocked_by=("1",)),
        duty(HOUSE_CALL, blocked="yes", blocked_by=("2",)),
        blocks=(one, two),
    )
    assert [problem.code for problem in found.problems] == ["PL001"]


def test_a_rule_whose_own_orders_go_in_a_circle_is_found_when_read() -> None:
    wanted = (
        Wanted("must", "a", before=("b",)),
        Wanted("must", "b", before=("c",)),
        Wanted("must", "c", before=("a",)),
        Wanted("must", "d", after=("a",)),
    )
    (problem,) = order_problems(ruleset(rules=(rule("r", duties=wanted),)))
    assert problem.code == "PL002"
    assert "a -> b -> c -> a" in problem.what
    assert order_problems(ruleset(rules=(rule("r", duties=wanted[1:]),))) == ()


def test_not_available_is_listed_with_why_and_brings_nothing_forward() -> None:
    away = duty(HOUSE_CALL, due=TODAY, available="no", unavailable=("only if a child lives there",))
    found = planned(away, duty(TELL, due=LATER, before=(HOUSE_CALL.name,)))
    assert found.step(TELL.name).due == LATER
    assert found.step(HOUSE_CALL.name).status == "not available"
    assert "children's services: only if a child lives there" in " ".join(found.text().split())


def test_ask_the_owner_where_a_condition_cannot_be_told() -> None:
    step = planned(duty(POLICE_ORDER, available="cannot tell", unavailable=("ask the police: is it?",)))
    assert step.steps[0].status == "ask the owner"
    assert "ASK THE OWNER FIRST: ask the police: is it?" in step.text()


def test_what_is_preferred_is_said_while_it_can_be_had() -> None:
    order, call = duty(POLICE_ORDER, preferred_to=(HOUSE_CALL.name,)), duty(HOUSE_CALL)
    found = planned(order, call)
    assert found.step(HOUSE_CALL.name).second_to == (found.step(POLICE_ORDER.name).id,)
    number = found.step(POLICE_ORDER.name).number
    assert f"Only where this cannot be had: step {number}" in found.text()
    away = replace(order, available="no", unavailable=("only if x",))
    assert planned(away, call).step(HOUSE_CALL.name).second_to == ()


def test_overdue_and_again_are_said() -> None:
    late = duty(TELL, due=date(2026, 5, 20), again_every=Length(4, "weeks"))
    assert "By 20 May 2026 (OVERDUE by 12 days: chase it), again every 4 weeks." in planned(late).text()


def test_a_gap_of_the_assessment_is_urgent_and_escalates() -> None:
    stop = block("b", VISIT.name, gap=True)
    found = planned(blocks=(stop,), gaps=(Gap("b", "police", ("'consult' is not available",)),))
    (gap,) = found.gaps
    assert gap.urgent
    assert gap.escalate_to == ("Drive Fellow",)
    assert "URGENT: police, 'visit at home' has no way out" in found.text()


def test_decisions_that_head_the_plan_stand_there_with_what_they_are_or_may_be() -> None:
    kind = Type("choice", 0, 1, values=("main work", "step-down"))
    rules = replace(
        ruleset(CONTACT),
        decisions={
            "phase": Decision("phase", "case", kind, "only one", 0, heads_plan=True),
            "other": Decision("other", "case", kind, "only one", 0),
        },
    )

    def said(low: int, high: int, words: str) -> Plan:
        decided = [Decided(name, name, CASE, kind, low, high, words) for name in ("other", "phase")]
        return plan(rules, replace(record(), decisions=tuple(decided)), site())

    assert said(1, 1, "step-down").heads == (("phase", "step-down"),)
    assert "\nPhase: any of main work, step-down\n" in said(0, 1, "any of main work, step-down").text()


def test_the_empty_plan_is_not_blank() -> None:
    text = planned().text()
    assert "no step is called for" in text
    assert "none: somebody can do each step" in text


def test_a_previous_plan_of_another_case_or_a_later_day_is_refused() -> None:
    later = replace(planned(), as_of=LATER)
    with pytest.raises(DriveRulesError, match="of a later day"):
        planned(previous=later)
    with pytest.raises(DriveRulesError, match="of another case"):
        planned(previous=replace(planned(), case="case-2"))


def test_json_of_another_schema_or_of_anything_else_is_refused_without_a_word_of_it() -> None:
    text = json.loads(planned(duty(TELL)).to_json())
    text["schema"] = 99
    with pytest.raises(DriveRulesError, match="schema 99"):
        Plan.from_json(json.dumps(text))
    text["steps"] = "secret-key"
    with pytest.raises(DriveRulesError, match="places do not fit") as caught:
        Plan.from_json(json.dumps(text))
    assert "secret" not in str(caught.value)
    assert caught.value.__context__ is None


def test_no_repr_shows_a_key() -> None:
    found = planned(duty(TELL))
    assert "case-1" not in repr(found) + repr(found.steps) + repr(found.step(TELL.name).task)


# -- what is shipped -------------------------------------------------------------------------------

CASES = sorted((Path(__file__).parent.parent / "examples" / "cases").glob("*.yaml"))


@pytest.fixture(scope="module")
def shipped() -> Loaded:
    return load("drive-core", site="example-site")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_example_cases_plan_whole_at_the_example_site(shipped: Loaded, path: Path) -> None:
    answer = shipped.assess(shipped.read_case(path), as_of=date(2026, 11, 2))
    found = shipped.plan(answer)
    assert {each.id for each in (*answer.duties, *answer.find_outs)} <= {step.id for step in found.steps}
    assert found.problems == ()
    assert [gap for gap in found.gaps if gap.step] == []
    assert Plan.from_json(found.to_json()) == found
    assert max(map(len, found.text().splitlines())) <= 80
    assert order_problems(shipped.meaning) == ()
    again = shipped.plan(answer, previous=found)
    assert again.to_json() == found.to_json()


def test_the_minutes_of_the_first_case_study_are_one_printed_page(shipped: Loaded) -> None:
    path = next(path for path in CASES if path.stem == "case-study-1")
    found = shipped.plan(shipped.assess(shipped.read_case(path), as_of=date(2026, 11, 2)))
    lines = found.minutes().splitlines()
    assert len(lines) <= 60
    assert "CHILDREN'S SERVICES: the safeguarding hub, then the child's social worker; if" in lines
    assert "  3 2 Nov    must       make a child-protection referral (pair-1)" in lines


def test_the_answer_is_printed_with_its_tasks_and_the_perpetrators_without() -> None:
    path = str(next(path for path in CASES if path.stem == "case-study-1"))
    words = ["assess", path, "--site", "example-site", "--as-of", "2026-11-02"]
    for view in ("case manager", "IDVA", "panel"):
        page = CliRunner().invoke(app, [*words, "--view", view]).output
        assert page.count("TASKS BY AGENCY") == 1
    theirs = CliRunner().invoke(app, [*words, "--view", "subject access"]).output
    assert theirs
    assert "TASKS" not in theirs
    minutes = CliRunner().invoke(app, ["plan", *words[1:], "--by-agency"]).output
    assert minutes.startswith("TASKS BY AGENCY for case case-study-1 as of 2 November 2026")


def test_what_is_left_to_find_out_keeps_its_number_and_says_what_is_known_by_now(shipped: Loaded) -> None:
    data = {"case": "c", "pairs": [{"id": "A"}]}
    first = shipped.assess(shipped.read_case(data), as_of=date(2026, 11, 2))
    before = shipped.plan(first)
    told = shipped.assess(
        shipped.read_case({**data, "pairs": [{"id": "A", "strangled or choked or held under water": "no"}]}),
        as_of=date(2026, 11, 3),
        previous=first,
    )
    after = shipped.plan(told, previous=before)
    (changed,) = [each for each in after.changed if each.what == "facts"]
    assert changed.because == ("no longer: strangled or choked or held under water",)
    old = next(step for step in before.steps if step.number == changed.number)
    new = next(step for step in after.steps if step.number == changed.number)
    assert (old.sort, new.sort, new.due, new.first_planned) == (
        "find out",
        "find out",
        old.due,
        date(2026, 11, 2),
    )
    assert "no longer: strangled or choked" in " ".join(after.text().split())


def test_over_a_hundred_plannings_no_day_slides() -> None:
    """Each day is assessed and planned afresh from the day before; answers to other questions come in."""
    given: dict[str, Any] = {
        **one_pair(**dict.fromkeys(ITEMS[:5], "yes"), has_an_IDVA="yes"),
        "custody": "sentenced",
        "needs housing": "yes",
        "a housing provider has room": "yes",
    }
    more = iter(("in touch with the service", "release date", "suicidal"))
    answers = {"in touch with the service": "no", "release date": "1 January 2027", "suicidal": "no"}
    called, planned_before = None, None
    days: dict[str, tuple[int, date | None, date]] = {}
    for day in range(101):
        if day in (20, 40, 60):
            name = next(more)
            given[name] = answers[name]
        as_of = MONDAY + timedelta(days=day)
        called = answer(given, as_of, called)
        found = plan(SMALL, called, site(), planned_before)
        planned_before = Plan.from_json(found.to_json())
        for step in found.steps:
            if step.action == "review before release" and day >= 40:
                assert step.due == date(2026, 12, 18)
            elif step.sort == "duty" and not step.due_in_doubt:
                known = days.setdefault(step.id, (step.number, step.due, step.first_planned))
                assert known == (step.number, step.due, step.first_planned)
    assert {id.partition(":")[0] for id in days} == {
        "tell-every-agency", "consult-the-IDVA", "find-housing", "refer-to-the-panel",
    }  # fmt: skip
    assert {due for _, due, _ in days.values() if due} == {
        MONDAY, date(2026, 11, 4), date(2026, 11, 9), date(2026, 12, 2),
    }  # fmt: skip


def test_what_became_of_a_step_is_recorded_from_the_command_line(tmp_path: Path) -> None:
    run = CliRunner().invoke
    case = str(Path(__file__).parents[1] / "examples/cases/remand-phone.yaml")
    first = run(app, ["plan", case, "--site", "example-site", "--as-of", "2026-11-02", "--format", "json"])
    (tmp_path / "first.json").write_text(first.stdout, encoding="utf-8")
    number = str(Plan.from_json(first.stdout).step("put right the plan of the agency").number)
    said = ["record", str(tmp_path / "first.json"), number, "done", "--on", "2026-11-03"]
    done = run(app, said)
    assert done.exit_code == 0, done.stderr
    (tmp_path / "done.json").write_text(done.stdout, encoding="utf-8")
    again = ["plan", case, "--site", "example-site", "--as-of", "2026-11-03"]
    text = run(app, [*again, "--previous-plan", str(tmp_path / "done.json")]).stdout
    assert f"DONE\n  - {number}. put right the plan of the agency (pair pair-1): 3 November 2026, by" in text
    refused = run(app, [*said[:3], "refused", "--on", "2026-11-03"])
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "a refusal is kept with its reason" in refused.stderr
