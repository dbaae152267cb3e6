"""Two versions of a ruleset, and what the newer one takes away.

``changes(old, new)`` lists rules, invariants and watch rules that are gone, and what was changed in those
that stayed: ``safety``, duties, blocks and what releases them, what holds in doubt, when a rule applies,
examples; and what is private, never asked of somebody, or never blocked.  What *weakens* takes away from a
safety rule or an invariant, or may; ``problems`` are those that nobody has approved since.  To add, or to
make stronger, is no change here.  What a rule reads is followed through settings, signs and measures, not
through decisions: those have rules of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from drive_rules import ir
from drive_rules.against.conditions import Version, covers, implies
from drive_rules.language.values import words_of_date
from drive_rules.problems import Problem, Span

Sort = Literal["rule", "invariant", "watch rule", "fact", "action"]
STRENGTH = {"may": 1, "should": 2, "must": 3}
DOUBT: dict[ir.Doubt | None, int] = {None: 0, "ask": 1, "find out": 2, "act": 3}
VOCABULARY = ("facts", "signs", "checklists", "measures", "settings", "decisions", "actions", "groups")
"""What the words of a rule stand for: where all of it is the same, so are two rules of the same words."""
REACH: dict[ir.Reach, int] = {"once all is known": 1, "where it is certain": 2, "in doubt too": 3}


@dataclass(frozen=True, slots=True)
class Change:
    """Something of the old version that the new one has no longer, or has otherwise.

    ``what`` says it in words.  ``weakens``: it takes away from safety, or may.  ``approved``: who let it
    stand, where somebody has since the old version.  ``gone``: the rule or invariant itself is.
    """

    sort: Sort
    id: str
    what: str
    weakens: bool = False
    approved: ir.Approval | None = None
    gone: bool = False
    span: Span | None = field(default=None, compare=False)

    def line(self) -> str:
        """The change on one line."""
        if not self.weakens:
            return f"{self.sort} '{self.id}': {self.what}"
        by = self.approved
        who = f"approved by {by.by} on {words_of_date(by.on)}" if by is not None else "nobody has approved it"
        return f"{self.sort} '{self.id}': {self.what} (weakens safety; {who})"


def changes(old: ir.Ruleset, new: ir.Ruleset) -> tuple[Change, ...]:
    """Everything that ``new`` has no longer, or otherwise, in the order of sorts and ids."""
    before, after = Version(old), Version(new)
    same = all(getattr(old, part) == getattr(new, part) for part in VOCABULARY)
    found = (
        *_of_rules(before, after, same),
        *_of_invariants(before, after, same),
        *_of_watch_rules(before, after),
        *_of_facts(old, new),
        *_of_actions(before, after),
    )
    return tuple(found)


def problems(found: Iterable[Change]) -> tuple[Problem, ...]:
    """The changes that weaken safety and that nobody has approved."""
    return tuple(_problem(each) for each in found if each.weakens and each.approved is None)


def _problem(change: Change) -> Problem:
    what = f"the {change.sort} '{change.id}' is weaker than it was: {change.what}"
    if change.gone:
        fix = "put it back, or enter it under `removed:` with `because`, `approved by` and `on`"
        return Problem("SW001", f"the {change.sort} '{change.id}' {change.what}", fix, change.span)
    fix = "put it back, or write `approved by:` and `on:` into it, later than any that stands there"
    return Problem("SW002", what, fix, change.span)


# -- rules -----------------------------------------------------------------------------------------


def _of_rules(before: Version, after: Version, same: bool) -> Iterator[Change]:
    for id, old in sorted(before.ruleset.rules.items()):
        new = after.ruleset.rules.get(id)
        if new is None:
            yield _gone("rule", id, old.span, after, old.safety)
            continue
        if same and old == new:
            continue
        approved = _fresh(old.approved, new.approved)
        for what, weakens in _Rules(before, after, old, new).all():
            heavy = weakens and old.safety
            yield Change("rule", id, what, heavy, approved if heavy else None, span=new.span)


def _gone(sort: Sort, id: str, span: Span | None, after: Version, weakens: bool) -> Change:
    removed = after.ruleset.removed.get(id)
    approved = removed.approved if removed is not None else None
    safety = " and was marked `safety`" if weakens and sort != "invariant" else ""
    return Change(sort, id, f"is gone{safety}", weakens, approved if weakens else None, True, span)


def _fresh(old: ir.Approval | None, new: ir.Approval | None) -> ir.Approval | None:
    """What was approved since: another approval than stood there, and no earlier one."""
    if new is None or new == old or (old is not None and new.on < old.on):
        return None
    return new


Said = tuple[str, bool]
"""What was changed, and whether that takes something away."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """One rule in two versions."""

    before: Version
    after: Version
    old: ir.Rule
    new: ir.Rule

    def all(self) -> Iterator[Said]:
        """Every change."""
        old, new = self.old, self.new
        if old.safety and not new.safety:
            yield "is no longer marked `safety`", True
        if old.kind != new.kind:
            yield f"was for each {old.kind} and is for each {new.kind}", True
        yield from self._applies()
        yield from self._in_doubt()
        yield from self._concludes()
        yield from self._called_for()
        yield from self._forbidden()
        if new.site_may_switch_off and not old.site_may_switch_off:
            yield "may now be switched off by a site", False
        if old.examples != new.examples:
            lost = sum(each not in new.examples for each in old.examples)
            if lost:
                yield f"{lost} of its examples {'is' if lost == 1 else 'are'} gone or changed", False

    def _applies(self) -> Iterator[Said]:
        old, new = self.old, self.new
        if not covers(self.before.ways(old.when), self.after.ways(new.when)):
            yield "applies less often than it did, or may: what stands under `when` was changed", True
        exceptions = (self.before.exceptions(old.unless), self.after.exceptions(new.unless))
        if not covers(exceptions[1], exceptions[0]):
            yield "has exceptions that it had not, or may: what stands under `unless` was changed", True
        since, end = new.in_force
        later = since is not None and (old.in_force[0] is None or since > old.in_force[0])
        sooner = end is not None and (old.in_force[1] is None or end < old.in_force[1])
        if later or sooner:
            yield "is in force for a shorter time", True

    def _in_doubt(self) -> Iterator[Said]:
        old, new = self.old, self.new
        if old.in_doubt != new.in_doubt:
            was, now = (f"`{each.in_doubt}`" if each.in_doubt else "nothing" for each in (old, new))
            yield f"`when in doubt` was {was} and is {now}", DOUBT[new.in_doubt] < DOUBT[old.in_doubt]
        if old.find_out is None or new.find_out is None:
            return
        dropped = sorted(set(old.find_out.asked_of) - set(new.find_out.asked_of))
        if dropped:
            yield f"`find out` no longer asks {', '.join(dropped)}", False
        told = sorted(set(old.find_out.never_asked_of) - set(new.find_out.never_asked_of))
        if told:
            yield f"`find out` no longer says never to ask {', '.join(told)}", True
        if _later(self.before.days(old.find_out.due), self.after.days(new.find_out.due)):
            yield "what it cannot tell is to be found out later than it was", True
        if old.find_out.again_every is not None and new.find_out.again_every is None:
            yield "what it cannot tell is to be found out once, where it came again", True

    def _concludes(self) -> Iterator[Said]:
        kept = {each.decision: each.value for each in self.new.then}
        for each in self.old.then:
            name = each.decision
            if name not in kept:
                yield f"no longer gives '{name}'", True
                continue
            was, now = self.before.value(each.value), self.after.value(kept[name])
            if self.before.word(name, was) != self.after.word(name, now):
                yield f"gives '{name}' another value", True
            if self.before.settled_by(name) != self.after.settled_by(name):
                yield f"what becomes of '{name}' was changed: its `take`, `otherwise` or values", True

    def _called_for(self) -> Iterator[Said]:
        for duty in (each for each in self.old.duties if each.word != "must not"):
            same = [each for each in self.new.duties if each.do == duty.do and each.word != "must not"]
            if not same:
                yield f"no longer says `{duty.word}` of '{duty.do}'", duty.word == "must"
                continue
            kept = max(same, key=lambda each: STRENGTH[each.word])
            if STRENGTH[kept.word] < STRENGTH[duty.word]:
                yield f"says `{kept.word}` of '{duty.do}', where it said `{duty.word}`", duty.word == "must"
                continue
            for what in self._slower(duty, kept):
                yield what, duty.word == "must"

    def _slower(self, was: ir.Duty, now: ir.Duty) -> Iterator[str]:
        """What makes a duty come later, or once where it came again."""
        before, after = self.before, self.after
        if _later(before.due(was.due), after.due(now.due)):
            yield f"'{was.do}' is due later than it was, or may be"
        if was.again_every is not None:
            again = after.days(now.again_every) if now.again_every is not None else None
            if _later(before.days(was.again_every), again):
                yield f"'{was.do}' comes again less often than it did"
        if not set(was.before) <= set(now.before):
            yield f"'{was.do}' no longer comes before what it came before"

    def _forbidden(self) -> Iterator[Said]:
        for duty in (each for each in self.old.duties if each.word == "must not"):
            gone = []
            for name in self.before.members(duty.do):
                kept = [each for each in self.new.duties if self.after.forbids(each, name)]
                if not kept:
                    gone.append(name)
                elif not any(self._no_wider(duty, each) for each in kept):
                    yield f"what releases '{duty.do}' was changed, and may release it sooner", True
                    break
                elif all(each.instead != duty.instead for each in kept):
                    yield f"what is done in place of '{duty.do}' was changed", False
                    break
            if gone:
                yield (
                    f"no longer forbids '{gone[0]}'" + (f" and {len(gone) - 1} more" if gone[1:] else ""),
                    True,
                )

    def _no_wider(self, old: ir.Duty, new: ir.Duty) -> bool:
        """Whether each way out of the new block is one of the old, or asks for more."""
        if old.never_released:
            return new.never_released
        was = [self.before.way_out(until) for until in old.until]
        return covers([self.after.way_out(until) for until in new.until], was)


# -- watch rules -----------------------------------------------------------------------------------


def _of_watch_rules(before: Version, after: Version) -> Iterator[Change]:
    for id, old in sorted(before.ruleset.watch.items()):
        new = after.ruleset.watch.get(id)
        if new is None:
            yield _gone("watch rule", id, old.span, after, old.safety)
            continue
        approved = _fresh(old.approved, new.approved) if old.safety else None
        for what in _watched_less(old, new):
            yield Change("watch rule", id, what, old.safety, approved, span=new.span)


def _watched_less(old: ir.WatchRule, new: ir.WatchRule) -> Iterator[str]:
    """What is less; whether other happenings tell of as much is not worked out, and so somebody looks."""
    if old.safety and not new.safety:
        yield "is no longer marked `safety`"
    if old.in_doubt == "alert" and new.in_doubt == "ask":
        yield "asks in doubt, where it told"
    for who in (who for who in old.alert if who not in new.alert):
        yield f"no longer tells {who}"
    kept = {reply.do for reply in new.replies}
    for do in (reply.do for reply in old.replies if reply.do not in kept):
        yield f"no longer calls for '{do}'"
    if _joined(old) != _joined(new):
        yield "watches for something else than it did"


def _joined(rule: ir.WatchRule) -> tuple[object, ...]:
    together = (rule.kind, rule.meanwhile, rule.happenings, rule.ordered, rule.within, rule.apart)
    return (*together, rule.joins, rule.without, rule.stands)


# -- invariants ------------------------------------------------------------------------------------


def _of_invariants(before: Version, after: Version, same: bool) -> Iterator[Change]:
    for id, old in sorted(before.ruleset.invariants.items()):
        new = after.ruleset.invariants.get(id)
        if new is None:
            yield _gone("invariant", id, old.span, after, weakens=True)
            continue
        if same and old == new:
            continue
        approved = _fresh(old.approved, new.approved)
        for what in _weaker(before, after, old, new):
            yield Change("invariant", id, what, True, approved, span=new.span)


def _weaker(before: Version, after: Version, old: ir.Invariant, new: ir.Invariant) -> Iterator[str]:
    if old.kind != new.kind:
        yield f"was for each {old.kind} and is for each {new.kind}"
    if REACH[new.reach] < REACH[old.reach]:
        yield f"holds `{new.reach}`, where it held `{old.reach}`"
    less_often = not covers(before.ways(old.when), after.ways(new.when))
    if less_often or not covers(after.exceptions(new.unless), before.exceptions(old.unless)):
        yield "speaks of fewer cases than it did, or may"
    if not _claims_as_much(before, after, old.claim, new.claim):
        yield "claims less than it did, or something else"


def _claims_as_much(before: Version, after: Version, old: ir.Claim, new: ir.Claim) -> bool:
    match old, new:
        case ir.Calling(), ir.Calling():
            same = (old.any_one, old.never) == (new.any_one, new.never)
            weaker = (
                STRENGTH[new.word] > STRENGTH[old.word]
                if old.never
                else STRENGTH[new.word] < STRENGTH[old.word]
            )
            kept = (
                set(new.actions) <= set(old.actions) if old.any_one else set(old.actions) <= set(new.actions)
            )
            return same and kept and not weaker
        case ir.Blocking(), ir.Blocking():
            return old.never == new.never and _members_kept(before, after, old.do, new.do)
        case ir.NeverAllows(), ir.NeverAllows():
            return set(old.facts) <= set(new.facts) and _members_kept(before, after, old.do, new.do)
        case ir.NeverLowers(), ir.NeverLowers():
            names = set(old.names) <= set(new.names) and set(old.changes) <= set(new.changes)
            return old.raises == new.raises and names
        case ir.NeverRests(), ir.NeverRests():
            on = set(old.facts) <= set(new.facts) and set(old.marks) <= set(new.marks)
            return set(old.names) <= set(new.names) and on
        case ir.FindingOut(), ir.FindingOut():
            return set(old.facts) <= set(new.facts)
        case ir.AlwaysPrivate(), ir.AlwaysPrivate():
            return set(old.facts) <= set(new.facts)
        case ir.Holding(), ir.Holding():
            kept = old.never == new.never
            was, now = before.test(old.test), after.test(new.test)
            return kept and (implies(was, now) if old.never else implies(now, was))
        case _:
            return False


def _members_kept(before: Version, after: Version, old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    was = {name for do in old for name in before.members(do) if name in after.ruleset.actions}
    return was <= {name for do in new for name in after.members(do)}


# -- facts and actions -----------------------------------------------------------------------------


def _of_facts(old: ir.Ruleset, new: ir.Ruleset) -> Iterator[Change]:
    for name, was in sorted(old.facts.items()):
        now = new.facts.get(name)
        if now is None:
            yield Change("fact", name, "is gone", gone=True, span=was.span)
            continue
        for mark in ("private", "protected", "monitoring"):
            if getattr(was, mark) and not getattr(now, mark):
                yield Change("fact", name, f"is no longer marked `{mark}`", span=now.span)
        told = sorted(set(was.never_asked_of) - set(now.never_asked_of))
        if told:
            yield Change("fact", name, f"may now be asked of {', '.join(told)}", span=now.span)


def _of_actions(before: Version, after: Version) -> Iterator[Change]:
    for name, was in sorted(before.ruleset.actions.items()):
        now = after.ruleset.actions.get(name)
        if now is None:
            yield Change("action", name, "is gone", gone=True, span=was.span)
            continue
        for mark, words in (("never_blocked", "never blocked"), ("on_suspicion", "on suspicion")):
            if getattr(was, mark) and not getattr(now, mark):
                yield Change("action", name, f"is no longer marked `{words}`", span=now.span)
        if not covers(before.ways(was.only_if), after.ways(now.only_if)):
            yield Change("action", name, "is there in fewer cases, or may be: `only if`", span=now.span)
        if now.consent_of not in ("nobody", was.consent_of):
            yield Change("action", name, f"now needs the consent of the {now.consent_of}", span=now.span)


def _later(
    was: float | tuple[object, float | None] | None, now: float | tuple[object, float | None] | None
) -> bool:
    """Whether a day is later than it was, or may be."""
    if isinstance(was, tuple) and isinstance(now, tuple):
        if was[0] is None and was[1] is None:
            return False
        return was[0] != now[0] or _later(was[1], now[1])
    if was == now:
        return False
    return not (isinstance(was, float) and isinstance(now, float) and now < was)
