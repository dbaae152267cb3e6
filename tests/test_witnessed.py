"""A ruleset with a witness: asked when it loads and on each case, in this process and in one of its own."""

from __future__ import annotations

import gc
import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

import drive_rules as dr
from drive_rules import packages
from drive_rules.cli import app
from drive_rules.engines import compiled, joins, refusals, ways
from drive_rules.engines.durable import Durable
from drive_rules.engines.isolated import START, Isolated
from drive_rules.ir import Dated, Ruleset
from drive_rules.lower import All, Program
from drive_rules.problems import UnwitnessedError
from drive_rules.ruleset import Witness
from drive_rules.watching.matching import Joined
from tests import witness_faults
from tests.small_ruleset import small_ruleset
from tests.test_durable import _absent, needs_it  # noqa: F401
from tests.test_durable_faults import FORMS, _ruleset
from tests.test_isolated import STEPS, WORLD, on_linux, process_of, soon, there

MONDAY = date(2026, 6, 1)
WITNESSES: tuple[Witness, ...] = get_args(Witness)
CASE = """
case: c-4711-secret
custody: none
all the pairs are listed: yes
pairs:
  - id: p-4711
    injured: yes
    frightened: yes
"""
GOLDEN = Path(__file__).parent / "golden" / "rules.yaml"
RULE = """
rules:
  hurt:
    title: The victim-survivor is injured
    for each: pair
    when:
      injured: yes
    must:
      - do: consult the IDVA
        due: the same day
    when in doubt: ask
    because: An injury is told at once.
    source: F1
    provenance: published
    for example:
      applies:
        injured: yes
      does not:
        injured: no
"""


def packed(meaning: Ruleset) -> packages.Package:
    """A ruleset that was made in Python, as if it had been read."""
    return packages.Package(meaning, "0" * 64, {})


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> dr.Ruleset:
    """A small ruleset; it is what is loaded, too."""
    package = packed(small_ruleset())
    monkeypatch.setattr(packages, "load_package", lambda *_, **__: package)
    return dr.Ruleset(package)


# -- where it is asked for -------------------------------------------------------------------------


@needs_it
@pytest.mark.parametrize("witness", WITNESSES)
def test_a_ruleset_that_is_loaded_with_a_witness_issues_nothing_without(
    small: dr.Ruleset, witness: Witness
) -> None:
    case = small.read_case(CASE)
    alone = small.assess(case, as_of=MONDAY)
    assert alone.witness is None
    asked = small.assess(case, as_of=MONDAY, witness=witness)
    assert asked.witness
    assert "formulas witnessed by durable_rules" in asked.witness
    assert replace(asked, witness=None).to_json() == alone.to_json()
    loaded = dr.load(witness=witness)
    again = pickle.loads(pickle.dumps(loaded))
    assert loaded.assess(case, as_of=MONDAY) == again.assess(case, as_of=MONDAY) == asked
    assert loaded.assess(case, as_of=MONDAY, witness=WITNESSES[0]) == asked


def test_a_witness_that_there_is_not_is_told(small: dr.Ruleset) -> None:
    for ask in (
        lambda: small.assess(small.read_case(CASE), as_of=MONDAY, witness="durabel"),  # type: ignore[arg-type]
        lambda: dr.load(witness="durabel"),  # type: ignore[arg-type]
    ):
        with pytest.raises(dr.DriveRulesError, match="there is no such witness: did you mean 'durable'"):
            ask()


@needs_it
@on_linux
def test_its_process_goes_with_the_ruleset(small: dr.Ruleset) -> None:
    loaded = dr.load(witness="durable, isolated")
    process = process_of(loaded._isolated)
    assert there(process)
    loaded.assess(loaded.read_case(CASE), as_of=MONDAY)
    assert process_of(loaded._isolated) == process
    del loaded
    gc.collect()
    assert soon(lambda: not there(process), 30)


@needs_it
@on_linux
def test_no_process_is_there_that_nobody_asked_for(small: dr.Ruleset) -> None:
    small.assess(small.read_case(CASE), as_of=MONDAY, witness="durable")
    assert small._isolated._seat().worker is None


# -- what it cannot judge --------------------------------------------------------------------------


