"""What a run of the laws has met: the count that shows that the generators reach the whole language.

A law over cases in which nothing happens is no law, so a run states how often each word of the
language took part, and ``shortfalls`` says what was met too seldom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import get_args

from drive_rules.assessment import Settled
from drive_rules.case import World
from drive_rules.ir import NEVER_WHOLE, Doubt, Form, Operation, Ruleset, Take, TypeName, Word
from tests.made_tests import conditions_of, tests_of

SHARE = 0.05
"""One pair in twenty: 1,000 of 20,000."""
WANTED: dict[str, tuple[str, ...]] = {
    "form": get_args(Form),
    "fact": get_args(TypeName),
    "measure": get_args(Operation),
    "take": get_args(Take),
    "in doubt": get_args(Doubt),
    "word": get_args(Word),
    "also": ("and", "any of", "unless any of", "group", "checklist", "until a test", "until an action"),
    "world": ("nested", "list whole to a day", "list that may have more", "conflict", "complete"),
}
COLUMNS: dict[str, float] = {
    "nothing known": 0.02,
    "nothing there": 0.02,
    "an empty kind": 0.2,
    "thousands in a list": 1 / 2_500,
}
"""The cases of which an engine of many cases must meet this share."""
THOUSANDS = 2_000
Feature = tuple[str, str]


@dataclass
class Tally:
    """Counts over pairs of a ruleset and a case."""

    pairs: int = 0
    rulesets: int = 0
    features: Counter[Feature] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    yes_rules: list[int] = field(default_factory=list)
    several: int = 0
    compared: int = 0
    left_out: int = 0
    laws: Counter[str] = field(default_factory=Counter)
    together: Counter[str] = field(default_factory=Counter)
    """How often an engine of many cases was asked, by the way in which."""

    def add(self, other: Tally) -> None:
        """Count another run's pairs too."""
        self.pairs += other.pairs
        self.rulesets += other.rulesets
        self.features.update(other.features)
        self.answers.update(other.answers)
        self.yes_rules.extend(other.yes_rules)
        self.several += other.several
        self.compared += other.compared
        self.left_out += other.left_out
        self.laws.update(other.laws)
        self.together.update(other.together)

    def met(
        self, features: dict[Feature, set[str]], ruleset: Ruleset, world: World, settled: Settled
    ) -> None:
        """Count one pair: ``features`` says at which kinds each word of the ruleset is used."""
        self.met_seldom(features, ruleset, world)
        if settled.conflicts:
            self.features["world", "conflict"] += 1
        self.several += any(
            len(world.rows[kind.name]) >= 2 for kind in ruleset.kinds.values() if kind.part_of == "case"
        )
        self._count_answers(ruleset, settled)

    def met_seldom(self, features: dict[Feature, set[str]], ruleset: Ruleset, world: World) -> None:
        """Count one pair whose case is not an ordinary one: its answers say nothing of how others go."""
        self.pairs += 1
        there = {kind for kind, rows in world.rows.items() if rows}
        self.features.update(feature for feature, kinds in features.items() if kinds & there)
        self.features.update(("world", word) for word in _about(ruleset, world))
        self.features.update(("columns", word) for word in _shape(ruleset, world))

    def _count_answers(self, ruleset: Ruleset, settled: Settled) -> None:
        yes = 0
        for rule in ruleset.rules:
            low, high = settled.low["rule", rule], settled.high["rule", rule]
            certain, possible = sum(low), sum(high)
            self.answers["yes"] += certain
            self.answers["cannot tell"] += possible - certain
            self.answers["no"] += len(low) - possible
            yes += certain > 0
        self.yes_rules.append(yes)

    def shortfalls(self) -> list[str]:
        """What was met too seldom for the laws to say much."""
        short = [
            f"{group} '{word}': in {self.features[group, word]} of {self.pairs} pairs"
            for group, words in WANTED.items()
            for word in words
            if self.features[group, word] < SHARE * self.pairs
        ]
        total = sum(self.answers.values())
        short += [
            f"answer '{word}': {self.answers[word]} of {total}"
            for word in ("yes", "no", "cannot tell")
            if self.answers[word] < 0.15 * total
        ]
        if median(self.yes_rules or [0]) < 5:
            short.append(f"rules settled yes: a median of {median(self.yes_rules or [0])} in a pair")
        if self.several < 0.5 * self.pairs:
            short.append(f"several things of a kind: in {self.several} of {self.pairs} pairs")
        open_lists = self.features["world", "list that may have more"]
        if open_lists < 0.5 * self.pairs:
            short.append(f"lists that may have more: in {open_lists} of {self.pairs} pairs")
        return short + (self._short_of_columns() if self.together else [])

    def _short_of_columns(self) -> list[str]:
        short = [
            f"columns '{word}': in {self.features['columns', word]} of {self.pairs} pairs"
            for word, share in COLUMNS.items()
            if self.features["columns", word] < int(share * self.pairs)
        ]
        short += [f"asked '{way}' {n} times" for way, n in self.together.items() if n < self.rulesets / 4]
        return short

    def lines(self) -> Iterator[str]:
        """The count, to be printed."""
        yield f"{self.pairs} pairs of {self.rulesets} rulesets"
        yield f"  {self.compared} answers compared, {self.left_out} left out by the engine"
        for law, times in sorted(self.laws.items()):
            yield f"  {law}: held {times} times"
        for group, words in WANTED.items():
            yield f"  {group}: " + ", ".join(f"{word} {self.features[group, word]}" for word in words)
        total = sum(self.answers.values()) or 1
        shares = ", ".join(f"{word} {100 * n / total:.0f}%" for word, n in sorted(self.answers.items()))
        yield f"  rule answers: {shares}; a median of {median(self.yes_rules or [0])} rules settled yes"
        yield f"  several things of a kind: {self.several}"
        if self.together:
            yield "  columns: " + ", ".join(f"{word} {self.features['columns', word]}" for word in COLUMNS)
            yield "  asked: " + ", ".join(
                f"{way} {times} times" for way, times in sorted(self.together.items())
            )


