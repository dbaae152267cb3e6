"""Edits that make the shipped rules less safe, each seen by an invariant: ``python -m tests.unsafe_edits``.

An edit changes the loaded rules as a hurried hand might change the files: a rule is taken away, its block
lifted, its must weakened, an exception added, what it does in doubt softened.  Each is to be broken by a
case that the reference bears out; one that no invariant sees is told, and the command fails.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from multiprocessing import get_context

from drive_rules import packages
from drive_rules.ir import Condition, Constant, Duty, Rule, Ruleset, Test
from drive_rules.prove.checking import Prover
from drive_rules.prove.report import Checked

AS_OF = date(2026, 11, 1)
Edit = Callable[[Rule], Rule | None]


def taken_away(rule: Rule) -> None:
    """The rule is not there any more."""


def block_lifted(rule: Rule) -> Rule:
    """What it forbids is forbidden no longer."""
    return replace(rule, duties=tuple(duty for duty in rule.duties if duty.word != "must not"))


def must_weakened(rule: Rule) -> Rule:
    """What must be done may be done."""
    return replace(rule, duties=tuple(_weaker(duty) for duty in rule.duties))


def _weaker(duty: Duty) -> Duty:
    return replace(duty, word="may") if duty.word == "must" else duty


def only_asks(rule: Rule) -> Rule:
    """In doubt it does nothing but ask."""
    return replace(rule, in_doubt="ask", find_out=None)


def always_in(rule: Rule) -> Rule:
    """It waits for what it had taken as enough by itself: any of several becomes all of them."""
    tests = tuple(test for tests in rule.when.any_of for test in tests)
    return replace(rule, when=Condition((*rule.when.all_of, *tests)))


def excepted_when(name: str, code: int = 1) -> Edit:
    """It does not apply where some fact is answered so."""

    def excepted(rule: Rule) -> Rule:
        unless = (*rule.unless.any_of, (Test(name, "is", (Constant(code),)),))
        return replace(rule, unless=replace(rule.unless, any_of=unless))

    excepted.__name__ = f"excepted_when '{name}'"
    return excepted


def concludes(code: int) -> Edit:
    """It gives another answer."""

    def concluded(rule: Rule) -> Rule:
        return replace(rule, then=tuple(replace(each, value=Constant(code)) for each in rule.then))

    concluded.__name__ = f"concludes {code}"
    return concluded


@dataclass(frozen=True)
class Unsafe:
    """An edit of a rule, or of several that stand in for each other, and the invariant that sees it."""

    family: str
    rule: str
    edit: Edit
    invariant: str
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.family} {', '.join((self.rule, *self.others))} {self.edit.__name__}"

    def made(self, ruleset: Ruleset) -> Ruleset:
        """The rules with the edit made."""
        rules = dict(ruleset.rules)
        for id in (self.rule, *self.others):
            edited = self.edit(rules.pop(id))
            assert edited != ruleset.rules[id], f"{self} changes nothing of {id}"
            if edited is not None:
                rules[id] = edited
        return replace(ruleset, rules=rules)

    def seen(self, ruleset: Ruleset) -> Checked:
        """What becomes of the invariant; a case that breaks it has been replayed by the reference."""
        return Prover(self.made(ruleset), AS_OF).checked(self.invariant)


ALLOCATED = excepted_when("allocated to a case manager")
"""What is true of nearly every case, written into a rule that must not hang on it."""

EVERY_PAIR = ("every-pair-before-contact",)
"""What stands in for a block of one pair, over all of them."""

EDITS: tuple[Unsafe, ...] = (
    Unsafe("SR-02", "idva-before-contact", block_lifted, "no-contact-before-the-idva", EVERY_PAIR),
    Unsafe(
        "SR-02", "idva-before-contact", ALLOCATED, "unknown-consultation-never-allows-contact", EVERY_PAIR
    ),
    Unsafe("SR-02", "idva-before-contact", must_weakened, "no-consultation-is-asked-for"),
    Unsafe("SR-02", "every-pair-before-contact", taken_away, "unlisted-pairs-never-allow-contact"),
    Unsafe("SR-02", "contact-safe-in-the-idvas-view", block_lifted, "unsafe-contact-is-blocked", EVERY_PAIR),
    Unsafe("SR-03", "topics-agreed-first", block_lifted, "unagreed-topics-are-not-raised"),
    Unsafe("SR-03", "never-to-the-perpetrator", taken_away, "the-perpetrator-is-told-nothing-of-theirs"),
    Unsafe("SR-05", "each-proposal-is-checked", must_weakened, "every-proposal-is-checked"),
    Unsafe("SR-05", "every-victim-survivor-before-support", taken_away, "unlisted-pairs-never-allow-support"),
    Unsafe("SR-06", "no-change-work-without-support", block_lifted, "no-offer-blocks-change-work"),
    Unsafe("SR-06", "offer-support-to-each-partner", only_asks, "an-offer-of-support-is-made"),
    Unsafe("SR-07", "no-joint-or-anger-only-work", taken_away, "never-joint-work"),
    Unsafe("SR-09", "danger-to-life-now", must_weakened, "life-in-danger-calls-999"),
    Unsafe("SR-09", "danger-to-life-now", only_asks, "life-in-danger-calls-999"),
    Unsafe("SR-10", "suicidal-perpetrator", taken_away, "suicidal-starts-the-crisis-pathway"),
    Unsafe("SR-11", "child-at-risk-of-harm", must_weakened, "a-child-at-risk-is-referred"),
    Unsafe("SR-12", "not-closed-because-it-is-over", taken_away, "not-closed-on-the-word-that-it-is-over"),
    Unsafe("SR-14", "no-word-through-the-family", block_lifted, "no-word-through-the-family"),
    Unsafe(
        "SR-15", "court-address-is-the-victim-survivors", only_asks, "the-victim-survivors-address-is-told"
    ),
    Unsafe("SR-16", "every-home-before-contact-at-home", block_lifted, "a-shared-home-has-a-plan-first"),
    Unsafe("SR-17", "who-would-lose-the-right-to-stay", block_lifted, "no-immigration-referral-that-exposes"),
    Unsafe("SR-20", "timing-before-action", ALLOCATED, "timing-is-agreed-first"),
    Unsafe("SR-21", "review-before-release", must_weakened, "release-is-reviewed-first"),
    Unsafe("SR-23", "no-home-visit-into-danger", block_lifted, "no-visit-into-danger"),
    Unsafe("SR-24", "no-closing-while-any-may-be-high", block_lifted, "nothing-known-never-closes"),
    Unsafe("SR-25", "judgement-raises", taken_away, "a-judgement-raises"),
    Unsafe("F1.07", "visible-high-risk", concludes(0), "the-visible-threshold-is-high"),
)


@cache
def core() -> Ruleset:
    """The shipped rules."""
    return packages.load_package("drive-core", site=None).ruleset


def _seen(number: int) -> Checked:
    return EDITS[number].seen(core())


def _all(processes: int) -> Iterator[tuple[Unsafe, Checked]]:
    if processes < 2:
        yield from ((edit, edit.seen(core())) for edit in EDITS)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from zip(EDITS, pool.map(_seen, range(len(EDITS))), strict=True)


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 where every edit is refuted with a case."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.unsafe_edits", description="Unsafe edits are seen."
    )
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args(arguments)
    started, missed = time.perf_counter(), 0
    for edit, checked in _all(asked.processes):
        seen = checked.answer == "broken" and checked.case is not None
        missed += not seen
        print(
            f"{'seen' if seen else 'MISSED'}: {edit}, by {checked.id} ({checked.seconds:.1f} s)", flush=True
        )
    print(f"{len(EDITS) - missed} of {len(EDITS)} in {time.perf_counter() - started:.0f} seconds")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
