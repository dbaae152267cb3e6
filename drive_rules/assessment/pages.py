"""The answer as pages of plain text: 80 columns, 60 lines, safety first, no section left out.

The first page is the whole answer in short: levels, urgent gaps, the seven sections, the best
questions; what does not fit is counted there and printed in full on the pages after it.  Something
unsettled is never printed as its low end, and doubt is a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from drive_rules.answers import STRANDS, Decided, Duty, Question, Record
from drive_rules.assessment.lines import (
    WIDTH,
    Line,
    assumption_lines,
    block_lines,
    blocks_by_action,
    by_asked,
    conflict_lines,
    correction_lines,
    counted_by_asked,
    decision_lines,
    full_block_lines,
    full_decision_lines,
    full_line,
    gap_lines,
    grouped_blocks,
    human_lines,
    indented,
    lines_of,
    paragraph,
    question_line,
    short_lines,
    short_question,
    unsettled_lines,
)
from drive_rules.ir import Strand
from drive_rules.language.values import words_of_date
from drive_rules.problems import DriveRulesError, did_you_mean

LENGTH = 60
MOST_DUTIES = 12
MOST_DUTIES_WHEN_EMPTY = 7
MOST_QUESTIONS = 5
MOST_DECISIONS = 8
MOST_FIRST_LEVELS = 4
SUBJECT = "subject access"
AUDIENCES = ("case manager", "IDVA", "panel", SUBJECT)
FOR_THE_SUBJECT = "Advice to a named human decider, who checks this page before it is given."
HOW_MADE = "By the rules of the ruleset named here, from what is recorded. A person decides."
RULE = "-" * WIDTH
BLANK = ""
Item = TypeVar("Item")
_Item = tuple[str, int]
"""Something the first page may hold: a decision, a block or an action, by its place."""


def render(record: Record, audience: str) -> str:
    """The pages of an answer for one audience."""
    if audience not in AUDIENCES:
        known = f"the views are {', '.join(AUDIENCES)}"
        raise DriveRulesError(f"there is no such view; {did_you_mean(audience, AUDIENCES, known)}")
    if audience == SUBJECT:
        return subject_page(subject_answer(record))
    return _Pages(record, audience).text()


def subject_answer(record: Record) -> Record:
    """What the perpetrator may be given; an error where the answer was made without it."""
    if record.subject_access is None:
        raise DriveRulesError("this assessment holds no subject access answer: it was made without an engine")
    return record.subject_access


def mine_first(lines: list[Line], audience: str) -> list[Line]:
    """The actions in the order in which an audience reads them: what is the IDVA's first, for the IDVA."""
    if audience != "IDVA":
        return lines
    return sorted(lines, key=lambda line: not _mine(audience, (line.owner, line.do)))


def questions_first(questions: Iterable[Question], audience: str) -> list[Question]:
    """The questions in the order in which an audience reads them."""
    if audience != "IDVA":
        return list(questions)
    return sorted(questions, key=lambda question: not _mine(audience, question.asked_of))


def _mine(audience: str, words: Iterable[str]) -> bool:
    return audience in words or any(audience in word for word in words)


