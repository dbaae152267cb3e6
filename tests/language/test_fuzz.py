"""Whatever is typed into a rule file, a reader answers with a ruleset or with problems: nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from drive_rules import language

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
