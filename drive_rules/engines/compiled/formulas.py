"""Formulas to expressions: plain comparisons of whole numbers in local variables.

What a name's bounds already answer is not asked: a choice of four is never below the first of them.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from drive_rules.engines.compiled import trees
from drive_rules.lower import All, Any, End, Formula, Le, Name, Term, exchange

UNBOUNDED = (-(10**30), 10**30)


@dataclass
class Scope:
    """The names of a program by number, and which ends of them a function has used so far.

    ``bounds`` hold the least and the most that a name can be; of one that can only be 0 or 1 its own
    value answers *is it yes*.  Where all is ``known`` a name has one variable for both of its ends,
    noted as its low one.
    """

    numbers: Mapping[Name, int]
    bounds: Mapping[Name, tuple[int, int]]
    known: bool = False
    used: dict[tuple[Name, End], None] = field(default_factory=dict)

    def end(self, name: Name, end: End) -> ast.expr:
        """The variable that holds an end of a name."""
        self.used[name, "low" if self.known else end] = None
        return self.place(name, end)

    def place(self, name: Name, end: End) -> ast.expr:
        """The same, to be written to."""
        return trees.name(f"{'v' if self.known else end[0]}{self.numbers[name]}")

    def term(self, term: Term) -> ast.expr:
        """The value of a term."""
        if term.name is None:
            return trees.number(term.plus)
        value = self.end(term.name, term.end)
        return trees.add(value if term.sign == 1 else trees.minus(value), term.plus)

    def certain(self, formula: Formula) -> ast.expr:
        """Whether a formula is certain; where all is known, whether it holds."""
        return self._holds(formula, False)

    def possible(self, formula: Formula) -> ast.expr:
        """Whether a formula is possible."""
        return self._holds(formula, True)

    def _holds(self, formula: Formula, possibly: bool) -> ast.expr:
        match formula:
            case All(parts):
                return self._all(parts, possibly)
            case Any(parts):
                return trees.either(self._holds(part, possibly) for part in parts)
            case Le(left, right, record):
                turned = possibly and not record
                return self._le(exchange(left), exchange(right)) if turned else self._le(left, right)
            case _:
                assert_never(formula)

    def asked(self, formula: Formula) -> tuple[Formula, ...]:
        """What a formula asks: its parts, less those that are always so, and what is one question as one."""
        parts = formula.parts if isinstance(formula, All) else (formula,)
        left = [part for part in parts if not self._is_always_so(part)]
        asked: list[Formula] = []
        while left:
            together = 2 if self.known and _same(*left[:2]) else 1
            asked.append(All(tuple(left[:2])) if together == 2 else left[0])
            del left[:together]
        return tuple(asked)

    def _is_always_so(self, part: Formula) -> bool:
        match part:
            case Le(Term(None, plus=least), Term(Name()) as term):
                return least - term.plus <= self._reach(term)[0]
            case Le(Term(Name()) as term, Term(None, plus=most)):
                return self._reach(term)[1] <= most - term.plus
            case _:
                return False

    def _all(self, parts: tuple[Formula, ...], possibly: bool) -> ast.expr:
        same = _same(*parts) if self.known and len(parts) == 2 else None
        if same is not None:
            return self._is(*same)
        asked = self.asked(All(parts))
        return trees.both(self._holds(part, possibly) for part in asked)

    def _is(self, name: Name, code: int) -> ast.expr:
        value = self.end(name, "low")
        if self.is_flag(name) and code in (0, 1):
            return value if code else trees.negated(value)
        return trees.compare(value, "==", trees.number(code))

    def is_flag(self, name: Name) -> bool:
        """Whether a name can only be 0 or 1."""
        return self.bounds.get(name) == (0, 1)

    def _le(self, left: Term, right: Term) -> ast.expr:
        if right.name is None:
            return self._at_most(left, right.plus - left.plus)
        if left.name is None:
            return self._at_least(right, left.plus - right.plus)
        apart = left.plus - right.plus
        if self.known and (left.name, left.sign) == (right.name, right.sign):
            return trees.truth(apart <= 0)
        one, other = self._bare(left), self._bare(right)
        if apart == 1:
            return trees.compare(one, "<", other)
        return trees.compare(trees.add(one, apart), "<=", other)

    def _bare(self, term: Term) -> ast.expr:
        return self.term(Term(term.name, term.end, term.sign))

    def _at_most(self, term: Term, most: int) -> ast.expr:
        least, greatest = self._reach(term)
        if not least <= most < greatest:
            return trees.truth(greatest <= most)
        if most == 0 and term.sign == 1 and self._is_of_flag(term):
            return trees.negated(self._bare(term))
        return trees.compare(self._bare(term), "<=", trees.number(most))

    def _at_least(self, term: Term, least: int) -> ast.expr:
        lowest, most = self._reach(term)
        if not lowest < least <= most:
            return trees.truth(least <= lowest)
        if least == 1 and term.sign == 1 and self._is_of_flag(term):
            return self._bare(term)
        return trees.compare(self._bare(term), ">=", trees.number(least))

    def _is_of_flag(self, term: Term) -> bool:
        return term.name is not None and self.is_flag(term.name)

    def _reach(self, term: Term) -> tuple[int, int]:
        """The least and the most that a term without its constant can be."""
        low, high = UNBOUNDED if term.name is None else self.bounds.get(term.name, UNBOUNDED)
        return (low, high) if term.sign == 1 else (-high, -low)


def _same(first: Formula | None = None, second: Formula | None = None) -> tuple[Name, int] | None:
    """The name that both ask to be one code, the first at least and the second at most, with the code."""
    match first, second:
        case (
            Le(Term(None, plus=least), Term(Name() as name, sign=1, plus=over)),
            Le(Term(Name() as again, sign=1, plus=under), Term(None, plus=most)),
        ) if name == again and least - over == most - under:
            return name, least - over
        case _:
            return None
