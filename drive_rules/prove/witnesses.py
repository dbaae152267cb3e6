"""A case that shows something: found as a model, asked of the reference, cut down, and written as data.

``Given`` is what is said in a case, by thing; ``Replay`` answers the same questions about it as an
encoding does, by way of the reference alone.  Nothing is shown that the reference does not bear out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from drive_rules.answers import Key
from drive_rules.case import Row, World
from drive_rules.case.evidence import asked_of_her_side_only, until_said_otherwise
from drive_rules.ir import ALWAYS_WHOLE, FAR_AHEAD, LONG_AGO, NEVER_WHOLE, SCALE, Fact, Kind, Ruleset
from drive_rules.language.values import DONT_KNOW, words_of_interval
from drive_rules.prove.ends import End, fixed
from drive_rules.prove.inputs import Inputs
from drive_rules.prove.outcomes import Given, Interval, Thing
from drive_rules.prove.truths import Truth
from drive_rules.reference import Meaning
from drive_rules.reference import Thing as Numbered

Shows = Callable[[Given], bool]
DAYS = (0, 1, 7, 28, 31, 92, 183, 366, 731)


# -- rows and data ---------------------------------------------------------------------------------


def rows_of(ruleset: Ruleset, given: Given) -> tuple[World, dict[Thing, int]]:
    """The rows of a case, and the row of each thing."""
    rows: dict[str, list[Row]] = {kind: [] for kind in ruleset.kinds}
    places: dict[Thing, int] = {}
    for thing in sorted(given.things, key=lambda one: (len(one.path), one.kind, one.path)):
        if thing.kind not in rows:
            continue
        part_of = ruleset.kinds[thing.kind].part_of
        parent = -1 if part_of is None else places[Thing(part_of, thing.path[:-1])]
        places[thing] = len(rows[thing.kind])
        rows[thing.kind].append(_row(ruleset, given, thing, parent))
    return World({kind: tuple(there) for kind, there in rows.items()}), places


def _row(ruleset: Ruleset, given: Given, thing: Thing, parent: int) -> Row:
    ends = []
    below = [kind for kind in ruleset.kinds.values() if kind.part_of == thing.kind]
    wholes = [given.wholes.get((thing, kind.name), NEVER_WHOLE) for kind in below]
    listed = {kind.listed: whole for kind, whole in zip(below, wholes, strict=True) if kind.listed}
    for fact in ruleset.facts.values():
        if fact.of != thing.kind:
            continue
        known = given.answers.get((thing, fact.name)) or until_said_otherwise(
            fact, fact.type.low, fact.type.high
        )
        if listed.get(fact.name, NEVER_WHOLE) != NEVER_WHOLE:
            known = (1, 1)
        ends.append(known)
    low, high = tuple(end[0] for end in ends), tuple(end[1] for end in ends)
    return Row(key_of(thing), parent, low, high, tuple(wholes))


def key_of(thing: Thing) -> str:
    """The id of a thing in a case that was found: its kind and its place in each list."""
    return "-".join((thing.kind.replace(" ", "-"), *(str(place + 1) for place in thing.path)))


def data_of(ruleset: Ruleset, given: Given) -> dict[str, Any]:
    """The case as plain data that ``read_case`` takes."""
    case = Thing("case", (0,))
    data = {"case": key_of(case), **_thing_data(ruleset, given, case)}
    for kind in ruleset.kinds.values():
        if kind.part_of is None and kind.name != "case":
            things = [thing for thing in given.things if thing.kind == kind.name]
            if things:
                data[kind.list_name or f"{kind.name}s"] = [
                    {"id": key_of(thing), **_thing_data(ruleset, given, thing)} for thing in sorted(things)
                ]
    return data


def _thing_data(ruleset: Ruleset, given: Given, thing: Thing) -> dict[str, Any]:
    data: dict[str, Any] = {}
    listed = {kind.listed for kind in ruleset.kinds.values() if kind.listed}
    for name in (fact.name for fact in ruleset.facts.values() if fact.of == thing.kind):
        if (thing, name) in given.answers and name not in listed:
            data[name] = _said(ruleset.facts[name], given.answers[thing, name])
    for kind in (kind for kind in ruleset.kinds.values() if kind.part_of == thing.kind):
        whole = given.wholes.get((thing, kind.name), NEVER_WHOLE)
        if kind.listed and whole == ALWAYS_WHOLE:
            data[kind.listed] = "yes"
        elif kind.listed and whole != NEVER_WHOLE:
            data[kind.listed] = {"answer": "yes", "date": date.fromordinal(whole).isoformat()}
        elif kind.listed and given.answers.get((thing, kind.listed)) == (0, 0):
            data[kind.listed] = "no"
        things = [one for one in given.things if one.kind == kind.name and one.path[:-1] == thing.path]
        if things:
            data[kind.list_name or kind.name] = [
                {"id": key_of(one), **_thing_data(ruleset, given, one)} for one in sorted(things)
            ]
    return data


def _said(fact: Fact, known: Interval) -> Any:
    low, high = known
    torn = torn_answers(fact, known)
    if torn:
        return [{"answer": answer, **({"source": source} if source else {})} for answer, source in torn]
    if fact.type.name == "text":
        return "something written" if low == 1 else DONT_KNOW
    if fact.type.name == "reference":
        return f"key-{low}" if low == high else DONT_KNOW
    if fact.type.name == "date" and known != (fact.type.low, fact.type.high):
        days = [date.fromordinal(day).isoformat() for day in (low, high)]
        return days[0] if low == high else " to ".join(days)
    words = words_of_interval(fact.type, low, high)
    source = said_by(fact, known)
    return {"answer": words, "source": source} if source else words


def torn_answers(fact: Fact, known: Interval) -> tuple[tuple[str, str], ...]:
    """How a record that stands comes to be unknown: two answers that cannot both be, one of nobody's."""
    if fact.stands is None or known != (fact.type.low, fact.type.high) or known[0] == known[1]:
        return ()
    first, last = (words_of_interval(fact.type, code, code) for code in known)
    return (first, ""), (last, fact.asked_of[0] if fact.asked_of else "victim-survivor")


