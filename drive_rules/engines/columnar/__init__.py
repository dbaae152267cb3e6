"""Many cases at once: every step of a program as a few operations over whole columns.

``build`` plans the operations once for a program; which of them are left is found once for whatever is
known in every row.  ``Columnar.settle`` is a pure function of its columns, and may run in several threads
at once, each with a block of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np

from drive_rules.answers import Key
from drive_rules.engines.columnar import kernels
from drive_rules.engines.columnar.gathers import Groups
from drive_rules.engines.columnar.plan import Plan
from drive_rules.engines.columnar.registers import Register, merged
from drive_rules.engines.columnar.running import Arranged, Memory, arranged, run
from drive_rules.engines.columnar.tables import Block, Columns, Flags, Places, Rows, SettledColumns, Whole
from drive_rules.ir import NO_LIMIT
from drive_rules.lower import Program

__all__ = ["Block", "Columnar", "Columns", "Memory", "Rows", "SettledColumns", "build"]

Known = frozenset[tuple[str, int]]
"""The facts, by kind and slot, of which every row is known."""
MOST_COURSES = 16
"""So many ways of going through a program are kept."""


@dataclass(frozen=True, slots=True)
class Course:
    """What is done where certain facts are known in every row: what is certain and possible is then one."""

    inputs: Mapping[Register, tuple[str, ...]]
    arranged: Arranged
    given: Mapping[Key, tuple[Register, Register]]
    torn: Mapping[str, Register]
    asked: Mapping[Key, Register]


@dataclass(frozen=True, eq=False)
class Columnar:
    """A program as operations over columns; pickled as the program, and planned again where it is read."""

    program: Program
    plan: Plan = field(repr=False)
    given: Mapping[Key, tuple[Register, Register]] = field(repr=False)
    torn: Mapping[str, Register] = field(repr=False)
    asked: Mapping[Key, Register] = field(repr=False)
    flags: frozenset[Key] = field(repr=False)
    """The facts that are held as yes or no."""
    at_first: tuple[Any, ...] = field(repr=False)
    """What every register holds before anything is read: constants."""
    courses: dict[tuple[Known, bool], Course] = field(default_factory=dict, init=False, repr=False)

    def settle(self, columns: Columns, asking: bool = False, memory: Memory | None = None) -> SettledColumns:
        """The interval of every public name for each row of its kind; with ``asking``, what is asked for.

        With ``memory`` the answers stand until something else is settled in it.
        """
        course, values = self._course(_known(columns), asking), list(self.at_first)
        _Loading(self, columns).into(values, course.inputs)
        counts = {kind: rows.count for kind, rows in columns.rows.items()}
        run(course.arranged, values, counts, memory or Memory())
        return SettledColumns(
            {key: _codes(values[low]) for key, (low, _) in course.given.items()},
            {key: _codes(values[high]) for key, (_, high) in course.given.items()},
            {name: values[register] for name, register in course.torn.items()},
            {key: values[register] for key, register in course.asked.items()},
        )

    __call__ = settle

    def _course(self, known: Known, asking: bool) -> Course:
        """The course for what is known, made when it is first taken; each thread may make its own."""
        found = self.courses.get((known, asking))
        if found is None:
            if len(self.courses) >= MOST_COURSES:
                self.courses.clear()
            found = self.courses[known, asking] = self._made(known, asking)
        return found

    def _made(self, known: Known, asking: bool) -> Course:
        names = (self.plan.held[self.program.facts[kind][slot]] for kind, slot in known)
        same = {name.high: name.low for name in names}
        operations = tuple(merged(self.plan.operations, same))
        given = {key: (_one(low, same), _one(high, same)) for key, (low, high) in self.given.items()}
        torn = {name: _one(register, same) for name, register in self.torn.items()}
        asked = {key: _one(register, same) for key, register in self.asked.items()} if asking else {}
        wanted = {*chain.from_iterable(given.values()), *torn.values(), *asked.values()}
        order = arranged(operations, self.plan.inputs, self.at_first, wanted)
        read = wanted.union(*(step.reads for step in order.steps))
        inputs = {register: what for register, what in self.plan.inputs.items() if register in read}
        return Course(inputs, order, given, torn, asked)

    def __reduce__(self) -> tuple[Callable[[Program], Columnar], tuple[Program]]:
        return build, (self.program,)


def build(program: Program, keys: Collection[Key] | None = None) -> Columnar:
    """The columnar form of a program; with ``keys``, of no more than leads to these public names."""
    kernels.make_ready()
    plan = Plan.of(program)
    public = (name for name in program.public if keys is None or name.key in keys)
    given = {name.key: (plan.held[name].low, plan.held[name].high) for name in public}
    return Columnar(
        program,
        plan,
        given,
        {str(name.key): register for name, register in plan.conflicts.items() if name.key in given},
        plan.asked(),
        frozenset(name.key for names in program.facts.values() for name in names if plan.held[name].flag),
        tuple(plan.constants.get(register) for register in range(plan.registers)),
    )


def _known(columns: Columns) -> Known:
    return frozenset(
        (kind, slot)
        for kind, rows in columns.rows.items()
        for slot, (low, high) in enumerate(zip(rows.low, rows.high, strict=True))
        if low is high and low is not None
    )


def _one(register: Register, same: Mapping[Register, Register]) -> Register:
    return same.get(register, register)


def _codes(column: Any) -> Whole:
    """Yes and no as the codes they are."""
    codes: Whole = column.view(np.int8) if column.dtype == np.bool_ else column
    return codes


class _Loading:
    """What operations read of one block: facts, and how things hang together."""

    def __init__(self, engine: Columnar, columns: Columns) -> None:
        self.engine, self.columns = engine, columns
        self.held: dict[int, tuple[Whole, Whole | Flags]] = {}
        """How columns of facts are held, by their id; they are kept so that no other takes it."""
        self.above: dict[tuple[str, str], Places] = {}

    def into(self, values: list[Any], inputs: Mapping[Register, tuple[str, ...]]) -> None:
        """Put every input in its register."""
        for register, what in inputs.items():
            values[register] = self._input(*what)

    def _input(self, what: str, kind: str, other: str = "") -> Any:
        match what:
            case "low" | "high":
                return self._end(what, kind, int(other))
            case "whole":
                whole = self.columns.rows[kind].whole[int(other)]
                return self._missing(kind, 0) if whole is None else whole
            case "count":
                return self.columns.rows[kind].count
            case "owners":
                return self._owners(kind, other)
            case "groups":
                return Groups(self._owners(kind, other), self.columns.rows[kind].count)
            case _:
                raise ValueError(f"nothing is put in at the start as '{what}'")

    def _end(self, end: str, kind: str, slot: int) -> Any:
        """Yes and no as such, other codes as narrow as their range lets them be: less is then read."""
        rows, key = self.columns.rows[kind], self.engine.program.facts[kind][slot].key
        column, (low, high) = (rows.low if end == "low" else rows.high)[slot], self._bounds(key)
        if column is None:
            column = self._missing(kind, low if end == "low" else high)
        if id(column) not in self.held:
            held: Whole | Flags = column
            if key in self.engine.flags:
                held = column.view(np.bool_) if column.dtype.itemsize == 1 else column != 0
            elif column.itemsize > 4 and -(2**31) <= low <= high < 2**31:
                held = column.astype(np.int32)
            self.held[id(column)] = column, held
        return self.held[id(column)][1]

    def _bounds(self, key: Key) -> tuple[int, int]:
        return self.engine.program.bounds.get(key, (-NO_LIMIT, NO_LIMIT))

    def _missing(self, kind: str, code: int) -> Any:
        return np.full(self.columns.rows[kind].count, code, np.int8 if code in (0, 1) else np.int64)

    def _owners(self, owner: str, kind: str) -> Places:
        """The row of a kind above that each row is part of."""
        if (owner, kind) not in self.above:
            parent = self.engine.program.kinds[kind]
            if parent is None:
                raise ValueError(f"'{kind}' is no part of '{owner}'")
            owners = self.columns.rows[kind].parent
            self.above[owner, kind] = owners if parent == owner else self._owners(owner, parent)[owners]
        return self.above[owner, kind]
