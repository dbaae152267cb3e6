"""A program as operations over registers: facts, then every step, then what is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from drive_rules.answers import Key
from drive_rules.engines.columnar.formulas import Both, Formulas, Held, Span
from drive_rules.engines.columnar.gathers import (
    Counted,
    Finish,
    Hull,
    Ladder,
    Rungs,
    Total,
    any_below,
    count_below,
    sum_below,
)
from drive_rules.engines.columnar.registers import Flag, Register
from drive_rules.ir import FAR_AHEAD, NEVER_WHOLE, NO_LIMIT
from drive_rules.lower import Clause, Gather, Name, Part, Program, Term, inputs, terms_of

MOST_RUNGS = 12
"""How many constants a gather may be of to be worked out constant by constant."""


@dataclass
class Plan(Formulas):
    """The operations of a program; ``conflicts`` says where an *only one* has two certain answers."""

    conflicts: dict[Name, Register] = field(default_factory=dict)

    @classmethod
    def of(cls, program: Program) -> Plan:
        """The plan of a whole program."""
        plan = cls(program)
        for kind in program.kinds:
            plan._facts(kind)
        for step in program.steps:
            if isinstance(step, Clause):
                plan._clause(step)
            else:
                plan._gather(step)
        return plan

    def _facts(self, kind: str) -> None:
        for slot, name in enumerate(self.program.facts[kind]):
            span = self.program.bounds.get(name.key, (-NO_LIMIT, NO_LIMIT))
            low, high = (self._input(end, kind, str(slot)) for end in ("low", "high"))
            self.held[name] = Held(kind, low, high, span, span == (0, 1))
        for slot, name in enumerate(self.program.wholes[kind]):
            there = self._input("whole", kind, str(slot))
            self.held[name] = Held(kind, there, there, (NEVER_WHOLE, FAR_AHEAD), False)

    # -- steps -----------------------------------------------------------------------------------

    def _clause(self, step: Clause) -> None:
        found = self.at(step.certainly, step.target.kind)
        low, high = (
            self._filled(found.certain, step.target.kind),
            self._filled(found.possible, step.target.kind),
        )
        self.held[step.target] = Held(step.target.kind, low, high, (0, 1), True)

    def _gather(self, step: Gather) -> None:
        span = (step.floor, step.ceiling)
        flag = span == (0, 1)
        low, high = (self._as_flags(step) if flag else None) or self._as_ladder(step) or self._as_any(step)
        self.held[step.target] = Held(step.target.kind, low, high, span, flag)

    def _open(self, step: Gather, kind: str) -> Flag:
        """Where a list of the things of a kind may have more that counts."""
        opened: Flag = False
        for formula in (formula for owner, formula in step.opens if owner == kind):
            opened = self._pair(np.bitwise_or, False, opened, self.at(formula, kind).possible)
        return opened

    def _brought(self, owner: str, kind: str, flag: Flag) -> Flag:
        """Where any thing below, or the owner itself, has it."""
        if flag is False or kind == owner:
            return flag
        return self.flag(any_below, self._input("groups", owner, kind), self._filled(flag, kind))

    def _opened(self, step: Gather) -> Flag:
        opened: Flag = False
        for kind in dict.fromkeys(kind for kind, _ in step.opens):
            brought = self._brought(step.target.kind, kind, self._open(step, kind))
            opened = self._pair(np.bitwise_or, False, opened, brought)
        return opened

    def _as_flags(self, step: Gather) -> tuple[Register, Register] | None:
        """Whether any part is there: the greatest of parts that count 1, or else 0."""
        plain = step.times is None and not step.rounded and step.shift is None
        if step.gathering != "max" or step.otherwise != 0 or not plain or _values(step) not in ({1}, set()):
            return None
        owner, found = step.target.kind, self._any(step, step.parts)
        possible = self._pair(np.bitwise_or, False, found.possible, self._opened(step))
        return self._filled(found.certain, owner), self._filled(possible, owner)

    def _any(self, step: Gather, parts: Iterable[Part]) -> Both:
        """Whether any of the parts is there, for each owner."""
        owner = step.target.kind
        by_kind: dict[str, list[Part]] = {}
        for part in parts:
            by_kind.setdefault(part.kind, []).append(part)
        found = Both(owner, False, False)
        for kind, there in by_kind.items():
            here = self._joined(tuple(part.when for part in there), np.bitwise_or, False)
            here = self._down(here, kind)
            certain = self._brought(owner, kind, here.certain)
            possible = self._brought(owner, kind, here.possible)
            found = self.join(np.bitwise_or, False, found, Both(owner, certain, possible))
        return found

    def _as_ladder(self, step: Gather) -> tuple[Register, Register] | None:
        """The greatest of a few constants, none below what holds otherwise, in nothing that is open."""
        values, other = _values(step), step.otherwise
        plain = step.times is None and not step.rounded and step.shift is None and step.ordered
        if step.gathering != "max" or values is None or other is None or step.opens or not plain:
            return None
        small = step.floor >= -128 and step.ceiling <= 127 and (step.floor, step.ceiling) != (0, 1)
        within = (
            step.floor <= other <= min(values, default=other) <= max(values, default=other) <= step.ceiling
        )
        if not small or not within or len(values) > MOST_RUNGS or step.ceiling - other > 127:
            return None
        owner, rungs = step.target.kind, sorted(values)
        found = [self._any(step, (p for p in step.parts if p.low.plus == value)) for value in rungs]
        function, count = Ladder(tuple(rungs), other), self._input("count", owner)
        low = self.one(function, count, *(self._filled(each.certain, owner) for each in found))
        high = self.one(function, count, *(self._filled(each.possible, owner) for each in found))
        return low, high

    def _as_any(self, step: Gather) -> tuple[Register, Register]:
        """Any other gather."""
        if step.gathering == "sum":
            return self._sum(step)
        found = self._rungs(step) or self._hull(step)
        if step.gathering == "one":
            self.conflicts[step.target] = found[2]
        return found[0], found[1]

    def _rungs(self, step: Gather) -> tuple[Register, ...] | None:
        """Of a few constants: whether each is there."""
        values, owner = _values(step), step.target.kind
        if values is None or len(values) > MOST_RUNGS:
            return None
        rungs = tuple(sorted(values))
        found = [self._any(step, (part for part in step.parts if part.low.plus == value)) for value in rungs]
        reads = [self._input("count", owner), self._flag(self._opened(step))]
        reads += [self._filled(each.certain, owner) for each in found]
        reads += [self._filled(each.possible, owner) for each in found]
        return self.apply(Rungs(step, rungs, self._finish(step)), *reads, gives=_gives(step))

    def _hull(self, step: Gather) -> tuple[Register, ...]:
        """Of anything: parts by kind, the owner's own first."""
        owner = step.target.kind
        kinds = [owner, *dict.fromkeys(part.kind for part in step.parts if part.kind != owner)]
        parts = [part for kind in kinds for part in step.parts if part.kind == kind]
        reads = [self._input("count", owner), self._flag(self._opened(step))]
        reads += [self._input("groups", owner, kind) for kind in kinds[1:]]
        for part in parts:
            when = self.at(part.when, part.kind)
            reads += [self._flag(when.certain), self._flag(when.possible)]
            reads += [self._value(part.low, part.kind), self._value(part.high, part.kind)]
        counts = tuple(sum(part.kind == kind for part in parts) for kind in kinds)
        reach = [self._reach(term) for part in parts for term in (part.low, part.high)]
        least, most = min(low for low, _ in reach), max(high for _, high in reach)
        return self.apply(Hull(step, counts, least, most, self._finish(step)), *reads, gives=_gives(step))

    def _reach(self, term: Term) -> Span:
        """What a term can be."""
        if term.name is None:
            return term.plus, term.plus
        ends = [term.sign * end + term.plus for end in self.held[term.name].span]
        return min(ends), max(ends)

    def _sum(self, step: Gather) -> tuple[Register, Register]:
        """Each end by itself, finished together where the one may change the other."""
        found = [self._summand(step.target.kind, part) for part in step.parts]
        weights = tuple(weight for weight, _, _ in found)
        finish = self._finish(step) if step.ordered else None
        limits = (step.floor if step.unseen[0] < 0 else None, step.ceiling if step.unseen[1] > 0 else None)
        opened = self._opened(step)
        low = self._total(step, Total(weights, limits[0], finish), opened, [low for _, low, _ in found])
        columns = [high for _, _, high in found]
        high = self._total(step, Total(weights, limits[1], finish), opened, columns)
        if not step.ordered:
            low, high = self.apply(self._finish(step), low, high, gives=2)
        return low, high

    def _total(
        self,
        step: Gather,
        function: Total,
        opened: Flag,
        columns: list[Register],
    ) -> Register:
        limited = self._flag(opened if function.limit is not None else False)
        if opened is False and function.limit is not None:
            function = Total(function.weights, None, function.finish)
        return self.one(function, self._input("count", step.target.kind), limited, *columns)

    def _summand(self, owner: str, part: Part) -> tuple[int, Register, Register]:
        """A weight, and the two ends of what it is the weight of, for each owner."""
        when = self.at(part.when, part.kind)
        if part.low == part.high and part.low.name is None:
            certain = self._number(owner, part.kind, when.certain)
            possible = self._number(owner, part.kind, when.possible)
            return part.low.plus, *((certain, possible) if part.low.plus >= 0 else (possible, certain))
        flags = self._flag(when.certain), self._flag(when.possible)
        low = self._brought_value(owner, part.kind, Counted("low"), flags, part.low)
        return 1, low, self._brought_value(owner, part.kind, Counted("high"), flags, part.high)

    def _number(self, owner: str, kind: str, flag: Flag) -> Register:
        """How many things of a kind have it."""
        there = self._filled(flag, kind)
        if kind == owner:
            return there
        return self.one(count_below, self._input("groups", owner, kind), there)

    def _brought_value(
        self,
        owner: str,
        kind: str,
        function: Counted,
        flags: tuple[Register, Register],
        term: Term,
    ) -> Register:
        value = self._value(term, kind)
        if flags != (self.constant(True),) * 2:
            value = self.one(function, *flags, value)
        if term.name is None or value in self.constants:
            value = self.one(widened, value, self._input("count", kind))
        if kind != owner:
            value = self.one(sum_below, self._input("groups", owner, kind), value)
        return value

    def _finish(self, step: Gather) -> Finish:
        return Finish(step, self.program.holidays)

    def _flag(self, flag: Flag) -> Register:
        return self.constant(flag) if isinstance(flag, bool) else flag

    def _value(self, term: Term, kind: str) -> Register:
        if term.name is None:
            return self.constant(term.plus)
        there = self._there(term, kind)
        if term.sign == 1 and term.plus == 0:
            return there
        return self.one(moved, there, self.constant(term.sign), self.constant(term.plus))

    # -- what is asked for -----------------------------------------------------------------------

    def asked(self) -> dict[Key, Register]:
        """Where a fact is not known, or a list not whole, and what is unsettled rests on it.

        Followed back from every rule and decision that is unsettled through what is unsettled itself.
        It may ask for more than would change an answer, never for less.
        """
        wanted: dict[Name, Flag] = dict.fromkeys(self.held, False)
        for step in reversed(self.program.steps):
            target = step.target
            if (target.key in self.program.rules and isinstance(target.key, str)) or target.key[0] == "rule":
                wanted[target] = True
            here = self._pair(np.bitwise_and, True, wanted[target], self._unsettled(target))
            for name in inputs(step) if here is not False else ():
                there = self._carried(here, target.kind, name.kind)
                wanted[name] = self._pair(np.bitwise_or, False, wanted[name], there)
        inner = {step.target for step in self.program.steps}
        flags = {
            name.key: self._pair(np.bitwise_and, True, flag, self._unsettled(name))
            for name, flag in wanted.items()
            if name not in inner and flag is not False
        }
        return {key: flag for key, flag in flags.items() if not isinstance(flag, bool)}

    def _unsettled(self, name: Name) -> Flag:
        """Where more than one answer is left; of a list, where it may have more."""
        held = self.held[name]
        if name in self.program.wholes[name.kind]:
            return self.flag(np.less_equal, held.low, self.constant(self._last_day_open(name)))
        if held.low == held.high:
            return False
        return self.flag(np.not_equal, held.low, held.high)

    def _last_day_open(self, whole: Name) -> int:
        """The last day to which a list may be whole and have more: of things with a date, yesterday."""
        opens = (when for step in self.program.steps if isinstance(step, Gather) for _, when in step.opens)
        dated = any(term.name == whole and term.plus for when in opens for term in terms_of(when))
        return self.program.as_of - 1 if dated else NEVER_WHOLE

    def _carried(self, flag: Register | bool, kind: str, wanted: str) -> Flag:
        """From a thing to all below it, or to the one it is part of."""
        if isinstance(flag, bool) or kind == wanted:
            return flag
        path, above = [wanted], self.program.kinds[wanted]
        while above is not None:
            path.append(above)
            above = self.program.kinds[above]
        if kind in path:
            return self.lifted(flag, kind, wanted)
        return self._brought(wanted, kind, flag)


def _gives(step: Gather) -> int:
    return 3 if step.gathering == "one" else 2


def _values(step: Gather) -> set[int] | None:
    """What the parts count for, where each counts for a constant."""
    if any(part.low != part.high or part.low.name for part in step.parts):
        return None
    return {part.low.plus for part in step.parts}


# -- what operations do --------------------------------------------------------------------------


def widened(column: Any, count: int) -> Any:
    """A column even of what is the same for every row."""
    return np.broadcast_to(column, count)


def moved(column: Any, sign: int, plus: int) -> Any:
    """``sign * column + plus``, wide enough for both."""
    return np.add(np.multiply(column, sign, dtype=np.int64), plus)
