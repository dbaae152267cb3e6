"""What the journal keeps of the site itself: its first day, each day that passed, once for all cases.

It stands there as a case whose key is empty, which no case has.  Beside it, as the state put away of that
case, is a mark: up to where everything is done that follows from what was kept.  A mark may be older than
the truth, as it is after a crash; never newer.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from drive_rules.answers import Quiet
from drive_rules.following.keeping import SITE
from drive_rules.journal import Entry, Journal
from drive_rules.problems import JournalError, Problem

MOST_STUCK = 1000
"""How many cases a mark names one by one."""

MOST_AHEAD = 366
"""So many days at most pass at once."""

Read = TypeVar("Read")


def days_of(journal: Journal) -> tuple[date, ...]:
    """The days that passed for every case of a site, in the order they were kept."""
    kept = (json.loads(entry.text) for entry in journal.entries(SITE)) if journal.started(SITE) else ()
    return tuple(date.fromisoformat(data["on"]) for data in kept if "on" in data)


@dataclass(frozen=True, slots=True, repr=False)
class Mark(Quiet):
    """Up to where everything is done that follows from what was kept, and every alert owed.

    That is for events up to number ``events`` and for the first ``started`` cases; for every case of the
    first ``days`` days that passed, and for the first ``visited`` cases of the first ``towards``.  Those that
    are ``stuck`` are behind all the same.
    """

    events: int = 0
    started: int = 0
    days: int = 0
    towards: int = 0
    visited: int = 0
    stuck: tuple[str, ...] = ()


class Record:
    """The site's own part of a journal.  Thread-safe.

    ``stuck`` are the cases that could not be brought to where the site is; ``anew`` where other rules than
    before are followed from now on.
    """

    def __init__(self, journal: Journal, ruleset: str, as_of: date | None, new_rules: bool) -> None:
        self._journal, self._ruleset = journal, ruleset
        self._lock = Lock()
        start = journal.started(SITE)
        if start is None:
            if as_of is None:
                what = "no site was followed in this journal before"
                raise refused("JR040", what, "say `as_of=`, the day on which it begins")
            text = json.dumps({"as_of": as_of.isoformat()})
            journal.start(SITE, text, ruleset)
            start = Entry(0, SITE, "", text, ruleset)
        kept = [_read(entry.text, dict) for entry in journal.entries(SITE)]
        self.first: date = _read(start.text, lambda data: date.fromisoformat(data["as_of"]))
        self.days: tuple[date, ...] = days_of(journal)
        away = journal.brought_back(SITE)
        self.mark = Mark() if away is None else _read(away[0], _mark)
        self.stuck = dict.fromkeys(self.mark.stuck)
        self.anew = False
        self._follow_rules(
            [start.ruleset, *(data["rules"] for data in kept if "rules" in data)][-1], new_rules
        )
        if as_of is not None and as_of > self.as_of:
            self.keep_day(as_of)

    def _follow_rules(self, before: str, new_rules: bool) -> None:
        """Go on with the rules in force, or with new ones: then every case is worked out again."""
        if before == self._ruleset:
            return
        if not new_rules:
            what = "the site was followed by other rules than these"
            fix = 'open it with those, or say `rules="new"`: then every case is worked out again by these'
            raise refused("JR042", what, fix)
        self.anew = True
        self.keep_mark(replace(self.mark, events=0, started=0))
        number = self._journal.last(SITE) + 1
        self._journal.append(SITE, f"rules {number}", json.dumps({"rules": self._ruleset}), self._ruleset)

    @property
    def as_of(self) -> date:
        """The last day that passed, or the first."""
        return max((self.first, *self.days))

    def keep_day(self, day: date) -> None:
        """Keep that a day has passed for every case; once more is harmless.

        Raises ``JournalError`` for one before the first, and for one far ahead: it cannot be taken back.
        """
        if day < self.first:
            what = "that day lies before the first of this site"
            raise refused("JR045", what, "advance to a day after the first")
        if (day - self.as_of).days > MOST_AHEAD:
            what = f"that day lies more than {MOST_AHEAD} days after the last that passed for this site"
            raise refused("JR046", what, "put it right, or go there a year at a time")
        with self._lock:
            if day not in self.days and day != self.first:
                id = day.isoformat()
                self._journal.append(SITE, id, json.dumps({"on": id}), self._ruleset)
                self.days = (*self.days, day)

    def keep_mark(self, mark: Mark) -> None:
        """Keep up to where all is done.  It need not be durable at once: an older mark does as well."""
        with self._lock:
            if mark != self.mark and len(mark.stuck) <= MOST_STUCK:
                text = json.dumps({name: getattr(mark, name) for name in Mark.__slots__}, sort_keys=True)
                self._journal.put_away(SITE, text, self._journal.last(SITE))
                self.mark = mark


def _mark(data: dict[str, Any]) -> Mark:
    return Mark(**{**data, "stuck": tuple(data["stuck"])})


def _read(text: str, made: Callable[[dict[str, Any]], Read]) -> Read:
    try:
        return made(json.loads(text))
    except (ValueError, KeyError, TypeError):
        what = "what the journal keeps of the site cannot be read"
        raise refused("JR041", what, "open it with the library that wrote it, or a later one") from None


def refused(code: str, what: str, fix: str) -> JournalError:
    """The error of one problem."""
    return JournalError([Problem(code, what, fix)])


class UnderWay:
    """What is being kept just now: how far everything that was begun is done, of events and of cases started.

    What is ``lost`` (kept perhaps, and then something went wrong) counts as under way until ``found``.
    """

    def __init__(self, events: int, started: int) -> None:
        self._lock = Lock()
        self._events, self._started = events, started
        self._begun: dict[object, tuple[int, int]] = {}

    def begin(self, what: object) -> None:
        """Something is about to be kept, under a number above every one that is done; ``what`` names it."""
        with self._lock:
            self._begun.setdefault(what, (self._events, self._started))

    def reached(self, event: int, started: int) -> None:
        """Other events than those under way are done up to this number, and so many cases are started."""
        with self._lock:
            self._events, self._started = max(self._events, event), max(self._started, started)

    def done(self, what: object, event: int = 0, started: int = 0) -> None:
        """It was kept, as event of this number or as so many cases more, and what follows is owed."""
        with self._lock:
            del self._begun[what]
            self._events = max(self._events, event)
            self._started += started

    def __contains__(self, what: object) -> bool:
        return what in self._begun

    def so_far(self) -> tuple[int, int]:
        """The number up to which events are done, and how many cases from the first."""
        with self._lock:
            floors = (*self._begun.values(), (self._events, self._started))
        return min(floor[0] for floor in floors), min(floor[1] for floor in floors)
