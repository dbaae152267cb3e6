"""The lines that pages are made of: one action one line, its reasons one line each, doubt a word.

The same action called for by several rules or for several things is one line.  A level that is not
settled is printed by what it may be and what it would take, never by its low end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from drive_rules.answers import (
    STRANDS,
    STRENGTH,
    WEIGHT,
    Assumption,
    Block,
    CalledFor,
    Conflict,
    Decided,
    Duty,
    FindOut,
    Gap,
    HumanDecision,
    Question,
    Reason,
    Record,
    Score,
    Thing,
    Unsettled,
    Value,
)
from drive_rules.assessment.human import words_of_human
from drive_rules.ir import Strand
from drive_rules.language.values import MONTHS, words_of, words_of_date, words_of_length

WIDTH = 80
ASSUMED = "our assumption, to confirm"
NOBODY = "case manager"
ELIGIBLE = "eligible"
MOST_WHY = 4


@dataclass(frozen=True, slots=True)
class Line:
    """An action called for, or facts to find out, for one or several things."""

    strand: Strand
    word: CalledFor
    do: str
    owner: str
    things: tuple[Thing, ...]
    due: date | None
    due_in_doubt: bool
    in_doubt: bool
    safety: bool
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...] = ()
    again: str = ""
    away: bool = False
    legal_basis: str = ""


# -- text ------------------------------------------------------------------------------------------


def paragraph(words: str, first: int = 0, hang: int = 2, most: int | None = None) -> list[str]:
    """Words in lines of the page's width; cut with an ellipsis where there may be no more than ``most``."""
    lines = wrap(words, WIDTH, initial_indent=" " * first, subsequent_indent=" " * hang) or [""]
    if most is None or len(lines) <= most:
        return lines
    return [*lines[: most - 1], lines[most - 1][: WIDTH - 4].rstrip(" ,;:.") + " ..."]


def indented(words: str) -> list[str]:
    """Words set in by two."""
    return paragraph(words, 2, 4)


def things_words(things: Iterable[Thing]) -> str:
    """``pair 1, 2`` for things of one kind; the case itself goes without saying."""
    by_kind: dict[str, list[str]] = {}
    for thing in dict.fromkeys(things):
        by_kind.setdefault(thing.kind, []).append(thing.key)
    return "; ".join(f"{kind} {', '.join(keys)}" for kind, keys in by_kind.items() if kind != "case")


def _of(things: Iterable[Thing]) -> str:
    words = things_words(things)
    return f" ({words})" if words else ""


# -- actions ---------------------------------------------------------------------------------------


def lines_of(record: Record) -> list[Line]:
    """Every action called for and every fact to find out, in the order they are printed."""
    merged: dict[str, list[Duty]] = {}
    for duty in record.duties:
        merged.setdefault(duty.action, []).append(duty)
    lines = [_action_line(record, duties) for duties in merged.values()]
    asked: dict[str, list[FindOut]] = {}
    for found in record.find_outs:
        asked.setdefault(_find_out_words(found), []).append(found)
    lines += [_find_out_line(record, same) for same in asked.values()]
    return sorted(lines, key=_rank)


def _rank(line: Line) -> tuple[object, ...]:
    weight = (line.away, not line.safety, WEIGHT[line.word], line.due or date.max)
    return (*weight, line.in_doubt, -STRENGTH[line.word], STRANDS.index(line.strand), line.do)


def _action_line(record: Record, duties: list[Duty]) -> Line:
    first = max(duties, key=lambda duty: (STRENGTH[duty.word], not duty.in_doubt))
    dated = [duty for duty in duties if duty.due]
    soonest = min(dated, key=lambda duty: duty.due or date.max, default=first)
    return Line(
        strand=first.strand,
        word=first.word,
        do=first.action,
        owner=first.owner,
        things=tuple(duty.thing for duty in duties),
        due=soonest.due,
        due_in_doubt=soonest.due_in_doubt,
        in_doubt=all(duty.in_doubt for duty in duties),
        safety=any(duty.safety for duty in duties),
        reasons=tuple(reason for duty in duties for reason in duty.reasons),
        notes=tuple(dict.fromkeys(note for duty in duties for note in _notes(record, duty))),
        again=words_of_length(first.again_every) if first.again_every else "",
        away=all(duty.available == "no" for duty in duties),
        legal_basis=first.legal_basis,
    )


