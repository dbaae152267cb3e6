"""Rulesets made at random, valid by the language: every form of test, operation, take and duty.

``make_ruleset(random, as_of)`` is plain ``random.Random`` work, the same under any hash seed.  Names
are made in strata, so there are no cycles; a name is read at its own kind and below only; what reads
the record says so; no block is without a way out.  Constants lie where ``tests.worlds`` will put
facts, so that edges are met all the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any, get_args

from drive_rules.ir import (
    FAR_AHEAD,
    LONG_AGO,
    MOST_REFERENCES,
    NO_LIMIT,
    SCALE,
    Action,
    Because,
    Checklist,
    Conclusion,
    Condition,
    Constant,
    Dated,
    Decision,
    Due,
    Duty,
    Fact,
    FindOut,
    Form,
    Group,
    Item,
    Kind,
    Length,
    Measure,
    NameRef,
    Operand,
    Operation,
    Rule,
    Ruleset,
    Setting,
    SettingRef,
    Sign,
    Source,
    Strand,
    Take,
    Test,
    Tests,
    Type,
    Unit,
    Until,
    Word,
)

WORDS = """
acorn almond amber anvil apron arbour arch armada aspen attic axle badger ballad bamboo barley basin
beetle bellows berry bishop blanket blossom bolt bonfire boulder bracken brass bronze brook buckle
burrow butter cabin cactus calico camel canal caravan cargo carpet cedar chalk chestnut chimney
cinder clay clover cobalt cobweb cocoa comet cottage cotton cradle crystal cuckoo cushion cypress
dahlia daisy dapple delta denim desert dolphin domino dragon drizzle drum dune ebony echo eclipse
emerald engine fathom feather fiddle flannel flint flute forge fossil fountain foxglove frost
furnace galaxy galleon gazebo glacier globe gondola gourd granite gull gypsum hamlet hammock hazel
hedge herring hickory hive holly hornet husk iceberg igloo indigo inkwell iris island jacket jetty
jigsaw juniper kayak kelp kernel kiln kiosk kite knoll lantern laurel lava lichen lilac lizard lotus
lyric magnet mango meadow melon mica mimosa mirror mitten moat monsoon mustard myrtle nectar nimbus
nougat nutmeg oasis obsidian ocelot opal orchard osprey oyster pagoda papaya pebble pelican pepper
pigeon pillow pistachio plum pollen poplar prairie pumice pumpkin puzzle pylon pyramid quail quarry
radish raft reef ribbon robin rosemary ruby rudder sapphire satchel schooner seagrass sequoia
shingle shuttle snail sparrow squash stork sugar sulphur swallow sycamore syrup tadpole tapestry
teapot thimble thunder tiger toffee toucan trellis trumpet tulip tunnel turquoise turret umbrella
urchin velvet viaduct vine viola waffle walnut wharf wheat whistle windmill zebra zenith zephyr zinc
""".split()  # noqa: SIM905  (two hundred lines otherwise)
"""Every name and every value is one of these, no two alike enough to be taken for one another."""

WHY = Because("So that there is something to test.", ("S1",), "our assumption, to confirm")
YES_NO = Type("yes or no", 0, 1)
NUMBER = Type("number", -NO_LIMIT, NO_LIMIT)
COUNT = Type("number", 0, NO_LIMIT)
SHARE = Type("number", 0, 100 * SCALE)
A_NUMBER_SET = replace(NUMBER, decimals=3)
DATE = Type("date", LONG_AGO + 1, FAR_AHEAD - 1)
ANY_DATE = Type("date", LONG_AGO, FAR_AHEAD)
TEXT = Type("text", 0, 1)
REFERENCE = Type("reference", 0, MOST_REFERENCES, ordered=False)
FACT_TYPES = ("yes or no", "number", "date", "choice", "length of time", "reference", "text")
LENGTHS = (Length(1, "days"), Length(1, "weeks"), Length(3, "weeks"), Length(2, "months"), Length(1, "years"))
AGENCIES = ("police", "probation", "court", "IDVA")
ALONE: tuple[Form, ...] = ("is", "is not", "known", "not known", "between", "one of")
"""Forms that *and* does not join."""
UNITS: tuple[Unit, ...] = get_args(Unit)
STRANDS: tuple[Strand, ...] = get_args(Strand)
EDGY_DAYS = (
    *(date(2024, 2, 29), date(2028, 2, 29), date(2026, 2, 28), date(2026, 3, 1), date(2027, 3, 31)),
    *(date(2026, 5, 31), date(2026, 8, 30), date(2025, 12, 31), date(2026, 1, 31), date(2026, 4, 30)),
)


@dataclass(frozen=True, slots=True)
class Known:
    """A name that later strata may read."""

    name: str
    kind: str
    type: Type
    record: bool = False
    fact: bool = False
    share: bool = False


def make_day(random: Random) -> date:
    """A day to answer on: often a month's end or a leap day, or near a weekend."""
    if random.random() < 0.5:
        return random.choice(EDGY_DAYS)
    return date(2025, 1, 1) + timedelta(random.randrange(1200))


