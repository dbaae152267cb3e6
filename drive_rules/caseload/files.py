"""A folder of tables in, a folder of answers out; larger than memory where need be, and all or nothing.

Answers are written to a folder beside ``out``, which gets its name when all of it is there.  A caseload
of more than ``MOST`` cases is first cut into buckets (``buckets``), in that folder too; cases then
come out bucket by bucket.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa

from drive_rules.caseload.assessing import Asking, Assessing, Refusing
from drive_rules.caseload.buckets import ROW, Buckets, buckets_for, holds_cases
from drive_rules.caseload.folders import Sink, Source, say_synthetic, sink, tables_in
from drive_rules.caseload.marks import NOTICE, SAID, marked
from drive_rules.caseload.rejects import SCHEMA as REJECTS
from drive_rules.caseload.results import Answers
from drive_rules.caseload.shared import KEY, Column
from drive_rules.caseload.summary import Summary
from drive_rules.caseload.tables import Caseload, Notes, read_tables
from drive_rules.problems import CaseloadError, DriveRulesError, Problem

MOST = 400_000
"""Cases held in memory at once."""
ROWS_AT_ONCE = 500_000
"""Rows of a table gathered before they are written."""

Told = Callable[[str, int, int], None]
"""What is being done, how much more of it is done, and how much there is of it."""


def assess_files(
    asking: Asking,
    source: Path,
    out: Path,
    *,
    strict: bool = False,
    form: Literal["parquet", "csv"] = "parquet",
    most: int = MOST,
    size: int | None = None,
    workers: int | None = None,
    told: Told = lambda *_: None,
) -> Summary:
    """Assess the tables of a folder, and write the answers and ``summary.json`` to another.

    Raises ``CaseloadError`` where ``out`` is there and not empty, where the tables are not such as can be
    read, or, if ``strict``, where anything in them cannot be; then nothing is written.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        problem = Problem(
            "DR624", "the folder to write to is not empty", "name another, or empty it", place="OUT"
        )
        raise CaseloadError([problem])
    sources = tables_in(source, asking.vocabulary)
    read_tables(asking.vocabulary, {each.name: each.schema.empty_table() for each in sources})
    with _beside(out) as folder:
        answers = folder / "answers"
        answers.mkdir()
        synthetic = say_synthetic(sources)
        if synthetic:
            (answers / NOTICE).write_text(SAID + "\n", encoding="utf-8")
        run = _Run(Assessing(asking, size, workers), answers, form, strict, told, synthetic)
        summary = run.all(_Parts(asking, sources, folder, most, told))
        (answers / "summary.json").write_text(summary.to_json() + "\n", encoding="utf-8")
        if out.exists():
            out.rmdir()
        answers.rename(out)
    return summary


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """A folder for nobody else's eyes beside ``out``, gone at the end."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".answers-", dir=out.parent))
    except OSError as error:
        raise DriveRulesError(f"cannot write beside OUT: {error.strerror}") from None
    try:
        yield folder
    except OSError as error:
        raise DriveRulesError(f"cannot write the answers: {error.strerror or 'the disk says no'}") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Parts:
    """The tables of a folder, whole or bucket by bucket."""

    def __init__(
        self, asking: Asking, sources: tuple[Source, ...], folder: Path, most: int, told: Told
    ) -> None:
        self.vocabulary, self.sources, self.folder, self.told = asking.vocabulary, sources, folder, told
        self.as_of = asking.as_of
        self.rows = {source.name: source.rows() for source in sources}
        self.cases = sum(count for name, count in self.rows.items() if holds_cases(self.vocabulary, name))
        self.count = buckets_for(self.cases, sum(self.rows.values()), most)

    def __iter__(self) -> Iterator[Caseload]:
        if self.count == 1:
            tables = {source.name: source.table() for source in self.sources}
            yield read_tables(self.vocabulary, tables, self.as_of)
            return
        folder = self.folder / "buckets"
        folder.mkdir()
        buckets = Buckets(folder, self.sources, self.vocabulary, self.count)
        total = sum(self.rows.values())
        buckets.fill(lambda more: self.told("sorting", more, total))
        for bucket in range(self.count):
            yield self._bucket(buckets.tables(bucket))

    def _bucket(self, tables: dict[str, pa.Table]) -> Caseload:
        """One bucket, its rejects by the rows of the files."""
        rows = {name: table.column(ROW) for name, table in tables.items()}
        caseload = read_tables(
            self.vocabulary, {name: table.drop_columns(ROW) for name, table in tables.items()}, self.as_of
        )
        return replace(caseload, rejects=_by_files(caseload.rejects, rows))


def _by_files(rejects: pa.Table, rows: Mapping[str, Any]) -> pa.Table:
    """The rejects with each row's place in its file."""
    if not rejects.num_rows:
        return rejects
    names = np.array(rejects.column("table").to_pylist(), object)
    places = rejects.column("row").to_numpy().copy()
    for name, of_file in rows.items():
        mine = names == name
        if mine.any():
            places[mine] = of_file.take(pa.array(places[mine] - 1)).to_numpy()
    return rejects.set_column(rejects.schema.get_field_index("row"), "row", pa.array(places))


