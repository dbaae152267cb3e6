"""Kills a process that keeps events in a journal, again and again at random moments, and looks what is kept.

``python -m tests.journal_killed --kills 200`` forks a child for each kill, which goes on where the one before
was killed: it sends again what was not acknowledged.  An acknowledgement is a line in a pipe, written when
the journal has returned.  After each kill every event that was acknowledged is there once, nothing is there
that was not sent, and what each thread sent is there up to some point without a gap.

With ``--followed`` each child follows a case that is kept: it is taken up again from the journal as what all
that was kept comes to at once, and every change of an acknowledged event is in it.
"""

from __future__ import annotations

import argparse
import os
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from select import select
from threading import Thread
from typing import Any

from drive_rules import packages
from drive_rules.following import Follower
from drive_rules.journal import Owed
from drive_rules.journal.sqlite import SqliteJournal
from drive_rules.problems import JournalError
from drive_rules.ruleset import Ruleset
from tests.small_ruleset import ITEMS, small_ruleset

RULES = "a" * 64
CASE = "case-1"
FIRST = date(2026, 9, 1)
DAYS = 8
"""Within so many days all happens: their programs are kept."""
MOST_OF_A_CASE = 30
"""Events of one case; then another is followed."""
THREADS = 4
LONGEST = 0.03
"""Seconds within which a child is killed: from its start on, or from its first acknowledgement on."""

Line = tuple[str, str]


def text_of(id: str) -> str:
    """What is kept under an id: short, or over several pages."""
    number = int(id.partition("-")[2])
    return f'{{"id": "{id}", "of": "{"x" * (5000 if number % 7 == 0 else 50)}"}}'


@dataclass
class Known:
    """What the sender knows: which event of each case was the last to be acknowledged."""

    acknowledged: dict[str, int] = field(default_factory=dict)

    def take(self, lines: list[Line]) -> None:
        for case, number in lines:
            at = self.acknowledged.get(case, 0)
            assert int(number) == at + 1, "an acknowledgement is missing"
            self.acknowledged[case] = int(number)


@dataclass
class Seen:
    """What came of it all."""

    kills: int = 0
    acknowledged: int = 0
    kept_unacknowledged: int = 0
    nothing_done: int = 0


