"""Practice rules for work with high-risk domestic-abuse perpetrators: a case in, a reasoned plan out.

>>> import drive_rules as dr
>>> ruleset = dr.load("drive-core")
>>> ruleset.name
'drive-core'

The names below are the library's whole surface; each is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drive_rules.agencies import Agencies as Agencies
    from drive_rules.allocation import Allocation as Allocation
    from drive_rules.assessment import Assessment as Assessment
    from drive_rules.case import Case as Case
    from drive_rules.following import Change as Change
    from drive_rules.following import Event as Event
    from drive_rules.following import Follower as Follower
    from drive_rules.following import read_event as read_event
    from drive_rules.following import read_events as read_events
    from drive_rules.journal.sqlite import SqliteJournal as SqliteJournal
    from drive_rules.live import Watch as Watch
    from drive_rules.pictures import Picture as Picture
    from drive_rules.planning.plans import Plan as Plan
    from drive_rules.problems import AgenciesError as AgenciesError
    from drive_rules.problems import CaseError as CaseError
    from drive_rules.problems import CaseloadError as CaseloadError
    from drive_rules.problems import DecisionError as DecisionError
    from drive_rules.problems import DriveRulesError as DriveRulesError
    from drive_rules.problems import EventError as EventError
    from drive_rules.problems import JournalError as JournalError
    from drive_rules.problems import Problem as Problem
    from drive_rules.problems import RulesetError as RulesetError
    from drive_rules.problems import Span as Span
    from drive_rules.problems import UnsettledError as UnsettledError
    from drive_rules.problems import WitnessError as WitnessError
    from drive_rules.ruleset import Ruleset as Ruleset
    from drive_rules.ruleset import load as load

__version__ = "0.1.0"

_HOMES = {
    "Agencies": "agencies",
    "AgenciesError": "problems",
    "Allocation": "allocation",
    "Assessment": "assessment",
    "Case": "case",
    "CaseError": "problems",
    "CaseloadError": "problems",
    "Change": "following",
    "DecisionError": "problems",
    "DriveRulesError": "problems",
    "Event": "following",
    "EventError": "problems",
    "Follower": "following",
    "JournalError": "problems",
    "Picture": "pictures",
    "Plan": "planning.plans",
    "Problem": "problems",
    "Ruleset": "ruleset",
    "RulesetError": "problems",
    "Span": "problems",
    "SqliteJournal": "journal.sqlite",
    "UnsettledError": "problems",
    "Watch": "live",
    "WitnessError": "problems",
    "load": "ruleset",
    "read_event": "following",
    "read_events": "following",
}
__all__ = ["__version__", *sorted(_HOMES)]  # noqa: PLE0604  (the names of a table)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"drive_rules has no public name {name!r}")
    return getattr(import_module(f"drive_rules.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
