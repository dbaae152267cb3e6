"""Invariants held against cases: what each claim means in doubt, and that the shipped ones can break."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from random import Random
from typing import Literal

import pytest

from drive_rules import ir, language, packages
from drive_rules.case import World
from drive_rules.examples import world_of
from drive_rules.invariants import Changed, Invariants, try_invariants
from drive_rules.language import reads
from drive_rules.reference import STRENGTH, Meaning, Thing
from drive_rules.ruleset import load
from tests.generated import make_day, make_ruleset
from tests.practice_laws import DAY
from tests.worlds import Worlds, flatten

CORE = packages.load_package("drive-core").ruleset
CASES = sorted((Path(__file__).parents[1] / "examples" / "cases").glob("*.yaml"))
CASES_ON = date(2026, 11, 25)
STATIC = (ir.NeverRests, ir.AlwaysPrivate)
OF_ONE_CASE = [
    id for id, each in CORE.invariants.items() if not isinstance(each.claim, (*STATIC, ir.NeverLowers))
]
WORDS: tuple[Literal["may", "should", "must"], ...] = ("may", "should", "must")
MAY_BREAK = [id for id in OF_ONE_CASE if not getattr(CORE.invariants[id].claim, "never", False)]
"""Those that say what is always called for or forbidden, which a rule that is gone breaks."""


@cache
def held() -> Invariants:
    return Invariants(CORE)


# -- the shipped rules -----------------------------------------------------------------------------


@cache
def cases() -> tuple[Meaning, ...]:
    ruleset = load("drive-core")
    return tuple(Meaning(CORE, ruleset.read_case(file, as_of=CASES_ON).world, CASES_ON) for file in CASES)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[file.stem for file in CASES])
def test_no_case_of_the_examples_breaks_one(number: int) -> None:
    meaning = cases()[number]
    assert list(held().broken(meaning)) == []
    assert list(held().broken_by_changes(meaning)) == []


def test_no_rule_and_no_fact_breaks_one() -> None:
    assert list(held().static()) == []


@pytest.mark.parametrize("seed", range(12))
def test_no_case_made_at_random_breaks_one(seed: int) -> None:
    random = Random(f"invariants {seed}")
    worlds = Worlds(random, CORE, DAY)
    truth = worlds.truth()
    for case in (truth, worlds.blur(truth, 0.9), worlds.blur(truth, 0.4)):
        assert list(held().broken(Meaning(CORE, flatten(CORE, case), DAY))) == []


def examples_of(rules: list[ir.Rule], ruleset: ir.Ruleset) -> Iterator[Meaning]:
    for rule in rules:
        for example in rule.examples:
            yield world_of(ruleset, rule, example)[0]


@cache
def truths() -> tuple[World, ...]:
    """Whole cases made at random, in which what the example cases leave open is settled."""
    made = (Worlds(Random(f"truth {seed}"), CORE, DAY).truth() for seed in range(8))
    return tuple(flatten(CORE, case) for case in made)


def all_cases(ruleset: ir.Ruleset) -> Iterator[Meaning]:
    yield from (Meaning(ruleset, each.world, CASES_ON) for each in cases())
    yield from (Meaning(ruleset, world, DAY) for world in truths())


def without(rule: ir.Rule, claim: ir.Claim) -> ir.Rule:
    """The rule less what a claim is made of: its conclusions, or its duties."""
    if isinstance(claim, ir.Holding):
        return replace(rule, then=())
    return replace(rule, duties=(), in_doubt=None, find_out=None)


@pytest.mark.parametrize("id", MAY_BREAK)
def test_each_breaks_where_the_rules_that_bear_on_it_say_nothing(id: str) -> None:
    """So none holds of itself: the examples of those rules, or the cases, show it."""
    claim = CORE.invariants[id].claim
    bearing = [rule for rule in CORE.rules.values() if held().bears_on(rule.id, id)]
    silent = {rule.id: without(rule, claim) for rule in bearing}
    spoilt = replace(CORE, rules={**CORE.rules, **silent})
    left = Invariants(spoilt)
    tried = chain(examples_of(bearing, spoilt), all_cases(spoilt))
    assert any(any(left.broken(meaning, [id])) for meaning in tried)


NEVER_CALLED = [
    id for id, each in CORE.invariants.items() if isinstance(each.claim, ir.Calling) and each.claim.never
]


@pytest.mark.parametrize("id", NEVER_CALLED)
def test_what_is_never_called_for_breaks_where_a_rule_calls_for_it(id: str) -> None:
    invariant = CORE.invariants[id]
    assert isinstance(invariant.claim, ir.Calling)
    calls = ir.Duty("may", invariant.claim.actions[0])
    says = ir.Rule("says-it", "Says it", invariant.kind, invariant.why, duties=(calls,))
    spoilt = replace(CORE, rules={**CORE.rules, says.id: says})
    assert any(any(Invariants(spoilt).broken(meaning, [id])) for meaning in all_cases(spoilt))


@pytest.mark.parametrize(
    ("id", "fact"),
    [
        ("no-yes-to-the-dash-lowers", "credible threats to kill"),
        ("no-grave-sign-lowers", "suspected honour-based abuse"),
        ("no-worse-grade-lowers", "physical abuse now"),
    ],
)
def test_a_rule_that_lowers_is_seen_by_the_change(id: str, fact: str) -> None:
    """Where a rule gives the critical sign for the answer no, the yes lowers it."""
    kept = {
        each: rule
        for each, rule in CORE.rules.items()
        if all(c.decision != "critical sign" for c in rule.then)
    }
    upside_down = ir.Rule(
        "upside-down",
        "No is worse than yes",
        "pair",
        CORE.invariants[id].why,
        when=ir.Condition((ir.Test(fact, "is", (ir.Constant(0),)),)),
        then=(ir.Conclusion("critical sign", ir.Constant(1)),),
    )
    spoilt = replace(CORE, rules={**kept, "upside-down": upside_down})
    given = ((fact, (0, 0)),)
    meaning, thing = world_of(spoilt, upside_down, ir.Example("applies", given))
    found = list(Invariants(spoilt).broken_by_changes(meaning, [id]))
    assert found
    assert {(each.thing, each.change.fact, each.change.before) for each in found if each.change} == {
        (thing, fact, 0)
    }


def test_a_day_that_nobody_knows_is_never_late_enough() -> None:
    """What releases a block on or after another day asks for days later than the first of all.

    An unknown day reaches down to the first; were the other that one, unknown would do.
    """
    releases = [rule.unless for rule in CORE.rules.values() if rule.safety]
    tests = [
        test
        for each in (*releases, *(sign.condition for sign in CORE.signs.values()))
        for test in reads.tests_in(each)
    ]
    days = {
        (test.name, each.name)
        for test in tests
        for each in test.operands
        if test.form == "on or after" and isinstance(each, ir.NameRef)
    }
    assert len(days) >= 7
    for name, other in days:
        assert CORE.facts[other].type.low > CORE.facts[name].type.low, other


# -- what a claim means ----------------------------------------------------------------------------

SMALL = """
kinds:
  case:
    title: One perpetrator
  pair:
    part of: case
    list: pairs
