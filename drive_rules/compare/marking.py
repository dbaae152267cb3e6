"""Two sentences side by side, and which of their words are not the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

Mark = Literal["same", "gone", "new"]
Piece = tuple[Mark, str]
_ALIKE = 0.5
"""Sentences of which the shorter has less in common with the other are no two versions of one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What the old ruleset says and what the new one says in its place; empty where it says nothing."""

    old: str
    new: str

    def pieces(self) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """Both in pieces, each marked as in both, gone or new; together they are the whole of each."""
        if not self.old or not self.new:
            whole: tuple[Piece, ...] = (("gone", self.old),) if self.old else (("new", self.new),)
            return (whole, ()) if self.old else ((), whole)
        before, after = _tokens(self.old), _tokens(self.new)
        was: list[Piece] = []
        now: list[Piece] = []
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for sort, first, last, start, end in matcher.get_opcodes():
            gone, come = "".join(before[first:last]), "".join(after[start:end])
            if gone:
                was.append(("same" if sort == "equal" else "gone", gone))
            if come:
                now.append(("same" if sort == "equal" else "new", come))
        return _whole(was), _whole(now)


def _whole(pieces: list[Piece]) -> tuple[Piece, ...]:
    """The pieces with spaces and signs between two that differ taken along, each as long as can be."""
    found: list[Piece] = []
    for place, (mark, words) in enumerate(pieces):
        inside = 0 < place < len(pieces) - 1 and not re.search(r"\w", words)
        kept = pieces[place - 1][0] if mark == "same" and inside else mark
        if found and found[-1][0] == kept:
            found[-1] = (kept, found[-1][1] + words)
        else:
            found.append((kept, words))
    return tuple(found)


def _tokens(sentence: str) -> list[str]:
    """Words, and what stands between them."""
    return re.findall(r"\w+(?:['-]\w+)*|\s+|[^\w\s]", sentence)


def beside(old: Sequence[str], new: Sequence[str]) -> tuple[Pair, ...]:
    """The sentences that are not in both, those that stand for one another side by side."""
    return tuple(_beside(old, new))


def _beside(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    for sort, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if sort == "equal":
            continue
        for was, now in zip_longest(old[first:last], new[start:end], fillvalue=""):
            if was and now and _in_common(was, now) < _ALIKE:
                yield from (Pair(was, ""), Pair("", now))
            else:
                yield Pair(was, now)


def _in_common(one: str, other: str) -> float:
    """How much of the shorter sentence's words stand in the other, in their order."""
    few, many = ([token for token in _tokens(each) if token.strip()] for each in (one, other))
    matcher = SequenceMatcher(None, few, many, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    return common / max(1, min(len(few), len(many)))
