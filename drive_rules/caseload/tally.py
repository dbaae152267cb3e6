"""Counting as blocks go by: what a summary and the table of questions are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from drive_rules.answers import Key
from drive_rules.caseload.lines import Call, Codes
from drive_rules.caseload.results import BLOCKS, DUTIES, FIND_OUTS, Answers, DecidedRows
from drive_rules.caseload.settled import SettledBlock
from drive_rules.caseload.summary import Counted, Held, Lines
from drive_rules.engines.columnar import kernels
from drive_rules.engines.columnar.tables import Flags
from drive_rules.ir import Decision, Fact

QUESTIONS = pa.schema(
    [(name, pa.string()) for name in ("fact", "code", "kind", "asked of", "never asked of")]
    + [(name, pa.int64()) for name in ("rows", "cases")]
)


@dataclass(slots=True, repr=False)
class Counts:
    """What was counted, plain numbers only, so that one process may add up what others counted."""

    rows: Counter[str]
    """Things by kind."""
    lines: dict[str, Codes]
    """By long table, for each of its lines: rows, and rows in doubt."""
    ends: dict[str, Codes] = field(default_factory=dict)
    """By decision: rows by low and high end."""
    marks: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Rows by decision and mark."""
    asked: dict[str, Codes] = field(default_factory=dict)
    """By fact: rows, and cases."""
    rejected: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Rejects by table and code."""
    cases_with_rejects: int = 0
    answers: int = 0
    """Rows of the table of answers."""
    opened: Counter[str] = field(default_factory=Counter)
    """Lists said to be whole that are not taken so, by kind."""

    def __repr__(self) -> str:
        return f"<Counts of {self.rows.total()} rows>"

    def add(self, other: Counts) -> None:
        """Count as well what another counted of other cases of the same caseload."""
        self.rows.update(other.rows)
        self.marks.update(other.marks)
        self.rejected.update(other.rejected)
        self.cases_with_rejects += other.cases_with_rejects
        self.answers += other.answers
        self.opened.update(other.opened)
        for mine, theirs in (
            (self.lines, other.lines),
            (self.ends, other.ends),
            (self.asked, other.asked),
        ):
            for name, found in theirs.items():
                mine[name] = mine[name] + found if name in mine else found


class Tally:
    """What blocks come to together."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._decisions = answers.reading.ruleset.decisions
        self.counts = Counts(
            rows=Counter(dict.fromkeys(answers.paths, 0)),
            lines={name: np.zeros((len(table.lines), 2), np.int64) for name, table in answers.long.items()},
        )

    def __repr__(self) -> str:
        return f"<Tally of {sum(self.counts.rows.values())} rows>"

    def of(
        self, block: SettledBlock, decided: Mapping[str, DecidedRows], lines: Mapping[str, Codes]
    ) -> Counts:
        """What there is to count of a block: its tables of decisions, and how often each line stands."""
        counts = Counts(
            rows=Counter({kind: each.count for kind, each in block.rows.items()}), lines=dict(lines)
        )
        for kind, rows in decided.items():
            for name in self._answers.decided[kind].names:
                counts.ends[name] = _by_ends(self._decisions[name], block)
            for name, column in rows.columns.items():
                decision, _, mark = name.rpartition(", ")
                if mark in ("conflict", "withheld"):
                    counts.marks[decision, mark] += _true(column)
        counts.asked.update(self._asked(block))
        return counts

    def _asked(self, block: SettledBlock) -> Iterator[tuple[str, Codes]]:
        """The rows of which a fact is asked for, and the cases that they are part of."""
        facts, paths = self._answers.reading.ruleset.facts, self._answers.paths
        for fact, flags in self._asked_of(block.settled.asked):
            if rows := np.count_nonzero(flags):
                kind, of_case = facts[fact].of, paths[facts[fact].of][-1] == self._answers.main
                below = of_case and len(paths[kind]) > 1
                cases = self._roots(block, kind, flags) if below else rows * of_case
                yield fact, np.array([rows, cases], np.int64)

    def _roots(self, block: SettledBlock, kind: str, flags: Flags) -> int:
        """How many cases have a row of a kind that is flagged."""
        found = np.zeros(block.count(self._answers.main), np.bool_)
        kernels.any_below(block.root(kind), flags, found)
        return int(np.count_nonzero(found))

    def _asked_of(self, asked: Mapping[Key, Flags]) -> Iterator[tuple[str, Flags]]:
        """What is asked for by fact: of a list, the fact that says it is whole."""
        by_fact: dict[str, Flags] = {}
        for key, flags in asked.items():
            fact = key if isinstance(key, str) else self._answers.reading.ruleset.kinds[str(key[1])].listed
            if fact is not None:
                by_fact[fact] = by_fact[fact] | flags if fact in by_fact else flags
        yield from by_fact.items()

    # -- what it comes to ------------------------------------------------------------------------

    @property
    def rows(self) -> dict[str, int]:
        """How many things of each kind there are."""
        return dict(self.counts.rows)

    def decisions(self) -> tuple[Counted, ...]:
        """Every decision, in the ruleset's order within its kind."""
        return tuple(
            self._counted(self._decisions[name])
            for table in self._answers.decided.values()
            for name in table.names
        )

    def _counted(self, decision: Decision) -> Counted:
        ends = self.counts.ends.get(decision.name, np.zeros((1, 1), np.int64))
        few = decision.type.name not in ("number", "date")
        words = self._answers.decided[decision.of].words_of(decision.name)
        held = (Held(word, int(ends[code, code]), _possible(ends, code)) for code, word in enumerate(words))
        return Counted(
            kind=decision.of,
            decision=decision.name,
            things=self.counts.rows[decision.of],
            settled=int(np.trace(ends)),
            conflicts=self.counts.marks[decision.name, "conflict"],
            withheld=self.counts.marks[decision.name, "withheld"],
            values=tuple(held) if few and decision.name in self.counts.ends else (),
        )

    def lines(self) -> tuple[Lines, ...]:
        """How much is called for, by word; what is forbidden; and what is to be found out."""
        called: dict[str, Codes] = {}
        for line, counts in zip(self._answers.long[DUTIES].lines, self.counts.lines[DUTIES], strict=True):
            assert isinstance(line, Call)
            called[line.word] = called.get(line.word, np.zeros(2, np.int64)) + counts
        found: list[tuple[str, Codes]] = [
            (word, called[word]) for word in ("must", "should", "may") if word in called
        ]
        found.append(("must not", self.counts.lines[BLOCKS].sum(axis=0)))
        found.append(("find out", self.counts.lines[FIND_OUTS].sum(axis=0)))
        return tuple(Lines(word, int(counts[0]), int(counts[1])) for word, counts in found)

    def questions(self) -> pa.Table:
        """The facts to ask for, those that most cases wait for first."""
        facts = self._answers.reading.ruleset.facts
        asked = sorted(self.counts.asked, key=lambda name: (*-self.counts.asked[name][::-1], name))
        rows = [self._question(facts[name], *self.counts.asked[name].tolist()) for name in asked]
        return pa.Table.from_pylist([dict(zip(QUESTIONS.names, row, strict=True)) for row in rows], QUESTIONS)

    def _question(self, fact: Fact, rows: int, cases: int) -> tuple[Any, ...]:
        asked, never = self._who(fact)
        return fact.name, fact.code, fact.of, ", ".join(asked), ", ".join(never), rows, cases

    def _who(self, fact: Fact) -> tuple[list[str], list[str]]:
        """Who is asked and who never is: by the fact, or else by the rules that would find it out."""
        asked, never = dict.fromkeys(fact.asked_of), dict.fromkeys(fact.never_asked_of)
        if not asked:
            for finding in self._finding(fact.name):
                asked.update(dict.fromkeys(finding.asked_of))
                never.update(dict.fromkeys(finding.never_asked_of))
        return [who for who in asked if who not in never], list(never)

    def _finding(self, fact: str) -> Iterator[Any]:
        reading = self._answers.reading
        for rule in reading.rules:
            if rule.find_out and fact in reading.names_behind(rule):
                yield rule.find_out


def _by_ends(decision: Decision, block: SettledBlock) -> Codes:
    """How many rows have each low and high end; of numbers and dates only how many are settled."""
    low, high = block.settled.low[decision.name], block.settled.high[decision.name]
    type_ = decision.type
    if type_.name in ("number", "date"):
        return np.array([[np.count_nonzero(low == high)]], np.int64)
    many = len(type_.values or type_.lengths) or 2
    if many == 2:
        yes, maybe = np.count_nonzero(low), np.count_nonzero(high)
        return np.array([[len(low) - maybe, maybe - yes], [0, yes]], np.int64)
    ends = np.zeros((many, many), np.int64)
    kernels.count_ends(low, high, ends)
    return ends


def _true(flags: Any) -> int:
    return int(flags.true_count)


def _possible(ends: Codes, code: int) -> int:
    return int(ends[: code + 1, code:].sum())
