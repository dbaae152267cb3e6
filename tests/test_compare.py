"""Two versions side by side: what is said to be the same is, what differs is shown, nobody is given away."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest
import yaml
from typer.testing import CliRunner

import drive_rules as dr
from drive_rules import ir
from drive_rules.case import World
from drive_rules.cli import app
from drive_rules.compare import FAILED, Comparison, Version, caseloads, compare, proving
from drive_rules.compare import Asked as With
from drive_rules.compare import cones as cones_of
from drive_rules.compare.cones import Cones
from drive_rules.compare.directions import Directions
from drive_rules.compare.marking import Pair, beside
from drive_rules.compare.names import Renames, find_renames, renamed
from drive_rules.compare.proving import Solver
from drive_rules.compare.questions import SETTLED, Question, questions
from drive_rules.compare.sides import Side, aligned
from drive_rules.compare.small_cases import data_of, shrunk, small_of, world_of
from drive_rules.compare.steps import Steps
from drive_rules.compare.witnesses import Verdict
from drive_rules.language import read_ruleset
from drive_rules.problems import CaseloadError
from drive_rules.reference import evaluate
from drive_rules.testing.mutants import mutants
from tests.generated import make_day, make_ruleset
from tests.small_ruleset import small_ruleset
from tests.worlds import Worlds, flatten, shuffled_ruleset

GOLDEN = Path(__file__).parent / "golden" / "compare"
DAY = date(2026, 11, 2)
RULES = (GOLDEN / "rules.yaml").read_text(encoding="utf-8")
EXCEPTION = """    unless any of:
      - refuses the IDVA: yes
        weapon used: no
"""
ITS_EXAMPLE = """        - the IDVA was asked: no
          refuses the IDVA: yes
          weapon used: no
