"""What an organisation has to show: records that invent nothing, and tables that give nobody away."""

from __future__ import annotations

import json
import os
import pickle
import random
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars
import pyarrow as pa
import pyarrow.csv as pacsv
import pytest
from typer.testing import CliRunner

import drive_rules as dr
from drive_rules.accountability.fairness import APART, Fairness, Table, differences
from drive_rules.accountability.figures import Spoilt, figures_of, read_reports
from drive_rules.accountability.records import TO_FILL, Records
from drive_rules.caseload.marks import SAID, marked
from drive_rules.cli import app
from drive_rules.problems import CaseloadError, RulesetError
from drive_rules.suppression import FEW, suppressed
from drive_rules.traceability import Scenario

GOLDEN = Path(__file__).parent / "golden" / "records"
TODAY = date(2026, 11, 1)
GROUPS = ("Group A", "Group B", "Group C", None)


@pytest.fixture(scope="module")
def tiny() -> dr.Ruleset:
    return dr.load(GOLDEN / "tiny")


@pytest.fixture(scope="module")
def people() -> tuple[pa.Table, pa.Table]:
    """Two hundred invented cases, and apart from them who the people are; Group A is more often armed."""
    chance = random.Random(7)
    cases, monitoring = [], []
    for number in range(200):
        group = chance.choice(GROUPS)
        armed = (
            chance.choice(["yes", "yes", "no"]) if group == "Group A" else chance.choice(["no", "no", None])
        )
        incidents = chance.choice(["0", "1", "4", "7", None])
        cases.append({"case": f"case-{number}", "armed": armed, "incidents last year": incidents})
        age = "under 25" if number < 4 else "25 and over"
        monitoring.append({"case": f"case-{number}", "ethnic group": group, "age": age})
    return pa.Table.from_pylist(cases), pa.Table.from_pylist(monitoring)


@pytest.fixture(scope="module")
def found(tiny: dr.Ruleset, people: tuple[pa.Table, pa.Table]) -> Fairness:
    cases, monitoring = people
    return tiny.fairness({"case": cases}, monitoring, as_of=TODAY)


