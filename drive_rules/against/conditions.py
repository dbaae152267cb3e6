"""When a rule applies, written out so that two versions can be held against each other.

A condition becomes the ways in which it can be met, each a set of tests; settings stand for their latest
values, signs for their own tests.  ``covers`` says yes only where the tests themselves show it: what cannot
be told is a change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from drive_rules import ir
from drive_rules.language.reads import closure, names_in, names_in_measure, names_in_tests
from drive_rules.language.typed import types_of
from drive_rules.language.values import rough_days

MOST_WAYS = 64
"""More ways than this to meet a condition are not written out: its signs are held against each other."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A test in one version: settings bound to their latest values, the values of a choice by their words.

    ``stands_for`` is what else the test hangs on: the definition of each name behind it, written out.
    """

    name: str
    form: str
    operands: tuple[object, ...] = ()
    also: Atom | None = None
    stands_for: object = None


Way = frozenset[Atom]
Ways = list[Way]
"""The ways in which a condition can be met: one of these sets, in full."""


def covers(old: Ways, new: Ways) -> bool:
    """Whether, wherever one of the old ways is met, one of the new ways is: as far as the tests tell."""
    return all(any(_follows(was, now) for now in new) for was in old)


def _follows(was: Way, now: Way) -> bool:
    return all(any(implies(old, new) for old in was) for new in now)


def implies(old: Atom, new: Atom) -> bool:
    """Whether a test that holds makes another hold: the same, or held against a value that asks for less."""
    if old == new:
        return True
    same = (old.name, old.form, old.stands_for) == (new.name, new.form, new.stands_for)
    if not same or old.also is not None or new.also is not None:
        return False
    if old.form in ("is", "is not"):
        was, now = set(old.operands), set(new.operands)
        return was <= now if old.form == "is" else now <= was
    return _asks_no_more(old, new)


def _asks_no_more(old: Atom, new: Atom) -> bool:
    if len(old.operands) != 1 or len(new.operands) != 1:
        return False
    was, now = _size(old.operands[0]), _size(new.operands[0])
    if was is None or now is None:
        return False
    if old.form in ("at least", "more than", "on or after", "more than ago"):
        return was >= now
    return old.form in ("at most", "less than", "before", "within the last", "within the next") and was <= now


def _size(operand: object) -> float | None:
    match operand:
        case ir.Constant(code=code):
            return code
        case ir.Length():
            return float(rough_days(operand))
        case _:
            return None


class Version:
    """One version, with what its names stand for."""

    def __init__(self, ruleset: ir.Ruleset) -> None:
        self.ruleset = ruleset
        self.types = types_of(ruleset)
        self._rests = {
            **{sign.name: names_in(sign.condition) for sign in ruleset.signs.values()},
            **{each.name: names_in_measure(each) for each in ruleset.measures.values()},
        }

    def members(self, do: str) -> tuple[str, ...]:
        """The actions of a duty, that of a group among them."""
        group = self.ruleset.groups.get(do)
        return group.actions if group is not None else (do,)

    def forbids(self, duty: ir.Duty, name: str) -> bool:
        """Whether a duty forbids an action."""
        return duty.word == "must not" and name in self.members(duty.do)

    # -- values --

    def value(self, operand: ir.Operand) -> object:
        """A setting's latest value; anything else as it stands."""
        if not isinstance(operand, ir.SettingRef):
            return operand
        setting = self.ruleset.settings.get(operand.setting)
        return setting.values[-1].value if setting is not None else operand

    def word(self, name: str, value: object) -> object:
        """A value of a choice by its word; any other as it stands."""
        kind = self.types.get(name)
        if isinstance(value, ir.Constant) and kind is not None and kind.name == "choice":
            return kind.values[value.code]
        return value

    def settled_by(self, name: str) -> tuple[object, ...]:
        """How a decision comes out of what rules give: its take, what holds otherwise, its values."""
        decision = self.ruleset.decisions.get(name)
        if decision is None:
            return ()
        otherwise = None if decision.otherwise is None else ir.Constant(decision.otherwise)
        return (decision.of, decision.take, self.word(name, otherwise), decision.type.values)

    def days(self, length: ir.Operand) -> float | None:
        """About how many days a length of time is; None where a case says it."""
        value = self.value(length)
        return float(rough_days(value)) if isinstance(value, ir.Length) else None

    def due(self, due: ir.Due | None) -> tuple[object, float | None]:
        """From what a due counts, and about how many days; with none, from nothing."""
        if due is None:
            return (None, None)
        sign = -1 if due.before is not None else 1
        days = self.days(due.within)
        return ((due.of, due.before), None if days is None else sign * days)

    # -- conditions --

    def ways(self, condition: ir.Condition) -> Ways:
        """The ways in which a ``when`` can be met; signs that are to be so are written out."""
        lists = [(*condition.all_of, *each) for each in condition.any_of] or [condition.all_of]
        return [way for tests in lists for way in self._way(tests)]

    def exceptions(self, condition: ir.Condition) -> Ways:
        """The ways in which an ``unless`` can be met; none where there is none."""
        lists = [*([condition.all_of] if condition.all_of else []), *condition.any_of]
        return [way for tests in lists for way in self._way(tests)]

    def way_out(self, until: ir.Until) -> Way:
        """What a way out asks for; an action by the fact that it makes true."""
        made = (self.ruleset.actions[name].makes_true for name in until.actions)
        done = [Atom(fact or "", "done") for fact in made]
        return frozenset((*(self.test(test) for test in until.tests), *done))

    def _way(self, tests: ir.Tests) -> Ways:
        ways: Ways = [frozenset()]
        for test in tests:
            each = self._written_out(test)
            if len(ways) * len(each) > MOST_WAYS:
                each = [frozenset((self.test(test),))]
            ways = [way | more for way in ways for more in each]
        return ways

    def _written_out(self, test: ir.Test) -> Ways:
        sign = self.ruleset.signs.get(test.name)
        if sign is None or test.form != "is" or test.operands != (ir.Constant(1),):
            return [frozenset((self.test(test),))]
        return self.ways(sign.condition)

    def test(self, test: ir.Test) -> Atom:
        """A test with its settings bound, and what its name stands for."""
        return replace(self._bound(test), stands_for=self._stands_for(test))

    def _bound(self, test: ir.Test) -> Atom:
        operands = tuple(self.value(each) for each in test.operands)
        if test.form in ("is", "is not"):
            operands = tuple(self.word(test.name, each) for each in operands)
        also = self._bound(test.also) if test.also is not None else None
        return Atom(test.name, test.form, operands, also)

    def _stands_for(self, test: ir.Test) -> object:
        """The signs, measures and checklists that a test rests on, settings bound; the order of a choice."""
        ruleset, names = self.ruleset, set(names_in_tests((test,)))
        found: list[tuple[object, ...]] = []
        kind = self.types.get(test.name)
        if kind is not None and kind.name == "choice" and test.form not in ("is", "is not"):
            found.append(kind.values)
        below = closure(self._rests, names)
        for name in sorted(below):
            if name in ruleset.signs:
                found.append((name, self._told(ruleset.signs[name].condition)))
            elif name in ruleset.measures:
                each = ruleset.measures[name]
                times = self.value(ir.SettingRef(each.times)) if each.times else None
                told = (self._told(each.where), self._told(each.have), times)
                bare = replace(each, where=ir.Condition(), have=ir.Condition(), why=None, times=None, code="")
                found.append((name, replace(bare, span=None), *told))
        scores = {each.score: each for each in ruleset.checklists.values()}
        found += [(name, scores[name].items) for name in sorted(below & scores.keys())]
        return tuple(found) or None

    def _told(self, condition: ir.Condition) -> object:
        lists = (frozenset(self._bound(test) for test in tests) for tests in condition.any_of)
        return (frozenset(self._bound(test) for test in condition.all_of), frozenset(lists))
