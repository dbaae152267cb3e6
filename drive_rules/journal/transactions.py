"""How changes to a journal in SQLite are made durable: one writer, one wait for the disk for many threads.

A thread that finds the writer busy leaves its change in the queue; whoever writes next takes all of them in
one transaction.  No change is acknowledged before the disk has it.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from drive_rules.journal import failing, rows
from drive_rules.journal.mark import Mark, beside
from drive_rules.problems import JournalError

Kept = TypeVar("Kept")

_DURABLE = (
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA foreign_keys = ON",
)


class Writing:
    """A transaction under way: the file, the connection, and the journal's counts as they will be."""

    __slots__ = ("changed", "connection", "head", "path")

    def __init__(self, path: Path, connection: sqlite3.Connection, head: rows.Head) -> None:
        self.path = path
        self.connection = connection
        self.head = head
        self.changed = False

    def insert(self, table: str, **fields: int | bytes | str) -> None:
        """Put a row down; there may be none of its number."""
        names, places = ", ".join(fields), ", ".join("?" * len(fields))
        self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(fields.values()))
        self.changed = True

    def replace(self, table: str, **fields: int | bytes | str) -> None:
        """Put a row down in place of the one of its number."""
        names, places = ", ".join(fields), ", ".join("?" * len(fields))
        set_to = ", ".join(f"{each} = excluded.{each}" for each in fields if each != "number")
        self.connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({places}) ON CONFLICT (number) DO UPDATE SET {set_to}",
            tuple(fields.values()),
        )
        self.changed = True


class _Change(Generic[Kept]):
    """One thread's change in the queue, and what became of it."""

    __slots__ = ("done", "error", "kept", "make")

    def __init__(self, make: Callable[[Writing], Kept]) -> None:
        self.make = make
        self.done = False
        self.kept: Kept | None = None
        self.error: JournalError | None = None


class Writer:
    """The one connection that writes a journal."""

    def __init__(self, path: Path, connection: sqlite3.Connection, mark: Mark) -> None:
        """Takes the connection and the mark over; raises ``JournalError`` where it cannot write."""
        self._path = path
        self._connection = connection
        self._mark = mark
        self._waiting: deque[_Change[object]] = deque()
        self._lock = Lock()
        self._stopped: JournalError | None = None
        self._closed = False
        self._files: dict[Path, tuple[int, int]] = {}
        for each in _DURABLE:
            connection.execute(each)
        self._changes = rows.head_of(connection).changes
        # What a process left in the log when it was killed may not be on the disk yet, and would be taken for
        # kept from now on.  Any commit has the whole log put down.
        self.write(_nothing_new)
        self._files = {each: _which(each) for each in _all_of(path)}

    def write(self, make: Callable[[Writing], Kept], also: Iterable[Callable[[Writing], None]] = ()) -> Kept:
        """Make a change and give what it gives, once it is on the disk.

        A change that raises has written nothing before.  What is to be written ``also`` goes before it, and
        nobody hears of it where it cannot be.  Raises ``JournalError``.
        """
        change: _Change[Kept] = _Change(make)
        self._waiting.extend(map(_Change, also))
        self._waiting.append(change)  # type: ignore[arg-type]
        with self._lock:
            if not change.done:
                self._write_all()
        if change.error is not None:
            raise change.error from None
        return change.kept  # type: ignore[return-value]

    def close(self) -> None:
        """Put the log into the file and let go; changes still in the queue are refused."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._stopped = failing.closed(self._path)
                self._connection.close()
                self._mark.close()

    def _write_all(self) -> None:
        batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
        try:
            error = self._transaction(batch)
            if error is not None and len(batch) > 1:
                # One of them is too large, say: the others are not to fail for it.
                for each in batch:
                    each.error = self._transaction([each]) or each.error
            elif error is not None:
                batch[0].error = error
        except BaseException:
            self._roll_back()
            self._waiting.extendleft(reversed(batch))
            raise
        for each in batch:
            each.done = True

    def _transaction(self, batch: list[_Change[object]]) -> JournalError | None:
        """Make changes, all of them or none; what hindered it, if anything did."""
        if self._stopped is not None:
            return JournalError(self._stopped.problems)
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            writing = Writing(self._path, self._connection, rows.head_of(self._connection))
            if writing.head.changes != self._changes:
                raise failing.held(self._path)
            for each in batch:
                self._make(each, writing)
            if not writing.changed:
                self._connection.execute("ROLLBACK")
                return None
            head = replace(writing.head, changes=writing.head.changes + 1)
            rows.write_head(self._connection, head)
            self._connection.execute("COMMIT")
            self._changes = head.changes
            self._acknowledge(head)
        except JournalError as error:
            self._roll_back()
            return error
        except rows.AlteredError as wrong:
            self._roll_back()
            return failing.damaged(self._path, str(wrong))
        except (sqlite3.Error, OSError) as error:
            self._roll_back()
            return self._hindered(failing.told_by(self._path, error))
        return None

    def _make(self, change: _Change[object], writing: Writing) -> None:
        try:
            change.error = None
            change.kept = change.make(writing)
        except JournalError as error:
            change.error = error

    def _acknowledge(self, head: rows.Head) -> None:
        """The last step before anybody is told: what was kept must be where it will be looked for."""
        try:
            gone = any(_which(path) != which for path, which in self._files.items())
        except OSError:
            gone = True
        if gone:
            self._stopped = failing.taken_away(self._path)
            raise failing.taken_away(self._path)
        self._mark.write(head.identity, head.changes)

    def _hindered(self, error: JournalError) -> JournalError:
        """After an fsync that failed, the next may succeed without what was lost: no more is kept."""
        if error.problems[0].code == "JR019":
            self._stopped = error
        return error

    def _roll_back(self) -> None:
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            # A transaction that can be neither ended nor undone: nothing more may be put into it.
            self._stopped = failing.unreadable(self._path)


def _all_of(path: Path) -> list[Path]:
    """The files that a journal needs while it is open."""
    return [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm")), beside(path)]


def _which(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _nothing_new(writing: Writing) -> None:
    writing.changed = True
