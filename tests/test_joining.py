"""Two areas as one graph: over generated pairs, the sites that are shipped, and what is refused."""

from __future__ import annotations

import pickle
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import drive_rules as dr
from drive_rules.agencies import CASE_MANAGER, Agencies
from drive_rules.agencies.directory import Agency, Directory, Named, Sharing
from drive_rules.agencies.joining import of_area
from drive_rules.agencies.routes import LIFE_AT_RISK, ORDINARY, Routes
from drive_rules.cli import app
from drive_rules.planning import plan
from drive_rules.planning.plans import Plan
from drive_rules.problems import AgenciesError
from drive_rules.tasking import Tasking
from tests.plans_made import (
    EVERYBODY,
    PEOPLE,
    TELLINGS,
    TODAY,
    Made,
    action,
    agencies,
    agency,
    duty,
    made,
    names,
    record,
    ruleset,
    tells,
)

ALLOWED = (ORDINARY, LIFE_AT_RISK)
NATIONAL = ("N", "O")
MOVED = """\
case: the case
pairs:
  - id: A
    victim-survivor has moved out of the area: {answer: yes, source: IDVA}
"""


def over(to: str, *what: str) -> Sharing:
    """What may be told to that agency of another area."""
    told = what or TELLINGS
    return Sharing(
        Named(to), told, f"a basis over to {to}", across=True, source=("none",),  # type: ignore[arg-type]
        provenance="our assumption, to confirm",
    )  # fmt: skip


def area(name: str, *members: Agency) -> Agencies:
    return agencies(*members, area=name)


def _as_area(graph: Agencies, name: str, seed: int) -> Agencies:
    """A generated graph as an area of that name, with ways over the border and national agencies."""
    random = Random(seed)
    members = [
        replace(each, across=tuple(over(to) for to in random.sample(EVERYBODY, random.randint(0, 2))))
        for each in graph.directory.agencies
    ]
    told = [tells(name) for name in NATIONAL]
    members = [
        replace(m, may_tell=(*m.may_tell, *random.sample(told, random.randint(0, 2)))) for m in members
    ]
    members += [agency(each, national=True, can_request=names(random.choice(EVERYBODY))) for each in NATIONAL]
    # The second is described otherwise in each area, so it is told apart.
    members[-1] = replace(members[-1], contact=f"its office in {name}")
    return Agencies(Directory(tuple(sorted(members, key=lambda m: m.name)), PEOPLE, area=name))


def pairs() -> st.SearchStrategy[tuple[Agencies, Agencies, Made]]:
    """Two areas that know nothing of each other, and rules and an answer for the first."""

    def two(one: Made, other: Made, seed: int) -> tuple[Agencies, Agencies, Made]:
        return _as_area(one.graph, "Here", seed), _as_area(other.graph, "There", ~seed), one

    return st.builds(
        two,
        made(),
        made(),
        st.integers(0, 2**32),
    )  # fmt: skip


def _edges(graph: Agencies) -> list[tuple[str, ...]]:
    edges = graph.graph(TODAY).edges(data=True)
    return sorted((a, b, *map(str, sorted(edge.items()))) for a, b, edge in edges)


