"""What came of a whole caseload, in numbers: no key and no value of any case is in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from textwrap import wrap

from drive_rules.answers import Versions
from drive_rules.caseload.marks import SAID
from drive_rules.language.values import words_of_date

ADVISORY = (
    "Advice to a named human decider. What is not known counts as unknown, never as no, "
    "and a level that is withheld is no low-risk result."
)
TOO_FEW = (
    "Fewer than 10 cases: too few to be held against a published figure or another site, and small numbers "
    "can point to a person."
)
WIDTH = 80
FEW = 10
"""Below so many cases nothing is compared with a published figure: our assumption, to confirm."""
MOST_NAMED = 6
"""How many columns that were not sent are named in the text; JSON has all."""
Row = tuple[str | int, ...]
"""What is counted, and the counts."""


@dataclass(frozen=True, slots=True)
class Held:
    """How many things certainly have a value, and how many may have it."""

    value: str
    settled: int
    possible: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A decision over all things of its kind; ``values`` where it has a few.

    ``withheld`` counts the things whose lowest level, though settled, may not be printed.
    """

    kind: str
    decision: str
    things: int
    settled: int
    conflicts: int = 0
    withheld: int = 0
    values: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """How many rows a long table has of one sort, and how many of them in doubt."""

    what: str
    rows: int
    in_doubt: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """How many rows or values of a table could not be read, by the code of the problem."""

    table: str
    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole caseload on one day.

    ``missing_tables`` and ``missing_columns`` (table and column) are what was not sent: unknown of every
    case, save where one of the ``answers`` (rows of the table of answers) says it.
    ``lists_opened`` counts, by kind, the lists said to be whole that are not taken so, since their table was
    not sent or a row that may stand in them could not be read.
    ``caution`` says where there are too few cases to compare with anything.
    ``cases_with_rejects`` counts the cases of which something could not be read; ``synthetic`` says that
    the cases are invented.
    """

    versions: Versions
    as_of: date
    cases: int
    rows: dict[str, int]
    decisions: tuple[Counted, ...]
    lines: tuple[Lines, ...]
    rejects: tuple[Rejected, ...] = ()
    cases_with_rejects: int = 0
    missing_tables: tuple[str, ...] = ()
    missing_columns: tuple[tuple[str, str], ...] = ()
    answers: int = 0
    lists_opened: tuple[tuple[str, int], ...] = ()
    synthetic: bool = False
    advisory: str = field(default=ADVISORY)
    caution: str = field(init=False, default="")

    def __post_init__(self) -> None:
        if self.cases < FEW:
            object.__setattr__(self, "caution", TOO_FEW)

    def to_json(self) -> str:
        """The summary as JSON, the same bytes for the same caseload."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=date.isoformat)

    def text(self) -> str:
        """The summary for people, no line over 80 characters."""
        return "\n".join(_text(self)) + "\n"


def _text(summary: Summary) -> Iterator[str]:
    if summary.synthetic:
        yield SAID
    made = summary.versions
    site = f", site {made.site}" if made.site else ""
    yield f"{_many(summary.cases, 'case')} as of {words_of_date(summary.as_of)}"
    yield from wrap(summary.advisory, WIDTH)
    yield from wrap(summary.caution, WIDTH)
    ruleset = f"{made.ruleset} {made.ruleset_version} ({made.ruleset_digest[:12]}){site}"
    yield from wrap(f"{ruleset}, by drive-rules {made.library}", WIDTH)
    yield from _section("ROWS", ("",), ((kind, count) for kind, count in summary.rows.items()))
    for kind in dict.fromkeys(each.kind for each in summary.decisions):
        of_kind = [each for each in summary.decisions if each.kind == kind]
        yield from _section(f"DECISIONS FOR EACH {kind}", ("certain", "possible"), _decisions(of_kind))
    lines = ((each.what, each.rows, each.in_doubt) for each in summary.lines)
    yield from _section("CALLED FOR", ("rows", "in doubt"), lines)
    rejects = ((f"{each.table}: {each.code}", each.count) for each in summary.rejects)
    yield from _section("NOT READ, SO UNKNOWN", ("",), rejects)
    if summary.rejects:
        yield f"  of {_many(summary.cases_with_rejects, 'case')}; see the table of rejects"
    yield from _section("SAID TO BE WHOLE, BUT MAY HAVE MORE", ("lists",), summary.lists_opened)
    yield from _not_sent(summary)


def _decisions(decisions: Iterable[Counted]) -> Iterator[Row]:
    for each in decisions:
        yield each.decision, each.settled, each.things
        for held in each.values:
            yield f"  {held.value}", held.settled, held.possible
        if each.conflicts:
            yield "  rules that certainly apply give different answers", each.conflicts, ""
        if each.withheld:
            yield "  of the lowest, may not be printed", each.withheld, ""


def _section(title: str, heads: tuple[str, ...], rows: Iterable[Row]) -> Iterator[str]:
    there = list(rows)
    if there:
        yield ""
        yield _row(title, *heads)
        for what, *numbers in there:
            yield _row(
                f"  {what}", *(f"{each:,}" if isinstance(each, int) else str(each) for each in numbers)
            )


def _row(what: str, *numbers: str) -> str:
    right = "".join(f"{number:>14}" for number in numbers)
    return f"{what:<{WIDTH - len(right)}}{right}".rstrip()


def _not_sent(summary: Summary) -> Iterator[str]:
    columns: dict[str, list[str]] = {}
    for table, column in summary.missing_columns:
        columns.setdefault(table, []).append(column)
    if summary.missing_tables or columns:
        yield ""
        yield (
            "NOT SENT, SO KNOWN FROM THE TABLE OF ANSWERS ONLY" if summary.answers else "NOT SENT, SO UNKNOWN"
        )
    for table in summary.missing_tables:
        yield f"  {table}: the whole table"
    for table, names in columns.items():
        more = f", and {_many(len(names) - MOST_NAMED, 'more')}" if len(names) > MOST_NAMED else ""
        said = f"{table}: {', '.join(names[:MOST_NAMED])}{more}"
        yield from wrap(said, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 or what == 'more' else 's'}"
