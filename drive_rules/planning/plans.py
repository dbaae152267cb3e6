"""What a plan holds: steps in order, gaps, what must not be done; and its ways out to JSON and text.

A plan is advice to a named human decider and is written for professionals: it may hold what the
perpetrator must never be told, so no part of it is for the perpetrator.  No repr shows a key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from drive_rules.answers import Block, CalledFor, Quiet, Reason, Thing
from drive_rules.ir import Length, Strand
from drive_rules.language.values import words_of_date, words_of_length
from drive_rules.problems import DriveRulesError, Problem
from drive_rules.tasking import Task

Sort = Literal["duty", "find out", "release", "instead"]
Status = Literal["to do", "blocked", "not available", "ask the owner", "gap"]
Change = Literal["added", "facts", "day", "status", "asked"]
PLAN_SCHEMA = 1
WIDTH = 80
FACTS_NAMED = 3
"""How many facts to find out the minutes name in one task."""
PANEL = "perpetrator panel"


@dataclass(frozen=True, slots=True, repr=False)
class Step(Quiet):
    """One step: which action, to what, by whose power, by when, and what it waits for.

    ``id`` is the action and its thing, the same from plan to plan; ``number`` is for people, and is kept
    while the step stands, or some of what it is to find out is left. ``sort`` says where it comes from:
    a duty, a fact to find out, a way out of a block that holds another step up (*release*), or what is
    done meanwhile (*instead*). ``comes_after``, ``together_with``, ``released_by`` and ``meanwhile`` are
    ids of steps, ``blocked_by`` and ``cautions`` of blocks, ``for_steps`` the steps that a release or an
    instead serves, ``second_to`` the steps that are preferred to this one. ``brought_forward_for`` is
    the step whose day made this one earlier than its own.
    """

    id: str
    number: int
    sort: Sort
    action: str
    code: str
    thing: Thing
    strand: Strand
    word: CalledFor
    in_doubt: bool
    safety: bool
    task: Task
    status: Status
    because: tuple[str, ...]
    due: date | None
    due_in_doubt: bool
    first_planned: date
    reasons: tuple[Reason, ...] = ()
    brought_forward_for: str = ""
    again_every: Length | None = None
    comes_after: tuple[str, ...] = ()
    together_with: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] = ()
    released_by: tuple[str, ...] = ()
    meanwhile: tuple[str, ...] = ()
    for_steps: tuple[str, ...] = ()
    second_to: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        """Who holds the power or the knowledge, whoever is asked."""
        return self.task.owner


@dataclass(frozen=True, slots=True, repr=False)
class PlanGap(Quiet):
    """Something that nobody can do as things stand: whose it is, why, up whom it goes, who covers.

    ``step`` or ``block`` says what for.
    """

    owner: str
    because: tuple[str, ...]
    urgent: bool
    escalate_to: tuple[str, ...]
    interim_cover: str
    step: str = ""
    block: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Ended(Quiet):
    """A step of the previous plan that is no longer called for."""

    id: str
    number: int
    action: str
    thing: Thing


@dataclass(frozen=True, slots=True, repr=False)
class Changed(Quiet):
    """What is otherwise with a step than in the previous plan, and why; in words for people.

    ``because`` are titles of rules, blocks or gaps, and is empty where only the day has gone on.
    """

    id: str
    number: int
    action: str
    thing: Thing
    what: Change
    before: str
    now: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Plan(Quiet):
    """The steps of one case on one day, in the order in which to take them.

    ``blocks`` are all of the assessment's, ``problems`` what contradicts itself in this case.
    ``ended`` and ``changed`` are against the previous plan, and empty without one.
    """

    case: str
    as_of: date
    ruleset_digest: str
    agencies_digest: str
    steps: tuple[Step, ...]
    blocks: tuple[Block, ...] = ()
    gaps: tuple[PlanGap, ...] = ()
    problems: tuple[Problem, ...] = ()
    ended: tuple[Ended, ...] = ()
    changed: tuple[Changed, ...] = ()
    last_number: int = 0
    schema: int = PLAN_SCHEMA
    advisory: Literal[True] = True

    def step(self, action: str, of: str | None = None) -> Step:
        """The step with that id, or that does that action (name or code) to the thing with key ``of``."""
        found = [s for s in self.steps if action in (s.id, s.action, s.code) and of in (None, s.thing.key)]
        if len(found) != 1:
            count = "no" if not found else "more than one"
            raise DriveRulesError(f"{count} step '{action}' here; say of which thing: of=...")
        return found[0]

    def to_json(self) -> str:
        """The whole plan as JSON, the same to the byte for the same plan."""
        return json.dumps(_ADAPTER.dump_python(self, mode="json"), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """The plan that ``to_json`` wrote; the error for anything else holds nothing of the text."""
        try:
            plan = _ADAPTER.validate_json(text)
        except ValidationError as error:
            problem = f"this is not a plan that this version wrote: {error.error_count()} places do not fit"
        else:
            if plan.schema == PLAN_SCHEMA:
                return plan
            problem = f"this plan has schema {plan.schema}; this version reads schema {PLAN_SCHEMA}"
        raise DriveRulesError(problem)

    def text(self) -> str:
        """The plan for people, no line over 80 characters."""
        return "\n".join(_Text(self).lines()) + "\n"

    def minutes(self) -> str:
        """The tasks by who is asked, as a panel minutes them: a line or two each, none over 80 characters."""
        return "\n".join(_Minutes(self).lines()) + "\n"


_ADAPTER = TypeAdapter(Plan)


class _Text:
    """Prints a plan in words."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.numbers = {step.id: step.number for step in plan.steps}
        self.titles = {block.id: block for block in plan.blocks}
        self.blocked = {step.id for step in plan.steps if step.status == "blocked"}
        self.holding = {id for step in plan.steps for id in step.blocked_by}

    def lines(self) -> Iterator[str]:
        plan = self.plan
        yield from _say(f"PLAN for case {plan.case} as of {words_of_date(plan.as_of)}")
        yield from _say("Advice to the professionals who decide. Not for the perpetrator.")
        active = [step for step in plan.steps if step.status != "not available"]
        away = [step for step in plan.steps if step.status == "not available"]
        if plan.changed:
            yield from self._section("CHANGED SINCE THE LAST PLAN", map(self._changed, plan.changed), "")
        yield from self._section("STEPS", map(self._step, active), "no step is called for")
        yield from self._section("GAPS", map(self._gap, plan.gaps), "none: somebody can do each step")
        yield from self._section("WAYS AND CHASING", self._ways(active), "nobody else is asked")
        others = [block for block in plan.blocks if block.id not in self.holding and block.actions]
        yield from self._section("MUST NOT BE DONE", map(self._block, others), "nothing further")
        yield from self._section("NOT AVAILABLE", map(self._away, away), "nothing")
        if plan.problems:
            yield from self._section("CONTRADICTIONS", (_say(p.what, 2) for p in plan.problems), "")
        if plan.ended:
            yield from self._section("NO LONGER CALLED FOR", map(self._ended, plan.ended), "")

    def _section(self, title: str, parts: Iterable[Iterable[str]], empty: str) -> Iterator[str]:
        yield ""
        yield title
        lines = [line for part in parts for line in part]
        yield from lines or _say(empty, 2)

    def _step(self, step: Step) -> Iterator[str]:
        doubt = ", IN DOUBT" if step.in_doubt else ""
        yield from _say(f"{step.number}. {_word(step)}{doubt}: {step.action} ({step.thing.words})", 2, 5)
        yield from _say(f"{self._due(step)}. {self._who(step)}", 5)
        yield from (line for because in self._status(step) for line in _say(because, 5))
        yield from (line for order in self._order(step) for line in _say(order, 5))
        for reason in dict.fromkeys((reason.title, reason.why.source) for reason in step.reasons):
            yield from _say(f"Why: {reason[0]} [{', '.join(reason[1])}]", 5)
        if step.task.legal_basis:
            yield from _say(f"Legal basis: {step.task.legal_basis}", 5)
        if step.task.not_told:
            yield from _say(f"Do not tell them: {_some(step.task.not_told)}", 5)

    def _due(self, step: Step) -> str:
        if step.due is None:
            return "From now on" if step.sort == "instead" else "No day is set: agree one"
        late = " (OVERDUE)" if step.due < self.plan.as_of else ""
        doubt = ", the soonest still possible" if step.due_in_doubt else ""
        forward = f", so that step {self._number(step.brought_forward_for)} can follow"
        forward = forward if step.brought_forward_for else ""
        again = f", again every {words_of_length(step.again_every)}" if step.again_every else ""
        return f"By {words_of_date(step.due)}{late}{doubt}{forward}{again}"

    def _who(self, step: Step) -> str:
        task = step.task
        if task.asked is None:
            return f"Owner: {task.owner}; nobody can be asked, see the gaps"
        if not task.route and task.asked == task.owner:
            return f"Who: {task.asked}"
        instead = f" in place of the {task.owner}" if task.asked != task.owner else ""
        if task.support == task.asked != task.owner:
            instead = f", for the {task.owner}"
        then = f"; then {', '.join(task.next_asked)}" if task.next_asked else ""
        return f"Ask: {task.asked}{instead} (contact: {task.contact}){then}"

    def _status(self, step: Step) -> Iterator[str]:
        if step.status == "blocked":
            for id in step.blocked_by:
                block = self.titles[id]
                yield f"BLOCKED{' IN DOUBT' if block.in_doubt else ''}: {block.title}. {_until(block)}"
            yield from self._steps("Released by", step.released_by)
            yield from self._steps("Meanwhile", step.meanwhile)
        elif step.status == "ask the owner":
            yield f"ASK THE OWNER FIRST: {'; '.join(step.because)}"
        if step.cautions:
            yield "CAUTION: " + "; ".join(self.titles[id].title for id in step.cautions)

    def _order(self, step: Step) -> Iterator[str]:
        after = tuple(set(step.comes_after) - set(step.released_by))
        held = sorted(self._number(id) for id in after if id in self.blocked)
        are = "are" if len(held) > 1 else "is"
        waiting = f" ({', '.join(map(str, held))} {are} blocked now)" if held else ""
        yield from (f"{line}{waiting}" for line in self._steps("After", after))
        yield from self._steps("Together with", step.together_with)
        yield from self._steps("So that this can go on", step.for_steps)
        yield from self._steps("Only where this cannot be had", step.second_to)

    def _steps(self, word: str, ids: tuple[str, ...]) -> Iterator[str]:
        numbers = sorted(self._number(id) for id in ids)
        if numbers:
            yield f"{word}: step{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"

    def _number(self, id: str) -> int:
        return self.numbers.get(id, 0)

    def _ways(self, steps: list[Step]) -> Iterator[Iterable[str]]:
        """How each agency is reached and on what basis, and up whom it goes when it is late: once each."""
        for words in dict.fromkeys(_way(step.task) for step in steps if step.task.route):
            yield _say(f"- {words}", 2, 4)

    def _gap(self, gap: PlanGap) -> Iterator[str]:
        what = (
            f"step {self._number(gap.step)}" if gap.step else f"'{self.titles[gap.block].do}' has no way out"
        )
        urgent = "URGENT: " if gap.urgent else ""
        yield from _say(f"- {urgent}{gap.owner}, {what}: {'; '.join(gap.because)}", 2, 4)
        to = ", then ".join(gap.escalate_to) or "whoever manages the case manager"
        yield from _say(f"Log the gap; escalate to {to}; interim cover: {gap.interim_cover}", 4)

    def _block(self, block: Block) -> Iterator[str]:
        doubt = " (in doubt, so it stands)" if block.in_doubt else ""
        instead = f" Instead: {block.instead}." if block.instead else ""
        yield from _say(
            f"- {block.do} ({block.thing.words}){doubt}: {block.title}. {_until(block)}{instead}", 2, 4
        )

    def _away(self, step: Step) -> Iterator[str]:
        because = "; ".join(step.because)
        yield from _say(f"- {step.number}. {step.action} ({step.thing.words}), {step.owner}: {because}", 2, 4)

    def _changed(self, changed: Changed) -> Iterator[str]:
        words = {
            "added": f"added, {changed.now}",
            "facts": f"{changed.now}, was {changed.before}",
            "day": f"{changed.now}, was {changed.before}",
            "status": f"{changed.now}, was {changed.before}",
            "asked": f"asked of {changed.now}, was {changed.before}",
        }
        why = f", because: {'; '.join(changed.because)}" if changed.because else ""
        what = f"{changed.number}. {_cut(changed.action)} ({changed.thing.words})"
        yield from _say(f"- {what}: {words[changed.what]}{why}", 2, 4)

    def _ended(self, ended: Ended) -> Iterator[str]:
        yield from _say(f"- {ended.number}. {ended.action} ({ended.thing.words})", 2, 4)


