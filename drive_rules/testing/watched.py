"""The sentences of specs about what is told at once, because of what has happened together.

They belong with those of ``steps``::

    When it is watched on 2 November 2026
    Then the IDVA is told at once of "A": "There was a release, and an incident followed"
    And with it comes "ask probation to consider recall" by 3 November 2026
    And nobody is told at once: "A release is near, and the plan is reviewed before it"
"""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from drive_rules.problems import did_you_mean
from drive_rules.testing.steps import Story, a_day
from drive_rules.watching import Alert

__all__: list[str] = []
"""Filled below with pytest-bdd's own names for the steps."""

OF = r'(?: of "(?P<of>[^"]+)")?'
NOT_WATCHED = "nothing has been watched yet: say 'When it is watched on ...'"


def _sentence(pattern: str) -> parsers.re:
    return parsers.re(pattern + r"$")


@when(_sentence(r"it is watched on (?P<day>.+)"))
def is_watched(story: Story, day: str) -> None:
    """The watch rules look at the case as told so far."""
    as_of = a_day(day)
    case = story.ruleset.read_case(story.data, as_of=as_of)
    story.alerts.append(story.ruleset.alerts(case, as_of=as_of))
    story.alert = None


def _alerts(story: Story, title: str, of: str | None) -> list[Alert]:
    assert story.alerts, NOT_WATCHED
    titles = [rule.title for rule in story.ruleset.meaning.watch.values()]
    assert title in titles, f"no watch rule is called {title!r}: {did_you_mean(title, titles)}"
    return [each for each in story.alerts[-1] if each.title == title and of in (None, each.key)]


@then(
    _sentence(
        rf'(?P<who>[^"]+) (?:is|are) told at once{OF}(?P<doubt>, in doubt)?'
        r'(?:, (?P<times>once|twice))?: "(?P<title>[^"]+)"'
    )
)
def is_told(story: Story, who: str, of: str | None, doubt: str | None, times: str | None, title: str) -> None:
    """Somebody hears of it, once for each thing and last happening, and whether it is in doubt."""
    found = _alerts(story, title, of)
    assert len(found) == (2 if times == "twice" else 1), f"it is told {len(found)} times"
    for alert in found:
        assert who.removeprefix("the ") in alert.tells, f"told are {', '.join(alert.tells)}"
        assert alert.in_doubt == bool(doubt), f"in doubt: {alert.in_doubt}"
    story.alert = found[0]


@then(_sentence(rf'nobody is told at once{OF}: "(?P<title>[^"]+)"'))
def is_not_told(story: Story, of: str | None, title: str) -> None:
    """No alert of that rule stands."""
    assert not _alerts(story, title, of), "it is told"


@then(_sentence(r"nobody is told anything at once"))
def nothing_is_told(story: Story) -> None:
    """No alert stands at all."""
    assert story.alerts, NOT_WATCHED
    assert not story.alerts[-1], f"told: {[alert.title for alert in story.alerts[-1]]}"


@then(_sentence(r'with it comes "(?P<action>[^"]+)"(?: by (?P<day>\d+ [A-Z][a-z]+ \d+))?'))
def comes_with_it(story: Story, action: str, day: str | None) -> None:
    """What the alert that was told last calls for, and by when."""
    assert story.alert is not None, "nobody has been told of anything"
    due = {each.action: each.due for each in story.alert.calls_for}
    assert action in due, f"with it come: {', '.join(due)}"
    assert day is None or due[action] == a_day(day), f"it is due on {due[action]}"


@then(_sentence(r"it counts from (?P<day>\d+ [A-Z][a-z]+ \d+)"))
def counts_from(story: Story, day: str) -> None:
    """The day of the alert that was told last."""
    assert story.alert is not None, "nobody has been told of anything"
    assert story.alert.day == a_day(day), f"it counts from {story.alert.day}"


@then(_sentence(r"it is the same alert as before"))
def is_the_same(story: Story) -> None:
    """The alert that was told last has been there the time before, under the same id."""
    assert story.alert is not None, "nobody has been told of anything"
    assert len(story.alerts) > 1, "it was watched once only"
    assert story.alert.id in {each.id for each in story.alerts[-2]}, "it is another alert"


__all__ += [name for name in dict(globals()) if name.startswith("pytestbdd_stepdef")]
