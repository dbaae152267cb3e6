"""A synthetic caseload: invented cases, in the tables that ``read_tables`` reads.

    profile = load_profile("drive-core")
    tables(profile, cases=100_000, seed=1, as_of=date(2026, 11, 1))     # a table by name
    batches(profile, ...)                                               # the same, a run of cases at a time
    write(folder, profile, ...)                                         # the same, into files

The same profile, seed and day give the same cases to the byte; the first thousand of a million are the
thousand.  Keys are numbers: nobody stands behind a case, and nothing here is a name or an address.

Everything says that it is synthetic, as ``marks`` tells: a table and a Parquet file in their schema, every
case of a CSV file in its key, a folder in ``SYNTHETIC.txt``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from drive_rules import packages
from drive_rules.caseload.marks import KEY, NOTICE, PREFIX, YES
from drive_rules.problems import DriveRulesError
from drive_rules.synthetic.drawing import CHUNK
from drive_rules.synthetic.inventing import Maker, Tables
from drive_rules.synthetic.profile import Profile
from drive_rules.synthetic.reading import read_profile

MOST_CASES = 99_999_999
FileForm = Literal["parquet", "csv"]

_CHUNKS_TOGETHER = 4
"""Chunks to a batch."""


class SyntheticError(DriveRulesError):
    """A synthetic caseload that cannot be made: what is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: rows and bytes by table."""

    rows: Mapping[str, int]
    bytes: Mapping[str, int]


def load_profile(name: str | Path = "drive-core") -> Profile:
    """The profile of a bundled package, or of one by its folder.

    Raises ``ProfileError`` with everything that is wrong in it, ``SyntheticError`` where there is none.
    """
    text = packages.synthetic_of(name)
    if text is None:
        raise SyntheticError(f"this package has no {packages.SYNTHETIC}; add one to its folder")
    return read_profile(packages.load_package(name).ruleset, text, packages.SYNTHETIC)


def tables(profile: Profile, *, cases: int, seed: int, as_of: date) -> Tables:
    """Every table by its name, whole and in memory."""
    made = list(batches(profile, cases=cases, seed=seed, as_of=as_of))
    return {name: pa.concat_tables([each[name] for each in made]) for name in made[0]}


def batches(
    profile: Profile, *, cases: int, seed: int, as_of: date, threads: int | None = None
) -> Iterator[Tables]:
    """The tables of some thousand cases at a time, in order; together they are those of ``tables``.

    Memory is that of a few batches, whatever the number of cases.
    """
    if not 1 <= cases <= MOST_CASES:
        raise SyntheticError(f"{cases:,} cases cannot be made; ask for 1 to {MOST_CASES:,}")
    if seed < 0:
        raise SyntheticError("a seed is a whole number from 0; give another")
    maker = Maker(profile, seed, as_of, _about(profile, cases, seed, as_of))
    size = CHUNK * _CHUNKS_TOGETHER
    runs = (range(first, min(first + size, cases), CHUNK) for first in range(0, cases, size))

    def run(firsts: range) -> Tables:
        made = [maker.chunk(first // CHUNK, min(CHUNK, cases - first)) for first in firsts]
        return {name: pa.concat_tables([each[name] for each in made]) for name in made[0]}

    yield from _in_order(run, runs, threads)


def _in_order(
    make: Callable[[range], Tables], runs: Iterable[range], threads: int | None
) -> Iterator[Tables]:
    """What is made of each run, in order, a few ahead on threads of their own."""
    left = iter(runs)
    with ThreadPoolExecutor(threads) as pool:
        ahead: deque[Future[Tables]] = deque(pool.submit(make, each) for each in islice(left, 3))
        while ahead:
            done = ahead.popleft().result()
            ahead.extend(pool.submit(make, each) for each in islice(left, 1))
            yield done


# -- files -----------------------------------------------------------------------------------------


def write(
    folder: Path,
    profile: Profile,
    *,
    cases: int,
    seed: int,
    as_of: date,
    form: FileForm = "parquet",
    told: Callable[[int], None] = lambda _: None,
) -> Written:
    """Write ``<table>.parquet`` or ``<table>.csv`` and a notice into a folder that is not there yet.

    ``told`` is told, after each batch, how many cases were written.  Everything is written into a folder
    beside it, which then takes its name: a folder that is there is whole.
    """
    if folder.exists():
        raise SyntheticError("the folder is there already; name another, or take it away first")
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        rows = _write(beside, batches(profile, cases=cases, seed=seed, as_of=as_of), form, told)
        (beside / NOTICE).write_text(_notice(profile, cases, seed, as_of), encoding="utf-8")
        sizes = {name: (beside / f"{name}.{form}").stat().st_size for name in rows}
        beside.chmod(0o755)
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return Written(rows, sizes)


def _write(
    folder: Path, made: Iterator[Tables], form: FileForm, told: Callable[[int], None]
) -> dict[str, int]:
    rows: dict[str, int] = {}
    writers: dict[str, Any] = {}
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        for batch in made:
            for name in batch.keys() - writers.keys():
                writers[name] = stack.enter_context(_writer(folder / f"{name}.{form}", batch[name], form))
            list(pool.map(lambda name: _write_one(writers[name], batch[name], form), batch))  # noqa: B023
            for name, table in batch.items():
                rows[name] = rows.get(name, 0) + table.num_rows
            told(batch[_main_table(batch)].num_rows)
    return rows


def _main_table(batch: Tables) -> str:
    return next(iter(batch))


def _writer(path: Path, table: pa.Table, form: FileForm) -> Any:
    if form == "csv":
        return csv.CSVWriter(path, _plain(table).schema)
    words: Any = [each.name for each in table.schema if pa.types.is_dictionary(each.type)]
    return parquet.ParquetWriter(path, table.schema, compression="zstd", use_dictionary=words)


def _write_one(writer: Any, table: pa.Table, form: FileForm) -> None:
    writer.write_table(_plain(table) if form == "csv" else table)


def _plain(table: pa.Table) -> pa.Table:
    """The table in words that a file without a schema can hold, its first key marked in every row."""
    columns: list[Any] = [
        column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
        for column in table.columns
    ]
    columns[0] = pc.binary_join_element_wise(PREFIX, columns[0], "")
    return pa.table(columns, names=table.column_names)


def _notice(profile: Profile, cases: int, seed: int, as_of: date) -> str:
    return "\n".join(
        [
            "SYNTHETIC DATA",
            "",
            "Every case here is invented. Nobody stands behind any of them, and nothing about real work or",
            "real people follows from them.",
            "",
            *(f"{key}: {value}" for key, value in _about(profile, cases, seed, as_of).items()),
            "",
            "What is published and is not followed:",
            *(f"- {each.name}: {each.because}" for each in profile.deviations),
            "",
        ]
    )


def _about(profile: Profile, cases: int, seed: int, as_of: date) -> dict[str, str]:
    return {
        KEY.decode(): YES.decode(),
        "profile": f"{profile.ruleset.name}, {profile.digest}",
        "cases": str(cases),
        "seed": str(seed),
        "as of": as_of.isoformat(),
    }