def same_as_golden(name: str, text: str) -> None:
    """Compared with the file; ``REWRITE_GOLDEN=1 pytest`` writes it anew."""
    golden = GOLDEN / name
    if os.environ.get("REWRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def table(found: Fairness, outcome: str, characteristic: str) -> Table:
    return next(
        each for each in found.tables if (each.outcome, each.characteristic) == (outcome, characteristic)
    )


# -- records ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bare(tiny: dr.Ruleset) -> Records:
    """The drafts where neither specs nor reports were given."""
    return tiny.records()


def test_the_records_of_a_small_ruleset_are_these(tiny: dr.Ruleset, bare: Records) -> None:
    same_as_golden("records.md", bare.markdown())


def test_every_field_is_filled_or_says_who_fills_it(bare: Records) -> None:
    for record in bare.records:
        for field in record.fields:
            assert field.sentences, field.name
            if field.standing == "to be filled":
                assert all(sentence.startswith(TO_FILL) for sentence in field.sentences)


def test_who_owns_it_is_never_said_for_the_organisation(bare: Records) -> None:
    owner = next(part for part in bare.records[0].parts if "owner" in part.title)

    assert {field.standing for field in owner.fields} == {"to be filled"}


def test_figures_are_those_of_the_ruleset(tiny: dr.Ruleset) -> None:
    rules = tiny.meaning.rules.values()
    figures = figures_of(tiny.meaning)

    assert (figures.rules, figures.safety_rules, figures.private_facts) == (2, 1, 1)
    assert figures.examples == sum(len(rule.examples) for rule in rules) == 6
    assert figures.rules_by == Counter(rule.why.provenance for rule in rules)
    assert figures.assumed == {"rule": 1, "setting": 1}
    assert figures.assumed_share == 50
    assert (figures.scenarios, figures.spoilt) == (None, None)


def test_what_rests_on_an_assumption_says_so(bare: Records) -> None:
    text = bare.markdown()

    assert "Rests on our assumption, to confirm: 1 rule and 1 setting, 50%" in text
    assert "Rests on our assumption, to confirm: the settings 'many incidents'" in text


def test_what_was_not_given_is_said_to_be_not_given(bare: Records) -> None:
    assert "Not given: the number of scenarios, a mutation report and any measure" in bare.markdown()


def test_what_was_given_is_counted(tiny: dr.Ruleset) -> None:
    specs = [
        Scenario("a.feature", "one", ("rule:armed",)),
        Scenario("a.feature", "two", ("rule:armed", "rule:of-another-ruleset")),
    ]
    report = [
        {"rule": "armed", "sort": "rule", "what": "the rule is left out", "missed by": "one"},
        {"rule": "armed", "sort": "due", "what": "a day later", "missed by": None},
        {"rule": "armed", "sort": "word", "what": "should, not must", "missed by": "two"},
    ]

    text = tiny.records(scenarios=specs, reports=["\n".join(map(json.dumps, report))]).markdown()

    assert "2 scenarios of behaviour; 1 of 2 rules have one of their own." in text
    assert "1 of 2 rules spoilt, in 3 ways: a scenario noticed 2 of 3 (66%), by the reports given" in text


def test_a_way_that_is_in_two_reports_counts_once(tiny: dr.Ruleset) -> None:
    line = {"rule": "armed", "sort": "rule", "what": "the rule is left out", "missed by": None}
    again = line | {"missed by": "one"}

    assert read_reports([json.dumps(line), json.dumps(again)], tiny.meaning) == Spoilt(1, 1, 1)


def test_all_that_is_wrong_with_reports_is_listed(tiny: dr.Ruleset) -> None:
    strange = json.dumps({"rule": "canary", "sort": "rule", "what": "gone", "missed by": None})

    with pytest.raises(RulesetError) as caught:
        tiny.records(reports=[f"[1]\n{strange}\n{{", ""])

    assert [problem.code for problem in caught.value.problems] == ["AC010", "AC011", "AC010", "AC010"]
    assert "canary" not in str(caught.value)


def test_a_site_says_what_it_adds() -> None:
    text = dr.load("drive-core", site="kingsmead").records().markdown()
    meaning = dr.load("drive-core", site="kingsmead").meaning

    assert meaning.site_rules or meaning.switched_off
    for rule in (*meaning.site_rules, *meaning.switched_off):
        assert f"'{rule}'" in text


def test_the_page_says_what_the_text_says(bare: Records) -> None:
    page = bare.html()

    assert page.startswith("<!DOCTYPE html>")
    assert page == bare.html()
    for record in bare.records:
        assert page.count(TO_FILL) >= sum(bool(field.left) for field in record.fields)
    assert "<script" not in page


# -- fairness --------------------------------------------------------------------------------------


def test_the_tables_of_a_small_caseload_are_these(found: Fairness) -> None:
    same_as_golden("fairness.txt", found.text())


def test_nothing_under_ten_is_printed(found: Fairness) -> None:
    counts = [
        count
        for each in found.tables
        for row in (*each.shown.counts, each.shown.row_totals, each.shown.column_totals)
        for count in row
    ]

    assert None in counts
    assert all(count is None or count >= FEW for count in counts)


def test_counts_that_are_shown_are_true(found: Fairness, people: tuple[pa.Table, pa.Table]) -> None:
    cases, monitoring = (each.to_pylist() for each in people)
    group = {row["case"]: row["ethnic group"] or "not recorded" for row in monitoring}
    armed = Counter((group[row["case"]], row["armed"]) for row in cases)
    shown = table(found, "disrupt", "ethnic group").shown

    assert shown.count("Group A", "not called for") == armed["Group A", "no"] >= FEW
    assert shown.row_totals == tuple(
        sum(n for (of, _), n in armed.items() if of == each) for each in shown.rows
    )


def test_what_cannot_be_told_is_never_counted_as_the_low_end(
    found: Fairness, people: tuple[pa.Table, pa.Table]
) -> None:
    unknown = sum(row["incidents last year"] is None for row in people[0].to_pylist())
    shown = table(found, "level", "ethnic group").shown

    assert shown.column_totals[shown.columns.index("cannot be told")] == unknown


def test_tables_of_the_same_people_do_not_give_each_other_away(found: Fairness) -> None:
    """Totals of a group are the same and withheld alike in every table, and so are those of an outcome."""
    for each in found.tables:
        for other in found.tables:
            if each.characteristic == other.characteristic:
                assert each.shown.row_totals == other.shown.row_totals
            if each.outcome == other.outcome:
                assert each.shown.column_totals == other.shown.column_totals


def test_a_difference_is_flagged_and_not_explained(found: Fairness) -> None:
    flagged = [each for each in found.differences if each.outcome == "disrupt" and each.group == "Group A"]

    assert flagged
    for each in found.differences:
        assert abs(each.percent - each.percent_of_others) >= APART - 1
        assert not any(word in each.words for word in ("because", "bias", "fair", "discriminat"))


def test_of_two_groups_one_difference_is_told_once() -> None:
    both = suppressed({"a": {"yes": 40, "no": 60}, "b": {"yes": 70, "no": 30}})

    told = list(differences(Table("sex", "level", both)))

    assert [(each.group, each.value, each.percent, each.percent_of_others) for each in told] == [
        ("a", "yes", 40, 70),
        ("a", "no", 60, 30),
    ]


def test_nothing_withheld_is_compared() -> None:
    shown = suppressed({"a": {"yes": 3, "no": 97}, "b": {"yes": 70, "no": 30}})

    assert shown.count("a", "yes") is None
    assert list(differences(Table("sex", "level", shown))) == []


def test_the_answers_are_the_same_with_the_table_and_without_it(
    tiny: dr.Ruleset, people: tuple[pa.Table, pa.Table], found: Fairness
) -> None:
    """Who the people are cannot reach a rule: other people, the same outcomes; and the answers stay."""
    cases, monitoring = people
    before = tiny.assess_many({"case": cases}, as_of=TODAY)
    names = monitoring["case"].to_pylist()
    others = monitoring.set_column(0, "case", pa.array(names[::-1]))

    turned = tiny.fairness({"case": cases}, others, as_of=TODAY)
    after = tiny.assess_many({"case": cases}, as_of=TODAY)

    assert turned.tables != found.tables
    assert [each.shown.column_totals for each in turned.tables] == [
        each.shown.column_totals for each in found.tables
    ]
    assert before.decisions["case"].equals(after.decisions["case"])
    assert before.duties.equals(after.duties)


def test_a_monitoring_table_among_the_tables_is_refused(
    tiny: dr.Ruleset, people: tuple[pa.Table, pa.Table]
) -> None:
    cases, monitoring = people

    with pytest.raises(CaseloadError) as caught:
        tiny.assess_many({"case": cases, "monitoring": monitoring}, as_of=TODAY)

    assert "DR601" in {problem.code for problem in caught.value.problems}


def test_the_order_of_rows_and_columns_does_not_matter(
    tiny: dr.Ruleset, people: tuple[pa.Table, pa.Table], found: Fairness
) -> None:
    cases, monitoring = people
    turned = monitoring.select(["age", "ethnic group", "case"]).take(list(range(199, -1, -1)))

    again = tiny.fairness({"case": cases.take(list(range(199, -1, -1)))}, turned, as_of=TODAY)

    assert again.to_json() == found.to_json()


def test_a_case_that_is_not_in_the_table_is_not_recorded(
    tiny: dr.Ruleset, people: tuple[pa.Table, pa.Table]
) -> None:
    cases, monitoring = people
    strange = pa.Table.from_pylist([{"case": "of nobody", "ethnic group": "Group A", "age": "under 25"}])
    part = pa.concat_tables([monitoring.slice(20), strange])

    found = tiny.fairness({"case": cases}, part, as_of=TODAY)

    ages = table(found, "level", "age").shown
    assert ages.row_totals[ages.rows.index("not recorded")] == 20
    assert found.not_of_a_case is None
    assert "of no case here: fewer than 10" in found.text()


@pytest.mark.parametrize("sort", ["polars", "polars categories", "pandas", "numbers for keys"])
def test_the_table_may_be_of_any_sort(
    tiny: dr.Ruleset, people: tuple[pa.Table, pa.Table], found: Fairness, sort: str
) -> None:
    cases, monitoring = people
    frame = polars.DataFrame(monitoring)
    match sort:
        case "polars":
            sent: Any = frame
        case "polars categories":
            sent = frame.with_columns(polars.col("ethnic group").cast(polars.Categorical))
        case "pandas":
            sent = monitoring.to_pandas()
        case _:
            numbers = pa.array(range(len(cases)))
            cases = cases.set_column(0, "case", pa.array(map(str, range(len(cases)))))
            sent = monitoring.set_column(0, "case", numbers)

    assert tiny.fairness({"case": cases}, sent, as_of=TODAY).tables == found.tables


def test_what_is_invented_says_so_first(tiny: dr.Ruleset, people: tuple[pa.Table, pa.Table]) -> None:
    cases, monitoring = people
    invented = cases.replace_schema_metadata(marked(cases.schema).metadata)

    found = tiny.fairness({"case": invented}, monitoring, as_of=TODAY)

    assert found.text().startswith(SAID)
    assert SAID in found.html()
    assert json.loads(found.to_json())["synthetic"] is True


def test_too_few_cases_are_not_even_counted(tiny: dr.Ruleset, people: tuple[pa.Table, pa.Table]) -> None:
    cases, monitoring = people

    found = tiny.fairness({"case": cases.slice(0, FEW - 1)}, monitoring.slice(0, FEW - 1), as_of=TODAY)

    assert found.cases is None
    assert found.text().startswith("withheld cases")
    assert {count for each in found.tables for row in each.shown.counts for count in row} == {None}


def test_no_repr_tells_who_the_people_are(found: Fairness) -> None:
    each = table(found, "level", "ethnic group")

    assert [repr(found), repr(each), repr(each.shown)] == ["<Fairness>", "<Table>", "<Shown>"]
    assert {repr(difference) for difference in found.differences} == {"<Difference>"}
    assert pickle.loads(pickle.dumps(found)) == found


# -- the command line ------------------------------------------------------------------------------


def test_the_command_reads_files_and_prints_what_the_library_says(
    tmp_path: Path, people: tuple[pa.Table, pa.Table], found: Fairness
) -> None:
    cases, monitoring = people
    (tmp_path / "tables").mkdir()
    pacsv.write_csv(cases, tmp_path / "tables" / "case.csv")
    pacsv.write_csv(monitoring, tmp_path / "monitoring.csv")
    words = ["fairness", str(tmp_path / "tables"), "--monitoring", str(tmp_path / "monitoring.csv")]
    words += ["--rules", str(GOLDEN / "tiny"), "--as-of", "2026-11-01"]

    said = {form: CliRunner().invoke(app, [*words, "--format", form]) for form in ("text", "json", "html")}

    assert {each.exit_code for each in said.values()} == {0}
    assert said["text"].stdout == found.text()
    assert said["json"].stdout.rstrip() == found.to_json()
    assert said["html"].stdout == found.html()


def test_the_command_lists_what_is_wrong_with_the_monitoring_table(
    tmp_path: Path, people: tuple[pa.Table, pa.Table]
) -> None:
    (tmp_path / "tables").mkdir()
    pacsv.write_csv(people[0], tmp_path / "tables" / "case.csv")
    (tmp_path / "monitoring.csv").write_text("case,armed\ncanary,yes\n", encoding="utf-8")
    words = ["fairness", str(tmp_path / "tables"), "--monitoring", str(tmp_path / "monitoring.csv")]

    said = CliRunner().invoke(app, [*words, "--rules", str(GOLDEN / "tiny")])

    assert said.exit_code == 1
    assert "AC004" in said.stderr
    assert "canary" not in said.stderr


def test_records_are_written_by_command(tmp_path: Path, tiny: dr.Ruleset) -> None:
    line: Mapping[str, Any] = {"rule": "armed", "sort": "rule", "what": "left out", "missed by": "one"}
    report = tmp_path / "report.jsonl"
    report.write_text(json.dumps(line), encoding="utf-8")
    words = ["records", str(GOLDEN / "tiny"), "--report", str(report)]

    as_text, as_page = (CliRunner().invoke(app, [*words, *more]) for more in ([], ["--format", "html"]))

    expected = tiny.records(reports=[json.dumps(line)])
    assert (as_text.exit_code, as_text.stdout) == (0, expected.markdown())
    assert (as_page.exit_code, as_page.stdout) == (0, expected.html())
