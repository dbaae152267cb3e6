"""Tests to formulas: what is certain, and, read with the ends exchanged, what is possible.

What a test needs settled first (a date some time later, the balance of a share) becomes a step of
its own, under a name that only the program knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from drive_rules.ir import (
    FAR_AHEAD,
    LONG_AGO,
    NO_LIMIT,
    SCALE,
    Condition,
    Constant,
    Length,
    Measure,
    NameRef,
    Operand,
    Test,
)
from drive_rules.lower.lists import Opens, Plain, Read, opens
from drive_rules.lower.nodes import (
    FALSE,
    TRUE,
    Ends,
    Formula,
    Gather,
    Name,
    Part,
    Step,
    Term,
    all_of,
    any_of,
    constant,
    ends,
    le,
    negate,
    raised,
    yes,
)
from drive_rules.lower.ranges import bounds
from drive_rules.lower.vocabulary import Vocabulary

WHOLE = 100 * SCALE


def _plainly(test: Test, plain: Plain) -> Formula:
    return plain(test)


@dataclass
class Conditions:
    """Turns conditions to formulas; ``steps`` collects what they need settled first, each once."""

    words: Vocabulary
    steps: dict[Name, Step] = field(default_factory=dict)

    def settle(self, step: Step) -> Name:
        """Add a step; the name that it settles."""
        self.steps.setdefault(step.target, step)
        return step.target

    def holds(self, condition: Condition, read: Read = _plainly) -> Formula:
        """All of ``all_of``, and one of ``any_of`` where it is given."""
        together = [self.tests(condition.all_of, read)]
        if condition.any_of:
            together.append(any_of(self.tests(tests, read) for tests in condition.any_of))
        return all_of(together)

    def excepted(self, condition: Condition) -> Formula:
        """All of ``all_of`` where there is any, or one of ``any_of``."""
        lists = ((condition.all_of,) if condition.all_of else ()) + condition.any_of
        return any_of(self.tests(tests) for tests in lists)

    def tests(self, tests: Iterable[Test], read: Read = _plainly) -> Formula:
        """All of the tests, each read by ``read``."""
        return all_of(read(single, self.test) for test in tests for single in _singles(test))

    # -- one test --------------------------------------------------------------------------------

    def test(self, test: Test) -> Formula:
        """One test by itself, what is joined to it left aside."""
        measure = self.words.ruleset.measures.get(test.name)
        if measure is not None and measure.operation == "share":
            return self._share(measure, test)
        name = self.words.names[test.name]
        match test.form:
            case "is" | "same as":
                return self._is(test)
            case "is not" | "not same as":
                return negate(self._is(test))
            case "one of":
                return among(name, self.words.members(test.operands[0], self.words.types[test.name]))
            case "known":
                return self.known(name)
            case "not known":
                return negate(self.known(name))
            case "within the last" | "within the next" | "more than ago" | "within after":
                return self._window(test)
            case _:
                return self._compare(ends(name), test)

    def known(self, name: Name) -> Formula:
        """About the record: one value is left; of a text, that something is written."""
        low, high = ends(name)
        if self.words.types[str(name.key)].name == "text":
            return le(constant(1), low, record=True)
        return le(high, low, record=True)

    def _compare(self, left: Ends, test: Test) -> Formula:
        low, high = left
        first, last = self._ends(test, test.operands[0]), self._ends(test, test.operands[-1])
        match test.form:
            case "at least" | "on or after":
                return le(first[1], low)
            case "more than":
                return le(raised(first[1], 1), low)
            case "at most":
                return le(high, first[0])
            case "less than" | "before":
                return le(raised(high, 1), first[0])
            case "between":
                return all_of((le(first[1], low), le(high, last[0])))
            case _:
                raise ValueError(f"'{test.form}' compares nothing")

    def _ends(self, test: Test, operand: Operand) -> Ends:
        if isinstance(operand, NameRef):
            return ends(self.words.names[operand.name])
        code = constant(self.words.code(operand, self.words.types[test.name]))
        return code, code

    def _is(self, test: Test) -> Formula:
        name, type_ = self.words.names[test.name], self.words.types[test.name]
        codes = {self.words.code(o, type_) for o in test.operands if not isinstance(o, NameRef)}
        others = (self.words.names[o.name] for o in test.operands if isinstance(o, NameRef))
        return any_of((among(name, codes), *(_same(name, other) for other in others)))

    def _window(self, test: Test) -> Formula:
        low, high = ends(self.words.names[test.name])
        length, today = self.words.length(test.operands[0]), self.words.today
        match test.form:
            case "within the last":
                start = self.words.shift(today, length, -1)
                return all_of((le(constant(start), low), le(high, constant(today))))
            case "within the next":
                end = self.words.shift(today, length)
                return all_of((le(constant(today), low), le(high, constant(end))))
            case "more than ago":
                return le(raised(high, 1), constant(self.words.shift(today, length, -1)))
            case _:
                after, until = self._ends(test, test.operands[1]), self._later(test, length)
                return all_of((le(raised(after[1], 1), low), le(high, until[0])))

    def _later(self, test: Test, length: Length) -> Ends:
        """The ends of the date of *within after*, the length later."""
        operand = test.operands[1]
        if not isinstance(operand, NameRef):
            code = self.words.code(operand, self.words.types[test.name])
            day = constant(self.words.shift(code, length))
            return day, day
        start = self.words.names[operand.name]
        later = Name(("aux", "later", operand.name, length.amount, length.unit), start.kind)
        part = Part(start.kind, TRUE, *ends(start))
        return ends(self.settle(Gather(later, "max", (part,), None, LONG_AGO, FAR_AHEAD, shift=length)))

    # -- shares ----------------------------------------------------------------------------------

    def _share(self, measure: Measure, test: Test) -> Formula:
        if test.form == "between":
            sides = (
                replace(test, form="at least", operands=test.operands[:1]),
                replace(test, form="at most", operands=test.operands[1:]),
            )
            return all_of(self._share(measure, side) for side in sides)
        nothing = replace(test, operands=(Constant(0),))
        balance = ends(self._balance(measure, test))
        return all_of((self._compare(balance, nothing), yes(self.some(measure))))

    def _balance(self, measure: Measure, test: Test) -> Name:
        """What the things that count weigh for and against the share: 0 where it is met exactly."""
        low, high = self._ends(test, test.operands[0])
        kind, counts, has = over(measure), self.holds(measure.where), self.holds(measure.have)
        parts = (
            Part(kind, all_of((counts, has)), less(high, WHOLE), less(low, WHOLE)),
            Part(kind, all_of((counts, negate(has))), less(high), less(low)),
        )
        said = str(low.name.key) if low.name else low.plus
        target = Name(("aux", "share", measure.name, said), measure.of)
        least, most = bounds(self.words, said) if isinstance(said, str) else (said, said)
        unseen, opened = (-most, WHOLE - least), self.opens(measure, measure.where)
        return self.settle(replace(total(target, parts), opens=opened, unseen=unseen))

    # -- things ----------------------------------------------------------------------------------

    def some(self, measure: Measure) -> Name:
        """Whether any thing counts for a measure at all."""
        target = Name(("aux", "some", measure.name), measure.of)
        return self.settle(self.exists(target, measure, measure.where))

    def exists(self, target: Name, measure: Measure, *conditions: Condition) -> Gather:
        """The step of whether there is a thing for which the conditions hold."""
        when = all_of(self.holds(condition) for condition in conditions)
        there = present(Part(over(measure), when, constant(1), constant(1)))
        return Gather(target, "max", there, 0, 0, 1, opens=self.opens(measure, *conditions))

    def opens(self, measure: Measure, *conditions: Condition) -> Opens:
        """Where a list on the way from the owner to what is counted may have more that counts."""

        def filtered(read: Read) -> Formula:
            return all_of(self.holds(condition, read) for condition in conditions)

        return opens(self.words, measure, filtered)


def over(measure: Measure) -> str:
    """The kind of thing that a measure is over."""
    if measure.over is None:
        raise ValueError(f"'{measure.name}' is over nothing")
    return measure.over


def present(*parts: Part) -> tuple[Part, ...]:
    """The parts that could be there at all."""
    return tuple(part for part in parts if part.when != FALSE)


def total(target: Name, parts: Iterable[Part], floor: int = -NO_LIMIT) -> Gather:
    """The sum of the parts."""
    return Gather(target, "sum", present(*parts), None, floor, NO_LIMIT)


def less(term: Term, most: int = 0) -> Term:
    """``most`` less the term."""
    return replace(term, sign=-1 if term.name and term.sign == 1 else 1, plus=most - term.plus)


def among(name: Name, codes: Iterable[int]) -> Formula:
    """One of the codes, whichever: each run of codes without a gap is one stretch."""
    low, high = ends(name)
    return any_of(all_of((le(constant(a), low), le(high, constant(b)))) for a, b in _runs(codes))


def _same(one: Name, other: Name) -> Formula:
    (low, high), (other_low, other_high) = ends(one), ends(other)
    return all_of((le(high, other_low), le(other_high, low)))


def _runs(codes: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return runs


def _singles(test: Test) -> Iterator[Test]:
    """A test, and each that is joined to it, apart."""
    joined: Test | None = test
    while joined is not None:
        yield replace(joined, also=None)
        joined = joined.also
