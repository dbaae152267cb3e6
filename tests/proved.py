"""The encoding held to the reference: ``python -m tests.proved --rulesets 1000 --seed 7``.

Each generated ruleset is encoded once, with room for more things than its cases have.  Of each case
every input is then fixed, and what is left must be what the reference says, for both ends of every
public name of every thing, and for conflicts.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from random import Random

import z3

from drive_rules.answers import Settled
from drive_rules.case import Row, World
from drive_rules.ir import Ruleset
from drive_rules.lower import Program, lower
from drive_rules.prove.encoding import Encoding
from drive_rules.prove.ends import End
from drive_rules.prove.inputs import Inputs
from drive_rules.prove.outcomes import Given, Thing
from drive_rules.prove.truths import Truth, as_z3
from drive_rules.reference import evaluate
from tests.generated import make_day, make_ruleset
from tests.worlds import Worlds, flatten, tilted, widened

Lowering = Callable[[Ruleset, date], Program]
MOST_ROUNDS = 40


def things_of(ruleset: Ruleset, world: World) -> dict[tuple[str, int], Thing]:
    """The thing that stands for each row."""
    found: dict[tuple[str, int], Thing] = {}
    places: Counter[tuple[str, tuple[int, ...]]] = Counter()

    def depth(kind: str) -> int:
        above = ruleset.kinds[kind].part_of
        return 0 if above is None else 1 + depth(above)

    for kind in sorted(ruleset.kinds, key=depth):
        above = ruleset.kinds[kind].part_of
        for number, row in enumerate(world.rows[kind]):
            owner = () if above is None else found[above, row.parent].path
            found[kind, number] = Thing(kind, (*owner, places[kind, owner]))
            places[kind, owner] += 1
    return found


def given_of(ruleset: Ruleset, world: World) -> Given:
    """What the rows of a case say, as a case that was found says it."""
    things = things_of(ruleset, world)
    answers: dict[tuple[Thing, str], tuple[int, int]] = {}
    wholes: dict[tuple[Thing, str], int] = {}
    for (kind, number), thing in things.items():
        row = world.rows[kind][number]
        facts = [fact for fact in ruleset.facts.values() if fact.of == kind]
        below = [each.name for each in ruleset.kinds.values() if each.part_of == kind]
        for fact, low, high in zip(facts, row.low, row.high, strict=True):
            answers[thing, fact.name] = (low, high)
        wholes |= {(thing, each): day for each, day in zip(below, row.whole, strict=True)}
    return Given(tuple(things.values()), answers, wholes)


def room_for(ruleset: Ruleset, worlds: list[World]) -> dict[str, int]:
    """One thing more in each list than any of the cases has; there is one case."""
    most: Counter[str] = Counter()
    for world in worlds:
        for kind, rows in world.rows.items():
            most[kind] = max(most[kind], *Counter(row.parent for row in rows).values(), 0)
    return {kind: most[kind] + (kind != "case") for kind in ruleset.kinds}


class Held:
    """One ruleset encoded, and held to the reference over some cases."""

    def __init__(
        self, ruleset: Ruleset, as_of: date, worlds: list[World], lowering: Lowering = lower
    ) -> None:
        self.ruleset, self.as_of, self.worlds = ruleset, as_of, worlds
        self.program = lowering(ruleset, as_of)
        limits = room_for(ruleset, worlds)
        self.inputs = Inputs(ruleset.kinds, ruleset.facts, as_of.toordinal(), limits)
        self.encoding = Encoding(self.program, self.inputs)
        self.compared = self.rounds = 0

    def wrong(self) -> Iterator[str]:
        """Where the encoding is not what the reference says."""
        for world in self.worlds:
            yield from self._wrong(world, evaluate(self.ruleset, world, self.as_of))

    def _wrong(self, world: World, settled: Settled) -> Iterator[str]:
        things = things_of(self.ruleset, world)
        keys = [(name, row) for name in self.program.public for row in range(len(world.rows[name.kind]))]
        ends = {(name.key, row): self.encoding.ends(name.key, things[name.kind, row]) for name, row in keys}
        numbers = {key: tuple(end.number() for end in pair) for key, pair in ends.items()}
        torn = {
            (name.key, row): self.encoding.torn(name.key, things[name.kind, row])
            for name, row in keys
            if name.key in self.ruleset.decisions
        }
        model = self._model(world, things)
        for (key, row), pair in numbers.items():
            self.compared += 1
            ours = tuple(number_in(model, number) for number in pair)
            theirs = (settled.low[key][row], settled.high[key][row])
            if ours != theirs:
                yield f"{key} of row {row} is {theirs}, and {ours} as it is encoded"
        for (key, row), truth in torn.items():
            if so_in(model, truth) != ((key, row) in settled.conflicts):
                yield f"{key} of row {row} is torn in one of the two only"

    def _model(self, world: World, things: Mapping[tuple[str, int], Thing]) -> z3.ModelRef:
        """The model of the inputs as they are in this case, with dates moved exactly."""
        solver, there = z3.Solver(), set(things.values())
        solver.add(*(as_z3(truth) == (thing in there) for thing, truth in self.inputs.exist.items()))
        for (kind, number), thing in things.items():
            solver.add(*self._fixed(world.rows[kind][number], kind, thing))
        for (_, thing), ends in self.inputs.values.items():
            if thing not in there:
                solver.add(*chain.from_iterable(fixed_to(end, end.low) for end in ends))
        moved = list(self.inputs.moved.values())
        told = [0] * len(moved)
        for _ in range(MOST_ROUNDS):
            for place, each in enumerate(moved):
                solver.add(*each.told[told[place] :])
                told[place] = len(each.told)
            assert solver.check() == z3.sat, "a case that the encoding does not hold"
            model = solver.model()
            if not [each for each in moved if each.wrong(model)]:
                return model
            self.rounds += 1
        raise AssertionError("dates were never exact")

    def _fixed(self, row: Row, kind: str, thing: Thing) -> Iterator[z3.BoolRef]:
        listed = {each.listed for each in self.ruleset.kinds.values()}
        for slot, name in enumerate(self.program.facts[kind]):
            low, high = self.inputs.fact(str(name.key), thing)
            if name.key not in listed:
                yield from fixed_to(low, row.low[slot])
            yield from fixed_to(high, row.high[slot])
        for place, name in enumerate(self.program.wholes[kind]):
            if self.ruleset.kinds[str(name.key[1])].listed:
                yield self.inputs.whole(str(name.key[1]), thing).number() == row.whole[place]


def fixed_to(end: End, code: int) -> Iterator[z3.BoolRef]:
    """That an end is ``code``."""
    if not end.few:
        yield end.number() == code
        return
    for each in range(end.low + 1, end.high + 1):
        truth = end.at_least(each)
        yield as_z3(truth) == (code >= each)


def number_in(model: z3.ModelRef, number: object) -> int:
    """A number of a model."""
    return number if isinstance(number, int) else model.eval(number, model_completion=True).as_long()


def so_in(model: z3.ModelRef, truth: Truth) -> bool:
    """A truth of a model."""
    return truth if isinstance(truth, bool) else z3.is_true(model.eval(as_z3(truth), model_completion=True))


def held(seed: str, number: int, truths: int = 2, lowering: Lowering = lower) -> Held:
    """One generated ruleset, with the cases it is held to: four states of knowledge of each truth."""
    random = Random(f"{seed}/{number}")
    as_of = make_day(random)
    ruleset = tilted(random, widened(random, make_ruleset(random, as_of)), as_of)
    worlds = Worlds(random, ruleset, as_of)
    cases = []
    for _ in range(truths):
        truth = worlds.truth()
        known = worlds.blur(truth, 0.85)
        cases += [truth, known, worlds.blur(known, 0.65), worlds.deny_lists(known)]
    rows = [flatten(ruleset, case) for case in cases]
    return Held(ruleset, as_of, [world for world in rows if _can_be_said(ruleset, world)], lowering)


def _can_be_said(ruleset: Ruleset, world: World) -> bool:
    """Whether no number is finer than its fact: a case made beside another's edge may hold one that is."""
    for kind, rows in world.rows.items():
        facts = [fact for fact in ruleset.facts.values() if fact.of == kind]
        units = [10 ** (3 - fact.type.decimals) if fact.type.name == "number" else 1 for fact in facts]
        if any(end % unit for end, unit in _ends(rows, units)):
            return False
    return True


def _ends(rows: Sequence[Row], units: Sequence[int]) -> Iterator[tuple[int, int]]:
    for row in rows:
        yield from zip(row.low, units, strict=True)
        yield from zip(row.high, units, strict=True)


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 where every case is encoded as the reference reads it."""
    parser = argparse.ArgumentParser(prog="python -m tests.proved", description="The encoding for proofs.")
    parser.add_argument("--rulesets", type=int, default=100)
    parser.add_argument("--seed", default="1")
    asked = parser.parse_args(arguments)
    started, pairs, compared, rounds = time.perf_counter(), 0, 0, 0
    for number in range(asked.rulesets):
        each = held(asked.seed, number)
        wrong = next(each.wrong(), None)
        if wrong is not None:
            print(f"seed {asked.seed}, ruleset {number}: {wrong}")
            return 1
        pairs += len(each.worlds)
        compared, rounds = compared + each.compared, rounds + each.rounds
    seconds = time.perf_counter() - started
    print(f"{pairs} pairs, {compared} answers, {rounds} rounds, {seconds:.0f} seconds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
