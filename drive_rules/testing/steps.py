"""The sentences of the behaviour specs: a case told in words, an assessment, and what a person reads of it.

Import everything of this module into a ``conftest.py`` and write scenarios::

    Given a case where
      | custody | remand |
    And a pair "A" where
      | strangled or choked | yes |
    And all the pairs are listed
    When it is assessed on 1 November 2026
    Then the risk level of "A" may be high
    And case manager must "consult the IDVA" for "A" by 3 November 2026
    And "any direct contact" is blocked until "consult the IDVA"
    And somebody must find out "custody" from "prison" by 3 November 2026
    And nobody is called on to "close the case"

Facts, values, decisions and actions are the ruleset's own words.  A thing (pair, incident ...) is named
in double quotes when it is given; that name is its id.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

from drive_rules.agencies import Agencies
from drive_rules.answers import Block, Decided, Duty, FindOut
from drive_rules.assessment import Assessment
from drive_rules.assessment.pages import AUDIENCES, SUBJECT, subject_answer
from drive_rules.case import Case
from drive_rules.case.plain import read_plain
from drive_rules.gaps import SiteGaps
from drive_rules.invariants import Changed, Invariants
from drive_rules.language.values import read_constant, words_of_length
from drive_rules.planning.plans import Plan
from drive_rules.problems import Problem, did_you_mean
from drive_rules.reference import Meaning
from drive_rules.reference import Thing as Numbered
from drive_rules.report.subject import subject_report
from drive_rules.ruleset import Ruleset
from drive_rules.testing.unfolding import Unfolding
from drive_rules.watching import Alert

__all__: list[str] = []
"""Filled below: pytest-bdd's own names for the steps, and the fixtures they share."""

Table = list[list[str]]
NOTHING = "nothing has been assessed yet: say 'When it is assessed on ...'"
FOLLOWED = "the case is followed already: say 'When on ... it becomes known that ...'"


