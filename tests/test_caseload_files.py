"""Folders of tables in and out: the same answers as in memory, in buckets or not; all of it or nothing."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import drive_rules as dr
from drive_rules.answers import Versions
from drive_rules.caseload import CaseloadAssessment
from drive_rules.caseload.files import assess_files
from drive_rules.caseload.summary import Counted, Held, Lines, Rejected, Summary
from drive_rules.cli import app
from drive_rules.problems import CaseloadError
from tests.caseload_tables import tables_of

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "examples" / "cases").glob("*.yaml"))
TODAY = date(2026, 11, 2)
LONG = {"duties": "duties", "blocks": "blocks", "find outs": "find-outs"}
Write = Callable[[pa.Table, Path, str], None]


@pytest.fixture(scope="module")
def ruleset() -> dr.Ruleset:
    return dr.load("drive-core", site="example-site")


@pytest.fixture(scope="module")
def tables(ruleset: dr.Ruleset) -> dict[str, pa.Table]:
    """The examples, each three times under ids of its own, with some rows and values that cannot be read."""
    data = []
    for number in range(3):
        for path in CASES:
            case = ruleset.read_case(path).to_data()
            data.append({**case, "case": f"{case['case']}-{number}"})
    found = tables_of(ruleset._vocabulary, data)
    cases, pairs = found["case"], found["pair"]
    custody = cases.schema.get_field_index("custody")
    words = cases.column(custody).to_pylist()
    words[4], words[20] = "upside down", "inside out"
    orphan = dict.fromkeys(pairs.schema.names) | {"case": "nobody", "id": "p"}
    found["case"] = cases.set_column(custody, "custody", pa.array(words, pa.string()))
    found["pair"] = pa.concat_tables([pairs, pa.Table.from_pylist([orphan], pairs.schema)])
    return found


def _parquet(table: pa.Table, folder: Path, name: str) -> None:
    pq.write_table(table, folder / f"{name}.parquet")


def _csv(table: pa.Table, folder: Path, name: str) -> None:
    pacsv.write_csv(table, folder / f"{name}.csv")


def _gzipped(table: pa.Table, folder: Path, name: str) -> None:
    with gzip.open(folder / f"{name}.csv.gz", "wb") as file:
        pacsv.write_csv(table, file)


def written(tables: dict[str, pa.Table], folder: Path, write: Write = _parquet) -> Path:
    folder.mkdir()
    for name, table in tables.items():
        write(table, folder, name)
    return folder


def _rows(table: pa.Table) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in table.to_pylist()]


def _assert_the_same(answer: CaseloadAssessment, out: Path, ordered: bool) -> None:
    wanted = {file: answer._tables[name] for name, file in LONG.items()}
    wanted |= {"questions": answer.questions, "rejects": answer.rejects}
    wanted |= {f"decisions-{kind}".replace(" ", "-"): table for kind, table in answer.decisions.items()}
    assert {path.name for path in out.iterdir()} == {f"{name}.parquet" for name in wanted} | {"summary.json"}
    for name, table in wanted.items():
        there, expected = _rows(pq.read_table(out / f"{name}.parquet")), _rows(table)
        assert there == expected if ordered else Counter(there) == Counter(expected), name
    assert (out / "summary.json").read_text() == answer.summary.to_json() + "\n"


@pytest.mark.parametrize("write", [_parquet, _csv, _gzipped])
def test_a_folder_says_what_the_same_tables_say(
    ruleset: dr.Ruleset, tables: dict[str, pa.Table], tmp_path: Path, write: Write
) -> None:
    answer = ruleset.assess_many(tables, as_of=TODAY)
    assert answer.rejects.num_rows == 3
    summary = assess_files(ruleset._asking(TODAY), written(tables, tmp_path / "in", write), tmp_path / "out")
    assert summary == answer.summary
    _assert_the_same(answer, tmp_path / "out", ordered=True)


@pytest.mark.parametrize("most", [1, 7, 20])
def test_in_buckets_each_case_is_answered_as_it_is_whole(
    ruleset: dr.Ruleset, tables: dict[str, pa.Table], tmp_path: Path, most: int
) -> None:
    answer = ruleset.assess_many(tables, as_of=TODAY)
    heard: Counter[str] = Counter()
    assess_files(
        ruleset._asking(TODAY),
        written(tables, tmp_path / "in", _csv if most == 7 else _parquet),
        tmp_path / "out",
        most=most,
        told=lambda what, more, of: heard.update({what: more}),
    )
    _assert_the_same(answer, tmp_path / "out", ordered=False)
    assert heard["assessing"] == 33
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


def test_the_same_bytes_with_any_number_of_workers(
    ruleset: dr.Ruleset, tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    source = written(tables, tmp_path / "in")
    for form in ("parquet", "csv"):
        outs = [tmp_path / f"{form}-{workers}" for workers in (1, 3)]
        for out, workers, size in zip(outs, (1, 3), (64, 2), strict=True):
            assess_files(ruleset._asking(TODAY), source, out, form=form, workers=workers, size=size, most=9)
        for path in outs[0].iterdir():
            assert path.read_bytes() == (outs[1] / path.name).read_bytes(), path.name


def test_a_strict_caseload_with_rejects_writes_nothing(
    ruleset: dr.Ruleset, tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    source = written(tables, tmp_path / "in")
    for most in (5, 100):
        with pytest.raises(CaseloadError) as raised:
            assess_files(ruleset._asking(TODAY), source, tmp_path / "out", strict=True, most=most)
        assert [(problem.code, problem.place) for problem in raised.value.problems] == [
            ("DR505", "case, row 21, column 'custody'"),
            ("DR505", "case, row 5, column 'custody'"),
            ("DR606", "pair, row 34, column 'case'"),
        ]
        assert "upside" not in str(raised.value)
        assert [path.name for path in tmp_path.iterdir()] == ["in"]
    with pytest.raises(CaseloadError):
        ruleset.assess_many(tables, as_of=TODAY, strict=True)


def test_a_run_that_fails_leaves_nothing(
    ruleset: dr.Ruleset, tables: dict[str, pa.Table], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    source = written(tables, tmp_path / "in")
    monkeypatch.setattr("drive_rules.caseload.files._Table.flush", fail)
    with pytest.raises(dr.DriveRulesError, match="No space left"):
        assess_files(ruleset._asking(TODAY), source, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_folder_that_holds_something_is_not_written_to(
    ruleset: dr.Ruleset, tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    source = written(tables, tmp_path / "in")
    out = tmp_path / "out"
    out.mkdir()
    assess_files(ruleset._asking(TODAY), source, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(CaseloadError, match="DR624"):
        assess_files(ruleset._asking(TODAY), source, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


# -- folders that cannot be read -------------------------------------------------------------------


def _refused(ruleset: dr.Ruleset, source: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(CaseloadError) as raised:
        assess_files(ruleset._asking(TODAY), source, source.parent / "out")
    assert "secret" not in f"{raised.value} {raised.value.__context__}"
    assert not (source.parent / "out").exists()
    return [(problem.code, problem.place, problem.what) for problem in raised.value.problems]


def test_no_folder_and_an_empty_folder(ruleset: dr.Ruleset, tmp_path: Path) -> None:
    assert _refused(ruleset, tmp_path / "in") == [("DR621", "IN", "there is no such folder")]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / ".hidden").touch()
    (tmp_path / "in" / "notes.txt").touch()
    assert _refused(ruleset, tmp_path / "in") == [("DR621", "IN", "the folder is empty")]


def test_what_is_no_table_and_a_table_twice(
    ruleset: dr.Ruleset, tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    source = written(tables, tmp_path / "in")
    (source / "secret.xlsx").touch()
    (source / "more").mkdir()
    _csv(tables["case"], source, "case")
    codes = [code for code, _, _ in _refused(ruleset, source)]
    assert sorted(codes) == ["DR604", "DR622", "DR622"]


def test_a_table_of_no_ruleset_is_refused_before_anything_is_read(
    ruleset: dr.Ruleset, tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    source = written({**tables, "secrets": tables["pair"]}, tmp_path / "in")
    assert [code for code, _, _ in _refused(ruleset, source)] == ["DR601"]


@pytest.mark.parametrize("name", ["cases.parquet", "cases.csv.gz", "cases.csv"])
def test_a_file_that_is_not_what_its_name_says(ruleset: dr.Ruleset, tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(b"" if name == "cases.csv" else b"secret, not that")
    assert [(code, place) for code, place, _ in _refused(ruleset, tmp_path / "in")] == [
        ("DR613", "file 1 of 1")
    ]


def test_lines_of_another_width_are_told_by_their_numbers(ruleset: dr.Ruleset, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    lines = ["case,custody", "secret-1,remand", "secret-2", "secret-3,none", "secret-4,none,more"]
    (tmp_path / "in" / "cases.csv").write_text("\n".join(lines) + "\n")
    assert _refused(ruleset, tmp_path / "in") == [
        ("DR623", "cases, line 3", "1 fields, not 2"),
        ("DR623", "cases, line 5", "3 fields, not 2"),
    ]


def test_letters_that_are_not_utf_8_are_refused(ruleset: dr.Ruleset, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "cases.csv").write_bytes("case,custody\nsecret-é,remand\n".encode("latin-1"))
    assert [code for code, _, _ in _refused(ruleset, tmp_path / "in")] == ["DR613"]


def test_the_summary_is_json_that_holds_no_key(
    ruleset: dr.Ruleset, tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    summary = assess_files(ruleset._asking(TODAY), written(tables, tmp_path / "in"), tmp_path / "out")
    found = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert found["cases"] == 33
    assert found["as_of"] == "2026-11-02"
    assert found["versions"]["ruleset_digest"] == ruleset.digest
    assert "case-study-1" not in summary.to_json() + summary.text()
    assert max(map(len, summary.text().split("\n"))) <= 80


# -- the command line ------------------------------------------------------------------------------


def _cli(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["assess-many", *arguments, "--as-of", TODAY.isoformat()])


def test_the_command_prints_one_summary_and_writes_the_folder(
    ruleset: dr.Ruleset, tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    source = written(tables, tmp_path / "in")
    ended = _cli(str(source), str(tmp_path / "out"), "--site", "example-site", "--format", "csv")
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert ended.stdout == ruleset.assess_many(tables, as_of=TODAY).summary.text()
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".csv", ".json"}
    assert (tmp_path / "out" / "duties.csv").read_text().startswith('"case","kind","id","action"')
    again = _cli(str(source), str(tmp_path / "again"), "--site", "example-site", "--json")
    assert again.stdout == (tmp_path / "out" / "summary.json").read_text()


SUMMARY = Summary(
    versions=Versions(
        library="0.1.0", ruleset="small", ruleset_version="1.2.0", ruleset_digest="ab" * 32, site="S"
    ),
    as_of=TODAY,
    cases=12_345,
    rows={"case": 12_345, "pair": 13_000},
    decisions=(
        Counted("case", "points", 12_345, 12_000),
        Counted(
            "pair", "level", 13_000, 9_000, 1, 2, (Held("low", 4_000, 8_000), Held("high", 5_000, 9_000))
        ),
    ),
    lines=(Lines("must", 20_000, 300), Lines("must not", 400, 0)),
    rejects=(Rejected("cases", "DR505", 2),),
    cases_with_rejects=1,
    lists_opened=(("child", 7),),
    missing_tables=("child",),
    missing_columns=(("pair", "great fear"), *(("case", f"fact {number}") for number in range(9))),
)
TEXT = """\
12,345 cases as of 2 November 2026
Advice to a named human decider. What is not known counts as unknown, never as
no, and a level that is withheld is no low-risk result.
small 1.2.0 (abababababab), site S, by drive-rules 0.1.0

