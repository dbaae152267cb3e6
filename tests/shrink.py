"""Cuts a pair that breaks a law down to one that a person can read.

``shrink(pair, breaks)`` takes away rules, tests, names and things, one at a time, for as long as
``breaks`` still says yes; ``shown`` prints what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from itertools import chain
from typing import Any

from drive_rules.ir import Condition, Rule, Ruleset, Tests
from tests.bench import Pair
from tests.made_words import WHY
from tests.worlds import Case, Thing

MANY = 60
"""Of a case with more things than this half are left out at a time."""
MAPPINGS = ("rules", "measures", "signs", "decisions", "actions", "groups", "checklists", "settings", "facts")


def shrink(pair: Pair, breaks: Callable[[Pair], bool]) -> Pair:
    """The smallest pair that one step at a time leads to."""

    def still(smaller: Pair) -> bool:
        try:
            return breaks(smaller)
        except (KeyError, AssertionError, IndexError, ValueError, StopIteration):
            return False

    found = True
    while found:
        found = False
        for smaller in _smaller(pair):
            if still(smaller):
                pair, found = smaller, True
                break
    return pair


def _smaller(pair: Pair) -> Iterator[Pair]:
    yield from _fewer_cases(pair)
    if sum(1 for root in pair.case for _ in root.walk()) > MANY:
        for half in _halved(pair.case):
            yield replace(pair, case=half)
    for ruleset in _smaller_rulesets(pair.ruleset):
        yield replace(pair, ruleset=ruleset)
    roots = [*pair.case, *(pair.more or []), *chain.from_iterable(pair.beside)]
    keys = [thing.key for root in roots for thing in root.walk()]
    for key in dict.fromkeys(keys):
        if key not in {case[0].key for case in (pair.case, *pair.beside)}:
            yield replace(
                pair,
                case=_without(pair.case, key),
                more=pair.more and _without(pair.more, key),
                beside=tuple(_without(case, key) for case in pair.beside),
            )


def _fewer_cases(pair: Pair) -> Iterator[Pair]:
    """Each case alone, then half of the others, then one less."""
    cases = (pair.case, *pair.beside)
    if pair.beside:
        yield from (replace(pair, case=case, beside=()) for case in cases)
    for size in (len(cases) // 2, 1):
        for first in range(0, len(cases), size) if len(cases) > 2 else ():
            left = cases[:first] + cases[first + size :]
            yield replace(pair, case=left[0], beside=left[1:])


def _halved(case: Case) -> Iterator[Case]:
    """The case with the half of its things left out that stand first, or last, in their lists."""
    for first in (True, False):
        kept = [thing.copy() for thing in case]
        for root in kept:
            for thing in root.walk():
                for kind, things in thing.below.items():
                    half = len(things) // 2
                    thing.below[kind] = things[half:] if first else things[: len(things) - half]
        yield kept


def _without(case: Case, key: str) -> Case:
    kept = [thing.copy() for thing in case if thing.key != key]
    for root in kept:
        for thing in root.walk():
            thing.below = {kind: [o for o in things if o.key != key] for kind, things in thing.below.items()}
    return kept


def _smaller_rulesets(ruleset: Ruleset) -> Iterator[Ruleset]:
    for mapping in MAPPINGS:
        entries = getattr(ruleset, mapping)
        for name in entries:
            yield _with(ruleset, mapping, {other: e for other, e in entries.items() if other != name})
    for mapping in ("rules", "measures", "signs", "actions"):
        entries = getattr(ruleset, mapping)
        for name, entry in entries.items():
            for smaller in _smaller_entries(entry):
                yield _with(ruleset, mapping, {**entries, name: smaller})


def _with(ruleset: Ruleset, mapping: str, entries: dict[str, Any]) -> Ruleset:
    changes: dict[str, Any] = {mapping: entries}
    return replace(ruleset, **changes)


def _smaller_entries(entry: Any) -> Iterator[Any]:
    for one in fields(entry):
        value = getattr(entry, one.name)
        if isinstance(value, Condition):
            for condition in _smaller_conditions(value):
                yield replace(entry, **{one.name: condition})
    if isinstance(entry, Rule):
        for number, _ in enumerate(entry.duties):
            yield replace(entry, duties=entry.duties[:number] + entry.duties[number + 1 :])
        for number, _ in enumerate(entry.then):
            yield replace(entry, then=entry.then[:number] + entry.then[number + 1 :])


def _smaller_conditions(condition: Condition) -> Iterator[Condition]:
    for tests in _smaller_tests(condition.all_of):
        yield replace(condition, all_of=tests)
    for number, tests in enumerate(condition.any_of):
        yield replace(condition, any_of=condition.any_of[:number] + condition.any_of[number + 1 :])
        for fewer in _smaller_tests(tests):
            if fewer:
                any_of = (*condition.any_of[:number], fewer, *condition.any_of[number + 1 :])
                yield replace(condition, any_of=any_of)


def _smaller_tests(tests: Tests) -> Iterator[Tests]:
    for number, test in enumerate(tests):
        yield tests[:number] + tests[number + 1 :]
        if test.also:
            yield (*tests[:number], replace(test, also=None), *tests[number + 1 :])


def shown(pair: Pair) -> str:
    """The pair in few lines."""
    lines = [f"as of {pair.as_of}"]
    for mapping in ("kinds", *reversed(MAPPINGS)):
        entries = getattr(pair.ruleset, mapping).values()
        lines += [f"{mapping}: {entry}".replace(f"{WHY}", "WHY") for entry in entries]
    lines += [line for root in pair.case for line in _things(root, 0)]
    for number, case in enumerate(pair.beside, 1):
        lines += [f"beside {number}", *(line for root in case for line in _things(root, 0))]
    if pair.more:
        lines += ["later", *(line for root in pair.more for line in _things(root, 0))]
    return "\n".join(lines)


def _things(thing: Thing, depth: int) -> Iterator[str]:
    whole = f" lists {thing.whole}" if thing.whole else ""
    yield f"{'  ' * depth}{thing.key}: {thing.facts}{whole}"
    for things in thing.below.values():
        for one in things:
            yield from _things(one, depth + 1)
