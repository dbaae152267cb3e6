"""The witness in a process of its own: whatever happens there is told, and nothing happens here."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from threading import Thread

import pytest

from drive_rules.case import World
from drive_rules.engines import isolated, joins
from drive_rules.engines.durable import Durable, disagreements
from drive_rules.engines.isolated import START, Isolated
from drive_rules.lower import Clause, Name
from drive_rules.problems import WitnessError
from drive_rules.watching import Watcher
from tests import witness_faults
from tests.made_watch import DENSE, TODAY, make_world
from tests.programs import Made, program, row, world
from tests.stepwise import settle
from tests.test_durable import ROOT, needs_it
from tests.test_watching import RULE, pair_with, watched
from tests.witness_worker import at_least, clauses, one_case

STEPS = program(clauses(at_least(1), at_least(2), at_least(3)))
WORLD = one_case(2, 0, 0, 0)
on_linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks into /proc")


def process_of(home: Isolated) -> int:
    """The number of the process that a home has now."""
    worker = home._seat().worker
    assert worker is not None
    return worker._process.pid


def there(process: int) -> bool:
    """Whether a process is there, and no mere entry."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def soon(ended: Callable[[], bool], seconds: float) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ended():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def home() -> Iterator[Isolated]:
    made = Isolated()
    yield made
    made.close()


# -- it answers as the witness here does -----------------------------------------------------------


@needs_it
def test_it_settles_what_the_witness_here_settles(home: Isolated) -> None:
    for seed in range(12):
        made = Made(Random(f"apart {seed}"))
        steps = made.program(made.random.randint(1, 30))
        here, apart = Durable(steps), Durable(steps, home)
        assert (apart.clauses, apart.gathers, apart.refused) == (here.clauses, here.gathers, here.refused)
        for _ in range(3):
            world = made.world()
            want = settle(steps, world)
            assert disagreements(want, apart.settle(world)) == disagreements(want, here.settle(world)) == ()
            apart.agree(world, want)


@needs_it
def test_it_joins_what_happened_as_the_witness_here_does(home: Isolated) -> None:
    found = 0
    for seed in range(8):
        random = Random(f"joins apart {seed}")
        watcher = watched(random)
        for known, near in ((1.0, 6), (0.8, 6), (0.6, 20)):
            happened = make_world(random, known, near=near)
            told = watcher.witnessed(happened, TODAY, None, home)
            assert told == watcher.alerts(happened, TODAY, matcher="oracle")
            found += len(told)
        assert not watcher.fell_back
    assert found > 40


@needs_it
def test_one_process_serves_all_its_sheets_and_lets_go_of_those_that_are_closed(home: Isolated) -> None:
    first, second = Durable(STEPS, home), Durable(program(clauses(at_least(2))), home)
    first.settle(WORLD)
    process = process_of(home)
    second.settle(WORLD)
    assert len(home._seat().worker._held) == 2  # type: ignore[union-attr]
    first.close()
    first.close()
    with pytest.raises(WitnessError, match="the witness was closed"):
        first.settle(WORLD)
    del second
    gc.collect()
    third = Durable(STEPS, home)
    assert third.settle(WORLD).low == {"name 0": (1,), "name 1": (1,), "name 2": (0,)}
    assert len(home._seat().worker._held) == 1  # type: ignore[union-attr]
    assert process_of(home) == process


