"""Faults planted in the columnar engine's own work: the laws find each, within 5,000 pairs, from three seeds.

A fault is one function of the engine replaced by one that is wrong in one way; ``test_faults`` plants
those of the lowering.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from drive_rules.engines import columnar
from drive_rules.engines.columnar import formulas, gathers, kernels, plan, running, tables
from drive_rules.ir import FAR_AHEAD, SCALE
from tests.bench import of_many_cases
from tests.laws import BrokenLawError, cut_down, run
from tests.test_faults import MOST_PAIRS, pairs_to_detection

SEED = os.environ.get("DRIVE_RULES_SEED", "2026")
Fault = Callable[[], Any]


def instead(owner: Any, name: str) -> Callable[[Callable[..., Any]], Fault]:
    """A fault: ``owner.name`` replaced by the function, which is given the right one first."""

    def planted(wrong: Callable[..., Any]) -> Fault:
        @contextmanager
        def fault() -> Iterator[None]:
            right = getattr(owner, name)
            with patch.object(owner, name, lambda *given, **named: wrong(right, *given, **named)):
                yield

        fault.__name__ = wrong.__name__
        FAULTS.append(fault)
        return fault

    return planted


FAULTS: list[Fault] = []


# -- runs of things and of roots -------------------------------------------------------------------


def last_of_each(owner: Any) -> Any:
    """Which rows are the last of their owner, of more than one."""
    last = np.append(owner[1:] != owner[:-1], True)
    first = np.append(True, owner[1:] != owner[:-1])
    return last & ~first


def as_if_no_owner_had_none(owner: Any) -> Any:
    """Owners numbered by those that have a row."""
    return (np.cumsum(np.append(1, owner[1:] != owner[:-1])) - 1).astype(owner.dtype)[: len(owner)]


@instead(kernels, "raise_owners")
def owners_of_none_not_skipped(right: Any, owner: Any, *given: Any) -> None:
    """Owners are taken to stand in the order of their rows, however many things each has."""
    right(as_if_no_owner_had_none(owner), *given)


@instead(kernels, "any_below")
def owners_with_a_flag_not_skipped(right: Any, owner: Any, *given: Any) -> None:
    """The same, of yes and no."""
    right(as_if_no_owner_had_none(owner), *given)


@instead(kernels, "any_below")
def last_of_a_run_dropped(right: Any, owner: Any, flags: Any, found: Any) -> None:
    """Runs lose their last row."""
    right(owner, flags & ~last_of_each(owner), found)


@instead(kernels, "any_below")
def rows_after_the_last_sixteen(right: Any, owner: Any, flags: Any, found: Any) -> None:
    """What does not fill a look at many rows at once is not looked at."""
    whole = len(flags) // kernels.FEW * kernels.FEW
    right(owner[:whole], flags[:whole], found)


@instead(kernels, "raise_each")
def counting_where_it_does_not(right: Any, value: Any, where: Any, *given: Any) -> None:
    """The owner's own counts everywhere."""
    right(value, np.ones_like(where), *given)


@instead(kernels, "lift")
def next_owner_taken(right: Any, column: Any, owner: Any, out: Any) -> None:
    """The last thing below takes what the owner before it has."""
    owner = owner.copy()
    owner[-1:] = np.maximum(owner[-1:] - 1, 0)
    right(column, owner, out)


@instead(kernels, "count_below")
def first_not_counted(right: Any, owner: Any, flags: Any, found: Any) -> None:
    """The first thing of each owner is not counted."""
    right(owner, flags & ~np.append(True, owner[1:] != owner[:-1])[: len(flags)], found)


@instead(plan, "sum_below")
def sums_in_the_width_of_values(right: Any, groups: Any, column: Any) -> Any:
    """What is added up stays as wide as its values."""
    return right(groups, column).astype(column.dtype)


@instead(plan, "sum_below")
def sums_in_32_bits(right: Any, groups: Any, column: Any) -> Any:
    """What is added up is kept in 32 bits."""
    return right(groups, column).astype(np.int32)


@instead(gathers, "_counted")
def numbers_thought_to_reach_no_further_than_bytes(right: Any, *given: Any) -> Iterator[Any]:
    """What is added up to a total is thought to fit into a byte."""
    return (
        (column, weight, (max(low, -127), min(high, 127))) for column, weight, (low, high) in right(*given)
    )


@instead(np, "searchsorted")
def first_child_lost(right: Any, column: Any, found: Any) -> Any:
    """A run of roots begins behind the things of its first root."""
    first, last = right(column, found)
    return right(column, found[0], "right") if found[1] > found[0] else first, last


@instead(tables.Columns, "block")
def last_root_without_its_lists(right: Any, columns: Any, root: str, first: int, last: int) -> Any:
    """The last root of a run has lists that are never whole."""
    block = right(columns, root, first, last)
    rows = block.columns.rows[root]
    never = [None if each is None else each.copy() for each in rows.whole]
    for each in never:
        if each is not None:
            each[-1:] = 0
    block.columns.rows[root] = replace(rows, whole=tuple(never))
    return block


