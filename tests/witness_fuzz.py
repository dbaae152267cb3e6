"""What breaks durable_rules, driven at the guards: ``python -m tests.witness_fuzz --rulesets 2000``.

Rulesets, programs and cases made at random, and every class of input that is known to crash the module,
hang it, overrun it or have it answer wrongly, are put to a witness in a process of its own.  Each must be
refused by a guard, by name and before anything is asked, or settled as the reference (or the plainest code)
settles it.  A process that crashes, hangs or answers something else is a failure, as is a disagreement.

The share of formulas that is refused is printed, for what is made at random and for what is shipped.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import pairwise, product
from random import Random
from typing import Any as Anything

from drive_rules import packages
from drive_rules.answers import Settled
from drive_rules.case import World
from drive_rules.engines import ways
from drive_rules.engines.durable import Durable, disagreements
from drive_rules.engines.guarded import FAR, MOST_COLUMNS, MOST_FACTS, MOST_LINES, MOST_WAYS, OPS, SIGNS, Line
from drive_rules.engines.isolated import Isolated
from drive_rules.lower import All, Any, Clause, Formula, Gather, Le, Name, Part, Program, Term, lower
from drive_rules.problems import WitnessError
from drive_rules.reference import evaluate
from tests import programs
from tests.generated import make_day, make_ruleset
from tests.programs import Made, program
from tests.stepwise import settle
from tests.witness_worker import at_least, clauses, one_case
from tests.worlds import Worlds, flatten, tilted, widened

SITES = (None, "example-site", "glan-yr-afon", "kingsmead")
TODAY = date(2026, 11, 2)
MOST_REFUSED = 0.05
"""Of the formulas of what is shipped."""
GUARDS = ("the witness was given ", "the case holds a bound that is out of the witness's reach")
"""So begins what a guard says of what it does not let through."""
EDGES = (-FAR, -FAR + 1, -1, 0, 1, FAR - 1, FAR)


@dataclass
class Tally:
    """What was driven at the guards, and what came of it."""

    rulesets: int = 0
    cases: int = 0
    offered: int = 0
    taken: int = 0
    right: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    shipped: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Count another part of the run as well."""
        self.rulesets += other.rulesets
        self.cases += other.cases
        self.offered += other.offered
        self.taken += other.taken
        self.right.update(other.right)
        self.refused.update(other.refused)
        self.wrong += other.wrong
        self.shipped |= other.shipped

    def lines(self) -> Iterator[str]:
        """What to print."""
        made = f"{self.rulesets} rulesets, {self.cases} cases, {self.offered} formulas"
        yield f"{made}: {self._share()} refused"
        for name in sorted({*self.right, *self.refused}):
            yield f"  {name}: {self.right[name]} right, {self.refused[name]} refused"
        for name, (taken, offered) in self.shipped.items():
            yield f"  {name}: {offered - taken} of {offered} formulas refused ({1 - taken / offered:.1%})"
        yield f"{len(self.wrong)} wrong, hung or crashed"
        yield from (f"  {each}" for each in self.wrong[:20])

    def _share(self) -> str:
        return f"{1 - self.taken / self.offered:.1%}" if self.offered else "none"

    def too_many_refused(self) -> list[str]:
        """What is shipped and refused by more than is to be borne."""
        return [n for n, (taken, offered) in self.shipped.items() if taken < (1 - MOST_REFUSED) * offered]


