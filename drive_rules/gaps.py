"""What the agencies of a site leave open, whatever the case: before a case finds it out.

Every action that some rule calls for is tasked as a plan would task it.  A power that nobody here can be
asked to use, a fact that nobody here can be asked for, somebody to ask and no lawful way there, nobody to
ring: each is a gap.  A way that is there and hangs on one agency, or on one basis, is told as a weak point:
it becomes a gap on the day that one is away.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from textwrap import wrap
from typing import Literal

from drive_rules.agencies import Agencies
from drive_rules.agencies.directory import Agency, Person
from drive_rules.answers import Asked, FindOut, Thing
from drive_rules.assessment import Assessment
from drive_rules.ir import Action, Fact, Ruleset
from drive_rules.language.values import words_of_date
from drive_rules.tasking import Task, Tasking

Sort = Literal["nobody here", "not at work here", "no lawful way", "nobody to ask", "nobody to ring"]
WeakSort = Literal["one agency", "one basis"]
WIDTH = 80
MOST_NAMED = 4
"""How many actions of a weak point are named in the text; JSON has all."""
HEADS: dict[Sort, str] = {
    "nobody here": "NOBODY HERE HOLDS THE POWER",
    "not at work here": "WHOEVER HOLDS THE POWER IS NOT AT WORK HERE",
    "no lawful way": "NO LAWFUL WAY LEADS THERE",
    "nobody to ask": "NOBODY WHO CAN BE ASKED",
    "nobody to ring": "NOBODY TO RING",
}


@dataclass(frozen=True, slots=True)
class SiteGap:
    """Something that nobody at the site can be asked for, and what would close it.

    ``who`` owns the power or the knowledge.  ``actions`` and ``facts`` are those that stay undone or unknown.
    """

    sort: Sort
    who: str
    because: tuple[str, ...]
    actions: tuple[str, ...]
    facts: tuple[str, ...]
    close: str


@dataclass(frozen=True, slots=True)
class WeakPoint:
    """One agency, or one basis for telling, without which ``actions`` would have no lawful way left."""

    sort: WeakSort
    who: str
    basis: str
    actions: tuple[str, ...]
    close: str


@dataclass(frozen=True, slots=True)
class SiteGaps:
    """Everything that is open at a site on a day, and what it hangs on.

    ``actions`` and ``facts`` count what was tried.
    """

    site: str
    as_of: date
    actions: int
    facts: int
    gaps: tuple[SiteGap, ...]
    weak_points: tuple[WeakPoint, ...]

    def to_json(self) -> str:
        """The same bytes for the same site."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=date.isoformat)

    def text(self) -> str:
        """For people, no line over 80 characters."""
        return "\n".join(_text(self)) + "\n"


def find_gaps(
    ruleset: Ruleset,
    agencies: Agencies,
    as_of: date,
    assessment: Assessment | None = None,
    weak_points: bool = True,
) -> SiteGaps:
    """What is open at a site on a day; with an assessment, of what that case calls for only.

    An action or a fact that is in several gaps stands in each.  Weak points take most of the time.
    """
    return _Finding(ruleset, agencies, as_of, assessment).all(weak_points)


def tried(
    ruleset: Ruleset, agencies: Agencies, as_of: date
) -> tuple[tuple[tuple[str, Task], ...], tuple[tuple[str, Task], ...]]:
    """What ``find_gaps`` tries with no case at hand: each action with its task, and each fact with its."""
    finding = _Finding(ruleset, agencies, as_of, None)
    tasking = Tasking(ruleset, agencies, as_of)
    asked = ((fact.name, tasking.find_out(_asked_for(fact, as_of))) for fact in finding.facts)
    return tuple((name, task) for (name, _), task in sorted(finding.tasks.items())), tuple(asked)


