"""A synthetic caseload with everything wrong in it that rows may have, in no order at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from drive_rules import synthetic
from drive_rules.caseload import CaseloadAssessment

MANAGER = "M00000101"
MARK = "canary"
"""Stands in every key and value that is put in here, and in nothing that the library may print."""
Tables = dict[str, pa.Table]
LONG = ("duties", "blocks", "find_outs", "rejects", "questions")


def tables(cases: int, as_of: date) -> Tables:
    """Some thousand cases, of which some dozens have rows or values that cannot be read."""
    made = synthetic.tables(synthetic.load_profile(), cases=cases, seed=11, as_of=as_of)
    plain = {name: _plain(table) for name, table in made.items()}
    for name, spoil in SPOILING.items():
        plain[name] = spoil(plain[name])
    random = np.random.default_rng(5)
    return {name: table.take(random.permutation(len(table))) for name, table in plain.items()}


def _plain(table: pa.Table) -> pa.Table:
    """Without dictionaries: Spark has none."""
    columns = [
        column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in table.columns
    ]
    return pa.table(columns, table.column_names)


def _with(table: pa.Table, *rows: dict[str, object]) -> pa.Table:
    """More rows; what they do not say is empty."""
    return pa.concat_tables([table, pa.Table.from_pylist(list(rows), schema=table.schema)])


def _set(table: pa.Table, name: str, change: Callable[[int, object], object]) -> pa.Table:
    """A column with other values."""
    place = table.schema.get_field_index(name)
    values = [change(row, value) for row, value in enumerate(table.column(name).to_pylist())]
    return table.set_column(place, name, pa.array(values, table.schema.field(name).type))


def _cases(table: pa.Table) -> pa.Table:
    """The same case twice, three times; cases of no id; ids with spaces around them."""
    table = pa.concat_tables([table, table.slice(3, 2), table.slice(4, 1)])
    table = _with(table, {"case": None}, {"case": "  "})
    return _set(table, "case", lambda row, key: f"  {key} " if row == 40 else key)


def _pairs(table: pa.Table) -> pa.Table:
    """Pairs of cases that are not there, of no case, of no id and of the same id; a value nobody can read."""
    table = pa.concat_tables([table, table.slice(9, 1)])
    table = _with(
        table,
        {"case": f"{MARK}-nowhere", "id": f"{MARK}-1"},
        {"case": None, "id": f"{MARK}-2"},
        {"case": table.column("case")[20].as_py(), "id": None},
    )
    words = next(field.name for field in list(table.schema)[::-1] if field.type == pa.string())
    return _set(table, words, lambda row, value: f"{MARK} words" if row % 50 == 7 else value)


def _incidents(table: pa.Table) -> pa.Table:
    """Incidents of a pair that is not there, and of none."""
    return _set(table, "pair", lambda row, key: None if row == 30 else f"{MARK}-3" if row == 31 else key)


def _managers(table: pa.Table) -> pa.Table:
    """The same manager twice."""
    return pa.concat_tables([table, table.slice(1, 1)])


def _answers(table: pa.Table) -> pa.Table:
    """Answers that nobody can read, of cases and things that are not there, and about a manager of a case."""
    manager = {"kind": "case managers", "id": MANAGER, "fact": "share of full time"}
    table = _with(table, *({**manager, "case": key, "answer": "0.5"} for key in (None, f"{MARK}-6")))
    table = _set(table, "answer", lambda row, value: f"{MARK} answer" if row % 400 == 3 else value)
    table = _set(table, "case", lambda row, key: f"{MARK}-4" if row % 500 == 5 else key)
    return _set(table, "id", lambda row, key: f"{MARK}-5" if row % 600 == 8 else key)


SPOILING = {
    "cases": _cases,
    "pairs": _pairs,
    "incidents": _incidents,
    "case managers": _managers,
    "answers": _answers,
}


# -- answers ---------------------------------------------------------------------------------------


def plain(table: pa.Table) -> pa.Table:
    """Without dictionaries and in one order."""
    table = _plain(table)
    return table.sort_by([(name, "ascending") for name in table.column_names])


def tables_of(assessment: CaseloadAssessment) -> dict[str, Any]:
    """Every table of answers by name, the decisions by kind."""
    return {name: getattr(assessment, name) for name in LONG} | dict(assessment.decisions)
