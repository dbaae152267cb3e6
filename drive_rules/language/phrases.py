"""Tests, dues and values back to the words of rule files.

``Phrases`` knows the types of a ruleset's names and gives, for each part of the IR, the words that
``read_ruleset`` reads as that part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from drive_rules import ir
from drive_rules.language.operands import PERCENT
from drive_rules.language.typed import types_of
from drive_rules.language.values import SAME_DAY, without_the, words_of, words_of_interval, words_of_length


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of one ruleset; ``refer`` says how a name or a setting is spoken of.

    ``counts`` are the names of how many there are of something.
    """

    types: dict[str, ir.Type]
    shares: frozenset[str]
    refer: Callable[[str], str] = str
    counts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, ruleset: ir.Ruleset, refer: Callable[[str], str] = str) -> Phrases:
        """The words of this ruleset."""
        shares = (measure.name for measure in ruleset.measures.values() if measure.operation == "share")
        counts = (measure.name for measure in ruleset.measures.values() if measure.operation == "count")
        return cls(types_of(ruleset), frozenset(shares), refer, frozenset(counts))

    def value(self, name: str, code: int) -> str:
        """The words of a code of this name's type."""
        return f"{words_of(PERCENT, code)}%" if name in self.shares else words_of(self.types[name], code)

    def interval(self, name: str, low: int, high: int) -> str:
        """The words of what an example gives for this name."""
        return words_of_interval(self.types[name], low, high)

    def operand(self, name: str, operand: ir.Operand) -> str:
        """The words of what this name is held against."""
        match operand:
            case ir.Constant(code=code):
                return self.value(name, code)
            case ir.SettingRef(setting=other) | ir.NameRef(name=other):
                return self.refer(other)
            case ir.Length():
                return words_of_length(operand)
            case _:
                assert_never(operand)

    def right(self, test: ir.Test) -> str:
        """The words of a test on the right of the colon, save a list of values alone."""
        words = self._form(test)
        return f"{words} and {self.right(test.also)}" if test.also is not None else words

    def _form(self, test: ir.Test) -> str:
        operands = [self.operand(test.name, operand) for operand in test.operands]
        match test.form:
            case "within the last" | "within the next":
                return f"{test.form} {without_the(operands[0])}"
            case "is":
                return operands[0] if len(operands) == 1 else f"[{', '.join(operands)}]"
            case "is not":
                return "not " + (operands[0] if len(operands) == 1 else f"[{', '.join(operands)}]")
            case "known" | "not known":
                return test.form
            case "between":
                return f"between {operands[0]} and {operands[1]}"
            case "more than ago":
                return f"more than {operands[0]} ago"
            case "within after":
                return f"within {operands[0]} after {operands[1]}"
            case _:
                return f"{test.form} {operands[0]}"

    def length(self, length: ir.Length | ir.SettingRef | ir.NameRef) -> str:
        """The words of a length of time, or of what stands for one."""
        match length:
            case ir.Length():
                return words_of_length(length)
            case ir.SettingRef(setting=name) | ir.NameRef(name=name):
                return name
            case _:
                assert_never(length)

    def due(self, due: ir.Due) -> str:
        """The words of when a duty is due."""
        if due.before is not None:
            return f"{self._referred(due.within)} before {self.refer(due.before)}"
        if due.of is not None:
            return f"within {self._referred(due.within)} of {self.refer(due.of)}"
        return self.period(due.within)

    def period(self, length: ir.Length | ir.SettingRef | ir.NameRef) -> str:
        """``the same day``, or ``within`` a length of time."""
        return self.length(length) if length == SAME_DAY else f"within {self._referred(length)}"

    def _referred(self, length: ir.Length | ir.SettingRef | ir.NameRef) -> str:
        words = self.length(length)
        return words if isinstance(length, ir.Length) else self.refer(words)

    def conclusion(self, conclusion: ir.Conclusion, take: ir.Take) -> str:
        """The words of what a rule concludes."""
        words = self.operand(conclusion.decision, conclusion.value)
        return f"add {words}" if take == "total" else words
