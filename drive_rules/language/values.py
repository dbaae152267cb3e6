"""Words of values to codes and back: numbers, days, lengths of time, words of a list.

``read_constant`` reads one exact value, as tests and settings need; ``read_value`` reads what a case
or an example may say besides: ``don't know``, ``13 to 15``, a month, a year, ``3 months ago``.  What
cannot be read comes back as a ``Trouble``, which never repeats the words that were sent.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import get_args

from drive_rules.ir import FAR_AHEAD, LONG_AGO, NO_LIMIT, SCALE, Length, Type, Unit
from drive_rules.language.codes import Code
from drive_rules.problems import did_you_mean

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DONT_KNOW = "don't know"
SAME_DAY = Length(0, "days")
FIRST_DAY, LAST_DAY = LONG_AGO + 1, FAR_AHEAD - 1
_OUTSIDE = {"long ago": LONG_AGO, "far ahead": FAR_AHEAD}
_UNITS: dict[str, Unit] = {unit: unit for unit in get_args(Unit)} | {
    unit[:-1]: unit for unit in get_args(Unit)
}
_ROUGH_DAYS: dict[Unit, Decimal] = {
    "days": Decimal(1),
    "working days": Decimal("1.4"),
    "weeks": Decimal(7),
    "months": Decimal("30.4"),
    "years": Decimal("365.25"),
}
_NUMBER = re.compile(r"-?\d{1,12}(\.\d+)?")
_LENGTH = re.compile(r"(\d{1,5}) (" + "|".join(sorted(_UNITS, key=len, reverse=True)) + ")")
_DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"([A-Z][a-z]+) (\d{4})")
_YEAR = re.compile(r"\d{4}")
_KEY = re.compile(r"reference (\d{1,9})")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why words are no value: never the words themselves."""

    code: Code
    what: str
    fix: str = ""


Interval = tuple[int, int]


def without_the(words: str) -> str:
    """The words less a leading ``the``."""
    return words[4:] if words.startswith("the ") else words


# -- numbers, days, lengths ------------------------------------------------------------------------


def read_number(words: str) -> int | None:
    """The number in thousandths, or None where these are no digits, or finer than that."""
    if not _NUMBER.fullmatch(words):
        return None
    code = Decimal(words) * SCALE
    return int(code) if code == int(code) and abs(code) <= NO_LIMIT else None


def words_of_number(code: int) -> str:
    """The number as one writes it, with as many decimals as it needs."""
    whole, part = divmod(abs(code), SCALE)
    decimals = f".{part:03d}".rstrip("0") if part else ""
    return f"{'-' if code < 0 else ''}{whole}{decimals}"


def read_date(words: str) -> date | None:
    """``1 June 2026`` or ``2026-06-01``."""
    found = _DAY.fullmatch(words)
    if found and found[2] in MONTHS:
        return _day(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
    found = _ISO_DAY.fullmatch(words)
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def words_of_date(day: date) -> str:
    """``1 June 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if FIRST_DAY <= found.toordinal() <= LAST_DAY else None


def _read_span_of_days(words: str) -> Interval | None:
    """A month or a year."""
    found = _MONTH.fullmatch(words)
    if found and found[1] in MONTHS:
        month = MONTHS.index(found[1]) + 1
        return _ends(_day(int(found[2]), month, 1), _last_of_month(int(found[2]), month))
    if _YEAR.fullmatch(words):
        return _ends(_day(int(words), 1, 1), _day(int(words), 12, 31))
    return None


def _last_of_month(year: int, month: int) -> date | None:
    return _day(year, month, monthrange(year, month)[1]) if year else None


def _ends(first: date | None, last: date | None) -> Interval | None:
    return (first.toordinal(), last.toordinal()) if first and last else None


def read_length(words: str) -> Length | None:
    """``12 months``, ``1 working day``, ``the same day``."""
    if without_the(words) == "same day":
        return SAME_DAY
    found = _LENGTH.fullmatch(words)
    return Length(int(found[1]), _UNITS[found[2]]) if found else None


def words_of_length(length: Length) -> str:
    """``12 months``, ``1 working day``, ``the same day``."""
    if length == SAME_DAY:
        return "the same day"
    return f"{length.amount} {length.unit[:-1] if length.amount == 1 else length.unit}"


def rough_days(length: Length) -> Decimal:
    """About how many days: to tell a shorter length from a longer one."""
    return length.amount * _ROUGH_DAYS[length.unit]


def shift(day: int, length: Length, sign: int, holidays: Collection[date] = ()) -> int:
    """The day so much later (``sign`` 1) or earlier (-1); months clamp to the month's end."""
    if not FIRST_DAY <= day <= LAST_DAY:
        return day
    match length.unit:
        case "days":
            moved = day + sign * length.amount
        case "weeks":
            moved = day + sign * 7 * length.amount
        case "months":
            moved = _shift_months(day, sign * length.amount)
        case "years":
            moved = _shift_months(day, sign * 12 * length.amount)
        case "working days":
            moved = _shift_working_days(day, length.amount, sign, holidays)
    return max(FIRST_DAY, min(LAST_DAY, moved))


def _shift_months(day: int, months: int) -> int:
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1900 <= year <= 2199:
        return FIRST_DAY if months < 0 else LAST_DAY
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).toordinal()


def _shift_working_days(day: int, amount: int, sign: int, holidays: Collection[date]) -> int:
    while amount and FIRST_DAY <= day <= LAST_DAY:
        day += sign
        there = date.fromordinal(day)
        amount -= there.weekday() < 5 and there not in holidays
    return day


# -- one exact value -------------------------------------------------------------------------------


