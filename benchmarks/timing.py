"""Times that hold on a machine shared with others: everything is measured beside the same thing.

A time alone says little where other work comes and goes.  So each engine is timed in turns with Python
written by hand, in the same process, and what is compared is the ratio of neighbouring times.  What
answers case by case is timed by the processor's clock, of all threads of the process, which stands still
while others run; what has both cores to itself, by the clock on the wall.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Paired:
    """Times of something and of what it is held to, a pair for each round, in seconds for one."""

    taken: tuple[float, ...]
    beside: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median of the ratios of the pairs."""
        return median(one / other for one, other in zip(self.taken, self.beside, strict=True))

    @property
    def middle(self) -> float:
        """The median time."""
        return median(self.taken)

    @property
    def least(self) -> float:
        """The shortest time: what it takes where nothing else runs."""
        return min(self.taken)


def each(ask: Callable[[Any], Any], given: Sequence[Any]) -> float:
    """The time of one, asked for all that is given one after the other."""
    started = time.process_time()
    for one in given:
        ask(one)
    return (time.process_time() - started) / len(given)


def enough(ask: Callable[[Any], Any], given: Sequence[Any], seconds: float = 0.004) -> Sequence[Any]:
    """As much of what is given, over and over, as takes about so long: as long for one as for another."""
    count = max(3, round(seconds / min(each(ask, given[:10]) for _ in range(3))))
    return (list(given) * (count // len(given) + 1))[:count]


def together(ask: Callable[[Any], Any], given: Any) -> float:
    """The time of asking once."""
    started = time.perf_counter()
    ask(given)
    return time.perf_counter() - started


def paired(ours: Callable[[], float], other: Callable[[], float], rounds: int) -> Paired:
    """Both in turns; the other before and after, so that what drifts drifts for both."""
    ours()
    before = other()
    taken, beside = [], []
    for _ in range(rounds):
        taken.append(ours())
        after = other()
        beside.append((before + after) / 2)
        before = after
    return Paired(tuple(taken), tuple(beside))


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of garbage, which would walk all cases that are held ready."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
