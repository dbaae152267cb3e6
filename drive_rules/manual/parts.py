"""What a manual is made of, whatever it is printed as: sections of paragraphs, lists, tables and pictures.

A line is words with links and marks among them.  Both printers take these parts and nothing else, so that
HTML and Markdown say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from drive_rules.page import Html, anchor


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a place of the manual."""

    target: str
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that are to be seen: ``doubt`` what nobody has confirmed yet, ``strong`` any other."""

    words: str
    sort: Literal["doubt", "strong"] = "strong"


@dataclass(frozen=True, slots=True)
class Code:
    """Words to be typed as they stand: an id, a path, a digest."""

    words: str


Run = str | Link | Mark | Code
Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line by itself; ``quiet`` what is there to be looked up and not to be read along."""

    line: Line
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, a line each."""

    items: tuple[Line, ...]
    quiet: bool = False
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells, the first of them its head, and its own place where it has one."""

    cells: tuple[Line, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a place of its own; every row has a cell for each head."""

    id: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, whose words stand beside it; ``across`` where it wants a sheet on its side.

    ``mermaid`` is for pages that draw it themselves.
    """

    svg: Html
    mermaid: str
    across: bool = False


@dataclass(frozen=True, slots=True)
class Folded:
    """What is opened when it is wanted; always open on paper."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it.

    ``part`` holds chapters, ``chapter`` stands in the contents, ``rule`` is one rule, ``group`` any other.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    sort: Literal["part", "chapter", "group", "rule"] = "group"


Block = Paragraph | Bullets | Table | Drawing | Folded | Section


@dataclass(frozen=True, slots=True)
class Book:
    """A whole manual: its title, what stands under that, and its parts."""

    title: str
    head: tuple[Line, ...]
    parts: tuple[Section, ...]
    foot: Line


def sections_in(blocks: Iterable[Block], sort: str) -> Iterator[Section]:
    """Every section of a sort, wherever it stands, in the order of the pages."""
    for block in blocks:
        if isinstance(block, Section):
            if block.sort == sort:
                yield block
            yield from sections_in(block.blocks, sort)


def between(lines: Iterable[Line], words: str) -> Line:
    """The lines as one, with words between."""
    found: list[Run] = []
    for number, line in enumerate(lines):
        found += [words, *line] if number else line
    return tuple(found)


def chapter(title: str, *blocks: Block) -> Section:
    """A chapter by its title."""
    return Section(anchor("chapter", title), title, blocks, "chapter")
