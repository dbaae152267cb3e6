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
from pytest_bdd.compat import getfixturedefs
from pytest_bdd.steps import step_function_context_registry

from drive_rules.problems import Problem
from drive_rules.testing.codes import SpecCode
from drive_rules.testing.collecting import place

NEAR = 0.6
MOST = 3
PARTS = re.compile(r'"[^"]*"|\d+|<[^>]*>')


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """A step that there is: its keyword, its words, and what it says."""

    keyword: str
    words: str
    says: str


def sentences(request_or_session: Any) -> list[Sentence]:
    """Every step that is there, by keyword and words."""
    manager = request_or_session._fixturemanager
    node = getattr(request_or_session, "node", request_or_session)
    found = set()
    for name in list(manager._arg2fixturedefs):
        for fixture in getfixturedefs(manager, name, node) or ():
            step = step_function_context_registry.get(fixture.func)
            if step is not None:
                says = (step.step_func.__doc__ or "").strip().split("\n")[0]
                pattern = getattr(step.parser, "pattern", step.parser.name)
                found.add(Sentence(step.type or "given", in_words(str(pattern)), says))
    return sorted(found)


def problem(request: pytest.FixtureRequest, feature: Any, step: Any) -> Problem:
    """What is wrong with a step that is not there, and which ones come nearest."""
    near = nearest(f"{step.type} {step.name}", sentences(request))
    fix = "; or ".join(f"'{each.keyword.capitalize()} {each.words}'" for each in near)
    fix = f"did you mean {fix}?" if near else "drive-rules steps lists every sentence that there is"
    return Problem(SpecCode.NO_STEP, "no step reads like this", fix, place(request.config, feature, step))


def nearest(said: str, known: list[Sentence]) -> list[Sentence]:
    """The sentences that most likely were meant, best first; none where none is close."""
    wanted = _bare(said)
    scored = [
        (max(_alike(wanted, each.keyword, words) for words in _spelt(each.words)), each) for each in known
    ]
    best = sorted(scored, key=lambda one: (-one[0], one[1]))
    return [each for score, each in best[:MOST] if score >= max(NEAR, best[0][0] - 0.05)]


def _alike(wanted: str, keyword: str, words: str) -> float:
    return SequenceMatcher(None, wanted, _bare(f"{keyword} {words}"), autojunk=False).ratio()


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
    # a choice of words is told as it is; anything else by what it stands for
    told = words if re.fullmatch(r"[A-Za-z' |,-]+", words) else ""
    told = (told or f"<{named[1]}>") if named else words
    if rest.startswith("?"):
        gap = " " if told.startswith(" ") else ""
        return f"{gap}[{told.strip()}]", rest[1:]
    return told, rest
