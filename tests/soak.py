"""A long run of a whole site on one machine: no crash, and memory that stays flat.

    python -m tests.soak --events 1000000 --cases 50000
    python -m tests.soak --events 20000 --cases 2000 --rules drive-core

Cases are started, then events come to them at random, and a day passes for all of them now and then.  What is
held in memory is told at the start, when all cases are started, after a tenth of the events (warm), in the
middle and at the end; it fails where it grows by more than the bound from warm to the end.  Cases in memory
hold their events, so the bound is so much for the run, and so much for each event that a case in memory has
come to hold meanwhile.  The journal is kept in memory where the machine has a folder for that, for what is
tried is not the disk; ``--folder`` names another.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import drive_rules as dr
from drive_rules.case import Case
from drive_rules.following import Follower
from drive_rules.ir import Ruleset as Meaning
from drive_rules.journal.sqlite import SqliteJournal
from drive_rules.live import Raised, Watch
from tests.sites_made import ANSWERS, FIRST, SOURCES, asked, case_of, ruleset, watch

MOST = 48 * 2**20
"""How many bytes more the process may hold at the end than when it was warm."""
MOST_AN_EVENT = 4 * 2**10
"""How many bytes more for each event that the cases in memory have come to hold."""
AT_A_TIME = 2000
"""How many cases are started, and events made and posted, at a time."""
MEMORY = Path("/dev/shm")


def main(arguments: list[str] | None = None) -> int:
    """Run it as the command line says."""
    options = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    options.add_argument("--events", type=int, default=20_000)
    options.add_argument("--cases", type=int, default=2_000)
    options.add_argument("--kept", type=int, default=500, help="cases in memory at most")
    options.add_argument("--days", type=int, default=1, help="how many days pass for every case")
    options.add_argument("--threads", type=int, default=4)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--rules", choices=("small", "drive-core"), default="small")
    options.add_argument("--folder", type=Path, default=MEMORY if MEMORY.is_dir() else None)
    given = options.parse_args(arguments)
    with TemporaryDirectory(dir=given.folder) as folder:
        soak = Soak(given, Path(folder) / "site.db")
        soak.run()
    print("flat" if soak.flat else "NOT FLAT")
    return 0 if soak.flat and not soak.wrong else 1


class Soak:
    """One run."""

    def __init__(self, given: Any, path: Path) -> None:
        self.given, self.path = given, path
        self.random = Random(given.seed)
        self.ruleset = ruleset() if given.rules == "small" else dr.load("drive-core", site="example-site")
        self.stream = Stream(self.ruleset.meaning, self.random, given.cases)
        self.began = time.perf_counter()
        self.told = 0
        self.wrong = 0
        self.flat = False

    def run(self) -> None:
        """From the first case to the last event, and the next morning."""
        given = self.given
        self.tell("start")
        with SqliteJournal(self.path) as journal, self.site(journal, as_of=FIRST) as site:
            with ThreadPoolExecutor(given.threads) as pool:
                for first in range(0, given.cases, AT_A_TIME):
                    some = self.stream.cases[first : first + AT_A_TIME]
                    list(pool.map(site.start, map(case_of, some)))
                self.tell("cases started", site)
                self.post(pool, site, given.events // 10)
                warm, held = self.tell("warm", site), self.held(site)
                self.post(pool, site, given.events // 2)
                self.tell("middle", site)
                self.post(pool, site, given.events)
                end = self.tell("end", site)
            most = MOST + MOST_AN_EVENT * max(0, self.held(site) - held)
            self.flat = end - warm <= most
            print(f"{_megabytes(end - warm)} more than when it was warm; at most {_megabytes(most)}")
            self.look(site, journal)
        with SqliteJournal(self.path, thorough=False) as journal, self.site(journal) as site:
            self.tell("opened again", site)
            self.wrong += site.as_of != self.stream.today

    def site(self, journal: SqliteJournal, **more: Any) -> Watch:
        """The site, whose alerts are counted."""
        more |= {"kept": self.given.kept, "on_alert": self.hear}
        if self.given.rules == "small":
            return watch(journal, **more)
        return self.ruleset.watch(journal, **more)

    def hear(self, alert: Raised) -> None:
        """An alert is told."""
        self.told += 1

    def post(self, pool: ThreadPoolExecutor, site: Watch, upto: int) -> None:
        """Post events until there are so many, and let days pass in between, evenly."""
        every = self.given.events // (self.given.days + 1) + 1
        while self.stream.count < upto:
            room = min(AT_A_TIME, upto - self.stream.count, every - self.stream.count % every)
            list(pool.map(site.post, [self.stream.event() for _ in range(room)]))
            if self.stream.count % every == 0:
                self.stream.today += timedelta(1)
                done = site.advance(self.stream.today)
                self.wrong += done.left
                self.tell("a day passed", site)

    def held(self, site: Watch) -> int:
        """How many events the cases in memory hold."""
        return sum(len(held.follower.events) for held in site._holding._held.values())

    def look(self, site: Watch, journal: SqliteJournal) -> None:
        """Whether a few cases are as they would be if they were followed alone, and nothing is owed."""
        for key, events in self.stream.looked_at.items():
            here = site.follower(key)
            follow = asked().follow if self.given.rules == "small" else self.follow
            there = follow(self.ruleset.read_case(case_of(key)), FIRST, None)
            for event in events:
                there.post(event)
            for day in site._record.days:
                there.advance(day)
            self.wrong += (here.case, here.as_of, here.alerts) != (there.case, there.as_of, there.alerts)
        owed, failed = sum(1 for _ in journal.owed()), len(site.failures)
        self.wrong += owed + failed
        print(
            f"{len(self.stream.looked_at)} cases looked at; alerts told {self.told:,}, owed {owed:,}; "
            f"failures {failed}; wrong {self.wrong}"
        )

    def follow(self, case: Case, as_of: date, previous: dr.Assessment | None) -> Follower:
        """A case followed alone."""
        return self.ruleset.follow(case, as_of=as_of, previous=previous)

    def tell(self, when: str, site: Watch | None = None) -> int:
        """What is held in memory by now, in bytes."""
        gc.collect()
        size = _size()
        cases = f"{len(site._holding):,} cases in memory" if site else ""
        took = time.perf_counter() - self.began
        line = f"{when:14} {self.stream.count:>10,} events {took:8.1f} s {_megabytes(size):>9}  {cases}"
        print(line, flush=True)
        return size


class Stream:
    """What happens at a site, made as it is asked for: answers and incidents, in a ruleset's words."""

    def __init__(self, meaning: Meaning, random: Random, cases: int) -> None:
        self.random = random
        self.cases = [f"case-{number}" for number in range(cases)]
        self.looked_at: dict[str, list[Any]] = {key: [] for key in self.cases[:: max(1, cases // 20)]}
        self.today = FIRST
        self.count = 0
        facts = meaning.facts.values()
        self.questions = [
            fact.name
            for fact in facts
            if fact.of == "pair" and fact.type.name == "yes or no" and fact.checklist is not None
        ]

    def event(self) -> dict[str, Any]:
        """The next: something becomes known of some case."""
        case, self.count = self.random.choice(self.cases), self.count + 1
        on = self.today.isoformat()
        says: dict[str, Any] = {"id": "pair-1"}
        if self.random.random() < 0.1:
            says["incidents"] = [{"id": f"incident-{self.count}", "date of the incident": on}]
        else:
            said = {"answer": self.random.choice(ANSWERS), "source": self.random.choice(SOURCES)}
            says[self.random.choice(self.questions)] = said
        event = {"id": f"e-{self.count}", "case": case, "on": on, "says": {"pairs": [says]}}
        if case in self.looked_at:
            self.looked_at[case].append(event)
        return event


def _size() -> int:
    """Bytes of memory that the process holds."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.1f} MB"


if __name__ == "__main__":
    sys.exit(main())
