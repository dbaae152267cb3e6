"""The case: what is known of one perpetrator, as intervals, and how plain data becomes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One thing: its opaque key, its parent's row number, and the ends of its facts by slot.

    Slots follow the order of the ruleset's facts of that kind.  ``whole`` holds, for each kind that
    is part of this one (in the ruleset's order), the last day for which that list is whole:
    ``NEVER_WHOLE`` where nobody said so, ``ALWAYS_WHOLE`` where no day was given.
    """

    key: str
    parent: int
    low: tuple[int, ...]
    high: tuple[int, ...]
    whole: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """Rows by kind, children in the order of their parents; every kind of the ruleset is present."""

    rows: Mapping[str, tuple[Row, ...]]
