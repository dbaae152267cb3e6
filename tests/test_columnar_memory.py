"""The memory of the columnar engine: what is answered is nobody else's, and what is asked stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations, cycle, islice
from random import Random
from typing import Any

import numpy as np
import pytest

from drive_rules.engines.columnar import MOST_COURSES, Columns, Memory, SettledColumns, build, running
from drive_rules.engines.columnar.registers import Operation
from drive_rules.engines.columnar.running import Arranged
from drive_rules.lower import Program
from tests.columns_made import columns_of, in_blocks, unlike
from tests.test_columnar import Edged

COUNTS = (0, 1, 2, 7, 8, 9, 63, 64, 65, 200)


def made_at_random(seed: object, count: int = 12) -> tuple[Program, Columns]:
    """A program, and columns of so many worlds."""
    made = Edged(Random(f"memory {seed}"))
    steps = made.bounded(20)
    some = [made.world() for _ in range(min(count, 12))]
    return steps, columns_of(steps, list(islice(cycle(some), count)), made.random)[0]


def arrays(settled: SettledColumns) -> Iterator[Any]:
    """Everything that was answered."""
    for part in (settled.low, settled.high, settled.conflicts, settled.asked):
        yield from part.values()


def copied(settled: SettledColumns) -> list[Any]:
    return [array.copy() for array in arrays(settled)]


def same_bytes(settled: SettledColumns, copies: Iterable[Any]) -> bool:
    pairs = zip(arrays(settled), copies, strict=True)
    return all(one.dtype == other.dtype and one.tobytes() == other.tobytes() for one, other in pairs)


@pytest.mark.parametrize("seed", range(20))
def test_what_was_answered_stays_whatever_is_asked_next(seed: int) -> None:
    steps, columns = made_at_random(seed)
    engine = build(steps)
    first = engine.settle(columns, asking=True)
    copies = copied(first)
    second = engine.settle(columns, asking=True)
    assert same_bytes(second, copies)
    for array in arrays(second):
        array[...] = 1
    in_blocks(columns, 3, engine.settle)
    assert same_bytes(first, copies)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_answered_is_written_nowhere_else(seed: int) -> None:
    """Two answers are the very same column, or have no memory in common; none is of what was asked."""
    steps, columns = made_at_random(seed)
    settled = list(arrays(build(steps).settle(columns, asking=True)))
    given = [
        end
        for rows in columns.rows.values()
        for end in (*rows.low, *rows.high, *rows.whole)
        if end is not None
    ]
    for one, other in combinations(settled, 2):
        whole = one.__array_interface__["data"][0] == other.__array_interface__["data"][0]
        assert whole or not np.shares_memory(one, other)
    for one in settled:
        assert not any(np.shares_memory(one, end) for end in given)


@pytest.mark.parametrize("seed", range(20))
def test_an_operation_gives_no_part_of_a_column_that_may_be_written_over(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def watched(arranged: Arranged, *given: Any) -> None:
        steps = (
            replace(step, function=_watching(step)) if isinstance(step, Operation) else step
            for step in arranged.steps
        )
        right(replace(arranged, steps=tuple(steps)), *given)

    right, (steps, columns) = running.run, made_at_random(seed)
    monkeypatch.setattr("drive_rules.engines.columnar.run", watched)
    build(steps).settle(columns, asking=True)


def _watching(operation: Operation) -> Any:
    def function(*given: Any, **out: Any) -> Any:
        found = operation.function(*given, **out)
        flags = [each for each in given if isinstance(each, np.ndarray) and each.dtype == np.bool_]
        for column in () if operation.flags else found if isinstance(found, tuple) else (found,):
            assert not any(np.shares_memory(column, each) for each in flags)
        return found

    return function


@pytest.mark.parametrize("seed", range(20))
def test_memory_that_was_lent_before_changes_no_answer(seed: int) -> None:
    """One memory for blocks of many lengths, of one program and of another: what stood in it is gone."""
    memory = Memory()
    for number, count in enumerate((200, 7, 64, 1, 65, 0, 12)):
        steps, columns = made_at_random(f"{seed} {number % 3}", count)
        alone = copied(build(steps).settle(columns, asking=True))
        assert same_bytes(build(steps).settle(columns, asking=True, memory=memory), alone)


@pytest.mark.parametrize("count", COUNTS)
def test_any_number_of_rows_in_runs_of_any_length(count: int) -> None:
    steps, columns = made_at_random("rows", count)
    engine = build(steps)
    whole = engine.settle(columns)
    for size in (1, 5, 8, 64, 1000):
        assert not list(unlike(whole, in_blocks(columns, size, engine.settle)))


def test_many_threads_settle_at_once() -> None:
    """Columns of several lengths, of which now this and now that is known, by one engine."""
    steps, _ = made_at_random("threads")
    made = Edged(Random("memory threads"))
    tables = [columns_of(steps, [made.world()] * count, made.random)[0] for count in (1, 40, 800, 3000)]
    engine = build(steps)
    alone = [copied(build(steps).settle(columns, asking=True)) for columns in tables]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda columns: engine.settle(columns, asking=True), tables * 16))
    assert all(same_bytes(settled, copies) for settled, copies in zip(found, alone * 16, strict=True))


def test_whatever_is_known_no_more_courses_are_kept_than_so_many() -> None:
    """Facts of which every row is known are settled alike where that is not told by the arrays."""
    steps, columns = made_at_random("courses")
    engine, random = build(steps), Random("courses")
    plain = engine.settle(columns)
    for _ in range(3 * MOST_COURSES):
        rows = {}
        for kind, there in columns.rows.items():
            high = (
                None if one is None else one.copy() if one is low and random.random() < 0.5 else one
                for low, one in zip(there.low, there.high, strict=True)
            )
            rows[kind] = replace(there, high=tuple(high))
        assert not list(unlike(plain, engine.settle(replace(columns, rows=rows))))
        assert len(engine.courses) <= MOST_COURSES
