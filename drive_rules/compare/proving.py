"""What the solver says of a question: the same for every case within bounds, or a case in which it is not.

The solver compares what a program settles.  Whether a duty stands hangs besides on what its rules do while
they cannot be told, so each of those rules is asked of by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drive_rules.answers import Key
from drive_rules.case import World, read_case
from drive_rules.compare.questions import Question
from drive_rules.compare.sides import Side
from drive_rules.compare.witnesses import Verdict
from drive_rules.ir import Constant
from drive_rules.problems import CaseError
from drive_rules.prove import Found, Never, Undecided, differs

SECONDS = 5.0
"""How long the solver may take over one question."""


@dataclass(frozen=True, eq=False)
class Solver:
    """Asks z3; ``seconds`` is how long one question may take.  Raises ``DriveRulesError`` without z3."""

    seconds: float = SECONDS

    def __call__(self, old: Side, new: Side, question: Question) -> Verdict:
        """The verdict on a question; cases of the new ruleset, which its reader bears out."""
        if otherwise := _read_otherwise(old, new, question):
            named = ", ".join(f"'{name}'" for name in otherwise)
            return Verdict(
                "undecided", f"cases are read otherwise, and the solver sees only what is read: {named}"
            )
        keys = tuple(_keys(old, new, question))
        if not keys:
            return Verdict("undecided", "the two do not hold it in a form that the solver compares")
        bounds: dict[str, int] = {}
        worlds: list[World] = []
        undecided = ""
        for key in keys:
            match differs(old.ruleset, new.ruleset, key, new.as_of, seconds=self.seconds):
                case Never(things):
                    bounds |= dict(things)
                case Undecided(because):
                    undecided = undecided or because
                case Found(data=data):
                    worlds += _world(new, data)
        if worlds:
            return Verdict("differs", cases=tuple(worlds))
        if undecided:
            return Verdict("undecided", undecided)
        held = ", ".join(f"{most} of {kind}" for kind, most in sorted(bounds.items()))
        return Verdict("same", f"with at most {held} in a list" if held else "whatever is listed")


def _read_otherwise(old: Side, new: Side, question: Question) -> list[str]:
    """What the answer rests on, and of which the same words of a case do not make the same known."""
    before, after = (
        {part: says for part, says in side.cones.of(question) if part[0] in ("facts", "kinds", "checklists")}
        for side in (old, new)
    )
    return sorted(part[1] for part in before.keys() & after.keys() if before[part] != after[part])


def _world(side: Side, data: object) -> list[World]:
    """The case that the solver found, as the new ruleset reads it; none where it cannot."""
    try:
        return [read_case(side.vocabulary, dict(data)).world]  # type: ignore[call-overload]
    except CaseError:
        return []


def _keys(old: Side, new: Side, question: Question) -> Iterator[Key]:
    """What both programs have to give alike for the answer to be one; none where that cannot be said."""
    kinds = {side.kind_of(question) for side in (old, new)}
    if len(kinds) > 1:
        return
    match question.asked:
        case "decision":
            yield from _of_decision(old, new, question)
        case "blocked":
            yield question.key
        case "available":
            days = {side.ruleset.actions[question.name].in_force for side in (old, new)}
            if len(days) == 1 and all(question.key in side.keys for side in (old, new)):
                yield question.key
        case "find out":
            doubts = {side.ruleset.rules[question.name].in_doubt for side in (old, new)}
            yield from (question.key,) if len(doubts) == 1 else ()
        case "called for":
            yield from _of_calls(old, new, question)
        case "how":
            return


def _of_calls(old: Side, new: Side, question: Question) -> Iterator[Key]:
    """Each rule that calls for an action, where they are the same with the same words, in doubt too."""
    calls = [
        {(rule.id, rule.kind, strength, acts) for rule, strength, acts in side.calls(question.name)}
        for side in (old, new)
    ]
    if calls[0] == calls[1]:
        yield from (("rule", id) for id, *_ in sorted(calls[0]))


def _of_decision(old: Side, new: Side, question: Question) -> Iterator[Key]:
    """The decision; where it takes only one answer, each of its rules too, for two of them may be at odds."""
    takes = {side.ruleset.decisions[question.name].take for side in (old, new)}
    if len(takes) > 1:
        return
    if takes != {"only one"}:
        yield question.key
        return
    given = [
        {
            (rule.id, rule.kind, conclusion.value)
            for rule in side.ruleset.rules.values()
            for conclusion in rule.then
            if conclusion.decision == question.name
        }
        for side in (old, new)
    ]
    if given[0] == given[1] and all(isinstance(value, Constant) for _, _, value in given[0]):
        yield from (question.key, *(("rule", id) for id in sorted(id for id, _, _ in given[0])))
