"""IR to rule files, in one canonical layout: ``read_ruleset(write_ruleset(r)) == r``.

Entries stand in the order of their names, so that equal rulesets give equal texts.  What a ruleset
holds but files cannot say (two tests of one name in one block, say) is an error of its maker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeVar

from drive_rules import ir
from drive_rules.language.blocks import (
    Block,
    about_words,
    code_words,
    day_words,
    filled,
    in_force_block,
    one_or_more,
    why_block,
    yes_words,
)
from drive_rules.language.layout import Plain, to_yaml
from drive_rules.language.names import slug
from drive_rules.language.phrases import Phrases
from drive_rules.language.settings import ALWAYS
from drive_rules.language.values import (
    FIRST_DAY,
    LAST_DAY,
    words_of,
    words_of_date,
    words_of_length,
    words_of_number,
)
from drive_rules.language.write_invariants import accepted_block, invariant_block, removed_block
from drive_rules.language.write_rules import RuleWriter
from drive_rules.language.write_watch import watch_block

_Entry = TypeVar("_Entry")


def write_ruleset(ruleset: ir.Ruleset) -> dict[str, str]:
    """The files of a ruleset by path."""
    rules = RuleWriter(ruleset, Phrases.of(ruleset))
    writer = _Writer(ruleset, rules)
    files: dict[str, Block] = {
        "ruleset.yaml": writer.header(),
        "sources.yaml": {"sources": _each(ruleset.sources, _source)},
        "vocabulary.yaml": writer.vocabulary(),
        "settings.yaml": {"settings": _each(ruleset.settings, writer.setting)},
        "actions.yaml": writer.menu(),
        "invariants.yaml": {
            "invariants": _each(ruleset.invariants, partial(invariant_block, rules)),
            "accepted": _each(ruleset.accepted, accepted_block),
            "removed": _each(ruleset.removed, removed_block),
        },
        "watch.yaml": {"watch rules": _each(ruleset.watch, partial(watch_block, rules))},
    }
    for topic in sorted({rule.topic for rule in ruleset.rules.values()}):
        of_topic = {rule.id: rule for rule in ruleset.rules.values() if rule.topic == topic}
        files[f"rules/{topic}.yaml" if topic else "rules.yaml"] = {"rules": _each(of_topic, rules.rule)}
    said = {name: filled(block) for name, block in files.items()}
    return {name: to_yaml(block) for name, block in said.items() if block}


def blocks_of(ruleset: ir.Ruleset) -> dict[str, dict[str, Block]]:
    """Every entry as its file says it, by sort (``rules``, ``settings``, ``facts`` ...) and name."""
    rules = RuleWriter(ruleset, Phrases.of(ruleset))
    writer = _Writer(ruleset, rules)
    sorts: dict[str, Block] = {
        "rules": _each(ruleset.rules, rules.rule),
        "settings": _each(ruleset.settings, writer.setting),
        **{sort: block for sort, block in writer.vocabulary().items() if isinstance(block, dict)},
        **{sort: block for sort, block in writer.menu().items() if isinstance(block, dict)},
        "sources": _each(ruleset.sources, _source),
        "invariants": _each(ruleset.invariants, partial(invariant_block, rules)),
        "watch rules": _each(ruleset.watch, partial(watch_block, rules)),
    }
    return {
        sort: {name: filled(block) for name, block in entries.items() if isinstance(block, Mapping)}
        for sort, entries in sorts.items()
    }


def _each(entries: Mapping[str, _Entry], write: Callable[[_Entry], Block]) -> Block:
    return {name: write(entries[name]) for name in sorted(entries)}


# -- sources, settings and types -------------------------------------------------------------------


def _source(source: ir.Source) -> Block:
    return filled(
        {
            "where": source.where,
            "publisher": source.publisher,
            "published": source.published,
            "provenance": source.provenance,
            "mirror": yes_words(source.mirror),
            "carried by": source.carried_by,
        }
    )


def _setting_type(setting: ir.Setting) -> str:
    if setting.is_list:
        return "list of dates" if setting.type.name == "date" else "list"
    return "one of" if setting.type.name == "choice" else setting.type.name


def _dated(setting: ir.Setting) -> Block:
    first, *later = setting.values
    if not later and first.since is None:
        return {"value": setting_value(setting, first.value)}
    days = {day_words(each.since) or ALWAYS: setting_value(setting, each.value) for each in setting.values}
    return {"values from": days}


def setting_value(
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
        case "yes or no":
            block["not applicable"] = "refused" if kind.always_applies else ""
        case "number":
            block |= {"from": words_of_number(kind.low), "to": words_of_number(kind.high)}
            block["decimals"] = str(kind.decimals or "")
        case "date":
            block["from"] = words_of(kind, kind.low) if kind.low > FIRST_DAY else ""
            block["to"] = words_of(kind, kind.high) if kind.high < LAST_DAY else ""
        case "choice":
            block |= {"values": list(kind.values), "ordered": yes_words(kind.ordered)}
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
    rules: RuleWriter

    def header(self) -> Block:
        """What ``ruleset.yaml`` says."""
        found = self.ruleset
        named = found.name if found.name != "unnamed" else ""
        return {
            "ruleset": named,
            "version": found.version,
            "language": str(found.language),
            "title": found.title,
        }

    def vocabulary(self) -> Block:
        """Kinds, facts, checklists, signs, measures and decisions."""
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
        """Actions and groups."""
        groups = {
            name: {"actions": list(group.actions)} for name, group in sorted(self.ruleset.groups.items())
        }
        return {"actions": _each(self.ruleset.actions, self.action), "groups": groups}

    def setting(self, setting: ir.Setting) -> Block:
        """One setting."""
        return filled(
            {
                "type": _setting_type(setting),
                **self._setting_words(setting),
                **_dated(setting),
                "site may change": yes_words(setting.site_may_change),
                "from": setting_value(setting, setting.low),
                "to": setting_value(setting, setting.high),
                **why_block(setting.why),
                "code": code_words(setting.name, setting.code),
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
        """One kind, with what is asked of its list."""
        listed = self.ruleset.facts.get(kind.listed or "")
        block = filled(
            {
                "part of": kind.part_of or "",
                "list": kind.list_name or "",
                "all listed": kind.listed or "",
                "dated by": kind.dated_by or "",
                "asked of": one_or_more(listed.asked_of) if listed else "",
                "never asked of": one_or_more(listed.never_asked_of) if listed else "",
                "private": yes_words(listed is not None and listed.private),
                "code": code_words(kind.name, kind.code),
            }
        )
        return block or {"code": kind.code or slug(kind.name)}

    def fact(self, fact: ir.Fact) -> Block:
        """One fact."""
        return filled(
            {
                "of": fact.of,
                **_type(fact.type),
                "until said otherwise": "" if fact.stands is None else words_of(fact.type, fact.stands),
                "asked of": one_or_more(fact.asked_of),
                "never asked of": one_or_more(fact.never_asked_of),
                "private": yes_words(fact.private),
                "monitoring": yes_words(fact.monitoring),
                "protected": yes_words(fact.protected),
                "code": code_words(fact.name, fact.code),
                "was": one_or_more(fact.was),
            }
        )

    def checklist(self, checklist: ir.Checklist) -> Block:
        """One checklist."""
        items = {item.id: self._item(item) for item in checklist.items}
        return filled(
            {
                "of": checklist.of,
                "instrument": checklist.instrument,
                "score": checklist.score,
                "answered": checklist.answered or "",
                "dated": checklist.dated or "",
                "items": items,
                "site may replace": yes_words(checklist.site_may_replace),
                **why_block(checklist.why),
                "code": code_words(checklist.name, checklist.code),
            }
        )

    def _item(self, item: ir.Item) -> Plain:
        if item.points == ir.SCALE:
            return item.fact
        return {"fact": item.fact, "points": words_of_number(item.points)}

    def sign(self, sign: ir.Sign) -> Block:
        """One sign."""
        return filled(
            {
                "of": sign.of,
                "about": about_words(sign.about_record),
                **self.rules.condition(sign.condition, "all of", "any of"),
                **why_block(sign.why),
                "code": code_words(sign.name, sign.code),
            }
        )

    def measure(self, measure: ir.Measure) -> Block:
        """One measure."""
        over = self.ruleset.kinds[measure.over].list_name if measure.over else None
        listed = measure.operation in ("count", "any", "every", "share")
        which = "which" if measure.operation in ("any", "every", "share") else "where"
        head: Block = {measure.operation: (over if listed else measure.value) or ""}
        otherwise = words_of(measure.type, measure.otherwise) if measure.otherwise is not None else ""
        return filled(
            {
                "of": measure.of,
                "about": about_words(measure.about_record),
                **head,
                "dated by": measure.dated_by or "",
                "over": "" if listed else over or "",
                **self.rules.either(measure.where, which),
                **self.rules.either(measure.have, "have"),
                "plus": one_or_more(measure.plus),
                "less": one_or_more(measure.less),
                "times": measure.times or "",
                "rounded": "down" if measure.rounded else "",
                "otherwise": otherwise,
                **(why_block(measure.why) if measure.why is not None else {}),
                "code": code_words(measure.name, measure.code),
            }
        )

    def decision(self, decision: ir.Decision) -> Block:
        """One decision."""
        otherwise = words_of(decision.type, decision.otherwise) if decision.otherwise is not None else ""
        return filled(
            {
                "of": decision.of,
                "about": about_words(decision.about_record),
                **_derived(decision.type),
                "take": decision.take,
                "otherwise": otherwise,
                "judged by": self.judged(decision.judged),
                "heads the plan": yes_words(decision.heads_plan),
                "code": code_words(decision.name, decision.code),
                "was": one_or_more(decision.was),
            }
        )

    @staticmethod
    def judged(judged: ir.Judged | None) -> Block:
        """The facts that hold what a person decides."""
        return filled(
            {
                "answer": judged.answer,
                "on": judged.on,
                "because": judged.because,
                "withdrawn by": judged.withdrawn_by,
                "withdrawn because": judged.withdrawn_because,
            }
            if judged
            else {}
        )

    def action(self, action: ir.Action) -> Block:
        """One action."""
        only_if = action.only_if
        if action.jurisdiction:
            only_if = replace(only_if, all_of=only_if.all_of[:-1])
        return filled(
            {
                "done to": action.done_to,
                "strand": action.strand,
                "direct": "yes" if action.direct else "no",
                "owner": action.owner,
                "may be requested by": one_or_more(action.requested_by),
                **self.rules.either(only_if, "only if"),
                "jurisdiction": one_or_more(action.jurisdiction),
                "legal basis": action.legal_basis,
                "tells in the other area": action.tells_across,
                "cites": one_or_more(action.cites),
                "needs consent of": action.consent_of if action.consent_of != "nobody" else "",
                "makes true": action.makes_true or "",
                "on suspicion": yes_words(action.on_suspicion),
                "never blocked": yes_words(action.never_blocked),
                "about": about_words(action.about_record),
                **in_force_block(action.in_force),
                **why_block(action.why),
                "code": code_words(action.name, action.code),
                "was": one_or_more(action.was),
            }
        )
