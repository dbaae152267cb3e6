"""Ladders to statements: the max or min of few constants is the first rung that holds.

Most decisions and every *any* are ladders, so this is where the compiled engine is fast: nothing is
counted or compared, and the first rung that is certain ends the search.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from drive_rules.engines.compiled import trees
from drive_rules.engines.compiled.cells import Cells, Shape
from drive_rules.engines.compiled.formulas import Scope
from drive_rules.engines.compiled.passes import parts_at
from drive_rules.engines.compiled.trees import Body, assign, compare, name, number, when
from drive_rules.lower import Formula

Mark = Callable[[int], ast.expr]


@dataclass(frozen=True, slots=True)
class Ladder:
    """A ladder at its owner; ``below`` has the marks of what came from below, if anything can."""

    scope: Scope
    shape: Shape
    below: Cells

    def settled(self) -> Body:
        """Both ends, before anything that is done to both alike."""
        far_end = self.shape.whole[1]
        opened = when(name("open"), [assign(number(far_end), self.far)]) if self.shape.step.opens else []
        return [*(self.single() if len(self.shape.rungs) == 1 else self.climb()), *opened]

    @property
    def near(self) -> ast.expr:
        """Where the near end is put."""
        return self.scope.place(self.shape.step.target, self.shape.turn.near)

    @property
    def far(self) -> ast.expr:
        """Where the far end is put."""
        return self.scope.place(self.shape.step.target, self.shape.turn.far)

    def certain(self, rung: int) -> ast.expr:
        """Whether some part of this rung is certainly there."""
        return self._marked(rung, "certain", self.scope.certain)

    def possible(self, rung: int) -> ast.expr:
        """Whether some part of this rung may be there."""
        return self._marked(rung, "possible", self.scope.possible)

    def _marked(self, rung: int, mark: str, read: Callable[[Formula], ast.expr]) -> ast.expr:
        own = parts_at(self.shape.step, self.shape.step.target.kind)
        here = [read(part.when) for part in own if part.low.plus == rung]
        cell = self.below.get(f"{mark}{self.shape.rungs.index(rung)}")
        return trees.either([*([cell] if cell else []), *here])

    def climb(self) -> Body:
        """The far end is the first rung that is possible, the near end the first that is certain."""
        near_end, far_end = self.shape.whole
        other = self.shape.step.otherwise
        return [
            *self._first(self.possible, self.shape.rungs, self.far, far_end if other is None else other),
            *self._first(self.certain, self.shape.rungs, self.near, self._unsure(near_end)),
        ]

    def _unsure(self, near_end: int) -> Body:
        """Where nothing is certain: the worst that is possible, ``otherwise`` among it."""
        other = self.shape.step.otherwise
        if other is None:
            worst = self._first(self.possible, self.shape.rungs[::-1], self.near, near_end)
            return worst + self._any_near()
        lesser = [rung for rung in self.shape.rungs[::-1] if self._worse(rung, other) != other]
        worst = self._first(self.possible, lesser, self.near, other)
        raised = when(
            compare(self.far, self.shape.turn.worse, number(other)), [assign(number(other), self.far)]
        )
        return worst + (raised if lesser else []) + self._any_near()

    def _first(self, mark: Mark, rungs: Iterable[int], place: ast.expr, otherwise: int | Body) -> Body:
        """The first rung with the mark; the place is left with ``otherwise`` where none has it."""
        made = [assign(number(otherwise), place)] if isinstance(otherwise, int) else otherwise
        for rung in reversed(list(rungs)):
            made = when(mark(rung), [assign(number(rung), place)], made)
        return made

    def single(self) -> Body:
        """The same with one rung, where what is certain need only be asked of what is possible."""
        (rung,), other = self.shape.rungs, self.shape.step.otherwise
        ends = self.shape.whole if other is None else (other, other)
        near, far = (rung, rung) if other is None else (self._worse(rung, other), self._better(rung, other))
        unsure = [assign(number(near), self.near), assign(number(far), self.far), *self._any_near()]
        sure = [assign(number(rung), self.near, self.far)]
        nothing = [assign(number(ends[0]), self.near), assign(number(ends[1]), self.far), *self._any_near()]
        return when(self.possible(rung), when(self.certain(rung), sure, unsure), nothing)

    def _any_near(self) -> Body:
        near_end = number(self.shape.whole[0])
        return when(name("open"), [assign(near_end, self.near)]) if self.shape.step.opens else []

    def _better(self, one: int, other: int) -> int:
        return max(one, other) if self.shape.turn.near == "low" else min(one, other)

    def _worse(self, one: int, other: int) -> int:
        return min(one, other) if self.shape.turn.near == "low" else max(one, other)
