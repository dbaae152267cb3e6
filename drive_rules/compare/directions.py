"""What one answer is in words, and which way it goes from the old answer to the new one.

An answer is two ends, each a code.  Of a decision they are the interval, codes those of the new ruleset's
words; of a duty the strongest word (1 may, 2 should, 3 must) that certainly stands and that may stand; of
all else no and yes.  A decision that takes the highest of what rules give errs on the side of the highest,
one that takes the lowest on that of the lowest; of others nobody says which side is the careful one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, assert_never

from drive_rules import ir
from drive_rules.compare.questions import Question
from drive_rules.language.values import DONT_KNOW, words_of, words_of_interval

Answer = tuple[int, int]
Caution = Literal["more cautious", "less cautious", ""]
_LEVELS = ("choice", "number", "length of time")
TORN: Answer = (-1, -1)
"""Rules that certainly apply give different answers where only one can be."""
ABSENT: Answer = (-2, -2)
"""The ruleset has no such decision."""
WORDS = ("not called for", "may", "should", "must")


@dataclass(frozen=True, slots=True)
class Way:
    """How an answer goes: in words, and, where somebody says which side is careful, whether it errs there."""

    words: str
    caution: Caution = ""


@dataclass(frozen=True, slots=True)
class Directions:
    """The answers to one question in two rulesets; of a decision, what either takes it for."""

    question: Question
    before: ir.Decision | None = None
    after: ir.Decision | None = None

    @classmethod
    def of(cls, question: Question, old: ir.Ruleset, new: ir.Ruleset) -> Directions:
        """The directions of a question."""
        if question.asked != "decision":
            return cls(question)
        return cls(question, old.decisions.get(question.name), new.decisions.get(question.name))

    @property
    def same_words(self) -> bool:
        """Whether a code stands for the same word in both."""
        before, after = self.before, self.after
        return before is None or after is None or before.type == after.type

    @property
    def take(self) -> ir.Take | None:
        """What both take where rules give several answers."""
        takes = {each.take for each in (self.before, self.after) if each}
        return takes.pop() if len(takes) == 1 else None

    def same(self, old: Answer, new: Answer) -> bool:
        """Whether two answers are one, said in whichever words."""
        return old == new if self.same_words else self.old_words(old) == self.new_words(new)

    # -- words -----------------------------------------------------------------------------------

    def old_words(self, answer: Answer) -> str:
        """An answer of the old ruleset for people; doubt is always said."""
        return self._words(answer, self.before)

    def new_words(self, answer: Answer) -> str:
        """An answer of the new ruleset for people; doubt is always said."""
        return self._words(answer, self.after)

    def _words(self, answer: Answer, decision: ir.Decision | None) -> str:
        low, high = answer
        match self.question.asked:
            case "decision":
                return _decided(answer, decision.type if decision else None)
            case "called for" | "how":
                if low == high:
                    return WORDS[low]
                return f"{WORDS[low]}, and {WORDS[high]} in doubt" if low else f"{WORDS[high]}, in doubt"
            case "blocked" | "available":
                said = self.question.asked
                return said if low else f"{said}, in doubt" if high else f"not {said}"
            case "find out":
                return "to be found out" if high else "nothing to find out"
            case _:
                assert_never(self.question.asked)

    # -- ways ------------------------------------------------------------------------------------

    def way(self, old: Answer, new: Answer) -> Way:
        """Which way it goes from one answer to another that is not the same."""
        match self.question.asked:
            case "decision":
                return self._decision(old, new)
            case "called for" | "how":
                return self._duty(old, new)
            case "blocked":
                return _yes_or_no(old, new, ("block starts", "block stops"), safe=1)
            case "available":
                return _yes_or_no(old, new, ("becomes available", "is no longer available"), safe=0)
            case "find out":
                return Way("is now to be found out" if new[1] else "is no longer to be found out")
            case _:
                assert_never(self.question.asked)

    def _decision(self, old: Answer, new: Answer) -> Way:
        if ABSENT in (old, new):
            return Way("new decision" if old == ABSENT else "decision taken away")
        if TORN in (old, new):
            return Way("two answers at once, now" if new == TORN else "no longer two answers at once")
        caution = self._caution(old, new)
        before, after = old[0] == old[1], new[0] == new[1]
        if before and not after:
            return Way("newly in doubt", caution)
        if after and not before:
            return Way("newly settled", caution)
        if caution:
            return Way(caution, caution)
        if self._ordered and self.take == "total":
            if old[0] <= new[0] and old[1] <= new[1]:
                return Way("higher")
            if old[0] >= new[0] and old[1] >= new[1]:
                return Way("lower")
        return Way("another answer")

    def _caution(self, old: Answer, new: Answer) -> Caution:
        """By the end that governs while it is in doubt; of a yes or no nobody says which is careful."""
        if not self._ordered:
            return ""
        if self.take == "highest" and old[1] != new[1]:
            return "more cautious" if new[1] > old[1] else "less cautious"
        if self.take == "lowest" and old[0] != new[0]:
            return "more cautious" if new[0] < old[0] else "less cautious"
        return ""

    @property
    def _ordered(self) -> bool:
        held = self.after or self.before
        return self.same_words and held is not None and held.type.ordered and held.type.name in _LEVELS

    @staticmethod
    def _duty(old: Answer, new: Answer) -> Way:
        if old[1] != new[1]:
            fewer = "duty stops" if not new[1] else "duty gets weaker"
            more = "duty starts" if not old[1] else "duty gets stronger"
            # What must be done no longer must: of what should or may, nobody says which side is careful.
            caution: Caution = "less cautious" if old[1] == 3 else "more cautious" if new[1] == 3 else ""
            return Way(more if new[1] > old[1] else fewer, caution)
        return Way("newly in doubt" if new[0] < old[0] else "newly settled")


def _yes_or_no(old: Answer, new: Answer, words: tuple[str, str], safe: Literal[0, 1]) -> Way:
    """Of a yes or no that stands in doubt too; ``safe`` says that yes is the careful side, or none is."""
    if old[1] != new[1]:
        cautions: tuple[Caution, Caution] = ("more cautious", "less cautious")
        place = 0 if new[1] > old[1] else 1
        return Way(words[place], cautions[place] if safe else "")
    return Way("newly in doubt" if new[0] < old[0] else "newly settled")


def _decided(answer: Answer, type_: ir.Type | None) -> str:
    if answer == TORN:
        return "two answers at once"
    if answer == ABSENT or type_ is None:
        return "no such decision"
    low, high = answer
    if type_.name == "number" and max(abs(low), abs(high)) >= ir.NO_LIMIT:
        return "not known within limits"
    if low == high:
        return words_of(type_, low)
    if type_.name in ("number", "date"):
        return f"{words_of(type_, low)} to {words_of(type_, high)}, in doubt"
    words = words_of_interval(type_, low, high)
    # Of two values that are all there are, both are told: a level in doubt is no unknown level.
    if words == DONT_KNOW and type_.ordered and type_.name != "yes or no":
        return f"{words_of(type_, low)} to {words_of(type_, high)}, in doubt"
    return "not known" if words == DONT_KNOW else f"{words}, in doubt"
