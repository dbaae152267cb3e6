"""The sentences of specs about what people decide beside the rules.

They belong with those of ``steps``::

    Given it was assessed on 2 November 2026
    And the IDVA decides "risk level" of "A": high, because "two calls in one night"
    When it is assessed on 3 November 2026
    Then the risk level of "A" is high
    And what was decided on "risk level" of "A" is not for review
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pytest_bdd import given, parsers, then

from drive_rules.answers import HumanDecision
from drive_rules.problems import DecisionError
from drive_rules.testing.steps import OF, Story, a_day

__all__: list[str] = []
"""Filled below with pytest-bdd's own names for the steps."""

DECIDED = (
    rf'"(?P<what>[^"]+)"{OF}: (?P<answer>[^",]+?)(?:, until (?P<until>\d+ [A-Z][a-z]+ \d+))?'
    r', because "(?P<because>[^"]*)"'
)


def _sentence(pattern: str) -> parsers.re:
    return parsers.re(pattern + r"$")


def _said(by: str, of: str | None, until: str | None, because: str, on: date) -> dict[str, Any]:
    end = a_day(until) if until else None
    return {"of": of, "by": by.removeprefix("the "), "because": because, "until": end, "on": on}


# -- given -----------------------------------------------------------------------------------------


@given(_sentence(rf'(?P<by>[^"]+?) decides {DECIDED}'))
def decides(
    story: Story, by: str, what: str, of: str | None, answer: str, until: str | None, because: str
) -> None:
    """Somebody decides on the answer of before, on its day."""
    assert story.previous is not None, "say 'it was assessed on ...' first"
    said = _said(by, of, until, because, story.previous.as_of)
    story.previous = story.previous.decide(what, answer, **said)


@given(
    _sentence(
        rf'(?P<by>[^"]+?) takes back what was decided on "(?P<what>[^"]+)"{OF}(?P<manager>, as a manager)?'
        r', because "(?P<because>[^"]+)"'
    )
)
def takes_back(story: Story, by: str, what: str, of: str | None, manager: str | None, because: str) -> None:
    """The decision of before is taken back, on the day of the answer of before."""
    before = story.previous
    assert before is not None, "say 'it was assessed on ...' first"
    found = [each for each in before.human_decisions if each.what == what and of in (None, each.thing.key)]
    assert len(found) == 1, f"{len(found)} decisions of people on it"
    story.previous = before.take_back(
        found[0].id, by=by.removeprefix("the "), on=before.as_of, because=because, manager=bool(manager)
    )


# -- then ------------------------------------------------------------------------------------------


@then(_sentence(rf'(?P<by>[^"]+?) cannot decide {DECIDED}, for "(?P<why>[^"]+)"'))
def cannot_decide(
    story: Story,
    by: str,
    what: str,
    of: str | None,
    answer: str,
    until: str | None,
    because: str,
    why: str,
) -> None:
    """What is refused, with what is wrong."""
    said = _said(by, of, until, because, story.in_short.as_of)
    with pytest.raises(DecisionError) as refused:
        story.in_short.decide(what, answer, **said)
    wrong = [problem.what for problem in refused.value.problems]
    assert any(why in each for each in wrong), f"refused for {wrong}"


@then(_sentence(rf'only its author or a manager takes back what was decided on "(?P<what>[^"]+)"{OF}'))
def only_its_author(story: Story, what: str, of: str | None) -> None:
    """Somebody else is refused."""
    with pytest.raises(DecisionError) as refused:
        story.in_short.take_back(
            _decision(story, what, of).id,
            by="somebody else entirely",
            on=story.in_short.as_of,
            because="it is thought to be lower",
        )
    wrong = [problem.what for problem in refused.value.problems]
    assert wrong == ["only its author or a manager takes it back"]


def _decision(story: Story, what: str, of: str | None) -> HumanDecision:
    here = story.in_short.human_decisions
    named = [each for each in here if what in (each.what, each.code.partition(":")[0])]
    found = [each for each in named if of in (None, each.thing.key)]
    assert len(found) == 1, f"{len(found)} decisions of people on it: {[each.what for each in here]}"
    return found[0]


@then(_sentence(rf'beside what was decided on "(?P<what>[^"]+)"{OF} stands "(?P<words>[^"]+)"'))
def stands_beside(story: Story, what: str, of: str | None, words: str) -> None:
    """How a person's answer and the rules stand together."""
    assert words in _decision(story, what, of).beside, _decision(story, what, of).beside


@then(_sentence(rf'what was decided on "(?P<what>[^"]+)"{OF} is for review, for "(?P<why>[^"]+)"'))
def is_for_review(story: Story, what: str, of: str | None, why: str) -> None:
    """Somebody looks at it again, and why."""
    review = _decision(story, what, of).review
    assert any(why in each for each in review), f"for review: {review}"


@then(_sentence(rf'what was decided on "(?P<what>[^"]+)"{OF} is not for review'))
def is_not_for_review(story: Story, what: str, of: str | None) -> None:
    """Nothing calls for another look."""
    assert _decision(story, what, of).review == ()


__all__ += [name for name in dict(globals()) if name.startswith("pytestbdd_stepdef")]
