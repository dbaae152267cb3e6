"""The plain workload of the benchmarks: its forms say the same, as far as they are installed here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks import engines, report, workload
from benchmarks.engines import COLD, ENGINES, Engine
from benchmarks.forms import ours, rule_files
from benchmarks.peers import DifferentError, _same
from benchmarks.workload import Answer

CASES = workload.cases(150, seed=3)
PLAIN = [workload.answer(case) for case in CASES]
ONE = [engine for engine in COLD if engine.one and engine.held and "pickled" not in engine.name]


def test_it_is_what_it_says() -> None:
    decisions = (*workload.TABLES.values(), workload.PRIORITY)
    assert len(workload.FACTS) == 59
    assert len(workload.ANSWERS) == 24
    assert (len(workload.RECOMMENDATIONS), len(workload.PLAN)) == (60, 30)
    assert sum(map(len, decisions)) == 30


def test_every_rule_holds_of_some_case_and_of_others_not() -> None:
    many = [workload.answer(case) for case in workload.cases(3000)]
    recommended = [set(answer["recommendations"]) for answer in many]  # type: ignore[call-overload]
    for rule in workload.RECOMMENDATIONS:
        assert 0 < sum(rule.name in names for names in recommended) < len(many)
    for name in workload.DECISIONS:
        assert {answer[name] for answer in many} == set(workload.DECISIONS[name])


@pytest.mark.parametrize("engine", ONE, ids=lambda engine: engine.name)
def test_forms_of_one_case_say_the_same(engine: Engine) -> None:
    try:
        form = engine.one_case()
    except ImportError as error:
        pytest.skip(f"{error.name} is not installed")
    found = (form.answer(form.ask(form.given(case))) for case in CASES)
    _same(engine, found, PLAIN)


@pytest.mark.parametrize("engine", [each for each in ENGINES if each.many], ids=lambda engine: engine.name)
def test_forms_in_columns_say_the_same(engine: Engine) -> None:
    tables = pytest.importorskip("benchmarks.forms.tables")
    try:
        form = engine.in_columns()
    except ImportError as error:
        pytest.skip(f"{error.name} is not installed")
    table = tables.table(400, seed=3)
    plain = [workload.answer(case) for case in tables.rows(table)]
    _same(engine, tables.answers(form.columns(form.ask(form.given(table)))), plain)


def test_half_known_is_held_to_the_meaning() -> None:
    ours.hold_half_known(CASES[:5])


def test_the_rule_files_have_examples_that_hold() -> None:
    assert ours.Ours.load().ruleset.check() == ()
    assert rule_files.folder() == rule_files.folder()


def test_an_answer_that_differs_stops_the_benchmark() -> None:
    def wrong() -> Iterator[Answer]:
        yield {**PLAIN[0], "score": -1}

    with pytest.raises(DifferentError, match="score is -1"):
        _same(ENGINES[0], wrong(), PLAIN[:1])


def test_a_table_of_markdown() -> None:
    assert report.table(("what", "us"), [("one", "1.0"), ("other", "10")]) == (
        "| what  |  us |\n|-------|----:|\n| one   | 1.0 |\n| other |  10 |"
    )


def test_engines_are_chosen_by_words_of_their_names() -> None:
    assert [engine.name for engine in engines.chosen(["openfisca"])] == ["OpenFisca"]
    assert list(engines.chosen([])) == list(ENGINES)
