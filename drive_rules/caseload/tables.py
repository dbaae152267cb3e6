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
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from drive_rules.case import Vocabulary
from drive_rules.case.vocabulary import KindWords
from drive_rules.caseload import keys as matching
from drive_rules.caseload.answers import Answers
from drive_rules.caseload.arrays import Array, Positions
from drive_rules.caseload.columns import DATED_LATE, NOTHING, SAID_LATE, Read, Reader, Unread
from drive_rules.caseload.keys import Placed
from drive_rules.caseload.marks import is_synthetic
from drive_rules.caseload.merging import Unclear, of_nobody, stood
from drive_rules.caseload.rejects import Rejects, Source
from drive_rules.caseload.schema import ANSWERS, Schema, Sent, parents_first
from drive_rules.engines.columnar.tables import Columns, Flags, Places, Rows, Whole
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
    """Whole cases in columns.

    ``keys`` holds the id of each row, by kind.  ``rejected`` says of each case how many of its rows or
    values are in ``rejects``.
    """

    columns: Columns
    keys: Mapping[str, Array]
    rejects: pa.Table
    rejected: NDArray[np.int32]
    notes: Notes

    def __repr__(self) -> str:
        return f"<Caseload {self.columns!r}>"


def read_tables(
    vocabulary: Vocabulary, tables: Mapping[str, pa.Table], as_of: date | None = None
) -> Caseload:
    """Read a caseload; with ``as_of`` what was said, or is dated, after that day is not read.

    Raises ``CaseloadError`` where the tables themselves are not such as can be read.
    """
    schema = Schema(vocabulary)
    sent = schema.of(tables)
    if schema.problems:
        raise CaseloadError(schema.problems)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        reader = Reader() if as_of is None else Reader(as_of.toordinal())
        return _Reading(vocabulary, sent, pool, any(map(is_synthetic, tables.values()))).caseload(reader)


# -- rows in their places --------------------------------------------------------------------------


_NO_ROWS = np.zeros(0, np.int32)
_NONE = Placed(None, pa.array([], pa.string()), _NO_ROWS, _NO_ROWS)


