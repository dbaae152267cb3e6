"""Long tables: a row for each line and each thing for which it stands, by case.

What a block keeps of its rows is which line each is, and what of it is in doubt: three bytes.  Columns are
made of that when they are asked for: for all blocks at once, so that nothing large is written twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from drive_rules.assessment.duties import TOLD
from drive_rules.assessment.reading import Reading
from drive_rules.caseload.lines import Codes, Line, Marks, calls_of, finds_of, forbids_of
from drive_rules.caseload.settled import SettledBlock, Units
from drive_rules.caseload.shared import KEY, Column, Keys, Words, narrow, words_type
from drive_rules.engines.columnar import kernels

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
        kinds: Iterable[str],
    ) -> None:
        self.lines = tuple(lines)
        values = list(zip(*(line.said() for line in self.lines), strict=True)) or [()] * len(said)
        columns = [Words.of(name, each, said[name]) for name, each in zip(said, values, strict=True)]
        columns.append(Words.of("kind", [line.of for line in self.lines], pa.string()))
        ruled = [line.rule.kind for line in self.lines]
        self.width = np.int16 if len(self.lines) < 2**15 else np.int32
        self.kinds = tuple(kind for kind in kinds if kind in ruled)
        self.numbers = {
            kind: np.flatnonzero([each == kind for each in ruled]).astype(self.width) for kind in self.kinds
        }
        self.ofs = tuple(dict.fromkeys(line.of for line in self.lines))
        self.of = np.array([self.ofs.index(line.of) for line in self.lines], narrow(len(self.ofs)))
        self.kind_words, self.told_words = pa.array(self.kinds, pa.string()), pa.array(TOLD_WORDS)
        self.said = {column.name: column for column in columns}
        self.flags = {flag.name: flag for flag in flags}
        self.order = tuple(order)
        first: dict[bytes, str] = {}
        self._alike = {name: name for name in self.order}
        """Of columns with the same codes the first: they are worked out once."""
        for name, column in self.said.items():
            codes = column.codes.tobytes() + column.codes.dtype.char.encode()
            self._alike[name] = first.setdefault(codes, name)

    @cached_property
    def schema(self) -> pa.Schema:
        """The columns and their types."""
        return pa.schema([(name, self._type(name)) for name in self.order])

    def _type(self, name: str) -> pa.DataType:
        found = self.said.get(name) or self.flags.get(name)
        if name == "rule kind":
            return words_type(len(self.kinds))
        return found.type if found else KEY

    def rows(self, block: SettledBlock, keys: Keys) -> LongRows:
        """The rows of one block; their columns are made when they are asked for."""
        return _Placing(self, block, keys).rows()

    def columns(self, parts: Sequence[LongRows], pool: ThreadPoolExecutor | None = None) -> list[Column]:
        """All columns of some blocks' rows, each in one piece, so that no reader meets more than one."""
        run = map if pool is None else pool.map
        alike = list(dict.fromkeys(self._alike[name] for name in self.order))
        codes = dict(zip(alike, run(lambda name: _codes(parts, name), alike), strict=True))
        keys = parts[0].keys if parts else None
        return list(run(lambda name: self._column(name, codes[self._alike[name]], keys), self.order))

    def _column(self, name: str, codes: NDArray[Any] | None, keys: Keys | None) -> Column:
        if codes is None or keys is None:
            return pa.array([], self._type(name))
        if name in self.said:
            return self.said[name].column(codes)
        if name in self.flags:
            told = self.flags[name].told
            return _words(codes, self.told_words) if told else pa.array(codes.view(np.bool_))
        if name == "rule kind":
            return _words(codes, self.kind_words)
        return keys.cases(codes) if name == "case" else keys.named(codes)


class LongRows:
    """The rows of a long table for one block, by case, then thing of the rule, then line.

    ``line`` and ``flags`` are by row; ``starts`` says where the rows of each unit that has some begin, and
    those of the last one end.  Of each such unit: ``case`` (-1 for none), ``kind`` and the place of its
    ``key``, and ``above``, by what lines may be ``of``, that of what it is part of.
    """

    def __init__(self, table: Long, keys: Keys, counts: Codes, line: NDArray[Any], flags: Marks) -> None:
        self.table, self.keys, self.counts, self.line, self.flags = table, keys, counts, line, flags
        self.count = len(line)
        self.starts = self.case = self.kind = self.key = np.zeros(0, np.int32)
        self.above: NDArray[Any] | None = None

    def __repr__(self) -> str:
        return f"<LongRows {self.count}>"

    @cached_property
    def batch(self) -> pa.RecordBatch:
        """These rows by themselves."""
        return pa.RecordBatch.from_arrays(self.table.columns([self]), schema=self.table.schema)

    def width(self, name: str) -> np.dtype[Any]:
        """What the codes of a column are."""
        if name in self.table.said:
            return self.table.said[name].codes.dtype
        if name in self.table.flags:
            return self.flags.dtype
        return self.kind.dtype if name == "rule kind" else self.key.dtype

    def write(self, name: str, out: NDArray[Any]) -> None:
        """The codes of a column, by row."""
        if name in self.table.said:
            kernels.pick(self.table.said[name].codes, self.line, out)
        elif name in self.table.flags:
            flag = self.table.flags[name]
            np.right_shift(self.flags, flag.shift, out=out)
            np.bitwise_and(out, 3 if flag.told else 1, out=out)
        elif name == "id" and self.above is not None:
            above = self.keys.codes(self.above)
            kernels.pick_by_unit(above, self.table.of, self.line, self.starts, out)
        else:
            of_unit = {"case": self.case, "rule kind": self.kind}.get(name)
            kernels.repeat(self.keys.codes(self.key) if of_unit is None else of_unit, self.starts, out)


