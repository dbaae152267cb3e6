"""The laws of followed cases, over rulesets and streams made at random: ``python -m tests.following_laws``.

A set of events and days over a starting case is told in several orders, each a stream: late, out of order,
twice, taken back before and after, with days that come in between, with events that cannot be, and put away
and brought back on the way.  However it was told,

* the state, the days, what was called for on each, the answer and the alerts are those of the whole set at
  once; and of some sets, those of the plainest reading of them: cases put together as data, read by
  ``read_case``, and assessed one after the other with ``assess(previous=...)``, to the byte;
* what an event or a day changed leads from the answer before it to the answer after it, and all changes
  from the first answer to the last;
* what the day alone would have changed is told apart from what the event changed;
* what cannot be changes nothing at all.

The same seed gives the same run under any hash seed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from drive_rules import assessment
from drive_rules.answers import Settled, Versions
from drive_rules.assessment import Assessment
from drive_rules.assessment.days import NOTHING_BEFORE, Before
from drive_rules.assessment.reading import Reading
from drive_rules.case import Case, Vocabulary, World, read_case
from drive_rules.case.vocabulary import KindWords
from drive_rules.engines import compiled
from drive_rules.following import Asked, Change, Event, Follower, followed, read_event
from drive_rules.following.folding import read_said
from drive_rules.following.history import Histories, History
from drive_rules.following.putting_away import start_of
from drive_rules.following.standing import Alarm, Called, Level, Shut, Standing, Stands, standing_of
from drive_rules.ir import Fact, Ruleset
from drive_rules.lower import lower
from drive_rules.planning.plans import Plan
from drive_rules.problems import CaseError, EventError
from tests import plain_following
from tests.cases_said import Sayings
from tests.generated import make_ruleset

ORDERS = 16
"""In how many orders each set is told."""
SETS = 50
"""How many sets there are of each ruleset."""
PLAIN_EVERY = 25
"""Of how many sets one is held against the plainest reading of it."""
FIRST = date(2026, 11, 2)
COMING = tuple(FIRST + timedelta(n) for n in (0, 1, 30))
"""The days that a history has, so that few programs are made."""
SOURCES = (None, None, None, "police", "IDVA", "perpetrator")
TIMES = (None, None, "09:30", "14:00")


class BrokenLawError(AssertionError):
    """A law that does not hold, and where."""

    def __init__(self, law: str, where: str) -> None:
        super().__init__(f"{law}\n  {where}")
        self.law = law


@dataclass(frozen=True, slots=True)
class Made:
    """An alert of a rule made up here: a function of the world and the day alone."""

    id: str
    rule: str
    title: str
    of: tuple[str, str]
    day: date | None
    in_doubt: bool


def alarms(world: World, as_of: date, settled: Settled) -> tuple[Made, ...]:
    """Of every thing, whether an odd number of its facts is known on a day of an even number."""
    return tuple(
        Made(f"{kind}:{row.key}", "odd", "An odd number is known", (kind, row.key), as_of, number > 1)
        for kind, rows in world.rows.items()
        for number, row in enumerate(rows)
        if (sum(low == high for low, high in zip(row.low, row.high, strict=True)) + as_of.day) % 2
    )


def asked_of(ruleset: Ruleset) -> Asked:
    """What cases are followed with by a ruleset that is no package; its days' programs are made once."""
    engines: dict[date, tuple[compiled.Compiled, Reading]] = {}

    def on(day: date) -> tuple[compiled.Compiled, Reading]:
        if day not in engines:
            reading = Reading(ruleset, World({}), Settled({}, {}, frozenset()), day)
            engines[day] = (compiled.build(lower(ruleset, day)), reading)
        return engines[day]

    def no_plan(*_: object) -> Plan:
        raise NotImplementedError("no agencies are made here")

    return Asked(
        ruleset=ruleset,
        vocabulary=Vocabulary.of(ruleset),
        versions=Versions(ruleset=ruleset.name),
        stands=Stands(ruleset),
        settle=lambda day: on(day)[0].settle,
        reading=lambda day: on(day)[1],
        witnessed=None,
        plan=no_plan,
        alerts=alarms,
    )


