"""A plan in words: in order, and by who is asked as a panel minutes it; no line over 80 characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from textwrap import wrap

from drive_rules.agencies.routes import words_of_route
from drive_rules.answers import Block
from drive_rules.language.values import words_of_date, words_of_length
from drive_rules.planning.steps import Changed, Ended, PlanGap, Planned, Step
from drive_rules.tasking import Task

WIDTH = 80
FACTS_NAMED = 3
"""How many facts to find out the minutes name in one task."""
PANEL = "perpetrator panel"
REFUSED = (
    "Whoever refuses says why: the reason and the day are kept, whoever else may do it is asked, and where "
    "nobody else may it goes up as if it were late."
)


class Text:
    """Prints a plan in words."""

    def __init__(self, plan: Planned) -> None:
        self.plan = plan
        self.numbers = {step.id: step.number for step in plan.steps}
        self.titles = {block.id: block for block in plan.blocks}
        self.blocked = {step.id for step in plan.steps if step.status == "blocked"}
        self.holding = {id for step in plan.steps for id in step.blocked_by}

    def lines(self) -> Iterator[str]:
        plan = self.plan
        yield from _say(f"PLAN for case {plan.case} as of {words_of_date(plan.as_of)}")
        yield from _say("Advice to the professionals who decide. Not for the perpetrator.")
        for name, words in plan.heads:
            yield from _say(f"{name[:1].upper()}{name[1:]}: {words}")
        active = [step for step in plan.steps if step.status not in ("not available", "done")]
        done = [step for step in plan.steps if step.status == "done"]
        away = [step for step in plan.steps if step.status == "not available"]
        if plan.changed:
            yield from self._section("CHANGED SINCE THE LAST PLAN", map(self._changed, plan.changed), "")
        yield from self._section("STEPS", map(self._step, active), "no step is called for")
        yield from self._section("GAPS", map(self._gap, self.gaps()), "none: somebody can do each step")
        yield from self._section("WAYS AND CHASING", self._ways(active), "nobody else is asked")
        others = [block for block in plan.blocks if block.id not in self.holding and block.actions]
        yield from self._section("MUST NOT BE DONE", map(self._block, others), "nothing further")
        yield from self._section("NOT AVAILABLE", map(self._away, away), "nothing")
        if done:
            yield from self._section("DONE", map(self._done, done), "")
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
        yield from _say(f"{step.number}. {word_of(step)}{doubt}: {step.action} ({step.thing.words})", 2, 5)
        yield from _say(f"{self._due(step)}. {self._who(step)}", 5)
        yield from (line for there in _there(step.task) for line in _say(there, 5))
        more = (*(f"To cite: {each}" for each in step.cites), *(f"Beside: {each}" for each in step.decided))
        yield from (line for each in more for line in _say(each, 5))
        yield from (line for because in self._status(step) for line in _say(because, 5))
        yield from (line for order in self._order(step) for line in _say(order, 5))
        for reason in dict.fromkeys((reason.title, reason.why.source) for reason in step.reasons):
            yield from _say(f"Why: {reason[0]} [{', '.join(reason[1])}]", 5)
        if step.task.legal_basis:
            yield from _say(f"Legal basis: {step.task.legal_basis}", 5)
        if step.task.takes_on:
            yield from _say(f"Takes on only: {step.task.takes_on}", 5)
        if step.task.waits:
            yield from _say(f"Waiting time there: {words_of_length(step.task.waits)}", 5)
        if step.last_done:
            yield from _say(self._done_and_still(step), 5)
        if step.task.not_told:
            yield from _say(f"Do not tell them: {_some(step.task.not_told)}", 5)

    def _done_and_still(self, step: Step) -> str:
        done = f"Recorded as done on {words_of_date(step.last_done)}" if step.last_done else ""
        if step.again_every:
            return f"{done}; it comes again"
        return f"{done}, and still called for: the case does not hold it yet, or it is to do again"

    def _due(self, step: Step) -> str:
        if step.due is None:
            return "From now on" if step.sort == "instead" else "No day is set: agree one"
        late = self._late(step)
        doubt = ", the soonest still possible" if step.due_in_doubt else ""
        forward = f", so that step {self._number(step.brought_forward_for)} can follow"
        forward = forward if step.brought_forward_for else ""
        again = f", again every {words_of_length(step.again_every)}" if step.again_every else ""
        return f"By {words_of_date(step.due)}{late}{doubt}{forward}{again}"

    def _late(self, step: Step) -> str:
        """How late it is and whom it goes to by now; when to chase, where somebody else is asked."""
        if step.due and step.due < self.plan.as_of:
            days = (
                f" by {step.days_overdue} day{'s' if step.days_overdue > 1 else ''}"
                if step.days_overdue
                else ""
            )
            up = f": it goes to the {step.goes_up_to}" if step.goes_up_to else ": chase it" if days else ""
            return f" (OVERDUE{days}{up})"
        if step.chase_on and step.task.route:
            return f" (chase on {words_of_date(step.chase_on)})"
        return ""

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
        others = [name for name in task.if_refused if name not in task.next_asked]
        refused = f"; if refused: {', '.join(others)}" if others else ""
        return f"Ask: {task.asked}{instead} (contact: {task.contact}){then}{refused}"

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
        if any(step.task.route for step in steps):
            yield _say(REFUSED, 2)
        there = (step.task.across for step in steps if step.task.across and step.task.across.route)
        over = [words_of_route(across.route) for across in there]
        for words in dict.fromkeys([*(_way(step.task) for step in steps if step.task.route), *over]):
            yield _say(f"- {words}", 2, 4)

    def gaps(self) -> Iterator[tuple[str, str]]:
        """What nobody can do and why, and what to do about it; what is alike of one agency, once."""
        alike: dict[PlanGap, list[PlanGap]] = {}
        for gap in self.plan.gaps:
            alike.setdefault(replace(gap, step="*" if gap.step else ""), []).append(gap)
        return map(self._gap_words, alike.values())

    def _gap_words(self, gaps: list[PlanGap]) -> tuple[str, str]:
        gap = gaps[0]
        numbers = sorted(self._number(each.step) for each in gaps if each.step)
        what = "more than it can take"
        if numbers:
            what = f"step{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"
        elif gap.block:
            what = f"'{self.titles[gap.block].do}' has no way out"
        urgent = "URGENT: " if gap.urgent else ""
        to = ", then ".join(gap.escalate_to) or "whoever manages the case manager"
        first = f"{urgent}{gap.owner}, {what}: {'; '.join(gap.because)}"
        return first, f"Log the gap; escalate to {to}; interim cover: {gap.interim_cover}"

    @staticmethod
    def _gap(gap: tuple[str, str]) -> Iterator[str]:
        yield from _say(f"- {gap[0]}", 2, 4)
        yield from _say(gap[1], 4)

    def _block(self, block: Block) -> Iterator[str]:
        doubt = " (in doubt, so it stands)" if block.in_doubt else ""
        instead = f" Instead: {block.instead}." if block.instead else ""
        yield from _say(
            f"- {block.do} ({block.thing.words}){doubt}: {block.title}. {_until(block)}{instead}", 2, 4
        )

    def _away(self, step: Step) -> Iterator[str]:
        because = "; ".join(step.because)
        yield from _say(f"- {step.number}. {step.action} ({step.thing.words}), {step.owner}: {because}", 2, 4)

    def _done(self, step: Step) -> Iterator[str]:
        day = words_of_date(step.last_done) if step.last_done else ""
        yield from _say(
            f"- {step.number}. {step.action} ({step.thing.words}): {day}, by {step.done_by}", 2, 4
        )

    def _changed(self, changed: Changed) -> Iterator[str]:
        words = {
            "added": f"added, {changed.now}",
            "facts": f"{changed.now}, was {changed.before}",
            "day": f"{changed.now}, was {changed.before}",
            "status": f"{changed.now}, was {changed.before}",
            "asked": f"asked of {changed.now}, was {changed.before}",
        }
        why = f", because: {'; '.join(changed.because)}" if changed.because else ""
        what = f"{changed.number}. {in_short(changed.action)} ({changed.thing.words})"
        yield from _say(f"- {what}: {words[changed.what]}{why}", 2, 4)

    def _ended(self, ended: Ended) -> Iterator[str]:
        done = f", recorded as done on {words_of_date(ended.done_on)}" if ended.done_on else ""
        yield from _say(f"- {ended.number}. {ended.action} ({ended.thing.words}){done}", 2, 4)


class Minutes:
    """Prints the tasks of a plan by who is asked, soonest first."""

    def __init__(self, plan: Planned) -> None:
        self.plan = plan
        self.numbers = {step.id: step.number for step in plan.steps}

    def lines(self) -> Iterator[str]:
        plan = self.plan
        yield from _say(f"TASKS BY AGENCY for case {plan.case} as of {words_of_date(plan.as_of)}")
        yield from _say("For the professionals who decide. Not for the perpetrator.")
        there = [step for step in plan.steps if step.status not in ("not available", "done")]
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
        head = f"{step.number:>3} {day:<8} {word_of(step).lower():<10} "
        what = in_short(step.action) if step.sort == "find out" else step.action
        yield from _say(f"{head}{what}{thing}{self._notes(step)}", 0, len(head), keep=len(head))

    def _notes(self, step: Step) -> str:
        notes = []
        if step.due and step.due < self.plan.as_of:
            notes.append(f"OVERDUE{f': to the {step.goes_up_to}' if step.goes_up_to else ''}")
        if step.in_doubt:
            notes.append("in doubt")
        if step.status == "blocked":
            first = self._some(step.released_by)
            notes.append(f"BLOCKED{f' until {first}' if first else ''}")
        if step.status == "ask the owner":
            notes.append("ask first whether it can be had")
        if across := step.task.across:
            unknown = "nobody to be reached" if across.because else across.contact
            notes.append(f"there: {across.agency}, {unknown}")
        if after := self._some(set(step.comes_after) - set(step.released_by)):
            notes.append(f"after {after}")
        if step.task.gap:
            up = f"; goes up to {step.task.gap.escalate_to[0]}" if step.task.gap.escalate_to else ""
            notes.append(f"for {step.owner}{up}")
        return f" [{'; '.join(notes)}]" if notes else ""

    def _some(self, ids: Iterable[str]) -> str:
        return ", ".join(str(number) for number in sorted(self.numbers.get(id, 0) for id in ids))


def word_of(step: Step) -> str:
    """What the rules say of a step, in capitals: MUST ..., FIND OUT, TO RELEASE, MEANWHILE."""
    if step.sort == "duty":
        return step.word.upper()
    return {"find out": "FIND OUT", "release": "TO RELEASE", "instead": "MEANWHILE"}[step.sort]


def _until(block: Block) -> str:
    if block.never_released:
        return "Never released."
    return f"Until: {', or '.join(block.until)}."


def _way(task: Task) -> str:
    first = [f"the {PANEL}"] if PANEL in task.meets_at else []
    above = [*first, *task.chase]
    late = f" If late: chase, then {', '.join(above)}." if above else " If late: chase."
    return f"{words_of_route(task.route)} May be told: {', '.join(task.told)}.{late}"


def _there(task: Task) -> Iterator[str]:
    """Whom in the other area a task reaches, or that nobody there can be."""
    across = task.across
    if across is None:
        return
    if across.because:
        yield f"There: {across.agency}; nobody can be named or told, see the gaps"
        return
    law = f"; the law of {' and '.join(across.law)} holds there" if across.law else ""
    yield f"There: {across.agency} (contact: {across.contact}){law}"
    if across.not_told:
        yield f"Not to be told there: {_some(across.not_told)}"


def _some(words: tuple[str, ...]) -> str:
    more = f" and {len(words) - 3} more private facts" if len(words) > 3 else ""
    return ", ".join(words[:3]) + more


def in_short(facts: str) -> str:
    """The first few of the facts to find out; the plan has all."""
    names = facts.split(", ")
    more = f" and {len(names) - FACTS_NAMED} more" if len(names) > FACTS_NAMED else ""
    return ", ".join(names[:FACTS_NAMED]) + more


def _say(words: str, indent: int = 0, hanging: int | None = None, keep: int = 0) -> Iterator[str]:
    """Words in lines; the first ``keep`` letters stay as they are, with their spaces."""
    later = " " * (indent if hanging is None else hanging)
    head, rest = " " * indent + words[:keep], words[keep:]
    yield from wrap(rest, WIDTH, initial_indent=head, subsequent_indent=later, break_on_hyphens=False)
