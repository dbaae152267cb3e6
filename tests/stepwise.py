"""The steps of a program carried out one by one, in the most obvious code: what engines are held to.

It takes a lowered program and a world and knows nothing of how any engine goes about it.  Where it
and the reference agree, an engine that differs from it is wrong; where they do not, lowering is.
"""

from __future__ import annotations

from drive_rules.answers import Key, Settled
from drive_rules.case import World
from drive_rules.ir import SCALE
from drive_rules.language.values import shift
from drive_rules.lower import All, Any, Clause, Formula, Gather, Le, Program, Term

Ends = dict[Key, list[tuple[int, int]]]
Counted = tuple[bool, int, int]


def settle(program: Program, world: World) -> Settled:
    """What the program's public names come to."""
    ends: Ends = {}
    conflicts: set[tuple[str, int]] = set()
    for kind in program.kinds:
        for place, name in enumerate(program.facts.get(kind, ())):
            ends[name.key] = [(row.low[place], row.high[place]) for row in world.rows[kind]]
        for place, name in enumerate(program.wholes.get(kind, ())):
            ends[name.key] = [(row.whole[place], row.whole[place]) for row in world.rows[kind]]
    here = Steps(program, world, ends)
    for step in program.steps:
        rows = range(len(world.rows[step.target.kind]))
        if isinstance(step, Clause):
            kind = step.target.kind
            ends[step.target.key] = [here.answer(step.certainly, kind, row) for row in rows]
        else:
            ends[step.target.key] = [here.gather(step, row) for row in rows]
            if isinstance(step.target.key, str):
                conflicts.update((step.target.key, row) for row in rows if here.torn(step, row))
    keys = [name.key for name in program.public]
    return Settled(
        {key: tuple(low for low, _ in ends[key]) for key in keys},
        {key: tuple(high for _, high in ends[key]) for key in keys},
        frozenset((key, row) for key, row in conflicts if key in keys),
    )


class Steps:
    """A world, and what has been settled of it so far."""

    def __init__(self, program: Program, world: World, ends: Ends) -> None:
        self.program, self.world, self.ends = program, world, ends

    def above(self, kind: str, row: int, wanted: str) -> int:
        while kind != wanted:
            part_of = self.program.kinds[kind]
            assert part_of is not None, f"{kind} is no part of {wanted}"
            kind, row = part_of, self.world.rows[kind][row].parent
        return row

    def term(self, term: Term, kind: str, row: int, turned: bool = False) -> int:
        if term.name is None:
            return term.plus
        low, high = self.ends[term.name.key][self.above(kind, row, term.name.kind)]
        return term.sign * (low if (term.end == "low") != turned else high) + term.plus

    def holds(self, formula: Formula, kind: str, row: int, possibly: bool) -> bool:
        match formula:
            case All(parts):
                return all(self.holds(part, kind, row, possibly) for part in parts)
            case Any(parts):
                return any(self.holds(part, kind, row, possibly) for part in parts)
            case Le(left, right, record):
                turned = possibly and not record
                return self.term(left, kind, row, turned) <= self.term(right, kind, row, turned)

    def answer(self, formula: Formula, kind: str, row: int) -> tuple[int, int]:
        certainly, possibly = (self.holds(formula, kind, row, which) for which in (False, True))
        return (int(certainly), int(possibly))

    def counted(self, step: Gather, owner: int) -> list[Counted]:
        found = []
        for part in step.parts:
            for row in range(len(self.world.rows[part.kind])):
                if self.above(part.kind, row, step.target.kind) == owner:
                    certainly, possibly = self.answer(part.when, part.kind, row)
                    low, high = (self.term(term, part.kind, row) for term in (part.low, part.high))
                    if certainly or possibly:
                        found.append((bool(certainly), low, high))
        return found

    def opened(self, step: Gather, owner: int) -> bool:
        return any(
            self.holds(formula, kind, row, possibly=True)
            for kind, formula in step.opens
            for row in range(len(self.world.rows[kind]))
            if self.above(kind, row, step.target.kind) == owner
        )

    def torn(self, step: Gather, owner: int) -> bool:
        if step.gathering != "one":
            return False
        return len({low for sure, low, high in self.counted(step, owner) if sure and low == high}) > 1

    def gather(self, step: Gather, owner: int) -> tuple[int, int]:
        low, high = self.gathered(step, owner)
        if not step.ordered and low != high:
            low, high = step.floor, step.ceiling
        if step.times:
            above, below = step.times
            low, high = low * above // below, high * above // below
        if step.rounded:
            low, high = low // SCALE * SCALE, high // SCALE * SCALE
        if step.shift:
            low, high = (shift(end, step.shift, 1, self.program.holidays) for end in (low, high))
        return (max(step.floor, min(step.ceiling, low)), max(step.floor, min(step.ceiling, high)))

    def gathered(self, step: Gather, owner: int) -> tuple[int, int]:
        parts, opened = self.counted(step, owner), self.opened(step, owner)
        sure = [(low, high) for certain, low, high in parts if certain]
        may_be = [(low, high) for _, low, high in parts]
        if not sure and step.otherwise is not None:
            may_be.append((step.otherwise, step.otherwise))
        whole = (step.floor, step.ceiling)
        if step.gathering == "sum":
            return self.summed(step, parts, opened)
        if not may_be or (opened and (not sure or step.gathering == "one")):
            return whole
        lows, highs = [low for low, _ in may_be], [high for _, high in may_be]
        if sure and step.gathering == "max":
            return (max(low for low, _ in sure), step.ceiling if opened else max(highs))
        if sure and step.gathering == "min":
            return (step.floor if opened else min(lows), min(high for _, high in sure))
        return (min(lows), max(highs))

    def summed(self, step: Gather, parts: list[Counted], opened: bool) -> tuple[int, int]:
        low = high = 0
        for certain, least, most in parts:
            low += least if certain else min(least, 0)
            high += most if certain else max(most, 0)
        if opened and step.unseen[0] < 0:
            low = step.floor
        if opened and step.unseen[1] > 0:
            high = step.ceiling
        return (low, high)
