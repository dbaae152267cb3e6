"""What rests on what: sources, questions to an advisor, and the matrix of ids, rules and scenarios."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from drive_rules import cli, packages
from drive_rules.testing.tagged import scenarios_in
from drive_rules.traceability import ASSUMED, Scenario, in_order, matrix, register, resting

ROOT = Path(__file__).parents[1]
SHIPPED = packages.load_package("drive-core").ruleset


def test_everything_assumed_is_a_question_once() -> None:
    assumed = [said for said in resting(SHIPPED) if said.why.provenance == ASSUMED]
    text = register(SHIPPED)
    words = " ".join(text.split("TO CONFIRM BEFORE LIVE USE", 1)[1].split())
    assert f": {len(assumed)} questions" in words
    assert words.count("Assumed because:") == len(assumed)
    assert "Is 'staleness limit' 90 days in your practice?" in words
    assert "Is 'visible high threshold'" not in words


def test_every_source_is_listed_with_what_rests_on_it() -> None:
    text = register(SHIPPED)
    for id in SHIPPED.sources:
        assert f"\n{id}: " in text
    entry = text.split("\nX16: ", 1)[1].split("\nX17: ", 1)[0]
    assert "prison-blocks-contact" in entry
    assert "action: ask the prison to block contact with the victim-survivor" in " ".join(entry.split())


def test_ids_stand_in_the_order_people_count() -> None:
    assert sorted(["X10", "X4", "F2.10", "F2.9", "S4", "S4 case study 1"], key=in_order) == [
        *("F2.9", "F2.10", "S4", "S4 case study 1", "X4", "X10")
    ]


def test_partners_are_found_by_tag_and_through_rules() -> None:
    told = [
        Scenario("a.feature", "one", ("rule:prison-blocks-contact", "case-92")),
        Scenario("a.feature", "two", ("X99", "rule:no-such-rule")),
        Scenario("b.feature", "three", ("SR-13",)),
    ]
    found = matrix(SHIPPED, told)
    rows = {row.id: row for row in found.rows}
    assert rows["X16"].scenarios == (told[0],)
    assert rows["SR-13"].scenarios == (told[2],)
    assert set(found.strange) == {"X99", "rule:no-such-rule"}
    assert found.cases == {"case-92": (told[0],)}
    assert "prison-blocks-contact" not in found.rules_without
    assert set(found.rules_without) == set(SHIPPED.rules) - {"prison-blocks-contact"}
    assert found.settings["consultation period"][0].startswith("rule ")
    assert found.settings["weight of a case"] == ()
    assert matrix(SHIPPED, told, ["weight of a case"]).settings["weight of a case"] == ("allocation",)


def test_tags_above_count_below(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one.feature").write_text(
        """@F1.07
Feature: One
  @rule:first
  Rule: First
    @case-1
    Scenario Outline: <n>
      Given a case
      @case-2
      Examples:
        | n |
        | 1 |
""",
        encoding="utf-8",
    )
    (found,) = scenarios_in(tmp_path)
    assert found == Scenario("deep/one.feature", "<n>", ("F1.07", "rule:first", "case-1", "case-2"))
    assert found.rules == {"first"}


@pytest.mark.parametrize("words", [("sources",), ("traceability", "--features", str(ROOT / "features"))])
def test_the_command_line_prints_it(words: tuple[str, ...]) -> None:
    ran = CliRunner().invoke(cli.app, list(words))
    assert ran.exit_code == 0, ran.output
    assert ("TO CONFIRM" if words[0] == "sources" else "WITHOUT A PARTNER") in ran.output
