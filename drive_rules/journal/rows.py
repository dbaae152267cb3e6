"""The tables of a journal in SQLite, and the seal of each row: what tells that it is as it was written.

SQLite tells a page that makes no sense, not one in which a letter has changed.  The seal covers every field
of its row and the table's name; counts in rows of their own tell that a row is missing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

APPLICATION = 0x44725275
"""SQLite's number for files of this library: what ``file`` and a backup go by."""
VERSION = 1
"""Of the tables; a later one is refused."""

SCHEMA = {
    "journal": """CREATE TABLE journal (
  number INTEGER PRIMARY KEY CHECK (number = 1),
  identity BLOB NOT NULL,
  changes INTEGER NOT NULL,
  cases INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  owed INTEGER NOT NULL,
  seal BLOB NOT NULL
) STRICT""",
    "rulesets": """CREATE TABLE rulesets (
  number INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  seal BLOB NOT NULL
) STRICT""",
    "cases": """CREATE TABLE cases (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  ruleset INTEGER NOT NULL REFERENCES rulesets (number),
  text_seal BLOB NOT NULL,
  seal BLOB NOT NULL,
  text TEXT NOT NULL
) STRICT""",
    "counts": """CREATE TABLE counts (
  number INTEGER PRIMARY KEY REFERENCES cases (number),
  entries INTEGER NOT NULL,
  last INTEGER NOT NULL,
  seal BLOB NOT NULL
) STRICT""",
    "entries": """CREATE TABLE entries (
  number INTEGER PRIMARY KEY,
  of INTEGER NOT NULL REFERENCES cases (number),
  place INTEGER NOT NULL,
  id TEXT NOT NULL,
  ruleset INTEGER NOT NULL REFERENCES rulesets (number),
  seal BLOB NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (of, place),
  UNIQUE (of, id)
) STRICT""",
    "away": """CREATE TABLE away (
  number INTEGER PRIMARY KEY REFERENCES cases (number),
  upto INTEGER NOT NULL,
  seal BLOB NOT NULL,
  text TEXT NOT NULL
) STRICT""",
    "owed": """CREATE TABLE owed (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  of TEXT NOT NULL,
  delivered INTEGER NOT NULL CHECK (delivered IN (0, 1)),
  seal BLOB NOT NULL,
  text TEXT NOT NULL
) STRICT""",
    "undelivered": "CREATE INDEX undelivered ON owed (number) WHERE delivered = 0",
    "undelivered_of": "CREATE INDEX undelivered_of ON owed (of, number) WHERE delivered = 0",
}


def seal(table: str, *fields: int | bytes) -> bytes:
    """What tells that the fields of a row are these; texts are given as UTF-8."""
    return blake2b(b"".join(map(_part, fields)), digest_size=16, person=table.encode()).digest()


def _part(field: int | bytes) -> bytes:
    match field:
        case int():
            return field.to_bytes(9, "big", signed=True)
        case bytes():
            return len(field).to_bytes(9, "big") + field
        case _:  # only a damaged file holds anything else
            return b"?"


@dataclass(slots=True)
class Head:
    """What the whole journal says of itself: how many changes there were, and how much of each there is."""

    identity: bytes
    changes: int = 0
    cases: int = 0
    entries: int = 0
    owed: int = 0

    @property
    def fields(self) -> tuple[bytes, int, int, int, int]:
        """As they stand in the row."""
        return (self.identity, self.changes, self.cases, self.entries, self.owed)


class AlteredError(Exception):
    """What is in the file is not what was put there; the words say where."""


def head_of(connection: sqlite3.Connection) -> Head:
    """The journal's row; raises ``AlteredError``."""
    row = connection.execute(
        "SELECT identity, changes, cases, entries, owed, seal FROM journal WHERE number = 1"
    ).fetchone()
    if row is None or row[-1] != seal("journal", *row[:-1]):
        raise AlteredError("what it says of itself is not as it was written")
    return Head(*row[:-1])


