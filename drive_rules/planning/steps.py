"""What a plan holds: steps in order, gaps, what must not be done, what became of steps.

A plan is advice to a named human decider and is written for professionals: it may hold what the
perpetrator must never be told, so no part of it is for the perpetrator.  No repr shows a key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from drive_rules.answers import Block, CalledFor, Quiet, Reason, Thing
from drive_rules.ir import Length, Strand
from drive_rules.problems import Problem
from drive_rules.tasking import Task

Sort = Literal["duty", "find out", "release", "instead"]
Status = Literal["to do", "blocked", "not available", "ask the owner", "gap", "done"]
Change = Literal["added", "facts", "day", "status", "asked"]
Became = Literal["done", "refused", "accepted"]
PLAN_SCHEMA = 1


@dataclass(frozen=True, slots=True, repr=False)
class Step(Quiet):
    """One step: which action, to what, by whose power, by when, and what it waits for.

    ``id`` is the action and its thing, the same from plan to plan; ``number`` is for people, and is kept
    while the step stands, or some of what it is to find out is left. ``sort`` says where it comes from:
    a duty, a fact to find out, a way out of a block that holds another step up (*release*), or what is
    done meanwhile (*instead*). ``comes_after``, ``together_with``, ``released_by`` and ``meanwhile`` are
    ids of steps, ``blocked_by`` and ``cautions`` of blocks, ``for_steps`` the steps that a release or an
    instead serves, ``second_to`` the steps that are preferred to this one. ``brought_forward_for`` is
    the step whose day made this one earlier than its own.  ``cites`` are answers that go along with it,
    ``decided`` what people decided on it, in words.

    ``chase_on`` is the day on which whoever is asked is chased if it is still open, ``goes_up_to`` whom it
    goes to by now because chasing has not helped.  ``last_done`` is the day on which somebody (``done_by``)
    recorded it as done.  That ends the step, unless it comes again, something has called for it since, or
    its action leaves something in the case: then the case says whether it is done, and no mark in a plan.
    """

    id: str
    number: int
    sort: Sort
    action: str
    code: str
    thing: Thing
    strand: Strand
    word: CalledFor
    in_doubt: bool
    safety: bool
    task: Task
    status: Status
    because: tuple[str, ...]
    due: date | None
    due_in_doubt: bool
    first_planned: date
    reasons: tuple[Reason, ...] = ()
    brought_forward_for: str = ""
    again_every: Length | None = None
    comes_after: tuple[str, ...] = ()
    together_with: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] = ()
    released_by: tuple[str, ...] = ()
    meanwhile: tuple[str, ...] = ()
    for_steps: tuple[str, ...] = ()
    second_to: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    chase_on: date | None = None
    days_overdue: int = 0
    goes_up_to: str = ""
    last_done: date | None = None
    done_by: str = ""

    @property
    def owner(self) -> str:
        """Who holds the power or the knowledge, whoever is asked."""
        return self.task.owner


@dataclass(frozen=True, slots=True, repr=False)
class PlanGap(Quiet):
    """Something that nobody can do as things stand: whose it is, why, up whom it goes, who covers.

    ``step`` or ``block`` says what for; neither where an agency owns more tasks than it can take.
    """

    owner: str
    because: tuple[str, ...]
    urgent: bool
    escalate_to: tuple[str, ...]
    interim_cover: str
    step: str = ""
    block: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Ended(Quiet):
    """A step of the previous plan that is no longer called for; ``done_on`` where it was recorded as done."""

    id: str
    number: int
    action: str
    thing: Thing
    done_on: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Changed(Quiet):
    """What is otherwise with a step than in the previous plan, and why; in words for people.

    ``because`` are titles of rules, blocks or gaps, and is empty where only the day has gone on.
    """

    id: str
    number: int
    action: str
    thing: Thing
    what: Change
    before: str
    now: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Outcome(Quiet):
    """What became of a step, as somebody recorded it: done, or refused or taken on by whoever was asked.

    ``number`` is the step's, which stays from plan to plan; ``by`` is who did it, refused it or took it on,
    in the embedder's own words or as an agency's name.
    """

    number: int
    step: str
    what: Became
    on: date
    by: str
    because: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Planned(Quiet):
    """The steps of one case on one day, in the order in which to take them.

    ``heads`` are decisions that stand at the head of it, each with what it is or may be in words: where the
    case is in its course, say.  ``blocks`` are all of the assessment's, ``problems`` what contradicts itself
    in this case.  ``ended`` and ``changed`` are against the previous plan, and empty without one.
    ``outcomes`` are carried from plan to plan.
    """

    case: str
    as_of: date
    ruleset_digest: str
    agencies_digest: str
    steps: tuple[Step, ...]
    heads: tuple[tuple[str, str], ...] = ()
    blocks: tuple[Block, ...] = ()
    gaps: tuple[PlanGap, ...] = ()
    problems: tuple[Problem, ...] = ()
    ended: tuple[Ended, ...] = ()
    changed: tuple[Changed, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    last_number: int = 0
    schema: int = PLAN_SCHEMA
    advisory: Literal[True] = True
