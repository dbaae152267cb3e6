"""The answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settled:
    """What an engine gives: for each name (see ``lower.Name.key``) its interval for each row of its kind.

    ``conflicts`` holds the (decision, row) where an *only one* has two certain answers.
    """

    low: Mapping[str | tuple[str | int, ...], tuple[int, ...]]
    high: Mapping[str | tuple[str | int, ...], tuple[int, ...]]
    conflicts: frozenset[tuple[str, int]]
