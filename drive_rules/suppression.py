"""Small numbers in a table of counts are withheld, with as many others as keep them from being worked out.

A table has rows, columns and totals, and everybody counted stands in one cell.  Totals are looked at first
and by themselves, so that tables of the same groups withhold the same totals; then the counts inside,
while the totals that are shown stay as they are.  What is withheld may be, as far as the rest tells, any of
at least ten numbers.  All that is withheld looks alike: a mark for small ones would give them away.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

import networkx as nx

FEW = 10
"""A count below it is withheld: our assumption, to confirm."""
WITHHELD = "withheld"
_Cell = tuple[int, int]
_Counts = list[list[int]]
_TOTAL = -1
"""The place of the totals: ``(row, _TOTAL)`` is the total of a row, ``(_TOTAL, column)`` of a column."""


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """What may be shown of a table of counts; None is withheld.

    ``counts`` has a row for each of ``rows`` and in it a count for each of ``columns``.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def count(self, row: str, column: str) -> int | None:
        """One count; None where it is withheld."""
        return self.counts[self.rows.index(row)][self.columns.index(column)]

    @property
    def withheld(self) -> int:
        """How many counts inside are withheld."""
        return sum(count is None for row in self.counts for count in row)


def suppressed(
    counts: Mapping[str, Mapping[str, int]], *, few: int = FEW, zeros_shown: bool = False
) -> Shown:
    """What may be shown of counts by row and column.

    A cell that is not given is 0.  The order of rows and columns is that of the mapping.

    Parameters
    ----------
    few
        Counts below it are withheld, and what is withheld may be any of at least so many numbers.
    zeros_shown
        A 0 is shown.  Only for counts of things of which none is no secret: that nobody of a group has
        something is a thing told of everybody in it.

    Raises
    ------
    ValueError
        Where a count is below 0.

    """
    columns = tuple(dict.fromkeys(column for row in counts.values() for column in row))
    table = [[row.get(column, 0) for column in columns] for row in counts.values()]
    if any(count < 0 for row in table for count in row):
        raise ValueError("a count below 0 counts nobody")
    sums = [sum(row) for row in table]
    downs = [sum(row[place] for row in table) for place in range(len(columns))]
    total = sum(sums)
    hidden = (
        _of_sorted(tuple(counts), columns, table, few, zeros_shown)
        if _open(total, few, zeros_shown)
        else None
    )

    def shown(cell: _Cell, count: int) -> int | None:
        return None if hidden is None or cell in hidden else count

    return Shown(
        rows=tuple(counts),
        columns=columns,
        counts=tuple(
            tuple(shown((at, place), count) for place, count in enumerate(row))
            for at, row in enumerate(table)
        ),
        row_totals=tuple(shown((at, _TOTAL), count) for at, count in enumerate(sums)),
        column_totals=tuple(shown((_TOTAL, place), count) for place, count in enumerate(downs)),
        total=None if hidden is None else total,
    )


def suppressed_parts(
    parts: Mapping[str, int], *, few: int = FEW, zeros_shown: bool = False
) -> dict[str, int | None]:
    """What may be shown of the parts of a whole whose total is shown; None is withheld.

    Where the whole itself is small every part is withheld, and the total must not be shown.
    """
    table = suppressed(
        {part: {"all": count} for part, count in parts.items()}, few=few, zeros_shown=zeros_shown
    )
    return dict(zip(table.rows, table.row_totals, strict=True))


def _open(count: int, few: int, zeros_shown: bool) -> bool:
    return count >= few or (zeros_shown and count == 0)


def _of_sorted(
    rows: tuple[str, ...], columns: tuple[str, ...], table: _Counts, few: int, zeros_shown: bool
) -> set[_Cell]:
    """The cells to withhold; of several that would do as well the first by name, however they came."""
    by_row = sorted(range(len(rows)), key=rows.__getitem__)
    by_column = sorted(range(len(columns)), key=columns.__getitem__)
    found = _withheld([[table[row][column] for column in by_column] for row in by_row], few, zeros_shown)
    return {
        (row if row == _TOTAL else by_row[row], column if column == _TOTAL else by_column[column])
        for row, column in found
    }


