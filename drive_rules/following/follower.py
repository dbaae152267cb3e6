"""A followed case: events and days come in, what they changed goes out, and the answer is kept at hand.

Whatever goes wrong in taking something in, nothing is changed.  The answer is that of the last day of the
case's history; the days on which its duties were first called for are carried through all of them, as a
chain of ``assess(previous=...)`` carries them, and ``assessment`` is the last of such a chain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from threading import RLock
from typing import Any

from drive_rules import assessment
from drive_rules.agencies import Agencies
from drive_rules.answers import Quiet
from drive_rules.assessment import Assessment
from drive_rules.assessment.days import NOTHING_BEFORE, Before
from drive_rules.case import Case
from drive_rules.following.changes import Change, Held, change
from drive_rules.following.events import Event, read_event
from drive_rules.following.history import Asked, Day, Histories, History, standing_events
from drive_rules.following.putting_away import bring_back, put_away, start_of
from drive_rules.language.values import LAST_DAY
from drive_rules.planning.plans import Plan
from drive_rules.problems import DriveRulesError, EventError, Problem, a_day
from drive_rules.watching import Alert

MOST_EVENTS = 20_000
"""How many events a followed case may hold."""


@dataclass(frozen=True, slots=True, repr=False)
class _Planned(Quiet):
    """The plan of a day, made with what became of its steps, and the events that it could not record."""

    of: tuple[Day, tuple[Event, ...]]
    plan: Plan
    left: tuple[tuple[str, str], ...]


class Follower:
    """One case, followed; ``ruleset.follow`` makes it.  Many threads may share it."""

    def __init__(self, histories: Histories, history: History) -> None:
        self._asked = histories.asked
        self._start = histories.start
        self._histories = histories
        self._lock = RLock()
        self._history = history
        self._whole: tuple[History, Assessment] | None = None
        self._subject: list[tuple[Day, Before]] = []
        self._plans: list[_Planned] = []
        self._planned_with: Agencies | None = None

    def __repr__(self) -> str:
        return "<Follower>"

    def __copy__(self) -> Follower:
        """Another of the same case as it stands: what is posted to one of them is not posted to the other."""
        return Follower(self._histories, self._history)

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
    def alerts(self) -> tuple[Alert, ...]:
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
    def never_came(self) -> tuple[str, ...]:
        """Ids that events take back and that no event has: mistyped, or still to come."""
        events = self._history.events
        back = {each.event.takes_back for each in events.values() if each.event.takes_back}
        return tuple(sorted(back - events.keys()))

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
            now = self._histories.with_event(was, self._histories.kept(given))
            return self._changed(was, now, given)

    def advance(self, to: date) -> Change:
        """Let a day come, and say what that changed.

        Raises ``EventError`` for a day before the first, and ``WitnessError``: then nothing is changed.
        """
        a_day(to, "to")
        with self._lock:
            was = self._history
            if not self._start.on.toordinal() <= to.toordinal() <= LAST_DAY:
                what = "that day lies before the first of this case, or after the last of the calendar"
                fix = "advance to a day after the first"
                raise EventError([Problem("EV014", what, fix, place="to")])
            if to in was.days:
                return Change(self.key, self.as_of, already=True)
            return self._changed(was, self._histories.with_day(was, to), None)

    def otherwise_than(self, was: Follower) -> Change:
        """What is otherwise here than it was there, where the same case was followed by other rules."""
        held = Held(was._history.answer.standing, self._history.answer.standing)
        return change(held, case=self.key, as_of=self.as_of)

    def _is_there(self, event: Event) -> bool:
        """Whether this very event is there; raises ``EventError`` where it cannot be taken in."""
        if event.case != self.key:
            what, fix = "this event is of another case", "post it to the follower of its own case"
            raise EventError([Problem("EV012", what, fix, place="case")])
        there = self._history.events.get(event.id)
        if there is None and len(self._history.events) >= MOST_EVENTS:
            what = f"too large: more than {MOST_EVENTS:,} events of one case"
            fix = "follow it anew from what is known by now"
            raise EventError([Problem("EV002", what, fix, place="id")])
        if there is not None and there.event != event:
            what = "an event of this id is there, and says something else"
            fix = "give the new one an id of its own, and take the other back if it was not so"
            raise EventError([Problem("EV013", what, fix, place="id")])
        return there is not None

    def _changed(self, was: History, now: History, event: Event | None) -> Change:
        """Of one history another becomes; nothing is changed before all is worked out."""
        came, comes = was.line[-1].on, now.line[-1].on
        held = Held(was.answer.standing, now.answer.standing)
        if event is None or now.line[-1].state is was.line[-1].state:
            held = replace(held, between=now.answer.standing)
        elif comes > came and held.before != held.after:
            held = replace(held, between=self._histories.come_to(was, comes))
        late = event.on < came if event else comes == came
        found = change(held, case=self.key, as_of=comes, event=event.id if event else None, late=late)
        self._history = now
        return found

    # -- the plan --------------------------------------------------------------------------------

    def plan(self, *, agencies: Agencies | None = None) -> Plan:
        """The plan of that day, as planning on every day of the history gives it.

        What became of steps by ``task`` events is seen in it, save what ``not_recorded`` tells: what is done
        is done, and of what was refused somebody else is asked, on the day it is told.
        """
        return self._planned(agencies)[0]

    def not_recorded(self, *, agencies: Agencies | None = None) -> tuple[tuple[str, str], ...]:
        """The ``task`` events that the plan of their day cannot record: id, and why.

        That is so until an event changes the plan of that day: none is lost.
        """
        return self._planned(agencies)[1]

    def _planned(self, agencies: Agencies | None) -> tuple[Plan, tuple[tuple[str, str], ...]]:
        """The plans of all days one after the other; those of days that stay as they were are kept."""
        with self._lock:
            history, counting = self._history, standing_events(self._history.events)
            found = self._plans if agencies is self._planned_with else []
            events = (history.events[id].event for id in counting)
            tasks = sorted((event for event in events if event.task), key=lambda event: event.order)
            same = True
            for place, day in enumerate(history.line):
                # What is told of a task before the first day is looked for in the first plan.
                today = tuple(e for e in tasks if e.on == day.on or (place == 0 and e.on < day.on))
                same = same and place < len(found) and found[place].of == (day, today)
                if not same:
                    del found[place:]
                    previous = found[-1].plan if found else None
                    answer = self._assessed(history, place, questions=False)
                    plan, left = _recorded(self._asked.plan(answer, agencies, previous), today)
                    if plan.outcomes and today:
                        plan = self._asked.plan(answer, agencies, plan)
                    found.append(_Planned((day, today), plan, left))
            self._plans, self._planned_with = found, agencies
            return found[-1].plan, tuple(each for planned in found for each in planned.left)

    # -- put away --------------------------------------------------------------------------------

    def to_json(self) -> str:
        """The case put away: ``ruleset.follow(state=...)`` brings it back as it is."""
        with self._lock:
            return put_away(self._histories, self._history)

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
            reading=self._asked.reading(day.on),
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
                reading=self._asked.reading(day.on),
            )
            found.append((day, after))
        return found[place - 1][1] if place else self._start.carried.subject or NOTHING_BEFORE


def _recorded(plan: Plan, events: tuple[Event, ...]) -> tuple[Plan, tuple[tuple[str, str], ...]]:
    """The plan of a day with what became of its steps on that day."""
    left = []
    for event in events:
        task = event.task
        assert task is not None
        try:
            match task.what:
                case "done":
                    plan = plan.done(task.do, on=event.on, by=task.by, of=task.of, because=task.because)
                case "refused":
                    by = task.by or None
                    plan = plan.refused(task.do, on=event.on, because=task.because, of=task.of, by=by)
                case "accepted":
                    plan = plan.accepted(task.do, on=event.on, by=task.by, of=task.of)
        except DriveRulesError:
            left.append((event.id, "the plan of its day has no such step, or does not ask them for it"))
    return plan, tuple(left)


def follow(asked: Asked, case: Case, as_of: date, previous: Assessment | None = None) -> Follower:
    """Follow a case from a day on, with the days of the answer before.

    Raises ``CaseError`` where something in the case lies after the day.
    """
    histories = Histories(asked, start_of(case, as_of, previous))
    return Follower(histories, histories.first())


def followed(asked: Asked, text: str) -> Follower:
    """A followed case that was put away, as it was; raises as ``bring_back`` does."""
    return Follower(*bring_back(asked, text))
