"""A real browser for the tests: Chromium, with no network and nothing of anybody's.

These tests run where they are asked for (``-m browser``): they need Chromium and the ``browser`` extra.
``Looking`` opens a page and says what is wrong with it to look at, whatever page it is.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
NARROW, A4_ACROSS = 320, 695
"""A small telephone, and what A4 leaves between the margins of a page, in pixels of a screen."""
WHERE_CHROMIUM_IS = "CHROMIUM"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    asked = "browser" in config.option.markexpr
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            if not asked:
                item.add_marker(pytest.mark.skip(reason="run with -m browser, on a machine with Chromium"))


def chromium() -> str | None:
    """Where Chromium is on this machine."""
    return os.environ.get(WHERE_CHROMIUM_IS) or next(filter(None, map(shutil.which, NAMES)), None)


@dataclass(frozen=True)
class Looking:
    """A page that is open; ``asked_for`` is every address that it wanted besides its own."""

    page: Any
    asked_for: list[str]
    faults: list[str]

    def without_links(self) -> list[str]:
        """The links that lead to no place of the page."""
        return self.page.evaluate(
            """() => Array.from(document.querySelectorAll("a"))
                .filter(a => !(a.getAttribute("href") || "").startsWith("#")
                    || !document.getElementById(decodeURIComponent(a.hash.slice(1))))
                .map(a => a.outerHTML)"""
        )

    def places_twice(self) -> list[str]:
        """The ids that stand on the page more than once."""
        return self.page.evaluate(
            """() => { const seen = new Map();
                document.querySelectorAll("[id]").forEach(e => seen.set(e.id, (seen.get(e.id) || 0) + 1));
                return Array.from(seen).filter(([id, times]) => times > 1).map(([id]) => id); }"""
        )

    def too_wide(self, width: int, media: str = "screen") -> list[str]:
        """What reaches over the right edge of a page so wide, in no box of its own that scrolls."""
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(media=media)
        found = self.page.evaluate(
            """() => { const edge = document.documentElement.clientWidth + 1;
                const moves = e => ["auto", "scroll"].includes(getComputedStyle(e).overflowX);
                const scrolls = e => e && e !== document.body && e !== document.documentElement
                    && (moves(e) || scrolls(e.parentElement));
                const over = Array.from(document.body.querySelectorAll("*")).filter(e => {
                    const box = e.getBoundingClientRect();
                    return box.width > 0 && box.right > edge && !scrolls(e) && !e.closest("svg");
                }).map(e => e.outerHTML.slice(0, 200));
                if (document.documentElement.scrollWidth > edge) { over.push("the page itself"); }
                return over; }"""
        )
        self.page.emulate_media(media="screen")
        return found

    def grave_faults(self, within: str = "html") -> list[str]:
        """What axe finds serious or critical, in the part of the page that a selector names."""
        from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

        found = Axe().run(self.page, context=within).response["violations"]
        return [
            f"{each['id']}: {each['nodes'][0]['html'][:200]}"
            for each in found
            if each["impact"] in ("serious", "critical")
        ]


class Browser:
    """Opens pages that are given as text."""

    def __init__(self, browser: Any, folder: Path) -> None:
        self.browser, self.folder = browser, folder

    def open(self, html: str, *, dark: bool = False, script: bool = True) -> Looking:
        """A page, opened from a file of its own."""
        file = self.folder / "page.html"
        file.write_text(html, encoding="utf-8")
        context = self.browser.new_context(
            viewport={"width": 1280, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
        )
        page = context.new_page()
        asked_for: list[str] = []
        faults: list[str] = []
        own = file.as_uri()
        page.on("request", lambda each: None if each.url == own else asked_for.append(each.url))
        page.on("pageerror", lambda each: faults.append(str(each)))
        page.on("console", lambda each: faults.append(each.text) if each.type == "error" else None)
        page.goto(own)
        return Looking(page, asked_for, faults)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium, started once; skipped with its reason where it or what drives it is not here."""
    driving = pytest.importorskip("playwright.sync_api", reason="pip install 'drive-rules[test,browser]'")
    found = chromium()
    if found is None:
        pytest.skip(f"no Chromium here: install it, or say where it is in {WHERE_CHROMIUM_IS}")
    with driving.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield Browser(started, tmp_path_factory.mktemp("pages"))
        started.close()
