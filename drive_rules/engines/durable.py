"""The second engine: a lowered program whose every comparison of bounds is made by durable_rules.

``Durable(program).settle(world)`` gives what ``compiled`` gives, by another road: each formula becomes
rules over one row's bounds, one rule for each way in which it can hold, and durable_rules says which
fire.  What a ``Gather`` makes of the parts that count is worked out here.  What the guards cannot take
is refused, by name, when the engine is built, and so is all that reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import assert_never

from drive_rules.answers import Key, Settled
from drive_rules.case import World
from drive_rules.engines.homes import HERE, Fire, Home, Kept
from drive_rules.engines.ways import NOUGHT, Asked, Column, Wave, kinds_up, planned, words_of
from drive_rules.ir import SCALE
from drive_rules.language.values import shift
from drive_rules.lower import Clause, End, Gather, Name, Program, Term
from drive_rules.problems import WitnessError

Interval = tuple[int, int]


class Durable:
    """A program made ready for durable_rules, in this process or another; any number of threads may share it.

    ``refused`` names each public key that it cannot settle, with the reason.  ``clauses`` and
    ``gathers`` say of how many formulas durable_rules makes the comparisons, out of how many: those
    of clauses, and those of the parts and the openings of gathers.
    """

    def __init__(self, program: Program, home: Home = HERE) -> None:
        self.program = program
        self._home = home
        planner = planned(program)
        self._public = tuple(name for name in program.public if name.key not in planner.refused)
        self.refused = tuple(
            (name.key, planner.refused[name.key]) for name in program.public if name.key in planner.refused
        )
        self.clauses = (planner.taken[Clause], planner.offered[Clause])
        self.gathers = (planner.taken[Gather], planner.offered[Gather])
        self._questions = tuple(planner.questions)
        self._passes = tuple(_Pass(wave, home) for wave in planner.waves)
        self._sheets = [sheet for each in self._passes for sheet in each.sheets]

    @property
    def witnessed(self) -> tuple[int, int]:
        """Formulas whose comparisons durable_rules makes, out of how many."""
        return (self.clauses[0] + self.gathers[0], self.clauses[1] + self.gathers[1])

    def settle(self, world: World) -> Settled:
        """The interval of every public key that is not refused, for each row of its kind."""
        case = _Case(self.program, world, self._questions)
        with self._home.case(self._sheets) as fire:
            for each in self._passes:
                each.settle(case, fire)
        keys = [name.key for name in self._public]
        return Settled(
            {key: tuple(case.low[key]) for key in keys},
            {key: tuple(case.high[key]) for key in keys},
            frozenset((key, row) for key, row in case.conflicts if key in keys),
        )

    def agree(self, world: World, settled: Settled) -> None:
        """Raise ``WitnessError`` unless this engine settles all that ``settled`` holds, and just so."""
        if self.refused:
            reasons = "; ".join(f"{words_of(key)}: {why}" for key, why in self.refused)
            raise WitnessError(f"the witness cannot judge this ruleset, so nothing is issued: {reasons}")
        apart = disagreements(settled, self.settle(world))
        if apart:
            kinds = {name.key: name.kind for name in self.program.public}
            named = dict.fromkeys(f"{words_of(key)} ({kinds.get(key, 'no such name')})" for key, _ in apart)
            raise WitnessError(f"the witness disagrees, so nothing is issued: {', '.join(named)}")

    def close(self) -> None:
        """Free what durable_rules holds; so does letting go of the engine."""
        for sheet in self._sheets:
            sheet.close()

    def __reduce__(self) -> tuple[type[Durable], tuple[Program, Home]]:
        return Durable, (self.program, self._home)


def disagreements(ours: Settled, theirs: Settled) -> tuple[tuple[Key, int], ...]:
    """Each (key, row) settled apart; row -1 where one has no such key, or not as many rows."""
    found: set[tuple[Key, int]] = {*(ours.conflicts ^ theirs.conflicts)}
    for mine, other in ((ours.low, theirs.low), (ours.high, theirs.high)):
        for key in mine.keys() | other.keys():
            found.update((key, row) for row in _apart(mine.get(key), other.get(key)))
    return tuple(sorted(found, key=lambda pair: (words_of(pair[0]), pair[1])))


def _apart(mine: tuple[int, ...] | None, other: tuple[int, ...] | None) -> Iterator[int]:
    if mine is None or other is None or len(mine) != len(other):
        yield -1
    else:
        yield from (row for row in range(len(mine)) if mine[row] != other[row])


# -- settling: a case, wave by wave ----------------------------------------------------------------


class _Pass:
    """A wave with its ways on sheets."""

    def __init__(self, wave: Wave, home: Home) -> None:
        self._steps = tuple(wave.steps)
        self._kinds: list[tuple[str, Kept[Column], list[list[int]]]] = []
        for kind, asked in wave.asked.items():
            for sheet in home.sheets(asked):
                self._kinds.append((kind, sheet, [asked[way] for way in sheet.ways]))

    @property
    def sheets(self) -> Iterator[Kept[Column]]:
        return (sheet for _, sheet, _ in self._kinds)

    def settle(self, case: _Case, fire: Fire) -> None:
        """Ask what this wave asks, then settle its steps."""
        asked = [(sheet, case.rows(kind, sheet.columns)) for kind, sheet, _ in self._kinds]
        for (_, _, questions), fired in zip(self._kinds, fire(asked), strict=True):
            for row, way in fired:
                for number in questions[way]:
                    case.answers[number][row] = 1
        for step in self._steps:
            case.take(step)


class _Case:
    """One case under way: both ends of what is settled, and the answers so far, by row."""

    def __init__(self, program: Program, world: World, questions: Sequence[str]) -> None:
        self.program = program
        self.low: dict[Key, Sequence[int]] = {}
        self.high: dict[Key, Sequence[int]] = {}
        self.conflicts: set[tuple[str, int]] = set()
        self._parents = {kind: [row.parent for row in world.rows[kind]] for kind in program.kinds}
        self._up: dict[tuple[str, str], Sequence[int]] = {}
        self.answers = [bytearray(len(self._parents[kind])) for kind in questions]
        for kind in program.kinds:
            rows = world.rows[kind]
            self._give(self.low, program.facts.get(kind, ()), [row.low for row in rows])
            self._give(self.high, program.facts.get(kind, ()), [row.high for row in rows])
            for ends in (self.low, self.high):
                self._give(ends, program.wholes.get(kind, ()), [row.whole for row in rows])

    @staticmethod
    def _give(ends: dict[Key, Sequence[int]], names: Sequence[Name], rows: Sequence[tuple[int, ...]]) -> None:
        columns: Iterable[tuple[int, ...]] = zip(*rows, strict=True) if rows else [()] * len(names)
        ends.update((name.key, column) for name, column in zip(names, columns, strict=True))

    def rows(self, kind: str, columns: Sequence[Column]) -> list[tuple[int, ...]]:
        """The bounds that a sheet compares, for each row of a kind."""
        if not columns:
            return [()] * len(self._parents[kind])
        return list(zip(*(self._bounds(kind, name, end) for name, end in columns), strict=True))

    def take(self, asked: Asked) -> None:
        """Settle a step of which every question is answered."""
        match asked.step:
            case Clause(target):
                ((certainly, possibly),) = asked.formulas
                self.low[target.key] = self.answers[certainly]
                self.high[target.key] = self.answers[possibly]
            case Gather() as step:
                there, opened = self._there(step, asked), self._opened(step, asked)
                folded = [_fold(step, parts, open_) for parts, open_ in zip(there, opened, strict=True)]
                ends = [_finished(step, low, high, self.program.holidays) for low, high, _ in folded]
                self.low[step.target.key] = [low for low, _ in ends]
                self.high[step.target.key] = [high for _, high in ends]
                key = step.target.key
                if isinstance(key, str):
                    self.conflicts.update((key, row) for row, fold in enumerate(folded) if fold[2])
            case _:
                assert_never(asked.step)

    def _there(self, step: Gather, asked: Asked) -> list[list[_There]]:
        """For each owner, the parts that possibly count."""
        there: list[list[_There]] = [[] for _ in self._parents[step.target.kind]]
        for part, (certainly, possibly) in zip(step.parts, asked.formulas, strict=True):
            owners = self._rows_above(part.kind, step.target.kind)
            low, high = self._values(part.kind, part.low), self._values(part.kind, part.high)
            certain, possible = self.answers[certainly], self.answers[possibly]
            for row, owner in enumerate(owners):
                if possible[row] or certain[row]:
                    there[owner].append((bool(certain[row]), low[row], high[row]))
        return there

    def _opened(self, step: Gather, asked: Asked) -> list[bool]:
        opened = [False] * len(self._parents[step.target.kind])
        for (kind, _), number in zip(step.opens, asked.opens, strict=True):
            for row, owner in enumerate(self._rows_above(kind, step.target.kind)):
                opened[owner] |= bool(self.answers[number][row])
        return opened

    def _values(self, kind: str, term: Term) -> list[int]:
        if term.name is None:
            return [term.plus] * len(self._parents[kind])
        return [term.sign * bound + term.plus for bound in self._bounds(kind, term.name, term.end)]

    def _bounds(self, kind: str, name: Name, end: End) -> Sequence[int]:
        if name is NOUGHT:
            return [0] * len(self._parents[kind])
        bounds = (self.low if end == "low" else self.high)[name.key]
        if name.kind == kind:
            return bounds
        return [bounds[above] for above in self._rows_above(kind, name.kind)]

    def _rows_above(self, kind: str, above: str) -> Sequence[int]:
        """For each row of ``kind``, the row of ``above`` that it is part of, or is."""
        if (kind, above) not in self._up:
            rows: Sequence[int] = range(len(self._parents[kind]))
            kinds = kinds_up(self.program, kind)
            for below in kinds[: kinds.index(above)]:
                rows = [self._parents[below][row] for row in rows]
            self._up[kind, above] = rows
        return self._up[kind, above]


# -- gathering: what the parts that count come to --------------------------------------------------

_There = tuple[bool, int, int]
"""A part that possibly counts: whether it certainly does, and what it counts for."""


def _fold(step: Gather, there: Sequence[_There], opened: bool) -> tuple[int, int, bool]:
    """Low, high, and whether two certain answers contradict each other."""
    match step.gathering:
        case "sum":
            low = sum(low if certain else min(0, low) for certain, low, _ in there)
            high = sum(high if certain else max(0, high) for certain, _, high in there)
            reach = step.unseen if opened else (0, 0)
            return (step.floor if reach[0] < 0 else low, step.ceiling if reach[1] > 0 else high, False)
        case "max":
            return (*_highest(there, step.otherwise, step.floor, step.ceiling, opened), False)
        case "min":
            turned = [(certain, -high, -low) for certain, low, high in there]
            otherwise = None if step.otherwise is None else -step.otherwise
            low, high = _highest(turned, otherwise, -step.ceiling, -step.floor, opened)
            return (-high, -low, False)
        case "one":
            return _only_one(step, there, opened)
        case _:
            assert_never(step.gathering)


def _highest(
    there: Sequence[_There], otherwise: int | None, floor: int, ceiling: int, opened: bool
) -> Interval:
    sure = [low for certain, low, _ in there if certain]
    if sure:
        return (max(sure), ceiling if opened else max(high for _, _, high in there))
    others = [] if otherwise is None else [otherwise]
    if opened or not (there or others):
        return (floor, ceiling)
    return _hull([(low, high) for _, low, high in there] + [(code, code) for code in others])


def _only_one(step: Gather, there: Sequence[_There], opened: bool) -> tuple[int, int, bool]:
    sure = [(low, high) for certain, low, high in there if certain]
    conflict = len({low for low, high in sure if low == high}) > 1
    may_be = [(low, high) for _, low, high in there]
    if not sure and step.otherwise is not None:
        may_be.append((step.otherwise, step.otherwise))
    if opened or not may_be:
        return (step.floor, step.ceiling, conflict)
    return (*_hull(may_be), conflict)


def _hull(intervals: Sequence[Interval]) -> Interval:
    return (min(low for low, _ in intervals), max(high for _, high in intervals))


def _finished(step: Gather, low: int, high: int, holidays: frozenset[date]) -> Interval:
    """What a gather does to both ends, once it has them."""
    if not step.ordered and low != high:
        low, high = step.floor, step.ceiling
    if step.times:
        low, high = (end * step.times[0] // step.times[1] for end in (low, high))
    if step.rounded:
        low, high = (end // SCALE * SCALE for end in (low, high))
    if step.shift:
        low, high = shift(low, step.shift, 1, holidays), shift(high, step.shift, 1, holidays)
    return (min(max(low, step.floor), step.ceiling), min(max(high, step.floor), step.ceiling))
