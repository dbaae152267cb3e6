"""What came of each case of a caseload, as few words as can be counted: levels, work, blocks, doubt.

Each outcome gives every case one of its words.  What cannot be told has a word of its own, and so has a
level that is settled at its lowest and may not be printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from drive_rules.answers import STRANDS
from drive_rules.ir import Decision, Ruleset

CANNOT_TELL, NONE_LISTED = "cannot be told", "none listed"
CALLED_FOR = ("called for", "only in doubt, blocked or not available", "not called for")
BLOCKED = ("yes", "in doubt", "no")
FOUND_OUT = ("yes", "no")
UNKNOWN = ("under a quarter", "a quarter to a half", "half or more")
Codes = NDArray[np.int64]
Tables = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True, repr=False)
class Outcome:
    """One thing that came of each case: ``of_case`` holds the place of its word in ``values``."""

    name: str
    values: tuple[str, ...]
    of_case: Codes


@dataclass(frozen=True, slots=True, repr=False)
class Answered:
    """The answers to a caseload as Arrow tables: decisions by kind, and duties, blocks and find-outs.

    ``main`` is the kind of the cases.
    """

    main: str
    decisions: Tables
    duties: pa.Table
    blocks: pa.Table
    find_outs: pa.Table

    @property
    def cases(self) -> Any:
        """The keys of the cases, in their order."""
        return _plain(self.decisions[self.main]["case"])


def outcomes(ruleset: Ruleset, answered: Answered) -> tuple[Outcome, ...]:
    """Every outcome of a ruleset: its levels, each strand of work, blocks, what is to be found out, doubt."""
    return tuple(_Counting(ruleset, answered).all())


class _Counting:
    def __init__(self, ruleset: Ruleset, answered: Answered) -> None:
        self.ruleset, self.answered = ruleset, answered
        self.cases = answered.cases
        self.count = len(self.cases)

    def all(self) -> Iterator[Outcome]:
        for decision in self.ruleset.decisions.values():
            if self._is_level(decision):
                yield self._level(decision)
        yield from self._strands()
        yield self._any("something is blocked", BLOCKED, self.answered.blocks, "in doubt")
        yield self._any("something is to be found out", FOUND_OUT, self.answered.find_outs)
        yield self._unknown()

    # -- levels ----------------------------------------------------------------------------------

    def _is_level(self, decision: Decision) -> bool:
        """A level of the case, or one that rests on a checklist: the highest of its things governs."""
        table = self.answered.decisions.get(decision.of)
        if table is None or "case" not in table.column_names:
            return False
        ordered = decision.type.name == "choice" and decision.type.ordered and decision.take == "highest"
        held = decision.of == self.answered.main or f"{decision.name}, withheld" in table.column_names
        return ordered and held

    def _level(self, decision: Decision) -> Outcome:
        table, words = self.answered.decisions[decision.of], decision.type.values
        cases = self._places(table)
        ends = []
        for end in ("lowest", "highest"):
            codes = _codes(table[f"{decision.name}, {end}"], words)
            found = np.full(self.count, -1, np.int64)
            np.maximum.at(found, cases, codes)
            ends.append(found)
        low, high = ends
        answer = np.where(low == high, low, len(words))
        held = f"{decision.name}, withheld"
        if held in table.column_names:
            # A lowest level that may not be printed of one thing is no settled level of the case.
            kept = np.zeros(self.count, bool)
            np.logical_or.at(kept, cases, _flags(table[held]))
            answer = np.where(kept & (answer == 0), len(words), answer)
        answer = np.where(low < 0, len(words) + 1, answer)
        name = decision.name if decision.of == self.answered.main else f"highest {decision.name}"
        values = (*words, CANNOT_TELL, NONE_LISTED) if (low < 0).any() else (*words, CANNOT_TELL)
        return Outcome(name, values, answer)

    # -- work ------------------------------------------------------------------------------------

    def _strands(self) -> Iterator[Outcome]:
        duties = self.answered.duties
        strands = self._strands_of(duties["action"])
        certain = ~_flags(duties["in doubt"])
        certain &= _is(duties["blocked"], "no") & _is(duties["available"], "yes")
        cases = self._places(duties)
        used = {action.strand for action in self.ruleset.actions.values()}
        for place, strand in enumerate(STRANDS):
            if strand not in used:
                continue
            here = strands == place
            yield Outcome(strand, CALLED_FOR, self._best(cases[here], np.where(certain[here], 0, 1)))

    def _strands_of(self, actions: Any) -> Codes:
        """The place of the strand of each action among all strands."""
        column: Any = actions.combine_chunks()
        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        strands = [STRANDS.index(self.ruleset.actions[name].strand) for name in coded.dictionary.to_pylist()]
        places: Codes = np.array(strands, np.int64)[coded.indices.to_numpy(zero_copy_only=False)]
        return places

    def _any(self, name: str, values: tuple[str, ...], table: pa.Table, doubt: str = "") -> Outcome:
        found = _flags(table[doubt]).astype(np.int64) if doubt else np.zeros(len(table), np.int64)
        best = self._best(self._places(table), found)
        return Outcome(name, values, np.minimum(best, len(values) - 1))

    def _best(self, cases: Codes, found: Codes) -> Codes:
        """The first word that any row of a case has; the third where it has none."""
        best = np.full(self.count, 2, np.int64)
        np.minimum.at(best, cases[cases >= 0], found[cases >= 0])
        return best

    # -- doubt -----------------------------------------------------------------------------------

    def _unknown(self) -> Outcome:
        """How much of what is decided for each case and its things is not settled."""
        asked, unsettled = np.zeros(self.count, np.int64), np.zeros(self.count, np.int64)
        for kind, table in self.answered.decisions.items():
            if "case" not in table.column_names:
                continue
            cases = self._places(table)
            for decision in self.ruleset.decisions.values():
                if decision.of == kind:
                    np.add.at(asked, cases, 1)
                    np.add.at(unsettled, cases, _differ(table, decision.name))
        share = unsettled / np.maximum(asked, 1)
        return Outcome("share of decisions that cannot be told", UNKNOWN, np.digitize(share, (0.25, 0.5)))

    def _places(self, table: pa.Table) -> Codes:
        """The place of the case of each row; -1 where a row is of none."""
        found = pc.fill_null(pc.index_in(_plain(table["case"]), value_set=self.cases), -1)
        places: Codes = found.to_numpy(zero_copy_only=False).astype(np.int64)
        return places


def _plain(column: Any) -> Any:
    """A column in one piece, without a dictionary."""
    whole: Any = column
    if isinstance(column, pa.ChunkedArray):
        whole = column.combine_chunks()
    return whole.dictionary_decode() if pa.types.is_dictionary(whole.type) else whole


def _codes(column: Any, words: tuple[str, ...]) -> Codes:
    found = pc.index_in(_plain(column), value_set=pa.array(words, pa.string()))
    codes: Codes = found.to_numpy(zero_copy_only=False).astype(np.int64)
    return codes


def _flags(column: Any) -> NDArray[np.bool_]:
    flags: NDArray[np.bool_] = pc.fill_null(_plain(column), False).to_numpy(zero_copy_only=False).astype(bool)
    return flags


def _is(column: Any, word: str) -> NDArray[np.bool_]:
    return _flags(pc.equal(_plain(column), pa.scalar(word)))


def _differ(table: pa.Table, name: str) -> NDArray[np.bool_]:
    lowest, highest = (_plain(table[f"{name}, {end}"]) for end in ("lowest", "highest"))
    differ = _flags(pc.not_equal(lowest, highest))
    conflict = f"{name}, conflict"
    return differ | _flags(table[conflict]) if conflict in table.column_names else differ
