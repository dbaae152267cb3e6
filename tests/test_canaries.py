"""Canaries: what a caller sends of a person never comes out in a repr, an error, a traceback or a log."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drive_rules.case import Case, Thing, Vocabulary, corrections, read_case
from drive_rules.problems import CaseError
from tests.case_ruleset import ruleset

WORDS = Vocabulary.of(ruleset())
CANARY = "Zyxwvut"
"""A word that no vocabulary, message or file of this library holds."""


def canary(number: int) -> str:
    return f"{CANARY}-{number}"


CASE: dict[str, Any] = {
    "case": canary(1),
    "custody": [
        {"answer": "remand", "source": "prison", "date": "2026-10-01", "by": "case manager"},
        {"answer": "don't know", "source": "perpetrator"},
    ],
    "age": "30 to 40",
    "address": {"answer": {"key": canary(2), "normalised": "no"}, "source": "court"},
    "note": [f"{canary(3)} said so", {"answer": canary(4), "source": "police"}],
    "review span": "7 days",
    "all the pairs are listed": {"answer": "yes", "source": "IDVA", "date": "2026-10-01"},
    "pairs": [
        {
            "id": canary(5),
            "victim-survivor's address": canary(6),
            "refuge": canary(7),
            "followed": "yes",
            "checklists": [
                {
                    "instrument": "safelives24",
                    "id": canary(8),
                    "version": canary(9),
                    "date": "2026-09-30",
                    "completed by": "IDVA",
                    "answers": {"D01": "yes", "D02": {"answer": "no", "source": "victim-survivor"}},
                }
            ],
            "incidents": [
                {"id": canary(10), "date of the incident": "2026-09-01", "what was said": canary(11)},
                {"id": canary(12), "reported": "refused"},
            ],
        },
        {"id": canary(13)},
    ],
    "case managers": [{"id": canary(14), "share of full time": 0.6}],
}


@pytest.fixture(autouse=True)
def _nothing_is_logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Whatever a test does, no log at any level and nothing printed holds a canary."""
    caplog.set_level(logging.DEBUG)
    yield
    assert CANARY not in caplog.text
    out, err = capfd.readouterr()
    assert CANARY not in out + err


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in the data."""
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from paths(part, (*path, key))


def changed(path: tuple[Any, ...], value: Any) -> Any:
    """The case with something else at one place."""
    data = copy.deepcopy(CASE)
    if not path:
        return value
    holder = data
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return data


def found(path: tuple[Any, ...]) -> Any:
    value: Any = CASE
    for key in path:
        value = value[key]
    return value


def spoken(error: BaseException) -> str:
    """Everything that an error says by itself: its traceback, its arguments, what it came from."""
    said = ["".join(traceback.format_exception(error)), repr(error), str(error)]
    while error is not None:
        said += [repr(error.args), *getattr(error, "__notes__", ())]
        error = error.__cause__ or error.__context__  # type: ignore[assignment]
    return "\n".join(said)


def quiet(data: Any) -> None:
    """Read it, and see that nothing of it comes out, whether it can be read or not."""
    error, read = None, None
    try:
        read = read_case(WORDS, data)
    except CaseError as caught:
        error = caught
    assert CANARY not in repr(read)
    if error is not None:
        assert CANARY not in spoken(error)
        assert CANARY not in repr(error.problems)
        assert error.__context__ is None
        assert CANARY not in spoken(pickle.loads(pickle.dumps(error)))


def below(thing: Thing) -> Iterator[Thing]:
    yield thing
    for _, things in thing.things:
        for each in things:
            yield from below(each)


def reprs(read: Case) -> Iterator[str]:
    """The repr of everything that a case is made of."""
    yield from (repr(read), str(read), f"{read!r:>10}", repr(read.world), repr(read.world.rows))
    yield from (repr(read.things), repr(read.evidence), repr(read.notes), repr(read.confidential))
    yield from (repr(read.checklists), repr(read.conflicts), repr(read.vocabulary), repr(read.read_for))
    yield from (repr(row) for rows in read.world.rows.values() for row in rows)
    yield from (repr(each) for thing in read.things for each in below(thing))
    yield from (repr(said) for evidence in read.evidence.values() for said in evidence)
    yield repr(read.without_private())
    yield repr(corrections(read, read_case(WORDS, {"case": "another"})))


def test_the_canaries_are_in_the_case() -> None:
    text = json.dumps(read_case(WORDS, CASE).to_data())
    assert all(canary(number) in text for number in range(1, 15))


def test_no_repr_of_a_case_holds_an_id_or_a_value() -> None:
    for text in reprs(read_case(WORDS, CASE)):
        assert CANARY not in text
        assert "2026" not in text
        assert "remand" not in text


@pytest.mark.parametrize("path", list(paths(CASE)), ids=str)
def test_a_wrong_value_is_never_echoed(path: tuple[Any, ...]) -> None:
    wrong = (CANARY, f"custody {CANARY}", [CANARY], {CANARY: CANARY}, {"answer": CANARY}, {"key": [CANARY]})
    for value in (
        *wrong,
        {"answer": "yes", "source": CANARY},
        {"answer": "yes", "date": CANARY},
        CANARY * 50,
    ):
        quiet(changed(path, value))


@pytest.mark.parametrize(
    "path", [path for path in paths(CASE) if isinstance(found(path), (dict, list))], ids=str
)
def test_an_unknown_key_is_never_echoed(path: tuple[Any, ...]) -> None:
    value = found(path)
    if isinstance(value, list):
        quiet(changed(path, [*value, CANARY, {CANARY: CANARY}, {"id": CANARY, CANARY: CANARY}]))
        quiet(changed(path, [*value, *value]))
        return
    for key in (CANARY, f"custody {CANARY}", f"D01 {CANARY}", f"source {CANARY}", (CANARY, 1)):
        quiet(changed(path, {**value, key: CANARY}))
        for name in value:
            quiet(changed(path, {key if each == name else each: part for each, part in value.items()}))


@pytest.mark.parametrize(
    "text",
    [
        f"case: {CANARY}\nnote: {CANARY}: {CANARY}",
        f"case: {CANARY}\n {CANARY}: x",
        f"case: '{CANARY}",
        f"case: {CANARY}\ncase: {CANARY}",
        f"case: c\n{CANARY}: d\n{CANARY}: e",
        f"case: &{CANARY} c",
        f"case: *{CANARY}",
        f"case: !{CANARY} c",
        f"case: !!python/object/apply:os.system [{CANARY}]",
        f"%{CANARY}\n---\ncase: c",
        f"case: [{CANARY}",
        f"case: {CANARY}\n---\ncase: {CANARY}",
        f"case: {CANARY}\x07{CANARY}",
        f'case: "{CANARY} \\q"',
        f"? {{{CANARY}: {CANARY}}}\n: c",
        f"{CANARY}",
        f"- {CANARY}",
        f'{{"case": "{CANARY}"',
        f'{{"case": "{CANARY}", "case": "{CANARY}"}}',
        f'{{"case": {CANARY}}}',
        f'{{"case": "c", "{CANARY}": "{CANARY}"}}',
        f'["{CANARY}"]',
        f'{{"case": "\\u12{CANARY}"}}',
    ],
)
def test_a_text_that_cannot_be_read_is_never_echoed(text: str) -> None:
    with pytest.raises(CaseError):
        read_case(WORDS, text)
    quiet(text)


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {CANARY},
        CANARY.encode(),
        float("inf"),
        10**6000,
        type(CANARY, (), {"__repr__": lambda _: CANARY})(),
        type(CANARY, (str,), {})(CANARY),
    ],
    ids=["object", "set", "bytes", "infinity", "vast", "its own repr", "its own str"],
)
def test_a_value_that_is_no_plain_data_is_never_echoed(value: Any) -> None:
    for path in (("note",), ("age",), ("custody",), ("pairs",), ("pairs", 0, "id"), ("case",)):
        quiet(changed(path, value))


def test_the_name_of_a_file_is_never_echoed(tmp_path: Path) -> None:
    absent = tmp_path / f"{CANARY}.yaml"
    with pytest.raises(CaseError) as caught:
        read_case(WORDS, absent)
    assert CANARY not in spoken(caught.value)
    absent.write_text(f"case: {CANARY}: x")
    with pytest.raises(CaseError) as caught:
        read_case(WORDS, absent)
    assert CANARY not in spoken(caught.value)


def test_a_key_close_to_a_name_is_answered_with_the_name_alone() -> None:
    with pytest.raises(CaseError) as caught:
        read_case(WORDS, {"case": "c", "custodyy": "none", f"{CANARY} {CANARY}": "x"})
    assert [problem.fix for problem in caught.value.problems] == [
        "did you mean 'custody'?",
        "leave it out, or give it by a name of the vocabulary",
    ]
    assert "custodyy" not in str(caught.value)
