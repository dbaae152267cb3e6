"""Which unknown facts to ask for: only those some answer to which changes a decision or a duty.

Candidates are the facts that doubts rest on.  Each is tried by settling the case again as it would
be with each possible answer; the tries are bounded, and what was not tried is asked all the same.  The open
items of one checklist are one question; so is a set of facts that changes something only together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from drive_rules.answers import Question, Settled
from drive_rules.assessment.doubts import Doubts
from drive_rules.assessment.reading import At, Reading, Unknown, answered, tests_in
from drive_rules.case import World
from drive_rules.ir import Checklist, Constant, Fact, Rule, SettingRef, Type

Settle = Callable[[World], Settled]
MOST_TRIES = 1_000
MOST_TOGETHER = 6
MOST_FILLS = 16
MOST_NARROWED = 12
MOST_VALUES = 12


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A rule or a decision that cannot be told for a thing."""

    name: str
    at: At
    rule: bool
    safety: bool
    unknown: tuple[Unknown, ...]


@dataclass(frozen=True, slots=True)
class _Effect:
    """What some answer changes, in words, and how much the answers settle."""

    changes: tuple[str, ...]
    most: int
    mean: int


@dataclass(frozen=True, slots=True)
class _Compared:
    """The decisions and actions that come out differently, and how many things become settled."""

    changed: tuple[str, ...]
    count: int


