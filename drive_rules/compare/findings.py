"""What comparing two rulesets found: plain records, made of words and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from drive_rules.compare.questions import Question
from drive_rules.compare.reading import Difference
from drive_rules.compare.witnesses import Witness

if TYPE_CHECKING:
    from drive_rules.compare.effect import Effect

ADVISORY = (
    "Advice to a named human decider. "
    "This says what a change of rules changes, not whether the change is right."
)
Says = Literal["same", "differs", "not proved"]
How = Literal["whatever the day", "on this day", "by proof", "as written", "by a case", ""]
FailOn = Literal["any", "safety", "never"]
"""What counts as a failure: anything but wording; what may be less safe; nothing."""
FAILED = 4
"""The exit code where the change is one that fails."""
NO_ANSWER = ("facts", "kinds", "checklists", "settings", "actions", "invariants")
"""Sorts of which more can change than answers tell: who is asked, what is private, what must hold."""


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two: ``called`` is what it was asked for as."""

    called: str
    name: str
    version: str
    digest: str
    site: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is found of one answer: proved the same and how, or another, or neither.

    ``witnesses`` are cases in which it differs, one for each way that was found; ``about`` says what else
    there is to say, of a proof that could not be made say.
    """

    question: Question
    says: Says
    how: How = ""
    witnesses: tuple[Witness, ...] = ()
    about: str = ""

    @property
    def less_cautious(self) -> bool:
        """Whether some case is known in which it is less cautious."""
        return any(witness.way.caution == "less cautious" for witness in self.witnesses)


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that is found; ``weakened`` says line by line where a safety rule is weaker than it was.

    ``looked_at`` says where witnesses were looked for, ``proved_by`` what proved, if anything did, that an
    answer is the same.
    """

    old: Version
    new: Version
    as_of: date
    differences: tuple[Difference, ...]
    outcomes: tuple[Outcome, ...]
    weakened: tuple[str, ...] = ()
    looked_at: tuple[str, ...] = ()
    prover: bool = False
    effect: Effect | None = None
    notes: tuple[str, ...] = ()
    advisory: str = ADVISORY

    @property
    def changes_meaning(self) -> bool:
        """Whether anything but wording changed: so it is, unless nothing else did, whatever the day.

        What is proved for one day only may be another answer on the next.
        """
        other = any(each.how != "whatever the day" for each in self.outcomes)
        return other or any(map(_beyond, self.differences))

    @property
    def may_be_less_safe(self) -> bool:
        """Whether a safety rule was touched, or some case is known that is answered less cautiously."""
        touched = any(each.safety and each.of_meaning for each in self.differences)
        answered = any(each.less_cautious for each in self.outcomes)
        return bool(self.weakened) or touched or answered or bool(self.effect and self.effect.less_cautious)

    def fails(self, on: FailOn = "any") -> bool:
        """Whether this is a change that fails."""
        return {"any": self.changes_meaning, "safety": self.may_be_less_safe, "never": False}[on]


def _beyond(difference: Difference) -> bool:
    """Whether a difference may matter though every answer is proved the same."""
    return difference.beyond or (difference.of_meaning and difference.sort in NO_ANSWER)
