"""What of the tables could not be read, line by line: a table for whoever sent them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from drive_rules.caseload.arrays import Array, Positions, plain
from drive_rules.caseload.keys import words_of
from drive_rules.problems import Problem

SCHEMA = pa.schema(
    [
        ("table", pa.dictionary(pa.int32(), pa.string())),
        ("row", pa.int64()),
        ("case", pa.string()),
        ("id", pa.string()),
        ("column", pa.dictionary(pa.int32(), pa.string())),
        ("code", pa.dictionary(pa.int32(), pa.string())),
        ("what", pa.dictionary(pa.int32(), pa.string())),
        ("fix", pa.dictionary(pa.int32(), pa.string())),
    ]
)
"""``row`` counts from 1 in the table as it was sent; ``case`` and ``id`` are null where there is no key."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Lines:
    """Rows of one table, as it was sent, with the same thing wrong in the same column."""

    table: int
    rows: Positions
    column: int
    problem: Problem


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Source:
    """A table as it was sent."""

    name: str
    table: pa.Table
    case: int | None
    """The column of the case's id, where there is one."""
    id: int | None
    """The column of the thing's own, where it is another."""

    def keys(self, column: int | None, rows: Positions) -> Array:
        """The ids of some rows; null where there is none."""
        if column is None:
            return pa.nulls(len(rows), pa.string())
        return words_of(plain(self.table.column(column).take(rows))).cast(pa.string())


def table_of(lines: Sequence[Lines], sources: Sequence[Source]) -> pa.Table:
    """All that is refused, a line for each row, by table, row and column."""
    if not lines:
        return SCHEMA.empty_table()
    number = np.repeat(np.arange(len(lines)), [len(each.rows) for each in lines])
    rows = np.concatenate([each.rows for each in lines])
    tables, columns = (np.array([getattr(each, of) for each in lines])[number] for of in ("table", "column"))
    order = np.lexsort((number, columns, rows, tables))
    number, rows, tables = number[order], rows[order], tables[order]
    names = [(sources[each.table], each.column) for each in lines]
    parts = [(source, rows[tables == number]) for number, source in enumerate(sources)]
    return pa.Table.from_arrays(
        [
            _words([source.name for source, _ in names], number),
            pa.array(rows + 1),
            pa.concat_arrays([source.keys(source.case, which) for source, which in parts]),
            pa.concat_arrays([source.keys(source.id, which) for source, which in parts]),
            _words([source.table.schema.names[column] for source, column in names], number),
            _words([each.problem.code for each in lines], number),
            _words([each.problem.what for each in lines], number),
            _words([each.problem.fix for each in lines], number),
        ],
        schema=SCHEMA,
    )


def _words(words: Sequence[str], number: NDArray[np.intp]) -> Array:
    distinct = {word: place for place, word in enumerate(dict.fromkeys(words))}
    places = np.array([distinct[word] for word in words], np.int32)
    return pa.DictionaryArray.from_arrays(places[number], pa.array(list(distinct), pa.string()))