facts:
  threatened: {of: pair, type: yes or no}
  told: {of: pair, type: yes or no}
  held: {of: case, type: yes or no}
actions:
  call: {done to: case, strand: safety, direct: no, owner: police, on suspicion: yes, WHY}
  visit: {done to: pair, strand: contact, direct: yes, owner: police, WHY}
  tell: {done to: pair, strand: safety, direct: no, owner: IDVA, makes true: told, on suspicion: yes, WHY}
"""


def plain(text: str) -> str:
    """The text with its braces written out, one key a line."""
    lines = []
    for line in text.replace("WHY", "because: So., source: none, provenance: founding document").splitlines():
        head, brace, inside = line.partition(": {")
        lines.append(f"{head}:" if brace else line)
        lines += [f"    {each.strip()}" for each in inside.removesuffix("}").split(", ") if brace]
    return "\n".join(lines)


RULE = """
rules:
  one:
    title: One rule
    for each: pair
{body}
    because: So.
    source: none
    provenance: founding document
    for example:
      applies:
        threatened: yes
      does not:
        threatened: no
"""
CALLS = """
    when:
      threatened: yes
    must:
      - do: {do}
    when in doubt: {doubt}
"""
FORBIDS = """
    when:
      threatened: yes
    must not:
      - do: visit
        until: {until}
        instead: tell
"""
FIND_OUT = "find out\n    find out:\n      from: IDVA"
CLAIM = """
invariants:
  claimed:
    title: What is claimed
    for each: {kind}
{body}
    because: So.
    source: none
    provenance: founding document
