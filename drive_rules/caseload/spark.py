"""Whole caseloads on Spark: the same program on the cluster, and no row of it on the driver.

Three steps, each a ``mapInArrow``.  Rows are put into parts by a hash of their case's id, each part's
rows of one table packed as one Arrow piece, so that what is shuffled is a few large values and no wide
row.  Each part is then read, settled and answered as one machine does it, and its answers are packed.
Every table of answers is these packs, unpacked.  The workers need this library and its ``columns`` extra;
Spark is 4.1 or later.

Rows of a data frame have no numbers, so ``row`` of ``rejects`` is empty.  A moment is the day on which it
falls in the time zone of the Spark session.
"""

from __future__ import annotations

import pickle
import traceback
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from drive_rules.caseload import QUESTIONS, REJECTS, CaseloadAssessment
from drive_rules.caseload.assessing import Asking, Assessing
from drive_rules.caseload.frames import is_spark
from drive_rules.caseload.parting import Parting
from drive_rules.caseload.rejects import SCHEMA as REJECTED
from drive_rules.caseload.shared import KEY, Column
from drive_rules.caseload.summary import Summary
from drive_rules.caseload.tables import Notes, read_tables
from drive_rules.caseload.tally import QUESTIONS as ASKED
from drive_rules.problems import CaseloadError, DriveRulesError, Problem

Frame = Any
"""A data frame of Spark, of a session of its own or of Spark Connect."""
Batches = Iterator[pa.RecordBatch]
MOST_BYTES = 2**26
"""How much of a table is held before it is packed."""
MOST_ROWS = 2**14
"""How many rows of answers are given back to Spark at once."""
PACKED = "part int, table int, payload binary"
ANSWERED = "table string, rows long, payload binary"
COUNTS = "counts"
_HERE = Path(__file__).parent.parent
_LZ4 = pa.ipc.IpcWriteOptions(compression="lz4")


class ClusterError(DriveRulesError):
    """Work failed on the cluster: says which error it was and where, without what it says of values."""


class SparkAssessment(CaseloadAssessment):
    """The answers to a whole caseload as Spark data frames.

    Nothing runs until one of them is asked for its rows.  The program then runs once, its answers are
    kept on the cluster, packed, and every table is made of them, until they are let go of.
    """

    def __init__(self, packs: Frame, asking: Asking, pickled: bytes, notes: Notes) -> None:
        self._packs, self._asking, self._notes = packs, asking, notes
        self._assessing, self._counting = Assessing(asking), _Counting(pickled)

    def __repr__(self) -> str:
        return f"<SparkAssessment as of {self._asking.as_of}>"

    def release(self) -> None:
        """Let go of what is kept on the cluster; tables asked for later run the program again."""
        self._packs.unpersist()

    @cached_property
    def decisions(self) -> Mapping[str, Frame]:
        """The decisions by kind: a row for each thing."""
        decided = self._assessing.answers.decided
        return {kind: self._unpacked(_decisions(kind), table.schema) for kind, table in decided.items()}

    @cached_property
    def summary(self) -> Summary:
        """What came of it in numbers, added up on the cluster; runs the program if it has not run."""
        added = self._of(COUNTS).coalesce(1).mapInArrow(self._counting.together, "payload binary").collect()
        return _counted(self._asking, (bytes(row.payload) for row in added)).summary(self._notes)

    def refuse_rejects(self) -> None:
        """Raise ``CaseloadError`` where anything was rejected: what and how often, counted on the cluster."""
        columns = ("table", "column", "code", "what", "fix")
        found = self.rejects.groupBy(*columns).count().orderBy(*columns).collect()
        if found:
            raise CaseloadError(
                Problem(code, f"{what}: {count:,}", fix, place=f"{table}, column '{column}'")
                for table, column, code, what, fix, count in found
            )

    def _given(self, name: str) -> Frame:
        if name == QUESTIONS:
            schema = _spark_schema(ASKED)
            return self._of(COUNTS).coalesce(1).mapInArrow(self._counting.questions, schema)
        long = self._assessing.answers.long
        return self._unpacked(name, REJECTED if name == REJECTS else long[name].schema)

    def _of(self, name: str) -> Frame:
        return self._packs.where(self._packs["table"] == name).select("payload")

    def _unpacked(self, name: str, schema: pa.Schema) -> Frame:
        return self._of(name).mapInArrow(_unpacked, _spark_schema(schema))


