"""Lawful routes: by which edges one agency may tell another what a step needs told.

A route starts at the case manager, passes only through agencies at work, and ends with somebody who
may ask its end.  It stays in one area, or crosses once into the area where it ends, by an edge that says
so: what is done here is told to nobody elsewhere.  The shortest is taken; where several are as short,
the first by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import networkx as nx

from drive_rules.agencies import CASE_MANAGER, Agencies, walk
from drive_rules.agencies.directory import Agency, Telling

ORDINARY: frozenset[Telling] = frozenset({"case information"})
LIFE: Telling = "life at risk"
LIFE_AT_RISK: frozenset[Telling] = frozenset({"case information", LIFE})
CONFIDENTIAL: Telling = "victim-survivor confidential"


@dataclass(frozen=True, slots=True)
class Hop:
    """One edge of a route: who tells whom, what may be told there, and on which basis.

    An edge into another area has a ``provenance`` of its own.
    """

    sender: str
    receiver: str
    what: tuple[Telling, ...]
    basis: str
    provenance: str = ""


def words_of_route(route: tuple[Hop, ...]) -> str:
    """The way, and what it rests on; of what leads into another area, also where that is from."""
    path = " > ".join((route[0].sender, *(hop.receiver for hop in route)))
    bases = (f"{hop.basis} ({hop.provenance})" if hop.provenance else hop.basis for hop in route)
    return f"{path}: {'; '.join(dict.fromkeys(bases))}."


class Routes:
    """The ways in which one agency may lawfully reach another on one day."""

    def __init__(self, agencies: Agencies, as_of: date) -> None:
        self.agencies = agencies
        self.graph = agencies.graph(as_of)
        self._open = frozenset(a.name for a in agencies.directory.agencies if not agencies.why_not(a))
        self._walks: dict[tuple[str, str, frozenset[Telling]], tuple[str, ...] | None] = {}
        self._areas = {a.name: None if a.national else a.area for a in agencies.directory.agencies}
        self._near: defaultdict[str, set[str]] = defaultdict(set)
        for one, other, edge in self.graph.edges(data=True):
            if edge["tie"] == "works with":
                self._near[one].add(other)
                self._near[other].add(one)
        self._allowing: dict[tuple[frozenset[Telling], str, str], nx.DiGraph[str]] = {}

    def between(self, start: str, end: str, allowed: frozenset[Telling]) -> tuple[Hop, ...] | None:
        """The shortest lawful route along which something of ``allowed`` may be told, or None.

        It passes only through agencies at work here; the way from somebody to themselves is empty.
        """
        if start == end:
            return () if start in self._open else None
        key = (start, end, allowed)
        if key not in self._walks:
            self._walks[key] = walk(self._telling(allowed, *self._from_to(start, end)), start, end)
        path = self._walks[key]
        if path is None:
            return None
        return tuple(self._hop(sender, receiver, allowed) for sender, receiver in pairwise(path))

    def asking(
        self, end: str, allowed: frozenset[Telling], askers: Iterable[str] = (), start: str = CASE_MANAGER
    ) -> tuple[Hop, ...] | None:
        """The shortest route to ``end`` by way of somebody who may ask it.

        That is one of ``askers`` if any are named, else whoever *can request* of it or *refers to* it.
        """
        if start == end:
            return self.between(start, end, allowed)
        named = sorted(set(askers))
        routes = [
            (len(route), asker, route)
            for asker in named or sorted(self._askers(end, self._areas.get(start)))
            if (route := self._through(start, asker, end, allowed)) is not None
        ]
        return min(routes, key=lambda one: one[:2])[2] if routes else None

    def escalation(self, agency: Agency) -> tuple[str, ...]:
        """Up whom it goes, nearest first; only who is at work here, each once."""
        found: list[str] = []
        waiting = [named.word for named in agency.escalates_to]
        seen = {agency.name}
        while waiting:
            above = self.agencies.agency(waiting.pop(0))
            if above is None or above.name in seen:
                continue
            seen.add(above.name)
            if above.name in self._open:
                found.append(above.name)
            waiting.extend(named.word for named in above.escalates_to)
        return tuple(found)

    def nearest(self, agency: Agency) -> tuple[str, ...]:
        """Agencies at work here that work with this one."""
        return tuple(sorted(self._near.get(agency.name, set()) & (self._open - {agency.name})))

    def _through(
        self, start: str, asker: str, end: str, allowed: frozenset[Telling]
    ) -> tuple[Hop, ...] | None:
        first = self.between(start, asker, allowed)
        second = self.between(asker, end, allowed)
        return None if first is None or second is None else first + second

    def _askers(self, end: str, area: str | None) -> set[str]:
        """Who of that area may ask; what is national may be asked for by somebody elsewhere too."""
        asking = ("can request", "refers to")
        askers = {start for start, _, edge in self.graph.in_edges(end, data=True) if edge["tie"] in asking}
        return {asker for asker in askers if self._areas.get(asker) in (area, None)}

    def _from_to(self, start: str, end: str) -> tuple[str, str]:
        """The areas in which a way starts and ends; what is national is in the area that it is seen from."""
        first, last = self._areas.get(start), self._areas.get(end)
        seen_from = next((area for area in (first, last) if area is not None), "")
        return seen_from if first is None else first, seen_from if last is None else last

    def _telling(self, allowed: frozenset[Telling], first: str, last: str) -> nx.DiGraph[str]:
        """The edges along which something of ``allowed`` may be told, over the border the one way only."""
        key = (allowed, first, last)
        if key not in self._allowing:
            graph: nx.DiGraph[str] = nx.DiGraph()
            for start, end, edge in self.graph.edges(data=True):
                lawful = edge["tie"] == "may tell" and bool(allowed & set(edge["what"]))
                leads = not edge.get("across") or (self._areas[start], self._areas[end]) == (first, last)
                if lawful and leads and {start, end} <= self._open:
                    graph.add_edge(start, end)
            self._allowing[key] = graph
        return self._allowing[key]

    def _hop(self, sender: str, receiver: str, allowed: frozenset[Telling]) -> Hop:
        edges = self.graph.get_edge_data(sender, receiver).values()
        lawful = [edge for edge in edges if edge["tie"] == "may tell" and allowed & set(edge["what"])]
        # The edge that allows most; the first by its words where several allow as much.
        best = min(lawful, key=lambda edge: (-len(edge["what"]), edge["basis"], edge["what"]))
        return Hop(sender, receiver, best["what"], best["basis"], best.get("provenance", ""))
