"""What was said, before it is merged: what the perpetrator may be given of it, its days, its plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from drive_rules.case.evidence import Assessed, Evidence, Thing, in_confidence
from drive_rules.case.vocabulary import KindWords, Vocabulary, place_of
from drive_rules.ir import Fact
from drive_rules.problems import Problem

# -- what the perpetrator may be given -------------------------------------------------------------


def withheld(vocabulary: Vocabulary, thing: Thing) -> Thing | None:
    """The thing without what is private or was said in confidence; None where that is all there was.

    What decides is never a private fact, so two cases that differ in private facts only come out alike;
    of things whose every fact is private not even the number is left.
    """
    words = vocabulary.kinds[thing.kind]
    public = [(words.fact(name), said) for name, said in thing.facts if not words.fact(name).private]
    facts = {fact.name: heard for fact, said in public if (heard := _open(fact, said))}
    assessed = tuple(open_ for each in thing.assessed if (open_ := _assessed(vocabulary, words, each)))
    hidden = {kind.name: kind.listed or "" for kind in words.below if _all_private(vocabulary, kind.name)}
    for listed in hidden.values():
        facts.pop(listed, None)
    things: list[tuple[str, tuple[Thing, ...]]] = []
    for kind, below in thing.things:
        if kind in hidden:
            continue
        kept = tuple(left for each in below if (left := withheld(vocabulary, each)))
        if kept:
            things.append((kind, kept))
        if len(kept) < len(below):
            facts.pop(vocabulary.kinds[kind].kind.listed or "", None)
    told = any(said for _, said in public) or any(_tells(words, vocabulary, each) for each in thing.assessed)
    if told and not (facts or assessed or things):
        return None
    return replace(thing, facts=tuple(sorted(facts.items())), assessed=assessed, things=tuple(things))


def _all_private(vocabulary: Vocabulary, kind: str) -> bool:
    """Whether all that may be known of things of a kind is private: then so is that there are any."""
    facts = vocabulary.kinds[kind].facts
    return bool(facts) and all(fact.private for fact in facts)


def _open(fact: Fact, said: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(each for each in said if not in_confidence(fact, each))


def _tells(words: KindWords, vocabulary: Vocabulary, assessed: Assessed) -> bool:
    """Whether an assessment says anything of a fact that is not private."""
    items = {item.id: item.fact for item in vocabulary.checklists[assessed.checklist].items}
    return any(said and not words.fact(items[item]).private for item, said in assessed.answers)


def _assessed(vocabulary: Vocabulary, words: KindWords, assessed: Assessed) -> Assessed | None:
    """The assessment with the answers that are left; None where none is, or its day is private."""
    checklist = vocabulary.checklists[assessed.checklist]
    if checklist.dated and words.fact(checklist.dated).private:
        return None
    facts = {item.id: words.fact(item.fact) for item in checklist.items}
    public = [(item, said) for item, said in assessed.answers if not facts[item].private]
    answers = tuple((item, left) for item, said in public if (left := _open(facts[item], said)))
    return replace(assessed, answers=answers) if answers else None


# -- days that have not come yet -------------------------------------------------------------------


def ahead(vocabulary: Vocabulary, thing: Thing, as_of: date) -> Iterator[Problem]:
    """What of this thing, and of those below it, lies after the day and cannot."""
    words = vocabulary.kinds[thing.kind]
    for name, evidence in thing.facts:
        place = place_of(name, thing.place)
        if name == words.kind.dated_by and any(said.low > as_of.toordinal() for said in evidence):
            yield _late(f"this {thing.kind} is dated after the day of the assessment", place)
        if any(said.date and said.date > as_of for said in evidence):
            yield _late("this was said after the day of the assessment", place)
    for assessed in thing.assessed:
        days = [assessed.date, *(said.date for _, evidence in assessed.answers for said in evidence)]
        if any(day and day > as_of for day in days):
            yield _late("this checklist is dated after the day of the assessment", assessed.place)
    for _, things in thing.things:
        for below in things:
            yield from ahead(vocabulary, below, as_of)


def _late(what: str, place: str) -> Problem:
    return Problem("DR507", what, "mend the date, or assess as of that day or later", place=place)


# -- back to plain data ----------------------------------------------------------------------------


def thing_data(vocabulary: Vocabulary, thing: Thing) -> dict[str, Any]:
    """The thing as plain data that reads back as the same thing."""
    words = vocabulary.kinds[thing.kind]
    data: dict[str, Any] = {thing.kind if thing.kind == vocabulary.main else "id": thing.key}
    data |= {name: _one_or_many(words.fact(name), said) for name, said in thing.facts if said}
    if thing.assessed:
        data["checklists"] = [_assessed_data(vocabulary, words, each) for each in thing.assessed]
    for kind, things in thing.things:
        data[words.lists[kind]] = [thing_data(vocabulary, each) for each in things]
    return data


def _one_or_many(fact: Fact, said: tuple[Evidence, ...], given: Assessed | None = None) -> Any:
    entries = [_entry(fact, each, given) for each in said]
    return entries[0] if len(entries) == 1 else entries


def _entry(fact: Fact, said: Evidence, given: Assessed | None) -> Any:
    """The bare answer where nothing else is to be said of it."""
    answer: Any = said.answer
    if fact.type.name == "reference" and not said.normalised:
        answer = {"key": answer, "normalised": False}
    source, by, day = said.source, said.by, said.date
    if given:
        source, by = (None if who == given.by else who for who in (source, by))
        day = None if day == given.date else day
    about = {"source": source, "date": day.isoformat() if day else None, "by": by}
    entry = {"answer": answer, **{word: value for word, value in about.items() if value}}
    return entry if len(entry) > 1 else answer


def _assessed_data(vocabulary: Vocabulary, words: KindWords, assessed: Assessed) -> dict[str, Any]:
    facts = {item.id: item.fact for item in vocabulary.checklists[assessed.checklist].items}
    about = {
        "instrument": assessed.instrument,
        "id": assessed.id,
        "version": assessed.version,
        "date": assessed.date.isoformat() if assessed.date else None,
        "completed by": assessed.by,
    }
    answers = {
        item: _one_or_many(words.fact(facts[item]), said, assessed) for item, said in assessed.answers if said
    }
    return {word: value for word, value in about.items() if value} | {"answers": answers}
