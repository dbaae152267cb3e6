"""A case as one page to read and print: what is decided, safety first, the plan, why, and what is unknown.

The page is made from the answer and its plan and holds nothing besides, save the rules it names, in
sentences.  What the perpetrator may be given has a page of its own, which holds what its text holds.
"""

from __future__ import annotations

from drive_rules.answers import Record
from drive_rules.assessment.pages import AUDIENCES, SUBJECT, subject_answer
from drive_rules.ir import Ruleset
from drive_rules.planning.plans import Plan
from drive_rules.problems import DriveRulesError, did_you_mean
from drive_rules.report.case import CaseReport
from drive_rules.report.subject import subject_report


def report(ruleset: Ruleset, record: Record, plan: Plan, view: str = "case manager") -> str:
    """The page of a case for one audience; the plan is on none that is for the perpetrator.

    Raises ``DriveRulesError`` for a view that there is not, a plan of another case or day, and an answer
    that was made without what the perpetrator may be given.
    """
    if view not in AUDIENCES:
        known = f"the views are {', '.join(AUDIENCES)}"
        raise DriveRulesError(f"there is no such view; {did_you_mean(view, AUDIENCES, known)}")
    if view == SUBJECT:
        return subject_report(subject_answer(record)).html()
    if (plan.case, plan.as_of) != (record.case, record.as_of):
        raise DriveRulesError("the plan is of another case or another day than the assessment")
    return CaseReport(ruleset, record, plan, view).page().html()
