"""Agencies: read from files with every problem and its place, as a graph, and those that are shipped."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drive_rules import packages
from drive_rules.agencies import CASE_MANAGER, Agencies, loops, walk
from drive_rules.agencies.directory import Agency, Person
from drive_rules.agencies.routes import ORDINARY, Routes
from drive_rules.ir import Duty, Ruleset
from drive_rules.problems import AgenciesError, Problem
from drive_rules.tasking import Tasking
from tests.plans_made import TODAY, action, agencies, agency, fact, names, rule, ruleset, tells

MANAGER = """\
  case manager:
    contact: the case manager
    source: none
    provenance: our assumption, to confirm
"""
ENTRY = """\
    contact: its desk
    source: none
    provenance: our assumption, to confirm
"""


def read(more: str, site: str = "", rules: Ruleset | None = None) -> Agencies:
    core = {"agencies.yaml": f"agencies:\n{MANAGER}{more}"}
    return Agencies.from_texts(core, {"agencies.yaml": site} if site else {}, rules)


def problems_of(more: str, site: str = "", rules: Ruleset | None = None) -> tuple[Problem, ...]:
    with pytest.raises(AgenciesError) as caught:
        read(more, site, rules)
    return caught.value.problems


FULL = """\
  police:
    also called: [force, constabulary]
    code: pol
    statutory: yes
    jurisdiction: [England, Wales]
    can: arrest
    knows: incidents
    share of joint work: 28
    deputies: [probation, court]
    escalates to: the court
    can request: probation
    asked by: case manager
    refers to: court
    works with: probation
    attends: court
    cannot here:
      search: not in this force
    may tell:
      probation:
        - what: [victim-survivor confidential, case information]
          basis: one basis
          statutory only: yes
          in force from: 1 January 2026
          in force until: 1 January 2027
        - what: life at risk
          basis: another basis
      court:
        what: case information
        basis: proceedings
    contact: the sergeant
    source: [F1, F2]
    provenance: published
  probation:
    statutory: yes
    available: no
    not available because: nobody in post
""" + ENTRY + "  court:\n" + ENTRY + "people:\n  victim-survivor:\n    asked by: probation\n"  # fmt: skip


def test_every_key_is_read() -> None:
    read_ = read(FULL)
    police = read_.agency("the police")
    assert police is not None
    assert (police.code, police.also_called) == ("pol", ("constabulary", "force"))
    assert police.contact == "the sergeant"
    assert (police.statutory, police.share, police.source) == (True, 28, ("F1", "F2"))
    assert (police.can, police.knows) == (names("arrest"), names("incidents"))
    assert (police.deputies, police.escalates_to) == (names("probation", "court"), names("court"))
    assert police.can_request == police.works_with == names("probation")
    assert police.refers_to == police.attends == names("court")
    assert police.cannot_here == ((names("search")[0], "not in this force"),)
    assert [(each.to.word, each.what, each.basis) for each in police.may_tell] == [
        ("court", ("case information",), "proceedings"),
        ("probation", ("life at risk",), "another basis"),
        ("probation", ("case information", "victim-survivor confidential"), "one basis"),
    ]
    assert police.may_tell[2].statutory_only
    assert police.may_tell[2].in_force == (date(2026, 1, 1), date(2027, 1, 1))
    probation = read_.agency("probation")
    assert probation is not None
    assert read_.why_not(probation) == "nobody in post"
    assert read_.named("victim-survivor") == Person("victim-survivor", names("probation")[0])
    assert read_.agency("victim-survivor") is None
    assert read_.agency("force") == read_.agency("pol") == police


def test_the_graph_of_a_day_holds_the_edges_in_force() -> None:
    whole, then = read(FULL).graph(), read(FULL).graph(date(2027, 1, 1))
    assert {edge["basis"] for edge in whole["police"]["probation"].values() if edge["tie"] == "may tell"} == {
        "one basis",
        "another basis",
    }
    assert {edge["basis"] for edge in then["police"]["probation"].values() if edge["tie"] == "may tell"} == {
        "another basis"
    }
    asking = {"may tell", "can request", "refers to", "asked by"}
    ties = {edge["tie"] for _, _, edge in whole.edges(data=True)}
    assert ties == asking | {"works with", "attends", "escalates to", "deputy"}
    assert whole.has_edge("case manager", "police")
    assert isinstance(whole.nodes["police"]["record"], Agency)
    with pytest.raises(nx.NetworkXError):
        whole.add_node("another")


def test_a_site_goes_over_the_core_key_by_key() -> None:
    site = """\
