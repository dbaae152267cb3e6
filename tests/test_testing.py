"""Feature files that run without a line of Python, what is said of wrong ones, and what they exercise."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from drive_rules import cli, packages
from drive_rules.coverage import Coverage, Line, Practice, Tally
from drive_rules.language import read_ruleset
from drive_rules.problems import DriveRulesError
from drive_rules.reference import evaluate
from drive_rules.ruleset import Ruleset
from drive_rules.testing import unknown
from drive_rules.testing.mutants import mutants
from drive_rules.testing.spoilt import Spoilt
from tests.test_mutants import BELOW_THE_EDGE, FEATURE, PACKAGE
from tests.worlds import Worlds, flatten

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden" / "specs"
DAY = date(2026, 11, 2)

RULES = """rules:

  armed-or-often:
    title: Somebody armed, or often violent, is a high risk
    for each: case
    when any of:
      - armed: yes
      - incidents last year: at least 3
        at large: yes
    unless any of:
      - custody: [remand, sentenced]
      - moved abroad: yes
    then:
      level: high
    because: Weapons and repetition kill.
    source: none
    provenance: our assumption, to confirm
    for example:
      applies:
        - armed: yes
          custody: none
          moved abroad: no
        - incidents last year: 3
          at large: yes
          custody: none
          moved abroad: no
      does not:
        - armed: yes
          custody: remand
        - armed: no
          incidents last year: 2
"""
FACTS = """facts:

  armed:
    of: case
    type: yes or no
  at large:
    of: case
    type: yes or no
  moved abroad:
    of: case
    type: yes or no
  custody:
    of: case
    type: choice
    values: [none, remand, sentenced]
  incidents last year:
    of: case
    type: number
    from: 0
    to: 99
