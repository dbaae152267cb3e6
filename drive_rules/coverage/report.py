"""What all scenarios exercised of a ruleset: a report that is written, merged, read and printed.

A branch is *exercised* where some scenario that passed makes an assessment that exercises it.  It is
*specified* where such a scenario says that it is about the rule (``@rule:id``): it reads what came of it,
and fails once the rule is wrong.  For what is no rule's the two are the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from textwrap import wrap
from typing import Any

from drive_rules import ir
from drive_rules.coverage.branches import SORTS, Branch, Key, Practice, Sort
from drive_rules.problems import DriveRulesError
from drive_rules.traceability import in_order

SCHEMA = 1
NAMED = 3
"""How many scenarios a report names for each branch: the first by name."""
DEMANDED: tuple[Sort, ...] = ("applies", "does not apply", "alternative", "exception", "in doubt")
SAID: dict[Sort, str] = {
    "applies": "rules that apply",
    "does not apply": "rules that do not",
    "alternative": "alternatives",
    "exception": "exceptions",
    "in doubt": "rules in doubt",
    "test": "tests that alone refuse",
    "value": "values",
    "otherwise": "what holds otherwise",
    "setting": "settings",
}
WIDTH = 100


@dataclass
class Tally:
    """The scenarios that exercised each branch, while they run: the first few by name, however they ran."""

    scenarios: int = 0
    exercised: dict[Key, list[str]] = field(default_factory=dict)
    specified: dict[Key, list[str]] = field(default_factory=dict)

    def add(self, scenario: str, keys: Iterable[Key], about: frozenset[str]) -> None:
        """One scenario that passed: what it exercised, and the rules that it is about."""
        self.scenarios += 1
        for key in keys:
            _name(self.exercised, key, [scenario])
            if key[0] in about:
                _name(self.specified, key, [scenario])

    def merge(self, plain: Mapping[str, Any]) -> None:
        """What another process tallied, as ``plain`` gave it."""
        self.scenarios += plain["scenarios"]
        for mine, theirs in ((self.exercised, plain["exercised"]), (self.specified, plain["specified"])):
            for of, sort, number, names in theirs:
                _name(mine, (of, sort, number), names)

    def plain(self) -> dict[str, Any]:
        """All of it as numbers, words and lists, to be sent to another process."""
        return {
            "scenarios": self.scenarios,
            "exercised": [[*key, names] for key, names in self.exercised.items()],
            "specified": [[*key, names] for key, names in self.specified.items()],
        }


def _name(found: dict[Key, list[str]], key: Key, names: Iterable[str]) -> None:
    found[key] = sorted({*found.get(key, ()), *names})[:NAMED]


@dataclass(frozen=True, slots=True)
class Line:
    """One branch, where it stands and on whose word, and the first few scenarios that exercised it."""

    what: str
    of: str
    sort: Sort
    number: str
    words: str
    place: str
    sources: tuple[str, ...]
    exercised: tuple[str, ...]
    specified: tuple[str, ...]

    def in_words(self) -> str:
        """The branch in a line."""
        return (
            self.words
            if self.sort in ("applies", "does not apply", "in doubt")
            else f"{self.sort}: {self.words}"
        )


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every branch of a ruleset with what exercised it."""

    ruleset: str
    version: str
    site: str
    scenarios: int
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, practice: Practice, tally: Tally) -> Coverage:
        """The report of a ruleset's branches and what scenarios exercised of them."""
        rules = practice.ruleset
        lines = tuple(_line(rules, branch, tally) for branch in practice.branches)
        return cls(rules.name, rules.version, rules.site, tally.scenarios, lines)

    @classmethod
    def merged(cls, reports: Sequence[Coverage]) -> Coverage:
        """Several reports of one ruleset, as one; a ``DriveRulesError`` where they are of several."""
        first, *others = reports
        lines = {(line.of, line.sort, line.number): line for line in first.lines}
        for report in others:
            if (report.ruleset, report.version, report.site) != (first.ruleset, first.version, first.site):
                raise DriveRulesError("these reports are of different rulesets, versions or sites")
            for line in report.lines:
                key = (line.of, line.sort, line.number)
                if key not in lines or lines[key].words != line.words:
                    raise DriveRulesError(f"these reports are of different rules: '{line.of}' is otherwise")
                lines[key] = _together(lines[key], line)
        return replace(first, scenarios=sum(each.scenarios for each in reports), lines=tuple(lines.values()))

    def holes(self, sorts: Iterable[Sort] = SORTS, *, specified: bool = False) -> tuple[Line, ...]:
        """What no scenario exercised or, if ``specified``, none that is about the rule."""
        return tuple(
            line
            for line in self.lines
            if line.sort in set(sorts) and not (line.specified if specified else line.exercised)
        )

    def percent(self, sorts: Iterable[Sort] = DEMANDED, *, specified: bool = False) -> float:
        """How much of these sorts was exercised, or specified, of 100; 100 where there is none of them."""
        wanted = [line for line in self.lines if line.sort in set(sorts)]
        left = len(self.holes(sorts, specified=specified))
        return 100.0 * (len(wanted) - left) / len(wanted) if wanted else 100.0

    # -- written and read ------------------------------------------------------------------------

    def to_json(self) -> str:
        """The report, the same bytes for the same scenarios however they were run."""
        plain = {"schema": SCHEMA, **asdict(self)}
        return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def read(cls, path: Path) -> Coverage:
        """The report that ``to_json`` wrote; a ``DriveRulesError`` where it is none."""
        try:
            plain = json.loads(path.read_text(encoding="utf-8"))
            if plain.pop("schema") != SCHEMA:
                raise DriveRulesError(f"{path}: this report is not of schema {SCHEMA}: run the specs again")
            lists = ("sources", "exercised", "specified")
            lines = [
                Line(**{**line, **{key: tuple(line[key]) for key in lists}}) for line in plain.pop("lines")
            ]
            return cls(**plain, lines=tuple(lines))
        except (UnicodeDecodeError, ValueError, LookupError, TypeError, AttributeError):
            fix = "write one with `pytest --practice-coverage FILE`"
            raise DriveRulesError(f"{path}: that is no report of coverage: {fix}") from None

    # -- printed ---------------------------------------------------------------------------------

    def text(self) -> str:
        """How much of each sort, then the holes by rule, then every rule and every fact id."""
        site = f" at {self.site}" if self.site else ""
        lines = [f"COVERAGE OF PRACTICE: {self.ruleset} {self.version}{site}, {self.scenarios} scenarios", ""]
        lines += self._figures()
        lines += ["", "NOT EXERCISED BY ANY SCENARIO", *(self._told(self.holes()) or ["none"])]
        beside = [line for line in self.holes(specified=True) if line.exercised]
        lines += [
            "",
            "EXERCISED, BUT BY NO SCENARIO THAT IS ABOUT THE RULE",
            *(self._told(beside) or ["none"]),
        ]
        lines += ["", "BY RULE, DECISION, MEASURE AND SETTING", *self._by(lambda line: (line.of,))]
        lines += ["", "BY FACT ID", *self._by(lambda line: line.sources or ("none",))]
        return "\n".join(lines) + "\n"

    def _figures(self) -> Iterator[str]:
        yield f"{'':26}{'exercised':>14}{'by a scenario about it':>26}"
        for sort in SORTS:
            count = sum(line.sort == sort for line in self.lines)
            if count:
                one = f"{count - len(self.holes([sort]))} of {count}"
                other = f"{count - len(self.holes([sort], specified=True))} of {count}"
                yield f"{SAID[sort]:26}{one:>14}{other:>26}"

    def _told(self, holes: Iterable[Line]) -> list[str]:
        by_rule: defaultdict[tuple[str, str], list[Line]] = defaultdict(list)
        for line in holes:
            by_rule[line.place, line.of].append(line)
        told = []
        for (place, of), lines in by_rule.items():
            told.append(f"{place}: {of}" if place else of)
            for line in lines:
                told += wrap(line.in_words(), WIDTH, initial_indent="  - ", subsequent_indent="    ")
        return told

    def _by(self, names: Any) -> Iterator[str]:
        found: defaultdict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            for name in names(line):
                found[name].append(line)
        # those with holes first, then as people count
        for name in sorted(
            found, key=lambda name: (all(each.exercised for each in found[name]), in_order(name))
        ):
            lines = found[name]
            done, own = (sum(map(bool, each)) for each in _both(lines))
            yield f"{name}: {done} of {len(lines)}, {own} by scenarios about it"


def _together(one: Line, other: Line) -> Line:
    exercised = tuple(sorted({*one.exercised, *other.exercised})[:NAMED])
    specified = tuple(sorted({*one.specified, *other.specified})[:NAMED])
    return replace(one, exercised=exercised, specified=specified)


def _both(lines: Iterable[Line]) -> Iterator[list[tuple[str, ...]]]:
    kept = list(lines)
    yield [line.exercised for line in kept]
    yield [line.specified for line in kept]


def _line(rules: ir.Ruleset, branch: Branch, tally: Tally) -> Line:
    entries: dict[str, Mapping[str, Any]] = {
        "rule": rules.rules,
        "decision": rules.decisions,
        "measure": rules.measures,
        "setting": rules.settings,
    }
    entry = entries[branch.what][branch.of]
    why = getattr(entry, "why", None)
    exercised = tuple(tally.exercised.get(branch.key, ()))
    specified = tuple(tally.specified.get(branch.key, ())) if branch.what == "rule" else exercised
    return Line(
        what=branch.what,
        of=branch.of,
        sort=branch.sort,
        number=branch.number,
        words=branch.words,
        place=str(entry.span) if entry.span else "",
        sources=why.source if why else (),
        exercised=exercised,
        specified=specified,
    )
