"""A pytest plugin: which ruleset the specs are held against, and which rule each scenario is about.

A scenario tagged ``@rule:visible-high-risk`` is about that rule.  ``--mutate ID`` spoils that rule in every
way that ``mutants`` knows, and runs its scenarios against each: where all of them still pass, they say
nothing of what was spoilt.  ``--mutate all`` does so for every rule.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from drive_rules import packages
from drive_rules.ruleset import Ruleset
from drive_rules.testing.allocated import *  # noqa: F403
from drive_rules.testing.counted import *  # noqa: F403
from drive_rules.testing.mutants import Mutant, mutants
from drive_rules.testing.people import *  # noqa: F403
from drive_rules.testing.planned import *  # noqa: F403
from drive_rules.testing.promised import *  # noqa: F403
from drive_rules.testing.steps import *  # noqa: F403  (the steps are fixtures of this plugin)
from drive_rules.testing.told import *  # noqa: F403

TAG = "rule:"
HELD = pytest.StashKey[Ruleset]()
"""The ruleset that scenarios are held against just now."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say which ruleset and site the specs run against, and which rules to spoil."""
    group = parser.getgroup("drive-rules")
    group.addoption("--ruleset", default="drive-core", help="a bundled ruleset's name, or a folder")
    group.addoption("--ruleset-site", default=None, help="a site's name, or its folder")
    group.addoption("--mutate", default=None, help="spoil these rules, ids with commas between, or `all`")
    group.addoption("--mutate-sorts", default=None, help="only these sorts of mutants, with commas between")
    group.addoption("--mutation-report", default=None, help="write what came of it here, a line of JSON each")


def pytest_configure(config: pytest.Config) -> None:
    """Name the marks that tags become."""
    config.addinivalue_line("markers", "rule(id): the rule that a scenario is about")
    config.addinivalue_line("markers", "spec(tag): another tag: a fact id, a case of the list")


def pytest_bdd_apply_tag(tag: str, function: Callable[..., Any]) -> bool:
    """Turn every tag of a scenario into a mark that names it."""
    rule = tag.removeprefix(TAG)
    mark = pytest.mark.spec(tag) if rule == tag else pytest.mark.rule(rule)
    mark(function)
    return True


def rules_of(item: pytest.Item) -> set[str]:
    """The rules that a scenario is about."""
    return {str(mark.args[0]) for mark in item.iter_markers("rule")}


def _package(config: pytest.Config) -> packages.Package:
    return packages.load_package(config.getoption("--ruleset"), site=config.getoption("--ruleset-site"))


@pytest.fixture
def ruleset(request: pytest.FixtureRequest) -> Ruleset:
    """The ruleset under test, loaded once; while rules are spoilt, the spoilt one."""
    stash = request.config.stash
    if HELD not in stash:
        stash[HELD] = Ruleset(_package(request.config))
    return stash[HELD]


# -- spoiling rules ------------------------------------------------------------------------------


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """With ``--mutate``, run the scenarios of each rule against each of its mutants, and nothing else."""
    wanted = session.config.getoption("--mutate")
    if wanted is None or session.config.option.collectonly:
        return None
    package = _package(session.config)
    about: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for item in session.items:
        for rule in rules_of(item):
            about[rule].append(item)
    rules = sorted(package.ruleset.rules) if wanted == "all" else wanted.split(",")
    sorts = session.config.getoption("--mutate-sorts")
    lines, sound = [], set[pytest.Item]()
    for id in rules:
        first = list(about[id])
        for mutant in mutants(package.ruleset, package.ruleset.rules[id]):
            if sorts is not None and mutant.sort not in sorts.split(","):
                continue
            session.config.stash[HELD] = Ruleset(replace(package, ruleset=mutant.planted(package.ruleset)))
            by = _missed_by(first)
            if by is not None and by not in sound:
                session.config.stash[HELD] = Ruleset(package)
                if _missed_by([by]) is not None:
                    raise pytest.UsageError(
                        f"{by.nodeid} fails with nothing spoilt; mend it, then spoil {id}"
                    )
                sound.add(by)
            lines.append(_line(mutant, by))
            if by is not None:
                first = [by, *(item for item in first if item is not by)]
    _tell(session.config, lines)
    session.testsfailed = sum(line["missed by"] is None for line in lines)
    return True


def _missed_by(items: Iterable[pytest.Item]) -> pytest.Item | None:
    """The first scenario that fails."""
    for item in items:
        item._initrequest()  # type: ignore[attr-defined]  # as a first run does: fixtures are made anew
        if any(report.failed for report in runtestprotocol(item, log=False)):
            return item
    return None


def _line(mutant: Mutant, by: pytest.Item | None) -> dict[str, str | None]:
    return {
        "rule": mutant.rule,
        "sort": mutant.sort,
        "what": mutant.what,
        "missed by": None if by is None else by.name,
    }


def _tell(config: pytest.Config, lines: list[dict[str, str | None]]) -> None:
    report = config.getoption("--mutation-report")
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    if report:
        Path(report).write_text(text, encoding="utf-8")
    else:
        print("\n" + text, end="")
