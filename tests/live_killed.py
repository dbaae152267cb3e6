"""A site in a process that is killed: ``python -m tests.live_killed JOURNAL``, and a line for each time.

It has one thread of its own, so that it may fork: a child for each line, in which a site is followed by
several threads.  The line is how many lines the child may say before it is killed; what it said is printed.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from drive_rules.journal.sqlite import SqliteJournal
from drive_rules.live import Raised
from tests.sites_made import LATER, alone, case_of, stream, watch

Happened = dict[str, list[dict[str, Any]]]


def happened() -> Happened:
    """What happens to each case."""
    random = Random(13)
    return {key: list(stream(random, key, 30)) for key in (f"case-{number}" for number in range(5))}


def live(path: Path, events: Happened, seed: int, pipe: int) -> None:
    """Follow the site to the end, and say what is acknowledged and what is told."""
    random = Random(seed)

    def tell(alert: Raised) -> None:
        if random.random() < 0.2:
            raise OSError
        os.write(pipe, f"told {alert.case} {alert.id}\n".encode())

    def post(mine: list[dict[str, Any]]) -> None:
        for event in mine:
            site.post(event)
            os.write(pipe, f"kept {event['case']} {event['id']}\n".encode())

    with SqliteJournal(path) as journal:
        site = watch(journal, kept=3, on_alert=tell)
        for key in events:
            site.start(case_of(key))
        everything = [event for several in events.values() for event in several]
        random.shuffle(everything)
        with ThreadPoolExecutor(3) as pool:
            waiting = [pool.submit(post, everything[n::3]) for n in range(3)]
            site.advance(LATER)
            for each in waiting:
                each.result()


def killed(path: Path, events: Happened, seed: int, most: int) -> list[bytes]:
    """What a child said before it was killed, which is soon after it has said so much."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            live(path, events, seed, writing)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = list(islice(pipe, most))
        time.sleep(Random(seed).random() / 50)
        os.kill(child, signal.SIGKILL)
        said += pipe
    os.waitpid(child, 0)
    return [line for line in said if line.endswith(b"\n")]


def main() -> None:
    """One child for each line of what is read."""
    path, events = Path(sys.argv[1]), happened()
    for key, several in events.items():
        alone(case_of(key), several, [LATER])  # the programs of all days are made once, here
    for number, line in enumerate(sys.stdin):
        for said in killed(path, events, number, int(line)):
            sys.stdout.buffer.write(said)
        print("over", flush=True)


if __name__ == "__main__":
    main()
