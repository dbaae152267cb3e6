"""Cases as small as can be that still show a difference, as case files that both rulesets read.

A ``Small`` case is what is said of things, in the words of the new ruleset: nothing of it is anybody's.  It
comes from a world of either ruleset, and is cut down as long as it still shows what it shall.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, count
from typing import Any

from drive_rules import ir
from drive_rules.case import Row, Vocabulary, World, read_case
from drive_rules.case.evidence import asked_of_her_side_only
from drive_rules.case.scalars import read_scalar
from drive_rules.language.layout import to_yaml
from drive_rules.language.values import words_of_interval
from drive_rules.problems import Problem

KEY = "witness"
Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, repr=False, order=True)
class Small:
    """A thing with what is said of it, in words, and the things that are part of it."""

    kind: str
    facts: Facts = ()
    things: tuple[Small, ...] = ()

    def __repr__(self) -> str:
        return f"<Small {self.kind} of {self.size}>"

    @property
    def size(self) -> int:
        """How much is said."""
        return 1 + len(self.facts) + sum(each.size for each in self.things)

    def walk(self) -> Iterator[Small]:
        """The thing and all below it."""
        yield self
        for each in self.things:
            yield from each.walk()


def small_of(vocabulary: Vocabulary, world: World) -> Small:
    """What a world of one case says of the case and all that is part of it."""
    main = vocabulary.main
    if not world.rows[main]:
        return Small(main)
    return _thing(vocabulary, world, main, 0)


def _thing(vocabulary: Vocabulary, world: World, kind: str, number: int) -> Small:
    words, row = vocabulary.kinds[kind], world.rows[kind][number]
    facts = []
    for slot, fact in enumerate(words.facts):
        ends = row.low[slot], row.high[slot]
        if fact.name in words.listed:
            whole = _whole(row, words.listed[fact.name])
            if whole or ends == (0, 0):
                facts.append((fact.name, whole or "no"))
        elif ends != (words.low[slot], words.high[slot]) and (said := _said(fact.type, *ends)):
            facts.append((fact.name, said))
    things = [
        _thing(vocabulary, world, below.name, place)
        for below in words.below
        for place, each in enumerate(world.rows.get(below.name, ()))
        if each.parent == number
    ]
    return Small(kind, tuple(sorted(facts)), tuple(things))


def _whole(row: Row, place: int) -> str:
    day = row.whole[place]
    if day == ir.NEVER_WHOLE:
        return ""
    return "yes" if day == ir.ALWAYS_WHOLE else f"yes, on {date.fromordinal(day).isoformat()}"


def _said(type_: ir.Type, low: int, high: int) -> str:
    """The words of what is known; nothing where nothing is."""
    match type_.name:
        case "reference":
            return f"reference {low}" if low == high else ""
        case "text":
            return "something" if (low, high) == (1, 1) else ""
        case "yes or no":
            return ("no", "yes")[low] if low == high else ""
        case "date":
            days = [date.fromordinal(day).isoformat() for day in (low, high)]
            return days[0] if low == high else " to ".join(days)
        case _:
            words = words_of_interval(type_, low, high)
            return "" if words == "don't know" else words


def merged(one: Small, other: Small) -> Small:
    """What both say of the same things; where they are not of one mind, what the first says."""
    facts = dict(other.facts) | dict(one.facts)
    kinds = dict.fromkeys(each.kind for each in (*one.things, *other.things))
    things: list[Small] = []
    for kind in kinds:
        mine = [each for each in one.things if each.kind == kind]
        theirs = [each for each in other.things if each.kind == kind]
        if len(mine) == len(theirs):
            things += [merged(*pair) for pair in zip(mine, theirs, strict=True)]
        else:
            things += mine or theirs
    return Small(one.kind, tuple(sorted(facts.items())), tuple(things))


# -- to cases --------------------------------------------------------------------------------------


def world_of(vocabulary: Vocabulary, small: Small, as_of: date | None = None) -> World:
    """The world that a ruleset reads from it; what the ruleset has no word for is left out.

    Raises ``CaseError`` where it cannot be read, or with ``as_of`` says what lies after that day.
    """
    return read_case(vocabulary, data_of(vocabulary, small), as_of).world


def data_of(vocabulary: Vocabulary, small: Small) -> dict[str, Any]:
    """The case as plain data for one ruleset."""
    numbers: dict[str, int] = {}
    return {small.kind: KEY, **_data(vocabulary, small, numbers)}


def _data(vocabulary: Vocabulary, small: Small, numbers: dict[str, int]) -> dict[str, Any]:
    words = vocabulary.kinds[small.kind]
    data: dict[str, Any] = {}
    for name, said in small.facts:
        if name in words.listed:
            answer, _, day = said.partition(", on ")
            data[name] = {"answer": answer, "date": day} if day else answer
        elif name in words.slots and _readable(words.fact(name), said):
            data[name] = _with_source(words.fact(name), said)
    for below in small.things:
        if below.kind in words.lists:
            numbers[below.kind] = numbers.get(below.kind, 0) + 1
            key = f"{below.kind}-{numbers[below.kind]}".replace(" ", "-")
            thing = {"id": key, **_data(vocabulary, below, numbers)}
            data.setdefault(words.lists[below.kind], []).append(thing)
    return data


def _with_source(fact: ir.Fact, said: str) -> str | dict[str, str]:
    """A no that only the victim-survivor's side can say is said by them; else it would not count."""
    hers = fact.type.name == "yes or no" and said == "no" and asked_of_her_side_only(fact)
    return {"answer": said, "source": fact.asked_of[0]} if hers else said


