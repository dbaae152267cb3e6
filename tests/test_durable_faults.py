"""The witness tells a fault of the other engine, whichever form of test it is in, and nothing of the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from random import Random
from typing import get_args

import pytest

import drive_rules as dr
from drive_rules import ir
from drive_rules.answers import Settled
from drive_rules.case import Row, World
from drive_rules.engines.compiled import build
from drive_rules.engines.durable import Durable, disagreements
from drive_rules.ir import (
    FAR_AHEAD,
    LONG_AGO,
    SCALE,
    Because,
    Condition,
    Constant,
    Dated,
    Fact,
    Form,
    Kind,
    Length,
    NameRef,
    Rule,
    Ruleset,
    Setting,
    SettingRef,
    Type,
)
from drive_rules.lower import All, Any, Clause, Formula, Le, Program, lower
from drive_rules.problems import WitnessError
from tests.test_durable import needs_it

TODAY = date(2026, 6, 1)
DAY = TODAY.toordinal()
WHY = Because("So that it can be tested.", ("none",), "our assumption, to confirm")
LEVELS = ("lowest", "low", "middling", "high", "highest")
TYPES = {
    "number": Type("number", 0, 9 * SCALE),
    "other number": Type("number", 0, 9 * SCALE),
    "day": Type("date", LONG_AGO + 1, FAR_AHEAD - 1),
    "other day": Type("date", LONG_AGO + 1, FAR_AHEAD - 1),
    "choice": Type("choice", 0, 4, values=LEVELS),
    "other choice": Type("choice", 0, 4, values=LEVELS),
}
LEVELS_MEANT = Setting("levels meant", TYPES["choice"], (Dated(None, ("low", "high")),), WHY, is_list=True)
WEEK = Length(7, "days")
FORMS: dict[Form, ir.Test] = {
    "is": ir.Test("choice", "is", (Constant(1), Constant(2))),
    "is not": ir.Test("choice", "is not", (Constant(1),)),
    "at least": ir.Test("number", "at least", (Constant(4000),)),
    "more than": ir.Test("number", "more than", (NameRef("other number"),)),
    "at most": ir.Test("number", "at most", (Constant(4000),)),
    "less than": ir.Test("number", "less than", (NameRef("other number"),)),
    "between": ir.Test("number", "between", (Constant(3000), Constant(5000))),
    "known": ir.Test("choice", "known"),
    "not known": ir.Test("number", "not known"),
    "before": ir.Test("day", "before", (Constant(DAY),)),
    "on or after": ir.Test("day", "on or after", (NameRef("other day"),)),
    "within the last": ir.Test("day", "within the last", (WEEK,)),
    "within the next": ir.Test("day", "within the next", (WEEK,)),
    "more than ago": ir.Test("day", "more than ago", (WEEK,)),
    "within after": ir.Test("day", "within after", (WEEK, NameRef("other day"))),
    "same as": ir.Test("choice", "same as", (NameRef("other choice"),)),
    "not same as": ir.Test("choice", "not same as", (NameRef("other choice"),)),
    "one of": ir.Test("choice", "one of", (SettingRef("levels meant"),)),
}
EDGES = {
    "number": [0, 2999, 3000, 3001, 3999, 4000, 4001, 4999, 5000, 5001, 9000],
    "other number": [3999, 4000, 4001],
    "day": [DAY + days for days in (-9, -8, -7, -6, -1, 0, 1, 6, 7, 8, 9)],
    "other day": [DAY - 1, DAY, DAY + 1],
    "choice": [0, 1, 2, 3, 4],
    "other choice": [0, 1, 2, 3, 4],
}


def test_each_form_of_test_is_here() -> None:
    assert FORMS.keys() == set(get_args(Form))


def _ruleset(test: ir.Test) -> Ruleset:
    facts = {name: Fact(name, "case", type_, name.replace(" ", "-")) for name, type_ in TYPES.items()}
    rule = Rule("watched", "A rule of one test", "case", WHY, Condition((test,)))
    none: dict[str, object] = dict.fromkeys(
        ("signs", "checklists", "measures", "decisions", "actions", "groups")
    )
    return Ruleset(
        name="one test",
        version="1",
        language=1,
        kinds={"case": Kind("case")},
        facts=facts,
        settings={"levels meant": LEVELS_MEANT},
        rules={"watched": rule},
        sources={},
        **{word: {} for word in none},  # type: ignore[arg-type]
    )


def _worlds(test: ir.Test) -> Iterator[World]:
    """Every interval between edges for the facts that a test reads; the others stay put."""
    read = {test.name, *(each.name for each in test.operands if isinstance(each, NameRef))}
    ranges = []
    for name, edges in EDGES.items():
        pairs = [(low, high) for low in edges for high in edges if low <= high]
        ranges.append(pairs if name in read else pairs[:1])
    for ends in product(*ranges):
        row = Row("a-secret-key", 0, tuple(low for low, _ in ends), tuple(high for _, high in ends))
        yield World({"case": (row,)})


def _faults(formula: Formula) -> Iterator[Formula]:
    """The formula with one comparison off by one, or its mark turned, or *all* for *any*."""
    match formula:
        case Le(left, right, record):
            yield replace(formula, right=replace(right, plus=right.plus + 1))
            yield replace(formula, left=replace(left, plus=left.plus + 1))
            yield replace(formula, record=not record)
        case All(parts) | Any(parts):
            yield Any(parts) if isinstance(formula, All) else All(parts)
            for place, part in enumerate(parts):
                for fault in _faults(part):
                    yield type(formula)((*parts[:place], fault, *parts[place + 1 :]))


def _faulty(steps: Program) -> Iterator[Program]:
    """The program with one fault in one step."""
    for place, step in enumerate(steps.steps):
        if isinstance(step, Clause):
            for fault in _faults(step.certainly):
                changed = replace(step, certainly=fault)
                yield replace(steps, steps=(*steps.steps[:place], changed, *steps.steps[place + 1 :]))
        elif step.shift:
            longer = replace(step.shift, amount=step.shift.amount + 1)
            changed = replace(step, shift=longer)
            yield replace(steps, steps=(*steps.steps[:place], changed, *steps.steps[place + 1 :]))


@needs_it
@pytest.mark.parametrize("form", FORMS)
def test_a_fault_planted_in_the_compiled_engine_alone_is_told(form: Form) -> None:
    test = FORMS[form]
    steps = lower(_ruleset(test), TODAY)
    worlds = list(_worlds(test))
    worlds = Random(form).sample(worlds, min(len(worlds), 600))
    witness = Durable(steps)
    right = build(steps)
    settled = [witness.settle(world) for world in worlds]
    assert [right.settle(world).low for world in worlds] == [each.low for each in settled]
    faults = list(_faulty(steps))
    assert faults
    for fault in faults:
        wrong = build(fault)
        pairs = (
            disagreements(wrong.settle(world), ours) for world, ours in zip(worlds, settled, strict=True)
        )
        told = {each for pair in pairs for each in pair}
        assert told == {(("rule", "watched"), 0)}


@needs_it
def test_a_disagreement_names_the_rule_and_its_kind_and_nothing_of_the_case() -> None:
    witness = Durable(lower(_ruleset(FORMS["at least"]), TODAY))
    world = next(_worlds(FORMS["at least"]))
    settled = witness.settle(world)
    witness.agree(world, settled)
    changed = Settled({("rule", "watched"): (1,)}, {("rule", "watched"): (1,)}, frozenset())
    with pytest.raises(WitnessError) as told:
        witness.agree(world, changed)
    assert str(told.value) == "the witness disagrees, so nothing is issued: rule watched (case)"


def test_disagreements_are_told_by_key_and_row() -> None:
    ours = Settled(
        {"level": (1, 2, 3), ("rule", "r"): (0,)}, {"level": (1, 2, 3), ("rule", "r"): (1,)}, frozenset()
    )
    assert disagreements(ours, ours) == ()
    low = replace(ours, low={**ours.low, "level": (1, 0, 3)})
    high = replace(ours, high={**ours.high, ("rule", "r"): (0,)})
    assert disagreements(ours, low) == disagreements(low, ours) == (("level", 1),)
    assert disagreements(ours, high) == ((("rule", "r"), 0),)
    torn = replace(ours, conflicts=frozenset({("level", 2)}))
    assert disagreements(ours, torn) == disagreements(torn, ours) == (("level", 2),)
    less = Settled({"level": (1, 2)}, {"level": (1, 2)}, frozenset())
    assert disagreements(ours, less) == disagreements(less, ours) == (("level", -1), (("rule", "r"), -1))


# -- the shipped ruleset -------------------------------------------------------------------------------

CASES = sorted((Path(__file__).parents[1] / "examples" / "cases").glob("*.yaml"))
LATER = date(2026, 12, 1)


@needs_it
def test_the_example_cases_are_wholly_witnessed() -> None:
    ruleset = dr.load("drive-core")
    assert len(CASES) > 5
    for path in CASES:
        answer = ruleset.assess(ruleset.read_case(path, as_of=LATER), as_of=LATER, witness="durable")
        done, offered = str(answer.witness).split(" formulas")[0].split(" of ")
        assert int(done) == int(offered) > 300


@needs_it
def test_nothing_is_issued_where_the_witness_disagrees(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlike(program: Program) -> object:
        """The compiled engine, in which one rule always applies."""
        steps = [
            replace(step, certainly=All(())) if step is _rule_of(program) else step for step in program.steps
        ]
        return build(replace(program, steps=tuple(steps)))

    monkeypatch.setattr("drive_rules.days.build", unlike)
    ruleset = dr.load("drive-core")
    case = ruleset.read_case(
        "case: c-4711-secret\nall the pairs are listed: yes\npairs:\n  - id: p-4711", as_of=LATER
    )
    ruleset.assess(case, as_of=LATER)
    with pytest.raises(WitnessError, match="the witness disagrees, so nothing is issued") as told:
        ruleset.assess(case, as_of=LATER, witness="durable")
    assert "rule visible-high-risk (pair)" in str(told.value)
    assert "4711" not in str(told.value)


def _rule_of(program: Program) -> Clause:
    """The step that says whether the rule of the visible high risk applies."""
    (found,) = [step for step in program.steps if step.target.key == ("rule", "visible-high-risk")]
    assert isinstance(found, Clause)
    return found
