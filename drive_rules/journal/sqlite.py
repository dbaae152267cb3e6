"""A journal in one SQLite file: what is acknowledged is on the disk, and what is read is what was written.

One process writes, any number read; beside the file lie SQLite's log (``-wal``, ``-shm``) while it is open,
and a mark (``-mark``).  Each row has a seal, so that a damaged file is refused and never misread.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import quote

from drive_rules.journal import (
    MOST_BYTES,
    MOST_BYTES_OF_A_NAME,
    Entry,
    Owed,
    failing,
    mark,
    reading,
    rows,
    writing,
)
from drive_rules.journal.transactions import Writer, Writing
from drive_rules.problems import JournalError

Got = TypeVar("Got")
Asked = ParamSpec("Asked")

_AT_ONCE = 256
"""Rows read at once: nobody who reads keeps others waiting."""
_MOST_WAITING = 64
"""States put away that wait for the next change to go with."""
_PATIENCE = 2.0
"""Seconds to wait for a program that is no journal and locks the file."""
_OLDEST = (3, 37, 0)


class SqliteJournal:
    """A ``Journal`` in a file, made where there is none.

    With ``read_only`` nothing is written, and another process may be writing.  A whole journal is looked
    through when it is opened, which takes about ten seconds for a million events; without ``thorough`` each
    row is still held against its seal when it is read.  Raises ``JournalError``.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False, thorough: bool = True) -> None:
        self._path = Path(path)
        self._process = os.getpid()
        self._lock = Lock()
        self._away: dict[str, tuple[str, int]] = {}
        self._away_lock = Lock()
        self._reader: sqlite3.Connection | None = None
        self._writer: Writer | None = None
        if sqlite3.sqlite_version_info < _OLDEST:
            raise failing.too_old(self._path, sqlite3.sqlite_version)
        try:
            if self._path.is_dir():
                raise failing.not_there(self._path)
            if read_only:
                self._reader = _looked_through(self._path, thorough)
            else:
                self._writer = _writer(self._path, thorough)
                self._reader = _reader(self._path)
        except BaseException as error:
            self._let_go()
            if isinstance(error, sqlite3.Error | OSError):
                raise failing.told_by(self._path, error) from None
            raise

    def __repr__(self) -> str:
        return "<SqliteJournal>"

    def __enter__(self) -> SqliteJournal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # -- writing ---------------------------------------------------------------------------------

    def start(self, case: str, text: str, ruleset: str) -> bool:
        """Keep the starting record of a case; False where it is there with the same text (``Journal``)."""
        self._fits(text, case, ruleset)
        return self._write(lambda within: writing.start(within, case, text, ruleset))

    def append(self, case: str, id: str, text: str, ruleset: str) -> bool:
        """Keep an event of a case; False where it is there with the same text (``Journal``)."""
        self._fits(text, case, id, ruleset)
        return self._write(lambda within: writing.append(within, case, id, text, ruleset))

    def put_away(self, case: str, text: str, upto: int) -> None:
        """Keep the state of a case: with the next change, or after a few dozen of them (``Journal``)."""
        self._fits(text, case)
        self._may_write()
        if not 0 <= upto <= self.last(case) or self._case(case) is None:
            raise failing.too_far(self._path)
        with self._away_lock:
            self._away[case] = (text, upto)
            enough = len(self._away) >= _MOST_WAITING
        if enough:
            self._write(lambda _: None)

    def owe(self, alerts: Iterable[Owed]) -> tuple[Owed, ...]:
        """Keep alerts that are to be delivered; gives those that are new (``Journal``)."""
        alerts = tuple(alerts)
        for each in alerts:
            self._fits(each.text, each.id, each.case)
        return self._write(lambda within: writing.owe(within, alerts)) if alerts else ()

    def delivered(self, id: str) -> None:
        """Keep that an alert was delivered (``Journal``)."""
        self._fits("", id)
        self._write(lambda within: writing.delivered(within, id))

    def close(self) -> None:
        """Put everything down and let go of the file; once more is harmless."""
        if self._reader is None or self._process != os.getpid():
            return
        try:
            if self._away:
                self._write(lambda _: None)
        finally:
            self._let_go()

    def _write(self, change: Callable[[Writing], Got]) -> Got:
        """Make a change, and with it put down the states that wait: each can be worked out again."""
        writer = self._may_write()
        away: dict[str, tuple[str, int]] = {}
        if self._away:
            with self._away_lock:
                away, self._away = self._away, {}
        return writer.write(change, [_put_away(case, state) for case, state in away.items()])

    def _may_write(self) -> Writer:
        self._ours()
        if self._writer is None:
            raise failing.not_to_be_written(self._path)
        return self._writer

    # -- reading ---------------------------------------------------------------------------------

    def started(self, case: str) -> Entry | None:
        """The starting record of a case, as entry number 0; None where it is not started."""
        found = self._case(case)
        if found is None:
            return None
        text = self._read(reading.start_of, found)
        return Entry(0, case, "", text.decode(), found.ruleset)

    def entries(self, case: str, after: int = 0) -> Iterator[Entry]:
        """The events of a case in the order they were kept, those with a number above ``after``."""
        found = self._case(case)
        return self._entries(case, found, after) if found is not None else iter(())

    def _entries(self, case: str, found: reading.Found, after: int) -> Iterator[Entry]:
        done = self._read(reading.place_of, found, after)
        while done < found.entries:
            part = self._read(reading.entries_of, case, found, done, _AT_ONCE)
            yield from part
            done += len(part)

    def last(self, case: str) -> int:
        """The number of the last event kept of a case; 0 where there is none."""
        found = self._case(case)
        return found.last if found is not None else 0

    def cases(self) -> Iterator[str]:
        """Every case that is started, in the order they were."""
        return self._cases(self._read(rows.head_of).cases)

    def _cases(self, count: int) -> Iterator[str]:
        done = 0
        while done < count:
            part = self._read(reading.cases_of, done, count, _AT_ONCE)
            yield from part
            done += len(part)

    def brought_back(self, case: str) -> tuple[str, int] | None:
        """The state last put away of a case, and the number it goes up to; None where there is none."""
        self._ours()
        with self._away_lock:
            waiting = self._away.get(case)
        found = self._case(case)
        if waiting is not None or found is None:
            return waiting
        return self._read(reading.away_of, found)

    def owed(self, case: str | None = None) -> Iterator[Owed]:
        """The alerts that are not delivered, or those of one case, in the order they were first owed."""
        if case is not None:
            self._fits("", case)
        return self._owed(case)

    def _owed(self, case: str | None) -> Iterator[Owed]:
        done = 0
        while part := self._read(reading.owed_of, case, done, _AT_ONCE):
            yield from (each for _, each in part)
            done = part[-1][0]

    def check(self) -> None:
        """Look the whole file through; raises ``JournalError`` with all that is not as it was written."""
        self._read(_check, self._path)

    def _case(self, case: str) -> reading.Found | None:
        self._fits("", case)
        return self._read(reading.case_of, case)

    def _read(
        self,
        read: Callable[Concatenate[sqlite3.Connection, Asked], Got],
        *asked: Asked.args,
        **by: Asked.kwargs,
    ) -> Got:
        self._ours()
        with self._lock:
            if self._reader is None:
                raise failing.closed(self._path)
            try:
                return read(self._reader, *asked, **by)
            except rows.AlteredError as wrong:
                raise failing.damaged(self._path, str(wrong)) from None
            except sqlite3.Error as error:
                raise failing.told_by(self._path, error) from None

    # -- the file --------------------------------------------------------------------------------

    def _ours(self) -> None:
        if self._process != os.getpid():
            raise failing.of_another_process(self._path)

    def _fits(self, text: str, *names: str) -> None:
        """Whether what was given can be kept as it is."""
        try:
            size, longest = len(text.encode()), max(len(name.encode()) for name in names)
        except UnicodeEncodeError:
            raise failing.no_text(self._path, "it holds what cannot be written as UTF-8") from None
        if size > MOST_BYTES:
            raise failing.no_text(self._path, f"a text of {size:,} bytes; at most {MOST_BYTES:,} are kept")
        if longest > MOST_BYTES_OF_A_NAME:
            what = f"a key, an id or a digest of {longest:,} bytes; at most {MOST_BYTES_OF_A_NAME:,} are kept"
            raise failing.no_text(self._path, what)

    def _let_go(self) -> None:
        with self._lock:
            reader, self._reader = self._reader, None
            if reader is not None:
                reader.close()
            if self._writer is not None:
                self._writer.close()