"""
CHANGES: dict[str, tuple[tuple[str, str], ...]] = {
    "one threshold": (("value: 14", "value: 12"), ("yes: 14", "yes: 12"), ("yes: 13", "yes: 11")),
    "one exception": ((EXCEPTION, ""), (ITS_EXAMPLE, "")),
    "one rule renamed": (("idva-first:", "speak-first:"), ("high threshold", "visible threshold")),
    "one sentence reworded": (("A meeting can raise the risk", "Every meeting can raise the danger"),),
}
"""What each golden text is of: words of the package, and what stands in their place."""


def changed(*swaps: tuple[str, str]) -> str:
    text = RULES
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new)
    return text


def read(text: str) -> ir.Ruleset:
    return read_ruleset({"rules.yaml": text})


def version(ruleset: ir.Ruleset, called: str) -> Version:
    return Version(called, ruleset.name, ruleset.version, "0" * 64)


def held(old: ir.Ruleset, new: ir.Ruleset, as_of: date = DAY, **asked: Any) -> Comparison:
    return compare((version(old, "old"), old), (version(new, "new"), new), as_of=as_of, asked=With(**asked))


def caseload(prefix: str = "SYNTHETIC-", many: int = 60, seed: int = 1) -> dict[str, pa.Table]:
    """Invented cases, with one pair each or two, of which not all is known."""
    random = Random(seed)
    cases, pairs = [], []
    for number in range(many):
        key = f"{prefix}{number:03}"
        sex = random.choice(["male"] * 8 + ["female", None])
        custody = random.choice(["none", "none", "remand", None])
        cases.append({"case": key, "custody": custody, "sex of the perpetrator": sex})
        for place in range(random.choice([1, 1, 2])):
            said = {
                "answers that are yes": random.choice(["11", "12", "13", "14", "10 to 13", "12 to 14", None]),
                "weapon used": random.choice(["yes", "no", "no", None]),
                "the IDVA was asked": random.choice(["yes", "no", None]),
                "refuses the IDVA": random.choice(["yes", "no", None]),
            }
            pairs.append({"case": key, "id": f"pair-{place + 1}", **said})
    return {"cases": pa.Table.from_pylist(cases), "pairs": pa.Table.from_pylist(pairs)}


# -- golden texts ----------------------------------------------------------------------------------


@cache
def golden(what: str) -> Comparison:
    return held(read(RULES), read(changed(*CHANGES[what])), tables=caseload())


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("form", ["txt", "md"])
def test_the_text_is_the_golden_one(what: str, form: str) -> None:
    found = golden(what)
    said = found.text() if form == "txt" else found.markdown()
    assert said == (GOLDEN / f"{what.replace(' ', '-')}.{form}").read_text(encoding="utf-8")


def test_a_threshold_changes_answers_and_says_which_way() -> None:
    found = golden("one threshold")
    assert found.changes_meaning
    (difference,) = (each for each in found.differences if each.of_meaning)
    assert (difference.sort, difference.name) == ("settings", "high threshold")
    says = {each.question: each.says for each in found.outcomes}
    assert says[Question("decision", "risk level")] == "differs"
    assert says[Question("called for", "refer to MARAC")] == "differs"
    assert says[Question("blocked", "meet the perpetrator")] == "same"
    ways = {(w.old, w.new) for each in found.outcomes for w in each.witnesses}
    assert ("standard", "high") in ways
    assert not found.fails("safety")


def test_an_exception_taken_away_touches_a_safety_rule() -> None:
    found = golden("one exception")
    says = {each.question.words: each.says for each in found.outcomes}
    assert says["whether 'meet the perpetrator' is blocked"] == "differs"
    assert says["the decision 'risk level'"] == "same"
    assert found.fails("any")
    assert found.fails("safety")
    assert not found.fails("never")


@pytest.mark.parametrize("what", ["one rule renamed", "one sentence reworded"])
def test_no_change_of_meaning_is_proved_and_does_not_fail(what: str) -> None:
    found = golden(what)
    assert {(each.says, each.how) for each in found.outcomes} == {("same", "whatever the day")}
    assert not found.changes_meaning
    assert not found.may_be_less_safe
    assert found.effect is not None
    assert found.effect.labels["no change"] == found.effect.cases


def test_the_shipped_rules_with_one_exception_gone_read_as_the_golden_text() -> None:
    old = dr.load("drive-core").meaning
    rule = old.rules["idva-before-contact"]
    assert rule.unless != ir.Condition()
    new = replace(old, rules={**old.rules, rule.id: replace(rule, unless=ir.Condition())})
    reading = [each for each in _differences(old, new) if each.of_meaning]
    assert [each.name for each in reading] == [rule.id]
    lines = [f"{mark}: {sentence}" for pair in reading[0].pairs for mark, sentence in
             (("old", pair.old), ("new", pair.new))]  # fmt: skip
    assert "\n".join(lines) + "\n" == (GOLDEN / "drive-core-one-exception.txt").read_text(encoding="utf-8")
    asked = questions(old, new)
    before, after = (Cones(side.ruleset, side.blocks) for side in (Side(old, DAY), Side(new, DAY)))
    touched = {each for each in asked if before.of(each) != after.of(each)}
    assert Question("called for", "consult the IDVA") in touched
    assert Question("decision", "risk level") not in touched


def _differences(old: ir.Ruleset, new: ir.Ruleset) -> Any:
    from drive_rules.compare.reading import Reading  # noqa: PLC0415

    renames = find_renames(old, new)
    sides = [Side(renamed(old, renames), DAY), Side(new, DAY)]
    return Reading(*(s.ruleset for s in sides), *(s.blocks for s in sides), renames).differences()


# -- what is proved the same is the same -----------------------------------------------------------


def edits(random: Random, ruleset: ir.Ruleset) -> Iterator[ir.Ruleset]:
    """The ruleset with one rule spoilt, one rule twice, and one test said twice over."""
    spoilt = [mutant for rule in ruleset.rules.values() for mutant in mutants(ruleset, rule)]
    for mutant in random.sample(spoilt, min(3, len(spoilt))):
        yield mutant.planted(ruleset)
    rule = random.choice(
        [each for each in ruleset.rules.values() if each.when.all_of] or [*ruleset.rules.values()]
    )
    yield replace(ruleset, rules={**ruleset.rules, "another": replace(rule, id="another")})
    # The same said in other words: no cone is the same, but the steps are.
    deeper = replace(rule.when, all_of=(), any_of=(rule.when.all_of, rule.when.all_of))
    if rule.when.all_of and not rule.when.any_of:
        yield replace(ruleset, rules={**ruleset.rules, rule.id: replace(rule, when=deeper)})


def broken(seed: int) -> tuple[Counter[str], list[Question]]:
    """How many answers are said to be the same, by which proof; and those of them that are not."""
    random = Random(f"compare-{seed}")
    day = make_day(random)
    old = make_ruleset(random, day)
    worlds = Worlds(random, old, day)
    cases = [flatten(old, worlds.blur(worlds.truth(), 0.7)) for _ in range(6)]
    counts: Counter[str] = Counter()
    wrong: list[Question] = []
    for new in edits(random, old):
        found = held(old, new, day)
        sides = Side(old, day), Side(new, day)
        same = [each for each in found.outcomes if each.says == "same" and each.question.asked in SETTLED]
        counts.update(each.how for each in same)
        counts.update(each.says for each in found.outcomes if each.says != "same")
        for world in cases:
            settled = [side.replay(world) for side in sides]
            wrong += [each.question for each in same if _differ(each.question, sides, world, settled)]
    return counts, wrong


def _differ(question: Question, sides: tuple[Side, Side], world: World, settled: list[Any]) -> bool:
    directions = Directions.of(question, sides[0].ruleset, sides[1].ruleset)
    old, new = (side.answers(question, world, answers) for side, answers in zip(sides, settled, strict=True))
    return any(not directions.same(*pair) for pair in aligned(old, new, question))


def test_what_is_proved_the_same_is_the_same_in_every_case_tried() -> None:
    counts: Counter[str] = Counter()
    for seed in range(6):
        found, wrong = broken(seed)
        counts.update(found)
        assert not wrong
    assert counts["whatever the day"] > 100
    assert counts["on this day"] > 3
    assert counts["differs"] > 5


@pytest.mark.parametrize("fault", ["constants", "whole steps", "conditions of rules"])
def test_a_proof_that_looks_away_is_caught(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if fault == "constants":
        plain = Steps._term
        monkeypatch.setattr(
            Steps,
            "_term",
            lambda self, term: plain(self, replace(term, plus=0)),
        )
    elif fault == "whole steps":
        monkeypatch.setattr(Steps, "_formula", lambda self, formula: "formula")
    else:
        monkeypatch.setattr(cones_of, "_APPLIES", frozenset(("for each",)))
    assert any(broken(seed)[1] for seed in range(8))


def test_order_changes_nothing() -> None:
    for seed in range(5):
        random = Random(seed)
        day = make_day(random)
        old = make_ruleset(random, day)
        found = held(old, shuffled_ruleset(random, old), day)
        assert not found.differences
        assert not found.changes_meaning


def test_who_is_heard_of_a_fact_is_part_of_what_an_answer_rests_on() -> None:
    """A no that only the victim-survivor's side can give is no no of anybody else."""
    old = read(RULES)
    fact = old.facts["weapon used"]
    new = replace(old, facts={**old.facts, fact.name: replace(fact, asked_of=("IDVA",))})
    given = {"case": "a", "pairs": [{"id": "p", "answers that are yes": 3, "weapon used": "no"}]}
    highest = [
        evaluate(each, dr.case.read_case(each, given).world, DAY).high["risk level"] for each in (old, new)
    ]
    assert highest == [(0,), (1,)]
    says = {each.question: each.says for each in held(old, new).outcomes}
    assert says[Question("decision", "risk level")] != "same"


