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
key, with a key that another row has too, or of nothing that is here, is left out, and the nearest list
it would stand in is not whole.  Each has a line in ``rejects``.  So whatever was meant, what comes out
certain holds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from drive_rules.case import Vocabulary
from drive_rules.case.evidence import asked_of_her_side_only, folded
from drive_rules.case.vocabulary import KindWords
from drive_rules.caseload import keys as matching
from drive_rules.caseload.columns import (
    NOTHING,
    Array,
    Positions,
    Read,
    Reader,
    dtype_of,
    holds_keys,
    plain,
    readable,
)
from drive_rules.caseload.rejects import Rejects, Source
from drive_rules.engines.columnar.tables import Columns, Flags, Places, Rows, Whole
from drive_rules.ir import NEVER_WHOLE, Fact, Kind
from drive_rules.problems import CaseloadError, Problem, did_you_mean, nearest

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


def read_tables(vocabulary: Vocabulary, tables: Mapping[str, pa.Table]) -> Caseload:
    """Read a caseload.  Raises ``CaseloadError`` where the tables themselves are not such as can be read."""
    sent, problems = _Schema(vocabulary).of(tables)
    if problems:
        raise CaseloadError(problems)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return _Reading(vocabulary, sent, pool).caseload()


# -- names and columns -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sent:
    """A table as it was sent: its columns by what they hold."""

    kind: str
    name: str
    table: pa.Table
    keys: Mapping[str, int]
    """Columns of keys: by the kind whose key it is; ``id`` for the thing's own."""
    facts: Mapping[int, int]
    """Columns of facts, by slot."""

    def column(self, place: int) -> Array:
        """A column in plain form."""
        return plain(self.table.column(place))


