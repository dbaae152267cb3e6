"""The sentences of specs about a case that is followed: what becomes known and when, and what that changed.

They belong with those of ``steps``::

    Given a case where
      | criminal proceedings | released on bail |
    And the case is followed from 2 November 2026
    When on 9 November 2026 it becomes known that "last day of bail" is 30 November 2026, as police say
    Then "hold a review before bail ends" started, due 16 November 2026
    When nothing is heard until 16 November 2026
    Then nothing changed

What other sentences say of an assessment or a plan, they say of the followed case as it stands then.
"""

from __future__ import annotations

from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

from drive_rules.case.plain import read_plain
from drive_rules.following import Event, read_events
from drive_rules.following.changes import DutyChange
from drive_rules.planning.steps import Step
from drive_rules.problems import EventError, did_you_mean
from drive_rules.testing.planned import _step_of
from drive_rules.testing.steps import OF, Story, Table, a_day
from drive_rules.testing.unfolding import Unfolding

__all__: list[str] = []
"""Filled below with pytest-bdd's own names for the steps."""

DAY = r"\d+ [A-Z][a-z]+ \d+"
ON = rf"(?:on|(?P<late>late, for)) (?P<day>{DAY}),?"
FACT = rf'"(?P<fact>[^"]+)"{OF} is (?P<value>[^"]+?)(?:, as (?:the )?(?P<source>[^",]+?) says?)?'
BECOMES = "(?:becomes|became)"
BECAME = {"does": "done", "refuses": "refused", "takes on": "accepted"}
HOWS = {
    "started": "started",
    "stopped": "stopped",
    "became stronger": "stronger",
    "became weaker": "weaker",
    "came sooner": "sooner",
    "came later": "later",
}

MOVES = {
    "rose": "rose",
    "fell": "fell",
    "changed": "changed",
    "settled": "newly settled",
    "came into question": "newly in question",
}


def _sentence(pattern: str) -> parsers.re:
    return parsers.re(pattern + r"$")


def _following(story: Story) -> Unfolding:
    assert story.unfolding is not None, "no case is followed yet: say 'Given the case is followed from ...'"
    return story.unfolding


def _said(fact: str, value: str, source: str | None) -> dict[str, Any]:
    return {fact: {"answer": value, "source": source} if source else value}


def _post(story: Story, event: Event, late: str | None = None) -> None:
    following = _following(story)
    stood = following.follower.as_of
    change = following.post(event)
    story.alerts.append(following.follower.alerts)
    assert change.late == bool(late), f"of {event.on}, where the case stood as of {stood}"


# -- given and when --------------------------------------------------------------------------------


@given(_sentence(rf"the case is followed from (?P<day>{DAY})"))
def is_followed(story: Story, day: str) -> None:
    """The case as told so far is the start; from then on what becomes known is posted as events."""
    story.unfolding = Unfolding.of(story.ruleset, story.data, a_day(day))


@given(_sentence(rf'the stream "(?P<name>[a-z0-9-]+)" is followed from (?P<day>{DAY})'))
def stream(story: Story, name: str, day: str, pytestconfig: pytest.Config) -> None:
    """A case and its events from the ``examples/streams`` folder beside the tests, all still to come in."""
    folder = pytestconfig.rootpath / "examples" / "streams"
    data, problems = read_plain(folder / f"{name}.yaml")
    assert not problems, problems
    story.take(data)
    story.unfolding = Unfolding.of(story.ruleset, data, a_day(day))
    story.unfolding.to_come = list(read_events(folder / f"{name}.jsonl"))


@given(_sentence(rf"what comes in until (?P<day>{DAY}) is posted"))
@when(_sentence(rf"what comes in until (?P<day>{DAY}) is posted"))
def comes_in(story: Story, day: str) -> None:
    """The events of the stream up to a day, in their order."""
    following = _following(story)
    here = [event for event in following.to_come if event.on <= a_day(day)]
    assert here, "nothing comes in until then"
    following.to_come = [event for event in following.to_come if event not in here]
    for event in here:
        _post(story, event)


@given(_sentence(rf"{ON} it {BECOMES} known that {FACT}"))
@when(_sentence(rf"{ON} it {BECOMES} known that {FACT}"))
def becomes_known(
    story: Story, day: str, late: str | None, fact: str, of: str | None, value: str, source: str | None
) -> None:
    """One fact becomes known on a day; late where a later day has come already."""
    following = _following(story)
    _post(story, following.event(a_day(day), says=following.within(of, _said(fact, value, source))), late)