# -- the same under another name -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sort", "old", "new"),
    [
        ("rules", "visible-high", "plainly-high"),
        ("signs", "grave danger", "mortal danger"),
        ("measures", "pairs at high risk", "how many pairs are at high risk"),
        ("settings", "consultation period", "time that a word with the IDVA holds"),
        ("facts", "suicidal", "may take their own life"),
        ("decisions", "risk level", "level of danger"),
        ("actions", "tell every agency", "warn every agency"),
        ("groups", "any direct contact", "any meeting"),
    ],
)
def test_another_name_is_no_other_meaning(sort: str, old: str, new: str) -> None:
    small = small_ruleset()
    said = _called(small, sort, old, new)
    assert new in getattr(said, sort)
    found = find_renames(small, said)
    assert found.by_sort == {sort: {old: new}}
    compared = held(small, said)
    assert {each.how for each in compared.differences} <= {"renamed", "words only"}
    assert not compared.changes_meaning
    if sort in ("facts", "decisions", "actions"):
        other = _called(small, sort, old, new, known=False)
        assert find_renames(small, other).by_sort == {sort: {old: new}}
        strange = held(small, other)
        assert {each.says for each in strange.outcomes} == {"same"}
        assert strange.changes_meaning
        assert "is no longer known" in " ".join(strange.text().split())


def _called(ruleset: ir.Ruleset, sort: str, old: str, new: str, known: bool = True) -> ir.Ruleset:
    """The ruleset with another name; unless ``known``, with another code too and no word of the old name."""
    said = renamed(ruleset, Renames({sort: {old: new}}))
    entry = getattr(said, sort)[new]
    if hasattr(entry, "was"):
        more = {"was": (old,)} if known else {"code": new.replace(" ", "-")}
        said = replace(said, **{sort: {**getattr(said, sort), new: replace(entry, **more)}})
    return said


def test_what_could_be_one_of_two_is_neither() -> None:
    """Two facts of the same shape that are read alike are not taken for one another."""
    small = small_ruleset()
    facts = dict(small.facts)
    facts["of no use"] = replace(facts["suicidal"], name="of no use", code="of-no-use")
    other = {name: fact for name, fact in facts.items() if name != "of no use"}
    other["of no use either"] = replace(facts["of no use"], name="of no use either", code="other")
    found = held(replace(small, facts=facts), replace(small, facts=other))
    assert {each.how for each in found.differences} == {"added", "removed"}
    assert found.changes_meaning


def test_a_code_that_stays_says_that_it_is_the_same() -> None:
    small = small_ruleset()
    fact = small.facts["needs housing"]
    facts = {name: each for name, each in small.facts.items() if name != fact.name}
    facts["homeless"] = replace(fact, name="homeless", type=replace(fact.type, always_applies=True))
    rules = {id: rule for id, rule in small.rules.items() if id != "house"}
    rules["house"] = replace(
        small.rules["house"], when=ir.Condition((ir.Test("homeless", "is", (ir.Constant(1),)),))
    )
    (difference,) = held(small, replace(small, facts=facts, rules=rules)).differences
    assert (difference.name, difference.was, difference.how) == ("homeless", "needs housing", "changed")


# -- words -----------------------------------------------------------------------------------------


def test_marks_hold_what_differs_and_lose_nothing() -> None:
    pair = Pair("For each pair, the level is high.", "For each pair at risk, the level is low.")
    old, new = pair.pieces()
    assert "".join(words for _, words in old) == pair.old
    assert "".join(words for _, words in new) == pair.new
    assert [words.strip() for mark, words in new if mark == "new"] == ["at risk", "low"]


def test_sentences_that_have_nothing_in_common_are_no_pair() -> None:
    assert beside(["A meeting."], ["Xyzzy 12 qqq 34 zzz."]) == (
        Pair("A meeting.", ""),
        Pair("", "Xyzzy 12 qqq 34 zzz."),
    )


def test_what_is_there_in_one_only_is_told_without_a_mark_on_every_word() -> None:
    old = read(RULES)
    fewer = replace(old, rules={id: rule for id, rule in old.rules.items() if id != "meet"})
    text = held(old, fewer).text()
    assert "removed: rule 'meet'" in text
    assert "  old: For each case, where the custody is none:" in text
    assert "  old: Should: meet the perpetrator." in text
    assert "[-Should" not in text


def test_words_only_are_told_apart() -> None:
    found = golden("one sentence reworded")
    (difference,) = found.differences
    assert difference.how == "words only"
    assert "WORDS ONLY" in found.text()
    assert "Nothing but words changed" in found.text()