@dataclass
class Story:
    """A case as a scenario tells it, and what came of it."""

    ruleset: Ruleset
    data: dict[str, Any] = field(default_factory=lambda: {"case": "the case"})
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    told: list[Assessment] = field(default_factory=list)
    """The assessments without their questions, which take most of the time and few scenarios read."""
    asking: list[tuple[Case, date, Assessment | None]] = field(default_factory=list)
    """What each was made of, so that the whole can be."""
    _whole: dict[int, Assessment] = field(default_factory=dict)
    planned: int = 0
    plans: list[Plan] = field(default_factory=list)
    previous: Assessment | None = None
    last_plan: Plan | None = None
    agencies: Agencies | None = None
    site_gaps: SiteGaps | None = None
    problems: list[Problem] = field(default_factory=list)
    alerts: list[tuple[Alert, ...]] = field(default_factory=list)
    alert: Alert | None = None
    unfolding: Unfolding | None = None
    """The case from the day on which it is followed: ``data`` was its start, and stays as it was."""

    @property
    def answer(self) -> Assessment:
        """The latest assessment, whole."""
        if self.unfolding is not None:
            return self.unfolding.follower.assessment
        assert self.told, NOTHING
        return self.whole(len(self.told) - 1)

    @property
    def in_short(self) -> Assessment:
        """The latest assessment without its questions."""
        if self.unfolding is not None:
            return self.unfolding.in_short
        assert self.told, NOTHING
        return self.told[-1]

    @property
    def stood(self) -> list[tuple[Case, date]]:
        """Each case that was assessed or followed, with its day."""
        asked = [(case, as_of) for case, as_of, _ in self.asking]
        return asked + (self.unfolding.stood if self.unfolding is not None else [])

    def whole(self, place: int) -> Assessment:
        """One of the assessments with its questions."""
        if place not in self._whole:
            case, as_of, previous = self.asking[place]
            self._whole[place] = self.ruleset.assess(case, as_of=as_of, previous=previous)
        return self._whole[place]

    def last_two(self) -> tuple[Assessment, Assessment]:
        """The last two assessments, whole."""
        last = len(self.told) - 1
        return self.whole(last - 1), self.whole(last)

    def thing(self, name: str | None) -> dict[str, Any]:
        """The thing of that name; the case itself where none is given."""
        assert self.unfolding is None, FOLLOWED
        if name is None:
            return self.data
        assert name in self.things, f"no thing is called {name!r} here: {sorted(self.things)}"
        return self.things[name]

    def tell(self, thing: dict[str, Any], table: Table | None) -> None:
        """Write the rows of a table into a thing: fact, value, and who says so where a third cell does."""
        for row in table or []:
            name, value, *source = [cell.strip() for cell in row]
            evidence: Any = {"answer": value, "source": source[0]} if source and source[0] else value
            before = thing.get(name)
            if before is None:
                thing[name] = evidence
            else:
                thing[name] = [*(before if isinstance(before, list) else [before]), evidence]

    def add(self, kind: str, name: str, parent: str | None, table: Table | None) -> None:
        """Put a new thing of a kind into its list."""
        kinds = self.ruleset.meaning.kinds
        assert kind in kinds, f"no kind is called {kind!r}: {did_you_mean(kind, kinds)}"
        new: dict[str, Any] = {"id": name}
        self.tell(new, table)
        self.things[name] = new
        entry = kinds[kind]
        above = self.data if entry.part_of in (None, "case") else self.thing(parent)
        above.setdefault(entry.list_name or f"{kind}s", []).append(new)

    def take(self, data: dict[str, Any]) -> None:
        """Begin from a whole case; its things are known by their ids."""
        self.data = data
        self.things.update(_things_by_id(data))

    def assess(self, day: str) -> None:
        """Assess the case as told so far, with what people decided on the answer of before."""
        as_of = a_day(day)
        case = self.ruleset.read_case(self.data, as_of=as_of, decided=self.previous)
        self.told.append(self.ruleset._assess(case, as_of, self.previous, questions=False))
        self.asking.append((case, as_of, self.previous))

    def plan(self) -> Plan:
        """The plan made from the latest assessment; of a followed case, as it stands."""
        if self.unfolding is not None:
            return self.unfolding.plan(self.agencies)
        if self.planned != len(self.told):
            self.planned = len(self.told)
            self.plans.append(
                self.ruleset.plan(self.in_short, agencies=self.agencies, previous=self.last_plan)
            )
        return self.plans[-1]

    def duties(self, action: str, of: str | None) -> list[Duty]:
        """What calls for an action, for a thing or for any."""
        self._is_an_action(action)
        return [d for d in self.in_short.duties if d.action == action and of in (None, d.thing.key)]

    def duty(self, action: str, of: str | None) -> Duty:
        """The one duty to do an action."""
        found = self.duties(action, of)
        assert len(found) == 1, f"{len(found)} duties to {action!r}; called for: {self.called_for()}"
        return found[0]

    def called_for(self) -> list[str]:
        """Every action called for, in words."""
        return sorted(f"{duty.word} {duty.action} ({duty.thing.words})" for duty in self.in_short.duties)

    def blocks(self, do: str, of: str | None) -> list[Block]:
        """What forbids an action or a group of them."""
        self._is_an_action(do)
        group = self.ruleset.meaning.groups.get(do)
        wanted = set(group.actions) if group else {do}
        return [
            block
            for block in self.in_short.blocks
            if wanted <= set(block.actions) and of in (None, block.thing.key)
        ]

    def find_outs(self, fact: str) -> list[FindOut]:
        """Every find-out of a fact."""
        return [f for f in self.in_short.find_outs if any(asked.fact == fact for asked in f.facts)]

    def _is_an_action(self, do: str) -> None:
        known = [*self.ruleset.meaning.actions, *self.ruleset.meaning.groups]
        assert do in known, f"no action is called {do!r}: {did_you_mean(do, known)}"


