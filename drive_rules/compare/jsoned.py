"""What was found as JSON: codes and words as they are, the same bytes for the same findings."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from drive_rules.compare.findings import Findings, Outcome
from drive_rules.compare.reading import Difference
from drive_rules.compare.witnesses import Witness

if TYPE_CHECKING:
    from drive_rules.compare.effect import Effect


def to_json(found: Findings) -> str:
    """All of it."""
    whole = {
        "advisory": found.advisory,
        "old": asdict(found.old),
        "new": asdict(found.new),
        "as of": found.as_of,
        "changes meaning": found.changes_meaning,
        "may be less safe": found.may_be_less_safe,
        "weakened": found.weakened,
        "notes": found.notes,
        "differences": [_difference(each) for each in found.differences],
        "answers": [_outcome(each) for each in found.outcomes],
        "looked at": found.looked_at,
        "a solver was asked": found.prover,
        "caseload": _effect(found.effect) if found.effect is not None else None,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, default=date.isoformat) + "\n"


def _difference(each: Difference) -> dict[str, Any]:
    return {
        "sort": each.sort,
        "name": each.name,
        "was": each.was,
        "how": each.how,
        "title": each.title,
        "safety": each.safety,
        "sentences": [asdict(pair) for pair in each.pairs],
    }


def _outcome(each: Outcome) -> dict[str, Any]:
    return {
        "asked": each.question.asked,
        "name": each.question.name,
        "says": each.says,
        "how": each.how,
        "about": each.about,
        "witnesses": [_witness(witness) for witness in each.witnesses],
    }


def _witness(each: Witness) -> dict[str, Any]:
    return {
        "way": each.way.words,
        "caution": each.way.caution,
        "of": each.thing,
        "old": each.old,
        "new": each.new,
        "case": each.case,
        "case for the old ruleset": each.old_case or each.case,
        "found in": each.found_in,
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "cases": effect.cases,
        "synthetic": effect.synthetic,
        "what comes of them": dict(effect.labels),
        "not read": effect.not_read,
        "moved": [
            {
                "asked": moved.question.asked,
                "name": moved.question.name,
                "of": moved.kind,
                "things": moved.things,
                "ways": [
                    {
                        "way": each.way.words,
                        "caution": each.way.caution,
                        "old": each.old,
                        "new": each.new,
                        "things": each.things,
                        "cases": each.cases,
                        "examples": each.examples,
                    }
                    for each in moved.transitions
                ],
            }
            for moved in effect.moved
        ],
        "groups": [{"fact": each.fact, **asdict(each.shown)} for each in effect.groups],
    }
