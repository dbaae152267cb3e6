"""Rules and their duties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.conditions import read_condition
from drive_rules.language.duties import Duties, read_find_out
from drive_rules.language.entries import APPROVED, WHY, about_record, read_approved, read_in_force, read_why
from drive_rules.language.examples import read_examples
from drive_rules.language.fields import Fields, only_words
from drive_rules.language.log import Log
from drive_rules.language.names import READABLE, Named, Names, a
from drive_rules.language.nodes import Node, Text
from drive_rules.language.operands import Scope, fits, may_read
from drive_rules.language.reads import names_in
from drive_rules.language.values import Trouble, read_constant
from drive_rules.problems import did_you_mean

WORDS: tuple[ir.Word, ...] = get_args(ir.Word)
_DOUBTS: tuple[ir.Doubt, ...] = get_args(ir.Doubt)
KEYS = (
    *("title", "for each", "about", "safety", "site may switch off", "in force from", "in force until"),
    *("when", "when any of", "unless", "unless any of", "then", *WORDS),
    *("when in doubt", "find out", *APPROVED, *WHY, "for example"),
)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_rule(
    names: Names,
    key: Text,
    node: Node,
    topic: str,
    actions: Mapping[str, ir.Action],
    groups: Mapping[str, ir.Group],
) -> ir.Rule:
    """One rule, every word resolved."""
    fields = Fields(names.log, key, node, KEYS)
    _check_id(names.log, key)
    kind = _kind(names, fields)
    scope = Scope(names, kind)
    when = read_condition(scope, fields.node("when"), fields.node("when any of"))
    unless = read_condition(scope, fields.node("unless"), fields.node("unless any of"))
    duties = tuple(duty for word in WORDS for duty in Duties(scope, actions, groups).read(fields, word))
    # Examples that were written for another checklist say nothing of the one in its place.
    of_another = not names.replaced.isdisjoint(names_in(when, unless))
    rule = ir.Rule(
        id=key.words,
        title=fields.words("title", required=True, sentence=True),
        kind=kind,
        why=read_why(names, fields),
        when=when,
        unless=unless,
        then=_conclusions(scope, fields),
        duties=duties,
        in_doubt=fields.maybe("when in doubt", _DOUBTS),
        find_out=read_find_out(scope, fields),
        safety=fields.yes("safety"),
        about_record=about_record(fields),
        site_may_switch_off=fields.yes("site may switch off"),
        in_force=read_in_force(fields),
        examples=() if of_another else read_examples(names, kind, fields),
        topic=topic,
        approved=read_approved(fields),
        span=fields.span,
    )
    _check(names, fields, rule, actions)
    return rule


def _check_id(log: Log, key: Text) -> None:
    if not _ID.fullmatch(key.words):
        fix = "write small letters, digits and hyphens, such as `visible-high-risk`"
        log.add(Code.BAD_NAME, key.span, f"'{key.words}' is not the id of a rule", fix)


def _kind(names: Names, fields: Fields) -> str:
    found = fields.text("for each")
    if found is None or found.words in names.kinds:
        return found.words if found else "case"
    fix = did_you_mean(found.words, names.kinds, "kinds: " + ", ".join(names.kinds))
    names.log.add(Code.KIND, found.span, f"'{found.words}' is not a kind", fix)
    return ""


# -- then ------------------------------------------------------------------------------------------


def _conclusions(scope: Scope, fields: Fields) -> tuple[ir.Conclusion, ...]:
    found = (_conclusion(scope, key, node) for key, node in fields.block("then"))
    return tuple(conclusion for conclusion in found if conclusion is not None)


def _conclusion(scope: Scope, key: Text, node: Node) -> ir.Conclusion | None:
    named = scope.names.on_left(key, ("decision",), "a decision")
    text = only_words(scope.log, node, "a conclusion")
    if named is None or text is None or named.type is None or scope.kind not in scope.names.kinds:
        return None
    if named.kind != scope.kind:
        what = f"'{named.name}' is settled for each {named.kind}, and this rule is for each {scope.kind}"
        scope.log.add(Code.REACH, key.span, what, f"make the rule `for each: {named.kind}`")
        return None
    value = _concluded(scope, named, named.type, text)
    return ir.Conclusion(named.name, value) if value is not None else None


def _concluded(
    scope: Scope, decision: Named, kind: ir.Type, text: Text
) -> ir.Constant | ir.NameRef | ir.SettingRef | None:
    words = text.words
    if decision.adds != words.startswith("add "):
        fix = f"write `add {words}`" if decision.adds else "write the value alone"
        scope.log.add(Code.CONCLUSION, text.span, "`add` goes with decisions that take a total", fix)
        return None
    words = words.removeprefix("add ") if decision.adds else words
    code = read_constant(kind, words)
    if not isinstance(code, Trouble):
        return ir.Constant(code)
    named = scope.names.on_right(words)
    if named is None:
        fix = did_you_mean(words, [*kind.values, *scope.names.words(("setting", *READABLE))], code.fix)
        scope.log.add(code.code, text.span, f"'{words}' for '{decision.name}' is {code.what}", fix)
        return None
    return _concluded_name(scope, decision, kind, named, text)


def _concluded_name(
    scope: Scope, decision: Named, kind: ir.Type, named: Named, text: Text
) -> ir.NameRef | ir.SettingRef | None:
    if named.type is None:
        if named.sort not in ("setting", *READABLE):
            what = f"'{named.name}' is {a(named.sort)}, not a value"
            scope.log.add(Code.OPERAND, text.span, what, "give a value of the decision")
        return None
    if not fits(kind, named):
        what = f"'{named.name}' is not of the type of '{decision.name}'"
        scope.log.add(Code.OPERAND, text.span, what, "give a value or a name of its own type")
        return None
    if named.sort == "setting":
        return ir.SettingRef(named.name)
    return ir.NameRef(named.name) if may_read(scope, named, text.span) else None


# -- checks on one rule ----------------------------------------------------------------------------


def _check(names: Names, fields: Fields, rule: ir.Rule, actions: Mapping[str, ir.Action]) -> None:
    if not any(fields.has(key) for key in ("then", *WORDS)):
        fix = "add `then`, `must`, `should`, `may` or `must not`"
        names.log.add(
            Code.NOTHING_CALLED_FOR, rule.span, f"'{rule.id}' concludes nothing and calls for nothing", fix
        )
    _check_doubt(names, fields, rule)
    for duty in rule.duties:
        if duty.word == "must" and rule.in_doubt == "act":
            _check_suspicion(names.log, fields, duty, actions)


def _check_doubt(names: Names, fields: Fields, rule: ir.Rule) -> None:
    if fields.has("must") and not fields.has("when in doubt"):
        fix = "add `when in doubt:` with `ask`, `find out` or `act`"
        names.log.add(
            Code.IN_DOUBT, fields.at("must"), "this rule does not say what holds while it cannot tell", fix
        )
    if rule.safety and rule.in_doubt == "ask":
        fix = "write `find out` or `act`"
        names.log.add(Code.SAFETY_ASKS, fields.at("when in doubt"), "a safety rule does more than ask", fix)
    if rule.safety and rule.site_may_switch_off:
        fix = "leave out one of the two"
        names.log.add(
            Code.SAFETY_ASKS, fields.at("site may switch off"), "no site switches a safety rule off", fix
        )
    if (rule.in_doubt == "find out") != fields.has("find out"):
        fix = "`when in doubt: find out` and a `find out:` block go together"
        what = "'find out' is said in one place and not in the other"
        key = "when in doubt" if rule.in_doubt == "find out" else "find out"
        names.log.add(Code.FIND_OUT, fields.at(key), what, fix)


def _check_suspicion(log: Log, fields: Fields, duty: ir.Duty, actions: Mapping[str, ir.Action]) -> None:
    action = actions.get(duty.do)
    if action is not None and not action.on_suspicion:
        fix = "mark the action `on suspicion: yes` if it accuses nobody and takes nothing away, or find out"
        log.add(Code.ACT_ON_SUSPICION, duty.span, f"'{duty.do}' is not for acting in doubt", fix)
