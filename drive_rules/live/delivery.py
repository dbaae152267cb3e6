"""Alerts go somewhere: to callbacks and to whoever iterates over them, at least once, in order per case.

What is owed stands in the journal before anybody is called, and is crossed off when everybody who takes
alerts has taken it.  Callbacks are called by the thread whose call brought the alert, after it let go of
the case; there is no thread of our own.  Two threads never hand over alerts of one case at once: the
second leaves its alert to the first.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from inspect import isawaitable, iscoroutine, iscoroutinefunction
from threading import Lock, local

from drive_rules.answers import Quiet
from drive_rules.journal import Journal, Owed
from drive_rules.live.readers import Alerts, Raised, Window, raised
from drive_rules.problems import DriveRulesError, ProblemsError

MOST_REMEMBERED = 10_000
"""Of how many alerts that somebody did not take it is remembered who did; of more, all are asked again."""
READERS = -1
"""Whoever iterates over alerts, among those who take them: callbacks have their places from 0."""
MOST_FAILURES = 100
"""How many failures a site remembers."""


@dataclass(frozen=True, slots=True, repr=False)
class Failure(Quiet):
    """Something that did not work and stopped nothing else.

    ``what`` is one of ``an alert could not be handed over``, ``an alert could not be crossed off``,
    ``a case could not be put away`` and ``a case could not be brought to the day``; ``error`` the kind of
    error and its codes, without its words, which may speak of somebody.  ``case`` and ``alert`` are ids.
    """

    what: str
    error: str
    case: str
    alert: str | None = None


class Failures:
    """The last things that did not work, and how many there were."""

    def __init__(self, told: Callable[[Failure], object] | None) -> None:
        self._told = told
        self._lock = Lock()
        self._last: deque[Failure] = deque(maxlen=MOST_FAILURES)
        self.count = 0

    def last(self) -> tuple[Failure, ...]:
        """The last of them, oldest first."""
        with self._lock:
            return tuple(self._last)

    def say(self, what: str, error: BaseException, case: str, alert: str | None = None) -> None:
        """Remember one and tell whoever is to hear of it; what they raise stops nothing either."""
        failure = Failure(what, _kind_of(error), case, alert)
        with self._lock:
            self._last.append(failure)
            self.count += 1
        if self._told is not None:
            try:
                self._told(failure)
            except Exception as again:
                with self._lock:
                    self._last.append(Failure("a failure could not be told", _kind_of(again), case, alert))
                    self.count += 1


def _kind_of(error: BaseException) -> str:
    codes = (
        " ".join(sorted({each.code for each in error.problems})) if isinstance(error, ProblemsError) else ""
    )
    return f"{type(error).__name__} {codes}".strip()


class _OfThread(local):
    waiting: deque[str] | None = None
    """Cases whose alerts this thread is to hand over; None where it is not handing over."""


class Delivery:
    """Hands alerts over.  Thread-safe; it may be called from within a callback."""

    def __init__(
        self,
        journal: Journal,
        callbacks: Sequence[Callable[[Raised], object]],
        failures: Failures,
        ended: Callable[[], bool],
    ) -> None:
        for callback in callbacks:
            if iscoroutinefunction(callback):
                raise DriveRulesError("on_alert is called and not awaited: iterate over alerts() instead")
        self._journal, self._callbacks, self._failures, self._ended = journal, callbacks, failures, ended
        self._lock = Lock()
        self._window = Window(journal.owed, self._was_read, self._read)
        self._out: dict[str, bool] = {}  # cases being handed over; True: look again
        self._taken: OrderedDict[str, frozenset[int]] = OrderedDict()  # by alert that was tried, who took it
        self._late: OrderedDict[str, None] = (
            OrderedDict()
        )  # cases with alerts that some callback did not take
        self._thread = _OfThread()

    # -- callbacks ---------------------------------------------------------------------------------

    def hand_over(self, case: str) -> None:
        """The journal owes alerts of this case: hand them over in their order.

        One that failed before is tried again first; if it fails once more it waits, and what is new goes out
        all the same.  As soon as all of a case went out, cases that are late are tried too, until one fails.
        """
        self._window.ring()
        if self._callbacks:
            self._in_turn([case], late_ones=True)

    def redeliver(self) -> int:
        """Try every alert that is owed once more; how many are still owed then."""
        self._window.ring()
        if self._callbacks:
            self._in_turn(dict.fromkeys(each.case for each in self._journal.owed()), late_ones=False)
        return sum(1 for _ in self._journal.owed())

    def _in_turn(self, cases: Iterable[str], late_ones: bool) -> None:
        """Case after case; what a callback brings about meanwhile comes after it, not within it."""
        if self._thread.waiting is not None:
            self._thread.waiting.extend(cases)
            return
        waiting = self._thread.waiting = deque(cases)
        try:
            while waiting and not self._ended():
                if self._hand_over(waiting[0]) and len(waiting) == 1 and late_ones:
                    waiting.extend(self._latest())
                waiting.popleft()
        finally:
            self._thread.waiting = None
            self._are_late(waiting)

    def _are_late(self, cases: Iterable[str]) -> None:
        with self._lock:
            for case in cases:
                self._late[case] = None
                self._late.move_to_end(case)

    def _latest(self) -> list[str]:
        """The case that is late and was tried longest ago, if there is one."""
        with self._lock:
            return [self._late.popitem(last=False)[0]] if self._late else []

    def _hand_over(self, case: str) -> bool:
        """Hand over what is owed of one case; False where not all was taken, or somebody else is at it."""
        with self._lock:
            if case in self._out:
                self._out[case] = True
                return False
            self._out[case] = False
            self._late.pop(case, None)
        whole = False
        try:
            whole = self._round(case)
            while not self._at_an_end(case):
                whole = self._round(case)
        except BaseException:
            with self._lock:
                self._out.pop(case, None)
            self._are_late([case])
            raise
        if not whole:
            self._are_late([case])
        return whole

    def _at_an_end(self, case: str) -> bool:
        """Whether nothing more of the case came meanwhile; then it is let go of."""
        with self._lock:
            if self._out[case] and not self._ended():
                self._out[case] = False
                return False
            del self._out[case]
            return True

    def _round(self, case: str) -> bool:
        whole = True
        try:
            for owed in tuple(self._journal.owed(case)):
                taken = self._taken.get(owed.id)
                if self._ended() or (taken is not None and not whole):
                    whole = False  # what failed before waits for what failed before it; what is new does not
                elif taken is None or len(taken - {READERS}) < len(self._callbacks):
                    whole &= self._call(owed)
                else:
                    self._cross_off(owed, taken)
        except DriveRulesError as error:
            self._failures.say("an alert could not be handed over", error, case)
            return False
        return whole

    def _call(self, owed: Owed) -> bool:
        taken = self._taken.get(owed.id, frozenset())
        here = [number for number in range(len(self._callbacks)) if number not in taken]
        took = set()
        try:
            for number in here:
                if self._takes(self._callbacks[number], owed):
                    took.add(number)
        finally:
            taken = self._note(owed.id, took)
        self._cross_off(owed, taken)
        return len(took) == len(here)

    def _takes(self, callback: Callable[[Raised], object], owed: Owed) -> bool:
        try:
            said = callback(raised(owed))
            if iscoroutine(said):
                said.close()
            if isawaitable(said):
                raise DriveRulesError("a callback is called and not awaited")
        except Exception as error:
            self._failures.say("an alert could not be handed over", error, owed.case, owed.id)
            return False
        return True

    def _note(self, id: str, took: Iterable[int]) -> frozenset[int]:
        with self._lock:
            taken = self._taken[id] = self._taken.pop(id, frozenset()).union(took)
            while len(self._taken) > MOST_REMEMBERED:
                self._taken.popitem(last=False)
            return taken

    def _cross_off(self, owed: Owed, taken: frozenset[int]) -> None:
        """Cross an alert off once everybody has taken it who takes alerts."""
        if not taken.issuperset(range(len(self._callbacks))) or (READERS not in taken and self._window.open):
            return
        try:
            self._journal.delivered(owed.id)
        except DriveRulesError as error:
            self._failures.say("an alert could not be crossed off", error, owed.case, owed.id)
        else:
            with self._lock:
                self._taken.pop(owed.id, None)

    # -- readers -----------------------------------------------------------------------------------

    def alerts(self) -> Alerts:
        """Alerts for whoever iterates over them."""
        return self._window.reader()

    def _was_read(self, id: str) -> bool:
        return READERS in self._taken.get(id, ())

    def _read(self, owed: Owed) -> None:
        self._cross_off(owed, self._note(owed.id, [READERS]))

    def close(self) -> None:
        """Whoever reads is at the end."""
        self._window.close()
