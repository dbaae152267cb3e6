"""The laws, over rulesets and cases made at random: ``python -m tests.laws --pairs 1000000 --seed 7``.

Each ruleset is asked about several truths, and about two states of knowledge of each.  For every
such pair:

* the engine equals the reference, on every key and on conflicts, while it is given the ruleset, the
  facts and the things in another order: so order never matters either.  An engine of many cases is
  given all cases of a ruleset at once, in runs of a few, and apart;
* what was settled stays settled as knowledge grows, and intervals only shrink, save for what is
  about the record;
* every filling, with things nobody had listed, lies within what was settled before it;
* a complete case leaves nothing unsettled save what rests on a conflict, and equals ``two_valued``;
* what is written of a ruleset reads as that ruleset.

Only the first of these speaks of the engine, and an engine of many cases is held to that one alone,
over cases that are seldom met beside the others: of which nothing is known, with nothing there, and
now and then one with thousands of things in a list.  ``both`` holds that of one case beside it to all of
them over the same cases, for most of the time goes to the reference, which is then asked once.

A run is one part of several, each ruleset has its own seed, and the same seed gives the same run
under any hash seed.  What is found wrong is cut down to a small example.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from random import Random

from tests.bench import ENGINES, LAWS, Bench, Engine, Pair
from tests.generated import make_day, make_ruleset
from tests.shrink import crowded, shown, shrink
from tests.tally import THOUSANDS, Tally, features_of
from tests.worlds import Case, Worlds, tilted, widened

TRUTHS = 10
"""Cases for each ruleset; three pairs each."""
EQUALS = "the engine equals the reference"
CROWDED_EVERY = 40
"""In a run of an engine of many cases, one ruleset of so many has a case with thousands of things."""
MOST_THINGS = 5_000
SEEDS = 3
"""A broken pair is asked about again in so many orders before it is given up."""


@dataclass(frozen=True)
class Found:
    """Where a law broke: enough to make the pair again."""

    seed: str
    ruleset: int
    truth: int

    def __str__(self) -> str:
        return f"seed {self.seed}, ruleset {self.ruleset}, truth {self.truth}"


class BrokenLawError(AssertionError):
    """A law that does not hold, with what is needed to see it again."""

    def __init__(self, law: str, what: str, pair: Pair, found: Found) -> None:
        super().__init__(f"{law}: {what}\n  {found}")
        self.law = law
        self.what = what
        self.pair = pair
        self.found = found

    def __reduce__(self) -> tuple[type[BrokenLawError], tuple[str, str, Pair, Found]]:
        return type(self), (self.law, self.what, self.pair, self.found)


class Laws:
    """One generated ruleset, held to every law over several cases."""

    def __init__(self, seed: str, number: int, engine: Engine, tally: Tally, truths: int = TRUTHS) -> None:
        self.seed, self.number, self.tally, self.truths = seed, number, tally, truths
        self.random = Random(f"{seed}/{number}")
        self.as_of = make_day(self.random)
        made = widened(self.random, make_ruleset(self.random, self.as_of))
        self.ruleset = tilted(self.random, made, self.as_of)
        self.worlds = Worlds(self.random, self.ruleset, self.as_of)
        self.features = features_of(self.ruleset)
        self.bench = Bench(self.ruleset, self.as_of, engine, self.random)
        self.truth = 0

    def check(self) -> None:
        """Every law over every case of this ruleset."""
        self.tally.rulesets += 1
        cases = [case for number in range(self.truths) for case in self._of_one_truth(number)]
        if self.bench.many:
            self._at_once(cases)
        self.tally.compared += self.bench.compared
        self.tally.left_out += self.bench.left_out

    def _of_one_truth(self, number: int) -> list[Case]:
        """The cases of one truth; those of a run of many are held against the engine later, all at once."""
        self.truth = number
        if not self.bench.many:
            self.bench.known.clear()
        known = self._known_of_one()
        cases: list[Case] = [*known]
        if self.random.random() < 0.15:
            cases.append(self.worlds.deny_lists(known[0]))
        for case in cases:
            self.tally.met(self.features, self.ruleset, *self.bench.settled(case))
            if not self.bench.many:
                self._held(EQUALS, case)
        if self.bench.one:
            if number == 0:
                self._once(known[0])
            for case, more in pairwise(known):
                self._held("knowledge is monotone", case, more)
            self._held("complete cases equal the plain meaning", known[-1])
            self._held("settled is sound", known[0], self.worlds.fill(known[0]))
        return cases

    def _at_once(self, cases: list[Case]) -> None:
        """All cases of the ruleset in one go, and with them some that are seldom met."""
        seldom = list(self._seldom(self.random.choice(cases)))
        for case in seldom:
            self.tally.met_seldom(self.features, self.ruleset, self.bench.settled(case)[0])
        cases += seldom
        self.random.shuffle(cases)
        self._held(EQUALS, *cases)
        self.tally.together.update(self.bench.asked)

    def _known_of_one(self) -> tuple[Case, Case, Case]:
        """Two states of knowledge of one truth, less first, and the truth."""
        truth = self.worlds.truth()
        known = self.worlds.blur(truth, 0.85)
        return self.worlds.blur(known, 0.65), known, truth

    def _seldom(self, case: Case) -> Iterator[Case]:
        yield self.worlds.nothing_known(case)
        yield self.worlds.nothing_there(case)
        if self.tally.rulesets % CROWDED_EVERY == 5:
            many = self.random.randint(THOUSANDS, MOST_THINGS)
            yield self.worlds.blur(self.worlds.crowded(self.worlds.truth(), many), 0.95)

    def _once(self, case: Case) -> None:
        """What is asked once of a ruleset; a third are written and read, which takes its time."""
        self._held("order never matters", case)
        self._held("what is given stands", case)
        if self.number % 3 == 0:
            self._held("what is written reads as it was", case)

    def _held(self, law: str, *cases: Case) -> None:
        self.tally.laws[law] += len(cases) if law == EQUALS else 1
        for what in LAWS[law](self.bench, *cases):
            first, *others = cases
            beside = {"beside": tuple(others)} if law == EQUALS else {"more": others[0]} if others else {}
            pair = Pair(self.ruleset, first, self.as_of, **beside)
            raise BrokenLawError(law, what, pair, Found(self.seed, self.number, self.truth))


# -- runs ----------------------------------------------------------------------------------------


def run(pairs: int, seed: str, engine: Engine, part: int = 1, parts: int = 1, truths: int = TRUTHS) -> Tally:
    """So many pairs of one part of a run; the first law that breaks is raised."""
    tally = Tally()
    number = part - 1
    while tally.pairs < pairs:
        Laws(seed, number, engine, tally, truths).check()
        number += parts
    return tally


def _part(pairs: int, seed: str, engine: str, parts: int, truths: int, part: int) -> Tally:
    return run(pairs, seed, ENGINES[engine], part, parts, truths)


def cut_down(broken: BrokenLawError, engine: Engine) -> str:
    """The broken pair made small, where it breaks again by itself."""

    def wrong(pair: Pair) -> list[str]:
        seeds = range(1 if crowded(pair) else SEEDS)
        again = (replace(pair, seed=seed).breaks(broken.law, engine) for seed in seeds)
        return next((what for what in again if what), [])

    if not wrong(broken.pair):
        return "not seen again with the pair alone: the order of rows or rules matters"
    small = shrink(broken.pair, lambda pair: bool(wrong(pair)))
    return f"{shown(small)}\n" + "\n".join(wrong(small))


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 where every law held and everything was met often enough."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.laws", description="The laws over generated rulesets."
    )
    parser.add_argument(
        "--pairs", type=int, default=20_000, help="pairs of a ruleset and a case, over all parts"
    )
    parser.add_argument("--seed", default="1")
    parser.add_argument("--parts", type=int, default=1, help="into how many parts the run is split")
    parser.add_argument(
        "--part", type=int, default=0, help="one part only, counted from 1; 0 for all of them"
    )
    parser.add_argument("--workers", type=int, default=1, help="processes, for a run of all parts")
    parser.add_argument("--truths", type=int, default=TRUTHS, help="cases for each ruleset; three pairs each")
    parser.add_argument("--engine", choices=ENGINES, default="compiled")
    asked = parser.parse_args(arguments)
    started = time.perf_counter()
    tally = Tally()
    numbers = [asked.part] if asked.part else list(range(1, asked.parts + 1))
    work = partial(_part, asked.pairs // asked.parts, asked.seed, asked.engine, asked.parts, asked.truths)
    try:
        with ProcessPoolExecutor(asked.workers) as pool:
            for done in pool.map(work, numbers):
                tally.add(done)
    except BrokenLawError as broken:
        print(broken)
        print(cut_down(broken, ENGINES[asked.engine]))
        return 1
    print("\n".join(tally.lines()))
    print(f"  {time.perf_counter() - started:.0f} seconds")
    for shortfall in tally.shortfalls():
        print(f"  met too seldom: {shortfall}")
    return 1 if tally.shortfalls() else 0


if __name__ == "__main__":
    sys.exit(main())
