"""A followed case that is kept in a journal: taken up again it is what the whole of it comes to at once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

import pytest

from drive_rules import packages
from drive_rules.following import keeping
from drive_rules.following.changes import Held, change
from drive_rules.following.keeping import KeptFollower
from drive_rules.ir import Constant, Dated
from drive_rules.journal.sqlite import SqliteJournal
from drive_rules.problems import CaseError, DriveRulesError, EventError, JournalError
from drive_rules.ruleset import Ruleset
from tests import journal_killed
from tests.journal_killed import CASE, FIRST, a_case, stream
from tests.small_ruleset import SCALE, small_ruleset

GOLDEN = Path(__file__).parent / "golden" / "keeping"


@cache
def rules() -> Ruleset:
    return Ruleset(packages.Package(small_ruleset(), "a" * 64, {}))


@cache
def new_rules() -> Ruleset:
    """Two answers fewer make a high risk."""
    meaning = small_ruleset()
    lower = replace(meaning.settings["visible high threshold"], values=(Dated(None, Constant(2 * SCALE)),))
    changed = replace(meaning, settings={**meaning.settings, lower.name: lower})
    return Ruleset(packages.Package(changed, "b" * 64, {}))


@cache
def rules_without_custody() -> Ruleset:
    """Rules that know nothing of custody."""
    meaning = small_ruleset()
    left = {id: each for id, each in meaning.rules.items() if id not in ("meet", "remand", "release")}
    facts = {name: each for name, each in meaning.facts.items() if name != "custody"}
    return Ruleset(packages.Package(replace(meaning, rules=left, facts=facts), "c" * 64, {}))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[SqliteJournal]:
    with SqliteJournal(tmp_path / "kept.journal") as journal:
        yield journal


def started(journal: SqliteJournal, ruleset: Ruleset | None = None) -> KeptFollower:
    ruleset = ruleset or rules()
    return ruleset.resume(journal, ruleset.read_case(a_case()), as_of=FIRST)


def answer(id: str, what: str, value: str = "yes", on: date = FIRST) -> dict[str, Any]:
    says = {"pairs": [{"id": "pair-1", what: {"answer": value, "source": "police"}}]}
    return {"id": id, "case": CASE, "on": on.isoformat(), "says": says}


def same(one: KeptFollower, other: Any) -> None:
    assert one.to_json() == other.to_json()
    assert one.as_of == other.as_of
    assert one.assessment.to_json() == other.assessment.to_json()


@pytest.mark.parametrize("seed", range(5))
def test_taken_up_again_it_is_the_whole_of_it(seed: int, journal: SqliteJournal) -> None:
    random = Random(seed)
    follower, plain = started(journal), rules().follow(rules().read_case(a_case()), as_of=FIRST)
    for number in range(25):
        what = stream(random, number)
        if isinstance(what, date):
            assert follower.advance(what) == plain.advance(what)
        else:
            assert follower.post(what) == plain.post(what)
        if random.random() < 0.2:
            follower.put_away()
        if random.random() < 0.2:
            follower = rules().resume(journal, CASE)
            assert follower.to_json() == plain.to_json()
    same(rules().resume(journal, CASE), plain)
    kept = list(journal.entries(CASE))
    assert {entry.id for entry in kept if not entry.id.startswith(" ")} == {e.id for e in plain.events}
    assert {entry.ruleset for entry in kept} == {rules().digest}


def test_the_last_day_taken_back_is_no_day_when_it_is_taken_up_again(journal: SqliteJournal) -> None:
    follower = started(journal)
    follower.post(answer("e-1", "injured", on=FIRST + timedelta(5)))
    follower.post(answer("e-2", "frightened", on=FIRST + timedelta(7)))
    follower.post({"id": "e-3", "case": CASE, "on": str(FIRST + timedelta(5)), "takes back": "e-2"})
    assert follower.as_of == FIRST + timedelta(5)
    same(rules().resume(journal, CASE), follower)


def test_a_case_that_is_there_is_taken_up_by_the_same_start_and_by_no_other(journal: SqliteJournal) -> None:
    started(journal).post(answer("e-1", "injured"))
    assert [event.id for event in started(journal).events] == ["e-1"]
    other = rules().read_case({**a_case(), "suicidal": "yes"})
    with pytest.raises(JournalError, match="JR012"):
        rules().resume(journal, other, as_of=FIRST)
    with pytest.raises(DriveRulesError, match="as_of"):
        rules().resume(journal, other)


def test_a_case_that_cannot_start_is_not_kept(journal: SqliteJournal) -> None:
    case = {**a_case(), "suicidal": {"answer": "yes", "source": "health", "date": "2026-12-01"}}
    with pytest.raises(CaseError):
        rules().resume(journal, rules().read_case(case), as_of=FIRST)
    assert journal.started(CASE) is None


def test_the_answer_before_is_kept_with_the_start(journal: SqliteJournal) -> None:
    case = rules().read_case(a_case())
    before = rules().assess(case, as_of=FIRST - timedelta(7))
    follower = rules().resume(journal, case, as_of=FIRST, previous=before)
    follower.post(answer("e-1", "injured"))
    again = rules().resume(journal, CASE)
    same(again, follower)
    assert again.assessment.to_json() != started_elsewhere(journal).assessment.to_json()


def started_elsewhere(journal: SqliteJournal) -> Any:
    plain = rules().follow(rules().read_case(a_case()), as_of=FIRST)
    plain.post(answer("e-1", "injured"))
    return plain


def test_what_is_refused_is_not_kept(journal: SqliteJournal) -> None:
    follower = started(journal)
    follower.post(answer("e-1", "injured"))
    before = follower.to_json()
    for bad in (
        answer("e-2", "injurd"),
        answer("e-1", "injured", "no"),
        {**answer("e-2", "injured"), "case": "another"},
        "{",
    ):
        with pytest.raises(EventError):
            follower.post(bad)
    with pytest.raises(EventError):
        follower.advance(FIRST - timedelta(1))
    assert follower.to_json() == before
    assert [entry.id for entry in journal.entries(CASE)] == ["e-1"]


class Refuses(SqliteJournal):
    """Refuses to keep, before it has kept or after."""

    refuses: str = ""

    def append(self, case: str, id: str, text: str, ruleset: str) -> bool:
        if self.refuses == "after":
            super().append(case, id, text, ruleset)
        if self.refuses:
            raise JournalError([])
        return super().append(case, id, text, ruleset)


@pytest.mark.parametrize("when", ["before", "after"])
def test_where_keeping_fails_nothing_is_applied(when: str, tmp_path: Path) -> None:
    with Refuses(tmp_path / "kept.journal") as journal:
        follower = started(journal)
        follower.post(answer("e-1", "injured"))
        before = follower.to_json()
        journal.refuses = when
        with pytest.raises(JournalError):
            follower.post(answer("e-2", "frightened"))
        with pytest.raises(JournalError):
            follower.advance(FIRST + timedelta(3))
        assert follower.to_json() == before
        journal.refuses = ""
        assert not follower.post(answer("e-2", "frightened")).already
        follower.advance(FIRST + timedelta(3))
        same(rules().resume(journal, CASE), follower)


def test_many_threads_post_to_one_case(journal: SqliteJournal) -> None:
    follower = started(journal)
    sent = [what for number in range(40) if isinstance(what := stream(Random(number), number), dict)]

    def post(share: list[dict[str, Any]]) -> None:
        for event in share:
            follower.post(event)

    threads = [Thread(target=post, args=(sent[number::4],)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert {event.id for event in follower.events} == {event["id"] for event in sent}
    same(rules().resume(journal, CASE), follower)


def test_days_that_passed_for_the_whole_site_count(journal: SqliteJournal) -> None:
    started(journal)
    later = FIRST + timedelta(30)
    journal.start("", json.dumps({"as_of": FIRST.isoformat()}), rules().digest)
    for day in (FIRST - timedelta(30), later):
        journal.append("", day.isoformat(), json.dumps({"on": day.isoformat()}), rules().digest)
    follower = rules().resume(journal, CASE)
    assert follower.days == (FIRST, later)


# -- other rules -------------------------------------------------------------------------------------


def some(follower: KeptFollower) -> None:
    for number, what in enumerate(("injured", "frightened", "isolated")):
        follower.post(answer(f"e-{number}", what, on=FIRST + timedelta(number)))


def test_other_rules_are_refused_unless_asked_for(journal: SqliteJournal) -> None:
    some(started(journal))
    with pytest.raises(JournalError, match="JR032") as caught:
        new_rules().resume(journal, CASE)
    assert 'rules="new"' in str(caught.value)
    taken_up = new_rules().resume(journal, CASE, rules="new")
    assert taken_up.by_new_rules is None, "nothing of the old answer is at hand"
    plain = new_rules().follow(new_rules().read_case(a_case()), as_of=FIRST)
    for event in taken_up.events:
        plain.post(event)
    same(taken_up, plain)
    taken_up.post(answer("later", "followed"))
    assert {entry.ruleset for entry in journal.entries(CASE)} == {rules().digest, new_rules().digest}
    with pytest.raises(JournalError, match="JR032"):
        rules().resume(journal, CASE)
    same(new_rules().resume(journal, CASE), taken_up)


def test_new_rules_stay_in_force_though_nothing_happens_after(journal: SqliteJournal) -> None:
    some(started(journal))
    new_rules().resume(journal, CASE, rules="new")
    new_rules().resume(journal, CASE)
    rules().resume(journal, CASE, rules="new")
    rules().resume(journal, CASE)
    with pytest.raises(JournalError, match="JR032"):
        new_rules().resume(journal, CASE)


def test_what_new_rules_change_is_said(journal: SqliteJournal) -> None:
    old = started(journal)
    some(old)
    found = new_rules().resume(journal, CASE, rules="new", older=rules()).by_new_rules
    assert found is not None
    assert (found.case, found.as_of, found.event) == (CASE, old.as_of, None)
    levels = {each.name: (each.was, each.now, each.how) for each in found.decisions}
    assert levels["risk level"] == ("medium to high", "high", "newly settled")
    assert "refer to the panel" in {each.action for each in found.duties}


def test_what_new_rules_change_is_said_by_what_was_put_away(journal: SqliteJournal) -> None:
    old = started(journal)
    some(old)
    old.put_away()
    old.post(answer("later", "suicidal by another", on=FIRST + timedelta(9)) | {"says": {"suicidal": "yes"}})
    expected = started_and_compared()
    found = new_rules().resume(journal, CASE, rules="new").by_new_rules
    assert found is not None
    assert found == expected
    assert not found.quiet


def started_and_compared() -> Any:
    """The same by the old ruleset itself, of what had happened when the case was put away."""
    both = []
    for ruleset in (rules(), new_rules()):
        follower = ruleset.follow(ruleset.read_case(a_case()), as_of=FIRST)
        some(follower)  # type: ignore[arg-type]
        both.append(follower)
    held = Held(*(each._history.answer.standing for each in both))
    return change(held, case=CASE, as_of=both[0].as_of)


def test_the_same_rules_change_nothing_by_another_digest(journal: SqliteJournal) -> None:
    some(started(journal))
    reworded = Ruleset(packages.Package(small_ruleset(), "d" * 64, {}))
    found = reworded.resume(journal, CASE, rules="new", older=rules()).by_new_rules
    assert found is not None
    assert found.quiet


def test_every_event_that_new_rules_cannot_read_is_listed(journal: SqliteJournal) -> None:
    follower = started(journal)
    some(follower)
    for number in range(2):
        says = {"custody": {"answer": "remand", "source": ("prison", "police")[number]}}
        follower.post({"id": f"c-{number}", "case": CASE, "on": FIRST.isoformat(), "says": says})
    with pytest.raises(JournalError) as caught:
        rules_without_custody().resume(journal, CASE, rules="new")
    assert [each.place.partition(":")[0] for each in caught.value.problems] == ["event 4", "event 5"]
    assert all(each.fix for each in caught.value.problems)
    assert "remand" not in str(caught.value)
    same(rules().resume(journal, CASE), follower)


def test_a_start_that_new_rules_cannot_read_is_told(journal: SqliteJournal) -> None:
    case = {**a_case(), "custody": {"answer": "remand", "source": "prison"}}
    rules().resume(journal, rules().read_case(case), as_of=FIRST)
    with pytest.raises(JournalError, match="start"):
        rules_without_custody().resume(journal, CASE, rules="new")


def test_a_case_that_is_not_there_is_told(journal: SqliteJournal) -> None:
    with pytest.raises(JournalError, match="JR030"):
        rules().resume(journal, "nobody")


def test_texts_that_no_library_of_this_kind_wrote_are_each_told(journal: SqliteJournal) -> None:
    journal.start(CASE, "[]", rules().digest)
    journal.append(CASE, "e-1", "canary", rules().digest)
    journal.append(CASE, " 2026-10-01", "canary", rules().digest)
    with pytest.raises(JournalError) as caught:
        rules().resume(journal, CASE)
    places = [(each.code, each.place) for each in caught.value.problems]
    assert places == [("EV001", "event 1: event"), ("JR031", "event 2"), ("JR031", "start")]
    assert "canary" not in str(caught.value)


def test_a_state_that_is_not_ours_is_worked_out_again(journal: SqliteJournal) -> None:
    follower = started(journal)
    some(follower)
    for text in ("{}", "canary", json.dumps({"rules": []}), json.dumps({"answer": 3, "rules": 1})):
        journal.put_away(CASE, text, journal.last(CASE))
        same(rules().resume(journal, CASE), follower)
    assert new_rules().resume(journal, CASE, rules="new").by_new_rules is None


def test_of_two_followers_of_a_case_neither_hides_what_the_other_kept(journal: SqliteJournal) -> None:
    one, other = started(journal), rules().resume(journal, CASE)
    one.post(answer("e-1", "injured"))
    with pytest.raises(JournalError, match="JR033"):
        other.post(answer("e-2", "frightened"))
    with pytest.raises(JournalError, match="JR033"):
        other.advance(FIRST + timedelta(3))
    assert [event.id for event in other.events] == []
    other.put_away()
    again = rules().resume(journal, CASE)
    assert [event.id for event in again.events] == ["e-1"]
    again.advance(FIRST + timedelta(3))
    with pytest.raises(JournalError, match="JR033"):
        one.post(answer("e-3", "frightened"))
    one.put_away()
    same(rules().resume(journal, CASE), again)


def test_what_was_kept_though_it_failed_may_be_posted_again(
    journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = started(journal)
    append = journal.append

    def failing(*given: str) -> bool:
        append(*given)
        raise JournalError([])

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(journal, "append", failing)
        with pytest.raises(JournalError):
            follower.post(answer("e-1", "injured"))
    assert follower.events == ()
    follower.put_away()
    assert [event.id for event in rules().resume(journal, CASE).events] == ["e-1"]
    follower.post(answer("e-1", "injured"))
    follower.post(answer("e-2", "frightened"))
    same(rules().resume(journal, CASE), follower)


def test_rules_that_changed_twice_hold_nobody_up(journal: SqliteJournal) -> None:
    started(journal).post(answer("e-1", "injured"))
    new_rules().resume(journal, CASE, rules="new").post(answer("e-2", "frightened"))
    again = rules().resume(journal, CASE, rules="new")
    again.post(answer("e-3", "injured", on=FIRST + timedelta(1)))
    again.put_away()
    same(rules().resume(journal, CASE), again)


def of_other_rules(journal: SqliteJournal) -> None:
    some(started(journal))
    new_rules().resume(journal, CASE)


def of_rules_that_cannot_read_it(journal: SqliteJournal) -> None:
    follower = started(journal)
    for number, source in enumerate(("prison", "police")):
        says = {"custody": {"answer": "remand", "source": source}}
        follower.post({"id": f"c-{number}", "case": CASE, "on": FIRST.isoformat(), "says": says})
    rules_without_custody().resume(journal, CASE, rules="new")


def of_what_nobody_wrote(journal: SqliteJournal) -> None:
    journal.start(CASE, "{}", rules().digest)
    journal.append(CASE, " 2026-10-01", "{", rules().digest)
    rules().resume(journal, CASE)


def of_two_followers(journal: SqliteJournal) -> None:
    one, other = started(journal), rules().resume(journal, CASE)
    one.post(answer("e-1", "injured"))
    other.post(answer("e-2", "frightened"))


SITUATIONS: dict[str, Callable[[SqliteJournal], object]] = {
    "JR030-not-there": lambda journal: rules().resume(journal, "nobody"),
    "JR031-unreadable": of_what_nobody_wrote,
    "JR032-other-rules": of_other_rules,
    "JR033-two-followers": of_two_followers,
    "DR502-unreadable-by-new-rules": of_rules_that_cannot_read_it,
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_it_says_what_is_wrong_and_what_to_do(name: str, journal: SqliteJournal) -> None:
    with pytest.raises(JournalError) as caught:
        SITUATIONS[name](journal)
    text = "\n".join(each.picture() for each in caught.value.problems) + "\n"
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("REWRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert name.partition("-")[0] in {each.code for each in caught.value.problems}


def test_every_code_is_seen() -> None:
    codes = set(re.findall(r'"(JR\d{3})"', Path(keeping.__file__).read_text("utf-8")))
    assert codes == {name.partition("-")[0] for name in SITUATIONS if name.startswith("JR")}
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(SITUATIONS)


def test_no_repr_says_what_is_kept(journal: SqliteJournal) -> None:
    assert CASE not in repr(started(journal))


# -- killed ------------------------------------------------------------------------------------------


def killed(folder: Path, *asked: str) -> subprocess.CompletedProcess[str]:
    """Killing is for a process without threads, which the one that runs the tests may not be."""
    command = [sys.executable, "-m", "tests.journal_killed", "--folder", str(folder), *asked]
    root = Path(journal_killed.__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=root, env=environment)


def counts(done: subprocess.CompletedProcess[str]) -> dict[str, int]:
    assert done.returncode == 0, done.stderr
    return {name: int(count) for name, count in re.findall(r"(\w+)=(\d+)", done.stdout)}


def test_killed_200_times_while_many_threads_write_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    seen = counts(killed(tmp_path, "--kills", "200"))
    assert seen["kills"] == 200
    assert seen["acknowledged"] > 100
    assert seen["nothing_done"] < 150


def test_killed_200_times_a_followed_case_is_what_was_sent(tmp_path: Path) -> None:
    seen = counts(killed(tmp_path, "--kills", "200", "--followed"))
    assert seen["kills"] == 200
    assert seen["acknowledged"] > 50
    assert seen["nothing_done"] < 150


@pytest.mark.parametrize("followed", [(), ("--followed",)], ids=["alone", "followed"])
def test_a_journal_that_acknowledges_too_early_is_found_out(
    followed: tuple[str, ...], tmp_path: Path
) -> None:
    done = killed(tmp_path, "--kills", "60", "--too-early", *followed)
    assert done.returncode == 1
    assert "AssertionError" in done.stderr
