"""How long it takes to follow cases: ``python -m benchmarks.follow --cases 1 1000 50000 --events 20000``.

Cases of the shipped ruleset are followed at once, and what happens to them is posted round about, in the
order of days: incidents, contacts, answers that change, dates that become known.  Each event is timed; now
and then the same case is also read and assessed from nothing, right after its event, so that the ratios
hold whatever else the machine is doing.  The programs of the days are compiled before anything is timed.

durable_rules stands beside it as far as it can: its C module, behind the guards of
``drive_rules.engines.guarded``, settles the same rules of the same case from nothing.  It cannot follow.
Its own host keeps a session for each case, no more than 1,024 of them, and crashes where one of two is
deleted; so a live session of it is not run.
"""

from __future__ import annotations

import argparse
import gc
import platform
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Literal

import drive_rules as dr
from benchmarks.single_case import Times, unit
from drive_rules.case import Case
from drive_rules.case.plain import read_plain
from drive_rules.engines.durable import Durable
from drive_rules.following import Change, Event, Follower, read_event
from drive_rules.lower import lower
from drive_rules.problems import WitnessError

STREAMS = Path(__file__).parents[1] / "examples" / "streams"
FIRST = date(2026, 11, 2)
DAYS = tuple(FIRST + timedelta(7 * week) for week in range(4))
"""The days on which anything happens: few, for each has a program of its own."""
MOST_OF_ONE = 900
"""Events of one case: with many more a list of it would hold more things than it may."""
PAGE = 4096
WHY_NOT_LIVE = """durable_rules' own host is not run: it keeps a session for each case, at most 1,024 of
them, and crashes where one of two is deleted. Its C module, guarded, settles each case from nothing."""
Fresh = dict[str, Callable[[Any, date], object]]
"""What is asked of the data of a case on a day, by name."""
KINDS: tuple[Callable[[Random, int, date], dict[str, Any]], ...] = (
    lambda random, number, day: _in_the_pair(
        incidents=[
            {
                "id": f"incident-{number}",
                "date of the incident": (day - timedelta(random.randrange(60))).isoformat(),
                "what happened": random.choice(
                    ["violence or threats", "stalking or harassment", "other abuse"]
                ),
            }
        ]
    ),
    lambda random, number, day: _in_the_pair(
        **{"touch with the victim-survivor": _said(random.choice(["kept", "lost"]), "IDVA")}
    ),
    lambda random, number, day: _in_the_pair(
        **{
            "strangled or choked or held under water": _said(
                random.choice(["yes", "no", "don't know"]), "IDVA"
            )
        }
    ),
    lambda random, number, day: {
        "release date": _said((day + timedelta(random.randrange(5, 200))).isoformat(), "prison")
    },
    lambda random, number, day: {
        "custody": _said(random.choice(["remand", "sentenced", "licence", "none"]), "prison")
    },
    lambda random, number, day: {
        "contacts": [
            {
                "id": f"contact-{number}",
                "date of the contact": (day - timedelta(random.randrange(30))).isoformat(),
                "session offered": "yes",
                "attended": random.choice(["yes", "no"]),
            }
        ]
    },
)
"""What may happen to a case."""


def _said(answer: str, source: str) -> dict[str, str]:
    return {"answer": answer, "source": source}


def _in_the_pair(**said: Any) -> dict[str, Any]:
    return {"pairs": [{"id": "pair-1", **said}]}