def said_by(fact: Fact, known: Interval) -> str:
    """Who has to say so for it to count; nobody in particular, mostly."""
    no = fact.type.name == "yes or no" and known == (0, 0)
    return "victim-survivor" if no and asked_of_her_side_only(fact) else ""


# -- the same questions, answered by the reference -------------------------------------------------


class Replay:
    """What the reference says of a case, asked as an encoding is asked; every truth is plain."""

    def __init__(self, ruleset: Ruleset, given: Given, as_of: date) -> None:
        self.ruleset, self.given = ruleset, given
        world, self.places = rows_of(ruleset, given)
        self.meaning = Meaning(ruleset, world, as_of)

    @classmethod
    def of_rows(cls, ruleset: Ruleset, given: Given, world: World, as_of: date) -> Replay:
        """The same of rows that were read from the data of the case, whose ids say which thing is which."""
        replay = cls(ruleset, given, as_of)
        rows = {
            row.key: (kind, number) for kind, there in world.rows.items() for number, row in enumerate(there)
        }
        replay.places = {thing: rows[key_of(thing)][1] for thing in replay.places}
        replay.meaning = Meaning(ruleset, world, as_of)
        return replay

    def there(self, thing: Thing) -> Truth:
        """Whether a thing is in the case."""
        return thing in self.places

    def things(self, kind: str) -> Iterator[Thing]:
        """The things of a kind."""
        return (thing for thing in self.places if thing.kind == kind)

    def below(self, owner: Thing, kind: str) -> Iterator[Thing]:
        """The things of ``kind`` at or below ``owner``."""
        return (thing for thing in self.things(kind) if thing.path[: len(owner.path)] == owner.path)

    def above(self, thing: Thing, kind: str) -> Thing:
        """The thing of ``kind`` that this is part of, or itself."""
        while thing.kind != kind:
            part_of = self.ruleset.kinds[thing.kind].part_of
            assert part_of is not None
            thing = Thing(part_of, thing.path[:-1])
        return thing

    def ends(self, key: Key, thing: Thing) -> tuple[End, End]:
        """Both ends of a name for a thing or the thing above it; 0 where there is no such thing."""
        thing = self.above(thing, self._kind(key))
        if thing not in self.places:
            return fixed(0), fixed(0)
        low, high = self._interval(key, Numbered(thing.kind, self.places[thing]))
        return fixed(int(low)), fixed(int(high))

    def torn(self, key: Key, thing: Thing) -> Truth:
        """Whether an *only one* has two certain answers."""
        if thing not in self.places:
            return False
        self.ends(key, thing)
        return (key, self.places[thing]) in self.meaning.conflicts

    def _kind(self, key: Key) -> str:
        if isinstance(key, str):
            return self.meaning.kind_of(key)
        word, name = key[0], str(key[1])
        if word in ("rule", "until"):
            return self.ruleset.rules[name].kind
        return self.ruleset.actions[name].done_to

    def _interval(self, key: Key, thing: Numbered) -> Interval:
        meaning = self.meaning
        if isinstance(key, str):
            return meaning.value(key, thing)
        name = str(key[1])
        match key[0]:
            case "rule":
                return meaning.applies(self.ruleset.rules[name], thing)
            case "until":
                return meaning.released(self.ruleset.rules[name].duties[int(key[2])], thing)
            case "only if":
                return meaning.condition(self.ruleset.actions[name].only_if, thing)
            case "blocked":
                return meaning.blocked(name, thing)
            case "called for":
                return meaning.called_for(name, thing)
            case word:
                raise KeyError(word)


