"""Folders of tables: one file for each, parquet or CSV (plain or gzipped), read whole or in batches.

CSV is read as words.  What is wrong with a file is told without a word of what is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal, Protocol

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from drive_rules.case import Vocabulary
from drive_rules.case.evidence import folded
from drive_rules.caseload.marks import KEY, YES, is_synthetic, says_synthetic
from drive_rules.problems import CaseloadError, Problem

BATCH = 262_144
"""Rows read at once."""
_CSV_BYTES = 2**23
_WORDS = pa.dictionary(pa.int32(), pa.string())
_SUFFIXES = {".parquet": "parquet", ".csv": "csv", ".csv.gz": "csv"}
_NOTES = {".txt", ".md"}
_MOST_BAD = 20


class Source(Protocol):
    """One file of a folder: a table by its name."""

    @property
    def name(self) -> str:
        """The table's name: the file's, less its ending."""

    @property
    def schema(self) -> pa.Schema:
        """Its columns; of CSV all are words."""

    def rows(self) -> int:
        """How many rows it has; of CSV, how many lines at the most."""

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Its rows, ``BATCH`` or fewer at once."""

    def table(self) -> pa.Table:
        """All of it."""


def say_synthetic(sources: Iterable[Source]) -> bool:
    """Whether a table says that its cases are invented: by its schema, or its first key."""
    return any(
        says_synthetic(source.schema.metadata) or any(map(_keyed_so, islice(source.batches(), 1)))
        for source in sources
    )


def _keyed_so(batch: pa.RecordBatch) -> bool:
    return is_synthetic(pa.Table.from_batches([batch]))


def tables_in(folder: Path, vocabulary: Vocabulary) -> tuple[Source, ...]:
    """The tables of a folder, by name.

    Raises ``CaseloadError`` where the folder holds none, a table twice, or what is no table; hidden files
    and notes (``.txt``, ``.md``) are passed over.
    """
    if not folder.is_dir():
        raise CaseloadError(
            [Problem("DR621", "there is no such folder", "give a folder of tables", place="IN")]
        )
    files = sorted(
        path for path in folder.iterdir() if not path.name.startswith(".") and path.suffix not in _NOTES
    )
    keys = frozenset(folded(name) for name in ("id", *vocabulary.kinds))
    found: dict[str, Source] = {}
    problems: list[Problem] = []
    for number, path in enumerate(files, 1):
        suffix = _suffix(path)
        name, place = path.name.removesuffix(suffix), f"file {number} of {len(files)}"
        if suffix not in _SUFFIXES or not path.is_file():
            fix = "leave only files that end in .parquet, .csv or .csv.gz"
            problems.append(Problem("DR622", "this is no table", fix, place=place))
        elif name in found:
            problems.append(Problem("DR604", "a table that is there twice", "leave one of them", place=place))
        else:
            found[name] = _opened(path, name, keys, place)
    if not files:
        problems.append(
            Problem("DR621", "the folder is empty", "put a file there for each table", place="IN")
        )
    if problems:
        raise CaseloadError(problems)
    return tuple(found.values())


def table_in(path: Path, name: str, keys: frozenset[str]) -> Source:
    """One table by itself, called ``name``; ``keys`` are its columns of keys, as ``folded``.

    Raises ``CaseloadError`` where it is no table.
    """
    if _suffix(path) not in _SUFFIXES or not path.is_file():
        fix = "give a file that ends in .parquet, .csv or .csv.gz"
        raise CaseloadError([Problem("DR622", "this is no table", fix, place=name)])
    return _opened(path, name, keys, name)


def _suffix(path: Path) -> str:
    return "".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix


def _opened(path: Path, name: str, keys: frozenset[str], place: str) -> Source:
    source = Parquet if _SUFFIXES[_suffix(path)] == "parquet" else Csv
    with _told_of(place):
        return source.of(name, path, keys)


@contextmanager
def _told_of(place: str) -> Iterator[None]:
    """What the readers say may show what is in a file: only that it cannot be read is passed on."""
    try:
        yield
        return
    except (pa.ArrowException, OSError, UnicodeError) as error:
        what = "this file cannot be read" + (
            f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
        )
    fix = "write it again, as parquet or as CSV in UTF-8 with one line of names"
    raise CaseloadError([Problem("DR613", what, fix, place=place)])