def killed_at(random: Random, child: Callable[[int], None]) -> list[Line]:
    """Fork a child that writes lines, kill it at a random moment, and give the lines that are whole."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(read)
            child(write)
        finally:
            os._exit(1)
    os.close(write)
    if random.random() < 0.7:  # the others are killed while they open the journal
        select([read], [], [], 30)
    time.sleep(random.random() * LONGEST)
    os.kill(pid, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert status == -signal.SIGKILL, f"a child ended by itself: {status}"
    with os.fdopen(read) as pipe:
        lines = pipe.read().split("\n")[:-1]
    return [(case, rest) for case, _, rest in (line.rpartition(" ") for line in lines)]


def send_for_ever(path: Path, known: Known, write: int) -> None:
    """Some threads send to one journal, each to a case of its own, and say what is acknowledged."""
    journal = SqliteJournal(path)

    def send(case: str) -> None:
        number = known.acknowledged.get(case, 0)
        journal.start(case, "{}", RULES)
        while True:
            number += 1
            journal.append(case, f"e-{number}", text_of(f"e-{number}"), RULES)
            if number % 3 == 0:
                journal.put_away(case, f"{number}", journal.last(case))
            if number % 4 == 0:
                journal.owe([Owed(f"{case} {each}", case, "") for each in (number - 1, number)])
            if number % 8 == 0:
                journal.delivered(f"{case} {number}")
            os.write(write, f"{case} {number}\n".encode())

    for each in range(THREADS):
        Thread(target=send, args=(f"case-{each}",)).start()
    time.sleep(60)


def look(path: Path, known: Known, seen: Seen) -> None:
    """Hold what is kept to what was acknowledged; every row and every page is looked through."""
    if not path.exists():
        assert not known.acknowledged
        return
    with SqliteJournal(path, read_only=seen.kills % 2 == 0) as journal:
        for each in range(THREADS):
            case = f"case-{each}"
            acknowledged = known.acknowledged.get(case, 0)
            kept = list(journal.entries(case))
            assert len(kept) in (acknowledged, acknowledged + 1), (
                "acknowledged events are missing, or doubled"
            )
            ids = [f"e-{number}" for number in range(1, len(kept) + 1)]
            assert [(one.id, one.text) for one in kept] == [(id, text_of(id)) for id in ids]
            state = journal.brought_back(case)
            if state is not None:
                assert kept[int(state[0]) - 1].number == state[1], "a state is not of where it says"
            done = acknowledged - acknowledged % 4
            owed = {f"{case} {number}" for number in range(1, done + 1) if number % 4 == 3 or number % 8 == 4}
            found = {one.id for one in journal.owed(case)}
            assert owed <= found, "alerts that were owed are missing"
            late = {f"{case} {number}" for number in range(acknowledged, acknowledged + 2)}
            assert found <= owed | late, "alerts are owed that were delivered"
            seen.kept_unacknowledged += len(kept) - acknowledged


class TooEarly(SqliteJournal):
    """A planted fault: an event is put down when the next one comes."""

    waiting: tuple[str, str, str, str] | None = None

    def append(self, case: str, id: str, text: str, ruleset: str) -> bool:
        waiting, self.waiting = self.waiting, (case, id, text, ruleset)
        return super().append(*waiting) if waiting else True


# -- a case that is followed -------------------------------------------------------------------------


def a_case(key: str = CASE) -> dict[str, Any]:
    """Next to nothing is known."""
    return {"case": key, "pairs": [{"id": "pair-1", "has an IDVA": "yes"}]}


def stream(random: Random, number: int, key: str = CASE) -> dict[str, Any] | date:
    """What happens: answers, incidents, what is taken back, days; in no order of days."""
    on = FIRST + timedelta(random.randrange(DAYS))
    chance = random.random()
    if chance < 0.15:
        return on
    event: dict[str, Any] = {"id": f"e-{number}", "case": key, "on": on.isoformat()}
    pair = random.choice(("pair-1", "pair-2"))
    if chance < 0.5:
        said = {"answer": random.choice(("yes", "no")), "source": random.choice(("police", "IDVA"))}
        event["says"] = {"pairs": [{"id": pair, random.choice(ITEMS): said}]}
    elif chance < 0.75:
        incident = {"id": f"incident-{number}", "date of the incident": on.isoformat(), "violent": "yes"}
        event["says"] = {"pairs": [{"id": pair, "incidents": [incident]}]}
    elif chance < 0.9:
        event["says"] = {"custody": {"answer": random.choice(("none", "remand")), "source": "police"}}
    elif number:
        event["takes back"] = f"e-{random.randrange(number)}"
    return event


@cache
def rules() -> Ruleset:
    """The small ruleset, its days' programs made before anybody forks."""
    ruleset = Ruleset(packages.Package(small_ruleset(), RULES, {}))
    follower = ruleset.follow(ruleset.read_case(a_case()), as_of=FIRST)
    for days in range(DAYS):
        follower.advance(FIRST + timedelta(days))
    return ruleset


def what(number: int, key: str) -> dict[str, Any] | date:
    """What is sent as the event of this number, the same whenever it is sent."""
    return stream(Random(f"{key} {number}"), number, key)


def take(follower: Follower, one: dict[str, Any] | date) -> None:
    if isinstance(one, date):
        follower.advance(one)
    else:
        follower.post(one)


def follow_for_ever(path: Path, key: str, known: Known, write: int) -> None:
    """Take a case up again, and send what was not acknowledged and what comes after."""
    with SqliteJournal(path) as journal:
        follower = rules().resume(journal, rules().read_case(a_case(key)), as_of=FIRST)
        number = known.acknowledged.get(key, 0)
        while True:
            number += 1
            take(follower, what(number, key))
            if number % 7 == 0:
                follower.put_away()
            os.write(write, f"{key} {number}\n".encode())


