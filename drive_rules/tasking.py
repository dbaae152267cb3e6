"""Who is asked to do a step, by which route, on which lawful basis, and what they are not told.

The owner of the power comes first and is never displaced: where it cannot be asked, a deputy that
holds the same power, then another holder of it; else the step is a named gap that escalates, with
the case manager's interim cover, and never goes to somebody without the power.  What is to be found
out goes to those who hold the fact; the published share of joint work breaks ties, and an agency
without one is still asked.  What only the victim-survivor can do or agree to goes through the IDVA.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from itertools import chain

from drive_rules.agencies import CASE_MANAGER, Agencies
from drive_rules.agencies.directory import Agency, Person, Telling
from drive_rules.agencies.routes import CONFIDENTIAL, LIFE, LIFE_AT_RISK, ORDINARY, Hop, Routes
from drive_rules.answers import FindOut, Quiet
from drive_rules.ir import Action, Fact, NameRef, Ruleset, Test

VICTIM_SURVIVOR = "victim-survivor"
PERPETRATOR = "perpetrator"


@dataclass(frozen=True, slots=True)
class TaskGap:
    """That nobody who may do it can be asked: why, to whom it escalates, who covers meanwhile.

    ``nearest`` are agencies at work here that work with the owner.
    """

    owner: str
    because: tuple[str, ...]
    escalate_to: tuple[str, ...]
    interim_cover: str = CASE_MANAGER
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Task(Quiet):
    """Who is asked, and how.

    ``owner`` holds the power or the knowledge and stays named whoever is asked; ``asked`` is None
    where there is a ``gap``.  ``not_told`` are private facts that the step rests on and that the
    route does not allow to be told.  ``next_asked`` come after ``asked`` where several may know;
    ``chase`` is up whom it goes when it is overdue, ``meets_at`` where it can be raised.
    ``legal_basis`` is the law that gives the owner the power to act.
    """

    owner: str
    asked: str | None
    contact: str = ""
    route: tuple[Hop, ...] = ()
    not_told: tuple[str, ...] = ()
    support: str = ""
    chase: tuple[str, ...] = ()
    next_asked: tuple[str, ...] = ()
    meets_at: tuple[str, ...] = ()
    gap: TaskGap | None = None
    why: tuple[str, ...] = ()
    legal_basis: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    agency: Agency
    as_what: str


class Tasking:
    """Gives tasks from one ruleset and one site's agencies on one day."""

    def __init__(self, ruleset: Ruleset, agencies: Agencies, as_of: date) -> None:
        self.ruleset, self.agencies = ruleset, agencies
        self.routes = Routes(agencies, as_of)

    def action(self, action: Action, owner: str = "", private: Iterable[str] = ()) -> Task:
        """Who does an action; ``owner`` where its rule names one, who must then hold the power too.

        ``private`` are the private facts that it rests on.
        """
        return replace(self._owned(action, owner, private), legal_basis=action.legal_basis)

    def _owned(self, action: Action, owner: str, private: Iterable[str]) -> Task:
        named = self.agencies.named(owner or action.owner)
        if named is None or self._has_no_power(named, action):
            named = self.agencies.named(action.owner)
        match named:
            case None:
                because = f"no agency is called '{owner or action.owner}' at this site"
                return self._gap(owner or action.owner, None, (because,))
            case Person():
                return self._for_person(named, sorted(private), _allowed(action))
            case Agency():
                return self._for_agency(named, action, sorted(private))

    def find_out(self, found: FindOut, contact_blocked: bool = False, private: Iterable[str] = ()) -> Task:
        """Whom to ask for missing facts: agencies that hold them first, the perpetrator last.

        Nobody in ``never_asked_of`` is asked.  The perpetrator is not asked while direct contact is
        blocked, and never about a private fact: the question would tell.
        """
        facts = [self.ruleset.facts[asked.fact] for asked in found.facts if asked.fact in self.ruleset.facts]
        never = {self._name(word) for word in found.never_asked_of}
        if contact_blocked or any(fact.private for fact in facts):
            never.add(PERPETRATOR)
        names = {self._name(word) for word in found.asked_of} - never
        askable, refused = self._askable(sorted(names), facts, found.owner)
        if not askable:
            owner = ", ".join(sorted({self._name(word) for word in found.asked_of})) or found.owner
            nobody = () if refused else ("nobody who may be asked is named",)
            return self._gap(owner, None, (*refused, *nobody))
        ranked = sorted(askable, key=lambda one: self._rank(one[0], facts))
        return self._ask(ranked, facts, sorted(private), refused)

    # -- actions ---------------------------------------------------------------------------------

    def _has_no_power(self, node: Agency | Person, action: Action) -> bool:
        if self.agencies.named(action.owner) is None:
            return False
        if isinstance(node, Person):
            return self._name(action.owner) != node.name
        return not self.agencies.holds_power(node, action)

    def _for_person(self, person: Person, private: list[str], allowed: frozenset[Telling]) -> Task:
        """Only the person can do it: whoever may ask them supports, and nobody does it for them."""
        support = self._name(person.asked_by.word)
        agency = self.agencies.agency(support)
        route = self.routes.between(CASE_MANAGER, support, allowed)
        why = (f"only the {person.name} can do this; the {support} supports, and nobody does it instead",)
        if agency is None or self.agencies.why_not(agency) or route is None:
            because = (agency and self.agencies.why_not(agency)) or "no lawful route leads there"
            return self._gap(person.name, agency, (f"the {support} cannot be asked: {because}",), why)
        return self._task(person.name, agency, route, private, why, support=support)

    def _for_agency(self, owner: Agency, action: Action, private: list[str]) -> Task:
        support = self._supporter(action)
        because: list[str] = []
        for candidate in self._candidates(owner, action):
            agency = candidate.agency
            why_not = self.agencies.why_not(agency, action)
            route = None if why_not else self._route(agency, action, support)
            if route is not None:
                why = (*because, f"{agency.name} {candidate.as_what}")
                told: list[str] = [] if _saves_life(action, route) else private
                return self._task(owner.name, agency, route, told, why, support=support)
            because.append(f"{agency.name}: {why_not or self._no_route(action)}")
        return self._gap(owner.name, owner, tuple(because))

    def _candidates(self, owner: Agency, action: Action) -> Iterator[_Candidate]:
        """The owner, its deputies that hold the power in their order, then other holders by share."""
        seen = {owner.name}
        yield _Candidate(owner, "owns the power")
        for named in owner.deputies:
            deputy = self.agencies.agency(named.word)
            if deputy and deputy.name not in seen and self.agencies.holds_power(deputy, action):
                seen.add(deputy.name)
                yield _Candidate(deputy, f"holds the same power as deputy of {owner.name}")
        others = [a for a in self.agencies.directory.agencies if a.name not in seen]
        for other in sorted(others, key=lambda agency: (-agency.share, agency.name)):
            if other.part_of is None and self.agencies.holds_power(other, action):
                yield _Candidate(other, f"holds the same power as {owner.name}")

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

    # -- finding out -----------------------------------------------------------------------------

    def _askable(
        self, names: list[str], facts: list[Fact], owner: str
    ) -> tuple[list[tuple[str, tuple[Hop, ...]]], tuple[str, ...]]:
        """Those who can be asked with the route to each, and why the others cannot."""
        askable: list[tuple[str, tuple[Hop, ...]]] = []
        refused: list[str] = []
        for name in names:
            node = self.agencies.named(name)
            via = self._name(node.asked_by.word) if isinstance(node, Person) else name
            agency = self.agencies.agency(via)
            why_not = self.agencies.why_not(agency) if agency else f"no agency is called '{via}' at this site"
            route = None if why_not else self._question_route(via, owner, isinstance(node, Person))
            if route is None:
                refused.append(f"{name}: {why_not or 'no lawful route leads there'}")
            else:
                askable.append((name, route))
        return askable, tuple(refused)

    def _question_route(self, via: str, owner: str, person: bool) -> tuple[Hop, ...] | None:
        start = self.agencies.agency(owner)
        begin = start.name if start and not self.agencies.why_not(start) else CASE_MANAGER
        if person:
            return self.routes.between(begin, via, ORDINARY)
        return self.routes.asking(via, ORDINARY, (), begin)

    def _rank(self, name: str, facts: list[Fact]) -> tuple[int, int, int, str]:
        """Agencies before people, the perpetrator last; most facts held, then share, then name."""
        node = self.agencies.named(name)
        if not isinstance(node, Agency):
            return (2 if name == PERPETRATOR else 1, 0, 0, name)
        return (0, -sum(self.agencies.knows(node, fact) for fact in facts), -node.share, name)

    def _ask(
        self,
        ranked: list[tuple[str, tuple[Hop, ...]]],
        facts: list[Fact],
        private: list[str],
        refused: tuple[str, ...],
    ) -> Task:
        (name, route), *rest = ranked
        node = self.agencies.named(name)
        via = node if isinstance(node, Agency) else self.agencies.agency(node.asked_by.word if node else name)
        held = sum(self.agencies.knows(node, fact) for fact in facts) if isinstance(node, Agency) else 0
        why = f"{name} holds {held} of the {len(facts)} facts" if held else f"{name} may know"
        support = via.name if via and isinstance(node, Person) else ""
        task = self._task(name, via or Agency(name), route, private, (*refused, why), support=support)
        return replace(task, next_asked=tuple(name for name, _ in rest))

    # -- both ------------------------------------------------------------------------------------

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
        told_all = owner != PERPETRATOR and all(CONFIDENTIAL in hop.what for hop in route)
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
        )

    def _gap(
        self, owner: str, agency: Agency | None, because: tuple[str, ...], why: tuple[str, ...] = ()
    ) -> Task:
        manager = self.agencies.agency(CASE_MANAGER)
        chain = self.routes.escalation(agency) if agency else ()
        escalate = chain or (self.routes.escalation(manager) if manager else ())
        gap = TaskGap(owner, because, escalate, nearest=self.routes.nearest(agency) if agency else ())
        return Task(owner, None, chase=escalate, gap=gap, why=why)


