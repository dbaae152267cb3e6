"""IR to steps over intervals: the only form that engines see.

``lower(ruleset, as_of)`` settles every hard question of meaning once (what is missing, what is open,
which end of an interval counts) and leaves three formula nodes and two steps.  An engine is those
five things and knows nothing of *missing*.

A formula is the *certainly* of a question; its *possibly* is the same formula with low and high
exchanged in every term, save in a ``Le`` marked ``record``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from drive_rules.ir import Length

Key = str | tuple[str | int, ...]
End = Literal["low", "high"]
Gathering = Literal["max", "min", "sum", "one"]


@dataclass(frozen=True, slots=True)
class Name:
    """Something that has an interval: a fact, a list's last whole day, or what a step settles.

    ``key`` is unique in a program: a name of the vocabulary as it stands, or a tuple that says what
    it is: ``("rule", id)``, ``("only if", action)``, ``("until", rule, duty number)``,
    ``("blocked", action)``, ``("called for", action)``, ``("whole to", kind)``, or ``("aux", ...)``
    for what only the program needs.
    """

    key: Key
    kind: str


@dataclass(frozen=True, slots=True)
class Term:
    """``sign`` times an end of ``name`` plus ``plus``; a constant where ``name`` is None.

    A name of a kind above is read through the thing's parents.
    """

    name: Name | None
    end: End = "low"
    sign: Literal[1, -1] = 1
    plus: int = 0


@dataclass(frozen=True, slots=True)
class Le:
    """``left <= right``."""

    left: Term
    right: Term
    record: bool = False


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Formula, ...]


Formula = Le | All | Any


@dataclass(frozen=True, slots=True)
class Clause:
    """Settles ``target``: low is *certainly* (0 or 1), high is *possibly*."""

    target: Name
    certainly: Formula


@dataclass(frozen=True, slots=True)
class Part:
    """Something that certainly or possibly counts, once for each thing of ``kind`` at or below the owner.

    ``low`` and ``high`` bound what it counts for.
    """

    kind: str
    when: Formula
    low: Term
    high: Term


@dataclass(frozen=True, slots=True)
class Gather:
    """Settles ``target`` from its parts, for each thing of ``target.kind``.

    ``opens`` says, for things of a kind at or below the owner, when a list of theirs may have more
    that counts (read as the formula's *possibly*).  ``floor`` and ``ceiling`` are the ends of the
    range.  A max or min whose value is not ``ordered`` is one code or the whole range.  Then, in
    this order: ``times`` (numerator, denominator), ``rounded`` down to whole numbers, ``shift`` by
    a length of time, and the clamp to ``floor..ceiling``.

    A list that may have more sends a sum to ``ceiling`` where ``unseen`` may be above 0, and to
    ``floor`` where it may be below: it bounds what one thing not yet seen could count for.
    """

    target: Name
    gathering: Gathering
    parts: tuple[Part, ...]
    otherwise: int | None
    floor: int
    ceiling: int
    ordered: bool = True
    opens: tuple[tuple[str, Formula], ...] = ()
    times: tuple[int, int] | None = None
    rounded: bool = False
    shift: Length | None = None
    unseen: tuple[int, int] = (0, 0)


Step = Clause | Gather


@dataclass(frozen=True, slots=True)
class Program:
    """What an engine is given: steps, each after everything that it reads, and where the inputs are.

    ``kinds`` gives each kind its parent, parents first.  ``facts`` names, for each kind, what stands
    in ``Row.low`` and ``Row.high`` by slot; ``wholes`` what stands in ``Row.whole``.  ``public``
    holds what ``Settled`` must give, no more and no less.  ``holidays`` are the days that no length
    in working days counts.  ``reads`` gives, for a public key, the words of the vocabulary that it
    rests on directly.
    """

    as_of: int
    kinds: Mapping[str, str | None]
    facts: Mapping[str, tuple[Name, ...]]
    wholes: Mapping[str, tuple[Name, ...]]
    steps: tuple[Step, ...]
    public: tuple[Name, ...]
    holidays: frozenset[int]
    reads: Mapping[Key, tuple[str, ...]]
