"""A step that nobody knows: the sentences there are, in words, and the nearest of them.

A sentence in words has its parts in angle brackets and what may be left out in square ones::

    <owner> must|should|may "<action>" [for "<of>"] [by <day>] [, in doubt]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import pytest
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from drive_rules.problems import Problem
from drive_rules.testing.codes import SpecCode
from drive_rules.testing.collecting import place

NEAR = 0.6
OTHER_KEYWORD = 0.1
BESIDE = 0.05
TAKEN = 2
MOST = 3
PARTS = re.compile(r'"[^"]*"|\d+|<[^>]*>')


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """A step that there is: its keyword, its words, and what it says."""

    keyword: str
    words: str
    says: str


def sentences() -> list[Sentence]:
    """Every step that has been loaded, by keyword and words: those of a ``conftest.py`` too."""
    loaded = step_function_context_registry.values()
    ours = (step for step in loaded if not step.step_func.__module__.startswith("pytest_bdd"))
    return sorted({_sentence(step) for step in ours})


def _sentence(step: StepFunctionContext) -> Sentence:
    says = (step.step_func.__doc__ or "").strip().split("\n")[0]
    return Sentence(step.type or "given", in_words(str(step.parser.name)), says)


def problem(request: pytest.FixtureRequest, feature: Any, step: Any) -> Problem:
    """What is wrong with a step that is not there, and which ones come nearest."""
    near = nearest(step.type, step.name, sentences())
    fix = "; or ".join(f"'{each.keyword.capitalize()} {each.words}'" for each in near)
    fix = f"did you mean {fix}?" if near else "drive-rules steps lists every sentence that there is"
    return Problem(SpecCode.NO_STEP, "no step reads like this", fix, place(request.config, feature, step))


def nearest(keyword: str, said: str, known: list[Sentence]) -> list[Sentence]:
    """The sentences that most likely were meant, best first; none where none is close."""
    wanted = _bare(said)
    scored = [(max(_alike(wanted, words) for words in _spelt(each.words)), each) for each in known]
    scored = [(score - (OTHER_KEYWORD if each.keyword != keyword else 0), each) for score, each in scored]
    best = sorted(scored, key=lambda one: (-one[0], one[1]))
    return [each for score, each in best[:MOST] if score >= max(NEAR, best[0][0] - BESIDE)]


def _alike(wanted: str, words: str) -> float:
    """How near two sentences are: by letters, or by words, where a part takes a few for its own."""
    bare = _bare(words)
    by_letters = SequenceMatcher(None, wanted, bare, autojunk=False).ratio()
    said, known = wanted.split(), bare.split()
    fixed = [word for word in known if word != "_"]
    blocks = SequenceMatcher(None, said, fixed, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks)
    taken = min(len(said) - same, TAKEN * (len(known) - len(fixed)))
    return max(by_letters, 2 * same / (len(fixed) + len(said) - taken) if fixed else 0)


def _bare(words: str) -> str:
    """A sentence with each part that is told left blank."""
    return " ".join(PARTS.sub("_", words).lower().split())


def _spelt(words: str) -> Iterator[str]:
    """With all that may be left out, and with none of it."""
    yield words.replace("[", "").replace("]", "")
    yield re.sub(r" ?\[[^][]*\]", "", re.sub(r" ?\[[^][]*\]", "", words))


# -- patterns in words -----------------------------------------------------------------------------


def in_words(pattern: str) -> str:
    """The words of a step's pattern; a sentence that is no pattern is its own words."""
    words, rest = _sequence(pattern.removesuffix("$"))
    assert not rest, f"left over of a step's pattern: {rest}"
    return " ".join(words.split()).replace("[ ", "[").replace(" ]", "]")


def _sequence(rest: str) -> tuple[str, str]:
    """The words up to the end of a group, and what is left after it."""
    words = ""
    while rest and not rest.startswith(")"):
        if rest.startswith("("):
            said, rest = _group(rest)
            words += said
        elif rest.startswith("\\"):
            words, rest = words + _escaped(rest[1]), rest[2:]
        elif rest.startswith("["):
            end = rest.index("]", 2)
            words, rest = f"{words}…", rest[end + 1 :]
        elif rest[0] == "?":
            words, rest = f"{words[:-1]}[{words[-1]}]", rest[1:]
        else:
            words, rest = words + ("" if rest[0] in "+*" else rest[0]), rest[1:]
        rest = re.sub(r"^(\{\d+(,\d*)?\}|[+*]\??)", "", rest)
    return words, rest


def _escaped(letter: str) -> str:
    return {"d": "0", "w": "…", "s": " "}.get(letter, letter)


def _group(rest: str) -> tuple[str, str]:
    named = re.match(r"\(\?P<(\w+)>", rest)
    words, rest = _sequence(rest[named.end() if named else 3 if rest.startswith("(?:") else 1 :])
    rest = rest[1:]
    if named:
        words = _told(named[1], words)
    if rest.startswith("?"):
        before, after = (" " if gap else "" for gap in (words.startswith(" "), words.endswith(" ")))
        return f"{before}[{words.strip()}]{after}", rest[1:]
    return words, rest


def _told(name: str, words: str) -> str:
    """What is told, by its name; a choice of words as it stands."""
    if re.search("[A-Za-z]", words) is None or "0" in words:
        return f"<{name}>"
    return re.sub("…+", f"<{name}>", words)
