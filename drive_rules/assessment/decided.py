"""Decisions, the scores behind them, and the lowest levels that may not be printed.

A lowest level is printed only where it is settled, enough is answered, nothing is stale and the
lists above it are whole.  What is enough and what is stale the ruleset says: by a yes-or-no decision
about the record, of the same kind, that is not certainly its *otherwise*; or, where it has none, by
rules about the record that read how many items of a checklist are answered, or its day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from drive_rules.answers import Bearing, Decided, Score, Value, Withheld
from drive_rules.assessment.doubts import Doubts
from drive_rules.assessment.reading import At, Reading, tests_in
from drive_rules.assessment.wording import NUMBER, code_words, derived_words
from drive_rules.case import Evidence
from drive_rules.ir import Checklist, Conclusion, Constant, Decision, NameRef, Rule, SettingRef
from drive_rules.language.values import words_of_number

Said = Mapping[tuple[str, int, str], tuple[Evidence, ...]]


def decided(reading: Reading, doubts: Doubts) -> tuple[Decided, ...]:
    """Every decision for every thing; ordered choices first, else in the ruleset's order."""
    ordered = sorted(reading.ruleset.decisions.values(), key=lambda each: not _is_level(each))
    return tuple(_decided(reading, doubts, each, at) for each in ordered for at in reading.things(each.of))


def _is_level(decision: Decision) -> bool:
    return decision.type.name == "choice" and decision.type.ordered


def _decided(reading: Reading, doubts: Doubts, decision: Decision, at: At) -> Decided:
    low, high = reading.interval(decision.name, at)
    conflict = (decision.name, at.row) in reading.settled.conflicts
    concluding = reading.concluding(decision.name)
    bearing = [rule for rule in concluding if reading.answer(("rule", rule.id), at, (0, 0))[1]]
    because = ["rules that certainly apply give different answers"] if conflict else []
    if low < high and not conflict:
        because = list(doubts.why(doubts.behind(decision.name, at)))
    return Decided(
        name=decision.name,
        code=decision.code,
        thing=reading.thing(at),
        type=decision.type,
        low=low,
        high=high,
        words=derived_words(decision.type, low, high),
        conflict=conflict,
        graded=_is_level(decision) and decision.take == "highest",
        about_record=decision.about_record,
        rules=tuple(_bearing(reading, decision, rule, at) for rule in bearing),
        read=tuple(_read(reading, bearing or list(concluding), at)),
        because=tuple(because),
    )


def _bearing(reading: Reading, decision: Decision, rule: Rule, at: At) -> Bearing:
    gives = " and ".join(_gives(reading, decision, c, at) for c in rule.then if c.decision == decision.name)
    doubt = reading.in_doubt(rule, at)
    thing, assumed = reading.thing(at), reading.assumed(rule)
    return Bearing(rule.id, rule.title, thing, gives, doubt, rule.why, rule.safety, assumed)


def _gives(reading: Reading, decision: Decision, conclusion: Conclusion, at: At) -> str:
    value = conclusion.value
    if isinstance(value, NameRef):
        return f"the {value.name} ({reading.value(value.name, at).words})"
    code = reading.code(value)
    return f"add {words_of_number(code)}" if decision.take == "total" else code_words(decision.type, code)


def _read(reading: Reading, rules: list[Rule], at: At) -> Iterator[Value]:
    names = dict.fromkeys(name for rule in rules for name in reading.reads(rule))
    return (reading.value(name, at) for name in names if not reading.is_share(name))


# -- scores ----------------------------------------------------------------------------------------


def scores(reading: Reading, evidence: Said) -> tuple[Score, ...]:
    """Every checklist's score for every thing it may be filled in for."""
    checklists = reading.ruleset.checklists.values()
    return tuple(_score(reading, each, at, evidence) for each in checklists for at in reading.things(each.of))


def _score(reading: Reading, checklist: Checklist, at: At, evidence: Said) -> Score:
    low, high = reading.interval(checklist.score, at)
    answers = {item: reading.interval(item.fact, at) for item in checklist.items}
    unknown = [item for item, answer in answers.items() if answer == (0, 1)]
    asked = [item for item in unknown if evidence.get((at.kind, at.row, item.fact))]
    held = _threshold(reading, checklist)
    code, setting, decision = held or (None, "", "")
    return Score(
        name=checklist.score,
        checklist=checklist.name,
        instrument=checklist.instrument,
        thing=reading.thing(at),
        yes=sum(answer == (1, 1) for answer in answers.values()),
        dont_know=len(asked),
        not_asked=len(unknown) - len(asked),
        low=code_words(NUMBER, low),
        high=code_words(NUMBER, high),
        threshold="" if code is None else words_of_number(code),
        setting=setting,
        decision=decision,
        wanted=_wanted(low, code, sorted((item.points for item in unknown), reverse=True)),
        dated=_day(reading, checklist, at),
    )


