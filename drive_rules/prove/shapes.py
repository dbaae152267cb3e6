"""Whether one formula follows from another by its shape alone: what a solver would find, found at once.

Two encodings of one ruleset that differ in one answer give formulas of the same shape.  Where the
answer counts one way only, the one follows from the other part by part, and no search is needed.  A no
here says nothing: the solver is then asked.
"""

from __future__ import annotations

from drive_rules.prove.truths import Formula, Truth


class Shapes:
    """Remembers what it found of each pair of formulas."""

    def __init__(self) -> None:
        self._known: dict[tuple[Formula, Formula], bool] = {}

    def follows(self, then: Truth, first: Truth) -> bool:
        """Whether ``then`` holds wherever ``first`` does, as far as their shapes tell."""
        if then is True or first is False or then is first:
            return True
        if isinstance(then, bool) or isinstance(first, bool):
            return False
        if (then, first) not in self._known:
            self._known[then, first] = self._worked_out(then, first)
        return self._known[then, first]

    def _worked_out(self, then: Formula, first: Formula) -> bool:
        if then.kind == first.kind == "not":
            return self.follows(first.parts[0], then.parts[0])
        if first.kind == "or":
            return all(self.follows(then, part) for part in first.parts)
        if then.kind == "and":
            return all(self.follows(part, first) for part in then.parts)
        if then.kind == "or" and any(self.follows(part, first) for part in then.parts):
            return True
        return first.kind == "and" and any(self.follows(then, part) for part in first.parts)
