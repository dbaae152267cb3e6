"""Whole caseloads from Arrow tables: names, columns, keys, and what could not be read.

A table for each kind, named as the kind or as its list (``case`` or ``cases``, ``pairs``, ``children``),
with a column for each fact under any of its words.  ``case`` holds the case's id, in the table of cases
and in every table below it; ``id`` holds the thing's own (other roots have that only); a kind that is
part of another kind than the case has a column named after that kind, with its id.  Ids are words or
whole numbers, and unique for a kind within a case.

A column that is not there is unknown; of a table that is not there nothing is listed, and no list of it is
whole.  A fact that says a list is whole takes yes, no, don't know, or the day up to which it is whole.
A value of these tables is evidence of nobody in particular, as ``case`` merges it.

What cannot be read is never left out silently.  A value that cannot be read is unknown; a row without a
key, with a key that another row has too, or of nothing that is here, is left out, and no list of its
case that might hold it is whole.  Each has a line in ``rejects``.  So whatever was meant, what comes out
certain holds; save that a row of no case that is here can bear on none.

A further table ``answers`` holds what several sources say: see ``answers``.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from drive_rules.case import Vocabulary
from drive_rules.case.vocabulary import KindWords
from drive_rules.caseload.answers import Answers
from drive_rules.caseload.arrays import Array, Positions
from drive_rules.caseload.columns import DATED_LATE, NOTHING, SAID_LATE, Read, Reader, Unread
from drive_rules.caseload.keys import Placed, shared, valid, words_of
from drive_rules.caseload.marks import is_synthetic
from drive_rules.caseload.merging import Unclear, of_nobody, stood
from drive_rules.caseload.parting import Spans
from drive_rules.caseload.pieces import Known
from drive_rules.caseload.rejects import Lines, Source, table_of
from drive_rules.caseload.schema import ANSWERS, Schema, Sent, parents_first, without_key
from drive_rules.caseload.shared import Column
from drive_rules.engines.columnar.tables import Block, Columns, Flags, Places, Rows, Whole
from drive_rules.ir import ALWAYS_WHOLE, NEVER_WHOLE, Fact
from drive_rules.problems import CaseloadError, Problem

_NO_ID = Problem("DR509", "this cannot be an id", "give a word or number of your own, which names nobody")
_TWICE = Problem("DR508", "another row has the same id", "give each thing of a case an id of its own")
_ORPHAN = Problem("DR606", "no row that was read has this id", "send the row it is part of, or mend the id")


@dataclass(frozen=True, slots=True)
class Notes:
    """What there is to say of the tables: counts only, and words of the vocabulary."""

    sent: Mapping[str, int]
    """Rows sent, by kind, of each table that was."""
    read: Mapping[str, int]
    """Rows read, by kind."""
    missing_tables: tuple[str, ...]
    """Kinds of which no table was sent."""
    missing_columns: Mapping[str, tuple[str, ...]]
    """Facts without a column, by kind, of each table that was sent."""
    lists_opened: Mapping[str, int]
    """Lists said to be whole that are not taken so, by kind: no table, or a row left out."""
    answers: int
    """Rows of the table of answers."""
    synthetic: bool = False
    """Whether a table says that its cases are invented."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Caseload:
    """Whole cases in columns, in one or more parts: one after the other, things of other roots in the last.

    ``keys`` holds the id of each row of all parts, by kind.  ``rejected`` says of each case how many of its
    rows or values are in ``rejects``.  A code of a reference stands for the same key within a part.
    """

    parts: list[Columns]
    keys: Mapping[str, Column]
    rejects: pa.Table
    rejected: NDArray[np.int32]
    notes: Notes

    def __repr__(self) -> str:
        return f"<Caseload of {len(self.rejected)} cases>"

    def blocks(self, size: int, keep: bool = True) -> Iterator[Block]:
        """Runs of at most ``size`` cases, or rows of another root, with all that is part of them.

        Unless ``keep``, each part is let go of when its last block is taken: this can be asked once.
        """
        before = dict.fromkeys(self.keys, 0)
        for left in range(len(self.parts) - 1, -1, -1):
            part = self.parts[-1 - left] if keep else self.parts.pop(0)
            roots = [kind for kind, above in part.parents.items() if above is None]
            for block in part.blocks(size):
                if not left or any(block.columns.rows[root].count for root in roots):
                    starts = {kind: before[kind] + start for kind, start in block.starts.items()}
                    yield Block(block.columns, starts)
            before = {kind: start + part.rows[kind].count for kind, start in before.items()}


