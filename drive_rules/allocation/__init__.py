"""Cases to case managers: who is proposed to whom, who waits, and why.  Advice; the panel decides.

Who waits for a place, how they rank and how many more each case manager can take all come from the rules
(``ranking``, ``rooms``); in which words is said by the ruleset's ``allocation.yaml`` (``terms``).  Who is
served and by whom is then settled exactly (``matching``).  The order of cases and of case managers in
what was sent changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from drive_rules.allocation.conflicts import Conflicts, Settle
from drive_rules.allocation.matching import Pair, Served, Sought, choose, serve
from drive_rules.allocation.pages import Allocation
from drive_rules.allocation.ranking import Ranking, Read
from drive_rules.allocation.reading import Caseload, Manager, ReadCase, read_caseload
from drive_rules.allocation.records import (
    Excluded,
    Fits,
    ForThePanel,
    Meanwhile,
    Met,
    NotHere,
    Placed,
    Ranked,
    Room,
    Waiting,
    Why,
)
from drive_rules.allocation.rooms import Rooms
from drive_rules.allocation.stages import Stages
from drive_rules.allocation.terms import Terms, Wish, read_terms
from drive_rules.allocation.within import Within
from drive_rules.answers import Versions
from drive_rules.assessment.days import Before
from drive_rules.assessment.duties import Duties
from drive_rules.assessment.reading import Reading
from drive_rules.assessment.wording import in_force
from drive_rules.case import Case
from drive_rules.case.vocabulary import Vocabulary
from drive_rules.ir import Length, Ruleset
from drive_rules.language.values import shift
from drive_rules.problems import CaseloadError

__all__ = ["Allocation", "Caseload", "Terms", "allocate", "caseload_of", "read_terms", "within"]

CLOSED = "the case has been closed"
Like = tuple[tuple[tuple[int, int], ...], ...]
"""What is known of a case that each wish reads."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an allocation is made with: the rules on a day, and how cases are read and settled."""

    ruleset: Ruleset
    vocabulary: Vocabulary
    terms: Terms
    versions: Versions
    as_of: date
    read_case: ReadCase
    settle: Settle


def allocate(asked: Asked, source: Mapping[str, Any] | str | Path) -> Allocation:
    """Propose a case manager for every case that waits for one, as far as there is room.

    Raises ``CaseloadError`` with everything wrong in what was sent.
    """
    return _Allocating(asked, caseload_of(asked, source)).allocation()


def caseload_of(asked: Asked, source: Mapping[str, Any] | str | Path) -> Caseload:
    """A caseload as sent, to ask what it says of the cases in it; raises ``CaseloadError``."""
    return read_caseload(asked.vocabulary, asked.terms, source, asked.read_case)