def write_head(connection: sqlite3.Connection, head: Head) -> None:
    """Put the journal's row down."""
    fields = head.fields
    connection.execute(
        "INSERT OR REPLACE INTO journal (number, identity, changes, cases, entries, owed, seal)"
        " VALUES (1, ?, ?, ?, ?, ?, ?)",
        (*fields, seal("journal", *fields)),
    )


def is_new(connection: sqlite3.Connection) -> bool:
    """Whether nothing was ever made in the file: it has no table and no number of any program."""
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    return (tables, pragma(connection, "application_id"), pragma(connection, "user_version")) == (0, 0, 0)


def pragma(connection: sqlite3.Connection, name: str) -> Any:
    """The value of a pragma."""
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def make(connection: sqlite3.Connection, identity: bytes) -> None:
    """Make the tables, all or none."""
    connection.execute("BEGIN IMMEDIATE")
    for text in SCHEMA.values():
        connection.execute(text)
    write_head(connection, Head(identity))
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def wrong_tables(connection: sqlite3.Connection) -> Iterator[str]:
    """Tables that are not as they are made."""
    found = dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    made = {name.encode(): text.encode() for name, text in SCHEMA.items()}
    for name in sorted(made.keys() | found.keys()):
        if made.get(name) != found.get(name):
            yield "a table is not as this library makes it"


# -- the whole of it -----------------------------------------------------------------------------------

_SEALED = {
    "rulesets": "number, digest",
    "cases": "number, name, ruleset, text_seal",
    "counts": "number, entries, last",
    "entries": "number, of, place, id, ruleset, text",
    "away": "number, upto, text",
    "owed": "number, id, of, delivered, text",
}
"""Of each table the fields that its seal covers, in their order."""
_MISCOUNTED = {
    "cases are missing": "SELECT cases != (SELECT count(*) FROM cases) FROM journal",
    "events are missing": "SELECT entries != (SELECT count(*) FROM entries)"
    " OR entries != (SELECT ifnull(max(number), 0) FROM entries) FROM journal",
    "alerts are missing": "SELECT owed != (SELECT count(*) FROM owed)"
    " OR owed != (SELECT ifnull(max(number), 0) FROM owed) FROM journal",
    "counts of cases are missing": "SELECT count(*) != (SELECT count(*) FROM cases) FROM counts",
    "events of a case are missing": "SELECT count(*) FROM counts c LEFT JOIN"
    " (SELECT of, count(*) AS found, max(number) AS last, max(place) AS place FROM entries GROUP BY of) e"
    " ON e.of = c.number WHERE c.entries != ifnull(e.found, 0) OR c.last != ifnull(e.last, 0)"
    " OR c.entries != ifnull(e.place, 0)",
    "a state goes further than its case": "SELECT count(*) FROM away JOIN counts USING (number)"
    " WHERE upto > last",
}


def wrongs(connection: sqlite3.Connection) -> Iterator[str]:
    """Everything in a whole journal that is not as it was written, in words, a kind of it at a time.

    May raise ``sqlite3.Error`` where SQLite cannot make sense of the file.
    """
    if any(wrong_tables(connection)):
        yield "a table is not as this library makes it"
        return
    if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != b"ok":
        yield "SQLite finds its pages or its indexes in disorder"
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        yield "a row speaks of another that is not there"
    try:
        head_of(connection)
    except AlteredError as wrong:
        yield str(wrong)
    for table, fields in _SEALED.items():
        rows = connection.execute(f"SELECT seal, {fields} FROM {table}")
        altered = sum(row[0] != seal(table, *row[1:]) for row in rows)
        if altered:
            yield f"{altered:,} of the rows of '{table}' are not as they were written"
    texts = connection.execute("SELECT text_seal, number, text FROM cases")
    if any(row[0] != seal("text", *row[1:]) for row in texts):
        yield "the starting record of a case is not as it was written"
    for what, query in _MISCOUNTED.items():
        if connection.execute(query).fetchone()[0]:
            yield what
