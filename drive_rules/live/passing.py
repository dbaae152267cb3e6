"""A day that passes, taken to every case in turn: by as many threads as call, as far as each is asked to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from threading import Lock


class Passing:
    """Which cases are still to be brought to the site's first ``days`` days.  Thread-safe.

    Cases are taken in the order in which they were started, first those that are ``stuck`` from before.
    """

    def __init__(self, cases: Iterator[str], count: int, days: int, visited: int) -> None:
        self.days = days
        self._lock = Lock()
        self._cases = enumerate(islice(cases, visited, None), visited)
        self._count = count
        self._again: dict[str, None] = {}
        self._next = visited
        self._in_hand: dict[str, int | None] = {}
        self._at_the_end = False

    def claim(self) -> str | None:
        """The next case, for whoever asks; None where there is none left that nobody has in hand."""
        with self._lock:
            if self._again:
                number, case = None, self._again.popitem()[0]
            else:
                following = next(self._cases, None)
                if following is None:
                    self._at_the_end = True
                    return None
                number, case = following
                self._next = number + 1
            self._in_hand[case] = number
            return case

    def again(self, stuck: Iterable[str]) -> None:
        """Those that are stuck are to be looked at once more."""
        with self._lock:
            self._again |= {case: None for case in stuck if case not in self._in_hand}

    def done(self, case: str) -> None:
        """Nothing more is to be done about a case."""
        with self._lock:
            self._in_hand.pop(case, None)

    @property
    def visited(self) -> int:
        """So many cases from the first are done."""
        with self._lock:
            return min(
                (number for number in self._in_hand.values() if number is not None), default=self._next
            )

    @property
    def over(self) -> bool:
        """Whether every case was looked at."""
        with self._lock:
            return self._at_the_end and not self._in_hand

    @property
    def left(self) -> int:
        """How many cases were not looked at once, those in hand among them."""
        with self._lock:
            in_hand = sum(number is not None for number in self._in_hand.values())
            return in_hand + (0 if self._at_the_end else max(0, self._count - self._next))
