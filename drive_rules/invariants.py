"""Invariants, held against one answered case at a time: what a proof replays, and ``check`` tries.

``Invariants(ruleset)`` takes the meaning of a case (``reference.Meaning``) and gives what it breaks; where
*where* and the claim are three-valued it reads them as ``ir.Reach`` says.  Nothing here searches: a case
that breaks nothing proves nothing.  ``static`` settles the claims that are made of the rules themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from drive_rules import ir
from drive_rules.case import World
from drive_rules.examples import world_of
from drive_rules.language.reads import closure, names_in, names_in_rule, names_in_tests, rests_on
from drive_rules.problems import Problem
from drive_rules.reference import NO, STRENGTH, YES, Answer, Meaning, Thing, both, either, opposite

_MARKED = {"protected": "protected", "private": "private", "for monitoring": "monitoring"}


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of one thing: the fact, the row of its kind, the code before and the code after."""

    fact: str
    row: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Broken:
    """An invariant that a case breaks: for which thing, and by which change where it is of a change.

    ``in_doubt``: *where* cannot be told of the thing, and doubt opens what is to be closed.
    """

    invariant: str
    thing: Thing
    in_doubt: bool = False
    change: Changed | None = None


class Invariants:
    """The invariants of one ruleset, and what bears on them."""

    def __init__(self, ruleset: ir.Ruleset) -> None:
        self.ruleset = ruleset
        self._rests = rests_on(ruleset)
        self._called: dict[str, list[tuple[ir.Rule, ir.Duty]]] = defaultdict(list)
        self._forbidden: dict[str, list[tuple[ir.Rule, ir.Duty]]] = defaultdict(list)
        for rule in ruleset.rules.values():
            for duty in rule.duties:
                named = self._forbidden if duty.word == "must not" else self._called
                for action in self._members((duty.do,)):
                    named[action].append((rule, duty))
        self._reads = {id: self._read(invariant) for id, invariant in ruleset.invariants.items()}
        self._bears = {id: frozenset(self._bearing_on(id)) for id in ruleset.invariants}

    # -- one case --------------------------------------------------------------------------------

    def broken(self, meaning: Meaning, ids: Iterable[str] | None = None) -> Iterator[Broken]:
        """What a case breaks of the invariants that speak of one case, or of ``ids`` among them."""
        for id in self.ruleset.invariants if ids is None else ids:
            invariant = self.ruleset.invariants[id]
            if not isinstance(invariant.claim, ir.NeverLowers | ir.NeverRests | ir.AlwaysPrivate):
                for row in range(len(meaning.rows(invariant.kind))):
                    thing = Thing(invariant.kind, row)
                    where = self.where(meaning, invariant, thing)
                    answer = self.claim(meaning, invariant.claim, thing) if where[1] else YES
                    if _breaks(invariant.reach, where, answer):
                        yield Broken(id, thing, not where[0])

    def where(self, meaning: Meaning, invariant: ir.Invariant, thing: Thing) -> Answer:
        """Whether an invariant speaks of a thing: ``when`` and not ``unless``."""
        excepted = opposite(meaning.exception(invariant.unless, thing))
        return both(meaning.condition(invariant.when, thing), excepted)

    def claim(self, meaning: Meaning, claim: ir.Claim, thing: Thing) -> Answer:
        """Whether a claim holds of a thing: certainly, and possibly in the safe direction."""
        match claim:
            case ir.Holding(test=test, never=never):
                answer = meaning.test(test, thing)
                return opposite(answer) if never else answer
            case ir.Calling():
                return self._calling(meaning, claim, thing)
            case ir.Blocking(do=do, never=never):
                blocked = [self._blocked(meaning, name, thing) for name in self._members(do)]
                return both(*(opposite(each) if never else each for each in blocked))
            case ir.FindingOut(facts=facts):
                return both(*(self._found_out(meaning, fact, thing) for fact in facts))
            case ir.NeverAllows(facts=facts, do=do):
                if not any(self._nothing_known(meaning, fact, thing) for fact in facts):
                    return YES
                closed = all(self._blocked(meaning, name, thing)[1] for name in self._members(do))
                return (closed, closed)
            case ir.NeverLowers() | ir.NeverRests() | ir.AlwaysPrivate():
                raise ValueError("this claim is not of one case")
            case _:
                assert_never(claim)

    def _members(self, do: Iterable[str]) -> tuple[str, ...]:
        groups = self.ruleset.groups
        found = (groups[name].actions if name in groups else (name,) for name in do)
        return tuple(dict.fromkeys(name for names in found for name in names))

    def _targets(self, meaning: Meaning, name: str, thing: Thing) -> list[Thing]:
        """The things that an action would be done to: the thing or the one above, or each below."""
        done_to = self.ruleset.actions[name].done_to
        if meaning.chain(done_to, thing.kind):
            return [meaning.above(thing, done_to)]
        return list(meaning.below(thing, done_to)) if meaning.chain(thing.kind, done_to) else []

    def _calling(self, meaning: Meaning, claim: ir.Calling, thing: Thing) -> Answer:
        of_each = [
            self._called_for(meaning, name, target, claim)
            for name in claim.actions
            for target in self._targets(meaning, name, thing)
        ]
        if claim.never:
            return both(*(opposite(each) for each in of_each))
        return either(*of_each) if claim.any_one else both(*of_each)

    def _called_for(self, meaning: Meaning, name: str, target: Thing, claim: ir.Calling) -> Answer:
        """Certainly; and possibly by a rule that does more than ask, save where it never is to be."""
        answer = NO
        for rule, duty in self._called[name]:
            if duty.word != "must not" and STRENGTH[duty.word] >= STRENGTH[claim.word]:
                for thing in meaning.below(target, rule.kind):
                    certainly, possibly = meaning.applies(rule, thing)
                    stands = claim.never or rule.in_doubt in ("act", "find out")
                    answer = either(answer, (certainly, certainly or (possibly and stands)))
        return answer

    def _blocked(self, meaning: Meaning, name: str, thing: Thing) -> Answer:
        if self.ruleset.actions[name].never_blocked:
            return NO
        return both(*(self._forbids(meaning, name, target) for target in self._targets(meaning, name, thing)))

    def _forbids(self, meaning: Meaning, name: str, target: Thing) -> Answer:
        answer = NO
        for rule, duty in self._forbidden[name]:
            for thing in _bearing(meaning, rule.kind, target):
                applies = meaning.applies(rule, thing)
                if applies[1]:
                    answer = either(answer, both(applies, opposite(meaning.released(duty, thing))))
                if answer[0]:
                    return YES
        return answer

    def _nothing_known(self, meaning: Meaning, name: str, thing: Thing) -> bool:
        fact = self.ruleset.facts[name]
        full = (fact.type.low, fact.type.high)
        return any(meaning.value(name, each) == full for each in _bearing(meaning, fact.of, thing))

    def _found_out(self, meaning: Meaning, name: str, thing: Thing) -> Answer:
        owner = meaning.above(thing, self.ruleset.facts[name].of)
        low, high = meaning.value(name, owner)
        answer = YES if low == high else NO
        for rule in self.ruleset.rules.values():
            if rule.in_doubt == "find out" and name in closure(self._rests, names_in_rule(rule)):
                cannot_tell = (
                    meaning.applies(rule, each) == (False, True)
                    for each in _bearing(meaning, rule.kind, owner)
                )
                answer = either(answer, YES if any(cannot_tell) else NO)
        for action in self.ruleset.actions.values():
            if action.makes_true == name:
                asked = ir.Calling((action.name,), "may")
                answer = either(answer, self._calling(meaning, asked, owner))
        return answer

    # -- two cases -------------------------------------------------------------------------------

    def changes(self, meaning: Meaning, id: str, thing: Thing) -> Iterator[Changed]:
        """Every change, from an answer that is known, of which an invariant speaks for a thing."""
        claim = self.ruleset.invariants[id].claim
        for change in claim.changes if isinstance(claim, ir.NeverLowers) else ():
            fact = self.ruleset.facts[change.fact]
            for each in _bearing(meaning, fact.of, thing):
                low, high = meaning.value(fact.name, each)
                if low == high:
                    others = [code for code in change.to if low not in change.to]
                    others = others if change.to else [code for code in _higher(fact.type) if code > low]
                    yield from (Changed(fact.name, each.row, low, code) for code in others)

    def changed(self, meaning: Meaning, change: Changed) -> Meaning:
        """The case with one change."""
        fact = self.ruleset.facts[change.fact]
        slot = [each.name for each in self.ruleset.facts.values() if each.of == fact.of].index(fact.name)
        rows = list(meaning.rows(fact.of))
        row = rows[change.row]
        low, high = list(row.low), list(row.high)
        low[slot] = high[slot] = change.after
        rows[change.row] = replace(row, low=tuple(low), high=tuple(high))
        world = World({**meaning.world.rows, fact.of: tuple(rows)})
        given = {key: value for key, value in meaning.given.items() if key != (fact.name, change.row)}
        return Meaning(self.ruleset, world, date.fromordinal(meaning.as_of), given)

    def lowered(self, before: Meaning, after: Meaning, id: str, thing: Thing) -> Broken | None:
        """Whether the change from one case to the other lowers what an invariant says it never lowers."""
        invariant = self.ruleset.invariants[id]
        where, claim = self.where(before, invariant, thing), invariant.claim
        if not isinstance(claim, ir.NeverLowers) or not where[invariant.reach == "in doubt too"]:
            return None
        for name in claim.names:
            was, now = before.value(name, thing), after.value(name, thing)
            if claim.raises:
                was, now = (-was[1], -was[0]), (-now[1], -now[0])
            complete = invariant.reach == "once all is known"
            if now[1] < was[0] if complete else (now[0] < was[0] or now[1] < was[1]):
                return Broken(id, thing, not where[0])
        return None

    def broken_by_changes(self, meaning: Meaning, ids: Iterable[str] | None = None) -> Iterator[Broken]:
        """What some single change of a case breaks, from an answer that is known in it."""
        for id in self.ruleset.invariants if ids is None else ids:
            invariant = self.ruleset.invariants[id]
            for row in range(len(meaning.rows(invariant.kind))):
                thing = Thing(invariant.kind, row)
                for change in self.changes(meaning, id, thing):
                    found = self.lowered(meaning, self.changed(meaning, change), id, thing)
                    if found is not None:
                        yield replace(found, change=change)

    # -- no case ---------------------------------------------------------------------------------

    def static(self) -> Iterator[tuple[str, str]]:
        """What the rules themselves break, and how: the id of each such invariant, once for each name."""
        for id, invariant in sorted(self.ruleset.invariants.items()):
            match invariant.claim:
                case ir.NeverRests() as claim:
                    for name in claim.names:
                        for fact in sorted(closure(self._rests, (name,)) & self._facts_of(claim)):
                            yield id, f"'{name}' rests on '{fact}'"
                case ir.AlwaysPrivate(facts=facts):
                    for fact in facts:
                        if not self.ruleset.facts[fact].private:
                            yield id, f"'{fact}' is not private"
                case _:
                    pass

    def _facts_of(self, claim: ir.NeverRests) -> set[str]:
        marked = (
            fact.name
            for fact in self.ruleset.facts.values()
            if any(getattr(fact, _MARKED[mark]) for mark in claim.marks)
        )
        return {*claim.facts, *marked}

    # -- what an invariant rests on --------------------------------------------------------------

    def reads(self, id: str) -> frozenset[str]:
        """Every name that an invariant reads, itself or through rules, blocks and other names."""
        return self._reads[id]

    def _read(self, invariant: ir.Invariant) -> frozenset[str]:
        start = {*names_in(invariant.when, invariant.unless)}
        match invariant.claim:
            case ir.Holding(test=test):
                start.update(names_in_tests((test,)))
            case ir.Calling(actions=do) | ir.Blocking(do=do):
                start.update(self._read_by(do))
            case ir.NeverAllows(facts=facts, do=do):
                start.update((*facts, *self._read_by(do)))
            case ir.FindingOut(facts=facts):
                start.update(facts)
            case ir.NeverLowers(changes=changes, names=names):
                start.update((*names, *(change.fact for change in changes)))
            case ir.NeverRests(names=names):
                start.update(names)
            case ir.AlwaysPrivate():
                pass
        return frozenset(closure(self._rests, start))

    def bears_on(self, rule: str, id: str) -> bool:
        """Whether a rule can make an invariant break: it calls for, forbids or concludes what that reads."""
        return rule in self._bears[id]

    def _bearing_on(self, id: str) -> Iterator[str]:
        claim, reads = self.ruleset.invariants[id].claim, self._reads[id]
        finds = isinstance(claim, ir.FindingOut)
        for rule in self.ruleset.rules.values():
            concludes = any(each.decision in reads for each in rule.then)
            if concludes or (finds and rule.in_doubt == "find out"):
                yield rule.id
        if isinstance(claim, ir.Calling | ir.Blocking | ir.NeverAllows):
            do = claim.actions if isinstance(claim, ir.Calling) else claim.do
            for name in self._members(do):
                yield from (rule.id for rule, _ in (*self._called[name], *self._forbidden[name]))

    def _read_by(self, do: Iterable[str]) -> Iterator[str]:
        for name in self._members(do):
            for rule, duty in (*self._called[name], *self._forbidden[name]):
                yield from names_in_rule(rule)
                for until in duty.until:
                    yield from names_in_tests(until.tests)


