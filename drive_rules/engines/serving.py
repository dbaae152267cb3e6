"""What runs in the witness's own process: sheets and joins, asked over a pipe by ``engines.isolated``.

A message is its length in four bytes and an object of JSON.  The first names the form of all that is
said (``FORM``) and the memory that the process may take; each has a number, the sheets and joins to make
(``make``: by number, the ways of each, and of joins the widths, else null) and to let go of (``drop``), the
rows to ask about (``ask``: the number of one and its rows, those of joins by place) and ``within``, in how
many seconds.  An answer repeats the number, has the digest of the question as ``of``, and then one of

* ``fired``: for each sheet asked, row and way, row and way, all of them in one list; for joins the way, and
  the row at each place;
* ``too much``: what a guard said of a case that is larger than durable_rules is asked about;
* ``refused``: what another guard said;
* ``failed``: the name of an error that no guard foresaw.

Of a case there are only the bounds of its facts here: no key, no word, no name.  Nothing is written
anywhere else, not even by the C module.  The process ends when nobody is there to ask, whatever it does.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from typing import Any, BinaryIO

from drive_rules.engines.guarded import Line, Sheet, TooMuchError, prove
from drive_rules.engines.joins import Joins, Link, joined
from drive_rules.problems import WitnessError

FORM = 2
"""Changes with what is said here and how; another one is another version of this library."""
HEAD = 4
MOST_BYTES = 2**26
"""In one message."""
MARGIN = 2.0
"""Seconds after which the process ends by itself where it was to be ended, and nobody has done so."""
LOOK = 5.0
"""Seconds after which a process that waits looks whether its parent is still there."""

Message = dict[str, Any]
Held = dict[int, Sheet[int] | Joins]


def serve() -> None:
    """Answer until nobody asks any more."""
    asked, answers = _pipes()
    parent = os.getppid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # at a keyboard the asking process is meant
    held: Held = {}
    while (question := _next(asked, parent)) is not None:
        message = json.loads(question)
        _end_within(message["within"] + MARGIN)
        answer = {"number": message["number"], "of": digest(question), **_answer(held, message)}
        answers.write(framed(answer))
        answers.flush()
        _end_within(0)


def framed(message: Message) -> bytes:
    """A message as it is sent."""
    body = json.dumps(message, separators=(",", ":")).encode("ascii")
    if len(body) > MOST_BYTES:
        raise WitnessError("the case is too large for the witness")
    return len(body).to_bytes(HEAD, "big") + body


def digest(question: bytes) -> str:
    """By which an answer names what it answers."""
    return blake2b(question, digest_size=8).hexdigest()


def _answer(held: Held, message: Message) -> Message:
    try:
        if "form" in message:
            _make_ready(message)
        for number in message.get("drop", ()):
            held.pop(number).close()
        for number, ways, widths in message.get("make", ()):
            held[number] = _sheet(ways) if widths is None else _joins(ways, widths)
        return {"fired": [[*_fired(held[number], rows)] for number, rows in message.get("ask", ())]}
    except TooMuchError as error:
        return {"too much": str(error)}
    except WitnessError as error:
        return {"refused": str(error)}
    except Exception as error:  # whatever it is, the text of it may hold anything
        return {"failed": type(error).__name__}


def _sheet(ways: list[Any]) -> Sheet[int]:
    return Sheet([tuple(Line(*line) for line in way) for way in ways])


def _joins(ways: list[Any], widths: list[int]) -> Joins:
    def link(left: list[int] | None, right: list[int], plus: int) -> Link:
        return Link(None if left is None else (left[0], left[1]), (right[0], right[1]), plus)

    return joined([tuple(link(*each) for each in way) for way in ways], widths)


def _fired(asked: Sheet[int] | Joins, rows: list[Any]) -> Iterator[int]:
    if isinstance(asked, Sheet):
        for pair in asked.fire([*map(tuple, rows)]):
            yield from pair
    else:
        for way, chosen in asked.fire([[*map(tuple, of_place)] for of_place in rows]):
            yield way
            yield from chosen


def _make_ready(message: Message) -> None:
    if message["form"] != FORM:
        raise WitnessError("the witness's process runs another version of the library")
    prove()
    if sys.platform != "win32":
        import resource  # noqa: PLC0415

        with suppress(ValueError, OSError):  # where less is allowed already
            resource.setrlimit(resource.RLIMIT_AS, (message["memory"], message["memory"]))
        # Memory that is left behind by a crash would hold what is known of a case.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes, kept from whatever else reads or writes in this process."""
    asked, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    return os.fdopen(asked, "rb"), os.fdopen(answers, "wb")


def _next(asked: BinaryIO, parent: int) -> bytes | None:
    """The next question; None where nobody asks any more."""
    if sys.platform != "win32":
        # A child that the parent forked may hold the pipe open beyond the parent's end.
        while not select.select([asked], [], [], LOOK)[0]:
            if os.getppid() != parent:
                return None
    head = asked.read(HEAD)
    size = int.from_bytes(head, "big")
    question = asked.read(size)
    return question if len(head) == HEAD and len(question) == size else None


def _end_within(seconds: float) -> None:
    """Have the process ended after so long, even in the midst of C; 0 takes it back."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)
    else:
        import faulthandler  # noqa: PLC0415

        faulthandler.cancel_dump_traceback_later()
        if seconds:
            faulthandler.dump_traceback_later(seconds, exit=True)
