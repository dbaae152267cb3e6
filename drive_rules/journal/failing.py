"""What can be wrong with a journal, in words: a code, the file, what is wrong and what to do.

SQLite's own messages may hold what was being kept, so none of them is ever passed on.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable

from drive_rules.problems import JournalError, Problem

_RESTORE = "keep a copy of it and of the files beside it, then restore the last backup that is whole"


def refused(place: object, code: str, what: str, fix: str) -> JournalError:
    """The error of one problem."""
    return JournalError([Problem(code, what, fix, place=str(place))])


def not_there(place: object) -> JournalError:
    """There is no file to read, or no folder to make one in."""
    return refused(
        place,
        "JR001",
        "there is no journal here",
        "see that the folder is there and may be used, and that the path is right",
    )


def something_else(place: object) -> JournalError:
    """The file is not ours."""
    return refused(
        place,
        "JR002",
        "the file is no journal of this library, or is damaged where it begins",
        "give the path of a journal, or of a file that is not there yet",
    )


def newer(place: object, version: int, known: int) -> JournalError:
    """A later library wrote it."""
    return refused(
        place,
        "JR003",
        f"the journal is of version {version}; this library reads version {known}",
        "use the library that wrote it, or a later one",
    )


def damaged(place: object, *found: str) -> JournalError:
    """What is in the file is not what was put there."""
    return JournalError(
        Problem("JR004", f"the journal is damaged: {what}", _RESTORE, place=str(place)) for what in found
    )


def too_little(place: object, held: int, told: int, beside: str) -> JournalError:
    """What was acknowledged is not all there."""
    return refused(
        place,
        "JR005",
        f"the journal holds {held:,} changes, and {told:,} were acknowledged",
        f"bring back what is missing, or an older state is used: to accept that, take {beside} away",
    )


def mark_damaged(place: object, beside: str) -> JournalError:
    """The mark beside the journal is not as it was written."""
    return refused(
        place,
        "JR020",
        f"{beside} is damaged: how much was acknowledged cannot be told by it",
        f"take {beside} away, and see that what was last acknowledged is in the journal",
    )


def of_another_journal(place: object, beside: str) -> JournalError:
    """The mark beside the journal is another's."""
    return refused(
        place,
        "JR021",
        f"{beside} belongs to another journal",
        f"put the journal that it belongs to here, or take {beside} away",
    )


def held(place: object) -> JournalError:
    """Somebody else writes."""
    return refused(
        place,
        "JR006",
        "another process, or another journal in this one, has it open to write",
        "close that one first; to read only, open it with read_only=True",
    )


def not_to_be_written(place: object) -> JournalError:
    """The file or the folder may not be written."""
    return refused(
        place,
        "JR007",
        "it may not be written here",
        "give this user the right to write the file and its folder; to read only: read_only=True",
    )


def full(place: object) -> JournalError:
    """There is no room."""
    return refused(
        place,
        "JR008",
        "the disk is full: nothing was acknowledged of this",
        "make room, then send it again",
    )


def unreadable(place: object) -> JournalError:
    """The system does not read or write."""
    return refused(
        place,
        "JR009",
        "the system refuses to read or write the file: nothing was acknowledged of this",
        "see to the disk, its quota and the largest size of a file, then send it again",
    )


def closed(place: object) -> JournalError:
    """It was closed."""
    return refused(place, "JR010", "the journal is closed", "open it again")


def not_started(place: object) -> JournalError:
    """An event of a case that nobody started."""
    return refused(place, "JR011", "the case is not started in this journal", "start it first")


def started_otherwise(place: object) -> JournalError:
    """The case has another start."""
    return refused(
        place,
        "JR012",
        "the case is started already, with another text",
        "go on with the case as it is there, or give this one another key",
    )


def kept_otherwise(place: object) -> JournalError:
    """The id has another text."""
    return refused(
        place,
        "JR013",
        "an event of this case is there under the same id, with another text",
        "give the new event an id of its own; one that was not so is taken back",
    )


def taken_away(place: object) -> JournalError:
    """The file is gone while it is open."""
    return refused(
        place,
        "JR014",
        "the file, or one beside it, was taken away or replaced while it is open",
        "put it back, then open it again and send again what was not acknowledged",
    )


def no_text(place: object, what: str) -> JournalError:
    """What was given cannot be kept."""
    return refused(place, "JR015", what, "send less at once, as text that can be written as UTF-8")


def of_another_process(place: object) -> JournalError:
    """It was carried over a fork."""
    return refused(
        place,
        "JR016",
        "it was opened by another process, before a fork",
        "open it in the process that uses it",
    )


def too_old(place: object, here: str) -> JournalError:
    """SQLite here knows no strict tables."""
    return refused(
        place,
        "JR017",
        f"SQLite is {here} here; a journal needs 3.37 or later",
        "use a Python that is built with a later SQLite",
    )


def not_owed(place: object) -> JournalError:
    """An alert that nobody owed."""
    return refused(
        place, "JR018", "no alert was ever owed under this id", "owe it first, or give the id of one that is"
    )


def too_far(place: object) -> JournalError:
    """A state of events that are not there."""
    return refused(
        place,
        "JR022",
        "a state is put away of a case that is not started, or goes further than its events",
        "start the case first; give the number of its last event that the state holds",
    )


def stopped(place: object) -> JournalError:
    """After the disk lost what it was told to put down, no later answer of it can be trusted."""
    return refused(
        place,
        "JR019",
        "the disk did not put down what it was given: nothing is kept any more",
        "see to the disk, then open the journal again and send again what was not acknowledged",
    )


def told_by(place: object, error: sqlite3.Error | OSError) -> JournalError:
    """What an error of SQLite or of the system means."""
    if isinstance(error, sqlite3.Error):
        return _told_by_sqlite(place, getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT))
    match error:
        case FileNotFoundError() | NotADirectoryError() | IsADirectoryError():
            return not_there(place)
        case PermissionError():
            return not_to_be_written(place)
        case OSError(errno=errno.ENOSPC):
            return full(place)
        case _:
            return unreadable(place)


def _told_by_sqlite(place: object, code: int) -> JournalError:
    if code == sqlite3.SQLITE_IOERR_FSYNC:
        return stopped(place)
    meaning = _MEANINGS.get(code & 0xFF)
    return meaning(place) if meaning else damaged(place, "SQLite cannot make sense of it")


_MEANINGS: dict[int, Callable[[object], JournalError]] = {
    sqlite3.SQLITE_FULL: full,
    sqlite3.SQLITE_BUSY: held,
    sqlite3.SQLITE_LOCKED: held,
    sqlite3.SQLITE_READONLY: not_to_be_written,
    sqlite3.SQLITE_PERM: not_to_be_written,
    sqlite3.SQLITE_AUTH: not_to_be_written,
    sqlite3.SQLITE_CANTOPEN: not_there,
    sqlite3.SQLITE_IOERR: unreadable,
    sqlite3.SQLITE_NOTADB: something_else,
}