jurisdiction: Wales
agencies:
  police:
    contact: the inspector
    may tell:
      court:
        what: life at risk
        basis: changed here
  refuge:
    jurisdiction: England
""" + ENTRY  # fmt: skip
    read_ = read(FULL, site)
    police = read_.agency("police")
    assert police is not None
    assert (police.contact, police.share) == ("the inspector", 28)
    assert [(each.to.word, each.basis) for each in police.may_tell] == [
        ("court", "changed here"),
        ("probation", "another basis"),
        ("probation", "one basis"),
    ]
    refuge = read_.agency("refuge")
    assert refuge is not None
    assert read_.why_not(refuge) == "works in England only"


PROBLEMS = {
    "unknown key": ("  police:\n    contcat: x\n" + ENTRY, "DR015", 7, "did you mean 'contact'?"),
    "missing": ("  police:\n    contact: x\n    source: none\n", "DR017", 6, "provenance"),
    "not a word of the key": ("  police:\n    statutory: maybe\n" + ENTRY, "DR025", 7, "`yes`, `no`"),
    "unknown agency": ("  police:\n    works with: case manger\n" + ENTRY, "AG001", 7, "'case manager'?"),
    "a person": (
        "  police:\n    deputies: he\n" + ENTRY + "people:\n  he:\n    asked by: police\n",
        "AG006", 7, "nobody's power"),
    "two of a name": ("  police:\n    also called: case manager\n" + ENTRY, "AG002", 6, "another name"),
    "no reason": ("  police:\n    available: no\n" + ENTRY, "AG003", 7, "not available because"),
    "a reason too many": ("  police:\n    not available because: x\n" + ENTRY, "AG003", 6, "available: no"),
    "statutory only": (
        "  police:\n    may tell:\n      case manager:\n        what: case information\n        basis: b\n"
        "        statutory only: yes\n" + ENTRY, "AG004", 8, "another lawful basis"),
    "escalation without end": (
        "  police:\n    escalates to: court\n" + ENTRY + "  court:\n    escalates to: police\n" + ENTRY,
        "AG005", 11, "somebody who decides"),
    "tells itself": (
        "  police:\n    may tell:\n      police:\n        what: case information\n        basis: b\n" + ENTRY,
        "AG007", 8, "leave it out"),
    "no basis": (
        "  police:\n    may tell:\n      case manager:\n        what: case information\n" + ENTRY,
        "DR017", 8, "basis"),
    "nation": ("  police:\n    jurisdiction: Scotland\n" + ENTRY, "AG010", 7, "England, Wales"),
    "share": ("  police:\n    share of joint work: 0.28\n" + ENTRY, "AG011", 7, "whole number of percent"),
    "period": (
        "  police:\n    may tell:\n      case manager:\n        what: case information\n        basis: b\n"
        "        in force from: 1 June 2026\n        in force until: 1 May 2026\n" + ENTRY,
        "AG012", 12, "after"),
    "telling": (
        "  police:\n    may tell:\n      case manager:\n        what: everything\n        basis: b\n" + ENTRY,
        "AG013", 9, "case information"),
    "braces": ("  police: {contact: x}\n", "DR007", 6, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem_has_its_place_and_how_to_mend_it(name: str) -> None:
    text, code, line, fix = PROBLEMS[name]
    found = problems_of(text)
    if code == "DR007":
        assert any("braces" in problem.what for problem in found)
        return
    problem = next(problem for problem in found if problem.code == code)
    assert problem.span is not None
    assert (problem.span.file, problem.span.line) == ("agencies.yaml", line)
    assert fix in f"{problem.what} {problem.fix}"


def test_all_problems_are_collected_and_a_sites_have_their_own_file() -> None:
    site = "agencies:\n  police:\n    works with: nobody\n    attends: court\n" + ENTRY
    found = problems_of("", site)
    assert [(problem.code, problem.span and str(problem.span)) for problem in found] == [
        ("AG001", "site/agencies.yaml:3:17"),
        ("AG001", "site/agencies.yaml:4:14"),
    ]


def test_there_must_be_a_case_manager() -> None:
    with pytest.raises(AgenciesError, match="AG008"):
        Agencies.from_texts({"agencies.yaml": "agencies:\n  police:\n" + ENTRY})
    with pytest.raises(AgenciesError, match="AG008"):
        Agencies.from_texts({})


def test_hostile_yaml_is_refused() -> None:
    for text in ("a: &x\n", "a: !!python/object:os.system x\n", "agencies: *x\n", "- a\n", "a: [\n", "\x00"):
        with pytest.raises(AgenciesError):
            Agencies.from_texts({"agencies.yaml": text})


def test_what_does_not_fit_the_ruleset_is_said() -> None:
    rules = ruleset(
        (action("arrest", "polce"), action("visit", "police", requested_by=("IDVA",))),
        (fact("incidents", "probaton", never_asked_of=("neighbours",)),),
        (rule("r", duties=(Duty("must", "visit", owner="case manager"),)),),
    )
    more = "  police:\n    can: [arest, arrest]\n    knows: incidnts\n" + ENTRY
    found = {(problem.code, problem.what, problem.fix) for problem in problems_of(more, rules=rules)}
    assert ("AG020", "no action is called 'arest'", "did you mean 'arrest'?") in found
    assert ("AG021", "no fact is called 'incidnts'", "did you mean 'incidents'?") in found
    assert ("AG022", "no agency is called 'polce'", "did you mean 'police'?") in found
    nobody = {what.removeprefix("no agency is called ") for code, what, _ in found if code == "AG022"}
    assert nobody >= {"'IDVA'", "'probaton'", "'neighbours'"}
    powerless = [what for code, what, _ in found if code == "AG023"]
    assert powerless == ["'case manager' does not hold the power over 'visit'"]


def test_power_is_the_owners_its_parts_or_by_can() -> None:
    arrest = action("arrest", "police", was=("detain",))
    team = agency("firearms team", part_of=names("police")[0])
    graph = agencies(agency("police"), team, agency("a", can=names("detain")), agency("b"))
    holders = {each.name for each in graph.directory.agencies if graph.holds_power(each, arrest)}
    assert holders == {"police", "firearms team", "a"}
    assert graph.possible(arrest)
    assert not agencies(agency("police", available=False, why_not="x"), agency("b")).possible(arrest)
    assert agencies().possible(action("apply", "victim-survivor"))


# -- laws ------------------------------------------------------------------------------------------

PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=16)


@settings(deadline=None, max_examples=60)
@given(st.randoms(use_true_random=False))
def test_order_of_entries_in_a_file_changes_nothing(random: Random) -> None:
    root = Path(__file__).parent.parent / "rulesets" / "drive-core" / "agencies.yaml"
    head, *entries = _entries(root.read_text(encoding="utf-8"))
    random.shuffle(entries)
    mixed = Agencies.from_texts({"agencies.yaml": head + "".join(entries)})
    plain = Agencies.from_texts({"agencies.yaml": root.read_text(encoding="utf-8")})
    assert (mixed.digest, mixed, list(mixed.graph().edges(data=True))) == (
        plain.digest,
        plain,
        list(plain.graph().edges(data=True)),
    )


def _entries(text: str) -> list[str]:
    """The file's head, with its people, and then each agency's lines."""
    before, people = text.split("people:\n")
    head, rest = before.split("agencies:\n")
    blocks: list[str] = []
    for line in rest.splitlines(keepends=True):
        if line.startswith("  ") and line[2].isalpha() and line.rstrip().endswith(":"):
            blocks.append("")
        if not line.lstrip().startswith("#") and blocks:
            blocks[-1] += line
    return [f"people:\n{people}\n{head}agencies:\n", *blocks]


@settings(deadline=None, max_examples=60)
@given(PAIRS, st.integers(0, 6), st.integers(0, 6))
def test_a_walk_is_a_shortest_path_and_the_same_whatever_the_order(
    pairs: list[tuple[int, int]], start: int, end: int
) -> None:
    edges = [(str(a), str(b)) for a, b in pairs]
    graph: nx.DiGraph[str] = nx.DiGraph(edges)
    found = walk(graph, str(start), str(end))
    assert found == walk(nx.DiGraph(edges[::-1]), str(start), str(end))
    if found is None:
        inside = graph.has_node(str(start)) and graph.has_node(str(end))
        assert not inside or not nx.has_path(graph, str(start), str(end))
    else:
        paths = list(nx.all_shortest_paths(graph, str(start), str(end)))
        assert list(found) == min(paths)


@settings(deadline=None, max_examples=60)
@given(PAIRS)
def test_loops_are_loops_and_none_is_missed(pairs: list[tuple[int, int]]) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph([(str(a), str(b)) for a, b in pairs])
    found = loops(graph)
    assert bool(found) == (not nx.is_directed_acyclic_graph(graph))
    for loop in found:
        assert all(graph.has_edge(a, b) for a, b in zip(loop, (*loop[1:], loop[0]), strict=True))


def test_a_route_takes_the_fewest_hops_then_the_first_names() -> None:
    graph = agencies(
        agency(CASE_MANAGER, may_tell=(tells("b"), tells("a"), tells("far"))),
        agency("a", may_tell=(tells("end"),), can_request=names("end")),
        agency("b", may_tell=(tells("end"),), can_request=names("end")),
        agency("far", may_tell=(tells("a"),)),
        agency("end"),
    )
    route = Routes(graph, TODAY).asking("end", ORDINARY)
    assert route is not None
    assert [hop.receiver for hop in route] == ["a", "end"]


def test_agencies_are_values() -> None:
    one, other = read(FULL), read(FULL)
    assert one == other
    assert hash(one) == hash(other)
    assert pickle.loads(pickle.dumps(one)) == one
    assert pickle.loads(pickle.dumps(one)).agency("pol") == one.agency("police")
    assert one.digest != read(FULL.replace("28", "29")).digest


# -- what is shipped -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def core() -> Ruleset:
    return packages.load_package("drive-core", site="example-site").ruleset


@pytest.fixture(scope="module")
def example_site() -> Agencies:
    return Agencies.load("example-site")


def test_at_the_example_site_every_power_can_be_asked_for(core: Ruleset, example_site: Agencies) -> None:
    tasking = Tasking(core, example_site, TODAY)
    gaps = {name: task.gap for name, each in core.actions.items() if (task := tasking.action(each)).gap}
    assert gaps == {}
    assert all(example_site.possible(each) for each in core.actions.values())


def test_every_agency_that_a_shipped_rule_asks_can_be_asked(core: Ruleset, example_site: Agencies) -> None:
    routes = Routes(example_site, TODAY)
    asked = {word for each in core.facts.values() for word in each.asked_of}
    asked |= {word for each in core.rules.values() if each.find_out for word in each.find_out.asked_of}
    unreached = set()
    for word in asked:
        node = example_site.named(word)
        assert node is not None, word
        via = node.asked_by.word if isinstance(node, Person) else node.name
        if routes.asking(via, ORDINARY) is None:
            unreached.add(word)
    assert unreached == set()


def test_what_is_the_victim_survivors_alone_stays_with_who_protects_them(
    example_site: Agencies,
) -> None:
    told = {
        each.to.word
        for agency_ in example_site.directory.agencies
        for each in agency_.may_tell
        if "victim-survivor confidential" in each.what
    }
    assert not told & {"employment and benefits service", "immigration enforcement", "licensing authority"}
    assert not told & {"school", "perpetrator programme", "youth justice", "drug and alcohol service"}
    assert "perpetrator" not in {end for _, end in example_site.graph().edges()}


def test_the_shipped_shares_are_the_published_ones(example_site: Agencies) -> None:
    shares = {each.name: each.share for each in example_site.directory.agencies if each.share}
    assert shares == {"police": 28, "IDVA": 20, "probation": 17, "children's services": 9}
