"""Rules to steps: what applies, what it gives, what it calls for and what it forbids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drive_rules.ir import Conclusion, Condition, Decision, Duty, NameRef, Rule, Until
from drive_rules.lower.conditions import Conditions, present
from drive_rules.lower.nodes import (
    FALSE,
    TRUE,
    Clause,
    Ends,
    Formula,
    Gather,
    Gathering,
    Name,
    Part,
    all_of,
    any_of,
    constant,
    ends,
    negate,
    yes,
)
from drive_rules.lower.ranges import ordered, span

TAKES: Mapping[str, Gathering] = {"highest": "max", "lowest": "min", "only one": "one", "total": "sum"}
STRENGTHS: Mapping[str, int] = {"may": 1, "should": 2, "must": 3}
Calls = dict[str, list[Part]]


def add_rules(made: Conditions) -> None:
    """Add what rests on rules: each rule, every decision, and what is called for or stands in the way."""
    rules = made.words.ruleset
    applies = {rule.id: _rule(made, rule) for rule in rules.rules.values()}
    for decision in rules.decisions.values():
        made.settle(_decision(made, decision, applies))
    for action in rules.actions.values():
        if action.only_if != Condition():
            name = Name(("only if", action.name), action.done_to)
            made.settle(Clause(name, made.holds(action.only_if)))
    _calls(made, applies)


def _rule(made: Conditions, rule: Rule) -> Formula:
    """Whether a rule applies, as a formula of whoever reads it."""
    since, end = rule.in_force
    day = made.words.as_of
    applies: Formula = FALSE
    if (since is None or since <= day) and (end is None or day < end):
        applies = all_of((made.holds(rule.when), negate(made.excepted(rule.unless))))
    return _read(made.settle(Clause(Name(("rule", rule.id), rule.kind), applies)), applies)


def _read(name: Name, settled: Formula) -> Formula:
    return settled if settled in (TRUE, FALSE) else yes(name)


def _decision(made: Conditions, decision: Decision, applies: Mapping[str, Formula]) -> Gather:
    floor, ceiling = span(decision.type)
    parts = (
        Part(rule.kind, applies[rule.id], *_concluded(made, decision, conclusion))
        for rule in made.words.ruleset.rules.values()
        for conclusion in rule.then
        if conclusion.decision == decision.name and rule.kind == decision.of
    )
    return Gather(
        made.words.names[decision.name],
        TAKES[decision.take],
        present(*parts),
        None if decision.take == "total" else decision.otherwise,
        floor,
        ceiling,
        ordered(decision.type),
    )


def _concluded(made: Conditions, decision: Decision, conclusion: Conclusion) -> Ends:
    if isinstance(conclusion.value, NameRef):
        return ends(made.words.names[conclusion.value.name])
    code = constant(made.words.code(conclusion.value, decision.type))
    return code, code


# -- duties --------------------------------------------------------------------------------------


def _calls(made: Conditions, applies: Mapping[str, Formula]) -> None:
    """What each action is called for and blocked by, over the rules that name it or a group of it."""
    called: Calls = {}
    blocked: Calls = {}
    for rule in made.words.ruleset.rules.values():
        for number, duty in enumerate(rule.duties):
            if duty.word == "must not":
                free = _released(made, rule, number, duty)
                _add(made, blocked, rule, duty, all_of((applies[rule.id], negate(free))), 1)
            else:
                _add(made, called, rule, duty, applies[rule.id], STRENGTHS[duty.word])
    for word, calls, most in (("blocked", blocked, 1), ("called for", called, 3)):
        for action, parts in calls.items():
            target = Name((word, action), made.words.ruleset.actions[action].done_to)
            made.settle(Gather(target, "max", present(*parts), 0, 0, most))


def _add(made: Conditions, calls: Calls, rule: Rule, duty: Duty, when: Formula, strength: int) -> None:
    for action in _actions(made, duty):
        parts, kind = calls.setdefault(action, []), _lower(made, rule.kind, action, duty)
        if kind is not None:
            parts.append(Part(kind, when, constant(strength), constant(strength)))


def _actions(made: Conditions, duty: Duty) -> Iterator[str]:
    """The actions that a duty speaks of; none of those that nothing may forbid, where it forbids."""
    rules = made.words.ruleset
    named = rules.groups[duty.do].actions if duty.do in rules.groups else (duty.do,)
    return (a for a in named if duty.word != "must not" or not rules.actions[a].never_blocked)


def _lower(made: Conditions, kind: str, action: str, duty: Duty) -> str | None:
    """The lower of a rule's kind and the kind that an action is done to; none where neither holds the other.

    A block by a thing above reaches all that is part of it; a call from above has nowhere to go.
    """
    paths, done_to = made.words.paths, made.words.ruleset.actions[action].done_to
    if done_to in paths[kind]:
        return kind
    return done_to if kind in paths[done_to] and duty.word == "must not" else None


def _released(made: Conditions, rule: Rule, number: int, duty: Duty) -> Formula:
    """Whether a block is released, as a formula of whoever reads it."""
    if not duty.until:
        return FALSE
    way_out = any_of(_way_out(made, rule, until) for until in duty.until)
    return _read(made.settle(Clause(Name(("until", rule.id, number), rule.kind), way_out)), way_out)


def _way_out(made: Conditions, rule: Rule, until: Until) -> Formula:
    return all_of((made.tests(until.tests), *(_done(made, rule, action) for action in until.actions)))


def _done(made: Conditions, rule: Rule, action: str) -> Formula:
    """That an action was done: the fact that it makes true is yes; a date alone does not say so."""
    fact = made.words.ruleset.facts.get(made.words.ruleset.actions[action].makes_true or "")
    if fact is None or fact.type.name != "yes or no" or fact.of not in made.words.paths[rule.kind]:
        return FALSE
    return yes(made.words.names[fact.name])
