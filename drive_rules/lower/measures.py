"""Measures to steps: each operation as parts that certainly or possibly count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from drive_rules.ir import FAR_AHEAD, LONG_AGO, NO_LIMIT, SCALE, Measure, SettingRef
from drive_rules.lower.conditions import Conditions, less, over, present, total
from drive_rules.lower.nodes import (
    TRUE,
    Clause,
    Ends,
    Gather,
    Gathering,
    Name,
    Part,
    all_of,
    constant,
    ends,
    le,
    negate,
    yes,
)
from drive_rules.lower.ranges import bounds, ordered, span

BEST: Mapping[str, Gathering] = {"highest": "max", "latest": "max", "lowest": "min", "earliest": "min"}


def add_measure(made: Conditions, measure: Measure) -> None:
    """Add the steps of one measure; a share has none but those of the tests that name it."""
    target = made.words.names[measure.name]
    match measure.operation:
        case "count" | "sum":
            made.settle(_counted(made, measure))
        case "any":
            made.settle(made.exists(target, measure, measure.where, measure.have))
        case "every":
            made.settle(_every(made, measure))
        case "highest" | "lowest" | "latest" | "earliest":
            made.settle(_best(made, measure))
        case "days since":
            made.settle(_days_since(made, measure))
        case "value at the latest":
            made.settle(_value_at_the_latest(made, measure))
        case "share":
            return
        case "arithmetic":
            made.settle(_arithmetic(made, measure))
        case _:
            assert_never(measure.operation)


def _counted(made: Conditions, measure: Measure) -> Gather:
    value, unseen = (constant(SCALE), constant(SCALE)), (SCALE, SCALE)
    if measure.operation == "sum":
        value, unseen = _value(made, measure), bounds(made.words, str(measure.value))
    part = Part(over(measure), made.holds(measure.where), *value)
    floor = 0 if measure.operation == "count" else -NO_LIMIT
    step = total(made.words.names[measure.name], [part], floor)
    return replace(step, opens=made.opens(measure, measure.where), unseen=unseen)


def _best(made: Conditions, measure: Measure) -> Gather:
    """The highest or the lowest, the latest or the earliest, of one value."""
    floor, ceiling = span(measure.type)
    return Gather(
        made.words.names[measure.name],
        BEST[measure.operation],
        present(Part(over(measure), made.holds(measure.where), *_value(made, measure))),
        measure.otherwise,
        floor,
        ceiling,
        ordered(measure.type),
        made.opens(measure, measure.where),
    )


def _every(made: Conditions, measure: Measure) -> Gather:
    """The least of the yes or no that each thing has."""
    has = Name(("aux", "has", measure.name), over(measure))
    made.settle(Clause(has, made.holds(measure.have)))
    there = present(Part(has.kind, made.holds(measure.where), *ends(has)))
    target = made.words.names[measure.name]
    return Gather(target, "min", there, measure.otherwise, 0, 1, opens=made.opens(measure, measure.where))


def _days_since(made: Conditions, measure: Measure) -> Gather:
    """The fewest days from any of the dates to today."""
    low, high = _value(made, measure)
    today = made.words.today
    part = Part(over(measure), made.holds(measure.where), less(high, today), less(low, today))
    days = Gather(
        made.words.names[measure.name],
        "min",
        present(part),
        None,
        -NO_LIMIT,
        NO_LIMIT,
        opens=made.opens(measure, measure.where),
        times=(SCALE, 1),
    )
    whole, rest = divmod(measure.otherwise or 0, SCALE)
    if measure.otherwise is None or not rest:
        return replace(days, otherwise=None if measure.otherwise is None else whole)
    return _or_else(made, measure, days, measure.otherwise)


def _or_else(made: Conditions, measure: Measure, step: Gather, otherwise: int) -> Gather:
    """``step``, and where nothing counts an ``otherwise`` that its own unit cannot hold."""
    there = made.settle(replace(step, target=Name(("aux", "days", measure.name), measure.of)))
    part = Part(measure.of, yes(made.some(measure)), *ends(there))
    return Gather(step.target, step.gathering, (part,), otherwise, step.floor, step.ceiling)


def _value_at_the_latest(made: Conditions, measure: Measure) -> Gather:
    """The highest of the things that may be the latest; ``otherwise`` too while none certainly counts."""
    kind, counts = over(measure), made.holds(measure.where)
    low, high = ends(made.words.names[str(measure.dated_by)])
    opened = made.opens(measure, measure.where)
    dates = present(Part(kind, counts, low, high))
    latest = Name(("aux", "latest", measure.name), measure.of)
    made.settle(Gather(latest, "max", dates, LONG_AGO, LONG_AGO, FAR_AHEAD + 1, opens=opened))
    parts = [Part(kind, all_of((counts, le(ends(latest)[1], low))), *_value(made, measure))]
    if measure.otherwise is not None:
        nothing = negate(yes(made.some(measure)))
        parts.append(Part(measure.of, nothing, *_constant(measure.otherwise)))
    floor, ceiling = span(measure.type)
    target, there = made.words.names[measure.name], present(*parts)
    return Gather(target, "max", there, None, floor, ceiling, ordered(measure.type), opened)


def _arithmetic(made: Conditions, measure: Measure) -> Gather:
    names = made.words.names
    plus = (Part(measure.of, TRUE, *ends(names[name])) for name in measure.plus)
    taken = ((name, *ends(names[name])) for name in measure.less)
    away = (Part(measure.of, TRUE, less(high), less(low)) for _, low, high in taken)
    times = None
    if measure.times is not None:
        times = made.words.code(SettingRef(measure.times), measure.type), SCALE
    return replace(total(names[measure.name], (*plus, *away)), times=times, rounded=measure.rounded)


def _value(made: Conditions, measure: Measure) -> Ends:
    return ends(made.words.names[str(measure.value)])


def _constant(code: int) -> Ends:
    return constant(code), constant(code)
