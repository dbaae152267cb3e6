"""Every case that a case file can say, with up to so many things of each kind, as z3 variables.

A fact is known, partly known or unknown just as reading a case can leave it; a list is open, whole, or
whole up to a day.  Variables are made as they are asked for, so what no question reads is not there.
The things of one list exist from the first on, which loses no case: their order never matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import z3

from drive_rules.ir import ALWAYS_WHOLE, LONG_AGO, NEVER_WHOLE, Fact, Kind, Length, Type
from drive_rules.prove.ends import End, fixed, of_truth
from drive_rules.prove.moves import Moved
from drive_rules.prove.outcomes import Thing
from drive_rules.prove.truths import Truth, both, either, follows, opposite, same, told

DEFAULT_LIMITS: Mapping[str, int] = {"case": 1, "pair": 3, "child": 3, "incident": 4}
OTHERWISE = 2
"""How many things of any other kind there may be, in each list."""


@dataclass(slots=True)
class Inputs:
    """The things and facts of the vocabulary as variables, and what must hold of them.

    ``rules`` keeps, for each fact or kind, what makes its variables a case that a file can say.
    """

    kinds: Mapping[str, Kind]
    facts: Mapping[str, Fact]
    today: int
    limits: Mapping[str, int] = field(default_factory=dict)
    rules: dict[str, list[Truth]] = field(default_factory=dict)
    values: dict[tuple[str, Thing], tuple[End, End]] = field(default_factory=dict)
    wholes: dict[tuple[str, Thing], End] = field(default_factory=dict)
    exist: dict[Thing, Truth] = field(default_factory=dict)
    moved: dict[tuple[Length, frozenset[date], int], Moved] = field(default_factory=dict)
    altered: Mapping[tuple[str, Thing], End] = field(default_factory=dict)

    def with_answer(self, name: str, thing: Thing, code: int | None) -> Inputs:
        """The same inputs, save that one answer is known: to be ``code``, or whatever it is."""
        if code is not None:
            return replace(self, altered={(name, thing): fixed(code)})
        end, _ = self._ends(self.facts[name], "altered")
        return replace(self, altered={(name, thing): end})

    # -- things ----------------------------------------------------------------------------------

    def limit(self, kind: str) -> int:
        """How many things of a kind a list may hold."""
        return self.limits.get(kind, DEFAULT_LIMITS.get(kind, OTHERWISE))

    def path(self, kind: str) -> tuple[str, ...]:
        """A kind with the kinds that it is part of, itself first."""
        above = self.kinds[kind].part_of
        return (kind,) if above is None else (kind, *self.path(above))

    def above(self, thing: Thing, kind: str) -> Thing:
        """The thing of ``kind`` that this is part of, or itself."""
        depth = len(self.path(thing.kind)) - len(self.path(kind))
        return Thing(kind, thing.path[: len(thing.path) - depth])

    def things(self, kind: str) -> Iterator[Thing]:
        """All things of a kind that may be there."""
        above = self.kinds[kind].part_of
        if above is None:
            yield from (Thing(kind, (place,)) for place in range(self.limit(kind)))
        else:
            for owner in self.things(above):
                yield from (Thing(kind, (*owner.path, place)) for place in range(self.limit(kind)))

    def below(self, owner: Thing, kind: str) -> Iterator[Thing]:
        """The things of ``kind`` at or below ``owner``."""
        depth = len(owner.path)
        return (thing for thing in self.things(kind) if thing.path[:depth] == owner.path)

    def there(self, thing: Thing) -> Truth:
        """Whether a thing exists; the case itself always does."""
        if thing.kind == "case" and thing.path == (0,):
            return True
        if thing not in self.exist:
            here = told(z3.Bool(f"there {thing.kind} {_words(thing)}"))
            self.exist[thing] = here
            rules = self.rules.setdefault(thing.kind, [])
            if thing.path[-1]:
                rules.append(
                    follows(here, self.there(Thing(thing.kind, (*thing.path[:-1], thing.path[-1] - 1))))
                )
            above = self.kinds[thing.kind].part_of
            if above is not None:
                rules.append(follows(here, self.there(self.above(thing, above))))
        return self.exist[thing]

    # -- facts -----------------------------------------------------------------------------------

    def fact(self, name: str, thing: Thing) -> tuple[End, End]:
        """The ends of a fact of a thing."""
        if (name, thing) in self.altered:
            return self.altered[name, thing], self.altered[name, thing]
        return self._said(name, thing)

    def _said(self, name: str, thing: Thing) -> tuple[End, End]:
        if (name, thing) not in self.values:
            listed = next((kind for kind in self.kinds.values() if kind.listed == name), None)
            self.values[name, thing] = self._listed(listed, thing) if listed else self._fact(name, thing)
        return self.values[name, thing]

    def whole(self, kind: str, owner: Thing) -> End:
        """The last day for which the list of things of ``kind`` is whole."""
        if (kind, owner) not in self.wholes:
            self.wholes[kind, owner] = self._whole(kind, owner)
        return self.wholes[kind, owner]

    def _whole(self, kind: str, owner: Thing) -> End:
        """A yes without a day holds for ever, one of a day up to that day, which is none to come."""
        if self.kinds[kind].listed is None:
            return fixed(NEVER_WHOLE)
        day = z3.Int(f"whole {kind} {_words(owner)}")
        known = z3.And(day > LONG_AGO, day <= self.today)
        self._rule(self.kinds[kind].listed, told(z3.Or(day == NEVER_WHOLE, day == ALWAYS_WHOLE, known)))
        return End(NEVER_WHOLE, ALWAYS_WHOLE, lambda code: told(day >= code), lambda: day)

    def _listed(self, kind: Kind, thing: Thing) -> tuple[End, End]:
        """A list said to be whole is yes; of one that is not, no may have been said."""
        said = self.whole(kind.name, thing).at_least(NEVER_WHOLE + 1)
        denied = told(z3.Bool(f"denied {kind.name} {_words(thing)}"))
        return of_truth(said), of_truth(either((said, opposite(denied))))

    def _fact(self, name: str, thing: Thing) -> tuple[End, End]:
        fact, words = self.facts[name], f"{name} {_words(thing)}"
        if fact.type.name == "text":
            return of_truth(told(z3.Bool(f"low {words}"))), fixed(1)
        low, high = self._ends(fact, words)
        self._known_as_a_case_can(fact, low, high)
        if self.kinds[fact.of].dated_by == name:
            self._rule(name, _not_to_come(fact.type, low, high, self.today))
        return low, high

    def _ends(self, fact: Fact, words: str) -> tuple[End, End]:
        if fact.type.name in ("yes or no", "choice", "length of time", "text"):
            return self._choice(fact.name, fact.type, words)
        return self._number(fact.name, fact.type, words)

    def _choice(self, name: str, type_: Type, words: str) -> tuple[End, End]:
        """A choice by whether it is each value or a later one."""

        def end(which: str) -> End:
            codes = range(type_.low + 1, type_.high + 1)
            marks = {code: told(z3.Bool(f"{which} {words} {code}")) for code in codes}
            for code in range(type_.low + 2, type_.high + 1):
                self._rule(name, follows(marks[code], marks[code - 1]))
            return End(type_.low, type_.high, marks.__getitem__)

        low, high = end("low"), end("high")
        for code in range(type_.low + 1, type_.high + 1):
            self._rule(name, follows(low.at_least(code), high.at_least(code)))
        return low, high

    def _number(self, name: str, type_: Type, words: str) -> tuple[End, End]:
        unit = 10 ** (3 - type_.decimals) if type_.name == "number" else 1

        def end(which: str) -> End:
            value = z3.Int(f"{which} {words}")
            self._rule(name, told(z3.And(value >= -(-type_.low // unit), value <= type_.high // unit)))
            return End(
                type_.low, type_.high, lambda code: told(value >= -(-code // unit)), lambda: value * unit
            )

        low, high = end("low"), end("high")
        self._rule(name, told(low.number() <= high.number()))
        return low, high

    def _known_as_a_case_can(self, fact: Fact, low: End, high: End) -> None:
        """An unordered value is one or any; any too of a record that stands, where two answers differ."""
        type_ = fact.type
        if type_.low == type_.high:
            return
        unknown = both((opposite(low.at_least(type_.low + 1)), high.at_least(type_.high)))
        if type_.name == "reference" or (type_.name == "choice" and not type_.ordered):
            self._rule(fact.name, either((unknown, _equal(low, high))))

    def _rule(self, name: str | None, rule: Truth) -> None:
        if rule is not True and name is not None:
            self.rules.setdefault(name, []).append(rule)


def _equal(low: End, high: End) -> Truth:
    if low.few:
        return both(same(low.at_least(k), high.at_least(k)) for k in range(low.low + 1, low.high + 1))
    return told(low.number() == high.number())


def _not_to_come(type_: Type, low: End, high: End, today: int) -> Truth:
    """A thing is not dated after today; of one whose date nobody knows nothing is said."""
    unknown = both((opposite(low.at_least(type_.low + 1)), high.at_least(type_.high)))
    return either((unknown, opposite(low.at_least(today + 1))))


def _words(thing: Thing) -> str:
    return ".".join(str(place) for place in thing.path)
