"""Tables at the border: every sort comes back as it came, and says the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import drive_rules as dr
from drive_rules.problems import CaseloadError

TODAY = date(2026, 11, 2)
Make = Callable[[pa.Table], Any]


@pytest.fixture(scope="module")
def ruleset() -> dr.Ruleset:
    return dr.load("drive-core", site="example-site")


def tables() -> dict[str, pa.Table]:
    """Three cases: one of which much is known, one of which little is, and one with no pair."""
    custody = ["remand", "none", None]
    return {
        "cases": pa.table(
            {
                "case": ["a", "b", "c"],
                "custody": custody,
                "all the pairs are listed": pa.array([True, False, None]),
                "release date": pa.array([date(2026, 12, 1), None, None], pa.date32()),
            }
        ),
        "pairs": pa.table(
            {
                "case": ["a", "a", "b"],
                "id": ["one", "two", "one"],
                "unwanted contact from prison": ["yes", "no", "don't know"],
                "strangled or choked or held under water": pa.array([True, None, False]),
            }
        ),
    }


def _duck(table: pa.Table) -> Any:
    return duckdb.from_arrow(table)


SORTS: Mapping[str, tuple[Make, type]] = {
    "pyarrow": (lambda table: table, pa.Table),
    "polars": (pl.from_arrow, pl.DataFrame),
    "polars lazy": (lambda table: pl.from_arrow(table).lazy(), pl.LazyFrame),
    "pandas": (lambda table: table.to_pandas(), pd.DataFrame),
    "duckdb": (_duck, pa.Table),
}
NAMES = ("duties", "blocks", "find_outs", "questions", "rejects")


def _plain(table: Any) -> list[dict[str, Any]]:
    if isinstance(table, pl.LazyFrame):
        table = table.collect()
    if isinstance(table, pl.DataFrame):
        return list(table.to_dicts())
    if isinstance(table, pd.DataFrame):
        table = pa.Table.from_pandas(table, preserve_index=False)
    return list(table.to_pylist())


@pytest.mark.parametrize("sort", SORTS)
def test_every_sort_comes_back_as_it_came_and_says_the_same(ruleset: dr.Ruleset, sort: str) -> None:
    make, kind = SORTS[sort]
    plain = ruleset.assess_many(tables(), as_of=TODAY)
    answer = ruleset.assess_many({name: make(table) for name, table in tables().items()}, as_of=TODAY)
    assert answer.summary == plain.summary
    for name in NAMES:
        assert isinstance(getattr(answer, name), kind)
        assert _plain(getattr(answer, name)) == _plain(getattr(plain, name)), name
    for name, table in answer.decisions.items():
        assert isinstance(table, kind)
        assert _plain(table) == _plain(plain.decisions[name])
    assert plain.duties.num_rows > 10


def test_levels_are_ordered_and_keys_are_plain_text(ruleset: dr.Ruleset) -> None:
    eager = ruleset.assess_many({name: pl.from_arrow(table) for name, table in tables().items()}, as_of=TODAY)
    pairs = eager.decisions["pair"]
    assert pairs.schema["case"] == pl.String
    assert pairs.schema["risk level, lowest"] == pl.Enum(["standard", "medium", "high"])
    panda = ruleset.assess_many({name: table.to_pandas() for name, table in tables().items()}, as_of=TODAY)
    assert panda.decisions["pair"]["risk level, highest"].cat.ordered
    assert pd.api.types.is_string_dtype(panda.duties["case"])


def test_a_pandas_column_of_true_and_words_is_read_as_words(ruleset: dr.Ruleset) -> None:
    frames = {name: table.to_pandas() for name, table in tables().items()}
    mixed = pd.Series([True, False, "don't know"], dtype=object)
    frames["pairs"]["strangled or choked or held under water"] = mixed
    frames["pairs"].index = [7, 7, 9]
    answer = ruleset.assess_many(frames, as_of=TODAY)
    assert not len(answer.rejects)
    assert answer.summary.rows["pair"] == 3


def _problems(ruleset: dr.Ruleset, sent: Any) -> list[str]:
    with pytest.raises(CaseloadError) as raised:
        ruleset.assess_many(sent, as_of=TODAY)
    return [problem.code for problem in raised.value.problems]


def test_tables_of_more_than_one_sort_are_refused(ruleset: dr.Ruleset) -> None:
    mixed = {"cases": tables()["cases"], "pairs": pl.from_arrow(tables()["pairs"])}
    with pytest.raises(CaseloadError, match="an Arrow stream and a polars DataFrame"):
        ruleset.assess_many(mixed, as_of=TODAY)


@pytest.mark.parametrize("sent", [{}, [], "cases", None])
def test_what_is_no_mapping_of_tables_is_refused(ruleset: dr.Ruleset, sent: Any) -> None:
    assert _problems(ruleset, sent) == ["DR611"]


def test_what_is_no_table_is_refused_by_its_place(ruleset: dr.Ruleset) -> None:
    with pytest.raises(CaseloadError) as raised:
        ruleset.assess_many({"cases": [1], "pairs": {"id": []}, "x": pd.Series([1])}, as_of=TODAY)
    assert [problem.place for problem in raised.value.problems] == ["tables[0]", "tables[1]", "tables[2]"]


def test_a_frame_that_cannot_be_read_shows_nothing_of_what_is_in_it(ruleset: dr.Ruleset) -> None:
    bad = pl.LazyFrame({"case": ["secret-key"]}).with_columns(pl.col("case").cast(pl.Int64))
    with pytest.raises(CaseloadError) as raised:
        ruleset.assess_many({"cases": bad}, as_of=TODAY)
    held = pd.DataFrame(
        {
            "case": ["a"],
            "custody": pd.Series(
                [
                    {"secret-key": 1},
                ],
                dtype=object,
            ),
        }
    )
    held["custody"] = pd.Series([["secret-key", 1, b"x"]], dtype=object)
    with pytest.raises(CaseloadError) as other:
        ruleset.assess_many({"cases": held}, as_of=TODAY)
    for error in (raised.value, other.value):
        assert "secret" not in f"{error} {error.__context__} {error.__cause__}"


def test_answers_show_no_key_in_a_repr(ruleset: dr.Ruleset) -> None:
    answer = ruleset.assess_many(tables(), as_of=TODAY)
    assert repr(answer) == "<CaseloadAssessment of 3 cases>"
