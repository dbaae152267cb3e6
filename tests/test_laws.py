"""The laws in the test run: 20,000 pairs in parts for both engines, more by setting ``DRIVE_RULES_PAIRS``.

``DRIVE_RULES_SEED`` gives other rulesets; what a run meets is printed (``pytest -rP`` shows it) and
too little of it fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from drive_rules.answers import Settled
from drive_rules.engines.columnar import Columnar, SettledColumns
from drive_rules.engines.compiled import Compiled
from tests.bench import ENGINES
from tests.laws import BrokenLawError, run

PAIRS = int(os.environ.get("DRIVE_RULES_PAIRS", "20000"))
SEED = os.environ.get("DRIVE_RULES_SEED", "2026")
PARTS = 8


@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_the_laws_hold(part: int) -> None:
    tally = run(PAIRS // PARTS, SEED, ENGINES["both"], part, PARTS)
    print("\n".join(tally.lines()))
    assert tally.pairs >= PAIRS // PARTS
    assert tally.together["one by one"] == tally.rulesets
    assert not tally.shortfalls()


@pytest.mark.parametrize("engine", [Compiled, Columnar])
def test_where_both_are_asked_a_fault_of_either_is_seen(
    monkeypatch: pytest.MonkeyPatch, engine: type[Compiled | Columnar]
) -> None:
    rightly = engine.settle

    def wrongly(self: Any, asked: Any) -> Any:
        settled = rightly(self, asked)
        key, low = next(iter(settled.low.items()))
        spoilt = {**settled.low, key: tuple(value - 1 for value in low) if engine is Compiled else low - 1}
        kind = Settled if engine is Compiled else SettledColumns
        return kind(spoilt, settled.high, settled.conflicts)

    monkeypatch.setattr(engine, "settle", wrongly)
    with pytest.raises(BrokenLawError, match="one by one" if engine is Compiled else "together"):
        run(100, SEED, ENGINES["both"])


def test_the_laws_hold_of_the_program_carried_out_plainly() -> None:
    assert run(500, f"{SEED} plainly", ENGINES["stepwise"]).pairs >= 500


def test_a_run_that_meets_too_little_says_so() -> None:
    tally = run(300, f"{SEED} little", ENGINES["reference"])
    tally.features["form", "known"] = tally.features["measure", "share"] = 0
    tally.answers["yes"] = 0
    short = "; ".join(tally.shortfalls())
    assert "form 'known': in 0 of" in short
    assert "measure 'share': in 0 of" in short
    assert "answer 'yes': 0 of" in short


def test_a_run_of_many_cases_that_meets_too_little_says_so() -> None:
    tally = run(300, f"{SEED} little", ENGINES["columnar"])
    assert not [short for short in tally.shortfalls() if "columns" in short or "asked" in short]
    tally.features["columns", "nothing there"] = tally.together["in runs"] = 0
    tally.pairs = 2_500
    short = "; ".join(tally.shortfalls())
    assert "columns 'nothing there': in 0 of" in short
    assert "columns 'thousands in a list': in 1 of 2500" not in short
    assert "asked 'in runs' 0 times" in short


@pytest.mark.parametrize("engine", ["reference", "columnar"])
def test_a_seed_gives_the_same_run_under_any_hash_seed(engine: str) -> None:
    def met(hash_seed: str) -> str:
        command = [
            sys.executable,
            "-m",
            "tests.laws",
            "--pairs",
            "150",
            "--seed",
            SEED,
            "--engine",
            engine,
        ]
        done = subprocess.run(
            command,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        return "".join(line for line in done.stdout.splitlines(True) if "seconds" not in line)

    first = met("0")
    assert "pairs of" in first
    assert first == met("1")