@needs_it
@pytest.mark.parametrize("witness", WITNESSES)
def test_what_is_refused_is_told_by_the_names_of_the_rules_when_a_ruleset_is_loaded(
    monkeypatch: pytest.MonkeyPatch, small: dr.Ruleset, witness: Witness
) -> None:
    monkeypatch.setattr(ways, "within", lambda number: abs(number) < 3000)
    with pytest.raises(UnwitnessedError) as at_load:
        dr.load(witness=witness)
    told = str(at_load.value)
    assert told.startswith("the witness cannot judge this ruleset, so nothing is issued\n")
    assert (
        "rule visible-high: WI001 the witness cannot judge the rule visible-high (Enough items are answered "
        "yes): it holds a number that is out of reach\n       = name a part of it as a sign" in told
    )
    assert (
        "risk level: WI001 the witness cannot judge risk level: it reads rule visible-high: it holds a number"
        in told
    )
    assert "rule meet" not in told
    case = small.read_case(CASE)
    with pytest.raises(dr.WitnessError) as at_first:
        small.assess(case, as_of=MONDAY, witness=witness)
    assert str(at_first.value) == told
    assert pickle.loads(pickle.dumps(at_first.value)).problems == at_load.value.problems
    assert small.assess(case, as_of=MONDAY).witness is None


@needs_it
def test_a_refusal_has_its_place_in_the_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ruleset.yaml").write_text(GOLDEN.read_text("utf-8"), "utf-8")
    (tmp_path / "rules.yaml").write_text(RULE, "utf-8")
    monkeypatch.setattr(ways, "LARGEST", 0)
    with pytest.raises(UnwitnessedError) as error:
        dr.load(tmp_path, witness="durable")
    first, second = error.value.problems
    assert first.line().startswith("rules.yaml:3:3: WI001 the witness cannot judge the rule hurt (The victim")
    assert second.line().startswith("ruleset.yaml:48:3: WI001 the witness cannot judge called for consult")


def test_what_is_refused_on_some_day_only_is_found() -> None:
    """A list of a setting is longer from a later day on, and so is the formula that reads it."""
    meaning = _ruleset(FORMS["one of"])
    setting = meaning.settings["levels meant"]
    values = (*setting.values, Dated(date(2027, 1, 1), ("lowest", "middling", "highest")))
    later = replace(meaning, settings={setting.name: replace(setting, values=values)})
    assert refusals.stretches(meaning) == (refusals.ANY_DAY,)
    assert refusals.stretches(later) == (date(2026, 12, 31), date(2027, 1, 1))
    with pytest.MonkeyPatch.context() as meanwhile:
        meanwhile.setattr(ways, "LARGEST", 7)
        assert refusals.refusals(meaning) == ()
        (problem,) = refusals.refusals(later)
    assert problem.what == (
        "the witness cannot judge the rule watched (A rule of one test): its formula is too large"
    )


# -- where it disagrees, or is not to be had --------------------------------------------------------


@needs_it
@pytest.mark.parametrize("witness", WITNESSES)
def test_a_disagreement_names_the_rule_and_changes_and_issues_nothing(
    monkeypatch: pytest.MonkeyPatch, small: dr.Ruleset, witness: Witness
) -> None:
    case = small.read_case(CASE)
    before = small.assess(case, as_of=MONDAY, witness=witness)

    with monkeypatch.context() as meanwhile:
        other = dr.Ruleset(small._package)
        day = other._days.of(MONDAY)
        meanwhile.setattr(day, "_compiled", unlike(day.program))
        with pytest.raises(dr.WitnessError) as error:
            other.assess(case, as_of=MONDAY, previous=before, witness=witness)
    assert "the witness disagrees, so nothing is issued: " in str(error.value)
    assert "rule suicide (case)" in str(error.value)
    assert "4711" not in str(error.value)
    assert small.assess(case, as_of=MONDAY, witness=witness) == before


@needs_it
@pytest.mark.parametrize("witness", WITNESSES)
def test_what_is_to_be_asked_before_anything_is_issued_is_one_function(
    small: dr.Ruleset, witness: Witness
) -> None:
    """Whoever follows a case calls it for each day that is settled."""
    case = small.read_case(CASE)
    settled = small.settle(case, as_of=MONDAY)
    see = small._witness(witness)
    assert see is not None
    assert see(case.world, MONDAY, settled) == small.assess(case, as_of=MONDAY, witness=witness).witness
    assert small._witness(None) is None
    with pytest.raises(dr.WitnessError, match="the witness disagrees"):
        see(case.world, MONDAY, replace(settled, low={**settled.low, "risk level": (2,)}))
    assert see(case.world, MONDAY, settled)


ABSENT = (
    "import sys; sys.modules['durable_rules_engine'] = None\n"
    "from drive_rules.engines.serving import serve; serve()"
)


@pytest.mark.usefixtures("_absent")
def test_its_absence_is_the_same_error_in_a_process_of_its_own() -> None:
    with pytest.raises(dr.WitnessError) as here:
        Durable(STEPS)
    with pytest.raises(dr.WitnessError) as apart:
        Durable(STEPS, Isolated(start=ABSENT)).settle(WORLD)
    assert str(apart.value) == str(here.value)
    assert str(here.value).startswith("the witness is durable_rules 2.0.28, and it ")


# -- a followed case ------------------------------------------------------------------------------

