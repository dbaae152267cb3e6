"""Watch rules made at random, a small ruleset that is dense with dates, and worlds for it.

``make_watch_rule`` works on any ruleset.  ``DENSE`` has a pair with incidents (a dated kind), hearings (with
two days, by neither of which they are dated), dates of its own and of the case above; ``make_world`` puts
many things on few days, some of them known to lie between two days, some not at all, lists open or whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import get_args

from drive_rules import ir
from drive_rules.case import Row, World
from drive_rules.language.watch import OF_ANY, OF_DAYS, OF_RANKS
from tests.made_words import DATE, WHY, YES_NO

TODAY = date(2026, 3, 15)
LEVEL = ir.Type("choice", 0, 2, ("little", "some", "severe"))
SORT = ir.Type("choice", 0, 2, ("paper", "stone", "water"), ordered=False)
REFERENCE = ir.Type("reference", 0, ir.MOST_REFERENCES, ordered=False)
UNITS: tuple[ir.Unit, ...] = get_args(ir.Unit)


def _fact(name: str, of: str, type_: ir.Type) -> ir.Fact:
    return ir.Fact(name, of, type_, name.replace(" ", "-"))


def _facts() -> Iterator[ir.Fact]:
    yield _fact("all the pairs are listed", "case", YES_NO)
    yield _fact("release day", "case", DATE)
    yield _fact("day of the move", "case", DATE)
    yield _fact("all the incidents are listed", "pair", YES_NO)
    yield _fact("all the hearings are listed", "pair", YES_NO)
    yield _fact("watched", "pair", YES_NO)
    yield _fact("day of the order", "pair", DATE)
    yield _fact("incident day", "incident", DATE)
    yield _fact("harm", "incident", LEVEL)
    yield _fact("stuff", "incident", SORT)
    yield _fact("with", "incident", REFERENCE)
    yield _fact("referral day", "hearing", DATE)
    yield _fact("meeting day", "hearing", DATE)
    yield _fact("worth", "hearing", LEVEL)


KINDS = (
    ir.Kind("case", code="case"),
    ir.Kind("pair", "case", "pairs", "all the pairs are listed", code="pair"),
    ir.Kind("incident", "pair", "incidents", "all the incidents are listed", "incident day", "incident"),
    ir.Kind("hearing", "pair", "hearings", "all the hearings are listed", code="hearing"),
)
_WEEKS = ir.Setting(
    "window", ir.Type("length of time", 0, 0), (ir.Dated(None, ir.Length(2, "weeks")),), WHY, code="window"
)
DENSE = ir.Ruleset(
    name="dense",
    version="1.0.0",
    language=1,
    kinds={kind.name: kind for kind in KINDS},
    facts={fact.name: fact for fact in _facts()},
    signs={},
    checklists={},
    measures={},
    settings={"window": _WEEKS},
    decisions={},
    actions={
        "look": ir.Action("look", "look", "pair", "safety", False, "police", WHY),
        "meet": ir.Action("meet", "meet", "case", "safety", False, "police", WHY),
    },
    groups={},
    rules={},
    sources={"S1": ir.Source("S1", "nowhere", "published")},
)


class Watching:
    """Makes watch rules for a ruleset."""

    def __init__(self, random: Random, ruleset: ir.Ruleset) -> None:
        self.random, self.ruleset = random, ruleset
        self.lengths = [each.name for each in ruleset.settings.values() if _is_length(each)]

    def _chance(self, chance: float) -> bool:
        return self.random.random() < chance

    def rule(self, id: str, kind: str) -> ir.WatchRule | None:
        """One rule for each thing of a kind; None where no date lies on its line."""
        dates = self._dates(kind)
        if not dates:
            return None
        size = self.random.choice((1, 2, 2, 2, 3, 3))
        happenings = [self._happening(dates) for _ in range(size)]
        if size > 1 and self._chance(0.3):
            happenings[self.random.choice((-1, -1, 0))] = ir.Happening()
        ordered = size > 1 and self._chance(0.75)
        ends_by_itself = ordered and any(not each.date for each in happenings)
        joins = self._joins(happenings) if size > 1 and self._chance(0.4) else ()
        within = self._length() if size > 1 and (self._chance(0.7) or not (ordered or joins)) else None
        return ir.WatchRule(
            id=id,
            title="What is watched",
            kind=kind,
            happenings=tuple(happenings),
            alert=tuple(self.random.sample(("IDVA", "police", "panel chair"), self.random.randint(1, 2))),
            why=WHY,
            meanwhile=self._condition(kind) if self._chance(0.3) else ir.Condition(),
            ordered=ordered,
            within=within,
            apart=self._length() if ordered and self._chance(0.3) else None,
            joins=joins,
            without=self._without(happenings, dates) if ordered and self._chance(0.4) else None,
            stands=None if ends_by_itself else self._length(),
            replies=tuple(self._replies(kind)),
            in_doubt=self.random.choice(("ask", "alert")),
            approved=ir.Approval("practice lead", TODAY) if self._chance(0.2) else None,
        )

    def _dates(self, kind: str) -> list[str]:
        above, facts = self._above(kind), self.ruleset.facts.values()
        dates = [fact for fact in facts if fact.type.name == "date" and not fact.monitoring]
        return [each.name for each in dates if each.of in above or kind in self._above(each.of)]

    def _above(self, kind: str) -> tuple[str, ...]:
        part_of = self.ruleset.kinds[kind].part_of
        return (kind, *(self._above(part_of) if part_of else ()))

    def _happening(self, dates: list[str]) -> ir.Happening:
        date_fact = self.random.choice(dates)
        kind = self.ruleset.facts[date_fact].of
        return ir.Happening(date_fact, self._condition(kind) if self._chance(0.4) else ir.Condition())

    def _without(self, happenings: list[ir.Happening], dates: list[str]) -> ir.Happening | None:
        found = self._happening(dates)
        middle = len(happenings) == 3 and happenings[1].date == found.date
        return None if middle else found

    def _condition(self, kind: str) -> ir.Condition:
        """Of facts of the kind with few values; generated rules have tests of every form, and these too."""
        facts = [f for f in self.ruleset.facts.values() if f.of in self._above(kind) and not f.monitoring]
        facts = [f for f in facts if f.type.name in ("yes or no", "choice")]
        tests = {f.name: self._test(f) for f in self.random.sample(facts, min(len(facts), 2))}
        if len(tests) == 2 and self._chance(0.3):
            return ir.Condition(any_of=tuple((test,) for test in tests.values()))
        return ir.Condition(tuple(tests.values())[:1] if self._chance(0.7) else tuple(tests.values()))

    def _test(self, fact: ir.Fact) -> ir.Test:
        code = ir.Constant(self.random.randint(fact.type.low, fact.type.high))
        form: ir.Form = "is" if fact.type.name == "yes or no" or self._chance(0.6) else "is not"
        return ir.Test(fact.name, form, (code,))

    def _length(self) -> ir.Length | ir.SettingRef:
        if self.lengths and self._chance(0.2):
            return ir.SettingRef(self.random.choice(self.lengths))
        unit = self.random.choice(UNITS)
        unit = "days" if self._chance(0.5) else unit
        most = {"days": 12, "working days": 6, "weeks": 2, "months": 2, "years": 1}[unit]
        return ir.Length(self.random.randint(0 if unit == "days" else 1, most), unit)

    def _joins(self, happenings: list[ir.Happening]) -> tuple[ir.Join, ...]:
        found: dict[tuple[int, str], ir.Join] = {}
        for _ in range(self.random.randint(1, 2)):
            place, other = self.random.sample(range(len(happenings)), 2)
            join = self._join(happenings, place, other)
            found[join.place, join.name] = join
        return tuple(found.values())

    def _join(self, happenings: list[ir.Happening], place: int, other: int) -> ir.Join:
        one, two = (self._names(happenings[each]) for each in (place, other))
        pairs = [(a, b) for a in one for b in two if _alike(one[a], two[b])]
        name, other_name = self.random.choice(pairs)
        forms: list[ir.Form] = list(OF_ANY)
        if one[name].name == "date":
            forms += [*OF_DAYS, *OF_DAYS, "within after"]
        elif one[name].ordered and one[name].name != "reference":
            forms += [*OF_RANKS, *OF_RANKS]
        form = self.random.choice(forms)
        return ir.Join(
            place, name, form, other, other_name, self._length() if form == "within after" else None
        )

    def _names(self, happening: ir.Happening) -> dict[str, ir.Type]:
        """What can be joined by: its day, and the names of its thing."""
        found = {"": DATE}
        if happening.date:
            above = self._above(self.ruleset.facts[happening.date].of)
            facts = (f for f in self.ruleset.facts.values() if f.of in above and not f.monitoring)
            found |= {fact.name: fact.type for fact in facts if fact.type.name != "text"}
        return found

    def _replies(self, kind: str) -> Iterator[ir.Reply]:
        for action in self.ruleset.actions.values():
            if action.done_to in self._above(kind) and self._chance(0.4):
                within = self._length() if self._chance(0.8) else None
                yield ir.Reply(action.name, within, within is not None and self._chance(0.3))


def _is_length(setting: ir.Setting) -> bool:
    return setting.type.name == "length of time" and not setting.is_list


def _alike(one: ir.Type, other: ir.Type) -> bool:
    return (one.name, one.values, one.lengths) == (other.name, other.values, other.lengths)


def make_rules(random: Random, ruleset: ir.Ruleset, count: int) -> dict[str, ir.WatchRule]:
    """So many watch rules, by id."""
    made = Watching(random, ruleset)
    kinds = [kind for kind in ruleset.kinds if kind != "case manager"]
    found = (made.rule(f"watch-{number}", random.choice(kinds)) for number in range(count))
    return {rule.id: rule for rule in found if rule is not None}


# -- worlds ----------------------------------------------------------------------------------------


class Days:
    """Makes worlds for ``DENSE``: of a whole truth, and of what is known of it."""

    def __init__(self, random: Random, known: float, most: int, near: int) -> None:
        self.random, self.known, self.most, self.near = random, known, most, near

    def _interval(self, fact: ir.Fact) -> tuple[int, int]:
        type_ = fact.type
        if type_.name == "date":
            ahead = 0 if fact.name == "incident day" else self.near // 2
            day = TODAY.toordinal() + self.random.randint(-self.near, ahead)
            if self.random.random() < self.known:
                return (day, day)
            wide = self.random.choice((1, 3, 8, 0))
            end = day + wide if fact.name != "incident day" else min(day + wide, TODAY.toordinal())
            return (day - wide, end) if wide else (type_.low, type_.high)
        code = self.random.randint(0, min(type_.high, 2))
        if self.random.random() < self.known:
            return (code, code)
        if type_.ordered and type_.high == 2 and self.random.random() < 0.5:
            return (min(code, 1), max(code, 1))
        return (type_.low, type_.high)

    def _row(self, kind: str, key: str, parent: int) -> Row:
        facts = [fact for fact in DENSE.facts.values() if fact.of == kind]
        values = [self._interval(fact) for fact in facts]
        lists = [each for each in DENSE.kinds.values() if each.part_of == kind]
        whole = tuple(self._whole(each) for each in lists)
        return Row(key, parent, tuple(v[0] for v in values), tuple(v[1] for v in values), whole)

    def _whole(self, kind: ir.Kind) -> int:
        if self.random.random() < self.known:
            return ir.ALWAYS_WHOLE
        if kind.dated_by and self.random.random() < 0.6:
            return TODAY.toordinal() - self.random.randint(0, 20)
        return ir.NEVER_WHOLE

    def world(self) -> World:
        """One case."""
        rows: dict[str, list[Row]] = {"case": [self._row("case", "c", -1)], "pair": []}
        for number in range(self.random.choice((1, 1, 2))):
            rows["pair"].append(self._row("pair", f"p{number}", 0))
        for kind in ("incident", "hearing"):
            rows[kind] = []
            for parent in range(len(rows["pair"])):
                keys = self.random.sample(range(100), self.random.randint(0, self.most))
                rows[kind] += [self._row(kind, f"{kind}-{parent}-{key}", parent) for key in keys]
        return World({kind: tuple(of_kind) for kind, of_kind in rows.items()})


def make_world(random: Random, known: float = 0.7, most: int = 4, near: int = 20) -> World:
    """A world for ``DENSE``: ``known`` is the chance that anything is known for certain.

    There are up to ``most`` things in a list, on days as ``near`` to today.
    """
    return Days(random, known, most, near).world()
