"""The report of a case for those who work on it: what is decided, safety first, the plan, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drive_rules.answers import STRANDS, Block, Decided, Record
from drive_rules.assessment.human import words_of_human
from drive_rules.assessment.lines import (
    ASSUMED,
    Line,
    bearings_in_words,
    block_words,
    by_asked,
    decision_words,
    gap_words,
    grouped_blocks,
    in_order,
    line_words,
    lines_of,
    question_words,
    reasons_in_words,
    score_words,
    unsettled_words,
)
from drive_rules.assessment.pages import (
    MOST_DUTIES_WHEN_EMPTY,
    MOST_QUESTIONS,
    mine_first,
    questions_first,
)
from drive_rules.ir import Ruleset, Strand
from drive_rules.language.values import words_of_date
from drive_rules.page import NOTHING, Html, Page, bullets, joined, link, table, tag, text, words
from drive_rules.pictures.timeline_drawing import in_band, sheets
from drive_rules.pictures.timelines import Lane, Timeline, timeline_of
from drive_rules.planning.plans import Plan
from drive_rules.planning.printed import Text
from drive_rules.report.parts import part, rules_in_sentences, said, section, signing, whys
from drive_rules.report.scale import scale

ADVICE = "Advice to a named human decider. Not for the perpetrator."
SECTIONS = {
    "levels": "What is decided, and how sure",
    "safety": "Safety first",
    "called-for": "What is called for",
    "plan": "Plan",
    "tasks": "Tasks by agency",
    "decided": "What else is decided",
    "questions": "Questions to ask next",
    "unknown": "What cannot be told",
    "people": "Decided by people",
    "why": "The rules behind this answer",
    "made": "Made with",
}
STYLE = """
.scale { max-width: 30rem; width: 100%; margin: .3rem 0 .6rem }
figure { margin: .4rem 0 .8rem }
figcaption { font-size: .9rem; color: var(--quiet) }
.urgent { border-left: .4rem solid #b3261e; padding-left: .8rem }
.blocked { border-left: .4rem double currentColor; padding-left: .8rem }
.why { font-size: .925rem; color: var(--quiet) }
.sheet svg { min-width: 46rem }
li > p { margin: .15rem 0 }
article.rule h3:target, article.rule h3:focus { outline: 2px dashed var(--focus); outline-offset: 3px }
@page across { size: A4 landscape; margin: 10mm }
@media print { .sheet { page: across; break-inside: avoid } .sheet svg { min-width: 0; max-height: 180mm }
  nav { display: none } .rules { columns: 2; column-gap: 8mm; font-size: 7.5pt }
  .rules h3 { font-size: 8.5pt; margin: 1.2em 0 .3em; break-inside: avoid }
  .rules p, .rules ul { margin: .25em 0 } }
"""


class CaseReport:
    """The report of one case for one professional audience."""

    def __init__(self, ruleset: Ruleset, record: Record, plan: Plan, view: str) -> None:
        self.ruleset, self.record, self.plan, self.view = ruleset, record, plan, view
        self.every_line = mine_first(lines_of(record), view)
        self.every_question = questions_first(record.questions, view)
        # Sixty alarms are as good as none: of an empty case the page holds as much as its text does.
        brief = record.empty and not record.human_decisions
        self.lines = self.every_line[: MOST_DUTIES_WHEN_EMPTY if brief else None]
        self.questions = self.every_question[: MOST_QUESTIONS if brief else None]
        self.blocks = grouped_blocks(record)
        self.timeline = timeline_of(plan)
        self.all_new = all(reason.first_seen_today for line in self.lines for reason in line.reasons)

    def page(self) -> Page:
        """The whole page."""
        bodies = dict(zip(SECTIONS, self._sections(), strict=True))
        shown = {id: body for id, body in bodies.items() if body}
        made = self.record.versions
        site = f", site {made.site}" if made.site else ""
        return Page(
            title=f"Case {self.record.case}, as of {words_of_date(self.record.as_of)}",
            head=joined(
                [
                    text("p", f"For the {self.view}. {made.ruleset} {made.ruleset_version}{site}."),
                    tag("p", text("strong", ADVICE)),
                    signing(),
                ]
            ),
            contents=bullets(link(id, words(SECTIONS[id])) for id in shown),
            body=joined((section(id, SECTIONS[id], body) for id, body in shown.items())),
            style=STYLE,
        )

    def _sections(self) -> Iterator[Html]:
        yield self._levels()
        yield self._safety()
        yield joined(self._called_for())
        yield self._plan()
        yield joined(self._tasks())
        yield bullets(self._decision(each) for each in in_order(self.record) if not each.graded)
        yield joined(self._asked()) or text("p", "No answer would change anything here.")
        yield joined(self._unknown()) or text("p", "Nothing.")
        yield bullets(self._people())
        yield rules_in_sentences(self.ruleset, self._rules())
        yield joined(self._made())

    # -- what is decided -------------------------------------------------------------------------

    def _levels(self) -> Html:
        record = self.record
        notes = [
            text("p", f"No {kind} is listed: no level is printed. This is not a low-risk result.")
            for kind in record.unlisted
        ]
        if review := sum(bool(each.review) for each in record.human_decisions):
            notes.append(text("p", f"For review: {review} decided by people, below.", class_="urgent"))
        levels = [self._decision(each) for each in in_order(record) if each.graded]
        return joined([*notes, bullets(levels) or text("p", "No level is decided.")])

    def _decision(self, each: Decided) -> Html:
        record = self.record
        bearing = [
            at for at, s in enumerate(record.scores) if (s.decision, s.thing) == (each.name, each.thing)
        ]
        # A picture under the threshold would say what the words hold back.
        held_back = any((w.decision, w.thing) == (each.name, each.thing) for w in record.withheld)
        drawn = (self._drawn(at, each) for at in bearing if not held_back)
        people = record.human_decisions_on(each.thing, each.name)
        beside = [text("p", words_of_human(one)) for one in people]
        because = whys(bearings_in_words(each))
        return said(decision_words(record, each), *drawn, *beside, because, _may_apply(each))

    def _drawn(self, at: int, level: Decided) -> Html:
        """A score as a picture, with the same in words."""
        score = self.record.scores[at]
        checklist = self.ruleset.checklists.get(score.checklist)
        drawn = scale(score, checklist, f"score-{at}") if checklist else NOTHING
        by = f" ({score.instrument})" if score.instrument else ""
        beside = (
            "" if level.settled or score.low != score.high else ". The score alone does not settle the level"
        )
        caption = f"{score.name}{by}: {score_words(score)}{beside}"
        return tag("figure", drawn, text("figcaption", caption))

    # -- safety ----------------------------------------------------------------------------------

    def _safety(self) -> Html:
        record = self.record
        urgent = part(
            "Urgent: blocked, and no way out is available",
            (said(gap_words(record, gap), class_="urgent") for gap in record.gaps),
        )
        first = [line for line in self.lines if line.safety]
        never = [group for group in self.blocks if group[0].never_released]
        until = [group for group in self.blocks if not group[0].never_released]
        found = [
            urgent,
            part("Do first, for safety", map(self._line, first)),
            part("What must never happen", map(self._block, never)),
            part("What is blocked, and what releases it", map(self._block, until)),
        ]
        return joined(each for each in found if each) or text(
            "p", "No rule of safety calls for anything here."
        )

    def _block(self, group: list[Block]) -> Html:
        blocked, until = block_words(group)
        first = group[0]
        because = f"{first.why.because} [{first.rule}]"
        assumed = f"; rests on {ASSUMED}: {', '.join(first.assumed)}" if first.assumed else ""
        urgent = [text("p", "URGENT: no way out is available for this case")]
        return said(
            blocked,
            text("p", f"{until[:1].upper()}{until[1:]}"),
            *(urgent if any(block.gap for block in group) else []),
            whys([(first.rule, f"{because}{assumed}")]),
            class_="blocked",
        )

    # -- what is called for ----------------------------------------------------------------------

    def _line(self, line: Line) -> Html:
        notes = [text("p", note) for note in line.notes]
        if line.legal_basis:
            notes.append(text("p", f"Legal basis: {line.legal_basis}"))
        because = reasons_in_words(line, since=not self.all_new)
        return said(
            line_words(line), *notes, whys((rule, f"Because: {told}") for rule, told in because.items())
        )

    def _called_for(self) -> Iterator[Html]:
        """Every section is there; what stands under safety, above, is not said twice."""
        if self.all_new and self.lines:
            yield text("p", "All of this was first seen today.")
        for strand in STRANDS:
            here = [line for line in self.lines if line.strand == strand and not line.safety]
            items = [tag("li", self._line(line)) for line in here]
            yield text("h3", strand.capitalize())
            yield tag("ul", *items) if items else text("p", self._nothing(strand))
        if left := len(self.every_line) - len(self.lines):
            yield text("p", f"And {left} more, in the plan: nothing is listed in this case yet.")

    def _nothing(self, strand: Strand) -> str:
        section = next((each for each in self.record.sections if each.strand == strand), None)
        if section is None or section.says == "not covered":
            return "Not covered by this ruleset."
        if section.says == "nothing":
            count = len(section.settled_no)
            were = "this 1 rule was" if count == 1 else f"these {count} rules were"
            return f"Nothing, because {were} settled no."
        if section.says == "cannot tell":
            return f"Cannot tell, because {'; '.join(section.because)}."
        if any(line.strand == strand for line in self.lines) or section.blocks:
            return "Nothing besides what stands under safety first."
        if any(line.strand == strand for line in self.every_line):
            return "In the plan."
        return "Cannot tell until what is found out elsewhere is known."

    # -- the plan --------------------------------------------------------------------------------

    def _plan(self) -> Html:
        heads = [text("p", f"{name[:1].upper()}{name[1:]}: {told}") for name, told in self.plan.heads]
        drawn = [
            tag(
                "div",
                Html(svg),
                class_="scroll sheet",
                role="region",
                tabindex="0",
                aria_label=f"Plan, sheet {n}",
            )
            for n, svg in enumerate(sheets(self.timeline), 1)
        ]
        gaps = (said(what, text("p", then), class_="urgent") for what, then in Text(self.plan).gaps())
        against = (words(problem.what) for problem in self.plan.problems)
        lists = (part("Gaps: nobody can do this as things stand", gaps), part("Contradictions", against))
        return joined([*heads, *lists, *drawn])

    def _tasks(self) -> Iterator[Html]:
        shown: Timeline = self.timeline
        yield from (text("p", note) for note in shown.notes)
        lanes = [*shown.lanes]
        if self.view == "IDVA":
            lanes.sort(key=lambda lane: "IDVA" not in lane.name)
        for number, lane in enumerate(lanes):
            yield _lane(number, lane)
        if not lanes:
            yield text("p", "Nobody has a task.")

    # -- questions and what is unknown -----------------------------------------------------------

    def _asked(self) -> Iterator[Html]:
        for who, questions in by_asked(self.questions):
            yield part(f"To ask of: {who}", (words(question_words(each)) for each in questions))
        if left := len(self.every_question) - len(self.questions):
            yield text("p", f"And {left} more questions.")

    def _unknown(self) -> Iterator[Html]:
        record = self.record
        decisions = [each for each in record.unsettled if not each.rule]
        yield part("Decisions", (words(unsettled_words(each)) for each in decisions))
        if rules := len({each.what for each in record.unsettled if each.rule}):
            yield text("p", f"{rules} rules cannot be told, each with why in the record.")
        agree = (
            f"{each.decision} ({each.thing.words}): {', '.join(each.rules)}" for each in record.conflicts
        )
        yield part("Rules that do not agree", map(words, agree))
        was = (
            f"{each.name} ({each.thing.words}) was known, and is now: {each.words}"
            for each in record.corrected
        )
        yield part("Changed since the last assessment", map(words, was))
        assumed: dict[str, list[str]] = {}
        for each in record.assumptions:
            assumed.setdefault(each.what, []).append(each.name)
        yield part(
            "Our assumptions, to confirm",
            (words(f"{what}: {', '.join(names)}") for what, names in assumed.items()),
        )
        yield part("Notes", map(words, record.notes))

    def _people(self) -> Iterator[Html]:
        for each in self.record.human_decisions:
            then = f"The rules said then: {each.said}{', in doubt' if each.in_doubt else ''}"
            review = [text("p", f"For review: {why}", class_="urgent") for why in each.review]
            what = f"{each.what} ({each.thing.words}): {words_of_human(each)}"
            yield said(what, text("p", f"Because: {each.because}"), text("p", then), *review)

    # -- why, and with what ----------------------------------------------------------------------

    def _rules(self) -> list[str]:
        """Every rule that the page names, in the order in which it does."""
        named = [rule for each in in_order(self.record) for rule, _ in bearings_in_words(each)]
        named += [group[0].rule for group in self.blocks]
        named += [reason.rule for line in self.lines for reason in line.reasons]
        return list(dict.fromkeys(named))

    def _made(self) -> Iterator[Html]:
        made = self.record.versions
        yield text(
            "p",
            f"drive_rules {made.library}, language {made.language}, {made.ruleset} {made.ruleset_version}",
        )
        digests = {"Ruleset": made.ruleset_digest, "Site": made.site_digest, "Agencies": made.agencies_digest}
        yield bullets(
            joined([words(f"{what}: "), text("code", digest)]) for what, digest in digests.items() if digest
        )
        if made.site_rules:
            yield text("p", f"{made.site} adds: {', '.join(made.site_rules)}")
        if made.switched_off:
            yield text("p", f"{made.site} switches off: {', '.join(made.switched_off)}")
        if self.record.witness:
            yield text("p", f"Witness: {self.record.witness}")
        yield text("p", ADVICE)


def _may_apply(each: Decided) -> Html:
    """The rules of a level that may still apply, folded until they are asked for; on paper all is open."""
    titles = dict.fromkeys(f"{rule.title} [{rule.rule}]" for rule in each.rules if rule.in_doubt)
    if not (each.graded and titles):
        return NOTHING
    head = "1 rule may still apply" if len(titles) == 1 else f"{len(titles)} rules may still apply"
    return tag("details", text("summary", head), bullets(map(words, titles), class_="why"))


def _lane(number: int, lane: Lane) -> Html:
    rows: Iterable[list[Html]] = (
        [words(card.head), words(in_band(card)), words(card.what), words("; ".join(card.notes))]
        for card in lane.cards
    )
    return joined(
        [
            text("h3", lane.name, id=f"lane-{number}"),
            *(text("p", each) for each in lane.says),
            table(f"tasks-{number}", f"Tasks: {lane.name}", ("Step", "When", "What", "And"), rows),
        ]
    )
