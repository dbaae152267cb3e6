"""Pairs of cases that differ in private facts only: ``python -m tests.private_pairs --pairs 50000``.

Each pair comes out different in at least one decision for those who work on the case, and the answer that
the perpetrator may be given must be the same byte for byte: the record as JSON, and both pages.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date
from os import cpu_count
from random import Random

from drive_rules import packages
from drive_rules.answers import Versions
from drive_rules.assessment import subject_access
from drive_rules.assessment.pages import subject_page
from drive_rules.case import Vocabulary, read_case
from drive_rules.engines import compiled
from drive_rules.lower import lower
from drive_rules.report.subject import subject_report
from tests.cases_said import data_of
from tests.practice_laws import in_parts
from tests.worlds import Case, Worlds, flatten

DAY = date(2026, 11, 2)
TRIES = 40
SMALL = 0.8
"""The share of cases with at most one thing in a list: they come out different as well as any, and sooner."""
VERSIONS = Versions(ruleset="drive-core")


class ToldError(AssertionError):
    """What the perpetrator may be given differs by what is private, for the pair of a seed."""


@dataclass
class Seen:
    """How many pairs there were, and how often which decision came out different."""

    pairs: int = 0
    duties: int = 0
    decisions: Counter[str] = field(default_factory=Counter)

    def add(self, other: Seen) -> None:
        self.pairs += other.pairs
        self.duties += other.duties
        self.decisions.update(other.decisions)


class Pairs:
    """Makes pairs for the shipped practice, and holds them against each other."""

    def __init__(self) -> None:
        self.ruleset = packages.load_package("drive-core").ruleset
        self.vocabulary = Vocabulary.of(self.ruleset)
        self.engine = compiled.build(lower(self.ruleset, DAY))
        self.random = Random()
        self.worlds = Worlds(self.random, self.ruleset, DAY)
        private = {fact.name for fact in self.ruleset.facts.values() if fact.private}
        self.private = private - self.worlds.listed
        self.seen = Seen()

    def hold(self, seed: str) -> None:
        """The pair of one seed."""
        self.random.seed(seed)
        one, other = self._pair()
        given = [self._given(case) for case in (one, other)]
        if given[0] != given[1]:
            raise ToldError(f"what the perpetrator may be given differs by what is private (seed '{seed}')")
        self.seen.pairs += 1

    def _pair(self) -> tuple[Case, Case]:
        while True:
            case = self.worlds.truth()
            if self.random.random() < SMALL:
                for thing in case[0].walk():
                    thing.below = {kind: things[:1] for kind, things in thing.below.items()}
            if self.random.random() < 0.7:
                case = self.worlds.blur(case, self.random.choice((0.3, 0.6, 0.9)))
            before = self.engine.settle(flatten(self.ruleset, case))
            for _ in range(TRIES):
                other = self._otherwise(case)
                differing = before.differing(self.engine.settle(flatten(self.ruleset, other)))
                decisions = [key for key, *_ in differing if key in self.ruleset.decisions]
                if decisions:
                    self.seen.decisions.update(map(str, decisions))
                    return case, other

    def _otherwise(self, case: Case) -> Case:
        """Some of what is private drawn anew, or forgotten."""
        changed = [thing.copy() for thing in case]
        chance = self.random.choice((0.1, 0.4, 1.0))
        for root in changed:
            for thing in root.walk():
                for fact in self.worlds.facts[thing.kind]:
                    if fact.name in self.private and self.random.random() < chance:
                        code = self.worlds._anything(fact.type)
                        unknown = (fact.type.low, fact.type.high)
                        thing.facts[fact.name] = unknown if self.random.random() < 0.2 else (code, code)
        return changed

    def _given(self, case: Case) -> tuple[str, str]:
        read = read_case(self.vocabulary, data_of(self.vocabulary, case))
        record = subject_access(self.ruleset, read, self.engine.settle, as_of=DAY, versions=VERSIONS)
        self.seen.duties += len(record.duties)
        pages = f"{subject_page(record)}{subject_report(record).html()}"
        return json.dumps(asdict(record), default=str), pages


def held(seed: str, count: int) -> Seen:
    """So many pairs of one seed."""
    pairs = Pairs()
    for number in range(count):
        pairs.hold(f"{seed} {number}")
    return pairs.seen


def main() -> int:
    """Hold so many pairs, on every processor, and print what was seen."""
    parser = argparse.ArgumentParser(prog="python -m tests.private_pairs", description=__doc__)
    parser.add_argument("--pairs", type=int, default=50_000)
    parser.add_argument("--seed", default="private")
    parser.add_argument("--processes", type=int, default=cpu_count())
    asked = parser.parse_args()
    seen = Seen()
    for found in in_parts(held, asked.seed, asked.pairs, asked.processes):
        seen.add(found)
    print(f"{seen.pairs:,} pairs, none told apart; {seen.duties / seen.pairs / 2:.1f} duties in each answer")
    for name, count in seen.decisions.most_common():
        print(f"'{name}' came out different {count:,} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