class _Finding:
    """One site on one day."""

    def __init__(
        self, ruleset: Ruleset, agencies: Agencies, as_of: date, assessment: Assessment | None
    ) -> None:
        self.ruleset, self.agencies, self.as_of = ruleset, agencies, as_of
        asked = _called_for(ruleset) if assessment is None else _called_for_in(assessment)
        here = agencies.directory.jurisdiction
        self.asked = sorted(
            (name, owner) for name, owner in asked if _applies(ruleset.actions[name], here, as_of)
        )
        names = {each.fact for found in assessment.find_outs for each in found.facts} if assessment else None
        self.facts = [
            fact
            for name, fact in sorted(ruleset.facts.items())
            if fact.asked_of and (names is None or name in names)
        ]
        self.tasks = self._tasks(agencies, self.asked)

    def all(self, weak_points: bool) -> SiteGaps:
        """Gaps by sort, then by whose they are; weak points by what hangs on them, most first."""
        gaps = [*self._of_actions(), *self._of_facts(), *self._without_contact()]
        order = list(HEADS)
        weak = list(self._weak()) if weak_points else []
        return SiteGaps(
            site=self.ruleset.site,
            as_of=self.as_of,
            actions=len({name for name, _ in self.asked}),
            facts=len(self.facts),
            gaps=tuple(sorted(gaps, key=lambda each: (order.index(each.sort), each.who, each.because))),
            weak_points=tuple(sorted(weak, key=lambda each: (-len(each.actions), each.sort, each.who))),
        )

    def _tasks(self, agencies: Agencies, asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Task]:
        tasking = Tasking(self.ruleset, agencies, self.as_of)
        return {(name, owner): tasking.action(self.ruleset.actions[name], owner) for name, owner in asked}

    # -- gaps ------------------------------------------------------------------------------------

    def _of_actions(self) -> Iterator[SiteGap]:
        found: defaultdict[tuple[Sort, str, tuple[str, ...]], set[str]] = defaultdict(set)
        for (name, _), task in self.tasks.items():
            if task.gap is not None:
                sort = self._sort(self.ruleset.actions[name], task)
                found[sort, task.owner, task.gap.because].add(name)
        for (sort, who, because), names in found.items():
            yield SiteGap(sort, who, because, tuple(sorted(names)), (), self._close(sort, who, names))

    def _sort(self, action: Action, task: Task) -> Sort:
        owner = self.agencies.named(task.owner)
        if isinstance(owner, Person):
            asker = self.agencies.agency(owner.asked_by.word)
            return "no lawful way" if asker and not self.agencies.why_not(asker) else "not at work here"
        if owner is None:
            return "nobody here"
        # What is part of an agency is away with it, unless it is named as the deputy.
        deputies = {self._name(named.word) for named in owner.deputies}
        holders = [
            each
            for each in self._members()
            if self.agencies.holds_power(each, action)
            and (each == owner or each.part_of is None or each.name in deputies)
        ]
        at_work = any(not self.agencies.why_not(each, action) for each in holders)
        return "no lawful way" if at_work else "not at work here"

    def _close(self, sort: Sort, who: str, names: Iterable[str]) -> str:
        askers = sorted({asker for name in names for asker in self.ruleset.actions[name].requested_by})
        if sort == "nobody here":
            return f"add an agency called '{who}', or say under `also called` which one is meant"
        if sort == "no lawful way":
            through = f", or {' or '.join(askers)}," if askers else ""
            return f"agree on which basis the case manager{through} may tell {who}, under `may tell`"
        return (
            f"agree when {who} is there again; until then name a deputy who holds the same power, "
            "or whoever else does, under `can`"
        )

    def _of_facts(self) -> Iterator[SiteGap]:
        """Facts none of whose sources can be asked."""
        tasking = Tasking(self.ruleset, self.agencies, self.as_of)
        found: defaultdict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
        for fact in self.facts:
            task = tasking.find_out(_asked_for(fact, self.as_of))
            if task.gap is not None:
                found[task.owner, task.gap.because].add(fact.name)
        for (who, because), names in found.items():
            close = "name another source under `asked of`, or agree a way to one that is named"
            yield SiteGap("nobody to ask", who, because, (), tuple(sorted(names)), close)

    def _without_contact(self) -> Iterator[SiteGap]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for (name, _), task in self.tasks.items():
            if task.asked is not None and not task.contact:
                found[task.asked].add(name)
        for who, names in found.items():
            close = f"say under `contact` which role in {who} is rung; never a person's name"
            because = ("no contact is given",)
            yield SiteGap("nobody to ring", who, because, tuple(sorted(names)), (), close)

    # -- weak points -----------------------------------------------------------------------------

    def _weak(self) -> Iterator[WeakPoint]:
        """What only one agency, or one basis, holds up: a task can be lost only where it goes that way."""
        there = {key: task for key, task in self.tasks.items() if task.gap is None}
        between = {hop.receiver for task in there.values() for hop in task.route[:-1]}
        for name in sorted(between):
            through = [
                key
                for key, task in there.items()
                if task.asked != name and any(hop.receiver == name for hop in task.route[:-1])
            ]
            without = self._tasks(self._without_agency(name), through)
            lost = {key[0] for key in through if without[key].gap}
            if lost:
                close = f"agree a second way there that does not pass through {name}"
                yield WeakPoint("one agency", name, "", tuple(sorted(lost)), close)
        hops = {(hop.sender, hop.receiver, hop.basis) for task in there.values() for hop in task.route}
        for sender, receiver, basis in sorted(hops):
            along = [
                key
                for key, task in there.items()
                if any(
                    (hop.sender, hop.receiver, hop.basis) == (sender, receiver, basis) for hop in task.route
                )
            ]
            without = self._tasks(self._without_telling(sender, receiver, basis), along)
            lost = {key[0] for key in along if without[key].gap}
            if lost:
                who = f"{sender} to {receiver}"
                close = f"agree a second basis, or a way to {receiver} through somebody else"
                yield WeakPoint("one basis", who, basis, tuple(sorted(lost)), close)

    def _members(self) -> tuple[Agency, ...]:
        return self.agencies.directory.agencies

    def _without_agency(self, name: str) -> Agencies:
        away = [
            replace(each, available=False, why_not="left out to see") if each.name == name else each
            for each in self._members()
        ]
        return Agencies(replace(self.agencies.directory, agencies=tuple(away)))

    def _without_telling(self, sender: str, receiver: str, basis: str) -> Agencies:
        def left(each: Agency) -> Agency:
            if each.name != sender:
                return each
            kept = [s for s in each.may_tell if (self._name(s.to.word), s.basis) != (receiver, basis)]
            return replace(each, may_tell=tuple(kept))

        return Agencies(replace(self.agencies.directory, agencies=tuple(map(left, self._members()))))

    def _name(self, word: str) -> str:
        node = self.agencies.named(word)
        return node.name if node else word


