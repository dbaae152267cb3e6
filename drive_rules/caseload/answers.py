"""The table of answers: who said what of a thing, when, and in which instrument; a row for each answer.

=================================  ====================================================================
column                             what it holds
=================================  ====================================================================
``case``, ``kind``, ``id``         of what thing; ``kind`` left out or empty is the case itself, ``id``
                                   is its own then, or empty; things of other roots have no ``case``
``fact``                           what is answered, by any of its words; or instead of it
``instrument``, ``item``           the checklist and the item of it, by its id or by its fact's words;
                                   no item: the checklist was filled in, and this row answers nothing
``answer``                         the answer, as a case says it
``normalised``                     no: the key of a reference that could not be made alike
``source``, ``date``, ``by``       who said so, on what day, and who wrote it down; in an instrument
                                   they are those of the checklist where they are empty
``completed on``, ``completed by`` the day on which the checklist was filled in, and by whom
``assessment``, ``version``        the checklist's own id and version: no answer hangs on them
=================================  ====================================================================

Every column may be missing or empty, save ``case`` and ``answer``.  Answers are merged with each other and
with the values of the other tables, as ``case`` merges the evidence of one case.

What of a row cannot be read leaves unknown all that it might have said: its fact; every fact of its
thing where it cannot be told which; every list that might hold the thing where that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from drive_rules.case import Vocabulary
from drive_rules.case.entries import NOBODY as NOBODY_SAYS
from drive_rules.case.entries import Entries
from drive_rules.caseload import keys as matching
from drive_rules.caseload.columns import (
    Array,
    Distinct,
    Positions,
    Read,
    Reader,
    Unread,
    as_python,
    days_of,
    dtype_of,
    filled,
    present,
    unread_at,
)
from drive_rules.caseload.keys import Placed, valid
from drive_rules.caseload.merging import (
    NO_DAY,
    NOBODY,
    Assessed,
    Said,
    Unclear,
    blurred,
    contradictions,
    merge,
    merge_listed,
    numbers_of,
    sides_of,
    standing,
    together,
)
from drive_rules.caseload.targets import BAD, NONE, Targets
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
_AGAINST_ITSELF = Problem(
    "DR510",
    "the same source says two things of this on the same day",
    "keep the one that is right, or say by whom and on what day each was said",
)


class Answers:
    """The table of answers: row by row a thing, a target and what was said; merged fact by fact.

    ``refused``, ``opened`` (lists of a kind in cases) and ``keys`` (of references) are for the reader of the
    whole caseload to take up; ``number`` gives it back the codes of ``keys``, before ``merged`` is asked.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        columns: Mapping[str, Array],
        count: int,
        placed: Mapping[str, Placed],
        index: matching.Index,
        reader: Reader,
    ) -> None:
        self.vocabulary, self.columns, self.count, self.placed = vocabulary, columns, count, placed
        self.kinds = list(placed)
        self.targets = Targets(vocabulary, self.kinds)
        self.numbers, names = numbers_of(vocabulary.sources)
        self.sides = sides_of(names)
        self.refused: list[tuple[Positions, str, Problem]] = []
        self.opened: list[tuple[str, Places]] = []
        self.wholly: dict[Of, list[Places]] = {}
        self.in_part: dict[Of, list[Places]] = {}
        self.said: dict[Of, list[tuple[Said, Flags | None]]] = {}
        self._find(index)
        self._listen(reader)

    def column(self, name: str) -> Array:
        """A column in plain form; nothing but nulls where it was not sent."""
        found = self.columns.get(name)
        return pa.nulls(self.count) if found is None else found

    # -- of what ---------------------------------------------------------------------------------

    def _find(self, index: matching.Index) -> None:
        """The thing and the target of each row, and which rows have both."""
        self.of_kind = self.targets.of_kinds(self.column("kind"))
        self.case_keys = matching.words_of(self.column("case"))
        self.ids = matching.words_of(self.column("id"))
        roots = [number for number, kind in enumerate(self.kinds) if not self._of_a_case(kind)]
        self.rooted = np.isin(self.of_kind, roots)
        self.cases = index.find(self.case_keys)
        self.things = self._things()
        self.target = self.targets.of_facts(self.of_kind, self.column("fact"))
        self.checklist = self.targets.of_instruments(self.of_kind, self.column("instrument"))
        items = matching.words_of(self.column("item"))
        asked_twice = (self.target != NONE) & ((self.checklist != NONE) | valid(items))
        item = np.where(self.checklist == BAD, np.int16(BAD), self.targets.of_items(self.checklist, items))
        self.target = np.where(self.target == NONE, item, self.target)
        self.left = np.ones(self.count, bool)
        self._refuse_strangers()
        self._refuse_unasked(asked_twice)

    def _of_a_case(self, kind: str) -> bool:
        above: str | None = kind
        while above is not None and above != self.vocabulary.main:
            above = self.vocabulary.kinds[above].kind.part_of
        return above is not None

    def _things(self) -> Places:
        """The row of the thing of each answer among those of its kind; -1 where it is not there."""
        scopes = np.where(self.rooted, 0, self.cases).astype(np.int32)
        heads = matching.runs(scopes, self.of_kind, self.ids)
        of_kind, found = self.of_kind[heads], np.full(len(heads), -1, np.int32)
        for number in np.unique(of_kind[of_kind >= 0]).tolist():
            here = np.flatnonzero(of_kind == number)
            ids = self.ids.take(pa.array(heads[here]))
            found[here] = self._of_kind(self.kinds[number], ids, scopes[heads[here]])
        return matching.again(found, heads, self.count)

    def _of_kind(self, kind: str, ids: Array, scopes: Places) -> Places:
        placed = self.placed[kind]
        if kind == self.vocabulary.main:
            own = placed.keys.take(pa.array(scopes, mask=scopes < 0))
            another = filled(pc.not_equal(ids.cast(own.type), own), False)
            return np.where(another, -1, scopes).astype(np.int32)
        groups = self.placed[self.vocabulary.main].count if self._of_a_case(kind) else 1
        return matching.find_within(placed.keys, placed.starts(groups), ids, scopes)

    # -- what cannot be told ---------------------------------------------------------------------

    def _refuse(self, wrong: Flags, column: str, problem: Problem) -> Positions:
        """Leave out the rows that are wrong, if they are not left out already."""
        rows = np.flatnonzero(wrong & self.left)
        self.left[rows] = False
        if len(rows):
            self.refused.append((rows, column, problem))
        return rows

    def _refuse_strangers(self) -> None:
        """Rows of which it cannot be told what they are about."""
        of_case, main = ~self.rooted, self.of_kind == self.kinds.index(self.vocabulary.main)
        self._refuse(of_case & ~valid(self.case_keys), "case", _NO_ID)
        self._refuse(of_case & (self.cases < 0), "case", _ORPHAN)
        anything = [
            self._refuse(self.of_kind == BAD, "kind", _NO_KIND),
            self._refuse(main & (self.things < 0), "id", _ORPHAN),
        ]
        for kind in self.kinds:
            if self._of_a_case(kind):
                self._unclear(self._facts_of(kind), self._within(kind, self.cases[np.concatenate(anything)]))
        unnamed = self._refuse(~main & ~valid(self.ids), "id", _NO_ID)
        unnamed = unnamed[of_case[unnamed]]
        for kind, rows in self._by_kind(unnamed):
            self._unclear(self._facts_of(kind), self._within(kind, self.cases[rows]))
        orphans = self._refuse(self.things < 0, "id", _ORPHAN)
        for kind, rows in self._by_kind(np.concatenate([unnamed, orphans[of_case[orphans]]])):
            self.opened.append((kind, self.cases[rows]))

    def _refuse_unasked(self, asked_twice: Flags) -> None:
        """Rows of which it cannot be told what they answer."""
        by_fact, answered = self.checklist == NONE, present(self.column("answer"))
        no_item = np.isin(self.target, self.targets.filled_in) & (True if answered is None else answered)
        of_any = [
            self._refuse(asked_twice, "fact", _ASKED_TWICE),
            self._refuse(by_fact & (self.target == BAD), "fact", _NO_FACT),
            self._refuse(self.target == NONE, "answer", _NOT_ASKED),
        ]
        of_items = [
            self._refuse(self.checklist == BAD, "instrument", _NO_INSTRUMENT),
            self._refuse(self.target == BAD, "item", _NO_ITEM),
            self._refuse(no_item, "item", _NO_ITEM),
        ]
        for kind, rows in self._by_kind(np.concatenate(of_any)):
            self._unclear(self._facts_of(kind), self.things[rows])
        for kind, rows in self._by_kind(np.concatenate(of_items)):
            for checklist in self.vocabulary.kinds[kind].checklists:
                self._unclear(self._facts_in(checklist), self.things[rows])

    def _by_kind(self, rows: Positions) -> Iterator[tuple[str, Positions]]:
        for number in np.unique(self.of_kind[rows]).tolist():
            yield self.kinds[number], rows[self.of_kind[rows] == number]

    def _within(self, kind: str, cases: Places) -> Places:
        """Every thing of a kind in these cases."""
        wanted = np.zeros(self.placed[self.vocabulary.main].count, bool)
        wanted[cases] = True
        return np.flatnonzero(wanted[self.placed[kind].scopes]).astype(np.int32)

    def _facts_of(self, kind: str) -> list[Of]:
        return [(kind, slot) for slot in range(len(self.vocabulary.kinds[kind].facts))]

    def _facts_in(self, checklist: Checklist) -> list[Of]:
        """Every fact that a checklist answers, and the day that it gives."""
        slots = self.vocabulary.kinds[checklist.of].slots
        named = [*(item.fact for item in checklist.items), *([checklist.dated] if checklist.dated else [])]
        return [(checklist.of, slots[name]) for name in dict.fromkeys(named)]

    def _unclear(self, facts: Iterable[Of], things: Places) -> None:
        if len(things):
            for of in facts:
                self.wholly.setdefault(of, []).append(things)

    # -- what was said ---------------------------------------------------------------------------

    def _listen(self, reader: Reader) -> None:
        """What the rows that are left say, by target; the rows of one checklist stand together."""
        heard = Heard(self, np.flatnonzero(self.left), reader)
        self.keys = heard.keys
        for (kind, slot), target in self.targets.facts.items():
            if heard.any(target, target + 1):
                said, lost = heard.said(target)
                self.said[kind, slot] = [(said, None)]
                self.in_part[kind, slot] = [lost]
        for target, checklist in zip(self.targets.filled_in, self.targets.checklists, strict=True):
            if heard.any(target, target + 1 + len(checklist.items)):
                self._assessed(heard, checklist, target)

    def _assessed(self, heard: Heard, checklist: Checklist, first: int) -> None:
        """The answers of one checklist that still stand, and the day of the latest one."""
        facts, count = self._facts_in(checklist), self.placed[checklist.of].count
        slots = self.vocabulary.kinds[checklist.of].slots
        filled_in, lost = heard.filled_in(first, first + 1 + len(checklist.items))
        self._unclear(facts, lost)
        latest, last = filled_in.latest(count)
        for target, item in enumerate(checklist.items, first + 1):
            part = heard.within(target, first)
            if part.start < part.stop:
                said, lost, kept = heard.in_instrument(target, filled_in.part(part))
                stands = standing(said, filled_in.part(part).part(kept), latest[part][kept])
                self.said.setdefault((checklist.of, slots[item.fact]), []).append((said, stands))
                self._unclear([(checklist.of, slots[item.fact])], lost)
        if checklist.dated:
            told = np.flatnonzero((filled_in.day == last[filled_in.thing]) & (filled_in.day != NO_DAY))
            dated = said_of_itself(filled_in.part(told))
            self.said.setdefault((checklist.of, slots[checklist.dated]), []).append((dated, None))

    def number(self, codes: NDArray[np.int32]) -> None:
        """Give references the codes that their keys have in the whole caseload."""
        for (kind, slot), heard in self.said.items():
            fact = self.vocabulary.kinds[kind].facts[slot]
            if fact.type.name == "reference":
                self.said[kind, slot] = [(coded(fact, said, codes), stands) for said, stands in heard]

    # -- one answer of all -----------------------------------------------------------------------

    def merged(self, of: Of, read: Read, lost: Sequence[Places], *, listed: bool) -> Read | None:
        """What a column and the answers come to; None where no answer is about this fact.

        ``lost`` are the things whose value in the column could not be read.
        """
        if not any(of in each for each in (self.said, self.wholly)):
            return None
        kind, slot = of
        fact, count = self.vocabulary.kinds[kind].facts[slot], self.placed[kind].count
        heard = self.said.get(of, [])
        said, stands = all_said(fact, heard)
        told = said.part(said.at >= 0)
        places = contradictions(fact, read, told, count, listed=listed)
        if len(places):
            self.refused.append((told.at[places], "answer", _AGAINST_ITSELF))
        if not stands.all():
            said = said.part(stands)
        unclear = Unclear([*self.wholly.get(of, ()), told.thing[places]], [*self.in_part.get(of, ()), *lost])
        found = (merge_listed if listed else partial(merge, fact))(read, said, self.sides, count)
        return blurred(fact, found, unclear, listed=listed)


