"""The agencies as records: who they are, what they can do, whom they may tell what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from drive_rules.ir import Length, Provenance
from drive_rules.problems import Span

Telling = Literal["case information", "victim-survivor confidential", "life at risk"]
Nation = Literal["England", "Wales"]
Period = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Named:
    """A word of an agency file and its place; two are equal when the words are."""

    word: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Sharing:
    """That one agency may tell another something: what, on which lawful basis, and while in force.

    ``statutory_only`` marks a basis that binds only the authorities which the Act names.  ``across`` marks
    what leads into another area: that has a source and a provenance of its own.
    """

    to: Named
    what: tuple[Telling, ...]
    basis: str
    statutory_only: bool = False
    in_force: Period = (None, None)
    across: bool = False
    source: tuple[str, ...] = ()
    provenance: Provenance | Literal[""] = ""

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on that day: the first day in, the last day out."""
        since, end = self.in_force
        return (since is None or since <= day) and (end is None or day < end)


@dataclass(frozen=True, slots=True)
class Lever:
    """That an agency has a hold of the perpetrator by law where a fact of the case has one of the values."""

    fact: Named
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chasing:
    """How long after its day a task is first chased, and after how long each time it goes one further up."""

    first: Length
    then_every: Length
    source: tuple[str, ...] = ("none",)
    provenance: Provenance = "our assumption, to confirm"
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency or role.

    It holds the power over every action that names it as ``owner``; ``can`` lists actions whose power
    it holds besides another owner.  ``part_of`` is the agency that a role acts for.  ``share`` is the
    published part of joint work that it carries: it breaks ties and never rules anybody out.
    ``asked_by`` is ``can_request`` from the other end, for a site that adds an agency.  ``across`` says
    whom in any other area it may tell what.  A ``national`` agency is the same in every area, and a way
    ends there.  ``area`` is empty for those of this area, and for those that are national.

    ``tasks_at_a_time`` is how many tasks of one plan it can take (None: nobody has said), ``waits`` how long
    people wait for it, ``takes_on`` what it takes on, in words.  ``levers`` say where the law gives it a hold
    of the perpetrator.
    """

    name: str
    code: str = ""
    contact: str = ""
    source: tuple[str, ...] = ()
    provenance: Provenance = "our assumption, to confirm"
    also_called: tuple[str, ...] = ()
    part_of: Named | None = None
    statutory: bool = False
    jurisdiction: tuple[str, ...] = ()
    available: bool = True
    why_not: str = ""
    cannot_here: tuple[tuple[Named, str], ...] = ()
    can: tuple[Named, ...] = ()
    knows: tuple[Named, ...] = ()
    share: int = 0
    deputies: tuple[Named, ...] = ()
    escalates_to: tuple[Named, ...] = ()
    can_request: tuple[Named, ...] = ()
    asked_by: tuple[Named, ...] = ()
    refers_to: tuple[Named, ...] = ()
    works_with: tuple[Named, ...] = ()
    works_closely_with: tuple[Named, ...] = ()
    shares_a_building_with: tuple[Named, ...] = ()
    attends: tuple[Named, ...] = ()
    may_tell: tuple[Sharing, ...] = ()
    tasks_at_a_time: int | None = None
    waits: Length | None = None
    takes_on: str = ""
    levers: tuple[Lever, ...] = ()
    across: tuple[Sharing, ...] = ()
    national: bool = False
    area: str = ""
    span: Span | None = field(default=None, compare=False)

    def named(self) -> Iterable[Named]:
        """Every agency that this one names."""
        yield from (self.part_of,) if self.part_of else ()
        yield from (*self.deputies, *self.escalates_to, *self.can_request, *self.asked_by)
        yield from (*self.refers_to, *self.works_with, *self.attends)
        yield from (*self.works_closely_with, *self.shares_a_building_with)
        yield from (sharing.to for sharing in (*self.may_tell, *self.across))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is no agency (the perpetrator, the victim-survivor), and who alone may ask them."""

    name: str
    asked_by: Named
    also_called: tuple[str, ...] = ()
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Directory:
    """What the files say, sorted by name; ``jurisdiction`` is where the site works.

    ``chasing`` is None where no file says when a task is chased.  ``area`` is what the site's area is called
    elsewhere, ``other_area`` the one that it is joined with.
    """

    agencies: tuple[Agency, ...]
    people: tuple[Person, ...] = ()
    jurisdiction: tuple[str, ...] = ()
    area: str = ""
    other_area: str = ""
    chasing: Chasing | None = None
