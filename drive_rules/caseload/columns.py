"""Values to codes, a column at a time: what ``read_case`` reads of one value, for a million of them.

Each *distinct* value is read by ``case`` itself, once; whole columns of yes or no, numbers and days
are read as they stand where that comes to the same.  What cannot be read is unknown, and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from drive_rules.case.entries import MOST_KEY, MOST_TEXT, NOBODY, Entries
from drive_rules.case.scalars import UNKNOWN, read_scalar
from drive_rules.engines.columnar.tables import Flags, Whole
from drive_rules.ir import ALWAYS_WHOLE, NEVER_WHOLE, NO_LIMIT, SCALE, Fact, Type
from drive_rules.problems import Problem

Array = Any
"""An Arrow array in one piece, of a type that ``plain`` gives."""
Positions = NDArray[np.int64]
"""Rows of a table as it was sent, from 0."""
Ends = tuple[int, int]

EPOCH = date(1970, 1, 1).toordinal()
_LAST_DAY = date.max.toordinal()
_MOST_BYTES = 2**31 - 1
_LONG, _FEW = 10_000, 32
_SAYS_NOTHING = UNKNOWN | {f"the {words}" for words in UNKNOWN}
_SAYS_SOMETHING = r"[^\s'\x{2019}dontkwheDONTKWHE\x{80}-\x{10FFFF}]"
"""What is neither in *don't know*, nor between or before its words: whoever writes it says more."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Unread:
    """The rows whose value could not be read, and why."""

    rows: Positions
    problem: Problem


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Read:
    """The ends of a column by row; both None where nothing is known of any row.

    ``high`` is the very array of ``low`` where every row is known.  ``whole`` is the last day for which
    a list is whole (columns that say so only).  Of references ``low`` is the place in ``keys``, -1 where
    unknown, and ``high`` is None.
    """

    low: Whole | None
    high: Whole | None
    unread: tuple[Unread, ...] = ()
    whole: Whole | None = None
    keys: Array = None

    def coded(self, kind: Type, codes: NDArray[np.int32]) -> Read:
        """A column of references with codes in place of keys."""
        if self.low is None:
            return NOTHING
        found = np.append(codes, np.int32(-1))[self.low]
        low, high = (np.where(found < 0, end, found).astype(dtype_of(kind)) for end in (kind.low, kind.high))
        return Read(low, low if (found >= 0).all() else high)


NOTHING = Read(None, None)


# -- arrays in one plain form ----------------------------------------------------------------------


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


def filled(array: Array, value: Any) -> NDArray[Any]:
    """The values of yes-or-no, whole or other numbers as NumPy holds them, and a value where there is none.

    May be the very memory of the array: not to be written to.
    """
    if not len(array):
        return np.zeros(0, array.type.to_pandas_dtype())
    there = present(array)
    if pa.types.is_boolean(array.type):
        found = _bits(array, 1)
        return found if there is None else found | ~there if value else found & there
    width = np.dtype(array.type.to_pandas_dtype())
    numbers: NDArray[Any] = _numbers_in(array, 1, width, len(array))
    if there is None:
        return numbers
    if width.kind == "f":
        return np.where(there, numbers, width.type(value))
    none = there.astype(width) - width.type(1)
    kept: NDArray[Any] = (numbers & ~none) | (width.type(value) & none)
    return kept


def days_of(array: Array) -> NDArray[np.int32]:
    """The days of a date32 array as ordinals, within what a ``date`` can be; where there is none, day 1."""
    days = filled(array.cast(pa.int32()), -EPOCH)
    found: NDArray[np.int32] = np.clip(days, 1 - EPOCH, _LAST_DAY - EPOCH) + np.int32(EPOCH)
    return found


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
        if most > np.iinfo(places.type.to_pandas_dtype()).max:
            places = places.cast(pa.int32())
        return cls(filled(places, most), encoded.dictionary)


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


