"""What the witness's guards refuse of a ruleset, told by the names that its files give.

Only planning is done here: nothing is asked of durable_rules, so that a refusal is known before a case is
there, and wherever the library runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from drive_rules.answers import Key
from drive_rules.engines.ways import planned, words_of
from drive_rules.ir import Action, Checklist, Decision, Measure, Rule, Ruleset, Sign, WatchRule
from drive_rules.lower import lower
from drive_rules.problems import Problem, Span

CODE = "WI001"
ANY_DAY = date(2026, 1, 1)
"""Stands for every day where nothing in a ruleset is dated."""
FIX = "name a part of it as a sign or a measure of its own, or assess without a witness"
FIX_WATCH = "join fewer happenings in it, or make two rules of it, or load without a witness"

Named = Rule | Decision | Sign | Measure | Checklist | Action


def refusals(ruleset: Ruleset) -> tuple[Problem, ...]:
    """What is refused on any day, each once: on a day of every stretch in which the same settings hold."""
    found: dict[tuple[str, str], Problem] = {}
    for day in stretches(ruleset):
        program = lower(ruleset, day)
        refused = planned(program).refused
        for problem in told(ruleset, ((n.key, refused[n.key]) for n in program.public if n.key in refused)):
            found.setdefault((problem.place, problem.what), problem)
    return tuple(found.values())


def told(ruleset: Ruleset, refused: Iterable[tuple[Key, str]]) -> Iterator[Problem]:
    """Each refusal by the name of what is refused, at its place in the files."""
    for key, why in refused:
        named = _named(ruleset, key)
        yield Problem(
            code=CODE,
            what=f"the witness cannot judge {_words(key, named)}: {why}",
            fix=FIX,
            span=_span(named),
            place="" if _span(named) else words_of(key),
        )


def of_watch(rule: WatchRule, why: str) -> Problem:
    """The refusal of a watch rule, at its place in the files."""
    what = f"the witness cannot judge the watch rule {rule.id} ({rule.title}): {why}"
    return Problem(code=CODE, what=what, fix=FIX_WATCH, span=rule.span)


def stretches(ruleset: Ruleset) -> tuple[date, ...]:
    """A day of each stretch of time in which the same settings and rules are in force."""
    settings = (dated.since for each in ruleset.settings.values() for dated in each.values)
    rules = (day for rule in ruleset.rules.values() for day in rule.in_force)
    turns = sorted({day for day in (*settings, *rules) if day is not None})
    if not turns:
        return (ANY_DAY,)
    first = turns[0]
    before = (first - timedelta(days=1),) if first > date.min else ()
    return (*before, *turns)


def _named(ruleset: Ruleset, key: Key) -> Named | None:
    match key:
        case str():
            scores = {each.score: each for each in ruleset.checklists.values()}
            answered = {each.answered: each for each in ruleset.checklists.values() if each.answered}
            names: tuple[dict[str, Named], ...] = (
                dict(ruleset.decisions),
                dict(ruleset.signs),
                dict(ruleset.measures),
                {**scores, **answered},
            )
            return next((each[key] for each in names if key in each), None)
        case (_, str(name), *_):
            return ruleset.rules.get(name) or ruleset.actions.get(name)
        case _:
            return None


def _words(key: Key, named: Named | None) -> str:
    match named:
        case Rule():
            what = "" if key[0] == "rule" else f"{key[0]} of "
            return f"{what}the rule {named.id} ({named.title})"
        case _:
            return words_of(key)


def _span(named: Named | None) -> Span | None:
    return None if named is None else named.span
