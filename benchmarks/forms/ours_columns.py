"""The workload for the columnar engine of drive_rules: columns of codes in, the columns of ``GIVES`` out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import workload
from benchmarks.forms import InColumns, hand_columns
from benchmarks.forms.ours import GIVES, Ours
from benchmarks.workload import named
from drive_rules.engines.columnar import Block, Columns, Rows, build
from drive_rules.ir import SCALE
from drive_rules.lower import Program

Column = NDArray[Any]
BLOCK = 16_384
THREADS = 2
SCALED = ("score", "points")


def many() -> InColumns:
    """Made ready; what it is given, reading tables would give: see ``benchmarks.caseload``."""
    program = Ours.load().program
    return InColumns(settling(program), lambda table: columns(program, table), given)


def columns(program: Program, table: Mapping[str, Column]) -> Columns:
    """A table as codes, all known."""
    ends = tuple(_codes(str(name.key), table[named(str(name.key))]) for name in program.facts["case"])
    rows = Rows(len(table["age"]), np.empty(0, np.int32), ends, ends, ())
    return Columns({"case": rows}, program.kinds)


def _codes(name: str, column: Column) -> Column:
    return column.astype(np.int64) * SCALE if name in workload.NUMBERS else column.view(np.int8)


def settling(program: Program) -> Callable[[Columns], Sequence[Column]]:
    """Blocks of rows, on two threads; what is settled of each goes to its place in whole columns."""
    engine = build(program)
    kinds = [np.int64 if key in SCALED else np.int8 for key in GIVES]

    def settle(there: Columns) -> Sequence[Column]:
        made = [np.empty(there.rows["case"].count, kind) for kind in kinds]

        def one(block: Block) -> None:
            first, low = block.starts["case"], engine.settle(block.columns).low
            for column, key in zip(made, GIVES, strict=True):
                column[first : first + len(low[key])] = low[key]

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(one, there.blocks(BLOCK)))
        return made

    return settle


def given(made: Sequence[Column]) -> dict[str, Column]:
    """The columns by the names that every form has for them, in their units."""
    names = zip(hand_columns.GIVES, made, strict=True)
    return {name: column // SCALE if name in SCALED else column for name, column in names}