# -- witnesses -------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["one threshold", "one exception"])
def test_every_witness_is_a_case_that_both_read_and_in_which_they_differ_as_told(what: str) -> None:
    rulesets = read(RULES), read(changed(*CHANGES[what]))
    sides = [Side(each, DAY) for each in rulesets]
    seen = 0
    for outcome in golden(what).outcomes:
        for witness in outcome.witnesses:
            worlds = [
                dr.case.read_case(side.vocabulary, yaml.safe_load(text), DAY).world
                for side, text in zip(sides, (witness.old_case or witness.case, witness.case), strict=True)
            ]
            directions = Directions.of(outcome.question, *rulesets)
            answers = [
                side.answers(outcome.question, world, evaluate(side.ruleset, world, DAY))
                for side, world in zip(sides, worlds, strict=True)
            ]
            told = [
                (directions.old_words(a), directions.new_words(b))
                for a, b in aligned(*answers, outcome.question)
            ]
            assert (witness.old, witness.new) in told
            seen += 1
    assert seen >= 2


def test_a_witness_has_nothing_that_can_be_spared() -> None:
    (outcome,) = (each for each in golden("one threshold").outcomes if each.question.name == "risk level")
    for witness in outcome.witnesses:
        assert len(witness.case.splitlines()) <= 6


def test_a_small_case_of_a_world_is_answered_as_the_world_is() -> None:
    for seed in range(12):
        random = Random(f"small-{seed}")
        day = make_day(random)
        ruleset = make_ruleset(random, day)
        side = Side(ruleset, day)
        world = flatten(ruleset, _case(random, ruleset, day))
        if _at_odds(side, world):
            continue
        main = {kind for kind in ruleset.kinds if _root(ruleset, kind) == side.vocabulary.main}
        read_back = world_of(side.vocabulary, small_of(side.vocabulary, world))
        for question in questions(ruleset):
            if question.asked != "how" and side.kind_of(question) in main:
                answers = [side.answers(question, each, side.replay(each)) for each in (world, read_back)]
                assert answers[0] == answers[1]


def _at_odds(side: Side, world: World) -> bool:
    """Whether a list is said not to be whole and whole up to a day: no case file says both."""
    return any(
        (row.low[words.slots[fact]], row.high[words.slots[fact]]) == (0, 0) and row.whole[place]
        for kind, words in side.vocabulary.kinds.items()
        for fact, place in words.listed.items()
        for row in world.rows[kind]
    )


def _root(ruleset: ir.Ruleset, kind: str) -> str:
    above = ruleset.kinds[kind].part_of
    return kind if above is None else _root(ruleset, above)


def test_shrinking_leaves_what_is_needed_and_no_more() -> None:
    side = Side(read(RULES), DAY)
    given = {
        "case": "a",
        "custody": "none",
        "pairs": [
            {"id": "p", "weapon used": "yes", "refuses the IDVA": "no"},
            {"id": "q", "answers that are yes": 14, "weapon used": "no"},
        ],
    }
    small = small_of(side.vocabulary, dr.case.read_case(side.vocabulary, given).world)
    kept = shrunk(small, lambda each: any(("weapon used", "yes") in thing.facts for thing in each.walk()))
    assert data_of(side.vocabulary, kept) == {
        "case": "witness",
        "pairs": [{"id": "pair-1", "weapon used": "yes"}],
    }


def test_without_a_case_that_shows_it_an_answer_is_not_proved_and_fails() -> None:
    """Another threshold out of reach of every case at hand: unknown is never no."""
    old = read(RULES)
    rules = {id: replace(rule, examples=()) for id, rule in old.rules.items()}
    old = replace(old, rules=rules)
    setting = old.settings["high threshold"]
    other = replace(setting, values=(ir.Dated(None, ir.Constant(20 * ir.SCALE)),))
    found = held(old, replace(old, settings={setting.name: other}))
    says = {each.question.words: each.says for each in found.outcomes}
    assert says["the decision 'risk level'"] == "not proved"
    assert found.fails("any")
    assert "No solver was asked" in found.text()
    assert "It does not say that there is none" in " ".join(found.text().split())


def test_a_prover_is_asked_of_what_nothing_else_decides_and_no_more() -> None:
    rulesets = [without_examples(read(text)) for text in (RULES, changed(*CHANGES["one threshold"]))]
    asked: list[Question] = []

    def prover(was: Side, now: Side, question: Question) -> Verdict:
        asked.append(question)
        return Verdict("same" if question.asked == "called for" else "undecided", "as far as time went")

    found = held(rulesets[0], rulesets[1], prover=prover)
    outcomes = {each.question: each for each in found.outcomes}
    level, referral = Question("decision", "risk level"), Question("called for", "refer to MARAC")
    assert asked == [level, referral]
    assert (outcomes[level].says, outcomes[level].about) == ("not proved", "as far as time went")
    assert (outcomes[referral].says, outcomes[referral].how) == ("same", "by proof")
    assert "A solver could not decide these" in found.text()


def test_a_case_of_a_prover_that_shows_no_difference_is_not_believed() -> None:
    rulesets = [without_examples(read(text)) for text in (RULES, changed(*CHANGES["one threshold"]))]
    side = Side(rulesets[1], DAY)
    given = {"case": "a", "pairs": [{"id": "p", "answers that are yes": 3, "weapon used": "no"}]}
    world = dr.case.read_case(side.vocabulary, given).world
    found = held(*rulesets, prover=lambda *_: Verdict("differs", cases=(world,)))
    assert {each.says for each in found.outcomes} == {"same", "not proved"}


# -- a caseload ------------------------------------------------------------------------------------


