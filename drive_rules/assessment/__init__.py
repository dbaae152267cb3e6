"""The answer: advice to a named human decider, with everything it rests on.

``assess`` puts a case and what an engine settled of it into one ``Assessment``: a frozen record that
goes to JSON and back unchanged, and that only renders as pages for people.  What the perpetrator may
be given is worked out here too, from the case without what is private, and kept in the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property

from pydantic import TypeAdapter, ValidationError

from drive_rules.answers import (
    SCHEMA,
    STRANDS,
    Assumption,
    Bearing,
    Block,
    Conflict,
    Decided,
    Duty,
    FindOut,
    HumanDecision,
    Key,
    Reason,
    Record,
    Section,
    Settled,
    Unsettled,
    Value,
    Versions,
)
from drive_rules.assessment import human, notebook
from drive_rules.assessment.days import NOTHING_BEFORE, Before, Carried, reasons_of
from drive_rules.assessment.decided import decided, empty, scores, unlisted, withheld
from drive_rules.assessment.doubts import Doubts
from drive_rules.assessment.duties import Duties
from drive_rules.assessment.pages import render
from drive_rules.assessment.questions import Questions
from drive_rules.assessment.reading import ASSUMED, At, Reading, Unknown
from drive_rules.assessment.subject import for_the_subject
from drive_rules.case import Case, World
from drive_rules.ir import Because, Rule, Ruleset, Strand
from drive_rules.problems import DriveRulesError

__all__ = ["Assessment", "Key", "Record", "Settled", "Versions", "assess"]

Settle = Callable[[World], Settled]
MOST_REASONS_WHY = 6


@dataclass(frozen=True, slots=True, repr=False)
class Assessment(Record):
    """The whole answer to one case on one day, and the ways out of it."""

    def view(self, audience: str = "case manager") -> str:
        """The answer as plain text for one audience: case manager, IDVA, panel or subject access."""
        return render(self, audience)

    def _repr_html_(self) -> str:
        """The answer in a notebook, in short; ``repr`` still says nothing of the case."""
        return notebook.in_notebook(self)

    def to_json(self) -> str:
        """The whole record, for the embedder's own store: the same bytes for the same answer."""
        return _adapter().dump_json(self).decode()

    def decide(
        self,
        what: str,
        answer: str,
        *,
        of: str | None = None,
        by: str,
        on: date,
        because: str,
        until: date | None = None,
    ) -> Assessment:
        """This answer with what a person decided on a decision, an action or a block of it.

        A decision is given one of its answers; an action *done* or *not to be done*; a block *set aside*.
        ``by`` is an id of yours or a role, ``on`` the day of this answer, ``until`` when it ends: what sets
        a rule aside has an end.  Nothing that the rules say changes.  Raises ``DecisionError``.
        """
        new = human.decide(self, what, answer, of=of, by=by, on=on, because=because, until=until)
        return replace(self, human_decisions=_in_order((*self.human_decisions, new)))

    def take_back(self, id: str, *, by: str, on: date, because: str, manager: bool = False) -> Assessment:
        """This answer with a person's decision taken back: by its author or, if ``manager``, by a manager.

        It stays on record.  Raises ``DecisionError``.
        """
        found = human.take_back(self, id, by=by, on=on, because=because, manager=manager)
        return replace(self, human_decisions=_in_order(found))

    @classmethod
    def from_json(cls, text: str | bytes) -> Assessment:
        """The record that ``to_json`` wrote; an error says where it does not fit, never what was there."""
        try:
            found = _adapter().validate_json(text)
        except ValidationError as error:
            raise DriveRulesError(_misfit(error)) from None
        if found.schema > SCHEMA:
            raise DriveRulesError(f"this assessment is of schema {found.schema}; this library reads {SCHEMA}")
        return found


