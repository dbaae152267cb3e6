"""Records, while specs run, what each scenario exercises of the rules: ``--practice-coverage REPORT``.

A scenario counts once it has passed: each case that it assessed is looked at, as the engine settled it.
With several workers each keeps its own tally, and the first of them all, merged, writes the report.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from drive_rules.coverage import Coverage, Practice, Tally
from drive_rules.coverage.branches import Key
from drive_rules.ir import Ruleset as Meaning
from drive_rules.ruleset import Ruleset
from drive_rules.testing.collecting import named
from drive_rules.testing.steps import STORY, Story

NAME = pytest.StashKey[str]()
SENT = "drive_rules_practice"


@dataclass(frozen=True, slots=True)
class _Other:
    """A ruleset of a scenario's own, a site's say, and its rules that are not the specs' rules."""

    meaning: Meaning
    practice: Practice
    otherwise: frozenset[str]


class Recorder:
    """One process's tally; where it is not a worker of another, the report too."""

    def __init__(self, config: pytest.Config, report: str, held: Callable[[pytest.Config], Ruleset]) -> None:
        self.config, self.held = config, held
        self.report = Path(report)
        self.tally = Tally()
        self.lost = 0
        self._others: dict[int, _Other] = {}

    @cached_property
    def practice(self) -> Practice:
        """The branches of the ruleset that the specs are held against."""
        return Practice(self.held(self.config).meaning)

    def pytest_bdd_before_scenario(self, request: pytest.FixtureRequest, feature: Any, scenario: Any) -> None:
        """Keep what a scenario is called."""
        request.node.stash[NAME] = f"{named(self.config, Path(feature.filename))}: {scenario.name}"

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        """Count a scenario that passed."""
        result = yield
        story = item.stash.get(STORY, None)
        if story is not None and story.stood:
            about = frozenset(str(mark.args[0]) for mark in item.iter_markers("rule"))
            self.tally.add(item.stash[NAME], self._exercised(story), about)
        return result

    def _exercised(self, story: Story) -> set[Key]:
        practice, otherwise = self._practice(story.ruleset.meaning)
        keys: set[Key] = set()
        for case, as_of in story.stood:
            keys |= practice.exercised(case.world, story.ruleset.settle(case, as_of=as_of), as_of)
        return {key for key in keys if key[0] not in otherwise}

    def _practice(self, meaning: Meaning) -> tuple[Practice, frozenset[str]]:
        """The branches of what a scenario is held against, and the rules that are not as they are here."""
        ours = self.practice.ruleset
        if meaning is ours:
            return self.practice, frozenset()
        if id(meaning) not in self._others:
            same = {id for id, rule in meaning.rules.items() if ours.rules.get(id) == rule}
            self._others[id(meaning)] = _Other(meaning, Practice(meaning), frozenset(meaning.rules) - same)
        other = self._others[id(meaning)]
        return other.practice, other.otherwise

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """Take in what a worker tallied."""
        sent = getattr(node, "workeroutput", {}).get(SENT)
        if sent is None:
            self.lost += 1
        else:
            self.tally.merge(sent)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """A worker sends its tally; whoever has no one above writes the report."""
        output = getattr(self.config, "workeroutput", None)
        if output is not None:
            output[SENT] = self.tally.plain()
        else:
            self.report.write_text(Coverage.of(self.practice, self.tally).to_json(), encoding="utf-8")

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say how much it was, and where it is written."""
        found = Coverage.of(self.practice, self.tally)
        terminalreporter.write_line(
            f"coverage of practice: {found.percent():.1f}% of rules, alternatives, exceptions and doubts, "
            f"{len(found.holes())} holes in all: drive-rules coverage {self.report}"
        )
        if self.lost:
            terminalreporter.write_line(f"{self.lost} workers were lost, and what they recorded with them")
