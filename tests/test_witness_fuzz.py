"""A small part of what ``python -m tests.witness_fuzz`` drives at the guards, and what it sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drive_rules.answers import Settled
from drive_rules.case import World
from drive_rules.engines.isolated import Isolated
from drive_rules.ir import Ruleset
from drive_rules.reference import evaluate
from tests import witness_faults, witness_fuzz
from tests.test_durable import needs_it
from tests.witness_fuzz import CLASSES, Fuzz, Tally, run


@needs_it
def test_whatever_is_driven_at_the_guards_is_refused_or_right() -> None:
    tally = run(25, "small")
    assert not tally.wrong, "\n".join(tally.lines())
    assert tally.rulesets == 25
    assert tally.right["rulesets"] == 4 * 25, "nothing of a ruleset that can be written is refused"
    assert tally.right["programs"] > 50
    assert tally.refused["programs"] > 5
    assert {*tally.right, *tally.refused} == {"rulesets", "programs", *CLASSES}
    for name in ("ill_formed", "of_other_types", "at_the_ends_of_numbers", "more_than_it_holds"):
        assert tally.refused[name] > 1, name


def test_little_of_what_is_shipped_is_refused() -> None:
    fuzz = Fuzz("small", Isolated())
    fuzz.shipped([None])
    ((taken, offered),) = fuzz.tally.shipped.values()
    assert offered > 1000
    assert taken >= 0.95 * offered
    assert fuzz.tally.too_many_refused() == []
    assert Tally(shipped={"some": (94, 100)}).too_many_refused() == ["some"]


@needs_it
def test_a_disagreement_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlike(ruleset: Ruleset, world: World, day: date) -> Settled:
        settled = evaluate(ruleset, world, day)
        key = next(key for key, column in settled.high.items() if column)
        high = tuple(bound + 1 for bound in settled.high[key])
        return replace(settled, high={**settled.high, key: high})

    monkeypatch.setattr(witness_fuzz, "evaluate", unlike)
    fuzz = Fuzz("wrong", Isolated())
    fuzz.ruleset(0)
    fuzz.home.close()
    assert sum(each.startswith("rulesets, ruleset 0: apart in ") for each in fuzz.tally.wrong) == 4


@needs_it
@pytest.mark.parametrize(
    ("fault", "told"), [("crashes", "crashed (SIGSEGV)"), ("more than holds", "apart in")]
)
def test_a_fault_of_the_process_is_seen(tmp_path: Path, fault: str, told: str) -> None:
    left = tmp_path / "faults"
    left.write_text(fault, "utf-8")
    fuzz = Fuzz("wrong", Isolated(start=witness_faults.START.format(str(left))))
    fuzz.ruleset(0)
    fuzz.home.close()
    (wrong,) = fuzz.tally.wrong
    assert told in wrong
    assert fuzz.tally.right["rulesets"] == 3


@needs_it
@pytest.mark.parametrize(
    ("guard", "name", "told"),
    [
        ("buckets", "more_than_it_holds", "error code: 303"),
        ("few rules to a sheet", "rules_alike", "error code: 303"),
        ("few columns to a sheet", "more_than_it_holds", "error code: 302"),
        ("numbers within reach", "at_the_ends_of_numbers", "compares wrongly"),
        ("whole numbers only", "of_other_types", "failed"),
    ],
)
def test_what_a_guard_keeps_out_breaks_the_module_where_the_guard_is_gone(
    monkeypatch: pytest.MonkeyPatch, guard: str, name: str, told: str
) -> None:
    for module, attribute, open_to_all in witness_faults.GUARDS[guard]:
        monkeypatch.setattr(module, attribute, open_to_all)
    monkeypatch.setattr(witness_fuzz, "CLASSES", {name: CLASSES[name]})
    fuzz = Fuzz("bare", Isolated(3, start=witness_faults.UNGUARDED.format(guard)))
    fuzz.known(0)
    fuzz.home.close()
    assert any(told in each for each in fuzz.tally.wrong)
