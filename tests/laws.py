"""The laws, over rulesets and cases made at random: ``python -m tests.laws --pairs 1000000 --seed 7``.

Each ruleset is asked about several truths, and about two states of knowledge of each.  For every
such pair:

* the engine equals the reference, on every key and on conflicts, while it is given the ruleset, the
  facts and the things in another order: so order never matters either;
* what was settled stays settled as knowledge grows, and intervals only shrink, save for what is
  about the record;
* every filling, with things nobody had listed, lies within what was settled before it;
* a complete case leaves nothing unsettled save what rests on a conflict, and equals ``two_valued``;
* what is written of a ruleset reads as that ruleset.

A run is one part of several, each ruleset has its own seed, and the same seed gives the same run
under any hash seed.  What is found wrong is cut down to a small example.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property, partial
from itertools import pairwise
from random import Random

from drive_rules.assessment import Settled
from drive_rules.case import World
from drive_rules.engines.compiled import build
from drive_rules.engines.durable import Durable
from drive_rules.ir import Ruleset
from drive_rules.language import read_ruleset, write_ruleset
from drive_rules.lower import lower
from drive_rules.problems import RulesetError
from drive_rules.reference import evaluate
from tests.generated import make_day, make_ruleset
from tests.made_examples import with_examples
from tests.stepwise import settle as steps
from tests.tally import Tally, features_of
from tests.two_valued import Key, Plain
from tests.worlds import Case, Worlds, flatten, shuffled_case, shuffled_ruleset, tilted

TRUTHS = 10
"""Cases for each ruleset; three pairs each."""
Settle = Callable[[World], Settled]
Engine = Callable[[Ruleset, date], Settle]
"""Made ready for a ruleset and a day; some leave keys out, which are then not compared."""


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


@dataclass(frozen=True)
class Found:
    """Where a law broke: enough to make the pair again."""

    seed: str
    ruleset: int
    truth: int

    def __str__(self) -> str:
        return f"seed {self.seed}, ruleset {self.ruleset}, truth {self.truth}"


@dataclass(frozen=True)
class Pair:
    """A ruleset, a case and a day; ``more`` is what is known of the case later."""

    ruleset: Ruleset
    case: Case
    as_of: date
    more: Case | None = None


# -- engines -------------------------------------------------------------------------------------


def reference(ruleset: Ruleset, as_of: date) -> Settle:
    """The meaning itself."""
    return partial(_meaning, ruleset, as_of)


def _meaning(ruleset: Ruleset, as_of: date, world: World) -> Settled:
    return evaluate(ruleset, world, as_of)


def stepwise(ruleset: Ruleset, as_of: date) -> Settle:
    """The lowered program, carried out in the most obvious code."""
    return partial(steps, lower(ruleset, as_of))


def compiled(ruleset: Ruleset, as_of: date) -> Settle:
    """The engine of one case."""
    return build(lower(ruleset, as_of)).settle


def durable(ruleset: Ruleset, as_of: date) -> Settle:
    """The witness; what it refuses is not in its answer."""
    return Durable(lower(ruleset, as_of)).settle


ENGINES: dict[str, Engine] = {
    "compiled": compiled,
    "durable": durable,
    "stepwise": stepwise,
    "reference": reference,
}


# -- comparing -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rows:
    """Where the things of one case stand among the rows of another, by kind."""

    places: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, here: World, there: World) -> Rows:
        """For each row of ``here`` the row of ``there`` with the same key."""
        places = {}
        for kind, rows in here.rows.items():
            numbers = {row.key: number for number, row in enumerate(there.rows[kind])}
            places[kind] = tuple([numbers[row.key] for row in rows])
        return cls(places)


def differences(
    kinds: Mapping[Key, str], ours: Settled, theirs: Settled, rows: Rows, whole: bool = True
) -> Iterator[str]:
    """Where two answers about one case differ; ``whole`` where both must have every key."""
    if whole and ours.low.keys() != theirs.low.keys():
        yield f"the keys differ: {sorted(map(str, ours.low.keys() ^ theirs.low.keys()))}"
    for key, low in ours.low.items():
        if key not in theirs.low:
            continue
        places = rows.places[kinds[key]]
        their_low = tuple([theirs.low[key][place] for place in places])
        their_high = tuple([theirs.high[key][place] for place in places])
        if (low, ours.high[key]) != (their_low, their_high):
            here = list(zip(low, ours.high[key], strict=True))
            there = list(zip(their_low, their_high, strict=True))
            yield f"{key} is {here} by the reference, {there} by the engine"
    mapped = frozenset((name, rows.places[kinds[name]][row]) for name, row in ours.conflicts)
    if mapped != theirs.conflicts:
        yield f"conflicts are {sorted(mapped)} by the reference, {sorted(theirs.conflicts)} by the engine"


def outgrown(kinds: Mapping[Key, str], before: Settled, after: Settled, rows: Rows) -> Iterator[str]:
    """Where more knowledge gives an answer that less had ruled out."""
    for key, kind in kinds.items():
        low, high = after.low[key], after.high[key]
        old_low, old_high = before.low[key], before.high[key]
        for row, place in enumerate(rows.places[kind]):
            if low[place] < old_low[row] or high[place] > old_high[row]:
                was, now = (old_low[row], old_high[row]), (low[place], high[place])
                yield f"{key} of {kind} {row} was {was} and became {now}"


def key_kinds(plain: Plain) -> dict[Key, str]:
    """The kind of each key that is settled."""
    return {key: kind for key, kind, _ in plain.questions()}


def about_record(ruleset: Ruleset) -> frozenset[Key]:
    """The keys that speak of the record, which knowledge may change."""
    keys: set[Key] = set()
    for names in (ruleset.signs, ruleset.measures, ruleset.decisions):
        keys.update(name for name, entry in names.items() if entry.about_record)
    keys.update(one.answered for one in ruleset.checklists.values() if one.answered)
    for rule in ruleset.rules.values():
        if rule.about_record:
            keys.add(("rule", rule.id))
            keys.update(("called for", duty.do) for duty in rule.duties)
    return frozenset(keys)


def from_below(ruleset: Ruleset, kinds: Mapping[Key, str]) -> dict[Key, frozenset[str]]:
    """The kinds below an action's whose rules bear on it.

    Nothing is concluded about a thing not seen, so one more pair may bring one more duty or block.
    """
    found: dict[Key, set[str]] = {}
    for rule in ruleset.rules.values():
        for duty in rule.duties:
            group = ruleset.groups.get(duty.do)
            for action in group.actions if group else (duty.do,):
                for key in (("blocked", action), ("called for", action)):
                    if kinds.get(key, rule.kind) != rule.kind:
                        found.setdefault(key, set()).add(rule.kind)
    return {key: frozenset(below) for key, below in found.items()}


def grown(before: World, after: World) -> frozenset[str]:
    """The kinds of which there are more things."""
    return frozenset(kind for kind, rows in before.rows.items() if len(rows) < len(after.rows[kind]))


def rests_on(reads: Mapping[Key, tuple[str, ...]]) -> dict[Key, frozenset[str]]:
    """Every name that a key rests on, itself included, by whatever way."""
    found: dict[Key, frozenset[str]] = {}

    def all_of(key: Key) -> frozenset[str]:
        if key not in found:
            below = [all_of(name) for name in reads.get(key, ())]
            itself = {key} if isinstance(key, str) else set()
            found[key] = frozenset(itself).union(*below)
        return found[key]

    return {key: all_of(key) for key in reads}


def written_and_read(ruleset: Ruleset) -> Iterator[str]:
    """Where a ruleset differs from what is read of what is written of it."""
    try:
        back = read_ruleset(write_ruleset(ruleset))
    except RulesetError as error:
        yield error.problems[0].picture()
        return
    for field in fields(ruleset):
        if getattr(back, field.name) != getattr(ruleset, field.name):
            yield f"{field.name} are {getattr(ruleset, field.name)}, and read as {getattr(back, field.name)}"


# -- the laws over one ruleset -------------------------------------------------------------------


class Laws:
    """One generated ruleset, held to every law over several cases."""

    def __init__(self, seed: str, number: int, engine: Engine, tally: Tally, whole: bool = True) -> None:
        self.seed, self.number, self.tally, self.whole = seed, number, tally, whole
        self.random = Random(f"{seed}/{number}")
        self.as_of = make_day(self.random)
        self.ruleset = tilted(self.random, make_ruleset(self.random, self.as_of), self.as_of)
        self.worlds = Worlds(self.random, self.ruleset, self.as_of)
        self.plain = self.worlds.plain
        self.kinds = key_kinds(self.plain)
        record = about_record(self.ruleset)
        self.worldly = {key: kind for key, kind in self.kinds.items() if key not in record}
        self.below = from_below(self.ruleset, self.kinds)
        self.features = features_of(self.ruleset)
        self.mixed = shuffled_ruleset(self.random, self.ruleset)
        self.engine = engine
        self.settle = engine(self.mixed, self.as_of)
        self.truth = 0

    @cached_property
    def rests(self) -> dict[Key, frozenset[str]]:
        """What each key rests on."""
        return rests_on(lower(self.ruleset, self.as_of).reads)

    def check(self) -> None:
        """Every law over every case of this ruleset."""
        self.tally.rulesets += 1
        for self.truth in range(TRUTHS):
            truth = self.worlds.truth()
            known = self.worlds.blur(truth, 0.85)
            less = self.worlds.blur(known, 0.65)
            if self.truth == 0:
                self._order(less)
                self._reads_back(less)
            if self.random.random() < 0.15:
                self._equal(self.worlds.deny_lists(less))
            first, _, last = self._grows([less, known, truth])
            self._held("complete cases equal the plain meaning", self._plainly(*last), truth)
            self._sound(less, *first)

    def _held(self, law: str, wrong: Iterator[str], case: Case, more: Case | None = None) -> None:
        self.tally.laws[law] += 1
        for what in wrong:
            found = Found(self.seed, self.number, self.truth)
            raise BrokenLawError(law, what, Pair(self.ruleset, case, self.as_of, more), found)

    def _order(self, case: Case) -> None:
        """The reference itself does not mind order."""
        mixed = shuffled_case(self.random, case)
        world, other = flatten(self.ruleset, case), flatten(self.mixed, mixed)
        ours, theirs = evaluate(self.ruleset, world, self.as_of), evaluate(self.mixed, other, self.as_of)
        wrong = differences(self.kinds, ours, theirs, Rows.of(world, other))
        self._held("order never matters", wrong, case)

    def _reads_back(self, case: Case) -> None:
        """Writing and reading give the same ruleset; a third of the rulesets, for they take their time."""
        if self.number % 3 == 0:
            wrong = written_and_read(with_examples(self.random, self.ruleset, self.as_of))
            self._held("what is written reads as it was", wrong, case)

    def _equal(self, case: Case) -> tuple[World, Settled]:
        """The engine, given all in another order, equals the reference."""
        world = flatten(self.ruleset, case)
        ours = evaluate(self.ruleset, world, self.as_of)
        self.tally.met(self.features, self.ruleset, world, ours)
        other = flatten(self.mixed, shuffled_case(self.random, case))
        theirs = self.settle(other)
        self.tally.keys += len(ours.low)
        self.tally.left_out += len(ours.low) - len(theirs.low)
        wrong = differences(self.kinds, ours, theirs, Rows.of(world, other), self.whole)
        self._held("the engine equals the reference", wrong, case)
        return world, ours

    def _grows(self, chain: list[Case]) -> list[tuple[World, Settled]]:
        """More knowledge narrows what was settled, and flips nothing."""
        states = [self._equal(case) for case in chain]
        for place, ((world, before), (later, after)) in enumerate(pairwise(states)):
            wrong = outgrown(
                self._lasting(world, later, before.conflicts), before, after, Rows.of(world, later)
            )
            self._held("knowledge is monotone", wrong, chain[place], chain[place + 1])
        return states

    def _lasting(self, before: World, after: World, torn: frozenset[tuple[str, int]]) -> dict[Key, str]:
        """The keys whose answers more knowledge must keep: none that rest on a conflict."""
        more = grown(before, after)
        nothing: frozenset[str] = frozenset()
        lasting = {k: kind for k, kind in self.worldly.items() if not more & self.below.get(k, nothing)}
        torn_names = {name for name, _ in torn}
        return {k: kind for k, kind in lasting.items() if not torn_names & self.rests[k]} if torn else lasting

    def _plainly(self, world: World, settled: Settled) -> Iterator[str]:
        """A complete case has one answer to everything, the plain one, save where a conflict is."""
        values = self.plain.values(world)
        for key, plain in values.items():
            found = zip(settled.low[key], settled.high[key], strict=True)
            for row, (value, ends) in enumerate(zip(plain, found, strict=True)):
                if value is not None and ends != (value, value):
                    yield f"{key} of row {row} is {value} plainly, {ends} by the reference"
        torn = self.plain.torn
        if not torn <= settled.conflicts or bool(torn) != bool(settled.conflicts):
            yield f"conflicts are {sorted(torn)} plainly, {sorted(settled.conflicts)} by the reference"

    def _sound(self, case: Case, world: World, settled: Settled) -> None:
        """Whatever else is true, it lies within what was settled."""
        filled = self.worlds.fill(case)
        self.tally.fillings += 1
        self._held(
            "settled is sound", self._outside(world, settled, flatten(self.ruleset, filled)), case, filled
        )

    def _outside(self, world: World, settled: Settled, filled: World) -> Iterator[str]:
        values = self._settled_plainly(filled)
        rows = Rows.of(world, filled)
        for key, kind in self._lasting(world, filled, settled.conflicts).items():
            for row, place in enumerate(rows.places[kind]):
                value = values[key][place]
                low, high = settled.low[key][row], settled.high[key][row]
                if value is not None and not low <= value <= high:
                    yield f"{key} of {kind} {row} was {(low, high)}, and can be {value}"

    def _settled_plainly(self, filled: World) -> dict[Key, tuple[int | None, ...]]:
        """The plain values; where a decision has two answers, as if either had been chosen."""
        values = self.plain.values(filled)
        if not self.plain.torn:
            return values
        settled = evaluate(self.ruleset, filled, self.as_of)
        picks = {
            (name, row): self.random.choice((settled.low[name][row], settled.high[name][row]))
            for name, row in sorted(settled.conflicts)
        }
        return self.plain.values(filled, picks)


# -- runs ----------------------------------------------------------------------------------------


def run(pairs: int, seed: str, engine: Engine, part: int = 1, parts: int = 1, whole: bool = True) -> Tally:
    """So many pairs of one part of a run; the first law that breaks is raised."""
    tally = Tally()
    number = part - 1
    while tally.pairs < pairs:
        Laws(seed, number, engine, tally, whole).check()
        number += parts
    return tally


def _part(pairs: int, seed: str, engine: str, parts: int, part: int) -> Tally:
    return run(pairs, seed, ENGINES[engine], part, parts, whole=engine != "durable")


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
    parser.add_argument("--engine", choices=ENGINES, default="compiled")
    asked = parser.parse_args(arguments)
    started = time.perf_counter()
    tally = Tally()
    numbers = [asked.part] if asked.part else list(range(1, asked.parts + 1))
    work = partial(_part, asked.pairs // asked.parts, asked.seed, asked.engine, asked.parts)
    try:
        with ProcessPoolExecutor(asked.workers) as pool:
            for done in pool.map(work, numbers):
                tally.add(done)
    except BrokenLawError as broken:
        print(broken)
        return 1
    print("\n".join(tally.lines()))
    print(f"  {time.perf_counter() - started:.0f} seconds")
    for shortfall in tally.shortfalls():
        print(f"  met too seldom: {shortfall}")
    return 1 if tally.shortfalls() else 0


if __name__ == "__main__":
    sys.exit(main())
