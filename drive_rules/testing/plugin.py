"""A pytest plugin: which ruleset the specs are held against."""

from __future__ import annotations

import pytest

from drive_rules.ruleset import Ruleset, load


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say which ruleset and site the specs run against, and rules to leave out."""
    group = parser.getgroup("drive-rules")
    group.addoption("--ruleset", default="drive-core", help="a bundled ruleset's name, or a folder")
    group.addoption("--ruleset-site", default=None, help="a site's name, or its folder")


@pytest.fixture(scope="session")
def ruleset(request: pytest.FixtureRequest) -> Ruleset:
    """The ruleset under test, loaded once."""
    return load(request.config.getoption("--ruleset"), site=request.config.getoption("--ruleset-site"))
