"""A journal in one SQLite file: what it keeps, what it refuses, and what it says then."""

from __future__ import annotations

import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event as Happened
from threading import Thread
from typing import Any

import pytest

import drive_rules
from drive_rules.journal import MOST_BYTES, Journal, Owed, rows, writing
from drive_rules.journal.sqlite import SqliteJournal
from drive_rules.journal.transactions import _Change
from drive_rules.problems import JournalError
from drive_rules.testing import journals
from tests import journal_damage, journal_power

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden" / "journal"
RULES = "a" * 64
CANARY = "canary"
"""Stands in every case, id and text that the journals of these tests are given; no message may hold it."""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path("kept.journal")


def filled(path: Path) -> None:
    """A journal with some of everything."""
    with SqliteJournal(path) as journal:
        journal.start(CANARY, CANARY, RULES)
        for number in range(5):
            journal.append(CANARY, f"{CANARY}-{number}", CANARY, RULES)
        journal.put_away(CANARY, CANARY, 3)
        journal.owe([Owed(CANARY, CANARY, CANARY)])


def altered(path: Path, *statements: str) -> None:
    """Another program has been at it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for each in statements:
            connection.execute(each)


# -- what it keeps -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(10))
def test_it_keeps_its_promises(seed: int, path: Path) -> None:
    journals.keeps_its_promises(lambda: SqliteJournal(path), seed=seed)


def test_it_keeps_what_many_threads_send(path: Path) -> None:
    journals.keeps_what_many_threads_send(lambda: SqliteJournal(path))


def test_it_is_a_journal(path: Path) -> None:
    def taken(journal: Journal) -> Journal:
        return journal

    with SqliteJournal(path) as journal:
        assert taken(journal) is journal


class Forgets(SqliteJournal):
    """Says that it keeps every event, and leaves out one in seven."""

    appended = 0

    def append(self, case: str, id: str, text: str, ruleset: str) -> bool:
        self.appended += 1
        return True if self.appended % 7 == 0 else super().append(case, id, text, ruleset)


class TakesTwice(SqliteJournal):
    """Takes an event again under an id that it has."""

    def append(self, case: str, id: str, text: str, ruleset: str) -> bool:
        try:
            return super().append(case, id, text, ruleset)
        except JournalError:
            return False


class OwesAgain(SqliteJournal):
    """Owes an alert again that was delivered."""

    def owed(self, case: str | None = None) -> Iterator[Owed]:
        query = "SELECT id, of, text FROM owed ORDER BY number"
        rows = self._reader.execute(query).fetchall()  # type: ignore[union-attr]
        found = [Owed(*(each.decode() for each in row)) for row in rows]
        return iter([each for each in found if case in (None, each.case)])


@pytest.mark.parametrize("planted", [Forgets, TakesTwice, OwesAgain])
def test_a_journal_that_breaks_a_promise_is_told(planted: type[SqliteJournal], tmp_path: Path) -> None:
    broken = 0
    for seed in range(5):
        try:
            journals.keeps_its_promises(lambda seed=seed: planted(tmp_path / f"{seed}"), seed=seed)
        except (AssertionError, JournalError):
            broken += 1
    assert broken


def test_another_process_reads_while_this_one_writes(path: Path) -> None:
    reads = (
        "import sys; from drive_rules.journal.sqlite import SqliteJournal\n"
        "with SqliteJournal(sys.argv[1], read_only=True) as journal:\n"
        "    print(len(list(journal.entries(sys.argv[2]))))"
    )
    filled(path)
    with SqliteJournal(path) as journal:
        journal.append(CANARY, "another", "{}", RULES)
        asked = [sys.executable, "-c", reads, str(path), CANARY]
        found = subprocess.run(asked, capture_output=True, text=True, check=True, env=_environment())
        assert found.stdout.strip() == "6"
        assert journal.append(CANARY, "and another", "{}", RULES)


def test_one_who_reads_sees_what_is_written_meanwhile(path: Path) -> None:
    filled(path)
    with SqliteJournal(path) as journal, SqliteJournal(path, read_only=True) as reader:
        before = reader.entries(CANARY)
        journal.append(CANARY, "another", "{}", RULES)
        assert len(list(before)) == 5, "the events at the time it was asked"
        assert len(list(reader.entries(CANARY))) == 6


def test_a_journal_is_one_file_once_it_is_closed(path: Path) -> None:
    filled(path)
    assert {each.name for each in path.parent.iterdir()} == {path.name, f"{path.name}-mark"}
    shutil.copy(path, "moved")
    with SqliteJournal("moved") as journal:
        assert len(list(journal.entries(CANARY))) == 5


def test_states_wait_for_the_next_change_and_are_there_after_closing(path: Path) -> None:
    filled(path)
    with SqliteJournal(path) as journal:
        assert journal.brought_back(CANARY) == (CANARY, 3)
        journal.put_away(CANARY, "later", 5)
        with SqliteJournal(path, read_only=True) as reader:
            assert reader.brought_back(CANARY) == (CANARY, 3)
        journal.append(CANARY, "next", "{}", RULES)
        with SqliteJournal(path, read_only=True) as reader:
            assert reader.brought_back(CANARY) == ("later", 5)
        journal.put_away(CANARY, "last", 6)
    with SqliteJournal(path) as journal:
        assert journal.brought_back(CANARY) == ("last", 6)


def test_a_process_killed_while_it_makes_a_journal_leaves_none(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    filled(path)
    with SqliteJournal(path) as journal:
        assert journal.last(CANARY) == 5


def test_many_changes_wait_for_the_disk_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with SqliteJournal(path) as journal:
        journal.start(CANARY, "{}", RULES)
        writer: Any = journal._writer
        at_once, transaction = [], writer._transaction
        first, go_on = Happened(), Happened()

        def slowly(batch: list[Any]) -> Any:
            at_once.append(len(batch))
            first.set()
            go_on.wait(10)
            return transaction(batch)

        monkeypatch.setattr(writer, "_transaction", slowly)
        sent = [Thread(target=journal.append, args=(CANARY, f"{n}", "{}", RULES)) for n in range(9)]
        sent[0].start()
        first.wait(10)
        for each in sent[1:]:
            each.start()
        while len(writer._waiting) < 8:
            go_on.wait(0.01)
        go_on.set()
        for each in sent:
            each.join()
        assert at_once == [1, 8]
        assert journal.last(CANARY) == 9


def test_one_change_that_fails_fails_no_other(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with SqliteJournal(path) as journal:
        journal.start(CANARY, "{}", RULES)
        journal._writer._connection.execute("PRAGMA max_page_count = 40")  # type: ignore[union-attr]
        ids = ["fits", "too large", "fits too", "fits", "not started"]
        texts = ["{}", "x" * 400_000, "{}", "another", "{}"]
        cases = [CANARY] * 4 + ["not started"]
        batch = [
            _Change(lambda within, of=of: writing.append(within, *of, RULES))  # type: ignore[misc]
            for of in zip(cases, ids, texts, strict=True)
        ]
        writer: Any = journal._writer
        writer._waiting.extend(batch)
        assert journal.append(CANARY, "mine", "{}", RULES)
        codes = [each.error.problems[0].code if each.error else None for each in batch]
        assert codes == [None, "JR008", None, "JR013", "JR011"]
        assert [each.id for each in journal.entries(CANARY)] == ["fits", "fits too", "mine"]
        journal.check()


def test_what_is_acknowledged_waits_for_the_disk(path: Path) -> None:
    with SqliteJournal(path) as journal:
        connection = journal._writer._connection  # type: ignore[union-attr]
        found = {
            each: connection.execute(f"PRAGMA {each}").fetchone()[0]
            for each in ("journal_mode", "synchronous", "fullfsync", "foreign_keys")
        }
        assert found == {"journal_mode": b"wal", "synchronous": 2, "fullfsync": 1, "foreign_keys": 1}


def test_one_who_is_interrupted_interrupts_no_other(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with SqliteJournal(path) as journal:
        journal.start(CANARY, "{}", RULES)
        other = _Change(lambda within: writing.append(within, CANARY, "other", "{}", RULES))
        journal._writer._waiting.append(other)  # type: ignore[union-attr, arg-type]
        write_head = rows.write_head
        monkeypatch.setattr(rows, "write_head", interrupted)
        with pytest.raises(KeyboardInterrupt):
            journal.append(CANARY, "mine", "{}", RULES)
        monkeypatch.setattr(rows, "write_head", write_head)
        assert not journal.last(CANARY)
        assert journal.append(CANARY, "next", "{}", RULES)
        assert (other.done, other.kept, other.error) == (True, True, None)
        journal.check()


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_closing_while_others_write_loses_nothing_that_was_acknowledged(path: Path) -> None:
    journal, acknowledged, told = SqliteJournal(path), set(), []
    journal.start(CANARY, "{}", RULES)

    def send(number: int) -> None:
        for each in range(1000):
            try:
                journal.append(CANARY, f"{number}-{each}", "{}", RULES)
            except JournalError as error:
                told.append(error.problems[0].code)
                return
            acknowledged.add(f"{number}-{each}")

    sending = [Thread(target=send, args=(number,)) for number in range(4)]
    for each in sending:
        each.start()
    while len(acknowledged) < 10:
        Happened().wait(0.001)
    journal.close()
    for each in sending:
        each.join()
    assert told == ["JR010"] * 4
    with SqliteJournal(path) as again:
        assert acknowledged <= {each.id for each in again.entries(CANARY)}


# -- what it refuses ---------------------------------------------------------------------------------


def test_damage_is_told_or_does_no_harm(tmp_path: Path) -> None:
    found = journal_damage.try_all(tmp_path, step=1009, write_every=30)
    assert not found.wrong
    read = sum(count for (_, code), count in found.codes.items() if code == "read")
    assert 50 < read < found.codes.total() - 200
    assert found.codes["-wal", "read"] == 0, "the log was not needed"


def test_a_row_that_was_altered_is_told_when_it_is_read(path: Path) -> None:
    filled(path)
    altered(path, "UPDATE entries SET text = 'Canary' WHERE number = 3")
    with SqliteJournal(path, thorough=False) as journal:
        entries = journal.entries(CANARY)
        with pytest.raises(JournalError, match="JR004"):
            list(entries)
        with pytest.raises(JournalError, match="JR004"):
            journal.append(CANARY, f"{CANARY}-2", CANARY, RULES)
        assert journal.append(CANARY, "another", "{}", RULES)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entries WHERE number = 3",
        "DELETE FROM entries WHERE number = 5",
        "DELETE FROM counts",
        "UPDATE counts SET entries = 4, last = 4",
        "UPDATE entries SET ruleset = 2",
        "UPDATE rulesets SET digest = 'other'",
        "DELETE FROM cases",
        "UPDATE cases SET name = 'other'",
        "UPDATE cases SET text = 'other'",
        "UPDATE away SET upto = 4",
        "UPDATE owed SET delivered = 1",
        "DELETE FROM owed",
        "UPDATE journal SET changes = 99",
        "DELETE FROM journal",
        "INSERT INTO rulesets VALUES (9, 'x', x'00')",
        "CREATE TABLE another (x)",
        "DROP INDEX undelivered",
    ],
)
def test_what_another_program_did_to_it_is_told(path: Path, statement: str) -> None:
    filled(path)
    altered(path, statement)
    for read_only in (True, False):
        with pytest.raises(JournalError) as caught:
            SqliteJournal(path, read_only=read_only)
        assert {each.code for each in caught.value.problems} == {"JR004"}


def test_after_another_wrote_nothing_is_kept(path: Path) -> None:
    filled(path)
    with SqliteJournal(path) as journal:
        altered(path, "UPDATE journal SET changes = 99")
        with pytest.raises(JournalError, match="JR004"):
            journal.append(CANARY, "another", "{}", RULES)


def test_a_program_that_locks_the_file_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drive_rules.journal.sqlite._PATIENCE", 0.05)
    filled(path)
    with SqliteJournal(path) as journal, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="JR006"):
            journal.append(CANARY, "another", "{}", RULES)
        assert len(list(journal.entries(CANARY))) == 5
        other.execute("ROLLBACK")
        assert journal.append(CANARY, "another", "{}", RULES)


@pytest.mark.skipif(shutil.which("unshare") is None, reason="a small disk is made by unshare")
def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    asked = [sys.executable, "-m", "tests.journal_full", str(tmp_path)]
    mounted = f"mount -t tmpfs -o size=600k none {tmp_path} && {' '.join(asked)}"
    found = subprocess.run(
        ["unshare", "-rm", "sh", "-c", mounted],
        capture_output=True,
        text=True,
        check=False,
        env=_environment(),
    )
    if "mount" in found.stderr or "unshare" in found.stderr:
        pytest.skip("no small disk can be made here")
    assert found.returncode == 0, found.stderr
    acknowledged, kept, code, after = found.stdout.split()
    assert int(acknowledged) > 5
    assert kept == acknowledged
    assert (code, after) == ("JR008", "True")


def test_a_file_that_may_not_grow_loses_nothing(path: Path) -> None:
    acknowledged = []

    def go_on(journal: SqliteJournal) -> None:
        for number in range(1000):
            journal.append(CANARY, f"{number}", "x" * 1000, RULES)
            acknowledged.append(f"{number}")

    with SqliteJournal(path) as journal:
        journal.start(CANARY, "{}", RULES)
        with largest_file(300_000), pytest.raises(JournalError, match="JR009"):
            go_on(journal)
        assert len(acknowledged) > 5
        assert journal.append(CANARY, "last", "{}", RULES)
    with SqliteJournal(path) as journal:
        assert [each.id for each in journal.entries(CANARY)] == [*acknowledged, "last"]


@pytest.mark.skipif(os.geteuid() != 0, reason="another user is tried by root")
def test_one_who_may_not_write_is_told(path: Path) -> None:
    filled(path)
    for folder in (path.absolute().parent, *path.absolute().parents):
        if folder.stat().st_uid == 0 and not folder.stat().st_mode & 0o005:
            folder.chmod(0o755)
    tries = (
        "import os, sys; from drive_rules.journal.sqlite import SqliteJournal\n"
        "from drive_rules.problems import JournalError\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "try: SqliteJournal(sys.argv[1])\n"
        "except JournalError as error: print(error.problems[0].code)\n"
        "print(len(list(SqliteJournal(sys.argv[1], read_only=True).entries(sys.argv[2]))))"
    )
    asked = [sys.executable, "-c", tries, str(path), CANARY]
    found = subprocess.run(asked, capture_output=True, text=True, check=True, env=_environment())
    assert found.stdout.split() == ["JR007", "5"]


def _environment() -> dict[str, str]:
    return {**os.environ, **_of_path()}


def _of_path() -> dict[str, str]:
    return {"PYTHONPATH": str(ROOT)}


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class Fails:
    """A connection whose disk does not put down what it is given."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, *asked: Any) -> Any:
        if sql == "COMMIT":
            error = sqlite3.OperationalError(f"disk I/O error: {CANARY}")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
            raise error
        return self._connection.execute(sql, *asked)


