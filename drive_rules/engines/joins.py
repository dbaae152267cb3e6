"""Positive joins of a few rows of whole numbers, made by durable_rules behind guards.

``Joins`` holds the ways in which a row for each of one to three places go together; a way is all of some
``Link``.  It takes the rows that may stand at each place, and says which choices go together in which way.
As in ``guarded``: a fresh session every time, one lock, every property an int and always there, each row to
the pattern of its place alone by a number, no negation, disjunction, events, timers or strings.  The terms
that read another row stand last in their pattern and end with one that always holds: without it the module
reads on past a term that fails.  More than it holds is refused with ``WitnessError``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import prod
from threading import Lock
from weakref import finalize

from drive_rules.engines.guarded import BUCKET, FAR, MOST_COLUMNS, _engine, within
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
_ROW = re.compile(r'"m(\d)":\{"t":\d+,"id":"(\d+)"')
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


class Joins:
    """Ways compiled into one ruleset of durable_rules; ``widths`` says how many columns each place has."""

    def __init__(self, ways: Sequence[Way], widths: Sequence[int]) -> None:
        self.ways, self.widths = tuple(ways), tuple(widths)
        _guard(self.ways, self.widths)
        _prove()
        self._open()

    def _open(self) -> None:
        self._engine = _engine()
        self._lock = Lock()
        self._facts = [_fact(place, width, len(self.ways)) for place, width in enumerate(self.widths)]
        self._handle = self._engine.create_ruleset("joins", json.dumps(self._rules()))
        self._free = finalize(self, self._engine.delete_ruleset, self._handle)
        self._free.atexit = False
        self._warm_up()

    def close(self) -> None:
        """Give the ruleset back; it answers no more."""
        with self._lock:
            self._free()

    def fire(self, rows: Rows) -> set[Fired]:
        """Each way that holds, with the rows it holds of."""
        if not all(rows):
            return set()
        facts = self._asserted(rows)
        with self._lock:
            if not self._free.alive:
                raise WitnessError("the joins were closed")
            try:
                fired = self._fired(facts)
            except self._engine.error as error:  # its texts hold a number and nothing of the facts
                raise WitnessError(f"durable_rules failed: {error}") from None
            finally:
                with suppress(self._engine.error):  # where the first fact failed there is no session
                    self._engine.delete_state(self._handle, None)
        return self._told(rows, fired)

    def _asserted(self, rows: Rows) -> list[str]:
        if sum(map(len, rows)) > MOST_FACTS:
            raise WitnessError(f"more than {MOST_FACTS} happenings in one case: durable_rules is not asked")
        if prod(map(len, rows)) > MOST_CHOICES:
            raise WitnessError(f"more than {MOST_CHOICES} choices of happenings: durable_rules is not asked")
        facts: list[str] = []
        for place, of_place in enumerate(rows):
            for row in of_place:
                facts.append(self._facts[place] % (len(facts), *_safe(row, self.widths[place])))
        return facts

    def _told(self, rows: Rows, fired: set[tuple[int, ...]]) -> set[Fired]:
        starts = [sum(map(len, rows[:place])) for place in range(len(rows))]
        everyone = {(len(self.ways), number) for number in range(sum(map(len, rows)))}
        if not everyone <= fired:
            raise WitnessError("durable_rules lost sight of a row: nothing is told by it")
        told = set()
        for way, *numbers in fired - everyone:
            chosen = tuple(number - start for number, start in zip(numbers, starts, strict=True))
            if not all(0 <= number < len(of_place) for number, of_place in zip(chosen, rows, strict=True)):
                raise WitnessError("durable_rules took a row to the wrong place: nothing is told by it")
            told.add((way, chosen))
        return told

    # -- rules and firings --

    def _rules(self) -> dict[str, object]:
        rules: dict[str, object] = {
            str(number): {"all": [self._pattern(number, place) for place in range(len(self.widths))]}
            for number in range(len(self.ways))
        }
        # Holds of every fact, so that no fact is dropped unnoticed.
        return {**rules, str(len(self.ways)): {"all": [{"m": {"seen": 1}}]}}

    def _pattern(self, way: int, place: int) -> dict[str, object]:
        own: list[object] = [{"t": place}, {f"b{_bucket(way)}": 1}]
        joins: list[object] = []
        for link in self.ways[way]:
            places = {link.right[0], *([link.left[0]] if link.left is not None else [])}
            if max(places) == place:
                (own if len(places) == 1 else joins).append(_term(link, place))
        tail = [{"_j": {"m0": "_j"}}] if joins else []
        return {f"m{place}": {"$and": [*own, *joins, *tail]}}

    def _warm_up(self) -> None:
        # As in ``guarded``: the first session of a handle has to fire.
        _, state = self._engine.assert_fact(self._handle, '{"id":"0","seen":1}')
        started = self._engine.start_action_for_state(self._handle, state)
        if not started or self._engine.complete_and_start_action(self._handle, state):
            raise WitnessError("durable_rules does not answer as it should: it is not asked")
        self._engine.delete_state(self._handle, None)

    def _fired(self, facts: Sequence[str]) -> set[tuple[int, ...]]:
        state = 0
        for fact in facts:
            result, state = self._engine.assert_fact(self._handle, fact)
            if result:
                raise WitnessError("durable_rules took a row for another: nothing is told by it")
        fired: set[tuple[int, ...]] = set()
        _, text = self._engine.start_action_for_state(self._handle, state) or (None, None)
        for _ in range(len(facts) + MOST_FIRINGS + 1):
            if not text:
                return fired
            fired.add(self._read(text))
            text = self._engine.complete_and_start_action(self._handle, state)
        raise WitnessError(f"more than {MOST_FIRINGS} joins in one case: durable_rules is not asked")

    def _read(self, text: str) -> tuple[int, ...]:
        """The way, and the rows by place: ``{"<way>":{"m0":{"t":0,"id":"<row>" ...``."""
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


def _fact(place: int, width: int, ways: int) -> str:
    buckets = "".join(f',"b{number}":1' for number in range(_bucket(max(0, ways - 1)) + 1))
    columns = "".join(f',"p{number}":%d' for number in range(width))
    return f'{{"t":{place},"id":"%d","seen":1,"_j":1' + buckets + columns + "}"


def _bucket(way: int) -> int:
    return way // BUCKET


def _safe(row: tuple[int, ...], width: int) -> tuple[int, ...]:
    if len(row) != width or (row and not (type(sum(row)) is int and within(min(row)) and within(max(row)))):
        raise WitnessError("a row is not one of whole numbers within reach: durable_rules is not asked")
    return row


def _guard(ways: Sequence[Way], widths: Sequence[int]) -> None:
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


def holds(way: Way, chosen: Sequence[tuple[int, ...]]) -> bool:
    """Whether a way holds of a row for each place."""
    return all(link_holds(link, chosen) for link in way)


def link_holds(link: Link, chosen: Sequence[tuple[int, ...]]) -> bool:
    """Whether one link holds of a row for each place."""
    left = chosen[link.left[0]][link.left[1]] if link.left is not None else 0
    return left <= chosen[link.right[0]][link.right[1]] + link.plus


@cache
def _prove() -> None:
    """Ask the module what is known: links each way round over two and three places, at both ends."""
    edges = (-FAR, -1, 0, 1, FAR)
    plus = (-1, 0, 1)
    ways: list[Way] = [(Link(None, (place, 0), each),) for place in (0, 1, 2) for each in plus]
    ways += [(Link((a, 0), (b, 0), each),) for a, b in ((0, 1), (1, 0), (0, 2), (2, 1)) for each in plus]
    ways.append((Link((0, 0), (1, 0)), Link((1, 0), (2, 0), -1), Link((2, 0), (0, 0), 1)))
    asked = object.__new__(Joins)
    asked.ways, asked.widths = tuple(ways), (1, 1, 1)
    asked._open()
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
