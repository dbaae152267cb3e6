"""The command line: a case in, advice out; problems on standard error, each with what to do.

Exit codes: 0 done, 1 the input has problems (all listed), 2 wrong usage, 3 an answer was refused,
4 (``compare``) the change is one that fails.
"""

from __future__ import annotations

from drive_rules.cli import (  # noqa: F401  each adds its commands
    accountability,
    agencies,
    caseloads,
    cases,
    comparing,
    following,
    proving,
    rulesets,
    specs,
)
from drive_rules.cli.shown import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line."""
    app()