# -- sets ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Told:
    """A starting case, and what is told of it: events, and days that come."""

    start: dict[str, Any]
    events: list[Event]
    days: list[date]


class Sets:
    """Makes small sets of events for one ruleset, about few things and few facts of each."""

    def __init__(self, random: Random, ruleset: Ruleset, vocabulary: Vocabulary) -> None:
        self.random, self.vocabulary = random, vocabulary
        self.sayings = Sayings(random, vocabulary)
        self.main = vocabulary.main
        self.facts = {
            name: random.sample(words.facts, min(2, len(words.facts))) + self._lists(words)
            for name, words in vocabulary.kinds.items()
        }

    def _lists(self, words: KindWords) -> list[Fact]:
        return [words.fact(name) for name in words.listed]

    def make(self) -> Told:
        """One set."""
        random = self.random
        self.values: dict[str, list[Any]] = {}
        start = {self.main: "case-1", **self._thing(self.main, "1", FIRST, 0.8)}
        made = self._again if random.random() < 0.3 else self._events
        events = list(made())
        days = random.sample(COMING[1:], random.choice((0, 0, 1, 2)))
        return Told(start, events, days)

    def _events(self) -> Iterator[Event]:
        return (self._event(n) for n in range(self.random.randint(2, 4)))

    def _again(self) -> Iterator[Event]:
        """Some facts of one thing are said, are otherwise, and are as they were, day after day."""
        random, main = self.random, self.vocabulary.kinds[self.main]
        below = random.choice([None, *main.below])
        facts = self.vocabulary.kinds[below.name].facts if below else main.facts
        told = [fact for fact in facts if fact.type.name == "yes or no"] or list(facts)
        values = [{fact.name: self.sayings.value(fact) for fact in told} for _ in range(2)]
        for number, on in enumerate(COMING):
            says: dict[str, Any] = dict(values[number % 2])
            if below:
                says = {main.lists[below.name]: [{"id": f"{below.name}-1-1", **says}]}
            yield read_event({"id": f"e-{number}", "case": "case-1", "on": on, "says": says})

    def _event(self, number: int) -> Event:
        random = self.random
        on = random.choice(COMING)
        data: dict[str, Any] = {"id": f"e-{number}", "case": "case-1", "on": on, "at": random.choice(TIMES)}
        if number and random.random() < 0.25:
            data["takes back"] = f"e-{random.choice([n for n in range(4) if n != number])}"
        elif random.random() < 0.93:
            data["says"] = self._thing(self.main, "1", on, 0.35)
        return read_event(data)

    def _thing(self, kind: str, key: str, on: date, chance: float) -> dict[str, Any]:
        random, words = self.random, self.vocabulary.kinds[kind]
        data: dict[str, Any] = {}
        for fact in self.facts[kind]:
            if random.random() < chance:
                data[fact.name] = self._said(words, fact, on)
        if words.checklists and random.random() < 0.3 * chance:
            filled = self.sayings._assessed(words, random.choice(words.checklists))
            data["checklists"] = [{**filled, "date": None, "answers": _bare(filled["answers"])}]
        for below in words.below:
            if random.random() < 1.5 * chance:
                number = random.choice((1, 1, 2))
                lower = f"{below.name}-{key}-{number}"
                data[words.lists[below.name]] = [{"id": lower, **self._thing(below.name, lower, on, chance)}]
        return data

    def _said(self, words: KindWords, fact: Fact, on: date) -> Any:
        random = self.random
        value = self._value(words, fact, on)
        if random.random() < 0.5:
            return value
        entry: dict[str, Any] = {"answer": value, "source": random.choice(SOURCES)}
        if random.random() < 0.4:
            entry["date"] = on - timedelta(random.choice((0, 1, 2, 9)))
        return entry

    def _value(self, words: KindWords, fact: Fact, on: date) -> Any:
        if fact.type.name != "date":
            # Of few values, so that what stopped comes back.
            values = self.values.setdefault(fact.name, [self.sayings.value(fact) for _ in range(2)])
            return self.random.choice(values)
        day = on - timedelta(self.random.choice((0, 0, 1, 2, 6, 27, 200)))
        return day if fact.name == words.kind.dated_by else day + timedelta(self.random.choice((0, 0, 5)))


