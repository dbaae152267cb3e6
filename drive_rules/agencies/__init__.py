"""The agencies of a site as a graph: who holds which power, who knows what, who may tell whom what.

``Agencies`` is read once and never changes; ``graph`` gives it as a networkx graph for one day.
Two areas are joined where a case moves or a pair spans them (``joined``).
Nothing here decides who does a step: ``tasking`` asks this graph.  Problems have codes AG001 to
AG019 where a file is wrong by itself, AG020 and on where it does not fit a ruleset.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx

from drive_rules import packages
from drive_rules.agencies.directory import Agency, Directory, Named, Person, Sharing
from drive_rules.agencies.joining import Side, join, of_area
from drive_rules.agencies.reading import read_directory
from drive_rules.ir import Action, Fact, Ruleset
from drive_rules.language.values import without_the
from drive_rules.problems import AgenciesError, Problem, Span, did_you_mean

ROOT = "case"
CASE_MANAGER = "case manager"
"""Who leads the work: every route starts here, and interim cover falls here."""

IN_ORDER = ("deputies", "escalates_to", "in_force")
Node = Agency | Person


@dataclass(frozen=True, slots=True)
class Agencies:
    """Every agency and person of a site.  Make one with ``load`` or ``from_texts``.

    ``digest`` is a SHA-256 over what the files mean: neither places nor the order of entries count.
    """

    directory: Directory
    digest: str = field(init=False, compare=False)
    _by_word: Mapping[str, Node] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        words = {word: node for node in self._nodes() for word in _words_of(node)}
        object.__setattr__(self, "_by_word", words)
        text = json.dumps(_plain(self.directory), sort_keys=True, separators=(",", ":"))
        object.__setattr__(self, "digest", hashlib.sha256(text.encode()).hexdigest())

    def __repr__(self) -> str:
        return f"<Agencies {len(self.directory.agencies)} {self.digest[:12]}>"

    @classmethod
    def load(cls, site: str | Path | None = None, ruleset: str | Path = "drive-core") -> Agencies:
        """Read the agencies of a bundled site (or a site's folder) over those of a ruleset's package.

        Raises ``AgenciesError`` with everything wrong in the files.
        """
        package = packages.load_package(ruleset, site=site)
        return cls.from_texts(package.agencies, package.site_agencies, package.ruleset)

    @classmethod
    def from_texts(
        cls, core: Mapping[str, str], site: Mapping[str, str] | None = None, ruleset: Ruleset | None = None
    ) -> Agencies:
        """Read texts by path, the core's and then the site's over them.

        With a ruleset every name of an action, a fact or an owner is checked against it too.
        """
        agencies = cls(read_directory(core, site or {}))
        problems = [*agencies._problems(), *(agencies.check(ruleset) if ruleset else ())]
        if problems:
            raise AgenciesError(problems)
        return agencies

    def joined(self, there: Agencies) -> Agencies:
        """These agencies and those of another area as one graph, from this area's side.

        Those of the other area are told apart in words (*police of Kingsmead*), those that both areas call
        national and describe alike are one.  Only what ``may tell across the border`` says leads over.
        Powers and people stay as they are here: until somebody there says that they have the case, it is
        here.  Raises ``AgenciesError`` where the two cannot be told apart.
        """
        cannot = tuple(_cannot_join(self.directory, there.directory))
        problems = cannot or tuple(self._called_as_theirs(there))
        if problems:
            raise AgenciesError(problems)
        return Agencies(join(self._side(), there._side()))

    def there(self, word: str) -> Agency | None:
        """The agency of the other area that is called so there; None where none is, or no area is joined."""
        area = self.directory.other_area
        return self.agency(of_area(without_the(word), area)) if area else None

    def named(self, word: str) -> Node | None:
        """The agency or person of that name, code or other name."""
        return self._by_word.get(without_the(word))

    def agency(self, word: str) -> Agency | None:
        """The agency of that name, code or other name."""
        node = self.named(word)
        return node if isinstance(node, Agency) else None

    def why_not(self, agency: Agency, action: Action | None = None) -> str:
        """Why the agency cannot be asked here, for that action if one is given; empty where it can."""
        if not agency.available:
            return agency.why_not
        # Those of another area work under its law, and were held against it when the two were joined.
        here = () if agency.area else self.directory.jurisdiction
        if here and agency.jurisdiction and not set(here) & set(agency.jurisdiction):
            return f"works in {' and '.join(agency.jurisdiction)} only"
        if action is None:
            return ""
        return next((why for name, why in agency.cannot_here if name.word in words_of(action)), "")

    def holds_power(self, agency: Agency, action: Action) -> bool:
        """Whether it holds the power over the action: as its owner, as part of its owner, or by ``can``.

        An agency of another area holds its powers there, and none here.
        """
        if agency.area:
            return False
        owner = self.named(action.owner)
        if owner is not None and owner in (agency, agency.part_of and self.named(agency.part_of.word)):
            return True
        return any(named.word in words_of(action) for named in agency.can)

    def knows(self, agency: Agency, fact: Fact) -> bool:
        """Whether the agency holds the fact, by its own entry or because the ruleset asks it there."""
        known = {named.word for named in agency.knows} & {fact.name, fact.code, *fact.was}
        return bool(known) or any(self.named(word) == agency for word in fact.asked_of)

    def possible(self, action: Action) -> bool:
        """Whether somebody who holds the power over the action is available here."""
        if isinstance(self.named(action.owner), Person):
            return True
        return any(
            self.holds_power(agency, action) and not self.why_not(agency, action)
            for agency in self.directory.agencies
        )

    def graph(self, as_of: date | None = None) -> nx.MultiDiGraph[str]:
        """The graph on a day (or with every edge, in force or not); it cannot be changed.

        Nodes carry their record as ``record``; edges their ``tie`` (*may tell*, *can request*, *refers
        to*, *works with*, *works closely with*, *shares a building with*, *attends*, *escalates to*,
        *deputy*, *part of*, *asked by*) and, where they say who may be told, ``what`` and ``basis``; those
        that lead into another area also say ``across``.
        """
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node in sorted(self._nodes(), key=lambda node: node.name):
            graph.add_node(node.name, record=node)
        for start, end, attributes in sorted(self._edges(as_of), key=_edge_order):
            graph.add_edge(start, end, **attributes)
        nx.freeze(graph)
        return graph

    def check(self, ruleset: Ruleset) -> tuple[Problem, ...]:
        """What does not fit the ruleset: actions and facts it does not have, owners that are nobody here."""
        return (
            *self._unknown_words(ruleset),
            *self._unknown_owners(ruleset),
            *self._owners_without_power(ruleset),
            *self._unknown_sources(ruleset),
            *self._unknown_levers(ruleset),
        )

    # -- inside ----------------------------------------------------------------------------------

    def _side(self) -> Side:
        names = {word: node.name for word, node in self._by_word.items() if isinstance(node, Agency)}
        why_not = {each.name: self.why_not(each) for each in self.directory.agencies}
        return Side(self.directory, names, why_not)

    def _called_as_theirs(self, there: Agencies) -> Iterator[Problem]:
        """Agencies and people here whose name is one that somebody of the other area would have here."""
        theirs = {of_area(word, there.directory.area) for word in there._by_word}
        for node in self._nodes():
            for word in sorted(theirs.intersection(_words_of(node))):
                what = f"'{word}' is what one of the other area would be called here"
                yield Problem("AG015", what, "give the one here another name", node.span)

    def _nodes(self) -> tuple[Node, ...]:
        return (*self.directory.agencies, *self.directory.people)

    def _edges(self, as_of: date | None) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for agency in self.directory.agencies:
            for tie, names in _ties(agency):
                yield from ((agency.name, self._resolved(named), {"tie": tie}) for named in names)
            for asker in agency.asked_by:
                yield self._resolved(asker), agency.name, {"tie": "can request"}
            for sharing in agency.may_tell:
                if as_of is None or sharing.holds_on(as_of):
                    yield agency.name, self._resolved(sharing.to), _telling(sharing)
        for person in self.directory.people:
            yield person.name, self._resolved(person.asked_by), {"tie": "asked by"}

    def _resolved(self, named: Named) -> str:
        node = self.named(named.word)
        return node.name if node else named.word

    def _problems(self) -> Iterator[Problem]:
        """What is wrong in the files by themselves, beyond their shape."""
        yield from self._names_twice()
        yield from self._unknown_agencies()
        yield from self._wrong_tellings()
        yield from self._national_ways()
        yield from self._endless_escalations()
        if self.agency(CASE_MANAGER) is None:
            what, fix = f"nobody is the {CASE_MANAGER}", f"add an agency called `{CASE_MANAGER}`"
            yield Problem("AG008", what, fix, place="agencies")

    def _names_twice(self) -> Iterator[Problem]:
        first: dict[str, Node] = {}
        for node in sorted(self._nodes(), key=lambda node: node.name):
            for word in _words_of(node):
                if first.setdefault(word, node) != node:
                    what = f"'{word}' means both '{first[word].name}' and '{node.name}'"
                    yield Problem("AG002", what, "give one of them another name or code", node.span)

    def _unknown_agencies(self) -> Iterator[Problem]:
        named = [name for agency in self.directory.agencies for name in agency.named()]
        named += [person.asked_by for person in self.directory.people]
        for name in named:
            node = self.named(name.word)
            if node is None and name.word:
                yield self._nobody(name.word, name.span)
            elif isinstance(node, Person):
                what = f"'{name.word}' is a person, and an agency is needed here"
                fix = (
                    f"name an agency, say '{node.asked_by.word}', who asks them: nothing is told to a "
                    "person, and nobody's power passes to one, in this file"
                )
                yield Problem("AG006", what, fix, name.span)

    def _nobody(self, word: str, span: Span | None, code: str = "AG001") -> Problem:
        otherwise = "leave it out here" if code == "AG001" else "name another here"
        fix = did_you_mean(word, self._by_word, f"add it to the agencies, or {otherwise}")
        return Problem(code, f"no agency is called '{word}'", fix, span)

    def _wrong_tellings(self) -> Iterator[Problem]:
        for agency in self.directory.agencies:
            for sharing in agency.may_tell:
                other = self.agency(sharing.to.word)
                if other == agency:
                    yield Problem("AG007", f"'{agency.name}' tells itself", "leave it out", sharing.to.span)
                elif other and sharing.statutory_only and not (agency.statutory and other.statutory):
                    outside = other.name if agency.statutory else agency.name
                    what = f"this basis binds statutory authorities only, and '{outside}' is none"
                    fix = f"name another lawful basis, or, if it is one, say `statutory: yes` of '{outside}'"
                    yield Problem("AG004", what, fix, sharing.to.span)

    def _national_ways(self) -> Iterator[Problem]:
        """A national agency belongs to each area: what passed through it would cross with no basis to."""
        for agency in self.directory.agencies:
            onward = agency.may_tell or agency.across or agency.deputies or agency.escalates_to
            if agency.national and onward:
                what = f"'{agency.name}' is national, and a way leads on from it"
                fix = (
                    "leave out its `may tell`, `deputies` and `escalates to`, or leave out `national`: "
                    "a way through it would lead from one area into the next"
                )
                yield Problem("AG014", what, fix, agency.span)

    def _endless_escalations(self) -> Iterator[Problem]:
        graph: nx.DiGraph[str] = nx.DiGraph()
        for agency in self.directory.agencies:
            graph.add_edges_from((agency.name, self._resolved(name)) for name in agency.escalates_to)
        for loop in loops(graph):
            what = "these escalate to each other without end: " + " -> ".join((*loop, loop[0]))
            first = self.agency(loop[0])
            fix = "take one `escalates to` away, so that it ends with somebody who decides"
            yield Problem("AG005", what, fix, first.span if first else None)

    def _unknown_words(self, ruleset: Ruleset) -> Iterator[Problem]:
        actions = {word for action in ruleset.actions.values() for word in words_of(action)}
        facts = {word for fact in ruleset.facts.values() for word in (fact.name, fact.code, *fact.was)}
        for agency in self.directory.agencies:
            for named in (*agency.can, *(named for named, _ in agency.cannot_here)):
                if named.word not in actions:
                    fix = did_you_mean(named.word, actions, "name an action of the ruleset, or leave it out")
                    yield Problem("AG020", f"no action is called '{named.word}'", fix, named.span)
            for named in agency.knows:
                if named.word not in facts:
                    fix = did_you_mean(named.word, facts, "name a fact of the ruleset, or leave it out")
                    yield Problem("AG021", f"no fact is called '{named.word}'", fix, named.span)

    def _unknown_owners(self, ruleset: Ruleset) -> Iterator[Problem]:
        seen: set[str] = set()
        for word, span in sorted(_owners(ruleset), key=lambda pair: (pair[0], str(pair[1]))):
            if word not in seen and self.named(word) is None:
                yield self._nobody(word, span, "AG022")
            seen.add(word)

    def _owners_without_power(self, ruleset: Ruleset) -> Iterator[Problem]:
        for rule in ruleset.rules.values():
            for duty in rule.duties:
                owner, action = self.agency(duty.owner or ""), ruleset.actions.get(duty.do)
                if owner and action and not self.holds_power(owner, action):
                    what = f"'{owner.name}' does not hold the power over '{action.name}'"
                    fix = f"name its owner, '{action.owner}', or add the action under `can` of '{owner.name}'"
                    yield Problem("AG023", what, fix, duty.span)

    def _unknown_sources(self, ruleset: Ruleset) -> Iterator[Problem]:
        chasing = self.directory.chasing
        said = [(f"'{agency.name}'", _cited(agency), agency.span) for agency in self.directory.agencies]
        said += [("`chasing`", set(chasing.source), chasing.span)] if chasing else []
        for of, sources, span in said:
            for source in sorted(sources):
                if source != "none" and source not in ruleset.sources:
                    fix = did_you_mean(
                        source, ruleset.sources, "add it to the register of sources, or say `none`"
                    )
                    what = f"the source '{source}' of {of} is not in the register of sources"
                    yield Problem("AG024", what, fix, span)

    def _unknown_levers(self, ruleset: Ruleset) -> Iterator[Problem]:
        of_case = (fact for fact in ruleset.facts.values() if fact.of == ROOT and not fact.monitoring)
        facts = {fact.name: fact for fact in of_case}
        for agency in self.directory.agencies:
            for lever in agency.levers:
                fact = facts.get(lever.fact.word)
                if fact is None:
                    fix = did_you_mean(lever.fact.word, facts, "name a fact of the case")
                    what = f"'{lever.fact.word}' is no fact of the case that may give '{agency.name}' a lever"
                    yield Problem("AG025", what, fix, lever.fact.span)
                    continue
                known = ("no", "yes") if fact.type.name == "yes or no" else fact.type.values
                for word in sorted(set(lever.values) - set(known)):
                    fix = did_you_mean(word, known, f"say one of: {', '.join(known)}")
                    what = f"'{word}' is no answer to '{fact.name}' that can be a lever"
                    yield Problem("AG026", what, fix, lever.fact.span)


def words_of(action: Action) -> frozenset[str]:
    """The words an action is known by: its name, its code and its earlier names."""
    return frozenset((action.name, action.code, *action.was))


def loops(graph: nx.DiGraph[str]) -> list[tuple[str, ...]]:
    """One loop of each knot of a graph, each from its first name on, in order."""
    found = []
    for knot in nx.strongly_connected_components(graph):
        first = min(knot)
        if len(knot) > 1 or graph.has_edge(first, first):
            found.append(_loop_from(graph.subgraph(knot), first))
    return sorted(found)


def _loop_from(knot: nx.DiGraph[str], first: str) -> tuple[str, ...]:
    """The shortest way round from ``first``, the first by name where several are as short."""
    ways = []
    for after in sorted(knot.successors(first)):
        steps = walk(knot, after, first)
        if steps is not None:
            ways.append((len(steps), (first, *steps[:-1])))
    return min(ways)[1]


def walk(graph: nx.DiGraph[str], start: str, end: str) -> tuple[str, ...] | None:
    """The shortest path, both ends in, or None; the first by name where several are as short."""
    if start not in graph or end not in graph:
        return None
    left = nx.single_source_shortest_path_length(graph.reverse(copy=False), end)
    if start not in left:
        return None
    steps = [start]
    while steps[-1] != end:
        steps.append(min(n for n in graph.successors(steps[-1]) if left.get(n) == left[steps[-1]] - 1))
    return tuple(steps)


def _words_of(node: Node) -> tuple[str, ...]:
    code = (node.code,) if isinstance(node, Agency) and node.code else ()
    return tuple(dict.fromkeys((node.name, *code, *node.also_called)))


def _ties(agency: Agency) -> tuple[tuple[str, Iterable[Named]], ...]:
    return (
        ("part of", (agency.part_of,) if agency.part_of else ()),
        ("deputy", agency.deputies),
        ("escalates to", agency.escalates_to),
        ("can request", agency.can_request),
        ("refers to", agency.refers_to),
        ("works with", agency.works_with),
        ("works closely with", agency.works_closely_with),
        ("shares a building with", agency.shares_a_building_with),
        ("attends", agency.attends),
    )


def _cited(agency: Agency) -> set[str]:
    return {*agency.source, *(source for sharing in agency.across for source in sharing.source)}


def _telling(sharing: Sharing) -> dict[str, Any]:
    telling = {"tie": "may tell", "what": sharing.what, "basis": sharing.basis}
    return {**telling, "across": True, "provenance": sharing.provenance} if sharing.across else telling


def _cannot_join(here: Directory, there: Directory) -> Iterator[Problem]:
    """Why two areas cannot be joined."""
    what, fix = "", ""
    if here.other_area or there.other_area:
        what, fix = "one of the two is joined with another area already", "join one area with one other"
    elif not there.area:
        what = "nothing says what the other area is called"
        fix = "add a line `area: ...` to its agencies, with the words by which others know it"
    elif here.area == there.area:
        what, fix = f"both areas are called '{there.area}'", "join two areas, each with a name of its own"
    if what:
        yield Problem("AG015", what, fix, place="agencies")


def _edge_order(edge: tuple[str, str, dict[str, Any]]) -> tuple[str, ...]:
    start, end, attributes = edge
    return (start, end, attributes["tie"], attributes.get("basis", ""), *attributes.get("what", ()))


def _owners(ruleset: Ruleset) -> Iterator[tuple[str, Span | None]]:
    """Everybody that a ruleset names as somebody who does, asks or is asked."""
    for action in ruleset.actions.values():
        across = (action.tells_across,) if action.tells_across else ()
        yield from ((word, action.span) for word in (action.owner, *action.requested_by, *across))
    for fact in ruleset.facts.values():
        yield from ((word, fact.span) for word in (*fact.asked_of, *fact.never_asked_of))
    for rule in ruleset.rules.values():
        yield from ((duty.owner, duty.span) for duty in rule.duties if duty.owner)
        if rule.find_out:
            asked = (*rule.find_out.asked_of, *rule.find_out.never_asked_of)
            yield from ((word, rule.span) for word in asked)
    for watch in ruleset.watch.values():
        yield from ((word, watch.span) for word in watch.alert)


def _plain(value: object, in_order: bool = False) -> Any:
    """The value for JSON, with lists sorted save where their order means something."""
    if is_dataclass(value):
        return {
            f.name: _plain(getattr(value, f.name), f.name in IN_ORDER) for f in fields(value) if f.compare
        }
    if isinstance(value, tuple):
        items = [_plain(item) for item in value]
        return items if in_order else sorted(items, key=json.dumps)
    return value.isoformat() if isinstance(value, date) else value