def _called_for(ruleset: Ruleset) -> set[tuple[str, str]]:
    """Every action that rules call for, that releases a block or stands in for one, and the rule's owner."""
    found: set[tuple[str, str]] = set()
    for rule in ruleset.rules.values():
        for duty in rule.duties:
            if duty.word != "must not":
                found.add((duty.do, duty.owner or ""))
            found.update((name, "") for way in duty.until for name in way.actions)
            if duty.instead:
                found.add((duty.instead, ""))
    return {(name, owner) for name, owner in found if name in ruleset.actions}


def _called_for_in(assessment: Assessment) -> set[tuple[str, str]]:
    found = {(duty.action, duty.owner) for duty in assessment.duties}
    ways = {name for block in assessment.blocks for name in (*block.ways_out, block.instead) if name}
    return found | {(name, "") for name in ways}


def _applies(action: Action, here: tuple[str, ...], day: date) -> bool:
    """Whether the law of the action is in force on the day where the site works."""
    since, end = action.in_force
    in_force = (since is None or since <= day) and (end is None or day < end)
    return in_force and (not here or not action.jurisdiction or bool(set(here) & set(action.jurisdiction)))


def _asked_for(fact: Fact, day: date) -> FindOut:
    asked = Asked(fact.name, fact.code, Thing(fact.of, ""))
    return FindOut(
        id=fact.name,
        facts=(asked,),
        asked_of=fact.asked_of,
        never_asked_of=fact.never_asked_of,
        reasons=(),
        owner="case manager",
        due=day,
    )


# -- text ------------------------------------------------------------------------------------------


def _text(found: SiteGaps) -> Iterator[str]:
    site = f"of {found.site}" if found.site else "of the core, before any site names its own"
    yield from wrap(f"THE AGENCIES {site}, as of {words_of_date(found.as_of)}", WIDTH)
    tasked = f"{_many(found.actions, 'action')} that some rule calls for {_were(found.actions)} tasked"
    yield from wrap(f"{tasked}, {_many(found.facts, 'fact')} asked for.", WIDTH)
    for sort in dict.fromkeys(gap.sort for gap in found.gaps):
        yield from ("", HEADS[sort])
        for gap in found.gaps:
            if gap.sort == sort:
                why = "; ".join(gap.because)
                head = why if gap.who in why else f"{gap.who}: {why}"
                yield from _entry(head, (*gap.actions, *gap.facts), gap.close)
    if not found.gaps:
        yield from ("", "NO GAP", "  Everything that the rules call for can be asked of somebody.")
    if found.weak_points:
        yield from ("", "WHAT HANGS ON ONE WAY ONLY")
    for weak in found.weak_points:
        head = (
            f"without {weak.who}" if weak.sort == "one agency" else f"{weak.who}, on one basis: {weak.basis}"
        )
        yield from _entry(head, weak.actions, weak.close)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _entry(head: str, names: tuple[str, ...], close: str, most: int | None = None) -> Iterator[str]:
    yield from wrap(f"- {head}", WIDTH, initial_indent="  ", subsequent_indent="    ")
    for name in names[:most]:
        yield from wrap(name, WIDTH, initial_indent="      ", subsequent_indent="        ")
    if most is not None and len(names) > most:
        yield f"      and {len(names) - most} more"
    yield from wrap(f"To close it: {close}.", WIDTH, initial_indent="    ", subsequent_indent="      ")
