"""Rules spoilt in one way each, to see whether any scenario misses what was taken away.

A specification counts for a rule only where it fails once the rule is wrong: a threshold one off, a test
turned round or left out, an alternative, an exception or a duty gone, a day later, a word weaker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar, get_args

from drive_rules import ir
from drive_rules.language.phrases import Phrases
from drive_rules.language.reads import names_in
from drive_rules.language.sentences import test_in_words, the

Sort = Literal["rule", "test", "edge", "value", "exception", "duty", "word", "due", "order", "doubt", "until"]
SORTS: tuple[Sort, ...] = get_args(Sort)

OPPOSITE: dict[ir.Form, ir.Form] = {
    "is": "is not",
    "is not": "is",
    "at least": "less than",
    "less than": "at least",
    "more than": "at most",
    "at most": "more than",
    "known": "not known",
    "not known": "known",
    "before": "on or after",
    "on or after": "before",
    "same as": "not same as",
    "not same as": "same as",
}
EDGES = ("at least", "more than", "at most", "less than", "between")
WINDOWS = ("within the last", "within the next", "more than ago", "within after")
WEAKER: dict[ir.Word, ir.Word] = {"must": "should", "should": "may"}

One = TypeVar("One")
Spoilt = tuple[Sort, str, ir.Rule]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule spoilt in one way; ``spoilt`` is None where it is left out."""

    rule: str
    sort: Sort
    what: str
    spoilt: ir.Rule | None

    def planted(self, ruleset: ir.Ruleset) -> ir.Ruleset:
        """The ruleset with the spoilt rule in place of the rule."""
        rules = {id: rule for id, rule in ruleset.rules.items() if id != self.rule}
        return replace(ruleset, rules=rules if self.spoilt is None else {**rules, self.rule: self.spoilt})


def mutants(ruleset: ir.Ruleset, rule: ir.Rule) -> Iterator[Mutant]:
    """Every way in which a rule is spoilt, the rule left out first."""
    yield Mutant(rule.id, "rule", "the rule is left out", None)
    spoil = _Spoiling(ruleset, rule)
    for sort, what, spoilt in spoil.all():
        if spoilt != rule:
            yield Mutant(rule.id, sort, what, spoilt)


