"""The workload in the form of each engine: what an engine is given, how it is asked, what its answer says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.workload import Answer, Case

Table = Mapping[str, Any]


@dataclass(frozen=True)
class OneCase:
    """An engine asked about one case; ``given`` is not timed, and neither is ``answer``."""

    ask: Callable[[Any], Any]
    given: Callable[[Case], Any] = lambda case: case
    answer: Callable[[Any], Answer] = lambda found: found


@dataclass(frozen=True)
class InColumns:
    """An engine asked about columns; ``given`` is not timed, and neither is ``columns``."""

    ask: Callable[[Any], Any]
    given: Callable[[Table], Any] = lambda table: table
    columns: Callable[[Any], Table] = lambda found: found
