"""Long tables: a row for each line and each thing for which it stands, by case.

Everything is worked out of whole columns: which rows there are, their order, and what each says.
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
from drive_rules.caseload.lines import Codes, Line, calls_of, finds_of, forbids_of
from drive_rules.caseload.settled import SettledBlock, Units
from drive_rules.caseload.shared import KEY, Column, Keys, Words, worded, words_type

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
        ruled = {line.rule.kind for line in self.lines}
        self.kinds = tuple(kind for kind in kinds if kind in ruled)
        self.kind_words, self.told_words = pa.array(self.kinds, pa.string()), pa.array(TOLD_WORDS)
        self.said = {column.name: column for column in columns}
        self.flags = {flag.name: flag for flag in flags}
        self.order = tuple(order)

    @cached_property
    def schema(self) -> pa.Schema:
        """The columns and their types."""
        return pa.schema([(name, self._type(name)) for name in self.order])

    def _type(self, name: str) -> pa.DataType:
        found = self.said.get(name) or self.flags.get(name)
        if name == "rule kind":
            return words_type(len(self.kinds))
        return found.type if found else KEY

    def batch(self, block: SettledBlock, keys: Keys) -> tuple[pa.RecordBatch, Codes]:
        """The rows of one block; and by line how many there are, and how many of them in doubt."""
        rows = _Rows(self, block, keys)
        columns = [rows.column(name) for name in self.order]
        return pa.RecordBatch.from_arrays(columns, schema=self.schema), rows.counts


class _Rows:
    """The rows of a long table for one block, by case, then thing of the rule, then line.

    Lines are asked one after the other, and each row goes to the next free place of its thing: so
    nothing has to be sorted.  ``held`` says how many rows each unit has; ``line`` and ``flags`` are by row.
    """

    def __init__(self, table: Long, block: SettledBlock, keys: Keys) -> None:
        self.table, self.block, self.keys = table, block, keys
        self.units = block.once(table.kinds, lambda: Units(block, table.kinds))
        self.counts = np.zeros((len(table.lines), 2), np.int64)
        found = list(self._found())
        lengths = [len(units) for _, units, _ in found]
        units = np.concatenate([np.zeros(0, np.int64), *(units for _, units, _ in found)])
        self.held = np.bincount(units, minlength=self.units.count)
        places = _places([units for _, units, _ in found], self.held)
        self.line, self.flags = np.empty(len(units), np.intp), np.empty(len(units), np.uint8)
        self.line[places] = np.repeat([number for number, _, _ in found], lengths)
        self.flags[places] = np.concatenate([np.zeros(0, np.uint8), *(flags for _, _, flags in found)])
        self._taken: dict[bytes, NDArray[Any]] = {}

    def _found(self) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.uint8]]]:
        """For each line that stands somewhere: its number, the units for which it does, and its flags."""
        for number, line in enumerate(self.table.lines):
            if self.block.count(line.rule.kind):
                rows, flags = line.stands(self.block)
                if len(rows):
                    self.counts[number] = len(rows), np.count_nonzero(flags & 1)
                    yield number, self.units.of[line.rule.kind][rows], flags

    def column(self, name: str) -> Column:
        """One column by its name."""
        if name in self.table.said:
            said = self.table.said[name]
            return said.column(self._take(said.codes))
        if name in self.table.flags:
            return self._flag(self.table.flags[name])
        match name:
            case "case":
                return self._case()
            case "rule kind":
                return worded(np.repeat(self._kind_of_unit(), self.held), self.table.kind_words)
            case "rule id":
                return self.keys.named(np.repeat(self._key_of_unit(), self.held))
            case _:
                return self.keys.named(self._ids())

    def _take(self, codes: NDArray[Any]) -> NDArray[Any]:
        """By row what stands by line; columns that say the same are taken once."""
        same = codes.tobytes() + codes.dtype.char.encode()
        if same not in self._taken:
            self._taken[same] = codes[self.line]
        return self._taken[same]

    def _flag(self, flag: Flag) -> Column:
        codes = self.flags >> flag.shift if flag.shift else self.flags
        if flag.told:
            return worded((codes & 3).view(np.int8), self.table.told_words)
        return pa.array((codes & 1).view(np.bool_))

    def _case(self) -> Column:
        main = self.keys.main
        if not self.block.count(main):
            return self.keys.cases(None, len(self.line))
        roots = self.units.root + np.int32(self.block.starts[main])
        return self.keys.cases(np.repeat(roots, self.held), len(self.line))

    # -- things ----------------------------------------------------------------------------------

    def _kind_of_unit(self) -> NDArray[Any]:
        places = {kind: np.int8(place) for place, kind in enumerate(self.table.kinds)}
        return self.units.spread({kind: np.full(1, place) for kind, place in places.items()}, np.int8)

    def _key_of_unit(self) -> NDArray[Any]:
        return self.units.spread({kind: self._codes(kind) for kind in self.units.of}, np.int32)

    def _ids(self) -> NDArray[Any]:
        """The key of what each row is of: the thing of its rule, or one that this is part of."""
        ofs = list(dict.fromkeys(line.of for line in self.table.lines))
        if all(line.of == line.rule.kind for line in self.table.lines):
            return np.repeat(self._key_of_unit(), self.held)
        keys = np.concatenate([self._key_above(of) for of in ofs])
        unit = np.repeat(np.arange(self.units.count), self.held)
        offset = np.array([ofs.index(line.of) * self.units.count for line in self.table.lines], np.int64)
        found: NDArray[Any] = keys[unit + self._take(offset)]
        return found

    def _key_above(self, of: str) -> NDArray[Any]:
        """For each unit the key of the thing of a kind that it is part of, or is."""
        there = [kind for kind in self.units.of if of in self.block.paths[kind]]
        codes = {kind: self._codes(of)[self.block.above(kind, of)] for kind in there}
        return self.units.spread(codes, np.int32)

    def _codes(self, kind: str) -> NDArray[Any]:
        start = self.block.starts[kind]
        return self.keys.codes[kind][start : start + self.block.count(kind)]


def _places(parts: list[NDArray[np.int64]], held: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each row goes: part by part to the next free place of its unit, which is there once in a part."""
    free = np.cumsum(held) - held
    places = np.empty(int(held.sum()), np.int64)
    start = 0
    for units in parts:
        mine = free[units]
        places[start : start + len(units)] = mine
        free[units] = mine + 1
        start += len(units)
    return places


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
