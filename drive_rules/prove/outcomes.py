"""What comes of a question about every case: a case that shows it, none, or that nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from drive_rules.problems import DriveRulesError

Interval = tuple[int, int]
SECONDS = 20.0
"""How long one search may take."""


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """A thing that may be there: its kind, and its place in each list on the way to it."""

    kind: str
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What a case says: the things there are, the answers that are known, and the lists that are whole.

    A list that was said not to be whole is (0, 0) among the answers.  ``wholes`` gives, by thing and
    kind, the last day for which a list is whole.
    """

    things: tuple[Thing, ...]
    answers: Mapping[tuple[Thing, str], Interval]
    wholes: Mapping[tuple[Thing, str], int]


@dataclass(frozen=True, slots=True)
class Change:
    """A fact of one thing that is answered otherwise."""

    fact: str
    thing: Thing
    code: int


@dataclass(frozen=True, slots=True)
class Found:
    """A case where it is so: what is said in it, the data of its file, and what is then changed, if anything.

    It is an invented case, of which nothing can be left out, and holds nothing of anybody's.
    """

    given: Given
    data: Mapping[str, Any] = field(compare=False)
    changed: Change | None = None


@dataclass(frozen=True, slots=True)
class Never:
    """There is no such case, with up to so many things in each list; a kind that is not read is left out."""

    things: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """It could not be decided, and why."""

    because: str


Outcome = Found | Never | Undecided


class ReplayError(DriveRulesError):
    """The encoding says one thing of a case and the reference another: an error of this library."""
