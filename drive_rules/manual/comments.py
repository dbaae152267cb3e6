"""What the writers of rule files say in their comments: how a chapter opens, and the headings in it.

The comment that begins a file opens its chapter.  A comment with an empty line after it is the heading of
what follows; any other belongs to the entry below it, and is left where it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_HEADING = re.compile(r"^  # (\S.*)$")


@dataclass(frozen=True, slots=True)
class Comments:
    """Of one file: its opening, and its headings by the lines on which they stand."""

    opening: str = ""
    headings: tuple[tuple[int, str], ...] = ()

    def heading_of(self, line: int) -> str:
        """The heading under which a line stands; none before the first."""
        return next((words for at, words in reversed(self.headings) if at <= line), "")


def comments_in(texts: Mapping[str, str]) -> dict[str, Comments]:
    """The comments of every rule file, by its path."""
    return {path: _comments(text.splitlines()) for path, text in texts.items()}


def _comments(lines: list[str]) -> Comments:
    opening = []
    for line in lines:
        if not line.startswith("#"):
            break
        opening.append(line.lstrip("# ").rstrip())
    found = []
    for number, line in enumerate(lines[:-1], 1):
        heading = _HEADING.match(line)
        if heading and not lines[number].strip():
            found.append((number, heading[1].strip()))
    return Comments(" ".join(filter(None, opening)), tuple(found))
