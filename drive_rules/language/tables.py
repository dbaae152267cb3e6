"""Decision tables to the entries of rules: one row a rule, one column a fact, the words of rule files.

A sheet holds, from the top: what all rows share, a key and its value a row; the heads, which begin with
``rule``; the rules; and, below a cell ``for example`` of its own, the examples.  An empty row ends each
part.  What comes of it are the very nodes that a rule file gives, so that both mean the same and have
the same problems.

::

    for each      | pair
    provenance    | published

    rule              | when DASH score | then risk level | because
    visible-high-risk | at least 14     | high            | At or above it the risk is visible.

    for example
    DASH score | applies           | does not
    14         | visible-high-risk |
    13         |                   | visible-high-risk
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

from drive_rules.language.cells import QUOTE_COMMAS, Sheet, read_csv, refuse_ending
from drive_rules.language.codes import Code
from drive_rules.language.examples import EXPECTED
from drive_rules.language.fields import several_words
from drive_rules.language.heads import (
    EXAMPLES,
    FIND_OUT,
    RULE,
    SEVERAL,
    SHARED,
    Head,
    example_heads,
    rule_heads,
)
from drive_rules.language.log import Log
from drive_rules.language.nodes import Entries, Items, Node, Text
from drive_rules.language.workbook import read_workbook
from drive_rules.problems import Span, did_you_mean

Entry = tuple[Text, Node]
_SEVERAL = (*SEVERAL, f"{FIND_OUT} from", f"{FIND_OUT} never from")


@dataclass(slots=True)
class _Examples:
    """The examples of one rule while they are read, by what is expected."""

    found: dict[str, list[Node]] = field(default_factory=lambda: {expect: [] for expect in EXPECTED})
    span: Span | None = None


@dataclass(slots=True)
class _Table:
    """The parts of one sheet: which rows are what; rows count from 0."""

    sheet: Sheet
    shared: list[int] = field(default_factory=list)
    head: int | None = None
    rules: list[int] = field(default_factory=list)
    example_head: int | None = None
    examples: list[int] = field(default_factory=list)


def read_table(log: Log, file: str, data: bytes) -> list[Entry] | None:
    """The rules of a table file, as entries of ``rules``; None where the file cannot be read."""
    if refuse_ending(log, file):
        return None
    sheets = (read_csv if file.lower().endswith(".csv") else read_workbook)(log, file, data)
    return _entries(log, file, sheets) if sheets is not None else None


def _entries(log: Log, file: str, sheets: tuple[Sheet, ...]) -> list[Entry]:
    tables = [_parts(log, sheet) for sheet in sheets if any(map(any, sheet.rows))]
    if not tables:
        what, fix = "this table is empty", "write rules below a head `rule`, or delete the file"
        log.add(Code.EMPTY, Span(file, 1, 1), what, fix)
    rules = [rule for table in tables for rule in _rules(log, table)]
    examples = {key.words: _Examples() for key, _ in rules}
    for table in tables:
        _read_examples(log, table, examples)
    return [(key, _with_examples(rule, examples[key.words])) for key, rule in rules]


# -- the parts of a sheet --------------------------------------------------------------------------


def _parts(log: Log, sheet: Sheet) -> _Table:
    """Which rows are shared, rules and examples; empty rows between rows of one part are noted."""
    table = _Table(sheet)
    rows, part = table.shared, "shared"
    empty: int | None = None
    for number in range(len(sheet.rows)):
        filled = sheet.filled(number)
        if not filled:
            empty = number if empty is None else empty
            continue
        first = sheet.words(number, 0)
        if part == "shared" and _is_word(log, sheet, number, RULE):
            table.head, rows, part = number, table.rules, "rules"
        elif part in ("shared", "rules") and _is_word(log, sheet, number, EXAMPLES):
            _nothing_beside(log, sheet, number, 1, first)
            rows, part = table.examples, "examples"
        elif part == "examples" and table.example_head is None:
            table.example_head = number
        else:
            if empty is not None and rows and part != "shared":
                _refuse_empty(log, sheet, empty)
            rows.append(number)
        empty = None
    _check_parts(log, table)
    return table


def _is_word(log: Log, sheet: Sheet, row: int, word: str) -> bool:
    """Whether a row begins with this word of tables; another case of its letters is noted."""
    text = sheet.text(row, 0, word)
    if text.words.casefold() != word:
        return False
    if text.words != word:
        log.add(Code.NO_COLUMN, text.span, f"'{text.words}' is written `{word}`", f"write `{word}`")
    return True


def _refuse_empty(log: Log, sheet: Sheet, row: int) -> None:
    fix = "delete it: an empty row ends a part of the table"
    log.add(Code.EMPTY, sheet.span(row, 0), "this row is empty, and more of the same follows it", fix)


def _check_parts(log: Log, table: _Table) -> None:
    sheet = table.sheet
    first = next(row for row in range(len(sheet.rows)) if sheet.filled(row))
    if table.head is None and (table.shared or not table.examples):
        fix = "begin the row of heads with `rule`, and put the id of a rule under it in each row"
        log.add(Code.NO_RULES, sheet.span(first, 0), "no row of this table begins with `rule`", fix)
    elif table.head is not None and not table.rules:
        log.add(Code.EMPTY, sheet.span(table.head, 0), "no rule follows these heads", "write one a row below")


def _nothing_beside(log: Log, sheet: Sheet, row: int, columns: int, what: str) -> None:
    for column in sheet.filled(row):
        if column >= columns:
            fix = f"leave it out; {QUOTE_COMMAS}"
            log.add(Code.OUTSIDE, sheet.span(row, column), f"this stands beside what '{what}' says", fix)


# -- rules -----------------------------------------------------------------------------------------


def _rules(log: Log, table: _Table) -> Iterator[Entry]:
    if table.head is None:
        return
    shared = _shared(log, table)
    heads = rule_heads(log, table.sheet, table.head)
    known = set(table.sheet.filled(table.head))
    for row in table.rules:
        _under_heads(log, table.sheet, row, known)
        entry = _rule(log, table.sheet, row, heads, shared)
        if entry is not None:
            yield entry


def _shared(log: Log, table: _Table) -> dict[str, Entry]:
    """What is said above the table for every row."""
    sheet = table.sheet
    found: dict[str, Entry] = {}
    for row in table.shared if table.head is not None else ():
        key, value = sheet.text(row, 0, sheet.words(row, 0)), sheet.text(row, 1, sheet.words(row, 0))
        _nothing_beside(log, sheet, row, 2, key.words)
        if key.words not in SHARED:
            fix = did_you_mean(key.words, SHARED, "known here: " + ", ".join(SHARED))
            log.add(Code.UNKNOWN_KEY, key.span, f"'{key.words}' means nothing above a table", fix)
        elif not value.words:
            fix = "say it in the next column, or leave it out"
            log.add(Code.EMPTY, key.span, f"nothing is said after '{key.words}'", fix)
        elif key.words in found:
            what = f"'{key.words}' stands here twice; first in row {found[key.words][0].span.line}"
            log.add(Code.TWICE, key.span, what, "keep one of the two")
        else:
            found[key.words] = (Text(key.words, value.span), _value(key.words, value))
    return found


def _under_heads(log: Log, sheet: Sheet, row: int, known: set[int]) -> None:
    for column in sheet.filled(row):
        if column not in known:
            fix = f"give its column a head, or leave it out; {QUOTE_COMMAS}"
            log.add(Code.OUTSIDE, sheet.span(row, column), "this cell stands under no head", fix)


def _rule(
    log: Log, sheet: Sheet, row: int, heads: tuple[Head, ...], shared: dict[str, Entry]
) -> Entry | None:
    key = sheet.text(row, 0, RULE)
    if not key.words:
        log.add(
            Code.EMPTY,
            key.span,
            "this row has no id",
            "write the id of the rule, such as `visible-high-risk`",
        )
        return None
    cells = [(head, sheet.text(row, head.column, head.whole)) for head in heads]
    cells = [(head, text) for head, text in cells if text.words]
    said = dict(shared)
    for head, text in cells:
        if head.part in ("said", "find out"):
            said[head.whole] = (Text(head.whole, text.span), _value(head.whole, text))
    entries = [entry for whole, entry in said.items() if not whole.startswith(f"{FIND_OUT} ")]
    entries += _found_out(said)
    for part in ("when", "unless", "then"):
        entries += _named(cells, part)
    entries += _duties(cells)
    return key, Entries(tuple(entries), key.span)


def _found_out(said: dict[str, Entry]) -> list[Entry]:
    """The block ``find out`` of the cells whose heads begin so."""
    start = f"{FIND_OUT} "
    found = [(whole.removeprefix(start), said[whole]) for whole in said if whole.startswith(start)]
    if not found:
        return []
    span = found[0][1][0].span
    block = tuple((Text(word, key.span), value) for word, (key, value) in found)
    return [(Text(FIND_OUT, span), Entries(block, span))]


def _named(cells: list[tuple[Head, Text]], part: str) -> list[Entry]:
    """The block ``when``, ``unless`` or ``then``: a name at the head of the column, its words in the cell."""
    block = [
        (head.key, _listed(text) if part != "then" else text) for head, text in cells if head.part == part
    ]
    return [(Text(part, block[0][1].span), Entries(tuple(block), block[0][1].span))] if block else []


def _duties(cells: list[tuple[Head, Text]]) -> list[Entry]:
    """The lists ``must``, ``should`` ...: each duty is a group of columns."""
    groups: dict[int, list[tuple[Head, Text]]] = {}
    for head, text in cells:
        if head.duty:
            groups.setdefault(head.duty, []).append((head, text))
    words: dict[str, list[Node]] = {}
    for group in groups.values():
        words.setdefault(group[0][0].word, []).append(_duty(group))
    return [
        (Text(word, duties[0].span), Items(tuple(duties), duties[0].span)) for word, duties in words.items()
    ]


def _duty(group: list[tuple[Head, Text]]) -> Entries:
    entries: list[Entry] = []
    released: list[Entry] = []
    done: list[Node] = []
    for head, text in group:
        match head.part:
            case "do":
                entries.append((Text("do", text.span), text))
            case "until":
                released.append((head.key, _listed(text)))
            case _ if head.whole == "until":
                done.append(_listed(text))
            case _:
                entries.append((Text(head.whole, text.span), _value(head.whole, text)))
    until = _until(released, done)
    if until is not None:
        entries.append((Text("until", until.span), until))
    return Entries(tuple(entries), group[0][1].span)


def _until(released: list[Entry], done: list[Node]) -> Node | None:
    """One way out: tests, actions, or both together."""
    actions = [item for node in done for item in (node.items if isinstance(node, Items) else (node,))]
    if not released:
        return Items(tuple(actions), actions[0].span) if actions else None
    span = released[0][1].span
    tests = Entries(tuple(released), span)
    return Items((tests, *actions), span) if actions else tests


def _value(key: str, text: Text) -> Node:
    return _listed(text) if key in _SEVERAL else text


def _listed(text: Text) -> Node:
    """A cell in square brackets as a list; any other as its words."""
    words = text.words
    if not (words.startswith("[") and words.endswith("]")):
        return text
    try:
        items = next(csv.reader([words[1:-1]], skipinitialspace=True, strict=True), [])
    except csv.Error:
        return text
    return Items(tuple(Text(item.strip(), text.span) for item in items), text.span, inline=True)


# -- examples --------------------------------------------------------------------------------------


def _read_examples(log: Log, table: _Table, examples: dict[str, _Examples]) -> None:
    if table.example_head is None:
        return
    sheet = table.sheet
    heads = example_heads(log, sheet, table.example_head)
    known = set(sheet.filled(table.example_head))
    for row in table.examples:
        _under_heads(log, sheet, row, known)
        cells = [(head, sheet.text(row, head.column, head.whole)) for head in heads]
        cells = [(head, text) for head, text in cells if text.words]
        given = tuple((head.key, text) for head, text in cells if head.part == "given")
        expected = [(head, text) for head, text in cells if head.part == "expected"]
        if not given or not expected:
            lacking = "gives nothing" if not given else "does not say of which rule it is"
            fix = "fill in a name, and the id of a rule under `applies`, `does not` or `cannot tell`"
            log.add(Code.EMPTY, sheet.span(row, sheet.filled(row)[0]), f"this example {lacking}", fix)
            continue
        example = Entries(given, given[0][1].span)
        for head, text in expected:
            _expect(log, examples, head, text, example)


def _expect(log: Log, examples: dict[str, _Examples], head: Head, text: Text, example: Entries) -> None:
    for id in several_words(log, _listed(text), f"'{head.whole}'"):
        if id.words in examples:
            found = examples[id.words]
            found.found[head.whole].append(example)
            found.span = found.span or id.span
        else:
            fix = did_you_mean(id.words, examples, "write the id of a rule of this table")
            log.add(Code.UNKNOWN_NAME, id.span, f"'{id.words}' is not a rule of this table", fix)


def _with_examples(rule: Node, examples: _Examples) -> Node:
    if not isinstance(rule, Entries) or examples.span is None:
        return rule
    at = examples.span
    block = tuple(
        (Text(expect, at), Items(tuple(found), at)) for expect, found in examples.found.items() if found
    )
    return Entries((*rule.entries, (Text(EXAMPLES, at), Entries(block, at))), rule.span)
