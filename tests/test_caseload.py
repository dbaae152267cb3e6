"""Answers of whole caseloads: they are those of single assessments, however the cases are cut into blocks."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import drive_rules as dr
from drive_rules.answers import Thing, Versions
from drive_rules.assessment import Assessment
from drive_rules.assessment import assess as assess_one
from drive_rules.case import Case, Vocabulary, read_case
from drive_rules.caseload import REJECTS_SCHEMA, Asking, CaseloadAssessment, assess_caseload
from drive_rules.caseload.tables import Caseload, Notes
from drive_rules.engines import columnar
from drive_rules.ir import NO_LIMIT, SCALE, Decision, Ruleset
from drive_rules.language.values import words_of
from drive_rules.lower import lower
from drive_rules.reference import evaluate
from tests.caseload_tables import tables_of
from tests.columns_made import columns_of
from tests.generated import make_day, make_ruleset
from tests.worlds import Worlds, flatten

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "examples" / "cases").glob("*.yaml"))
TODAY = date(2026, 11, 2)
EPOCH = date(1970, 1, 1).toordinal()
Rows = Counter[tuple[Any, ...]]


@pytest.fixture(scope="module")
def ruleset() -> dr.Ruleset:
    return dr.load("drive-core", site="example-site")


# -- what single assessments say ---------------------------------------------------------------------


class Singly:
    """The answers of single assessments as rows, each case under a key of its own."""

    def __init__(self, ruleset: Ruleset, given: Sequence[tuple[str, Assessment]], main: str) -> None:
        self.ruleset, self.given, self.main = ruleset, given, main
        self.roots = {kind: self._root(kind) for kind in ruleset.kinds}

    def _root(self, kind: str) -> str:
        above = self.ruleset.kinds[kind].part_of
        return kind if above is None else self._root(above)

    def of(self, case: str, thing: Thing) -> tuple[str | None, str, str]:
        mine = case if self.roots[thing.kind] == self.main else None
        return mine, thing.kind, case if thing.kind == self.main else thing.key

    def duties(self) -> Iterator[tuple[Any, ...]]:
        for case, answer in self.given:
            for duty in answer.duties:
                for reason in duty.reasons:
                    said = (duty.action, duty.code, reason.word, reason.in_doubt, reason.rule)
                    rule = self.of(case, reason.thing)[1:]
                    yield (*self.of(case, duty.thing), *said, *rule, duty.blocked, duty.available)

    def blocks(self) -> Iterator[tuple[Any, ...]]:
        for case, answer in self.given:
            for block in answer.blocks:
                said = (block.rule, block.do, block.in_doubt, block.instead, block.never_released)
                yield (*self.of(case, block.thing), *said)

    def find_outs(self) -> Iterator[tuple[Any, ...]]:
        for case, answer in self.given:
            for find_out in answer.find_outs:
                for reason in find_out.reasons:
                    asked = ", ".join(find_out.asked_of)
                    yield (*self.of(case, reason.thing), reason.rule, asked, find_out.owner, reason.due)

    def decisions(self) -> Iterator[tuple[Any, ...]]:
        for case, answer in self.given:
            held = {(each.decision, each.thing) for each in answer.withheld}
            for each in answer.decisions:
                decision = self.ruleset.decisions[each.name]
                ends = (_value(decision, each.low), _value(decision, each.high))
                withheld = (each.name, each.thing) in held
                yield (*self.of(case, each.thing), each.name, *ends, each.conflict, withheld)


def _value(decision: Decision, code: int) -> Any:
    match decision.type.name:
        case "number":
            return {NO_LIMIT: float("inf"), -NO_LIMIT: float("-inf")}.get(code, code / SCALE)
        case "date":
            return date.fromordinal(code)
        case _:
            return words_of(decision.type, code)


# -- what a caseload says ----------------------------------------------------------------------------


def rows(table: pa.Table, *less: str) -> Rows:
    """The rows of a long table, less some columns."""
    return Counter(tuple(row.values()) for row in table.drop_columns(list(less)).to_pylist())


def decisions(ruleset: Ruleset, answer: CaseloadAssessment, main: str) -> Rows:
    """The rows of wide tables, one for each decision of each thing."""
    found: Rows = Counter()
    for kind, table in answer.decisions.items():
        for row in table.to_pylist():
            of = (row.get("case"), kind, row.get("id", row.get("case")))
            for name in (each.name for each in ruleset.decisions.values() if each.of == kind):
                marks = (row.get(f"{name}, {mark}", False) for mark in ("conflict", "withheld"))
                found[(*of, name, row[f"{name}, lowest"], row[f"{name}, highest"], *marks)] += 1
    return found


def stacked(ruleset: Ruleset, cases: Sequence[tuple[str, Case]], as_of: date) -> tuple[Asking, Caseload]:
    """Cases as a caseload, each under a key of its own, without tables between."""
    vocabulary, program = Vocabulary.of(ruleset), lower(ruleset, as_of)
    columns, _ = columns_of(program, [case.world for _, case in cases])
    keys = {
        kind: pa.array(
            [
                key if kind == vocabulary.main else row.key
                for key, case in cases
                for row in case.world.rows[kind]
            ],
            pa.string(),
        )
        for kind in program.kinds
    }
    asking = Asking(ruleset, vocabulary, columnar.build(program), Versions(), as_of)
    nothing = np.zeros(len(cases), np.int32)
    notes = Notes({}, {}, (), {}, {}, 0)
    return asking, Caseload([columns], keys, REJECTS_SCHEMA.empty_table(), nothing, notes)


def assert_the_same(ruleset: Ruleset, one_by_one: Singly, answer: CaseloadAssessment, main: str) -> None:
    assert rows(answer.duties) == Counter(one_by_one.duties())
    assert rows(answer.blocks) == Counter(one_by_one.blocks())
    assert rows(answer.find_outs, "never asked of") == Counter(one_by_one.find_outs())
    assert decisions(ruleset, answer, main) == Counter(one_by_one.decisions())


def test_the_examples_one_by_one_and_all_at_once(ruleset: dr.Ruleset) -> None:
    cases = [(path.stem, ruleset.read_case(path)) for path in CASES]
    given = [(key, ruleset.assess(case, as_of=TODAY)) for key, case in cases]
    answer = assess_caseload(*stacked(ruleset.meaning, cases, TODAY), size=3, workers=2)
    assert_the_same(ruleset.meaning, Singly(ruleset.meaning, given, "case"), answer, "case")
    assert answer.duties.num_rows > 100


def test_the_tables_of_the_examples_say_what_the_examples_say(ruleset: dr.Ruleset) -> None:
    cases = [ruleset.read_case(path) for path in CASES]
    given = [(case.key, ruleset.assess(case, as_of=TODAY)) for case in cases]
    sent = tables_of(ruleset._vocabulary, [case.to_data() for case in cases])
    answer = ruleset.assess_many(sent, as_of=TODAY)
    assert_the_same(ruleset.meaning, Singly(ruleset.meaning, given, "case"), answer, "case")
    assert not answer.rejects.num_rows
    assert answer.summary.cases == len(CASES)


def _made_at_random(seed: int) -> tuple[Ruleset, list[tuple[str, Case]], date]:
    random = Random(seed)
    as_of = make_day(random)
    rules = make_ruleset(random, as_of)
    worlds = Worlds(random, rules, as_of)
    plain = read_case(rules, {"case": "c1"})
    made = [worlds.blur(worlds.truth(), keep) for keep in (0.0, 0.4, 0.7, 0.9, 1.0, 1.0) for _ in range(2)]
    made += [worlds.nothing_known(made[-1]), worlds.nothing_there(made[-1])]
    random.shuffle(made)
    cases = [replace(plain, world=flatten(rules, each), evidence={}, notes={}) for each in made]
    return rules, [(f"case-{number}", case) for number, case in enumerate(cases)], as_of


@pytest.mark.parametrize("seed", range(40))
def test_any_ruleset_says_the_same_of_one_case_and_of_many(seed: int) -> None:
    rules, cases, as_of = _made_at_random(seed)
    main = Vocabulary.of(rules).main
    given = [
        (key, assess_one(rules, case, evaluate(rules, case.world, as_of), as_of=as_of)) for key, case in cases
    ]
    answer = assess_caseload(*stacked(rules, cases, as_of), size=1 + seed % 5, workers=2)
    assert_the_same(rules, Singly(rules, given, main), answer, main)


@pytest.mark.parametrize("seed", range(4))
def test_the_same_rows_in_the_same_order_for_any_size_and_any_workers(seed: int) -> None:
    rules, cases, as_of = _made_at_random(seed)
    asking, caseload = stacked(rules, cases, as_of)
    answers = [
        assess_caseload(asking, caseload, size=size, workers=workers)
        for size in (1, 2, 7, 64)
        for workers in (1, 3)
    ]
    for each in answers[1:]:
        assert each.summary == answers[0].summary
        for name in ("duties", "blocks", "find_outs", "questions"):
            assert getattr(each, name).equals(getattr(answers[0], name)), name
        assert all(each.decisions[kind].equals(table) for kind, table in answers[0].decisions.items())


@pytest.mark.parametrize("seed", range(4))
def test_a_caseload_that_is_let_go_of_on_the_way_gives_the_same_and_is_gone(seed: int) -> None:
    kept, gone = (stacked(*_made_at_random(seed)) for _ in range(2))
    one = assess_caseload(*kept, size=3)
    other = assess_caseload(*gone, size=3, keep=False)
    assert one.duties.equals(other.duties)
    assert one.summary == other.summary
    assert len(kept[1].parts) == 1
    assert gone[1].parts == []


@pytest.mark.parametrize("workers", [1, 3])
def test_a_block_that_fails_is_told_and_keeps_nobody_waiting(
    workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many blocks are still to come, and whoever had its memory."""
    right, settled = columnar.Columnar.settle, Counter[str]()

    def fails_now_and_then(*given: Any, **named: Any) -> Any:
        settled["blocks"] += 1
        if settled["blocks"] % 2 == 0:
            raise ZeroDivisionError("of one block")
        return right(*given, **named)

    monkeypatch.setattr(columnar.Columnar, "settle", fails_now_and_then)
    asking, caseload = stacked(*_made_at_random(1))
    with pytest.raises(ZeroDivisionError, match="of one block"):
        assess_caseload(asking, caseload, size=1, workers=workers)