def make_ruleset(random: Random, as_of: date) -> Ruleset:
    """A valid ruleset, small to medium, whose edges lie about ``as_of``."""
    return Maker(random, as_of).ruleset()


@dataclass
class Maker:
    """A ruleset in the making."""

    random: Random
    as_of: date
    words: list[str] = field(default_factory=list)
    kinds: dict[str, Kind] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    signs: dict[str, Sign] = field(default_factory=dict)
    checklists: dict[str, Checklist] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    known: list[Known] = field(default_factory=list)
    choices: list[Type] = field(default_factory=list)

    def ruleset(self) -> Ruleset:
        """All of it, stratum by stratum."""
        self.words = self.random.sample(WORDS, len(WORDS))
        self.choices = [self._choice_type(ordered) for ordered in (True, True, False, False)]
        self._make_kinds()
        self._make_facts()
        self._make_settings()
        self._make_checklist()
        self._repeat(2, 4, self._make_measure)
        self._repeat(1, 3, self._make_sign)
        self._make_actions()
        for _ in range(self.random.randint(2, 4)):
            self._make_decision()
            self._repeat(1, 2, self._make_measure)
            self._repeat(0, 1, self._make_sign)
        self._make_only_ifs()
        while len(self.rules) < 12:
            self._make_rule(None)
        self._repeat(0, 2, lambda: self._make_rule(None))
        return self._finished()

    def _finished(self) -> Ruleset:
        return Ruleset(
            name="generated",
            version="1.0.0",
            language=1,
            kinds=self.kinds,
            facts=self.facts,
            signs=self.signs,
            checklists=self.checklists,
            measures=self.measures,
            settings=self.settings,
            decisions=self.decisions,
            actions=self.actions,
            groups=self.groups,
            rules=self.rules,
            sources={"S1": Source("S1", "nowhere", "our assumption, to confirm")},
            title="Generated",
        )

    # -- small things ----------------------------------------------------------------------------

    def _repeat(self, least: int, most: int, make: Callable[[], None]) -> None:
        for _ in range(self.random.randint(least, most)):
            make()

    def _word(self) -> str:
        return self.words.pop()

    def _chance(self, chance: float) -> bool:
        return self.random.random() < chance

    def _day_near(self) -> date:
        return self.as_of + timedelta(self.random.choice((-400, -31, -7, -2, -1, 0, 0, 1, 2, 5, 30)))

    def _length(self) -> Length:
        match self.random.choice(UNITS):
            case "days":
                return Length(self.random.choice((1, 2, 7, 28, 90)), "days")
            case "working days":
                return Length(self.random.choice((1, 2, 5, 10)), "working days")
            case "weeks":
                return Length(self.random.randint(1, 8), "weeks")
            case "months":
                return Length(self.random.choice((1, 1, 2, 3, 6, 12)), "months")
            case "years":
                return Length(self.random.choice((1, 2)), "years")

    def _choice_type(self, ordered: bool) -> Type:
        count = self.random.randint(3, 4)
        return Type("choice", 0, count - 1, tuple(self._word() for _ in range(count)), ordered=ordered)

    def _learn(self, name: str, kind: str, type_: Type, **marks: bool) -> None:
        self.known.append(Known(name, kind, type_, **marks))

    # -- kinds and facts -------------------------------------------------------------------------

    def _make_kinds(self) -> None:
        self._kind("case", None, False)
        self._kind("pair", "case", self._chance(0.15))
        if self._chance(0.85):
            self._kind("incident", "pair", self._chance(0.6))
            if self._chance(0.3):
                self._kind("injury", "incident", self._chance(0.3))
        if self._chance(0.5):
            self._kind("hearing", "case", self._chance(0.5))
        if self._chance(0.25):
            self._kind("case manager", None, False)

    def _kind(self, name: str, part_of: str | None, dated: bool) -> None:
        listed = f"all the {name} rows are listed" if part_of else None
        dated_by = self._fact(name, DATE) if dated else None
        list_name = None if name == "case" else f"{name} list"
        self.kinds[name] = Kind(name, part_of, list_name, listed, dated_by, _slug(name))
        if part_of and listed:
            self._fact(part_of, YES_NO, listed)

    def _make_facts(self) -> None:
        for name in self.kinds:
            few, many = (6, 8) if name == "pair" else (4, 6) if name == "case" else (2, 4)
            for _ in range(self.random.randint(few, many)):
                self._fact(name, self._fact_type())

    def _fact_type(self) -> Type:
        match self.random.choices(FACT_TYPES, (9, 7, 7, 7, 2, 2, 1))[0]:
            case "yes or no":
                return YES_NO
            case "number":
                low, high = self.random.choice(((0, 10), (0, 10), (0, 3), (-5, 5), (1, 40)))
                return Type("number", low * SCALE, high * SCALE, decimals=self.random.choice((0, 0, 0, 1, 2)))
            case "date":
                return DATE
            case "choice":
                return self.random.choice(self.choices)
            case "length of time":
                return length_type()
            case "reference":
                return REFERENCE
            case _:
                return TEXT

    def _fact(self, kind: str, type_: Type, name: str | None = None) -> str:
        name = name or self._word()
        asked_of = tuple(self.random.sample(AGENCIES, self.random.randint(0, 2)))
        private = self._chance(0.1)
        self.facts[name] = Fact(name, kind, type_, _slug(name), asked_of, private=private)
        self._learn(name, kind, type_, fact=True)
        return name

    # -- settings --------------------------------------------------------------------------------

    def _make_settings(self) -> None:
        number = A_NUMBER_SET
        self._setting(number, lambda: Constant(self.random.randint(1, 4) * SCALE))
        if self._chance(0.5):
            self._setting(number, lambda: Constant(self.random.choice((500, 1500, 2000, 2500))))
        self._setting(length_setting_type(), self._length)
        if self._chance(0.3):
            self._setting(YES_NO, lambda: Constant(self.random.randint(0, 1)))
        if self._chance(0.4):
            choice = replace(self.random.choice(self.choices), ordered=False)
            self._setting(choice, lambda: Constant(self.random.randint(0, choice.high)))
        if self._chance(0.6):
            listed = self.random.choice([one for one in self._fact_types() if one.name == "choice"] or [None])
            if listed:
                self._setting(listed, lambda: self._some(listed.values), is_list=True)
        if self._chance(0.4):
            self._setting(ANY_DATE, lambda: self._days((-31, -3, -1, 0, 1, 4), 3), is_list=True)
        if self._chance(0.7):
            days = self._days((-12, -8, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 7, 9), 5)
            self._setting(ANY_DATE, lambda: days, is_list=True, name="bank holidays")

    def _fact_types(self) -> list[Type]:
        return [fact.type for fact in self.facts.values()]

    def _some(self, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(self.random.sample(values, self.random.randint(1, 2))))

    def _days(self, offsets: Sequence[int], count: int) -> tuple[date, ...]:
        return tuple(sorted(self.as_of + timedelta(n) for n in self.random.sample(offsets, count)))

    def _setting(
        self,
        type_: Type,
        value: Callable[[], Operand | tuple[str, ...] | tuple[date, ...]],
        is_list: bool = False,
        name: str | None = None,
    ) -> None:
        name = name or self._word()
        starts: list[date | None] = [None]
        if self._chance(0.4) and name != "bank holidays":
            starts = sorted({self._day_near() for _ in range(self.random.randint(1, 2))})  # type: ignore[assignment]
            if self._chance(0.8):
                starts = [None, *starts]
        values = tuple(Dated(since, value()) for since in starts)
        self.settings[name] = Setting(name, type_, values, WHY, is_list, code=_slug(name))

    def _setting_for(self, type_: Type, is_list: bool = False) -> str | None:
        fits = [
            setting.name
            for setting in self.settings.values()
            if setting.is_list == is_list
            and setting.name != "bank holidays"
            and _alike(setting.type, type_)
            and (type_.decimals > 0 or _whole(setting))
        ]
        return self.random.choice(fits) if fits else None

    # -- tests -----------------------------------------------------------------------------------

    def _readable(self, kind: str, record: bool = False, shares: bool = False) -> list[Known]:
        """What a test about a thing of ``kind`` may name: its own and what it is part of."""
        reach = self._above(kind)
        return [
            one
            for one in self.known
            if one.kind in reach and (record or not one.record) and (shares or not one.share)
        ]

    def _above(self, kind: str) -> tuple[str, ...]:
        part_of = self.kinds[kind].part_of
        return (kind, *(self._above(part_of) if part_of else ()))

    def _pick(self, kind: str, record: bool = False) -> Known:
        """A name to test: its own kind's and derived ones rather more often than others."""
        names = [
            one for one in self._readable(kind, record, shares=True) if record or self._speaks(one, kind)
        ]
        weights = [(3 if one.kind == kind else 1) * (1 if one.fact else 2.5) for one in names]
        return self.random.choices(names, weights)[0]

    def _speaks(self, one: Known, kind: str) -> bool:
        """Whether there is something to ask of a name beside whether it is known."""
        if one.type.name == "reference":
            return self._other(one, kind) is not None
        return one.type.name != "text"

    def _tests(self, kind: str, count: int, record: bool = False) -> Tests:
        """So many tests, each of another name."""
        tests: dict[str, Test] = {}
        for _ in range(count):
            left = self._pick(kind, record)
            tests[left.name] = self._test(left, kind, record)
        return tuple(tests.values())

    def _test(self, left: Known, kind: str, record: bool = False) -> Test:
        test = self._one_test(left, kind, record)
        joinable = left.type.name in ("number", "date") or left.share
        if joinable and test.form not in ALONE and self._chance(0.12):
            also = self._one_test(left, kind, record)
            return test if also.form in ALONE else replace(test, also=also)
        return test

    def _one_test(self, left: Known, kind: str, record: bool) -> Test:
        if record and not left.share and self._chance(0.5):
            return Test(left.name, "known" if self._chance(0.6) else "not known")
        if left.share:
            return self._share_test(left)
        match left.type.name:
            case "date":
                return self._date_test(left, kind)
            case "reference":
                return self._reference_test(left, kind)
            case "text":
                return Test(left.name, "known")
            case "yes or no":
                return Test(left.name, "is", (self._value(left, kind, 0.06),))
        if left.type.name == "choice" and self._chance(0.25):
            setting = self._setting_for(left.type, is_list=True)
            if setting:
                return Test(left.name, "one of", (SettingRef(setting),))
        if left.type.ordered and self._chance(0.75):
            return self._ordered_test(left, kind)
        return self._is_test(left, kind)

    def _ordered_test(self, left: Known, kind: str) -> Test:
        forms: tuple[Form, ...] = ("at least", "at least", "more than", "at most", "less than", "between")
        form = self.random.choice(forms)
        if form != "between":
            return Test(left.name, form, (self._value(left, kind, 0.15),))
        low, high = self._value(left, kind, 0.1), self._value(left, kind, 0.1)
        if isinstance(low, Constant) and isinstance(high, Constant) and low.code > high.code:
            low, high = high, low
        return Test(left.name, form, (low, high))

    def _is_test(self, left: Known, kind: str) -> Test:
        form: Form = "is" if self._chance(0.6) else "is not"
        if self._chance(0.4):
            count = self.random.randint(2, 3)
            codes = dict.fromkeys(self._code(left) for _ in range(count))
            return Test(left.name, form, tuple(Constant(code) for code in codes))
        return Test(left.name, form, (self._value(left, kind, 0.15),))

    def _reference_test(self, left: Known, kind: str) -> Test:
        other = self._other(left, kind)
        if other is None:
            return Test(left.name, "known")
        return Test(left.name, "same as" if self._chance(0.5) else "not same as", (NameRef(other),))

    def _share_test(self, left: Known) -> Test:
        percents = [self.random.choice((0, 25, 40, 50, 50, 75, 100)) * SCALE for _ in range(2)]
        forms: tuple[Form, ...] = ("at least", "more than", "at most", "less than", "between")
        form = self.random.choice(forms)
        if form == "between":
            return Test(left.name, form, tuple(map(Constant, sorted(percents))))
        return Test(left.name, form, (Constant(percents[0]),))

    def _date_test(self, left: Known, kind: str) -> Test:
        forms: tuple[Form, ...] = ("before", "on or after", "within the last", "within the next")
        more: tuple[Form, ...] = ("more than ago", "within after", "one of", "is", "is not")
        form = self.random.choices((*forms, *more), (4, 4, 7, 3, 4, 5, 2, 1, 1))[0]
        match form:
            case "before" | "on or after" | "is" | "is not":
                return Test(left.name, form, (self._value(left, kind, 0.35),))
            case "within after":
                return Test(left.name, form, (self._window(), self._value(left, kind, 0.6)))
            case "one of":
                setting = self._setting_for(DATE, is_list=True)
                if setting:
                    return Test(left.name, form, (SettingRef(setting),))
        form = "within the last" if form == "one of" else form
        return Test(left.name, form, (self._window(),))

    def _window(self) -> Length | SettingRef:
        setting = self._setting_for(length_setting_type())
        return SettingRef(setting) if setting and self._chance(0.25) else self._length()

    def _value(self, left: Known, kind: str, names: float) -> Constant | SettingRef | NameRef:
        """What a name is held against: a constant, sometimes a setting or another name."""
        draw = self.random.random()
        if draw < names:
            other = self._other(left, kind)
            if other:
                return NameRef(other)
        setting = self._setting_for(left.type) if draw > 0.85 and left.type.name != "length of time" else None
        return SettingRef(setting) if setting else Constant(self._code(left))

    def _other(self, left: Known, kind: str) -> str | None:
        others = [
            one.name
            for one in self._readable(kind)
            if one.name != left.name and _alike(one.type, left.type) and one.type.name != "text"
        ]
        return self.random.choice(others) if others else None

    def _code(self, left: Known) -> int:
        """A constant that this name is likely to be near."""
        type_ = left.type
        match type_.name:
            case "yes or no":
                return int(self._chance(0.75))
            case "date":
                return self._day_near().toordinal()
            case "number" if left.fact:
                step = 10 ** (3 - min(type_.decimals, 1))
                return self.random.randrange(type_.low, min(type_.high, 10 * SCALE) + 1, step)
            case "number":
                codes = [n * SCALE for n in (0, 1, 1, 1, 2, 2, 3, 4, 7, 30)]
                return self.random.choice([c for c in codes if type_.low <= c <= type_.high])
            case _:
                return self.random.randint(type_.low, type_.high)

    # -- conditions ------------------------------------------------------------------------------

    def _all_or_any(self, kind: str, record: bool = False) -> Condition:
        if self._chance(0.6):
            return Condition(self._tests(kind, self.random.choice((1, 1, 2)), record))
        return Condition(any_of=self._lists(kind, record))

    def _lists(self, kind: str, record: bool = False) -> tuple[Tests, ...]:
        return tuple(self._tests(kind, self.random.choice((1, 1, 2)), record) for _ in range(2))

    def _when(self, kind: str, record: bool) -> Condition:
        draw = self.random.random()
        all_of = self._tests(kind, self.random.choice((1, 1, 1, 1, 1, 2, 3)), record) if draw > 0.15 else ()
        return Condition(all_of, self._lists(kind, record) if draw < 0.3 else ())

    def _unless(self, kind: str, record: bool) -> Condition:
        draw = self.random.random()
        if draw < 0.7:
            return Condition()
        all_of = self._tests(kind, self.random.choice((1, 2, 2)), record) if draw < 0.92 else ()
        return Condition(all_of, self._lists(kind, record) if draw > 0.87 else ())

    def _reads_record(self, *conditions: Condition) -> bool:
        records = {one.name for one in self.known if one.record}
        return any(
            test.form in ("known", "not known")
            or test.name in records
            or any(isinstance(operand, NameRef) and operand.name in records for operand in test.operands)
            for condition in conditions
            for test in tests_of(condition)
        )

    # -- signs, checklists, measures -------------------------------------------------------------

    def _make_sign(self) -> None:
        kind = self._kind_for_rules()
        condition = self._all_or_any(kind, record=self._chance(0.15))
        name, record = self._word(), self._reads_record(condition)
        self.signs[name] = Sign(name, kind, condition, WHY, record, _slug(name))
        self._learn(name, kind, YES_NO, record=record)

    def _make_checklist(self) -> None:
        answers = [fact.name for fact in self.facts.values() if fact.of == "pair" and fact.type == YES_NO]
        answers = [name for name in answers if not name.startswith("all the ")]
        if len(answers) < 2 or self._chance(0.4):
            return
        points = (SCALE, SCALE, SCALE, 2 * SCALE, -SCALE)
        items = tuple(Item(f"Q{n}", fact, self.random.choice(points)) for n, fact in enumerate(answers, 1))
        name, score, answered = self._word(), self._word(), self._word()
        dates = [fact.name for fact in self.facts.values() if fact.of == "pair" and fact.type == DATE]
        dated = dates[0] if dates and self._chance(0.5) else None
        self.checklists[name] = Checklist(
            name, "pair", items, score, answered, f"{name}-form", WHY, dated, _slug(name)
        )
        for item in items:
            self.facts[item.fact] = replace(self.facts[item.fact], checklist=name)
        scored = [item.points for item in items]
        low, high = (sum(p for p in scored if p < 0), sum(p for p in scored if p > 0))
        self._learn(score, "pair", Type("number", low, high))
        self._learn(answered, "pair", Type("number", 0, len(items) * SCALE), record=True)

    def _kind_for_rules(self) -> str:
        kinds = [
            kind for kind in ("case", "pair", "incident", "hearing", "case manager") if kind in self.kinds
        ]
        weights = {"case": 5, "pair": 10, "incident": 3, "hearing": 2, "case manager": 1}
        return self.random.choices(kinds, [weights[kind] for kind in kinds])[0]

    def _make_measure(self) -> None:
        if self._chance(0.15) and self._make_arithmetic():
            return
        over = self.random.choice([kind.name for kind in self.kinds.values() if kind.part_of])
        of = self.random.choice(self._above(over)[1:])
        operations = [one for one in get_args(Operation) if one != "arithmetic"]
        operation = self.random.choice(operations)
        record = operation not in ("share", "value at the latest") and self._chance(0.08)
        values = [one for one in self._readable(over, record) if one.kind == over]
        measure = self._gathering(operation, of, over, values, record)
        if measure is None:
            return
        read = [one for one in values if one.name in (measure.value, measure.dated_by)]
        record = self._reads_record(measure.where, measure.have) or any(one.record for one in read)
        self.measures[measure.name] = replace(measure, about_record=record, code=_slug(measure.name))
        self._learn(measure.name, of, measure.type, record=record, share=measure.operation == "share")

    def _gathering(
        self, operation: Operation, of: str, over: str, values: list[Known], record: bool
    ) -> Measure | None:
        where = self._all_or_any(over, record) if self._chance(0.7) else Condition()
        have = self._all_or_any(over, record)
        match operation:
            case "count":
                return Measure(self._word(), of, operation, COUNT, over, where=where)
            case "any":
                have = have if self._chance(0.5) else Condition()
                return Measure(self._word(), of, operation, YES_NO, over, where=where, have=have)
            case "every":
                otherwise = self.random.randint(0, 1)
                return Measure(
                    self._word(), of, operation, YES_NO, over, where=where, have=have, otherwise=otherwise
                )
            case "share":
                return Measure(self._word(), of, operation, SHARE, over, where=where, have=have)
            case _:
                return self._valued(operation, of, over, values, where)

    def _valued(
        self, operation: Operation, of: str, over: str, values: list[Known], where: Condition
    ) -> Measure | None:
        fits = [one for one in values if _can_gather(operation, one)]
        dates = [one for one in values if one.type.name == "date"]
        if operation == "value at the latest":
            fits = [one for one in fits if dates and one.name != dates[0].name]
        if not fits:
            return None
        value = self.random.choice(fits)
        type_ = NUMBER if operation == "days since" else unbounded(value.type)
        dated_by = self.random.choice(dates).name if operation == "value at the latest" else None
        otherwise = None if operation == "sum" else self._otherwise(operation, type_)
        return Measure(
            self._word(), of, operation, type_, over, value.name, dated_by, where, otherwise=otherwise
        )

    def _otherwise(self, operation: Operation, type_: Type) -> int:
        if type_.name == "date":
            return self.random.choice((LONG_AGO, FAR_AHEAD, self._day_near().toordinal()))
        if operation == "days since":
            return self.random.choice((0, 365, 9999)) * SCALE
        if type_.name == "number":
            return self.random.choice((0, 0, 1, 5, -1)) * SCALE
        return self.random.randint(0, type_.high)

    def _make_arithmetic(self) -> bool:
        kind = self._kind_for_rules()
        names = [one for one in self._readable(kind) if one.kind == kind and one.type.name == "number"]
        if len(names) < 2:
            return False
        picked = self.random.sample(names, min(len(names), self.random.randint(2, 3)))
        cut = self.random.randint(1, len(picked))
        times = self._setting_for(A_NUMBER_SET) if self._chance(0.5) else None
        rounded = bool(times) or self._chance(0.3)
        decimals = 0 if rounded else max(one.type.decimals for one in picked)
        type_, name = replace(NUMBER, decimals=decimals), self._word()
        self.measures[name] = Measure(
            name,
            kind,
            "arithmetic",
            type_,
            plus=tuple(one.name for one in picked[:cut]),
            less=tuple(one.name for one in picked[cut:]),
            times=times,
            rounded=rounded,
            code=_slug(name),
        )
        self._learn(name, kind, type_)
        return True

    # -- actions ---------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        for kind in ("case", "case", "pair", "pair", "pair", "incident", "hearing", "case manager"):
            if kind in self.kinds and (kind in ("case", "pair") or self._chance(0.6)):
                self._make_action(kind)
        for _ in range(self.random.randint(0, 2)):
            on_the_line = [a.name for a in self.actions.values() if a.done_to in ("case", "pair", "incident")]
            members = self.random.sample(on_the_line, self.random.randint(2, 3))
            name = self._word()
            self.groups[name] = Group(name, tuple(sorted(members, key=_slug)))

    def _make_action(self, kind: str) -> None:
        name = self._word()
        made = [fact for fact in self.facts.values() if fact.of == kind and fact.type in (YES_NO, DATE)]
        made = [fact for fact in made if fact.checklist is None]
        makes_true = self.random.choice(made).name if made and self._chance(0.8) else None
        self.actions[name] = Action(
            name,
            _slug(name),
            kind,
            self.random.choice(STRANDS),
            self._chance(0.4),
            self.random.choice(("case manager", *AGENCIES)),
            WHY,
            consent_of=self.random.choice(("nobody", "nobody", "nobody", "perpetrator", "victim-survivor")),
            makes_true=makes_true,
            on_suspicion=self._chance(0.5),
            never_blocked=self._chance(0.15),
            about_record=self._chance(0.3),
        )

    def _make_only_ifs(self) -> None:
        for name, action in self.actions.items():
            if self._chance(0.35):
                self.actions[name] = replace(action, only_if=self._all_or_any(action.done_to))

    # -- decisions and rules ---------------------------------------------------------------------

    def _make_decision(self) -> None:
        takes: tuple[Take, ...] = get_args(Take)
        take, kind, name = self.random.choice(takes), self._kind_for_rules(), self._word()
        type_ = self._decision_type(take)
        otherwise = None if take == "total" else self._otherwise("highest", type_)
        record = self._chance(0.06)
        decision = Decision(name, kind, type_, take, otherwise, record, _slug(name))
        self.decisions[name] = decision
        for _ in range(self.random.randint(2, 4)):
            self._make_rule(decision)
        self._learn(name, kind, type_, record=record)

    def _decision_type(self, take: Take) -> Type:
        if take == "total":
            return NUMBER
        ordered = [self.choices[0], self.choices[1], YES_NO, NUMBER, ANY_DATE, length_type()]
        types = [*ordered[:2], *ordered, *(self.choices[2:] if take == "only one" else [])]
        return self.random.choice(types)

    def _make_rule(self, decision: Decision | None) -> None:
        kind = decision.of if decision else self._kind_for_rules()
        record = decision.about_record if decision else self._chance(0.08)
        when, unless = self._when(kind, record), self._unless(kind, record)
        record = record or self._reads_record(when, unless)
        then = () if decision is None else (Conclusion(decision.name, self._conclusion(decision)),)
        duties = self._duties(kind, record) if decision is None or self._chance(0.3) else ()
        if not then and not duties:
            return
        name = self._word()
        rule = Rule(
            id=name,
            title=f"About {name}",
            kind=kind,
            why=WHY,
            when=when,
            unless=unless,
            then=then,
            duties=duties,
            safety=self._chance(0.2),
            about_record=record,
            in_force=self._in_force(),
            topic="generated",
        )
        self.rules[name] = self._in_doubt(rule)

    def _conclusion(self, decision: Decision) -> Constant | NameRef | SettingRef:
        itself = Known(decision.name, decision.of, decision.type)
        if decision.take == "total" and self._chance(0.75):
            return Constant(self.random.choice((1, 1, 2, 3, -1, -2)) * SCALE)
        return self._value(itself, decision.of, 0.35)

    def _in_force(self) -> tuple[date | None, date | None]:
        if self._chance(0.85):
            return (None, None)
        since = self.as_of + timedelta(self.random.choice((-300, -1, 0, 0, 1)))
        until = max(since, self.as_of) + timedelta(self.random.choice((0, 1, 1, 60)))
        return self.random.choice(((since, None), (None, until), (since, max(until, since + timedelta(1)))))

    def _in_doubt(self, rule: Rule) -> Rule:
        musts = [duty for duty in rule.duties if duty.word == "must"]
        if not musts:
            return rule
        words = ["find out"] if rule.safety else ["ask", "find out"]
        if all(self.actions[duty.do].on_suspicion for duty in musts):
            words.append("act")
        word: Any = self.random.choice(words)
        find_out = None
        if word == "find out":
            again = self._length() if self._chance(0.3) else None
            find_out = FindOut((self.random.choice(AGENCIES),), ("perpetrator",), self._length(), again)
        return replace(rule, in_doubt=word, find_out=find_out)

    # -- duties ----------------------------------------------------------------------------------

    def _duties(self, kind: str, record: bool) -> tuple[Duty, ...]:
        duties: list[Duty] = []
        for _ in range(self.random.choice((1, 1, 2))):
            if self._chance(0.5) or record:
                duties.extend(self._call(kind, record, [duty.do for duty in duties]))
            else:
                duties.extend(self._ban(kind))
        return tuple(sorted(duties, key=lambda duty: get_args(Word).index(duty.word)))

    def _call(self, kind: str, record: bool, taken: list[str]) -> Iterator[Duty]:
        reach = self._above(kind)
        fits = [
            action.name
            for action in self.actions.values()
            if action.done_to in reach and (action.about_record or not record) and action.name not in taken
        ]
        if not fits:
            return
        words: tuple[Word, ...] = ("must", "must", "must", "should", "may")
        do = self.random.choice(fits)
        again = self._length() if self._chance(0.2) else None
        yield Duty(self.random.choice(words), do, due=self._due(kind), again_every=again)

    def _due(self, kind: str) -> Due | None:
        dates = [one.name for one in self._readable(kind) if one.type.name == "date"]
        match self.random.randrange(5):
            case 0:
                return Due(Length(0, "days"))
            case 1:
                return Due(self._window())
            case 2 if dates:
                return Due(self._length(), of=self.random.choice(dates))
            case 3 if dates:
                return Due(self._length(), before=self.random.choice(dates))
        return None

    def _ban(self, kind: str) -> Iterator[Duty]:
        lineage = [one for one in self.kinds if kind in self._above(one) or one in self._above(kind)]
        fits = [action.name for action in self.actions.values() if action.done_to in lineage]
        groups = [
            group.name
            for group in self.groups.values()
            if all(self.actions[name].done_to in lineage for name in group.actions)
        ]
        if not fits:
            return
        alone = [name for name in fits if not self.actions[name].never_blocked] or groups
        if not alone:
            return
        do = self.random.choice(groups) if groups and self._chance(0.35) else self.random.choice(alone)
        ways = self._ways_out(kind, do) if self._chance(0.85) else ()
        insteads = [name for name in fits if name not in self._meant(do)]
        instead = self.random.choice(insteads) if insteads else None
        if instead is None:
            return
        yield Duty("must not", do, until=ways, never_released=not ways, instead=instead)

    def _meant(self, do: str) -> tuple[str, ...]:
        return self.groups[do].actions if do in self.groups else (do,)

    def _ways_out(self, kind: str, do: str) -> tuple[Until, ...]:
        """Ways out of a block, each of which some action that nobody need consent to can bring about."""
        reach = self._above(kind)
        helpers = [
            action
            for action in self.actions.values()
            if action.done_to in reach
            and action.consent_of == "nobody"
            and action.makes_true
            and action.name not in self._meant(do)
        ]
        if not helpers:
            return ()
        return tuple(self._way_out(kind, helpers) for _ in range(self.random.choice((1, 1, 2))))

    def _way_out(self, kind: str, helpers: list[Action]) -> Until:
        helper = self.random.choice(helpers)
        made = self.facts[helper.makes_true or ""]
        if made.type == YES_NO and self._chance(0.5):
            others = [one.name for one in helpers if self.facts[one.makes_true or ""].type == YES_NO]
            return Until(actions=tuple(dict.fromkeys((helper.name, self.random.choice(others)))))
        if made.type == YES_NO:
            test = Test(made.name, "is", (Constant(1),))
        else:
            test = Test(made.name, "within the last", (self._window(),))
        return Until((test,))


