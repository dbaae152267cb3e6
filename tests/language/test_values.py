"""The words of values: numbers, days, lengths of time, and what a case may leave open."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drive_rules.ir import FAR_AHEAD, LONG_AGO, SCALE, Length, Type
from drive_rules.language.codes import Code
from drive_rules.language.values import (
    FIRST_DAY,
    LAST_DAY,
    Trouble,
    read_constant,
    read_date,
    read_length,
    read_number,
    read_value,
    rough_days,
    shift,
    words_of,
    words_of_date,
    words_of_interval,
    words_of_length,
    words_of_number,
)

TODAY = date(2026, 6, 1)
DATE = Type("date", FIRST_DAY, LAST_DAY)
ANY_DATE = Type("date", LONG_AGO, FAR_AHEAD)
WHOLE = Type("number", 0, 24 * SCALE)
LEVEL = Type("choice", 0, 2, ("standard", "medium", "high"))
PLACE = Type("choice", 0, 1, ("the victim-survivor's", "elsewhere"), ordered=False)
SOON = Type("length of time", 0, 1, ("the same day", "5 days"), (Length(0, "days"), Length(5, "days")))


def day(year: int, month: int, day_of_month: int) -> int:
    return date(year, month, day_of_month).toordinal()


@pytest.mark.parametrize(
    ("kind", "words", "ends"),
    [
        (WHOLE, "14", (14000, 14000)),
        (WHOLE, "13 to 15", (13000, 15000)),
        (WHOLE, "don't know", (0, 24000)),
        (LEVEL, "medium", (1, 1)),
        (LEVEL, "medium to high", (1, 2)),
        (PLACE, "victim-survivor's", (0, 0)),
        (PLACE, "the victim-survivor's", (0, 0)),
        (SOON, "same day", (0, 0)),
        (SOON, "the same day to 5 days", (0, 1)),
        (DATE, "1 June 2026", (day(2026, 6, 1),) * 2),
        (DATE, "2026-06-01", (day(2026, 6, 1),) * 2),
        (DATE, "February 2028", (day(2028, 2, 1), day(2028, 2, 29))),
        (DATE, "2025", (day(2025, 1, 1), day(2025, 12, 31))),
        (DATE, "March 2026 to 3 May 2026", (day(2026, 3, 1), day(2026, 5, 3))),
        (DATE, "3 months ago", (day(2026, 3, 1),) * 2),
        (DATE, "in 1 working day", (day(2026, 6, 2),) * 2),
        (DATE, "today", (day(2026, 6, 1),) * 2),
        (ANY_DATE, "long ago", (LONG_AGO,) * 2),
        (ANY_DATE, "far ahead", (FAR_AHEAD,) * 2),
        (Type("yes or no", 0, 1), "no", (0, 0)),
    ],
)
def test_what_words_say(kind: Type, words: str, ends: tuple[int, int]) -> None:
    assert read_value(kind, words, TODAY) == ends


@pytest.mark.parametrize(
    ("kind", "words", "code"),
    [
        (WHOLE, "many", Code.VALUE),
        (WHOLE, "1,000", Code.VALUE),
        (WHOLE, "25", Code.RANGE),
        (WHOLE, "13.5", Code.RANGE),
        (WHOLE, "15 to 13", Code.VALUE),
        (WHOLE, "1e3", Code.VALUE),
        (WHOLE, "0.0001", Code.VALUE),
        (LEVEL, "severe", Code.VALUE),
        (PLACE, "elsewhere to the victim-survivor's", Code.VALUE),
        (SOON, "6 days", Code.VALUE),
        (DATE, "31 June 2026", Code.VALUE),
        (DATE, "1 Jun 2026", Code.VALUE),
        (DATE, "long ago", Code.VALUE),
        (DATE, "1 January 1850", Code.VALUE),
        (Type("yes or no", 0, 1), "true", Code.VALUE),
        (Type("yes or no", 0, 1), "no to yes", Code.VALUE),
        (Type("date", day(2026, 1, 1), LAST_DAY), "2025", Code.RANGE),
    ],
)
def test_what_words_do_not_say(kind: Type, words: str, code: Code) -> None:
    found = read_value(kind, words, TODAY)
    assert isinstance(found, Trouble)
    assert found.code == code
    assert found.fix
    assert words not in found.what


def test_days_from_today_need_a_today() -> None:
    assert isinstance(read_value(DATE, "3 months ago"), Trouble)


@given(st.integers(-(10**12), 10**12))
def test_numbers_there_and_back(code: int) -> None:
    assert read_number(words_of_number(code)) == code


@given(st.integers(FIRST_DAY, LAST_DAY))
def test_days_there_and_back(code: int) -> None:
    assert read_date(words_of_date(date.fromordinal(code))) == date.fromordinal(code)
    assert read_date(date.fromordinal(code).isoformat()) == date.fromordinal(code)


lengths = st.builds(
    Length, st.integers(0, 999), st.sampled_from(["days", "working days", "weeks", "months", "years"])
)


@given(lengths)
def test_lengths_there_and_back(length: Length) -> None:
    assert read_length(words_of_length(length)) == length


@given(st.sampled_from([WHOLE, LEVEL, SOON, DATE, ANY_DATE]), st.data())
def test_intervals_there_and_back(kind: Type, data: st.DataObject) -> None:
    step = SCALE if kind.name == "number" else 1
    low = data.draw(st.integers(kind.low // step, kind.high // step)) * step
    high = data.draw(st.integers(low // step, kind.high // step)) * step
    assert read_value(kind, words_of_interval(kind, low, high)) == (low, high)


@given(st.sampled_from([WHOLE, LEVEL, PLACE, SOON, DATE]), st.text(max_size=30))
def test_any_words_are_read_or_refused(kind: Type, words: str) -> None:
    found = read_value(kind, words, TODAY)
    if isinstance(found, tuple):
        assert kind.low <= found[0] <= found[1] <= kind.high


# -- days moved by lengths -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "length", "sign", "end"),
    [
        (date(2026, 1, 31), Length(1, "months"), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), Length(1, "months"), 1, date(2028, 2, 29)),
        (date(2026, 3, 31), Length(1, "months"), -1, date(2026, 2, 28)),
        (date(2028, 2, 29), Length(1, "years"), 1, date(2029, 2, 28)),
        (date(2026, 6, 5), Length(1, "working days"), 1, date(2026, 6, 8)),
        (date(2026, 6, 6), Length(0, "working days"), 1, date(2026, 6, 6)),
        (date(2026, 6, 6), Length(1, "working days"), 1, date(2026, 6, 8)),
        (date(2026, 6, 8), Length(1, "working days"), -1, date(2026, 6, 5)),
        (date(2026, 6, 1), Length(2, "weeks"), -1, date(2026, 5, 18)),
    ],
)
def test_shift(start: date, length: Length, sign: int, end: date) -> None:
    assert shift(start.toordinal(), length, sign) == end.toordinal()


def test_bank_holidays_are_not_worked() -> None:
    holidays = {date(2026, 12, 25), date(2026, 12, 28)}
    assert shift(day(2026, 12, 24), Length(1, "working days"), 1, holidays) == day(2026, 12, 29)


def test_long_ago_and_far_ahead_stay() -> None:
    assert shift(LONG_AGO, Length(1, "years"), 1) == LONG_AGO
    assert shift(FAR_AHEAD, Length(1, "days"), -1) == FAR_AHEAD


@given(st.integers(FIRST_DAY, LAST_DAY), lengths, st.sampled_from([1, -1]))
def test_shift_stays_in_range_and_never_turns_back(start: int, length: Length, sign: int) -> None:
    end = shift(start, length, sign)
    assert FIRST_DAY <= end <= LAST_DAY
    assert (end - start) * sign >= 0


def test_longer_is_longer() -> None:
    in_order = [
        Length(1, "days"),
        Length(1, "weeks"),
        Length(6, "working days"),
        Length(1, "months"),
        Length(1, "years"),
    ]
    assert in_order == sorted(in_order, key=rough_days)


def test_constants_have_words() -> None:
    assert words_of(Type("reference", 0, 9, ordered=False), 3) == "reference 3"
    assert read_constant(Type("reference", 0, 9, ordered=False), "reference 3") == 3
