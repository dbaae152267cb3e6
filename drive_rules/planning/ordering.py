"""The order of steps and their days: before, after, together, and what releases what it blocks.

A step's day is no later than the day of any step that it must come before; steps that go together
share the soonest of their days.  Orders that contradict each other are given up, and said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

import networkx as nx

from drive_rules.agencies import loops
from drive_rules.answers import STRANDS, STRENGTH, CalledFor, Reason, Thing
from drive_rules.ir import Length, Strand
from drive_rules.planning.outcomes import Done
from drive_rules.planning.steps import Sort, Status
from drive_rules.problems import Problem
from drive_rules.tasking import Offers, Task

OUT_OF_PLAY: tuple[Status, ...] = ("not available", "done")


@dataclass(frozen=True, slots=True)
class Draft:
    """A step before it has its place, its day and its number."""

    id: str
    sort: Sort
    action: str
    code: str
    thing: Thing
    strand: Strand
    word: CalledFor
    task: Task
    status: Status
    because: tuple[str, ...]
    offers: Offers
    last_done: Done | None = None
    blocks: tuple[str, ...] = ()
    due: date | None = None
    due_in_doubt: bool = False
    in_doubt: bool = False
    safety: bool = False
    never_blocked: bool = False
    reasons: tuple[Reason, ...] = ()
    again_every: Length | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    together_with: tuple[str, ...] = ()
    preferred_to: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether its day, if it has one, is only what the previous plan gave it."""
        return self.sort in ("release", "instead")

    def rank(self, due: date | None) -> tuple[object, ...]:
        """The order where none is wanted: the soonest first, then safety, then the strongest word."""
        away = self.status in OUT_OF_PLAY
        safety = self.never_blocked or self.safety
        strand = STRANDS.index(self.strand)
        return (away, due or date.max, not safety, -STRENGTH[self.word], strand, self.id)


@dataclass(slots=True)
class Drafts:
    """All steps by id, and who releases or stands in for whom."""

    by_id: dict[str, Draft] = field(default_factory=dict)
    releases: set[tuple[str, str]] = field(default_factory=set)
    meanwhile: set[tuple[str, str]] = field(default_factory=set)


