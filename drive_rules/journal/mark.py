"""The file beside a journal that is locked while somebody writes, and says how much was acknowledged.

SQLite reads a log whose end is damaged or cut off as if the rest had never been written.  So how many
changes were acknowledged is marked here too.  It is written without waiting for the disk: after a power cut
it may say less than the truth, never more.  Without the file a journal is whole all the same.
"""

from __future__ import annotations

import os
import struct
import sys
from hashlib import blake2b
from pathlib import Path

from drive_rules.journal import failing

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_MAGIC = b"DRVMARK1"
_FORM = struct.Struct(">8s16sQ16s")
_TRIES = 3
"""How often a mark is read that somebody may be writing."""


def beside(path: Path) -> Path:
    """Where the mark of a journal is."""
    return path.with_name(f"{path.name}-mark")


def read(path: Path) -> tuple[bytes, int] | None:
    """Of a journal's mark the identity of the journal and how much was acknowledged; None where nothing is.

    Raises ``JournalError`` where it is damaged.
    """
    for _ in range(_TRIES):
        try:
            found = beside(path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise failing.told_by(path, error) from None
        if not found.strip(b"\0"):
            return None
        if len(found) == _FORM.size:
            magic, identity, told, seal = _FORM.unpack(found)
            if magic == _MAGIC and seal == _seal(identity, told):
                return identity, told
    raise failing.mark_damaged(path, beside(path).name)


class Mark:
    """The mark of a journal that this process writes; locked until it is closed or the process is gone."""

    def __init__(self, path: Path) -> None:
        """Raises ``JournalError`` where another has it."""
        self._path = path
        try:
            self._file = os.open(beside(path), os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
        except OSError as error:
            raise failing.told_by(path, error) from None
        try:
            _lock(self._file)
        except OSError:
            os.close(self._file)
            raise failing.held(path) from None

    def write(self, identity: bytes, told: int) -> None:
        """Say how much is acknowledged from now on."""
        mark = _FORM.pack(_MAGIC, identity, told, _seal(identity, told))
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, mark)

    def close(self) -> None:
        """Let go of it, for every process that was forked meanwhile too."""
        _unlock(self._file)
        os.close(self._file)


def _seal(identity: bytes, told: int) -> bytes:
    return blake2b(identity + told.to_bytes(8, "big"), digest_size=16, person=b"mark").digest()


def _lock(file: int) -> None:
    if sys.platform == "win32":
        # The byte that is locked lies beyond the mark, which others go on reading.
        os.lseek(file, _FORM.size, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unlock(file: int) -> None:
    if sys.platform == "win32":
        os.lseek(file, _FORM.size, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_UN)
