"""Carrying operations out: columns are written over those that nothing reads any more.

Asking the system for memory, and having it fetched page by page, takes longer than most operations on it.
So one settling takes the memory of columns of yes and no in slabs, and lets go of them when it is over;
answers keep the slabs that they lie in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from drive_rules.engines.columnar.registers import Operation, Register
from drive_rules.engines.columnar.tables import Flags

SLAB = 2**25
"""So many bytes are asked for at once: NumPy then asks for large pages, of which few need be fetched."""
MOST_IN_A_SLAB = 512


class Buffers:
    """The columns of yes and no of one settling that may be written over, by their length.

    What is never given back is the answer's, and no other settling has any of this memory.
    """

    __slots__ = ("_free", "_lent")

    def __init__(self) -> None:
        self._free: dict[int, list[Flags]] = {}
        self._lent: dict[Register, Flags] = {}

    def take(self, register: Register, count: int) -> Flags:
        """A column for a register to be written to."""
        free = self._free.setdefault(count, [])
        if not free:
            number = min(max(SLAB // max(count, 1), 1), MOST_IN_A_SLAB)
            free.extend(np.empty((number, count), np.bool_))
        column = self._lent[register] = free.pop()
        return column

    def give_back(self, register: Register) -> None:
        """What was taken for a register may be written over, if anything was."""
        column = self._lent.pop(register, None)
        if column is not None:
            self._free[len(column)].append(column)


def run(operations: Iterable[Operation], values: list[Any]) -> None:
    """Carry operations out, over what registers hold."""
    buffers = Buffers()
    for operation in operations:
        given = [values[register] for register in operation.reads]
        for register in operation.done:
            # What an operation reads last it may write over itself.
            values[register] = None
            buffers.give_back(register)
        if operation.flags:
            register = operation.out[0]
            values[register] = buffers.take(register, len(given[0]))
            operation.function(*given, out=values[register])
        elif len(operation.out) == 1:
            values[operation.out[0]] = operation.function(*given)
        else:
            for register, column in zip(operation.out, operation.function(*given), strict=True):
                values[register] = column