def _decisions(kind: str) -> str:
    return f"decisions of {kind}"


def assess_on_spark(
    asking: Asking,
    tables: Mapping[str, Frame],
    *,
    strict: bool = False,
    size: int | None = None,
    parts: int | None = None,
    keep: bool = True,
) -> SparkAssessment:
    """Assess every case of some Spark data frames (see ``tables`` for what they hold), on their cluster.

    The caseload is cut into ``parts``, by the session's ``spark.sql.shuffle.partitions`` if none is said;
    a worker holds one part at a time and settles ``size`` cases of it at once.  With ``keep`` the packed
    answers are persisted when they are first worked out.  Raises ``CaseloadError`` where the tables are not
    such as can be read, before anything runs; and if ``strict``, which runs the program, where anything
    in them cannot be.
    """
    schemas = _arrow_schemas(tables)
    empty = read_tables(asking.vocabulary, {name: schema.empty_table() for name, schema in schemas.items()})
    session = next(iter(tables.values())).sparkSession
    parts = parts or int(session.conf.get("spark.sql.shuffle.partitions"))
    packed = [
        _packed(frame, _Packing(number, Parting.of(asking.vocabulary, name, frame.columns), parts))
        for number, (name, frame) in enumerate(tables.items())
    ]
    pickled = _pickled(asking)
    pieces = reduce(lambda some, more: some.unionAll(more), packed)
    answered = pieces.repartitionById(parts, "part").mapInArrow(_Settling(pickled, schemas, size), ANSWERED)
    assessment = SparkAssessment(answered.persist() if keep else answered, asking, pickled, empty.notes)
    if strict:
        try:
            assessment.refuse_rejects()
        except CaseloadError:
            assessment.release()
            raise
    return assessment


def _packed(frame: Frame, packing: _Packing) -> Frame:
    """A table as pieces; its columns go by number, for Spark takes dots in names for something else."""
    return frame.toDF(*(f"c{place}" for place in range(len(frame.columns)))).mapInArrow(packing, PACKED)


# -- on the driver: what the tables are ------------------------------------------------------------


def _arrow_schemas(tables: Mapping[str, Frame]) -> dict[str, pa.Schema]:
    """The tables' columns as Arrow says them.  Raises ``CaseloadError`` where one is no Spark data frame."""
    problems = [_unfit(table, f"tables[{number}]") for number, table in enumerate(tables.values())]
    if any(problems):
        raise CaseloadError(problem for problem in problems if problem)
    return {name: pa.schema([_arrow_field(each) for each in frame.schema]) for name, frame in tables.items()}


def _unfit(table: Any, place: str) -> Problem | None:
    """Why nothing can be asked of this with the rest, if so it is."""
    if not is_spark(table):
        fix = "give all tables of one call as one sort"
        return Problem("DR612", "this is no Spark data frame, as others are", fix, place=place)
    if not hasattr(table, "repartitionById"):
        return Problem("DR612", "this Spark is older than 4.1", "install pyspark 4.1 or later", place=place)
    if table.isStreaming:
        return Problem("DR612", "this data frame is a stream", "give a table that is all there", place=place)
    return None


def _arrow_field(field: Any) -> pa.Field[Any]:
    """A column of a data frame; of a type that Arrow has not, as one that nobody reads."""
    from pyspark.errors import PySparkException  # noqa: PLC0415
    from pyspark.sql.pandas.types import to_arrow_type  # noqa: PLC0415

    try:
        return pa.field(field.name, to_arrow_type(field.dataType))
    except PySparkException:
        return pa.field(field.name, pa.binary())


