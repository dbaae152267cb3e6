"""The sentences of specs about what the library promises of every answer, and of every rule file.

They belong with those of ``steps``::

    When it is assessed on 2 November 2026
    And it is assessed on 2 November 2026
    Then both answers are the same to the byte
    And no log holds "pair-1"
"""

from __future__ import annotations

import logging

import pytest
from pytest_bdd import given, parsers, then

from drive_rules import packages
from drive_rules.language import read_texts
from drive_rules.language.codes import Code
from drive_rules.language.values import words_of_date
from drive_rules.testing.asked import ruleset_of
from drive_rules.testing.steps import Story

__all__: list[str] = []
"""Filled below with pytest-bdd's own names for the steps."""

REFUSED = {
    "a tag": Code.TAG,
    "an anchor": Code.ANCHOR,
    "words that say an agency may close": Code.LANGUAGE,
    "'source' is not said": Code.MISSING,
    "'provenance' is not said": Code.MISSING,
}


@given("rule files that also say")
def also_say(story: Story, request: pytest.FixtureRequest, docstring: str) -> None:
    """The ruleset's own files, and one more."""
    package = packages.load_package(ruleset_of(request.config)[0])
    _, story.problems = read_texts({**package.texts, "said.yaml": docstring + "\n"})


@given(parsers.re(r'the reasons of "(?P<name>[^"]+)" run to (?P<count>\d+) letters$'))
def long_reasons(story: Story, name: str, count: str) -> None:
    """A text as long as a case may hold."""
    story.thing(name)["reasons for the judgement"] = "ŵ" * int(count)


@then(parsers.re(r"they are refused, for (?P<why>.+)$"))
def refused(story: Story, why: str) -> None:
    """The reader lists a problem of this kind in the file that was added."""
    found = [each for each in story.problems if each.code == REFUSED[why] and "said.yaml" in each.picture()]
    word = why.split("'")[1] if "'" in why else ""
    assert [each for each in found if word in each.what], [each.picture() for each in story.problems]


@given(
    parsers.re(r'a profile of invented cases that reads "(?P<new>[^"]+)" where ours reads "(?P<old>[^"]+)"$')
)
def other_profile(story: Story, request: pytest.FixtureRequest, new: str, old: str) -> None:
    """The ruleset's own profile with some words changed."""
    from drive_rules.synthetic.reading import ProfileError, read_profile  # noqa: PLC0415

    name, _ = ruleset_of(request.config)
    package, text = packages.load_package(name), packages.synthetic_of(name)
    assert text is not None, f"{name} has no profile"
    assert text.count(old) == 1, f"ours reads so {text.count(old)} times"
    try:
        read_profile(package.ruleset, text.replace(old, new))
    except ProfileError as error:
        story.problems = list(error.problems)


@then(parsers.re(r'it is refused: "(?P<words>[^"]+)"$'))
def profile_refused(story: Story, words: str) -> None:
    """Words of what is wrong, or of what to do about it."""
    pictures = [each.picture() for each in story.problems]
    assert any(words in each for each in pictures), pictures


@then(
    parsers.re(
        r"the summary of a caseload of (?P<count>\d+) such cases "
        r'(?P<says>reads|does not read) "(?P<words>.+)"$'
    )
)
def summary_reads(story: Story, count: str, says: str, words: str) -> None:
    """The numbers of a whole caseload, with the caution that comes before them."""
    pa = pytest.importorskip("pyarrow")
    cases = pa.table({"case": [f"case-{number}" for number in range(int(count))]})
    found = story.ruleset.assess_many({"case": cases}, as_of=story.in_short.as_of).summary.text()
    assert (words in " ".join(found.split())) == (says == "reads"), found


@then("both answers are the same to the byte")
def same_bytes(story: Story) -> None:
    """The last two assessments, written out."""
    one, other = story.last_two()
    assert one.to_json() == other.to_json()


@then(parsers.re(r'no log holds "(?P<words>[^"]+)"$'))
def not_logged(story: Story, words: str, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing logged at any level, while it is assessed and read once more, holds these words of the case."""
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        story.assess(words_of_date(story.in_short.as_of))
        story.answer.view("case manager")
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("pytest")]
    assert not [message for message in ours if words in message]


__all__ += [name for name in dict(globals()) if name.startswith("pytestbdd_stepdef")]
