"""What several sources say, merged for a million things at once: ``case.evidence`` in columns.

Each function here is the function of the same name there, over all rows of one fact; a test holds them
together.  No rows are looked at one by one, and none are sorted save those of which it must be told
whether one source contradicts itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drive_rules.case.evidence import asked_of_her_side_only, side_of
from drive_rules.caseload.arrays import Positions
from drive_rules.caseload.columns import Read, dtype_of
from drive_rules.engines.columnar.tables import Flags, Places, Whole
from drive_rules.ir import ALWAYS_WHOLE, NEVER_WHOLE, Fact

NOBODY = -1
"""The source of what nobody in particular said."""
NO_DAY = 0
MOST_GROUPS = 1_000_000
"""How many groups may be counted without looking which of them there are, however few rows."""
_SIDES = {"perpetrator": 0, "victim-survivor": 1}
_PERPETRATOR, _HER_SIDE, _ANOTHER = 0, 1, 2


@dataclass(frozen=True, eq=False, repr=False)
class Said:
    """What was said of one fact: of which row, the ends, by which source (by number), on what day."""

    at: Positions
    """Places in the table of answers; -1 for what was said elsewhere."""
    thing: Places
    low: Whole
    high: Whole
    source: NDArray[np.int16]
    day: NDArray[np.int32]

    def part(self, which: Flags | Positions) -> Said:
        """Some of it."""
        rows = np.flatnonzero(which) if which.dtype == np.bool_ else which
        return Said(*(getattr(self, each.name).take(rows) for each in fields(self)))

    @cached_property
    def yes(self) -> Positions:
        """Which say yes, to a question of yes or no."""
        return np.flatnonzero(self.low == 1)

    @cached_property
    def no(self) -> Positions:
        """Which say no."""
        return np.flatnonzero(self.high == 0)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Unclear:
    """Things of whose fact something was said that cannot be read.

    ``wholly``: it might have been anything.  ``in_part``: it was one answer among others, which no yes to a
    yes-or-no question depends on.
    """

    wholly: Sequence[Places] = ()
    in_part: Sequence[Places] = ()


def together(parts: Sequence[Said]) -> Said:
    """All of it."""
    if len(parts) == 1:
        return parts[0]
    return Said(*(np.concatenate([getattr(each, name.name) for each in parts]) for name in fields(Said)))


def sides_of(sources: Sequence[str]) -> NDArray[np.int8]:
    """The side of each source by its number; of nobody in particular, by -1, another than any."""
    sides = [_SIDES.get(side_of(source), _ANOTHER) for source in sources]
    return np.array([*sides, _ANOTHER], np.int8)


# -- one answer ------------------------------------------------------------------------------------


def merge(
    fact: Fact, read: Read, said: Said, sides: NDArray[np.int8], count: int, stands: Flags | None = None
) -> Read:
    """The one answer that a column and what else was said, and ``stands``, come to, by row."""
    if fact.type.name == "yes or no":
        return _merge_yes(fact, read, said, sides, count, stands)
    return _merge_values(fact, read, said if stands is None else said.part(stands), sides, count)


def of_nobody(fact: Fact, read: Read) -> Read:
    """What a column alone comes to: a no does not count where only her side can say it."""
    if read.low is None or fact.type.name != "yes or no" or not asked_of_her_side_only(fact):
        return read
    return Read(read.low, read.low if read.low.all() else np.ones_like(read.low))


def _merge_yes(
    fact: Fact, read: Read, said: Said, sides: NDArray[np.int8], count: int, stands: Flags | None
) -> Read:
    yes, no = np.zeros(count, bool), np.zeros(count, bool)
    hers = asked_of_her_side_only(fact)
    if read.low is not None and read.high is not None:
        yes |= read.low == 1
        if not hers:
            no |= read.high == 0
    says_yes, says_no = said.yes, said.no
    if stands is not None:
        says_yes, says_no = says_yes[stands.take(says_yes)], says_no[stands.take(says_no)]
    side = sides.take(said.source.take(says_no), mode="wrap")
    counts = side == _HER_SIDE if hers else side != _PERPETRATOR
    yes[said.thing.take(says_yes)] = True
    no[said.thing.take(says_no if counts.all() else says_no[counts])] = True
    return Read(yes.view(np.int8), (yes | ~no).view(np.int8))


def _merge_values(fact: Fact, read: Read, said: Said, sides: NDArray[np.int8], count: int) -> Read:
    kind = fact.type
    if any(side_of(who) == "perpetrator" for who in fact.never_asked_of):
        said = said.part(sides[said.source] != _PERPETRATOR)
    low, high = _started(fact, read, count)
    np.maximum.at(low, said.thing, said.low)
    np.minimum.at(high, said.thing, said.high)
    # Before what is torn is widened: there somebody did say otherwise, whoever is right.
    _let_stand(fact, low, high)
    torn = low > high
    if torn.any():
        low[torn], high[torn] = kind.low, kind.high
        if kind.ordered and kind.name != "reference":
            lowest, highest = _spans(fact, read, said.part(torn[said.thing]), torn)
            low[torn], high[torn] = lowest[torn], highest[torn]
    return Read(low, high)


def _started(fact: Fact, read: Read, count: int) -> tuple[Whole, Whole]:
    if read.low is None or read.high is None:
        width = dtype_of(fact.type)
        return np.full(count, fact.type.low, width), np.full(count, fact.type.high, width)
    return read.low.copy(), read.high.copy()


def _spans(fact: Fact, read: Read, said: Said, torn: Flags) -> tuple[Whole, Whole]:
    """The lowest and the highest that anybody says of the things that are torn."""
    said = said.part(_telling(fact, said.low, said.high))
    lowest = np.full(len(torn), fact.type.high, dtype_of(fact.type))
    highest = np.full(len(torn), fact.type.low, dtype_of(fact.type))
    np.minimum.at(lowest, said.thing, said.low)
    np.maximum.at(highest, said.thing, said.high)
    if read.low is not None and read.high is not None:
        also = torn & _telling(fact, read.low, read.high)
        lowest[also] = np.minimum(lowest, read.low)[also]
        highest[also] = np.maximum(highest, read.high)[also]
    return lowest, highest


def _telling(fact: Fact, low: Whole, high: Whole) -> Flags:
    found: Flags = (low != fact.type.low) | (high != fact.type.high)
    return found


def merge_listed(read: Read, said: Said, sides: NDArray[np.int8], count: int) -> Read:
    """Whether a list is whole and up to what day; a no of that day or a later one takes a yes back."""
    no_day = np.zeros(count, np.int32)
    yes = said.part((said.low == 1) & (sides[said.source] != _PERPETRATOR))
    no = said.part(said.high == 0)
    np.maximum.at(no_day, no.thing, np.where(no.day == NO_DAY, ALWAYS_WHOLE, no.day).astype(np.int32))
    wide_yes = np.zeros(count, np.int32)
    if read.low is not None and read.high is not None and read.whole is not None:
        no_day[read.high == 0] = ALWAYS_WHOLE
        wide_yes = np.where(read.low == 1, read.whole, NEVER_WHOLE).astype(np.int32)
    yes_day = np.where(yes.day == NO_DAY, ALWAYS_WHOLE, yes.day).astype(np.int32)
    whole = np.where(_stands(wide_yes, no_day), wide_yes, NEVER_WHOLE).astype(np.int32)
    stands = _stands(yes_day, no_day[yes.thing])
    np.maximum.at(whole, yes.thing[stands], yes_day[stands])
    claimed = wide_yes != NEVER_WHOLE
    claimed[yes.thing] = True
    denied = (no_day != NO_DAY) & ~claimed
    return Read((whole != NEVER_WHOLE).view(np.int8), (~denied).view(np.int8), (), whole)


def _stands(yes_day: NDArray[np.int32], no_day: NDArray[np.int32]) -> Flags:
    """Whether a yes of this day holds against the last no: it does if it came after, or there is none.

    A day stands for itself, ``ALWAYS_WHOLE`` for none: a yes without a day comes after no no.
    """
    dated = (yes_day < ALWAYS_WHOLE) & (no_day < ALWAYS_WHOLE)
    found: Flags = (no_day == NO_DAY) | (dated & (yes_day > no_day))
    return found


def blurred(fact: Fact, read: Read, unclear: Unclear, *, listed: bool) -> Read:
    """The answer less what hangs on something that cannot be read."""
    if read.low is None or read.high is None or not (unclear.wholly or unclear.in_part):
        return read
    low, high = read.low.copy(), read.high.copy()
    whole = None if read.whole is None else read.whole.copy()
    keeps_yes = fact.type.name == "yes or no" and not listed
    parts = [*((each, False) for each in unclear.wholly), *((each, True) for each in unclear.in_part)]
    for things, in_part in parts:
        if not (in_part and keeps_yes):
            low[things] = fact.type.low
        high[things] = fact.type.high
        if whole is not None:
            whole[things] = NEVER_WHOLE
    return Read(low, high, (), whole)


def stood(fact: Fact, read: Read, unclear: Unclear, count: int) -> Read:
    """The answer of a column alone: what stands until somebody says otherwise, where nobody does."""
    if fact.stands is None:
        return blurred(fact, read, unclear, listed=False)
    low, high = _started(fact, read, count)
    _let_stand(fact, low, high)
    return blurred(fact, Read(low, high), unclear, listed=False)


def _let_stand(fact: Fact, low: NDArray[Any], high: NDArray[Any]) -> None:
    """Of a record that can be taken back: what stands while nothing is known."""
    if fact.stands is not None:
        unknown = ~_telling(fact, low, high)
        low[unknown] = high[unknown] = fact.stands


# -- one source's word against its own -------------------------------------------------------------


def contradictions(fact: Fact, read: Read, said: Said, count: int, *, listed: bool) -> Positions:
    """The places in ``said`` where one source says two things of one row on one day."""
    torn = _torn(fact, read, said, count)
    if not torn.any():
        return np.zeros(0, np.int64)
    telling = np.flatnonzero(_telling(fact, said.low, said.high))
    doubtful = telling[torn[said.thing[telling]]]
    all_said = together([said.part(doubtful), _wide(fact, read, np.flatnonzero(torn), listed=listed)])
    order = np.lexsort((all_said.day, all_said.source, all_said.thing))
    ordered = all_said.part(order)
    new = np.ones(len(order), bool)
    new[1:] = (
        (ordered.thing[1:] != ordered.thing[:-1])
        | (ordered.source[1:] != ordered.source[:-1])
        | (ordered.day[1:] != ordered.day[:-1])
    )
    starts = np.flatnonzero(new)
    against = np.maximum.reduceat(ordered.low, starts) > np.minimum.reduceat(ordered.high, starts)
    found = order[np.repeat(against, np.diff(starts, append=len(order)))]
    return np.sort(doubtful[found[found < len(doubtful)]])


def _torn(fact: Fact, read: Read, said: Said, count: int) -> Flags:
    """Where not all that is said can be so."""
    if fact.type.name == "yes or no":
        yes, no = np.zeros(count, bool), np.zeros(count, bool)
        if read.low is not None and read.high is not None:
            yes, no = read.low == 1, read.high == 0
        yes[said.thing.take(said.yes)] = True
        no[said.thing.take(said.no)] = True
        return yes & no
    low, high = _started(fact, read, count)
    np.maximum.at(low, said.thing, said.low)
    np.minimum.at(high, said.thing, said.high)
    found: Flags = low > high
    return found


def _wide(fact: Fact, read: Read, things: Positions, *, listed: bool) -> Said:
    """What the column says of these things, as said by nobody in particular."""
    if read.low is None or read.high is None:
        things = things[:0]
    low = things if read.low is None else read.low[things]
    high = things if read.high is None else read.high[things]
    day = np.zeros(len(things), np.int32)
    if listed and read.whole is not None:
        day = np.where(read.whole[things] < ALWAYS_WHOLE, read.whole[things], NO_DAY).astype(np.int32)
    nobody = np.full(len(things), NOBODY, np.int16)
    found = Said(np.full(len(things), -1), things.astype(np.int32), low, high, nobody, day)
    return found.part(_telling(fact, found.low, found.high))


# -- one source's later word -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Assessed:
    """The rows of one checklist: of which thing, by whom and on what day it was filled in."""

    thing: Places
    by: NDArray[np.int16]
    day: NDArray[np.int32]

    def part(self, which: Flags | Positions | slice) -> Assessed:
        """Some of them."""
        return Assessed(self.thing[which], self.by[which], self.day[which])

    def latest(self, count: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The day of the latest assessment by the same assessor, by row; and of anybody's, by thing."""
        last = np.zeros(count, np.int32)
        np.maximum.at(last, self.thing, self.day)
        group, groups = groups_of(self.thing, self.by)
        by_group = np.zeros(groups, np.int32)
        np.maximum.at(by_group, group, self.day)
        return by_group[group], last


