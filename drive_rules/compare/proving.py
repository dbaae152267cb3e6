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


def _world(side: Side, data: object) -> list[World]:
    """The case that the solver found, as the new ruleset reads it; none where it cannot."""
    try:
        return [read_case(side.vocabulary, dict(data)).world]  # type: ignore[call-overload]
    except CaseError:
        return []


def _keys(old: Side, new: Side, question: Question) -> Iterator[Key]:
    """What both programs have to give alike for the answer to be one; none where that cannot be said."""
    match question.asked:
        case "decision" | "blocked":
            yield question.key
        case "available":
            held = [side.ruleset.actions.get(question.name) for side in (old, new)]
            days = {action.in_force if action else None for action in held}
            if len(days) == 1 and all(question.key in side.keys for side in (old, new)):
                yield question.key
        case "find out":
            rules = [side.ruleset.rules.get(question.name) for side in (old, new)]
            if len({(rule.in_doubt, rule.kind) if rule else None for rule in rules}) == 1:
                yield question.key
        case "called for":
            calls = [
                {(rule.id, strength, acts) for rule, strength, acts in side.calls(question.name)}
                for side in (old, new)
            ]
            if calls[0] == calls[1]:
                yield from (("rule", id) for id, _, _ in sorted(calls[0]))
        case "how":
            return
