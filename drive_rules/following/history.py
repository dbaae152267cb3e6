"""The history of a followed case: its days in order, each with what was known and what was called for.

A history is a function of a set of events and days.  What is new is worked out from its own day on; what
lies before stays as it was.  Nothing here changes: a new history shares with the old one what both have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date

from drive_rules.agencies import Agencies
from drive_rules.answers import Quiet, Settled, Versions
from drive_rules.assessment import Assessment
from drive_rules.assessment.days import Before, Carried, ReasonId
from drive_rules.assessment.reading import Reading
from drive_rules.case import Case, Vocabulary, World
from drive_rules.following.events import Event
from drive_rules.following.folding import NOTHING, Said, State, fold, read_said, read_start
from drive_rules.following.standing import FIND_OUT, Reasons, Standing, Stands
from drive_rules.ir import Ruleset
from drive_rules.planning.plans import Plan
from drive_rules.problems import EventError, Problem, did_you_mean
from drive_rules.watching import Alert

Settle = Callable[[World], Settled]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What cases are followed with: the rules, and how cases are settled, witnessed and planned for.

    ``reading`` gives a reading of any case on a day, to read others by; ``alerts`` what stands on a day.
    """

    ruleset: Ruleset
    vocabulary: Vocabulary
    versions: Versions
    stands: Stands
    settle: Callable[[date], Settle]
    reading: Callable[[date], Reading]
    witnessed: Callable[[World, date, Settled], str] | None
    plan: Callable[[Assessment, Agencies | None, Plan | None], Plan]
    alerts: Callable[[World, date, Settled], tuple[Alert, ...]]


@dataclass(frozen=True, slots=True, repr=False)
class Start(Quiet):
    """Where a history begins: the case on a day, and what the answer before it carries."""

    case: Case
    on: date
    carried: Carried
    previous: Assessment | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Kept(Quiet):
    """An event with what it says, read once."""

    event: Event
    said: Said | None


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Day(Quiet):
    """A day of a history: what was known, what the days before carry to it, and it to those after."""

    on: date
    state: State
    before: Before
    after: Before

    @property
    def called(self) -> Set[ReasonId]:
        """The reasons that were called for on it."""
        return self.after.reasons.keys()


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Answer(Quiet):
    """What a day comes to: its case, what was settled of it, what the witness saw, the answer in short."""

    case: Case
    settled: Settled
    witness: str | None
    standing: Standing
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class _Worked(Quiet):
    """A day worked out, and not yet put in short."""

    day: Day
    case: Case
    reading: Reading
    called: Reasons
    witness: str | None


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class History(Quiet):
    """A set of events and of days; the days that it has, in order, and the answer of the last."""

    events: Mapping[str, Kept]
    days: frozenset[date]
    line: tuple[Day, ...]
    answer: Answer


