"""A followed case: what comes of events and days, however they come; and that nothing else does."""

from __future__ import annotations

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

import drive_rules as dr
from drive_rules.case import read_case
from drive_rules.following import Follower, follow, followed
from drive_rules.following.history import Asked, standing_events
from drive_rules.problems import WitnessError
from tests import case_ruleset
from tests.following_faults import FAULTS, Fault, planted
from tests.following_laws import FIRST, BrokenLawError, asked_of, missed, run

CASES = Path(__file__).parents[1] / "examples" / "cases"
STREAMS = 20_000
STREAMS_TO_FIND_A_FAULT = 1_600


# -- laws ------------------------------------------------------------------------------------------


def test_laws_of_followed_cases_hold_over_streams_made_at_random() -> None:
    tally = run(STREAMS, "followed")
    assert tally.streams == STREAMS
    assert not missed(tally)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found(fault: Fault) -> None:
    with planted(fault), pytest.raises(BrokenLawError):
        run(STREAMS_TO_FIND_A_FAULT, "faults")


# -- events ----------------------------------------------------------------------------------------

EVENT = {
    "id": "e-1",
    "case": 12,
    "on": "14 September 2026",
    "at": "9:30",
    "says": {"pairs": [{"id": "p-2"}, {"id": "p-1", "x": True, "n": 1.50, "day": date(2026, 9, 1)}]},
}
TEXT = (
    '{"at": "09:30", "case": "12", "id": "e-1", "on": "2026-09-14", "says": '
    '{"pairs": [{"day": "2026-09-01", "id": "p-1", "n": 1.5, "x": true}, {"id": "p-2"}]}}'
)


def test_an_event_has_one_text_however_it_was_sent() -> None:
    says: Any = EVENT["says"]
    turned = {"says": {"pairs": says["pairs"][::-1]}, **{k: v for k, v in EVENT.items() if k != "says"}}
    assert dr.read_event(EVENT).text == TEXT
    assert dr.read_event(turned) == dr.read_event(EVENT) == dr.read_event(TEXT)
    assert dr.read_event(dr.read_event(TEXT).text) == dr.read_event(TEXT)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"takes back": "e-9"},
        {"task": {"do": "warn the IDVA", "of": "p-1", "what": "done", "by": "IDVA", "because": "it was"}},
        {"says": {"n": [10**30, -0.000001, float("inf"), "\ud800", "\u2028", None, 0.1, 1e300]}},
    ],
)
def test_the_text_of_an_event_gives_it_back(more: dict[str, Any]) -> None:
    event = dr.read_event({"id": "e-1", "case": "c", "on": date(2026, 9, 14), **more})
    assert dr.read_event(event.text) == event
    assert event.text.isascii()
    assert "\n" not in event.text
    assert pickle.loads(pickle.dumps(event)) == event


