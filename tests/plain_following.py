"""The plainest reading of a followed case: its state on a day as plain data, for ``read_case`` to read.

Nothing here is of ``drive_rules.following``: events are the mappings that were sent.  It knows cases as
``tests.following_laws`` makes them: values and entries, no lists of entries, ids under ``id``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from drive_rules.case import Vocabulary
from drive_rules.case.scalars import read_scalar
from drive_rules.ir import Fact, Kind
from drive_rules.problems import Problem

Said = Mapping[str, Any]
Word = tuple[tuple[Any, ...], str | None, Any]
"""When it was said (its day, the day it was told, whether by the start, the time), by whom, and the value."""


class InACircleError(Exception):
    """Events that take each other back: what then counts is told by the laws of order alone."""


def days(first: date, events: list[Said], came: list[date]) -> list[date]:
    """The days of the history."""
    counting = [event for event in events if stands(event, events)]
    last = max([first, *came, *(date.fromisoformat(event["on"]) for event in counting)])
    found = {first, *came, *(date.fromisoformat(event["on"]) for event in events)}
    return sorted(day for day in found if first <= day <= last)


def stands(event: Said, events: list[Said], seen: tuple[str, ...] = ()) -> bool:
    """Whether an event counts: nothing takes it back that itself counts."""
    if event["id"] in seen:
        raise InACircleError
    takers = [each for each in events if each.get("takes back") == event["id"]]
    return all(not one for one in [stands(each, events, (*seen, event["id"])) for each in takers])


def states(vocabulary: Vocabulary, start: Said, first: date, events: list[Said], on: date) -> dict[str, Any]:
    """The case as plain data on a day."""
    told = [(start, first, True, None)]
    for event in events:
        if event.get("says") and stands(event, events) and date.fromisoformat(event["on"]) <= on:
            told.append((event["says"], date.fromisoformat(event["on"]), False, event.get("at")))
    return {vocabulary.main: start[vocabulary.main], **_thing(vocabulary, vocabulary.main, told)}


def _thing(vocabulary: Vocabulary, kind: str, told: list[tuple[Any, ...]]) -> dict[str, Any]:
    words = vocabulary.kinds[kind]
    data: dict[str, Any] = {}
    for fact in words.facts:
        said = [word for each in told for word in _words(fact, *each)]
        if said:
            data[fact.name] = _counting(fact, said, fact.name in words.listed)
    filled = [
        {**each, "date": each.get("date") or (None if of_start else on.isoformat())}
        for said, on, of_start, _ in told
        for each in said.get("checklists", ())
    ]
    if filled:
        data["checklists"] = filled
    for below in words.below:
        if things := _below(vocabulary, below, words.lists[below.name], told):
            data[words.lists[below.name]] = things
    return data


def _below(vocabulary: Vocabulary, kind: Kind, listed: str, told: list[tuple[Any, ...]]) -> list[Any]:
    by_id: dict[str, list[tuple[Any, ...]]] = {}
    for said, *about in told:
        for each in said.get(listed, ()):
            by_id.setdefault(each["id"], []).append((each, *about))
    return [{"id": id, **_thing(vocabulary, kind.name, each)} for id, each in by_id.items()]


def _words(fact: Fact, said: Said, on: date, of_start: bool, at: str | None) -> Iterator[Word]:
    if fact.name not in said:
        return
    value, source, day = said[fact.name], None, None
    if isinstance(value, dict) and "answer" in value:
        value, source, day = value["answer"], value.get("source"), value.get("date")
    day = date.fromisoformat(day) if isinstance(day, str) else day
    when = (day or on, on, not of_start)
    yield (when, at, None if of_start and day is None else day or on), source, value


def _counting(fact: Fact, said: list[Word], listed: bool) -> list[dict[str, Any]]:
    """The last word of each source; a yes stands until its source says otherwise."""
    found = []
    for source in dict.fromkeys(source for _, source, _ in said):
        mine = [word for word in said if word[1] == source]
        last = _last(mine)
        if fact.type.name == "yes or no" and not any(_tells(fact, word[2]) for word in last):
            yes = [word for word in _last([w for w in mine if _tells(fact, w[2])]) if _yes(fact, word[2])]
            last = [*last, *yes]
        torn = listed and len({_yes(fact, value) for _, _, value in last if _tells(fact, value)}) > 1
        for number, (when, _, value) in enumerate(last):
            day = when[2]
            if torn and _yes(fact, value):
                day = None
            elif not listed and len(last) > 1:
                # What one source says at once is told apart by days, which count for lists alone.
                day = date(2020, 1, 1) + timedelta(number)
            found.append({"answer": value, "source": source, "date": day.isoformat() if day else None})
    return found


def _last(words: list[Word]) -> list[Word]:
    top = max((word[0][0] for word in words), default=None)
    that_day = [word for word in words if word[0][0] == top]
    return [
        word
        for word in that_day
        if word[0][1] is None or not any(other[0][1] and other[0][1] > word[0][1] for other in that_day)
    ]


def _tells(fact: Fact, value: Any) -> bool:
    if fact.type.name != "yes or no":
        return True
    read = read_scalar(fact.type, value)
    return isinstance(read, Problem) or read[1] == read[2]


def _yes(fact: Fact, value: Any) -> bool:
    read = read_scalar(fact.type, value)
    return not isinstance(read, Problem) and read[1:] == (1, 1)
