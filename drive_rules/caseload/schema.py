"""Names of tables and columns held against the vocabulary: what is known of a caseload before it is read.

Every problem is collected.  None of them holds a name that was sent, for that may be about a person:
tables and columns are told by their position, and by the words of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from drive_rules.case import Vocabulary
from drive_rules.case.evidence import folded
from drive_rules.case.vocabulary import KindWords
from drive_rules.caseload.arrays import Array, Positions, holds_days, holds_keys, holds_words, plain, readable
from drive_rules.caseload.keys import valid, words_of
from drive_rules.engines.columnar.tables import Flags, Places
from drive_rules.ir import Fact, Kind
from drive_rules.problems import Problem, did_you_mean, nearest

ANSWERS = "answers"
"""The table of what several sources say; a kind of this name would come first."""

ANSWER_COLUMNS: Mapping[str, Callable[[Any], bool]] = {
    "case": holds_keys,
    "kind": holds_words,
    "id": holds_keys,
    "fact": holds_words,
    "instrument": holds_words,
    "item": holds_keys,
    "answer": readable,
    "normalised": readable,
    "source": holds_words,
    "date": holds_days,
    "by": holds_words,
    "completed on": holds_days,
    "completed by": holds_words,
    "assessment": lambda kind: True,
    "version": lambda kind: True,
}
"""Every column that the table of answers may have, and the types that it may be of."""

_AT_0 = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sent:
    """A table as it was sent: its columns by what they hold, as places in it."""

    name: str
    table: pa.Table
    keys: Mapping[str, int]
    """By the kind whose key it is, ``id`` for the thing's own; of the table of answers, all by name."""
    facts: Mapping[int, int]
    """By slot."""
    of: Places | None = None
    """The row of the main kind to which each row belongs (-1: none), where that was found before."""
    slices: tuple[Positions, Positions] = (_AT_0, _AT_0)
    """Where its rows begin and end in the table as it was sent; none where they are all of it."""

    @property
    def count(self) -> int:
        """How many rows it has."""
        return self.table.num_rows

    def column(self, place: int) -> Array:
        """A column in plain form."""
        return plain(self.table.column(place))

    def as_sent(self, rows: Positions) -> Positions:
        """Where rows stand in the table as it was sent."""
        starts, ends = self.slices
        if not len(starts):
            return rows
        before = np.cumsum(ends - starts)
        which = np.searchsorted(before, rows, "right")
        return rows - before[which] + ends[which]


