"""Formulas to operations: each is worked out at the kind that its names need, and carried down from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any as Anything
from typing import assert_never

import numpy as np

from drive_rules.engines.columnar.registers import Flag, Function, Register, Registers
from drive_rules.engines.columnar.tables import Flags
from drive_rules.lower import All, Any, Formula, Le, Name, Term, exchange

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Both:
    """What is certain and what is possible, at things of one kind; None where it is the same for all."""

    kind: str | None
    certain: Flag
    possible: Flag


@dataclass(frozen=True, slots=True)
class Held:
    """Where a name stands: its two registers, what it can be, and whether it is held as yes or no."""

    kind: str
    low: Register
    high: Register
    span: Span
    flag: bool

    def end(self, end: str) -> Register:
        return self.low if end == "low" else self.high


@dataclass
class Formulas(Registers):
    """Where names stand, and what formulas over them come to."""

    held: dict[Name, Held] = field(default_factory=dict)
    _both: dict[tuple[Formula], Both] = field(default_factory=dict)

    def both(self, formula: Formula) -> Both:
        """What is certain and what is possible of a formula, at the kind that its names need."""
        key = (formula,)
        if key not in self._both:
            match formula:
                case Le():
                    self._both[key] = self._le(formula)
                case All(parts):
                    self._both[key] = self._all(parts)
                case Any(parts):
                    self._both[key] = self._joined(parts, np.bitwise_or, False)
                case _:
                    assert_never(formula)
        return self._both[key]

    def at(self, formula: Formula, kind: str) -> Both:
        """The same at a kind below."""
        return self._down(self.both(formula), kind)

    def _down(self, both: Both, kind: str) -> Both:
        certain, possible = (self.lifted(flag, both.kind, kind) for flag in (both.certain, both.possible))
        return Both(kind, certain, possible)

    def _all(self, parts: tuple[Formula, ...]) -> Both:
        """All of the parts; at least and at most the same code are one question."""
        found: list[Both] = []
        number = 0
        while number < len(parts):
            same = self._same(*parts[number : number + 2])
            found.append(same or self.both(parts[number]))
            number += 2 if same else 1
        return self._join_all(found, np.bitwise_and, True)

    def _same(self, first: Formula, second: Formula | None = None) -> Both | None:
        match first, second:
            case (
                Le(Term(None, plus=least), Term(Name() as name, "low", 1, over), False),
                Le(Term(Name() as again, "high", 1, under), Term(None, plus=most), False),
            ) if name == again and least - over == most - under:
                held, code = self.held[name], least - over
                if held.flag or not held.span[0] < code < held.span[1]:
                    return None
                wanted = self.constant(code)
                certain = self.flag(is_code, held.low, held.high, wanted)
                return Both(held.kind, certain, self.flag(is_code, held.high, held.low, wanted))
            case _:
                return None

    def _joined(self, parts: tuple[Formula, ...], function: Function, empty: bool) -> Both:
        return self._join_all([self.both(part) for part in parts], function, empty)

    def _join_all(self, parts: Iterable[Both], function: Function, empty: bool) -> Both:
        """Parts of a kind above are joined there, where there are fewer things."""
        by_kind: dict[str | None, list[Both]] = {}
        for found in parts:
            by_kind.setdefault(found.kind, []).append(found)
        joined = Both(None, empty, empty)
        for kind in (None, *self.program.kinds):
            for found in sorted(by_kind.get(kind, ()), key=_order):
                above = self._down(joined, kind) if kind is not None else joined
                joined = self.join(function, empty, above, found)
        return joined

    def join(self, function: Function, empty: bool, one: Both, other: Both) -> Both:
        """Two columns of the same kind as one."""
        certain = self._pair(function, empty, one.certain, other.certain)
        possible = self._pair(function, empty, one.possible, other.possible)
        return Both(other.kind or one.kind, certain, possible)

    def _pair(self, function: Function, empty: bool, one: Flag, other: Flag) -> Flag:
        if isinstance(one, bool):
            return other if one is empty else one
        if isinstance(other, bool):
            return one if other is empty else other
        return one if one == other else self.flag(function, one, other)

    def _le(self, formula: Le) -> Both:
        names = [term.name for term in (formula.left, formula.right) if term.name]
        kind = max((name.kind for name in names), key=list(self.program.kinds).index, default=None)
        certain = self._compare(formula.left, formula.right, kind)
        if formula.record:
            return Both(kind, certain, certain)
        return Both(kind, certain, self._compare(exchange(formula.left), exchange(formula.right), kind))

    def _compare(self, left: Term, right: Term, kind: str | None) -> Flag:
        if left.name is None and right.name is None:
            return left.plus <= right.plus
        if right.name is None:
            return self._at_most(left, right.plus - left.plus)
        if left.name is None:
            return self._at_most(_minus(right), right.plus - left.plus)
        if left.sign == right.sign == -1:
            return self._compare(_minus(right, -right.plus), _minus(left, -left.plus), kind)
        one, other = (self._there(term, str(kind)) for term in (left, right))
        apart = left.plus - right.plus
        if left.sign == right.sign:
            if apart in (0, 1):
                return self.flag(np.less if apart else np.less_equal, one, other)
            return self.flag(less_by, one, other, self.constant(apart))
        function = sum_at_most if left.sign == 1 else sum_at_least
        return self.flag(function, one, other, self.constant(-apart * left.sign))

    def _there(self, term: Term, kind: str) -> Register:
        """The column of a term's name at a kind at or below its own; the sign is left aside."""
        if term.name is None:
            raise TypeError("a constant has no column")
        held = self.held[term.name]
        return self.lifted_codes(held.end(term.end), held.kind, kind)

    def _at_most(self, term: Term, most: int) -> Flag:
        """Whether the name, with its sign and nothing added, is at most so much."""
        if term.name is None:
            raise TypeError("a constant has no column")
        held = self.held[term.name]
        register, (low, high) = held.end(term.end), held.span
        least, bound = -most, -most
        function: Function = np.greater_equal
        if term.sign == 1:
            if low > most or high <= most:
                return high <= most
            function, bound = np.less_equal, most
        elif high < least or low >= least:
            return low >= least
        if held.flag:
            return register if term.sign == -1 else self.flag(np.logical_not, register)
        return self.flag(function, register, self.constant(bound))


def _order(both: Both) -> tuple[int, int]:
    """One order for the parts of all formulas, so that they begin alike and share what they can."""
    return int(both.certain), int(both.possible)


def _minus(term: Term, plus: int = 0) -> Term:
    return Term(term.name, term.end, -1 if term.sign == 1 else 1, plus)


# -- what operations do --------------------------------------------------------------------------


def is_code(one: Anything, other: Anything, code: int, out: Flags) -> None:
    """That the one is at least the code and the other at most: of what is known, that it is the code."""
    if one is other:
        np.equal(one, code, out=out)
    else:
        np.greater_equal(one, code, out=out)
        np.bitwise_and(out, np.less_equal(other, code), out=out)


def less_by(one: Anything, other: Anything, apart: int, out: Flags) -> None:
    """``one + apart <= other``."""
    np.less_equal(np.add(one, apart, dtype=np.int64), other, out=out)


def sum_at_most(one: Anything, other: Anything, most: int, out: Flags) -> None:
    """``one + other <= most``."""
    np.less_equal(np.add(one, other, dtype=np.int64), most, out=out)


def sum_at_least(one: Anything, other: Anything, least: int, out: Flags) -> None:
    """``one + other >= least``."""
    np.greater_equal(np.add(one, other, dtype=np.int64), least, out=out)
