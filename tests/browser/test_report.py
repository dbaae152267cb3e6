"""The report of a case in a browser: followed, read by ear, on a telephone and on paper, with no network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import drive_rules as dr
from tests.browser.conftest import A4_ACROSS, NARROW, Browser, Looking

ROOT = Path(__file__).parent.parent.parent
CASES = ("case-study-1", "case-study-2", "two-pairs", "empty")
DAY = date(2026, 11, 2)
VIEWS = ("case manager", "subject access")


@pytest.fixture(scope="module")
def ruleset() -> dr.Ruleset:
    return dr.load("drive-core", site="example-site")


@pytest.fixture(scope="module", params=CASES)
def answer(request: pytest.FixtureRequest, ruleset: dr.Ruleset) -> dr.Assessment:
    case = ruleset.read_case(ROOT / "examples" / "cases" / f"{request.param}.yaml", as_of=DAY)
    return ruleset.assess(case, as_of=DAY)


@pytest.fixture(scope="module", params=VIEWS)
def looking(
    request: pytest.FixtureRequest, browser: Browser, ruleset: dr.Ruleset, answer: dr.Assessment
) -> Iterator[Looking]:
    looking = browser.open(ruleset.report(answer, view=request.param))
    yield looking
    looking.page.context.close()


def test_it_fetches_nothing_and_breaks_nothing(looking: Looking):
    assert looking.asked_for == []
    assert looking.faults == []


def test_every_link_leads_to_a_place_of_its_own(looking: Looking):
    assert looking.without_links() == []
    assert looking.places_twice() == []


def test_a_reason_leads_to_its_rule(browser: Browser, ruleset: dr.Ruleset, answer: dr.Assessment):
    looking = browser.open(ruleset.report(answer))
    first = looking.page.locator("ul.why a").first
    first.click()
    place = looking.page.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert looking.page.locator(f'[id="{place}"]').evaluate("e => e.closest('article').className") == "rule"
    looking.page.context.close()


@pytest.mark.parametrize(("width", "media"), [(NARROW, "screen"), (A4_ACROSS, "print")])
def test_nothing_reaches_over_the_edge(looking: Looking, width: int, media: str):
    assert looking.too_wide(width, media) == []


@pytest.mark.parametrize("dark", [False, True])
def test_it_can_be_read_by_ear_and_by_weak_eyes(
    browser: Browser, ruleset: dr.Ruleset, answer: dr.Assessment, dark: bool
):
    looking = browser.open(ruleset.report(answer), dark=dark)
    assert looking.page.locator("h2").count() > 5
    assert looking.grave_faults() == []
    looking.page.context.close()


def test_the_plan_is_drawn_once_on_each_sheet_and_said_in_tables(
    browser: Browser, ruleset: dr.Ruleset, answer: dr.Assessment
):
    looking = browser.open(ruleset.report(answer))
    steps = len(ruleset.plan(answer).steps)
    assert looking.page.locator(".sheet svg").count() >= 1
    assert looking.page.locator("main tbody tr").count() == steps
    looking.page.context.close()
