"""The sentences of specs about agencies and plans: who is at work at the site, who is asked, in what order.

They belong with those of ``steps``::

    Given the police are not available, because "no cover this month"
    When it is assessed on 1 November 2026
    Then the plan asks nobody for "refer to MAPPA": it is for the police, and goes up to the Drive Fellow
    And the plan asks the prison, through probation, to "ask the prison to block contact"
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pytest_bdd import given, parsers, then, when

from drive_rules.agencies import Agencies
from drive_rules.agencies.directory import Agency, Named
from drive_rules.gaps import SiteGap, SiteGaps, find_gaps
from drive_rules.language.values import read_length
from drive_rules.planning.plans import Plan
from drive_rules.planning.steps import Step
from drive_rules.tasking import Across
from drive_rules.testing.steps import OF, Story, a_day

__all__: list[str] = []
"""Filled below with pytest-bdd's own names for the steps."""


def _sentence(pattern: str) -> parsers.re:
    return parsers.re(pattern + r"$")


def _agency(graph: Agencies, word: str) -> Agency:
    found = graph.agency(word)
    known = [agency.name for agency in graph.directory.agencies]
    assert found is not None, f"no agency is called {word!r}: {known}"
    return found


def _change(story: Story, word: str, **changes: Any) -> None:
    """Put an agency of the site otherwise for this scenario."""
    graph = story.agencies or story.ruleset.agencies()
    changed = replace(_agency(graph, word), **changes)
    others = [each for each in graph.directory.agencies if each.name != changed.name]
    members = tuple(sorted([*others, changed], key=lambda each: each.name))
    story.agencies = Agencies(replace(graph.directory, agencies=members))


def _now(story: Story, word: str) -> Agency:
    return _agency(story.agencies or story.ruleset.agencies(), word)


# -- given -----------------------------------------------------------------------------------------


@given(_sentence(r"it was assessed and planned on (?P<day>.+)"))
def was_planned(story: Story, day: str) -> None:
    """An earlier plan, which the next one is given with its assessment."""
    story.assess(day)
    story.previous, story.last_plan = story.in_short, story.plan()


@given(_sentence(r'the other area is the site "(?P<site>[a-z0-9-]+)"'))
def other_area(story: Story, site: str) -> None:
    """The agencies of the site are joined with those of another."""
    there = Agencies.load(site, story.ruleset.name)
    story.agencies = (story.agencies or story.ruleset.agencies()).joined(there)


@given(_sentence(rf'in the plan "(?P<action>[^"]+)"{OF} was done on (?P<day>\d+ \w+ \d+) by (?P<who>[^"]+)'))
def was_done(story: Story, action: str, of: str | None, day: str, who: str) -> None:
    """A step of the earlier plan, recorded as done."""
    story.last_plan = _last(story).done(action, of=of, on=a_day(day), by=_plain(who))


@given(
    _sentence(rf'(?P<who>[^"]+?) refused "(?P<action>[^"]+)"{OF} on (?P<day>\d+ \w+ \d+): "(?P<why>[^"]+)"')
)
def was_refused(story: Story, who: str, action: str, of: str | None, day: str, why: str) -> None:
    """A step of the earlier plan, refused by somebody for a reason."""
    last = _last(story)
    step = _step_of(last, action, of)
    story.last_plan = last.refused(step.id, on=a_day(day), by=_now(story, who).name, because=why)


@given(_sentence(rf'(?P<who>[^"]+?) took on "(?P<action>[^"]+)"{OF} on (?P<day>\d+ \w+ \d+) after all'))
def was_accepted(story: Story, who: str, action: str, of: str | None, day: str) -> None:
    """A step of the earlier plan, taken on by somebody who had refused it."""
    last = _last(story)
    step = _step_of(last, action, of)
    story.last_plan = last.accepted(step.id, on=a_day(day), by=_now(story, who).name)


