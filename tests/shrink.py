"""Cuts a pair that breaks a law down to one that a person can read.

``shrink(pair, breaks)`` takes away rules, tests, names and things, one at a time, for as long as
``breaks`` still says yes; ``shown`` prints what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import partial
from itertools import chain, islice
from typing import Any

from drive_rules.ir import Condition, Rule, Ruleset, Tests
from tests.bench import Pair
from tests.made_words import WHY
from tests.worlds import Case, Thing

Steps = Iterator[Callable[[], Pair]]
"""Steps of one sort; where one has been taken, the step behind it stands in its place."""
MANY = 40
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
        for way in WAYS:
            tried = 0
            while step := next(islice(way(pair), tried, None), None):
                smaller = step()
                if still(smaller):
                    pair, found = smaller, True
                else:
                    tried += 1
    return pair


def crowded(pair: Pair) -> bool:
    """Whether there are so many things that each try takes its time."""
    return sum(1 for root in (*pair.case, *chain.from_iterable(pair.beside)) for _ in root.walk()) > MANY


def _alone(pair: Pair) -> Steps:
    if pair.beside:
        yield from (partial(replace, pair, case=case, beside=()) for case in (pair.case, *pair.beside))


def _half_of_the_cases(pair: Pair) -> Steps:
    half = len(pair.beside) // 2
    if half:
        cases = (pair.case, *pair.beside)
        for left in (cases[:-half], cases[half:]):
            yield partial(replace, pair, case=left[0], beside=left[1:])


def _one_case_less(pair: Pair) -> Steps:
    for place, _ in enumerate(pair.beside):
        yield partial(replace, pair, beside=pair.beside[:place] + pair.beside[place + 1 :])
    if pair.beside:
        yield partial(replace, pair, case=pair.beside[0], beside=pair.beside[1:])


def _half_of_the_things(pair: Pair) -> Steps:
    if crowded(pair):
        yield from (partial(_halved, pair, first) for first in (True, False))


def _less_of_the_ruleset(pair: Pair) -> Steps:
    for ruleset in _smaller_rulesets(pair.ruleset):
        yield partial(replace, pair, ruleset=ruleset)


def _one_thing_less(pair: Pair) -> Steps:
    roots = [*pair.case, *(pair.more or []), *chain.from_iterable(pair.beside)]
    keys = [thing.key for root in roots for thing in root.walk()]
    for key in dict.fromkeys(keys):
        if key not in {case[0].key for case in (pair.case, *pair.beside)}:
            yield partial(_without_thing, pair, key)


def _halved(pair: Pair, first: bool) -> Pair:
    """The half of the things left out that stand first, or last, in their lists."""
    kept = [[thing.copy() for thing in case] for case in (pair.case, *pair.beside)]
    for root in chain.from_iterable(kept):
        for thing in root.walk():
            for kind, things in thing.below.items():
                half = len(things) // 2
                thing.below[kind] = things[half:] if first else things[: len(things) - half]
    return replace(pair, case=kept[0], beside=tuple(kept[1:]))


def _without_thing(pair: Pair, key: str) -> Pair:
    return replace(
        pair,
        case=_without(pair.case, key),
        more=pair.more and _without(pair.more, key),
        beside=tuple(_without(case, key) for case in pair.beside),
    )


WAYS: tuple[Callable[[Pair], Steps], ...] = (
    _alone,
    _half_of_the_cases,
    _one_case_less,
    _half_of_the_things,
    _less_of_the_ruleset,
    _one_thing_less,
)


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