@dataclass(slots=True)
class Schema:
    """What tables of a vocabulary hold."""

    vocabulary: Vocabulary
    problems: list[Problem] = field(default_factory=list)

    def of(self, tables: Mapping[str, pa.Table]) -> dict[str, Sent]:
        """The tables by kind, and the table of answers; what is wrong with their form is in ``problems``."""
        names = {ANSWERS: ANSWERS} | {
            folded(word): kind for kind in self.vocabulary.kinds for word in (kind, self.list_of(kind))
        }
        sent: dict[str, Sent] = {}
        for position, (name, table) in enumerate(tables.items(), 1):
            kind, at = names.get(folded(name)), f"table {position}"
            if kind is None:
                lists = ", ".join([*self.lists(), ANSWERS])
                fix = did_you_mean(folded(name), names, f"the tables: {lists}")
                self._say(at, "DR601", "not a table of this ruleset", fix)
            elif kind in sent:
                self._say(
                    at, "DR604", f"a second table of {self.list_of(kind)}", "give one with all its rows"
                )
            elif kind in self.vocabulary.kinds:
                sent[kind] = self._things(kind, name, table)
            else:
                sent[kind] = self._answers(name, table)
        self._need_tables(sent)
        return sent

    def list_of(self, kind: str) -> str:
        """What the things of a kind are called together."""
        if kind not in self.vocabulary.kinds:
            return kind
        above = self.vocabulary.kinds[kind].kind.part_of
        if above is not None:
            return self.vocabulary.kinds[above].lists[kind]
        return self.vocabulary.roots.get(kind) or self.vocabulary.kinds[kind].kind.list_name or f"{kind}s"

    def lists(self) -> Iterator[str]:
        """The tables that there may be."""
        return (self.list_of(kind) for kind in self.vocabulary.kinds)

    def key_columns(self, kind: str) -> dict[str, str]:
        """What each column of keys is called, and whose key it holds (``id``: the thing's own)."""
        main, above = self.vocabulary.main, self.vocabulary.kinds[kind].kind.part_of
        if kind == main:
            return {folded(main): "id", "id": "id"}
        roles = {"id": "id"}
        if above is not None:
            roles[folded(above)] = above
        if of_main(self.vocabulary, kind):
            roles[folded(main)] = main
        return roles

    def _say(self, place: str, code: str, what: str, fix: str) -> None:
        self.problems.append(Problem(code, what, fix, place=place))

    def _need_tables(self, sent: Mapping[str, Sent]) -> None:
        main = self.vocabulary.main
        if main not in sent:
            name = self.list_of(main)
            self._say("tables", "DR603", f"there is no table of {name}", f"give a table `{name}`")
        for kind in sent:
            above = None if kind == ANSWERS else self.vocabulary.kinds[kind].kind.part_of
            if above is not None and above != main and above not in sent:
                name = self.list_of(above)
                what = f"there is no table of {name}, which {self.list_of(kind)} are part of"
                self._say(self.list_of(kind), "DR603", what, f"give a table `{name}`")

    # -- columns ---------------------------------------------------------------------------------

    def _things(self, kind: str, name: str, table: pa.Table) -> Sent:
        words, roles = self.vocabulary.kinds[kind], self.key_columns(kind)
        keys: dict[str, int] = {}
        facts: dict[int, int] = {}
        for place, column in enumerate(table.schema):
            at = f"{self.list_of(kind)}, column {place + 1}"
            meant = words.words.get(column.name) or words.words.get(folded(column.name))
            if (role := roles.get(folded(column.name))) is not None:
                self._once(keys, role, place, at)
                self._fits(holds_keys(column.type), at)
            elif isinstance(meant, Fact):
                self._once(facts, words.slots[meant.name], place, at)
                self._fits(readable(column.type), at)
            else:
                self._unknown(words, column.name, meant, at)
        for role in dict.fromkeys(roles.values()):
            if role not in keys:
                word = next(word for word, other in roles.items() if other == role)
                self._missing(kind, word, "each row" if role == "id" else f"the {role} it is part of")
        return Sent(name, table, keys, facts)

    def _answers(self, name: str, table: pa.Table) -> Sent:
        found: dict[str, int] = {}
        for place, column in enumerate(table.schema):
            at, word = f"{ANSWERS}, column {place + 1}", folded(column.name)
            if word in ANSWER_COLUMNS:
                self._once(found, word, place, at)
                self._fits(ANSWER_COLUMNS[word](column.type), at)
            else:
                self._strange(word, ANSWER_COLUMNS, f"not a column of {ANSWERS}", at)
        if "case" not in found:
            self._missing(ANSWERS, "case", "the case it is about")
        if "answer" not in found:
            self._say(ANSWERS, "DR603", "there is no column `answer`", "add what is answered, a row for each")
        if "fact" not in found and "instrument" not in found:
            fix = "add the fact that each row answers, or the instrument and its item"
            self._say(ANSWERS, "DR603", "there is neither a column `fact` nor a column `instrument`", fix)
        return Sent(name, table, found, {})

    def _missing(self, kind: str, word: str, whose: str) -> None:
        self._say(self.list_of(kind), "DR603", f"there is no column `{word}`", f"add the id of {whose}")

    def _once(self, found: dict[Any, int], what: Any, place: int, at: str) -> None:
        if what in found:
            self._say(at, "DR604", f"the same as column {found[what] + 1}", "give one column of it")
        found.setdefault(what, place)

    def _fits(self, fits: bool, at: str) -> None:
        if not fits:
            fix = "give words; of ids also whole numbers, of days dates, of facts numbers or true and false"
            self._say(at, "DR605", "nothing in a column of this type can be read", fix)

    def _unknown(self, words: KindWords, name: str, meant: object, at: str) -> None:
        kind = words.kind.name
        if isinstance(meant, Kind):
            fix = f"give a table `{words.lists[meant.name]}`, a row for each {meant.name}"
            self._say(at, "DR602", "a list is no column", fix)
        elif folded(name) in self.vocabulary.worked_out:
            fix = "leave it out, and give the facts or the checklist answers that it rests on"
            self._say(at, "DR602", "this is what the rules work out; no table can give it", fix)
        else:
            known = [*words.slots, *self.key_columns(kind)]
            self._strange(name, known, f"not a fact that a {kind} has", at)

    def _strange(self, name: str, words: Iterable[str], what: str, at: str) -> None:
        known = {folded(word): word for word in words}
        close = nearest(folded(name), known)
        fix = f"did you mean '{known[close]}'?" if close else "leave it out, or name what it holds otherwise"
        self._say(at, "DR602", what, fix)


def without_key(sent: Sent, column: int) -> Flags:
    """Which rows have no id of a case, in this column; those of a case that was found have one."""
    found = np.zeros(sent.count, bool)
    if sent.of is not None and len(lost := np.flatnonzero(sent.of < 0)):
        found[lost] = ~valid(words_of(plain(sent.table.column(column).take(lost))))
    return found


def of_main(vocabulary: Vocabulary, kind: str) -> bool:
    """Whether a kind is part of the main kind, near or far."""
    above = vocabulary.kinds[kind].kind.part_of
    return above is not None and (above == vocabulary.main or of_main(vocabulary, above))


def parents_first(vocabulary: Vocabulary) -> Iterator[str]:
    """Every kind after the kind it is part of, the main one first."""
    waiting = [vocabulary.main, *vocabulary.roots]
    while waiting:
        kind = waiting.pop(0)
        yield kind
        waiting.extend(below.name for below in vocabulary.kinds[kind].below)
