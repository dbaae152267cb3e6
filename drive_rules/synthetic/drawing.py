"""What is true of invented cases, in columns: drawn from a profile, a chunk of cases at a time.

Every draw has a stream of its own (Philox, keyed by seed and name, counted by chunk), so that a case is
the same however many are drawn with it, and a fact the same whatever is said of the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drive_rules.case.vocabulary import MAIN
from drive_rules.ir import SCALE
from drive_rules.synthetic import spreads
from drive_rules.synthetic.profile import Entry, Profile, Spread, Tree

CHUNK = 1 << 14
"""Cases to a stream.  Another number draws other cases."""

Places = NDArray[np.uint16]
Numbers = NDArray[Any]
"""Small whole numbers: places in a list of codes, or rows."""
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Branch:
    """Which leaf a row takes, by the value it has of another name."""

    name: str
    way: NDArray[np.uint8]
    leaves: tuple[int | _Branch, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """Everything that an entry's values are looked up in.

    ``codes`` are the codes that it may have, ``table`` the number of one of them at each place of each
    leaf; the number after the last says that there is nothing to know.
    """

    entry: Entry
    codes: NDArray[np.int64]
    table: NDArray[np.uint8] | NDArray[np.uint16]
    tree: int | _Branch


class Plan:
    """A profile made ready to draw from."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.kinds = profile.ruleset.kinds
        self.tables: dict[str, _Table] = {}
        for entries in profile.entries.values():
            for entry in entries:
                self._add(entry, entry.name)
        for kind, entry in profile.lists.items():
            self._add(entry, _count_of(kind))
        self.normal = spreads.middles(spreads.PLACES).astype(np.float32)
        shares = {self.unknown(name) for name in self.tables}
        self.limits = {share: _limits(share, profile.unknown_closely) for share in shares if share}

    def draw(self, seed: int, chunk: int, cases: int) -> Drawn:
        """The first ``cases`` cases of a chunk."""
        return Drawn(self, seed, chunk, cases)

    def unknown(self, name: str) -> float:
        """Of how many things the fact is not written down."""
        own = self.tables[name].entry.unknown
        return self.profile.unknown if own is None else own

    def codes(self, name: str) -> NDArray[np.int64]:
        """The codes that a name may have; its numbers point into them."""
        return self.tables[name].codes

    def spread_days(self, spread: Spread) -> NDArray[np.int32]:
        """The days of a spread at each of the 65,536 places."""
        days = np.array(spread.codes, np.int32) // SCALE
        return days.take(spreads.table(np.array(spread.shares), 0.0, False))

    def _add(self, entry: Entry, name: str) -> None:
        leaves: list[Spread] = []
        tree = self._tree(entry.tree, leaves)
        codes = sorted({code for leaf in leaves for code in leaf.codes})
        number = {code: place for place, code in enumerate(codes)}
        kind = np.uint8 if len(codes) < 255 else np.uint16
        table = np.concatenate([_looked_up(leaf, number, entry).astype(kind) for leaf in leaves])
        self.tables[name] = _Table(entry, np.array(codes, np.int64), table, tree)
        for fact, _ in entry.among:
            chosen = replace(entry, name=fact, type=self.profile.ruleset.facts[fact].type)
            self.tables[fact] = _Table(chosen, np.arange(2), table[:0], 0)

    def _tree(self, tree: Tree, leaves: list[Spread]) -> int | _Branch:
        if isinstance(tree, Spread):
            leaves.append(tree)
            return len(leaves) - 1
        codes = self.tables[tree.name].codes
        way = np.full(len(codes) + 1, len(tree.branches), np.uint8)
        for number, (named, _) in enumerate(tree.branches):
            way[:-1][np.isin(codes, named)] = number
        branches = (*(branch for _, branch in tree.branches), tree.otherwise)
        return _Branch(tree.name, way, tuple(self._tree(each, leaves) for each in branches))

    def above(self, kind: str) -> str | None:
        """The kind above."""
        return self.kinds[kind].part_of