def test_after_a_disk_that_failed_nothing_is_kept_before_it_is_opened_again(path: Path) -> None:
    filled(path)
    with SqliteJournal(path) as journal:
        writer: Any = journal._writer
        right = writer._connection
        writer._connection = Fails(right)
        for _ in range(2):
            with pytest.raises(JournalError, match="JR019"):
                journal.append(CANARY, "another", "{}", RULES)
            writer._connection = right
        assert len(list(journal.entries(CANARY))) == 5
    with SqliteJournal(path) as journal:
        assert journal.append(CANARY, "another", "{}", RULES)


def powered(folder: Path, *asked: str) -> subprocess.CompletedProcess[str]:
    """A process of which it is known what reached the disk."""
    library = journal_power.built(folder)
    if library is None:
        pytest.skip("no C compiler here")
    disk = folder / "disk"
    disk.mkdir()
    environment = {**journal_power.preloaded(library, disk), **_of_path()}
    command = [sys.executable, *asked]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)


def test_what_was_acknowledged_is_there_after_a_power_cut(tmp_path: Path) -> None:
    done = powered(tmp_path, "-m", "tests.journal_power", "--cuts", "30")
    assert done.returncode == 0, done.stderr
    acknowledged = re.search(r"acknowledged=(\d+)", done.stdout)
    assert acknowledged is not None
    assert int(acknowledged[1]) > 30


