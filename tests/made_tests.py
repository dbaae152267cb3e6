"""Tests and conditions made at random, of every form, about what a thing may read.

Constants lie where ``tests.worlds`` will put facts, so that edges are met all the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from drive_rules.ir import (
    SCALE,
    Condition,
    Constant,
    Form,
    Length,
    NameRef,
    Ruleset,
    SettingRef,
    Test,
    Tests,
)
from tests.made_words import DATE, Known, Words, alike, length_setting_type

ALONE: tuple[Form, ...] = ("is", "is not", "known", "not known", "between", "one of")
"""Forms that *and* does not join."""


class Questions(Words):
    """A ruleset in the making that can ask of what it knows."""

    # -- tests -----------------------------------------------------------------------------------

    def _readable(self, kind: str, record: bool = False, shares: bool = False) -> list[Known]:
        """What a test about a thing of ``kind`` may name: its own and what it is part of."""
        reach = self._above(kind)
        return [
            one
            for one in self.known
            if one.kind in reach and (record or not one.record) and (shares or not one.share)
        ]

    def _above(self, kind: str) -> tuple[str, ...]:
        part_of = self.kinds[kind].part_of
        return (kind, *(self._above(part_of) if part_of else ()))

    def _pick(self, kind: str, record: bool = False) -> Known:
        """A name to test: its own kind's and derived ones rather more often than others."""
        names = [
            one for one in self._readable(kind, record, shares=True) if record or self._speaks(one, kind)
        ]
        weights = [(3 if one.kind == kind else 1) * (1 if one.fact else 2.5) for one in names]
        return self.random.choices(names, weights)[0]

    def _speaks(self, one: Known, kind: str) -> bool:
        """Whether there is something to ask of a name beside whether it is known."""
        if one.type.name == "reference":
            return self._other(one, kind) is not None
        return one.type.name != "text"

    def _tests(self, kind: str, count: int, record: bool = False) -> Tests:
        """So many tests, each of another name."""
        tests: dict[str, Test] = {}
        for _ in range(count):
            left = self._pick(kind, record)
            tests[left.name] = self._test(left, kind, record)
        return tuple(tests.values())

    def _test(self, left: Known, kind: str, record: bool = False) -> Test:
        test = self._one_test(left, kind, record)
        joinable = left.type.name in ("number", "date") or left.share
        if joinable and test.form not in ALONE and self._chance(0.12):
            also = self._one_test(left, kind, record)
            return test if also.form in ALONE else replace(test, also=also)
        return test

    def _one_test(self, left: Known, kind: str, record: bool) -> Test:
        if record and not left.share and self._chance(0.5):
            return Test(left.name, "known" if self._chance(0.6) else "not known")
        if left.share:
            return self._share_test(left)
        match left.type.name:
            case "date":
                return self._date_test(left, kind)
            case "reference":
                return self._reference_test(left, kind)
            case "text":
                return Test(left.name, "known")
            case "yes or no":
                return Test(left.name, "is", (self._value(left, kind, 0.06),))
        if left.type.name == "choice" and self._chance(0.25):
            setting = self._setting_for(left.type, is_list=True)
            if setting:
                return Test(left.name, "one of", (SettingRef(setting),))
        if left.type.ordered and self._chance(0.75):
            return self._ordered_test(left, kind)
        return self._is_test(left, kind)

    def _ordered_test(self, left: Known, kind: str) -> Test:
        forms: tuple[Form, ...] = ("at least", "at least", "more than", "at most", "less than", "between")
        form = self.random.choice(forms)
        if form != "between":
            return Test(left.name, form, (self._value(left, kind, 0.15),))
        low, high = self._value(left, kind, 0.1), self._value(left, kind, 0.1)
        if isinstance(low, Constant) and isinstance(high, Constant) and low.code > high.code:
            low, high = high, low
        return Test(left.name, form, (low, high))

    def _is_test(self, left: Known, kind: str) -> Test:
        form: Form = "is" if self._chance(0.6) else "is not"
        if self._chance(0.4):
            count = self.random.randint(2, 3)
            codes = dict.fromkeys(self._code(left) for _ in range(count))
            return Test(left.name, form, tuple(Constant(code) for code in codes))
        return Test(left.name, form, (self._value(left, kind, 0.15),))

    def _reference_test(self, left: Known, kind: str) -> Test:
        other = self._other(left, kind)
        if other is None:
            return Test(left.name, "known")
        return Test(left.name, "same as" if self._chance(0.5) else "not same as", (NameRef(other),))

    def _share_test(self, left: Known) -> Test:
        percents = [self.random.choice((0, 25, 40, 50, 50, 75, 100)) * SCALE for _ in range(2)]
        forms: tuple[Form, ...] = ("at least", "more than", "at most", "less than", "between")
        form = self.random.choice(forms)
        if form == "between":
            return Test(left.name, form, tuple(map(Constant, sorted(percents))))
        return Test(left.name, form, (Constant(percents[0]),))

    def _date_test(self, left: Known, kind: str) -> Test:
        forms: tuple[Form, ...] = ("before", "on or after", "within the last", "within the next")
        more: tuple[Form, ...] = ("more than ago", "within after", "one of", "is", "is not")
        form = self.random.choices((*forms, *more), (4, 4, 7, 3, 4, 5, 2, 1, 1))[0]
        match form:
            case "before" | "on or after" | "is" | "is not":
                return Test(left.name, form, (self._value(left, kind, 0.35),))
            case "within after":
                return Test(left.name, form, (self._window(), self._value(left, kind, 0.6)))
            case "one of":
                setting = self._setting_for(DATE, is_list=True)
                if setting:
                    return Test(left.name, form, (SettingRef(setting),))
        form = "within the last" if form == "one of" else form
        return Test(left.name, form, (self._window(),))

    def _window(self) -> Length | SettingRef:
        setting = self._setting_for(length_setting_type())
        return SettingRef(setting) if setting and self._chance(0.25) else self._length()

    def _value(self, left: Known, kind: str, names: float) -> Constant | SettingRef | NameRef:
        """What a name is held against: a constant, sometimes a setting or another name."""
        draw = self.random.random()
        if draw < names:
            other = self._other(left, kind)
            if other:
                return NameRef(other)
        setting = self._setting_for(left.type) if draw > 0.85 and left.type.name != "length of time" else None
        return SettingRef(setting) if setting else Constant(self._code(left))

    def _other(self, left: Known, kind: str) -> str | None:
        others = [
            one.name
            for one in self._readable(kind)
            if one.name != left.name and alike(one.type, left.type) and one.type.name != "text"
        ]
        return self.random.choice(others) if others else None

    def _code(self, left: Known) -> int:
        """A constant that this name is likely to be near."""
        type_ = left.type
        match type_.name:
            case "yes or no":
                return int(self._chance(0.75))
            case "date":
                return self._day_near().toordinal()
            case "number" if left.fact:
                step = 10 ** (3 - min(type_.decimals, 1))
                return self.random.randrange(type_.low, min(type_.high, 10 * SCALE) + 1, step)
            case "number":
                codes = [n * SCALE for n in (0, 1, 1, 1, 2, 2, 3, 4, 7, 30)]
                return self.random.choice([c for c in codes if type_.low <= c <= type_.high])
            case _:
                return self.random.randint(type_.low, type_.high)

    # -- conditions ------------------------------------------------------------------------------

    def _all_or_any(self, kind: str, record: bool = False) -> Condition:
        if self._chance(0.6):
            return Condition(self._tests(kind, self.random.choice((1, 1, 2)), record))
        return Condition(any_of=self._lists(kind, record))

    def _lists(self, kind: str, record: bool = False) -> tuple[Tests, ...]:
        return tuple(self._tests(kind, self.random.choice((1, 1, 2)), record) for _ in range(2))

    def _when(self, kind: str, record: bool) -> Condition:
        draw = self.random.random()
        all_of = self._tests(kind, self.random.choice((1, 1, 1, 1, 1, 2, 3)), record) if draw > 0.15 else ()
        return Condition(all_of, self._lists(kind, record) if draw < 0.3 else ())

    def _unless(self, kind: str, record: bool) -> Condition:
        draw = self.random.random()
        if draw < 0.7:
            return Condition()
        all_of = self._tests(kind, self.random.choice((1, 2, 2)), record) if draw < 0.92 else ()
        return Condition(all_of, self._lists(kind, record) if draw > 0.87 else ())

    def _reads_record(self, *conditions: Condition) -> bool:
        records = {one.name for one in self.known if one.record}
        return any(
            test.form in ("known", "not known")
            or test.name in records
            or any(isinstance(operand, NameRef) and operand.name in records for operand in test.operands)
            for condition in conditions
            for test in tests_of(condition)
        )


# -- walking -------------------------------------------------------------------------------------


def tests_of(condition: Condition) -> Iterator[Test]:
    """Every test of a condition, those joined by *and* included."""
    for tests in (condition.all_of, *condition.any_of):
        for test in tests:
            one: Test | None = test
            while one:
                yield one
                one = one.also


def conditions_of(ruleset: Ruleset) -> Iterator[tuple[str, Condition]]:
    """Every condition of a ruleset with the kind at which it is read."""
    for sign in ruleset.signs.values():
        yield sign.of, sign.condition
    for measure in ruleset.measures.values():
        if measure.over:
            yield measure.over, measure.where
            yield measure.over, measure.have
    for action in ruleset.actions.values():
        yield action.done_to, action.only_if
    for rule in ruleset.rules.values():
        yield rule.kind, rule.when
        yield rule.kind, rule.unless
        for duty in rule.duties:
            for until in duty.until:
                yield rule.kind, Condition(until.tests)
