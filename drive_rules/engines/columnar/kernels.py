"""Functions over arrays as machine code, for what NumPy has no one function for.

Each is compiled once for each sort of arrays that it is given, and kept on the disk where there is a place
to keep it; none holds Python's lock, so each processor has a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np.numpy_support import carray
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., Any])
Column = NDArray[Any]


TILE = 64
"""So many rows of every line are looked at together: as many bytes as a processor fetches at once."""
FEW = 16
"""So many bytes are held against nothing at once."""


def kernel(function: Function) -> Function:
    """The function as machine code."""
    try:
        made = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # Neither beside this file nor in the user's own folder may anything be written.
        made = numba.njit(nogil=True)(function)
    return cast(Function, made)


# -- runs of operations on yes and no --------------------------------------------------------------

AND, OR, NOT, NOT_EQUAL, AT_MOST, LESS, AT_LEAST, IS_CODE = range(8)
ROWS = 4096
"""So many rows go through a run at once."""


def _pointer(_: Any, address: Any) -> Any:
    """An address as machine code takes it."""
    return types.voidptr(address), lambda _context, builder, _signature, given: builder.inttoptr(
        given[0], cgutils.voidptr_t
    )


_there: Any = intrinsic(_pointer)


@kernel
def _join(what: int, at: int, at_other: int, size: int, out: Column) -> None:
    """Some rows of two columns of yes and no as one; of the first alone what it is not."""
    left, right = carray(_there(at), (size,), np.int8), carray(_there(at_other), (size,), np.int8)
    if what == AND:
        for row in range(size):
            out[row] = left[row] & right[row]
    elif what == OR:
        for row in range(size):
            out[row] = left[row] | right[row]
    else:
        for row in range(size):
            out[row] = left[row] ^ 1


@kernel
def _against(what: int, column: Column, limit: Any, out: Column) -> None:
    """A column held against one number."""
    if what == NOT_EQUAL:
        for row in range(len(out)):
            out[row] = column[row] != limit
    elif what == AT_MOST:
        for row in range(len(out)):
            out[row] = column[row] <= limit
    elif what == LESS:
        for row in range(len(out)):
            out[row] = column[row] < limit
    elif what == AT_LEAST:
        for row in range(len(out)):
            out[row] = column[row] >= limit
    else:  # And at most so much, of what was at least so much.
        for row in range(len(out)):
            out[row] &= column[row] <= limit


@kernel
def _each(what: int, one: Column, other: Column, out: Column) -> None:
    """A column held against another of the same width, row by row."""
    if what == NOT_EQUAL:
        for row in range(len(out)):
            out[row] = one[row] != other[row]
    elif what == AT_MOST:
        for row in range(len(out)):
            out[row] = one[row] <= other[row]
    elif what == LESS:
        for row in range(len(out)):
            out[row] = one[row] < other[row]
    else:
        for row in range(len(out)):
            out[row] = one[row] >= other[row]


@kernel
def _widen(at: int, width: int, first: int, size: int, out: Column) -> None:
    """Some rows of a column in 64 bits."""
    if width == 1:
        bytes_ = carray(_there(at + first), (size,), np.int8)
        for row in range(size):
            out[row] = bytes_[row]
    elif width == 2:
        shorts = carray(_there(at + 2 * first), (size,), np.int16)
        for row in range(size):
            out[row] = shorts[row]
    elif width == 4:
        ints = carray(_there(at + 4 * first), (size,), np.int32)
        for row in range(size):
            out[row] = ints[row]
    else:
        longs = carray(_there(at + 8 * first), (size,), np.int64)
        for row in range(size):
            out[row] = longs[row]


@kernel
def _compare_number(
    what: int, at: int, width: int, first: int, size: int, limit: int, wide: Column, out: Column
) -> None:
    """Some rows of a column held against one number, in the column's own width where the number fits."""
    if width == 1 and -128 <= limit <= 127:
        _against(what, carray(_there(at + first), (size,), np.int8), np.int8(limit), out)
    elif width == 4 and -(2**31) <= limit < 2**31:
        _against(what, carray(_there(at + 4 * first), (size,), np.int32), np.int32(limit), out)
    else:
        _widen(at, width, first, size, wide)
        _against(what, wide, limit, out)


