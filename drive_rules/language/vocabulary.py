"""Kinds, sources, facts, checklists, signs, decisions, actions and groups.

Each section is declared first (names, kinds and types) and read after (what rests on other names), so
that the order of files and entries never matters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.conditions import Scope, read_condition, read_either
from drive_rules.language.fields import Fields, entries_of, is_empty, only_words
from drive_rules.language.names import Named, Names, Sort, slug
from drive_rules.language.nodes import Log, Node, Text
from drive_rules.language.values import (
    FIRST_DAY,
    LAST_DAY,
    Trouble,
    read_constant,
    read_length,
    read_number,
    rough_days,
    without_the,
)
from drive_rules.problems import did_you_mean

WHY = ("because", "source", "provenance")
ABOUT = "the record"
Consent = Literal["nobody", "perpetrator", "victim-survivor"]
YES_NO = ir.Type("yes or no", 0, 1)
ANY_NUMBER = ir.Type("number", -ir.NO_LIMIT, ir.NO_LIMIT, decimals=3)
ANY_DATE = ir.Type("date", ir.LONG_AGO, ir.FAR_AHEAD)
_TYPE_KEYS = ("type", "values", "ordered", "from", "to", "decimals")
_FACT_KEYS = (
    "of", *_TYPE_KEYS, "asked of", "never asked of", "private", "monitoring", "protected", "code", "was"
)  # fmt: skip
_DECISION_KEYS = ("of", "type", "values", "ordered", "decimals", "take", "otherwise", "about", "code", "was")
_ACTION_KEYS = (
    "done to", "strand", "direct", "owner", "may be requested by", "only if", "needs consent of", "makes true",
    "on suspicion", "never blocked", "about", "jurisdiction", "in force from", "in force until", "code", "was", *WHY,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declared:
    """A name and the keys of its entry, to be read once all names are known."""

    named: Named
    fields: Fields


Section = Iterable[tuple[Text, Node]]


# -- kinds and sources -----------------------------------------------------------------------------


def read_kinds(names: Names, section: Section) -> dict[str, ir.Fact]:
    """Enter the kinds; gives the yes-or-no facts that say their lists are whole."""
    found: dict[str, tuple[Fields, ir.Kind]] = {}
    for key, node in section:
        known = ("title", "part of", "list", "all listed", "dated by", "asked of", "never asked of", "code")
        fields = Fields(names.log, key, node, known)
        if key.words in found:
            _twice(names.log, key, found[key.words][1].span)
        else:
            found[key.words] = (fields, _kind(fields))
    names.kinds.update({name: kind for name, (_, kind) in found.items()})
    names.kinds.setdefault("case", ir.Kind("case", code="case"))
    _check_parts(names, found)
    facts = (_listed(names, *entry) for entry in found.values())
    return {fact.name: fact for fact in facts if fact is not None}


def _twice(log: Log, key: Text, earlier: object) -> None:
    what = f"'{key.words}' is declared twice; first at {earlier}"
    log.add(Code.DECLARED_TWICE, key.span, what, "keep one of the two, or join them")


def _kind(fields: Fields) -> ir.Kind:
    name, part_of = fields.key.words, fields.words("part of") or None
    if part_of and not fields.has("list"):
        fields.missing("list", "add a line `list:` with the name of the list of them")
    list_name = fields.words("list") or None
    listed = (
        (fields.words("all listed") or f"all the {list_name} are listed") if part_of and list_name else None
    )
    dated_by = fields.words("dated by") or None
    return ir.Kind(
        name, part_of, list_name, listed, dated_by, fields.words("code") or slug(name), fields.span
    )


def _check_parts(names: Names, found: dict[str, tuple[Fields, ir.Kind]]) -> None:
    for fields, kind in found.values():
        if kind.part_of is not None and kind.part_of not in names.kinds:
            fix = did_you_mean(kind.part_of, names.kinds, "declare it under `kinds`")
            names.log.add(Code.KIND, fields.at("part of"), f"'{kind.part_of}' is not a kind", fix)
            names.kinds[kind.name] = replace(kind, part_of=None, listed=None)
    for fields, kind in found.values():
        chain = names.above(kind.name)
        if names.kinds[chain[-1]].part_of is not None:
            what = "kinds are part of each other in a circle: " + " > ".join([*chain, chain[0]])
            names.log.add(Code.KIND, fields.at("part of"), what, "a kind is part of what holds it")
            names.kinds[kind.name] = replace(kind, part_of=None, listed=None)


def _listed(names: Names, fields: Fields, kind: ir.Kind) -> ir.Fact | None:
    if kind.list_name is None:
        return None
    names.declare(fields.text("list") or fields.key, "list", kind.name)
    kind = names.kinds[kind.name]
    if kind.listed is None or kind.part_of is None:
        return None
    key = fields.text("all listed") or Text(kind.listed, fields.span)
    named = names.declare(key, "fact", kind.part_of)
    if named is None:
        return None
    named.type = YES_NO
    asked, never = _all_words(fields, "asked of"), _all_words(fields, "never asked of")
    return ir.Fact(kind.listed, kind.part_of, YES_NO, named.code, asked, never, span=fields.span)


def check_dated_by(names: Names) -> None:
    """Each ``dated by`` is a date fact of its own kind."""
    for name, kind in names.kinds.items():
        if kind.dated_by is None:
            continue
        named = names.known.get(kind.dated_by)
        if named is None or not _is_fact_of(named, name, ("date",)):
            fix = did_you_mean(
                kind.dated_by, names.words(("fact",)), f"write the words of a date fact of {name}"
            )
            names.log.add(Code.KIND, kind.span, f"'{kind.dated_by}' is no date fact of {name}", fix)


def read_sources(names: Names, section: Section) -> dict[str, ir.Source]:
    """The register of sources."""
    found: dict[str, ir.Source] = {}
    for key, node in section:
        fields = Fields(names.log, key, node, ("where", "provenance", "mirror"))
        if key.words in found:
            _twice(names.log, key, found[key.words].span)
            continue
        where = fields.words("where", required=True, sentence=True)
        found[key.words] = ir.Source(key.words, where, _provenance(fields), fields.yes("mirror"), fields.span)
    names.sources.update(found)
    return found


# -- what many entries have ------------------------------------------------------------------------


def read_why(names: Names, fields: Fields) -> ir.Because:
    """``because``, ``source`` and ``provenance``, all required."""
    because = fields.words("because", required=True, sentence=True)
    sources = fields.several("source", required=True)
    return ir.Because(because, _known_sources(names, sources), _provenance(fields))


def _known_sources(names: Names, sources: tuple[Text, ...]) -> tuple[str, ...]:
    if [text.words for text in sources] == ["none"]:
        return ()
    for text in sources:
        if text.words not in names.sources:
            fix = did_you_mean(text.words, names.sources, "enter it under `sources`, or write `none`")
            names.log.add(Code.SOURCE, text.span, f"'{text.words}' is not in the register of sources", fix)
    return tuple(text.words for text in sources)


def _provenance(fields: Fields) -> ir.Provenance:
    options: tuple[ir.Provenance, ...] = get_args(ir.Provenance)
    found = fields.option("provenance", options, required=True)
    return next((option for option in options if option == found), options[-1])


def about_record(fields: Fields) -> bool:
    """Whether the entry says that it is about the record."""
    return fields.option("about", (ABOUT,)) == ABOUT


def _all_words(fields: Fields, key: str) -> tuple[str, ...]:
    return tuple(text.words for text in fields.several(key))


def _is_fact_of(named: Named, kind: str, types: tuple[ir.TypeName, ...]) -> bool:
    return named.sort == "fact" and named.kind == kind and named.type is not None and named.type.name in types


def read_kind_of(names: Names, fields: Fields, key: str = "of") -> str:
    """The kind that an entry belongs to; empty, and a problem, where there is none."""
    found = fields.text(key, required=True)
    if found is None:
        return ""
    if found.words in names.kinds:
        return found.words
    fix = did_you_mean(found.words, names.kinds, "kinds: " + ", ".join(names.kinds))
    names.log.add(Code.KIND, found.span, f"'{found.words}' is not a kind", fix)
    return ""


def declare(
    names: Names, section: Section, sort: Sort, known: tuple[str, ...], of: str = "of"
) -> list[Declared]:
    """Enter the names of a section."""
    found = []
    for key, node in section:
        fields = Fields(names.log, key, node, known)
        kind = read_kind_of(names, fields, of) if of else ""
        named = names.declare(key, sort, kind, fields.text("code"))
        if named is not None:
            found.append(Declared(named, fields))
            if "was" in known:
                names.take_earlier_words(named, fields.several("was"))
    return found


# -- types -----------------------------------------------------------------------------------------


def read_type(names: Names, fields: Fields, *, derived: bool = False) -> ir.Type | None:
    """The type of a fact or, ``derived``, of a decision."""
    known = tuple(name for name in get_args(ir.TypeName) if not derived or name not in ("reference", "text"))
    name = fields.option("type", known, required=True)
    _refuse_type_keys(fields, name)
    match name:
        case "yes or no":
            return YES_NO
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
        case _:
            return None


def _refuse_type_keys(fields: Fields, name: str) -> None:
    if not name:
        return
    fits = {"number": ("from", "to", "decimals"), "date": ("from", "to"), "choice": ("values", "ordered")}
    fits["length of time"] = ("values",)
    others = [key for key in _TYPE_KEYS[1:] if key not in fits.get(name, ())]
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
    if any(rough_days(one) > rough_days(next_one) for one, next_one in zip(found, found[1:], strict=False)):
        fields.log.add(
            Code.TYPE, fields.at("values"), "a longer length stands before a shorter", "shortest first"
        )
    return ir.Type("length of time", 0, len(found) - 1, lengths=found) if found else None


# -- facts -----------------------------------------------------------------------------------------


def read_facts(names: Names, section: Section) -> dict[str, ir.Fact]:
    """Declare and read the facts."""
    facts = {}
    for item in declare(names, section, "fact", _FACT_KEYS):
        fact = _fact(names, item.named, item.fields)
        if fact is not None:
            facts[fact.name] = fact
    return facts


def _fact(names: Names, named: Named, fields: Fields) -> ir.Fact | None:
    named.type = read_type(names, fields)
    names.check_words(named)
    if named.type is None:
        return None
    return ir.Fact(
        name=named.name,
        of=named.kind,
        type=named.type,
        code=named.code,
        asked_of=_all_words(fields, "asked of"),
        never_asked_of=_all_words(fields, "never asked of"),
        private=fields.yes("private"),
        monitoring=fields.yes("monitoring"),
        protected=fields.yes("protected"),
        was=_all_words(fields, "was"),
        span=fields.span,
    )


# -- checklists ------------------------------------------------------------------------------------


def read_checklists(names: Names, section: Section, facts: dict[str, ir.Fact]) -> dict[str, ir.Checklist]:
    """Read the checklists, mark the facts of their items, and declare their scores."""
    found: dict[str, ir.Checklist] = {}
    for key, node in section:
        known = ("of", "instrument", "score", "answered", "dated", "items", "code", *WHY)
        fields = Fields(names.log, key, node, known)
        if key.words in found:
            _twice(names.log, key, found[key.words].span)
            continue
        found[key.words] = _checklist(names, fields, facts)
    return found


def _checklist(names: Names, fields: Fields, facts: dict[str, ir.Fact]) -> ir.Checklist:
    kind, name = read_kind_of(names, fields), fields.key.words
    items = tuple(_items(names, fields, kind, facts))
    checklist = ir.Checklist(
        name=name,
        of=kind,
        items=items,
        score=fields.words("score", required=True),
        answered=fields.words("answered") or None,
        instrument=fields.words("instrument", required=True),
        why=read_why(names, fields),
        dated=_dated(names, fields, kind),
        code=fields.words("code") or slug(name),
        span=fields.span,
    )
    _declare_number(names, fields, "score", kind, score_type(checklist))
    _declare_number(names, fields, "answered", kind, answered_type(checklist))
    return checklist


def _declare_number(names: Names, fields: Fields, key: Sort, kind: str, of_type: ir.Type) -> None:
    text = fields.text(key)
    named = names.declare(text, key, kind) if text is not None else None
    if named is not None:
        named.type, named.record = of_type, key == "answered"
        names.check_words(named)


def score_type(checklist: ir.Checklist) -> ir.Type:
    """A score runs from all points below 0 to all above; whole where every item's points are."""
    points = [item.points for item in checklist.items]
    whole = all(each % ir.SCALE == 0 for each in points)
    low, high = sum(min(0, each) for each in points), sum(max(0, each) for each in points)
    return ir.Type("number", low, high, decimals=0 if whole else 3)


