"""What would break an invariant, as a question about every case.

``invariants.Invariants`` says of one case what it breaks; here the same is said of all at once, and each
case that is found is asked of ``Invariants`` again.  *Where* and the tests of a claim become rules of
their own that give nothing, so that they too mean what rules mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import assert_never

from drive_rules import ir
from drive_rules.answers import Key
from drive_rules.language.reads import closure, names_in_rule, rests_on
from drive_rules.lower import lower
from drive_rules.prove.asking import Alternative, Asked, Question, View, first
from drive_rules.prove.encoding import cone
from drive_rules.prove.ends import FEW, End, equal, no_more
from drive_rules.prove.orders import in_one_order
from drive_rules.prove.outcomes import Thing
from drive_rules.prove.shapes import Shapes
from drive_rules.prove.truths import Truth, both, either, follows, opposite
from drive_rules.reference import STRENGTH

Answer = tuple[Truth, Truth]
"""Certainly; possibly, in the safe direction."""
YES: Answer = (True, True)
NO: Answer = (False, False)


class Claims:
    """The invariants of one ruleset on one day, each as what would break it and of what it speaks."""

    def __init__(self, ruleset: ir.Ruleset, as_of: date) -> None:
        self.ruleset = _with_their_own_rules(in_one_order(ruleset))
        program = lower(self.ruleset, as_of)
        self.view = View(self.ruleset, as_of, program)
        self._settled = {name.key for name in program.public}
        self._rests = rests_on(ruleset)
        self._paths = {kind: tuple(_path(ruleset, kind)) for kind in ruleset.kinds}

    def broken(self, id: str) -> Question:
        """A case that breaks an invariant."""
        invariant = self.ruleset.invariants[id]
        if isinstance(invariant.claim, ir.NeverLowers):
            return self._of_change(invariant, invariant.claim, broken=True)
        thing = first(self.view, invariant.kind)

        def shows(asked: Asked) -> Truth:
            certain, possible = self._where(asked, invariant, thing)
            claim = self._claim(asked, invariant, thing)
            return both((asked.there(thing), _breaks(invariant.reach, (certain, possible), claim)))

        return Question((self.view,), shows, self._keys(invariant))

    def spoken_of(self, id: str) -> Question:
        """A case of which an invariant speaks: one that never does says nothing."""
        invariant = self.ruleset.invariants[id]
        if isinstance(invariant.claim, ir.NeverLowers):
            return self._of_change(invariant, invariant.claim, broken=False)
        thing = first(self.view, invariant.kind)

        def shows(asked: Asked) -> Truth:
            where = self._where(asked, invariant, thing)[invariant.reach == "in doubt too"]
            said: Truth = True
            if isinstance(invariant.claim, ir.NeverAllows):
                said = either(self._unknown(asked, fact, thing) for fact in invariant.claim.facts)
            return both((asked.there(thing), where, said))

        return Question((self.view,), shows, self._keys(invariant))

    # -- where and the claim ---------------------------------------------------------------------

    def _where(self, asked: Asked, invariant: ir.Invariant, thing: Thing) -> Answer:
        return _answer(asked.ends(_where_key(invariant.id), thing))

    def _claim(self, asked: Asked, invariant: ir.Invariant, thing: Thing) -> Answer:
        match invariant.claim:
            case ir.Holding(never=never):
                answer = _answer(asked.ends(_claim_key(invariant.id), thing))
                return _not(answer) if never else answer
            case ir.Calling() as claim:
                return self._calling(asked, claim, thing)
            case ir.Blocking(do=do, never=never):
                blocked = [self._blocked(asked, name, thing) for name in self._members(do)]
                return _all(_not(each) if never else each for each in blocked)
            case ir.FindingOut(facts=facts):
                return _all(self._found_out(asked, fact, thing) for fact in facts)
            case ir.NeverAllows(facts=facts, do=do):
                unknown = either(self._unknown(asked, fact, thing) for fact in facts)
                shut = (self._blocked(asked, each, thing)[1] for each in self._members(do))
                closed = follows(unknown, both(shut))
                return closed, closed
            case ir.NeverLowers() | ir.NeverRests() | ir.AlwaysPrivate():
                raise ValueError("this claim is not of one case")
            case _:
                assert_never(invariant.claim)

    def _members(self, do: Iterable[str]) -> tuple[str, ...]:
        groups = self.ruleset.groups
        found = (groups[name].actions if name in groups else (name,) for name in do)
        return tuple(dict.fromkeys(name for names in found for name in names))

    def _bearing(self, asked: Asked, kind: str, thing: Thing) -> Iterator[tuple[Truth, Thing]]:
        """The things of a kind at, below or above a thing, and whether each is there."""
        if thing.kind in self._paths[kind]:
            for each in asked.below(thing, kind):
                yield (True if each == thing else asked.there(each)), each
        elif kind in self._paths[thing.kind]:
            yield True, asked.above(thing, kind)

    def _targets(self, asked: Asked, name: str, thing: Thing) -> list[tuple[Truth, Thing]]:
        done_to = self.ruleset.actions[name].done_to
        if done_to in self._paths[thing.kind]:
            return [(True, asked.above(thing, done_to))]
        return list(self._bearing(asked, done_to, thing)) if thing.kind in self._paths[done_to] else []

    def _calling(self, asked: Asked, claim: ir.Calling, thing: Thing) -> Answer:
        of_each = [
            (there, self._called_for(asked, name, target, claim))
            for name in claim.actions
            for there, target in self._targets(asked, name, thing)
        ]
        if claim.never:
            return _all(_where_there(there, _not(answer)) for there, answer in of_each)
        if claim.any_one:
            return _any((both((there, sure)), both((there, may))) for there, (sure, may) in of_each)
        return _all(_where_there(there, answer) for there, answer in of_each)

    def _called_for(self, asked: Asked, name: str, target: Thing, claim: ir.Calling) -> Answer:
        answers: list[Answer] = []
        for rule in self.ruleset.rules.values():
            words = (duty.word for duty in rule.duties if duty.do == name and duty.word != "must not")
            if not any(STRENGTH[word] >= STRENGTH[claim.word] for word in words):
                continue
            if target.kind not in self._paths[rule.kind]:
                continue
            stands = claim.never or rule.in_doubt in ("act", "find out")
            for there, thing in self._bearing(asked, rule.kind, target):
                certain, possible = _answer(asked.ends(("rule", rule.id), thing))
                may = either((certain, possible)) if stands else certain
                answers.append((both((there, certain)), both((there, may))))
        return _any(answers)

    def _blocked(self, asked: Asked, name: str, thing: Thing) -> Answer:
        if self.ruleset.actions[name].never_blocked:
            return NO
        targets = self._targets(asked, name, thing)
        if ("blocked", name) not in self._settled:
            return _all(_where_there(there, NO) for there, _ in targets)
        return _all(
            _where_there(there, _answer(asked.ends(("blocked", name), target))) for there, target in targets
        )

    def _unknown(self, asked: Asked, name: str, thing: Thing) -> Truth:
        """Whether nothing is known of a fact of a thing that bears."""
        type_ = self.ruleset.facts[name].type
        return either(
            both((there, opposite(low.at_least(type_.low + 1)), high.at_least(type_.high)))
            for there, each in self._bearing(asked, self.ruleset.facts[name].of, thing)
            for low, high in (asked.ends(name, each),)
        )

    def _found_out(self, asked: Asked, name: str, thing: Thing) -> Answer:
        owner = asked.above(thing, self.ruleset.facts[name].of)
        found: list[Truth] = [equal(*asked.ends(name, owner))]
        for rule in self.ruleset.rules.values():
            if rule.in_doubt == "find out" and name in closure(self._rests, names_in_rule(rule)):
                for there, each in self._bearing(asked, rule.kind, owner):
                    certain, possible = _answer(asked.ends(("rule", rule.id), each))
                    found.append(both((there, possible, opposite(certain))))
        asking: list[Answer] = [
            self._calling(asked, ir.Calling((action.name,), "may"), owner)
            for action in self.ruleset.actions.values()
            if action.makes_true == name
        ]
        known = either(found)
        return either((known, *(sure for sure, _ in asking))), either((known, *(may for _, may in asking)))

    # -- a change --------------------------------------------------------------------------------

    def _of_change(self, invariant: ir.Invariant, claim: ir.NeverLowers, *, broken: bool) -> Question:
        thing = first(self.view, invariant.kind)
        alternatives = tuple(each for change in claim.changes for each in self._alternatives(change, thing))
        shapes = Shapes()

        def shows(before: Asked, after: Asked) -> Truth:
            where = self._where(before, invariant, thing)[invariant.reach == "in doubt too"]
            made = either(_changes(before, after, change) for change in self._at(claim, thing))
            lower: Truth = True
            if broken:
                lowered = _lowered(shapes, invariant.reach == "once all is known", claim.raises)
                ends = ((before.ends(name, thing), after.ends(name, thing)) for name in claim.names)
                lower = either(lowered(was, now) for was, now in ends)
                if lower is False:
                    return False
            seen = _seen(shapes, before, after, between)
            return both((before.there(thing), where, made, lower, seen))

        keys = self._keys(invariant)
        between = tuple(self._between(keys, thing))
        return Question((self.view,), shows, keys, alternatives)

    def _between(self, keys: Iterable[Key], thing: Thing) -> Iterator[tuple[Key, Thing]]:
        """What lies between a change and some names: all that they rest on, of a thing and those above."""
        read = {name.key for name in cone(self.view.program, keys)}
        for name in self.view.program.public:
            if name.key in read and name.kind in self._paths[thing.kind]:
                yield name.key, Thing(name.kind, thing.path[: len(self._paths[name.kind])])

    def _at(self, claim: ir.NeverLowers, thing: Thing) -> Iterator[tuple[ir.Change, Thing]]:
        """Each change with the thing that is changed: one below stands for all."""
        for change in claim.changes:
            yield change, self._first_bearing(self.ruleset.facts[change.fact].of, thing)

    def _alternatives(self, change: ir.Change, thing: Thing) -> Iterator[Alternative]:
        """A change from each answer to each, where there are few; else from any to any."""
        fact = self.ruleset.facts[change.fact]
        changed = self._first_bearing(fact.of, thing)
        if fact.type.high - fact.type.low > FEW:
            yield Alternative(fact.name, changed)
            return
        for was in range(fact.type.low, fact.type.high + 1):
            for now in change.to or range(was + 1, fact.type.high + 1):
                if was not in change.to:
                    yield Alternative(fact.name, changed, was, now)

    def _first_bearing(self, kind: str, thing: Thing) -> Thing:
        """The first thing of a kind below a thing, or the one above it."""
        found = first(self.view, kind)
        return Thing(kind, (*thing.path, *found.path)[: len(found.path)])

    # -- what is read ----------------------------------------------------------------------------

    def _keys(self, invariant: ir.Invariant) -> tuple[Key, ...]:
        keys: list[Key] = [_where_key(invariant.id)]
        match invariant.claim:
            case ir.Holding():
                keys.append(_claim_key(invariant.id))
            case ir.Calling(actions=do):
                keys += [("called for", name) for name in do]
            case ir.Blocking(do=do):
                keys += [("blocked", name) for name in self._members(do)]
            case ir.NeverAllows(facts=facts, do=do):
                keys += [*facts, *(("blocked", name) for name in self._members(do))]
            case ir.FindingOut(facts=facts):
                keys += [*facts, *self._keys_of_finding_out(facts)]
            case ir.NeverLowers(changes=changes, names=names):
                keys += [*names, *(change.fact for change in changes)]
            case _:
                pass
        return tuple(keys)

    def _keys_of_finding_out(self, facts: tuple[str, ...]) -> Iterator[Key]:
        for rule in self.ruleset.rules.values():
            if rule.in_doubt == "find out" and set(facts) & closure(self._rests, names_in_rule(rule)):
                yield ("rule", rule.id)
        for action in self.ruleset.actions.values():
            if action.makes_true in facts:
                yield ("called for", action.name)


def _with_their_own_rules(ruleset: ir.Ruleset) -> ir.Ruleset:
    """The ruleset with a rule for the *where* of each invariant, and one for each test that it claims."""
    rules = dict(ruleset.rules)
    for invariant in ruleset.invariants.values():
        where = ir.Rule(
            _where_id(invariant.id),
            invariant.title,
            invariant.kind,
            invariant.why,
            invariant.when,
            invariant.unless,
        )
        rules[where.id] = where
        if isinstance(invariant.claim, ir.Holding):
            when = ir.Condition((invariant.claim.test,))
            claim = replace(where, id=_claim_id(invariant.id), when=when, unless=ir.Condition())
            rules[claim.id] = claim
    return replace(ruleset, rules=rules)


def _where_id(id: str) -> str:
    """Ids of rules hold no space, so this is nobody's."""
    return f"where {id}"


