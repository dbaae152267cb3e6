"""Gathers to statements: what each part brings to the cells, and what the owner makes of them."""

from __future__ import annotations

import ast

from drive_rules.engines.compiled import trees
from drive_rules.engines.compiled.cells import BEYOND, EMPTY, UNITS, Cells, cells, rungs_of, sense, way
from drive_rules.engines.compiled.formulas import Scope
from drive_rules.engines.compiled.ladders import ladder
from drive_rules.engines.compiled.passes import opens_at, parts_at
from drive_rules.engines.compiled.trees import Body, Relation, assign, compare, name, number, when
from drive_rules.ir import SCALE
from drive_rules.lower import TRUE, Gather, Part


def collect(scope: Scope, step: Gather, kind: str, held: Cells) -> Body:
    """What one row of a kind below brings to the cells of its owner."""
    body = [line for part in parts_at(step, kind) for line in _bring(scope, step, part, held)]
    return body + _opened(scope, step, kind, held)


def settle(scope: Scope, step: Gather, held: Cells | None, conflict: ast.stmt) -> Body:
    """The ends of a gather at its owner, from the cells that hold what came from below, if any did."""
    alone = _alone(step)
    if alone:
        low, high = scope.term(alone.low), scope.term(alone.high)
        return [*_give(scope, step, low, high), *_finish(scope, step)]
    local: Cells = {cell: name(cell) for cell in cells(step)}
    rungs = way(step) == "ladder"
    mine = {cell: start for cell, start in cells(step).items() if held or not rungs or cell == "open"}
    body = [assign(held[cell] if held else number(start), local[cell]) for cell, start in mine.items()]
    for part in () if rungs else parts_at(step, step.target.kind):
        body += _bring(scope, step, part, local)
    body += _opened(scope, step, step.target.kind, local)
    match way(step):
        case "ladder":
            body += ladder(scope, step, local if held else {})
        case "best":
            body += _best(scope, step)
        case "sum":
            body += _sum(scope, step)
        case "one":
            body += _one(scope, step, conflict)
    return body + _finish(scope, step)


def _alone(step: Gather) -> Part | None:
    """The one part of a gather that has nothing else and is always there."""
    single = len(step.parts) == 1 and not step.opens and step.parts[0].kind == step.target.kind
    return step.parts[0] if single and step.parts[0].when == TRUE and step.ordered else None


# -- what parts bring ------------------------------------------------------------------------------


def _opened(scope: Scope, step: Gather, kind: str, held: Cells) -> Body:
    opened = trees.either(scope.possible(formula) for formula in opens_at(step, kind))
    return when(opened, [assign(number(1), held["open"])] if step.opens else [])


def _bring(scope: Scope, step: Gather, part: Part, held: Cells) -> Body:
    match way(step):
        case "ladder":
            rung = rungs_of(step).index(part.low.plus)
            possibly = [assign(number(1), held[f"possible{rung}"])]
            certainly = [assign(number(1), held[f"certain{rung}"])]
        case "best":
            possibly, certainly = _bring_best(scope, step, part, held)
        case "sum":
            return _bring_to_sum(scope, part, held)
        case "one":
            possibly, certainly = _bring_one(scope, part, held)
    return when(scope.possible(part.when), possibly + when(scope.certain(part.when), certainly))


def _bring_best(scope: Scope, step: Gather, part: Part, held: Cells) -> tuple[Body, Body]:
    turn = sense(step)
    near, far = (part.low, part.high) if turn.near == "low" else (part.high, part.low)
    possibly = [
        *_replace(held["far"], scope.term(far), turn.better),
        *_replace(held["worst"], scope.term(near), turn.worse),
    ]
    return possibly, _replace(held["best"], scope.term(near), turn.better)


def _bring_to_sum(scope: Scope, part: Part, held: Cells) -> Body:
    low, high, possible = scope.term(part.low), scope.term(part.high), scope.possible(part.when)
    if part.low == part.high and part.low.name is None:
        first, second = ("high", "low") if part.low.plus > 0 else ("low", "high")
        certainly = when(scope.certain(part.when), [trees.increase(held[second], low)])
        return when(possible, [trees.increase(held[first], low), *certainly]) if part.low.plus else []
    certainly = [trees.increase(held["low"], low), trees.increase(held["high"], high)]
    only_possibly = [
        *when(compare(low, "<", number(0)), [trees.increase(held["low"], low)]),
        *when(compare(high, ">", number(0)), [trees.increase(held["high"], high)]),
    ]
    return when(possible, when(scope.certain(part.when), certainly, only_possibly))


def _bring_one(scope: Scope, part: Part, held: Cells) -> tuple[Body, Body]:
    low, high, value = scope.term(part.low), scope.term(part.high), held["value"]
    differs = when(compare(value, "!=", low), [assign(number(1), held["differ"])])
    told = when(compare(value, "==", number(BEYOND)), [assign(low, value)], differs)
    settled = trees.true() if part.low == part.high else compare(low, "==", high)
    return _widen(held, "hull", low, high), [*_widen(held, "sure", low, high), *when(settled, told)]


