"""Whole caseloads on a real cluster: what one machine says, and no row of it on the driver."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import drive_rules as dr
from drive_rules.caseload import CaseloadAssessment
from drive_rules.problems import CaseloadError
from tests.spark import caseload
from tests.spark.caseload import plain, tables_of
from tests.spark.conftest import Cluster

TODAY = date(2026, 11, 2)
CASES = 3_000
COUNTS = ["payload"], ["table", "column", "code", "what", "fix", "count"]
"""The columns of what the driver may ask for: numbers by what they count."""


@pytest.fixture(scope="module")
def ruleset() -> dr.Ruleset:
    return dr.load("drive-core", site="example-site")


@pytest.fixture(scope="module")
def tables() -> caseload.Tables:
    return caseload.tables(CASES, TODAY)


@pytest.fixture(scope="module")
def folder(tables: caseload.Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables in files, so that the cluster reads them itself, each in several pieces."""
    folder = tmp_path_factory.mktemp("tables")
    for name, table in tables.items():
        (folder / name).mkdir()
        half = -(-len(table) // 2)
        for part in range(2):
            pq.write_table(table.slice(part * half, half), folder / name / f"{part}.parquet")
    return folder


def frames(cluster: Cluster, folder: Path) -> dict[str, Any]:
    return {path.name: cluster.session.read.parquet(str(path)) for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def one_machine(ruleset: dr.Ruleset, tables: caseload.Tables) -> CaseloadAssessment:
    return ruleset.assess_many(tables, as_of=TODAY)


def ended(cluster: Cluster) -> list[dict[str, Any]]:
    """What Spark says of every task that has ended."""
    cluster.session.sparkContext._jsc.sc().listenerBus().waitUntilEmpty()
    (log,) = cluster.events.iterdir()
    events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    return [event for event in events if event["Event"] == "SparkListenerTaskEnd"]


class Asked:
    """What the driver asks the cluster for: the columns of each."""

    def __init__(self) -> None:
        self.columns: list[list[str]] = []


@pytest.fixture(scope="module")
def asked() -> Iterator[Asked]:
    """Every way to bring rows to the driver, watched: only ``collect`` of counts goes through."""
    from pyspark.sql.classic.dataframe import DataFrame  # noqa: PLC0415

    asked, collect = Asked(), DataFrame.collect

    def told(frame: Any) -> Any:
        asked.columns.append(frame.columns)
        return collect(frame)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DataFrame, "collect", told)
        for name in ("toPandas", "toArrow", "toLocalIterator", "_collect_as_arrow", "__arrow_c_stream__"):
            patch.setattr(DataFrame, name, None)
        yield asked


@pytest.fixture(scope="module")
def on_cluster(
    cluster: Cluster, ruleset: dr.Ruleset, folder: Path, asked: Asked
) -> Iterator[CaseloadAssessment]:
    assessment = ruleset.assess_many(frames(cluster, folder), as_of=TODAY, size=500)
    yield assessment
    assessment.release()


@dataclass(frozen=True)
class Written:
    """Every table of answers, written by the cluster and read back here; and what it read of files."""

    tables: dict[str, pa.Table]
    rows_read: int


@pytest.fixture(scope="module")
def written(
    cluster: Cluster, on_cluster: CaseloadAssessment, tmp_path_factory: pytest.TempPathFactory
) -> Written:
    folder = tmp_path_factory.mktemp("answers")
    found = tables_of(on_cluster)
    for name, frame in found.items():
        frame.write.parquet(str(folder / name))
    read = sum(task["Task Metrics"]["Input Metrics"]["Records Read"] for task in ended(cluster))
    return Written({name: pq.read_table(folder / name) for name in found}, read)


# -- the same answers ------------------------------------------------------------------------------


def test_every_table_is_that_of_one_machine(one_machine: CaseloadAssessment, written: Written) -> None:
    expected = tables_of(one_machine)
    rows = expected["rejects"].schema.get_field_index("row")
    nowhere = pa.nulls(len(expected["rejects"]), pa.int64())
    expected["rejects"] = expected["rejects"].set_column(rows, "row", nowhere)
    assert set(written.tables) == set(expected)
    for name, table in written.tables.items():
        assert plain(table).equals(plain(expected[name])), name
    assert len(written.tables["rejects"]) > 100
    assert len(written.tables["duties"]) > CASES


def test_the_questions_come_in_their_order(one_machine: CaseloadAssessment, written: Written) -> None:
    assert written.tables["questions"].equals(one_machine.questions)


def test_the_summary_is_that_of_one_machine(
    one_machine: CaseloadAssessment, on_cluster: CaseloadAssessment
) -> None:
    assert on_cluster.summary.to_json() == one_machine.summary.to_json()


# -- where it ran ----------------------------------------------------------------------------------


def test_both_workers_ran_the_program(
    cluster: Cluster, on_cluster: CaseloadAssessment, written: Written
) -> None:
    ran = {task["Task Info"]["Executor ID"] for task in ended(cluster)}
    assert {"0", "1"} <= ran

    def processes(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        rows = sum(batch.num_rows for batch in batches)
        yield pa.record_batch([pa.array([os.getpid()]), pa.array([rows])], ["process", "rows"])

    seen = on_cluster.duties.mapInArrow(processes, "process long, rows long").groupBy("process").sum("rows")
    rows = {row[0]: row[1] for row in seen.collect()}
    assert len([process for process, count in rows.items() if count]) >= 2
    assert os.getpid() not in rows


def test_the_program_ran_once(tables: caseload.Tables, written: Written) -> None:
    """All tables were made of the same packs: no file was read again."""
    rows = sum(map(len, tables.values()))
    assert rows <= written.rows_read < 1.1 * rows


# -- no row on the driver --------------------------------------------------------------------------


def test_no_row_came_to_the_driver(
    cluster: Cluster, asked: Asked, on_cluster: CaseloadAssessment, written: Written
) -> None:
    """Tasks give the driver what is counted, and of the tables they write only that they did."""
    assert on_cluster.summary.cases > 0
    assert all(columns in (*COUNTS, ["process", "sum(rows)"]) for columns in asked.columns)
    sizes = [task["Task Metrics"]["Result Size"] for task in ended(cluster)]
    assert len(sizes) > 20
    assert max(sizes) < 50_000


def test_no_value_and_no_key_stands_in_any_log(
    cluster: Cluster, tables: caseload.Tables, written: Written
) -> None:
    logs = [cluster.log, *cluster.work.rglob("std*"), *cluster.events.iterdir()]
    assert len(logs) >= 6
    key = next(key for key in tables["cases"].column("case").to_pylist() if key)
    for log in logs:
        text = log.read_text(encoding="utf-8", errors="replace")
        for word in (f"{caseload.MARK}-", f"{caseload.MARK} ", key):
            assert word not in text, log.name


# -- what is refused -------------------------------------------------------------------------------


def test_a_strict_caseload_is_refused_by_counts(
    cluster: Cluster, ruleset: dr.Ruleset, folder: Path, one_machine: CaseloadAssessment, asked: Asked
) -> None:
    with pytest.raises(CaseloadError) as refused:
        ruleset.assess_many(frames(cluster, folder), as_of=TODAY, strict=True, workers=2)
    counts = [int(problem.what.rpartition(": ")[2]) for problem in refused.value.problems]
    assert sum(counts) == len(one_machine.rejects)
    assert {problem.code for problem in refused.value.problems} == set(
        one_machine.rejects.column("code").to_pylist()
    )
    assert caseload.MARK not in str(refused.value)
    assert asked.columns[-1] == COUNTS[1]


def test_tables_that_cannot_be_read_are_told_before_anything_runs(
    cluster: Cluster, ruleset: dr.Ruleset
) -> None:
    session = cluster.session
    before = len(ended(cluster))
    with pytest.raises(CaseloadError) as refused:
        ruleset.assess_many(
            {
                "cases": session.sql("select 1L as case, 'x' as `custdy`, array(1) as jurisdiction"),
                "pares": session.sql("select 1L as case"),
                "children": session.sql("select 'a' as id"),
            },
            as_of=TODAY,
        )
    codes = [problem.code for problem in refused.value.problems]
    assert {"DR601", "DR602", "DR603", "DR605"} <= set(codes)
    assert len(ended(cluster)) == before


def test_tables_of_another_sort_and_streams_are_refused(cluster: Cluster, ruleset: dr.Ruleset) -> None:
    cases = cluster.session.sql("select 1L as case")
    stream = cluster.session.readStream.format("rate").load()
    pairs = pa.table({"case": [1], "id": [1]})
    with pytest.raises(CaseloadError) as refused:
        ruleset.assess_many({"cases": cases, "pairs": pairs, "contacts": stream}, as_of=TODAY)
    assert [(problem.code, problem.place) for problem in refused.value.problems] == [
        ("DR612", "tables[1]"),
        ("DR612", "tables[2]"),
    ]


def test_an_error_on_a_worker_is_told_without_what_it_says(
    cluster: Cluster, ruleset: dr.Ruleset, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours, put in: the driver hears its name and its place."""
    from drive_rules.caseload import spark  # noqa: PLC0415

    class Broken(spark._Settling):
        def answers(self, tables: Mapping[str, pa.Table]) -> Iterator[pa.RecordBatch]:
            raise ValueError(str(next(iter(tables.values())).to_pylist()))

    monkeypatch.setattr(spark, "_Settling", Broken)
    assessment = ruleset.assess_many(frames(cluster, folder), as_of=TODAY)
    with pytest.raises(Exception, match=r"ClusterError: ValueError at caseload/spark\.py") as failed:
        assessment.duties.count()
    assert caseload.MARK not in str(failed.value)


# -- few and odd rows ------------------------------------------------------------------------------


def test_ids_of_whole_numbers_are_those_of_words_and_no_rows_are_no_answers(
    cluster: Cluster, ruleset: dr.Ruleset
) -> None:
    session = cluster.session
    tables = {
        "case": session.sql("select 12L as case, true as `all the pairs are listed`"),
        "pairs": session.sql("select '12' as case, 7 as id, cast(null as string) as `injured this time`"),
        "contacts": session.sql("select 'x' as case, 'y' as id where false"),
    }
    assessment = ruleset.assess_many(tables, as_of=TODAY, workers=3)
    rows = {"case": 1, "pair": 1, "contact": 0}
    assert {kind: assessment.summary.rows[kind] for kind in rows} == rows
    assert assessment.summary.rejects == ()
    assert assessment.rejects.count() == 0
    assert [row["id"] for row in assessment.decisions["pair"].select("id").collect()] == ["7"]
    nobody = ruleset.assess_many({"cases": tables["case"].where("false")}, as_of=TODAY)
    assert nobody.summary.cases == 0
    assert nobody.duties.count() == 0
