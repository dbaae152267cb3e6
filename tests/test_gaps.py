"""What a site leaves open: found where it is, nowhere else, the same however it is written, and told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from typer.testing import CliRunner

import drive_rules as dr
from drive_rules.agencies import CASE_MANAGER, Agencies
from drive_rules.agencies.directory import Agency, Person
from drive_rules.agencies.routes import LIFE_AT_RISK, ORDINARY
from drive_rules.cli import app
from drive_rules.gaps import SiteGaps, find_gaps
from drive_rules.ir import Action, Duty, Rule, Ruleset
from drive_rules.tasking import Tasking
from tests.plans_made import TODAY, Made, action, agencies, agency, fact, made, names, rule, ruleset, tells

ROOT = Path(__file__).parent.parent
DAY = date(2026, 11, 2)


@cache
def site() -> dr.Ruleset:
    return dr.load("drive-core", site="example-site")


def calling(*actions: Action) -> tuple[Rule, ...]:
    return (rule("r", duties=tuple(Duty("must", each.name) for each in actions)),)


def gaps_of(*members: Agency, acts: Iterable[Action] = (), facts: Iterable[str] = ()) -> SiteGaps:
    known = tuple(fact(name, "police") for name in facts)
    rules = ruleset(tuple(acts), known, calling(*acts))
    return find_gaps(rules, agencies(*members), TODAY)


def without(graph: Agencies, name: str) -> Agencies:
    away = [
        replace(each, available=False, why_not="away") if each.name == name else each
        for each in graph.directory.agencies
    ]
    return Agencies(replace(graph.directory, agencies=tuple(away)))


def open_actions(found: SiteGaps) -> set[str]:
    return {name for gap in found.gaps if gap.sort != "nobody to ring" for name in gap.actions}


# -- what is shipped -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["example-site", "kingsmead", "glan-yr-afon"])
def test_where_everybody_is_at_work_nothing_is_open(name: str) -> None:
    found = dr.load("drive-core", site=name).gaps(as_of=DAY)
    assert found.gaps == ()
    assert found.actions > 250


def test_one_agency_away_and_exactly_its_steps_are_gaps_or_go_to_who_holds_the_same_power() -> None:
    rules, graph = site().meaning, site().agencies()
    there = Tasking(rules, graph, DAY)
    seen: Counter[str] = Counter()
    for away in graph.directory.agencies:
        left = without(graph, away.name)
        lost = open_actions(find_gaps(rules, left, DAY, weak_points=False))
        tasking = Tasking(rules, left, DAY)
        for name in asked_of_somebody():
            before, now = there.action(rules.actions[name]), tasking.action(rules.actions[name])
            on_the_way = {before.asked, before.support, *(hop.receiver for hop in before.route)}
            if away.name not in {*on_the_way, CASE_MANAGER}:
                assert (now.asked, now.gap) == (before.asked, None)
                seen["untouched"] += 1
            elif now.gap is None:
                holder = graph.agency(now.asked or "")
                assert holder is not None
                assert holder.name != away.name
                person = isinstance(graph.named(rules.actions[name].owner), Person)
                assert person or graph.holds_power(holder, rules.actions[name])
                seen["somebody else, or another way"] += 1
            else:
                assert name in lost
                seen["gap"] += 1
        assert lost <= {name for name in asked_of_somebody() if tasking.action(rules.actions[name]).gap} | {
            name for name, owner in owned() if tasking.action(rules.actions[name], owner).gap
        }
    assert seen["untouched"] > 5_000
    assert min(seen["gap"], seen["somebody else, or another way"]) >= 10, seen


@cache
def owned() -> frozenset[tuple[str, str]]:
    rules = site().meaning
    return frozenset(
        (duty.do, duty.owner)
        for each in rules.rules.values()
        for duty in each.duties
        if duty.owner and duty.do in rules.actions
    )


@cache
def asked_of_somebody() -> tuple[str, ...]:
    """Actions that rules call for in this nation on the day, by the words of the rules."""
    rules, found = site().meaning, set()
    for each in rules.rules.values():
        for duty in each.duties:
            words = {*(name for way in duty.until for name in way.actions), duty.instead or ""}
            found |= words | ({duty.do} if duty.word != "must not" else set())
    return tuple(
        name
        for name in sorted(found & set(rules.actions))
        if rules.actions[name].jurisdiction in ((), ("England",), ("England", "Wales"))
        and (rules.actions[name].in_force[0] or DAY) <= DAY < (rules.actions[name].in_force[1] or date.max)
    )


def test_a_weak_point_is_what_would_be_lost_without_it() -> None:
    rules, graph = site().meaning, site().agencies()
    found = find_gaps(rules, graph, DAY)
    by_agency = {each.who: set(each.actions) for each in found.weak_points if each.sort == "one agency"}
    assert by_agency
    for away in graph.directory.agencies:
        if away.name == CASE_MANAGER:
            continue
        left = find_gaps(rules, without(graph, away.name), DAY, weak_points=False)
        others = {n for gap in left.gaps if gap.sort == "no lawful way" for n in gap.actions}
        assert others == by_agency.get(away.name, set()), away.name
    by_basis = [each for each in found.weak_points if each.sort == "one basis"]
    assert by_basis
    assert all(each.basis for each in by_basis)


# -- generated -------------------------------------------------------------------------------------


class Brute:
    """Whether anybody who holds a power can be told, by somebody who may ask: every way is tried."""

    def __init__(self, rules: Ruleset, graph: Agencies) -> None:
        self.rules, self.graph = rules, graph
        self.at_work = {each.name for each in graph.directory.agencies if not graph.why_not(each)}
        self.edges = list(graph.graph(TODAY).edges(data=True))

    def reached(self, name: str) -> bool:
        wanted = self.rules.actions[name]
        owner = self.graph.named(wanted.owner)
        if isinstance(owner, Person):
            return self.way(CASE_MANAGER, owner.asked_by.word, wanted)
        holders = self.holders(owner, wanted) if owner else []
        return any(holder == CASE_MANAGER or self.asked(holder, wanted) for holder in holders)

    def holders(self, owner: Agency, wanted: Action) -> list[str]:
        deputies = [named.word for named in owner.deputies]
        return [
            each.name
            for each in self.graph.directory.agencies
            if self.graph.holds_power(each, wanted)
            and not self.graph.why_not(each, wanted)
            and (each.part_of is None or each == owner or each.name in deputies)
        ]

    def asked(self, holder: str, wanted: Action) -> bool:
        asking = ("can request", "refers to")
        askers = {start for start, end, edge in self.edges if end == holder and edge["tie"] in asking}
        if wanted.consent_of == "victim-survivor":
            askers = {"IDVA"}
        elif wanted.requested_by:
            askers = set(wanted.requested_by)
        return any(
            self.way(CASE_MANAGER, asker, wanted) and self.way(asker, holder, wanted) for asker in askers
        )

    def way(self, start: str, end: str, wanted: Action) -> bool:
        allowed = LIFE_AT_RISK if wanted.never_blocked else ORDINARY
        telling: nx.DiGraph[str] = nx.DiGraph()
        telling.add_nodes_from(self.at_work)
        for one, other, edge in self.edges:
            if edge["tie"] == "may tell" and allowed & set(edge["what"]) and {one, other} <= self.at_work:
                telling.add_edge(one, other)
        return {start, end} <= self.at_work and nx.has_path(telling, start, end)


@given(made())
def test_an_action_is_open_exactly_where_brute_force_finds_no_way(made: Made) -> None:
    rules = replace(made.rules, rules={each.id: each for each in calling(*made.rules.actions.values())})
    found = find_gaps(rules, made.graph, TODAY, weak_points=False)
    brute = Brute(rules, made.graph)
    assert open_actions(found) == {name for name in rules.actions if not brute.reached(name)}


@given(made())
def test_how_the_agencies_are_listed_changes_nothing(made: Made) -> None:
    rules = replace(made.rules, rules={each.id: each for each in calling(*made.rules.actions.values())})
    turned = replace(made.graph.directory, agencies=made.graph.directory.agencies[::-1])
    one, other = (find_gaps(rules, graph, TODAY) for graph in (made.graph, Agencies(turned)))
    assert one.to_json() == other.to_json()


# -- by sort ---------------------------------------------------------------------------------------

MANAGER = agency(CASE_MANAGER, may_tell=(tells("police"), tells("IDVA")), can_request=names("police", "IDVA"))
POLICE, IDVA = agency("police"), agency("IDVA")
ARREST = action("arrest", "police")


def only(found: SiteGaps) -> tuple[str, str, tuple[str, ...], str]:
    (gap,) = found.gaps
    return gap.sort, gap.who, gap.because, gap.close


def test_nobody_here_holds_the_power() -> None:
    sort, who, because, close = only(gaps_of(MANAGER, IDVA, acts=[ARREST]))
    assert (sort, who) == ("nobody here", "police")
    assert because == ("no agency is called 'police' at this site",)
    assert close == "add an agency called 'police', or say under `also called` which one is meant"


def test_whoever_holds_the_power_is_away() -> None:
    away = replace(POLICE, available=False, why_not="no cover in August")
    sort, who, because, close = only(gaps_of(MANAGER, IDVA, away, acts=[ARREST]))
    assert (sort, who, because) == ("not at work here", "police", ("police: no cover in August",))
    assert "a deputy who holds the same power" in close


def test_a_service_that_is_not_offered_here() -> None:
    some = replace(POLICE, cannot_here=((names("arrest")[0], "no custody suite"),))
    found = gaps_of(MANAGER, IDVA, some, acts=[ARREST, action("visit", "police")])
    assert only(found)[:3] == ("not at work here", "police", ("police: no custody suite",))
    assert found.gaps[0].actions == ("arrest",)


def test_there_and_no_lawful_way() -> None:
    alone = replace(MANAGER, may_tell=(tells("IDVA"),))
    sort, who, _, close = only(gaps_of(alone, IDVA, POLICE, acts=[replace(ARREST, requested_by=("IDVA",))]))
    assert (sort, who) == ("no lawful way", "police")
    assert close == "agree on which basis the case manager, or IDVA, may tell police, under `may tell`"


def test_nobody_to_ring() -> None:
    found = gaps_of(MANAGER, IDVA, replace(POLICE, contact=""), acts=[ARREST])
    assert only(found)[:3] == ("nobody to ring", "police", ("no contact is given",))


def test_a_fact_that_nobody_can_be_asked_for() -> None:
    away = replace(POLICE, available=False, why_not="no cover")
    found = gaps_of(MANAGER, IDVA, away, facts=["custody"])
    assert only(found)[:3] == ("nobody to ask", "police", ("police: no cover",))
    assert found.gaps[0].facts == ("custody",)


def test_a_way_that_hangs_on_one_agency() -> None:
    alone = replace(MANAGER, may_tell=(tells("IDVA"),))
    between = replace(IDVA, may_tell=(tells("police"),), can_request=names("police"))
    found = gaps_of(alone, between, POLICE, acts=[ARREST])
    assert not found.gaps
    assert [(each.sort, each.who) for each in found.weak_points] == [
        ("one agency", "IDVA"),
        ("one basis", "IDVA to police"),
        ("one basis", "case manager to IDVA"),
    ]
    second = gaps_of(replace(alone, may_tell=MANAGER.may_tell), between, POLICE, acts=[ARREST])
    assert second.weak_points == ()


# -- as people and machines read it -----------------------------------------------------------------


def test_the_text_says_what_is_open_and_what_would_close_it() -> None:
    away = replace(POLICE, available=False, why_not="no cover in August")
    text = gaps_of(MANAGER, IDVA, away, acts=[ARREST], facts=["custody"]).text()
    assert max(map(len, text.splitlines())) <= 80
    assert (
        text
        == """\