def _put_away(case: str, state: tuple[str, int]) -> Callable[[Writing], None]:
    return lambda within: writing.put_away(within, case, *state)


def _connect(path: Path, how: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?{how}",
        timeout=_PATIENCE,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )
    # Texts are held against their seals before anybody takes them for text.
    connection.text_factory = bytes
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def _reader(path: Path) -> sqlite3.Connection:
    """A connection that cannot write; it needs no right to, nor room, where nobody left a log."""
    connection = _connect(path, "mode=ro")
    try:
        rows.pragma(connection, "application_id")
    except sqlite3.Error:
        connection.close()
        if path.with_name(f"{path.name}-wal").exists():
            raise
        connection = _connect(path, "mode=ro&immutable=1")
    return connection


def _writer(path: Path, thorough: bool) -> Writer:
    """The file opened to be written, and made where there is none."""
    if not path.parent.is_dir():
        raise failing.not_there(path)
    if path.exists():
        _is_new(path)  # or ours: beside a file of something else no mark is made
    ours = mark.Mark(path)
    try:
        new = not path.exists() or _is_new(path)
        connection = _made(path) if new else _connected(path, thorough)
    except BaseException:
        ours.close()
        raise
    try:
        return Writer(path, connection, ours)
    except BaseException:
        connection.close()
        ours.close()
        raise