def read_tables(
    vocabulary: Vocabulary, tables: Mapping[str, pa.Table], as_of: date | None = None
) -> Caseload:
    """Read a caseload; with ``as_of`` what was said, or is dated, after that day is not read.

    Raises ``CaseloadError`` where the tables themselves are not such as can be read.
    """
    schema = Schema(vocabulary)
    found = schema.of(tables)
    if schema.problems:
        raise CaseloadError(schema.problems)
    order = [kind for kind in (*parents_first(vocabulary), ANSWERS) if kind in found]
    sent = {kind: found[kind] for kind in order}
    known = Known.of(vocabulary, as_of)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        spans = Spans(vocabulary, sent, pool)
        parts = list(pool.map(lambda span: _Reading(known, spans.tables(span)).part(), spans))
    lines = [line for part in parts for line in part.lines]
    of = [spans.runs[order[each.table]].case_of(each.rows) for each in lines]
    cases = np.concatenate([np.zeros(0, np.int32), *of])
    return Caseload(
        parts=[part.columns for part in parts],
        keys={
            kind: pa.chunked_array([part.keys[kind] for part in parts], pa.string()) for kind in parts[0].keys
        },
        rejects=table_of(lines, [_source(vocabulary, kind, each) for kind, each in sent.items()]),
        rejected=np.bincount(cases[cases >= 0], minlength=spans.cases).astype(np.int32),
        notes=_notes(vocabulary, sent, parts, any(map(is_synthetic, tables.values()))),
    )


def _source(vocabulary: Vocabulary, kind: str, sent: Sent) -> Source:
    if kind == vocabulary.main:
        return Source(sent.name, sent.table, sent.keys["id"], None)
    case = sent.keys.get("case" if kind not in vocabulary.kinds else vocabulary.main)
    return Source(sent.name, sent.table, case, sent.keys.get("id"))


def _notes(
    vocabulary: Vocabulary, sent: Mapping[str, Sent], parts: Sequence[_Part], synthetic: bool
) -> Notes:
    kinds = list(parents_first(vocabulary))
    missing = {
        kind: tuple(
            fact.name
            for slot, fact in enumerate(vocabulary.kinds[kind].facts)
            if slot not in sent[kind].facts
        )
        for kind in kinds
        if kind in sent
    }
    opened: Counter[str] = Counter()
    for part in parts:
        opened.update(part.opened)
    return Notes(
        sent={kind: sent[kind].count for kind in kinds if kind in sent},
        read={kind: sum(part.columns.rows[kind].count for part in parts) for kind in kinds},
        missing_tables=tuple(kind for kind in kinds if kind not in sent),
        missing_columns={kind: facts for kind, facts in missing.items() if facts},
        lists_opened=dict(opened),
        answers=sent[ANSWERS].count if ANSWERS in sent else 0,
        synthetic=synthetic,
    )


# -- rows in their places --------------------------------------------------------------------------


_NO_ROWS = np.zeros(0, np.int32)
_NONE = Placed(None, pa.array([], pa.string()), _NO_ROWS, _NO_ROWS)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Part:
    """What was read of a span."""

    columns: Columns
    keys: Mapping[str, Array]
    lines: list[Lines]
    opened: Mapping[str, int]