"""


def ran(*words: str, at: Path) -> subprocess.CompletedProcess[str]:
    """A program of its own: pytest keeps to one run in a process."""
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    # On a build server pytest does not cut its summary to the width of the screen.
    here = {name: value for name, value in os.environ.items() if name not in ("CI", "BUILD_NUMBER")}
    environment = {**here, "PYTHONPATH": paths, "COLUMNS": "100", "PYTEST_ADDOPTS": ""}
    return subprocess.run(
        [sys.executable, *words], cwd=at, env=environment, capture_output=True, text=True, check=False
    )


def drive_rules(*words: str, at: Path) -> subprocess.CompletedProcess[str]:
    return ran("-c", "from drive_rules.cli import main; main()", *words, at=at)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ruleset, a folder of specs, and no Python."""
    for name, text in PACKAGE.items():
        (tmp_path / "tiny").mkdir(exist_ok=True)
        (tmp_path / "tiny" / name).write_text(text, encoding="utf-8")
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "levels.feature").write_text(FEATURE + BELOW_THE_EDGE, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return tmp_path


# -- feature files by themselves -------------------------------------------------------------------


def test_an_installed_library_is_known_to_pytest_by_what_adds_options_and_waits() -> None:
    points = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    assert points["pytest11"] == {"drive_rules.testing.asked": "drive_rules.testing.asked"}


def test_a_pytest_that_asks_for_nothing_is_left_alone(folder: Path) -> None:
    (folder / "test_other.py").write_text(
        "import sys\n\nimport pytest\n\ndef test_nothing_is_loaded(request):\n"
        "    assert 'drive_rules.testing.steps' not in sys.modules\n"
        "    with pytest.raises(pytest.FixtureLookupError):\n        request.getfixturevalue('ruleset')\n",
        encoding="utf-8",
    )
    found = ran("-m", "pytest", "-q", "-p", "drive_rules.testing.asked", at=folder)
    assert found.returncode == 0, found.stdout
    assert "1 passed" in found.stdout


def test_a_named_feature_file_runs_with_no_python_and_is_recorded_alike_by_two(folder: Path) -> None:
    asked = ("-m", "pytest", "-q", "-p", "drive_rules.testing.asked", "--ruleset", "tiny")
    one = ran(*asked, "specs/levels.feature", "--practice-coverage", "one.json", at=folder)
    assert one.returncode == 0, one.stdout
    assert "3 passed" in one.stdout
    two = ran(*asked, "-n", "2", "specs/levels.feature", "--practice-coverage", "two.json", at=folder)
    assert two.returncode == 0, two.stdout
    assert (folder / "one.json").read_bytes() == (folder / "two.json").read_bytes()
    report = Coverage.read(folder / "one.json")
    assert report.scenarios == 3
    assert report.holes() == ()
    (applies,) = (line for line in report.lines if line.sort == "applies")
    assert applies.exercised == applies.specified == ("specs/levels.feature: Armed, and three incidents",)


def test_the_spec_in_the_readme_runs_as_it_stands(folder: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("```gherkin\n")[1].split("```")[0]
    (folder / "prison.feature").write_text(text, encoding="utf-8")
    found = drive_rules("specs", "prison.feature", at=folder)
    assert found.returncode == 0, found.stdout
    assert "1 passed" in found.stdout


@pytest.mark.parametrize("name", ["wrong", "broken"])
def test_what_is_wrong_with_a_feature_file_is_said_at_its_line(folder: Path, name: str) -> None:
    (folder / f"{name}.feature").write_bytes((GOLDEN / f"{name}.feature").read_bytes())
    found = drive_rules("specs", f"{name}.feature", "--rules", "tiny", at=folder)
    assert found.returncode == 1
    said = "".join(
        f"{line}\n" for line in found.stdout.splitlines() if not re.search(r" in \d.*s( |$)", line)
    )
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("REWRITE_GOLDEN"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


def test_every_sentence_is_listed_and_its_own_words_come_nearest() -> None:
    found = CliRunner().invoke(cli.app, ["steps"])
    assert found.exit_code == 0, found.output
    assert '  "<fact>" is not asked\n      No answer to it would change anything.' in found.output
    known = unknown.sentences()
    assert len({(each.keyword, each.words) for each in known}) == len(known) > 100
    assert not [each.words for each in known if set(each.words) & set("\\^$*{}") or "(?" in each.words]
    for each in known:
        assert each in unknown.nearest(each.keyword, each.words, known)
    assert unknown.nearest("then", "rain falls on everybody", known) == []


# -- what is exercised ------------------------------------------------------------------------------

PRACTICE = Practice(read_ruleset({**PACKAGE, "facts.yaml": FACTS, "rules.yaml": RULES}))


def exercised(**facts: object) -> set[tuple[str, str]]:
    """The branches of the one rule that a case exercises; what is not given is not known."""
    package = packages.Package(PRACTICE.ruleset, "", {})
    ruleset = Ruleset(package)
    case = ruleset.read_case(
        {"case": "x", **{name.replace("_", " "): value for name, value in facts.items()}}
    )
    return {(key[1], key[2]) for key in PRACTICE.exercised(case.world, ruleset.settle(case, as_of=DAY), DAY)}


FREE = {"custody": "none", "moved_abroad": "no"}


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"armed": "yes", "at_large": "no", **FREE}, {("applies", ""), ("alternative", "1")}),
        (
            {"armed": "no", "at_large": "yes", "incidents_last_year": 3, **FREE},
            {("applies", ""), ("alternative", "2")},
        ),
        ({"armed": "yes", "at_large": "yes", "incidents_last_year": 3, **FREE}, {("applies", "")}),
        (
            {"armed": "no", "at_large": "no", "incidents_last_year": 3, **FREE},
            {("does not apply", ""), ("test", "when 2.2"), ("otherwise", "")},
        ),
        (
            {"armed": "no", "at_large": "yes", "incidents_last_year": 2, **FREE},
            {("does not apply", ""), ("test", "when 2.1"), ("otherwise", "")},
        ),
        (
            {"armed": "no", "at_large": "no", "incidents_last_year": 2, **FREE},
            {("does not apply", ""), ("otherwise", "")},
        ),
        (
            {"armed": "yes", "custody": "remand", "moved_abroad": "no"},
            {("does not apply", ""), ("exception", "1"), ("value", "unless 1.1.1"), ("otherwise", "")},
        ),
        (
            {"armed": "yes", "custody": "none", "moved_abroad": "yes"},
            {("does not apply", ""), ("exception", "2"), ("otherwise", "")},
        ),
        (
            {"armed": "yes", "custody": "remand", "moved_abroad": "yes"},
            {("does not apply", ""), ("otherwise", "")},
        ),
        ({"custody": "remand"}, {("does not apply", ""), ("otherwise", "")}),
        ({"armed": "yes"}, set()),
    ],
)
def test_what_decides_alone_is_exercised_and_nothing_else(
    facts: dict[str, object], wanted: set[tuple[str, str]]
) -> None:
    assert exercised(**facts) == wanted


