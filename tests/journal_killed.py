"""Kills a process that keeps events in a journal, again and again at random moments, and looks what is kept.

``python -m tests.journal_killed --kills 200`` forks a child for each kill, which goes on where the one before
was killed: it sends again what was not acknowledged.  An acknowledgement is a line in a pipe, written when
the journal has returned.  After each kill every event that was acknowledged is there once, nothing is there
that was not sent, and what each thread sent is there up to some point without a gap.
"""

from __future__ import annotations

import argparse
import os
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from select import select
from threading import Thread

from drive_rules.journal import Owed
from drive_rules.journal.sqlite import SqliteJournal

RULES = "a" * 64
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
        try:
            look(path, known, seen)
        except Exception as error:
            if "JR001" not in str(error) or known.acknowledged:  # killed while the journal was made
                raise
    seen.acknowledged += sum(known.acknowledged.values())
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(kill(Path(folder) / "kept", args.kills, args.seed))


if __name__ == "__main__":
    main()
