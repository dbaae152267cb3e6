"""Blocks of words to YAML, in the one layout that the writer uses.

A list of plain words stands in square brackets, any other list has one item a line.  Words are quoted
only where YAML would read them otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

Plain = str | Sequence["Plain"] | Mapping[str, "Plain"]

_STARTS = re.compile(r"[\-?:](\s|$)|[,\[\]{}#&*!|>'\"%@`]|---|\.\.\.")
_INSIDE = re.compile(r": |:$| #|[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
_ESCAPED = re.compile(r"[\"\\]|[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
_IN_BRACKETS = re.compile(r"[,\[\]{}?]|^[-:]")


def to_yaml(block: Mapping[str, Plain]) -> str:
    """The text of a file."""
    text = "\n".join(_block(block, 0))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def scalar(words: str, *, in_brackets: bool = False) -> str:
    """The words, in double quotes where YAML needs them."""
    unsafe = not words or words != words.strip() or _STARTS.match(words) or _INSIDE.search(words)
    if unsafe or (in_brackets and _IN_BRACKETS.search(words)):
        return f'"{_ESCAPED.sub(_escape, words)}"'
    return words


def _escape(found: re.Match[str]) -> str:
    sign = found[0]
    return f"\\{sign}" if sign in '"\\' else f"\\U{ord(sign):08x}"


def _block(block: Mapping[str, Plain], depth: int) -> Iterator[str]:
    for key, value in block.items():
        yield from _under(f"{'  ' * depth}{scalar(key)}:", value, depth + 1)
        if depth <= 1 and isinstance(value, Mapping):
            yield ""


def _under(head: str, value: Plain, depth: int) -> Iterator[str]:
    match value:
        case str():
            yield f"{head} {scalar(value)}"
        case Mapping():
            yield head
            yield from _block(value, depth)
        case _ if all(isinstance(item, str) for item in value):
            yield f"{head} {_brackets(value)}"
        case _:
            yield head
            for item in value:
                yield from _item(item, depth)


def _item(item: Plain, depth: int) -> Iterator[str]:
    dash = f"{'  ' * depth}- "
    match item:
        case str():
            yield f"{dash}{scalar(item)}"
        case Mapping():
            lines = list(_block(item, depth + 1))
            yield dash + lines[0].lstrip()
            yield from lines[1:]
        case _ if all(isinstance(each, str) for each in item):
            yield f"{dash}{_brackets(item)}"
        case _:
            yield dash.rstrip()
            for each in item:
                yield from _item(each, depth + 1)


def _brackets(items: Sequence[Plain]) -> str:
    return "[" + ", ".join(scalar(item, in_brackets=True) for item in items if isinstance(item, str)) + "]"
