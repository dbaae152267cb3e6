"""Feature files that run by themselves: no test module, no ``conftest.py``, no Python.

A failure is told as a problem in the feature file: its line, the step as written, what is otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from os.path import relpath
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pytest_bdd import scenario
from pytest_bdd.exceptions import GherkinParseError
from pytest_bdd.feature import get_feature

from drive_rules.problems import Problem, ProblemsError, Span
from drive_rules.testing.codes import SpecCode

FAILED = pytest.StashKey[Span]()


class FeatureFile(pytest.Module):
    """One feature file as pytest collects it: a test for each scenario, and for each row of an outline."""

    def _getobj(self) -> ModuleType:
        module = ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        folder, file = str(self.path.parent), self.path.name
        try:
            feature = get_feature(folder, file)
        except GherkinParseError as error:
            raise self.CollectError(_misread(self.path, error).picture()) from None
        for number, name in enumerate(feature.scenarios, 1):
            test = scenario(file, name, features_base_dir=folder)(_nothing())
            setattr(module, f"test_{number}: {name}", test)
        return module

    def _importtestmodule(self) -> ModuleType:
        return self._getobj()


def _nothing() -> Callable[[], None]:
    def test() -> None:
        """Its steps are all of it."""

    return test


def _misread(path: Path, error: GherkinParseError) -> Problem:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    text = lines[error.line - 1] if 0 < error.line <= len(lines) else ""
    column = len(text) - len(text.lstrip()) + 1
    span = Span(path.name, error.line, column, max(1, len(text.strip())), text)
    return Problem(
        SpecCode.NOT_A_FEATURE, "this is no feature file from here on", "see how scenarios are laid out", span
    )


def named(config: pytest.Config, path: Path) -> str:
    """A feature file by its path from where pytest stands."""
    return Path(relpath(path, config.rootpath)).as_posix()


def place(config: pytest.Config, feature: Any, step: Any) -> Span:
    """Where a step stands in its feature file."""
    path = Path(feature.filename)
    lines = path.read_text(encoding="utf-8").splitlines()
    text = lines[step.line_number - 1]
    column = len(text) - len(text.lstrip()) + 1
    return Span(named(config, path), step.line_number, column, len(text.strip()), text)


def told(item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> pytest.TestReport:
    """The report of a scenario, a failed step of it told in place of a traceback."""
    if (
        report.failed
        and call.excinfo is not None
        and isinstance(item.parent, FeatureFile)
        and FAILED in item.stash
    ):
        error, span = call.excinfo.value, item.stash[FAILED]
        if isinstance(error, ProblemsError):
            pictures = "\n".join(problem.picture() for problem in error.problems)
            what = Problem(SpecCode.CANNOT_READ, "what is told here cannot be read:", "", span)
            report.longrepr = f"{what.picture()}\n{pictures}"
        elif isinstance(error, AssertionError):
            said = str(error).split("\nassert ")[0].strip() or "this is not so"
            report.longrepr = Problem(SpecCode.NOT_SO, "this is not so", said, span).picture()
    return report