class Histories:
    """Works out the histories of one case."""

    def __init__(self, asked: Asked, start: Start) -> None:
        self.asked = asked
        self.start = start

    def kept(self, event: Event) -> Kept:
        """An event held against the words of the rules; raises ``EventError``."""
        if event.task and (problem := self._no_such_action(event.task.do)):
            raise EventError([problem])
        return Kept(event, read_said(self.asked.vocabulary, event))

    def _no_such_action(self, do: str) -> Problem | None:
        """What is found out is named by the id of its step, which tells what is to be found out."""
        actions = self.asked.ruleset.actions
        known = {word for action in actions.values() for word in (action.name, action.code)}
        if do in known or do.startswith(f"{FIND_OUT}:"):
            return None
        fix = did_you_mean(do, known, "name an action that the plan lists, as it does")
        return Problem("EV015", "this ruleset has no such action", fix, place="task.do")

    def first(self) -> History:
        """The history of a case of which nothing has been told yet."""
        return self.whole({}, frozenset([self.start.on]), {})

    def whole(
        self,
        events: Mapping[str, Kept],
        days: frozenset[date],
        called: Mapping[date, frozenset[ReasonId]],
    ) -> History:
        """The history of all these at once; of days of which it is known what was called for, by that.

        Raises ``EventError`` and ``WitnessError``.
        """
        stands = standing_events(events)
        said = [each.said for id in sorted(stands) if (each := events[id]).said]
        line: list[Day] = []
        on = self._days(events, stands, days)
        for day in on:
            last = line[-1] if line else None
            state, before = self._state(last, said, day), self._before(last)
            if day in called and day != on[-1]:
                line.append(Day(day, state, before, before.after(called[day], day)))
            else:
                worked = self._worked(day, state, before)
                line.append(worked.day)
        return History(events, days, tuple(line), self._answer(worked))

    def with_event(self, history: History, kept: Kept) -> History:
        """The history with an event more; raises ``EventError`` and ``WitnessError``."""
        return self._with(history, {**history.events, kept.event.id: kept}, history.days)

    def with_day(self, history: History, day: date) -> History:
        """The history with a day more; raises ``WitnessError``."""
        return self._with(history, history.events, history.days | {day})

    def come_to(self, history: History, on: date) -> Standing:
        """What the answer would be if a later day came, and nothing else happened."""
        last = history.line[-1]
        return self._answer(self._worked(on, last.state, last.after, history.answer.case)).standing

    # -- from the day of what is new on ----------------------------------------------------------

    def _with(self, was: History, events: Mapping[str, Kept], days: frozenset[date]) -> History:
        """What lies before all that is new, or counts no longer, stays as it was."""
        stood, stands = standing_events(was.events), standing_events(events)
        on = self._days(events, stands, days)
        changed = {events[id].event.on for id in stood ^ stands if events[id].said}
        changed |= {day.on for day in was.line}.symmetric_difference(on)
        line = [day for day in was.line if day.on < min(changed, default=date.max)]
        if len(line) == len(on) == len(was.line):
            return replace(was, events=events, days=days)
        # The last day is worked out in any case: its answer is that of the history.
        del line[len(on) - 1 :]
        said = [each.said for id in sorted(stands) if (each := events[id]).said]
        new = [each.said for id in sorted(stands - stood) if (each := events[id]).said]
        # What was said may be folded in in any order, so of a day that is there only what is new is.
        there = {} if stood - stands else {day.on: day.state for day in was.line}
        known = {id(was.line[-1].state): was.answer.case}
        for day in on[len(line) :]:
            last = line[-1] if line else None
            state = self._folded(there[day], new, day) if day in there else self._state(last, said, day)
            case = known.get(id(state))
            worked = self._worked(day, state, self._before(last), case)
            known = {id(state): worked.case}
            line.append(worked.day)
        return History(events, days, tuple(line), self._answer(worked))

    def _days(self, events: Mapping[str, Kept], stands: Set[str], days: frozenset[date]) -> list[date]:
        """The days of a history in order.

        The day of an event that is taken back stays one, for the case was looked at on it; but no case has
        come to a day that only such events speak of.
        """
        last = max([*days, *(events[id].event.on for id in stands)])
        found = {*days, *(each.event.on for each in events.values())}
        return sorted(day for day in found if self.start.on <= day <= last)

    def _before(self, last: Day | None) -> Before:
        return last.after if last else self.start.carried.before

    def _state(self, last: Day | None, said: Iterable[Said], on: date) -> State:
        """What is known on a day: what was known on the last, and what has been said since."""
        if last:
            return self._folded(last.state, (each for each in said if each.on > last.on), on)
        start = read_start(self.start.case, self.start.on)
        return self._folded(fold(self.asked.vocabulary, NOTHING, start), said, on)

    def _folded(self, state: State, said: Iterable[Said], on: date) -> State:
        for each in said:
            if each.on <= on:
                state = fold(self.asked.vocabulary, state, each)
        return state

    # -- one day ---------------------------------------------------------------------------------

    def _worked(self, on: date, state: State, before: Before, case: Case | None = None) -> _Worked:
        """A day worked out; ``case`` is that of the state, where it is at hand."""
        case = case or state.case(self.asked.vocabulary)
        settled = self.asked.settle(on)(case.world)
        reading = self.asked.reading(on).of(case.world, settled)
        called = self.asked.stands.called_for(reading)
        witness = self.asked.witnessed(case.world, on, settled) if self.asked.witnessed else None
        return _Worked(Day(on, state, before, before.after(called, on)), case, reading, called, witness)

    def _answer(self, worked: _Worked) -> Answer:
        alerts = self.asked.alerts(worked.case.world, worked.day.on, worked.reading.settled)
        standing = self.asked.stands.standing(worked.reading, worked.called, worked.day.before, alerts)
        return Answer(worked.case, worked.reading.settled, worked.witness, standing, alerts)


def standing_events(events: Mapping[str, Kept]) -> frozenset[str]:
    """The events that count: those that nothing takes back that itself counts.

    Where events take each other back in a circle, the earliest of them takes nothing back.
    """
    backs = (each.event.takes_back for each in events.values())
    takers = Counter(back for back in backs if back and back in events)
    if not takers:
        return frozenset(events)
    out: set[str] = set()
    waiting = dict(takers)
    ready = [id for id in events if id not in waiting]
    while True:
        while ready:
            id = ready.pop()
            back = events[id].event.takes_back or ""
            if back in waiting:
                if id not in out:
                    out.add(back)
                waiting[back] -= 1
                if not waiting[back]:
                    del waiting[back]
                    ready.append(back)
        if not waiting:
            return frozenset(events) - out
        # What is left is taken back in circles, each by the one before it.
        earliest = min((events[id].event for id in waiting), key=lambda event: event.order)
        freed: str = min(out.intersection(waiting), default=earliest.takes_back or "")
        del waiting[freed]
        ready.append(freed)
