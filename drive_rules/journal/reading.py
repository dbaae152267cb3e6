"""What is read of a journal in SQLite, each row held against its seal.

Every function raises ``AlteredError`` where a row is not as it was written, or is missing though counted.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from drive_rules.journal import Entry, Owed
from drive_rules.journal.rows import AlteredError, seal

_CASE = """SELECT c.number, c.name, c.ruleset, c.text_seal, c.seal, r.digest,
  k.number, k.entries, k.last, k.seal
  FROM cases c LEFT JOIN rulesets r ON r.number = c.ruleset LEFT JOIN counts k ON k.number = c.number
  WHERE c.name = ?"""
_CASES = "SELECT number, name, ruleset, text_seal, seal FROM cases WHERE number > ? ORDER BY number LIMIT ?"
_ENTRY = "e.number, e.of, e.place, e.id, e.ruleset, e.text, e.seal"
_ENTRIES = f"""SELECT {_ENTRY}, r.digest FROM entries e LEFT JOIN rulesets r ON r.number = e.ruleset
  WHERE e.of = ? AND e.place > ? AND e.place <= ? ORDER BY e.place LIMIT ?"""
_OWED = "SELECT number, id, of, delivered, text, seal FROM owed"


@dataclass(frozen=True, slots=True)
class Found:
    """A case in the journal: its number, the digest it was started under, its events, the last's number."""

    number: int
    ruleset: str
    text_seal: bytes
    entries: int
    last: int


def case_of(connection: sqlite3.Connection, case: str) -> Found | None:
    """A case by its key; None where it is not started."""
    row = connection.execute(_CASE, (case,)).fetchone()
    if row is None:
        return None
    mine, counts = row[:5], row[6:]
    _sealed("cases", mine, "a case")
    _sealed("counts", counts, "the counts of a case")
    if mine[1] != case.encode():
        raise AlteredError("a case is not where it was written")
    return Found(mine[0], _digest(row[5]), mine[3], counts[1], counts[2])


def start_of(connection: sqlite3.Connection, case: Found) -> bytes:
    """The starting record of a case."""
    row = connection.execute("SELECT text FROM cases WHERE number = ?", (case.number,)).fetchone()
    if row is None or case.text_seal != seal("text", case.number, row[0]):
        raise AlteredError("the starting record of a case is not as it was written")
    return bytes(row[0])


def cases_of(connection: sqlite3.Connection, after: int, upto: int, most: int) -> list[str]:
    """Keys of cases by their numbers."""
    count = min(most, upto - after)
    found = connection.execute(_CASES, (after, count)).fetchall()
    for row in found:
        _sealed("cases", row, "a case")
    if [row[0] for row in found] != list(range(after + 1, after + count + 1)):
        raise AlteredError("cases are missing")
    return [row[1].decode() for row in found]


def place_of(connection: sqlite3.Connection, case: Found, number: int) -> int:
    """How many of the events of a case have a number up to this one."""
    if number >= case.last:
        return case.entries
    query = "SELECT count(*) FROM entries WHERE of = ? AND number <= ?"
    return int(connection.execute(query, (case.number, number)).fetchone()[0]) if number > 0 else 0


def entries_of(connection: sqlite3.Connection, key: str, case: Found, after: int, most: int) -> list[Entry]:
    """Events of a case by their places, those after one."""
    count = min(most, case.entries - after)
    found = connection.execute(_ENTRIES, (case.number, after, case.entries, count)).fetchall()
    for row in found:
        _sealed("entries", row[:7], "an event")
    if [row[2] for row in found] != list(range(after + 1, after + count + 1)):
        raise AlteredError("events of a case are missing")
    return [Entry(row[0], key, row[3].decode(), row[5].decode(), _digest(row[7])) for row in found]


def text_of(connection: sqlite3.Connection, case: Found, id: str) -> bytes | None:
    """The text of an event; None where there is none under this id."""
    query = f"SELECT {_ENTRY} FROM entries e WHERE e.of = ? AND e.id = ?"
    row = connection.execute(query, (case.number, id)).fetchone()
    if row is None:
        return None
    _sealed("entries", row, "an event")
    return bytes(row[5])


def away_of(connection: sqlite3.Connection, case: Found) -> tuple[str, int] | None:
    """The state of a case that was put away, and how far it goes."""
    query = "SELECT number, upto, text, seal FROM away WHERE number = ?"
    row = connection.execute(query, (case.number,)).fetchone()
    if row is None:
        return None
    _sealed("away", row, "a state that was put away")
    return row[2].decode(), row[1]


def alert_of(connection: sqlite3.Connection, id: str) -> tuple[Any, ...] | None:
    """An alert by its id: its number, id, case, whether it is delivered, and its text."""
    row = connection.execute(f"{_OWED} WHERE id = ?", (id,)).fetchone()
    if row is not None:
        _sealed("owed", row, "an alert")
    return row[:-1] if row is not None else None


def owed_of(
    connection: sqlite3.Connection, case: str | None, after: int, most: int
) -> list[tuple[int, Owed]]:
    """Alerts that are not delivered by their numbers, those after one; of one case if given."""
    of, asked = ("AND of = ?", (after, case)) if case is not None else ("", (after,))
    query = f"{_OWED} WHERE delivered = 0 AND number > ? {of} ORDER BY number LIMIT ?"
    found = connection.execute(query, (*asked, most)).fetchall()
    for row in found:
        _sealed("owed", row, "an alert")
    return [(row[0], Owed(row[1].decode(), row[2].decode(), row[4].decode())) for row in found]


def ruleset_of(connection: sqlite3.Connection, digest: str) -> int | None:
    """The number of a ruleset's digest, where an entry has it."""
    query = "SELECT number, digest, seal FROM rulesets WHERE digest = ?"
    row = connection.execute(query, (digest,)).fetchone()
    if row is None:
        return None
    _sealed("rulesets", row, "the digest of a ruleset")
    return int(row[0])


def _sealed(table: str, row: tuple[Any, ...], what: str) -> None:
    if row[-1] != seal(table, *row[:-1]):
        raise AlteredError(f"{what} is not as it was written")


def _digest(found: bytes | None) -> str:
    # Held against its seal when the journal is opened; where it says another, the ruleset is another.
    if found is None:
        raise AlteredError("the digest of a ruleset is missing")
    return found.decode()
