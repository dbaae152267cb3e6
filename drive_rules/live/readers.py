"""Alerts for whoever iterates over them, in any event loop of any thread.

What is owed is read from the journal a window at a time, so a slow reader costs no memory.  An alert is
dealt with when its reader asks for the next one.  Whoever is cancelled, leaves or is forgotten before
that has it given to another, or to the next who comes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Self
from weakref import WeakSet, ref

from drive_rules.answers import Quiet
from drive_rules.journal import Owed
from drive_rules.watching import Alert

AT_A_TIME = 256
"""How many alerts that are owed are read from the journal at a time."""


@dataclass(frozen=True, slots=True, repr=False)
class Raised(Quiet):
    """An alert and the case, by its id, that it is of."""

    case: str
    alert: Alert

    @property
    def id(self) -> str:
        """The alert's own id, the same however often it is told."""
        return self.alert.id


def raised(owed: Owed) -> Raised:
    """An alert as the journal owes it."""
    return Raised(owed.case, Alert.from_json(owed.text))


class Window:
    """The alerts that readers have not dealt with, as many as are looked at.  Thread-safe."""

    def __init__(
        self,
        owed: Callable[[], Iterator[Owed]],
        read_before: Callable[[str], bool],
        dealt_with: Callable[[Owed], None],
    ) -> None:
        self._owed, self._read_before, self._dealt_with = owed, read_before, dealt_with
        self._lock = Lock()
        self._readers: WeakSet[Alerts] = WeakSet()
        self._here: dict[str, Owed] = {}
        self._with: dict[str, tuple[str, ref[Alerts]]] = {}  # by case, which alert and who has it
        self._bells: list[tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = []
        self._closed = False

    @property
    def open(self) -> bool:
        """Whether anybody reads."""
        with self._lock:
            return bool(self._readers)

    def reader(self) -> Alerts:
        """One more reader: whoever is first begins with all that is owed."""
        reader = Alerts(self)
        with self._lock:
            if not self._readers:
                self._here.clear()
                self._with.clear()
            self._readers.add(reader)
        return reader

    def take(self, reader: Alerts) -> Owed | None:
        """The first alert whose case no other reader has an alert of; None where there is none yet."""
        with self._lock:
            if self._closed or reader not in self._readers:
                raise StopAsyncIteration
            while (found := self._free()) is None and self._more():
                pass
            if found is not None:
                self._with[found.case] = found.id, ref(reader)
            return found

    def _free(self) -> Owed | None:
        for owed in self._here.values():
            _, holder = self._with.get(owed.case, ("", None))
            if holder is None or holder() is None:
                return owed
        return None

    def _more(self) -> bool:
        most = len(self._here) + AT_A_TIME
        for owed in self._owed():
            if owed.id not in self._here and not self._read_before(owed.id):
                self._here[owed.id] = owed
                if len(self._here) == most:
                    break
        return len(self._here) > most - AT_A_TIME

    def done(self, reader: Alerts) -> None:
        """The reader has dealt with what it had."""
        with self._lock:
            had = [self._here[id] for id, holder in self._with.values() if holder() is reader]
        try:
            # It stays with the reader until it is crossed off: else another finds it owed, and has it again.
            for owed in had:
                self._dealt_with(owed)
        finally:
            with self._lock:
                for owed in had:
                    self._here.pop(owed.id, None)
            self._give_up(reader)
            self.ring()

    def leave(self, reader: Alerts) -> None:
        """The reader reads no more; what it had is for the others."""
        self._give_up(reader)
        with self._lock:
            self._readers.discard(reader)
        self.ring()

    def _give_up(self, reader: Alerts) -> None:
        with self._lock:
            self._with = {case: had for case, had in self._with.items() if had[1]() is not reader}

    # -- waiting -----------------------------------------------------------------------------------

    def bell(self) -> asyncio.Future[None]:
        """What is set, in the loop that asks, when there may be more."""
        loop = asyncio.get_running_loop()
        bell = loop.create_future()
        with self._lock:
            self._bells.append((loop, bell))
        return bell

    def unhang(self, bell: asyncio.Future[None]) -> None:
        """Nobody waits for this one any more."""
        with self._lock:
            self._bells = [each for each in self._bells if each[1] is not bell]

    def ring(self) -> None:
        """There may be more: wake whoever waits."""
        with self._lock:
            bells, self._bells = self._bells, []
        for loop, bell in bells:
            try:
                loop.call_soon_threadsafe(_set, bell)
            except RuntimeError:  # its loop is closed, and nobody waits in it any more
                continue

    def close(self) -> None:
        """Every reader is at its end."""
        with self._lock:
            self._closed = True
        self.ring()


def _set(bell: asyncio.Future[None]) -> None:
    if not bell.done():
        bell.set_result(None)


class Alerts:
    """Alerts as they come, oldest owed first; ends when the site is closed.

    Several may read at once: each alert goes to one of them, and those of one case one after the other.
    To ask for the next one says that the one before was dealt with; ``aclose`` does not say so.
    """

    def __init__(self, window: Window) -> None:
        self._window = window

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Raised:
        self._window.done(self)
        while True:
            # The bell is hung before looking, so that nothing comes in between unheard.
            bell = self._window.bell()
            try:
                owed = self._window.take(self)
                if owed is not None:
                    return raised(owed)
                await bell
            finally:
                self._window.unhang(bell)

    async def aclose(self) -> None:
        """Read no more."""
        self._window.leave(self)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