def test_a_journal_that_does_not_wait_for_the_disk_is_found_out(tmp_path: Path) -> None:
    done = powered(tmp_path, "-m", "tests.journal_power", "--cuts", "30", "--no-wait")
    assert done.returncode == 1
    assert "acknowledged" in done.stderr


def test_a_disk_that_fails_stops_it(tmp_path: Path) -> None:
    fails = (
        "import os, pathlib; from drive_rules.journal.sqlite import SqliteJournal\n"
        "from drive_rules.problems import JournalError\n"
        "disk = pathlib.Path(os.environ['POWER_CUT_FOLDER'])\n"
        "def post(journal, id):\n"
        "    try: journal.append('case-1', id, '{}', 'rules'); print('kept')\n"
        "    except JournalError as error: print(error.problems[0].code)\n"
        "with SqliteJournal(disk / 'kept') as journal:\n"
        "    journal.start('case-1', '{}', 'rules'); post(journal, '1')\n"
        "    (disk / 'broken').touch(); post(journal, '2')\n"
        "    (disk / 'broken').unlink(); post(journal, '3')\n"
        "with SqliteJournal(disk / 'kept') as journal: post(journal, '3')"
    )
    done = powered(tmp_path, "-c", fails)
    assert done.stdout.split() == ["kept", "JR019", "JR019", "kept"], done.stderr


