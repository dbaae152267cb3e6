"""A caseload as two rulesets read it, and the answers that are not the same, row by row.

Both read the same tables, each without the columns of facts that only the other one knows, and settle every
case; what is proved the same is not asked again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from drive_rules.case.evidence import folded
from drive_rules.caseload.marks import is_synthetic
from drive_rules.caseload.schema import ANSWERS, Schema
from drive_rules.caseload.settled import SettledBlock, paths_of
from drive_rules.caseload.tables import Caseload, read_tables
from drive_rules.compare.directions import ABSENT, TORN, Directions
from drive_rules.compare.names import Renames
from drive_rules.compare.questions import Question
from drive_rules.compare.sides import Side
from drive_rules.engines import columnar
from drive_rules.engines.columnar import Block
from drive_rules.problems import CaseloadError, Problem

MOST_CASES = 200_000
AT_ONCE = 2**15
Codes = NDArray[np.int64]
Tables = Mapping[str, pa.Table]
Ends = tuple[Codes, Codes]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Found:
    """The rows of one question that changed; for whoever looks for an example of it."""

    question: Question
    directions: Directions
    kind: str
    rows: NDArray[np.int64]
    old: Ends
    new: Ends
    roots: NDArray[np.int64]
    """The row of the case of each."""


@dataclass(eq=False, repr=False)
class Both:
    """A caseload as both rulesets read it, in blocks that hold the same cases."""

    old: Side
    new: Side
    was: Caseload
    now: Caseload
    tables: Tables
    synthetic: bool
    found: tuple[Found, ...] = field(default=())

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return len(self.now.rejected)


def read_both(old: Side, new: Side, tables: Tables, renames: Renames) -> Both:
    """Read the tables with either ruleset, each without the columns that only the other one knows.

    Raises ``CaseloadError`` where they cannot be read, or are not the same cases to both.
    """
    synthetic = any(map(is_synthetic, tables.values()))
    tables = _in_new_words(tables, renames, old, new)
    was, now = (
        read_tables(mine.vocabulary, _known_to(mine, other, tables), mine.as_of)
        for mine, other in ((old, new), (new, old))
    )
    if len(now.rejected) > MOST_CASES:
        what = f"{len(now.rejected):,} cases are too many to compare at once"
        raise CaseloadError([Problem("CM001", what, f"give at most {MOST_CASES:,}", place="tables")])
    for kind in was.keys.keys() & now.keys.keys():
        if not was.keys[kind].equals(now.keys[kind]):
            what = f"the two rulesets do not read the same rows of {kind}"
            fix = "mend what cannot be read: `assess-many` lists it under rejects, for each ruleset"
            raise CaseloadError([Problem("CM002", what, fix, place="tables")])
    return Both(old, new, was, now, tables, synthetic)


# -- tables for either -----------------------------------------------------------------------------


def _in_new_words(tables: Tables, renames: Renames, old: Side, new: Side) -> Tables:
    """The tables with columns, and facts in answers, called as the new ruleset calls them."""
    names = {was: now for was, now in renames.names.items() if now in new.ruleset.facts}
    lists = {was: now for was, now in renames.names.items() if now not in new.ruleset.facts}
    found: dict[str, pa.Table] = {}
    for name, sent in tables.items():
        words = [names.get(word, lists.get(word, word)) for word in sent.column_names]
        table = sent.rename_columns(words)
        if folded(name) == ANSWERS and names and "fact" in table.column_names:
            place = table.column_names.index("fact")
            said = [names.get(word or "", word) for word in table.column("fact").to_pylist()]
            table = table.set_column(place, "fact", pa.array(said, pa.string()))
        found[lists.get(name, name)] = table
    return found


def _known_to(mine: Side, other: Side, tables: Tables) -> Tables:
    """The tables without what only the other ruleset has a word for."""
    kinds, others = (_kinds(side) for side in (mine, other))
    mine_too, theirs = (_facts(side) for side in (mine, other))
    found: dict[str, pa.Table] = {}
    for name, table in tables.items():
        word = folded(name)
        if word == ANSWERS:
            found[name] = _answers_known(table, mine_too, theirs)
        elif word in kinds or word not in others:
            kind, there = kinds.get(word), others.get(word)
            only = theirs.get(there or "", set()) - mine_too.get(kind or "", set())
            kept = [column for column in table.column_names if folded(column) not in only]
            found[name] = table.select(kept)
    return found


def _answers_known(table: pa.Table, mine: Mapping[str, set[str]], theirs: Mapping[str, set[str]]) -> pa.Table:
    """The answers without those to facts that only the other ruleset knows."""
    only = set().union(*theirs.values()) - set().union(*mine.values())
    if not only or "fact" not in table.column_names:
        return table
    strange = [folded(word or "") in only for word in table.column("fact").to_pylist()]
    return table.filter(pa.array([not each for each in strange]))


def _kinds(side: Side) -> dict[str, str]:
    schema = Schema(side.vocabulary)
    return {folded(word): kind for kind in side.vocabulary.kinds for word in (kind, schema.list_of(kind))}


def _facts(side: Side) -> dict[str, set[str]]:
    return {kind: {folded(word) for word in words.words} for kind, words in side.vocabulary.kinds.items()}


# -- settling --------------------------------------------------------------------------------------


@dataclass(eq=False, repr=False)
class _Settling:
    """What one side answers to some questions over a whole caseload, row by row of each question's kind."""

    side: Side
    questions: Sequence[Question]
    ends: dict[Question, list[Ends]] = field(default_factory=dict)
    roots: dict[str, list[NDArray[np.int64]]] = field(default_factory=dict)

    def run(self, caseload: Caseload) -> None:
        """Settle every block."""
        engine, paths = columnar.build(self.side.program), paths_of(self.side.program.kinds)
        main = self.side.vocabulary.main
        for block in caseload.blocks(AT_ONCE):
            settled = SettledBlock(block, engine.settle(block.columns), paths)
            for kind, path in paths.items():
                of_case = path[-1] == main
                root = settled.root(kind) + block.starts[path[-1]] if of_case else _nowhere(block, kind)
                self.roots.setdefault(kind, []).append(root.astype(np.int64))
            for question in self.questions:
                if (asked_of := self.side.kind_of(question)) is not None:
                    self.ends.setdefault(question, []).append(self._ends(question, asked_of, settled))

    def of(self, question: Question, rows: int) -> Ends:
        """The ends of an answer; what the ruleset does not ask is nothing, or no such decision."""
        if question not in self.ends:
            nothing = np.full(rows, ABSENT[0] if question.asked == "decision" else 0, np.int64)
            return nothing, nothing
        low, high = zip(*self.ends[question], strict=True)
        return np.concatenate(low), np.concatenate(high)

    def _ends(self, question: Question, kind: str, block: SettledBlock) -> Ends:
        match question.asked:
            case "called for":
                return self._standing(question.name, kind, block)
            case "available" if (always := self.side.available_always(question.name)) is not None:
                return (np.full(block.count(kind), always[0], np.int64),) * 2
            case "find out":
                rule = self.side.ruleset.rules[question.name]
                asks = rule.in_doubt == "find out"
                doubt = block.possibly(question.key, kind) & ~block.certainly(question.key, kind) & asks
                return (doubt.astype(np.int64),) * 2
            case _:
                return self._plain(question, kind, block)

    def _plain(self, question: Question, kind: str, block: SettledBlock) -> Ends:
        low, high = block.settled.low.get(question.key), block.settled.high.get(question.key)
        if low is None or high is None:
            return (np.zeros(block.count(kind), np.int64),) * 2
        ends = low.astype(np.int64), high.astype(np.int64)
        torn = block.settled.conflicts.get(question.name) if question.asked == "decision" else None
        if torn is not None:
            for end in ends:
                end[torn] = TORN[0]
        return ends

    def _standing(self, action: str, kind: str, block: SettledBlock) -> Ends:
        certain, possible = (np.zeros(block.count(kind), np.int64) for _ in range(2))
        for rule, strength, acts in self.side.calls(action):
            if kind not in block.paths[rule.kind]:
                continue
            key, target = ("rule", rule.id), block.above(rule.kind, kind)
            sure = block.certainly(key, rule.kind)
            stands = block.possibly(key, rule.kind) if acts else sure
            np.maximum.at(certain, target[sure], strength)
            np.maximum.at(possible, target[stands], strength)
        return certain, possible