class _Pages:
    """All pages for one professional audience."""

    def __init__(self, record: Record, audience: str) -> None:
        self.record = record
        self.audience = audience
        self.lines = mine_first(lines_of(record), audience)
        self.blocks = grouped_blocks(record)
        self.short_blocks = blocks_by_action(record)
        self.decisions = decision_lines(record)
        self.questions = questions_first(record.questions, audience)

    def text(self) -> str:
        """The first page, and where there is more to say than it holds, the others."""
        pages = [self._first()]
        if not self.record.empty or self.record.human_decisions:
            pages += self._others()
        count = len(pages)
        return "\n".join(self._page(page, number, count) for number, page in enumerate(pages, 1))

    def _page(self, body: list[str], number: int, count: int) -> str:
        return "\n".join([*self._head(number, count), *body]).rstrip() + "\n"

    def _head(self, number: int, count: int) -> list[str]:
        made = self.record.versions
        site = f", site {made.site}" if made.site else ""
        about = f"Case {self.record.case}, as of {words_of_date(self.record.as_of)}"
        page = f"page {number} of {count}"
        return [
            f"{about:<{WIDTH - len(page)}.{WIDTH - len(page) - 1}}{page}",
            f"For the {self.audience}. {made.ruleset} {made.ruleset_version}{site}."[:WIDTH],
            "Advice to a named human decider.   Decided by: ______________  On: __________",
            RULE,
        ]

    # -- the first page --------------------------------------------------------------------------

    def _first(self) -> list[str]:
        """As much of the answer as one page holds, what matters most first; the rest is counted."""
        room = LENGTH - len(self._head(1, 1))
        shown: frozenset[_Item] = frozenset()
        page = self._with(shown)
        decisions = True
        for item in self._by_weight():
            if item[0] == "decision" and not decisions:
                continue
            more = self._with(shown | {item})
            if len(more) <= room:
                shown, page = shown | {item}, more
            elif item[0] == "decision":
                # None that matters less is printed in its place because it is shorter.
                decisions = False
        return page[:room]

    def _by_weight(self) -> Iterator[_Item]:
        """What the first page may hold: levels, then blocks and actions by turns, then other decisions."""
        most = MOST_DUTIES_WHEN_EMPTY if self.record.empty else MOST_DUTIES
        decisions = [("decision", place) for place in range(min(MOST_DECISIONS, len(self.decisions)))]
        first = min(self._first_levels(), MOST_FIRST_LEVELS)
        yield from decisions[:first]
        actions = [("action", place) for place in range(len(self.lines))]
        blocks = [("block", place) for place in range(len(self.short_blocks))]
        firsts = [item for strand in STRANDS for item in self._first_of(strand, actions, blocks)]
        others = [item for item in self._by_turns(actions, blocks) if item not in firsts]
        count = 0
        for item in [*blocks[:1], *firsts, *others]:
            count += item[0] == "action"
            if item[0] == "block" or count <= most:
                yield item
        yield from decisions[first:]

    def _first_of(self, strand: Strand, actions: list[_Item], blocks: list[_Item]) -> list[_Item]:
        """What a section shows before any shows more: an action, or else a block."""
        here = [item for item in actions if self.lines[item[1]].strand == strand]
        stand = [item for item in blocks if self.short_blocks[item[1]][0].strand == strand]
        return (here or stand)[:1]

    @staticmethod
    def _by_turns(actions: list[_Item], blocks: list[_Item]) -> Iterator[_Item]:
        for turn in range(max(len(actions), len(blocks))):
            yield from actions[3 * turn : 3 * turn + 3]
            yield from blocks[turn : turn + 1]

    def _first_levels(self) -> int:
        """How many of the decisions are the first level, each of another thing."""
        first = next((each.name for each in self.record.decisions if each.graded), "")
        return sum(each.name == first for each in self.record.decisions)

    def _with(self, shown: frozenset[_Item]) -> list[str]:
        page = [*self._levels(shown), *self._gaps()]
        for strand in STRANDS:
            page += self._section(strand, shown)
        return page + self._asks()

    def _levels(self, shown: frozenset[_Item]) -> list[str]:
        page = ["DECISIONS"]
        for kind in self.record.unlisted:
            page += paragraph(f"No {kind} is listed: no level is printed. This is not a low-risk result.", 2)
        if review := sum(bool(each.review) for each in self.record.human_decisions):
            are = "decision of a person is" if review == 1 else "decisions of people are"
            page += paragraph(f"FOR REVIEW: {review} {are} to be looked at again, below.", 2)
        here = [lines for place, lines in enumerate(self.decisions) if ("decision", place) in shown]
        page += [line for lines in here for line in lines]
        if len(self.decisions) > len(here):
            page.append(f"  and {len(self.decisions) - len(here)} more{self._below}")
        return [*page, BLANK]

    @property
    def _below(self) -> str:
        return "" if self.record.empty else ", below"

    def _gaps(self) -> list[str]:
        if not self.record.gaps:
            return []
        return ["URGENT: BLOCKED, AND NO WAY OUT IS AVAILABLE", *gap_lines(self.record)[:6], BLANK]

    def _section(self, strand: Strand, shown: frozenset[_Item]) -> list[str]:
        section = next((each for each in self.record.sections if each.strand == strand), None)
        title = strand.upper()
        if section is None or section.says == "not covered":
            return [f"{title}: not covered by this ruleset"]
        if section.says == "nothing":
            count = len(section.settled_no)
            were = "this 1 rule was" if count == 1 else f"these {count} rules were"
            return paragraph(f"{title}: nothing, because {were} settled no", hang=2, most=1)
        if section.says == "cannot tell":
            return paragraph(f"{title}: cannot tell, because {'; '.join(section.because)}", hang=2, most=2)
        called = self._called(strand, shown)
        return (
            [title, *called]
            if called
            else [f"{title}: cannot tell until what is found out elsewhere is known"]
        )

    def _called(self, strand: Strand, shown: frozenset[_Item]) -> list[str]:
        lines: list[str] = []
        left = {"blocked": 0, "called for": 0}
        for place, group in enumerate(self.short_blocks):
            if group[0].strand == strand:
                seen = ("block", place) in shown
                lines += block_lines(group) if seen else []
                left["blocked"] += not seen
        here = [(place, line) for place, line in enumerate(self.lines) if line.strand == strand]
        seen_here = [line for place, line in here if ("action", place) in shown]
        lines += short_lines(seen_here)
        left["called for"] = len(here) - len(seen_here)
        more = [f"{count} more {what}" for what, count in left.items() if count]
        return lines + ([f"  and {', '.join(more)}{self._below}"] if more else [])

    def _asks(self) -> list[str]:
        best = self.questions[:MOST_QUESTIONS]
        page = [BLANK, "ASK FIRST"] if best else [BLANK, "ASK FIRST: no answer would change anything here"]
        for question in best:
            page += short_question(question)
        left = self.questions[MOST_QUESTIONS:]
        if left:
            page += paragraph(f"and {len(left)} more questions: {counted_by_asked(left)}", 2, 4, most=2)
        return page

    # -- the pages after it ----------------------------------------------------------------------

    def _others(self) -> list[list[str]]:
        parts = [part for part in self._parts() if part]
        lines = ["All of this was first seen today.", BLANK] if self._all_new and self.lines else []
        for part in parts:
            lines += [*part, BLANK]
        room = LENGTH - len(self._head(1, 1))
        return [lines[start : start + room] for start in range(0, len(lines), room)]

    def _parts(self) -> Iterator[list[str]]:
        record = self.record
        yield _titled("DECIDED BY PEOPLE", record.human_decisions, human_lines)
        if self.audience == "panel":
            yield self._by_owner()
        else:
            yield _titled("EVERY ACTION CALLED FOR", self.lines, self._full)
        yield _titled("WHAT MUST NOT BE DONE", self.blocks, full_block_lines)
        yield _titled("EVERY DECISION", full_decision_lines(self.record), lambda lines: lines)
        for who, questions in by_asked(self.questions):
            yield _titled(f"TO ASK OF {who.upper()}", questions, question_line)
        yield _titled("RULES THAT DO NOT AGREE", record.conflicts, conflict_lines)
        yield _headed("CANNOT TELL", unsettled_lines(record.unsettled))
        yield _titled("CHANGED SINCE THE LAST ASSESSMENT", record.corrected, correction_lines)
        yield _headed("OUR ASSUMPTIONS, TO CONFIRM", assumption_lines(record.assumptions))
        yield _titled("NOTES", record.notes, indented)
        yield self._made_with()

    @cached_property
    def _all_new(self) -> bool:
        return all(reason.first_seen_today for line in self.lines for reason in line.reasons)

    def _full(self, line: Line) -> list[str]:
        return full_line(line, since=not self._all_new)

    def _by_owner(self) -> list[str]:
        owners = sorted({line.owner for line in self.lines})
        lines: list[str] = []
        for owner in owners:
            mine = [line for line in self.lines if line.owner == owner]
            lines += _titled(f"FOR {owner.upper()}", mine, self._full)
        return lines

    def _made_with(self) -> list[str]:
        made = self.record.versions
        words = f"drive_rules {made.library}, language {made.language}, {made.ruleset} {made.ruleset_version}"
        digests = (made.ruleset_digest, made.site_digest, made.agencies_digest)
        lines = [*indented(words), *(f"  {digest[:64]}" for digest in digests if digest)]
        if made.site_rules:
            lines += indented(f"{made.site} adds: {', '.join(made.site_rules)}")
        if made.switched_off:
            lines += indented(f"{made.site} switches off: {', '.join(made.switched_off)}")
        if self.record.witness:
            lines += indented(f"Witness: {self.record.witness}")
        return ["MADE WITH", *lines]


