"""A caseload in parts, as the workers of a cluster see it, without a cluster: packed, settled, unpacked."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import drive_rules as dr
from drive_rules.caseload import CaseloadAssessment, spark
from drive_rules.caseload.parting import Parting
from tests.spark import caseload
from tests.spark.caseload import plain, tables_of

TODAY = date(2026, 11, 2)
PARTS = 3
Batches = list[pa.RecordBatch]


@pytest.fixture(scope="module")
def ruleset() -> dr.Ruleset:
    return dr.load("drive-core", site="example-site")


@pytest.fixture(scope="module")
def tables() -> caseload.Tables:
    return caseload.tables(700, TODAY)


@pytest.fixture(scope="module")
def one_machine(ruleset: dr.Ruleset, tables: caseload.Tables) -> CaseloadAssessment:
    return ruleset.assess_many(tables, as_of=TODAY)


def packed(ruleset: dr.Ruleset, tables: caseload.Tables) -> Iterator[pa.RecordBatch]:
    """What is shuffled: every table in pieces of its own."""
    for number, (name, table) in enumerate(tables.items()):
        parting = Parting.of(ruleset._vocabulary, name, table.column_names)
        numbered = table.rename_columns([f"c{place}" for place in range(table.num_columns)])
        yield from spark._Packing(number, parting, PARTS)(iter(numbered.to_batches(max_chunksize=400)))


@pytest.fixture(scope="module")
def packs(ruleset: dr.Ruleset, tables: caseload.Tables) -> Batches:
    """The answers of each part, settled by a worker that sees that part only."""
    pieces = pa.Table.from_batches(list(packed(ruleset, tables)))
    settling = spark._Settling(
        spark._pickled(ruleset._asking(TODAY)), {name: table.schema for name, table in tables.items()}, 100
    )
    found: Batches = []
    for part in range(PARTS + 1):
        mine = pieces.filter(pc.equal(pieces.column("part"), part))
        found += pickle.loads(pickle.dumps(settling))(iter(mine.to_batches()))
    return found


def unpacked(packs: Batches, name: str) -> pa.Table:
    table = pa.Table.from_batches(packs)
    mine = table.filter(pc.equal(table.column("table"), name)).select(["payload"])
    return pa.Table.from_batches(list(spark._unpacked(iter(mine.to_batches()))))


def test_the_parts_together_say_what_the_whole_says(one_machine: CaseloadAssessment, packs: Batches) -> None:
    expected = tables_of(one_machine)
    expected["rejects"] = expected["rejects"].drop_columns("row")
    expected = {spark._decisions(kind): expected.pop(kind) for kind in one_machine.decisions} | expected
    del expected["questions"]
    for name, table in expected.items():
        found = unpacked(packs, name.replace("_", " ")).select(table.column_names)
        assert plain(found).equals(plain(table)), name


def test_what_the_parts_counted_adds_up(
    ruleset: dr.Ruleset, one_machine: CaseloadAssessment, packs: Batches
) -> None:
    table = pa.Table.from_batches(packs)
    mine = table.filter(pc.equal(table.column("table"), spark.COUNTS)).select(["payload"])
    counting = spark._Counting(spark._pickled(ruleset._asking(TODAY)))
    assert pa.Table.from_batches(list(counting.questions(iter(mine.to_batches())))).equals(
        one_machine.questions
    )
    together = list(counting.together(iter(mine.to_batches())))
    again = list(counting.together(iter(together)))
    assert pickle.loads(together[0]["payload"][0].as_py()).answers == one_machine.summary.answers > 0
    assert together == again


def test_what_is_shuffled_is_a_few_values(ruleset: dr.Ruleset, tables: caseload.Tables) -> None:
    """A piece for each table and part, were the whole table held; no wide row."""
    pieces = pa.Table.from_batches(list(packed(ruleset, tables)))
    assert len(pieces) <= PARTS * len(tables)
    assert pieces.column_names == ["part", "table", "payload"]


def test_a_large_table_is_packed_as_it_comes(
    ruleset: dr.Ruleset, tables: caseload.Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = len(list(packed(ruleset, tables)))
    monkeypatch.setattr(spark, "MOST_BYTES", 1)
    assert len(list(packed(ruleset, tables))) > 3 * few


def test_a_part_of_no_rows_has_no_answers(ruleset: dr.Ruleset, tables: caseload.Tables) -> None:
    settling = spark._Settling(
        spark._pickled(ruleset._asking(TODAY)), {name: table.schema for name, table in tables.items()}, 100
    )
    assert list(settling(iter(()))) == []
    packing = spark._Packing(0, Parting(0), PARTS)
    assert list(packing(iter([pa.record_batch({"c0": pa.array([], pa.string())})]))) == []


def test_a_worker_with_another_version_refuses(ruleset: dr.Ruleset) -> None:
    asking = ruleset._asking(TODAY)
    older = replace(asking, versions=replace(asking.versions, library="0.0.0"))
    with pytest.raises(spark.ClusterError, match=r"the driver has drive_rules 0\.0\.0, this worker"):
        spark._asking(spark._pickled(older))


def test_an_error_shows_no_value(ruleset: dr.Ruleset, tables: caseload.Tables) -> None:
    packing = spark._Packing(0, Parting(0), PARTS)
    broken = pa.record_batch({"c0": pa.array([{"canary": 1}])})
    with pytest.raises(spark.ClusterError) as failed:
        list(packing(iter([broken])))
    assert "canary" not in str(failed.value)
    assert "caseload/" in str(failed.value)
    assert failed.value.__context__ is None
