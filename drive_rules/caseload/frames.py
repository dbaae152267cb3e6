"""Tables at the border: the caller's own sort in, the same sort out.

Polars frames (eager and lazy) and pandas frames come back as they came.  Everything else that speaks
the Arrow stream protocol (a pyarrow table, a DuckDB relation) comes back as pyarrow tables.  Nothing
is imported that the caller did not import before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from drive_rules.case.scalars import words_of_scalar
from drive_rules.caseload.shared import KEY, Column
from drive_rules.problems import CaseloadError, Problem

Tables = dict[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of table: what it is called, and how tables of it are taken and given."""

    name: str
    take: Callable[[list[Any]], list[pa.Table]]
    give: Callable[[pa.Table], Any]


def taken(tables: Mapping[str, Any]) -> tuple[Tables, Sort]:
    """The caller's tables as Arrow tables, and the sort in which answers are to be given.

    Raises ``CaseloadError`` where something is no table, cannot be read, or is not of the same sort as
    the rest.
    """
    if not isinstance(tables, Mapping) or not tables:
        what = "these are no tables" if tables or not isinstance(tables, Mapping) else "no table was sent"
        raise CaseloadError([Problem("DR611", what, "give a mapping of names to tables, `{'cases': ...}`")])
    sorts = [_sort_of(table) for table in tables.values()]
    problems = [
        Problem("DR611", "this is no table", "give a polars, pandas or pyarrow table", place=_place(number))
        for number, sort in enumerate(sorts)
        if sort is None
    ]
    found = list(dict.fromkeys(sort for sort in sorts if sort is not None))
    if len(found) > 1:
        names = " and ".join(sort.name for sort in found)
        problems.append(
            Problem(
                "DR612", f"tables of more than one sort: {names}", "give all tables of one call as one sort"
            )
        )
    if problems:
        raise CaseloadError(problems)
    return dict(zip(tables, found[0].take(list(tables.values())), strict=True)), found[0]


def of_spark(tables: Mapping[str, Any]) -> bool:
    """Whether there are data frames of Spark among the tables: these are never brought here."""
    return isinstance(tables, Mapping) and any(map(is_spark, tables.values()))


def is_spark(table: Any) -> bool:
    """Whether this is a data frame of Spark."""
    return type(table).__module__.partition(".")[0] == "pyspark" and hasattr(table, "mapInArrow")


def _place(number: int) -> str:
    return f"tables[{number}]"


def _sort_of(table: Any) -> Sort | None:
    """The sort of one table; what a library is called says more than what it can do."""
    library = type(table).__module__.partition(".")[0]
    if library == "polars":
        return POLARS_SORTS.get(type(table).__name__)
    if library == "pandas":
        return PANDAS if type(table).__name__ == "DataFrame" else None
    return ARROW if hasattr(table, "__arrow_c_stream__") else None


# -- Arrow -----------------------------------------------------------------------------------------


def _take_streams(tables: list[Any]) -> list[pa.Table]:
    return [_stream(number, table) for number, table in enumerate(tables)]


def _stream(number: int, table: Any) -> pa.Table:
    """What a stream holds; its own errors may show what is in it, so they are not passed on."""
    try:
        return table if isinstance(table, pa.Table) else pa.table(table)
    except Exception:
        fix = "make a pyarrow table of it first: that says why"
    raise CaseloadError(
        [Problem("DR613", "this table cannot be read as an Arrow stream", fix, place=_place(number))]
    )


# -- polars ----------------------------------------------------------------------------------------


def _collect(frames: list[Any]) -> list[pa.Table]:
    """Lazy frames, collected together with the streaming engine, so that what they share is done once."""
    import polars as pl  # noqa: PLC0415

    try:
        collected = pl.collect_all(frames, engine="streaming")
    except Exception:
        collected = None
    if collected is None:
        fix = "collect the frames yourself: that says why"
        raise CaseloadError([Problem("DR613", "these lazy frames cannot be collected", fix)])
    return _take_streams(collected)


def _polars(table: pa.Table) -> Any:
    """A polars frame: keys as text, words as enums, without a copy of any word or key."""
    import polars as pl  # noqa: PLC0415

    columns = {
        name: _polars_column(pl, column)
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    return pl.DataFrame(columns)


def _polars_column(pl: Any, column: Column) -> Any:
    if not pa.types.is_dictionary(column.type) or column.num_chunks != 1:
        return pl.from_arrow(column)
    whole = column.chunk(0)
    words, codes = pl.from_arrow(whole.dictionary), pl.from_arrow(whole.indices)
    if column.type.index_type == KEY.index_type or words.n_unique() < len(words):
        return words.gather(codes)
    enum = pl.Enum(words)
    if hasattr(codes.cat, "to"):
        return codes.cast(pl.UInt8 if len(words) < 256 else pl.UInt32).cat.to(enum)
    return pl.from_arrow(column).cast(enum)


# -- pandas ----------------------------------------------------------------------------------------


def _take_pandas(frames: list[Any]) -> list[pa.Table]:
    problems: list[Problem] = []
    tables = [_of_pandas(number, frame, problems) for number, frame in enumerate(frames)]
    if problems:
        raise CaseloadError(problems)
    return tables


def _of_pandas(number: int, frame: Any, problems: list[Problem]) -> pa.Table:
    """A pandas frame less its index; columns of mixed values are read as words."""
    try:
        return pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowException, TypeError, ValueError):
        columns = [_of_series(frame.iloc[:, place]) for place in range(frame.shape[1])]
    for place, column in enumerate(columns):
        if column is None:
            what, fix = (
                "this column holds what is neither words, numbers nor days",
                "write its values as words",
            )
            problems.append(Problem("DR613", what, fix, place=f"{_place(number)}, column {place + 1}"))
    names = [str(name) for name in frame.columns]
    return (
        pa.table([pa.nulls(0) if each is None else each for each in columns], names)
        if not problems
        else pa.table({})
    )


def _of_series(series: Any) -> Column | None:
    try:
        return pa.Array.from_pandas(series)
    except (pa.ArrowException, TypeError, ValueError):
        pass
    try:
        missing = series.isna()
        words = [
            None if none else words_of_scalar(value) for value, none in zip(series, missing, strict=True)
        ]
        return pa.array(words, pa.string())
    except (pa.ArrowException, ArithmeticError, TypeError, ValueError):
        return None


def _pandas(table: pa.Table) -> Any:
    """A pandas frame: keys as text, words as categories."""
    columns: Iterator[Column] = (
        column.cast(pa.large_string())
        if pa.types.is_dictionary(column.type) and column.type.index_type == KEY.index_type
        else column
        for column in table.columns
    )
    return pa.table(list(columns), table.column_names).to_pandas()


ARROW = Sort("an Arrow stream", _take_streams, lambda table: table)
PANDAS = Sort("a pandas DataFrame", _take_pandas, _pandas)
POLARS_SORTS = {
    "DataFrame": Sort("a polars DataFrame", _take_streams, _polars),
    "LazyFrame": Sort("a polars LazyFrame", _collect, lambda table: _polars(table).lazy()),
}
