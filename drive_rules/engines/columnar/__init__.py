"""Many cases at once: every step of a program as a few operations over whole columns.

``build`` plans the operations once for a program; ``Columnar.settle`` is a pure function of its
columns, and may run in several threads at once, each with a block of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np

from drive_rules.answers import Key
from drive_rules.engines.columnar.gathers import Groups
from drive_rules.engines.columnar.plan import Plan
from drive_rules.engines.columnar.registers import Operation, Register, used
from drive_rules.engines.columnar.tables import Block, Columns, Flags, Places, Rows, SettledColumns, Whole
from drive_rules.lower import Program

__all__ = ["Block", "Columnar", "Columns", "Rows", "SettledColumns", "build"]


@dataclass(frozen=True, eq=False)
class Columnar:
    """A program as operations over columns; pickled as the program, and planned again where it is read."""

    program: Program
    operations: tuple[Operation, ...] = field(repr=False)
    inputs: Mapping[Register, tuple[str, ...]] = field(repr=False)
    at_first: tuple[Any, ...] = field(repr=False)
    """What every register holds before anything is read: constants."""
    flags: frozenset[Key] = field(repr=False)
    """The facts that are held as yes or no."""
    given: Mapping[Key, tuple[Register, Register]] = field(repr=False)
    torn: Mapping[str, Register] = field(repr=False)
    asking: tuple[Operation, ...] = field(repr=False)
    """The operations that find what is asked for as well."""
    asked: Mapping[Key, Register] = field(repr=False)

    def settle(self, columns: Columns, asking: bool = False) -> SettledColumns:
        """The interval of every public name for each row of its kind; with ``asking``, what is asked for."""
        values = list(self.at_first)
        _Loading(self, columns).into(values)
        for operation in self.asking if asking else self.operations:
            _run(operation, values)
        return SettledColumns(
            {key: _codes(values[low]) for key, (low, _) in self.given.items()},
            {key: _codes(values[high]) for key, (_, high) in self.given.items()},
            {name: values[register] for name, register in self.torn.items()},
            {key: values[register] for key, register in self.asked.items()} if asking else {},
        )

    __call__ = settle

    def __reduce__(self) -> tuple[Callable[[Program], Columnar], tuple[Program]]:
        return build, (self.program,)


def build(program: Program, keys: Collection[Key] | None = None) -> Columnar:
    """The columnar form of a program; with ``keys``, of no more than leads to these public names."""
    plan = Plan.of(program)
    public = (name for name in program.public if keys is None or name.key in keys)
    given = {name.key: (plan.held[name].low, plan.held[name].high) for name in public}
    torn = {str(name.key): register for name, register in plan.conflicts.items() if name.key in given}
    wanted = {*chain.from_iterable(given.values()), *torn.values()}
    operations = tuple(used(plan.operations, wanted))
    asked = plan.asked()
    asking = tuple(used(plan.operations, wanted.union(asked.values())))
    read = wanted.union(*(operation.reads for operation in asking))
    flags = {name.key for names in program.facts.values() for name in names if plan.held[name].flag}
    return Columnar(
        program,
        operations,
        {register: what for register, what in plan.inputs.items() if register in read},
        tuple(plan.constants.get(register) for register in range(plan.registers)),
        frozenset(flags),
        given,
        torn,
        asking,
        asked,
    )


def _run(operation: Operation, values: list[Any]) -> None:
    if operation.twin is not None and all(
        values[one] is values[other] for one, other in zip(operation.reads, operation.twin[0], strict=True)
    ):
        values[operation.out[0]] = values[operation.twin[1]]
    else:
        found = operation.function(*[values[register] for register in operation.reads])
        if len(operation.out) == 1:
            values[operation.out[0]] = found
        else:
            for register, column in zip(operation.out, found, strict=True):
                values[register] = column
    for register in operation.done:
        values[register] = None


def _codes(column: Any) -> Whole:
    """Yes and no as the codes they are."""
    codes: Whole = column.view(np.int8) if column.dtype == np.bool_ else column
    return codes


class _Loading:
    """What operations read of one block: facts, and how things hang together."""

    def __init__(self, engine: Columnar, columns: Columns) -> None:
        self.engine, self.columns = engine, columns
        self.flags: dict[int, tuple[Whole, Flags]] = {}
        """The columns of facts that are held as yes or no, kept so that no other takes their id."""
        self.above: dict[tuple[str, str], Places] = {}

    def into(self, values: list[Any]) -> None:
        """Put every input in its register."""
        for register, what in self.engine.inputs.items():
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
        rows, key = self.columns.rows[kind], self.engine.program.facts[kind][slot].key
        column = (rows.low if end == "low" else rows.high)[slot]
        if column is None:
            column = self._missing(kind, self.engine.program.bounds[key][0 if end == "low" else 1])
        if key not in self.engine.flags:
            return column
        if id(column) not in self.flags:
            flags = column.view(np.bool_) if column.dtype.itemsize == 1 else column != 0
            self.flags[id(column)] = column, flags
        return self.flags[id(column)][1]

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