def _bearing(meaning: Meaning, kind: str, thing: Thing) -> Iterator[Thing]:
    """The things of a kind at, below or above a thing."""
    if meaning.chain(thing.kind, kind):
        yield from meaning.below(thing, kind)
    elif meaning.chain(kind, thing.kind):
        yield meaning.above(thing, kind)


def _breaks(reach: ir.Reach, where: Answer, claim: Answer) -> bool:
    match reach:
        case "once all is known":
            return where[0] and not claim[1]
        case "where it is certain":
            return where[0] and not claim[0]
        case "in doubt too":
            return (where[0] and not claim[0]) or (where[1] and not claim[1])
        case _:
            assert_never(reach)


def _higher(kind: ir.Type) -> range:
    """The codes of a type that are tried as higher answers: each value, or the ends of a number."""
    return range(kind.low, kind.high + 1, max(1, (kind.high - kind.low) // _MOST_STEPS))


_MOST_STEPS = 8


# -- examples --------------------------------------------------------------------------------------


def try_invariants(ruleset: ir.Ruleset, rules: Iterable[str] | None = None) -> tuple[Problem, ...]:
    """Every invariant that the rules themselves or an example of a rule breaks.

    With ``rules``, the examples of some rules only.  An example is held to the invariants that its rule
    bears on.  One that gives a derived name outright may be no case that can be, and says nothing of an
    invariant that reads the name.
    """
    held = Invariants(ruleset)
    if not ruleset.invariants:
        return ()
    tried = ruleset.rules.values() if rules is None else (ruleset.rules[id] for id in rules)
    return (*_of_the_rules(held), *(each for rule in tried for each in _of_examples(held, rule)))


def _of_the_rules(held: Invariants) -> Iterator[Problem]:
    for id, what in held.static():
        fix = "mend the rule or the vocabulary, or claim less"
        yield Problem("IV001", f"'{id}' does not hold: {what}", fix, held.ruleset.invariants[id].span)


def _of_examples(held: Invariants, rule: ir.Rule) -> Iterator[Problem]:
    ruleset = held.ruleset
    bears = [id for id in ruleset.invariants if held.bears_on(rule.id, id)]
    for example in rule.examples if bears else ():
        meaning, _ = world_of(ruleset, rule, example)
        derived = {name for name, _ in meaning.given if name not in ruleset.facts}
        ids = [id for id in bears if derived.isdisjoint(held.reads(id))]
        found = {
            each.invariant: each
            for each in (*held.broken(meaning, ids), *held.broken_by_changes(meaning, ids))
        }
        for id, broken in sorted(found.items()):
            yield _said(rule, example, ruleset.invariants[id], broken)


def _said(rule: ir.Rule, example: ir.Example, invariant: ir.Invariant, broken: Broken) -> Problem:
    what = f"the example of '{rule.id}' under '{example.expect}' breaks '{invariant.id}'"
    if broken.in_doubt:
        what += ", in doubt"
    if broken.change is not None:
        what += f", where '{broken.change.fact}' is answered otherwise"
    place = f" ({invariant.span})" if invariant.span is not None else ""
    fix = f"mend the rule, or say what is true: {invariant.title}{place}"
    return Problem("IV002", what, fix, example.span or rule.span)