@dataclass(slots=True, repr=False)
class Reader:
    """Reads columns; what was read of a value is kept, for the same words come in many columns."""

    sources: Any = field(default_factory=dict)
    _read: dict[Type, dict[tuple[type, Any], Ends | Problem]] = field(default_factory=dict)

    def read(self, fact: Fact, array: Array, *, listed: bool = False) -> Read:
        """A column of one fact; ``listed`` where the fact says that a list is whole."""
        if array.null_count == len(array):
            return NOTHING
        if listed:
            return self._listed(fact.type, array)
        match fact.type.name:
            case "text":
                return self._text(fact, array)
            case "reference":
                return self._references(fact, array)
            case _:
                return _fast(self, fact.type, array) or self.by_distinct(fact.type, Distinct.of(array))

    def by_distinct(self, kind: Type, distinct: Distinct) -> Read:
        """Each distinct value read once."""
        ends, problems = self.values(kind, as_python(distinct.values))
        return spread(kind, distinct.places, [*ends, (kind.low, kind.high)], problems)

    def values(self, kind: Type, values: Iterable[Any]) -> tuple[list[Ends], dict[int, Problem]]:
        """The ends of each value, and by its place what is wrong with one that cannot be read."""
        kept = self._read.setdefault(kind, {})
        ends: list[Ends] = []
        problems: dict[int, Problem] = {}
        for place, value in enumerate(values):
            key = type(value), repr(value) if isinstance(value, (float, Decimal)) else value
            read = kept.get(key)
            if read is None:
                said = read_scalar(kind, value)
                read = said if isinstance(said, Problem) else said[1:]
                kept[key] = read
            if isinstance(read, Problem):
                problems[place] = read
                read = (kind.low, kind.high)
            ends.append(read)
        return ends, problems

    def _listed(self, kind: Type, array: Array) -> Read:
        """Yes, no or don't know, or the day up to which the list is whole."""
        distinct = Distinct.of(array)
        values = as_python(distinct.values)
        ends, problems = self.values(kind, values)
        whole = [ALWAYS_WHOLE if low == 1 else NEVER_WHOLE for low, _ in ends]
        entries = Entries({})
        for place in list(problems):
            day = entries.day(values[place], "") if isinstance(values[place], (str, date)) else None
            if day is not None:
                ends[place], whole[place] = (1, 1), day.toordinal()
                del problems[place]
        read = spread(kind, distinct.places, [*ends, (kind.low, kind.high)], problems)
        days = np.array([*whole, NEVER_WHOLE], np.int32)[distinct.places]
        return Read(read.low, read.high, read.unread, days)

    def _text(self, fact: Fact, array: Array) -> Read:
        """Something is written, or nothing is; only what may be nothing is looked at."""
        if not is_words(array.type):
            there = present(array)
            low = np.ones(len(array), np.int8) if there is None else there.astype(np.int8)
            return Read(low, low if there is None else np.ones(len(array), np.int8))
        if pa.types.is_dictionary(array.type):
            distinct = Distinct.of(array)
            read = self._text(fact, distinct.values) if len(distinct.values) else NOTHING
            lows = np.zeros(len(distinct.values), np.int8) if read.low is None else read.low
            problems = {int(row): each.problem for each in read.unread for row in each.rows}
            return spread(fact.type, distinct.places, [*((int(low), 1) for low in lows), (0, 1)], problems)
        low = np.ones(len(array), np.int8)
        places = np.flatnonzero(_may_say_nothing(array))
        distinct = Distinct.of(array.take(pa.array(places)))
        ends, problems = self._entered(fact, as_python(distinct.values))
        low[places] = np.array([*(end[0] for end in ends), 0], np.int8)[distinct.places]
        high = low if low.all() else np.ones(len(array), np.int8)
        return Read(low, high, unread_at(distinct.places, problems, places))

    def _entered(self, fact: Fact, values: list[Any]) -> tuple[list[Ends], dict[int, Problem]]:
        """The ends of values as an entry of a case reads them: texts and references."""
        ends: list[Ends] = []
        problems: dict[int, Problem] = {}
        for place, value in enumerate(values):
            entries = Entries({})
            said = entries.evidence(fact, value, "", NOBODY)
            ends.append((said[0].low, said[0].high) if said else (fact.type.low, fact.type.high))
            if entries.problems:
                problems[place] = entries.problems[0]
        return ends, problems

    def _references(self, fact: Fact, array: Array) -> Read:
        distinct = Distinct.of(array)
        keys, places, problems = self.reference_keys(fact, distinct.values)
        low = np.append(places, np.int32(-1))[distinct.places]
        return Read(low, None, unread_at(distinct.places, problems), keys=keys)

    def reference_keys(
        self, fact: Fact, values: Array
    ) -> tuple[Array, NDArray[np.int32], dict[int, Problem]]:
        """Keys as a case reads them; each value's place among them, -1 if unknown; what cannot be a key."""
        numbers = np.full(len(values), -1, np.int32)
        usable = np.zeros(len(values), bool)
        words = values
        if pa.types.is_integer(values.type) or is_words(values.type):
            words = values if is_words(values.type) else values.cast(pa.string())
            usable = plain_keys(words)
            usable &= ~filled(
                pc.is_in(pc.ascii_lower(words), pa.array(sorted(_SAYS_NOTHING), words.type)), False
            )
        numbers[usable] = np.arange(int(usable.sum()), dtype=np.int32)
        keys = [words.filter(pa.array(usable)).cast(pa.string())] if usable.any() else []
        others = np.flatnonzero(~usable)
        found: dict[str, int] = {}
        problems: dict[int, Problem] = {}
        for place, value in zip(others.tolist(), as_python(values.take(pa.array(others))), strict=True):
            entries = Entries({})
            said = entries.evidence(fact, value, "", NOBODY)
            if entries.problems:
                problems[place] = entries.problems[0]
            elif said and said[0].low == said[0].high:
                numbers[place] = usable.sum() + found.setdefault(str(said[0].answer), len(found))
        keys.append(pa.array(list(found), pa.string()))
        return pa.concat_arrays(keys), numbers, problems


