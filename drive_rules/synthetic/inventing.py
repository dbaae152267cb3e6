"""Invented cases written down: what is true of a chunk of cases, as the tables of a caseload.

A fact that nobody wrote down is null.  Where a form was filled in, its items stand in the table of
answers and not in their columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from drive_rules.case.vocabulary import MAIN, Vocabulary
from drive_rules.ir import SCALE
from drive_rules.language.values import words_of
from drive_rules.synthetic.drawing import CHUNK, Drawn, Flags, Numbers, Places, Plan
from drive_rules.synthetic.profile import TODAY, Entry, Form, Further, Profile
from drive_rules.synthetic.spreads import PLACES

ANSWERS = "answers"
Tables = Mapping[str, pa.Table]
Column = Any
"""An Arrow array."""

_EPOCH = date(1970, 1, 1).toordinal()
_DIGITS = 8
_SAID = ("no", "yes", "don't know", "refused")
_NO, _YES, _DONT_KNOW, _REFUSED, _NOTHING = range(5)


class Maker:
    """Turns what is true of a chunk of cases into what is written down of them."""

    def __init__(self, profile: Profile, seed: int, as_of: date, metadata: Mapping[str, str]) -> None:
        self.profile, self.seed = profile, seed
        self.vocabulary = Vocabulary.of(profile.ruleset)
        self.today = as_of.toordinal() - _EPOCH
        self.plan = Plan(profile)
        self.metadata = dict(metadata)
        self.kinds = [MAIN, *(kind for kind in self.vocabulary.kinds if kind != MAIN)]
        self.names = {kind: _table_name(self.vocabulary, kind) for kind in self.kinds}
        self.widths = {kind: self._width(kind) for kind in self.kinds}
        self.entries = self._entries()
        self.roles = _roles(profile)
        self.further_days = self.plan.spread_days(profile.further.days) if profile.further else None
        self.facts = tuple(profile.further.facts if profile.further else ())

    def chunk(self, number: int, cases: int) -> Tables:
        """The tables of one chunk."""
        drawn = self.plan.draw(self.seed, number, cases)
        return _Chunk(self, drawn, number * CHUNK).tables()

    def _entries(self) -> dict[str, list[tuple[str, Entry]]]:
        """By kind, the facts that are written down, in the order of the vocabulary."""
        found = {}
        for kind, words in self.vocabulary.kinds.items():
            drawn = self.plan.tables
            found[kind] = [(fact.name, drawn[fact.name].entry) for fact in words.facts if fact.name in drawn]
        return found

    def _width(self, kind: str) -> int:
        """With how many digits the things of one parent are counted."""
        if kind not in self.profile.lists:
            return _DIGITS
        return len(str(int(self.plan.codes(f"how many: {kind}").max()) // SCALE))


class _Chunk:
    """One chunk of cases on its way into tables; ``first`` is the number of its first case."""

    def __init__(self, maker: Maker, drawn: Drawn, first: int) -> None:
        self.maker, self.drawn, self.first = maker, drawn, first
        self.letters: dict[str, NDArray[np.uint8]] = {}
        self.days: dict[str, Numbers] = {}
        self.forms = [self._filled(form) for form in maker.profile.forms]

    def tables(self) -> Tables:
        found = {self.maker.names[kind]: self._table(kind) for kind in self.maker.kinds}
        if self.maker.profile.forms or self.maker.profile.further:
            found[ANSWERS] = self._answers()
        return found

    def _named(self, columns: Mapping[str, Column]) -> pa.Table:
        metadata = self.maker.metadata
        return pa.table(dict(columns)).replace_schema_metadata(metadata)

    # -- one table for each kind -----------------------------------------------------------------

    def _table(self, kind: str) -> pa.Table:
        columns = self._keys(kind)
        for name, entry in self.maker.entries[kind]:
            columns[name] = self._column(name, entry)
        return self._named(columns)

    def _keys(self, kind: str) -> dict[str, Column]:
        if kind == MAIN:
            return {MAIN: _strings(self._key(kind))}
        parent = self.maker.plan.above(kind)
        columns = {}
        if parent is not None:
            columns[MAIN] = _strings(self._key(MAIN).take(self.drawn.rows_above(kind, MAIN), axis=0))
            if parent != MAIN:
                columns[parent] = _strings(self._key(parent).take(self.drawn.parent[kind], axis=0))
        return columns | {"id": _strings(self._key(kind))}

    def _key(self, kind: str) -> NDArray[np.uint8]:
        """The keys of a kind's things as letters, a row each: S00000001, S00000001-1, S00000001-1-3."""
        found = self.letters.get(kind)
        if found is None:
            parent, count = self.maker.plan.above(kind), self.drawn.count[kind]
            width = self.maker.widths[kind]
            if kind == MAIN:
                found = _lettered(b"S", np.arange(self.first + 1, self.first + 1 + count), width)
            elif parent is None:
                found = _lettered(b"M", self.drawn.place[kind] + self.first + 1, width)
            else:
                above = self._key(parent).take(self.drawn.parent[kind], axis=0)
                found = np.hstack([above, _lettered(b"-", self.drawn.place[kind], width)])
            self.letters[kind] = found
        return found

    def _column(self, name: str, entry: Entry) -> Column:
        numbers = self.drawn.values[name]
        codes = self.maker.plan.codes(name)
        hidden = self._left_out(name, numbers, len(codes))
        if entry.type.name == "yes or no":
            return _flags(codes.astype(bool), numbers, hidden)
        if entry.type.name == "date":
            days = self._days(name)
            if entry.anchor != TODAY:
                hidden = _or(hidden, days > self.maker.today)
            return _numbers(days, hidden, pa.date32())
        if entry.type.name == "number":
            return _amounts(codes, numbers, hidden)
        if entry.type.name == "reference" and not entry.texts:
            # Its codes stand for whatever keys there are, and nothing was said of any.
            return pa.nulls(len(numbers), pa.string())
        words = entry.texts or [words_of(entry.type, code) for code in range(entry.type.high + 1)]
        ranks = np.append(codes, 0).astype(np.int8).take(numbers)
        return pa.DictionaryArray.from_arrays(
            _numbers(ranks, hidden, pa.int8()), pa.array(words, pa.string()), safe=False
        )

    def _left_out(self, name: str, numbers: Numbers, nothing: int) -> Flags | None:
        """Where a fact is not written down: nobody said so, there is nothing to say, or a form says it."""
        hidden = self.drawn.unknown(name)
        table = self.maker.plan.tables[name].table
        if len(table) and int(table.max()) == nothing:
            hidden = _or(hidden, numbers == nothing)
        for filled in self.forms:
            if filled.speaks_of(name):
                hidden = _or(hidden, filled.by >= 0)
        return hidden

    def _days(self, name: str) -> Numbers:
        """The days of a date fact since 1970, by row; where there is nothing to know, some day."""
        found = self.days.get(name)
        if found is None:
            entry = self.maker.plan.tables[name].entry
            codes = np.append(self.maker.plan.codes(name) // SCALE, 0).astype(np.int32)
            found = codes.take(self.drawn.values[name])
            anchor: Any = np.int32(self.maker.today)
            if entry.anchor != TODAY:
                own = self.maker.plan.tables[entry.anchor].entry.kind
                anchor = self._days(entry.anchor)
                if own != entry.kind:
                    anchor = anchor.take(self.drawn.rows_above(entry.kind, own))
            found = anchor - found if entry.back else anchor + found
            self.days[name] = found
        return found

    # -- answers from several sources ------------------------------------------------------------

    def _filled(self, form: Form) -> _Filled:
        name, count = form.checklist.name, self.drawn.count[form.checklist.of]
        there = _below(self.drawn.bits(f"{name}/filled in", count), form.share)
        return _Filled(form, np.where(there, self._who(f"{name}/completed by", form.completed_by, count), -1))

    def _answers(self) -> pa.Table:
        parts = [self._form_answers(filled) for filled in self.forms]
        further = self.maker.profile.further
        if further:
            parts += [self._further_answers(further, name) for name in further.facts]
        order = np.argsort(np.concatenate([part.case for part in parts]), kind="stable")
        joined = {
            name: np.concatenate([getattr(part, name) for part in parts]).take(order)
            for name in ("case", "kind", "fact", "instrument", "item", "answer", "source", "day", "by", "on")
        }
        ids = pa.concat_arrays([part.id for part in parts]).take(order)
        instruments = [filled.form.checklist.instrument for filled in self.forms]
        return self._named(
            {
                MAIN: _strings(self._key(MAIN).take(joined["case"], axis=0)),
                "kind": _words(joined["kind"], self.maker.kinds),
                "id": ids,
                "fact": _words(joined["fact"], self.maker.facts),
                "instrument": _words(joined["instrument"], instruments),
                "item": _words(joined["item"], self._items()),
                "answer": _words(joined["answer"], _SAID),
                "source": _words(joined["source"], self.maker.roles),
                "date": _dates(joined["day"]),
                "completed by": _words(joined["by"], self.maker.roles),
                "completed on": _dates(joined["on"]),
            }
        )

    def _form_answers(self, filled: _Filled) -> _Said:
        """Every item of every form of a kind that was filled in, form by form."""
        form = filled.form
        checklist, kind = form.checklist, form.checklist.of
        rows = np.flatnonzero(filled.by >= 0).astype(np.int32)
        count = len(checklist.items)
        truth = np.stack([self._truth(item.fact, kind).take(rows) for item in checklist.items], axis=1)
        bits = self.drawn.bits(f"{checklist.name}/answers", len(rows) * count).reshape(len(rows), count)
        answer, limit = truth, 0.0
        instead = ((form.not_asked, _NOTHING), (form.refused, _REFUSED), (form.dont_know, _DONT_KNOW))
        for share, said in instead:
            above = _below(bits, limit)
            limit += share
            answer = np.where(_below(bits, limit) & ~above, np.uint8(said), answer)
        day = self._days(checklist.dated).take(rows) if checklist.dated else np.full(len(rows), _NO_DAY)
        all_rows = np.repeat(rows, count)
        return self._said(
            kind,
            all_rows,
            instrument=np.full(len(all_rows), self.forms.index(filled), np.int8),
            item=np.tile(
                np.array([self._items().index(item.id) for item in checklist.items], np.int8), len(rows)
            ),
            answer=answer.reshape(-1),
            by=np.repeat(filled.by.take(rows), count),
            on=np.repeat(day, count),
        )

    def _items(self) -> list[str]:
        """The items of all forms."""
        return list(dict.fromkeys(item.id for each in self.forms for item in each.form.checklist.items))

    def _further_answers(self, further: Further, name: str) -> _Said:
        """What another source says of a fact, for a share of all things that have it.

        Who filled in a form has answered already: nobody is made to speak against themselves.
        """
        kind = self.maker.plan.tables[name].entry.kind
        truth = self._truth(name, kind)
        spoken = _below(self.drawn.bits(f"{name}/further", len(truth)), further.share) & (truth < _DONT_KNOW)
        who = self._who(f"{name}/further/source", further.sources, len(truth))
        for filled in self.forms:
            if filled.speaks_of(name):
                spoken &= filled.by != who
        rows = np.flatnonzero(spoken).astype(np.int32)
        bits = self.drawn.bits(f"{name}/further/answer", len(rows))
        answer = truth.take(rows)
        answer = np.where(_below(bits, further.opposite), 1 - answer, answer)
        answer = np.where(_below(~bits, further.dont_know), np.uint8(_DONT_KNOW), answer)
        day = self.maker.today - self._further_days(name, len(rows))
        undated = _below(self.drawn.bits(f"{name}/further/undated", len(rows)), further.undated)
        said = self._said(
            kind,
            rows,
            fact=np.full(len(rows), self.maker.facts.index(name), np.int8),
            answer=answer,
            source=who.take(rows),
            day=np.where(undated, np.int32(_NO_DAY), day),
        )
        return said

    def _further_days(self, name: str, count: int) -> Numbers:
        days = self.maker.further_days
        assert days is not None
        return days.take(self.drawn.bits(f"{name}/further/day", count))

    def _truth(self, name: str, kind: str) -> NDArray[np.uint8]:
        """0 no, 1 yes, 2 nothing to know, by row of ``kind``."""
        codes = np.append(self.maker.plan.codes(name), _DONT_KNOW).astype(np.uint8)
        return codes.take(self.drawn.value(name, kind))

    def _who(self, stream: str, shares: Sequence[tuple[str, float]], count: int) -> NDArray[np.int8]:
        """Roles drawn by their shares, as numbers among all roles."""
        ends = np.rint(np.cumsum([share for _, share in shares]) * PLACES)
        number = np.searchsorted(ends[:-1], self.drawn.bits(stream, count), side="right")
        return np.array([self.maker.roles.index(who) for who, _ in shares], np.int8).take(number)

    def _said(self, kind: str, rows: NDArray[np.int32], **columns: Numbers) -> _Said:
        count = len(rows)
        blank = np.full(count, -1, np.int8)
        above = self.drawn.rows_above(kind, MAIN).take(rows) if kind != MAIN else rows
        key = _strings(self._key(kind).take(rows, axis=0)) if kind != MAIN else pa.nulls(count, pa.string())
        no_day = np.full(count, _NO_DAY)
        return _Said(
            case=above,
            kind=np.full(count, self.maker.kinds.index(kind) if kind != MAIN else -1, np.int8),
            id=key,
            answer=np.where(columns["answer"] < _NOTHING, columns["answer"], 255).astype(np.int8),
            day=columns.get("day", no_day).astype(np.int32),
            on=columns.get("on", no_day).astype(np.int32),
            **{name: columns.get(name, blank) for name in ("fact", "instrument", "item", "source", "by")},
        )


_NO_DAY = -(2**31)


@dataclass(frozen=True, slots=True, eq=False)
class _Filled:
    """By whom a form was filled in, as a number among all roles, by thing; below 0 by nobody."""

    form: Form
    by: NDArray[np.int8]

    def speaks_of(self, fact: str) -> bool:
        """Whether the form says what is known of this fact."""
        checklist = self.form.checklist
        return fact == checklist.dated or any(item.fact == fact for item in checklist.items)


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """Rows of the table of answers; a number below 0 is null."""

    case: NDArray[np.int32]
    kind: Numbers
    id: Column
    fact: Numbers
    instrument: Numbers
    item: Numbers
    answer: Numbers
    source: Numbers
    day: Numbers
    by: Numbers
    on: Numbers


# -- columns ---------------------------------------------------------------------------------------


def _table_name(vocabulary: Vocabulary, kind: str) -> str:
    """The name of a kind's table: that of its list."""
    if kind == vocabulary.main:
        return f"{kind}s"
    return vocabulary.kinds[kind].kind.list_name or f"{kind}s"


def _roles(profile: Profile) -> list[str]:
    """Everybody who speaks in the table of answers."""
    speaking = [who for form in profile.forms for who, _ in form.completed_by]
    speaking += [who for who, _ in (profile.further.sources if profile.further else ())]
    return list(dict.fromkeys(speaking))


def _below(bits: Places, share: float) -> Flags:
    """Which random places are below a share."""
    return bits < round(share * PLACES)


def _or(one: Flags | None, other: Flags) -> Flags:
    return other if one is None else one | other


def _lettered(first: bytes, numbers: Numbers, width: int) -> NDArray[np.uint8]:
    """A letter, then each number with leading noughts."""
    found = np.empty((len(numbers), 1 + width), np.uint8)
    found[:, 0] = first[0]
    left = numbers.astype(np.uint32)
    for place in range(width, 0, -1):
        left, digit = np.divmod(left, np.uint32(10))
        found[:, place] = digit + ord("0")
    return found


def _strings(letters: NDArray[np.uint8]) -> Column:
    """Words of one width as an Arrow array."""
    count, width = letters.shape
    ends = np.arange(0, (count + 1) * width, width, dtype=np.int32)
    return pa.StringArray.from_buffers(count, _buffer(ends), _buffer(letters))


def _buffer(values: Any) -> pa.Buffer:
    whole: Any = np.ascontiguousarray(values)
    return pa.py_buffer(whole)


def _bitmap(hidden: Flags | None) -> pa.Buffer | None:
    """What is not hidden, a bit each."""
    return None if hidden is None else _buffer(np.packbits(~hidden, bitorder="little"))


def _numbers(values: Numbers, hidden: Flags | None, kind: pa.DataType) -> Column:
    data = _buffer(values)
    return pa.Array.from_buffers(kind, len(values), [_bitmap(hidden), data])


def _flags(codes: Flags, numbers: Numbers, hidden: Flags | None) -> Column:
    said = np.append(codes, False).take(numbers)
    data = _buffer(np.packbits(said, bitorder="little"))
    return pa.Array.from_buffers(pa.bool_(), len(numbers), [_bitmap(hidden), data])


def _dates(days: Numbers) -> Column:
    return _numbers(days, days == _NO_DAY, pa.date32())


def _amounts(codes: NDArray[np.int64], numbers: Numbers, hidden: Flags | None) -> Column:
    if (codes % SCALE == 0).all():
        return _numbers(np.append(codes // SCALE, 0).astype(np.int16).take(numbers), hidden, pa.int16())
    return _numbers(np.append(codes / SCALE, 0).take(numbers), hidden, pa.float64())


def _words(numbers: Numbers, words: Sequence[str]) -> Column:
    """Numbers as words of a dictionary; those below 0 are null."""
    hidden = numbers < 0
    ranks = _numbers(numbers.astype(np.int8), hidden if hidden.any() else None, pa.int8())
    return pa.DictionaryArray.from_arrays(ranks, pa.array(words, pa.string()), safe=False)
