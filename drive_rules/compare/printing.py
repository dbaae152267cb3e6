"""A document in a few sorts of block, and its three ways out: text, Markdown, one HTML page.

What differs between two sentences is marked by words and signs, never by colour alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import assert_never

from drive_rules import page
from drive_rules.compare.marking import Mark, Pair, Piece

WIDTH = 100
_TEXT_MARKS: dict[Mark, tuple[str, str]] = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
_MARKDOWN_MARKS: dict[Mark, tuple[str, str]] = {"same": ("", ""), "gone": ("~~", "~~"), "new": ("**", "**")}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 stands below the title."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph."""

    words: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Sentences of the old ruleset beside those of the new one; ``marked``, each word that differs."""

    pairs: tuple[Pair, ...]
    marked: bool = True

    def pieces(self) -> Iterator[tuple[tuple[Piece, ...], tuple[Piece, ...]]]:
        """Both sides of each pair in pieces."""
        for pair in self.pairs:
            yield pair.pieces() if self.marked else (_plain(pair.old), _plain(pair.new))


def _plain(words: str) -> tuple[Piece, ...]:
    return (("same", words),) if words else ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first column is its head."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """What stands in a file, with what it is above it."""

    caption: str
    words: str


Block = Heading | Line | Items | Beside | Table | Code


@dataclass(frozen=True, slots=True)
class Document:
    """A title and blocks."""

    title: str
    blocks: tuple[Block, ...]


# -- text ------------------------------------------------------------------------------------------


def text(document: Document) -> str:
    """The document as plain text."""
    return "\n".join([*wrap(document.title.upper(), WIDTH), *_text(document.blocks)]) + "\n"


def _text(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(level, words):
                yield from ("", *wrap(words.upper() if level == 1 else words, WIDTH))
                if level == 2:
                    yield "-" * min(len(words), WIDTH)
            case Line(words):
                yield from wrap(words, WIDTH)
            case Items(items):
                for item in items:
                    yield from _indented(item, "- ", "  ")
            case Beside():
                yield from _beside_text(block)
            case Table():
                yield from ("", *_table_text(block))
            case Code(caption, words):
                yield from wrap(caption, WIDTH, initial_indent="  ", subsequent_indent="  ")
                yield from (f"      {line}".rstrip() for line in words.splitlines())
            case _:
                assert_never(block)


def _indented(words: str, first: str, further: str) -> list[str]:
    return wrap(words, WIDTH, initial_indent=first, subsequent_indent=further, break_on_hyphens=False)


def _beside_text(beside: Beside) -> Iterator[str]:
    for was, now in beside.pieces():
        if was:
            yield from _indented(_marked(was, _TEXT_MARKS), "  old: ", "       ")
        if now:
            yield from _indented(_marked(now, _TEXT_MARKS), "  new: ", "       ")


def _marked(pieces: Iterable[Piece], marks: dict[Mark, tuple[str, str]]) -> str:
    return "".join(f"{marks[mark][0]}{words}{marks[mark][1]}" for mark, words in _joined(pieces))


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with spaces outside of the marks, so that each mark holds words."""
    found: list[Piece] = []
    for mark, words in pieces:
        kept = words.strip()
        before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        if mark == "same" or not kept:
            found.append(("same", words))
        else:
            found += [("same", before), (mark, kept), ("same", after)]
    return [(mark, words) for mark, words in found if words]


def _table_text(table: Table) -> Iterator[str]:
    """A table where its rows fit a line; else each row as its cells one after the other."""
    widths = [max(map(len, column)) for column in zip(table.heads, *table.rows, strict=True)]
    yield from wrap(table.caption, WIDTH)
    if sum(widths) + 2 * len(widths) <= WIDTH:
        for row in (table.heads, *table.rows):
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            yield f"  {'  '.join(cells)}".rstrip()
        return
    for first, *rest in table.rows:
        cells = (f"{head}: {cell}" for head, cell in zip(table.heads[1:], rest, strict=True) if cell)
        yield from _indented("; ".join((first, *cells)), "  ", "      ")


# -- Markdown --------------------------------------------------------------------------------------


def markdown(document: Document) -> str:
    """The document as Markdown."""
    return "\n".join([f"# {plain(document.title)}", *_markdown(document.blocks)]).rstrip() + "\n"


