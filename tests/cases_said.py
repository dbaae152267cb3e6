"""Cases as people write them, made at random: several sources, days, instruments, every spelling of a value.

``Sayings(random, vocabulary).case(number)`` is plain data for ``read_case``.  Sources are few and days are
few, so that they agree, conflict, speak again and take back; now and then one contradicts itself, which
``read_case`` refuses: then the fact is made anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from drive_rules.case import Vocabulary, read_case
from drive_rules.case.vocabulary import KindWords
from drive_rules.ir import SCALE, Checklist, Fact, Type
from drive_rules.language.values import words_of, words_of_number
from drive_rules.problems import CaseError
from tests.worlds import Case as WorldsCase
from tests.worlds import Thing as WorldsThing

DAYS = (date(2026, 3, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 10, 12))
HOW_MANY = (0, 0, 1, 1, 1, 2, 3, 5)
NOT_KNOWN = ("don't know", "Dont know", "unknown", "refused", "", None, "DK", "Don\u2019t  know")
TEXTS = (
    "",
    "don't know",
    " the don't know",
    "the",
    "k",
    "knows",
    "ok",
    "\u212adon't know",
    "two words",
    "  ",
)
REFERENCES = ("r-1", "r-2", " r-2 ", "12", 12, "The Unknown", "a b", "a  b", "\u00e9t\u00e9", "unknown")


class Sayings:
    """Makes cases for one vocabulary."""

    def __init__(self, random: Random, vocabulary: Vocabulary) -> None:
        self.random, self.vocabulary = random, vocabulary
        named = sorted(set(vocabulary.sources.values()))
        self.sources = [None, "perpetrator", "IDVA", *random.sample(named, 3)]

    def case(self, number: int) -> dict[str, Any]:
        """A case that ``read_case`` reads, and no thing of another root."""
        data = self._thing(self.vocabulary.main, f"case-{number}", count=iter(range(1, 10_000)))
        while True:
            try:
                read_case(self.vocabulary, data)
            except CaseError as error:
                if any(problem.code != "DR510" for problem in error.problems):
                    raise
                _drop(data, self.vocabulary, error)
            else:
                return data

    def _chance(self, chance: float) -> bool:
        return self.random.random() < chance

    def _thing(self, kind: str, key: str, count: Iterator[int]) -> dict[str, Any]:
        words = self.vocabulary.kinds[kind]
        data: dict[str, Any] = {kind if kind == self.vocabulary.main else "id": key}
        for fact in words.facts:
            if self._chance(0.5):
                data[self.random.choice((fact.name, fact.name, fact.code, *fact.was))] = self._said(
                    words, fact
                )
        if words.checklists and self._chance(0.7):
            filled = [self._assessed(words, self.random.choice(words.checklists)) for _ in range(3)]
            data["checklists"] = filled[: self.random.randint(1, 3)]
        for below in words.below:
            if self._chance(0.8):
                things = [
                    self._thing(below.name, f"{below.name}-{next(count)}", count)
                    for _ in range(self.random.choice(HOW_MANY))
                ]
                data[words.lists[below.name]] = self.random.sample(things, len(things))
        return data

    def _said(self, words: KindWords, fact: Fact) -> Any:
        if self._chance(0.6):
            return self.value(fact)
        return self._entries(fact) if self._chance(0.5) else self._entry(fact)

    def _entries(self, fact: Fact) -> list[Any]:
        return [self._entry(fact) for _ in range(self.random.randint(1, 4))]

    def _entry(self, fact: Fact) -> dict[str, Any]:
        about = {"source": self._source(), "date": self._day(), "by": self._source()}
        return {
            "answer": self.value(fact),
            **{name: said for name, said in about.items() if self._chance(0.7)},
        }

    def _source(self) -> str | None:
        source = self.random.choice(self.sources)
        return source if source is None or self._chance(0.7) else f"the  {source.upper()}"

    def _day(self) -> Any:
        day = self.random.choice(DAYS)
        return self.random.choice((day, day.isoformat(), f"{day.day} {day:%B} {day.year}", "unknown", None))

    def _assessed(self, words: KindWords, checklist: Checklist) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for item in self.random.sample(checklist.items, self.random.randint(0, len(checklist.items))):
            fact = words.fact(item.fact)
            name = self.random.choice((item.id, item.id.lower()))
            answers[name] = self.value(fact) if self._chance(0.7) else self._entries(fact)
        about = {
            "instrument": self.random.choice((checklist.instrument, checklist.name)),
            "id": self.random.choice((None, "one", 2)),
            "date": self._day(),
            "completed by": self._source(),
        }
        return about | {"answers": answers}

    # -- values ----------------------------------------------------------------------------------

    def value(self, fact: Fact) -> Any:
        """One value of a fact in one of the ways in which it can be written."""
        if self._chance(0.1):
            return self.random.choice(NOT_KNOWN)
        ways: dict[str, Callable[[Type], Any]] = {
            "yes or no": self._yes,
            "number": self._number,
            "date": self._date,
            "text": lambda kind: self.random.choice(TEXTS),
            "reference": self._reference,
        }
        return ways.get(fact.type.name, self._listed)(fact.type)

    def _yes(self, kind: Type) -> Any:
        none = "no" if kind.always_applies else "N/A"
        return self.random.choice(("yes", "no", "yes", "no", "Y", "n", True, False, none, "TRUE", "0", 1))

    def _number(self, kind: Type) -> Any:
        step = 10 ** (3 - kind.decimals)
        low, high = (-(-kind.low // step), kind.high // step)
        codes = sorted(
            self.random.choice((low, high, self.random.randint(low, high))) * step for _ in range(2)
        )
        if self._chance(0.3):
            return " to ".join(words_of_number(code) for code in codes)
        exact = Decimal(codes[0]) / SCALE
        return self.random.choice((exact, float(exact), words_of_number(codes[0])))

    def _date(self, kind: Type) -> Any:
        day = self.random.choice(DAYS)
        spelled = (
            day,
            day.isoformat(),
            f"{day.day} {day:%B} {day.year}",
            f"{day:%B} {day.year}",
            str(day.year),
        )
        value = self.random.choice(spelled)
        return f"2026-03-01 to {day.isoformat()}" if self._chance(0.2) else value

    def _reference(self, kind: Type) -> Any:
        key = self.random.choice(REFERENCES)
        return {"key": key, "normalised": self._chance(0.5)} if self._chance(0.3) else key

    def _listed(self, kind: Type) -> Any:
        codes = sorted(self.random.randint(kind.low, kind.high) for _ in range(2))
        if kind.ordered and self._chance(0.3):
            return " to ".join(words_of(kind, code) for code in codes)
        word = words_of(kind, codes[0])
        return self.random.choice((word, word.upper(), f"  {word}")) if kind.name == "choice" else word


def _drop(data: dict[str, Any], vocabulary: Vocabulary, error: CaseError) -> None:
    """Take out what contradicts itself: the fact, and the checklists of its thing."""
    for problem in error.problems:
        thing, rest = data, problem.place
        while found := re.match(r"(?:'(.+?)'|(\w+))\[(\d+)\]\.", rest):
            thing, rest = thing[found[1] or found[2]][int(found[3])], rest[found.end() :]
        thing.pop("checklists", None)
        name = rest[1:-1] if rest.startswith("'") else rest
        fact = next(words.fact(name) for words in vocabulary.kinds.values() if name in words.slots)
        for word in (fact.name, fact.code, *fact.was):
            thing.pop(word, None)


# -- worlds made for rulesets ----------------------------------------------------------------------


def data_of(vocabulary: Vocabulary, case: WorldsCase) -> dict[str, Any]:
    """The plain data of a case of ``tests.worlds``, the case managers in lists of their own."""
    data = _thing_data(vocabulary, case[0])
    for thing in case[1:]:
        data.setdefault(vocabulary.roots[thing.kind], []).append(_thing_data(vocabulary, thing))
    return data


def _thing_data(vocabulary: Vocabulary, thing: WorldsThing) -> dict[str, Any]:
    words = vocabulary.kinds[thing.kind]
    data: dict[str, Any] = {thing.kind if thing.kind == vocabulary.main else "id": thing.key}
    for name, (low, high) in thing.facts.items():
        fact = words.fact(name)
        if name not in words.listed:
            data[name] = _words(fact.type, low, high)
    for name, place in words.listed.items():
        day, known = thing.whole[words.below[place].name], thing.facts[name]
        answer = "no" if known == (0, 0) else "yes" if known == (1, 1) else "don't know"
        said = date.fromordinal(day) if answer == "yes" and day < date(2200, 1, 1).toordinal() else None
        data[name] = {"answer": answer, "date": said} if said else answer
    for kind, things in thing.below.items():
        data[words.lists[kind]] = [_thing_data(vocabulary, each) for each in things]
    return data


def _words(kind: Type, low: int, high: int) -> str:
    if (low, high) == (kind.low, kind.high) and low != high:
        return "don't know"
    if kind.name == "text":
        return "something"
    return words_of(kind, low) if low == high else f"{words_of(kind, low)} to {words_of(kind, high)}"
