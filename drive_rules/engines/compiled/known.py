"""Gathers to statements where all is known: what counts certainly counts, and one variable is enough.

Facts that are known and lists that are whole do not make every value known: two rules may say what
cannot both be so, nothing may be there to take the highest of.  Then, and where a list may have more
that counts, the function *leaves*, and the case is settled with both ends.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from drive_rules.engines.compiled import trees
from drive_rules.engines.compiled.cells import BEYOND, Cells, Shape
from drive_rules.engines.compiled.formulas import Scope
from drive_rules.engines.compiled.gathers import alone_in, changed, replaced
from drive_rules.engines.compiled.passes import opens_at, parts_at
from drive_rules.engines.compiled.trees import Body, assign, compare, number, when
from drive_rules.lower import Part


def collect(scope: Scope, shape: Shape, kind: str, held: Cells) -> Body:
    """What one row of a kind below brings to the cells of its owner."""
    return _Known(scope, shape).brought(kind, held)


def settle(scope: Scope, shape: Shape, held: Cells | None) -> Body:
    """The value of a gather at its owner, from the cells that hold what came from below, if any did."""
    known = _Known(scope, shape)
    alone = alone_in(shape.step)
    if alone and _is_one(alone):
        return [assign(scope.term(alone.low), known.value), *known.finished()]
    made = known.climbed(held) if shape.way == "ladder" else known.gathered(held)
    return [*made, *known.finished()]


@dataclass(frozen=True, slots=True)
class _Known:
    scope: Scope
    shape: Shape

    @property
    def value(self) -> ast.expr:
        """The variable of the target."""
        return self.scope.place(self.shape.step.target, "low")

    @property
    def or_else(self) -> Body:
        """Where nothing is there: ``otherwise``; without it, the whole range, which is no one value."""
        other = self.shape.step.otherwise
        return [trees.leave()] if other is None else [assign(number(other), self.value)]

    def brought(self, kind: str, cells: Cells) -> Body:
        """All that a row of a kind brings to the cells."""
        parts = parts_at(self.shape.step, kind)
        return [*self.opened(kind), *(line for part in parts for line in self._part(part, cells))]

    def opened(self, kind: str) -> Body:
        """Where a list of a row may have more that counts, not all is known."""
        least, most = self.shape.step.unseen
        if self.shape.way == "sum" and least >= 0 >= most:
            return []
        formulas = opens_at(self.shape.step, kind)
        return when(trees.either(map(self.scope.possible, formulas)), [trees.leave()])

    def _part(self, part: Part, cells: Cells) -> Body:
        there, value = self.scope.certain(part.when), self.scope.term(part.low)
        if not _is_one(part):
            return when(there, [trees.leave()])
        match self.shape.way:
            case "ladder":
                return when(there, [assign(number(1), cells[f"certain{self._rung(part)}"])])
            case "best":
                return when(there, replaced(cells["best"], value, self.shape.turn.better))
            case "sum":
                return when(there, [trees.increase(cells["low"], value)])
            case "one":
                return when(there, self._only(cells["value"], value))

    def _only(self, cell: ast.expr, value: ast.expr) -> Body:
        differs = when(compare(cell, "!=", value), [trees.leave()])
        return when(compare(cell, "==", number(BEYOND)), [assign(value, cell)], differs)

    def _rung(self, part: Part) -> int:
        return self.shape.rungs.index(part.low.plus)

    # -- at the owner ----------------------------------------------------------------------------

    def climbed(self, held: Cells | None) -> Body:
        """The first rung that holds."""
        own = parts_at(self.shape.step, self.shape.step.target.kind)
        made = self.or_else
        for place, rung in reversed(list(enumerate(self.shape.rungs))):
            here = [self.scope.certain(part.when) for part in own if part.low.plus == rung]
            below = [held[f"certain{place}"]] if held else []
            made = when(trees.either([*below, *here]), [assign(number(rung), self.value)], made)
        return [*self.opened(self.shape.step.target.kind), *made]

    def gathered(self, held: Cells | None) -> Body:
        """The best, the sum or the only one: the one cell that there is becomes the value."""
        ((cell, start),) = self.shape.cells.items()
        first = held[cell] if held else number(start)
        made = [assign(first, self.value), *self.brought(self.shape.step.target.kind, {cell: self.value})]
        if self.shape.way == "sum":
            return made
        return made + when(compare(self.value, "==", number(start)), self.or_else)

    def finished(self) -> Body:
        """What is done last."""
        step = self.shape.step
        body = [assign(changed(step, self.value), self.value)] if self.shape.changes else []
        if self.shape.within:
            return body
        floor, ceiling = number(step.floor), number(step.ceiling)
        clamped = trees.call("max", floor, trees.call("min", ceiling, self.value))
        beyond = trees.negated(trees.ascending(floor, self.value, ceiling))
        return body + when(beyond, [assign(clamped, self.value)])


def _is_one(part: Part) -> bool:
    """Whether a part counts for one value where all that it reads is known."""
    low, high = part.low, part.high
    return (low.name, low.sign, low.plus) == (high.name, high.sign, high.plus)
