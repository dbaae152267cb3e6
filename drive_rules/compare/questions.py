"""What is asked of both rulesets: everything that one of them answers, action by action, rule by rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, assert_never

from drive_rules import ir
from drive_rules.answers import Key

Asked = Literal["decision", "called for", "blocked", "available", "find out", "how"]
ORDER: tuple[Asked, ...] = ("decision", "called for", "blocked", "available", "find out", "how")
SETTLED: tuple[Asked, ...] = ("decision", "called for", "blocked", "available", "find out")
"""What an engine settles of a case; how a duty is carried out is compared as it is written only."""


@dataclass(frozen=True, slots=True)
class Question:
    """One answer of a ruleset: ``name`` is a decision, an action or (``find out``) a rule."""

    asked: Asked
    name: str

    @property
    def key(self) -> Key:
        """Its key in a program."""
        match self.asked:
            case "decision":
                return self.name
            case "called for" | "blocked":
                return (self.asked, self.name)
            case "available":
                return ("only if", self.name)
            case "find out":
                return ("rule", self.name)
            case "how":
                raise ValueError("no engine settles how a duty is carried out")
            case _:
                assert_never(self.asked)

    @property
    def words(self) -> str:
        """What it is, for people."""
        match self.asked:
            case "decision":
                return f"the decision '{self.name}'"
            case "called for" | "blocked" | "available":
                return f"whether '{self.name}' is {self.asked}"
            case "find out":
                return f"whether the rule '{self.name}' has something found out"
            case "how":
                return f"by whom, by when and in what order '{self.name}' is done"
            case _:
                assert_never(self.asked)


def questions(*rulesets: ir.Ruleset) -> tuple[Question, ...]:
    """Everything that any of the rulesets answers, decisions first."""
    found = {question for ruleset in rulesets for question in _questions(ruleset)}
    return tuple(sorted(found, key=lambda each: (ORDER.index(each.asked), each.name)))


def _questions(ruleset: ir.Ruleset) -> Iterator[Question]:
    yield from (Question("decision", name) for name in ruleset.decisions)
    for rule in ruleset.rules.values():
        if rule.in_doubt == "find out":
            yield Question("find out", rule.id)
        for duty in rule.duties:
            for name in actions_of(ruleset, duty):
                if duty.word == "must not":
                    yield Question("blocked", name)
                else:
                    yield from (Question("called for", name), Question("how", name))
    for action in ruleset.actions.values():
        if action.only_if != ir.Condition():
            yield Question("available", action.name)


def actions_of(ruleset: ir.Ruleset, duty: ir.Duty) -> tuple[str, ...]:
    """The actions that a duty speaks of; none that nothing may forbid, where it forbids."""
    group = ruleset.groups.get(duty.do)
    named = group.actions if group else (duty.do,)
    return tuple(name for name in named if duty.word != "must not" or not ruleset.actions[name].never_blocked)


def duties_on(ruleset: ir.Ruleset, rule: ir.Rule, action: str, *, forbids: bool) -> tuple[ir.Duty, ...]:
    """The duties of a rule that call for an action, or that forbid it."""
    return tuple(
        duty
        for duty in rule.duties
        if (duty.word == "must not") == forbids and action in actions_of(ruleset, duty)
    )


def rules_on(ruleset: ir.Ruleset, action: str, *, forbids: bool) -> tuple[ir.Rule, ...]:
    """The rules that call for an action, or that forbid it."""
    return tuple(rule for rule in ruleset.rules.values() if duties_on(ruleset, rule, action, forbids=forbids))
