"""Planted faults: each is found by the generators alone, within 5,000 pairs, from three seeds.

Those of the lowering are planted for the engine of one case and for that of many.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from itertools import count

import pytest

from drive_rules.engines import compiled
from drive_rules.ir import Ruleset
from drive_rules.lower import Program
from tests.bench import Engine, Settle, Together
from tests.faults import FAULTS, Lowering
from tests.laws import BrokenLawError, Laws
from tests.tally import Tally

SEED = os.environ.get("DRIVE_RULES_SEED", "2026")
MOST_PAIRS = 5_000


def of_one(program: Program) -> Settle:
    """The engine of one case."""
    return compiled.build(program).settle


def pairs_to_detection(engine: Engine, seed: str) -> int:
    """How many pairs it takes to see that the engine is wrong."""
    tally = Tally()

    def search() -> None:
        for number in count():
            Laws(seed, number, engine, tally).check()
            assert tally.pairs < MOST_PAIRS

    with pytest.raises(BrokenLawError, match="the engine equals the reference"):
        search()
    return tally.pairs


@pytest.mark.parametrize("build", [of_one, Together], ids=["compiled", "columnar"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found(fault: Lowering, build: Callable[[Program], Settle]) -> None:
    def engine(ruleset: Ruleset, as_of: date) -> Settle:
        return build(fault(ruleset, as_of))

    found = [pairs_to_detection(engine, f"{SEED} {fault.__name__} {number}") for number in range(3)]
    print(f"{fault.__name__}: found after {', '.join(map(str, found))} pairs")