def _notes(record: Record, duty: Duty) -> Iterator[str]:
    if duty.blocked_by:
        doubt = " (in doubt)" if duty.blocked == "cannot tell" else ""
        named = dict.fromkeys(block.do for block in record.blocks_of(duty))
        yield f"NOT YET{doubt}: blocked; see what must not be done: {', '.join(named)}"
    if duty.available == "no":
        yield f"NOT AVAILABLE: {'; '.join(duty.unavailable)}"
    if duty.available == "cannot tell":
        yield f"FIRST {'; '.join(duty.unavailable)}"
    for id in duty.cautions:
        block = record.block(id)
        yield f"CAUTION: {block.title} (never stops this action)"


def _find_out_words(found: FindOut) -> str:
    facts = ", ".join(dict.fromkeys(fact.fact for fact in found.facts)) or "what the rule reads"
    never = f"; never from {', '.join(found.never_asked_of)}" if found.never_asked_of else ""
    return f"{facts} (from {', '.join(found.asked_of)}{never})"


def _find_out_line(record: Record, same: list[FindOut]) -> Line:
    first = min(same, key=lambda found: found.due)
    return Line(
        strand=_strand(record, first),
        word="find out",
        do=_find_out_words(first),
        owner=first.owner,
        things=tuple(dict.fromkeys(fact.thing for found in same for fact in found.facts)),
        due=first.due,
        due_in_doubt=False,
        in_doubt=False,
        safety=any(found.safety for found in same),
        reasons=tuple(reason for found in same for reason in found.reasons),
        again=words_of_length(first.again_every) if first.again_every else "",
    )


def _strand(record: Record, found: FindOut) -> Strand:
    rules = {reason.rule for reason in found.reasons}
    here = [section.strand for section in record.sections if rules & set(section.in_doubt)]
    return here[0] if here else "agencies"


def line_words(line: Line, short: bool = False) -> str:
    """An action in one sentence: its word, to what, by whom, by when."""
    doubt = " (in doubt)" if line.in_doubt else ""
    due = f", by {_short_date(line.due) if short else words_of_date(line.due)}" if line.due else ""
    soonest = " at the soonest" if line.due_in_doubt else ""
    again = f", again every {line.again}" if line.again else ""
    return f"{line.word.upper()}{doubt} {line.do}{_of(line.things)} - {line.owner}{due}{soonest}{again}"


def _short_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def short_lines(lines: Iterable[Line]) -> list[str]:
    """Actions in short, those with the same reasons together and the first of these printed once."""
    groups: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        groups.setdefault(tuple(dict.fromkeys(reason.title for reason in line.reasons)), []).append(line)
    return [text for titles, same in groups.items() for text in _short_group(titles, same)]


def _short_group(titles: tuple[str, ...], same: list[Line]) -> Iterator[str]:
    for line in same:
        yield from paragraph(f"- {line_words(line, short=True)}", 2, 4)
        for note in line.notes:
            yield from paragraph(note, 4, 6, most=1)
    yield from _cut(f"because: {titles[0]}", _more(titles))


def _cut(words: str, tail: str) -> list[str]:
    room = WIDTH - 4 - len(tail)
    cut = words if len(words) <= room else words[: room - 4].rstrip(" ,;:.") + " ..."
    return [f"    {cut}{tail}"]


def full_line(line: Line, since: bool = True) -> list[str]:
    """An action with every reason, one each, and since when it is called for."""
    text = paragraph(f"- {line_words(line)}", 2, 4)
    for note in line.notes:
        text += paragraph(note, 4, 6)
    for words in reasons_in_words(line, since).values():
        text += paragraph(f"because: {words}", 4, 6)
    if line.legal_basis:
        text += paragraph(f"legal basis: {line.legal_basis}", 4, 6)
    return text


def reasons_in_words(line: Line, since: bool = True) -> dict[str, str]:
    """Why an action is called for: by rule, a sentence each."""
    by_rule: dict[str, list[Reason]] = {}
    for reason in line.reasons:
        by_rule.setdefault(reason.rule, []).append(reason)
    return {rule: _reason_words(same, since) for rule, same in by_rule.items()}


