"""A whole site: many threads, few cases in memory, killed and opened again; and alerts told."""

from __future__ import annotations

import asyncio
import gc
import pickle
import subprocess
import sys
import threading
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from drive_rules import live, packages
from drive_rules.following import Change, Event
from drive_rules.journal import Owed
from drive_rules.journal.sqlite import SqliteJournal
from drive_rules.live import Failure, Raised, Watch
from drive_rules.live.locks import CaseLocks
from drive_rules.live.readers import Window
from drive_rules.live.record import UnderWay
from drive_rules.problems import CaseError, DriveRulesError, EventError, JournalError, Problem
from drive_rules.ruleset import Ruleset
from tests import live_killed, soak, test_keeping
from tests.sites_made import FIRST, LATER, Spy, alone, case_of, id_of, ruleset, stream, watch
from tests.small_ruleset import small_ruleset

THREADS = 8
ROOT = Path(__file__).parent.parent
KILLED_AFTER = (0, 1, 5, 12, 20, 33, 47, 60, 75, 90, 120, 170)
"""How many lines a process says before it is killed."""
MEMORY = Path("/dev/shm")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: what is tried here is not the disk."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else tmp_path) as folder:
        yield Path(folder)


@pytest.fixture
def journal(folder: Path) -> Iterator[Spy]:
    with Spy(folder / "site.db") as journal:
        yield journal


def streams(seed: int, cases: int, events: int) -> dict[str, list[dict[str, Any]]]:
    """What happens to each of some cases."""
    random = Random(seed)
    return {key: list(stream(random, key, events)) for key in (f"case-{number}" for number in range(cases))}


def start_all(site: Watch, happened: dict[str, list[dict[str, Any]]]) -> None:
    for key in happened:
        site.start(case_of(key))


def post_all(site: Watch, events: list[dict[str, Any]], threads: int = THREADS) -> None:
    """Post events by many threads, each of them a share of all."""
    with ThreadPoolExecutor(threads) as pool:
        for each in [
            pool.submit(lambda mine: [site.post(e) for e in mine], events[n::threads]) for n in range(threads)
        ]:
            each.result()


def same(
    site: Watch, happened: dict[str, list[dict[str, Any]]], days: tuple[date, ...] = (), whole: int = 3
) -> None:
    """Each case is as it would be if it were followed alone; of a few the whole answer, to the byte."""
    for number, (key, events) in enumerate(happened.items()):
        here, there = site.follower(key), alone(case_of(key), events, days)
        assert here.to_json() == there.to_json()
        assert here.case == there.case
        assert here.alerts == there.alerts
        if number < whole:
            assert here.assessment.to_json() == there.assessment.to_json()


def an_incident(case: str, number: int, on: date = FIRST) -> dict[str, Any]:
    """An incident becomes known, of which an alert is told."""
    incident = {"id": f"incident-{number}", "date of the incident": on.isoformat()}
    says = {"pairs": [{"id": "pair-1", "incidents": [incident]}]}
    return {"id": f"e-{number}", "case": case, "on": on.isoformat(), "says": says}


# -- every case as if it were the only one ---------------------------------------------------------


@pytest.mark.parametrize("kept", [1, 5, 1000])
def test_many_threads_in_any_order_equal_each_case_alone(journal: Spy, kept: int) -> None:
    happened = streams(kept, 12, 8)
    everything = [event for events in happened.values() for event in events]
    Random(kept).shuffle(everything)
    told: dict[str, list[str]] = {}
    most = []

    def tell(alert: Raised) -> None:
        told.setdefault(alert.case, []).append(alert.id)
        most.append(len(site._holding))

    with watch(journal, kept=kept, on_alert=tell) as site:
        start_all(site, happened)
        half = len(everything) // 2
        post_all(site, everything[:half])
        site.advance(LATER)
        post_all(site, everything[half:] + everything[:10])
        same(site, happened, (LATER,))
        assert max(most) <= kept
        assert not site.failures
        assert told == journal.came
        assert sum(map(len, told.values())) > 10
        standing = {key: {each.id for each in site.follower(key).alerts} for key in happened}
    assert all(ids <= set(told.get(key, ())) for key, ids in standing.items())
    assert all(len(ids) == len(set(ids)) for ids in told.values())
    assert not list(journal.owed())


def test_a_bad_event_is_refused_and_not_kept(journal: Spy) -> None:
    with watch(journal) as site:
        site.start(case_of("case-1"))
        before = site.follower("case-1").assessment
        for bad, code in (
            ({"id": "e-1", "case": "case-1", "on": "2026-09-02", "says": {"no such word": 1}}, "DR502"),
            ({"id": "e-1", "case": "case-2", "on": "2026-09-02"}, "EV030"),
            ({"id": "e-1", "case": "", "on": "2026-09-02"}, "EV"),
        ):
            with pytest.raises(EventError) as caught:
                site.post(bad)
            assert code in str(caught.value)
        assert site.follower("case-1").assessment == before
    assert not list(journal.entries("case-1"))


