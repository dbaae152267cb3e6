"""Following a case from the command line: the story, problems by line, files that grow, and what is kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from benchmarks import follow as benchmark
from drive_rules.cli import app, following
from drive_rules.following import Change, read_event
from drive_rules.journal.sqlite import SqliteJournal
from drive_rules.ruleset import Ruleset, load
from tests.test_mutants import PACKAGE

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden" / "followed"
STREAMS = sorted((ROOT / "examples" / "streams").glob("*.jsonl"))
CASE = "case: x\nincidents last year: 3\n"


def ran(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def same_as_golden(name: str, text: str) -> None:
    golden = GOLDEN / name
    if os.environ.get("REWRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def event(id: str, on: str, **says: object) -> str:
    return json.dumps({"id": id, "case": "x", "on": on, "says": says}) + "\n"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A ruleset of one rule, a case, and a folder to write events in."""
    for name, text in PACKAGE.items():
        (tmp_path / "tiny").mkdir(exist_ok=True)
        (tmp_path / "tiny" / name).write_text(text, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


def followed(tiny: Path, *more: str | Path) -> Result:
    return ran("follow", tiny / "case.yaml", tiny / "events.jsonl", "--rules", tiny / "tiny", *more)


# -- the story -------------------------------------------------------------------------------------


@cache
def shipped(name: str, site: str | None = None) -> Ruleset:
    """Loaded once, with the days that the streams share compiled once."""
    return load(name, site=site)


@pytest.mark.parametrize("stream", STREAMS, ids=lambda path: path.stem)
def test_the_story_of_each_stream_reads_as_the_golden_one(
    stream: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "load", shipped)
    found = ran("follow", stream.with_suffix(".yaml"), stream)
    assert (found.exit_code, found.stderr) == (0, "")
    assert max(map(len, found.stdout.splitlines())) <= 80
    same_as_golden(f"{stream.stem}.txt", found.stdout)


def test_what_changes_nothing_is_counted_and_not_printed(tiny: Path) -> None:
    lines = [event("a", "2026-09-02", armed="no"), event("b", "2026-09-03", armed="no")]
    lines += [event("c", "2026-09-04", armed="yes"), event("b", "2026-09-03", armed="no")]
    (tiny / "events.jsonl").write_text("".join(lines), encoding="utf-8")
    found = followed(tiny, "--as-of", "2026-09-01")
    assert found.exit_code == 0, found.stderr
    said = found.stdout
    assert "Wednesday 2 September 2026\n  Known: armed: no\n    - NEWLY SETTLED: level:" in said
    assert "3 September" not in said
    assert "Friday 4 September 2026\n  Known: armed: yes\n    - ROSE: level: standard -> high" in said
    assert "1 day on which nothing changed: not printed." in said
    assert "1 event known already: not told again." in said


def test_json_is_a_change_a_line(tiny: Path) -> None:
    lines = [event("a", "2026-09-02", armed="no"), event("b", "2026-09-04", armed="yes")]
    (tiny / "events.jsonl").write_text("".join(lines), encoding="utf-8")
    found = followed(tiny, "--format", "json", "--until", "2026-09-06")
    changes = [Change.from_json(line) for line in found.stdout.splitlines()]
    assert [(each.event, each.as_of.day, each.quiet) for each in changes] == [
        ("a", 2, False),
        ("b", 4, False),
        (None, 6, True),
    ]


def test_the_days_between_are_gone_through_where_they_are_asked_for(tiny: Path) -> None:
    lines = [event("a", "2026-09-02", armed="no"), event("b", "2026-09-05", armed="yes")]
    (tiny / "events.jsonl").write_text("".join(lines), encoding="utf-8")
    found = followed(tiny, "--as-of", "2026-09-01", "--format", "json", "--each-day", "--until", "2026-09-07")
    changes = [Change.from_json(line) for line in found.stdout.splitlines()]
    days = [(each.event, each.as_of.day) for each in changes]
    assert days == [("a", 2), (None, 3), (None, 4), ("b", 5), (None, 6), (None, 7)]


def told_of(start: dict[str, object], *events: dict[str, object], everything: bool = False) -> list[str]:
    """The pieces of the story of a case of the shipped practice, a text each."""
    ruleset = shipped("drive-core")
    follower = ruleset.follow(ruleset.read_case({"case": "x", **start}), as_of=date(2026, 11, 2))
    told = following._Told(ruleset, follower, following.Format.text, everything)
    told.beginning()
    pieces = []
    for number, said in enumerate(events):
        posted = read_event({"id": f"e-{number}", "case": "x", **said})
        pieces.append("\n".join(told.piece(posted, follower.post(posted))))
    return pieces


def test_who_is_asked_next_is_told_and_what_the_plan_has_no_place_for() -> None:
    yes = {f"D{number:02}": "yes" for number in range(1, 15)}
    pair = {"id": "A", "checklists": [{"instrument": "safelives24", "completed by": "IDVA", "answers": yes}]}
    task = {"do": "refer to MARAC", "of": "A", "what": "refused", "by": "case manager", "because": "away"}
    other = {"do": "close the case", "what": "done", "by": "case manager"}
    refused, done = told_of(
        {"pairs": [pair]}, {"on": "2026-11-02", "task": task}, {"on": "2026-11-02", "task": other}
    )
    assert 'Refused by case manager: refer to MARAC (A), because "away"\n    - NEXT: ask IDVA' in refused
    assert "Done by case manager: close the case\n    - NOT IN THE PLAN: " in done


def test_what_is_done_on_the_day_that_finds_it_late_is_not_told_as_overdue() -> None:
    lost = {"pairs": [{"id": "A", "touch with the victim-survivor": {"answer": "lost", "source": "IDVA"}}]}
    action = "review the risk while the victim-survivor cannot be heard"
    task = {"do": action, "of": "A", "what": "done", "by": "case manager"}
    (done,) = told_of(lost, {"on": "2026-11-09", "task": task}, everything=True)
    (waiting,) = told_of(lost, {"on": "2026-11-09"}, everything=True)
    overdue = f"- OVERDUE since 4 November 2026: {action} (pair A)"
    assert overdue in " ".join(waiting.split())
    assert overdue not in " ".join(done.split())
    assert waiting.count("OVERDUE") == done.count("OVERDUE") + 1 > 3


def test_what_is_late_and_what_was_not_so_is_told_as_that() -> None:
    bail = {"last day of bail": {"answer": "2026-11-30", "source": "police"}}
    tag = {"last day of the tag": {"answer": "2026-11-30", "source": "probation"}}
    day, late, back, before, never = told_of(
        {"criminal proceedings": "released on bail"},
        {"on": "2026-11-09"},
        {"on": "2026-11-02", "says": bail},
        {"on": "2026-11-09", "takes back": "e-1"},
        {"on": "2026-11-09", "takes back": "e-4"},
        {"on": "2026-11-09", "says": tag},
    )
    assert "  The day has come.\n    - OVERDUE since 2 November 2026: find out " in day
    heard = "last day of bail: 30 November 2026 (police)"
    words = " ".join(late.split())
    assert f"Known: {heard} (of 2 November 2026, and heard late)" in words
    assert "- NOW MUST hold a review before bail ends - case manager, by 16 November 2026" in words
    assert f"Not so (of 2 November 2026): Known: {heard}" in " ".join(back.split())
    assert "- NO LONGER MUST hold a review before bail ends" in back
    assert (before, never) == ("", ""), "what is taken back beforehand is never told"


def test_neither_a_text_nor_a_name_of_somebody_is_in_the_story() -> None:
    ruleset = shipped("drive-core")
    follower = ruleset.follow(ruleset.read_case({"case": "x"}), as_of=date(2026, 11, 2))
    telling = following.Telling(ruleset.meaning, follower, lambda: pytest.fail("no plan"))
    said = {"who holds the risk": "canary", "case manager who holds the case": {"key": "canary"}}
    told = telling.words_of(read_event({"id": "e", "case": "x", "on": "2026-11-02", "says": said}))
    assert told == ["Known: case manager who holds the case: on record; who holds the risk: on record"]


# -- problems --------------------------------------------------------------------------------------

WRONG = [
    event("a", "2026-09-02", armed="no"),
    "{not json\n",
    "\n",
    event("b", "2026-09-03", armd="yes"),
    json.dumps({"id": "c", "case": "canary", "on": "2026-09-03"}) + "\n",
    event("a", "2026-09-04", armed="yes"),
    event("d", "soon", armed="yes"),
    event("e", "2026-09-05", armed="yes"),
]


def test_every_problem_is_listed_with_its_line_and_nothing_is_told(tiny: Path) -> None:
    lines = b"".join(line.encode() for line in WRONG) + b'{"id": "\xff"}\n'
    (tiny / "events.jsonl").write_bytes(lines)
    found = followed(tiny, "--as-of", "2026-09-01")
    assert (found.exit_code, found.stdout) == (1, "")
    for word in ("canary", "soon", "armd"):
        assert word not in found.stderr
    same_as_golden("problems.txt", found.stderr)


def test_without_a_day_to_begin_on_it_is_wrong_usage(tiny: Path) -> None:
    (tiny / "events.jsonl").write_text("", encoding="utf-8")
    found = followed(tiny)
    assert (found.exit_code, found.stdout) == (2, "")
    assert "--as-of" in found.stderr
    assert ran("follow", tiny / "case.yaml", tiny / "no-such.jsonl").exit_code == 2


def test_an_empty_stream_tells_that_nothing_changed(tiny: Path) -> None:
    (tiny / "events.jsonl").write_text("\n\n", encoding="utf-8")
    found = followed(tiny, "--as-of", "2026-09-01")
    assert found.exit_code == 0
    assert found.stdout.endswith("\nNothing has changed.\n")


# -- a journal -------------------------------------------------------------------------------------


def test_a_journal_tells_the_same_story_and_is_gone_on_from(tiny: Path) -> None:
    first, second = event("a", "2026-09-02", armed="no"), event("b", "2026-09-04", armed="yes")
    (tiny / "events.jsonl").write_text(first, encoding="utf-8")
    kept = ("--journal", tiny / "kept.db")
    told = followed(tiny, *kept)
    assert told.exit_code == 0, told.stderr
    assert ran("replay", tiny / "kept.db", "--rules", tiny / "tiny").stdout == told.stdout

    (tiny / "events.jsonl").write_text(first + second, encoding="utf-8")
    again = followed(tiny, *kept, "--until", "2026-09-06")
    assert again.exit_code == 0, again.stderr
    assert "CASE x, taken up again as of 2 September 2026" in again.stdout
    assert "Known: armed: no" not in again.stdout
    assert "Friday 4 September 2026\n  Known: armed: yes\n    - ROSE: level: standard -> high" in again.stdout
    assert "1 event known already: not told again." in again.stdout

    whole = ran("replay", tiny / "kept.db", "x", "--rules", tiny / "tiny", "--format", "json")
    changes = [Change.from_json(line) for line in whole.stdout.splitlines()]
    assert [(each.event, each.as_of.day) for each in changes] == [("a", 2), ("b", 4), (None, 6)]


def test_of_a_file_with_a_problem_nothing_is_kept(tiny: Path) -> None:
    (tiny / "events.jsonl").write_text("".join(WRONG), encoding="utf-8")
    found = followed(tiny, "--as-of", "2026-09-01", "--journal", tiny / "kept.db")
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.endswith("5 problems\n")
    with SqliteJournal(tiny / "kept.db", read_only=True) as journal:
        assert list(journal.cases()) == [], "not even that it is followed, from a day that may be wrong"


def test_what_is_kept_is_kept_before_it_is_told(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed at any moment, whatever was told is there."""
    (tiny / "events.jsonl").write_text(event("a", "2026-09-02", armed="no"), encoding="utf-8")
    seen = []

    def telling(self: object, happened: object, change: Change) -> list[str]:
        with SqliteJournal(tiny / "kept.db", read_only=True) as journal:
            seen.append((change.event, [entry.id for entry in journal.entries("x")]))
        return []

    monkeypatch.setattr(following._Told, "piece", telling)
    assert followed(tiny, "--journal", tiny / "kept.db").exit_code == 0
    assert seen == [("a", ["a"])]


def test_another_case_file_than_the_one_it_began_with_is_a_problem(tiny: Path) -> None:
    (tiny / "events.jsonl").write_text(event("a", "2026-09-02", armed="no"), encoding="utf-8")
    assert followed(tiny, "--journal", tiny / "kept.db").exit_code == 0
    (tiny / "case.yaml").write_text("case: x\nincidents last year: 2\n", encoding="utf-8")
    found = followed(tiny, "--journal", tiny / "kept.db")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "JR012" in found.stderr


def test_by_new_rules_what_differs_is_told_and_nothing_is_written(tiny: Path) -> None:
    (tiny / "events.jsonl").write_text(event("a", "2026-09-02", armed="yes"), encoding="utf-8")
    assert followed(tiny, "--journal", tiny / "kept.db").exit_code == 0
    (tiny / "new").mkdir()
    for name, text in PACKAGE.items():
        stricter = text.replace("at least 3", "at least 4").replace("year: 3", "year: 4")
        (tiny / "new" / name).write_text(stricter.replace("year: 2", "year: 3"), encoding="utf-8")
    before = (tiny / "kept.db").read_bytes()

    words = ("replay", tiny / "kept.db", "--rules", tiny / "new")
    refused = ran(*words)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "JR032 the case was followed by other rules than these" in refused.stderr
    assert "--new-rules" in refused.stderr
    found = ran(*words, "--new-rules", "--older", tiny / "tiny")
    assert found.exit_code == 0, found.stderr
    assert found.stdout.endswith(
        "BY THESE RULES, and otherwise by the older ones\n    - FELL: level: high -> standard\n"
    )
    alike = ran("replay", tiny / "kept.db", "--rules", tiny / "tiny", "--older", tiny / "tiny")
    assert alike.stdout.endswith("BY THESE RULES, and otherwise by the older ones\n  nothing\n")
    assert (tiny / "kept.db").read_bytes() == before


def test_what_new_rules_cannot_read_is_listed(tiny: Path) -> None:
    (tiny / "events.jsonl").write_text(event("a", "2026-09-02", armed="yes"), encoding="utf-8")
    assert followed(tiny, "--journal", tiny / "kept.db").exit_code == 0
    (tiny / "new").mkdir()
    for name, text in PACKAGE.items():
        (tiny / "new" / name).write_text(text.replace("armed:", "weapon at hand:"), encoding="utf-8")
    found = ran("replay", tiny / "kept.db", "--rules", tiny / "new", "--new-rules")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "event 1: says: DR502" in found.stderr


def test_a_case_or_a_journal_that_is_not_there_is_a_problem(tiny: Path) -> None:
    (tiny / "events.jsonl").write_text(event("a", "2026-09-02", armed="yes"), encoding="utf-8")
    assert followed(tiny, "--journal", tiny / "kept.db").exit_code == 0
    found = ran("replay", tiny / "kept.db", "canary", "--rules", tiny / "tiny")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "JR030" in found.stderr
    assert "canary" not in found.stderr
    other = ran("replay", tiny / "case.yaml", "--rules", tiny / "tiny")
    assert (other.exit_code, other.stdout) == (1, "")
    assert "JR002" in other.stderr


# -- a file that grows -----------------------------------------------------------------------------


def watched(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, *steps: Callable[[Path], object], bad: bool = False
) -> Result:
    """Watch while one thing after the other is done to the file, then interrupt."""
    waiting = list(steps)
    slept = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if not waiting:
            raise KeyboardInterrupt
        waiting.pop(0)(tiny / "events.jsonl")

    monkeypatch.setattr(following.time, "sleep", sleep)
    found = followed(tiny, "--watch", "--every", "0.25", "--as-of", "2026-09-01")
    assert found.exit_code == int(bad), found.stderr
    assert set(slept) == {0.25}
    return found


def write_on(text: str) -> Callable[[Path], object]:
    def write(path: Path) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)

    return write


def nothing(_: Path) -> None:
    pass


def test_a_partial_last_line_waits_and_a_line_with_a_problem_is_told_at_once(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = event("b", "2026-09-03", armed="yes")
    (tiny / "events.jsonl").write_text(event("a", "2026-09-02", armed="no"), encoding="utf-8")
    steps = (write_on(whole[:20]), nothing, write_on(whole[20:]), write_on("{}\n"))
    found = watched(tiny, monkeypatch, *steps, bad=True)
    assert (
        "Thursday 3 September 2026\n  Known: armed: yes\n    - ROSE: level: standard -> high" in found.stdout
    )
    assert "line 3" in found.stderr
    assert found.stderr.count("problem") == 1


@pytest.mark.parametrize("how", ["cut", "replaced"])
def test_a_file_that_is_cut_or_replaced_is_told_and_what_is_known_is_not_told_again(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    first, second = event("a", "2026-09-02", armed="no"), event("b", "2026-09-03", armed="yes")
    (tiny / "events.jsonl").write_text(first + "\n" * 300, encoding="utf-8")

    def change(path: Path) -> None:
        if how == "replaced":
            path.rename(path.with_suffix(".old"))
        path.write_text(first + second, encoding="utf-8")

    found = watched(tiny, monkeypatch, change)
    assert found.stderr.strip() == following.ANEW[how]
    assert found.stdout.count("Known: armed: no") == 1
    assert found.stdout.count("Known: armed: yes") == 1
    assert "1 event known already: not told again." in found.stdout


def test_an_interrupt_ends_a_real_watch_with_exit_0(tiny: Path) -> None:
    (tiny / "events.jsonl").write_text(event("a", "2026-09-02", armed="no"), encoding="utf-8")
    words = ["follow", "case.yaml", "events.jsonl", "--rules", "tiny", "--watch", "--every", "0.05"]
    # Where the tests run in the background, an interrupt is ignored, and so it would be by what they start.
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    main = f"{heeding}; from drive_rules.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", main, *words, "--as-of", "2026-09-01"],
        cwd=tiny, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    told = iter(process.stdout.readline, "")
    assert any("NEWLY SETTLED" in line for line in told)
    write_on(event("b", "2026-09-03", armed="yes"))(tiny / "events.jsonl")
    assert any("ROSE" in line for line in told), "it is told while the file is watched"
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    rest, wrong = process.communicate(timeout=60)
    assert (process.returncode, wrong) == (0, "")
    assert rest == "\n"


# -- the benchmark ---------------------------------------------------------------------------------


def test_the_benchmark_posts_what_changes_something_and_asks_the_same_case_from_nothing() -> None:
    ruleset = shipped("drive-core")
    make = partial(benchmark.InMemory, ruleset, witness=False)
    run = benchmark.measured(make, 2, 24, 2, benchmark.fresh(ruleset, durable=False), seed=1)
    assert (len(run.post), len(run.memory), run.cases) == (24, 3, 2)
    assert 0 < run.quiet < 24
    assert {name: len(pairs) for name, pairs in run.beside.items()} == {
        "read_case and answers": 2,
        "read_case and assess": 2,
    }
    assert run.ratio("read_case and assess") > run.ratio("read_case and answers") > 0