def _made(path: Path) -> sqlite3.Connection:
    """A journal in a file that was not there, or in which nothing was made before its process was killed."""
    told = mark.read(path)
    if told is not None:
        raise _missing(path, told)
    connection = _connect(path, "mode=rwc")
    try:
        _log_mode(path, connection)
        rows.make(connection, os.urandom(16))
        _folder_down(path)
    except BaseException:
        connection.close()
        raise
    return connection


def _connected(path: Path, thorough: bool) -> sqlite3.Connection:
    # Looked through by a connection that cannot write: one that can would put the log into the file when it
    # is closed, and what is damaged must stay as it is.
    _looked_through(path, thorough).close()
    connection = _connect(path, "mode=rw")
    _log_mode(path, connection)
    return connection


def _log_mode(path: Path, connection: sqlite3.Connection) -> None:
    if rows.pragma(connection, "journal_mode = WAL") != b"wal":
        raise failing.unreadable(path)


def _folder_down(path: Path) -> None:
    """Have the disk put down that the file is there; SQLite does so for its log only."""
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _is_new(path: Path) -> bool:
    """Whether nothing was made in a file yet; raises ``JournalError`` where it is no journal."""
    connection = _reader(path)
    try:
        if rows.is_new(connection):
            return True
        application, version = (rows.pragma(connection, each) for each in ("application_id", "user_version"))
    finally:
        connection.close()
    if application != rows.APPLICATION or version < rows.VERSION:
        raise failing.something_else(path)
    if version > rows.VERSION:
        raise failing.newer(path, version, rows.VERSION)
    return False


def _looked_through(path: Path, thorough: bool) -> sqlite3.Connection:
    """A connection that reads, to a journal in which nothing is found wrong."""
    # In this order: whoever is writing acknowledges after it has kept.
    told = mark.read(path)
    if not path.exists() or _is_new(path):
        raise _missing(path, told)
    connection = _reader(path)
    try:
        wrong = next(rows.wrong_tables(connection), None)
        if wrong is not None:
            raise failing.damaged(path, wrong)
        head = rows.head_of(connection)
        if told is not None and told[0] != head.identity:
            raise failing.of_another_journal(path, mark.beside(path).name)
        if told is not None and told[1] > head.changes:
            raise _missing(path, told, head.changes)
        if thorough:
            _check(connection, path)
    except rows.AlteredError as wrong:
        connection.close()
        raise failing.damaged(path, str(wrong)) from None
    except BaseException:
        connection.close()
        raise
    return connection


def _missing(path: Path, told: tuple[bytes, int] | None, held: int = 0) -> JournalError:
    """The file is not there, or holds less than was acknowledged."""
    if told is None:
        return failing.not_there(path)
    return failing.too_little(path, held, told[1], mark.beside(path).name)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("BEGIN")
    try:
        found = list(rows.wrongs(connection))
    finally:
        connection.execute("ROLLBACK")
    if found:
        raise failing.damaged(path, *found)