def _things_by_id(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for listed in data.values():
        for below in listed if isinstance(listed, list) else []:
            if isinstance(below, dict) and "id" in below:
                found |= {below["id"]: below, **_things_by_id(below)}
    return found


def a_day(words: str) -> date:
    """A day as people write it: 1 November 2026."""
    return datetime.strptime(words.strip(), "%d %B %Y").date()


OF = r'(?: (?:of|for) "(?P<of>[^"]*)")?'


def _sentence(pattern: str) -> parsers.re:
    return parsers.re(pattern + r"$")


STORY = pytest.StashKey[Story]()
"""What a scenario told, kept with it."""


@pytest.fixture
def story(ruleset: Ruleset, request: pytest.FixtureRequest) -> Story:
    """A new, empty case for each scenario."""
    request.node.stash[STORY] = made = Story(ruleset)
    return made


# -- given ---------------------------------------------------------------------------------------


@given(_sentence(r"an? (?:empty )?case"))
def empty_case(story: Story) -> None:
    """Nothing is known."""
    assert story.data == {"case": "the case"}


@given(_sentence(r"a case where"))
def case_where(story: Story, datatable: Table) -> None:
    """Facts of the case, one a row."""
    story.tell(story.thing(None), datatable)


@given(_sentence(r'the case file "(?P<name>[a-z0-9-]+)"'))
def case_file(story: Story, name: str, pytestconfig: pytest.Config) -> None:
    """A case from the ``examples/cases`` folder beside the tests."""
    data, problems = read_plain(pytestconfig.rootpath / "examples" / "cases" / f"{name}.yaml")
    assert not problems, problems
    story.take(data)


@given(_sentence(r'an? (?P<kind>[A-Za-z -]+) "(?P<name>[^"]+)"(?: in "(?P<parent>[^"]+)")?'))
def thing(story: Story, kind: str, name: str, parent: str | None) -> None:
    """A thing of which nothing is known yet."""
    story.add(kind, name, parent, None)


@given(_sentence(r'an? (?P<kind>[A-Za-z -]+) "(?P<name>[^"]+)"(?: in "(?P<parent>[^"]+)")? where'))
def thing_where(story: Story, kind: str, name: str, parent: str | None, datatable: Table) -> None:
    """A thing and its facts, one a row; a third cell says who says so."""
    story.add(kind, name, parent, datatable)


@given(_sentence(r'(?P<listed>all the [a-z A-Z-]+ are listed)(?: in "(?P<of>[^"]+)")?'))
def all_listed(story: Story, listed: str, of: str | None) -> None:
    """A list is whole."""
    story.thing(of)[listed] = "yes"


@given(
    _sentence(
        r'the "(?P<instrument>[^"]+)" checklist of "(?P<of>[^"]+)" on (?P<day>.+), completed by (?P<by>.+)'
    )
)
def checklist(story: Story, instrument: str, of: str, day: str, by: str, datatable: Table) -> None:
    """Answers to a checklist by item id, one a row; a third cell says who says so."""
    answers: dict[str, Any] = {}
    story.tell(answers, datatable)
    entry = {
        "instrument": instrument,
        "date": a_day(day).isoformat(),
        "completed by": by,
        "answers": answers,
    }
    story.thing(of).setdefault("checklists", []).append(entry)


@given(_sentence(r"it was assessed on (?P<day>.+)"))
def was_assessed(story: Story, day: str) -> None:
    """An earlier assessment, which the next one is given."""
    story.assess(day)
    story.previous = story.in_short


@given(_sentence(r'(?:then )?(?P<fact>[^"]+) (?:becomes|became) (?P<value>[^"]+?)(?: in "(?P<of>[^"]+)")?'))
def becomes(story: Story, fact: str, value: str, of: str | None) -> None:
    """A fact is now known, or known otherwise."""
    story.thing(of)[fact.removeprefix("the ")] = value


@given(_sentence(r'"(?P<fact>[^"]+)"(?: for "(?P<of>[^"]*)")? is now (?P<value>[^"]+)'))
def is_now(story: Story, fact: str, of: str | None, value: str) -> None:
    """A fact is answered otherwise than it was told first."""
    story.thing(of)[fact] = value


@given(_sentence(r'nobody knows "(?P<fact>[^"]+)"(?: for "(?P<of>[^"]*)")?'))
def nobody_knows(story: Story, fact: str, of: str | None) -> None:
    """A fact that was told is taken back: it becomes don't know."""
    story.thing(of)[fact] = "don't know"


# -- when ----------------------------------------------------------------------------------------


@when(_sentence(r"it is assessed on (?P<day>.+)"))
def assessed(story: Story, day: str) -> None:
    """The case is assessed as of a day."""
    story.assess(day)


# -- then: decisions -----------------------------------------------------------------------------


def _decision(story: Story, name: str, of: str | None) -> Decided:
    known = story.ruleset.meaning.decisions
    assert name in known, f"no decision is called {name!r}: {did_you_mean(name, known)}"
    return story.in_short.decision(name, of)


@then(_sentence(rf"the (?P<name>[^\"]+?){OF} is (?P<word>[^\"]+)"))
def is_settled(story: Story, name: str, of: str | None, word: str) -> None:
    """A decision is settled on a word."""
    decision = _decision(story, name, of)
    assert decision.certainly(word), f"{name} is {decision.words}"


@then(_sentence(rf"the (?P<name>[^\"]+?){OF} may be (?P<word>[^\"]+)"))
def may_be(story: Story, name: str, of: str | None, word: str) -> None:
    """A decision is open, and the word is among what it may come to."""
    decision = _decision(story, name, of)
    assert decision.possibly(word), f"{name} cannot be {word}: it is {decision.words}"
    assert not decision.certainly(word), f"{name} is settled: {decision.words}"


@then(_sentence(rf"the (?P<name>[^\"]+?){OF} cannot be (?P<word>[^\"]+)"))
def cannot_be(story: Story, name: str, of: str | None, word: str) -> None:
    """The word is ruled out."""
    decision = _decision(story, name, of)
    assert not decision.possibly(word), f"{name} is {decision.words}"


@then(_sentence(rf'nothing about the (?P<name>[^"]+?){OF} has changed'))
def is_as_before(story: Story, name: str, of: str | None) -> None:
    """A decision came out as it did the time before."""
    before, now = (answer.decision(name, of) for answer in story.told[-2:])
    assert now.words == before.words, f"{name} was {before.words}, and is {now.words}"


# -- then: duties --------------------------------------------------------------------------------


def _is_due(duty: Duty, day: str | None) -> None:
    if day is not None:
        assert duty.due == a_day(day), f"'{duty.action}' is due on {duty.due}"


@then(
    _sentence(
        rf'(?P<owner>[^"]+) (?P<word>must|should|may) "(?P<action>[^"]+)"{OF}'
        r"(?: by (?P<day>\d+ [A-Z][a-z]+ \d+))?(?P<doubt>, in doubt)?"
    )
)
def is_called_for(
    story: Story, owner: str, word: str, action: str, of: str | None, day: str | None, doubt: str | None
) -> None:
    """An action is called for: by whom, how strongly, by when, and whether while in doubt."""
    duty = story.duty(action, of)
    assert duty.word == word, f"it is '{duty.word}'"
    assert owner.removeprefix("the ") == duty.owner, f"its owner is {duty.owner}"
    assert duty.in_doubt == bool(doubt), f"in doubt: {duty.in_doubt}"
    _is_due(duty, day)


@then(_sentence(r'nobody is called on to "(?P<action>[^"]+)"(?: for "(?P<of>[^"]+)")?'))
def is_not_called_for(story: Story, action: str, of: str | None) -> None:
    """No rule calls for an action."""
    assert not story.duties(action, of), f"called for: {story.called_for()}"


@then(_sentence(rf'"(?P<action>[^"]+)"{OF} may be requested by (?P<who>[^"]+)'))
def may_be_requested(story: Story, action: str, of: str | None, who: str) -> None:
    """Who may ask the owner of an action for it."""
    duty = story.duty(action, of)
    assert who.removeprefix("the ") in duty.requested_by, f"requested by {duty.requested_by}"


@then(_sentence(rf'"(?P<action>[^"]+)"{OF} is preferred to "(?P<other>[^"]+)"'))
def is_preferred(story: Story, action: str, of: str | None, other: str) -> None:
    """Of two actions that serve alike, the first is the better one."""
    duty = story.duty(action, of)
    assert other in duty.preferred_to, f"preferred to {duty.preferred_to}"


@then(_sentence(rf'"(?P<action>[^"]+)"{OF} is done again every (?P<length>\d+ [a-z ]+)'))
def is_repeated(story: Story, action: str, of: str | None, length: str) -> None:
    """A duty that comes back, and how often."""
    again = story.duty(action, of).again_every
    assert again is not None, "it is done once"
    assert words_of_length(again) == length, f"every {words_of_length(again)}"


@then(_sentence(r"nothing is asked of, or left to, the (?P<person>victim-survivor|perpetrator)"))
def nothing_is_left_to(story: Story, person: str) -> None:
    """Nobody but agencies owns a duty, a find-out, a gap or a step of the plan."""
    answer = story.in_short
    owners = [duty.owner for duty in answer.duties] + [asked.owner for asked in answer.find_outs]
    owners += [gap.owner for gap in answer.gaps] + [step.owner for step in story.plan().steps]
    assert owners, "nothing has been called for at all"
    assert person not in owners, f"owned by the {person}: {story.called_for()}"


@then(_sentence(r'"(?P<action>[^"]+)"(?: for "(?P<of>[^"]+)")? is (?:an urgent gap)'))
def is_a_gap(story: Story, action: str, of: str | None) -> None:
    """An action is forbidden and every way out is unavailable."""
    blocks = {block.id for block in story.blocks(action, of)}
    assert blocks & {gap.block for gap in story.in_short.gaps}, "no urgent gap"


@then(_sentence(r'"(?P<action>[^"]+)"(?: for "(?P<of>[^"]+)")? is not available'))
def is_not_available(story: Story, action: str, of: str | None) -> None:
    """What must be true first is not."""
    assert story.duty(action, of).available == "no"


@then(_sentence(r'"(?P<action>[^"]+)"(?: for "(?P<of>[^"]+)")? is available once the owner answers'))
def owner_is_asked(story: Story, action: str, of: str | None) -> None:
    """Whether what must be true first is true cannot be told; the owner is asked."""
    assert story.duty(action, of).available == "cannot tell"


# -- then: blocks --------------------------------------------------------------------------------


@then(
    _sentence(
        r'"(?P<do>[^"]+)"(?: for "(?P<of>[^"]+)")? is blocked(?P<doubt>, in doubt,)?'
        r'(?: until "(?P<until>[^"]+)")?(?:,? (?:and )?meanwhile "(?P<instead>[^"]+)")?'
    )
)
def is_blocked(
    story: Story, do: str, of: str | None, doubt: str | None, until: str | None, instead: str | None
) -> None:
    """An action or group is forbidden: in doubt or not, what releases it, what is done meanwhile."""
    blocks = story.blocks(do, of)
    assert blocks, f"nothing forbids {do!r}; forbidden: {sorted(b.do for b in story.in_short.blocks)}"
    fitting = [
        block
        for block in blocks
        if block.in_doubt == bool(doubt)
        and (until is None or any(until in way for way in block.until) or until in block.ways_out)
        and instead in (None, block.instead)
    ]
    said = [(block.in_doubt, block.until, block.instead) for block in blocks]
    assert fitting, f"forbidden otherwise (in doubt, until, meanwhile): {said}"


@then(
    _sentence(
        r'"(?P<do>[^"]+)"(?: for "(?P<of>[^"]+)")? is blocked for good(?:,? meanwhile "(?P<instead>[^"]+)")?'
    )
)
def is_blocked_for_good(story: Story, do: str, of: str | None, instead: str | None) -> None:
    """An action or group is forbidden, and nothing ever releases it."""
    blocks = [block for block in story.blocks(do, of) if block.never_released and not block.in_doubt]
    assert blocks, f"nothing forbids {do!r} for good"
    assert instead is None or instead in [block.instead for block in blocks]


@then(_sentence(r'"(?P<do>[^"]+)"(?: for "(?P<of>[^"]+)")? is not blocked'))
def is_not_blocked(story: Story, do: str, of: str | None) -> None:
    """Nothing forbids an action, or all of a group."""
    assert not story.blocks(do, of), f"forbidden by {[block.title for block in story.blocks(do, of)]}"


@then(_sentence(r'"(?P<do>[^"]+)" is printed as a caution(?: for "(?P<of>[^"]+)")?'))
def is_a_caution(story: Story, do: str, of: str | None) -> None:
    """A rule would forbid an action that is never blocked."""
    assert story.duty(do, of).cautions, "no caution"


# -- then: what is not known ---------------------------------------------------------------------


@then(
    _sentence(
        r'somebody must find out "(?P<fact>[^"]+)"(?: from "(?P<source>[^"]+)")?'
        r'(?:,? never from "(?P<never>[^"]+)")?(?:,? by (?P<day>\d+ [A-Z][a-z]+ \d+))?'
    )
)
def is_found_out(story: Story, fact: str, source: str | None, never: str | None, day: str | None) -> None:
    """A dated, owned duty to establish a fact: from whom, never from whom, by when."""
    found = story.find_outs(fact)
    known = sorted({asked.fact for f in story.in_short.find_outs for asked in f.facts})
    assert found, f"nobody finds out {fact!r}; found out: {known}"
    fitting = [
        f
        for f in found
        if (source is None or source in f.asked_of)
        and (never is None or never in f.never_asked_of)
        and (day is None or f.due == a_day(day))
    ]
    said = [(f.asked_of, f.never_asked_of, f.due.isoformat()) for f in found]
    assert fitting, f"found out otherwise (from, never from, due): {said}"


@then(
    _sentence(
        r'"(?P<fact>[^"]+)" is found out by (?P<day>\d+ [A-Z][a-z]+ \d+) from (?P<sources>[^"]+?)'
        r"(?:, never from (?P<never>[^\"]+?))?(?:, again every (?P<again>\d+ [a-z ]+))?"
    )
)
def is_found_out_from_all(
    story: Story, fact: str, day: str, sources: str, never: str | None, again: str | None
) -> None:
    """A find-out of a fact: everybody whom it asks, everybody whom it never asks, its day, how often."""
    said = [
        (
            sorted(f.asked_of),
            sorted(f.never_asked_of),
            f.due,
            words_of_length(f.again_every) if f.again_every else None,
        )
        for f in story.find_outs(fact)
    ]
    wanted = (_several(sources), _several(never or ""), a_day(day), again)
    assert wanted in said, f"found out otherwise (from, never from, due, again every): {said}"


def _several(words: str) -> list[str]:
    return sorted(each.strip().removeprefix("the ") for each in words.split(",") if each.strip())


@then(_sentence(r'nobody has to find out "(?P<fact>[^"]+)"'))
def is_not_found_out(story: Story, fact: str) -> None:
    """No find-out asks for a fact."""
    assert not story.find_outs(fact), f"{fact!r} is to be found out"


@then(_sentence(r'"(?P<fact>[^"]+)" is asked(?: of "(?P<source>[^"]+)")?'))
def is_asked(story: Story, fact: str, source: str | None) -> None:
    """A question some answer to which changes something, or a fact that is being found out."""
    asked = [q.asked_of for q in story.answer.questions if any(a.fact == fact for a in q.facts)]
    found = [f.asked_of for f in story.find_outs(fact)]
    known = sorted({a.fact for q in story.answer.questions for a in q.facts})
    assert asked or found, f"{fact!r} is not asked; asked: {known}"
    of_itself = story.ruleset.meaning.facts[fact].asked_of if found else ()
    who = [*asked, *found, of_itself]
    assert source is None or any(source in each for each in who), f"asked of {who}"


@then(_sentence(r'"(?P<fact>[^"]+)" is not asked'))
def is_not_asked(story: Story, fact: str) -> None:
    """No answer to it would change anything."""
    assert not [q for q in story.answer.questions if any(a.fact == fact for a in q.facts)]


@then(_sentence(r'the answers to the (?P<name>[^"]+?) conflict(?: for "(?P<of>[^"]+)")?'))
def conflicts(story: Story, name: str, of: str | None) -> None:
    """Two certain answers to a decision that takes only one."""
    found = [c for c in story.in_short.conflicts if c.decision == name and of in (None, c.thing.key)]
    assert found, f"no conflict about {name}"


# -- then: what is printed -----------------------------------------------------------------------


@then(_sentence(r'the (?P<view>case manager|IDVA|panel|subject access) reads "(?P<words>[^"]+)"'))
def reads(story: Story, view: str, words: str) -> None:
    """The page for a reader holds these words (line breaks do not count)."""
    page = " ".join(story.answer.view(view).split())
    assert words in page, f"not on the page:\n{story.answer.view(view)}"


@then(_sentence(r'the (?P<view>case manager|IDVA|panel|subject access) does not read "(?P<words>[^"]+)"'))
def does_not_read(story: Story, view: str, words: str) -> None:
    """The page for a reader does not hold these words; nor does the perpetrator's page as HTML."""
    page = " ".join(story.answer.view(view).split())
    assert words not in page, f"on the page:\n{story.answer.view(view)}"
    if view == SUBJECT:
        theirs = subject_report(subject_answer(story.answer))
        assert words not in f"{theirs.title} {theirs.head} {theirs.body}", "on the page as HTML"


@then(_sentence(r'no reader reads "(?P<words>[^"]+)"'))
def nobody_reads(story: Story, words: str) -> None:
    """No page, for whomever, holds these words."""
    for audience in AUDIENCES:
        page = " ".join(story.answer.view(audience).split()).lower()
        assert words.lower() not in page, f"on the page for {audience}"


@then(_sentence(r'the plan puts "(?P<first>[^"]+)" before "(?P<later>[^"]+)"'))
def is_before(story: Story, first: str, later: str) -> None:
    """One step comes before another."""
    order = [step.action for step in story.plan().steps]
    assert {first, later} <= set(order), f"the plan: {order}"
    assert order.index(first) < order.index(later), f"the plan: {order}"


@then(_sentence(r'(?P<owner>[^"]+) is tasked with "(?P<action>[^"]+)"'))
def is_tasked(story: Story, owner: str, action: str) -> None:
    """A step of the plan is given to an agency."""
    owners = [step.owner for step in story.plan().steps if step.action == action]
    assert owner.removeprefix("the ") in owners, f"given to {owners}"


# -- then: invariants ----------------------------------------------------------------------------


@then(_sentence(r'the invariant "(?P<id>[a-z0-9-]+)" holds'))
def invariant_holds(story: Story, id: str) -> None:
    """The case breaks nothing of what must hold of every case under this id."""
    held, meaning = _held(story, id)
    broken = list(held.broken(meaning, [id]))
    assert not broken, f"broken: {held.ruleset.invariants[id].title}"


@then(
    _sentence(
        r'the invariant "(?P<id>[a-z0-9-]+)" holds when "(?P<fact>[^"]+)" of "(?P<of>[^"]+)" '
        r"becomes (?P<value>[^\"]+)"
    )
)
def invariant_holds_when(story: Story, id: str, fact: str, of: str, value: str) -> None:
    """Nor does the case with one answer changed, held against the case as it is."""
    held, before = _held(story, id)
    meant = held.ruleset.facts[fact]
    row = story.asking[-1][0].row_of(meant.of, of)
    code = read_constant(meant.type, value)
    assert row is not None, f"no {meant.of} is called {of!r}"
    assert isinstance(code, int), f"{fact} is never {value}"
    low, high = before.value(fact, Numbered(meant.of, row))
    assert low == high != code, f"{fact} is not known to be anything else than {value}"
    after = held.changed(before, Changed(fact, row, low, code))
    kind = held.ruleset.invariants[id].kind
    things = (Numbered(kind, number) for number in range(len(before.rows(kind))))
    broken = [each for thing in things if (each := held.lowered(before, after, id, thing))]
    assert not broken, f"broken: {held.ruleset.invariants[id].title}"


def _held(story: Story, id: str) -> tuple[Invariants, Meaning]:
    meaning = story.ruleset.meaning
    assert story.asking, NOTHING
    assert id in meaning.invariants, f"no invariant is called {id!r}: {did_you_mean(id, meaning.invariants)}"
    case, day, _ = story.asking[-1]
    return Invariants(meaning), Meaning(meaning, case.world, day)


__all__ += [name for name in dict(globals()) if name.startswith("pytestbdd_stepdef") or name == "story"]
