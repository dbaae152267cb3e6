"""A lock for each case, there only while somebody holds it or waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class CaseLocks:
    """One thread at a time for each case; a case that nobody works on costs nothing.

    Whoever holds one asks for no second one: so no two threads ever wait for each other.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: dict[str, tuple[Lock, int]] = {}

    def __len__(self) -> int:
        return len(self._held)

    def busy(self, case: str) -> bool:
        """Whether somebody works on this case."""
        return case in self._held

    @contextmanager
    def __call__(self, case: str) -> Iterator[None]:
        """Wait until nobody else works on this case."""
        with self._lock:
            lock, waiting = self._held.get(case) or (Lock(), 0)
            self._held[case] = lock, waiting + 1
        try:
            with lock:
                yield
        finally:
            self._leave(case)

    @contextmanager
    def at_once(self, case: str) -> Iterator[bool]:
        """The same without waiting: False where somebody works on this case, and then nothing is held."""
        with self._lock:
            free = case not in self._held
            if free:
                lock = Lock()
                lock.acquire()
                self._held[case] = lock, 1
        if not free:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()
            self._leave(case)

    def _leave(self, case: str) -> None:
        with self._lock:
            lock, waiting = self._held[case]
            if waiting == 1:
                del self._held[case]
            else:
                self._held[case] = lock, waiting - 1
