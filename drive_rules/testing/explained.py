"""The sentences of specs about why an answer is as it is, and what would make it otherwise.

They belong with those of ``steps``::

    When it is assessed on 2 November 2026
    Then the explanation of "prison-blocks-contact" for "A" reads "cannot tell (not known)"
    And "prison-blocks-contact" for "A" would come out otherwise with "custody" answered otherwise
"""

from __future__ import annotations

from pytest_bdd import parsers, then

from drive_rules.problems import DriveRulesError
from drive_rules.testing.steps import NOTHING, OF, Story

__all__: list[str] = []
"""Filled below with pytest-bdd's own names for the steps."""


def _sentence(pattern: str) -> parsers.re:
    return parsers.re(pattern + r"$")


def _explained(story: Story, what: str, of: str | None) -> str:
    """Why something came out as it did on the day of the latest assessment, on one line."""
    assert story.asking, NOTHING
    case, as_of, _ = story.asking[-1]
    try:
        found = story.ruleset.explain(case, what, as_of=as_of, of=of)
    except DriveRulesError as error:
        raise AssertionError(str(error)) from None
    return " ".join(found.text().split())


@then(_sentence(rf'the explanation of "(?P<what>[^"]+)"{OF} reads "(?P<words>[^"]+)"'))
def explanation_reads(story: Story, what: str, of: str | None, words: str) -> None:
    """Why a decision, an action or a rule came out as it did holds these words."""
    found = _explained(story, what, of)
    assert words in found, f"it reads:\n{found}"


@then(_sentence(rf'the explanation of "(?P<what>[^"]+)"{OF} does not read "(?P<words>[^"]+)"'))
def explanation_does_not_read(story: Story, what: str, of: str | None, words: str) -> None:
    """Why a decision, an action or a rule came out as it did does not hold these words."""
    found = _explained(story, what, of)
    assert words not in found, f"it reads:\n{found}"


@then(_sentence(rf'"(?P<what>[^"]+)"{OF} would come out otherwise with "(?P<fact>[^"]+)" answered otherwise'))
def would_change(story: Story, what: str, of: str | None, fact: str) -> None:
    """Another answer to that one fact would change a decision, an action or a rule."""
    assert story.asking, NOTHING
    case, as_of, _ = story.asking[-1]
    changes = story.ruleset.changes(case, what, as_of=as_of, of=of)
    alone = sorted({each.facts[0].fact for each in changes if len(each.facts) == 1})
    assert fact in alone, f"what alone would change it: {alone}"


__all__ += [name for name in dict(globals()) if name.startswith("pytestbdd_stepdef")]