@kernel
def _compare_columns(
    what: int, at: int, width: int, at_other: int, other_width: int, first: int, size: int, out: Column
) -> None:
    """Some rows of two columns held against each other."""
    if width == other_width == 1:
        one, other = (
            carray(_there(at + first), (size,), np.int8),
            carray(_there(at_other + first), (size,), np.int8),
        )
        _each(what, one, other, out)
    elif width == other_width == 4:
        _each(
            what,
            carray(_there(at + 4 * first), (size,), np.int32),
            carray(_there(at_other + 4 * first), (size,), np.int32),
            out,
        )
    else:
        wide, other_wide = np.empty(size, np.int64), np.empty(size, np.int64)
        _widen(at, width, first, size, wide)
        _widen(at_other, other_width, first, size, other_wide)
        _each(what, wide, other_wide, out)


@kernel
def run_flags(codes: Column, at: Column, width: Column, constants: Column, count: int) -> None:
    """A run: for each operation what, the registers that it reads, and the one that it writes.

    ``at`` and ``width`` say of each register where its column stands and how wide it is: nowhere (0), where
    it is one of the ``constants``.  Every column has ``count`` rows.
    """
    wide = np.empty(ROWS, np.int64)
    for first in range(0, count, ROWS):
        size = min(ROWS, count - first)
        for number in range(len(codes)):
            what, one, other = codes[number, 0], codes[number, 1], codes[number, 2]
            out = carray(_there(at[codes[number, 4]] + first), (size,), np.int8)
            if what <= NOT:
                second = at[one] if what == NOT else at[other]
                _join(what, at[one] + first, second + first, size, out)
            elif what == IS_CODE:
                limit = constants[codes[number, 3]]
                _compare_number(AT_LEAST, at[one], width[one], first, size, limit, wide[:size], out)
                _compare_number(IS_CODE, at[other], width[other], first, size, limit, wide[:size], out)
            elif at[other]:
                _compare_columns(what, at[one], width[one], at[other], width[other], first, size, out)
            else:
                _compare_number(what, at[one], width[one], first, size, constants[other], wide[:size], out)


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
                found[owner[row]] |= flags[row]
        first += FEW
    for row in range(first, len(flags)):
        found[owner[row]] |= flags[row]