class _Run:
    """Answers on their way to files."""

    def __init__(
        self, assessing: Assessing, folder: Path, form: str, strict: bool, told: Told, synthetic: bool
    ) -> None:
        self.assessing, self.folder, self.form, self.told = assessing, folder, form, told
        self.synthetic = synthetic
        self.refusing = Refusing() if strict else None
        self.codes = {kind: each.code or kind for kind, each in assessing.asking.ruleset.kinds.items()}

    def all(self, parts: _Parts) -> Summary:
        """Write the answers of every part; one that is refused is read to its end, and all of it told."""
        notes: Notes | None = None
        with ExitStack() as files:
            tables = {
                name: files.enter_context(self._table(name.replace(" ", "-"), schema))
                for name, schema in self._schemas(self.assessing.answers)
            }
            for caseload in parts:
                notes = notes or caseload.notes
                if self.refusing is not None:
                    self.refusing.add(caseload.rejects)
                if self.refusing is None or not self.refusing.total:
                    self._part(caseload, tables, parts.cases)
            if self.refusing is not None:
                self.refusing.refuse()
            tables["questions"].add(self.assessing.tally.questions())
            tables["questions"].flush()
        assert notes is not None
        return self.assessing.summary(replace(notes, synthetic=self.synthetic))

    def _table(self, name: str, schema: pa.Schema) -> _Table:
        return _Table(self.folder, name, marked(schema) if self.synthetic else schema, self.form)

    def _part(self, caseload: Caseload, tables: Mapping[str, _Table], cases: int) -> None:
        tables["rejects"].add(caseload.rejects.unify_dictionaries())
        main = self.assessing.asking.vocabulary.main
        for answered in self.assessing.blocks(caseload):
            for kind, decided in answered.decisions.items():
                tables[f"decisions {kind}"].add(pa.Table.from_batches([decided.batch]))
            for name, rows in answered.long.items():
                tables[name].add(pa.Table.from_batches([rows.batch]))
            self.told("assessing", answered.counts.rows[main], cases)
        for table in tables.values():
            table.flush()

    def _schemas(self, answers: Answers) -> Iterator[tuple[str, pa.Schema]]:
        for kind, table in answers.decided.items():
            yield f"decisions {kind}", table.schema
        for name, long in answers.long.items():
            yield name, long.schema
        yield "questions", self.assessing.tally.questions().schema
        yield "rejects", REJECTS


class _Table:
    """A file of answers: rows are gathered and written many at once, with no key that they do not hold."""

    def __init__(self, folder: Path, name: str, schema: pa.Schema, form: str) -> None:
        self.schema = schema
        self._sink: Sink = sink(folder, name, schema, form)
        self._waiting: list[pa.Table] = []

    def __enter__(self) -> _Table:
        return self

    def __exit__(self, *_: object) -> None:
        self._sink.close()

    def add(self, table: pa.Table) -> None:
        """Put rows below those that are there."""
        if table.num_rows:
            self._waiting.append(table)
        if sum(each.num_rows for each in self._waiting) >= ROWS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what waits: before keys of another part come, for they are counted anew."""
        if self._waiting:
            whole = pa.concat_tables(self._waiting)
            columns = [_lean(column) for column in whole.columns]
            self._sink.write(pa.table(columns, schema=self.schema))
            self._waiting = []


def _lean(column: Any) -> Column:
    """A column of keys with only those that stand in it; any other as it is."""
    if column.type != KEY:
        return column
    places = pa.concat_arrays([chunk.indices for chunk in column.chunks])
    if places.null_count == len(places):
        return pa.DictionaryArray.from_arrays(places, pa.array([], pa.string()))
    codes = places.drop_null().to_numpy()
    first, last = int(codes.min()), int(codes.max())
    there = np.zeros(last - first + 1, np.bool_)
    there[codes - first] = True
    keys = column.chunk(0).dictionary.slice(first, last - first + 1)
    if not there.all():
        keys = keys.filter(pa.array(there))
    ranks = np.cumsum(there, dtype=np.int32) - np.int32(1)
    held = places.is_valid().to_numpy(zero_copy_only=False)
    fewer = ranks[places.fill_null(first).to_numpy() - first]
    return pa.DictionaryArray.from_arrays(pa.array(fewer, mask=~held), keys, safe=False)