def _spark_schema(schema: pa.Schema) -> Any:
    """The columns of a table of answers as Spark says them: dictionaries as what they hold."""
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415

    return from_arrow_schema(pa.schema([pa.field(each.name, _decoded_type(each.type)) for each in schema]))


def _decoded_type(type_: Any) -> Any:
    return type_.value_type if pa.types.is_dictionary(type_) else type_


def _pickled(asking: Asking) -> bytes:
    return pickle.dumps((asking.versions.library, zlib.compress(pickle.dumps(asking))))


@lru_cache(maxsize=4)
def _asking(pickled: bytes) -> Asking:
    """What is asked, made once in each worker.  Raises ``ClusterError`` where that is of another version."""
    theirs, packed = pickle.loads(pickled)
    ours = import_module(_HERE.name).__version__
    if theirs != ours:
        raise ClusterError(f"the driver has drive_rules {theirs}, this worker {ours}: install the same")
    asking: Asking = pickle.loads(zlib.decompress(packed))
    return asking


# -- on the workers --------------------------------------------------------------------------------


def _quietly(work: Batches) -> Batches:
    """The work; an error that is not ours may show a value, so only its name and place are told."""
    try:
        yield from work
        return
    except DriveRulesError:
        raise
    except Exception as error:
        told = f"{type(error).__name__} at {_place(error)}"
    raise ClusterError(f"{told}; what it says is left out, as it may hold what is in a case")


def _place(error: Exception) -> str:
    """The last line of this library on the way to an error."""
    lines = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    path, line = next((path, line) for path, line in reversed(lines) if path.is_relative_to(_HERE))
    return f"{path.relative_to(_HERE).as_posix()}:{line}"


@dataclass(frozen=True, slots=True)
class _Packing:
    """One table's rows into pieces, one for each part."""

    table: int
    parting: Parting
    parts: int

    def __call__(self, batches: Batches) -> Batches:
        return _quietly(self._packed(batches))

    def _packed(self, batches: Batches) -> Batches:
        held: list[pa.RecordBatch] = []
        size = 0
        for batch in batches:
            if not len(batch):
                continue
            held.append(batch)
            size += batch.nbytes
            if size >= MOST_BYTES:
                yield self._pieces(held)
                held, size = [], 0
        if held:
            yield self._pieces(held)

    def _pieces(self, held: list[pa.RecordBatch]) -> pa.RecordBatch:
        table = pa.Table.from_batches(held).combine_chunks()
        part = self.parting.parts(table, self.parts)
        order = np.argsort(part, kind="stable")
        (batch,) = table.take(order).combine_chunks().to_batches()
        there, starts = np.unique(part[order], return_index=True)
        pieces = [
            _bytes(batch.slice(first, last - first))
            for first, last in zip(starts, [*starts[1:], len(part)], strict=True)
        ]
        numbers = pa.array([self.table] * len(there), pa.int32())
        return pa.record_batch(
            [pa.array(there, pa.int32()), numbers, pa.array(pieces, pa.binary())],
            ["part", "table", "payload"],
        )


