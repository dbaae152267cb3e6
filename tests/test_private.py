"""In the shipped practice, what only the victim-survivor's side can say is private."""

from __future__ import annotations

import drive_rules as dr
from tests.private_pairs import held

HER_SIDE = {"victim-survivor", "IDVA", "IDVA manager", "specialist service", "child"}
FACTS = dr.load("drive-core").meaning.facts.values()
OPEN = [fact for fact in FACTS if not fact.private]


def test_what_only_her_side_is_asked_is_private() -> None:
    assert [fact.name for fact in OPEN if fact.asked_of and {*fact.asked_of} <= HER_SIDE] == []


def test_what_the_perpetrator_is_never_asked_is_private() -> None:
    assert [fact.name for fact in OPEN if "perpetrator" in fact.never_asked_of] == []


def test_of_what_is_shared_the_perpetrator_learns_nothing_not_even_that_it_was() -> None:
    facts = [fact for fact in FACTS if fact.of == "disclosure"]
    assert facts
    assert all(fact.private for fact in facts)


def test_pairs_that_differ_in_what_is_private_are_not_told_apart() -> None:
    """Tens of thousands: ``python -m tests.private_pairs``."""
    seen = held("tests", 25)
    assert seen.pairs == 25
    assert seen.duties > 25
    assert seen.decisions.total() >= 25
