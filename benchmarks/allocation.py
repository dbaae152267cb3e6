"""Cases to case managers under the shipped ruleset, invented ones: ``python -m benchmarks.allocation``.

All cases wait, and there is room for six in ten: of those left out each is told why, and what goes on
meanwhile.  One case in fifty is of the same victim-survivor as another.  Time is by the processor's clock,
of one thread; what reading cases and settling the rules take is told apart from placing, and what assessing
every case in full would take is told beside.  ``--write`` puts the table into ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import drive_rules as dr
from benchmarks import report
from drive_rules import allocation

DAY = date(2026, 11, 2)
SEED = 7
SAMPLE = 10
"""How many cases are assessed, questions and all, to say what assessing all of them takes."""
SIZES = ((50, 3), (500, 25), (1_000, 50), (5_000, 250))
YES = ("D02", "D03", "D04", "D06", "D07", "D12", "D13", "D15", "D17", "D18", "D20", "D21", "D23", "D24")
AREAS = ("Greater Manchester", "Croydon", "Bromley", "Sutton", "Cleveland", "North Wales", "elsewhere")
KEY = "victim-survivor's key in every case"
Found = TypeVar("Found")


def made(cases: int, managers: int) -> dict[str, Any]:
    """A caseload: the same for the same sizes."""
    by = random.Random(SEED)
    rooms = [0] * managers
    for _ in range(cases * 6 // 10):
        rooms[by.choice([each for each, room in enumerate(rooms) if room < 25])] += 1
    return {
        "case managers": [_manager(by, number, 25 - room) for number, room in enumerate(rooms)],
        "cases": [_case(by, number, cases) for number in range(cases)],
    }


def _manager(by: random.Random, number: int, load: int) -> dict[str, Any]:
    return {
        "id": f"manager-{number:04d}",
        "share of full time": 1,
        "date appointed": "2024-03-01",
        "override of the cap ends on": "2026-06-01",
        "load": load,
        "cases in step-down": 0,
        "area the case manager works in": by.choice(AREAS),
        "case manager is trained in stalking": by.choice(("yes", "no")),
        "case manager is trained in honour-based abuse": by.choice(("yes", "no")),
    }


def _case(by: random.Random, number: int, cases: int) -> dict[str, Any]:
    of = by.randrange(cases) if by.random() < 0.02 else number
    pair = {
        "id": "pair-1",
        KEY: f"vs-{of}",
        "relationship": "former partner",
        "age of the victim-survivor": 30,
        "immediate danger to life": by.choice(("yes", "no", "no", "don't know")),
        "strangled or choked or held under water": by.choice(("yes", "no", "don't know")),
        "all the incidents are listed": "yes",
        "incidents": [{"id": f"i-{number}", "date of the incident": f"2026-{by.randint(1, 10):02d}-11"}],
        "checklists": [
            {
                "instrument": "safelives24",
                "date": "2026-10-20",
                "completed by": "IDVA",
                "answers": dict.fromkeys(YES, "yes"),
            }
        ],
    }
    return {
        "case": f"case-{number:05d}",
        "age of the perpetrator": 30,
        "jurisdiction": "England",
        "area the perpetrator lives in": by.choice(AREAS),
        "allocated to a case manager": "no",
        "date found eligible": "2026-10-26",
        "all the pairs are listed": "yes",
        "pairs": [pair],
    }


class Apart:
    """Seconds that some of the work takes, told apart from the rest."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}

    def timed(self, what: str, work: Callable[..., Found]) -> Callable[..., Found]:
        """The same work, its time added to what it is."""

        def timed(*given: Any) -> Found:
            started = time.process_time()
            found = work(*given)
            self.taken[what] = self.taken.get(what, 0.0) + time.process_time() - started
            return found

        return timed


def measure(ruleset: dr.Ruleset, cases: int, managers: int) -> dict[str, float]:
    """One allocation, its parts in seconds."""
    source, apart = made(cases, managers), Apart()
    asked = allocation.Asked(
        ruleset=ruleset.meaning,
        vocabulary=ruleset._vocabulary,
        terms=ruleset._allocation_terms(),
        versions=ruleset._versions(),
        as_of=DAY,
        read_case=apart.timed("read", lambda data: ruleset.read_case(data, as_of=DAY)),
        settle=apart.timed("settle", ruleset._settle(DAY, "compiled")),
    )
    started = time.process_time()
    found = allocation.allocate(asked, source)
    whole = time.process_time() - started
    assert len(found.placed) + len(found.waiting) == cases, "every case is eligible and waits"
    rest = whole - sum(apart.taken.values())
    some = [ruleset.read_case(case, as_of=DAY) for case in source["cases"][:SAMPLE]]
    started = time.process_time()
    for case in some:
        ruleset.assess(case, as_of=DAY)
    each = (time.process_time() - started) / len(some)
    return {
        **apart.taken,
        "place": rest,
        "whole": whole,
        "placed": len(found.placed),
        "waiting": len(found.waiting),
        "assess": each * cases,
    }


def main() -> None:
    """Measure each size, and print or write the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--most", type=int, default=5_000, help="the most cases")
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    ruleset = dr.load("drive-core")
    measure(ruleset, 10, 2)
    head = (
        "cases x case managers",
        "placed",
        "waiting",
        "place s",
        "read s",
        "settle s",
        "whole s",
        "assess s",
    )
    rows = []
    for cases, managers in SIZES:
        if cases <= given.most:
            found = measure(ruleset, cases, managers)
            seconds = [f"{found[part]:.2f}" for part in ("place", "read", "settle", "whole")]
            seconds.append(f"{found['assess']:,.0f}")
            rows.append(
                (f"{cases:,} x {managers}", f"{found['placed']:,}", f"{found['waiting']:,}", *seconds)
            )
            print(rows[-1], flush=True)
    print(report.table(head, rows))
    if given.write:
        report.put("allocation", f"{report.table(head, rows)}\n\nOn {report.machine()}.")


if __name__ == "__main__":
    main()
