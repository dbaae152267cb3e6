"""What an engine settled of many cases, as Arrow tables: decisions by kind, and long tables of the rest.

``Answers`` works out once what a ruleset may answer on a day; the tables of a block are then made of whole
columns.  Rows come in the order of the cases, however they were cut into blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from drive_rules.answers import Settled
from drive_rules.assessment.reading import Reading
from drive_rules.case import World
from drive_rules.caseload.long import blocks_table, duties_table, find_outs_table
from drive_rules.caseload.settled import Paths, SettledBlock
from drive_rules.caseload.shared import EPOCH, KEY, Column, Keys, worded, words_type
from drive_rules.caseload.withheld import Withheld
from drive_rules.engines.columnar.tables import Flags, Places, Whole
from drive_rules.ir import NO_LIMIT, SCALE, Decision, Ruleset, Type
from drive_rules.language.values import words_of

DUTIES, BLOCKS, FIND_OUTS = "duties", "blocks", "find outs"
Batch = pa.RecordBatch


class Answers:
    """What the tables of a ruleset's answers hold on one day, worked out once."""

    def __init__(self, ruleset: Ruleset, as_of: date, main: str, paths: Paths) -> None:
        nothing = World(dict.fromkeys(ruleset.kinds, ()))
        self.reading = Reading(ruleset, nothing, Settled({}, {}, frozenset()), as_of)
        self.main, self.paths = main, paths
        self.long = {
            DUTIES: duties_table(self.reading),
            BLOCKS: blocks_table(self.reading),
            FIND_OUTS: find_outs_table(self.reading),
        }
        deciding = dict.fromkeys(each.of for each in ruleset.decisions.values())
        kinds = [kind for kind in paths if kind in deciding]
        self.decided = {kind: Decided(self.reading, kind, main, paths[kind][-1]) for kind in kinds}

    def keys(self, keys: Mapping[str, Column], beside: Executor) -> Keys:
        """The keys of a caseload as these tables name them, worked out ``beside`` other work."""
        named = {self.main, *self.decided}
        named |= {self.paths[kind][-1] for kind in self.decided}
        for table in self.long.values():
            named |= {kind for line in table.lines for kind in (line.rule.kind, line.of)}
        return Keys(keys, self.main, named, beside)

    def decisions(self, block: SettledBlock, keys: Keys, rejected: NDArray[Any]) -> dict[str, DecidedRows]:
        """The decisions of one block by kind; ``rejected`` is by row of the main kind."""
        return {
            kind: table.rows(block, keys, rejected)
            for kind, table in self.decided.items()
            if block.count(kind)
        }


class DecidedRows:
    """The decisions of one kind for one block; its keys are waited for when all columns are asked for."""

    def __init__(self, schema: pa.Schema, keys: Keys) -> None:
        self.schema, self.keys = schema, keys
        self.named: dict[str, tuple[bool, Places]] = {}
        self.columns: dict[str, Column] = {}

    def __repr__(self) -> str:
        return f"<DecidedRows {', '.join(self.columns)}>"

    @cached_property
    def batch(self) -> Batch:
        """All columns."""
        columns = [
            self.columns[name] if name in self.columns else self._key(*self.named[name])
            for name in self.schema.names
        ]
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)

    def _key(self, of_case: bool, rows: Places) -> Column:
        return self.keys.cases(rows) if of_case else self.keys.named(self.keys.codes(rows))


# -- decisions --------------------------------------------------------------------------------------


