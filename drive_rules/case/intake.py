"""Plain data to what was said: every key and value of a case held against the ruleset's vocabulary.

One walk reads and checks, and all problems are collected.  A problem names kinds, facts, the words
that are allowed and positions; never a value, an id or an unknown key, for any of these may be about
a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from drive_rules.case.entries import MOST_KEY, NOBODY, AssessedEntry, Entries, Speaker, evidence_order, key_of
from drive_rules.case.evidence import Assessed, Evidence, Thing, contradictions, folded
from drive_rules.case.scalars import words_of_scalar
from drive_rules.case.vocabulary import KindWords, Vocabulary, place_of
from drive_rules.ir import Checklist, Fact, Item, Kind
from drive_rules.problems import Problem, did_you_mean, nearest

MOST_IN_A_LIST = 200
MOST_THINGS = 5_000
MOST_ANSWERS = 10_000


def read_things(vocabulary: Vocabulary, data: Any) -> tuple[tuple[Thing, ...], tuple[Problem, ...]]:
    """The case's own thing, then the things of every other root; and every problem found."""
    intake = _Intake(vocabulary, Entries(vocabulary.sources))
    roots = intake.roots(data)
    intake.check_sizes()
    return roots, tuple(intake.entries.problems)


@dataclass(slots=True)
class _Where:
    """A thing being read: what its kind may hold, where it stands, what it has said so far."""

    words: KindWords
    place: str
    facts: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
    things: dict[str, tuple[Thing, ...]] = field(default_factory=dict)
    assessed: tuple[Assessed, ...] = ()
    key: str = ""

    def at(self, name: str) -> str:
        """The place of a fact or list of this thing."""
        return place_of(name, self.place)


