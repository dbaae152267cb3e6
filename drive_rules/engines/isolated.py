"""Sheets and joins in a process of their own: what goes wrong there ends that one, and never who asks.

``Isolated()`` is a home of them, as ``homes.HERE`` is; ``Durable(program, Isolated())`` is the witness with
it.  One process is started when it is first asked, never forked; threads take turns.  A crash, no
answer in time, or an answer that is none to what was asked is a ``WitnessError``: the process is ended, and
the next case has a new one.  It is ended with the home, at exit, and by itself where the asking process is
killed.  What comes back says only which ways hold of which rows; the rest is worked out and compared here.
A case that is too large to be asked about (``TooMuchError``) ends nothing.

The clock decides one thing: that the witness is given up.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import FileIO
from itertools import count
from threading import Lock, Timer
from typing import Any, Generic, NoReturn, cast
from weakref import finalize

from drive_rules.engines import joins
from drive_rules.engines.guarded import C, Rows, TooMuchError, Way, guard, packs, safe
from drive_rules.engines.homes import Fire
from drive_rules.engines.serving import FORM, HEAD, MOST_BYTES, Message, digest, framed
from drive_rules.problems import DriveRulesError, WitnessError

SECONDS = 10.0
"""For a case."""
LONGEST = 3600.0
STARTING = 60.0
"""Seconds for a process to be ready, and for the sheets of a day to be made."""
MEMORY = 2**30
"""Bytes of address space."""
MOST_WORDS = 300
"""Letters of what a guard over there may say."""
START = "from drive_rules.engines.serving import serve; serve()"
ISSUED = "nothing is issued"


class Isolated:
    """A home of sheets in a process of its own; any number of threads may share it.

    ``seconds`` is the time limit for a case, ``memory`` how many bytes the process may take, where the
    system can be told so; ``start`` is what the process runs.  Raises ``DriveRulesError`` for a time limit
    that is none.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY, start: str = START) -> None:
        if not 0 < seconds <= LONGEST:
            raise DriveRulesError(
                f"the witness is given more than 0 and at most {LONGEST:g} seconds for a case"
            )
        self._made = (seconds, memory, start)
        self._numbers = count()
        # A child that was forked has no part in its parent's process: it is given one of its own.
        self._seats: dict[int, _Seat] = {}
        self._end = finalize(self, _end, self._seats)

    def sheets(self, ways: Iterable[Way[C]]) -> Sequence[_Sheet[C]]:
        """Sheets that are made, over there, when a case is first asked of them."""
        return [_Sheet(self, next(self._numbers), pack) for pack in packs(ways)]

    def joins(self, ways: Sequence[joins.Way], widths: Sequence[int]) -> _Joins:
        """Joins that are made, over there, when a case is first asked of them."""
        return _Joins(self, next(self._numbers), ways, widths)

    @contextmanager
    def case(self, kept: Sequence[_Sheet[Any] | _Joins]) -> Iterator[Fire]:
        """To ask of one case; raises ``WitnessError`` where the witness cannot be asked, or fails."""
        seconds, memory, start = self._made
        seat = self._seat()
        with seat.lock:
            worker = seat.worker
            if worker is None or worker.gone():
                seat.end()
                seat.dropped.clear()
                worker = seat.worker = _Worker(start)
            try:
                if not worker.ready or worker.lacks(kept):
                    with worker.within(STARTING):
                        worker.make_ready(memory)
                        worker.hold(kept, seat.dropped)
                with worker.within(seconds):
                    yield worker.fire
            finally:
                if worker.in_doubt or worker.late:
                    seat.end()

    def ask_for(self) -> None:
        """Have the process ready; raises ``WitnessError`` where there can be none."""
        with self.case(()):
            pass

    def close(self) -> None:
        """End the process; where it is asked again, another is started."""
        seat = self._seat()
        with seat.lock:
            seat.end()

    def _seat(self) -> _Seat:
        return self._seats.setdefault(os.getpid(), _Seat())

    def drop(self, number: int) -> None:
        """Have a sheet, or joins, let go of over there, the next time that something is asked."""
        self._seat().dropped.append(number)

    def __reduce__(self) -> tuple[type[Isolated], tuple[float, int, str]]:
        return Isolated, self._made


class _Kept:
    """What is kept over there, by its number."""

    def __init__(self, home: Isolated, number: int) -> None:
        self.number = number
        self.closed = finalize(self, home.drop, number)
        self.closed.atexit = False

    def close(self) -> None:
        """Have it let go of; it answers no more."""
        self.closed()


