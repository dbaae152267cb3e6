"""A page to read, search and print: one HTML file, whole by itself.

``Page.html`` puts a body between a head, a skip link and a foot, with a style for screen and paper.
Nothing is fetched, and no script runs but the one that the page itself holds: its hash stands in the
page's policy.  ``Html`` is markup that was made here; what people wrote becomes markup by ``words`` only,
which escapes it, so that a name can never be read as markup.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import NewType
from unicodedata import category

Html = NewType("Html", str)
"""Markup, already escaped."""

NOTHING, LINE = Html(""), Html("\n")
LOST = "\N{REPLACEMENT CHARACTER}"
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows: what is printed would not be what is written."""
MOST_UPRIGHT, MOST_ACROSS = 6, 12
"""So many columns have room on A4, upright and across, with no word cut."""
_EMPTY = frozenset(("br", "col", "hr", "input"))


def shown(said: str) -> str:
    """The words with nothing in them that cannot be printed, or that hides what is written."""
    if said.isprintable():
        return said
    return "".join(LOST if _hides(letter) else letter for letter in said)


def escaped(said: str) -> str:
    """The words for SVG and HTML."""
    return escape(shown(said), quote=True)


def _hides(letter: str) -> bool:
    return category(letter) in ("Cc", "Cs") or letter in TURNING or letter in "\ufffe\uffff"


# -- markup ----------------------------------------------------------------------------------------


def words(said: str) -> Html:
    """Words as markup."""
    return Html(escaped(said))


def joined(parts: Iterable[Html], between: Html = NOTHING) -> Html:
    """Markup after markup, with more between."""
    return Html(between.join(parts))


def tag(name: str, *inside: Html, **attributes: str) -> Html:
    """An element; ``class_`` is its class, and ``_`` within a name is a hyphen: ``aria_live``."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value)}"' for key, value in attributes.items()
    )
    return Html(f"<{name}{said}>" if name in _EMPTY else f"<{name}{said}>{''.join(inside)}</{name}>")


def text(name: str, said: str, **attributes: str) -> Html:
    """An element that holds words."""
    return tag(name, words(said), **attributes)


def link(target: str, inside: Html, **attributes: str) -> Html:
    """A link to a place of the same page."""
    return tag("a", inside, href=f"#{target}", **attributes)


def bullets(items: Iterable[Html], **attributes: str) -> Html:
    """A list, an item each; nothing where there is none."""
    found = [tag("li", item) for item in items]
    return tag("ul", *found, **attributes) if found else NOTHING


def anchor(sort: str, name: str) -> str:
    """The id of a place on a page, the same for the same sort and name and for no other."""
    # A space is a dot, and what is neither ASCII letter nor digit nor hyphen is its number: none is lost.
    plain = re.sub(r"[^A-Za-z0-9 -]", lambda found: f"_{ord(found[0]):x}_", name)
    return f"{sort}-{plain.replace(' ', '.')}"


def table(id: str, caption: str, heads: Sequence[str], rows: Iterable[Sequence[Html]]) -> Html:
    """A table in a box of its own, which scrolls where the screen is narrower; rows begin with their head.

    ``id`` is the table's place on the page.  Every row has a cell for each head.
    """
    head = tag("tr", *(text("th", each, scope="col") for each in heads))
    body = [tag("tr", tag("th", first, scope="row"), *(tag("td", cell) for cell in cells))
            for first, *cells in rows]  # fmt: skip
    whole = tag(
        "table",
        text("caption", caption, id=f"{id}-caption"),
        tag("thead", head),
        tag("tbody", LINE, joined(body, LINE), LINE),
    )
    # Whoever reads by keyboard has to reach the box to scroll it.
    return tag(
        "div",
        whole,
        id=id,
        class_=f"scroll {_breadth(len(heads))}".rstrip(),
        role="region",
        tabindex="0",
        aria_labelledby=f"{id}-caption",
    )


def _breadth(columns: int) -> str:
    """How a table is printed: upright, across, or across with words cut where they have no room."""
    return ("" if columns <= MOST_UPRIGHT else "wide") if columns <= MOST_ACROSS else "wide widest"


# -- the page --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """What one page holds; ``style`` and ``script`` are this library's own, and are not escaped.

    ``head`` stands under the title; ``beside`` and then ``contents``, which are links, beside the body where
    there is room and else before it; ``foot`` at the end.  ``paper`` is how it is printed.
    """

    title: str
    body: Html
    head: Html = NOTHING
    beside: Html = NOTHING
    contents: Html = NOTHING
    foot: Html = NOTHING
    language: str = "en-GB"
    paper: str = "A4 portrait"
    style: str = ""
    script: str = ""

    def html(self) -> str:
        """The page as one file."""
        links = tag("nav", self.contents, aria_label="Contents") if self.contents else NOTHING
        beside = tag("div", self.beside, links, class_="side") if self.beside or links else NOTHING
        main = tag("main", LINE, self.body, LINE, id="main", tabindex="-1")
        lines = (
            "<!DOCTYPE html>",
            f'<html lang="{escaped(self.language)}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{self._policy()}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            text("title", self.title),
            f"<style>{STYLE}{self._paper()}{self.style}</style>",
            "</head>",
            "<body>",
            link("main", words("Skip to the text"), class_="skip"),
            tag("header", text("h1", self.title), self.head),
            tag("div", beside, LINE, main, class_="frame" if beside else "frame alone"),
            tag("footer", self.foot) if self.foot else NOTHING,
            f"<script>{self.script}</script>" if self.script else NOTHING,
            "</body>",
            "</html>",
        )
        return "\n".join(filter(None, lines)) + "\n"

    def _policy(self) -> str:
        """Nothing comes from or goes elsewhere, and nothing runs but the page's own script."""
        own = b64encode(sha256(self.script.encode()).digest()).decode()
        runs = f"script-src 'sha256-{own}'; " if self.script else ""
        return f"default-src 'none'; style-src 'unsafe-inline'; {runs}base-uri 'none'; form-action 'none'"

    def _paper(self) -> str:
        across = "@page across { size: A4 landscape; margin: 10mm }"
        return f"@page {{ size: {self.paper}; margin: 14mm 13mm }}\n{across}\n"


