"""Who may be asked for a step: each with the task it would be, and how well they fit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from drive_rules.agencies import CASE_MANAGER
from drive_rules.agencies.directory import Telling
from drive_rules.agencies.routes import Hop
from drive_rules.answers import Quiet
from drive_rules.ir import Length


@dataclass(frozen=True, slots=True)
class TaskGap:
    """That nobody who may do it can be asked: why, to whom it escalates, who covers meanwhile.

    ``nearest`` are agencies at work here that work with the owner.
    """

    owner: str
    because: tuple[str, ...]
    escalate_to: tuple[str, ...]
    interim_cover: str = CASE_MANAGER
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Across(Quiet):
    """Whom in the other area a task reaches: its contact, and the way from whoever does the task here.

    ``because`` says why nobody there can be named or told, and is empty where somebody can.  ``law`` are
    the nations whose law holds there, where it is not the law here.
    """

    agency: str
    contact: str = ""
    route: tuple[Hop, ...] = ()
    not_told: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Task(Quiet):
    """Who is asked, and how.

    ``owner`` holds the power or the knowledge and stays named whoever is asked; ``asked`` is None
    where there is a ``gap``.  ``told`` is what every edge of the route allows to be told; ``not_told``
    are private facts that the step rests on and that the route does not allow.  ``next_asked`` come after
    ``asked`` where several may know, ``if_refused`` are those who may do it where ``asked`` refuses.
    ``chase`` is up whom it goes when it is overdue or refused, ``meets_at`` where it can be raised.
    ``legal_basis`` is the law that gives the owner the power to act.  ``waits`` is how long people wait
    for whoever is asked, ``takes_on`` what they take on; None and empty where no file says.  ``across`` is
    whom in another area the task reaches.
    """

    owner: str
    asked: str | None
    contact: str = ""
    route: tuple[Hop, ...] = ()
    not_told: tuple[str, ...] = ()
    support: str = ""
    chase: tuple[str, ...] = ()
    next_asked: tuple[str, ...] = ()
    meets_at: tuple[str, ...] = ()
    gap: TaskGap | None = None
    why: tuple[str, ...] = ()
    legal_basis: str = ""
    told: tuple[Telling, ...] = ()
    if_refused: tuple[str, ...] = ()
    waits: Length | None = None
    takes_on: str = ""
    across: Across | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """How well somebody fits a step, the weightiest first, 0 the best of each.

    ``turn``: the owner before its deputies before others, agencies before people, the perpetrator last.
    ``facts_missing`` of those to be found out; ``no_lever`` in law on the perpetrator in this case;
    ``days`` that one waits; ``held_back`` facts; ``hops`` on the way; ``distance`` from whoever asks;
    ``share`` that is left to 100.
    """

    turn: int
    facts_missing: int
    no_lever: int
    days: int
    held_back: int
    hops: int
    distance: int
    share: int

    def cost(self, moved: bool = False, place: int = 0) -> tuple[int, ...]:
        """The whole of it; ``moved``: it was asked of somebody else before.

        ``place`` tells apart what is the same in everything else.
        """
        first = (self.turn, self.facts_missing, int(moved), self.no_lever, self.days, self.held_back)
        return (*first, self.hops, self.distance, self.share, place)


@dataclass(frozen=True, slots=True, repr=False)
class Offer(Quiet):
    """Somebody who may lawfully be asked, and how well they fit."""

    task: Task
    fit: Fit

    @property
    def rank(self) -> tuple[tuple[int, ...], str, str]:
        """The best first."""
        return self.fit.cost(), self.task.asked or "", self.task.owner


@dataclass(frozen=True, slots=True, repr=False)
class Offers(Quiet):
    """Everybody who may be asked for one step, the best first.

    ``fixed`` where the first has it whatever else it has to do: the owner of the power, or a life is at
    risk.  ``nobody`` is the task where nobody can be asked.
    """

    each: tuple[Offer, ...]
    nobody: Task
    fixed: bool
    several_asked: bool = False

    def best(self) -> Task:
        """The task with nothing else in the plan."""
        return self.taken(self.each[0]) if self.each else self.nobody

    def taken(self, offer: Offer) -> Task:
        """The task of one of them, with the others beside it."""
        others = [other.task for other in self.each if other is not offer]
        if self.several_asked:
            return replace(
                offer.task,
                next_asked=tuple(task.owner for task in others),
                if_refused=tuple(task.owner for task in others),
            )
        return replace(offer.task, if_refused=tuple(task.asked for task in others if task.asked))
