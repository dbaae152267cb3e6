"""Invariants made at random for a ruleset: of every claim, in the words that its own rules use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import get_args

from drive_rules.ir import (
    Accepted,
    AlwaysPrivate,
    Approval,
    Blocking,
    Calling,
    Change,
    Claim,
    Condition,
    Duty,
    Fact,
    FindingOut,
    Holding,
    Invariant,
    NeverAllows,
    NeverLowers,
    NeverRests,
    Reach,
    Removed,
    Rule,
    Ruleset,
    Type,
)
from drive_rules.language.reads import tests_in

BY = Approval("practice lead", date(2026, 6, 1))


def with_invariants(random: Random, ruleset: Ruleset) -> Ruleset:
    """The ruleset with an invariant for most of its rules, and a word on what is gone and what stands."""
    made = [each for rule in ruleset.rules.values() for each in _of_rule(random, ruleset, rule)]
    return replace(
        ruleset,
        invariants={each.id: each for each in made},
        accepted={"dead some-rule": Accepted("dead some-rule", "It waits.", BY.by, BY.on)},
        removed={"long-gone": Removed("long-gone", "Nobody used it.", BY)},
    )


def _of_rule(random: Random, ruleset: Ruleset, rule: Rule) -> Iterator[Invariant]:
    for number, claim in enumerate(_claims(random, ruleset, rule)):
        static = isinstance(claim, NeverRests | AlwaysPrivate)
        reach: Reach = random.choice(get_args(Reach)) if not static else "where it is certain"
        yield Invariant(
            id=f"{rule.id}-{number}",
            title="What is claimed",
            kind="case" if static else rule.kind,
            claim=claim,
            why=rule.why,
            when=Condition() if static else rule.when,
            unless=Condition() if static else rule.unless,
            reach="in doubt too" if isinstance(claim, NeverAllows) else reach,
            approved=random.choice((None, BY)),
        )


def _claims(random: Random, ruleset: Ruleset, rule: Rule) -> Iterator[Claim]:
    tests = (*tests_in(rule.when), *tests_in(rule.unless))
    if tests:
        yield Holding(random.choice(tests), random.random() < 0.5)
    for duty in rule.duties:
        yield from _of_duty(random, ruleset, rule, duty)
    facts = sorted(fact.name for fact in ruleset.facts.values() if fact.of == rule.kind)
    changes = tuple(each for name in facts for each in _change(random, ruleset.facts[name]))
    ranked = sorted(
        decision.name
        for decision in ruleset.decisions.values()
        if decision.of == rule.kind and _ranked(decision.type)
    )
    if facts:
        some = tuple(sorted(random.sample(facts, min(2, len(facts)))))
        yield FindingOut(some)
        yield AlwaysPrivate(some)
        if ranked:
            yield NeverRests(tuple(ranked[:2]), some, random.choice(((), ("private", "protected"))))
    if changes and ranked:
        yield NeverLowers(changes, tuple(ranked[:2]), random.random() < 0.5)


def _of_duty(random: Random, ruleset: Ruleset, rule: Rule, duty: Duty) -> Iterator[Claim]:
    if duty.word != "must not":
        yield Calling((duty.do,), duty.word, random.random() < 0.5)
        yield Calling((duty.do,), random.choice(("must", "should", "may")), never=True)
        return
    if duty.do in ruleset.actions and ruleset.actions[duty.do].never_blocked:
        yield Blocking((duty.do,), never=True)
        return
    yield Blocking((duty.do,), random.random() < 0.3)
    facts = sorted(fact.name for fact in ruleset.facts.values() if fact.of == rule.kind)
    if facts:
        yield NeverAllows((random.choice(facts),), (duty.do,))


def _change(random: Random, fact: Fact) -> Iterator[Change]:
    match fact.type.name:
        case "yes or no":
            yield Change(fact.name, random.choice(((0,), (1,))))
        case "choice" if not fact.type.ordered or random.random() < 0.5:
            yield Change(fact.name, tuple(sorted(random.sample(range(len(fact.type.values)), 2))))
        case "number" | "choice" | "length of time":
            yield Change(fact.name)
        case _:
            return


def _ranked(kind: Type) -> bool:
    return kind.name in ("yes or no", "number", "length of time") or (kind.name == "choice" and kind.ordered)
