"""What an agency map shows: the agencies of a site or of a case, the ways between them, what is amiss.

A map holds only what somebody is asked for and the ways by which they are asked; what it leaves out it says.
``of_site`` tries every action that some rule calls for, as ``gaps`` does; ``of_plan`` reads one plan and
nothing else, so it shows nothing that the plan's text does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from drive_rules.agencies import CASE_MANAGER, Agencies
from drive_rules.agencies.routes import LIFE, ORDINARY, Hop
from drive_rules.gaps import HEADS, SiteGap, SiteGaps, WeakPoint, find_gaps, tried
from drive_rules.ir import Ruleset
from drive_rules.language.values import words_of_date
from drive_rules.planning.plans import Plan
from drive_rules.planning.steps import PlanGap, Step
from drive_rules.tasking import Task


@dataclass(frozen=True, slots=True)
class Place:
    """An agency: what it is asked for, and in capitals what is amiss with it.

    ``gap`` where something of it cannot be asked for, ``weak`` where actions hang on it alone.
    """

    name: str
    says: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    gap: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """That one agency tells another on some route: on which bases.

    ``life`` where only a life at risk opens it, ``only`` where no lawful way is left without a basis of it.
    """

    sender: str
    receiver: str
    bases: tuple[str, ...]
    life: bool = False
    only: bool = False


@dataclass(frozen=True, slots=True)
class Amiss:
    """A gap or a weak point in full: what, of which actions or facts, and what would close it."""

    what: str
    of: tuple[str, ...]
    close: str


@dataclass(frozen=True, slots=True)
class AgencyMap:
    """Places in the order in which to show them, ways by their ends, and what was left out, in words."""

    title: str
    notes: tuple[str, ...]
    places: tuple[Place, ...]
    ways: tuple[Way, ...]
    left_out: tuple[str, ...]
    amiss: tuple[Amiss, ...]


def of_site(ruleset: Ruleset, agencies: Agencies, as_of: date) -> AgencyMap:
    """The map of a site on a day, with no case at hand."""
    return _Site(ruleset, agencies, as_of).map()


def of_plan(plan: Plan) -> AgencyMap:
    """The map of one case: who has tasks, by which ways they are asked, and what stands still."""
    return _Case(plan).map()


# -- a site ----------------------------------------------------------------------------------------


class _Site:
    def __init__(self, ruleset: Ruleset, agencies: Agencies, as_of: date) -> None:
        self.ruleset, self.agencies, self.as_of = ruleset, agencies, as_of
        self.actions, self.facts = tried(ruleset, agencies, as_of)
        self.found: SiteGaps = find_gaps(ruleset, agencies, as_of)
        self.tasks = [task for _, task in (*self.actions, *self.facts)]
        only = {(weak.who, weak.basis) for weak in self.found.weak_points if weak.sort == "one basis"}
        self.ways = _ways(self.tasks, only)

    def map(self) -> AgencyMap:
        places = tuple(self._places())
        site = self.found.site or "the core, before any site names its own"
        note = (
            f"{_many(self.found.actions, 'action')} that some rule calls for tasked, "
            f"{_many(self.found.facts, 'fact')} asked for: of whom, and by which lawful way"
        )
        return AgencyMap(
            title=f"The agencies of {site}, as of {words_of_date(self.as_of)}",
            notes=(note,),
            places=places,
            ways=self.ways,
            left_out=tuple(self._left_out({place.name for place in places})),
            amiss=(*map(_gap_in_full, self.found.gaps), *map(_weak_in_full, self.found.weak_points)),
        )

    def _places(self) -> Iterator[Place]:
        actions, facts = _by_asked(self.actions), _by_asked(self.facts)
        gaps: defaultdict[str, list[SiteGap]] = defaultdict(list)
        for gap in self.found.gaps:
            gaps[gap.who].append(gap)
        hanging = self._hanging()
        away = {each.name: self.agencies.why_not(each) for each in self.agencies.directory.agencies}
        names = {CASE_MANAGER, *actions, *facts, *gaps, *_on(self.ways), *filter(away.get, away)}
        for name in sorted(names, key=_by_eye):
            says = _counted((actions.get(name, 0), "action"), (facts.get(name, 0), "fact"))
            hangs = hanging.get(name, [])
            marks = [f"NOT AT WORK HERE: {away[name]}"] if away.get(name) else []
            marks += [_gap_mark(gap) for gap in gaps.get(name, ())]
            marks += [_weak_mark(weak) for weak in hangs]
            yield Place(
                name=name,
                says=(says,) if says else (),
                marks=tuple(marks),
                gap=name in gaps or bool(away.get(name)),
                weak=any(weak.sort == "one agency" for weak in hangs),
            )

    def _hanging(self) -> dict[str, list[WeakPoint]]:
        """The weak points by where they are marked: at the agency in between, or at the end of the way."""
        ends = {_between(way.sender, way.receiver): way.receiver for way in self.ways}
        found: defaultdict[str, list[WeakPoint]] = defaultdict(list)
        for weak in self.found.weak_points:
            found[weak.who if weak.sort == "one agency" else ends[weak.who]].append(weak)
        return found

    def _left_out(self, shown: set[str]) -> Iterator[str]:
        """What the map does not show: ways that no route takes, agencies of whom nothing is asked first."""
        drawn = {(way.sender, way.receiver) for way in self.ways}
        edges = self.agencies.graph(self.as_of).edges(data=True)
        there = {(start, end) for start, end, edge in edges if edge["tie"] == "may tell"}
        if more := len(there - drawn):
            yield f"{_many(more, 'lawful way')} between two agencies that no shortest route takes"
        others = [each.name for each in self.agencies.directory.agencies if each.name not in shown]
        if others:
            yield f"agencies of whom nothing is asked first: {', '.join(others)}"


def _by_asked(tasks: Iterable[tuple[str, Task]]) -> dict[str, int]:
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for name, task in tasks:
        if task.asked is not None:
            asked[task.asked].add(name)
    return {who: len(names) for who, names in asked.items()}


def _gap_mark(gap: SiteGap) -> str:
    counted = _counted((len(gap.actions), "action"), (len(gap.facts), "fact"))
    return f"GAP: {HEADS[gap.sort].lower()}, {counted}"


def _weak_mark(weak: WeakPoint) -> str:
    many = _many(len(weak.actions), "action")
    return (
        f"WEAK POINT: {many} {'hangs' if len(weak.actions) == 1 else 'hang'} on it"
        if weak.sort == "one agency"
        else f"ONE BASIS ONLY: {many}"
    )


def _gap_in_full(gap: SiteGap) -> Amiss:
    why = "; ".join(gap.because)
    what = why if gap.who in why else f"{gap.who}: {why}"
    return Amiss(f"GAP, {HEADS[gap.sort].lower()}: {what}", (*gap.actions, *gap.facts), gap.close)


def _weak_in_full(weak: WeakPoint) -> Amiss:
    who = f"without {weak.who}" if weak.sort == "one agency" else f"{weak.who}, on one basis: {weak.basis}"
    return Amiss(f"WEAK POINT: {who}", weak.actions, weak.close)


# -- a case ----------------------------------------------------------------------------------------


class _Case:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.active = [step for step in plan.steps if step.status not in ("not available", "done")]
        self.done = sum(step.status == "done" for step in plan.steps)
        self.numbers = {step.id: step.number for step in plan.steps}
        self.titles = {block.id: block.do for block in plan.blocks}

    def map(self) -> AgencyMap:
        ways = _ways([step.task for step in self.active], set())
        away = len(self.plan.steps) - len(self.active) - self.done
        left = f"{_many(away, 'step')} that cannot be had as things stand: the plan says why"
        done = f"{_many(self.done, 'step')} recorded as done"
        return AgencyMap(
            title=f"Who has which tasks in case {self.plan.case}, as of {words_of_date(self.plan.as_of)}",
            notes=(f"{_many(len(self.active), 'task')}, the numbers as in the plan",),
            places=tuple(self._places(ways)),
            ways=ways,
            left_out=(*((left,) if away else ()), *((done,) if self.done else ())),
            amiss=tuple(map(self._gap_in_full, self.plan.gaps)),
        )

    def _places(self, ways: tuple[Way, ...]) -> Iterator[Place]:
        asked: defaultdict[str, list[Step]] = defaultdict(list)
        for step in self.active:
            if step.task.asked is not None:
                asked[step.task.asked].append(step)
        gaps: defaultdict[str, list[PlanGap]] = defaultdict(list)
        for gap in self.plan.gaps:
            gaps[gap.owner].append(gap)
        names = {CASE_MANAGER, *asked, *gaps, *_on(ways)}
        for name in sorted(names, key=lambda name: (_soonest(asked.get(name, [])), _by_eye(name))):
            says, marks = self._says(asked.get(name, [])), self._marks(asked.get(name, []))
            marks += [self._gap_mark(gap) for gap in gaps.get(name, ())]
            yield Place(name, tuple(says), tuple(marks), gap=name in gaps)

    def _says(self, steps: list[Step]) -> list[str]:
        if not steps:
            return []
        soonest = _soonest(steps)
        day = f"soonest {words_of_date(soonest)}" if soonest != date.max else "no day set"
        numbers = ", ".join(str(number) for number in sorted(step.number for step in steps))
        return [f"{_many(len(steps), 'task')}, {day}", f"{_steps(steps)} {numbers}"]

    def _marks(self, steps: list[Step]) -> list[str]:
        late = [step for step in steps if step.due is not None and step.due < self.plan.as_of]
        blocked = [step for step in steps if step.status == "blocked"]
        words = ((late, "OVERDUE"), (blocked, "BLOCKED"))
        return [f"{word}: {_some(step.number for step in which)}" for which, word in words if which]

    def _gap_mark(self, gap: PlanGap) -> str:
        urgent = "URGENT GAP" if gap.urgent else "GAP"
        return f"{urgent}: {self._what(gap)}"

    def _what(self, gap: PlanGap) -> str:
        if gap.step:
            return f"nobody can be asked for step {self.numbers.get(gap.step, 0)}"
        if not gap.block:
            return "more tasks of its own than it can take"
        return f"no way out of the block on: {self.titles.get(gap.block, '')}"

    def _gap_in_full(self, gap: PlanGap) -> Amiss:
        to = ", then ".join(gap.escalate_to) or "whoever manages the case manager"
        what = f"{self._gap_mark(gap)} ({gap.owner}): {'; '.join(gap.because)}"
        return Amiss(what, (), f"log the gap; escalate to {to}; interim cover: {gap.interim_cover}")


def _soonest(steps: list[Step]) -> date:
    return min((step.due for step in steps if step.due is not None), default=date.max)


# -- both ------------------------------------------------------------------------------------------


def _ways(tasks: Iterable[Task], only: set[tuple[str, str]]) -> tuple[Way, ...]:
    """One way for each pair that some route takes, with its bases; ``only`` are weak points'."""
    taken: defaultdict[tuple[str, str], set[Hop]] = defaultdict(set)
    for task in tasks:
        for hop in (*task.route, *(task.across.route if task.across else ())):
            taken[hop.sender, hop.receiver].add(hop)
    return tuple(
        Way(
            sender,
            receiver,
            tuple(sorted({hop.basis for hop in hops})),
            life=all(LIFE in hop.what and not ORDINARY & set(hop.what) for hop in hops),
            only=any((_between(sender, receiver), hop.basis) in only for hop in hops),
        )
        for (sender, receiver), hops in sorted(taken.items(), key=lambda each: [_by_eye(n) for n in each[0]])
    )


def _between(sender: str, receiver: str) -> str:
    """A way as weak points name it."""
    return f"{sender} to {receiver}"


def _by_eye(name: str) -> tuple[str, str]:
    """Names in the order in which an eye looks for them."""
    return name.casefold(), name


def _on(ways: Iterable[Way]) -> set[str]:
    return {name for way in ways for name in (way.sender, way.receiver)}


def _counted(*counts: tuple[int, str]) -> str:
    return ", ".join(_many(count, what) for count, what in counts if count)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _steps(steps: list[Step]) -> str:
    return "step" if len(steps) == 1 else "steps"


def _some(numbers: Iterable[int]) -> str:
    found = [str(number) for number in sorted(numbers)]
    return f"step{'' if len(found) == 1 else 's'} {', '.join(found)}"
