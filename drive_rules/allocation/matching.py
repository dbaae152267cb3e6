"""Which cases get a place, and with whom: whole numbers only, nothing of practice.

Cases are numbered in the order in which they are to be served, case managers from 0.  ``serve`` takes
each case in turn and keeps it wherever it and everything kept before can be placed together, moving
earlier ones about where that makes room: no other set of cases serves the earlier ones better.  Each
case that is left out has a ``Proof``.  ``choose`` then finds, for the cases served, the best of all the
ways to place them.  Both are exact; where cases that must be apart would need too many tries, they say so
and give nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import networkx as nx

from drive_rules.problems import DriveRulesError

MOST_TRIES = 500
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sought:
    """What is to be placed.

    ``places`` counts how many more each case manager can take, ``within`` how many of these are within the
    cap.  ``barred`` holds for each case the case managers who cannot take it, ``apart`` the pairs of cases
    that nobody may hold both of.  Cases with the same ``like`` are wished for alike: ``met`` says for each
    wish, in order, whether it is met (1) with each case manager.
    """

    places: tuple[int, ...]
    within: tuple[int, ...]
    barred: tuple[frozenset[int], ...]
    apart: frozenset[Pair] = frozenset()
    like: tuple[Hashable, ...] = ()
    met: Mapping[Hashable, tuple[tuple[int, ...], ...]] = field(default_factory=dict)

    def partners(self) -> dict[int, frozenset[int]]:
        """For each case that must be apart from others: those others."""
        found: dict[int, set[int]] = {}
        for one, other in self.apart:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
        return {case: frozenset(others) for case, others in found.items()}


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a case could not be placed besides ``cases``, all of which come before it.

    Without ``apart``: everybody who could take it is among ``case_managers``; they are full with ``cases``,
    none of which can go to anybody else.  With it: ``cases`` and the one left out cannot all be placed
    while these pairs are kept apart.
    """

    cases: tuple[int, ...]
    case_managers: tuple[int, ...]
    apart: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Served:
    """The cases that get a place, with one way to place them; and for each other the number of its proof."""

    at: Mapping[int, int]
    left_out: Mapping[int, int]
    proofs: tuple[Proof, ...]


