"""Faults planted in following a case, to see that the laws find each; the shipped code is not touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import patch

from drive_rules.assessment.days import Before
from drive_rules.following import changes, folding, follower, history, putting_away
from drive_rules.following.history import Histories, History, Kept

Fault = Callable[[], Any]


def by_arrival() -> Any:
    """An event is applied on the day on which it comes, not on its own."""
    plain = Histories.with_event

    def wrong(self: Histories, was: History, kept: Kept) -> History:
        came = max(was.line[-1].on, kept.event.on)
        return plain(self, was, replace(kept, said=replace(kept.said, on=came) if kept.said else None))

    return patch.object(Histories, "with_event", wrong)


def not_again() -> Any:
    """Days before the last are not worked out again for a late event."""
    plain = Histories._with

    def wrong(self: Histories, was: History, events: Any, days: Any) -> History:
        now = plain(self, was, events, days)
        kept = {day.on: day for day in was.line[:-1]}
        return replace(now, line=tuple(kept.get(day.on, day) for day in now.line))

    return patch.object(Histories, "_with", wrong)


def sliding() -> Any:
    """What is called for is called for since the last day, whenever it began."""

    def wrong(before: Before, called: Any, on: date) -> Before:
        return replace(before, as_of=on, reasons=dict.fromkeys(called, (on, None)))

    return patch.object(Before, "after", wrong)


def forgets_what_stopped() -> Any:
    """What stopped is not kept, so that its coming back is not seen."""

    right = Before.after

    def wrong(before: Before, called: Any, on: date) -> Before:
        return replace(right(before, called, on), stopped={})

    return patch.object(Before, "after", wrong)


def back_only_after() -> Any:
    """An event is taken back only if it is there already."""
    plain = Histories.with_event

    def wrong(self: Histories, was: History, kept: Kept) -> History:
        if kept.event.takes_back not in was.events:
            kept = replace(kept, event=replace(kept.event, takes_back=None))
        return plain(self, was, kept)

    return patch.object(Histories, "with_event", wrong)


def back_for_good() -> Any:
    """What takes an event back counts even where it is itself taken back."""

    def wrong(events: Any) -> frozenset[str]:
        return frozenset(events) - {each.event.takes_back for each in events.values()}

    return patch.object(history, "standing_events", wrong)


def twice() -> Any:
    """A day of an event that is taken back stays the last."""

    def wrong(self: Histories, events: Any, stands: Any, days: Any) -> list[date]:
        found = {*days, *(each.event.on for each in events.values())}
        return sorted(day for day in found if day >= self.start.on)

    return patch.object(Histories, "_days", wrong)


def first_word() -> Any:
    """Of one source the word that is met first counts, not its last."""
    return patch.object(folding, "_latest", lambda spoken: spoken[:1])


def yes_is_replaced() -> Any:
    """A yes goes where its source later does not know."""
    return patch.object(folding, "_last", lambda fact, spoken: [w.said for w in folding._latest(spoken)][:1])


def one_of_two() -> Any:
    """Of two words at once the one that is met first counts."""
    return patch.object(folding, "_readable", lambda fact, said: said[:1])


def undated() -> Any:
    """What an event says without a day stays without one."""
    return patch.object(folding._Folding, "_word", _word_undated)


def _word_undated(self: Any, said: Any) -> folding.Word:
    told = self.said
    return folding.Word(said, said.date or told.on, told.on, told.at, told.start)


def changed_before_it_is_sure() -> Any:
    """An event is kept before it is seen to be one."""
    plain = follower.Follower._is_there

    def wrong(self: follower.Follower, event: Any) -> bool:
        self._history = replace(self._history)
        return plain(self, event)

    return patch.object(follower.Follower, "_is_there", wrong)


def days_lost() -> Any:
    """Days that came are lost where a case is put away."""
    plain = putting_away.put_away

    def wrong(histories: Histories, there: History) -> str:
        return plain(histories, replace(there, days=frozenset([histories.start.on])))

    return patch.object(follower, "put_away", wrong)


def called_lost() -> Any:
    """What was called for on earlier days is lost where a case is put away."""
    plain = putting_away._called
    return patch.object(putting_away, "_called", lambda days: dict.fromkeys(plain(days), frozenset()))


def blocks_untold() -> Any:
    """A change says nothing of blocks."""
    return patch.object(changes.Held, "blocks", lambda self: iter(()))


def stopped_untold() -> Any:
    """A change says nothing of duties that stopped."""
    plain = changes.Held.duties
    return patch.object(
        changes.Held, "duties", lambda self: (each for each in plain(self) if each.how != "stopped")
    )


def day_untold() -> Any:
    """All that is otherwise is because of the event, whatever the day brought by itself."""
    return patch.object(changes.Held, "_because", lambda self, part, key, now: "the event")


FAULTS: tuple[Fault, ...] = (
    *(by_arrival, not_again, sliding, forgets_what_stopped, back_only_after, back_for_good, twice),
    *(first_word, yes_is_replaced, one_of_two, undated, changed_before_it_is_sure, days_lost, called_lost),
    *(blocks_untold, stopped_untold, day_untold),
)


@contextmanager
def planted(fault: Fault) -> Iterator[None]:
    """The code with a fault in it."""
    with fault():
        yield
