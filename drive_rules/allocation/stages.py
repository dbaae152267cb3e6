"""Where a case stands, as far as it bears on who holds how much: open or closed, and in step-down or not."""

from __future__ import annotations

from dataclasses import dataclass

from drive_rules.allocation.terms import Terms
from drive_rules.case import Case
from drive_rules.case.vocabulary import KindWords

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stage:
    """Whether a case is ``open``, and in ``step_down``: (1, 1) where it is, (0, 1) may be, (0, 0) is not."""

    open: Interval
    step_down: Interval


class Stages:
    """The stage of each case, in the words of a ruleset."""

    def __init__(self, words: KindWords, terms: Terms) -> None:
        self.kind = words.kind.name
        self.slot = words.slots[terms.stage]
        self.closed, self.step_down = terms.closed, terms.step_down

    def of(self, case: Case) -> Stage:
        """Where a case stands."""
        row = case.world.rows[self.kind][0]
        low, high = row.low[self.slot], row.high[self.slot]
        closed = _holds(low, high, self.closed)
        return Stage(open=(1 - closed[1], 1 - closed[0]), step_down=_holds(low, high, self.step_down))


def _holds(low: int, high: int, code: int) -> Interval:
    return int(low == high == code), int(low <= code <= high)
