"""Where what durable_rules is asked of is kept: ``HERE``, in this process, or in its own (``isolated``).

A home keeps sheets, whose ways are of one row, and joins, whose ways are of a row for each place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

from drive_rules.engines.guarded import C, Sheet, Way, packs, prove
from drive_rules.engines.joins import Joins, joined
from drive_rules.engines.joins import Way as JoinedWay


class Kept(Protocol[C]):
    """A sheet, wherever it is kept."""

    ways: tuple[Way[C], ...]
    columns: tuple[C, ...]

    def close(self) -> None:
        """Give it back."""


Fire = Callable[[Sequence[tuple[Any, Any]]], Iterable[Iterable[Any]]]
"""Of each of some sheets or joins, with its rows, what holds, once: (row, way), or (way, rows by place)."""


class Home(Protocol):
    """Where sheets and joins are kept, and how they are asked."""

    def sheets(self, ways: Iterable[Way[C]]) -> Sequence[Kept[C]]:
        """As few sheets as the limits allow."""

    def joins(self, ways: Sequence[JoinedWay], widths: Sequence[int]) -> Any:
        """Joins over so many columns at each place; raises ``WitnessError`` where they are too many."""

    def case(self, kept: Sequence[Any]) -> AbstractContextManager[Fire]:
        """To ask of one case, of these; raises ``WitnessError``."""


class _Here:
    """This process."""

    def sheets(self, ways: Iterable[Way[C]]) -> tuple[Sheet[C], ...]:
        prove()
        return tuple(Sheet(pack) for pack in packs(ways))

    def joins(self, ways: Sequence[JoinedWay], widths: Sequence[int]) -> Joins:
        return joined(ways, widths)

    def case(self, kept: Sequence[Any]) -> AbstractContextManager[Fire]:
        return nullcontext(self._fire)

    @staticmethod
    def _fire(asked: Sequence[tuple[Any, Any]]) -> Iterator[Iterable[Any]]:
        return (each.fire(rows) for each, rows in asked)

    def __reduce__(self) -> str:
        return "HERE"


HERE = _Here()
