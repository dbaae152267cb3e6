"""IR to rule files, in one canonical layout: ``read_ruleset(write_ruleset(r)) == r``.

Entries stand in the order of their names, so that equal rulesets give equal texts.  What a ruleset
holds but files cannot say (two tests of one name in one block, say) is an error of its maker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from drive_rules import ir
from drive_rules.language.entries import ABOUT
from drive_rules.language.examples import EXPECTED, Given, Things
from drive_rules.language.layout import Plain, to_yaml
from drive_rules.language.names import slug
from drive_rules.language.phrases import Phrases
from drive_rules.language.rules import WORDS
from drive_rules.language.settings import ALWAYS
from drive_rules.language.values import (
    FIRST_DAY,
    LAST_DAY,
    words_of,
    words_of_date,
    words_of_length,
    words_of_number,
)

Block = dict[str, Plain]
_Entry = TypeVar("_Entry")


def write_ruleset(ruleset: ir.Ruleset) -> dict[str, str]:
    """The files of a ruleset by path."""
    writer = _Writer(ruleset, Phrases.of(ruleset))
    files: dict[str, Block] = {
        "ruleset.yaml": writer.header(),
        "sources.yaml": {"sources": _each(ruleset.sources, _source)},
        "vocabulary.yaml": writer.vocabulary(),
        "settings.yaml": {"settings": _each(ruleset.settings, writer.setting)},
        "actions.yaml": writer.menu(),
    }
    for topic in sorted({rule.topic for rule in ruleset.rules.values()}):
        rules = {rule.id: rule for rule in ruleset.rules.values() if rule.topic == topic}
        files[f"rules/{topic}.yaml" if topic else "rules.yaml"] = {"rules": _each(rules, writer.rule)}
    filled = {name: _filled(block) for name, block in files.items()}
    return {name: to_yaml(block) for name, block in filled.items() if block}


def _each(entries: Mapping[str, _Entry], write: Callable[[_Entry], Block]) -> Block:
    return {name: write(entries[name]) for name in sorted(entries)}


def _filled(block: Mapping[str, Plain]) -> Block:
    """The block less what says nothing."""
    return {key: value for key, value in block.items() if value}


def _yes(said: bool) -> str:
    return "yes" if said else ""


def _words(items: Iterable[str]) -> Plain:
    """One word alone, or a list of several."""
    found = list(items)
    return found[0] if len(found) == 1 else found


def _day(day: date | None) -> str:
    return words_of_date(day) if day is not None else ""


def _why(why: ir.Because) -> Block:
    source = _words(why.source) if why.source else "none"
    return {"because": why.because, "source": source, "provenance": why.provenance}


def _code(name: str, code: str) -> str:
    return code if code not in ("", slug(name)) else ""


def _in_force(days: tuple[date | None, date | None]) -> Block:
    return {"in force from": _day(days[0]), "in force until": _day(days[1])}


def _about(record: bool) -> str:
    return ABOUT if record else ""


# -- sources, settings and types -------------------------------------------------------------------


def _source(source: ir.Source) -> Block:
    return _filled({"where": source.where, "provenance": source.provenance, "mirror": _yes(source.mirror)})


def _setting_type(setting: ir.Setting) -> str:
    if setting.is_list:
        return "list of dates" if setting.type.name == "date" else "list"
    return "one of" if setting.type.name == "choice" else setting.type.name


def _dated(setting: ir.Setting) -> Block:
    first, *later = setting.values
    if not later and first.since is None:
        return {"value": _setting_value(setting, first.value)}
    days = {_day(each.since) or ALWAYS: _setting_value(setting, each.value) for each in setting.values}
    return {"values from": days}


def _setting_value(
    setting: ir.Setting, value: ir.Operand | tuple[str, ...] | tuple[date, ...] | None
) -> Plain:
    match value:
        case None:
            return ""
        case ir.Constant(code=code):
            return words_of(setting.type, code)
        case ir.Length():
            return words_of_length(value)
        case tuple():
            return [item if isinstance(item, str) else words_of_date(item) for item in value]
        case _:
            raise ValueError(f"{setting.name}: a setting holds no other name")


def _type(kind: ir.Type) -> Block:
    block: Block = {"type": kind.name}
    match kind.name:
        case "number":
            block |= {"from": words_of_number(kind.low), "to": words_of_number(kind.high)}
            block["decimals"] = str(kind.decimals or "")
        case "date":
            block["from"] = words_of(kind, kind.low) if kind.low > FIRST_DAY else ""
            block["to"] = words_of(kind, kind.high) if kind.high < LAST_DAY else ""
        case "choice":
            block |= {"values": list(kind.values), "ordered": _yes(kind.ordered)}
        case "length of time":
            block["values"] = [words_of_length(length) for length in kind.lengths]
    return block


def _derived(kind: ir.Type) -> Block:
    block = _type(kind)
    return {key: value for key, value in block.items() if key not in ("from", "to")}


# -- the rest --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes what needs to know the types of names."""

    ruleset: ir.Ruleset
    phrases: Phrases

    def header(self) -> Block:
        found = self.ruleset
        named = found.name if found.name != "unnamed" else ""
        return {
            "ruleset": named,
            "version": found.version,
            "language": str(found.language),
            "title": found.title,
        }

    def vocabulary(self) -> Block:
        found = self.ruleset
        listed = {kind.listed for kind in found.kinds.values()}
        return {
            "kinds": _each(found.kinds, self.kind),
            "facts": _each(
                {name: fact for name, fact in found.facts.items() if name not in listed}, self.fact
            ),
            "checklists": _each(found.checklists, self.checklist),
            "signs": _each(found.signs, self.sign),
            "measures": _each(found.measures, self.measure),
            "decisions": _each(found.decisions, self.decision),
        }

    def menu(self) -> Block:
        groups = {
            name: {"actions": list(group.actions)} for name, group in sorted(self.ruleset.groups.items())
        }
        return {"actions": _each(self.ruleset.actions, self.action), "groups": groups}

    def setting(self, setting: ir.Setting) -> Block:
        return _filled(
            {
                "type": _setting_type(setting),
                **self._setting_words(setting),
                **_dated(setting),
                "site may change": _yes(setting.site_may_change),
                "from": _setting_value(setting, setting.low),
                "to": _setting_value(setting, setting.high),
                **_why(setting.why),
                "code": _code(setting.name, setting.code),
            }
        )

    def _setting_words(self, setting: ir.Setting) -> Block:
        """Where the words of a setting's values are from: its own, or those of a fact."""
        if setting.type.name != "choice":
            return {}
        facts = {name: fact.type for name, fact in self.ruleset.facts.items()}
        types = facts | {name: decision.type for name, decision in self.ruleset.decisions.items()}
        of = next((name for name in sorted(types) if types[name] == setting.type), None)
        if setting.is_list and of is not None:
            return {"list of": of}
        return {"values": list(setting.type.values)}

    # -- vocabulary --

    def kind(self, kind: ir.Kind) -> Block:
        listed = self.ruleset.facts.get(kind.listed or "")
        block = _filled(
            {
                "part of": kind.part_of or "",
                "list": kind.list_name or "",
                "all listed": kind.listed or "",
                "dated by": kind.dated_by or "",
                "asked of": _words(listed.asked_of) if listed else "",
                "never asked of": _words(listed.never_asked_of) if listed else "",
                "private": _yes(listed is not None and listed.private),
                "code": _code(kind.name, kind.code),
            }
        )
        return block or {"code": kind.code or slug(kind.name)}

    def fact(self, fact: ir.Fact) -> Block:
        return _filled(
            {
                "of": fact.of,
                **_type(fact.type),
                "asked of": _words(fact.asked_of),
                "never asked of": _words(fact.never_asked_of),
                "private": _yes(fact.private),
                "monitoring": _yes(fact.monitoring),
                "protected": _yes(fact.protected),
                "code": _code(fact.name, fact.code),
                "was": _words(fact.was),
            }
        )

    def checklist(self, checklist: ir.Checklist) -> Block:
        items = {item.id: self._item(item) for item in checklist.items}
        return _filled(
            {
                "of": checklist.of,
                "instrument": checklist.instrument,
                "score": checklist.score,
                "answered": checklist.answered or "",
                "dated": checklist.dated or "",
                "items": items,
                **_why(checklist.why),
                "code": _code(checklist.name, checklist.code),
            }
        )

    def _item(self, item: ir.Item) -> Plain:
        if item.points == ir.SCALE:
            return item.fact
        return {"fact": item.fact, "points": words_of_number(item.points)}

    def sign(self, sign: ir.Sign) -> Block:
        return _filled(
            {
                "of": sign.of,
                "about": _about(sign.about_record),
                **self.condition(sign.condition, "all of", "any of"),
                **_why(sign.why),
                "code": _code(sign.name, sign.code),
            }
        )

    def measure(self, measure: ir.Measure) -> Block:
        over = self.ruleset.kinds[measure.over].list_name if measure.over else None
        listed = measure.operation in ("count", "any", "every", "share")
        which = "which" if measure.operation in ("any", "every", "share") else "where"
        head: Block = {measure.operation: (over if listed else measure.value) or ""}
        otherwise = words_of(measure.type, measure.otherwise) if measure.otherwise is not None else ""
        return _filled(
            {
                "of": measure.of,
                "about": _about(measure.about_record),
                **head,
                "dated by": measure.dated_by or "",
                "over": "" if listed else over or "",
                **self._either(measure.where, which),
                **self._either(measure.have, "have"),
                "plus": _words(measure.plus),
                "less": _words(measure.less),
                "times": measure.times or "",
                "rounded": "down" if measure.rounded else "",
                "otherwise": otherwise,
                **(_why(measure.why) if measure.why is not None else {}),
                "code": _code(measure.name, measure.code),
            }
        )

    def decision(self, decision: ir.Decision) -> Block:
        otherwise = words_of(decision.type, decision.otherwise) if decision.otherwise is not None else ""
        return _filled(
            {
                "of": decision.of,
                "about": _about(decision.about_record),
                **_derived(decision.type),
                "take": decision.take,
                "otherwise": otherwise,
                "code": _code(decision.name, decision.code),
                "was": _words(decision.was),
            }
        )

    def action(self, action: ir.Action) -> Block:
        only_if = action.only_if
        if action.jurisdiction:
            only_if = replace(only_if, all_of=only_if.all_of[:-1])
        return _filled(
            {
                "done to": action.done_to,
                "strand": action.strand,
                "direct": "yes" if action.direct else "no",
                "owner": action.owner,
                "may be requested by": _words(action.requested_by),
                **self._either(only_if, "only if"),
                "jurisdiction": _words(action.jurisdiction),
                "needs consent of": action.consent_of if action.consent_of != "nobody" else "",
                "makes true": action.makes_true or "",
                "on suspicion": _yes(action.on_suspicion),
                "never blocked": _yes(action.never_blocked),
                "about": _about(action.about_record),
                **_in_force(action.in_force),
                **_why(action.why),
                "code": _code(action.name, action.code),
                "was": _words(action.was),
            }
        )

    # -- tests --

    def tests(self, tests: ir.Tests) -> Block:
        block: Block = {}
        for test in tests:
            if test.name in block:
                raise ValueError(f"two tests of '{test.name}' in one block")
            listed = test.form == "is" and test.also is None and len(test.operands) > 1
            values = [self.phrases.operand(test.name, operand) for operand in test.operands]
            block[test.name] = values if listed else self.phrases.right(test)
        return block

    def condition(self, condition: ir.Condition, every: str, some: str) -> Block:
        return {every: self.tests(condition.all_of), some: [self.tests(tests) for tests in condition.any_of]}

    def _either(self, condition: ir.Condition, key: str) -> Block:
        """A filter, which files say as all of a block or any of a list."""
        if condition.all_of and condition.any_of:
            raise ValueError(f"'{key}' holds both all of and any of")
        return {key: self.tests(condition.all_of) or [self.tests(tests) for tests in condition.any_of]}

    # -- rules --

    def rule(self, rule: ir.Rule) -> Block:
        takes = {name: decision.take for name, decision in self.ruleset.decisions.items()}
        then = {each.decision: self.phrases.conclusion(each, takes[each.decision]) for each in rule.then}
        duties: Block = {
            str(word): [self.duty(duty) for duty in rule.duties if duty.word == word] for word in WORDS
        }
        return _filled(
            {
                "title": rule.title,
                "for each": rule.kind,
                "about": _about(rule.about_record),
                "safety": _yes(rule.safety),
                "site may switch off": _yes(rule.site_may_switch_off),
                **_in_force(rule.in_force),
                **self.condition(rule.when, "when", "when any of"),
                **self.condition(rule.unless, "unless", "unless any of"),
                "then": then,
                **duties,
                "when in doubt": rule.in_doubt or "",
                "find out": self._find_out(rule.find_out) if rule.find_out is not None else "",
                **_why(rule.why),
                "for example": self._examples(rule),
            }
        )

    def duty(self, duty: ir.Duty) -> Block:
        return _filled(
            {
                "do": duty.do,
                "owner": duty.owner or "",
                "due": self.phrases.due(duty.due) if duty.due is not None else "",
                "before": _words(duty.before),
                "after": _words(duty.after),
                "together with": _words(duty.together_with),
                "again every": self.phrases.length(duty.again_every) if duty.again_every is not None else "",
                "preferred to": _words(duty.preferred_to),
                **self._until(duty.until),
                "never released": _yes(duty.never_released),
                "instead": duty.instead or "",
            }
        )

    def _until(self, ways: tuple[ir.Until, ...]) -> Block:
        if len(ways) == 1:
            return {"until": self._way(ways[0])}
        return {"until any of": [self._way(way) for way in ways]}

    def _way(self, way: ir.Until) -> Plain:
        if not way.actions:
            return self.tests(way.tests)
        return [*([self.tests(way.tests)] if way.tests else []), *way.actions]

    def _find_out(self, found: ir.FindOut) -> Block:
        again = self.phrases.length(found.again_every) if found.again_every is not None else ""
        return _filled(
            {
                "from": _words(found.asked_of),
                "never from": _words(found.never_asked_of),
                "due": self.phrases.period(found.due),
                "again every": again,
            }
        )

    # -- examples --

    def _examples(self, rule: ir.Rule) -> Block:
        found = {
            expect: [self._example(each) for each in rule.examples if each.expect == expect]
            for expect in EXPECTED
        }
        return {expect: (each[0] if len(each) == 1 else each) for expect, each in found.items() if each}

    def _example(self, example: ir.Example) -> Block:
        return _filled(
            {"today": _day(example.today), **self._given(example.given), **self._things(example.things)}
        )

    def _given(self, given: Given) -> Block:
        return {name: self.phrases.interval(name, low, high) for name, (low, high) in given}

    def _things(self, things: Things) -> Block:
        return {
            self.ruleset.kinds[kind].list_name or kind: [self._thing(each) for each in below]
            for kind, below in things
        }

    def _thing(self, thing: ir.GivenThing) -> Block:
        return {**self._given(thing.facts), **self._things(thing.things)}
