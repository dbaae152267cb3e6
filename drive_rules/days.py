"""A ruleset's days: the program of each, the engines made of it, and what hangs on the rules alone."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from threading import Lock, RLock
from typing import TYPE_CHECKING

from drive_rules.answers import Settled
from drive_rules.assessment.reading import Reading
from drive_rules.case import World
from drive_rules.engines.compiled import Compiled, build
from drive_rules.engines.durable import Durable
from drive_rules.engines.homes import Home
from drive_rules.ir import Ruleset
from drive_rules.lower import Program, lower
from drive_rules.problems import a_day

if TYPE_CHECKING:
    from drive_rules.engines.columnar import Columnar

KEPT = 64
"""How many days' programs a ruleset keeps."""


class Day:
    """One day; each of its engines is made when it is first asked for, once, whoever asks."""

    def __init__(self, meaning: Ruleset, as_of: date) -> None:
        self.reading = Reading(meaning, World({}), Settled({}, {}, frozenset()), as_of)
        self._meaning, self._as_of = meaning, as_of
        self._lock = RLock()
        self._program: Program | None = None
        self._compiled: Compiled | None = None
        self._columnar: Columnar | None = None
        self._durable: dict[Home, Durable] = {}

    @property
    def program(self) -> Program:
        """What the rules are lowered to."""
        if self._program is not None:  # whoever makes another engine meanwhile keeps nobody waiting
            return self._program
        with self._lock:
            if self._program is None:
                self._program = lower(self._meaning, self._as_of)
            return self._program

    @property
    def compiled(self) -> Compiled:
        """The engine of single cases."""
        if self._compiled is not None:
            return self._compiled
        with self._lock:
            if self._compiled is None:
                self._compiled = build(self.program)
            return self._compiled

    @property
    def columnar(self) -> Columnar:
        """The engine of many cases at once."""
        from drive_rules.engines import columnar  # noqa: PLC0415  single cases do without its libraries

        with self._lock:
            if self._columnar is None:
                self._columnar = columnar.build(self.program)
            return self._columnar

    def durable(self, home: Home) -> Durable:
        """The witness, for each home."""
        with self._lock:
            if home not in self._durable:
                self._durable[home] = Durable(self.program, home)
            return self._durable[home]


class Days:
    """The days that were asked for last; any number of threads may share them."""

    def __init__(self, meaning: Ruleset) -> None:
        self._meaning = meaning
        self._lock = Lock()
        self._days: OrderedDict[date, Day] = OrderedDict()

    def of(self, as_of: date) -> Day:
        """A day, as it was made, or made now; raises ``DriveRulesError`` for what is none."""
        day = a_day(as_of, "as_of")
        with self._lock:
            if day not in self._days:
                self._days[day] = Day(self._meaning, day)
            self._days.move_to_end(day)
            while len(self._days) > KEPT:
                self._days.popitem(last=False)
            return self._days[day]
