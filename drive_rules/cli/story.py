"""The story of a followed case as its case manager reads it: what came in, and what is otherwise for it.

Plain text, no line over 80 characters.  It says no more than the case manager's pages do: of an answer that
is a text or names somebody only that there is one.  What changed nothing is counted and not printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from drive_rules.answers import WEIGHT, Thing
from drive_rules.assessment.lines import paragraph, things_words
from drive_rules.following import Change, Event, Follower
from drive_rules.following.changes import AlertChange, BlockChange, DecisionChange, DutyChange
from drive_rules.following.events import TaskEvent
from drive_rules.ir import Ruleset
from drive_rules.language.values import read_date, words_of_date
from drive_rules.planning.steps import Step
from drive_rules.watching.alerts import ActionDue

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST = {
    "alerts": 9,
    "decisions": 6,
    "called for": 7,
    "otherwise": 5,
    "no longer": 5,
    "overdue": 3,
    "blocks": 3,
}
"""How many of a sort are named at once; the others are counted, unless all are asked for."""
NOT_SHOWN = ("text", "reference")
FIND_OUT = "find out"
MOST_OPEN = 3
"""From so many commas on, a level that may be any of these is called open."""
BECAME: dict[str, str] = {"done": "Done", "refused": "Refused", "accepted": "Taken on after all"}
LATE = ("must", "find out")
OPEN = ("to do", "ask the owner", "gap")
"""Steps that are overdue once their day has passed; what is blocked waits for what releases it."""
NO_FACT = ("id", "case", "checklists")


@dataclass
class Telling:
    """Tells a story a piece at a time; what it holds is what the next piece has to know."""

    meaning: Ruleset
    follower: Follower
    all: bool = False
    told: dict[str, Event] = field(default_factory=dict)
    head: date | None = None
    loud: set[date] = field(default_factory=set)
    quiet: set[date] = field(default_factory=set)
    known: int = 0
    due: dict[str, date] = field(default_factory=dict)
    alerted: dict[str, bool | None] = field(default_factory=dict)
    passed: set[tuple[str, date]] = field(default_factory=set)
    late: set[tuple[str, date]] = field(default_factory=set)

    # -- the pieces ------------------------------------------------------------------------------

    def start(self) -> Iterator[str]:
        """Where the story begins, or goes on: what stands on that day, counted."""
        answer = self.follower.assessment
        self.alerted = {alert.id: alert.in_doubt for alert in self.follower.alerts}
        self.due = {duty.id: duty.due for duty in answer.duties if duty.due and duty.word in LATE}
        self.due |= {found.id: found.due for found in answer.find_outs}
        words = [duty.word for duty in answer.duties]
        said = [_count(words.count("must"), "thing that must be done", "things that must be done")]
        said += [_count(len(answer.find_outs), "thing to find out", "things to find out")]
        said += [_count(len(answer.blocks), "thing that must not be done", "things that must not be done")]
        before = self.follower.events
        self.told = {event.id: event for event in before}
        since = "taken up again as of" if before else "followed from"
        yield from paragraph(f"CASE {answer.case}, {since} {words_of_date(answer.as_of)}")
        yield from paragraph("Advice to a named human decider. For the case manager, not the perpetrator.")
        yield from paragraph(f"As it stands: {', '.join(said)}.")

    def piece(self, event: Event | None, change: Change) -> Iterator[str]:
        """What came in, or that a day came, and what is otherwise for it; nothing where nothing is."""
        if change.already:
            self.known += 1
            return
        if event is not None:
            self.told[event.id] = event
        lines = [*self._otherwise(change), *self._overdue(change)]
        if event is not None and event.task is not None:
            lines = [*self._not_recorded(event.id), *self._next(event.task), *lines]
        elif not lines:
            self.quiet.add(change.as_of)
            return
        self.loud.add(change.as_of)
        if self.head != change.as_of:
            self.head = change.as_of
            yield ""
            yield f"{WEEK[change.as_of.weekday()]} {words_of_date(change.as_of)}"
        yield from self._came_in(event, change)
        yield from lines

    def end(self) -> Iterator[str]:
        """What was counted."""
        still = len(self.quiet - self.loud)
        yield ""
        if still:
            yield from paragraph(f"{_count(still, 'day', 'days')} on which nothing changed: not printed.")
        if self.known:
            yield from paragraph(f"{_count(self.known, 'event', 'events')} known already: not told again.")
        if not self.loud:
            yield from paragraph("Nothing has changed.")

    def differs(self, change: Change) -> Iterator[str]:
        """What is otherwise by other rules, and not because of anything that came in."""
        yield ""
        yield from paragraph("BY THESE RULES, and otherwise by the older ones")
        yield from [*self._otherwise(change)] or paragraph("nothing", 2, 4)

    # -- what came in ----------------------------------------------------------------------------

    def _came_in(self, event: Event | None, change: Change) -> Iterator[str]:
        if event is None:
            yield from paragraph("The day has come.", 2, 4)
            return
        late = f" (of {words_of_date(event.on)}, and heard late)" if change.late else ""
        for words in self.words_of(event):
            yield from paragraph(f"{words}{late}", 2, 4)

    def words_of(self, event: Event) -> list[str]:
        """An event in words: a sentence for each thing that it speaks of."""
        if event.takes_back is not None:
            before = self.told.get(event.takes_back)
            if before is None:
                return ["Not so, whatever it will say: an event that is still to come."]
            return [f"Not so (of {words_of_date(before.on)}): {words}" for words in self.words_of(before)]
        if event.task is not None:
            return [_became(event.task)]
        if event.says:
            return list(self._known(json.loads(event.says), None))
        return ["The day has come."]

    def _known(self, said: Mapping[str, Any], of: Thing | None) -> Iterator[str]:
        """What is said of a thing, and then of those below it."""
        lists = {kind.list_name or f"{kind.name}s": kind.name for kind in self.meaning.kinds.values()}
        facts = [name for name in said if name not in lists and name not in NO_FACT]
        words = [f"{name}: {self._answers(name, said[name])}" for name in facts]
        words += [_checklist(each) for each in said.get("checklists", ())]
        below = {lists[name]: said[name] for name in said if name in lists}
        if words or not below:
            yield f"Known{_of(of) if of else ''}: {'; '.join(words) or 'there is one'}"
        for kind, things in below.items():
            for each in things:
                yield from self._known(each, Thing(kind, str(each.get("id", ""))))

    def _answers(self, name: str, said: Any) -> str:
        return " and ".join(self._answer(name, each) for each in (said if isinstance(said, list) else [said]))

    def _answer(self, name: str, said: Any) -> str:
        answer = said.get("answer") if isinstance(said, dict) else said
        source = said.get("source") if isinstance(said, dict) else None
        fact = self.meaning.facts.get(name)
        words = str(answer) if fact is not None and fact.type.name not in NOT_SHOWN else "on record"
        day = read_date(words) if fact is not None and fact.type.name == "date" else None
        words = words_of_date(day) if day else words
        return f"{words} ({source})" if source else words

    # -- what is late, and who is asked next -----------------------------------------------------

    def _overdue(self, change: Change) -> Iterator[str]:
        """What somebody could do and has not done by its day, when that is first seen."""
        for each in change.duties:
            if each.how == "stopped" or each.due is None or each.word not in LATE:
                self.due.pop(each.id, None)
            else:
                self.due[each.id] = each.due
        passed = {(id, due) for id, due in self.due.items() if due < change.as_of}
        if passed <= self.passed:
            return
        self.passed = passed
        plan = self.follower.plan()
        late = [step for step in plan.steps if step.word in LATE and step.status in OPEN]
        late = [step for step in late if step.due and step.due < change.as_of]
        new = [step for step in late if (step.id, step.due) not in self.late]
        self.late = {(step.id, step.due) for step in late if step.due}
        yield from self._some("overdue", map(_late, new))

    def _not_recorded(self, id: str) -> Iterator[str]:
        """Of what became of a task that the plan has no place for, that it has none."""
        for other, why in self.follower.not_recorded():
            if other == id:
                yield from paragraph(f"- NOT IN THE PLAN: {why}", 4, 6)

    def _next(self, task: TaskEvent) -> Iterator[str]:
        """Of what was refused, who is asked for it now."""
        if task.what != "refused":
            return
        plan = self.follower.plan()
        for step in plan.steps:
            if step.action == task.do and task.of in (None, step.thing.key):
                up = [gap.escalate_to[:1] for gap in plan.gaps if gap.step == step.id]
                above = f", and goes up to {up[0][0]}" if up and up[0] else ""
                nobody = f"nobody else can be asked: it stays with {step.owner}{above}"
                yield from paragraph(
                    f"- NEXT: {f'ask {step.task.asked}' if step.task.asked else nobody}", 4, 6
                )

    # -- what is otherwise -----------------------------------------------------------------------

    def _otherwise(self, change: Change) -> Iterator[str]:
        """Alerts and levels first, then what is to be done, then what may not be; most urgent first."""
        duties = sorted(change.duties, key=_urgent)
        passed = change.event is not None
        yield from self._some("alerts", map(self._alert, filter(self._is_news, change.alerts)))
        levels = (each for each in change.decisions if self.all or self._tells(each))
        yield from self._some("decisions", map(_decision, levels))
        yield from self._begun([each for each in duties if each.how == "started"], passed)
        moved = [each for each in duties if each.how not in ("started", "stopped")]
        yield from self._some("otherwise", (self._moved(each, passed) for each in moved))
        yield from self._some("no longer", (self._ended(each) for each in duties if each.how == "stopped"))
        for how in ("closed", "opened", "certain", "in doubt"):
            blocks = sorted((each for each in change.blocks if each.how == how), key=self._is_indirect)
            yield from self._some("blocks", map(self._block, blocks))

    def _tells(self, each: DecisionChange) -> bool:
        """Whether it is a level that moved: no number, which ranks the case, and nothing new and open."""
        decision = self.meaning.decisions.get(each.name)
        is_rank = decision is not None and decision.type.name == "number"
        return not is_rank and (bool(each.was) or each.how != "newly in question")

    def _is_indirect(self, each: BlockChange) -> bool:
        """Whether a block leaves contact with the perpetrator alone; one that does not comes first."""
        group = self.meaning.groups.get(each.do)
        named = group.actions if group else (each.do,)
        return not any(self.meaning.actions[name].direct for name in named if name in self.meaning.actions)

    def _begun(self, begun: list[DutyChange], passed: bool) -> Iterator[str]:
        """What is called for from now on: what has the same reason together, and the reason once."""
        shown = begun if self.all else begun[: MOST["called for"]]
        by_reason: dict[str, list[DutyChange]] = {}
        for each in shown:
            by_reason.setdefault(self._titles(each), []).append(each)
        for title, same in by_reason.items():
            for each in same:
                yield from paragraph(f"- NOW {self._what(each)}{self._by(each)}", 4, 6)
            days = passed and all(each.because == "the day" for each in same)
            # What is to be found out names its reason itself.
            because = [] if all(each.word == FIND_OUT for each in same) else [f"because: {title}"]
            because += ["the day has come"] if days else []
            yield from paragraph("; ".join(because), 6, 8) if because else ()
        yield from _others(len(begun) - len(shown), "called for")

    def _some(self, sort: str, found: Iterable[str]) -> Iterator[str]:
        """Each different line once, as many as are named at once."""
        lines = list(dict.fromkeys(found))
        shown = lines if self.all else lines[: MOST[sort]]
        for line in shown:
            yield from paragraph(f"- {line}", 4, 6)
        yield from _others(len(lines) - len(shown), sort)

    def _is_news(self, each: AlertChange) -> bool:
        """Whether an alert is new, over, or surer or less than when it was last told."""
        said = None if each.how == "ended" else each.in_doubt
        before = self.alerted.get(each.id)
        self.alerted[each.id] = said
        return before != said

    def _alert(self, each: AlertChange) -> str:
        """An alert with whom to tell and what it calls for, by which day."""
        sort = {"started": "ALERT", "ended": "ALERT OVER"}.get(each.how, f"ALERT, now {each.how}")
        doubt = " (in doubt)" if each.in_doubt else ""
        head = f"{sort}{doubt}: {each.title}{_of(each.of)}"
        if each.how == "ended":
            return head
        stands = [alert for alert in self.follower.alerts if alert.id == each.id]
        tell = [f". Tell: {', '.join(alert.tells)}" for alert in stands if alert.tells]
        do = [f". Do: {_calls_for(alert.calls_for)}" for alert in stands if alert.calls_for]
        return "".join([head, *tell, *do])

    def _moved(self, each: DutyChange, passed: bool) -> str:
        was = f", was {words_of_date(each.was_due)}" if each.was_due not in (None, each.due) else ""
        days = "; the day has come" if passed and each.because == "the day" else ""
        return f"{each.how.upper()}: {self._what(each)}{self._by(each)}{was}{days}"

    def _ended(self, each: DutyChange) -> str:
        return f"NO LONGER {self._what(each)}"

    def _what(self, each: DutyChange) -> str:
        doubt = " (in doubt)" if each.in_doubt and each.word != FIND_OUT else ""
        if each.word == FIND_OUT:
            return f"FIND OUT{_of(each.of)} what settles: {self._titles(each)}"
        return f"{each.word.upper()}{doubt} {each.action}{_of(each.of)}"

    def _by(self, each: DutyChange) -> str:
        who = f" - {self._owners(each)}"
        return f"{who}, by {words_of_date(each.due)}" if each.due else who

    def _owners(self, each: DutyChange) -> str:
        action = self.meaning.actions.get(each.action)
        if action is None:
            return "case manager"
        rules = [self.meaning.rules[rule] for rule in each.rules if rule in self.meaning.rules]
        duties = [duty for rule in rules for duty in rule.duties if duty.do == each.action]
        return ", ".join(sorted({duty.owner or action.owner for duty in duties} or {action.owner}))

    def _titles(self, each: DutyChange) -> str:
        titles = [self.meaning.rules[rule].title for rule in each.rules if rule in self.meaning.rules]
        return "; ".join(titles[:1]) + (f" (and {len(titles) - 1} more)" if len(titles) > 1 else "")

    def _block(self, each: BlockChange) -> str:
        rule = self.meaning.rules.get(each.rule)
        doubt = " (in doubt)" if each.in_doubt else ""
        match each.how:
            case "closed":
                because = f", because: {rule.title}" if rule else ""
                return f"MUST NOT{doubt} {each.do}{_of(each.of)}{because}"
            case "opened":
                return (
                    f"NO LONGER FORBIDDEN by one rule: {each.do}{_of(each.of)} ({rule.title if rule else ''})"
                )
            case how:
                return f"MUST NOT, now {how}: {each.do}{_of(each.of)}"


def _late(step: Step) -> str:
    since = words_of_date(step.due) if step.due else ""
    up = f"; it goes to the {step.goes_up_to}" if step.goes_up_to else ""
    what = step.action
    if step.sort == FIND_OUT:
        facts = step.action.split(", ")
        more = f" and {_count(len(facts) - 1, 'answer', 'answers')} more" if len(facts) > 1 else ""
        what = f"find out {facts[0]}{more}"
    return f"OVERDUE since {since}: {what}{_of(step.thing)} - {step.owner}{up}"


def _calls_for(called: Iterable[ActionDue]) -> str:
    days = ((each.action, f" by {words_of_date(each.due)}" if each.due else "") for each in called)
    return "; ".join(f"{action}{due}" for action, due in days)


def _others(number: int, sort: str) -> Iterator[str]:
    if number > 0:
        yield from paragraph(f"- and {number} more: {sort}", 4, 6)


def _decision(each: DecisionChange) -> str:
    was, now = (_level(words) for words in (each.was, each.now))
    return f"{each.how.upper()}: {each.name}{_of(each.of)}: {was} -> {now}"


def _level(words: str) -> str:
    """What is decided; of a level that may be any of many only that it is open."""
    if not words:
        return "nothing"
    return "open" if words.startswith("any of ") and words.count(",") >= MOST_OPEN else words


def _urgent(each: DutyChange) -> tuple[Any, ...]:
    return (WEIGHT[each.word], each.due or date.max, each.word == FIND_OUT, each.action, each.id)


def _of(thing: Thing) -> str:
    words = things_words([thing])
    return f" ({words})" if words else ""


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _became(task: TaskEvent) -> str:
    of = f" ({task.of})" if task.of else ""
    because = f', because "{task.because}"' if task.because else ""
    return f"{BECAME[task.what]} by {task.by}: {task.do}{of}{because}"


def _checklist(said: Mapping[str, Any]) -> str:
    answers = said.get("answers", {})
    by = f", completed by {said['completed by']}" if "completed by" in said else ""
    return f"a checklist{by}: {_count(len(answers), 'answer', 'answers')}"
