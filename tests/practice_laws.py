"""What must hold of the shipped practice in any case: ``python -m tests.practice_laws --cases 50000``.

Cases are made at random near every edge that the rules test, whole and half known.  For each:

* a yes to a risk indicator lowers no risk level, takes no eligibility away and drops no safety duty;
* an answer taken away releases no block, and drops no safety duty unless a find-out for the same stands in
  its place, due no later, asked of somebody named;
* a second pair lowers nothing and drops nothing;
* one thing more in an open list flips no certain answer about the things that stood there (what a new pair
  calls for or forbids by itself is the new pair's; what must hold before anybody is seen is a rule over the
  case, ``unguarded`` tells where one is missing);
* what is kept for monitoring changes nothing, and language, place and a by-and-for service asked for only
  what ``INTENDED`` names;
* nobody is approached while it is not known that every IDVA was consulted about this contact;
* no support that has been proposed is given before the victim-survivor's worker has cleared it (``SCREENS``);
* where a pair is high, some answer of the case has called for a step for the safety of that victim-survivor;
  where it may be, a step or a find-out of a safety rule stands;
* where every condition is met (``tests.ready_cases``), contact, behaviour work and support are offered.

It prints how many cases had each block certain, in doubt, released, and no pair at all, and fails where it
saw too few of them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from os import cpu_count
from random import Random
from typing import TypeVar

from drive_rules import packages
from drive_rules.answers import Key, Settled
from drive_rules.case import World
from drive_rules.engines import compiled
from drive_rules.ir import NEVER_WHOLE, Condition, Due, Length, NameRef, Rule, Ruleset, SettingRef
from drive_rules.language.checks import blocked_by
from drive_rules.language.values import rough_days, words_of_length
from drive_rules.lower import lower
from tests.ready_cases import BY_THE_WORKER, THEN, Ready
from tests.worlds import Case, Thing, Worlds, flatten

DAY = date(2026, 11, 2)
PART = 500
Seen = TypeVar("Seen")
CONSULTED = "IDVA last consulted about contact"
STATES = ("certain", "in doubt", "released")
READY = 0.3
"""The share of cases in which every condition is met, some of which are forgotten in part afterwards."""
FLOOR, OFFERED = 25, 10
"""One in so many cases has each block in each state, and no pair; and each thing offered freely."""
FLOOR_OF_PLANS = 10
"""Of so many pairs that are high at most one has no step for safety but those that each of them has."""
INTENDED: dict[str, set[Key]] = {
    "interpreter need": {
        ("called for", "book a professional interpreter"),
        ("blocked", "book a professional interpreter"),
    },
    "by-and-for service need": {
        ("called for", "bring in a by-and-for service"),
        ("blocked", "bring in a by-and-for service"),
        ("blocked", "find a mentor or group"),
    },
    "area the perpetrator lives in": {
        ("only if", "ask police to consider a DAPN and DAPO"),
        ("only if", "ask police to seek electronic monitoring with the DAPO"),
        ("only if", "support the victim-survivor to seek a DAPO"),
    },
}
"""What may come out differently for who somebody is or where, by the fact that stands close to it."""
SCREENS = {
    "support a home away from the victim-survivor": (
        f"proposed address {BY_THE_WORKER}",
        "date an address was proposed for the perpetrator",
    ),
    "arrange drug or alcohol treatment": (
        f"place of treatment {BY_THE_WORKER}",
        "date a place of treatment was proposed",
    ),
    "arrange help with work": (f"work {BY_THE_WORKER}", "date work was proposed"),
    "arrange health care": (
        f"practice or clinic {BY_THE_WORKER}",
        "date a practice or clinic was proposed",
    ),
    "bring in a by-and-for service": (
        f"group or service {BY_THE_WORKER}",
        "date a group or service was proposed",
    ),
    "point to the family court and to supervised contact": (
        f"family help {BY_THE_WORKER}",
        "date family help was last asked for",
    ),
}
"""For each support the fact that says when it was last cleared, of a pair, and when it was proposed."""


class BrokenError(AssertionError):
    """A law that does not hold of a case: the law, what of it, and the seed that makes the case again."""


@dataclass
class Practice:
    """The shipped ruleset on one day, and what its laws speak of."""

    ruleset: Ruleset

    @cached_property
    def engine(self) -> compiled.Compiled:
        return compiled.build(lower(self.ruleset, DAY))

    @cached_property
    def about_record(self) -> set[Key]:
        rules = self.ruleset
        named = [*rules.signs.values(), *rules.measures.values(), *rules.decisions.values()]
        found: set[Key] = {each.name for each in named if each.about_record}
        found |= {("rule", rule.id) for rule in rules.rules.values() if rule.about_record}
        found |= {each.answered for each in rules.checklists.values() if each.answered}
        for action in rules.actions.values():
            if action.about_record:
                found |= {("called for", action.name), ("only if", action.name)}
        return found

    @cached_property
    def indicators(self) -> dict[str, list[str]]:
        """The items of every checklist by their kind."""
        found: dict[str, set[str]] = {}
        for checklist in self.ruleset.checklists.values():
            found.setdefault(checklist.of, set()).update(item.fact for item in checklist.items)
        return {kind: sorted(facts) for kind, facts in found.items()}

    @cached_property
    def safety_rules(self) -> list[Rule]:
        """Those with a must."""
        rules = self.ruleset.rules.values()
        return [rule for rule in rules if rule.safety and any(duty.word == "must" for duty in rule.duties)]

    @cached_property
    def constant(self) -> set[str]:
        """Safety rules that hold of a pair, or of its case, of which nothing is known."""
        pair = Thing("pair", "pair-1", {}, {}, {})
        root = Thing("case", "case-1", {}, {"pair": [pair]}, {})
        for thing in (root, pair):
            for fact in self.ruleset.facts.values():
                if fact.of == thing.kind:
                    thing.facts[fact.name] = (fact.type.low, fact.type.high)
            for kind in self.ruleset.kinds.values():
                if kind.part_of == thing.kind:
                    thing.below.setdefault(kind.name, [])
                    thing.whole[kind.name] = NEVER_WHOLE
        _, settled = self.settle([root])
        rules = (rule for rule in self.safety_rules if rule.kind in ("pair", "case"))
        return {rule.id for rule in rules if settled.low["rule", rule.id][0]}

    @cached_property
    def outcomes(self) -> list[Key]:
        """Decisions, and what is called for, blocked and available."""
        named = (*self.ruleset.decisions, *(name.key for name in self.engine.program.public))
        wanted = ("called for", "blocked", "only if")
        return [key for key in dict.fromkeys(named) if isinstance(key, str) or key[0] in wanted]

    @cached_property
    def unconditional(self) -> set[str]:
        """Actions that nothing can ever release."""
        return {
            name
            for rule in self.ruleset.rules.values()
            if rule.when == Condition() and rule.unless == Condition()
            for duty in rule.duties
            if duty.word == "must not"
            for name in blocked_by(self.ruleset, duty)
        }

    @cached_property
    def direct(self) -> list[str]:
        return sorted(action.name for action in self.ruleset.actions.values() if action.direct)

    @cached_property
    def blocked(self) -> list[str]:
        """Every action that some rule forbids until something is so."""
        return sorted(
            key[1]
            for key in self.engine.program.rules
            if isinstance(key, tuple) and key[0] == "blocked" and isinstance(key[1], str)
        )

    def settle(self, case: Case) -> tuple[World, Settled]:
        world = flatten(self.ruleset, case)
        return world, self.engine.settle(world)

    def days(self, length: Length | SettingRef | object) -> float:
        """About how many days a length is, a setting by what it is now."""
        if isinstance(length, SettingRef):
            value = self.ruleset.settings[length.setting].values[-1].value
            assert isinstance(value, Length)
            length = value
        return float(rough_days(length)) if isinstance(length, Length) else 0.0


@dataclass
class Counted:
    """What was seen."""

    cases: int = 0
    no_pair: int = 0
    blocks: Counter[tuple[str, str]] = field(default_factory=Counter)
    offered: Counter[str] = field(default_factory=Counter)
    safety_steps: Counter[str] = field(default_factory=Counter)
    high: int = 0
    together: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """The steps for safety that answers called for, all of a pair that is high: who does what by when."""
    tried: Counter[str] = field(default_factory=Counter)

    def add(self, other: Counted) -> None:
        self.cases += other.cases
        self.no_pair += other.no_pair
        self.high += other.high
        for name in ("blocks", "offered", "safety_steps", "together", "tried"):
            getattr(self, name).update(getattr(other, name))


# -- what is asked of one case ---------------------------------------------------------------------


class Held:
    """Cases, held to every law one by one."""

    def __init__(self, practice: Practice) -> None:
        self.practice, self.random, self.counted = practice, Random(), Counted()
        self.worlds = Worlds(self.random, practice.ruleset, DAY)
        self.ready = Ready(self.random, practice.ruleset, DAY)

    def all(self, seed: str) -> None:
        """The case of one seed."""
        self.random.seed(seed)
        case = self._ready() if self.random.random() < READY else self.worlds.truth()
        if self.random.random() < 0.75:
            case = self.worlds.blur(case, self.random.choice((0.3, 0.6, 0.9)))
        world, settled = self.practice.settle(case)
        self._count(case, world, settled)
        self._contact(case, world, settled)
        self._safety_step(settled)
        self._indicator(case, settled)
        self._removal(case, settled)
        self._second_pair(case, settled)
        self._one_more(case, settled)
        self._monitoring(case, settled)
        self._close_to_who_somebody_is(case, settled)

    def _ready(self) -> Case:
        """A case in which all is met, and so all is offered that its facts call for."""
        case = self.ready.ready()
        _, settled = self.practice.settle(case)
        for name in sorted(self.ready.expected(case)):
            if not self._offered(settled, name):
                raise BrokenError(f"every condition is met, and '{name}' is not offered")
            self.counted.offered[name] += 1
        return case

    def _offered(self, settled: Settled, name: str) -> bool:
        """Whether it is certainly called for and certainly not blocked, for one and the same."""
        called, held = settled.low["called for", name], self._blocked(settled, name)
        free = held or [(0, 0)] * len(called)
        can = settled.low.get(("only if", name), (1,) * len(called))
        return any(
            one and state == (0, 0) and able for one, state, able in zip(called, free, can, strict=True)
        )

    def _count(self, case: Case, world: World, settled: Settled) -> None:
        self.counted.cases += 1
        self.counted.no_pair += not world.rows["pair"]
        for name in self.practice.blocked:
            low, high = (end.get(("blocked", name), ()) for end in (settled.low, settled.high))
            states = {STATES[2 - a - b] for a, b in zip(low, high, strict=True)}
            for state in states:
                self.counted.blocks[name, state] += 1

    # -- contact and steps -----------------------------------------------------------------------

    def _contact(self, case: Case, world: World, settled: Settled) -> None:
        """Worked out from the case itself, not by the rules."""
        consulted = world.rows["pair"] and all(map(self._consulted, case[0].below["pair"]))
        listed = case[0].whole["pair"] != NEVER_WHOLE
        for name in self.practice.direct:
            free = (0, 0) in self._blocked(settled, name)
            if free and not (consulted and listed):
                raise BrokenError(f"'{name}' is not held though not every IDVA is known to be consulted")
        for name, (cleared, proposed) in SCREENS.items():
            if (0, 0) in self._blocked(settled, name) and self._called(settled, name):
                last = case[0].facts[proposed][1]
                if not listed or any(pair.facts[cleared][0] < last for pair in case[0].below["pair"]):
                    raise BrokenError(f"'{name}' is not held though not every worker is known to clear it")
                self.counted.tried["a support that is free to be given"] += 1

    def _consulted(self, pair: Thing) -> bool:
        """Whether the consultation is known to be inside the period, and after every incident."""
        first = DAY.toordinal() - round(self.practice.days(SettingRef("consultation period")))
        low, _ = pair.facts[CONSULTED]
        incidents = [thing.facts["date of the incident"] for thing in pair.below["incident"]]
        return low >= first and all(day_high <= low for _, day_high in incidents)

    @staticmethod
    def _blocked(settled: Settled, name: str) -> list[tuple[int, int]]:
        key = ("blocked", name)
        return list(zip(settled.low.get(key, ()), settled.high.get(key, ()), strict=True))

    @staticmethod
    def _called(settled: Settled, name: str) -> bool:
        return any(settled.low.get(("called for", name), ()))

    def _safety_step(self, settled: Settled) -> None:
        """Where a pair is high, a duty that some answer called for; where it may be, a duty or a find-out."""
        high = self.practice.ruleset.decisions["risk level"].type.values.index("high")
        for row, (least, most) in enumerate(
            zip(settled.low["risk level"], settled.high["risk level"], strict=True)
        ):
            if most < high:
                continue
            standing = [rule for rule in self.practice.safety_rules if self._stands(rule, settled, row)]
            if not standing:
                raise BrokenError(
                    "a pair that is or may be high has no step for the victim-survivor's safety"
                )
            self.counted.safety_steps.update({step for rule in standing for step in self._steps(rule)})
            if least < high:
                continue
            settled_by = [rule for rule in standing if self._by_an_answer(rule, settled, row)]
            if not settled_by:
                raise BrokenError("a pair that is high has no step for safety that any answer called for")
            self.counted.high += 1
            self.counted.together[
                tuple(sorted({step for rule in settled_by for step in self._steps(rule)}))
            ] += 1

    def _steps(self, rule: Rule) -> list[str]:
        """Who does what by when."""
        actions = self.practice.ruleset.actions
        return [
            f"{actions[duty.do].owner}: {duty.do}, {self._due(duty.due)}"
            for duty in rule.duties
            if duty.word == "must"
        ]

    @staticmethod
    def _due(due: Due | None) -> str:
        if due is None:
            return "no day"
        within = due.within
        length = within.name if isinstance(within, NameRef) else within
        length = length.setting if isinstance(length, SettingRef) else length
        words = words_of_length(length) if isinstance(length, Length) else length
        from_when = f" from {due.of}" if due.of else ""
        return words + (f" before {due.before}" if due.before else from_when)

    def _by_an_answer(self, rule: Rule, settled: Settled, pair: int) -> bool:
        at = pair if rule.kind == "pair" else 0
        return bool(settled.low["rule", rule.id][at]) and rule.id not in self.practice.constant

    def _stands(self, rule: Rule, settled: Settled, pair: int) -> bool:
        if rule.kind not in ("pair", "case"):
            return False
        at = pair if rule.kind == "pair" else 0
        return bool(settled.high["rule", rule.id][at])

    # -- one thing otherwise ---------------------------------------------------------------------

    def _indicator(self, case: Case, before: Settled) -> None:
        changed, thing = self._with(case, tuple(self.practice.indicators))
        if thing is None:
            return
        fact = self.random.choice(self.practice.indicators[thing.kind])
        if thing.facts[fact] == (1, 1):
            return
        thing.facts[fact] = (1, 1)
        _, after = self.practice.settle(changed)
        what = f"a yes to '{fact}'"
        self._not_lowered(before, after, what)
        self._safety_kept(before, after, what, find_out=False)
        self.counted.tried["a yes to an indicator"] += 1

    def _not_lowered(self, before: Settled, after: Settled, what: str) -> None:
        for end, was, now in (("lowest", before.low, after.low), ("highest", before.high, after.high)):
            levels = zip(was["risk level"], now["risk level"], strict=False)
            if any(new < old for old, new in levels):
                raise BrokenError(f"{what} lowers the {end} risk level possible")
            if was["eligibility"][0] and not now["eligibility"][0]:
                raise BrokenError(f"{what} takes away what the {end} eligibility possible was")
        values = self.practice.ruleset.decisions["eligibility"].type.values
        eligible, elsewhere = values.index("eligible"), values.index("refer elsewhere")
        was_eligible = before.low["eligibility"][0] == before.high["eligibility"][0] == eligible
        if was_eligible and after.low["eligibility"][0] == elsewhere:
            raise BrokenError(f"{what} sends somebody elsewhere who was eligible")

    def _safety_kept(self, before: Settled, after: Settled, what: str, *, find_out: bool) -> None:
        """No safety rule that certainly held is gone; in doubt only where something stands in its place."""
        for rule in self.practice.safety_rules:
            key: Key = ("rule", rule.id)
            for was, low, high in zip(before.low[key], after.low[key], after.high[key], strict=False):
                if was and not high:
                    raise BrokenError(f"{what} drops the safety rule '{rule.id}'")
                if was and not low and not (rule.in_doubt == "act" or (find_out and self._in_place(rule))):
                    raise BrokenError(f"{what} leaves nothing in the place of the safety rule '{rule.id}'")

    def _in_place(self, rule: Rule) -> bool:
        found = rule.find_out
        if found is None or not found.asked_of:
            return False
        dues = [
            duty.due.within
            for duty in rule.duties
            if duty.word == "must" and duty.due and not duty.due.before
        ]
        lengths = [self.practice.days(due) for due in dues if isinstance(due, Length | SettingRef)]
        return not lengths or self.practice.days(found.due) <= min(lengths)

    def _removal(self, case: Case, before: Settled) -> None:
        changed, thing = self._with(case, tuple(self.practice.ruleset.kinds))
        if thing is None:
            return
        types = {name: self.practice.ruleset.facts[name].type for name in thing.facts}
        listed = {kind.listed for kind in self.practice.ruleset.kinds.values()}
        known = [name for name, ends in thing.facts.items() if ends[0] == ends[1] and name not in listed]
        known = [name for name in known if types[name].low != types[name].high]
        if not known:
            return
        fact = self.random.choice(known)
        thing.facts[fact] = (types[fact].low, types[fact].high)
        _, after = self.practice.settle(changed)
        what = f"no answer any more to '{fact}'"
        for name in self.practice.blocked:
            pairs = zip(self._blocked(before, name), self._blocked(after, name), strict=True)
            if any(was[1] and not now[1] for was, now in pairs):
                raise BrokenError(f"{what} releases the block on '{name}'")
        self._safety_kept(before, after, what, find_out=True)
        self.counted.tried["an answer taken away"] += 1

    def _second_pair(self, case: Case, before: Settled) -> None:
        if not case[0].below["pair"]:
            return
        changed = [thing.copy() for thing in case]
        changed[0].below["pair"].append(self.worlds._thing("pair", [changed[0]]))
        _, after = self.practice.settle(changed)
        self._not_lowered(before, after, "a second pair")
        self._safety_kept(before, after, "a second pair", find_out=True)
        for name in self.practice.blocked:
            pairs = zip(self._blocked(before, name), self._blocked(after, name), strict=False)
            if any(was[1] and not now[1] for was, now in pairs):
                raise BrokenError(f"a second pair releases the block on '{name}'")
        self.counted.tried["a second pair"] += 1

    def _one_more(self, case: Case, before: Settled) -> None:
        """In a list that may have more, at the end of it, so that rows keep their numbers where they can."""
        changed = [thing.copy() for thing in case]
        kinds = self.practice.ruleset.kinds
        opened = [
            (thing, kind)
            for thing in changed[0].walk()
            for kind, day in thing.whole.items()
            if day == NEVER_WHOLE and thing.facts.get(kinds[kind].listed or "", (0, 1)) != (1, 1)
        ]
        if not opened:
            return
        thing, kind = self.random.choice(opened)
        new = self.worlds._thing(kind, [*self._line(changed[0], thing)])
        thing.below[kind].append(new)
        world, after = self.practice.settle(changed)
        self._same_where_certain(case, before, world, after, kind)
        self.counted.tried["one thing more"] += 1

    def _line(self, root: Thing, wanted: Thing) -> list[Thing]:
        if root is wanted:
            return [root]
        for things in root.below.values():
            for thing in things:
                found = self._line(thing, wanted)
                if found:
                    return [root, *found]
        return []

    def _same_where_certain(
        self, case: Case, before: Settled, world: World, after: Settled, kind: str
    ) -> None:
        was = flatten(self.practice.ruleset, case)
        places = {k: {row.key: place for place, row in enumerate(rows)} for k, rows in world.rows.items()}
        for name in self.practice.engine.program.public:
            key = name.key
            if key in self.practice.about_record or self._is_the_new_ones(key):
                continue
            for place, row in enumerate(was.rows[name.kind]):
                low, high = before.low[key][place], before.high[key][place]
                now = places[name.kind][row.key]
                if low == high and (after.low[key][now], after.high[key][now]) != (low, high):
                    raise BrokenError(f"one more {kind} in an open list changes {key}, which was certain")

    @staticmethod
    def _is_the_new_ones(key: Key) -> bool:
        return isinstance(key, tuple) and key[0] in ("called for", "blocked")

    def _monitoring(self, case: Case, before: Settled) -> None:
        changed = [thing.copy() for thing in case]
        facts = [fact for fact in self.practice.ruleset.facts.values() if fact.monitoring or fact.protected]
        for thing in changed[0].walk():
            for fact in facts:
                if fact.of == thing.kind:
                    code = self.worlds._anything(fact.type)
                    thing.facts[fact.name] = (code, code)
        _, after = self.practice.settle(changed)
        keys = [
            key for key in before.low if not (isinstance(key, str) and key in self.practice.ruleset.facts)
        ]
        if any(before.low[key] != after.low[key] or before.high[key] != after.high[key] for key in keys):
            raise BrokenError("what is kept for monitoring changes an answer")
        self.counted.tried["monitoring"] += 1

    def _close_to_who_somebody_is(self, case: Case, before: Settled) -> None:
        fact = self.random.choice(sorted(INTENDED))
        changed = [thing.copy() for thing in case]
        code = self.worlds._anything(self.practice.ruleset.facts[fact].type)
        if changed[0].facts[fact] == (code, code):
            return
        changed[0].facts[fact] = (code, code)
        _, after = self.practice.settle(changed)
        for key in self.practice.outcomes:
            same = before.low[key] == after.low[key] and before.high[key] == after.high[key]
            if not same and key not in INTENDED[fact]:
                raise BrokenError(f"'{fact}' changes {key}, which nobody meant")
        self.counted.tried["what is close to who somebody is"] += 1

    def _with(self, case: Case, kinds: tuple[str, ...]) -> tuple[Case, Thing | None]:
        """A copy, and one of its things of these kinds, to be changed."""
        changed = [thing.copy() for thing in case]
        there = [thing for root in changed for thing in root.walk() if thing.kind in kinds]
        return changed, self.random.choice(there) if there else None


# -- many cases ------------------------------------------------------------------------------------


def held(seed: str, count: int) -> Counted:
    """So many cases of one seed, each held to every law; raises ``BrokenError`` with the seed."""
    found = Held(Practice(packages.load_package("drive-core").ruleset))
    for number in range(count):
        try:
            found.all(f"{seed} {number}")
        except BrokenError as error:
            raise BrokenError(f"{error} (seed '{seed} {number}')") from None
    return found.counted


def shortfalls(practice: Practice, counted: Counted) -> list[str]:
    """What was seen too seldom for the laws to mean much; and a step for safety that never differs."""
    seen = {"no pair at all": counted.no_pair}
    for name in practice.blocked:
        if name not in practice.unconditional:
            seen |= {f"block on '{name}' {state}": counted.blocks[name, state] for state in STATES}
    few = [f"{what}: {count:,}" for what, count in seen.items() if count * FLOOR < counted.cases]
    offered = {name: counted.offered[name] for names in THEN.values() for name in names}
    few += [
        f"'{name}' offered: {count:,}" for name, count in offered.items() if count * OFFERED < counted.cases
    ]
    steps: Counter[str] = Counter()
    for together, count in counted.together.items():
        steps.update(dict.fromkeys(together, count))
    always = {step for step, count in steps.items() if count == counted.high}
    alone = sum(count for together, count in counted.together.items() if always.issuperset(together))
    if alone * FLOOR_OF_PLANS > counted.high:
        few.append(f"no step for safety but what every plan has: {alone:,} of {counted.high:,} pairs")
    return few


def unguarded(ruleset: Ruleset) -> list[str]:
    """Rules over a lower kind that forbid until something is so, and have no rule over the case beside them.

    Of a thing that nobody has seen such a rule says nothing: only one over the case, which reads whether
    everything was listed, holds the action meanwhile.  Contact and support wait for that; what agencies do
    to stop the abuse does not wait for somebody whom nobody knows of.
    """
    above: set[str] = set()
    for rule in ruleset.rules.values():
        if rule.kind == "case" and rule.when == Condition():
            above.update(name for duty in rule.duties for name in blocked_by(ruleset, duty))
    found = []
    for rule in ruleset.rules.values():
        held = {name for duty in rule.duties if duty.word == "must not" for name in blocked_by(ruleset, duty)}
        waits = {name for name in held if ruleset.actions[name].strand in ("contact", "support", "change")}
        of_the_case = {name for name in waits if ruleset.actions[name].done_to == "case"}
        if rule.kind != "case" and rule.when == Condition() and rule.unless != Condition():
            found += [rule.id] if of_the_case - above else []
    return found


def in_parts(work: Callable[[str, int], Seen], seed: str, count: int, processes: int) -> Iterator[Seen]:
    """What came of work on so many, in parts with seeds of their own, on so many processors."""
    parts = range(0, count, PART)
    with ProcessPoolExecutor(processes) as pool:
        seeds = [f"{seed} {first}" for first in parts]
        yield from pool.map(work, seeds, [min(PART, count - first) for first in parts])


def main() -> int:
    """Hold so many cases, on every processor, and print what was seen."""
    parser = argparse.ArgumentParser(prog="python -m tests.practice_laws", description=__doc__)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--seed", default="practice")
    parser.add_argument("--processes", type=int, default=cpu_count())
    asked = parser.parse_args()
    counted = Counted()
    for found in in_parts(held, asked.seed, asked.cases, asked.processes):
        counted.add(found)
    print(told(counted))
    few = shortfalls(Practice(packages.load_package("drive-core").ruleset), counted)
    print("\n".join(f"seen too seldom, or too often: {each}" for each in few))
    return 1 if few else 0


def told(counted: Counted) -> str:
    """What was seen, a line each."""
    lines = [f"{counted.cases:,} cases, every law held; {counted.no_pair:,} with no pair at all"]
    lines += [f"{what}: tried {count:,} times" for what, count in sorted(counted.tried.items())]
    for name in sorted({name for name, _ in counted.blocks}):
        states = ", ".join(
            f"{state} {counted.blocks[name, state]:,}" for state in ("certain", "in doubt", "released")
        )
        lines.append(f"block on '{name}': {states}")
    lines += [
        f"offered and held by nothing: '{name}' {count:,}" for name, count in sorted(counted.offered.items())
    ]
    lines += [f"for safety: {step} {count:,}" for step, count in sorted(counted.safety_steps.items())]
    lines.append(
        f"steps that answers called for, {counted.high:,} pairs that are high: "
        f"{len(counted.together):,} different sets of who does what by when"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
