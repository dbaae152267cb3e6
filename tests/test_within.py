"""What a caseload says of one case in it, against everything that it leaves open, tried in every way."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typer.testing import CliRunner

import drive_rules as dr
from drive_rules import cli, packages
from drive_rules.case import Case
from drive_rules.ir import SCALE
from drive_rules.problems import CaseloadError
from tests.allocating import AS_OF, held, manager

EXAMPLE = Path(__file__).parents[1] / "examples" / "caseload"
KEY = "victim-survivor's key in every case"
CONFLICT = "another perpetrator of the victim-survivor with the same case manager"
OTHERS = "other open cases about the victim-survivor"
STAGE = "stage of the work"
NOBODY = "nobody"
NONE, HELD_TOO, SIGNED = 0, 1, 2
"""The codes of ``CONFLICT``."""


@cache
def ruleset() -> dr.Ruleset:
    return dr.load()


def case_of(id: str, holder: str | None, key: str | None, stage: str) -> dict[str, Any]:
    """One pair; held by somebody, by nobody (``NOBODY``), or nobody knows by whom (None)."""
    data: dict[str, Any] = {
        "case": id,
        STAGE: stage,
        "all the pairs are listed": "yes",
        "pairs": [{"id": f"{id}-pair", **({KEY: key} if key else {})}],
    }
    if holder == NOBODY:
        return data | {"allocated to a case manager": "no"}
    return data | ({} if holder is None else held(id, holder))


def within(case: dict[str, Any], others: list[dict[str, Any]], whole: bool) -> Case:
    rules = ruleset()
    sent = {
        "case managers": [manager("jo"), manager("kim")],
        "cases": [case, *others],
        "all the cases are listed": "yes" if whole else "no",
    }
    caseload = rules.read_caseload(sent, as_of=AS_OF)
    return rules.within(rules.read_case(case, as_of=AS_OF), caseload, as_of=AS_OF)


def known(case: Case, kind: str, fact: str) -> tuple[int, int]:
    words = ruleset()._vocabulary.kinds[kind]
    row, slot = case.world.rows[kind][0], words.slots[fact]
    return row.low[slot], row.high[slot]


def ends(counts: set[int]) -> tuple[int, int]:
    return min(counts) * SCALE, max(counts) * SCALE


Drawn = tuple[str | None, str | None, str]


def _filled(drawn: list[Drawn]) -> list[list[Drawn]]:
    """Every way in which what is not known of the others can be."""
    ways = [
        list(product([by] if by else ["jo", "kim", NOBODY], [key] if key else ["vs-1", "vs-other"], [stage]))
        for by, key, stage in drawn
    ]
    return [list(way) for way in product(*ways)]


@pytest.mark.parametrize("seed", range(40))
def test_what_is_counted_is_what_can_be(seed: int) -> None:
    random = Random(seed)
    drawn: list[Drawn] = [
        (
            random.choice(["jo", "kim", NOBODY, None]),
            random.choice(["vs-1", "vs-2", None]),
            random.choice(["main work", "step-down", "closed"]),
        )
        for _ in range(random.randint(0, 4))
    ]
    case = case_of("a", "jo", "vs-1", random.choice(["main work", "step-down"]))
    others = [case_of(f"b{number}", *each) for number, each in enumerate(drawn)]
    whole = within(case, others, whole=True)
    loads, downs, same, conflict = set(), set(), set(), set()
    for way in _filled(drawn):
        open_ = [each for each in way if each[2] != "closed"]
        loads.add(1 + sum(by == "jo" for by, _, _ in open_))
        down = sum(by == "jo" and stage == "step-down" for by, _, stage in open_)
        downs.add(down + (case[STAGE] == "step-down"))
        same.add(sum(key == "vs-1" for _, key, _ in open_))
        conflict.add(any(by == "jo" and key == "vs-1" for by, key, _ in open_))
    assert known(whole, "case manager", "load") == ends(loads)
    assert known(whole, "case manager", "cases in step-down") == ends(downs)
    assert known(whole, "pair", OTHERS) == ends(same)
    low, high = known(whole, "pair", CONFLICT)
    assert {code == HELD_TOO for code in (NONE, HELD_TOO) if low <= code <= high} == conflict

    part = within(case, others, whole=False)
    for kind, fact in (("case manager", "load"), ("case manager", "cases in step-down"), ("pair", OTHERS)):
        most = ruleset().meaning.facts[fact].type.high
        assert known(part, kind, fact) == (known(whole, kind, fact)[0], most)
    assert known(part, "pair", CONFLICT) == ((HELD_TOO, HELD_TOO) if conflict == {True} else (NONE, SIGNED))


def test_the_order_of_cases_and_case_managers_changes_nothing() -> None:
    case = case_of("a", "jo", "vs-1", "main work")
    others = [case_of(f"b{n}", by, "vs-1", "main work") for n, by in enumerate(("jo", "kim", None))]
    assert within(case, others, True).to_data() == within(case, others[::-1], True).to_data()


def test_the_case_stands_in_place_of_the_one_in_the_caseload() -> None:
    was, now = case_of("a", "kim", "vs-1", "main work"), case_of("a", "jo", "vs-1", "step-down")
    rules = ruleset()
    sent = {
        "case managers": [manager("jo"), manager("kim")],
        "cases": [was],
        "all the cases are listed": "yes",
    }
    caseload = rules.read_caseload(sent, as_of=AS_OF)
    read = rules.within(rules.read_case(now, as_of=AS_OF), caseload, as_of=AS_OF)
    assert [row.key for row in read.world.rows["case manager"]] == ["jo"]
    assert known(read, "case manager", "load") == ends({1})
    assert known(read, "case manager", "cases in step-down") == ends({1})


def test_of_a_case_that_nobody_holds_nothing_is_said_of_case_managers() -> None:
    read = within(case_of("a", NOBODY, "vs-1", "main work"), [case_of("b", "jo", "vs-1", "main work")], True)
    assert not read.world.rows["case manager"]
    assert known(read, "pair", OTHERS) == ends({1})
    assert known(read, "pair", CONFLICT) == (NONE, SIGNED)


def test_without_a_caseload_nothing_is_taken_as_no() -> None:
    read = ruleset().read_case(case_of("a", "jo", "vs-1", "main work"), as_of=AS_OF)
    assert known(read, "pair", OTHERS) == (0, ruleset().meaning.facts[OTHERS].type.high)
    assert known(read, "pair", CONFLICT) == (NONE, SIGNED)


def test_what_the_case_says_itself_stands_beside_what_is_counted() -> None:
    """Two answers that cannot both be are no answer, and are asked again."""
    case = case_of("a", "jo", "vs-1", "main work")
    case["pairs"][0][CONFLICT] = {"answer": "none", "source": "IDVA", "date": "2026-11-01"}
    read = within(case, [case_of("b", "jo", "vs-1", "main work")], True)
    assert known(read, "pair", CONFLICT)[1] >= HELD_TOO


def test_a_case_manager_who_is_not_there_and_a_load_that_cannot_be() -> None:
    rules = ruleset()
    caseload = rules.read_caseload({"case managers": [manager("jo", 1)], "cases": []}, as_of=AS_OF)
    stranger = rules.read_case(case_of("canary", "canary", None, "main work"), as_of=AS_OF)
    with pytest.raises(CaseloadError) as caught:
        rules.within(stranger, caseload, as_of=AS_OF)
    assert [(each.code, each.place) for each in caught.value.problems] == [
        ("AL106", "'case manager who holds the case'")
    ]
    assert "canary" not in str(caught.value)
    sent = {
        "case managers": [manager("jo", 1)],
        "cases": [case_of(f"b{n}", "jo", None, "main work") for n in range(3)],
    }
    caseload = rules.read_caseload(sent, as_of=AS_OF)
    with pytest.raises(CaseloadError) as caught:
        rules.within(
            rules.read_case(case_of("a", "jo", None, "main work"), as_of=AS_OF), caseload, as_of=AS_OF
        )
    assert [(each.code, each.place) for each in caught.value.problems] == [("AL108", "case managers[0].load")]


def test_a_closed_case_is_no_load_and_is_not_allocated() -> None:
    sent = {
        "case managers": [manager("jo")],
        "cases": [case_of("a", "jo", None, "closed"), case_of("b", "jo", None, "main work")],
        "all the cases are listed": "yes",
    }
    found = ruleset().allocate(sent, as_of=AS_OF)
    assert [(each.case, each.because) for each in found.not_here] == [("a", "the case has been closed")]
    assert found.rooms[0].held == ("b",)
    assert found.rooms[0].load == "1"


def test_facts_that_a_site_adds_to_case_managers_are_told_as_far_as_they_can_be() -> None:
    """A fact that nobody is named for has no source; a text is not in the case manager's row, nor told."""
    package = packages.load_package("drive-core")
    facts = dict(package.ruleset.facts)
    facts["desks"] = replace(facts["load"], name="desks", code="desks", asked_of=())
    note = replace(facts["who holds the risk"], name="note", code="note", of="case manager", asked_of=())
    rules = dr.Ruleset(replace(package, ruleset=replace(package.ruleset, facts=facts | {"note": note})))
    sent = {"case managers": [manager("jo", desks=4, note="canary")], "cases": []}
    caseload = rules.read_caseload(sent, as_of=AS_OF)
    read = rules.within(rules.read_case(held("a", "jo"), as_of=AS_OF), caseload, as_of=AS_OF)
    (told,) = read.to_data()["case managers"]
    assert told["desks"] == {"answer": 4, "date": AS_OF.isoformat()}
    assert "note" not in told


def test_the_command_reads_the_caseload_too() -> None:
    words = [str(EXAMPLE / "held-by-new.yaml"), "--as-of", "2026-11-02"]
    alone = CliRunner().invoke(cli.app, ["assess", *words])
    among = CliRunner().invoke(cli.app, ["assess", *words, "--caseload", str(EXAMPLE)])
    called = "agree the plans for all the perpetrators of the victim-survivor"
    flat = [" ".join(run.output.split()) for run in (alone, among)]
    assert [called in each for each in flat] == [False, True]
    for verb in ("plan", "questions"):
        run = CliRunner().invoke(cli.app, [verb, *words, "--caseload", str(EXAMPLE)])
        assert run.exit_code == 0, run.output
