"""A rule file as words, lists and blocks, each with its place.

YAML's parser is used for its events only: nothing is constructed, every scalar stays the words that
the author wrote, and what would surprise an author (anchors, tags, braces, a sentence cut at a ``#``)
is refused in our own words.  ``read_nodes`` gives the file's outermost block, or None where the file
cannot be read at all; what is wrong goes to the ``Log``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from drive_rules.language.codes import Code
from drive_rules.language.complaints import say_character, say_error
from drive_rules.language.log import Log
from drive_rules.problems import Span

__all__ = ["Entries", "Items", "Log", "Node", "Text", "clean", "read_nodes"]

MOST_BYTES = 1_000_000
MOST_DEPTH = 12
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT_THEN_HASH = re.compile(r"(?<=\S)[ ]+(#)")


@dataclass(frozen=True, slots=True)
class Text:
    """Words, as written save for the spaces between them; ``style`` is how YAML marked them."""

    words: str
    span: Span
    style: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    span: Span
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """A block of keys; no key stands twice."""

    entries: tuple[tuple[Text, Node], ...]
    span: Span


Node = Text | Items | Entries
_Place = tuple[int, int]


class _UnreadableError(Exception):
    """The rest of the file cannot be read; the log says why."""


def clean(words: str) -> str:
    """The words with one space between them and plain apostrophes."""
    return " ".join(words.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def read_nodes(log: Log, file: str, text: str) -> Entries | None:
    """The outermost block of a rule file, or None where it cannot be read."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        log.add(
            Code.TOO_BIG, Span(file, 1, 1), "this file holds more than 1 MB", "split it into several files"
        )
        return None
    lines = text.split("\n")
    if _tabs(log, file, lines):
        return None
    try:
        return _Builder(log, file, lines, yaml.parse(text, Loader=_LOADER)).document()
    except yaml.reader.ReaderError as error:
        say_character(log, file, text, error.position)
    except yaml.YAMLError as error:
        say_error(log, file, lines, error)
    except _UnreadableError:
        pass
    return None


def _tabs(log: Log, file: str, lines: list[str]) -> bool:
    found = [(number, line.index("\t")) for number, line in enumerate(lines, 1) if "\t" in line]
    for number, column in found:
        span = Span(file, number, column + 1, 1, lines[number - 1].replace("\t", " "))
        log.add(Code.TAB, span, "this line holds a tab", "use spaces")
    return bool(found)


class _Builder:
    """Turns the parser's events into nodes, refusing what rule files do not have."""

    def __init__(self, log: Log, file: str, lines: list[str], events: Iterator[yaml.Event]) -> None:
        self.log, self.file, self.lines, self.events = log, file, lines, events
        self.quoted: list[tuple[_Place, _Place]] = []

    def document(self) -> Entries | None:
        """The one document of the file."""
        next(self.events)
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            return Entries((), Span(self.file, 1, 1))
        self._refuse_directive(event)
        node = self._node(next(self.events), 1)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            fix = "one file holds one document: put the rest into a file of its own"
            self.log.add(Code.DOCUMENTS, self._span(after), "a second document begins here", fix)
        self._comments()
        return self._outermost(node)

    def _outermost(self, node: Node) -> Entries | None:
        match node:
            case Entries():
                return node
            case Text(words=""):
                return Entries((), node.span)
            case _:
                fix = "begin with a word such as `rules:` or `facts:` on a line of its own"
                self.log.add(Code.SHAPE, node.span, "the file does not begin with a key", fix)
                return None

    def _refuse_directive(self, event: yaml.Event) -> None:
        if getattr(event, "version", None) or getattr(event, "tags", None):
            self.log.add(Code.DOCUMENTS, self._span(event), "a line that begins with `%`", "leave it out")

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._refuse_marks(event)
        if depth > MOST_DEPTH:
            what = f"nested more than {MOST_DEPTH} deep"
            self.log.add(Code.TOO_DEEP, self._span(event), what, "name the inner part as a sign or a measure")
            raise _UnreadableError
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(event, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._entries(event, depth)
        raise _UnreadableError

    def _refuse_marks(self, event: yaml.Event) -> None:
        if getattr(event, "anchor", None):
            self.log.add(
                Code.ANCHOR,
                self._span(event),
                "`&` and `*` marks are not used in rule files",
                "write it out again, or name it as a sign or a setting",
            )
        tag = getattr(event, "tag", None)
        if tag:
            fix = "leave it out: every value is read as words"
            self.log.add(Code.TAG, self._span(event), "a word that begins with `!`", fix)

    def _text(self, event: yaml.ScalarEvent) -> Text:
        style = event.style or ""
        if style:
            self.quoted.append(_ends(event))
        return Text(clean(event.value), self._span(event), style)

    def _items(self, event: yaml.SequenceStartEvent, depth: int) -> Items:
        items = []
        while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(inner, depth + 1))
        return Items(tuple(items), self._span(event), bool(event.flow_style))

    def _entries(self, event: yaml.MappingStartEvent, depth: int) -> Entries:
        if event.flow_style:
            fix = "write one fact a line, indented below"
            self.log.add(Code.BRACES, self._span(event), "braces are not used in rule files", fix)
        entries: dict[str, tuple[Text, Node]] = {}
        while not isinstance(inner := next(self.events), yaml.MappingEndEvent):
            key = self._node(inner, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if isinstance(key, Text):
                self._entry(entries, key, value)
            else:
                self.log.add(
                    Code.SHAPE, key.span, "a list or block cannot be a key", "write words before the colon"
                )
        return Entries(tuple(entries.values()), self._span(event))

    def _entry(self, entries: dict[str, tuple[Text, Node]], key: Text, value: Node) -> None:
        if key.words in entries:
            first = entries[key.words][0].span
            what = f"'{key.words}' stands here twice; first on line {first.line}"
            self.log.add(Code.TWICE, key.span, what, "keep one of the two, or join them")
        elif not key.words:
            self.log.add(Code.EMPTY, key.span, "no words before the colon", "write a key before the colon")
        else:
            entries[key.words] = (key, value)

    def _span(self, event: yaml.Event) -> Span:
        (row, column), (last_row, last_column) = _ends(event)
        line = self.lines[row] if row < len(self.lines) else ""
        length = (last_column if last_row == row else len(line)) - column
        return Span(self.file, row + 1, column + 1, max(1, length), line)

    def _comments(self) -> None:
        for number, line in enumerate(self.lines):
            if "#" in line and not line.lstrip().startswith("#"):
                self._comment_on(number, line)

    def _comment_on(self, number: int, line: str) -> None:
        for found in _TEXT_THEN_HASH.finditer(line):
            place = (number, found.start(1))
            if not any(start <= place < end for start, end in self.quoted):
                span = Span(self.file, number + 1, place[1] + 1, len(line) - place[1], line)
                fix = "put the comment on a line of its own, or the sentence in quotes"
                self.log.add(Code.COMMENT, span, "everything after `#` would be lost", fix)
                return


def _ends(event: yaml.Event) -> tuple[_Place, _Place]:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        return (0, 0), (0, 0)
    return (start.line, start.column), (end.line, end.column)
