"""A pytest plugin: which ruleset the specs are held against, and which rule each scenario is about.

A scenario tagged ``@rule:visible-high-risk`` is about that rule.  ``--without-rule ID`` takes the rule
out and runs only its scenarios: one that still passes says nothing of the rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from drive_rules import packages
from drive_rules.ruleset import Ruleset
from drive_rules.testing.counted import *  # noqa: F403
from drive_rules.testing.planned import *  # noqa: F403
from drive_rules.testing.steps import *  # noqa: F403  (the steps are fixtures of this plugin)
from drive_rules.testing.told import *  # noqa: F403

TAG = "rule:"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say which ruleset and site the specs run against, and a rule to leave out."""
    group = parser.getgroup("drive-rules")
    group.addoption("--ruleset", default="drive-core", help="a bundled ruleset's name, or a folder")
    group.addoption("--ruleset-site", default=None, help="a site's name, or its folder")
    group.addoption("--without-rule", default=None, help="leave a rule out and run only its scenarios")


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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ``--without-rule``, keep only the scenarios of that rule."""
    without = config.getoption("--without-rule")
    if without is None:
        return
    kept = [item for item in items if without in rules_of(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def rules_of(item: pytest.Item) -> set[str]:
    """The rules that a scenario is about."""
    return {str(mark.args[0]) for mark in item.iter_markers("rule")}


@pytest.fixture(scope="session")
def ruleset(request: pytest.FixtureRequest) -> Ruleset:
    """The ruleset under test, loaded once, less the rule left out."""
    option = request.config.getoption
    package = packages.load_package(option("--ruleset"), site=option("--ruleset-site"))
    without = option("--without-rule")
    if without is not None:
        rules = {id: rule for id, rule in package.ruleset.rules.items() if id != without}
        package = replace(package, ruleset=replace(package.ruleset, rules=rules))
    return Ruleset(package)