ROWS
  case                                                                    12,345
  pair                                                                    13,000

DECISIONS FOR EACH case                                    certain      possible
  points                                                    12,000        12,345

DECISIONS FOR EACH pair                                    certain      possible
  level                                                      9,000        13,000
    low                                                      4,000         8,000
    high                                                     5,000         9,000
    rules that certainly apply give different answers             1
    of the lowest, may not be printed                            2

CALLED FOR                                                    rows      in doubt
  must                                                      20,000           300
  must not                                                     400             0

NOT READ, SO UNKNOWN
  cases: DR505                                                                 2
  of 1 case; see the table of rejects

SAID TO BE WHOLE, BUT MAY HAVE MORE                                        lists
  child                                                                        7

NOT SENT, SO UNKNOWN
  child: the whole table
  pair: great fear
  case: fact 0, fact 1, fact 2, fact 3, fact 4, fact 5, and 3 more
"""


def test_the_summary_is_a_page_of_numbers() -> None:
    assert SUMMARY.text() == TEXT
    assert "FROM THE TABLE OF ANSWERS ONLY" in replace(SUMMARY, answers=1).text()


def test_a_strict_command_lists_what_it_refuses_and_is_exit_1(
    tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    ended = _cli(str(written(tables, tmp_path / "in")), str(tmp_path / "out"), "--strict")
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert "3 problems" in ended.stderr
    assert "case, row 5, column 'custody': DR505" in ended.stderr
    assert "upside" not in ended.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert _cli(str(tmp_path / "nothing"), str(tmp_path / "out")).exit_code == 2
    assert CliRunner().invoke(app, ["assess-many"]).exit_code == 2


def test_a_folder_to_write_to_that_holds_something_is_exit_1(
    tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    source = written(tables, tmp_path / "in")
    ended = _cli(str(source), str(source))
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert "DR624" in ended.stderr