TUESDAY = date(2026, 6, 2)
KNOWN = {
    "id": "e-4711",
    "case": "c-4711-secret",
    "on": "2026-06-02",
    "says": {"pairs": [{"id": "p-4711", "strangled": "yes"}]},
}


def unlike(program: Program) -> compiled.Compiled:
    """The compiled engine, in which one rule always applies."""
    changed = [
        replace(step, certainly=All(())) if step.target.key == ("rule", "suicide") else step  # type: ignore[call-arg]
        for step in program.steps
    ]
    return compiled.build(replace(program, steps=tuple(changed)))


@needs_it
@pytest.mark.parametrize("witness", WITNESSES)
def test_where_the_witness_disagrees_on_a_day_of_a_followed_case_nothing_has_happened(
    monkeypatch: pytest.MonkeyPatch, small: dr.Ruleset, witness: Witness
) -> None:
    case = small.read_case(CASE)
    follower = small.follow(case, as_of=MONDAY, witness=witness)
    assert "formulas witnessed by durable_rules" in str(follower.assessment.witness)
    state, answer = follower.to_json(), follower.assessment
    day = small._days.of(TUESDAY)
    for tell in (lambda: follower.post(KNOWN), lambda: follower.advance(TUESDAY)):
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(day, "_compiled", unlike(day.program))
            with pytest.raises(dr.WitnessError) as error:
                tell()
        assert str(error.value).startswith("the witness disagrees, so nothing is issued: ")
        assert "rule suicide (case)" in str(error.value)
        assert "4711" not in str(error.value)
        assert (follower.as_of, follower.events, follower.to_json()) == (MONDAY, (), state)
        assert follower.assessment == answer
    change = follower.post(KNOWN)
    assert not change.already
    assert not change.quiet
    fresh = small.follow(case, as_of=MONDAY)
    assert fresh.post(KNOWN) == change
    assert replace(follower.assessment, witness=None).to_json() == fresh.assessment.to_json()


@needs_it
@on_linux
@pytest.mark.parametrize("fault", ["crashes", "hangs_in_c", "noise"])
def test_where_the_witness_fails_on_a_day_of_a_followed_case_nothing_has_happened(
    tmp_path: Path, small: dr.Ruleset, fault: str
) -> None:
    follower = small.follow(small.read_case(CASE), as_of=MONDAY, witness="durable, isolated")
    state = follower.to_json()
    left = tmp_path / "faults"
    left.write_text(fault, "utf-8")
    small._isolated.close()
    small._isolated._made = (1.0, 2**30, witness_faults.START.format(str(left)))
    with pytest.raises(dr.WitnessError, match="so nothing is issued"):
        follower.post(KNOWN)
    assert (follower.as_of, follower.events, follower.to_json()) == (MONDAY, (), state)
    small._isolated._made = (30, *small._isolated._made[1:])
    assert not follower.post(KNOWN).quiet
    assert left.read_text("utf-8") == ""


@needs_it
@on_linux
def test_the_time_limit_is_that_of_the_ruleset(tmp_path: Path, small: dr.Ruleset) -> None:
    left = tmp_path / "faults"
    left.write_text("stops", "utf-8")
    given = dr.Ruleset(small._package, "durable, isolated", 0.7)
    given._isolated._made = (*given._isolated._made[:2], witness_faults.START.format(str(left)))
    with pytest.raises(dr.WitnessError, match=r"did not answer within 0\.7 s, so nothing is issued"):
        given.assess(given.read_case(CASE), as_of=MONDAY)
    given._isolated._made = (30, *given._isolated._made[1:])
    assert given.assess(given.read_case(CASE), as_of=MONDAY).witness
    for none in (0, -1, float("nan"), float("inf")):
        with pytest.raises(dr.DriveRulesError, match="more than 0 and at most 3600 seconds for a case"):
            dr.load(witness="durable, isolated", witness_seconds=none)


@needs_it
def test_a_ruleset_that_is_loaded_with_a_witness_follows_with_it(
    monkeypatch: pytest.MonkeyPatch, small: dr.Ruleset
) -> None:
    loaded = dr.load(witness="durable")
    case = loaded.read_case(CASE)
    follower = loaded.follow(case, as_of=MONDAY)
    assert follower.assessment.witness
    assert loaded.follow(state=follower.to_json()).assessment == follower.assessment
    monkeypatch.setattr(ways, "within", lambda number: abs(number) < 3000)
    with pytest.raises(UnwitnessedError, match="the rule visible-high"):
        small.follow(case, as_of=MONDAY, witness="durable")


# -- the command line ------------------------------------------------------------------------------


