"""The page that may be given to the perpetrator: what its text holds, and nothing else."""

from __future__ import annotations

from drive_rules.answers import Record
from drive_rules.assessment.pages import (
    FOR_THE_SUBJECT,
    HOW_MADE,
    decided_plainly,
    offered_plainly,
)
from drive_rules.language.values import words_of_date
from drive_rules.page import Html, Page, bullets, joined, tag, text, words
from drive_rules.report.parts import signing


def subject_report(mine: Record) -> Page:
    """The page of the answer that was made without what is private."""
    title = f"Case {mine.case}, as of {words_of_date(mine.as_of)}"
    decided = [words(decided_plainly(each)) for each in mine.decisions]
    offered = [
        joined([words(what), *(text("p", why) for why in because)])
        for what, because in map(offered_plainly, mine.duties)
    ]
    made = f"{mine.versions.ruleset} {mine.versions.ruleset_version}"
    body = (
        text("h2", "What was assessed"),
        _or_nothing(decided),
        text("h2", "What is offered"),
        _or_nothing(offered),
        text("h2", "How this was made"),
        text("p", HOW_MADE),
        text("p", made),
    )
    return Page(title=title, head=joined([text("p", FOR_THE_SUBJECT), signing()]), body=joined(body))


def _or_nothing(items: list[Html]) -> Html:
    return bullets(items) or tag("p", words("nothing"))