def test_it_is_not_carried_over_a_fork(path: Path) -> None:
    forks = (
        "import os, sys; from drive_rules.journal.sqlite import SqliteJournal\n"
        "from drive_rules.problems import JournalError\n"
        "with SqliteJournal(sys.argv[1]) as journal:\n"
        "    journal.start('case-1', '{}', 'rules')\n"
        "    if os.fork() == 0:\n"
        "        for each in (journal.last, lambda case: journal.start(case, '{}', 'rules')):\n"
        "            try: each('case-1')\n"
        "            except JournalError as error: os.write(1, error.problems[0].code.encode() + b' ')\n"
        "        journal.close()\n"
        "        os._exit(0)\n"
        "    os.wait()\n"
        "    print(journal.append('case-1', '1', '{}', 'rules'))"
    )
    asked = [sys.executable, "-c", forks, str(path)]
    found = subprocess.run(asked, capture_output=True, text=True, check=True, env=_environment())
    assert found.stdout.split() == ["JR016", "JR016", "True"]


# -- what it says ------------------------------------------------------------------------------------


def opened(path: Path, **how: Any) -> None:
    SqliteJournal(path, **how).close()


def within(change: Callable[[SqliteJournal], object], **how: Any) -> Callable[[Path], None]:
    def tried(path: Path) -> None:
        filled(path)
        with SqliteJournal(path, **how) as journal:
            change(journal)

    return tried


