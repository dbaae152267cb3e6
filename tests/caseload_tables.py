"""Cases as tables: what a case file says, as whoever keeps a caseload in tables would send it.

``tables_of`` puts what nobody in particular says into the tables of kinds, and everything else, with
who said it and when, into the table of answers.  ``things_of`` gives back what was read, by the ids on
the way to each thing, so that it can be held against what ``read_case`` reads of the same data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from drive_rules.case import Case, Vocabulary
from drive_rules.case.evidence import folded
from drive_rules.case.scalars import words_of_scalar
from drive_rules.case.vocabulary import KindWords
from drive_rules.caseload.tables import Caseload
from drive_rules.engines.columnar import Columns
from drive_rules.ir import Fact, Kind

Data = Mapping[str, Any]
Table = list[dict[str, Any]]
Trail = tuple[str, ...]
"""The ids from a root down to a thing."""
Known = tuple[tuple[int | str, ...], tuple[int | str, ...], tuple[int, ...]]
"""The low ends, the high ends, and the days for which lists are whole."""


def tables_of(
    vocabulary: Vocabulary, cases: Iterable[Data], *, wide: Callable[[Any], bool] = lambda value: True
) -> dict[str, pa.Table]:
    """The tables of these cases in words; ``wide`` may send a bare value to ``answers`` instead."""
    sheets = Sheets(vocabulary, wide)
    for case in cases:
        sheets.add_case(case)
    return {name: table_of(rows, key_columns(vocabulary, name)) for name, rows in sheets.rows.items()}


def key_columns(vocabulary: Vocabulary, kind: str) -> list[str]:
    """The columns that every table of this kind has."""
    main, above = vocabulary.main, kind
    if kind not in vocabulary.kinds:
        return []
    while vocabulary.kinds[above].kind.part_of:
        above = str(vocabulary.kinds[above].kind.part_of)
    own = main if kind == main else "id"
    parent = vocabulary.kinds[kind].kind.part_of
    return list(dict.fromkeys([*([main] if above == main else []), *([parent] if parent else []), own]))


def table_of(rows: Table, keys: Iterable[str] = ()) -> pa.Table:
    """Rows as a table of words; ``keys`` are columns that it has, rows or none."""
    names = list(dict.fromkeys([*keys, *(name for row in rows for name in row)]))
    words = {name: pa.array([_words(row.get(name)) for row in rows], pa.string()) for name in names}
    return pa.table(words)


def _words(value: Any) -> str | None:
    return None if value is None else words_of_scalar(value)


class Sheets:
    """The rows of every table as they are written."""

    def __init__(self, vocabulary: Vocabulary, wide: Callable[[Any], bool]) -> None:
        self.vocabulary, self.wide = vocabulary, wide
        self.rows: dict[str, Table] = {}
        for kind in vocabulary.kinds:
            self.rows[kind] = []

    def add_case(self, data: Data) -> None:
        """One case, with the things of every other root."""
        main = self.vocabulary.main
        rest = dict(data)
        roots = {name: rest.pop(name) for name in data if folded(name) in self.vocabulary.root_words}
        self._thing(main, rest, {}, next(str(rest[key]) for key in (main, "id") if key in rest))
        for name, things in roots.items():
            for thing in things or ():
                self._thing(self.vocabulary.root_words[folded(name)], thing, {}, "")

    def _thing(self, kind: str, data: Data, above: Mapping[str, str], case: str) -> None:
        words, main = self.vocabulary.kinds[kind], self.vocabulary.main
        key = next(data[name] for name in (kind, "id") if name in data)
        row: dict[str, Any] = {**above, main if kind == main else "id": key}
        self.rows[kind].append(row)
        about = {"case": case or None, "kind": kind, "id": key}
        for name, value in data.items():
            meant = words.words.get(name) or words.words.get(folded(name))
            if isinstance(meant, Fact):
                self._fact(row, about, meant, value)
            elif isinstance(meant, Kind):
                for thing in value or ():
                    part = {} if kind == main else {kind: key}
                    self._thing(meant.name, thing, {**({main: case} if case else {}), **part}, case)
            elif folded(name) == "checklists":
                for filled in [value] if isinstance(value, Mapping) else value or ():
                    self._assessed(words, about, filled)

    def _fact(self, row: dict[str, Any], about: Data, fact: Fact, value: Any) -> None:
        if not isinstance(value, (Mapping, list, tuple)) and self.wide(value):
            row[fact.name] = value
            return
        for entry in value if isinstance(value, (list, tuple)) else [value]:
            self._say({**about, "fact": fact.name}, entry)

    def _assessed(self, words: KindWords, about: Data, filled: Data) -> None:
        about = {
            **about,
            "instrument": filled["instrument"],
            "completed on": filled.get("date"),
            "completed by": filled.get("completed by"),
            "assessment": filled.get("id"),
        }
        answers = filled.get("answers") or {}
        for item, value in answers.items():
            for entry in value if isinstance(value, (list, tuple)) else [value]:
                self._say({**about, "item": item}, entry)
        if not answers:
            self.rows.setdefault("answers", []).append(dict(about))

    def _say(self, about: Data, entry: Any) -> None:
        said = dict(entry) if isinstance(entry, Mapping) else {"answer": entry}
        if "key" in said:
            said = {"answer": said}
        if isinstance(answer := said.get("answer"), Mapping):
            said |= {"answer": answer["key"], "normalised": answer.get("normalised")}
        self.rows.setdefault("answers", []).append({**about, **said})


# -- what was read, by the ids on the way ----------------------------------------------------------


def things_of(vocabulary: Vocabulary, caseload: Caseload) -> dict[tuple[str, Trail], Known]:
    """Everything known of each thing; where nothing is known of a column, the type's whole range."""
    found: dict[tuple[str, Trail], Known] = {}
    for part in things_by_part(vocabulary, caseload):
        assert not part.keys() & found.keys()
        found |= part
    return found