def _threshold(reading: Reading, checklist: Checklist) -> tuple[int, str, str] | None:
    """The setting with which the highest level that the score alone may give is held against it."""
    found = []
    for rule in reading.rules:
        for conclusion in rule.then:
            level = _is_level(reading.ruleset.decisions[conclusion.decision])
            if level and isinstance(conclusion.value, Constant):
                for setting in _held_against(rule, checklist.score):
                    code = reading.code(setting)
                    found.append((conclusion.value.code, code, setting.setting, conclusion.decision))
    return max(found)[1:] if found else None


def _held_against(rule: Rule, score: str) -> Iterator[SettingRef]:
    for test in tests_in(rule.when):
        if test.name == score and test.form == "at least":
            yield from (operand for operand in test.operands if isinstance(operand, SettingRef))


def _wanted(low: int, threshold: int | None, points: list[int]) -> int | None:
    """How many more answers yes would reach the threshold, at the least."""
    if threshold is None or low >= threshold:
        return None
    for count, each in enumerate(points, 1):
        low += each
        if low >= threshold:
            return count
    return None


def _day(reading: Reading, checklist: Checklist, at: At) -> date | None:
    if checklist.dated is None:
        return None
    low, high = reading.interval(checklist.dated, at)
    return date.fromordinal(low) if low == high else None


# -- levels that may not be printed ----------------------------------------------------------------


def withheld(reading: Reading) -> tuple[Withheld, ...]:
    """The lowest levels, settled, that may not be printed, and why."""
    found = []
    for decision in reading.ruleset.decisions.values():
        checklists = _checklists_behind(reading, decision) if _is_level(decision) else []
        if checklists:
            for at in reading.things(decision.of):
                if reading.interval(decision.name, at) == (0, 0):
                    because = tuple(_why_withheld(reading, checklists, at))
                    found += [Withheld(decision.name, reading.thing(at), because)] if because else []
    return tuple(found)


def _checklists_behind(reading: Reading, decision: Decision) -> list[Checklist]:
    names = reading.rests_on(decision.name)
    return [each for each in reading.ruleset.checklists.values() if each.score in names]


def _why_withheld(reading: Reading, checklists: list[Checklist], at: At) -> Iterator[str]:
    yield from _open_lists(reading, checklists, at)
    labels = [each for each in reading.ruleset.decisions.values() if _is_label(reading, each, at)]
    for label in labels:
        yield from _why_no_label(reading, label, at)
    for checklist in () if labels else checklists:
        for thing in reading.bearing_on(at, checklist.of):
            yield from _why_not_enough(reading, checklist, thing)


def _is_label(reading: Reading, decision: Decision, at: At) -> bool:
    near = decision.of in reading.line(at.kind) or at.kind in reading.line(decision.of)
    return near and decision.about_record and decision.type.name == "yes or no"


def _why_no_label(reading: Reading, label: Decision, at: At) -> Iterator[str]:
    for thing in reading.bearing_on(at, label.of):
        if reading.interval(label.name, thing) != (label.otherwise, label.otherwise):
            for rule in reading.concluding(label.name):
                if reading.answer(("rule", rule.id), thing, (0, 0))[1]:
                    yield rule.title


def _open_lists(reading: Reading, checklists: list[Checklist], at: At) -> Iterator[str]:
    kinds = dict.fromkeys(kind for each in checklists for kind in reading.line(each.of))
    for kind in map(reading.ruleset.kinds.__getitem__, kinds):
        owners = reading.bearing_on(at, kind.part_of) if kind.part_of else ()
        if any(reading.open_list(owner, kind) for owner in owners):
            yield f"nobody has said '{kind.listed}'"


def _why_not_enough(reading: Reading, checklist: Checklist, at: At) -> Iterator[str]:
    record = {checklist.answered, checklist.dated} - {None}
    guards = [rule for rule in reading.rules if _guards(reading, rule, checklist, record)]
    for rule in guards:
        if reading.answer(("rule", rule.id), at, (0, 0))[1]:
            yield rule.title
    unknown = sum(reading.interval(item.fact, at) == (0, 1) for item in checklist.items)
    if not guards and unknown:
        yield f"{unknown} of {len(checklist.items)} items of {checklist.name} are not answered"


def _guards(reading: Reading, rule: Rule, checklist: Checklist, record: set[str | None]) -> bool:
    return rule.about_record and rule.kind == checklist.of and bool(record & set(reading.names_behind(rule)))


def empty(reading: Reading) -> bool:
    """Whether nothing is listed below the case."""
    kinds = reading.ruleset.kinds
    return not any(any(reading.things(kind)) for kind in kinds if reading.root in reading.line(kind)[1:])


def unlisted(reading: Reading) -> tuple[str, ...]:
    """The kinds that levels rest on a checklist for, and of which nothing is listed."""
    levels = [each for each in reading.ruleset.decisions.values() if _is_level(each)]
    kinds = dict.fromkeys(each.of for each in levels if _checklists_behind(reading, each))
    return tuple(kind for kind in kinds if not any(reading.things(kind)))
