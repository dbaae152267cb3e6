"""Faults planted in the lowering, to see that the generators alone find each of them.

A fault is a lowering that is wrong in one way; the shipped code is not touched.  ``faulty(fault,
engine)`` gives an engine that runs its programs.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from drive_rules.ir import Condition, Length, Measure, Ruleset, Test
from drive_rules.language.values import shift
from drive_rules.lower import (
    All,
    Clause,
    Formula,
    Gather,
    Le,
    Name,
    Part,
    Program,
    Step,
    Term,
    exchange,
    lower,
)
from drive_rules.lower import Any as AnyOf
from drive_rules.lower.conditions import Conditions
from drive_rules.lower.nodes import all_of, any_of, constant, le, negate, raised, yes

Lowering = Callable[[Ruleset, date], Program]
Turn = Callable[[Le], Formula]


# -- ways to spoil a program ---------------------------------------------------------------------


def turned(formula: Formula, turn: Turn) -> Formula:
    """The formula with each of its comparisons turned into something else."""
    match formula:
        case All(parts):
            return all_of(turned(part, turn) for part in parts)
        case AnyOf(parts):
            return any_of(turned(part, turn) for part in parts)
        case Le():
            return turn(formula)


def certain_only(formula: Formula) -> Formula:
    """Yes where the formula is certain, and no wherever it is not."""
    return turned(formula, lambda one: replace(one, record=True))


def possible_at_all(formula: Formula) -> Formula:
    """Yes wherever the formula is possible."""

    def turn(one: Le) -> Formula:
        if one.record:
            return one
        return Le(exchange(one.left), exchange(one.right), record=True)

    return turned(formula, turn)


def with_steps(program: Program, spoil: Callable[[Step], list[Step]]) -> Program:
    """The program with each step replaced."""
    return replace(program, steps=tuple(spoiled for step in program.steps for spoiled in spoil(step)))


def with_gathers(program: Program, names: Mapping[str, Any], spoil: Callable[[Gather], Gather]) -> Program:
    """The program with the gathers of these names replaced."""

    def one(step: Step) -> list[Step]:
        return [spoil(step) if isinstance(step, Gather) and step.target.key in names else step]

    return with_steps(program, one)


def with_parts(step: Gather, spoil: Callable[[Part], Part]) -> Gather:
    """The gather with each part replaced."""
    return replace(step, parts=tuple(spoil(part) for part in step.parts))


@contextmanager
def reading(method: str, instead: Callable[..., Formula]) -> Iterator[None]:
    """Conditions lowered with one method replaced; ``instead`` is given the right one first."""
    right = getattr(Conditions, method)
    with patch.object(Conditions, method, lambda made, *given: instead(right, made, *given)):
        yield


# -- the faults ----------------------------------------------------------------------------------


def at_least_as_more_than(ruleset: Ruleset, as_of: date) -> Program:
    """``at least`` read as ``more than``."""

    def wrong(right: Callable[..., Formula], made: Conditions, left: Any, test: Test) -> Formula:
        return right(made, left, replace(test, form="more than") if test.form == "at least" else test)

    with reading("_compare", wrong):
        return lower(ruleset, as_of)


def high_end_dropped(ruleset: Ruleset, as_of: date) -> Program:
    """What is gathered counts for its low end only."""
    names = {**ruleset.measures, **ruleset.decisions}
    return with_gathers(
        lower(ruleset, as_of), names, lambda step: with_parts(step, lambda part: replace(part, high=part.low))
    )


def do_not_know_as_no(ruleset: Ruleset, as_of: date) -> Program:
    """A yes or no that nobody knows is taken for no."""
    program = lower(ruleset, as_of)
    unsure = {
        name
        for names in program.facts.values()
        for name in names
        if ruleset.facts[str(name.key)].type.name == "yes or no"
    }

    def low(term: Term) -> Term:
        return replace(term, end="low") if term.name in unsure else term

    def turn(one: Le) -> Formula:
        if {one.left.name, one.right.name} & unsure:
            return Le(low(one.left), low(one.right), record=True)
        return one

    def spoil(step: Step) -> list[Step]:
        if isinstance(step, Clause):
            return [replace(step, certainly=turned(step.certainly, turn))]
        return [with_parts(step, lambda part: replace(part, when=turned(part.when, turn)))]

    return with_steps(program, spoil)


def any_and_every_swapped(ruleset: Ruleset, as_of: date) -> Program:
    """``any`` for ``every`` and ``every`` for ``any``."""

    def swapped(measure: Measure) -> Measure:
        match measure.operation:
            case "any":
                return replace(measure, operation="every", otherwise=0)
            case "every":
                return replace(measure, operation="any", otherwise=None)
        return measure

    measures = {name: swapped(measure) for name, measure in ruleset.measures.items()}
    return lower(replace(ruleset, measures=measures), as_of)


def unknown_unless_as_no(ruleset: Ruleset, as_of: date) -> Program:
    """An ``unless`` that cannot be told is taken for no."""

    def wrong(right: Callable[..., Formula], made: Conditions, condition: Condition) -> Formula:
        return certain_only(right(made, condition))

    with reading("excepted", wrong):
        return lower(ruleset, as_of)


def unless_of_two_as_any(ruleset: Ruleset, as_of: date) -> Program:
    """An ``unless`` of two tests bears the rule out when one of them holds."""

    def wrong(right: Callable[..., Formula], made: Conditions, condition: Condition) -> Formula:
        lists = tuple((test,) for tests in (condition.all_of, *condition.any_of) for test in tests)
        return right(made, Condition(any_of=lists))

    with reading("excepted", wrong):
        return lower(ruleset, as_of)


def open_list_as_whole(ruleset: Ruleset, as_of: date) -> Program:
    """A list that may have more is taken for whole."""
    return with_gathers(lower(ruleset, as_of), ruleset.measures, lambda step: replace(step, opens=()))


def unknown_filter_left_out(ruleset: Ruleset, as_of: date) -> Program:
    """A thing that may count is not counted in the high end."""
    return with_gathers(lower(ruleset, as_of), ruleset.measures, _certain_parts)


def otherwise_too_soon(ruleset: Ruleset, as_of: date) -> Program:
    """``otherwise`` is used while a rule is in doubt."""
    return with_gathers(lower(ruleset, as_of), ruleset.decisions, _certain_parts)


def _certain_parts(step: Gather) -> Gather:
    return with_parts(step, lambda part: replace(part, when=certain_only(part.when)))


def conflict_swallowed(ruleset: Ruleset, as_of: date) -> Program:
    """An ``only one`` with two answers quietly takes the higher."""

    def spoil(step: Gather) -> Gather:
        return replace(step, gathering="max") if step.gathering == "one" else step

    return with_gathers(lower(ruleset, as_of), ruleset.decisions, spoil)


def doubt_lost(ruleset: Ruleset, as_of: date) -> Program:
    """A block that cannot be told stands as if it were certain: its mark is lost."""

    def spoil(step: Step) -> list[Step]:
        if isinstance(step, Gather) and step.target.key[0] == "blocked":
            return [with_parts(step, lambda part: replace(part, when=possible_at_all(part.when)))]
        return [step]

    return with_steps(lower(ruleset, as_of), spoil)


def month_not_clamped(ruleset: Ruleset, as_of: date) -> Program:
    """A month after 31 January is 3 March."""

    def wrong(day: int, length: Length, sign: int = 1, holidays: Any = frozenset()) -> int:
        if length.unit not in ("months", "years"):
            return shift(day, length, sign, holidays)
        start = date.fromordinal(day)
        first = start.replace(day=1).toordinal()
        later = date.fromordinal(shift(first, length, sign, holidays))
        days = monthrange(later.year, later.month)[1]
        return later.toordinal() + start.day - 1 if start.day > days else shift(day, length, sign, holidays)

    with patch("drive_rules.lower.vocabulary.shift", wrong):
        return lower(ruleset, as_of)


def window_end_excluded(ruleset: Ruleset, as_of: date) -> Program:
    """The last day of a window is left out."""

    def wrong(right: Callable[..., Formula], made: Conditions, test: Test) -> Formula:
        formula = right(made, test)
        if not isinstance(formula, All):
            return formula
        *others, end = formula.parts
        assert isinstance(end, Le)
        return all_of((*others, le(end.left, raised(end.right, -1))))

    with reading("_window", wrong):
        return lower(ruleset, as_of)


def settled_too_early(ruleset: Ruleset, as_of: date) -> Program:
    """A decision is settled by the first rule that is certain, whatever others may still say."""

    def spoil(step: Gather) -> Gather:
        sure = [certain_only(part.when) for part in step.parts]

        def when(place: int) -> Formula:
            others = (negate(one) for number, one in enumerate(sure) if number != place)
            return any_of((sure[place], all_of((step.parts[place].when, *others))))

        parts = tuple(replace(part, when=when(place)) for place, part in enumerate(step.parts))
        return replace(step, parts=parts)

    return with_gathers(lower(ruleset, as_of), ruleset.decisions, spoil)


def negative_points_high(ruleset: Ruleset, as_of: date) -> Program:
    """Points that a rule may take away are taken from the high end."""
    totals = {name: one for name, one in ruleset.decisions.items() if one.take == "total"}

    def misplaced(part: Part) -> tuple[Part, ...]:
        if part.low.name is not None or part.low.plus >= 0:
            return (part,)
        sure = certain_only(part.when)
        doubtful = all_of((possible_at_all(part.when), negate(sure)))
        return (replace(part, when=sure), replace(part, when=doubtful, low=constant(0)))

    def spoil(step: Gather) -> Gather:
        return replace(step, parts=tuple(one for part in step.parts for one in misplaced(part)))

    return with_gathers(lower(ruleset, as_of), totals, spoil)


def released_by_another(ruleset: Ruleset, as_of: date) -> Program:
    """A block for one pair falls when another pair's is released."""
    program = lower(ruleset, as_of)
    made: dict[Name, Gather] = {}

    def below(kind: str, top: str) -> bool:
        above = program.kinds[kind]
        return above is not None and (above == top or below(above, top))

    def anyones(name: Name, kind: str) -> Gather:
        part = Part(name.kind, yes(name), constant(1), constant(1))
        return Gather(Name(("aux", "anyone's", *name.key, kind), kind), "max", (part,), 0, 0, 1)

    def spoil(step: Step) -> list[Step]:
        if not isinstance(step, Gather) or step.target.key[0] != "blocked":
            return [step]
        already = set(made)

        def term(one: Term) -> Term:
            name = one.name
            if name is None or name.key[0] != "until" or not below(name.kind, step.target.kind):
                return one
            others = anyones(name, step.target.kind)
            made.setdefault(others.target, others)
            return replace(one, name=others.target)

        def turn(one: Le) -> Formula:
            return Le(term(one.left), term(one.right), one.record)

        spoiled = with_parts(step, lambda part: replace(part, when=turned(part.when, turn)))
        return [*(gather for name, gather in made.items() if name not in already), spoiled]

    return with_steps(program, spoil)


