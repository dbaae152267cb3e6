"""What the perpetrator may be given, made from an answer to the case without what is private.

Only what is of the case itself, of the strands that are offered to the perpetrator, and says nothing
of whom it protects or who meets about it.  What is left out leaves no trace: no count and no gap.
"""

from __future__ import annotations

from dataclasses import replace

from drive_rules.answers import Bearing, Decided, Duty, Reason, Record
from drive_rules.ir import Because, Strand
from drive_rules.language.professional import may_be_told

OFFERED: tuple[Strand, ...] = ("contact", "support", "change")


def for_the_subject(answer: Record, root: str) -> Record:
    """The part of an answer that the perpetrator may be given."""
    duties = tuple(duty for each in answer.duties if (duty := _duty(each, root)))
    decisions = tuple(each for found in answer.decisions if (each := _decision(found, root)) is not None)
    return Record(
        case=answer.case,
        as_of=answer.as_of,
        versions=answer.versions,
        decisions=decisions,
        duties=duties,
        stopped=answer.stopped,
    )


def _decision(found: Decided, root: str) -> Decided | None:
    rules = tuple(each for each in found.rules if _bearing_said(each))
    of_the_case = found.thing.kind == root and bool(found.read) and not found.about_record
    if not (of_the_case and may_be_told(found.name, found.words)):
        return None
    return replace(found, rules=rules, read=(), because=())


def _bearing_said(each: Bearing) -> bool:
    return may_be_told(each.rule, each.title, each.gives, *_said(each.why), *each.assumed)


def _reason_said(each: Reason) -> bool:
    return may_be_told(each.rule, each.title, each.due_words, each.owner, *_said(each.why), *each.assumed)


def _said(why: Because) -> tuple[str, ...]:
    return (why.because, *why.source)


def _duty(duty: Duty, root: str) -> Duty | None:
    reasons = tuple(each for each in duty.reasons if each.thing.kind == root and _reason_said(each))
    mine = duty.thing.kind == root and duty.strand in OFFERED and duty.blocked == "no"
    if not (mine and reasons and may_be_told(duty.action, duty.owner, *_said(duty.why), *duty.unavailable)):
        return None
    alone = replace(duty, before=(), after=(), together_with=(), preferred_to=())
    return replace(alone, reasons=reasons, cautions=(), requested_by=())