def test_what_is_counted_is_what_the_reference_says_case_by_case() -> None:
    rulesets = read(RULES), read(changed(*CHANGES["one exception"]))
    sides = Side(rulesets[0], DAY), Side(rulesets[1], DAY)
    expected: Counter[tuple[Question, str, str, str]] = Counter()
    for world in _worlds(sides[0], caseload()):
        settled = [side.replay(world) for side in sides]
        for question in questions(*rulesets):
            if question.asked == "how":
                continue
            directions = Directions.of(question, *rulesets)
            old, new = (s.answers(question, world, a) for s, a in zip(sides, settled, strict=True))
            for a, b in aligned(old, new, question):
                if not directions.same(a, b):
                    way = directions.way(a, b).words
                    expected[question, way, directions.old_words(a), directions.new_words(b)] += 1
    effect = golden("one exception").effect
    assert effect is not None
    counted = {
        (moved.question, each.way.words, each.old, each.new): each.things
        for moved in effect.moved
        for each in moved.transitions
    }
    assert counted == expected
    assert counted


def _worlds(side: Side, tables: dict[str, pa.Table]) -> Iterator[World]:
    pairs = tables["pairs"].to_pylist()
    for row in tables["cases"].to_pylist():
        mine = [{k: v for k, v in p.items() if k != "case"} for p in pairs if p["case"] == row["case"]]
        yield dr.case.read_case(side.vocabulary, {**row, "pairs": mine}).world


CHILDREN = (
    ("  refuses the IDVA:\n", "  children there:\n    of: pair\n    type: yes or no\n  refuses the IDVA:\n"),
    ("      weapon used: yes\n    then", "      weapon used: yes\n      children there: yes\n    then"),
    (
        "        weapon used: yes\n      does",
        "        weapon used: yes\n        children there: yes\n      does",
    ),
)
"""A rule reads a fact that the package did not know."""


def test_a_fact_that_only_one_of_them_knows_is_kept_from_the_other() -> None:
    new = read(changed(*CHILDREN))
    tables = caseload()
    there = pa.array(["yes" if n % 2 else "no" for n in range(tables["pairs"].num_rows)])
    tables["pairs"] = tables["pairs"].append_column("children there", there)
    found = held(read(RULES), new, tables=tables)
    assert found.effect is not None
    assert found.effect.not_read is None
    (level,) = (each for each in found.effect.moved if each.question.asked == "decision")
    cautions = {each.way.caution for each in level.transitions}
    assert "less cautious" in cautions
    assert "more cautious" not in cautions
    assert found.fails("safety")


def test_the_order_of_rows_and_columns_changes_no_byte() -> None:
    tables = caseload()
    random = Random(5)
    mixed = {}
    for name in reversed(list(tables)):
        rows = random.sample(range(tables[name].num_rows), tables[name].num_rows)
        columns = random.sample(tables[name].column_names, len(tables[name].column_names))
        mixed[name] = tables[name].take(rows).select(columns)
    again = held(read(RULES), read(changed(*CHANGES["one threshold"])), tables=mixed)
    assert again.text() == golden("one threshold").text()
    assert again.html() == golden("one threshold").html()
    assert again.to_json() == golden("one threshold").to_json()


def _case(random: Random, ruleset: ir.Ruleset, day: date) -> Any:
    worlds = Worlds(random, ruleset, day)
    return worlds.blur(worlds.truth(), 0.7)


def ways_out(found: Comparison) -> Iterable[str]:
    return found.text(), found.markdown(), found.html(), found.to_json(), repr(found)


def test_no_key_and_no_case_of_a_real_caseload_is_told_unasked() -> None:
    rulesets = read(RULES), read(changed(*CHANGES["one threshold"]))
    found = held(*rulesets, tables=caseload("canary-"))
    assert found.effect is not None
    assert not found.effect.synthetic
    for said in ways_out(found):
        assert "canary" not in said
    assert all(each.found_in != "the caseload" for outcome in found.outcomes for each in outcome.witnesses)
    asked = held(*rulesets, tables=caseload("canary-"), show_keys=True)
    assert "canary-" in asked.text()


def test_a_case_file_counts_and_is_not_shown_unasked() -> None:
    rulesets = [without_examples(read(text)) for text in (RULES, changed(*CHANGES["one threshold"]))]
    given = {"case": "a", "pairs": [{"id": "p", "answers that are yes": 12, "weapon used": "no"}]}
    worlds = [dr.case.read_case(each, given).world for each in rulesets]
    for asked in (False, True):
        found = held(*rulesets, cases=[(worlds[0], worlds[1])], show_keys=asked)
        outcome = next(each for each in found.outcomes if each.question.name == "risk level")
        assert outcome.says == "differs"
        assert bool(outcome.witnesses) is asked
        assert ("answers that are yes: 12" in found.text()) is asked


def test_small_numbers_of_a_real_caseload_are_withheld() -> None:
    rulesets = read(RULES), read(changed(*CHANGES["one threshold"]))
    found = held(*rulesets, tables=caseload("real-", many=120))
    assert found.effect is not None
    told = [each for moved in found.effect.moved for each in moved.transitions]
    assert any(each.things is None for each in told)
    assert all(each.things is None or each.things >= 10 for each in told)
    assert all(each.cases is None or each.cases >= 10 for each in told)
    for moved in found.effect.moved:
        hidden = [each for each in moved.transitions if each.things is None]
        rest = moved.things - sum(each.things or 0 for each in moved.transitions)
        # One withheld alone would be what is left of the whole, less those that did not change.
        assert not hidden or rest >= 10
    for groups in found.effect.groups:
        assert all(count is None or count >= 10 for row in groups.shown.counts for count in row)
        assert all(total is None or total >= 10 for total in groups.shown.row_totals)