@dataclass(slots=True)
class _Intake:
    vocabulary: Vocabulary
    entries: Entries
    keys: dict[str, dict[str, str]] = field(default_factory=dict)
    items: dict[str, dict[str, Item]] = field(default_factory=dict)
    things: int = 0

    # -- things ----------------------------------------------------------------------------------

    def roots(self, data: Any) -> tuple[Thing, ...]:
        words = self.vocabulary.kinds[self.vocabulary.main]
        if not isinstance(data, Mapping):
            self.entries.say(
                "",
                "DR503",
                "this is no case: a case is a mapping of names to values",
                f"begin with `{words.kind.name}: ...`; give a file as a `Path`",
            )
            return ()
        main = _Where(words, "")
        others: list[Thing] = []
        for position, (key, value) in enumerate(data.items(), 1):
            root = self.vocabulary.root_words.get(folded(key)) if isinstance(key, str) else None
            if root:
                others.extend(self._list(self.vocabulary.kinds[root], value, self.vocabulary.roots[root]))
            else:
                self._entry(main, key, value, position)
        self._need_key(main)
        return (self._finish(main), *sorted(others, key=_thing_order(self.vocabulary)))

    def _list(self, words: KindWords, value: Any, place: str) -> tuple[Thing, ...]:
        if value is None:
            return ()
        if not isinstance(value, (list, tuple)):
            self.entries.say(
                place, "DR503", "a list of things goes here", "begin each thing with `- id: ...`"
            )
            return ()
        if len(value) > MOST_IN_A_LIST:
            self.entries.say(
                place,
                "DR501",
                f"too large: {len(value):,} things in one list",
                f"give at most {MOST_IN_A_LIST}",
            )
            return ()
        things = (self._thing(words, each, f"{place}[{number}]") for number, each in enumerate(value))
        return tuple(sorted((thing for thing in things if thing), key=lambda thing: thing.key))

    def _thing(self, words: KindWords, data: Any, place: str) -> Thing | None:
        if not isinstance(data, Mapping):
            self.entries.say(
                place,
                "DR503",
                f"this {words.kind.name} is not a mapping of names to values",
                "begin with `id: ...`",
            )
            return None
        self.things += 1
        where = _Where(words, place)
        for position, (key, value) in enumerate(data.items(), 1):
            self._entry(where, key, value, position)
        self._need_key(where)
        return self._finish(where)

    def _entry(self, where: _Where, key: Any, value: Any, position: int) -> None:
        if not isinstance(key, str):
            self.entries.say(
                where.place, "DR503", f"key {position} is no word", "every key is a name of the vocabulary"
            )
            return
        meant = where.words.words.get(key) or where.words.words.get(folded(key))
        if isinstance(meant, Fact):
            self._fact(where, meant, value)
        elif isinstance(meant, Kind):
            self._below(where, meant, value)
        elif folded(key) in ("id", self._key_word(where)):
            self._key(where, value)
        elif folded(key) == "checklists":
            self._checklists(where, value)
        else:
            self._unknown(where, key, position)

    def _below(self, where: _Where, kind: Kind, value: Any) -> None:
        list_name = where.words.lists[kind.name]
        if kind.name in where.things:
            self.entries.say(
                where.at(list_name),
                "DR515",
                "this list is given twice",
                "give one list that holds everything in it",
            )
            return
        where.things[kind.name] = self._list(self.vocabulary.kinds[kind.name], value, where.at(list_name))

    def _finish(self, where: _Where) -> Thing:
        self._contradictions(where)
        return Thing(
            kind=where.words.kind.name,
            key=where.key,
            facts=tuple(sorted((name, said) for name, said in where.facts.items() if said)),
            assessed=where.assessed,
            things=tuple(
                (kind.name, where.things[kind.name])
                for kind in where.words.below
                if where.things.get(kind.name)
            ),
            place=where.place,
        )

    def _unknown(self, where: _Where, key: str, position: int) -> None:
        if folded(key) in self.vocabulary.worked_out:
            fix = "leave it out, and give the facts or the checklist answers that it rests on"
            self.entries.say(
                where.place,
                "DR517",
                f"key {position} names what the rules work out; a case cannot give it",
                fix,
            )
            return
        known = {folded(word): word for word in self._known(where)}
        close = nearest(folded(key), known)
        kind = where.words.kind.name
        fix = f"did you mean '{known[close]}'?" if close else self._elsewhere(key)
        self.entries.say(where.place, "DR502", f"key {position} is not a name that a {kind} has", fix)

    def _elsewhere(self, key: str) -> str:
        """What to do with a name that a thing of this kind has not: other kinds may have it."""
        kinds = [kind for kind, words in self.vocabulary.kinds.items() if folded(key) in words.words]
        if kinds:
            return f"give it where it belongs: with the {' or the '.join(kinds)}"
        return "leave it out, or give it by a name of the vocabulary"

    def _known(self, where: _Where) -> Iterable[str]:
        yield from (fact.name for fact in where.words.facts)
        yield from where.words.lists.values()
        yield from ("checklists", self._key_word(where))
        if where.words.kind.name == self.vocabulary.main:
            yield from self.vocabulary.roots.values()

    # -- ids -------------------------------------------------------------------------------------

    def _key_word(self, where: _Where) -> str:
        kind = where.words.kind.name
        return kind if kind == self.vocabulary.main else "id"

    def _key(self, where: _Where, value: Any) -> None:
        if where.key:
            self.entries.say(
                where.place,
                "DR515",
                "the id is given twice",
                f"give it once, as `{self._key_word(where)}: ...`",
            )
            return
        key = key_of(value)
        if not key:
            fix = f"give a word or number of your own of 1 to {MOST_KEY} characters, which names nobody"
            self.entries.say(where.at(self._key_word(where)), "DR509", "this cannot be an id", fix)
            where.key = "-"
            return
        where.key = key
        seen = self.keys.setdefault(where.words.kind.name, {})
        if key in seen:
            what = f"the same id as {seen[key] or 'another'}"
            self.entries.say(
                where.at(self._key_word(where)),
                "DR508",
                what,
                f"give each {where.words.kind.name} an id of its own",
            )
        seen.setdefault(key, where.place)

    def _need_key(self, where: _Where) -> None:
        if not where.key:
            word, kind = self._key_word(where), where.words.kind.name
            self.entries.say(
                where.place,
                "DR509",
                f"this {kind} has no id",
                f"add `{word}: ...`, a word of your own that names nobody",
            )

    # -- facts -----------------------------------------------------------------------------------

    def _fact(self, where: _Where, fact: Fact, value: Any) -> None:
        place = where.at(fact.name)
        if fact.name in where.facts:
            self.entries.say(
                place,
                "DR515",
                "this fact is given twice, under two of its words",
                "give it once; several sources go in one list",
            )
            return
        where.facts[fact.name] = self.entries.evidence(fact, value, place, NOBODY)

    # -- checklists ------------------------------------------------------------------------------

    def _checklists(self, where: _Where, value: Any) -> None:
        place = where.at("checklists")
        if isinstance(value, Mapping):
            value = [value]
        if not isinstance(value, (list, tuple, type(None))):
            self.entries.say(
                place, "DR503", "a list of checklists goes here", "begin each with `- instrument: ...`"
            )
            return
        found = [self._assessed(where, each, f"{place}[{number}]") for number, each in enumerate(value or ())]
        where.assessed = (*where.assessed, *sorted((each for each in found if each), key=assessed_order))

    def _assessed(self, where: _Where, data: Any, place: str) -> Assessed | None:
        if not isinstance(data, Mapping):
            self.entries.say(
                place,
                "DR503",
                "this checklist is not a mapping of names to values",
                "begin with `instrument: ...`",
            )
            return None
        given = self.entries.assessed(data, place)
        checklist = self._instrument(where, given, place) if given else None
        if given is None or checklist is None:
            return None
        day, by = (
            self.entries.day(given.date, f"{place}.date"),
            self.entries.source(given.completed_by, f"{place}.'completed by'"),
        )
        return Assessed(
            checklist=checklist.name,
            instrument=checklist.instrument,
            date=day,
            by=by,
            answers=self._answers(
                checklist, given.answers, place, Speaker(by, day, by, checklist.instrument)
            ),
            id=None if given.id is None else words_of_scalar(given.id)[:MOST_KEY],
            version=None if given.version is None else words_of_scalar(given.version)[:MOST_KEY],
            place=place,
        )

    def _instrument(self, where: _Where, given: AssessedEntry, place: str) -> Checklist | None:
        known = [checklist.instrument for checklist in where.words.checklists]
        listing = f"the instruments for a {where.words.kind.name}: {', '.join(sorted(known)) or 'none'}"
        if given.instrument is None or not given.instrument.strip():
            self.entries.say(
                place,
                "DR511",
                "no instrument is named, and answers mean nothing without one",
                f"add `instrument: ...`; {listing}",
            )
            return None
        checklist = self.vocabulary.checklist(given.instrument)
        if checklist is None:
            close = did_you_mean(folded(given.instrument), known)
            self.entries.say(
                f"{place}.instrument",
                "DR512",
                "not an instrument that this ruleset knows",
                f"{close} {listing}".strip(),
            )
        elif checklist.of != where.words.kind.name:
            what = f"this instrument is about a {checklist.of}, not a {where.words.kind.name}"
            self.entries.say(f"{place}.instrument", "DR512", what, f"give it with the {checklist.of}")
        return checklist if checklist and checklist.of == where.words.kind.name else None

    def _answers(
        self, checklist: Checklist, answers: Mapping[str, Any], place: str, speaker: Speaker
    ) -> tuple[tuple[str, tuple[Evidence, ...]], ...]:
        items = self._items(checklist)
        found: dict[str, tuple[Evidence, ...]] = {}
        strange: list[str] = []
        for key, value in answers.items():
            item = items.get(key) or items.get(folded(key))
            if item is None:
                strange.append(key)
                continue
            fact = self.vocabulary.kinds[checklist.of].fact(item.fact)
            said = self.entries.evidence(fact, value, f"{place}.answers.{item.id}", speaker)
            if item.id in found:
                said = tuple(sorted((*found[item.id], *said), key=evidence_order))
            found[item.id] = said
        if strange:
            self._strange(checklist, answers, strange, f"{place}.answers")
        return tuple(sorted((item, said) for item, said in found.items() if said))

    def _items(self, checklist: Checklist) -> dict[str, Item]:
        """Items by their ids and by the words of their facts."""
        if checklist.name not in self.items:
            by_fact = {folded(item.fact): item for item in checklist.items}
            by_id = {word: item for item in checklist.items for word in (item.id, folded(item.id))}
            self.items[checklist.name] = by_fact | by_id
        return self.items[checklist.name]

    def _strange(
        self, checklist: Checklist, answers: Mapping[str, Any], strange: list[str], place: str
    ) -> None:
        """Answers to items of no such instrument: most often another one's form under this one's name."""
        of = f"{len(strange)} of the {len(answers)} answers" if len(answers) > 1 else "the one answer"
        no_item = f"to no item of {checklist.instrument}, which has {len(checklist.items)}"
        what = f"{of} {'is' if len(strange) == 1 else 'are'} {no_item}"
        self.entries.say(
            place, "DR513", what, self._other(checklist, answers) or self._close(checklist, answers, strange)
        )

    def _other(self, checklist: Checklist, answers: Mapping[str, Any]) -> str:
        for other in self.vocabulary.checklists.values():
            if other is not checklist and all(folded(key) in self._items(other) for key in answers):
                return f"every answer is to an item of {other.instrument}: send them as that"
        if len(answers) > len(checklist.items):
            return "answers of one instrument cannot be sent as another's"
        return ""

    def _close(self, checklist: Checklist, answers: Mapping[str, Any], strange: list[str]) -> str:
        position = list(answers).index(strange[0]) + 1
        items = [item.id for item in checklist.items]
        otherwise = f"leave it out, or give it under one of the items: {', '.join(items)}"
        return f"answer {position}: {did_you_mean(strange[0], items, otherwise)}"

    # -- the whole -------------------------------------------------------------------------------

    def _contradictions(self, where: _Where) -> None:
        """One source that says two things on one day cannot be merged with itself."""
        said: dict[str, list[Evidence]] = {name: list(evidence) for name, evidence in where.facts.items()}
        for assessed in where.assessed:
            items = {item.id: item.fact for item in self.vocabulary.checklists[assessed.checklist].items}
            for item, evidence in assessed.answers:
                said.setdefault(items[item], []).extend(evidence)
        for name, all_said in said.items():
            if len(all_said) > 1 and contradictions(where.words.fact(name), all_said):
                fix = "keep the one that is right, or say by whom and on what day each was said"
                self.entries.say(
                    where.at(name), "DR510", "the same source says two things of this on the same day", fix
                )

    def check_sizes(self) -> None:
        if self.things > MOST_THINGS:
            self.entries.say(
                "", "DR501", f"too large: {self.things:,} things in all", f"give at most {MOST_THINGS:,}"
            )
        if self.entries.answers > MOST_ANSWERS:
            self.entries.say(
                "",
                "DR501",
                f"too large: {self.entries.answers:,} answers in all",
                f"give at most {MOST_ANSWERS:,}",
            )


# -- one order, however it was sent ----------------------------------------------------------------


def assessed_order(assessed: Assessed) -> tuple[Any, ...]:
    answers = [(item, *map(evidence_order, said)) for item, said in assessed.answers]
    return (str(assessed.date or ""), assessed.checklist, assessed.by or "", assessed.id or "", answers)


def _thing_order(vocabulary: Vocabulary) -> Any:
    kinds = list(vocabulary.kinds)
    return lambda thing: (kinds.index(thing.kind), thing.key)
