"""A program as operations over registers: what is asked twice is worked out once.

A register holds a column of one kind.  Most operations come in two, for what is certain and for what
is possible; where at run time both would read the very same columns, because everything they rest on
is known, the second takes the result of the first.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any as Anything
from typing import assert_never

import numpy as np

from drive_rules.answers import Key
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
from drive_rules.engines.columnar.tables import Flags
from drive_rules.ir import FAR_AHEAD, NEVER_WHOLE, NO_LIMIT
from drive_rules.lower import (
    All,
    Any,
    Clause,
    Formula,
    Gather,
    Le,
    Name,
    Part,
    Program,
    Term,
    exchange,
    inputs,
)

Register = int
Flag = Register | bool
"""A column of yes and no, or what is always so."""
Span = tuple[int, int]
Function = Callable[..., Anything]
MOST_RUNGS = 12
"""How many constants a gather may be of to be worked out constant by constant."""


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """``out = function(*reads)``, or what ``twin`` gave where that read the very same columns.

    ``twin`` is empty, or holds the registers that the other read and the one that it wrote.  ``done``
    are the registers that nothing reads any more afterwards.
    """

    function: Function
    reads: tuple[Register, ...]
    out: tuple[Register, ...]
    twin: tuple[tuple[Register, ...], Register] | None = None
    done: tuple[Register, ...] = ()


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
class Plan:
    """Registers and operations of a program in the making."""

    program: Program
    constants: dict[Register, Anything] = field(default_factory=dict)
    inputs: dict[Register, tuple[str, ...]] = field(default_factory=dict)
    """What is put in a register at the start: ``("low", kind, slot)``, ``("groups", owner, kind)`` ..."""
    operations: list[Operation] = field(default_factory=list)
    held: dict[Name, Held] = field(default_factory=dict)
    conflicts: dict[Name, Register] = field(default_factory=dict)
    registers: int = 0
    _known: dict[Hashable, tuple[Register, ...]] = field(default_factory=dict)
    _made: dict[Register, int] = field(default_factory=dict)
    _both: dict[tuple[Formula], Both] = field(default_factory=dict)

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

    # -- registers -------------------------------------------------------------------------------

    def _new(self) -> Register:
        self.registers += 1
        return self.registers - 1

    def _input(self, *what: str) -> Register:
        if what not in self._known:
            self._known[what] = (self._new(),)
            self.inputs[self._known[what][0]] = what
        return self._known[what][0]

    def constant(self, value: Hashable) -> Register:
        """A register that always holds ``value``."""
        key = ("constant", type(value), value)
        if key not in self._known:
            self._known[key] = (self._new(),)
            self.constants[self._known[key][0]] = value
        return self._known[key][0]

    def apply(
        self, function: Function, *reads: Register, gives: int = 1, twin: Register | None = None
    ) -> tuple[Register, ...]:
        """The registers that a function of these registers writes to; the same ones if asked again."""
        key = (function, reads)
        if key not in self._known:
            out = tuple(self._new() for _ in range(gives))
            other = None
            if twin is not None and twin in self._made:
                made = self.operations[self._made[twin]]
                if made.function == function and len(made.reads) == len(reads):
                    other = (made.reads, twin)
            for register in out:
                self._made[register] = len(self.operations)
            self.operations.append(Operation(function, reads, out, other))
            self._known[key] = out
        return self._known[key]

    def one(self, function: Function, *reads: Register, twin: Register | None = None) -> Register:
        """As ``apply``, for a function that gives one column."""
        return self.apply(function, *reads, twin=twin)[0]

    def lifted(self, register: Flag, kind: str | None, wanted: str, twin: Flag | None = None) -> Flag:
        """A column of a kind above, for the things below that are part of its things."""
        if isinstance(register, bool) or kind is None or kind == wanted:
            return register
        owners = self._input("owners", kind, wanted)
        return self.one(take, register, owners, twin=None if isinstance(twin, bool) else twin)

    # -- formulas --------------------------------------------------------------------------------

    def both(self, formula: Formula) -> Both:
        """What is certain and what is possible of a formula, at the kind that its names need."""
        key = (formula,)
        if key not in self._both:
            match formula:
                case Le():
                    self._both[key] = self._le(formula)
                case All(parts):
                    self._both[key] = self._joined(parts, np.bitwise_and, True)
                case Any(parts):
                    self._both[key] = self._joined(parts, np.bitwise_or, False)
                case _:
                    assert_never(formula)
        return self._both[key]

    def at(self, formula: Formula, kind: str) -> Both:
        """The same at a kind below."""
        return self._down(self.both(formula), kind)

    def _down(self, both: Both, kind: str) -> Both:
        certain = self.lifted(both.certain, both.kind, kind)
        return Both(kind, certain, self.lifted(both.possible, both.kind, kind, certain))

    def _joined(self, parts: tuple[Formula, ...], function: Function, empty: bool) -> Both:
        """Parts of a kind above are joined there, where there are fewer things."""
        by_kind: dict[str | None, list[Both]] = {}
        for part in parts:
            found = self.both(part)
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
        twin = None if isinstance(certain, bool) else certain
        possible = self._pair(function, empty, one.possible, other.possible, twin)
        return Both(other.kind or one.kind, certain, possible)

    def _pair(
        self, function: Function, empty: bool, one: Flag, other: Flag, twin: Register | None = None
    ) -> Flag:
        if isinstance(one, bool):
            return other if one is empty else one
        if isinstance(other, bool):
            return one if other is empty else other
        return one if one == other else self.one(function, one, other, twin=twin)

    def _le(self, formula: Le) -> Both:
        names = [term.name for term in (formula.left, formula.right) if term.name]
        kind = max((name.kind for name in names), key=list(self.program.kinds).index, default=None)
        certain = self._compare(formula.left, formula.right, kind)
        if formula.record:
            return Both(kind, certain, certain)
        twin = None if isinstance(certain, bool) else certain
        possible = self._compare(exchange(formula.left), exchange(formula.right), kind, twin)
        return Both(kind, certain, possible)

    def _compare(self, left: Term, right: Term, kind: str | None, twin: Register | None = None) -> Flag:
        if left.name is None and right.name is None:
            return left.plus <= right.plus
        if right.name is None:
            return self._at_most(left, right.plus - left.plus, twin)
        if left.name is None:
            return self._at_most(_minus(right), right.plus - left.plus, twin)
        if left.sign == right.sign == -1:
            return self._compare(_minus(right, -right.plus), _minus(left, -left.plus), kind, twin)
        one, other = (self._there(term, str(kind)) for term in (left, right))
        apart = left.plus - right.plus
        if left.sign == right.sign:
            if apart in (0, 1):
                return self.one(np.less if apart else np.less_equal, one, other, twin=twin)
            return self.one(less_by, one, other, self.constant(apart), twin=twin)
        function = sum_at_most if left.sign == 1 else sum_at_least
        return self.one(function, one, other, self.constant(-apart * left.sign), twin=twin)

    def _there(self, term: Term, kind: str) -> Register:
        """The column of a term's name at a kind at or below its own; the sign is left aside."""
        if term.name is None:
            raise TypeError("a constant has no column")
        held = self.held[term.name]
        low = self.lifted(held.low, held.kind, kind)
        if term.end == "low":
            return int(low)
        return int(self.lifted(held.high, held.kind, kind, low))

    def _at_most(self, term: Term, most: int, twin: Register | None) -> Flag:
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
            return register if term.sign == -1 else self.one(np.logical_not, register, twin=twin)
        return self.one(function, register, self.constant(bound), twin=twin)

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

    def _unsettled(self, name: Name) -> Register:
        held = self.held[name]
        if held.low == held.high:
            return self.one(np.less_equal, held.low, self.constant(NEVER_WHOLE))
        return self.one(np.not_equal, held.low, held.high)

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

    # -- steps -----------------------------------------------------------------------------------

    def _clause(self, step: Clause) -> None:
        found = self.at(step.certainly, step.target.kind)
        low, high = (
            self._filled(found.certain, step.target.kind),
            self._filled(found.possible, step.target.kind),
        )
        self.held[step.target] = Held(step.target.kind, low, high, (0, 1), True)

    def _filled(self, flag: Flag, kind: str) -> Register:
        """A column even of what is always so."""
        if isinstance(flag, bool):
            return self.one(filled, self.constant(flag), self._input("count", kind))
        return flag

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

    def _brought(self, owner: str, kind: str, flag: Flag, twin: Flag = False) -> Flag:
        """Where any thing below, or the owner itself, has it."""
        if flag is False or kind == owner:
            return flag
        groups = self._input("groups", owner, kind)
        other = None if isinstance(twin, bool) else twin
        return self.one(any_below, groups, self._filled(flag, kind), twin=other)

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
            possible = self._brought(owner, kind, here.possible, certain)
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
        if not small or not within or len(values) > MOST_RUNGS:
            return None
        owner, rungs = step.target.kind, sorted(values)
        found = [self._any(step, (p for p in step.parts if p.low.plus == value)) for value in rungs]
        function, count = Ladder(tuple(rungs), other), self._input("count", owner)
        low = self.one(function, count, *(self._filled(each.certain, owner) for each in found))
        high = self.one(function, count, *(self._filled(each.possible, owner) for each in found), twin=low)
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
        high = self._total(step, Total(weights, limits[1], finish), opened, columns, low)
        if not step.ordered:
            low, high = self.apply(self._finish(step), low, high, gives=2)
        return low, high

    def _total(
        self,
        step: Gather,
        function: Total,
        opened: Flag,
        columns: list[Register],
        twin: Register | None = None,
    ) -> Register:
        limited = self._flag(opened if function.limit is not None else False)
        if opened is False and function.limit is not None:
            function = Total(function.weights, None, function.finish)
        return self.one(function, self._input("count", step.target.kind), limited, *columns, twin=twin)

    def _summand(self, owner: str, part: Part) -> tuple[int, Register, Register]:
        """A weight, and the two ends of what it is the weight of, for each owner."""
        when = self.at(part.when, part.kind)
        if part.low == part.high and part.low.name is None:
            certain = self._number(owner, part.kind, when.certain)
            possible = self._number(owner, part.kind, when.possible, certain)
            return part.low.plus, *((certain, possible) if part.low.plus >= 0 else (possible, certain))
        flags = self._flag(when.certain), self._flag(when.possible)
        low = self._brought_value(owner, part.kind, Counted("low"), flags, part.low)
        return 1, low, self._brought_value(owner, part.kind, Counted("high"), flags, part.high, low)

    def _number(self, owner: str, kind: str, flag: Flag, twin: Register | None = None) -> Register:
        """How many things of a kind have it."""
        there = self._filled(flag, kind)
        if kind == owner:
            return there
        return self.one(count_below, self._input("groups", owner, kind), there, twin=twin)

    def _brought_value(
        self,
        owner: str,
        kind: str,
        function: Counted,
        flags: tuple[Register, Register],
        term: Term,
        twin: Register | None = None,
    ) -> Register:
        value = self._value(term, kind)
        if flags != (self.constant(True),) * 2:
            value = self.one(function, *flags, value)
        if term.name is None or value in self.constants:
            value = self.one(widened, value, self._input("count", kind))
        if kind != owner:
            value = self.one(sum_below, self._input("groups", owner, kind), value, twin=twin)
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


