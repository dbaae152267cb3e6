"""Who is asked for what in a whole plan, where several may be asked and each can take so much at a time.

Every wish goes to one of those who may do it, and nobody is given more than there is room for.  Of all
such answers the best is found, exactly: first as few wishes as may be go unmet, the most urgent last of
all; then the sum of the first costs is least, of those the sum of the second, and so on.  It is a flow of
least cost: networkx solves it in whole numbers, which a solver in floating point would not, and it is here
already.  One cost is one number, each level weighing more than all that come after it together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

SOURCE, SINK, NOBODY = ("source",), ("sink",), ("nobody",)


@dataclass(frozen=True, slots=True)
class Wish:
    """Something to be asked of one of ``costs``: each by name with what it costs, the weightiest first.

    All costs of all wishes are as long, and none is below 0.
    """

    id: str
    costs: Mapping[str, tuple[int, ...]]


def spread(wishes: Sequence[Wish], room: Mapping[str, int]) -> dict[str, str | None]:
    """Who is asked for each wish, or None; ``wishes`` come the most urgent first.

    ``room`` says how many more each can take; who is not in it can take any number.
    """
    if not wishes:
        return {}
    weights = _weights(wishes)
    graph: nx.DiGraph[tuple[str, ...]] = nx.DiGraph()
    graph.add_node(SOURCE, demand=-len(wishes))
    graph.add_node(SINK, demand=len(wishes))
    graph.add_edge(NOBODY, SINK)
    for wish in wishes:
        id = ("wish", wish.id)
        graph.add_edge(SOURCE, id, capacity=1)
        for name in sorted(wish.costs):
            graph.add_edge(id, ("who", name), capacity=1, weight=weights[wish.id, name])
        graph.add_edge(id, NOBODY, capacity=1, weight=weights[wish.id, ""])
    for name in sorted({name for wish in wishes for name in wish.costs}):
        limit = {"capacity": room[name]} if name in room else {}
        graph.add_edge(("who", name), SINK, **limit)
    _, flow = nx.network_simplex(graph)
    return {wish.id: _taken(flow["wish", wish.id]) for wish in wishes}


def _taken(flow: Mapping[tuple[str, ...], int]) -> str | None:
    ((node, _),) = ((node, units) for node, units in flow.items() if units)
    return node[1] if len(node) > 1 else None


def _weights(wishes: Sequence[Wish]) -> dict[tuple[str, str], int]:
    """One number for each (wish, who), and for each wish that nobody takes under the name ``""``."""
    levels = max((len(cost) for wish in wishes for cost in wish.costs.values()), default=0)
    above = [1] * levels
    for level in reversed(range(levels)):
        most = sum(max((cost[level] for cost in w.costs.values()), default=0) for w in wishes)
        if level:
            above[level - 1] = above[level] * (1 + most)
        else:
            unmet = above[level] * (1 + most)
    unmet = unmet if levels else 1
    found = {}
    for urgency, wish in enumerate(reversed(wishes)):
        found[wish.id, ""] = unmet << urgency
        for name, cost in wish.costs.items():
            found[wish.id, name] = sum(map(int.__mul__, cost, above))
    return found