class Fuzz:
    """One run; ``home`` is where the witness is, a process of its own."""

    def __init__(self, seed: str, home: Isolated) -> None:
        self.seed, self.home = seed, home
        self.tally = Tally()

    # -- rulesets and programs ---------------------------------------------------------------------

    def ruleset(self, number: int) -> None:
        """A ruleset, and what is known of some cases, less and more."""
        random = Random(f"{self.seed}/{number}")
        day = make_day(random)
        ruleset = tilted(random, widened(random, make_ruleset(random, day)), day)
        worlds = Worlds(random, ruleset, day)
        steps = lower(ruleset, day)
        truth = worlds.truth()
        known = worlds.blur(truth, 0.85)
        cases = (truth, worlds.blur(known, 0.65), worlds.deny_lists(known), worlds.nothing_known(truth))
        self.tally.rulesets += 1
        self._settled(
            "rulesets",
            f"ruleset {number}",
            steps,
            [flatten(ruleset, case) for case in cases],
            lambda world: evaluate(ruleset, world, day),
        )

    def program(self, number: int) -> None:
        """A program that no ruleset need give, with bounds as far out as they may lie, and farther."""
        made = Far(Random(f"{self.seed}/program {number}"))
        steps = made.program(made.random.randint(1, 40))
        worlds = [made.world() for _ in range(3)]
        self._settled("programs", f"program {number}", steps, worlds, partial(settle, steps))

    def _settled(
        self,
        name: str,
        what: str,
        steps: Program,
        worlds: Sequence[World],
        meant: Callable[[World], Settled],
    ) -> None:
        witness = Durable(steps, self.home)
        self.tally.taken += witness.witnessed[0]
        self.tally.offered += witness.witnessed[1]
        refused = {key for key, _ in witness.refused}
        for world in worlds:
            self.tally.cases += 1
            want = _without(meant(world), refused)
            self._held(name, what, lambda world=world, want=want: _apart(want, witness.settle(world)))  # type: ignore[misc]
        if refused:
            self.tally.refused[name] += len(refused)
        witness.close()

    def _held(self, name: str, what: str, ask: Callable[[], object]) -> None:
        """Right, refused by a guard, or wrong."""
        try:
            apart = ask()
        except WitnessError as error:
            if str(error).startswith(GUARDS):
                self.tally.refused[name] += 1
            else:
                self.tally.wrong.append(f"{name}, {what}: {error}")
        else:
            if apart:
                self.tally.wrong.append(f"{name}, {what}: apart in {apart!r}"[:300])
            else:
                self.tally.right[name] += 1

    # -- what is known to break the module ---------------------------------------------------------

    def known(self, number: int) -> None:
        """One of each class of input that is known to break it."""
        for name, drive in CLASSES.items():
            random = Random(f"{self.seed}/{name}/{number}")
            for given in drive(random):
                what = f"number {number}"
                match given:
                    case (Program() as steps, *worlds):
                        self._settled(name, what, steps, worlds, partial(settle, steps))
                    case (list() as made, list() as rows):
                        self._held(name, what, lambda made=made, rows=rows: self._sheets(made, rows))  # type: ignore[misc]
                    case (drive_it,):
                        self._held(name, what, partial(drive_it, self.home))

    def _sheets(self, made: list[Way], rows: list[dict[int, Anything]]) -> object:
        """Ways straight on their sheets; rows give a number for each column."""
        sheets = self.home.sheets(made)
        assert [way for sheet in sheets for way in sheet.ways] == made
        with self.home.case(sheets) as fire:
            asked = [(sheet, [tuple(row[c] for c in sheet.columns) for row in rows]) for sheet in sheets]
            for sheet, fired in zip(sheets, fire(asked), strict=True):
                found = list(fired)
                want = {
                    (number, place)
                    for number, row in enumerate(rows)
                    for place, way in enumerate(sheet.ways)
                    if all(_holds(line, row) for line in way)
                }
                if len(found) != len(want) or set(found) != want:
                    return sorted(set(found) ^ want)[:5]
        for sheet in sheets:
            sheet.close()
        return None

    # -- what is shipped ---------------------------------------------------------------------------

    def shipped(self, sites: Sequence[str | None] = SITES) -> None:
        """Of how many formulas of the shipped rulesets the witness makes the comparisons."""
        for site in sites:
            meaning = packages.load_package("drive-core", site=site).ruleset
            planned = ways.planned(lower(meaning, TODAY))
            counts = (sum(planned.taken.values()), sum(planned.offered.values()))
            self.tally.shipped[f"drive-core{f' at {site}' if site else ''}"] = counts


class Far(Made):
    """A program in the making, with numbers at the ends of what may be compared, and now and then beyond."""

    def _number(self) -> int:
        beyond = 0.004
        if self.random.random() < beyond:
            return self.random.choice([-FAR - 1, FAR + 1, 2**63, -(2**63), 2**64])
        edges = [*EDGES, self.random.randint(-FAR, FAR)]
        return self.random.choice(edges) // 2 if self.random.random() < 0.4 else super()._number()


def _without(settled: Settled, refused: Container[Anything]) -> Settled:
    return Settled(
        {key: column for key, column in settled.low.items() if key not in refused},
        {key: column for key, column in settled.high.items() if key not in refused},
        frozenset((key, row) for key, row in settled.conflicts if key not in refused),
    )


def _apart(ours: Settled, theirs: Settled) -> object:
    return disagreements(ours, theirs)