def test_what_is_made_at_random_meets_what_there_is_to_meet() -> None:
    met: Counter[str] = Counter()
    for seed in range(32):
        rules, cases, as_of = _made_at_random(seed)
        answer = assess_caseload(*stacked(rules, cases, as_of))
        for counted in answer.summary.decisions:
            met["withheld"] += counted.withheld
            met["conflict"] += counted.conflicts
        for row in answer.duties.to_pylist():
            met[f"blocked: {row['blocked']}"] += 1
            met[f"available: {row['available']}"] += 1
            met["in doubt" if row["in doubt"] else "certain"] += 1
            met["of what it is part of" if row["kind"] != row["rule kind"] else "of itself"] += 1
            met["of a case" if row["case"] else "of no case"] += 1
    wanted = {"withheld", "conflict", "in doubt", "certain", "of what it is part of", "of itself"}
    wanted |= {
        f"{what}: {told}" for what in ("blocked", "available") for told in ("yes", "no", "cannot tell")
    }
    assert wanted | {"of a case", "of no case"} <= {what for what, count in met.items() if count}


def test_every_question_of_a_single_case_is_asked_of_the_caseload(ruleset: dr.Ruleset) -> None:
    cases = [(path.stem, ruleset.read_case(path)) for path in CASES]
    asked: dict[str, set[str]] = {}
    for key, case in cases:
        for question in ruleset.assess(case, as_of=TODAY).questions:
            for fact in question.facts:
                asked.setdefault(fact.fact, set()).add(key)
    found = {
        row["fact"]: row
        for row in assess_caseload(*stacked(ruleset.meaning, cases, TODAY)).questions.to_pylist()
    }
    assert len(asked) > 50
    for fact, by in asked.items():
        assert found[fact]["cases"] >= len(by), fact
        assert found[fact]["rows"] >= found[fact]["cases"]
    assert "perpetrator" not in found["great fear"]["asked of"]


@pytest.mark.parametrize("library", ["numpy", "pyarrow", "numba"])
def test_without_what_it_needs_it_is_a_clear_error(
    library: str, ruleset: dr.Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = ("drive_rules.caseload", "drive_rules.engines.columnar")
    for name in [name for name in sys.modules if name.startswith(ours)]:
        monkeypatch.delitem(sys.modules, name)
    for name in ours:
        monkeypatch.delattr(name)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(dr.DriveRulesError, match=rf"need {library}, .*drive-rules\[columns\]"):
        ruleset.assess_many({}, as_of=TODAY)
