"""The rows of the table of answers in one span: of what thing each is, what it answers, what was said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from drive_rules.case import Vocabulary
from drive_rules.case.entries import NOBODY as NOBODY_SAYS
from drive_rules.case.entries import Entries
from drive_rules.caseload.arrays import (
    Array,
    Distinct,
    Positions,
    as_python,
    combinations,
    days_of,
    filled,
    present,
)
from drive_rules.caseload.columns import DATED_LATE, SAID_LATE, Reader, Unread, dtype_of, unread_at
from drive_rules.caseload.keys import Placed, again, runs, valid, words_of
from drive_rules.caseload.merging import NO_DAY, NOBODY, Assessed, Said, numbers_of, sides_of
from drive_rules.caseload.schema import Sent, of_main, parents_first, without_key
from drive_rules.caseload.targets import BAD, NONE, Named, Targets
from drive_rules.engines.columnar.tables import Flags, Places, Whole
from drive_rules.ir import Checklist, Fact, Type
from drive_rules.problems import Problem

Of = tuple[str, int]
"""A fact: its kind and slot."""

_NO_ID = Problem("DR509", "this cannot be an id", "give the id of the thing as its own table has it")
_ORPHAN = Problem("DR606", "no row that was read has this id", "send the row it is about, or mend the id")
_NO_KIND = Problem("DR601", "not a kind of this ruleset", "name the kind, or leave it empty for the case")
_NO_FACT = Problem("DR502", "not a fact that this kind has", "name a fact of this kind by one of its words")
_NOT_ASKED = Problem(
    "DR511",
    "neither a fact nor an instrument is named",
    "say what is answered: a fact, or an instrument's item",
)
_ASKED_TWICE = Problem("DR604", "a fact and an instrument are both named", "give each a row of its own")
_NO_INSTRUMENT = Problem(
    "DR512", "not an instrument that this ruleset knows for this kind", "name the instrument by its own word"
)
_NO_ITEM = Problem("DR513", "no item of this instrument", "name the item by its id in the instrument")


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """What every span of a caseload is held against, worked out once."""

    vocabulary: Vocabulary
    kinds: Sequence[str]
    """Every kind after the kind it is part of, the main one first."""
    reader: Reader
    targets: Targets
    numbers: Mapping[str, int]
    """A number for each source."""
    sides: NDArray[np.int8]

    @classmethod
    def of(cls, vocabulary: Vocabulary, as_of: date | None = None) -> Known:
        """What there is to know of a vocabulary; nothing is said or dated after ``as_of``."""
        reader = Reader() if as_of is None else Reader(as_of.toordinal())
        kinds = list(parents_first(vocabulary))
        numbers, names = numbers_of(vocabulary.sources)
        return cls(vocabulary, kinds, reader, Targets(vocabulary, kinds), numbers, sides_of(names))


@dataclass(frozen=True, slots=True, repr=False)
class Setting:
    """What a table of answers is held against: what is known, and the rows that are in their places."""

    known: Known
    placed: Mapping[str, Placed]

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the ruleset."""
        return self.known.vocabulary

    @property
    def targets(self) -> Targets:
        """What may be answered."""
        return self.known.targets

    @property
    def dated_by(self) -> list[Fact]:
        """The facts that say on what day a thing was."""
        kinds = self.vocabulary.kinds.values()
        return [words.fact(words.kind.dated_by) for words in kinds if words.kind.dated_by]

    @property
    def main(self) -> str:
        """The main kind."""
        return self.vocabulary.main

    def of_a_case(self, kind: str) -> bool:
        """Whether things of this kind are cases, or belong to one."""
        return kind == self.main or of_main(self.vocabulary, kind)

    def within(self, kind: str, cases: Places) -> Places:
        """Every thing of a kind in these cases."""
        if not len(cases):
            return cases
        wanted = np.zeros(self.placed[self.main].count, bool)
        wanted[cases] = True
        return np.flatnonzero(wanted[self.placed[kind].scopes]).astype(np.int32)

    def facts_of(self, kind: str) -> list[Of]:
        """Every fact of a kind."""
        return [(kind, slot) for slot in range(len(self.vocabulary.kinds[kind].facts))]

    def facts_in(self, checklist: Checklist) -> list[Of]:
        """Every fact that a checklist answers, and the day that it gives."""
        slots = self.vocabulary.kinds[checklist.of].slots
        named = [*(item.fact for item in checklist.items), *([checklist.dated] if checklist.dated else [])]
        return [(checklist.of, slots[name]) for name in dict.fromkeys(named)]