# -- smaller ---------------------------------------------------------------------------------------

Cut = tuple[Thing, str]
"""A fact of a thing, a list of it (by its kind), or the thing itself (by no word)."""


def smallest(inputs: Inputs, given: Given, shows: Shows) -> Given:
    """The least that still shows it, one step at a time: fewest things, fewest answers, then plain values."""
    before = None
    while before != given:
        before = given
        things = [(thing, "") for thing in reversed(given.things) if any(thing.path) or thing.kind != "case"]
        given = _without(inputs.kinds, given, things, shows)
        given = _without(inputs.kinds, given, [*given.answers, *given.wholes], shows)
        for place in sorted(given.answers):
            given = _plainer(inputs.facts[place[1]], given, place, inputs.today, shows)
        given = _whole_for_good(given, shows)
    return given


def _without(kinds: Mapping[str, Kind], given: Given, cuts: Sequence[Cut], shows: Shows) -> Given:
    """As many of the cuts made as can be, halves at a time."""
    if not cuts:
        return given
    smaller = _cut(kinds, given, cuts)
    if smaller == given:
        return given
    if shows(smaller):
        return smaller
    if len(cuts) == 1:
        return given
    half = len(cuts) // 2
    return _without(kinds, _without(kinds, given, cuts[:half], shows), cuts[half:], shows)


def _cut(kinds: Mapping[str, Kind], given: Given, cuts: Sequence[Cut]) -> Given:
    away = set(cuts)
    gone = {thing for thing, word in cuts if not word}
    things = given.things if not gone else tuple(_left(kinds, given.things, gone))
    there = set(things)
    return Given(
        things,
        {place: known for place, known in given.answers.items() if place not in away and place[0] in there},
        {place: day for place, day in given.wholes.items() if place not in away and place[0] in there},
    )


def _left(kinds: Mapping[str, Kind], things: Sequence[Thing], gone: set[Thing]) -> Iterator[Thing]:
    """The things that are left, each behind what it is part of and after all before it in its list."""
    left: set[Thing] = set()
    for thing in sorted(things, key=lambda one: (len(one.path), one)):
        above, place = kinds[thing.kind].part_of, thing.path[-1]
        held = above is None or Thing(above, thing.path[:-1]) in left
        after = place == 0 or Thing(thing.kind, (*thing.path[:-1], place - 1)) in left
        if thing not in gone and held and after:
            left.add(thing)
            yield thing


def _plainer(fact: Fact, given: Given, place: Cut, today: int, shows: Shows) -> Given:
    for known in _plain_values(fact, given.answers[place], today):
        if known == given.answers[place]:
            return given
        plainer = replace(given, answers={**given.answers, place: known})
        if shows(plainer):
            return plainer
    return given


def _plain_values(fact: Fact, known: Interval, today: int) -> Iterator[Interval]:
    """The values that say least, plainest first, down to what is there now."""
    type_ = fact.type
    match type_.name:
        case "date":
            codes: Sequence[int] = [today - days for days in DAYS]
        case "number":
            codes = [0, SCALE, 2 * SCALE, 5 * SCALE, 10 * SCALE]
        case "choice" | "yes or no" | "length of time":
            codes = range(type_.low, type_.high + 1)
        case _:
            codes = []
    yield from ((code, code) for code in codes if type_.low <= code <= type_.high)
    if LONG_AGO < known[0] < FAR_AHEAD or type_.name != "date":
        yield (known[0], known[0])
    yield (known[1], known[1])
    yield known


def _whole_for_good(given: Given, shows: Shows) -> Given:
    for place, day in sorted(given.wholes.items()):
        if day not in (NEVER_WHOLE, ALWAYS_WHOLE):
            longer = replace(given, wholes={**given.wholes, place: ALWAYS_WHOLE})
            if shows(longer):
                given = longer
    return given
