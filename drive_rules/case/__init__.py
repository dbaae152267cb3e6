"""The case: what is known of one perpetrator, as intervals, and how plain data becomes it.

``read_case`` holds plain data against a ruleset's vocabulary, keeps every answer with its source, and
merges them into the ``World`` that engines read.  A ``Case`` does not change, can be pickled and
compared, and goes back to plain data; no repr here shows an id or a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from drive_rules.case.evidence import (
    Answered,
    Assessed,
    Evidence,
    Note,
    Thing,
    in_confidence,
    merge,
    merge_listed,
    standing,
    until_said_otherwise,
)
from drive_rules.case.form import case_schema, template
from drive_rules.case.intake import read_things
from drive_rules.case.plain import read_plain
from drive_rules.case.things import ahead, thing_data, withheld
from drive_rules.case.vocabulary import KindWords, Vocabulary
from drive_rules.ir import NEVER_WHOLE, Checklist, Fact, Ruleset
from drive_rules.problems import CaseError, Problem

__all__ = [
    "Assessed",
    "Case",
    "Correction",
    "Evidence",
    "Row",
    "Thing",
    "Vocabulary",
    "World",
    "case_of",
    "case_schema",
    "corrections",
    "read_case",
    "template",
]

Place = tuple[str, int, str]
"""A fact of a thing: the kind, the thing's row number, the fact."""


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One thing: its opaque key, its parent's row number, and the ends of its facts by slot.

    Slots follow the order of the ruleset's facts of that kind.  ``whole`` holds, for each kind that
    is part of this one (in the ruleset's order), the last day for which that list is whole:
    ``NEVER_WHOLE`` where nobody said so, ``ALWAYS_WHOLE`` where no day was given.
    """

    key: str
    parent: int
    low: tuple[int, ...]
    high: tuple[int, ...]
    whole: tuple[int, ...] = ()

    def __repr__(self) -> str:
        return f"<Row under {self.parent}>"


@dataclass(frozen=True, slots=True, repr=False)
class World:
    """Rows by kind, children in the order of their parents; every kind of the ruleset is present."""

    rows: Mapping[str, tuple[Row, ...]]

    def __repr__(self) -> str:
        return f"<World {_counts(self.rows)}>"


@dataclass(frozen=True, slots=True, repr=False)
class Case:
    """One perpetrator's case, read for one ruleset.

    ``evidence`` keeps every answer that counts, by fact of a row of ``world``; ``notes`` says where
    answers conflict or could not count; ``confidential`` are the facts whose answer rests on the
    victim-survivor's side, a child or a third party alone; ``references`` are the keys that stand
    behind the codes of reference facts.
    """

    read_for: tuple[str, str, str]
    things: tuple[Thing, ...]
    vocabulary: Vocabulary = field(compare=False)
    world: World = field(compare=False)
    evidence: Mapping[Place, tuple[Evidence, ...]] = field(compare=False)
    notes: Mapping[Place, tuple[Note, ...]] = field(compare=False)
    confidential: frozenset[Place] = field(compare=False)
    references: tuple[str, ...] = field(compare=False)
    checklists: tuple[tuple[str, int, Assessed], ...] = field(compare=False)

    def __repr__(self) -> str:
        return f"<Case for {self.read_for[0]}: {_counts(self.world.rows)}>"

    @property
    def key(self) -> str:
        """The case's own id."""
        return self.things[0].key

    @property
    def conflicts(self) -> frozenset[Place]:
        """The facts of which two sources say what cannot both be so."""
        return frozenset(place for place, notes in self.notes.items() if "conflict" in notes)

    def row_of(self, kind: str, key: str) -> int | None:
        """The row number of the thing with this id."""
        rows = self.world.rows.get(kind, ())
        return next((number for number, row in enumerate(rows) if row.key == key), None)

    def to_data(self) -> dict[str, Any]:
        """The case as plain data that reads back as the same case; it goes through JSON unchanged."""
        data = thing_data(self.vocabulary, self.things[0])
        for thing in self.things[1:]:
            data.setdefault(self.vocabulary.roots[thing.kind], []).append(thing_data(self.vocabulary, thing))
        return data

    def without_private(self) -> Case:
        """The case as it may bear on what the perpetrator is given.

        Every private fact is gone, and so is every answer that could only have come from the
        victim-survivor's side, a child or a third party.  A thing known from such answers alone is
        gone with them, and the list it stood in is then not whole.
        """
        kept = (withheld(self.vocabulary, thing) or Thing(thing.kind, thing.key) for thing in self.things)
        return case_of(self.vocabulary, tuple(kept))

    def problems_on(self, as_of: date) -> tuple[Problem, ...]:
        """What lies after ``as_of`` and cannot: answers, assessments and dated things."""
        return tuple(problem for thing in self.things for problem in ahead(self.vocabulary, thing, as_of))


def read_case(
    ruleset: Ruleset | Vocabulary, data: Mapping[str, Any] | str | Path, as_of: date | None = None
) -> Case:
    """Read a case from a mapping, from YAML or JSON text, or (a ``Path``) from a file of either.

    With ``as_of`` nothing may lie after that day.  Raises ``CaseError`` with every problem found; no
    problem, message or traceback holds a value or an id.
    """
    vocabulary = ruleset if isinstance(ruleset, Vocabulary) else Vocabulary.of(ruleset)
    plain, problems = read_plain(data)
    if problems:
        raise CaseError(problems)
    things, problems = read_things(vocabulary, plain)
    if problems:
        raise CaseError(problems)
    case = case_of(vocabulary, things)
    if as_of is not None and (late := case.problems_on(as_of)):
        raise CaseError(late)
    return case


# -- what was said to what is known ----------------------------------------------------------------


def case_of(vocabulary: Vocabulary, things: tuple[Thing, ...]) -> Case:
    """The case that things said of it come to: its own thing first, then those of the other roots."""
    references = _references(vocabulary, things)
    coded = tuple(_coded(vocabulary, thing, references) for thing in things) if references else things
    building = _Building(vocabulary)
    for thing in coded:
        building.add(thing, -1)
    return Case(
        read_for=vocabulary.read_for,
        things=coded,
        vocabulary=vocabulary,
        world=World({kind: tuple(building.rows[kind]) for kind in vocabulary.kinds}),
        evidence=building.evidence,
        notes=building.notes,
        confidential=frozenset(building.confidential),
        references=tuple(references),
        checklists=tuple(building.checklists),
    )


class _Building:
    """Rows in the making: a thing is added after its parent and before its own things."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.rows: dict[str, list[Row]] = {kind: [] for kind in vocabulary.kinds}
        self.evidence: dict[Place, tuple[Evidence, ...]] = {}
        self.notes: dict[Place, tuple[Note, ...]] = {}
        self.confidential: set[Place] = set()
        self.checklists: list[tuple[str, int, Assessed]] = []

    def add(self, thing: Thing, parent: int) -> None:
        words = self.vocabulary.kinds[thing.kind]
        number = len(self.rows[thing.kind])
        low, high, whole = list(words.low), list(words.high), [NEVER_WHOLE] * len(words.below)
        for name, said in self._said(thing).items():
            slot = words.slots[name]
            low[slot], high[slot] = self._settle(words, (thing.kind, number, name), said, whole)
        self.rows[thing.kind].append(Row(thing.key, parent, tuple(low), tuple(high), tuple(whole)))
        self.checklists.extend((thing.kind, number, assessed) for assessed in thing.assessed)
        for _, things in thing.things:
            for below in things:
                self.add(below, number)

    def _said(self, thing: Thing) -> dict[str, tuple[Evidence, ...]]:
        """Everything said of each fact, of itself or as a checklist's item, that still stands."""
        said = dict(thing.facts)
        for name in dict.fromkeys(assessed.checklist for assessed in thing.assessed):
            checklist = self.vocabulary.checklists[name]
            filled = [assessed for assessed in thing.assessed if assessed.checklist == name]
            for fact, answers in _answers(checklist, filled):
                said[fact] = (*said.get(fact, ()), *answers)
        return said

    def _settle(
        self, words: KindWords, place: Place, said: tuple[Evidence, ...], whole: list[int]
    ) -> tuple[int, int]:
        fact = words.fact(place[2])
        self.evidence[place] = said
        open_said = [each for each in said if not in_confidence(fact, each)]
        if fact.name in words.listed:
            whole[words.listed[fact.name]], merged = merge_listed(said)
            shared = merge_listed(open_said)[1]
        else:
            merged = merge(fact, said)
            shared = merged if len(open_said) == len(said) else merge(fact, open_said)
        if merged.notes:
            self.notes[place] = merged.notes
        if (merged.low, merged.high) != (shared.low, shared.high):
            self.confidential.add(place)
        if "conflict" in merged.notes:
            # Somebody did say otherwise, whoever is right.
            return merged.low, merged.high
        return until_said_otherwise(fact, merged.low, merged.high)


def _answers(checklist: Checklist, filled: list[Assessed]) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    latest: dict[str | None, date] = {}
    by_item: dict[str, list[Answered]] = {}
    for assessed in filled:
        if assessed.date:
            latest[assessed.by] = max(assessed.date, latest.get(assessed.by, assessed.date))
        for item, said in assessed.answers:
            by_item.setdefault(item, []).extend((assessed, each) for each in said)
    for asked in checklist.items:
        if asked.id in by_item:
            yield asked.fact, standing(by_item[asked.id], latest)
    if checklist.dated and latest:
        last = max(latest.values())
        yield checklist.dated, tuple(_on(assessed, last) for assessed in filled if assessed.date == last)


def _on(assessed: Assessed, day: date) -> Evidence:
    """An assessment says of itself on what day it was made."""
    code = day.toordinal()
    return Evidence(day.isoformat(), code, code, assessed.by, day, assessed.by, assessed.instrument)


# -- references: keys to codes ---------------------------------------------------------------------


def _references(vocabulary: Vocabulary, things: tuple[Thing, ...]) -> dict[str, int]:
    """The keys of a case in their order, each with its place in it."""
    keys = {
        str(said.answer)
        for thing in things
        for each, words in _below(vocabulary, thing)
        for name, evidence in each.facts
        if words.fact(name).type.name == "reference"
        for said in evidence
        if said.low == said.high
    }
    return {key: code for code, key in enumerate(sorted(keys))}


def _below(vocabulary: Vocabulary, thing: Thing) -> Iterator[tuple[Thing, KindWords]]:
    yield thing, vocabulary.kinds[thing.kind]
    for _, things in thing.things:
        for each in things:
            yield from _below(vocabulary, each)


def _coded(vocabulary: Vocabulary, thing: Thing, codes: Mapping[str, int]) -> Thing:
    words = vocabulary.kinds[thing.kind]
    facts = tuple(
        (name, tuple(_code(said, codes) for said in evidence))
        if words.fact(name).type.name == "reference"
        else (name, evidence)
        for name, evidence in thing.facts
    )
    things = tuple(
        (kind, tuple(_coded(vocabulary, each, codes) for each in below)) for kind, below in thing.things
    )
    return replace(thing, facts=facts, things=things)


def _code(said: Evidence, codes: Mapping[str, int]) -> Evidence:
    if said.low != said.high:
        return said
    code = codes[str(said.answer)]
    return replace(said, low=code, high=code)


# -- corrections -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Correction:
    """A fact whose answer is not what it was, otherwise than by being known more narrowly.

    ``fact`` is empty where the thing itself is no longer there.
    """

    kind: str
    key: str
    fact: str

    def __repr__(self) -> str:
        return f"<Correction of '{self.fact or self.kind}'>"


def corrections(old: Case, new: Case) -> tuple[Correction, ...]:
    """What the new case takes back of the old: answers changed, things gone, lists not whole after all."""
    return tuple(
        correction
        for kind, rows in old.world.rows.items()
        for number, row in enumerate(rows)
        for correction in _corrected(old, new, (kind, number), row)
    )


def _corrected(old: Case, new: Case, where: tuple[str, int], row: Row) -> Iterator[Correction]:
    kind, number = where
    there = new.row_of(kind, row.key)
    if there is None:
        yield Correction(kind, row.key, "")
        return
    words, now = new.vocabulary.kinds[kind], new.world.rows[kind][there]
    for slot, fact in enumerate(old.vocabulary.kinds[kind].facts):
        if fact.name in words.listed:
            changed = _list_changed(old, new, (kind, number, there), fact.name)
        elif fact.name not in words.slots:
            changed = False
        else:
            narrower = _ends(old, fact, row, slot), _ends(new, fact, now, words.slots[fact.name])
            changed = not (narrower[0][0] <= narrower[1][0] and narrower[1][1] <= narrower[0][1])
        if changed:
            yield Correction(kind, row.key, fact.name)


def _ends(case: Case, fact: Fact, row: Row, slot: int) -> tuple[Any, Any]:
    """The ends of a fact; of a reference that is known, its key, for codes differ from case to case."""
    if fact.type.name == "reference":
        known = row.low[slot] == row.high[slot]
        return (case.references[row.low[slot]],) * 2 if known else ("", "\U0010ffff")
    return row.low[slot], row.high[slot]


def _list_changed(old: Case, new: Case, where: tuple[str, int, int], listed: str) -> bool:
    """Whether a list said to be whole is so no longer, was whole for less, or has got a thing it lacked."""
    kind, before, after = where
    place = old.vocabulary.kinds[kind].listed.get(listed)
    if place is None:
        return False
    below = old.vocabulary.kinds[kind].below[place]
    whole = old.world.rows[kind][before].whole[place]
    if whole == NEVER_WHOLE:
        return False
    if new.world.rows[kind][after].whole[new.vocabulary.kinds[kind].listed[listed]] < whole:
        return True
    known = {row.key for row in old.world.rows[below.name]}
    slot = new.vocabulary.kinds[below.name].slots.get(below.dated_by or "")
    return any(
        row.parent == after and row.key not in known and (slot is None or row.low[slot] <= whole)
        for row in new.world.rows.get(below.name, ())
    )


def _counts(rows: Mapping[str, tuple[Row, ...]]) -> str:
    return ", ".join(f"{len(each)} {kind}" for kind, each in rows.items() if each)
