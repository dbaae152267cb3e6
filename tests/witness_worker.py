"""Trials of the witness that might bring a process down: ``python -m tests.witness_worker TRIAL [SEED]``.

Each runs in a process of its own, and ends with 0 and the word ``done`` only if nothing was wrong.
"""

from __future__ import annotations

import gc
import resource
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from random import Random
from threading import Thread
from typing import get_args

from drive_rules.case import World
from drive_rules.engines import guarded
from drive_rules.engines.durable import Durable, disagreements
from drive_rules.engines.guarded import Line, Sheet
from drive_rules.engines.homes import HERE
from drive_rules.engines.isolated import Isolated
from drive_rules.lower import All, Any, Clause, Formula, Le, Name, Program, Term
from drive_rules.problems import WitnessError
from tests.programs import Made, program, row
from tests.stepwise import settle

EDGES = (-guarded.FAR, -1, 0, 1, guarded.FAR)


def same(made: Program, world: World) -> None:
    """The witness and the steps carried out plainly agree."""
    witness = Durable(made)
    assert not witness.refused, witness.refused
    apart = disagreements(settle(made, world), witness.settle(world))
    assert not apart, apart
    witness.close()


def programs(seed: int) -> None:
    """Programs made at random."""
    for number in range(60):
        made = Made(Random(f"{seed}/{number}"))
        steps = made.program(made.random.randint(1, 30))
        witness = Durable(steps)
        assert witness.refused == ()
        for _ in range(3):
            world = made.world()
            apart = disagreements(settle(steps, world), witness.settle(world))
            assert not apart, (number, apart)


def lines(seed: int) -> None:
    """Sheets of every size up to the limits and past them, with numbers as far out as they may be."""
    random = Random(seed)
    for _ in range(12):
        columns, ways = random.randint(1, 300), random.randint(0, 900)
        many = [_way(random, columns) for _ in range(ways)]
        packed = HERE.sheets(many)
        assert [way for sheet in packed for way in sheet.ways] == many
        values = [[_number(random) for _ in range(columns)] for _ in range(random.choice([0, 1, 5, 300]))]
        for sheet in packed:
            rows = [tuple(each[column] for column in sheet.columns) for each in values]
            want = {
                (r, w) for r, each in enumerate(values) for w, way in enumerate(sheet.ways) if _all(way, each)
            }
            fired = list(sheet.fire(rows))
            assert len(fired) == len(set(fired))
            assert set(fired) == want
            sheet.close()


def _way(random: Random, columns: int) -> tuple[Line[int], ...]:
    length = random.choice([0, 1, 1, 2, 3, 5, guarded.MOST_LINES])
    return tuple(
        Line(
            random.randrange(columns),
            random.choice(guarded.OPS),
            _number(random),
            random.choice(guarded.SIGNS),
            random.choice([None, random.randrange(columns)]),
        )
        for _ in range(length)
    )


def _number(random: Random) -> int:
    return random.choice(
        [random.choice(EDGES), random.randint(-3, 3), random.randint(*EDGES[:: len(EDGES) - 1])]
    )


def _all(way: tuple[Line[int], ...], row: list[int]) -> bool:
    for line in way:
        other = line.plus + (0 if line.right is None else line.sign * row[line.right])
        if not (row[line.left] <= other if line.op == "$lte" else row[line.left] >= other):
            return False
    return True


FACT = Name("case fact 0", "case")


def at_least(number: int, fact: Name = FACT) -> Formula:
    """That a fact is at least so much."""
    return Le(Term(None, plus=number), Term(fact))


def clauses(*formulas: Formula) -> list[Clause]:
    """Each formula under a name of its own, asked of the case."""
    return [Clause(Name(f"name {number}", "case"), formula) for number, formula in enumerate(formulas)]


def one_case(*low: int, high: tuple[int, ...] | None = None) -> World:
    """One case, nothing below it."""
    return World({"case": (row(low, high, lists=1),), "pair": (), "incident": (), "manager": ()})


