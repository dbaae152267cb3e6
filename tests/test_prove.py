"""Proofs: the encoding is the reference's meaning, what it finds is borne out, and faults of it are seen."""

from __future__ import annotations

import os

import pytest

pytest.importorskip("z3")

from drive_rules.prove import encoding, ends, gathers, truths
from tests import faults
from tests.proved import held

SEED = os.environ.get("DRIVE_RULES_SEED", "2026")
MOST_RULESETS = 60


@pytest.mark.parametrize("part", range(4))
def test_the_encoding_with_its_inputs_fixed_equals_the_reference(part: int) -> None:
    compared = 0
    for number in range(part, 28, 4):
        each = held(f"{SEED} proved", number)
        assert not list(each.wrong())
        compared += each.compared
    assert compared > 1_500


@pytest.mark.parametrize(
    "fault",
    [faults.high_end_dropped, faults.open_list_as_whole, faults.otherwise_too_soon, faults.doubt_lost],
    ids=lambda fault: fault.__name__,
)
def test_a_fault_of_the_lowering_is_seen(fault: faults.Lowering) -> None:
    assert _rulesets_to_see(f"{SEED} {fault.__name__}", fault) <= MOST_RULESETS


def _never_torn(gathered: gathers.Gathered) -> truths.Truth:
    return False


def _as_it_is(end: ends.End) -> ends.End:
    return end


def _not_clamped(end: ends.End, floor: int, ceiling: int) -> ends.End:
    return end


@pytest.mark.parametrize(
    ("module", "name", "fault"),
    [
        (gathers.Gathered, "torn", _never_torn),
        (encoding, "rounded_down", _as_it_is),
        (encoding, "within", _not_clamped),
    ],
    ids=["torn", "rounded_down", "within"],
)
def test_a_fault_of_the_encoding_is_seen(
    module: object, name: str, fault: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, fault)
    assert _rulesets_to_see(f"{SEED} {name}") <= MOST_RULESETS


def _rulesets_to_see(seed: str, lowering: faults.Lowering | None = None) -> int:
    """After how many rulesets something is wrong; the most, and one more, where nothing is."""
    for number in range(MOST_RULESETS):
        each = held(seed, number, 1, *((lowering,) if lowering else ()))
        if next(each.wrong(), None) is not None:
            return number + 1
    return MOST_RULESETS + 1
