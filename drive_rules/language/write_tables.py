"""Rules to a decision table: ``read_ruleset`` reads the table as those very rules.

What one row cannot say is refused: ``any of``, several ways out of a block, examples that give things.
What all rules say alike stands once, above the table.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from drive_rules import ir
from drive_rules.language.entries import WHY
from drive_rules.language.examples import EXPECTED
from drive_rules.language.heads import EXAMPLES, FIND_OUT, KEYS, RULE, SHARED
from drive_rules.language.layout import Plain
from drive_rules.language.phrases import Phrases
from drive_rules.language.rules import WORDS
from drive_rules.language.write_rules import RuleWriter

Rows = tuple[tuple[str, ...], ...]
Cells = dict[str, str]
_AFTER = {key for key in SHARED if key.startswith(FIND_OUT)} | {"when in doubt", *WHY}
"""What stands to the right of the tests and of what comes of them."""


def why_no_row(rule: ir.Rule) -> str:
    """Why one row cannot say this rule; nothing where it can."""
    if rule.when.any_of or rule.unless.any_of:
        return "it holds `any of`: name that part as a sign"
    if any(len(duty.until) > 1 for duty in rule.duties):
        return "a block of it has several ways out"
    if any(example.things for example in rule.examples):
        return "an example of it gives things of a list"
    if any(not example.given and example.today is None for example in rule.examples):
        return "an example of it gives nothing"
    return ""


def write_table(ruleset: ir.Ruleset, rules: Iterable[str]) -> str:
    """A CSV file that says these rules, all of one kind, one a row.

    Raises ``ValueError`` where a rule cannot stand in a table, or not in one table with the others.
    """
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(table_rows(ruleset, rules))
    return written.getvalue()


def table_rows(ruleset: ir.Ruleset, rules: Iterable[str]) -> Rows:
    """The cells of a table that says these rules."""
    chosen = [ruleset.rules[id] for id in rules]
    for rule in chosen:
        why = why_no_row(rule)
        if why:
            raise ValueError(f"{rule.id} cannot stand in a table: {why}")
    if len({rule.kind for rule in chosen}) != 1:
        raise ValueError("one table is for one kind")
    writer = RuleWriter(ruleset, Phrases.of(ruleset))
    rows = [_row(writer, rule) for rule in chosen]
    shared = {"for each": chosen[0].kind, **_shared(rows)}
    top = [[key, shared[key]] for key in SHARED if key in shared]
    body = [_below(_heads(rows, shared), [row.cells for row in rows])]
    examples = [_example(writer, rule.id, example) for rule in chosen for example in rule.examples]
    if examples:
        given = _merged([[key for key in cells if key not in EXPECTED] for cells in examples])
        expected = [key for key in EXPECTED if any(key in cells for cells in examples)]
        body.append([[EXAMPLES], *_below([*given, *expected], examples)])
    parts = [top, *body]
    return tuple(tuple(cells) for part in parts for cells in ([], *part))[1:]


def _below(heads: Sequence[str], rows: Iterable[Mapping[str, str]]) -> list[list[str]]:
    return [[_bare(head) for head in heads], *([cells.get(head, "") for head in heads] for cells in rows)]


def _bare(head: str) -> str:
    """The head as it is written: duties are told apart by their place only."""
    return head.partition("|")[2] or head


# -- rules -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Row:
    """The cells of a rule by the heads of their columns, and the heads of each of its parts in order."""

    cells: Cells
    parts: dict[str, list[str]] = field(default_factory=dict)

    def say(self, part: str, head: str, words: str) -> None:
        """Fill one cell."""
        self.cells[head] = words
        self.parts.setdefault(part, []).append(head)


def _row(writer: RuleWriter, rule: ir.Rule) -> _Row:
    block = writer.rule(rule)
    row = _Row({RULE: rule.id})
    for key, plain in block.items():
        if key in ("when", "unless", "then"):
            for name, words in _entries(plain):
                row.say(key, f"{key} {name}", _words(words))
        elif key == FIND_OUT:
            for name, words in _entries(plain):
                row.say("said", f"{FIND_OUT} {name}", _words(words))
        elif key in WORDS and not isinstance(plain, str):
            for number, duty in enumerate(plain):
                _say_duty(row, key, number, duty)
        elif key in KEYS:
            row.say("said", key, _words(plain))
    return row


def _say_duty(row: _Row, word: str, number: int, duty: Plain) -> None:
    """The cells of the duty that comes so many-th under its word."""
    part = f"{word} {number}"
    for key, plain in _entries(duty):
        if key == "until" and not isinstance(plain, str):
            items = [plain] if isinstance(plain, Mapping) else plain
            for name, words in (each for item in items for each in _entries(item)):
                row.say(part, f"{part}|until {name}", _words(words))
            actions = [item for item in items if isinstance(item, str)]
            if actions:
                row.say(part, f"{part}|until", _words(actions))
        else:
            row.say(part, f"{part}|{word} do" if key == "do" else f"{part}|{key}", _words(plain))


def _entries(plain: Plain) -> list[tuple[str, Plain]]:
    return list(plain.items()) if isinstance(plain, Mapping) else []


def _words(plain: Plain) -> str:
    """The words of a cell: several stand in square brackets."""
    items = [plain] if isinstance(plain, str) else [item for item in plain if isinstance(item, str)]
    return items[0] if len(items) == 1 else f"[{', '.join(_item(item) for item in items)}]"


def _item(words: str) -> str:
    if any(sign in words for sign in ',"'):
        return '"' + words.replace('"', '""') + '"'
    return words


# -- columns ---------------------------------------------------------------------------------------


def _shared(rows: list[_Row]) -> Cells:
    """What all rules say alike, save their titles."""
    keys = [key for key in SHARED if key not in ("title", "for each")]
    said = {key: {row.cells.get(key, "") for row in rows} for key in keys}
    return {key: next(iter(words)) for key, words in said.items() if len(words) == 1 and "" not in words}


def _heads(rows: list[_Row], shared: Mapping[str, str]) -> list[str]:
    """The heads of all columns: what is tested, what is concluded and called for, and why."""
    found = {head for row in rows for head in row.parts.get("said", ()) if head not in shared}
    said = [key for key in SHARED if key in found]
    after = said.index(next((key for key in said if key in _AFTER), "")) if _AFTER & found else len(said)
    duties = [f"{word} {number}" for word in WORDS for number in range(_most_duties(rows, word))]
    middle: list[str] = []
    for part in ("when", "unless", "then", *duties):
        middle += _merged([row.parts.get(part, []) for row in rows])
    return [RULE, *said[:after], *middle, *said[after:]]


def _most_duties(rows: list[_Row], word: str) -> int:
    return max(sum(part.rpartition(" ")[0] == word for part in row.parts) for row in rows)


def _merged(sequences: Iterable[Sequence[str]]) -> list[str]:
    """Every item once, in an order that keeps that of each sequence; first met first where none does."""
    listed = [list(sequence) for sequence in sequences]
    after: dict[str, set[str]] = {item: set() for sequence in listed for item in sequence}
    for sequence in listed:
        for earlier, later in pairwise(sequence):
            after[later].add(earlier)
    try:
        return list(
            TopologicalSorter({item: sorted(before) for item, before in after.items()}).static_order()
        )
    except CycleError:
        return list(after)


# -- examples --------------------------------------------------------------------------------------


def _example(writer: RuleWriter, id: str, example: ir.Example) -> Cells:
    return {**{key: _words(words) for key, words in writer.example(example).items()}, example.expect: id}
