"""A ruleset with one rule spoilt, which takes from the sound one all that the spoilt rule cannot change.

To compile a mutant takes longer than a scenario asks of it.  So the sound rules are compiled, once a day,
and of a mutant only what may come out otherwise is worked out, by the reference: the rule itself, what it
gives and whatever rests on that, and what is called for or blocked by the rules among these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from drive_rules import ir, packages
from drive_rules.answers import Column, Key, Settled
from drive_rules.case import World
from drive_rules.coverage.branches import Given
from drive_rules.language.reads import names_in, names_in_rule, rests_on
from drive_rules.reference import Meaning, Thing
from drive_rules.ruleset import Engine, Ruleset
from drive_rules.testing.mutants import Mutant


class Spoilt(Ruleset):
    """A mutant of a ruleset, beside the one it is made of."""

    def __init__(self, sound: Ruleset, package: packages.Package, mutant: Mutant) -> None:
        super().__init__(replace(package, ruleset=mutant.planted(package.ruleset)))
        self._sound = sound
        both = (package.ruleset, self.meaning)
        self._names = _names(both, mutant.rule)
        self._keys = frozenset([*self._names, *_keys(both, mutant.rule, self._names)])

    def _settle(self, as_of: date, engine: Engine) -> Callable[[World], Settled]:
        sound = self._sound._settle(as_of, "compiled")
        return lambda world: self._beside(sound(world), world, as_of)

    def _beside(self, sound: Settled, world: World, as_of: date) -> Settled:
        """What the mutant settles, given what the sound rules do."""
        meaning = Meaning(self.meaning, world, as_of, Given(sound, self._names))
        low = {key: column for key, column in sound.low.items() if key not in self._keys}
        high = {key: column for key, column in sound.high.items() if key not in self._keys}
        for key, kind, settle in meaning.questions():
            if key in self._keys:
                pairs = [settle(Thing(kind, row)) for row in range(len(meaning.rows(kind)))]
                low[key], high[key] = _column(pairs, 0), _column(pairs, 1)
        conflicts = {each for each in sound.conflicts if each[0] not in self._names}
        return Settled(low, high, frozenset(conflicts | meaning.conflicts))


def _column(pairs: Iterable[tuple[int, int]], end: int) -> Column:
    return tuple(int(pair[end]) for pair in pairs)


def _names(both: Iterable[ir.Ruleset], rule: str) -> frozenset[str]:
    """The names that may come out otherwise: what the rule gives, and all that rests on it."""
    touched = {
        conclusion.decision
        for ruleset in both
        if rule in ruleset.rules
        for conclusion in ruleset.rules[rule].then
    }
    readers: defaultdict[str, set[str]] = defaultdict(set)
    for ruleset in both:
        for name, read in rests_on(ruleset).items():
            for each in read:
                readers[each].add(name)
    waiting = list(touched)
    while waiting:
        new = readers[waiting.pop()] - touched
        touched |= new
        waiting += new
    return frozenset(touched)


def _keys(both: Iterable[ir.Ruleset], rule: str, names: frozenset[str]) -> Iterator[Key]:
    """Besides names: the rules that may apply otherwise, and what they call for, block and release."""
    for ruleset in both:
        for id, each in ruleset.rules.items():
            if id == rule or names & _read(each):
                yield ("rule", id)
                for number, duty in enumerate(each.duties):
                    yield ("until", id, number)
                    group = ruleset.groups.get(duty.do)
                    for action in group.actions if group else (duty.do,):
                        yield from (("called for", action), ("blocked", action))
        for action, entry in ruleset.actions.items():
            if names.intersection(names_in(entry.only_if)):
                yield ("only if", action)


def _read(rule: ir.Rule) -> frozenset[str]:
    """What decides whether a rule applies, and whether what it forbids is released."""
    released = (ir.Condition(until.tests) for duty in rule.duties for until in duty.until)
    return frozenset([*names_in_rule(rule), *names_in(*released)])
