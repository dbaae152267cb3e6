"""A followed case: events and days come in, what they changed goes out, and the answer is kept at hand.

Whatever goes wrong in taking something in, nothing is changed.  The answer is that of the last day of the
case's history; the days on which its duties were first called for are carried through all of them, as a
chain of ``assess(previous=...)`` carries them, and ``assessment`` is the last of such a chain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from threading import RLock
from typing import Any

from drive_rules import assessment
from drive_rules.assessment import Assessment
from drive_rules.assessment.days import NOTHING_BEFORE, Before, Carried
from drive_rules.case import Case
from drive_rules.following.changes import Change, Held, change
from drive_rules.following.events import Event, read_event
from drive_rules.following.folding import read_said
from drive_rules.following.history import Asked, Day, Histories, History, Kept, Start
from drive_rules.problems import CaseError, EventError, Problem

MOST_EVENTS = 20_000
"""How many events a followed case may hold."""


class Follower:
    """One case, followed; ``ruleset.follow`` makes it.  Many threads may share it."""

    def __init__(self, asked: Asked, start: Start, history: History | None = None) -> None:
        self._asked = asked
        self._start = start
        self._histories = Histories(asked, start)
        self._lock = RLock()
        self._history = history or self._histories.first()
        self._whole: tuple[History, Assessment] | None = None
        self._subject: list[tuple[Day, Before]] = []

    def __repr__(self) -> str:
        return "<Follower>"

    # -- what it has come to ---------------------------------------------------------------------

    @property
    def key(self) -> str:
        """The case's own id."""
        return self._start.case.key

    @property
    def as_of(self) -> date:
        """The last day that the case has come to."""
        return self._history.line[-1].on

    @property
    def case(self) -> Case:
        """The case as it is known on that day."""
        return self._history.answer.case

    @property
    def alerts(self) -> tuple[Any, ...]:
        """The alerts that stand on that day."""
        return self._history.answer.alerts

    @property
    def days(self) -> tuple[date, ...]:
        """The days of its history, in order: the first, those of its events, and those that came."""
        return tuple(day.on for day in self._history.line)

    @property
    def events(self) -> tuple[Event, ...]:
        """Its events, in the order in which they are folded in; those taken back as well."""
        kept = self._history.events.values()
        return tuple(sorted((each.event for each in kept), key=lambda event: event.order))

    @property
    def assessment(self) -> Assessment:
        """The whole answer as of that day, with questions; made when it is asked for."""
        with self._lock:
            if self._whole is None or self._whole[0] is not self._history:
                self._whole = (self._history, self._assessed(self._history, len(self._history.line) - 1))
            return self._whole[1]

    # -- what is new -----------------------------------------------------------------------------

    def post(self, event: Event | Mapping[str, Any] | str) -> Change:
        """Take in an event and say what it changed; one that is there already changes nothing.

        Raises ``EventError`` with every problem, and ``WitnessError``: then nothing is changed.
        """
        given = event if isinstance(event, Event) else read_event(event)
        with self._lock:
            was = self._history
            if self._is_there(given):
                return Change(self.key, self.as_of, given.id, already=True)
            now = self._histories.with_event(was, Kept(given, read_said(self._asked.vocabulary, given)))
            return self._changed(was, now, given)

    def advance(self, to: date) -> Change:
        """Let a day come, and say what that changed.

        Raises ``EventError`` for a day before the first, and ``WitnessError``: then nothing is changed.
        """
        with self._lock:
            was = self._history
            if to < self._start.on:
                what, fix = "that day lies before the first of this case", "advance to a later day"
                raise EventError([Problem("EV014", what, fix, place="to")])
            if to in was.days:
                return Change(self.key, self.as_of, already=True)
            return self._changed(was, self._histories.with_day(was, to), None)

    def _is_there(self, event: Event) -> bool:
        """Whether this very event is there; raises ``EventError`` where it cannot be taken in."""
        if event.case != self.key:
            what, fix = "this event is of another case", "post it to the follower of its own case"
            raise EventError([Problem("EV012", what, fix, place="case")])
        there = self._history.events.get(event.id)
        if there is None and len(self._history.events) >= MOST_EVENTS:
            what = f"too large: more than {MOST_EVENTS:,} events of one case"
            raise EventError([Problem("EV002", what, "follow it anew from what is known by now")])
        if there is not None and there.event != event:
            what = "an event of this id is there, and says something else"
            fix = "give the new one an id of its own, and take the other back if it was not so"
            raise EventError([Problem("EV013", what, fix, place="id")])
        return there is not None

    def _changed(self, was: History, now: History, event: Event | None) -> Change:
        """Of one history another becomes; nothing is changed before all is worked out."""
        came, comes = was.line[-1].on, now.line[-1].on
        between = None
        if event is None or now.line[-1].state is was.line[-1].state:
            between = now.answer.standing
        elif comes > came:
            between = self._histories.come_to(was, comes)
        found = change(
            Held(was.answer.standing, now.answer.standing, between),
            case=self.key,
            as_of=comes,
            event=event.id if event else None,
            late=event.on < came if event else comes == came,
        )
        self._history = now
        return found

    # -- the whole answer ------------------------------------------------------------------------

    def _assessed(self, history: History, place: int, questions: bool = True) -> Assessment:
        """The whole answer as of a day of the history, as the chain of answers to its days gives it."""
        day, last = history.line[place], place == len(history.line) - 1
        case = history.answer.case if last else day.state.case(self._asked.vocabulary)
        settle = self._asked.settle(day.on)
        start = self._start.carried
        return assessment.assess(
            self._asked.ruleset,
            case,
            settle(case.world),
            as_of=day.on,
            previous=replace(
                start,
                before=day.before,
                facts=self._known(history.line[place - 1]) if place else start.facts,
                subject=self._subject_before(history, place),
            ),
            versions=self._asked.versions,
            settle=settle,
            witnessed=history.answer.witness if last else None,
            questions=questions,
        )

    def _known(self, day: Day) -> tuple[Any, ...]:
        case = day.state.case(self._asked.vocabulary)
        reading = self._asked.reading(day.on)
        return assessment.known(reading.of(case.world, reading.settled))

    def _subject_before(self, history: History, place: int) -> Before:
        """What the days before one carry of what the perpetrator may be given; each is worked out once."""
        found = self._subject
        kept = 0
        while kept < min(place, len(found)) and found[kept][0] is history.line[kept]:
            kept += 1
        del found[kept:]
        for day in history.line[kept:place]:
            before = found[-1][1] if found else self._start.carried.subject or NOTHING_BEFORE
            after = assessment.subject_carries(
                self._asked.ruleset,
                day.state.case(self._asked.vocabulary),
                self._asked.settle(day.on),
                as_of=day.on,
                before=before,
                versions=self._asked.versions,
            )
            found.append((day, after))
        return found[place - 1][1] if place else self._start.carried.subject or NOTHING_BEFORE


def follow(asked: Asked, case: Case, as_of: date, previous: Assessment | None = None) -> Follower:
    """Follow a case from a day on, with the days of the answer before.

    Raises ``CaseError`` where something in the case lies after the day.
    """
    if late := case.problems_on(as_of):
        raise CaseError(late)
    carried = Carried.of(previous, case.key, as_of) if previous else Carried(case.key, NOTHING_BEFORE)
    return Follower(asked, Start(case, as_of, carried))