def answered_type(checklist: ir.Checklist) -> ir.Type:
    """How many items are answered."""
    return ir.Type("number", 0, len(checklist.items) * ir.SCALE)


def _items(names: Names, fields: Fields, kind: str, facts: dict[str, ir.Fact]) -> Iterable[ir.Item]:
    if not fields.has("items"):
        fields.missing("items")
    name, answered = fields.key.words, set[str]()
    for key, node in fields.block("items"):
        item = _item(names, key, node)
        if item is None:
            continue
        fact = facts.get(item.fact)
        if fact is None or fact.of != kind or fact.type.name != "yes or no":
            fix = did_you_mean(
                item.fact, _yes_no_facts(facts, kind), f"declare it as a yes-or-no fact of {kind}"
            )
            names.log.add(Code.CHECKLIST, key.span, f"'{item.fact}' is no yes-or-no fact of {kind}", fix)
        elif item.fact in answered:
            what = f"'{item.fact}' answers an item of this checklist already"
            names.log.add(Code.CHECKLIST, key.span, what, "a fact answers one item of a checklist")
        else:
            answered.add(item.fact)
            facts[item.fact] = replace(fact, checklist=min(fact.checklist or name, name))
            yield item


def _yes_no_facts(facts: dict[str, ir.Fact], kind: str) -> list[str]:
    return [name for name, fact in facts.items() if fact.of == kind and fact.type.name == "yes or no"]