def plain(words: str) -> str:
    """Words that Markdown reads as words: nothing in them is a mark, a tag or a link."""
    said = re.sub(r"([\\`*_~|\[\]#])", r"\\\1", page.shown(" ".join(words.split())))
    said = re.sub(r"^([-+]|\d+(?=[.)]))", r"\\\1", said)
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _markdown(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield ""
        match block:
            case Heading(level, words):
                yield f"{'#' * (level + 1)} {plain(words)}"
            case Line(words):
                yield plain(words)
            case Items(items):
                yield from (f"- {plain(item)}" for item in items)
            case Beside():
                rows = (tuple(map(_marked_markdown, sides)) for sides in block.pieces())
                yield from _rows_markdown(("old", "new"), rows)
            case Table(caption, heads, rows_):
                yield from (f"**{plain(caption)}**", "")
                yield from _rows_markdown(heads, (tuple(map(plain, row)) for row in rows_))
            case Code(caption, words):
                yield from (plain(caption), "", *_fenced(words))
            case _:
                assert_never(block)


def _rows_markdown(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(map(plain, heads))} |"
    yield f"| {' | '.join('---' for _ in heads)} |"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _marked_markdown(pieces: tuple[Piece, ...]) -> str:
    return "".join(
        f"{_MARKDOWN_MARKS[mark][0]}{_kept_spaces(words)}{_MARKDOWN_MARKS[mark][1]}"
        for mark, words in _joined(pieces)
    )


def _kept_spaces(words: str) -> str:
    before = " " if words[:1].isspace() else ""
    after = " " if words[-1:].isspace() and words.strip() else ""
    return f"{before}{plain(words)}{after}"


def _fenced(words: str) -> Iterator[str]:
    longest = max((len(run) for run in re.findall("`+", words)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from (f"{fence}yaml", *map(page.shown, words.splitlines()), fence)


# -- HTML ------------------------------------------------------------------------------------------

STYLE = """
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: .5rem }
.beside > div { border: 1px solid var(--line); padding: .3rem .5rem; min-width: 0 }
.beside .side { font-weight: 600; display: block }
del { text-decoration: line-through; text-decoration-thickness: .12em; background: var(--pale) }
ins { text-decoration: underline; text-decoration-thickness: .12em; background: var(--pale);
  font-weight: 700 }
del::before { content: "[" } del::after { content: "]" }
pre { overflow-x: auto; border: 1px solid var(--line); padding: .5rem; white-space: pre-wrap }
"""


def html(document: Document) -> str:
    """The document as one page."""
    heads = [block for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    contents = page.bullets(
        page.link(page.anchor("part", each.words), page.words(each.words)) for each in heads
    )
    body = page.joined(_html(document.blocks), page.LINE)
    return page.Page(title=document.title, body=body, contents=contents, style=STYLE).html()


def _html(blocks: Iterable[Block]) -> Iterator[page.Html]:
    for number, block in enumerate(blocks):
        match block:
            case Heading(level, words):
                place = {"id": page.anchor("part", words)} if level == 1 else {}
                yield page.text(f"h{level + 1}", words, **place)
            case Line(words):
                yield page.text("p", words)
            case Items(items):
                yield page.bullets(page.words(item) for item in items)
            case Beside():
                yield from map(_beside_html, block.pieces())
            case Table(caption, heads, rows):
                cells = ([page.words(cell) for cell in row] for row in rows)
                yield page.table(f"table-{number}", caption, heads, cells)
            case Code(caption, words):
                yield page.text("p", caption)
                lines = page.Html("\n".join(map(page.escaped, words.splitlines())))
                yield page.tag("pre", page.tag("code", lines), tabindex="0", aria_label=caption)
            case _:
                assert_never(block)


def _beside_html(sides: tuple[tuple[Piece, ...], tuple[Piece, ...]]) -> page.Html:
    named = zip(("old", "new"), sides, strict=True)
    return page.tag("div", *(_side_html(side, pieces) for side, pieces in named), class_="beside")


def _side_html(side: str, pieces: tuple[Piece, ...]) -> page.Html:
    names: dict[Mark, str] = {"gone": "del", "new": "ins"}
    said = [
        page.words(words) if mark == "same" else page.text(names[mark], words)
        for mark, words in _joined(pieces)
    ]
    nothing = page.text("span", "says nothing of this", class_="quiet")
    return page.tag("div", page.text("span", side, class_="side"), *(said or [nothing]))