# -- parquet ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Parquet:
    """A parquet file; its words are left as dictionaries, so that each is read once."""

    name: str
    path: Path
    schema: pa.Schema
    words: tuple[str, ...]

    @classmethod
    def of(cls, name: str, path: Path, keys: frozenset[str]) -> Parquet:
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
        words = tuple(
            column.name
            for column in schema
            if (pa.types.is_string(column.type) or pa.types.is_large_string(column.type))
            and folded(column.name) not in keys
            and "." not in column.name
        )
        return cls(name, path, schema, words)

    def rows(self) -> int:
        return int(pq.read_metadata(self.path).num_rows)

    def batches(self) -> Iterator[pa.RecordBatch]:
        with _told_of(self.name), pq.ParquetFile(self.path, read_dictionary=list(self.words)) as file:
            yield from file.iter_batches(BATCH)

    def table(self) -> pa.Table:
        with _told_of(self.name), pq.ParquetFile(self.path, read_dictionary=list(self.words)) as file:
            return file.read()


# -- CSV -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Csv:
    """A CSV file with one line of names; an empty field is unknown."""

    name: str
    path: Path
    schema: pa.Schema

    @classmethod
    def of(cls, name: str, path: Path, keys: frozenset[str]) -> Csv:
        with pacsv.open_csv(path, ReadingCsv().read, ReadingCsv().parse) as file:
            names = file.schema.names
        return cls(
            name, path, pa.schema([(each, pa.string() if folded(each) in keys else _WORDS) for each in names])
        )

    def rows(self) -> int:
        with pa.input_stream(str(self.path), compression="detect") as stream:
            return sum(part.count(b"\n") for part in iter(lambda: stream.read(_CSV_BYTES), b""))

    def batches(self) -> Iterator[pa.RecordBatch]:
        reading = ReadingCsv(self.schema)
        with (
            _told_of(self.name),
            pacsv.open_csv(self.path, reading.read, reading.parse, reading.convert) as file,
        ):
            yield from file
        self._refuse(reading)

    def table(self) -> pa.Table:
        reading = ReadingCsv(self.schema)
        with _told_of(self.name):
            table = pacsv.read_csv(self.path, reading.read, reading.parse, reading.convert)
        self._refuse(reading)
        return table

    def _refuse(self, reading: ReadingCsv) -> None:
        """Lines of another width are refused: nobody can say which of their fields is which."""
        if reading.bad:
            again = ReadingCsv(self.schema, threads=False)
            with pacsv.open_csv(self.path, again.read, again.parse, again.convert) as file:
                for _ in file:
                    pass
            fix = "write every line with as many fields as the first, and quote those that hold a comma"
            problems = [
                Problem("DR623", f"{actual} fields, not {expected}", fix, place=f"{self.name}, line {number}")
                for number, expected, actual in again.bad[:_MOST_BAD]
            ]
            if len(again.bad) > _MOST_BAD:
                what = f"{len(again.bad):,} lines have more or fewer fields than the first"
                problems.append(Problem("DR623", what, fix, place=self.name))
            raise CaseloadError(problems)


class ReadingCsv:
    """One reading of a CSV file; ``bad`` gathers the number and both widths of lines that do not fit."""

    def __init__(self, schema: pa.Schema | None = None, threads: bool = True) -> None:
        self.bad: list[tuple[int, int, int]] = []
        self.read = pacsv.ReadOptions(use_threads=threads, block_size=_CSV_BYTES)
        self.parse = pacsv.ParseOptions(newlines_in_values=True, invalid_row_handler=self._skip)
        types: dict[str, Any] = {field.name: field.type for field in schema or ()}
        self.convert = pacsv.ConvertOptions(
            column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=True
        )

    def _skip(self, row: Any) -> Literal["skip"]:
        self.bad.append((row.number or 0, row.expected_columns, row.actual_columns))
        return "skip"


# -- out -------------------------------------------------------------------------------------------


class Sink(Protocol):
    """A file being written."""

    def write(self, table: pa.Table) -> None:
        """Put rows below those that are there."""

    def close(self) -> None:
        """End the file."""


def sink(folder: Path, name: str, schema: pa.Schema, form: str) -> Sink:
    """A new file of a table in a folder: ``parquet`` or ``csv``."""
    if form == "parquet":
        # Without Arrow's own schema words come out as plain text for every reader.
        options: dict[str, Any] = {
            "compression": "zstd",
            "store_schema": False,
            "dictionary_pagesize_limit": 2**26,
        }
        parquet: Any = pq.ParquetWriter(folder / f"{name}.parquet", schema, **options)
        if says_synthetic(schema.metadata):
            parquet.add_key_value_metadata({KEY: YES})
        return _Sink(
            lambda table: parquet.write_table(table, row_group_size=len(table) or None), parquet.close
        )
    csv: Any = pacsv.CSVWriter(folder / f"{name}.csv", schema)
    return _Sink(csv.write_table, csv.close)


@dataclass(frozen=True, slots=True)
class _Sink:
    write: Any
    close: Any
