"""What people decide beside the rules: recorded with who, when and why, and read back.

``decide`` and ``take_back`` check what a person says against an answer and give what is recorded;
``carried`` takes what was recorded into the next answer and says what is for review.  Nothing here
changes what the rules say: a level that a person raises is read by the rules, from the case, as the
judgement that the vocabulary names (``entries_for``).  Problems have codes HD001 and on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from drive_rules.answers import (
    Block,
    Decided,
    Duty,
    HumanDecision,
    Record,
    TakenBack,
    Thing,
    code_of,
)
from drive_rules.ir import Judged, Ruleset
from drive_rules.language.values import words_of_date
from drive_rules.problems import DecisionError, DriveRulesError, Problem, did_you_mean

MOST_REASON = 2_000
MOST_BY = 200
DONE, NOT_DONE, SET_ASIDE = "done", "not to be done", "set aside"
NO_LEVEL = "no level is printed"
GONE = "it is no longer in the answer"

Ground = Decided | Duty | Block
"""What a person decides on: a decision, a duty, a block."""


def decide(
    record: Record,
    what: str,
    answer: str,
    *,
    of: str | None,
    by: str,
    on: date,
    because: str,
    until: date | None,
) -> HumanDecision:
    """What is recorded of a person's decision; raises ``DecisionError`` with everything wrong with it."""
    problems = [*_signed(record, by, on, because), *_ending(on, until)]
    found = _grounds(record, what, of, answer)
    if len(found) != 1:
        problems.append(_not_one(record, what, found))
    else:
        problems += _answering(found[0], answer, until)
    if problems:
        raise DecisionError(problems)
    new = _recorded(record, found[0], answer, by, on, because.strip(), until)
    if any(each.id == new.id for each in record.human_decisions):
        again = Problem("HD009", "this has been recorded already", "say what is otherwise", place="decision")
        raise DecisionError([again])
    return new


def take_back(
    record: Record, id: str, *, by: str, on: date, because: str, manager: bool
) -> tuple[HumanDecision, ...]:
    """All that people decided, with one decision taken back; raises ``DecisionError`` with all problems."""
    problems = list(_signed(record, by, on, because))
    found = next((each for each in record.human_decisions if each.id == id), None)
    if found is None or found.taken_back is not None:
        what = "no decision of a person here has that id" if found is None else "it is taken back already"
        fix = "give the `id` of one of `human_decisions` that stands"
        problems.append(Problem("HD010", what, fix, place="id"))
    elif by != found.by and not manager:
        fix = "have its author take it back, or a manager: `manager=True`"
        problems.append(Problem("HD011", "only its author or a manager takes it back", fix, place="by"))
    if found is None or problems:
        raise DecisionError(problems)
    who: Literal["its author", "a manager"] = "its author" if by == found.by else "a manager"
    back = replace(found, taken_back=TakenBack(by, who, on, because.strip()), review=())
    return tuple(back if each.id == id else each for each in record.human_decisions)


def carried(decided: Iterable[HumanDecision], answer: Record, ruleset: Ruleset) -> tuple[HumanDecision, ...]:
    """What people decided up to the previous answer, each held against what the rules say in this one."""
    return tuple(_carried(each, answer, ruleset) for each in decided)


def with_entries(ruleset: Ruleset, data: Mapping[str, Any], decided: Record) -> dict[str, Any]:
    """Plain data of a case with what people decided as the things that the rules read it from.

    Each goes to the thing that it is about, where the case holds it; what it is about and is not there
    is told in the next answer, for review.
    """
    case = deepcopy(dict(data))
    for each in decided.human_decisions:
        judged = _judged(ruleset, each)
        at = _at(case, each.thing, ruleset) if judged else None
        if judged and at is not None:
            listed = at.setdefault(ruleset.kinds[judged.kind].list_name or f"{judged.kind}s", [])
            if not any(one.get("id") == each.id for one in listed):
                listed.append(_entry(each, judged))
    return case


# -- what is wrong with it -------------------------------------------------------------------------


def _signed(record: Record, by: str, on: date, because: str) -> Iterator[Problem]:
    """Who, when and why."""
    if not because.strip():
        fix = "say why in a sentence: whoever reads it next decides on that"
        yield Problem("HD001", "no reason is given", fix, place="because")
    if len(because) > MOST_REASON or len(by) > MOST_BY:
        fix = f"give at most {MOST_REASON:,} characters of reason and {MOST_BY} of who"
        yield Problem("HD002", "too long to be recorded", fix, place="because")
    if not by.strip():
        fix = "give an id of your own, or a role"
        yield Problem("HD003", "nobody is named who decides", fix, place="by")
    if on != record.as_of:
        when = "after" if on > record.as_of else "before"
        fix = "decide on an answer of that day: assess as of it first"
        yield Problem("HD004", f"it lies {when} the day of the answer that it is about", fix, place="on")


