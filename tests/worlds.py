"""Cases made at random for a generated ruleset, and the ways in which knowledge of a case grows.

A case is first made whole, its facts near the edges that the ruleset tests (``Truth``); ``blur``
then forgets: values widen, things are hidden, lists are left open.  So a chain of blurs is a chain
of growing knowledge about one truth.  ``fill`` makes another truth that is as possible, with things
nobody had listed.  ``flatten`` gives the rows that engines read, ``unflatten`` the case of such rows,
``shuffled`` the same in another order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any

from drive_rules.case import Row, World
from drive_rules.ir import (
    ALWAYS_WHOLE,
    LONG_AGO,
    NEVER_WHOLE,
    SCALE,
    Condition,
    Constant,
    Fact,
    Form,
    NameRef,
    Ruleset,
    Test,
    Tests,
    Type,
)
from tests.made_tests import conditions_of
from tests.two_valued import Plain, TornError
from tests.two_valued import Thing as PlainThing

HOW_MANY = {
    "pair": (0, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3),
    "incident": (0, 1, 1, 2, 2),
    "injury": (0, 1, 1, 2),
    "hearing": (0, 1, 1, 2, 2),
    "case manager": (1, 1, 2),
}
MOST_KEYS = 3


@dataclass(slots=True)
class Thing:
    """A thing of a case: its facts' intervals by name, and its lists with the day each is whole for."""

    kind: str
    key: str
    facts: dict[str, tuple[int, int]]
    below: dict[str, list[Thing]] = field(default_factory=dict)
    whole: dict[str, int] = field(default_factory=dict)

    def copy(self) -> Thing:
        """The same, to be changed apart."""
        below = {kind: [thing.copy() for thing in things] for kind, things in self.below.items()}
        return Thing(self.kind, self.key, dict(self.facts), below, dict(self.whole))

    def walk(self) -> Iterator[Thing]:
        """This thing and all below it."""
        yield self
        for things in self.below.values():
            for thing in things:
                yield from thing.walk()


Case = list[Thing]
"""The case itself and the case managers."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A test that some rule makes of a fact: codes at its edge that pass, and codes that do not."""

    test: Test
    passing: tuple[int, ...]
    failing: tuple[int, ...]


