"""What a change of rules does to a caseload: how many cases change, which way, and in which groups.

Numbers only, and keys of cases only where the cases are synthetic or the keys are asked for.  Groups are
flagged and never judged; small numbers are withheld, with whatever would tell them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from drive_rules.case.evidence import folded
from drive_rules.caseload.marks import SAID
from drive_rules.caseload.schema import Schema
from drive_rules.compare.caseloads import Both, Found
from drive_rules.compare.directions import Directions, Way
from drive_rules.compare.questions import Question
from drive_rules.problems import CaseloadError, Problem
from drive_rules.suppression import FEW, Shown, suppressed, suppressed_parts

EXAMPLES = 3
UNCHANGED = "no change"
LESS, MORE, OTHER = "less cautious", "more cautious", "otherwise"
CHANGED = "some change"
LABELS = (UNCHANGED, MORE, LESS, OTHER)
"""What may come of a case, each case under one: less cautious where any answer is, else more where any is."""
NOT_SAID = "not said"
FEW_EACH = "not said, or in groups of fewer than 10"


@dataclass(frozen=True, slots=True)
class Transition:
    """How many answers went from one to another; None where the number is withheld.

    ``cases`` counts the cases that hold them, ``examples`` are keys of some of those, if they may be told.
    """

    way: Way
    old: str
    new: str
    things: int | None
    cases: int | None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A question whose answers changed: of ``things`` of a kind in all."""

    question: Question
    kind: str
    things: int
    transitions: tuple[Transition, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """What came of the cases of each group of a fact; small numbers are withheld."""

    fact: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes in a caseload; ``labels`` counts cases by what came of them.

    ``said`` is what is to be said of cases that are invented.  ``not_read`` says how many values each
    ruleset could not read, where that is not the same.
    """

    cases: int
    synthetic: bool
    labels: Mapping[str, int | None]
    moved: tuple[Moved, ...]
    groups: tuple[Groups, ...] = ()
    not_read: tuple[int, int] | None = None
    said: str = ""
    less_cautious: bool = False
    """Whether some answer of some case is less cautious, whatever numbers are withheld."""


def effect_of(both: Both, by: Sequence[str] = (), show_keys: bool = False) -> Effect:
    """What was found, in numbers; keys of cases that are not synthetic only if they are asked for.

    Raises ``CaseloadError`` where ``by`` names what is no fact of a case.
    """
    keys = both.now.keys[both.new.vocabulary.main]
    told = keys if both.synthetic or show_keys else None
    labels = np.zeros(both.cases, np.int64)
    moved = tuple(_moved(found, both, told, labels) for found in both.found)
    rejects = both.was.rejects.num_rows, both.now.rejects.num_rows
    counted = {label: int((labels == place).sum()) for place, label in enumerate(LABELS)}
    return Effect(
        cases=both.cases,
        synthetic=both.synthetic,
        labels=counted if both.synthetic else suppressed_parts(counted),
        moved=moved,
        groups=tuple(_groups(both, fact, labels, keys) for fact in by),
        not_read=rejects if rejects[0] != rejects[1] else None,
        said=SAID if both.synthetic else "",
        less_cautious=bool((labels == LABELS.index(LESS)).any()),
    )


def _moved(found: Found, both: Both, keys: Any, labels: NDArray[np.int64]) -> Moved:
    things = _things(both, found.kind)
    ends = np.stack([*found.old, *found.new], axis=1)
    several, which = np.unique(ends, axis=0, return_inverse=True)
    which = which.reshape(-1)
    transitions: dict[tuple[Way, str, str], list[int]] = {}
    for place, (a, b, c, d) in enumerate(several.tolist()):
        way = found.directions.way((a, b), (c, d))
        words = found.directions.old_words((a, b)), found.directions.new_words((c, d))
        if _many_valued(found.directions):
            words = "", ""
        transitions.setdefault((way, *words), []).append(place)
        _label(labels, found.roots[which == place], way)
    made = []
    for (way, old, new), places in transitions.items():
        here = np.isin(which, places)
        roots = np.unique(found.roots[here])
        examples = sorted(keys.take(pa.array(roots[roots >= 0])).to_pylist())[:EXAMPLES] if keys else []
        cases = int((roots >= 0).sum())
        made.append(Transition(way, old, new, int(here.sum()), cases, tuple(examples)))
    if not both.synthetic:
        made = _withheld(made, things)
    made.sort(key=lambda each: (each.way.caution != "less cautious", each.way.words, each.old, each.new))
    return Moved(found.question, found.kind, things, tuple(made))


def _many_valued(directions: Directions) -> bool:
    """Whether there are so many values that what goes to what would be a list of cases."""
    held = directions.after or directions.before
    return held is not None and held.type.name in ("number", "date")


def _things(both: Both, kind: str) -> int:
    caseload = both.now if kind in both.now.keys else both.was
    return len(caseload.keys[kind])


def _label(labels: NDArray[np.int64], roots: NDArray[np.int64], way: Way) -> None:
    """Mark cases by the least cautious thing that comes of them."""
    roots = roots[roots >= 0]
    if way.caution == "less cautious":
        labels[roots] = LABELS.index(LESS)
    elif way.caution == "more cautious":
        labels[roots[labels[roots] != LABELS.index(LESS)]] = LABELS.index(MORE)
    else:
        labels[roots[labels[roots] == LABELS.index(UNCHANGED)]] = LABELS.index(OTHER)


def _withheld(made: list[Transition], things: int) -> list[Transition]:
    """Transitions without small numbers, and without what would tell them."""
    parts = {str(place): each.things or 0 for place, each in enumerate(made)}
    rest = things - sum(parts.values())
    shown = suppressed_parts({**parts, "unchanged": rest})
    found = []
    for place, each in enumerate(made):
        count = shown[str(place)]
        cases = each.cases if count is not None and (each.cases or 0) >= FEW else None
        found.append(Transition(each.way, each.old, each.new, count, cases, each.examples))
    return found


# -- groups ----------------------------------------------------------------------------------------


def _groups(both: Both, fact: str, labels: NDArray[np.int64], keys: Any) -> Groups:
    """What came of the cases of each group; groups too small to be named are put together."""
    group = dict(_said(both, fact))
    counts: dict[str, dict[str, int]] = {}
    for place, key in enumerate(keys.to_pylist()):
        said = group.get(key) or NOT_SAID
        row = counts.setdefault(said, dict.fromkeys(LABELS, 0))
        row[LABELS[labels[place]]] += 1
    small = [said for said, row in counts.items() if sum(row.values()) < FEW]
    if small:
        # Who said nothing belongs with them: a group of its own beside theirs could not be kept apart.
        small += [NOT_SAID] if NOT_SAID in counts and NOT_SAID not in small else []
        rows = [counts.pop(said) for said in small]
        counts[FEW_EACH] = {label: sum(row[label] for row in rows) for label in LABELS}
    order = sorted(counts, key=lambda said: (said in (NOT_SAID, FEW_EACH), said))
    fine = suppressed({said: counts[said] for said in order})
    coarse = suppressed({said: _whether(counts[said]) for said in order})
    # Only one of the two is shown, the one that leaves more to see.
    shown = fine if _shown(fine) > _shown(coarse) else coarse
    return Groups(fact, shown)


def _shown(table: Shown) -> int:
    """How many counts inside are shown."""
    return len(table.rows) * len(table.columns) - table.withheld


def _whether(row: Mapping[str, int]) -> dict[str, int]:
    return {UNCHANGED: row[UNCHANGED], CHANGED: sum(row.values()) - row[UNCHANGED]}


def _said(both: Both, fact: str) -> Iterator[tuple[str, str | None]]:
    """The key of each case with the words that its column of a fact holds."""
    main = both.new.vocabulary.main
    known = both.new.vocabulary.kinds[main].words.get(fact)
    schema = Schema(both.new.vocabulary)
    for name, table in both.tables.items():
        if folded(name) not in (folded(main), folded(schema.list_of(main))):
            continue
        columns = {folded(column): column for column in table.column_names}
        key = next((columns[word] for word in (folded(main), "id") if word in columns), None)
        column = columns.get(folded(fact))
        if key is not None and column is not None:
            said = (pc.cast(table.column(each), pa.string()).to_pylist() for each in (key, column))
            yield from ((str(one), other) for one, other in zip(*said, strict=True))
            return
    what = f"the table of cases has no column '{fact}'" if known else f"'{fact}' is no fact of a case"
    raise CaseloadError([Problem("CM003", what, "name a column of the table of cases", place="--by")])


def default_groups(both: Both) -> tuple[str, ...]:
    """The facts of a case that are kept for monitoring, as far as the tables have them."""
    main = both.new.vocabulary.main
    facts = [fact.name for fact in both.new.vocabulary.kinds[main].facts if fact.monitoring]
    there = {folded(column) for table in both.tables.values() for column in table.column_names}
    return tuple(fact for fact in facts if folded(fact) in there)
