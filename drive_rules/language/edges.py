"""Whether a rule's examples show both of its sides, and both sides of every edge it tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.examples import TODAY
from drive_rules.language.log import Log
from drive_rules.language.values import words_of_number

_SIDES: dict[ir.Form, tuple[tuple[int, int], ...]] = {
    "at least": ((0, 0), (0, -1)),
    "less than": ((0, 0), (0, -1)),
    "more than": ((0, 0), (0, 1)),
    "at most": ((0, 0), (0, 1)),
    "between": ((0, 0), (0, -1), (1, 0), (1, 1)),
}
"""For each form, the points that examples stand on: which operand, and how many steps beyond it."""


def check_examples(log: Log, ruleset: ir.Ruleset, types: Mapping[str, ir.Type], rule: ir.Rule) -> None:
    """Examples that apply and that do not, and one on each side of every number and date tested."""
    expected = {example.expect for example in rule.examples}
    if "applies" not in expected:
        log.add(
            Code.NO_EXAMPLE,
            rule.span,
            f"'{rule.id}' has no example that applies",
            "add one under `for example`",
        )
    if "does not" not in expected and (rule.when != ir.Condition() or rule.unless != ir.Condition()):
        what = f"'{rule.id}' has no example that does not apply"
        log.add(Code.NO_EXAMPLE, rule.span, what, "add one under `for example`, below `does not:`")
    if rule.examples:
        for test in _edge_tests(rule):
            _check_edge(log, ruleset, types.get(test.name), rule, test)


def _edge_tests(rule: ir.Rule) -> Iterator[ir.Test]:
    for condition in (rule.when, rule.unless):
        for test in (*condition.all_of, *(test for tests in condition.any_of for test in tests)):
            yield test
            if test.also is not None:
                yield test.also


def _check_edge(log: Log, ruleset: ir.Ruleset, kind: ir.Type | None, rule: ir.Rule, test: ir.Test) -> None:
    if test.name in ruleset.measures and _shown_by_things(rule):
        return
    if kind is None or (test.name in ruleset.measures and ruleset.measures[test.name].operation == "share"):
        return
    if kind.name == "number":
        for which, steps in _SIDES.get(test.form, ()):
            _check_point(log, ruleset, rule, test, kind, which, steps)
    elif kind.name == "date" and test.form not in ("known", "not known"):
        _check_dates(log, rule, test)


def _shown_by_things(rule: ir.Rule) -> bool:
    return {example.expect for example in rule.examples if example.things} >= {"applies", "does not"}


def _check_point(
    log: Log, ruleset: ir.Ruleset, rule: ir.Rule, test: ir.Test, kind: ir.Type, which: int, steps: int
) -> None:
    """One point beside an edge must be given by an example that applies or one that does not."""
    operand = test.operands[which]
    beyond = steps * 10 ** (3 - kind.decimals)
    wanted = None
    for example in rule.examples:
        edge = edge_value(ruleset, operand, example)
        if edge is None or not kind.low <= edge + beyond <= kind.high:
            return
        wanted = edge + beyond
        if example.expect != "cannot tell" and dict(example.given).get(test.name) == (wanted, wanted):
            return
    if wanted is not None:
        where = "on" if not steps else "just beyond"
        what = f"no example stands {where} the edge of '{test.name}'"
        log.add(Code.EDGE, test.span, what, f"add an example with `{test.name}: {words_of_number(wanted)}`")


def edge_value(ruleset: ir.Ruleset, operand: ir.Operand, example: ir.Example) -> int | None:
    """The number that the test is held against on the example's day, if it is one."""
    match operand:
        case ir.Constant(code=code):
            return code
        case ir.SettingRef(setting=name) if name in ruleset.settings:
            value = in_force(ruleset.settings[name], example).value
            return value.code if isinstance(value, ir.Constant) else None
        case _:
            return None


def in_force(setting: ir.Setting, example: ir.Example) -> ir.Dated:
    """The value of a setting on the example's day."""
    today = example.today or TODAY
    begun = [dated for dated in setting.values if dated.since is None or dated.since <= today]
    return begun[-1] if begun else setting.values[0]


def _check_dates(log: Log, rule: ir.Rule, test: ir.Test) -> None:
    for expect in ("applies", "does not"):
        shown = [each for each in rule.examples if each.expect == expect]
        if shown and not any(test.name in dict(each.given) for each in shown):
            what = (
                f"no example that {expect if expect == 'applies' else 'does not apply'} gives '{test.name}'"
            )
            log.add(Code.EDGE, test.span, what, "give the date in an example on each side")
