"""Decision tables: the same meaning as rule files, the same problems, and the way back."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from drive_rules import ir, language, packages
from drive_rules.language.codes import Code
from drive_rules.language.workbook import words_of_cell
from drive_rules.problems import RulesetError, column_letters
from tests.language.workbooks import BAD_WORKBOOKS, BANDS, workbook

HERE = Path(__file__).parent
GOOD = (HERE / "good.yaml").read_text(encoding="utf-8")
BAD: dict[str, tuple[str, bytes]] = {
    file.stem: (f"tables/{file.name}", file.read_bytes()) for file in sorted((HERE / "tables").glob("*.csv"))
}
BAD |= {slug: (f"tables/{slug}{ending}", make()) for slug, (ending, make) in BAD_WORKBOOKS.items()}
ALSO = {
    "DR017-no-expected-column": {"DR016", "DR080"},
    "DR045-month": {"DR081"},
    "DR045-percent": {"DR081"},
    "DR045-yes": {"DR081"},
    "DR101-for-each": {"DR050", "DR082"},
    "DR101-misspelt": {"DR017"},
}
"""What else a bad table says, where one mistake makes two."""


@cache
def problems_of(slug: str) -> RulesetError:
    """The error that a bad table raises, read together with ``good.yaml``."""
    path, data = BAD[slug]
    with pytest.raises(RulesetError) as raised:
        language.read_ruleset({"0-good.yaml": GOOD}, tables={path: data})
    return raised.value


@pytest.mark.parametrize("slug", sorted(BAD))
def test_picture(slug: str) -> None:
    picture = "\n".join(problem.picture() for problem in problems_of(slug).problems) + "\n"
    golden = HERE / "tables" / f"{slug}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(picture, encoding="utf-8")
    assert picture == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", sorted(BAD))
def test_only_its_own_code(slug: str) -> None:
    assert {problem.code for problem in problems_of(slug).problems} == {slug[:5]} | ALSO.get(slug, set())


@pytest.mark.parametrize("slug", sorted(BAD))
def test_says_where_and_how_to_mend_it(slug: str) -> None:
    for problem in problems_of(slug).problems:
        assert problem.fix
        assert problem.span is not None
        assert problem.span.file == BAD[slug][0]
        assert not problem.what.endswith(".")


def test_no_golden_file_is_left_over() -> None:
    assert {golden.stem for golden in (HERE / "tables").glob("*.txt")} == set(BAD)


# -- good tables -----------------------------------------------------------------------------------


def read(table: str | bytes, path: str = "tables/bands.csv") -> ir.Ruleset:
    """What a table says beside ``good.yaml``."""
    data = table.encode() if isinstance(table, str) else table
    return language.read_ruleset({"good.yaml": GOOD}, tables={path: data})


AS_A_FILE = """
rules:
  high-score:
    title: Enough indicators are answered yes
    for each: pair
    when:
      DASH score: at least 3
    then:
      risk level: high
    because: It can be seen.
    source: F1.07
    provenance: published
    for example:
      applies:
        DASH score: 3
      does not:
        DASH score: 2
