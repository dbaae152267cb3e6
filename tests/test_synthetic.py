"""The synthetic caseload: figures as published, the same for one seed, dates that can be, nobody in it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from numpy.typing import NDArray
from pyarrow import csv, parquet
from typer.testing import CliRunner

import drive_rules as dr
from drive_rules import packages, synthetic
from drive_rules.case import Vocabulary
from drive_rules.caseload import read_tables
from drive_rules.caseload.marks import NOTICE, is_synthetic, says_synthetic
from drive_rules.cli import app
from drive_rules.ir import SCALE
from drive_rules.synthetic import spreads
from drive_rules.synthetic.drawing import CHUNK, Drawn, Plan
from drive_rules.synthetic.profile import Entry, Figure, Profile
from drive_rules.synthetic.reading import ProfileError, read_profile

AS_OF = date(2026, 11, 1)
CASES = 100_000
SEED = 20260
FEW = 300


@cache
def profile() -> Profile:
    return synthetic.load_profile("drive-core")


@cache
def caseload() -> Mapping[str, pa.Table]:
    return synthetic.tables(profile(), cases=CASES, seed=SEED, as_of=AS_OF)


@cache
def few() -> Mapping[str, pa.Table]:
    return synthetic.tables(profile(), cases=FEW, seed=SEED, as_of=AS_OF)


# -- figures ---------------------------------------------------------------------------------------


def drawn() -> Iterator[Drawn]:
    plan = Plan(profile())
    for first in range(0, CASES, CHUNK):
        yield plan.draw(SEED, first // CHUNK, min(CHUNK, CASES - first))


def codes_of(chunk: Drawn, name: str, kind: str) -> NDArray[np.float64]:
    """Codes by row of ``kind``; what cannot be known is not a number."""
    codes = np.append(chunk.plan.codes(name).astype(float), np.nan)
    return codes.take(chunk.value(name, kind))


@cache
def measured() -> Mapping[Figure, tuple[float, int]]:
    """What came out of each figure, and over how many things."""
    sums: dict[Figure, tuple[float, int]] = {}
    for chunk in drawn():
        for figure in profile().figures():
            before, after = sums.get(figure, (0.0, 0)), measure(chunk, figure)
            sums[figure] = before[0] + after[0], before[1] + after[1]
    return {figure: (total / count, count) for figure, (total, count) in sums.items()}


def measure(chunk: Drawn, figure: Figure) -> tuple[float, int]:
    if figure.of in chunk.values:
        values = codes_of(chunk, figure.of, figure.kind)
    else:
        below = next(kind for kind, entry in profile().lists.items() if entry.name == figure.of)
        values = np.bincount(chunk.parent[below], minlength=chunk.count[figure.kind]) * float(SCALE)
    there = ~np.isnan(values)
    for name, codes in figure.where:
        there &= np.isin(codes_of(chunk, name, figure.kind), codes)
    told = np.isin(values, figure.codes) if figure.codes else values / SCALE
    return float(told[there].sum()), int(there.sum())


def row_of(figure: Figure, value: float, count: int) -> str:
    times = 100 if figure.codes else 1
    said = f"{times * figure.value:7.2f} {times * value:7.2f} {count:>9,}"
    return f"{figure.name:<50} {said}  {', '.join(figure.basis.source)}"


def test_what_is_published_comes_out_to_half_a_point(capsys: pytest.CaptureFixture[str]) -> None:
    published = {figure: found for figure, found in measured().items() if figure.published}
    rows = [row_of(figure, value, count) for figure, (value, count) in published.items()]
    with capsys.disabled():
        print("", f"{'figure':<50} {'said':>7} {'drawn':>7} {'of':>9}", *rows, sep="\n")
    sources = {source for figure in published for source in figure.basis.source}
    assert sources >= {"F8.02", "F8.03", "F8.04", "F8.05", "F8.22"}
    for figure, (value, _) in published.items():
        assert value == pytest.approx(figure.value, abs=0.005 if figure.codes else 0.2), figure.name


def leans(entry: Entry) -> bool:
    entries = {each.name: each for kind in profile().entries.values() for each in kind}
    return bool(entry.goes_with) or any(leans(entries[name]) for name in entry.needs() if name in entries)


def test_what_we_assume_comes_out_as_well() -> None:
    """To five times what chance would do, save where severe cases have more of the things."""
    more_when_severe = {kind for kind, entry in profile().lists.items() if leans(entry)}
    leaning = {entry.name for kind in more_when_severe for entry in profile().entries[kind] if leans(entry)}
    tried = 0
    for figure, (value, count) in measured().items():
        if figure.codes and figure.of not in leaning:
            chance = (figure.value * (1 - figure.value) / count) ** 0.5
            assert abs(value - figure.value) <= 5 * 1.3 * chance + 1e-4, (figure.name, figure.where, value)
            tried += 1
    assert tried > 200


def test_means_of_days_and_numbers_come_out() -> None:
    means = [(figure, found) for figure, found in measured().items() if not figure.codes]
    assert len(means) > 15
    for figure, (value, count) in means:
        assert value == pytest.approx(figure.value, rel=5 / count**0.5), figure.name


@pytest.mark.parametrize(
    ("table", "column", "value", "share"),
    [
        ("cases", "sex of the perpetrator", "male", 0.94),
        ("cases", "ethnic group of the perpetrator", "White", 0.92),
        ("cases", "children's services are involved", True, 0.20),
        ("pairs", "living together", True, 0.09),
    ],
)
def test_the_tables_say_what_is_published_of_those_who_are_known(
    table: str, column: str, value: object, share: float
) -> None:
    known = caseload()[table][column].drop_null()
    told = sum(each == value for each in known.to_pylist())
    assert told / len(known) == pytest.approx(share, abs=0.005)
    assert caseload()[table][column].null_count > 0


def test_agencies_speak_as_often_as_they_take_part() -> None:
    answers = caseload()["answers"]
    further = answers.filter(pc.is_valid(answers["fact"]))
    counts = {each["values"].as_py(): each["counts"].as_py() for each in further["source"].value_counts()}
    for who, share in (("police", 0.28), ("IDVA", 0.20), ("probation", 0.17), ("children's services", 0.09)):
        assert counts[who] / further.num_rows == pytest.approx(share, abs=0.01)


def test_grave_signs_come_together() -> None:
    pairs = caseload()["pairs"]
    one, other = (
        pairs[name].to_numpy(zero_copy_only=False)
        for name in ("credible threats to kill", "strangled or choked or held under water")
    )
    known = np.array([a is not None and b is not None for a, b in zip(one, other, strict=True)])
    assert 0.15 < np.corrcoef(one[known].astype(float), other[known].astype(float))[0, 1] < 0.6


def test_each_figure_says_where_it_comes_from() -> None:
    ours = "our assumption, to confirm"
    for figure in profile().figures():
        assert figure.basis.provenance == ours or (figure.basis.source and figure.published), figure.name
    assert {source for each in profile().deviations for source in each.source} >= {"F8.05", "F8.20", "F8.22"}


def test_every_fact_of_the_vocabulary_is_drawn() -> None:
    entries = [entry for kind in profile().entries.values() for entry in kind]
    names = {entry.name for entry in entries} | {fact for entry in entries for fact, _ in entry.among}
    assert names >= profile().ruleset.facts.keys()


@pytest.mark.parametrize("closely", [0.0, 0.3, -0.7, 0.95])
def test_a_table_of_places_keeps_the_shares(closely: float) -> None:
    shares = np.array([0.0, 0.62, 0.003, 0.377])
    places = spreads.table(shares, closely, leans=closely != 0.0)
    assert np.bincount(places, minlength=4) / spreads.PLACES == pytest.approx(shares, abs=2e-4)
    assert not np.isin(0, places)


# -- the same again --------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_cases() -> None:
    again = synthetic.tables(profile(), cases=FEW, seed=SEED, as_of=AS_OF)
    assert all(again[name].equals(table, check_metadata=True) for name, table in few().items())
    other = synthetic.tables(profile(), cases=FEW, seed=SEED + 1, as_of=AS_OF)
    assert not other["cases"].equals(few()["cases"])


def test_the_streams_are_the_same_everywhere() -> None:
    bits = Plan(profile()).draw(7, 3, 10).bits("a name", 4)
    assert bits.tolist() == [62849, 44718, 40749, 45864]


def test_fewer_cases_are_the_first_of_more() -> None:
    for name, table in few().items():
        more = caseload()[name].slice(0, table.num_rows)
        assert table.replace_schema_metadata().equals(more.replace_schema_metadata()), name


def test_the_runs_in_which_cases_are_made_make_no_difference() -> None:
    one = list(synthetic.batches(profile(), cases=CASES, seed=SEED, as_of=AS_OF, threads=1))
    assert len(one) > 1
    for name, table in caseload().items():
        assert pa.concat_tables([each[name] for each in one]).equals(table), name


def test_another_day_moves_every_date_by_as_much() -> None:
    later = synthetic.tables(profile(), cases=FEW, seed=SEED, as_of=date(2026, 11, 11))
    days, moved = (each["incidents"]["date of the incident"].cast(pa.int32()) for each in (few(), later))
    assert pc.unique(pc.subtract(moved, days).drop_null()).to_pylist() == [10]


# -- what can be -----------------------------------------------------------------------------------


def test_nothing_that_has_happened_lies_ahead() -> None:
    ahead = {
        *("release date", "override of the cap ends on", "last day of the extension", "last day of bail"),
        *("last day of the tag", "planned day of closing", "date the panel looks at the case again"),
        *("last day of the order that protects the victim-survivor", "next hearing on seeing the children"),
        *("planned end of the work", "day a step-down is planned for"),
    }
    for name, table in caseload().items():
        for column in table.schema:
            if pa.types.is_date(column.type):
                days = table[column.name]
                low, high = pc.min(days).as_py(), pc.max(days).as_py()
                assert (low > AS_OF) if column.name in ahead else (high <= AS_OF), (name, column.name)


def test_a_meeting_follows_its_referral() -> None:
    hearings = caseload()["MARAC hearings"]
    days = pc.subtract(
        hearings["date heard at MARAC"].cast(pa.int32()), hearings["date referred to MARAC"].cast(pa.int32())
    )
    assert pc.min(days).as_py() >= 7


@pytest.mark.parametrize(
    ("table", "column", "other"),
    [
        ("pairs", "living together", "victim-survivor is in refuge"),
        ("contacts", "cancelled by the service", "attended"),
    ],
)
def test_two_things_that_cannot_both_be_are_never_both(table: str, column: str, other: str) -> None:
    both = pc.and_(caseload()[table][column], caseload()[table][other])
    assert not pc.any(both).as_py()


def test_a_child_is_on_a_plan_only_where_childrens_services_are_involved() -> None:
    for chunk in drawn():
        involved = codes_of(chunk, "children's services are involved", "child")
        assert not ((codes_of(chunk, "on a child-protection plan", "child") == 1) & (involved == 0)).any()


def test_what_was_worst_is_never_less_than_what_is_now() -> None:
    for chunk in drawn():
        for behaviour in ("physical abuse", "sexual abuse", "stalking and harassment"):
            now, worst = (codes_of(chunk, f"{behaviour} {when}", "pair") for when in ("now", "at its worst"))
            assert (worst >= now).all()


# -- nobody ----------------------------------------------------------------------------------------


def test_there_is_nobody_in_it() -> None:
    """Keys are numbers; every other word is a word of the vocabulary or of the profile."""
    ruleset = profile().ruleset
    words = {value for fact in ruleset.facts.values() for value in fact.type.values}
    words |= {text for kind in profile().entries.values() for entry in kind for text in entry.texts}
    words |= {*ruleset.facts, *ruleset.kinds, "yes", "no", "don't know", "refused"}
    words |= {checklist.instrument for checklist in ruleset.checklists.values()}
    words |= {item.id for checklist in ruleset.checklists.values() for item in checklist.items}
    words |= {who for fact in ruleset.facts.values() for who in fact.asked_of}
    words |= {"perpetrator", "victim-survivor"}
    for name, table in few().items():
        for column in table.column_names:
            values = table[column].drop_null()
            if column in ("case", "id", "pair"):
                assert all(re.fullmatch(r"[SM]\d{8}(-\d{1,2}){0,2}", key) for key in values.to_pylist())
            elif not pa.types.is_primitive(values.type):
                assert set(values.unique().to_pylist()) <= words, (name, column)


def test_keys_are_unique() -> None:
    for name in ("cases", "pairs", "children", "incidents", "contacts", "case managers"):
        table = caseload()[name]
        keys = table["case" if name == "cases" else "id"]
        assert pc.count_distinct(keys).as_py() == table.num_rows


# -- it says so ------------------------------------------------------------------------------------


def test_every_table_says_that_it_is_synthetic() -> None:
    for table in few().values():
        assert table.schema.metadata[b"synthetic"] == b"yes"
        assert is_synthetic(table)
        assert not is_synthetic(table.replace_schema_metadata())


def test_every_file_says_that_it_is_synthetic(tmp_path: Path) -> None:
    for form in ("parquet", "csv"):
        synthetic.write(tmp_path / form, profile(), cases=FEW, seed=SEED, as_of=AS_OF, form=form)
        assert "Every case here is invented" in (tmp_path / form / "SYNTHETIC.txt").read_text(
            encoding="utf-8"
        )
        for name, table in few().items():
            file = tmp_path / form / f"{name}.{form}"
            read = parquet.read_table(file) if form == "parquet" else csv.read_csv(file)
            assert read.num_rows == table.num_rows
            if form == "parquet":
                assert read.equals(table, check_metadata=True)
            assert is_synthetic(read)


def test_the_command_says_that_it_is_synthetic(tmp_path: Path) -> None:
    told = CliRunner().invoke(
        app, ["synthesise", str(tmp_path / "out"), "--cases", "20", "--as-of", "2026-11-01"]
    )
    assert told.exit_code == 0, told.output
    assert "SYNTHETIC" in told.stderr
    assert all("synthetic rows" in line for line in told.stdout.splitlines())
    again = CliRunner().invoke(app, ["synthesise", str(tmp_path / "out"), "--cases", "20"])
    assert again.exit_code == 1
    assert "there already" in again.stderr


def test_a_folder_is_whole_or_not_there(tmp_path: Path) -> None:
    def stop(_: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        synthetic.write(tmp_path / "out", profile(), cases=FEW, seed=1, as_of=AS_OF, told=stop)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("cases", "seed"), [(0, 1), (synthetic.MOST_CASES + 1, 1), (1, -1)])
def test_what_cannot_be_made_is_said(cases: int, seed: int) -> None:
    with pytest.raises(synthetic.SyntheticError, match=r"ask for|give another"):
        next(synthetic.batches(profile(), cases=cases, seed=seed, as_of=AS_OF))


# -- it can be read back ---------------------------------------------------------------------------


def test_every_row_and_value_of_a_synthetic_caseload_can_be_read() -> None:
    vocabulary = Vocabulary.of(profile().ruleset)
    read = read_tables(vocabulary, caseload())
    assert read.rejects.num_rows == 0, read.rejects.to_pylist()[:5]
    assert not read.notes.missing_columns
    assert not read.notes.missing_tables


def test_a_caseload_from_csv_files_can_be_read(tmp_path: Path) -> None:
    synthetic.write(tmp_path / "out", profile(), cases=FEW, seed=SEED, as_of=AS_OF, form="csv")
    tables = {file.stem: csv.read_csv(file) for file in (tmp_path / "out").glob("*.csv")}
    assert read_tables(Vocabulary.of(profile().ruleset), tables).rejects.num_rows == 0


def test_synthetic_cases_are_read_and_assessed_one_by_one() -> None:
    ruleset = dr.load("drive-core")
    eligible = set()
    for row in range(25):
        case = ruleset.read_case(case_data(few(), row), as_of=AS_OF)
        eligible.add(ruleset.assess(case, as_of=AS_OF).decision("eligibility").words)
    assert len(eligible) > 1


# -- a case as plain data --------------------------------------------------------------------------


def case_data(tables: Mapping[str, pa.Table], row: int) -> dict[str, Any]:
    """One case of a caseload as the mapping that ``read_case`` takes."""
    vocabulary = Vocabulary.of(profile().ruleset)
    key = tables["cases"]["case"][row].as_py()
    mine = {
        name: table.filter(pc.equal(table["case"], key)).to_pylist()
        for name, table in tables.items()
        if "case" in table.column_names
    }
    answers = mine.pop("answers")
    found = {("case", key): _facts(mine["cases"][0])}
    found["case", key]["case"] = key
    for kind in ("pair", "child", "incident", "judgement", "MARAC hearing", "contact"):
        parent = vocabulary.kinds[kind].kind.part_of
        name = vocabulary.kinds[parent].lists[kind]
        for thing in mine[name]:
            data = _facts(thing) | {"id": thing["id"]}
            found[kind, thing["id"]] = data
            found[parent, thing.get(parent, key)].setdefault(name, []).append(data)
    for answer in answers:
        _answered(found[answer["kind"] or "case", answer["id"] or key], answer)
    return found["case", key]


def _facts(row: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: row[name] for name in row if name in profile().ruleset.facts and row[name] is not None}
    for name, value in known.items():
        if isinstance(value, date) and profile().ruleset.facts[name].type.name == "yes or no":
            known[name] = {"answer": "yes", "date": value}
    return known


def _answered(thing: dict[str, Any], answer: Mapping[str, Any]) -> None:
    if answer["instrument"] is None:
        said = {name: answer[name] for name in ("answer", "source", "date")}
        thing[answer["fact"]] = [*([thing[answer["fact"]]] if answer["fact"] in thing else []), said]
        return
    names = {"instrument": "instrument", "completed by": "completed by", "date": "completed on"}
    form = {name: answer[column] for name, column in names.items()}
    forms = thing.setdefault("checklists", [])
    if not forms or {name: forms[-1][name] for name in form} != form:
        forms.append(form | {"answers": {}})
    forms[-1]["answers"][answer["item"]] = answer["answer"]


# -- the profile -----------------------------------------------------------------------------------


def text() -> str:
    found = packages.synthetic_of("drive-core")
    assert found is not None
    return found


def test_the_profile_is_no_part_of_the_ruleset(tmp_path: Path) -> None:
    shutil.copytree(Path(packages.__file__).parents[1] / "rulesets" / "drive-core", tmp_path / "drive-core")
    with_it = packages.load_package(tmp_path / "drive-core")
    (tmp_path / "drive-core" / "synthetic.yaml").unlink()
    without = packages.load_package(tmp_path / "drive-core")
    assert (with_it.digest, with_it.ruleset) == (without.digest, without.ruleset)
    with pytest.raises(synthetic.SyntheticError, match=r"has no synthetic\.yaml"):
        synthetic.load_profile(tmp_path / "drive-core")


WRONG: Mapping[str, tuple[Callable[[str], str], str]] = {
    "a fact of another name": (
        lambda text: text.replace("  living together:\n", "  living togther:\n", 1),
        "SY001 no fact is called 'living togther'\n.*did you mean 'living together'",
    ),
    "a kind of another name": (
        lambda text: text.replace("      pair: 60%", "      pairs: 60%", 1),
        "SY001 no kind is called 'pairs'",
    ),
    "a list of another name": (
        lambda text: text.replace("  judgements:\n    shares", "  judgments:\n    shares", 1),
        "SY001 no list is called 'judgments'\n.*did you mean 'judgements'",
    ),
    "drawn twice": (
        lambda text: text.replace("  custody:\n", "  housing need: 10%\n  custody:\n", 1),
        "SY001 'housing need' is drawn twice",
    ),
    "for another ruleset": (
        lambda text: text.replace("profile: drive-core", "profile: drive-other", 1),
        "SY001 this profile is for 'drive-other'",
    ),
    "a share over all": (
        lambda text: text.replace("  animal hurt:\n    yes: 14%", "  animal hurt:\n    yes: 140%", 1),
        "SY002 this is no share\n.*write a share from 0% to 100%",
    ),
    "a share without its sign": (
        lambda text: text.replace("  share: 12%", "  share: 12", 1),
        "SY002 this is no share",
    ),
    "shares over all": (
        lambda text: text.replace("      1: 82%", "      1: 92%", 1),
        "SY003 the shares come to 110%, not to 100%",
    ),
    "shares that leave some out": (
        lambda text: text.replace("        IDVA: 72%", "        IDVA: 70%", 1),
        "SY003 the shares of 'completed by' do not come to 100%",
    ),
    "a mean outside the ends": (
        lambda text: text.replace("    mean: 32", "    mean: 16", 1),
        "SY004 these ends and this mean do not fit",
    ),
    "a spread too wide": (
        lambda text: text.replace("    mean: 32\n    spread: 10", "    mean: 32\n    spread: 16", 1),
        "SY004 no spread about that mean is as wide",
    ),
    "a date from nowhere": (
        lambda text: text.replace(
            "  date heard at MARAC:\n    days after: date referred to MARAC", "  date heard at MARAC:", 1
        ),
        "SY004 a date says what its days are counted from, once",
    ),
    "a value that it cannot have": (
        lambda text: text.replace("      remand, sentenced: 30%", "      remnd, sentenced: 30%", 1),
        "SY005 'remnd' is not a value that this can have\n.*did you mean 'remand'",
    ),
    "a source that nobody is": (
        lambda text: text.replace("      police: 28%", "      polise: 28%", 1),
        "SY005 'polise' is not a source that a case may name\n.*did you mean 'police'",
    ),
    "given what is not there": (
        lambda text: text.replace("    given: IDVA status", "    given: IDVA state", 1),
        "SY006 nothing here is called 'IDVA state'\n.*did you mean 'IDVA status'",
    ),
    "given what is below": (
        lambda text: text.replace("    given: under probation supervision", "    given: living together", 1),
        "SY006 'living together' belongs to a pair, which is not above a case",
    ),
    "a value left out": (
        lambda text: text.replace("      yes: 25%\n      no: no", "      yes: 25%", 1),
        "SY006 some values are not spoken of\n.*add the other values, or `otherwise:`",
    ),
    "needs in a ring": (
        lambda text: text.replace(
            "  custody:\n    given: criminal proceedings", "  custody:\n    given: licence terms broken", 1
        ),
        "SY006 these need each other without end",
    ),
    "a source that is not in the register": (
        lambda text: text.replace("    source: F8.11\n", "    source: F8.12\n", 1),
        "SY007 'F8.12' is not in the register of sources",
    ),
    "a leaning of another name": (
        lambda text: text.replace("    goes with: need\n", "    goes with: needs\n", 1),
        "SY008 no leaning is called 'needs'\n.*did you mean 'need'",
    ),
    "a key that means nothing": (
        lambda text: text.replace("    how closely: 60%", "    how closly: 60%", 1),
        "DR015 'how closly' means nothing here",
    ),
}


@pytest.mark.parametrize("wrong", WRONG, ids=lambda name: name.replace(" ", "-"))
def test_what_is_wrong_in_a_profile_is_said(wrong: str) -> None:
    change, expected = WRONG[wrong]
    assert change(text()) != text()
    with pytest.raises(ProfileError) as caught:
        read_profile(profile().ruleset, change(text()))
    pictures = "\n".join(problem.picture() for problem in caught.value.problems)
    assert re.search(expected, pictures, re.DOTALL), pictures


def test_all_that_is_wrong_in_a_profile_is_said_at_once() -> None:
    wrong = text()
    for name in ("a fact of another name", "a share over all", "shares over all"):
        wrong = WRONG[name][0](wrong)
    with pytest.raises(ProfileError) as caught:
        read_profile(profile().ruleset, wrong)
    assert {problem.code for problem in caught.value.problems} >= {"SY001", "SY002", "SY003"}
    assert all(problem.span for problem in caught.value.problems)


# -- what is made of them --------------------------------------------------------------------------


def test_what_is_made_of_invented_cases_says_so_too() -> None:
    ruleset = dr.load("drive-core", site="example-site")
    made = few()
    answers = ruleset.assess_many(made, as_of=AS_OF)
    assert answers.summary.synthetic
    assert answers.summary.text().startswith("SYNTHETIC: every case is invented")
    given = [*answers.decisions.values(), answers.duties, answers.blocks, answers.questions, answers.rejects]
    assert all(is_synthetic(table) for table in given)
    plain = {name: table.replace_schema_metadata(None) for name, table in made.items()}
    assert not ruleset.assess_many(plain, as_of=AS_OF).summary.synthetic


def test_a_list_whose_table_was_not_sent_is_told_of() -> None:
    """Some cases say that all their pairs' incidents are listed: without the table that cannot be."""
    sent = {name: table for name, table in few().items() if name != "incidents"}
    summary = dr.load("drive-core").assess_many(sent, as_of=AS_OF).summary
    assert dict(summary.lists_opened)["incident"] > 0
    assert "incident" in summary.missing_tables
    assert "SAID TO BE WHOLE, BUT MAY HAVE MORE" in summary.text()
    assert not dr.load("drive-core").assess_many(few(), as_of=AS_OF).summary.lists_opened


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_answers_in_files_say_so_too(tmp_path: Path, form: Literal["parquet", "csv"]) -> None:
    synthetic.write(tmp_path / "in", profile(), cases=50, seed=4, as_of=AS_OF, form=form)
    summary = dr.load("drive-core").assess_files(tmp_path / "in", tmp_path / "out", as_of=AS_OF)
    assert summary.synthetic
    assert (tmp_path / "out" / NOTICE).read_text(encoding="utf-8").startswith("SYNTHETIC")
    assert says_synthetic(parquet.read_schema(tmp_path / "out" / "duties.parquet").metadata)
