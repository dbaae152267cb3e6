"""What a caseload says of one case in it: how much its case manager holds, and who else has its people.

What is counted is added to the case as answers of whoever is asked for them, of the day; what the case
says itself stands beside them, and the two are merged as any two answers are.  What the caseload leaves
open stays unknown: a case of which nobody says who holds it may be anybody's, a victim-survivor without a
key may be anybody, and a list of cases that is not whole says of none that it is the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from drive_rules.allocation.conflicts import Conflicts, Settle
from drive_rules.allocation.reading import Caseload, Manager, reference
from drive_rules.allocation.rooms import Rooms
from drive_rules.allocation.stages import Stages
from drive_rules.allocation.terms import Terms
from drive_rules.assessment.wording import code_words
from drive_rules.case import Case, Row
from drive_rules.case.vocabulary import KindWords, Vocabulary
from drive_rules.ir import SCALE, Fact, Ruleset
from drive_rules.problems import CaseloadError, Problem

Interval = tuple[int, int]
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Other:
    """Another case that is open, or may be: whose it is, and which victim-survivors it is about."""

    holder: str | None
    open: Interval
    keys: frozenset[str]
    all_known: bool


class Within:
    """One case in a caseload on a day."""

    def __init__(
        self,
        ruleset: Ruleset,
        vocabulary: Vocabulary,
        terms: Terms,
        settle: Settle,
        blank: Case,
        as_of: date,
    ) -> None:
        self.ruleset, self.terms, self.as_of = ruleset, terms, as_of
        self.main = vocabulary.main
        self.kinds = vocabulary.kinds
        self.listed = vocabulary.roots.get(terms.manager, f"{terms.manager}s")
        self.conflicts = Conflicts(ruleset, vocabulary, terms, settle, blank.world)
        self.pairs = vocabulary.roots.get(self.conflicts.kind, f"{self.conflicts.kind}s")
        self.stages = Stages(vocabulary.kinds[vocabulary.main], terms)
        self.rooms = Rooms(ruleset, self.kinds[terms.manager], terms, settle, blank.world, as_of)

    def data(self, case: Case, caseload: Caseload) -> Data:
        """The case as plain data, with what the caseload says of it.

        Raises ``CaseloadError`` where the case is held by somebody who is not in the caseload, or where
        what is said of its case manager cannot be by the cases that they hold.
        """
        holder = self._holder(case)
        manager = next((each for each in caseload.managers if each.key == holder), None)
        if holder is not None and manager is None:
            what = "nobody among the case managers of the caseload has this id"
            fix = f"add them to `{self.listed}:` of the caseload, or mend the case"
            raise CaseloadError([Problem("AL106", what, fix, place=f"'{self.terms.held_by}'")])
        others = list(self._others(case, caseload))
        data = deepcopy(case.to_data())
        if manager is not None:
            self._tell_manager(data, manager, self._counted(manager, case, caseload))
        for row in case.world.rows[self.conflicts.kind]:
            thing = next(each for each in data[self.pairs] if str(each["id"]) == row.key)
            # Of a case that has been closed nobody is the case manager any more.
            by = holder if self.stages.of(case).open != (0, 0) else None
            self._tell_pair(thing, row, case, by, others, caseload.whole)
        return data

    # -- the case manager --------------------------------------------------------------------------

    def _counted(self, manager: Manager, case: Case, caseload: Caseload) -> Row:
        """Whoever holds the case, with their cases counted, this one among them."""
        cases = [
            (each, holder)
            for each, holder in zip(caseload.cases, caseload.holder, strict=True)
            if each.key != case.key
        ]
        held = [self.stages.of(each) for each, holder in cases if holder == manager.key]
        held.append(self.stages.of(case))
        loose = [self.stages.of(each) for each, holder in cases if holder is None and self._may_be_held(each)]
        row = self.rooms.counted(manager, held, loose, caseload.whole)
        if self.rooms.problems:
            raise CaseloadError(self.rooms.problems)
        return row

    def _tell_manager(self, data: Data, manager: Manager, row: Row) -> None:
        words = self.kinds[self.terms.manager]
        listed = data.setdefault(self.listed, [])
        thing = next((each for each in listed if str(each["id"]) == manager.key), None)
        if thing is None:
            thing = {"id": manager.key}
            listed.append(thing)
        for fact in words.facts:
            slot = words.slots[fact.name]
            self._tell(thing, fact, words, slot, (row.low[slot], row.high[slot]))

    # -- the pairs ---------------------------------------------------------------------------------

    def _tell_pair(
        self, thing: Data, row: Row, case: Case, holder: str | None, others: list[_Other], whole: bool
    ) -> None:
        key = reference(case, row, self.conflicts.key_slot)
        if key is None:
            return
        words = self.conflicts.words
        certain = [each for each in others if key in each.keys]
        possible = [each for each in others if key in each.keys or not each.all_known]
        count, slot = words.fact(self.terms.other_cases), words.slots[self.terms.other_cases]
        low = sum(each.open[0] for each in certain) * SCALE
        high = min(len(possible) * SCALE, count.type.high) if whole else count.type.high
        self._tell(thing, count, words, slot, (min(low, count.type.high), high))
        self._tell_conflict(thing, row, holder, certain, possible, whole)

    def _tell_conflict(
        self,
        thing: Data,
        row: Row,
        holder: str | None,
        certain: list[_Other],
        possible: list[_Other],
        whole: bool,
    ) -> None:
        """Whether the same case manager has another of this victim-survivor's perpetrators."""
        words, slot = self.conflicts.words, self.conflicts.said_slot
        if holder is None or (row.low[slot], row.high[slot]) == (self.terms.signed_off,) * 2:
            return
        code = None
        if any(each.holder == holder and each.open[0] for each in certain):
            code = self.terms.held_too
        elif whole and not any(each.holder in (holder, None) for each in possible):
            code = self.terms.held_by_nobody_else
        if code is not None:
            self._tell(thing, words.fact(self.terms.conflict), words, slot, (code, code))

    def _others(self, case: Case, caseload: Caseload) -> Iterator[_Other]:
        for each, holder in zip(caseload.cases, caseload.holder, strict=True):
            stage = self.stages.of(each)
            if each.key == case.key or stage.open == (0, 0):
                continue
            # A case that nobody holds is nobody's; one of which nobody says who holds it may be anybody's.
            whose = holder if holder is not None or self._may_be_held(each) else ""
            all_known = not any(True for _ in self.conflicts.unknown(each))
            yield _Other(whose, stage.open, self.conflicts.keys(each), all_known)

    # -- telling -----------------------------------------------------------------------------------

    def _holder(self, case: Case) -> str | None:
        words = self.kinds[self.main]
        return reference(case, case.world.rows[self.main][0], words.slots[self.terms.held_by])

    def _may_be_held(self, case: Case) -> bool:
        words = self.kinds[self.main]
        return case.world.rows[self.main][0].high[words.slots[self.terms.held]] == 1

    def _tell(self, thing: Data, fact: Fact, words: KindWords, slot: int, known: Interval) -> None:
        """Add what is known of a fact as one more answer; nothing where nothing is.

        What a text or a key of the caseload holds is not in the case manager's row, and stays there.
        """
        if known == (words.low[slot], words.high[slot]) or fact.type.name in ("text", "reference"):
            return
        answer = code_words(fact.type, known[0])
        if known[0] < known[1]:
            answer += f" to {code_words(fact.type, known[1])}"
        said = {"answer": answer, "date": self.as_of.isoformat()}
        if fact.asked_of:
            said["source"] = fact.asked_of[0]
        before = thing.get(fact.name)
        thing[fact.name] = [*(before if isinstance(before, list) else [before] if before else []), said]
