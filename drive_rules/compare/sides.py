"""One of the two rulesets with the engines that ask it, and what it answers of one case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from drive_rules import ir, reference
from drive_rules.answers import STRENGTH, Key, Settled
from drive_rules.case import Vocabulary, World
from drive_rules.compare.cones import Cones
from drive_rules.compare.directions import ABSENT, TORN, Answer
from drive_rules.compare.names import Blocks
from drive_rules.compare.questions import Question, duties_on, rules_on
from drive_rules.engines import compiled
from drive_rules.language.write import blocks_of
from drive_rules.lower import Program, lower

Call = tuple[ir.Rule, int, bool]
"""A rule that calls for an action, by how strong a word, and whether it stands while it cannot be told."""


@dataclass(frozen=True, eq=False)
class Side:
    """A ruleset on a day, the old one in the new one's words."""

    ruleset: ir.Ruleset
    as_of: date
    _calls: dict[str, tuple[Call, ...]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def blocks(self) -> Blocks:
        """Its entries as its files say them."""
        return blocks_of(self.ruleset)

    @cached_property
    def cones(self) -> Cones:
        """What each of its answers rests on."""
        return Cones(self.ruleset, self.blocks)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """By which cases are read."""
        return Vocabulary.of(self.ruleset)

    @cached_property
    def program(self) -> Program:
        """Its steps on the day."""
        return lower(self.ruleset, self.as_of)

    @cached_property
    def compiled(self) -> compiled.Compiled:
        """The fast engine for one case."""
        return compiled.build(self.program)

    @cached_property
    def keys(self) -> frozenset[Key]:
        """What its program settles."""
        return frozenset(name.key for name in self.program.public)

    def kind_of(self, question: Question) -> str | None:
        """The kind of thing that a question is asked of; None where the ruleset does not know it."""
        match question.asked:
            case "decision":
                decision = self.ruleset.decisions.get(question.name)
                return decision.of if decision else None
            case "find out":
                rule = self.ruleset.rules.get(question.name)
                return rule.kind if rule else None
            case _:
                action = self.ruleset.actions.get(question.name)
                return action.done_to if action else None

    def calls(self, action: str) -> tuple[Call, ...]:
        """The rules that call for an action, each by the strongest of its words."""
        if action not in self._calls:
            self._calls[action] = tuple(self._called(action))
        return self._calls[action]

    def _called(self, action: str) -> list[Call]:
        found: list[Call] = []
        for rule in rules_on(self.ruleset, action, forbids=False):
            words = [duty.word for duty in duties_on(self.ruleset, rule, action, forbids=False)]
            word = max((w for w in words if w != "must not"), key=STRENGTH.__getitem__)
            strength = ("may", "should", "must").index(word) + 1
            found.append((rule, strength, word == "must" and rule.in_doubt == "act"))
        return found

    def available_always(self, action: str) -> Answer | None:
        """Whether an action is available whatever the case; None where that hangs on the case."""
        found = self.ruleset.actions[action]
        since, until = found.in_force
        if (since and self.as_of < since) or (until and self.as_of >= until):
            return (0, 0)
        return (1, 1) if found.only_if == ir.Condition() else None

    # -- one case --------------------------------------------------------------------------------

    def settle(self, world: World) -> Settled:
        """What the fast engine settles of a case."""
        settled = self.compiled.settle(world)
        return Settled(settled.low, settled.high, settled.conflicts)

    def replay(self, world: World) -> Settled:
        """The same by the reference: what is shown to anybody is from here."""
        return reference.evaluate(self.ruleset, world, self.as_of)

    def answers(self, question: Question, world: World, settled: Settled) -> tuple[Answer, ...]:
        """The answer to a question for each row of its kind; of none where the kind is not there."""
        kind = self.kind_of(question)
        rows = world.rows.get(kind or "", ())
        match question.asked:
            case "decision" if kind is None:
                return ()
            case "called for":
                return self._standing(question.name, kind or "", world, settled)
            case "available" if kind is not None and (always := self.available_always(question.name)):
                return (always,) * len(rows)
            case "find out":
                return self._found_out(question.name, settled, len(rows))
            case _:
                if question.key not in settled.low:
                    return ((0, 0),) * len(rows)
                ends = zip(settled.low[question.key], settled.high[question.key], strict=True)
                return tuple(
                    TORN if (question.name, row) in settled.conflicts else end for row, end in enumerate(ends)
                )

    def _found_out(self, id: str, settled: Settled, rows: int) -> tuple[Answer, ...]:
        rule = self.ruleset.rules.get(id)
        key = ("rule", id)
        if rule is None or rule.in_doubt != "find out":
            return ((0, 0),) * rows
        return tuple(
            (int(high > low), int(high > low))
            for low, high in zip(settled.low[key], settled.high[key], strict=True)
        )

    def _standing(self, action: str, kind: str, world: World, settled: Settled) -> tuple[Answer, ...]:
        certain = [0] * len(world.rows.get(kind, ()))
        possible = list(certain)
        for rule, strength, acts in self.calls(action):
            low, high = settled.low["rule", rule.id], settled.high["rule", rule.id]
            for row in range(len(low)):
                at = above(self.ruleset, world, rule.kind, row, kind)
                if at is None:
                    continue
                if low[row]:
                    certain[at] = max(certain[at], strength)
                if low[row] or (acts and high[row]):
                    possible[at] = max(possible[at], strength)
        return tuple(zip(certain, possible, strict=True))


def above(ruleset: ir.Ruleset, world: World, kind: str, row: int, wanted: str) -> int | None:
    """The row of ``wanted`` that a thing is part of, or is; None where it is part of no such thing."""
    while kind != wanted:
        part_of = ruleset.kinds[kind].part_of
        if part_of is None:
            return None
        row, kind = world.rows[kind][row].parent, part_of
    return row


def aligned(
    old: tuple[Answer, ...], new: tuple[Answer, ...], question: Question
) -> tuple[tuple[Answer, Answer], ...]:
    """The two answers for each thing; a ruleset that does not know the question says nothing."""
    nothing: Answer = ABSENT if question.asked == "decision" else (0, 0)
    many = max(len(old), len(new))
    before, after = (each if len(each) == many else (nothing,) * many for each in (old, new))
    return tuple(zip(before, after, strict=True))