@dataclass(slots=True)
class _Schema:
    """Tables and columns held against the vocabulary; every problem is collected."""

    vocabulary: Vocabulary
    problems: list[Problem] = field(default_factory=list)

    def of(self, tables: Mapping[str, pa.Table]) -> tuple[dict[str, Sent], list[Problem]]:
        """The tables by kind, and all that is wrong with their form."""
        names = {folded(word): kind for kind in self.vocabulary.kinds for word in (kind, self.list_of(kind))}
        sent: dict[str, Sent] = {}
        for position, (name, table) in enumerate(tables.items(), 1):
            kind = names.get(folded(name))
            if kind is None:
                fix = did_you_mean(folded(name), names, f"the tables: {', '.join(self._lists())}")
                self._say(f"table {position}", "DR601", "not a table of this ruleset", fix)
            elif kind in sent:
                fix = "give one table that holds all its rows"
                self._say(f"table {position}", "DR604", f"a second table of {self.list_of(kind)}", fix)
            else:
                sent[kind] = self._sent(kind, name, table)
        self._need_tables_above(sent)
        return sent, self.problems

    def list_of(self, kind: str) -> str:
        """What the things of a kind are called together."""
        above = self.vocabulary.kinds[kind].kind.part_of
        if above is not None:
            return self.vocabulary.kinds[above].lists[kind]
        return self.vocabulary.roots.get(kind) or self.vocabulary.kinds[kind].kind.list_name or f"{kind}s"

    def _lists(self) -> Iterator[str]:
        return (self.list_of(kind) for kind in self.vocabulary.kinds)

    def _say(self, place: str, code: str, what: str, fix: str) -> None:
        self.problems.append(Problem(code, what, fix, place=place))

    def _need_tables_above(self, sent: Mapping[str, Sent]) -> None:
        main = self.vocabulary.main
        for kind in (main, *sent):
            above = self.vocabulary.kinds[kind].kind.part_of
            needed = above if kind != main else main
            if needed is not None and needed not in sent:
                name = self.list_of(needed)
                part = "" if kind == main else f", which {self.list_of(kind)} are part of"
                self._say("", "DR603", f"there is no table of {name}{part}", f"give a table `{name}`")

    # -- columns ---------------------------------------------------------------------------------

    def _sent(self, kind: str, name: str, table: pa.Table) -> Sent:
        words, roles = self.vocabulary.kinds[kind], self.key_columns(kind)
        found: dict[str, int] = {}
        facts: dict[int, int] = {}
        for place, column in enumerate(table.schema):
            at = f"{self.list_of(kind)}, column {place + 1}"
            meant = words.words.get(column.name) or words.words.get(folded(column.name))
            if (role := roles.get(folded(column.name))) is not None:
                self._once(found, role, place, at)
                self._need_type(holds_keys(column.type), at, "an id", "give words or whole numbers")
            elif isinstance(meant, Fact):
                self._once(facts, words.slots[meant.name], place, at)
                self._need_type(
                    readable(column.type), at, "a value", "give words, numbers, days, true or false"
                )
            else:
                self._unknown(words, column.name, meant, at)
        for role in dict.fromkeys(roles.values()):
            if role not in found:
                word = next(word for word, other in roles.items() if other == role)
                of = "each row" if role == "id" else f"the {role} that each row belongs to"
                self._say(self.list_of(kind), "DR603", f"there is no column `{word}`", f"add the id of {of}")
        return Sent(kind, name, table, found, facts)

    def key_columns(self, kind: str) -> dict[str, str]:
        """What each column of keys is called, and whose key it holds (``id``: the thing's own)."""
        main, above = self.vocabulary.main, self.vocabulary.kinds[kind].kind.part_of
        if kind == main:
            return {folded(main): "id", "id": "id"}
        roles = {"id": "id"}
        if above is not None:
            roles[folded(above)] = above
        if self.below_main(kind):
            roles[folded(main)] = main
        return roles

    def below_main(self, kind: str) -> bool:
        """Whether the kind is part of the main kind, near or far."""
        above = self.vocabulary.kinds[kind].kind.part_of
        return above is not None and (above == self.vocabulary.main or self.below_main(above))

    def _once(self, found: dict[Any, int], what: Any, place: int, at: str) -> None:
        if what in found:
            self._say(at, "DR604", f"the same as column {found[what] + 1}", "give one column of it")
        found.setdefault(what, place)

    def _need_type(self, fits: bool, at: str, what: str, fix: str) -> None:
        if not fits:
            self._say(at, "DR605", f"no value of a column of this type is {what}", fix)

    def _unknown(self, words: KindWords, name: str, meant: object, at: str) -> None:
        kind = words.kind.name
        if isinstance(meant, Kind):
            self._say(at, "DR602", "a list is no column", f"give it as a table `{words.lists[meant.name]}`")
        elif folded(name) in self.vocabulary.worked_out:
            fix = "leave it out, and give the facts or the checklist answers that it rests on"
            self._say(at, "DR602", "this is what the rules work out; a table cannot give it", fix)
        else:
            known = {folded(word): word for word in (*words.slots, *self.key_columns(kind))}
            close = nearest(folded(name), known)
            fix = f"did you mean '{known[close]}'?" if close else "leave it out, or name a fact of this kind"
            self._say(at, "DR602", f"not a fact that a {kind} has", fix)


# -- rows in their places --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Placed:
    """The rows of a kind in the order of their parents.

    ``rows`` are their places in the table as it was sent (None: all, as they stand); ``scopes`` the rows
    of the main kind to which they belong (0 for kinds that belong to none), ascending.
    """

    rows: Positions | None
    keys: Array
    parent: Places
    scopes: Places

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.keys)

    def starts(self, scopes: int) -> Positions:
        """Where the rows of each scope begin."""
        return np.concatenate([[0], np.cumsum(np.bincount(self.scopes, minlength=scopes))])


_NO_ROWS = np.zeros(0, np.int32)
_NONE = Placed(None, pa.array([], pa.string()), _NO_ROWS, _NO_ROWS)


