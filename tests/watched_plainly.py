"""What a watch rule says of a world in which everything is known: two answers, no intervals.

A second way to the same meaning, for ``DENSE``: it shares nothing with the oracle but the language.
``fill`` makes a world in which all is known of one in which little is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise, product
from random import Random

from drive_rules import ir
from drive_rules.case import Row, World
from drive_rules.reference import _months_later
from tests.made_watch import DENSE, TODAY

Name = tuple[str, str]
"""A date fact and the key of the thing; today has neither."""


class Plainly:
    """Answers for one whole world."""

    def __init__(self, world: World) -> None:
        self.world = world
        kinds = {kind: [f.name for f in DENSE.facts.values() if f.of == kind] for kind in DENSE.kinds}
        self.facts = {
            (kind, number): dict(zip(kinds[kind], row.low, strict=True))
            for kind, rows in world.rows.items()
            for number, row in enumerate(rows)
        }

    def value(self, name: str, at: tuple[str, int]) -> int:
        """A fact of a thing, or of what it is part of."""
        while name not in self.facts[at]:
            kind, number = at
            above = DENSE.kinds[kind].part_of
            assert above is not None
            at = (above, self.world.rows[kind][number].parent)
        return self.facts[at][name]

    def under(self, at: tuple[str, int], owner: tuple[str, int]) -> bool:
        """Whether a thing is the other, or part of it."""
        while at != owner:
            above = DENSE.kinds[at[0]].part_of
            if above is None:
                return False
            at = (above, self.world.rows[at[0]][at[1]].parent)
        return True

    def passes(self, condition: ir.Condition, at: tuple[str, int]) -> bool:
        """Whether a thing passes tests."""

        def one(test: ir.Test) -> bool:
            among = self.value(test.name, at) in [each.code for each in test.operands]
            return among if test.form == "is" else not among

        some = not condition.any_of or any(all(map(one, tests)) for tests in condition.any_of)
        return all(map(one, condition.all_of)) and some

    def happenings(self, each: ir.Happening, owner: tuple[str, int]) -> Iterator[tuple[int, tuple[str, int]]]:
        """The day and the thing of each."""
        if not each.date:
            yield TODAY.toordinal(), owner
            return
        kind = DENSE.facts[each.date].of
        for number in range(len(self.world.rows[kind])):
            at = (kind, number)
            if (self.under(at, owner) or self.under(owner, at)) and self.passes(each.where, at):
                yield self.facts[at][each.date], at

    def matches(self, rule: ir.WatchRule, owner: tuple[str, int]) -> Iterator[tuple[Name, ...]]:
        """What has happened together, each happening by its date and its thing's key."""
        if not self.passes(rule.meanwhile, owner):
            return
        for chosen in product(*(list(self.happenings(each, owner)) for each in rule.happenings)):
            names = tuple(
                self._name(each.date, at) for each, (_, at) in zip(rule.happenings, chosen, strict=True)
            )
            if len(set(names)) == len(names) and self._together(rule, owner, chosen, names):
                yield names

    def _name(self, date_fact: str, at: tuple[str, int]) -> Name:
        return (date_fact, self.world.rows[at[0]][at[1]].key) if date_fact else ("", "")

    def _together(
        self,
        rule: ir.WatchRule,
        owner: tuple[str, int],
        chosen: tuple[tuple[int, tuple[str, int]], ...],
        names: tuple[Name, ...],
    ) -> bool:
        days = [day for day, _ in chosen]
        first, last = (days[0], days[-1]) if rule.ordered else (min(days), max(days))
        if rule.ordered and days != sorted(days):
            return False
        if rule.within is not None and last > later(first, rule.within):
            return False
        apart = rule.apart
        if apart is not None and any(day < later(before, apart) for before, day in pairwise(days)):
            return False
        if rule.stands is not None and TODAY.toordinal() > later(last, rule.stands):
            return False
        if not all(self._joined(join, chosen) for join in rule.joins):
            return False
        return rule.without is None or not any(
            first < day < last + (not rule.happenings[-1].date)
            and self._name(rule.without.date, at) not in (names[0], names[-1])
            for day, at in self.happenings(rule.without, owner)
        )

    def _joined(self, join: ir.Join, chosen: tuple[tuple[int, tuple[str, int]], ...]) -> bool:
        (day, at), (other_day, other_at) = chosen[join.place], chosen[join.other_place]
        x = self.value(join.name, at) if join.name else day
        y = self.value(join.other, other_at) if join.other else other_day
        match join.form:
            case "before" | "less than":
                return x < y
            case "on or after" | "at least":
                return x >= y
            case "more than":
                return x > y
            case "at most":
                return x <= y
            case "same as":
                return x == y
            case "not same as":
                return x != y
            case _:
                assert join.within is not None
                return y < x <= later(y, join.within)


def later(day: int, length: ir.Length | ir.SettingRef) -> int:
    """So long after a day."""
    if isinstance(length, ir.SettingRef):
        found = DENSE.settings[length.setting].values[0].value
        assert isinstance(found, ir.Length)
        length = found
    match length.unit:
        case "days":
            return day + length.amount
        case "weeks":
            return day + 7 * length.amount
        case "months":
            return _months_later(day, length.amount)
        case "years":
            return _months_later(day, 12 * length.amount)
        case "working days":
            on, left = date.fromordinal(day), length.amount
            while left:
                on += timedelta(1)
                left -= on.weekday() < 5
            return on.toordinal()


def fill(random: Random, world: World) -> World:
    """A whole world that what is known allows, with things that nobody had listed."""
    rows = {kind: list(of_kind) for kind, of_kind in world.rows.items()}
    for kind in ("pair", "incident", "hearing"):
        above = DENSE.kinds[kind].part_of or ""
        lists = [each.name for each in DENSE.kinds.values() if each.part_of == above]
        for number, parent in enumerate(rows[above]):
            whole_to = parent.whole[lists.index(kind)] if parent.whole else ir.NEVER_WHOLE
            if whole_to < TODAY.toordinal():
                rows[kind] += [_unseen(random, kind, number, whole_to) for _ in range(random.randint(0, 2))]
    return World(
        {kind: tuple(_whole(random, kind, row) for row in of_kind) for kind, of_kind in rows.items()}
    )


def _unseen(random: Random, kind: str, parent: int, whole_to: int) -> Row:
    facts = [fact for fact in DENSE.facts.values() if fact.of == kind]
    low, high = [fact.type.low for fact in facts], [fact.type.high for fact in facts]
    if kind == "incident" and whole_to != ir.NEVER_WHOLE:
        low[0] = whole_to + 1
    return Row(f"unseen-{random.random()}", parent, tuple(low), tuple(high))


def _whole(random: Random, kind: str, row: Row) -> Row:
    facts = [fact for fact in DENSE.facts.values() if fact.of == kind]
    values = tuple(
        _one(random, fact, low, high) for fact, low, high in zip(facts, row.low, row.high, strict=True)
    )
    lists = sum(each.part_of == kind for each in DENSE.kinds.values())
    return Row(row.key, row.parent, values, values, (ir.ALWAYS_WHOLE,) * lists)


def _one(random: Random, fact: ir.Fact, low: int, high: int) -> int:
    today = TODAY.toordinal()
    if fact.name == "incident day":
        high = max(low, min(high, today))
    if fact.type.name == "date":  # what nobody knows lies, as a rule, where it can change something
        near_low, near_high = max(low, today - 40), min(high, today + 40)
        if near_low <= near_high and random.random() < 0.9:
            low, high = near_low, near_high
    return random.randint(low, min(high, low + 10**6))
