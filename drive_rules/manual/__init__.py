"""The manual: a ruleset as the practice handbook that it encodes, one HTML page or Markdown.

Chapters by topic, each rule as sentences with its reasons, sources, provenance and examples; tables as
tables; what reads what; then everything that the rules name, and what is to be confirmed.  It says nothing
that the rules do not say.  The order in which a ruleset was read means nothing; where a rule stands in its
file does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drive_rules import ir
from drive_rules.manual import front
from drive_rules.manual.chapters import Chapters
from drive_rules.manual.comments import comments_in
from drive_rules.manual.front import Made as Made
from drive_rules.manual.lookup import Lookup
from drive_rules.manual.markdown import markdown
from drive_rules.manual.on_page import html
from drive_rules.manual.parts import Book as Book
from drive_rules.manual.wording import Places
from drive_rules.pictures.maps import AgencyMap


@dataclass(frozen=True, slots=True)
class Manual:
    """A manual, to be printed either way; the same ruleset, sites, agencies and day give the same bytes."""

    book: Book

    @property
    def html(self) -> str:
        """One page, whole by itself: it can be opened, searched and printed, and fetches nothing."""
        return html(self.book)

    @property
    def markdown(self) -> str:
        """The same in Markdown, with each picture as Mermaid and in words."""
        return markdown(self.book)


def manual(
    ruleset: ir.Ruleset,
    made: Made,
    *,
    texts: Mapping[str, str],
    maps: Sequence[AgencyMap] = (),
    sites: Mapping[str, ir.Ruleset] | None = None,
) -> Manual:
    """The manual of a ruleset.

    ``texts`` are its files by path, for their comments; ``maps`` those of the agencies; ``sites`` the same
    ruleset at sites, by their names.
    """
    places = Places(ruleset)
    chapters = Chapters(ruleset, places, comments_in(texts)).parts()
    lookup = Lookup(ruleset, places, sites or {}).part(maps)
    parts = (front.part(ruleset, made, sites or {}), *chapters, lookup)
    return Manual(Book(front.title_of(ruleset), front.head(ruleset, made), parts, front.foot(ruleset, made)))
