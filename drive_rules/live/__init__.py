"""A whole site, live: every followed case, what happens to each, what that changed, and whom it is told to.

    with ruleset.watch(journal, as_of=date(2026, 9, 1), on_alert=tell) as site:
        site.start(case)
        change = site.post({"id": "e-1", "case": "c-1", "on": "2026-09-14", "says": {...}})
        site.advance(to=date(2026, 10, 1))

Everything is kept in a journal before anything comes of it, so a site that is opened again picks up where
it was.  Many threads may call it at once.  It has no thread of its own: what is to be done is done by
whoever calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Condition, get_ident
from typing import Any, Literal, Self

from drive_rules.assessment import Assessment
from drive_rules.case import Case
from drive_rules.following import Change, Event, Follower, read_event
from drive_rules.following.keeping import SITE
from drive_rules.journal import Journal, Owed
from drive_rules.live.delivery import Delivery, Failure, Failures
from drive_rules.live.followed import Asked, Followed
from drive_rules.live.holding import Held, Holding
from drive_rules.live.passing import Passing
from drive_rules.live.readers import Alerts, Raised
from drive_rules.live.record import MOST_STUCK, Mark, Record, UnderWay, refused
from drive_rules.problems import (
    CaseError,
    DriveRulesError,
    EventError,
    JournalError,
    Problem,
    WitnessError,
    a_day,
)

__all__ = ["Advanced", "Alerts", "Asked", "Failure", "Raised", "Watch"]

KEPT = 2000
"""How many cases are in memory at most, unless said otherwise."""
FRESH = 64
"""After how many events and days a case that stays in memory is put away all the same."""
CALLS_TO_A_MARK = 256
"""After how many calls it is kept how far everything is done."""
MOST_AHEAD = 31
"""How many days after the site's day something may be dated: a site that is behind takes in what comes."""
MOST_REFUSALS = 5
"""For how many cases in a row the journal may fail before it is no longer tried for the next."""

_AHEAD = Problem(
    "EV031",
    f"this event is dated more than {MOST_AHEAD} days after the day that the site has come to",
    "put the date right; if it is right, advance the site first, and post it again",
    place="on",
)


@dataclass(frozen=True, slots=True)
class Advanced:
    """How far a site was brought to its day.

    Of the cases looked at, ``changed`` came to something else and ``failed`` could not be brought to the
    day; ``left`` are still behind, those that failed among them.
    """

    as_of: date
    looked_at: int
    changed: int
    failed: int
    left: int


