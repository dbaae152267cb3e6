"""Whole caseloads: tables of cases in, tables of answers out."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any

import pyarrow as pa

from drive_rules.caseload.arrays import MANY, give_back, joined
from drive_rules.caseload.assessing import Asking, Assessing, Refusing
from drive_rules.caseload.frames import ARROW, Sort, Tables, of_spark, taken
from drive_rules.caseload.long import LongRows
from drive_rules.caseload.marks import marked
from drive_rules.caseload.rejects import SCHEMA as REJECTS_SCHEMA
from drive_rules.caseload.results import BLOCKS, DUTIES, FIND_OUTS, Batch
from drive_rules.caseload.shared import Column
from drive_rules.caseload.summary import Summary
from drive_rules.caseload.tables import Caseload, read_tables

__all__ = [
    "REJECTS_SCHEMA",
    "Asking",
    "Caseload",
    "CaseloadAssessment",
    "Summary",
    "assess_caseload",
    "assess_many",
    "read_tables",
]

QUESTIONS, REJECTS = "questions", "rejects"


class CaseloadAssessment:
    """The answers to a whole caseload on one day, as tables of the sort that was sent.

    Advice to a named human decider, as one assessment is.  ``decisions`` holds a table for each kind:
    the lowest and the highest answer still possible for each thing (``<decision>, lowest``; a day of
    ``long ago`` is 31 December 1899, one ``far ahead`` 1 January 2200, and a number without limit is
    infinite), where rules that certainly apply give different answers (``conflict``), where a lowest
    level may not be printed (``withheld``), and how much of the case could not be read (``rejected``).
    ``duties``, ``blocks`` and ``find_outs`` have a row for each rule and thing; ``questions`` one for
    each fact that cases wait for; ``rejects`` one for each row or value that could not be read.
    Tables are made of the caller's sort when they are first asked for.
    """

    def __init__(self, summary: Summary, decisions: Tables, tables: Tables, sort: Sort) -> None:
        self._summary, self._decisions, self._tables, self._sort = summary, decisions, tables, sort

    def __repr__(self) -> str:
        return f"<CaseloadAssessment of {self.summary.cases:,} cases>"

    @property
    def summary(self) -> Summary:
        """What came of it, in numbers."""
        return self._summary

    @cached_property
    def decisions(self) -> Mapping[str, Any]:
        """The decisions by kind: a row for each thing."""
        return {kind: self._sort.give(table) for kind, table in self._decisions.items()}

    @cached_property
    def duties(self) -> Any:
        """What is called for: a row for each rule and thing, with what it is done to."""
        return self._given(DUTIES)

    @cached_property
    def blocks(self) -> Any:
        """What must not be done: a row for each ``must not`` and thing for which it stands."""
        return self._given(BLOCKS)

    @cached_property
    def find_outs(self) -> Any:
        """What is to be found out: a row for each rule and thing of which it cannot be told."""
        return self._given(FIND_OUTS)

    @cached_property
    def questions(self) -> Any:
        """The facts that unsettled answers wait for, those that most cases wait for first."""
        return self._given(QUESTIONS)

    @cached_property
    def rejects(self) -> Any:
        """What could not be read, and so counts as unknown: a row for each row or value."""
        return self._given(REJECTS)

    def _given(self, name: str) -> Any:
        return self._sort.give(self._tables[name])


def assess_many(
    asking: Asking,
    tables: Mapping[str, Any],
    *,
    strict: bool = False,
    size: int | None = None,
    workers: int | None = None,
) -> CaseloadAssessment:
    """Assess every case of some tables (see ``tables`` for what they hold), ``size`` cases at once.

    Answers are the same, to the byte, for any size and number of workers.  Spark's data frames are assessed
    on their cluster, cut into ``workers`` parts (see ``spark``).  Raises ``CaseloadError`` where
    the tables are not such as can be read, or, if ``strict``, where anything in them cannot be.
    """
    if of_spark(tables):
        from drive_rules.caseload.spark import assess_on_spark  # noqa: PLC0415

        return assess_on_spark(asking, tables, strict=strict, size=size, parts=workers)
    arrow, sort = taken(tables)
    caseload = read_tables(asking.vocabulary, arrow, asking.as_of)
    del arrow
    if strict:
        refusing = Refusing()
        refusing.add(caseload.rejects)
        refusing.refuse()
    return assess_caseload(asking, caseload, sort=sort, size=size, workers=workers, keep=False)


def assess_caseload(
    asking: Asking,
    caseload: Caseload,
    *,
    sort: Sort = ARROW,
    size: int | None = None,
    workers: int | None = None,
    keep: bool = True,
) -> CaseloadAssessment:
    """Assess every case of a caseload that was read before; unless ``keep``, it is let go of on the way."""
    assessing = Assessing(asking, size, workers)
    decisions = {kind: _Joining(table.schema) for kind, table in assessing.answers.decided.items()}
    long: dict[str, list[LongRows]] = {name: [] for name in assessing.answers.long}
    for answered in assessing.blocks(caseload, keep, batches=False):
        for kind, deciding in answered.decisions.items():
            decisions[kind].add(deciding.batch)
        for name, rows in answered.long.items():
            long[name].append(rows)
    with ThreadPoolExecutor(assessing.workers) as pool:
        found = {
            name: pa.table(table.columns(long.pop(name), pool), schema=table.schema)
            for name, table in assessing.answers.long.items()
        }
        decided = {kind: joining.table(pool) for kind, joining in decisions.items()}
    if assessing.tally.rows[asking.vocabulary.main] >= MANY:
        give_back()
    found |= {QUESTIONS: assessing.tally.questions(), REJECTS: caseload.rejects}
    if caseload.notes.synthetic:
        decided, found = _marked(decided), _marked(found)
    return CaseloadAssessment(assessing.summary(caseload.notes), decided, found, sort)


def _marked(tables: Tables) -> dict[str, pa.Table]:
    """The tables, saying that the cases are invented."""
    return {
        name: table.replace_schema_metadata(marked(table.schema).metadata) for name, table in tables.items()
    }


class _Joining:
    """A table of many blocks: column by column in one piece, so that no reader meets more than one."""

    def __init__(self, schema: pa.Schema) -> None:
        self.schema = schema
        self._columns: list[list[Column]] = [[] for _ in schema]

    def add(self, batch: Batch) -> None:
        """Put the rows of a block below those that are there."""
        if batch.num_rows:
            for column, array in zip(self._columns, batch.columns, strict=True):
                column.append(array)

    def table(self, pool: ThreadPoolExecutor) -> pa.Table:
        """The table; what was added is let go of."""
        columns = list(pool.map(_one, self._columns, self.schema.types))
        return pa.table(columns, schema=self.schema)


def _one(parts: list[Column], type_: pa.DataType) -> Column:
    """The parts of a column in one piece, then let go of; of one dictionary only its places are joined."""
    if len(parts) < 2:
        return parts[0] if parts else pa.array([], type_)
    first = parts[0]
    whole: Column = joined([part.indices for part in parts] if pa.types.is_dictionary(type_) else parts)
    parts.clear()
    if not pa.types.is_dictionary(type_):
        return whole
    return pa.DictionaryArray.from_arrays(whole, first.dictionary, ordered=type_.ordered, safe=False)