def _item(names: Names, key: Text, node: Node) -> ir.Item | None:
    if isinstance(node, Text):
        return ir.Item(key.words, node.words)
    fields = Fields(names.log, key, node, ("fact", "points"))
    fact = fields.words("fact", required=True)
    points = fields.text("points")
    code = read_number(points.words) if points else ir.SCALE
    if code is None:
        names.log.add(Code.VALUE, fields.at("points"), "points are a number", "write digits, such as `2`")
    return ir.Item(key.words, fact, code or 0) if fact else None


def _dated(names: Names, fields: Fields, kind: str) -> str | None:
    text = fields.text("dated")
    if text is None:
        return None
    named = names.known.get(text.words)
    if named is None or not _is_fact_of(named, kind, ("date",)):
        fix = did_you_mean(text.words, names.words(("fact",)), f"declare it as a date fact of {kind}")
        names.log.add(Code.CHECKLIST, text.span, f"'{text.words}' is no date fact of {kind}", fix)
    return text.words


# -- signs and decisions ---------------------------------------------------------------------------


def declare_signs(names: Names, section: Section) -> list[Declared]:
    """Enter the signs."""
    found = declare(names, section, "sign", ("of", "any of", "all of", "about", "code", *WHY))
    for item in found:
        item.named.type, item.named.record = YES_NO, about_record(item.fields)
    return found


