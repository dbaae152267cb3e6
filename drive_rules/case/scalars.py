"""One scalar of a case against a fact's type: what it says in plain words, and its ends as codes.

The words come out the same however they were written, so that a case reads back as the same case.
What cannot be read comes back as a problem without a place, which never repeats what was sent.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from drive_rules.case.evidence import folded
from drive_rules.ir import SCALE, Type
from drive_rules.language.codes import Code
from drive_rules.language.values import Trouble, read_value, words_of, words_of_interval
from drive_rules.problems import Problem

Said = tuple[str | int | float, int, int]
"""The words, the lowest and the highest code."""

DONT_KNOW = "don't know"
NOT_APPLICABLE = "n/a"
UNKNOWN = frozenset({"", "don't know", "dont know", "dk", "unknown", "not known", "refused"})
ANSWERS: dict[str, Said] = {
    **dict.fromkeys(("yes", "y", "true", "1"), ("yes", 1, 1)),
    **dict.fromkeys(("no", "n", "false", "0"), ("no", 0, 0)),
    **dict.fromkeys(("n/a", "na", "not applicable"), (NOT_APPLICABLE, 0, 0)),
    **dict.fromkeys(UNKNOWN, (DONT_KNOW, 0, 1)),
    "refused": ("refused", 0, 1),
}
"""What may be answered to a yes-or-no question; *not applicable* answers it, and scores nothing."""

_ANSWER_WORDS = "write yes, no, don't know, refused or n/a"
_ALWAYS_APPLIES = Problem(
    "DR505",
    "this always applies, so not applicable is no answer to it",
    "write yes, no, don't know or refused",
)


def read_scalar(kind: Type, value: Any) -> Said | Problem:
    """What is said in plain words, and its ends; the words come out the same however it was written."""
    words = " ".join(words_of_scalar(value).replace("\u2019", "'").split())
    if kind.name == "yes or no":
        return _answer(kind, words)
    if isinstance(value, bool):
        return Problem("DR503", "a yes or no does not answer this", _allowed(kind) or "give its value")
    read = read_value(kind, _known_word(kind, words))
    if not isinstance(read, Trouble):
        return _plain(kind, *read), *read
    if folded(words) in UNKNOWN:
        return "refused" if folded(words) == "refused" else DONT_KNOW, kind.low, kind.high
    return Problem(_PROBLEMS[read.code == Code.RANGE, kind.name], read.what, _allowed(kind) or read.fix)


def _answer(kind: Type, words: str) -> Said | Problem:
    said = ANSWERS.get(words.casefold())
    if said is not None and said[0] == NOT_APPLICABLE and kind.always_applies:
        return _ALWAYS_APPLIES
    return said or Problem("DR505", "not an answer to a yes-or-no question", _ANSWER_WORDS)


_PROBLEMS: dict[tuple[bool, str], str] = {
    **{(True, name): "DR504" for name in ("number", "date", "choice", "length of time")},
    (False, "number"): "DR503",
    (False, "date"): "DR506",
    (False, "choice"): "DR505",
    (False, "length of time"): "DR505",
}


def _known_word(kind: Type, words: str) -> str:
    """The words as the ruleset writes them, where they differ in letters only."""
    if kind.name != "choice" or words in kind.values:
        return words
    return next((value for value in kind.values if folded(value) == folded(words)), words)


def _allowed(kind: Type) -> str:
    if not kind.values and not kind.lengths:
        return ""
    return (
        f"write one of: {', '.join(words_of(kind, code) for code in range(len(kind.values or kind.lengths)))}"
    )


def _plain(kind: Type, low: int, high: int) -> str | int | float:
    """The value as plain data says it: a number, an ISO day, a word, or both ends of a range."""
    if (low, high) == (kind.low, kind.high) and low != high:
        return DONT_KNOW
    if kind.name == "number" and low == high:
        return low // SCALE if low % SCALE == 0 else low / SCALE
    if kind.name == "date":
        days = [dt.date.fromordinal(day).isoformat() for day in (low, high)]
        return days[0] if low == high else " to ".join(days)
    return words_of_interval(kind, low, high)


def words_of_scalar(value: Any) -> str:
    """A scalar of plain data as one would write it."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.date():
            return value.isoformat()
        case _:
            return _digits(Decimal(repr(value)) if isinstance(value, float) else Decimal(value))


def _digits(number: Decimal) -> str:
    """The number in digits; one that no fact could hold comes out as what no fact reads."""
    if not number.is_finite() or number.adjusted() > 15 or int(number.as_tuple().exponent) < -15:
        return "out of all bounds"
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
