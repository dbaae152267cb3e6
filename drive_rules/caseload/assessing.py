"""A caseload against a ruleset: read once, settled in blocks on all processors, joined in their order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from queue import SimpleQueue
from typing import TypeVar

import pyarrow as pa

from drive_rules.answers import Versions
from drive_rules.case import Vocabulary
from drive_rules.caseload.arrays import MANY, give_back
from drive_rules.caseload.long import LongRows
from drive_rules.caseload.parting import cases_at_once
from drive_rules.caseload.results import Answers, DecidedRows
from drive_rules.caseload.settled import SettledBlock, paths_of
from drive_rules.caseload.shared import Keys
from drive_rules.caseload.summary import Rejected, Summary
from drive_rules.caseload.tables import Caseload, Notes
from drive_rules.caseload.tally import Counts, Tally
from drive_rules.engines.columnar import Block, Columnar, Memory
from drive_rules.ir import Ruleset
from drive_rules.lower import Program
from drive_rules.problems import CaseloadError, Problem

VALUES_SETTLED = 2**27
"""About how many names are settled at once: so many that threads seldom wait for each other."""
MOST_AT_ONCE = 2**20
MOST_PROBLEMS = 50
"""How many rejects a strict caseload lists before it says how many more there are."""


def size_for(program: Program) -> int:
    """How many cases are settled at once where nobody says so: by how much there is to settle of each."""
    facts = sum(len(names) for names in program.facts.values())
    return cases_at_once(facts + len(program.steps), VALUES_SETTLED)


From = TypeVar("From")
To = TypeVar("To")


@dataclass(frozen=True, slots=True)
class Asking:
    """What a caseload is held against."""

    ruleset: Ruleset
    vocabulary: Vocabulary
    engine: Columnar
    versions: Versions
    as_of: date


@dataclass(frozen=True, slots=True, repr=False)
class Answered:
    """The answers of one block: rows of decisions by kind, of long tables by name, and what was counted."""

    decisions: Mapping[str, DecidedRows]
    long: Mapping[str, LongRows]
    counts: Counts

    def with_batches(self) -> Answered:
        """The same, when the batches of all rows are made."""
        _ = [rows.batch for rows in self.decisions.values()], [rows.batch for rows in self.long.values()]
        return self


class Assessing:
    """One ruleset on one day, asked about one caseload, whole or in parts; counts as it goes."""

    def __init__(self, asking: Asking, size: int | None = None, workers: int | None = None) -> None:
        if size is not None and not 1 <= size <= MOST_AT_ONCE:
            raise ValueError(f"size is from 1 to {MOST_AT_ONCE:,} cases")
        self.asking, self.workers = asking, workers or os.cpu_count() or 1
        self.size = size or size_for(asking.engine.program)
        paths = paths_of(asking.engine.program.kinds)
        self.answers = Answers(asking.ruleset, asking.as_of, asking.vocabulary.main, paths)
        self.tally = Tally(self.answers)

    def blocks(self, caseload: Caseload, keep: bool = False, batches: bool = True) -> Iterator[Answered]:
        """The answers of a caseload, block by block in the order of the cases.

        Unless ``keep``, the caseload is let go of as it is answered, and cannot be asked again.  With
        ``batches``, long rows have theirs made beside other blocks, for whoever wants them by block.
        """
        self._count(caseload)
        many = len(caseload.rejected) >= MANY and not keep
        if many:
            give_back()  # What the tables took that were read is gone by now, or so it should be.
        with ThreadPoolExecutor(1) as beside:
            keys = self.answers.keys(caseload.keys, beside)

            memories = SimpleQueue[Memory]()
            for _ in range(self.workers):
                memories.put(Memory())

            def work(block: Block) -> Answered:
                memory = memories.get()
                try:
                    settled = self.asking.engine.settle(block.columns, asking=True, memory=memory)
                    found = self._answered(SettledBlock(block, settled, self.answers.paths), caseload, keys)
                finally:
                    memories.put(memory)
                return found.with_batches() if batches else found

            for answered in in_order(work, caseload.blocks(self.size, keep), self.workers):
                self.tally.counts.add(answered.counts)
                yield answered
        if many:
            give_back()

    def _answered(self, block: SettledBlock, caseload: Caseload, keys: Keys) -> Answered:
        long = {name: table.rows(block, keys) for name, table in self.answers.long.items()}
        decisions = self.answers.decisions(block, keys, caseload.rejected)
        counts = self.tally.of(block, decisions, {name: rows.counts for name, rows in long.items()})
        return Answered(decisions, long, counts)

    def _count(self, caseload: Caseload) -> None:
        rejects = (
            caseload.rejects.select(["table", "code"])
            .group_by(["table", "code"])
            .aggregate([([], "count_all")])
        )
        for table, code, count in zip(
            *(rejects.column(name).to_pylist() for name in rejects.column_names), strict=True
        ):
            self.tally.counts.rejected[table, code] += count
        self.tally.counts.cases_with_rejects += int((caseload.rejected > 0).sum())
        self.tally.counts.answers += caseload.notes.answers
        self.tally.counts.opened.update(caseload.notes.lists_opened)

    def summary(self, notes: Notes) -> Summary:
        """What came of all that was asked."""
        rejects = (Rejected(*what, count) for what, count in sorted(self.tally.counts.rejected.items()))
        missing = ((kind, name) for kind, names in notes.missing_columns.items() for name in names)
        rows = self.tally.rows
        return Summary(
            versions=self.asking.versions,
            as_of=self.asking.as_of,
            cases=rows[self.asking.vocabulary.main],
            rows=rows,
            decisions=self.tally.decisions(),
            lines=self.tally.lines(),
            rejects=tuple(rejects),
            cases_with_rejects=self.tally.counts.cases_with_rejects,
            missing_tables=notes.missing_tables,
            missing_columns=tuple(missing),
            answers=self.tally.counts.answers,
            lists_opened=tuple(sorted(self.tally.counts.opened.items())),
            synthetic=notes.synthetic,
        )


class Refusing:
    """What a strict caseload says of its rejects: the first of them, and how many there are."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.total = 0

    def add(self, rejects: pa.Table) -> None:
        """Hear of more."""
        self.total += rejects.num_rows
        self.problems += map(_problem, rejects.slice(0, MOST_PROBLEMS - len(self.problems)).to_pylist())

    def refuse(self) -> None:
        """Raise ``CaseloadError`` where there were any."""
        if self.total > len(self.problems):
            what = f"{self.total:,} rows or values cannot be read; {len(self.problems)} are listed here"
            fix = "mend them, or ask without `strict`: they are then unknown"
            raise CaseloadError([*self.problems, Problem("DR610", what, fix)])
        if self.problems:
            raise CaseloadError(self.problems)


def _problem(line: Mapping[str, str]) -> Problem:
    place = f"{line['table']}, row {line['row']}, column '{line['column']}'"
    return Problem(line["code"], line["what"], line["fix"], place=place)


def in_order(work: Callable[[From], To], parts: Iterable[From], workers: int) -> Iterator[To]:
    """The work on each part, in the order of the parts; no more than two for each worker are under way."""
    waiting: deque[Future[To]] = deque()
    pool = ThreadPoolExecutor(workers)
    try:
        for part in parts:
            waiting.append(pool.submit(work, part))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
