"""A manual as Markdown: the same parts, with pictures as Mermaid for whoever draws it.

Whatever Markdown or HTML might read as a sign of its own is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from drive_rules.manual.parts import (
    Block,
    Book,
    Bullets,
    Code,
    Drawing,
    Folded,
    Line,
    Link,
    Mark,
    Paragraph,
    Run,
    Section,
    Table,
)
from drive_rules.page import escaped, shown

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~&!]")
_AT_START = re.compile(r"^(\d*)([-+=:.)])")
"""What begins a list, a heading or a definition, before what it begins."""


def markdown(book: Book) -> str:
    """The book as Markdown."""
    lines = [f"# {_words(book.title)}", ""]
    for line in book.head:
        lines += [_line(line), ""]
    lines += list(_contents(book))
    for part in book.parts:
        lines += _block(part, 2)
    lines += ["---", "", _line(book.foot)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _contents(book: Book) -> Iterator[str]:
    for part in book.parts:
        yield f"- [{_words(part.title)}](#{part.id})"
        for each in part.blocks:
            if isinstance(each, Section) and each.sort == "chapter":
                yield f"  - [{_words(each.title)}](#{each.id})"
    yield ""


# -- blocks ----------------------------------------------------------------------------------------


def _block(block: Block, level: int) -> Iterator[str]:
    match block:
        case Paragraph(line=line):
            yield from (_line(line), "")
        case Bullets(items=items, numbered=numbered):
            for number, item in enumerate(items, 1):
                yield f"{f'{number}.' if numbered else '-'} {_line(item)}"
            yield ""
        case Table():
            yield from _table(block)
        case Drawing(mermaid=mermaid):
            yield from ("```mermaid", mermaid.rstrip(), "```", "")
        case Folded(title=title, blocks=blocks):
            yield from (f"**{_words(title)}**", "")
            for each in blocks:
                yield from _block(each, level)
        case Section():
            yield from (_place(block.id), "", f"{'#' * min(level, 6)} {_words(block.title)}", "")
            for each in block.blocks:
                yield from _block(each, level + 1)
        case _:
            assert_never(block)


def _table(table: Table) -> Iterator[str]:
    yield from (_place(table.id), "", f"**{_words(table.caption)}**", "")
    yield f"| {' | '.join(map(_words, table.heads))} |"
    yield f"|{' --- |' * len(table.heads)}"
    for row in table.rows:
        first, *others = (_line(cell) for cell in row.cells)
        head = f"{_place(row.id)}{first}" if row.id else first
        yield f"| {' | '.join((head, *others))} |"
    yield ""


def _place(id: str) -> str:
    return f'<a id="{escaped(id)}"></a>'


def _line(line: Line) -> str:
    said = "".join(map(_run, line))
    return _AT_START.sub(r"\1\\\2", said) if line and isinstance(line[0], str) else said


def _run(run: Run) -> str:
    match run:
        case str():
            return _words(run)
        case Link(target=target, words=words):
            return f"[{_words(words)}](#{target})"
        case Mark(words=words):
            # Stars with a space inside them are stars.
            return f"**{_words(words.rstrip())}**{' ' if words.endswith(' ') else ''}"
        case Code(words=words):
            return f"<code>{_words(words)}</code>"
        case _:
            assert_never(run)


def _words(words: str) -> str:
    """The words on one line, with no sign in them that means something."""
    return _SIGNS.sub(_as_itself, " ".join(shown(words.replace("\n", " ")).split(" ")))


def _as_itself(found: re.Match[str]) -> str:
    """A backslash before what Markdown reads; the number of what HTML reads too."""
    sign = found[0]
    return f"&#{ord(sign)};" if sign in "<>&|" else f"\\{sign}"
