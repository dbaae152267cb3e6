"""Columns of words and of keys, as dictionaries that all blocks share: joining them copies no text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from drive_rules.caseload.arrays import letters_of
from drive_rules.engines.columnar import kernels
from drive_rules.engines.columnar.tables import Places

EPOCH = date(1970, 1, 1).toordinal()
Column = Any
"""An Arrow array, in one piece unless a line says otherwise."""
KEY = pa.dictionary(pa.int32(), pa.string())
"""Keys are counted in 32 bits, and words in fewer."""


@dataclass(frozen=True, eq=False)
class Words:
    """A column that holds, for each line, the same words (or day, or yes or no) wherever it stands."""

    name: str
    codes: NDArray[Any]
    """By line: a place in ``words``, -1 for none; or the value itself."""
    words: Column | None
    type: pa.DataType

    @classmethod
    def of(cls, name: str, values: Sequence[Any], type_: pa.DataType) -> Words:
        """The column of these values, one for each line."""
        if pa.types.is_boolean(type_):
            return cls(name, np.array(values, np.bool_), None, type_)
        if pa.types.is_date(type_):
            days = np.array([day.toordinal() - EPOCH for day in values], np.int32)
            return cls(name, days, None, type_)
        words = list(dict.fromkeys(value for value in values if value is not None))
        dtype = narrow(len(words))
        codes = np.array([-1 if value is None else words.index(value) for value in values], dtype)
        dictionary = pa.array(words, pa.string())
        return cls(name, codes, dictionary, words_type(len(words)))

    def column(self, codes: NDArray[Any]) -> Column:
        """The column of these codes."""
        if self.words is None:
            return pa.array(codes, self.type)
        mask = codes < 0 if self.codes.min(initial=0) < 0 else None
        places: Column = pa.array(codes, mask=mask)
        return pa.DictionaryArray.from_arrays(places, self.words, safe=False)


def narrow(count: int) -> type[np.signedinteger[Any]]:
    """The narrowest integers that count so many words."""
    return np.int8 if count <= 127 else np.int16 if count <= 32767 else np.int32


def words_type(count: int, ordered: bool = False) -> pa.DataType:
    """The type of a column of so many words."""
    places: Any = pa.from_numpy_dtype(np.dtype(narrow(count)))
    means: Any = ordered
    return pa.dictionary(places, pa.string(), means)


def worded(codes: NDArray[Any], words: Column, ordered: bool = False) -> Column:
    """Places in a list of words as a column of its own: what the codes lie in may be written over."""
    places: Column = pa.array(np.array(codes, narrow(len(words))))
    return pa.DictionaryArray.from_arrays(places, words, ordered=ordered, safe=False)


class Keys:
    """The keys of things as dictionaries that every table shares.

    ``case`` is the column of the main kind's keys as it stands; ``ids`` holds each key of the kinds that
    answers name once.  A thing goes by its ``place`` among all rows of those kinds; what stands in ``ids``
    for each place is worked out ``beside`` other work, and waited for when it is asked for.
    """

    def __init__(self, keys: Mapping[str, Column], main: str, kinds: Iterable[str], beside: Executor) -> None:
        self.main = main
        named = [kind for kind in keys if kind in set(kinds)]
        self.case = _strings(keys[main])
        ends = np.cumsum([len(keys[kind]) for kind in named]).tolist()
        self._first = {kind: end - len(keys[kind]) for kind, end in zip(named, ends, strict=True)}
        self._encoded = beside.submit(_encoded, [keys[kind] for kind in named])

    def __repr__(self) -> str:
        return f"<Keys of {len(self._first)} kinds>"

    def places(self, kind: str, start: int, count: int) -> Places:
        """The places of some rows of a kind."""
        first = self._first[kind] + start
        return np.arange(first, first + count, dtype=np.int32)

    def codes(self, places: Places) -> NDArray[np.int32]:
        """Where the keys of these places stand in ``ids``."""
        found: NDArray[np.int32] = self._encoded.result()[1].take(places)
        return found

    @property
    def ids(self) -> Column:
        """Each key once."""
        return self._encoded.result()[0]

    def cases(self, rows: NDArray[np.int32]) -> Column:
        """The case of each row, by its row number; null for what is part of no case, which is below 0."""
        nowhere = rows < 0
        indices: Column = pa.array(rows, pa.int32(), mask=nowhere if nowhere.any() else None)
        return pa.DictionaryArray.from_arrays(indices, self.case, safe=False)

    def named(self, codes: NDArray[Any]) -> Column:
        """The ids that these codes stand for."""
        return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), self.ids, safe=False)


def _encoded(keys: Sequence[Column]) -> tuple[Column, NDArray[np.int32]]:
    """Each key once, and where it stands among these for every row."""
    joined = pa.concat_arrays([_strings(each) for each in keys])
    letters, offsets = letters_of(joined)
    hashes, first = np.empty(len(joined), np.uint64), np.empty(len(joined), np.int32)
    kernels.hash_words(letters, offsets, hashes)
    kernels.first_alike(hashes, first)
    if not kernels.are_alike(letters, offsets, first):
        # Two keys with one number: as good as never, unless somebody makes them so.
        encoded = joined.dictionary_encode()
        return encoded.dictionary, encoded.indices.to_numpy()
    places = np.arange(len(joined), dtype=np.int32)
    new = first == places
    if new.all():
        return joined, places
    return joined.filter(pa.array(new)), (np.cumsum(new, dtype=np.int32) - np.int32(1)).take(first)


def _strings(keys: Column) -> Column:
    whole = keys.combine_chunks() if isinstance(keys, pa.ChunkedArray) else keys
    return whole if whole.type == pa.string() else whole.cast(pa.string())
