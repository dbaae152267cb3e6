"""All files of a package to one ``ir.Ruleset``."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from drive_rules import ir
from drive_rules.language.actions import declare_actions, read_action, read_groups
from drive_rules.language.checks import check_ruleset
from drive_rules.language.codes import Code
from drive_rules.language.entries import declare
from drive_rules.language.fields import entries_of, is_empty, only_words
from drive_rules.language.invariants import (
    Menu,
    check_invariants,
    read_accepted,
    read_invariant,
    read_removed,
)
from drive_rules.language.log import Log
from drive_rules.language.measures import declare_measures, read_measure, type_measures
from drive_rules.language.names import Names
from drive_rules.language.nodes import Entries, Node, Text, read_nodes
from drive_rules.language.professional import check_language
from drive_rules.language.rules import read_rule
from drive_rules.language.settings import read_settings
from drive_rules.language.sites import Site, sort_site, with_overlay
from drive_rules.language.tables import read_table
from drive_rules.language.vocabulary import (
    check_dated_by,
    declare_signs,
    read_checklists,
    read_decisions,
    read_facts,
    read_kinds,
    read_sign,
    read_sources,
)
from drive_rules.language.watch import read_watch_rule
from drive_rules.problems import Problem, RulesetError, Span, did_you_mean

SECTIONS = (
    *("kinds", "facts", "signs", "checklists", "measures", "settings", "decisions"),
    *("actions", "groups", "rules", "sources"),
    *("invariants", "accepted", "removed", "watch rules"),
)
RESERVED = ("overlays",)
HEADER = ("ruleset", "version", "language", "title")
GROUP_KEYS = ("actions", "direct", "strand", "done to", "code")
LANGUAGE = 1

Entry = tuple[Text, Node]
_Read = TypeVar("_Read")


@dataclass(slots=True)
class _Gathered:
    """The entries of all files by section, and what ``ruleset.yaml`` says of the package."""

    sections: dict[str, list[Entry]] = field(default_factory=lambda: {name: [] for name in SECTIONS})
    topics: dict[str, str] = field(default_factory=dict)
    header: dict[str, Text] = field(default_factory=dict)


def read_ruleset(
    texts: Mapping[str, str],
    site: Mapping[str, str] | None = None,
    tables: Mapping[str, bytes] | None = None,
    site_tables: Mapping[str, bytes] | None = None,
) -> ir.Ruleset:
    """The ruleset that these files say, with the values of a site in place.

    ``texts`` and ``tables`` map each file's path in the package to what it holds, ``site`` and
    ``site_tables`` likewise those of a site.  Raises ``RulesetError`` with every problem of every file.
    """
    ruleset, problems = read_texts(texts, site, tables, site_tables)
    if ruleset is None or problems:
        raise RulesetError(problems)
    return ruleset


def read_texts(
    texts: Mapping[str, str],
    site: Mapping[str, str] | None = None,
    tables: Mapping[str, bytes] | None = None,
    site_tables: Mapping[str, bytes] | None = None,
) -> tuple[ir.Ruleset | None, list[Problem]]:
    """What could be read of these files, and every problem; None where a file is no YAML, or no table."""
    with _uncollected():
        return _read_texts(texts, site or {}, site is not None, tables or {}, site_tables or {})


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector, which takes half as long again to find that all of a ruleset is still in use."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _read_texts(
    texts: Mapping[str, str],
    site: Mapping[str, str],
    has_site: bool,
    tables: Mapping[str, bytes],
    site_tables: Mapping[str, bytes],
) -> tuple[ir.Ruleset | None, list[Problem]]:
    log = Log()
    gathered, readable = _gather(log, texts)
    readable &= _gather_tables(log, gathered, tables)
    core = [key.words for key, _ in gathered.sections["rules"]]
    watched = {key.words for key, _ in gathered.sections["watch rules"]}
    overlay, all_readable = _overlay(log, gathered, site, site_tables)
    if not readable or not all_readable:
        return None, log.each_once()
    names = Names(log)
    names.replaced.update(overlay.replaced)
    ruleset = _read(names, gathered)
    check_ruleset(names, ruleset)
    check_invariants(names, ruleset)
    check_language(log, ruleset)
    if has_site:
        rules = {id: ruleset.rules[id] for id in core if id in ruleset.rules}
        ruleset = with_overlay(names, ruleset, rules, overlay)
        ruleset = replace(ruleset, site_watch_rules=tuple(sorted(ruleset.watch.keys() - watched)))
    return ruleset, log.each_once()


# -- files to entries ------------------------------------------------------------------------------


def _gather(log: Log, texts: Mapping[str, str]) -> tuple[_Gathered, bool]:
    """The entries of every file, and whether every file could be read."""
    gathered, readable = _Gathered(), True
    for file, text in sorted(texts.items()):
        root = read_nodes(log, file, text)
        if root is None:
            readable = False
        else:
            _sort(log, gathered, file, root)
    return gathered, readable


def _gather_tables(log: Log, gathered: _Gathered, tables: Mapping[str, bytes]) -> bool:
    """The rules of every table, and whether every table could be read."""
    readable = True
    for file, data in sorted(tables.items()):
        entries = read_table(log, file, data)
        readable &= entries is not None
        gathered.sections["rules"].extend(entries or ())
        gathered.topics.update({key.words: topic_of(file) for key, _ in entries or ()})
    return readable


def _as_a_file(rules: list[Entry] | None) -> Entries | None:
    """The rules of a table as the outermost block of a rule file that holds them."""
    if not rules:
        return None if rules is None else Entries((), Span("", 1, 1))
    span = rules[0][0].span
    return Entries(((Text("rules", span), Entries(tuple(rules), span)),), span)


def _sort(log: Log, gathered: _Gathered, file: str, root: Entries) -> None:
    for key, node in root.entries:
        if key.words in SECTIONS:
            entries = entries_of(log, node, f"'{key.words}'") if not _nothing(log, key, node) else ()
            gathered.sections[key.words].extend(entries)
            if key.words == "rules":
                gathered.topics.update({entry.words: topic_of(file) for entry, _ in entries})
        elif key.words in HEADER:
            _header(log, gathered, file, key, node)
        else:
            _refuse_section(log, key)


def _overlay(
    log: Log, gathered: _Gathered, texts: Mapping[str, str], tables: Mapping[str, bytes]
) -> tuple[Site, bool]:
    """What the files of a site say, its own entries put beside the core's; and whether all could be read."""
    site, readable, added = Site(), True, list[tuple[str, Entry]]()
    roots = {file: read_nodes(log, file, text) for file, text in sorted(texts.items())}
    roots |= {file: _as_a_file(read_table(log, file, data)) for file, data in sorted(tables.items())}
    for file, root in roots.items():
        if root is None:
            readable = False
            continue
        for section, entry in sort_site(log, site, gathered.sections, root):
            added.append((section, entry))
            if section == "rules":
                gathered.topics[entry[0].words] = topic_of(file)
    for section, entry in added:
        if section == "checklists":
            site.replace(gathered.sections[section], entry)
        gathered.sections[section].append(entry)
    return site, readable


