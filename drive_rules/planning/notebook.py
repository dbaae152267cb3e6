"""A plan in a notebook: its steps in order, each in a line; the text has the rest.

It holds no more than the plan's text does, as markup that nothing runs in.
"""

from __future__ import annotations

from drive_rules.language.values import words_of_date
from drive_rules.page import Html, joined, tag, text
from drive_rules.planning.printed import in_short, word_of
from drive_rules.planning.steps import Planned, Step

MOST = 20
HEADS = ("Step", "By", "What", "Asked", "Status")


def in_notebook(plan: Planned) -> Html:
    """The plan in short."""
    rows = [tag("tr", *(text("td", cell) for cell in _cells(step))) for step in plan.steps[:MOST]]
    more = f"And {len(plan.steps) - MOST} more steps. " if len(plan.steps) > MOST else ""
    gaps = f"{len(plan.gaps)} gaps. " if len(plan.gaps) > 1 else "1 gap. " if plan.gaps else ""
    return tag(
        "div",
        text("p", f"Plan for case {plan.case} as of {words_of_date(plan.as_of)}."),
        tag("p", text("strong", "Advice to the professionals who decide. Not for the perpetrator.")),
        *(text("p", f"{name[:1].upper()}{name[1:]}: {told}") for name, told in plan.heads),
        tag("table", tag("tr", *(text("th", head) for head in HEADS)), joined(rows)),
        text("p", f"{more}{gaps}text() has all of it, and why."),
    )


def _cells(step: Step) -> tuple[str, ...]:
    doubt = ", in doubt" if step.in_doubt else ""
    what = in_short(step.action) if step.sort == "find out" else step.action
    due = words_of_date(step.due) if step.due else "from now on" if step.sort == "instead" else "no day"
    head = f"{step.number}. {word_of(step).lower()}{doubt}"
    return head, due, f"{what} ({step.thing.words})", step.task.asked or "nobody can be asked", step.status