class _Reading:
    """The rows of one span being read."""

    def __init__(self, known: Known, sent: Mapping[str, Sent]) -> None:
        self.vocabulary, self.known = known.vocabulary, known
        self.main = known.vocabulary.main
        self.sent = {kind: sent[kind] for kind in known.kinds if kind in sent}
        self.said = sent.get(ANSWERS)
        self.numbers = {name: number for number, name in enumerate(sent)}
        self.reads: dict[tuple[str, int], Read] = {}
        self.lost: dict[tuple[str, int], list[Places]] = {}
        self.placed: dict[str, Placed] = {}
        self.open: dict[str, Flags] = {}
        self.lines: list[Lines] = []

    def part(self) -> _Part:
        """All of it."""
        for kind in self.known.kinds:
            self.placed[kind] = self._place(kind) if kind in self.sent else _NONE
        self.answers = self._answers()
        for kind, sent in self.sent.items():
            words = self.vocabulary.kinds[kind]
            for slot, place in sent.facts.items():
                read = _column(self.known.reader, words, slot, sent, place)
                self.reads[kind, slot] = self._arranged(kind, slot, read)
        self._number_references()
        opened: dict[str, int] = {}
        rows = {kind: self._rows(kind, opened) for kind in self.known.kinds}
        if self.said is not None and self.answers is not None:
            for at, column, problem in self.answers.refused:
                place = self.said.keys.get(column, self.said.keys["answer"])
                self._add(ANSWERS, self.said, at, place, problem)
        parents = {kind: self.vocabulary.kinds[kind].kind.part_of for kind in self.known.kinds}
        keys = {kind: placed.keys for kind, placed in self.placed.items()}
        return _Part(Columns(rows, parents), keys, self.lines, opened)

    def _add(self, name: str, sent: Sent, rows: Positions, column: int, problem: Problem) -> None:
        """Refuse a value, or a whole row, of these rows."""
        if len(rows):
            self.lines.append(Lines(self.numbers[name], sent.as_sent(rows), column, problem))

    # -- keys ------------------------------------------------------------------------------------

    def _place(self, kind: str) -> Placed:
        sent, count = self.sent[kind], self.sent[kind].count
        above = self.vocabulary.kinds[kind].kind.part_of
        own = words_of(sent.column(sent.keys["id"]))
        scopes = np.zeros(count, np.int32) if sent.of is None else sent.of
        parent, nameless = scopes, np.zeros(count, bool)
        if above is not None and above != self.main:
            keys = words_of(sent.column(sent.keys[above]))
            parent, nameless = self.placed[above].index.find(keys, scopes), ~valid(keys)
        kept = valid(own)
        if kind == self.main:
            twice, kept = np.flatnonzero(kept & (scopes < 0)), scopes >= 0
        else:
            kept = kept & (parent >= 0) if above is not None else kept.copy()
            twice = _shared(own, scopes if above is not None else np.zeros(count, np.int32))
            kept[twice] = False
        if kept.all():
            rows = _in_order(parent if above is not None else None)
        else:
            self._refuse(kind, own, nameless, parent, twice)
            rows = np.flatnonzero(kept)
            if above is not None and (order := _in_order(parent[rows])) is not None:
                rows = rows[order]
        at = slice(None) if rows is None else rows
        return Placed(
            rows,
            (own if rows is None else own.take(pa.array(rows))).cast(pa.string()),
            parent[at] if above is not None else _NO_ROWS,
            scopes[at],
        )

    def _refuse(self, kind: str, own: Array, nameless: Flags, parent: Places, twice: Positions) -> None:
        """One line for each row that is left out, and the list that it would stand in opened."""
        sent, above = self.sent[kind], self.vocabulary.kinds[kind].kind.part_of
        left = np.ones(len(parent), bool)

        def refuse(rows: Flags, role: str, problem: Problem) -> Positions:
            found = np.flatnonzero(rows & left)
            left[found] = False
            self._add(kind, sent, found, sent.keys[role], problem)
            return found

        if self.main in sent.keys and kind != self.main and sent.of is not None:
            refuse(without_key(sent, sent.keys[self.main]), self.main, _NO_ID)
            refuse(sent.of < 0, self.main, _ORPHAN)
        if above is not None and above != self.main:
            nobody = refuse(nameless, above, _NO_ID)
            nowhere = refuse(parent < 0, above, _ORPHAN)
            if self.main in sent.keys and sent.of is not None:
                self._open_all(kind, sent.of[np.concatenate([nobody, nowhere])])
        doubled = np.zeros(len(parent), bool)
        doubled[twice] = True
        unnamed = [refuse(~valid(own), "id", _NO_ID), refuse(doubled, "id", _TWICE)]
        if above is not None:
            self._opened(kind)[parent[np.concatenate(unnamed)]] = True

    def _opened(self, kind: str) -> Flags:
        """Of each thing above, whether its list of this kind can no longer be whole."""
        above = self.vocabulary.kinds[kind].kind.part_of
        if kind not in self.open:
            self.open[kind] = np.zeros(self.placed[above or kind].count, bool)
        return self.open[kind]

    def _open_all(self, kind: str, cases: Places) -> None:
        """Open every list of this kind, and of the kinds above it, of these cases."""
        above = self.vocabulary.kinds[kind].kind.part_of
        if not len(cases) or above is None:
            return
        wanted = np.zeros(self.placed[self.main].count, bool)
        wanted[cases] = True
        self._opened(kind)[wanted[self.placed[above].scopes]] = True
        self._open_all(above, cases)

    # -- answers ---------------------------------------------------------------------------------

    def _answers(self) -> Answers | None:
        """The table of answers, held against the rows that are in their places."""
        if self.said is None:
            return None
        answers = Answers(self.known, self.placed, self.said)
        for kind, cases in answers.opened:
            self._open_all(kind, cases)
        return answers

    # -- values ----------------------------------------------------------------------------------

    def _arranged(self, kind: str, slot: int, read: Read) -> Read:
        """A column in the order of the rows, with what cannot be read told."""
        sent, rows = self.sent[kind], self.placed[kind].rows
        for each in read.unread:
            self._add(kind, sent, each.rows, sent.facts[slot], each.problem)
            if self.answers is not None or self.vocabulary.kinds[kind].facts[slot].stands is not None:
                self.lost.setdefault((kind, slot), []).append(self._now_at(kind, each.rows))
        if rows is None or read.low is None:
            return replace(read, unread=())
        low = read.low[rows]
        high = low if read.high is read.low else None if read.high is None else read.high[rows]
        return Read(low, high, (), None if read.whole is None else read.whole[rows], read.keys)

    def _now_at(self, kind: str, rows: Positions) -> Places:
        """The rows, of those as they were sent, as they now stand; without those left out."""
        placed = self.placed[kind].rows
        if placed is None:
            return rows.astype(np.int32)
        now = np.full(self.sent[kind].count, -1, np.int32)
        now[placed] = np.arange(len(placed))
        return now[rows][now[rows] >= 0]

    def _number_references(self) -> None:
        """References of all columns and answers by one numbering: the same key has the same code."""
        referring = {of: read for of, read in self.reads.items() if read.keys is not None}
        keys = [read.keys for read in referring.values()] + ([self.answers.keys] if self.answers else [])
        if not sum(len(each) for each in keys):
            codes = np.zeros(0, np.int32)
        else:
            codes = np.asarray(pa.concat_arrays(keys).dictionary_encode().indices)
        for (kind, slot), read in referring.items():
            fact = self.vocabulary.kinds[kind].facts[slot]
            self.reads[kind, slot] = read.coded(fact.type, codes[: len(read.keys)])
            codes = codes[len(read.keys) :]
        if self.answers is not None:
            self.answers.number(codes)

    def _rows(self, kind: str, opened: dict[str, int]) -> Rows:
        words, placed = self.vocabulary.kinds[kind], self.placed[kind]
        low: list[Whole | None] = []
        high: list[Whole | None] = []
        whole: list[Whole | None] = [None] * len(words.below)
        for slot, fact in enumerate(words.facts):
            read = self._settled(kind, slot, fact, listed=fact.name in words.listed)
            if fact.name in words.listed:
                below = words.listed[fact.name]
                read = self._list(words.below[below].name, read, opened)
                whole[below] = read.whole
            low.append(read.low)
            high.append(read.high)
        return Rows(placed.count, placed.parent, tuple(low), tuple(high), tuple(whole))

    def _settled(self, kind: str, slot: int, fact: Fact, *, listed: bool) -> Read:
        """The one answer that all that was sent of a fact comes to."""
        read = self.reads.get((kind, slot), NOTHING)
        lost = self.lost.get((kind, slot), [])
        if self.answers is not None:
            merged = self.answers.merged((kind, slot), read, lost, listed=listed)
            if merged is not None:
                return merged
        if fact.stands is not None:
            return stood(fact, read, Unclear([], lost), self.placed[kind].count)
        return read if listed else of_nobody(fact, read)

    def _list(self, kind: str, read: Read, opened: dict[str, int]) -> Read:
        """What is said of a list, held against what was sent of it: where that is not all, it is unknown."""
        if read.low is None or read.high is None or read.whole is None:
            return NOTHING
        lost = read.whole != NEVER_WHOLE
        if kind in self.sent:
            lost &= self._opened(kind)
        if not lost.any():
            return read
        opened[kind] = int(lost.sum())
        low = np.where(lost, 0, read.low).astype(read.low.dtype)
        whole = np.where(lost, NEVER_WHOLE, read.whole).astype(np.int32)
        return Read(low, read.high, (), whole)


