"""The vocabulary of a ruleset made at random: its words, kinds, facts and settings.

``Words`` is what ``made_tests`` and ``generated`` build on.  Names are made in strata: what is in
``known`` may be read by whatever is made later, so there are no cycles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import get_args

from drive_rules.ir import (
    FAR_AHEAD,
    LONG_AGO,
    MOST_REFERENCES,
    NO_LIMIT,
    SCALE,
    Action,
    Because,
    Checklist,
    Constant,
    Dated,
    Decision,
    Fact,
    Group,
    Kind,
    Length,
    Measure,
    Operand,
    Rule,
    Setting,
    Sign,
    Strand,
    Type,
    Unit,
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
UNITS: tuple[Unit, ...] = get_args(Unit)
STRANDS: tuple[Strand, ...] = get_args(Strand)


@dataclass(frozen=True, slots=True)
class Known:
    """A name that later strata may read."""

    name: str
    kind: str
    type: Type
    record: bool = False
    fact: bool = False
    share: bool = False


@dataclass
class Words:
    """A ruleset in the making: the words of it, and what later strata may read."""

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
        self.kinds[name] = Kind(name, part_of, list_name, listed, dated_by, slug(name))
        if part_of and listed:
            self._fact(part_of, YES_NO, listed)

    def _make_facts(self) -> None:
        for name in self.kinds:
            few, many = (6, 8) if name == "pair" else (4, 6) if name == "case" else (2, 4)
            for _ in range(self.random.randint(few, many)):
                self._fact(name, self._fact_type())
        if self._chance(0.15):
            self._fact("case", self.choices[2], "jurisdiction")

    def _fact_type(self) -> Type:
        match self.random.choices(FACT_TYPES, (9, 7, 7, 7, 2, 3, 1))[0]:
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
        self.facts[name] = Fact(name, kind, type_, slug(name), asked_of, private=private)
        self._learn(name, kind, type_, fact=True)
        return name

    def _unread_fact(self) -> None:
        """A fact that is kept for monitoring, or that nothing may decide on; its name was another once."""
        name, kind = self._word(), self.random.choice(list(self.kinds))
        fact = Fact(name, kind, self._fact_type(), slug(name), never_asked_of=("perpetrator",))
        watched = self._chance(0.5)
        self.facts[name] = replace(fact, monitoring=watched, protected=not watched, was=(self._word(),))

    # -- settings --------------------------------------------------------------------------------

    def _make_settings(self) -> None:
        number = A_NUMBER_SET
        self._setting(number, lambda: Constant(self.random.randint(1, 4) * SCALE))
        if self._chance(0.4):
            self._let_sites_change(next(iter(self.settings.values())))
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
        self.settings[name] = Setting(name, type_, values, WHY, is_list, code=slug(name))

    def _let_sites_change(self, setting: Setting) -> None:
        low, high = Constant(SCALE), Constant(4 * SCALE)
        self.settings[setting.name] = replace(setting, site_may_change=True, low=low, high=high)

    def _setting_for(self, type_: Type, is_list: bool = False) -> str | None:
        fits = [
            setting.name
            for setting in self.settings.values()
            if setting.is_list == is_list
            and setting.name != "bank holidays"
            and alike(setting.type, type_)
            and (type_.decimals > 0 or whole(setting))
        ]
        return self.random.choice(fits) if fits else None


# -- types ---------------------------------------------------------------------------------------


def length_type() -> Type:
    """A length of time out of the few that a fact allows, shortest first."""
    return Type("length of time", 0, len(LENGTHS) - 1, tuple(map(length_words, LENGTHS)), LENGTHS)


def unbounded(type_: Type) -> Type:
    """The type of what is gathered from values of a type: numbers and dates lose their bounds."""
    if type_.name == "number":
        return replace(NUMBER, decimals=type_.decimals)
    return ANY_DATE if type_.name == "date" else type_


def length_setting_type() -> Type:
    """The type of a setting that gives a length of time."""
    return Type("length of time", 0, 0)


def alike(one: Type, other: Type) -> bool:
    """Whether values of two types may be held against each other."""
    if one.name == "length of time":
        return other.name == one.name and one.lengths == other.lengths
    return one.name == other.name and one.values == other.values


def whole(setting: Setting) -> bool:
    """Whether a number that keeps no decimals can be held against a setting."""
    codes = [one.value.code for one in setting.values if isinstance(one.value, Constant)]
    return setting.type.name != "number" or all(code % SCALE == 0 for code in codes)


def length_words(length: Length) -> str:
    unit = length.unit.removesuffix("s") if length.amount == 1 else length.unit
    return f"{length.amount} {unit}"


def slug(name: str) -> str:
    return name.replace(" ", "-").lower()