def _bare(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as one value each: nobody contradicts themselves in a checklist made here."""
    found: dict[str, Any] = {}
    for item, said in answers.items():
        if not any(each.lower() == item.lower() for each in found):
            found[item] = "don't know" if isinstance(said, (list, dict)) else said
    return found


# -- the laws --------------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """What a run met."""

    rulesets: int = 0
    sets: int = 0
    streams: int = 0
    posts: int = 0
    plain: int = 0
    chains: int = 0
    met: Counter[str] = field(default_factory=Counter)


class Laws:
    """One generated ruleset, held to every law over many sets."""

    def __init__(self, seed: str, number: int, tally: Tally) -> None:
        self.where = f"seed {seed}, ruleset {number}"
        self.random = Random(f"{seed}/{number}")
        self.tally = tally
        self.asked = asked_of(make_ruleset(self.random, FIRST))
        self.sets = Sets(self.random, self.asked.ruleset, self.asked.vocabulary)
        tally.rulesets += 1

    def check(self, sets: int, most: int) -> None:
        """Every law over so many sets, until so many streams have run."""
        for number in range(sets):
            if self.tally.streams >= most:
                return
            self._set(number)

    def _set(self, number: int) -> None:
        told, start = self._made()
        self.where = f"{self.where.partition(', set')[0]}, set {number}"
        self.tally.sets += 1
        histories = Histories(self.asked, start_of(start, FIRST, None))
        whole, first = self._whole(told, histories), histories.first()
        for order in range(ORDERS):
            self._stream(told, Follower(histories, first), whole, order)
        self._plain(told, whole, chain=number % PLAIN_EVERY == 0)

    def _made(self) -> tuple[Told, Case]:
        """A set whose every event can be taken in."""
        while True:
            try:
                told = self.sets.make()
                start = read_case(self.asked.vocabulary, told.start)
                for event in told.events:
                    read_said(self.asked.vocabulary, event)
                    _ = start_of(start, FIRST, None)
            except (CaseError, EventError):
                self.tally.met["made anew"] += 1
            else:
                return told, start

    def _whole(self, told: Told, histories: Histories) -> Follower:
        """All of it at once."""
        kept = {event.id: histories.kept(event) for event in told.events}
        return Follower(histories, histories.whole(kept, frozenset([FIRST, *told.days]), {}))

    def _law(self, law: str, holds: bool) -> None:
        if not holds:
            raise BrokenLawError(law, self.where)

    # -- one order -------------------------------------------------------------------------------

    def _stream(self, told: Told, follower: Follower, whole: Follower, order: int) -> None:
        random, self.tally.streams = self.random, self.tally.streams + 1
        steps: list[Event | date] = [*told.events, *told.days]
        random.shuffle(steps)
        steps += random.sample(steps, random.choice((0, 0, 1)))
        first = stood = _short(follower)
        away = random.randrange(8 * len(steps))
        for number, step in enumerate(steps):
            change = self._step(follower, step)
            stood = applied(stood, change)
            self._law("a change leads from the answer before to the answer after", stood == _short(follower))
            if number == away:
                follower = followed(self.asked, follower.to_json())
                self._law("what is put away comes back as it was", stood == _short(follower))
        self._same(follower, whole)
        if order == 0:
            self._cannot_be(follower, told)
        self.tally.met["lead on"] += first != stood

    def _step(self, follower: Follower, step: Event | date) -> Change:
        self.tally.posts += 1
        before = follower.as_of
        by_day = self._by_day(follower, step)
        change = follower.post(step) if isinstance(step, Event) else follower.advance(step)
        met = self.tally.met
        met["late"] += change.late
        met["already"] += change.already
        met["quiet"] += change.quiet and not change.already
        met["back to an earlier day"] += change.as_of < before
        for part in (*change.decisions, *change.duties, *change.blocks, *change.alerts):
            met[part.how] += 1
            met[part.because] += 1
            of_day = by_day is not None and replace(part, because="the day", **_no_rules(part)) in by_day
            said = "the day" if of_day else "the event"
            self._law("what the day alone changes is told apart", by_day is None or part.because == said)
        return change

    def _by_day(self, follower: Follower, step: Event | date) -> list[Any] | None:
        """What a day would change by itself that an event brings; of some events."""
        if not isinstance(step, Event) or step.on <= follower.as_of or self.random.random() < 0.7:
            return None
        change = Follower(follower._histories, follower._history).advance(step.on)
        parts = (*change.decisions, *change.duties, *change.blocks, *change.alerts)
        return [replace(part, because="the day", **_no_rules(part)) for part in parts]

    def _same(self, follower: Follower, whole: Follower) -> None:
        here, there = follower._history, whole._history
        self._law("the days are those of the set", follower.days == whole.days)
        self._law("what is known is that of the set", follower.case == whole.case)
        self._law("what was called for when is that of the set", _dates(here) == _dates(there))
        self._law("the answer is that of the set", here.answer.standing == there.answer.standing)
        self._law("the alerts are those of the set", follower.alerts == whole.alerts)
        self._law("the text is that of the set", follower.to_json() == whole.to_json())
        self.tally.met["came back"] += any(came for _, came in here.line[-1].after.reasons.values())
        self.tally.met["taken back"] += any(event.takes_back for event in follower.events)
        self.tally.met["torn"] += bool(follower.case.conflicts)

    def _cannot_be(self, follower: Follower, told: Told) -> None:
        """Events that are refused, each for a reason of its own."""
        history, event = follower._history, told.events[0]
        others = (
            replace(event, case="another"),
            replace(event, at="23:59"),
            replace(event, id="new", says='{"no such word": "yes"}', takes_back=None),
        )
        for bad in others:
            try:
                follower.post(bad)
            except EventError:
                self._law("what cannot be changes nothing", follower._history is history)
            else:
                raise BrokenLawError("what cannot be is refused", self.where)

    # -- the plainest reading --------------------------------------------------------------------

    def _plain(self, told: Told, whole: Follower, chain: bool) -> None:
        """The states of days put together as data; and with ``chain`` whole answers one after the other."""
        events = [_sent(event) for event in told.events]
        try:
            on = plain_following.days(FIRST, events, told.days)
            wanted = on if chain else on[-1:]
            data = [
                plain_following.states(self.asked.vocabulary, told.start, FIRST, events, day)
                for day in wanted
            ]
            cases = [read_case(self.asked.vocabulary, _json(each)) for each in data]
        except plain_following.InACircleError:
            self.tally.met["in a circle"] += 1
            return
        except CaseError:
            self.tally.met["not readable as data"] += 1
            return
        self._law("the days are the plain ones", list(whole.days) == on)
        self._law("the world is the plain one", whole.case.world == cases[-1].world)
        self._law("reasons are called for since the day they began", _since(whole) == _dates(whole._history))
        self.tally.plain += 1
        if chain:
            self._chain(whole, dict(zip(on, cases, strict=True)))

    def _chain(self, whole: Follower, cases: Mapping[date, Case]) -> None:
        previous: Assessment | None = None
        for day, case in cases.items():
            previous = self._assess(case, day, previous)
        assert previous is not None
        same = whole.assessment.to_json() == previous.to_json()
        self._law("the answer is that of the chain of answers, to the byte", same)
        last = whole.as_of
        world = cases[last].world
        alerts = self.asked.alerts(world, last, self.asked.settle(last)(world))
        standing = standing_of(previous, alerts)
        self._law("the answer in short is that of the answer", whole._history.answer.standing == standing)
        self.tally.chains += 1

    def _assess(self, case: Case, day: date, previous: Assessment | None) -> Assessment:
        settle = self.asked.settle(day)
        return assessment.assess(
            self.asked.ruleset,
            case,
            settle(case.world),
            as_of=day,
            previous=previous,
            versions=self.asked.versions,
            settle=settle,
        )


def _no_rules(part: Any) -> dict[str, Any]:
    """Other rules may lie behind the same words."""
    return {"rules": ()} if hasattr(part, "rules") else {}


def _sent(event: Event) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(event.text)
    return sent


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, default=str)


def _dates(history: History) -> list[Any]:
    return [(day.on, day.before, set(day.called)) for day in history.line]


def _since(follower: Follower) -> list[Any]:
    """The days of reasons, out of nothing but what was called for on which day."""
    found: list[Any] = []
    came: dict[Any, tuple[date, date | None]] = {}
    gone: dict[Any, date] = {}
    before = NOTHING_BEFORE
    for day in follower._history.line:
        found.append((day.on, before, set(day.called)))
        gone |= {id: before.as_of for id in came if id not in day.called and before.as_of}
        came = {id: came.get(id) or (day.on, gone.pop(id, None)) for id in day.called}
        before = Before(day.on, came, dict(gone))
    return found


def _short(follower: Follower) -> Standing:
    return follower._history.answer.standing


def applied(stood: Standing, change: Change) -> Standing:
    """The answer that a change leads to from another."""
    decisions, duties = dict(stood.decisions), dict(stood.duties)
    blocks, alerts = dict(stood.blocks), dict(stood.alerts)
    for level in change.decisions:
        decisions.pop((level.name, level.of), None)
        if level.now:
            decisions[level.name, level.of] = Level(level.now)
    for duty in change.duties:
        duties.pop(duty.id, None)
        if duty.how != "stopped":
            duties[duty.id] = Called(duty.action, duty.of, duty.word, duty.due, duty.in_doubt)
    for block in change.blocks:
        blocks.pop(block.id, None)
        if block.how != "opened":
            blocks[block.id] = Shut(block.do, block.of, block.rule, block.in_doubt)
    for alert in change.alerts:
        alerts.pop(alert.id, None)
        if alert.how != "ended":
            alerts[alert.id] = Alarm(alert.rule, alert.title, alert.of, alert.day, alert.in_doubt)
    return Standing(decisions, duties, blocks, alerts)


# -- runs ------------------------------------------------------------------------------------------


ENOUGH = (
    ("late", 0.1),
    ("already", 0.05),
    ("taken back", 0.2),
    ("back to an earlier day", 0.002),
    ("came back", 0.01),
    ("torn", 0.05),
    ("started", 0.2),
    ("stopped", 0.1),
    ("opened", 0.05),
    ("closed", 0.05),
    ("sooner", 0.005),
    ("later", 0.005),
    ("rose", 0.002),
    ("fell", 0.0005),
    ("newly settled", 0.05),
    ("newly in question", 0.05),
    ("the day", 0.2),
    ("the event", 0.5),
)
"""How often each of these is met at the least, for each stream."""


def run(streams: int, seed: str) -> Tally:
    """So many streams; the first law that breaks is raised."""
    tally = Tally()
    number = 0
    while tally.streams < streams:
        Laws(seed, number, tally).check(SETS, streams)
        number += 1
    return tally


def missed(tally: Tally) -> list[str]:
    """What a run met too seldom to have tried it."""
    seldom = [what for what, share in ENOUGH if tally.met[what] < share * tally.streams]
    return seldom + (
        ["the plainest reading"] if tally.plain * PLAIN_EVERY * ORDERS < tally.streams / 2 else []
    )


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 where every law held and everything was met often enough."""
    parser = argparse.ArgumentParser(prog="python -m tests.following_laws")
    parser.add_argument("--streams", type=int, default=20_000)
    parser.add_argument("--seed", default="7")
    given = parser.parse_args(arguments)
    began = time.process_time()
    try:
        tally = run(given.streams, given.seed)
    except BrokenLawError as broken:
        print(broken)
        return 1
    took = time.process_time() - began
    made = f"{tally.sets:,} sets over {tally.rulesets} rulesets"
    print(f"{tally.streams:,} streams of {made} held in {took:.1f} s")
    print(f"{tally.posts:,} told, {tally.plain} sets read plainly, {tally.chains} as chains")
    print(", ".join(f"{what}: {count:,}" for what, count in sorted(tally.met.items())))
    if seldom := missed(tally):
        print(f"met too seldom: {', '.join(seldom)}")
    return 1 if seldom else 0


if __name__ == "__main__":
    sys.exit(main())
