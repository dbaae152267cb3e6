"""Checks on the whole: loops, the record and the world, protected facts, ways out, examples at the edges.

Each check walks the IR as read; entries with problems of their own are not in it and are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.edges import check_examples
from drive_rules.language.log import Log
from drive_rules.language.names import Names
from drive_rules.language.reads import (
    closure,
    names_in,
    names_in_measure,
    names_in_rule,
    names_in_tests,
    rests_on,
    tests_in,
)
from drive_rules.language.typed import types_of
from drive_rules.language.watch import names_in_watch, tests_in_watch
from drive_rules.problems import Span


def check_ruleset(names: Names, ruleset: ir.Ruleset) -> None:
    """Run every check."""
    rests, types = rests_on(ruleset), types_of(ruleset)
    _check_loops(names.log, ruleset, rests)
    for reader in _readers(ruleset):
        _check_record(names, reader)
        _check_monitoring(names.log, ruleset, reader)
    for watch in ruleset.watch.values():
        reads = names_in_watch(watch)
        reader = _Reader(watch.id, watch.span, reads, tests_in_watch(watch), False)
        _check_record(names, reader, "what is only not known has not happened: test what is so")
        _check_monitoring(names.log, ruleset, reader)
    for rule in ruleset.rules.values():
        _check_record_rule(names, ruleset, rule)
        _check_protected(names.log, ruleset, rests, rule)
        _check_asked(names.log, ruleset, rests, rule)
        if names.replaced.isdisjoint(names_in_rule(rule)):
            check_examples(names.log, ruleset, types, rule)
    if not names.log.problems:
        for rule in ruleset.rules.values():
            _check_ways_out(names.log, ruleset, rests, rule)


# -- loops -----------------------------------------------------------------------------------------


def _check_loops(log: Log, ruleset: ir.Ruleset, rests: Mapping[str, tuple[str, ...]]) -> None:
    done: set[str] = set()
    for start in sorted(rests):
        loop = _loop_from(rests, start, done)
        if loop:
            what = "these names rest on each other in a circle: " + " > ".join([*loop, loop[0]])
            log.add(
                Code.LOOP, _span_of(ruleset, loop[0]), what, "leave one of them out of the tests of another"
            )


def _loop_from(rests: Mapping[str, tuple[str, ...]], start: str, done: set[str]) -> list[str]:
    """The first loop met from ``start`` among names not done, its smallest name first."""
    path: list[str] = []
    waiting: list[Iterator[str]] = [iter((start,))]
    while waiting:
        name = next(waiting[-1], None)
        if name is None:
            waiting.pop()
            done.update(path[-1:])
            del path[-1:]
        elif name in path:
            loop = path[path.index(name) :]
            done.update(path)
            least = loop.index(min(loop))
            return [*loop[least:], *loop[:least]]
        elif name not in done:
            path.append(name)
            waiting.append(iter(rests.get(name, ())))
    return []


def _span_of(ruleset: ir.Ruleset, name: str) -> Span | None:
    for section in (ruleset.signs, ruleset.measures, ruleset.decisions):
        if name in section:
            return section[name].span
    scores = (each for each in ruleset.checklists.values() if name in (each.score, each.answered))
    return next((each.span for each in scores), None)


# -- the record, monitoring, protected facts -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reader:
    """An entry that reads names: what it is, and whether it says that it is about the record."""

    name: str
    span: Span | None
    reads: tuple[str, ...]
    tests: ir.Tests
    record: bool


def _readers(ruleset: ir.Ruleset) -> Iterator[_Reader]:
    for sign in ruleset.signs.values():
        tests = tests_in(sign.condition)
        yield _Reader(sign.name, sign.span, names_in(sign.condition), tests, sign.about_record)
    for measure in ruleset.measures.values():
        tests = (*tests_in(measure.where), *tests_in(measure.have))
        yield _Reader(measure.name, measure.span, names_in_measure(measure), tests, measure.about_record)
    for action in ruleset.actions.values():
        tests = tests_in(action.only_if)
        yield _Reader(action.name, action.span, names_in(action.only_if), tests, action.about_record)
    for rule in ruleset.rules.values():
        tests = (*tests_in(rule.when), *tests_in(rule.unless))
        yield _Reader(rule.id, rule.span, names_in_rule(rule), tests, rule.about_record)


def _about_record(names: Names, tests: ir.Tests, reads: Iterable[str]) -> tuple[str, Span | None]:
    """What in these tests is about the record, and where; no words where nothing is."""
    for test in tests:
        for each in (test, test.also):
            if each is not None and each.form in ("known", "not known"):
                return f"'{each.name}: {each.form}'", test.span
    found = (name for name in reads if name in names.known and names.known[name].record)
    name = next(found, "")
    return (f"'{name}'" if name else ""), _span_reading(tests, name)


def _span_reading(tests: ir.Tests, name: str) -> Span | None:
    """The place of the test that reads a name."""
    return next((test.span for test in tests if name in names_in_tests((test,))), None)


def _check_record(
    names: Names,
    reader: _Reader,
    fix: str = "add `about: the record`, or test what is so rather than what is known",
) -> None:
    read, span = _about_record(names, reader.tests, reader.reads)
    if read and not reader.record:
        what = f"'{reader.name}' reads {read}, which is about the record"
        names.log.add(Code.RECORD_UNDECLARED, span or reader.span, what, fix)


def _check_monitoring(log: Log, ruleset: ir.Ruleset, reader: _Reader) -> None:
    for name in reader.reads:
        if name in ruleset.facts and ruleset.facts[name].monitoring:
            what = f"'{reader.name}' reads '{name}', which is kept for monitoring"
            log.add(
                Code.MONITORING,
                _span_reading(reader.tests, name) or reader.span,
                what,
                "leave it out: nothing reads it",
            )


def _check_record_rule(names: Names, ruleset: ir.Ruleset, rule: ir.Rule) -> None:
    for duty in rule.duties:
        for until in duty.until:
            read, span = _about_record(names, until.tests, names_in_tests(until.tests))
            if read:
                what = f"what releases '{duty.do}' is about the record"
                fix = "release it by what is so, not by what is known"
                names.log.add(Code.RECORD_REACHES, span or duty.span, what, fix)
    if rule.about_record:
        for what, place in _reached(ruleset, rule):
            fix = "a rule about the record calls for asking, recording and reviewing only"
            names.log.add(Code.RECORD_REACHES, place, what, fix)


def _reached(ruleset: ir.Ruleset, rule: ir.Rule) -> Iterator[tuple[str, Span | None]]:
    for conclusion in rule.then:
        decision = ruleset.decisions.get(conclusion.decision)
        if decision is not None and not decision.about_record:
            yield f"'{decision.name}' is about the world, and this rule about the record", rule.span
    for duty in rule.duties:
        action = ruleset.actions.get(duty.do)
        if duty.word == "must not":
            yield "a rule about the record forbids nothing", duty.span
        elif action is not None and not action.about_record:
            yield f"'{action.name}' is not about the record, and this rule is", duty.span


def _check_protected(
    log: Log, ruleset: ir.Ruleset, rests: Mapping[str, tuple[str, ...]], rule: ir.Rule
) -> None:
    if not rule.then:
        return
    within = {name: reads for name, reads in rests.items() if name not in ruleset.decisions}
    for name in sorted(closure(within, names_in_rule(rule))):
        if name in ruleset.facts and ruleset.facts[name].protected:
            what = f"'{rule.id}' decides, and rests on '{name}', which is protected"
            log.add(
                Code.PROTECTED,
                rule.span,
                what,
                "decide on what was done or is needed, not on who somebody is",
            )


def _check_asked(log: Log, ruleset: ir.Ruleset, rests: Mapping[str, tuple[str, ...]], rule: ir.Rule) -> None:
    """Somebody who is never to be asked any of what a rule reads is not asked by its find out."""
    read = closure(rests, names_in_rule(rule))
    never = [set(ruleset.facts[name].never_asked_of) for name in sorted(read) if name in ruleset.facts]
    asked = rule.find_out.asked_of if rule.find_out is not None else ()
    for who in asked:
        if never and all(who in each for each in never):
            what = f"'{who}' is to be asked, and is never asked of any fact that this rule reads"
            log.add(Code.FIND_OUT, rule.span, what, "ask somebody else")


# -- ways out --------------------------------------------------------------------------------------


def _check_ways_out(
    log: Log, ruleset: ir.Ruleset, rests: Mapping[str, tuple[str, ...]], rule: ir.Rule
) -> None:
    for duty in rule.duties:
        if duty.until:
            _check_until_dates(log, ruleset, rests, rule, duty)
            troubles = [_no_way(ruleset, rests, duty, until) for until in duty.until]
            if all(troubles):
                fix = "name an action that makes it true and that needs the consent of neither of the two"
                log.add(Code.NO_WAY_OUT, duty.span, troubles[0], fix)


def _check_until_dates(
    log: Log, ruleset: ir.Ruleset, rests: Mapping[str, tuple[str, ...]], rule: ir.Rule, duty: ir.Duty
) -> None:
    read = closure(rests, names_in_rule(rule))
    for name in (name for until in duty.until for name in until.actions):
        fact = ruleset.facts.get(ruleset.actions[name].makes_true or "")
        if fact is not None and fact.type.name == "date" and fact.name not in read:
            what = f"'{name}' gives '{fact.name}', a date that this rule does not read"
            fix = "test that date under `when` or `unless`: it is what releases the block"
            log.add(Code.UNTIL_DATE, duty.span, what, fix)


def _no_way(ruleset: ir.Ruleset, rests: Mapping[str, tuple[str, ...]], duty: ir.Duty, until: ir.Until) -> str:
    """Why this way out of a block is none; empty where it is one."""
    free = [action for action in ruleset.actions.values() if action.consent_of == "nobody"]
    made = {action.makes_true for action in free if action.name not in blocked_by(ruleset, duty)}
    for name in until.actions:
        if ruleset.actions[name].makes_true is None:
            return f"'{name}' makes no fact true, and so releases nothing"
        if ruleset.actions[name].makes_true not in made:
            return f"'{name}' needs consent, or is itself forbidden here"
    for test in until.tests:
        if not made & closure(rests, names_in_tests((test,))):
            return f"no action can bring about what '{test.name}' is tested for"
    return ""


def blocked_by(ruleset: ir.Ruleset, duty: ir.Duty) -> set[str]:
    """The actions that a ``must not`` forbids: those never blocked are left out."""
    group = ruleset.groups.get(duty.do)
    members = group.actions if group is not None else (duty.do,)
    return {name for name in members if name in ruleset.actions and not ruleset.actions[name].never_blocked}
