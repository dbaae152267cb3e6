"""The sentences of specs about cases and case managers: who takes whom, who waits and why.

They belong with those of ``steps``, by which case managers are told::

    Given a case manager "Jo" where
      | share of full time | 1 |
    And "Jo" holds 24 cases, 2 of them in step-down
    And the case "A" is eligible and waits
    And the case "B" is eligible and waits where
      | immediate danger to life | yes |
    And all the cases are listed
    When the cases are allocated on 2 November 2026
    Then the case "B" goes to "Jo"
    And the case "A" waits, for "can take no further case"
    And meanwhile the panel chair must "agree the disruption that goes on while the case waits" for "A"
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

from drive_rules.allocation import Allocation
from drive_rules.allocation.records import Excluded, ForThePanel, Placed, Ranked, Room, Waiting
from drive_rules.problems import CaseloadError
from drive_rules.testing.steps import Story, Table, a_day

__all__: list[str] = []
"""Filled below with pytest-bdd's own names for the steps, and the fixture they share."""

HELD = "allocated to a case manager"
HELD_BY = "case manager who holds the case"
YES = ("D02", "D03", "D04", "D06", "D07", "D12", "D13", "D15", "D17", "D18", "D20", "D21", "D23", "D24")
"""Fourteen items of the checklist: visibly high risk, and no critical sign among them."""


@dataclass
class Service:
    """The cases of a service as a scenario tells them, and what came of allocating them."""

    cases: list[dict[str, Any]] = field(default_factory=list)
    whole: bool = False
    said: Allocation | None = None

    @property
    def allocation(self) -> Allocation:
        """What was proposed."""
        assert self.said is not None, (
            "nothing has been allocated yet: say 'When the cases are allocated on ...'"
        )
        return self.said

    def caseload(self, story: Story) -> dict[str, Any]:
        """Everything told, as a caseload is sent."""
        return {
            "case managers": story.data.get("case managers", []),
            "cases": self.cases,
            "all the cases are listed": "yes" if self.whole else "no",
        }

    def placed(self, name: str) -> Placed:
        """The proposal for a case."""
        found = [each for each in self.allocation.placed if each.ranked.case == name]
        assert found, f"no case manager is proposed:\n{self.allocation.text()}"
        return found[0]

    def waiting(self, name: str) -> Waiting:
        """A case that is left out for now."""
        found = [each for each in self.allocation.waiting if each.ranked.case == name]
        assert found, f"the case does not wait:\n{self.allocation.text()}"
        return found[0]

    def without(self, name: str) -> Waiting | ForThePanel:
        """A case that is proposed to nobody."""
        there: list[Waiting | ForThePanel] = [*self.allocation.waiting, *self.allocation.for_the_panel]
        found = [each for each in there if each.ranked.case == name]
        assert found, f"the case neither waits nor is for the panel:\n{self.allocation.text()}"
        return found[0]

    def room(self, name: str) -> Room:
        """What a case manager holds and can take."""
        return next(each for each in self.allocation.rooms if each.case_manager == name)

    def ranked(self, name: str) -> Ranked:
        """A case among those that wait for a place, placed now or not."""
        there = [each.ranked for each in self.allocation.placed]
        there += [each.ranked for each in self.allocation.waiting]
        return next(each for each in there if each.case == name)

    def excluded(self, name: str) -> tuple[Excluded, ...]:
        """Who cannot take a case because of another."""
        placed = [each for each in self.allocation.placed if each.ranked.case == name]
        return placed[0].could_not if placed else self.waiting(name).excluded


def _sentence(pattern: str) -> parsers.re:
    return parsers.re(pattern + r"$")


@pytest.fixture
def service() -> Service:
    """No case yet, for each scenario."""
    return Service()


def _tell(story: Story, case: dict[str, Any], table: Table | None) -> None:
    """Facts of the case or of its one pair, one a row, wherever each belongs."""
    for row in table or []:
        name = row[0].strip()
        meaning = story.ruleset.meaning
        listed = {kind.listed: kind.part_of for kind in meaning.kinds.values() if kind.listed}
        of = listed.get(name) or meaning.facts[name].of
        thing = case if of == "case" else case["pairs"][0]
        thing.pop(name, None)
        story.tell(thing, [row])


# -- given -----------------------------------------------------------------------------------------


def _eligible(name: str) -> dict[str, Any]:
    answers = {item: {"answer": "yes", "source": "IDVA"} for item in YES}
    form = {"instrument": "safelives24", "date": "2026-10-20", "completed by": "IDVA", "answers": answers}
    pair = {
        "id": f"{name}-pair",
        "relationship": "former partner",
        "age of the victim-survivor": "30",
        "checklists": [form],
    }
    return {
        "case": name,
        "age of the perpetrator": "30",
        "jurisdiction": "England",
        "all the pairs are listed": "yes",
        HELD: "no",
        "pairs": [pair],
    }