def _holds(line: Line[int], row: dict[int, int]) -> bool:
    other = line.plus + (line.sign * row[line.right] if line.right is not None else 0)
    return row[line.left] <= other if line.op == "$lte" else row[line.left] >= other


# -- the classes, one after the other --------------------------------------------------------------

Given = Iterator[tuple[Anything, ...]]
"""A program and cases; ways and rows; or what is to be done with a home of sheets."""
Way = tuple[Line[int], ...]
FACT = tuple(Name(f"case fact {number}", "case") for number in range(4))


def _line(random: Random, columns: int = 4) -> Line[int]:
    right = random.choice([None, random.randrange(columns)])
    plus = random.choice([random.randint(-3, 3), random.choice(EDGES)])
    return Line(random.randrange(columns), random.choice(OPS), plus, random.choice(SIGNS), right)


def _rows(random: Random, count: int, columns: int = 4) -> list[dict[int, Anything]]:
    return [{c: random.choice([random.randint(-3, 3), *EDGES]) for c in range(columns)} for _ in range(count)]


def nothing_fires(random: Random) -> Given:
    """C1: a session in which no rule fires, the first of its ruleset or after others, and its end."""
    steps = program(clauses(*(at_least(5, FACT[number % 4]) for number in range(random.randint(1, 30)))))
    none, some = one_case(1, 1, 1, 1), one_case(9, 1, 9, 1)
    yield (steps, none)
    yield (steps, *random.choices([none, some], k=5), none)


def the_last_is_false(random: Random) -> Given:
    """C2: conjunctions of which the last comparison, or all but the first, do not hold."""
    for length in (2, random.randint(3, 40), MOST_LINES):
        true = [at_least(-number, FACT[number % 4]) for number in range(length - 1)]
        parts = (*true, Le(Term(FACT[0], plus=random.randint(0, 9)), Term(FACT[1], "low", -1, -1)))
        yield (program(clauses(All(parts), All(parts[::-1]))), one_case(3, 3, 3, 3), one_case(0, 0, 0, 0))
        twisted = [(Line(0, "$gte", 0), *(Line(0, "$lte", -number - 1) for number in range(length - 1)))]
        yield (twisted * 3, _rows(random, 3))


def many_at_once(random: Random) -> Given:
    """C3, C4: more sessions than the module has places for; many rulesets, asked and ended in any order."""
    made = [(_line(random),) for _ in range(random.randint(1, 5))]
    rows = _rows(random, 5)
    yield (partial(_sessions, made, rows, random.choice([10, 10, 10, 1030])),)
    several = [Far(random).program(random.randint(1, 6)) for _ in range(random.randint(5, 40))]
    yield (partial(_side_by_side, random, several),)
    for count in (1, MOST_FACTS, MOST_FACTS + 1):
        yield (made, _rows(random, count))


def _sessions(
    made: list[tuple[Line[int], ...]], rows: list[dict[int, int]], count: int, home: Isolated
) -> object:
    (sheet,) = home.sheets(made)
    for number in range(count):
        row = rows[number % len(rows)]
        with home.case([sheet]) as fire:
            (fired,) = fire([(sheet, [tuple(row[column] for column in sheet.columns)])])
        want = {(0, place) for place, way in enumerate(made) if all(_holds(line, row) for line in way)}
        if set(fired) != want:
            return number
    return None


def _side_by_side(random: Random, several: list[Program], home: Isolated) -> object:
    witnesses = [(steps, Durable(steps, home)) for steps in several]
    while witnesses:
        steps, witness = random.choice(witnesses)
        world = Made(random).world()
        if apart := disagreements(
            _without(settle(steps, world), dict(witness.refused)), witness.settle(world)
        ):
            return apart
        if random.random() < 0.5:
            witness.close()
            witnesses.remove((steps, witness))
    return None


def at_the_ends_of_numbers(random: Random) -> Given:
    """C5: sums and differences at the ends of what an int of 64 bits holds, and what lies beyond."""
    lines = [Line(0, op, plus, sign, 1) for op, plus, sign in product(OPS, EDGES, SIGNS)]
    yield ([(line,) for line in lines], [{0: a, 1: b} for a, b in product(EDGES, EDGES)])
    beyond = random.choice([FAR + 1, -FAR - 1, 2**63 - 1, -(2**63), 2**63, 2**200])
    yield ([(Line(0, "$lte", 0),)], [{0: random.choice(EDGES)}, {0: beyond}])
    yield ([(Line(0, "$lte", beyond),)], [{0: 0}])
    yield (program(clauses(at_least(beyond), at_least(1))), one_case(1, 0, 0, 0))


