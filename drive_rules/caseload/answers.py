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

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from drive_rules.caseload.columns import Read, dtype_of
from drive_rules.caseload.keys import Placed
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
    standing,
    together,
)
from drive_rules.caseload.pieces import Known, Of, Piece, Setting
from drive_rules.caseload.schema import Sent
from drive_rules.caseload.targets import BAD
from drive_rules.engines.columnar.tables import Flags, Places
from drive_rules.ir import Checklist, Fact
from drive_rules.problems import Problem

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

    def __init__(self, known: Known, placed: Mapping[str, Placed], sent: Sent) -> None:
        self.vocabulary, self.placed, self.known = known.vocabulary, placed, known
        self.wholly: dict[Of, list[Places]] = {}
        self.in_part: dict[Of, list[Places]] = {}
        self.said: dict[Of, list[tuple[Said, Flags | None]]] = {}
        self.setting = Setting(known, placed)
        piece = Piece(self.setting, sent)
        self.refused, self.opened, self.keys = piece.refused, piece.opened, piece.keys
        for facts, things in piece.unclear:
            self._unclear(facts, things)
        self._listen(piece)

    # -- what was said ---------------------------------------------------------------------------

    def _unclear(self, facts: Iterable[Of], things: Places) -> None:
        if len(things):
            for of in facts:
                self.wholly.setdefault(of, []).append(things)

    def _listen(self, piece: Piece) -> None:
        """What is said, by target."""
        targets = self.known.targets
        for of, target in targets.facts.items():
            if piece.says(target):
                said, wrong = piece.said(target)
                self.said[of] = [(said.part(~wrong) if wrong.any() else said, None)]
                self.in_part[of] = [said.thing[wrong]]
        for target, checklist in zip(targets.filled_in, targets.checklists, strict=True):
            each = range(target, target + 1 + len(checklist.items))
            if any(map(piece.says, each)):
                self._assessed(piece, checklist, each)

    def _assessed(self, piece: Piece, checklist: Checklist, targets: range) -> None:
        """The answers of one checklist that still stand, and the day of the latest one.

        Who says so, and on what day, is who filled the checklist in, and when, where the row does not say.
        """
        facts, count = self.setting.facts_in(checklist), self.placed[checklist.of].count
        every = piece.filled_in(targets)
        wrong = (every.by == BAD) | (every.day == BAD)
        if wrong.any():
            self._unclear(facts, every.thing[wrong])
            by, day = (
                np.where(wrong, np.int16(NOBODY), every.by),
                np.where(wrong, np.int32(NO_DAY), every.day),
            )
            every = Assessed(every.thing, by, day)
        latest, last = every.latest(count)
        first = piece.part(targets[0]).start
        for target, item in zip(targets[1:], checklist.items, strict=True):
            if piece.says(target):
                of = checklist.of, self.vocabulary.kinds[checklist.of].slots[item.fact]
                rows = slice(piece.part(target).start - first, piece.part(target).stop - first)
                self._item(of, piece.said(target), every.part(rows), latest[rows])
        if checklist.dated:
            told = np.flatnonzero((every.day == last[every.thing]) & (every.day != NO_DAY))
            of = checklist.of, self.vocabulary.kinds[checklist.of].slots[checklist.dated]
            self.said.setdefault(of, []).append((said_of_itself(every.part(told)), None))

    def _item(
        self, of: Of, heard: tuple[Said, Flags], filled_in: Assessed, latest: NDArray[np.int32]
    ) -> None:
        said, wrong = heard
        source = np.where(said.source == NOBODY, filled_in.by, said.source)
        day = np.where(said.day == NO_DAY, filled_in.day, said.day)
        said = replace(said, source=source, day=day)
        if wrong.any():
            self._unclear([of], said.thing[wrong])
            said, filled_in, latest = said.part(~wrong), filled_in.part(~wrong), latest[~wrong]
        stands = standing(said, filled_in, latest)
        self.said.setdefault(of, []).append((said, None if stands.all() else stands))

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
        told = said if said.at.min(initial=0) >= 0 else said.part(said.at >= 0)
        places = contradictions(fact, read, told, count, listed=listed)
        if len(places):
            self.refused.append((told.at[places], "answer", _AGAINST_ITSELF))
        unclear = Unclear([*self.wholly.get(of, ()), told.thing[places]], [*self.in_part.get(of, ()), *lost])
        if listed:
            said = said if stands is None else said.part(stands)
            return blurred(fact, merge_listed(read, said, self.known.sides, count), unclear, listed=True)
        return blurred(fact, merge(fact, read, said, self.known.sides, count, stands), unclear, listed=False)


def said_of_itself(filled_in: Assessed) -> Said:
    """A checklist says of itself on what day it was filled in."""
    nowhere, day = np.full(len(filled_in.thing), -1), filled_in.day
    return Said(nowhere, filled_in.thing, day, day, filled_in.by, day)


def all_said(fact: Fact, heard: Sequence[tuple[Said, Flags | None]]) -> tuple[Said, Flags | None]:
    """All that was said of a fact, and which of it stands; None where all does."""
    if len(heard) == 1:
        return heard[0]
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
