"""Where everything is while a program runs: kinds, names, cells and passes, all by number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from drive_rules.engines.compiled.cells import Shape, shape_of
from drive_rules.engines.compiled.passes import Pass
from drive_rules.lower import Gather, Name, Program


@dataclass
class Layout:
    """Where everything is: kinds, names and held lists by number, and who settles what in which pass."""

    program: Program
    passes: tuple[Pass, ...]
    known: bool = False
    kinds: dict[str, int] = field(init=False)
    numbers: dict[Name, int] = field(init=False)
    places: dict[Name, int] = field(init=False)
    """The place of a name in the tuple that holds it; of what passes give, once that is known."""
    settled_in: dict[Name, int] = field(init=False)
    shapes: dict[Name, Shape] = field(init=False)
    facts: frozenset[Name] = field(init=False)
    held: dict[tuple[Name, str], int] = field(init=False)
    """The place of a cell in the list of each owner."""
    starts: dict[str, list[int]] = field(init=False)
    """What stands in the cells of a thing of each kind at first."""

    def __post_init__(self) -> None:
        program = self.program
        self.kinds = {kind: number for number, kind in enumerate(program.kinds)}
        self.places = {}
        for names in (*program.facts.values(), *program.wholes.values()):
            self.place(names)
        names = (*self.places, *(step.target for step in program.steps))
        self.numbers = {name: number for number, name in enumerate(names)}
        self.settled_in = {
            work.step.target: number
            for number, each in enumerate(self.passes)
            for work in each.works
            if work.settles
        }
        gathers = (step for step in program.steps if isinstance(step, Gather))
        self.shapes = {step.target: shape_of(step, self.known) for step in gathers}
        self.facts = frozenset(chain.from_iterable(program.facts.values()))
        self.held, self.starts = {}, {kind: [] for kind in program.kinds}
        for target, shape in self.shapes.items():
            for cell, start in shape.cells.items() if shape.below else ():
                self.held[target, cell] = len(self.starts[target.kind])
                self.starts[target.kind].append(start)

    def place(self, names: Iterable[Name]) -> None:
        """Note that the names stand in a tuple in this order."""
        self.places.update({name: place for place, name in enumerate(names)})

    def settled(self, number: int) -> tuple[Name, ...]:
        """What a pass settles, in order."""
        return tuple(work.step.target for work in self.passes[number].works if work.settles)

    def path(self, kind: str) -> Iterator[str]:
        """A kind and all that it is part of."""
        above: str | None = kind
        while above is not None:
            yield above
            above = self.program.kinds[above]
