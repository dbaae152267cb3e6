"""Codes and tests as the words that people read; the other way is ``language``'s.

An interval that says nothing is ``don't know``; one that says something is never printed as its low
end.  A reference is only ever ``known``: keys stay out of sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import assert_never

from drive_rules.ir import (
    NO_LIMIT,
    Condition,
    Constant,
    Length,
    NameRef,
    Operand,
    Ruleset,
    Setting,
    SettingRef,
    Test,
    Type,
    Until,
)
from drive_rules.language.values import DONT_KNOW, words_of, words_of_length

YES_NO = Type("yes or no", 0, 1)
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

    def __init__(self, ruleset: Ruleset, as_of: date, type_of: Callable[[str], Type]) -> None:
        self._ruleset = ruleset
        self._as_of = as_of
        self._type_of = type_of

    def condition(self, condition: Condition) -> str:
        """All of ``all_of`` and one of ``any_of``, in one sentence."""
        parts = [self.tests(condition.all_of)] if condition.all_of else []
        if condition.any_of:
            parts.append(" or ".join(self.tests(tests) for tests in condition.any_of))
        return "; ".join(parts)

    def tests(self, tests: Iterable[Test]) -> str:
        """Tests joined by *and*."""
        return " and ".join(self.test(test) for test in tests)

    def until(self, until: Until) -> str:
        """One way out of a block."""
        done = [f"{name} (done)" for name in until.actions]
        return " and ".join([*done, *([self.tests(until.tests)] if until.tests else [])])

    def test(self, test: Test) -> str:
        """One line under ``when``: ``DASH score: at least 14``."""
        words = f"{test.name}: {self._form(test)}"
        return f"{words} and {self._form(test.also)}" if test.also else words

    def _form(self, test: Test) -> str:
        said = [self.operand(operand, self._type_of(test.name)) for operand in test.operands]
        match test.form:
            case "is":
                return " or ".join(said)
            case "is not":
                return f"not {' or '.join(said)}"
            case "between":
                return f"between {said[0]} and {said[1]}"
            case "within after":
                return f"within {said[0]} after {said[1]}"
            case "more than ago":
                return f"more than {said[0]} ago"
            case "within the last" | "within the next":
                return f"{test.form} {said[0].removeprefix('the ')}"
            case form:
                return " ".join([form, *said])

    def operand(self, operand: Operand, kind: Type) -> str:
        """What a test holds a name against; a setting with its value."""
        match operand:
            case Constant(code):
                return code_words(kind, code)
            case NameRef(name):
                return f"the {name}"
            case Length():
                return words_of_length(operand)
            case SettingRef(setting):
                return self._setting(setting)
            case _:
                assert_never(operand)

    def _setting(self, name: str) -> str:
        setting = self._ruleset.settings[name]
        value = in_force(setting, self._as_of)
        if isinstance(value, tuple):
            return f"the {name}"
        return f"the {name} ({self.operand(value, setting.type)})"