def test_groups_are_told_by_what_is_asked_for_and_a_stranger_is_a_problem() -> None:
    rulesets = read(RULES), read(changed(*CHANGES["one threshold"]))
    found = held(*rulesets, tables=caseload(many=200), by=("custody",))
    assert found.effect is not None
    (groups,) = found.effect.groups
    assert set(groups.shown.rows) >= {"none", "remand"}
    assert groups.shown.total == 200
    with pytest.raises(CaseloadError, match="CM003"):
        held(*rulesets, tables=caseload(), by=("no such fact",))


def test_rows_that_only_one_of_them_can_read_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drive_rules.compare.caseloads.MOST_CASES", 10)
    with pytest.raises(CaseloadError, match="CM001"):
        held(read(RULES), read(changed(*CHANGES["one threshold"])), tables=caseload())


# -- the page --------------------------------------------------------------------------------------


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen[tag] += 1
        for key, value in attrs:
            if key == "id":
                self.ids[str(value)] += 1
            if key == "href":
                self.links.append(str(value))
        if tag not in ("meta", "br", "input", "col", "hr", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_what_differs_is_marked_by_more_than_colour() -> None:
    tags = _Tags()
    tags.feed(golden("one threshold").html())
    assert not tags.open
    assert tags.seen["del"]
    assert tags.seen["ins"]
    assert not tags.seen["script"]
    assert set(tags.ids.values()) == {1}
    assert {link.removeprefix("#") for link in tags.links} <= set(tags.ids)


def test_names_are_never_markup() -> None:
    old = read(RULES)
    rule = old.rules["meet"]
    hostile = "<script>alert(1)</script> | **bold** `x` [a](b)"
    new = replace(old, rules={**old.rules, "meet": replace(rule, title=hostile, when=ir.Condition())})
    found = held(old, new)
    assert "<script>" not in found.html()
    assert "<script>" not in found.markdown()
    assert r"\*\*bold\*\*" in found.markdown()
    assert r"\[a\](b)" in found.markdown()


def test_markdown_rows_have_as_many_cells_as_their_head() -> None:
    for what in CHANGES:
        table: list[int] = []
        for line in [*golden(what).markdown().splitlines(), ""]:
            if line.startswith("|"):
                table.append(len(re.findall(r"(?<!\\)\|", line)))
            else:
                assert len(set(table)) <= 1
                table = []


# -- the command -----------------------------------------------------------------------------------


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    for name, text in (("old", RULES), *((what, changed(*swaps)) for what, swaps in CHANGES.items())):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ruleset.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "caseload").mkdir()
    for name, table in caseload().items():
        rows = table.to_pylist()
        lines = [
            ",".join(table.column_names),
            *(",".join(str(v or "") for v in row.values()) for row in rows),
        ]
        (tmp_path / "caseload" / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "one.yaml").write_text("case: one\ncustody: none\n", encoding="utf-8")
    return tmp_path


def run(folder: Path, new: str, *more: str) -> Any:
    arguments = ["compare", str(folder / "old"), str(folder / new), "--as-of", "2026-11-02", *more]
    return CliRunner().invoke(app, arguments)


def test_the_exit_code_says_whether_anything_but_words_changed(folders: Path) -> None:
    codes = {what: run(folders, what).exit_code for what in CHANGES}
    assert codes == {
        "one threshold": FAILED,
        "one exception": FAILED,
        "one rule renamed": 0,
        "one sentence reworded": 0,
    }
    assert run(folders, "one threshold", "--fail-on", "safety").exit_code == 0
    assert run(folders, "one exception", "--fail-on", "safety").exit_code == FAILED
    assert run(folders, "one exception", "--fail-on", "never").exit_code == 0
    assert run(folders, "nowhere").exit_code == 1


def test_every_format_is_printed_with_a_caseload_and_case_files(folders: Path) -> None:
    more = ("--caseload", str(folders / "caseload"), "--try", str(folders / "cases"))
    for form in ("text", "markdown", "html", "json"):
        ran = run(folders, "one threshold", *more, "--format", form)
        assert ran.exit_code == FAILED
        assert "SYNTHETIC" in ran.stdout or form == "json"
    told = json.loads(ran.stdout)
    assert told["caseload"]["synthetic"] is True
    assert told["caseload"]["cases"] == 60
    assert {"60 synthetic cases of a caseload", "1 case file"} < set(told["looked at"])


def test_a_version_that_is_not_there_is_a_problem_without_a_page(folders: Path) -> None:
    ran = CliRunner().invoke(app, ["compare", "no-such-revision", str(folders / "old")])
    assert ran.exit_code == 1
    assert not ran.stdout


def test_what_is_the_same_today_and_not_on_another_day_fails() -> None:
    old = read(RULES)
    later = (date(2030, 1, 1), None)
    rule = replace(old.rules["meet"], id="later", in_force=later)
    found = held(old, replace(old, rules={**old.rules, "later": replace(rule, when=ir.Condition())}))
    called = next(each for each in found.outcomes if each.question.name == "meet the perpetrator")
    assert {each.says for each in found.outcomes if each.question.asked != "how"} == {"same"}
    assert called.how == "on this day"
    assert found.fails("any")
    assert "of them for this day only" in found.text()


# -- what weakens safety ---------------------------------------------------------------------------


