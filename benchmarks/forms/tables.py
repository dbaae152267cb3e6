"""The same invented cases in columns: NumPy arrays by name, booleans, codes of choices, numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import workload
from benchmarks.forms.hand_columns import GIVES, PLANNED, RECOMMENDED
from benchmarks.workload import Answer, Case, named

Table = dict[str, NDArray[Any]]
STRETCH = 10_000


def table(count: int, seed: int = 1) -> Table:
    """Invented cases, all answers known: yes and no as booleans, choices as codes, numbers as 16 bits."""
    random = np.random.default_rng(seed)
    grave = random.beta(2, 3, count).astype(np.float32)
    made: Table = {named(name): random.random(count, np.float32) < grave for name in workload.ANSWERS}
    made |= {named(name): random.random(count, np.float32) < 0.3 for name in workload.YES_NO}
    for name, words in workload.CHOICES.items():
        made[named(name)] = random.integers(0, len(words), count, np.int8)
    for name, (low, high) in workload.NUMBERS.items():
        share = random.random(count, np.float32) ** 2
        made[named(name)] = (low + share * (high - low + 1)).astype(np.int16).clip(low, high)
    return made


def rows(of: Table) -> Iterator[Case]:
    """The cases as dicts; a stretch at a time is made ready."""
    names = [named(name) for name in workload.FACTS]
    words = [
        np.array(workload.codes(name), object) if workload.codes(name) else None for name in workload.FACTS
    ]
    for start in range(0, len(of["age"]), STRETCH):
        cut = [of[name][start : start + STRETCH] for name in names]
        said = [column if by is None else by[column] for column, by in zip(cut, words, strict=True)]
        for values in zip(*(column.tolist() for column in said), strict=True):
            yield dict(zip(names, values, strict=True))


def answers(given: Mapping[str, NDArray[Any]]) -> Iterator[Answer]:
    """The answers of what was given in columns."""
    columns = [np.asarray(given[name]).tolist() for name in GIVES]
    for values in zip(*columns, strict=True):
        found = dict(zip(GIVES, values, strict=True))
        yield {
            **{name: found[name] for name in ("score", "points")},
            **{name: words[found[name]] for name, words in workload.DECISIONS.items()},
            "recommendations": [
                rule.name
                for rule, name in zip(workload.RECOMMENDATIONS, RECOMMENDED, strict=True)
                if found[name]
            ],
            "plan": {rule.name: bool(found[name]) for rule, name in zip(workload.PLAN, PLANNED, strict=True)},
        }