def _gives(step: Gather) -> int:
    return 3 if step.gathering == "one" else 2


def _values(step: Gather) -> set[int] | None:
    """What the parts count for, where each counts for a constant."""
    if any(part.low != part.high or part.low.name for part in step.parts):
        return None
    return {part.low.plus for part in step.parts}


def _order(both: Both) -> tuple[int, int]:
    """One order for the parts of all formulas, so that they begin alike and share what they can."""
    return int(both.certain), int(both.possible)


def _minus(term: Term, plus: int = 0) -> Term:
    return Term(term.name, term.end, -1 if term.sign == 1 else 1, plus)


def used(operations: Iterable[Operation], wanted: Iterable[Register]) -> Iterator[Operation]:
    """The operations that lead to what is wanted, each with what nothing reads after it."""
    needed, kept = set(wanted), list[Operation]()
    listed = list(operations)
    for operation in reversed(listed):
        if needed.intersection(operation.out):
            needed.update(operation.reads)
            kept.append(operation)
    there = {register for operation in kept for register in operation.out}
    seen = set(wanted)
    ending: list[Operation] = []
    for operation in kept:
        twin = operation.twin if operation.twin and operation.twin[1] in there else None
        reads = {*operation.reads, *operation.out, *((*twin[0], twin[1]) if twin else ())}
        done = tuple(sorted(reads - seen))
        seen |= reads
        ending.append(Operation(operation.function, operation.reads, operation.out, twin, done))
    return reversed(ending)


# -- what operations do --------------------------------------------------------------------------


def take(column: Anything, owners: Anything) -> Anything:
    """What a thing above has, for each thing below."""
    return column.take(owners)


def filled(value: bool, count: int) -> Flags:
    """The same for every row."""
    return np.full(count, value)


def widened(column: Anything, count: int) -> Anything:
    """A column even of what is the same for every row."""
    return np.broadcast_to(column, count)


def less_by(one: Anything, other: Anything, apart: int) -> Anything:
    """``one + apart <= other``."""
    return np.less_equal(np.add(one, apart, dtype=np.int64), other)


def sum_at_most(one: Anything, other: Anything, most: int) -> Anything:
    """``one + other <= most``."""
    return np.less_equal(np.add(one, other, dtype=np.int64), most)


def sum_at_least(one: Anything, other: Anything, least: int) -> Anything:
    """``one + other >= least``."""
    return np.greater_equal(np.add(one, other, dtype=np.int64), least)


def moved(column: Anything, sign: int, plus: int) -> Anything:
    """``sign * column + plus``, wide enough for both."""
    return np.add(np.multiply(column, sign, dtype=np.int64), plus)