class Worlds:
    """Cases for one ruleset on one day."""

    def __init__(self, random: Random, ruleset: Ruleset, as_of: date) -> None:
        self.random = random
        self.ruleset = ruleset
        self.today = as_of.toordinal()
        self.plain = Plain(ruleset, as_of)
        self.facts: dict[str, list[Fact]] = {kind: [] for kind in ruleset.kinds}
        for fact in ruleset.facts.values():
            self.facts[fact.of].append(fact)
        self.below: dict[str, list[str]] = {
            kind: [k.name for k in ruleset.kinds.values() if k.part_of == kind] for kind in ruleset.kinds
        }
        self.listed = {kind.listed for kind in ruleset.kinds.values() if kind.listed}
        self.wishes: dict[str, list[Wish]] = {fact: [] for fact in ruleset.facts}
        self._gather_wishes()
        self._keys = 0

    # -- what the ruleset tests ------------------------------------------------------------------

    def _gather_wishes(self) -> None:
        for condition, wanted in _wanted(self.ruleset):
            for tests in (condition.all_of, *condition.any_of):
                for test in tests:
                    if test.name in self.wishes and test.form not in ("known", "not known"):
                        self.wishes[test.name].append(self._wish(test, wanted))

    def _wish(self, test: Test, wanted: bool) -> Wish:
        beside = next((one for one in _joined(test) if _named(one)), None)
        if beside:
            return Wish(beside, (), ())
        type_ = self.ruleset.facts[test.name].type
        codes = sorted({code for one in _joined(test) for code in self._edges(one, type_)})
        passing = tuple(code for code in codes if self._passes(test, code))
        failing = tuple(code for code in codes if code not in passing)
        return Wish(test, passing, failing) if wanted else Wish(test, failing, passing)

    def _passes(self, test: Test, code: int) -> bool:
        return all(self.plain.passes(one, code, _nobody) for one in _joined(test))

    def _edges(self, test: Test, type_: Type) -> list[int]:
        if test.form in ("within the last", "more than ago"):
            marks = [self.plain.move(self.today, test, -1), self.today]
        elif test.form == "within the next":
            marks = [self.today, self.plain.move(self.today, test, 1)]
        elif test.form == "within after":
            start = self.plain._operand(test.operands[1], _nobody)
            marks = [start, self.plain.move(start, test, 1)]
        elif test.form == "one of":
            marks = self.plain.listed(test)
        else:
            marks = [self.plain._operand(operand, _nobody) for operand in test.operands]
        step = _step(type_)
        return [c for mark in marks for c in (mark - step, mark, mark + step) if type_.low <= c <= type_.high]

    # -- a case made whole -----------------------------------------------------------------------

    def truth(self) -> Case:
        """A complete case."""
        managers = "case manager" in self.ruleset.kinds
        case = [self._thing("case", [])]
        if managers:
            case += [self._thing("case manager", []) for _ in range(self._how_many("case manager"))]
        return case

    def _how_many(self, kind: str) -> int:
        return self.random.choice(HOW_MANY.get(kind, (0, 1, 1, 2)))

    def _thing(self, kind: str, above: list[Thing], date_within: tuple[int, int] | None = None) -> Thing:
        self._keys += 1
        thing = Thing(kind, f"{kind}-{self._keys}", {})
        line = [*above, thing]
        for fact in self.facts[kind]:
            code = self._code(fact, line)
            thing.facts[fact.name] = (code, code)
        dated_by = self.ruleset.kinds[kind].dated_by
        if date_within and dated_by:
            day = self._within(dated_by, *date_within)
            thing.facts[dated_by] = (day, day)
        for below in self.below[kind]:
            thing.below[below] = [self._thing(below, line) for _ in range(self._how_many(below))]
            self._say_whole(thing, below, self._whole_day())
        return thing

    def _whole_day(self) -> int:
        return self.random.choice((ALWAYS_WHOLE, ALWAYS_WHOLE, self.today, self.today + 1))

    def _within(self, name: str, first: int, last: int) -> int:
        codes = [
            c for wish in self.wishes[name] for c in (*wish.passing, *wish.failing) if first <= c <= last
        ]
        if codes and self.random.random() < 0.7:
            return self.random.choice(codes)
        return self.random.choice((first, last, self.random.randint(first, last)))

    def _code(self, fact: Fact, line: list[Thing]) -> int:
        if _reaches_far(fact.type) and self.random.random() < 0.5:
            return self.random.choice((fact.type.high, fact.type.high - SCALE, fact.type.low))
        draw = self.random.random()
        if draw < 0.85 and self.wishes[fact.name]:
            wish = self.random.choice(self.wishes[fact.name])
            code = self._wished(wish, fact.type, line, wanted=draw < 0.62)
            if code is not None:
                return code
        return self._anything(fact.type)

    def _wished(self, wish: Wish, type_: Type, line: list[Thing], wanted: bool) -> int | None:
        if not wish.passing and not wish.failing:
            return self._beside(wish.test, type_, line)
        codes = (wish.passing if wanted else wish.failing) or wish.passing or wish.failing
        return self.random.choice(codes)

    def _beside(self, test: Test, type_: Type, line: list[Thing]) -> int | None:
        """A code at the edge of a test against another fact that is already there."""
        found = [thing.facts[name] for name in _named(test) for thing in line if name in thing.facts]
        if not found:
            return None
        code = found[0][0]
        step = self.random.choice((-1, 0, 0, 1)) * _step(type_)
        if test.form == "within after" and self.random.random() < 0.6:
            code = self.plain.move(code, test, 1)
        return min(max(code + step, type_.low), type_.high)

    def _anything(self, type_: Type) -> int:
        match type_.name:
            case "yes or no":
                return int(self.random.random() < 0.6)
            case "number":
                return self.random.randrange(type_.low, type_.high + 1, _step(type_))
            case "date":
                return self.today + self.random.choice((-800, -366, -90, -31, -10, -3, -1, 0, 1, 3, 20))
            case "reference":
                return self.random.randrange(MOST_KEYS)
            case "text":
                return 1
            case _:
                return self.random.randint(type_.low, type_.high)

    def _say_whole(self, thing: Thing, kind: str, day: int) -> None:
        thing.whole[kind] = day
        listed = self.ruleset.kinds[kind].listed
        if listed:
            thing.facts[listed] = (0, 1) if day == NEVER_WHOLE else (1, 1)

    # -- cases seldom met ------------------------------------------------------------------------

    def nothing_known(self, case: Case) -> Case:
        """The same things, of which nothing is known but that they are there."""
        unknown = [thing.copy() for thing in case]
        for root in unknown:
            for thing in root.walk():
                thing.facts = {fact.name: (fact.type.low, fact.type.high) for fact in self.facts[thing.kind]}
                thing.whole = dict.fromkeys(thing.whole, NEVER_WHOLE)
        return unknown

    def nothing_there(self, case: Case) -> Case:
        """The case itself without one thing in any of its lists, each whole or not."""
        bare = [thing.copy() for thing in case if thing.kind == "case"]
        for thing in bare:
            for kind in thing.below:
                thing.below[kind] = []
                self._say_whole(thing, kind, self.random.choice((NEVER_WHOLE, self.today - 31, ALWAYS_WHOLE)))
        return bare

    def crowded(self, case: Case, count: int) -> Case:
        """The same case with so many things in one of its lists, most of them with nothing below."""
        full = [thing.copy() for thing in case]
        lists = [(line, kind) for root in full for line in _lines(root, []) for kind in line[-1].below]
        line, kind = self.random.choice(lists)
        things = line[-1].below[kind]
        while len(things) < count:
            thing = self._thing(kind, line)
            if self.random.random() < 0.95:
                thing.below = {below: [] for below in thing.below}
            things.append(thing)
        self.random.shuffle(things)
        return full

    # -- forgetting ------------------------------------------------------------------------------

    def blur(self, case: Case, keep: float) -> Case:
        """The same case with less known of it: each thing known stays so with the chance ``keep``."""
        blurred = [thing.copy() for thing in case]
        for root in blurred:
            for thing in root.walk():
                for fact in self.facts[thing.kind]:
                    if fact.name not in self.listed and self.random.random() > keep:
                        thing.facts[fact.name] = self._wider(fact, thing.facts[fact.name])
                for kind in thing.below:
                    if self.random.random() > keep * 0.6:
                        self._forget_list(thing, kind, keep)
        return blurred

    def _wider(self, fact: Fact, known: tuple[int, int]) -> tuple[int, int]:
        type_ = fact.type
        two_valued = type_.name in ("yes or no", "reference", "text")
        if two_valued or not type_.ordered or self.random.random() < 0.5:
            return (type_.low, type_.high)
        low, high = known
        for _ in range(self.random.randint(1, 2)):
            code = self._code(fact, [])
            low, high = min(low, code), max(high, code)
        return (low, high)

    def _forget_list(self, thing: Thing, kind: str, keep: float) -> None:
        dated_by = self.ruleset.kinds[kind].dated_by
        whole = thing.whole[kind]
        if whole != NEVER_WHOLE and dated_by and self.random.random() < 0.5:
            days = sorted({end for one in thing.below[kind] for end in one.facts[dated_by]})
            day = self.random.choice([*days, self.today - 1, self.today - 31])
            day += self.random.choice((-1, -1, 0))
            self._say_whole(thing, kind, max(LONG_AGO + 1, min(day, whole)))
        else:
            self._say_whole(thing, kind, NEVER_WHOLE)
        thing.below[kind] = [
            one
            for one in thing.below[kind]
            if self.random.random() < keep or not self._may_be_unseen(one, thing.whole[kind])
        ]

    def _may_be_unseen(self, thing: Thing, whole: int) -> bool:
        if whole == NEVER_WHOLE:
            return True
        dated_by = self.ruleset.kinds[thing.kind].dated_by
        if dated_by is None:
            return False
        low, high = thing.facts[dated_by]
        return whole < low and high <= self.today

    def deny_lists(self, case: Case) -> Case:
        """The same case where some open lists are said to be open: a word that closing takes back."""
        denied = [thing.copy() for thing in case]
        for root in denied:
            for thing in root.walk():
                for kind, day in thing.whole.items():
                    listed = self.ruleset.kinds[kind].listed
                    if day == NEVER_WHOLE and listed and self.random.random() < 0.5:
                        thing.facts[listed] = (0, 0)
        return denied

    # -- filling ---------------------------------------------------------------------------------

    def fill(self, case: Case) -> Case:
        """A truth that what is known of a case allows, with things that nobody had listed."""
        filled = [thing.copy() for thing in case]
        for root in filled:
            self._fill(root, [])
        return filled

    def _fill(self, thing: Thing, above: list[Thing]) -> None:
        line = [*above, thing]
        for fact in self.facts[thing.kind]:
            low, high = thing.facts[fact.name]
            if low != high:
                code = self._between(fact, low, high, line)
                thing.facts[fact.name] = (code, code)
        for kind, things in thing.below.items():
            for one in things:
                self._fill(one, line)
            things.extend(self._unseen(thing, kind, line))
            if thing.whole[kind] < self.today:
                self._say_whole(thing, kind, self._whole_day())

    def _between(self, fact: Fact, low: int, high: int, line: list[Thing]) -> int:
        if fact.type.name == "text":
            return 1
        for _ in range(3):
            code = self._code(fact, line)
            if low <= code <= high:
                return code
        return self.random.choice((low, high))

    def _unseen(self, thing: Thing, kind: str, line: list[Thing]) -> list[Thing]:
        whole = thing.whole[kind]
        dated = self.ruleset.kinds[kind].dated_by is not None
        if whole == NEVER_WHOLE:
            return [self._thing(kind, line) for _ in range(self.random.choice((0, 1, 1, 2)))]
        if dated and whole < self.today:
            span = (whole + 1, self.today)
            return [self._thing(kind, line, span) for _ in range(self.random.choice((0, 1, 1, 2)))]
        return []


