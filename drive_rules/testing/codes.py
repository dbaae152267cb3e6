"""Every problem that a feature file can have when it is run, by its stable code."""

from __future__ import annotations

from enum import StrEnum


class SpecCode(StrEnum):
    """The stable codes of problems in feature files."""

    NOT_A_FEATURE = "SP001"
    NO_STEP = "SP002"
    CANNOT_READ = "SP003"
    NOT_SO = "SP004"
