"""Kinds, sources, facts, checklists, signs and decisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.conditions import read_condition
from drive_rules.language.entries import (
    WHY,
    Declared,
    Section,
    about_record,
    all_words,
    declare,
    is_fact_of,
    read_answer,
    read_kind_of,
    read_otherwise,
    read_provenance,
    read_why,
)
from drive_rules.language.fields import Fields
from drive_rules.language.log import Log
from drive_rules.language.names import Named, Names, Sort, slug
from drive_rules.language.nodes import Node, Text
from drive_rules.language.operands import Scope
from drive_rules.language.typed import TYPE_KEYS, YES_NO, answered_type, read_type, score_type
from drive_rules.language.values import read_number
from drive_rules.problems import did_you_mean

KIND_KEYS = (
    *("title", "part of", "list", "all listed", "dated by", "asked of", "never asked of", "private", "code"),
)
CHECKLIST_KEYS = (
    *("of", "instrument", "score", "answered", "dated", "items", "site may replace", "code", *WHY),
)
SIGN_KEYS = ("of", "any of", "all of", "about", "code", *WHY)
FACT_KEYS = (
    *("of", *TYPE_KEYS, "until said otherwise", "asked of", "never asked of", "private", "monitoring"),
    *("protected", "code", "was"),
)
DECISION_KEYS = (
    *("of", "type", "values", "ordered", "decimals", "take", "otherwise", "about", "judged by"),
    *("heads the plan", "code", "was"),
)
JUDGED_KEYS = ("answer", "on", "because", "withdrawn by", "withdrawn because")
JUDGED_FIXES = {
    "answer": "name a fact with the values of '{decision}', of a kind that is part of {kind}",
    "on": "name a date fact of the same kind",
    "because": "name a text fact of the same kind",
    "withdrawn by": "name a choice of the same kind, among whose values are `its author` and `a manager`",
    "withdrawn because": "name a yes-or-no fact of the same kind",
}
SOURCE_KEYS = ("where", "publisher", "published", "provenance", "mirror", "carried by")


# -- kinds and sources -----------------------------------------------------------------------------


def read_kinds(names: Names, section: Section) -> dict[str, ir.Fact]:
    """Enter the kinds; gives the yes-or-no facts that say their lists are whole."""
    found: dict[str, tuple[Fields, ir.Kind]] = {}
    for key, node in section:
        fields = Fields(names.log, key, node, KIND_KEYS)
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
    asked, never = all_words(fields, "asked of"), all_words(fields, "never asked of")
    private = fields.yes("private")
    return ir.Fact(
        kind.listed, kind.part_of, YES_NO, named.code, asked, never, private=private, span=fields.span
    )


def check_dated_by(names: Names) -> None:
    """Each ``dated by`` is a date fact of its own kind."""
    for name, kind in names.kinds.items():
        if kind.dated_by is None:
            continue
        named = names.known.get(kind.dated_by)
        if named is None or not is_fact_of(named, name, ("date",)):
            fix = did_you_mean(kind.dated_by, names.facts_of(name, "date"), f"name a date fact of {name}")
            names.log.add(Code.KIND, kind.span, f"'{kind.dated_by}' is no date fact of {name}", fix)


def read_sources(names: Names, section: Section) -> dict[str, ir.Source]:
    """The register of sources."""
    found: dict[str, ir.Source] = {}
    for key, node in section:
        fields = Fields(names.log, key, node, SOURCE_KEYS)
        if key.words in found:
            _twice(names.log, key, found[key.words].span)
            continue
        where = fields.words("where", required=True, sentence=True)
        found[key.words] = ir.Source(
            id=key.words,
            where=where,
            provenance=read_provenance(fields),
            mirror=fields.yes("mirror"),
            publisher=fields.words("publisher"),
            published=fields.words("published"),
            carried_by=fields.words("carried by", sentence=True),
            span=fields.span,
        )
    names.sources.update(found)
    return found


# -- facts -----------------------------------------------------------------------------------------


def read_facts(names: Names, section: Section) -> dict[str, ir.Fact]:
    """Declare and read the facts."""
    facts = {}
    for item in declare(names, section, "fact", FACT_KEYS):
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
        asked_of=all_words(fields, "asked of"),
        never_asked_of=all_words(fields, "never asked of"),
        private=fields.yes("private"),
        monitoring=fields.yes("monitoring"),
        protected=fields.yes("protected"),
        was=all_words(fields, "was"),
        stands=_stands(fields, named.type),
        span=fields.span,
    )


def _stands(fields: Fields, kind: ir.Type) -> int | None:
    """The answer that holds until somebody says otherwise."""
    found = fields.text("until said otherwise")
    if found is None:
        return None
    if kind.name != "choice":
        what = f"does not go with the type {kind.name}"
        fields.refuse(("until said otherwise",), Code.TYPE, what, "leave it out, or write `type: choice`")
        return None
    return read_answer(fields, kind, found)


# -- checklists ------------------------------------------------------------------------------------


def read_checklists(names: Names, section: Section, facts: dict[str, ir.Fact]) -> dict[str, ir.Checklist]:
    """Read the checklists, mark the facts of their items, and declare their scores."""
    found: dict[str, ir.Checklist] = {}
    for key, node in section:
        fields = Fields(names.log, key, node, CHECKLIST_KEYS)
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
        site_may_replace=fields.yes("site may replace"),
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
    if named is None or not is_fact_of(named, kind, ("date",)):
        fix = did_you_mean(text.words, names.facts_of(kind, "date"), f"declare it as a date fact of {kind}")
        names.log.add(Code.CHECKLIST, text.span, f"'{text.words}' is no date fact of {kind}", fix)
    return text.words


# -- signs and decisions ---------------------------------------------------------------------------


def declare_signs(names: Names, section: Section) -> list[Declared]:
    """Enter the signs."""
    found = declare(names, section, "sign", SIGN_KEYS)
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
    for item in declare(names, section, "decision", DECISION_KEYS):
        item.named.record = about_record(item.fields)
        item.named.type = read_type(names, item.fields, derived=True)
        names.check_words(item.named)
        if item.named.type is not None:
            decisions[item.named.name] = _decision(names, item, item.named.type)
    return decisions


def _decision(names: Names, item: Declared, kind: ir.Type) -> ir.Decision:
    named, fields = item.named, item.fields
    takes: tuple[ir.Take, ...] = get_args(ir.Take)
    take = fields.option("take", takes, "only one", required=True)
    named.adds = take == "total"
    _check_take(fields, kind, take)
    otherwise = _otherwise(fields, kind, take) if fields.has("take") else None
    was = all_words(fields, "was")
    judged = _judged(names, item, kind)
    return ir.Decision(
        named.name,
        named.kind,
        kind,
        take,
        otherwise,
        named.record,
        named.code,
        was,
        judged,
        fields.yes("heads the plan"),
        fields.span,
    )


def _judged(names: Names, item: Declared, kind: ir.Type) -> ir.Judged | None:
    """The facts that hold what a person decides: all of one kind, which is part of the decision's own."""
    if not item.fields.has("judged by"):
        return None
    key, node = item.fields.found["judged by"]
    fields = Fields(names.log, key, node, JUDGED_KEYS)
    texts = {each: text for each in JUDGED_KEYS if (text := fields.text(each, required=True))}
    answer = names.known.get(texts["answer"].words) if "answer" in texts else None
    below = answer.kind if answer else ""
    for each, text in texts.items():
        named = names.known.get(text.words)
        of_the_kind = named is not None and named.sort == "fact" and named.kind == below
        is_below = item.named.kind in names.above(below)[1:]
        if not (named and of_the_kind and is_below and named.type and _holds(each, named.type, kind)):
            fix = JUDGED_FIXES[each].format(kind=item.named.kind, decision=item.named.name)
            names.log.add(Code.JUDGED, text.span, f"'{text.words}' cannot hold it", fix)
    return ir.Judged(below, *(texts[each].words for each in JUDGED_KEYS)) if len(texts) == 5 else None


def _holds(key: str, type_: ir.Type, decided: ir.Type) -> bool:
    """Whether a fact of that type can hold this part of what a person decides."""
    if key == "answer":
        return (type_.name, type_.values) == (decided.name, decided.values)
    if key == "withdrawn by":
        return {"its author", "a manager"} <= set(type_.values)
    return type_.name == {"on": "date", "because": "text", "withdrawn because": "yes or no"}[key]


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
