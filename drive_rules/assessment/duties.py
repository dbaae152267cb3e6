"""What is called for and what is forbidden: rules settled for things become duties, blocks, find-outs.

A duty of a rule over a lower kind lives at the thing above it that its action is done to, and merges
there.  Its days come from the previous answer: they do not slide.  A block stands while it is
possible; a *must* in doubt does what its rule says (ask, find out, act), a *should* or *may* asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from drive_rules.answers import (
    STRANDS,
    STRENGTH,
    WEIGHT,
    Block,
    CalledFor,
    Duty,
    FindOut,
    Gap,
    Reason,
    Told,
)
from drive_rules.assessment.days import Before, Days, within
from drive_rules.assessment.reading import At, Reading, Unknown
from drive_rules.ir import Action, Condition, Length, Rule, Strand, Test
from drive_rules.ir import Duty as Wanted
from drive_rules.ir import FindOut as Finding
from drive_rules.language.values import rough_days

_SameFindOut = tuple[tuple[Unknown, ...], tuple[str, ...], tuple[str, ...]]
TOLD: dict[tuple[int, int], Told] = {(1, 1): "yes", (0, 0): "no", (0, 1): "cannot tell"}
WHO_FINDS_OUT = "case manager"


@dataclass(frozen=True, slots=True)
class _Called:
    """One duty of one rule for one thing, which stands."""

    rule: Rule
    wanted: Wanted
    word: CalledFor
    at: At
    in_doubt: bool


class Duties:
    """Duties, blocks and find-outs of one case on one day."""

    def __init__(self, reading: Reading, before: Before) -> None:
        self.reading = reading
        self.before = before
        self.days = Days(reading)
        self._actions = reading.ruleset.actions
        self.blocks = tuple(sorted(self._blocks(), key=lambda block: block.id))

    # -- what is forbidden -----------------------------------------------------------------------

    def _blocks(self) -> Iterator[Block]:
        for rule in self.reading.rules:
            for number, wanted in enumerate(rule.duties):
                if wanted.word == "must not":
                    for at in self.reading.things(rule.kind):
                        if (stands := self._stands(rule, number, at)) is not None:
                            yield self._block(rule, number, wanted, at, stands)

    def _stands(self, rule: Rule, number: int, at: At) -> Told | None:
        low, high = self.reading.answer(("rule", rule.id), at, (0, 0))
        released = self.reading.answer(("until", rule.id, number), at, (0, 0))
        if not high or released == (1, 1):
            return None
        return "yes" if low and released == (0, 0) else "cannot tell"

    def _block(self, rule: Rule, number: int, wanted: Wanted, at: At, stands: Told) -> Block:
        thing = self.reading.thing(at)
        named = self.named(wanted.do)
        ways = [self._ways_out(until.actions, until.tests) for until in wanted.until]
        return Block(
            id=f"{rule.id}:{number}:{thing.kind}:{thing.key}",
            rule=rule.id,
            title=rule.title,
            thing=thing,
            do=wanted.do,
            actions=tuple(action.name for action in named if not action.never_blocked),
            cautions=tuple(action.name for action in named if action.never_blocked),
            strand=_strand(named),
            in_doubt=stands == "cannot tell",
            until=tuple(self.reading.words.until(until) for until in wanted.until),
            ways_out=tuple(dict.fromkeys(name for way in ways for name in way)),
            never_released=wanted.never_released,
            instead=wanted.instead,
            why=rule.why,
            safety=rule.safety,
            gap=bool(ways) and all(way and not self._any_available(way, at) for way in ways),
            assumed=self.reading.assumed(rule),
        )

    def named(self, do: str) -> tuple[Action, ...]:
        """The actions that a duty names, by itself or as a group."""
        group = self.reading.ruleset.groups.get(do)
        return tuple(self._actions[name] for name in (group.actions if group else (do,)))

    def _ways_out(self, actions: tuple[str, ...], tests: Iterable[Test]) -> tuple[str, ...]:
        """The actions that bring a way out about: those named, or that make true what its tests read."""
        read = self.reading.facts_behind(tests)
        makers = [action.name for action in self._actions.values() if action.makes_true in read]
        return (*actions, *makers)

    def _any_available(self, names: Iterable[str], at: At) -> bool:
        return any(self._available_for(self._actions[name], at) for name in names)

    def _available_for(self, action: Action, at: At) -> bool:
        targets = list(self.reading.bearing_on(at, action.done_to))
        return not targets or any(self._may_be_done(action, target) for target in targets)

    def _may_be_done(self, action: Action, target: At) -> bool:
        forbidden = self.reading.answer(("blocked", action.name), target, (0, 0)) == (1, 1)
        return self.available(action, target)[0] != "no" and not forbidden

    def available(self, action: Action, target: At) -> tuple[Told, tuple[str, ...]]:
        """Whether an action can be done now, and why not or what to ask its owner."""
        since, until = action.in_force
        if (since and self.reading.as_of < since) or (until and self.reading.as_of >= until):
            return "no", ("this power is not in force on this day",)
        if action.only_if == Condition():
            return "yes", ()
        told = TOLD[self.reading.answer(("only if", action.name), target)]
        if told == "yes":
            return told, ()
        words = self.reading.words.condition(action.only_if)
        return told, (f"only if {words}" if told == "no" else f"ask {action.owner} whether {words}",)

    def gaps(self) -> tuple[Gap, ...]:
        """Blocks with no way out that is available for this case."""
        found = []
        for block in self.blocks:
            if block.gap:
                ways = tuple(f"'{name}' is not available" for name in block.ways_out)
                owner = self._actions[block.instead].owner if block.instead else WHO_FINDS_OUT
                found.append(Gap(block.id, owner, ways))
        return tuple(found)

    # -- what is called for ----------------------------------------------------------------------

    def duties(self) -> tuple[Duty, ...]:
        """Everything called for, merged by action and thing."""
        called: dict[tuple[str, At], list[_Called]] = {}
        for each in self._called():
            done_to = self._actions[each.wanted.do].done_to
            called.setdefault((each.wanted.do, self.reading.above(each.at, done_to)), []).append(each)
        duties = [self._duty(self._actions[name], at, calls) for (name, at), calls in called.items()]
        return tuple(sorted(duties, key=rank))

    def _called(self) -> Iterator[_Called]:
        for rule in self.reading.rules:
            wanted = [(duty, duty.word) for duty in rule.duties if duty.word != "must not"]
            for at in self.reading.things(rule.kind) if wanted else ():
                low, high = self.reading.answer(("rule", rule.id), at, (0, 0))
                for duty, word in wanted:
                    if low or (high and word == "must" and rule.in_doubt == "act"):
                        yield _Called(rule, duty, word, at, not low)

    def _duty(self, action: Action, at: At, called: list[_Called]) -> Duty:
        thing = self.reading.thing(at)
        id = f"{action.code}:{thing.kind}:{thing.key}"
        reasons = _one_each(sorted((self._reason(id, action, each) for each in called), key=_by_strength))
        wanted = [each.wanted for each in called]
        due = soonest(reasons)
        blocked_by, cautions = self._blocks_on(action, at)
        available, unavailable = self.available(action, at)
        blocked = self.reading.answer(("blocked", action.name), at, (0, 0)) if blocked_by else (0, 0)
        return Duty(
            id=id,
            action=action.name,
            code=action.code,
            thing=thing,
            strand=action.strand,
            direct=action.direct,
            word=reasons[0].word,
            in_doubt=all(reason.in_doubt for reason in reasons),
            reasons=reasons,
            owner=reasons[0].owner,
            why=action.why,
            due=due.due if due else None,
            due_in_doubt=bool(due and due.due_in_doubt),
            safety=any(reason.safety for reason in reasons),
            blocked=TOLD[blocked],
            blocked_by=blocked_by,
            available=available,
            unavailable=unavailable,
            cautions=cautions,
            again_every=self._again(wanted),
            requested_by=action.requested_by,
            legal_basis=action.legal_basis,
            before=_union(duty.before for duty in wanted),
            after=_union(duty.after for duty in wanted),
            together_with=_union(duty.together_with for duty in wanted),
            preferred_to=_union(duty.preferred_to for duty in wanted),
            never_blocked=action.never_blocked,
        )

    def _reason(self, duty: str, action: Action, called: _Called) -> Reason:
        rule, thing = called.rule, self.reading.thing(called.at)
        first, came_back = self.before.dated((duty, rule.id, thing.kind, thing.key), self.reading.as_of)
        due, words, due_in_doubt = self.days.due(called.wanted.due, called.at, first)
        reason = self._bare_reason(rule, called.at, first, came_back, called.wanted.owner or action.owner)
        return replace(
            reason,
            word=called.word,
            in_doubt=called.in_doubt,
            due=due,
            due_words=words,
            due_in_doubt=due_in_doubt,
        )

    def _bare_reason(self, rule: Rule, at: At, first: date, came_back: date | None, owner: str) -> Reason:
        return Reason(
            rule=rule.id,
            title=rule.title,
            thing=self.reading.thing(at),
            word="find out",
            in_doubt=True,
            first_called_for=first,
            first_seen_today=first == self.reading.as_of,
            owner=owner,
            why=rule.why,
            safety=rule.safety,
            came_back_after=came_back,
            assumed=self.reading.assumed(rule),
        )

    def _blocks_on(self, action: Action, at: At) -> tuple[tuple[str, ...], tuple[str, ...]]:
        by: list[str] = []
        cautions: list[str] = []
        for block in self.blocks:
            if action.name in (*block.actions, *block.cautions):
                kind = block.thing.kind
                if block.thing in map(self.reading.thing, self.reading.bearing_on(at, kind)):
                    (by if action.name in block.actions else cautions).append(block.id)
        return tuple(by), tuple(cautions)

    def _again(self, wanted: Iterable[Wanted]) -> Length | None:
        lengths = [self.reading.length(duty.again_every) for duty in wanted if duty.again_every]
        return min(lengths, key=rough_days, default=None)

    # -- what is to be found out -----------------------------------------------------------------

    def find_outs(self, matters: dict[tuple[str, At], tuple[Unknown, ...]]) -> tuple[FindOut, ...]:
        """Facts to establish for rules in doubt, merged by the facts and by whom to ask.

        ``matters`` gives the unknown facts that hold each (rule, thing) in doubt.
        """
        merged: dict[_SameFindOut, list[tuple[Rule, Finding, At]]] = {}
        for rule, finding, at in self._finding():
            key = (matters[rule.id, at], finding.asked_of, finding.never_asked_of)
            merged.setdefault(key, []).append((rule, finding, at))
        found = [self._find_out(unknown, each) for (unknown, _, _), each in merged.items()]
        return tuple(sorted(found, key=lambda find_out: (not find_out.safety, find_out.due, find_out.id)))

    def _finding(self) -> Iterator[tuple[Rule, Finding, At]]:
        for rule in self.reading.rules:
            if rule.in_doubt == "find out" and rule.find_out:
                for at in self.reading.things(rule.kind):
                    if self.reading.in_doubt(rule, at):
                        yield rule, rule.find_out, at

    def _find_out(self, unknown: tuple[Unknown, ...], each: list[tuple[Rule, Finding, At]]) -> FindOut:
        reasons = tuple(sorted((self._finding_reason(*one) for one in each), key=_by_strength))
        finding = each[0][1]
        lengths = [self.reading.length(one.again_every) for _, one, _ in each if one.again_every]
        facts = tuple(self.reading.asked(one) for one in unknown)
        asked = ",".join(f"{fact.code}:{fact.thing.kind}:{fact.thing.key}" for fact in facts)
        return FindOut(
            id=f"find out:{asked or reasons[0].rule}:{','.join(finding.asked_of)}",
            facts=facts,
            asked_of=finding.asked_of,
            never_asked_of=tuple(dict.fromkeys([*finding.never_asked_of, *self._never(unknown)])),
            reasons=reasons,
            owner=WHO_FINDS_OUT,
            due=min(reason.due for reason in reasons if reason.due),
            again_every=min(lengths, key=rough_days, default=None),
            safety=any(reason.safety for reason in reasons),
        )

    def _finding_reason(self, rule: Rule, finding: Finding, at: At) -> Reason:
        thing = self.reading.thing(at)
        first, came_back = self.before.dated(("find out", rule.id, thing.kind, thing.key), self.reading.as_of)
        length = self.reading.length(finding.due)
        due = date.fromordinal(self.days.later(first.toordinal(), length))
        reason = self._bare_reason(rule, at, first, came_back, WHO_FINDS_OUT)
        return replace(reason, due=due, due_words=within([length], ""))

    def _never(self, unknown: Iterable[Unknown]) -> Iterator[str]:
        for each in unknown:
            yield from self.reading.ruleset.facts[each.fact].never_asked_of


def rank(duty: Duty) -> tuple[object, ...]:
    """Safety first, then what must be done, the soonest first."""
    weight = (not duty.safety, WEIGHT[duty.word], duty.due or date.max)
    return (*weight, duty.in_doubt, STRANDS.index(duty.strand), duty.id)


def soonest(reasons: Iterable[Reason]) -> Reason | None:
    """The reason that is due first."""
    dated = [reason for reason in reasons if reason.due]
    return min(dated, key=lambda each: (each.due or date.max, each.due_in_doubt, each.rule), default=None)


def _by_strength(reason: Reason) -> tuple[object, ...]:
    day, thing = reason.due or date.max, reason.thing
    return (-STRENGTH[reason.word], reason.in_doubt, day, reason.rule, thing.kind, thing.key)


def _union(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({name for each in names for name in each}))


def _one_each(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The first reason of each rule and thing."""
    kept: dict[tuple[object, ...], Reason] = {}
    for reason in reasons:
        kept.setdefault((reason.rule, reason.thing), reason)
    return tuple(kept.values())


def _strand(named: tuple[Action, ...]) -> Strand:
    """Where a block is printed, once: what stops direct work is of contact."""
    if len(named) > 1 and any(action.direct for action in named):
        return "contact"
    return min((action.strand for action in named), key=STRANDS.index)
