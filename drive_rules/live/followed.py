"""Cases between the journal and the memory: brought back, brought to the day, put away; alerts owed.

A case is what the journal keeps of it: its start, its events, and each day that passed for the site after
the day it started on.  A state that was put away stands in for as much of that as it holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from drive_rules.assessment import Assessment
from drive_rules.case import Case
from drive_rules.following import Change, Event, Follower
from drive_rules.following.keeping import SITE, read_entry, text_of_start
from drive_rules.journal import Journal, Owed
from drive_rules.live.holding import Held
from drive_rules.live.record import Record, UnderWay, refused
from drive_rules.problems import CaseError, EventError, JournalError, Problem, WitnessError

_NOT_HERE = Problem("EV030", "the case of this event is not followed here", "start it first", place="case")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a site is followed with: the rules in force by their digest, and how a case is followed."""

    digest: str
    read_case: Callable[[Any], Case]
    follow: Callable[[Case, date, Assessment | None], Follower]
    brought_back: Callable[[str], Follower]


class Followed:
    """Gives cases of a journal as followers.  Of one case by one thread at a time."""

    def __init__(self, asked: Asked, journal: Journal, record: Record, under_way: UnderWay) -> None:
        self._asked, self._journal, self._record, self._under_way = asked, journal, record, under_way

    def start(self, case: Case, as_of: date, previous: Assessment | None) -> tuple[Held, bool]:
        """A case that starts, kept; or as it is, where it started before, and then False.

        Raises ``CaseError`` where it cannot be followed from that day on; nothing is kept then.
        """
        follower = self._asked.follow(case, as_of, previous)
        if not self.keep_start(case, as_of, previous):
            return self.bring_back(case.key), False
        held = Held(follower, as_of)
        held.owed += self._owe(case.key, follower.alerts)
        return held, True

    def otherwise(self, case: str, held: Held) -> Change:
        """What is otherwise of a case that is on the site's day than it was by these rules."""
        was = self._brought_back(case)
        if was is None:
            raise EventError([_NOT_HERE])
        for day in self._record.days:
            if day > was.since:
                was.follower.advance(day)
        return held.follower.otherwise_than(was.follower)

    def since(self, case: str) -> date | None:
        """The day on which a case was started; None where it was not."""
        start = self._journal.started(case)
        return None if start is None else date.fromisoformat(json.loads(start.text)["as_of"])

    def keep_start(self, case: Case, as_of: date, previous: Assessment | None) -> bool:
        """Keep the start of a case; False where it is there already."""
        return self._journal.start(case.key, text_of_start(case, as_of, previous), self._asked.digest)

    def bring_back(self, case: str) -> Held:
        """A case as the journal has it, with the days that are sure to have been worked out for it.

        Raises ``EventError`` where the case is not followed here, ``JournalError`` where the rules of now
        cannot read what is kept of it.
        """
        try:
            held = self._brought_back(case)
        except (CaseError, EventError) as error:
            raise JournalError(error.problems) from None
        if held is None:
            raise EventError([_NOT_HERE])
        if case in self._under_way or case in self._record.stuck:
            held.owed += self._owe(case, held.follower.alerts)
        if case in self._under_way:
            self._under_way.done(case, event=self._journal.last(case))
        return held

    def _brought_back(self, case: str) -> Held | None:
        away = self._journal.brought_back(case) if case != SITE else None
        follower = self._asked.brought_back(away[0]) if away is not None else self._from_the_start(case)
        if follower is None:
            return None
        upto, since = away[1] if away is not None else 0, follower.days[0]
        days = self._record.mark.days
        missed: list[Event | date] = [day for day in self._record.days[:days] if day > since]
        for entry in self._journal.entries(case, after=upto):
            upto, one = entry.number, read_entry(entry)
            missed += [one] if one is not None else []
        held = Held(follower, since, days, upto)
        held.fresh = sum(not _take(follower, each).already for each in sorted(missed, key=_order))
        return held

    def _from_the_start(self, case: str) -> Follower | None:
        start = self._journal.started(case) if case != SITE else None
        if start is None:
            return None
        begun = json.loads(start.text)
        previous = Assessment.from_json(begun["previous"]) if begun.get("previous") is not None else None
        as_of = date.fromisoformat(begun["as_of"])
        return self._asked.follow(self._asked.read_case(begun["case"]), as_of, previous)

    def bring_to_the_day(self, held: Held) -> None:
        """Let each day pass that passed for the site and not yet for this case."""
        while held.days < len(self._record.days):
            day = self._record.days[held.days]
            if day > held.since:
                change = held.follower.advance(day)
                self._owe_started(held, change)
                held.fresh += not change.already
                held.changes += [] if change.quiet else [change]
            held.days += 1

    def post(self, held: Held, event: Event) -> Change:
        """Take an event in and keep it, then owe what started with it.

        Raises ``EventError`` and ``WitnessError``, and then it is not kept.  After any other error it may be
        kept, and what is in memory is not to be used.
        """
        change = held.follower.post(event)
        if not change.already:
            self._journal.append(event.case, event.id, event.text, self._asked.digest)
            self._owe_started(held, change)
            held.fresh += 1
            try:
                self._catch_up(event.case, held)
            except (EventError, WitnessError) as error:  # of these the event posted would not be kept
                what = f"what another kept of this case cannot be taken in ({type(error).__name__})"
                raise refused("JR047", what, "see what was posted there, and post this event again") from None
        return change

    def _catch_up(self, case: str, held: Held) -> None:
        """Take in what the journal has by now: the event just kept, and any that others kept of this case."""
        for entry in tuple(self._journal.entries(case, after=held.upto)):
            held.upto, one = entry.number, read_entry(entry)
            if one is not None:
                change = _take(held.follower, one)
                self._owe_started(held, change)
                held.fresh += not change.already
                held.changes += [] if change.quiet else [change]

    def _owe_started(self, held: Held, change: Change) -> None:
        started = {each.id for each in change.alerts if each.how == "started"}
        held.owed += self._owe(change.case, [each for each in held.follower.alerts if each.id in started])

    def _owe(self, case: str, alerts: Iterable[Any]) -> tuple[Owed, ...]:
        """Owe alerts of a case; those that were never owed before."""
        owed = [Owed(each.id, case, each.to_json()) for each in alerts]
        return self._journal.owe(owed) if owed else ()

    def put_away(self, case: str, held: Held) -> None:
        """Keep what a case has come to, if it came to anything since."""
        if held.fresh:
            self._journal.put_away(case, held.follower.to_json(), held.upto)
            held.fresh = 0


def _take(follower: Follower, one: Event | date) -> Change:
    return follower.post(one) if isinstance(one, Event) else follower.advance(one)


def _order(one: Event | date) -> tuple[date, str, str]:
    return one.order if isinstance(one, Event) else (one, "", "")