def happenings(keys: list[str], events: int, seed: int) -> Iterator[Event]:
    """Events of all the cases, round about, as many on each day."""
    random = Random(seed)
    for number in range(events):
        day = DAYS[number * len(DAYS) // events]
        says = KINDS[random.randrange(len(KINDS))](random, number, day)
        key = keys[number % len(keys)]
        yield read_event({"id": f"e-{number}", "case": key, "on": day.isoformat(), "says": says})


def held() -> int:
    """How much memory the process holds now, in bytes; the most it held where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@dataclass
class Run:
    """What was measured of so many cases."""

    cases: int
    post: list[float] = field(default_factory=list)
    beside: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    """Of the sampled events: their own time, and that of the same case from nothing."""
    memory: list[int] = field(default_factory=list)
    starting: float = 0.0
    quiet: int = 0

    def ratio(self, name: str) -> float:
        """The median of the ratios of neighbouring times."""
        return median(other / own for own, other in self.beside[name])


def starts(ruleset: dr.Ruleset, cases: int) -> Iterator[Case]:
    """So many cases to follow: those of the streams, over and over."""
    data = [read_plain(path)[0] for path in sorted(STREAMS.glob("*.yaml"))]
    for number in range(cases):
        yield ruleset.read_case({**data[number % len(data)], "case": f"case-{number}"}, as_of=FIRST)


class InMemory:
    """Every case followed by itself, all of them in memory."""

    def __init__(self, ruleset: dr.Ruleset, cases: int, witness: bool) -> None:
        asked: Literal["durable"] | None = "durable" if witness else None
        self.followers = {
            case.key: ruleset.follow(case, as_of=FIRST, witness=asked) for case in starts(ruleset, cases)
        }

    def post(self, event: Event) -> Change:
        """Post an event to its case."""
        return self.followers[event.case].post(event)

    def follower(self, key: str) -> Follower:
        """The follower of a case."""
        return self.followers[key]


class Site:
    """A whole site: events kept in a journal on the disk first, and at most so many cases in memory."""

    def __init__(self, ruleset: dr.Ruleset, cases: int, folder: str, in_memory: int) -> None:
        journal = dr.SqliteJournal(Path(folder) / "site.journal")
        self.watch = ruleset.watch(journal, as_of=FIRST, kept=in_memory)
        for case in starts(ruleset, cases):
            self.watch.start(case)
        self.post: Callable[[Event], Change] = self.watch.post
        self.follower: Callable[[str], Follower] = self.watch.follower


def fresh(ruleset: dr.Ruleset, durable: bool) -> Fresh:
    """What is asked of a case from nothing, right after its event; raises ``WitnessError``."""
    asked: Fresh = {
        "read_case and answers": lambda data, day: ruleset.answers(
            ruleset.read_case(data, as_of=day), as_of=day
        ),
        "read_case and assess": lambda data, day: ruleset.assess(
            ruleset.read_case(data, as_of=day), as_of=day
        ),
    }
    if durable:
        witnesses = {day: Durable(lower(ruleset.meaning, day)) for day in DAYS}
        asked["durable_rules, guarded C module"] = lambda data, day: witnesses[day].settle(
            ruleset.read_case(data, as_of=day).world
        )
    return asked


def measured(
    make: Callable[[int], InMemory | Site], cases: int, events: int, samples: int, asked: Fresh, seed: int
) -> Run:
    """So many cases followed through so many events."""
    run = Run(cases)
    before = time.perf_counter()
    followed = make(cases)
    run.starting = (time.perf_counter() - before) / cases
    stream = happenings([f"case-{number}" for number in range(cases)], events, seed)
    every = max(1, events // max(1, samples))
    gc.collect()
    run.memory.append(held())
    for number, event in enumerate(stream):
        before = time.perf_counter()
        change = followed.post(event)
        taken = time.perf_counter() - before
        run.post.append(taken)
        run.quiet += change.quiet
        if number % every == every // 2:
            follower = followed.follower(event.case)
            data = follower.case.to_data()
            for name, ask in asked.items():
                before = time.perf_counter()
                ask(data, follower.as_of)
                run.beside.setdefault(name, []).append((taken, time.perf_counter() - before))
        if number + 1 in (events // 2, events):
            gc.collect()
            run.memory.append(held())
    return run


def warm(ruleset: dr.Ruleset, witness: bool, asked: Fresh) -> None:
    """Every day compiled, and everything asked once, before anything is timed."""
    for day in DAYS:
        follower = InMemory(ruleset, 1, witness).follower("case-0")
        follower.advance(day)
        for ask in asked.values():
            ask(follower.case.to_data(), day)


def table(runs: list[Run], title: str) -> None:
    """A row for each number of cases."""
    print(f"\n{title}")
    heads = ("cases", "events", "a second", "median", "p99", "changed", "start, mid, end", "a case to start")
    print("".join(f"{head:>16}" for head in heads))
    for run in runs:
        times = Times("post", tuple(run.post))
        memory = ", ".join(f"{bytes / 1e6:.0f}" for bytes in run.memory) + " MB"
        changed = f"{100 * (1 - run.quiet / len(run.post)):.0f}%"
        cells = (
            f"{run.cases:,}",
            f"{len(run.post):,}",
            f"{len(run.post) / sum(run.post):,.0f}",
            unit(times.middle),
            unit(times.slowest),
            changed,
            memory,
            unit(run.starting),
        )
        print("".join(f"{cell:>16}" for cell in cells))
    print("The same case from nothing, after the same event: how many times as long as the event took")
    for name in runs[0].beside:
        row = "; ".join(f"{run.cases:,} cases: {run.ratio(name):.2f}" for run in runs)
        print(f"  {name + ':':<34}{row}")


@dataclass(frozen=True)
class Asked:
    """What one run is asked for."""

    witness: bool
    site: bool
    beside: bool
    """Whether durable_rules is asked of the same case from nothing."""
    events: int
    samples: int
    seed: int
    in_memory: int

    def run(self, cases: int) -> Run:
        """In this process."""
        ruleset = dr.load("drive-core")
        beside = fresh(ruleset, self.beside)
        warm(ruleset, self.witness, beside)
        rest = (cases, min(self.events, MOST_OF_ONE * cases), self.samples, beside, self.seed)
        if not self.site:
            return measured(partial(InMemory, ruleset, witness=self.witness), *rest)
        with TemporaryDirectory() as folder:
            return measured(partial(Site, ruleset, folder=folder, in_memory=self.in_memory), *rest)

    def apart(self, cases: int) -> Run:
        """In a process of its own: what another run let go of is no memory of this one."""
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            return pool.submit(self.run, cases).result()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, nargs="+", default=[1, 100], help="how many at once (1 100)")
    parser.add_argument("--events", type=int, default=400, help="posted for each number of cases (400)")
    parser.add_argument("--samples", type=int, default=20, help="events whose case is asked afresh too (20)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed, the same events")
    parser.add_argument("--no-witness", action="store_true", help="only without the witness")
    parser.add_argument("--in-memory", type=int, default=50, help="cases of a site in memory at most (50)")
    asked = parser.parse_args()
    ruleset = dr.load("drive-core")
    print(f"{len(ruleset.meaning.rules)} rules; Python {platform.python_version()}, {platform.machine()}")
    try:
        fresh(ruleset, not asked.no_witness)
    except WitnessError as error:
        print(f"durable_rules cannot run here: {error}")
        asked.no_witness = True
    print(WHY_NOT_LIVE)
    whole_site = f"A whole site, in a journal on the disk, at most {asked.in_memory:,} cases in memory"
    ways: list[tuple[str, bool, bool]] = [("Without a witness", False, False), (whole_site, False, True)]
    if not asked.no_witness:
        ways.append(("With the witness (durable_rules agrees first)", True, False))
    rest = (not asked.no_witness, asked.events, asked.samples, asked.seed, asked.in_memory)
    for title, witness, site in ways:
        table([Asked(witness, site, *rest).apart(cases) for cases in asked.cases], title)
    return 0


if __name__ == "__main__":
    sys.exit(main())
