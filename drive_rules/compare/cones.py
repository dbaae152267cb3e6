"""What an answer rests on, with what all of that says.

Where the cones of an answer are the same in two rulesets, the answer is the same for every case on every
day.  Where they are not, it need not be another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, assert_never

from drive_rules import ir
from drive_rules.compare.names import Blocks, heard_as, meaning_of
from drive_rules.compare.questions import Question, actions_of, duties_on, rules_on
from drive_rules.language.reads import names_in, names_in_measure, names_in_rule, names_in_tests, settings_in

HOLIDAYS = "bank holidays"
Part = tuple[tuple[str, ...], str]
"""Something that an answer rests on, and what it says."""
Node = tuple[str, str]
_APPLIES = frozenset(
    (
        "for each",
        "about",
        "in force from",
        "in force until",
        "when",
        "when any of",
        "unless",
        "unless any of",
    )
)
_RELEASED = frozenset(("until", "until any of"))
_NOBODY = ir.Because("", (), "published")


class Cones:
    """The cones of a ruleset; ``blocks`` are its entries as their files say them."""

    def __init__(self, ruleset: ir.Ruleset, blocks: Blocks) -> None:
        self.ruleset, self.blocks = ruleset, blocks
        self._rests: dict[Node, tuple[frozenset[Part], tuple[Node, ...]]] = {}
        self._scores = {
            name: each.name
            for each in ruleset.checklists.values()
            for name in (each.score, each.answered)
            if name
        }

    def of(self, question: Question) -> frozenset[Part]:
        """Everything that an answer rests on, each part with what it says."""
        parts, waiting = self._asked(question)
        found, left, seen = set(parts), list(waiting), set[Node]()
        while left:
            node = left.pop()
            if node not in seen:
                seen.add(node)
                if node not in self._rests:
                    self._rests[node] = self._entry(*node)
                says, below = self._rests[node]
                found |= says
                left.extend(below)
        if any("working day" in says for _, says in found):
            found.add((("settings", HOLIDAYS), self._says("settings", HOLIDAYS)))
        return frozenset(found)

    # -- what is asked ---------------------------------------------------------------------------

    def _asked(self, question: Question) -> tuple[Iterable[Part], Iterable[Node]]:
        match question.asked:
            case "decision":
                return (), [("decisions", question.name)]
            case "called for":
                return self._called_for(question.name)
            case "blocked":
                return self._blocked(question.name)
            case "available":
                return self._available(question.name)
            case "find out":
                return self._find_out(question.name)
            case "how":
                return self._how(question.name)
            case _:
                assert_never(question.asked)

    def _called_for(self, name: str) -> tuple[list[Part], list[Node]]:
        parts, below = [self._done_to(name)], list[Node]()
        for rule in rules_on(self.ruleset, name, forbids=False):
            words = {duty.word for duty in duties_on(self.ruleset, rule, name, forbids=False)}
            parts.append((("calls", rule.id), f"{sorted(words)}, {rule.in_doubt}"))
            below.append(("applies", rule.id))
        return parts, below

    def _blocked(self, name: str) -> tuple[list[Part], list[Node]]:
        parts, below = [self._done_to(name)], list[Node]()
        for rule in rules_on(self.ruleset, name, forbids=True):
            written = self._written(rule, name, ("must not",))
            released = [{key: block[key] for key in block if key in _RELEASED} for block in written]
            parts.append((("forbids", rule.id), meaning_of({"until": released})))
            below.append(("applies", rule.id))
            for duty in duties_on(self.ruleset, rule, name, forbids=True):
                for until in duty.until:
                    below += self._until(until)
        return parts, below

    def _available(self, name: str) -> tuple[list[Part], list[Node]]:
        action = self.ruleset.actions.get(name)
        if action is None:
            return [], []
        block = self.blocks["actions"][name]
        says = {key: block.get(key, "") for key in ("only if", "jurisdiction", *_APPLIES)}
        below = self._named((*names_in(action.only_if), *settings_in(action)))
        return [self._done_to(name), (("only if", name), meaning_of(says))], list(below)

    def _find_out(self, id: str) -> tuple[list[Part], list[Node]]:
        rule = self.ruleset.rules.get(id)
        if rule is None or rule.find_out is None or rule.in_doubt != "find out":
            return [], []
        lengths = (rule.find_out.due, rule.find_out.again_every)
        named = self._named(each.setting for each in lengths if isinstance(each, ir.SettingRef))
        says = meaning_of({"find out": self.blocks["rules"][id].get("find out", "")})
        return [(("find out", id), says)], [("applies", id), *named]

    def _how(self, name: str) -> tuple[list[Part], list[Node]]:
        parts: list[Part] = [(("action", name), self._says("actions", name))]
        below: list[Node] = []
        for rule in rules_on(self.ruleset, name, forbids=False):
            written = self._written(rule, name, ("must", "should", "may"))
            parts.append((("duties", rule.id), meaning_of({"duties": written})))
            for duty in duties_on(self.ruleset, rule, name, forbids=False):
                below += self._days(duty)
        return parts, below

    def _days(self, duty: ir.Duty) -> Iterator[Node]:
        due = duty.due
        for length in (due.within if due else None, duty.again_every):
            if isinstance(length, ir.SettingRef):
                yield from self._named((length.setting,))
            elif isinstance(length, ir.NameRef):
                yield from self._named((length.name,))
        yield from self._named(name for name in (due and due.of, due and due.before) if name)

    def _written(self, rule: ir.Rule, action: str, words: tuple[str, ...]) -> list[Any]:
        """The duties of a rule on an action as its file says them."""
        block = self.blocks["rules"][rule.id]
        return [
            {"word": word, **said}
            for word in words
            for duty, said in zip(
                (duty for duty in rule.duties if duty.word == word), block.get(word, ()), strict=True
            )
            if action in actions_of(self.ruleset, duty)
        ]

    def _done_to(self, name: str) -> Part:
        action = self.ruleset.actions.get(name)
        says = f"{action.done_to}, {action.never_blocked}, {action.in_force}" if action else ""
        return ("done to", name), says

    # -- what that rests on ----------------------------------------------------------------------

    def _says(self, sort: str, name: str) -> str:
        block = self.blocks.get(sort, {}).get(name)
        return meaning_of(block) if block is not None else ""

    def _entry(self, sort: str, name: str) -> tuple[frozenset[Part], tuple[Node, ...]]:
        says: set[Part] = {((sort, name), self._meaning(sort, name))}
        below = list(self._below(sort, name))
        if sort == "decisions":
            for rule in self.ruleset.rules.values():
                for conclusion in rule.then:
                    if conclusion.decision == name:
                        written = self.blocks["rules"][rule.id]["then"][name]
                        says.add((("then", rule.id, name), str(written)))
                        below += [("applies", rule.id), *self._concluded(conclusion)]
        return frozenset(says), tuple(below)

    def _meaning(self, sort: str, name: str) -> str:
        if sort == "applies":
            block = self.blocks["rules"][name]
            return meaning_of({key: value for key, value in block.items() if key in _APPLIES})
        if sort == "facts":
            return heard_as(self.ruleset, name)
        return self._says(sort, name)

    def _below(self, sort: str, name: str) -> Iterator[Node]:
        ruleset = self.ruleset
        match sort:
            case "applies":
                rule = ruleset.rules[name]
                only = ir.Rule(name, "", rule.kind, _NOBODY, rule.when, rule.unless)
                yield from (*self._kind(rule.kind), *self._named((*names_in_rule(only), *settings_in(only))))
            case "signs":
                sign = ruleset.signs[name]
                named = (*names_in(sign.condition), *settings_in(sign))
                yield from (*self._kind(sign.of), *self._named(named))
            case "measures":
                measure = ruleset.measures[name]
                named = (*names_in_measure(measure), *settings_in(measure))
                yield from (*self._kind(measure.over or measure.of), *self._kind(measure.of))
                yield from self._named(named)
            case "checklists":
                checklist = ruleset.checklists[name]
                yield from self._kind(checklist.of)
                yield from self._named(item.fact for item in checklist.items)
            case "facts":
                yield from self._kind(ruleset.facts[name].of)
            case "decisions" if name in ruleset.decisions:
                yield from self._kind(ruleset.decisions[name].of)

    def _concluded(self, conclusion: ir.Conclusion) -> Iterator[Node]:
        match conclusion.value:
            case ir.NameRef(name=name) | ir.SettingRef(setting=name):
                yield from self._named((name,))
            case ir.Constant():
                return
            case _:
                assert_never(conclusion.value)

    def _until(self, until: ir.Until) -> Iterator[Node]:
        whole = ir.Rule("", "", "", _NOBODY, ir.Condition(until.tests))
        yield from self._named((*names_in_tests(until.tests), *settings_in(whole)))
        for name in until.actions:
            made = self.ruleset.actions[name].makes_true
            yield from self._named((made,) if made else ())

    def _kind(self, kind: str) -> Iterator[Node]:
        above: str | None = kind
        while above is not None:
            yield ("kinds", above)
            above = self.ruleset.kinds[above].part_of

    def _named(self, names: Iterable[str]) -> Iterator[Node]:
        for name in names:
            if name in self._scores:
                yield ("checklists", self._scores[name])
            for sort in ("facts", "signs", "measures", "decisions", "settings"):
                if name in getattr(self.ruleset, sort):
                    yield (sort, name)