def groups_of(first: NDArray[np.integer], *others: NDArray[np.integer]) -> tuple[NDArray[np.int64], int]:
    """One number for each row, the same where all columns are; and how many numbers there may be."""
    group, width = first.astype(np.int64), int(first.max(initial=-1)) + 1
    for other in others:
        low = int(other.min(initial=0))
        span = int(other.max(initial=-1)) - low + 1
        group, width = group * span + (other - low), width * span
        if width > max(MOST_GROUPS, 4 * len(group)):
            distinct, group = np.unique(group, return_inverse=True)
            width = len(distinct)
    return group, width


def standing(said: Said, assessed: Assessed, latest: NDArray[np.int32]) -> Flags:
    """Whether each answer to one item still stands, of all assessments with its instrument.

    An assessment without a day, or of nobody's, always stands; so does each assessor's latest.  Of an
    earlier one a yes stands, while the same source has not answered the same assessor since.
    """
    stands = (assessed.day == NO_DAY) | (assessed.by == NOBODY) | (assessed.day == latest)
    earlier = said.yes[~stands.take(said.yes)]
    if len(earlier):
        doubtful = np.zeros(int(said.thing.max()) + 1, bool)
        doubtful[said.thing.take(earlier)] = True
        rows = np.flatnonzero(doubtful.take(said.thing) & (said.low == said.high))
        day = assessed.day.take(rows)
        group, groups = groups_of(*(each.take(rows) for each in (said.thing, assessed.by, said.source)))
        last_told = np.zeros(groups, np.int32)
        np.maximum.at(last_told, group, day)
        stands[earlier] = assessed.day[earlier] >= last_told[group[np.searchsorted(rows, earlier)]]
    found: Flags = stands
    return found


def numbers_of(sources: Mapping[str, str]) -> tuple[dict[str, int], list[str]]:
    """A number for each source that a case may name, and the sources by number."""
    names = list(dict.fromkeys(sources.values()))
    return {name: number for number, name in enumerate(names)}, names
