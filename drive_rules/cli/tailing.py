"""The lines of a file that grows, each once and whole, however the file is cut, replaced or written over.

What is read is bytes: whether a line is text is for whoever reads the line.  A last line without an end
waits for it.  Nothing here sleeps or reads a clock.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

from drive_rules.answers import Quiet

Anew = Literal["cut", "replaced"]
LONGEST = 1_000_000
"""After so many bytes a line is given as far as it goes, and the rest of it is passed over."""
KNOWN_AGAIN = 256
"""By how many bytes before the place read up to a file is known to be the same that was read."""
_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True, repr=False)
class Line(Quiet):
    """A line without its end, and its number in its file, from 1."""

    number: int
    text: bytes


class Tail:
    """Reads a file on from where it was left; ``close`` it in the end.

    Where the file was cut or written over, or another stands in its place, it is read from its beginning,
    and ``anew`` says which.  Raises ``OSError`` where the file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        # Without a buffer: what was read before is read again to see that it still stands there.
        self._file = path.open("rb", buffering=0)
        self.anew: Anew | None = None
        self._begin()

    def _begin(self) -> None:
        self._place = 0
        self._known = b""
        self._number = 0
        self._rest = b""
        self._passing_over = False

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> Tail:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def lines(self) -> Iterator[Line]:
        """The whole lines that were written since the last call; all of the file where it begins anew."""
        self.anew = None
        if self._was_cut():
            self.anew = "cut"
            self._begin()
        place = self._place
        yield from self._written()
        # Whoever replaced a file may write to the old one for a moment: it is left when it has come to rest.
        if place == self._place and self._is_replaced():
            yield from self.rest()
            self._file.close()
            self._file = self._path.open("rb", buffering=0)
            self.anew = "replaced"
            self._begin()
            yield from self._written()

    def rest(self) -> Iterator[Line]:
        """A last line that has no end, where there is one: nothing more will come."""
        if self._rest and not self._passing_over:
            self._number += 1
            yield Line(self._number, self._rest)
        self._rest = b""

    def _was_cut(self) -> bool:
        if os.fstat(self._file.fileno()).st_size < self._place:
            return True
        self._file.seek(self._place - len(self._known))
        return self._file.read(len(self._known)) != self._known

    def _is_replaced(self) -> bool:
        """Whether another file stands at the path; one that is gone may come back."""
        try:
            there = os.stat(self._path)
        except OSError:
            return False
        here = os.fstat(self._file.fileno())
        return (there.st_dev, there.st_ino) != (here.st_dev, here.st_ino)

    def _written(self) -> Iterator[Line]:
        self._file.seek(self._place)
        while read := self._file.read(_AT_ONCE):
            self._place += len(read)
            self._known = (self._known + read)[-KNOWN_AGAIN:]
            *whole, self._rest = (self._rest + read).split(b"\n")
            for text in whole:
                yield from self._ended(text)
            if len(self._rest) > LONGEST:
                yield from self._too_long()

    def _ended(self, text: bytes) -> Iterator[Line]:
        if self._passing_over:
            self._passing_over = False
            return
        self._number += 1
        yield Line(self._number, text)

    def _too_long(self) -> Iterator[Line]:
        if not self._passing_over:
            self._number += 1
            yield Line(self._number, self._rest[: LONGEST + 1])
        self._passing_over = True
        self._rest = b""
