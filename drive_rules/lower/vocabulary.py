"""What each word of a ruleset is: its kind, its type, what its values are coded as on a day.

Settings are bound here, once: after this nothing knows that a value could have been another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from drive_rules.ir import (
    NO_LIMIT,
    Constant,
    Decision,
    Fact,
    Length,
    Measure,
    Operand,
    Ruleset,
    SettingRef,
    Type,
)
from drive_rules.language.values import shift
from drive_rules.lower.nodes import Name

BANK_HOLIDAYS = "bank holidays"
YES_OR_NO = Type("yes or no", 0, 1)
NUMBER = Type("number", -NO_LIMIT, NO_LIMIT)


@dataclass
class Vocabulary:
    """A ruleset on one day: ``paths`` holds each kind with all the kinds it is part of, itself first."""

    ruleset: Ruleset
    as_of: date
    today: int = field(init=False)
    holidays: frozenset[date] = field(init=False)
    names: dict[str, Name] = field(init=False)
    types: dict[str, Type] = field(init=False)
    paths: dict[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        entries = list(_entries(self.ruleset))
        self.today = self.as_of.toordinal()
        self.holidays = self._bank_holidays()
        self.names = {name: Name(name, kind) for name, kind, _ in entries}
        self.types = {name: type_ for name, _, type_ in entries}
        self.paths = {kind: tuple(_path(self.ruleset, kind)) for kind in self.ruleset.kinds}

    def depth(self, name: str) -> int:
        """How far below a root the things of a name are."""
        return len(self.paths[self.names[name].kind])

    def whole_to(self, kind: str) -> Name:
        """The last day for which the list of things of ``kind`` is whole."""
        owner = self.ruleset.kinds[kind].part_of
        if owner is None:
            raise ValueError(f"'{kind}' is a root, and in no list")
        return Name(("whole to", kind), owner)

    def below(self, kind: str) -> tuple[str, ...]:
        """The kinds that are part of ``kind``, in the ruleset's order."""
        return tuple(k.name for k in self.ruleset.kinds.values() if k.part_of == kind)

    def shift(self, day: int, length: Length, sign: int = 1) -> int:
        """``day`` and ``length`` later, or earlier."""
        return shift(day, length, sign, self.holidays)

    def in_force(self, setting: str) -> Operand | tuple[str, ...] | tuple[date, ...]:
        """The value of a setting in force; before any is, the first."""
        values = self.ruleset.settings[setting].values
        begun = [dated for dated in values if dated.since is None or dated.since <= self.as_of]
        return (begun or values[:1])[-1].value

    def _bank_holidays(self) -> frozenset[date]:
        if BANK_HOLIDAYS not in self.ruleset.settings:
            return frozenset()
        listed = self.in_force(BANK_HOLIDAYS)
        days = listed if isinstance(listed, tuple) else ()
        return frozenset(day for day in days if isinstance(day, date))

    def code(self, operand: Operand, type_: Type) -> int:
        """The code of an operand that is no name, as names of ``type_`` have their codes."""
        match operand:
            case Constant(code):
                return code
            case Length():
                return type_.lengths.index(operand)
            case SettingRef(setting):
                return self._setting_code(setting, type_)
            case _:
                raise TypeError("a name stands where a value is needed")

    def length(self, operand: Operand) -> Length:
        """The length of time that an operand is, or is set to."""
        bound: object = operand
        if isinstance(operand, SettingRef):
            bound = self.in_force(operand.setting)
        if not isinstance(bound, Length):
            raise TypeError("a window of time needs a length of time, or a setting of one")
        return bound

    def members(self, operand: Operand, type_: Type) -> set[int]:
        """The codes of a list setting; a word that ``type_`` does not have is left out."""
        if not isinstance(operand, SettingRef):
            raise TypeError("'one of' needs a list setting")
        listed = self.in_force(operand.setting)
        if not isinstance(listed, tuple):
            raise TypeError(f"the setting '{operand.setting}' is no list")
        days = {day.toordinal() for day in listed if isinstance(day, date)}
        return days | {type_.values.index(word) for word in listed if word in type_.values}

    def _setting_code(self, name: str, type_: Type) -> int:
        match self.in_force(name):
            case Constant(code):
                return _same_word(code, self.ruleset.settings[name].type, type_)
            case Length() as length:
                return type_.lengths.index(length)
            case _:
                raise TypeError(f"the setting '{name}' holds no single value")


def _same_word(code: int, setting: Type, type_: Type) -> int:
    """The code of a setting's word among the words of ``type_``, where both have words."""
    if setting.values == type_.values or code >= len(setting.values):
        return code
    word = setting.values[code]
    return type_.values.index(word) if word in type_.values else code


def _entries(rules: Ruleset) -> Iterator[tuple[str, str, Type]]:
    """Every name that a rule may read, with its kind and its type."""
    typed: Iterator[Fact | Measure | Decision] = chain(
        rules.facts.values(), rules.measures.values(), rules.decisions.values()
    )
    for entry in typed:
        yield entry.name, entry.of, entry.type
    for sign in rules.signs.values():
        yield sign.name, sign.of, YES_OR_NO
    for checklist in rules.checklists.values():
        yield checklist.score, checklist.of, NUMBER
        if checklist.answered:
            yield checklist.answered, checklist.of, NUMBER


def _path(rules: Ruleset, kind: str) -> Iterator[str]:
    above: str | None = kind
    while above is not None:
        yield above
        above = rules.kinds[above].part_of