def read_sign(names: Names, item: Declared) -> ir.Sign:
    """One sign, its tests read."""
    named, fields = item.named, item.fields
    if not fields.has("any of") and not fields.has("all of"):
        fields.missing("any of", "add `any of:` or `all of:` with its tests")
    condition = read_condition(Scope(names, named.kind), fields.node("all of"), fields.node("any of"))
    why = read_why(names, fields)
    return ir.Sign(named.name, named.kind, condition, why, named.record, named.code, fields.span)


def read_decisions(names: Names, section: Section) -> dict[str, ir.Decision]:
    """Declare and read the decisions."""
    decisions = {}
    for item in declare(names, section, "decision", _DECISION_KEYS):
        item.named.record = about_record(item.fields)
        item.named.type = read_type(names, item.fields, derived=True)
        names.check_words(item.named)
        if item.named.type is not None:
            decisions[item.named.name] = _decision(names, item, item.named.type)
    return decisions


def _decision(names: Names, item: Declared, kind: ir.Type) -> ir.Decision:
    named, fields = item.named, item.fields
    takes: tuple[ir.Take, ...] = get_args(ir.Take)
    found = fields.option("take", takes, required=True)
    take: ir.Take = next((option for option in takes if option == found), "only one")
    named.adds = take == "total"
    _check_take(fields, kind, take)
    otherwise = _otherwise(fields, kind, take) if found else None
    was = _all_words(fields, "was")
    return ir.Decision(
        named.name, named.kind, kind, take, otherwise, named.record, named.code, was, fields.span
    )


def _check_take(fields: Fields, kind: ir.Type, take: ir.Take) -> None:
    if take == "total" and kind.name != "number":
        fields.log.add(Code.TAKE, fields.at("take"), "only numbers are totalled", "write `type: number`")
    elif take in ("highest", "lowest") and not kind.ordered:
        fix = "write `ordered: yes`, lowest value first, or `take: only one`"
        fields.log.add(Code.TAKE, fields.at("take"), f"`{take}` needs values in order", fix)


def _otherwise(fields: Fields, kind: ir.Type, take: ir.Take) -> int | None:
    if take == "total":
        fields.refuse(("otherwise",), Code.OTHERWISE, "does not go with `take: total`", "a total starts at 0")
        return None
    return read_otherwise(fields, kind)


