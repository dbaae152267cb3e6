"""The cases in memory: at most so many, each worked on by one thread at a time.

Whoever brings a case in while there is no room puts away the case that was used longest ago and that
nobody works on; where every case is being worked on, they wait until one is not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from threading import Condition

from drive_rules.following import Change, Follower
from drive_rules.journal import Owed
from drive_rules.live.locks import CaseLocks
from drive_rules.problems import EventError

A_FEW = 16
"""Of how many cases it is tried first whether one may be put away."""


@dataclass(slots=True)
class Held:
    """A case in memory, followed ``since`` a day.

    It holds what the journal has of it up to entry ``upto``.  The first ``days`` days that passed for the
    site have passed for it; ``fresh`` is how many events and
    days came since it was last put away; ``owed`` and ``changes`` are its alerts, and
    what days changed of it, that nobody was told of yet.
    """

    follower: Follower
    since: date
    days: int = 0
    upto: int = 0
    fresh: int = 0
    owed: list[Owed] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


class Holding:
    """Cases in memory by key, at most ``most`` of them."""

    def __init__(
        self, most: int, bring_back: Callable[[str], Held], put_away: Callable[[str, Held], None]
    ) -> None:
        self.most = most
        self._bring_back, self._put_away = bring_back, put_away
        self._locks = CaseLocks()
        self._room = Condition()
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._coming = 0

    def __len__(self) -> int:
        with self._room:
            return len(self._held) + self._coming

    @contextmanager
    def alone(self, case: str) -> Iterator[None]:
        """Nobody else works on this case meanwhile.  Whoever has one case alone asks for no other."""
        try:
            with self._locks(case):
                yield
        finally:
            with self._room:
                self._room.notify()

    @contextmanager
    def here(self, case: str, bring: Callable[[], Held] | None = None) -> Iterator[Held]:
        """The case in memory, for whoever has it alone; out of memory again where anything goes wrong."""
        held = self._in_memory(case, bring or (lambda: self._bring_back(case)))
        try:
            yield held
        except EventError:  # which changed nothing
            raise
        except BaseException:
            self.drop(case)
            raise

    def drop(self, case: str) -> None:
        """Forget what is in memory of a case: the journal has all of it."""
        with self._room:
            self._held.pop(case, None)
            self._room.notify()

    def _in_memory(self, case: str, bring: Callable[[], Held]) -> Held:
        with self._room:
            if case in self._held:
                self._held.move_to_end(case)
                return self._held[case]
        self._make_room()
        try:
            held = bring()
        except BaseException:
            with self._room:
                self._coming -= 1
                self._room.notify()
            raise
        with self._room:
            self._coming -= 1
            self._held[case] = held
        return held

    def _make_room(self) -> None:
        while True:
            with self._room:
                if len(self._held) + self._coming < self.most:
                    self._coming += 1
                    return
                longest_ago = tuple(islice(self._held, A_FEW))
            if any(map(self._put_one_away, longest_ago)):
                continue
            with self._room:
                everyone = tuple(self._held)
            if any(map(self._put_one_away, everyone)):
                continue
            with self._room:
                if len(self._held) + self._coming >= self.most and all(map(self._locks.busy, self._held)):
                    self._room.wait()

    def _put_one_away(self, case: str) -> bool:
        """Put this case away, unless somebody works on it."""
        with self._locks.at_once(case) as free:
            if not free:
                return False
            with self._room:
                held = self._held.get(case)
            if held is None:
                return False
            self._put_away(case, held)
            self.drop(case)
            return True

    def put_all_away(self) -> None:
        """Put every case away that nobody works on."""
        with self._room:
            everyone = tuple(self._held)
        for case in everyone:
            self._put_one_away(case)
