"""The library as those who import it meet it: names, bytes, threads, days, pages, wheel."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
from typer.testing import CliRunner

import drive_rules as dr
from drive_rules.cli import app

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "examples" / "cases").glob("*.yaml"))
TODAY = date(2026, 11, 2)
NAMES = [path.stem for path in CASES]


@pytest.fixture(scope="module")
def ruleset() -> dr.Ruleset:
    return dr.load("drive-core", site="example-site")


@pytest.fixture(scope="module")
def answers(ruleset: dr.Ruleset) -> dict[str, dr.Assessment]:
    return {path.stem: ruleset.assess(ruleset.read_case(path), as_of=TODAY) for path in CASES}


# -- the surface ---------------------------------------------------------------------------------


def test_every_public_name_can_be_had_and_no_other() -> None:
    assert set(dir(dr)) == set(dr.__all__)
    for name in dr.__all__:
        assert getattr(dr, name) is not None
    with pytest.raises(AttributeError, match="no public name 'assess'"):
        dr.assess  # noqa: B018


def test_importing_the_library_imports_no_engine_and_no_graph() -> None:
    heavy = "('networkx', 'pydantic', 'yaml', 'typer')"
    code = f"import sys, drive_rules; print([name for name in {heavy} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


def test_every_public_thing_says_what_it_is() -> None:
    for name in sorted(set(dr.__all__) - {"__version__"}):
        assert (getattr(dr, name).__doc__ or "").strip(), name


def test_a_decision_is_no_plain_yes_or_no(answers: dict[str, dr.Assessment]) -> None:
    decision = answers["case-study-1"].decision("risk level", of="pair-1")
    assert decision.possibly("high")
    assert not decision.certainly("high")
    with pytest.raises(dr.UnsettledError, match="certainly"):
        bool(decision)


# -- the same bytes ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_an_assessment_goes_to_json_and_back(answers: dict[str, dr.Assessment], name: str) -> None:
    text = answers[name].to_json()
    again = dr.Assessment.from_json(text)
    assert again == answers[name]
    assert again.to_json() == text


def test_two_threads_give_the_bytes_of_one(ruleset: dr.Ruleset, answers: dict[str, dr.Assessment]) -> None:
    cases = {path.stem: ruleset.read_case(path) for path in CASES}
    fresh = dr.load("drive-core", site="example-site")
    with ThreadPoolExecutor(2) as pool:
        told = pool.map(lambda name: fresh.assess(cases[name], as_of=TODAY).to_json(), NAMES * 2)
    assert list(told) == [answers[name].to_json() for name in NAMES * 2]


def test_a_new_process_with_another_hash_seed_gives_the_same_bytes(answers: dict[str, dr.Assessment]) -> None:
    for seed in ("1", "4321"):
        ended = _cli(
            "assess", str(ROOT / "examples/cases/two-pairs.yaml"), "--site", "example-site",
            "--as-of", TODAY.isoformat(), "--format", "json", hash_seed=seed,
        )  # fmt: skip
        assert ended.stdout.rstrip("\n") == answers["two-pairs"].to_json().rstrip("\n")


# -- days do not slide ---------------------------------------------------------------------------


def test_sixty_days_change_no_due_date_and_no_id(ruleset: dr.Ruleset) -> None:
    case = ruleset.read_case(ROOT / "examples/cases/case-study-1.yaml")
    previous = ruleset.assess(case, as_of=TODAY)
    first = {duty.id: duty.due for duty in previous.duties}
    assert len(first) >= 5
    for day in range(1, 61):
        previous = ruleset.assess(case, as_of=TODAY + timedelta(day), previous=previous)
        assert {duty.id: duty.due for duty in previous.duties} == first, f"day {day}"
    assert not any(reason.first_seen_today for duty in previous.duties for reason in duty.reasons)
    assert {reason.first_called_for for duty in previous.duties for reason in duty.reasons} == {TODAY}


def test_without_the_previous_one_the_text_says_first_seen_today(answers: dict[str, dr.Assessment]) -> None:
    assert "first seen today" in " ".join(answers["case-study-1"].view("case manager").split())


# -- pages ---------------------------------------------------------------------------------------


def test_the_empty_case_is_one_page(answers: dict[str, dr.Assessment]) -> None:
    page = answers["empty"].view("case manager")
    lines = page.rstrip("\n").split("\n")
    assert len(lines) <= 60
    assert max(len(line) for line in lines) <= 80
    assert "not a low-risk result" in page
    duties = re.findall(r"^  - (?:MUST|SHOULD|MAY|FIND OUT)", page, re.MULTILINE)
    assert 1 <= len(duties) <= 7
    asked = page[page.index("ASK FIRST") :]
    assert 1 <= len(re.findall(r"^  - ", asked, re.MULTILINE)) <= 5
    assert re.search(r"and \d+ more questions", asked)
    answer = answers["empty"]
    assert len(answer.duties) + len(answer.find_outs) <= 7
    assert not re.search(r"\b(STANDARD|MEDIUM|HIGH)\b", page), "no level is printed"


@pytest.mark.parametrize("name", NAMES)
def test_the_first_page_holds_at_most_twelve_duties(answers: dict[str, dr.Assessment], name: str) -> None:
    first = "\n".join(answers[name].view("case manager").split("\n")[:60])
    assert len(re.findall(r"^  - (?:MUST|SHOULD|MAY|FIND OUT)", first, re.MULTILINE)) <= 12
    for section in ("SAFETY", "CONTACT", "CHILDREN", "DISRUPT", "SUPPORT", "CHANGE", "AGENCIES"):
        said = re.search(rf"^{section}(?:: .+|\n  \S.*)$", first, re.MULTILINE)
        assert said is not None, f"{section} is not there, or is blank"


@pytest.mark.parametrize("name", NAMES)
def test_an_action_is_one_line_with_its_reasons(answers: dict[str, dr.Assessment], name: str) -> None:
    called = [(duty.action, duty.thing) for duty in answers[name].duties]
    assert len(called) == len(set(called))


@pytest.mark.parametrize("name", NAMES)
def test_every_view_fits_eighty_columns_and_says_it_is_advice(
    answers: dict[str, dr.Assessment], name: str
) -> None:
    for audience in ("case manager", "IDVA", "panel", "subject access"):
        page = answers[name].view(audience)
        assert max(len(line) for line in page.split("\n")) <= 80, audience
        assert "dvice" in page, audience


@pytest.mark.parametrize("name", NAMES)
def test_no_level_is_printed_as_its_low_end(answers: dict[str, dr.Assessment], name: str) -> None:
    for decision in answers[name].decisions:
        if decision.name == "risk level" and not decision.settled:
            assert not decision.certainly("standard")
            page = answers[name].view("case manager")
            assert not re.search(rf"risk level \(pair {decision.thing.key}\): STANDARD", page)


# -- the witness ---------------------------------------------------------------------------------


@pytest.mark.skipif(
    sys.version_info >= (3, 13), reason="durable_rules does not import on Python 3.13 and later"
)
@pytest.mark.parametrize("name", NAMES)
def test_the_witness_agrees_on_every_example(ruleset: dr.Ruleset, name: str) -> None:
    case = ruleset.read_case(ROOT / "examples/cases" / f"{name}.yaml")
    answer = ruleset.assess(case, as_of=TODAY, witness="durable")
    said = re.match(r"(\d+) of (\d+) formulas witnessed", answer.witness or "")
    assert said is not None, answer.witness
    assert int(said[1]) >= 0.95 * int(said[2])


@pytest.mark.skipif(sys.version_info < (3, 13), reason="durable_rules imports here")
def test_without_durable_rules_the_witness_is_a_clear_error(ruleset: dr.Ruleset) -> None:
    case = ruleset.read_case(ROOT / "examples/cases/empty.yaml")
    with pytest.raises(dr.WitnessError, match="durable_rules"):
        ruleset.assess(case, as_of=TODAY, witness="durable")


# -- the command line ----------------------------------------------------------------------------


def _cli(*arguments: str, hash_seed: str = "0", cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from drive_rules.cli import main; main()", *arguments]
    environment = {"PYTHONHASHSEED": hash_seed, "PATH": "", "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=cwd, env=environment, timeout=300
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["assess", "examples/cases/case-study-1.yaml", "--as-of", "2026-11-02"],
        ["plan", "examples/cases/case-study-1.yaml", "--site", "example-site", "--as-of", "2026-11-02"],
        ["explain", "examples/cases/two-pairs.yaml", "risk level", "--of", "pair-1", "--as-of", "2026-11-02"],
        ["questions", "examples/cases/remand-phone.yaml", "--as-of", "2026-11-02"],
        ["check"],
        ["schema"],
        ["schema", "case"],
        ["new-case"],
    ],
)
def test_every_command_is_done(arguments: list[str]) -> None:
    ended = _cli(*arguments)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.endswith("\n")


def test_a_new_case_can_be_assessed_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text(_cli("new-case").stdout, encoding="utf-8")
    ended = _cli("assess", "new.yaml", "--as-of", "2026-11-02", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert "risk level (pair pair-1): MAY BE HIGH" in ended.stdout


def test_a_case_with_problems_is_exit_1_and_lists_all(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("case: c\ncustdoy: remand\njurisdiction: Atlantis\n", encoding="utf-8")
    ended = _cli("assess", "bad.yaml", cwd=tmp_path)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "2 problems" in ended.stderr
    assert "custody" in ended.stderr, "the nearest name is said"
    assert "Atlantis" not in ended.stderr
    assert "custdoy" not in ended.stderr


def test_wrong_usage_is_exit_2() -> None:
    assert _cli("assess").returncode == 2
    assert _cli("assess", "no-such-file.yaml").returncode == 2


def test_a_refused_answer_is_exit_3_and_nothing_is_issued(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> dr.Assessment:
        raise dr.WitnessError("the witness disagrees, so nothing is issued: risk level (pair)")

    monkeypatch.setattr(dr.Ruleset, "assess", refuse)
    ended = CliRunner().invoke(app, ["assess", str(ROOT / "examples/cases/empty.yaml"), "--witness"])
    assert (ended.exit_code, ended.stdout) == (3, "")
    assert "nothing is issued" in ended.stderr


def test_a_broken_ruleset_is_exit_1_with_a_picture(tmp_path: Path) -> None:
    (tmp_path / "ruleset.yaml").write_text(
        "ruleset: broken\nversion: 1.0.0\nlanguage: 1\nkindz:\n  a:\n", encoding="utf-8"
    )
    ended = _cli("check", str(tmp_path))
    assert ended.returncode == 1
    assert "ruleset.yaml:4:1" in ended.stderr
    assert "did you mean 'kinds'?" in ended.stderr


# -- the README and the wheel --------------------------------------------------------------------


def test_the_python_of_the_readme_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    assert "Case case-study-1" in capsys.readouterr().out


def test_the_wheel_carries_the_rulesets(tmp_path: Path) -> None:
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-q",
        "-w",
        str(tmp_path),
        ".",
    ]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--target",
        str(installed),
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    code = (
        "import drive_rules as dr, pathlib;"
        "rules = dr.load('drive-core', site='example-site');"
        "print(pathlib.Path(dr.__file__).parent, len(rules.meaning.rules), len(rules.agencies().digest))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(installed), "PATH": ""},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith(str(installed / "drive_rules"))


def test_every_module_can_be_imported_alone() -> None:
    for path in sorted((ROOT / "drive_rules").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if not name.endswith("__main__"):
            assert importlib.import_module(name)


def test_the_rule_the_case_and_the_plan_of_the_readme_are_the_real_ones() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rule, case, agencies, invariant, watched, managers = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    (plan,) = re.findall(r"```text\n(.*?)```", readme, re.DOTALL)
    shipped = (ROOT / "rulesets/drive-core/rules/disrupt.yaml").read_text(encoding="utf-8")
    assert rule.removeprefix("rules:\n\n").split("    for example:")[0] in shipped
    assert case in (ROOT / "examples/cases/remand-phone.yaml").read_text(encoding="utf-8")
    assert agencies in (ROOT / "rulesets/sites/example-site/agencies.yaml").read_text(encoding="utf-8")
    assert invariant in (ROOT / "rulesets/drive-core/invariants.yaml").read_text(encoding="utf-8")
    assert watched in (ROOT / "rulesets/drive-core/watch.yaml").read_text(encoding="utf-8")
    assert managers in (ROOT / "examples/caseload/case-managers.yaml").read_text(encoding="utf-8")
    ended = _cli(
        "plan", "examples/cases/remand-phone.yaml", "--site", "example-site", "--as-of", "2026-11-02"
    )
    for step in re.split(r"\n(?=  \d+\. )", plan.rstrip("\n")):
        assert step in ended.stdout


def test_not_even_the_number_of_private_things_reaches_the_perpetrator(ruleset: dr.Ruleset) -> None:
    def told(incidents: list[dict[str, str]]) -> dr.Assessment:
        whole = {"all the incidents are listed": "yes"}
        pairs = [{"id": "a", **whole, "incidents": incidents}, {"id": "b", **whole, "incidents": [one]}]
        data = {"case": "c", "all the pairs are listed": "yes", "pairs": pairs}
        return ruleset.assess(ruleset.read_case(data), as_of=TODAY)

    one = {"id": "i", "date of the incident": "2026-05-01", "what happened": "violence or threats"}
    without, with_one = told([]), told([{**one, "id": "j"}])
    assert without.decision("serial abuse").words != with_one.decision("serial abuse").words
    assert without.view("subject access") == with_one.view("subject access")


@pytest.mark.parametrize("nation", ["ENG", "WLS"])
def test_the_bank_holidays_are_those_of_a_kept_library(nation: str) -> None:
    held = dr.load("drive-core").meaning.settings["bank holidays"].values[0].value
    assert isinstance(held, tuple)
    ours = {day for day in held if isinstance(day, date)}
    years = range(min(ours).year, max(ours).year + 1)
    kept = holidays.country_holidays("GB", subdiv=nation, years=years)
    assert ours == {day for day in kept if day.weekday() < 5}
    assert len(years) >= 5