class Order:
    """The order of steps and their days, from what must come before what and what goes together."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts.by_id
        self.by_action: dict[str, list[str]] = {}
        for id, draft in self.drafts.items():
            if draft.sort != "find out":
                self.by_action.setdefault(draft.action, []).append(id)
        self.group = self._groups()
        wanted = set(self._wanted())
        self.edges = wanted | {(a, b) for a, b in drafts.releases if self._in_play(a, b)}
        self.problems: tuple[Problem, ...] = tuple(dict.fromkeys(self._untie(wanted)))
        self.members: dict[str, list[str]] = {}
        for id in sorted(self.drafts):
            self.members.setdefault(self.group[id], []).append(id)
        graph = self._graph(self.edges)
        self.due = self._days(graph)
        ranks = {group: min(map(self._rank, ids)) for group, ids in self.members.items()}
        groups = nx.lexicographical_topological_sort(graph, key=ranks.__getitem__)
        self.ids = tuple(id for group in groups for id in sorted(self.members[group], key=self._rank))

    def comes_after(self, id: str) -> tuple[str, ...]:
        """The steps that come before this one."""
        return firsts(self.edges, id)

    def together(self, id: str) -> tuple[str, ...]:
        """The steps that go together with this one."""
        return tuple(
            sorted(other for other, group in self.group.items() if group == self.group[id] and other != id)
        )

    def second_to(self, id: str) -> tuple[str, ...]:
        """The steps that are preferred to this one and can be had."""
        mine = self.drafts[id]
        better = [each for each in self.drafts.values() if mine.action in each.preferred_to]
        return tuple(
            sorted(each.id for each in better if self._in_play(id, each.id) and touch(each.thing, mine.thing))
        )

    def _groups(self) -> dict[str, str]:
        """Each step's group of those that go together, named by its first id."""
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(self.drafts)
        for id, draft in self.drafts.items():
            graph.add_edges_from((id, other) for other in self._steps_of(draft.together_with, id))
        return {id: min(together) for together in nx.connected_components(graph) for id in together}

    def _wanted(self) -> Iterator[tuple[str, str]]:
        for id, draft in self.drafts.items():
            yield from ((id, later) for later in self._steps_of(draft.before, id))
            yield from ((earlier, id) for earlier in self._steps_of(draft.after, id))

    def _steps_of(self, actions: tuple[str, ...], of: str) -> Iterator[str]:
        """The steps that do one of the actions to the same thing, or to one above or below it."""
        thing = self.drafts[of].thing
        for id in chain.from_iterable(self.by_action.get(action, ()) for action in actions):
            if id != of and touch(self.drafts[id].thing, thing) and self._in_play(of, id):
                yield id

    def _in_play(self, *ids: str) -> bool:
        return all(self.drafts[id].status not in OUT_OF_PLAY for id in ids)

    def _graph(self, edges: Iterable[tuple[str, str]]) -> nx.DiGraph[str]:
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(sorted(set(self.group.values())))
        graph.add_edges_from(sorted((self.group[a], self.group[b]) for a, b in edges))
        return graph

    def _untie(self, wanted: set[tuple[str, str]]) -> Iterator[Problem]:
        """Say each contradiction, and give up the orders in it: the rules' own first, releases last."""
        for given_up in (wanted, set(self.edges)):
            graph = self._graph(self.edges)
            for loop in loops(graph):
                what = f"each of these waits for the next: {circle(tuple(map(self._words, reversed(loop))))}"
                yield Problem("PL001", what, "a person decides which comes first; tell the ruleset's author")
            knots = {id: n for n, knot in enumerate(nx.strongly_connected_components(graph)) for id in knot}
            self.edges -= {
                (a, b) for a, b in given_up & self.edges if knots[self.group[a]] == knots[self.group[b]]
            }

    def _words(self, group: str) -> str:
        ids = sorted(id for id, own in self.group.items() if own == group)
        return " with ".join(self.drafts[id].action for id in ids)

    def _days(self, graph: nx.DiGraph[str]) -> dict[str, tuple[date | None, str]]:
        """Each step's day, and the later step that brought it forward, if one did."""
        latest: dict[str, tuple[date, bool, str]] = {}
        for group in reversed(list(nx.topological_sort(graph))):
            members = [self.drafts[id] for id in self.members[group]]
            own = [
                (draft.due, draft.kept, draft.id)
                for draft in members
                if draft.due and self._in_play(draft.id)
            ]
            after = [latest[later] for later in graph.successors(group) if later in latest]
            if own or after:
                latest[group] = min(own + after)
        return {id: self._day(draft, latest.get(self.group[id])) for id, draft in self.drafts.items()}

    def _rank(self, id: str) -> tuple[object, ...]:
        return self.drafts[id].rank(self.due[id][0])

    def _day(self, draft: Draft, soonest: tuple[date, bool, str] | None) -> tuple[date | None, str]:
        if soonest is None or not self._in_play(draft.id):
            return draft.due, ""
        day, _, cause = soonest
        own = draft.due is not None and (draft.due < day or (draft.due == day and not draft.kept))
        return (draft.due, "") if own or cause == draft.id else (day, cause)


def touch(one: Thing, other: Thing) -> bool:
    """Whether two things may be one, or one above the other; things of one kind only when they are one."""
    return one.kind != other.kind or one.key == other.key


def firsts(pairs: Iterable[tuple[str, str]], second: str) -> tuple[str, ...]:
    return tuple(sorted(a for a, b in pairs if b == second))


def seconds(pairs: Iterable[tuple[str, str]], first: str) -> tuple[str, ...]:
    return tuple(sorted(b for a, b in pairs if a == first))


def circle(names: tuple[str, ...]) -> str:
    return " -> ".join((*names, names[0]))