@given(
    _sentence(
        rf'{ON} an? (?P<kind>[A-Za-z -]+?) "(?P<name>[^"]+)"(?: in "(?P<of>[^"]+)")? {BECOMES} known where'
    )
)
@when(
    _sentence(
        rf'{ON} an? (?P<kind>[A-Za-z -]+?) "(?P<name>[^"]+)"(?: in "(?P<of>[^"]+)")? {BECOMES} known where'
    )
)
def thing_becomes_known(
    story: Story, day: str, late: str | None, kind: str, name: str, of: str | None, datatable: Table
) -> None:
    """A thing becomes known with its facts, one a row; a third cell says who says so."""
    following, said = _following(story), dict[str, Any]()
    story.tell(said, datatable)
    following.place(kind, name, of)
    _post(story, following.event(a_day(day), says=following.within(name, said)), late)


@given(_sentence(rf"nothing is heard until (?P<day>{DAY})"))
@when(_sentence(rf"nothing is heard until (?P<day>{DAY})"))
def nothing_heard(story: Story, day: str) -> None:
    """Days pass, and no event comes in."""
    following = _following(story)
    following.advance(a_day(day))
    story.alerts.append(following.follower.alerts)


@when(_sentence(rf"on (?P<day>{DAY}) what became known on (?P<then>{DAY}) is taken back"))
def is_taken_back(story: Story, day: str, then: str) -> None:
    """The one event of a day was not so."""
    following = _following(story)
    ids = [event.id for event in following.posted if event.on == a_day(then)]
    assert len(ids) == 1, f"{len(ids)} events are of that day"
    _post(story, following.event(a_day(day), **{"takes back": ids[0]}))


@given(_sentence(rf"on (?P<day>{DAY}) the next word that comes in is taken back beforehand"))
def is_taken_back_beforehand(story: Story, day: str) -> None:
    """What takes an event back comes in before the event itself."""
    following = _following(story)
    next_but_one = f"event {len(following.posted) + 2}"
    _post(story, following.event(a_day(day), **{"takes back": next_but_one}))


@given(
    _sentence(
        rf"on (?P<day>{DAY}) (?:the )?(?P<who>[^\"]+?) (?P<became>does|refuses|takes on) "
        rf'"(?P<action>[^"]+)"{OF}(?:: "(?P<why>[^"]+)")?'
    )
)
@when(
    _sentence(
        rf"on (?P<day>{DAY}) (?:the )?(?P<who>[^\"]+?) (?P<became>does|refuses|takes on) "
        rf'"(?P<action>[^"]+)"{OF}(?:: "(?P<why>[^"]+)")?'
    )
)
def task_became(
    story: Story, day: str, who: str, became: str, action: str, of: str | None, why: str | None
) -> None:
    """What became of a task: somebody did it, refused it with a reason, or took it on after all."""
    task = {"do": action, "of": of, "what": BECAME[became], "by": who, "because": why}
    said = {name: words for name, words in task.items() if words is not None}
    _post(story, _following(story).event(a_day(day), task=said))


@when(_sentence(r"the same is sent again"))
def sent_again(story: Story) -> None:
    """The last event comes in a second time."""
    following = _following(story)
    following.post(following.posted[-1])


@when(_sentence(rf"on (?P<day>{DAY}) it is said, and cannot be read, that {FACT}"))
def cannot_be_read(story: Story, day: str, fact: str, of: str | None, value: str, source: str | None) -> None:
    """A word that is refused; what was wrong with it is told next."""
    following = _following(story)
    event = following.event(a_day(day), says=following.within(of, _said(fact, value, source)))
    with pytest.raises(EventError) as refused:
        following.post(event)
    following.refused = refused.value.problems


# -- then ------------------------------------------------------------------------------------------


def _moved(story: Story, action: str, of: str | None) -> list[DutyChange]:
    known = story.ruleset.meaning.actions
    assert action in known, f"no action is called {action!r}: {did_you_mean(action, known)}"
    return [
        each
        for each in _following(story).change.duties
        if each.action == action and of in (None, each.of.key)
    ]


@then(
    _sentence(
        rf'"(?P<action>[^"]+)"{OF} (?P<how>{"|".join(HOWS)})(?:, due (?P<due>{DAY}))?'
        r"(?P<passed>, because a day passed)?"
    )
)
def moved(story: Story, action: str, of: str | None, how: str, due: str | None, passed: str | None) -> None:
    """What the last word, or the last day, changed about an action, and its day now."""
    found = _moved(story, action, of)
    said = [(each.how, each.due and each.due.isoformat(), each.because) for each in found]
    assert [each.how for each in found] == [HOWS[how]], f"of {action!r} changed: {said}"
    assert due is None or found[0].due == a_day(due), f"it is due on {found[0].due}"
    if passed:
        assert found[0].because == "the day", "the event itself changed it"


