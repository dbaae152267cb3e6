"""Plain data: a YAML or JSON text, a file or a mapping, as mappings, lists and scalars, bounded.

YAML is read from its events, so nothing is constructed, every scalar is a word and depth and size are
bounded as the text is read.  Anchors, aliases, tags and keys written twice are refused.  What is
wrong is said by line and column or by position, never by echoing what was sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from drive_rules.problems import Problem

MOST_CHARACTERS = 5_000_000
MOST_DEPTH = 12
MOST_VALUES = 200_000

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_SCALARS = (str, bool, int, float, Decimal, date, type(None))
_Read = tuple[Any, tuple[Problem, ...]]


def read_plain(data: Mapping[str, Any] | str | Path) -> _Read:
    """The data and every problem of its form; a ``Path`` is read as a file, a ``str`` is the text itself."""
    match data:
        case Path():
            return _read_file(data)
        case str():
            return _read_text(data)
        case _:
            problem = _check(data)
            return (None, (problem,)) if problem else (data, ())


def _read_file(path: Path) -> _Read:
    """The path itself may name a person, so no message holds it."""
    try:
        with path.open("rb") as file:
            raw = file.read(4 * MOST_CHARACTERS + 1)
        text = raw.decode("utf-8-sig")
    except OSError:
        return _refused("DR500", "the file cannot be opened", "check that it is there and may be read")
    except UnicodeDecodeError:
        return _refused("DR500", "the file is not text in UTF-8", "save it as UTF-8")
    return _read_text(text)


def _read_text(text: str) -> _Read:
    if len(text) > MOST_CHARACTERS:
        return _too_many(f"{len(text):,} characters", f"{MOST_CHARACTERS:,}")
    return _read_json(text) if text.lstrip()[:1] in ("{", "[") else _read_yaml(text)


def _refused(code: str, what: str, fix: str = "", place: str = "") -> _Read:
    return None, (Problem(code, what, fix, place=place),)


def _too_many(found: str, most: str, place: str = "") -> _Read:
    return _refused("DR501", f"too large: {found}", f"give at most {most}", place)


# -- JSON ----------------------------------------------------------------------------------------


_MEND_JSON = "look for a comma, a quote or a bracket that is missing here or just before"


def _read_json(text: str) -> _Read:
    twice: list[int] = []
    try:
        data = json.loads(
            text,
            object_pairs_hook=lambda pairs: _object(pairs, twice),
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=str,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        return _refused("DR500", "the text breaks off being JSON here", _MEND_JSON, place)
    except RecursionError:
        return _too_many("nested too deeply to read", f"{MOST_DEPTH} levels")
    if twice:
        what = "a key is written twice" + (f", one of {len(twice)} such keys" if len(twice) > 1 else "")
        return _refused("DR515", what, "give each key once; several sources go in one list", _twice_at(text))
    problem = _check(data)
    return (None, (problem,)) if problem else (data, ())


def _object(pairs: list[tuple[str, Any]], twice: list[int]) -> dict[str, Any]:
    found = dict(pairs)
    twice.extend(range(len(pairs) - len(found)))
    return found


def _twice_at(text: str) -> str:
    """Where the first key that is written twice stands, if the text reads as YAML so far."""
    return next((problem.place for problem in _read_yaml(text)[1] if problem.code == "DR515"), "")


# -- YAML ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Open:
    """A mapping or list still being read; ``key`` is the mapping's key that waits for its value."""

    into: dict[str, Any] | list[Any]
    key: str | None = None


@dataclass(slots=True)
class _Reading:
    stack: list[_Open] = field(default_factory=list)
    root: Any = None
    documents: int = 0
    values: int = 0


class _RefusedError(Exception):
    """Stops the reading of a text; caught in this module."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def _read_yaml(text: str) -> _Read:
    reading = _Reading()
    try:
        for event in yaml.parse(text, Loader=_Loader):
            _take(reading, event)
    except _RefusedError as refusal:
        return None, (refusal.problem,)
    except yaml.MarkedYAMLError as error:
        place = _place(error.problem_mark or error.context_mark)
        return _refused("DR500", "the text breaks off being YAML here", _mend(error), place)
    except (yaml.YAMLError, RecursionError):
        fix = "remove the characters that cannot be seen; they begin here"
        return _refused("DR500", "the text cannot be read as YAML", fix, _unseen_at(text))
    return reading.root, ()


def _unseen_at(text: str) -> str:
    """Where the first character stands that no YAML may hold."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if found is None:
        return ""
    before = text[: found.start()].split("\n")
    return f"line {len(before)}, column {len(before[-1]) + 1}"