@needs_it
def test_threads_take_turns(home: Isolated) -> None:
    made = Made(Random(11))
    steps = made.program(25)
    worlds = [made.world() for _ in range(6)]
    want = [settle(steps, world) for world in worlds]
    witness, wrong, told = Durable(steps, home), [], []

    def work(first: int) -> None:
        for turn in range(12):
            place = (first + turn) % len(worlds)
            wrong.extend(disagreements(want[place], witness.settle(worlds[place])))
        told.append(process_of(home))

    workers = [Thread(target=work, args=(number,)) for number in range(8)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert len(told) == 8
    assert len(set(told)) == 1
    assert not wrong


@needs_it
def test_it_pickles_and_is_isolated_still(home: Isolated) -> None:
    witness = Durable(STEPS, home)
    again = pickle.loads(pickle.dumps(witness))
    assert again.settle(WORLD) == witness.settle(WORLD)
    assert process_of(again._home) != process_of(home)
    again._home.close()


@needs_it
@pytest.mark.parametrize("bound", [2**60 + 1, 2**70, 1.5])
def test_a_bound_out_of_reach_is_told_before_it_is_sent(home: Isolated, bound: int) -> None:
    witness = Durable(STEPS, home)
    witness.settle(WORLD)
    process = process_of(home)
    with pytest.raises(WitnessError, match="the case holds a bound that is out of the witness's reach"):
        witness.settle(one_case(bound, 0, 0, 0))
    assert witness.settle(one_case(2**60, 0, 0, 0)).low["name 2"] == (1,)
    assert process_of(home) == process


@needs_it
def test_a_case_of_many_rows_comes_back_whole(home: Isolated) -> None:
    pair = Name("pair fact 0", "pair")
    steps = program([Clause(Name(f"at least {n}", "pair"), at_least(n, pair)) for n in range(40)])
    many = world(row((0,) * 4, lists=1), pair=[row((n % 50, 0, 0, 0), lists=1) for n in range(1500)])
    settled = Durable(steps, home).settle(many)
    assert settled.low["at least 7"] == tuple(int(n % 50 >= 7) for n in range(1500))
    assert disagreements(settle(steps, many), settled) == ()


# -- faults over there -----------------------------------------------------------------------------

LATE = "did not answer within 0.8 s, so nothing is issued"
ELSE = "the witness answered something else than it was asked, so nothing is issued"
TOLD = {
    **dict.fromkeys(("hangs", "hangs_in_c", "stops", "comes_late"), LATE),
    "exits": "the witness crashed (exit code 3), so nothing is issued",
    "is_killed": "the witness crashed (SIGKILL), so nothing is issued",
    "crashes": "the witness crashed (SIGSEGV), so nothing is issued",
    "half an answer": "the witness crashed (exit code 0), so nothing is issued",
    "runs_out_of_memory": "the witness failed (MemoryError), so nothing is issued",
    "fails": "the witness failed (KeyError), so nothing is issued",
    "more than holds": "the witness disagrees, so nothing is issued: name 0 (case)",
    "more than joins": "the witness disagrees on what is told at once, so nothing is issued: a-rule",
}


def _faulty(tmp_path: Path, *faults: str, seconds: float) -> Isolated:
    left = tmp_path / "faults"
    left.write_text("\n".join(faults), "utf-8")
    return Isolated(seconds, memory=2**28, start=witness_faults.START.format(str(left)))


FAULTS = [*witness_faults.ACTS, *witness_faults.ANSWERS, "the answer before", "more than holds"]
WHILE_JOINING = ["crashes", "exits", "fails", "noise", "too few sheets", "too many sheets", "half a pair"]
WHILE_JOINING += ["a way that is none", "a row before the first", "a row after the last", "no whole numbers"]
WHILE_JOINING += ["no list", "too much of little"]
IN_TIME = [fault for fault in FAULTS if TOLD.get(fault) != LATE]


@needs_it
@on_linux
@pytest.mark.parametrize(
    ("faults", "seconds"),
    [([fault for fault in FAULTS if fault not in IN_TIME], 0.8), (IN_TIME, 20)],
    ids=["late", "in time"],
)
def test_a_fault_over_there_is_told_and_the_next_case_has_a_new_process(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], faults: list[str], seconds: float
) -> None:
    home = _faulty(tmp_path, *faults, seconds=seconds)
    witness = Durable(STEPS, home)
    none = one_case(0, 0, 0, 0)
    known = settle(STEPS, none)
    for fault in faults:
        home.ask_for()
        process = process_of(home)
        with pytest.raises(WitnessError) as error:
            witness.agree(none, known)
        assert TOLD.get(fault, ELSE) in str(error.value), fault
        assert len(str(error.value)) < 200, fault
        # One that answers what was asked, and wrongly, is no worse than one that is right.
        assert there(process) is (fault == "more than holds"), fault
    home._made = (30, *home._made[1:])  # no slow machine is late
    witness.agree(none, known)
    witness.agree(WORLD, settle(STEPS, WORLD))
    home.close()
    assert (tmp_path / "faults").read_text("utf-8") == ""
    assert capfd.readouterr() == ("", "")


@needs_it
@on_linux
@pytest.mark.parametrize(
    ("faults", "seconds"), [(["hangs_in_c"], 0.8), ([*WHILE_JOINING, "more than joins"], 20)]
)
def test_a_fault_while_it_joins_what_happened_is_told_and_the_next_case_has_a_new_process(
    tmp_path: Path, faults: list[str], seconds: float
) -> None:
    home = _faulty(tmp_path, *faults, seconds=seconds)
    watcher, happened = Watcher(replace(DENSE, watch={RULE.id: RULE})), pair_with(9, 6, 3)
    for fault in faults:
        home.ask_for()
        process = process_of(home)
        with pytest.raises(WitnessError) as error:
            watcher.witnessed(happened, TODAY, None, home)
        assert TOLD.get(fault, ELSE) in str(error.value), fault
        assert there(process) is (fault == "more than joins"), fault
    home._made = (30, *home._made[1:])  # no slow machine is late
    assert watcher.witnessed(happened, TODAY, None, home) == watcher.alerts(happened, TODAY, matcher="oracle")
    assert not watcher.fell_back
    home.close()
    assert (tmp_path / "faults").read_text("utf-8") == ""


