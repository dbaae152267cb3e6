"""What is wrong, where, and what to do: the one floor that every other module may stand on.

A ``Problem`` has a stable code, a place, what is wrong and how to mend it; readers collect all of
them before they raise one error.  Neither problems nor errors ever hold a value or a key that a
caller sent in a case: codes, words of the vocabulary and places only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a file: lines and columns count from 1; ``text`` is that line as written.

    In a table the line is a row, the column a column, and ``text`` the words of the cell; ``under``
    is what stands at the head of the column, and None in a file that is no table.
    """

    file: str
    line: int
    column: int
    length: int = 1
    text: str = ""
    sheet: str = ""
    under: str | None = None

    def __str__(self) -> str:
        if self.under is None:
            return f"{self.file}:{self.line}:{self.column}"
        sheet = f"sheet '{self.sheet}', " if self.sheet else ""
        head = f" ({self.under})" if self.under else ""
        return f"{self.file}: {sheet}row {self.line}, column {column_letters(self.column)}{head}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file or a case.

    ``place`` stands in for ``span`` where there is no file: the path of keys in a case, say
    ``pairs[2].incidents[0].date``.
    """

    code: str
    what: str
    fix: str = ""
    span: Span | None = None
    place: str = ""

    def line(self) -> str:
        """The problem on one line: place, code, what is wrong."""
        where = str(self.span) if self.span else self.place
        return f"{where}: {self.code} {self.what}" if where else f"{self.code} {self.what}"

    def picture(self) -> str:
        """The problem with its line of the file underlined and the way to mend it."""
        rows = [self.line()]
        if self.span and self.span.text:
            number = f"{self.span.line:>6}"
            rows.append(f"{number} | {self.span.text}")
            before = self.span.column - 1 if self.span.under is None else 0
            rows.append(f"{'':>6} | {' ' * before}{'^' * max(1, self.span.length)}")
        if self.fix:
            rows.append(f"{'':>6} = {self.fix}")
        return "\n".join(rows)


class DriveRulesError(Exception):
    """Root of every error that this library raises on purpose."""


class ProblemsError(DriveRulesError):
    """Carries every problem found, in the order of their places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=_by_place))
        super().__init__(self._message())

    def _message(self) -> str:
        count = len(self.problems)
        head = f"{count} problem{'' if count == 1 else 's'}"
        return "\n".join([head, *(problem.picture() for problem in self.problems)])

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class RulesetError(ProblemsError):
    """A ruleset that cannot be used: ``problems`` says why, each with its place."""


class CaseError(ProblemsError):
    """A case that cannot be read: ``problems`` says why, without echoing any value of it."""


class CaseloadError(ProblemsError):
    """Tables that cannot be read as a caseload: ``problems`` says why, without echoing anything in them."""


class AgenciesError(ProblemsError):
    """An agency file that cannot be used."""


class EventError(ProblemsError):
    """An event that cannot be taken in: ``problems`` says why, without echoing anything in it."""


class DecisionError(ProblemsError):
    """A person's decision that cannot be recorded: ``problems`` says why, without echoing any of it."""


class JournalError(ProblemsError):
    """A journal that cannot be used, or did not keep what it was given; ``problems`` says why and what to do.

    No text, case or id that it was given is in it.
    """


class UnsettledError(DriveRulesError):
    """A decision was used as if it were a plain yes or no; ask ``certainly`` or ``possibly``."""


class WitnessError(DriveRulesError):
    """The witness is absent, refuses a formula, disagrees or fails; nothing is issued."""


class UnwitnessedError(WitnessError, ProblemsError):
    """What the witness cannot judge of a ruleset: ``problems`` names each rule, its place and why."""

    def _message(self) -> str:
        head = "the witness cannot judge this ruleset, so nothing is issued"
        return "\n".join([head, *(problem.picture() for problem in self.problems)])


def a_day(value: object, name: str) -> date:
    """A day as it is; raises ``DriveRulesError`` for anything else, a day with a time among it."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    fix = "say `.date()`" if isinstance(value, datetime) else "give a `datetime.date`"
    raise DriveRulesError(f"`{name}` is a day without a time, and this is a {type(value).__name__}: {fix}")


def column_letters(column: int) -> str:
    """The letters that spreadsheets give a column: A for 1, AA for 27."""
    letters = ""
    while column > 0:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a reader most likely meant, if one is close."""
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.75)
    return folded[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """``did you mean 'x'?`` for the nearest known word, or ``otherwise``."""
    close = nearest(word, known)
    return f"did you mean '{close}'?" if close else otherwise


def _by_place(problem: Problem) -> tuple[str, str, int, int, str, str]:
    span = problem.span
    if span is None:
        return (problem.place, "", 0, 0, problem.code, problem.what)
    return (span.file, span.sheet, span.line, span.column, problem.code, problem.what)
