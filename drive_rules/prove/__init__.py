"""Questions about every case at once: the lowered program for z3, each answer borne out by the reference.

An engine is asked what a ruleset says of a case; here z3 is asked whether there is a case of which it
says a thing.  A case that is found is cut down and written as a case file; that there is none holds
for up to so many things in each list, and the answer says how many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from drive_rules.answers import Key
from drive_rules.ir import Ruleset
from drive_rules.problems import DriveRulesError
from drive_rules.prove.outcomes import (
    SECONDS,
    Change,
    Found,
    Given,
    Never,
    Outcome,
    ReplayError,
    Thing,
    Undecided,
)
from drive_rules.prove.report import Checked, Finding, Report

__all__ = [
    "SECONDS",
    "Change",
    "Checked",
    "Finding",
    "Found",
    "Given",
    "Never",
    "Outcome",
    "ReplayError",
    "Report",
    "Thing",
    "Undecided",
    "differs",
    "prove",
]


@contextmanager
def _solver_there() -> Iterator[None]:
    """The solver is a large library that nothing else needs."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != "z3":
            raise
        raise DriveRulesError(
            "proofs need z3, which is not installed: pip install 'drive-rules[prove]'"
        ) from None


def differs(
    old: Ruleset,
    new: Ruleset,
    key: Key,
    as_of: date,
    *,
    limits: Mapping[str, int] | None = None,
    seconds: float = SECONDS,
) -> Outcome:
    """A small case for which two rulesets do not say the same of ``key``; ``Never`` where there is none.

    ``key`` is a decision or another derived name, a key of ``Settled``, or the name of an action: then
    whether it is called for, how strongly, and whether it is blocked.  ``limits`` bounds the things of
    each kind in a list.  ``Undecided`` where time was not enough, or where the two do not share the words
    that it rests on.  Raises ``DriveRulesError`` where z3 is not installed.
    """
    with _solver_there():
        from drive_rules.prove import differing  # noqa: PLC0415

    return differing.differs(old, new, key, as_of, limits, seconds)


def prove(
    ruleset: Ruleset,
    as_of: date,
    *,
    only: str | None = None,
    limits: Mapping[str, int] | None = None,
    processes: int = 1,
    seconds: float = SECONDS,
) -> Report:
    """What holds of every case: each invariant, and what is odd about the rules as a whole.

    ``only`` names one invariant, rule, decision or action, or one finding.  ``limits`` bounds the things of
    each kind in a list; ``seconds`` each search.  Raises ``ReplayError`` where the reference does not bear a
    case out, ``DriveRulesError`` where z3 is not installed or ``only`` names nothing.
    """
    with _solver_there():
        from drive_rules.prove import checking  # noqa: PLC0415

    return checking.prove(ruleset, as_of, only, limits, processes, seconds)
