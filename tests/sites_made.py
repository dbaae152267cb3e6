"""A site to try things on: a ruleset of a few lines, made cases, what happens to them, and alerts of it.

The ruleset is small enough that thousands of events are followed in a few seconds.  Its alerts are worked
out here in the plainest code: one for each incident with a date, one for each pair in grave danger, and one
on a later day where the perpetrator is suicidal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from drive_rules import packages
from drive_rules.answers import Settled
from drive_rules.case import World
from drive_rules.following import Follower, follow, followed, read_event
from drive_rules.journal import Owed
from drive_rules.journal.sqlite import SqliteJournal
from drive_rules.live import Asked, Watch
from drive_rules.ruleset import Ruleset
from drive_rules.watching import Alert
from tests.small_ruleset import FACTS, ITEMS, small_ruleset

FIRST = date(2026, 9, 1)
LATER = FIRST + timedelta(20)
ANSWERS = ("yes", "no", "don't know")
SOURCES = ("police", "IDVA")
PLACES = {
    kind: {fact.name: place for place, fact in enumerate(each for each in FACTS if each.of == kind)}
    for kind in ("case", "pair", "incident")
}


def id_of(case: str, *of: str) -> str:
    """The id of an alert: a digest of what it is about."""
    return sha256("\0".join((case, *of)).encode()).hexdigest()[:24]


def alerts_of(world: World, day: date, _: Settled) -> tuple[Alert, ...]:
    """The alerts that stand: the same ids whenever they are worked out; one of them when a day comes."""
    case = world.rows["case"][0].key
    dated, strangled = PLACES["incident"]["date of the incident"], PLACES["pair"]["strangled"]
    found = [
        ("incident", row.key)
        for row in world.rows["incident"]
        if row.low[dated] == row.high[dated] <= day.toordinal()
    ]
    found += [("grave", row.key) for row in world.rows["pair"] if row.low[strangled] == 1]
    if day >= LATER and world.rows["case"][0].low[PLACES["case"]["suicidal"]] == 1:
        found.append(("still", case))
    kinds = {"incident": "incident", "grave": "pair", "still": "case"}
    return tuple(
        Alert(
            id=id_of(case, rule, key),
            rule=rule,
            title=rule,
            kind=kinds[rule],
            key=key,
            day=FIRST,
            until=None,
            happenings=(),
            in_doubt=False,
            safety=True,
            tells=("IDVA",),
            calls_for=(),
            because="It is tried out.",
            source=("none",),
            provenance="our assumption, to confirm",
        )
        for rule, key in sorted(found)
    )


@cache
def ruleset() -> Ruleset:
    """The small ruleset, loaded once: its days' programs are kept."""
    return Ruleset(packages.Package(small_ruleset(), "digest of the small ruleset", {}))


def watch(journal: Any, digest: str = "", **more: Any) -> Watch:
    """A site of the small ruleset with the alerts of these tests."""
    return Watch(replace(asked(), digest=digest or asked().digest), journal, **{"as_of": FIRST, **more})


@cache
def asked() -> Asked:
    """How the cases of these tests are followed."""
    rules = ruleset()
    blank = rules.follow(rules.read_case({"case": "-"}), as_of=FIRST)
    verbs = replace(blank._asked, alerts=alerts_of)
    return Asked(
        digest=rules.digest,
        read_case=rules.read_case,
        follow=lambda case, as_of, previous: follow(verbs, case, as_of, previous),
        brought_back=lambda text: followed(verbs, text),
    )


def alone(case: dict[str, Any], events: Iterable[dict[str, Any]], days: Iterable[date] = ()) -> Follower:
    """A case followed by itself: its events in the order in which they happened, and the days."""
    rules = asked()
    follower = rules.follow(rules.read_case(case), FIRST, None)
    for event in sorted(map(read_event, events), key=lambda event: event.order):
        follower.post(event)
    for day in days:
        follower.advance(day)
    return follower


def case_of(key: str) -> dict[str, Any]:
    """Next to nothing is known."""
    return {"case": key, "pairs": [{"id": "pair-1"}]}


def stream(random: Random, key: str, count: int) -> Iterator[dict[str, Any]]:
    """What happens to a case: answers, incidents, what is taken back, days.  In no order of days."""
    for number in range(count):
        on = (FIRST + timedelta(random.randrange(8))).isoformat()
        event: dict[str, Any] = {"id": f"e-{number}", "case": key, "on": on}
        chance = random.random()
        if chance < 0.4:
            item = {
                random.choice(ITEMS): {"answer": random.choice(ANSWERS), "source": random.choice(SOURCES)}
            }
            event["says"] = {"pairs": [{"id": random.choice(("pair-1", "pair-2")), **item}]}
        elif chance < 0.7:
            incident = {"id": f"incident-{number}", "date of the incident": on, "violent": "yes"}
            event["says"] = {"pairs": [{"id": "pair-1", "incidents": [incident]}]}
        elif chance < 0.8:
            event["says"] = {"custody": {"answer": random.choice(("none", "remand")), "source": "police"}}
        elif chance < 0.9 and number:
            event["takes back"] = f"e-{random.randrange(number)}"
        yield event


class Spy(SqliteJournal):
    """A journal that remembers in which order the alerts of each case came to be owed."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.came: dict[str, list[str]] = {}

    def owe(self, alerts: Iterable[Owed]) -> tuple[Owed, ...]:
        new = super().owe(alerts)
        for each in new:
            self.came.setdefault(each.case, []).append(each.id)
        return new
