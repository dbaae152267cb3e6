"""Tables larger than memory cut into buckets of whole cases, each of which can be read by itself.

Rows go to the buckets that ``parting`` says, so that whatever is sent of a case comes together in whatever
order it was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from drive_rules.case import Vocabulary
from drive_rules.case.evidence import folded
from drive_rules.caseload.folders import Source
from drive_rules.caseload.parting import Parting

ROW = "\0row"
"""The column that holds where a row stood in its file, from 1; no table of a user's is read with it."""
MOST_BUCKETS = 256
ROWS_FOR_EACH_CASE = 30
"""How many rows of all tables together are taken to be as much as one case."""
_DISTINCT = 256


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
        for number, source in enumerate(self.sources):
            with ExitStack() as files:
                writers: list[Any] = []
                first = 1
                for batch in source.batches():
                    rows = np.arange(first, first + len(batch))
                    first += len(batch)
                    if not writers:
                        writers = [
                            files.enter_context(self._writer(number, n, batch.schema))
                            for n in range(self.count)
                        ]
                    parts = self._parts(batch, rows, self.partings[number])
                    for writer, part in zip(writers, parts, strict=True):
                        if len(part):
                            writer.write_batch(part)
                    told(len(batch))

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

    def _writer(self, table: int, bucket: int, schema: pa.Schema) -> Any:
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        return pa.ipc.new_stream(str(self._path(table, bucket)), _with_rows(schema), options=options)

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