def _column(reader: Reader, words: KindWords, slot: int, sent: Sent, place: int) -> Read:
    fact = words.facts[slot]
    listed = fact.name in words.listed
    read = reader.read(fact, sent.column(place), listed=listed)
    if listed:
        return _not_ahead(fact, read, read.whole, reader.latest, SAID_LATE)
    if fact.name == words.kind.dated_by:
        return _not_ahead(fact, read, read.low, reader.latest, DATED_LATE)
    return read


def _not_ahead(fact: Fact, read: Read, days: Whole | None, latest: int, problem: Problem) -> Read:
    """What lies after the latest day, and is not always so, is unknown."""
    if days is None or read.low is None or read.high is None:
        return read
    late = (days > latest) & (days != ALWAYS_WHOLE)
    if not late.any():
        return read
    low = np.where(late, fact.type.low, read.low).astype(read.low.dtype)
    high = np.where(late, fact.type.high, read.high).astype(read.high.dtype)
    whole = None if read.whole is None else np.where(late, NEVER_WHOLE, read.whole).astype(np.int32)
    return Read(low, high, (*read.unread, Unread(np.flatnonzero(late), problem)), whole, read.keys)


def _shared(own: Array, scopes: Places) -> Positions:
    """The rows whose key another row of the same case has too."""
    rows = np.flatnonzero(valid(own) & (scopes >= 0))
    if len(rows) == len(own) and bool((scopes[1:] >= scopes[:-1]).all()):
        return shared(own, scopes)
    rows = rows[np.argsort(scopes[rows], kind="stable")]
    return rows[shared(own.take(pa.array(rows)), scopes[rows])]


def _in_order(parent: Places | None) -> Positions | None:
    """The rows in the order of their parents; None where all stand so already."""
    if parent is None or bool((parent[1:] >= parent[:-1]).all()):
        return None
    return np.argsort(parent, kind="stable")