@given(_sentence(r'(?P<agency>[^"]+?) can take (?P<most>\d+) tasks? at a time'))
def can_take(story: Story, agency: str, most: str) -> None:
    """How many tasks of one plan an agency can take."""
    _change(story, agency, tasks_at_a_time=int(most))


@given(_sentence(r'people wait (?P<length>\d+ \w+) for (?P<agency>[^"]+)'))
def is_waited_for(story: Story, length: str, agency: str) -> None:
    """How long it is until an agency can begin."""
    waits = read_length(length)
    assert waits is not None, f"{length!r} is no length of time"
    _change(story, agency, waits=waits)


@given(_sentence(r'(?P<agency>[^"]+?) (?:is|are) not available, because "(?P<why>[^"]+)"'))
def not_available(story: Story, agency: str, why: str) -> None:
    """An agency is not at work at the site."""
    _change(story, agency, available=False, why_not=why)


@given(_sentence(r'(?P<agency>[^"]+?) (?:does|do) not offer "(?P<action>[^"]+)", because "(?P<why>[^"]+)"'))
def not_offered(story: Story, agency: str, action: str, why: str) -> None:
    """An agency does not do one thing here."""
    _change(story, agency, cannot_here=((Named(action), why),))


@given(_sentence(r'(?P<agency>[^"]+?) may not tell (?P<other>[^"]+?) anything'))
def may_not_tell(story: Story, agency: str, other: str) -> None:
    """No lawful basis is in force between two agencies."""
    to = _now(story, other).name
    kept = [each for each in _now(story, agency).may_tell if each.to.word != to]
    _change(story, agency, may_tell=tuple(kept))


@given(_sentence(r"(?P<agency>[^\"]+?) carr(?:y|ies) (?P<share>\d+)% of joint work"))
def share_of_work(story: Story, agency: str, share: str) -> None:
    """The published share, or another."""
    _change(story, agency, share=int(share))


@given(_sentence(r'(?P<agency>[^"]+?) holds? the power to "(?P<action>[^"]+)" too'))
def holds_power_too(story: Story, agency: str, action: str) -> None:
    """Another agency holds the same power."""
    _change(story, agency, can=(*_now(story, agency).can, Named(action)))


@given(_sentence(r'(?P<deputy>[^"]+?) (?:is|are) the deputy of (?P<agency>[^"]+?)'))
def is_deputy(story: Story, deputy: str, agency: str) -> None:
    """An agency is named to stand in; that alone gives it no power."""
    _change(story, agency, deputies=(Named(_now(story, deputy).name),))


# -- then ------------------------------------------------------------------------------------------


def _step(story: Story, action: str, of: str | None) -> Step:
    found = [s for s in story.plan().steps if s.action == action and of in (None, s.thing.key)]
    steps = [f"{step.action} ({step.thing.words})" for step in story.plan().steps]
    assert len(found) == 1, f"{len(found)} steps to {action!r}; the plan: {steps}"
    return found[0]


def _last(story: Story) -> Plan:
    assert story.last_plan is not None, "say 'And it was assessed and planned on ...' first"
    return story.last_plan


def _step_of(plan: Plan, action: str, of: str | None) -> Step:
    """The step that does an action, or that finds a fact out."""
    found = [s for s in plan.steps if _does(s, action) and of in (None, s.thing.key)]
    assert len(found) == 1, f"{len(found)} steps to {action!r}"
    return found[0]


def _does(step: Step, action: str) -> bool:
    return action in (step.action.split(", ") if step.sort == "find out" else (step.action,))


def _plain(words: str) -> str:
    return words.removeprefix("the ")


@then(
    _sentence(rf'the plan asks (?P<agency>[^",]+?)(?:, through (?P<via>[^",]+),)? to "(?P<action>[^"]+)"{OF}')
)
def asks(story: Story, agency: str, via: str | None, action: str, of: str | None) -> None:
    """Who is asked, and through whom."""
    task = _step(story, action, of).task
    assert task.asked == _plain(agency), f"asked: {task.asked}, because {task.why}"
    between = [hop.receiver for hop in task.route[:-1]]
    assert between == ([_plain(via)] if via else []), f"through {between}"


