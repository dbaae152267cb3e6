"""The keys of one block, read by the shape that each should have.

A ``Fields`` is made with the keys that the block may have; any other key is a problem, and so is an
empty value.  Reading a key gives what was written or a default, and notes what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from drive_rules.language.codes import Code
from drive_rules.language.log import Log
from drive_rules.language.nodes import Entries, Items, Node, Text
from drive_rules.language.values import read_date
from drive_rules.problems import Span, did_you_mean

Word = TypeVar("Word", bound=str)


class Fields:
    """One block under a key, for example one rule."""

    def __init__(self, log: Log, key: Text, node: Node, known: Iterable[str]) -> None:
        self.log, self.key, self.span = log, key, key.span
        self.found: dict[str, tuple[Text, Node]] = {}
        self.is_block = isinstance(node, Entries)
        if isinstance(node, Entries):
            self._take(node, tuple(known))
        else:
            what = f"'{key.words}' has nothing below it"
            log.add(Code.SHAPE, key.span, what, "write its keys below it, indented, each with a colon")

    def _take(self, node: Entries, known: tuple[str, ...]) -> None:
        for key, value in node.entries:
            if key.words not in known:
                fix = did_you_mean(key.words, known, "known here: " + ", ".join(known))
                self.log.add(Code.UNKNOWN_KEY, key.span, f"'{key.words}' means nothing here", fix)
            elif is_empty(value):
                self.log.add(
                    Code.EMPTY, key.span, f"nothing is said after '{key.words}'", "say it, or leave it out"
                )
            else:
                self.found[key.words] = (key, value)

    def has(self, key: str) -> bool:
        """Whether the key stands here with something said."""
        return key in self.found

    def at(self, key: str) -> Span:
        """The place of the key, or of the block where the key is not there."""
        return self.found[key][0].span if key in self.found else self.span

    def node(self, key: str) -> Node | None:
        """What stands under the key, whatever its shape."""
        return self.found[key][1] if key in self.found else None

    def key_of(self, key: str) -> Text:
        """The key as written (it must be there)."""
        return self.found[key][0]

    def missing(self, key: str, fix: str = "") -> None:
        """Note that a required key is not there."""
        if self.is_block:
            what = f"'{self.key.words}' has no '{key}'"
            in_table = self.span.under is not None
            here = "say it in its column, or above the table for every row"
            self.log.add(
                Code.MISSING, self.span, what, fix or (here if in_table else f"add a line `{key}: ...`")
            )

    def text(self, key: str, *, required: bool = False, sentence: bool = False) -> Text | None:
        """The words under the key."""
        node = self.node(key)
        if node is None:
            if required:
                self.missing(key)
            return None
        return only_words(self.log, node, f"'{key}'", sentence=sentence)

    def words(self, key: str, *, required: bool = False, sentence: bool = False) -> str:
        """The words under the key, or the empty string."""
        found = self.text(key, required=required, sentence=sentence)
        return found.words if found else ""

    def maybe(self, key: str, options: Iterable[Word], *, required: bool = False) -> Word | None:
        """One of a few words; None where the key is not there, or says something else."""
        found = self.text(key, required=required)
        if found is None:
            return None
        known = {str(option): option for option in options}
        if found.words in known:
            return known[found.words]
        fix = did_you_mean(found.words, known, "known: " + ", ".join(f"`{word}`" for word in known))
        self.log.add(Code.OPTION, found.span, f"'{found.words}' is not a word that '{key}' knows", fix)
        return None

    def option(self, key: str, options: Iterable[Word], default: Word, *, required: bool = False) -> Word:
        """One of a few words, or the default."""
        return self.maybe(key, options, required=required) or default

    def yes(self, key: str) -> bool:
        """Whether the key says yes; no where it is not there."""
        return self.maybe(key, ("yes", "no")) == "yes"

    def several(self, key: str, *, required: bool = False) -> tuple[Text, ...]:
        """One word or a list of them."""
        node = self.node(key)
        if node is None:
            if required:
                self.missing(key)
            return ()
        return several_words(self.log, node, f"'{key}'")

    def block(self, key: str) -> tuple[tuple[Text, Node], ...]:
        """The keys and values below the key."""
        node = self.node(key)
        if node is None:
            return ()
        return entries_of(self.log, node, f"'{key}'")

    def day(self, key: str) -> date | None:
        """A day under the key."""
        found = self.text(key)
        if found is None:
            return None
        day = read_date(found.words)
        if day is None:
            self.log.add(Code.VALUE, found.span, f"'{found.words}' is not a day", "write it as `1 June 2026`")
        return day

    def refuse(self, keys: Iterable[str], code: Code, why: str, fix: str) -> None:
        """Note each of the keys that is there and may not be."""
        for key in keys:
            if key in self.found:
                self.log.add(code, self.at(key), f"'{key}' {why}", fix)


def is_empty(node: Node) -> bool:
    """Whether nothing is said: no words, or no item."""
    match node:
        case Text(words=words):
            return not words
        case Items(items=items):
            return not items
        case Entries(entries=entries):
            return not entries


def only_words(log: Log, node: Node, where: str, *, sentence: bool = False) -> Text | None:
    """The node as words; a block of text (``|`` or ``>``) only where a sentence may stand."""
    if not isinstance(node, Text):
        log.add(Code.SHAPE, node.span, f"{where} takes words, not a list or a block", "write it on one line")
        return None
    if node.style in ("|", ">") and not sentence:
        log.add(
            Code.BLOCK_TEXT,
            node.span,
            f"{where} takes plain words",
            "write them after the colon, on one line",
        )
        return None
    return node


def several_words(log: Log, node: Node, where: str) -> tuple[Text, ...]:
    """One word or a list of words; none twice."""
    nodes = node.items if isinstance(node, Items) else (node,)
    texts: dict[str, Text] = {}
    for item in nodes:
        text = only_words(log, item, f"each item of {where}")
        if text is None:
            continue
        if not text.words:
            log.add(Code.EMPTY, text.span, f"an item of {where} says nothing", "say it, or leave it out")
        elif text.words in texts:
            log.add(Code.TWICE, text.span, f"'{text.words}' stands here twice", "keep one of the two")
        else:
            texts[text.words] = text
    return tuple(texts.values())


def entries_of(log: Log, node: Node, where: str) -> tuple[tuple[Text, Node], ...]:
    """The keys and values of a block, each with something said."""
    if not isinstance(node, Entries):
        log.add(
            Code.SHAPE,
            node.span,
            f"{where} takes a block of keys",
            "write one a line, indented, with a colon",
        )
        return ()
    for key, value in node.entries:
        if is_empty(value):
            log.add(Code.EMPTY, key.span, f"nothing is said after '{key.words}'", "say it, or leave it out")
    return tuple((key, value) for key, value in node.entries if not is_empty(value))
