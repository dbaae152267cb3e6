"""Registers, and the operations that fill them: what is asked twice is worked out once.

A register holds a column of one kind.  Most operations come in two, for what is certain and for what
is possible; where at run time both would read the very same columns, because everything they rest on
is known, the second takes the result of the first.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from drive_rules.engines.columnar.tables import Flags
from drive_rules.lower import Program

Register = int
Flag = Register | bool
"""A column of yes and no, or what is always so."""
Function = Callable[..., Any]


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """``out = function(*reads)``, or what ``twin`` gave where that read the very same columns.

    ``twin`` is empty, or holds the registers that the other read and the one that it wrote.  ``done``
    are the registers that nothing reads any more afterwards.
    """

    function: Function
    reads: tuple[Register, ...]
    out: tuple[Register, ...]
    twin: tuple[tuple[Register, ...], Register] | None = None
    done: tuple[Register, ...] = ()


@dataclass
class Registers:
    """The registers and operations of a program in the making."""

    program: Program
    constants: dict[Register, Any] = field(default_factory=dict)
    inputs: dict[Register, tuple[str, ...]] = field(default_factory=dict)
    """What is put in a register at the start: ``("low", kind, slot)``, ``("groups", owner, kind)`` ..."""
    operations: list[Operation] = field(default_factory=list)
    registers: int = 0
    _known: dict[Hashable, tuple[Register, ...]] = field(default_factory=dict)
    _made: dict[Register, int] = field(default_factory=dict)

    def _new(self) -> Register:
        self.registers += 1
        return self.registers - 1

    def _input(self, *what: str) -> Register:
        if what not in self._known:
            self._known[what] = (self._new(),)
            self.inputs[self._known[what][0]] = what
        return self._known[what][0]

    def constant(self, value: Hashable) -> Register:
        """A register that always holds ``value``."""
        key = ("constant", type(value), value)
        if key not in self._known:
            self._known[key] = (self._new(),)
            self.constants[self._known[key][0]] = value
        return self._known[key][0]

    def apply(
        self, function: Function, *reads: Register, gives: int = 1, twin: Register | None = None
    ) -> tuple[Register, ...]:
        """The registers that a function of these registers writes to; the same ones if asked again."""
        key = (function, reads)
        if key not in self._known:
            out = tuple(self._new() for _ in range(gives))
            other = None
            if twin is not None and twin in self._made:
                made = self.operations[self._made[twin]]
                if made.function == function and len(made.reads) == len(reads):
                    other = (made.reads, twin)
            for register in out:
                self._made[register] = len(self.operations)
            self.operations.append(Operation(function, reads, out, other))
            self._known[key] = out
        return self._known[key]

    def one(self, function: Function, *reads: Register, twin: Register | None = None) -> Register:
        """As ``apply``, for a function that gives one column."""
        return self.apply(function, *reads, twin=twin)[0]

    def lifted(self, register: Flag, kind: str | None, wanted: str, twin: Flag | None = None) -> Flag:
        """A column of a kind above, for the things below that are part of its things."""
        if isinstance(register, bool) or kind is None or kind == wanted:
            return register
        owners = self._input("owners", kind, wanted)
        return self.one(take, register, owners, twin=None if isinstance(twin, bool) else twin)

    def _filled(self, flag: Flag, kind: str) -> Register:
        """A column even of what is always so."""
        if isinstance(flag, bool):
            return self.one(filled, self.constant(flag), self._input("count", kind))
        return flag


def used(operations: Iterable[Operation], wanted: Iterable[Register]) -> Iterator[Operation]:
    """The operations that lead to what is wanted, each with what nothing reads after it."""
    needed, kept = set(wanted), list[Operation]()
    listed = list(operations)
    for operation in reversed(listed):
        if needed.intersection(operation.out):
            needed.update(operation.reads)
            kept.append(operation)
    there = {register for operation in kept for register in operation.out}
    seen = set(wanted)
    ending: list[Operation] = []
    for operation in kept:
        twin = operation.twin if operation.twin and operation.twin[1] in there else None
        reads = {*operation.reads, *operation.out, *((*twin[0], twin[1]) if twin else ())}
        done = tuple(sorted(reads - seen))
        seen |= reads
        ending.append(Operation(operation.function, operation.reads, operation.out, twin, done))
    return reversed(ending)


def take(column: Any, owners: Any) -> Any:
    """What a thing above has, for each thing below."""
    return column.take(owners)


def filled(value: bool, count: int) -> Flags:
    """The same for every row."""
    return np.full(count, value)
