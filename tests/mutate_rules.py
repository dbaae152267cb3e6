"""Spoil each shipped rule in every way, and see its scenarios miss it: ``python -m tests.mutate_rules``.

Prints every mutant that no scenario of its rule noticed, and how many there were of each sort; fails where
there is any.  ``--rules`` names some, ``--sorts`` what is spoilt, ``--processes`` how many at once;
``--report`` writes what came of each way, as ``drive-rules records --report`` reads it.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from os import cpu_count
from pathlib import Path

import pytest

from drive_rules import packages

Line = dict[str, str]
PIECE = 24
"""Rules tried in one run of pytest, which collects every scenario once."""


def tried(rules: list[str], sorts: list[str] | None = None) -> list[Line]:
    """What came of every mutant of some rules, or of some sorts of mutants."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.jsonl"
        words = ["-q", "-p", "no:xdist", "-p", "no:cacheprovider", "features", "--mutate", ",".join(rules)]
        words += ["--mutate-sorts", ",".join(sorts)] if sorts else []
        printed = io.StringIO()
        with redirect_stdout(printed), redirect_stderr(printed):
            pytest.main([*words, "--mutation-report", str(report)])
        if not report.exists():
            raise RuntimeError(printed.getvalue())
        return [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]


def main() -> int:
    """Try every rule that is asked for; the exit code says whether anything went unnoticed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutate_rules", description=__doc__)
    parser.add_argument("--rules", nargs="*", help="ids; else every rule")
    parser.add_argument("--sorts", nargs="*", help="such as rule, test, edge, duty; else all")
    parser.add_argument("--processes", type=int, default=cpu_count())
    parser.add_argument("--report", type=Path, help="where to write a line of JSON for each")
    asked = parser.parse_args()
    shipped = packages.load_package("drive-core").ruleset.rules
    rules = sorted(asked.rules or shipped)
    if strangers := [rule for rule in rules if rule not in shipped]:
        parser.error(f"no rule is called {', '.join(strangers)}")
    pieces = [rules[first : first + PIECE] for first in range(0, len(rules), PIECE)]
    with ProcessPoolExecutor(min(asked.processes, len(pieces))) as pool:
        sorts = [asked.sorts] * len(pieces)
        lines = [line for found in pool.map(tried, pieces, sorts) for line in found]
    if asked.report:
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        asked.report.write_text(text, encoding="utf-8")
    unnoticed = [line for line in lines if line["missed by"] is None]
    for line in unnoticed:
        print(f"{line['rule']}: {line['what']}: nobody noticed ({line['sort']})")
    all_of, noticed = (Counter(line["sort"] for line in some) for some in (lines, unnoticed))
    sorts = ", ".join(f"{sort} {count - noticed[sort]} of {count}" for sort, count in sorted(all_of.items()))
    print(f"{len(rules)} rules spoilt in {len(lines)} ways, {len(lines) - len(unnoticed)} noticed: {sorts}")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
