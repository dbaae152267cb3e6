"""Functions over arrays as machine code, for what NumPy has no one function for.

Each is compiled once for each sort of arrays that it is given, and kept on the disk where there is a place
to keep it; none holds Python's lock, so each processor has a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., None])
Column = NDArray[Any]

TILE = 64
"""So many rows of every line are looked at together: as many bytes as a processor has near."""

FEW = 16
"""So many bytes are held against nothing at once."""


def kernel(function: Function) -> Function:
    """The function as machine code."""
    try:
        made = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # Neither beside this file nor in the user's own folder may anything be written.
        made = numba.njit(nogil=True)(function)
    return cast(Function, made)


# -- owners and their rows -------------------------------------------------------------------------
# ``owner`` says of each row below which row above it is part of, and ascends.  What is found is by owner.


@kernel
def lift(column: Column, owner: Column, out: Column) -> None:
    """What a thing above has, for each thing below."""
    for row in range(len(owner)):
        out[row] = column[owner[row]]


@kernel
def any_below(owner: Column, flags: Column, found: Column) -> None:
    """Whether any row has it; few have, as a rule, so that many are passed over at once."""
    first = 0
    while first + FEW <= len(flags):
        some = np.uint8(0)
        for row in range(FEW):
            some |= np.uint8(flags[first + row])
        if some:
            for row in range(first, first + FEW):
                if flags[row]:
                    found[owner[row]] = True
        first += FEW
    for row in range(first, len(flags)):
        if flags[row]:
            found[owner[row]] = True


@kernel
def count_below(owner: Column, flags: Column, found: Column) -> None:
    """How many rows have it."""
    for row in range(len(owner)):
        if flags[row]:
            found[owner[row]] += 1


@kernel
def sum_below(owner: Column, column: Column, found: Column) -> None:
    """The sum over rows."""
    for row in range(len(owner)):
        found[owner[row]] += np.int64(column[row])


@kernel
def raise_owners(owner: Column, value: Column, where: Column, sign: int, plus: int, found: Column) -> None:
    """The greatest of what is found and, of the rows that count, of ``sign * value + plus``."""
    for row in range(len(owner)):
        if where[row]:
            mine = sign * np.int64(value[row]) + plus
            found[owner[row]] = max(np.int64(found[owner[row]]), mine)


@kernel
def raise_each(value: Column, where: Column, sign: int, plus: int, found: Column) -> None:
    """The same of rows of the owner's own kind."""
    for row in range(len(value)):
        mine = (sign * np.int64(value[row]) + plus) * np.int64(where[row])
        found[row] = max(np.int64(found[row]), mine)


# -- ends ------------------------------------------------------------------------------------------


@kernel
def clip(column: Column, floor: int, ceiling: int, out: Column) -> None:
    """Each number, or the end of the range that it is beyond."""
    for row in range(len(column)):
        out[row] = min(max(np.int64(column[row]), floor), ceiling)


@kernel
def settle(
    low: Column,
    high: Column,
    there: Column,
    sure: Column,
    opened: Column,
    near_end: int,
    near: Column,
    has_other: bool,
    other: int,
    floor: int,
    ceiling: int,
    out_low: Column,
    out_high: Column,
) -> None:
    """Both ends of a gather, from the hull of all that may be ``there``.

    Where something is ``sure``, ``near`` is the best of it: the low end of a greatest (``near_end`` 1), the
    high end of a least (-1); of an *only one* (0) there is none, and what is open may then be anything.
    """
    for row in range(len(sure)):
        is_sure, is_open, may_be = sure[row], opened[row], there[row]
        least, most = int(low[row]), int(high[row])
        anything = is_open and (near_end == 0 or not is_sure)
        if has_other:
            if not is_sure:
                least = min(least, other) if may_be else other
                most = max(most, other) if may_be else other
        elif not may_be:
            anything = True
        if near_end == 1 and is_sure:
            least = int(near[row])
            most = ceiling if is_open else most
        elif near_end == -1 and is_sure:
            most = int(near[row])
            least = floor if is_open else least
        out_low[row] = floor if anything else least
        out_high[row] = ceiling if anything else most


# -- long tables -----------------------------------------------------------------------------------


@kernel
def count_marks(marks: Column, unit: Column, held: Column, counts: Column) -> None:
    """Add to ``held``, by unit, how many marks it has; ``counts``, by line, how many and how many in doubt.

    ``marks`` is by line and row, 0 where there is none; ``unit`` is each row's unit.  The lowest bit of a
    mark says that it is in doubt.
    """
    number = np.zeros(len(unit), np.int32)
    for line in range(marks.shape[0]):
        there, doubt = np.int32(0), np.int32(0)
        for row in range(len(unit)):
            mark = marks[line, row]
            is_there = np.int32(mark != 0)
            number[row] += is_there
            there += is_there
            doubt += np.int32(mark & 1)
        counts[line, 0], counts[line, 1] = there, doubt
    for row in range(len(unit)):
        held[unit[row]] += number[row]


@kernel
def place_marks(
    marks: Column, unit: Column, starts: Column, numbers: Column, line: Column, flags: Column
) -> None:
    """Every mark in the row of the long table that is its: by unit, then by line.

    ``starts`` says where the rows of each unit begin, ``numbers`` by which number each line goes;
    ``line`` and ``flags`` are written to, by row of the table.
    """
    free = np.empty(TILE, np.int64)
    for first in range(0, len(unit), TILE):
        size = min(TILE, len(unit) - first)
        for row in range(size):
            free[row] = starts[unit[first + row]]
        for each in range(marks.shape[0]):
            number = numbers[each]
            for row in range(size):
                mark = marks[each, first + row]
                if mark:
                    at = free[row]
                    line[at] = number
                    flags[at] = mark
                    free[row] = at + 1


@kernel
def pick(codes: Column, places: Column, out: Column) -> None:
    """What stands in each place."""
    for row in range(len(places)):
        out[row] = codes[places[row]]


@kernel
def repeat(values: Column, starts: Column, out: Column) -> None:
    """Each value for all rows from its start up to the next."""
    for unit in range(len(values)):
        value = values[unit]
        for row in range(starts[unit], starts[unit + 1]):
            out[row] = value


@kernel
def pick_by_unit(values: Column, of: Column, line: Column, starts: Column, out: Column) -> None:
    """Of each row what its unit has of the sort that its line is ``of``; ``values`` is by sort and unit."""
    for unit in range(len(starts) - 1):
        for row in range(starts[unit], starts[unit + 1]):
            out[row] = values[of[line[row]], unit]