class _Minutes:
    """Prints the tasks of a plan by who is asked, soonest first."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.numbers = {step.id: step.number for step in plan.steps}

    def lines(self) -> Iterator[str]:
        plan = self.plan
        yield from _say(f"TASKS BY AGENCY for case {plan.case} as of {words_of_date(plan.as_of)}")
        yield from _say("For the professionals who decide. Not for the perpetrator.")
        there = [step for step in plan.steps if step.status != "not available"]
        asked: dict[str, list[Step]] = {}
        for step in sorted(there, key=self._when):
            asked.setdefault(step.task.asked or "", []).append(step)
        for who in sorted(asked, key=lambda who: (not who, *self._when(asked[who][0])[:1], who)):
            yield ""
            yield from self._head(who, asked[who][0].task)
            yield from (line for step in asked[who] for line in self._task(step))
        if not there:
            yield from _say("Nobody has a task.", 2)

    def _when(self, step: Step) -> tuple[date, int]:
        return step.due or date.max, step.number

    def _head(self, who: str, task: Task) -> Iterator[str]:
        if not who:
            yield from _say("NOBODY CAN BE ASKED")
            return
        above = f"; if late: {task.chase[0]}" if task.chase else ""
        contact = f": {task.contact}" if task.contact != f"the {who}" else ""
        yield from _say(f"{who.upper()}{contact}{above}", 0, 2)

    def _task(self, step: Step) -> Iterator[str]:
        day = "from now" if step.sort == "instead" else "no day"
        if step.due:
            day = f"{step.due.day} {step.due:%b}"
        thing = "" if step.thing.key == self.plan.case else f" ({step.thing.key})"
        head = f"{step.number:>3} {day:<8} {_word(step).lower():<10} "
        what = _cut(step.action) if step.sort == "find out" else step.action
        yield from _say(f"{head}{what}{thing}{self._notes(step)}", 0, len(head), keep=len(head))

    def _notes(self, step: Step) -> str:
        notes = []
        if step.due and step.due < self.plan.as_of:
            notes.append("OVERDUE")
        if step.in_doubt:
            notes.append("in doubt")
        if step.status == "blocked":
            first = self._some(step.released_by)
            notes.append(f"BLOCKED{f' until {first}' if first else ''}")
        if step.status == "ask the owner":
            notes.append("ask first whether it can be had")
        if after := self._some(set(step.comes_after) - set(step.released_by)):
            notes.append(f"after {after}")
        if step.task.gap:
            up = f"; goes up to {step.task.gap.escalate_to[0]}" if step.task.gap.escalate_to else ""
            notes.append(f"for {step.owner}{up}")
        return f" [{'; '.join(notes)}]" if notes else ""

    def _some(self, ids: Iterable[str]) -> str:
        return ", ".join(str(number) for number in sorted(self.numbers.get(id, 0) for id in ids))


def _word(step: Step) -> str:
    if step.sort == "duty":
        return step.word.upper()
    return {"find out": "FIND OUT", "release": "TO RELEASE", "instead": "MEANWHILE"}[step.sort]


def _until(block: Block) -> str:
    if block.never_released:
        return "Never released."
    return f"Until: {', or '.join(block.until)}."


def _way(task: Task) -> str:
    hops = " > ".join((task.route[0].sender, *(hop.receiver for hop in task.route)))
    bases = "; ".join(dict.fromkeys(hop.basis for hop in task.route))
    first = [f"the {PANEL}"] if PANEL in task.meets_at else []
    above = [*first, *task.chase]
    late = f" If late: chase, then {', '.join(above)}." if above else " If late: chase."
    return f"{hops}: {bases}.{late}"


def _some(words: tuple[str, ...]) -> str:
    more = f" and {len(words) - 3} more private facts" if len(words) > 3 else ""
    return ", ".join(words[:3]) + more


def _cut(facts: str) -> str:
    """The first few of the facts to find out; the plan has all."""
    names = facts.split(", ")
    more = f" and {len(names) - FACTS_NAMED} more" if len(names) > FACTS_NAMED else ""
    return ", ".join(names[:FACTS_NAMED]) + more


def _say(words: str, indent: int = 0, hanging: int | None = None, keep: int = 0) -> Iterator[str]:
    """Words in lines; the first ``keep`` letters stay as they are, with their spaces."""
    later = " " * (indent if hanging is None else hanging)
    head, rest = " " * indent + words[:keep], words[keep:]
    yield from wrap(rest, WIDTH, initial_indent=head, subsequent_indent=later, break_on_hyphens=False)