def _allowed(action: Action) -> frozenset[Telling]:
    """What may be told on the way: where a life is at risk, that too opens it."""
    return LIFE_AT_RISK if action.never_blocked else ORDINARY


def _saves_life(action: Action, route: tuple[Hop, ...]) -> bool:
    """Whether a life is at risk and every edge allows what bears on that: then nothing is held back."""
    return action.never_blocked and all({CONFIDENTIAL, LIFE} & set(hop.what) for hop in route)


class PrivateFacts:
    """The private facts that rules rest on, however deep."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.facts = frozenset(name for name, fact in ruleset.facts.items() if fact.private)
        self.rules = ruleset.rules
        self.reads: dict[str, list[object]] = {}
        for table in (ruleset.signs, ruleset.measures):
            for name, entry in table.items():
                self.reads[name] = [entry]
        for checklist in ruleset.checklists.values():
            for name in filter(None, (checklist.score, checklist.answered)):
                self.reads[name] = [checklist.items]
        for rule in ruleset.rules.values():
            for conclusion in rule.then:
                self.reads.setdefault(conclusion.decision, []).append((rule.when, rule.unless, conclusion))

    def behind(self, rules: Iterable[str]) -> frozenset[str]:
        """The private facts that some of the rules read."""
        read = [self.rules[id] for id in set(rules) & set(self.rules)]
        waiting = [name for rule in read for name in _names((rule.when, rule.unless))]
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting.extend(_names(tuple(self.reads.get(name, ()))))
        return frozenset(seen & self.facts)


def _names(value: object) -> Iterator[str]:
    """Every name that tests, measures and items in ``value`` read."""
    match value:
        case tuple():
            yield from chain.from_iterable(map(_names, value))
        case Test(name=name) | NameRef(name=name):
            yield name
    if is_dataclass(value):
        for each in fields(value):
            inner = getattr(value, each.name)
            if each.name in ("value", "dated_by", "fact", "dated") and isinstance(inner, str):
                yield inner
            elif each.name in ("plus", "less"):
                yield from inner
            else:
                yield from _names(inner)
