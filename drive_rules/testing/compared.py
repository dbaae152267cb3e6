"""The sentences of specs about another version of the rules, and what it changes.

They belong with those of ``steps``::

    Given another version, in which the rule "idva-before-contact" is left out
    When it is compared with ours on 2 November 2026
    Then it changes more than words
    And whether "consult the IDVA" is called for differs, as a case that both read shows
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pytest_bdd import given, parsers, then, when

from drive_rules import ir
from drive_rules.language.values import read_date
from drive_rules.testing.steps import Story

if TYPE_CHECKING:
    from drive_rules.compare import Comparison

__all__: list[str] = []
"""Filled below with pytest-bdd's own names for the steps."""


@given(
    parsers.re(r'another version, in which the rule "(?P<id>[^"]+)" is called "(?P<other>[^"]+)"$'),
    target_fixture="other_version",
)
def other_id(story: Story, id: str, other: str) -> ir.Ruleset:
    """Our rules, one of them under another id."""
    ours = story.ruleset.meaning
    rules = {key: rule for key, rule in ours.rules.items() if key != id}
    return replace(ours, rules={**rules, other: replace(ours.rules[id], id=other)})


@given(
    parsers.re(r'another version, in which the rule "(?P<id>[^"]+)" is left out$'),
    target_fixture="other_version",
)
def left_out(story: Story, id: str) -> ir.Ruleset:
    """Our rules without one of them."""
    ours = story.ruleset.meaning
    assert id in ours.rules, f"there is no rule '{id}'"
    return replace(ours, rules={key: rule for key, rule in ours.rules.items() if key != id})


@when(parsers.re(r"it is compared with ours on (?P<day>.+)$"), target_fixture="compared")
def compare_versions(story: Story, other_version: ir.Ruleset, day: str) -> Comparison:
    """Ours is the old version; what differs is looked for in the examples of rules."""
    from drive_rules.compare import Version, compare  # noqa: PLC0415

    as_of = read_date(day)
    assert as_of is not None, f"'{day}' is no day"
    ours, name = story.ruleset, story.ruleset.name
    old, new = (Version(called, name, ours.version, ours.digest) for called in ("ours", "another version"))
    return compare((old, ours.meaning), (new, other_version), as_of=as_of)


@then("it changes nothing but words")
def words_only(compared: Comparison) -> None:
    """Every answer is proved the same, whatever the day."""
    assert not compared.changes_meaning, compared.text()


@then("it changes more than words")
def more_than_words(compared: Comparison) -> None:
    """Some answer is not proved the same, or more than answers changed."""
    assert compared.changes_meaning, compared.text()


@then(parsers.re(r'it is told that the rule "(?P<id>[^"]+)", which is for safety, is weaker$'))
def weaker(compared: Comparison, id: str) -> None:
    """A line at the head says so."""
    assert any(f"'{id}'" in line for line in compared.weakened), compared.text()
    assert compared.may_be_less_safe


@then(parsers.re(r'the (?:decision|answer to) "(?P<name>[^"]+)" is proved the same$'))
def proved(compared: Comparison, name: str) -> None:
    """For every case."""
    says = {each.says for each in compared.outcomes if each.question.name == name}
    assert says == {"same"}, compared.text()


@then(
    parsers.re(
        r'whether "(?P<name>[^"]+)" is (?P<asked>called for|blocked) differs, as a case that both read shows$'
    )
)
def differs(compared: Comparison, name: str, asked: str) -> None:
    """There is a witness."""
    found = [each for each in compared.outcomes if (each.question.asked, each.question.name) == (asked, name)]
    assert [each.witnesses for each in found if each.says == "differs"], compared.text()
    assert all(each.witnesses for each in found), compared.text()


__all__ += [name for name in dict(globals()) if name.startswith("pytestbdd_stepdef")]