class _Reading:
    """One caseload being read: keys here, values on the pool."""

    def __init__(self, vocabulary: Vocabulary, sent: Mapping[str, Sent], pool: ThreadPoolExecutor) -> None:
        self.vocabulary, self.pool = vocabulary, pool
        self.main = vocabulary.main
        self.schema = _Schema(vocabulary)
        self.kinds = list(_parents_first(vocabulary))
        self.sent = {kind: sent[kind] for kind in self.kinds if kind in sent}
        self.numbers = {kind: number for number, kind in enumerate(self.sent)}
        self.placed: dict[str, Placed] = {}
        self.open: dict[str, Flags] = {}
        self.sources: list[Source] = []
        self.rejects = Rejects()

    def caseload(self) -> Caseload:
        """All of it."""
        reader = Reader()
        waiting = {
            (kind, slot): self.pool.submit(_column, reader, self.vocabulary.kinds[kind], slot, sent, place)
            for kind, sent in self.sent.items()
            for slot, place in sent.facts.items()
        }
        for kind in self.kinds:
            self.placed[kind] = self._place(kind) if kind in self.sent else _NONE
        reads = {of: self._arranged(*of, read) for of, read in waiting.items()}
        reads = _one_numbering(self.vocabulary, reads)
        opened: dict[str, int] = {}
        rows = {kind: self._rows(kind, reads, opened) for kind in self.kinds}
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
            sent={kind: sent.table.num_rows for kind, sent in self.sent.items()},
            read={kind: placed.count for kind, placed in self.placed.items()},
            missing_tables=tuple(kind for kind in self.kinds if kind not in self.sent),
            missing_columns={kind: facts for kind, facts in missing.items() if facts},
            lists_opened=opened,
            answers=0,
        )

    # -- keys ------------------------------------------------------------------------------------

    def _place(self, kind: str) -> Placed:
        sent, count = self.sent[kind], self.sent[kind].table.num_rows
        keys = {role: matching.words_of(sent.column(place)) for role, place in sent.keys.items()}
        above = self.vocabulary.kinds[kind].kind.part_of
        scopes = np.zeros(count, np.int32)
        if self.main in keys:
            scopes = matching.find(self.placed[self.main].keys, keys[self.main])
        parent = scopes if above == self.main else self._parents(above, keys, scopes)
        own = keys["id"]
        kept = _valid(own)
        if above is not None:
            kept = kept & (parent >= 0)
        twice = _shared(own, np.arange(count, dtype=np.int32) * 0 if above is None else scopes)
        kept[twice] = False
        rows = _in_order(kept, parent if above is not None else None)
        self._refuse(kind, keys, scopes, parent, twice)
        self._source(kind, keys, scopes, rows)
        at = slice(None) if rows is None else rows
        return Placed(
            rows,
            (own if rows is None else own.take(pa.array(rows))).cast(pa.string()),
            parent[at] if above is not None else _NO_ROWS,
            np.arange(int(kept.sum()), dtype=np.int32) if kind == self.main else scopes[at],
        )

    def _parents(self, above: str | None, keys: Mapping[str, Array], scopes: Places) -> Places:
        if above is None:
            return scopes
        known, wanted = self.placed[above], keys[above]
        groups = self.placed[self.main].count if self.main in keys else 1
        heads = matching.runs(wanted, scopes)
        found = matching.find_within(
            known.keys, known.starts(groups), wanted.take(pa.array(heads)), scopes[heads]
        )
        return matching.again(found, heads, len(wanted))

    def _source(self, kind: str, keys: Mapping[str, Array], scopes: Places, rows: Positions | None) -> None:
        sent, count = self.sent[kind], len(scopes)
        nothing = pa.nulls(count, pa.string())
        columns = sent.table.schema.names
        if kind == self.main:
            of = np.arange(count, dtype=np.int32)
            if rows is not None:
                of[:] = -1
                of[rows] = np.arange(len(rows))
            self.sources.append(Source(sent.name, columns, keys["id"], nothing, of))
        else:
            of = scopes if self.main in keys else np.full(count, -1, np.int32)
            self.sources.append(Source(sent.name, columns, keys.get(self.main, nothing), keys["id"], of))

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
            refuse(~_valid(keys[self.main]), self.main, _NO_ID)
            refuse(scopes < 0, self.main, _ORPHAN)
        if above is not None and above != self.main:
            nobody = refuse(~_valid(keys[above]), above, _NO_ID)
            nowhere = refuse(parent < 0, above, _ORPHAN)
            if self.main in keys:
                self._open_all(kind, scopes[nobody])
                self._open_all(above, scopes[np.concatenate([nobody, nowhere])])
        doubled = np.zeros(len(parent), bool)
        doubled[twice] = True
        unnamed = [refuse(~_valid(keys["id"]), "id", _NO_ID), refuse(doubled, "id", _TWICE)]
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

    # -- values ----------------------------------------------------------------------------------

    def _arranged(self, kind: str, slot: int, waiting: Future[Read]) -> Read:
        """A column in the order of the rows, with what cannot be read told."""
        read, sent, rows = waiting.result(), self.sent[kind], self.placed[kind].rows
        for each in read.unread:
            self.rejects.add(self.numbers[kind], each.rows, sent.facts[slot], each.problem)
        if rows is None or read.low is None:
            return replace(read, unread=())
        low = read.low[rows]
        high = low if read.high is read.low else None if read.high is None else read.high[rows]
        return Read(low, high, (), None if read.whole is None else read.whole[rows], read.keys)

    def _rows(self, kind: str, reads: Mapping[tuple[str, int], Read], opened: dict[str, int]) -> Rows:
        words, placed = self.vocabulary.kinds[kind], self.placed[kind]
        low: list[Whole | None] = []
        high: list[Whole | None] = []
        whole: list[Whole | None] = [None] * len(words.below)
        for slot, fact in enumerate(words.facts):
            read = _merged(fact, reads.get((kind, slot), NOTHING), listed=fact.name in words.listed)
            if fact.name in words.listed:
                below = words.listed[fact.name]
                read = self._list(words.below[below].name, read, opened)
                whole[below] = read.whole
            low.append(read.low)
            high.append(read.high)
        return Rows(placed.count, placed.parent, tuple(low), tuple(high), tuple(whole))

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


