"""The compiled engine, held to programs made at random that no ruleset would ever need."""

from __future__ import annotations

import pickle
import threading
from dataclasses import replace
from random import Random

import pytest

from drive_rules.answers import Settled
from drive_rules.case import World
from drive_rules.engines.compiled import build
from drive_rules.lower import All, Any, Clause, End, Formula, Gather, Le, Name, Part, Program, Term
from tests.programs import FACTS, Made, facts, program, row, world
from tests.stepwise import settle

SEEDS = range(40)
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