class _Tries:
    """Counts how often cases were moved apart."""

    def __init__(self) -> None:
        self.left = MOST_TRIES

    def one_more(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise DriveRulesError(
                f"cases that must be apart need more than {MOST_TRIES:,} tries: place them by hand "
                "(say who holds them), and the rest can be placed"
            )


class _Placing:
    """Cases at their case managers so far.  Cases that the same case managers can take are of one group."""

    def __init__(self, sought: Sought) -> None:
        self.sought = sought
        self.partners = sought.partners()
        self.at: dict[int, int] = {}
        self.free = list(sought.places)
        self.group_of: dict[int, int] = {}
        self.barred: list[frozenset[int]] = []
        self.numbers: dict[tuple[frozenset[int], int], int] = {}
        self.there: list[dict[int, list[int]]] = [{} for _ in sought.places]

    def copy(self) -> _Placing:
        """The same, to try something on."""
        new = _Placing.__new__(_Placing)
        new.sought, new.partners = self.sought, self.partners
        new.at, new.free, new.group_of = dict(self.at), list(self.free), dict(self.group_of)
        new.barred, new.numbers = list(self.barred), dict(self.numbers)
        new.there = [{group: list(cases) for group, cases in each.items()} for each in self.there]
        return new

    def group(self, case: int, more: frozenset[int] = frozenset()) -> int:
        """The group of a case, with further case managers barred where told."""
        barred = self.sought.barred[case] | more
        key = (barred, case if case in self.partners else -1)
        number = self.numbers.setdefault(key, len(self.barred))
        if number == len(self.barred):
            self.barred.append(barred)
        self.group_of[case] = number
        return number

    def put(self, case: int, manager: int) -> None:
        """Place a case."""
        self.at[case] = manager
        self.free[manager] -= 1
        self.there[manager].setdefault(self.group_of[case], []).append(case)

    def take(self, case: int) -> int:
        """Take a case from where it is."""
        manager, group = self.at.pop(case), self.group_of[case]
        self.free[manager] += 1
        self.there[manager][group].remove(case)
        if not self.there[manager][group]:
            del self.there[manager][group]
        return manager

    def add(self, case: int) -> tuple[list[Pair], Proof | None]:
        """Place a case, moving others where that is needed: the moves made, or why there is none.

        Each move is a case and where it was (-1 where it had no place).
        """
        came: dict[int, Pair] = {}
        spread: set[int] = set()
        left = deque([(self.group_of[case], -1)])
        while left:
            group, before = left.popleft()
            if group in spread:
                continue
            spread.add(group)
            goal = self._room(group, case)
            if goal is not None:
                came[goal] = (group, before)
                return self._move(case, goal, came), None
            for manager in range(len(self.free)):
                if manager not in came and manager not in self.barred[group]:
                    came[manager] = (group, before)
                    left.extend((other, manager) for other in self.there[manager] if other not in spread)
        filling = sorted(each for each in self.at if self.group_of[each] in spread)
        return [], Proof(tuple(filling), tuple(sorted(came)))

    def _room(self, group: int, case: int) -> int | None:
        """Somebody with room for a group, if there is anybody; who holds none of its partners first."""
        found = None
        others = self.partners.get(case, frozenset()) if self.group_of[case] == group else frozenset()
        for manager, free in enumerate(self.free):
            if free > 0 and manager not in self.barred[group]:
                if not any(self.at.get(other) == manager for other in others):
                    return manager
                found = manager if found is None else found
        return found

    def _move(self, case: int, goal: int, came: Mapping[int, Pair]) -> list[Pair]:
        moves: list[Pair] = []
        group, before = came[goal]
        while before >= 0:
            moved = self.there[before][group][-1]
            moves.append((moved, self.take(moved)))
            self.put(moved, goal)
            goal = before
            group, before = came[goal]
        self.put(case, goal)
        return [*moves, (case, -1)]

    def undo(self, moves: Iterable[Pair]) -> None:
        """Take back the moves that ``add`` made."""
        moves = list(moves)
        for case, _ in moves:
            self.take(case)
        for case, was in moves:
            if was >= 0:
                self.put(case, was)

    def plain(self) -> _Placing:
        """The same places, with nothing barred that was only barred to try."""
        new = _Placing(self.sought)
        for case, manager in sorted(self.at.items()):
            new.group(case)
            new.put(case, manager)
        return new


def _clash(at: Mapping[int, int], apart: Iterable[Pair]) -> Pair | None:
    """The first pair that is to be apart and is not."""
    return next((pair for pair in apart if pair[0] in at and at[pair[0]] == at.get(pair[1])), None)


# -- who is served ---------------------------------------------------------------------------------


def serve(sought: Sought) -> Served:
    """The cases that get a place: each in turn, wherever it fits in with all that were kept before."""
    placing, tries = _Placing(sought), _Tries()
    apart = sorted(sought.apart)
    left_out: dict[int, int] = {}
    proofs: list[Proof] = []
    full: list[tuple[frozenset[int], int]] = []
    everybody = frozenset(range(len(sought.places)))
    for case in range(len(sought.barred)):
        group = placing.group(case)
        wanted = everybody - placing.barred[group]
        known = next((number for managers, number in full if wanted <= managers), None)
        if known is not None:
            left_out[case] = known
            continue
        moves, proof = placing.add(case)
        if proof is not None:
            full.append((frozenset(proof.case_managers), len(proofs)))
        elif _clash(placing.at, apart) is not None:
            tried = _Apart(apart, tries)
            found = tried.settle(placing.copy(), (), {})
            if found is not None:
                placing = found.plain()
                continue
            placing.undo(moves)
            proof = tried.proof(case)
        if proof is not None:
            left_out[case] = len(proofs)
            proofs.append(proof)
    return Served(dict(sorted(placing.at.items())), left_out, tuple(proofs))


class _Apart:
    """Tries every way to take cases apart that must not be with one case manager."""

    def __init__(self, apart: list[Pair], tries: _Tries) -> None:
        self.apart, self.tries = apart, tries
        self.cases: set[int] = set()
        self.managers: set[int] = set()
        self.used: set[Pair] = set()

    def settle(
        self, placing: _Placing, used: tuple[Pair, ...], barred: Mapping[int, frozenset[int]]
    ) -> _Placing | None:
        """A way to place all with everything apart, or None; one of a pair has to go from where both are."""
        pair = _clash(placing.at, self.apart)
        if pair is None:
            return placing
        for case in reversed(pair):
            self.tries.one_more()
            branch = placing.copy()
            more = barred.get(case, frozenset()) | {branch.take(case)}
            branch.group(case, more)
            _, proof = branch.add(case)
            if proof is not None:
                self.cases |= {case, *proof.cases}
                self.managers |= set(proof.case_managers)
                self.used |= {*used, pair}
                continue
            found = self.settle(branch, (*used, pair), {**barred, case: more})
            if found is not None:
                return found
        return None

    def proof(self, case: int) -> Proof:
        """What stood in the way in every try, taken together."""
        cases = tuple(sorted(self.cases - {case}))
        return Proof(cases, tuple(sorted(self.managers)), tuple(sorted(self.used)))


# -- with whom -------------------------------------------------------------------------------------


def choose(sought: Sought, cases: Iterable[int]) -> dict[int, int]:
    """The best way to place cases that can all be placed.

    Fewest beyond the cap first; then, wish by wish, as many as can be met; then whoever has most room
    takes the next.  What is still the same goes by the order of cases and case managers.
    """
    wanted = sorted(cases)
    if not wanted:
        return {}
    return _Choosing(sought, wanted).best()


class _Choosing:
    def __init__(self, sought: Sought, cases: list[int]) -> None:
        self.sought, self.cases = sought, cases
        self.partners = sought.partners()
        self.apart = sorted(sought.apart)
        self.tries = _Tries()
        self.wishes = len(next(iter(sought.met.values()), ()))
        most = max(sought.places, default=0) + max(sought.within, default=0) + 1
        self.most = most
        self.step = len(cases) * most + 1
        """More than everything that comes after a wish can come to."""
        self.beyond = self.step * (len(cases) + 1) ** self.wishes

    def best(self) -> dict[int, int]:
        found = self._search({}, None)
        if found is None:
            raise DriveRulesError("these cases cannot all be placed")
        return found[1]

    def _search(
        self, barred: Mapping[int, frozenset[int]], bound: tuple[int, dict[int, int]] | None
    ) -> tuple[int, dict[int, int]] | None:
        """The best with the cases barred so far, where it is better than the bound."""
        self.tries.one_more()
        found = self._flow(barred)
        if found is None or (bound is not None and found[0] >= bound[0]):
            return bound
        pair = _clash(found[1], self.apart)
        if pair is None:
            return found
        where = found[1][pair[0]]
        for case in reversed(pair):
            more = {**barred, case: barred.get(case, frozenset()) | {where}}
            bound = self._search(more, bound)
        return bound

    def cost(self, case: int, manager: int) -> int:
        """What the wishes make of a case with a case manager: the earlier a wish, the more it counts."""
        met = self.sought.met[self.sought.like[case]] if self.wishes else ()
        total = 0
        for wish in met:
            total = total * (len(self.cases) + 1) + 1 - wish[manager]
        return total * self.step

    def places(self, manager: int) -> list[int]:
        """What each further place with a case manager costs: beyond the cap most, then by the room left."""
        within = self.sought.within[manager]
        return [
            (self.beyond if number > within else 0) + self.most - (within - number)
            for number in range(1, self.sought.places[manager] + 1)
        ]

    def _flow(self, barred: Mapping[int, frozenset[int]]) -> tuple[int, dict[int, int]] | None:
        """The cheapest flow of cases, alike ones together, to case managers, alike ones together."""
        alike = self._alike(barred)
        rows = {number: cases[0] for number, cases in enumerate(alike)}
        bars = [self.sought.barred[case] | barred.get(case, frozenset()) for case in rows.values()]
        together: dict[tuple[int, ...], list[int]] = {}
        for manager, places in enumerate(self.sought.places):
            if places:
                seen = tuple(
                    -1 if manager in bars[number] else self.cost(case, manager)
                    for number, case in rows.items()
                )
                together.setdefault(seen, []).append(manager)
        graph: nx.DiGraph[object] = nx.DiGraph()
        graph.add_node("all", demand=len(self.cases))
        for number, cases in enumerate(alike):
            graph.add_node(("cases", number), demand=-len(cases))
        slots = [
            sorted((cost, m) for m in managers for cost in self.places(m)) for managers in together.values()
        ]
        for place, (seen, each) in enumerate(zip(together, slots, strict=True)):
            for number, cost in enumerate(seen):
                if cost >= 0:
                    graph.add_edge(("cases", number), ("managers", place), weight=cost)
            for cost in dict.fromkeys(cost for cost, _ in each):
                many = sum(1 for other, _ in each if other == cost)
                graph.add_edge(("managers", place), ("room", place, cost), weight=cost, capacity=many)
                graph.add_edge(("room", place, cost), "all", weight=0, capacity=many)
        try:
            cost, flow = nx.network_simplex(graph)
        except nx.NetworkXUnfeasible:
            return None
        return cost, self._read(alike, slots, flow)

    def _alike(self, barred: Mapping[int, frozenset[int]]) -> list[list[int]]:
        """The cases in groups that no case manager tells apart."""
        groups: dict[tuple[object, ...], list[int]] = {}
        for case in self.cases:
            bars = self.sought.barred[case] | barred.get(case, frozenset())
            like = self.sought.like[case] if self.wishes else None
            groups.setdefault((bars, like, case if case in self.partners else -1), []).append(case)
        return list(groups.values())

    def _read(
        self,
        alike: list[list[int]],
        slots: list[list[Pair]],
        flow: Mapping[object, Mapping[object, int]],
    ) -> dict[int, int]:
        """Single cases in single places: earlier cases in cheaper ones, partners apart where they can be."""
        sent: dict[int, list[int]] = {}
        for number, cases in enumerate(alike):
            left = iter(cases)
            for place in range(len(slots)):
                for _ in range(flow[("cases", number)].get(("managers", place), 0)):
                    sent.setdefault(place, []).append(next(left))
        at: dict[int, int] = {}
        for place, cases in sent.items():
            free = [manager for _, manager in slots[place][: len(cases)]]
            for case in sorted(cases):
                others = {at[other] for other in self.partners.get(case, ()) if other in at}
                manager = next((each for each in free if each not in others), free[0])
                free.remove(manager)
                at[case] = manager
        return at
