"""A caseload cut into parts of whole cases, so that whatever is sent of one case comes together.

By hash, for tables larger than memory or on many machines: a case's part hangs on the hash of its id, and
on nothing else.  In memory, into spans: runs of cases, each with all rows of theirs, read side by side;
ids of cases are then looked up once for each run of rows with the same one.

What is of no case (the things of other roots and what is said of them) goes to the first part, or the last
span.  A row without an id, or of no case that is here, bears on none: by hash it goes to the first part or
to any, in a span it stays with the row before it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from drive_rules.case import Vocabulary
from drive_rules.case.evidence import folded
from drive_rules.caseload.arrays import Array, Positions, holds_words, letters_of, plain
from drive_rules.caseload.keys import Index, runs, shared, valid, words_of
from drive_rules.caseload.schema import ANSWERS, Schema, Sent, of_main
from drive_rules.engines.columnar import kernels
from drive_rules.engines.columnar.tables import Flags, Places

VALUES_READ = 2**26
"""About how many facts are read together: so many that threads seldom wait for each other, and so few that
what is made of them on the way is soon let go of."""
FEW_CASES = 10_000
"""So few are not shared out among processors."""
MOST_CASES = 262_144
A_PIECE = 262_144
"""Rows of which the cases are found at once."""
_MOST_SLICES = 256


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
            keys = words_of(plain(rows.column(self.case)))
            hashes = np.empty(len(keys), np.uint64)
            kernels.hash_words(*letters_of(keys), hashes)
            part = ((hashes >> np.uint64(32)) % np.uint64(count)).astype(np.int32)
            part[~valid(keys)] = 0
        if (apart := self.rooted(rows)) is not None:
            part[apart] = 0
        return part

    def rooted(self, rows: pa.Table | pa.RecordBatch) -> Flags | None:
        """Which rows are about a thing of no case; None where none can be."""
        if self.kind is None or not self.apart or not holds_words(rows.schema.field(self.kind).type):
            return None
        kinds = plain(rows.column(self.kind))
        kinds = kinds if pa.types.is_dictionary(kinds.type) else kinds.cast(pa.string()).dictionary_encode()
        apart = [folded(word or "") in self.apart for word in kinds.dictionary.to_pylist()]
        found: Flags = np.array([*apart, False])[kinds.indices.fill_null(len(apart)).to_numpy()]
        return found


def _of_a_case(vocabulary: Vocabulary, kind: str) -> bool:
    return kind == vocabulary.main or of_main(vocabulary, kind)


# -- spans -----------------------------------------------------------------------------------------


class Runs:
    """The rows of a table in runs: where each begins, its case (-1: none that is here), and its span."""

    def __init__(
        self,
        count: int,
        starts: Positions,
        cases: Places,
        spans: NDArray[np.int32],
        of_cases: bool = True,
    ) -> None:
        self.starts, self.cases, self.of_cases = np.append(starts, count), cases, of_cases
        self._first = np.flatnonzero(np.diff(spans, prepend=-1))
        self._spans = spans[self._first]
        self._end = np.append(self._first[1:], len(spans))

    def __repr__(self) -> str:
        return f"<Runs of {self.starts[-1]} rows>"

    def case_of(self, rows: Positions) -> Places:
        """The case of each of some rows."""
        return self.cases[np.searchsorted(self.starts, rows, "right") - 1]

    def slices(self, span: int) -> tuple[Positions, Positions]:
        """Where the rows of a span begin and end in the table."""
        mine = self._spans == span
        return self.starts[self._first[mine]], self.starts[self._end[mine]]

    def of(self, span: int, first: int) -> Places:
        """The case of each row of a span, counted from its first."""
        mine = self._spans == span
        runs = ranges(self._first[mine], self._end[mine])
        cases = self.cases[runs]
        local = np.where(cases < 0, np.int32(-1), cases - np.int32(first))
        return np.repeat(local, self.starts[runs + 1] - self.starts[runs])


def ranges(starts: Positions, ends: Positions) -> Positions:
    """Every place from each start up to its end."""
    if len(starts) == 1:
        return np.arange(starts[0], ends[0])
    lengths = ends - starts
    return np.repeat(starts - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())


def cases_at_once(names: int, values: int) -> int:
    """How many cases of so many names make about so many values: few of a large ruleset, many of a small."""
    return max(1, min(MOST_CASES, values // max(1, names)))


def _spread(cases: int, at_once: int, workers: int) -> int:
    """How many spans: such that no worker is left without one while others have two."""
    spans = max(1, -(-cases // at_once))
    return spans if cases < workers * FEW_CASES else -(-spans // workers) * workers


class Spans:
    """The tables of a caseload by span."""

    def __init__(self, vocabulary: Vocabulary, sent: Mapping[str, Sent], pool: ThreadPoolExecutor) -> None:
        self.vocabulary, self.sent, self.pool = vocabulary, sent, pool
        self._takeable: dict[str, pa.Table] = {}
        main = sent[vocabulary.main]
        self._ids = words_of(main.column(main.keys["id"]))
        kept = valid(self._ids).copy()
        kept[shared(self._ids, np.zeros(main.count, np.int32))] = False
        self._numbers = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
        self.cases = int(np.count_nonzero(kept))
        facts = sum(len(kind.facts) for kind in vocabulary.kinds.values())
        self.count = _spread(self.cases, cases_at_once(facts, VALUES_READ), os.cpu_count() or 1)
        self.bounds = [self.cases * number // self.count for number in range(self.count + 1)]
        self.runs = {name: self._runs(name, table) for name, table in sent.items()}

    @cached_property
    def _index(self) -> Index:
        kept = self._numbers >= 0
        return Index(self._ids if kept.all() else self._ids.filter(pa.array(kept)))

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.count))

    def tables(self, span: int) -> dict[str, Sent]:
        """The tables of a span."""
        return {name: self._part(table, self.runs[name], span) for name, table in self.sent.items()}

    def _part(self, sent: Sent, runs: Runs, span: int) -> Sent:
        starts, ends = runs.slices(span)
        if len(starts) <= _MOST_SLICES:
            slices = [
                sent.table.slice(start, end - start)
                for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
            ]
            table = pa.concat_tables(slices) if slices else sent.table.slice(0, 0)
        else:
            table = self._to_take_from(sent).take(ranges(starts, ends))
        of = runs.of(span, self.bounds[span]) if runs.of_cases else None
        return replace(sent, table=table, of=of, slices=(starts, ends))

    def _to_take_from(self, sent: Sent) -> pa.Table:
        """The table in columns that rows can be taken from: Arrow takes none from string views."""
        if sent.name not in self._takeable:
            fields = [
                field.with_type(pa.large_string()) if pa.types.is_string_view(field.type) else field
                for field in sent.table.schema
            ]
            self._takeable[sent.name] = sent.table.cast(pa.schema(fields))
        return self._takeable[sent.name]

    def _runs(self, name: str, sent: Sent) -> Runs:
        last = self.count - 1
        parting = Parting.of(self.vocabulary, sent.name, sent.table.schema.names)
        if name == self.vocabulary.main:
            starts, cases, apart = np.arange(sent.count), self._numbers, None
        elif parting.case is None:
            nowhere = np.full(1, -1, np.int32)
            spans = np.full(1, last, np.int32)
            return Runs(sent.count, np.zeros(1, np.int64), nowhere, spans, of_cases=False)
        else:
            starts, cases, apart = self._found(sent, parting)
        spans = np.empty(len(cases), np.int32)
        kernels.spans_of(cases, np.array(self.bounds), spans)
        if apart is not None:
            spans[apart] = last
        return Runs(sent.count, starts, cases, spans)

    def _found(self, sent: Sent, parting: Parting) -> tuple[Positions, Places, Flags | None]:
        """The runs of a table's rows, the case of each, and which are of no case."""
        table = sent.table.select([place for place in (parting.case, parting.kind) if place is not None])
        if table.num_rows > A_PIECE * 8 and len(table.column(0).chunks) * A_PIECE > 8 * table.num_rows:
            table = table.combine_chunks()
        batches = table.to_batches(max_chunksize=A_PIECE)
        parting = replace(parting, case=0, kind=None if parting.kind is None else 1)
        found = list(self.pool.map(lambda batch: self._of_batch(batch, parting), batches))
        if not found:
            return np.zeros(0, np.int64), np.zeros(0, np.int32), None
        first = np.cumsum([0, *(len(batch) for batch in batches[:-1])]).tolist()
        starts = np.concatenate([heads + before for (heads, *_), before in zip(found, first, strict=True)])
        apart = [each for *_, each in found if each is not None]
        return (
            starts,
            np.concatenate([cases for _, cases, _ in found]),
            np.concatenate(apart) if apart else None,
        )

    def _of_batch(self, batch: pa.RecordBatch, parting: Parting) -> tuple[Positions, Places, Flags | None]:
        keys: Array = plain(batch.column(0))
        apart = parting.rooted(batch)
        heads = runs(keys) if apart is None else runs(keys, apart)
        cases = self._index.find_each(words_of(keys.take(pa.array(heads))))
        return heads, cases, None if apart is None else apart[heads]
