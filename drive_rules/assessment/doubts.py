"""What each doubt rests on: the unknown facts and open lists that hold a rule or a decision in doubt.

They are what it reads, however deep, through names that are themselves unsettled; a list of tests
that one plain answer fails already is left out.  It may name a fact too many, never one too few.
"""

from __future__ import annotations

from collections.abc import Iterable

from drive_rules.assessment.reading import At, Entry, Reading, Unknown, names_in
from drive_rules.ir import Checklist, Condition, Constant, Decision, Fact, Measure, NameRef, Rule, Sign, Test


class Doubts:
    """The doubts of one case; each is worked out once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._held: dict[tuple[str, At], tuple[Unknown, ...]] = {}
        self._holding: dict[tuple[str, At], tuple[Unknown, ...]] = {}

    def holding(self, rule: Rule, at: At) -> tuple[Unknown, ...]:
        """The unknown facts and open lists that a rule in doubt reads."""
        if (rule.id, at) not in self._holding:
            names = [*self._left_open(rule.when, at), *self._left_open(rule.unless, at)]
            self._holding[rule.id, at] = _all_of(self.behind(name, at) for name in names)
        return self._holding[rule.id, at]

    def behind(self, name: str, at: At) -> tuple[Unknown, ...]:
        """The unknown facts and open lists behind a name; none where it is settled."""
        entry = self._reading.entries[name]
        at = self._reading.above(at, entry.of)
        if (name, at) not in self._held:
            self._held[name, at] = ()
            self._held[name, at] = self._work_out(name, entry, at)
        return self._held[name, at]

    def why(self, unknown: Iterable[Unknown]) -> list[str]:
        """Why unknowns leave something open, in words; the items of one checklist at once."""
        items: dict[tuple[str, At], int] = {}
        said = []
        for each in unknown:
            checklist = self._reading.checklist_of.get(each.fact)
            if checklist is None:
                said.append(self._reading.why_unknown(each))
            else:
                items[checklist.name, each.at] = items.get((checklist.name, each.at), 0) + 1
        for (name, at), count in items.items():
            noun, verb = ("item", "is") if count == 1 else ("items", "are")
            of = self._reading.of_words(at)
            said.append(f"{count} {noun} of {name} {verb} not answered{of}")
        return said

    def _work_out(self, name: str, entry: Entry, at: At) -> tuple[Unknown, ...]:
        if not self._reading.is_share(name):
            low, high = self._reading.interval(name, at)
            if low == high:
                return ()
        match entry:
            case Fact():
                return self._unknown(entry, at)
            case Measure():
                return self._doubt_of_measure(entry, at)
            case Decision():
                return self._doubt_of_decision(entry, at)
            case Sign(condition=condition):
                return _all_of(self.behind(read, at) for read in self._left_open(condition, at))
            case Checklist():
                return _all_of(self.behind(item.fact, at) for item in entry.items)

    def _left_open(self, condition: Condition, at: At) -> list[str]:
        """The names of a condition's tests, save those beside a plain test that fails whatever they are."""
        lists = [tests for tests in (condition.all_of, *condition.any_of) if not self._none_of(tests, at)]
        return names_in(Condition((), tuple(lists)))

    def _fails(self, condition: Condition, at: At) -> bool:
        any_of = condition.any_of
        return self._none_of(condition.all_of, at) or (
            bool(any_of) and all(self._none_of(tests, at) for tests in any_of)
        )

    def _none_of(self, tests: Iterable[Test], at: At) -> bool:
        return any(self._plainly_fails(test, at) for test in tests)

    def _plainly_fails(self, test: Test, at: At) -> bool:
        codes = [operand.code for operand in test.operands if isinstance(operand, Constant)]
        if test.form not in ("is", "is not") or len(codes) < len(test.operands):
            return False
        low, high = self._reading.interval(test.name, at)
        return low == high and (low in codes) == (test.form == "is not")

    def _unknown(self, fact: Fact, at: At) -> tuple[Unknown, ...]:
        listed = {kind.listed: kind for kind in self._reading.lists(at.kind)}
        kind = listed.get(fact.name)
        if kind is not None and not self._reading.open_list(at, kind):
            return ()
        return (Unknown(fact.name, at, kind is not None),)

    def _doubt_of_measure(self, measure: Measure, at: At) -> tuple[Unknown, ...]:
        if measure.over is None:
            return _all_of(self.behind(name, at) for name in (*measure.plus, *measure.less))
        named = [name for name in (measure.value, measure.dated_by) if name]
        found = [self._reading.open_lists(at, measure.over)]
        for lower in self._reading.below(at, measure.over):
            if not self._fails(measure.where, lower):
                tested = self._left_open(measure.where, lower) + self._left_open(measure.have, lower)
                found += [self.behind(name, lower) for name in tested + named]
        return _all_of(found)

    def _doubt_of_decision(self, decision: Decision, at: At) -> tuple[Unknown, ...]:
        found = []
        for rule in self._reading.concluding(decision.name):
            low, high = self._reading.answer(("rule", rule.id), at, (0, 0))
            if low < high:
                found.append(self.holding(rule, at))
            if high:
                found += [self.behind(c.value.name, at) for c in rule.then if isinstance(c.value, NameRef)]
        return _all_of(found)


def _all_of(found: Iterable[tuple[Unknown, ...]]) -> tuple[Unknown, ...]:
    return tuple(dict.fromkeys(unknown for each in found for unknown in each))