def _nothing(log: Log, key: Text, node: Node) -> bool:
    if is_empty(node):
        log.add(Code.EMPTY, key.span, f"nothing is said after '{key.words}'", "say it, or leave it out")
        return True
    return False


def _header(log: Log, gathered: _Gathered, file: str, key: Text, node: Node) -> None:
    if key.words in gathered.header:
        what = f"'{key.words}' is said already, in {gathered.header[key.words].span.file}"
        log.add(Code.DECLARED_TWICE, key.span, what, "say it once, in ruleset.yaml")
        return
    text = only_words(log, node, f"'{key.words}'", sentence=key.words == "title")
    if text is not None and not _nothing(log, key, text):
        gathered.header[key.words] = text


def _refuse_section(log: Log, key: Text) -> None:
    if key.words in RESERVED:
        fix = "leave it out: this version of the language does not read it"
        log.add(Code.RESERVED, key.span, f"'{key.words}' is kept for a later version", fix)
        return
    known = (*SECTIONS, *HEADER)
    if key.words == "tables":
        fix = "a table is a file of its own, .csv or .xlsx, in the folder tables"
        log.add(Code.UNKNOWN_KEY, key.span, "'tables' means nothing here", fix)
        return
    fix = did_you_mean(key.words, known, "known here: " + ", ".join(SECTIONS))
    log.add(Code.UNKNOWN_KEY, key.span, f"'{key.words}' means nothing here", fix)


def topic_of(file: str) -> str:
    """The topic of the rules in a file: its path less ``rules/`` or ``tables/`` and the ending."""
    stem = re.sub(r"\.(yaml|yml|csv|xlsx)$", "", file, flags=re.IGNORECASE)
    return "" if stem == "rules" else re.sub(r"^(rules|tables)/", "", stem)


