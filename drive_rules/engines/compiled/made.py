"""A program as functions, one for each pass, made for both ends or for cases of which all is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter

from drive_rules.case import Row
from drive_rules.engines.compiled import trees
from drive_rules.engines.compiled.cells import UNITS
from drive_rules.engines.compiled.formulas import Scope
from drive_rules.engines.compiled.layout import Layout
from drive_rules.engines.compiled.loops import Loop
from drive_rules.engines.compiled.packed import Columns, Packed, columns_of
from drive_rules.engines.compiled.passes import passes
from drive_rules.ir import Length
from drive_rules.language.values import shift
from drive_rules.lower import Clause, Gather, Name, Program, Step

NOTHING: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, eq=False)
class Functions:
    """The passes of a program; where they are made for what is ``known``, high is low."""

    known: bool
    kinds: Callable[[Mapping[str, Sequence[Row]]], tuple[Sequence[Row], ...]] = field(repr=False)
    """The rows of every kind, in the order of the program."""
    runs: tuple[tuple[trees.Function, int], ...] = field(repr=False)
    """Each pass, with the number of the kind that it passes over."""
    columns: Columns = field(repr=False)
    starts: tuple[list[int], ...] = field(repr=False)
    """The cells of a row of each kind, as they are at first; empty where no kind has any."""
    deciders: dict[int, str] = field(repr=False)
    """The names, by number, that can have two certain answers."""

    def settle(self, world: Mapping[str, Sequence[Row]]) -> Packed | None:
        """What is settled of these rows; None where all should be known, and something is not after all."""
        rows, starts = self.kinds(world), self.starts
        lows: list[list[tuple[int, ...]]] = [[] for _ in self.runs]
        highs: list[list[tuple[int, ...]]] = lows if self.known else [[] for _ in self.runs]
        held = (
            [[start.copy() for _ in there] for start, there in zip(starts, rows, strict=True)]
            if starts
            else ()
        )
        conflicts: list[tuple[int, int]] = []
        for run, kind in self.runs:
            if rows[kind] and run(rows, lows, highs, held, conflicts):
                return None
        found = frozenset((self.deciders[number], row) for number, row in conflicts) if conflicts else NOTHING
        return Packed.of(self.columns, lows, highs, found)


def functions(program: Program, most_terms: int, known: bool = False) -> Functions:
    """The functions of a program, none of more than about ``most_terms`` terms."""
    layout = Layout(program, passes(program, most_terms), known)
    bounds = _bounds(program)
    loops = [
        Loop(layout, number, Scope(layout.numbers, bounds, known)) for number in range(len(layout.passes))
    ]
    for loop in loops:
        loop.fill(layout.passes[loop.number].works)
    gives = _gives(layout, loops)
    holidays = program.holidays

    def later(day: int, amount: int, unit: int) -> int:
        return shift(day, Length(amount, UNITS[unit]), 1, holidays)

    code = trees.compiled([loop.function(f"pass{loop.number}", gives) for loop in loops], "<compiled rules>")
    made = trees.run(code, {"later": later})
    return Functions(
        known,
        _kinds(tuple(program.kinds)),
        tuple((made[f"pass{loop.number}"], layout.kinds[loop.kind]) for loop in loops),
        columns_of(
            [name.key for name in program.public],
            [[name.key for name in gives[loop.number]] for loop in loops],
        ),
        tuple(layout.starts.values()) if any(layout.starts.values()) else (),
        {layout.numbers[step.target]: str(step.target.key) for step in program.steps if _decides(step)},
    )


def _kinds(kinds: tuple[str, ...]) -> Callable[[Mapping[str, Sequence[Row]]], tuple[Sequence[Row], ...]]:
    """A getter of one thing alone would give no tuple."""
    return itemgetter(*kinds) if len(kinds) > 1 else lambda world: (world[kinds[0]],)


def _bounds(program: Program) -> dict[Name, tuple[int, int]]:
    """The least and the most that names can be, as far as that is known beforehand."""
    facts = chain.from_iterable(program.facts.values())
    bounds = {name: program.bounds[name.key] for name in facts if name.key in program.bounds}
    for step in program.steps:
        bounds[step.target] = (0, 1) if isinstance(step, Clause) else (step.floor, step.ceiling)
    return bounds


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
