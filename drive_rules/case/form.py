"""The blank form of a case, for people (a commented file) and for programs (a JSON Schema).

Both are made from the vocabulary alone.  The file reads as it stands, with everything unknown.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any

from drive_rules.case.evidence import asked_of_her_side_only
from drive_rules.case.scalars import ANSWERS, DONT_KNOW, NOT_APPLICABLE, UNKNOWN
from drive_rules.case.vocabulary import KindWords, Vocabulary
from drive_rules.ir import SCALE, Checklist, Fact, Kind, Ruleset, Type
from drive_rules.language.values import words_of

_PLAIN_KEY = re.compile(r"[A-Za-z][\w' ()./-]*")
_RESERVED = frozenset({"yes", "no", "true", "false", "null", "on", "off"})

_WIDE = 100
_HOW_TO = """
Ids are words of your own that name nobody. Copy a whole entry for each further thing, and leave out
what does not apply. What is left out or says don't know is unknown, which is never no.
A number or a date may be a range (13 to 15), a date also a month or a year (June 2026).
Where it matters who said so, or several sources speak of one thing, list them:
  - answer: yes
    source: police
    date: 2026-06-01
Private: nothing that the perpetrator is given rests on it.
Her side only: a no counts only from the victim-survivor or the IDVA, so say who said it.
"""


def template(ruleset: Ruleset) -> str:
    """A case file to fill in: every kind once, each fact with what it may be and whom to ask."""
    vocabulary = Vocabulary.of(ruleset)
    lines = [
        f"# A case for {ruleset.name} {ruleset.version}.",
        *(f"# {line}".rstrip() for line in _HOW_TO.splitlines()),
        "",
        f"{_key(vocabulary.main)}: {_id(vocabulary.main)}",
    ]
    lines += _body(vocabulary, vocabulary.kinds[vocabulary.main], "")
    for kind, list_name in vocabulary.roots.items():
        lines += ["", f"{_key(list_name)}:", *_entry(vocabulary, kind, "")]
    return "\n".join(lines) + "\n"


def _entry(vocabulary: Vocabulary, kind: str, indent: str) -> Iterator[str]:
    yield f"{indent}  - id: {_id(kind)}"
    yield from _body(vocabulary, vocabulary.kinds[kind], indent + "    ")


def _body(vocabulary: Vocabulary, words: KindWords, indent: str) -> Iterator[str]:
    for fact in words.facts:
        if fact.name not in words.listed and fact.checklist is None and not _answered_in(words, fact):
            yield ""
            yield from _comment(indent, _about(fact))
            yield f"{indent}{_key(fact.name)}: {_to_begin_with(fact)}"
    if words.checklists:
        yield ""
        yield f"{indent}checklists:"
    for checklist in words.checklists:
        yield from _blank_checklist(checklist, words, indent)
    for kind in words.below:
        yield from _blank_list(vocabulary, words, kind, indent)


def _to_begin_with(fact: Fact) -> str:
    return DONT_KNOW if fact.stands is None else words_of(fact.type, fact.stands)


def _answered_in(words: KindWords, fact: Fact) -> bool:
    """Facts that a checklist asks after are asked there only."""
    return any(fact.name == item.fact for checklist in words.checklists for item in checklist.items)


def _blank_checklist(checklist: Checklist, words: KindWords, indent: str) -> Iterator[str]:
    yield f"{indent}  # {checklist.name}: on what day, and by whom was it filled in?"
    yield f"{indent}  - instrument: {_key(checklist.instrument)}"
    yield f"{indent}    date: {DONT_KNOW}"
    yield f"{indent}    completed by: {DONT_KNOW}"
    yield f"{indent}    answers:"
    for item in checklist.items:
        fact = words.fact(item.fact)
        yield from _comment(f"{indent}      ", f"{fact.name}.{_whom(fact)}")
        yield f"{indent}      {_key(item.id)}: {DONT_KNOW}"


def _blank_list(vocabulary: Vocabulary, words: KindWords, kind: Kind, indent: str) -> Iterator[str]:
    list_name = words.lists[kind.name]
    yield ""
    if kind.listed:
        yield from _comment(indent, f"Are these all the {list_name}? Say who said so, and on what day.")
        yield f"{indent}{_key(kind.listed)}: {DONT_KNOW}"
    yield f"{indent}{_key(list_name)}:"
    yield from _entry(vocabulary, kind.name, indent)


def _comment(indent: str, text: str) -> list[str]:
    return textwrap.wrap(text, _WIDE, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}#   ")


def _about(fact: Fact) -> str:
    return f"{fact.name}: {_may_be(fact.type)}.{_whom(fact)}"


def _whom(fact: Fact) -> str:
    asked = f" Ask: {', '.join(fact.asked_of)}." if fact.asked_of else ""
    never = f" Never ask: {', '.join(fact.never_asked_of)}." if fact.never_asked_of else ""
    hers = fact.type.name == "yes or no" and asked_of_her_side_only(fact)
    return asked + never + (" Her side only." if hers else "") + (" Private." if fact.private else "")


def _may_be(kind: Type) -> str:
    match kind.name:
        case "number":
            return f"a number from {words_of(kind, kind.low)} to {words_of(kind, kind.high)}"
        case "date":
            return "a day"
        case "choice" | "length of time":
            return "one of " + ", ".join(_values(kind))
        case "reference":
            return "a key of your own; the same key for the same one"
        case "text":
            return "in your own words, without names"
        case "yes or no":
            return "yes or no, never n/a" if kind.always_applies else "yes or no"


def _values(kind: Type) -> list[str]:
    return [words_of(kind, code) for code in range(len(kind.values or kind.lengths))]


def _key(words: str) -> str:
    plain = _PLAIN_KEY.fullmatch(words) and words.casefold() not in _RESERVED and not words.endswith(" ")
    return words if plain else json.dumps(words, ensure_ascii=False)


def _id(kind: str) -> str:
    return f"{kind.replace(' ', '-')}-1"


# -- for programs ----------------------------------------------------------------------------------


def case_schema(ruleset: Ruleset) -> dict[str, Any]:
    """JSON Schema of the case data that a ruleset reads, in the words that it prefers.

    Facts stand under their words and under their stable codes; what else is known of them is under
    ``x-code``, ``x-asked-of``, ``x-never-asked-of`` and ``x-private``.  The reader forgives more than
    this: the case of letters, a leading *the*, earlier words.
    """
    vocabulary = Vocabulary.of(ruleset)
    main = vocabulary.kinds[vocabulary.main]
    roots = {name: _list_of(kind) for kind, name in vocabulary.roots.items()}
    schema = _thing_schema(vocabulary, main)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A case for {ruleset.name} {ruleset.version}",
        **schema,
        "properties": schema["properties"] | roots,
        "$defs": {
            "source": {"type": "string", "enum": sorted(set(vocabulary.sources.values()))},
            "day": {"type": ["string", "null"], "examples": ["2026-06-01", "1 June 2026"]},
            "id": {"type": ["string", "integer"], "minLength": 1, "maxLength": 200},
        }
        | {
            f"kind {name}": _thing_schema(vocabulary, words)
            for name, words in vocabulary.kinds.items()
            if words is not main
        },
    }


def _list_of(kind: str) -> dict[str, Any]:
    return {
        "type": ["array", "null"],
        "maxItems": 200,
        "items": {"$ref": f"#/$defs/kind%20{kind.replace(' ', '%20')}"},
    }


def _thing_schema(vocabulary: Vocabulary, words: KindWords) -> dict[str, Any]:
    key = words.kind.name if words.kind.name == vocabulary.main else "id"
    properties: dict[str, Any] = {key: {"$ref": "#/$defs/id"}}
    for fact in words.facts:
        schema = _fact_schema(fact)
        properties |= {fact.code: schema} if fact.code else {}
        properties[fact.name] = schema
    if words.checklists:
        forms = [_checklist_schema(checklist, words) for checklist in words.checklists]
        properties["checklists"] = {"type": "array", "items": {"anyOf": forms}}
    properties |= {words.lists[kind.name]: _list_of(kind.name) for kind in words.below}
    return {"type": "object", "properties": properties, "required": [key], "additionalProperties": False}


def _fact_schema(fact: Fact) -> dict[str, Any]:
    value = _value_schema(fact.type)
    said = {
        "type": "object",
        "properties": {
            "answer": value,
            "source": {"$ref": "#/$defs/source"},
            "date": {"$ref": "#/$defs/day"},
            "by": {"$ref": "#/$defs/source"},
        },
        "required": ["answer"],
        "additionalProperties": False,
    }
    about = {
        "title": fact.name,
        "x-code": fact.code,
        "x-type": fact.type.name,
        "x-private": fact.private,
        "x-asked-of": list(fact.asked_of),
        "x-never-asked-of": list(fact.never_asked_of),
    }
    if fact.stands is not None:
        about["default"] = words_of(fact.type, fact.stands)
    return about | {"anyOf": [value, said, {"type": "array", "items": {"anyOf": [value, said]}}]}


def _value_schema(kind: Type) -> dict[str, Any]:
    unknown: list[Any] = [*sorted(UNKNOWN), None]
    match kind.name:
        case "yes or no":
            left_out = NOT_APPLICABLE if kind.always_applies else None
            answers = [word for word, (plain, *_) in ANSWERS.items() if plain != left_out]
            return {"enum": [*answers, True, False, None]}
        case "number":
            number = {"type": "number", "minimum": kind.low / SCALE, "maximum": kind.high / SCALE}
            return {
                "anyOf": [
                    number,
                    {"type": "string", "pattern": r"^-?\d+(\.\d+)?( to -?\d+(\.\d+)?)?$"},
                    {"enum": unknown},
                ]
            }
        case "date":
            return {"type": ["string", "null"]}
        case "choice" | "length of time":
            return {"anyOf": [{"enum": [*_values(kind), *unknown]}, *_ranges(kind)]}
        case "reference":
            key = {"type": ["string", "integer", "null"], "maxLength": 200}
            pair = {"key": key, "normalised": {"enum": [*ANSWERS, True, False]}}
            return {
                "anyOf": [
                    key,
                    {
                        "type": "object",
                        "properties": pair,
                        "required": ["key"],
                        "additionalProperties": False,
                    },
                ]
            }
        case "text":
            return {"type": ["string", "number", "null"], "maxLength": 20_000}


def _ranges(kind: Type) -> list[dict[str, Any]]:
    if not kind.ordered:
        return []
    values = _values(kind)
    return (
        [{"enum": [f"{low} to {high}" for place, low in enumerate(values) for high in values[place + 1 :]]}]
        if len(values) > 1
        else []
    )


def _checklist_schema(checklist: Checklist, words: KindWords) -> dict[str, Any]:
    texts = {"type": ["string", "integer", "null"]}
    return {
        "title": checklist.name,
        "type": "object",
        "properties": {
            "instrument": {"const": checklist.instrument},
            "id": texts,
            "version": texts,
            "date": {"$ref": "#/$defs/day"},
            "completed by": {"anyOf": [{"$ref": "#/$defs/source"}, {"enum": [*sorted(UNKNOWN), None]}]},
            "answers": {
                "type": "object",
                "properties": {item.id: _fact_schema(words.fact(item.fact)) for item in checklist.items},
                "additionalProperties": False,
            },
        },
        "required": ["instrument"],
        "additionalProperties": False,
    }