@dataclass(frozen=True, slots=True)
class _Settling:
    """One part at a time: its tables put together, read, settled and answered, and the answers packed."""

    asking: bytes
    schemas: Mapping[str, pa.Schema]
    size: int | None

    def __call__(self, batches: Batches) -> Batches:
        return _quietly(self._of_part(batches))

    def _of_part(self, batches: Batches) -> Batches:
        yield from self.answers(self._tables(batches))

    def answers(self, tables: Mapping[str, pa.Table]) -> Batches:
        """The packed answers of one part."""
        if not any(table.num_rows for table in tables.values()):
            return
        asking = _asking(self.asking)
        caseload = read_tables(asking.vocabulary, tables, asking.as_of)
        del tables
        assessing = Assessing(asking, self.size, workers=1)
        for answered in assessing.blocks(caseload):
            found = {_decisions(kind): rows.batch for kind, rows in answered.decisions.items()}
            yield _packs({**found, **{name: rows.batch for name, rows in answered.long.items()}})
        for batch in caseload.rejects.combine_chunks().to_batches():
            yield _packs({REJECTS: batch.set_column(*_nowhere(batch))})
        yield _pack_rows([(COUNTS, 1, pickle.dumps(assessing.tally.counts))])

    def _tables(self, batches: Batches) -> dict[str, pa.Table]:
        pieces: list[list[pa.RecordBatch]] = [[] for _ in self.schemas]
        for batch in batches:
            numbers: list[Any] = list(batch.column("table").to_pylist())
            for number, payload in zip(numbers, batch.column("payload"), strict=True):
                pieces[number].extend(pa.ipc.open_stream(payload.as_buffer()))
        return {
            name: pa.Table.from_batches(found).rename_columns(schema.names) if found else schema.empty_table()
            for found, (name, schema) in zip(pieces, self.schemas.items(), strict=True)
        }


@dataclass(frozen=True, slots=True)
class _Counting:
    """What parts counted, added up."""

    asking: bytes

    def together(self, batches: Batches) -> Batches:
        """The counts of all parts as one."""
        return _quietly(self._together(batches))

    def questions(self, batches: Batches) -> Batches:
        """The table of questions."""
        return _quietly(self._questions(batches))

    def _together(self, batches: Batches) -> Batches:
        counted = _counted(_asking(self.asking), _payloads(batches))
        yield pa.record_batch([pa.array([pickle.dumps(counted.tally.counts)], pa.binary())], ["payload"])

    def _questions(self, batches: Batches) -> Batches:
        yield from _counted(_asking(self.asking), _payloads(batches)).tally.questions().to_batches()


def _counted(asking: Asking, payloads: Iterable[bytes]) -> Assessing:
    assessing = Assessing(asking)
    for payload in payloads:
        assessing.tally.counts.add(pickle.loads(payload))
    return assessing


def _payloads(batches: Batches) -> Iterator[bytes]:
    return (payload.as_py() for batch in batches for payload in batch.column("payload"))


# -- packs -----------------------------------------------------------------------------------------


def _packs(found: Mapping[str, pa.RecordBatch]) -> pa.RecordBatch:
    """Tables of answers as packs: a row for each that has rows."""
    return _pack_rows((name, len(batch), _bytes(_lean(batch))) for name, batch in found.items() if len(batch))


def _pack_rows(rows: Iterable[tuple[str, int, bytes]]) -> pa.RecordBatch:
    names, counts, payloads = zip(*found, strict=True) if (found := list(rows)) else ((), (), ())
    columns: list[Column] = [
        pa.array(names, pa.string()),
        pa.array(counts, pa.int64()),
        pa.array(payloads, pa.binary()),
    ]
    return pa.record_batch(columns, ["table", "rows", "payload"])


def _lean(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same less the dictionaries of keys, which hold those of every thing of the part."""
    columns = [_decoded(column) if column.type == KEY else column for column in batch.columns]
    return pa.record_batch(columns, batch.schema.names)


def _nowhere(batch: pa.RecordBatch) -> tuple[int, str, Any]:
    """The column of row numbers, empty."""
    return REJECTED.get_field_index("row"), "row", pa.nulls(len(batch), pa.int64())


def _bytes(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=_LZ4) as stream:
        stream.write_batch(batch)
    return sink.getvalue().to_pybytes()


def _unpacked(batches: Batches) -> Batches:
    """The rows of packs, dictionaries as what they hold, some thousands at once."""
    return _quietly(_rows(batches))


def _rows(batches: Batches) -> Batches:
    for batch in batches:
        for payload in batch.column("payload"):
            for pack in pa.ipc.open_stream(payload.as_buffer()):
                for first in range(0, len(pack), MOST_ROWS):
                    part = pack.slice(first, MOST_ROWS)
                    yield pa.record_batch(list(map(_decoded, part.columns)), part.schema.names)


def _decoded(column: Column) -> Column:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