def test_events_are_read_line_by_line_and_every_problem_is_told(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text(TEXT + "\n\n" + TEXT.replace("e-1", "e-2") + "\n", encoding="utf-8")
    assert [event.id for event in dr.read_events(file)] == ["e-1", "e-2"]
    with pytest.raises(dr.EventError) as caught:
        dr.read_events([TEXT, "{canary", {"id": "canary"}, "[canary]"])
    assert [problem.place.partition(":")[0] for problem in caught.value.problems] == [
        *("line 2", "line 3", "line 3", "line 4")
    ]
    assert "canary" not in str(caught.value)


def test_no_repr_shows_anything_of_a_case() -> None:
    follower = small({"case": "canary", "pairs": [{"id": "canary-pair"}]})
    event = dr.read_event(
        {"id": "canary", "case": "canary", "on": FIRST, "says": {"pairs": [{"id": "canary"}]}}
    )
    change = follower.post(event)
    for each in (event, change, follower, *change.decisions, follower._history, follower._history.answer):
        assert "canary" not in repr(each)
    with pytest.raises(dr.EventError) as caught:
        follower.post({"id": "canary-2", "case": "canary", "on": FIRST, "says": {"canary": 1}})
    assert "canary" not in str(caught.value)


# -- what counts -----------------------------------------------------------------------------------


@cache
def asked() -> Asked:
    return asked_of(case_ruleset.ruleset())


def small(data: dict[str, Any] | None = None) -> Follower:
    case = read_case(asked().vocabulary, data or {"case": "c", "pairs": [{"id": "p-1"}]})
    return follow(asked(), case, FIRST)


def told(follower: Follower, id: str, on: date | int = 0, at: str | None = None, **more: Any) -> dr.Change:
    day = FIRST + timedelta(on) if isinstance(on, int) else on
    return follower.post({"id": id, "case": "c", "on": day, "at": at, **more})


def about(**facts: Any) -> dict[str, Any]:
    return {"pairs": [{"id": "p-1", **facts}]}


def known(follower: Follower, fact: str) -> tuple[int, int]:
    words = follower.case.vocabulary.kinds["pair"]
    row = follower.case.world.rows["pair"][0]
    return row.low[words.slots[fact]], row.high[words.slots[fact]]


def test_a_later_word_of_a_source_replaces_its_earlier_one_and_stands_beside_others() -> None:
    follower = small()
    told(follower, "e-1", 1, says=about(injured={"answer": "yes", "source": "police"}))
    told(follower, "e-2", 2, says=about(injured={"answer": "no", "source": "health"}))
    assert known(follower, "injured") == (1, 1)
    assert follower.case.conflicts
    told(follower, "e-3", 3, says=about(injured={"answer": "no", "source": "police"}))
    assert known(follower, "injured") == (0, 0)
    told(follower, "e-4", 4, says=about(injured={"answer": "don't know", "source": "police"}))
    assert known(follower, "injured") == (0, 0)


def test_a_yes_stands_while_its_source_does_not_know() -> None:
    follower = small()
    told(follower, "e-1", 1, says=about(injured={"answer": "yes", "source": "police"}))
    told(follower, "e-2", 2, says=about(injured={"answer": "don't know", "source": "police"}))
    assert known(follower, "injured") == (1, 1)
    told(follower, "e-3", 3, says=about(injured={"answer": "no", "source": "police"}))
    assert known(follower, "injured") == (0, 0)


@pytest.mark.parametrize("turned", [False, True])
def test_two_words_of_one_source_at_once_are_a_conflict_and_no_error(turned: bool) -> None:
    follower = small()
    both = [
        ("e-1", about(injured={"answer": "yes", "source": "police"}, followed="no")),
        ("e-2", about(injured={"answer": "no", "source": "police"}, followed="no")),
    ]
    for id, says in both[::-1] if turned else both:
        told(follower, id, 1, says=says)
    assert known(follower, "injured") == (1, 1)
    assert [fact for _, _, fact in follower.case.conflicts] == ["injured"]
    assert "two sources say what cannot both be so" in " ".join(follower.assessment.notes)
    assert read_case(asked().vocabulary, follower.case.to_data()).world == follower.case.world
    told(follower, "e-3", 1, "14:30", says=about(injured={"answer": "no", "source": "police"}))
    assert known(follower, "injured") == (1, 1), "a word without a time may be the last"
    told(follower, "e-4", 2, says=about(injured={"answer": "no", "source": "police"}))
    assert known(follower, "injured") == (0, 0)


def test_of_one_day_the_word_with_the_later_time_counts() -> None:
    follower = small()
    told(follower, "e-2", 1, "14:30", says=about(followed="no"))
    told(follower, "e-1", 1, "9:30", says=about(followed="yes"))
    assert known(follower, "followed") == (0, 0)


def test_a_word_of_an_earlier_day_replaces_no_later_one() -> None:
    follower = small()
    told(follower, "e-1", 4, says=about(followed="yes"))
    told(follower, "e-2", 9, says=about(followed={"answer": "no", "date": FIRST}))
    assert known(follower, "followed") == (1, 1)


def test_the_start_is_a_word_of_its_day_and_what_came_before_it_replaces_nothing() -> None:
    follower = small({"case": "c", "pairs": [{"id": "p-1", "followed": "yes"}]})
    change = told(follower, "e-1", -30, says=about(followed="no", injured="no"))
    assert change.late
    assert known(follower, "followed") == (1, 1)
    assert known(follower, "injured") == (0, 0)
    told(follower, "e-2", 0, says=about(followed="no"))
    assert known(follower, "followed") == (0, 0)


def test_things_and_checklists_are_added_and_lists_called_whole_are_so_up_to_the_day() -> None:
    follower = small()
    form = {"instrument": "safelives24", "completed by": "IDVA", "answers": {"D01": "yes"}}
    told(follower, "e-1", 1, says={**about(checklists=form), "all the pairs are listed": "yes"})
    told(follower, "e-2", 2, says={"pairs": [{"id": "p-2", "incidents": [{"id": "i-1"}]}]})
    rows = follower.case.world.rows
    assert [row.key for row in rows["pair"]] == ["p-1", "p-2"]
    assert rows["incident"][0].parent == 1
    assert known(follower, "assessed on")[0] == (FIRST + timedelta(1)).toordinal()
    assert rows["case"][0].whole[0] == (FIRST + timedelta(1)).toordinal()


def test_what_is_taken_back_was_never_said_whichever_comes_first() -> None:
    for turn in (1, -1):
        follower = small()
        said = ("e-1", {"says": about(followed="yes")})
        for id, more in [said, ("e-2", {"takes back": "e-1"})][::turn]:
            told(follower, id, 3, **more)
        assert known(follower, "followed") == (0, 1)
        told(follower, "e-3", 4, **{"takes back": "e-2"})
        assert known(follower, "followed") == (1, 1), "the taking back is itself taken back"


def test_a_mistaken_day_far_ahead_does_not_hold_the_case_there() -> None:
    follower = small()
    told(follower, "e-1", date(2062, 1, 1), says=about(followed="yes"))
    assert follower.as_of == date(2062, 1, 1)
    told(follower, "e-2", 3, **{"takes back": "e-1"})
    assert follower.as_of == FIRST + timedelta(3)
    assert follower.days == (FIRST, FIRST + timedelta(3))


def test_what_is_taken_back_and_never_came_is_named() -> None:
    follower = small()
    told(follower, "e-2", 2, **{"takes back": "e-1"})
    told(follower, "e-3", 2, **{"takes back": "e-01"})
    assert follower.never_came == ("e-01", "e-1")
    told(follower, "e-1", 1, says=about(followed="yes"))
    assert follower.never_came == ("e-01",)


def test_what_is_no_case_is_not_followed() -> None:
    rules = dr.load("drive-core")
    case = rules.read_case({"case": "c-1"})
    with pytest.raises(dr.DriveRulesError, match="this is a dict and no case: read it first, by `read_case`"):
        rules.follow({"case": "c-1"}, as_of=FIRST)  # type: ignore[call-overload]
    state = rules.follow(case, as_of=FIRST).to_json()
    for words in ({"case": case, "as_of": FIRST, "state": state}, {"case": case}, {}):
        with pytest.raises(dr.DriveRulesError, match="give the case and `as_of`, or `state`"):
            rules.follow(**words)  # type: ignore[call-overload]


def test_the_day_of_what_was_taken_back_stays_one_that_the_case_was_looked_at_on() -> None:
    follower = small()
    told(follower, "e-1", 2, says=about(followed="yes"))
    told(follower, "e-2", 3, **{"takes back": "e-1"})
    assert follower.days == tuple(FIRST + timedelta(n) for n in (0, 2, 3))


def test_of_events_that_take_each_other_back_in_a_circle_the_earliest_takes_nothing_back() -> None:
    follower = small()
    for number in range(3):
        told(follower, f"e-{number}", number, **{"takes back": f"e-{(number + 1) % 3}"})
    # e-0 takes nothing back, so e-1 counts and e-2 does not, which would take e-0 back.
    assert standing_events(follower._history.events) == {"e-0", "e-1"}


def test_an_event_that_is_there_changes_nothing_and_says_so() -> None:
    follower = small()
    assert not told(follower, "e-1", 1, says=about(followed="yes")).already
    history = follower._history
    change = told(follower, "e-1", 1, says=about(followed="yes"))
    assert change.already
    assert change.quiet
    assert follower._history is history


# -- whatever goes wrong ---------------------------------------------------------------------------


def test_where_the_witness_disagrees_nothing_is_changed() -> None:
    seen: list[date] = []

    def disagrees(*about: Any) -> str:
        seen.append(about[1])
        if about[1] > FIRST:
            raise WitnessError("the engines differ")
        return "all of it"

    watched = replace(asked(), witnessed=disagrees)
    follower = follow(watched, read_case(watched.vocabulary, {"case": "c"}), FIRST)
    history = follower._history
    assert follower.assessment.witness == "all of it"
    with pytest.raises(WitnessError):
        told(follower, "e-1", 1, says=about(followed="yes"))
    with pytest.raises(WitnessError):
        follower.advance(FIRST + timedelta(2))
    assert follower._history is history
    assert len(seen) == 3


def test_what_is_dated_after_its_event_is_refused() -> None:
    follower = small()
    ahead = {"id": "i", "date of the incident": FIRST + timedelta(2)}
    with pytest.raises(dr.EventError, match="DR507"):
        told(follower, "e-1", 1, says=about(incidents=[ahead]))
    told(follower, "e-2", 2, says=about(incidents=[ahead]))


def test_many_threads_lose_no_event() -> None:
    follower = small()
    ids = {f"e-{n}": about(incidents=[{"id": f"i-{n}"}]) for n in range(120)}
    days = [FIRST + timedelta(n) for n in range(3)]
    events = [{"id": id, "case": "c", "on": days[len(id) % 3], "says": says} for id, says in ids.items()]
    told_twice = [*events, *Random(1).sample(events, 40)]
    with ThreadPoolExecutor(8) as pool:
        changes = list(pool.map(follower.post, told_twice))
    assert sum(change.already for change in changes) == 40
    assert len(follower.case.world.rows["incident"]) == 120
    at_once = small()
    for event in events:
        at_once.post(event)
    assert follower.to_json() == at_once.to_json()


def test_a_text_that_is_none_is_refused_and_told_nothing_of() -> None:
    for text in ("canary", "[]", "{}", '{"schema": 9}', '{"schema": 1, "case": 3, "as of": "canary"}'):
        with pytest.raises(dr.DriveRulesError) as caught:
            followed(asked(), text)
        assert "canary" not in str(caught.value)


def test_a_change_goes_to_json_and_back() -> None:
    follower = small()
    change = told(follower, "e-1", 1, says=about(followed="yes"))
    assert dr.Change.from_json(change.to_json()) == change == pickle.loads(pickle.dumps(change))
    with pytest.raises(dr.DriveRulesError) as caught:
        dr.Change.from_json('{"case": "canary"}')
    assert "canary" not in str(caught.value)


# -- the practice ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def practice() -> tuple[dr.Ruleset, Follower]:
    """A case of the practice over three days, one event of which comes late."""
    ruleset = dr.load("drive-core")
    case = ruleset.read_case(CASES / "case-study-1.yaml")
    follower = ruleset.follow(case, as_of=FIRST)
    incident = {"pairs": [{"id": "pair-1", "incidents": [{"id": "i-9", "date of the incident": FIRST}]}]}
    for id, days, says in (("e-2", 3, {"under probation supervision": "yes"}), ("e-1", 1, incident)):
        follower.post({"id": id, "case": case.key, "on": FIRST + timedelta(days), "says": says})
    return ruleset, follower


def test_the_answer_is_the_last_of_a_chain_of_answers(practice: tuple[dr.Ruleset, Follower]) -> None:
    ruleset, follower = practice
    previous = None
    for day in follower._history.line:
        case = ruleset.read_case(day.state.case(ruleset._vocabulary).to_data(), as_of=day.on)
        previous = ruleset._assess(case, day.on, previous, questions=day.on == follower.as_of)
    assert previous is not None
    assert follower.assessment.to_json() == previous.to_json()


def test_a_case_put_away_is_brought_back_as_it_was(practice: tuple[dr.Ruleset, Follower]) -> None:
    ruleset, follower = practice
    again = ruleset.follow(state=follower.to_json())
    assert again.to_json() == follower.to_json()
    assert again._history.answer.standing == follower._history.answer.standing
    other = json.loads(follower.to_json()) | {"rules": ["other"], "called": []}
    assert ruleset.follow(state=json.dumps(other)).to_json() == follower.to_json()


def test_what_became_of_a_task_is_kept_by_planning_again(practice: tuple[dr.Ruleset, Follower]) -> None:
    ruleset, _ = practice
    follower = ruleset.follow(state=practice[1].to_json())
    step = next(step for step in follower.plan().steps if step.task.asked == "children's services")
    task = {"do": step.action, "of": step.thing.key, "what": "refused", "because": "no staff"}
    refused = {"id": "t-1", "case": follower.key, "on": follower.days[1], "task": task}
    assert follower.post(refused).quiet
    assert [each.what for each in follower.plan().outcomes] == ["refused"]
    assert follower.plan().step(str(step.number)).task.asked != "children's services"
    odd = {"do": "warn the IDVA", "what": "refused", "by": "canary", "because": "canary"}
    follower.post({"id": "t-2", "case": follower.key, "on": follower.as_of, "task": odd})
    assert [id for id, _ in follower.not_recorded()] == ["t-2"]
    before = {"do": step.action, "what": "done", "by": "canary"}
    follower.post({"id": "t-0", "case": follower.key, "on": FIRST - timedelta(9), "task": before})
    assert [id for id, _ in follower.not_recorded()] == ["t-0", "t-2"]
    follower.post({"id": "t-3", "case": follower.key, "on": follower.as_of, "takes back": "t-1"})
    assert follower.plan().outcomes == ()


@pytest.mark.parametrize("what", ["refused", "done"])
def test_what_becomes_of_a_task_today_is_seen_in_the_plan_of_today(
    practice: tuple[dr.Ruleset, Follower], what: str
) -> None:
    ruleset, before = practice
    follower = ruleset.follow(state=before.to_json())
    asked = next(step for step in follower.plan().steps if step.task.asked == "children's services")
    task = {"do": asked.action, "of": asked.thing.key, "what": what, "because": "no staff"}
    task |= {"by": "children's services"}
    follower.post({"id": "t-1", "case": follower.key, "on": follower.as_of, "task": task})
    step = follower.plan().step(str(asked.number))
    assert not follower.not_recorded()
    assert step.last_done == (follower.as_of if what == "done" else None)
    assert (step.task.asked == "children's services") == (what == "done")


def test_a_previous_answer_gives_its_days(practice: tuple[dr.Ruleset, Follower]) -> None:
    ruleset, before = practice
    case = ruleset.read_case(before.case.to_data())
    follower = ruleset.follow(case, as_of=before.as_of, previous=before.assessment)
    chained = ruleset.assess(case, as_of=before.as_of, previous=before.assessment)
    assert follower.assessment.to_json() == chained.to_json()
    assert ruleset.follow(state=follower.to_json()).assessment.to_json() == chained.to_json()