def _reason_words(same: list[Reason], since: bool) -> str:
    first = same[0]
    said = [f"{first.title}{_of(reason.thing for reason in same)} [{first.rule}]"]
    if all(reason.in_doubt for reason in same):
        said.append("in doubt")
    if first.due_words:
        said.append(f"due {first.due_words}")
    if since:
        said.append(_since(first))
    if first.assumed:
        said.append(f"rests on {ASSUMED}: {', '.join(first.assumed)}")
    return "; ".join(said)


def _since(reason: Reason) -> str:
    if reason.came_back_after:
        since = words_of_date(reason.first_called_for)
        return f"called for again since {since}, after it had stopped; its days count afresh"
    if reason.first_seen_today:
        return "first seen today"
    return f"first called for on {words_of_date(reason.first_called_for)}"


# -- what must not be done -------------------------------------------------------------------------


def grouped_blocks(record: Record) -> list[list[Block]]:
    """Blocks of the same rule and the same words, printed once."""
    return _grouped(record, lambda block: (block.rule, block.do, block.until, block.instead, block.in_doubt))


def blocks_by_action(record: Record) -> list[list[Block]]:
    """Blocks of the same action or group, in short; what certainly stands comes first."""
    return _grouped(record, lambda block: block.do)


def _grouped(record: Record, same: Callable[[Block], object]) -> list[list[Block]]:
    groups: dict[object, list[Block]] = {}
    for block in sorted(record.blocks, key=lambda block: (block.in_doubt, not block.safety, block.id)):
        if block.actions:
            groups.setdefault(same(block), []).append(block)
    return sorted(groups.values(), key=_block_rank)


def _block_rank(group: Sequence[Block]) -> tuple[object, ...]:
    first = group[0]
    contact = first.strand != "contact"
    return (contact, first.never_released, not first.safety, first.in_doubt, -len(first.actions), first.id)


def block_lines(group: Sequence[Block], most: int | None = 2) -> list[str]:
    """What is blocked and because, until when, and what is done meanwhile."""
    blocked, until = block_words(group)
    return [*paragraph(f"- {blocked}", 2, 4, most), *paragraph(until, 4, 6, most)]


def block_words(group: Sequence[Block]) -> tuple[str, str]:
    """What is blocked and because; until when, and what is done meanwhile."""
    first = group[0]
    doubt = " (in doubt)" if all(block.in_doubt for block in group) else ""
    of = _of(block.thing for block in group)
    more = _more([block.title for block in group])
    until = "never released" if first.never_released else f"until {'; or '.join(first.until)}"
    all_of = " and until what the others say" if more else ""
    meanwhile = f"; meanwhile {first.instead}" if first.instead else ""
    blocked = f"BLOCKED{doubt}: {first.do}{of}, because: {first.title}{more}"
    return blocked, f"{until}{all_of}{meanwhile}"


def _more(titles: Iterable[str]) -> str:
    count = len(dict.fromkeys(titles)) - 1
    return f" (and {count} more)" if count > 0 else ""


def full_block_lines(group: Sequence[Block]) -> list[str]:
    """A block, with why in full."""
    first = group[0]
    text = block_lines(group, None)
    text += paragraph(f"{first.why.because} [{first.rule}]", 4, 6)
    if first.assumed:
        text += paragraph(f"rests on {ASSUMED}: {', '.join(first.assumed)}", 4, 6)
    if any(block.gap for block in group):
        text += paragraph("URGENT: no way out is available for this case", 4, 6)
    return text


def gap_lines(record: Record) -> list[str]:
    """The urgent gaps, each with its owner."""
    return [line for gap in record.gaps for line in paragraph(f"- {gap_words(record, gap)}", 2, 4, most=2)]


def gap_words(record: Record, gap: Gap) -> str:
    """A block that has no way out in this case, why, and whose that is to mend."""
    block = record.block(gap.block)
    return f"{block.do}{_of([block.thing])}: {block.title}; {'; '.join(gap.because)}. For: {gap.owner}"


# -- decisions -------------------------------------------------------------------------------------


