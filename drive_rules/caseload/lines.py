"""What rules may give: each line is one rule's call, prohibition or finding out, the same for every case.

A line says where in a block it stands, row by row of its rule's kind, and what of it is in doubt there,
as ``assessment.duties`` says it of one case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from drive_rules.answers import STRENGTH, CalledFor
from drive_rules.assessment.days import Days
from drive_rules.assessment.duties import WHO_FINDS_OUT
from drive_rules.assessment.reading import Reading
from drive_rules.caseload.settled import SettledBlock
from drive_rules.ir import Action, Condition, Duty, Rule

Codes = NDArray[np.int64]
Marks = NDArray[np.uint8]
"""For each row of a line's kind what there is to say of it; 0 where the line does not stand.

The highest bit: it stands; the lowest: in doubt; the next two: whether it is blocked; the next two: whether
it is available (0 no, 1 cannot tell, 2 yes).
"""
STANDS = np.uint8(1 << 7)


class Line(Protocol):
    """What one rule may give each thing of its kind."""

    @property
    def rule(self) -> Rule:
        """The rule."""

    @property
    def of(self) -> str:
        """The kind that ``id`` names."""

    def mark(self, block: SettledBlock, marks: Marks) -> None:
        """Say where it stands in a block."""

    def said(self) -> tuple[Any, ...]:
        """The columns that are the same wherever it stands."""


@dataclass(frozen=True, slots=True)
class Call:
    """An action that a rule calls for; ``acts`` where it stands even while the rule cannot be told."""

    rule: Rule
    action: Action
    word: CalledFor
    acts: bool
    in_force: bool

    @property
    def of(self) -> str:
        return self.action.done_to

    def said(self) -> tuple[Any, ...]:
        return self.action.name, self.action.code, self.word, self.rule.id

    def mark(self, block: SettledBlock, marks: Marks) -> None:
        key, kind = ("rule", self.rule.id), self.rule.kind
        certainly = block.certainly(key, kind)
        of_action = self.action.name, self.in_force
        state = block.once(of_action, lambda: self._state(block))
        if kind != self.of:
            state = block.once((*of_action, kind), lambda: state.take(block.above(kind, self.of)))
        if self.acts:
            np.bitwise_or(state, ~certainly, out=marks)
            np.multiply(marks, block.possibly(key, kind), out=marks)
        else:
            np.multiply(state, certainly, out=marks)

    def _state(self, block: SettledBlock) -> Marks:
        """Whether the action is blocked and available, of each thing that it may be done to."""
        blocked = block.told(("blocked", self.action.name))
        state = np.full(block.count(self.of), STANDS)
        if blocked is not None:
            state |= blocked << 1
        if self.in_force and self.action.only_if == Condition():
            state |= 2 << 3
        elif self.in_force and (available := block.told(("only if", self.action.name))) is not None:
            state |= available << 3
        return state


@dataclass(frozen=True, slots=True)
class Forbid:
    """A ``must not`` of a rule: it stands while it is possible and not certainly released."""

    rule: Rule
    number: int
    duty: Duty

    @property
    def of(self) -> str:
        return self.rule.kind

    def said(self) -> tuple[Any, ...]:
        return self.rule.id, self.duty.do, self.duty.instead, self.duty.never_released

    def mark(self, block: SettledBlock, marks: Marks) -> None:
        key, until, kind = ("rule", self.rule.id), ("until", self.rule.id, self.number), self.rule.kind
        stands, sure = block.possibly(key, kind), block.certainly(key, kind)
        if until in block.settled.low:
            stands = stands & ~block.certainly(until, kind)
            sure = sure & ~block.possibly(until, kind)
        np.bitwise_or(~sure, STANDS, out=marks)
        np.multiply(marks, stands, out=marks)


@dataclass(frozen=True, slots=True)
class Find:
    """What is to be found out while a rule cannot be told."""

    rule: Rule
    due: date

    @property
    def of(self) -> str:
        return self.rule.kind

    def said(self) -> tuple[Any, ...]:
        finding = self.rule.find_out
        assert finding is not None
        asked, never = ", ".join(finding.asked_of), ", ".join(finding.never_asked_of)
        return self.rule.id, asked, never or None, WHO_FINDS_OUT, self.due

    def mark(self, block: SettledBlock, marks: Marks) -> None:
        key, kind = ("rule", self.rule.id), self.rule.kind
        in_doubt = block.possibly(key, kind) & ~block.certainly(key, kind)
        np.multiply(in_doubt, STANDS, out=marks)


def calls_of(reading: Reading) -> Iterator[Call]:
    """Every action that some rule calls for, once for each rule, by the strongest of its words."""
    day = reading.as_of
    for rule in reading.rules:
        words: dict[str, CalledFor] = {}
        for duty in rule.duties:
            if duty.word != "must not":
                words[duty.do] = max(words.get(duty.do, duty.word), duty.word, key=STRENGTH.__getitem__)
        for name, word in words.items():
            action = reading.ruleset.actions[name]
            since, until = action.in_force
            in_force = (since is None or since <= day) and (until is None or day < until)
            yield Call(rule, action, word, word == "must" and rule.in_doubt == "act", in_force)


def forbids_of(reading: Reading) -> Iterator[Forbid]:
    """Every ``must not`` of every rule."""
    for rule in reading.rules:
        for number, duty in enumerate(rule.duties):
            if duty.word == "must not":
                yield Forbid(rule, number, duty)


def finds_of(reading: Reading) -> Iterator[Find]:
    """Every rule that has something found out while it cannot be told, with the day it is due."""
    days = Days(reading)
    for rule in reading.rules:
        if rule.in_doubt == "find out" and rule.find_out:
            due = days.later(reading.as_of.toordinal(), reading.length(rule.find_out.due))
            yield Find(rule, date.fromordinal(due))