def test_what_was_started_is_not_started_otherwise(journal: Spy) -> None:
    with watch(journal) as site:
        assert site.start(case_of("case-1"))
        assert not site.start(case_of("case-1"))
        with pytest.raises(JournalError):
            site.start({"case": "case-1", "suicidal": "yes"})
        with pytest.raises(CaseError):
            site.start(
                {"case": "case-2", "custody": {"answer": "none", "source": "police", "date": "2026-10-01"}}
            )
        assert list(site.cases()) == ["case-1"]


def test_a_follower_is_there_to_look_at(journal: Spy) -> None:
    with watch(journal) as site:
        site.start(case_of("case-1"))
        follower = site.follower("case-1")
        follower.post(an_incident("case-1", 1))
        assert len(follower.alerts) == 1
        assert not site.follower("case-1").alerts
    assert not list(journal.entries("case-1"))


# -- memory ----------------------------------------------------------------------------------------


def test_memory_does_not_grow_with_cases_or_events(journal: Spy) -> None:
    """Cases that came and went would be some 300,000 bytes by the end, were they still there."""
    sizes = []
    suicidal = {"on": FIRST.isoformat(), "says": {"suicidal": "yes"}}
    with watch(journal, kept=8) as site:
        tracemalloc.start()
        for part in range(5):
            for case in [f"case-{part}-{number}" for number in range(10)]:
                site.start(case_of(case))
                for number in range(4):
                    site.post({"id": str(number), "case": case, **suicidal})
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
        assert len(site._holding) <= 8
        assert not len(site._holding._locks)
    assert sizes[-1] - sizes[1] < 100_000, sizes


def test_a_lock_costs_nothing_when_nobody_holds_it() -> None:
    locks = CaseLocks()
    at_once: Counter[str] = Counter()
    wrong = []

    def work(seed: int) -> None:
        random = Random(seed)
        for _ in range(300):
            case = str(random.randrange(3))
            with locks(case):
                at_once[case] += 1
                if at_once[case] != 1:
                    wrong.append(case)
                time.sleep(0)
                at_once[case] -= 1
            with locks.at_once(case) as free:
                if free:
                    at_once[case] += 1
                    if at_once[case] != 1:
                        wrong.append(case)
                    at_once[case] -= 1

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    assert not wrong
    assert not len(locks)


# -- days ------------------------------------------------------------------------------------------


def test_a_day_is_kept_once_and_taken_to_every_case_a_few_at_a_time(folder: Path) -> None:
    happened = streams(3, 10, 4)
    path = folder / "site.db"
    changed: list[tuple[str, date]] = []
    with (
        Spy(path) as journal,
        watch(journal, kept=3, on_change=lambda c: changed.append((c.case, c.as_of))) as site,
    ):
        start_all(site, happened)
        post_all(site, [event for events in happened.values() for event in events], 1)
        first = site.advance(LATER, at_most=4)
        assert (first.looked_at, first.left, first.as_of) == (4, 6, LATER)
        site.post({"id": "more", "case": "case-9", "on": LATER.isoformat()})
        assert site.follower("case-9").as_of == LATER
    with (
        Spy(path) as journal,
        watch(journal, kept=3, on_change=lambda c: changed.append((c.case, c.as_of))) as site,
    ):
        assert site.as_of == LATER
        second = site.advance()
        assert (second.looked_at, second.left) == (6, 0)
        assert site.advance().looked_at == 0
        happened["case-9"].append({"id": "more", "case": "case-9", "on": LATER.isoformat()})
        same(site, happened, (LATER,))
        assert len(list(journal.entries(""))) == 1
        assert site.start(case_of("case-new"))
        assert site.follower("case-new").as_of == LATER
    assert len(changed) == len(set(changed))


def test_days_that_were_missed_are_taken_in_turn(folder: Path) -> None:
    """A case that nobody looked at for two days comes to the same as one that was looked at on each."""
    happened = streams(5, 6, 6)
    days = (LATER, LATER + timedelta(1), LATER + timedelta(9))
    with Spy(folder / "site.db") as journal, watch(journal, kept=2) as site:
        start_all(site, happened)
        post_all(site, [event for events in happened.values() for event in events])
        site.advance(days[0], at_most=2)
        site.advance(days[2], at_most=1)
        site.advance(days[1])
        same(site, happened, days)


