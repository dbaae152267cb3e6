"""The laws themselves: each asks one thing of one ruleset, about a case and what is known of it later.

A law gives what is wrong, in words, and nothing where it holds.  ``laws`` holds many cases to them,
``shrink`` cuts down a case for which one breaks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from random import Random

from drive_rules.assessment import Settled
from drive_rules.case import World
from drive_rules.engines import columnar, compiled
from drive_rules.engines.durable import Durable
from drive_rules.ir import Measure, Ruleset, Test
from drive_rules.language import read_ruleset, write_ruleset
from drive_rules.lower import Program, lower
from drive_rules.problems import RulesetError
from drive_rules.reference import Answer, Meaning, Thing, evaluate
from tests.columns_made import columns_of, in_blocks, settled_of
from tests.made_examples import with_examples
from tests.stepwise import settle as steps
from tests.two_valued import Key, Plain
from tests.worlds import Case, flatten, shuffled_case, shuffled_ruleset

Settle = Callable[[World], Settled]
Engine = Callable[[Ruleset, date], Settle]
"""Made ready for a ruleset and a day; some leave keys out, which are then not compared."""
Way = tuple[str, Mapping[int, Settled]]
"""How an engine was asked, and what it said of each case by its place among those asked about."""
Wrong = Iterator[str]
ONE = "one by one"
MANY = 100
"""Of a case with so many things the reference is asked by way of ``Indexed``."""


# -- engines -------------------------------------------------------------------------------------


def reference(ruleset: Ruleset, as_of: date) -> Settle:
    """The meaning itself."""
    return partial(_meaning, ruleset, as_of)


def _meaning(ruleset: Ruleset, as_of: date, world: World) -> Settled:
    return evaluate(ruleset, world, as_of)


def stepwise(ruleset: Ruleset, as_of: date) -> Settle:
    """The lowered program, carried out in the most obvious code."""
    return partial(steps, lower(ruleset, as_of))


def of_one_case(ruleset: Ruleset, as_of: date) -> Settle:
    """The engine of one case."""
    return compiled.build(lower(ruleset, as_of)).settle


def durable(ruleset: Ruleset, as_of: date) -> Settle:
    """The witness; what it refuses is not in its answer."""
    return Durable(lower(ruleset, as_of)).settle


class Together:
    """The engine of many cases: asked about one it is given that one, asked about many all at once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.engine = columnar.build(program)

    def __call__(self, world: World) -> Settled:
        """What it says of one case alone."""
        columns, starts = columns_of(self.program, [world])
        return settled_of(self.engine.settle(columns), starts, 0)

    def ways(self, worlds: Sequence[World], random: Random) -> Iterator[Way]:
        """All in one table; the same in runs of a few; one alone; those without things of a kind; none."""
        everyone = range(len(worlds))
        columns, starts = columns_of(self.program, worlds, random)
        settled = self.engine.settle(columns)
        yield "together", {number: settled_of(settled, starts, number) for number in everyone}
        size = random.choice((1, 2, 3, 5, 8, 13)) if len(worlds) < 5 else random.choice((4, 7, 10, 16))
        settled = in_blocks(columns, size, self.engine.settle)
        yield "in runs", {number: settled_of(settled, starts, number) for number in everyone}
        yield "alone", self._apart(worlds, [random.choice(everyone)], random)
        kind = random.choice([kind for kind in self.program.kinds if kind != "case"])
        without = [number for number in everyone if not worlds[number].rows[kind]]
        yield "without a kind", self._apart(worlds, without, random)
        yield "of no case", self._apart(worlds, [], random)

    def _apart(self, worlds: Sequence[World], some: Sequence[int], random: Random) -> Mapping[int, Settled]:
        columns, starts = columns_of(self.program, [worlds[number] for number in some], random)
        settled = self.engine.settle(columns)
        return {number: settled_of(settled, starts, place) for place, number in enumerate(some)}


def of_many_cases(ruleset: Ruleset, as_of: date) -> Settle:
    """The engine of many cases."""
    return Together(lower(ruleset, as_of))


