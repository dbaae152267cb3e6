"""Keys to rows: which thing a row is, and which thing it is part of, without looking at rows one by one.

Tables mostly come in the order of the tables above them, so that of a run of the same key only the first
is looked up.  Keys are found by a number made of their letters, and then compared letter by letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from drive_rules.case.entries import key_of
from drive_rules.caseload.arrays import (
    Array,
    Distinct,
    Positions,
    as_python,
    filled,
    is_words,
    letters_of,
    present,
)
from drive_rules.caseload.columns import plain_keys
from drive_rules.engines.columnar import kernels
from drive_rules.engines.columnar.tables import Flags, Places

Hashes = NDArray[np.uint64]

_MIX = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.array([(1 << 8 * count) - 1 for count in range(9)], "<u8")
"""What of eight letters is left of words of so many."""
_MOST_LEVELS = 24
_MANY_ROWS = 64


@dataclass(frozen=True, eq=False, repr=False)
class Placed:
    """The rows of a kind in the order of their parents.

    ``rows`` are their places in the table as it was sent (None: all, as they stand); ``scopes`` the rows
    of the main kind to which they belong (0 for kinds that belong to none), ascending; of the main kind
    itself they are its own rows.
    """

    rows: Positions | None
    keys: Array
    parent: Places
    scopes: Places

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.keys)

    @cached_property
    def index(self) -> Index:
        """The rows by their keys and the case to which they belong."""
        return Index(self.keys, self.scopes)


def words_of(array: Array) -> Array:
    """The keys of a plain array as words; null where there is none or it cannot be a key."""
    if pa.types.is_null(array.type):
        return pa.nulls(len(array), pa.string())
    if pa.types.is_dictionary(array.type):
        return words_of(array.dictionary).take(array.indices)
    if pa.types.is_integer(array.type):
        return array.cast(pa.string())
    if not is_words(array.type):
        distinct = Distinct.of(array)
        return _read_one_by_one(distinct.values).take(pa.array(distinct.places, mask=_none(distinct)))
    usable = plain_keys(array) | ~valid(array)
    if usable.all():
        return array
    rest = Distinct.of(array.filter(pa.array(~usable)))
    words = _read_one_by_one(rest.values).take(pa.array(rest.places, mask=_none(rest)))
    return pc.replace_with_mask(array, pa.array(~usable), words.cast(array.type))


def valid(keys: Array) -> Flags:
    """Where there is a key."""
    there = present(keys)
    return np.ones(len(keys), bool) if there is None else there


def _none(distinct: Distinct) -> Flags:
    found: Flags = distinct.places == len(distinct.values)
    return found


def _read_one_by_one(values: Array) -> Array:
    return pa.array([key_of(value) or None for value in as_python(values)], pa.string())


# -- rows found by their keys ----------------------------------------------------------------------


def runs(*columns: Array) -> Positions:
    """The first row of each run of rows that are the same in every column."""
    count = len(columns[0])
    starts = np.ones(count, bool)
    if count > 1:
        changes = [_differs(column) for column in columns]
        starts[1:] = np.logical_or.reduce(changes)
    return np.flatnonzero(starts)


def _differs(column: Array) -> Flags:
    if isinstance(column, np.ndarray):
        return np.asarray(column[1:] != column[:-1])
    return filled(pc.not_equal(column[1:], column[:-1]), True)


def again(found: NDArray[np.int32], heads: Positions, count: int) -> Places:
    """What was found of the head of each run, for every row of it."""
    return found if len(heads) == count else np.repeat(found, np.diff(heads, append=count))


class Index:
    """Rows by their keys, all different: by hashes, a table for what the last one had no room for.

    With ``scopes``, which ascend, keys are all different among those of the same scope.  The first few
    rows of a scope are then compared before anything is hashed: most scopes have no more.
    """

    def __init__(self, keys: Array, scopes: Places | None = None) -> None:
        self.keys, self.scopes = keys, scopes
        self._words = letters_of(keys)

    @cached_property
    def _letters(self) -> Letters:
        return Letters.of(self.keys)

    @cached_property
    def _levels(self) -> tuple[list[Places], bool]:
        """The tables, and whether every row has a place in one."""
        hashes, levels = self._letters.hashes(self.scopes), list[Places]()
        rows = np.arange(len(self.keys), dtype=np.int32)
        while len(rows) and len(levels) < _MOST_LEVELS:
            level = np.full(1 << max(int(2 * len(rows)).bit_length(), 4), -1, np.int32)
            slots = _slots(hashes if len(rows) == len(hashes) else hashes[rows], level)
            level[slots] = rows
            levels.append(level)
            rows = rows[level[slots] != rows]
        return levels, not len(rows)

    @cached_property
    def _starts(self) -> Places:
        """Where the rows of each scope begin, and those of the last one end."""
        assert self.scopes is not None
        return np.concatenate([[0], np.cumsum(np.bincount(self.scopes))]).astype(np.int32)

    def find(self, wanted: Array, scopes: Places | None = None) -> Places:
        """The row of each key, in its scope; -1 where it is not there."""
        heads = runs(wanted) if scopes is None else runs(wanted, scopes)
        if len(heads) == len(wanted):
            return self.find_each(wanted, scopes)
        found = self.find_each(wanted.take(pa.array(heads)), None if scopes is None else scopes[heads])
        return again(found, heads, len(wanted))

    def find_each(self, wanted: Array, scopes: Places | None = None) -> Places:
        """The same, of keys that are mostly not the same as the one before."""
        rows = np.full(len(wanted), -1, np.int32)
        if not len(self.keys):
            return rows
        if scopes is None and len(wanted) >= _MANY_ROWS:
            self._walk(wanted, rows)
            if (rows >= 0).all():
                return rows
        left = (
            np.flatnonzero(valid(wanted) & (rows < 0))
            if scopes is None
            else self._beyond(wanted, scopes, rows)
        )
        if not len(left):
            return rows
        letters = Letters.of(wanted)
        levels, all_there = self._levels
        every = len(left) == len(wanted)
        hashes = (letters if every else letters.part(left)).hashes(
            scopes if every or scopes is None else scopes[left]
        )
        for level in levels:
            at = level.take(_slots(hashes, level))
            same = self._same(at, letters, left, scopes)
            if same.all():
                rows[left] = at
                return rows
            rows[left[same]] = at[same]
            others = np.flatnonzero(~same)
            left, hashes = left.take(others), hashes.take(others)
        if not all_there:
            rows[left] = self._one_by_one(wanted.take(pa.array(left)), scopes, left)
        return rows

    def _walk(self, wanted: Array, rows: Places) -> None:
        """Find what comes in the order of the rows, as it does where one table follows another."""
        if not wanted.null_count:
            kernels.walk(*self._words, *letters_of(wanted), rows)

    def _beyond(self, wanted: Array, scopes: Places, rows: Places) -> Positions:
        """Find what is among the first rows of its scope; gives what may be further on."""
        mine = np.where(valid(wanted), scopes, np.int32(-1)) if wanted.null_count else scopes
        kernels.find_within(*self._words, self._starts, *letters_of(wanted), mine, rows)
        left = np.flatnonzero(rows == kernels.FURTHER_ON)
        rows[left] = -1
        return left

    def _same(self, at: Places, letters: Letters, left: Positions, scopes: Places | None) -> Flags:
        """Whether rows have the keys, and scopes, that are wanted in these places; not where it is -1."""
        same = self._letters.same(at, letters, left) & (at >= 0)
        if scopes is not None and self.scopes is not None:
            same &= self.scopes.take(at) == scopes.take(left)
        return same

    def _one_by_one(self, wanted: Array, scopes: Places | None, at: Positions) -> list[int]:
        """Where different keys have the same hash: as good as never."""
        ours = zip(self._scopes(self.scopes, len(self.keys)), self.keys.to_pylist(), strict=True)
        rows = {each: row for row, each in enumerate(ours)}
        theirs = self._scopes(None if scopes is None else scopes[at], len(wanted))
        return [rows.get(each, -1) for each in zip(theirs, wanted.to_pylist(), strict=True)]

    @staticmethod
    def _scopes(scopes: Places | None, count: int) -> list[int]:
        return [0] * count if scopes is None else scopes.tolist()


def _slots(hashes: Hashes, level: Places) -> Positions:
    """Where hashes stand in a table: its size is a power of two, and tells one table from the next."""
    bits = len(level).bit_length() - 1
    found: Positions = ((hashes * np.uint64(2 * bits + 1)) >> np.uint64(64 - bits)).view(np.int64)
    return found


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Letters:
    """Words as numbers, eight letters to each: two words are the same if all of theirs are.

    The last eight letters of a word longer than that may overlap those before; of no letters left it is 0.
    """

    lengths: Positions
    eights: list[Hashes]

    @classmethod
    def of(cls, words: Array) -> Letters:
        """The letters of words as Arrow holds them; of nothing, none."""
        letters, offsets = letters_of(words)
        letters = np.concatenate([letters, np.zeros(8, np.uint8)])
        held = np.ndarray((len(letters) - 7,), "<u8", letters, strides=(1,))
        starts, lengths = offsets[:-1], np.diff(offsets)
        first = held[starts]
        if int(lengths.min(initial=8)) < 8:
            first &= _FIRST[np.minimum(lengths, 8)]
        eights = [first]
        for at in range(8, int(lengths.max(initial=0)), 8):
            if int(lengths.min()) > at:
                eights.append(held[starts + np.minimum(at, lengths - 8)])
            else:
                rows = np.flatnonzero(lengths > at)
                eights.append(np.zeros(len(starts), np.uint64))
                eights[-1][rows] = held[starts[rows] + np.minimum(at, lengths[rows] - 8)]
        return cls(lengths, eights)

    def part(self, which: Positions) -> Letters:
        """Some of them."""
        return Letters(self.lengths[which], [each[which] for each in self.eights])

    def hashes(self, scopes: Places | None = None) -> Hashes:
        """A number for each word in its scope, the same for the same words in the same scope."""
        found = self.eights[0] ^ (self.lengths.view(np.uint64) * _MIX)
        for number, further in enumerate(self.eights[1:], 1):
            longer = self.lengths > 8 * number
            found = np.where(longer, _mixed(found) ^ further, found)
        return _mixed(found if scopes is None else _mixed(found) ^ scopes.astype(np.uint64))

    def same(self, rows: Places, others: Letters, at: Positions) -> Flags:
        """Whether each of some words is the same as the one of others in its place."""
        same: Flags = self.lengths.take(rows) == others.lengths.take(at)
        for mine, theirs in zip(self.eights, others.eights, strict=False):
            same &= mine.take(rows) == theirs.take(at)
        return same


def _mixed(numbers: Hashes) -> Hashes:
    numbers = numbers * _MIX
    numbers ^= numbers >> np.uint64(32)
    numbers *= _MIX
    return numbers


def shared(keys: Array, scopes: Places) -> Positions:
    """The rows whose key another row of their scope has too; scopes come in ascending order."""
    if len(keys) < 2:
        return np.zeros(0, np.int64)
    rising = filled(pc.less(keys[:-1], keys[1:]), False)
    suspect = scopes[1:][(scopes[1:] == scopes[:-1]) & ~rising]
    if not len(suspect):
        return np.zeros(0, np.int64)
    doubtful = np.zeros(int(scopes[-1]) + 1, bool)
    doubtful[suspect] = True
    rows = np.flatnonzero(doubtful[scopes])
    hashes = Letters.of(keys.take(pa.array(rows))).hashes(scopes[rows])
    ordered = np.sort(hashes)
    rows = rows[np.isin(hashes, ordered[1:][ordered[1:] == ordered[:-1]])]
    if not len(rows):
        return rows
    codes = Distinct.of(keys.take(pa.array(rows)))
    both = scopes[rows].astype(np.int64) * len(codes.values) + codes.places
    order = np.argsort(both, kind="stable")
    same = both[order][1:] == both[order][:-1]
    twice = np.zeros(len(rows), bool)
    twice[1:] |= same
    twice[:-1] |= same
    return np.sort(rows[order[twice]])