@needs_it
@pytest.mark.parametrize("options", [["--isolated"], ["--witness", "--isolated"]])
def test_the_command_asks_a_process_of_its_own(
    options: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, small: dr.Ruleset
) -> None:
    asked: list[object] = []
    assess = dr.Ruleset.assess

    def noted(ruleset: dr.Ruleset, case: dr.Case, **given: object) -> dr.Assessment:
        asked.append(given["witness"])
        return assess(ruleset, case, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(dr.Ruleset, "assess", noted)
    (tmp_path / "case.yaml").write_text(CASE, "utf-8")
    path = str(tmp_path / "case.yaml")
    ended = CliRunner().invoke(app, ["assess", path, "--as-of", "2026-06-01", "--format", "json", *options])
    assert ended.exit_code == 0
    assert "formulas witnessed by durable_rules" in ended.stdout
    assert asked == ["durable, isolated"]


def test_a_ruleset_that_cannot_be_witnessed_is_exit_3_and_names_the_rules(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, small: dr.Ruleset
) -> None:
    problems = [dr.Problem(refusals.CODE, "the witness cannot judge the rule x", refusals.FIX)]

    def refuse(*_: object, **__: object) -> dr.Assessment:
        raise UnwitnessedError(problems)

    monkeypatch.setattr(dr.Ruleset, "assess", refuse)
    (tmp_path / "case.yaml").write_text(CASE, "utf-8")
    ended = CliRunner().invoke(app, ["assess", str(tmp_path / "case.yaml"), "--isolated"])
    assert (ended.exit_code, ended.stdout) == (3, "")
    assert "nothing is issued" in ended.stderr
    assert "WI001 the witness cannot judge the rule x" in ended.stderr


# -- what is told at once ----------------------------------------------------------------------------


@needs_it
@pytest.mark.parametrize("witness", ["durable", "durable, isolated"])
def test_what_durable_rules_does_not_find_is_not_told(
    monkeypatch: pytest.MonkeyPatch, witness: Witness
) -> None:
    core = dr.load()
    case = core.read_case({"case": "c-1", "custody": "sentenced", "all the pairs are listed": "yes"})
    follower = core.follow(case, as_of=MONDAY, witness=witness)
    release = {"id": "e-1", "case": "c-1", "on": "2026-06-01", "says": {"release date": "2026-06-10"}}
    before = follower.to_json()
    with monkeypatch.context() as patched:
        patched.setattr(Joined, "fired", lambda *_: [])
        with pytest.raises(dr.WitnessError, match="told at once, so nothing is issued: release-is-near"):
            follower.post(release)
        assert (follower.to_json(), follower.alerts) == (before, ())
    assert "release-is-near" in {alert.rule for alert in follower.post(release).alerts}
    assert [alert.rule for alert in follower.alerts] == ["release-is-near"]
    assert not core._watcher.fell_back
    core._isolated.close()


@needs_it
def test_a_watch_rule_that_cannot_be_witnessed_is_told_by_its_name_when_a_ruleset_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(joins, "MOST_TERMS", 6)
    with pytest.raises(UnwitnessedError) as raised:
        dr.load(witness="durable")
    (problem,) = (each for each in raised.value.problems if "three-incidents-in-a-round" in each.what)
    assert (problem.code, problem.what) == (
        "WI001",
        "the witness cannot judge the watch rule three-incidents-in-a-round (Three incidents within one "
        "round of the panel): the happenings are joined in more ways than durable_rules is asked of",
    )
    assert problem.span is not None
    assert problem.span.text.strip() == "three-incidents-in-a-round:"
    core = dr.load()
    case = core.read_case({"case": "c-1", "custody": "sentenced", "all the pairs are listed": "yes"})
    with pytest.raises(UnwitnessedError) as later:
        core.follow(case, as_of=MONDAY, witness="durable")
    assert later.value.problems == raised.value.problems


@needs_it
@pytest.mark.parametrize("witness", WITNESSES)
def test_one_that_joins_wrongly_here_is_no_witness(monkeypatch: pytest.MonkeyPatch, witness: Witness) -> None:
    core = dr.load()
    case = core.read_case({"case": "c-1", "custody": "sentenced", "all the pairs are listed": "yes"})
    follower = core.follow(case, as_of=MONDAY, witness=witness)
    release = {"id": "e-1", "case": "c-1", "on": "2026-06-01", "says": {"release date": "2026-06-10"}}
    before = follower.to_json()
    said = "durable_rules joins wrongly on this machine: it is not asked"
    wrongly = f"from drive_rules.engines import joins, serving; joins.holds = lambda *_: True; {START}"
    joins.prove.cache_clear()
    monkeypatch.setattr(joins, "holds", lambda *_: True)
    core._isolated.close()
    core._isolated._made = (*core._isolated._made[:2], wrongly)
    with pytest.raises(dr.WitnessError, match=said):
        follower.post(release)
    assert (follower.to_json(), follower.alerts) == (before, ())
    with pytest.raises(dr.WitnessError, match=said):
        core.try_witness(witness)
    core._isolated.close()
    joins.prove.cache_clear()
