"""The manual in a browser: found, followed, read by ear, on a telephone and on paper, with no network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

import drive_rules as dr
from tests.browser.conftest import A4_ACROSS, NARROW, Browser, Looking

DAY = date(2026, 11, 2)
FEWER = """() => {
    const most = (selector, number) => document.querySelectorAll(selector).forEach(each => {
        const alike = [...each.parentElement.children].filter(other => other.tagName === each.tagName);
        if (alike.indexOf(each) >= number) { each.classList.add("away"); } });
    most("section.chapter:not(#chapter-Settings):not(#chapter-Agencies):not(#topic-proposals)", 2);
    most("article.rule", 3); most("section.group", 3); most("tr", 4); most("li", 12);
    document.querySelectorAll(".away").forEach(each => each.remove());
    document.querySelectorAll("details").forEach(each => { each.open = true; }); }"""
"""What looks at every element takes minutes for a page of this size: of each sort a few are left."""


@pytest.fixture(scope="module")
def ruleset() -> dr.Ruleset:
    return dr.load("drive-core", site="example-site")


@pytest.fixture(scope="module")
def html(ruleset: dr.Ruleset) -> str:
    return ruleset.manual(as_of=DAY).html


@pytest.fixture(scope="module")
def looking(browser: Browser, html: str) -> Iterator[Looking]:
    looking = browser.open(html)
    yield looking
    looking.page.context.close()


def searched(looking: Looking, words: str) -> tuple[str, list[str]]:
    looking.page.locator("#search").fill(words)
    told = looking.page.locator("#found").inner_text()
    return told, looking.page.evaluate(
        "() => [...document.querySelectorAll('article.rule')].filter(a => a.offsetParent).map(a => a.id)"
    )


def test_it_fetches_nothing_and_breaks_nothing(looking: Looking):
    assert looking.asked_for == []
    assert looking.faults == []


def test_every_link_leads_to_a_place_of_its_own(looking: Looking):
    assert looking.page.locator("a").count() > 3000
    assert looking.without_links() == []
    assert looking.places_twice() == []


def test_a_search_shows_what_holds_every_word_and_says_how_many(looking: Looking, ruleset: dr.Ruleset):
    told, ids = searched(looking, "IDVA  BEFORE contact")
    number, of = map(int, re.fullmatch(r"(\d+) of (\d+) rules found", told).groups())
    assert of == len(ruleset.meaning.rules)
    assert 0 < number == len(ids) < of
    assert looking.page.locator("#found").get_attribute("aria-live") == "polite"
    for id in ids:
        said = looking.page.locator(f'[id="{id}"]').text_content().lower()
        assert all(word in said for word in ("idva", "before", "contact"))
    assert looking.page.locator(".drawing >> visible=true").count() == 0
    assert searched(looking, "xyzzy") == (f"0 of {of} rules found", [])
    told, ids = searched(looking, "")
    assert told == ""
    assert len(ids) == of


def test_a_link_to_what_a_search_hid_shows_it(looking: Looking):
    searched(looking, "xyzzy")
    looking.page.locator("nav a", has_text="Decisions").click()
    looking.page.wait_for_function("document.getElementById('search').value === ''")
    assert looking.page.locator('[id="chapter-Decisions"]').is_visible()


@pytest.mark.parametrize(("width", "media"), [(NARROW, "screen"), (A4_ACROSS, "print")])
def test_nothing_reaches_over_the_edge(looking: Looking, width: int, media: str):
    assert looking.too_wide(width, media) == []


def test_on_paper_everything_folded_is_open(looking: Looking):
    looking.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert looking.page.locator("details:not([open])").count() == 0
    looking.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = false; })")


@pytest.mark.parametrize("dark", [False, True])
def test_it_can_be_read_by_ear_and_by_weak_eyes(browser: Browser, html: str, dark: bool):
    looking = browser.open(html, dark=dark)
    looking.page.evaluate(FEWER)
    left = looking.page.evaluate("document.querySelectorAll('article.rule, table, svg, details').length")
    assert left > 30
    assert looking.grave_faults() == []
    looking.page.context.close()


def test_without_its_script_it_is_whole(browser: Browser, html: str, ruleset: dr.Ruleset):
    looking = browser.open(html, script=False)
    assert looking.page.locator("article.rule").count() == len(ruleset.meaning.rules)
    assert looking.page.locator("article.rule >> visible=true").count() == len(ruleset.meaning.rules)
    assert not looking.page.locator("#search").is_visible()
    looking.page.context.close()
