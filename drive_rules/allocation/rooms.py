"""How many more cases each case manager can take: asked of the rules, one case more at a time.

Nothing of the cap is known here.  A row is made for each case more, the load grown by its weight, and the
rules are settled over all of them at once; the first row for which they forbid another case, or cannot
tell, is where a case manager's places end.  So whatever a site sets and an advisor writes holds here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from drive_rules.allocation.conflicts import Settle
from drive_rules.allocation.reading import Caseload, Manager
from drive_rules.allocation.records import Room
from drive_rules.allocation.stages import Stage
from drive_rules.allocation.terms import Terms
from drive_rules.assessment.doubts import Doubts
from drive_rules.assessment.reading import At, Reading
from drive_rules.assessment.wording import value_words
from drive_rules.case import Row, World
from drive_rules.case.vocabulary import KindWords
from drive_rules.ir import SCALE, Constant, Rule, Ruleset
from drive_rules.language.values import words_of_date
from drive_rules.problems import Problem

Known = tuple[tuple[int, ...], tuple[int, ...]]
Interval = tuple[int, int]
AT_ONCE = 32
"""How many further cases are asked about at first; twice as many where all of them are let in."""
LOOKED_AT = 30
"""How many places are looked for where fewer cases wait."""


@dataclass(frozen=True, slots=True)
class _Places:
    """What the rules say of case managers of whom the same is known."""

    places: int
    within: int
    blocked: tuple[str, ...] = ()
    in_doubt: bool = False
    asks: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()


class Rooms:
    """The room of every case manager of a caseload on a day."""

    def __init__(
        self, ruleset: Ruleset, words: KindWords, terms: Terms, settle: Settle, blank: World, as_of: date
    ) -> None:
        self.ruleset, self.words, self.terms = ruleset, words, terms
        self.settle, self.blank, self.as_of = settle, blank, as_of
        self.problems: list[Problem] = []
        reading = Reading(ruleset, blank, settle(blank), as_of)
        self.weight = self._setting(reading, terms.weight)
        self.most = self._setting(reading, terms.most_on_override) // SCALE
        self.blocking = tuple(_blocking(reading.rules, ruleset, terms))

    def of(
        self,
        caseload: Caseload,
        held: Mapping[str, list[int]],
        stages: Mapping[int, Stage],
        loose: list[Stage],
        most: int,
    ) -> tuple[Room, ...]:
        """The room of each, up to ``most`` places.

        ``held`` are the numbers of the cases each holds, ``stages`` where these stand; ``loose`` where
        those stand of which nobody says who holds them.
        """
        rows = {
            each.key: self.counted(
                each, [stages[case] for case in held.get(each.key, ())], loose, caseload.whole
            )
            for each in caseload.managers
        }
        alike = {(row.low, row.high) for row in rows.values()}
        most = max(most, LOOKED_AT)
        places = {known: self._places(known, most) for known in sorted(alike)}
        return tuple(
            self._room(
                rows[each.key],
                caseload,
                held.get(each.key, ()),
                places[rows[each.key].low, rows[each.key].high],
            )
            for each in caseload.managers
        )

    @staticmethod
    def _setting(reading: Reading, name: str) -> int:
        value = reading.setting(name)
        assert isinstance(value, Constant)
        return value.code

    # -- what is known of a case manager ---------------------------------------------------------

    def counted(self, manager: Manager, stages: list[Stage], loose: list[Stage], whole: bool) -> Row:
        """The row with what the list of cases says beside what was said of the case manager.

        Where both cannot be, ``problems`` has one more.
        """
        load, down = self.words.fact(self.terms.load), self.words.fact(self.terms.in_step_down)
        least, most = sum(each.open[0] for each in stages), sum(each.open[1] for each in [*stages, *loose])
        low, high = least * self.weight, most * self.weight
        row = self._narrowed(manager, manager.row, load.name, (low, high if whole else load.type.high))
        certain, possible = (
            sum(each.step_down[0] for each in stages),
            sum(each.step_down[1] for each in [*stages, *loose]),
        )
        count = (certain * SCALE, possible * SCALE if whole else down.type.high)
        row = self._narrowed(manager, row, down.name, count)
        slot = self.words.slots[self.terms.weight_of_next]
        unsaid = (row.low[slot], row.high[slot]) == (self.words.low[slot], self.words.high[slot])
        return _with(row, slot, (self.weight, self.weight)) if unsaid else row

    def _narrowed(self, manager: Manager, row: Row, name: str, counted: Interval) -> Row:
        """What was said of a fact and what was counted, together; a problem where both cannot be."""
        slot = self.words.slots[name]
        low, high = max(row.low[slot], counted[0]), min(row.high[slot], counted[1])
        if low > high:
            self.problems.append(
                Problem(
                    "AL108",
                    "what is said here cannot be, by the cases that this case manager is said to hold",
                    "leave it out, and it is counted; or mend it, or the list of cases",
                    place=f"{manager.place}.'{name}'" if " " in name else f"{manager.place}.{name}",
                )
            )
            return row
        return _with(row, slot, (low, high))

    # -- asking the rules ------------------------------------------------------------------------

    def _places(self, known: Known, most: int) -> _Places:
        row = Row("-", -1, *known)
        asked, total = self._first(row, most)
        slot = self.words.slots[self.terms.override]
        gone = self.as_of.toordinal() - 1
        within = total
        if total and row.high[slot] > gone:
            within = min(total, self._first(_with(row, slot, (gone, gone)), most)[1])
        places = min(total, within + self.most)
        alerts = tuple(asked.alerts())
        if places == most:
            return _Places(places, within, alerts=alerts)
        if places < total:
            blocked = f"an override of the cap lets in {self.most} at a time"
            return _Places(places, within, (blocked,), alerts=alerts)
        in_doubt, titles, asks = asked.why(places)
        return _Places(places, within, titles, in_doubt, asks, alerts)

    def _first(self, row: Row, most: int) -> tuple[_Asked, int]:
        """The rows asked, and how many cases more before the rules forbid one, or cannot tell."""
        rows, many = list(islice(self._growing(row), most + 1)), AT_ONCE
        while True:
            asked = _Asked(self, rows[:many])
            places = asked.places()
            if places < min(many, len(rows)) or many >= len(rows):
                return asked, min(places, most)
            many *= 2

    def _growing(self, row: Row) -> Iterator[Row]:
        """The row as it is, and with each further case taken."""
        load, weight = self.words.slots[self.terms.load], self.words.slots[self.terms.weight_of_next]
        top = self.words.facts[load].type.high
        low, high = row.low[load], row.high[load]
        while low <= top:
            yield _with(row, load, (low, min(high, top)))
            low, high = low + max(row.low[weight], 1), high + max(row.high[weight], 1)

    # -- in words --------------------------------------------------------------------------------

    def _room(self, row: Row, caseload: Caseload, held: Iterable[int], said: _Places) -> Room:
        load, down = self.terms.load, self.terms.in_step_down
        return Room(
            case_manager=row.key,
            held=tuple(caseload.cases[case].key for case in held),
            load=self._value(row, load),
            in_step_down=self._value(row, down),
            places=said.places,
            within=said.within,
            given=tuple(self._given(row)),
            blocked=said.blocked,
            in_doubt=said.in_doubt,
            asks=said.asks,
            alerts=said.alerts,
        )

    def _given(self, row: Row) -> Iterator[str]:
        """What else is known of a case manager, save what wishes read."""
        wished = {fact for wish in self.terms.wishes for _, fact in wish.pairs}
        own = {self.terms.load, self.terms.in_step_down, self.terms.weight_of_next}
        for fact in self.words.facts:
            slot = self.words.slots[fact.name]
            known = (row.low[slot], row.high[slot]) != (self.words.low[slot], self.words.high[slot])
            if known and fact.name not in wished | own:
                yield f"{fact.name}: {self._value(row, fact.name)}"

    def _value(self, row: Row, name: str) -> str:
        slot = self.words.slots[name]
        type = self.words.facts[slot].type
        if type.name == "date" and row.low[slot] == row.high[slot]:
            return words_of_date(date.fromordinal(row.low[slot]))
        return value_words(type, row.low[slot], row.high[slot])


class _Asked:
    """Rows of one case manager with ever more cases, as the rules settle them."""

    def __init__(self, rooms: Rooms, rows: list[Row]) -> None:
        self.rooms, self.rows = rooms, rows
        kind = rooms.words.kind.name
        world = World({**rooms.blank.rows, kind: tuple(rows)})
        self.reading = Reading(rooms.ruleset, world, rooms.settle(world), rooms.as_of)

    def places(self) -> int:
        """How many more until the rules forbid one, or cannot tell."""
        return next(
            (number for number in range(len(self.rows)) if any(self._standing(number))), len(self.rows)
        )

    def _standing(self, number: int) -> Iterator[tuple[Rule, bool]]:
        at = At(self.rooms.words.kind.name, number)
        for rule, duty in self.rooms.blocking:
            low, high = self.reading.answer(("rule", rule.id), at, (0, 0))
            released = self.reading.answer(("until", rule.id, duty), at, (0, 0))
            if high and released != (1, 1):
                yield rule, not (low and released == (0, 0))

    def why(self, number: int) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
        """Whether it stands in doubt, the rules that forbid it, and what to ask."""
        if number >= len(self.rows):
            return False, ("no more can be counted",), ()
        standing = list(self._standing(number))
        certain = [rule for rule, in_doubt in standing if not in_doubt]
        if certain:
            return False, tuple(rule.title for rule in certain), ()
        at, doubts = At(self.rooms.words.kind.name, number), Doubts(self.reading)
        names = dict.fromkeys(each.fact for rule, _ in standing for each in doubts.holding(rule, at))
        return True, tuple(rule.title for rule, _ in standing), tuple(names)

    def alerts(self) -> Iterator[str]:
        """What is over the cap as it stands, before anything is allocated."""
        rule = self.rooms.ruleset.rules[self.rooms.terms.over_the_cap]
        low, high = self.reading.answer(("rule", rule.id), At(rule.kind, 0), (0, 0))
        if low:
            actions = ", ".join(duty.do for duty in rule.duties if duty.word == "must")
            yield f"{rule.title}: {actions}"
        elif high:
            yield f"Whether this holds cannot be told: {rule.title}"


def _with(row: Row, slot: int, known: Interval) -> Row:
    low, high = list(row.low), list(row.high)
    low[slot], high[slot] = known
    return replace(row, low=tuple(low), high=tuple(high))


def _blocking(rules: Iterable[Rule], ruleset: Ruleset, terms: Terms) -> Iterator[tuple[Rule, int]]:
    """The rules over case managers that can forbid the action, each with the number of its duty."""
    for rule in rules:
        if rule.kind == terms.manager:
            for number, duty in enumerate(rule.duties):
                group = ruleset.groups.get(duty.do)
                if duty.word == "must not" and terms.action in (group.actions if group else (duty.do,)):
                    yield rule, number