"""
COMMAS = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in BANDS)


def expected(path: str = "rules/bands.yaml") -> ir.Ruleset:
    return language.read_ruleset({"good.yaml": GOOD, path: AS_A_FILE})


@pytest.mark.parametrize(
    "table",
    [
        COMMAS,
        "\ufeff" + COMMAS,
        COMMAS.replace(",", ";"),
        COMMAS.replace("\n", "\r\n"),
        "\n".join(line + ",,," for line in COMMAS.split("\n")) + "\n,,,\n\n",
        COMMAS.replace("title,", "title,,").replace("yes,at", "yes,,at"),
        COMMAS.replace("high-score,Enough", '"high-score","Enough')
        .replace("yes,at", 'yes","at')
        .replace("3,h", '3",h', 1),
    ],
    ids=["commas", "byte-order mark", "semicolons", "Windows", "empty cells", "empty column", "quotes"],
)
def test_csv_says_what_a_rule_file_says(table: str) -> None:
    assert read(table) == expected()


def test_a_workbook_says_what_a_rule_file_says() -> None:
    assert read(workbook({"Bands": BANDS}), "tables/bands.xlsx") == expected()


def test_examples_may_stand_on_a_sheet_of_their_own() -> None:
    split = BANDS.index(["for example"])
    sheets = {"Notes": [], "Bands": BANDS[:split], "Examples": BANDS[split:]}
    assert read(workbook(sheets), "tables/bands.xlsx") == expected()


def test_numbers_are_numbers_whatever_excel_keeps() -> None:
    typed = [[14.0 if cell == 3 else cell for cell in row] for row in BANDS]
    assert [words_of_cell(cell) for row in typed for cell in row if cell == 14.0] == ["14"]


@pytest.mark.parametrize(
    ("value", "form", "words"),
    [
        (14.0, None, "14"),
        (24.5, None, "24.5"),
        (0.1 + 0.2, None, "0.3"),
        (-0.0, None, "0"),
        (1e6, None, "1000000"),
        (1e-7, None, "0.0000001"),
        (0.75, "0%", "75%"),
        (0.125, "0.0%", "12.5%"),
        (True, None, "yes"),
        (False, None, "no"),
        (date(2026, 3, 1), None, "1 March 2026"),
        (datetime(2026, 3, 1), "d/m/yyyy h:mm", "1 March 2026"),
        (datetime(2026, 3, 1), "mmm-yy", "March 2026"),
        (datetime(2026, 3, 4), "d-mmm", "4 March"),
        (datetime(2026, 3, 1), "yyyy", "2026"),
        (datetime(2026, 3, 1, 9, 30), None, None),
        (datetime(2026, 3, 1), "h:mm", None),
        (time(9, 30), "h:mm", None),
        (timedelta(hours=30), None, None),
        (float("nan"), None, None),
        (1e300, None, None),
    ],
)
def test_a_cell_is_the_words_that_it_shows(value: Any, form: str | None, words: str | None) -> None:
    assert words_of_cell(value, form) == words


def test_what_excel_keeps_of_a_day_and_a_share() -> None:
    rows = [
        ["for each", "case"], ["source", "none"], ["provenance", "published"], [],
        ["rule", "title", "when release date", "then time to act", "because"],
        ["soon", "Release is near", "before 1 April 2026", "5 working days", "It is near."], [],
        ["for example"], ["release date", "custody", "applies", "does not"],
        [datetime(2026, 3, 31), "remand", "soon"],
        [datetime(2026, 4, 1), "remand", None, "soon"],
    ]  # fmt: skip
    rule = read(workbook({"Release": rows}), "tables/release.xlsx").rules["soon"]
    days = [dict(example.given)["release date"][0] for example in rule.examples]
    assert days == [date(2026, 3, 31).toordinal(), date(2026, 4, 1).toordinal()]


def test_a_row_says_otherwise_than_what_all_share() -> None:
    table = COMMAS.replace("risk level,because", "risk level,because,source").replace("seen.", "seen.,SR-02")
    assert read(table).rules["high-score"].why.source == ("SR-02",)


def test_what_a_list_holds() -> None:
    table = (
        COMMAS.replace("when DASH score", "when custody,unless judgement in force")
        .replace("at least 3", '"[remand, sentenced]",at least medium')
        .replace("DASH score,", "custody,judgement in force,")
        .replace("3,high-score", "remand,standard,high-score")
        .replace("2,,", "none,,,")
    )
    rule = read(table).rules["high-score"]
    assert rule.when.all_of == (ir.Test("custody", "is", (ir.Constant(1), ir.Constant(2))),)
    assert rule.unless.all_of == (ir.Test("judgement in force", "at least", (ir.Constant(1),)),)


def test_duties_are_groups_of_columns() -> None:
    heads = "must do,due,before,owner,must do,due,must not do,until victim-survivor told,until,instead"
    words = (
        "tell the victim-survivor,the same day,any direct contact,IDVA,consult the IDVA,"
        "within 2 working days,meet the perpetrator,yes,consult the IDVA,work indirectly"
    )
    table = (
        COMMAS.replace("then risk level", f"{heads},when in doubt,find out from,find out due")
        .replace("at least 3,high", f'at least 3,{words},find out,"[court, IDVA]",the same day')
        .replace("risk level,because", "risk level,because")
        .replace("when DASH score", "when DASH score,when IDVA last consulted about contact")
        .replace("at least 3", "at least 3,within the last 28 days")
        .replace("DASH score,applies", "DASH score,IDVA last consulted about contact,applies")
        .replace("3,high-score", "3,1 day ago,high-score")
        .replace("2,,high-score", "2,1 year ago,,high-score")
    )
    rule = read(table).rules["high-score"]
    block = """
    must:
      - do: tell the victim-survivor
        due: the same day
        before: any direct contact
        owner: IDVA
      - do: consult the IDVA
        due: within 2 working days
    must not:
      - do: meet the perpetrator
        until:
          - victim-survivor told: yes
          - consult the IDVA
        instead: work indirectly
    when in doubt: find out
    find out:
      from: [court, IDVA]
      due: the same day
    when:
      DASH score: at least 3
      IDVA last consulted about contact: within the last 28 days
    because: It can be seen.
