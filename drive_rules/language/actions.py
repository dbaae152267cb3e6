"""Actions and groups of actions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, get_args

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.conditions import read_either
from drive_rules.language.entries import (
    WHY,
    Declared,
    Section,
    about_record,
    all_words,
    declare,
    is_fact_of,
    read_in_force,
    read_kind_of,
    read_why,
)
from drive_rules.language.fields import Fields
from drive_rules.language.names import Names
from drive_rules.language.operands import Scope
from drive_rules.language.values import Trouble, read_constant
from drive_rules.problems import did_you_mean

ACTION_KEYS = (
    *("done to", "strand", "direct", "owner", "may be requested by", "only if", "needs consent of"),
    *("makes true", "on suspicion", "never blocked", "about", "jurisdiction", "legal basis"),
    *("tells in the other area", "cites"),
    *("in force from", "in force until", "code", "was", *WHY),
)


Consent = Literal["nobody", "perpetrator", "victim-survivor"]


def declare_actions(names: Names, section: Section) -> list[Declared]:
    """Enter the actions."""
    found = declare(names, section, "action", ACTION_KEYS, of="done to")
    for item in found:
        item.named.record = about_record(item.fields)
    return found


def read_action(names: Names, item: Declared) -> ir.Action:
    """One action, its ``only if`` read."""
    named, fields = item.named, item.fields
    jurisdiction = all_words(fields, "jurisdiction")
    return ir.Action(
        name=named.name,
        code=named.code,
        done_to=named.kind,
        strand=_strand(fields),
        direct=fields.yes("direct"),
        owner=fields.words("owner", required=True),
        why=read_why(names, fields),
        requested_by=all_words(fields, "may be requested by"),
        only_if=_only_if(names, named.kind, fields, jurisdiction),
        consent_of=_consent(fields),
        makes_true=_makes_true(names, named.kind, fields),
        on_suspicion=fields.yes("on suspicion"),
        never_blocked=fields.yes("never blocked"),
        about_record=named.record,
        jurisdiction=jurisdiction,
        legal_basis=fields.words("legal basis"),
        tells_across=fields.words("tells in the other area"),
        cites=tuple(_cites(names, named.kind, fields)),
        in_force=read_in_force(fields),
        was=all_words(fields, "was"),
        span=fields.span,
    )


def _strand(fields: Fields) -> ir.Strand:
    options: tuple[ir.Strand, ...] = get_args(ir.Strand)
    return fields.option("strand", options, "agencies", required=True)


def _consent(fields: Fields) -> Consent:
    options: tuple[Consent, ...] = get_args(Consent)
    return fields.option("needs consent of", options, "nobody")


def _only_if(names: Names, kind: str, fields: Fields, jurisdiction: tuple[str, ...]) -> ir.Condition:
    condition = read_either(Scope(names, kind), fields.node("only if"))
    test = jurisdiction_test(names, fields, jurisdiction)
    return replace(condition, all_of=(*condition.all_of, test)) if test else condition


def jurisdiction_test(names: Names, fields: Fields, places: tuple[str, ...]) -> ir.Test | None:
    """The test that the case lies in one of these jurisdictions."""
    if not places:
        return None
    named = names.known.get("jurisdiction")
    if named is None or named.type is None or not is_fact_of(named, "case", ("choice",)):
        fix = "declare a fact `jurisdiction` of the case, with `type: choice`"
        what = "no fact 'jurisdiction' is there to test"
        names.log.add(Code.UNKNOWN_NAME, fields.at("jurisdiction"), what, fix)
        return None
    codes = [read_constant(named.type, place) for place in places]
    for place, code in zip(places, codes, strict=True):
        if isinstance(code, Trouble):
            names.log.add(code.code, fields.at("jurisdiction"), f"'{place}' is {code.what}", code.fix)
    operands = tuple(ir.Constant(code) for code in codes if isinstance(code, int))
    return ir.Test("jurisdiction", "is", operands, span=fields.at("jurisdiction")) if operands else None


def _makes_true(names: Names, kind: str, fields: Fields) -> str | None:
    text = fields.text("makes true")
    if text is None:
        return None
    named = names.known.get(text.words)
    if named is None or not is_fact_of(named, kind, ("yes or no", "date")):
        known = names.facts_of(kind, "yes or no", "date")
        fix = did_you_mean(text.words, known, f"write the words of a fact of {kind or 'its kind'}")
        what = f"'{text.words}' is no yes-or-no or date fact of {kind or 'its kind'}"
        names.log.add(Code.MAKES_TRUE, text.span, what, fix)
        return None
    return text.words


def _cites(names: Names, kind: str, fields: Fields) -> Iterator[str]:
    """The facts that go along with the task, each of the kind that the action is done to."""
    for text in fields.several("cites"):
        named = names.known.get(text.words)
        if named is None or named.sort != "fact" or named.kind != kind:
            known = [each.name for each in names.known.values() if each.sort == "fact" and each.kind == kind]
            fix = did_you_mean(text.words, known, f"write the words of a fact of {kind}")
            names.log.add(Code.UNKNOWN_NAME, text.span, f"'{text.words}' is no fact of {kind}", fix)
        else:
            yield text.words


def read_groups(names: Names, declared: list[Declared], actions: dict[str, ir.Action]) -> dict[str, ir.Group]:
    """The groups, each with its actions worked out."""
    return {item.named.name: _group(names, item, actions) for item in declared}


def _group(names: Names, item: Declared, actions: dict[str, ir.Action]) -> ir.Group:
    fields = item.fields
    members = _listed_members(names, fields) if fields.has("actions") else _selected(names, fields, actions)
    in_order = sorted(set(members), key=lambda name: (actions[name].code if name in actions else name, name))
    if not in_order:
        what = f"'{fields.key.words}' holds no action"
        names.log.add(Code.EMPTY_GROUP, fields.span, what, "name an action, or leave it out")
    return ir.Group(fields.key.words, tuple(in_order), fields.span)


def _listed_members(names: Names, fields: Fields) -> list[str]:
    why, fix = "does not go with `actions`", "either list the actions or say what they have in common"
    fields.refuse(("direct", "strand", "done to"), Code.TYPE, why, fix)
    found = (names.on_left(text, ("action",), "an action") for text in fields.several("actions"))
    return [named.name for named in found if named is not None]


def _selected(names: Names, fields: Fields, actions: dict[str, ir.Action]) -> list[str]:
    if not any(fields.has(key) for key in ("direct", "strand", "done to")):
        return []
    direct = fields.maybe("direct", ("yes", "no"))
    strand = fields.maybe("strand", get_args(ir.Strand))
    kind = read_kind_of(names, fields, "done to") if fields.has("done to") else ""
    return [
        action.name
        for action in actions.values()
        if (not direct or action.direct == (direct == "yes"))
        and (not strand or action.strand == strand)
        and (not kind or action.done_to == kind)
    ]
