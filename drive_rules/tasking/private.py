"""Which private facts a step rests on: what must not be told where a route does not allow it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from itertools import chain

from drive_rules.ir import NameRef, Ruleset, Test


class PrivateFacts:
    """The private facts that rules rest on, however deep."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.facts = frozenset(name for name, fact in ruleset.facts.items() if fact.private)
        self.rules = ruleset.rules
        self.reads: dict[str, list[object]] = {}
        for table in (ruleset.signs, ruleset.measures):
            for name, entry in table.items():
                self.reads[name] = [entry]
        for checklist in ruleset.checklists.values():
            for name in filter(None, (checklist.score, checklist.answered)):
                self.reads[name] = [checklist.items]
        for rule in ruleset.rules.values():
            for conclusion in rule.then:
                self.reads.setdefault(conclusion.decision, []).append((rule.when, rule.unless, conclusion))
        self._behind: dict[str, frozenset[str]] = {}
        self._behind_rule: dict[str, frozenset[str]] = {}

    def behind(self, rules: Iterable[str]) -> frozenset[str]:
        """The private facts that some of the rules read."""
        return frozenset().union(*(self._of_rule(id) for id in set(rules) if id in self.rules))

    def _of_rule(self, id: str) -> frozenset[str]:
        if id not in self._behind_rule:
            rule = self.rules[id]
            names = set(_names((rule.when, rule.unless)))
            self._behind_rule[id] = frozenset().union(*map(self._of_name, names))
        return self._behind_rule[id]

    def _of_name(self, name: str) -> frozenset[str]:
        # Names never go in a circle: what is read of one is whole before what reads it.
        if name not in self._behind:
            read = set(_names(tuple(self.reads.get(name, ()))))
            found = frozenset({name} & self.facts)
            self._behind[name] = found.union(*map(self._of_name, read))
        return self._behind[name]


def _names(value: object) -> Iterator[str]:
    """Every name that tests, measures and items in ``value`` read."""
    match value:
        case tuple():
            yield from chain.from_iterable(map(_names, value))
        case Test(name=name) | NameRef(name=name):
            yield name
    if is_dataclass(value):
        for each in fields(value):
            inner = getattr(value, each.name)
            if each.name in ("value", "dated_by", "fact", "dated") and isinstance(inner, str):
                yield inner
            elif each.name in ("plus", "less"):
                yield from inner
            else:
                yield from _names(inner)