def bank_holidays_worked(ruleset: Ruleset, as_of: date) -> Program:
    """Bank holidays count as working days."""
    settings = {name: one for name, one in ruleset.settings.items() if name != "bank holidays"}
    return lower(replace(ruleset, settings=settings), as_of)


def rounding_forgotten(ruleset: Ruleset, as_of: date) -> Program:
    """What is rounded down is not rounded at all."""
    return with_gathers(lower(ruleset, as_of), ruleset.measures, lambda step: replace(step, rounded=False))


def first_day_not_in_force(ruleset: Ruleset, as_of: date) -> Program:
    """A rule is not yet in force on its first day."""
    rules = {
        name: replace(rule, in_force=(as_of + timedelta(1), None)) if rule.in_force[0] == as_of else rule
        for name, rule in ruleset.rules.items()
    }
    return lower(replace(ruleset, rules=rules), as_of)


FAULTS: tuple[Lowering, ...] = (
    at_least_as_more_than,
    high_end_dropped,
    do_not_know_as_no,
    any_and_every_swapped,
    unknown_unless_as_no,
    unless_of_two_as_any,
    open_list_as_whole,
    unknown_filter_left_out,
    otherwise_too_soon,
    conflict_swallowed,
    doubt_lost,
    month_not_clamped,
    window_end_excluded,
    settled_too_early,
    negative_points_high,
    released_by_another,
    bank_holidays_worked,
    rounding_forgotten,
    first_day_not_in_force,
)
