"""A followed case: a set of events and of days over a starting case, and the answer that they come to.

``post`` and ``advance`` take in what is new and say what it changed; whatever goes wrong, nothing is
changed.  The answer is that of the last day, and the days on which duties were first called for are
carried through the days of the case's history in their order, as a chain of ``assess(previous=...)``
carries them; a late event is worked out again from its day on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import RLock
from typing import Any

from drive_rules import assessment
from drive_rules.agencies import Agencies
from drive_rules.answers import Settled, Versions
from drive_rules.assessment import Assessment
from drive_rules.case import Case, Vocabulary, World
from drive_rules.following.changes import Change, Held, change
from drive_rules.following.events import Event, read_event
from drive_rules.following.folding import NOTHING, Said, fold, read_said, read_start
from drive_rules.following.standing import Standing, standing_of
from drive_rules.ir import Ruleset
from drive_rules.planning.plans import Plan
from drive_rules.problems import CaseError, EventError, Problem

Settle = Callable[[World], Settled]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a case is followed with: the rules, and how cases are settled, witnessed and planned for."""

    ruleset: Ruleset
    vocabulary: Vocabulary
    versions: Versions
    settle: Callable[[date], Settle]
    witnessed: Callable[[World, date, Settled], str] | None
    plan: Callable[[Assessment, Agencies | None, Plan | None], Plan]
    alerts: Callable[[World, date], tuple[Any, ...]]


@dataclass(frozen=True, slots=True, repr=False)
class _History:
    """The set that a followed case is, and what it comes to on its last day."""

    events: Mapping[str, Event]
    days: frozenset[date]
    last: Assessment
    case: Case
    standing: Standing
    alerts: tuple[Any, ...]


class Follower:
    """One case, followed; ``ruleset.follow`` makes it.  Many threads may share it."""

    def __init__(self, asked: Asked, start: Case, as_of: date) -> None:
        self._asked = asked
        self._start = start
        self._from = as_of
        self._lock = RLock()
        self._now = self._worked({}, frozenset([as_of]))

    def __repr__(self) -> str:
        return f"<Follower of a case as of {self.as_of}>"

    @property
    def as_of(self) -> date:
        """The last day that the case has come to."""
        return self._now.last.as_of

    @property
    def case(self) -> Case:
        """The case as it is known on that day."""
        return self._now.case

    @property
    def assessment(self) -> Assessment:
        """The whole answer as of that day."""
        return self._now.last

    @property
    def alerts(self) -> tuple[Any, ...]:
        """The alerts that stand on that day."""
        return self._now.alerts

    def post(self, event: Event | Mapping[str, Any] | str) -> Change:
        """Take in an event and say what it changed.

        Raises ``EventError`` with every problem, and ``WitnessError``: then nothing is changed.
        """
        given = event if isinstance(event, Event) else read_event(event)
        with self._lock:
            now = self._now
            if given.case != self._start.key:
                what = "this event is of another case"
                fix = "post it to the follower of its own case"
                raise EventError([Problem("EV012", what, fix, place="case")])
            there = now.events.get(given.id)
            if there == given:
                return Change(given.case, self.as_of, given.id, already=True)
            if there is not None:
                what = "an event of this id is there, and says something else"
                fix = "give the new one an id of its own, and take the other back if it was not so"
                raise EventError([Problem("EV013", what, fix, place="id")])
            read_said(self._asked.vocabulary, given)
            self._now = self._worked({**now.events, given.id: given}, now.days)
            return self._change(now, event=given.id, late=given.on < now.last.as_of)

    def advance(self, to: date) -> Change:
        """Let days pass up to a day, and say what that changed."""
        with self._lock:
            now = self._now
            if to in now.days:
                return Change(self._start.key, self.as_of, already=True)
            self._now = self._worked(now.events, now.days | {to})
            return self._change(now, late=to < now.last.as_of)

    def _change(self, was: _History, **about: Any) -> Change:
        held = Held(was.standing, self._now.standing)
        return change(held, case=self._start.key, as_of=self.as_of, **about)

    def _worked(self, events: Mapping[str, Event], days: frozenset[date]) -> _History:
        asked = self._asked
        ordered = sorted(events.values(), key=lambda each: each.order)
        back = {each.takes_back for each in ordered if each.takes_back}
        line = sorted(days | {each.on for each in ordered})
        previous: Assessment | None = None
        said: list[Said] = [read_start(self._start, self._from)]
        for each in ordered:
            if each.id not in back and (one := read_said(asked.vocabulary, each)):
                said.append(one)
        for day in line:
            if day < self._from:
                continue
            state = NOTHING
            for one in said:
                if one.on <= day:
                    state = fold(asked.vocabulary, state, one)
            case = state.case(asked.vocabulary)
            previous = self._assessed(case, day, previous)
        assert previous is not None
        alerts = asked.alerts(case.world, day)
        return _History(events, days, previous, case, standing_of(previous, alerts), alerts)

    def _assessed(self, case: Case, day: date, previous: Assessment | None) -> Assessment:
        settle = self._asked.settle(day)
        settled = settle(case.world)
        witnessed = self._asked.witnessed(case.world, day, settled) if self._asked.witnessed else None
        return assessment.assess(
            self._asked.ruleset,
            case,
            settled,
            as_of=day,
            previous=previous,
            versions=self._asked.versions,
            settle=settle,
            witnessed=witnessed,
        )


def follow(asked: Asked, case: Case, as_of: date) -> Follower:
    """Follow a case from a day on; raises ``CaseError`` where something in it lies after that day."""
    if late := case.problems_on(as_of):
        raise CaseError(late)
    return Follower(asked, case, as_of)
