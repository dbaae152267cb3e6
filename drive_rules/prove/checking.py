"""All that is asked of a ruleset at once: its invariants, its rules, its decisions, its actions.

Each is one task, done alone, so that they can be shared out among processes; the answers do not hang on
how many there are.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from typing import Literal

from drive_rules import ir
from drive_rules.invariants import Changed, Invariants
from drive_rules.language.values import words_of, words_of_interval
from drive_rules.problems import DriveRulesError, did_you_mean
from drive_rules.prove.asking import View, ask
from drive_rules.prove.claims import Claims
from drive_rules.prove.findings import Findings
from drive_rules.prove.outcomes import SECONDS, Found, Never, ReplayError, Undecided
from drive_rules.prove.report import Checked, Finding, Report
from drive_rules.prove.scenarios import scenario_of
from drive_rules.prove.witnesses import key_of, rows_of
from drive_rules.reference import Meaning
from drive_rules.reference import Thing as Numbered

Task = tuple[Literal["invariant", "rule", "decision", "action"], str]
STATIC = (ir.NeverRests, ir.AlwaysPrivate)


class Prover:
    """One ruleset on one day, ready to be asked about every case."""

    def __init__(
        self,
        ruleset: ir.Ruleset,
        as_of: date,
        limits: Mapping[str, int] | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self.ruleset, self.as_of = ruleset, as_of
        self.limits, self.seconds = dict(limits or {}), seconds
        self.claims = Claims(ruleset, as_of)
        self.held = Invariants(ruleset)
        self.findings = Findings(View.of(ruleset, as_of), self.limits, seconds)

    def tasks(self) -> tuple[Task, ...]:
        """Everything that there is to ask, in the order of the names."""
        return (
            *(("invariant", id) for id in sorted(self.ruleset.invariants)),
            *(("rule", id) for id in sorted(self.ruleset.rules)),
            *(("decision", name) for name in sorted(self.ruleset.decisions)),
            *(("action", name) for name in sorted(self.ruleset.actions)),
        )

    def done(self, task: Task) -> tuple[Checked | Finding, ...]:
        """What came of one task."""
        sort, name = task
        if sort == "invariant":
            return (self.checked(name),)
        return tuple(self.findings.of(sort, name))

    # -- invariants ------------------------------------------------------------------------------

    def checked(self, id: str) -> Checked:
        """Whether an invariant holds for every case; if so, that it speaks of some."""
        started = time.perf_counter()
        invariant = self.ruleset.invariants[id]
        if isinstance(invariant.claim, STATIC):
            return self._static(invariant)
        broken = ask(self.claims.broken(id), self.limits, self.seconds)
        if isinstance(broken, Found):
            self._confirm(invariant, broken)
            return Checked(
                id,
                invariant.title,
                "broken",
                case=broken.data,
                change=self._change(broken),
                scenario=scenario_of(self.ruleset, invariant, broken, self.as_of),
                seconds=time.perf_counter() - started,
            )
        if isinstance(broken, Undecided):
            return Checked(id, invariant.title, "could not decide", broken.because)
        spoken = ask(self.claims.spoken_of(id), self.limits, self.seconds)
        seconds = time.perf_counter() - started
        if isinstance(spoken, Found):
            return Checked(
                id, invariant.title, "holds", case=spoken.data, things=broken.things, seconds=seconds
            )
        because = "it speaks of no case at all" if isinstance(spoken, Never) else spoken.because
        answer: Literal["says nothing", "could not decide"] = (
            "says nothing" if isinstance(spoken, Never) else "could not decide"
        )
        return Checked(id, invariant.title, answer, because, seconds=seconds)

    def _static(self, invariant: ir.Invariant) -> Checked:
        wrong = [what for id, what in self.held.static() if id == invariant.id]
        if wrong:
            return Checked(invariant.id, invariant.title, "broken", "; ".join(wrong))
        return Checked(invariant.id, invariant.title, "holds")

    def _change(self, found: Found) -> str:
        if found.changed is None:
            return ""
        change = found.changed
        type_ = self.ruleset.facts[change.fact].type
        was = words_of_interval(type_, *found.given.answers[change.thing, change.fact])
        now, of = words_of(type_, change.code), key_of(change.thing)
        return f"Then '{change.fact}' of {of} becomes {now} from {was}."

    def _confirm(self, invariant: ir.Invariant, found: Found) -> None:
        """That the case breaks the invariant by the page that says what breaks one."""
        world, places = rows_of(self.ruleset, found.given)
        meaning, thing = Meaning(self.ruleset, world, self.as_of), Numbered(invariant.kind, 0)
        if found.changed is None:
            breaks = any(each.thing == thing for each in self.held.broken(meaning, [invariant.id]))
        else:
            change = found.changed
            was = found.given.answers[change.thing, change.fact][0]
            changed = Changed(change.fact, places[change.thing], was, change.code)
            after = self.held.changed(meaning, changed)
            breaks = self.held.lowered(meaning, after, invariant.id, thing) is not None
        if not breaks:
            raise ReplayError(f"a case was found that does not break '{invariant.id}'")


# -- all of them -----------------------------------------------------------------------------------


def prove(
    ruleset: ir.Ruleset,
    as_of: date,
    only: str | None,
    limits: Mapping[str, int] | None,
    processes: int,
    seconds: float,
) -> Report:
    """Every invariant and every finding; or only those of one name."""
    prover = Prover(ruleset, as_of, limits, seconds)
    tasks = [task for task in prover.tasks() if only is None or _is_meant(only, task[1])]
    if not tasks:
        close = did_you_mean(str(only), [name for _, name in prover.tasks()])
        raise DriveRulesError(f"nothing is called '{only}' {close}".strip())
    results = [each for found in _shared_out(prover, tasks, processes) for each in found]
    findings = (each for each in results if isinstance(each, Finding))
    return Report(
        ruleset.name,
        ruleset.version,
        ruleset.site,
        as_of,
        tuple(each for each in results if isinstance(each, Checked)),
        tuple(each for each in findings if only is None or only in (each.of, each.name)),
    )


def _is_meant(only: str, name: str) -> bool:
    """Whether this is what was asked for, by its own name or that of a finding of it."""
    return only == name or only.endswith(f" {name}")


def _shared_out(prover: Prover, tasks: list[Task], processes: int) -> Iterable[tuple[Checked | Finding, ...]]:
    if processes < 2 or len(tasks) < 2:
        return map(prover.done, tasks)
    return _in_processes(prover, tasks, processes)


def _in_processes(
    prover: Prover, tasks: list[Task], processes: int
) -> Iterator[tuple[Checked | Finding, ...]]:
    """Each process makes its own prover once: formulas of one cannot be handed to another."""
    start = partial(_start, prover.ruleset, prover.as_of, prover.limits, prover.seconds)
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=start) as pool:
        yield from pool.map(_done, tasks, chunksize=4)


_mine: list[Prover] = []
"""The prover of this process; empty in every process but those started here."""


def _start(ruleset: ir.Ruleset, as_of: date, limits: Mapping[str, int], seconds: float) -> None:
    _mine[:] = [Prover(ruleset, as_of, limits, seconds)]


def _done(task: Task) -> tuple[Checked | Finding, ...]:
    return _mine[0].done(task)