"""
TRUE, FALSE, UNKNOWN = (1, 1), (0, 0), (0, 1)
THREATENED = "when:\n  threatened: yes\n"
IN_DOUBT = "\nholds: in doubt too"
ALL_KNOWN = "\nholds: once all is known"


def breaks(rule: str, claim: str, kind: str = "pair", **given: tuple[int, int]) -> list[bool]:
    """Whether a case of one pair breaks the claim, and each time whether in doubt."""
    body = "\n".join(f"    {line}" for line in claim.strip().splitlines())
    texts = {
        "a.yaml": plain(SMALL),
        "b.yaml": RULE.format(body=rule),
        "c.yaml": CLAIM.format(kind=kind, body=body),
    }
    ruleset = language.read_ruleset(texts)
    meaning, _ = world_of(ruleset, ruleset.rules["one"], ir.Example("applies", tuple(given.items())))
    return [each.in_doubt for each in Invariants(ruleset).broken(meaning)]


CALL_ALWAYS = THREATENED + "then always:\n  must: call"


@pytest.mark.parametrize(("doubt", "broken"), [("act", []), (FIND_OUT, []), ("ask", [True])])
def test_in_doubt_a_must_acts_or_finds_out_and_does_more_than_ask(doubt: str, broken: list[bool]) -> None:
    rule = CALLS.format(do="call", doubt=doubt)
    assert breaks(rule, CALL_ALWAYS + IN_DOUBT, threatened=UNKNOWN) == broken
    for claim in (CALL_ALWAYS, CALL_ALWAYS + ALL_KNOWN):
        assert breaks(rule, claim, threatened=UNKNOWN) == []
    for answer in (TRUE, FALSE):
        assert breaks(rule, CALL_ALWAYS + IN_DOUBT, threatened=answer) == []


def test_a_word_holds_for_itself_and_for_those_below_it() -> None:
    rule = (
        CALLS.format(do="call", doubt="ask")
        .replace("must:", "should:")
        .replace("    when in doubt: ask\n", "")
    )
    for word in ("should", "called for"):
        assert breaks(rule, CALL_ALWAYS.replace("must", word), threatened=TRUE) == []
    more = rule + "    must:\n      - do: tell\n    when in doubt: ask\n"
    assert breaks(more, THREATENED + "then always:\n  must any of: [tell, call]", threatened=TRUE) == []
    assert breaks(more, THREATENED + "then always:\n  should: [tell, call]", threatened=TRUE) == []
    assert breaks(more, "then never:\n  should: call", threatened=TRUE) == [False]
    assert breaks(more, "then never:\n  must: call", threatened=TRUE) == []


def test_never_called_for_may_not_even_be_possible_unless_all_is_known() -> None:
    rule, never = CALLS.format(do="call", doubt="ask"), "then never:\n  called for: call"
    assert breaks(rule, never, threatened=UNKNOWN) == [False]
    assert breaks(rule, never + ALL_KNOWN, threatened=UNKNOWN) == []
    assert breaks(rule, never + ALL_KNOWN, threatened=TRUE) == [False]
    assert breaks(rule, never, threatened=FALSE) == []


def test_an_action_done_to_the_case_is_never_called_for_by_what_is_below() -> None:
    rule = CALLS.format(do="tell", doubt="ask")
    assert breaks(rule, "then never:\n  called for: tell", "case", threatened=TRUE) == [False]
    assert breaks(rule, "then never:\n  called for: tell", "case", threatened=FALSE) == []


BLOCKED = THREATENED + "then always:\n  must not: visit"


def test_a_block_stands_in_doubt_and_is_gone_once_it_is_released() -> None:
    rule = FORBIDS.format(until="tell")
    assert breaks(rule, BLOCKED + IN_DOUBT, threatened=UNKNOWN, told=FALSE) == []
    assert breaks(rule, BLOCKED, threatened=TRUE, told=TRUE) == [False]
    assert breaks(rule, BLOCKED, threatened=TRUE, told=UNKNOWN) == [False]
    assert breaks(rule, BLOCKED + ALL_KNOWN, threatened=TRUE, told=UNKNOWN) == []
    assert breaks(rule, BLOCKED + IN_DOUBT, threatened=UNKNOWN, told=TRUE) == [True]
    unless = BLOCKED.replace("then always", "unless:\n  told: yes\nthen always")
    for told in (TRUE, UNKNOWN, FALSE):
        assert breaks(rule, unless + IN_DOUBT, threatened=UNKNOWN, told=told) == []
    assert breaks(rule, "then never:\n  must not: visit", threatened=UNKNOWN, told=FALSE) == [False]
    assert breaks(rule, "then never:\n  must not: visit", threatened=FALSE) == []


def test_what_nobody_knows_opens_nothing_though_the_block_is_only_in_doubt() -> None:
    rule, claim = FORBIDS.format(until="tell"), "not knowing: threatened\nnever allows: visit"
    assert breaks(rule, claim, threatened=UNKNOWN, told=UNKNOWN) == []
    assert breaks(rule, claim, threatened=UNKNOWN, told=TRUE) == [False]
    assert breaks(rule, claim, threatened=FALSE) == []
    of_the_case = "not knowing: held\nnever allows: visit"
    assert breaks(rule, of_the_case, "case", held=UNKNOWN, threatened=FALSE) == [False]
    assert breaks(rule, of_the_case, "case", held=TRUE, threatened=FALSE) == []


def test_what_is_not_known_is_found_out_by_a_rule_or_by_an_action() -> None:
    claim = "then always:\n  find out: threatened"
    for doubt, broken in ((FIND_OUT, []), ("ask", [False])):
        rule = CALLS.format(do="call", doubt=doubt)
        assert breaks(rule, claim, threatened=UNKNOWN) == broken
        assert breaks(rule, claim, threatened=TRUE) == []
    tells = CALLS.format(do="tell", doubt="ask")
    assert breaks(tells, "then always:\n  find out: told", threatened=TRUE, told=UNKNOWN) == []
    assert breaks(tells, "then always:\n  find out: told", threatened=FALSE, told=UNKNOWN) == [False]


def test_a_test_holds_or_never_does() -> None:
    rule = CALLS.format(do="call", doubt="ask")
    same = THREATENED + "then always:\n  held: yes"
    assert breaks(rule, same, threatened=TRUE, held=UNKNOWN) == [False]
    assert breaks(rule, same + ALL_KNOWN, threatened=TRUE, held=UNKNOWN) == []
    assert breaks(rule, same + IN_DOUBT, threatened=UNKNOWN, held=FALSE) == [True]
    assert breaks(rule, same + IN_DOUBT, threatened=UNKNOWN, held=UNKNOWN) == []
    never = THREATENED + "then never:\n  held: yes"
    assert breaks(rule, never, threatened=TRUE, held=UNKNOWN) == [False]
    assert breaks(rule, never, threatened=TRUE, held=FALSE) == []


@pytest.mark.parametrize("seed", range(8))
def test_blocks_and_calls_are_those_of_the_meaning(seed: int) -> None:
    """Of rulesets and cases made at random: what a claim says of one action is what the reference says."""
    random = Random(f"claims {seed}")
    day = make_day(random)
    ruleset = make_ruleset(random, day)
    worlds = Worlds(random, ruleset, day)
    meaning = Meaning(ruleset, flatten(ruleset, worlds.blur(worlds.truth(), 0.8)), day)
    left = Invariants(ruleset)
    seen = 0
    for action in ruleset.actions.values():
        for row in range(len(meaning.rows(action.done_to))):
            thing = Thing(action.done_to, row)
            if not action.never_blocked:
                assert left.claim(meaning, ir.Blocking((action.name,)), thing) == meaning.blocked(
                    action.name, thing
                )
            low, high = meaning.called_for(action.name, thing)
            for word in WORDS:
                strength = STRENGTH[word]
                never = left.claim(meaning, ir.Calling((action.name,), word, never=True), thing)
                assert never == (high < strength, low < strength)
                certainly, _ = left.claim(meaning, ir.Calling((action.name,), word), thing)
                assert certainly is (low >= strength)
                seen += 1
    assert seen


# -- the rest --------------------------------------------------------------------------------------


def test_an_example_that_gives_a_derived_name_says_nothing_of_an_invariant_that_reads_it() -> None:
    """``life in danger now: no`` beside a fact that says yes is no case that can be."""
    rule = CORE.rules["danger-to-life-now"]
    given = (("life in danger now", (0, 0)), ("immediate danger to life", (1, 1)))
    spoilt = replace(
        CORE, rules={**CORE.rules, rule.id: replace(rule, examples=(ir.Example("does not", given),))}
    )
    assert try_invariants(spoilt, [rule.id]) == ()


def test_a_change_is_from_an_answer_that_is_known() -> None:
    rule, id = CORE.rules["danger-to-life-now"], "no-grave-sign-delays"
    fact = "immediate danger to life"
    meaning, thing = world_of(CORE, rule, ir.Example("applies", ((fact, (0, 0)),)))
    (change,) = held().changes(meaning, id, thing)
    assert change == Changed(fact, thing.row, 0, 1)
    assert held().changed(meaning, change).value(fact, thing) == (1, 1)
    assert meaning.value(fact, thing) == (0, 0)
    unknown, _ = world_of(CORE, rule, ir.Example("applies", ()))
    assert list(held().changes(unknown, id, thing)) == []


def test_they_can_be_sent_elsewhere_and_back() -> None:
    assert pickle.loads(pickle.dumps(CORE)).invariants == CORE.invariants
