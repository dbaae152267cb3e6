"""Formulas to expressions: plain comparisons of whole numbers in local variables."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from drive_rules.engines.compiled import trees
from drive_rules.lower import All, Any, End, Formula, Le, Name, Term, exchange


@dataclass
class Scope:
    """The names of a program by number, and which ends of them a function has used so far.

    ``flags`` are the names that can only be 0 or 1, so that their own value answers *is it yes*.
    Where all is ``known`` a name has one variable for both of its ends, noted as its low one.
    """

    numbers: Mapping[Name, int]
    flags: frozenset[Name]
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
                return trees.both(self._holds(part, possibly) for part in parts)
            case Any(parts):
                return trees.either(self._holds(part, possibly) for part in parts)
            case Le(left, right, record):
                turned = possibly and not record
                return self._le(exchange(left), exchange(right)) if turned else self._le(left, right)
            case _:
                assert_never(formula)

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
        if most == 0 and term.sign == 1 and term.name in self.flags:
            return trees.negated(self._bare(term))
        return trees.compare(self._bare(term), "<=", trees.number(most))

    def _at_least(self, term: Term, least: int) -> ast.expr:
        if least == 1 and term.sign == 1 and term.name in self.flags:
            return self._bare(term)
        return trees.compare(self._bare(term), ">=", trees.number(least))
