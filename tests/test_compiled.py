"""The compiled engine, held to programs made at random that no ruleset would ever need; and what it read."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

import drive_rules as dr
from drive_rules.answers import Key, Settled
from drive_rules.case import World
from drive_rules.engines.compiled import Compiled, build
from drive_rules.engines.compiled.told import Place, Told
from drive_rules.ir import NameRef, Rule
from drive_rules.lower import All, Any, Clause, End, Formula, Gather, Le, Name, Part, Program, Term, lower
from drive_rules.reference import Meaning, Thing
from tests.generated import make_day, make_ruleset
from tests.programs import FACTS, Made, facts, program, row, world
from tests.stepwise import settle
from tests.worlds import Worlds, flatten, tilted

SEEDS = range(40)
CASES = sorted((Path(__file__).parent.parent / "examples" / "cases").glob("*.yaml"))
DAY = date(2026, 11, 2)
OTHER: dict[End, End] = {"low": "high", "high": "low"}


class Growing(Made):
    """Programs in which what is certain is possible too, as it is in every program that is lowered."""

    def formula(self, kind: str, depth: int = 3) -> Formula:
        """The left is read at its far end, the right at its near end; about the record, at any."""
        made = super().formula(kind, depth)
        if not isinstance(made, Le) or made.record:
            return made
        return Le(_at(made.left, "high"), _at(made.right, "low"))


def _at(term: Term, end: End) -> Term:
    return replace(term, end=end if term.sign == 1 else OTHER[end]) if term.name else term


def sound(settled: Settled) -> bool:
    """Whether no interval is inside out: only then does certain mean possible too."""
    return all(
        low <= high
        for key in settled.low
        for low, high in zip(settled.low[key], settled.high[key], strict=True)
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("most_terms", [1, 4000])
def test_programs_at_random(seed: int, most_terms: int) -> None:
    """Cut into as many functions as may be, it gives what the steps give carried out plainly."""
    made = Growing(Random(f"compiled {seed}"))
    steps = made.program(made.random.randint(1, 14))
    engine = build(steps, most_terms)
    for _ in range(4):
        there = made.world()
        plain = settle(steps, there)
        if sound(plain):
            assert engine.settle(there) == plain


# -- where all is known ----------------------------------------------------------------------------


def known(there: World) -> World:
    """The same things, each of its facts known to be the least that it may be."""
    rows = {kind: tuple(replace(row, high=row.low) for row in rows) for kind, rows in there.rows.items()}
    return World(rows)


def taken_and_equal(engine: Compiled, there: World) -> bool:
    """Whether the functions for what is known answer; what they answer is what those for both ends do."""
    alone = engine.known.settle(there.rows)
    assert alone is None or alone == engine.settle_any(there)
    return alone is not None


@pytest.mark.parametrize("most_terms", [1, 4000])
def test_what_is_all_known_is_settled_with_one_value_for_each_name(most_terms: int) -> None:
    """Programs at random leave often: they have lists that may have more, and nothing to take the best of."""
    taken = 0
    for seed in SEEDS:
        made = Growing(Random(f"known {seed}"))
        steps = made.program(made.random.randint(1, 5))
        engine = build(steps, most_terms)
        for _ in range(8):
            there = known(made.world())
            if taken_and_equal(engine, there):
                taken += 1
                settled = engine.settle(there)
                assert settled == settle(steps, there)
                assert settled.low is settled.high
    assert taken > 80


def test_complete_cases_of_generated_rulesets_are_settled_so() -> None:
    """As long as no two rules say what cannot both be so."""
    taken = whole = 0
    for seed in range(15):
        random = Random(f"known {seed}")
        day = make_day(random)
        ruleset = tilted(random, make_ruleset(random, day), day)
        worlds, engine = Worlds(random, ruleset, day), build(lower(ruleset, day))
        for _ in range(6):
            truth = worlds.truth()
            there = flatten(ruleset, truth)
            found = taken_and_equal(engine, there)
            conflicts = engine.settle_any(there).conflicts
            assert not (found and conflicts)
            taken, whole = taken + found, whole + (not conflicts)
            blurred = flatten(ruleset, worlds.blur(truth, 0.7))
            assert engine.settle(blurred) == engine.settle_any(blurred)
    assert taken == whole > 30


def test_a_part_that_may_count_for_several_is_not_known() -> None:
    between = Part("case", All(()), Term(None, plus=1), Term(None, plus=3))
    steps = program([Gather(Name("sum", "case"), "sum", (between,), None, 0, 9)])
    there = world(row((0,) * FACTS, lists=1))
    assert not taken_and_equal(build(steps), there)
    assert build(steps).settle(there) == settle(steps, there)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("most_terms", [1, 4000])
def test_a_reader_reads_what_the_columns_hold(seed: int, most_terms: int) -> None:
    made = Growing(Random(f"reader {seed}"))
    engine = build(made.program(10), most_terms)
    for kind in ("case", "pair", "incident"):
        keys = [name.key for name in engine.program.public if name.kind == kind]
        made.random.shuffle(keys)
        read = engine.reader(keys)
        for there in (made.world(), known(made.world())):
            settled = engine.settle(there)
            for number, _ in enumerate(there.rows[kind]):
                assert read(settled, number) == tuple(settled.low[key][number] for key in keys)
                assert read(settled, number, "high") == tuple(settled.high[key][number] for key in keys)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_differs_is_the_same_however_it_is_looked_for(seed: int) -> None:
    """A world with one row changed, by passes and by columns; and with nothing changed."""
    made = Growing(Random(f"differing {seed}"))
    engine = build(made.program(made.random.randint(1, 14)), 20)
    there, other = made.world(), made.world()
    changed = {
        kind: rows if len(rows) != len(other.rows[kind]) else other.rows[kind]
        for kind, rows in there.rows.items()
    }
    parents = {kind: tuple(row.parent for row in rows) for kind, rows in there.rows.items()}
    changed = {
        kind: tuple(replace(row, parent=parent) for row, parent in zip(rows, parents[kind], strict=True))
        for kind, rows in changed.items()
    }
    was, now = engine.settle(there), engine.settle(World(changed))
    plain = Settled(was.low, was.high, was.conflicts)
    assert sorted(was.differing(now), key=repr) == sorted(plain.differing(now), key=repr)
    assert bool(list(was.differing(now))) == ((was.low, was.high) != (now.low, now.high))
    assert not list(was.differing(engine.settle(there)))


def test_a_reader_reads_one_kind() -> None:
    clauses: list[Clause | Gather] = [Clause(Name(kind, kind), All(())) for kind in ("case", "pair")]
    with pytest.raises(ValueError, match="one kind"):
        build(program(clauses)).reader(["case", "pair"])


def test_what_is_settled_is_plain_when_it_is_pickled() -> None:
    made = Growing(Random("plain"))
    settled = build(made.program(12)).settle(made.world())
    again = pickle.loads(pickle.dumps(settled))
    assert type(again) is Settled
    assert again == settled
    assert settled == again
    assert replace(settled, conflicts=frozenset()).low == settled.low
    with pytest.raises(AttributeError):
        settled.middle  # type: ignore[attr-defined]  # noqa: B018


def rules(count: int) -> Program:
    """Many rules that read each other, a decision with a value for each, and one sign of all of them."""
    random = Random(1)
    ruled = [Name(("rule", str(number)), "pair") for number in range(count)]
    names = [*facts("pair"), *ruled]
    clauses: list[Clause | Gather] = []
    for number, rule in enumerate(ruled):
        reads = names[max(0, FACTS + number - 40) : FACTS + number]
        tests = tuple(Le(Term(None, plus=random.randint(0, 2)), Term(random.choice(reads))) for _ in range(3))
        clauses.append(Clause(rule, All((tests[0], Any(tests[1:])))))
    parts = tuple(
        Part("pair", Le(Term(None, plus=1), Term(rule)), Term(None, plus=place), Term(None, plus=place))
        for place, rule in enumerate(ruled)
    )
    level = Gather(Name("level", "pair"), "max", parts, 0, 0, count)
    wide = Clause(Name("wide", "pair"), Any(tuple(Le(Term(None, plus=1), Term(rule)) for rule in ruled)))
    return program([*clauses, level, wide])


def test_a_very_large_program_compiles() -> None:
    steps = rules(1500)
    pairs = [row((1, 0, 2, 1), (1, 3, 2, 2), lists=1), row((0, 0, 0, 0), lists=1)]
    there = world(row((0,) * FACTS, lists=1), pair=pairs)
    assert build(steps).settle(there) == settle(steps, there)


def deep(levels: int) -> Formula:
    """A formula nested as far as signs within signs could ever be."""
    formula: Formula = Le(Term(None, plus=1), Term(facts("pair")[0]))
    for level in range(levels):
        formula = (All if level % 2 else Any)(
            (formula, Le(Term(None, plus=2), Term(facts("pair")[1], "low")))
        )
    return formula


def test_a_deep_formula_compiles() -> None:
    steps = program([Clause(Name("sign", "pair"), deep(60))])
    pairs = [row((1, 2, 0, 0), lists=1), row((0, 0, 0, 0), (1, 2, 0, 0), lists=1)]
    there = world(row((0,) * FACTS, lists=1), pair=pairs)
    assert build(steps).settle(there) == settle(steps, there)


def test_what_is_settled_holds_whole_numbers_and_public_keys_only() -> None:
    made = Growing(Random("plain"))
    steps = made.program(12)
    hidden = replace(steps, public=steps.public[::2])
    there = made.world()
    settled = build(hidden).settle(there)
    assert set(settled.low) == set(settled.high) == {name.key for name in hidden.public}
    ends = (end for column in (*settled.low.values(), *settled.high.values()) for end in column)
    assert {type(end) for end in ends} <= {int}


def test_it_is_pickled_as_its_program_and_shared_between_threads() -> None:
    made = Growing(Random("threads"))
    engine = pickle.loads(pickle.dumps(build(made.program(12))))
    worlds = [made.world() for _ in range(8)]
    alone = [engine.settle(there) for there in worlds]
    found: dict[int, list[Settled]] = {}

    def work(number: int, worlds: list[World]) -> None:
        found[number] = [engine.settle(there) for _ in range(20) for there in worlds][-len(worlds) :]

    threads = [threading.Thread(target=work, args=(number, worlds)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[number] == alone for number in range(4))


# -- what it read ----------------------------------------------------------------------------------


class Expected:
    """What the reference says that an answer rests on."""

    def __init__(self, meaning: Meaning, program: Program) -> None:
        self.meaning, self.program = meaning, program
        self.rules = tuple(meaning.ruleset.rules.values())

    def keys(self) -> Iterator[tuple[Key, str]]:
        """Every key that rules bear on, with its kind."""
        rules = self.meaning.ruleset
        yield from ((decision.name, decision.of) for decision in rules.decisions.values())
        for name in self.program.public:
            if name.key[0] in ("called for", "blocked"):
                yield name.key, rules.actions[str(name.key[1])].done_to

    def rules_of(self, key: Key) -> list[Rule]:
        """The rules that conclude on a decision, or call for or forbid an action."""
        if isinstance(key, str):
            return [rule for rule in self.rules if key in {c.decision for c in rule.then}]
        blocks, named = key[0] == "blocked", self.meaning.named
        return [
            rule
            for rule in self.rules
            if any((d.word == "must not") == blocks and key[1] in named(d.do) for d in rule.duties)
        ]

    def things(self, rule: Rule, target: Thing) -> list[Thing]:
        """The things for which a rule bears on a target."""
        return list(self.meaning._bearing_on(rule, target))

    def read(self, key: Key, target: Thing) -> set[Place]:
        """The least that is read: by each rule for each thing that bears."""
        found: set[Place] = set()
        for rule in self.rules_of(key):
            reads = list(self.program.reads["rule", rule.id])
            if isinstance(key, str):
                reads += [
                    c.value.name for c in rule.then if c.decision == key and isinstance(c.value, NameRef)
                ]
            for thing in self.things(rule, target):
                found.update(place for name in reads for place in self.places(name, thing))
        return found

    def places(self, name: str, thing: Thing) -> Iterator[Place]:
        """Where a name is read for a thing: there or above it, or all over what is below it."""
        kind = self.meaning.kind_of(name)
        chain, part_of = self.meaning.chain, self.meaning.ruleset.kinds
        while not chain(kind, thing.kind) and not chain(thing.kind, kind):
            thing = self.meaning.above(thing, str(part_of[thing.kind].part_of))
        if chain(kind, thing.kind):
            yield name, self.meaning.above(thing, kind).row
        else:
            yield from ((name, below.row) for below in self.meaning.below(thing, kind))

    def hold(self, told: Told) -> int:
        """Hold what was told to it; how many values were."""
        held = 0
        for key, kind in self.keys():
            stands = isinstance(key, str) or any(told.settled.high[key])
            assert (key in told.low) == (key in told.high) == stands
            for target in (Thing(kind, number) for number in range(len(self.meaning.rows(kind)))):
                if stands:
                    held += self._held(told, key, target)
                else:
                    assert told.rules_of(key, target.row) == told.read(key, target.row) == {}
        return held

    def _held(self, told: Told, key: Key, target: Thing) -> int:
        rules = {
            (rule.id, thing.row): tuple(map(int, self.meaning.applies(rule, thing)))
            for rule in self.rules_of(key)
            for thing in self.things(rule, target)
        }
        assert told.rules_of(key, target.row) == rules
        read = told.read(key, target.row)
        kind_of = self.meaning.kind_of
        values = {place: self.meaning.value(place[0], Thing(kind_of(place[0]), place[1])) for place in read}
        assert read == values
        assert {name.key for name, _ in told.bears[key].names} == set(self.program.reads[key])
        assert self.read(key, target) <= read.keys()
        return len(read)


def test_it_tells_what_it_read_of_the_example_cases() -> None:
    ruleset = dr.load("drive-core")
    program = lower(ruleset.meaning, DAY)
    engine = build(program)
    for path in CASES:
        case = ruleset.read_case(path, as_of=DAY)
        told = ruleset.answers(case, as_of=DAY)
        assert told.settled == engine.settle(case.world)
        assert repr(told) == "<Told>"
        assert Expected(Meaning(ruleset.meaning, case.world, DAY), program).hold(told) > 20


@pytest.mark.parametrize("seed", range(12))
def test_it_tells_what_it_read_of_generated_rulesets(seed: int) -> None:
    random = Random(f"told {seed}")
    day = make_day(random)
    ruleset = tilted(random, make_ruleset(random, day), day)
    worlds, program = Worlds(random, ruleset, day), lower(ruleset, day)
    engine = pickle.loads(pickle.dumps(build(program)))
    for _ in range(2):
        truth = worlds.truth()
        for known in (truth, worlds.blur(truth, 0.7)):
            there = flatten(ruleset, known)
            told = engine.told(there)
            assert told.settled == engine.settle(there)
            Expected(Meaning(ruleset, there, day), program).hold(told)


def test_nothing_is_told_under_a_key_that_no_rule_can_bear_on() -> None:
    ruleset = dr.load("drive-core")
    told = ruleset.answers(ruleset.read_case(CASES[0]), as_of=DAY)
    with pytest.raises(KeyError):
        told.read("no such decision", 0)
