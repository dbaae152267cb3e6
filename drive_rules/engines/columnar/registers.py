"""Registers, and the operations that fill them: what is asked twice is worked out once.

A register holds a column of one kind.  Most operations come in two, for what is certain and for what
is possible; where both would read the very same columns, because everything they rest on is known,
``merged`` leaves out the second.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from drive_rules.engines.columnar import kernels
from drive_rules.engines.columnar.tables import Flags
from drive_rules.lower import Program

Register = int
Flag = Register | bool
"""A column of yes and no, or what is always so."""
Function = Callable[..., Any]


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """``out = function(*reads)``.

    With ``flags`` the function writes yes and no into the column that it is given as ``out``; without, it
    gives columns of its own, no part of one that it reads.  ``done`` are the registers that nothing reads
    any more afterwards.
    """

    function: Function
    reads: tuple[Register, ...]
    out: tuple[Register, ...]
    flags: bool = False
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
        self, function: Function, *reads: Register, gives: int = 1, flags: bool = False
    ) -> tuple[Register, ...]:
        """The registers that a function of these registers writes to; the same ones if asked again."""
        key = (function, reads)
        if key not in self._known:
            self._known[key] = tuple(self._new() for _ in range(gives))
            self.operations.append(Operation(function, reads, self._known[key], flags))
        return self._known[key]

    def one(self, function: Function, *reads: Register) -> Register:
        """As ``apply``, for a function that gives one column."""
        return self.apply(function, *reads)[0]

    def flag(self, function: Function, *reads: Register) -> Register:
        """As ``one``, for a function that writes yes and no into ``out``, no column that it reads."""
        return self.apply(function, *reads, flags=True)[0]

    def lifted(self, register: Flag, kind: str | None, wanted: str) -> Flag:
        """A column of yes and no of a kind above, for the things below that are part of its things."""
        if isinstance(register, bool) or kind is None or kind == wanted:
            return register
        return self.flag(take_flags, register, self._input("owners", kind, wanted))

    def lifted_codes(self, register: Register, kind: str, wanted: str) -> Register:
        """The same of any other column."""
        return register if kind == wanted else self.one(take, register, self._input("owners", kind, wanted))

    def _filled(self, flag: Flag, kind: str) -> Register:
        """A column even of what is always so."""
        if isinstance(flag, bool):
            return self.one(filled, self.constant(flag), self._input("count", kind))
        return flag


def merged(operations: Iterable[Operation], same: dict[Register, Register]) -> Iterator[Operation]:
    """Operations, where some registers hold the very columns of others: what then asks the same is left out.

    ``same`` says which hold those of which, and is told whose columns those of what is left out are.
    """
    asked: dict[tuple[Function, tuple[Register, ...]], tuple[Register, ...]] = {}
    for operation in operations:
        reads = tuple(same.get(register, register) for register in operation.reads)
        out = asked.setdefault((operation.function, reads), operation.out)
        if out is operation.out:
            yield Operation(operation.function, reads, out, operation.flags)
        else:
            same.update(zip(operation.out, out, strict=True))


def used(operations: Iterable[Operation], wanted: Iterable[Register]) -> Iterator[Operation]:
    """The operations that lead to what is wanted, each with what nothing reads after it."""
    seen, kept = set(wanted), list[Operation]()
    for operation in reversed(list(operations)):
        if seen.intersection(operation.out):
            done = tuple(sorted(set(operation.reads) - seen))
            seen.update(operation.reads)
            kept.append(Operation(operation.function, operation.reads, operation.out, operation.flags, done))
    return reversed(kept)


def take_flags(column: Flags, owners: Any, out: Flags) -> None:
    """What a thing above has of yes and no, for each thing below."""
    kernels.lift(column, owners, out)


def take(column: Any, owners: Any) -> Any:
    """What a thing above has, for each thing below."""
    found = np.empty(len(owners), column.dtype)
    kernels.lift(column, owners, found)
    return found


def filled(value: bool, count: int) -> Flags:
    """The same for every row."""
    return np.full(count, value)
