"""A followed case as text, and back: its start, its events and days, and what was called for on which day.

What is kept of the days only saves the work of settling them again: it counts where the text was written
with the very same rules, and otherwise all of it is worked out anew.
"""

from __future__ import annotations

import json
from collections.abc import Set
from datetime import date
from typing import Any

from drive_rules.answers import Versions
from drive_rules.assessment import Assessment
from drive_rules.assessment.days import NOTHING_BEFORE, Carried, ReasonId
from drive_rules.case import Case, read_case
from drive_rules.following.events import read_event
from drive_rules.following.history import Asked, Histories, History, Start
from drive_rules.problems import CaseError, DriveRulesError, EventError

SCHEMA = 1


def put_away(histories: Histories, history: History) -> str:
    """The text of a followed case: the same bytes for the same set of events and days."""
    start = histories.start
    called: list[Any] = []
    last: Set[ReasonId] = frozenset()
    for day in history.line:
        called.append([day.on.isoformat(), sorted(day.called - last), sorted(last - day.called)])
        last = day.called
    events = sorted((kept.event for kept in history.events.values()), key=lambda event: event.order)
    data = {
        "schema": SCHEMA,
        "case": start.case.to_data(),
        "as of": start.on.isoformat(),
        "previous": start.previous.to_json() if start.previous else None,
        "days": sorted(day.isoformat() for day in history.days),
        "events": [event.text for event in events],
        "rules": rules_of(histories.asked.versions),
        "called": called,
    }
    return json.dumps(data)


def rules_of(versions: Versions) -> list[str]:
    """What must be the same for what was called for to be so still."""
    return [versions.library, versions.ruleset_digest, versions.site_digest, versions.site]


def bring_back(asked: Asked, text: str) -> tuple[Histories, History]:
    """A followed case out of its text.

    Raises ``DriveRulesError`` where that is no such text, ``CaseError`` and ``EventError`` where the rules
    of now cannot read what is in it.
    """
    try:
        data = json.loads(text)
        if data["schema"] > SCHEMA:
            raise DriveRulesError(f"this case is put away by schema {data['schema']}; this reads {SCHEMA}")
        on = date.fromisoformat(data["as of"])
        start = start_of(read_case(asked.vocabulary, data["case"]), on, _answer(data["previous"]))
        days = frozenset(map(date.fromisoformat, data["days"]))
        called = _called(data["called"]) if data["rules"] == rules_of(asked.versions) else {}
        events = [read_event(each) for each in data["events"]]
    except (CaseError, EventError):
        raise
    except (ValueError, TypeError, KeyError, AttributeError):
        raise DriveRulesError("that is no followed case that was put away") from None
    histories = Histories(asked, start)
    kept = {event.id: histories.kept(event) for event in events}
    return histories, histories.whole(kept, days, called)


def _answer(text: str | None) -> Assessment | None:
    return None if text is None else Assessment.from_json(text)


def _called(days: list[Any]) -> dict[date, frozenset[ReasonId]]:
    found: dict[date, frozenset[ReasonId]] = {}
    last: frozenset[ReasonId] = frozenset()
    for on, more, less in days:
        last = (last | {tuple(id) for id in more}) - {tuple(id) for id in less}
        found[date.fromisoformat(on)] = last
    return found


def start_of(case: Case, on: date, previous: Assessment | None) -> Start:
    """Where the history of a case begins; raises ``CaseError`` where something in it lies after the day."""
    if late := case.problems_on(on):
        raise CaseError(late)
    carried = Carried.of(previous, case.key, on) if previous else Carried(case.key, NOTHING_BEFORE)
    return Start(case, on, carried, previous)
