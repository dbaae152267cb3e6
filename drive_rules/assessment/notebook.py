"""An answer in a notebook: its levels, what is urgent, what comes first, what to ask; the view has the rest.

It holds no more than the case manager's pages do, as markup that nothing runs in.
"""

from __future__ import annotations

from collections.abc import Sequence

from drive_rules.answers import Record
from drive_rules.assessment.lines import (
    decision_words,
    gap_words,
    in_order,
    line_words,
    lines_of,
    question_words,
)
from drive_rules.language.values import words_of_date
from drive_rules.page import NOTHING, Html, bullets, joined, tag, text, words

MOST = 5
ADVICE = "Advice to a named human decider. Not for the perpetrator."


def in_notebook(record: Record) -> Html:
    """The answer in short."""
    made = record.versions
    levels = [decision_words(record, each) for each in in_order(record) if each.graded]
    asked = [each.words if record.empty else question_words(each) for each in record.questions]
    unlisted = [
        f"No {kind} is listed: no level is printed. This is not a low-risk result."
        for kind in record.unlisted
    ]
    return tag(
        "div",
        text("p", f"Case {record.case}, as of {words_of_date(record.as_of)}. "
                  f"{made.ruleset} {made.ruleset_version}{f', site {made.site}' if made.site else ''}."),
        tag("p", text("strong", ADVICE)),
        some("Decisions", [*unlisted, *levels]),
        some("Urgent: blocked, and no way out is available", [gap_words(record, gap) for gap in record.gaps]),
        _called_for(record),
        some("Ask first", asked),
        text("p", "view() has all of it, and why."),
    )  # fmt: skip


def _called_for(record: Record) -> Html:
    """What comes first; of an empty case, of which nearly all is in doubt, how much there is."""
    lines = lines_of(record)
    if record.empty:
        return text("p", f"{len(lines)} actions are called for.") if lines else NOTHING
    return some("Called for", [line_words(line) for line in lines])


def some(title: str, sentences: Sequence[str]) -> Html:
    """The first few sentences under a title, and how many more there are; nothing where there is none."""
    if not sentences:
        return NOTHING
    more = [f"and {len(sentences) - MOST} more"] if len(sentences) > MOST else []
    listed = bullets(words(each) for each in (*sentences[:MOST], *more))
    return joined([tag("p", text("strong", title)), listed])