THE AGENCIES of the core, before any site names its own, as of 1 June 2026
1 action that some rule calls for was tasked, 1 fact asked for.

WHOEVER HOLDS THE POWER IS NOT AT WORK HERE
  - police: no cover in August
      arrest
    To close it: agree when police is there again; until then name a deputy who
      holds the same power, or whoever else does, under `can`.

NOBODY WHO CAN BE ASKED
  - police: no cover in August
      custody
    To close it: name another source under `asked of`, or agree a way to one
      that is named.
"""
    )


def test_the_command_fails_where_there_is_a_gap(tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["agencies", "check", "example-site", "--as-of", "2026-11-02"])
    assert run.exit_code == 0, run.output
    assert "NO GAP" in run.output
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    text = (ROOT / "rulesets/sites/example-site/site.yaml").read_text(encoding="utf-8")
    (folder / "site.yaml").write_text(text.replace("example-site", "elsewhere"), encoding="utf-8")
    (folder / "agencies.yaml").write_text(
        "agencies:\n  stalking service:\n    available: no\n    not available because: none in this county\n",
        encoding="utf-8",
    )
    run = CliRunner().invoke(app, ["agencies", "check", str(folder), "--format", "json"])
    assert run.exit_code == 1, run.output
    found = json.loads(run.output)
    assert {gap["sort"] for gap in found["gaps"]} == {"not at work here"}
    assert all("none in this county" in " ".join(gap["because"]) for gap in found["gaps"])


def test_one_case_is_held_against_what_it_calls_for() -> None:
    case = site().read_case(ROOT / "examples/cases/case-study-1.yaml", as_of=DAY)
    answer = site().assess(case, as_of=DAY)
    of_case = site().gaps(as_of=DAY, assessment=answer)
    assert 0 < of_case.actions < site().gaps(as_of=DAY).actions
    away = find_gaps(site().meaning, without(site().agencies(), "children's services"), DAY, answer)
    assert "make a child-protection referral" in open_actions(away)
    assert "recall" not in " ".join(open_actions(away))
