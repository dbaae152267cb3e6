"""The workload for the columnar engine of drive_rules: columns of codes in, those of ``GIVES`` out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.forms import InColumns, hand_columns
from benchmarks.forms.ours import GIVES, Ours
from benchmarks.workload import named
from drive_rules.answers import Key
from drive_rules.caseload.assessing import size_for
from drive_rules.caseload.columns import dtype_of
from drive_rules.engines.columnar import Columns, Rows, build
from drive_rules.ir import SCALE, Type
from drive_rules.lower import Program

Column = NDArray[Any]
Settled = Mapping[Key, Column]
"""What is given of one block."""
THREADS = 2
SCALED = ("score", "points")


def many() -> InColumns:
    """Made ready; what it is given, reading tables gives: see ``benchmarks.caseload``."""
    loaded = Ours.load()
    return InColumns(settling(loaded.program), lambda table: columns(loaded, table), given)


def columns(loaded: Ours, table: Mapping[str, Column]) -> Columns:
    """A table as codes, all known, as wide as they are read from tables."""
    facts = loaded.ruleset.meaning.facts.values()
    ends = tuple(_codes(table[named(fact.name)], fact.type) for fact in facts)
    rows = Rows(len(table["age"]), np.empty(0, np.int32), ends, ends, ())
    return Columns({"case": rows}, loaded.program.kinds)


def _codes(column: Column, kind: Type) -> Column:
    if kind.name == "number":
        return column.astype(dtype_of(kind)) * SCALE
    return column.view(dtype_of(kind))


def settling(program: Program) -> Callable[[Columns], Sequence[Settled]]:
    """Blocks of rows, on two threads; every column that is given is in as many pieces, as of a caseload."""
    engine, size = build(program, frozenset(GIVES)), size_for(program)

    def settle(there: Columns) -> Sequence[Settled]:
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(lambda block: engine.settle(block.columns).low, there.blocks(size)))

    return settle


def given(blocks: Sequence[Settled]) -> dict[str, Column]:
    """The columns by the names that every form has for them, in their units."""
    whole = (np.concatenate([settled[key] for settled in blocks]) for key in GIVES)
    names = zip(hand_columns.GIVES, whole, strict=True)
    return {name: column // SCALE if name in SCALED else column for name, column in names}