class Drawn:
    """One chunk: what is true of each thing, by name, as numbers that point into ``plan.codes``.

    ``count`` is how many things of a kind there are, ``parent`` the row of each one's parent, ``place``
    which of its parent's things it is, from 1.
    """

    def __init__(self, plan: Plan, seed: int, chunk: int, cases: int) -> None:
        self.plan, self.seed, self.chunk = plan, seed, chunk
        self.count: dict[str, int] = {MAIN: cases}
        self.parent: dict[str, NDArray[np.int32]] = {}
        self.place: dict[str, NDArray[np.int32]] = {}
        self.values: dict[str, Numbers] = {}
        self._leanings: dict[tuple[str, str], Places] = {}
        self._scores: dict[tuple[str, str], NDArray[np.float32]] = {}
        self._limits: dict[tuple[str, float], NDArray[np.uint16] | np.uint16] = {}
        self._above: dict[tuple[str, str], NDArray[np.int32]] = {}
        self._philox = np.random.Philox(key=0, counter=[0, 0, chunk, 0])
        self._start: Any = self._philox.state
        self._random = np.random.Generator(self._philox)
        self._draw(MAIN)
        for kind, every in plan.profile.every.items():
            first = -(chunk * CHUNK) % every
            self.count[kind] = len(range(first, cases, every))
            self.place[kind] = np.arange(first, cases, every, dtype=np.int32)
            self._draw(kind)

    def bits(self, name: str, count: int) -> Places:
        """16 random bits for each of ``count`` rows, from the stream of that name."""
        key = hashlib.blake2b(f"{self.seed}/{name}".encode(), digest_size=16).digest()
        self._start["state"]["key"] = np.frombuffer(key, "<u8")
        self._philox.state = self._start
        words = self._random.integers(0, 2**64 - 1, -(-count // 4), dtype=np.uint64, endpoint=True)
        return words.astype("<u8", copy=False).view("<u2")[:count]

    def rows_above(self, kind: str, wanted: str) -> NDArray[np.int32]:
        """For each thing of a kind the row of the thing of ``wanted`` that it stands below."""
        found = self._above.get((kind, wanted))
        if found is None:
            parent = self.plan.above(kind)
            assert parent is not None
            found = self.parent[kind]
            if parent != wanted:
                found = self.rows_above(parent, wanted).take(found)
            self._above[kind, wanted] = found
        return found

    def value(self, name: str, kind: str) -> Numbers:
        """The numbers of a name, for things of its own kind or of one below it."""
        own = self.plan.tables[name].entry.kind
        found = self.values[name]
        return found if own == kind else found.take(self.rows_above(kind, own))

    def unknown(self, name: str) -> Flags | None:
        """Where a fact is not written down although it is so; None where it always is."""
        kind, share = self.plan.tables[name].entry.kind, self.plan.unknown(name)
        if not share:
            return None
        return self.bits(f"{name}/unknown", self.count[kind]) < self._limit(kind, share)

    # -- inside ----------------------------------------------------------------------------------

    def _draw(self, kind: str) -> None:
        for entry in self.plan.profile.entries[kind]:
            self.values[entry.name] = self._numbers(entry.name, kind)
            if entry.among:
                self._choose(entry)
        for below in self.plan.kinds.values():
            if below.part_of == kind:
                self._things(below.name, kind)

    def _things(self, kind: str, parent: str) -> None:
        if kind in self.plan.profile.lists:
            name = _count_of(kind)
            codes = np.append(self.plan.codes(name), 0)
            counts = (codes // SCALE).take(self._numbers(name, parent))
        else:
            counts = np.zeros(self.count[parent], np.int64)
        rows = np.arange(self.count[parent], dtype=np.int32)
        self.parent[kind] = np.repeat(rows, counts)
        self.count[kind] = len(self.parent[kind])
        firsts = np.cumsum(counts) - counts
        self.place[kind] = (np.arange(1, self.count[kind] + 1) - np.repeat(firsts, counts)).astype(np.int32)
        self._draw(kind)

    def _numbers(self, name: str, kind: str) -> Numbers:
        made = self.plan.tables[name]
        places = self.bits(name, self.count[kind])
        if made.entry.goes_with:
            places = (places & np.uint16(spreads.STEPS - 1)) | self._leaning(made.entry.goes_with, kind)
        leaf = self._leaf(made.tree, kind)
        if isinstance(leaf, int):
            return made.table.take(places)
        return made.table.take((leaf.astype(np.uint32) << np.uint32(16)) | places)

    def _leaf(self, tree: int | _Branch, kind: str) -> int | Numbers:
        if isinstance(tree, int):
            return tree
        way = tree.way.take(self.value(tree.name, kind))
        plain = np.array([leaf if isinstance(leaf, int) else 0 for leaf in tree.leaves], np.uint8)
        found = plain.take(way)
        for number, leaf in enumerate(tree.leaves):
            if not isinstance(leaf, int):
                found = np.where(way == number, self._leaf(leaf, kind), found)
        return found

    def _choose(self, entry: Entry) -> None:
        """As many of the facts as the entry says, the heavier the likelier."""
        wanted = self.plan.codes(entry.name).take(self.values[entry.name]) // SCALE
        count = self.count[entry.kind]
        keys = [
            np.log((self.bits(fact, count).astype(np.float32) + np.float32(0.5)) / spreads.PLACES)
            / np.float32(weight)
            for fact, weight in entry.among
        ]
        for number, (fact, _) in enumerate(entry.among):
            before = np.zeros(count, np.uint8)
            for other, key in enumerate(keys):
                if other != number:
                    before += key > keys[number] if other > number else key >= keys[number]
            self.values[fact] = (before < wanted).view(np.uint8)

    # -- leanings --------------------------------------------------------------------------------

    def _leaning(self, name: str, kind: str) -> Places:
        """Where the run of places begins that belongs to the leaning's bin, by row."""
        found = self._leanings.get((name, kind))
        if found is None:
            score = below_of(self._score(name, kind))
            found = (score & np.uint16(0xFFFF - (spreads.STEPS - 1))).astype(np.uint16)
            self._leanings[name, kind] = found
        return found

    def _score(self, name: str, kind: str) -> NDArray[np.float32]:
        found = self._scores.get((name, kind))
        if found is not None:
            return found
        parent = self.plan.above(kind)
        apart = self.plan.profile.leanings[name].apart.get(kind, 0.0)
        if parent is None:
            found = self.plan.normal.take(self.bits(f"{name}/{kind}/leaning", self.count[kind]))
        else:
            found = self._score(name, parent).take(self.parent[kind])
            if apart:
                own = self.plan.normal.take(self.bits(f"{name}/{kind}/leaning", self.count[kind]))
                found = found * np.float32((1 - apart) ** 0.5) + own * np.float32(apart**0.5)
        self._scores[name, kind] = found
        return found

    def _limit(self, kind: str, share: float) -> NDArray[np.uint16] | np.uint16:
        """Below this a row's bits say that a fact is not written down."""
        found = self._limits.get((kind, share))
        if found is None:
            limits, leaning = self.plan.limits[share], self.plan.profile.unknown_with
            if not leaning:
                return np.uint16(min(round(share * spreads.PLACES), spreads.PLACES - 1))
            found = limits.take(self._leaning(leaning, kind) // np.uint16(spreads.STEPS))
            self._limits[kind, share] = found
        return found


_FINE = 1 << 13
_SHARE_BELOW: Places = np.clip(
    spreads.below(np.linspace(-8.0, 8.0, _FINE)) * spreads.PLACES, 0, spreads.PLACES - 1
).astype(np.uint16)


def below_of(scores: NDArray[np.float32]) -> Places:
    """The share of a normal leaning below each score, as a place."""
    fine = (scores + np.float32(8.0)) * np.float32((_FINE - 1) / 16.0) + np.float32(0.5)
    found: Places = _SHARE_BELOW.take(np.clip(fine, 0, _FINE - 1).astype(np.uint16))
    return found


def _limits(share: float, closely: float) -> NDArray[np.uint16]:
    """By bin of the leaning, below which place a fact is not written down."""
    by_bin = spreads.leaning_shares(np.array([1 - share, share]), closely)[:, 1]
    return np.minimum(np.rint(by_bin * spreads.PLACES), spreads.PLACES - 1).astype(np.uint16)


def _count_of(kind: str) -> str:
    """The name under which it is drawn how many things of a kind there are."""
    return f"how many: {kind}"


def _looked_up(leaf: Spread, number: Mapping[int, int], entry: Entry) -> NDArray[np.int64]:
    """The table of one leaf, by the numbers of its codes among those of the whole entry."""
    if not leaf.codes:
        return np.full(spreads.PLACES, len(number))
    table = spreads.table(np.array(leaf.shares), entry.closely, bool(entry.goes_with))
    return np.array([number[code] for code in leaf.codes]).take(table)
