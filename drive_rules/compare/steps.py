"""The lowered program of a ruleset on a day, answer by answer, by digests that no name of a step changes.

Where the digests of an answer are the same in two rulesets, the steps that settle it are the same but for
the names of rules and of what stands between, so the answer is the same for every case on that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import assert_never

from drive_rules import ir
from drive_rules.compare.names import heard_as
from drive_rules.compare.questions import Question, duties_on, rules_on
from drive_rules.language.phrases import Phrases
from drive_rules.lower import All, Clause, Formula, Gather, Le, Name, Program, Term
from drive_rules.lower import Any as Some

_NEVER = "nothing calls for it, and nothing stands in its way"


class Steps:
    """The steps of a ruleset on the day of ``program``."""

    def __init__(self, ruleset: ir.Ruleset, program: Program) -> None:
        self.ruleset, self.program = ruleset, program
        self._holidays = str(sorted(program.holidays))
        self._public = {name.key: name for name in program.public}
        self._steps = {step.target: step for step in program.steps}
        self._digests: dict[Name, str] = {}
        for step in program.steps:
            self._digests[step.target] = self._step(step)

    def of(self, question: Question) -> str | None:
        """The digest of an answer; None where the ruleset does not have what is asked for."""
        match question.asked:
            case "decision":
                return self._decision(question.name)
            case "called for":
                calls = sorted(set(self._calls(question.name)))
                return _digest(*calls) if calls else _NEVER
            case "blocked":
                return self._blocked(question)
            case "available":
                return self._available(question)
            case "find out":
                return self._find_out(question.name)
            case "how":
                return None
            case _:
                assert_never(question.asked)

    def _decision(self, name: str) -> str | None:
        decision, target = self.ruleset.decisions.get(name), self._public.get(name)
        if decision is None or target is None:
            return None
        return _digest(str(decision.type), decision.take, self._digests[target])

    def _calls(self, name: str) -> Iterator[str]:
        """Each rule that may call for an action: its steps, its words, what it does while it cannot tell."""
        action = self.ruleset.actions.get(name)
        for rule in rules_on(self.ruleset, name, forbids=False):
            applies = self._digests[Name(("rule", rule.id), rule.kind)]
            if applies != _digest("clause", rule.kind, _digest("any")):
                words = sorted({duty.word for duty in duties_on(self.ruleset, rule, name, forbids=False)})
                kind = f"{action.done_to}, {action.in_force}" if action else ""
                yield _digest("call", applies, str(words), str(rule.in_doubt), kind)

    def _blocked(self, question: Question) -> str:
        target = self._public.get(question.key)
        step = self._steps[target] if target else None
        if target is None or (isinstance(step, Gather) and not step.parts):
            return _NEVER
        return self._digests[target]

    def _available(self, question: Question) -> str | None:
        action, target = self.ruleset.actions.get(question.name), self._public.get(question.key)
        if action is None:
            return None
        holds = self._digests[target] if target else _digest("clause", action.done_to, _digest("all"))
        return _digest(holds, str(action.in_force))

    def _find_out(self, id: str) -> str | None:
        rule = self.ruleset.rules.get(id)
        if rule is None or rule.in_doubt != "find out" or rule.find_out is None:
            return None
        found, phrases = rule.find_out, Phrases.of(self.ruleset)
        days = [phrases.period(found.due), phrases.length(found.again_every) if found.again_every else ""]
        asked = [str(sorted(found.asked_of)), str(sorted(found.never_asked_of))]
        return _digest(self._digests[Name(("rule", id), rule.kind)], *days, *asked)

    # -- digests ---------------------------------------------------------------------------------

    def _name(self, name: Name) -> str:
        if name in self._digests:
            return self._digests[name]
        fact = name.key if isinstance(name.key, str) else self.ruleset.kinds[str(name.key[1])].listed
        heard = heard_as(self.ruleset, fact) if fact and fact in self.ruleset.facts else ""
        return _digest("given", str(name.key), name.kind, heard)

    def _term(self, term: Term) -> str:
        if term.name is None:
            return str(term.plus)
        return _digest("term", self._name(term.name), term.end, str(term.sign), str(term.plus))

    def _formula(self, formula: Formula) -> str:
        match formula:
            case Le(left, right, record):
                return _digest("le", self._term(left), self._term(right), str(record))
            case All(parts):
                return _digest("all", *sorted({self._formula(part) for part in parts}))
            case Some(parts):
                return _digest("any", *sorted({self._formula(part) for part in parts}))
            case _:
                assert_never(formula)

    def _step(self, step: Clause | Gather) -> str:
        if isinstance(step, Clause):
            return _digest("clause", step.target.kind, self._formula(step.certainly))
        parts = [
            _digest("part", part.kind, self._formula(part.when), self._term(part.low), self._term(part.high))
            for part in step.parts
        ]
        # Of the highest, the lowest and the only one, the same part twice is that part once.
        parts = sorted(parts if step.gathering == "sum" else set(parts))
        opens = sorted(_digest(kind, self._formula(formula)) for kind, formula in step.opens)
        ends = (step.gathering, step.otherwise, step.floor, step.ceiling, step.ordered, step.unseen)
        then = (step.times, step.rounded, step.shift)
        holidays = self._holidays if step.shift and step.shift.unit == "working days" else ""
        return _digest("gather", step.target.kind, *parts, "opens", *opens, str(ends), str(then), holidays)


def _digest(*parts: str) -> str:
    text = "\0".join(f"{len(part)}:{part}" for part in parts)
    return sha256(text.encode()).hexdigest()