def test_what_weakens_safety_stands_at_the_head() -> None:
    old = read(RULES)
    weaker = replace(old.rules["idva-first"], in_doubt="find out", find_out=ir.FindOut(("IDVA",)))
    for rules in (
        {id: rule for id, rule in old.rules.items() if id != "idva-first"},
        {**old.rules, "idva-first": weaker},
    ):
        found = held(old, replace(old, rules=rules))
        assert found.weakened
        assert found.fails("safety")
        text = found.text()
        assert "WHAT WEAKENS SAFETY" in text
        assert text.index("WHAT WEAKENS SAFETY") < text.index("WHAT READS DIFFERENTLY")
    assert not golden("one rule renamed").weakened


def test_what_holds_in_doubt_is_no_answer_that_stays_the_same() -> None:
    """The rule applies in the same cases, and its duty no longer stands in those that cannot be told."""
    old = read(RULES)
    weaker = replace(old.rules["idva-first"], in_doubt="find out", find_out=ir.FindOut(("IDVA",)))
    found = held(old, replace(old, rules={**old.rules, "idva-first": weaker}), tables=caseload())
    says = {each.question.words: each for each in found.outcomes}
    outcome = says["whether 'ask the IDVA' is called for"]
    assert outcome.says == "differs"
    assert {(each.old, each.new) for each in outcome.witnesses} == {("must, in doubt", "not called for")}
    assert says["whether 'meet the perpetrator' is blocked"].says == "same"


# -- the solver ------------------------------------------------------------------------------------


def without_examples(ruleset: ir.Ruleset) -> ir.Ruleset:
    return replace(ruleset, rules={id: replace(rule, examples=()) for id, rule in ruleset.rules.items()})


def test_the_solver_finds_a_case_where_none_is_at_hand() -> None:
    pytest.importorskip("z3")
    rulesets = without_examples(read(RULES)), without_examples(read(changed(*CHANGES["one threshold"])))
    found = held(*rulesets, prover=Solver())
    outcomes = {each.question: each for each in found.outcomes}
    level = outcomes[Question("decision", "risk level")]
    assert level.says == "differs"
    assert {each.found_in for each in level.witnesses} == {"proof"}
    assert outcomes[Question("called for", "refer to MARAC")].says == "differs"


def test_of_two_answers_at_once_the_solver_is_asked_rule_by_rule() -> None:
    """Both ends of a decision that takes only one may be the same where its rules are at odds and are not."""
    side = Side(small_ruleset(), DAY)
    keys = list(proving._keys(side, side, Question("decision", "who holds it")))
    assert keys == ["who holds it", ("rule", "meet"), ("rule", "remand"), ("rule", "touch")]
    fewer = {id: rule for id, rule in side.ruleset.rules.items() if id != "touch"}
    other = Side(replace(side.ruleset, rules=fewer), DAY)
    assert not list(proving._keys(side, other, Question("decision", "who holds it")))


def test_a_duty_that_holds_otherwise_in_doubt_is_not_proved_by_its_program() -> None:
    side = Side(small_ruleset(), DAY)
    rule = side.ruleset.rules["idva-first"]
    asks = Side(
        replace(side.ruleset, rules={**side.ruleset.rules, rule.id: replace(rule, in_doubt="ask")}), DAY
    )
    question = Question("called for", "consult the IDVA")
    assert list(proving._keys(side, side, question)) == [("rule", "idva-first")]
    assert not list(proving._keys(side, asks, question))


def test_where_a_case_is_read_otherwise_the_solver_is_not_asked() -> None:
    """It compares what is made of what is known, not what becomes known of what is said."""
    old = Side(read(RULES), DAY)
    fact = old.ruleset.facts["weapon used"]
    facts = {**old.ruleset.facts, fact.name: replace(fact, asked_of=("IDVA",))}
    verdict = Solver()(old, Side(replace(old.ruleset, facts=facts), DAY), Question("decision", "risk level"))
    assert verdict.says == "undecided"
    assert "'weapon used'" in verdict.about


def test_the_solver_proves_what_is_the_same_though_it_is_built_otherwise() -> None:
    """At least 14, said of what has 24 answers at most, by two rules that part it."""
    pytest.importorskip("z3")
    old = without_examples(read(RULES))
    rule = old.rules["visible-high"]
    score = "answers that are yes"
    few = ir.Test(score, "between", (ir.SettingRef("high threshold"), ir.Constant(18 * ir.SCALE)))
    many = ir.Test(score, "more than", (ir.Constant(17 * ir.SCALE),))
    parts = {
        id: replace(rule, id=id, when=ir.Condition((test,)))
        for id, test in (("some-high", few), ("most-high", many))
    }
    rest = {id: each for id, each in old.rules.items() if id != rule.id}
    found = held(old, replace(old, rules={**rest, **parts}), prover=Solver())
    says = {each.question: (each.says, each.how) for each in found.outcomes}
    # An interval from 13 to 24 may be either, and neither certainly: so the solver must see it differ.
    assert says[Question("decision", "risk level")][0] == "differs"
    test = replace(rule.when.all_of[0], form="more than", operands=(ir.Constant(13_999),))
    same = replace(old, rules={**rest, rule.id: replace(rule, when=ir.Condition((test,)))})
    proved = {each.question: each.how for each in held(old, same, prover=Solver()).outcomes}
    assert proved[Question("decision", "risk level")] in ("by proof", "on this day")


# -- which way -------------------------------------------------------------------------------------


def level(*values: str, take: ir.Take = "highest", ordered: bool = True) -> ir.Decision:
    type_ = ir.Type("choice", 0, len(values) - 1, values=values, ordered=ordered)
    return ir.Decision("level", "pair", type_, take, 0)