def _in_order(found: Iterable[HumanDecision]) -> tuple[HumanDecision, ...]:
    """By day, then by what is decided: the order in which they were recorded does not count."""
    return tuple(sorted(found, key=lambda each: (each.on, each.sort, each.what, each.thing.key, each.id)))


@cache
def _adapter() -> TypeAdapter[Assessment]:
    return TypeAdapter(Assessment)


def _misfit(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"that is no assessment: {error.error_count()} misfits, the first at '{place}' ({first['type']})"


def assess(
    ruleset: Ruleset,
    case: Case,
    settled: Settled,
    *,
    as_of: date,
    previous: Record | Carried | None = None,
    versions: Versions | None = None,
    settle: Settle | None = None,
    witnessed: str | None = None,
    questions: bool = True,
    reading: Reading | None = None,
) -> Assessment:
    """Put together the answer to a case from what an engine settled.

    ``previous``, or what it carried, has the days on which duties were first called for.  ``settle``
    settles another world with the same rules on the same day: with it, only questions that some answer
    makes matter are asked, and the subject access answer is worked out; without it neither is.  Without
    ``questions``, which take most of the time, there are none, and nothing says so: not for a reader.
    ``reading`` is one of another case, or of none, with the same rules on the same day: what was worked out
    of those is not worked out again.
    """
    reading = _read(reading, ruleset, case.world, settled, as_of)
    versions = versions or Versions(ruleset=ruleset.name, ruleset_version=ruleset.version, site=ruleset.site)
    held = Carried.of(previous, case.key, as_of) if isinstance(previous, Record) else previous
    held = held or Carried(case.key, NOTHING_BEFORE)
    asking = _Assessing(reading, case, held, versions, settle)
    answer = replace(asking.answer(questions), witness=witnessed)
    answer = replace(answer, human_decisions=human.carried(held.human_decisions, answer, ruleset))
    if settle is None:
        return answer
    theirs = subject_access(
        ruleset, case, settle, as_of=as_of, before=held.subject, versions=versions, reading=reading
    )
    return replace(answer, subject_access=theirs)


def _read(other: Reading | None, ruleset: Ruleset, world: World, settled: Settled, as_of: date) -> Reading:
    return Reading(ruleset, world, settled, as_of) if other is None else other.of(world, settled)


def subject_access(
    ruleset: Ruleset,
    case: Case,
    settle: Settle,
    *,
    as_of: date,
    before: Before | None = None,
    versions: Versions,
    reading: Reading | None = None,
) -> Record:
    """What the perpetrator may be given, worked out from the case with everything private removed."""
    shared = case.without_private()
    reading = _read(reading, ruleset, shared.world, settle(shared.world), as_of)
    held = Carried(shared.key, before or NOTHING_BEFORE)
    theirs = _Assessing(reading, shared, held, versions, None).what_is_shared()
    return for_the_subject(theirs, reading.root)


def subject_carries(
    ruleset: Ruleset,
    case: Case,
    settle: Settle,
    *,
    as_of: date,
    before: Before,
    versions: Versions,
    reading: Reading | None = None,
) -> Before:
    """What ``subject_access`` carries to the next answer of its kind."""
    theirs = subject_access(
        ruleset, case, settle, as_of=as_of, before=before, versions=versions, reading=reading
    )
    return Before.of(theirs, theirs.case, as_of)


class _Assessing:
    """One answer in the making."""

    def __init__(
        self, reading: Reading, case: Case, held: Carried, versions: Versions, settle: Settle | None
    ) -> None:
        self.reading = reading
        self.case = case
        self.held = held
        self.versions = versions
        self.before = held.before
        self.doubts = Doubts(reading)
        self.settle = settle
        self.duties = Duties(reading, self.before)

    def what_is_shared(self) -> Record:
        """Decisions and duties only: what an answer to the perpetrator is made of."""
        duties = self.duties.duties()
        return Record(
            case=self.case.key,
            as_of=self.reading.as_of,
            versions=self.versions,
            decisions=decided(self.reading, self.doubts),
            duties=duties,
            stopped=self.before.now_stopped(reasons_of(duties, ())),
        )

    def answer(self, asked: bool = True) -> Assessment:
        """Everything of the record save the witness and what the perpetrator may be given."""
        decisions = decided(self.reading, self.doubts)
        duties = self.duties.duties()
        questions = Questions(self.reading, self.doubts, self.settle)
        matters = questions.matters()
        find_outs = self.duties.find_outs(matters)
        blocks = self.duties.blocks
        facts = known(self.reading)
        return Assessment(
            case=self.case.key,
            as_of=self.reading.as_of,
            versions=self.versions,
            empty=empty(self.reading),
            unlisted=unlisted(self.reading),
            decisions=decisions,
            scores=scores(self.reading, self.case.evidence),
            sections=tuple(self._section(strand, duties, blocks, find_outs) for strand in STRANDS),
            duties=duties,
            blocks=blocks,
            gaps=self.duties.gaps(),
            find_outs=find_outs,
            questions=questions.questions(_flat(matters)) if asked else (),
            unsettled=tuple(self._unsettled(decisions)),
            conflicts=tuple(_conflicts(decisions)),
            withheld=withheld(self.reading),
            assumptions=self._assumptions(decisions, duties, blocks, find_outs),
            facts=facts,
            corrected=_corrected(self.held.facts, facts),
            notes=tuple(self._notes(questions.not_tried)),
            stopped=self.before.now_stopped(reasons_of(duties, find_outs)),
        )

    # -- sections --------------------------------------------------------------------------------

    def _section(
        self, strand: Strand, duties: Iterable[Duty], blocks: Iterable[Block], find_outs: Iterable[FindOut]
    ) -> Section:
        rules = self._by_strand.get(strand, [])
        ids = {rule.id for rule in rules}
        called = tuple(duty.id for duty in duties if duty.strand == strand)
        stand = tuple(block.id for block in blocks if block.strand == strand)
        asked = [each for each in find_outs if ids & {reason.rule for reason in each.reasons}]
        in_doubt = tuple(rule.id for rule in rules if self._open(rule))
        settled_no = tuple(rule.id for rule in rules if self._settled_no(rule))
        if called or stand or asked:
            return Section(strand, "called for", called, stand, in_doubt, settled_no)
        if in_doubt:
            because = tuple(self._why_open(rules))[:MOST_REASONS_WHY]
            return Section(strand, "cannot tell", (), (), in_doubt, settled_no, because)
        return Section(strand, "nothing" if rules else "not covered", (), (), (), settled_no)

    @cached_property
    def _by_strand(self) -> dict[Strand, list[Rule]]:
        found: dict[Strand, list[Rule]] = {}
        for rule in self.reading.rules:
            for strand in {action.strand for duty in rule.duties for action in self.duties.named(duty.do)}:
                found.setdefault(strand, []).append(rule)
        return found

    def _unseen(self, rule: Rule) -> tuple[Unknown, ...]:
        """The open lists that may hold things of the rule's kind."""
        lists = self.reading.every_open_list
        line = self.reading.line(rule.kind)
        return tuple(each for each in lists if self.reading.kind_listed(each).name in line)

    def _answers(self, rule: Rule) -> list[tuple[int, int]]:
        return [self.reading.answer(("rule", rule.id), at, (0, 0)) for at in self.reading.things(rule.kind)]

    def _open(self, rule: Rule) -> bool:
        answers = self._answers(rule)
        return any(low < high for low, high in answers) or (not answers and bool(self._unseen(rule)))

    def _settled_no(self, rule: Rule) -> bool:
        answers = self._answers(rule)
        return all(high == 0 for _, high in answers) and (bool(answers) or not self._unseen(rule))

    def _why_open(self, rules: Iterable[Rule]) -> list[str]:
        """Why rules cannot be told, what holds most of them first."""
        count: dict[str, int] = {}
        for rule in rules:
            for words in self._why(rule):
                count[words] = count.get(words, 0) + 1
        return sorted(count, key=lambda words: (-count[words], words))

    def _why(self, rule: Rule) -> Iterator[str]:
        things = self.reading.things(rule.kind)
        for at in things:
            if self.reading.in_doubt(rule, at):
                yield from self.doubts.why(self.doubts.holding(rule, at))
        if not things:
            yield from self.doubts.why(self._unseen(rule))

    # -- what cannot be told ---------------------------------------------------------------------

    def _unsettled(self, decisions: Iterable[Decided]) -> Iterator[Unsettled]:
        for each in decisions:
            if not each.settled:
                yield Unsettled(each.name, each.name, False, each.thing, each.because)
        for rule in self.reading.rules:
            for at in self.reading.things(rule.kind):
                if self.reading.in_doubt(rule, at):
                    because = tuple(self.doubts.why(self.doubts.holding(rule, at)))
                    yield Unsettled(rule.id, rule.title, True, self.reading.thing(at), because)

    # -- what it rests on ------------------------------------------------------------------------

    def _assumptions(
        self,
        decisions: Iterable[Decided],
        duties: Iterable[Duty],
        blocks: Iterable[Block],
        find_outs: Iterable[FindOut],
    ) -> tuple[Assumption, ...]:
        resting: list[Bearing | Reason | Block] = [*blocks]
        resting += [bearing for each in decisions for bearing in each.rules]
        resting += [reason for duty in duties for reason in duty.reasons]
        resting += [reason for find_out in find_outs for reason in find_out.reasons]
        names = {name for each in resting for name in each.assumed}
        names |= {duty.action for duty in duties if duty.why.provenance == ASSUMED}
        return tuple(self._assumption(name) for name in sorted(names))

    def _assumption(self, name: str) -> Assumption:
        rules = self.reading.ruleset
        entries: dict[str, Mapping[str, object]] = {
            "rule": rules.rules,
            "setting": rules.settings,
            "sign": rules.signs,
            "measure": rules.measures,
            "checklist": rules.checklists,
            "action": rules.actions,
        }
        what = next(what for what, found in entries.items() if name in found)
        why = getattr(entries[what][name], "why", None)
        return Assumption(name, what, why.because if isinstance(why, Because) else "")

    def _notes(self, not_tried: int) -> Iterator[str]:
        yield from sorted(self.duties.days.notes)
        if not_tried:
            yield f"{not_tried} further facts were not tried as questions."
        for (kind, row, fact), notes in sorted(self.case.notes.items()):
            of = self.reading.of_words(At(kind, row))
            yield from (f"'{fact}'{of}: {_NOTES.get(note, note)}" for note in notes)


_NOTES = {"conflict": "two sources say what cannot both be so"}


def _flat(matters: Mapping[tuple[str, At], tuple[Unknown, ...]]) -> set[Unknown]:
    return {unknown for each in matters.values() for unknown in each}


def _conflicts(decisions: Iterable[Decided]) -> Iterator[Conflict]:
    for each in decisions:
        if each.conflict:
            yield Conflict(each.name, each.thing, tuple(b.rule for b in each.rules if not b.in_doubt))


def known(reading: Reading) -> tuple[Value, ...]:
    """Every fact of which something is known."""
    return tuple(
        reading.value(fact.name, at)
        for fact in reading.ruleset.facts.values()
        for at in reading.things(fact.of)
        if reading.interval(fact.name, at) != (fact.type.low, fact.type.high)
    )


def _corrected(before: Iterable[Value], facts: Iterable[Value]) -> tuple[Value, ...]:
    """The facts that were known and are now something else, as they are now."""
    was = {(each.name, each.thing): each.words for each in before if each.known}
    return tuple(each for each in facts if was.get((each.name, each.thing), each.words) != each.words)
