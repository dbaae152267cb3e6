"""A record to be published or kept: numbered fields, each filled from what is known or left open and said so.

``Records`` holds the drafts for one ruleset.  A field is filled from the ruleset, from the library, or
is for the organisation that uses them to fill; nothing is invented, and what rests on an assumption says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from drive_rules.page import Html, Page, bullets, joined, link, tag, text, words

Standing = Literal["filled", "partly filled", "to be filled", "not given"]
TO_FILL = "To be filled by the deploying organisation"
ASSUMED = "Rests on our assumption, to confirm"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what is said, and what is left to fill.

    ``said`` are sentences, ``left`` says what the organisation fills in, ``missing`` what nobody gave to
    this draft, ``assumed`` what of it is our assumption.
    """

    number: str
    name: str
    said: tuple[str, ...] = ()
    left: str = ""
    missing: str = ""
    assumed: str = ""

    @property
    def standing(self) -> Standing:
        """How far the field is filled."""
        if self.left:
            return "partly filled" if self.said else "to be filled"
        return "not given" if self.missing and not self.said else "filled"

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything that stands in the field, in order."""
        left = (f"{TO_FILL}: {self.left}.",) if self.left else ()
        missing = (f"Not given: {self.missing}.",) if self.missing else ()
        assumed = (f"{ASSUMED}: {self.assumed}.",) if self.assumed else ()
        return (*self.said, *assumed, *missing, *left)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a record with its fields."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One record: say the transparency record, or the ALGO-CARE sheet."""

    title: str
    note: str
    parts: tuple[Part, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field, in order."""
        return tuple(field for part in self.parts for field in part.fields)


@dataclass(frozen=True, slots=True)
class Records:
    """The drafts for one ruleset; ``about`` says which, by version and digest."""

    about: str
    records: tuple[Record, ...]

    def markdown(self) -> str:
        """The drafts as Markdown, the same bytes for the same ruleset and reports."""
        return "\n".join(_markdown(self)).rstrip() + "\n"

    def html(self) -> str:
        """The drafts as a page to read and print."""
        return _page(self).html()


def standing_of(record: Record) -> str:
    """How many fields of a record are filled, in words."""
    count = len(record.fields)
    left = sum(bool(field.left) for field in record.fields)
    missing = sum(bool(field.missing) for field in record.fields)
    return (
        f"{left} of {count} fields are left, wholly or in part, for the deploying organisation to fill; "
        f"in {missing} something was not given to this draft."
    )


def _markdown(found: Records) -> Iterator[str]:
    yield from ("# Accountability records: a draft", "", _plain(found.about), "")
    for record in found.records:
        yield from (f"## {_plain(record.title)}", "", _plain(record.note), "", standing_of(record), "")
        for part in record.parts:
            yield from (f"### {_plain(part.title)}", "")
            for field in part.fields:
                yield from (f"**{_heading(field)}** ({field.standing})", "")
                yield from (f"- {_plain(sentence)}" for sentence in field.sentences)
                yield ""


def _heading(field: Field) -> str:
    return _plain(f"{field.number} {field.name}".strip())


def _plain(said: str) -> str:
    """The words with nothing that Markdown reads as markup."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", said)


def _page(found: Records) -> Page:
    body: list[Html] = []
    for number, record in enumerate(found.records):
        body += [text("h2", record.title, id=f"record-{number}"), text("p", record.note)]
        body.append(text("p", standing_of(record)))
        for part in record.parts:
            body += [text("h3", part.title), tag("dl", *(_field(field) for field in part.fields))]
    contents = (link(f"record-{n}", words(record.title)) for n, record in enumerate(found.records))
    return Page(
        title="Accountability records: a draft",
        head=text("p", found.about),
        contents=bullets(contents),
        body=joined(body),
    )


def _field(field: Field) -> Html:
    marked = field.standing != "filled"
    standing = (
        text("span", field.standing, class_="doubt") if marked else text("span", "filled", class_="quiet")
    )
    head = tag("dt", words(f"{field.number} {field.name} ".lstrip()), standing)
    return tag("div", head, *(text("dd", sentence) for sentence in field.sentences))
