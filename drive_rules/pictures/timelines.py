"""A plan as a timeline: a lane for each agency that is asked, bands of time, every step once.

The order of lanes and of the steps in them is that of the plan's minutes; a card says no more than the plan's
text does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from drive_rules.language.values import MONTHS, words_of_date, words_of_length
from drive_rules.planning.plans import Plan
from drive_rules.planning.printed import in_short, word_of
from drive_rules.planning.steps import PlanGap, Status, Step

NOBODY, AWAY, DONE = "NOBODY CAN BE ASKED", "NOT AVAILABLE", "RECORDED AS DONE"
WEEKS = ((1, "WITHIN A WEEK"), (2, "WITHIN TWO WEEKS"), (4, "WITHIN FOUR WEEKS"))


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of time; ``until`` is its last day, in words, where it has one."""

    name: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One step: its number and word, what is done, what it waits for, and in which band it stands."""

    number: int
    head: str
    what: str
    notes: tuple[str, ...]
    band: Band
    word: str
    status: Status


@dataclass(frozen=True, slots=True)
class Lane:
    """Who is asked, how they are reached, and their steps, soonest first."""

    name: str
    says: tuple[str, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bands in which some step stands, lanes, and orders (who before whom, by number) among the steps.

    ``releases`` are pairs of a step and the blocked step that it releases.
    """

    title: str
    notes: tuple[str, ...]
    bands: tuple[Band, ...]
    lanes: tuple[Lane, ...]
    orders: tuple[tuple[int, int], ...]
    releases: tuple[tuple[int, int], ...]


def timeline_of(plan: Plan) -> Timeline:
    """The timeline of one plan."""
    return _Making(plan).timeline()


