"""One block of a caseload with what was settled of it: which thing above each row stands below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from drive_rules.answers import Key
from drive_rules.engines.columnar import kernels
from drive_rules.engines.columnar.tables import Block, Flags, Places, Rows, SettledColumns, Whole

Made = TypeVar("Made")
Paths = Mapping[str, tuple[str, ...]]
"""Each kind with all the kinds it is part of, itself first."""


def paths_of(parents: Mapping[str, str | None]) -> Paths:
    """The path of every kind, from each kind's parent."""
    paths: dict[str, tuple[str, ...]] = {}
    for kind, parent in parents.items():
        paths[kind] = (kind,) if parent is None else (kind, *paths[parent])
    return paths


class SettledBlock:
    """The rows of a block and what was settled of them; what is asked twice is worked out once."""

    def __init__(self, block: Block, settled: SettledColumns, paths: Paths) -> None:
        self.rows: Mapping[str, Rows] = block.columns.rows
        self.starts = block.starts
        self.settled = settled
        self.paths = paths
        self.roots = tuple(kind for kind, path in paths.items() if len(path) == 1)
        self._above: dict[tuple[str, str], Places] = {}
        self._made: dict[object, Any] = {}

    def __repr__(self) -> str:
        return f"<SettledBlock {', '.join(f'{rows.count} {kind}' for kind, rows in self.rows.items())}>"

    def count(self, kind: str) -> int:
        """How many rows of a kind the block has."""
        return self.rows[kind].count

    def above(self, kind: str, wanted: str) -> Places:
        """For each row of ``kind`` the row of ``wanted``, the kind itself or one above it."""
        found = self._above.get((kind, wanted))
        if found is None:
            if kind == wanted:
                found = np.arange(self.count(kind), dtype=np.int32)
            else:
                parent = self.paths[kind][1]
                found = self.rows[kind].parent
                if parent != wanted:
                    found = self.above(parent, wanted)[found]
            self._above[kind, wanted] = found
        return found

    def root(self, kind: str) -> Places:
        """For each row of a kind the row of its root."""
        return self.above(kind, self.paths[kind][-1])

    def certainly(self, key: Key, kind: str) -> Flags:
        """Where a yes or no is certainly yes, for each row of its kind; nowhere, where nobody asked."""
        return self._yes(self.settled.low, key, kind)

    def possibly(self, key: Key, kind: str) -> Flags:
        """Where a yes or no is possibly yes."""
        return self._yes(self.settled.high, key, kind)

    def _yes(self, ends: Mapping[Key, Whole], key: Key, kind: str) -> Flags:
        codes = ends.get(key)
        if codes is None:
            return np.zeros(self.count(kind), np.bool_)
        return codes.view(np.bool_) if codes.dtype.itemsize == 1 else codes != 0

    def told(self, key: Key) -> NDArray[np.uint8] | None:
        """The sum of a yes or no's ends: 0 no, 1 cannot tell, 2 yes; none, where nobody asked or it is no."""
        low, high = self.settled.low.get(key), self.settled.high.get(key)
        if low is None or high is None or not high.any():
            return None
        return (low + high).astype(np.uint8)

    def once(self, key: object, make: Callable[[], Made]) -> Made:
        """What is wanted of this block more than once, made the first time."""
        if key not in self._made:
            self._made[key] = make()
        found: Made = self._made[key]
        return found

    def bearing(self, flags: Flags, kind: str, on: str) -> Flags:
        """For each row of ``on``: whether some row of ``kind`` below it, at it or above it is flagged."""
        if kind in self.paths[on]:
            return flags if kind == on else flags[self.above(on, kind)]
        found = np.zeros(self.count(on), np.bool_)
        if on in self.paths[kind]:
            found[self.above(kind, on)[flags]] = True
        return found


class Units:
    """The things of some kinds, by case: of one case by kind, in the order of the kinds, then by row.

    ``of`` gives each row's unit by kind, and ``root`` the row of its root by unit.
    """

    def __init__(self, block: SettledBlock, kinds: tuple[str, ...]) -> None:
        kinds = tuple(kind for kind in kinds if block.count(kind))
        roots = [block.root(kind) for kind in kinds]
        most = max((int(root[-1]) + 1 for root in roots), default=0)
        held = np.zeros(most, np.int64)
        for root in roots:
            kernels.count_rows(root, held)
        free = np.cumsum(held) - held
        self.count = int(held.sum())
        self.root = np.empty(self.count, np.int32)
        self.of: dict[str, NDArray[np.int64]] = {}
        for kind, root in zip(kinds, roots, strict=True):
            self.of[kind] = np.empty(len(root), np.int64)
            kernels.place_rows(root, free, self.of[kind], self.root)

    def spread(self, values: Mapping[str, NDArray[Any]], dtype: Any) -> NDArray[Any]:
        """What each kind has by row, by unit; 0 where a kind has nothing."""
        found = np.zeros(self.count, dtype)
        for kind, places in self.of.items():
            if kind in values:
                kernels.scatter(values[kind], places, found)
        return found
