"""A file of events that grows, is cut, replaced or written over while it is read."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from drive_rules.cli import tailing
from drive_rules.cli.tailing import Tail


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.jsonl"


def told(tail: Tail) -> list[tuple[int, bytes]]:
    return [(line.number, line.text) for line in tail.lines()]


def write_on(path: Path, text: bytes) -> None:
    with path.open("ab") as file:
        file.write(text)


def test_a_last_line_without_an_end_waits_for_it(path: Path) -> None:
    path.write_bytes(b"one\ntw")
    with Tail(path) as tail:
        assert told(tail) == [(1, b"one")]
        assert told(tail) == []
        write_on(path, b"o\n\nfour")
        assert told(tail) == [(2, b"two"), (3, b"")]
        assert [(line.number, line.text) for line in tail.rest()] == [(4, b"four")]
        assert list(tail.rest()) == []


@pytest.mark.parametrize("seed", range(5))
def test_a_file_written_in_any_pieces_gives_its_lines_once(path: Path, seed: int) -> None:
    random = Random(seed)
    text = b"".join(b"line %d \xc3\xa9\n" % number for number in range(200))
    path.write_bytes(b"")
    with Tail(path) as tail:
        found, at = [], 0
        while at < len(text):
            size = random.choice((1, 3, 40, 900))
            write_on(path, text[at : at + size])
            at += size
            found += told(tail)
        assert tail.anew is None
    assert found == [(number + 1, b"line %d \xc3\xa9" % number) for number in range(200)]


@pytest.mark.parametrize("after", [b"new\n", b"n", b"", b"another\nof the same length\nas before\n"])
def test_a_file_that_is_cut_or_written_over_is_read_from_its_beginning(path: Path, after: bytes) -> None:
    path.write_bytes(b"one\nof the same length\nas befo")
    with Tail(path) as tail:
        assert len(told(tail)) == 2
        path.write_bytes(after)
        assert told(tail) == list(enumerate(after.split(b"\n")[:-1], 1))
        assert tail.anew == "cut"
        write_on(path, b"x\n")
        assert [text for _, text in told(tail)] == [after.split(b"\n")[-1] + b"x"]
        assert tail.anew is None


def test_a_file_that_is_replaced_is_read_to_its_end_first(path: Path) -> None:
    path.write_bytes(b"one\n")
    old = path.with_suffix(".1")
    with Tail(path) as tail:
        assert told(tail) == [(1, b"one")]
        path.rename(old)
        assert told(tail) == []
        assert tail.anew is None, "no other file stands there yet"
        path.write_bytes(b"three\n")
        write_on(old, b"two\nbroken o")
        assert told(tail) == [(2, b"two")]
        write_on(old, b"ff")
        assert told(tail) == []
        assert told(tail) == [(3, b"broken off"), (1, b"three")]
        assert tail.anew == "replaced"
        write_on(path, b"four\n")
        assert told(tail) == [(2, b"four")]


def test_a_line_without_an_end_is_not_kept_for_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tailing, "LONGEST", 10)
    monkeypatch.setattr(tailing, "_AT_ONCE", 4)
    path.write_bytes(b"short\n" + b"x" * 50 + b"\nshort too\n" + b"y" * 30)
    with Tail(path) as tail:
        assert told(tail) == [(1, b"short"), (2, b"x" * 11), (3, b"short too"), (4, b"y" * 11)]
        assert list(tail.rest()) == []


def test_a_file_that_is_not_there_is_an_error(path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        Tail(path)
