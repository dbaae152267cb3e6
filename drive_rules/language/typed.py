"""Types: read from the keys of an entry, or worked out from what a name rests on."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import get_args

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.fields import Fields
from drive_rules.language.names import Names
from drive_rules.language.values import (
    FIRST_DAY,
    LAST_DAY,
    read_length,
    read_number,
    rough_days,
    without_the,
    words_of_length,
)

YES_NO = ir.Type("yes or no", 0, 1)


ANY_NUMBER = ir.Type("number", -ir.NO_LIMIT, ir.NO_LIMIT, decimals=3)


ANY_DATE = ir.Type("date", ir.LONG_AGO, ir.FAR_AHEAD)


TYPE_KEYS = ("type", "values", "ordered", "from", "to", "decimals", "not applicable")


def read_type(names: Names, fields: Fields, *, derived: bool = False) -> ir.Type | None:
    """The type of a fact or, ``derived``, of a decision."""
    known: tuple[ir.TypeName, ...] = get_args(ir.TypeName)
    if derived:
        known = tuple(name for name in known if name not in ("reference", "text"))
    name = fields.maybe("type", known, required=True)
    _refuse_type_keys(fields, name or "")
    match name:
        case "yes or no":
            refused = fields.maybe("not applicable", ("refused",)) == "refused"
            return replace(YES_NO, always_applies=refused)
        case "number":
            return _derived_number(fields) if derived else _number(fields)
        case "date":
            return ANY_DATE if derived else _date(fields)
        case "choice":
            return _choice(names, fields)
        case "length of time":
            return _lengths(fields)
        case "reference":
            return ir.Type("reference", 0, ir.MOST_REFERENCES, ordered=False)
        case "text":
            return ir.Type("text", 0, 1)
        case None:
            return None


def _refuse_type_keys(fields: Fields, name: str) -> None:
    if not name:
        return
    fits = {"number": ("from", "to", "decimals"), "date": ("from", "to"), "choice": ("values", "ordered")}
    fits |= {"length of time": ("values",), "yes or no": ("not applicable",)}
    others = [key for key in TYPE_KEYS[1:] if key not in fits.get(name, ())]
    fields.refuse(others, Code.TYPE, f"does not go with the type {name}", "leave it out, or change the type")


def _derived_number(fields: Fields) -> ir.Type:
    return replace(ANY_NUMBER, decimals=_decimals(fields))


def _decimals(fields: Fields) -> int:
    return int(fields.option("decimals", ("0", "1", "2", "3"), "0"))


def _number(fields: Fields) -> ir.Type:
    low, high = _number_at(fields, "from"), _number_at(fields, "to")
    if low > high:
        fields.log.add(Code.TYPE, fields.at("to"), "'to' is below 'from'", "write the lower end under 'from'")
        low, high = high, low
    return ir.Type("number", low, high, decimals=_decimals(fields))


def _number_at(fields: Fields, key: str) -> int:
    found = fields.text(key, required=True)
    code = read_number(found.words) if found else 0
    if found and code is None:
        fields.log.add(
            Code.VALUE, found.span, f"'{found.words}' is not a number", "write digits, such as `14`"
        )
    return code or 0


def _date(fields: Fields) -> ir.Type:
    low, high = fields.day("from"), fields.day("to")
    return ir.Type("date", low.toordinal() if low else FIRST_DAY, high.toordinal() if high else LAST_DAY)


def _choice(names: Names, fields: Fields) -> ir.Type | None:
    texts = fields.several("values", required=True)
    if not texts:
        return None
    for text in texts:
        names.check_right_words(text)
    if len({without_the(text.words) for text in texts}) < len(texts):
        names.log.add(
            Code.TWICE, fields.at("values"), "two values differ by `the` only", "keep one of the two"
        )
    values = tuple(text.words for text in texts)
    return ir.Type("choice", 0, len(values) - 1, values=values, ordered=fields.yes("ordered"))


def _lengths(fields: Fields) -> ir.Type | None:
    texts = fields.several("values", required=True)
    lengths = [(text, read_length(text.words)) for text in texts]
    for text, length in lengths:
        if length is None:
            fix = "write it as `12 months` or `2 working days`"
            fields.log.add(Code.VALUE, text.span, f"'{text.words}' is not a length of time", fix)
    found = tuple(length for _, length in lengths if length is not None)
    if any(rough_days(one) > rough_days(after) for one, after in pairwise(found)):
        what = "a longer length stands before a shorter"
        fields.log.add(Code.TYPE, fields.at("values"), what, "write the shortest first")
    words = tuple(words_of_length(length) for length in found)
    return ir.Type("length of time", 0, len(found) - 1, words, found) if found else None


def score_type(checklist: ir.Checklist) -> ir.Type:
    """A score runs from all points below 0 to all above; whole where every item's points are."""
    points = [item.points for item in checklist.items]
    whole = all(each % ir.SCALE == 0 for each in points)
    low, high = sum(min(0, each) for each in points), sum(max(0, each) for each in points)
    return ir.Type("number", low, high, decimals=0 if whole else 3)


def answered_type(checklist: ir.Checklist) -> ir.Type:
    """How many items are answered."""
    return ir.Type("number", 0, len(checklist.items) * ir.SCALE)


def unbounded(kind: ir.Type) -> ir.Type:
    """The type of something derived from values of this type: numbers and dates have no bounds."""
    match kind.name:
        case "number":
            return replace(ANY_NUMBER, decimals=kind.decimals)
        case "date":
            return ANY_DATE
        case _:
            return kind


def types_of(ruleset: ir.Ruleset) -> dict[str, ir.Type]:
    """The type of every name that a test may read."""
    found = {name: fact.type for name, fact in ruleset.facts.items()}
    found |= dict.fromkeys(ruleset.signs, YES_NO)
    found |= {name: measure.type for name, measure in ruleset.measures.items()}
    found |= {name: decision.type for name, decision in ruleset.decisions.items()}
    for checklist in ruleset.checklists.values():
        found[checklist.score] = score_type(checklist)
        if checklist.answered is not None:
            found[checklist.answered] = answered_type(checklist)
    return found
