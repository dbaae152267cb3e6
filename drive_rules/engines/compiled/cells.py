"""What is brought to a gather is held in *cells*, until its owner makes something of it.

Cells are plain variables where all parts belong to the owner itself, else lists with a place for
each owner, filled while the rows below are passed over.  Which cells there are depends on the gather:

* a ladder (max or min of few constants) has two marks for each rung: certainly, possibly there;
* a best (any other max or min) holds the best that is certain, the best and the worst possible;
* a sum holds its two ends;
* an only one holds the certain value, whether two differ, and the hulls of certain and possible.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from drive_rules.engines.compiled.trees import Relation
from drive_rules.ir import Unit
from drive_rules.lower import End, Gather

Way = Literal["ladder", "best", "sum", "one"]
Cells = Mapping[str, ast.expr]
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

    def ends(self, step: Gather) -> tuple[int, int]:
        """The ends of the whole range, near first."""
        return (step.floor, step.ceiling) if self.near == "low" else (step.ceiling, step.floor)

    def best_first(self, values: Iterable[int]) -> list[int]:
        """Each value once."""
        return sorted(set(values), reverse=self.near == "low")


MAX = Sense("low", "high", ">", "<", -BEYOND)
MIN = Sense("high", "low", "<", ">", BEYOND)


def sense(step: Gather) -> Sense:
    """Which way is better."""
    return MIN if step.gathering == "min" else MAX


def way(step: Gather) -> Way:
    """How a gather is worked out."""
    if step.gathering in ("sum", "one"):
        return "sum" if step.gathering == "sum" else "one"
    same = all(part.low == part.high and part.low.name is None for part in step.parts)
    return "ladder" if same and len(rungs_of(step)) <= MOST_RUNGS else "best"


def cells(step: Gather) -> dict[str, int]:
    """The cells of a gather, with what stands in them at first."""
    opened = {"open": 0} if step.opens else {}
    match way(step):
        case "ladder":
            marks = range(len(rungs_of(step)))
            return {f"{mark}{rung}": 0 for rung in marks for mark in ("certain", "possible")} | opened
        case "best":
            start = sense(step).start
            return {"best": start, "far": start, "worst": -start} | opened
        case "sum":
            return {"low": 0, "high": 0} | opened
        case "one":
            hulls = {f"{hull}_{end}": way_out for hull in ("sure", "hull") for end, way_out in EMPTY}
            return {"value": BEYOND, "differ": 0} | hulls | opened


EMPTY: tuple[tuple[End, int], ...] = (("low", BEYOND), ("high", -BEYOND))


def rungs_of(step: Gather) -> list[int]:
    """The constants that the parts of a ladder count for, best first."""
    return sense(step).best_first(part.low.plus for part in step.parts)
