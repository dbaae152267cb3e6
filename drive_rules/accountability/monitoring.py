"""The monitoring table: characteristics of people by case, kept apart from everything that rules read.

A row for each case, keyed by ``case``; every other column is a characteristic, in any words.  It is read
here and by nothing else: no part of it goes into a case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from drive_rules.case.evidence import folded
from drive_rules.caseload.folders import table_in
from drive_rules.caseload.keys import words_of
from drive_rules.caseload.marks import is_synthetic
from drive_rules.ir import Ruleset
from drive_rules.problems import CaseloadError, Problem

CASE = "case"
NAME = "monitoring"
NOT_RECORDED = "not recorded"
MOST_GROUPS = 30
"""More different words in a column than this are no groups."""
_MOST_TOLD = 20
_FIX = "take the column out; what a rule reads is no monitoring characteristic"
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, repr=False)
class Characteristic:
    """One characteristic: its groups in the order of the alphabet, and the group of each case by place."""

    name: str
    groups: tuple[str, ...]
    of_case: Codes


@dataclass(frozen=True, slots=True, repr=False)
class Monitoring:
    """The characteristics of the cases of a caseload; ``strange`` counts the rows that are of no case."""

    characteristics: tuple[Characteristic, ...]
    strange: int
    synthetic: bool


def read_monitoring(source: Any, ruleset: Ruleset, cases: Any) -> Monitoring:
    """Read a monitoring table for some cases: a file (CSV, parquet), or anything that Arrow reads.

    ``cases`` is the Arrow column of their keys.  Raises ``CaseloadError`` with every problem; nothing that
    is in the table is in it, save the names of its columns.
    """
    table = _table(source)
    problems = list(_problems(table, ruleset))
    if problems:
        raise CaseloadError(problems)
    keys = words_of(_plain(table[CASE])).cast(pa.string())
    twice = [at for at, n in enumerate(_again(keys)) if n]
    if twice:
        fix = "leave one row for each case"
        raise CaseloadError(
            Problem("AC002", "a case that is there before", fix, place=f"{NAME}, row {at + 1}")
            for at in twice[:_MOST_TOLD]
        )
    rows = pc.index_in(cases, value_set=keys)
    names = sorted(name for name in table.column_names if name != CASE)
    return Monitoring(
        tuple(_characteristic(name, _said(table[name]), rows) for name in names),
        strange=len(keys.filter(pc.invert(pc.is_in(keys, value_set=cases)))),
        synthetic=is_synthetic(table),
    )


def _table(source: Any) -> pa.Table:
    if isinstance(source, (str, Path)):
        return table_in(Path(source), NAME, frozenset({CASE})).table()
    try:
        return source if isinstance(source, pa.Table) else pa.table(source)
    except Exception:
        fix = "give a file that ends in .parquet, .csv or .csv.gz, or a table that Arrow can read"
    # What Arrow says may show what is in the table.
    raise CaseloadError([Problem("DR611", "this is no table", fix, place=NAME)])


def _problems(table: pa.Table, ruleset: Ruleset) -> Iterator[Problem]:
    names = table.column_names
    unread = set(_unread(table))
    if names.count(CASE) != 1:
        fix = f"give one column called '{CASE}' that holds the id of each case"
        yield Problem("AC001", f"the table has not one column '{CASE}'", fix, place=NAME)
        return
    if len(names) == 1:
        yield Problem("AC003", "there is no characteristic", "give a column for each", place=NAME)
    read = {folded(fact.name) for fact in ruleset.facts.values() if not fact.monitoring}
    for place, name in enumerate(names):
        where = f"{NAME}, column {place + 1}"
        if names.count(name) > 1:
            yield Problem("AC003", "a column that is there twice", "leave one of them", place=where)
        elif place in unread:
            fix = "write a word or a number in each field of it"
            yield Problem("AC006", "a column of something else than words", fix, place=where)
        elif name != CASE and folded(name) in read:
            yield Problem("AC004", "rules may read a fact of this name", _FIX, place=where)
        elif name != CASE and len(_said(table[name]).unique()) > MOST_GROUPS:
            what = f"more than {MOST_GROUPS} different words are no groups"
            yield Problem("AC005", what, "put them together in fewer groups", place=where)


def _again(keys: Any) -> list[bool]:
    """Whether a key was there in an earlier row."""
    seen: set[str] = set()
    again = []
    for key in keys.to_pylist():
        again.append(key is not None and key in seen)
        seen.add(key)
    return again


def _unread(table: pa.Table) -> Iterator[int]:
    """The places of columns whose fields are no words and cannot be made words."""
    for place, column in enumerate(table.columns):
        try:
            _said(column)
        except (pa.ArrowException, UnicodeError):
            yield place


def _plain(column: Any) -> Any:
    """A column in one piece without a dictionary, its words of the plainest type."""
    whole: Any = column.unify_dictionaries().combine_chunks()
    if pa.types.is_dictionary(whole.type):
        return whole.dictionary.cast(pa.string()).take(whole.indices)
    odd = pa.types.is_string_view(whole.type) or pa.types.is_large_string(whole.type)
    return whole.cast(pa.string()) if odd else whole


def _said(column: Any) -> Any:
    """The words of a column; null where nothing is said."""
    words = pc.utf8_trim_whitespace(_plain(column).cast(pa.string()))
    nothing = pc.fill_null(pc.equal(words, pa.scalar("")), False)
    return pc.replace_with_mask(words, nothing, pa.scalar(None, pa.string()))


def _characteristic(name: str, said: Any, rows: Any) -> Characteristic:
    words = pc.fill_null(said.take(rows), NOT_RECORDED)
    groups = sorted(set(words.unique().to_pylist()), key=lambda group: (group == NOT_RECORDED, group))
    codes = pc.index_in(words, value_set=pa.array(groups, pa.string()))
    return Characteristic(name, tuple(groups), codes.to_numpy(zero_copy_only=False).astype(np.int64))