def _mend(error: yaml.MarkedYAMLError) -> str:
    if "mapping values" in (error.problem or ""):
        return "put text that holds a colon in quotes; a key of its own begins under the key above it"
    return "check the indentation and the quotes of this line and the one above"


def _take(reading: _Reading, event: Any) -> None:
    _refuse_references(event)
    match event:
        case yaml.DocumentStartEvent():
            _document(reading, event)
        case yaml.MappingStartEvent():
            _down(reading, {}, event)
        case yaml.SequenceStartEvent():
            _down(reading, [], event)
        case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
            reading.stack.pop()
        case yaml.ScalarEvent():
            plain = event.implicit[0] and event.value in _NOTHING
            _put(reading, None if plain else event.value, event)
        case _:
            pass


def _refuse_references(event: Any) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _refusal(
            "DR516",
            "anchors and aliases are not read",
            "write the value out each time; text that begins with `&` or `*` goes in quotes",
            event,
        )
    if getattr(event, "tag", None):
        raise _refusal(
            "DR516", "tags are not read", "remove what begins with `!`, or put it in quotes", event
        )


def _document(reading: _Reading, event: Any) -> None:
    reading.documents += 1
    if reading.documents > 1:
        raise _refusal(
            "DR500",
            "a second document begins here",
            "a text holds one case: take `---` out, or send the second by itself",
            event,
        )


def _down(reading: _Reading, into: dict[str, Any] | list[Any], event: Any) -> None:
    _put(reading, into, event)
    reading.stack.append(_Open(into))
    if len(reading.stack) > MOST_DEPTH:
        raise _refusal(
            "DR501",
            f"too large: {len(reading.stack)} levels deep",
            f"nest at most {MOST_DEPTH} levels",
            event,
        )


def _put(reading: _Reading, value: Any, event: Any) -> None:
    reading.values += 1
    if reading.values > MOST_VALUES:
        raise _refusal(
            "DR501", f"too large: {reading.values:,} values", f"give at most {MOST_VALUES:,}", event
        )
    if not reading.stack:
        reading.root = value
        return
    holder = reading.stack[-1]
    if isinstance(holder.into, list):
        holder.into.append(value)
    elif holder.key is None:
        holder.key = _key(holder.into, value, event)
    else:
        holder.into[holder.key] = value
        holder.key = None


def _key(into: dict[str, Any], value: Any, event: Any) -> str:
    if not isinstance(value, str):
        raise _refusal("DR503", "a key must be a word", "write `name: value`", event)
    if value in into:
        raise _refusal(
            "DR515", "a key is written twice", "give each key once; several sources go in one list", event
        )
    return value


def _refusal(code: str, what: str, fix: str, event: Any) -> _RefusedError:
    return _RefusedError(Problem(code, what, fix, place=_place(event.start_mark)))


def _place(mark: Any) -> str:
    return f"line {mark.line + 1}, column {mark.column + 1}" if mark is not None else ""


# -- dicts ---------------------------------------------------------------------------------------


def _check(data: Any) -> Problem | None:
    """The first bound that the data passes, or thing in it that is not plain data."""
    characters = 0
    for values, (value, depth) in enumerate(_walk(data), 1):
        characters += len(value) if isinstance(value, str) else 8
        if problem := _check_one(value, depth, values, characters):
            return problem
    return None


def _check_one(value: Any, depth: int, values: int, characters: int) -> Problem | None:
    if depth > MOST_DEPTH:
        return Problem("DR501", f"too large: {depth} levels deep", f"nest at most {MOST_DEPTH} levels")
    if values > MOST_VALUES:
        return Problem("DR501", f"too large: {values:,} values", f"give at most {MOST_VALUES:,}")
    if characters > MOST_CHARACTERS:
        return Problem("DR501", f"too large: {characters:,} characters", f"give at most {MOST_CHARACTERS:,}")
    if isinstance(value, datetime) or not isinstance(value, (*_SCALARS, Mapping, list, tuple)):
        return Problem("DR503", "something in the data is not plain data", _PLAIN)
    return None


_PLAIN = "give mappings, lists, words, numbers, days (without a time), true, false and null only"


def _walk(data: Any) -> Iterator[tuple[Any, int]]:
    """Every key and value with the depth of its holder, without recursion."""
    waiting = [(data, 1)]
    while waiting:
        value, depth = waiting.pop()
        nested = isinstance(value, (Mapping, list, tuple))
        yield value, depth if nested else 0
        if nested and depth <= MOST_DEPTH:
            parts = value.values() if isinstance(value, Mapping) else value
            waiting.extend((part, depth + 1) for part in parts)
