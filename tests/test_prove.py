"""Proofs: the encoding is the reference's meaning, what it finds is borne out, and faults of it are seen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest
import z3
from typer.testing import CliRunner

from drive_rules import ir, packages
from drive_rules.case import World, read_case
from drive_rules.cli import app
from drive_rules.invariants import Invariants
from drive_rules.ir import Length, Unit
from drive_rules.language.values import shift
from drive_rules.problems import DriveRulesError
from drive_rules.prove import (
    Found,
    Given,
    Never,
    Report,
    Undecided,
    differs,
    encoding,
    ends,
    gathers,
    moves,
    prove,
    shapes,
)
from drive_rules.prove import truths as truths_of
from drive_rules.prove.checking import STATIC
from drive_rules.prove.claims import Claims
from drive_rules.prove.outcomes import Thing
from drive_rules.prove.witnesses import Replay, data_of
from drive_rules.reference import Meaning, evaluate
from drive_rules.reference import Thing as Numbered
from drive_rules.ruleset import Ruleset as RulesetOf
from drive_rules.ruleset import load
from drive_rules.testing import steps
from tests import faults
from tests.proved import Held, given_of, held, things_of
from tests.small_ruleset import small_ruleset
from tests.unsafe_edits import AS_OF, EDITS, Unsafe
from tests.worlds import Worlds, flatten

pytest_plugins = ["pytester"]
CORE = packages.load_package("drive-core").ruleset
CASES = Path(__file__).parents[1] / "examples" / "cases"
SEED = os.environ.get("DRIVE_RULES_SEED", "2026")
MOST_RULESETS = 60


@pytest.mark.parametrize("part", range(4))
def test_the_encoding_with_its_inputs_fixed_equals_the_reference(part: int) -> None:
    compared = 0
    for number in range(part, 20, 4):
        each = held(f"{SEED} proved", number)
        assert not list(each.wrong())
        compared += each.compared
    assert compared > 1_000


@pytest.mark.parametrize(
    "fault",
    [faults.high_end_dropped, faults.open_list_as_whole, faults.otherwise_too_soon, faults.doubt_lost],
    ids=lambda fault: fault.__name__,
)
def test_a_fault_of_the_lowering_is_seen(fault: faults.Lowering) -> None:
    assert _rulesets_to_see(f"{SEED} {fault.__name__}", fault) <= MOST_RULESETS


def _never_torn(gathered: gathers.Gathered) -> truths_of.Truth:
    return False


def _as_it_is(end: ends.End) -> ends.End:
    return end


def _not_clamped(end: ends.End, floor: int, ceiling: int) -> ends.End:
    return end


@pytest.mark.parametrize(
    ("module", "name", "fault"),
    [
        (gathers.Gathered, "torn", _never_torn),
        (encoding, "rounded_down", _as_it_is),
        (encoding, "within", _not_clamped),
    ],
    ids=["torn", "rounded_down", "within"],
)
def test_a_fault_of_the_encoding_is_seen(
    module: object, name: str, fault: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, fault)
    assert _rulesets_to_see(f"{SEED} {name}") <= MOST_RULESETS


def _rulesets_to_see(seed: str, lowering: faults.Lowering | None = None) -> int:
    """After how many rulesets something is wrong; the most, and one more, where nothing is."""
    for number in range(MOST_RULESETS):
        each = held(seed, number, 1, *((lowering,) if lowering else ()))
        if next(each.wrong(), None) is not None:
            return number + 1
    return MOST_RULESETS + 1


# -- what z3 is told -------------------------------------------------------------------------------


def test_a_counter_comes_to_what_the_weights_come_to() -> None:
    random = Random(SEED)
    for _ in range(60):
        weights = [random.choice((1, 1, 2, 3, -1, -2)) * 1000 for _ in range(random.randint(1, 6))]
        truths = [truths_of.told(z3.Bool(f"w{number}")) for number in range(len(weights))]
        needed = random.randint(-6, 8) * 1000 + random.choice((0, 0, 1))
        found = gathers._weigh(list(zip(truths, weights, strict=True)), needed)
        for values in product((False, True), repeat=len(weights)):
            come_to = sum(weight for value, weight in zip(values, weights, strict=True) if value)
            assert _so(found, dict(zip(truths, values, strict=True))) == (come_to >= needed)


def test_what_follows_by_its_shape_follows() -> None:
    random, seen = Random(f"{SEED} shapes"), 0
    atoms = [truths_of.told(z3.Bool(f"s{number}")) for number in range(4)]
    for _ in range(400):
        first, then = _formula(random, atoms, 3), _formula(random, atoms, 3)
        if shapes.Shapes().follows(then, first):
            seen += not isinstance(first, bool) and not isinstance(then, bool)
            for values in product((False, True), repeat=4):
                told = dict(zip(atoms, values, strict=True))
                assert not _so(first, told) or _so(then, told)
    assert seen > 20


def _formula(random: Random, atoms: list[truths_of.Truth], depth: int) -> truths_of.Truth:
    if depth == 0 or random.random() < 0.2:
        return random.choice(atoms)
    parts = [_formula(random, atoms, depth - 1) for _ in range(2)]
    if random.random() < 0.25:
        return truths_of.opposite(parts[0])
    return random.choice((truths_of.both, truths_of.either))(parts)


def _so(truth: truths_of.Truth, told: dict[truths_of.Truth, bool]) -> bool:
    if isinstance(truth, bool):
        return truth
    match truth.kind:
        case "told":
            return told[truth]
        case "not":
            return not _so(truth.parts[0], told)
        case "and":
            return all(_so(part, told) for part in truth.parts)
        case _:
            return any(_so(part, told) for part in truth.parts)


@pytest.mark.parametrize("unit", get_args(Unit))
def test_a_date_is_moved_exactly(unit: Unit) -> None:
    random, holidays = Random(f"{SEED} {unit}"), frozenset({date(2026, 12, 25), date(2026, 12, 28)})
    length = Length(random.choice((1, 2, 11, 12)), unit)
    for day in (date(2024, 2, 29), date(2026, 1, 31), date(2026, 12, 24), date(2199, 12, 31)):
        move = moves.Moved(z3.Int("day"), 0, length, holidays)
        solver, told = z3.Solver(), 0
        solver.add(move.day == day.toordinal())
        for _ in range(2):
            solver.add(*move.told[told:])
            told = len(move.told)
            assert solver.check() == z3.sat, "what is told of a move is not true"
            moved = solver.model().eval(move.result).as_long()
            if not move.wrong(solver.model()):
                break
        assert moved == shift(day.toordinal(), length, 1, holidays)


@pytest.mark.parametrize("name", ["case-study-1", "two-pairs", "empty"])
def test_a_case_that_can_be_read_is_one_of_those_that_are_asked_about(name: str) -> None:
    as_of = date(2026, 11, 25)
    world = load("drive-core").read_case(CASES / f"{name}.yaml", as_of=as_of).world
    each = Held(CORE, as_of, [world])
    for (kind, number), thing in things_of(CORE, world).items():
        each.inputs.there(thing)
        list(each._fixed(world.rows[kind][number], kind, thing))
    solver = z3.Solver()
    for rules in each.inputs.rules.values():
        solver.add(*map(truths_of.as_z3, rules))
    for (kind, number), thing in things_of(CORE, world).items():
        solver.add(truths_of.as_z3(each.inputs.there(thing)))
        solver.add(*each._fixed(world.rows[kind][number], kind, thing))
    assert solver.check() == z3.sat


# -- a small ruleset -------------------------------------------------------------------------------


def _with_faults() -> ir.Ruleset:
    """The small ruleset with something of everything that a proof tells of."""
    small = small_ruleset()
    too_high = ir.Condition((ir.Test("mini score", "at least", (ir.Constant(7000),)),))
    no_injury = ir.Condition((ir.Test("injured", "is", (ir.Constant(0),)),))
    never = ir.Duty("must not", "refer to the panel", never_released=True, instead="work indirectly")
    rules = {
        **small.rules,
        "too-high": replace(small.rules["medium"], id="too-high", when=too_high),
        "high-is-medium-too": replace(
            small.rules["medium"], id="high-is-medium-too", when=small.rules["visible-high"].when,
            then=(ir.Conclusion("risk level", ir.Constant(1)),),
        ),
        "no-injury": replace(
            small.rules["medium"], id="no-injury", when=no_injury,
            then=(ir.Conclusion("risk level", ir.Constant(1)),),
        ),
        "no-panel": replace(
            small.rules["house"], id="no-panel", when=small.rules["touch"].when, duties=(never,)
        ),
    }  # fmt: skip
    invariants = (
        _invariant("consulted-first", ir.Blocking(("meet the perpetrator", "work on behaviour")),
                   reach="in doubt too",
                   unless=small.rules["idva-first"].unless),
        _invariant("graver-is-never-less", ir.NeverLowers((ir.Change("injured", (1,)),), ("risk level",))),
        _invariant("followed-is-never-less",
                   ir.NeverLowers((ir.Change("followed", (1,)),), ("risk level",))),
        _invariant("high-tells-every-agency", ir.Calling(("tell every agency",), "must"),
                   when=ir.Condition((ir.Test("risk level", "is", (ir.Constant(2),)),))),
        _invariant("says-nothing", ir.Holding(ir.Test("risk level", "is", (ir.Constant(2),))),
                   when=too_high),
        _invariant("refuge-is-private", ir.AlwaysPrivate(("in a refuge",))),
        _invariant("level-rests-on-no-injury", ir.NeverRests(("risk level",), ("injured",))),
    )  # fmt: skip
    accepted = ir.Accepted("two answers who holds it", "The panel says who.", "practice lead", AS_OF)
    return replace(
        small,
        rules=rules,
        invariants={each.id: each for each in invariants},
        accepted={accepted.finding: accepted},
    )


def _invariant(id: str, claim: ir.Claim, **more: Any) -> ir.Invariant:
    why = ir.Because("So it has to be.", ("none",), "our assumption, to confirm")
    return ir.Invariant(id, id.replace("-", " ").capitalize(), "pair", claim, why, **more)


@cache
def small_report() -> Report:
    return prove(_with_faults(), AS_OF)


def test_the_report_of_a_small_ruleset_reads_as_it_should() -> None:
    golden = Path(__file__).parent / "golden" / "proofs" / "small.txt"
    if os.environ.get("DRIVE_RULES_WRITE_GOLDEN"):
        golden.write_text(small_report().text(), encoding="utf-8")
    assert small_report().text() == golden.read_text(encoding="utf-8")


def test_a_report_hangs_on_nothing_but_what_is_asked() -> None:
    mixed = _with_faults()
    turned = replace(mixed, rules=dict(reversed(mixed.rules.items())))
    assert prove(turned, AS_OF, processes=2).to_json() == small_report().to_json()


def test_what_was_accepted_stands_apart_and_fails_nothing() -> None:
    found = {each.name: each for each in small_report().findings}
    assert found["two answers who holds it"].accepted is not None
    assert "two answers who holds it" not in small_report().failures
    assert {
        "never applies too-high",
        "pointless high-is-medium-too",
        "must and must not refer to the panel",
        "broken graver-is-never-less",
        "broken high-tells-every-agency",
        "broken level-rests-on-no-injury",
        "says nothing says-nothing",
    } == set(small_report().failures)


def test_each_case_that_is_shown_reads_and_shows_it() -> None:
    ruleset = _with_faults()
    held_to = Invariants(ruleset)
    shown = {each.id: each for each in small_report().checked}
    case = read_case(ruleset, shown["high-tells-every-agency"].case or {}, AS_OF)
    assert list(held_to.broken(Meaning(ruleset, case.world, AS_OF), ["high-tells-every-agency"]))
    assert "'injured' of pair-1-1 becomes yes from no" in shown["graver-is-never-less"].change
    case = read_case(ruleset, shown["graver-is-never-less"].case or {}, AS_OF)
    meaning = Meaning(ruleset, case.world, AS_OF)
    assert list(held_to.broken_by_changes(meaning, ["graver-is-never-less"]))


def test_time_that_is_not_enough_is_told_and_fails() -> None:
    report = prove(CORE, AS_OF, only="not-closed-while-high", seconds=0.001)
    assert report.failures == ("could not decide not-closed-while-high",)
    assert "no answer within 0.001 seconds" in report.text()


def test_one_thing_can_be_asked_about_alone() -> None:
    report = prove(_with_faults(), AS_OF, only="never applies too-high")
    assert [each.name for each in report.findings] == ["never applies too-high"]
    assert report.checked == ()
    with pytest.raises(DriveRulesError, match="nothing is called 'too-hih'"):
        prove(_with_faults(), AS_OF, only="too-hih")


# -- two rulesets ----------------------------------------------------------------------------------


def test_two_rulesets_that_say_the_same_differ_for_no_case() -> None:
    small = small_ruleset()
    same = differs(small, replace(small, rules=dict(reversed(small.rules.items()))), "eligibility", AS_OF)
    assert isinstance(same, Never)
    assert dict(same.things)["pair"] == 3


def test_two_rulesets_that_differ_do_so_for_the_smallest_case() -> None:
    small = small_ruleset()
    setting = small.settings["visible high threshold"]
    lower = replace(setting, values=(replace(setting.values[0], value=ir.Constant(5000)),))
    other = replace(small, settings={**small.settings, setting.name: lower})
    found = differs(small, other, "risk level", AS_OF)
    assert isinstance(found, Found)
    assert found.data["pairs"][0]["id"] == "pair-1-1"
    assert len(found.data["pairs"]) == 1
    assert _levels(small, found.given) != _levels(other, found.given)
    for place in found.given.answers:
        fewer = {each: known for each, known in found.given.answers.items() if each != place}
        without = replace(found.given, answers=fewer)
        assert _levels(small, without) == _levels(other, without), "an answer too many"
    assert isinstance(differs(small, other, "time to act", AS_OF), Never)
    assert isinstance(differs(small, other, "refer to the panel", AS_OF), Found)
    assert isinstance(differs(small, other, ("blocked", "meet the perpetrator"), AS_OF), Never)


def _levels(ruleset: ir.Ruleset, given: Given) -> tuple[tuple[int, ...], tuple[int, ...]]:
    settled = evaluate(ruleset, read_case(ruleset, data_of(ruleset, given), AS_OF).world, AS_OF)
    return settled.low["risk level"], settled.high["risk level"]


def test_a_record_that_stands_is_unknown_where_two_contradict_each_other() -> None:
    """To ask besides whether it is known tells the two apart there, and nowhere else."""
    rule, name = CORE.rules["death-closes"], "death of the perpetrator"
    tests = (*rule.when.all_of, ir.Test(name, "known"))
    asks_more = replace(rule, when=replace(rule.when, all_of=tests))
    found = differs(CORE, replace(CORE, rules={**CORE.rules, rule.id: asks_more}), ("rule", rule.id), AS_OF)
    assert isinstance(found, Found)
    assert len(found.data[name]) == 2, "two answers that cannot both be"
    read = read_case(CORE, found.data, AS_OF)
    slot = read.vocabulary.kinds["case"].slots[name]
    (row,) = read.world.rows["case"]
    assert (row.low[slot], row.high[slot]) == (CORE.facts[name].type.low, CORE.facts[name].type.high)


def test_things_of_no_kind_are_not_bounded() -> None:
    with pytest.raises(DriveRulesError, match="things of no kind were bounded: 'pairs' did you mean 'pair'"):
        differs(small_ruleset(), small_ruleset(), "risk level", AS_OF, limits={"pairs": 2})


def test_two_rulesets_without_the_same_words_are_not_decided() -> None:
    small = small_ruleset()
    custody = small.facts["custody"]
    wider = replace(custody, type=replace(custody.type, values=(*custody.type.values, "licence"), high=3))
    other = replace(small, facts={**small.facts, "custody": wider})
    found = differs(small, other, "who holds it", AS_OF)
    assert found == Undecided("the values of 'custody' are not the same in both")
    assert isinstance(differs(small, other, "risk level", AS_OF), Never)


# -- what breaks an invariant ----------------------------------------------------------------------


def test_what_is_asked_of_every_case_is_what_breaks_an_invariant() -> None:
    """The questions put to z3, asked of the reference, against the page that says what breaks one."""
    random, broken = Random(f"{SEED} claims"), Counter[bool]()
    for _ in range(2):
        kept = {id: rule for id, rule in CORE.rules.items() if random.random() < 0.5}
        spoilt = replace(CORE, rules=kept)
        asked, whole, worlds = Claims(spoilt, AS_OF), Invariants(spoilt), Worlds(random, spoilt, AS_OF)
        for _ in range(3):
            truth = worlds.truth()
            for case in (truth, worlds.blur(truth, 0.7), worlds.nothing_known(truth)):
                broken.update(_agree(asked, whole, flatten(spoilt, case)))
    assert broken[True] > 50
    assert broken[False] > 500


def _agree(asked: Claims, whole: Invariants, world: World) -> Iterator[bool]:
    given, meaning = given_of(whole.ruleset, world), Meaning(whole.ruleset, world, AS_OF)
    replay = Replay(asked.ruleset, given, AS_OF)
    firsts = [thing for thing in given.things if not any(thing.path)]
    for id, invariant in whole.ruleset.invariants.items():
        spoken = any(each.kind == invariant.kind for each in firsts)
        if spoken and not isinstance(invariant.claim, (*STATIC, ir.NeverLowers)):
            thing = Numbered(invariant.kind, 0)
            theirs = any(each.thing == thing for each in whole.broken(meaning, [id]))
            assert asked.broken(id).shows(replay) is theirs, id
            yield theirs


def test_what_is_asked_of_a_change_is_what_breaks_by_one() -> None:
    random, whole, ruleset = Random(f"{SEED} changes"), Invariants(_with_faults()), _with_faults()
    worlds, asked, lowered = Worlds(random, ruleset, AS_OF), Claims(ruleset, AS_OF), 0
    for _ in range(250):
        world = flatten(ruleset, worlds.blur(worlds.truth(), 0.4))
        if not world.rows["pair"]:
            continue
        given, before = given_of(ruleset, world), Meaning(ruleset, world, AS_OF)
        for id in ("graver-is-never-less", "followed-is-never-less"):
            for change in whole.changes(before, id, Numbered("pair", 0)):
                place = (Thing("pair", (0, 0)), change.fact)
                changed = replace(given, answers={**given.answers, place: (change.after, change.after)})
                replays = [Replay(asked.ruleset, each, AS_OF) for each in (given, changed)]
                after = whole.changed(before, change)
                theirs = whole.lowered(before, after, id, Numbered("pair", 0)) is not None
                assert asked.broken(id).shows(*replays) is theirs
                lowered += theirs
    assert lowered > 5


# -- the shipped rules -----------------------------------------------------------------------------

QUICK = ("SR-09", "SR-11", "SR-15", "SR-21")


@pytest.mark.parametrize("edit", [each for each in EDITS if each.family in QUICK], ids=str)
def test_an_unsafe_edit_is_seen_with_a_case(edit: Unsafe) -> None:
    """All of them: ``python -m tests.unsafe_edits``."""
    checked = edit.seen(CORE)
    assert checked.answer == "broken"
    edited = edit.made(CORE)
    case = read_case(edited, checked.case or {}, AS_OF)
    assert list(Invariants(edited).broken(Meaning(edited, case.world, AS_OF), [edit.invariant]))
    assert not list(Invariants(CORE).broken(Meaning(CORE, case.world, AS_OF), [edit.invariant]))


def test_a_scenario_of_a_broken_invariant_passes_once_it_is_mended(pytester: pytest.Pytester) -> None:
    edit = next(each for each in EDITS if each.rule == "danger-to-life-now")
    seen = edit.seen(CORE)
    pytester.makefile(".feature", shown=seen.scenario)
    pytester.makepyfile("from pytest_bdd import scenarios\nscenarios('shown.feature')")
    pytester.makeconftest("pytest_plugins = ['drive_rules.testing.plugin']")
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)
    package = packages.load_package("drive-core")
    story = steps.Story(RulesetOf(replace(package, ruleset=edit.made(CORE))))
    story.take(dict(seen.case or {}))
    story.assess("1 November 2026")
    with pytest.raises(AssertionError, match="broken: Where a life is in danger now, 999 is called"):
        steps.invariant_holds(story, edit.invariant)


def test_the_command_proves_and_writes_a_case(tmp_path: Path) -> None:
    asked = ["prove", "--as-of", "2026-11-01", "--only", "life-in-danger-calls-999", "--processes", "1"]
    done = CliRunner().invoke(app, [*asked, "--witnesses", str(tmp_path / "cases")])
    assert done.exit_code == 0, done.output
    assert "1 of 1 invariants hold for every case" in done.output
    file = tmp_path / "cases" / "holds-life-in-danger-calls-999.yaml"
    assert load("drive-core").read_case(file, as_of=AS_OF).world.rows["pair"]
    as_json = CliRunner().invoke(app, [*asked, "--format", "json"])
    assert json.loads(as_json.stdout)["invariants"][0]["answer"] == "holds"


def test_how_many_things_there_may_be_is_asked_for_and_told() -> None:
    asked = ["prove", "--as-of", "2026-11-01", "--only", "unsafe-contact-is-blocked", "--processes", "1"]
    done = CliRunner().invoke(app, [*asked, "--things", "pair=1", "--things", "incident=1"])
    assert done.exit_code == 0, done.output
    assert "incident 1, pair 1." in done.output
    refused = CliRunner().invoke(app, [*asked, "--things", "pairs=1"])
    assert refused.exit_code == 1
    assert "such as pair=4; did you mean 'pair'?" in refused.output


def test_without_the_solver_it_is_told_what_to_install() -> None:
    program = (
        "import sys; sys.modules['z3'] = None\n"
        "from datetime import date\n"
        "import drive_rules as dr\n"
        "from drive_rules.prove import prove\n"
        "ruleset = dr.load('drive-core')\n"
        "try: prove(ruleset.meaning, date(2026, 11, 1))\n"
        "except dr.DriveRulesError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    assert done.stdout == "proofs need z3, which is not installed: pip install 'drive-rules[prove]'\n"