class _Reading:
    """One caseload being read: keys here, values on the pool."""

    def __init__(
        self, vocabulary: Vocabulary, sent: Mapping[str, Sent], pool: ThreadPoolExecutor, synthetic: bool
    ) -> None:
        self.vocabulary, self.pool, self.synthetic = vocabulary, pool, synthetic
        self.main = vocabulary.main
        self.kinds = list(parents_first(vocabulary))
        self.sent = {kind: sent[kind] for kind in self.kinds if kind in sent}
        self.said = sent.get(ANSWERS)
        self.numbers = {kind: number for number, kind in enumerate(self.sent)}
        self.reads: dict[tuple[str, int], Read] = {}
        self.lost: dict[tuple[str, int], list[Places]] = {}
        self.placed: dict[str, Placed] = {}
        self.open: dict[str, Flags] = {}
        self.sources: list[Source] = []
        self.rejects = Rejects()

    def caseload(self, reader: Reader) -> Caseload:
        """All of it."""
        waiting = {
            (kind, slot): self.pool.submit(_column, reader, self.vocabulary.kinds[kind], slot, sent, place)
            for kind, sent in self.sent.items()
            for slot, place in sent.facts.items()
        }
        for kind in self.kinds:
            self.placed[kind] = self._place(kind) if kind in self.sent else _NONE
        self.answers = self._answers(reader)
        self.reads = {of: self._arranged(*of, read.result()) for of, read in waiting.items()}
        self._number_references()
        opened: dict[str, int] = {}
        rows = {kind: self._rows(kind, opened) for kind in self.kinds}
        self._refuse_answers()
        parents = {kind: self.vocabulary.kinds[kind].kind.part_of for kind in self.kinds}
        return Caseload(
            columns=Columns(rows, parents),
            keys={kind: placed.keys for kind, placed in self.placed.items()},
            rejects=self.rejects.table(self.sources),
            rejected=self.rejects.by_case(self.sources, self.placed[self.main].count),
            notes=self._notes(opened),
        )

    def _notes(self, opened: Mapping[str, int]) -> Notes:
        missing = {
            kind: tuple(
                fact.name
                for slot, fact in enumerate(self.vocabulary.kinds[kind].facts)
                if slot not in sent.facts
            )
            for kind, sent in self.sent.items()
        }
        return Notes(
            sent={kind: sent.count for kind, sent in self.sent.items()},
            read={kind: placed.count for kind, placed in self.placed.items()},
            missing_tables=tuple(kind for kind in self.kinds if kind not in self.sent),
            missing_columns={kind: facts for kind, facts in missing.items() if facts},
            lists_opened=opened,
            answers=self.said.count if self.said else 0,
            synthetic=self.synthetic,
        )

    # -- keys ------------------------------------------------------------------------------------

    def _place(self, kind: str) -> Placed:
        sent, count = self.sent[kind], self.sent[kind].count
        keys = {role: matching.words_of(sent.column(place)) for role, place in sent.keys.items()}
        above = self.vocabulary.kinds[kind].kind.part_of
        scopes = np.zeros(count, np.int32)
        if self.main in keys:
            scopes = self.placed[self.main].index.find(keys[self.main])
        parent = scopes if above == self.main else self._parents(above, keys, scopes)
        own = keys["id"]
        kept = matching.valid(own).copy()
        if above is not None:
            kept = kept & (parent >= 0)
        twice = _shared(own, np.arange(count, dtype=np.int32) * 0 if above is None else scopes)
        kept[twice] = False
        rows = _in_order(kept, parent if above is not None else None)
        self._refuse(kind, keys, scopes, parent, twice)
        self._source(kind, scopes, rows)
        at = slice(None) if rows is None else rows
        return Placed(
            rows,
            (own if rows is None else own.take(pa.array(rows))).cast(pa.string()),
            parent[at] if above is not None else _NO_ROWS,
            np.arange(int(kept.sum()), dtype=np.int32) if kind == self.main else scopes[at],
            kind == self.main,
        )

    def _parents(self, above: str | None, keys: Mapping[str, Array], scopes: Places) -> Places:
        if above is None:
            return scopes
        return self.placed[above].index.find(keys[above], scopes)

    def _source(self, kind: str, scopes: Places, rows: Positions | None) -> None:
        """To which case each row belongs, for what of it is refused."""
        sent, of = self.sent[kind], scopes
        if kind == self.main:
            of = np.full(sent.count, -1, np.int32)
            kept = slice(None) if rows is None else rows
            of[kept] = np.arange(len(of[kept]))
            self.sources.append(Source(sent.name, sent.table, sent.keys["id"], None, of))
        else:
            of = scopes if self.main in sent.keys else np.full(sent.count, -1, np.int32)
            self.sources.append(Source(sent.name, sent.table, sent.keys.get(self.main), sent.keys["id"], of))

    def _refuse(
        self, kind: str, keys: Mapping[str, Array], scopes: Places, parent: Places, twice: Positions
    ) -> None:
        """One line for each row that is left out, and the list that it would stand in opened."""
        sent, above = self.sent[kind], self.vocabulary.kinds[kind].kind.part_of
        left = np.ones(len(parent), bool)

        def refuse(rows: Flags, role: str, problem: Problem) -> Positions:
            found = np.flatnonzero(rows & left)
            left[found] = False
            self.rejects.add(self.numbers[kind], found, sent.keys[role], problem)
            return found

        if self.main in keys and kind != self.main:
            refuse(~matching.valid(keys[self.main]), self.main, _NO_ID)
            refuse(scopes < 0, self.main, _ORPHAN)
        if above is not None and above != self.main:
            nobody = refuse(~matching.valid(keys[above]), above, _NO_ID)
            nowhere = refuse(parent < 0, above, _ORPHAN)
            if self.main in keys:
                self._open_all(kind, scopes[np.concatenate([nobody, nowhere])])
        doubled = np.zeros(len(parent), bool)
        doubled[twice] = True
        unnamed = [refuse(~matching.valid(keys["id"]), "id", _NO_ID), refuse(doubled, "id", _TWICE)]
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

    def _answers(self, reader: Reader) -> Answers | None:
        """The table of answers, held against the rows that are in their places."""
        if self.said is None:
            return None
        answers = Answers(self.vocabulary, self.said, self.placed, reader, self.pool)
        for kind, cases in answers.opened:
            self._open_all(kind, cases)
        return answers

    def _refuse_answers(self) -> None:
        """The lines of the table of answers, when all of it has been merged."""
        if self.said is not None and self.answers is not None:
            columns = self.said.keys
            source = Source(
                self.said.name, self.said.table, columns["case"], columns.get("id"), self.answers.cases
            )
            self.sources.append(source)
            for rows, column, problem in self.answers.refused:
                place = columns.get(column, columns["answer"])
                self.rejects.add(len(self.sources) - 1, rows, place, problem)

    # -- values ----------------------------------------------------------------------------------

    def _arranged(self, kind: str, slot: int, read: Read) -> Read:
        """A column in the order of the rows, with what cannot be read told."""
        sent, rows = self.sent[kind], self.placed[kind].rows
        for each in read.unread:
            self.rejects.add(self.numbers[kind], each.rows, sent.facts[slot], each.problem)
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
    rows = np.flatnonzero(matching.valid(own) & (scopes >= 0))
    if len(rows) == len(own) and bool((scopes[1:] >= scopes[:-1]).all()):
        return matching.shared(own, scopes)
    rows = rows[np.argsort(scopes[rows], kind="stable")]
    return rows[matching.shared(own.take(pa.array(rows)), scopes[rows])]


def _in_order(kept: Flags, parent: Places | None) -> Positions | None:
    """The kept rows in the order of their parents; None where all stand so already."""
    rows = np.flatnonzero(kept)
    if parent is not None:
        of = parent[rows]
        if not bool((of[1:] >= of[:-1]).all()):
            return rows[np.argsort(of, kind="stable")]
    return None if len(rows) == len(kept) else rows
