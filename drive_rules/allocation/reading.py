"""A caseload as sent: the case managers, every case, and whether these are all the cases they hold.

It is a folder with ``case-managers.yaml`` and a file for each case, one file with both, or a mapping with
the same keys.  Each case is read as it would be by itself.  All problems (AL101 to AL109, and those of
cases) are collected before ``CaseloadError`` is raised; none holds a value or a key that was sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from drive_rules.allocation.terms import Terms
from drive_rules.case import Case, Row
from drive_rules.case.evidence import folded
from drive_rules.case.plain import read_plain
from drive_rules.case.vocabulary import Vocabulary
from drive_rules.problems import CaseError, CaseloadError, Problem

MANAGERS_FILE = "case-managers.yaml"
CASES = "cases"
WHOLE = "all the cases are listed"
MOST_CASES = 20_000
MOST_MANAGERS = 1_000
YES = {"yes": True, "true": True, "no": False, "false": False}
ReadCase = Callable[[Mapping[str, Any] | Path], Case]


@dataclass(frozen=True, slots=True, repr=False)
class Manager:
    """A case manager as sent: their key and what is known of them, and where they were sent."""

    key: str
    row: Row
    place: str

    def __repr__(self) -> str:
        return "<Manager>"


@dataclass(frozen=True, slots=True, repr=False)
class Caseload:
    """Cases and case managers in the order of their keys.

    ``holder`` says, case by case, who holds it: a case manager's key, or None where nobody named holds it.
    """

    managers: tuple[Manager, ...]
    cases: tuple[Case, ...]
    holder: tuple[str | None, ...]
    whole: bool

    def __repr__(self) -> str:
        return f"<Caseload of {len(self.cases)} cases, {len(self.managers)} case managers>"


def read_caseload(
    vocabulary: Vocabulary, terms: Terms, source: Mapping[str, Any] | str | Path, read_case: ReadCase
) -> Caseload:
    """Read a caseload from a folder, a file or a mapping; raises ``CaseloadError`` with every problem."""
    reading = _Reading(vocabulary, terms, read_case)
    caseload = reading.caseload(source)
    if reading.problems or caseload is None:
        raise CaseloadError(reading.problems)
    return caseload


class _Reading:
    def __init__(self, vocabulary: Vocabulary, terms: Terms, read_case: ReadCase) -> None:
        self.vocabulary, self.terms, self.read_case = vocabulary, terms, read_case
        self.listed = vocabulary.roots.get(terms.manager, f"{terms.manager}s")
        self.problems: list[Problem] = []
        self.unread = False

    def say(self, code: str, place: str, what: str, fix: str) -> None:
        self.problems.append(Problem(code, what, fix, place=place))

    def caseload(self, source: Mapping[str, Any] | str | Path) -> Caseload | None:
        """Everything read; None where there was nothing to read it from."""
        files: list[Path] = []
        if isinstance(source, str | Path) and Path(source).is_dir():
            files = _files(Path(source))
            source = Path(source) / MANAGERS_FILE
            if not source.is_file():
                fix = f"add {MANAGERS_FILE} with a list `{self.listed}:`"
                self.say("AL101", MANAGERS_FILE, "this folder does not say who the case managers are", fix)
                return None
        data: Any = source
        if not isinstance(source, Mapping):
            data, problems = read_plain(Path(source))
            self.problems += problems
            if data is None:
                return None
        top = self._top(data)
        managers = self._managers(top.get(self.listed))
        cases = [*self._of_list(top.get(CASES)), *self._of_files(files)]
        self._twice("AL103", "case", [(case.key, place) for case, place in cases])
        self._twice("AL104", self.terms.manager, [(each.key, each.place) for each in managers])
        cases.sort(key=lambda each: each[0].key)
        # Where somebody could not be read, nobody can tell who is not there.
        known = None if self.unread else {each.key for each in managers}
        holder = tuple(self._holder(case, place, known) for case, place in cases)
        return Caseload(
            managers=tuple(sorted(managers, key=lambda each: each.key)),
            cases=tuple(case for case, _ in cases),
            holder=holder,
            whole=self._whole(top.get(WHOLE)),
        )

    def _top(self, data: Any) -> dict[str, Any]:
        known = (self.listed, CASES, WHOLE)
        if not isinstance(data, Mapping):
            self.say("AL102", "", "this is no caseload", f"begin with `{self.listed}:`, a list")
            return {}
        found: dict[str, Any] = {}
        for position, (key, value) in enumerate(data.items(), 1):
            word = folded(key) if isinstance(key, str) else ""
            if word in known:
                found[word] = value
            else:
                fix = f"known here: {', '.join(known)}; a case goes in a file of its own, or under `{CASES}`"
                self.say("AL102", f"key {position}", "this means nothing in a caseload", fix)
        return found

    def _whole(self, value: Any) -> bool:
        if value is None:
            return False
        if isinstance(value, bool):
            return value
        said = YES.get(value.strip().lower()) if isinstance(value, str) else None
        if said is None:
            self.say(
                "AL102", f"'{WHOLE}'", "this is neither yes nor no", "say `yes` or `no`, or leave it out"
            )
        return bool(said)

    # -- case managers ---------------------------------------------------------------------------

    def _managers(self, value: Any) -> list[Manager]:
        found = []
        for number, each in enumerate(self._list(value, self.listed, MOST_MANAGERS)):
            place = f"{self.listed}[{number}]"
            try:
                alone = self.read_case({self.vocabulary.main: "-", self.listed: [each]})
            except CaseError as error:
                self.problems += [_moved(problem, f"{self.listed}[0]", place) for problem in error.problems]
                self.unread = True
                continue
            row = alone.world.rows[self.terms.manager][0]
            found.append(Manager(row.key, row, place))
        if not value:
            what = "there is nobody to whom a case could go"
            self.say("AL101", self.listed, what, f"give a list `{self.listed}:`, each with its `id:`")
        return found

    # -- cases -----------------------------------------------------------------------------------

    def _of_list(self, value: Any) -> Iterator[tuple[Case, str]]:
        for number, each in enumerate(self._list(value, CASES, MOST_CASES)):
            yield from self._case(each, f"{CASES}[{number}]")

    def _of_files(self, files: list[Path]) -> Iterator[tuple[Case, str]]:
        """By the number of a file in the order of their names, for a name may be a person's."""
        for number, file in enumerate(files, 1):
            yield from self._case(file, f"case file {number} of {len(files)}")

    def _case(self, data: Any, place: str) -> Iterator[tuple[Case, str]]:
        if not isinstance(data, Mapping | Path):
            self.say("AL102", place, "this is no case", f"begin with `{self.vocabulary.main}: ...`")
            return
        try:
            case = self.read_case(data)
        except CaseError as error:
            self.problems += [_under(problem, place) for problem in error.problems]
            return
        if case.world.rows[self.terms.manager]:
            fix = f"move them to `{self.listed}:` of {MANAGERS_FILE}, or of the caseload's own file"
            self.say("AL105", place, "case managers are given within a case", fix)
        yield case, place

    def _list(self, value: Any, name: str, most: int) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.say("AL102", name, "a list goes here", "begin each with a dash")
            return []
        if len(value) > most:
            self.say("AL109", name, f"too large: {len(value):,} in one list", f"give at most {most:,}")
            return []
        return list(value)

    def _twice(self, code: str, what: str, keys: Iterable[tuple[str, str]]) -> None:
        keys = list(keys)
        count = Counter(key for key, _ in keys)
        for key, place in keys:
            if count[key] > 1:
                fix = f"give each {what} an id of its own, and each {what} once"
                self.say(code, place, f"another {what} has the same id", fix)

    def _holder(self, case: Case, place: str, known: set[str] | None) -> str | None:
        words = self.vocabulary.kinds[self.vocabulary.main]
        row = case.world.rows[self.vocabulary.main][0]
        key = reference(case, row, words.slots[self.terms.held_by])
        if key is None:
            return None
        at = f"{place}.'{self.terms.held_by}'"
        if known is not None and key not in known:
            fix = f"add them to `{self.listed}:`, or leave this out where nobody holds the case"
            self.say("AL106", at, "nobody among the case managers has this id", fix)
        if row.high[words.slots[self.terms.held]] == 0:
            fix = f"mend one of the two: `{self.terms.held}` or `{self.terms.held_by}`"
            self.say("AL107", at, "this case has a case manager, and is said to have none", fix)
        return key


def reference(case: Case, row: Row, slot: int) -> str | None:
    """The key that a reference holds; None where it is not known."""
    return case.references[row.low[slot]] if row.low[slot] == row.high[slot] else None


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.iterdir() if path.suffix in (".yaml", ".yml", ".json"))
    return sorted(path for path in found if path.is_file() and path.name != MANAGERS_FILE)


def _moved(problem: Problem, was: str, now: str) -> Problem:
    return replace(problem, place=problem.place.replace(was, now, 1) or now)


def _under(problem: Problem, place: str) -> Problem:
    return replace(problem, place=f"{place}.{problem.place}" if problem.place else place)