def _claim_id(id: str) -> str:
    return f"claim {id}"


def _where_key(id: str) -> Key:
    return ("rule", _where_id(id))


def _claim_key(id: str) -> Key:
    return ("rule", _claim_id(id))


def _path(ruleset: ir.Ruleset, kind: str) -> Iterator[str]:
    yield kind
    above = ruleset.kinds[kind].part_of
    if above is not None:
        yield from _path(ruleset, above)


def _breaks(reach: ir.Reach, where: Answer, claim: Answer) -> Truth:
    match reach:
        case "once all is known":
            return both((where[0], opposite(claim[1])))
        case "where it is certain":
            return both((where[0], opposite(claim[0])))
        case "in doubt too":
            return either((both((where[0], opposite(claim[0]))), both((where[1], opposite(claim[1])))))
        case _:
            assert_never(reach)


# -- answers ---------------------------------------------------------------------------------------


def _answer(ends: tuple[End, End]) -> Answer:
    low, high = ends
    return low.at_least(1), high.at_least(1)


def _not(answer: Answer) -> Answer:
    return opposite(answer[1]), opposite(answer[0])


def _all(answers: Iterable[Answer]) -> Answer:
    found = list(answers)
    return both(sure for sure, _ in found), both(may for _, may in found)


def _any(answers: Iterable[Answer]) -> Answer:
    found = list(answers)
    return either(sure for sure, _ in found), either(may for _, may in found)