def decision_lines(record: Record) -> list[list[str]]:
    """Each decision for each thing, with its score where a score bears on it; levels first, then doubts."""
    return [
        [*paragraph(decision_words(record, each), 2, 4), *_beside(record, each)] for each in in_order(record)
    ]


def full_decision_lines(record: Record) -> list[list[str]]:
    """Each decision with the rules that certainly apply, and what each of them gives."""
    return [
        [*paragraph(decision_words(record, each), 2, 4), *_beside(record, each), *_because(each)]
        for each in in_order(record)
    ]


def _beside(record: Record, each: Decided) -> list[str]:
    """What people decided on it, in a line each, the latest last."""
    found = record.human_decisions_on(each.thing, each.name)
    return [line for one in found for line in paragraph(words_of_human(one), 4, 6)]


def human_lines(each: HumanDecision) -> list[str]:
    """What a person decided, why, what the rules said then, and why it is for review."""
    then = f"the rules said then: {each.said}{', in doubt' if each.in_doubt else ''}"
    lines = paragraph(f"- {each.what}{_of([each.thing])}: {words_of_human(each)}", 2, 4)
    lines += [*paragraph(f"because: {each.because}", 4, 6), *paragraph(then, 4, 6)]
    return lines + [line for why in each.review for line in paragraph(f"FOR REVIEW: {why}", 4, 6)]


def in_order(record: Record) -> list[Decided]:
    """The decisions as they are printed: levels first, then what is in doubt."""
    return sorted(record.decisions, key=lambda each: (not each.graded, not each.graded and each.settled))


def _because(each: Decided) -> Iterator[str]:
    for _, words in bearings_in_words(each):
        yield from paragraph(words, 4, 6)


def bearings_in_words(each: Decided) -> Iterator[tuple[str, str]]:
    """The rules that certainly apply to a decision, by id, with what each gives."""
    for rule in each.rules:
        if not rule.in_doubt:
            elsewhere = _of([rule.thing]) if rule.thing != each.thing else ""
            yield rule.rule, f"{rule.gives}, because: {rule.title}{elsewhere} [{rule.rule}]"


def decision_words(record: Record, each: Decided) -> str:
    """A decision in a sentence: what it is or may be, what it is held between, and what is assumed."""
    head = f"{each.name}{_of([each.thing])}"
    score = next((s for s in record.scores if (s.decision, s.thing) == (each.name, each.thing)), None)
    withheld = next((w for w in record.withheld if (w.decision, w.thing) == (each.name, each.thing)), None)
    if withheld:
        return f"{head}: no level is printed; not a low-risk result: {'; '.join(withheld.because)}"
    return f"{head}: {_level(each)}{_grounds(each, score)}{_assumed(each)}"


def _grounds(each: Decided, score: Score | None) -> str:
    """What a level is held between: its score, where that is what is in doubt, or its ends and why."""
    if score and (each.settled or score.low != score.high):
        away = "" if each.settled else _would_take(score)
        return f": {score_words(score)}{away}{_who_gives(each)}"
    why = f", because {each.because[0]}" if each.graded and each.because else ""
    more = f" (and {len(each.because) - 1} more)" if why and len(each.because) > 1 else ""
    return f"{_between(each)}{why}{more}" if not each.settled else ""


def _who_gives(each: Decided) -> str:
    """The first rule that gives a settled level: a score stands beside it, and need not be why."""
    words = words_of(each.type, each.low)
    gives = (words, f"({words})")
    titles = (
        [r.title for r in each.rules if not r.in_doubt and r.gives.endswith(gives)] if each.settled else []
    )
    return f", because: {titles[0]}{_more(titles)}" if titles else ""


def _level(each: Decided) -> str:
    if each.conflict:
        return "RULES DO NOT AGREE"
    if each.settled:
        return each.words.upper() if each.graded else each.words
    if ELIGIBLE in each.type.values and each.possibly(ELIGIBLE):
        return "MAY BE ELIGIBLE, for the panel"
    return f"MAY BE {words_of(each.type, each.high).upper()}" if each.graded else "CANNOT TELL"


