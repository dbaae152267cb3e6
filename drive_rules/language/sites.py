"""A site laid over the core: values for settings, rules and words of its own, rules switched off.

A site adds and never changes: what the core declares stays the core's, and no rule of a site takes away
what a safety rule of the core calls for, or settles what only the core may settle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from drive_rules import ir
from drive_rules.language.checks import blocked_by
from drive_rules.language.codes import Code
from drive_rules.language.fields import entries_of, only_words
from drive_rules.language.log import Log
from drive_rules.language.names import Names
from drive_rules.language.nodes import Entries, Node, Text
from drive_rules.language.settings import with_site
from drive_rules.problems import did_you_mean

Entry = tuple[Text, Node]

ADDS = (
    *("facts", "checklists", "signs", "measures", "decisions", "actions", "groups", "rules", "sources"),
    *("invariants", "accepted", "watch rules"),
)
"""What a site may add to; settings it both adds and gives values to, a checklist it may replace."""
REPLACE = "site may replace"
SCORES = ("score", "answered")
SECTIONS = ("site", "title", "settings", *ADDS, "switch off", "agencies")


@dataclass(slots=True)
class Site:
    """What the files of a site say, besides what they add."""

    name: str = ""
    values: list[Entry] = field(default_factory=list)
    off: list[Entry] = field(default_factory=list)
    replaced: set[str] = field(default_factory=set)
    """The scores of checklists of the core that others now give."""

    def replace(self, checklists: list[Entry], entry: Entry) -> None:
        """Take out the core's checklist of this name, which the site's is to stand in for."""
        for each in [each for each in checklists if each[0].words == entry[0].words]:
            checklists.remove(each)
            said = each[1].entries if isinstance(each[1], Entries) else ()
            scores = (node.words for key, node in said if isinstance(node, Text) and key.words in SCORES)
            self.replaced.update(scores)


def sort_site(
    log: Log, site: Site, sections: Mapping[str, list[Entry]], root: Entries
) -> Iterator[tuple[str, Entry]]:
    """Sort a site's file; yields each entry that the site adds, with its section.

    ``sections`` are those of the core, whose names a site does not use again.
    """
    core = {
        name: {key.words for key, node in entries if not _may_be_replaced(node)}
        for name, entries in sections.items()
    }
    for key, node in root.entries:
        match key.words:
            case "site":
                text = only_words(log, node, "'site'")
                site.name = text.words if text else site.name
            case "settings":
                entries = entries_of(log, node, "'settings'")
                site.values += [entry for entry in entries if not _is_declared(entry[1])]
                for entry in filter(lambda entry: _is_declared(entry[1]), entries):
                    yield from _added(log, core, "settings", entry)
            case "switch off":
                site.off.extend(entries_of(log, node, "'switch off'"))
            case words if words in ADDS:
                for entry in entries_of(log, node, f"'{words}'"):
                    yield from _added(log, core, words, entry)
            case "agencies" | "title":
                pass
            case _:
                fix = "a site's files hold " + ", ".join(f"`{section}`" for section in SECTIONS)
                log.add(Code.SITE_FILE, key.span, f"'{key.words}' is not a site's to say", fix)


def _is_declared(node: Node) -> bool:
    return isinstance(node, Entries) and any(key.words == "type" for key, _ in node.entries)


def _may_be_replaced(node: Node) -> bool:
    entries = node.entries if isinstance(node, Entries) else ()
    return any(
        key.words == REPLACE and isinstance(said, Text) and said.words == "yes" for key, said in entries
    )


def _added(log: Log, core: Mapping[str, set[str]], section: str, entry: Entry) -> Iterator[tuple[str, Entry]]:
    key = entry[0]
    if key.words in core[section]:
        fix = "add one with a name of its own, or ask for the core to be changed"
        log.add(Code.SITE_CORE, key.span, f"'{key.words}' is the core's, and a site changes none of it", fix)
    else:
        yield section, entry


def with_overlay(names: Names, ruleset: ir.Ruleset, core: Mapping[str, ir.Rule], site: Site) -> ir.Ruleset:
    """The ruleset with a site in place; ``core`` are the rules that are not the site's."""
    settings = with_site(names.log, names, ruleset.settings, site.values)
    off = dict(_switched_off(names.log, core, site.off))
    added = {id: rule for id, rule in ruleset.rules.items() if id not in core}
    for rule in added.values():
        _check_weakens(names.log, ruleset, core, rule)
    return replace(
        ruleset,
        settings=settings,
        rules={id: rule for id, rule in ruleset.rules.items() if id not in off},
        site=site.name,
        site_rules=tuple(sorted(added)),
        switched_off=off,
    )


def _switched_off(log: Log, core: Mapping[str, ir.Rule], entries: list[Entry]) -> Iterator[tuple[str, str]]:
    """Each rule switched off, and why."""
    for key, node in entries:
        rule, because = core.get(key.words), only_words(log, node, f"'{key.words}'", sentence=True)
        may = [id for id, each in core.items() if each.site_may_switch_off]
        if rule is None:
            fix = did_you_mean(key.words, core, "name a rule of the core")
            log.add(Code.SWITCH_OFF, key.span, f"'{key.words}' is no rule of the core", fix)
        elif not rule.site_may_switch_off:
            which = "a safety rule" if rule.safety else "not marked `site may switch off: yes`"
            fix = "leave it on; a site may switch off: " + (", ".join(sorted(may)) or "none")
            log.add(Code.SWITCH_OFF, key.span, f"'{key.words}' is {which}, and stays", fix)
        elif because is None or not because.words:
            log.add(Code.SWITCH_OFF, key.span, f"'{key.words}' is switched off without a word", "say why")
        else:
            yield key.words, because.words


def _check_weakens(log: Log, ruleset: ir.Ruleset, core: Mapping[str, ir.Rule], rule: ir.Rule) -> None:
    """Whether a site's rule takes away what is the core's to give."""
    needed = {
        duty.do: id
        for id, each in sorted(core.items())
        for duty in each.duties
        if each.safety and duty.word == "must"
    }
    for duty in rule.duties:
        taken = sorted(blocked_by(ruleset, duty) & needed.keys()) if duty.word == "must not" else []
        if taken:
            what = f"'{rule.id}' forbids '{taken[0]}', which the core's '{needed[taken[0]]}' calls for"
            log.add(
                Code.SITE_WEAKENS, duty.span or rule.span, what, "a site adds to safety and takes none away"
            )
    for conclusion in rule.then:
        decision = ruleset.decisions.get(conclusion.decision)
        if decision is not None and decision.take in ("lowest", "only one") and _settled_by(core, decision):
            what = f"'{rule.id}' gives '{decision.name}', which is the core's to settle"
            fix = "give a decision of the site's own, or one that takes the highest"
            log.add(Code.SITE_WEAKENS, rule.span, what, fix)
        elif _takes_away(decision, conclusion):
            what = f"'{rule.id}' takes away from '{conclusion.decision}'"
            log.add(Code.SITE_WEAKENS, rule.span, what, "a site adds to a total, and never less than 0")


def _settled_by(core: Mapping[str, ir.Rule], decision: ir.Decision) -> bool:
    return any(each.decision == decision.name for rule in core.values() for each in rule.then)


def _takes_away(decision: ir.Decision | None, conclusion: ir.Conclusion) -> bool:
    negative = isinstance(conclusion.value, ir.Constant) and conclusion.value.code < 0
    return decision is not None and decision.take == "total" and negative
