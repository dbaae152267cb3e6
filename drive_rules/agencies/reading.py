"""How the agencies are read from YAML, with their places.

The core's entries come first and the site's go over them, key by key (``may tell`` and ``may tell
across the border`` recipient by recipient).  All problems are collected before ``AgenciesError`` is
raised.  Everything is sorted as it is read, so the order of entries in a file never shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from drive_rules.agencies.directory import (
    Agency,
    Chasing,
    Directory,
    Lever,
    Named,
    Nation,
    Person,
    Sharing,
    Telling,
)
from drive_rules.ir import Length, Provenance
from drive_rules.language.fields import Fields, entries_of, several_words
from drive_rules.language.nodes import Entries, Items, Log, Node, Text, read_nodes
from drive_rules.language.values import read_length, without_the
from drive_rules.problems import AgenciesError, Problem, Span

MOST_AGENCIES = 500
SECTIONS = ("agencies", "people", "jurisdiction", "area", "chasing")
CHASING_KEYS = ("first", "then every", "source", "provenance")
AGENCY_KEYS = (
    "contact",
    "source",
    "provenance",
    "code",
    "also called",
    "part of",
    "statutory",
    "jurisdiction",
    "available",
    "not available because",
    "cannot here",
    "can",
    "knows",
    "share of joint work",
    "deputies",
    "escalates to",
    "can request",
    "asked by",
    "refers to",
    "works with",
    "works closely with",
    "shares a building with",
    "attends",
    "national",
    "may tell",
    "may tell across the border",
    "tasks at a time",
    "waiting time",
    "takes on only",
    "lever where",
)
TELLING = ("may tell", "may tell across the border")
SHARING_KEYS = ("what", "basis", "statutory only", "in force from", "in force until")
CROSSING_KEYS = (*SHARING_KEYS, "source", "provenance")


def read_directory(core: Mapping[str, str], site: Mapping[str, str]) -> Directory:
    """Read the core's agency files and the site's over them; raises ``AgenciesError``."""
    log = Log()
    sections = _over(
        _sections(log, core), _sections(log, {f"site/{file}": text for file, text in site.items()})
    )
    agencies = [_agency(log, key, node) for key, node in sections.get("agencies", {}).values()]
    people = [_person(log, key, node) for key, node in sections.get("people", {}).values()]
    where = [words for _, node in sections.get("jurisdiction", {}).values() for words in _nations(log, node)]
    area = "".join(_area(log, node) for _, node in sections.get("area", {}).values())
    if len(agencies) > MOST_AGENCIES:
        what = f"{len(agencies)} agencies; no more than {MOST_AGENCIES} are read"
        log.problems.append(Problem("AG009", what, "leave out those that no case meets", place="agencies"))
    chasing = [_chasing(log, key, node) for key, node in sections.get("chasing", {}).values()]
    if log.problems:
        raise AgenciesError(log.problems)
    return Directory(
        tuple(sorted(agencies, key=lambda agency: agency.name)),
        tuple(sorted(people, key=lambda person: person.name)),
        tuple(sorted(where)),
        area=area,
        chasing=next(iter(chasing), None),
    )


# -- sections and the site over the core -------------------------------------------------------------

_Block = dict[str, tuple[Text, Node]]
_Sections = dict[str, _Block]


def _sections(log: Log, texts: Mapping[str, str]) -> _Sections:
    found: _Sections = {}
    for file in sorted(texts):
        outermost = read_nodes(log, file, texts[file])
        if outermost is not None:
            _add_file(log, found, Fields(log, Text(file, Span(file, 1, 1)), outermost, SECTIONS))
    return found


def _add_file(log: Log, found: _Sections, fields: Fields) -> None:
    for whole in ("jurisdiction", "area", "chasing"):
        node = fields.node(whole)
        if node is not None:
            found[whole] = {whole: (fields.key_of(whole), node)}
    for section in ("agencies", "people"):
        block = found.setdefault(section, {})
        for key, value in fields.block(section):
            name = without_the(key.words)
            if name in block:
                what = f"'{name}' stands in another file too"
                log.problems.append(Problem("AG002", what, "keep one of the two", key.span))
            block[name] = (key, value)


def _over(core: _Sections, site: _Sections) -> _Sections:
    """The site's sections over the core's, key by key."""
    return {section: _block_over(core.get(section, {}), site.get(section, {})) for section in SECTIONS}


def _block_over(core: _Block, site: _Block) -> _Block:
    merged = dict(core)
    for name, (key, node) in site.items():
        merged[name] = (key, _node_over(core[name][1], node) if name in core else node)
    return merged


def _node_over(core: Node, site: Node) -> Node:
    if not (isinstance(core, Entries) and isinstance(site, Entries)):
        return site
    below = {key.words: value for key, value in core.entries}
    entries = {key.words: (key, value) for key, value in core.entries}
    for key, value in site.entries:
        deeper = key.words in TELLING and key.words in below
        entries[key.words] = (key, _recipients_over(below[key.words], value) if deeper else value)
    return Entries(tuple(entries.values()), site.span)


def _recipients_over(core: Node, site: Node) -> Node:
    if not (isinstance(core, Entries) and isinstance(site, Entries)):
        return site
    entries = {without_the(key.words): (key, value) for key, value in (*core.entries, *site.entries)}
    return Entries(tuple(entries.values()), site.span)


# -- entries -----------------------------------------------------------------------------------------


def _agency(log: Log, key: Text, node: Node) -> Agency:
    fields = Fields(log, key, node, AGENCY_KEYS)
    part_of = fields.text("part of")
    why_not = fields.words("not available because", sentence=True)
    available = fields.option("available", ("yes", "no"), "yes") == "yes"
    if available == bool(why_not):
        _reason_problem(log, fields, available)
    return Agency(
        name=without_the(key.words),
        code=fields.words("code") or "-".join(without_the(key.words).casefold().replace("'", "").split()),
        contact=fields.words("contact", required=True),
        source=_sources(fields),
        provenance=_provenance(fields),
        also_called=tuple(sorted(text.words for text in fields.several("also called"))),
        part_of=Named(without_the(part_of.words), part_of.span) if part_of else None,
        statutory=fields.yes("statutory"),
        jurisdiction=_nations(log, fields.node("jurisdiction")),
        available=available,
        why_not=why_not,
        cannot_here=_cannot_here(log, fields),
        can=_names(fields, "can"),
        knows=_names(fields, "knows"),
        share=_share(log, fields),
        deputies=_in_order(fields, "deputies"),
        escalates_to=_in_order(fields, "escalates to"),
        can_request=_names(fields, "can request"),
        asked_by=_names(fields, "asked by"),
        refers_to=_names(fields, "refers to"),
        works_with=_names(fields, "works with"),
        works_closely_with=_names(fields, "works closely with"),
        shares_a_building_with=_names(fields, "shares a building with"),
        attends=_names(fields, "attends"),
        may_tell=_may_tell(log, fields),
        tasks_at_a_time=_tasks_at_a_time(log, fields),
        waits=_length(log, fields, "waiting time"),
        takes_on=fields.words("takes on only", sentence=True),
        levers=_levers(log, fields),
        across=_may_tell(log, fields, across=True),
        national=fields.yes("national"),
        span=key.span,
    )


def _reason_problem(log: Log, fields: Fields, available: bool) -> None:
    if available:
        what, fix = (
            "it is available, and a line says why it is not",
            "add `available: no`, or leave the reason out",
        )
    else:
        what, fix = "it is not available, and nothing says why", "add a line `not available because: ...`"
    log.problems.append(Problem("AG003", f"'{fields.key.words}': {what}", fix, fields.at("available")))


def _person(log: Log, key: Text, node: Node) -> Person:
    fields = Fields(log, key, node, ("asked by", "also called"))
    asked_by = fields.text("asked by", required=True)
    return Person(
        name=without_the(key.words),
        asked_by=Named(without_the(asked_by.words), asked_by.span) if asked_by else Named(""),
        also_called=tuple(sorted(text.words for text in fields.several("also called"))),
        span=key.span,
    )


def _in_order(fields: Fields, key: str) -> tuple[Named, ...]:
    return tuple(Named(without_the(text.words), text.span) for text in fields.several(key))


def _names(fields: Fields, key: str) -> tuple[Named, ...]:
    return tuple(sorted(_in_order(fields, key), key=lambda named: named.word))


def _sources(fields: Fields) -> tuple[str, ...]:
    return tuple(sorted(text.words for text in fields.several("source", required=True)))


def _provenance(fields: Fields) -> Provenance:
    word = fields.maybe("provenance", get_args(Provenance), required=True)
    return next((known for known in get_args(Provenance) if known == word), "our assumption, to confirm")


def _nations(log: Log, node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    fields = Fields(log, Text("jurisdiction", node.span), _under("jurisdiction", node), ("jurisdiction",))
    found = fields.several("jurisdiction")
    for text in found:
        if text.words not in get_args(Nation):
            what = f"'{text.words}' is not a nation whose law is known here"
            log.problems.append(Problem("AG010", what, "name one or both of: England, Wales", text.span))
    return tuple(sorted(text.words for text in found))


def _under(key: str, node: Node) -> Entries:
    return Entries(((Text(key, node.span), node),), node.span)


def _share(log: Log, fields: Fields) -> int:
    text = fields.text("share of joint work")
    if text is None:
        return 0
    if (share := _whole(text)) is not None and share <= 100:
        return share
    fix = "write a whole number of percent, as `28`"
    log.problems.append(Problem("AG011", f"'{text.words}' is not a share between 0 and 100", fix, text.span))
    return 0


def _whole(text: Text) -> int | None:
    plain = text.words.isascii() and text.words.isdigit() and len(text.words) <= 3
    return int(text.words) if plain else None


def _tasks_at_a_time(log: Log, fields: Fields) -> int | None:
    text = fields.text("tasks at a time")
    if text is None or (tasks := _whole(text)) is not None:
        return tasks if text else None
    fix = "write a whole number up to 999, as `6`; leave the line out where nobody has said"
    log.problems.append(Problem("AG016", f"'{text.words}' is no number of tasks", fix, text.span))
    return None


def _length(log: Log, fields: Fields, key: str, required: bool = False) -> Length | None:
    text = fields.text(key, required=required)
    if text is None or (length := read_length(text.words)) is not None:
        return length if text else None
    fix = "write a number and days, working days, weeks, months or years, as `6 weeks`"
    log.problems.append(Problem("AG017", f"'{text.words}' is no length of time", fix, text.span))
    return None


def _chasing(log: Log, key: Text, node: Node) -> Chasing | None:
    fields = Fields(log, key, node, CHASING_KEYS)
    first, then = (_length(log, fields, each, required=True) for each in ("first", "then every"))
    source = tuple(sorted(text.words for text in fields.several("source", required=True)))
    provenance = _provenance(fields)
    return Chasing(first, then, source, provenance, key.span) if first and then else None


def _levers(log: Log, fields: Fields) -> tuple[Lever, ...]:
    found = []
    for key, value in fields.block("lever where"):
        words = several_words(log, value, f"'{key.words}'")
        found.append(
            Lever(Named(without_the(key.words), key.span), tuple(sorted(text.words for text in words)))
        )
    return tuple(sorted(found, key=lambda lever: lever.fact.word))


def _cannot_here(log: Log, fields: Fields) -> tuple[tuple[Named, str], ...]:
    found = []
    for key, value in fields.block("cannot here"):
        why = Fields(log, key, _under("because", value), ("because",)).words("because", sentence=True)
        found.append((Named(without_the(key.words), key.span), why))
    return tuple(sorted(found, key=lambda pair: pair[0].word))


def _area(log: Log, node: Node) -> str:
    return Fields(log, Text("area", node.span), _under("area", node), ("area",)).words("area")


def _may_tell(log: Log, fields: Fields, across: bool = False) -> tuple[Sharing, ...]:
    found = []
    for key, value in fields.block(TELLING[across]):
        for node in value.items if isinstance(value, Items) else (value,):
            if entries_of(log, node, f"'{key.words}'"):
                found.append(_sharing(log, key, node, across))
    return tuple(sorted(found, key=lambda sharing: (sharing.to.word, sharing.basis, sharing.what)))


def _sharing(log: Log, key: Text, node: Node, across: bool) -> Sharing:
    fields = Fields(log, key, node, CROSSING_KEYS if across else SHARING_KEYS)
    since, end = fields.day("in force from"), fields.day("in force until")
    if since and end and end <= since:
        fix = "give a day after `in force from`: it is the first day on which it no longer holds"
        log.problems.append(Problem("AG012", "it ends before it begins", fix, fields.at("in force until")))
    return Sharing(
        to=Named(without_the(key.words), key.span),
        what=_telling(log, fields),
        basis=fields.words("basis", required=True, sentence=True),
        statutory_only=fields.yes("statutory only"),
        in_force=(since, end),
        across=across,
        source=_sources(fields) if across else (),
        provenance=_provenance(fields) if across else "",
    )


def _telling(log: Log, fields: Fields) -> tuple[Telling, ...]:
    found = fields.several("what", required=True)
    for text in found:
        if text.words not in get_args(Telling):
            fix = "name one or more of: " + ", ".join(get_args(Telling))
            log.problems.append(
                Problem("AG013", f"'{text.words}' is no kind of information here", fix, text.span)
            )
    words = {text.words for text in found}
    return tuple(known for known in get_args(Telling) if known in words)