STYLE = """
:root { color-scheme: light dark; --ink: #1a1c20; --paper: #fff; --quiet: #50545c; --line: #b9bec7;
  --pale: #f2f4f7; --link: #0a4d94; --focus: #b3470a; --doubt: #5a3a00; --doubt-paper: #fff1cc }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e9ec; --paper: #16181c; --quiet: #b7bbc4;
  --line: #50555f; --pale: #23262c; --link: #9cc8ff; --focus: #ffb37a; --doubt: #ffe2a0;
  --doubt-paper: #3b2d08 } }
* { box-sizing: border-box }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100% }
body { margin: 0; color: var(--ink); background: var(--paper); overflow-wrap: break-word;
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, Arial, "Liberation Sans", sans-serif }
header, .frame, footer { max-width: 78rem; margin: 0 auto; padding: 0 1rem }
header { padding-top: 1.25rem }
main { min-width: 0; max-width: 52rem }
main:focus { outline: none }
.alone main { margin: 0 auto; max-width: 60rem }
.side { min-width: 0; font-size: .925rem }
nav ul, nav ol { margin: 0; padding: 0; list-style: none }
nav li { margin: .2rem 0 }
nav li li { margin-left: 1rem }
footer { margin-top: 3rem; padding-top: 1rem; padding-bottom: 2rem; border-top: 1px solid var(--line);
  color: var(--quiet); font-size: .9rem }
h1, h2, h3, h4 { line-height: 1.25; margin: 2rem 0 .6rem; text-wrap: balance }
h1 { font-size: 1.85rem; margin-top: .5rem }
h2 { font-size: 1.45rem; border-top: 2px solid var(--line); padding-top: .8rem }
h3 { font-size: 1.15rem }
h4 { font-size: 1rem; margin-top: 1.25rem }
p, ul, ol, dl { margin: .5rem 0 }
ul, ol { padding-left: 1.35rem }
dt { font-weight: 600; margin-top: .6rem }
dd { margin: 0 0 0 1.1rem }
a { color: var(--link); text-underline-offset: .15em }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px }
code { font-family: ui-monospace, Consolas, "Liberation Mono", monospace; font-size: .9em;
  overflow-wrap: anywhere }
.quiet { color: var(--quiet) }
.doubt { color: var(--doubt); background: var(--doubt-paper); border: 1px dashed currentColor;
  border-radius: .2rem; padding: 0 .3rem }
.skip { position: absolute; left: .5rem; top: -4rem; padding: .5rem .8rem; background: var(--paper);
  border: 2px solid var(--focus); z-index: 2 }
.skip:focus { top: .5rem }
.scroll { overflow-x: auto; margin: 1rem 0 }
table { border-collapse: collapse; width: 100%; font-size: .925rem; line-height: 1.4 }
caption { text-align: left; font-weight: 600; padding: .2rem 0 .4rem }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top;
  min-width: 7.5rem }
thead th { background: var(--pale) }
tbody th { font-weight: 600 }
svg { display: block; max-width: 100%; height: auto; background: #fff }
summary { cursor: pointer }
input[type=search] { font: inherit; width: 100%; max-width: 30rem; padding: .45rem .6rem; color: inherit;
  background: var(--paper); border: 2px solid var(--quiet); border-radius: .25rem }
[hidden] { display: none !important }
@media (min-width: 62rem) {
  .frame { display: grid; grid-template-columns: minmax(13rem, 17rem) minmax(0, 1fr); gap: 2.5rem }
  .frame.alone { display: block }
  .side { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto;
    padding: 1rem .5rem; margin: 0 -.5rem } }
@media print {
  :root { color-scheme: light; --ink: #000; --paper: #fff; --quiet: #333; --line: #777; --pale: #eee;
    --link: #000; --doubt: #000; --doubt-paper: #fff }
  body { font-size: 9.5pt; line-height: 1.35 }
  header, .frame, footer { max-width: none; padding: 0; margin: 0 }
  main, .alone main { max-width: none }
  .frame { display: block }
  .skip, .screen { display: none !important }
  h1 { font-size: 18pt } h2 { font-size: 14pt } h3 { font-size: 11.5pt } h4 { font-size: 10pt }
  h1, h2, h3, h4, caption { break-after: avoid }
  tr, li, dt { break-inside: avoid }
  a { text-decoration: none }
  .scroll { overflow: visible }
  table { font-size: 8.5pt }
  th, td { min-width: 0; padding: .8mm 1.2mm }
  .wide { page: across } .wide table { font-size: 7pt }
  .widest th, .widest td { overflow-wrap: anywhere }
  details::details-content { content-visibility: visible; block-size: auto; opacity: 1 } }
"""
"""Screen and paper, light and dark; doubt is a word and a broken line before it is a colour."""
