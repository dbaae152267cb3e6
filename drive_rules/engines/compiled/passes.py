"""The order of work: passes over the rows of one kind, as few as can be found.

A gather over things below its owner is two pieces of work: collecting, done while the rows below
are passed over, and settling, done at the owner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from drive_rules.lower import Clause, Formula, Gather, Name, Part, Program, Step, inputs, terms_of


@dataclass(frozen=True, slots=True)
class Work:
    """Settling a step at its own kind, or collecting for it at a kind below."""

    step: Step
    kind: str
    needs: frozenset[Name]
    collected_at: frozenset[str] = frozenset()

    @property
    def settles(self) -> bool:
        """Whether the target of the step is known after this work."""
        return self.kind == self.step.target.kind


@dataclass(frozen=True, slots=True)
class Pass:
    """Work done in one loop over the rows of a kind, in order."""

    kind: str
    works: tuple[Work, ...]


def passes(program: Program, most: int) -> tuple[Pass, ...]:
    """All the work of a program in passes; none of more than about ``most`` terms."""
    settled = frozenset(step.target for step in program.steps)
    works = tuple(chain.from_iterable(_works(step, settled) for step in program.steps))
    kinds = tuple(program.kinds)
    plans = (tuple(_planned(works, order)) for order in (kinds, kinds[::-1]))
    return tuple(part for whole in min(plans, key=len) for part in _split(whole, most))


def parts_at(step: Gather, kind: str) -> tuple[Part, ...]:
    """The parts that things of a kind bring to a gather."""
    return tuple(part for part in step.parts if part.kind == kind)


def opens_at(step: Gather, kind: str) -> tuple[Formula, ...]:
    """When a list of a thing of a kind may have more that counts."""
    return tuple(formula for owner, formula in step.opens if owner == kind)


def kinds_below(step: Gather) -> tuple[str, ...]:
    """The kinds below the owner that a gather must collect from."""
    kinds = chain((part.kind for part in step.parts), (kind for kind, _ in step.opens))
    return tuple(kind for kind in dict.fromkeys(kinds) if kind != step.target.kind)


def _works(step: Step, settled: frozenset[Name]) -> Iterator[Work]:
    if isinstance(step, Clause):
        yield Work(step, step.target.kind, settled.intersection(inputs(step)))
        return
    below = kinds_below(step)
    for kind in (*below, step.target.kind):
        collected = frozenset(below) if kind == step.target.kind else frozenset[str]()
        yield Work(step, kind, settled.intersection(_read_at(step, kind)), collected)


def _read_at(step: Gather, kind: str) -> Iterator[Name]:
    of_parts = (chain(terms_of(part.when), (part.low, part.high)) for part in parts_at(step, kind))
    of_opens = (terms_of(formula) for formula in opens_at(step, kind))
    terms = chain(chain.from_iterable(of_parts), chain.from_iterable(of_opens))
    return (term.name for term in terms if term.name)


def _planned(works: Sequence[Work], order: Sequence[str]) -> Iterator[Pass]:
    """Sweeps over the kinds in the order given, each doing all that is ready there."""
    known: set[Name] = set()
    collected: set[tuple[Name, str]] = set()
    left = list(works)
    while left:
        before = len(left)
        for kind in order:
            done, left = _ready(left, kind, known, frozenset(collected))
            collected.update((work.step.target, kind) for work in done if not work.settles)
            if done:
                yield Pass(kind, tuple(done))
        if len(left) == before:
            raise ValueError(f"the steps wait for each other: {len(left)} of them")


def _ready(
    works: Iterable[Work], kind: str, known: set[Name], collected: frozenset[tuple[Name, str]]
) -> tuple[list[Work], list[Work]]:
    """What can be done at a kind now, one thing after the other, and what is left."""
    done: list[Work] = []
    left: list[Work] = []
    for work in works:
        gathered = all((work.step.target, below) in collected for below in work.collected_at)
        if work.kind == kind and gathered and known.issuperset(work.needs):
            done.append(work)
            known.update((work.step.target,) if work.settles else ())
        else:
            left.append(work)
    return done, left


def _split(whole: Pass, most: int) -> Iterator[Pass]:
    """A pass in pieces small enough for one function each."""
    piece: list[Work] = []
    size = 0
    for work in whole.works:
        weight = _weight(work)
        if piece and size + weight > most:
            yield Pass(whole.kind, tuple(piece))
            piece, size = [], 0
        piece.append(work)
        size += weight
    yield Pass(whole.kind, tuple(piece))


def _weight(work: Work) -> int:
    if isinstance(work.step, Clause):
        return 1 + sum(1 for _ in terms_of(work.step.certainly))
    return 5 + sum(2 + sum(1 for _ in terms_of(part.when)) for part in parts_at(work.step, work.kind))
