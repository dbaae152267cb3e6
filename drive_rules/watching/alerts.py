"""Alerts: what a ruleset tells at once of a case on a day, and what is to be done about it.

An alert is a function of the ruleset, the world and the day: the order in which things came to be known is
in none of them.  There is one for each rule, thing and last happening, however many others went before it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from threading import Lock
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from drive_rules import ir
from drive_rules.answers import Quiet, Settled
from drive_rules.case import World
from drive_rules.engines.guarded import TooMuchError
from drive_rules.engines.homes import HERE, Home
from drive_rules.engines.joins import Fired
from drive_rules.engines.refusals import of_watch
from drive_rules.language.write_watch import happening_words
from drive_rules.problems import DriveRulesError, Problem, UnwitnessedError, WitnessError
from drive_rules.reference import Interval, Meaning, Thing
from drive_rules.watching.happenings import Happened, Known, Match, last_of, things_of, tightest, together
from drive_rules.watching.matching import (
    Joined,
    Matcher,
    Numbers,
    Pattern,
    lower_watch,
    numbers_of,
    own_matches,
    refused,
)

MatcherName = Literal["durable", "own", "oracle"]


@dataclass(frozen=True, slots=True, repr=False)
class Occurred(Quiet):
    """One happening of an alert: what it is called, the thing by kind and key, and when it was.

    ``earliest`` and ``latest`` are the same day where it is known, and None where nothing is known of it.
    """

    name: str
    kind: str
    key: str
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True, repr=False)
class ActionDue(Quiet):
    """An action that an alert calls for: to whom it is done, and by when (None: no day is set).

    A day that rests on one that is not known is the soonest still possible.  A day that is past means at
    once.
    """

    action: str
    kind: str
    key: str
    due: date | None


@dataclass(frozen=True, slots=True, repr=False)
class Alert(Quiet):
    """What has happened together, told once for each rule, thing and last happening.

    ``id`` is a digest of these and the case: the same whenever it is worked out again.  ``day`` is that of
    the last happening; where that is today, the day since which all this holds; None where it is not known.
    ``until`` is the last day on which the alert stands, None where it stands for as long as it holds.
    ``in_doubt``: it may be so.  ``tells`` are those who are to be told, ``calls_for`` what is to be done.
    """

    id: str
    rule: str
    title: str
    kind: str
    key: str
    day: date | None
    until: date | None
    happenings: tuple[Occurred, ...]
    in_doubt: bool
    safety: bool
    tells: tuple[str, ...]
    calls_for: tuple[ActionDue, ...]
    because: str
    source: tuple[str, ...]
    provenance: ir.Provenance

    @property
    def of(self) -> tuple[str, str]:
        """The thing, by kind and key."""
        return (self.kind, self.key)

    def to_json(self) -> str:
        """The alert as one line of JSON, the same to the byte for the same alert."""
        plain = _adapter().dump_python(self, mode="json")
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Alert:
        """The alert that ``to_json`` wrote; the error for anything else holds nothing of the text."""
        try:
            return _adapter().validate_json(text)
        except ValidationError as error:
            what = f"this is not an alert that this version wrote: {error.error_count()} places do not fit"
        raise DriveRulesError(what)


@cache
def _adapter() -> TypeAdapter[Alert]:
    return TypeAdapter(Alert)


def alerts_of(
    ruleset: ir.Ruleset,
    world: World,
    as_of: date,
    *,
    settled: Settled | None = None,
    matcher: MatcherName | None = None,
) -> tuple[Alert, ...]:
    """Every alert of a case on a day; see ``Watcher``, which keeps what is made of a ruleset."""
    return Watcher(ruleset).alerts(world, as_of, settled=settled, matcher=matcher)


class Watcher:
    """The watch rules of a ruleset, made ready once; any number of threads may share it.

    ``fell_back`` counts, by reason, how often durable_rules was asked and our own matcher answered.
    """

    default: MatcherName = "own"
    """All three give the same.  Ours takes less time than durable_rules, with few happenings and with many,
    runs on every Python and brings no process down; durable_rules is there to be asked."""

    def __init__(self, ruleset: ir.Ruleset) -> None:
        self.ruleset = ruleset
        self.patterns: Mapping[str, Pattern] = {
            id: lower_watch(rule) for id, rule in sorted(ruleset.watch.items())
        }
        self.fell_back: Counter[str] = Counter()
        self._joined: dict[tuple[Home, str], Joined] = {}
        self._lock = Lock()
        self._days = dict(_days(ruleset, self.patterns.values()))
        self._meaning = Known(ruleset, World({}), date.min, None)

    def __reduce__(self) -> tuple[type[Watcher], tuple[ir.Ruleset]]:
        return type(self), (self.ruleset,)

    def alerts(
        self,
        world: World,
        as_of: date,
        *,
        settled: Settled | None = None,
        matcher: MatcherName | None = None,
    ) -> tuple[Alert, ...]:
        """Every alert, those of safety first, then the latest.

        ``settled`` is what an engine settled of this world on this day; without it the reference works out
        what the rules read.  What is in doubt is told where the rule says ``alert``.
        """
        return self._told(world, as_of, settled, self._by(matcher))

    def told(self, world: World, as_of: date, settled: Settled | None) -> tuple[Alert, ...]:
        """Every alert, as a follower asks for them."""
        return self.alerts(world, as_of, settled=settled)

    def witnessed(
        self, world: World, as_of: date, settled: Settled | None, home: Home = HERE
    ) -> tuple[Alert, ...]:
        """Every alert, once durable_rules, kept at ``home``, has found the same.

        Raises ``WitnessError`` where it has not, fails or is not there.  A case with more happenings than it
        is asked about, our own matcher judges alone, and ``fell_back`` counts it.
        """
        if self.unwitnessed:
            raise UnwitnessedError(self.unwitnessed)
        asked: list[_Asked] = []

        def ours(pattern: Pattern, numbers: Numbers) -> list[Match]:
            asked.append((pattern, numbers, own_matches(pattern, numbers)))
            return asked[-1][2]

        found = self._told(world, as_of, settled, ours)
        if apart := self._apart(asked, home):
            raise WitnessError(
                f"the witness disagrees on what is told at once, so nothing is issued: {', '.join(apart)}"
            )
        return found

    def _apart(self, asked: Sequence[_Asked], home: Home) -> list[str]:
        """The rules of which durable_rules finds something else than we did."""
        if not asked:
            return []
        joined = {pattern.rule.id: self._joins(pattern, home) for pattern, _, _ in asked}
        fired: list[list[Fired] | None] = []
        # Nothing is worked out while it is asked: it is held to its time.
        with home.case([each.kept for each in joined.values()]) as fire:
            for pattern, numbers, _ in asked:
                try:
                    fired.append(joined[pattern.rule.id].fired(fire, numbers))
                except TooMuchError as error:
                    self._fell_back(pattern, error)
                    fired.append(None)
        return sorted(
            {
                pattern.rule.id
                for (pattern, numbers, ours), theirs in zip(asked, fired, strict=True)
                if theirs is not None and joined[pattern.rule.id].matches(numbers, theirs) != ours
            }
        )

    def try_out(self, home: Home) -> None:
        """See that durable_rules takes every watch rule; ``WitnessError`` where it fails or is not there."""
        joined = [self._joins(pattern, home) for pattern in self.patterns.values()]
        if joined:
            with home.case([each.kept for each in joined]):
                pass

    @cached_property
    def unwitnessed(self) -> tuple[Problem, ...]:
        """Each watch rule that durable_rules is not to be asked about, whatever the case."""
        whys = ((pattern.rule, refused(pattern)) for pattern in self.patterns.values())
        return tuple(of_watch(rule, why) for rule, why in whys if why is not None)

    def in_question(
        self,
        world: World,
        as_of: date,
        *,
        settled: Settled | None = None,
        matcher: MatcherName | None = None,
    ) -> tuple[Alert, ...]:
        """What is in doubt where the rule says ``ask``: nothing to act on, and something to ask about."""
        found = self._all(world, as_of, settled, self._by(matcher))
        return _in_order(alert for alert in found if not self._is_told(alert))

    def _told(self, world: World, as_of: date, settled: Settled | None, by: _By) -> tuple[Alert, ...]:
        found = self._all(world, as_of, settled, by)
        return _in_order(alert for alert in found if self._is_told(alert))

    def _is_told(self, alert: Alert) -> bool:
        return not alert.in_doubt or self.ruleset.watch[alert.rule].in_doubt == "alert"

    def _all(self, world: World, as_of: date, settled: Settled | None, by: _By) -> Iterator[Alert]:
        if not self.patterns:
            return
        meaning = self._meaning.of(world, as_of, settled)
        happened = {date for date, day in self._days.items() if day.is_in(world)} | {""}
        for pattern in self.patterns.values():
            if all(each.date in happened for each in pattern.rule.happenings):
                for thing, match in _matches(meaning, pattern, by):
                    yield _alert(meaning, pattern.rule, thing, match)

    def matches(
        self, meaning: Meaning, pattern: Pattern, matcher: MatcherName | None = None
    ) -> Iterator[tuple[Thing, Match]]:
        """The tightest matches of one rule, for each thing that it watches."""
        return _matches(meaning, pattern, self._by(matcher))

    def _by(self, name: MatcherName | None) -> _By:
        return {"durable": self._durable, "own": own_matches, "oracle": None}[name or self.default]

    def _durable(self, pattern: Pattern, numbers: Numbers) -> list[Match]:
        """By durable_rules, or by our own matcher where that is not to be had or not to be asked."""
        try:
            joined = self._joins(pattern, HERE)
        except WitnessError as error:
            self._fell_back(pattern, error)
            return own_matches(pattern, numbers)
        try:
            with HERE.case((joined.kept,)) as fire:
                return joined.matches(numbers, joined.fired(fire, numbers))
        except TooMuchError as error:
            self._fell_back(pattern, error)
            return own_matches(pattern, numbers)

    def _fell_back(self, pattern: Pattern, error: WitnessError) -> None:
        with self._lock:
            self.fell_back[f"{pattern.rule.id}: {error}"] += 1

    def _joins(self, pattern: Pattern, home: Home) -> Joined:
        """A pattern as it was made ready, or made now; raises ``WitnessError``."""
        with self._lock:
            made = self._joined.get((home, pattern.rule.id))
            if made is None:
                made = self._joined[home, pattern.rule.id] = Joined(pattern, home)
            return made


_Asked = tuple[Pattern, Numbers, list[Match]]
"""What durable_rules is asked, and what our own matcher found."""
_By = Matcher | None
"""Who finds the matches; None for the oracle, which tries every choice."""


def _matches(meaning: Meaning, pattern: Pattern, by: _By) -> Iterator[tuple[Thing, Match]]:
    rule = pattern.rule
    for thing, holds in things_of(meaning, rule):
        if by is None:
            found = tightest(rule, together(meaning, rule, thing, holds))
        else:
            numbers = numbers_of(meaning, pattern, thing, holds)
            if numbers is None:
                continue
            found = by(pattern, numbers)
        yield from ((thing, each) for each in found)


@dataclass(frozen=True, slots=True)
class _Day:
    """Where the days of a date fact stand in a world, and between what lies one of which nothing is known."""

    kind: str
    slot: int
    unknown: Interval

    def is_in(self, world: World) -> bool:
        """Whether anything may have happened on one: a look that spares most rules any other."""
        return any((row.low[self.slot], row.high[self.slot]) != self.unknown for row in world.rows[self.kind])


def _days(ruleset: ir.Ruleset, patterns: Iterable[Pattern]) -> Iterator[tuple[str, _Day]]:
    read = {each.date for pattern in patterns for each in pattern.rule.happenings}
    slots: Counter[str] = Counter()
    for fact in ruleset.facts.values():
        if fact.name in read:
            own = ruleset.kinds[fact.of].dated_by == fact.name
            yield (
                fact.name,
                _Day(fact.of, slots[fact.of], (0, -1) if own else (fact.type.low, fact.type.high)),
            )
        slots[fact.of] += 1


def _in_order(alerts: Iterator[Alert]) -> tuple[Alert, ...]:
    def order(alert: Alert) -> tuple[object, ...]:
        latest = -alert.day.toordinal() if alert.day is not None else 0
        return (not alert.safety, alert.in_doubt, latest, alert.rule, alert.kind, alert.key, alert.id)

    return tuple(sorted(alerts, key=order))


# -- a match to an alert ---------------------------------------------------------------------------


def _alert(meaning: Meaning, rule: ir.WatchRule, thing: Thing, match: Match) -> Alert:
    last = _last_dated(rule, match)
    since = _since(meaning, rule, match, last)
    stands = rule.stands
    ends = _shifted(meaning, last.day[1], stands) if stands is not None else None
    return Alert(
        id=_digest(meaning, rule, thing, last),
        rule=rule.id,
        title=rule.title,
        kind=thing.kind,
        key=_key(meaning, thing),
        day=_as_day(since[0]) if since[0] == since[1] else None,
        until=_as_day(ends) if ends is not None else None,
        happenings=tuple(_occurred(meaning, each) for each in match.happened),
        in_doubt=not match.sure,
        safety=rule.safety,
        tells=rule.alert,
        calls_for=tuple(_called(meaning, reply, thing, since[0]) for reply in rule.replies),
        because=rule.why.because,
        source=rule.why.source,
        provenance=rule.why.provenance,
    )


def _last_dated(rule: ir.WatchRule, match: Match) -> Happened:
    """The last happening that is not today."""
    last = last_of(rule, match)
    if last.date:
        return last
    others = [each for each in match.happened if each.date]
    return last_of(rule, Match(tuple(others), match.sure))


def _since(meaning: Meaning, rule: ir.WatchRule, match: Match, last: Happened) -> Interval:
    """The day of the last happening; where that is today, the day since which it is far enough back."""
    if last_of(rule, match).date or rule.apart is None:
        return last.day
    return (_shifted(meaning, last.day[0], rule.apart), _shifted(meaning, last.day[1], rule.apart))


def _called(meaning: Meaning, reply: ir.Reply, thing: Thing, since: int) -> ActionDue:
    action = meaning.ruleset.actions[reply.do]
    done_to = meaning.above(thing, action.done_to)
    start = since if _known_day(since) else meaning.as_of
    due = _shifted(meaning, start, reply.within, -1 if reply.before else 1) if reply.within else None
    day = date.fromordinal(due) if due is not None else None
    return ActionDue(action.name, done_to.kind, _key(meaning, done_to), day)


def _occurred(meaning: Meaning, each: Happened) -> Occurred:
    name = happening_words(meaning.ruleset, each.date)
    earliest, latest = (_as_day(end) for end in each.day)
    kind, key = (each.thing.kind, each.key) if each.date else ("", "")
    return Occurred(name, kind, key, earliest, latest)


def _digest(meaning: Meaning, rule: ir.WatchRule, thing: Thing, last: Happened) -> str:
    """The thing that happened is known by its key; a date that is changed is another happening."""
    fact = meaning.ruleset.facts[last.date]
    listed = meaning.ruleset.kinds[fact.of].dated_by == fact.name
    root = _root(meaning, thing.kind)
    said = [
        *(_key(meaning, meaning.above(thing, root)), rule.id, thing.kind, _key(meaning, thing)),
        *(last.date, last.thing.kind, last.key, [] if listed else list(last.day)),
    ]
    return sha256(json.dumps(said, ensure_ascii=True).encode()).hexdigest()[:32]


def _root(meaning: Meaning, kind: str) -> str:
    part_of = meaning.ruleset.kinds[kind].part_of
    return kind if part_of is None else _root(meaning, part_of)


def _key(meaning: Meaning, thing: Thing) -> str:
    return meaning.rows(thing.kind)[thing.row].key


def _shifted(meaning: Meaning, day: int, length: ir.Length | ir.SettingRef, sign: int = 1) -> int:
    return meaning.shift(day, meaning.length(length), sign)


def _known_day(day: int) -> bool:
    return ir.LONG_AGO + 1 < day < ir.FAR_AHEAD - 1


def _as_day(day: int) -> date | None:
    return date.fromordinal(day) if _known_day(day) else None
