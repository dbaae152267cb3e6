"""Cuts the power of a machine that keeps events in a journal, again and again, and looks what is on the disk.

``python -m tests.journal_power --cuts 100`` needs a C compiler: ``power_cut.c`` keeps of each file what was
synced.  What is on the disk after a cut is that, or what was written since, or part of it by sectors of 512
bytes, of each file by itself; whichever it is, everything that was acknowledged is there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from drive_rules.journal import transactions
from tests.journal_killed import Known, Seen, killed_at, look, send_for_ever, unless_unmade

FILES = ("", "-wal")
SECTOR = 512
LIBRARY = "power_cut.so"

Left = Callable[[bytes, bytes], bytes]


def built(folder: Path) -> Path | None:
    """The library that keeps what was synced; None where it cannot be compiled."""
    source, made = Path(__file__).with_name("power_cut.c"), folder / LIBRARY
    command = ["cc", "-shared", "-fPIC", "-O1", "-o", str(made), str(source), "-ldl"]
    if shutil.which("cc") is None or not sys.platform.startswith("linux"):
        return None
    done = subprocess.run(command, capture_output=True, check=False)
    return made if done.returncode == 0 else None


def preloaded(library: Path, folder: Path) -> dict[str, str]:
    """The environment of a process of which it is known what reached the disk."""
    return {**os.environ, "LD_PRELOAD": str(library), "POWER_CUT_FOLDER": str(folder)}


def torn(random: Random) -> Left:
    """Of what was written since the last sync some sectors, by chance."""

    def left(synced: bytes, written: bytes) -> bytes:
        size = random.choice((len(synced), len(written)))
        chosen = [
            random.choice((synced, written))[at : at + SECTOR] or bytes(min(SECTOR, size - at))
            for at in range(0, size, SECTOR)
        ]
        return b"".join(chosen)[:size]

    return left


def only_synced(synced: bytes, written: bytes) -> bytes:
    """Nothing that was written since."""
    return synced


def all_written(synced: bytes, written: bytes) -> bytes:
    """All that was written since."""
    return written


def cut(path: Path, after: Path, lefts: tuple[Left, ...], marked: bool) -> None:
    """Put down what a cut leaves of a journal."""
    shutil.rmtree(after.parent, ignore_errors=True)
    after.parent.mkdir()
    for end, left in zip(FILES, lefts, strict=True):
        written, synced = beside(path, end), beside(path, f"{end}.synced")
        if synced.exists():
            now = written.read_bytes() if written.exists() else b""
            beside(after, end).write_bytes(left(synced.read_bytes(), now))
    mark = beside(path, "-mark")
    if marked and mark.exists():
        shutil.copy(mark, beside(after, "-mark"))


def beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)


def cut_all(folder: Path, cuts: int, seed: int) -> Seen:
    """Cut the power so many times; raises ``AssertionError`` or ``JournalError`` over what is not so."""
    random, known, seen = Random(seed), Known(), Seen()
    path, after = folder / "powered", folder / "after" / "powered"
    for _ in range(cuts):
        if sum(known.acknowledged.values()) > 400:
            seen.acknowledged += sum(known.acknowledged.values())
            known = Known()
            for each in folder.glob("powered*"):
                each.unlink()
        lines = killed_at(random, lambda write: send_for_ever(path, known, write))  # noqa: B023
        known.take(lines)
        seen.kills += 1
        seen.nothing_done += not lines
        if random.random() < 0.3:  # only the process is gone: what it wrote is there, synced or not
            continue
        tearing = torn(random)
        ways = [
            (one, other)
            for one in (only_synced, all_written, tearing)
            for other in (only_synced, all_written, tearing)
        ]
        random.shuffle(ways)
        for lefts in ways:
            cut(path, after, lefts, marked=random.random() < 0.7)
            looking = Seen(kills=0)
            unless_unmade(lambda: look(after, known, looking), known)  # noqa: B023
        seen.kept_unacknowledged += looking.kept_unacknowledged
        # The next goes on with what the last of them left; that is what is on the disk then.
        for each in folder.glob("powered*"):
            each.unlink()
        for each in after.parent.glob("powered*"):
            if each.name in {f"powered{end}" for end in (*FILES, "-mark")}:
                shutil.copy(each, folder)
                shutil.copy(each, beside(folder / each.name, ".synced"))
    seen.acknowledged += sum(known.acknowledged.values())
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--no-wait", action="store_true", help="a fault is planted, which must be found")
    args = parser.parse_args()
    if "POWER_CUT_FOLDER" not in os.environ:
        with tempfile.TemporaryDirectory(dir=args.folder) as folder:
            library = built(Path(folder))
            if library is None:
                raise SystemExit("no C compiler here")
            (powered := Path(folder) / "disk").mkdir()
            command = [sys.executable, "-m", "tests.journal_power", *sys.argv[1:]]
            raise SystemExit(subprocess.run(command, env=preloaded(library, powered), check=False).returncode)
    # The log is put into the file every few changes, so that some cuts fall into that.
    transactions._DURABLE = (*transactions._DURABLE, "PRAGMA wal_autocheckpoint = 100")
    if args.no_wait:
        transactions._DURABLE = (*transactions._DURABLE, "PRAGMA synchronous = NORMAL")
    print(cut_all(Path(os.environ["POWER_CUT_FOLDER"]), args.cuts, args.seed))


if __name__ == "__main__":
    main()
