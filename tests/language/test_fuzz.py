"""Whatever is in a rule file or a table, a reader answers with a ruleset or with problems: nothing else."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from random import Random

import pytest

from drive_rules import language
from tests.language.workbooks import as_excel_keeps_it, repacked, workbook

GOOD = (Path(__file__).parent / "good.yaml").read_text(encoding="utf-8")
WORDS = sorted(
    {word for line in GOOD.split("\n") for word in (line.strip(), *line.split(":"), *line.split())}
)
ODD = [
    "\t",
    "#",
    " # ",
    ":",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "!x ",
    "|",
    ">",
    "'",
    '"',
    "\\",
    "%",
    "\x00",
]
ODD += [
    "\N{PILE OF POO}",
    "\N{NO-BREAK SPACE}",
    "\r\n",
    "---\n",
    "...\n",
    "0",
    "-1",
    "1e9",
    "null",
    "~",
    "don't know",
]
SEEDS = 240


def drop_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    del lines[random.randrange(len(lines))]
    return "\n".join(lines)


def repeat_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    lines.insert(random.randrange(len(lines)), random.choice(lines))
    return "\n".join(lines)


def move_block(random: Random, text: str) -> str:
    lines = text.split("\n")
    start = random.randrange(len(lines))
    block = lines[start : start + random.randint(1, 12)]
    del lines[start : start + len(block)]
    place = random.randrange(len(lines) + 1)
    return "\n".join(lines[:place] + block + lines[place:])


def shift_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    lines[at] = random.choice(["  " + lines[at], lines[at][2:], " " + lines[at], "    " + lines[at]])
    return "\n".join(lines)


def other_words(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    key, colon, value = lines[at].partition(": ")
    indent = " " * (len(key) - len(key.lstrip()))
    word = random.choice(WORDS)
    lines[at] = random.choice(
        [f"{key}{colon}{word}", f"{indent}{word}: {value}", f"{key}{colon}[{word}, {value}]"]
    )
    return "\n".join(lines)


def odd_character(random: Random, text: str) -> str:
    at = random.randrange(len(text))
    return text[:at] + random.choice(ODD) + text[at + random.randint(0, 2) :]


def cut(random: Random, text: str) -> str:
    return text[: random.randrange(1, len(text) + 1)]


MUTATIONS: tuple[Callable[[Random, str], str], ...] = (
    *(drop_line, repeat_line, move_block, shift_line, other_words, other_words, odd_character, cut),
)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_ruleset_or_problems(seed: int) -> None:
    random = Random(seed)
    text = GOOD
    for _ in range(random.randint(1, 4)):
        text = random.choice(MUTATIONS)(random, text)
    ruleset, problems = language.read_texts({"good.yaml": text})
    assert ruleset is not None or problems
    assert all(problem.picture().count("\n") >= 1 for problem in problems)


@pytest.mark.parametrize(
    "text",
    ["", "\n", "# only words\n", "[" * 2000, "- " * 500, "a: " * 300, "{" * 100, "? x", "\ufeffrules:"],
)
def test_texts_that_are_hardly_files(text: str) -> None:
    ruleset, problems = language.read_texts({"odd.yaml": text})
    assert ruleset is not None or problems


# -- tables ----------------------------------------------------------------------------------------

TABLE = language.write_table(
    language.read_ruleset({"good.yaml": GOOD}), ["visible-high-risk", "judgement-raises", "thin-record"]
)
OTHERS = GOOD.partition("\nrules:\n")[0]
CELLS = sorted({cell for row in csv.reader(TABLE.splitlines()) for cell in row})
ODD_CELLS = [
    *CELLS,
    "rule",
    "for example",
    "must not do",
    "until",
    "=A1",
    "[",
    "[]",
    "[a, ",
    '"',
    ",",
    ";",
    "\n",
    *ODD,
]


def fuzzed_table(random: Random) -> list[list[str]]:
    """The cells of a good table, some of them moved, lost, doubled or filled with something else."""
    rows = [list(row) for row in csv.reader(TABLE.splitlines())]
    for _ in range(random.randint(1, 5)):
        row = random.randrange(len(rows))
        match random.randrange(6):
            case 0:
                del rows[row]
            case 1:
                rows.insert(random.randrange(len(rows)), list(random.choice(rows)))
            case 2:
                rows.insert(row, [])
            case 3 if rows[row]:
                del rows[row][random.randrange(len(rows[row]))]
            case _:
                rows[row].insert(random.randrange(len(rows[row]) + 1), random.choice(ODD_CELLS))
                del rows[row][random.randrange(len(rows[row]))]
    return rows


def read_beside(table: str, data: bytes) -> None:
    """Read a table; whatever it holds there is a ruleset, or there are problems with pictures."""
    ruleset, problems = language.read_texts({"good.yaml": OTHERS}, tables={table: data})
    assert ruleset is not None or problems
    assert all(problem.picture().count("\n") >= 1 for problem in problems)


@pytest.mark.parametrize("seed", range(SEEDS // 2))
def test_a_table_or_problems(seed: int) -> None:
    random = Random(seed)
    cells = fuzzed_table(random)
    text = "\n".join(random.choice(",,,;").join(cell for cell in row) for row in cells)
    written = StringIO()
    csv.writer(written).writerows(cells)
    read_beside("tables/good.csv", random.choice([text, written.getvalue()]).encode("utf-8", "replace"))


@pytest.mark.parametrize("seed", range(SEEDS // 8))
def test_a_workbook_or_problems(seed: int) -> None:
    random = Random(seed)
    rows = [[_sayable(cell) for cell in row] for row in fuzzed_table(random)]
    data = workbook({"Rules": rows, "More": [[random.choice(["rule", "for example", None])]]})
    read_beside("tables/good.xlsx", data)
    read_beside("tables/good.xlsx", spoilt(random, data))
    read_beside("tables/good.xlsx", repacked(lambda parts: spoil_a_part(random, parts), data))


def _sayable(cell: str) -> object:
    """What openpyxl lets into a cell: a formula only as a formula, no control characters."""
    kept = "".join(sign for sign in cell if sign.isprintable() or sign == "\n")
    return as_excel_keeps_it(kept) if kept else None


def spoilt(random: Random, data: bytes) -> bytes:
    """The bytes with some lost, doubled or changed."""
    spoilt = bytearray(data)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(spoilt))
        spoilt[at : at + random.randrange(3)] = random.randbytes(random.randrange(4))
    return bytes(spoilt)


def spoil_a_part(random: Random, parts: dict[str, bytes]) -> None:
    """One XML part with some of its bytes, its tags or all of it changed."""
    name = random.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    part = parts[name]
    tags = re.findall(rb"<[^>]+>", part)
    match random.randrange(5):
        case 0:
            del parts[name]
        case 1:
            parts[name] = spoilt(random, part)
        case 2:
            parts[name] = part.replace(random.choice(tags), random.choice(tags), 1)
        case 3:
            numbers = re.findall(rb"\d+", part) or [b"0"]
            old, new = random.choice(numbers), random.choice([b"-1", b"0", b"x", b"999999999999", b"7"])
            parts[name] = part.replace(old, new)
        case _:
            parts[name] = part.replace(random.choice(tags), b"", 1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\x00",
        b"\xff\xfe",
        b'"',
        b"rule",
        b"rule\nrule\nrule",
        b"for example",
        b"PK\x03\x04",
        b"," * 300,
    ],
    ids=repr,
)
@pytest.mark.parametrize("ending", ["csv", "xlsx", "CSV", "xls"])
def test_bytes_that_are_hardly_tables(data: bytes, ending: str) -> None:
    read_beside(f"tables/odd.{ending}", data)
