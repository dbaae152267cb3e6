"""A process of the witness with a fault planted in it: ``START.format(file)`` is what it runs.

``file`` names a fault on each line.  A process has the first of them, at the first case that it is asked
about, and takes it out; where none is left it has no fault.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from drive_rules.engines import guarded, isolated, serving

START = "from tests.witness_faults import planted; planted({!r})"


def hangs() -> None:
    while True:
        pass


def hangs_in_c() -> None:
    """Without end, and no other thread of Python has its turn."""
    re.match(r"(a|aa)+$", "a" * 200 + "b")


def stops() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def exits() -> None:
    os._exit(3)


def is_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def crashes() -> None:
    ctypes.string_at(0)


def runs_out_of_memory() -> None:
    kept = []
    while True:
        kept.append(bytearray(2**24))


def fails() -> None:
    raise KeyError("a bound of a case")


def comes_late() -> None:
    time.sleep(2.5)


ACTS: dict[str, Callable[[], None]] = {
    each.__name__: each
    for each in (
        *(hangs, hangs_in_c, stops, exits, is_killed, crashes, runs_out_of_memory),
        *(fails, comes_late),
    )
}
"""What it does in place of answering."""


def _framed(body: bytes) -> bytes:
    return len(body).to_bytes(serving.HEAD, "big") + body


def _other(**changed: Any) -> Callable[[dict[str, Any]], bytes]:
    return lambda answer: _framed(json.dumps({**answer, **changed}).encode())


def _half(answer: dict[str, Any]) -> Iterator[bytes]:
    whole = _framed(json.dumps(answer).encode())
    yield whole[: len(whole) // 2]
    os._exit(0)


ANSWERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "noise": lambda _: bytes(range(255, -1, -1)) * 20,
    "zeros": lambda _: bytes(4000),
    "words": lambda _: b"Segmentation fault\n" * 100,
    "no json": lambda _: _framed(b"{'fired':"),
    "no object": lambda _: _framed(b"[1, 2, 3]"),
    "deep json": lambda _: _framed(b"[" * 100_000),
    "a long number": lambda _: _framed(b'{"number": ' + b"9" * 10_000 + b"}"),
    "half an answer": _half,
    "nothing but a number": lambda answer: _framed(json.dumps({"number": answer["number"]}).encode()),
    "two things at once": lambda answer: _framed(
        json.dumps({"number": answer["number"], "of": answer["of"], "told": 1}).encode()
    ),
    "another number": lambda answer: _other(number=answer["number"] + 1)(answer),
    "another question": _other(of="0011223344556677"),
    "too few sheets": _other(fired=[]),
    "too many sheets": lambda answer: _other(fired=[*answer["fired"], []])(answer),
    "a place that is none": _other(fired=[[0, 10_000]]),
    "a row that is none": _other(fired=[[-1, 0]]),
    "half a pair": _other(fired=[[0]]),
    "no whole numbers": _other(fired=[[0.0, True]]),
    "no list": _other(fired=[{"0": 0}]),
    "a way that is none": _other(fired=[[10_000, 0, 0, 0]]),
    "a row before the first": _other(fired=[[0, 0, -1, 0]]),
    "a row after the last": _other(fired=[[0, 0, 0, 10_000]]),
    "too much of little": lambda answer: _framed(
        json.dumps({"number": answer["number"], "of": answer["of"], "too much": "it is too much"}).encode()
    ),
    "words without end": _other(fired=None, refused="a" * 100_000),
    "no name of an error": _other(fired=None, failed="a bound: 4711"),
}
"""What it answers in place of the answer."""


class _Fault:
    def __init__(self, file: str) -> None:
        self.file = Path(file)
        self.names = self.file.read_text("utf-8").splitlines()
        self.name = self.names[0] if self.names else ""
        self.questions = 0
        self.last: dict[str, Any] = {}
        self.answer, self.framed = serving._answer, serving.framed

    def due(self) -> bool:
        """Whether now is the time; then it is over."""
        if self.questions != 3:
            return False
        self.file.write_text("\n".join(self.names[1:]), "utf-8")
        return True

    def act(self, held: Any, message: dict[str, Any]) -> dict[str, Any]:
        # The first message makes the process ready, the second makes the sheets, the third asks.
        self.questions += 1
        if self.name in ACTS and self.due():
            try:
                ACTS[self.name]()
            except Exception as error:
                return {"failed": type(error).__name__}
        return self.answer(held, message)

    def say(self, answer: dict[str, Any]) -> Any:
        before, self.last = self.last, answer
        if self.name == "the answer before" and self.due():
            return self.framed(before)
        if self.name == "more than holds" and self.due():
            return self.framed({**answer, "fired": [[0, 0, 0, 1], *answer["fired"][1:]]})
        if self.name == "more than joins" and self.due():
            return self.framed({**answer, "fired": [[]]})
        if self.name in ANSWERS and self.due():
            made = ANSWERS[self.name](answer)
            if isinstance(made, bytes):
                return made
            for part in made:
                os.write(self.out, part)
        return self.framed(answer)

    out = 1


def planted(file: str) -> None:
    """Serve, with a fault, and with words where nobody should read any."""
    fault = _Fault(file)
    pipes = serving._pipes

    def kept() -> Any:
        asked, answers = pipes()
        fault.out = answers.fileno()
        return asked, answers

    serving._answer = fault.act  # type: ignore[assignment]
    serving.framed = fault.say  # type: ignore[assignment]
    serving._pipes = kept  # type: ignore[assignment]
    os.write(2, b"what is known of a case\n")
    print("what is known of a case", file=sys.stderr)
    serving.serve()


UNGUARDED = "from tests.witness_faults import unguarded; unguarded({!r})"


def unguarded(guard: str) -> None:
    """Serve without one of the guards."""
    for module, name, open_to_all in GUARDS[guard]:
        setattr(module, name, open_to_all)
    serving.serve()


NO_END = 10**9
GUARDS: dict[str, list[tuple[object, str, object]]] = {
    "buckets": [(guarded, "BUCKET", NO_END)],
    "few rules to a sheet": [(guarded, "BUCKET", NO_END), (guarded, "MOST_WAYS", NO_END)],
    "few columns to a sheet": [(guarded, "MOST_COLUMNS", NO_END)],
    "numbers within reach": [(guarded, "FAR", 2**300)],
    "whole numbers only": [(module, "safe", lambda row, _: row) for module in (guarded, isolated)],
}
