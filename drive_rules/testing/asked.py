"""What is asked of pytest on its command line, and nothing else: this is loaded with every pytest.

An installed library makes itself known to pytest by this module (entry point ``pytest11``).  It adds the
options and waits; the steps, and all of the library, are loaded only where one of them is given::

    pytest --ruleset my-rules my-specs/levels.feature

then runs a feature file by itself: no ``conftest.py`` and no test module is needed.  ``--specs`` takes
every feature file below the folders that are named.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

PLUGIN = "drive_rules.testing.plugin"
OPTIONS = ("ruleset", "ruleset_site", "specs", "mutate", "practice_coverage")
"""Where one of these is given, the specs of practice are asked for."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say which ruleset and site the specs run against, what to record, and which rules to spoil."""
    group = parser.getgroup("drive-rules", "specs of practice (drive-rules)")
    if group.options:
        return
    group.addoption("--ruleset", default=None, help="a bundled ruleset's name, or a folder (drive-core)")
    group.addoption("--ruleset-site", default=None, help="a site's name, or its folder")
    group.addoption(
        "--specs", action="store_true", help="run every feature file of the folders that are named"
    )
    group.addoption(
        "--practice-coverage",
        default=None,
        metavar="REPORT",
        help="write what the specs exercise of the rules",
    )
    group.addoption("--mutate", default=None, help="spoil these rules, ids with commas between, or `all`")
    group.addoption("--mutate-sorts", default=None, help="only these sorts of mutants, with commas between")
    group.addoption("--mutate-processes", type=int, default=1, help="how many rules are spoilt at once")
    group.addoption("--mutation-report", default=None, help="write what came of it here, a line of JSON each")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Load the steps where specs of practice are asked for."""
    if is_asked(config) and not config.pluginmanager.has_plugin(PLUGIN):
        config.pluginmanager.import_plugin(PLUGIN)


def is_asked(config: pytest.Config) -> bool:
    """Whether any option of ours is given."""
    return any(config.getoption(name, None) for name in OPTIONS)


def ruleset_of(config: pytest.Config) -> tuple[str, str | None]:
    """The name or folder of the ruleset that specs are held against, and of the site."""
    site: Any = config.getoption("ruleset_site")
    return config.getoption("ruleset") or "drive-core", site


def is_wanted(file: Path, config: pytest.Config) -> bool:
    """Whether a feature file is to be run by itself: it is named, or all below a named folder are."""
    if file.suffix != ".feature" or not is_asked(config):
        return False
    named = {(config.invocation_params.dir / str(word).split("::")[0]).resolve() for word in config.args}
    return bool(config.getoption("specs")) or file.resolve() in named
