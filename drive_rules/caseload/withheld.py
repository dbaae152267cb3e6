"""Where a lowest level, though settled, may not be printed, as ``assessment.decided`` says it of one case.

It may be printed only where enough is answered, nothing is stale and the lists it rests on are whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from drive_rules.assessment.reading import Reading
from drive_rules.caseload.settled import SettledBlock
from drive_rules.engines.columnar.tables import Flags
from drive_rules.ir import NEVER_WHOLE, Checklist, Decision, Kind, Rule


@dataclass(frozen=True, slots=True)
class Withheld:
    """What keeps one level from being printed at its lowest: lists, labels, or guards and items."""

    decision: Decision
    lists: tuple[Kind, ...]
    labels: tuple[Decision, ...]
    checklists: tuple[Checklist, ...]
    reading: Reading

    @classmethod
    def of(cls, reading: Reading, decision: Decision) -> Withheld | None:
        """None where the decision is no level, or rests on no checklist."""
        names = reading.rests_on(decision.name)
        checklists = tuple(each for each in reading.ruleset.checklists.values() if each.score in names)
        if not checklists or decision.type.name != "choice" or not decision.type.ordered:
            return None
        kinds = dict.fromkeys(kind for each in checklists for kind in reading.line(each.of))
        lists = tuple(reading.ruleset.kinds[kind] for kind in kinds)
        labels = tuple(
            each for each in reading.ruleset.decisions.values() if _is_label(reading, each, decision.of)
        )
        return cls(decision, tuple(kind for kind in lists if kind.part_of), labels, checklists, reading)

    def where(self, block: SettledBlock) -> Flags:
        """The rows of the decision's kind whose lowest level may not be printed."""
        name, kind = self.decision.name, self.decision.of
        low, high = block.settled.low[name], block.settled.high[name]
        lowest: Flags = (low == 0) & (high == 0)
        if not lowest.any():
            return lowest
        because = np.zeros(block.count(kind), np.bool_)
        for flags, of in self._why(block):
            because |= block.bearing(flags, of, kind)
        because &= lowest
        return because

    def _why(self, block: SettledBlock) -> Iterator[tuple[Flags, str]]:
        """What stands against it, flag by flag, each with the kind it is a flag of."""
        for below in self.lists:
            yield self._open_list(block, below), str(below.part_of)
        for label in self.labels:
            low, high = block.settled.low[label.name], block.settled.high[label.name]
            shown = (low == label.otherwise) & (high == label.otherwise)
            yield self._some_rule(block, self.reading.concluding(label.name), label.of) & ~shown, label.of
        for checklist in () if self.labels else self.checklists:
            yield self._not_enough(block, checklist), checklist.of

    def _open_list(self, block: SettledBlock, below: Kind) -> Flags:
        owner = str(below.part_of)
        place = self.reading.lists(owner).index(below)
        whole = block.rows[owner].whole[place]
        if whole is None:
            return np.ones(block.count(owner), np.bool_)
        never: Flags = whole == NEVER_WHOLE
        return never if below.dated_by is None else never | (whole < self.reading.as_of.toordinal())

    def _some_rule(self, block: SettledBlock, rules: tuple[Rule, ...], kind: str) -> Flags:
        some = np.zeros(block.count(kind), np.bool_)
        for rule in rules:
            some |= block.possibly(("rule", rule.id), kind)
        return some

    def _not_enough(self, block: SettledBlock, checklist: Checklist) -> Flags:
        record = {checklist.answered, checklist.dated} - {None}
        guards = tuple(rule for rule in self.reading.rules if _guards(self.reading, rule, checklist, record))
        if guards:
            return self._some_rule(block, guards, checklist.of)
        unknown = np.zeros(block.count(checklist.of), np.bool_)
        rows = block.rows[checklist.of]
        for item in checklist.items:
            slot = self.reading.slots[item.fact]
            low, high = rows.low[slot], rows.high[slot]
            unknown |= True if low is None or high is None else low < high
        return unknown


def _is_label(reading: Reading, decision: Decision, kind: str) -> bool:
    near = decision.of in reading.line(kind) or kind in reading.line(decision.of)
    return near and decision.about_record and decision.type.name == "yes or no"


def _guards(reading: Reading, rule: Rule, checklist: Checklist, record: set[str | None]) -> bool:
    return rule.about_record and rule.kind == checklist.of and bool(record & set(reading.names_behind(rule)))
