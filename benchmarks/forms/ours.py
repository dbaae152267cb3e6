"""The workload for drive_rules itself: rule files, loaded and lowered for a day, and what its engines say.

The engine is given codes: that is what reading a case comes to.  How long reading takes is a row of its
own.  ``ours_columns`` has the columnar engine.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import compress
from random import Random
from typing import Any

import drive_rules as dr
from benchmarks import workload
from benchmarks.forms import OneCase, rule_files
from benchmarks.workload import Answer, Case, named
from drive_rules.answers import Key, Settled
from drive_rules.case import Row, World
from drive_rules.engines.compiled import Compiled, build
from drive_rules.ir import SCALE
from drive_rules.language.names import slug
from drive_rules.lower import Program, lower
from drive_rules.reference import evaluate

DAY = date(2026, 6, 1)
PICKLE = "workload.pickle"
LEAVE = """
import pathlib, pickle, sys, drive_rules
pathlib.Path(sys.argv[2]).write_bytes(pickle.dumps(drive_rules.load(sys.argv[1])))
"""
BLOCK = 16_384
THREADS = 2
RISKS, ELIGIBILITIES, BANDS = workload.DECISIONS.values()
NAMES = tuple(rule.name for rule in workload.RECOMMENDATIONS)
RECOMMENDED: tuple[Key, ...] = tuple(("rule", f"recommend-{slug(r.name)}") for r in workload.RECOMMENDATIONS)
PLANNED: tuple[Key, ...] = tuple(rule.name for rule in workload.PLAN)
GIVES: tuple[Key, ...] = ("score", "risk", "eligibility", "points", "band", *RECOMMENDED, *PLANNED)


def one() -> OneCase:
    """The engine of one case: codes in, intervals out."""
    loaded = Ours.load()
    return OneCase(loaded.engine.settle, loaded.world, answer_of)


def one_read_out() -> OneCase:
    """The same, and the dict that the others give."""
    loaded = Ours.load()
    settle, read = loaded.engine.settle, loaded.engine.reader(GIVES)

    def ask(world: World) -> Answer:
        score, risk, eligibility, points, band, *rest = read(settle(world))
        return {
            "score": score // SCALE,
            "risk": RISKS[risk],
            "eligibility": ELIGIBILITIES[eligibility],
            "points": points // SCALE,
            "band": BANDS[band],
            "recommendations": list(compress(NAMES, rest)),
            "plan": dict(zip(PLANNED, map(bool, rest[len(NAMES) :]), strict=True)),
        }

    return OneCase(ask, loaded.world)


def one_half_known() -> OneCase:
    """The engine, asked about cases of which half is not known."""
    loaded = Ours.load()
    return OneCase(loaded.engine.settle, loaded.forgetting)


def one_from_data() -> OneCase:
    """A case read from plain data and checked, then settled."""
    loaded = Ours.load()
    read, settle = loaded.ruleset.read_case, loaded.engine.settle
    return OneCase(lambda data: settle(read(data).world), data_of, answer_of)


def one_pickled() -> OneCase:
    """The ruleset from the pickle that ``before`` left."""
    loaded = Ours(pickle.loads((rule_files.folder() / PICKLE).read_bytes()))
    return OneCase(loaded.engine.settle, loaded.world, answer_of)


def before() -> None:
    """Leave the rule files and a pickle of what they say: writing them is no part of loading."""
    folder = rule_files.folder()
    subprocess.run([sys.executable, "-c", LEAVE, folder, folder / PICKLE], check=True)


@dataclass(frozen=True)
class Ours:
    """The package, loaded."""

    ruleset: dr.Ruleset

    @classmethod
    def load(cls) -> Ours:
        """Read from its folder."""
        return cls(dr.load(rule_files.folder()))

    @cached_property
    def program(self) -> Program:
        """The steps, for the day."""
        return lower(self.ruleset.meaning, DAY)

    @cached_property
    def engine(self) -> Compiled:
        """The engine of one case."""
        return build(self.program)

    def world(self, case: Case) -> World:
        """What reading the case gives, of which a part may not be known; made sooner than by reading it."""
        ends = [self._ends(str(name.key), case) for name in self.program.facts["case"]]
        low, high = (tuple(end[side] for end in ends) for side in (0, 1))
        return World({"case": (Row("one", -1, low, high),)})

    def _ends(self, name: str, case: Case) -> tuple[int, int]:
        if named(name) not in case:
            return self.program.bounds[name]
        code = workload.coded(name, case[named(name)]) * (SCALE if name in workload.NUMBERS else 1)
        return code, code

    def forgetting(self, case: Case) -> World:
        """The same, with half of its answers not known."""
        return self.world(half_known(case))

    def read(self, case: Case) -> World:
        """The same, by reading it."""
        return self.ruleset.read_case(data_of(case)).world


def half_known(case: Case) -> Case:
    """A case that half of is not known, always the same half."""
    random = Random(repr(sorted(case.items())))
    return {name: value for name, value in case.items() if random.random() < 0.5}


def data_of(case: Case) -> dict[str, Any]:
    """A case as the library takes one."""
    said = {name: case[named(name)] for name in workload.FACTS if named(name) in case}
    words = {name: ("no", "yes")[value] if isinstance(value, bool) else value for name, value in said.items()}
    return {"case": "one", **words}


def answer_of(settled: Settled) -> Answer:
    """What is settled of a case of which all was known, in the words of the workload."""
    low = settled.low
    return {
        "score": low["score"][0] // SCALE,
        "points": low["points"][0] // SCALE,
        **{name: words[low[name][0]] for name, words in workload.DECISIONS.items()},
        "recommendations": [
            rule.name for rule, key in zip(workload.RECOMMENDATIONS, RECOMMENDED, strict=True) if low[key][0]
        ],
        "plan": {rule.name: low[rule.name][0] == 1 for rule in workload.PLAN},
    }


def hold_half_known(cases: Sequence[Case]) -> None:
    """The engine to the meaning, of cases of which half is not known; raises ``AssertionError``."""
    loaded = Ours.load()
    for case in cases:
        world = loaded.forgetting(case)
        assert world == loaded.read(half_known(case)), "half known, read"
        assert loaded.world(case) == loaded.read(case), "read"
        assert loaded.engine.settle(world) == evaluate(loaded.ruleset.meaning, world, DAY), "half known"