def after(*statements: str) -> Callable[[Path], None]:
    def tried(path: Path) -> None:
        filled(path)
        altered(path, *statements)
        opened(path)

    return tried


def of_something_else(path: Path) -> None:
    path.write_text(f"{CANARY}\n" * 2000)
    opened(path)


def of_another_program(path: Path) -> None:
    altered(path, f"CREATE TABLE {CANARY} (x)")
    opened(path)


def of_which_the_end_is_missing(path: Path) -> None:
    filled(path)
    before = path.read_bytes()
    with SqliteJournal(path) as journal:
        for number in range(3):
            journal.append(CANARY, f"later {number}", CANARY, RULES)
    path.write_bytes(before)
    opened(path)


def of_which_the_file_is_gone(path: Path) -> None:
    filled(path)
    path.unlink()
    opened(path, read_only=True)


def open_twice(path: Path) -> None:
    with SqliteJournal(path):
        opened(path)


def full(path: Path) -> None:
    filled(path)
    with SqliteJournal(path) as journal:
        journal._writer._connection.execute("PRAGMA max_page_count = 1")  # type: ignore[union-attr]
        journal.append(CANARY, "large", CANARY * 100_000, RULES)


def grown_too_large(path: Path) -> None:
    with SqliteJournal(path) as journal, largest_file(100_000):
        journal.start(CANARY, CANARY * 100_000, RULES)


def closed(path: Path) -> None:
    journal = SqliteJournal(path)
    journal.close()
    journal.last(CANARY)


def taken_away(end: str) -> Callable[[Path], None]:
    def tried(path: Path) -> None:
        filled(path)
        with SqliteJournal(path) as journal:
            path.with_name(path.name + end).unlink()
            with pytest.raises(JournalError) as caught:
                journal.append(CANARY, "later", CANARY, RULES)
            with pytest.raises(JournalError, match="JR014"):
                journal.append(CANARY, "and later", CANARY, RULES)
            raise caught.value

    return tried


def carried_over_a_fork(path: Path) -> None:
    with SqliteJournal(path) as journal:
        journal._process += 1
        try:
            journal.last(CANARY)
        finally:
            journal._process -= 1