def things_by_part(vocabulary: Vocabulary, caseload: Caseload) -> Iterator[dict[tuple[str, Trail], Known]]:
    """The same of each part by itself: a code of a reference holds within one."""
    before = dict.fromkeys(caseload.keys, 0)
    for part in caseload.parts:
        keys = {
            kind: caseload.keys[kind].slice(start, part.rows[kind].count).to_pylist()
            for kind, start in before.items()
        }
        before = {kind: start + len(keys[kind]) for kind, start in before.items()}
        yield _things_of_part(vocabulary, part, keys)
    assert before == {kind: len(keys) for kind, keys in caseload.keys.items()}


def _things_of_part(
    vocabulary: Vocabulary, part: Columns, ids: Mapping[str, list[str]]
) -> dict[tuple[str, Trail], Known]:
    found: dict[tuple[str, Trail], Known] = {}
    paths: dict[str, list[Trail]] = {}
    for kind, rows in part.rows.items():
        words, keys = vocabulary.kinds[kind], ids[kind]
        above = words.kind.part_of
        paths[kind] = [
            (*(paths[above][rows.parent[row]] if above else ()), key) for row, key in enumerate(keys)
        ]
        assert list(rows.parent) == sorted(rows.parent)
        assert len(rows.parent) == (rows.count if above else 0)
        for row, path in enumerate(paths[kind]):
            low, high = (
                tuple(
                    edge if column is None else int(column[row]) for column, edge in zip(*each, strict=True)
                )
                for each in ((rows.low, words.low), (rows.high, words.high))
            )
            whole = tuple(0 if column is None else int(column[row]) for column in rows.whole)
            assert (kind, path) not in found
            found[kind, path] = (low, high, whole)
    return found


def things_of_case(case: Case) -> dict[tuple[str, Trail], Known]:
    """The same of a case read by ``read_case``; a reference that is known is its key."""
    found: dict[tuple[str, Trail], Known] = {}
    paths: dict[str, list[Trail]] = {}
    for kind in parents_first(case.vocabulary):
        words, rows = case.vocabulary.kinds[kind], case.world.rows[kind]
        above = words.kind.part_of
        paths[kind] = [(*(paths[above][row.parent] if above else ()), row.key) for row in rows]
        for path, row in zip(paths[kind], rows, strict=True):
            low, high = list[int | str](row.low), list[int | str](row.high)
            for slot, fact in enumerate(words.facts):
                if fact.type.name == "reference" and low[slot] == high[slot]:
                    low[slot] = high[slot] = case.references[row.low[slot]]
            found[kind, path] = (tuple(low), tuple(high), row.whole)
    return found


def parents_first(vocabulary: Vocabulary) -> Iterator[str]:
    """Every kind after the kind it is part of."""
    waiting = [vocabulary.main, *vocabulary.roots]
    while waiting:
        kind = waiting.pop(0)
        yield kind
        waiting.extend(below.name for below in vocabulary.kinds[kind].below)


def hold_together(vocabulary: Vocabulary, caseload: Caseload, cases: Iterable[Case]) -> None:
    """Assert that the tables read to what each case reads to; codes of references stand for keys."""
    expected: dict[tuple[str, Trail], Known] = {}
    for case in cases:
        expected |= things_of_case(case)
    got: dict[tuple[str, Trail], Known] = {}
    for part in things_by_part(vocabulary, caseload):
        codes = Codes()
        got |= {
            of: _with_keys(vocabulary.kinds[of[0]], known, expected.get(of), codes)
            for of, known in part.items()
        }
    assert got.keys() == expected.keys()
    for of, known in expected.items():
        assert got[of] == known, (of[0], _differing(vocabulary.kinds[of[0]], got[of], known))


class Codes:
    """Which code stands for which key: one for one."""

    def __init__(self) -> None:
        self.keys: dict[int, str] = {}
        self.codes: dict[str, int] = {}

    def agree(self, code: int, key: str) -> bool:
        """Whether the code stands for this key and no other, as far as has been seen."""
        return self.keys.setdefault(code, key) == key and self.codes.setdefault(key, code) == code


def _with_keys(words: KindWords, known: Known, expected: Known | None, codes: Codes) -> Known:
    if expected is None:
        return known
    low, high = list(known[0]), list(known[1])
    for slot, fact in enumerate(words.facts):
        key, code = expected[0][slot], low[slot]
        if fact.type.name == "reference" and isinstance(key, str) and code == high[slot]:
            assert isinstance(code, int)
            if codes.agree(code, key):
                low[slot] = high[slot] = key
    return tuple(low), tuple(high), known[2]


def _differing(words: KindWords, got: Known, expected: Known) -> list[Any]:
    facts = [
        (fact.name, (got[0][slot], got[1][slot]), (expected[0][slot], expected[1][slot]))
        for slot, fact in enumerate(words.facts)
        if (got[0][slot], got[1][slot]) != (expected[0][slot], expected[1][slot])
    ]
    return [*facts, *([("whole", got[2], expected[2])] if got[2] != expected[2] else [])]


def day(ordinal: int) -> dt.date:
    """The day of an ordinal."""
    return dt.date.fromordinal(ordinal)