# -- entries to IR ---------------------------------------------------------------------------------


def _read(names: Names, gathered: _Gathered) -> ir.Ruleset:
    sections = gathered.sections
    listed = read_kinds(names, sections["kinds"])
    sources = read_sources(names, sections["sources"])
    facts = {**listed, **read_facts(names, sections["facts"])}
    check_dated_by(names)
    checklists = read_checklists(names, sections["checklists"], facts)
    decisions = read_decisions(names, sections["decisions"])
    settings = read_settings(names, sections["settings"])
    declared_signs = declare_signs(names, sections["signs"])
    planned = declare_measures(names, sections["measures"])
    declared_actions = declare_actions(names, sections["actions"])
    declared_groups = declare(names, sections["groups"], "group", GROUP_KEYS, of="")
    type_measures(names, planned)
    names.check_earlier_words()
    names.check_alike()
    signs = {item.named.name: read_sign(names, item) for item in declared_signs}
    measures = {plan.named.name: read_measure(names, plan) for plan in planned}
    actions = {item.named.name: read_action(names, item) for item in declared_actions}
    groups = read_groups(names, declared_groups, actions)
    header = _read_header(names.log, gathered)
    menu = Menu(actions, groups, checklists)
    rules = _rules(names, gathered, actions, groups)
    return ir.Ruleset(
        name=header.name,
        version=header.version,
        language=LANGUAGE,
        title=header.title,
        kinds=names.kinds,
        facts=facts,
        signs=signs,
        checklists=checklists,
        measures={name: measure for name, measure in measures.items() if measure is not None},
        settings=settings,
        decisions=decisions,
        actions=actions,
        groups=groups,
        rules=rules,
        sources=sources,
        invariants=_once(names, sections["invariants"], "invariant", partial(read_invariant, names, menu)),
        accepted=_once(names, sections["accepted"], "finding", partial(read_accepted, names)),
        removed=_removed(names, sections, rules),
        watch=_once(names, sections["watch rules"], "watch rule", partial(read_watch_rule, names, actions)),
    )


def _once(
    names: Names, section: list[Entry], what: str, read: Callable[[Text, Node], _Read | None]
) -> dict[str, _Read]:
    """The entries of a section whose names nothing else reads; none twice."""
    first: dict[str, Span] = {}
    found: dict[str, _Read] = {}
    for key, node in section:
        if key.words in first:
            twice = f"the {what} '{key.words}' is declared twice; first at {first[key.words]}"
            names.log.add(Code.DECLARED_TWICE, key.span, twice, "keep one of the two")
            continue
        first[key.words] = key.span
        entry = read(key, node)
        if entry is not None:
            found[key.words] = entry
    return found


def _removed(
    names: Names, sections: Mapping[str, list[Entry]], rules: Mapping[str, ir.Rule]
) -> dict[str, ir.Removed]:
    """What is gone, and is not there."""
    there = {key.words for key, _ in (*sections["invariants"], *sections["watch rules"])} | rules.keys()
    for key, _ in sections["removed"]:
        if key.words in there:
            fix = "leave it out of `removed`, or take the other away"
            names.log.add(Code.GONE, key.span, f"'{key.words}' is said to be gone, and is there", fix)
    return _once(names, sections["removed"], "removed", partial(read_removed, names))


def _rules(
    names: Names, gathered: _Gathered, actions: Mapping[str, ir.Action], groups: Mapping[str, ir.Group]
) -> dict[str, ir.Rule]:
    rules: dict[str, ir.Rule] = {}
    for key, node in gathered.sections["rules"]:
        if key.words in rules:
            what = f"the rule '{key.words}' is declared twice; first at {rules[key.words].span}"
            names.log.add(Code.DECLARED_TWICE, key.span, what, "give one of the two another id")
        else:
            rules[key.words] = read_rule(names, key, node, gathered.topics[key.words], actions, groups)
    return rules


@dataclass(frozen=True, slots=True)
class _Header:
    name: str
    version: str
    title: str


def _read_header(log: Log, gathered: _Gathered) -> _Header:
    said = {key: text.words for key, text in gathered.header.items()}
    language = gathered.header.get("language")
    if language is not None and language.words != str(LANGUAGE):
        fix = f"this library reads language {LANGUAGE}"
        log.add(Code.OPTION, language.span, f"'{language.words}' is not a version of the language", fix)
    return _Header(said.get("ruleset", "unnamed"), said.get("version", "0"), said.get("title", ""))