def _parents_first(vocabulary: Vocabulary) -> Iterator[str]:
    waiting = [vocabulary.main, *(kind for kind in vocabulary.roots)]
    while waiting:
        kind = waiting.pop(0)
        yield kind
        waiting.extend(below.name for below in vocabulary.kinds[kind].below)


def _column(reader: Reader, words: KindWords, slot: int, sent: Sent, place: int) -> Read:
    fact = words.facts[slot]
    return reader.read(fact, sent.column(place), listed=fact.name in words.listed)


def _valid(keys: Array) -> Flags:
    found: Flags = keys.is_valid().to_numpy(zero_copy_only=False)
    return found.copy()


def _shared(own: Array, scopes: Places) -> Positions:
    """The rows whose key another row of the same case has too."""
    rows = np.flatnonzero(_valid(own) & (scopes >= 0))
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


def _one_numbering(
    vocabulary: Vocabulary, reads: Mapping[tuple[str, int], Read]
) -> dict[tuple[str, int], Read]:
    """References of all columns by one numbering, so that the same key has the same code everywhere."""
    referring = {of: read for of, read in reads.items() if read.keys is not None}
    found = dict(reads)
    if referring:
        every = pa.concat_arrays([read.keys for read in referring.values()]).dictionary_encode().indices
        codes, before = np.asarray(every), 0
        for (kind, slot), read in referring.items():
            local = np.append(codes[before : before + len(read.keys)], np.int32(-1))
            before += len(read.keys)
            low = local[read.low]
            fact = vocabulary.kinds[kind].facts[slot]
            high = np.where(low < 0, fact.type.high, low).astype(dtype_of(fact.type))
            low = np.where(low < 0, fact.type.low, low).astype(dtype_of(fact.type))
            found[kind, slot] = Read(low, high)
    return found


def _merged(fact: Fact, read: Read, *, listed: bool) -> Read:
    """What one answer of nobody's comes to: a no does not count where only her side can say it."""
    if read.low is None or listed or fact.type.name != "yes or no" or not asked_of_her_side_only(fact):
        return read
    return Read(read.low, np.ones_like(read.low) if read.high is not None else None)