# -- rows ----------------------------------------------------------------------------------------


def flatten(ruleset: Ruleset, case: Case) -> World:
    """The rows of a case, slots and lists in the ruleset's order."""
    order: dict[str, list[str]] = {kind: [] for kind in ruleset.kinds}
    for fact in ruleset.facts.values():
        order[fact.of].append(fact.name)
    below: dict[str, list[str]] = {kind: [] for kind in ruleset.kinds}
    for kind in ruleset.kinds.values():
        if kind.part_of:
            below[kind.part_of].append(kind.name)
    rows: dict[str, list[Row]] = {kind: [] for kind in ruleset.kinds}

    def put(things: list[tuple[int, Thing]], kind: str) -> None:
        for parent, thing in things:
            ends = [thing.facts[name] for name in order[kind]]
            low, high = tuple([end[0] for end in ends]), tuple([end[1] for end in ends])
            rows[kind].append(Row(thing.key, parent, low, high, tuple([thing.whole[k] for k in below[kind]])))
        for one in below[kind]:
            put([(row, child) for row, (_, thing) in enumerate(things) for child in thing.below[one]], one)

    for kind in ruleset.kinds.values():
        if kind.part_of is None:
            put([(-1, thing) for thing in case if thing.kind == kind.name], kind.name)
    return World({kind: tuple(found) for kind, found in rows.items()})


