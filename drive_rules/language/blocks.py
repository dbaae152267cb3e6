"""Small pieces of the blocks that the writer makes: what says nothing is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from drive_rules import ir
from drive_rules.language.entries import ABOUT
from drive_rules.language.layout import Plain
from drive_rules.language.names import slug
from drive_rules.language.values import words_of_date

Block = dict[str, Plain]


def filled(block: Mapping[str, Plain]) -> Block:
    """The block less what says nothing."""
    return {key: value for key, value in block.items() if value}


def yes_words(said: bool) -> str:
    """``yes``, or nothing."""
    return "yes" if said else ""


def one_or_more(items: Iterable[str]) -> Plain:
    """One word alone, or a list of several."""
    found = list(items)
    return found[0] if len(found) == 1 else found


def day_words(day: date | None) -> str:
    """The words of a day, or nothing."""
    return words_of_date(day) if day is not None else ""


def why_block(why: ir.Because) -> Block:
    """``because``, ``source`` and ``provenance``."""
    source = one_or_more(why.source) if why.source else "none"
    return {"because": why.because, "source": source, "provenance": why.provenance}


def code_words(name: str, code: str) -> str:
    """The stable code, where it is not the one that a reader would give."""
    return code if code not in ("", slug(name)) else ""


def in_force_block(days: tuple[date | None, date | None]) -> Block:
    """The days from which and before which an entry holds."""
    return {"in force from": day_words(days[0]), "in force until": day_words(days[1])}


def about_words(record: bool) -> str:
    """``the record``, or nothing."""
    return ABOUT if record else ""
