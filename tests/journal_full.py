"""Fills a small disk with events, and says how many were acknowledged and how many are kept.

``python -m tests.journal_full FOLDER`` prints both, the code of the refusal, and whether an event is taken
once there is room again; a file beside the journal takes the room until then.
"""

from __future__ import annotations

import sys
from pathlib import Path

from drive_rules.journal.sqlite import SqliteJournal
from drive_rules.problems import JournalError

RULES = "a" * 64


def main() -> None:
    folder = Path(sys.argv[1])
    other = folder / "something else"
    other.write_bytes(b"x" * 150_000)
    acknowledged, code = 0, ""
    with SqliteJournal(folder / "kept.journal") as journal:
        journal.start("case-1", "{}", RULES)
        try:
            for number in range(10_000):
                journal.append("case-1", f"{number}", "x" * 500, RULES)
                acknowledged += 1
        except JournalError as error:
            code = error.problems[0].code
        kept = len(list(journal.entries("case-1")))
        other.unlink()
        after = journal.append("case-1", "later", "x" * 500, RULES)
    with SqliteJournal(folder / "kept.journal") as journal:
        assert len(list(journal.entries("case-1"))) == kept + 1
    print(acknowledged, kept, code, after)


if __name__ == "__main__":
    main()