def within(asked: Asked, case: Case, caseload: Caseload) -> Case:
    """A case with what its caseload says of it; raises ``CaseloadError`` where the two cannot both be."""
    blank = asked.read_case({asked.vocabulary.main: "-"})
    within = Within(asked.ruleset, asked.vocabulary, asked.terms, asked.settle, blank, asked.as_of)
    return asked.read_case(within.data(case, caseload))


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The cases by what is to be done with them; numbers are places in the caseload."""

    waiting: list[Read]
    panel: list[tuple[Read, str]]
    not_here: list[NotHere]
    held: dict[str, list[int]]
    loose: dict[str, Case]


class _Allocating:
    def __init__(self, asked: Asked, caseload: Caseload) -> None:
        self.asked, self.caseload, self.terms = asked, caseload, asked.terms
        self.ranking = Ranking(asked.ruleset, asked.vocabulary, asked.terms, asked.settle)
        self.main = asked.vocabulary.main
        self.words = asked.vocabulary.kinds[self.main]
        self.manager_words = asked.vocabulary.kinds[asked.terms.manager]
        blank = asked.read_case({self.main: "-"}).world
        self.conflicts = Conflicts(asked.ruleset, asked.vocabulary, asked.terms, asked.settle, blank)
        self.stages = Stages(self.words, asked.terms)
        self.managers = caseload.managers
        self.told = _only(asked.ruleset, asked.terms.meanwhile)

    def allocation(self) -> Allocation:
        sorted_ = self._sorted()
        ranked = self.ranking.ranked(sorted_.waiting)
        rooms = self._rooms(sorted_, len(ranked))
        sought, barred = self._sought(ranked, sorted_, rooms)
        served = serve(sought)
        at = choose(sought, served.at)
        reads = {ranked_.case: each for each, ranked_ in ranked}
        order = [ranked_ for _, ranked_ in ranked]
        whys = tuple(self._why(number, served, order) for number in range(len(served.proofs)))
        panel = self.ranking.ranked([each for each, _ in sorted_.panel])
        because = {each.case.key: words for each, words in sorted_.panel}
        return Allocation(
            as_of=self.asked.as_of,
            versions=self.asked.versions,
            whole=self.caseload.whole,
            placed=tuple(self._placed(at, order, sought, barred, rooms, reads, sorted_)),
            waiting=tuple(
                self._waiting(reads[order[case].case], order[case], barred[case], whys[proof], rooms)
                for case, proof in served.left_out.items()
            ),
            for_the_panel=tuple(
                ForThePanel(ranked_, because[ranked_.case], tuple(self._meanwhile(each)))
                for each, ranked_ in panel
            ),
            not_here=tuple(sorted_.not_here),
            rooms=rooms,
            proofs=whys,
            alerts=tuple(self._alerts(sorted_)),
            order=tuple(reason.name for reason in self.terms.rank),
            wishes=tuple(wish.title for wish in self.terms.wishes),
        )

    # -- who waits -------------------------------------------------------------------------------

    def _sorted(self) -> _Sorted:
        found = _Sorted([], [], [], {}, {})
        for number, (case, holder) in enumerate(zip(self.caseload.cases, self.caseload.holder, strict=True)):
            if self.stages.of(case).open == (0, 0):
                found.not_here.append(NotHere(case.key, CLOSED))
                continue
            if holder is not None:
                found.held.setdefault(holder, []).append(number)
                continue
            low, high = self._fact(case, self.terms.held)
            if high:
                found.loose[case.key] = case
            if low:
                continue
            self._sort(found, case, bool(high))
        return found

    def _sort(self, found: _Sorted, case: Case, may_be_held: bool) -> None:
        each = self.ranking.read(case)
        low, high = self.ranking.interval(case, each.settled, self.terms.decision)
        waits, panel = self.terms.waits, self.terms.for_the_panel
        words = self.ranking.words_of(each, self.terms.decision)
        said = f"{self.terms.decision}: {words}"
        if not any(low <= code <= high for code in (waits, panel)):
            found.not_here.append(NotHere(case.key, said))
        elif may_be_held:
            why = f"whether somebody holds this case nobody has said ('{self.terms.held}'); {said}"
            found.panel.append((each, why))
        elif low == high == waits:
            found.waiting.append(each)
        else:
            found.panel.append((each, said if low == high else f"may be eligible; {said}"))

    def _fact(self, case: Case, name: str) -> tuple[int, int]:
        row, slot = case.world.rows[self.main][0], self.words.slots[name]
        return row.low[slot], row.high[slot]

    # -- who has room ----------------------------------------------------------------------------

    def _rooms(self, sorted_: _Sorted, most: int) -> tuple[Room, ...]:
        asked, numbers = self.asked, (number for held in sorted_.held.values() for number in held)
        stages = {number: self.stages.of(self.caseload.cases[number]) for number in numbers}
        loose = [self.stages.of(case) for case in sorted_.loose.values()]
        rooms = Rooms(
            asked.ruleset, self.manager_words, self.terms, asked.settle, self.conflicts.blank, asked.as_of
        )
        found = rooms.of(self.caseload, sorted_.held, stages, loose, most)
        if rooms.problems:
            raise CaseloadError(rooms.problems)
        return found

    # -- what is sought --------------------------------------------------------------------------

    def _sought(
        self, ranked: list[tuple[Read, Ranked]], sorted_: _Sorted, rooms: tuple[Room, ...]
    ) -> tuple[Sought, list[dict[int, str]]]:
        """The numbers to settle, and for each case who cannot take it because of which case."""
        cases = [each.case for each, _ in ranked]
        barred = self._barred(cases, sorted_)
        likes = [self._like(each) for each, _ in ranked]
        sought = Sought(
            places=tuple(room.places for room in rooms),
            within=tuple(room.within for room in rooms),
            barred=tuple(frozenset(each) for each in barred),
            apart=frozenset(self._apart(cases)),
            like=tuple(likes),
            met={like: self._met(like) for like in dict.fromkeys(likes)},
        )
        return sought, barred

    def _barred(self, cases: list[Case], sorted_: _Sorted) -> list[dict[int, str]]:
        by_key: dict[str, list[tuple[int, Case]]] = {}
        for number, manager in enumerate(self.managers):
            for place in sorted_.held.get(manager.key, ()):
                held = self.caseload.cases[place]
                for key in self.conflicts.keys(held):
                    by_key.setdefault(key, []).append((number, held))
        found: list[dict[int, str]] = []
        for case in cases:
            others: dict[int, str] = {}
            for key in sorted(self.conflicts.keys(case)):
                for number, held in by_key.get(key, ()):
                    if self.conflicts.between(case, held, key):
                        others.setdefault(number, held.key)
            found.append(others)
        return found

    def _apart(self, cases: list[Case]) -> Iterator[Pair]:
        by_key: dict[str, list[int]] = {}
        for number, case in enumerate(cases):
            for key in self.conflicts.keys(case):
                by_key.setdefault(key, []).append(number)
        for key, numbers in by_key.items():
            for one, other in combinations(numbers, 2):
                if self.conflicts.between(cases[one], cases[other], key):
                    yield one, other

    # -- wishes ----------------------------------------------------------------------------------

    def _like(self, each: Read) -> Like:
        """What is known of the case that wishes read."""
        return tuple(
            tuple(self.ranking.interval(each.case, each.settled, name) for name, _ in wish.pairs)
            for wish in self.terms.wishes
        )

    def _met(self, like: Like) -> tuple[tuple[int, ...], ...]:
        wished = list(zip(self.terms.wishes, like, strict=True))
        return tuple(
            tuple(int(self._fits(wish, known, manager) in ("yes", "not wished")) for manager in self.managers)
            for wish, known in wished
        )

    def _fits(self, wish: Wish, known: tuple[tuple[int, int], ...], manager: Manager) -> Met:
        """Whether a wish is met with a case manager: no where one part of it is not, yes where all are."""
        found: list[Met] = []
        for (name, fact), (low, high) in zip(wish.pairs, known, strict=True):
            slot = self.manager_words.slots[fact]
            theirs = (manager.row.low[slot], manager.row.high[slot])
            type = self.ranking.type_of(name)
            if type.name == "yes or no":
                if high:
                    found.append(_wanted(low, theirs))
                continue
            ours = (low, high)
            if ours[0] < ours[1] or theirs[0] < theirs[1]:
                found.append("cannot tell")
            else:
                our, their = type.values[low], self.manager_words.facts[slot].type.values[theirs[0]]
                found.append("yes" if our == their else "no")
        if not found:
            return "not wished"
        return next((each for each in ("no", "cannot tell", "yes") if each in found), "yes")

    # -- what is told ----------------------------------------------------------------------------

    def _placed(
        self,
        at: Mapping[int, int],
        order: list[Ranked],
        sought: Sought,
        barred: list[dict[int, str]],
        rooms: tuple[Room, ...],
        reads: Mapping[str, Read],
        sorted_: _Sorted,
    ) -> Iterator[Placed]:
        count: dict[int, int] = {}
        total = {number: list(at.values()).count(number) for number in set(at.values())}
        for case, manager in sorted(at.items()):
            count[manager] = count.get(manager, 0) + 1
            each = reads[order[case].case]
            alone = (
                not sorted_.held.get(self.managers[manager].key)
                and total[manager] == 1
                and self.caseload.whole
            )
            yield Placed(
                ranked=order[case],
                case_manager=self.managers[manager].key,
                number=count[manager],
                on_an_override=count[manager] > sought.within[manager],
                fits=tuple(
                    Fits(wish.title, self._fits(wish, known, self.managers[manager]))
                    for wish, known in zip(self.terms.wishes, self._like(each), strict=True)
                ),
                could_not=self._excluded(barred[case]),
                ask_first=() if alone else tuple(self._ask_first(each.case, sorted_)),
            )

    def _ask_first(self, case: Case, sorted_: _Sorted) -> Iterator[str]:
        """What leaves open whether the case manager holds another perpetrator of the same victim-survivor."""
        yield from self.conflicts.unknown(case)
        keys = self.conflicts.keys(case)
        for other in sorted_.loose.values():
            shared = keys & self.conflicts.keys(other) if other is not case else ()
            if any(self.conflicts.between(case, other, key) for key in shared):
                yield f"case {other.key} is of the same victim-survivor, and who holds it is not known"

    def _excluded(self, barred: Mapping[int, str]) -> tuple[Excluded, ...]:
        return tuple(
            Excluded(self.managers[number].key, f"holds case {held}, of the same victim-survivor")
            for number, held in sorted(barred.items())
        )

    def _waiting(
        self, each: Read, ranked: Ranked, barred: Mapping[int, str], why: Why, rooms: tuple[Room, ...]
    ) -> Waiting:
        case = each.case
        looks = self._fact(case, self.terms.looks_again)
        is_set = looks[0] == looks[1]
        length = in_force(self.asked.ruleset.settings[self.terms.round], self.asked.as_of)
        assert isinstance(length, Length)
        return Waiting(
            ranked=ranked,
            reason=self._reason(why, barred, rooms),
            proof=why.number,
            excluded=self._excluded(barred),
            meanwhile=tuple(self._meanwhile(each)),
            look_again=date.fromordinal(
                looks[0] if is_set else shift(self.asked.as_of.toordinal(), length, 1)
            ),
            look_again_is_set=is_set,
            reason_given=self.ranking.text(case, self.terms.reason),
        )

    def _reason(self, why: Why, barred: Mapping[int, str], rooms: tuple[Room, ...]) -> str:
        """The constraints that bind, in words to be recorded."""
        if why.apart:
            pairs = "; ".join(f"{one} and {other}" for one, other in why.apart)
            return (
                "it could only be placed where one case manager held two perpetrators of the same "
                f"victim-survivor ({pairs}), or in place of a case that ranks before it"
            )
        taking = [room for room in rooms if room.case_manager in why.full]
        full = [room for room in taking if room.places]
        none = [room for room in taking if not room.places]
        parts = []
        if full:
            parts.append(
                f"{_many(len(full), 'case manager')} who could take it, or make room for it, "
                f"{'is' if len(full) == 1 else 'are'} full with cases that rank before it"
            )
        if none:
            doubt = sum(room.in_doubt for room in none)
            more = f" (of {doubt} it cannot be told)" if doubt else ""
            parts.append(f"{_many(len(none), 'case manager')} can take no further case{more}")
        if barred:
            parts.append(
                f"{_many(len(barred), 'case manager')} already "
                f"{'holds' if len(barred) == 1 else 'hold'} a perpetrator of the same victim-survivor"
            )
        return "; ".join(parts)

    def _meanwhile(self, each: Read) -> Iterator[Meanwhile]:
        """What the rule about waiting calls for, as a first assessment of the case says it."""
        asked = self.asked
        reading = Reading(self.told, each.case.world, each.settled, asked.as_of)
        for duty in Duties(reading, Before.of(None, each.case.key, asked.as_of)).duties():
            if any(reason.rule == self.terms.meanwhile for reason in duty.reasons):
                yield Meanwhile(duty.action, duty.word, duty.owner, duty.due, duty.again_every)

    def _why(self, number: int, served: Served, order: list[Ranked]) -> Why:
        proof = served.proofs[number]
        return Why(
            number=number + 1,
            full=tuple(self.managers[each].key for each in proof.case_managers),
            cases=tuple(order[case].case for case in proof.cases),
            apart=tuple((order[one].case, order[other].case) for one, other in proof.apart),
        )

    def _alerts(self, sorted_: _Sorted) -> Iterator[str]:
        """What is wrong with who holds what already."""
        for key in sorted_.loose:
            yield f"case {key}: who holds it, or whether anybody does, is not known: every load may be more"
        for manager in self.managers:
            cases = [self.caseload.cases[number] for number in sorted_.held.get(manager.key, ())]
            for one, other in combinations(cases, 2):
                keys = self.conflicts.keys(one) & self.conflicts.keys(other)
                if any(self.conflicts.between(one, other, key) for key in keys):
                    yield (
                        f"{self.terms.manager} {manager.key} holds {one.key} and {other.key}, two "
                        f"perpetrators of the same victim-survivor: {self.terms.sign_off}"
                    )


def _only(ruleset: Ruleset, id: str) -> Ruleset:
    """The ruleset with the rules that call for what one rule calls for: all that its duties rest on."""
    wanted = {duty.do for duty in ruleset.rules[id].duties}
    rules = {name: rule for name, rule in ruleset.rules.items() if wanted & {duty.do for duty in rule.duties}}
    return replace(ruleset, rules=rules)


def _wanted(low: int, theirs: tuple[int, int]) -> Met:
    """Whether a need is answered; one that only may be there is answered where it would be."""
    if theirs == (1, 1):
        return "yes"
    return "no" if low and theirs == (0, 0) else "cannot tell"


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