def test_what_goes_wrong_with_one_case_stops_no_other(journal: Spy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is what that case would have told on the day lost, when it comes to it in the end."""
    failed: list[Failure] = []
    told: list[str] = []
    with watch(
        journal, kept=2, on_failure=failed.append, on_alert=lambda alert: told.append(alert.case)
    ) as site:
        cases = [f"case-{n}" for n in range(5)]
        for case in cases:
            site.start({**case_of(case), "suicidal": "yes"})
        brings = site._followed.bring_to_the_day

        def stumbles(held: Any) -> None:
            if held.follower.key == "case-1":
                raise ZeroDivisionError("case-1 and all that is known of it")
            brings(held)

        with monkeypatch.context() as patched:
            patched.setattr(site._followed, "bring_to_the_day", stumbles)
            done = site.advance(LATER)
            assert (done.looked_at, done.failed, done.left) == (5, 1, 1)
            assert {(each.what, each.error, each.case) for each in failed} == {
                ("a case could not be brought to the day", "ZeroDivisionError", "case-1")
            }
            assert "case-1" not in repr(failed)
            done = site.advance(LATER + timedelta(1), at_most=3)
            assert (done.looked_at, done.failed, done.left) == (3, 1, 3)
            done = site.advance(at_most=1)
            assert (done.looked_at, done.failed, done.left) == (1, 1, 3)
        done = site.advance(at_most=1)
        assert (done.looked_at, done.failed, done.left) == (1, 0, 2)
        assert sorted(told) == cases
        done = site.advance()
        assert (done.looked_at, done.failed, done.left) == (2, 0, 0)
        assert all(site.follower(f"case-{n}").as_of == LATER + timedelta(1) for n in range(5))


# -- alerts: callbacks -----------------------------------------------------------------------------


def test_a_callback_that_raises_stops_nothing_and_is_tried_again(journal: Spy) -> None:
    heard: list[str] = []
    all_heard: list[str] = []
    failed: list[Failure] = []
    down = True

    def tell(alert: Raised) -> None:
        if down:
            raise OSError("no connection to somebody's address")
        heard.append(alert.id)

    with watch(
        journal, on_alert=[tell, lambda alert: all_heard.append(alert.id)], on_failure=failed.append
    ) as site:
        for key in ("case-1", "case-2"):
            site.start(case_of(key))
        for number in range(3):
            assert site.post(an_incident("case-1", number)).alerts[0].how == "started"
        assert not heard
        assert all_heard == journal.came["case-1"]
        assert {(each.error, each.what) for each in failed} == {
            ("OSError", "an alert could not be handed over")
        }
        assert len(list(journal.owed())) == 3
        down = False
        site.post(an_incident("case-2", 0))
        # What went through says that it works again, so what is late is tried too, and no one hears twice.
        assert heard == [*journal.came["case-2"], *journal.came["case-1"]]
        assert all_heard == [*journal.came["case-1"], *journal.came["case-2"]]
        assert not list(journal.owed())


def test_what_failed_goes_before_what_is_new_and_holds_nothing_up(journal: Spy) -> None:
    heard: list[str] = []
    refused: set[str] = set()

    def tell(alert: Raised) -> None:
        if alert.alert.key in refused:
            raise ValueError
        heard.append(alert.alert.key)

    with watch(journal, on_alert=tell) as site:
        site.start(case_of("case-1"))
        refused = {"incident-0", "incident-1"}
        for number in range(3):
            site.post(an_incident("case-1", number))
        assert heard == ["incident-2"]
        refused = {"incident-1"}
        site.post(an_incident("case-1", 3))
        assert heard == ["incident-2", "incident-0", "incident-3"]
        refused = set()
        site.start(case_of("case-2"))
        site.post(an_incident("case-2", 9))
        assert heard == ["incident-2", "incident-0", "incident-3", "incident-9", "incident-1"]
        assert site.redeliver() == 0
        refused = {"incident-4"}
        site.post(an_incident("case-1", 4))
        assert site.redeliver() == 1
        refused = set()
        assert site.redeliver() == 0
        assert heard[5:] == ["incident-4"]


def test_a_callback_may_post_and_nothing_waits_for_itself(journal: Spy) -> None:
    """Each incident is answered by another, of this case and of the next, from within the callback."""
    posted: list[str] = []

    def tell(alert: Raised) -> None:
        number = int(alert.alert.key.removeprefix("incident-"))
        posted.append(alert.alert.key)
        if number < 400:
            for case in (alert.case, f"case-{(int(alert.case[5:]) + 1) % 4}"):
                site.post(an_incident(case, number + 100))
        site.follower(alert.case)

    with watch(journal, kept=2, on_alert=tell) as site:
        start_all(site, dict.fromkeys(f"case-{n}" for n in range(4)))
        post_all(site, [an_incident(f"case-{n}", n) for n in range(4)])
        assert not site.failures
        assert not list(journal.owed())
        assert all(len(site.follower(f"case-{n}").alerts) == 4 * 4 + 1 for n in range(4)) or len(posted) > 16


def test_a_callback_that_hangs_holds_up_no_other_case_and_not_its_own(journal: Spy) -> None:
    hangs, goes_on = threading.Event(), threading.Event()
    heard: list[str] = []

    def tell(alert: Raised) -> None:
        if alert.alert.key == "incident-0":
            hangs.set()
            assert goes_on.wait(10)
        heard.append(f"{alert.case} {alert.alert.key}")

    with watch(journal, on_alert=tell) as site:
        start_all(site, {"case-1": [], "case-2": []})
        first = threading.Thread(target=site.post, args=[an_incident("case-1", 0)])
        first.start()
        assert hangs.wait(10)
        site.post(an_incident("case-2", 1))
        site.post(an_incident("case-1", 1))
        assert heard == ["case-2 incident-1"]
        goes_on.set()
        first.join()
        assert heard == ["case-2 incident-1", "case-1 incident-0", "case-1 incident-1"]


def _call(callback: Callable[[Raised], Any], alert: Raised) -> Any:
    return callback(alert)


def test_a_callback_is_no_coroutine(journal: Spy) -> None:
    async def tell(alert: Raised) -> None:
        raise AssertionError

    with pytest.raises(DriveRulesError, match="iterate"):
        watch(journal, on_alert=tell)
    with watch(journal, on_alert=partial(_call, tell)) as site:
        site.start(case_of("case-1"))
        site.post(an_incident("case-1", 1))
        assert [each.error for each in site.failures] == ["DriveRulesError"]
        assert len(list(journal.owed())) == 1


# -- alerts: iterating -----------------------------------------------------------------------------


def test_alerts_are_read_in_another_loop_of_another_thread(journal: Spy) -> None:
    read: list[Raised] = []

    async def reading() -> None:
        async for alert in site.alerts():
            read.append(alert)
            await asyncio.sleep(0.002)

    with watch(journal, kept=4) as site:
        happened = streams(11, 12, 8)
        start_all(site, happened)
        site.post(an_incident("case-1", 99))
        threads = [threading.Thread(target=asyncio.run, args=[reading()]) for _ in range(2)]
        for thread in threads:
            thread.start()
        post_all(site, [event for events in happened.values() for event in events])
        _until(lambda: not list(journal.owed()))
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    by_case: dict[str, list[str]] = {}
    for alert in read:
        by_case.setdefault(alert.case, []).append(alert.id)
    assert by_case == journal.came


def test_what_a_reader_has_is_nobody_elses_until_it_is_crossed_off() -> None:
    owed = [Owed("a-1", "case-1", "{}"), Owed("a-2", "case-1", "{}")]
    meanwhile: list[Owed | None] = []

    def cross_off(alert: Owed) -> None:
        meanwhile.append(window.take(other))
        owed.remove(alert)

    window = Window(lambda: iter(tuple(owed)), lambda _: False, cross_off)
    one, other = window.reader(), window.reader()
    assert window.take(one) == owed[0]
    window.done(one)
    assert meanwhile == [None]
    assert window.take(other) == owed[0] == Owed("a-2", "case-1", "{}")


def _until(so: Callable[[], bool]) -> None:
    for _ in range(1000):
        if so():
            return
        time.sleep(0.01)
    raise AssertionError("it took too long")


async def _next(alerts: Any, seconds: float = 5) -> Raised:
    return await asyncio.wait_for(anext(alerts), seconds)


def test_what_is_cancelled_or_left_is_not_lost(journal: Spy) -> None:
    async def reading() -> None:
        alerts = site.alerts()
        for _ in range(3):
            with pytest.raises(TimeoutError):
                await _next(alerts, 0.01)
        assert not site._delivery._window._bells
        waiting = asyncio.create_task(anext(alerts))
        await asyncio.sleep(0)
        site.post(an_incident("case-1", 0))
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert (await _next(alerts)).alert.key == "incident-0"
        site.post(an_incident("case-1", 1))
        assert (await _next(alerts)).alert.key == "incident-1"
        await alerts.aclose()
        with pytest.raises(StopAsyncIteration):
            await anext(alerts)

    async def again() -> list[str]:
        found = []
        async with site.alerts() as alerts:
            async for alert in alerts:
                found.append(alert.alert.key)
                if len(found) == 2:
                    break
        return found

    with watch(journal) as site:
        site.start(case_of("case-1"))
        asyncio.run(reading())
        site.post(an_incident("case-1", 2))
        assert asyncio.run(again()) == ["incident-1", "incident-2"]
        assert [each.id for each in journal.owed()] == journal.came["case-1"][2:]


def test_a_reader_that_is_forgotten_keeps_nothing_back(journal: Spy) -> None:
    async def forgets() -> str:
        async for alert in site.alerts():
            return str(alert.alert.key)
        raise AssertionError

    with watch(journal) as site:
        site.start(case_of("case-1"))
        site.post(an_incident("case-1", 0))
        assert asyncio.run(forgets()) == "incident-0"
        assert asyncio.run(forgets()) == "incident-0"

        async def stays() -> str:
            alerts = site.alerts()
            assert await forgets() == "incident-0"
            return (await _next(alerts)).alert.key

        assert asyncio.run(stays()) == "incident-0"


def test_with_callbacks_and_readers_an_alert_is_owed_until_both_have_it(journal: Spy) -> None:
    heard: list[str] = []

    async def reading() -> None:
        alerts = site.alerts()
        site.post(an_incident("case-1", 0))
        assert heard == ["incident-0"]
        assert len(list(journal.owed())) == 1
        assert (await _next(alerts)).alert.key == "incident-0"
        waiting = asyncio.create_task(anext(alerts))
        await asyncio.sleep(0)
        assert not list(journal.owed())
        site.post(an_incident("case-1", 1))
        assert (await waiting).alert.key == "incident-1"
        site.redeliver()

    with watch(journal, on_alert=lambda alert: heard.append(alert.alert.key)) as site:
        site.start(case_of("case-1"))
        asyncio.run(reading())
        assert heard == ["incident-0", "incident-1"]


# -- the end, and the next beginning ---------------------------------------------------------------


def test_what_is_owed_is_told_when_the_site_is_opened_again(folder: Path) -> None:
    path, heard = folder / "site.db", []
    with Spy(path) as journal, watch(journal) as site:
        site.start(case_of("case-1"))
        for number in range(3):
            site.post(an_incident("case-1", number))
        owed = journal.came["case-1"]
    with (
        Spy(path) as journal,
        watch(journal, as_of=None, on_alert=lambda alert: heard.append(alert.id)) as site,
    ):
        assert heard == owed
        site.post(an_incident("case-1", 1))
    with Spy(path) as journal, watch(journal, on_alert=lambda alert: heard.append(alert.id)):
        assert heard == owed


def test_a_journal_without_a_site_needs_a_day_and_the_same_rules_after(journal: Spy) -> None:
    with pytest.raises(JournalError, match="JR040"):
        watch(journal, as_of=None)
    watch(journal).close()
    with pytest.raises(JournalError, match="JR042"):
        watch(journal, digest="another")
    with watch(journal, digest="another", rules="new"):
        pass
    with pytest.raises(JournalError, match="JR042"):
        watch(journal)
    watch(journal, digest="another").close()


def test_closing_while_others_post(folder: Path) -> None:
    path = folder / "site.db"
    happened = streams(7, 12, 40)
    everything = [event for events in happened.values() for event in events]
    acknowledged: list[str] = []
    told: list[str] = []

    def post(mine: list[dict[str, Any]]) -> int:
        for event in mine:
            try:
                site.post(event)
            except JournalError as error:
                return int(error.problems[0].code == "JR043")
            acknowledged.append(f"{event['case']} {event['id']}")
        return 0

    with Spy(path) as journal:
        site = watch(journal, kept=4, on_alert=lambda alert: told.append(alert.id))
        start_all(site, happened)
        with ThreadPoolExecutor(THREADS) as pool:
            running = [pool.submit(post, everything[n::THREADS]) for n in range(THREADS)]
            _until(lambda: len(acknowledged) > 60)
            site.close()
            done = len(acknowledged)
            assert sum(each.result() for each in running) == THREADS
        assert len(acknowledged) == done
        site.close()
        with pytest.raises(JournalError, match="JR043"):
            site.follower("case-0")
    with Spy(path) as journal, watch(journal, kept=4, on_alert=lambda alert: told.append(alert.id)) as site:
        kept = {f"{key} {entry.id}" for key in happened for entry in journal.entries(key)}
        assert set(acknowledged) <= kept
        known = {key: [e for e in events if f"{key} {e['id']}" in kept] for key, events in happened.items()}
        same(site, known)
        assert {each.id for key in happened for each in site.follower(key).alerts} <= set(told)


def test_closing_from_within_a_callback(journal: Spy) -> None:
    with watch(journal, on_alert=lambda alert: site.close()) as site:
        site.start(case_of("case-1"))
        site.post(an_incident("case-1", 0))
        with pytest.raises(JournalError, match="JR043"):
            site.post(an_incident("case-1", 1))


def test_two_callbacks_that_close_the_site_at_once(journal: Spy) -> None:
    both = threading.Barrier(2, timeout=30)

    def close(alert: Raised) -> None:
        both.wait()
        site.close()

    site = watch(journal, on_alert=close)
    for key in ("case-1", "case-2"):
        site.start(case_of(key))
    with ThreadPoolExecutor(2) as pool:
        posting = [pool.submit(site.post, an_incident(key, 0)) for key in ("case-1", "case-2")]
        assert all(each.result(30).alerts for each in posting)
    with pytest.raises(JournalError, match="JR043"):
        site.follower("case-1")


def test_what_another_keeps_of_a_case_meanwhile_is_taken_in_and_told(folder: Path) -> None:
    told: list[str] = []
    with Spy(folder / "site.db") as journal:
        with watch(journal, on_alert=lambda alert: told.append(alert.id)) as site, watch(journal) as other:
            site.start(case_of("case-1"))
            site.post(an_incident("case-1", 0))
            other.post(an_incident("case-1", 1))
            site.post(an_incident("case-1", 2))
            other.close()
        assert [event.id for event in alone_in(journal)] == ["e-0", "e-1", "e-2"]
        assert len(told) == len(set(told)) == 3
        with watch(journal) as again:
            same(again, {"case-1": [an_incident("case-1", number) for number in range(3)]})
            assert len(again.follower("case-1").alerts) == 3


def test_what_another_kept_and_cannot_be_taken_in_is_no_word_that_ours_was_not_kept(
    journal: Spy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise EventError([])

    with watch(journal) as site, watch(journal) as other:
        site.start(case_of("case-1"))
        site.post(an_incident("case-1", 0))
        other.post(an_incident("case-1", 1))
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(live.followed, "_take", refuse)
            with pytest.raises(JournalError, match="JR047"):
                site.post(an_incident("case-1", 2))
        assert [entry.id for entry in journal.entries("case-1")] == ["e-0", "e-1", "e-2"]
        assert site.post(an_incident("case-1", 2)).already
        assert [event.id for event in site.follower("case-1").events] == ["e-0", "e-1", "e-2"]


def alone_in(journal: Spy) -> tuple[Event, ...]:
    """What a site that is opened again has of the case."""
    with watch(journal) as site:
        return site.follower("case-1").events


A_TIME = datetime(2026, 9, 3, 12)
NO_DAY = "`{}` is a day without a time, and this is a datetime: say `.date()`"


def test_a_time_is_no_day_and_nothing_is_kept_of_it(journal: Spy) -> None:
    rules = ruleset()
    case = rules.read_case(case_of("case-1"))
    for name, asked in (
        ("as_of", lambda: rules.watch(journal, as_of=A_TIME)),
        ("as_of", lambda: rules.resume(journal, case, as_of=A_TIME)),
        ("as_of", lambda: rules.follow(case, as_of=A_TIME)),
        ("as_of", lambda: rules.assess(case, as_of=A_TIME)),
        ("as_of", lambda: rules.alerts(case, as_of=A_TIME)),
        ("to", lambda: rules.follow(case, as_of=FIRST).advance(A_TIME)),
    ):
        with pytest.raises(DriveRulesError) as error:
            asked()
        assert str(error.value) == NO_DAY.format(name)
    assert list(journal.cases()) == []
    with watch(journal) as site:
        for name, asked in (
            ("to", lambda: site.advance(A_TIME)),
            ("as_of", lambda: site.start(case, as_of=A_TIME)),
        ):
            with pytest.raises(DriveRulesError) as error:
                asked()
            assert str(error.value) == NO_DAY.format(name)
        assert (site.as_of, list(site.cases())) == (FIRST, [])
    with pytest.raises(DriveRulesError, match="this is a str: give a `datetime"):
        rules.assess(case, as_of="2026-09-03")  # type: ignore[arg-type]


def test_a_day_far_ahead_is_refused_for_it_cannot_be_taken_back(journal: Spy) -> None:
    with watch(journal) as site:
        site.start(case_of("case-1"))
        with pytest.raises(EventError) as error:
            site.post(an_incident("case-1", 0, FIRST + timedelta(live.MOST_AHEAD + 1)))
        assert [each.code for each in error.value.problems] == ["EV031"]
        with pytest.raises(JournalError, match="JR046"):
            site.advance(FIRST + timedelta(367))
        with pytest.raises(JournalError, match="JR045"):
            site.advance(FIRST - timedelta(1))
        assert (site.as_of, site.follower("case-1").as_of) == (FIRST, FIRST)
        assert not list(journal.entries("case-1"))
        site.post(an_incident("case-1", 1, FIRST + timedelta(live.MOST_AHEAD)))
        site.advance(FIRST + timedelta(366))
        site.advance(FIRST + timedelta(366 * 2))
        assert site.as_of == FIRST + timedelta(366 * 2)


def test_a_witness_that_there_is_not_begins_no_site(journal: Spy) -> None:
    with pytest.raises(DriveRulesError, match="there is no such witness: did you mean 'durable'"):
        ruleset().watch(journal, as_of=FIRST, witness="durabel")  # type: ignore[arg-type]
    assert list(journal.cases()) == []


# -- a journal that fails --------------------------------------------------------------------------


class Failing(Spy):
    """A journal of which any writing may fail, before what it was given is kept or after."""

    def __init__(self, path: Path, seed: int) -> None:
        super().__init__(path)
        self.random = Random(seed)
        self.chance = 0.0

    def start(self, *given: str) -> bool:
        return self._may_fail(super().start, *given)

    def append(self, *given: str) -> bool:
        return self._may_fail(super().append, *given)

    def owe(self, alerts: Any) -> tuple[Owed, ...]:
        return self._may_fail(super().owe, alerts)

    def delivered(self, id: str) -> None:
        self._may_fail(super().delivered, id)

    def put_away(self, case: str, text: str, upto: int) -> None:
        self._may_fail(super().put_away, case, text, upto)

    def _may_fail(self, write: Callable[..., Any], *given: Any) -> Any:
        chance = self.random.random()
        if chance < self.chance:
            if chance < self.chance / 2:
                write(*given)
            raise JournalError([Problem("JR014", "the disk is full", "make room")])
        return write(*given)


def _until_kept(do: Callable[[], Any]) -> None:
    for _ in range(100):
        try:
            do()
        except JournalError:
            continue
        return
    raise AssertionError("it is never kept")


def test_a_journal_that_fails_loses_nothing_and_nothing_is_told_that_is_not_kept(folder: Path) -> None:
    happened = streams(17, 6, 10)
    told: set[str] = set()
    with Failing(folder / "site.db", seed=1) as journal:

        def tell(alert: Raised) -> None:
            if alert.alert.rule == "incident":
                event = alert.alert.key.replace("incident", "e")
                assert event in {entry.id for entry in journal.entries(alert.case)}
            told.add(alert.id)

        with watch(journal, kept=2, on_alert=tell) as site:
            journal.chance = 0.3
            for key in happened:
                _until_kept(partial(site.start, case_of(key)))
            everything = [event for events in happened.values() for event in events]
            for event in Random(2).sample(everything, len(everything)):
                _until_kept(partial(site.post, event))
            _until_kept(partial(site.advance, LATER))
            for _ in range(100):
                if not site.advance().left:
                    break
            assert site.failures
            assert all(each.error.startswith("JournalError") for each in site.failures)
            journal.chance = 0.0
            same(site, happened, (LATER,))
            site.redeliver()
            standing = {each.id for key in happened for each in site.follower(key).alerts}
        assert standing <= told
        assert not list(journal.owed())


def test_how_far_all_is_done_goes_no_further_than_what_is_still_under_way() -> None:
    under_way = UnderWay(7, 2)
    under_way.begin("a")
    under_way.begin("b")
    under_way.done("b", event=9)
    assert under_way.so_far() == (7, 2)
    under_way.begin("c")
    under_way.begin("a")
    under_way.done("a", event=8)
    assert under_way.so_far() == (9, 2)
    under_way.done("c", started=1)
    assert under_way.so_far() == (9, 3)


def test_what_was_kept_and_not_owed_is_owed_when_the_site_is_opened_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal fails after an event is kept, others come after it, and then the machine is off."""
    monkeypatch.setattr(live, "CALLS_TO_A_MARK", 1)
    path, told = folder / "site.db", list[str]()
    with Failing(path, seed=3) as journal:
        site = watch(journal)
        start_all(site, {"case-1": [], "case-2": []})
        with monkeypatch.context() as patched:
            patched.setattr(journal, "owe", partial(journal._may_fail, None))
            journal.chance = 1.0
            patched.setattr(journal, "append", super(Failing, journal).append)
            patched.setattr(journal.random, "random", lambda: 0.9)
            with pytest.raises(JournalError):
                site.post(an_incident("case-1", 1))
        journal.chance = 0.0
        for number in range(5):
            site.post(an_incident("case-2", number))
    with Spy(path) as journal, watch(journal, on_alert=lambda alert: told.append(alert.case)):
        assert sorted(told) == ["case-1", *["case-2"] * 5]


def test_an_interrupted_callback_leaves_the_alert_owed(journal: Spy) -> None:
    heard: list[str] = []

    def tell(alert: Raised) -> None:
        if not heard:
            heard.append("interrupted")
            raise KeyboardInterrupt
        heard.append(alert.alert.key)

    with watch(journal, on_alert=tell) as site:
        site.start(case_of("case-1"))
        with pytest.raises(KeyboardInterrupt):
            site.post(an_incident("case-1", 0))
        assert len(list(journal.owed())) == 1
        site.post(an_incident("case-1", 1))
        assert heard == ["interrupted", "incident-0", "incident-1"]


def test_new_rules_work_every_case_out_again_and_what_they_cannot_read_is_told(folder: Path) -> None:
    path = folder / "site.db"
    with Spy(path) as journal, watch(journal) as site:
        start_all(site, {"case-1": [], "case-2": []})
        site.post(an_incident("case-1", 1))
        no_incidents = {"custody": {"answer": "remand", "source": "police"}}
        site.post({"id": "e-2", "case": "case-2", "on": FIRST.isoformat(), "says": no_incidents})
    meaning = small_ruleset()
    custody = replace(meaning.facts["custody"], name="in custody", code="in-custody")
    facts = {name: fact for name, fact in meaning.facts.items() if name != "custody"} | {
        custody.name: custody
    }
    rules = {id: rule for id, rule in meaning.rules.items() if id not in ("meet", "remand", "release")}
    newer = replace(meaning, facts=facts, rules=rules)
    fresh = Ruleset(packages.Package(newer, "digest of the newer rules", {}))
    with Spy(path) as journal:
        site = fresh.watch(journal, rules="new")
        assert [(each.what, each.error, each.case) for each in site.failures] == [
            ("a case could not be brought to the day", "JournalError DR502", "case-2")
        ]
        assert site.follower("case-1").case.world.rows["incident"]
        with pytest.raises(JournalError, match="DR502"):
            site.follower("case-2")
        site.close()


def test_of_every_case_it_is_told_once_what_new_rules_change(journal: Spy) -> None:
    old, new = test_keeping.rules(), test_keeping.new_rules()
    with old.watch(journal, as_of=FIRST, kept=1) as site:
        for key in ("case-1", "case-2"):
            site.start(case_of(key))
        for number, what in enumerate(("injured", "frightened")):
            says = {"pairs": [{"id": "pair-1", what: {"answer": "yes", "source": "police"}}]}
            site.post({"id": f"e-{number}", "case": "case-1", "on": FIRST.isoformat(), "says": says})
        site.advance(FIRST + timedelta(3))
    changes: list[Change] = []
    with new.watch(journal, rules="new", older=old, kept=1, on_change=changes.append) as site:
        here = site.follower("case-1")
    (change,) = changes
    assert (change.case, change.as_of) == ("case-1", FIRST + timedelta(3))
    assert "risk level" in {each.name for each in change.decisions}
    followed = []
    for rules in (old, new):
        follower = rules.follow(rules.read_case(case_of("case-1")), as_of=FIRST)
        for event in here.events:
            follower.post(event)
        follower.advance(FIRST + timedelta(3))
        followed.append(follower)
    assert change == followed[1].otherwise_than(followed[0])
    with new.watch(journal, older=old, on_change=changes.append):
        assert changes == [change]


# -- killed ----------------------------------------------------------------------------------------


def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_told_under_another_id(folder: Path) -> None:
    path = folder / "site.db"
    happened = live_killed.happened()
    acknowledged: set[str] = set()
    told: set[str] = set()
    with _killing(path) as killed:
        for most in KILLED_AFTER:
            for line in killed(most):
                word, key, id = line.split()
                (acknowledged if word == "kept" else told).add(f"{key} {id}")
            with SqliteJournal(path) as journal, watch(journal, kept=3) as site:
                kept = {f"{key} {entry.id}" for key in happened for entry in journal.entries(key)}
                assert acknowledged <= kept
                owed = {f"{each.case} {each.id}" for each in journal.owed()}
                for key in site.cases():
                    ids = {f"{key} {each.id}" for each in site.follower(key).alerts}
                    assert ids <= told | owed
                known = {
                    key: [e for e in happened[key] if f"{key} {e['id']}" in kept] for key in site.cases()
                }
                same(site, known, tuple(site._record.days), whole=0)
    with (
        SqliteJournal(path) as journal,
        watch(journal, on_alert=lambda alert: told.add(f"{alert.case} {alert.id}")) as site,
    ):
        start_all(site, happened)
        post_all(site, [event for events in happened.values() for event in events])
        site.advance(LATER)
        same(site, happened, (LATER,))
        standing = {f"{key} {each.id}" for key in happened for each in site.follower(key).alerts}
        assert standing <= told
        assert not list(journal.owed())
    assert told <= {f"{key} {each}" for key, events in happened.items() for each in _ids(key, events)}


def _ids(case: str, events: list[dict[str, Any]]) -> set[str]:
    """Every alert that there could be of a case, whatever was taken back."""
    found = {id_of(case, "incident", f"incident-{number}") for number in range(len(events))}
    return found | {id_of(case, "grave", pair) for pair in ("pair-1", "pair-2")}


@contextmanager
def _killing(path: Path) -> Iterator[Callable[[int], list[str]]]:
    """A process whose children follow the site and are killed, and what each of them said."""
    command = [sys.executable, "-m", "tests.live_killed", str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:

        def killed(most: int) -> list[str]:
            assert process.stdin
            assert process.stdout
            process.stdin.write(f"{most}\n")
            process.stdin.flush()
            said = []
            while (line := process.stdout.readline()) != "over\n":
                assert line, "the process that kills is gone"
                said.append(line)
            return said

        yield killed
        assert process.stdin
        process.stdin.close()
        assert process.wait() == 0


# -- the long run, a short piece of it -------------------------------------------------------------


def test_a_short_piece_of_the_long_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        soak.main(["--events", "150", "--cases", "40", "--kept", "5", "--threads", "3", "--days", "2"]) == 0
    )
    said = capsys.readouterr().out
    assert said.count("a day passed") == 2
    assert "owed 0; failures 0; wrong 0" in said
    assert "opened again" in said
    assert said.endswith("flat\n")


# -- what stands for itself ------------------------------------------------------------------------


def test_a_failure_tells_nothing_of_anybody() -> None:
    failure = Failure("a case could not be put away", "OSError", "case-1")
    assert repr(failure) == "<Failure>"
    assert pickle.loads(pickle.dumps(failure)) == failure