@then(
    _sentence(rf'the (?P<name>[^"]+?){OF} (?P<how>{"|".join(MOVES)}), from (?P<was>[^",]+) to (?P<now>[^"]+)')
)
def decision_moved(story: Story, name: str, of: str | None, how: str, was: str, now: str) -> None:
    """How the last word, or the last day, moved a decision, from what to what."""
    known = story.ruleset.meaning.decisions
    assert name in known, f"no decision is called {name!r}: {did_you_mean(name, known)}"
    found = [
        (each.how, each.was, each.now)
        for each in _following(story).change.decisions
        if each.name == name and of in (None, each.of.key)
    ]
    assert found == [(MOVES[how], was, now)], f"of {name!r} changed: {found}"


@then(_sentence(rf'one rule (?P<how>more|fewer) forbids "(?P<do>[^"]+)"{OF}'))
def block_turned(story: Story, how: str, do: str, of: str | None) -> None:
    """A rule that forbids an action since the last word or day, or no longer does."""
    known = [*story.ruleset.meaning.actions, *story.ruleset.meaning.groups]
    assert do in known, f"no action is called {do!r}: {did_you_mean(do, known)}"
    blocks = _following(story).change.blocks
    found = [each.how for each in blocks if each.do == do and of in (None, each.of.key)]
    assert found == [{"more": "closed", "fewer": "opened"}[how]], f"of {do!r} changed: {found}"


@then(_sentence(r"nothing changed"))
def nothing_changed(story: Story) -> None:
    """No decision, duty, block or alert is otherwise than before."""
    change = _following(story).change
    assert change.quiet, f"changed: {sorted({each.action for each in change.duties})}"


@then(_sentence(r"it was known already"))
def known_already(story: Story) -> None:
    """The event is one that had come in before."""
    assert _following(story).change.already, "it is new"


@then(_sentence(r'it is refused, for "(?P<words>[^"]+)"'))
def is_refused(story: Story, words: str) -> None:
    """What could not be read: what is wrong with it, or what to do."""
    told = [f"{each.what} {each.fix}" for each in _following(story).refused]
    assert any(words in each for each in told), f"refused for {told}"


@then(_sentence(rf"the case stands as of (?P<day>{DAY})"))
def stands_as_of(story: Story, day: str) -> None:
    """The last day that has come."""
    stands = _following(story).follower.as_of
    assert stands == a_day(day), f"it stands as of {stands}"


def _step(story: Story, action: str, of: str | None) -> Step:
    return _step_of(story.plan(), action, of)


@then(_sentence(rf'the plan of that day has "(?P<action>[^"]+)"{OF}, due (?P<due>{DAY})'))
def is_in_the_plan(story: Story, action: str, of: str | None, due: str) -> None:
    """A step of the plan as it stands then, and its day."""
    step = _step(story, action, of)
    assert step.due == a_day(due), f"it is due on {step.due}"


@then(_sentence(rf'"(?P<action>[^"]+)"{OF} is overdue since (?P<due>{DAY})'))
def is_overdue(story: Story, action: str, of: str | None, due: str) -> None:
    """A step whose day has passed, and is not done."""
    step, today = _step(story, action, of), _following(story).follower.as_of
    assert step.status != "done", "it is done"
    assert step.due == a_day(due), f"it is due on {step.due}"
    assert step.due < today, f"that is not before {today}"


@then(_sentence(rf'the step to "(?P<action>[^"]+)"{OF} is done'))
def is_done(story: Story, action: str, of: str | None) -> None:
    """A step that somebody recorded as done, and that nothing calls for again."""
    step = _step(story, action, of)
    assert step.status == "done", f"it is {step.status}"


@then(
    _sentence(
        rf'the step to "(?P<action>[^"]+)"{OF} keeps that (?:the )?(?P<who>[^"]+?) refused, "(?P<why>[^"]+)"'
    )
)
def keeps_refusal(story: Story, action: str, of: str | None, who: str, why: str) -> None:
    """The reason of whoever refused stays with the step."""
    told = _step(story, action, of).because
    assert any(who in each and why in each for each in told), f"it says {told}"


__all__ += [name for name in dict(globals()) if name.startswith("pytestbdd_stepdef")]