@given(_sentence(r'the case "(?P<name>[^"]+)" is eligible and waits'))
def waits(service: Service, name: str) -> None:
    """Visibly high risk, one pair, held by nobody; nothing else is known."""
    service.cases.append(_eligible(name))


@given(_sentence(r'the case "(?P<name>[^"]+)" is eligible and waits where'))
def waits_where(story: Story, service: Service, name: str, datatable: Table) -> None:
    """The same, with facts of the case or of its pair, one a row."""
    case = _eligible(name)
    _tell(story, case, datatable)
    service.cases.append(case)


@given(_sentence(r'"(?P<who>[^"]+)" holds the case "(?P<name>[^"]+)" where'))
def holds_where(story: Story, service: Service, who: str, name: str, datatable: Table) -> None:
    """A case that has a case manager."""
    case: dict[str, Any] = {"case": name, HELD: "yes", HELD_BY: who, "pairs": [{"id": f"{name}-pair"}]}
    _tell(story, case, datatable)
    service.cases.append(case)


@given(_sentence(r'"(?P<who>[^"]+)" holds (?P<many>\d+) cases(?:, (?P<down>\d+) of them in step-down)?'))
def holds_many(service: Service, who: str, many: str, down: str | None) -> None:
    """So many cases of which nothing else is known."""
    for number in range(int(many)):
        stage = "step-down" if number < int(down or 0) else "main work"
        service.cases.append(
            {"case": f"{who}-{number + 1}", HELD: "yes", HELD_BY: who, "stage of the work": stage}
        )


@given(_sentence(r'nobody knows who holds the case "(?P<name>[^"]+)"'))
def held_by_nobody_knows_whom(service: Service, name: str) -> None:
    """A case that has a case manager, and nobody says which."""
    service.cases.append({"case": name, HELD: "yes"})


@given(_sentence(r"all the cases are listed"))
def all_cases_listed(service: Service) -> None:
    """What the case managers hold can be counted."""
    service.whole = True


# -- when ------------------------------------------------------------------------------------------


@when(_sentence(r"the cases are allocated on (?P<day>.+)"))
def allocated(story: Story, service: Service, day: str) -> None:
    """Case managers are proposed as of a day."""
    service.said = story.ruleset.allocate(service.caseload(story), as_of=a_day(day))


@when(_sentence(r'the case "(?P<name>[^"]+)" is assessed within the caseload on (?P<day>.+)'))
def assessed_within(story: Story, service: Service, name: str, day: str) -> None:
    """One of the cases is assessed with what the others, and who holds them, say of it."""
    told = next((case for case in service.cases if case["case"] == name), None)
    assert told is not None, f"no case is called {name!r} here: {[case['case'] for case in service.cases]}"
    rules, as_of = story.ruleset, a_day(day)
    caseload = rules.read_caseload(service.caseload(story), as_of=as_of)
    story.take(rules.within(rules.read_case(told, as_of=as_of), caseload, as_of=as_of).to_data())
    story.assess(day)


# -- then ------------------------------------------------------------------------------------------


@then(_sentence(r'the case "(?P<name>[^"]+)" goes to "(?P<who>[^"]+)"(?P<beyond>, on an override)?'))
def goes_to(service: Service, name: str, who: str, beyond: str | None) -> None:
    """Whom a case is proposed to, and whether beyond the cap."""
    placed = service.placed(name)
    assert placed.case_manager == who, f"it goes to {placed.case_manager}"
    assert placed.on_an_override == bool(beyond), f"on an override: {placed.on_an_override}"


@then(_sentence(r'the case "(?P<name>[^"]+)" waits, for "(?P<why>[^"]+)"'))
def waits_for(service: Service, name: str, why: str) -> None:
    """A case is left out for now, with the reason to be recorded."""
    reason = service.waiting(name).reason
    assert why in reason, f"the reason is: {reason}"


@then(_sentence(r'"(?P<who>[^"]+)" cannot take the case "(?P<name>[^"]+)", for "(?P<why>[^"]+)"'))
def cannot_take(service: Service, who: str, name: str, why: str) -> None:
    """Somebody with room or without cannot take a case because of another."""
    found = [each.because for each in service.excluded(name) if each.case_manager == who]
    assert any(why in because for because in found), f"said: {found}"


@then(_sentence(r'the case "(?P<name>[^"]+)" goes to nobody, and the panel decides, for "(?P<why>[^"]+)"'))
def panel_decides(service: Service, name: str, why: str) -> None:
    """A case that is placed with nobody until the panel has decided."""
    each = service.without(name)
    assert isinstance(each, ForThePanel), "it waits for a place"
    assert why in each.because, f"because {each.because}"
    assert service.allocation.case_manager_of(name) is None