@instead(columnar._Loading, "_owners")
def grandparents_row_not_looked_up(right: Any, loading: Any, owner: str, kind: str) -> Any:
    """Two kinds up, the parent's row number is taken for that of its own parent."""
    parent = loading.engine.program.kinds[kind]
    if parent == owner:
        return right(loading, owner, kind)
    rows = loading.columns.rows
    return np.minimum(rows[kind].parent, max(rows[owner].count - 1, 0))


# -- what is known ---------------------------------------------------------------------------------


@instead(columnar, "_known")
def possible_taken_for_certain(right: Any, columns: Any) -> Any:
    """Of every other fact of which anything is known every row is thought to be known."""
    some = {
        (kind, each)
        for kind, rows in columns.rows.items()
        for each in range(0, len(rows.low), 2)
        if rows.low[each] is not None
    }
    return right(columns) | some


@instead(columnar.Columnar, "_course")
def course_of_what_was_known_before(right: Any, engine: Any, known: Any, asking: bool) -> Any:
    """What was known of some table is thought to be known of all that come after it."""
    right(engine, known, asking)
    return max(engine.courses.items(), key=lambda course: len(course[0][0]))[1]


@instead(columnar._Loading, "_end")
def numbers_held_too_narrow(right: Any, *given: Any) -> Any:
    """What fits into 32 bits is held in 16."""
    column = right(*given)
    return column.astype(np.int16) if column.dtype == np.int32 else column


@instead(formulas, "is_code")
def code_at_one_end(_: Any, one: Any, other: Any, code: int, out: Any) -> None:
    """What begins or ends at a code is taken for it."""
    np.equal(one, code, out=out)


@instead(columnar._Loading, "_end")
def unknown_column_taken_for_its_lowest(right: Any, loading: Any, end: str, kind: str, slot: int) -> Any:
    """A fact of which nothing is known has its lowest value."""
    rows = loading.columns.rows[kind]
    return right(loading, "low" if rows.high[slot] is None else end, kind, slot)


@instead(columnar._Loading, "_input")
def lists_never_whole_taken_for_whole(right: Any, loading: Any, what: str, kind: str, other: str = "") -> Any:
    """Lists of which nothing is given are taken for whole for ever."""
    rows = loading.columns.rows[kind]
    if what == "whole" and rows.whole[int(other)] is None:
        return np.full(rows.count, FAR_AHEAD)
    return right(loading, what, kind, other)


@instead(plan.Plan, "_le")
def knowledge_of_the_record_forgotten(right: Any, made: Any, formula: Any) -> Any:
    """Whether a thing is known is asked of what could be."""
    return right(made, replace(formula, record=False))


@instead(plan.Plan, "_facts")
def highest_value_thought_impossible(right: Any, made: Any, kind: str) -> None:
    """A fact is thought never to have the highest value of its range."""
    right(made, kind)
    for name in made.program.facts[kind]:
        held = made.held[name]
        low, high = held.span
        made.held[name] = replace(held, span=(low, max(low, high - 1)))


@instead(plan.Plan, "apply")
def another_question_of_the_same_columns(
    right: Any, made: Any, function: Any, *reads: int, **named: Any
) -> Any:
    """What two columns were asked first is the answer to whatever they are asked next."""
    other = {np.less: np.less_equal, np.less_equal: np.less}.get(function)
    known = made._known.get((other, reads))
    return known if known is not None else right(made, function, *reads, **named)


# -- columns that are written over ------------------------------------------------------------------


@instead(running, "_places")
def written_over_too_soon(right: Any, operations: Any, kinds: Any) -> Any:
    """A column is written over some operations before it is read last."""
    listed = list(operations)
    after = [*(each.done for each in listed[20:]), *[()] * 20]
    return right([replace(each, done=done) for each, done in zip(listed, after, strict=False)], kinds)


@instead(columnar, "Memory")
def answers_written_over(right: Any) -> Any:
    """The columns that were given as answers are written over by the next settling."""
    return SHARED.setdefault("memory", right())


@instead(running, "_places")
def lent_to_two(right: Any, operations: Any, kinds: Any) -> Any:
    """One place is lent to two that are read at the same time."""
    places, sizes = right(operations, kinds)
    return {register: place - (place % 7 == 3) for register, place in places.items()}, sizes


@instead(kernels, "run_flags")
def last_of_a_run_taken_for_any(right: Any, codes: Any, *given: Any) -> None:
    """Where the last operation of a run asks for both, one is enough."""
    codes = codes.copy()
    codes[-1:, 0][codes[-1:, 0] == kernels.AND] = kernels.OR
    right(codes, *given)


@instead(kernels, "run_flags")
def limits_in_a_byte(right: Any, codes: Any, at: Any, width: Any, constants: Any, count: int) -> None:
    """What columns are held against is cut down to a byte."""
    right(codes, at, width, constants.astype(np.int8).astype(np.int64), count)


