"""Spoils rules one way at a time, and sees whether a scenario misses what was taken away.

Of each rule the scenarios tagged with it are run against each of its mutants, the one that noticed the
last one first, and the first that fails will do.  Where none does and only conditions were spoilt, z3 is
asked, where it is installed, whether any case could tell the two apart; where none could, nobody can notice.
Everything is collected once; with several processes each is a copy of the first one, and takes the next
rule that is left.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from drive_rules import packages
from drive_rules.accountability.figures import SAME
from drive_rules.ruleset import Ruleset
from drive_rules.testing.asked import ruleset_of
from drive_rules.testing.mutants import Mutant, mutants
from drive_rules.testing.spoilt import Spoilt

HELD = pytest.StashKey[Ruleset]()
"""The ruleset that scenarios are held against just now."""
PACKAGE = pytest.StashKey[packages.Package]()
CONDITIONS = frozenset(("test", "edge", "value", "exception"))
"""The sorts of mutants that change when a rule applies, and nothing of what it then says."""
Line = dict[str, str | None]


def package_of(config: pytest.Config) -> packages.Package:
    """The ruleset that the specs are held against, as it was read, once."""
    if PACKAGE not in config.stash:
        name, site = ruleset_of(config)
        config.stash[PACKAGE] = packages.load_package(name, site=site)
    return config.stash[PACKAGE]


def held(config: pytest.Config) -> Ruleset:
    """The ruleset that scenarios are held against just now: the one asked for, or a mutant of it."""
    if HELD not in config.stash:
        config.stash[HELD] = Ruleset(package_of(config))
    return config.stash[HELD]


# -- running the scenarios ---------------------------------------------------------------------------


def run(session: pytest.Session) -> None:
    """Try every mutant that is asked for, write what came of each, and fail where one went unnoticed."""
    config = session.config
    wanted, sorts = config.getoption("mutate"), config.getoption("mutate_sorts")
    rules = sorted(package_of(config).ruleset.rules) if wanted == "all" else wanted.split(",")
    trying = _Trying(session, None if sorts is None else frozenset(sorts.split(",")))
    lines = [line for found in _all(trying, rules, config.getoption("mutate_processes")) for line in found]
    _tell(config, lines)
    session.testsfailed = sum(line["missed by"] is None and line[SAME] is None for line in lines)


def _all(trying: _Trying, rules: list[str], processes: int) -> list[list[Line]]:
    """What came of each rule, in the order of the rules, however many processes there are."""
    if processes < 2 or len(rules) < 2 or sys.platform == "win32":
        return [trying.rule(id) for id in rules]
    context = multiprocessing.get_context("fork")
    waiting, done = context.SimpleQueue(), context.SimpleQueue()
    for number in range(len(rules)):
        waiting.put(number)
    workers = [context.Process(target=_work, args=(trying, rules, waiting, done)) for _ in range(processes)]
    for worker in workers:
        waiting.put(None)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            worker.start()
    found: dict[int, list[Line]] = {}
    failed: list[str] = []
    for _ in rules:
        number, lines, error = done.get()
        found[number] = lines
        failed += [error] if error else []
    for worker in workers:
        worker.join()
    if failed:
        raise pytest.UsageError("\n".join(sorted(failed)))
    return [found[number] for number in sorted(found)]


def _work(trying: _Trying, rules: list[str], waiting: Any, done: Any) -> None:
    while (number := waiting.get()) is not None:
        try:
            done.put((number, trying.rule(rules[number]), ""))
        except Exception as error:  # told by the first process, which alone can stop them all
            done.put((number, [], f"{rules[number]}: {type(error).__name__}: {error}"))


class _Trying:
    """The scenarios of one run of pytest, by the rules that they are about."""

    def __init__(self, session: pytest.Session, sorts: frozenset[str] | None) -> None:
        self.config, self.sorts = session.config, sorts
        self.package, self.sound = package_of(session.config), held(session.config)
        self.about: defaultdict[str, list[pytest.Item]] = defaultdict(list)
        for item in session.items:
            for mark in item.iter_markers("rule"):
                if item not in self.about[mark.args[0]]:
                    self.about[mark.args[0]].append(item)
        self._passing: set[pytest.Item] = set()

    def rule(self, id: str) -> list[Line]:
        """What came of every mutant of a rule."""
        first = list(self.about[id])
        lines = []
        for mutant in self._mutants(id):
            by = self._missed_by(mutant, first)
            same = date.today() if by is None and self._same_in_every_case(mutant) else None
            lines.append(_line(mutant, by, same))
            if by is not None:
                first = [by, *(item for item in first if item is not by)]
        return lines

    def _mutants(self, id: str) -> Iterator[Mutant]:
        ruleset = self.package.ruleset
        for mutant in mutants(ruleset, ruleset.rules[id]):
            if self.sorts is None or mutant.sort in self.sorts:
                yield mutant

    def _same_in_every_case(self, mutant: Mutant) -> bool:
        """Whether it is proved that the rule applies, or may, in the same cases as before."""
        if mutant.sort not in CONDITIONS or find_spec("z3") is None:
            return False
        from drive_rules.prove import Never, differs  # noqa: PLC0415  z3 takes a while to load

        ruleset = self.package.ruleset
        found = differs(ruleset, mutant.planted(ruleset), ("rule", mutant.rule), date.today())
        return isinstance(found, Never)

    def _missed_by(self, mutant: Mutant, items: Iterable[pytest.Item]) -> pytest.Item | None:
        """The first scenario that fails with the mutant in place; it must pass with nothing spoilt."""
        self.config.stash[HELD] = Spoilt(self.sound, self.package, mutant)
        by = next((item for item in items if _fails(item)), None)
        self.config.stash[HELD] = self.sound
        if by is not None and by not in self._passing:
            if _fails(by):
                raise pytest.UsageError(
                    f"{by.nodeid} fails with nothing spoilt; mend it, then spoil {mutant.rule}"
                )
            self._passing.add(by)
        return by


def _fails(item: pytest.Item) -> bool:
    item._initrequest()  # type: ignore[attr-defined]  # as a first run does: fixtures are made anew
    return any(report.failed for report in runtestprotocol(item, log=False))


def _line(mutant: Mutant, by: pytest.Item | None, same: date | None) -> Line:
    return {
        "rule": mutant.rule,
        "sort": mutant.sort,
        "what": mutant.what,
        "missed by": None if by is None else by.name,
        SAME: None if same is None else same.isoformat(),
    }


def _tell(config: pytest.Config, lines: Iterable[Mapping[str, str | None]]) -> None:
    report = config.getoption("mutation_report")
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    if report:
        Path(report).write_text(text, encoding="utf-8")
    else:
        print("\n" + text, end="")