@then(
    _sentence(
        rf'the plan asks nobody for "(?P<action>[^"]+)"{OF}: it is for (?P<owner>[^",]+?)'
        r"(?:, and goes up to (?P<above>[^\",]+))?"
    )
)
def is_plan_gap(story: Story, action: str, of: str | None, owner: str, above: str | None) -> None:
    """A named gap: whose it stays, up whom it goes; the case manager covers meanwhile."""
    step = _step(story, action, of)
    assert step.task.asked is None, f"asked: {step.task.asked}"
    assert step.owner == _plain(owner), f"it is for {step.owner}"
    gaps = [gap for gap in story.plan().gaps if gap.step == step.id]
    assert gaps, "the plan names no gap for it"
    assert all(gap.interim_cover == "case manager" for gap in gaps)
    assert above is None or gaps[0].escalate_to[:1] == (_plain(above),), f"goes up to {gaps[0].escalate_to}"


def _across(story: Story, action: str, of: str | None) -> Across:
    across = _step(story, action, of).task.across
    assert across is not None, f"'{action}' reaches nobody in another area"
    return across


@then(
    _sentence(
        rf'"(?P<action>[^"]+)"{OF} reaches (?P<agency>[^",]+?)(?:, through (?P<via>[^"]+?))?, '
        r'"(?P<contact>[^"]+)"'
    )
)
def reaches(story: Story, action: str, of: str | None, agency: str, via: str | None, contact: str) -> None:
    """Who in the other area is told, whom to ring there, and by way of whom."""
    across = _across(story, action, of)
    assert across.because == (), f"nobody there: {across.because}"
    assert (across.agency, across.contact) == (_plain(agency), contact), f"{across.agency}, {across.contact}"
    between = [hop.receiver for hop in across.route[:-1]]
    wanted = [_plain(each.strip()) for each in via.split(" and ")] if via else []
    assert between == wanted, f"through {between}"


@then(_sentence(rf'"(?P<action>[^"]+)"{OF} crosses the border on "(?P<basis>[^"]+)"'))
def crosses_on(story: Story, action: str, of: str | None, basis: str) -> None:
    """The basis of the one edge that leads into the other area."""
    over = [hop.basis for hop in _across(story, action, of).route if hop.provenance]
    assert over == [basis], f"on {over}"


@then(
    _sentence(
        rf'"(?P<action>[^"]+)"{OF} reaches nobody in the other area: '
        r'the contact of (?P<who>[^"]+?) is missing, because "(?P<why>[^"]+)"'
    )
)
def reaches_nobody(story: Story, action: str, of: str | None, who: str, why: str) -> None:
    """A gap that says whose contact is missing; the step itself stays with whoever does it here."""
    across, step = _across(story, action, of), _step(story, action, of)
    assert across.agency == _plain(who), f"missing: {across.agency}"
    gaps = [gap for gap in story.plan().gaps if gap.step == step.id and gap.owner == across.agency]
    assert gaps, "the plan names no gap for it"
    assert any(why in each for each in gaps[0].because), f"because {gaps[0].because}"
    assert (across.route, across.contact) == ((), "")


@then(_sentence(rf'"(?P<action>[^"]+)"{OF} cites "(?P<words>[^"]+)"'))
def cites(story: Story, action: str, of: str | None, words: str) -> None:
    """An answer that goes along with the task."""
    cited = _step(story, action, of).cites
    assert words in cited, f"cites {cited}"


