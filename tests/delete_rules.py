"""Delete each shipped rule in turn and run only its scenarios: ``python -m tests.delete_rules``.

Prints every rule whose scenarios still pass without it, or that has none, and fails if there is one.
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count

from drive_rules import packages

NO_TESTS = 5
FAILED = 1


def without(rule: str) -> tuple[str, int]:
    """The rule and pytest's exit code for its scenarios once it is gone."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:xdist", "-p", "no:cacheprovider"]
    ended = subprocess.run([*command, "features", "--without-rule", rule], capture_output=True, check=False)
    return rule, ended.returncode


def main() -> int:
    """Try every rule; the exit code says whether any deletion went unnoticed."""
    rules = sorted(packages.load_package("drive-core").ruleset.rules)
    with ThreadPoolExecutor(cpu_count()) as pool:
        ended = dict(pool.map(without, rules))
    for rule, code in ended.items():
        if code != FAILED:
            print(f"{rule}: {'has no scenario' if code == NO_TESTS else f'deletion passed (exit {code})'}")
    unnoticed = [rule for rule, code in ended.items() if code != FAILED]
    print(f"{len(rules)} rules deleted in turn, {len(unnoticed)} deletions passed")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