def rules_alike(random: Random) -> Given:
    """C6: as many rules that end on the same comparison as overrun the module, and one fewer and more."""
    for count in (random.choice([127, 128, 129]), random.choice([255, 256, 257]), random.randint(300, 600)):
        alike = (Line(0, "$gte", 0), Line(1, "$lte", random.randint(0, 3)))
        yield ([alike] * count, _rows(random, 4))
        formula = All((at_least(0), at_least(1, FACT[1])))
        yield (program(clauses(*[formula] * count, *[at_least(1, FACT[1])] * count)), one_case(1, 1, 0, 0))
        ends = [(Line(2, "$gte", -number), Line(1, "$lte", 1)) for number in range(count)]
        yield (ends, _rows(random, 2))


def words_of_its_own(random: Random) -> Given:
    """C7: names to which the module gives a meaning, or that share a hash, for facts and rules."""
    its = ("id", "sid", "$s", "$m", "m", "0", "", "$and", "$or", "b0", "p0", "seen", "$pulse", "\x00", "é")
    names = tuple(Name(word, "case") for word in random.sample(its, 4))
    kinds = {kind: programs.facts(kind) for kind in programs.KINDS}
    steps = [Clause(Name(("rule", word), "case"), at_least(1, names[n])) for n, word in enumerate(its[:4])]
    made = program([*steps, Clause(Name("all of it", "case"), All(tuple(at_least(1, n) for n in names)))])
    changed = {**kinds, "case": names}
    yield (_with_facts(made, changed), one_case(1, 0, 1, 0), one_case(1, 1, 1, 1), one_case(0, 0, 0, 0))


def _with_facts(made: Program, facts: dict[str, tuple[Name, ...]]) -> Program:
    return Program(
        made.as_of, made.kinds, facts, made.wholes, made.steps, made.public, made.holidays, {}, {}, {}
    )


def nothing_there(random: Random) -> Given:
    """C8: no rows, no rules, rules without a comparison, rules without a column."""
    line = _line(random)
    for made in ([], [()], [(), (line,)], [(line,)]):
        yield (made, [])
        yield (made, _rows(random, random.choice([1, 2, MOST_FACTS])))
    empty = World(dict.fromkeys(programs.KINDS, ()))
    yield (program(clauses(at_least(1), All(()), Any(()))), empty, one_case(1, 0, 0, 0), empty)


def ill_formed(random: Random) -> Given:
    """C9: comparisons that are none: words, operators and numbers of every sort in every place."""
    junk = ("$lt", "$div", "$mt", "$nex", "$ex", "$or", "", None, 0, 1.5, True, "1", float("nan"), (), 2**70)
    for _ in range(6):
        given = [0, "$lte", 1, 1, None]
        place = random.choice([1, 2, 3])
        given[place] = random.choice(junk)
        yield ([(Line(0, "$gte", 0),), (Line(*given),)], [{0: 1}])  # type: ignore[arg-type]
    yield ([(Line(0, "$gte", 0),)], [{0: random.choice(["1", None, 1.5, float("nan"), (), "id"])}])


def without_end(random: Random) -> Given:
    """The hangs: what always holds, rules without a comparison, more first comparisons than have room."""
    count = random.choice([511, 512, 513, 700])
    yield ([(Line(0, "$gte", number),) for number in range(count)], _rows(random, 3))
    yield ([()] * count, _rows(random, 3))
    yield ([(Line(number, "$gte", 0),) for number in range(count)], _rows(random, 2, count))
    always = (All(()), Le(Term(None), Term(None)), Any((All(()),)))
    yield (program([*clauses(*always), _counting(All(()))]), one_case(0, 0, 0, 0))


def _counting(when: Formula) -> Gather:
    one = Term(None, plus=1)
    parts = (Part("incident", when, one, one), Part("pair", when, one, one))
    return Gather(Name("count", "case"), "sum", parts, None, 0, 99)


