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
from drive_rules.caseload.arrays import (
    EPOCH,
    Array,
    Distinct,
    Positions,
    as_python,
    ends_of,
    ends_within,
    filled,
    halves_of,
    is_words,
    letters_of,
    present,
)
from drive_rules.engines.columnar.tables import Flags, Whole
from drive_rules.ir import ALWAYS_WHOLE, NEVER_WHOLE, NO_LIMIT, SCALE, Fact, Type
from drive_rules.problems import Problem

Ends = tuple[int, int]

_SAYS_NOTHING = UNKNOWN | {f"the {words}" for words in UNKNOWN}
_SAYS_SOMETHING = r"[^\s'\x{2019}dontkwheDONTKWHE\x{80}-\x{10FFFF}]"
"""What is neither in *don't know*, nor between or before its words: whoever writes it says more."""


_MEND = "mend the date, or assess as of that day or later"
SAID_LATE = Problem("DR507", "this was said after the day of the assessment", _MEND)
DATED_LATE = Problem("DR507", "this is dated after the day of the assessment", _MEND)


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


@dataclass(slots=True, repr=False)
class Reader:
    """Reads columns; what was read of a value is kept, for the same words come in many columns.

    ``latest`` is the last day, as an ordinal, on which anything can have been said or have happened.
    """

    latest: int = date.max.toordinal()
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
        return Read(*ends_of(array))
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
            halves = halves_of(array.cast(pa.decimal128(38, 3)))
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


def _held(reader: Reader, kind: Type, array: Array, values: Array, base: int = 0) -> Read:
    """Values that are codes less ``base``; what is null in them only is read by distinct values."""
    least, most = kind.low - base, kind.high - base
    if values.null_count == array.null_count and (ends := ends_within(values, least, most, base)):
        return Read(*ends)
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
