"""What a row of the table of answers may answer, by number: a fact, or an item of a checklist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drive_rules.case import Vocabulary
from drive_rules.case.evidence import folded
from drive_rules.caseload.arrays import Array, Distinct, as_python
from drive_rules.caseload.keys import valid
from drive_rules.caseload.schema import Schema
from drive_rules.engines.columnar.tables import Flags, Whole
from drive_rules.ir import Checklist, Fact, Kind

Numbers = NDArray[np.int16]
NONE, BAD = -1, -2
"""Nothing is named; what is named is not known."""


@dataclass(frozen=True, slots=True, repr=False)
class Target:
    """What a row may answer: a fact of a kind, or (no fact) that a checklist was filled in."""

    kind: str
    slot: int
    fact: Fact | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Named:
    """What rows of the table of answers name."""

    kind: Numbers
    target: Numbers
    checklist: Numbers
    twice: Flags
    """Whether a fact and an instrument are both named."""

    @property
    def wrong(self) -> Flags:
        """Which name what is not known, or nothing."""
        found: Flags = (self.kind < 0) | (self.target < 0) | (self.checklist == BAD) | self.twice
        return found

    def each(self, number: Whole) -> Named:
        """The same for every row, by the number of the row here that is like it."""
        kind, target, checklist = (each.take(number) for each in (self.kind, self.target, self.checklist))
        return Named(kind, target, checklist, self.twice.take(number))


@dataclass(slots=True, repr=False)
class Targets:
    """Every target of a vocabulary: the facts of each kind, then each checklist with its items after it."""

    vocabulary: Vocabulary
    kinds: Sequence[str]
    all: list[Target] = field(default_factory=list)
    facts: dict[tuple[str, int], int] = field(default_factory=dict)
    checklists: list[Checklist] = field(default_factory=list)
    filled_in: list[int] = field(default_factory=list)
    """The target of each checklist that was filled in; its items follow."""
    _meant: dict[tuple[str, str], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind in self.kinds:
            for slot, fact in enumerate(self.vocabulary.kinds[kind].facts):
                self.facts[kind, slot] = len(self.all)
                self.all.append(Target(kind, slot, fact))
        for checklist in self.vocabulary.checklists.values():
            words = self.vocabulary.kinds[checklist.of]
            self.checklists.append(checklist)
            self.filled_in.append(len(self.all))
            self.all.append(Target(checklist.of, -1, None))
            slots = [words.slots[item.fact] for item in checklist.items]
            self.all.extend(Target(checklist.of, slot, words.facts[slot]) for slot in slots)

    def of_rows(self, kinds: Array, facts: Array, instruments: Array, items: Array) -> Named:
        """What rows name by their words."""
        of_kind = self.of_kinds(kinds)
        target, checklist = self.of_facts(of_kind, facts), self.of_instruments(of_kind, instruments)
        twice = (target != NONE) & ((checklist != NONE) | valid(items))
        item = np.where(checklist == BAD, np.int16(BAD), self.of_items(checklist, items))
        return Named(of_kind, np.where(target == NONE, item, target), checklist, twice)

    def of_kinds(self, words: Array) -> Numbers:
        """The number of the kind of each row; of a row that names none, the main kind's."""
        schema = Schema(self.vocabulary)
        numbers = {
            folded(word): number
            for number, kind in enumerate(self.kinds)
            for word in (kind, schema.list_of(kind))
        }
        main = self.kinds.index(self.vocabulary.main)
        distinct = Distinct.of(words)
        found = [
            numbers.get(folded(word), BAD) if word.strip() else main for word in as_python(distinct.values)
        ]
        return np.array([*found, main], np.int16)[distinct.places]

    def of_facts(self, kinds: Numbers, words: Array) -> Numbers:
        """The target of each row that names a fact."""

        def meant(kind: int, word: str) -> int:
            """The fact of this kind that the word means."""
            known = self.vocabulary.kinds[self.kinds[kind]]
            fact: Fact | Kind | None = known.words.get(word) or known.words.get(folded(word))
            if not isinstance(fact, Fact):
                return BAD
            return self.facts[self.kinds[kind], known.slots[fact.name]]

        return self._looked_up("fact", kinds, len(self.kinds), words, meant)

    def of_instruments(self, kinds: Numbers, words: Array) -> Numbers:
        """The number of the checklist of each row that names an instrument."""

        def meant(kind: int, word: str) -> int:
            checklist = self.vocabulary.checklist(word)
            fits = checklist is not None and checklist.of == self.kinds[kind]
            return self.checklists.index(checklist) if checklist and fits else BAD

        return self._looked_up("instrument", kinds, len(self.kinds), words, meant)

    def of_items(self, checklists: Numbers, words: Array) -> Numbers:
        """The target of each row of a checklist; where no item is named, that it was filled in."""

        def meant(checklist: int, word: str) -> int:
            items = _items(self.checklists[checklist])
            item = items.get(word, items.get(folded(word), BAD))
            return item if item == BAD else self.filled_in[checklist] + 1 + item

        found = self._looked_up("item", checklists, len(self.checklists), words, meant)
        filled_in = np.array([*self.filled_in, NONE], np.int16)[np.maximum(checklists, NONE)]
        return np.where(found == NONE, filled_in, found).astype(np.int16)

    def _looked_up(
        self, what: str, of: Numbers, known: int, words: Array, meant: Callable[[int, str], int]
    ) -> Numbers:
        """What the word of each row means of the known thing by this number; nothing, of none (negative).

        What a word means of each known thing is found out once.
        """
        distinct = Distinct.of(words)
        table = np.full((len(distinct.values) + 1, known + 1), NONE, np.int16)
        for row, word in enumerate(as_python(distinct.values)):
            if (what, word) not in self._meant:
                self._meant[what, word] = (
                    [meant(each, word) for each in range(known)] if word.strip() else NONE
                )
            table[row, :known] = self._meant[what, word]
        rows = distinct.places.astype(np.int32) * (known + 1)
        return table.ravel().take(rows + np.where(of < 0, known, of))


def _items(checklist: Checklist) -> dict[str, int]:
    """Items by the words of their facts, and before those by their ids."""
    by_fact = {folded(item.fact): number for number, item in enumerate(checklist.items)}
    by_id = {
        word: number for number, item in enumerate(checklist.items) for word in (item.id, folded(item.id))
    }
    return by_fact | by_id
