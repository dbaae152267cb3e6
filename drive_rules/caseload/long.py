"""Long tables: a row for each line and each thing for which it stands, by case.

The rows of a block are held as one whole number each, put in the order of the cases, and taken apart
into columns again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from drive_rules.assessment.duties import TOLD
from drive_rules.assessment.reading import Reading
from drive_rules.caseload.lines import FLAG_BITS, Codes, Line, calls_of, finds_of, forbids_of
from drive_rules.caseload.settled import SettledBlock
from drive_rules.caseload.shared import KEY, Column, Keys, Words, worded, words_type
from drive_rules.engines.columnar.tables import Places

TOLD_WORDS = tuple(TOLD[ends] for ends in ((0, 0), (0, 1), (1, 1)))
"""What is told of a yes or no, by the sum of its ends."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A column unpacked from the flags of a row: a yes or no, or (two bits) what is told of one."""

    name: str
    shift: int
    told: bool = False

    @property
    def type(self) -> pa.DataType:
        return words_type(len(TOLD_WORDS)) if self.told else pa.bool_()


class Long:
    """A long table: its lines, and its columns in order."""

    def __init__(
        self,
        lines: Iterable[Line],
        said: Mapping[str, pa.DataType],
        flags: Iterable[Flag],
        order: Sequence[str],
    ) -> None:
        self.lines = tuple(lines)
        values = list(zip(*(line.said() for line in self.lines), strict=True)) or [()] * len(said)
        columns = [Words.of(name, each, said[name]) for name, each in zip(said, values, strict=True)]
        columns.append(Words.of("kind", [line.of for line in self.lines], pa.string()))
        self.said = {column.name: column for column in columns}
        self.flags = {flag.name: flag for flag in flags}
        self.order = tuple(order)
        self._told = pa.array(TOLD_WORDS, pa.string())

    @cached_property
    def schema(self) -> pa.Schema:
        """The columns and their types."""
        return pa.schema([(name, self._type(name)) for name in self.order])

    def _type(self, name: str) -> pa.DataType:
        found = self.said.get(name) or self.flags.get(name)
        return found.type if found else KEY

    def batch(self, block: SettledBlock, keys: Keys) -> tuple[pa.RecordBatch, Codes]:
        """The rows of one block; and by line how many there are, and how many of them in doubt."""
        rows = _Unpacked(self, block, keys)
        columns = [rows.column(name) for name in self.order]
        return pa.RecordBatch.from_arrays(columns, schema=self.schema), rows.counts

    def told(self, name: str, flags: Codes) -> Column:
        """The column of a flag."""
        flag = self.flags[name]
        codes = flags >> flag.shift
        if not flag.told:
            return pa.array((codes & 1).astype(np.bool_))
        return worded(codes & 3, self._told)