def unflatten(ruleset: Ruleset, world: World) -> Case:
    """The things that rows came of."""
    made: dict[str, list[Thing]] = {}
    for kind in ruleset.kinds.values():
        names = [fact.name for fact in ruleset.facts.values() if fact.of == kind.name]
        below = [one.name for one in ruleset.kinds.values() if one.part_of == kind.name]
        made[kind.name] = [
            Thing(
                kind.name,
                row.key,
                dict(zip(names, zip(row.low, row.high, strict=True), strict=True)),
                {one: [] for one in below},
                dict(zip(below, row.whole, strict=True)),
            )
            for row in world.rows[kind.name]
        ]
    for kind in ruleset.kinds.values():
        for row, thing in zip(world.rows[kind.name], made[kind.name], strict=True):
            if kind.part_of:
                made[kind.part_of][row.parent].below[kind.name].append(thing)
    roots = [kind.name for kind in ruleset.kinds.values() if kind.part_of is None]
    return [thing for kind in roots for thing in made[kind]]


# -- another order -------------------------------------------------------------------------------


def shuffled_ruleset(random: Random, ruleset: Ruleset) -> Ruleset:
    """The same ruleset with every mapping and every list of tests in another order."""
    names = ("kinds", "facts", "signs", "checklists", "measures", "settings", "decisions", "actions")
    changes: dict[str, Any] = {
        name: _shuffled_mapping(random, getattr(ruleset, name)) for name in (*names, "groups", "rules")
    }
    changes["rules"] = {
        name: replace(
            rule,
            when=_shuffled_condition(random, rule.when),
            unless=_shuffled_condition(random, rule.unless),
        )
        for name, rule in changes["rules"].items()
    }
    return replace(ruleset, **changes)


