"""How long one case takes, from files to an answer: ``python -m benchmarks.single_case``.

Everything is measured in one run on the shipped ruleset, so that the ratios hold whatever else the
machine is doing.  Times are medians and 99th percentiles over all example cases; ``--repeat`` says how
often each is asked.  Importing and loading are timed in processes of their own, the fastest of three.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from statistics import median

import yaml

import drive_rules as dr
from drive_rules.case import Case
from drive_rules.engines import compiled
from drive_rules.engines.durable import Durable
from drive_rules.engines.homes import HERE
from drive_rules.engines.isolated import Isolated
from drive_rules.lower import lower
from drive_rules.problems import WitnessError
from drive_rules.reference import evaluate

ROOT = Path(__file__).parents[1]
CASES = sorted((ROOT / "examples" / "cases").glob("*.yaml"))
DAY = date(2026, 11, 2)
IMPORTING = "import time; t = time.perf_counter(); {line}; print(time.perf_counter() - t)"
LINES = {
    "import drive_rules": "import drive_rules",
    "import and load": "import drive_rules; drive_rules.load('drive-core')",
}
READ = "compiled, with what it read"
SLOW = 20
"""What takes milliseconds is asked this many times less often."""


@dataclass(frozen=True)
class Times:
    """How long something took, each time, in seconds."""

    name: str
    taken: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.taken)

    @property
    def slowest(self) -> float:
        """The 99th percentile."""
        return sorted(self.taken)[int(len(self.taken) * 0.99)]


def timed(name: str, work: Callable[[Case], object], cases: list[Case], repeat: int) -> Times:
    """Each case so many times, the cases taking turns; once each beforehand."""
    for case in cases:
        work(case)
    taken = []
    for _ in range(max(2, repeat)):
        for case in cases:
            started = time.perf_counter()
            work(case)
            taken.append(time.perf_counter() - started)
    return Times(name, tuple(taken))


def once(name: str, work: Callable[[], object], repeat: int = 3) -> Times:
    """Something that is done once, tried a few times; the fastest stands for it."""
    taken = []
    for _ in range(repeat):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return Times(name, (min(taken),))


def apart(name: str, line: str) -> Times:
    """A line in a process of its own."""
    program = IMPORTING.format(line=line)
    runs = (
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
        for _ in range(3)
    )
    return Times(name, (min(float(run.stdout) for run in runs),))


def engines(ruleset: dr.Ruleset, cases: list[Case], repeat: int) -> list[Times]:
    """The engines themselves: a world in, intervals out."""
    program = lower(ruleset.meaning, DAY)
    fast = compiled.build(program)
    return [
        timed("reference", lambda case: evaluate(ruleset.meaning, case.world, DAY), cases, repeat // SLOW),
        timed("compiled", lambda case: fast.settle(case.world), cases, repeat),
        timed(READ, lambda case: fast.told(case.world), cases, repeat),
    ]


def witnesses(ruleset: dr.Ruleset, cases: list[Case], repeat: int) -> list[Times]:
    """What a witness costs: the compiled engine and both witnesses in turns, by the clock on the wall."""
    program = lower(ruleset.meaning, DAY)
    try:
        homes = {"durable": HERE, "durable, isolated": Isolated()}
        made = {name: Durable(program, home).settle for name, home in homes.items()}
        ways = {"compiled": compiled.build(program).settle, **made}
        for way in ways.values():
            way(cases[0].world)
    except WitnessError as error:
        print(f"durable: {error}")
        return []
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(max(2, repeat)):
        for case, (name, way) in product(cases, ways.items()):
            started = time.perf_counter()
            way(case.world)
            taken[name].append(time.perf_counter() - started)
    return [Times(name, tuple(times)) for name, times in taken.items()]


def assessing(ruleset: dr.Ruleset, cases: list[Case], repeat: int) -> list[Times]:
    """The whole answer, with what people are shown; with the reference its questions would take minutes."""

    def assess(case: Case) -> dr.Assessment:
        return ruleset.assess(case, as_of=DAY)

    return [timed("assess", assess, cases, repeat // SLOW)]


def three_pairs(ruleset: dr.Ruleset) -> Case:
    """The example of two pairs, the second of them twice."""
    data = yaml.safe_load((CASES[0].parent / "two-pairs.yaml").read_text("utf-8"))
    data["pairs"].append({**data["pairs"][1], "id": "pair-3"})
    return ruleset.read_case(data, as_of=DAY)


def unit(seconds: float) -> str:
    """Seconds, milliseconds or microseconds, whichever reads best."""
    for factor, name in ((1, "s"), (1e3, "ms")):
        if seconds * factor >= 1:
            return f"{seconds * factor:.2f} {name}"
    return f"{seconds * 1e6:.0f} us"


def table(title: str, rows: list[Times]) -> None:
    """Times, and how often the slowest of them holds each."""
    slowest = max(row.middle for row in rows)
    print(f"\n{title}\n{'':<28}{'median':>12}{'p99':>12}{'ratio':>9}")
    for row in rows:
        print(f"{row.name:<28}{unit(row.middle):>12}{unit(row.slowest):>12}{slowest / row.middle:>9.1f}")


def main() -> int:
    """Measure and print; 1 where the compiled engine is not at least 15 times as fast as the reference."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=int, default=200, help="how often each case is asked (default 200)")
    asked = parser.parse_args()
    ruleset = dr.load("drive-core")
    meaning = ruleset.meaning
    program = lower(meaning, DAY)
    cases = [ruleset.read_case(path, as_of=DAY) for path in CASES]
    print(f"{len(meaning.rules)} rules, {len(meaning.facts)} facts, {len(program.steps)} steps")
    print(f"{len(cases)} cases; Python {platform.python_version()}, {platform.machine()}")
    starting = [
        *(apart(name, line) for name, line in LINES.items()),
        once("load", lambda: dr.load("drive-core")),
        once("lower, for one day", lambda: lower(meaning, DAY)),
        once("compile, for one day", lambda: compiled.build(program)),
    ]
    table("Once", starting)
    texts = {id(case): path.read_text("utf-8") for case, path in zip(cases, CASES, strict=True)}

    def read(case: Case) -> Case:
        return ruleset.read_case(texts[id(case)], as_of=DAY)

    reading = timed("read a case", read, cases, asked.repeat // SLOW)
    found = engines(ruleset, cases, asked.repeat)
    table("Each case: reading", [reading])
    table("Each case: engines", found)
    fast = compiled.build(program)
    three = [three_pairs(ruleset)]
    table("Three pairs", [timed("compiled", lambda case: fast.settle(case.world), three, asked.repeat)])
    alone, read_too = (next(each for each in found if each.name == name) for name in ("compiled", READ))
    print(f"{READ}: {read_too.middle / alone.middle:.2f} times as long as the answers alone")
    if beside := witnesses(ruleset, cases, asked.repeat // SLOW):
        table("Each case: the witness beside the compiled engine, in turns", beside)
        for each in beside[1:]:
            print(f"{each.name}: {each.middle / beside[0].middle:.0f} times as long as {beside[0].name}")
    table("Each case: the whole answer", assessing(ruleset, cases, asked.repeat))
    slow, quick, *_ = found
    return 0 if slow.middle >= 15 * quick.middle else 1


if __name__ == "__main__":
    sys.exit(main())