@instead(kernels, "run_flags")
def as_wide_as_the_first(right: Any, codes: Any, at: Any, width: Any, constants: Any, count: int) -> None:
    """Of two columns the second is read as if it were as wide as the first, where that is narrower."""
    second = codes[:, 2]
    both = (second >= 0) & (width[codes[:, 1]] < width[second])
    if both.any():
        width = width.copy()
        width[second[both]] = width[codes[:, 1][both]]
    right(codes, at, width, constants, count)


# -- lists that may have more ----------------------------------------------------------------------


@instead(plan.Plan, "_opened")
def open_lists_forgotten(*_: Any) -> bool:
    """Every list is taken for whole."""
    return False


@instead(plan.Plan, "_open")
def open_lists_below_forgotten(right: Any, made: Any, step: Any, kind: str) -> Any:
    """Lists of things below the owner are taken for whole."""
    return right(made, step, kind) if kind == step.target.kind else False


@instead(plan, "Total")
def sums_never_open(right: Any, weights: Any, limit: Any, finish: Any) -> Any:
    """A list that may have more does not move a sum."""
    return right(weights, None, finish)


# -- gathers ---------------------------------------------------------------------------------------


@instead(gathers._Spread, "settled")
def otherwise_forgotten_where_there_is_none(
    right: Any, spread: Any, step: Any, sure: Any, *given: Any
) -> Any:
    """Where there is nothing at all the answer is anything, whatever holds otherwise."""
    low, high = right(spread, step, sure, *given)
    return np.where(spread.there, low, step.floor), np.where(spread.there, high, step.ceiling)


@instead(gathers._Spread, "settled")
def otherwise_too_soon(right: Any, spread: Any, step: Any, sure: Any, *given: Any) -> Any:
    """What holds otherwise is the answer where nothing is certain, whatever is possible."""
    low, high = right(spread, step, sure, *given)
    if step.otherwise is None:
        return low, high
    return np.where(sure, low, step.otherwise), np.where(sure, high, step.otherwise)


@instead(gathers, "_highest")
def lowest_rung_first(right: Any, there: Any, count: int) -> Any:
    """Of constants the first that is there counts, not the last."""
    found = right(there[::-1], count)
    return np.where(found > 0, len(there) + 1 - found, 0)


@instead(gathers.Rungs, "__call__")
def conflict_of_what_is_possible(right: Any, rungs: Any, count: int, opened: Any, *there: Any) -> Any:
    """Two possible answers are a conflict."""
    found = right(rungs, count, opened, *there)
    if rungs.step.gathering != "one":
        return found
    possible = there[len(rungs.rungs) :]
    return *found[:2], right(rungs, count, opened, *possible, *possible)[2]


@instead(gathers.Hull, "_only")
def conflict_never_seen(right: Any, hull: Any, *given: Any) -> Any:
    """Two certain answers are no conflict where they are not constants."""
    low, high, torn = right(hull, *given)
    return low, high, np.zeros_like(torn)


@instead(gathers.Finish, "__call__")
def between_values_without_order(_: Any, finish: Any, low: Any, high: Any) -> Any:
    """What lies between two values is kept where values have no order."""
    return finish.end(low), finish.end(high)


@instead(gathers.Finish, "end")
def rounded_towards_nought(right: Any, finish: Any, end: Any, *reach: int) -> Any:
    """What is below nought is rounded up."""
    if finish.step.rounded and not finish.step.times:
        wide = end if end.dtype == object else end.astype("int64")
        return right(finish, -(-wide // SCALE * SCALE))
    return right(finish, end, *reach)


@instead(gathers.Finish, "end")
def never_kept_within_the_range(right: Any, finish: Any, end: Any, *reach: int) -> Any:
    """Sums go on beyond the range."""
    step = finish.step
    plain = step.gathering == "sum" and not step.times and not step.rounded
    return end if plain and (step.floor, step.ceiling) != (0, 1) else right(finish, end, *reach)


@instead(gathers.Later, "__call__")
def days_later_of_another_length(right: Any, later: Any, days: Any) -> Any:
    """What was worked out for one length of time is looked up for all."""
    later.known = SHARED.setdefault("days", later.known)
    return right(later, days)


SHARED: dict[str, Any] = {}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found(fault: Fault) -> None:
    SHARED.clear()
    with fault():
        found = [
            pairs_to_detection(of_many_cases, f"{SEED} {fault.__name__} {number}") for number in range(3)
        ]
    print(f"{fault.__name__}: found after {', '.join(map(str, found))} pairs")


@pytest.mark.parametrize("fault", [last_of_a_run_dropped, owners_of_none_not_skipped])
def test_what_breaks_is_cut_down_to_a_few_things(fault: Fault) -> None:
    """Of thirty cases and a whole ruleset only what the fault needs is left."""
    with fault():
        with pytest.raises(BrokenLawError) as broken:
            run(MOST_PAIRS, f"{SEED} cut down", of_many_cases)
        left = cut_down(broken.value, of_many_cases)
    *about, wrong = left.splitlines()
    assert wrong.endswith("by the engine")
    assert len(about) < 25
