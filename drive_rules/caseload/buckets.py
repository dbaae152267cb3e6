"""Tables larger than memory cut into buckets of whole cases, each of which can be read by itself.

Rows go to the buckets that ``parting`` says, so that whatever is sent of a case comes together in whatever
order it was sent.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from drive_rules.case import Vocabulary
from drive_rules.case.evidence import folded
from drive_rules.caseload.assessing import in_order
from drive_rules.caseload.folders import Source
from drive_rules.caseload.parting import Parting

ROW = "\0row"
"""The column that holds where a row stood in its file, from 1; no table of a user's is read with it."""
MOST_BUCKETS = 256
ROWS_FOR_EACH_CASE = 30
"""How many rows of all tables together are taken to be as much as one case."""
_DISTINCT = 256
ROWS_AT_ONCE = 65_536
"""So many rows of a bucket are written together."""


def holds_cases(vocabulary: Vocabulary, name: str) -> bool:
    """Whether a table of this name is the table of cases themselves."""
    kind = vocabulary.kinds[vocabulary.main].kind
    return folded(name) in {folded(kind.name), folded(kind.list_name or f"{kind.name}s")}


def buckets_for(cases: int, rows: int, most: int) -> int:
    """How many buckets it takes for each to hold about ``most`` of so many cases, of so many rows."""
    wanted = max(-(-cases // most), -(-rows // (most * ROWS_FOR_EACH_CASE)))
    return min(max(wanted, 1), MOST_BUCKETS)


class Buckets:
    """The rows of a folder's tables in files of their own, by bucket."""

    def __init__(self, folder: Path, sources: tuple[Source, ...], vocabulary: Vocabulary, count: int) -> None:
        self.folder, self.sources, self.count = folder, sources, count
        self.partings = [Parting.of(vocabulary, source.name, source.schema.names) for source in sources]

    def fill(self, told: Callable[[int], None]) -> None:
        """Put every row in its bucket; ``told`` hears how many more were."""
        for number, (source, parting) in enumerate(zip(self.sources, self.partings, strict=True)):
            with ExitStack() as files:
                writers: list[_Writer] = []

                def work(
                    numbered: tuple[int, pa.RecordBatch], parting: Parting = parting
                ) -> list[pa.RecordBatch]:
                    first, batch = numbered
                    return list(self._parts(batch, np.arange(first, first + len(batch)), parting))

                for parts in in_order(work, _numbered(source.batches()), os.cpu_count() or 1):
                    for bucket, part in enumerate(parts):
                        if len(writers) < self.count:
                            path = self._path(number, bucket)
                            writers.append(files.enter_context(_Writer(path, part.schema)))
                        writers[bucket].add(part)
                    told(sum(map(len, parts)))

    def tables(self, bucket: int) -> dict[str, pa.Table]:
        """The tables of one bucket, with ``ROW``; those of no case in the first only."""
        found = {}
        for number, source in enumerate(self.sources):
            if bucket and self.partings[number].case is None:
                continue
            path = self._path(number, bucket)
            if path.exists():
                with pa.OSFile(str(path), "rb") as file, pa.ipc.open_stream(file) as stream:
                    found[source.name] = stream.read_all()
                path.unlink()
            else:
                found[source.name] = _with_rows(source.schema).empty_table()
        return found

    def _path(self, table: int, bucket: int) -> Path:
        return self.folder / f"{table}-{bucket}.arrows"

    # -- which bucket ----------------------------------------------------------------------------

    def _parts(
        self, batch: pa.RecordBatch, rows: NDArray[np.int64], parting: Parting
    ) -> Iterator[pa.RecordBatch]:
        """The rows of a batch by bucket, in their order."""
        bucket = parting.parts(batch, self.count)
        order = np.argsort(bucket, kind="stable")
        ends = np.cumsum(np.bincount(bucket, minlength=self.count))
        places: Any = pa.array(order)
        in_order = batch.take(places)
        whole = pa.RecordBatch.from_arrays(
            [*in_order.columns, pa.array(rows[order])], schema=_with_rows(batch.schema)
        )
        start = 0
        for end in ends.tolist():
            yield _compact(whole.slice(start, end - start))
            start = end


class _Writer:
    """A file of a bucket: rows are gathered and written many at once, however many buckets there are."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        self._stream: Any = pa.ipc.new_stream(str(path), schema, options=options)
        self._waiting: list[pa.RecordBatch] = []

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, wrong: type[BaseException] | None, *_: object) -> None:
        if wrong is None:
            self._write()
        self._stream.close()

    def add(self, part: pa.RecordBatch) -> None:
        """Put rows below those that are there."""
        if len(part):
            self._waiting.append(part)
        if sum(map(len, self._waiting)) >= ROWS_AT_ONCE:
            self._write()

    def _write(self) -> None:
        if len(self._waiting) == 1:
            self._stream.write_batch(self._waiting[0])
        elif self._waiting:
            self._stream.write_table(
                pa.Table.from_batches(self._waiting).unify_dictionaries().combine_chunks()
            )
        self._waiting = []


def _numbered(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Batches, each with the number of its first row in the file, from 1."""
    first = 1
    for batch in batches:
        yield first, batch
        first += len(batch)


def _with_rows(schema: pa.Schema) -> pa.Schema:
    return schema.append(pa.field(ROW, pa.int64())).remove_metadata()


def _compact(part: pa.RecordBatch) -> pa.RecordBatch:
    """The rows of a part without the words that stand in other parts only."""
    columns: list[Any] = [_fewer_words(column) for column in part.columns]
    return pa.RecordBatch.from_arrays(columns, schema=part.schema)


def _fewer_words(column: Any) -> Any:
    if not pa.types.is_dictionary(column.type) or len(column.dictionary) <= max(_DISTINCT, len(column)):
        return column
    again = column.dictionary_decode().dictionary_encode()
    return pa.DictionaryArray.from_arrays(again.indices.cast(column.type.index_type), again.dictionary)