def _ending(on: date, until: date | None) -> Iterator[Problem]:
    if until is not None and until <= on:
        fix = "give a day after the one on which it is decided"
        yield Problem("HD005", "it ends before it begins", fix, place="until")


def _not_one(record: Record, what: str, found: list[Ground]) -> Problem:
    if found:
        rules = sorted({each.rule for each in found if isinstance(each, Block)})
        which = f", and name the block by its rule: {', '.join(rules)}" if len(rules) > 1 else ""
        fix = f"say of which thing: of=...{which}"
        return Problem("HD006", "more than one such here", fix, place="what")
    known = {each.name for each in record.decisions} | {each.action for each in record.duties}
    fix = did_you_mean(what, known | {each.do for each in record.blocks}, "name one that the answer lists")
    return Problem("HD006", "nothing of that name is decided, called for or blocked here", fix, place="what")


def _answering(ground: Ground, answer: str, until: date | None) -> Iterator[Problem]:
    """Whether this can be answered so."""
    match ground:
        case Decided():
            try:
                code_of(ground.type, answer)
            except DriveRulesError as error:
                yield Problem("HD007", str(error), "give one of its answers", place="answer")
        case Duty():
            yield from _answering_duty(ground, answer, until)
        case Block():
            if answer != SET_ASIDE:
                fix = f"say `{SET_ASIDE}`, or bring about what releases it"
                yield Problem("HD007", "a block is not answered so", fix, place="answer")
            yield from _overriding(until)
            if ground.never_released:
                fix = "do what it says instead; nobody's decision releases it"
                yield Problem("HD008", "this block is never released", fix, place="what")


def _answering_duty(duty: Duty, answer: str, until: date | None) -> Iterator[Problem]:
    if answer == DONE:
        if until is not None:
            yield Problem("HD005", "what is done has no end", "leave `until` out", place="until")
    elif answer == NOT_DONE:
        yield from _overriding(until)
        if duty.never_blocked:
            fix = "have it done; nobody's decision takes it away"
            yield Problem("HD008", "what may save a life is not set aside", fix, place="answer")
    else:
        fix = f"say `{DONE}` or `{NOT_DONE}`"
        yield Problem("HD007", "an action is not answered so", fix, place="answer")


def _overriding(until: date | None) -> Iterator[Problem]:
    if until is None:
        fix = "say until when it holds: until=..."
        yield Problem("HD005", "what sets a rule aside has an end, and none is given", fix, place="until")


# -- what is recorded ------------------------------------------------------------------------------


def _grounds(record: Record, what: str, of: str | None, answer: str) -> list[Ground]:
    """All that a name means: decisions, else duties, else blocks; blocks before duties for *set aside*."""
    decisions = [each for each in record.decisions if what in (each.name, each.code)]
    duties = [each for each in record.duties if what in (each.action, each.code, each.id)]
    blocks = [each for each in record.blocks if what in (each.do, each.rule, each.id)]
    others: tuple[list[Any], ...] = (blocks, duties) if answer == SET_ASIDE else (duties, blocks)
    named = next((found for found in (decisions, *others) if found), [])
    return [each for each in named if of in (None, each.thing.key)]


def _recorded(
    record: Record, ground: Ground, answer: str, by: str, on: date, because: str, until: date | None
) -> HumanDecision:
    sort, what, code = _what(ground)
    says, in_doubt = _says(record, ground)
    parts = [sort, code, ground.thing.kind, ground.thing.key, answer, by, on.isoformat(), because, str(until)]
    text = json.dumps([record.case, *parts], ensure_ascii=True)
    return HumanDecision(
        id=f"decided-{hashlib.sha256(text.encode()).hexdigest()[:16]}",
        sort=sort,
        what=what,
        code=code,
        thing=ground.thing,
        answer=answer,
        by=by,
        on=on,
        because=because,
        said=says,
        in_doubt=in_doubt,
        says=says,
        beside=_beside(record, ground, answer),
        until=until,
    )


def _what(ground: Ground) -> tuple[Literal["decision", "duty", "block"], str, str]:
    match ground:
        case Decided():
            return "decision", ground.name, ground.code
        case Duty():
            return "duty", ground.action, ground.id
        case Block():
            return "block", ground.do, ground.id


def _says(record: Record, ground: Ground) -> tuple[str, bool]:
    """What the rules say, in words, and whether that is in doubt."""
    match ground:
        case Decided():
            return (NO_LEVEL, True) if _withheld(record, ground) else (ground.words, not ground.settled)
        case Duty():
            by = f", by {words_of_date(ground.due)}" if ground.due else ""
            return f"{ground.word}{by}", ground.in_doubt
        case Block():
            return "must not", ground.in_doubt