def read_otherwise(fields: Fields, kind: ir.Type) -> int | None:
    """The code of ``otherwise``, which must be there."""
    found = fields.text("otherwise")
    if found is None:
        fix = "add `otherwise:` with the answer where nothing applies or counts"
        fields.log.add(Code.OTHERWISE, fields.span, f"'{fields.key.words}' has no 'otherwise'", fix)
        return None
    code = read_constant(kind, found.words)
    if isinstance(code, Trouble):
        fields.log.add(code.code, found.span, f"'{found.words}' is {code.what}", code.fix)
        return None
    return code


# -- actions and groups ----------------------------------------------------------------------------


def declare_actions(names: Names, section: Section) -> list[Declared]:
    """Enter the actions."""
    found = declare(names, section, "action", _ACTION_KEYS, of="done to")
    for item in found:
        item.named.record = about_record(item.fields)
    return found


def read_action(names: Names, item: Declared) -> ir.Action:
    """One action, its ``only if`` read."""
    named, fields = item.named, item.fields
    jurisdiction = _all_words(fields, "jurisdiction")
    return ir.Action(
        name=named.name,
        code=named.code,
        done_to=named.kind,
        strand=_strand(fields),
        direct=fields.yes("direct"),
        owner=fields.words("owner", required=True),
        why=read_why(names, fields),
        requested_by=_all_words(fields, "may be requested by"),
        only_if=_only_if(names, named.kind, fields, jurisdiction),
        consent_of=_consent(fields),
        makes_true=_makes_true(names, named.kind, fields),
        on_suspicion=fields.yes("on suspicion"),
        never_blocked=fields.yes("never blocked"),
        about_record=named.record,
        jurisdiction=jurisdiction,
        in_force=read_in_force(fields),
        was=_all_words(fields, "was"),
        span=fields.span,
    )


def _strand(fields: Fields) -> ir.Strand:
    options: tuple[ir.Strand, ...] = get_args(ir.Strand)
    found = fields.option("strand", options, required=True)
    return next((option for option in options if option == found), "agencies")


def _consent(fields: Fields) -> Consent:
    options: tuple[Consent, ...] = ("nobody", "perpetrator", "victim-survivor")
    found = fields.option("needs consent of", options, "nobody")
    return next((option for option in options if option == found), "nobody")


def _only_if(names: Names, kind: str, fields: Fields, jurisdiction: tuple[str, ...]) -> ir.Condition:
    condition = read_either(Scope(names, kind), fields.node("only if"))
    test = jurisdiction_test(names, fields, jurisdiction)
    return replace(condition, all_of=(*condition.all_of, test)) if test else condition


def jurisdiction_test(names: Names, fields: Fields, places: tuple[str, ...]) -> ir.Test | None:
    """The test that the case lies in one of these jurisdictions."""
    if not places:
        return None
    named = names.known.get("jurisdiction")
    if named is None or named.sort != "fact" or named.type is None or named.type.name != "choice":
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
    if named is None or not _is_fact_of(named, kind, ("yes or no", "date")):
        fix = did_you_mean(text.words, names.words(("fact",)), f"write the words of a fact of {kind}")
        what = f"'{text.words}' is no yes-or-no or date fact of {kind or 'its kind'}"
        names.log.add(Code.MAKES_TRUE, text.span, what, fix)
        return None
    return text.words


def read_in_force(fields: Fields) -> tuple[date | None, date | None]:
    """The days from which and before which the entry holds."""
    since, end = fields.day("in force from"), fields.day("in force until")
    if since and end and since >= end:
        fix = "write the later day under `in force until`"
        fields.log.add(Code.VALUE, fields.at("in force until"), "this ends before it begins", fix)
    return (since, end)


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
    direct = fields.option("direct", ("yes", "no")) if fields.has("direct") else ""
    strand = fields.option("strand", get_args(ir.Strand))
    kind = read_kind_of(names, fields, "done to") if fields.has("done to") else ""
    return [
        action.name
        for action in actions.values()
        if (not direct or action.direct == (direct == "yes"))
        and (not strand or action.strand == strand)
        and (not kind or action.done_to == kind)
    ]


def texts_of(log: Log, node: Node, where: str) -> tuple[tuple[Text, Text], ...]:
    """The keys of a block with the words of each."""
    pairs = ((key, only_words(log, value, where)) for key, value in entries_of(log, node, where))
    return tuple((key, text) for key, text in pairs if text is not None and not is_empty(text))
