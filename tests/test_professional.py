"""What no output says: each phrase caught, what is near it left alone, and everything shipped clean."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import drive_rules as dr
from drive_rules.assessment.pages import AUDIENCES
from drive_rules.language.professional import slips

CASES = sorted((Path(__file__).parents[1] / "examples" / "cases").glob("*.yaml"))
CORE = dr.load("drive-core", site="example-site")

CAUGHT = {
    "he or she": ["He agreed to a session.", "Speak to her first.", "his own view"],
    "burden": [
        "The victim-survivor must change the locks.",
        "Tell the victim-survivor not to answer.",
        "advise the victim to move",
        "Just don't answer the phone.",
        "each victim-survivor needs to report it",
    ],
    "blame": [
        "The mother failed to protect the child.",
        "a volatile relationship",
        "The victim-survivor refuses support.",
        "They are as bad as each other.",
    ],
    "promise": [
        "The abuse will stop.",
        "The family is safe now.",
        "There is no further risk.",
        "This is guaranteed.",
        "It will not happen again.",
    ],
    "closing": [
        "Children's services may close.",
        "The police can now stand down.",
        "Housing could end its involvement",
    ],
    "joint work": ["Refer to couples counselling.", "a restorative meeting", "anger management", "mediation"],
}
LEFT_ALONE = [
    "The perpetrator must leave the home.",
    "The next victim-survivor is not to find out alone.",
    "Ask the prison to block contact; the victim-survivor is asked to do nothing.",
    "one that stops the perpetrator",
    "There is no couples counselling here, and never mediation.",
    "immediate danger to life",
    "The theory of the chemist, then this history.",
    "Children's services do not close on that word.",
    "No project can assure anybody's safety.",
]


@pytest.mark.parametrize(("sort", "text"), [(sort, text) for sort, texts in CAUGHT.items() for text in texts])
def test_caught(sort: str, text: str) -> None:
    found = slips(text)
    assert [slip.sort for slip in found] == [sort]
    assert found[0].why
    assert found[0].instead


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_left_alone(text: str) -> None:
    assert slips(text) == ()


def test_the_perpetrator_is_told_nothing_of_who_meets_or_whom_it_protects() -> None:
    told = slips("The panel and MARAC heard the IDVA.", to_the_perpetrator=True)
    assert [slip.sort for slip in told] == ["told to the perpetrator"] * 3
    assert slips("The panel and MARAC heard the IDVA.") == ()


def test_a_slip_holds_a_place_and_none_of_the_text() -> None:
    (slip,) = slips("Ms Q. Zebedee-Smythe thinks the abuse will stop.")
    assert (slip.start, slip.end) == (37, 46) or "Zebedee" not in repr(slip)
    assert "Zebedee" not in repr(slip)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_view_and_plan_of_every_example_is_clean(path: Path) -> None:
    answer = CORE.assess(CORE.read_case(path), as_of=date(2026, 11, 2))
    for audience in AUDIENCES:
        text = answer.view(audience).replace(answer.case, "")
        assert said(text, to_the_perpetrator=audience == "subject access") == []
    assert said(CORE.plan(answer).text()) == []


def said(text: str, *, to_the_perpetrator: bool = False) -> list[str]:
    """The slips of a page, with what is around them; joint work is printed as what must not be done."""
    flat = " ".join(text.split())
    found = slips(flat, to_the_perpetrator=to_the_perpetrator)
    return [flat[max(0, slip.start - 60) : slip.end] for slip in found if slip.sort != "joint work"]