def _withheld(table: _Counts, few: int, zeros_shown: bool) -> set[_Cell]:
    """The cells to withhold, totals among them; the total of all is shown."""
    rows, columns = range(len(table)), range(len(table[0]) if table else 0)
    sums = [sum(row) for row in table]
    downs = [sum(table[row][column] for row in rows) for column in columns]
    shut_rows = _line(sums, few, zeros_shown)
    shut_columns = _line(downs, few, zeros_shown)
    # Where a total of 0 is shown, the zeros it is made of are told with it.
    inside = {
        (row, column)
        for row in rows
        for column in columns
        if not zeros_shown or ((sums[row] or row in shut_rows) and (downs[column] or column in shut_columns))
    }
    hidden = {
        (row, column)
        for row, column in inside
        if row in shut_rows or column in shut_columns or not _open(table[row][column], few, zeros_shown)
    }
    hidden |= {(row, _TOTAL) for row in shut_rows} | {(_TOTAL, column) for column in shut_columns}
    safe: set[_Cell] = set()
    while not inside <= hidden and (known := _first_known(table, hidden, few, safe)):
        hidden |= _cheapest(table, hidden, known, few) or inside
    return hidden


def _line(totals: list[int], few: int, zeros_shown: bool) -> set[int]:
    """The totals to withhold of those that make up a shown one: small ones, and the next smallest.

    They are two or more, and together are enough for each to be any of ``few`` numbers.
    """
    shut = {place for place, count in enumerate(totals) if not _open(count, few, zeros_shown)}
    rest = sorted((not count, count, place) for place, count in enumerate(totals) if place not in shut)
    while shut and rest and (len(shut) < 2 or sum(totals[place] for place in shut) < few - 1):
        shut.add(rest.pop(0)[2])
    return shut


def _first_known(table: _Counts, hidden: set[_Cell], few: int, safe: set[_Cell]) -> _Cell | None:
    """The first withheld cell that the rest tells to within fewer than ``few`` numbers.

    None where there is no such cell.  What was found ``safe`` stays so: withholding more tells no more.
    """
    network = _network(table, hidden)
    for cell in sorted(hidden - safe):
        if _spread(network, *_ends(cell)) < few - 1:
            return cell
        safe.add(cell)
    return None


def _ends(cell: _Cell) -> tuple[Hashable, Hashable]:
    row, column = cell
    if column == _TOTAL:
        return "total of rows", ("row", row)
    if row == _TOTAL:
        return ("column", column), "total of columns"
    return ("row", row), ("column", column)


def _network(table: _Counts, hidden: set[_Cell]) -> nx.DiGraph[Hashable]:
    """Every table that fits what is shown is a way of people through withheld cells, rows to columns.

    An edge along a cell can take any number more, the edge back as many as are in the cell.
    """
    everybody = sum(map(sum, table))
    network: nx.DiGraph[Hashable] = nx.DiGraph()
    for row, column in sorted(hidden):
        one, other = _ends((row, column))
        network.add_edge(one, other, capacity=everybody)
        network.add_edge(other, one, capacity=_count(table, (row, column)))
    return network


def _count(table: _Counts, cell: _Cell) -> int:
    row, column = cell
    if column == _TOTAL:
        return sum(table[row])
    if row == _TOTAL:
        return sum(each[column] for each in table)
    return table[row][column]


def _spread(network: nx.DiGraph[Hashable], one: Hashable, other: Hashable) -> int:
    """How far apart the least and the most are that the cell between two ends may hold.

    More in it must come back another way, and less go another way.
    """
    holds = network[other][one]["capacity"]
    rest = nx.restricted_view(network, [], [(one, other), (other, one)])
    more = nx.maximum_flow_value(rest, other, one)
    less = nx.maximum_flow_value(rest, one, other)
    return int(more + min(less, holds))


def _cheapest(table: _Counts, hidden: set[_Cell], cell: _Cell, few: int) -> set[_Cell]:
    """The fewest people to withhold more, so that a cell can be traded with three others; empty if none."""
    found = min(_corners(table, hidden, cell, few), default=None)
    return set(found[2]) if found else set()


def _corners(
    table: _Counts, hidden: set[_Cell], cell: _Cell, few: int
) -> Iterator[tuple[bool, int, tuple[_Cell, ...]]]:
    """Whether a square is too narrow, how many people it withholds more, and their cells."""
    at, place = cell
    if _TOTAL in cell:
        return
    for row in range(len(table)):
        for column in range(len(table[0])):
            if row == at or column == place:
                continue
            square = [(at, column), (row, place), (row, column)]
            more = tuple(each for each in square if each not in hidden)
            up = min(table[at][column], table[row][place])
            down = min(table[at][place], table[row][column])
            if more:
                yield up + down < few - 1, sum(_count(table, each) for each in more), more