def features_of(ruleset: Ruleset) -> dict[Feature, set[str]]:
    """At which kinds each word of the language is used in a ruleset."""
    found: dict[Feature, set[str]] = {}
    for feature, kind in _features(ruleset):
        found.setdefault(feature, set()).add(kind)
    return found


def _features(ruleset: Ruleset) -> Iterator[tuple[Feature, str]]:
    for kind, condition in conditions_of(ruleset):
        for test in tests_of(condition):
            yield ("form", test.form), kind
            if test.also:
                yield ("also", "and"), kind
        if condition.any_of:
            yield ("also", "any of"), kind
    for fact in ruleset.facts.values():
        yield ("fact", fact.type.name), fact.of
    for measure in ruleset.measures.values():
        yield ("measure", measure.operation), measure.over or measure.of
    for decision in ruleset.decisions.values():
        yield ("take", decision.take), decision.of
    for checklist in ruleset.checklists.values():
        yield ("also", "checklist"), checklist.of
    yield from _features_of_rules(ruleset)


def _features_of_rules(ruleset: Ruleset) -> Iterator[tuple[Feature, str]]:
    for rule in ruleset.rules.values():
        if rule.in_doubt:
            yield ("in doubt", rule.in_doubt), rule.kind
        if rule.unless.any_of:
            yield ("also", "unless any of"), rule.kind
        for duty in rule.duties:
            yield ("word", duty.word), rule.kind
            if duty.do in ruleset.groups:
                yield ("also", "group"), rule.kind
            for until in duty.until:
                yield ("also", "until an action" if until.actions else "until a test"), rule.kind


def _shape(ruleset: Ruleset, world: World) -> Iterator[str]:
    """What there is of a case, and whether anything is known of it."""
    counts = {kind: len(rows) for kind, rows in world.rows.items()}
    if not any(count for kind, count in counts.items() if kind != "case"):
        yield "nothing there"
    if not all(counts.values()):
        yield "an empty kind"
    if max(counts.values()) >= THOUSANDS:
        yield "thousands in a list"
    whole: dict[str, list[tuple[int, int]]] = {kind: [] for kind in ruleset.kinds}
    for fact in ruleset.facts.values():
        whole[fact.of].append((fact.type.low, fact.type.high))
    if all(
        (*zip(row.low, row.high, strict=True),) == (*whole[kind],)
        for kind, rows in world.rows.items()
        for row in rows
    ):
        yield "nothing known"


def _about(ruleset: Ruleset, world: World) -> Iterable[str]:
    below: dict[str, list[str | None]] = {kind: [] for kind in ruleset.kinds}
    for kind in ruleset.kinds.values():
        if kind.part_of:
            below[kind.part_of].append(kind.dated_by)
    wholes = [
        (day, dated)
        for name, rows in world.rows.items()
        for row in rows
        for day, dated in zip(row.whole, below[name], strict=True)
    ]
    if any(day == NEVER_WHOLE for day, _ in wholes):
        yield "list that may have more"
    if any(day != NEVER_WHOLE and dated for day, dated in wholes):
        yield "list whole to a day"
    if any(world.rows[k.name] for k in ruleset.kinds.values() if k.part_of not in (None, "case")):
        yield "nested"
    if not any(row.low != row.high for rows in world.rows.values() for row in rows):
        yield "complete"
