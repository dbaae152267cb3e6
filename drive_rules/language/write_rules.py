"""Rules, their tests, duties and examples, to blocks of words."""

from __future__ import annotations

from dataclasses import dataclass

from drive_rules import ir
from drive_rules.language.blocks import (
    Block,
    about_words,
    day_words,
    filled,
    in_force_block,
    one_or_more,
    why_block,
    yes_words,
)
from drive_rules.language.examples import EXPECTED, Given, Things
from drive_rules.language.layout import Plain
from drive_rules.language.phrases import Phrases
from drive_rules.language.rules import WORDS


@dataclass(frozen=True, slots=True)
class RuleWriter:
    """Writes what needs to know the types of names."""

    ruleset: ir.Ruleset
    phrases: Phrases

    def tests(self, tests: ir.Tests) -> Block:
        """A block of tests, one a line."""
        block: Block = {}
        for test in tests:
            if test.name in block:
                raise ValueError(f"two tests of '{test.name}' in one block")
            listed = test.form == "is" and test.also is None and len(test.operands) > 1
            values = [self.phrases.operand(test.name, operand) for operand in test.operands]
            block[test.name] = values if listed else self.phrases.right(test)
        return block

    def condition(self, condition: ir.Condition, every: str, some: str) -> Block:
        """All of a block, and any of a list, each under its key."""
        return {every: self.tests(condition.all_of), some: [self.tests(tests) for tests in condition.any_of]}

    def either(self, condition: ir.Condition, key: str) -> Block:
        """A filter, which files say as all of a block or any of a list."""
        if condition.all_of and condition.any_of:
            raise ValueError(f"'{key}' holds both all of and any of")
        return {key: self.tests(condition.all_of) or [self.tests(tests) for tests in condition.any_of]}

    # -- rules --

    def rule(self, rule: ir.Rule) -> Block:
        """One rule."""
        takes = {name: decision.take for name, decision in self.ruleset.decisions.items()}
        then = {each.decision: self.phrases.conclusion(each, takes[each.decision]) for each in rule.then}
        duties: Block = {
            str(word): [self.duty(duty) for duty in rule.duties if duty.word == word] for word in WORDS
        }
        return filled(
            {
                "title": rule.title,
                "for each": rule.kind,
                "about": about_words(rule.about_record),
                "safety": yes_words(rule.safety),
                "site may switch off": yes_words(rule.site_may_switch_off),
                **in_force_block(rule.in_force),
                **self.condition(rule.when, "when", "when any of"),
                **self.condition(rule.unless, "unless", "unless any of"),
                "then": then,
                **duties,
                "when in doubt": rule.in_doubt or "",
                "find out": self._find_out(rule.find_out) if rule.find_out is not None else "",
                **approved_block(rule.approved),
                **why_block(rule.why),
                "for example": self.examples(rule.examples),
            }
        )

    def duty(self, duty: ir.Duty) -> Block:
        """One duty."""
        return filled(
            {
                "do": duty.do,
                "owner": duty.owner or "",
                "due": self.phrases.due(duty.due) if duty.due is not None else "",
                "before": one_or_more(duty.before),
                "after": one_or_more(duty.after),
                "together with": one_or_more(duty.together_with),
                "again every": self.phrases.length(duty.again_every) if duty.again_every is not None else "",
                "preferred to": one_or_more(duty.preferred_to),
                **self._until(duty.until),
                "never released": yes_words(duty.never_released),
                "instead": duty.instead or "",
            }
        )

    def _until(self, ways: tuple[ir.Until, ...]) -> Block:
        if len(ways) == 1:
            return {"until": self._way(ways[0])}
        return {"until any of": [self._way(way) for way in ways]}

    def _way(self, way: ir.Until) -> Plain:
        if not way.actions:
            return self.tests(way.tests)
        return [*([self.tests(way.tests)] if way.tests else []), *way.actions]

    def _find_out(self, found: ir.FindOut) -> Block:
        again = self.phrases.length(found.again_every) if found.again_every is not None else ""
        return filled(
            {
                "from": one_or_more(found.asked_of),
                "never from": one_or_more(found.never_asked_of),
                "due": self.phrases.period(found.due),
                "again every": again,
            }
        )

    # -- examples --

    def examples(self, examples: tuple[ir.Example, ...]) -> Block:
        """The examples of a rule, by what they show."""
        found = {
            expect: [self.example(each) for each in examples if each.expect == expect] for expect in EXPECTED
        }
        return {expect: (each[0] if len(each) == 1 else each) for expect, each in found.items() if each}

    def example(self, example: ir.Example) -> Block:
        """One example."""
        return filled(
            {"today": day_words(example.today), **self._given(example.given), **self._things(example.things)}
        )

    def _given(self, given: Given) -> Block:
        return {name: self.phrases.interval(name, low, high) for name, (low, high) in given}

    def _things(self, things: Things) -> Block:
        return {
            self.ruleset.kinds[kind].list_name or kind: [self._thing(each) for each in below]
            for kind, below in things
        }

    def _thing(self, thing: ir.GivenThing) -> Block:
        return {**self._given(thing.facts), **self._things(thing.things)}


def approved_block(approved: ir.Approval | None) -> Block:
    """Who let a change stand that takes away from safety, and on what day."""
    return {"approved by": approved.by, "on": day_words(approved.on)} if approved is not None else {}