def _without_people(edges: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [edge for edge in edges if edge[0] not in {person.name for person in PEOPLE}]


@settings(max_examples=60, deadline=None)
@given(pairs())
def test_from_either_side_it_is_the_same_graph_up_to_names(it: tuple[Agencies, Agencies, Made]) -> None:
    here, there, _ = it
    one, other = here.joined(there), there.joined(here)

    def seen_from_here(name: str) -> str:
        """The name in ``one`` of an agency of ``other``."""
        found = other.agency(name)
        assert found is not None
        if name == "N":
            return name
        return name.removesuffix(" of Here") if found.area else of_area(name, "There")

    renamed = sorted(
        (seen_from_here(a), seen_from_here(b), *rest) for a, b, *rest in _without_people(_edges(other))
    )
    assert renamed == _without_people(_edges(one))
    assert len(one.directory.agencies) == len(here.directory.agencies) + len(there.directory.agencies) - 1


@settings(max_examples=60, deadline=None)
@given(pairs())
def test_joining_takes_no_way_away_and_changes_none(it: tuple[Agencies, Agencies, Made]) -> None:
    here, there, _ = it
    both = Routes(here.joined(there), TODAY)
    for graph, name in ((here, str), (there, lambda name: name if name == "N" else of_area(name, "There"))):
        alone = Routes(graph, TODAY)
        for allowed in ALLOWED:
            for start in EVERYBODY:
                for end in (*EVERYBODY, *NATIONAL):
                    way = alone.between(start, end, allowed)
                    joined = both.between(name(start), name(end), allowed)
                    renamed = (
                        None if way is None else [(name(h.sender), name(h.receiver), h.basis) for h in way]
                    )
                    found = None if joined is None else [(h.sender, h.receiver, h.basis) for h in joined]
                    assert found == renamed


@settings(max_examples=60, deadline=None)
@given(pairs())
def test_nothing_crosses_without_an_edge_that_says_so(it: tuple[Agencies, Agencies, Made]) -> None:
    here, there, _ = it
    both = here.joined(there)
    of = {each.name: None if each.national else each.area for each in both.directory.agencies}
    lawful = {
        (each.name, of_area(sharing.to.word, "There"))
        for each in here.directory.agencies
        for sharing in each.across
    }
    lawful |= {
        (of_area(each.name, "There"), sharing.to.word)
        for each in there.directory.agencies
        for sharing in each.across
    }
    for start, end, edge in both.graph().edges(data=True):
        if edge["tie"] == "may tell" and None not in (of[start], of[end]) and of[start] != of[end]:
            assert edge["across"]
            assert (start, end) in lawful
    routes = Routes(both, TODAY)
    for start, first in of.items():
        for end, last in of.items():
            way = routes.between(start, end, ORDINARY) or ()
            seen = [first, *(of[hop.receiver] for hop in way)]
            places = [place for place in seen if place is not None]
            crossed = [(a, b) for a, b in pairwise(places) if a != b]
            assert crossed == ([(first, last)] if None not in (first, last) and first != last and way else [])
            assert sum(bool(hop.provenance) for hop in way) == len(crossed)


@settings(max_examples=60, deadline=None)
@given(pairs())
def test_powers_stay_where_they_are(it: tuple[Agencies, Agencies, Made]) -> None:
    here, there, made_ = it
    both = here.joined(there)
    actions = {
        name: replace(each, owner="N", requested_by=()) if place % 3 == 0 else each
        for place, (name, each) in enumerate(made_.rules.actions.items())
    }
    rules = replace(made_.rules, actions=actions)
    before = plan(rules, made_.answer, here)
    after = plan(rules, made_.answer, both)
    assert [(s.id, s.task, s.status, s.due) for s in before.steps] == [
        (s.id, s.task, s.status, s.due) for s in after.steps
    ]
    assert before.gaps == after.gaps
    for each in both.directory.agencies:
        assert not (each.area and any(both.holds_power(each, one) for one in actions.values()))


@settings(max_examples=40, deadline=None)
@given(pairs(), st.randoms(use_true_random=False))
def test_who_is_reached_there_is_there_and_told_along_lawful_edges(
    it: tuple[Agencies, Agencies, Made], random: Random
) -> None:
    here, there, made_ = it
    rules = replace(
        made_.rules,
        actions={
            name: replace(each, tells_across=random.choice(EVERYBODY))
            for name, each in made_.rules.actions.items()
        },
    )
    both = here.joined(there)
    graph = both.graph(TODAY)
    tasking = Tasking(rules, both, TODAY)
    for each in rules.actions.values():
        task = tasking.action(each, "", ["fact u"])
        across = task.across
        assert across is not None
        assert bool(across.because) != bool(across.route)
        if across.route:
            assert across.agency.endswith(" of There")
            assert across.contact
            ends = [across.route[0].sender, *(hop.receiver for hop in across.route)]
            assert (ends[0], ends[-1]) == (task.asked or CASE_MANAGER, across.agency)
            for hop in across.route:
                edges = graph.get_edge_data(hop.sender, hop.receiver).values()
                assert any(edge.get("what") == hop.what and edge.get("basis") == hop.basis for edge in edges)
            held = all("victim-survivor confidential" in hop.what for hop in across.route)
            saved = each.never_blocked and all(set(TELLINGS[1:]) & set(hop.what) for hop in across.route)
            assert across.not_told == (() if held or saved else ("fact u",))


def test_joined_agencies_are_values_and_cannot_be_changed() -> None:
    here, there = Agencies.load("kingsmead"), Agencies.load("glan-yr-afon")
    both = here.joined(there)
    assert both == Agencies.joined(here, there)
    assert pickle.loads(pickle.dumps(both)) == both
    assert both.digest == here.joined(there).digest != there.joined(here).digest
    assert here == Agencies.load("kingsmead")
    with pytest.raises(nx.NetworkXError):
        both.graph().add_node("another")


# -- by hand ---------------------------------------------------------------------------------------

HERE = area("Oakshire", agency(CASE_MANAGER, can_request=names("IDVA"), may_tell=(tells("IDVA", *TELLINGS),)),
            agency("IDVA", across=(over("IDVA"),)))  # fmt: skip


def there(*more: Agency, idva: Agency | None = None) -> Agencies:
    return area("Elmshire", agency(CASE_MANAGER), idva or agency("IDVA", across=(over("IDVA"),)), *more)


HANDOVER = action("hand over", "IDVA", tells_across="IDVA")


def test_a_deputy_there_is_reached_where_a_lawful_way_leads_to_one() -> None:
    away = agency("IDVA", available=False, why_not="on leave", deputies=names("IDVA manager"))
    manager = agency("IDVA manager")
    rules = ruleset((HANDOVER,))
    across = Tasking(rules, HERE.joined(there(manager, idva=away)), TODAY).action(HANDOVER).across
    assert across is not None
    assert across.because == (
        "IDVA of Elmshire: on leave",
        "IDVA manager of Elmshire: no lawful route leads there",
    )
    told = replace(HERE.directory.agencies[0], across=(over("IDVA"), over("IDVA manager")))
    open_to = Agencies(replace(HERE.directory, agencies=(told, HERE.directory.agencies[1])))
    across = Tasking(rules, open_to.joined(there(manager, idva=away)), TODAY).action(HANDOVER).across
    assert across is not None
    assert (across.agency, across.because) == ("IDVA manager of Elmshire", ())


def test_an_agency_that_is_not_known_there_is_a_gap_that_names_it() -> None:
    one = action("ask mentors", CASE_MANAGER, tells_across="mentors")
    here = area("Oakshire", *HERE.directory.agencies, agency("mentors"))
    across = Tasking(ruleset((one,)), here.joined(there()), TODAY).action(one).across
    assert across is not None
    assert (across.agency, across.because) == (
        "mentors of Elmshire",
        ("no agency is called 'mentors' in Elmshire",),
    )


def test_a_gap_of_the_other_side_leaves_the_step_and_is_told_once_in_the_text() -> None:
    rules = ruleset((HANDOVER, replace(HANDOVER, name="speak", code="speak")))
    answer = record(*(duty(each) for each in rules.actions.values()))
    found = plan(rules, answer, HERE)
    assert [step.status for step in found.steps] == ["to do", "to do"]
    assert [(gap.owner, gap.urgent) for gap in found.gaps] == [("IDVA of the other area", False)] * 2
    assert found.text().count("- IDVA of the other area, steps 1, 2:") == 1
    assert Plan.from_json(found.to_json()) == found
    assert plan(rules, answer, HERE.joined(there())).gaps == ()


def test_an_agency_there_works_under_its_own_law() -> None:
    english = agency("refuge", jurisdiction=("England",))
    welsh = Agencies(replace(there(english).directory, jurisdiction=("Wales",)))
    here = Agencies(replace(HERE.directory, jurisdiction=("England",)))
    both = here.joined(welsh)
    refuge, idva = both.there("refuge"), both.there("IDVA")
    assert refuge is not None
    assert idva is not None
    assert both.why_not(refuge) == "works in England only"
    assert (both.why_not(idva), idva.jurisdiction) == ("", ("Wales",))
    across = Tasking(ruleset((HANDOVER,)), both, TODAY).action(HANDOVER).across
    assert across is not None
    assert across.law == ("Wales",)


@pytest.mark.parametrize(
    ("here", "other", "says"),
    [
        (HERE, agencies(agency(CASE_MANAGER)), "nothing says what the other area is called"),
        (HERE, HERE, "both areas are called 'Oakshire'"),
        (HERE.joined(there()), there(), "one of the two is joined with another area already"),
        (HERE, HERE.joined(there()), "one of the two is joined with another area already"),
    ],
)
def test_areas_that_cannot_be_told_apart_are_not_joined(here: Agencies, other: Agencies, says: str) -> None:
    with pytest.raises(AgenciesError) as caught:
        here.joined(other)
    assert [(problem.code, problem.what) for problem in caught.value.problems] == [("AG015", says)]


def test_a_name_here_that_reads_like_one_of_theirs_is_told() -> None:
    here = area("Oakshire", *HERE.directory.agencies, agency("IDVA of Elmshire"))
    with pytest.raises(AgenciesError) as caught:
        here.joined(there())
    assert [problem.what for problem in caught.value.problems] == [
        "'IDVA of Elmshire' is what one of the other area would be called here"
    ]


def test_the_command_joins_two_sites(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(MOVED, encoding="utf-8")
    given_ = ["plan", str(case), "--site", "kingsmead", "--as-of", "2026-11-02"]
    alone = CliRunner().invoke(app, given_)
    both = CliRunner().invoke(app, [*given_, "--other-site", "glan-yr-afon"])
    assert (alone.exit_code, both.exit_code) == (0, 0)
    assert "MARAC of the other area, step" in " ".join(alone.stdout.split())
    assert "There: MARAC of Glan-yr-Afon (contact: regional MARAC coordinator)" in " ".join(
        both.stdout.split()
    )
    same = CliRunner().invoke(app, [*given_, "--other-site", "kingsmead"])
    assert same.exit_code == 1
    assert "AG015" in same.stderr


def test_every_pair_of_shipped_sites_can_be_joined_and_each_handover_has_somebody_to_ring() -> None:
    sites = ("example-site", "glan-yr-afon", "kingsmead")
    for one in sites:
        ruleset_ = dr.load("drive-core", site=one)
        crossing = [each for each in ruleset_.meaning.actions.values() if each.tells_across]
        assert crossing
        for other in (site for site in sites if site != one):
            tasking = Tasking(ruleset_.meaning, ruleset_.agencies().joined(Agencies.load(other)), TODAY)
            for each in crossing:
                across = tasking.action(each).across
                assert across is not None
                assert (across.because, bool(across.contact)) == ((), True)


def test_what_is_national_is_not_asked_through_the_other_area() -> None:
    office = agency("tax office", national=True)
    asker = agency("IDVA", can_request=names("tax office"), may_tell=(tells("tax office"),))
    one = action("ask the office", "tax office")
    both = area("Oakshire", *HERE.directory.agencies, office).joined(there(office, idva=asker))
    assert both.agency("tax office of Elmshire") is None
    assert both.graph().has_edge("IDVA of Elmshire", "tax office")
    task = Tasking(ruleset((one,)), both, TODAY).action(one)
    assert (task.asked, task.route) == (None, ())