def read_constant(kind: Type, words: str) -> int | Trouble:
    """The code of one exact value of this type."""
    match kind.name:
        case "yes or no":
            return _read_yes(words)
        case "number":
            return _read_exact_number(kind, words)
        case "date":
            return _read_day(kind, words)
        case "choice":
            return _read_choice(kind, words)
        case "length of time":
            return _read_length_of(kind, words)
        case "reference":
            return _read_key(words)
        case "text":
            return 1


def _read_yes(words: str) -> int | Trouble:
    if words in ("yes", "no"):
        return int(words == "yes")
    return Trouble(Code.VALUE, "not yes or no", "write `yes`, `no` or, in a case or an example, `don't know`")


def _read_exact_number(kind: Type, words: str) -> int | Trouble:
    code = read_number(words)
    if code is None:
        return Trouble(Code.VALUE, "not a number", "write digits, such as `14` or `24.5`")
    if code % 10 ** (3 - kind.decimals):
        fix = (
            "write a whole number" if not kind.decimals else f"write {kind.decimals} after the point at most"
        )
        return Trouble(Code.RANGE, "finer than this number is kept", fix)
    return _in_range(kind, code)


def _in_range(kind: Type, code: int) -> int | Trouble:
    if kind.low <= code <= kind.high:
        return code
    low, high = words_of(kind, kind.low), words_of(kind, kind.high)
    return Trouble(Code.RANGE, "outside the range", f"write a value from {low} to {high}")


def _read_day(kind: Type, words: str) -> int | Trouble:
    if words in _OUTSIDE and kind.low <= _OUTSIDE[words] <= kind.high:
        return _OUTSIDE[words]
    day = read_date(words)
    if day is None:
        return Trouble(Code.VALUE, "not a day", "write it as `1 June 2026`")
    return _in_range(kind, day.toordinal())


def _read_choice(kind: Type, words: str) -> int | Trouble:
    bare = without_the(words)
    for code, value in enumerate(kind.values):
        if without_the(value) == bare:
            return code
    known = ", ".join(kind.values)
    return Trouble(
        Code.VALUE, "not one of its values", did_you_mean(words, kind.values, f"its values: {known}")
    )


def _read_length_of(kind: Type, words: str) -> int | Trouble:
    length = read_length(words)
    if length is None:
        return Trouble(Code.VALUE, "not a length of time", "write it as `12 months` or `2 working days`")
    if length in kind.lengths:
        return kind.lengths.index(length)
    known = ", ".join(words_of_length(each) for each in kind.lengths)
    return Trouble(Code.VALUE, "not one of its lengths of time", f"its lengths: {known}")


def _read_key(words: str) -> int | Trouble:
    found = _KEY.fullmatch(words)
    return int(found[1]) if found else Trouble(Code.VALUE, "not a reference", "write it as `reference 1`")


# -- what a case or an example may say -------------------------------------------------------------


def read_value(kind: Type, words: str, today: date | None = None) -> Interval | Trouble:
    """The ends of what the words say: a value, a range, a month or year, or ``don't know``."""
    if words == DONT_KNOW:
        return (kind.low, kind.high)
    exact = read_constant(kind, words)
    if not isinstance(exact, Trouble):
        return (exact, exact)
    if kind.name == "date":
        loose = _read_loose_day(kind, words, today)
        if loose is not None:
            return loose
    if " to " in words and _can_range(kind):
        return _read_range(kind, words, today)
    return exact


def _can_range(kind: Type) -> bool:
    return kind.ordered and kind.name in ("number", "date", "choice", "length of time")


def _read_loose_day(kind: Type, words: str, today: date | None) -> Interval | Trouble | None:
    days = _read_span_of_days(words)
    if days is None and today is not None:
        days = _read_from_today(words, today)
    if days is None:
        return None
    low, high = max(days[0], kind.low), min(days[1], kind.high)
    return (
        (low, high)
        if low <= high
        else Trouble(Code.RANGE, "outside the range", "write a later or earlier day")
    )


def _read_from_today(words: str, today: date) -> Interval | None:
    sign, length = 1, None
    if words == "today":
        length = SAME_DAY
    elif words.endswith(" ago"):
        sign, length = -1, read_length(words[:-4])
    elif words.startswith("in "):
        length = read_length(words[3:])
    if length is None:
        return None
    day = shift(today.toordinal(), length, sign)
    return (day, day)


def _read_range(kind: Type, words: str, today: date | None) -> Interval | Trouble:
    left, _, right = words.partition(" to ")
    low, high = read_value(kind, left, today), read_value(kind, right, today)
    if isinstance(low, Trouble):
        return low
    if isinstance(high, Trouble):
        return high
    if low[0] > high[1]:
        return Trouble(Code.VALUE, "a range from high to low", "write the lower end first")
    return (low[0], high[1])


# -- codes to words --------------------------------------------------------------------------------


def words_of(kind: Type, code: int) -> str:
    """The words of one code of this type."""
    match kind.name:
        case "yes or no":
            return "yes" if code else "no"
        case "number":
            return words_of_number(code)
        case "date":
            return _words_of_day(code)
        case "choice":
            return kind.values[code]
        case "length of time":
            return words_of_length(kind.lengths[code])
        case "reference":
            return f"reference {code}"
        case "text":
            return "something"


def _words_of_day(code: int) -> str:
    for words, outside in _OUTSIDE.items():
        if code == outside:
            return words
    return words_of_date(date.fromordinal(code))


def words_of_interval(kind: Type, low: int, high: int) -> str:
    """The words of an interval: a value, ``a to b``, or ``don't know``."""
    if low == high and not (kind.name == "text" and low == 0):
        return words_of(kind, low)
    if (low, high) == (kind.low, kind.high) or not _can_range(kind):
        return DONT_KNOW
    return f"{words_of(kind, low)} to {words_of(kind, high)}"
