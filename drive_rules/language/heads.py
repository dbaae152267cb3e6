"""The heads of a table's columns: which part of a rule, or of an example, stands below each.

``when DASH score`` is a test, ``then risk level`` a conclusion, ``must do`` begins a duty that the
columns after it (``due``, ``owner`` ...) say more of.  Every other head is a key of rule files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from drive_rules.language.cells import Sheet
from drive_rules.language.codes import Code
from drive_rules.language.duties import CALL_KEYS, FIND_OUT_KEYS
from drive_rules.language.entries import APPROVED, WHY
from drive_rules.language.examples import EXPECTED
from drive_rules.language.log import Log
from drive_rules.language.nodes import Text
from drive_rules.language.rules import WORDS
from drive_rules.problems import column_letters, did_you_mean

RULE = "rule"
EXAMPLES = "for example"
FIND_OUT = "find out"
Part = Literal[
    "rule", "said", "find out", "when", "unless", "then", "do", "duty", "until", "given", "expected"
]

SHARED = (
    *("title", "for each", "about", "safety", "site may switch off", "in force from", "in force until"),
    *("when in doubt", *(f"{FIND_OUT} {key}" for key in FIND_OUT_KEYS)),
    *(*APPROVED, *WHY),
)
"""What may be said once, above the table, for every row that does not say otherwise."""
KEYS = tuple(key for key in SHARED if key != "for each")
NAMED: tuple[Part, ...] = ("when", "unless", "then", "until")
"""The words that begin a head and go before a name of the vocabulary."""
DO = {f"{word} do": word for word in WORDS}
MORE = (*CALL_KEYS, "until", "never released", "instead")
SEVERAL = ("before", "after", "together with", "preferred to", "until", "source")
"""The keys whose cell may hold a list in square brackets."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its place, the part of a rule below it, and the name or key that it gives.

    ``duty`` counts the duties of a table from 1, so that columns find the one that they belong to;
    ``word`` is its word.
    """

    column: int
    part: Part
    key: Text
    whole: str
    duty: int = 0
    word: str = ""


def rule_heads(log: Log, sheet: Sheet, row: int) -> tuple[Head, ...]:
    """The heads of a table of rules; what no column can have is noted and left out."""
    heads: list[Head] = []
    duty, word = 0, ""
    for column in sheet.filled(row):
        text = sheet.text(row, column, sheet.words(row, column))
        if text.words in DO:
            duty, word = duty + 1, DO[text.words]
        head = _rule_head(log, column, text, duty)
        if head is not None and not _twice(log, heads, head):
            heads.append(replace(head, word=word) if head.duty else head)
    return tuple(heads)


def _rule_head(log: Log, column: int, text: Text, duty: int) -> Head | None:
    words = text.words
    if column == 0:
        return Head(column, "rule", text, RULE)
    if words in KEYS:
        found_out = words.removeprefix(f"{FIND_OUT} ")
        if found_out != words:
            return Head(column, "find out", Text(found_out, text.span), words)
        return Head(column, "said", text, words)
    if words in DO:
        return Head(column, "do", text, words, duty)
    if words in MORE:
        return _more(log, column, text, duty)
    first, _, name = words.partition(" ")
    for part in NAMED:
        if first == part and name:
            return _named(log, column, text, part, name, duty)
    _refuse(log, text, _meant(words))
    return None


def _named(log: Log, column: int, text: Text, part: Part, name: str, duty: int) -> Head | None:
    if part == "until" and not duty:
        return _more(log, column, text, duty)
    return Head(column, part, Text(name, text.span), text.words, duty if part == "until" else 0)


def _more(log: Log, column: int, text: Text, duty: int) -> Head | None:
    if duty:
        return Head(column, "duty", text, text.words, duty)
    what = f"'{text.words}' says more of a duty, and none stands before it"
    log.add(Code.NO_COLUMN, text.span, what, "put it to the right of `must do`, or of another word of duty")
    return None


def _refuse(log: Log, text: Text, fix: str) -> None:
    log.add(Code.NO_COLUMN, text.span, f"no column is called '{text.words}'", fix)


def _meant(words: str) -> str:
    first, _, name = words.partition(" ")
    part = next((part for part in NAMED if name and first.casefold() == part), None)
    if part is not None:
        return f"did you mean '{part} {name}'?"
    if words == "for each":
        return "say it above the table: one table is for one kind"
    otherwise = "begin it with `when`, `unless` or `then` and a name, or write a key such as `because`"
    return did_you_mean(words, (*KEYS, *DO, *MORE), otherwise)


def _twice(log: Log, heads: Iterable[Head], head: Head) -> bool:
    if head.part == "do":
        return False
    first = next((each for each in heads if (each.whole, each.duty) == (head.whole, head.duty)), None)
    if first is None:
        return False
    what = f"'{head.whole}' heads two columns; first column {column_letters(first.column + 1)}"
    log.add(Code.TWICE, head.key.span, what, "keep one of the two, or join them")
    return True


def example_heads(log: Log, sheet: Sheet, row: int) -> tuple[Head, ...]:
    """The heads of a table of examples: names, and for which rules each row applies or does not."""
    heads: list[Head] = []
    for column in sheet.filled(row):
        text = sheet.text(row, column, sheet.words(row, column))
        head = Head(column, "expected" if text.words in EXPECTED else "given", text, text.words)
        if not _twice(log, heads, head):
            heads.append(head)
    if not any(head.part == "expected" for head in heads):
        fix = "add columns `applies`, `does not` and `cannot tell`, with the ids of rules below"
        log.add(Code.MISSING, sheet.span(row, 0), "these examples do not say of which rules they are", fix)
    return tuple(heads)