HIGHEST = Directions(Question("decision", "level"), *[level("low", "some", "high")] * 2)
LOWEST = Directions(Question("decision", "level"), *[level("low", "some", "high", take="lowest")] * 2)
UNORDERED = Directions(Question("decision", "level"), *[level("low", "some", "high", ordered=False)] * 2)
DUTY = Directions(Question("called for", "act"))
BLOCK = Directions(Question("blocked", "act"))


@pytest.mark.parametrize(
    ("directions", "old", "new", "words", "caution"),
    [
        (HIGHEST, (0, 0), (2, 2), "more cautious", "more cautious"),
        (HIGHEST, (2, 2), (0, 0), "less cautious", "less cautious"),
        (HIGHEST, (2, 2), (0, 2), "newly in doubt", ""),
        (HIGHEST, (2, 2), (0, 1), "newly in doubt", "less cautious"),
        (HIGHEST, (0, 2), (0, 0), "newly settled", "less cautious"),
        (HIGHEST, (0, 1), (1, 2), "more cautious", "more cautious"),
        (LOWEST, (0, 0), (2, 2), "less cautious", "less cautious"),
        (LOWEST, (1, 2), (0, 2), "more cautious", "more cautious"),
        (UNORDERED, (0, 0), (2, 2), "another answer", ""),
        (UNORDERED, (-1, -1), (2, 2), "no longer two answers at once", ""),
        (DUTY, (0, 0), (2, 2), "duty starts", ""),
        (DUTY, (3, 3), (0, 0), "duty stops", "less cautious"),
        (DUTY, (3, 3), (2, 2), "duty gets weaker", "less cautious"),
        (DUTY, (1, 1), (3, 3), "duty gets stronger", "more cautious"),
        (DUTY, (3, 3), (0, 3), "newly in doubt", ""),
        (BLOCK, (0, 1), (0, 0), "block stops", "less cautious"),
        (BLOCK, (0, 0), (0, 1), "block starts", "more cautious"),
        (BLOCK, (1, 1), (0, 1), "newly in doubt", ""),
    ],
)
def test_each_way_has_its_words(
    directions: Directions, old: tuple[int, int], new: tuple[int, int], words: str, caution: str
) -> None:
    way = directions.way(old, new)
    assert (way.words, way.caution) == (words, caution)


def test_a_new_word_between_others_is_no_other_answer() -> None:
    """Codes are places in a list: what counts is the word."""
    before, after = level("low", "high"), level("low", "some", "high")
    directions = Directions(Question("decision", "level"), before, after)
    assert directions.same((1, 1), (2, 2))
    assert not directions.same((1, 1), (1, 1))
    assert directions.old_words((0, 1)) == directions.new_words((0, 2)) == "low to high, in doubt"


def test_a_level_in_doubt_is_never_told_as_its_low_end() -> None:
    assert HIGHEST.new_words((0, 2)) == "low to high, in doubt"
    assert UNORDERED.new_words((0, 2)) == "not known"
    assert DUTY.new_words((1, 3)) == "may, and must in doubt"
    assert BLOCK.new_words((0, 1)) == "blocked, in doubt"


# -- tables in the words of either -----------------------------------------------------------------


def test_tables_in_the_old_words_are_read_by_both() -> None:
    renaming = (
        (
            "  weapon used:\n    of: pair\n",
            "  a weapon was used:\n    of: pair\n    was: weapon used\n    code: weapon-used\n",
        ),
        ("      weapon used: yes\n    then", "      a weapon was used: yes\n    then"),
        ("        weapon used: ", "        a weapon was used: "),
    )
    found = held(read(RULES), read(changed(*renaming)), tables=caseload())
    assert {(each.how, each.was) for each in found.differences if each.sort == "facts"} == {
        ("renamed", "weapon used"),
        ("words only", "weapon used"),
    }
    assert not found.changes_meaning
    assert found.effect is not None
    assert found.effect.not_read is None
    assert not found.effect.moved


def test_rows_that_are_not_the_same_to_both_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = caseloads._known_to

    def short(mine: Side, other: Side, tables: Any) -> Any:
        known = plain(mine, other, tables)
        fewer = len(mine.ruleset.rules) == 3
        return {name: table.slice(1) if fewer and name == "pairs" else table for name, table in known.items()}

    monkeypatch.setattr(caseloads, "_known_to", short)
    old = read(RULES)
    new = replace(old, rules={id: rule for id, rule in old.rules.items() if id != "meet"})
    with pytest.raises(CaseloadError, match="CM002"):
        held(old, new, tables=caseload())


def test_a_loaded_ruleset_is_compared_with_another(folders: Path) -> None:
    old, new = (dr.load(folders / name) for name in ("old", "one threshold"))
    found = new.compare(old, as_of=DAY, tables=caseload(), by=("custody",), called=("before", "after"))
    assert found.changes_meaning
    assert found.old.called == "before"
    assert found.old.digest == old.digest
    assert pickle.loads(pickle.dumps(found)) == found
    assert not old.compare(old, as_of=DAY).differences
    assert "word for word" in old.compare(old, as_of=DAY).text()


def test_one_case_is_assessed_without_what_comparing_needs() -> None:
    heavy = ("numpy", "pyarrow", "z3")
    code = f"import sys, drive_rules.cli; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_without_its_libraries_the_command_says_what_it_left_out(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drive_rules.cli.comparing.find_spec", lambda name: None)
    ran = run(folders, "one rule renamed")
    assert ran.exit_code == 0
    assert "No caseload was tried: numpy is not installed" in ran.stdout
    assert "No solver was asked: z3 is not installed" in ran.stdout
    assert run(folders, "one rule renamed", "--caseload", str(folders / "caseload")).exit_code == 1