class Beside(Together):
    """That of one case beside it: the reference is asked once for both."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.one = compiled.build(program)

    def ways(self, worlds: Sequence[World], random: Random) -> Iterator[Way]:
        """As many at once, and each by the engine of one case."""
        yield from super().ways(worlds, random)
        yield ONE, {number: self.one.settle(world) for number, world in enumerate(worlds)}


def beside(ruleset: Ruleset, as_of: date) -> Settle:
    """Both engines."""
    return Beside(lower(ruleset, as_of))


ENGINES: dict[str, Engine] = {
    "compiled": of_one_case,
    "columnar": of_many_cases,
    "both": beside,
    "durable": durable,
    "stepwise": stepwise,
    "reference": reference,
}


class Indexed(Meaning):
    """The meaning, which walks every row of a kind each time, with what it comes upon kept.

    That is the things below each thing, and what tests of a share come to.
    """

    def __init__(self, ruleset: Ruleset, world: World, as_of: date) -> None:
        super().__init__(ruleset, world, as_of)
        self.found: dict[tuple[str, str], dict[Thing, list[Thing]]] = {}
        self.shares: dict[tuple[Test, Thing], Answer] = {}

    def below(self, owner: Thing, kind: str) -> Iterator[Thing]:
        """The things of ``kind`` at or below ``owner``."""
        if (owner.kind, kind) not in self.found:
            found = self.found[owner.kind, kind] = {}
            for thing in (Thing(kind, number) for number in range(len(self.rows(kind)))):
                found.setdefault(self.above(thing, owner.kind), []).append(thing)
        yield from self.found[owner.kind, kind].get(owner, [])

    def _share(self, measure: Measure, test: Test, owner: Thing) -> Answer:
        if (test, owner) not in self.shares:
            self.shares[test, owner] = super()._share(measure, test, owner)
        return self.shares[test, owner]


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


def differences(kinds: Mapping[Key, str], ours: Settled, theirs: Settled, rows: Rows) -> Wrong:
    """Where two answers about one case differ, over the keys that both have."""
    if not theirs.low.keys() <= ours.low.keys():
        yield f"the engine alone has {sorted(map(str, theirs.low.keys() - ours.low.keys()))}"
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


# -- the laws ------------------------------------------------------------------------------------


class Bench:
    """One ruleset on one day, made ready to be held to the laws."""

    def __init__(self, ruleset: Ruleset, as_of: date, engine: Engine, random: Random) -> None:
        self.ruleset, self.as_of, self.random = ruleset, as_of, random
        self.plain = Plain(ruleset, as_of)
        self.kinds = key_kinds(self.plain)
        record = about_record(ruleset)
        self.worldly = {key: kind for key, kind in self.kinds.items() if key not in record}
        self.below = from_below(ruleset, self.kinds)
        self.mixed = shuffled_ruleset(random, ruleset)
        self.settle = engine(self.mixed, as_of)
        self.whole = engine is not durable
        self.compared = self.left_out = 0
        self.asked: Counter[str] = Counter()
        self.known: list[tuple[Case, World, Settled]] = []

    def settled(self, case: Case) -> tuple[World, Settled]:
        """The rows of a case, and what the reference says of it; each case is asked once."""
        for known, world, settled in self.known:
            if known is case:
                return world, settled
        world = flatten(self.ruleset, case)
        if max(map(len, world.rows.values())) < MANY:
            settled = evaluate(self.ruleset, world, self.as_of)
        else:
            settled = Indexed(self.ruleset, world, self.as_of).settled()
        self.known.append((case, world, settled))
        return world, settled

    @property
    def many(self) -> bool:
        """Whether the engine is asked about all cases of a ruleset at once."""
        return isinstance(self.settle, Together)

    @property
    def one(self) -> bool:
        """Whether there is an engine of one case, beside it or alone: then all laws are held."""
        return isinstance(self.settle, Beside) or not self.many

    def equals(self, *cases: Case) -> Wrong:
        """The engine, given all in another order, equals the reference of every case, however asked."""
        asked = [self.settled(case) for case in cases]
        others = [flatten(self.mixed, shuffled_case(self.random, case)) for case in cases]
        first: Mapping[int, Settled] = {}
        for way, answers in self._ways(others):
            self.asked[way] += 1
            for number, theirs in answers.items():
                if theirs != first.get(number):
                    for what in self._unlike(*asked[number], others[number], theirs):
                        yield f"{way}: {what}"
            first = first or answers

    def _ways(self, worlds: list[World]) -> Iterator[Way]:
        if isinstance(self.settle, Together):
            yield from self.settle.ways(worlds, self.random)
        else:
            yield ONE, {number: self.settle(world) for number, world in enumerate(worlds)}

    def _unlike(self, world: World, ours: Settled, other: World, theirs: Settled) -> Wrong:
        self.compared += len(theirs.low)
        self.left_out += len(ours.low) - len(theirs.low)
        if self.whole and theirs.low.keys() != ours.low.keys():
            yield "the engine has other keys"
        elif any(len(low) != len(other.rows[self.kinds[key]]) for key, low in theirs.low.items()):
            yield "the engine has other rows"
        else:
            yield from differences(self.kinds, ours, theirs, Rows.of(world, other))

    def orders(self, case: Case) -> Wrong:
        """The reference itself does not mind order."""
        world, ours = self.settled(case)
        other = flatten(self.mixed, shuffled_case(self.random, case))
        theirs = evaluate(self.mixed, other, self.as_of)
        yield from differences(self.kinds, ours, theirs, Rows.of(world, other))
        if theirs.low.keys() != ours.low.keys():
            yield "another order gives other keys"

    def grows(self, case: Case, more: Case) -> Wrong:
        """More knowledge narrows what was settled, and flips nothing."""
        (world, before), (later, after) = self.settled(case), self.settled(more)
        rows = Rows.of(world, later)
        for key, kind in self._lasting(world, later).items():
            low, high = after.low[key], after.high[key]
            for row, place in enumerate(rows.places[kind]):
                was, now = (before.low[key][row], before.high[key][row]), (low[place], high[place])
                if now[0] < was[0] or now[1] > was[1]:
                    yield f"{key} of {kind} {row} was {was} and became {now}"
        for name, row in sorted(before.conflicts):
            if name in self.worldly and (name, rows.places[self.kinds[name]][row]) not in after.conflicts:
                yield f"the conflict about {name} of row {row} is gone"

    def plainly(self, case: Case) -> Wrong:
        """A complete case has one answer to everything, the plain one, save where a conflict is."""
        world, settled = self.settled(case)
        for key, plain in self.plain.values(world).items():
            found = zip(settled.low[key], settled.high[key], strict=True)
            for row, (value, ends) in enumerate(zip(plain, found, strict=True)):
                if value is not None and ends != (value, value):
                    yield f"{key} of row {row} is {value} plainly, {ends} by the reference"
        torn = self.plain.torn
        if not torn <= settled.conflicts or bool(torn) != bool(settled.conflicts):
            yield f"conflicts are {sorted(torn)} plainly, {sorted(settled.conflicts)} by the reference"

    def contains(self, case: Case, filled: Case) -> Wrong:
        """Whatever else is true, it lies within what was settled."""
        world, settled = self.settled(case)
        truth = flatten(self.ruleset, filled)
        values, rows = self._values(truth), Rows.of(world, truth)
        for key, kind in self._lasting(world, truth).items():
            for row, place in enumerate(rows.places[kind]):
                value = values[key][place]
                low, high = settled.low[key][row], settled.high[key][row]
                if value is not None and not low <= value <= high:
                    yield f"{key} of {kind} {row} was {(low, high)}, and can be {value}"

    def stands(self, case: Case) -> Wrong:
        """To give a name what it has anyway changes nothing; a name given something else has that."""
        world, settled = self.settled(case)
        names = [key for key in self.kinds if isinstance(key, str)]
        given = {
            (name, row): (settled.low[name][row], settled.high[name][row])
            for name in self.random.sample(names, len(names) // 2)
            for row, _ in enumerate(settled.low[name])
        }
        again = evaluate(self.ruleset, world, self.as_of, given)
        if (again.low, again.high) != (settled.low, settled.high):
            yield "what is given as it was changes other names"
        for (name, row), (low, high) in given.items():
            other = evaluate(self.ruleset, world, self.as_of, {(name, row): (low, high + 1)})
            if (other.low[name][row], other.high[name][row]) != (low, high + 1):
                yield f"{name} of row {row} is not what it was given"
            break

    def reads_back(self, _: Case) -> Wrong:
        """What is written of a ruleset, with examples, reads as that ruleset."""
        ruleset = with_examples(self.random, self.ruleset, self.as_of)
        try:
            back = read_ruleset(write_ruleset(ruleset))
        except RulesetError as error:
            yield error.problems[0].picture()
            return
        for field in fields(ruleset):
            ours, theirs = getattr(ruleset, field.name), getattr(back, field.name)
            if ours != theirs:
                yield f"{field.name} are {ours}, and read as {theirs}"

    def _lasting(self, before: World, after: World) -> dict[Key, str]:
        """The keys whose answers more knowledge must keep."""
        more = grown(before, after)
        nothing: frozenset[str] = frozenset()
        return {k: kind for k, kind in self.worldly.items() if not more & self.below.get(k, nothing)}

    def _values(self, filled: World) -> dict[Key, tuple[int | None, ...]]:
        """The plain values; where a decision has two answers, as if one of them had been chosen."""
        values = self.plain.values(filled)
        if not self.plain.torn:
            return values
        settled = evaluate(self.ruleset, filled, self.as_of)
        picks = {
            (name, row): self.random.choice((settled.low[name][row], settled.high[name][row]))
            for name, row in sorted(settled.conflicts)
        }
        return self.plain.values(filled, picks)


Law = Callable[[Bench, Case], Wrong] | Callable[[Bench, Case, Case], Wrong]
LAWS: dict[str, Law] = {
    "the engine equals the reference": Bench.equals,
    "order never matters": Bench.orders,
    "knowledge is monotone": Bench.grows,
    "settled is sound": Bench.contains,
    "complete cases equal the plain meaning": Bench.plainly,
    "what is written reads as it was": Bench.reads_back,
    "what is given stands": Bench.stands,
}


@dataclass(frozen=True)
class Pair:
    """A ruleset, a case and a day; ``more`` is what is known of the case later.

    ``beside`` are the cases about which an engine of many was asked with it; ``seed`` is what all
    that is left to chance comes from.
    """

    ruleset: Ruleset
    case: Case
    as_of: date
    more: Case | None = None
    beside: tuple[Case, ...] = ()
    seed: int = 0

    def breaks(self, law: str, engine: Engine) -> list[str]:
        """What is wrong with this pair by a law."""
        bench = Bench(self.ruleset, self.as_of, engine, Random(self.seed))
        cases = [self.case, *([self.more] if self.more else []), *self.beside]
        return list(LAWS[law](bench, *cases))