def test_the_branches_of_a_rule_are_all_that_a_case_can_exercise() -> None:
    numbered = [(each.sort, each.number) for each in PRACTICE.branches if each.of == "armed-or-often"]
    assert numbered == [
        *(("applies", ""), ("does not apply", ""), ("alternative", "1"), ("alternative", "2")),
        *(("exception", "1"), ("exception", "2"), ("test", "when 2.1"), ("test", "when 2.2")),
        *(("value", "unless 1.1.1"), ("value", "unless 1.1.2")),
    ]
    assert "in doubt" not in {each.sort for each in PRACTICE.branches}


def test_every_branch_of_the_shipped_rules_is_told_apart_and_met_by_its_own_words() -> None:
    practice = Practice(packages.load_package("drive-core").ruleset)
    assert len({branch.key for branch in practice.branches}) == len(practice.branches)
    doubts = [rule.id for rule in practice.ruleset.rules.values() if rule.in_doubt is not None]
    held = {branch.of for branch in practice.branches if branch.sort == "in doubt"}
    assert not set(doubts) - held
    worlds = Worlds(Random(7), practice.ruleset, DAY)
    seen = set()
    for keep in (0.3, 0.7, 1.0):
        world = flatten(practice.ruleset, worlds.blur(worlds.truth(), keep))
        keys = practice.exercised(world, evaluate(practice.ruleset, world, DAY), DAY)
        seen |= {sort for _, sort, _ in keys}
    assert seen >= {"applies", "does not apply", "in doubt", "test", "setting"}


# -- the report --------------------------------------------------------------------------------------


def told(*scenarios: tuple[str, set[tuple[str, str]], set[str]]) -> Coverage:
    tally = Tally()
    for name, branches, about in scenarios:
        keys = [branch.key for branch in PRACTICE.branches if (branch.sort, branch.number) in branches]
        tally.add(name, keys, frozenset(about))
    return Coverage.of(PRACTICE, tally)


def test_a_report_says_what_is_exercised_what_is_specified_and_what_is_left(tmp_path: Path) -> None:
    own = ("a: own", {("applies", ""), ("alternative", "1")}, {"armed-or-often"})
    beside = ("b: beside", {("does not apply", ""), ("exception", "2")}, {"another"})
    report = told(own, beside)
    assert {(line.sort, line.number) for line in report.holes(("alternative", "exception"))} == {
        ("alternative", "2"),
        ("exception", "1"),
    }
    assert round(report.percent()) == round(100 * 4 / 6)
    assert round(report.percent(specified=True)) == round(100 * 2 / 6)
    assert "exception: only the custody is remand or sentenced" in report.text()
    path = tmp_path / "report.json"
    path.write_text(report.to_json(), encoding="utf-8")
    assert Coverage.read(path) == report
    assert Coverage.merged([told(own), told(beside)]) == Coverage.merged([told(beside), told(own)]) == report
    for limit, code in (("66", 0), ("67", 1)):
        found = CliRunner().invoke(cli.app, ["coverage", str(path), "--fail-under", limit])
        assert found.exit_code == code, found.output
    assert CliRunner().invoke(cli.app, ["coverage", str(path), "--specified", "--fail-under", "34"]).exit_code


