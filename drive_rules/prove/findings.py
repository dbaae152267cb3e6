"""What is odd about the rules as a whole, over every case, whatever is known of it.

Rules that can never apply, rules that another makes pointless, decisions with two answers at once,
actions that must and must never be done, and where only an ``otherwise`` decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from drive_rules.answers import Key
from drive_rules.ir import Action, Conclusion, Constant, Decision, Rule
from drive_rules.prove.asking import Asked, Question, View, ask, first
from drive_rules.prove.outcomes import Found, Outcome, Thing, Undecided
from drive_rules.prove.report import Finding, Sort
from drive_rules.prove.truths import Truth, both, either, opposite
from drive_rules.prove.witnesses import Replay
from drive_rules.reference import STRENGTH

MUST = STRENGTH["must"]
Shows = Callable[[Asked], Truth]


class Findings:
    """The findings of one ruleset on one day."""

    def __init__(self, view: View, limits: Mapping[str, int], seconds: float) -> None:
        self.view, self.ruleset = view, view.ruleset
        self.limits, self.seconds = limits, seconds
        self._public = {name.key for name in view.program.public}

    def of(self, sort: str, name: str) -> Iterator[Finding]:
        """What there is to say of a rule, a decision or an action."""
        match sort:
            case "rule":
                found = self._of_rule(self.ruleset.rules[name])
            case "decision":
                found = self._of_decision(self.ruleset.decisions[name])
            case "action":
                found = self._of_action(self.ruleset.actions[name])
            case _:
                raise ValueError(f"no finding is of a {sort}")
        for each in found:
            yield replace(each, accepted=self.ruleset.accepted.get(each.name))

    # -- rules -----------------------------------------------------------------------------------

    def _of_rule(self, rule: Rule) -> Iterator[Finding]:
        since, until = rule.in_force
        day = self.view.as_of
        if (since is not None and day < since) or (until is not None and day >= until):
            return
        thing = first(self.view, rule.kind)

        def applies(asked: Asked) -> Truth:
            return both((asked.there(thing), asked.ends(("rule", rule.id), thing)[0].at_least(1)))

        outcome = self._ask(applies, ("rule", rule.id))
        match outcome:
            case Found():
                yield from self._made_pointless(rule, outcome)
            case Undecided(because):
                yield _undecided(rule.id, "whether it ever applies", because)
            case _:
                what = (
                    "No case, whatever is known of it, makes this rule apply on this day with these settings."
                )
                yield Finding("never applies", rule.id, what)

    def _made_pointless(self, rule: Rule, shown: Found) -> Iterator[Finding]:
        """Of the rules that apply in the case where this one does, the first that always does so."""
        replay = Replay(self.ruleset, shown.given, self.view.as_of)
        thing = first(self.view, rule.kind)
        for other in sorted(self.ruleset.rules.values(), key=lambda each: each.id):
            says_as_much = other.id != rule.id and self._says_as_much(other, rule)
            if says_as_much and replay.ends(("rule", other.id), thing)[0].at_least(1) is True:
                found = self._beside(rule, other)
                if found is not None:
                    yield found
                    return

    def _beside(self, rule: Rule, other: Rule) -> Finding | None:
        thing = first(self.view, rule.kind)

        def alone(asked: Asked) -> Truth:
            ends = zip(
                asked.ends(("rule", rule.id), thing), asked.ends(("rule", other.id), thing), strict=True
            )
            lacks = (both((one.at_least(1), opposite(two.at_least(1)))) for one, two in ends)
            return both((asked.there(thing), either(lacks)))

        outcome = self._ask(alone, ("rule", rule.id), ("rule", other.id))
        if isinstance(outcome, Undecided):
            return _undecided(rule.id, f"whether '{other.id}' makes it pointless", outcome.because)
        if isinstance(outcome, Found):
            return None
        what = f"Whenever it applies, '{other.id}' applies too and gives and calls for the same."
        return Finding("pointless", rule.id, what)

    def _says_as_much(self, other: Rule, rule: Rule) -> bool:
        """Whether one rule gives and calls for all that another does."""
        return (
            other.kind == rule.kind
            and (other.in_doubt, other.find_out) == (rule.in_doubt, rule.find_out)
            and all(duty in other.duties for duty in rule.duties)
            and all(any(self._settles(mine, theirs) for theirs in other.then) for mine in rule.then)
        )

    def _settles(self, mine: Conclusion, theirs: Conclusion) -> bool:
        decision = self.ruleset.decisions[mine.decision]
        if theirs.decision != mine.decision or decision.take == "total":
            return False
        match mine.value, theirs.value, decision.take:
            case Constant(one), Constant(other), "highest":
                return other >= one
            case Constant(one), Constant(other), "lowest":
                return other <= one
            case _:
                return mine.value == theirs.value

    # -- decisions -------------------------------------------------------------------------------

    def _of_decision(self, decision: Decision) -> Iterator[Finding]:
        thing = first(self.view, decision.of)
        if decision.take == "only one":

            def torn(asked: Asked) -> Truth:
                return both((asked.there(thing), asked.torn(decision.name, thing)))

            outcome = self._ask(torn, decision.name)
            what = "Two rules give it two answers at once; the answer is then told as a conflict."
            yield from _shown("two answers", decision.name, what, outcome)
        if decision.take != "total":
            rules = [r.id for r in self.ruleset.rules.values() if _concludes(r, decision.name)]

            def nothing(asked: Asked) -> Truth:
                silent = (opposite(asked.ends(("rule", id), thing)[1].at_least(1)) for id in rules)
                return both((asked.there(thing), *silent))

            outcome = self._ask(nothing, *(("rule", id) for id in rules))
            what = f"No rule of the {len(rules)} that settle it may apply, so its `otherwise` is the answer."
            yield from _shown("only otherwise", decision.name, what, outcome)

    # -- actions ---------------------------------------------------------------------------------

    def _of_action(self, action: Action) -> Iterator[Finding]:
        """A must and a must not of one action stand side by side by design; not where nothing releases it."""
        called = ("called for", action.name)
        if action.never_blocked or called not in self._public:
            return
        bans = [rule for rule in self.ruleset.rules.values() if self._never_releases(rule, action.name)]
        target = first(self.view, action.done_to)
        reached = [rule for rule in bans if self._reaches(rule, target.kind)]
        if not reached:
            return

        def at_once(asked: Asked) -> Truth:
            banned = either(self._stands(asked, rule, target) for rule in reached)
            return both((asked.there(target), asked.ends(called, target)[0].at_least(MUST), banned))

        outcome = self._ask(at_once, called, *(("rule", rule.id) for rule in reached))
        what = "Rules say that it must be done, and others that it must not be, which nothing releases."
        yield from _shown("must and must not", action.name, what, outcome)

    def _never_releases(self, rule: Rule, action: str) -> bool:
        groups = self.ruleset.groups
        return any(
            duty.word == "must not"
            and not duty.until
            and action in (groups[duty.do].actions if duty.do in groups else (duty.do,))
            for duty in rule.duties
        )

    def _reaches(self, rule: Rule, kind: str) -> bool:
        return kind in self._path(rule.kind) or rule.kind in self._path(kind)

    def _path(self, kind: str) -> tuple[str, ...]:
        above = self.ruleset.kinds[kind].part_of
        return (kind,) if above is None else (kind, *self._path(above))

    def _stands(self, asked: Asked, rule: Rule, target: Thing) -> Truth:
        key = ("rule", rule.id)
        if target.kind not in self._path(rule.kind):
            return asked.ends(key, target)[0].at_least(1)
        return either(
            both((asked.there(each), asked.ends(key, each)[0].at_least(1)))
            for each in asked.below(target, rule.kind)
        )

    def _ask(self, shows: Shows, *keys: Key) -> Outcome:
        return ask(Question((self.view,), shows, keys), self.limits, self.seconds)


def _shown(sort: Sort, of: str, what: str, outcome: Outcome) -> Iterator[Finding]:
    if isinstance(outcome, Found):
        yield Finding(sort, of, what, outcome.data)
    elif isinstance(outcome, Undecided):
        yield _undecided(of, sort, outcome.because)


def _undecided(of: str, what: str, because: str) -> Finding:
    return Finding("could not decide", of, f"Of {what}: {because}.")


def _concludes(rule: Rule, decision: str) -> bool:
    return any(each.decision == decision for each in rule.then)