class Piece:
    """What the rows of a table of answers say, sorted by target, and what of them cannot be read.

    ``refused``: rows of the table, the column and what is wrong.  ``opened``: lists of a kind in cases.
    ``unclear``: facts of things, of which anything may have been said.
    """

    def __init__(self, setting: Setting, sent: Sent) -> None:
        self.setting, self.sent, self.count = setting, sent, sent.count
        self.columns = {name: sent.column(place) for name, place in sent.keys.items() if name != "case"}
        self.kinds = list(setting.placed)
        self.refused: list[tuple[Positions, str, Problem]] = []
        self.opened: list[tuple[str, Places]] = []
        self.unclear: list[tuple[list[Of], Places]] = []
        self._find()
        self._hear()
        del self.columns, self.sent

    def _column(self, name: str) -> Array:
        """A column in plain form; nothing but nulls where it was not sent."""
        found = self.columns.get(name)
        return pa.nulls(self.count) if found is None else found

    # -- of what ---------------------------------------------------------------------------------

    def _find(self) -> None:
        """The thing and the target of each row, and which rows have both."""
        setting, targets = self.setting, self.setting.targets
        assert self.sent.of is not None
        self.cases, self.ids = self.sent.of, words_of(self._column("id"))
        words = [self._column(name) for name in ("kind", "fact", "instrument")]
        words.append(words_of(self._column("item")))
        number, rows = combinations(list(map(Distinct.of, words)))
        named = targets.of_rows(*(each.take(pa.array(rows)) for each in words))
        self.of_kind, self.target = named.kind.take(number), named.target.take(number)
        roots = [number for number, kind in enumerate(self.kinds) if not setting.of_a_case(kind)]
        rooted = np.isin(named.kind, roots)
        self.rooted = rooted.take(number) if rooted.any() else np.zeros(self.count, bool)
        self.things = self._things(self.rooted if rooted.any() else None)
        self.left = np.ones(self.count, bool)
        filled_in = np.isin(named.target, targets.filled_in)
        if named.wrong.any() or filled_in.any() or (self.things < 0).any() or self._strange_ids().any():
            self._refuse_strangers()
            self._refuse_unasked(named.each(number))

    def _things(self, rooted: Flags | None) -> Places:
        """The row of the thing of each answer among those of its kind; -1 where it is not there."""
        scopes = self.cases if rooted is None else np.where(rooted, np.int32(0), self.cases)
        heads = runs(scopes, self.of_kind, self.ids)
        of_kind, found = self.of_kind[heads], np.full(len(heads), -1, np.int32)
        for number in np.unique(of_kind[of_kind >= 0]).tolist():
            here = np.flatnonzero(of_kind == number)
            ids = self.ids.take(pa.array(heads[here]))
            found[here] = self._of_kind(self.kinds[number], ids, scopes[heads[here]])
        return again(found, heads, self.count)

    def _of_kind(self, kind: str, ids: Array, scopes: Places) -> Places:
        if kind != self.setting.main:
            return self.setting.placed[kind].index.find_each(ids.cast(pa.string()), scopes)
        own = self.setting.placed[kind].keys.take(pa.array(scopes, mask=scopes < 0))
        another = filled(pc.not_equal(ids.cast(own.type), own), False)
        return np.where(another, -1, scopes).astype(np.int32)

    # -- what cannot be told ---------------------------------------------------------------------

    def _say(self, rows: Positions, column: str, problem: Problem) -> None:
        if len(rows):
            self.refused.append((rows, column, problem))

    def _refuse(self, wrong: Flags, column: str, problem: Problem) -> Positions:
        """Leave out the rows that are wrong, if they are not left out already."""
        rows = np.flatnonzero(wrong & self.left)
        self.left[rows] = False
        self._say(rows, column, problem)
        return rows

    def _refuse_strangers(self) -> None:
        """Rows of which it cannot be told what they are about."""
        setting, of_case = self.setting, ~self.rooted
        main = self.of_kind == self.kinds.index(setting.main)
        self._refuse(of_case & without_key(self.sent, self.sent.keys["case"]), "case", _NO_ID)
        self._refuse(of_case & (self.cases < 0), "case", _ORPHAN)
        anybody = self._refuse(self.of_kind == BAD, "kind", _NO_KIND)
        anything = np.concatenate(
            [
                self._refuse(main & self._strange_ids(), "id", _NO_ID),
                self._refuse(main & (self.things < 0), "id", _ORPHAN),
            ]
        )
        for kind in filter(setting.of_a_case, self.kinds):
            cases = self.cases[np.concatenate([anybody, anything])]
            self._unclear(setting.facts_of(kind), setting.within(kind, cases))
        unnamed = self._refuse(~main & ~valid(self.ids), "id", _NO_ID)
        unnamed = unnamed[of_case[unnamed]]
        for kind, rows in self._by_kind(unnamed):
            self._unclear(setting.facts_of(kind), setting.within(kind, self.cases[rows]))
        orphans = self._refuse(self.things < 0, "id", _ORPHAN)
        for kind, rows in self._by_kind(np.concatenate([unnamed, orphans[of_case[orphans]]])):
            self.opened.append((kind, self.cases[rows]))

    def _strange_ids(self) -> Flags:
        """Where something is given for an id that cannot be one."""
        if self.ids is self._column("id"):
            return np.zeros(self.count, bool)
        given = valid(self._column("id")) & ~valid(self.ids)
        places = np.flatnonzero(given)
        words = as_python(self._column("id").take(pa.array(places))) if len(places) else []
        given[places] = [not isinstance(word, str) or bool(word.strip()) for word in words]
        return given

    def _refuse_unasked(self, named: Named) -> None:
        """Rows of which it cannot be told what they answer."""
        setting, answered = self.setting, present(self._column("answer"))
        filled_in = np.isin(self.target, setting.targets.filled_in)
        no_item = filled_in if answered is None else filled_in & answered
        of_any = [
            self._refuse(named.twice, "fact", _ASKED_TWICE),
            self._refuse((named.checklist == NONE) & (self.target == BAD), "fact", _NO_FACT),
            self._refuse(self.target == NONE, "answer", _NOT_ASKED),
        ]
        of_items = [
            self._refuse(named.checklist == BAD, "instrument", _NO_INSTRUMENT),
            self._refuse(self.target == BAD, "item", _NO_ITEM),
            self._refuse(no_item, "item", _NO_ITEM),
        ]
        for kind, rows in self._by_kind(np.concatenate(of_any)):
            self._unclear(setting.facts_of(kind), self.things[rows])
        for kind, rows in self._by_kind(np.concatenate(of_items)):
            for checklist in setting.vocabulary.kinds[kind].checklists:
                self._unclear(setting.facts_in(checklist), self.things[rows])

    def _by_kind(self, rows: Positions) -> Iterator[tuple[str, Positions]]:
        for number in np.unique(self.of_kind[rows]).tolist():
            yield self.kinds[number], rows[self.of_kind[rows] == number]

    def _unclear(self, facts: list[Of], things: Places) -> None:
        if len(things):
            self.unclear.append((facts, things))

    # -- what was said ---------------------------------------------------------------------------

    def _hear(self) -> None:
        """The rows that are left, in the order of their targets, and what is in them."""
        target = self.target
        if self.left.all():
            self.rows = np.argsort(target, kind="stable")
        else:
            rows = np.flatnonzero(self.left)
            target = target.take(rows)
            self.rows = rows.take(np.argsort(target, kind="stable"))
        self.thing = self.things.take(self.rows)
        count = len(self.setting.targets.all)
        self.bounds = np.concatenate([[0], np.cumsum(np.bincount(target, minlength=count))]).tolist()
        self.source, self.day = self._sources("source"), self._days("date")
        self.completed_by, self.completed_on = self._sources("completed by"), self._days("completed on")
        self._sources("by")
        self.keys: Array = pa.array([], pa.string())
        self.ends: dict[int, tuple[Whole, Whole, Flags]] = {}
        self._read_answers()
        del self.of_kind, self.things, self.target, self.left, self.rooted

    def part(self, target: int) -> slice:
        """Where the rows of a target stand."""
        return slice(self.bounds[target], self.bounds[target + 1])

    def says(self, target: int) -> bool:
        """Whether there are rows of this target."""
        return bool(self.bounds[target] < self.bounds[target + 1])

    def said(self, target: int) -> tuple[Said, Flags]:
        """What the rows of a target say, and which cannot be read; as if each said it of itself."""
        part, (low, high, unread) = self.part(target), self.ends[target]
        source, day = self.source[part], self.day[part]
        return Said(self.rows[part], self.thing[part], low, high, source, day), unread | (source == BAD) | (
            day == BAD
        )

    def filled_in(self, targets: range) -> Assessed:
        """By whom and when the checklist was filled in to which the rows of these targets belong."""
        part = slice(self.bounds[targets.start], self.bounds[targets.stop])
        return Assessed(self.thing[part], self.completed_by[part], self.completed_on[part])

    # -- answers ---------------------------------------------------------------------------------

    def _read_answers(self) -> None:
        """The ends of every answer, each distinct one read once for each type of fact."""
        distinct = Distinct.of(self._column("answer"))
        places = distinct.places.take(self.rows)
        by_type: dict[Type, list[int]] = {}
        for target, each in enumerate(self.setting.targets.all):
            if each.fact is not None and self.says(target):
                by_type.setdefault(each.fact.type, []).append(target)
        for targets in by_type.values():
            self._read_type(targets, distinct, places)

    def _read_type(self, targets: Sequence[int], distinct: Distinct, places: Whole) -> None:
        fact = self.setting.targets.all[targets[0]].fact
        assert fact is not None
        used = np.zeros(len(distinct.values) + 1, bool)
        for target in targets:
            used[places[self.part(target)]] = True
        wanted = np.flatnonzero(used[:-1])
        low, high, problems = self._ends(fact, distinct.values.take(pa.array(wanted)))
        nothing = (-1, -1) if fact.type.name == "reference" else (fact.type.low, fact.type.high)
        lows, highs = (np.full(len(used), end, dtype_of(fact.type)) for end in nothing)
        lows[wanted], highs[wanted] = low, high
        wrong = {int(wanted[place]): problem for place, problem in problems.items()}
        unread = np.zeros(len(used), bool)
        unread[list(wrong)] = True
        for target in targets:
            part = self.part(target)
            here = places[part]
            ends = lows.take(here), highs.take(here), unread.take(here)
            if self.setting.targets.all[target].fact in self.setting.dated_by:
                late = ends[0] > self.setting.known.reader.latest
                self._say(self.rows[part][late], "answer", DATED_LATE)
                ends = *ends[:2], ends[2] | late
            self._tell("answer", unread_at(here, wrong, self.rows[part]))
            self.ends[target] = self._alike(fact, part, ends) if "normalised" in self.columns else ends

    def _ends(self, fact: Fact, values: Array) -> tuple[Any, Any, dict[int, Problem]]:
        """The ends of distinct answers to facts of one type, and what is wrong with those that are none."""
        reader = self.setting.known.reader
        if fact.type.name == "reference":
            keys, numbers, problems = reader.reference_keys(fact, values)
            low = np.where(numbers < 0, -1, numbers + len(self.keys))
            self.keys = pa.concat_arrays([self.keys, keys])
            return low, low, problems
        if fact.type.name == "text" and len(values):
            read = reader.read(fact, values)
            problems = {int(row): each.problem for each in read.unread for row in each.rows}
            return (0 if read.low is None else read.low), 1, problems
        ends, problems = reader.values(fact.type, as_python(values))
        found = np.array(ends, np.int64).reshape(-1, 2)
        return found[:, 0], found[:, 1], problems

    def _alike(self, fact: Fact, part: slice, ends: tuple[Whole, Whole, Flags]) -> tuple[Whole, Whole, Flags]:
        """The keys of references less those that could not be made alike."""
        if fact.type.name != "reference":
            return ends
        distinct = Distinct.of(self._column("normalised"))
        alike: list[bool] = []
        problems: dict[int, Problem] = {}
        for place, value in enumerate(as_python(distinct.values)):
            entries = Entries({})
            said = entries.evidence(fact, {"key": "key", "normalised": value}, "", NOBODY_SAYS)
            alike.append(bool(said) and said[0].normalised)
            if entries.problems:
                problems[place] = entries.problems[0]
        places = distinct.places[self.rows[part]]
        self._tell("normalised", unread_at(places, problems, self.rows[part]))
        known = np.array([*alike, True])[places]
        low = np.where(known, ends[0], -1).astype(ends[0].dtype)
        return low, low, ends[2] | np.isin(places, list(problems))

    # -- who, and when ---------------------------------------------------------------------------

    def _sources(self, column: str) -> NDArray[np.int16]:
        """Who is named, by number; ``NOBODY`` where nobody is, ``BAD`` where the word names nobody known."""
        if column not in self.columns:
            return np.full(len(self.rows), NOBODY, np.int16)
        entries, numbers = Entries(self.setting.vocabulary.sources), self.setting.known.numbers

        def number(word: Any) -> int:
            source = entries.source(word, "")
            return NOBODY if source is None else numbers[source]

        return self._by_word(column, entries, number, NOBODY).astype(np.int16)

    def _days(self, column: str) -> NDArray[np.int32]:
        """The day that is given; ``NO_DAY`` where none is, ``BAD`` where it cannot be so."""
        days = self._calendar(column)
        late = days > self.setting.known.reader.latest
        self._say(self.rows[late], column, SAID_LATE)
        return np.where(late, np.int32(BAD), days)

    def _calendar(self, column: str) -> NDArray[np.int32]:
        """The day that is given; ``BAD`` where it is no day of the calendar."""
        if column not in self.columns:
            return np.full(len(self.rows), NO_DAY, np.int32)
        array, entries = self.columns[column], Entries({})
        if pa.types.is_date32(array.type):
            there, days = present(array), days_of(array)
            return (days if there is None else days * there).take(self.rows)

        def ordinal(value: Any) -> int:
            day = entries.day(value, "")
            return day.toordinal() if day else NO_DAY

        return self._by_word(column, entries, ordinal, NO_DAY)

    def _by_word(
        self, column: str, entries: Entries, code: Callable[[Any], int], nothing: int
    ) -> NDArray[np.int32]:
        """The code of each word of a column; what cannot be read is ``BAD``, and told."""
        distinct = Distinct.of(self._column(column))
        codes: list[int] = []
        problems: dict[int, Problem] = {}
        for place, value in enumerate(as_python(distinct.values)):
            codes.append(code(value))
            if entries.problems:
                problems[place], codes[-1] = entries.problems.pop(), BAD
        places = distinct.places.take(self.rows)
        self._tell(column, unread_at(places, problems, self.rows))
        return np.array([*codes, nothing], np.int32).take(places)

    def _tell(self, column: str, unread: Iterable[Unread]) -> None:
        for each in unread:
            self._say(each.rows, column, each.problem)
