"""What of the tables could not be read, line by line: a table for whoever sent them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from drive_rules.caseload.columns import Array, Positions
from drive_rules.engines.columnar.tables import Places
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
    """Rows of one table with the same thing wrong in the same column."""

    table: int
    rows: Positions
    column: int
    problem: Problem


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Source:
    """A table as it was sent: the case and the id of each row, where they can be read."""

    name: str
    columns: Sequence[str]
    case: Array
    id: Array
    of: Places
    """The row of the main kind to which each row belongs; -1 where it is not known."""


@dataclass(slots=True, repr=False)
class Rejects:
    """Everything that is refused, in the order in which it was found; the table comes out in one order."""

    lines: list[Lines] = field(default_factory=list)

    def add(self, table: int, rows: Positions, column: int, problem: Problem) -> None:
        """Refuse a value, or a whole row, of these rows."""
        if len(rows):
            self.lines.append(Lines(table, rows, column, problem))

    def table(self, sources: Sequence[Source]) -> pa.Table:
        """One line for each row, by table, row and column."""
        if not self.lines:
            return SCHEMA.empty_table()
        number = np.repeat(np.arange(len(self.lines)), [len(each.rows) for each in self.lines])
        rows = np.concatenate([each.rows for each in self.lines])
        tables, columns = (
            np.array([getattr(each, of) for each in self.lines])[number] for of in ("table", "column")
        )
        order = np.lexsort((number, columns, rows, tables))
        number, rows, tables = number[order], rows[order], tables[order]
        names = [(sources[each.table].name, sources[each.table].columns[each.column]) for each in self.lines]
        return pa.Table.from_arrays(
            [
                _words([table for table, _ in names], number),
                pa.array(rows + 1),
                _keys([source.case for source in sources], tables, rows),
                _keys([source.id for source in sources], tables, rows),
                _words([column for _, column in names], number),
                _words([each.problem.code for each in self.lines], number),
                _words([each.problem.what for each in self.lines], number),
                _words([each.problem.fix for each in self.lines], number),
            ],
            schema=SCHEMA,
        )

    def by_case(self, sources: Sequence[Source], count: int) -> NDArray[np.int32]:
        """How many lines each of the cases has."""
        found = np.zeros(count, np.int32)
        for each in self.lines:
            of = sources[each.table].of[each.rows]
            found += np.bincount(of[of >= 0], minlength=count).astype(np.int32)
        return found


def _words(words: Sequence[str], number: NDArray[np.intp]) -> Array:
    distinct = {word: place for place, word in enumerate(dict.fromkeys(words))}
    places = np.array([distinct[word] for word in words], np.int32)
    return pa.DictionaryArray.from_arrays(places[number], pa.array(list(distinct), pa.string()))


def _keys(keys: Sequence[Array], tables: NDArray[np.intp], rows: Positions) -> Array:
    """The key of each row; ``tables`` ascends."""
    parts = [
        column.take(pa.array(rows[tables == table])).cast(pa.string())
        for table, column in enumerate(keys)
        if (tables == table).any()
    ]
    return pa.concat_arrays(parts)
