"""The state of a followed case: what was said in its start and its events, folded into one case.

Folding keeps every word with the day and time it was said, so the order in which events are folded in
does not matter.  What counts of them is taken when a ``Case`` is made: of one fact of one thing the last
word of each source, and where two words of one source are its last at once and cannot both be, both of
them, for ``drive_rules.case.evidence`` to say that they conflict.  Nothing that was folded in changes; what
is folded further shares with it what stays the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from drive_rules.answers import Quiet
from drive_rules.case import Assessed, Case, Evidence, Thing, Vocabulary, case_of
from drive_rules.case.entries import evidence_order, key_of
from drive_rules.case.evidence import folded, says_nothing
from drive_rules.case.intake import MOST_IN_A_LIST, MOST_THINGS, assessed_order, read_things
from drive_rules.case.plain import read_plain
from drive_rules.case.things import ahead
from drive_rules.following.events import Event
from drive_rules.ir import Fact
from drive_rules.problems import EventError, Problem

Name = tuple[str, str]
"""A thing by its kind and key."""


@dataclass(frozen=True, slots=True, repr=False)
class Said(Quiet):
    """What an event or a start says, as things: the case's own first, then those of the other roots."""

    things: tuple[Thing, ...]
    on: date
    at: str | None
    start: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Word(Quiet):
    """One answer of one source with when it was said.

    ``day`` is the answer's own day or else that of what it came in; ``at`` the time of that.
    """

    said: Evidence
    day: date
    on: date
    at: str | None
    start: bool

    @property
    def when(self) -> tuple[date, date, bool]:
        """Its own day, then the day on which it was told: later by what is told later."""
        return (self.day, self.on, not self.start)


@dataclass(frozen=True, slots=True, repr=False)
class Node(Quiet):
    """All that was said of one thing and of those below it; ``thing`` is what counts of it."""

    thing: Thing
    words: dict[str, frozenset[Word]]
    assessed: frozenset[Assessed]
    below: dict[Name, Node]


@dataclass(frozen=True, slots=True, repr=False)
class State(Quiet):
    """A case as folded so far: its roots, and under which thing every other thing stands."""

    roots: Mapping[Name, Node]
    under: Mapping[Name, Name]

    def case(self, vocabulary: Vocabulary) -> Case:
        """The case that it comes to."""
        kinds = list(vocabulary.kinds)
        order = sorted(
            self.roots, key=lambda name: (name[0] != vocabulary.main, kinds.index(name[0]), name[1])
        )
        return case_of(vocabulary, tuple(self.roots[name].thing for name in order))


NOTHING = State({}, {})


def read_start(case: Case, as_of: date) -> Said:
    """A starting case, as the first that was said."""
    return Said(case.things, as_of, None, start=True)


def read_said(vocabulary: Vocabulary, event: Event) -> Said | None:
    """What an event says, held against the vocabulary; None where it says nothing.

    Raises ``EventError`` with every problem, for the words of an event are those of a case.
    """
    if not event.says:
        return None
    plain, problems = read_plain(event.says)
    if problems:
        raise EventError(map(_inside, problems))
    own = [key for key in plain if folded(key) in ("id", vocabulary.main)]
    if any(key_of(plain[key]) != event.case for key in own):
        what = "it says an id of the case other than the event's own"
        raise EventError([Problem("EV009", what, "leave the id of the case out of `says`", place="says")])
    data = {vocabulary.main: event.case} | {key: plain[key] for key in plain if key not in own}
    things, problems = read_things(vocabulary, data)
    problems = problems or tuple(each for thing in things for each in ahead(vocabulary, thing, event.on))
    if problems:
        raise EventError(map(_inside, problems))
    return Said(things, event.on, event.at)


def _inside(problem: Problem) -> Problem:
    place = f"says.{problem.place}" if problem.place else "says"
    return Problem(problem.code, problem.what, problem.fix, place=place)


# -- folding in ------------------------------------------------------------------------------------


def fold(vocabulary: Vocabulary, state: State, said: Said) -> State:
    """The state with what was said folded in.

    Raises ``EventError`` where a thing stands under two others, or there is more than a case may hold.
    """
    folding = _Folding(vocabulary, said, dict(state.under))
    roots = dict(state.roots)
    for thing in said.things:
        name = (thing.kind, thing.key)
        roots[name] = folding.node(roots.get(name), thing)
    if len(folding.under) > MOST_THINGS:
        folding.say(f"the case would hold {len(folding.under):,} things, and may hold {MOST_THINGS:,}")
    if folding.problems:
        raise EventError(folding.problems)
    return State(roots, folding.under)