@then(_sentence(r'the case "(?P<first>[^"]+)" goes before "(?P<later>[^"]+)", by "(?P<reason>[^"]+)"'))
def goes_before(service: Service, first: str, later: str, reason: str) -> None:
    """One case ranks before another, and this is the first reason that parts them."""
    one, other = service.ranked(first), service.ranked(later)
    assert one.place < other.place, f"places {one.place} and {other.place}"
    parting = next(
        ours.name
        for ours, theirs in zip(one.components, other.components, strict=True)
        if (ours.low, ours.high) != (theirs.low, theirs.high)
    )
    assert parting == reason, f"parted by {parting}"


@then(_sentence(r'no reason parts the case "(?P<one>[^"]+)" from "(?P<other>[^"]+)"'))
def tied(service: Service, one: str, other: str) -> None:
    """Two cases are tied, and it is said."""
    ours, theirs = service.ranked(one), service.ranked(other)
    assert ours.tied == theirs.tied, f"tied: {ours.tied} and {theirs.tied}"
    assert "TIE" in service.allocation.text()


@then(_sentence(r'"(?P<who>[^"]+)" can take (?P<many>\d+) more'))
def can_take(service: Service, who: str, many: str) -> None:
    """How many more cases somebody can take."""
    room = service.room(who)
    assert room.places == int(many), f"{room.places}: {room.blocked}"
    assert not room.in_doubt, f"in doubt, for want of {room.asks}"


@then(_sentence(r'nobody can tell whether "(?P<who>[^"]+)" can take more, and "(?P<fact>[^"]+)" is asked'))
def cannot_tell_room(service: Service, who: str, fact: str) -> None:
    """No place is given where it cannot be told, and what to ask is named."""
    room = service.room(who)
    assert room.places == 0, f"{room.places} places are given"
    assert room.in_doubt, f"it is certain: {room.blocked}"
    assert fact in room.asks, f"asked: {room.asks}"


@then(
    _sentence(
        r'meanwhile the (?P<owner>[^"]+) must "(?P<action>[^"]+)" for "(?P<name>[^"]+)"(?: by (?P<day>\d.+))?'
    )
)
def meanwhile(service: Service, owner: str, action: str, name: str, day: str | None) -> None:
    """What goes on while a case has no case manager."""
    found = [each for each in service.without(name).meanwhile if each.action == action]
    assert found, f"meanwhile: {[each.action for each in service.without(name).meanwhile]}"
    assert (found[0].owner, found[0].word) == (owner, "must")
    assert day is None or found[0].due == a_day(day), f"due {found[0].due}"


@then(_sentence(r'the risk of "(?P<name>[^"]+)" is held by "(?P<who>[^"]+)"'))
def risk_is_held(service: Service, name: str, who: str) -> None:
    """Somebody is named for the risk as it is now."""
    ranked = service.without(name).ranked
    assert (ranked.risk_is_held, ranked.risk_holder) == ("yes", who)


@then(_sentence(r'nobody is named for the risk of "(?P<name>[^"]+)", and that is urgent'))
def risk_is_not_held(service: Service, name: str) -> None:
    """It is said in plain words, at the top."""
    assert service.without(name).ranked.risk_is_held != "yes"
    words = " ".join(service.allocation.text().split("PROPOSED", 1)[0].split())
    assert "URGENT: nobody is named who holds the risk of" in words
    assert name in words


@then(_sentence(r'the case "(?P<name>[^"]+)" is looked at again by (?P<day>\d.+)'))
def looked_at_again(service: Service, name: str, day: str) -> None:
    """The day to look again, set or the latest there may be."""
    assert service.waiting(name).look_again == a_day(day)


@then(_sentence(r'the allocation reads "(?P<words>[^"]+)"'))
def allocation_reads(service: Service, words: str) -> None:
    """The page holds these words (line breaks do not count)."""
    page = " ".join(service.allocation.text().split())
    assert words in page, f"not on the page:\n{service.allocation.text()}"


@then(_sentence(r'nothing changes where "(?P<fact>[^"]+)" is (?P<value>.+)'))
def nothing_changes(story: Story, service: Service, fact: str, value: str) -> None:
    """The same is proposed, to the letter, when a fact of every case is answered so."""
    before = service.allocation.to_json()
    told = [{**case, fact: value} for case in service.cases]
    source = {**service.caseload(story), "cases": told}
    assert story.ruleset.allocate(source, as_of=service.allocation.as_of).to_json() == before


@then(_sentence(r'the caseload is refused, for "(?P<what>[^"]+)" at "(?P<place>[^"]+)"'))
def refused(story: Story, service: Service, what: str, place: str) -> None:
    """Nothing is proposed, and every problem is told with its place."""
    with pytest.raises(CaseloadError) as caught:
        story.ruleset.allocate(service.caseload(story), as_of=a_day("2 November 2026"))
    said = [(problem.what, problem.place) for problem in caught.value.problems]
    assert any(what in words and where == place for words, where in said), f"said: {said}"


__all__ += [name for name in dict(globals()) if name.startswith("pytestbdd_stepdef") or name == "service"]