class _Making:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.numbers = {step.id: step.number for step in plan.steps}
        self.bands = _bands(plan.as_of)
        self.releases = {(one, s.id) for s in plan.steps if s.status == "blocked" for one in s.released_by}

    def timeline(self) -> Timeline:
        lanes = tuple(self._lanes())
        used = {card.band for lane in lanes for card in lane.cards}
        orders = {(one, s.id) for s in self.plan.steps for one in s.comes_after} - self.releases
        return Timeline(
            title=f"What is to be done when in case {self.plan.case}, as of {words_of_date(self.plan.as_of)}",
            notes=tuple(self._notes(used)),
            bands=tuple(band for band in self.bands if band in used),
            lanes=lanes,
            orders=self._pairs(orders),
            releases=self._pairs(self.releases),
        )

    def _notes(self, used: set[Band]) -> Iterator[str]:
        empty = [band.name.lower() for band in self.bands if band not in used]
        active = sum(step.status not in ("not available", "done") for step in self.plan.steps)
        steps = f"{active} step{'' if active == 1 else 's'}, the numbers as in the plan"
        nothing = f"; nothing stands under: {', '.join(empty)}" if empty else ""
        yield f"{steps}{nothing}."
        for gap in self.plan.gaps:
            if not gap.step:
                yield self._gap(gap)

    def _gap(self, gap: PlanGap) -> str:
        """A block without a way out, or too much for one agency; a step that is a gap has its card."""
        if not gap.block:
            return f"GAP: more than {gap.owner} can take: {'; '.join(gap.because)}."
        block = next(each for each in self.plan.blocks if each.id == gap.block)
        urgent = "URGENT GAP" if gap.urgent else "GAP"
        return f"{urgent}: '{block.do}' has no way out ({gap.owner}): {'; '.join(gap.because)}."

    def _pairs(self, ids: Iterable[tuple[str, str]]) -> tuple[tuple[int, int], ...]:
        there = [(one, two) for one, two in ids if one in self.numbers and two in self.numbers]
        return tuple(sorted((self.numbers[one], self.numbers[two]) for one, two in there))

    # -- lanes ---------------------------------------------------------------------------------------

    def _lanes(self) -> Iterator[Lane]:
        asked: dict[str, list[Step]] = {}
        for step in sorted(self.plan.steps, key=_when):
            asked.setdefault(_who(step), []).append(step)
        last = (NOBODY, AWAY, DONE)
        for who in sorted(
            asked,
            key=lambda who: (
                who in last,
                last.index(who) if who in last else 0,
                _when(asked[who][0])[0],
                who,
            ),
        ):
            steps = asked[who]
            says = () if who in last else tuple(_says(steps[0]))
            yield Lane(who, says, tuple(map(self._card, steps)))

    def _card(self, step: Step) -> Card:
        doubt = ", in doubt" if step.in_doubt else ""
        thing = "" if step.thing.key == self.plan.case else f" ({step.thing.key})"
        what = in_short(step.action) if step.sort == "find out" else step.action
        return Card(
            number=step.number,
            head=f"{step.number}. {word_of(step).lower()}{doubt}",
            what=f"{what}{thing}",
            notes=tuple(self._notes_of(step)),
            band=self._band(step),
            word=step.word if step.sort == "duty" else step.sort,
            status=step.status,
        )

    def _band(self, step: Step) -> Band:
        done, overdue, today, *weeks, later, never = self.bands
        if step.status == "done":
            return done
        if step.due is None:
            return today if step.sort == "instead" else never
        if step.due <= self.plan.as_of:
            return today if step.due == self.plan.as_of else overdue
        within = zip(WEEKS, weeks, strict=True)
        return next((band for (n, _), band in within if step.due <= _last(self.plan.as_of, n)), later)

    def _notes_of(self, step: Step) -> Iterator[str]:
        yield from self._when_of(step)
        yield from self._status(step)
        if step.cautions:
            yield "CAUTION: see the plan"
        if step.task.not_told:
            yield "NOT ALL may be told: see the plan"
        yield from self._order(step)

    def _when_of(self, step: Step) -> Iterator[str]:
        """The day, where the band does not say it, and how often again."""
        if step.status == "done":
            if step.last_done:
                yield f"done on {self._day(step.last_done)}"
            return
        if step.due is None:
            if step.sort == "instead":
                yield "from now on"
            return
        if step.due != self.plan.as_of:
            up = f", to the {step.goes_up_to}" if step.goes_up_to else ""
            late = f"OVERDUE{up}, by" if step.due < self.plan.as_of else "by"
            yield f"{late} {self._day(step.due)}{', soonest possible' if step.due_in_doubt else ''}"
        elif step.due_in_doubt:
            yield "soonest possible"
        if step.again_every:
            yield f"again every {words_of_length(step.again_every)}"

    def _order(self, step: Step) -> Iterator[str]:
        lets = {two for one, two in self.releases if one == step.id}
        after = set(step.comes_after) - set(step.released_by)
        orders = (
            ("after", after, ""),
            ("together with", step.together_with, ""),
            ("only where", step.second_to, " cannot be had"),
            ("releases", lets, ""),
        )
        yield from (f"{word} {self._some(ids)}{more}" for word, ids, more in orders if ids)

    def _status(self, step: Step) -> Iterator[str]:
        if step.status == "blocked":
            first = self._some(step.released_by)
            meanwhile = self._some(step.meanwhile)
            yield f"BLOCKED{f' until {first}' if first else ''}"
            if meanwhile:
                yield f"meanwhile {meanwhile}"
        elif step.status == "ask the owner":
            yield "ask first whether it can be had"
        elif step.status == "not available":
            yield f"{step.owner}: {'; '.join(step.because)}"
        if across := step.task.across:
            yield f"there: {across.agency}{', nobody to be reached' if across.because else ''}"
        if step.task.gap and step.status not in ("not available", "done"):
            up = f"; goes up to {step.task.gap.escalate_to[0]}" if step.task.gap.escalate_to else ""
            yield f"GAP: for {step.owner}{up}"

    def _day(self, day: date) -> str:
        year = f" {day.year}" if day.year != self.plan.as_of.year else ""
        return f"{day.day} {MONTHS[day.month - 1][:3]}{year}"

    def _some(self, ids: Iterable[str]) -> str:
        return ", ".join(str(number) for number in sorted(self.numbers.get(id, 0) for id in ids))


def _bands(as_of: date) -> tuple[Band, ...]:
    weeks = (Band(name, f"to {words_of_date(_last(as_of, number))}") for number, name in WEEKS)
    return (
        Band("DONE"),
        Band("OVERDUE"),
        Band("TODAY", words_of_date(as_of)),
        *weeks,
        Band("LATER"),
        Band("NO DAY SET", "agree one"),
    )


def _last(as_of: date, weeks: int) -> date:
    """The last day of so many weeks; the calendar's, where it ends before."""
    return as_of + min(timedelta(weeks=weeks), date.max - as_of)


def _when(step: Step) -> tuple[date, int]:
    return step.due or date.max, step.number


def _who(step: Step) -> str:
    if step.status == "not available":
        return AWAY
    if step.status == "done":
        return DONE
    return step.task.asked if step.task.asked is not None else NOBODY


def _says(step: Step) -> Iterator[str]:
    if step.task.contact and step.task.contact != f"the {step.task.asked}":
        yield step.task.contact
    if step.task.chase:
        yield f"if late: {step.task.chase[0]}"
