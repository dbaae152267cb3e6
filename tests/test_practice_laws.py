"""The laws of the practice on some cases; ``python -m tests.practice_laws`` holds tens of thousands."""

from __future__ import annotations

import pytest

from drive_rules import packages
from drive_rules.ir import Length, SettingRef
from tests.practice_laws import Counted, Practice, held, shortfalls, told, unguarded

CORE = packages.load_package("drive-core").ruleset
PRACTICE = Practice(CORE)
SAFETY = [rule for rule in PRACTICE.safety_rules if rule.find_out is not None]


@pytest.mark.parametrize("seed", range(4))
def test_every_law_holds_of_cases_at_random(seed: int) -> None:
    counted = held(f"tests {seed}", 40)
    assert counted.cases == 40
    assert sum(counted.offered.values()) > 100
    assert min(counted.tried[what] for what in ("monitoring", "an answer taken away", "a second pair")) > 20
    assert "every law held" in told(counted)


def test_what_was_seen_too_seldom_is_told() -> None:
    few = shortfalls(PRACTICE, Counted(cases=50_000, no_pair=1_999))
    assert "no pair at all: 1,999" in few
    assert "block on 'offer a session' released: 0" in few
    assert "'map the pattern of abuse' offered: 0" in few
    constant = Counted(cases=1, high=2)
    constant.together[("warn the IDVA",)] = 2
    assert "no step for safety but what every plan has: 2 of 2 pairs" in shortfalls(PRACTICE, constant)


def test_what_must_hold_before_anybody_is_seen_is_a_rule_over_the_case() -> None:
    assert unguarded(CORE) == []


@pytest.mark.parametrize("rule", SAFETY, ids=lambda rule: rule.id)
def test_a_fact_is_found_out_no_later_than_what_it_stands_for(rule: object) -> None:
    assert rule in SAFETY
    found = SAFETY[SAFETY.index(rule)]
    dated = [duty.due for duty in found.duties if duty.word == "must" and duty.due and not duty.due.before]
    lengths = [due.within for due in dated if isinstance(due.within, Length | SettingRef)]
    assert found.find_out is not None
    assert found.find_out.asked_of
    assert all(PRACTICE.days(found.find_out.due) <= PRACTICE.days(each) for each in lengths)
