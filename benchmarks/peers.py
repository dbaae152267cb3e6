"""drive_rules beside other engines on one plain workload: ``python -m benchmarks.peers``.

All answers are checked equal before anything is timed; one that differs stops the benchmark.  An engine
that is not installed is said to be missing.  ``--write`` puts the tables into ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import report, workload
from benchmarks.engines import BY_HAND, COLD, ENGINES, HALF_KNOWN, OURS, POLARS, Engine, chosen
from benchmarks.forms import InColumns, OneCase
from benchmarks.timing import Paired, each, enough, paired, together, uncollected
from benchmarks.workload import Answer, Case

HELD = 300
"""So many cases are held to the plain answers before one case is timed; in columns ten times as many."""
BLOCK = 100
PIECE = 10_000
PEAK_CASES = {"one": 10_000, "many": 1_000_000}


@dataclass
class Asked:
    """What the command was asked for, and who is here."""

    engines: Sequence[Engine]
    sizes: Sequence[int]
    rounds: int
    budget: float
    one: dict[Engine, OneCase] = field(default_factory=dict)
    many: dict[Engine, InColumns] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def make_ready(self) -> None:
        """Make every form ready; say who is missing."""
        for engine in self.engines:
            try:
                if engine.one:
                    self.one[engine] = engine.one_case()
                if engine.many:
                    self.many[engine] = engine.in_columns()
            except ImportError as error:
                self.missing.append(f"{engine.name}: not installed here ({error.name})")
        for line in self.missing:
            print(f"missing: {line}")


class DifferentError(Exception):
    """An engine that does not say what the workload says."""


# -- equal answers ---------------------------------------------------------------------------------


def hold(asked: Asked) -> None:
    """Every engine to the plain answers; raises ``DifferentError``."""
    cases = workload.cases(HELD)
    plain = [workload.answer(case) for case in cases]
    for engine, form in asked.one.items():
        if engine.held:
            found = (form.answer(form.ask(form.given(case))) for case in cases)
            _same(engine, found, plain)
    if HALF_KNOWN in asked.one:
        import_module("benchmarks.forms.ours").hold_half_known(cases[: HELD // 10])
    if asked.many:
        _hold_columns(asked)
    held = [*asked.one, *asked.many]
    print(f"{len(held)} forms give the same answers to {HELD} cases, in columns to {10 * HELD}")


def _hold_columns(asked: Asked) -> None:
    tables = import_module("benchmarks.forms.tables")
    table = tables.table(10 * HELD)
    plain = [workload.answer(case) for case in tables.rows(table)]
    for engine, form in asked.many.items():
        _same(engine, tables.answers(form.columns(form.ask(form.given(table)))), plain)


def _same(engine: Engine, found: Iterator[Answer], plain: Sequence[Answer]) -> None:
    for number, (ours, theirs) in enumerate(zip(plain, found, strict=True)):
        for what, value in ours.items():
            if theirs[what] != value:
                raise DifferentError(f"{engine.name}, case {number}: {what} is {theirs[what]}, not {value}")


# -- one case --------------------------------------------------------------------------------------


def one_case(asked: Asked) -> str:
    """A table of one case; each engine in turns with Python by hand."""
    by_hand = BY_HAND.one_case()
    cases = workload.cases(BLOCK)
    times: dict[Engine, Paired] = {}
    for engine, form in asked.one.items():
        given = enough(form.ask, [form.given(case) for case in cases])
        with uncollected():
            beside = partial(each, by_hand.ask, enough(by_hand.ask, cases))
            times[engine] = paired(partial(each, form.ask, given), beside, asked.rounds)
    ours = times[OURS].ratio if OURS in times else None
    rows = [
        [
            engine.words,
            engine.about,
            report.figure(found.least * 1e6),
            report.figure(found.middle * 1e6),
            report.figure(found.ratio),
            report.figure(found.ratio / ours) if ours else "",
        ]
        for engine, found in times.items()
    ]
    head = ("one case", "form", "least us", "median us", "x by hand", "x drive_rules")
    return report.table(head, rows)


# -- many cases ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Size:
    """One engine at one size: seconds a case, and how often the time of what it is held to."""

    taken: float
    ratio: float
    whole: bool = True
    """Whether all of the cases were asked for: those that would take too long are asked for in part."""

    def __str__(self) -> str:
        part = "" if self.whole else "about "
        return f"{part}{report.figure(self.taken * 1e6)} ({report.figure(self.ratio)})"


def many_cases(asked: Asked) -> str:
    """A table of many cases: rows one after the other beside Python by hand, columns beside Polars."""
    tables = import_module("benchmarks.forms.tables")
    found: dict[Engine, list[str]] = {}
    for size in asked.sizes:
        table = tables.table(size)
        rows = partial(_pieces, tables, table)
        for engine, form in asked.one.items():
            found.setdefault(engine, []).append(str(_in_rows(form, rows, size, asked.budget)))
        for engine, form in asked.many.items():
            found.setdefault(engine, []).append(str(_in_columns(form, table, size, asked)))
    first = "many cases, us a case (x Python by hand; in columns x Polars)"
    head = (first, *(f"{size:,}" for size in asked.sizes))
    return report.table(head, [[engine.words, *sizes] for engine, sizes in found.items()])


def _pieces(tables: Any, table: Mapping[str, Any]) -> Iterator[list[Case]]:
    rows = tables.rows(table)
    while piece := list(islice(rows, PIECE)):
        yield piece


def _in_rows(form: OneCase, pieces: Callable[[], Iterator[list[Case]]], size: int, budget: float) -> Size:
    """Rows in pieces, of which only the asking is timed; as many as there is time for."""
    by_hand = BY_HAND.one_case()
    taken = beside = done = 0.0
    for piece in pieces():
        share = piece
        if done and taken * (len(piece) / done) > budget:
            break
        given = [form.given(case) for case in share]
        with uncollected():
            taken += each(form.ask, given) * len(share)
            beside += each(by_hand.ask, share) * len(share)
        done += len(share)
        if taken > budget:
            break
    return Size(taken / done, taken / beside, done == size)


def _in_columns(form: InColumns, table: Mapping[str, Any], size: int, asked: Asked) -> Size:
    given = form.given(table)
    other = asked.many.get(POLARS)
    if other is None:
        times = [together(form.ask, given) for _ in range(max(3, asked.rounds // 3))]
        return Size(median(times) / size, float("nan"))
    beside = partial(together, other.ask, other.given(table))
    found = paired(partial(together, form.ask, given), beside, max(5, asked.rounds // 3))
    return Size(found.middle / size, found.ratio)


# -- from nothing ----------------------------------------------------------------------------------


def from_nothing(asked: Asked) -> str:
    """A table of importing, loading, the first answer and memory, each in a process of its own."""
    rows = []
    for engine in COLD:
        sort = "one" if engine.one else "many"
        if engine in asked.engines or engine not in ENGINES:
            runs = [_apart(engine, sort) for _ in range(3)]
            if all(runs):
                least = {key: min(run[key] for run in runs) for key in runs[0]}
                figures = [report.figure(least[key] * 1e3) for key in ("import", "load", "first")]
                rows.append([engine.words, *figures, report.figure(least["peak"] / 2**20)])
    head = ("from nothing", "import ms", "load ms", "first answer ms", "peak MB")
    return report.table(head, rows)


def _apart(engine: Engine, sort: str) -> dict[str, float]:
    line = [sys.executable, "-m", "benchmarks.cold", engine.name, sort, str(PEAK_CASES[sort])]
    run = subprocess.run(line, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    if run.returncode:
        print(f"missing: {engine.name}: {run.stderr.strip().splitlines()[-1]}")
        return {}
    measured: dict[str, float] = json.loads(run.stdout)
    return measured


# -- the command -----------------------------------------------------------------------------------

SECTIONS: Mapping[str, Callable[[Asked], str]] = {
    "one": one_case,
    "many": many_cases,
    "cold": from_nothing,
}


def main() -> int:
    """Check, then time; 1 where an answer differs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("sections", nargs="*", help="one, many, cold; all where none is named")
    parser.add_argument("--engines", nargs="*", default=[], help="words of the names of those wanted")
    parser.add_argument("--sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=25, help="how often each is timed")
    parser.add_argument("--budget", type=float, default=20, help="seconds for one engine at one size")
    parser.add_argument("--write", action="store_true", help="put the tables into benchmarks/README.md")
    given = parser.parse_args()
    asked = Asked(list(chosen(given.engines)), given.sizes, given.rounds, given.budget)
    asked.make_ready()
    try:
        hold(asked)
    except DifferentError as error:
        print(f"stopped: {error}")
        return 1
    for name in given.sections or SECTIONS:
        text = f"{SECTIONS[name](asked)}\n\n{report.machine()}"
        print(f"\n{text}")
        if given.write:
            report.put(name, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