class Decided:
    """The decisions of one kind as a wide table: two ends each, and what makes an end no answer."""

    def __init__(self, reading: Reading, kind: str, main: str, root: str) -> None:
        self.kind, self.main, self.root = kind, main, root
        self.decisions = tuple(each for each in reading.ruleset.decisions.values() if each.of == kind)
        withheld = ((each.name, Withheld.of(reading, each)) for each in self.decisions)
        self.withheld = {name: found for name, found in withheld if found}
        self._words = {each.name: _words(each.type) for each in self.decisions}

    @property
    def names(self) -> tuple[str, ...]:
        """The decisions by name, in the order of their columns."""
        return tuple(each.name for each in self.decisions)

    def words_of(self, name: str) -> list[str]:
        """The words of a decision that has a few values, by code; none for numbers and dates."""
        words = self._words[name]
        return [] if words is None else [str(word) for word in words.to_pylist()]

    @cached_property
    def schema(self) -> pa.Schema:
        """The columns and their types."""
        fields: list[tuple[str, pa.DataType]] = [(name, KEY) for name in self._key_names()]
        for each in self.decisions:
            type_ = _column_type(each.type)
            fields += [(f"{each.name}, lowest", type_), (f"{each.name}, highest", type_)]
            fields += [(f"{each.name}, {word}", pa.bool_()) for word in self._marks(each)]
        if self.kind == self.main:
            fields.append(("rejected", pa.int32()))
        return pa.schema(fields)

    def rows(self, block: SettledBlock, keys: Keys, rejected: NDArray[Any]) -> DecidedRows:
        """The rows of one block."""
        found = DecidedRows(self.schema, keys)
        for name, rows in self._keys(block, keys):
            found.named[name] = rows
        for each in self.decisions:
            low, high = block.settled.low[each.name], block.settled.high[each.name]
            lowest = self._column(each, low)
            found.columns[f"{each.name}, lowest"] = lowest
            found.columns[f"{each.name}, highest"] = lowest if high is low else self._column(each, high)
            for word in self._marks(each):
                found.columns[f"{each.name}, {word}"] = pa.array(self._mark(each, word, block))
        if self.kind == self.main:
            start = block.starts[self.kind]
            mine = rejected[start : start + block.count(self.kind)]
            found.columns["rejected"] = pa.array(np.ascontiguousarray(mine, np.int32))
        return found

    def _key_names(self) -> tuple[str, ...]:
        if self.kind == self.main:
            return ("case",)
        if self.kind == self.root:
            return ("id",)
        return ("case" if self.root == self.main else self.root, "id")

    def _keys(self, block: SettledBlock, keys: Keys) -> Iterator[tuple[str, tuple[bool, Places]]]:
        """By column whether it holds cases, and of each row the case's row or the place of another key."""
        start, count = block.starts[self.kind], block.count(self.kind)
        for name in self._key_names():
            if name == "id":
                yield name, (False, keys.places(self.kind, start, count))
            elif self.root == self.main:
                yield name, (True, block.root(self.kind) + np.int32(block.starts[self.root]))
            else:
                roots = keys.places(self.root, block.starts[self.root], block.count(self.root))
                yield name, (False, roots.take(block.root(self.kind)))

    def _marks(self, decision: Decision) -> tuple[str, ...]:
        conflict = ("conflict",) if decision.take == "only one" else ()
        return (*conflict, "withheld") if decision.name in self.withheld else conflict

    def _mark(self, decision: Decision, word: str, block: SettledBlock) -> Flags:
        if word == "withheld":
            return self.withheld[decision.name].where(block)
        found = block.settled.conflicts.get(decision.name)
        return np.zeros(block.count(self.kind), np.bool_) if found is None else found

    def _column(self, decision: Decision, codes: Whole) -> Column:
        words = self._words[decision.name]
        if words is not None:
            return worded(codes, words, decision.type.ordered)
        if decision.type.name == "date":
            return pa.array((codes - EPOCH).astype(np.int32)).view(pa.date32())
        numbers = codes / SCALE
        numbers[codes <= -NO_LIMIT] = -np.inf
        numbers[codes >= NO_LIMIT] = np.inf
        return pa.array(numbers)


def _words(type_: Type) -> Column | None:
    """The words of a type that has a few values; none for numbers and dates."""
    if type_.name in ("number", "date"):
        return None
    count = len(type_.values or type_.lengths) or 2
    return pa.array([words_of(type_, code) for code in range(count)], pa.string())


def _column_type(type_: Type) -> pa.DataType:
    words = _words(type_)
    if words is None:
        return pa.date32() if type_.name == "date" else pa.float64()
    return words_type(len(words), type_.ordered)