def limits(_: int) -> None:
    """What is known to break durable_rules where nothing guards it."""
    four = tuple(Name(f"case fact {number}", "case") for number in range(4))
    thresholds = clauses(*(at_least(number) for number in range(700)))
    for known in (-1, 64, 65, 699, 10_000):
        same(program(thresholds), one_case(known, 0, 0, 0))
    alike = clauses(*(All((at_least(1), at_least(1, four[1]))) for _ in range(600)))
    same(program(alike), one_case(1, 1, 0, 0))
    nested = [at_least(0, four[number % 4]) for number in range(40)]
    for number, part in enumerate(nested):
        nested[number] = Any((part, at_least(number, four[1]), All((part, at_least(-number, four[2])))))
    same(program(clauses(All(tuple(nested)))), one_case(5, 20, -3, 50, high=(5, 60, 3, 50)))
    longer = tuple(at_least(-number, four[number % 4]) for number in range(5000))
    wide = tuple(All((at_least(number), at_least(3, four[1]))) for number in range(3000))
    for formula in (All(longer), Any(longer), All(wide), Any(wide), All((Any(wide), Any(longer)))):
        same(program(clauses(formula)), one_case(2, 3, -4000, 1, high=(9000, 3, 0, 1)))
    many = tuple(Name(f"case fact {number}", "case") for number in range(600))
    each = All(tuple(at_least(number, fact) for number, fact in enumerate(many)))
    for short in (0, 1):
        world = one_case(*(number - short * (number == 400) for number in range(600)))
        same(program(clauses(each, Any(each.parts)), known=600), world)


def overflow(_: int) -> None:
    """An error inside durable_rules is told, and the next session starts clean."""
    guarded.BUCKET = 200
    sheet = Sheet([(Line("x", "$gte", number),) for number in range(100)])
    for _ in range(3):
        told = "nothing"
        try:
            list(sheet.fire([(1,), (100,)]))
        except WitnessError as error:
            told = str(error)
        assert told.endswith("error code: 303"), told
        assert set(sheet.fire([(1,)])) == {(0, 0), (0, 1)}
        assert set(sheet.fire([(-1,), (0,)])) == {(1, 0)}


def memory(_: int) -> None:
    """Hundreds of engines, closed or let go of, and thousands of cases leave nothing behind."""
    made = Made(Random(3))
    steps, world = made.program(12), made.world()
    kept = Durable(steps)
    sizes = []
    for number in range(600):
        witness = Durable(steps)
        witness.settle(world)
        if number % 2:
            witness.close()
        for _ in range(5):
            kept.settle(world)
        if number in (150, 599):
            del witness
            gc.collect()
            sizes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    assert sizes[1] - sizes[0] < 8_000, sizes


def threads(_: int) -> None:
    """Eight threads share an engine."""
    made = Made(Random(11))
    steps = made.program(25)
    worlds = [made.world() for _ in range(10)]
    want = [settle(steps, world) for world in worlds]
    witness, wrong, told = Durable(steps), [], []

    def work(first: int) -> None:
        for turn in range(60):
            place = (first + turn) % len(worlds)
            wrong.extend(disagreements(want[place], witness.settle(worlds[place])))
        told.append(first)

    workers = [Thread(target=work, args=(number,)) for number in range(8)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert len(told) == 8
    assert not wrong


def fresh(_: int) -> None:
    """The first case of a process, in which nothing holds, is no different from any other."""
    same(program(clauses(at_least(5))), one_case(1, 0, 0, 0))


def isolated(seed: int) -> None:
    """In a process of its own, started by whichever interpreter this is."""
    home = Isolated()
    for number in range(8):
        made = Made(Random(f"apart {seed}/{number}"))
        steps, world = made.program(12), made.world()
        apart = disagreements(settle(steps, world), Durable(steps, home).settle(world))
        assert not apart, (number, apart)
    home.close()


def absent(_: int) -> None:
    """Where durable_rules is not to be had, that is said in the same words; all else works."""
    from drive_rules.packages import Package  # noqa: PLC0415  (most trials do without)
    from drive_rules.ruleset import Ruleset, Witness  # noqa: PLC0415
    from tests.small_ruleset import small_ruleset  # noqa: PLC0415

    steps, world = program(clauses(at_least(5))), one_case(1, 0, 0, 0)
    package = Package(small_ruleset(), "0" * 64, {})
    ruleset = Ruleset(package)
    case, day = ruleset.read_case("case: c"), date(2026, 6, 1)
    ways: list[Callable[[], object]] = [
        lambda: Durable(steps),
        lambda: Durable(steps, Isolated()).settle(world),
        *(partial(ruleset.try_witness, witness) for witness in get_args(Witness)),
        *(partial(ruleset.assess, case, as_of=day, witness=witness) for witness in get_args(Witness)),
    ]
    told = set()
    for ask in ways:
        try:
            ask()
        except WitnessError as error:
            told.add(str(error))
        else:
            told.add("durable_rules is here")
    assert len(told) == 1, told
    assert told.pop().endswith("or assess without a witness")
    assert ruleset.assess(case, as_of=day).witness is None
    assert settle(program(clauses(at_least(5))), one_case(1, 0, 0, 0)).high == {"name 0": (0,)}


TRIALS = {
    each.__name__: each for each in (programs, lines, limits, overflow, memory, threads, fresh, isolated)
}

if __name__ == "__main__":
    {**TRIALS, "absent": absent}[sys.argv[1]](int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    print("done")
