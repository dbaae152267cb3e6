"""Gathers to statements: what each part brings to the cells, and what the owner makes of them."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from drive_rules.engines.compiled import trees
from drive_rules.engines.compiled.cells import BEYOND, EMPTY, UNITS, Cells, Shape
from drive_rules.engines.compiled.formulas import Scope
from drive_rules.engines.compiled.ladders import Ladder
from drive_rules.engines.compiled.passes import opens_at, parts_at
from drive_rules.engines.compiled.trees import Body, Relation, assign, compare, name, number, when
from drive_rules.ir import SCALE
from drive_rules.lower import TRUE, Gather, Part


def collect(scope: Scope, shape: Shape, kind: str, held: Cells) -> Body:
    """What one row of a kind below brings to the cells of its owner."""
    return _Bringing(scope, shape, held).all_at(kind)


def settle(scope: Scope, shape: Shape, held: Cells | None, conflict: ast.stmt) -> Body:
    """The ends of a gather at its owner, from the cells that hold what came from below, if any did."""
    owner = _Owner(scope, shape, conflict)
    alone = alone_in(shape.step)
    if alone:
        return [*owner.give(scope.term(alone.low), scope.term(alone.high)), *owner.finish()]
    local: Cells = {cell: name(cell) for cell in shape.cells}
    used = {
        cell: start for cell, start in shape.cells.items() if held or cell == "open" or shape.way != "ladder"
    }
    body = [assign(held[cell] if held else number(start), local[cell]) for cell, start in used.items()]
    bringing = _Bringing(scope, shape, local)
    match shape.way:
        case "ladder":
            body += bringing.opened(shape.step.target.kind)
            body += Ladder(scope, shape, local if held else {}).settled()
        case "best":
            body += bringing.all_at(shape.step.target.kind) + owner.best()
        case "sum":
            body += bringing.all_at(shape.step.target.kind) + owner.sum()
        case "one":
            body += bringing.all_at(shape.step.target.kind) + owner.one()
    return body + owner.finish()


def alone_in(step: Gather) -> Part | None:
    """The one part of a gather that has nothing else and is always there."""
    single = len(step.parts) == 1 and not step.opens and step.parts[0].kind == step.target.kind
    return step.parts[0] if single and step.parts[0].when == TRUE and step.ordered else None


@dataclass(frozen=True, slots=True)
class _Bringing:
    """What parts bring to the cells of one owner."""

    scope: Scope
    shape: Shape
    cells: Cells

    def all_at(self, kind: str) -> Body:
        """All that a row of a kind brings."""
        parts = parts_at(self.shape.step, kind)
        return [line for part in parts for line in self._part(part)] + self.opened(kind)

    def opened(self, kind: str) -> Body:
        """That a list of a row of a kind may have more."""
        formulas = opens_at(self.shape.step, kind)
        if not formulas:
            return []
        possible = trees.either(self.scope.possible(formula) for formula in formulas)
        return when(possible, [assign(number(1), self.cells["open"])])

    def _part(self, part: Part) -> Body:
        match self.shape.way:
            case "ladder":
                possibly, certainly = self._to_ladder(part)
            case "best":
                possibly, certainly = self._to_best(part)
            case "sum":
                return self._to_sum(part)
            case "one":
                possibly, certainly = self._to_one(part)
        sure = when(self.scope.certain(part.when), certainly)
        return when(self.scope.possible(part.when), possibly + sure)

    def _to_ladder(self, part: Part) -> tuple[Body, Body]:
        rung = self.shape.rungs.index(part.low.plus)
        marks = (self.cells[f"possible{rung}"], self.cells[f"certain{rung}"])
        return [assign(number(1), marks[0])], [assign(number(1), marks[1])]

    def _to_best(self, part: Part) -> tuple[Body, Body]:
        turn = self.shape.turn
        near, far = (part.low, part.high) if turn.near == "low" else (part.high, part.low)
        possibly = [
            *replaced(self.cells["far"], self.scope.term(far), turn.better),
            *replaced(self.cells["worst"], self.scope.term(near), turn.worse),
        ]
        return possibly, replaced(self.cells["best"], self.scope.term(near), turn.better)

    def _to_sum(self, part: Part) -> Body:
        low, high, cells = self.scope.term(part.low), self.scope.term(part.high), self.cells
        possible, certain = self.scope.possible(part.when), self.scope.certain(part.when)
        if part.low == part.high and part.low.name is None:
            first, second = ("high", "low") if part.low.plus > 0 else ("low", "high")
            added = [trees.increase(cells[first], low), *when(certain, [trees.increase(cells[second], low)])]
            return when(possible, added) if part.low.plus else []
        only_possibly = [
            *when(compare(low, "<", number(0)), [trees.increase(cells["low"], low)]),
            *when(compare(high, ">", number(0)), [trees.increase(cells["high"], high)]),
        ]
        certainly = [trees.increase(cells["low"], low), trees.increase(cells["high"], high)]
        return when(possible, when(certain, certainly, only_possibly))

    def _to_one(self, part: Part) -> tuple[Body, Body]:
        low, high, value = self.scope.term(part.low), self.scope.term(part.high), self.cells["value"]
        differs = when(compare(value, "!=", low), [assign(number(1), self.cells["differ"])])
        told = when(compare(value, "==", number(BEYOND)), [assign(low, value)], differs)
        settled = trees.truth(True) if part.low == part.high else compare(low, "==", high)
        sure = [assign(number(1), self.cells["certain"]), *when(settled, told)]
        return _widen(self.cells, "hull", low, high), sure


@dataclass(frozen=True, slots=True)
class _Owner:
    """What the owner makes of its cells, all of them in local variables now."""

    scope: Scope
    shape: Shape
    conflict: ast.stmt

    def give(self, low: ast.expr, high: ast.expr) -> Body:
        """Settle both ends."""
        return [assign(low, self._place("low")), assign(high, self._place("high"))]

    def best(self) -> Body:
        """The near end is the best that is certain; where nothing is, the worst that is possible."""
        turn, whole = self.shape.turn, self.shape.whole
        near, far = self._place(turn.near), self._place(turn.far)
        unsure = [assign(name("worst"), near), *self._or_else(near, far), *self._opened((near, whole[0]))]
        certain = compare(name("best"), "!=", number(turn.start))
        return [
            assign(name("far"), far),
            *when(certain, [assign(name("best"), near)], unsure),
            *self._opened((far, whole[1])),
        ]

    def sum(self) -> Body:
        """The two ends, without limit where what is unseen may go that way."""
        step = self.shape.step
        (least, most), low, high = step.unseen, name("low"), name("high")
        limits = [(high, step.ceiling)] * (most > 0) + [(low, step.floor)] * (least < 0)
        return [*self._opened(*limits), *self.give(low, high)]

    def one(self) -> Body:
        """The hull of what is possible; a conflict where what is certain is of two minds."""
        step = self.shape.step
        hull = [name(f"hull_{end}") for end, _ in EMPTY]
        whole = self.give(number(step.floor), number(step.ceiling))
        nothing = compare(hull[0], "==", number(BEYOND))
        made = [*self._with_otherwise(), *when(nothing, whole, self.give(*hull))]
        made += when(name("differ"), [self.conflict])
        return made + when(name("open"), whole) if step.opens else made

    def finish(self) -> Body:
        """What is done last, to both ends alike."""
        step, low, high = self.shape.step, self._place("low"), self._place("high")
        whole = self.give(number(step.floor), number(step.ceiling))
        body = [] if step.ordered else when(compare(low, "!=", high), whole)
        if self.shape.changes:
            body += [assign(changed(step, end), end) for end in (low, high)]
        return body if self.shape.within else body + _clamped(step, low, high)

    def _place(self, end: str) -> ast.expr:
        return self.scope.place(self.shape.step.target, "low" if end == "low" else "high")

    def _opened(self, *limits: tuple[ast.expr, int]) -> Body:
        """Where a list may have more, these ends of the range."""
        if not self.shape.step.opens:
            return []
        return when(name("open"), [assign(number(limit), place) for place, limit in limits])

    def _or_else(self, near: ast.expr, far: ast.expr) -> Body:
        """Where nothing is certain: ``otherwise`` too, or, where nothing is possible, the whole range."""
        turn, other, whole = self.shape.turn, self.shape.step.otherwise, self.shape.whole
        if other is not None:
            return replaced(near, number(other), turn.worse) + replaced(far, number(other), turn.better)
        nothing = compare(far, "==", number(turn.start))
        return when(nothing, [assign(number(whole[0]), near), assign(number(whole[1]), far)])

    def _with_otherwise(self) -> Body:
        """Where no part is certain, the hull takes in ``otherwise``."""
        if self.shape.step.otherwise is None:
            return []
        other, local = number(self.shape.step.otherwise), {cell: name(cell) for cell in self.shape.cells}
        return when(compare(name("certain"), "==", number(0)), _widen(local, "hull", other, other))


def _widen(cells: Cells, hull: str, low: ast.expr, high: ast.expr) -> Body:
    return replaced(cells[f"{hull}_low"], low, "<") + replaced(cells[f"{hull}_high"], high, ">")


def replaced(cell: ast.expr, value: ast.expr, where: Relation) -> Body:
    """Put a value in place of what a cell holds, where it is better or worse than that."""
    return when(compare(value, where, cell), [assign(value, cell)])


def changed(step: Gather, value: ast.expr) -> ast.expr:
    """An end times, rounded and shifted."""
    if step.times is not None:
        value = trees.over(trees.times(value, step.times[0]), step.times[1])
    if step.rounded:
        value = trees.times(trees.over(value, SCALE), SCALE)
    if step.shift is not None:
        value = trees.call("later", value, number(step.shift.amount), number(UNITS.index(step.shift.unit)))
    return value


def _clamped(step: Gather, low: ast.expr, high: ast.expr) -> Body:
    floor, ceiling = number(step.floor), number(step.ceiling)
    beyond = trees.negated(trees.ascending(floor, low, high, ceiling))
    ends = (assign(trees.call("max", floor, trees.call("min", ceiling, end)), end) for end in (low, high))
    return when(beyond, list(ends))