def _widen(held: Cells, hull: str, low: ast.expr, high: ast.expr) -> Body:
    return _replace(held[f"{hull}_low"], low, "<") + _replace(held[f"{hull}_high"], high, ">")


def _replace(cell: ast.expr, value: ast.expr, where: Relation) -> Body:
    """Put a value in place of what a cell holds, where it is better or worse than that."""
    return when(compare(value, where, cell), [assign(value, cell)])


# -- what the owner makes of it --------------------------------------------------------------------


def _best(scope: Scope, step: Gather) -> Body:
    turn, near, far = sense(step), *_places(scope, step)
    best, start = name("best"), number(sense(step).start)
    unsure = [assign(name("worst"), near), *_or_else(step, near, far), *_any_end(step, near)]
    return [
        assign(name("far"), far),
        *when(compare(best, "==", start), unsure, [assign(best, near)]),
        *when(name("open"), [assign(number(turn.ends(step)[1]), far)] if step.opens else []),
    ]


def _or_else(step: Gather, near: ast.expr, far: ast.expr) -> Body:
    """What stands where nothing is certain: ``otherwise`` too, or, where nothing is possible, anything."""
    turn, other = sense(step), step.otherwise
    if other is not None:
        return _replace(near, number(other), turn.worse) + _replace(far, number(other), turn.better)
    whole = [assign(number(end), place) for end, place in zip(turn.ends(step), (near, far), strict=True)]
    return when(compare(far, "==", number(turn.start)), whole)


def _any_end(step: Gather, near: ast.expr) -> Body:
    return when(name("open"), [assign(number(sense(step).ends(step)[0]), near)]) if step.opens else []


def _sum(scope: Scope, step: Gather) -> Body:
    least, most = step.unseen
    opened = [
        *([assign(number(step.ceiling), name("high"))] if most > 0 else []),
        *([assign(number(step.floor), name("low"))] if least < 0 else []),
    ]
    unlimited = when(name("open"), opened if step.opens else [])
    return [*unlimited, *_give(scope, step, name("low"), name("high"))]


def _one(scope: Scope, step: Gather, conflict: ast.stmt) -> Body:
    hull, sure = (tuple(name(f"{cells}_{end}") for end, _ in EMPTY) for cells in ("hull", "sure"))
    whole = _give(scope, step, number(step.floor), number(step.ceiling))
    other: Body = []
    if step.otherwise is not None:
        value = number(step.otherwise)
        other = when(compare(sure[0], "==", number(BEYOND)), _widen(_named(hull), "hull", value, value))
    nothing = compare(hull[0], "==", number(BEYOND))
    agreed = [*other, *when(nothing, whole, _give(scope, step, *hull))]
    made = when(name("differ"), [conflict, *_give(scope, step, *sure)], agreed)
    return made + (when(name("open"), whole) if step.opens else [])


def _named(hull: tuple[ast.expr, ...]) -> Cells:
    return {"hull_low": hull[0], "hull_high": hull[1]}


def _give(scope: Scope, step: Gather, low: ast.expr, high: ast.expr) -> Body:
    return [assign(low, scope.place(step.target, "low")), assign(high, scope.place(step.target, "high"))]


def _places(scope: Scope, step: Gather) -> tuple[ast.expr, ast.expr]:
    """Where the ends are put, near first."""
    turn = sense(step)
    return scope.place(step.target, turn.near), scope.place(step.target, turn.far)


def _finish(scope: Scope, step: Gather) -> Body:
    """What is done last, to both ends alike."""
    low, high = scope.place(step.target, "low"), scope.place(step.target, "high")
    whole = [assign(number(step.floor), low), assign(number(step.ceiling), high)]
    body = [] if step.ordered else when(compare(low, "!=", high), whole)
    for end in (low, high):
        changed = _changed(step, end)
        body += [] if changed is end else [assign(changed, end)]
    if _within(step):
        return body
    floor, ceiling = number(step.floor), number(step.ceiling)
    beyond = trees.negated(trees.ascending(floor, low, high, ceiling))
    clamped = (assign(trees.call("max", floor, trees.call("min", ceiling, end)), end) for end in (low, high))
    return [*body, *when(beyond, list(clamped))]


def _changed(step: Gather, end: ast.expr) -> ast.expr:
    """An end times, rounded and shifted."""
    value = end
    if step.times is not None:
        value = trees.over(trees.times(value, step.times[0]), step.times[1])
    if step.rounded:
        value = trees.times(trees.over(value, SCALE), SCALE)
    if step.shift is not None:
        amount, unit = number(step.shift.amount), number(UNITS.index(step.shift.unit))
        value = trees.call("later", value, amount, unit)
    return value


def _within(step: Gather) -> bool:
    """Whether the ends can never lie outside the range, so that nothing need be clamped."""
    if way(step) != "ladder" or (step.times, step.rounded, step.shift) != (None, False, None):
        return False
    values = [*rungs_of(step), *([] if step.otherwise is None else [step.otherwise])]
    return all(step.floor <= value <= step.ceiling for value in values)
