"""A case followed as things happen: events in, and at once what changed of its answer.

    follower = ruleset.follow(case, as_of=date(2026, 9, 1))
    change = follower.post({"id": "e-1", "case": "c-1", "on": "2026-09-14", "says": {...}})
    change = follower.advance(to=date(2026, 10, 1))

A followed case is a set of events and of days over a starting case: its answer depends on that set alone,
never on the order in which it came.
"""

from drive_rules.following.changes import Change
from drive_rules.following.events import Event, read_event, read_events
from drive_rules.following.follower import Follower, follow, followed
from drive_rules.following.history import Asked

__all__ = ["Asked", "Change", "Event", "Follower", "follow", "followed", "read_event", "read_events"]