def plain_keys(words: Array) -> Flags:
    """Where words are a key just as they stand: seen ASCII with single spaces inside, not too long.

    Says False of some that are keys all the same; these are read one by one.
    """
    letters, offsets = letters_of(words)
    lengths = np.diff(offsets)
    fits: Flags = (lengths > 0) & (lengths <= MOST_KEY)
    there = present(words)
    if there is not None:
        fits &= there
    if not len(letters) or (letters.min() > 0x20 and letters.max() < 0x7F):
        return fits
    seen: Flags = filled(pc.match_substring_regex(words, r"^[!-~]+( [!-~]+)*$"), False)
    return fits & seen


def letters_of(words: Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """All letters of some words in a row, and where in it each word begins and the last one ends."""
    if not len(words):
        return np.zeros(0, np.uint8), np.zeros(1, np.int64)
    width = np.int64 if pa.types.is_large_string(words.type) else np.int32
    offsets = _numbers_in(words, 1, width, len(words) + 1).astype(np.int64)
    data = words.buffers()[2]
    letters = np.frombuffer(b"" if data is None else data, np.uint8)[offsets[0] : offsets[-1]]
    return letters, offsets - offsets[0]


def _may_say_nothing(words: Array) -> Flags:
    """Where a text may say nothing, or be too long: it has no letter that *don't know* has not."""
    told = filled(pc.match_substring_regex(words, _SAYS_SOMETHING), False)
    return ~told | (filled(pc.binary_length(words), 0) > MOST_TEXT)


def spread(kind: Type, places: NDArray[Any], ends: Sequence[Ends], problems: dict[int, Problem]) -> Read:
    """The ends of distinct values, given to every row; the last of ``ends`` is of rows without a value."""
    lows, highs = (np.array([end[side] for end in ends], dtype_of(kind)) for side in (0, 1))
    low = lows.take(places)
    unknown = np.flatnonzero(lows != highs)
    sure = not len(unknown) or (unknown.tolist() == [len(ends) - 1] and not (places == unknown[0]).any())
    return Read(low, low if sure else highs.take(places), unread_at(places, problems))


def unread_at(
    places: NDArray[Any], problems: dict[int, Problem], rows: Positions | None = None
) -> tuple[Unread, ...]:
    """The rows of the values that cannot be read, each problem once."""
    if not problems:
        return ()
    distinct = {problem: number for number, problem in enumerate(dict.fromkeys(problems.values()))}
    numbers = np.full(int(places.max()) + 1, -1, np.int32) if len(places) else np.zeros(0, np.int32)
    for place, problem in problems.items():
        if place < len(numbers):
            numbers[place] = distinct[problem]
    wrong = numbers[places]
    found = ((np.flatnonzero(wrong == number), problem) for problem, number in distinct.items())
    return tuple(Unread(at if rows is None else rows[at], problem) for at, problem in found if len(at))


def dtype_of(kind: Type) -> type[np.signedinteger[Any]]:
    """The width of codes of a type."""
    if kind.name == "number":
        return np.int64
    return np.int8 if kind.high <= 127 else np.int32


# -- whole columns as they stand -------------------------------------------------------------------


def _fast(reader: Reader, kind: Type, array: Array) -> Read | None:
    """The column read as it stands, where its type is the fact's own; None where it is not."""
    if kind.name == "yes or no" and pa.types.is_boolean(array.type):
        low = filled(array, False).view(np.int8)
        return Read(low, filled(array, True).view(np.int8) if array.null_count else low)
    if kind.name == "date" and pa.types.is_date32(array.type):
        return _held(reader, kind, array, array.view(pa.int32()), EPOCH)
    if kind.name == "number" and (codes := _numbers(kind, array)) is not None:
        return _held(reader, kind, array, codes)
    return None


def _numbers(kind: Type, array: Array) -> Array | None:
    """Numbers in thousandths; null where they are not such as the fact may be, as where there is none."""
    least, most = max(kind.low, -NO_LIMIT), min(kind.high, NO_LIMIT)
    if pa.types.is_integer(array.type):
        values = filled(array, 0)
        good = (values >= -(-least // SCALE)) & (values <= most // SCALE)
        codes = values.astype(np.int64) * SCALE
    elif pa.types.is_floating(array.type):
        values = filled(array, 0.0)
        with np.errstate(invalid="ignore", over="ignore"):
            near = np.rint(values.astype(np.float64) * SCALE)
            good = (near >= least) & (near <= most)
            near = np.where(good, near, 0)
            good &= (near / SCALE).astype(values.dtype) == values
        codes = near.astype(np.int64)
        good &= codes % 10 ** (3 - kind.decimals) == 0
    elif pa.types.is_decimal(array.type):
        try:
            halves = _halves(array.cast(pa.decimal128(38, 3)))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            return None
        codes, above = halves[:, 0], halves[:, 1]
        good = (above == codes >> 63) & (codes >= least) & (codes <= most)
        good &= codes % 10 ** (3 - kind.decimals) == 0
    else:
        return None
    there = present(array)
    known = good if there is None else good & there
    return pa.array(codes, mask=None if known.all() else ~known)


def _halves(decimals: Array) -> NDArray[np.int64]:
    """The low and the high half of numbers of sixteen bytes."""
    numbers = np.frombuffer(decimals.buffers()[1], np.int64, 2 * (decimals.offset + len(decimals)))
    return numbers[2 * decimals.offset :].reshape(-1, 2)


def _held(reader: Reader, kind: Type, array: Array, values: Array, base: int = 0) -> Read:
    """Values that are codes less ``base``; what is null in them only is read by distinct values."""
    least, most = kind.low - base, kind.high - base
    low = filled(values, least)
    if len(low) and not least <= low.min() <= low.max() <= most:
        values = pa.array(low, mask=_outside(low, least, most, present(array)))
        low = filled(values, least)
    high = filled(values, most) if values.null_count else low
    if base:
        low = low + np.int32(base)
        high = high + np.int32(base) if values.null_count else low
    if values.null_count == array.null_count:
        return Read(low, high)
    there, good = present(array), present(values)
    lost = np.zeros(len(low), bool) if good is None else ~good
    rows = np.flatnonzero(lost if there is None else lost & there)
    rest = reader.by_distinct(kind, Distinct.of(array.take(pa.array(rows))))
    low, high = low.copy(), high.copy()
    low[rows], high[rows] = rest.low, rest.high
    return Read(low, high, tuple(Unread(rows[each.rows], each.problem) for each in rest.unread))


def _outside(numbers: NDArray[Any], least: int, most: int, there: Flags | None) -> Flags:
    found: Flags = (numbers < least) | (numbers > most)
    return found if there is None else found | ~there