@then(_sentence(r"nothing that is done here goes through the other area"))
def nothing_through_there(story: Story) -> None:
    """Every way to somebody of this area stays in it."""
    graph = story.agencies or story.ruleset.agencies()
    there = {each.name for each in graph.directory.agencies if each.area}
    assert there, "no area is joined"
    routes = [step.task.route for step in story.plan().steps if step.task.route]
    assert routes, "nobody is asked for anything"
    assert not [hop for route in routes for hop in route if {hop.sender, hop.receiver} & there]


@then(_sentence(rf'"(?P<action>[^"]+)"{OF} stays with (?P<owner>[^"]+?)'))
def stays_with(story: Story, action: str, of: str | None, owner: str) -> None:
    """Whose the step is, whoever is asked."""
    assert _step(story, action, of).owner == _plain(owner)


@then(_sentence(rf'the plan says why nobody can "(?P<action>[^"]+)"{OF}: "(?P<why>[^"]+)"'))
def says_why(story: Story, action: str, of: str | None, why: str) -> None:
    """The reason for a gap."""
    gap = _step(story, action, of).task.gap
    assert gap is not None, "somebody can"
    assert any(why in each for each in gap.because), f"because {gap.because}"


@then(_sentence(rf'for "(?P<action>[^"]+)"{OF} (?P<agency>[^"]+?) (?:is|are) not told "(?P<fact>[^"]+)"'))
def is_not_told(story: Story, action: str, of: str | None, agency: str, fact: str) -> None:
    """What the route does not allow to be told."""
    task = _step(story, action, of).task
    assert task.asked == _plain(agency), f"asked: {task.asked}"
    assert fact in task.not_told, f"not told: {task.not_told}"


@then(_sentence(rf'for "(?P<action>[^"]+)"{OF} (?P<agency>[^"]+?) may be told everything'))
def is_told_all(story: Story, action: str, of: str | None, agency: str) -> None:
    """The route allows what is the victim-survivor's alone, too."""
    task = _step(story, action, of).task
    assert (task.asked, task.not_told) == (_plain(agency), ())


@then(_sentence(r'to find out "(?P<fact>[^"]+)" the plan asks (?P<first>[^",]+?)(?:, then (?P<rest>[^"]+))?'))
def asks_first(story: Story, fact: str, first: str, rest: str | None) -> None:
    """Who is asked for a fact first, and who next, in that order."""
    found = [step for step in story.plan().steps if step.sort == "find out" and fact in step.action]
    assert len(found) == 1, f"{len(found)} steps find it out"
    task = found[0].task
    names = [each.strip() for each in rest.split(",")] if rest else []
    assert [task.owner, *task.next_asked] == [_plain(first), *map(_plain, names)]


@then(_sentence(r'nobody in the plan is asked for "(?P<fact>[^"]+)" save (?P<only>[^"]+)'))
def nobody_else_is_asked(story: Story, fact: str, only: str) -> None:
    """Exactly these are asked, in whatever order."""
    found = [step.task for step in story.plan().steps if step.sort == "find out" and fact in step.action]
    asked = {name for task in found if task.asked for name in (task.owner, *task.next_asked)}
    assert asked == {_plain(each.strip()) for each in only.split(",")}, f"asked: {sorted(asked)}"


@then(
    _sentence(
        rf'in the plan "(?P<action>[^"]+)"{OF} is '
        r"(?P<status>to do|done|blocked|not available|a gap|for the owner to answer)"
    )
)
def has_status(story: Story, action: str, of: str | None, status: str) -> None:
    """How a step stands."""
    words = {"a gap": "gap", "for the owner to answer": "ask the owner"}
    step = _step(story, action, of)
    assert step.status == words.get(status, status), f"it is {step.status}: {step.because}"


@then(_sentence(rf'in the plan "(?P<action>[^"]+)"{OF} is due on (?P<day>.+)'))
def is_due_in_plan(story: Story, action: str, of: str | None, day: str) -> None:
    """The day of a step, brought forward where a later step needs it."""
    step = _step(story, action, of)
    assert step.due == a_day(day), f"due on {step.due}"


