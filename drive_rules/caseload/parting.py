"""Which part of a caseload each row goes to, so that whatever is sent of one case comes together.

A case's part hangs on the hash of its id, and on nothing else.  What is of no case (the things of other
roots and what is said of them, rows without an id) goes to the first part.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from drive_rules.case import Vocabulary
from drive_rules.case.evidence import folded
from drive_rules.caseload.arrays import holds_words, plain
from drive_rules.caseload.keys import words_of
from drive_rules.caseload.schema import ANSWERS, Schema, of_main


@dataclass(frozen=True, slots=True)
class Parting:
    """Where the rows of one table go, by its columns: the case's id, and the kind that answers are about."""

    case: int | None
    kind: int | None = None
    apart: frozenset[str] = frozenset()
    """What the kinds are called that are of no case."""

    @classmethod
    def of(cls, vocabulary: Vocabulary, name: str, columns: Iterable[str]) -> Parting:
        """Of a table of this name with these columns, which were held against the vocabulary before."""
        schema, named = Schema(vocabulary), [folded(column) for column in columns]
        words = {folded(word): kind for kind in vocabulary.kinds for word in (kind, schema.list_of(kind))}
        apart = {word: kind for word, kind in words.items() if not _of_a_case(vocabulary, kind)}
        if folded(name) in apart:
            return cls(None)
        keys = (folded(vocabulary.main), *(["id"] if words.get(folded(name)) == vocabulary.main else []))
        case = next((named.index(key) for key in keys if key in named), None)
        if folded(name) in words or folded(name) != ANSWERS:
            return cls(case)
        return cls(case, named.index("kind") if "kind" in named else None, frozenset(apart))

    def parts(self, rows: pa.Table | pa.RecordBatch, count: int) -> NDArray[np.int32]:
        """The part of each row, of so many."""
        part = np.zeros(rows.num_rows, np.int32)
        if self.case is not None:
            keys = words_of(plain(rows.column(self.case))).dictionary_encode()
            hashes = [crc32(key.encode()) % count for key in keys.dictionary.to_pylist()]
            places = keys.indices.fill_null(len(hashes)).to_numpy()
            part = np.array([*hashes, 0], np.int32)[places]
        if self.kind is not None and holds_words(rows.schema.field(self.kind).type):
            kinds = plain(rows.column(self.kind)).cast(pa.string()).dictionary_encode()
            apart = [folded(word or "") in self.apart for word in kinds.dictionary.to_pylist()]
            part[np.array([*apart, False])[kinds.indices.fill_null(len(apart)).to_numpy()]] = 0
        return part


def _of_a_case(vocabulary: Vocabulary, kind: str) -> bool:
    return kind == vocabulary.main or of_main(vocabulary, kind)