# -- types and conditions ------------------------------------------------------------------------


def length_type() -> Type:
    """A length of time out of the few that a fact allows, shortest first."""
    return Type("length of time", 0, len(LENGTHS) - 1, tuple(map(_length_words, LENGTHS)), LENGTHS)


def unbounded(type_: Type) -> Type:
    """The type of what is gathered from values of a type: numbers and dates lose their bounds."""
    if type_.name == "number":
        return replace(NUMBER, decimals=type_.decimals)
    return ANY_DATE if type_.name == "date" else type_


def length_setting_type() -> Type:
    """The type of a setting that gives a length of time."""
    return Type("length of time", 0, 0)


def tests_of(condition: Condition) -> Iterator[Test]:
    """Every test of a condition, those joined by *and* included."""
    for tests in (condition.all_of, *condition.any_of):
        for test in tests:
            one: Test | None = test
            while one:
                yield one
                one = one.also


def conditions_of(ruleset: Ruleset) -> Iterator[tuple[str, Condition]]:
    """Every condition of a ruleset with the kind at which it is read."""
    for sign in ruleset.signs.values():
        yield sign.of, sign.condition
    for measure in ruleset.measures.values():
        if measure.over:
            yield measure.over, measure.where
            yield measure.over, measure.have
    for action in ruleset.actions.values():
        yield action.done_to, action.only_if
    for rule in ruleset.rules.values():
        yield rule.kind, rule.when
        yield rule.kind, rule.unless
        for duty in rule.duties:
            for until in duty.until:
                yield rule.kind, Condition(until.tests)


def _alike(one: Type, other: Type) -> bool:
    """Whether values of two types may be held against each other."""
    if one.name == "length of time":
        return other.name == one.name and one.lengths == other.lengths
    return one.name == other.name and one.values == other.values


def _whole(setting: Setting) -> bool:
    """Whether a number that keeps no decimals can be held against a setting."""
    codes = [one.value.code for one in setting.values if isinstance(one.value, Constant)]
    return setting.type.name != "number" or all(code % SCALE == 0 for code in codes)


def _can_gather(operation: Operation, one: Known) -> bool:
    match operation:
        case "sum":
            return one.type.name == "number"
        case "highest" | "lowest":
            return one.type.name in ("number", "length of time") or (
                one.type.name == "choice" and one.type.ordered
            )
        case "latest" | "earliest" | "days since":
            return one.type.name == "date"
        case _:
            return one.type.name not in ("text", "reference")


def _length_words(length: Length) -> str:
    unit = length.unit.removesuffix("s") if length.amount == 1 else length.unit
    return f"{length.amount} {unit}"


def _slug(name: str) -> str:
    return name.replace(" ", "-").lower()
