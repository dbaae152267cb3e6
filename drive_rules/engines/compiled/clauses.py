"""Clauses to statements, and what rests on one clause alone, settled in its branches.

An action that one rule calls for is called for exactly where that rule applies: asking again would be
half of the work of such a case.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from drive_rules.engines.compiled.cells import Shape
from drive_rules.engines.compiled.formulas import Scope
from drive_rules.engines.compiled.trees import Body, assign, number, when
from drive_rules.lower import Clause, Gather, Le, Name, Part, Term


@dataclass(frozen=True, slots=True)
class Branches:
    """What is done where a clause is certain, only possible, or neither."""

    sure: Body
    unsure: Body
    nothing: Body


def clause(scope: Scope, step: Clause) -> tuple[Body, Branches | None]:
    """The statements of a clause, and their branches, where it may turn out one way or another."""
    low, high = scope.place(step.target, "low"), scope.place(step.target, "high")
    certain, possible = scope.certain(step.certainly), scope.possible(step.certainly)
    if scope.known:
        made = Branches([assign(number(1), low)], [], [assign(number(0), low)])
        body = when(certain, made.sure, made.nothing)
    else:
        made = Branches([assign(number(1), low)], [assign(number(0), low)], [assign(number(0), low, high)])
        # What is not possible is not certain either, so that is asked first.
        maybe = [assign(number(1), high), *when(certain, made.sure, made.unsure)]
        body = when(possible, maybe, made.nothing)
    constant = isinstance(certain, ast.Constant) or isinstance(possible, ast.Constant)
    return body, None if constant else made


def followed(shape: Shape) -> Name | None:
    """The clause whose yes is all that a gather rests on, if there is one."""
    step = shape.step
    match step:
        case Gather(parts=(Part(kind, Le(Term(None, plus=1), Term(name, sign=1, plus=0), False)),), opens=()):
            single = shape.within and step.ordered and step.otherwise is not None
            return name if single and kind == step.target.kind else None
        case _:
            return None


def follow(scope: Scope, shape: Shape, branches: Branches) -> None:
    """Settle such a gather in the branches of its clause."""
    (rung,), other, target = shape.rungs, shape.step.otherwise or 0, shape.step.target
    ends = ((rung, rung), (min(rung, other), max(rung, other)), (other, other))
    for branch, (low, high) in zip((branches.sure, branches.unsure, branches.nothing), ends, strict=True):
        if low == high:
            branch.append(assign(number(low), scope.place(target, "low"), scope.place(target, "high")))
        else:
            branch.append(assign(number(low), scope.place(target, "low")))
            branch.append(assign(number(high), scope.place(target, "high")))
