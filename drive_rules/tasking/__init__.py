"""Who is asked to do a step, by which route, on which lawful basis, and what they are not told.

The owner of the power comes first and is never displaced: where it cannot be asked, a deputy that
holds the same power, then another holder of it; else the step is a named gap that escalates, with
the case manager's interim cover, and never goes to somebody without the power.  What is to be found
out goes to those who hold the fact.  Between those who may be asked the law's hold of the perpetrator
in this case decides, then how long one waits for them, what may be told on the way and how many hands it
goes through, how well they work with whoever asks, and last the published share of joint work; an agency
without one is still asked.  A task stays with whoever was asked for it before.  What only the victim-survivor
can do or agree to goes through the IDVA.  What reaches an agency of another area stays with whoever does
it here; who is reached there is said beside it, or why nobody can be named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import get_args

from drive_rules.agencies import CASE_MANAGER, ROOT, Agencies
from drive_rules.agencies.directory import Agency, Person, Telling
from drive_rules.agencies.joining import of_area
from drive_rules.agencies.routes import CONFIDENTIAL, LIFE, LIFE_AT_RISK, ORDINARY, Hop, Routes
from drive_rules.answers import FindOut, Value
from drive_rules.ir import Action, Fact, Ruleset
from drive_rules.language.values import rough_days
from drive_rules.tasking.offers import Across, Fit, Offer, Offers, Task, TaskGap
from drive_rules.tasking.private import PrivateFacts
from drive_rules.tasking.spreading import Wish, spread

__all__ = ["Across", "Offers", "PrivateFacts", "Task", "TaskGap", "Tasking"]

ANOTHER_AREA = "the other area"
UNKNOWN_AREA = "the contact there is missing: which area it is has not been said"
VICTIM_SURVIVOR = "victim-survivor"
PERPETRATOR = "perpetrator"
FAR = 3
"""How far apart those are who do not work together; sharing a building is 0."""


class Tasking:
    """Gives tasks from one ruleset and one site's agencies on one day.

    ``facts`` are what is known of the case: they say who has a lever in law.
    """

    def __init__(
        self, ruleset: Ruleset, agencies: Agencies, as_of: date, facts: Iterable[Value] = ()
    ) -> None:
        self.ruleset, self.agencies = ruleset, agencies
        self.routes = Routes(agencies, as_of)
        self.levers = self._levers(facts)
        self._close = self._distances()

    def action(self, action: Action, owner: str = "", private: Iterable[str] = ()) -> Task:
        """Who does an action; ``owner`` where its rule names one, who must then hold the power too.

        ``private`` are the private facts that it rests on.
        """
        return self.offers(action, owner, private).best()

    def offers(
        self,
        action: Action,
        owner: str = "",
        private: Iterable[str] = (),
        refused: Mapping[str, str] | None = None,
    ) -> Offers:
        """Everybody who may do an action; ``refused`` says in words which agency has refused it."""
        named = self.agencies.named(owner or action.owner)
        if named is None or self._has_no_power(named, action):
            named = self.agencies.named(action.owner)
        match named:
            case None:
                because = f"no agency is called '{owner or action.owner}' at this site"
                offers = Offers((), self._gap(owner or action.owner, None, (because,)), fixed=True)
            case Person():
                offers = self._for_person(named, sorted(private), _allowed(action), refused or {})
            case Agency():
                offers = self._for_agency(named, action, sorted(private), refused or {})
        told = sorted(private)
        each = tuple(replace(o, task=self._with_law(action, o.task, told)) for o in offers.each)
        return replace(offers, each=each, nobody=self._with_law(action, offers.nobody, told))

    def _with_law(self, action: Action, task: Task, private: list[str]) -> Task:
        across = self._across(action, task, private)
        return replace(task, legal_basis=action.legal_basis, across=across)

    def find_out(self, found: FindOut, contact_blocked: bool = False, private: Iterable[str] = ()) -> Task:
        """Whom to ask for missing facts: agencies that hold them first, the perpetrator last.

        Nobody in ``never_asked_of`` is asked.  The perpetrator is not asked while direct contact is
        blocked, and never about a private fact: the question would tell.
        """
        return self.asking(found, contact_blocked, private).best()

    def asking(
        self,
        found: FindOut,
        contact_blocked: bool = False,
        private: Iterable[str] = (),
        refused: Mapping[str, str] | None = None,
    ) -> Offers:
        """Everybody who may be asked for missing facts, as ``find_out`` has it."""
        facts = [self.ruleset.facts[asked.fact] for asked in found.facts if asked.fact in self.ruleset.facts]
        never = {self._name(word) for word in found.never_asked_of}
        if contact_blocked or any(fact.private for fact in facts):
            never.add(PERPETRATOR)
        names = {self._name(word) for word in found.asked_of} - never
        askable, cannot = self._askable(sorted(names), found.owner, refused or {})
        owner = ", ".join(sorted({self._name(word) for word in found.asked_of})) or found.owner
        nobody = self._gap(owner, None, cannot or ("nobody who may be asked is named",))
        asked = [self._asked(name, route, facts, sorted(private), cannot) for name, route in askable]
        return Offers(
            tuple(sorted(asked, key=lambda offer: offer.rank)), nobody, fixed=False, several_asked=True
        )

    def spread(self, wanted: Sequence[tuple[str, Offers, str]]) -> dict[str, Task]:
        """One answer to who is asked for each step of a plan, by its id; the most urgent steps first.

        Each comes with who was asked for it before, or nothing: a task changes hands only where it must.
        An owner keeps what is its own, however much it is.  Of the rest nobody is given more than they can
        take at a time; what is left over is a gap.
        """
        tasks = {id: offers.best() for id, offers, _ in wanted if offers.fixed or not offers.each}
        held = Counter(task.asked for task in tasks.values() if task.asked)
        room = {
            agency.name: max(0, agency.tasks_at_a_time - held[agency.name])
            for agency in self.agencies.directory.agencies
            if agency.tasks_at_a_time is not None
        }
        names = sorted(agency.name for agency in self.agencies.directory.agencies)
        place = {name: number for number, name in enumerate(names)}
        several = {id: _by_agency(offers) for id, offers, _ in wanted if id not in tasks}
        wishes = [
            Wish(
                id,
                {
                    name: offer.fit.cost(bool(before) and name != before, place[name])
                    for name, offer in several[id].items()
                },
            )
            for id, _, before in wanted
            if id in several
        ]
        taken = spread(wishes, room)
        for id, offers, _ in wanted:
            if id in several:
                name = taken[id]
                tasks[id] = offers.taken(several[id][name]) if name else self._full(offers, several[id])
        return tasks

    def over_full(self, tasks: Iterable[Task]) -> Iterator[tuple[Agency, int]]:
        """Agencies that own more tasks than they can take at a time, with how many they have."""
        held = Counter(task.asked for task in tasks if task.asked)
        for agency in sorted(self.agencies.directory.agencies, key=lambda agency: agency.name):
            if agency.tasks_at_a_time is not None and held[agency.name] > agency.tasks_at_a_time:
                yield agency, held[agency.name]

    # -- actions ---------------------------------------------------------------------------------

    def _has_no_power(self, node: Agency | Person, action: Action) -> bool:
        if self.agencies.named(action.owner) is None:
            return False
        if isinstance(node, Person):
            return self._name(action.owner) != node.name
        return not self.agencies.holds_power(node, action)

    def _for_person(
        self, person: Person, private: list[str], allowed: frozenset[Telling], refused: Mapping[str, str]
    ) -> Offers:
        """Only the person can do it: whoever may ask them supports, and nobody does it for them."""
        support = self._name(person.asked_by.word)
        agency = self.agencies.agency(support)
        route = self.routes.between(CASE_MANAGER, support, allowed)
        why = (f"only the {person.name} can do this; the {support} supports, and nobody does it instead",)
        if agency is None or self._why_not(agency, refused) or route is None:
            because = (agency and self._why_not(agency, refused)) or "no lawful route leads there"
            gap = self._gap(person.name, agency, (f"the {support} cannot be asked: {because}",), why)
            return Offers((), gap, fixed=True)
        task = self._task(person.name, agency, route, private, why, support=support)
        return Offers((self._offer(task, agency),), task, fixed=True)

    def _for_agency(
        self, owner: Agency, action: Action, private: list[str], refused: Mapping[str, str]
    ) -> Offers:
        support = self._supporter(action)
        because: list[str] = []
        each: list[Offer] = []
        for turn, agency, as_what in self._candidates(owner, action):
            why_not = self._why_not(agency, refused, action)
            route = None if why_not else self._route(agency, action, support)
            if route is None:
                because.append(f"{agency.name}: {why_not or self._no_route(action)}")
                continue
            told: list[str] = [] if _saves_life(action, route) else private
            task = self._task(owner.name, agency, route, told, (f"{agency.name} {as_what}",), support=support)
            each.append(self._offer(task, agency, turn))
        own = bool(each) and each[0].task.asked == owner.name
        if not own:
            each = [replace(o, task=replace(o.task, why=(*because, *o.task.why))) for o in each]
        nobody = self._gap(owner.name, owner, tuple(because))
        ranked = tuple(sorted(each, key=lambda offer: offer.rank))
        return Offers(ranked, nobody, fixed=own or action.never_blocked)

    def _candidates(self, owner: Agency, action: Action) -> Iterator[tuple[int, Agency, str]]:
        """The owner, its deputies that hold the power in their order, then other holders: with their turn."""
        seen = {owner.name}
        yield 0, owner, "owns the power"
        for named in owner.deputies:
            deputy = self.agencies.agency(named.word)
            if deputy and deputy.name not in seen and self.agencies.holds_power(deputy, action):
                yield len(seen), deputy, f"holds the same power as deputy of {owner.name}"
                seen.add(deputy.name)
        last = len(seen)
        for other in sorted(self.agencies.directory.agencies, key=lambda agency: agency.name):
            if other.name not in seen and other.part_of is None and self.agencies.holds_power(other, action):
                yield last, other, f"holds the same power as {owner.name}"

    def _route(self, agency: Agency, action: Action, support: str) -> tuple[Hop, ...] | None:
        askers = [support] if support else [self._name(word) for word in action.requested_by]
        return self.routes.asking(agency.name, _allowed(action), askers)

    def _no_route(self, action: Action) -> str:
        askers = f" through {' or '.join(sorted(action.requested_by))}" if action.requested_by else ""
        return f"no lawful route leads there{askers}"

    def _supporter(self, action: Action) -> str:
        """Who seeks the victim-survivor's consent, where the action needs it."""
        person = self.agencies.named(VICTIM_SURVIVOR)
        if action.consent_of != VICTIM_SURVIVOR or not isinstance(person, Person):
            return ""
        return self._name(person.asked_by.word)

    # -- over the border -------------------------------------------------------------------------

    def _across(self, action: Action, task: Task, private: list[str]) -> Across | None:
        """Who in the other area is reached: the agency, else a deputy of it there that may be told too."""
        if not action.tells_across:
            return None
        name, area = self._name(action.tells_across), self.agencies.directory.other_area
        there = self.agencies.there(action.tells_across)
        if there is None:
            unknown = f"no agency is called '{name}' in {area}" if area else UNKNOWN_AREA
            return Across(of_area(name, area or ANOTHER_AREA), because=(unknown,))
        because: list[str] = []
        for agency in (there, *self._deputies_of(there)):
            why_not = self.agencies.why_not(agency)
            start = task.asked or CASE_MANAGER
            route = None if why_not else self.routes.between(start, agency.name, _allowed(action))
            if route is not None:
                return self._reached(agency, action, route, private)
            because.append(f"{agency.name}: {why_not or 'no lawful route leads there'}")
        return Across(there.name, because=tuple(because))

    def _deputies_of(self, agency: Agency) -> list[Agency]:
        found = (self.agencies.agency(named.word) for named in agency.deputies)
        return [each for each in found if each is not None]

    def _reached(self, agency: Agency, action: Action, route: tuple[Hop, ...], private: list[str]) -> Across:
        told_all = _tells_all(route) or _saves_life(action, route)
        here = set(self.agencies.directory.jurisdiction)
        return Across(
            agency=agency.name,
            contact=agency.contact,
            route=route,
            not_told=() if told_all else tuple(private),
            law=agency.jurisdiction if here and not here & set(agency.jurisdiction) else (),
        )

    # -- finding out -----------------------------------------------------------------------------

    def _askable(
        self, names: list[str], owner: str, refused: Mapping[str, str]
    ) -> tuple[list[tuple[str, tuple[Hop, ...]]], tuple[str, ...]]:
        """Those who can be asked with the route to each, and why the others cannot."""
        askable: list[tuple[str, tuple[Hop, ...]]] = []
        cannot: list[str] = []
        for name in names:
            node = self.agencies.named(name)
            via = self._name(node.asked_by.word) if isinstance(node, Person) else name
            agency = self.agencies.agency(via)
            why_not = refused.get(name, "") or (
                self._why_not(agency, refused) if agency else f"no agency is called '{via}' at this site"
            )
            route = None if why_not else self._question_route(via, owner, isinstance(node, Person))
            if route is None:
                cannot.append(f"{name}: {why_not or 'no lawful route leads there'}")
            else:
                askable.append((name, route))
        return askable, tuple(cannot)

    def _question_route(self, via: str, owner: str, person: bool) -> tuple[Hop, ...] | None:
        start = self.agencies.agency(owner)
        begin = start.name if start and not self.agencies.why_not(start) else CASE_MANAGER
        if person:
            return self.routes.between(begin, via, ORDINARY)
        return self.routes.asking(via, ORDINARY, (), begin)

    def _asked(
        self,
        name: str,
        route: tuple[Hop, ...],
        facts: list[Fact],
        private: list[str],
        cannot: tuple[str, ...],
    ) -> Offer:
        node = self.agencies.named(name)
        via = node if isinstance(node, Agency) else self.agencies.agency(node.asked_by.word if node else name)
        agency = via or Agency(name)
        held = sum(self.agencies.knows(node, fact) for fact in facts) if isinstance(node, Agency) else 0
        why = f"{name} holds {held} of the {len(facts)} facts" if held else f"{name} may know"
        support = agency.name if isinstance(node, Person) else ""
        task = self._task(name, agency, route, private, (*cannot, why), support=support)
        turn = (2 if name == PERPETRATOR else 1) if support else 0
        return self._offer(task, agency, turn, len(facts) - held)

    # -- both ------------------------------------------------------------------------------------

    def _why_not(self, agency: Agency, refused: Mapping[str, str], action: Action | None = None) -> str:
        return self.agencies.why_not(agency, action) or refused.get(agency.name, "")

    def _offer(self, task: Task, agency: Agency, turn: int = 0, facts_missing: int = 0) -> Offer:
        asker = task.route[-1].sender if task.route else agency.name
        return Offer(
            task,
            Fit(
                turn=turn,
                facts_missing=facts_missing,
                no_lever=int(agency.name not in self.levers),
                days=int(rough_days(agency.waits)) if agency.waits else 0,
                held_back=len(task.not_told),
                hops=len(task.route),
                distance=self._close.get(frozenset((asker, agency.name)), FAR) if task.route else 0,
                share=100 - agency.share,
            ),
        )

    def _levers(self, facts: Iterable[Value]) -> frozenset[str]:
        """Who has a hold of the perpetrator by law, as far as is known: what is unknown gives none."""
        known = {each.name: each.words for each in facts if each.known and each.thing.kind == ROOT}
        return frozenset(
            agency.name
            for agency in self.agencies.directory.agencies
            for lever in agency.levers
            if known.get(lever.fact.word) in lever.values
        )

    def _distances(self) -> dict[frozenset[str], int]:
        """How far apart two who work together are; whoever is not here does not."""
        found: dict[frozenset[str], int] = {}
        for agency in self.agencies.directory.agencies:
            near = (agency.shares_a_building_with, agency.works_closely_with, agency.works_with)
            for distance, others in enumerate(near):
                for named in others:
                    pair = frozenset((agency.name, self._name(named.word)))
                    found[pair] = min(distance, found.get(pair, distance))
        return found

    def _full(self, offers: Offers, by_agency: Mapping[str, Offer]) -> Task:
        """What nobody has room for: the gap says so of each who could have been asked."""
        gap = offers.nobody.gap
        assert gap is not None
        agencies = [agency for name in by_agency if (agency := self.agencies.agency(name))]
        full = tuple(
            f"{agency.name}: has as many tasks as it can take at a time ({agency.tasks_at_a_time})"
            for agency in agencies
        )
        because = gap.because if not offers.several_asked else ()
        above = self.routes.escalation(agencies[0]) or gap.escalate_to
        named = replace(gap, because=(*because, *full), escalate_to=above)
        return replace(offers.nobody, gap=named, chase=above)

    def _name(self, word: str) -> str:
        node = self.agencies.named(word)
        return node.name if node else word

    def _task(
        self,
        owner: str,
        agency: Agency,
        route: tuple[Hop, ...],
        private: list[str],
        why: tuple[str, ...],
        support: str = "",
    ) -> Task:
        common = set.intersection(*(set(hop.what) for hop in route)) if route else set()
        told_all = owner != PERPETRATOR and _tells_all(route)
        path = tuple(f"{hop.sender} may tell {hop.receiver}: {hop.basis}" for hop in route)
        return Task(
            owner=owner,
            asked=agency.name,
            contact=agency.contact,
            route=route,
            not_told=() if told_all else tuple(private),
            support=support,
            chase=self.routes.escalation(agency),
            meets_at=tuple(self._name(named.word) for named in agency.attends),
            why=(*why, *path),
            told=tuple(each for each in get_args(Telling) if each in common),
            waits=agency.waits,
            takes_on=agency.takes_on,
        )

    def _gap(
        self, owner: str, agency: Agency | None, because: tuple[str, ...], why: tuple[str, ...] = ()
    ) -> Task:
        manager = self.agencies.agency(CASE_MANAGER)
        chain = self.routes.escalation(agency) if agency else ()
        escalate = chain or (self.routes.escalation(manager) if manager else ())
        gap = TaskGap(owner, because, escalate, nearest=self.routes.nearest(agency) if agency else ())
        return Task(owner, None, chase=escalate, gap=gap, why=why)


def _by_agency(offers: Offers) -> dict[str, Offer]:
    """The best offer of each agency that would be asked."""
    found: dict[str, Offer] = {}
    for offer in offers.each:
        found.setdefault(offer.task.asked or "", offer)
    return found


def _allowed(action: Action) -> frozenset[Telling]:
    """What may be told on the way: where a life is at risk, that too opens it."""
    return LIFE_AT_RISK if action.never_blocked else ORDINARY


def _tells_all(route: tuple[Hop, ...]) -> bool:
    return all(CONFIDENTIAL in hop.what for hop in route)


def _saves_life(action: Action, route: tuple[Hop, ...]) -> bool:
    """Whether a life is at risk and every edge allows what bears on that: then nothing is held back."""
    return action.never_blocked and all({CONFIDENTIAL, LIFE} & set(hop.what) for hop in route)
