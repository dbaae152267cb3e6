"""A followed case that is kept in a journal, and taken up again from it.

What comes in is checked first, then kept, then acted on: an event that is refused is never kept, and of one
that cannot be kept nothing comes.  A journal has of each case its start, its events as they were posted,
and the days that were advanced to; what it comes to under a ruleset is worked out of these.

Ids that begin with a space are those of this module (no event has one): a day, or that other rules are in
force from here on.  Days that passed for every case of a site stand under the case without a key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter

from drive_rules.answers import Quiet, Thing
from drive_rules.assessment import Assessment
from drive_rules.case import Case, read_case
from drive_rules.following.changes import Change, Held, change
from drive_rules.following.events import Event, read_event
from drive_rules.following.folding import read_said
from drive_rules.following.follower import Follower
from drive_rules.following.history import Asked, Histories, History, Kept
from drive_rules.following.putting_away import bring_back, rules_of, start_of
from drive_rules.following.standing import Called, Level, Shut, Standing
from drive_rules.journal import Entry, Journal
from drive_rules.problems import CaseError, DriveRulesError, EventError, JournalError, Problem, ProblemsError

ANSWER = "answer"
"""Under which key of a state that was put away its answer stands, in short."""
SITE = ""
"""The key under which a journal keeps the days that passed for every case; no case has it."""

Read = TypeVar("Read")

_LATER = "open it with the library that wrote it, or a later one"


@dataclass(frozen=True, slots=True, repr=False)
class Past(Quiet):
    """What a journal has of a case: its start, and its events and days with the numbers of their entries.

    ``ruleset`` is the digest of the ruleset that was in force last, ``upto`` the number of the last entry.
    """

    case: Any
    on: date
    previous: Assessment | None
    came: tuple[tuple[int, Event | date], ...]
    ruleset: str
    upto: int


class KeptFollower(Follower):
    """A followed case each of whose events and days is in a journal before anything comes of it.

    One of them at a time follows a case of a journal: where another keeps something of it, this one takes in
    no more.  After a ``JournalError`` nothing has changed, and what was posted is posted again; it may be in
    the journal all the same, which is harmless.
    """

    def __init__(
        self,
        histories: Histories,
        history: History,
        journal: Journal,
        by_new_rules: Change | None = None,
        upto: int = 0,
    ) -> None:
        super().__init__(histories, history)
        self._journal = journal
        self._ruleset = histories.asked.versions.ruleset_digest
        self._by_new_rules = by_new_rules
        self._upto = upto
        self._upto = self._held_upto(history)

    def __repr__(self) -> str:
        return "<KeptFollower>"

    @property
    def by_new_rules(self) -> Change | None:
        """What new rules changed of the answer when the case was taken up by them.

        None where the rules are the same, or where neither the old ruleset was given nor an answer under it
        was put away; of one that was put away alerts are not compared.
        """
        return self._by_new_rules

    def put_away(self) -> None:
        """Put the case and its answer away in the journal, to take it up by and to hold new rules to."""
        with self._lock:
            state = json.loads(self.to_json())
            state[ANSWER] = _written(self._history.answer.standing)
            self._journal.put_away(self.key, json.dumps(state), self._upto)

    def _held_upto(self, history: History) -> int:
        """Up to which entry of the journal a history holds everything that was kept of the case."""
        upto = self._upto
        for entry in self._journal.entries(self.key, after=upto):
            if not self._is_in(history, entry):
                break
            upto = entry.number
        return upto

    def _is_in(self, history: History, entry: Entry) -> bool:
        if not entry.id.startswith(" "):
            return entry.id in history.events
        one = read_entry(entry)
        return one in history.days if isinstance(one, date) else entry.ruleset == self._ruleset

    def _changed(self, was: History, now: History, event: Event | None) -> Change:
        if self._journal.last(self.key) > self._held_upto(now):
            what = "this case is kept in the journal by another follower too"
            raise JournalError([Problem("JR033", what, "take it up again, by `resume`", place="case")])
        if event is not None:
            self._journal.append(self.key, event.id, event.text, self._ruleset)
        for day in sorted(now.days - was.days):
            self._journal.append(self.key, f" {day}", json.dumps({"on": day.isoformat()}), self._ruleset)
        self._upto = self._held_upto(now)
        return super()._changed(was, now, event)


def past_of(journal: Journal, case: str) -> Past:
    """What a journal has of a case.

    Raises ``JournalError`` where it has none, and with every text that cannot be read.
    """
    start = journal.started(case)
    if start is None:
        what = "the case is not in this journal"
        raise JournalError([Problem("JR030", what, "start it: give the case and `as_of`", place="case")])
    problems: list[Problem] = []
    begun = _read(_start, start.text, "start", problems)
    came: list[tuple[int, Event | date]] = []
    ruleset, upto = start.ruleset, 0
    for entry in journal.entries(case):
        ruleset, upto = entry.ruleset, entry.number
        found = _read(read_entry, entry, f"event {entry.number}", problems)
        came += [(entry.number, found)] if found is not None else []
    for entry in journal.entries(SITE) if journal.started(SITE) else ():
        found = _read(read_entry, entry, f"day {entry.number}", problems)
        came += [(entry.number, found)] if isinstance(found, date) else []
    if problems or begun is None:
        raise JournalError(problems)
    data, on, previous = begun
    return Past(data, on, previous, tuple(came), ruleset, upto)


def _read(read: Callable[[Any], Read], given: Any, place: str, problems: list[Problem]) -> Read | None:
    try:
        return read(given)
    except ProblemsError as error:
        problems += _placed(error.problems, place)
    except (ValueError, TypeError, KeyError, AttributeError, DriveRulesError):
        problems.append(Problem("JR031", "what was kept here cannot be read", _LATER, place=place))
    return None


def _placed(problems: Iterable[Problem], place: str) -> list[Problem]:
    return [
        Problem(each.code, each.what, each.fix, place=f"{place}: {each.place}" if each.place else place)
        for each in problems
    ]


def _start(text: str) -> tuple[Any, date, Assessment | None]:
    data = json.loads(text)
    previous = data.get("previous")
    on = date.fromisoformat(data["as_of"])
    return data["case"], on, Assessment.from_json(previous) if previous is not None else None


def read_entry(entry: Entry) -> Event | date | None:
    """An event, a day, or nothing of a case: that other rules are in force."""
    if entry.case != SITE and not entry.id.startswith(" "):
        return read_event(entry.text)
    data = json.loads(entry.text)
    return date.fromisoformat(data["on"]) if "on" in data else None


def text_of_start(case: Case, on: date, previous: Assessment | None = None) -> str:
    """What a journal keeps of the start of a case."""
    data = {"as_of": on.isoformat(), "case": case.to_data()}
    return json.dumps(data | ({"previous": previous.to_json()} if previous else {}), sort_keys=True)


def start(
    asked: Asked, journal: Journal, case: Case, on: date, previous: Assessment | None = None
) -> KeptFollower | None:
    """Follow a case and keep it; None where the journal has it with this very start already.

    Raises ``CaseError`` where something in the case lies after the day: it is not kept then.
    """
    histories = Histories(asked, start_of(case, on, previous))
    first = histories.first()
    new = journal.start(case.key, text_of_start(case, on, previous), asked.versions.ruleset_digest)
    return KeptFollower(histories, first, journal) if new else None


def resume(
    asked: Asked,
    journal: Journal,
    case: str,
    *,
    rules: Literal["same", "new"] = "same",
    older: Asked | None = None,
) -> KeptFollower:
    """Take a case up again from a journal, as the whole of what was kept of it comes to.

    Raises ``JournalError`` where other rules were in force, unless new ones are asked for, and with every
    event that is kept and that these rules cannot read.
    """
    past = past_of(journal, case)
    digest = asked.versions.ruleset_digest
    if past.ruleset == digest:
        return KeptFollower(*_taken_up(asked, journal, case, past), journal, upto=past.upto)
    if rules != "new":
        what = "the case was followed by other rules than these"
        fix = 'take it up with those, or say `rules="new"`: then all of it is worked out again by these'
        raise JournalError([Problem("JR032", what, fix)])
    histories, history = _worked(asked, past)
    differs = (
        _differs(_worked(older, past)[1].answer.standing, history)
        if older is not None
        else _differs_from_what_was_put_away(asked, journal, case, past)
    )
    journal.append(case, f" rules {journal.last(case)}", json.dumps({"rules": digest}), digest)
    return KeptFollower(histories, history, journal, differs, past.upto)


def _taken_up(asked: Asked, journal: Journal, case: str, past: Past) -> tuple[Histories, History]:
    """By the state that was put away and what came after it, or by the whole of it."""
    away = journal.brought_back(case)
    if away is None or not _of_these_rules(asked, away[0]):
        return _worked(asked, past)
    histories, history = bring_back(asked, away[0])
    for _, one in past.came:
        if isinstance(one, date):
            history = histories.with_day(history, one) if histories.start.on < one else history
        elif one.id not in history.events:
            history = histories.with_event(history, Kept(one, read_said(asked.vocabulary, one)))
    return histories, history


def _of_these_rules(asked: Asked, text: str) -> bool:
    try:
        return bool(json.loads(text)["rules"] == rules_of(asked.versions))
    except (ValueError, TypeError, KeyError, AttributeError):
        return False


def _worked(asked: Asked, past: Past) -> tuple[Histories, History]:
    """The whole of it at once; raises ``JournalError`` with everything that the rules cannot read."""
    problems: list[Problem] = []
    case = _read(lambda data: read_case(asked.vocabulary, data), past.case, "start", problems)
    events: dict[str, Kept] = {}
    for number, one in past.came:
        if isinstance(one, Event):
            kept = _read(
                lambda event: Kept(event, read_said(asked.vocabulary, event)),
                one,
                f"event {number}",
                problems,
            )
            events |= {one.id: kept} if kept is not None else {}
    if problems or case is None:
        raise JournalError(problems)
    histories = Histories(asked, start_of(case, past.on, past.previous))
    days = {one for _, one in past.came if isinstance(one, date)}
    try:
        return histories, histories.whole(events, frozenset({past.on, *(d for d in days if d > past.on)}), {})
    except (CaseError, EventError) as error:
        raise JournalError(error.problems) from None


def _differs(was: Standing, now: History) -> Change:
    held = Held(was, now.answer.standing)
    return change(held, case=now.answer.case.key, as_of=now.line[-1].on)


def _differs_from_what_was_put_away(asked: Asked, journal: Journal, case: str, past: Past) -> Change | None:
    """Of the same events and days, the answer by these rules and that which was put away."""
    away = journal.brought_back(case)
    try:
        data = json.loads(away[0]) if away is not None else {}
        answer = _standing(data[ANSWER]) if ANSWER in data else None
        days = frozenset(map(date.fromisoformat, data.get("days", ())))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    if away is None or answer is None:
        return None
    then = [(n, one) for n, one in past.came if (one in days if isinstance(one, date) else n <= away[1])]
    now = _worked(asked, replace(past, came=tuple(then)))[1]
    return _differs(replace(answer, alerts=now.answer.standing.alerts), now)


# -- an answer in short, put away --------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class _Answer(Quiet):
    """A ``Standing`` without its alerts, in a form that JSON has."""

    decisions: tuple[tuple[str, Thing, Level], ...]
    duties: dict[str, Called]
    blocks: dict[str, Shut]


@cache
def _adapter() -> TypeAdapter[_Answer]:
    return TypeAdapter(_Answer)


def _written(answer: Standing) -> Any:
    decisions = sorted(
        answer.decisions.items(), key=lambda each: (each[0][0], each[0][1].kind, each[0][1].key)
    )
    found = _Answer(
        tuple((name, of, level) for (name, of), level in decisions),
        dict(sorted(answer.duties.items())),
        dict(sorted(answer.blocks.items())),
    )
    return _adapter().dump_python(found, mode="json")


def _standing(data: Any) -> Standing:
    """The answer that ``_written`` wrote; raises ``ValueError`` where that is none."""
    found = _adapter().validate_python(data)
    return Standing(
        {(name, of): level for name, of, level in found.decisions}, found.duties, found.blocks, {}
    )
