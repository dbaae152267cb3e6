"""Positive joins of a few rows of whole numbers, made by durable_rules behind guards.

``Joins`` holds the ways in which a row for each of one to three places go together; a way is all of some
``Link``.  It takes the rows that may stand at each place, and says which choices go together in which way.
As in ``guarded``: a fresh session every time, one lock, every property an int and always there, each row to
the pattern of its place alone by a number, no negation, disjunction, events, timers or strings.  The terms
that read another row stand last in their pattern and end with one that always holds: without it the module
reads on past a term that fails.  More than it holds is refused with ``WitnessError``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import prod

from drive_rules.engines.guarded import (
    BUCKET,
    FAR,
    MOST_COLUMNS,
    Sessions,
    TooMuchError,
    bucket,
    fact,
    safe,
    within,
)
from drive_rules.problems import WitnessError

MOST_PLACES = 3
MOST_WAYS = 12 * BUCKET
MOST_TERMS = 24
"""In one pattern: 29 that read another row is the most that the module takes."""
MOST_FACTS = 200
"""In one session."""
MOST_CHOICES = 20_000
"""That may have to be looked at: so many rows of one place times so many of the next."""
MOST_FIRINGS = 2_000
"""In one session; each takes some microseconds, and the joins of many rows fire by the thousand."""

Ref = tuple[int, int]
"""A place, and a column of its rows."""
_ROW = re.compile(r'"m(\d)":\{"id":"(\d+)"')
_ROW_ALONE = re.compile(r'"id":"(\d+)"')


@dataclass(frozen=True, slots=True)
class Link:
    """What is at ``left`` (0 where there is none) is at most what is at ``right``, and ``plus``."""

    left: Ref | None
    right: Ref
    plus: int = 0


Way = tuple[Link, ...]
Rows = Sequence[Sequence[tuple[int, ...]]]
"""For each place the rows that may stand there."""
Fired = tuple[int, tuple[int, ...]]
"""A way, and the number of the row at each place."""


class Joins(Sessions):
    """Ways compiled into one ruleset of durable_rules; ``widths`` says how many columns each place has."""

    def __init__(self, ways: Sequence[Way], widths: Sequence[int]) -> None:
        self.ways, self.widths = tuple(ways), tuple(widths)
        guard(self.ways, self.widths)
        # Each row to the pattern of its place alone, by a number.
        self._facts = [fact(width, len(self.ways), t=place, _j=1) for place, width in enumerate(self.widths)]
        places = range(len(self.widths))
        super().__init__([[self._pattern(way, place) for place in places] for way in range(len(self.ways))])

    def fire(self, rows: Rows) -> set[Fired]:
        """Each way that holds, with the rows it holds of."""
        if not all(rows):
            return set()
        return self._told(rows, self._session(self._asserted(rows)))

    def _asserted(self, rows: Rows) -> list[str]:
        takes(rows, self.widths)
        facts: list[str] = []
        for place, of_place in enumerate(rows):
            for row in of_place:
                facts.append(self._facts[place] % (len(facts), *row))
        return facts

    def _told(self, rows: Rows, fired: set[tuple[int, ...]]) -> set[Fired]:
        starts = [sum(map(len, rows[:place])) for place in range(len(rows))]
        told = set()
        for way, *numbers in fired:
            chosen = tuple(number - start for number, start in zip(numbers, starts, strict=True))
            if not all(0 <= number < len(of_place) for number, of_place in zip(chosen, rows, strict=True)):
                raise WitnessError("durable_rules took a row to the wrong place: nothing is told by it")
            told.add((way, chosen))
        return told

    def _pattern(self, way: int, place: int) -> dict[str, object]:
        own: list[object] = [{"t": place}, bucket(way)]
        joins: list[object] = []
        for link in self.ways[way]:
            places = {link.right[0], *([link.left[0]] if link.left is not None else [])}
            if max(places) == place:
                (own if len(places) == 1 else joins).append(_term(link, place))
        tail = [{"_j": {"m0": "_j"}}] if joins else []
        return {f"m{place}": {"$and": [*own, *joins, *tail]}}

    def _endless(self) -> TooMuchError:
        return TooMuchError(f"more than {MOST_FIRINGS} joins in one case: durable_rules is not asked")

    def _most(self, facts: int) -> int:
        return facts + MOST_FIRINGS

    def _read(self, text: str) -> tuple[int, ...]:
        """The way, and the rows by place: ``{"<way>":{"m0":{"id":"<row>" ...``."""
        way = int(text[2 : text.index('"', 2)])
        if way == len(self.ways) or len(self.widths) == 1:
            alone = _ROW_ALONE.search(text)
            found = {0: alone[1]} if alone else {}
            size = 1
        else:
            found = {int(place): row for place, row in _ROW.findall(text)}
            size = len(self.widths)
        if len(found) != size:
            raise WitnessError("durable_rules told of a join that cannot be read: nothing is told by it")
        return (way, *(int(found[place]) for place in range(size)))


def _term(link: Link, place: int) -> dict[str, object]:
    """A comparison in the pattern of the later of its places."""
    if link.left is None:
        return {"$gte": {f"p{link.right[1]}": -link.plus}}
    if link.left[0] == place:
        other: object = {f"m{link.right[0]}": f"p{link.right[1]}"}
        return {"$lte": {f"p{link.left[1]}": {"$add": {"$l": other, "$r": link.plus}}}}
    other = {f"m{link.left[0]}": f"p{link.left[1]}"}
    return {"$gte": {f"p{link.right[1]}": {"$sub": {"$l": other, "$r": link.plus}}}}


def guard(ways: Sequence[Way], widths: Sequence[int]) -> None:
    """Raise ``WitnessError`` where these ways are not to be given to durable_rules."""
    longest = max(map(len, ways), default=0)
    if not 1 <= len(widths) <= MOST_PLACES or max(widths) > MOST_COLUMNS:
        raise WitnessError("a pattern of this size is not one that durable_rules is asked of")
    if len(ways) > MOST_WAYS or longest > MOST_TERMS:
        raise WitnessError("the happenings are joined in more ways than durable_rules is asked of")
    for link in (link for way in ways for link in way):
        refs = [link.right, *([link.left] if link.left is not None else [])]
        there = all(place < len(widths) and column < widths[place] for place, column in refs)
        one_row = link.left is not None and link.left[0] == link.right[0]
        if not there or one_row or not within(link.plus):
            raise WitnessError("a link is not one between two rows: durable_rules is not asked")


def takes(rows: Rows, widths: Sequence[int]) -> None:
    """Raise ``WitnessError`` where these rows are not to be asked about, ``TooMuchError`` where too many."""
    if sum(map(len, rows)) > MOST_FACTS:
        raise TooMuchError(f"more than {MOST_FACTS} happenings in one case: durable_rules is not asked")
    if prod(map(len, rows)) > MOST_CHOICES:
        raise TooMuchError(f"more than {MOST_CHOICES} choices of happenings: durable_rules is not asked")
    for of_place, width in zip(rows, widths, strict=True):
        for row in of_place:
            safe(row, width)


def may_be_too_much(ways: Sequence[Way], rows: Rows) -> bool:
    """Whether so much may hold of these rows that durable_rules is stopped in the midst of it."""
    return sum(map(len, rows)) + len(ways) * prod(map(len, rows)) > MOST_FIRINGS


def holds(way: Way, chosen: Sequence[tuple[int, ...]]) -> bool:
    """Whether a way holds of a row for each place."""
    return all(link_holds(link, chosen) for link in way)


def link_holds(link: Link, chosen: Sequence[tuple[int, ...]]) -> bool:
    """Whether one link holds of a row for each place."""
    left = chosen[link.left[0]][link.left[1]] if link.left is not None else 0
    return left <= chosen[link.right[0]][link.right[1]] + link.plus


@cache
def prove() -> None:
    """Ask the module what is known: links each way round over two and three places, at both ends."""
    edges = (-FAR, -1, 0, 1, FAR)
    plus = (-1, 0, 1)
    ways: list[Way] = [(Link(None, (place, 0), each),) for place in (0, 1, 2) for each in plus]
    ways += [(Link((a, 0), (b, 0), each),) for a, b in ((0, 1), (1, 0), (0, 2), (2, 1)) for each in plus]
    ways.append((Link((0, 0), (1, 0)), Link((1, 0), (2, 0), -1), Link((2, 0), (0, 0), 1)))
    asked = Joins(ways, (1, 1, 1))
    rows = [[(edge,) for edge in edges[start : start + 3]] for start in (0, 1, 2)]
    fired = asked.fire(rows)
    chosen = product(*(range(3) for _ in rows))
    known = {
        (way, numbers)
        for numbers in chosen
        for way, links in enumerate(ways)
        if holds(links, [rows[place][number] for place, number in enumerate(numbers)])
    }
    asked.close()
    if fired != known:
        raise WitnessError("durable_rules joins wrongly on this machine: it is not asked")


def joined(ways: Sequence[Way], widths: Sequence[int]) -> Joins:
    """Joins, once the module has shown that it joins rightly here."""
    prove()
    return Joins(ways, widths)
