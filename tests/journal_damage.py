"""A journal whose process was killed, spoilt at one place after another: it is read right, or refused.

``python -m tests.journal_damage --step 1`` flips every byte of the file, its log and its mark, and cuts each
of them off at every length; the tests do so at a part of the places.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from drive_rules.journal import Owed
from drive_rules.journal.sqlite import SqliteJournal
from drive_rules.problems import JournalError

ENDS = ("", "-wal", "-mark", "-shm")
RULES = "a" * 64
FLIPS = (0x01, 0x80, 0xFF)

Held = dict[str, object]


def fill(path: Path) -> None:
    """A journal with some of everything, part of it in the file and part in the log."""
    with SqliteJournal(path) as journal:
        for case in ("case-1", "case-2"):
            journal.start(case, '{"as_of": "2026-09-01"}', RULES)
        for number in range(6):
            journal.append(f"case-{1 + number % 2}", f"e-{number}", f'{{"id": "e-{number}"}}', RULES)
    journal = SqliteJournal(path)
    journal.put_away("case-1", "a state", 3)
    for number in range(6, 12):
        journal.append(f"case-{1 + number % 2}", f"e-{number}", f'{{"id": "e-{number}"}}', "b" * 64)
    journal.owe([Owed("a-1", "case-1", "an alert"), Owed("a-2", "case-2", "another")])
    journal.delivered("a-1")
    journal.append("case-1", "long", "x" * 6000, RULES)
    os.kill(os.getpid(), signal.SIGKILL)


def held_by(journal: SqliteJournal) -> Held:
    """All that can be read of a journal."""
    cases = list(journal.cases())
    return {
        "cases": [(journal.started(case), list(journal.entries(case)), journal.last(case)) for case in cases],
        "away": [journal.brought_back(case) for case in cases],
        "owed": list(journal.owed()),
    }


def killed(folder: Path) -> dict[str, bytes]:
    """The files that a process leaves which is killed while it writes."""
    path = folder / "killed.journal"
    command = [sys.executable, "-m", "tests.journal_damage", "--fill", str(path)]
    root = Path(__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root)}
    assert subprocess.run(command, cwd=root, env=environment, check=False).returncode == -signal.SIGKILL
    return {end: path.with_name(path.name + end).read_bytes() for end in ENDS}


@dataclass(frozen=True, slots=True)
class Spoilt:
    """One place, and the bytes of that file as they are then."""

    end: str
    what: str
    content: bytes | None


def spoilt(files: dict[str, bytes], step: int, start: int = 0) -> Iterator[Spoilt]:
    """Every file at every ``step``-th place: one byte another, and cut off there; and taken away."""
    for end in ENDS:
        whole = files[end]
        for place in range(start % step, len(whole), step):
            flip = FLIPS[place % len(FLIPS)]
            flipped = whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :]
            yield Spoilt(end, f"byte {place}", flipped)
        for length in range(start % step, len(whole), step):
            yield Spoilt(end, f"cut off at {length}", whole[:length])
        yield Spoilt(end, "gone", None)


@dataclass
class Found:
    """What came of opening the journal, for each file: how often it was refused with which code, or read."""

    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def try_all(folder: Path, step: int, start: int = 0, write_every: int = 20) -> Found:
    """Open the journal spoilt at each place; now and then to write, which must not do away with anything."""
    files = killed(folder)
    path = folder / "spoilt.journal"
    put(path, files)
    with SqliteJournal(path, read_only=True) as journal:
        whole = held_by(journal)
    found = Found()
    for number, each in enumerate(spoilt(files, step, start)):
        put(path, files | {each.end: each.content})
        read_only = number % write_every != 0
        try:
            with SqliteJournal(path, read_only=read_only) as journal:
                held = held_by(journal)
        except JournalError as error:
            found.codes[each.end, error.problems[0].code] += 1
            there = path.with_name(path.name + each.end)
            if each.content is not None and each.end != "-shm" and there.read_bytes() != each.content:
                found.wrong.append(f"{each.end} {each.what}: what was refused is not as it was")
        else:
            found.codes[each.end, "read"] += 1
            if held != whole:
                found.wrong.append(f"{each.end} {each.what}: read wrong, read_only={read_only}")
    return found


def put(path: Path, files: dict[str, bytes | None]) -> None:
    for end, content in files.items():
        there = path.with_name(path.name + end)
        if content is None:
            there.unlink(missing_ok=True)
        else:
            there.write_bytes(content)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--fill", type=Path, default=None, help="fill this journal, and be killed")
    args = parser.parse_args()
    if args.fill is not None:
        fill(args.fill)
    with tempfile.TemporaryDirectory() as folder:
        found = try_all(Path(folder), args.step, args.start)
    for (end, code), count in sorted(found.codes.items()):
        print(f"{end or 'file':6} {code:6} {count:7,}")
    print(*found.wrong[:20], sep="\n")
    raise SystemExit(bool(found.wrong))


if __name__ == "__main__":
    main()