class _Unpacked:
    """The rows of a long table for one block: each one number, put in its place, and taken apart again."""

    def __init__(self, table: Long, block: SettledBlock, keys: Keys) -> None:
        self.table, self.block, self.keys = table, block, keys
        self._row = FLAG_BITS + len(table.lines).bit_length()
        self._root = next((kind for kind in block.roots if block.count(kind)), block.roots[0])
        self.counts = np.zeros((len(table.lines), 2), np.int64)
        self.root, packed = self._packed()
        self.flags = packed & ((1 << FLAG_BITS) - 1)
        self.line = (packed >> FLAG_BITS) & ((1 << (self._row - FLAG_BITS)) - 1)
        self.rows = packed >> self._row
        self._taken: dict[bytes, NDArray[Any]] = {}

    def _packed(self) -> tuple[Places, Codes]:
        """The root of each row of the table, ascending, and the row's own number.

        Lines come one after the other, each with its things in order: so every row goes to the next free
        place of its root, and nothing has to be sorted.
        """
        found = list(self._found())
        roots = [roots for roots, _ in found]
        held = np.bincount(
            np.concatenate([*roots, np.zeros(0, np.int32)]), minlength=self.block.count(self._root)
        )
        free = np.cumsum(held) - held
        packed = np.empty(sum(map(len, roots)), np.int64)
        for at, numbers in found:
            places = free[at]
            if len(at) > 1 and (at[1:] == at[:-1]).any():
                places += _nth(at)
            packed[places] = numbers
            free[at] = places + 1
        return np.repeat(np.arange(len(held), dtype=np.int32), held), packed

    def _found(self) -> Iterator[tuple[Places, Codes]]:
        """For each line that stands somewhere: the roots of its rows, and their numbers."""
        for number, line in enumerate(self.table.lines):
            kind = line.rule.kind
            if self.block.count(kind):
                rows, flags = line.stands(self.block)
                if len(rows):
                    self.counts[number] = len(rows), np.count_nonzero(flags & 1)
                    flags += number << FLAG_BITS
                    flags += rows.astype(np.int64) << self._row
                    yield self.block.root(kind)[rows], flags

    def column(self, name: str) -> Column:
        if name in self.table.said:
            said = self.table.said[name]
            return said.column(self._take(said.codes))
        if name in self.table.flags:
            return self.table.told(name, self.flags)
        if name == "case":
            return self._case()
        return self.keys.named(self._ids(name == "rule id"))

    def _take(self, codes: NDArray[Any]) -> NDArray[Any]:
        """By row what stands by line; lists that say the same are taken once."""
        same = codes.tobytes() + codes.dtype.char.encode()
        if same not in self._taken:
            self._taken[same] = codes[self.line]
        return self._taken[same]

    def _case(self) -> Column:
        main = self.keys.main
        if not self.block.count(main):
            return self.keys.cases(None, len(self.root))
        return self.keys.cases(self.root + np.int32(self.block.starts[main]), len(self.root))

    def _ids(self, of_rule: bool) -> NDArray[Any]:
        """The key of what a row is of, or of what its rule is of, looked up in all such keys end to end."""
        pairs = [(line.rule.kind, line.rule.kind if of_rule else line.of) for line in self.table.lines]
        looked, offsets, end = [], {}, 0
        for kind, of in dict.fromkeys(pairs):
            offsets[kind, of] = end
            found = self._codes(of)
            looked.append(found if kind == of else found[self.block.above(kind, of)])
            end += len(looked[-1])
        if len(looked) < 2:
            return looked[0][self.rows] if looked else np.zeros(0, np.int64)
        offset = np.array([offsets[pair] for pair in pairs], np.int64)
        joined: NDArray[Any] = np.concatenate(looked)[self.rows + offset[self.line]]
        return joined

    def _codes(self, kind: str) -> NDArray[Any]:
        start = self.block.starts[kind]
        return self.keys.codes[kind][start : start + self.block.count(kind)]


def _nth(roots: Places) -> Places:
    """For each of some roots, in order, how many times it has been there before."""
    numbers = np.arange(len(roots), dtype=np.int32)
    first = np.concatenate([[True], roots[1:] != roots[:-1]])
    return numbers - np.maximum.accumulate(np.where(first, numbers, 0))


def duties_table(reading: Reading) -> Long:
    """What is called for: a row for each rule and thing, as the reasons of duties are."""
    said: dict[str, pa.DataType] = dict.fromkeys(("action", "code", "word", "rule", "rule kind"), pa.string())
    flags = (Flag("in doubt", 0), Flag("blocked", 1, True), Flag("available", 3, True))
    order = "case,kind,id,action,code,word,in doubt,rule,rule kind,rule id,blocked,available"
    return Long(calls_of(reading), said, flags, order.split(","))


def blocks_table(reading: Reading) -> Long:
    """What must not be done, called for or not."""
    said: dict[str, pa.DataType] = {
        "rule": pa.string(),
        "do": pa.string(),
        "instead": pa.string(),
        "never released": pa.bool_(),
    }
    order = "case,kind,id,rule,do,in doubt,instead,never released"
    return Long(forbids_of(reading), said, (Flag("in doubt", 0),), order.split(","))


def find_outs_table(reading: Reading) -> Long:
    """What is to be found out, counted from the day of the answer."""
    said: dict[str, pa.DataType] = dict.fromkeys(("rule", "asked of", "never asked of", "owner"), pa.string())
    said["due"] = pa.date32()
    order = "case,kind,id,rule,asked of,never asked of,owner,due"
    return Long(finds_of(reading), said, (), order.split(","))
