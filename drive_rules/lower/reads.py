"""What each public key rests on directly, in words of the vocabulary: for showing values beside answers."""

from __future__ import annotations

from collections.abc import Iterator

from drive_rules.answers import Key
from drive_rules.ir import Action, Conclusion, Condition, Decision, Duty, Measure, NameRef, Rule, Test, Tests
from drive_rules.lower.nodes import Name
from drive_rules.lower.vocabulary import Vocabulary

Words = Iterator[str]


class Reads:
    """Reads by key; each word once, in the order in which the files name it."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self._speaking: dict[tuple[str, bool], list[tuple[Rule, Duty]]] = {}
        """By action, and whether it is forbidden: the duties that speak of it."""
        self._concluding: dict[str, list[tuple[Rule, Conclusion]]] = {}
        for rule in words.ruleset.rules.values():
            for conclusion in rule.then:
                self._concluding.setdefault(conclusion.decision, []).append((rule, conclusion))
            for duty in rule.duties:
                for action in self._spoken_of(duty):
                    self._speaking.setdefault((action, duty.word == "must not"), []).append((rule, duty))

    def of(self, key: Key) -> tuple[str, ...]:
        """The names that a public key rests on directly."""
        return tuple(dict.fromkeys(self._name(key) if isinstance(key, str) else self._duty(key)))

    def has_rules(self, key: Key) -> bool:
        """Whether rules bear on a public key: a decision, or what an action is called for or blocked by."""
        return key in self.words.ruleset.decisions or key[0] in ("called for", "blocked")

    def rules(self, name: Name) -> tuple[Name, ...]:
        """The rules that conclude on a decision, or call for or forbid an action."""
        if isinstance(name.key, str):
            bear = [rule for rule, _ in self._concluding.get(name.key, ())]
        else:
            action, blocks = self.words.ruleset.actions[str(name.key[1])], name.key[0] == "blocked"
            speaking = self._speaking.get((action.name, blocks), ())
            bear = [rule for rule, _ in speaking if self._reaches(rule, action, blocks)]
        return tuple(dict.fromkeys(Name(("rule", rule.id), rule.kind) for rule in bear))

    def _reaches(self, rule: Rule, action: Action, blocks: bool) -> bool:
        """A block by a thing above reaches all that is part of it; a call from above has nowhere to go."""
        paths = self.words.paths
        return action.done_to in paths[rule.kind] or (blocks and rule.kind in paths[action.done_to])

    def _name(self, name: str) -> Words:
        rules = self.words.ruleset
        if name in rules.signs:
            return self._condition(rules.signs[name].condition)
        if name in rules.measures:
            return self._measure(rules.measures[name])
        if name in rules.decisions:
            return self._decision(rules.decisions[name])
        lists = (c for c in rules.checklists.values() if name in (c.score, c.answered))
        return (item.fact for checklist in lists for item in checklist.items)

    def _duty(self, key: tuple[str | int, ...]) -> Words:
        rules, word, name = self.words.ruleset, key[0], str(key[1])
        match word:
            case "rule":
                return self._rule(rules.rules[name])
            case "only if":
                return self._condition(rules.actions[name].only_if)
            case "until":
                return self._until(rules.rules[name].duties[int(key[2])])
            case _:
                return self._calls(rules.actions[name], word == "blocked")

    def _calls(self, action: Action, blocks: bool) -> Words:
        for rule, duty in self._speaking.get((action.name, blocks), ()):
            yield from self._rule(rule)
            yield from self._until(duty)

    def _spoken_of(self, duty: Duty) -> tuple[str, ...]:
        group = self.words.ruleset.groups.get(duty.do)
        return group.actions if group else (duty.do,)

    def _until(self, duty: Duty) -> Words:
        actions = self.words.ruleset.actions
        for until in duty.until:
            yield from self._tests(until.tests)
            made = (actions[name].makes_true for name in until.actions)
            yield from (fact for fact in made if fact)

    def _decision(self, decision: Decision) -> Words:
        for rule, conclusion in self._concluding.get(decision.name, ()):
            yield from self._rule(rule)
            yield from (v.name for v in (conclusion.value,) if isinstance(v, NameRef))

    def _rule(self, rule: Rule) -> Words:
        yield from self._condition(rule.when)
        yield from self._condition(rule.unless)

    def _measure(self, measure: Measure) -> Words:
        yield from self._condition(measure.where)
        yield from self._condition(measure.have)
        yield from (name for name in (measure.value, measure.dated_by) if name)
        yield from (*measure.plus, *measure.less)
        if measure.over:
            path = self.words.paths[measure.over]
            listed = (self.words.ruleset.kinds[kind].listed for kind in path[: path.index(measure.of)])
            yield from (fact for fact in listed if fact)

    def _condition(self, condition: Condition) -> Words:
        yield from self._tests(condition.all_of)
        for tests in condition.any_of:
            yield from self._tests(tests)

    def _tests(self, tests: Tests) -> Words:
        for test in tests:
            yield from self._test(test)

    def _test(self, test: Test) -> Words:
        """A share has no value of its own: what it is over stands for it."""
        measure = self.words.ruleset.measures.get(test.name)
        if measure is not None and measure.operation == "share":
            yield from self._measure(measure)
        else:
            yield test.name
        yield from (operand.name for operand in test.operands if isinstance(operand, NameRef))
        yield from self._test(test.also) if test.also else ()
