"""What entries of many sections have: a kind, a reason with its source, days in force.

A section is declared first (names and kinds) and read after, so that order never matters; ``Declared``
is an entry between the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import get_args

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.fields import Fields
from drive_rules.language.names import Named, Names, Sort
from drive_rules.language.nodes import Node, Text
from drive_rules.language.values import Trouble, read_constant
from drive_rules.problems import did_you_mean

WHY = ("because", "source", "provenance")
APPROVED = ("approved by", "on")

ABOUT = "the record"


@dataclass(frozen=True, slots=True)
class Declared:
    """A name and the keys of its entry, to be read once all names are known."""

    named: Named
    fields: Fields


Section = Iterable[tuple[Text, Node]]


def read_why(names: Names, fields: Fields) -> ir.Because:
    """``because``, ``source`` and ``provenance``, all required."""
    because = fields.words("because", required=True, sentence=True)
    sources = fields.several("source", required=True)
    return ir.Because(because, _known_sources(names, sources), read_provenance(fields))


def _known_sources(names: Names, sources: tuple[Text, ...]) -> tuple[str, ...]:
    if [text.words for text in sources] == ["none"]:
        return ()
    for text in sources:
        if text.words not in names.sources:
            fix = did_you_mean(text.words, names.sources, "enter it under `sources`, or write `none`")
            names.log.add(Code.SOURCE, text.span, f"'{text.words}' is not in the register of sources", fix)
    return tuple(text.words for text in sources)


def read_provenance(fields: Fields) -> ir.Provenance:
    """How sure an entry or a source is."""
    options: tuple[ir.Provenance, ...] = get_args(ir.Provenance)
    return fields.option("provenance", options, options[-1], required=True)


def about_record(fields: Fields) -> bool:
    """Whether the entry says that it is about the record."""
    return fields.maybe("about", (ABOUT,)) == ABOUT


def all_words(fields: Fields, key: str) -> tuple[str, ...]:
    """The words under a key, one or a list."""
    return tuple(text.words for text in fields.several(key))


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


def read_in_force(fields: Fields) -> tuple[date | None, date | None]:
    """The days from which and before which the entry holds."""
    since, end = fields.day("in force from"), fields.day("in force until")
    if since and end and since >= end:
        fix = "write the later day under `in force until`"
        fields.log.add(Code.VALUE, fields.at("in force until"), "this ends before it begins", fix)
    return (since, end)


def is_fact_of(named: Named, kind: str, types: tuple[ir.TypeName, ...]) -> bool:
    """Whether the name is a fact of that kind and of one of those types."""
    return named.sort == "fact" and named.kind == kind and named.has_type(*types)


def read_otherwise(fields: Fields, kind: ir.Type) -> int | None:
    """The code of ``otherwise``, which must be there."""
    found = fields.text("otherwise")
    if found is None:
        fix = "add `otherwise:` with the answer where nothing applies or counts"
        fields.log.add(Code.OTHERWISE, fields.span, f"'{fields.key.words}' has no 'otherwise'", fix)
        return None
    return read_answer(fields, kind, found)


def read_answer(fields: Fields, kind: ir.Type, found: Text) -> int | None:
    """The code of one answer."""
    code = read_constant(kind, found.words)
    if isinstance(code, Trouble):
        fields.log.add(code.code, found.span, f"'{found.words}' is {code.what}", code.fix)
        return None
    return code


def read_approved(fields: Fields) -> ir.Approval | None:
    """``approved by`` and ``on``, which go together."""
    by, on = fields.words("approved by"), fields.day("on")
    for key, other in (APPROVED, APPROVED[::-1]):
        if fields.has(key) and not fields.has(other):
            fields.missing(other)
    return ir.Approval(by, on) if by and on is not None else None