class _Folding:
    def __init__(self, vocabulary: Vocabulary, said: Said, under: dict[Name, Name]) -> None:
        self.vocabulary = vocabulary
        self.said = said
        self.under = under
        self.problems: list[Problem] = []

    def say(self, what: str, place: str = "") -> None:
        place = f"says.{place}" if place else "says"
        self.problems.append(Problem("EV011", what, "follow what is new in a case of its own", place=place))

    def node(self, node: Node | None, thing: Thing) -> Node:
        node = node or Node(Thing(thing.kind, thing.key), {}, frozenset(), {})
        words = dict(node.words) if thing.facts else node.words
        for fact, evidence in thing.facts:
            words[fact] = words.get(fact, frozenset()) | {self._word(said) for said in evidence}
        assessed = node.assessed
        if thing.assessed:
            assessed |= {self._dated(each) for each in thing.assessed}
        below = dict(node.below) if thing.things else node.below
        for _, things in thing.things:
            for each in things:
                name = (each.kind, each.key)
                self._place(name, thing, each.place)
                below[name] = self.node(below.get(name), each)
        return self._made(node.thing, thing, words, assessed, below)

    def _place(self, name: Name, above: Thing, place: str) -> None:
        stands = self.under.setdefault(name, (above.kind, above.key))
        if stands != (above.kind, above.key):
            what = f"this {name[0]} is said to be part of another {above.kind} already"
            fix = f"take back the event that says so, or give this {name[0]} an id of its own"
            self.problems.append(Problem("EV010", what, fix, place=f"says.{place}.id"))

    def _word(self, said: Evidence) -> Word:
        told = self.said
        if said.date is None and not told.start:
            # Faster by far than ``replace``, and of every word of every event.
            about = (said.source, told.on, said.by, said.instrument, said.normalised)
            said = Evidence(said.answer, said.low, said.high, *about)
        return Word(said, said.date or told.on, told.on, told.at, told.start)

    def _dated(self, assessed: Assessed) -> Assessed:
        """A checklist without a day is of the day on which it was told."""
        if assessed.date is not None or self.said.start:
            return assessed
        on = self.said.on
        answers = (
            (item, tuple(each if each.date else replace(each, date=on) for each in said))
            for item, said in assessed.answers
        )
        return replace(assessed, date=on, answers=tuple(answers))

    def _made(
        self,
        was: Thing,
        thing: Thing,
        words: dict[str, frozenset[Word]],
        assessed: frozenset[Assessed],
        below: dict[Name, Node],
    ) -> Node:
        """What counts is counted again of what is new alone."""
        kind = self.vocabulary.kinds[thing.kind]
        facts = dict(was.facts)
        for name, _ in thing.facts:
            facts[name] = counting(kind.fact(name), words[name])
        things = dict(was.things)
        for lower, new in thing.things:
            held = {each.key: each for each in things.get(lower, ())}
            held |= {each.key: below[lower, each.key].thing for each in new}
            if len(held) > MOST_IN_A_LIST:
                self.say(f"a list of the case would hold {len(held):,} things", thing.place)
            things[lower] = tuple(each for _, each in sorted(held.items()))
        counted = Thing(
            kind=thing.kind,
            key=thing.key,
            facts=tuple(sorted((name, said) for name, said in facts.items() if said)),
            assessed=tuple(sorted(assessed, key=assessed_order)) if thing.assessed else was.assessed,
            things=tuple((each.name, things[each.name]) for each in kind.below if each.name in things),
        )
        return Node(counted, words, assessed, below)


# -- what counts of all that was said --------------------------------------------------------------


def counting(fact: Fact, words: Iterable[Word]) -> tuple[Evidence, ...]:
    """What counts of all that was said of a fact: of each source its last word.

    A *yes* stands until its source says otherwise: that it does not know is not otherwise.
    """
    by_source: dict[str | None, list[Word]] = {}
    for word in words:
        by_source.setdefault(word.said.source, []).append(word)
    found = [said for spoken in by_source.values() for said in _last(fact, spoken)]
    return tuple(sorted(found, key=evidence_order))


def _last(fact: Fact, spoken: list[Word]) -> list[Evidence]:
    last = _latest(spoken)
    if len(last) == 1 and (fact.type.name != "yes or no" or not says_nothing(fact, last[0].said)):
        return [last[0].said]
    if fact.type.name == "yes or no" and all(says_nothing(fact, word.said) for word in last):
        telling = _latest([word for word in spoken if not says_nothing(fact, word.said)])
        last += [word for word in telling if word.said.low == 1]
    return _readable(fact, sorted({word.said for word in last}, key=evidence_order))


def _latest(spoken: list[Word]) -> list[Word]:
    """The last of some words, or several that came at once: a word without a time may be the last."""
    when = max((word.when for word in spoken), default=None)
    that_day = [word for word in spoken if word.when == when]
    at = max((word.at for word in that_day if word.at), default=None)
    return [word for word in that_day if word.at in (None, at)]


def _readable(fact: Fact, said: list[Evidence]) -> list[Evidence]:
    """Words of one source; of those that cannot all be, the two furthest apart, one of them undated.

    A case in which one source says two things on one day would not be read; that there are two is all
    that an answer needs.
    """
    telling = [each for each in said if not says_nothing(fact, each)]
    if fact.type.name == "reference":
        apart = len({str(each.answer) for each in telling}) > 1
        first, last = telling[:1], telling[-1:]
    else:
        apart = bool(telling) and max(each.low for each in telling) > min(each.high for each in telling)
        first, last = (
            [min(telling, key=lambda each: each.high)] if telling else [],
            [max(telling, key=lambda each: each.low)] if telling else [],
        )
    if not apart:
        return said
    return [first[0], replace(last[0], date=None)]