def _titled(title: str, items: Iterable[Item], lines: Callable[[Item], list[str]]) -> list[str]:
    return _headed(title, [line for item in items for line in lines(item)])


def _headed(title: str, lines: list[str]) -> list[str]:
    return [title[:WIDTH], *lines] if lines else []


# -- for the perpetrator ---------------------------------------------------------------------------


def subject_page(mine: Record) -> str:
    """What may be given to the person the case is about, of the answer made without what is private."""
    lines = [
        f"Case {mine.case}, as of {words_of_date(mine.as_of)}"[:WIDTH],
        FOR_THE_SUBJECT,
        "Decided by: ______________  On: __________",
        RULE,
        "WHAT WAS ASSESSED",
        *(
            [line for each in mine.decisions for line in indented(decided_plainly(each))]
            or indented("nothing")
        ),
        BLANK,
        "WHAT IS OFFERED",
        *([line for each in mine.duties for line in _offered(each)] or indented("nothing")),
        BLANK,
        "HOW THIS WAS MADE",
        *indented(HOW_MADE),
        *indented(f"{mine.versions.ruleset} {mine.versions.ruleset_version}"),
    ]
    return "\n".join(lines) + "\n"


def decided_plainly(each: Decided) -> str:
    """A decision as it is told to the person the case is about."""
    return f"{each.name}: {each.words if each.settled else 'not settled'}"


def offered_plainly(duty: Duty) -> tuple[str, tuple[str, ...]]:
    """What is offered, and why."""
    due = f", by {words_of_date(duty.due)}" if duty.due else ""
    return f"{duty.action}{due}", tuple(reason.why.because for reason in duty.reasons)


def _offered(duty: Duty) -> list[str]:
    what, because = offered_plainly(duty)
    return [*paragraph(f"- {what}", 2, 4), *(line for why in because for line in paragraph(why, 4, 4))]
