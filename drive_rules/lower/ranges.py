"""How far the values of a name can reach: declared for facts, computed for all that is derived.

``span`` is what an interval widens to when nothing is known of it; ``bounds`` is what a thing that
nobody has seen yet could have, which decides whether it could add to a sum or take from it.
"""

from __future__ import annotations

from drive_rules.ir import (
    FAR_AHEAD,
    LONG_AGO,
    MOST_REFERENCES,
    NO_LIMIT,
    SCALE,
    Checklist,
    Conclusion,
    Decision,
    Measure,
    NameRef,
    Type,
)
from drive_rules.lower.vocabulary import Vocabulary

Range = tuple[int, int]


def span(type_: Type) -> Range:
    """The whole range of a derived name of this type."""
    match type_.name:
        case "yes or no" | "text":
            return 0, 1
        case "choice":
            return 0, len(type_.values) - 1
        case "length of time":
            return 0, len(type_.lengths) - 1
        case "date":
            return LONG_AGO, FAR_AHEAD
        case "reference":
            return 0, MOST_REFERENCES
        case "number":
            return -NO_LIMIT, NO_LIMIT


def ordered(type_: Type) -> bool:
    """Whether what lies between two values of this type means anything."""
    return type_.name != "reference" and (type_.name != "choice" or type_.ordered)


def bounds(words: Vocabulary, name: str) -> Range:
    """What a thing not yet seen could have under ``name``."""
    rules = words.ruleset
    if name in rules.facts:
        return rules.facts[name].type.low, rules.facts[name].type.high
    if name in rules.measures:
        return _of_measure(words, rules.measures[name])
    if name in rules.decisions:
        return _of_decision(words, rules.decisions[name])
    if name in rules.signs:
        return 0, 1
    return next(_of_checklist(c, name) for c in rules.checklists.values() if name in (c.score, c.answered))


def _of_measure(words: Vocabulary, measure: Measure) -> Range:
    match measure.operation:
        case "count":
            return 0, NO_LIMIT
        case "sum" if measure.value is not None:
            low, high = bounds(words, measure.value)
            return -NO_LIMIT if low < 0 else 0, NO_LIMIT if high > 0 else 0
        case "arithmetic" if measure.times is None:
            return _of_arithmetic(words, measure)
        case _:
            return span(measure.type)


def _of_arithmetic(words: Vocabulary, measure: Measure) -> Range:
    plus = [bounds(words, name) for name in measure.plus]
    less = [bounds(words, name) for name in measure.less]
    low = sum(least for least, _ in plus) - sum(most for _, most in less)
    high = sum(most for _, most in plus) - sum(least for least, _ in less)
    return max(low, -NO_LIMIT), min(high, NO_LIMIT)


def _of_decision(words: Vocabulary, decision: Decision) -> Range:
    if decision.take != "total":
        return span(decision.type)
    added = [
        _of_conclusion(words, decision, conclusion)
        for rule in words.ruleset.rules.values()
        for conclusion in rule.then
        if conclusion.decision == decision.name
    ]
    return sum(min(low, 0) for low, _ in added), sum(max(high, 0) for _, high in added)


def _of_conclusion(words: Vocabulary, decision: Decision, conclusion: Conclusion) -> Range:
    if isinstance(conclusion.value, NameRef):
        return bounds(words, conclusion.value.name)
    code = words.code(conclusion.value, decision.type)
    return code, code


def _of_checklist(checklist: Checklist, name: str) -> Range:
    if name == checklist.answered:
        return 0, SCALE * len(checklist.items)
    points = [item.points for item in checklist.items]
    return sum(p for p in points if p < 0), sum(p for p in points if p > 0)
