"""Rules written as tables, CSV and XLSX, and read back: ``read(write(ir)) == ir``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from drive_rules import cli, ir, language, packages
from drive_rules.language.write_tables import table_rows, why_no_row
from drive_rules.problems import Problem
from tests.generated import make_day, make_ruleset
from tests.language.workbooks import as_excel_keeps_it, workbook
from tests.made_examples import with_examples

GOOD = (Path(__file__).parent / "good.yaml").read_text(encoding="utf-8")


FORMS = ("csv", "xlsx", "typed xlsx")


def paths_of(topic: str, form: str) -> Iterator[str]:
    """The paths of files whose rules are of this topic."""
    ending = form.rsplit(maxsplit=1)[-1]
    for folder in ("tables/", "rules/", ""):
        yield from (f"{folder}{topic}.{each}" for each in (ending, ending.upper()))


def reread(
    ruleset: ir.Ruleset, tables: list[list[str]], form: str
) -> tuple[ir.Ruleset | None, list[Problem]]:
    """The ruleset with these rules in tables, each table of one topic and one kind."""
    apart = {id for rules in tables for id in rules}
    others = {id: rule for id, rule in ruleset.rules.items() if id not in apart}
    files: dict[str, bytes] = {}
    for rules in tables:
        paths = paths_of(ruleset.rules[rules[0]].topic, form)
        files[next(path for path in paths if path not in files)] = written(ruleset, rules, form)
    return language.read_texts(language.write_ruleset(replace(ruleset, rules=others)), tables=files)


def written(ruleset: ir.Ruleset, rules: list[str], form: str) -> bytes:
    """A table of these rules; typed, each of its cells is what Excel makes of the words."""
    if form == "csv":
        return language.write_table(ruleset, rules).encode()
    cell = as_excel_keeps_it if form == "typed xlsx" else str
    rows = table_rows(ruleset, rules)
    return workbook({"Rules": [[cell(words) if words else None for words in row] for row in rows]})


def tables_of(ruleset: ir.Ruleset) -> list[list[str]]:
    """The rules that fit a row, by topic and kind."""
    tables: dict[tuple[str, str], list[str]] = {}
    for id, rule in ruleset.rules.items():
        if not why_no_row(rule):
            tables.setdefault((rule.topic, rule.kind), []).append(id)
    return list(tables.values())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", packages.bundled())
def test_every_rule_that_fits_a_row_comes_back(name: str, form: str) -> None:
    ruleset = packages.load_package(name).ruleset
    tables = tables_of(ruleset)
    assert sum(len(rules) for rules in tables) > 50
    found, problems = reread(ruleset, tables, form)
    assert found is not None
    assert problems == []
    assert {id: in_order(rule) for id, rule in found.rules.items()} == {
        id: in_order(rule) for id, rule in ruleset.rules.items()
    }
    assert replace(found, rules=ruleset.rules) == ruleset


@pytest.mark.parametrize("seed", range(30))
def test_generated_rules_come_back(seed: int) -> None:
    """Any valid rule that fits a row, alone in a table, is the same; all together save for their order."""
    random = Random(seed)
    day = make_day(random)
    made = with_examples(random, make_ruleset(random, day), day)
    plain, problems = language.read_texts(language.write_ruleset(made))
    assert plain is not None
    tables, form = tables_of(plain), FORMS[seed % 3]
    fit = [id for rules in tables for id in rules]
    for id in random.sample(fit, min(2, len(fit))):
        assert reread(plain, [[id]], form) == (plain, problems)
    together, others = reread(plain, tables, form)
    assert together is not None
    assert others == problems == []
    assert {id: in_order(rule) for id, rule in together.rules.items()} == {
        id: in_order(rule) for id, rule in plain.rules.items()
    }


def in_order(rule: ir.Rule) -> ir.Rule:
    """The rule with its tests, and what its examples give, in the order of their names."""
    when, unless = (
        ir.Condition(tuple(sorted(each.all_of, key=lambda test: test.name)), each.any_of)
        for each in (rule.when, rule.unless)
    )
    examples = tuple(replace(each, given=tuple(sorted(each.given))) for each in rule.examples)
    return replace(rule, when=when, unless=unless, examples=examples, then=tuple(sorted(rule.then, key=str)))


@pytest.mark.parametrize("rule", ["idva-before-contact", "address-is-shared"])
def test_what_no_row_can_say(rule: str) -> None:
    ruleset = language.read_ruleset({"good.yaml": GOOD})
    assert why_no_row(ruleset.rules[rule])
    with pytest.raises(ValueError, match="cannot stand in a table"):
        language.write_table(ruleset, [rule])


def test_one_table_is_for_one_kind() -> None:
    ruleset = packages.load_package("drive-core").ruleset
    with pytest.raises(ValueError, match="one kind"):
        language.write_table(ruleset, ["medium-risk", "recall"])


def test_the_command_line_writes_a_table_and_says_which_rule_is_none() -> None:
    written = CliRunner().invoke(cli.app, ["table", "visible-high-risk", "medium-risk"])
    assert written.exit_code == 0, written.output
    assert "rule,title,when DASH score,then risk level" in written.output
    strange = CliRunner().invoke(cli.app, ["table", "visible-hihg-risk"])
    assert strange.exit_code == 1
    assert "did you mean 'visible-high-risk'" in strange.output
    torn = CliRunner().invoke(cli.app, ["table", "critical-items"])
    assert torn.exit_code == 1
    assert "name that part as a sign" in torn.output