def _withheld(record: Record, ground: Decided) -> bool:
    return any((each.decision, each.thing) == (ground.name, ground.thing) for each in record.withheld)


def _beside(record: Record, ground: Ground, answer: str) -> str:
    """How a person's answer and the rules stand together."""
    says, _ = _says(record, ground)
    match ground:
        case Decided():
            code = code_of(ground.type, answer)
            if says == NO_LEVEL:
                return f"by the rules {NO_LEVEL}"
            if ground.settled and code == ground.low:
                return "the rules say the same"
            if ground.low <= code <= ground.high and not ground.settled:
                return f"the rules leave it open: {says}"
            if ground.type.ordered and code > ground.high:
                return f"higher than the rules say: {says}"
            return f"the rules say {says}, and that stands"
        case Duty():
            if answer == DONE:
                return "the rules call for it until the case says that it is done"
            return f"the rules say {says}, and that stands beside it"
        case Block():
            return f"the rules say {says}, and that stands beside it"


# -- in the next answer ----------------------------------------------------------------------------


def _carried(was: HumanDecision, answer: Record, ruleset: Ruleset) -> HumanDecision:
    ground = _ground_of(was, answer)
    if ground is None:
        gone = "the rules no longer call for it" if was.sort != "decision" else GONE
        # What was done is not called for any longer: that is how it should be.
        ended = was.answer == DONE
        review = () if ended else (*_ended(was, answer.as_of), f"{gone}, as they did then: {was.said}")
        now = replace(was, says=gone, beside=gone, review=review)
    else:
        says, _ = _says(answer, ground)
        review = (*_ended(was, answer.as_of), *_changed(was, ground, says, answer, ruleset))
        now = replace(was, says=says, beside=_beside(answer, ground, was.answer), review=review)
    return replace(now, review=()) if was.taken_back else now


def _ground_of(was: HumanDecision, answer: Record) -> Ground | None:
    grounds: Iterable[Ground] = (*answer.decisions, *answer.duties, *answer.blocks)
    return next((g for g in grounds if g.thing == was.thing and (was.sort, was.code) == _what(g)[::2]), None)


def _ended(was: HumanDecision, as_of: date) -> Iterator[str]:
    if was.until is not None and was.until <= as_of:
        yield f"its end has come: {words_of_date(was.until)}"


def _changed(
    was: HumanDecision, ground: Ground, says: str, answer: Record, ruleset: Ruleset
) -> Iterator[str]:
    same = isinstance(ground, Decided) and ground.settled and ground.certainly(was.answer)
    if says != was.said and not same:
        yield f"the rules said {was.said}, and now say {says}"
    if was.answer == DONE and was.sort == "duty" and answer.as_of > was.on:
        yield "it is called for all the same: the case does not say that it is done, or it is due again"
    if isinstance(ground, Decided) and _judged(ruleset, was) and not _read(was, answer):
        yield "this answer was made without it: read the case with `decided`"


def _read(was: HumanDecision, answer: Record) -> bool:
    """Whether the case that was assessed held the decision."""
    return any(value.thing.key == was.id for value in answer.facts)


# -- as the rules read it --------------------------------------------------------------------------


def _judged(ruleset: Ruleset, each: HumanDecision) -> Judged | None:
    decision = ruleset.decisions.get(each.what) if each.sort == "decision" else None
    return decision.judged if decision else None


def _entry(each: HumanDecision, judged: Judged) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": each.id, judged.answer: each.answer}
    entry |= {judged.on: each.on.isoformat(), judged.because: each.because}
    if each.taken_back:
        entry |= {judged.withdrawn_by: each.taken_back.who, judged.withdrawn_because: "yes"}
    return entry


def _at(case: dict[str, Any], thing: Thing, ruleset: Ruleset) -> dict[str, Any] | None:
    """The thing in the plain data of a case, however deep; None where it is not there."""
    line = [thing.kind]
    while (above := ruleset.kinds[line[-1]].part_of) is not None:
        line.append(above)
    things = [case]
    for kind in reversed(line[:-1]):
        listed = ruleset.kinds[kind].list_name or f"{kind}s"
        things = [below for each in things for below in each.get(listed, ())]
    key = line[-1] if len(line) == 1 else "id"
    return next((each for each in things if each.get(key) == thing.key), None)


# -- for people ------------------------------------------------------------------------------------


def words_of_human(each: HumanDecision) -> str:
    """One decision of a person in a sentence, as it stands beside the rules."""
    until = f", until {words_of_date(each.until)}" if each.until else ""
    head = f"decided by {each.by} on {words_of_date(each.on)}{until}: {each.answer}"
    if each.taken_back:
        back = each.taken_back
        return f"{head}; taken back by {back.by}, {back.who}, on {words_of_date(back.on)}: {back.because}"
    return f"{head}; {each.beside}"
