"""An event: what happened or became known on a day, in the words of a case file, as one line of JSON.

``read_event`` takes a mapping or JSON text and gives an ``Event`` with one canonical text, the same for
the same event however it was sent.  Whether its words are the ruleset's is seen when it is folded into a
case.  All problems are collected; none holds a value, an id or an unknown key that was sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args

from drive_rules.answers import Quiet
from drive_rules.case.entries import A_DAY, MOST_KEY, key_of
from drive_rules.case.plain import read_plain
from drive_rules.language.values import FIRST_DAY, LAST_DAY, read_date
from drive_rules.problems import EventError, Problem, did_you_mean

MOST_CHARACTERS = 200_000
"""How long the text of one event may be."""
MOST_EVENTS = 200_000
"""How many events are read at once."""
MOST_WORDS = 2_000

Became = Literal["done", "refused", "accepted"]
BECAME: tuple[Became, ...] = get_args(Became)

PLACE = "event"
"""Where a problem is that is of the whole event."""

_KEYS = ("id", "case", "on", "at", "says", "takes back", "task")
_TASK_KEYS = ("do", "of", "what", "by", "because")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_AN_ID = f"give a word or number of your own of 1 to {MOST_KEY} characters, which names nobody"
_ONE = "send what it says, what it takes back and what became of a task as events of their own"


@dataclass(frozen=True, slots=True, repr=False)
class TaskEvent(Quiet):
    """What became of a step of the plan: the action, the key of the thing it is done to, and by whom."""

    do: str
    what: Became
    by: str = ""
    of: str | None = None
    because: str = ""

    def to_data(self) -> dict[str, str]:
        """As an event holds it."""
        found = {"do": self.do, "of": self.of, "what": self.what, "by": self.by, "because": self.because}
        return {key: value for key, value in found.items() if value}


@dataclass(frozen=True, slots=True, repr=False)
class Event(Quiet):
    """One event of one case; ``read_event`` makes it.

    ``on`` is the day it happened or became known, ``at`` the time of that day where one was given
    (``14:30``).  ``says`` is a part of a case as canonical JSON, empty where it says nothing;
    ``takes_back`` the id of an event that was not so.  With none of them a day has passed.
    """

    id: str
    case: str
    on: date
    at: str | None = None
    says: str = ""
    takes_back: str | None = None
    task: TaskEvent | None = None

    @property
    def order(self) -> tuple[date, str, str]:
        """The order in which events are folded in: by day, by time, by id."""
        return (self.on, self.at or "", self.id)

    @property
    def text(self) -> str:
        """Its canonical JSON on one line; ``read_event`` gives the event back."""
        data: dict[str, Any] = {"id": self.id, "case": self.case, "on": self.on.isoformat()}
        data |= {"at": self.at} if self.at else {}
        data |= {"takes back": self.takes_back} if self.takes_back else {}
        data |= {"task": self.task.to_data()} if self.task else {}
        parts = {key: canonical(each) for key, each in data.items()}
        parts |= {"says": self.says} if self.says else {}
        return "{" + ", ".join(f"{json.dumps(key)}: {each}" for key, each in sorted(parts.items())) + "}"


def read_event(data: Mapping[str, Any] | str) -> Event:
    """Read one event from a mapping or JSON text.

    Raises ``EventError`` with every problem of its form; no problem holds anything that was sent.
    """
    if isinstance(data, str):
        if len(data) > MOST_CHARACTERS:
            raise EventError([_too_large(f"{len(data):,} characters")])
        if not data.lstrip().startswith("{"):
            raise EventError([_NO_EVENT])
    elif not isinstance(data, Mapping):
        raise EventError([_NO_EVENT])
    plain, problems = read_plain(data)
    if problems:
        raise EventError(replace(each, place=each.place or PLACE) for each in problems)
    reading = _Reading()
    event = reading.event(plain)
    if reading.problems:
        raise EventError(reading.problems)
    return event


def read_events(source: Iterable[Mapping[str, Any] | str] | str | Path) -> tuple[Event, ...]:
    """Read events from JSON lines (a text, or a ``Path`` to a file) or from many mappings or texts.

    Lines with nothing on them are passed over.  Raises ``EventError`` with every problem of every line.
    """
    found: list[Event] = []
    problems: list[Problem] = []
    for number, line in enumerate(_lines(source), 1):
        if number > MOST_EVENTS:
            what = f"too large: more than {MOST_EVENTS:,} events"
            problems.append(Problem("EV002", what, "send them in parts", place=f"line {number}"))
            break
        if isinstance(line, str) and not line.strip():
            continue
        try:
            found.append(read_event(line))
        except EventError as error:
            problems += [in_line(number, each) for each in error.problems]
    if problems:
        raise EventError(problems)
    return tuple(found)


def in_line(number: int, problem: Problem) -> Problem:
    """A problem of an event as one of a line of many; lines count from 1."""
    place = f"line {number}: {problem.place}" if problem.place else f"line {number}"
    return Problem(problem.code, problem.what, problem.fix, place=place)


def _lines(source: Iterable[Mapping[str, Any] | str] | str | Path) -> Iterable[Mapping[str, Any] | str]:
    match source:
        case Path():
            return _file(source)
        case str():
            return source.split("\n")
        case _:
            return source


def _file(path: Path) -> Iterator[str]:
    """The path itself may name a person, so no message holds it; of a line no more than may be is read."""
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            while line := file.readline(2 * MOST_CHARACTERS):
                yield line
    except (OSError, UnicodeDecodeError):
        fix = "check that it is there, may be read and is text in UTF-8"
        raise EventError(
            [Problem("EV001", "the file of events cannot be read", fix, place="the file")]
        ) from None


_NO_EVENT = Problem(
    "EV001", "this is no event: an event is one object of JSON", 'begin with `{"id": ...`', place=PLACE
)


def _too_large(found: str, place: str = PLACE) -> Problem:
    fix = f"give at most {MOST_CHARACTERS:,} characters of JSON for one event"
    return Problem("EV002", f"too large: {found}", fix, place=place)


# -- one event -------------------------------------------------------------------------------------


_NO_DAY = date.min


class _Reading:
    """One event in the reading, and every problem found on the way."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def say(self, code: str, what: str, fix: str = "", place: str = "") -> None:
        self.problems.append(Problem(code, what, fix, place=place or PLACE))

    def event(self, data: Mapping[str, Any]) -> Event:
        """What there is of it; of no use where there are problems."""
        self._known(data, _KEYS, "")
        if sum(data.get(key) is not None for key in ("says", "takes back", "task")) > 1:
            self.say("EV006", "it says more than one of `says`, `takes back` and `task`", _ONE)
        id = self._id(data, "id", "")
        back = self._id(data, "takes back", "") if data.get("takes back") is not None else None
        if back and back == id:
            fix = "name the event that was not so by its id; this one has an id of its own"
            self.say("EV007", "an event cannot take itself back", fix, "takes back")
        return Event(
            id=id,
            case=self._id(data, "case", ""),
            on=self._day(data.get("on")),
            at=self._time(data.get("at")),
            says=self._says(data.get("says")),
            takes_back=back,
            task=self._task(data.get("task")),
        )

    def _known(self, data: Mapping[Any, Any], known: tuple[str, ...], place: str) -> None:
        listing = f"known here: {', '.join(known)}"
        for position, key in enumerate(data, 1):
            if key not in known:
                fix = did_you_mean(key, known, listing) if isinstance(key, str) else listing
                self.say("EV003", f"key {position} means nothing here", fix, place)

    def _id(self, data: Mapping[str, Any], key: str, place: str) -> str:
        at = f"{place}.{key}" if place else key
        if data.get(key) is None:
            self.say("EV004", f"`{key}` is missing", f"add `{key}`: {_AN_ID}", place)
            return ""
        found = key_of(data[key])
        if not found:
            self.say("EV004", "this cannot be an id", _AN_ID, at)
        return found

    def _day(self, value: Any) -> date:
        if value is None:
            self.say("EV005", "`on` is missing", "add `on`, the day on which it happened or became known")
            return _NO_DAY
        day = read_date(" ".join(value.split())) if isinstance(value, str) else value
        if not isinstance(day, date) or not FIRST_DAY <= day.toordinal() <= LAST_DAY:
            self.say("EV005", "not a day of the calendar", A_DAY, "on")
            return _NO_DAY
        return day

    def _time(self, value: Any) -> str | None:
        if value is None:
            return None
        found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is None:
            self.say("EV005", "not a time of the day", "write the time as 14:30, or leave it out", "at")
            return None
        return f"{int(found[1]):02}:{found[2]}"

    # -- what it says ----------------------------------------------------------------------------

    def _says(self, value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, Mapping):
            fix = "give a part of a case, in the words of a case file"
            self.say("EV006", "`says` is no mapping of names to values", fix, "says")
            return ""
        if any(not isinstance(key, str) for key in _keys(value)):
            self.say("EV006", "a key of it is no word", "every key is a name of the vocabulary", "says")
            return ""
        text = canonical(value)
        if len(text) > MOST_CHARACTERS:
            self.problems.append(_too_large(f"{len(text):,} characters", "says"))
        return text if value else ""

    def _task(self, value: Any) -> TaskEvent | None:
        if value is None:
            return None
        if not isinstance(value, Mapping):
            fix = f"give a mapping of {', '.join(_TASK_KEYS)}"
            self.say("EV006", "`task` is no mapping of names to values", fix, "task")
            return None
        self._known(value, _TASK_KEYS, "task")
        words = {key: self._words(value, key) for key in ("do", "by", "because")}
        what = self._what(value.get("what"))
        if not words["do"]:
            fix = "add `do`, an action that the plan lists: its name, its code or its id"
            self.say("EV008", "it does not say which step of the plan", fix, "task")
        if what == "refused" and not words["because"]:
            self.say("EV008", "a refusal is kept with its reason", "add `because`", "task")
        if what in ("done", "accepted") and not words["by"]:
            self.say(
                "EV008", "it does not say who", "add `by`, an id of your own, an agency or a role", "task"
            )
        of = self._id(value, "of", "task") if value.get("of") is not None else None
        return TaskEvent(words["do"], what, words["by"], of, words["because"])

    def _what(self, value: Any) -> Became:
        for each in BECAME:
            if value == each:
                return each
        fix = f"add `what`, one of: {', '.join(BECAME)}"
        self.say("EV008", "it does not say what became of the step", fix, "task.what")
        return "done"

    def _words(self, data: Mapping[str, Any], key: str) -> str:
        value = data.get(key)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > MOST_WORDS:
            fix = f"give at most {MOST_WORDS:,} characters"
            self.say("EV008", "this is no text, or too long a one", fix, f"task.{key}")
            return ""
        return " ".join(value.split())


