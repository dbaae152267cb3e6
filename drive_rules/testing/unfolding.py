"""A case that a scenario follows: what was posted, what is still to come, and how it stood each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from drive_rules.agencies import Agencies
from drive_rules.assessment import Assessment
from drive_rules.case import Case
from drive_rules.following import Change, Event, Follower, read_event
from drive_rules.following.history import History
from drive_rules.ir import Kind
from drive_rules.planning.plans import Plan
from drive_rules.problems import Problem, did_you_mean
from drive_rules.ruleset import Ruleset

Above = tuple[tuple[str, str], ...]
"""A thing with those above it, the highest first: the list of each, and its id."""


@dataclass
class Unfolding:
    """A followed case; ``stood`` is the case as it stood after each event and day that came."""

    ruleset: Ruleset
    follower: Follower
    places: dict[str, Above]
    to_come: list[Event] = field(default_factory=list)
    posted: list[Event] = field(default_factory=list)
    stood: list[tuple[Case, date]] = field(default_factory=list)
    last: Change | None = None
    refused: tuple[Problem, ...] = ()
    _short: tuple[History, Assessment] | None = None

    @classmethod
    def of(cls, ruleset: Ruleset, data: Mapping[str, Any], day: date) -> Unfolding:
        """The case as told so far, followed from a day."""
        start = ruleset.read_case(data, as_of=day)
        follower = ruleset.follow(start, as_of=day)
        kinds = {list_of(kind): kind.name for kind in ruleset.meaning.kinds.values()}
        return cls(ruleset, follower, dict(_places(data, kinds, ())), stood=[(start, day)])

    @property
    def change(self) -> Change:
        """What the last event, or the last days, changed."""
        assert self.last is not None, "nothing has come in: say 'When on ... it becomes known that ...'"
        return self.last

    def event(self, day: date, **said: Any) -> Event:
        """An event of the case, with the next id."""
        id = f"event {len(self.posted) + 1}"
        return read_event({"id": id, "case": self.follower.case.key, "on": day.isoformat(), **said})

    def post(self, event: Event) -> Change:
        """An event comes in."""
        self.last = self.follower.post(event)
        self.posted.append(event)
        self.stood.append((self.follower.case, self.follower.as_of))
        return self.last

    def advance(self, day: date) -> None:
        """Days pass on which nothing comes in."""
        self.last = self.follower.advance(to=day)
        self.stood.append((self.follower.case, day))

    @property
    def in_short(self) -> Assessment:
        """The answer as it stands without its questions, which take most of the time."""
        history = self.follower._history
        if self._short is None or self._short[0] is not history:
            answer = self.follower._assessed(history, len(history.line) - 1, questions=False)
            self._short = (history, answer)
        return self._short[1]

    def plan(self, agencies: Agencies | None) -> Plan:
        """The plan as it stands."""
        return self.follower.plan(agencies=agencies)

    def within(self, name: str | None, said: dict[str, Any]) -> dict[str, Any]:
        """What is said of a thing, inside the things above it."""
        assert name is None or name in self.places, f"no thing is called {name!r} here: {sorted(self.places)}"
        for listed, id in reversed(self.places[name] if name is not None else ()):
            said = {listed: [{"id": id, **said}]}
        return said

    def place(self, kind: str, name: str, above: str | None) -> None:
        """A thing becomes known, in the list of another."""
        kinds = self.ruleset.meaning.kinds
        assert kind in kinds, f"no kind is called {kind!r}: {did_you_mean(kind, kinds)}"
        assert above is None or above in self.places, f"no thing is called {above!r} here"
        higher = self.places[above] if above is not None else ()
        self.places[name] = (*higher, (list_of(kinds[kind]), name))


def list_of(kind: Kind) -> str:
    """The list that things of a kind stand in."""
    return kind.list_name or f"{kind.name}s"


def _places(data: Mapping[str, Any], kinds: Mapping[str, str], above: Above) -> Iterator[tuple[str, Above]]:
    for listed in data.keys() & kinds.keys():
        for below in data[listed]:
            here = (*above, (listed, str(below["id"])))
            yield str(below["id"]), here
            yield from _places(below, kinds, here)
