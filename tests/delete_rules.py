"""Delete each shipped rule in turn and run only its scenarios: ``python -m tests.delete_rules``.

Prints every rule whose scenarios still pass without it, or that has none, and fails if there is one.
"""

from __future__ import annotations

import io
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from os import cpu_count

import pytest

from drive_rules import packages

FAILED, NO_TESTS = pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED


def without(rule: str) -> tuple[str, int]:
    """The rule and pytest's exit code for its scenarios once it is gone."""
    quietly = ["-q", "-x", "-p", "no:xdist", "-p", "no:cacheprovider"]
    with redirect_stdout(io.StringIO()):
        return rule, int(pytest.main([*quietly, "features", "--without-rule", rule]))


def main() -> int:
    """Try every rule; the exit code says whether any deletion went unnoticed."""
    rules = sorted(packages.load_package("drive-core").ruleset.rules)
    with ProcessPoolExecutor(cpu_count()) as pool:
        ended = dict(pool.map(without, rules))
    unnoticed = {rule: code for rule, code in ended.items() if code != FAILED}
    for rule, code in unnoticed.items():
        print(f"{rule}: {'has no scenario' if code == NO_TESTS else f'deletion passed (exit {code})'}")
    print(f"{len(rules)} rules deleted in turn, {len(unnoticed)} deletions passed")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
