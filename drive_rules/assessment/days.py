"""Since when, and by when: the days of reasons, which do not slide from one answer to the next.

``Before`` is what the previous answer carries; ``Days`` counts lengths of time from those days, or
from dates of the case.  A date that rests on something unsettled is the soonest still possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from drive_rules.answers import Duty, FindOut, HumanDecision, Quiet, Reason, Record, Stopped, Value
from drive_rules.assessment.reading import At, Reading
from drive_rules.ir import FAR_AHEAD, LONG_AGO, Due, Length, NameRef
from drive_rules.language.values import shift, words_of_length
from drive_rules.problems import DriveRulesError

ReasonId = tuple[str, ...]
Since = tuple[date, date | None]
"""Since when a reason is called for, and when it was last called for before it stopped."""


@dataclass(frozen=True, slots=True)
class Before:
    """What the previous answer carries: since when each reason is called for, and which stopped."""

    as_of: date | None
    reasons: Mapping[ReasonId, Since]
    stopped: Mapping[ReasonId, date]

    @classmethod
    def of(cls, previous: Record | None, case: str, as_of: date) -> Before:
        """The reasons of a previous answer to the same case, of the same day or an earlier one."""
        if previous is None:
            return NOTHING_BEFORE
        if previous.case != case:
            raise DriveRulesError("the previous assessment is of another case")
        if previous.as_of > as_of:
            raise DriveRulesError("the previous assessment is of a later day")
        stopped = {each.reason: each.last_called_for for each in previous.stopped}
        reasons = reasons_of(previous.duties, previous.find_outs)
        since = {id: (each.first_called_for, each.came_back_after) for id, each in reasons.items()}
        return cls(previous.as_of, since, stopped)

    def dated(self, id: ReasonId, as_of: date) -> Since:
        """Since when a reason is called for, and when it was last called for before it stopped."""
        return self.reasons.get(id) or (as_of, self.stopped.get(id))

    def after(self, called: Iterable[ReasonId], as_of: date) -> Before:
        """What an answer carries that has this before it and calls for these reasons on a day."""
        ids = set(called)
        if ids == self.reasons.keys():
            return Before(as_of, self.reasons, self.stopped)
        reasons = {id: self.dated(id, as_of) for id in ids}
        stopped = {each.reason: each.last_called_for for each in self.now_stopped(reasons)}
        return Before(as_of, reasons, stopped)

    def now_stopped(self, now: Iterable[ReasonId]) -> tuple[Stopped, ...]:
        """The reasons that were called for at some time and are not now."""
        called = set(now)
        last = {**self.stopped, **{id: self.as_of for id in self.reasons if self.as_of}}
        return tuple(Stopped(id, day) for id, day in sorted(last.items()) if id not in called)


@dataclass(frozen=True, slots=True, repr=False)
class Carried(Quiet):
    """All that the next answer to a case takes of one: days, what people decided, what was known.

    ``subject`` is the same of what the perpetrator may be given.
    """

    case: str
    before: Before
    facts: tuple[Value, ...] = ()
    human_decisions: tuple[HumanDecision, ...] = ()
    subject: Before | None = None

    @classmethod
    def of(cls, previous: Record, case: str, as_of: date) -> Carried:
        """What a whole answer carries; raises ``DriveRulesError`` for one of another case or a later day."""
        theirs = previous.subject_access
        return cls(
            case=case,
            before=Before.of(previous, case, as_of),
            facts=previous.facts,
            human_decisions=previous.human_decisions,
            subject=Before.of(theirs, case, as_of) if theirs else None,
        )


NOTHING_BEFORE = Before(None, {}, {})


def reasons_of(duties: Iterable[Duty], find_outs: Iterable[FindOut]) -> dict[ReasonId, Reason]:
    """Every reason by its id: what is done to what, by which rule, for which thing."""
    found = [(duty.id, reason) for duty in duties for reason in duty.reasons]
    found += [("find out", reason) for find_out in find_outs for reason in find_out.reasons]
    return {(done, each.rule, each.thing.kind, each.thing.key): each for done, each in found}


class Days:
    """Counts lengths of time for one case on one day; ``notes`` holds what it must say of the count."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.notes: set[str] = set()

    def later(self, day: int, length: Length, sign: int = 1) -> int:
        moved = shift(day, length, sign, self._reading.bank_holidays)
        if length.unit == "working days" and length.amount:
            self._note_bank_holidays(moved)
        return moved

    def _note_bank_holidays(self, day: int) -> None:
        last = max((holiday.year for holiday in self._reading.bank_holidays), default=None)
        if last is None:
            self.notes.add("Working days count no bank holidays: the ruleset lists none.")
        elif LONG_AGO < day < FAR_AHEAD and date.fromordinal(day).year > last:
            self.notes.add(f"Working days after {last} count no bank holidays: the list ends there.")

    def due(self, due: Due | None, at: At, first: date) -> tuple[date | None, str, bool]:
        """The day a duty is due, in words as well, and whether that day is still in doubt."""
        if due is None:
            return None, "", False
        lengths = self._lengths(due, at)
        named = due.before or due.of
        if named is None:
            day = min(self.later(first.toordinal(), length) for length in lengths)
            return date.fromordinal(day), within(lengths, ""), len(lengths) > 1
        return self._due_of_date(due, named, lengths, at, first)

    def _due_of_date(
        self, due: Due, named: str, lengths: list[Length], at: At, first: date
    ) -> tuple[date | None, str, bool]:
        low, high = self._reading.interval(named, at)
        in_doubt = low < high or len(lengths) > 1
        sign = -1 if due.before else 1
        soonest = min(self.later(low, length, sign) for length in lengths)
        words = within(lengths, f" {'before' if due.before else 'of'} {named}")
        if soonest >= FAR_AHEAD:
            return None, f"{words} (no such date)", in_doubt
        # Passed, or not known: at once, counted from the day it was first called for.
        if due.before or in_doubt or soonest <= LONG_AGO:
            soonest = max(soonest, first.toordinal())
        return date.fromordinal(soonest), words, in_doubt

    def _lengths(self, due: Due, at: At) -> list[Length]:
        if isinstance(due.within, NameRef):
            low, high = self._reading.interval(due.within.name, at)
            return list(self._reading.type_of(due.within.name).lengths[low : high + 1])
        return [self._reading.length(due.within)]


def within(lengths: list[Length], of: str) -> str:
    """``within 2 working days of <date>``; ``of`` may be empty."""
    words = " or ".join(words_of_length(length) for length in lengths)
    if of.startswith(" before"):
        return words + of
    return f"{'' if words == 'the same day' else 'within '}{words}{of}"