@needs_it
@pytest.mark.parametrize(
    ("limit", "most", "of_these"), [("MOST_CHOICES", 10, 1), ("MOST_CHOICES", 4, 2), ("MOST_FIRINGS", 2, 2)]
)
def test_a_case_of_too_much_for_it_ends_no_process_and_is_told_all_the_same(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int, of_these: int
) -> None:
    monkeypatch.setattr(joins, limit, most)
    few = f"from drive_rules.engines import joins; joins.{limit} = {most}; joins.prove = lambda: None"
    home = Isolated(start=f"{few}; {START}")
    rules = {RULE.id: RULE, "another": replace(RULE, id="another", happenings=RULE.happenings[:2])}
    watcher, happened = Watcher(replace(DENSE, watch=rules)), pair_with(9, 6, 3)
    home.ask_for()
    process = process_of(home)
    for times in (1, 2):
        told = watcher.witnessed(happened, TODAY, None, home)
        assert told == watcher.alerts(happened, TODAY, matcher="oracle")
        assert len(told) == 3
        assert process_of(home) == process
        assert list(watcher.fell_back.values()) == [times] * of_these
    home.close()


@needs_it
def test_threads_that_wait_for_one_that_hangs_have_their_turn(tmp_path: Path) -> None:
    home = _faulty(tmp_path, "hangs_in_c", seconds=2.5)
    witness, told = Durable(STEPS, home), []

    def work() -> None:
        try:
            told.append(witness.settle(WORLD).low["name 1"])
        except WitnessError as error:
            told.append(str(error))

    workers = [Thread(target=work) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    home.close()
    late = "the witness did not answer within 2.5 s, so nothing is issued"
    assert sorted(map(str, told)) == ["(1,)", "(1,)", "(1,)", late]


@needs_it
@on_linux
def test_one_that_ended_between_two_cases_is_replaced_unnoticed(home: Isolated) -> None:
    witness = Durable(STEPS, home)
    witness.settle(WORLD)
    process = process_of(home)
    os.kill(process, signal.SIGKILL)
    assert soon(lambda: not there(process), 30)
    assert witness.settle(WORLD).low["name 1"] == (1,)


@needs_it
@on_linux
def test_what_breaks_off_a_question_ends_the_process(home: Isolated, monkeypatch: pytest.MonkeyPatch) -> None:
    witness = Durable(STEPS, home)
    witness.settle(WORLD)
    process = process_of(home)

    def interrupted(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(isolated._Worker, "_read", interrupted)
        with pytest.raises(KeyboardInterrupt):
            witness.settle(WORLD)
    assert not there(process)
    assert witness.settle(WORLD).low["name 1"] == (1,)


@pytest.mark.parametrize("start", ["raise SystemExit(7)", "import nothing_of_that_name"])
def test_one_that_does_not_come_up_is_told(start: str) -> None:
    with pytest.raises(WitnessError, match=r"the witness crashed \(exit code [17]\), so nothing is issued"):
        Isolated(start=start).ask_for()


def test_where_no_process_can_be_started_that_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("multiprocessing.spawn.get_executable", lambda: str(tmp_path / "python-of-p-4711"))
    with pytest.raises(WitnessError) as error:
        Isolated().ask_for()
    assert str(error.value) == (
        "no process can be started for the witness (FileNotFoundError), so nothing is issued"
    )


def test_another_version_over_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "FORM", 0)
    with pytest.raises(WitnessError, match="the witness's process runs another version of the library"):
        Isolated().ask_for()


# -- what it may take, and what it may know --------------------------------------------------------


@needs_it
@on_linux
def test_its_memory_is_bounded_and_it_leaves_none_behind(home: Isolated) -> None:
    home.ask_for()
    limits = Path(f"/proc/{process_of(home)}/limits").read_text("utf-8")
    (space,) = (line for line in limits.splitlines() if line.startswith("Max address space"))
    (core,) = (line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert space.split()[3:5] == [str(isolated.MEMORY)] * 2
    assert core.split()[4:6] == ["0", "0"]


@needs_it
@on_linux
def test_too_little_memory_is_a_clear_error() -> None:
    home = Isolated(memory=2**20)
    with pytest.raises(WitnessError, match=r"the witness (failed|crashed) \(.*\), so nothing is issued"):
        Durable(Made(Random(1)).program(40), home).settle(WORLD)


@needs_it
@on_linux
def test_nothing_that_tells_whose_case_it_is_reaches_it(
    home: Isolated, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []
    framed = isolated.framed
    monkeypatch.setattr(isolated, "framed", lambda message: sent.append(framed(message)) or sent[-1])
    whose = World({**WORLD.rows, "case": (replace(WORLD.rows["case"][0], key="a-key-4711"),)})
    Durable(STEPS, home).settle(whose)
    process = process_of(home)
    said = b"".join(sent)
    assert len(sent) == 3
    assert b"4711" not in said
    assert not any(word in said for word in (b"case", b"fact", b"name", b"key"))
    for part in ("cmdline", "environ"):
        assert b"4711" not in Path(f"/proc/{process}/{part}").read_bytes()
    assert [os.readlink(f"/proc/{process}/fd/{number}") for number in range(3)] == [os.devnull] * 3


# -- no orphan is left -----------------------------------------------------------------------------

HOST = """
import os, sys, time
from drive_rules.engines.durable import Durable
from drive_rules.engines.isolated import Isolated
from tests.programs import program
from tests.witness_faults import START
from tests.witness_worker import at_least, clauses, one_case

WORLD = one_case(2, 0, 0, 0)

def process():
    return home._seat().worker._process.pid

home = Isolated({seconds}{start})
witness = Durable(program(clauses(at_least(2))), home)
home.ask_for()
print(process(), flush=True)
{then}
"""
FORK = """
if os.fork():
    time.sleep(120)
# The child holds the pipe on which its parent asks, and has its own process where it asks.
print(witness.settle(WORLD).low["name 0"], process(), flush=True)
time.sleep(120)
os._exit(0)
"""


def _host(then: str, seconds: float = 30, start: str = "") -> subprocess.Popen[str]:
    program = HOST.format(seconds=seconds, start=start, then=then)
    return subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _line(host: subprocess.Popen[str]) -> str:
    assert host.stdout is not None
    return host.stdout.readline().strip()


@needs_it
@on_linux
@pytest.mark.parametrize("then", ["", "os._exit(0)", "os.abort()"])
def test_it_goes_with_its_host_that_ends(then: str) -> None:
    host = _host(then)
    process = int(_line(host))
    host.communicate(timeout=30)
    assert soon(lambda: not there(process), 30)


@needs_it
@on_linux
def test_it_goes_with_its_host_that_is_killed_while_it_waits() -> None:
    host = _host("time.sleep(120)")
    process = int(_line(host))
    assert there(process)
    host.kill()
    host.communicate()
    assert soon(lambda: not there(process), 30)


@needs_it
@on_linux
def test_it_goes_with_its_host_that_is_killed_while_it_hangs(tmp_path: Path) -> None:
    left = tmp_path / "faults"
    left.write_text("hangs_in_c", "utf-8")
    host = _host("witness.settle(WORLD)", seconds=3, start=f", start=START.format({str(left)!r})")
    process = int(_line(host))
    assert soon(lambda: not left.read_text("utf-8"), 30)
    host.kill()
    host.communicate()
    assert there(process)
    assert soon(lambda: not there(process), 30)


@needs_it
@on_linux
def test_a_child_that_was_forked_asks_its_own_and_does_not_keep_its_parents() -> None:
    host = _host(FORK)
    process = int(_line(host))
    settled, own = _line(host).rsplit(" ", 1)
    assert settled == "(1,)"
    assert int(own) != process
    children = Path(f"/proc/{host.pid}/task/{host.pid}/children").read_text("utf-8").split()
    (forked,) = (int(each) for each in children if int(each) != process)
    host.kill()
    host.wait(10)
    assert soon(lambda: not there(process), 30)
    assert there(int(own))
    os.kill(forked, signal.SIGKILL)
    assert soon(lambda: not there(int(own)), 30)
    host.communicate()


@needs_it
@on_linux
def test_it_goes_with_the_last_who_may_ask_it() -> None:
    home = Isolated()
    witness = Durable(STEPS, home)
    witness.settle(WORLD)
    process = process_of(home)
    del home
    gc.collect()
    assert there(process)
    del witness
    gc.collect()
    assert soon(lambda: not there(process), 30)
