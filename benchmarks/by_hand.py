"""The compiled engine beside the same rules written out by hand: ``python -m benchmarks.by_hand``.

The small ruleset of the tests, as a careful programmer would write it for this one ruleset and day:
no interpretation, no names looked up, both ends of everything in local variables.  Both must give the
same answers to every world tried before they are timed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from random import Random
from statistics import median

from drive_rules.answers import Key, Settled
from drive_rules.case import Row, World
from drive_rules.engines.compiled import build
from drive_rules.ir import ALWAYS_WHOLE, FAR_AHEAD, LONG_AGO, NEVER_WHOLE, NO_LIMIT, SCALE
from drive_rules.lower import lower
from tests.small_ruleset import small_ruleset

DAY = date(2026, 6, 1)
TODAY = DAY.toordinal()
ENOUGH, FEW, ANSWERED = 4 * SCALE, 2 * SCALE, 5 * SCALE
Columns = dict[Key, tuple[int, ...]]

PAIR_KEYS: tuple[Key, ...] = (
    "grave danger",
    "mini score",
    "mini answered",
    "last incident",
    ("rule", "visible-high"),
    ("rule", "medium"),
    ("rule", "grave"),
    ("rule", "too-few"),
    ("rule", "idva-first"),
    ("rule", "court-address"),
    "points",
    "risk level",
    ("only if", "consult the IDVA"),
    ("until", "idva-first", 0),
    ("called for", "tell every agency"),
    ("called for", "finish the checklist"),
    ("called for", "consult the IDVA"),
)
CASE_KEYS: tuple[Key, ...] = (
    "pairs at high risk",
    ("rule", "suicide"),
    ("rule", "urgent"),
    ("rule", "eligible"),
    ("rule", "meet"),
    ("rule", "remand"),
    ("rule", "touch"),
    ("rule", "release"),
    ("rule", "house"),
    "eligibility",
    "time to act",
    "who holds it",
    ("only if", "find housing"),
    ("blocked", "meet the perpetrator"),
    ("blocked", "work on behaviour"),
    ("called for", "start the crisis pathway"),
    ("called for", "refer to the panel"),
    ("called for", "meet the perpetrator"),
    ("called for", "work on behaviour"),
    ("called for", "review before release"),
    ("called for", "find housing"),
)


def _last_incident(pair: Row, incidents: list[Row]) -> tuple[int, int]:
    if not incidents:
        low = high = LONG_AGO
    else:
        low = max(each.low[0] for each in incidents)
        high = max(each.high[0] for each in incidents)
    whole = pair.whole[0]
    if whole == NEVER_WHOLE or whole < TODAY:
        return (low if incidents else LONG_AGO), FAR_AHEAD
    return low, high


def _pair(pair: Row, incidents: list[Row]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    low, high = pair.low, pair.high
    score_low, score_high = sum(low[:6]) * SCALE, sum(high[:6]) * SCALE
    answered = sum(a == b for a, b in zip(low[:6], high[:6], strict=True)) * SCALE
    visible_low, visible_high = int(score_low >= ENOUGH), int(score_high >= ENOUGH)
    medium_low, medium_high = int(score_low >= FEW), int(score_high >= FEW)
    grave_low, grave_high = low[4], high[4]
    few = int(answered < ANSWERED)
    consulted_low = int(low[7] >= TODAY - 14 and high[7] <= TODAY)
    consulted_high = int(high[7] >= TODAY - 14 and low[7] <= TODAY)
    idva_low, idva_high = 1 - consulted_high, 1 - consulted_low
    address_low, address_high = int(low[10] >= 1), int(high[10] >= 1)
    last_low, last_high = _last_incident(pair, incidents)
    level_low = 2 if visible_low or grave_low else medium_low
    level_high = 2 if visible_high or grave_high else medium_high
    lows = (
        grave_low,
        score_low,
        answered,
        last_low,
        visible_low,
        medium_low,
        grave_low,
        few,
        idva_low,
        address_low,
        (3 * visible_low + medium_low) * SCALE,
        level_low,
        low[8],
        consulted_low,
        3 if grave_low or address_low else 0,
        2 * few,
        3 * idva_low,
    )
    highs = (
        grave_high,
        score_high,
        answered,
        last_high,
        visible_high,
        medium_high,
        grave_high,
        few,
        idva_high,
        address_high,
        (3 * visible_high + medium_high) * SCALE,
        level_high,
        high[8],
        consulted_high,
        3 if grave_high or address_high else 0,
        2 * few,
        3 * idva_high,
    )
    return lows, highs


def _who(certain: tuple[int, ...], possible: tuple[int, ...]) -> tuple[int, int, bool]:
    """Who holds it: an *only one* over three rules, unordered."""
    sure = [value for value, holds in enumerate(certain) if holds]
    maybe = [value for value, holds in enumerate(possible) if holds]
    if not sure:
        maybe.append(0)
    if len(set(maybe)) == 1:
        return maybe[0], maybe[0], False
    return 0, 2, len(sure) > 1


def _case(
    case: Row, pairs: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> tuple[tuple[int, ...], tuple[int, ...], bool]:
    low, high = case.low, case.high
    opened = case.whole[0] == NEVER_WHOLE
    count_low = sum(lows[11] == 2 for lows, _ in pairs) * SCALE
    count_high = NO_LIMIT if opened else sum(highs[11] == 2 for _, highs in pairs) * SCALE
    eligible_low, eligible_high = int(count_low >= SCALE), int(count_high >= SCALE)
    free_low, free_high = int(high[1] <= 0), int(low[1] <= 0)
    remand_low, remand_high = int(low[1] == high[1] == 1), int(low[1] <= 1 <= high[1])
    held_low, held_high = int(low[1] >= 1), int(high[1] >= 1)
    blocked_low = blocked_high = 0
    for lows, highs in pairs:
        blocked_low |= lows[8] and not highs[13]
        blocked_high |= highs[8] and not lows[13]
    certain, possible = (free_low, remand_low, low[6]), (free_high, remand_high, high[6])
    who_low, who_high, conflict = _who(certain, possible)
    lows_ = (
        count_low,
        low[3],
        low[3],
        eligible_low,
        free_low,
        remand_low,
        low[6],
        held_low,
        low[4],
        eligible_low,
        0 if high[3] else 1,
        who_low,
        low[5],
        int(blocked_low),
        int(blocked_low),
        3 * low[3],
        3 * eligible_low,
        2 * free_low,
        free_low,
        3 * held_low,
        low[4],
    )
    highs_ = (
        count_high,
        high[3],
        high[3],
        eligible_high,
        free_high,
        remand_high,
        high[6],
        held_high,
        high[4],
        eligible_high,
        0 if low[3] else 1,
        who_high,
        high[5],
        int(blocked_high),
        int(blocked_high),
        3 * high[3],
        3 * eligible_high,
        2 * free_high,
        free_high,
        3 * held_high,
        high[4],
    )
    return lows_, highs_, conflict


def by_hand(world: World) -> Settled:
    """The small ruleset, written out."""
    incidents: list[list[Row]] = [[] for _ in world.rows["pair"]]
    for incident in world.rows["incident"]:
        incidents[incident.parent].append(incident)
    of_case: list[list[tuple[tuple[int, ...], tuple[int, ...]]]] = [[] for _ in world.rows["case"]]
    for pair, below in zip(world.rows["pair"], incidents, strict=True):
        of_case[pair.parent].append(_pair(pair, below))
    cases = [_case(case, pairs) for case, pairs in zip(world.rows["case"], of_case, strict=True)]
    pairs = [pair for below in of_case for pair in below]
    found = frozenset(("who holds it", place) for place, (_, _, conflict) in enumerate(cases) if conflict)
    low: Columns = dict.fromkeys((*PAIR_KEYS, *CASE_KEYS), ())
    high = low.copy()
    for rows, keys in ((pairs, PAIR_KEYS), (cases, CASE_KEYS)):
        if rows:
            low.update(zip(keys, zip(*(row[0] for row in rows), strict=True), strict=True))
            high.update(zip(keys, zip(*(row[1] for row in rows), strict=True), strict=True))
    return Settled(low, high, found)


def worlds(count: int) -> list[World]:
    """Cases at random: half of the facts known, one to three pairs, a few incidents each."""
    random, ruleset = Random(11), small_ruleset()
    types = {kind: [f.type for f in ruleset.facts.values() if f.of == kind] for kind in ruleset.kinds}

    def row(kind: str, parent: int, lists: int) -> Row:
        ends = []
        for type_ in types[kind]:
            low, high = (TODAY - 30, TODAY + 5) if type_.name == "date" else (type_.low, type_.high)
            code = random.randint(low, high)
            ends.append((code, code) if random.random() < 0.5 else (type_.low, type_.high))
        whole = tuple(random.choice((NEVER_WHOLE, TODAY - 3, TODAY, ALWAYS_WHOLE)) for _ in range(lists))
        return Row("", parent, tuple(low for low, _ in ends), tuple(high for _, high in ends), whole)

    made = []
    for _ in range(count):
        pairs = tuple(row("pair", 0, 1) for _ in range(random.randint(1, 3)))
        owners = sorted(random.randrange(len(pairs)) for _ in range(random.randint(0, 6)))
        incidents = tuple(row("incident", owner, 0) for owner in owners)
        made.append(World({"case": (row("case", 0, 1),), "pair": pairs, "incident": incidents}))
    return made


def timed(settle: Callable[[World], Settled], there: list[World], repeat: int) -> float:
    """The median time of one answer, in seconds."""
    taken = []
    for _ in range(repeat):
        for world in there:
            started = time.perf_counter()
            settle(world)
            taken.append(time.perf_counter() - started)
    return median(taken)


def main() -> int:
    """Compare, then time; 1 where the compiled engine takes more than half as long again."""
    engine = build(lower(small_ruleset(), DAY))
    there = worlds(300)
    for world in there:
        if engine.settle(world) != by_hand(world):
            print("the two differ")
            return 1
    rounds = [(timed(by_hand, there, 3), timed(engine.settle, there, 3)) for _ in range(5)]
    hand, compiled = (min(times) for times in zip(*rounds, strict=True))
    print(f"by hand {hand * 1e6:.1f} us, compiled {compiled * 1e6:.1f} us, ratio {compiled / hand:.2f}")
    return 0 if compiled <= 1.5 * hand else 1


if __name__ == "__main__":
    sys.exit(main())