@then(_sentence(rf'in the plan "(?P<action>[^"]+)"{OF} is chased from (?P<day>\d+ \w+ \d+)'))
def is_chased(story: Story, action: str, of: str | None, day: str) -> None:
    """The day on which whoever is asked is chased, if it is still open."""
    step = _step(story, action, of)
    assert step.chase_on == a_day(day), f"chased from {step.chase_on}"


@then(
    _sentence(
        rf'in the plan "(?P<action>[^"]+)"{OF} is (?P<days>\d+) days? overdue'
        r"(?:, and goes up to (?P<above>[^\",]+)|, and is chased)"
    )
)
def is_overdue(story: Story, action: str, of: str | None, days: str, above: str | None) -> None:
    """How late a step is, and whom it has come to."""
    step = _step(story, action, of)
    assert (step.days_overdue, step.goes_up_to) == (int(days), _plain(above or ""))


@then(_sentence(r'in the plan "(?P<later>[^"]+)" comes after "(?P<first>[^"]+)"'))
def comes_after(story: Story, later: str, first: str) -> None:
    """A step that waits for another, and does not merely stand below it."""
    step = _step(story, later, None)
    found = [each.action for each in story.plan().steps if each.id in step.comes_after]
    assert first in found, f"comes after {found}"


@then(_sentence(r'in the plan "(?P<action>[^"]+)" goes together with "(?P<other>[^"]+)"'))
def goes_together(story: Story, action: str, other: str) -> None:
    """Two steps that are taken as one."""
    step = _step(story, action, None)
    found = [each.action for each in story.plan().steps if each.id in step.together_with]
    assert other in found, f"together with {found}"


@then(_sentence(r'in the plan "(?P<first>[^"]+)" releases "(?P<held>[^"]+)"'))
def releases(story: Story, first: str, held: str) -> None:
    """A step that comes first because it releases what is blocked."""
    step = _step(story, held, None)
    found = [each.action for each in story.plan().steps if each.id in step.released_by]
    assert first in found, f"released by {found}"
    order = [each.action for each in story.plan().steps]
    assert order.index(first) < order.index(held)


@then(_sentence(rf'in the plan "(?P<held>[^"]+)"{OF} waits for "(?P<first>[^"]+)"'))
def waits_for(story: Story, held: str, of: str | None, first: str) -> None:
    """A step that a rule puts after another, whatever their days."""
    step = _step(story, held, of)
    found = [each.action for each in story.plan().steps if each.id in step.comes_after]
    assert first in found, f"it comes after {found}"


@then(_sentence(r'in the plan "(?P<meanwhile>[^"]+)" goes on while "(?P<held>[^"]+)" is blocked'))
def goes_on_meanwhile(story: Story, meanwhile: str, held: str) -> None:
    """What is done instead, for now."""
    step = _step(story, held, None)
    assert step.status == "blocked"
    assert meanwhile in [each.action for each in story.plan().steps if each.id in step.meanwhile]


@then(_sentence(r'the plan reads "(?P<words>[^"]+)"'))
def plan_reads(story: Story, words: str) -> None:
    """The printed plan holds these words (line breaks do not count)."""
    page = " ".join(story.plan().text().split())
    assert words in page, f"not in the plan:\n{story.plan().text()}"


@then(_sentence("every task of the plan has somebody who is asked and can be rung, or a gap with a name"))
def every_task_is_somebodys(story: Story) -> None:
    """None is nobody's."""
    tasks = [step.task for step in story.plan().steps]
    assert tasks, "the plan has no step"
    assert not [task.owner for task in tasks if not task.asked and not (task.gap and task.owner)]
    assert not [task.asked for task in tasks if task.asked and not task.contact]