def test_what_is_no_report_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    for text in ("no", "[]", "{}", '{"schema": 2}', '{"schema": 1, "lines": [{}]}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DriveRulesError):
            Coverage.read(path)
    with pytest.raises(DriveRulesError, match="different rulesets"):
        Coverage.merged([told(), Coverage("another", "1", "", 0, ())])
    with pytest.raises(DriveRulesError, match="is otherwise"):
        Coverage.merged([Coverage("tiny", "0.1.0", "", 0, ()), told()])
    assert Line.__dataclass_params__.frozen  # type: ignore[attr-defined]


# -- mutants -----------------------------------------------------------------------------------------


def test_the_command_names_each_way_that_nobody_notices(folder: Path) -> None:
    words = ("mutate", "tiny", "--features", "specs", "--processes", "2", "--report", "all.jsonl")
    found = drive_rules(*words, at=folder)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "1 rules spoilt in 7 ways, 7 noticed (100.0%)" in found.stdout
    lines = [json.loads(line) for line in (folder / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    assert all(line["missed by"] for line in lines)
    (folder / "specs" / "levels.feature").write_text(FEATURE, encoding="utf-8")
    found = drive_rules("mutate", "tiny", "--features", "specs", "--sorts", "test,rule", at=folder)
    assert found.returncode == 1
    assert "nobody noticed (test)" in found.stdout
    assert "rule: 1 of 1" in found.stdout


def test_a_mutant_that_no_case_tells_from_the_rule_is_no_hole(folder: Path) -> None:
    file = folder / "tiny" / "rules.yaml"
    text = file.read_text(encoding="utf-8").replace("last year: at least 3", "last year: at least 0")
    text = text.replace("last year: 3\n      does not:", "last year: 0\n      does not:")
    file.write_text(text, encoding="utf-8")
    (folder / "specs" / "levels.feature").write_text(FEATURE, encoding="utf-8")
    words = ("mutate", "tiny", "--features", "specs", "--sorts", "test", "--report", "all.jsonl")
    found = drive_rules(*words, at=folder)
    lines = [json.loads(line) for line in (folder / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    same = {line["what"] for line in lines if line["same in every case on"] is not None}
    holes = {line["what"] for line in lines if line["missed by"] is None} - same
    assert same == {"when: without the incidents last year is at least 0"}
    assert holes == {'when: without "armed" is yes'}
    for what in same:
        assert f"{what}: no case on" in found.stdout
    for what in holes:
        assert f"{what}: nobody noticed (test)" in found.stdout
    assert f"1 rules spoilt in {len(lines) - 1} ways, {len(lines) - 2} noticed" in found.stdout
    assert found.returncode == 1


def test_what_cannot_be_spoilt_is_refused(folder: Path) -> None:
    for words, said in (
        (("--rules", "armed-and-oftn"), "did you mean 'armed-and-often'?"),
        (("--sorts", "colour"), "no sort of mutant is called 'colour'"),
    ):
        found = CliRunner().invoke(
            cli.app, ["mutate", str(folder / "tiny"), "--features", str(folder / "specs"), *words]
        )
        assert found.exit_code == 1
        assert said in " ".join(found.output.split())


def test_a_mutant_settles_as_the_reference_says() -> None:
    """Only what it may change is worked out anew: no answer is otherwise for that."""
    package = packages.load_package("drive-core")
    sound, worlds, rules = Ruleset(package), Worlds(Random(3), package.ruleset, DAY), package.ruleset.rules
    by_sort = [
        sorted(id for id, rule in rules.items() if rule.then),
        sorted(id for id, rule in rules.items() if any(duty.word == "must not" for duty in rule.duties)),
        sorted(id for id, rule in rules.items() if rule.duties),
    ]
    for id in [id for ids in by_sort for id in Random(5).sample(ids, 3)]:
        mutant = Random(id).choice(list(mutants(package.ruleset, rules[id])))
        spoilt = Spoilt(sound, package, mutant)
        for keep in (0.4, 0.9):
            world = flatten(package.ruleset, worlds.blur(worlds.truth(), keep))
            found, wanted = spoilt._settle(DAY, "compiled")(world), evaluate(spoilt.meaning, world, DAY)
            assert dict(found.low) == dict(wanted.low), mutant
            assert dict(found.high) == dict(wanted.high), mutant
            assert found.conflicts == wanted.conflicts
