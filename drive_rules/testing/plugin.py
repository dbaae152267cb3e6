"""The pytest plugin of the specs: the steps, the ruleset they are held against, and what is asked beside.

A scenario tagged ``@rule:visible-high-risk`` is about that rule.  ``--practice-coverage REPORT`` writes what
the scenarios exercise of the rules, see ``recording``; ``--mutate ID`` spoils that rule in every way that
``mutants`` knows and runs its scenarios against each, see ``mutating``.  With ``--specs``, or where one is
named, feature files are run by themselves, see ``collecting``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drive_rules.ruleset import Ruleset
from drive_rules.testing import asked, collecting, mutating, unknown
from drive_rules.testing.allocated import *  # noqa: F403
from drive_rules.testing.compared import *  # noqa: F403
from drive_rules.testing.counted import *  # noqa: F403
from drive_rules.testing.explained import *  # noqa: F403
from drive_rules.testing.followed import *  # noqa: F403
from drive_rules.testing.people import *  # noqa: F403
from drive_rules.testing.planned import *  # noqa: F403
from drive_rules.testing.promised import *  # noqa: F403
from drive_rules.testing.recording import Recorder
from drive_rules.testing.steps import *  # noqa: F403  (the steps are fixtures of this plugin)
from drive_rules.testing.told import *  # noqa: F403
from drive_rules.testing.watched import *  # noqa: F403

TAG = "rule:"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of ``asked``, where the library is used without being installed."""
    asked.pytest_addoption(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Name the marks that tags become, and record what is exercised where that is asked for."""
    config.addinivalue_line("markers", "rule(id): the rule that a scenario is about")
    config.addinivalue_line("markers", "spec(tag): another tag: a fact id, a case of the list")
    report = config.getoption("practice_coverage")
    if report is not None:
        config.pluginmanager.register(Recorder(config, report, mutating.held), "drive-rules-recorder")


def pytest_bdd_apply_tag(tag: str, function: Callable[..., Any]) -> bool:
    """Turn every tag of a scenario into a mark that names it."""
    rule = tag.removeprefix(TAG)
    mark = pytest.mark.spec(tag) if rule == tag else pytest.mark.rule(rule)
    mark(function)
    return True


@pytest.fixture
def ruleset(request: pytest.FixtureRequest) -> Ruleset:
    """The ruleset under test, loaded once; while rules are spoilt, the spoilt one."""
    return mutating.held(request.config)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A feature file that is asked for by itself."""
    if not asked.is_wanted(file_path, parent.config):
        return None
    return collecting.FeatureFile.from_parent(parent, path=file_path)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With ``--specs`` nothing but feature files is run."""
    wanted = config.getoption("specs") and collection_path.suffix == ".py"
    return True if wanted else None


def pytest_bdd_step_func_lookup_error(request: pytest.FixtureRequest, feature: Any, step: Any) -> None:
    """A step that nobody knows: say which one comes nearest."""
    pytest.fail(unknown.problem(request, feature, step).picture(), pytrace=False)


def pytest_bdd_step_error(request: pytest.FixtureRequest, feature: Any, step: Any) -> None:
    """Keep which step failed, to be told in place of a traceback."""
    request.node.stash[collecting.FAILED] = collecting.place(request.config, feature, step)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Of a feature file run by itself, a failure is told in its own words."""
    report = yield
    return collecting.told(item, call, report)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """With ``--mutate``, run the scenarios of each rule against each of its mutants, and nothing else."""
    if session.config.getoption("mutate") is None or session.config.option.collectonly:
        return None
    mutating.run(session)
    return True