def with_an_old_library(path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
        patch.setattr(sqlite3, "sqlite_version", "3.31.1")
        opened(path)


def with_a_failing_disk(path: Path) -> None:
    with SqliteJournal(path) as journal:
        writer: Any = journal._writer
        right, writer._connection = writer._connection, Fails(writer._connection)
        try:
            journal.start(CANARY, CANARY, RULES)
        finally:
            writer._connection = right


def with_a_damaged_mark(path: Path) -> None:
    filled(path)
    mark = path.with_name(f"{path.name}-mark")
    mark.write_bytes(mark.read_bytes()[:-1])
    opened(path)


def with_anothers_mark(path: Path) -> None:
    filled(path)
    filled(Path("another"))
    shutil.copy("another-mark", f"{path.name}-mark")
    opened(path)


SITUATIONS: dict[str, Callable[[Path], None]] = {
    "JR001-nothing-to-read": lambda path: opened(path, read_only=True),
    "JR001-no-folder": lambda path: opened(path / "folder" / "kept.journal"),
    "JR001-a-folder": lambda path: opened(Path(".")),
    "JR002-something-else": of_something_else,
    "JR002-another-program": of_another_program,
    "JR003-newer": after("PRAGMA user_version = 9"),
    "JR004-altered": after("UPDATE entries SET text = 'x' WHERE number > 2", "UPDATE away SET text = 'x'"),
    "JR004-missing": after("DELETE FROM entries WHERE number > 3"),
    "JR004-other-tables": after("DROP TABLE away"),
    "JR005-the-end-is-missing": of_which_the_end_is_missing,
    "JR005-the-file-is-gone": of_which_the_file_is_gone,
    "JR006-open-twice": open_twice,
    "JR007-read-only": within(lambda journal: journal.start("x", CANARY, RULES), read_only=True),
    "JR008-full": full,
    "JR009-too-large-a-file": grown_too_large,
    "JR010-closed": closed,
    "JR011-not-started": within(lambda journal: journal.append("x", CANARY, CANARY, RULES)),
    "JR012-started-otherwise": within(lambda journal: journal.start(CANARY, "{}", RULES)),
    "JR013-kept-otherwise": within(lambda journal: journal.append(CANARY, f"{CANARY}-1", "{}", RULES)),
    "JR014-file": taken_away(""),
    "JR014-log": taken_away("-wal"),
    "JR014-mark": taken_away("-mark"),
    "JR015-no-utf-8": within(lambda journal: journal.append(CANARY, "\ud800", CANARY, RULES)),
    "JR015-text": within(lambda journal: journal.append(CANARY, "1", "x" * (MOST_BYTES + 1), RULES)),
    "JR015-key": within(lambda journal: journal.start(CANARY * 1000, "{}", RULES)),
    "JR016-fork": carried_over_a_fork,
    "JR017-old-library": with_an_old_library,
    "JR018-not-owed": within(lambda journal: journal.delivered("never")),
    "JR019-disk": with_a_failing_disk,
    "JR020-mark": with_a_damaged_mark,
    "JR021-anothers-mark": with_anothers_mark,
    "JR022-not-started": within(lambda journal: journal.put_away("x", CANARY, 0)),
    "JR022-too-far": within(lambda journal: journal.put_away(CANARY, CANARY, 6)),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_it_says_what_is_wrong_and_what_to_do(name: str, path: Path) -> None:
    with pytest.raises(JournalError) as caught:
        SITUATIONS[name](path)
    text = "\n".join(each.picture() for each in caught.value.problems) + "\n"
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("REWRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert {each.code for each in caught.value.problems} == {name.partition("-")[0]}
    assert all(each.fix and not each.what.endswith(".") for each in caught.value.problems)
    chain: BaseException | None = caught.value
    while chain is not None and not chain.__suppress_context__:
        assert CANARY not in str(chain)
        chain = chain.__cause__ or chain.__context__


def test_every_code_is_seen() -> None:
    files = (Path(drive_rules.__file__).parent / "journal").glob("*.py")
    codes = {code for file in files for code in re.findall(r'"(JR\d{3})"', file.read_text("utf-8"))}
    assert codes == {name.partition("-")[0] for name in SITUATIONS}
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(SITUATIONS)


def test_no_repr_says_what_is_kept(path: Path) -> None:
    filled(path)
    with SqliteJournal(path) as journal:
        found = [journal, *journal.entries(CANARY), journal.started(CANARY), *journal.owed()]
        assert not any(CANARY in repr(each) for each in found)
