"""What engines see: three formula nodes, two steps, and the program that holds them.

A formula is the *certainly* of a question; its *possibly* is the same formula with low and high
exchanged in every term, save in a ``Le`` marked ``record``.  What can be answered at once is, as a
formula is made: nothing that is only ever true or false reaches an engine inside another formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Literal, assert_never

from drive_rules.answers import Key
from drive_rules.ir import Length

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
    rests on directly; ``rules``, for a decision and for what an action is called for or blocked by,
    the names of the rules that bear on it.  ``bounds`` gives the whole range of a fact, where it is known.
    """

    as_of: int
    kinds: Mapping[str, str | None]
    facts: Mapping[str, tuple[Name, ...]]
    wholes: Mapping[str, tuple[Name, ...]]
    steps: tuple[Step, ...]
    public: tuple[Name, ...]
    holidays: frozenset[date]
    reads: Mapping[Key, tuple[str, ...]]
    rules: Mapping[Key, tuple[Name, ...]]
    bounds: Mapping[Key, tuple[int, int]] = field(default_factory=dict)


Ends = tuple[Term, Term]

# -- formulas ------------------------------------------------------------------------------------

TRUE = All(())
FALSE = Any(())


def constant(code: int) -> Term:
    """A term that is always ``code``."""
    return Term(None, plus=code)


def le(left: Term, right: Term, record: bool = False) -> Formula:
    """``left <= right``, answered at once where both are constants."""
    if left.name is None and right.name is None:
        return TRUE if left.plus <= right.plus else FALSE
    return Le(left, right, record)


def all_of(parts: Iterable[Formula]) -> Formula:
    """All of the parts, flattened; false as soon as one of them can only be false."""
    flat = dict.fromkeys(chain.from_iterable(p.parts if isinstance(p, All) else (p,) for p in parts))
    if FALSE in flat:
        return FALSE
    return next(iter(flat)) if len(flat) == 1 else All(tuple(flat))


def any_of(parts: Iterable[Formula]) -> Formula:
    """Any of the parts, flattened; true as soon as one of them can only be true."""
    flat = dict.fromkeys(chain.from_iterable(p.parts if isinstance(p, Any) else (p,) for p in parts))
    if TRUE in flat:
        return TRUE
    return next(iter(flat)) if len(flat) == 1 else Any(tuple(flat))


def negate(formula: Formula) -> Formula:
    """What is certain exactly where ``formula`` is not possible."""
    match formula:
        case All(parts):
            return any_of(negate(part) for part in parts)
        case Any(parts):
            return all_of(negate(part) for part in parts)
        case Le(left, right, True):
            return le(raised(right, 1), left, True)
        case Le(left, right):
            return le(raised(exchange(right), 1), exchange(left))
        case _:
            assert_never(formula)


def exchange(term: Term) -> Term:
    """The same term with low and high exchanged."""
    return replace(term, end="high" if term.end == "low" else "low") if term.name else term


def terms_of(formula: Formula) -> Iterator[Term]:
    """Every term of a formula, in order."""
    match formula:
        case Le(left, right):
            yield left
            yield right
        case All(parts) | Any(parts):
            for part in parts:
                yield from terms_of(part)
        case _:
            assert_never(formula)


def inputs(step: Step) -> tuple[Name, ...]:
    """The names that a step reads, each once, in order."""
    match step:
        case Clause(_, certainly):
            terms = terms_of(certainly)
        case Gather():
            of_parts = (chain(terms_of(part.when), (part.low, part.high)) for part in step.parts)
            of_opens = (terms_of(formula) for _, formula in step.opens)
            terms = chain(chain.from_iterable(of_parts), chain.from_iterable(of_opens))
        case _:
            assert_never(step)
    return tuple(dict.fromkeys(term.name for term in terms if term.name))


def raised(term: Term, more: int) -> Term:
    """The same term plus ``more``."""
    return replace(term, plus=term.plus + more) if more else term


def ends(name: Name) -> Ends:
    """The two ends of a name, low first."""
    return Term(name, "low"), Term(name, "high")


def yes(name: Name) -> Formula:
    """That a yes-or-no name is yes."""
    return le(constant(1), Term(name, "low"))
