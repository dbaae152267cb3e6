"""The steps of ``hand_columns`` as a lazy query of Polars, which has both cores to itself."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from benchmarks.forms import InColumns, Table
from benchmarks.forms.hand_columns import STEPS, given
from benchmarks.workload import FACTS, named


def many() -> InColumns:
    """Made ready; a frame is made of the columns before anything is timed."""
    return InColumns(query(), lambda table: pl.DataFrame(dict(table)), _columns)


def query() -> Callable[[pl.DataFrame], pl.DataFrame]:
    """A function from a frame to a frame of what is given; the expressions are made once."""
    columns = {named(name): pl.col(named(name)) for name in FACTS}
    stages = []
    for step in STEPS:
        stage = dict(step(columns, _number))
        stages.append(stage)
        columns |= {name: pl.col(name) for name in stage}
    last = dict(given(columns, _number))

    def ask(frame: pl.DataFrame) -> pl.DataFrame:
        lazy = frame.lazy()
        for stage in stages:
            lazy = lazy.with_columns(**stage)
        return lazy.select(**last).collect()

    return ask


def _number(column: pl.Expr) -> pl.Expr:
    return column.cast(pl.Int8)


def _columns(found: pl.DataFrame) -> Table:
    return {name: found[name].to_numpy() for name in found.columns}