def more_than_it_holds(random: Random) -> Given:
    """The limits: the match stack, children of a node, properties of a fact, groups, facts of a session."""
    for size in (random.choice([63, 64, 65, 66]), MOST_WAYS + random.randint(-1, 2)):
        yield ([(Line(0, "$gte", -number),) for number in range(size)], _rows(random, 2))
    for wide in (MOST_COLUMNS + random.randint(-1, 2), random.randint(250, 400)):
        made = [(Line(number, "$lte", number),) for number in range(wide)]
        yield (made, _rows(random, random.choice([1, 2 * MOST_FACTS + 1]), wide))
    lines = MOST_LINES + random.randint(-1, 2)
    yield ([tuple(Line(number, "$lte", FAR) for number in range(lines))], _rows(random, 2, lines))
    longer = tuple(at_least(-number, FACT[number % 4]) for number in range(random.randint(65, 900)))
    wide_any = Any(tuple(All((part, at_least(3, FACT[1]))) for part in longer))
    nested = All(tuple(Any((part, at_least(number, FACT[1]))) for number, part in enumerate(longer[:40])))
    deep: Formula = at_least(0)
    for number in range(random.choice([20, 59, 60, 61, 90])):
        deep = All((deep, at_least(1))) if number % 2 else Any((deep, at_least(1)))
    formulas = (All(longer), Any(longer), wide_any, nested, deep)
    yield (program(clauses(*formulas)), one_case(2, 3, -40, 1, high=(900, 3, 0, 1)), one_case(0, 0, 0, 0))


def more_than_once(random: Random) -> Given:
    """The wrong results: every branch of a disjunction true, facts alike, facts in another order."""
    branches = tuple(at_least(-number, FACT[number % 4]) for number in range(random.randint(2, 30)))
    pairs = tuple(Any((one, other)) for one, other in pairwise(branches))
    formulas = (Any(branches), All(pairs[:5]), Any((*branches, Any(branches))))
    yield (program(clauses(*formulas)), one_case(0, 0, 0, 0), one_case(-9, -50, 0, 3))
    alike = [dict.fromkeys(range(4), random.randint(-2, 2))] * random.randint(2, MOST_FACTS + 3)
    made = [(_line(random), _line(random)) for _ in range(20)]
    yield (made, alike)
    rows = _rows(random, 9)
    yield (made, rows)
    yield (made, rows[::-1])


def of_other_types(random: Random) -> Given:
    """The wrong results: numbers that are no whole numbers, words, truths and nothing in their place."""
    odd = random.choice([True, False, 1.0, 0.0, -0.0, float("nan"), float("inf"), "", "5", None, 1e-05, []])
    yield ([(Line(0, op, 0),) for op in OPS], [{0: 5}, {0: odd}])
    yield ([(Line(0, op, 0, 1, 1),) for op in OPS], [{0: 5, 1: odd}, {0: odd, 1: 1}])


CLASSES: dict[str, Callable[[Random], Given]] = {
    each.__name__: each
    for each in (
        *(nothing_fires, the_last_is_false, many_at_once, at_the_ends_of_numbers, rules_alike),
        *(words_of_its_own, nothing_there, ill_formed, without_end, more_than_it_holds),
        *(more_than_once, of_other_types),
    )
}
OFTEN = 20
"""For so many rulesets, one of each class of what is known."""


# -- runs ------------------------------------------------------------------------------------------


def run(rulesets: int, seed: str, part: int = 1, parts: int = 1, home: Isolated | None = None) -> Tally:
    """One part of a run, in this process and one of the witness's own."""
    fuzz = Fuzz(seed, Isolated() if home is None else home)
    for number in range(part - 1, rulesets, parts):
        fuzz.ruleset(number)
        fuzz.program(number)
        if number % OFTEN == 0:
            fuzz.known(number // OFTEN)
    fuzz.home.close()
    return fuzz.tally


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 where all was right or refused, and little enough of what is shipped was refused."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.witness_fuzz", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--rulesets", type=int, default=2000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--workers", type=int, default=1, help="processes, each with a witness's own")
    asked = parser.parse_args(arguments)
    started = time.perf_counter()
    tally = Tally()
    with ProcessPoolExecutor(asked.workers) as pool:
        work = partial(run, asked.rulesets, asked.seed, parts=asked.workers)
        for done in pool.map(work, range(1, asked.workers + 1)):
            tally.add(done)
    shipped = Fuzz(asked.seed, Isolated())
    shipped.shipped()
    tally.add(shipped.tally)
    print("\n".join(tally.lines()))
    print(f"{time.perf_counter() - started:.0f} seconds")
    for name in tally.too_many_refused():
        print(f"too much is refused of {name}")
    return 1 if tally.wrong or tally.too_many_refused() else 0


if __name__ == "__main__":
    sys.exit(main())
