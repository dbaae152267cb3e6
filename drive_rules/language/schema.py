"""A JSON Schema of rule files, for editors.

It describes the files read as plain words, and says no more than shape: which keys a block has, which
words a key knows.  What rests on the vocabulary is for ``read_ruleset`` to check; tables are no YAML, and
are for it to check altogether.
"""

from __future__ import annotations

from typing import Any, get_args

from drive_rules import ir
from drive_rules.language import actions, duties, invariants, measures, rules, settings, vocabulary, watch
from drive_rules.language.entries import ABOUT, WHY
from drive_rules.language.examples import EXPECTED
from drive_rules.language.reading import GROUP_KEYS, HEADER, SECTIONS
from drive_rules.language.typed import TYPE_KEYS

Schema = dict[str, Any]

_WORDS: Schema = {"type": "string", "minLength": 1}
_ONE_OR_MORE: Schema = {
    "anyOf": [_WORDS, {"type": "array", "items": _WORDS, "minItems": 1, "uniqueItems": True}]
}
_YES_NO: Schema = {"enum": ["yes", "no"]}
_TESTS: Schema = {"type": "object", "additionalProperties": _ONE_OR_MORE, "minProperties": 1}
_LISTS: Schema = {"type": "array", "items": _TESTS, "minItems": 1}
_EITHER: Schema = {"anyOf": [_TESTS, _LISTS]}
_ONE_WAY: Schema = {
    "anyOf": [_WORDS, _TESTS, {"type": "array", "items": {"anyOf": [_WORDS, _TESTS]}, "minItems": 1}]
}
_DATED: Schema = {"type": "object", "additionalProperties": _ONE_OR_MORE, "minProperties": 1}


