"""Truths: and, or, not, and what only z3 can tell; the same formula is always the same object.

z3's own objects are dear to make and to hold against each other, and most formulas of an encoding are
made to find that two of them are the same, or that one follows from the other.  So they become z3's
only when z3 is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal
from weakref import WeakValueDictionary

import z3

Number = Any
"""``int``, or a z3 term of whole numbers."""


Kind = Literal["and", "or", "not", "told"]


class Formula:
    """An and or an or of parts, the opposite of one, or something only z3 can tell (``told``)."""

    __slots__ = ("__weakref__", "_z3", "kind", "parts")

    def __init__(
        self, kind: Literal["and", "or", "not", "told"], parts: tuple[Formula, ...], told: Any
    ) -> None:
        self.kind, self.parts, self._z3 = kind, parts, told

    def __repr__(self) -> str:
        return f"<{self.kind} of {len(self.parts)}>"

    def z3(self) -> Any:
        """The formula as z3 takes it."""
        if self._z3 is None:
            parts = [part.z3() for part in self.parts]
            make = {"and": z3.And, "or": z3.Or, "not": z3.Not}[self.kind]
            self._z3 = make(*parts)
        return self._z3


Truth = bool | Formula
_made: WeakValueDictionary[tuple[Any, ...], Formula] = WeakValueDictionary()
"""Every formula that somebody still holds: to make one again gives the same, so that one is like one only."""


def _make(kind: Kind, parts: tuple[Formula, ...]) -> Formula:
    key = (kind, *map(id, parts))
    made = _made.get(key)
    if made is None or made.parts != parts:
        made = _made[key] = Formula(kind, parts, None)
    return made


def told(expression: Any) -> Truth:
    """What z3 can tell: a formula of its own."""
    if isinstance(expression, bool):
        return expression
    key = ("told", expression.get_id())
    made = _made.get(key)
    if made is None or not made.z3().eq(expression):
        made = _made[key] = Formula("told", (), expression)
    return made


def as_z3(truth: Truth) -> Any:
    """A truth as z3 takes it."""
    return z3.BoolVal(truth) if isinstance(truth, bool) else truth.z3()


def both(parts: Iterable[Truth]) -> Truth:
    """All of the parts."""
    kept: dict[Formula, None] = {}
    for part in parts:
        if part is False:
            return False
        if part is not True:
            kept[part] = None
    if len(kept) < 2:
        return next(iter(kept), True)
    return _make("and", tuple(kept))


def either(parts: Iterable[Truth]) -> Truth:
    """Any of the parts."""
    kept: dict[Formula, None] = {}
    for part in parts:
        if part is True:
            return True
        if part is not False:
            kept[part] = None
    if len(kept) < 2:
        return next(iter(kept), False)
    return _make("or", tuple(kept))


def opposite(truth: Truth) -> Truth:
    """Not so."""
    if isinstance(truth, bool):
        return not truth
    return truth.parts[0] if truth.kind == "not" else _make("not", (truth,))


def follows(first: Truth, then: Truth) -> Truth:
    """Where the first is so, the other is."""
    return True if first is then else either((opposite(first), then))


def chosen(truth: Truth, first: Truth, other: Truth) -> Truth:
    """The first where it is so, else the other."""
    if isinstance(truth, bool):
        return first if truth else other
    if first is other:
        return first
    if other is False:
        return both((truth, first))
    if other is True:
        return follows(truth, first)
    if first is True:
        return either((truth, other))
    return both((follows(truth, first), either((truth, other))))


def same(one: Truth, other: Truth) -> Truth:
    """Both or neither."""
    return both((follows(one, other), follows(other, one)))


def number_if(truth: Truth, first: Number, other: Number) -> Number:
    """The first number where it is so, else the other."""
    if isinstance(truth, bool):
        return first if truth else other
    return z3.If(truth.z3(), whole(first), whole(other))


def whole(number: Number) -> Number:
    """A number as z3 takes it."""
    return z3.IntVal(number) if isinstance(number, int) else number


def more(one: Number, other: Number) -> Truth:
    """``one > other``."""
    return told(one > other)