class Questions:
    """What to ask of one case; ``settle`` settles another world with the same rules on the same day."""

    def __init__(
        self, reading: Reading, doubts: Doubts, settle: Settle | None, most_tries: int = MOST_TRIES
    ) -> None:
        self._reading = reading
        self._behind = doubts
        self._settle = settle
        self._left = most_tries
        self._doubts = tuple(self._all_doubts())
        self._held_by: dict[Unknown, list[_Doubt]] = {}
        for doubt in self._doubts:
            for each in doubt.unknown:
                self._held_by.setdefault(each, []).append(doubt)
        self._outcomes = {key: (kind, words) for key, kind, words in reading.outcomes}
        self._compared: dict[frozenset[tuple[Unknown, int]], _Compared] = {}
        self.not_tried = 0

    # -- for find-outs ---------------------------------------------------------------------------

    def matters(self) -> dict[tuple[str, At], tuple[Unknown, ...]]:
        """For each find-out rule in doubt, the facts that some way of settling it needs."""
        found = {}
        for rule in self._reading.rules:
            if rule.in_doubt == "find out":
                for at in self._reading.things(rule.kind):
                    if self._reading.in_doubt(rule, at):
                        found[rule.id, at] = self._needed(rule, at)
        return found

    def _needed(self, rule: Rule, at: At) -> tuple[Unknown, ...]:
        unknown = self._behind.holding(rule, at)
        if self._settle is None or not 1 < len(unknown) <= MOST_NARROWED:
            return unknown
        needed: set[Unknown] = set()
        for end in (0, 1):
            fill = {each: self._ends(each)[end] for each in unknown}
            needed.update(self._fewest(rule, at, fill))
        return tuple(each for each in unknown if each in needed) or unknown

    def _fewest(self, rule: Rule, at: At, fill: dict[Unknown, int]) -> list[Unknown]:
        """Of facts that settle the rule together, those that it cannot do without."""
        if not self._settles(rule, at, fill):
            return []
        kept = dict(fill)
        for each in fill:
            fewer = {other: code for other, code in kept.items() if other != each}
            if self._settles(rule, at, fewer):
                kept = fewer
        return list(kept)

    def _settles(self, rule: Rule, at: At, fill: dict[Unknown, int]) -> bool:
        settled = self._try(fill)
        if settled is None:
            return False
        return settled.low["rule", rule.id][at.row] == settled.high["rule", rule.id][at.row]

    # -- what to ask -----------------------------------------------------------------------------

    def questions(self, already: Iterable[Unknown]) -> tuple[Question, ...]:
        """The questions worth asking, best first; facts that are being found out ``already`` are left out."""
        out = {each for each in already if not each.is_list}
        bundles = self._bundles(each for each in self._candidates() if each not in out)
        ranked = []
        silent: set[Unknown] = set()
        for bundle in bundles:
            effect = self._effect(bundle)
            if effect is None:
                # What nobody tried is asked: it may matter as much as anything.
                self.not_tried += 1
                ranked.append(self._ranked(bundle, _Effect((), 0, 0), tried=False))
            elif effect.changes or self._brings_more(bundle):
                ranked.append(self._ranked(bundle, effect))
            else:
                silent.update(bundle)
        ranked += self._together(silent, out)
        return tuple(question for _, question in sorted(ranked, key=lambda pair: pair[0]))

    def _all_doubts(self) -> Iterator[_Doubt]:
        reading = self._reading
        for rule in reading.rules:
            for at in reading.things(rule.kind):
                if reading.in_doubt(rule, at):
                    yield _Doubt(rule.id, at, True, rule.safety, self._behind.holding(rule, at))
        for decision in reading.ruleset.decisions.values():
            for at in reading.things(decision.of):
                low, high = reading.interval(decision.name, at)
                if low < high and (decision.name, at.row) not in reading.settled.conflicts:
                    yield _Doubt(decision.name, at, False, False, self._behind.behind(decision.name, at))

    def _candidates(self) -> list[Unknown]:
        """The unknown facts behind every doubt, those behind most of them first; open lists before all.

        A list that nothing waits for is what the work itself adds to: nobody is asked whether it is whole.
        """
        count = {each: len(doubts) for each, doubts in self._held_by.items()}
        lists = {each: count.pop(each) for each in self._reading.every_open_list if each in count}
        facts = sorted(count, key=lambda each: -count[each])
        return [*lists, *facts]

    def _bundles(self, unknown: Iterable[Unknown]) -> list[tuple[Unknown, ...]]:
        """Facts one by one, save the items of one checklist, which are asked together."""
        bundles: dict[object, list[Unknown]] = {}
        for each in unknown:
            checklist = self._checklist(each)
            bundles.setdefault((checklist.name, each.at) if checklist else each, []).append(each)
        return [tuple(bundle) for bundle in bundles.values()]

    def _checklist(self, unknown: Unknown) -> Checklist | None:
        return self._reading.checklist_of.get(unknown.fact)

    def _brings_more(self, bundle: tuple[Unknown, ...]) -> bool:
        """Whether one more thing in an open list would bring rules or decisions of its own."""
        return bundle[0].is_list and self._reading.rules_below(bundle[0])

    def _ranked(
        self, bundle: tuple[Unknown, ...], effect: _Effect, tried: bool = True
    ) -> tuple[tuple[object, ...], Question]:
        doubts = list(dict.fromkeys(doubt for each in bundle for doubt in self._held_by.get(each, ())))
        first = bundle[0].is_list and bool(doubts)
        safety = any(doubt.safety for doubt in doubts)
        question = self._question(bundle, effect, [doubt.name for doubt in doubts if doubt.rule])
        question = replace(question, tried=question.tried and tried)
        return (not first, not safety, -effect.mean, question.words), question

    def _question(self, bundle: tuple[Unknown, ...], effect: _Effect, rules: list[str]) -> Question:
        facts = [self._reading.ruleset.facts[each.fact] for each in bundle]
        asked = tuple(self._reading.asked(each) for each in bundle)
        never, who = self._who(facts, rules)
        return Question(
            id=",".join(f"{each.code}:{each.thing.kind}:{each.thing.key}" for each in asked),
            words=self._words(bundle),
            facts=asked,
            asked_of=tuple(who),
            never_asked_of=tuple(never),
            changes=effect.changes,
            rules=tuple(sorted(set(rules))),
            settles=effect.most,
            tried=self._settle is not None,
        )

    def _who(self, facts: list[Fact], rules: list[str]) -> tuple[dict[str, None], dict[str, None]]:
        """Who is never asked and who is: by the facts, or else by the rules that would find them out."""
        never = dict.fromkeys(who for fact in facts for who in fact.never_asked_of)
        who = dict.fromkeys(who for fact in facts for who in fact.asked_of)
        if not who:
            finding = [self._reading.ruleset.rules[rule].find_out for rule in rules]
            who = dict.fromkeys(who for each in finding if each for who in each.asked_of)
            never |= dict.fromkeys(who for each in finding if each for who in each.never_asked_of)
        return never, {each: None for each in who if each not in never}

    def _words(self, bundle: tuple[Unknown, ...]) -> str:
        first = bundle[0]
        of = self._reading.of_words(first.at)
        if first.is_list:
            return self._words_of_list(first)
        checklist = self._checklist(first)
        if checklist and len(bundle) > 1:
            return f"{checklist.name}: {len(bundle)} items are not answered{of}."
        return f"{', with '.join(each.fact for each in bundle)}?{of}"

    def _words_of_list(self, unknown: Unknown) -> str:
        kind = self._reading.kind_listed(unknown)
        here = any(self._reading.below(unknown.at, kind.name))
        question = "Are these all the" if here else "None is listed: are there no"
        return f"{question} {kind.list_name or kind.name}?{self._reading.of_words(unknown.at)}"

    # -- trying ----------------------------------------------------------------------------------

    def _effect(self, bundle: tuple[Unknown, ...]) -> _Effect | None:
        """What the answers to a bundle change; None where it could not be tried."""
        if self._settle is None:
            return _Effect(("not tried",), 0, 0)
        if len(bundle) == 1:
            return self._effect_of({bundle[0]: code} for code in self._possible(bundle[0]))
        joint = self._effect_of({each: self._ends(each)[end] for each in bundle} for end in (0, 1))
        if joint is None or joint.changes:
            return joint
        return self._effect_of({each: code} for each in bundle for code in self._possible(each))

    def _effect_of(self, fills: Iterable[dict[Unknown, int]]) -> _Effect | None:
        changes: dict[str, None] = {}
        counts = []
        for fill in fills:
            compared = self._compare(fill)
            if compared is None:
                break
            changes.update(dict.fromkeys(compared.changed))
            counts.append(compared.count)
        if not counts:
            return None
        return _Effect(tuple(sorted(changes)), max(counts), sum(counts) * 60 // len(counts))

    def _compare(self, fill: dict[Unknown, int]) -> _Compared | None:
        """What answers change; the same answers are tried once."""
        answers = frozenset(fill.items())
        if answers not in self._compared:
            settled = self._try(fill)
            if settled is None:
                return None
            self._compared[answers] = self._changed_in(settled)
        return self._compared[answers]

    def _try(self, fill: dict[Unknown, int]) -> Settled | None:
        if self._settle is None or self._left <= 0:
            return None
        self._left -= 1
        reading = self._reading
        world = reading.world
        for each, code in fill.items():
            world = answered(reading, world, each, code)
        return self._settle(world)

    def _changed_in(self, settled: Settled) -> _Compared:
        reading = self._reading
        changed, count = [], 0
        for key, *ends in reading.settled.differing(settled):
            if key in self._outcomes:
                kind, words = self._outcomes[key]
                for at, was_low, was_high, low, high in zip(reading.things(kind), *ends, strict=True):
                    if (was_low, was_high) != (low, high):
                        changed.append(f"{words}{reading.of_words(at)}")
                        count += was_low < was_high and low == high
        return _Compared(tuple(sorted(changed)), count)

    def _together(self, silent: set[Unknown], out: set[Unknown]) -> list[tuple[tuple[object, ...], Question]]:
        """Facts that change nothing one by one, and something together with what else holds a doubt."""
        found = []
        for doubt in self._doubts:
            bundle = tuple(each for each in doubt.unknown if not each.is_list and each not in out)
            if 1 < len(bundle) <= MOST_TOGETHER and silent.intersection(bundle):
                effect = self._joint_effect(bundle, silent)
                if effect and effect.changes:
                    found.append(self._ranked(bundle, effect))
                    silent.difference_update(bundle)
        return found

    def _joint_effect(self, bundle: tuple[Unknown, ...], silent: set[Unknown]) -> _Effect | None:
        """What answers to the whole bundle change that answers without the silent ones do not."""
        choices = product(*([(each, code) for code in self._ends(each)] for each in bundle))
        fills = [dict(choice) for choice in islice(choices, MOST_FILLS)]
        for fill in fills:
            rest = {each: code for each, code in fill.items() if each not in silent}
            whole, part = self._compare(fill), self._compare(rest)
            if whole and part and whole != part:
                return self._effect_of(fills)
        return None

    def _ends(self, unknown: Unknown) -> tuple[int, int]:
        possible = self._possible(unknown)
        return (possible[0], possible[-1])

    def _possible(self, unknown: Unknown) -> list[int]:
        low, high = self._reading.interval(unknown.fact, unknown.at)
        return answers_between(self._reading, unknown, low, high)


def answers_between(reading: Reading, unknown: Unknown, low: int, high: int) -> list[int]:
    """The answers worth trying: every value of a few, else the ends and what tests hold it against."""
    kind = reading.ruleset.facts[unknown.fact].type
    if unknown.is_list or kind.name == "text":
        return [1]
    if high - low < MOST_VALUES:
        return list(range(low, high + 1))
    held = sorted({code for code in _held_against(reading, unknown.fact, kind) if low < code < high})
    return sorted({low, high, *held[:MOST_VALUES]})


def _held_against(reading: Reading, name: str, kind: Type) -> list[int]:
    step = 10 ** (3 - kind.decimals) if kind.name == "number" else 1
    near = [reading.as_of.toordinal()] if kind.name == "date" else list(_constants(reading, name))
    return [code + side for code in near for side in (-step, 0, step)]


def _constants(reading: Reading, name: str) -> Iterator[int]:
    for condition in reading.conditions:
        for test in tests_in(condition):
            if test.name == name:
                named = [operand for operand in test.operands if isinstance(operand, Constant | SettingRef)]
                yield from (reading.code(operand) for operand in named if not reading.has_no_code(operand))