@then(_sentence("every task of the plan has a day, or goes on from now"))
def every_task_has_a_day(story: Story) -> None:
    """What is done while a block stands goes on from now; everything else is due some day."""
    steps = [step for step in story.plan().steps if step.status != "not available"]
    assert steps, "the plan has no step"
    assert not [step.action for step in steps if step.due is None and step.sort != "instead"]


@then(_sentence(r'the plan does not read "(?P<words>[^"]+)"'))
def plan_does_not_read(story: Story, words: str) -> None:
    """The printed plan does not hold these words."""
    page = " ".join(story.plan().text().split())
    assert words not in page, f"in the plan:\n{story.plan().text()}"


@then(_sentence(r'the minutes read "(?P<words>[^"]+)"'))
def minutes_read(story: Story, words: str) -> None:
    """The tasks by agency hold these words (line breaks and columns do not count)."""
    page = " ".join(story.plan().minutes().split())
    assert words in page, story.plan().minutes()


@then(_sentence(r"nothing in the plan contradicts itself"))
def no_contradiction(story: Story) -> None:
    """The orders that the rules want can all be kept."""
    assert story.plan().problems == ()


# -- a site, whatever the case ------------------------------------------------------------------------


@when(_sentence(r"the agencies of the site are checked on (?P<day>\d+ [A-Z][a-z]+ \d+)"))
def check_site(story: Story, day: str) -> None:
    """Everything that the rules call for is tasked, with no case at hand."""
    graph = story.agencies or story.ruleset.agencies()
    story.site_gaps = find_gaps(story.ruleset.meaning, graph, a_day(day))


def _found(story: Story) -> SiteGaps:
    assert story.site_gaps is not None, "say 'When the agencies of the site are checked on ...' first"
    return story.site_gaps


def _gap_of(story: Story, action: str) -> SiteGap:
    found = [gap for gap in _found(story).gaps if action in gap.actions]
    assert found, f"somebody can: {sorted({name for gap in _found(story).gaps for name in gap.actions})}"
    return found[0]


@then(_sentence(r"everything that the rules call for can be asked of somebody"))
def no_gap(story: Story) -> None:
    """No gap, of whatever sort."""
    assert _found(story).gaps == ()


@then(_sentence(r'nobody at the site can "(?P<action>[^"]+)", for "(?P<why>[^"]+)"'))
def is_site_gap(story: Story, action: str, why: str) -> None:
    """A gap, and why it is one."""
    gap = _gap_of(story, action)
    assert why in "; ".join(gap.because), gap.because


@then(_sentence(r'somebody at the site can "(?P<action>[^"]+)"'))
def is_no_site_gap(story: Story, action: str) -> None:
    """An action of the ruleset that stands in no gap."""
    assert action in story.ruleset.meaning.actions, f"no action is called {action!r}"
    assert not [gap for gap in _found(story).gaps if action in gap.actions]


@then(_sentence(r'to close the gap of "(?P<action>[^"]+)" the site is told to "(?P<words>[^"]+)"'))
def closes(story: Story, action: str, words: str) -> None:
    """Words of what would close it."""
    assert words in _gap_of(story, action).close, _gap_of(story, action).close


@then(_sentence(r'without (?P<who>[^"]+?) nobody could "(?P<action>[^"]+)"'))
def hangs_on(story: Story, who: str, action: str) -> None:
    """A weak point: an agency without which no lawful way is left."""
    weak = [each for each in _found(story).weak_points if each.sort == "one agency"]
    held = {each.who: each.actions for each in weak}
    assert action in held.get(_plain(who), ()), f"what hangs on one agency: {sorted(held)}"


@then(_sentence(r'the check of the agencies reads "(?P<words>[^"]+)"'))
def check_reads(story: Story, words: str) -> None:
    """Words of the printed check (line breaks do not count)."""
    page = " ".join(_found(story).text().split())
    assert words in page, _found(story).text()


__all__ += [name for name in dict(globals()) if name.startswith("pytestbdd_stepdef")]