def ruleset_schema() -> Schema:
    """The schema of one file of a package."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of rules for drive-rules",
        "$defs": {"thing": _thing()},
        **_block({**dict.fromkeys(HEADER, _WORDS), **_sections()}),
    }


def _sections() -> Schema:
    entries = {
        "kinds": _block(dict.fromkeys(vocabulary.KIND_KEYS, _WORDS) | _asked()),
        "facts": _block(_facts(), ("of", "type")),
        "signs": _block(_known(vocabulary.SIGN_KEYS) | {"all of": _TESTS, "any of": _LISTS}, ("of", *WHY)),
        "checklists": _block(_checklists(), ("of", "instrument", "score", "items", *WHY)),
        "measures": _block(_measures(), ("of",)),
        "settings": _block(_settings(), ("type", *WHY)),
        "decisions": _block(_decisions(), ("of", "type", "take")),
        "actions": _block(_actions(), ("done to", "strand", "owner", *WHY)),
        "groups": _block({**_known(GROUP_KEYS), "direct": _YES_NO, "strand": _enum(ir.Strand)}),
        "rules": _block(_rules(), ("title", *WHY, "for example")),
        "sources": _block(
            _known(vocabulary.SOURCE_KEYS) | {"mirror": _YES_NO, **_provenance()}, ("where", "provenance")
        ),
        "invariants": _block(_invariants(), ("title", *WHY)),
        "accepted": _block(dict.fromkeys(invariants.ACCEPTED_KEYS, _WORDS), invariants.ACCEPTED_KEYS),
        "removed": _block(dict.fromkeys(invariants.REMOVED_KEYS, _WORDS), invariants.REMOVED_KEYS),
        "watch rules": _block(_watch(), ("title", "when these happen", "then", *WHY, "for example")),
    }
    return {name: {"type": "object", "additionalProperties": entries[name]} for name in SECTIONS}


def _block(properties: Schema, required: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
        "minProperties": 1,
    }


def _known(keys: tuple[str, ...]) -> Schema:
    """The keys, each taking words, or what keys of that name take everywhere."""
    everywhere = {"source": _ONE_OR_MORE, "about": {"const": ABOUT}, "was": _ONE_OR_MORE, **_provenance()}
    return {key: everywhere.get(key, _ONE_OR_MORE) for key in keys}


def _provenance() -> Schema:
    return {"provenance": _enum(ir.Provenance)}


def _enum(options: object) -> Schema:
    return {"enum": list(get_args(options))}


def _asked() -> Schema:
    return {"asked of": _ONE_OR_MORE, "never asked of": _ONE_OR_MORE, "private": _YES_NO}


def _types(*left_out: str) -> Schema:
    known = [name for name in get_args(ir.TypeName) if name not in left_out]
    words: Schema = dict.fromkeys(TYPE_KEYS, _WORDS)
    return words | {
        "type": {"enum": known},
        "values": _ONE_OR_MORE,
        "ordered": _YES_NO,
        "decimals": {"enum": list("0123")},
        "not applicable": {"const": "refused"},
    }


def _facts() -> Schema:
    flags = dict.fromkeys(("private", "monitoring", "protected"), _YES_NO)
    return {**_known(vocabulary.FACT_KEYS), **_types(), **_asked(), **flags}


def _checklists() -> Schema:
    item = {"anyOf": [_WORDS, _block({"fact": _WORDS, "points": _WORDS}, ("fact",))]}
    items = {"type": "object", "additionalProperties": item, "minProperties": 1}
    return {**_known(vocabulary.CHECKLIST_KEYS), "items": items, "site may replace": _YES_NO}


def _measures() -> Schema:
    filters = dict.fromkeys(("where", "which", "have"), _EITHER)
    return {**_known(measures.KEYS), **filters, "rounded": {"const": "down"}}


def _settings() -> Schema:
    kinds = {"type": {"enum": list(settings.TYPES)}, "values from": _DATED, "site may change": _YES_NO}
    return {**_known(settings.KEYS), **kinds}


def _decisions() -> Schema:
    kinds = {
        key: value for key, value in _types("reference", "text").items() if key in vocabulary.DECISION_KEYS
    }
    judged = _block(_known(vocabulary.JUDGED_KEYS), vocabulary.JUDGED_KEYS)
    special = {"take": _enum(ir.Take), "judged by": judged, "heads the plan": _YES_NO}
    return {**_known(vocabulary.DECISION_KEYS), **kinds, **special}


def _actions() -> Schema:
    flags = dict.fromkeys(("direct", "on suspicion", "never blocked"), _YES_NO)
    words = {"strand": _enum(ir.Strand), "needs consent of": _enum(actions.Consent), "only if": _EITHER}
    return {**_known(actions.ACTION_KEYS), **flags, **words}


def _rules() -> Schema:
    flags = dict.fromkeys(("safety", "site may switch off"), _YES_NO)
    tests = dict.fromkeys(("when", "unless"), _TESTS) | dict.fromkeys(
        ("when any of", "unless any of"), _LISTS
    )
    calls = {word: {"type": "array", "items": _duty(word), "minItems": 1} for word in get_args(ir.Word)}
    then = {"type": "object", "additionalProperties": _WORDS, "minProperties": 1}
    doubt = {"when in doubt": _enum(ir.Doubt), "find out": _block(_known(duties.FIND_OUT_KEYS), ("from",))}
    return {
        **_known(rules.KEYS),
        **flags,
        **tests,
        **calls,
        **doubt,
        "then": then,
        "for example": _examples(),
    }


def _invariants() -> Schema:
    tests = dict.fromkeys(("when", "unless"), _TESTS) | dict.fromkeys(
        ("when any of", "unless any of"), _LISTS
    )
    # One name or one word of duty, so one claim.
    then = {"type": "object", "additionalProperties": _ONE_OR_MORE, "minProperties": 1, "maxProperties": 1}
    return {
        **_known(invariants.KEYS),
        **tests,
        **dict.fromkeys(invariants.THEN, then),
        "answering any of": _TESTS,
        "holds": _enum(ir.Reach),
    }


def _watch() -> Schema:
    happening = {"anyOf": [_WORDS, {"type": "object", "additionalProperties": _EITHER, "maxProperties": 1}]}
    reply = _block({"do": _WORDS, "due": _WORDS}, ("do",))
    replies = {"type": "array", "items": reply, "minItems": 1}
    return {
        **_known(watch.KEYS),
        "safety": _YES_NO,
        "while": _EITHER,
        "when these happen": {"type": "array", "items": happening, "minItems": 1, "maxItems": 3},
        "in this order": _YES_NO,
        "where": {"type": "object", "additionalProperties": _WORDS, "minProperties": 1},
        "without": happening,
        "then": _block({"alert": _ONE_OR_MORE, "for": _WORDS, "do": replies}, ("alert",)),
        "when in doubt": {"enum": list(watch.DOUBTS)},
        "for example": _examples(),
    }


def _duty(word: str) -> Schema:
    if word == "must not":
        ways = {"type": "array", "items": _ONE_WAY, "minItems": 1}
        released = {"until": _ONE_WAY, "until any of": ways, "never released": _YES_NO, "instead": _WORDS}
        return _block({"do": _WORDS, **released}, ("do", "instead"))
    return _block({"do": _WORDS, **_known(duties.CALL_KEYS)}, ("do",))


def _examples() -> Schema:
    thing: Schema = {"$ref": "#/$defs/thing"}
    return _block(
        {expect: {"anyOf": [thing, {"type": "array", "items": thing}]} for expect in EXPECTED}, ("applies",)
    )


def _thing() -> Schema:
    below = {"type": "array", "items": {"$ref": "#/$defs/thing"}, "minItems": 1}
    return {"type": "object", "additionalProperties": {"anyOf": [_WORDS, below]}, "minProperties": 1}
