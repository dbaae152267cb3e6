"""Measures: what is counted, summed or picked over the things below, and sums of names of one thing.

A measure's type follows from what it rests on, so measures are typed in rounds: each round types
those whose value has a type.  What is left over rests on itself; the check for loops names it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import get_args

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.conditions import read_either
from drive_rules.language.entries import (
    WHY,
    Declared,
    Section,
    about_record,
    declare,
    read_otherwise,
    read_why,
)
from drive_rules.language.fields import Fields
from drive_rules.language.names import READABLE, Named, Names
from drive_rules.language.nodes import Text
from drive_rules.language.operands import Scope
from drive_rules.language.typed import ANY_NUMBER, YES_NO, unbounded
from drive_rules.problems import did_you_mean

_LISTED = ("count", "any", "every", "share")
_VALUED = ("sum", "highest", "lowest", "latest", "earliest", "days since", "value at the latest")
_ARITHMETIC = ("plus", "less", "times")
_WITH_OTHERWISE = ("every", "highest", "lowest", "latest", "earliest", "days since", "value at the latest")
_OPTIONAL = ("over", "where", "which", "have", "dated by", "plus", "less", "times", "rounded", "otherwise")
_COUNT = ir.Type("number", 0, ir.NO_LIMIT)
_SHARE = ir.Type("number", 0, 100 * ir.SCALE)
_WHOLE_NUMBER = replace(ANY_NUMBER, decimals=0)
KEYS = ("of", *_LISTED, *_VALUED, *_OPTIONAL, "about", "code", *WHY)


@dataclass(frozen=True, slots=True)
class Planned:
    """A measure whose operation is known, to be read once all names have types."""

    named: Named
    fields: Fields
    operation: ir.Operation


def declare_measures(names: Names, section: Section) -> list[Planned]:
    """Enter the measures and find each one's operation."""
    planned = []
    for item in declare(names, section, "measure", KEYS):
        operation = _operation(item)
        item.named.record = about_record(item.fields)
        if operation is not None:
            item.named.share = operation == "share"
            planned.append(Planned(item.named, item.fields, operation))
    return planned


def _operation(item: Declared) -> ir.Operation | None:
    found = [key for key in (*_LISTED, *_VALUED) if item.fields.has(key)]
    if not found and any(item.fields.has(key) for key in _ARITHMETIC):
        return "arithmetic"
    if len(found) == 1:
        operations: tuple[ir.Operation, ...] = get_args(ir.Operation)
        return next(each for each in operations if each == found[0])
    what = f"'{item.named.name}' has {'several operations' if found else 'no operation'}"
    fix = "say one of: " + ", ".join((*_LISTED, *_VALUED, "plus"))
    item.fields.log.add(Code.OPERATION, item.fields.span, what, fix)
    return None


# -- types -----------------------------------------------------------------------------------------


def type_measures(names: Names, planned: list[Planned]) -> None:
    """Give each measure its type, in rounds."""
    left = list(planned)
    while left:
        waiting = [plan for plan in left if not _typed(names, plan)]
        if len(waiting) == len(left):
            _type_loops(names, left)
            return
        left = waiting


def _typed(names: Names, plan: Planned) -> bool:
    parts = [names.known.get(word) for word in _rests_on(plan)]
    if any(part is not None and part.sort == "measure" and part.type is None for part in parts):
        return False
    types = [part.type for part in parts if part is not None and part.type is not None]
    plan.named.type = _type(plan, types) if len(types) == len(parts) else None
    names.check_words(plan.named)
    return plan.named.type is not None or len(types) != len(parts)


def _type_loops(names: Names, left: list[Planned]) -> None:
    """Measures that rest on each other keep a type, so that the check for loops sees them."""
    waiting = {plan.named.name for plan in left}
    for plan in left:
        if any(word in waiting for word in _rests_on(plan)):
            plan.named.type = ANY_NUMBER


def _rests_on(plan: Planned) -> list[str]:
    if plan.operation == "arithmetic":
        return [text.words for key in ("plus", "less") for text in plan.fields.several(key)]
    return [plan.fields.words(plan.operation)] if plan.operation in _VALUED else []


