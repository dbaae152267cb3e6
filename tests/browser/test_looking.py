"""What looks at pages sees: a sound page has no fault, and each fault that is put in is found."""

from __future__ import annotations

import pytest

from drive_rules.page import Html, Page, link, table, tag, text, words
from tests.browser.conftest import A4_ACROSS, NARROW, Browser

COLUMNS = [f"Column {number}" for number in range(9)]
ROWS = [[words("Something of some length") for _ in COLUMNS] for _ in range(3)]
SOUND = tag(
    "section",
    text("h2", "A part", id="part"),
    text("p", "It reads well. " * 20),
    text("p", "Unbrokenwordwithoutanyspaceatall" * 8),
    table("wide", "A wide table", COLUMNS, ROWS),
    text("p", "What nobody has confirmed", class_="doubt"),
    text("p", "What stands aside", class_="quiet"),
)


def page(*faults: Html, style: str = "", script: str = "") -> str:
    contents = tag("ul", tag("li", link("part", words("A part"))))
    return Page("A page", tag("div", SOUND, *faults), contents=contents, style=style, script=script).html()


@pytest.mark.parametrize("dark", [False, True])
def test_a_page_of_the_shell_is_sound(browser: Browser, dark: bool):
    looking = browser.open(page(), dark=dark)
    assert looking.asked_for == looking.faults == looking.without_links() == looking.places_twice() == []
    assert looking.too_wide(NARROW) == looking.too_wide(A4_ACROSS, "print") == []
    assert looking.grave_faults() == []
    looking.page.keyboard.press("Tab")
    assert looking.page.evaluate("document.activeElement.className") == "skip"
    looking.page.context.close()


def test_a_link_to_nowhere_and_a_place_twice_are_found(browser: Browser):
    looking = browser.open(page(link("nowhere", words("there")), text("p", "again", id="part")))
    assert looking.without_links() == ['<a href="#nowhere">there</a>']
    assert looking.places_twice() == ["part"]
    looking.page.context.close()


def test_what_is_too_wide_is_found(browser: Browser):
    looking = browser.open(page(text("p", "wide", class_="broad"), style=".broad { width: 900px }"))
    assert any("broad" in each for each in looking.too_wide(NARROW))
    assert any("broad" in each for each in looking.too_wide(A4_ACROSS, "print"))
    looking.page.context.close()


def test_what_weak_eyes_cannot_read_is_found(browser: Browser):
    looking = browser.open(
        page(text("p", "pale", class_="pale"), style=".pale { color: #ccc; background: #fff }")
    )
    assert [each.partition(":")[0] for each in looking.grave_faults()] == ["color-contrast"]
    looking.page.context.close()


def test_what_a_page_would_fetch_is_found_and_refused(browser: Browser):
    looking = browser.open(page(tag("img", src="http://localhost:9/a.png", alt="")))
    assert looking.asked_for or looking.faults
    looking.page.context.close()


def test_a_script_that_is_not_the_page_s_own_does_not_run(browser: Browser):
    own = "document.body.dataset.own = 'ran'"
    strange = Html("<script>document.body.dataset.strange = 'ran'</script>")
    looking = browser.open(page(strange, script=own))
    assert looking.page.evaluate("[document.body.dataset.own, document.body.dataset.strange]") == [
        "ran",
        None,
    ]
    assert looking.faults
    looking.page.context.close()