def _readable(fact: ir.Fact, said: str) -> bool:
    if fact.type.name in ("reference", "text"):
        return True
    return not isinstance(read_scalar(fact.type, said), Problem)


def case_file(vocabulary: Vocabulary, small: Small) -> str:
    """The case as a file that ``assess`` reads."""
    return to_yaml(data_of(vocabulary, small))


# -- smaller ---------------------------------------------------------------------------------------

Unit = tuple[int, str]
"""A thing by its place in ``Small.walk``, and a fact of it; no fact: the thing with all that is in it."""


def shrunk(small: Small, shows: Callable[[Small], bool]) -> Small:
    """The smallest case that leaving out one bit after the other leads to while it still ``shows`` it."""
    units = tuple(_units(small))
    while True:
        left = _fewer(small, units, shows)
        if left == units:
            return _kept(small, frozenset(units))
        units = left


def _units(small: Small) -> Iterator[Unit]:
    """Things first: most goes with them."""
    things = list(enumerate(small.walk()))
    yield from ((place, "") for place, _ in things[1:])
    yield from ((place, name) for place, thing in things for name, _ in thing.facts)


def _fewer(small: Small, units: tuple[Unit, ...], shows: Callable[[Small], bool]) -> tuple[Unit, ...]:
    """The units less those that a half, a quarter ... of them at a time can be spared."""
    size = max(len(units) // 2, 1)
    while size and units:
        start = 0
        while start < len(units):
            fewer = (*units[:start], *units[start + size :])
            if shows(_kept(small, frozenset(fewer))):
                units = fewer
            else:
                start += size
        size //= 2
    return units


def _kept(small: Small, units: frozenset[Unit]) -> Small:
    """The case with these bits only."""
    return _part(small, units, count())


def _part(thing: Small, units: frozenset[Unit], places: Iterator[int]) -> Small:
    place = next(places)
    facts = tuple((name, said) for name, said in thing.facts if (place, name) in units)
    below = []
    for each in thing.things:
        kept = (upcoming := next(places)), _part(each, units, chain((upcoming,), places))
        if (kept[0], "") in units:
            below.append(kept[1])
    return Small(thing.kind, facts, tuple(below))
