"""What came of a caseload by characteristics that no rule reads: counts, and where they differ.

Small counts are withheld with as many others as keep them from being worked out (``suppression``).  A
difference is flagged where shares lie far apart, and is never interpreted: why it is there is for people
to find out.  That nothing is flagged is no finding that all is fair.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from textwrap import wrap

import numpy as np

from drive_rules.accountability.monitoring import Characteristic, Monitoring
from drive_rules.accountability.outcomes import Outcome
from drive_rules.answers import Quiet, Versions
from drive_rules.caseload.marks import SAID
from drive_rules.language.values import words_of_date
from drive_rules.page import Html, Page, bullets, joined, table, tag, text, words
from drive_rules.suppression import FEW, WITHHELD, Shown, suppressed

APART = 10
"""So many percentage points between a group and all the others are flagged: our assumption, to confirm."""
MOST_APART = (
    f"A difference of {APART} percentage points or more between a group and all the others is flagged, where "
    "all counts it rests on are shown (our assumption, to confirm)."
)
NOTES = (
    "No rule reads any of these characteristics; the answers are the same with this table and without it.",
    f"Counts under {FEW}, 0 among them, are withheld, with as many others as keep them from being known.",
    MOST_APART,
    "A flag says where to look, and not why. Where there are many comparisons some differ by chance alone.",
    "That nothing is flagged is no finding that the rules, or the work, are fair.",
    "A level is the highest of the things listed in a case. What cannot be told is counted so, never as no.",
)
WIDTH = 80


@dataclass(frozen=True, slots=True, repr=False)
class Table(Quiet):
    """The cases of one caseload by the groups of a characteristic (rows) and the words of an outcome."""

    characteristic: str
    outcome: str
    shown: Shown


@dataclass(frozen=True, slots=True, repr=False)
class Difference(Quiet):
    """A share, in percent, far from that of all the others, and how many cases either is a share of."""

    characteristic: str
    group: str
    outcome: str
    value: str
    percent: int
    cases: int
    percent_of_others: int
    others: int

    @property
    def words(self) -> str:
        """The difference as a sentence that says nothing of why."""
        return (
            f"{self.characteristic}, {self.group}: {self.outcome} is '{self.value}' for {self.percent}% of "
            f"{self.cases:,} cases; for {self.percent_of_others}% of the other {self.others:,}"
        )


@dataclass(frozen=True, slots=True, repr=False)
class Fairness(Quiet):
    """A caseload by its monitoring characteristics on one day.

    ``cases`` is None where there are too few to say.  ``not_of_a_case`` is how many rows of the monitoring
    table are of no case here, None where they are few.  ``synthetic`` says that cases are invented.
    """

    versions: Versions
    as_of: date
    cases: int | None
    not_of_a_case: int | None
    tables: tuple[Table, ...]
    differences: tuple[Difference, ...]
    synthetic: bool
    notes: tuple[str, ...] = NOTES

    def to_json(self) -> str:
        """Every table as JSON, the same bytes for the same caseload; null is withheld."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=date.isoformat)

    def text(self) -> str:
        """Every table for people, no line over 80 characters where no name is longer."""
        return "\n".join(_text(self)) + "\n"

    def html(self) -> str:
        """Every table as a page to read and print."""
        return _page(self).html()


def fairness(
    versions: Versions,
    as_of: date,
    found: tuple[Outcome, ...],
    monitoring: Monitoring,
    *,
    synthetic: bool,
) -> Fairness:
    """Count what came of the cases by each characteristic."""
    tables = tuple(
        Table(each.name, outcome.name, suppressed(_counts(each, outcome)))
        for each in monitoring.characteristics
        for outcome in found
    )
    count = len(found[0].of_case)
    strange = monitoring.strange
    return Fairness(
        versions,
        as_of,
        count if count >= FEW else None,
        strange if strange == 0 or strange >= FEW else None,
        tables,
        tuple(each for one in tables for each in differences(one)),
        synthetic or monitoring.synthetic,
    )


def _counts(characteristic: Characteristic, outcome: Outcome) -> dict[str, dict[str, int]]:
    wide = len(outcome.values)
    both = characteristic.of_case * wide + outcome.of_case
    counts = np.bincount(both, minlength=len(characteristic.groups) * wide).reshape(-1, wide).tolist()
    return {
        group: dict(zip(outcome.values, row, strict=True))
        for group, row in zip(characteristic.groups, counts, strict=True)
    }


