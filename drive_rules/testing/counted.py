"""The sentences of specs that tell much at once: a checklist by its count, the grid, what a site has chosen.

They belong with those of ``steps``::

    Given a site where
      | visible high threshold | 12 |
    (or: Given the site "example-site")
    And a pair "A" where
      | strangled or choked or held under water | yes |
    And the IDVA answers the checklist of "A": 12 yes, 12 no
    And every other behaviour of "A" is graded none, and is not getting worse
    When it is assessed on 2 November 2026
    Then the risk level of "A" is high
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, then

from drive_rules import packages
from drive_rules.ruleset import Ruleset
from drive_rules.testing.asked import ruleset_of
from drive_rules.testing.steps import OF, Story, Table

__all__: list[str] = []
"""Filled below with pytest-bdd's own names for the steps."""

FORM = "SafeLives Dash"
GRID = {" now": "none", " at its worst": "none", "severity of ": "unchanged", "frequency of ": "unchanged"}
"""How the facts of the grid begin or end, and the answer that says nothing is there."""


def _sentence(pattern: str) -> parsers.re:
    return parsers.re(pattern + r"$")


# -- given -----------------------------------------------------------------------------------------


@given(_sentence(r"a site where"))
def site_where(story: Story, request: pytest.FixtureRequest, tmp_path: Path, datatable: Table) -> None:
    """A site that has chosen some of the settings that are its to choose, one a row."""
    assert story.data == {"case": "the case"}, "say what the site has chosen before anything of the case"
    rows = [f"  {name.strip()}: {value.strip()}" for name, value in datatable]
    (tmp_path / "site.yaml").write_text("\n".join(["site: this-site", "settings:", *rows, ""]), "utf-8")
    _at(story, request, tmp_path)


@given(_sentence(r'the site "(?P<name>[^"]+)"'))
def at_site(story: Story, request: pytest.FixtureRequest, name: str) -> None:
    """A site that comes with the ruleset."""
    assert story.data == {"case": "the case"}, "say which site it is before anything of the case"
    _at(story, request, name)


def _at(story: Story, request: pytest.FixtureRequest, site: str | Path) -> None:
    """The site laid over the core, whose rules stay as the scenario has them."""
    package = packages.load_package(ruleset_of(request.config)[0], site=site)
    core = story.ruleset.meaning.rules
    own = {id: package.ruleset.rules[id] for id in package.ruleset.site_rules}
    kept = {id: rule for id, rule in core.items() if id not in package.ruleset.switched_off}
    story.ruleset = Ruleset(replace(package, ruleset=replace(package.ruleset, rules={**kept, **own})))


@given(
    _sentence(r'the IDVA answers the checklist of "(?P<of>[^"]+)": (?P<counts>\d+ yes(?:, \d+ [a-z\' ]+)*)')
)
def counted(story: Story, of: str, counts: str) -> None:
    """So many answers of each sort in all, what was told before included; the rest is not asked."""
    pair = story.thing(of)
    items = [item.fact for item in story.ruleset.meaning.checklists[FORM].items]
    wanted = {word: int(count) for count, word in (each.split(" ", 1) for each in counts.split(", "))}
    assert set(wanted) <= {"yes", "no", "don't know"}, f"an item is answered yes, no or don't know: {counts}"
    for word in wanted:
        wanted[word] -= sum(_word(pair.get(fact)) == word for fact in items)
    assert min(wanted.values()) >= 0, f"more items than that were told before: {wanted}"
    free = [fact for fact in items if fact not in pair]
    assert sum(wanted.values()) <= len(free), f"{len(free)} items are left to answer"
    words = [word for word, count in wanted.items() for _ in range(count)]
    pair.update((fact, {"answer": word, "source": "IDVA"}) for fact, word in zip(free, words, strict=False))


def _word(told: Any) -> str:
    """The answer of what was told, whoever said so; of several, the last."""
    if isinstance(told, list):
        return _word(told[-1])
    return str(told["answer"] if isinstance(told, dict) else told)


@given(_sentence(r'every other behaviour of "(?P<of>[^"]+)" is graded none, and is not getting worse'))
def grid_is_none(story: Story, of: str) -> None:
    """The severity grid as it was told, and nothing besides: now, at its worst, severity, frequency."""
    pair = story.thing(of)
    behaviours = [name.removesuffix(" now") for name in story.ruleset.meaning.facts if name.endswith(" now")]
    graded = [name for name in behaviours if f"severity of {name}" in story.ruleset.meaning.facts]
    assert graded, "this ruleset has no severity grid"
    for behaviour in graded:
        for part, word in GRID.items():
            pair.setdefault(behaviour + part if part.startswith(" ") else part + behaviour, word)


# -- then ------------------------------------------------------------------------------------------


@then(_sentence(rf'nobody can tell the (?P<name>[^"]+?){OF} yet'))
def is_open(story: Story, name: str, of: str | None) -> None:
    """More than one answer is left."""
    decision = story.in_short.decision(name, of)
    assert not decision.settled, f"{name} is {decision.words}"


__all__ += [name for name in dict(globals()) if name.startswith("pytestbdd_stepdef")]
