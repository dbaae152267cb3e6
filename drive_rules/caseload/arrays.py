"""Arrow arrays as the readers of a caseload take them: in one piece, in few forms, and as NumPy has them."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from drive_rules.engines.columnar import kernels
from drive_rules.engines.columnar.tables import Flags, Whole

Array = Any
"""An Arrow array in one piece, of a type that ``plain`` gives."""
Positions = NDArray[np.int64]
"""Rows of a table as it was sent, from 0."""

EPOCH = date(1970, 1, 1).toordinal()
_LAST_DAY = date.max.toordinal()
_MOST_BYTES = 2**31 - 1
_MOST_COMBINED = 2**16
_LONG, _FEW = 10_000, 32
"""A column of many rows, and of few words."""

# -- memory ----------------------------------------------------------------------------------------

MANY = 100_000
"""Cases of which it is worth while to give back what was let go of."""


def give_back() -> None:
    """Give the system the memory that was let go of, where the C library (glibc) would keep it."""
    pa.default_memory_pool().release_unused()
    if (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None
    return found


# -- types -----------------------------------------------------------------------------------------


def readable(kind: pa.DataType) -> bool:
    """Whether a column of this type holds values that a case may hold."""
    inner = _inner(kind)
    return (
        pa.types.is_null(inner)
        or pa.types.is_boolean(inner)
        or pa.types.is_integer(inner)
        or pa.types.is_floating(inner)
        or pa.types.is_decimal(inner)
        or pa.types.is_date(inner)
        or pa.types.is_timestamp(inner)
        or is_words(inner)
    )


def is_words(kind: pa.DataType) -> bool:
    """Whether a column of this type holds words."""
    inner = _inner(kind)
    return bool(
        pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_string_view(inner)
    )


def holds_words(kind: pa.DataType) -> bool:
    """Whether a column of this type may hold words; one of nothing at all may."""
    return is_words(kind) or bool(pa.types.is_null(_inner(kind)))


def holds_keys(kind: pa.DataType) -> bool:
    """Whether a column of this type may hold ids: words or whole numbers."""
    inner = _inner(kind)
    numbers = pa.types.is_integer(inner) or pa.types.is_decimal(inner)
    return bool(is_words(inner) or numbers or pa.types.is_null(inner))


def holds_days(kind: pa.DataType) -> bool:
    """Whether a column of this type may hold days."""
    inner = _inner(kind)
    days = pa.types.is_date(inner) or pa.types.is_timestamp(inner)
    return bool(days or is_words(inner) or pa.types.is_null(inner))


def _inner(kind: Any) -> Any:
    """The type of the values behind an encoding."""
    while True:
        if pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind):
            kind = kind.value_type
        elif isinstance(kind, pa.BaseExtensionType):
            kind = kind.storage_type
        else:
            return kind


# -- one plain form --------------------------------------------------------------------------------


def plain(column: Any) -> Array:
    """The column in one piece: words as strings, moments as days, the rest as it is; or a dictionary of such.

    A moment is the day on which it falls in its own time zone.
    """
    if isinstance(column, pa.ChunkedArray):
        column = _in_one_piece(column)
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if pa.types.is_run_end_encoded(column.type):
        return plain(pc.call_function("run_end_decode", [column]))
    if pa.types.is_dictionary(column.type):
        nested = pa.types.is_dictionary(column.type.value_type)
        if nested or column.dictionary.null_count or len(column.dictionary) > len(column):
            return plain(column.dictionary_decode())
        return pa.DictionaryArray.from_arrays(column.indices, plain(column.dictionary), safe=False)
    return _as_plain(column)


def _in_one_piece(column: Any) -> Array:
    if column.num_chunks == 1:
        return column.chunk(0)
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    elif pa.types.is_string(column.type) and column.nbytes > _MOST_BYTES:
        column = column.cast(pa.large_string())
    return column.combine_chunks() if column.num_chunks else pa.array([], column.type)


def _as_plain(array: Array) -> Array:
    kind = array.type
    if pa.types.is_string_view(kind) or pa.types.is_large_string(kind):
        return array.cast(pa.string() if array.nbytes < _MOST_BYTES else pa.large_string())
    if pa.types.is_timestamp(kind):
        local = pc.local_timestamp(array) if kind.tz else array
        return pc.floor_temporal(local, unit="day").cast(pa.date32())
    if pa.types.is_date64(kind):
        return array.cast(pa.date32(), safe=False)
    if pa.types.is_decimal(kind) and kind.bit_width < 128:
        return array.cast(pa.decimal128(kind.precision, kind.scale))
    return array.cast(pa.float32()) if pa.types.is_float16(kind) else array


# -- as NumPy holds it -----------------------------------------------------------------------------


def present(array: Array) -> Flags | None:
    """Where there is a value; None where there is one everywhere."""
    if pa.types.is_null(array.type):
        return np.zeros(len(array), bool)
    return _bits(array, 0) if array.null_count else None


def _bits(array: Array, buffer: int) -> Flags:
    """Bits that Arrow keeps eight to a byte, one by one."""
    first, start = divmod(array.offset, 8)
    packed = np.frombuffer(array.buffers()[buffer], np.uint8)[first : (array.offset + len(array) + 7) // 8]
    return np.unpackbits(packed, bitorder="little")[start : start + len(array)].view(np.bool_)


def _numbers_in(array: Array, buffer: int, width: Any, count: int) -> NDArray[Any]:
    """The numbers of a buffer, from where the array begins in it."""
    return np.frombuffer(array.buffers()[buffer], width, array.offset + count)[array.offset :]


def _width_of(kind: pa.DataType) -> np.dtype[Any]:
    """What NumPy calls a type of numbers; older versions of pyarrow need pandas to say it."""
    if pa.types.is_boolean(kind):
        return np.dtype(np.bool_)
    word = "float" if pa.types.is_floating(kind) else "int" if pa.types.is_signed_integer(kind) else "uint"
    return np.dtype(f"{word}{kind.bit_width}")


def filled(array: Array, value: Any) -> NDArray[Any]:
    """The values of yes-or-no, whole or other numbers as NumPy holds them, and a value where there is none.

    May be the very memory of the array: not to be written to.
    """
    if not len(array):
        return np.zeros(0, _width_of(array.type))
    there = present(array)
    if pa.types.is_boolean(array.type):
        found = _bits(array, 1)
        return found if there is None else found | ~there if value else found & there
    width = _width_of(array.type)
    numbers: NDArray[Any] = _numbers_in(array, 1, width, len(array))
    if there is None:
        return numbers
    if width.kind == "f":
        return np.where(there, numbers, width.type(value))
    none = there.astype(width) - width.type(1)
    kept: NDArray[Any] = (numbers & ~none) | (width.type(value) & none)
    return kept


def ends_of(array: Array) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """The lowest and the highest that each yes or no may be; one column of both where all are there."""
    if not array.null_count:
        found = filled(array, False).view(np.int8)
        return found, found
    first, start = divmod(array.offset, 8)
    there, values = (np.frombuffer(buffer, np.uint8)[first:] for buffer in array.buffers())
    low, high = (np.empty(-(-len(array) // 8), np.uint64) for _ in range(2))
    kernels.unpack_ends(values, there, start, low, high)
    return low.view(np.int8)[: len(array)], high.view(np.int8)[: len(array)]


def ends_within(array: Array, least: int, most: int, plus: int) -> tuple[NDArray[Any], NDArray[Any]] | None:
    """Whole numbers and ``plus`` at both ends, both limits where there is none; None where any is beyond.

    One column where all are there.
    """
    there = present(array)
    numbers = _numbers_in(array, 1, _width_of(array.type), len(array))
    if there is None:
        if len(numbers) and not least <= numbers.min() <= numbers.max() <= most:
            return None
        found = numbers + numbers.dtype.type(plus) if plus else numbers
        return found, found
    low, high = np.empty_like(numbers), np.empty_like(numbers)
    beyond = kernels.hold_ends(numbers, there, least, most, plus, low, high)
    return None if beyond else (low, high)


def days_of(array: Array) -> NDArray[np.int32]:
    """The days of a date32 array as ordinals, within what a ``date`` can be; where there is none, day 1."""
    days = filled(array.cast(pa.int32()), -EPOCH)
    found: NDArray[np.int32] = np.clip(days, 1 - EPOCH, _LAST_DAY - EPOCH) + np.int32(EPOCH)
    return found


def letters_of(words: Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """All letters of some words in a row, and where in it each word begins and the last one ends."""
    if not len(words):
        return np.zeros(0, np.uint8), np.zeros(1, np.int64)
    width = np.int64 if pa.types.is_large_string(words.type) else np.int32
    offsets = _numbers_in(words, 1, width, len(words) + 1).astype(np.int64)
    data = words.buffers()[2]
    letters = np.frombuffer(b"" if data is None else data, np.uint8)[offsets[0] : offsets[-1]]
    return letters, offsets - offsets[0]


def halves_of(decimals: Array) -> NDArray[np.int64]:
    """The low and the high half of numbers of sixteen bytes."""
    numbers = np.frombuffer(decimals.buffers()[1], np.int64, 2 * (decimals.offset + len(decimals)))
    return numbers[2 * decimals.offset :].reshape(-1, 2)


def joined(parts: Sequence[Array]) -> Array:
    """Arrays of numbers or days of one type as one; others as Arrow joins them.

    NumPy asks the system for large pages where an array is large, and Arrow does not: that is most of the
    time it takes.
    """
    kind = parts[0].type
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_date32(kind)):
        return pa.concat_arrays(parts)
    width = np.dtype(np.int32) if pa.types.is_date32(kind) else _width_of(kind)
    values = np.concatenate([_numbers_in(part, 1, width, len(part)) for part in parts])
    there = None
    if any(part.null_count for part in parts):
        flags = np.concatenate([_there(part) for part in parts])
        there = pa.py_buffer(np.packbits(flags, bitorder="little").data)
    return pa.Array.from_buffers(kind, len(values), [there, pa.py_buffer(values.data)])


def _there(array: Array) -> Flags:
    found = present(array)
    return np.ones(len(array), bool) if found is None else found


# -- distinct values -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Distinct:
    """A column as places in its distinct values; ``places`` is ``len(values)`` where there is no value."""

    places: Whole
    values: Array

    @classmethod
    def of(cls, array: Array) -> Distinct:
        """The distinct values of a plain array; a dictionary that came with it is taken as it is."""
        if pa.types.is_null(array.type):
            return cls(np.zeros(len(array), np.int32), array[:0])
        encoded = (
            array if pa.types.is_dictionary(array.type) else _few_words(array) or array.dictionary_encode()
        )
        places, most = encoded.indices, len(encoded.dictionary)
        if most > np.iinfo(_width_of(places.type)).max:
            places = places.cast(pa.int32())
        return cls(filled(places, most), encoded.dictionary)


def combinations(columns: Sequence[Distinct]) -> tuple[Whole, Positions]:
    """For each row a number, the same where all columns are; and for each number some row that has it."""
    number: Whole = np.zeros(len(columns[0].places), np.int32)
    most = 1
    for column in columns:
        each = len(column.values) + 1
        if most * each > max(_MOST_COMBINED, len(number)):
            found, number = np.unique(number, return_inverse=True)
            most = len(found)
        number = number.astype(np.int32 if most * each < _MOST_BYTES else np.int64, copy=False)
        number = number * number.dtype.type(each) + column.places
        most *= each
    if most > max(_MOST_COMBINED, 4 * len(number)):
        _, first, number = np.unique(number, return_index=True, return_inverse=True)
        return number, first
    rows = np.full(most, -1, np.int64)
    rows[number] = np.arange(len(number))
    there = rows >= 0
    return (np.cumsum(there, dtype=np.int32) - np.int32(1)).take(number), rows[there]


def _few_words(array: Array) -> Array | None:
    """A long column of few words as places in them; None where its first rows do not have them all."""
    if len(array) < _LONG or not is_words(array.type):
        return None
    words = array[: _LONG // 8].unique().drop_null()
    if not 0 < len(words) <= _FEW:
        return None
    places: Array = pc.index_in(array, value_set=words)
    same = places.null_count == array.null_count
    return pa.DictionaryArray.from_arrays(places, words, safe=False) if same else None


def as_python(values: Array) -> list[Any]:
    """The values as Python holds them; a day that no calendar of Python's has is the last there is."""
    if pa.types.is_date32(values.type):
        ordinals, there = days_of(values).tolist(), values.is_valid().to_pylist()
        return [date.fromordinal(day) if is_ else None for day, is_ in zip(ordinals, there, strict=True)]
    found: list[Any] = values.to_pylist()
    return found