class _Spoiling:
    """One rule, part by part."""

    def __init__(self, ruleset: ir.Ruleset, rule: ir.Rule) -> None:
        self.ruleset, self.rule = ruleset, rule
        self.phrases = Phrases.of(ruleset, the)

    def all(self) -> Iterator[Spoilt]:
        """Conditions, conclusions, duties, and what holds in doubt."""
        for sort, what, when in self._conditions(self.rule.when):
            yield sort, f"when: {what}", replace(self.rule, when=when)
        for sort, what, unless in self._conditions(self.rule.unless, "exception"):
            if unless == ir.Condition() and self._released_alike():
                continue
            yield sort, f"unless: {what}", replace(self.rule, unless=unless)
        if len(self.rule.then) + len(self.rule.duties) > 1:
            for number, conclusion in enumerate(self.rule.then):
                then = _without(self.rule.then, number)
                yield "duty", f"{conclusion.decision} is not given", replace(self.rule, then=then)
        for number, duty in enumerate(self.rule.duties):
            if len(self.rule.then) + len(self.rule.duties) > 1:
                gone = replace(self.rule, duties=_without(self.rule.duties, number))
                yield "duty", f"{duty.word} {duty.do}: gone", gone
            for sort, what, changed in self._duty(duty):
                duties = _with(self.rule.duties, number, changed)
                yield sort, f"{duty.word} {duty.do}: {what}", replace(self.rule, duties=duties)
        yield from self._in_doubt()

    def _released_alike(self) -> bool:
        """Whether the rule only forbids, and what lets that go is its one exception: it can go unmissed."""
        actions = self.ruleset.actions
        alike = []
        for duty in self.rule.duties:
            made = {actions[name].makes_true for way in duty.until for name in way.actions}
            facts = [test.name for test in self.rule.unless.all_of if _is_yes(test)]
            ways = [way.tests for way in duty.until]
            alike.append(self.rule.unless.all_of in ways or (len(facts) == 1 and facts[0] in made))
        return not self.rule.then and bool(alike) and all(alike)

    # -- conditions ------------------------------------------------------------------------------

    def _conditions(
        self, condition: ir.Condition, dropped: Sort = "test"
    ) -> Iterator[tuple[Sort, str, ir.Condition]]:
        for sort, what, tests in self._tests(condition.all_of, dropped):
            yield sort, what, replace(condition, all_of=tests)
        for number, each in enumerate(condition.any_of):
            left = _without(condition.any_of, number)
            if left or condition.all_of or dropped == "exception":
                yield "value", f"without {self._all(each)}", replace(condition, any_of=left)
            for sort, what, tests in self._tests(each, dropped):
                if tests:
                    of = f", of alternative {number + 1}" if len(condition.any_of) > 1 else ""
                    any_of = _with(condition.any_of, number, tests)
                    yield sort, f"{what}{of}", replace(condition, any_of=any_of)

    def _tests(self, tests: ir.Tests, dropped: Sort) -> Iterator[tuple[Sort, str, ir.Tests]]:
        for number, test in enumerate(tests):
            words = test_in_words(self.phrases, test)
            yield dropped, f"without {words}", _without(tests, number)
            for sort, changed in self._test(test):
                yield (
                    sort,
                    f"{test_in_words(self.phrases, changed)}, not: {words}",
                    _with(tests, number, changed),
                )

    def _test(self, test: ir.Test) -> Iterator[tuple[Sort, ir.Test]]:
        if test.also is not None:
            yield "edge", replace(test, also=None)
            yield "edge", test.also
            for sort, changed in self._test(test.also):
                if changed.form == test.also.form:
                    yield sort, replace(test, also=changed)
        elif test.form in OPPOSITE:
            yield "test", replace(test, form=OPPOSITE[test.form])
        if test.form in ("is", "is not") and len(test.operands) > 1:
            for number in range(len(test.operands)):
                yield "value", replace(test, operands=_without(test.operands, number))
        if test.form in (*EDGES, *WINDOWS):
            for number, operand in enumerate(test.operands):
                for moved in self._moved(operand, self.phrases.types[test.name]):
                    yield "edge", replace(test, operands=_with(test.operands, number, moved))

    def _moved(self, operand: ir.Operand, kind: ir.Type) -> Iterator[ir.Operand]:
        """The operand one lower and one higher; nothing where it is a name."""
        match self._value(operand):
            case ir.Constant(code):
                step = ir.SCALE // 10**kind.decimals if kind.name == "number" else 1
                codes = [code - step, code + step]
                if kind.name in ("choice", "length of time"):
                    most = len(kind.values or kind.lengths) - 1
                    codes = [each for each in codes if 0 <= each <= most]
                yield from map(ir.Constant, codes)
            case ir.Length(amount, unit):
                yield from (ir.Length(each, unit) for each in (amount - 1, amount + 1) if each >= 0)

    def _value(self, operand: ir.Operand) -> object:
        return (
            self.ruleset.settings[operand.setting].values[-1].value
            if isinstance(operand, ir.SettingRef)
            else operand
        )

    def _all(self, tests: Iterable[ir.Test]) -> str:
        return " and ".join(test_in_words(self.phrases, test) for test in tests)

    # -- duties ----------------------------------------------------------------------------------

    def _duty(self, duty: ir.Duty) -> Iterator[tuple[Sort, str, ir.Duty]]:
        if duty.word in WEAKER:
            weaker = WEAKER[duty.word]
            yield "word", f"only {weaker}", replace(duty, word=weaker)
        if duty.due is not None:
            yield "due", "no day", replace(duty, due=None)
            for later in self._later(duty.due.within):
                yield "due", "later", replace(duty, due=replace(duty.due, within=later))
        if duty.owner is not None:
            yield "order", f"not {duty.owner}'s", replace(duty, owner=None)
        if duty.again_every is not None:
            yield "due", "once only", replace(duty, again_every=None)
        for key in ("before", "after", "together_with", "preferred_to"):
            for number, other in enumerate(getattr(duty, key)):
                left: dict[str, Any] = {key: _without(getattr(duty, key), number)}
                yield "order", f"not {key.replace('_', ' ')} {other}", replace(duty, **left)
        if len(duty.until) > 1:
            for number in range(len(duty.until)):
                yield (
                    "until",
                    f"without way out {number + 1}",
                    replace(duty, until=_without(duty.until, number)),
                )

    def _later(self, within: ir.Length | ir.SettingRef | ir.NameRef) -> Iterator[ir.Length]:
        match self._value(within):
            case ir.Length(amount, unit):
                yield ir.Length(amount + 1, unit)

    # -- in doubt --------------------------------------------------------------------------------

    def _in_doubt(self) -> Iterator[Spoilt]:
        rule, found = self.rule, self.rule.find_out
        if rule.in_doubt in ("act", "find out"):
            yield (
                "doubt",
                f"asks only, does not {rule.in_doubt}",
                replace(rule, in_doubt="ask", find_out=None),
            )
        if found is None:
            return
        for later in self._later(found.due):
            yield "doubt", "finds out later", replace(rule, find_out=replace(found, due=later))
        if found.again_every is not None:
            yield "doubt", "finds out once only", replace(rule, find_out=replace(found, again_every=None))
        if len(found.asked_of) > 1:
            for number, who in enumerate(found.asked_of):
                left = replace(found, asked_of=_without(found.asked_of, number))
                yield "doubt", f"does not ask {who}", replace(rule, find_out=left)
        for number, who in enumerate(found.never_asked_of):
            if self._never_asked_anyway(who):
                continue
            left = replace(found, never_asked_of=_without(found.never_asked_of, number))
            yield "doubt", f"may ask {who}", replace(rule, find_out=left)

    def _never_asked_anyway(self, who: str) -> bool:
        """Whether all that can hold the rule in doubt are facts of which somebody is never asked."""
        facts = [self.ruleset.facts.get(name) for name in names_in(self.rule.when, self.rule.unless)]
        return all(fact is not None and who in fact.never_asked_of for fact in facts)


def _is_yes(test: ir.Test) -> bool:
    return test.form == "is" and test.operands == (ir.Constant(1),) and test.also is None


def _without(items: Sequence[One], number: int) -> tuple[One, ...]:
    return (*items[:number], *items[number + 1 :])


def _with(items: Sequence[One], number: int, changed: One) -> tuple[One, ...]:
    return (*items[:number], changed, *items[number + 1 :])
