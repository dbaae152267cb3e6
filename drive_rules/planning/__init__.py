"""Duties to a plan: steps in order, each owned, dated and with its route, and nothing left out.

Every duty and every find-out is a step.  A block that holds a step up adds what releases it and what
is done meanwhile, where nothing else calls for them yet.  A step comes no later than what it must
precede.  Orders that contradict each other are a problem of the plan (PL001) and never stop it;
``order_problems`` finds those that a rule alone already holds (PL002).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

import networkx as nx

from drive_rules.agencies import CASE_MANAGER, Agencies, loops
from drive_rules.answers import (
    STRENGTH,
    Block,
    Duty,
    FindOut,
    Reason,
    Record,
    Thing,
)
from drive_rules.assessment.human import words_of_human
from drive_rules.assessment.wording import bank_holidays
from drive_rules.ir import Action, Ruleset
from drive_rules.planning.changes import changes, facts_of
from drive_rules.planning.ordering import OUT_OF_PLAY, Draft, Drafts, Order, circle, firsts, seconds, touch
from drive_rules.planning.outcomes import Clock, Done, Outcomes, called_for_since
from drive_rules.planning.plans import Plan
from drive_rules.planning.steps import Changed, Ended, PlanGap, Sort, Status, Step
from drive_rules.problems import DriveRulesError, Problem
from drive_rules.tasking import PrivateFacts, Task, Tasking


def plan(ruleset: Ruleset, assessment: Record, agencies: Agencies, previous: Plan | None = None) -> Plan:
    """Order an assessment's duties into owned and dated steps.

    ``previous`` keeps the numbers of steps that stand, the days of those that only a block calls for, and
    what was recorded of them: done, refused, taken on.  The same arguments give the same plan, whatever the
    order of anything in them.
    """
    if previous is not None and previous.case != assessment.case:
        raise DriveRulesError("the previous plan is of another case")
    if previous is not None and previous.as_of > assessment.as_of:
        raise DriveRulesError("the previous plan is of a later day")
    return _Planning(ruleset, assessment, agencies, previous).plan()


def order_problems(ruleset: Ruleset) -> tuple[Problem, ...]:
    """Rules whose own duties stand before each other in a circle."""
    found = []
    for rule in ruleset.rules.values():
        graph: nx.DiGraph[str] = nx.DiGraph()
        for duty in rule.duties:
            graph.add_edges_from((duty.do, later) for later in duty.before)
            graph.add_edges_from((earlier, duty.do) for earlier in duty.after)
        for loop in loops(graph):
            what = f"'{rule.title}': each of these comes before the next: {circle(loop)}"
            found.append(Problem("PL002", what, "take one `before` or `after` away", rule.span))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Way:
    """An action that a block names for a step that it holds up."""

    sort: Sort
    action: Action
    thing: Thing
    block: Block
    held: Draft

    @property
    def rank(self) -> tuple[object, ...]:
        """Releases first."""
        return (self.sort != "release", self.block.id, self.action.code, self.held.id)


class _Planning:
    def __init__(
        self, ruleset: Ruleset, assessment: Record, agencies: Agencies, previous: Plan | None
    ) -> None:
        self.ruleset, self.assessment, self.agencies = ruleset, assessment, agencies
        self.tasking = Tasking(ruleset, agencies, assessment.as_of, assessment.facts)
        holidays = bank_holidays(ruleset, assessment.as_of)
        self.clock = Clock(assessment.as_of, agencies.directory.chasing, holidays)
        self.private = PrivateFacts(ruleset)
        self.blocks = {block.id: block for block in assessment.blocks}
        self.previous = previous
        self.before = {step.id: step for step in previous.steps} if previous else {}
        recorded = previous.outcomes if previous else ()
        self.outcomes = Outcomes(recorded, assessment.human_decisions, assessment.as_of)
        self.last_number = previous.last_number if previous else 0
        self.contact_blocked = self._contact_blocked()

    def plan(self) -> Plan:
        self._stand_for()
        drafts = self._drafts()
        order = Order(drafts)
        self._spread(drafts, order)
        steps = self._steps(drafts, order)
        return Plan(
            case=self.assessment.case,
            as_of=self.assessment.as_of,
            ruleset_digest=self.assessment.versions.ruleset_digest,
            agencies_digest=self.agencies.digest,
            steps=steps,
            heads=tuple(sorted(self._heads())),
            blocks=tuple(sorted(self.assessment.blocks, key=lambda block: block.id)),
            gaps=tuple(self._gaps(steps)),
            problems=order.problems,
            ended=self._ended(steps),
            changed=tuple(self._changed(steps)) if self.previous else (),
            outcomes=self.outcomes.all,
            last_number=max([self.last_number, *(step.number for step in steps)]),
        )

    def _heads(self) -> Iterator[tuple[str, str]]:
        for each in self.assessment.decisions:
            decision = self.ruleset.decisions.get(each.name)
            if decision is not None and decision.heads_plan:
                thing = "" if each.thing.key == self.assessment.case else f" ({each.thing.words})"
                yield f"{each.name}{thing}", "the rules do not agree" if each.conflict else each.words

    def _contact_blocked(self) -> bool:
        """Whether no direct action that can be blocked is left."""
        direct = {a.name for a in self.ruleset.actions.values() if a.direct and not a.never_blocked}
        return bool(direct) and direct <= {name for block in self.blocks.values() for name in block.actions}

    # -- what the steps are ----------------------------------------------------------------------

    def _drafts(self) -> Drafts:
        called = [*map(self._duty, self.assessment.duties), *map(self._find_out, self.assessment.find_outs)]
        drafts = Drafts({each.id: each for each in called})
        new = called
        while new:
            new = self._add_ways(drafts, [each for each in new if each.status == "blocked"])
        return drafts

    def _stand_for(self) -> None:
        """What is left to find out stands for the step that had more of the same to find out, or less."""
        found = {each.id: each for each in self.assessment.find_outs}
        gone = {id: s for id, s in self.before.items() if s.sort == "find out" and id not in found}
        for id in sorted(set(found) - set(self.before)):
            thing, facts = _asked_of(found[id]), frozenset(asked.fact for asked in found[id].facts)
            shared = [
                (-len(facts & facts_of(step)), step.number, was)
                for was, step in gone.items()
                if step.thing == thing and facts & facts_of(step)
            ]
            if shared:
                *_, was = min(shared)
                self.before[id] = gone.pop(was)
                del self.before[was]

    def _spread(self, drafts: Drafts, order: Order) -> None:
        """Say who is asked for each step with all the others in sight, the most urgent first."""
        open_ = [each for each in drafts.by_id.values() if each.status not in OUT_OF_PLAY]
        ranked = sorted(open_, key=lambda draft: draft.rank(order.due[draft.id][0]))
        wanted = [(each.id, each.offers, self._asked_before(each.id)) for each in ranked]
        for id, task in self.tasking.spread(wanted).items():
            draft = drafts.by_id[id]
            full = task.gap is not None and draft.status in ("to do", "ask the owner")
            status: Status = "gap" if full else draft.status
            because = task.gap.because if full and task.gap else draft.because
            drafts.by_id[id] = replace(draft, task=task, status=status, because=because)

    def _asked_before(self, id: str) -> str:
        return (self.before[id].task.asked or "") if id in self.before else ""

    def _refused(self, id: str) -> dict[str, str]:
        return self.outcomes.refusals(self.before[id].number) if id in self.before else {}

    def _last_done(self, id: str) -> Done | None:
        return self.outcomes.last_done(id, self.before[id].number if id in self.before else None)

    def _add_ways(self, drafts: Drafts, held: list[Draft]) -> list[Draft]:
        """Add what releases blocked steps and what is done meanwhile; gives the steps that are new."""
        found: dict[str, list[_Way]] = {}
        for way in sorted(chain.from_iterable(map(self._ways, held)), key=lambda way: way.rank):
            id = _id(way.action, way.thing)
            if id != way.held.id:
                (drafts.releases if way.sort == "release" else drafts.meanwhile).add((id, way.held.id))
                found.setdefault(id, []).append(way)
        new = {id: self._added(ways) for id, ways in found.items() if id not in drafts.by_id}
        drafts.by_id.update(new)
        return list(new.values())

    def _ways(self, held: Draft) -> Iterator[_Way]:
        for block in (self.blocks[id] for id in held.blocks):
            ways: list[tuple[Sort, str]] = [("release", name) for name in block.ways_out]
            ways += [("instead", block.instead)] if block.instead else []
            for sort, name in ways:
                action = self.ruleset.actions[name]
                yield _Way(sort, action, self._target(action, block, held), block, held)

    def _duty(self, duty: Duty) -> Draft:
        action = self.ruleset.actions[duty.action]
        private = self._private(duty.reasons)
        offers = self.tasking.offers(action, duty.owner, private, self._refused(duty.id))
        status, because = _status(duty, offers.best())
        done, due = self._last_done(duty.id), duty.due
        if done and _ends_by_a_mark(action) and not called_for_since(duty.reasons, done.on):
            if duty.again_every:
                due = self.clock.after(done.on, duty.again_every)
            elif status not in ("blocked", "not available"):
                status, because = "done", ()
        return Draft(
            id=duty.id,
            sort="duty",
            action=duty.action,
            code=duty.code,
            thing=duty.thing,
            strand=duty.strand,
            word=duty.word,
            task=offers.best(),
            status=status,
            because=because,
            offers=offers,
            last_done=done,
            blocks=duty.blocked_by,
            due=due,
            due_in_doubt=duty.due_in_doubt,
            in_doubt=duty.in_doubt,
            safety=duty.safety,
            never_blocked=duty.never_blocked,
            reasons=duty.reasons,
            again_every=duty.again_every,
            before=duty.before,
            after=duty.after,
            together_with=duty.together_with,
            preferred_to=duty.preferred_to,
            cautions=duty.cautions,
        )

    def _find_out(self, found: FindOut) -> Draft:
        private = self._private(found.reasons)
        offers = self.tasking.asking(found, self.contact_blocked, private, self._refused(found.id))
        task = offers.best()
        facts = ", ".join(dict.fromkeys(asked.fact for asked in found.facts))
        return Draft(
            id=found.id,
            sort="find out",
            action=facts or "what the rule cannot tell",
            code="find-out",
            thing=_asked_of(found),
            strand="safety" if found.safety else "agencies",
            word="find out",
            task=task,
            status="gap" if task.gap else "to do",
            because=task.gap.because if task.gap else (),
            offers=offers,
            due=found.due,
            safety=found.safety,
            reasons=found.reasons,
            again_every=found.again_every,
        )

    def _added(self, ways: list[_Way]) -> Draft:
        """A step that only blocks call for; as a release before an instead, as strong as what it serves."""
        first = ways[0]
        action, thing = first.action, first.thing
        id = _id(action, thing)
        private = self.private.behind(way.block.rule for way in ways)
        offers = self.tasking.offers(action, "", private, self._refused(id))
        task = offers.best()
        done = self._last_done(id)
        blocks = self._blocks_on(action, thing)
        status: Status = "blocked" if blocks else "gap" if task.gap else "to do"
        return Draft(
            id=id,
            sort=first.sort,
            action=action.name,
            code=action.code,
            thing=thing,
            strand=action.strand,
            word=max((way.held.word for way in ways), key=STRENGTH.__getitem__),
            task=task,
            status=status,
            because=task.gap.because if task.gap else (),
            offers=offers,
            last_done=done,
            blocks=blocks,
            due=self._kept_day(id),
            in_doubt=all(way.block.in_doubt for way in ways),
            safety=any(way.block.safety for way in ways),
            never_blocked=action.never_blocked,
        )

    def _target(self, action: Action, block: Block, held: Draft) -> Thing:
        """To which thing an action of a block is done: the block's or the held step's, or the case."""
        for thing in (block.thing, held.thing):
            if thing.kind == action.done_to:
                return thing
        if self.ruleset.kinds[action.done_to].part_of is None:
            return Thing(action.done_to, self.assessment.case)
        return block.thing

    def _blocks_on(self, action: Action, thing: Thing) -> tuple[str, ...]:
        return (
            ()
            if action.never_blocked
            else tuple(
                id
                for id, block in sorted(self.blocks.items())
                if action.name in block.actions and touch(block.thing, thing)
            )
        )

    def _kept_day(self, id: str) -> date | None:
        """The day that the previous plan gave to a step that only a block calls for."""
        step = self.before.get(id)
        return step.due if step and step.sort in ("release", "instead") else None

    def _private(self, reasons: Iterable[Reason]) -> frozenset[str]:
        return self.private.behind(reason.rule for reason in reasons)

    # -- the steps -------------------------------------------------------------------------------

    def _steps(self, drafts: Drafts, order: Order) -> tuple[Step, ...]:
        numbers = self._numbers(order.ids)
        return tuple(self._step(drafts, order, drafts.by_id[id], numbers[id]) for id in order.ids)

    def _numbers(self, ids: Iterable[str]) -> Mapping[str, int]:
        numbers, last = {}, self.last_number
        for id in ids:
            if id in self.before:
                numbers[id] = self.before[id].number
            else:
                numbers[id] = last = last + 1
        return numbers

    def _step(self, drafts: Drafts, order: Order, draft: Draft, number: int) -> Step:
        due, forward_for = order.due[draft.id]
        before = self.before.get(draft.id)
        waits = due if draft.status in ("to do", "ask the owner") else None
        late = waits is not None and waits < self.assessment.as_of
        return Step(
            id=draft.id,
            number=number,
            sort=draft.sort,
            action=draft.action,
            code=draft.code,
            thing=draft.thing,
            strand=draft.strand,
            word=draft.word,
            in_doubt=draft.in_doubt,
            safety=draft.safety,
            task=draft.task,
            status=draft.status,
            because=draft.because,
            due=due,
            due_in_doubt=draft.due_in_doubt and not forward_for,
            first_planned=before.first_planned if before else self.assessment.as_of,
            reasons=draft.reasons,
            brought_forward_for=forward_for,
            again_every=draft.again_every,
            comes_after=order.comes_after(draft.id),
            together_with=order.together(draft.id),
            blocked_by=draft.blocks if draft.status == "blocked" else (),
            released_by=firsts(drafts.releases, draft.id),
            meanwhile=firsts(drafts.meanwhile, draft.id),
            for_steps=seconds(drafts.releases | drafts.meanwhile, draft.id),
            second_to=order.second_to(draft.id),
            cautions=draft.cautions,
            chase_on=self.clock.chase_on(waits) if waits else None,
            days_overdue=(self.assessment.as_of - waits).days if waits and late else 0,
            goes_up_to=self.clock.goes_up_to(waits, draft.task) if waits and late else "",
            last_done=draft.last_done.on if draft.last_done else None,
            done_by=draft.last_done.by if draft.last_done else "",
            cites=tuple(self._cited(draft)),
            decided=tuple(
                words_of_human(each)
                for each in self.assessment.human_decisions
                if (each.sort, each.code) == ("duty", draft.id)
            ),
        )

    def _cited(self, draft: Draft) -> Iterator[str]:
        """The facts that go along with a step, each with its answer or that there is none."""
        action = self.ruleset.actions.get(draft.action) if draft.sort != "find out" else None
        for name in action.cites if action else ():
            known = (v.words for v in self.assessment.facts if (v.name, v.thing) == (name, draft.thing))
            yield f"{name}: {next(known, 'not known, so find out first')}"

    def _gaps(self, steps: tuple[Step, ...]) -> Iterator[PlanGap]:
        found = [*self._blocks_without_way_out(), *self._steps_without_doer(steps), *self._over_full(steps)]
        found += self._steps_without_other_side(steps)
        yield from sorted(found, key=lambda gap: (not gap.urgent, gap.step, gap.block, gap.owner))

    def _over_full(self, steps: tuple[Step, ...]) -> Iterator[PlanGap]:
        tasks = [step.task for step in steps if step.status not in OUT_OF_PLAY]
        for agency, held in self.tasking.over_full(tasks):
            because = (
                f"has {held} tasks of its own in this plan and can take {agency.tasks_at_a_time} at a time"
            )
            escalate = self.tasking.routes.escalation(agency)
            yield PlanGap(agency.name, (because,), False, escalate, CASE_MANAGER)

    def _steps_without_doer(self, steps: tuple[Step, ...]) -> Iterator[PlanGap]:
        for step in steps:
            gap = step.task.gap
            if gap is not None and step.status not in OUT_OF_PLAY:
                urgent = step.safety or step.sort == "release" or step.due == self.assessment.as_of
                yield PlanGap(
                    gap.owner, gap.because, urgent, gap.escalate_to, gap.interim_cover, step=step.id
                )

    def _steps_without_other_side(self, steps: tuple[Step, ...]) -> Iterator[PlanGap]:
        """Steps that can be done here, and nobody in the other area can be named or told."""
        for step in steps:
            across = step.task.across
            if across and across.because and step.status not in OUT_OF_PLAY and step.task.gap is None:
                urgent = step.safety or step.sort == "release" or step.due == self.assessment.as_of
                chain = step.task.chase or self._above_the_case_manager()
                yield PlanGap(across.agency, across.because, urgent, chain, CASE_MANAGER, step=step.id)

    def _above_the_case_manager(self) -> tuple[str, ...]:
        manager = self.agencies.agency(CASE_MANAGER)
        return self.tasking.routes.escalation(manager) if manager else ()

    def _blocks_without_way_out(self) -> Iterator[PlanGap]:
        for gap in self.assessment.gaps:
            agency = self.agencies.agency(gap.owner) or self.agencies.agency(CASE_MANAGER)
            escalate = self.tasking.routes.escalation(agency) if agency else ()
            yield PlanGap(gap.owner, gap.because, True, escalate, CASE_MANAGER, block=gap.block)

    def _changed(self, steps: tuple[Step, ...]) -> Iterator[Changed]:
        for step in steps:
            yield from changes(step, self.before.get(step.id), self.blocks)

    def _ended(self, steps: tuple[Step, ...]) -> tuple[Ended, ...]:
        standing = {step.id for step in steps}
        gone = [step for id, step in self.before.items() if id not in standing]
        return tuple(map(self._end, sorted(gone, key=lambda step: step.number)))

    def _end(self, step: Step) -> Ended:
        done = self.outcomes.last_done(step.id, step.number)
        return Ended(step.id, step.number, step.action, step.thing, done.on if done else None)


def _ends_by_a_mark(action: Action) -> bool:
    """Whether the case can say nothing of it, so that a mark in the plan is all there is."""
    return action.makes_true is None


def _asked_of(found: FindOut) -> Thing:
    """What a find-out is about: the thing of its first fact."""
    return found.facts[0].thing if found.facts else found.reasons[0].thing


def _status(duty: Duty, task: Task) -> tuple[Status, tuple[str, ...]]:
    if duty.available == "no":
        return "not available", duty.unavailable
    if duty.blocked_by and duty.blocked != "no":
        return "blocked", ()
    if task.gap:
        return "gap", task.gap.because
    if duty.available == "cannot tell":
        return "ask the owner", duty.unavailable
    return "to do", ()


def _id(action: Action, thing: Thing) -> str:
    """The id that a duty to do the action to the thing has."""
    return f"{action.code}:{thing.kind}:{thing.key}"