def _keys(value: Any) -> Iterator[Any]:
    """Every key of every mapping in plain data, which is bounded in depth."""
    if isinstance(value, Mapping):
        yield from value
        for each in value.values():
            yield from _keys(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _keys(each)


# -- one text, however it was sent -----------------------------------------------------------------


def canonical(value: Any) -> str:
    """Plain data as JSON text, its keys sorted and its lists too: no order in a case means anything."""
    match value:
        case Mapping():
            inside = sorted(value.items())
            return "{" + ", ".join(f"{json.dumps(key)}: {canonical(each)}" for key, each in inside) + "}"
        case list() | tuple():
            return "[" + ", ".join(sorted(map(canonical, value))) + "]"
        case bool() | None | str():
            return json.dumps(value)
        case date():
            return json.dumps(value.isoformat())
        case _:
            return _number(Decimal(repr(value)) if isinstance(value, float) else Decimal(value))


def _number(number: Decimal) -> str:
    """A number as JSON has it; one that no fact could hold, as a word, which no fact reads either."""
    digits = len(number.as_tuple().digits)
    if not number.is_finite() or max(digits, abs(number.adjusted())) > MOST_KEY:
        return json.dumps(str(number)[: MOST_KEY + 1])
    return str(int(number)) if number == number.to_integral_value() else f"{number.normalize():f}"
