"""Mutants of rules: each spoils one thing, and a run of specs tells which went unnoticed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from drive_rules import ir, packages
from drive_rules.engines.compiled import build
from drive_rules.language import read_ruleset
from drive_rules.lower import lower
from drive_rules.testing.mutants import Mutant, mutants
from tests.worlds import Worlds, flatten

PACKAGE = {
    "ruleset.yaml": "ruleset: tiny\nversion: 0.1.0\nlanguage: 1\ntitle: Tiny\n",
    "kinds.yaml": "kinds:\n\n  case:\n    title: One perpetrator\n",
    "facts.yaml": "facts:\n\n  armed:\n    of: case\n    type: yes or no\n"
    "  incidents last year:\n    of: case\n    type: number\n    from: 0\n    to: 99\n",
    "decisions.yaml": "decisions:\n\n  level:\n    of: case\n    type: choice\n    values: [standard, high]\n"
    "    ordered: yes\n    take: highest\n    otherwise: standard\n",
    "rules.yaml": """rules:

  armed-and-often:
    title: Somebody armed and often violent is a high risk
    for each: case
    when:
      armed: yes
      incidents last year: at least 3
    then:
      level: high
    because: Weapons and repetition together kill.
    source: none
    provenance: our assumption, to confirm
    for example:
      applies:
        armed: yes
        incidents last year: 3
      does not:
        - armed: no
          incidents last year: 3
        - armed: yes
          incidents last year: 2
      cannot tell:
        armed: yes
""",
}

FEATURE = """Feature: Levels

  @rule:armed-and-often
  Scenario: Armed, and three incidents
    Given a case where
      | armed               | yes |
      | incidents last year | 3   |
    When it is assessed on 1 November 2026
    Then the level is high
"""

BELOW_THE_EDGE = """
  @rule:armed-and-often
  Scenario: Armed, and two incidents
    Given a case where
      | armed               | yes |
      | incidents last year | 2   |
    When it is assessed on 1 November 2026
    Then the level is standard

  @rule:armed-and-often
  Scenario: Three incidents, and no weapon
    Given a case where
      | armed               | no |
      | incidents last year | 3  |
    When it is assessed on 1 November 2026
    Then the level is standard
"""


def all_mutants(ruleset: ir.Ruleset) -> list[Mutant]:
    return [mutant for rule in ruleset.rules.values() for mutant in mutants(ruleset, rule)]


def test_each_mutant_is_another_rule_and_has_words_of_its_own() -> None:
    shipped = packages.load_package("drive-core").ruleset
    found = all_mutants(shipped)
    assert {mutant.rule for mutant in found if mutant.spoilt is None} == set(shipped.rules)
    assert all(mutant.spoilt != shipped.rules[mutant.rule] for mutant in found)
    assert all(mutant.planted(shipped) != shipped for mutant in found)
    sorts = Counter(mutant.sort for mutant in found)
    assert min(sorts[sort] for sort in ("test", "edge", "value", "exception", "duty", "word", "due")) > 10
    said = Counter((mutant.rule, mutant.what) for mutant in found)
    assert said.most_common(1)[0][1] <= 2


def test_edges_move_both_ways_and_by_the_least_that_is_told_apart() -> None:
    ruleset = read_ruleset(PACKAGE)
    said = [mutant.what for mutant in all_mutants(ruleset)]
    edge = "the incidents last year is at least"
    assert f"when: {edge} 2, not: {edge} 3" in said
    assert f"when: {edge} 4, not: {edge} 3" in said
    assert f"when: the incidents last year is less than 3, not: {edge} 3" in said


def test_an_exception_that_releases_too_can_go_unmissed_and_is_not_tried() -> None:
    """Nothing is forbidden otherwise for it, in any case."""
    shipped, day = packages.load_package("drive-core").ruleset, date(2026, 11, 2)
    rule = shipped.rules["contact-safe-in-the-idvas-view"]
    assert not any(mutant.sort == "exception" for mutant in mutants(shipped, rule))
    assert any(
        mutant.sort == "exception" for mutant in mutants(shipped, shipped.rules["idva-before-contact"])
    )
    left = Mutant(rule.id, "exception", "", replace(rule, unless=ir.Condition())).planted(shipped)
    one, other = (build(lower(ruleset, day)) for ruleset in (shipped, left))
    worlds = Worlds(Random(1), shipped, day)
    for _ in range(30):
        world = flatten(shipped, worlds.blur(worlds.truth(), 0.6))
        differing = [key for key, *_ in one.settle(world).differing(other.settle(world))]
        assert set(differing) <= {("rule", rule.id)}


@pytest.mark.parametrize(("feature", "unnoticed"), [(FEATURE, True), (FEATURE + BELOW_THE_EDGE, False)])
def test_specs_on_both_sides_notice_every_mutant(tmp_path: Path, feature: str, unnoticed: bool) -> None:
    for name, text in PACKAGE.items():
        (tmp_path / "tiny").mkdir(exist_ok=True)
        (tmp_path / "tiny" / name).write_text(text, encoding="utf-8")
    (tmp_path / "levels.feature").write_text(feature, encoding="utf-8")
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["drive_rules.testing.plugin"]\n')
    (tmp_path / "test_levels.py").write_text("from pytest_bdd import scenarios\nscenarios('.')\n")
    report = tmp_path / "report.jsonl"
    words = ["--ruleset", str(tmp_path / "tiny"), "--mutate", "all", "--mutation-report", str(report)]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", *words, "."],
        cwd=tmp_path,
        env={**os.environ, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 7
    missed = [line["what"] for line in lines if line["missed by"] is None]
    assert bool(missed) == unnoticed, missed
    assert run.returncode == (1 if unnoticed else 0), run.stdout
