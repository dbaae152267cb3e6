"""Accountability pages in a browser: read by ear, on a telephone and on paper, with no network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

import drive_rules as dr
from tests.browser.conftest import A4_ACROSS, NARROW, Browser, Looking

TINY = Path(__file__).parent.parent / "golden" / "records" / "tiny"


def fairness_page(ruleset: dr.Ruleset) -> str:
    ids = [f"case-{number}" for number in range(120)]
    cases = pa.table({"case": ids, "armed": ["yes", "no", "no"] * 40})
    groups = ["a group with a long name", "another group of people", "one more"] * 40
    return ruleset.fairness(
        {"case": cases}, pa.table({"case": ids, "group": groups}), as_of=date(2026, 11, 2)
    ).html()


@pytest.fixture(scope="module", params=["records", "fairness"])
def looking(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Looking]:
    ruleset = dr.load(TINY)
    looking = browser.open(ruleset.records().html() if request.param == "records" else fairness_page(ruleset))
    yield looking
    looking.page.context.close()


def test_it_fetches_nothing_and_every_link_leads_somewhere(looking: Looking):
    assert (looking.asked_for, looking.faults) == ([], [])
    assert (looking.without_links(), looking.places_twice()) == ([], [])


@pytest.mark.parametrize(("width", "media"), [(NARROW, "screen"), (A4_ACROSS, "print")])
def test_nothing_reaches_over_the_edge(looking: Looking, width: int, media: str):
    assert looking.too_wide(width, media) == []


def test_it_can_be_read_by_ear(looking: Looking):
    assert looking.grave_faults() == []
