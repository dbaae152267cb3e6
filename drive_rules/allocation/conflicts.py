"""Two perpetrators of one victim-survivor: with one case manager only where the rules call for nothing.

Whether they do is asked of the rules, with the fact that says so; that it holds is worked out from the
keys by which a victim-survivor is known in every case.  A key that is not known is never taken as no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from drive_rules.allocation.reading import reference
from drive_rules.allocation.terms import Terms
from drive_rules.answers import Settled
from drive_rules.case import Case, Row, World
from drive_rules.case.vocabulary import KindWords, Vocabulary
from drive_rules.ir import NEVER_WHOLE, Ruleset

Settle = Callable[[World], Settled]


class Conflicts:
    """Two perpetrators of one victim-survivor: whether the rules then call for a manager's sign-off."""

    def __init__(
        self, ruleset: Ruleset, vocabulary: Vocabulary, terms: Terms, settle: Settle, blank: World
    ) -> None:
        self.ruleset, self.terms, self.settle, self.blank = ruleset, terms, settle, blank
        self.main = vocabulary.main
        self.kind = ruleset.facts[terms.key].of
        self.words = vocabulary.kinds[self.kind]
        self.key_slot = self.words.slots[terms.key]
        self.said_slot = self.words.slots[terms.conflict]
        self.listed = vocabulary.kinds[vocabulary.main].listed
        self.calls = {code: self._called_for(code) for code in (terms.held_too, terms.signed_off)}
        self._keys: dict[str, dict[str, int]] = {}

    def _called_for(self, code: int) -> bool:
        """Whether the sign-off is called for, or may be, with a value of the fact."""
        row = _blank_row(self.words)
        low, high = list(row.low), list(row.high)
        low[self.said_slot] = high[self.said_slot] = code
        row = Row("-", 0, tuple(low), tuple(high), row.whole)
        settled: Settled = self.settle(World({**self.blank.rows, self.kind: (row,)}))
        return any(
            settled.high[("rule", rule.id)][0]
            for rule in self.ruleset.rules.values()
            if rule.kind == self.kind and any(duty.do == self.terms.sign_off for duty in rule.duties)
        )

    def keys(self, case: Case) -> frozenset[str]:
        """The keys of the victim-survivors of a case, as far as they are known."""
        return frozenset(self._said(case))

    def _said(self, case: Case) -> dict[str, int]:
        """For each key the value that the pair's own fact is to be read with."""
        if case.key not in self._keys:
            found: dict[str, int] = {}
            for row in case.world.rows[self.kind]:
                key = reference(case, row, self.key_slot)
                if key is not None:
                    own = (row.low[self.said_slot], row.high[self.said_slot])
                    signed = own == (self.terms.signed_off, self.terms.signed_off)
                    found[key] = self.terms.signed_off if signed else self.terms.held_too
            self._keys[case.key] = found
        return self._keys[case.key]

    def between(self, one: Case, other: Case, key: str) -> bool:
        """Whether one case manager may not hold both: not where the rules call for nothing with either."""
        return all(self.calls[self._said(case)[key]] for case in (one, other))

    def unknown(self, case: Case) -> Iterator[str]:
        """What is not known, so that nobody can tell whether the case manager holds another perpetrator."""
        main = case.world.rows[self.main][0]
        place = next((place for name, place in self.listed.items() if name == self._listed_name()), None)
        if place is not None and main.whole[place] == NEVER_WHOLE:
            yield f"'{self._listed_name()}' is not known"
        if any(reference(case, row, self.key_slot) is None for row in case.world.rows[self.kind]):
            yield f"'{self.terms.key}' is not known"

    def _listed_name(self) -> str:
        return self.ruleset.kinds[self.kind].listed or ""


def _blank_row(words: KindWords) -> Row:
    return Row("-", 0, words.low, words.high, (NEVER_WHOLE,) * len(words.below))
