"""Where problems are collected while files are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from drive_rules.language.codes import Code
from drive_rules.problems import Problem, Span


@dataclass(slots=True)
class Log:
    """Collects every problem found while files are read."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, code: Code, span: Span | None, what: str, fix: str = "") -> None:
        """Note one problem."""
        self.problems.append(Problem(code.value, what, fix, span))

    def each_once(self) -> list[Problem]:
        """The problems, none twice: the head of a table's column is met again in each of its rows."""
        return list(dict.fromkeys(self.problems))
