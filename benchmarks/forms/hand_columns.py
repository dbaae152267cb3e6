"""The workload over columns, written by hand once for NumPy arrays and Polars expressions.

Both have the same signs for the same things, so the steps below are either: a step takes columns by name
and gives further columns.  What several rules ask is asked once.  Yes and no are booleans, choices are
codes; a decision that is ranked is carried as one yes or no for each rank, and becomes its code last.

NumPy goes through the rows in pieces that stay in the cache; ``hand_polars`` makes a query of the steps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from benchmarks import workload
from benchmarks.forms import InColumns
from benchmarks.workload import named

Column = Any
Columns = Mapping[str, Column]
Number = Callable[[Column], Column]
"""A yes or no as 0 or 1."""
PIECE = 16_384
RECOMMENDED = tuple(f"r{number:02}" for number in range(len(workload.RECOMMENDATIONS)))
PLANNED = tuple(f"p{number:02}" for number in range(len(workload.PLAN)))
GIVES = ("score", "risk", "eligibility", "points", "band", *RECOMMENDED, *PLANNED)


def _scored(c: Columns, number: Number) -> Columns:
    score = number(c["answer_01"])
    for name in workload.ANSWERS[1:]:
        score = score + number(c[named(name)])
    return {"score": score}


def _shared(c: Columns, number: Number) -> Columns:
    score, weapon, broken, in_a_month = (
        c["score"],
        c["weapon_kept"],
        c["order_broken"],
        c["incidents_in_a_month"],
    )
    in_a_year, convictions = c["incidents_in_a_year"], c["earlier_convictions"]
    severe = (
        (score >= 19) | ((score >= 14) & weapon) | (broken & (c["days_since_incident"] <= 14) & (score >= 10))
    )
    high = (
        severe
        | (score >= 14)
        | (in_a_month >= 4)
        | (weapon & (in_a_year >= 6))
        | (c["lives_apart"] & ~c["moved_away"] & c["answer_03"] & c["answer_11"])
    )
    medium = (
        high
        | (score >= 9)
        | ((in_a_year >= 3) & (convictions >= 1))
        | (c["answer_01"] & (c["drinks_heavily"] | c["uses_drugs"]))
    )
    return {
        "severe": severe,
        "high": high,
        "medium": medium,
        "free": ~c["in_custody"],
        "roofless": c["housing"] <= 1,
        "lonely": c["support_network"] <= 1,
        "engaged": c["engagement"] >= 1,
        "willing": c["engagement"] >= 2,
        "jobless": c["work"] == 0,
        "little_work": c["work"] <= 1,
        "denies": c["attitude"] == 0,
        "by_police": c["referred_by"] == 0,
        "by_court": c["referred_by"] == 3,
        "any_child": c["number_of_children"] >= 1,
        "drinks_or_drugs": c["drinks_heavily"] | c["uses_drugs"],
        "silent_30": c["days_since_contact"] > 30,
        "silent_14": c["days_since_contact"] > 14,
    }


def _eligible(c: Columns, number: Number) -> Columns:
    high = c["high"]
    eligible = c["severe"] | (
        high & (((c["incidents_in_a_year"] >= 5) & c["free"]) | (c["earlier_convictions"] >= 3))
    )
    in_question = high | (
        c["medium"] & c["children_at_home"] & (c["child_plan"] | (c["number_of_children"] >= 3))
    )
    return {"eligible": eligible, "panel": ~eligible & in_question}


def _pointed(c: Columns, number: Number) -> Columns:
    days = c["days_since_incident"]
    points = (
        number(c["severe"]) * 20
        + number(c["high"]) * 20
        + number(c["eligible"]) * 15
        + number(c["children_at_home"] & c["any_child"]) * 8
        + number(days < 8) * 10
        + number(days > 180) * -6
        + number(c["incidents_in_a_year"] >= 10) * 7
        + number(c["in_custody"] & c["on_licence"]) * 5
        + number(c["roofless"]) * 4
        + number(c["harmed_self"] & c["lonely"]) * 9
    )
    return {"points": points}


def _banded(c: Columns, number: Number) -> Columns:
    points = c["points"]
    today = (points >= 50) | (c["severe"] & c["order_broken"])
    first = today | (points >= 30)
    return {"today": today, "first": first, "soon": first | (points >= 12) | c["panel"]}


def given(c: Columns, number: Number) -> Columns:
    """Everything that is given, in the order of ``GIVES``."""
    severe, high, medium, eligible, panel = c["severe"], c["high"], c["medium"], c["eligible"], c["panel"]
    today, first, soon, score, points = c["today"], c["first"], c["soon"], c["score"], c["points"]
    free, in_custody, on_licence, order = c["free"], c["in_custody"], c["on_licence"], c["order_in_force"]
    broken, weapon, at_home, child_plan = (
        c["order_broken"],
        c["weapon_kept"],
        c["children_at_home"],
        c["child_plan"],
    )
    partner, apart, moved, debts = c["new_partner"], c["lives_apart"], c["moved_away"], c["owes_money"]
    drinks, drugs, sleepless, harmed = (
        c["drinks_heavily"],
        c["uses_drugs"],
        c["sleeps_badly"],
        c["harmed_self"],
    )
    asks, interpreter, doctor = c["asks_for_help"], c["needs_interpreter"], c["sees_a_doctor"]
    housing, work, relationship, region = c["housing"], c["work"], c["relationship"], c["region"]
    referrer, attitude, age = c["referred_by"], c["attitude"], c["age"]
    in_a_year, in_a_month = c["incidents_in_a_year"], c["incidents_in_a_month"]
    days, silent, convictions = c["days_since_incident"], c["days_since_contact"], c["earlier_convictions"]
    offered, attended, any_child = c["sessions_offered"], c["sessions_attended"], c["any_child"]
    lonely, engaged, willing, jobless = c["lonely"], c["engaged"], c["willing"], c["jobless"]
    little_work, denies, by_police, by_court = c["little_work"], c["denies"], c["by_police"], c["by_court"]
    standard = ~medium
    later = ~soon
    high_at_home = high & at_home
    all_given = (
        score,
        number(medium) + number(high) + number(severe),
        number(panel) + number(eligible) * 2,
        points,
        number(soon) + number(first) + number(today),
        high & free & (housing >= 2),
        in_custody & eligible,
        willing & ~c["silent_30"],
        today & free,
        ~engaged & (silent > 60),
        free & (housing == 0),
        (housing == 1) & (work >= 2),
        debts & (housing == 3),
        high_at_home & ~apart,
        debts & little_work,
        jobless & free & (age <= 60),
        little_work & (age < 25) & willing,
        drinks & asks,
        drinks & ~asks & engaged,
        drugs & asks,
        drugs & ~asks & engaged,
        ~doctor & (sleepless | harmed),
        harmed,
        harmed & (c["support_network"] == 0) & c["silent_14"],
        sleepless & doctor & ~drinks,
        interpreter,
        interpreter & ~willing,
        ~lonely & (relationship == 2),
        lonely & willing,
        (attended >= 6) & (attitude == 2),
        eligible & free & (attitude <= 1),
        eligible & (c["engagement"] == 3) & ~denies,
        (attended >= 20) & (in_a_month >= 1),
        (offered >= 4) & (attended < 2),
        (attended >= 24) & standard & (attitude == 2),
        high & apart & ~order,
        order & medium & ~broken,
        order & broken,
        weapon & (by_police | by_court),
        weapon & high & (convictions >= 1),
        on_licence & (broken | (in_a_month >= 1)),
        on_licence & broken & severe,
        today & ((referrer == 1) | (referrer == 2)),
        high & ~by_police,
        by_court & (offered >= 1) & ~engaged,
        at_home & any_child,
        high_at_home & ~child_plan,
        child_plan & (eligible | panel),
        any_child & child_plan & moved,
        any_child & ~high & ~denies,
        partner & high,
        ~partner & (silent > 90) & (relationship == 1),
        moved & free & c["silent_30"],
        moved & high,
        eligible & (region == 0),
        eligible & (region == 1) & (age <= 40),
        first & (region == 2),
        first & (region == 3) & (work <= 2),
        engaged & (age <= 30) & (relationship == 0),
        lonely & (age >= 60),
        first & (days <= 30),
        soon & ~first & (in_a_year >= 1),
        later & ((days > 120) | (in_a_year == 0)),
        later & standard & ~order & (days > 365),
        (points >= 60) & ((score <= 8) | (c["answer_07"] & c["answer_19"])),
        today,
        severe & (weapon | (in_a_month >= 4)),
        apart & ~weapon & ~high,
        engaged & ~broken,
        jobless & drinks,
        ~little_work & ~drinks,
        high_at_home,
        harmed & sleepless,
        c["roofless"] & free,
        debts & jobless,
        asks & c["drinks_or_drugs"],
        eligible & denies,
        asks & (eligible | panel),
        eligible & willing & ~denies,
        in_custody & ~on_licence,
        in_custody & on_licence,
        order & medium,
        broken & (by_police | by_court),
        (relationship == 2) & ~at_home,
        high & (relationship == 0),
        medium & apart & (relationship == 1),
        partner & eligible,
        moved & (region <= 1),
        (offered >= 4) & (attended >= 4),
        (offered >= 4) & (attended <= 1),
        (in_a_month == 0) & (days > 60),
        (in_a_month >= 2) & (in_a_year <= 4),
        free & (silent > 45),
        age < 25,
        (convictions >= 5) & ((in_a_year >= 15) | (score >= 16)),
    )
    return dict(zip(GIVES, all_given, strict=True))


STEPS = (_scored, _shared, _eligible, _pointed, _banded)


def many_in_numpy() -> InColumns:
    """NumPy, made ready."""
    return InColumns(by_numpy)


def by_numpy(table: Columns) -> Columns:
    """Arrays in, arrays out."""
    count = len(table["age"])
    kinds = {name: np.int8 if name in GIVES[:5] else np.bool_ for name in GIVES}
    made = {name: np.empty(count, kind) for name, kind in kinds.items()}
    for start in range(0, count, PIECE):
        piece = slice(start, start + PIECE)
        c: dict[str, Column] = {name: column[piece] for name, column in table.items()}
        for step in STEPS:
            c.update(step(c, _int8))
        for name, column in given(c, _int8).items():
            made[name][piece] = column
    return made


def _int8(column: Column) -> Column:
    """The same bytes, read as numbers."""
    return column.view(np.int8)