class _Sheet(_Kept, Generic[C]):
    """A sheet over there."""

    def __init__(self, home: Isolated, number: int, ways: Sequence[Way[C]]) -> None:
        self.ways = tuple(ways)
        self.columns: tuple[C, ...] = guard(self.ways)
        super().__init__(home, number)

    def said(self) -> list[object]:
        """As it is sent: a column by its place."""
        at: dict[C | None, int | None] = {column: place for place, column in enumerate(self.columns)}
        at[None] = None
        ways = [
            [[at[line.left], line.op, line.plus, line.sign, at[line.right]] for line in way]
            for way in self.ways
        ]
        return [self.number, ways, None]

    def sent(self, rows: Rows) -> Sequence[object]:
        """Rows as they are sent; none where nothing is to be asked."""
        return [safe(row, len(self.columns)) for row in rows]

    def may_be_too_much(self, rows: Rows) -> bool:
        """Rows are asked about some at a time, however many there are."""
        return False

    def heard(self, rows: Rows, told: list[int]) -> Iterator[tuple[int, int]]:
        """Each (row, way); raises ``ValueError`` where what was told is none."""
        for row, way in zip(told[::2], told[1::2], strict=True):
            if not (0 <= row < len(rows) and 0 <= way < len(self.ways)):
                raise ValueError
            yield row, way


class _Joins(_Kept):
    """Joins over there."""

    def __init__(self, home: Isolated, number: int, ways: Sequence[joins.Way], widths: Sequence[int]) -> None:
        self.ways, self.widths = tuple(ways), tuple(widths)
        joins.guard(self.ways, self.widths)
        super().__init__(home, number)

    def said(self) -> list[object]:
        """As they are sent."""
        ways = [[[link.left, link.right, link.plus] for link in way] for way in self.ways]
        return [self.number, ways, self.widths]

    def sent(self, rows: joins.Rows) -> Sequence[object]:
        """Rows as they are sent; none where nothing is to be asked."""
        if not all(rows):
            return []
        joins.takes(rows, self.widths)
        return rows

    def may_be_too_much(self, rows: joins.Rows) -> bool:
        """Whether so much may hold that durable_rules is stopped in the midst of it."""
        return joins.may_be_too_much(self.ways, rows)

    def heard(self, rows: joins.Rows, told: list[int]) -> Iterator[joins.Fired]:
        """Each way, and the row at each place; raises ``ValueError`` where what was told is none."""
        several = (told[place :: 1 + len(rows)] for place in range(1 + len(rows)))
        for way, *chosen in zip(*several, strict=True):
            within = all(0 <= row < len(of_place) for row, of_place in zip(chosen, rows, strict=True))
            if not within or not 0 <= way < len(self.ways):
                raise ValueError
            yield way, tuple(chosen)


