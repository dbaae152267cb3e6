"""Two versions held against each other: what weakens safety is seen, what strengthens it is let be."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

from drive_rules import against, cli, ir, packages
from drive_rules.testing.mutants import Mutant, mutants

CORE = packages.load_package("drive-core").ruleset
SAFETY = [rule for rule in CORE.rules.values() if rule.safety]
ALWAYS_WEAKER = ("rule", "duty", "word", "doubt")
"""What takes away however it is done; a test or an edge that is spoilt may also make a rule stronger."""
APPROVED = ir.Approval("practice lead", date(2026, 6, 1))


def with_rule(rule: ir.Rule, ruleset: ir.Ruleset = CORE) -> ir.Ruleset:
    return replace(ruleset, rules={**ruleset.rules, rule.id: rule})


def weaker(new: ir.Ruleset, old: ir.Ruleset = CORE) -> set[str]:
    """The ids of what is weaker and nobody has approved."""
    found = against.changes(old, new)
    unapproved = {each.id for each in found if each.weakens and each.approved is None}
    assert len(against.problems(found)) == sum(each.weakens and each.approved is None for each in found)
    return unapproved


def test_a_version_takes_nothing_away_from_itself() -> None:
    assert against.changes(CORE, CORE) == ()


@cache
def spoilt(sort: str) -> tuple[Mutant, ...]:
    """The safety rules spoilt in one way; fewer people asked are listed, and weaken nothing by themselves."""
    found = (each for rule in SAFETY for each in mutants(CORE, rule) if each.sort == sort)
    return tuple(each for each in found if not each.what.startswith("does not ask"))


@pytest.mark.parametrize("sort", ALWAYS_WEAKER)
def test_whatever_is_taken_from_a_safety_rule_is_seen(sort: str) -> None:
    tried = spoilt(sort)
    assert tried
    unseen = [f"{each.rule}: {each.what}" for each in tried if each.rule not in weaker(each.planted(CORE))]
    assert unseen == []


def test_a_day_later_and_an_order_lost_are_seen() -> None:
    for mutant in (*spoilt("due"), *spoilt("order")):
        # A longer time before a day is an earlier one.
        earlier = mutant.rule == "review-before-release" and mutant.what.endswith("later")
        assert (mutant.rule in weaker(mutant.planted(CORE))) is not earlier, mutant


def test_an_exception_taken_away_is_no_weakness() -> None:
    """Save where one of several tests of an exception goes: then it is met more often."""
    whole = [each for each in spoilt("exception") if "IDVA" not in each.what]
    assert whole
    for mutant in whole:
        assert mutant.rule not in weaker(mutant.planted(CORE)), mutant


def test_a_test_taken_away_from_when_makes_a_rule_stronger() -> None:
    rule = CORE.rules["court-address-with-a-child"]
    fewer = replace(rule, when=replace(rule.when, all_of=rule.when.all_of[:1]))
    assert weaker(with_rule(fewer)) == set()
    assert weaker(CORE, with_rule(fewer)) == {rule.id}


def changed(rule: str, **parts: object) -> ir.Ruleset:
    return with_rule(replace(CORE.rules[rule], **parts))  # type: ignore[arg-type]


def test_a_rule_that_is_no_safety_rule_is_listed_and_needs_nobody() -> None:
    gone = replace(CORE, rules={id: rule for id, rule in CORE.rules.items() if id != "high-risk-to-marac"})
    (change,) = against.changes(CORE, gone)
    assert (change.sort, change.id, change.gone, change.weakens) == (
        "rule",
        "high-risk-to-marac",
        True,
        False,
    )
    assert change.line() == "rule 'high-risk-to-marac': is gone"
    assert against.problems([change]) == ()


def test_the_other_way_round_nothing_is_weaker() -> None:
    for mutant in spoilt("word")[:6]:
        assert weaker(CORE, mutant.planted(CORE)) == set()


# -- what a rule reads -----------------------------------------------------------------------------


def test_a_setting_that_a_safety_rule_reads_is_followed() -> None:
    period = CORE.settings["consultation period"]
    assert period.values == (ir.Dated(None, ir.Length(28, "days")),)
    for days, found in ((27, False), (28, False), (29, True)):
        longer = replace(period, values=(ir.Dated(None, ir.Length(days, "days")),))
        new = replace(CORE, settings={**CORE.settings, period.name: longer})
        assert ("idva-before-contact" in weaker(new)) is found
        assert ("no-contact-before-the-idva" in weaker(new)) is found


def test_a_sign_that_a_safety_rule_reads_is_followed() -> None:
    sign = CORE.signs["life in danger now"]
    fewer = replace(sign, condition=ir.Condition((), sign.condition.any_of[:1]))
    narrowed = replace(CORE, signs={**CORE.signs, sign.name: fewer})
    assert "danger-to-life-now" in weaker(narrowed)
    assert "danger-to-life-now" not in weaker(CORE, narrowed)


def test_a_measure_that_a_safety_rule_reads_is_followed() -> None:
    measure = CORE.measures["children at risk of significant harm"]
    more = ir.Condition(
        (*measure.where.all_of, ir.Test("goes to school or nursery", "is", (ir.Constant(1),)))
    )
    new = replace(CORE, measures={**CORE.measures, measure.name: replace(measure, where=more)})
    assert "child-at-risk-of-harm" in weaker(new)


def test_an_action_that_leaves_a_group_is_no_longer_forbidden() -> None:
    group = CORE.groups["any direct contact"]
    fewer = replace(
        group, actions=tuple(name for name in group.actions if name != "telephone the perpetrator")
    )
    new = replace(CORE, groups={**CORE.groups, group.name: fewer})
    found = against.changes(CORE, new)
    said = [each.what for each in found if each.id == "idva-before-contact"]
    assert said == ["no longer forbids 'telephone the perpetrator'"]
    assert "no-contact-before-the-idva" in weaker(new)


def test_a_value_that_is_put_in_front_changes_no_test_that_names_its_values() -> None:
    """Codes are places in a list; what is held against each other are the words."""
    status = CORE.facts["IDVA status"]
    values = ("asked for", *status.type.values)
    new_type = replace(status.type, values=values, high=status.type.high + 1)
    rule = CORE.rules["without-an-idva"]
    (test,) = rule.when.all_of
    same = replace(test, operands=(ir.Constant(3), ir.Constant(4)))
    other = replace(CORE, facts={**CORE.facts, status.name: replace(status, type=new_type)})
    new = with_rule(replace(rule, when=ir.Condition((same,))), other)
    assert "without-an-idva" not in weaker(new)
    assert "without-an-idva" in weaker(other)


# -- who has approved ------------------------------------------------------------------------------

LATER = ir.Due(ir.Length(9, "days"))


def due_later(rule: str, approved: ir.Approval | None) -> ir.Rule:
    found = CORE.rules[rule]
    duties = tuple(replace(each, due=LATER) if each.word == "must" else each for each in found.duties)
    return replace(found, duties=duties, approved=approved)


@pytest.mark.parametrize(
    ("stood", "stands", "enough"),
    [
        (None, None, False),
        (None, APPROVED, True),
        (APPROVED, APPROVED, False),
        (APPROVED, replace(APPROVED, on=date(2026, 6, 2)), True),
        (APPROVED, replace(APPROVED, by="service manager"), True),
        (APPROVED, replace(APPROVED, on=date(2026, 5, 31)), False),
        (APPROVED, None, False),
    ],
)
def test_what_was_approved_before_approves_nothing_since(
    stood: ir.Approval | None, stands: ir.Approval | None, enough: bool
) -> None:
    id = "idva-before-contact"
    old = with_rule(replace(CORE.rules[id], approved=stood))
    new = with_rule(due_later(id, stands))
    assert (weaker(new, old) == set()) is enough
    (change,) = against.changes(old, new)
    by = f"approved by {stands.by} on" if stands is not None and enough else "nobody has approved it"
    assert by in change.line()


@pytest.mark.parametrize("sort", ["rules", "invariants"])
def test_what_is_gone_is_entered_with_who_let_it_go(sort: str) -> None:
    entries = getattr(CORE, sort)
    id = "idva-before-contact" if sort == "rules" else "life-in-danger-calls-999"
    left = {each: entry for each, entry in entries.items() if each != id}
    gone = replace(CORE, **{sort: left})  # type: ignore[arg-type]
    assert weaker(gone) == {id}
    assert weaker(replace(gone, removed={id: ir.Removed(id, "It was moved.", APPROVED)})) == set()


# -- invariants, facts, actions --------------------------------------------------------------------


NEVER_A_TEST = [
    id for id, each in CORE.invariants.items() if isinstance(each.claim, ir.Holding) and each.claim.never
]


def test_a_test_that_never_holds_may_say_more_and_not_less() -> None:
    """Never one of two values is more than never one of them."""
    assert NEVER_A_TEST
    for id in NEVER_A_TEST:
        more = replace(CORE.invariants[id], claim=less(CORE.invariants[id].claim))
        new = replace(CORE, invariants={**CORE.invariants, id: more})
        assert weaker(new) == set()
        assert weaker(CORE, new) == {id}


@pytest.mark.parametrize("id", sorted(CORE.invariants.keys() - set(NEVER_A_TEST)))
def test_an_invariant_that_claims_less_is_weaker(id: str) -> None:
    invariant = CORE.invariants[id]
    narrower = ir.Condition((*invariant.when.all_of, ir.Test("custody", "is", (ir.Constant(0),))))
    for fewer in (replace(invariant, when=narrower), replace(invariant, claim=less(invariant.claim))):
        new = replace(CORE, invariants={**CORE.invariants, id: fewer})
        assert weaker(new) == {id}
        assert weaker(CORE, new) == set()


def less(claim: ir.Claim) -> ir.Claim:
    """A claim of the same sort that says less, so that this one says all of it and more."""
    match claim:
        case ir.Holding(test=ir.Test(form="at least") as test):
            return replace(claim, test=replace(test, operands=(ir.Constant(0),)))
        case ir.Holding(test=test):
            return replace(claim, test=replace(test, operands=(*test.operands, ir.Constant(1))))
        case ir.Calling(any_one=True, actions=actions):
            return replace(claim, actions=tuple(sorted((*actions, "call 999"))))
        case ir.Calling(never=True):
            return replace(claim, word="must")
        case ir.Calling():
            return replace(claim, word="may")
        case ir.Blocking(do=do) | ir.NeverAllows(do=do):
            return replace(claim, do=do[1:])
        case ir.NeverLowers(changes=changes):
            return replace(claim, changes=changes[1:])
        case ir.NeverRests(names=names):
            return replace(claim, names=names[1:])
        case ir.FindingOut(facts=facts) | ir.AlwaysPrivate(facts=facts):
            return replace(claim, facts=facts[1:])


def test_a_fact_that_is_no_longer_private_is_listed() -> None:
    fact = CORE.facts["IDVA status"]
    new = replace(CORE, facts={**CORE.facts, fact.name: replace(fact, private=False, never_asked_of=())})
    assert [each.line() for each in against.changes(CORE, new)] == [
        "fact 'IDVA status': is no longer marked `private`",
        "fact 'IDVA status': may now be asked of perpetrator",
    ]


def test_an_action_that_may_now_be_blocked_is_listed() -> None:
    action = CORE.actions["call 999"]
    new = replace(CORE, actions={**CORE.actions, action.name: replace(action, never_blocked=False)})
    assert [each.line() for each in against.changes(CORE, new)] == [
        "action 'call 999': is no longer marked `never blocked`"
    ]


def test_an_action_that_is_there_in_fewer_cases_is_listed() -> None:
    action = CORE.actions["call 999"]
    fewer = ir.Condition((ir.Test("custody", "is", (ir.Constant(0),)),))
    changed = replace(action, only_if=fewer, consent_of="victim-survivor")
    new = replace(CORE, actions={**CORE.actions, action.name: changed})
    assert [each.line() for each in against.changes(CORE, new)] == [
        "action 'call 999': is there in fewer cases, or may be: `only if`",
        "action 'call 999': now needs the consent of the victim-survivor",
    ]
    assert against.changes(new, CORE) == ()


@pytest.mark.parametrize(("part", "value"), [("take", "lowest"), ("otherwise", 1)])
def test_what_becomes_of_a_decision_that_a_safety_rule_gives_is_followed(part: str, value: object) -> None:
    level = CORE.decisions["risk level"]
    other = replace(level, **{part: value})  # type: ignore[arg-type]
    new = replace(CORE, decisions={**CORE.decisions, level.name: other})
    assert "judgement-raises" in weaker(new)


def test_a_score_beneath_a_safety_rule_is_followed() -> None:
    checklist = CORE.checklists["SafeLives Dash"]
    fewer = replace(checklist, items=checklist.items[1:])
    new = replace(CORE, checklists={**CORE.checklists, checklist.name: fewer})
    assert "the-visible-threshold-is-high" in weaker(new)


# -- the command -----------------------------------------------------------------------------------


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_check_against_a_revision_names_what_is_weaker(tmp_path: Path) -> None:
    folder = tmp_path / "drive-core"
    copytree(Path(__file__).parents[1] / "rulesets" / "drive-core", folder)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "then")
    asked = ["check", str(folder), "--against", "HEAD"]
    same = CliRunner().invoke(cli.app, asked)
    assert same.exit_code == 0, same.stderr
    assert same.stdout.endswith("against HEAD: no changes that take anything away\n")
    file = folder / "rules" / "contact-safety.yaml"
    said = file.read_text(encoding="utf-8")
    file.write_text(
        said.replace("due: within 2 working days", "due: within 9 working days"), encoding="utf-8"
    )
    weaker_now = CliRunner().invoke(cli.app, asked)
    assert weaker_now.exit_code == 1
    assert "SW002 the rule 'idva-before-contact' is weaker than it was" in weaker_now.stderr
    assert "'consult the IDVA' is due later than it was" in weaker_now.stdout