class Heard:
    """The rows of the table that say something, in the order of their targets."""

    def __init__(self, answers: Answers, rows: Positions, reader: Reader) -> None:
        self.answers, self.reader = answers, reader
        target = answers.target[rows]
        order = np.argsort(target, kind="stable")
        self.rows = rows[order]
        self.things = answers.things[self.rows]
        self.bounds = np.searchsorted(target[order], np.arange(len(answers.targets.all) + 1))
        self.keys: Array = pa.array([], pa.string())
        self.ends: dict[int, tuple[Whole, Whole, Flags]] = {}
        """The low and the high ends of the answers to each target, and which could not be read."""
        self._numbers: dict[str, NDArray[np.int16]] = {}
        self._days: dict[str, NDArray[np.int32]] = {}
        self.sources("by")
        self._read_answers()

    def any(self, first: int, last: int) -> bool:
        """Whether there are rows of any target from ``first`` up to ``last``."""
        return bool(self.bounds[first] < self.bounds[last])

    def within(self, target: int, first: int) -> slice:
        """The rows of a target, counted from those of the first one."""
        before = self.bounds[first]
        return slice(int(self.bounds[target] - before), int(self.bounds[target + 1] - before))

    # -- answers ---------------------------------------------------------------------------------

    def _read_answers(self) -> None:
        """The ends of every answer, each distinct one read once for each type of fact."""
        distinct = Distinct.of(self.answers.column("answer"))
        places = distinct.places[self.rows]
        by_type: dict[Type, list[int]] = {}
        for target, each in enumerate(self.answers.targets.all):
            if each.fact is not None and self.any(target, target + 1):
                by_type.setdefault(each.fact.type, []).append(target)
        for targets in by_type.values():
            self._read_type(targets, distinct, places)

    def _read_type(self, targets: Sequence[int], distinct: Distinct, places: NDArray[np.int32]) -> None:
        fact = self.answers.targets.all[targets[0]].fact
        assert fact is not None
        used = np.zeros(len(distinct.values) + 1, bool)
        for target in targets:
            used[places[self.within(target, 0)]] = True
        wanted = np.flatnonzero(used[:-1])
        low, high, problems = self._ends(fact, distinct.values.take(pa.array(wanted)))
        nothing = (-1, -1) if fact.type.name == "reference" else (fact.type.low, fact.type.high)
        lows, highs = (np.full(len(used), end, dtype_of(fact.type)) for end in nothing)
        lows[wanted], highs[wanted] = low, high
        wrong = {int(wanted[place]): problem for place, problem in problems.items()}
        unread = np.zeros(len(used), bool)
        unread[list(wrong)] = True
        for target in targets:
            part = self.within(target, 0)
            here = places[part]
            self.ends[target] = lows[here], highs[here], unread[here]
            self._tell("answer", unread_at(here, wrong, self.rows[part]))

    def _ends(self, fact: Fact, values: Array) -> tuple[Any, Any, dict[int, Problem]]:
        """The ends of distinct answers to facts of one type, and what is wrong with those that are none."""
        if fact.type.name == "reference":
            keys, numbers, problems = self.reader.reference_keys(fact, values)
            low = np.where(numbers < 0, -1, numbers + len(self.keys))
            self.keys = pa.concat_arrays([self.keys, keys])
            return low, low, problems
        if fact.type.name == "text" and len(values):
            read = self.reader.read(fact, values)
            problems = {int(row): each.problem for each in read.unread for row in each.rows}
            return (0 if read.low is None else read.low), 1, problems
        ends, problems = self.reader.values(fact.type, as_python(values))
        found = np.array(ends, np.int64).reshape(-1, 2)
        return found[:, 0], found[:, 1], problems

    def _normalised(self, fact: Fact, part: slice) -> tuple[Flags, Flags]:
        """Where a key was made alike, and where it cannot be told whether it was."""
        distinct = Distinct.of(self.answers.column("normalised"))
        alike, problems = [], {}
        for place, value in enumerate(as_python(distinct.values)):
            entries = Entries({})
            said = entries.evidence(fact, {"key": "key", "normalised": value}, "", NOBODY_SAYS)
            alike.append(bool(said) and said[0].normalised)
            if entries.problems:
                problems[place] = entries.problems[0]
        places = distinct.places[self.rows[part]]
        self._tell("normalised", unread_at(places, problems, self.rows[part]))
        return np.array([*alike, True])[places], np.isin(places, list(problems))

    # -- who, and when ---------------------------------------------------------------------------

    def sources(self, column: str) -> NDArray[np.int16]:
        """Who is named, by number; ``NOBODY`` where nobody is, ``BAD`` where the word names nobody known."""
        if column not in self._numbers:
            entries, numbers = Entries(self.answers.vocabulary.sources), self.answers.numbers

            def number(word: Any) -> int:
                source = entries.source(word, "")
                return NOBODY if source is None else numbers[source]

            found = self._by_word(column, entries, number, NOBODY)
            self._numbers[column] = found.astype(np.int16)
        return self._numbers[column]

    def days(self, column: str) -> NDArray[np.int32]:
        """The day that is given; ``NO_DAY`` where none is, ``BAD`` where it is no day of the calendar."""
        if column not in self._days:
            array, entries = self.answers.column(column), Entries({})

            def ordinal(value: Any) -> int:
                day = entries.day(value, "")
                return day.toordinal() if day else NO_DAY

            if pa.types.is_date32(array.type):
                there, days = present(array), days_of(array)
                self._days[column] = (days if there is None else np.where(there, days, NO_DAY))[self.rows]
            else:
                self._days[column] = self._by_word(column, entries, ordinal, NO_DAY)
        return self._days[column]

    def _by_word(
        self, column: str, entries: Entries, code: Callable[[Any], int], nothing: int
    ) -> NDArray[np.int32]:
        """The code of each word of a column; what cannot be read is ``BAD``, and told."""
        distinct = Distinct.of(self.answers.column(column))
        codes, problems = [], {}
        for place, value in enumerate(as_python(distinct.values)):
            codes.append(code(value))
            if entries.problems:
                problems[place], codes[-1] = entries.problems.pop(), BAD
        places = distinct.places[self.rows]
        self._tell(column, unread_at(places, problems, self.rows))
        return np.array([*codes, nothing], np.int32)[places]

    def _tell(self, column: str, unread: Iterable[Unread]) -> None:
        self.answers.refused.extend((each.rows, column, each.problem) for each in unread)

    # -- together --------------------------------------------------------------------------------

    def said(self, target: int) -> tuple[Said, Places]:
        """What was said of a fact, and the things of which something was said that cannot be read."""
        part = self.within(target, 0)
        said, wrong = self._said(target, part, self.sources("source")[part], self.days("date")[part])
        return said.part(~wrong) if wrong.any() else said, said.thing[wrong]

    def _said(
        self, target: int, part: slice, source: NDArray[np.int16], day: NDArray[np.int32]
    ) -> tuple[Said, Flags]:
        low, high, unread = self.ends[target]
        wrong = unread | (source == BAD) | (day == BAD)
        fact = self.answers.targets.all[target].fact
        if fact is not None and fact.type.name == "reference" and "normalised" in self.answers.columns:
            alike, untold = self._normalised(fact, part)
            low, high, wrong = np.where(alike, low, -1), np.where(alike, high, -1), wrong | untold
        return Said(self.rows[part], self.things[part], low, high, source, day), wrong

    def filled_in(self, first: int, last: int) -> tuple[Assessed, Places]:
        """By whom and when a checklist was, row by row; and of which things that cannot be read."""
        rows = slice(int(self.bounds[first]), int(self.bounds[last]))
        things, by, day = (
            self.things[rows],
            self.sources("completed by")[rows],
            self.days("completed on")[rows],
        )
        wrong = (by == BAD) | (day == BAD)
        if wrong.any():
            by, day = np.where(wrong, np.int16(NOBODY), by), np.where(wrong, np.int32(NO_DAY), day)
        return Assessed(things, by, day), things[wrong]

    def in_instrument(self, target: int, filled_in: Assessed) -> tuple[Said, Places, Flags]:
        """What was said of an item; the things of which it cannot be read; and which rows can.

        Who said so, and on what day, is who filled the checklist in, and when, where the row does not say.
        """
        part = self.within(target, 0)
        source, day = self.sources("source")[part], self.days("date")[part]
        source = np.where(source == NOBODY, filled_in.by, source)
        said, wrong = self._said(target, part, source, np.where(day == NO_DAY, filled_in.day, day))
        return said.part(~wrong) if wrong.any() else said, said.thing[wrong], ~wrong


def said_of_itself(filled_in: Assessed) -> Said:
    """A checklist says of itself on what day it was filled in."""
    nowhere, day = np.full(len(filled_in.thing), -1), filled_in.day
    return Said(nowhere, filled_in.thing, day, day, filled_in.by, day)


def all_said(fact: Fact, heard: Sequence[tuple[Said, Flags | None]]) -> tuple[Said, Flags]:
    """All that was said of a fact, and which of it stands."""
    none = np.zeros(0, np.int32)
    ends = none.astype(dtype_of(fact.type))
    nothing = Said(none.astype(np.int64), none, ends, ends, none.astype(np.int16), none)
    stands = [np.ones(len(said.at), bool) if flags is None else flags for said, flags in heard]
    return together([said for said, _ in heard] or [nothing]), np.concatenate([np.zeros(0, bool), *stands])


def coded(fact: Fact, said: Said, codes: NDArray[np.int32]) -> Said:
    """What was said of a reference, with the codes of keys in place of their numbers."""
    known = said.low >= 0
    code = np.append(codes, np.int32(-1))[said.low]
    low, high = (np.where(known, code, end).astype(np.int32) for end in (fact.type.low, fact.type.high))
    return replace(said, low=low, high=high)
