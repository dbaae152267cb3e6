"""The small cases that show a rule at work: ``for example``, with what applies and what does not."""

from __future__ import annotations

from datetime import date
from typing import Literal

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.fields import Fields, entries_of, only_words
from drive_rules.language.log import Log
from drive_rules.language.names import READABLE, Named, Names
from drive_rules.language.nodes import Entries, Items, Node, Text
from drive_rules.language.values import DONT_KNOW, Interval, Trouble, read_date, read_value
from drive_rules.problems import Span, did_you_mean

TODAY = date(2026, 6, 1)
Expected = Literal["applies", "does not", "cannot tell"]
EXPECTED: tuple[Expected, ...] = ("applies", "does not", "cannot tell")
Given = tuple[tuple[str, Interval], ...]
Things = tuple[tuple[str, tuple[ir.GivenThing, ...]], ...]


def read_examples(names: Names, kind: str, fields: Fields) -> tuple[ir.Example, ...]:
    """The examples of a rule for each ``kind``."""
    node = fields.node("for example")
    if node is None:
        return ()
    block = Fields(names.log, fields.key_of("for example"), node, EXPECTED)
    found = []
    for expect in EXPECTED:
        under = block.node(expect)
        for item in under.items if isinstance(under, Items) else (under,):
            if item is not None:
                found.append(_example(names, kind, expect, item, block.at(expect)))
    return tuple(found)


def _example(names: Names, kind: str, expect: Expected, node: Node, at: Span) -> ir.Example:
    today = _today(names.log, node)
    reader = _Reader(names, today or TODAY)
    given, things = reader.thing(kind, node, names.above(kind), top=True)
    span = node.span if isinstance(node, Entries) else at
    return ir.Example(expect, given, things, today, span)


def _today(log: Log, node: Node) -> date | None:
    for key, value in node.entries if isinstance(node, Entries) else ():
        if key.words == "today":
            text = only_words(log, value, "'today'")
            day = read_date(text.words) if text else None
            if text and day is None:
                log.add(Code.VALUE, text.span, f"'{text.words}' is not a day", "write it as `1 June 2026`")
            return day
    return None


class _Reader:
    """Reads the names and things of one example; references get a number each as they are met."""

    def __init__(self, names: Names, today: date) -> None:
        self.names, self.log, self.today = names, names.log, today
        self.references: dict[str, int] = {}

    def thing(
        self, kind: str, node: Node, kinds: tuple[str, ...], *, top: bool = False
    ) -> tuple[Given, Things]:
        """What is given of one thing: names of ``kinds``, and the things below it."""
        given: list[tuple[str, Interval]] = []
        things: list[tuple[str, tuple[ir.GivenThing, ...]]] = []
        for key, value in entries_of(self.log, node, "an example"):
            if top and key.words == "today":
                continue
            below = self.names.kind_of_list(key.words)
            if below is not None:
                things.extend(self._list(kind, below, key, value))
            else:
                given.extend(self._given(kinds, key, value))
        return tuple(given), tuple(things)

    def _list(
        self, kind: str, below: str, key: Text, node: Node
    ) -> list[tuple[str, tuple[ir.GivenThing, ...]]]:
        if self.names.kinds[below].part_of != kind:
            fix = f"give the measure over them, or things that are part of the {kind}"
            self.log.add(Code.EXAMPLE, key.span, f"'{key.words}' is not a list of the {kind}", fix)
            return []
        if not isinstance(node, Items):
            self.log.add(Code.SHAPE, node.span, f"'{key.words}' is a list of things", "begin each with `- `")
            return []
        return [(below, tuple(self._thing(below, item) for item in node.items))]

    def _thing(self, kind: str, node: Node) -> ir.GivenThing:
        given, things = self.thing(kind, node, (kind,))
        return ir.GivenThing(given, things)

    def _given(self, kinds: tuple[str, ...], key: Text, node: Node) -> list[tuple[str, Interval]]:
        named = self.names.on_left(key, READABLE, "a name to give")
        text = only_words(self.log, node, f"'{key.words}'")
        if named is None or text is None or named.type is None or not kinds:
            return []
        if named.share:
            fix = "give the things that it is a share of"
            self.log.add(Code.SHARE, key.span, f"'{named.name}' is a share, which stands in tests only", fix)
            return []
        if named.kind not in kinds:
            fix = f"give names of {' or '.join(kinds)}"
            self.log.add(Code.EXAMPLE, key.span, f"'{named.name}' is known of each {named.kind}", fix)
            return []
        value = self._value(named, named.type, text)
        return [(named.name, value)] if value is not None else []

    def _value(self, named: Named, kind: ir.Type, text: Text) -> Interval | None:
        if kind.name == "text" and text.words != DONT_KNOW:
            return (1, 1)
        value = read_value(kind, text.words, self.today)
        if not isinstance(value, Trouble):
            return value
        if kind.name == "reference":
            return self._reference(text.words)
        fix = did_you_mean(text.words, kind.values, value.fix)
        self.log.add(value.code, text.span, f"'{text.words}' for '{named.name}' is {value.what}", fix)
        return None

    def _reference(self, words: str) -> Interval:
        code = self.references.setdefault(words, len(self.references))
        return (code, code)
