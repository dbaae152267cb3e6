"""Whole caseloads of the shipped ruleset, invented ones: ``python -m benchmarks.caseload``.

Each size is made in one process and assessed in another, so that the memory held is that of assessing
alone.  In memory: tables read from Parquet, then read as cases, settled, answered; once with the table of
answers of several sources, which are then merged, and once with what the other tables say, merged before.
Streamed: a folder of Parquet in and another out, by ``Ruleset.assess_files``, as the command line does.
``--write`` puts the tables into ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import drive_rules as dr
from benchmarks import report
from benchmarks.cold import peak
from drive_rules import caseload, synthetic
from drive_rules.answers import Versions
from drive_rules.case import Vocabulary
from drive_rules.caseload import files, folders
from drive_rules.caseload.assessing import size_for
from drive_rules.engines import columnar
from drive_rules.lower import lower

ROOT = Path(__file__).parents[1]
DAY = date(2026, 11, 2)
SEED = 7
SIZES = (10_000, 100_000, 1_000_000)
STREAMED = (10_000, 100_000, 1_000_000, 10_000_000)
STAGES = ("read files", "read cases", "settle", "answer")
Measured = Mapping[str, float]


class Clock:
    """Seconds for each stage, by the clock on the wall."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}

    def time(self, stage: str, work: Callable[[], Any]) -> Any:
        """Do the work of a stage."""
        started = time.perf_counter()
        found = work()
        self.taken[stage] = time.perf_counter() - started
        return found


def asking(rules: str | Path) -> caseload.Asking:
    """A ruleset on the day, as ``assess_many`` asks it."""
    ruleset = dr.load(rules)
    engine = columnar.build(lower(ruleset.meaning, DAY))
    return caseload.Asking(ruleset.meaning, Vocabulary.of(ruleset.meaning), engine, Versions(), DAY)


# -- in a process of its own -----------------------------------------------------------------------


def make(rules: str | Path, folder: Path, cases: int) -> Measured:
    """Invent the cases, into a folder."""
    clock, profile = Clock(), synthetic.load_profile(rules)
    written = clock.time("make", lambda: synthetic.write(folder, profile, cases=cases, seed=SEED, as_of=DAY))
    return {**clock.taken, "rows": sum(written.rows.values()), "bytes": sum(written.bytes.values())}


def in_memory(rules: str | Path, folder: Path, out: Path, left_out: str = "") -> Measured:
    """Every stage by itself, on whole tables."""
    clock, asked = Clock(), asking(rules)
    there = _read(folder, clock, asked, left_out)
    clock.time("settle", lambda: _settle(asked.engine, there))
    answers = clock.time("answer", lambda: caseload.assess_caseload(asked, there, keep=False))
    out.mkdir()
    # Answering settles once more: what is told as answering is what it takes beside that.
    clock.taken["answer"] -= clock.taken["settle"]
    return {**clock.taken, "peak": peak(), **_counts(answers.summary)}


def merged(rules: str | Path, folder: Path, out: Path) -> Measured:
    """The same without the table of answers."""
    return in_memory(rules, folder, out, "answers")


def _read(folder: Path, clock: Clock, asked: caseload.Asking, left_out: str) -> caseload.Caseload:
    """The tables are let go of when they are read."""
    sources = [each for each in folders.tables_in(folder, asked.vocabulary) if each.name != left_out]
    tables = clock.time("read files", lambda: {each.name: each.table() for each in sources})
    clock.taken["rows"] = sum(table.num_rows for table in tables.values())
    there: caseload.Caseload = clock.time(
        "read cases", lambda: caseload.read_tables(asked.vocabulary, tables)
    )
    return there


def _settle(engine: columnar.Columnar, there: caseload.Caseload) -> None:
    def one(block: columnar.Block) -> int:
        return len(engine.settle(block.columns).low)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        assert all(pool.map(one, there.blocks(size_for(engine.program))))


def streamed(rules: str | Path, folder: Path, out: Path) -> Measured:
    """A folder in and a folder out."""
    clock, asked = Clock(), asking(rules)
    summary = clock.time("all", lambda: files.assess_files(asked, folder, out))
    return {**clock.taken, "peak": peak(), **_counts(summary)}