def _nowhere(block: Block, kind: str) -> NDArray[np.int64]:
    return np.full(block.columns.rows[kind].count, -1, np.int64)


def find_changes(both: Both, questions: Sequence[Question]) -> tuple[Found, ...]:
    """The answers that change, question by question; none where none does."""
    if not questions:
        return ()
    old, new = _Settling(both.old, questions), _Settling(both.new, questions)
    old.run(both.was)
    new.run(both.now)
    found = []
    for question in questions:
        sides = [side for side in (both.new, both.old) if side.kind_of(question) is not None]
        # Things of two kinds do not stand beside one another.
        if (
            len({side.kind_of(question) for side in sides}) == 1
            and (changed := _changed(question, sides[0], (both, old, new))) is not None
        ):
            found.append(changed)
    both.found = tuple(found)
    return both.found


def _changed(question: Question, side: Side, settled: tuple[Both, _Settling, _Settling]) -> Found | None:
    both, old, new = settled
    kind = str(side.kind_of(question))
    roots = np.concatenate((new if side is both.new else old).roots[kind])
    before, after = old.of(question, len(roots)), new.of(question, len(roots))
    directions = Directions.of(question, both.old.ruleset, both.new.ruleset)
    differs = (before[0] != after[0]) | (before[1] != after[1])
    if not directions.same_words:
        differs = _by_words(directions, before, after)
    rows = np.flatnonzero(differs)
    if not len(rows):
        return None
    old_ends, new_ends = (tuple(end[rows] for end in ends) for ends in (before, after))
    return Found(
        question, directions, kind, rows, (old_ends[0], old_ends[1]), (new_ends[0], new_ends[1]), roots[rows]
    )


def _by_words(directions: Directions, before: Ends, after: Ends) -> NDArray[np.bool_]:
    """Where answers are not said in the same words, though their codes may be the same."""
    both = np.stack([*before, *after], axis=1)
    several, which = np.unique(both, axis=0, return_inverse=True)
    other = [not directions.same((a, b), (c, d)) for a, b, c, d in several.tolist()]
    flags: NDArray[np.bool_] = np.array(other, np.bool_)[which.reshape(-1)]
    return flags
