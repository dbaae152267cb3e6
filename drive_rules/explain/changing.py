"""What would change an answer: the smallest sets of facts, each tried by settling the case again.

One fact, then two, then three; of each set no smaller part does as much.  The tries are bounded and
sets of fewer facts come first.  What is not known counts as a fact that might yet have any value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, product

from drive_rules.answers import Key, Quiet, Settled, Thing
from drive_rules.assessment.questions import answers_between
from drive_rules.assessment.reading import At, Reading, Unknown, answered, names_in
from drive_rules.assessment.wording import value_words
from drive_rules.case import Case, World
from drive_rules.ir import Condition, Rule, Ruleset
from drive_rules.problems import DriveRulesError, did_you_mean
from drive_rules.reference import evaluate

Settle = Callable[[World], Settled]
MOST_TRIES = 4000
MOST_FACTS = 3
MOST_CHANGES = 20


@dataclass(frozen=True, slots=True, repr=False)
class ChangedFact(Quiet):
    """A fact as it is and as it would be."""

    fact: str
    code: str
    thing: Thing
    was: str
    becomes: str


@dataclass(frozen=True, slots=True, repr=False)
class Change(Quiet):
    """A smallest set of facts whose change would change the answer, and to what."""

    facts: tuple[ChangedFact, ...]
    becomes: str

    def text(self) -> str:
        """The change in one sentence."""
        said = [f"'{each.fact}' ({each.thing.words}) {each.becomes}, not {each.was}" for each in self.facts]
        return f"{self.becomes}, were {' and '.join(said)}"


def changes(
    ruleset: Ruleset,
    case: Case,
    what: str,
    *,
    as_of: date,
    of: str | None = None,
    settle: Settle | None = None,
    most_tries: int = MOST_TRIES,
) -> tuple[Change, ...]:
    """The smallest sets of one, two or three facts whose change settles ``what`` otherwise.

    Each is tried by settling the case again; of each, no smaller part does as much.  The tries are
    bounded, sets of fewer facts come first, and of many only the first are given.
    """
    settle = settle or (lambda world: evaluate(ruleset, world, as_of))
    reading = Reading(ruleset, case.world, settle(case.world), as_of)
    kind, sort, name = named(reading, what)
    return tuple(_Changing(reading, settle, most_tries).find(sort, name, the_thing(reading, kind, of)))


@dataclass
class _Changing:
    """The search for what would change one answer."""

    reading: Reading
    settle: Settle
    left: int
    found: list[Change] = field(default_factory=list)
    _sets: list[frozenset[tuple[Unknown, int]]] = field(default_factory=list)
    _told: set[tuple[frozenset[Unknown], str]] = field(default_factory=set)

    def find(self, sort: str, name: str, at: At) -> list[Change]:
        """The smallest sets, fewest facts first."""
        keys = self._keys(sort, name)
        options = [(each, self._others(each)) for each in self._candidates(sort, name, at)]
        for count in range(1, MOST_FACTS + 1):
            for chosen in combinations(options, count):
                for codes in product(*(others for _, others in chosen)):
                    if self.left <= 0 or len(self.found) >= MOST_CHANGES:
                        return self.found
                    self._try(dict(zip((each for each, _ in chosen), codes, strict=True)), keys, at)
        return self.found

    def _try(self, fill: dict[Unknown, int], keys: list[Key], at: At) -> None:
        these = frozenset(fill.items())
        if any(smaller <= these for smaller in self._sets):
            return
        self.left -= 1
        world = self.reading.world
        for each, code in fill.items():
            world = answered(self.reading, world, each, code)
        becomes = self._becomes(self.settle(world), keys, at)
        if becomes:
            self._sets.append(these)
            if (frozenset(fill), becomes) not in self._told:
                self._told.add((frozenset(fill), becomes))
                self.found.append(Change(tuple(map(self._fact, fill.items())), becomes))

    def _keys(self, sort: str, name: str) -> list[Key]:
        if sort == "rule":
            return [("rule", name)]
        if sort == "action":
            keys: list[Key] = [("called for", name), ("blocked", name), ("only if", name)]
            return [key for key in keys if key in self.reading.settled.low]
        if name in self.reading.settled.low:
            return [name]
        raise DriveRulesError(f"'{name}' is a fact or a share, not an answer; nothing derives it")

    def _candidates(self, sort: str, name: str, at: At) -> list[Unknown]:
        """The facts that the answer may rest on, unknown ones first, and the open lists."""
        names = self._names(sort, name)
        facts = [fact for fact in self.reading.ruleset.facts.values() if fact.name in names]
        listed = {kind.listed for kind in self.reading.ruleset.kinds.values()}
        facts = [fact for fact in facts if fact.name not in listed]
        found = [Unknown(fact.name, near) for fact in facts for near in self.reading.bearing_on(at, fact.of)]
        return [*self.reading.every_open_list, *sorted(found, key=self._is_known)]

    def _names(self, sort: str, name: str) -> frozenset[str]:
        names = {name} if sort == "name" else set()
        for rule in self.reading.rules:
            if (sort == "rule" and rule.id == name) or (sort == "action" and self._bears(rule, name)):
                names.update(self.reading.reads(rule), _ways_out(rule))
        if sort == "action":
            names.update(names_in(self.reading.ruleset.actions[name].only_if))
        return frozenset(behind for each in names for behind in self.reading.rests_on(each))

    def _bears(self, rule: Rule, action: str) -> bool:
        groups = self.reading.ruleset.groups
        named = [(duty.do, groups[duty.do].actions if duty.do in groups else ()) for duty in rule.duties]
        return any(action == do or action in actions for do, actions in named)

    def _is_known(self, unknown: Unknown) -> bool:
        low, high = self.reading.interval(unknown.fact, unknown.at)
        return low == high

    def _others(self, unknown: Unknown) -> list[int]:
        """The answers it could be found to have, or might have had, the nearest first."""
        near = self._near(unknown)
        return sorted(self._all_others(unknown), key=lambda code: (abs(code - near), code))

    def _near(self, unknown: Unknown) -> int:
        if self.reading.ruleset.facts[unknown.fact].type.name == "date":
            return self.reading.as_of.toordinal()
        return self.reading.interval(unknown.fact, unknown.at)[0]

    def _all_others(self, unknown: Unknown) -> list[int]:
        low, high = self.reading.interval(unknown.fact, unknown.at)
        if low < high or unknown.is_list:
            return answers_between(self.reading, unknown, low, high)
        kind = self.reading.ruleset.facts[unknown.fact].type
        if kind.name in ("text", "reference"):
            return []
        return [code for code in answers_between(self.reading, unknown, kind.low, kind.high) if code != low]

    def _becomes(self, settled: Settled, keys: list[Key], at: At) -> str:
        """What the answer becomes where it is settled and is not what it was."""
        said = []
        for key in keys:
            was = self.reading.answer(key, at)
            now = (settled.low[key][at.row], settled.high[key][at.row])
            if now[0] == now[1] and now != was:
                said.append(self._words(key, now))
        return "; ".join(said)

    def _words(self, key: Key, now: tuple[int, int]) -> str:
        if isinstance(key, str):
            return value_words(self.reading.type_of(key), *now)
        if key[0] == "called for":
            return ("not called for", "may", "should", "must")[now[0]]
        words = {"blocked": ("not blocked", "blocked"), "only if": ("not available", "available")}
        return words.get(str(key[0]), ("does not apply", "applies"))[now[0]]

    def _fact(self, item: tuple[Unknown, int]) -> ChangedFact:
        unknown, code = item
        fact = self.reading.ruleset.facts[unknown.fact]
        was = value_words(fact.type, *self.reading.interval(unknown.fact, unknown.at))
        becomes = value_words(fact.type, code, code)
        return ChangedFact(fact.name, fact.code, self.reading.thing(unknown.at), was, becomes)


def named(reading: Reading, what: str) -> tuple[str, str, str]:
    """The kind, the sort and the name that a word stands for."""
    rules = reading.ruleset
    if what in rules.rules:
        return rules.rules[what].kind, "rule", what
    for action in rules.actions.values():
        if what in (action.name, action.code):
            return action.done_to, "action", action.name
    for name, entry in reading.entries.items():
        if what in (name, entry.code):
            return entry.of, "name", name
    known = [*rules.decisions, *rules.actions, *rules.rules, *reading.entries]
    raise DriveRulesError(f"no decision, action, rule or name is called that; {did_you_mean(what, known)}")


def the_thing(reading: Reading, kind: str, of: str | None) -> At:
    found = [at for at in reading.things(kind) if of is None or reading.row(at).key == of]
    if len(found) == 1:
        return found[0]
    which = "none has that id" if of is not None else f"there are {len(found)}; say of which by its id"
    raise DriveRulesError(f"this is asked of a {kind}: {which}")


def _ways_out(rule: Rule) -> Iterator[str]:
    for duty in rule.duties:
        for until in duty.until:
            yield from names_in(Condition(until.tests))
