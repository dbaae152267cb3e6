"""The laws themselves: each asks one thing of one ruleset, about a case and what is known of it later.

A law gives what is wrong, in words, and nothing where it holds.  ``laws`` holds many cases to them,
``shrink`` cuts down a case for which one breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
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
from tests.made_examples import with_examples
from tests.stepwise import settle as steps
from tests.two_valued import Key, Plain
from tests.worlds import Case, flatten, shuffled_case, shuffled_ruleset

Settle = Callable[[World], Settled]
Engine = Callable[[Ruleset, date], Settle]
"""Made ready for a ruleset and a day; some leave keys out, which are then not compared."""
Wrong = Iterator[str]


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
        self.known: list[tuple[Case, World, Settled]] = []

    def settled(self, case: Case) -> tuple[World, Settled]:
        """The rows of a case, and what the reference says of it; each case is asked once."""
        for known, world, settled in self.known:
            if known is case:
                return world, settled
        world = flatten(self.ruleset, case)
        settled = evaluate(self.ruleset, world, self.as_of)
        self.known.append((case, world, settled))
        return world, settled

    def equals(self, case: Case) -> Wrong:
        """The engine, given all in another order, equals the reference."""
        world, ours = self.settled(case)
        other = flatten(self.mixed, shuffled_case(self.random, case))
        theirs = self.settle(other)
        self.compared += len(theirs.low)
        self.left_out += len(ours.low) - len(theirs.low)
        yield from differences(self.kinds, ours, theirs, Rows.of(world, other))
        if self.whole and theirs.low.keys() != ours.low.keys():
            yield "the engine has other keys"

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
    """A ruleset, a case and a day; ``more`` is what is known of the case later."""

    ruleset: Ruleset
    case: Case
    as_of: date
    more: Case | None = None

    def breaks(self, law: str, engine: Engine) -> list[str]:
        """What is wrong with this pair by a law."""
        bench = Bench(self.ruleset, self.as_of, engine, Random(0))
        cases = [self.case] if self.more is None else [self.case, self.more]
        return list(LAWS[law](bench, *cases))
