"""Clauses to statements: those that ask the same are asked together, and what follows is settled with them.

Most rules open with one of a few questions (is the risk high, is there a child), so a wave of clauses
that can be asked at once becomes a tree: the question that most of them share first, the rest of each
only where that may hold.  And an action that one rule alone calls for is called for exactly where that
rule applies: it is settled in the branches of the rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from drive_rules.engines.compiled.cells import Shape
from drive_rules.engines.compiled.formulas import Scope
from drive_rules.engines.compiled.trees import Body, assign, number, when
from drive_rules.lower import All, Clause, Formula, Gather, Le, Name, Part, Term


@dataclass(frozen=True, slots=True)
class Asked:
    """A clause, what is left to ask of it, and what is done where it is certain, possible, or neither."""

    clause: Clause
    left: tuple[Formula, ...]
    sure: Body = field(default_factory=list)
    unsure: Body = field(default_factory=list)
    nothing: Body = field(default_factory=list)

    def settle(self, scope: Scope, target: Name, yes: int = 1, no: int = 0) -> None:
        """Settle a name with it: as ``yes`` where it is certain, as ``no`` where it is not possible."""
        between = min(yes, no), max(yes, no)
        for branch, (low, high) in (
            (self.sure, (yes, yes)),
            (self.unsure, between),
            (self.nothing, (no, no)),
        ):
            ends = scope.place(target, "low"), scope.place(target, "high")
            if scope.known:
                branch.append(assign(number(low), ends[0]))
            elif low == high:
                branch.append(assign(number(low), *ends))
            else:
                branch += [assign(number(low), ends[0]), assign(number(high), ends[1])]


@dataclass
class Wave:
    """Clauses that can be asked at once, of which none reads another."""

    scope: Scope
    asked: dict[Formula, Asked] = field(default_factory=dict)

    def add(self, clause: Clause) -> Asked:
        """Add a clause; one that asks what another asks is settled with that."""
        asked = self.asked.setdefault(clause.certainly, Asked(clause, self.scope.asked(clause.certainly)))
        asked.settle(self.scope, clause.target)
        return asked

    def body(self) -> Body:
        """The statements, once everything that follows from a clause is with it."""
        return _together(self.scope, list(self.asked.values()))


def _together(scope: Scope, asked: Sequence[Asked]) -> Body:
    counts = Counter(part for each in asked for part in each.left)
    shared, count = max(counts.items(), key=lambda pair: pair[1], default=(None, 0))
    if shared is None or count == 1:
        return [line for each in asked for line in _alone(scope, each)]
    without = [replace(each, left=_less(each.left, shared)) for each in asked if shared in each.left]
    others = [each for each in asked if shared not in each.left]
    nothing = [line for each in without for line in each.nothing]
    return [*when(scope.possible(shared), _together(scope, without), nothing), *_together(scope, others)]


def _less(parts: tuple[Formula, ...], part: Formula) -> tuple[Formula, ...]:
    return tuple(each for each in parts if each != part)


def _alone(scope: Scope, asked: Asked) -> Body:
    """What is not possible is not certain either, so that is asked first."""
    possible = scope.possible(All(asked.left))
    if scope.known:
        return when(possible, asked.sure, asked.nothing)
    return when(
        possible, when(scope.certain(asked.clause.certainly), asked.sure, asked.unsure), asked.nothing
    )


def followed(shape: Shape) -> Name | None:
    """The clause whose yes is all that a gather rests on, if there is one."""
    step = shape.step
    match step:
        case Gather(parts=(Part(kind, Le(Term(None, plus=1), Term(name, sign=1, plus=0), False)),), opens=()):
            single = shape.within and step.ordered and step.otherwise is not None
            return name if single and kind == step.target.kind else None
        case _:
            return None