def _counts(summary: caseload.Summary) -> Measured:
    return {"cases": summary.cases}


APART: Mapping[str, Callable[[str | Path, Path, Path], Measured]] = {
    "memory": in_memory,
    "merged": merged,
    "streamed": streamed,
}


# -- the command -----------------------------------------------------------------------------------


def _apart(*words: str) -> dict[str, float]:
    line = [sys.executable, "-m", "benchmarks.caseload", "--apart", *words]
    run = subprocess.run(line, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, float] = json.loads(run.stdout)
    return measured


def measure(rules: str, sort: str, sizes: Sequence[int], where: Path, times: int) -> list[dict[str, float]]:
    """Each size so many times; the fastest stands for it."""
    found = []
    for size in sizes:
        folder = where / f"{size}"
        made = _apart(rules, "make", str(folder), str(size)) if not folder.exists() else {}
        runs = []
        for number in range(times):
            out = where / f"{size}-{sort}-{number}"
            runs.append({**made, **_apart(rules, sort, str(folder), str(out))})
            subprocess.run(["rm", "-r", str(out)], check=True)
        found.append(min(runs, key=_seconds))
        print(f"{sort} {size:,}: {size / _seconds(found[-1]):,.0f} cases a second", file=sys.stderr)
    return found


def _seconds(run: Measured) -> float:
    return run["all"] if "all" in run else sum(run[stage] for stage in STAGES)


def stages(what: str, found: Sequence[Measured]) -> str:
    """A table of cases in memory: seconds for each stage."""
    head = (
        what,
        "rows",
        *(f"{stage} s" for stage in STAGES),
        "cases a second",
        "without files",
        "peak MB",
    )
    rows = []
    for run in found:
        inner = sum(run[stage] for stage in STAGES[1:])
        rows.append(
            [
                f"{run['cases']:,}",
                f"{run['rows']:,}",
                *(report.figure(run[stage]) for stage in STAGES),
                f"{run['cases'] / _seconds(run):,.0f}",
                f"{run['cases'] / inner:,.0f}",
                report.figure(run["peak"] / 2**20),
            ]
        )
    return report.table(head, rows)


def growth(found: Sequence[Measured]) -> str:
    """A table of cases streamed: what ten times as many take."""
    head = ("streamed", "seconds", "cases a second", "us a case", "peak MB")
    rows = [
        [
            f"{run['cases']:,}",
            report.figure(run["all"]),
            f"{run['cases'] / run['all']:,.0f}",
            report.figure(run["all"] / run["cases"] * 1e6),
            report.figure(run["peak"] / 2**20),
        ]
        for run in found
    ]
    return report.table(head, rows)


def main() -> int:
    """Measure, print, and write where it is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.caseload", description=__doc__)
    parser.add_argument("--rules", default="drive-core", help="a bundled ruleset's name, or a folder")
    parser.add_argument("--sizes", nargs="*", type=int, default=SIZES, help="in memory")
    parser.add_argument("--streamed", nargs="*", type=int, default=STREAMED, help="streamed")
    parser.add_argument("--times", type=int, default=1, help="how often; the fastest stands")
    parser.add_argument("--where", type=Path, help="a folder for the files, kept; else a temporary one")
    parser.add_argument("--write", action="store_true", help="put the tables into benchmarks/README.md")
    parser.add_argument("--apart", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.apart:
        name, sort, first, second = asked.apart
        rules = Path(name) if Path(name).is_dir() else name
        if sort == "make":
            measured = make(rules, Path(first), int(second))
        else:
            measured = APART[sort](rules, Path(first), Path(second))
        print(json.dumps(measured))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        where = asked.where or Path(temporary)
        texts = []
        if asked.sizes:
            texts.append(
                stages("with answers", measure(asked.rules, "memory", asked.sizes, where, asked.times))
            )
            texts.append(
                stages("merged before", measure(asked.rules, "merged", asked.sizes, where, asked.times))
            )
        if asked.streamed:
            texts.append(growth(measure(asked.rules, "streamed", asked.streamed, where, asked.times)))
    text = "\n\n".join([*texts, report.machine()])
    print(text)
    if asked.write:
        report.put("caseload", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
