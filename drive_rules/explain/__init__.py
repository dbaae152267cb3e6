"""Why, why not, what would change it, what to ask: the case replayed through the reference.

The fast path answers and the reference tells why; the laws show that they agree, so an explanation
cannot lie.  ``why not`` is the same tree: every rule that bears on an answer is in it, whether it
applies or not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from drive_rules.answers import Question, Quiet, Settled, Thing
from drive_rules.assessment.doubts import Doubts
from drive_rules.assessment.lines import by_asked, paragraph, question_line, question_words
from drive_rules.assessment.notebook import some
from drive_rules.assessment.questions import Questions
from drive_rules.assessment.reading import At, Entry, Reading, names_in
from drive_rules.assessment.wording import derived_words, value_words
from drive_rules.case import Case, World
from drive_rules.explain.changing import Change, ChangedFact, changes, named, the_thing
from drive_rules.ir import (
    Action,
    Checklist,
    Conclusion,
    Condition,
    Decision,
    Duty,
    Fact,
    Measure,
    Rule,
    Ruleset,
    Sign,
    Test,
)
from drive_rules.language.values import DONT_KNOW
from drive_rules.page import Html, tag, text, words
from drive_rules.reference import Answer, Meaning, evaluate
from drive_rules.reference import Thing as Place

__all__ = [
    "Asking",
    "Change",
    "ChangedFact",
    "Explanation",
    "Node",
    "changes",
    "explain",
    "questions",
]

Settle = Callable[[World], Settled]
Sort = Literal["decision", "action", "rule", "condition", "test", "name", "fact", "list", "thing", "block"]
SAID: dict[Answer, str] = {(True, True): "yes", (False, False): "no", (False, True): "cannot tell"}
MOST_THINGS = 12
OPEN = 2
"""So many steps of an explanation are seen at once in a notebook."""


# -- why -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Node(Quiet):
    """One line of an explanation: what, its answer, and what it rests on."""

    sort: Sort
    words: str
    answer: str
    because: tuple[Node, ...] = ()
    value: str = ""

    @property
    def said(self) -> str:
        """The line itself: what, its answer, and the value where there is one."""
        said = f"{self.words}: {self.answer}" if self.answer else self.words
        if self.value:
            said += " (not known)" if self.value == DONT_KNOW else f" (it is {self.value})"
        return said

    def lines(self, depth: int = 0) -> Iterator[str]:
        """This line and those below it, each set in by its depth."""
        inset = min(depth, 12) * 2
        yield from paragraph(f"- {self.said}", inset, inset + 2)
        for each in self.because:
            yield from each.lines(depth + 1)

    def item(self, depth: int = 0) -> Html:
        """This line and those below it, as an item of a list; what is far below opens when asked for."""
        if not self.because:
            return text("li", self.said)
        below = tag("ul", *(each.item(depth + 1) for each in self.because))
        if depth < OPEN:
            return tag("li", words(self.said), below)
        return tag("li", tag("details", text("summary", self.said), below))


@dataclass(frozen=True, slots=True, repr=False)
class Explanation(Quiet):
    """Why a decision, action, rule or other name came out as it did for one thing."""

    what: str
    thing: Thing
    as_of: date
    why: Node

    def text(self) -> str:
        """The explanation as plain text."""
        return "\n".join(self.why.lines()) + "\n"

    def _repr_html_(self) -> str:
        """The explanation in a notebook; ``repr`` still says nothing of the case."""
        return tag("ul", self.why.item())

    def to_json(self) -> str:
        """The explanation as JSON."""
        return _json({"what": self.what, "thing": self.thing, "as_of": self.as_of, "why": self.why})


def explain(ruleset: Ruleset, case: Case, what: str, *, as_of: date, of: str | None = None) -> Explanation:
    """Each rule that bears on ``what`` with its tests answered, down to the facts; why not as well as why.

    ``what`` is the name or code of a decision or an action, the id of a rule, or any other name;
    ``of`` the key of the thing, which may be left out where there is only one.
    """
    telling = _Telling(ruleset, case, as_of)
    kind, tell = telling.find(what)
    at = telling.at(kind, of)
    return Explanation(what, telling.reading.thing(at), as_of, tell(at))


class _Telling:
    """One case replayed through the reference; each name is told in full once."""

    def __init__(self, ruleset: Ruleset, case: Case, as_of: date) -> None:
        self.ruleset = ruleset
        self.meaning = Meaning(ruleset, case.world, as_of)
        self.reading = Reading(ruleset, case.world, self.meaning.settled(), as_of)
        self._told: set[tuple[str, At]] = set()

    def find(self, what: str) -> tuple[str, Callable[[At], Node]]:
        """The kind that ``what`` is asked of, and how it is told."""
        kind, sort, name = named(self.reading, what)
        match sort:
            case "action":
                return kind, lambda at: self._action(self.ruleset.actions[name], at)
            case "rule":
                return kind, lambda at: self._rule(self.ruleset.rules[name], at)
            case _:
                return kind, lambda at: self._name(name, at)

    def at(self, kind: str, of: str | None) -> At:
        """The thing of a kind with that key, or the only one."""
        return the_thing(self.reading, kind, of)

    # -- rules and actions -----------------------------------------------------------------------

    def _rule(self, rule: Rule, at: At, gives: str = "") -> Node:
        words = f"rule '{rule.title}' [{rule.id}]{self.reading.of_words(at)}{gives}"
        if (rule.id, at) in self._told:
            return Node("rule", f"{words} (as above)", SAID[self.meaning.applies(rule, _place(at))])
        self._told.add((rule.id, at))
        parts = [*self._condition("when", rule.when, at), *self._condition("unless", rule.unless, at)]
        if _not_in_force(rule, self.reading.as_of):
            parts = [Node("condition", "in force on this day", "no")]
        answer = SAID[self.meaning.applies(rule, _place(at))]
        always = [] if parts else [Node("condition", "it has no tests and always applies", "yes")]
        return Node("rule", words, answer, (*parts, *always, *self._releases(rule, at)))

    def _condition(self, word: str, condition: Condition, at: At) -> Iterator[Node]:
        if condition == Condition():
            return
        if word == "unless":
            answer = self.meaning.exception(condition, _place(at))
        else:
            answer = self.meaning.condition(condition, _place(at))
        yield Node("condition", word, SAID[answer], tuple(self._parts(condition, at)))

    def _parts(self, condition: Condition, at: At) -> Iterator[Node]:
        yield from (self._test(test, at) for test in condition.all_of)
        several = len(condition.any_of) > 1 or (condition.all_of and condition.any_of)
        for tests in condition.any_of:
            inside = tuple(self._test(test, at) for test in tests)
            if several and len(tests) > 1:
                yield Node("condition", "any of", SAID[self.meaning.tests(tests, _place(at))], inside)
            else:
                yield from inside

    def _test(self, test: Test, at: At) -> Node:
        answer = SAID[self.meaning.test(test, _place(at))]
        names = dict.fromkeys(names_in(Condition((test,))))
        if list(names) == [test.name] and isinstance(self.reading.entries[test.name], Fact):
            value = self._value(test.name, self._owner(test.name, at))
            return Node("test", self.reading.words.test(test), answer, value=value)
        because = tuple(self._name(name, self._owner(name, at)) for name in names)
        return Node("test", self.reading.words.test(test), answer, because)

    def _releases(self, rule: Rule, at: At) -> Iterator[Node]:
        for duty in rule.duties:
            if duty.word == "must not":
                yield self._release(duty, at)

    def _release(self, duty: Duty, at: At) -> Node:
        instead = f"; meanwhile {duty.instead}" if duty.instead else ""
        if duty.never_released:
            return Node("block", f"must not {duty.do}; never released{instead}", "")
        words = f"must not {duty.do} until {' or '.join(map(self.reading.words.until, duty.until))}{instead}"
        tests = tuple(self._test(test, at) for until in duty.until for test in until.tests)
        return Node("block", f"{words}; released", SAID[self.meaning.released(duty, _place(at))], tests)

    def _action(self, action: Action, at: At) -> Node:
        rules = self.reading.rules
        calls = [rule for rule in rules if any(_calls(duty, action.name) for duty in rule.duties)]
        blocks = [rule for rule in rules if any(self._forbids(duty, action.name) for duty in rule.duties)]
        parts = [node for rule in calls for node in self._rules_at(rule, at, "calls for it")]
        parts += [node for rule in blocks for node in self._rules_at(rule, at, self._forbidding(action))]
        parts += self._condition("only if", action.only_if, at)
        words = f"action '{action.name}'{self.reading.of_words(at)}"
        return Node("action", words, self._status(action, at), tuple(parts))

    def _rules_at(self, rule: Rule, at: At, gives: str) -> Iterator[Node]:
        for lower in self.reading.bearing_on(at, rule.kind):
            yield self._rule(rule, lower, f", {gives}")

    def _forbids(self, duty: Duty, action: str) -> bool:
        return duty.word == "must not" and action in self.meaning.named(duty.do)

    @staticmethod
    def _forbidding(action: Action) -> str:
        return "a caution: this action is never blocked" if action.never_blocked else "forbids it"

    def _status(self, action: Action, at: At) -> str:
        low, high = self.meaning.called_for(action.name, _place(at))
        strength = ("not called for", "may", "should", "must")
        called = strength[low] if low == high else f"cannot tell, {strength[low]} to {strength[high]}"
        forbidden = False if action.never_blocked else self.meaning.blocked(action.name, _place(at))
        blocked = {False: "", (False, False): "", (True, True): "; blocked"}
        return called + blocked.get(forbidden, "; blocked, in doubt")

    # -- names -----------------------------------------------------------------------------------

    def _owner(self, name: str, at: At) -> At:
        return self.reading.above(at, self.reading.entries[name].of)

    def _name(self, name: str, at: At) -> Node:
        entry = self.reading.entries[name]
        at = self.reading.above(at, entry.of)
        words = f"{name}{self.reading.of_words(at)}"
        answer = self._value(name, at)
        if isinstance(entry, Fact):
            return Node("fact", words, answer)
        if (name, at) in self._told:
            return Node("name", f"{words} (as above)", answer)
        self._told.add((name, at))
        sort: Sort = "decision" if isinstance(entry, Decision) else "name"
        return Node(sort, words, answer, tuple(self._behind(name, entry, at)))

    def _value(self, name: str, at: At) -> str:
        if self.reading.is_share(name):
            return ""
        low, high = self.meaning.value(name, _place(at))
        if (name, at.row) in self.meaning.conflicts:
            return "rules do not agree"
        is_fact = isinstance(self.reading.entries[name], Fact)
        return (value_words if is_fact else derived_words)(self.reading.type_of(name), low, high)

    def _behind(self, name: str, entry: Entry, at: At) -> Iterator[Node]:
        match entry:
            case Decision():
                yield from self._concluding(entry, at)
            case Sign():
                yield from self._parts(entry.condition, at)
            case Checklist():
                yield from (self._name(item.fact, at) for item in entry.items)
            case Measure(over=None):
                yield from (self._name(each, at) for each in (*entry.plus, *entry.less))
            case Measure():
                yield from self._things(entry, at)
            case Fact():
                return

    def _concluding(self, decision: Decision, at: At) -> Iterator[Node]:
        for rule in self.reading.concluding(decision.name):
            for conclusion in rule.then:
                if conclusion.decision == decision.name:
                    yield self._rule(rule, at, f", gives {self._gives(decision, conclusion)}")
        if decision.otherwise is not None:
            words = value_words(decision.type, decision.otherwise, decision.otherwise)
            yield Node("condition", f"otherwise {words}", "")

    def _gives(self, decision: Decision, conclusion: Conclusion) -> str:
        return self.reading.words.operand(decision.name, conclusion.value)

    def _things(self, measure: Measure, at: At) -> Iterator[Node]:
        assert measure.over is not None
        things = list(self.reading.below(at, measure.over))
        yield from (self._counted(measure, thing) for thing in things[:MOST_THINGS])
        if len(things) > MOST_THINGS:
            yield Node("thing", f"and {len(things) - MOST_THINGS} more", "")
        for each in self.reading.open_lists(at, measure.over):
            yield Node("list", self.reading.why_unknown(each), "the list may have more")
        if not things and not self.reading.open_lists(at, measure.over):
            yield Node("list", f"no {measure.over} is listed, and the list is whole", "")

    def _counted(self, measure: Measure, thing: At) -> Node:
        there = SAID[self.meaning.condition(measure.where, _place(thing))]
        parts = [*self._parts(measure.where, thing), *self._parts(measure.have, thing)]
        named = [name for name in (measure.value, measure.dated_by) if name]
        parts += [self._name(name, thing) for name in named]
        return Node("thing", f"{self.reading.thing(thing).words} counts", there, tuple(parts))


def _place(at: At) -> Place:
    return Place(at.kind, at.row)


def _calls(duty: Duty, action: str) -> bool:
    return duty.word != "must not" and duty.do == action


def _not_in_force(rule: Rule, as_of: date) -> bool:
    since, until = rule.in_force
    return bool((since and as_of < since) or (until and as_of >= until))


# -- what to ask -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Asking(Quiet):
    """Every question some answer to which would change something, best first."""

    questions: tuple[Question, ...]

    def text(self) -> str:
        """The questions by who can answer them."""
        lines = []
        for who, asked in by_asked(self.questions):
            lines.append(f"ASK {who.upper()}")
            for each in asked:
                lines += question_line(each)
                lines += paragraph(f"would settle: {', '.join(each.changes) or 'what is not seen yet'}", 4, 6)
        return "\n".join(lines or ["No answer would change anything."]) + "\n"

    def _repr_html_(self) -> str:
        """The first questions in a notebook, by who can answer; ``repr`` still says nothing of the case."""
        asked = by_asked(self.questions)
        parts = [some(f"Ask {who}", [question_words(each) for each in here]) for who, here in asked]
        return tag("div", *(parts or [text("p", "No answer would change anything.")]))

    def to_json(self) -> str:
        """The questions as JSON."""
        return _json({"questions": self.questions})


def questions(ruleset: Ruleset, case: Case, *, as_of: date, settle: Settle | None = None) -> Asking:
    """The questions whose answers would settle most, best first, those being found out included."""
    settle = settle or (lambda world: evaluate(ruleset, world, as_of))
    reading = Reading(ruleset, case.world, settle(case.world), as_of)
    return Asking(Questions(reading, Doubts(reading), settle).questions(()))


def _json(value: object) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=False, indent=2) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    assert hasattr(value, "__dataclass_fields__")
    return asdict(value)  # type: ignore[call-overload]
