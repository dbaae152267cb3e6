"""Planted faults: each is found by the generators alone, within 5,000 pairs, from three seeds."""

from __future__ import annotations

import os
from datetime import date
from itertools import count

import pytest

from drive_rules.engines.compiled import build
from drive_rules.ir import Ruleset
from tests.bench import Settle
from tests.faults import FAULTS, Lowering
from tests.laws import BrokenLawError, Laws
from tests.tally import Tally

SEED = os.environ.get("DRIVE_RULES_SEED", "2026")
MOST_PAIRS = 5_000


def pairs_to_detection(fault: Lowering, seed: str) -> int:
    """How many pairs it takes to see the fault."""

    def engine(ruleset: Ruleset, as_of: date) -> Settle:
        return build(fault(ruleset, as_of)).settle

    tally = Tally()

    def search() -> None:
        for number in count():
            Laws(seed, number, engine, tally).check()
            assert tally.pairs < MOST_PAIRS

    with pytest.raises(BrokenLawError, match="the engine equals the reference"):
        search()
    return tally.pairs


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found(fault: Lowering) -> None:
    found = [pairs_to_detection(fault, f"{SEED} {fault.__name__} {number}") for number in range(3)]
    print(f"{fault.__name__}: found after {', '.join(map(str, found))} pairs")
