"""Pages: whole by themselves, and nothing that anybody wrote is read as markup."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drive_rules.page import Page, anchor, bullets, link, table, tag, text, words

HOSTILE = '</title></script><script>alert("x")</script>&#x22;\'"><img src=x onerror=alert(1)>\x07\u202e'
NAMES = st.text(alphabet=st.sampled_from("aA b-_.5fé'\u202e<"), max_size=6)


class Reader(HTMLParser):
    """What a browser would make of a page: the elements, their attributes, and the words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def test_what_anybody_wrote_is_words_wherever_it_stands():
    body = tag(
        "section",
        text("h2", HOSTILE, title=HOSTILE),
        table("t", HOSTILE, [HOSTILE, HOSTILE], [[words(HOSTILE), words(HOSTILE)]]),
        bullets([link(anchor("rule", HOSTILE), words(HOSTILE))]),
    )
    html = Page(HOSTILE, body, head=text("p", HOSTILE), contents=text("p", HOSTILE)).html()
    read = Reader(html)
    assert {name for name, _ in read.tags}.isdisjoint({"script", "img"})
    assert not any(key.startswith("on") for _, attributes in read.tags for key in attributes)
    assert "".join(read.said).count('<script>alert("x")</script>') == 11
    assert "\x07" not in html
    assert "\u202e" not in html


def test_a_page_has_what_every_reader_needs():
    html = Page("A title", text("p", "Body."), foot=text("p", "Foot."), paper="A4 landscape").html()
    read = Reader(html)
    assert html.startswith("<!DOCTYPE html>\n")
    names = [name for name, _ in read.tags]
    assert [names.count(each) for each in ("title", "h1", "main", "header", "footer")] == [1] * 5
    assert ("html", {"lang": "en-GB"}) in read.tags
    assert next(a for name, a in read.tags if name == "a") == {"href": "#main", "class": "skip"}
    assert "size: A4 landscape" in html


def test_no_script_runs_but_the_page_s_own():
    script = "document.title = 'searched'"
    html = Page("A title", text("p", "Body."), script=script).html()
    own = b64encode(sha256(script.encode()).digest()).decode()
    policy = next(a["content"] or "" for name, a in Reader(html).tags if name == "meta" and "http-equiv" in a)
    assert f"<script>{script}</script>" in html
    assert f"script-src 'sha256-{own}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "<script" not in Page("A title", text("p", "Body.")).html()


def test_a_table_says_what_its_rows_and_columns_are():
    html = table("t", "Two", ["a", "b"], [[words("1"), words("2")], [words("3"), words("4")]])
    box = ElementTree.fromstring(html)
    assert box.attrib["tabindex"] == "0"
    assert box.attrib["aria-labelledby"] == "t-caption"
    assert [(each.text, each.attrib["scope"]) for each in box.iter("th")] == [
        ("a", "col"),
        ("b", "col"),
        ("1", "row"),
        ("3", "row"),
    ]
    assert [each.text for each in box.iter("td")] == ["2", "4"]
    assert box.find("./table/caption[@id='t-caption']") is not None


@given(st.lists(NAMES, min_size=2, max_size=8, unique=True))
def test_no_two_names_share_a_place(names: list[str]):
    for one, other in combinations(names, 2):
        assert anchor("rule", one) != anchor("rule", other)


@pytest.mark.parametrize("name", ["DASH score", "a_b", "children's services", "\u202e"])
def test_a_place_can_be_linked_to(name: str):
    place = anchor("fact", name)
    assert place.isascii()
    assert place.replace("-", "").replace("_", "").replace(".", "").isalnum()
