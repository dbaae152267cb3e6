"""Days and lengths of time: pure arithmetic over day numbers, with no clock.

Months and years clamp to the month's end.  A working day is Monday to Friday save the dates of the
list setting ``bank holidays``; ``beyond_bank_holidays`` says where that list no longer reaches.  The
ends of the calendar, *long ago* and *far ahead*, stay where they are.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date
from typing import assert_never

from drive_rules.ir import FAR_AHEAD, LONG_AGO, Dated, Length, Operand, Ruleset, Setting

BANK_HOLIDAYS = "bank holidays"
SATURDAY = 5
LAST_YEAR = date.fromordinal(FAR_AHEAD).year


def shift(day: int, length: Length, sign: int = 1, bank_holidays: Collection[int] = ()) -> int:
    """``day`` and ``length`` later, or earlier where ``sign`` is -1; never outside the calendar."""
    if not LONG_AGO < day < FAR_AHEAD:
        return day
    amount = sign * length.amount
    match length.unit:
        case "days":
            moved = day + amount
        case "weeks":
            moved = day + 7 * amount
        case "months":
            moved = _months_on(day, amount)
        case "years":
            moved = _months_on(day, 12 * amount)
        case "working days":
            moved = _working_days_on(day, amount, bank_holidays)
        case unit:
            assert_never(unit)
    return min(max(moved, LONG_AGO + 1), FAR_AHEAD - 1)


def in_force(setting: Setting, as_of: date) -> Operand | tuple[str, ...] | tuple[date, ...]:
    """The value of a setting in force on a day; before any is, the first."""
    return _begun(setting, as_of)[-1].value


def bank_holidays(ruleset: Ruleset, as_of: date) -> frozenset[int]:
    """The day numbers of the bank holidays that the ruleset lists; none where it lists none."""
    setting = ruleset.settings.get(BANK_HOLIDAYS)
    days = in_force(setting, as_of) if setting else ()
    if not isinstance(days, tuple):
        return frozenset()
    return frozenset(day.toordinal() for day in days if isinstance(day, date))


def beyond_bank_holidays(day: int, holidays: Collection[int]) -> bool:
    """Whether working days counted up to ``day`` reach beyond the last year of the bank holidays listed."""
    if not LONG_AGO < day < FAR_AHEAD:
        return False
    return not holidays or date.fromordinal(day).year > date.fromordinal(max(holidays)).year


def long_words(day: date) -> str:
    """``1 November 2026``."""
    return f"{day.day} {day:%B} {day.year}"


def length_words(length: Length) -> str:
    """``2 working days``; ``the same day`` for none."""
    if not length.amount:
        return "the same day"
    unit = length.unit.removesuffix("s") if length.amount == 1 else length.unit
    return f"{length.amount} {unit}"


def _begun(setting: Setting, as_of: date) -> tuple[Dated, ...]:
    begun = tuple(dated for dated in setting.values if dated.since is None or dated.since <= as_of)
    return begun or setting.values[:1]


def _months_on(day: int, months: int) -> int:
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= LAST_YEAR:
        return LONG_AGO if year < 1 else FAR_AHEAD
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).toordinal()


def _working_days_on(day: int, amount: int, bank_holidays: Collection[int]) -> int:
    step = 1 if amount > 0 else -1
    left = abs(amount)
    while left and LONG_AGO < day < FAR_AHEAD:
        day += step
        left -= date.fromordinal(day).weekday() < SATURDAY and day not in bank_holidays
    return day