def _type(plan: Planned, types: list[ir.Type]) -> ir.Type:
    match plan.operation:
        case "count":
            return _COUNT
        case "any" | "every":
            return YES_NO
        case "share":
            return _SHARE
        case "days since":
            return _WHOLE_NUMBER
        case "sum" | "arithmetic":
            whole = plan.fields.has("rounded")
            return replace(
                ANY_NUMBER, decimals=0 if whole else max((each.decimals for each in types), default=0)
            )
        case _:
            return unbounded(types[0])


# -- reading ---------------------------------------------------------------------------------------


def read_measure(names: Names, plan: Planned) -> ir.Measure | None:
    """One measure, its tests read; None where what it rests on has problems."""
    named, fields = plan.named, plan.fields
    _refuse_keys(plan)
    over = None if plan.operation == "arithmetic" else _over(names, plan)
    if named.type is None or named.kind not in names.kinds:
        _say_parts(names, plan, over)
        return None
    scope = Scope(names, over or "")
    return ir.Measure(
        name=named.name,
        of=named.kind,
        operation=plan.operation,
        type=named.type,
        over=over,
        value=_value(names, plan, over),
        dated_by=_dated_by(names, plan, over),
        where=read_either(scope, fields.node(_filter(plan.operation))) if over else ir.Condition(),
        have=read_either(scope, fields.node("have")) if over else ir.Condition(),
        otherwise=read_otherwise(fields, named.type) if plan.operation in _WITH_OTHERWISE else None,
        plus=_parts(names, plan, "plus"),
        less=_parts(names, plan, "less"),
        times=_times(names, plan),
        rounded=fields.maybe("rounded", ("down",)) == "down",
        about_record=named.record,
        why=read_why(names, fields) if any(fields.has(key) for key in WHY) else None,
        code=named.code,
        span=fields.span,
    )


def _filter(operation: ir.Operation) -> str:
    return "which" if operation in ("any", "every", "share") else "where"


def _refuse_keys(plan: Planned) -> None:
    fits: set[str] = set()
    match plan.operation:
        case "arithmetic":
            fits = {"plus", "less", "times", "rounded"}
        case "any" | "every" | "share":
            fits = {"which", "have"}
        case "count":
            fits = {"where"}
        case "value at the latest":
            fits = {"over", "where", "dated by"}
        case _:
            fits = {"over", "where"}
    if plan.operation in _WITH_OTHERWISE:
        fits.add("otherwise")
    others = [key for key in _OPTIONAL if key not in fits]
    fix = f"leave it out; `{plan.operation}` goes with: " + ", ".join(sorted(fits))
    plan.fields.refuse(others, Code.TYPE, f"does not go with `{plan.operation}`", fix)
    if plan.operation == "arithmetic" and not plan.fields.has("plus"):
        plan.fields.missing("plus", "add `plus:` with the numbers to add")
    if plan.operation in ("every", "share") and not plan.fields.has("have"):
        plan.fields.missing("have", "add `have:` with the test that each of them is held against")


def _over(names: Names, plan: Planned) -> str | None:
    key = plan.operation if plan.operation in _LISTED else "over"
    text = plan.fields.text(key, required=True)
    if text is None:
        return None
    kind = names.kind_of_list(text.words)
    if kind is None:
        fix = did_you_mean(text.words, names.words(("list",)), "lists: " + ", ".join(names.words(("list",))))
        names.log.add(Code.UNKNOWN_NAME, text.span, f"'{text.words}' is not a list in the vocabulary", fix)
        return None
    if plan.named.kind in names.kinds and plan.named.kind not in names.above(kind)[1:]:
        what = f"'{text.words}' is not below {plan.named.kind}"
        names.log.add(Code.OVER, text.span, what, "measure over the things of a kind below")
        return None
    return kind


def _say_parts(names: Names, plan: Planned, over: str | None) -> None:
    """Name what the measure rests on and is not there; broken parts have their own problems."""
    if plan.operation == "arithmetic":
        _parts(names, plan, "plus")
        _parts(names, plan, "less")
    elif plan.operation in _VALUED:
        _value(names, plan, over)


