"""Small numbers: what is withheld cannot be worked out from what is shown."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drive_rules.suppression import FEW, Shown, suppressed, suppressed_parts

Counts = dict[str, dict[str, int]]
SMALL = 3
"""Tables of few people, so that every table that fits can be tried."""


def counted(rows: list[list[int]]) -> Counts:
    return {f"row {at}": {f"column {place}": n for place, n in enumerate(row)} for at, row in enumerate(rows)}


def tables(most: int, rows: int = 4, columns: int = 4) -> st.SearchStrategy[list[list[int]]]:
    count = st.one_of(st.integers(0, FEW + 2), st.integers(0, most))
    return st.integers(1, columns).flatmap(
        lambda wide: st.lists(st.lists(count, min_size=wide, max_size=wide), min_size=1, max_size=rows)
    )


def all_that_fit(shown: Shown, total: int) -> list[tuple[int, ...]]:
    """Every table of two rows, or of one, that agrees with each number shown, by trying all of them."""
    ways = []
    for row, row_total in zip(shown.counts, shown.row_totals, strict=True):
        tries = product(*(range(total + 1) if n is None else (n,) for n in row))
        ways.append([way for way in tries if sum(way) <= total and row_total in (None, sum(way))])
    fits = []
    for rows in product(*ways):
        downs = tuple(map(sum, zip(*rows, strict=True)))
        columns = all(said in (None, n) for said, n in zip(shown.column_totals, downs, strict=True))
        if sum(downs) == total and columns:
            fits.append((*(n for row in rows for n in row), *map(sum, rows), *downs))
    return fits


def test_a_count_below_ten_is_withheld_and_so_is_one_more_in_its_row_and_column() -> None:
    shown = suppressed(counted([[3, 50, 60], [40, 12, 70], [80, 90, 30]]))

    assert shown.counts == ((None, None, 60), (None, None, 70), (80, 90, 30))
    assert shown.row_totals == (113, 122, 200)
    assert shown.total == 435
    assert shown.withheld == 4


def test_none_is_a_small_number_unless_it_may_be_told() -> None:
    rows = counted([[0, 50], [40, 60]])

    assert suppressed(rows).count("row 0", "column 0") is None
    assert suppressed(rows, zeros_shown=True).counts == ((0, 50), (40, 60))


def test_where_all_are_few_nothing_is_shown() -> None:
    shown = suppressed(counted([[3, 2], [1, 3]]))

    assert {*shown.row_totals, *shown.column_totals, shown.total, *shown.counts[0]} == {None}


def test_a_small_total_takes_the_next_smallest_with_it() -> None:
    assert suppressed_parts({"a": 4, "b": 30, "c": 20}) == {"a": None, "b": 30, "c": None}
    assert suppressed_parts({"a": 0, "b": 0, "c": 20}) == {"a": None, "b": None, "c": None}
    assert suppressed_parts({"a": 5, "b": 9, "c": 20}) == {"a": None, "b": None, "c": 20}


def test_tables_of_the_same_groups_withhold_the_same_totals() -> None:
    one = suppressed(counted([[3, 2], [30, 40], [80, 90]]))
    other = suppressed(counted([[1, 4], [69, 1], [85, 85]]))

    assert one.row_totals == other.row_totals == (None, None, 170)


def test_a_count_below_nought_is_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        suppressed({"a": {"b": -1}})


@given(
    rows=st.integers(1, 3).flatmap(
        lambda wide: st.lists(
            st.lists(st.integers(0, 4), min_size=wide, max_size=wide), min_size=1, max_size=2
        )
    ),
    zeros=st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_the_tables_that_fit_what_is_shown_do_not_tell_what_is_withheld(
    rows: list[list[int]], zeros: bool
) -> None:
    total = sum(map(sum, rows))
    assume(SMALL <= total <= 9)
    shown = suppressed(counted(rows), few=SMALL, zeros_shown=zeros)
    true = [*(n for row in rows for n in row), *map(sum, rows), *map(sum, zip(*rows, strict=True))]
    said = [*(n for row in shown.counts for n in row), *shown.row_totals, *shown.column_totals]

    fits = all_that_fit(shown, total)

    assert tuple(true) in fits
    for place, known in enumerate(said):
        values = {each[place] for each in fits}
        if known is None and not zeros:
            assert len(values) >= SMALL
        elif known is None and true[place]:
            assert len(values) > 1


@given(rows=tables(most=200))
@settings(max_examples=60)
def test_no_small_count_is_shown_and_every_shown_one_is_true(rows: list[list[int]]) -> None:
    shown = suppressed(counted(rows))

    for seen, true in zip(shown.counts, rows, strict=True):
        for count, was in zip(seen, true, strict=True):
            assert count is None or (count == was and count >= FEW)
    for total, row in zip(shown.row_totals, rows, strict=True):
        assert total is None or (total == sum(row) and total >= FEW)


@given(rows=tables(most=200), data=st.data())
@settings(max_examples=200)
def test_the_order_of_rows_does_not_matter(rows: list[list[int]], data: st.DataObject) -> None:
    named = counted([[n + at * 1000 for n in row] if at else row for at, row in enumerate(rows)])
    jumbled = {name: named[name] for name in data.draw(st.permutations(list(named)))}

    here, there = suppressed(named), suppressed(jumbled)

    assert {row: here.counts[here.rows.index(row)] for row in here.rows} == {
        row: there.counts[there.rows.index(row)] for row in there.rows
    }
