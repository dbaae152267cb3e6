"""Cases picked from a caseload, to be cut down to witnesses: the smallest for each way an answer goes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from drive_rules import ir
from drive_rules.case import Row, World
from drive_rules.caseload.tables import Caseload
from drive_rules.compare.caseloads import Both, Found
from drive_rules.compare.directions import Way
from drive_rules.compare.sides import Side
from drive_rules.compare.small_cases import Small, merged, small_of
from drive_rules.compare.witnesses import Candidate
from drive_rules.engines.columnar import Rows
from drive_rules.engines.columnar.tables import Whole

OF_A_WAY = 3
"""So many cases of a caseload are tried for each way, the smallest first."""


def of_caseload(both: Both, found: Found) -> Iterator[Candidate]:
    """The smallest cases of a caseload for each way in which a question differs there."""
    by_way: dict[Way, list[int]] = {}
    keys = both.now.keys[both.new.vocabulary.main]
    ends = zip(*(end.tolist() for end in (*found.old, *found.new)), found.roots.tolist(), strict=True)
    for a, b, c, d, root in ends:
        if root >= 0:
            by_way.setdefault(found.directions.way((a, b), (c, d)), []).append(root)
    for way in sorted(by_way, key=lambda way: (way.caution, way.words)):
        roots = sorted(set(by_way[way]), key=lambda root: str(keys[root]))[: 8 * OF_A_WAY]
        smalls = sorted(
            (_case(both, root) for root in roots), key=lambda small: (small.size, str(small.facts))
        )
        yield from (Candidate(small, "the caseload") for small in smalls[:OF_A_WAY])


def _case(both: Both, root: int) -> Small:
    """One case of a caseload, with what either ruleset read of it."""
    new, old = (
        small_of(side.vocabulary, _world(side, caseload, root))
        for side, caseload in ((both.new, both.now), (both.old, both.was))
    )
    return merged(new, old)


def _world(side: Side, caseload: Caseload, root: int) -> World:
    """One case of a caseload as a world."""
    main = side.vocabulary.main
    for part in caseload.parts:
        if root < part.rows[main].count:
            block = part.block(main, root, root + 1)
            return World({kind: _rows(side, kind, rows) for kind, rows in block.columns.rows.items()})
        root -= part.rows[main].count
    raise IndexError("no such case")


def _rows(side: Side, kind: str, rows: Rows) -> tuple[Row, ...]:
    facts = side.vocabulary.kinds[kind].facts
    low = [_column(end, rows.count, fact.type.low) for end, fact in zip(rows.low, facts, strict=True)]
    high = [_column(end, rows.count, fact.type.high) for end, fact in zip(rows.high, facts, strict=True)]
    whole = [_column(each, rows.count, ir.NEVER_WHOLE) for each in rows.whole]
    parents = rows.parent.tolist() or [-1] * rows.count
    return tuple(
        Row(
            str(number),
            parents[number],
            *(tuple(each[number] for each in held) for held in (low, high, whole)),
        )
        for number in range(rows.count)
    )


def _column(codes: Whole | None, count: int, missing: int) -> list[int]:
    return [missing] * count if codes is None else codes.astype(np.int64).tolist()