"""
    file = AS_A_FILE.replace("    when:\n      DASH score: at least 3\n", "")
    file = file.replace(
        "    then:\n      risk level: high\n    because: It can be seen.\n", block.lstrip("\n")
    )
    file = file.replace(
        "DASH score: 3\n", "DASH score: 3\n        IDVA last consulted about contact: 1 day ago\n"
    )
    file = file.replace(
        "DASH score: 2\n", "DASH score: 2\n        IDVA last consulted about contact: 1 year ago\n"
    )
    assert rule == language.read_ruleset({"good.yaml": GOOD, "rules/bands.yaml": file}).rules["high-score"]


def test_one_example_may_be_of_several_rules() -> None:
    table = COMMAS.replace(
        "seen.\n", "seen.\nlow-score,Few are answered yes,less than 3,standard,It is low.\n"
    )
    table = table.replace("3,high-score", "3,high-score,low-score").replace("2,,high", "2,low-score,high")
    rules = read(table).rules
    assert rules["low-score"].examples == (
        ir.Example("applies", (("DASH score", (2000, 2000)),)),
        ir.Example("does not", (("DASH score", (3000, 3000)),)),
    )


def test_problems_of_tables_and_files_come_together() -> None:
    tables = {"tables/a.csv": COMMAS.replace("published", "publishd").encode(), "tables/b.ods": b""}
    with pytest.raises(RulesetError) as raised:
        language.read_ruleset({"good.yaml": GOOD.replace("  rules:", "  rule:")}, tables=tables)
    assert [problem.code for problem in raised.value.problems] == ["DR093"]
    tables["tables/b.csv"] = (
        COMMAS.replace("high-score", "another").replace("at least 3", "at least three").encode()
    )
    del tables["tables/b.ods"]
    with pytest.raises(RulesetError) as raised:
        language.read_ruleset({"good.yaml": GOOD}, tables=tables)
    assert [problem.code for problem in raised.value.problems] == ["DR025", "DR045"]


def test_without_the_reader_of_workbooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(RulesetError) as raised:
        read(workbook({"Bands": BANDS}), "tables/bands.xlsx")
    assert [problem.code for problem in raised.value.problems] == [Code.NO_READER]
    assert "drive-rules[tables]" in raised.value.problems[0].fix
    assert read(COMMAS) == expected()


def test_the_letters_of_columns() -> None:
    assert [column_letters(column) for column in (1, 26, 27, 52, 53, 702, 703)] == [
        *("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA")
    ]


# -- packages --------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package with a table and a site."""
    (tmp_path / "tables").mkdir()
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "tables" / "bands.csv").write_text(COMMAS, encoding="utf-8")
    (tmp_path / "tables" / "~$bands.xlsx").write_bytes(b"kept by Excel while it is open")
    (tmp_path / "sites" / "elsewhere").mkdir(parents=True)
    (tmp_path / "sites" / "elsewhere" / "site.yaml").write_text("site: elsewhere\n", encoding="utf-8")
    return tmp_path


def test_a_package_holds_tables(folder: Path) -> None:
    package = packages.load_package(folder)
    assert list(package.tables) == ["tables/bands.csv"]
    assert package.ruleset == expected()
    assert package.ruleset.rules["high-score"].topic == "bands"
    assert str(package.ruleset.rules["high-score"].span) == "tables/bands.csv: row 6, column A (rule)"


def test_the_digest_is_of_tables_too(folder: Path) -> None:
    plain = packages.load_package(folder).digest
    file = folder / "tables" / "bands.csv"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert packages.load_package(folder).digest == plain
    file.write_text(COMMAS.replace("It can be seen.", "Anybody can see it."), encoding="utf-8")
    assert packages.load_package(folder).digest != plain
    file.unlink()
    (folder / "tables" / "bands.xlsx").write_bytes(workbook({"Bands": BANDS}))
    first = packages.load_package(folder).digest
    (folder / "tables" / "bands.xlsx").write_bytes(workbook({"Other": BANDS}))
    assert packages.load_package(folder).digest not in (first, plain)


def test_a_site_holds_tables_of_its_own(folder: Path) -> None:
    plain, with_site = packages.load_package(folder), packages.load_package(folder, site="elsewhere")
    file = folder / "sites" / "elsewhere" / "tables" / "more.csv"
    file.parent.mkdir()
    file.write_text(COMMAS.replace("high-score", "high-score-here"), encoding="utf-8")
    assert packages.load_package(folder) == plain
    package = packages.load_package(folder, site="elsewhere")
    assert package.ruleset.site_rules == ("high-score-here",)
    assert package.ruleset.rules["high-score-here"].topic == "more"
    assert package.digest != with_site.digest


def test_a_site_changes_no_rule_of_the_core_in_a_table(folder: Path) -> None:
    file = folder / "sites" / "elsewhere" / "bands.csv"
    file.write_text(COMMAS.replace("at least 3", "at least 2"), encoding="utf-8")
    assert packages.load_package(folder).ruleset == expected()
    with pytest.raises(RulesetError) as raised:
        packages.load_package(folder, site="elsewhere")
    assert [problem.code for problem in raised.value.problems] == [Code.SITE_CORE]
    assert raised.value.problems[0].line().startswith("bands.csv: row 6, column A (rule): DR042")
    file.write_text("rule\n", encoding="utf-8")
    with pytest.raises(RulesetError) as raised:
        packages.load_package(folder, site="elsewhere")
    assert [problem.code for problem in raised.value.problems] == [Code.EMPTY]