def differences(of: Table) -> Iterator[Difference]:
    """Where a group's share lies far from that of all the others; only what is shown is compared.

    Of two groups each is all the others of the other, and only the first is told.
    """
    shown = of.shown
    rows = range(len(shown.rows)) if len(shown.rows) > 2 else range(min(len(shown.rows) - 1, 1))
    for row in rows:
        cases, everybody = shown.row_totals[row], shown.total
        if cases is None or everybody is None:
            continue
        for place, value in enumerate(shown.columns):
            here, of_all = shown.counts[row][place], shown.column_totals[place]
            others = everybody - cases
            if here is None or of_all is None or others < FEW:
                continue
            share, rest = 100 * here / cases, 100 * (of_all - here) / others
            if abs(share - rest) >= APART:
                yield Difference(
                    of.characteristic,
                    shown.rows[row],
                    of.outcome,
                    value,
                    round(share),
                    cases,
                    round(rest),
                    others,
                )


# -- for people ------------------------------------------------------------------------------------


def _head(found: Fairness) -> Iterator[str]:
    if found.synthetic:
        yield SAID
    made = found.versions
    site = f", site {made.site}" if made.site else ""
    yield f"{_count(found.cases)} cases as of {words_of_date(found.as_of)}"
    ruleset = f"{made.ruleset} {made.ruleset_version} ({made.ruleset_digest[:12]})"
    yield f"{ruleset}{site}, by drive-rules {made.library}"
    if found.not_of_a_case != 0:
        few = f"fewer than {FEW}" if found.not_of_a_case is None else f"{found.not_of_a_case:,}"
        yield f"Rows of the monitoring table that are of no case here: {few}."
    yield from found.notes


def _count(count: int | None) -> str:
    return WITHHELD if count is None else f"{count:,}"


def _flags(found: Fairness) -> list[str]:
    return [each.words for each in found.differences] or ["none"]


def _text(found: Fairness) -> Iterator[str]:
    for line in _head(found):
        yield from wrap(line, WIDTH)
    yield from ("", f"FLAGGED: {len(found.differences)} of {_compared(found)} comparisons")
    for line in _flags(found):
        yield from wrap(f"- {line}", WIDTH, initial_indent="  ", subsequent_indent="    ")
    for each in found.tables:
        yield from ("", f"{each.outcome.upper()}, by {each.characteristic}")
        shown = each.shown
        for group, total, counts in zip(shown.rows, shown.row_totals, shown.counts, strict=True):
            yield from _row(group, total, shown.columns, counts)
        yield from _row("all", shown.total, shown.columns, shown.column_totals)


def _row(
    group: str, total: int | None, columns: tuple[str, ...], counts: tuple[int | None, ...]
) -> list[str]:
    seen = [f"{value} {count:,}" for value, count in zip(columns, counts, strict=True) if count is not None]
    left = [value for value, count in zip(columns, counts, strict=True) if count is None]
    hidden = [f"{' and '.join(left)} {WITHHELD}"] if seen and left else [WITHHELD] if left else []
    return wrap(
        f"{group} ({_count(total)}): {', '.join([*seen, *hidden])}",
        WIDTH,
        initial_indent="  ",
        subsequent_indent="    ",
    )


def _compared(found: Fairness) -> int:
    """How many shares could be compared."""
    count = 0
    for each in found.tables:
        shown = each.shown
        rows = len(shown.rows) if len(shown.rows) > 2 else min(len(shown.rows) - 1, 1)
        for row in range(rows):
            ends = shown.row_totals[row] is not None and shown.total is not None
            pairs = zip(shown.counts[row], shown.column_totals, strict=True)
            count += ends * sum(None not in pair for pair in pairs)
    return count


def _page(found: Fairness) -> Page:
    head, *notes = _head(found)
    flagged = f"Flagged: {len(found.differences)} of {_compared(found)} comparisons"
    body = [
        bullets(words(line) for line in notes),
        text("h2", flagged, id="flagged"),
        bullets(words(line) for line in _flags(found)),
    ]
    for name in dict.fromkeys(each.characteristic for each in found.tables):
        body.append(text("h2", f"By {name}"))
        body += [_table(each, f"table-{place}") for place, each in enumerate(found.tables)
                 if each.characteristic == name]  # fmt: skip
    return Page(
        title="What came of the cases, by monitoring characteristics",
        head=tag("p", text("strong", head)),
        body=joined(body),
    )


def _table(each: Table, id: str) -> Html:
    shown = each.shown
    rows = [
        [words(group), words(_count(total)), *(words(_count(count)) for count in counts)]
        for group, total, counts in zip(shown.rows, shown.row_totals, shown.counts, strict=True)
    ]
    rows.append([words("all"), words(_count(shown.total)), *(words(_count(n)) for n in shown.column_totals)])
    return table(id, each.outcome, ("group", "cases", *shown.columns), rows)