def _shuffled_mapping(random: Random, mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {name: mapping[name] for name in random.sample(list(mapping), len(mapping))}


def _shuffled_condition(random: Random, condition: Condition) -> Condition:
    any_of = [tuple(random.sample(tests, len(tests))) for tests in condition.any_of]
    return Condition(
        tuple(random.sample(condition.all_of, len(condition.all_of))),
        tuple(random.sample(any_of, len(any_of))),
    )


def shuffled_case(random: Random, case: Case) -> Case:
    """The same case with the things of every list in another order."""
    mixed = [thing.copy() for thing in random.sample(case, len(case))]
    for root in mixed:
        for thing in root.walk():
            for things in thing.below.values():
                random.shuffle(things)
    return mixed


# -- small things --------------------------------------------------------------------------------


def _wanted(ruleset: Ruleset) -> Iterator[tuple[Condition, bool]]:
    """The conditions, those of rules counted oftener, and whether they are to be met."""
    for rule in ruleset.rules.values():
        yield rule.when, True
        yield rule.when, True
        yield rule.unless, False
    for _, condition in conditions_of(ruleset):
        yield condition, True


def _lines(thing: Thing, above: list[Thing]) -> Iterator[list[Thing]]:
    """This thing and all below it, each behind the things it is part of."""
    line = [*above, thing]
    yield line
    for things in thing.below.values():
        for one in things:
            yield from _lines(one, line)


def _joined(test: Test) -> Iterator[Test]:
    one: Test | None = test
    while one:
        yield one
        one = one.also


def _named(test: Test) -> list[str]:
    return [operand.name for operand in test.operands if isinstance(operand, NameRef)]


def _step(type_: Type) -> int:
    return 10 ** (3 - type_.decimals) if type_.name == "number" else 1


def _nobody(name: str) -> int:
    raise AssertionError(f"{name} is no constant")


# -- numbers of any size -------------------------------------------------------------------------

HIGH = (32, 32, 2_147_483, 2_147_483, 900_000_000)
"""The most whole numbers that 16 and 32 bits hold in thousandths, and one near the end of the range."""


def _reaches_far(type_: Type) -> bool:
    return type_.name == "number" and type_.high in [high * SCALE for high in HIGH]


def widened(random: Random, ruleset: Ruleset) -> Ruleset:
    """The ruleset, now and then with numbers that reach further than its tests do.

    Sums of them do not fit where each of them fits, and some are cut off at the end of the range.
    """
    if random.random() < 0.6:
        return ruleset
    high = random.choice(HIGH) * SCALE
    summed = {measure.value for measure in ruleset.measures.values() if measure.operation == "sum"}
    facts = {
        name: replace(
            fact, type=replace(fact.type, low=min(fact.type.low, -high * (fact.type.low < 0)), high=high)
        )
        if fact.type.name == "number" and fact.type.high < high and (name in summed or random.random() < 0.5)
        else fact
        for name, fact in ruleset.facts.items()
    }
    return replace(ruleset, facts=facts)


# -- rules that answer yes -----------------------------------------------------------------------

OPPOSITE: dict[Form, Form] = {
    "at least": "less than",
    "more than": "at most",
    "is": "is not",
    "before": "on or after",
    "known": "not known",
    "same as": "not same as",
}
OPPOSITE |= {second: first for first, second in OPPOSITE.items()}


def tilted(random: Random, ruleset: Ruleset, as_of: date) -> Ruleset:
    """The ruleset with most of the tests that seldom hold turned about, so that its rules answer yes.

    Left to chance, three tests in a row hold one time in eight, and laws about rules that never
    apply say little.
    """
    worlds = Worlds(random, ruleset, as_of)
    samples = [flatten(ruleset, worlds.truth()) for _ in range(4)]
    rate = _Rates(worlds.plain, samples).rate

    def turn(kind: str, tests: Tests, wanted: bool) -> Tests:
        return tuple(
            _opposite(test, worlds.plain.is_yes_no(test.name))
            if (rate(kind, test) < 0.5) == wanted and random.random() < 0.9
            else test
            for test in tests
        )

    def turned(kind: str, condition: Condition, wanted: bool) -> Condition:
        any_of = tuple(turn(kind, tests, wanted) for tests in condition.any_of)
        all_of = turn(kind, condition.all_of, wanted)
        if wanted and (len(all_of) > 1 or any_of) and random.random() < 0.8:
            all_of = tuple(test for test in all_of if rate(kind, test) > 0.6)
        return Condition(all_of, any_of)

    rules = {
        name: replace(
            rule, when=turned(rule.kind, rule.when, True), unless=turned(rule.kind, rule.unless, False)
        )
        for name, rule in ruleset.rules.items()
    }
    return replace(ruleset, rules=rules)


class _Rates:
    """How often a test holds in a few complete cases."""

    def __init__(self, plain: Plain, samples: list[World]) -> None:
        self.plain = plain
        self.things = [plain.things(world) for world in samples]

    def rate(self, kind: str, test: Test) -> float:
        held = [self._held(test, thing) for things in self.things for thing in things[kind]]
        return sum(held) / len(held) if held else 0.5

    def _held(self, test: Test, thing: PlainThing) -> float:
        try:
            return self.plain.test(test, thing)
        except TornError:
            return 0.5


def _opposite(test: Test, yes_no: bool) -> Test:
    if test.also or test.form not in OPPOSITE:
        return test
    if not yes_no:
        return replace(test, form=OPPOSITE[test.form])
    match test.operands:
        case (Constant(code),):
            return replace(test, operands=(Constant(1 - code),))
    return test