@kernel
def count_below(owner: Column, flags: Column, found: Column) -> None:
    """How many rows have it."""
    first = 0
    while first + FEW <= len(flags):
        some = np.uint8(0)
        for row in range(FEW):
            some |= np.uint8(flags[first + row])
        if some:
            for row in range(first, first + FEW):
                found[owner[row]] += flags[row]
        first += FEW
    for row in range(first, len(flags)):
        found[owner[row]] += flags[row]


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
    low_sign: int,
    low_plus: int,
    high: Column,
    high_sign: int,
    high_plus: int,
    there: Column,
    sure: Column,
    near: Column,
    near_sign: int,
    near_plus: int,
    opened: Column,
    near_end: int,
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
    Each of these columns goes with a sign and with what is added to it.
    """
    for row in range(len(sure)):
        is_sure, is_open, may_be = sure[row], opened[row], there[row]
        least = low_sign * int(low[row]) + low_plus
        most = high_sign * int(high[row]) + high_plus
        best = near_sign * int(near[row]) + near_plus
        anything = is_open and (near_end == 0 or not is_sure)
        if has_other:
            if not is_sure:
                least = min(least, other) if may_be else other
                most = max(most, other) if may_be else other
        elif not may_be:
            anything = True
        if near_end == 1 and is_sure:
            least = best
            most = ceiling if is_open else most
        elif near_end == -1 and is_sure:
            most = best
            least = floor if is_open else least
        out_low[row] = floor if anything else least
        out_high[row] = ceiling if anything else most


@kernel
def count_ends(low: Column, high: Column, counts: Column) -> None:
    """How many rows have each low and high end, added to what is counted."""
    for row in range(len(low)):
        counts[low[row], high[row]] += 1


# -- units of long tables --------------------------------------------------------------------------


@kernel
def count_rows(root: Column, held: Column) -> None:
    """How many rows each root has, added to what it has already."""
    for row in range(len(root)):
        held[root[row]] += 1


@kernel
def place_rows(root: Column, free: Column, unit: Column, unit_root: Column) -> None:
    """Each row to the next free unit of its root; units are told which root is theirs."""
    for row in range(len(root)):
        at = free[root[row]]
        unit[row], unit_root[at], free[root[row]] = at, root[row], at + 1


@kernel
def spans_of(cases: Column, bounds: Column, spans: Column) -> None:
    """The span of each case: those from one bound up to the next; of no case (-1) that of the one before."""
    span = 0
    for run in range(len(cases)):
        case = cases[run]
        if case >= 0:
            while case < bounds[span]:
                span -= 1
            while case >= bounds[span + 1]:
                span += 1
        spans[run] = span


@kernel
def scatter(values: Column, places: Column, out: Column) -> None:
    """Each value to its place."""
    for row in range(len(places)):
        out[places[row]] = values[row]


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
    words = np.empty((len(numbers) // 64 + 1, TILE), np.uint64)
    for first in range(0, len(unit), TILE):
        size = min(TILE, len(unit) - first)
        words[:] = 0
        for each in range(len(numbers)):
            _set_bits(marks[each, first : first + size], np.uint64(each & 63), words[each >> 6])
        for row in range(size):
            at = starts[unit[first + row]]
            for word in range(len(words)):
                left = words[word, row]
                while left:
                    lowest = 64 * word + np.int64(_lowest_bit(left))
                    line[at] = numbers[lowest]
                    flags[at] = marks[lowest, first + row]
                    at += 1
                    left &= left - np.uint64(1)


@kernel
def _set_bits(marks: Column, bit: Any, words: Column) -> None:
    """Set a bit in the word of each row that has a mark, whose highest bit says so."""
    for row in range(len(marks)):
        words[row] |= np.uint64(marks[row] >> 7) << bit


def _count_zeros(_: Any, word: Any) -> Any:
    """How many bits of a word that has some stand below the lowest that is set."""
    return types.uint64(word), lambda _context, builder, _signature, given: builder.cttz(
        given[0], ir.Constant(ir.IntType(1), 1)
    )


_lowest_bit: Any = intrinsic(_count_zeros)


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


# -- columns as Arrow holds them -------------------------------------------------------------------

EACH = np.uint64(0x0101010101010101)
"""A bit in each of eight bytes."""
ITS_OWN = np.uint64(0x8040201008040201)
"""In each of eight bytes the bit of its place."""
ALL_BUT_THE_HIGHEST = np.uint64(0x7F7F7F7F7F7F7F7F)


@kernel
def unpack_ends(values: Column, there: Column, start: int, low: Column, high: Column) -> None:
    """Yes and no, eight to a byte from bit ``start`` on, as two columns of a byte for each.

    What is not there may be either.  Eight are written at once, as one number: so columns go on to a
    multiple of eight, whatever stands there.
    """
    for eight in range(len(low)):
        value, known = values[eight] >> start, there[eight] >> start
        if start and eight + 1 < len(values):
            value |= values[eight + 1] << (8 - start)
            known |= there[eight + 1] << (8 - start)
        low[eight] = _bytes_of(np.uint64(value & known & 0xFF))
        high[eight] = _bytes_of(np.uint64((value | ~known) & 0xFF))


@kernel
def hold_ends(
    values: Column, there: Column, least: int, most: int, plus: int, low: Column, high: Column
) -> int:
    """Each number and ``plus`` at both ends; both limits where there is none; how many are beyond these."""
    beyond = 0
    for row in range(len(values)):
        value = values[row]
        beyond += there[row] and not least <= value <= most
        low[row] = (value if there[row] else least) + plus
        high[row] = (value if there[row] else most) + plus
    return beyond


@kernel
def _bytes_of(bits: Any) -> Any:
    """Eight bits as eight bytes of 0 and 1."""
    own = bits * EACH & ITS_OWN
    return (((own & ALL_BUT_THE_HIGHEST) + ALL_BUT_THE_HIGHEST) | own) >> np.uint64(7) & EACH


# -- keys ------------------------------------------------------------------------------------------

MOST_PASSED = 32
"""So many words are passed over in search of the next."""
FURTHER_ON = -2
TOGETHER = 2**15
"""So many keys are held against each other at once: as many as a processor has near with their table."""


@kernel
def hash_words(letters: Column, offsets: Column, hashes: Column) -> None:
    """A number for each word, the same for the same letters (FNV-1a, mixed so that high bits tell too)."""
    for word in range(len(hashes)):
        found = np.uint64(0xCBF29CE484222325)
        for place in range(offsets[word], offsets[word + 1]):
            found = (found ^ np.uint64(letters[place])) * np.uint64(0x100000001B3)
        found ^= found >> np.uint64(32)
        hashes[word] = found * np.uint64(0x9E3779B97F4A7C15)


@kernel
def first_alike(hashes: Column, first: Column) -> None:
    """Of each word the first that has the same number: itself, if none before it has.

    Words are parted by their numbers first, so that those held against each other lie near each other.
    """
    count, parts = len(hashes), 1
    while parts * TOGETHER < count:
        parts *= 2
    starts = np.zeros(parts + 1, np.int64)
    for word in range(count):
        starts[np.int64(hashes[word] & np.uint64(parts - 1)) + 1] += 1
    for each in range(parts):
        starts[each + 1] += starts[each]
    free, words, mine = starts.copy(), np.empty(count, np.int32), np.empty(count, np.uint64)
    for word in range(count):
        part = np.int64(hashes[word] & np.uint64(parts - 1))
        words[free[part]], mine[free[part]] = word, hashes[word]
        free[part] += 1
    for each in range(parts):
        _first_of_part(mine[starts[each] : starts[each + 1]], words[starts[each] : starts[each + 1]], first)


@kernel
def _first_of_part(hashes: Column, words: Column, first: Column) -> None:
    """The same of some words, each the next of those that have a number."""
    size = 4
    while size < 2 * len(words):
        size *= 2
    table = np.full(size, -1, np.int32)
    for place in range(len(words)):
        slot: Any = np.int64((hashes[place] >> np.uint64(24)) & np.uint64(size - 1))
        while table[slot] >= 0 and hashes[table[slot]] != hashes[place]:
            slot = (slot + 1) & (size - 1)
        if table[slot] < 0:
            table[slot] = place
        first[words[place]] = words[table[slot]]


@kernel
def walk(letters: Column, offsets: Column, wanted: Column, wanted_offsets: Column, found: Column) -> None:
    """Where each wanted word stands, as long as they come in the order of the others.

    The first is looked for anywhere; then some may be passed over, but not many at once.  Of a word that is
    not found so nothing is said.
    """
    place = 0
    length = wanted_offsets[1] - wanted_offsets[0] if len(found) else 0
    for other in range(len(offsets) - 1):
        if offsets[other + 1] - offsets[other] == length:
            same = 0
            while same < length and letters[offsets[other] + same] == wanted[same]:
                same += 1
            if same == length:
                place = other
                break
    for word in range(len(found)):
        start, length = wanted_offsets[word], wanted_offsets[word + 1] - wanted_offsets[word]
        for other in range(place, min(place + MOST_PASSED, len(offsets) - 1)):
            if offsets[other + 1] - offsets[other] == length:
                same = 0
                while same < length and letters[offsets[other] + same] == wanted[start + same]:
                    same += 1
                if same == length:
                    found[word] = other
                    place = other + 1
                    break


@kernel
def find_within(
    letters: Column,
    offsets: Column,
    starts: Column,
    wanted: Column,
    wanted_offsets: Column,
    scopes: Column,
    found: Column,
) -> None:
    """Where each wanted word stands among the first words of its scope, whose words begin at its start.

    Where it is not among them and there are more, it may be ``FURTHER_ON``; of no scope that is here
    nothing is said.
    """
    for word in range(len(found)):
        scope = scopes[word]
        if 0 <= scope < len(starts) - 1:
            start, length = wanted_offsets[word], wanted_offsets[word + 1] - wanted_offsets[word]
            if starts[scope + 1] - starts[scope] > MOST_PASSED:
                found[word] = FURTHER_ON
            for other in range(starts[scope], min(starts[scope + 1], starts[scope] + MOST_PASSED)):
                if offsets[other + 1] - offsets[other] == length:
                    same = 0
                    while same < length and letters[offsets[other] + same] == wanted[start + same]:
                        same += 1
                    if same == length:
                        found[word] = other
                        break


@kernel
def are_alike(letters: Column, offsets: Column, first: Column) -> bool:
    """Whether each word is the same, letter by letter, as the one that is the first of its number."""
    for word in range(len(first)):
        if first[word] != word:
            start, other = offsets[word], offsets[first[word]]
            length = offsets[word + 1] - start
            if offsets[first[word] + 1] - other != length:
                return False
            for place in range(length):
                if letters[start + place] != letters[other + place]:
                    return False
    return True


# -- made ready ------------------------------------------------------------------------------------


@cache
def make_ready() -> None:
    """Have every function as machine code, for the arrays that there are as a rule, before work begins."""
    flags, marks, longs = np.zeros(0, np.bool_), np.zeros((0, 0), np.uint8), np.zeros(0, np.int64)
    bytes_, shorts, ints = (np.zeros(0, width) for width in (np.int8, np.int16, np.int32))
    run_flags(np.zeros((0, 5), np.int32), longs, bytes_, longs, 0)
    any_below(ints, flags, flags)
    count_below(ints, flags, ints)
    count_ends(bytes_, bytes_, np.zeros((0, 0), np.int64))
    for column in (flags, bytes_, ints, longs):
        lift(column, ints, column)
        pick(column, shorts, column)
        sum_below(ints, column, longs)
        raise_owners(ints, column, flags, 1, 0, ints)
        raise_each(column, flags, 1, 0, ints)
    raise_owners(ints, longs, flags, 1, 0, longs)
    raise_each(longs, flags, 1, 0, longs)
    for column in (bytes_, shorts, ints, longs):
        clip(longs, 0, 0, column)
    for column in (ints, longs):
        ends = (column, 1, 0, column, 1, 0, flags, flags, column, 1, 0, flags)
        settle(*ends, 0, False, 0, 0, 0, longs, longs)
    count_marks(marks, longs, longs, np.zeros((0, 2), np.int64))
    place_marks(marks, longs, longs, shorts, shorts, marks[0:0].ravel())
    pick(shorts, shorts, shorts)
    count_rows(ints, longs)
    place_rows(ints, longs, longs, ints)
    for column in (bytes_, ints):
        repeat(column, ints, column)
        scatter(column, longs, column)
    letters, hashes = marks[0:0].ravel(), np.zeros(0, np.uint64)
    hash_words(letters, np.zeros(1, np.int64), hashes)
    first_alike(hashes, ints)
    find_within(letters, np.zeros(1, np.int64), ints, letters, np.zeros(1, np.int64), ints, ints)
    for column in (ints, longs):
        hold_ends(column, flags, 0, 0, 0, column, column)
    unpack_ends(letters, letters, 0, hashes, hashes)
    walk(letters, np.zeros(1, np.int64), letters, np.zeros(1, np.int64), ints)
    spans_of(ints, longs, ints)
    are_alike(letters, np.zeros(1, np.int64), ints)
    pick_by_unit(np.zeros((0, 0), np.int32), bytes_, shorts, ints, ints)