def _between(each: Decided) -> str:
    if each.settled or each.conflict:
        return ""
    if each.type.name == "choice":
        values = each.type.values[each.low : each.high + 1]
        any_of = f"any of {', '.join(values)}"
        return f": between {values[0]} and {values[-1]}" if each.type.ordered else f": {any_of}"
    if each.type.name == "length of time":
        return f": between {words_of(each.type, each.low)} and {words_of(each.type, each.high)}"
    return "" if each.type.name == "yes or no" else f": {each.words}"


def score_words(score: Score) -> str:
    """The answers counted, and what they may come to against what."""
    counts = f"{score.yes} yes, {score.dont_know} don't know, {score.not_asked} not asked"
    at = f"{score.low}" if score.low == score.high else f"between {score.low} and {score.high}"
    held = f", this site's threshold {score.threshold}" if score.threshold else ""
    return f"{counts}; {at}{held}"


def _would_take(score: Score) -> str:
    """What a high level would take: one or two answers, more, or that anybody asks."""
    if score.wanted is None:
        return ""
    if not score.yes and not score.dont_know:
        return " (nobody has asked)"
    return f" ({score.wanted} answer{'' if score.wanted == 1 else 's'} away)"


def _assumed(each: Decided) -> str:
    names = dict.fromkeys(name for rule in each.rules for name in rule.assumed)
    return " [our assumption]" if names else ""


# -- questions and the rest ------------------------------------------------------------------------


def question_line(question: Question, most: int | None = None) -> list[str]:
    """A question, of whom, never of whom, and how much it bears on."""
    return paragraph(f"- {question_words(question)}", 2, 4, most=most)


def question_words(question: Question) -> str:
    """A question, of whom, and never of whom."""
    never = f"; never {', '.join(question.never_asked_of)}" if question.never_asked_of else ""
    return f"{question.words} Ask: {', '.join(question.asked_of) or NOBODY}{never}"


def short_question(question: Question) -> list[str]:
    """A question in short: who could answer first, and who is never asked."""
    asked = question.asked_of or (NOBODY,)
    others = f" or {len(asked) - 1} more" if len(asked) > 1 else ""
    never = f"; never {', '.join(question.never_asked_of)}" if question.never_asked_of else ""
    return paragraph(f"- {question.words} Ask: {asked[0]}{others}{never}", 2, 4, most=2)


def by_asked(questions: Iterable[Question]) -> list[tuple[str, list[Question]]]:
    """Questions by the first who can answer, in the order of the best of each."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(question.asked_of[0] if question.asked_of else NOBODY, []).append(question)
    return list(groups.items())


def counted_by_asked(questions: Iterable[Question]) -> str:
    """``3 of police, 2 of IDVA``: how many questions each may be asked, by the first who can answer."""
    count = [(who, len(asked)) for who, asked in by_asked(questions)]
    ordered = sorted(count, key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{number} of {who}" for who, number in ordered)


def conflict_lines(conflict: Conflict) -> list[str]:
    """Two certain answers to one decision."""
    return indented(f"- {conflict.decision}{_of([conflict.thing])}: {', '.join(conflict.rules)}")


def unsettled_lines(unsettled: Sequence[Unsettled]) -> list[str]:
    """Decisions that cannot be told and why; rules that cannot be told are counted."""
    lines = [
        line for each in unsettled if not each.rule for line in paragraph(f"- {unsettled_words(each)}", 2, 4)
    ]
    count = len({each.what for each in unsettled if each.rule})
    return lines + (indented(f"and {count} rules, each with why in the record") if count else [])


def unsettled_words(each: Unsettled) -> str:
    """A decision that cannot be told, and the first reasons why."""
    why = "; ".join(each.because[:MOST_WHY])
    more = f"; and {len(each.because) - MOST_WHY} more" if len(each.because) > MOST_WHY else ""
    return f"{each.title}{_of([each.thing])}: {why}{more}"


def correction_lines(value: Value) -> list[str]:
    """A fact that was known and is now something else."""
    return indented(f"- {value.name}{_of([value.thing])} was known, and is now: {value.words}")


def assumption_lines(assumptions: Sequence[Assumption]) -> list[str]:
    """What is to be confirmed, by sort; why each stands so is in the record."""
    by_what: dict[str, list[str]] = {}
    for each in assumptions:
        by_what.setdefault(each.what, []).append(each.name)
    return [line for what, names in by_what.items() for line in indented(f"- {what}: {', '.join(names)}")]