_WANTED: dict[str, tuple[Callable[[ir.Type], bool], str]] = {
    "sum": (lambda kind: kind.name == "number", "a number"),
    "latest": (lambda kind: kind.name == "date", "a date"),
    "earliest": (lambda kind: kind.name == "date", "a date"),
    "days since": (lambda kind: kind.name == "date", "a date"),
    "highest": (lambda kind: kind.ordered and kind.name != "text", "a number, date or ordered choice"),
    "lowest": (lambda kind: kind.ordered and kind.name != "text", "a number, date or ordered choice"),
    "value at the latest": (lambda kind: kind.name not in ("text", "reference"), "a name with values"),
}


def _value(names: Names, plan: Planned, over: str | None) -> str | None:
    if plan.operation not in _VALUED:
        return None
    text = plan.fields.text(plan.operation)
    named = _name_below(names, text, over)
    if text is None or named is None:
        return None
    fits, wanted = _WANTED[plan.operation]
    if named.type is not None and not fits(named.type):
        what = f"`{plan.operation}` needs {wanted}, and '{named.name}' is a {named.type.name}"
        names.log.add(Code.OPERAND, text.span, what, "name another, or choose another operation")
        return None
    return named.name


def _dated_by(names: Names, plan: Planned, over: str | None) -> str | None:
    if plan.operation != "value at the latest":
        return None
    text = plan.fields.text("dated by", required=True)
    named = _name_below(names, text, over)
    if text is None or named is None:
        return None
    if named.type is not None and named.type.name != "date":
        names.log.add(
            Code.OPERAND, text.span, f"'{named.name}' is not a date", "name a date of the same things"
        )
        return None
    return named.name


def _name_below(names: Names, text: Text | None, over: str | None) -> Named | None:
    """A name of the things measured over."""
    if text is None:
        return None
    named = names.on_left(text, READABLE, "a name with values")
    if named is None or over is None:
        return None
    if named.share:
        names.log.add(Code.SHARE, text.span, f"'{named.name}' is a share", "a share stands in tests only")
        return None
    if named.kind != over:
        fix = f"name something known of each {over}"
        names.log.add(Code.REACH, text.span, f"'{named.name}' is not known of each {over}", fix)
        return None
    return named


def _parts(names: Names, plan: Planned, key: str) -> tuple[str, ...]:
    found = []
    for text in plan.fields.several(key) if plan.operation == "arithmetic" else ():
        named = names.on_left(text, READABLE, "a number")
        if named is not None and _is_part(names, plan, text, named):
            found.append(named.name)
    return tuple(found)


def _is_part(names: Names, plan: Planned, text: Text, named: Named) -> bool:
    if named.share:
        names.log.add(Code.SHARE, text.span, f"'{named.name}' is a share", "a share stands in tests only")
    elif named.type is not None and named.type.name != "number":
        names.log.add(
            Code.OPERAND, text.span, f"'{named.name}' is not a number", "add and take away numbers only"
        )
    elif named.kind != plan.named.kind:
        fix = f"name numbers of {plan.named.kind} only"
        names.log.add(Code.REACH, text.span, f"'{named.name}' is known of each {named.kind}", fix)
    else:
        return True
    return False


def _times(names: Names, plan: Planned) -> str | None:
    text = plan.fields.text("times") if plan.operation == "arithmetic" else None
    if text is None:
        return None
    named = names.on_right(text.words)
    if named is None or named.setting is None or not _is_number(named):
        fix = did_you_mean(text.words, names.words(("setting",)), "name a setting that is a number")
        names.log.add(Code.OPERAND, text.span, f"'{text.words}' is no number setting", fix)
        return None
    codes = [dated.value.code for dated in named.setting.values if isinstance(dated.value, ir.Constant)]
    if named.setting.low is not None and isinstance(named.setting.low, ir.Constant):
        codes.append(named.setting.low.code)
    if min(codes) < 0:
        names.log.add(Code.RANGE, text.span, f"'{named.name}' may be below 0", "times takes 0 or more")
    _check_rounded(names, plan, text, named.setting, codes)
    return named.name


def _is_number(named: Named) -> bool:
    return named.type is not None and named.type.name == "number" and not named.is_list


def _check_rounded(names: Names, plan: Planned, text: Text, setting: ir.Setting, codes: list[int]) -> None:
    broken = setting.site_may_change or any(code % ir.SCALE for code in codes)
    if broken and not plan.fields.has("rounded"):
        what = "times a number that may not be whole needs rounding"
        names.log.add(Code.TYPE, text.span, what, "add `rounded: down`")
