"""durable_rules behind guards: flat conjunctions of comparisons over whole numbers, and nothing else.

A ``Sheet`` is one ruleset of the C module, with one lock and one live session at a time.  It takes
rows of whole numbers and says which of its ways (all of some ``Line``) hold in which row.  All that
it sends stays inside what was measured to be right (2.4 million comparisons, none wrong; no complaint
from the address sanitizer): every property present, every value an int, one fact to a rule; no joins,
negation, disjunction, events, timers, strings, or conditions on ids.

Sheets are kept in this process or in one of their own: ``engines.homes``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module, metadata
from itertools import product
from threading import Lock
from types import ModuleType
from typing import Generic, Literal, TypeVar
from weakref import finalize

from drive_rules.problems import WitnessError

VERSION = "2.0.28"
FAR = 2**60
"""No bound and no constant lies farther out: the sum of two of them is still an int of 64 bits."""
MOST_LINES = 64
"""In one way.  A line reads two columns at most, so that a way always fits on a sheet."""
MOST_COLUMNS = 200
"""A fact holds 252 properties, those of the buckets among them."""
BUCKET = 20
MOST_WAYS = 12 * BUCKET
"""The match stack holds 64: of these at most all buckets, ``seen`` and the ways of one bucket."""
MOST_FACTS = 128
"""In one session; each takes 9 kB until the session ends."""

C = TypeVar("C", bound=Hashable)
Op = Literal["$lte", "$gte"]
Sign = Literal[1, -1]
OPS: tuple[Op, Op] = ("$lte", "$gte")
SIGNS: tuple[Sign, Sign] = (1, -1)


@dataclass(frozen=True, slots=True)
class Line(Generic[C]):
    """A comparison in a row: what is at ``left`` against ``plus`` and ``sign`` times what is at ``right``."""

    left: C
    op: Op
    plus: int
    sign: Sign = 1
    right: C | None = None


Way = tuple[Line[C], ...]
Rows = Sequence[tuple[int, ...]]


class TooMuchError(WitnessError):
    """A case is larger than durable_rules is asked about; it has not failed, and the next may be asked."""


class Sessions:
    """One ruleset of the C module, one lock, and one live session at a time, of which nothing is left.

    ``patterns`` are those of each rule; a rule more holds of every fact, so that none is dropped unnoticed.
    """

    def __init__(self, patterns: Sequence[Sequence[object]]) -> None:
        self._engine = _engine()
        self._lock = Lock()
        self._everyone = len(patterns)
        rules = {str(number): {"all": each} for number, each in enumerate([*patterns, [{"m": {"seen": 1}}]])}
        self._handle = self._engine.create_ruleset("guarded", json.dumps(rules))
        self._free = finalize(self, self._engine.delete_ruleset, self._handle)
        self._free.atexit = False
        self._warm_up()

    def close(self) -> None:
        """Give the ruleset back; it answers no more."""
        with self._lock:
            self._free()

    def _warm_up(self) -> None:
        # At the end of a session the module frees what it set only if some rule fired in that place of
        # its table.  Every session of a handle takes the same place; the first one fires, and cures it.
        _, state = self._engine.assert_fact(self._handle, '{"id":"0","seen":1}')
        started = self._engine.start_action_for_state(self._handle, state)
        if not started or self._engine.complete_and_start_action(self._handle, state):
            raise WitnessError("durable_rules does not answer as it should: nothing is witnessed")
        self._engine.delete_state(self._handle, None)

    def _session(self, facts: Sequence[str]) -> set[tuple[int, ...]]:
        """Assert the facts, take every firing (a rule, and its facts), and leave nothing behind."""
        with self._lock:
            if not self._free.alive:
                raise WitnessError("the witness was closed")
            try:
                fired = self._fired(facts)
            except self._engine.error as error:  # its texts hold a number and nothing of the facts
                raise WitnessError(f"durable_rules failed: {error}") from None
            finally:
                with suppress(self._engine.error):  # where the first fact failed there is no session
                    self._engine.delete_state(self._handle, None)
        everyone = {(self._everyone, number) for number in range(len(facts))}
        if not everyone <= fired:
            raise WitnessError("durable_rules lost sight of a row: nothing is witnessed")
        return fired - everyone

    def _fired(self, facts: Sequence[str]) -> set[tuple[int, ...]]:
        state = 0
        for fact in facts:
            result, state = self._engine.assert_fact(self._handle, fact)
            if result:
                raise WitnessError("durable_rules took a row for another: nothing is witnessed")
        fired: set[tuple[int, ...]] = set()
        _, text = self._engine.start_action_for_state(self._handle, state) or (None, None)
        for _ in range(self._most(len(facts)) + 1):
            if not text:
                return fired
            firing = self._read(text)
            if firing in fired:
                raise WitnessError("durable_rules fires twice for the same rows: nothing is witnessed")
            fired.add(firing)
            text = self._engine.complete_and_start_action(self._handle, state)
        raise self._endless()

    def _endless(self) -> WitnessError:
        return WitnessError("durable_rules does not come to an end: nothing is witnessed")

    def _most(self, facts: int) -> int:
        """How often rules fire at the most."""
        return facts * (self._everyone + 1)

    def _read(self, text: str) -> tuple[int, ...]:
        """The rule and the fact of a firing of one pattern: ``{"<rule>":{"m":{"id":"<fact>", ...``."""
        words = text.split('"', 8)
        return (int(words[1]), int(words[7]))


class Sheet(Sessions, Generic[C]):
    """Ways compiled into one ruleset of durable_rules; the numbers of a row follow ``columns``."""

    def __init__(self, ways: Sequence[Way[C]]) -> None:
        self.ways = tuple(ways)
        self.columns: tuple[C, ...] = guard(self.ways)
        self._fact = fact(len(self.columns), len(self.ways))
        at = {column: f"p{number}" for number, column in enumerate(self.columns)}
        super().__init__([_patterns(number, way, at) for number, way in enumerate(self.ways)])

    def fire(self, rows: Rows) -> Iterator[tuple[int, int]]:
        """Each (row, way) that holds, once."""
        for start in range(0, len(rows), MOST_FACTS):
            facts = [
                self._fact % (number, *safe(row, len(self.columns)))
                for number, row in enumerate(rows[start : start + MOST_FACTS])
            ]
            for way, row in self._session(facts):
                yield start + row, way


def packs(ways: Iterable[Way[C]]) -> list[list[Way[C]]]:
    """The ways of each sheet, as few sheets as the limits allow."""
    made: list[list[Way[C]]] = []
    held: set[C] = set()
    for way in ways:
        columns = set(_columns(way))
        if not made or len(made[-1]) == MOST_WAYS or len(held | columns) > MOST_COLUMNS:
            made.append([])
            held = set()
        made[-1].append(way)
        held |= columns
    return made


def within(number: int) -> bool:
    """Whether a number is one that may be compared."""
    return -FAR <= number <= FAR


@cache
def _engine() -> ModuleType:
    try:
        engine = import_module("durable_rules_engine")
        found = metadata.version("durable_rules")
    except ImportError as error:
        raise WitnessError(_absent()) from error
    if found != VERSION:
        raise WitnessError(f"the witness knows durable_rules {VERSION} only, and this is {found}")
    return engine


def _absent() -> str:
    python = ".".join(map(str, sys.version_info[:2]))
    if sys.version_info >= (3, 13):
        why = f"it does not import on Python {python}: run on Python 3.11 or 3.12"
    else:
        why = f"it is not installed here: pip install durable_rules=={VERSION}, which needs a C compiler"
    return f"the witness is durable_rules {VERSION}, and {why}, or assess without a witness"


@cache
def prove() -> None:
    """Ask the module what is known: every form of line, at both ends of what may be compared."""
    edges = (-FAR, -1, 0, 1, FAR)
    lines = [Line("x", op, plus) for op in OPS for plus in edges]
    lines += [Line("x", op, plus, sign, "y") for op, plus, sign in product(OPS, edges, SIGNS)]
    sheet = Sheet([(line,) for line in lines])
    rows = list(product(edges, repeat=len(sheet.columns)))
    known = {(r, w) for r, row in enumerate(rows) for w, line in enumerate(lines) if _holds(line, *row)}
    if set(sheet.fire(rows)) != known:
        raise WitnessError("durable_rules compares wrongly on this machine: assess without a witness")
    sheet.close()


def _holds(line: Line[str], x: int, y: int) -> bool:
    other = line.plus + (line.sign * y if line.right else 0)
    return x <= other if line.op == "$lte" else x >= other


def guard(ways: Sequence[Way[C]]) -> tuple[C, ...]:
    """The columns of a sheet of these ways; raises ``WitnessError`` where they are not to be given to it."""
    longest = max(map(len, ways), default=0)
    columns = tuple(dict.fromkeys(c for way in ways for c in _columns(way)))
    if len(ways) > MOST_WAYS or len(columns) > MOST_COLUMNS or longest > MOST_LINES:
        raise WitnessError("the witness was given more than one sheet holds")
    for line in (line for way in ways for line in way):
        if line.op not in OPS or line.sign not in SIGNS or {type(line.sign), type(line.plus)} != {int}:
            raise WitnessError("the witness was given what is no comparison of whole numbers")
        if not within(line.plus):
            raise WitnessError("the witness was given a number out of its reach")
    return columns


def safe(row: tuple[int, ...], columns: int) -> tuple[int, ...]:
    """A row as it is, if it may be asked about; raises ``WitnessError``."""
    if len(row) != columns:
        raise WitnessError("the witness was given a row that does not fit its sheet")
    # A sum of ints is an int: one look at it finds anything else among them.
    try:
        fits = not row or (type(sum(row)) is int and within(min(row)) and within(max(row)))
    except TypeError:
        fits = False
    if not fits:
        raise WitnessError("the case holds a bound that is out of the witness's reach")
    return row


def _columns(way: Way[C]) -> Iterator[C]:
    for line in way:
        yield line.left
        if line.right is not None:
            yield line.right


def bucket(way: int) -> dict[str, int]:
    """What a way asks of a fact first, so that few ways stand on the match stack at once."""
    return {f"b{way // BUCKET}": 1}


def fact(columns: int, ways: int, **more: int) -> str:
    """The form of a fact: its number and those of its row go into it."""
    # The module knows a word by its 32-bit hash alone.  These few are told apart: the tests look.
    words = {"seen": 1, **more, **{word: 1 for way in range(ways) for word in bucket(way)}}
    told = "".join(f',"{word}":{number}' for word, number in words.items())
    return '{"id":"%d"' + told + "".join(f',"p{n}":%d' for n in range(columns)) + "}"


def _patterns(number: int, way: Way[C], at: dict[C, str]) -> list[object]:
    return [{"m": {"$and": [bucket(number), *(_condition(line, at) for line in way)]}}]


def _condition(line: Line[C], at: dict[C, str]) -> dict[str, object]:
    against: object = line.plus
    if line.right is not None:
        # ``$m`` reads another property of the same fact.
        other = {"$m": at[line.right]}
        names = {1: ("$add", other, line.plus), -1: ("$sub", line.plus, other)}
        operation, left, right = names[line.sign]
        against = {operation: {"$l": left, "$r": right}}
    return {line.op: {at[line.left]: against}}
