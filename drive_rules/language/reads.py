"""Who reads what: the names that each entry rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from drive_rules import ir


def names_in_tests(tests: ir.Tests) -> Iterator[str]:
    """Every name that the tests read, on either side."""
    for test in tests:
        yield test.name
        yield from (operand.name for operand in test.operands if isinstance(operand, ir.NameRef))
        if test.also is not None:
            yield from names_in_tests((test.also,))


def tests_in(condition: ir.Condition) -> ir.Tests:
    """Every test of a condition."""
    return (*condition.all_of, *(test for tests in condition.any_of for test in tests))


def names_in(*conditions: ir.Condition) -> tuple[str, ...]:
    """Every name that the conditions read, each once, in order."""
    found = (name for condition in conditions for name in names_in_tests(tests_in(condition)))
    return tuple(dict.fromkeys(found))


def names_in_rule(rule: ir.Rule) -> tuple[str, ...]:
    """Every name that decides whether a rule applies and what it concludes."""
    concluded = (each.value.name for each in rule.then if isinstance(each.value, ir.NameRef))
    return tuple(dict.fromkeys((*names_in(rule.when, rule.unless), *concluded)))


def names_in_measure(measure: ir.Measure) -> tuple[str, ...]:
    """Every name that a measure reads."""
    direct = (measure.value, measure.dated_by, *measure.plus, *measure.less)
    tested = names_in(measure.where, measure.have)
    return tuple(dict.fromkeys((*(name for name in direct if name), *tested)))


def settings_in(entry: ir.Rule | ir.Sign | ir.Measure | ir.Action) -> tuple[str, ...]:
    """Every setting that an entry names, each once: in tests, values and days."""
    match entry:
        case ir.Rule():
            found = [*_in_conditions(entry.when, entry.unless), *_in_duties(entry)]
            found += [each.value.setting for each in entry.then if isinstance(each.value, ir.SettingRef)]
        case ir.Sign():
            found = [*_in_conditions(entry.condition)]
        case ir.Measure():
            found = [*_in_conditions(entry.where, entry.have), *([entry.times] if entry.times else [])]
        case ir.Action():
            found = [*_in_conditions(entry.only_if)]
    return tuple(dict.fromkeys(found))


def settings_in_tests(tests: ir.Tests) -> tuple[str, ...]:
    """Every setting that tests name, each once."""
    return tuple(dict.fromkeys(_in_tests(tests)))


def _in_conditions(*conditions: ir.Condition) -> Iterator[str]:
    for condition in conditions:
        yield from _in_tests(tests_in(condition))


def _in_tests(tests: ir.Tests) -> Iterator[str]:
    for test in tests:
        yield from (each.setting for each in test.operands if isinstance(each, ir.SettingRef))
        if test.also is not None:
            yield from _in_tests((test.also,))


def _in_duties(rule: ir.Rule) -> Iterator[str]:
    """In the days of duties and of what is found out, and in what releases a block."""
    lengths: list[ir.Length | ir.SettingRef | ir.NameRef | None] = []
    for duty in rule.duties:
        lengths += [duty.due.within if duty.due else None, duty.again_every]
        for until in duty.until:
            yield from _in_tests(until.tests)
    if rule.find_out is not None:
        lengths += [rule.find_out.due, rule.find_out.again_every]
    yield from (each.setting for each in lengths if isinstance(each, ir.SettingRef))


def rests_on(ruleset: ir.Ruleset) -> dict[str, tuple[str, ...]]:
    """For each derived name, the names that it is worked out from."""
    found: dict[str, tuple[str, ...]] = {}
    for sign in ruleset.signs.values():
        found[sign.name] = names_in(sign.condition)
    for measure in ruleset.measures.values():
        found[measure.name] = names_in_measure(measure)
    for checklist in ruleset.checklists.values():
        facts = tuple(item.fact for item in checklist.items)
        found[checklist.score] = facts
        if checklist.answered is not None:
            found[checklist.answered] = facts
    for rule in ruleset.rules.values():
        for conclusion in rule.then:
            found[conclusion.decision] = (*found.get(conclusion.decision, ()), *names_in_rule(rule))
    return found


def closure(rests: Mapping[str, tuple[str, ...]], start: Iterable[str]) -> set[str]:
    """The names and everything that they rest on."""
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(rests.get(name, ()))
    return seen