def _words(codes: NDArray[Any], words: Column) -> Column:
    """Words by codes that are nobody else's."""
    places = pa.array(codes.view(np.int8) if codes.dtype == np.uint8 else codes)
    return pa.DictionaryArray.from_arrays(places, words, safe=False)


def _codes(parts: Sequence[LongRows], name: str) -> NDArray[Any] | None:
    """The codes of a column of some blocks' rows."""
    if not parts:
        return None
    ends = np.cumsum([part.count for part in parts]).tolist()
    found = np.empty(ends[-1], parts[0].width(name))
    for part, end in zip(parts, ends, strict=True):
        part.write(name, found[end - part.count : end])
    return found


class _Placing:
    """Where the rows of a block go.

    Lines say where they stand, each for all rows of its kind; how many stand for a unit says where its rows
    begin, so nothing has to be sorted.
    """

    def __init__(self, table: Long, block: SettledBlock, keys: Keys) -> None:
        self.table, self.block, self.keys = table, block, keys
        self.units: Units = block.once(table.kinds, lambda: Units(block, table.kinds))

    def rows(self) -> LongRows:
        """The rows, and what units have of them."""
        marks = {kind: self._marks(kind) for kind in self.units.of}
        counts = np.zeros((len(self.table.lines), 2), np.int64)
        held = np.zeros(self.units.count, np.int64)
        for kind, unit in self.units.of.items():
            of_kind = np.zeros((len(marks[kind]), 2), np.int64)
            kernels.count_marks(marks[kind], unit, held, of_kind)
            counts[self.table.numbers[kind]] = of_kind
        starts = np.cumsum(held) - held
        count = int(held.sum())
        line, flags = np.empty(count, self.table.width), np.empty(count, np.uint8)
        for kind, unit in self.units.of.items():
            kernels.place_marks(marks[kind], unit, starts, self.table.numbers[kind], line, flags)
        found = LongRows(self.table, self.keys, counts, line, flags)
        some = np.flatnonzero(held)
        found.starts = np.append(starts.take(some), count).astype(np.int32)
        found.case = self._case().take(some)
        found.kind, found.key = self._kind_of_unit().take(some), self._key_of_unit().take(some)
        if any(line.of != line.rule.kind for line in self.table.lines):
            found.above = np.stack([self._key_above(of).take(some) for of in self.table.ofs])
        return found

    def _marks(self, kind: str) -> NDArray[np.uint8]:
        """What each line of a kind says of its rows."""
        numbers = self.table.numbers[kind]
        marks = np.empty((len(numbers), self.block.count(kind)), np.uint8)
        for number, mine in zip(numbers.tolist(), marks, strict=True):
            self.table.lines[number].mark(self.block, mine)
        return marks

    def _case(self) -> NDArray[np.int32]:
        main = self.keys.main
        if not self.block.count(main):
            return np.full(self.units.count, -1, np.int32)
        return self.units.root + np.int32(self.block.starts[main])

    def _kind_of_unit(self) -> NDArray[Any]:
        places = {kind: np.int8(place) for place, kind in enumerate(self.table.kinds)}
        return self.units.spread(
            {kind: np.full(self.block.count(kind), place) for kind, place in places.items()}, np.int8
        )

    def _key_of_unit(self) -> NDArray[Any]:
        return self.units.spread({kind: self._keys(kind) for kind in self.units.of}, np.int32)

    def _key_above(self, of: str) -> NDArray[Any]:
        """For each unit the place of the thing of a kind that it is part of, or is."""
        there = [kind for kind in self.units.of if of in self.block.paths[kind]]
        places = {kind: self._keys(of).take(self.block.above(kind, of)) for kind in there}
        return self.units.spread(places, np.int32)

    def _keys(self, kind: str) -> NDArray[Any]:
        return self.keys.places(kind, self.block.starts[kind], self.block.count(kind))


def duties_table(reading: Reading) -> Long:
    """What is called for: a row for each rule and thing, as the reasons of duties are."""
    said: dict[str, pa.DataType] = dict.fromkeys(("action", "code", "word", "rule"), pa.string())
    flags = (Flag("in doubt", 0), Flag("blocked", 1, True), Flag("available", 3, True))
    order = "case,kind,id,action,code,word,in doubt,rule,rule kind,rule id,blocked,available"
    return Long(calls_of(reading), said, flags, order.split(","), reading.ruleset.kinds)


def blocks_table(reading: Reading) -> Long:
    """What must not be done, called for or not."""
    said: dict[str, pa.DataType] = {
        "rule": pa.string(),
        "do": pa.string(),
        "instead": pa.string(),
        "never released": pa.bool_(),
    }
    order = "case,kind,id,rule,do,in doubt,instead,never released"
    return Long(forbids_of(reading), said, (Flag("in doubt", 0),), order.split(","), reading.ruleset.kinds)


def find_outs_table(reading: Reading) -> Long:
    """What is to be found out, counted from the day of the answer."""
    said: dict[str, pa.DataType] = dict.fromkeys(("rule", "asked of", "never asked of", "owner"), pa.string())
    said["due"] = pa.date32()
    order = "case,kind,id,rule,asked of,never asked of,owner,due"
    return Long(finds_of(reading), said, (), order.split(","), reading.ruleset.kinds)