class Watch:
    """A site whose cases are followed; ``ruleset.watch`` makes it."""

    def __init__(
        self,
        asked: Asked,
        journal: Journal,
        *,
        as_of: date | None = None,
        kept: int = KEPT,
        on_alert: Callable[[Raised], object] | Sequence[Callable[[Raised], object]] = (),
        on_change: Callable[[Change], object] | None = None,
        on_failure: Callable[[Failure], object] | None = None,
        rules: Literal["same", "new"] = "same",
        older: Asked | None = None,
    ) -> None:
        if kept < 1:
            raise DriveRulesError("at least one case is kept in memory: say `kept=1` or more")
        self._journal = journal
        self._record = Record(journal, asked.digest, as_of, rules == "new")
        self._under_way = UnderWay(self._record.mark.events, self._record.mark.started)
        self._followed = Followed(asked, journal, self._record, self._under_way)
        self._before = None if older is None else Followed(older, journal, self._record, self._under_way)
        self._holding = Holding(kept, self._followed.bring_back, self._put_away)
        self._failures = Failures(on_failure)
        self._on_change = on_change
        callbacks = (on_alert,) if callable(on_alert) else tuple(on_alert)
        self._delivery = Delivery(journal, callbacks, self._failures, lambda: self._closing)
        self._read_case = asked.read_case
        self._closing = self._closed = False
        self._calls = Condition()
        self._under_call: dict[int, int] = {}
        self._closers: set[int] = set()
        self._called = 0
        self._passing: Passing | None = None
        self._pick_up()

    def __repr__(self) -> str:
        return f"<Watch as of {self.as_of}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- the main line -----------------------------------------------------------------------------

    @property
    def as_of(self) -> date:
        """The day that the site has come to."""
        return self._record.as_of

    def start(
        self,
        case: Case | Mapping[str, Any] | str | Path,
        *,
        as_of: date | None = None,
        previous: Assessment | None = None,
    ) -> bool:
        """Follow a case from a day on, the site's unless said otherwise; False where it is followed already.

        ``previous`` carries the days on which duties were first called for, as in ``assess``.  Raises
        ``CaseError`` where the case cannot be read, and ``JournalError`` where another start of it was kept.
        """
        given = case if isinstance(case, Case) else self._read_case(case)
        begins = None if as_of is None else a_day(as_of, "as_of")
        with self._call():
            day = begins or self._followed.since(given.key) or self.as_of
            brought: list[Held] = []

            def bring() -> Held:
                self._under_way.begin(given.key)
                try:
                    held, new = self._followed.start(given, day, previous)
                except (CaseError, WitnessError):
                    self._under_way.done(given.key)
                    raise
                if new:
                    self._under_way.done(given.key, started=1)
                    brought.append(held)
                return held

            with self._case(given.key, bring):
                return bool(brought) or self._followed.keep_start(given, day, previous)

    def post(self, event: Event | Mapping[str, Any] | str) -> Change:
        """Take in an event: keep it, say what it changed, and tell of the alerts that started.

        Raises ``EventError`` where it cannot be taken in (nothing is kept), ``WitnessError`` likewise, and
        ``JournalError`` where it could not be kept: post it again then, once more is harmless.  What is dated
        more than ``MOST_AHEAD`` days after the site's day is refused: with it the case would be past all that
        is told of the days between.
        """
        given = event if isinstance(event, Event) else read_event(event)
        if (given.on - self.as_of).days > MOST_AHEAD:
            raise EventError([_AHEAD])
        with self._call(), self._case(given.case) as held:
            self._under_way.begin(given.case)
            try:
                change = self._followed.post(held, given)
            except (EventError, WitnessError):
                self._under_way.done(given.case)
                raise
            self._under_way.done(given.case, event=held.upto)
            return change

    def advance(self, to: date | None = None, *, at_most: int | None = None) -> Advanced:
        """Let a day pass for every case: it is kept once, then taken to each case in turn.

        ``at_most`` so many cases are looked at in this call; call again, without a day, for the rest.
        Whatever interrupts it, what was done is done; several threads that call it share the cases.  A case
        that is posted to meanwhile is brought to the day first.  What went wrong with one case is a
        ``Failure``, and that case is tried again by the next call.  Raises ``JournalError`` where the journal
        fails for one case after the other, and for a day that is more than a year ahead, for none can be
        taken back.
        """
        with self._call():
            if to is not None:
                self._record.keep_day(a_day(to, "to"))
            passing = self._now_passing()
            counts = {"looked_at": 0, "changed": 0, "failed": 0}
            refusals: list[JournalError] = []
            while at_most is None or counts["looked_at"] < at_most:
                case = None if self._closing else passing.claim()
                if case is None:
                    break
                counts["looked_at"] += 1
                try:
                    counts["changed"] += self._bring_to_the_day(case)
                    refusals.clear()
                except JournalError as error:
                    counts["failed"] += 1
                    refusals.append(error)
                except Exception:
                    counts["failed"] += 1
                finally:
                    passing.done(case)
                if len(refusals) >= MOST_REFUSALS:
                    raise refusals[-1]
                if len(self._record.stuck) > MOST_STUCK:
                    what = f"more than {MOST_STUCK:,} cases could not be brought to the day"
                    raise refused("JR044", what, "see `failures`, put right what is wrong, and advance again")
            self._keep_mark()
            return Advanced(self.as_of, **counts, left=passing.left + len(self._record.stuck))

    def follower(self, case: str) -> Follower:
        """A case as it stands, to look at: what is posted to it stays with it, and is kept nowhere."""
        with self._call(), self._case(case) as held:
            return copy(held.follower)

    def cases(self) -> Iterator[str]:
        """Every case that is followed, in the order they were started."""
        return (case for case in self._journal.cases() if case != SITE)

    # -- telling -----------------------------------------------------------------------------------

    def alerts(self) -> Alerts:
        """Alerts as they come, for ``async for``: first all that is owed, to the day the site is closed.

        Reading keeps the event loop as long as the journal takes.
        """
        return self._delivery.alerts()

    def redeliver(self) -> int:
        """Hand over every alert that is still owed once more; how many are owed then."""
        with self._call():
            return self._delivery.redeliver()

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The last things that went wrong and stopped nothing else, oldest first."""
        return self._failures.last()

    def close(self) -> None:
        """Take no more calls, wait for those under way, and put everything away; once more is harmless.

        What alerts are still owed then is told when the journal is opened again.  Called from within a
        callback it does not wait for the call that the callback belongs to.  The journal stays open.
        """
        with self._calls:
            self._closing = True
            # Of two that close from within callbacks neither waits for the other.
            self._closers.add(get_ident())
            self._calls.notify_all()
            while not self._under_call.keys() <= self._closers:
                self._calls.wait()
            if self._closed:
                return
            self._closed = True
        self._delivery.close()
        self._holding.put_all_away()
        self._keep_mark()

    # -- one case ----------------------------------------------------------------------------------

    @contextmanager
    def _call(self) -> Iterator[None]:
        """A call from outside: none once it is being closed, save from within one under way."""
        me = get_ident()
        with self._calls:
            if self._closing and (self._closed or me not in self._under_call):
                raise refused("JR043", "the site is closed", "open it again with `watch`")
            self._under_call[me] = self._under_call.get(me, 0) + 1
            self._called += 1
            due = self._called % CALLS_TO_A_MARK == 0
        try:
            yield
            if due:
                self._keep_mark()
        finally:
            with self._calls:
                self._under_call[me] -= 1
                if not self._under_call[me]:
                    del self._under_call[me]
                    self._calls.notify_all()

    @contextmanager
    def _case(self, case: str, bring: Callable[[], Held] | None = None) -> Iterator[Held]:
        """A case on the site's day, alone; whoever is to be told of anything is told after it is let go."""
        changes: list[Change] = []
        owed: list[Owed] = []
        try:
            with self._holding.alone(case), self._holding.here(case, bring) as held:
                try:
                    self._followed.bring_to_the_day(held)
                    self._record.stuck.pop(case, None)
                    yield held
                    if held.fresh >= FRESH:
                        self._put_away(case, held)
                finally:
                    changes, held.changes, owed, held.owed = held.changes, [], held.owed, []
        finally:
            for change in changes:
                self._tell(change)
            if owed:
                self._delivery.hand_over(case)

    def _tell(self, change: Change) -> None:
        if self._on_change is not None:
            try:
                self._on_change(change)
            except Exception as error:
                self._failures.say("a change could not be told", error, change.case)

    def _put_away(self, case: str, held: Held) -> None:
        try:
            self._followed.put_away(case, held)
        except Exception as error:  # it stays in the journal as it was, and is worked out from there
            self._failures.say("a case could not be put away", error, case)

    # -- every case --------------------------------------------------------------------------------

    def _bring_to_the_day(self, case: str, anew: bool = False) -> bool:
        """Bring a case to the site's day; whether anything of it changed.

        Worked out ``anew`` by other rules, what these change is told as well, where the older are known.
        """
        try:
            with self._case(case) as held:
                if anew and self._before is not None:
                    change = self._before.otherwise(case, held)
                    held.changes += [] if change.quiet else [change]
                return bool(held.changes)
        except Exception as error:
            self._record.stuck[case] = None
            self._failures.say("a case could not be brought to the day", error, case)
            raise
        except BaseException:
            self._record.stuck[case] = None
            raise

    def _now_passing(self) -> Passing:
        """What is under way for the days that passed so far, or what was when the site was last open."""
        with self._calls:
            days, mark = len(self._record.days), self._record.mark
            if self._passing is None or self._passing.days < days or self._passing.over:
                over = mark.days >= days
                visited = mark.visited if mark.towards == days else 0
                cases = iter(()) if over else self.cases()
                count = 0 if over else sum(1 for _ in self.cases())
                self._passing = Passing(cases, count, days, visited)
                if not over and not visited:
                    return self._passing
            self._passing.again(tuple(self._record.stuck))
            return self._passing

    def _pick_up(self) -> None:
        """Owe what is owed of everything that was kept and of which it is not sure, and hand it all over."""
        mark, number, started = self._record.mark, self._record.mark.events, 0
        unsure: list[str] = []
        for case in self.cases():
            last = self._journal.last(case)
            if started >= mark.started or last > mark.events or case in self._record.stuck:
                unsure.append(case)
            number, started = max(number, last), started + 1
        for case in unsure:
            self._under_way.begin(case)
        self._under_way.reached(number, started)
        for case in unsure:
            try:
                self._bring_to_the_day(case, self._record.anew)
            except Exception:  # which is told of
                self._under_way.done(case)
        self._keep_mark()
        self._delivery.redeliver()

    def _keep_mark(self) -> None:
        """Keep up to where all is done, as far as that is known."""
        with self._calls:
            events, started = self._under_way.so_far()
            mark, passing = self._record.mark, self._passing
            days, towards, visited = mark.days, mark.towards, mark.visited
            if passing is not None:
                towards, visited = passing.days, passing.visited
                days = towards if passing.over else days
            stuck = tuple(sorted(self._record.stuck))
        self._record.keep_mark(Mark(events, started, days, towards, visited, stuck))
