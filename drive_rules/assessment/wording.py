"""Codes and tests as the words that people read; the other way is ``language``'s.

An interval that says nothing is ``don't know``; one that says something is never printed as its low
end.  A reference is only ever ``known``: keys stay out of sentences.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

from drive_rules.ir import (
    NO_LIMIT,
    Condition,
    Constant,
    Length,
    Operand,
    Ruleset,
    Setting,
    Test,
    Type,
    Until,
)
from drive_rules.language.phrases import Phrases
from drive_rules.language.sentences import condition_in_words, test_in_words, the
from drive_rules.language.values import DONT_KNOW, words_of, words_of_length

YES_NO = Type("yes or no", 0, 1)
BANK_HOLIDAYS = "bank holidays"
NUMBER = Type("number", -NO_LIMIT, NO_LIMIT)


def value_words(kind: Type, low: int, high: int) -> str:
    """What is known, in words: a value, ``N to M``, ``N or more``, or ``don't know``."""
    if low == high:
        return code_words(kind, low)
    first, last = _ends(kind)
    if (low <= first and high >= last) or not kind.ordered or kind.name in ("reference", "text"):
        return DONT_KNOW
    if high >= last and kind.name in ("number", "date"):
        return f"{code_words(kind, low)} or {'later' if kind.name == 'date' else 'more'}"
    if low <= first and kind.name in ("number", "date"):
        return f"{code_words(kind, high)} or {'earlier' if kind.name == 'date' else 'less'}"
    return f"{code_words(kind, low)} to {code_words(kind, high)}"


def derived_words(kind: Type, low: int, high: int) -> str:
    """What is known of something that rules give: its ends, where it is not settled."""
    if low == high or kind.name not in ("choice", "length of time", "yes or no"):
        return value_words(kind, low, high)
    if kind.name == "yes or no":
        return "cannot tell"
    if not kind.ordered:
        return f"any of {', '.join(kind.values)}"
    return f"{code_words(kind, low)} to {code_words(kind, high)}"


def code_words(kind: Type, code: int) -> str:
    """One value in words, save what a reference or a text holds."""
    return "known" if kind.name in ("reference", "text") else words_of(kind, code)


def in_force(setting: Setting, as_of: date) -> Operand | tuple[str, ...] | tuple[date, ...]:
    """The value of a setting in force on a day; before any is, the first."""
    begun = [dated for dated in setting.values if dated.since is None or dated.since <= as_of]
    return begun[-1].value if begun else setting.values[0].value


def bank_holidays(ruleset: Ruleset, as_of: date) -> frozenset[date]:
    """The bank holidays that a ruleset lists on a day."""
    setting = ruleset.settings.get(BANK_HOLIDAYS)
    days = in_force(setting, as_of) if setting else ()
    return frozenset(day for day in days if isinstance(day, date)) if isinstance(days, tuple) else frozenset()


def _ends(kind: Type) -> tuple[int, int]:
    """Between which ends a value of this type says nothing."""
    match kind.name:
        case "yes or no" | "text":
            return (0, 1)
        case "number" | "date" | "reference":
            return (kind.low, kind.high)
        case "choice":
            return (0, len(kind.values) - 1)
        case "length of time":
            return (0, len(kind.lengths) - 1)
        case name:
            assert_never(name)


class Wording:
    """Tests and conditions of one ruleset as sentences, with settings as they stand on a day."""

    def __init__(self, ruleset: Ruleset, as_of: date) -> None:
        self._ruleset = ruleset
        self._as_of = as_of
        self._phrases = Phrases.of(ruleset, self._refer)

    def condition(self, condition: Condition) -> str:
        """All of ``all_of`` and one of ``any_of``, in one sentence."""
        return condition_in_words(self._phrases, condition)

    def until(self, until: Until) -> str:
        """One way out of a block."""
        return " and ".join([*(f"{name} (done)" for name in until.actions), *map(self.test, until.tests)])

    def test(self, test: Test) -> str:
        """One line under ``when``: ``the DASH score is at least 14``."""
        return test_in_words(self._phrases, test)

    def operand(self, name: str, operand: Operand) -> str:
        """What ``name`` is held against or given; a setting with its value."""
        return self._phrases.operand(name, operand)

    def _refer(self, name: str) -> str:
        setting = self._ruleset.settings.get(name)
        value = in_force(setting, self._as_of) if setting else ()
        if setting is None or isinstance(value, tuple):
            return the(name)
        words = words_of_length(value) if isinstance(value, Length) else self._code(setting, value)
        return f"{the(name)} ({words})"

    @staticmethod
    def _code(setting: Setting, value: Operand) -> str:
        return code_words(setting.type, value.code) if isinstance(value, Constant) else ""
