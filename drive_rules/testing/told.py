"""The sentences of specs about how a case is read: what is refused, with its place, and who said what.

They belong with those of ``steps``::

    Given a case
    And a pair "A"
    And a checklist of "A" that names no instrument where
      | D01 | yes |
    Then it cannot be read, for "no instrument is named" at "pairs[0].checklists[0]"

    Then the case keeps who said of "weapon or object used": IDVA, perpetrator
"""

from __future__ import annotations

from typing import Any

from pytest_bdd import given, parsers, then

from drive_rules.assessment import Assessment
from drive_rules.problems import CaseError, Problem
from drive_rules.testing.steps import Story, Table

__all__: list[str] = []
"""Filled below with pytest-bdd's own names for the steps."""


def _sentence(pattern: str) -> parsers.re:
    return parsers.re(pattern + r"$")


def _problems(story: Story) -> tuple[Problem, ...]:
    try:
        story.ruleset.read_case(story.data)
    except CaseError as error:
        return tuple(error.problems)
    return ()


def _all_that_is_said(answer: Assessment) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = [(duty.word, duty.id, duty.due, duty.in_doubt) for duty in answer.duties]
    said += [("must not", block.id, block.in_doubt) for block in answer.blocks]
    said += [("find out", each.facts, each.due) for each in answer.find_outs]
    return said + [("ask", each.words) for each in answer.questions]


# -- given -----------------------------------------------------------------------------------------


@given(_sentence(r'a checklist of "(?P<of>[^"]+)" that names no instrument where'))
def without_instrument(story: Story, of: str, datatable: Table) -> None:
    """Answers by item id, one a row, of nobody knows which form."""
    answers: dict[str, Any] = {}
    story.tell(answers, datatable)
    story.thing(of).setdefault("checklists", []).append({"answers": answers})


# -- then ------------------------------------------------------------------------------------------


@then(_sentence(r'it cannot be read, for "(?P<words>[^"]+)"(?: at "(?P<place>[^"]+)")?'))
def cannot_be_read(story: Story, words: str, place: str | None) -> None:
    """The case is refused: what is wrong or what to do, and where."""
    found = _problems(story)
    fitting = [
        each
        for each in found
        if words in f"{each.what} {each.fix}" and (place is None or each.place.replace("'", "") == place)
    ]
    assert fitting, f"refused otherwise: {[(each.place, each.what, each.fix) for each in found]}"


@then(_sentence(r'the case keeps who said of "(?P<fact>[^"]+)": (?P<who>[^"]+)'))
def keeps_who_said(story: Story, fact: str, who: str) -> None:
    """Every source of a fact, however its answers were merged."""
    evidence = story.ruleset.read_case(story.data).evidence
    sources = {said.source for (_, _, name), each in evidence.items() if name == fact for said in each}
    assert sources == {each.strip() for each in who.split(",")}, f"said by {sources}"


@then(_sentence(r"the same is called for, and the same is blocked"))
def same_as_before(story: Story) -> None:
    """No duty, block, find-out or question differs from the time before."""
    before, now = (_all_that_is_said(answer) for answer in story.last_two())
    assert before == now


@then(_sentence(r"it can be read"))
def can_be_read(story: Story) -> None:
    """Nothing of the case is refused."""
    assert not _problems(story)


__all__ += [name for name in dict(globals()) if name.startswith("pytestbdd_stepdef")]