def _where_there(there: Truth, answer: Answer) -> Answer:
    return follows(there, answer[0]), follows(there, answer[1])


# -- changes ---------------------------------------------------------------------------------------


def _less(one: End, other: End, shapes: Shapes | None = None) -> Truth:
    """``one < other``; with shapes, what can be seen not to be so at once is not asked."""
    if shapes is None or not other.few:
        return opposite(no_more((1, other, 0), (1, one, 0)))
    pairs = ((one.at_least(code), other.at_least(code)) for code in range(other.low, other.high + 1))
    return either(both((more, opposite(less))) for less, more in pairs if not shapes.follows(less, more))


def _lowered(
    shapes: Shapes, complete: bool, raises: bool
) -> Callable[[tuple[End, End], tuple[End, End]], Truth]:
    def lowered(was: tuple[End, End], now: tuple[End, End]) -> Truth:
        if raises and complete:
            return _less(was[1], now[0], shapes)
        if raises:
            return either((_less(was[0], now[0], shapes), _less(was[1], now[1], shapes)))
        if complete:
            return _less(now[1], was[0], shapes)
        return either((_less(now[0], was[0], shapes), _less(now[1], was[1], shapes)))

    return lowered


def _changes(before: Asked, after: Asked, at: tuple[ir.Change, Thing]) -> Truth:
    """Whether this answer is the changed one, from an answer that is known to one that is asked about."""
    change, thing = at
    (was, was_high), (now, _) = before.ends(change.fact, thing), after.ends(change.fact, thing)
    if change.to:
        turned = both((_is_one_of(now, change.to), opposite(_is_one_of(was, change.to))))
    else:
        turned = _less(was, now)
    return both((before.there(thing), equal(was, was_high), turned))


def _is_one_of(end: End, codes: Iterable[int]) -> Truth:
    return either(both((end.at_least(code), opposite(end.at_least(code + 1)))) for code in codes)


def _seen(shapes: Shapes, before: Asked, after: Asked, between: Iterable[tuple[Key, Thing]]) -> Truth:
    """What the shapes of the formulas tell of the change, said outright so that nobody looks for it."""
    ends = (
        pair
        for key, thing in between
        for pair in zip(before.ends(key, thing), after.ends(key, thing), strict=True)
    )
    asked = (
        (was.at_least(code), now.at_least(code))
        for was, now in ends
        if was.few
        for code in range(was.low, was.high + 1)
    )
    return both(each for first, then in asked for each in _follow(shapes, first, then))


def _follow(shapes: Shapes, first: Truth, then: Truth) -> Iterator[Truth]:
    if first is then or isinstance(first, bool) or isinstance(then, bool):
        return
    if shapes.follows(then, first):
        yield follows(first, then)
    elif shapes.follows(first, then):
        yield follows(then, first)
