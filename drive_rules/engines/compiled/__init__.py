"""One case, fast: a Python function for each pass over rows, made as a tree from the lowered program.

``build`` does the work once for a program; ``Compiled.settle`` is a pure function of a world.  No
text is ever compiled, and no word of a ruleset or a case becomes part of the code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain

from drive_rules.answers import Key, Settled
from drive_rules.case import World
from drive_rules.engines.compiled import trees
from drive_rules.engines.compiled.cells import UNITS
from drive_rules.engines.compiled.formulas import Scope
from drive_rules.engines.compiled.layout import Layout
from drive_rules.engines.compiled.loops import Loop
from drive_rules.engines.compiled.passes import passes
from drive_rules.engines.compiled.told import Telling, Told, telling
from drive_rules.ir import Length
from drive_rules.language.values import shift
from drive_rules.lower import Clause, Gather, Name, Program, Step

MOST_TERMS = 4000
"""About how much one function holds; more is put in a further one."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a pass gives: the public keys, first in each row's tuple, and the kind of its rows."""

    kind: str
    keys: tuple[Key, ...]


@dataclass(frozen=True, eq=False)
class Compiled:
    """A program as code; pickled as the program, and built again where it is read."""

    program: Program
    runs: tuple[trees.Function, ...] = field(repr=False)
    given: tuple[Given, ...] = field(repr=False)
    starts: tuple[list[int], ...] = field(repr=False)
    """The cells of a row of each kind, as they are at first."""
    nothing: dict[Key, tuple[int, ...]] = field(repr=False)
    """What stands under each key where there is no row of its kind."""
    deciders: dict[int, str] = field(repr=False)
    """The names, by number, that can have two certain answers."""
    telling: Telling = field(repr=False)

    def settle(self, world: World) -> Settled:
        """The interval of every public name for each row of its kind."""
        rows = [world.rows[kind] for kind in self.program.kinds]
        lows: list[list[tuple[int, ...]]] = [[] for _ in self.runs]
        highs: list[list[tuple[int, ...]]] = [[] for _ in self.runs]
        held = [[start.copy() for _ in there] for start, there in zip(self.starts, rows, strict=True)]
        conflicts: list[tuple[int, int]] = []
        for run, each in zip(self.runs, self.given, strict=True):
            if world.rows[each.kind]:
                run(rows, lows, highs, held, conflicts)
        found = frozenset((self.deciders[number], row) for number, row in conflicts)
        return Settled(self._columns(lows), self._columns(highs), found)

    __call__ = settle

    def told(self, world: World) -> Told:
        """What ``settle`` gives, with the rules that bear on it and the values read."""
        return self.telling.tell(self.settle(world), world)

    def _columns(self, given: list[list[tuple[int, ...]]]) -> dict[Key, tuple[int, ...]]:
        """The tuples of each row as a tuple for each key."""
        columns = self.nothing.copy()
        for each, rows in zip(self.given, given, strict=True):
            if rows:
                columns.update(zip(each.keys, zip(*rows, strict=True), strict=False))
        return columns

    def __reduce__(self) -> tuple[Callable[[Program], Compiled], tuple[Program]]:
        return build, (self.program,)


def build(program: Program, most_terms: int = MOST_TERMS) -> Compiled:
    """The compiled form of a program; ``most_terms`` bounds one function, and changes no answer."""
    layout = Layout(program, passes(program, most_terms))
    flags = frozenset(step.target for step in program.steps if isinstance(step, Clause))
    loops = [Loop(layout, number, Scope(layout.numbers, flags)) for number in range(len(layout.passes))]
    for loop in loops:
        for work in layout.passes[loop.number].works:
            loop.add(work)
    gives = _gives(layout, loops)
    functions = [loop.function(f"pass{loop.number}", gives) for loop in loops]
    holidays = program.holidays

    def later(day: int, amount: int, unit: int) -> int:
        return shift(day, Length(amount, UNITS[unit]), 1, holidays)

    made = trees.run(trees.compiled(functions, "<compiled rules>"), {"later": later})
    public = frozenset(program.public)
    return Compiled(
        program,
        tuple(made[f"pass{loop.number}"] for loop in loops),
        tuple(Given(loop.kind, tuple(n.key for n in gives[loop.number] if n in public)) for loop in loops),
        tuple(layout.starts[kind] for kind in program.kinds),
        dict.fromkeys((name.key for name in program.public), ()),
        {layout.numbers[step.target]: str(step.target.key) for step in program.steps if _decides(step)},
        telling(program),
    )


def _decides(step: Step) -> bool:
    return isinstance(step, Gather) and step.gathering == "one"


def _gives(layout: Layout, loops: list[Loop]) -> dict[int, tuple[Name, ...]]:
    """What each pass must give: what is public first, then what only other passes read."""
    public = frozenset(layout.program.public)
    uses = ((name, loop.number) for loop in loops for name, _ in loop.scope.used)
    read = {name for name, number in uses if layout.settled_in.get(name) != number}
    gives: dict[int, tuple[Name, ...]] = {}
    for loop in loops:
        settled = layout.settled(loop.number)
        hidden = (name for name in settled if name in read and name not in public)
        gives[loop.number] = tuple(chain((name for name in settled if name in public), hidden))
        layout.place(gives[loop.number])
    return gives
