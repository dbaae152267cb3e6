"""Ladders to statements: the max or min of few constants is the first rung that holds.

Most decisions and every *any* are ladders, so this is where the compiled engine is fast: nothing is
counted or compared, and the first rung that is certain ends the search.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from drive_rules.engines.compiled import trees
from drive_rules.engines.compiled.cells import Cells, Sense, rungs_of, sense
from drive_rules.engines.compiled.formulas import Scope
from drive_rules.engines.compiled.passes import parts_at
from drive_rules.engines.compiled.trees import Body, assign, compare, name, number, when
from drive_rules.lower import Formula, Gather

Mark = Callable[[int], ast.expr]


def ladder(scope: Scope, step: Gather, below: Cells) -> Body:
    """The ends of a ladder, before anything that is done to both; ``below`` marks what came from below."""
    made = _Ladder(scope, step, below)
    return [*(made.single() if len(made.rungs) == 1 else made.climb()), *made.opened()]


@dataclass
class _Ladder:
    scope: Scope
    step: Gather
    below: Cells

    @property
    def turn(self) -> Sense:
        return sense(self.step)

    @property
    def rungs(self) -> list[int]:
        return rungs_of(self.step)

    @property
    def near(self) -> ast.expr:
        return self.scope.place(self.step.target, self.turn.near)

    @property
    def far(self) -> ast.expr:
        return self.scope.place(self.step.target, self.turn.far)

    def certain(self, rung: int) -> ast.expr:
        """Whether some part of this rung is certainly there."""
        return self._marked(rung, "certain", self.scope.certain)

    def possible(self, rung: int) -> ast.expr:
        """Whether some part of this rung may be there."""
        return self._marked(rung, "possible", self.scope.possible)

    def _marked(self, rung: int, mark: str, read: Callable[[Formula], ast.expr]) -> ast.expr:
        own = parts_at(self.step, self.step.target.kind)
        here = [read(part.when) for part in own if part.low.plus == rung]
        cell = self.below.get(f"{mark}{self.rungs.index(rung)}")
        return trees.either([*([cell] if cell else []), *here])

    def climb(self) -> Body:
        """The far end is the first rung that is possible, the near end the first that is certain."""
        near_end, far_end = self.turn.ends(self.step)
        other = self.step.otherwise
        return [
            *self._first(self.possible, self.rungs, self.far, far_end if other is None else other),
            *self._first(self.certain, self.rungs, self.near, self._unsure(near_end)),
        ]

    def _unsure(self, near_end: int) -> Body:
        """Where nothing is certain: the worst that is possible, ``otherwise`` among it."""
        other = self.step.otherwise
        if other is None:
            worst = self._first(self.possible, self.rungs[::-1], self.near, near_end)
            return worst + self._any_near()
        lesser = [rung for rung in self.rungs[::-1] if self._worse(rung, other) != other]
        worst = self._first(self.possible, lesser, self.near, other)
        raised = when(compare(self.far, self.turn.worse, number(other)), [assign(number(other), self.far)])
        return worst + (raised if lesser else []) + self._any_near()

    def _first(self, mark: Mark, rungs: Iterable[int], place: ast.expr, otherwise: int | Body) -> Body:
        """The first rung with the mark; the place is left with ``otherwise`` where none has it."""
        made = [assign(number(otherwise), place)] if isinstance(otherwise, int) else otherwise
        for rung in reversed(list(rungs)):
            made = when(mark(rung), [assign(number(rung), place)], made)
        return made

    def single(self) -> Body:
        """The same with one rung, where what is certain need only be asked of what is possible."""
        (rung,), other = self.rungs, self.step.otherwise
        ends = self.turn.ends(self.step) if other is None else (other, other)
        near, far = (rung, rung) if other is None else (self._worse(rung, other), self._better(rung, other))
        unsure = [assign(number(near), self.near), assign(number(far), self.far), *self._any_near()]
        sure = [assign(number(rung), self.near, self.far)]
        nothing = [assign(number(ends[0]), self.near), assign(number(ends[1]), self.far), *self._any_near()]
        return when(self.possible(rung), when(self.certain(rung), sure, unsure), nothing)

    def opened(self) -> Body:
        """A list that may have more leaves the far end open, whatever is certain."""
        far_end = number(self.turn.ends(self.step)[1])
        return when(name("open"), [assign(far_end, self.far)]) if self.step.opens else []

    def _any_near(self) -> Body:
        near_end = number(self.turn.ends(self.step)[0])
        return when(name("open"), [assign(near_end, self.near)]) if self.step.opens else []

    def _better(self, one: int, other: int) -> int:
        return max(one, other) if self.turn.near == "low" else min(one, other)

    def _worse(self, one: int, other: int) -> int:
        return min(one, other) if self.turn.near == "low" else max(one, other)
