"""Who goes first: each reason for itself in the order that the terms declare, nothing added up.

What is certain goes before what may be, and that before what is not.  Cases that no reason parts are
tied: they stand in the order of their ids, and it is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from drive_rules.allocation.records import Component, Ranked
from drive_rules.allocation.terms import YES_NO, Terms
from drive_rules.answers import Settled, Told
from drive_rules.assessment.wording import derived_words, value_words
from drive_rules.case import Case, World
from drive_rules.case.vocabulary import Vocabulary
from drive_rules.ir import Ruleset, Type
from drive_rules.language.values import words_of_number

Interval = tuple[int, int]
TOLD: dict[Interval, Told] = {(1, 1): "yes", (0, 0): "no", (0, 1): "cannot tell"}


@dataclass(frozen=True, slots=True)
class Read:
    """A case as the rules settle it, and what allocating reads of it."""

    case: Case
    settled: Settled
    order: tuple[Interval, ...]


class Ranking:
    """Reads names of cases, and ranks the cases by them."""

    def __init__(
        self, ruleset: Ruleset, vocabulary: Vocabulary, terms: Terms, settle: Callable[[World], Settled]
    ) -> None:
        self.ruleset, self.terms, self.settle = ruleset, terms, settle
        self.main = vocabulary.main
        self.words = vocabulary.kinds[vocabulary.main]
        self.pairs = vocabulary.kinds[ruleset.facts[terms.key].of]

    def read(self, case: Case) -> Read:
        """The case with its place in the order of the reasons, the least first."""
        settled = self.settle(case.world)
        order = []
        for reason in self.terms.rank:
            low, high = self.interval(case, settled, reason.name)
            order.append((-low, -high) if reason.first == "highest first" else (high, low))
        return Read(case, settled, tuple(order))

    def interval(self, case: Case, settled: Settled, name: str) -> Interval:
        """What is known of a name of the case."""
        if name in self.words.slots:
            row, slot = case.world.rows[self.main][0], self.words.slots[name]
            return row.low[slot], row.high[slot]
        return settled.low[name][0], settled.high[name][0]

    def type_of(self, name: str) -> Type:
        """The type of a name of the case."""
        rules = self.ruleset
        for entries in (rules.facts, rules.measures, rules.decisions):
            if name in entries:
                return entries[name].type
        return YES_NO

    def words_of(self, each: Read, name: str) -> str:
        """A name's value in words; of what the rules give, `cannot tell` where it is not settled."""
        low, high = self.interval(each.case, each.settled, name)
        say = value_words if name in self.ruleset.facts else derived_words
        return say(self.type_of(name), low, high)

    def text(self, case: Case, name: str) -> str:
        """What a text of the case says, the last that was said; empty where it says nothing."""
        said = case.evidence.get((self.main, 0, name), ())
        row, slot = case.world.rows[self.main][0], self.words.slots[name]
        return str(said[-1].answer) if said and row.low[slot] else ""

    def ranked(self, cases: list[Read]) -> list[tuple[Read, Ranked]]:
        """The cases in the order in which they go, each with its place and its reasons."""
        inside = sorted(cases, key=lambda each: (each.order, each.case.key))
        ties: dict[tuple[Interval, ...], list[int]] = {}
        for place, each in enumerate(inside, 1):
            ties.setdefault(each.order, []).append(place)
        found = []
        for place, each in enumerate(inside, 1):
            tied = (ties[each.order][0], ties[each.order][-1])
            ranked = Ranked(
                case=each.case.key,
                place=place,
                tied=tied,
                components=tuple(self._components(each)),
                beside=tuple(f"{name}: {self.words_of(each, name)}" for name in self.terms.beside),
                idva=tuple(self._idva(each)),
                choice=self._choice(each),
                risk_is_held=TOLD[self.interval(each.case, each.settled, self.terms.somebody_named)],
                risk_holder=self.text(each.case, self.terms.risk_holder),
            )
            found.append((each, ranked))
        return found

    def _choice(self, each: Read) -> str:
        """What the panel has chosen; empty while that is still to come."""
        low, high = self.interval(each.case, each.settled, self.terms.choice)
        stands = self.ruleset.facts[self.terms.choice].stands
        return "" if low == high == stands else self.words_of(each, self.terms.choice)

    def _components(self, each: Read) -> Iterator[Component]:
        for reason in self.terms.rank:
            low, high = self.interval(each.case, each.settled, reason.name)
            yield Component(reason.name, self.words_of(each, reason.name), low, high)

    def _idva(self, each: Read) -> Iterator[str]:
        """What is to be said of the load of each pair's IDVA; it excludes nobody."""
        rule = self.ruleset.rules[self.terms.idva_rule]
        key, slot = ("rule", rule.id), self.pairs.slots[self.terms.idva_cases]
        for number, row in enumerate(each.case.world.rows[rule.kind]):
            low, high = each.settled.low[key][number], each.settled.high[key][number]
            if low:
                yield f"{rule.kind} {row.key}: {rule.title} ({words_of_number(row.low[slot])} in a year)"
            elif high:
                yield f"{rule.kind} {row.key}: {self.terms.idva_cases}: not known"
