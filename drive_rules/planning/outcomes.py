"""What became of steps, read back: what stays done, who is not asked again, and when a task goes up.

A mark in a plan ends a step only where the case can say nothing of it.  Where the action leaves something
in the case, the rules go by the case, and a mark that they do not see is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from drive_rules.agencies.directory import Chasing
from drive_rules.answers import HumanDecision, Quiet, Reason
from drive_rules.assessment.human import DONE
from drive_rules.ir import Length
from drive_rules.language.values import shift, words_of_date
from drive_rules.planning.steps import Outcome
from drive_rules.problems import DriveRulesError
from drive_rules.tasking import Task


@dataclass(frozen=True, slots=True, repr=False)
class Done(Quiet):
    """When a step was done, and by whom."""

    on: date
    by: str


class Outcomes:
    """What was recorded of the steps of a case up to a day: by their numbers in plans, by ids in answers."""

    def __init__(self, outcomes: Iterable[Outcome], decided: Iterable[HumanDecision], as_of: date) -> None:
        """Raises ``DriveRulesError`` where something is recorded of a later day."""
        self.all = tuple(outcomes)
        if any(each.on > as_of for each in self.all):
            raise DriveRulesError("the previous plan records what became of a step on a later day")
        self._of: dict[int, list[Outcome]] = {}
        for outcome in sorted(self.all, key=lambda each: each.on):
            self._of.setdefault(outcome.number, []).append(outcome)
        self._decided: dict[str, list[Done]] = {}
        for each in decided:
            if (each.sort, each.answer) == ("duty", DONE) and each.taken_back is None:
                self._decided.setdefault(each.code, []).append(Done(each.on, each.by))

    def refusals(self, number: int) -> dict[str, str]:
        """Which agency refuses a step, and its words."""
        found: dict[str, str] = {}
        for outcome in self._of.get(number, ()):
            if outcome.what == "refused":
                found[outcome.by] = f"refused on {words_of_date(outcome.on)}: {outcome.because}"
            elif outcome.what == "accepted":
                found.pop(outcome.by, None)
        return found

    def last_done(self, id: str, number: int | None) -> Done | None:
        """When a step was last done, and by whom; ``number`` where an earlier plan had it."""
        marked = self._of.get(number, []) if number is not None else []
        done = [Done(each.on, each.by) for each in marked if each.what == "done"]
        return max([*self._decided.get(id, []), *done], key=lambda each: each.on, default=None)


def called_for_since(reasons: Iterable[Reason], day: date) -> bool:
    """Whether something has called for a step after a day."""
    return any(reason.first_called_for > day for reason in reasons)


@dataclass(frozen=True, slots=True)
class Clock:
    """Counts from the day of a task: when it is chased, and up whom it goes by now."""

    as_of: date
    chasing: Chasing | None
    holidays: frozenset[date]

    def after(self, day: date, length: Length) -> date:
        """A length of time after a day."""
        return date.fromordinal(shift(day.toordinal(), length, 1, self.holidays))

    def chase_on(self, due: date) -> date | None:
        """The day on which it is first chased; None where no file says."""
        return self.after(due, self.chasing.first) if self.chasing else None

    def goes_up_to(self, due: date, task: Task) -> str:
        """Whom it goes to because chasing has not helped; empty while it is chased, and before."""
        next_up = self.chase_on(due)
        if next_up is None or self.chasing is None or next_up >= self.as_of:
            return ""
        rungs = 0
        while rungs < len(task.chase):
            later = self.after(next_up, self.chasing.then_every)
            if later > self.as_of or later <= next_up:
                break
            next_up, rungs = later, rungs + 1
        return task.chase[rungs - 1] if rungs else ""
