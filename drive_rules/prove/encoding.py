"""A lowered program as z3 formulas over the cases of ``Inputs``: one pair of ends for each name and thing.

Names are worked out as they are asked for, so a question brings in what it reads and no more.  The
meaning is that of the program: *possibly* is *certainly* with low and high exchanged, save what is
about the record; a thing that is not there counts nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import assert_never

from drive_rules.answers import Key
from drive_rules.ir import Length
from drive_rules.language.values import shift
from drive_rules.lower import All, Any, Clause, Formula, Gather, Le, Name, Part, Program, Step, Term, inputs
from drive_rules.prove.ends import End, Side, no_more, of_truth
from drive_rules.prove.gathers import Counted, Gathered, moved, multiplied, rounded_down, within
from drive_rules.prove.inputs import Inputs
from drive_rules.prove.moves import Moved
from drive_rules.prove.outcomes import Thing
from drive_rules.prove.truths import Number, Truth, both, either

Ends = tuple[End, End]


class Encoding:
    """One program over some inputs; two programs may be held over the same."""

    def __init__(self, program: Program, given: Inputs) -> None:
        self.program, self.given = program, given
        self.steps: dict[Key, Step] = {step.target.key: step for step in program.steps}
        self.names: dict[Key, Name] = {step.target.key: step.target for step in program.steps}
        for names in (*program.facts.values(), *program.wholes.values()):
            self.names.update((name.key, name) for name in names)
        self._ends: dict[tuple[Key, Thing], Ends] = {}
        self._truths: dict[tuple[Formula, Thing, bool], Truth] = {}
        self._gathered: dict[tuple[Key, Thing], Gathered] = {}

    def ends(self, key: Key, thing: Thing) -> Ends:
        """Both ends of a name for a thing, or for the thing above it that has that name."""
        name = self.names[key]
        thing = self.given.above(thing, name.kind)
        if (key, thing) not in self._ends:
            self._ends[key, thing] = self._work_out(name, thing)
        return self._ends[key, thing]

    def torn(self, key: Key, thing: Thing) -> Truth:
        """Whether an *only one* has two certain answers."""
        step = self.steps[key]
        return self._gather_of(step, thing).torn() if isinstance(step, Gather) else False

    def holds(self, formula: Formula, thing: Thing, possibly: bool) -> Truth:
        """Whether a formula is certain, or possible, for a thing."""
        asked = (formula, thing, possibly)
        if asked not in self._truths:
            self._truths[asked] = self._holds(formula, thing, possibly)
        return self._truths[asked]

    # -- names -----------------------------------------------------------------------------------

    def _work_out(self, name: Name, thing: Thing) -> Ends:
        match self.steps.get(name.key):
            case None if isinstance(name.key, str):
                return self.given.fact(name.key, thing)
            case None:
                day = self.given.whole(str(name.key[1]), thing)
                return day, day
            case Clause(_, certainly):
                return (
                    of_truth(self.holds(certainly, thing, False)),
                    of_truth(self.holds(certainly, thing, True)),
                )
            case Gather() as step:
                return self._made(step, self._gather_of(step, thing).ends())
            case step:
                assert_never(step)

    def _made(self, step: Gather, ends: Ends) -> Ends:
        """What is then done with what is gathered."""
        low, high = ends
        if step.times:
            low, high = (multiplied(end, *step.times) for end in (low, high))
        if step.rounded:
            low, high = rounded_down(low), rounded_down(high)
        if step.shift:
            length = step.shift
            later = partial(shift, length=length, sign=1, holidays=self.program.holidays)
            low, high = (moved(end, later, partial(self._moved, length)) for end in (low, high))
        return within(low, step.floor, step.ceiling), within(high, step.floor, step.ceiling)

    def _gather_of(self, step: Gather, owner: Thing) -> Gathered:
        key = (step.target.key, owner)
        if key not in self._gathered:
            parts = [counted for part in step.parts for counted in self._counted(part, owner)]
            self._gathered[key] = Gathered(step, parts, self._opened(step, owner))
        return self._gathered[key]

    def _counted(self, part: Part, owner: Thing) -> Iterator[Counted]:
        for thing in self.given.below(owner, part.kind):
            may_be = self._there(owner, thing, self.holds(part.when, thing, True))
            if may_be is not False:
                sure = self._there(owner, thing, self.holds(part.when, thing, False))
                yield Counted(sure, may_be, self._side(part.low, thing), self._side(part.high, thing))

    def _opened(self, step: Gather, owner: Thing) -> Truth:
        return either(
            self._there(owner, thing, self.holds(formula, thing, True))
            for kind, formula in step.opens
            for thing in self.given.below(owner, kind)
        )

    def _there(self, owner: Thing, thing: Thing, truth: Truth) -> Truth:
        """What holds of a thing below the owner, where there is that thing."""
        return truth if thing == owner or truth is False else both((self.given.there(thing), truth))

    # -- formulas --------------------------------------------------------------------------------

    def _holds(self, formula: Formula, thing: Thing, possibly: bool) -> Truth:
        match formula:
            case All(parts):
                return both(self.holds(part, thing, possibly) for part in parts)
            case Any(parts):
                return either(self.holds(part, thing, possibly) for part in parts)
            case Le(left, right, record):
                turned = possibly and not record
                return no_more(self._side(left, thing, turned), self._side(right, thing, turned))
            case _:
                assert_never(formula)

    def _side(self, term: Term, thing: Thing, turned: bool = False) -> Side:
        if term.name is None:
            return term.sign, None, term.plus
        low, high = self.ends(term.name.key, thing)
        return term.sign, low if (term.end == "low") != turned else high, term.plus

    # -- dates moved by a length of time ---------------------------------------------------------

    def _moved(self, length: Length, day: Number) -> Number:
        """The day so much later: kept between its bounds, and made exact where a model needs it."""
        if isinstance(day, int):
            return shift(day, length, 1, self.program.holidays)
        key = (length, self.program.holidays, day.get_id())
        if key not in self.given.moved:
            self.given.moved[key] = Moved(day, len(self.given.moved), length, self.program.holidays)
        return self.given.moved[key].result


def cone(program: Program, keys: Iterable[Key]) -> frozenset[Name]:
    """Every name that some names rest on, themselves included; what nothing settles rests on nothing."""
    steps = {step.target.key: step for step in program.steps}
    settled = (step.target for step in program.steps)
    names = {name.key: name for name in chain(settled, *program.facts.values())}
    found: dict[Name, None] = {}
    open_ = [names[key] for key in keys if key in names]
    while open_:
        name = open_.pop()
        if name not in found:
            found[name] = None
            step = steps.get(name.key)
            open_.extend(inputs(step) if step else ())
    return frozenset(found)
