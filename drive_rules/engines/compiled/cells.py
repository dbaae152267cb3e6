"""What is brought to a gather is held in *cells*, until its owner makes something of it.

Cells are plain variables where all parts belong to the owner itself, else places in the owner's list,
filled while the rows below are passed over.  Which cells there are depends on the gather:

* a ladder (max or min of few constants) has two marks for each rung: certainly, possibly there;
* a best (any other max or min) holds the best that is certain, the best and the worst possible;
* a sum holds its two ends;
* an only one holds the certain value, whether two differ or any is there, and the hull of the possible.

Where all is known nothing is merely possible, and the first of these is enough for each.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from drive_rules.engines.compiled.passes import kinds_below
from drive_rules.engines.compiled.trees import Relation
from drive_rules.ir import Unit
from drive_rules.lower import End, Gather

Way = Literal["ladder", "best", "sum", "one"]
Cells = Mapping[str, ast.expr]
KNOWN: Mapping[Way, str] = {"ladder": "certain", "best": "best", "sum": "low", "one": "value"}
"""What the cells that are needed where all is known begin with."""
UNITS: tuple[Unit, ...] = get_args(Unit)
MOST_RUNGS = 12
BEYOND = 10**30
"""Further out than any code: stands for *nothing yet*."""


@dataclass(frozen=True, slots=True)
class Sense:
    """Max or min: the end that the best certain part settles, the other end, and which way is better."""

    near: End
    far: End
    better: Relation
    worse: Relation
    start: int


MAX = Sense("low", "high", ">", "<", -BEYOND)
MIN = Sense("high", "low", "<", ">", BEYOND)
EMPTY: tuple[tuple[End, int], ...] = (("low", BEYOND), ("high", -BEYOND))


@dataclass(frozen=True, slots=True)
class Shape:
    """How a gather is worked out: worked out once, since decisions may have thousands of parts.

    ``rungs`` holds the constants of a ladder, best first; ``cells`` what stands in each at first.
    """

    step: Gather
    way: Way
    turn: Sense
    rungs: tuple[int, ...]
    cells: Mapping[str, int]

    @property
    def whole(self) -> tuple[int, int]:
        """The ends of the whole range, near first."""
        ends = self.step.floor, self.step.ceiling
        return ends if self.turn.near == "low" else ends[::-1]

    @property
    def changes(self) -> bool:
        """Whether what is gathered is then multiplied, rounded or moved in time."""
        return (self.step.times, self.step.rounded, self.step.shift) != (None, False, None)

    @property
    def within(self) -> bool:
        """Whether what is gathered can never lie outside the range, so that it need not be clamped."""
        if self.way != "ladder" or self.changes:
            return False
        values = [*self.rungs, *([] if self.step.otherwise is None else [self.step.otherwise])]
        return all(self.step.floor <= value <= self.step.ceiling for value in values)

    @property
    def below(self) -> bool:
        """Whether anything comes from things below the owner."""
        return bool(kinds_below(self.step))


def shape_of(step: Gather, known: bool = False) -> Shape:
    """The shape of a gather; of one where all is known, with the few cells that it then needs."""
    turn = MIN if step.gathering == "min" else MAX
    rungs = _rungs(step, turn) if step.gathering in ("max", "min") else None
    way: Way = "ladder"
    if rungs is None:
        way = "sum" if step.gathering == "sum" else "one" if step.gathering == "one" else "best"
    cells = _cells(way, turn, rungs or ()) | ({"open": 0} if step.opens else {})
    kept = {cell: start for cell, start in cells.items() if cell.startswith(KNOWN[way])} if known else cells
    return Shape(step, way, turn, rungs or (), kept)


def _rungs(step: Gather, turn: Sense) -> tuple[int, ...] | None:
    """The constants of a ladder; none where a part is no constant, or there are too many."""
    if any(part.low != part.high or part.low.name for part in step.parts):
        return None
    values = sorted({part.low.plus for part in step.parts}, reverse=turn.near == "low")
    return tuple(values) if len(values) <= MOST_RUNGS else None


def _cells(way: Way, turn: Sense, rungs: tuple[int, ...]) -> dict[str, int]:
    match way:
        case "ladder":
            return {f"{mark}{rung}": 0 for rung in range(len(rungs)) for mark in ("certain", "possible")}
        case "best":
            return {"best": turn.start, "far": turn.start, "worst": -turn.start}
        case "sum":
            return {"low": 0, "high": 0}
        case "one":
            return {"value": BEYOND, "differ": 0, "certain": 0} | {
                f"hull_{end}": start for end, start in EMPTY
            }
