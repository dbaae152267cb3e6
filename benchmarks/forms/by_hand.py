"""The workload written by hand: one function, a dict in and a dict out, as one would write it for speed.

Everything stands in the order in which it is needed, what is read often is read once, and a choice is
compared as the word that it is.
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from benchmarks.forms import OneCase

ANSWERED = itemgetter(*(f"answer_{number:02}" for number in range(1, 25)))


def one() -> OneCase:
    """Made ready."""
    return OneCase(assess)


def assess(case: dict[str, Any]) -> dict[str, Any]:  # noqa: C901, PLR0915
    """What the rules say of a case: see ``benchmarks.workload``."""
    score = sum(ANSWERED(case))
    age = case["age"]
    children = case["number_of_children"]
    convictions = case["earlier_convictions"]
    in_a_year, in_a_month = case["incidents_in_a_year"], case["incidents_in_a_month"]
    days_since_incident, days_since_contact = case["days_since_incident"], case["days_since_contact"]
    offered, attended = case["sessions_offered"], case["sessions_attended"]
    weapon, broken, order = case["weapon_kept"], case["order_broken"], case["order_in_force"]
    in_custody, on_licence, new_partner = case["in_custody"], case["on_licence"], case["new_partner"]
    apart, moved, debts = case["lives_apart"], case["moved_away"], case["owes_money"]
    at_home, child_plan = case["children_at_home"], case["child_plan"]
    drinks, drugs, asks = case["drinks_heavily"], case["uses_drugs"], case["asks_for_help"]
    harmed, sleepless, doctor = case["harmed_self"], case["sleeps_badly"], case["sees_a_doctor"]
    interpreter = case["needs_interpreter"]
    housing, work, engagement = case["housing"], case["work"], case["engagement"]
    relationship, referrer, region = case["relationship"], case["referred_by"], case["region"]
    attitude, network = case["attitude"], case["support_network"]

    if score >= 19 or (score >= 14 and weapon) or (broken and days_since_incident <= 14 and score >= 10):
        risk = "severe"
    elif (
        score >= 14
        or in_a_month >= 4
        or (weapon and in_a_year >= 6)
        or (apart and not moved and case["answer_03"] and case["answer_11"])
    ):
        risk = "high"
    elif score >= 9 or (in_a_year >= 3 and convictions >= 1) or (case["answer_01"] and (drinks or drugs)):
        risk = "medium"
    else:
        risk = "standard"
    severe = risk == "severe"
    high = severe or risk == "high"
    medium = high or risk == "medium"

    if severe or (high and ((in_a_year >= 5 and not in_custody) or convictions >= 3)):
        eligibility = "eligible"
    elif high or (medium and at_home and (child_plan or children >= 3)):
        eligibility = "for the panel"
    else:
        eligibility = "outside"
    eligible, panel = eligibility == "eligible", eligibility == "for the panel"

    points = 0
    if severe:
        points += 40
    elif high:
        points += 20
    if eligible:
        points += 15
    if at_home and children >= 1:
        points += 8
    if days_since_incident < 8:
        points += 10
    elif days_since_incident > 180:
        points -= 6
    if in_a_year >= 10:
        points += 7
    if in_custody and on_licence:
        points += 5
    roofless = housing in {"rough sleeping", "shelter"}
    if roofless:
        points += 4
    lonely = network != "strong"
    if harmed and lonely:
        points += 9

    if points >= 50 or (severe and broken):
        band = "today"
    elif points >= 30:
        band = "first"
    elif points >= 12 or panel:
        band = "soon"
    else:
        band = "later"
    today = band == "today"
    soon = today or band == "first"
    outside = not in_custody
    engaged = engagement != "none"
    willing = engagement in {"good", "fair"}
    jobless = work == "none"
    little_work = jobless or work == "casual"
    denies = attitude == "denies"
    by_police = referrer == "police"

    found: list[str] = []
    add = found.append
    if high and outside and housing in {"own home", "with family"}:
        add("visit at home")
    if in_custody and eligible:
        add("visit in custody")
    if willing and days_since_contact <= 30:
        add("call weekly")
    if today and outside:
        add("call today")
    if not engaged and days_since_contact > 60:
        add("write a letter")
    if outside and housing == "rough sleeping":
        add("find a hostel")
    if housing == "shelter" and work in {"part time", "full time"}:
        add("find a tenancy")
    if debts and housing == "own home":
        add("keep the tenancy")
    if high and at_home and not apart:
        add("house apart")
    if debts and little_work:
        add("advise on money")
    if jobless and outside and 18 <= age <= 60:
        add("advise on work")
    if little_work and age < 25 and willing:
        add("train for work")
    if drinks:
        if asks:
            add("treat drinking")
        elif engaged:
            add("talk about drinking")
    if drugs:
        if asks:
            add("treat drugs")
        elif engaged:
            add("talk about drugs")
    if not doctor and (sleepless or harmed):
        add("see a doctor first")
    if harmed:
        add("watch for self-harm")
        if network == "none" and days_since_contact > 14:
            add("crisis line")
    if sleepless and doctor and not drinks:
        add("sleep clinic")
    if interpreter:
        add("book an interpreter")
        if not willing:
            add("letters in translation")
    if not lonely and relationship == "family":
        add("meet the family")
    if lonely and willing:
        add("build a network")
    if attended >= 6 and attitude == "accepts":
        add("peer group")
    if eligible and outside and attitude != "accepts":
        add("one to one")
    if eligible and engagement == "good" and not denies:
        add("start the programme")
    if attended >= 20 and in_a_month >= 1:
        add("repeat the programme")
    if offered >= 4 and attended < 2:
        add("offer sessions again")
    if attended >= 24 and risk == "standard" and attitude == "accepts":
        add("end the sessions")
    if high and apart and not order:
        add("ask for an order")
    if order:
        if medium and not broken:
            add("extend the order")
        if broken:
            add("report the breach")
    if weapon:
        if by_police or referrer == "court":
            add("search for weapons")
        if high and convictions >= 1:
            add("take the licence")
    if on_licence:
        if broken or in_a_month >= 1:
            add("tell probation")
        if broken and severe:
            add("recall")
    if today and referrer in {"health", "housing office"}:
        add("tell the police today")
    if high and not by_police:
        add("share with the police")
    if offered >= 1 and not engaged and referrer == "court":
        add("tell the court")
    if at_home and children >= 1:
        add("check on the children")
    if high and at_home and not child_plan:
        add("refer the children")
    if child_plan and (eligible or panel):
        add("join the child plan")
    if children >= 1:
        if child_plan and moved:
            add("school contact")
        if not high and not denies:
            add("parenting work")
    if high and new_partner:
        add("tell the new partner")
    if not new_partner and days_since_contact > 90 and relationship == "former":
        add("ask about a new partner")
    if moved:
        if outside and days_since_contact > 30:
            add("trace the address")
        if high:
            add("tell the next region")
    if region == "north":
        if eligible:
            add("northern service")
    elif region == "east":
        if eligible and age <= 40:
            add("eastern service")
    elif region == "south":
        if soon:
            add("southern service")
    elif soon and work != "full time":
        add("western service")
    if age <= 30 and engaged and relationship == "current":
        add("women's evening group")
    if lonely and age >= 60:
        add("elders' group")
    if soon:
        if days_since_incident <= 30:
            add("review in a week")
    elif band == "soon":
        if in_a_year >= 1:
            add("review in a month")
    else:
        if days_since_incident > 120 or in_a_year == 0:
            add("review in a quarter")
        if days_since_incident > 365 and not order and risk == "standard":
            add("close the case")
    if points >= 60 and (score <= 8 or (case["answer_07"] and case["answer_19"])):
        add("second reader")

    return {
        "score": score,
        "risk": risk,
        "eligibility": eligibility,
        "points": points,
        "band": band,
        "recommendations": found,
        "plan": {
            "urgent": today,
            "needs two workers": severe and (weapon or in_a_month >= 4),
            "safe to visit": apart and not weapon and risk in ("standard", "medium"),
            "safe to call": engaged and not broken,
            "daytime only": jobless and drinks,
            "evening possible": not drinks and not little_work,
            "children first": at_home and high,
            "health first": harmed and sleepless,
            "housing first": roofless and outside,
            "money first": debts and jobless,
            "treatment first": asks and (drinks or drugs),
            "disrupt": eligible and denies,
            "support": asks and (eligible or panel),
            "change": eligible and willing and not denies,
            "custody plan": in_custody and not on_licence,
            "release plan": in_custody and on_licence,
            "order plan": order and medium,
            "court plan": broken and (by_police or referrer == "court"),
            "family plan": relationship == "family" and not at_home,
            "partner plan": high and relationship == "current",
            "former partner plan": medium and apart and relationship == "former",
            "new partner plan": new_partner and eligible,
            "move plan": moved and region in {"north", "east"},
            "attends well": offered >= 4 and attended >= 4,
            "attends badly": offered >= 4 and attended <= 1,
            "quiet lately": in_a_month == 0 and days_since_incident > 60,
            "worse lately": in_a_month >= 2 and in_a_year <= 4,
            "out of touch": outside and days_since_contact > 45,
            "young": age < 25,
            "long history": convictions >= 5 and (in_a_year >= 15 or score >= 16),
        },
    }
