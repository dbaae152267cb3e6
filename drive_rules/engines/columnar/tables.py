"""Cases in columns: for each kind one table, its rows in the order of their parents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drive_rules.answers import Key

Whole = NDArray[np.signedinteger[Any]]
"""Whole numbers of any width: codes as ``ir`` gives them."""
Flags = NDArray[np.bool_]
Places = NDArray[np.int32]
"""Row numbers."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rows:
    """The rows of one kind: parents, and the ends of facts by slot.

    ``parent`` holds the row number of each row's parent, ascending; none for a root.  ``low`` and
    ``high`` follow the facts of the kind (``Program.facts``); None where nothing is known of any row.
    ``high`` holds the very array of ``low`` where every row is known: half the work is then left out.
    ``whole`` follows the kinds below (``Program.wholes``): the last day for which each list is whole;
    None where none is.
    """

    count: int
    parent: Places
    low: tuple[Whole | None, ...]
    high: tuple[Whole | None, ...]
    whole: tuple[Whole | None, ...]

    def __repr__(self) -> str:
        return f"<Rows {self.count}>"

    def part(self, first: int, last: int, parents_before: int) -> Rows:
        """The rows from ``first`` up to ``last``, parents counted from ``parents_before``."""
        low = tuple(None if each is None else each[first:last] for each in self.low)
        ends = zip(self.low, self.high, low, strict=True)
        return Rows(
            last - first,
            self.parent[first:last] - np.int32(parents_before),
            low,
            tuple(_part(one, other, cut, first, last) for one, other, cut in ends),
            tuple(None if each is None else each[first:last] for each in self.whole),
        )


def _part(low: Whole | None, high: Whole | None, cut: Whole | None, first: int, last: int) -> Whole | None:
    return None if high is None else cut if high is low else high[first:last]


@dataclass(frozen=True, slots=True, repr=False)
class Block:
    """A run of roots with all that is below them; ``starts`` is the row at which each kind begins."""

    columns: Columns
    starts: Mapping[str, int]

    def __repr__(self) -> str:
        return f"<Block {self.columns}>"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Columns:
    """Rows by kind; every kind of the program is present, each after the kind it is part of."""

    rows: Mapping[str, Rows]
    parents: Mapping[str, str | None]

    def __repr__(self) -> str:
        return "<Columns " + ", ".join(f"{kind}: {rows.count}" for kind, rows in self.rows.items()) + ">"

    def blocks(self, size: int) -> Iterator[Block]:
        """Runs of at most ``size`` rows of one root, all as long, with all that is part of them.

        Every root has a block, one of no rows if it has none, so that no kind is left without an answer.
        """
        for root, parent in self.parents.items():
            if parent is None:
                count = self.rows[root].count
                number = max(-(-count // size), 1)
                for part in range(number):
                    yield self.block(root, count * part // number, count * (part + 1) // number)

    def block(self, root: str, first: int, last: int) -> Block:
        """The rows of a root from ``first`` up to ``last``, with all that is part of them."""
        spans = {root: (first, last)}
        rows: dict[str, Rows] = {}
        for kind, parent in self.parents.items():
            if parent is not None:
                above = spans.get(parent, (0, 0))
                found = np.searchsorted(self.rows[kind].parent, above) if above != (0, 0) else (0, 0)
                spans[kind] = (int(found[0]), int(found[1]))
            first, last = spans.setdefault(kind, (0, 0))
            before = spans[parent][0] if parent is not None else 0
            rows[kind] = self.rows[kind].part(first, last, before)
        return Block(Columns(rows, self.parents), {kind: span[0] for kind, span in spans.items()})


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SettledColumns:
    """What the engine gives: for each public key its interval for each row of its kind.

    ``conflicts`` holds, for each *only one* decision, the rows with two certain answers.  ``asked``,
    where it was wanted, holds for a fact the rows where it is not known though a rule or decision that
    is unsettled rests on it, and for a list, under ``("whole to", kind)``, where it may have more.
    """

    low: Mapping[Key, Whole]
    high: Mapping[Key, Whole]
    conflicts: Mapping[str, Flags]
    asked: Mapping[Key, Flags] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<SettledColumns of {len(self.low)} names>"