class _Seat:
    """The place of the one process: who has the lock may ask it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.worker: _Worker | None = None
        self.dropped: deque[int] = deque()

    def end(self) -> None:
        if self.worker is not None:
            self.worker.end()
            self.worker = None


def _end(seats: dict[int, _Seat]) -> None:
    if seat := seats.get(os.getpid()):
        seat.end()


class _Worker:
    """A process and what is known of it; of one thread at a time."""

    def __init__(self, start: str) -> None:
        self.ready = False
        self.in_doubt = False
        """Something was asked, and not answered as it should be."""
        self.late = 0.0
        """After how many seconds it was given up, if it was."""
        self._held: set[int] = set()
        self._numbers = count()
        try:
            self._process = _started(start)
        except (OSError, ValueError, RuntimeError) as error:
            raise WitnessError(
                f"no process can be started for the witness ({type(error).__name__}), so {ISSUED}"
            ) from None
        self._asked = cast(FileIO, self._process.stdin)
        self._answers = cast(FileIO, self._process.stdout)

    def gone(self) -> bool:
        """Whether it ended while nobody asked it."""
        return self._process.poll() is not None

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Whatever is asked meanwhile is to be answered within so many seconds, altogether."""
        self._seconds = seconds
        timer = Timer(seconds, self._give_up, (seconds,))
        timer.daemon = True
        try:
            timer.start()
        except RuntimeError:  # as Python ends, it starts no more threads
            raise WitnessError(f"the witness cannot be timed any more, so {ISSUED}") from None
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
        if self.late:  # at the very last
            self._lost()

    def make_ready(self, memory: int) -> None:
        """Tell a new process what it may take, and have it show that it compares rightly."""
        if not self.ready:
            self.ask(form=FORM, memory=memory)
            self.ready = True

    def lacks(self, kept: Sequence[_Sheet[Any] | _Joins]) -> bool:
        """Whether some are not made over there; raises ``WitnessError`` where one is closed."""
        if not all(each.closed.alive for each in kept):
            raise WitnessError("the witness was closed")
        return not self._held.issuperset(each.number for each in kept)

    def hold(self, kept: Sequence[_Sheet[Any] | _Joins], dropped: deque[int]) -> None:
        """Have these made, and let go of those that are no more."""
        let_go = [dropped.popleft() for _ in range(len(dropped))]
        new = [each for each in kept if each.number not in self._held]
        drop = [number for number in let_go if number in self._held]
        if new or drop:
            self.ask(make=[each.said() for each in new], drop=drop)
            self._held.difference_update(drop)
            self._held.update(each.number for each in new)

    def fire(self, asked: Sequence[tuple[_Sheet[Any] | _Joins, Any]]) -> Iterable[Iterable[Any]]:
        """Of each with its rows, what holds."""
        sent = [(kept, rows, kept.sent(rows)) for kept, rows in asked]
        some = [(kept.number, rows) for kept, _, rows in sent if rows]
        try:
            told = self.ask(ask=some)["fired"] if some else []
        except TooMuchError:
            if any(kept.may_be_too_much(rows) for kept, rows in asked):
                raise
            self._garbled()
        if len(told) != len(some):
            self._garbled()
        fired = iter(told)
        return [self._heard_of(kept, rows, next(fired)) if said else () for kept, rows, said in sent]

    def _heard_of(self, kept: _Sheet[Any] | _Joins, rows: Any, told: object) -> list[Any]:
        try:
            if isinstance(told, list) and all(type(each) is int for each in told):
                return [*kept.heard(rows, told)]
        except ValueError:
            pass
        self._garbled()

    def ask(self, **question: object) -> Message:
        """Ask, and hear the answer; what is not one is a ``WitnessError``."""
        number = next(self._numbers)
        message = framed({"number": number, "within": self._seconds, **question})
        self.in_doubt = True
        told = self._answer_to(message)
        if told.get("number") != number or told.get("of") != digest(message[HEAD:]):
            self._garbled()
        match told:
            case {"fired": list()}:
                self.in_doubt = False
                return told
            case {"too much": str(why)} if "ask" in question and len(why) < MOST_WORDS and why.isprintable():
                self.in_doubt = False
                raise TooMuchError(why)
            case {"refused": str(why)} if len(why) < MOST_WORDS and why.isprintable():
                raise WitnessError(why)
            case {"failed": str(name)} if len(name) < MOST_WORDS and name.isidentifier():
                raise WitnessError(f"the witness failed ({name}), so {ISSUED}")
            case _:
                self._garbled()

    def _answer_to(self, message: bytes) -> Message:
        self._send(message)
        size = int.from_bytes(self._read(HEAD), "big")
        if size > MOST_BYTES:
            self._garbled()
        try:
            told = json.loads(self._read(size))
        except (ValueError, RecursionError):
            self._garbled()
        return cast(Message, told) if isinstance(told, dict) else self._garbled()

    def _send(self, message: bytes) -> None:
        waiting = memoryview(message)
        try:
            while waiting:
                waiting = waiting[self._asked.write(waiting) :]
        except (OSError, ValueError):  # nobody is there to read it
            self._lost()

    def _read(self, size: int) -> bytes:
        found = b""
        try:
            while len(found) < size and (more := self._answers.read(size - len(found))):
                found += more
        except (OSError, ValueError):
            self._lost()
        return found if len(found) == size else self._lost()

    def end(self) -> None:
        """End the process and leave nothing of it."""
        with suppress(OSError):
            self._process.kill()
        for pipe in (self._asked, self._answers):
            with suppress(OSError):
                pipe.close()
        self._process.wait()

    def _give_up(self, seconds: float) -> None:
        self.late = seconds
        self._process.kill()

    def _lost(self) -> NoReturn:
        """Say why there is no answer."""
        self.in_doubt = True
        if self.late:
            raise WitnessError(f"the witness did not answer within {self.late:g} s, so {ISSUED}")
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        raise WitnessError(f"the witness crashed{_how(self._process.returncode)}, so {ISSUED}")

    def _garbled(self) -> NoReturn:
        self.in_doubt = True
        raise WitnessError(f"the witness answered something else than it was asked, so {ISSUED}")


def _how(code: int | None) -> str:
    if code is None:
        return ""
    if code >= 0:
        return f" (exit code {code})"
    try:
        return f" ({signal.Signals(-code).name})"
    except ValueError:
        return f" (signal {-code})"


def _started(start: str) -> subprocess.Popen[bytes]:
    from multiprocessing.spawn import get_executable  # noqa: PLC0415  (an embedder may have set it)

    path = os.pathsep.join(os.path.abspath(each) for each in sys.path if isinstance(each, str))
    return subprocess.Popen(
        [os.fsdecode(get_executable() or ""), "-P", "-c", start],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,  # so that a child forked meanwhile holds nothing that it might send as well
        start_new_session=True,
    )