class Whole:
    """What all that was sent comes to, followed without a journal."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._number = 0
        self._follower = rules().follow(rules().read_case(a_case(key)), as_of=FIRST)

    def upto(self, number: int) -> str:
        """After so many events."""
        while self._number < number:
            self._number += 1
            take(self._follower, what(self._number, self._key))
        return self._follower.to_json()


def look_followed(path: Path, whole: Whole, key: str, known: Known, seen: Seen) -> None:
    """The case taken up again is that of all acknowledged events, or of the one under way as well."""
    acknowledged = known.acknowledged.get(key, 0)
    with SqliteJournal(path, read_only=seen.kills % 2 == 0) as journal:
        if journal.started(key) is None:
            assert not acknowledged
            return
        found = rules().resume(journal, key).to_json()
        if found != whole.upto(acknowledged):
            assert found == whole.upto(acknowledged + 1), "a followed case is not what was sent"
            seen.kept_unacknowledged += 1
        ids = [entry.id for entry in journal.entries(key)]
        assert len(ids) == len(set(ids)), "an event is kept twice"


def kill_followed(folder: Path, kills: int, seed: int) -> Seen:
    """Kill so many who follow a case, one after another; raises ``AssertionError`` over what is not so."""
    random, seen, path = Random(seed), Seen(), folder / "followed"
    known, cases = Known(), 0
    key, whole = f"case-{seed}-0", Whole(f"case-{seed}-0")
    for _ in range(kills):
        if known.acknowledged.get(key, 0) > MOST_OF_A_CASE:
            cases += 1
            key, whole = f"case-{seed}-{cases}", Whole(f"case-{seed}-{cases}")
            path = path if cases % 3 else folder / f"followed-{cases}"
        lines = killed_at(random, lambda write: follow_for_ever(path, key, known, write))  # noqa: B023
        known.take(lines)
        seen.kills += 1
        seen.acknowledged += len(lines)
        seen.nothing_done += not lines
        unless_unmade(lambda: look_followed(path, whole, key, known, seen), known, key)  # noqa: B023
    return seen


def unless_unmade(looked: Callable[[], None], known: Known, *keys: str) -> None:
    """Look, unless the process was killed while it made the journal."""
    try:
        looked()
    except JournalError as error:
        made = any(known.acknowledged.get(key) for key in keys or known.acknowledged)
        if made or error.problems[0].code != "JR001":
            raise


# -- again and again ---------------------------------------------------------------------------------


def kill(path: Path, kills: int, seed: int) -> Seen:
    """Kill so many senders, one after another; raises ``AssertionError`` over anything that is not so."""
    random, known, seen = Random(seed), Known(), Seen()
    for _ in range(kills):
        if sum(known.acknowledged.values()) > 2000:  # a journal that is long takes long to look through
            path = path.with_name(f"{path.name}-")
            seen.acknowledged += sum(known.acknowledged.values())
            known = Known()
        lines = killed_at(random, lambda write: send_for_ever(path, known, write))  # noqa: B023
        known.take(lines)
        seen.kills += 1
        seen.nothing_done += not lines
        unless_unmade(lambda: look(path, known, seen), known)  # noqa: B023
    seen.acknowledged += sum(known.acknowledged.values())
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--followed", action="store_true", help="each child follows a case that is kept")
    parser.add_argument("--too-early", action="store_true", help="a fault is planted, which must be found")
    parser.add_argument("--folder", type=Path, default=None, help="where the journals are made")
    args = parser.parse_args()
    if args.too_early:
        global SqliteJournal  # noqa: PLW0603
        SqliteJournal = TooEarly  # type: ignore[misc]
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        if args.followed:
            print(kill_followed(Path(folder), args.kills, args.seed))
        else:
            print(kill(Path(folder) / "kept", args.kills, args.seed))


if __name__ == "__main__":
    main()
