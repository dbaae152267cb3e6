"""The manual: everything that a ruleset says is in it once and where it should be."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

import pytest
from markdown_it import MarkdownIt
from typer.testing import CliRunner

import drive_rules as dr
from drive_rules import ir, language, packages
from drive_rules.cli import app
from drive_rules.language.phrases import Phrases
from drive_rules.language.sentences import rule_in_words, the
from drive_rules.language.values import words_of
from drive_rules.manual import Made, Manual, manual
from drive_rules.manual.comments import comments_in
from drive_rules.manual.parts import Section, sections_in
from drive_rules.page import anchor
from drive_rules.pictures.maps import of_site
from drive_rules.problems import Span
from drive_rules.traceability import ASSUMED, question, resting
from tests import plans_made
from tests.small_ruleset import small_ruleset
from tests.test_page import HOSTILE
from tests.test_pictures import check_geometry

GOLDEN = Path(__file__).parent / "golden" / "manual.md"
GOOD = (Path(__file__).parent / "language" / "good.yaml").read_text(encoding="utf-8")
TABLE = """for each,pair
source,F1.07
provenance,published

rule,title,when DASH score,then risk level,because
few-answers,Some | of the indicators are answered yes,at least 1,medium,Any answer yes tells of danger.

for example
DASH score,applies,does not
1,few-answers,
0,,few-answers
"""
RULE = """
  {id}:
    title: Too few
    for each: pair
    when:
      DASH score: 0
    then:
      risk level: standard
    because: Nothing is known of danger.
    source: none
    provenance: published
    for example:
      applies:
        DASH score: 0
      does not:
        DASH score: 1
"""
HEADING = "\n  # A heading that stands twice\n"
ONE, TWO, THREE = (RULE.format(id=id) for id in "abc")
TWICE = f"rules:\n{HEADING}{ONE}\n  # Another\n{TWO}{HEADING}{THREE}"
AGENCIES = """agencies:
  case manager:
    contact: the case manager
    source: none
    provenance: our assumption, to confirm
  IDVA:
    contact: the IDVA
    source: none
    provenance: our assumption, to confirm
"""
DAY = date(2026, 11, 2)
MADE = Made("0.0.0", "d" * 64, "a" * 64, DAY)
MOST = 3_000_000


class Page(HTMLParser):
    """A page as read: the words inside each place that has an id, the links, and the elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: dict[str, str] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self.names: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.names.append(tag)
        id = given.get("id") or ""
        if id:
            self.ids.append(id)
        if tag == "a":
            self.links.append(given["href"] or "")
        if tag in ("article", "section", "div", "tr", "span", "table"):
            self._open.append((tag, id))
        if tag in ("p", "li", "td", "th", "h2", "h3", "h4", "h5"):
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for _, id in self._open:
            if id:
                self.words[id] = self.words.get(id, "") + data

    def said(self, id: str) -> str:
        return " ".join(self.words[id].split())


def squeezed(words: str) -> str:
    return " ".join(words.split())


@cache
def core() -> dr.Ruleset:
    return dr.load("drive-core", site="example-site")


@cache
def core_manual() -> Manual:
    """That of the whole practice, without its maps, which are worked out elsewhere."""
    return manual(core().meaning, MADE, texts=core()._package.texts)


@cache
def core_page() -> Page:
    return Page(core_manual().html)


@cache
def sample() -> tuple[ir.Ruleset, Mapping[str, str]]:
    texts = {"rules/first-steps.yaml": GOOD}
    return language.read_ruleset(texts, tables={"tables/few.csv": TABLE.encode()}), texts


@cache
def small_map() -> Any:
    made = plans_made.ruleset(actions=(plans_made.action("ask", "police"),))
    agencies = plans_made.agencies(plans_made.agency("case manager"), plans_made.agency("police"))
    return of_site(made, agencies, DAY)


def sample_manual() -> Manual:
    ruleset, texts = sample()
    return manual(ruleset, MADE, texts=texts, maps=[small_map(), small_map()])


# -- everything is there ---------------------------------------------------------------------------


def test_every_rule_is_told_once_in_full():
    meaning, page = core().meaning, core_page()
    phrases = Phrases.of(meaning, the)
    assert page.names.count("article") == len(meaning.rules)
    for id, rule in meaning.rules.items():
        said = page.said(anchor("rule", id))
        in_words = rule_in_words(meaning, phrases, rule)
        parts = (rule.title, in_words.where, *in_words.duties, in_words.in_doubt, *in_words.marks)
        for part in (*parts, in_words.because, rule.why.provenance, id):
            assert squeezed(part) in said, (id, part)
        for source in rule.why.source:
            assert f"{source}: {meaning.sources[source].where}" in said, (id, source)
        assert f"Examples: {len(rule.examples)}" in said


def test_every_name_and_every_source_has_one_place():
    meaning, page = core().meaning, core_page()
    sorts = (
        "kinds",
        "facts",
        "signs",
        "checklists",
        "measures",
        "settings",
        "decisions",
        "actions",
        "groups",
    )
    places = [anchor(sort.removesuffix("s"), name) for sort in sorts for name in getattr(meaning, sort)]
    places += [anchor("source", id) for id in meaning.sources] + [anchor("rule", id) for id in meaning.rules]
    assert len(set(places)) == len(places) > 1300
    assert set(places) <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)


def test_every_link_leads_somewhere():
    page = core_page()
    assert len(page.links) > 5000
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert all(link.startswith("#") for link in page.links)


def test_a_decision_says_what_gives_it():
    meaning, page = core().meaning, core_page()
    for name, decision in meaning.decisions.items():
        said = page.said(anchor("decision", name))
        giving = [rule for rule in meaning.rules.values() if any(each.decision == name for each in rule.then)]
        for rule in giving:
            assert rule.title in said, (name, rule.id)
        rows = page.said(anchor("gives", name)) if giving else ""
        assert sum(rule.title in rows for rule in meaning.rules.values()) >= len(giving)
        if decision.otherwise is not None:
            assert f"where no rule applies, {words_of(decision.type, decision.otherwise)}" in said
        for value in decision.type.values:
            assert value in said


def test_settings_say_their_values_from_which_day_and_where():
    meaning = packages.load_package("drive-core").ruleset
    html = manual(meaning, MADE, texts={}, sites={"example-site": core().meaning}).html
    rows = dict(re.findall(r'<tr><th scope="row"><span id="(setting-[^"]+)">.*?</th>(.*?)</tr>', html))
    assert len(rows) == len(meaning.settings)
    round_of_the_panel = re.sub("<[^>]+>", "|", rows["setting-round.of.the.panel"])
    assert "example-site: 21 days" in round_of_the_panel
    assert "from 28 April 2025: Greater Manchester, " in rows["setting-areas.where.a.DAPO.can.be.sought"]
    assert "as here" in rows["setting-areas.where.a.DAPO.can.be.sought"]


def test_what_is_assumed_is_asked_and_marked():
    meaning, page = core().meaning, core_page()
    assumed = [said for said in resting(meaning) if said.why.provenance == ASSUMED]
    asked = page.said("chapter-To.confirm")
    assert f"{len(assumed)} questions" in asked
    for said in assumed:
        assert squeezed(question(said)) in asked
    marks = core_manual().html.count(f'<strong class="doubt">{ASSUMED}</strong>')
    # Each thing that is assumed, each source that is, a table whose rows all are, and what the mark means.
    expected = len(assumed) + sum(each.provenance == ASSUMED for each in meaning.sources.values()) + 2
    assert marks == expected


def test_an_action_says_who_calls_for_it_and_who_forbids_it():
    meaning, html = core().meaning, core_manual().html
    rows = dict(re.findall(r'<tr><th scope="row"><span id="(action-[^"]+)">.*?</th>(.*?)</tr>', html))
    assert len(rows) == len(meaning.actions)
    for rule in meaning.rules.values():
        for duty in rule.duties:
            group = meaning.groups.get(duty.do)
            for name in group.actions if group else (duty.do,):
                assert f'{duty.word}: <a href="#{anchor("rule", rule.id)}">' in rows[anchor("action", name)]


def test_a_name_leads_from_what_reads_it_and_back():
    html = core_manual().html
    score = anchor("checklist", "DASH")
    article = re.search(r'<article id="rule-visible-high-risk".*?</article>', html, flags=re.S)
    assert article
    assert f'href="#{score}"' in article[0] or 'href="#checklist-' in article[0]
    assert '<a href="#setting-visible.high.threshold">visible high threshold</a>' in article[0]
    assert '<a href="#decision-risk.level">risk level</a>' in article[0]


def test_decision_tables_are_shown_as_tables():
    html = core_manual().html
    table = re.search(r'<div id="table-tables_2f_risk_2e_csv".*?</div>', html, flags=re.S)
    assert table
    assert re.findall(r'<th scope="col">(.*?)</th>', table[0]) == [
        "Rule",
        "when DASH score",
        "then risk level",
        "because",
    ]
    assert table[0].count('<th scope="row">') == 2


def test_each_sheet_of_a_workbook_is_a_table_of_its_own():
    ruleset, texts = sample()
    few, visible = (ruleset.rules[id] for id in ("few-answers", "visible-high-risk"))
    spans = (Span("tables/bands.xlsx", 6, 1, sheet=sheet, under="rule") for sheet in ("First", "Second"))
    sheets = {rule.id: replace(rule, span=span) for rule, span in zip((few, visible), spans, strict=True)}
    page = Page(manual(replace(ruleset, rules={**ruleset.rules, **sheets}), MADE, texts=texts).html)
    for sheet, value in (("First", "medium"), ("Second", "high")):
        said = page.said(anchor("table", f"tables/bands.xlsx, sheet {sheet}"))
        assert said.startswith(f"The rules of tables/bands.xlsx, sheet {sheet}, one a row")
        assert value in said


def test_a_heading_may_stand_twice():
    texts = {"rules/first-steps.yaml": GOOD, "rules/more.yaml": TWICE}
    page = Page(manual(language.read_ruleset(texts), MADE, texts=texts).html)
    assert page.said("topic-more").count("A heading that stands twice") == 2
    assert len(set(page.ids)) == len(page.ids)


# -- chapters --------------------------------------------------------------------------------------


def test_a_chapter_opens_as_its_file_does_and_keeps_its_headings_and_order():
    meaning = core().meaning
    chapters = {each.title: each for each in sections_in(core_manual().book.parts, "chapter")}
    orders = chapters["Orders"]
    assert [each.title for each in orders.blocks if isinstance(each, Section)] == [
        "What police can seek",
        "What only the victim-survivor can seek",
        "What others can seek",
        "What comes of a notice or an order",
    ]
    told = [each.title for each in sections_in([orders], "rule")]
    written = sorted(
        (rule for rule in meaning.rules.values() if rule.topic == "orders"), key=lambda rule: rule.span.line
    )
    assert told == [rule.title for rule in written]
    assert "Orders. Police have notices and orders that need nobody's agreement" in core_page().said(
        "topic-orders"
    )
    assert {"MARAC", "Honour-based abuse", "Life at risk"} <= set(chapters)


def test_comments_are_headings_only_with_nothing_under_them():
    text = "# Opens\n#\n# here.\nrules:\n\n  # A heading\n\n  one:\n\n  # A note\n  two:\n"
    found = comments_in({"a.yaml": text})["a.yaml"]
    assert found.opening == "Opens here."
    assert found.headings == ((6, "A heading"),)
    assert [found.heading_of(line) for line in (5, 8, 11)] == ["", "A heading", "A heading"]


def test_pictures_cover_nothing_and_cut_nothing():
    sheets = re.findall(r"<svg.*?</svg>", core_manual().html, flags=re.S)
    assert len(sheets) > 34
    for sheet in sheets[::6]:
        check_geometry(sheet)


def test_what_a_site_adds_and_switches_off_is_said():
    ruleset, texts = sample()
    here = replace(
        ruleset,
        site="hill",
        site_rules=("few-answers",),
        switched_off={"thin-record": "Nobody prints it here."},
    )
    page = Page(manual(here, MADE, texts=texts).html)
    assert "Added by hill." in page.said("rule-few-answers")
    assert "hill adds few-answers." in page.said("what-it-is")
    assert "hill switches off thin-record: Nobody prints it here." in page.said("what-it-is")
    beside = Page(manual(ruleset, MADE, texts=texts, sites={"hill": here}).html)
    assert "hill switches off thin-record" in beside.said("what-it-is")
    assert "Added by" not in beside.said("rule-few-answers")
    assert "Added by" not in page.said("rule-visible-high-risk")


def test_a_rule_for_the_record_or_for_safety_says_so():
    page = core_page()
    for id, rule in core().meaning.rules.items():
        said = page.said(anchor("rule", id))
        assert ("This is a safety rule." in said) == rule.safety
        assert ("This is about the record" in said) == rule.about_record


# -- whoever wrote it, in whatever order -----------------------------------------------------------


def renamed(value: Any, old: str, new: str) -> Any:
    """The same with one name written otherwise, wherever it stands."""
    if isinstance(value, str):
        return new if value == old else value
    if isinstance(value, tuple):
        return tuple(renamed(each, old, new) for each in value)
    if isinstance(value, Mapping):
        return {renamed(key, old, new): renamed(each, old, new) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{each.name: renamed(getattr(value, each.name), old, new) for each in fields(value)}
        )
    return value


def test_names_are_never_markup():
    ruleset = small_ruleset()
    names = ["suicidal", "grave danger", "mini score", "pairs at high risk", "enough answered", "risk level"]
    names += ["tell every agency", "any direct contact", "grave", "incident", "injured", "custody", "police"]
    names += ["Some items are answered yes", "It is written down.", "Review before release", "small", "F1"]
    for number, name in enumerate(names):
        ruleset = renamed(ruleset, name, f"{number}{HOSTILE}")
    source = ir.Source(f"17{HOSTILE}", HOSTILE, "published", publisher=HOSTILE, carried_by=HOSTILE)
    ruleset = replace(ruleset, sources={source.id: source}, title=HOSTILE, site=HOSTILE)
    found = manual(ruleset, MADE, texts={})
    plain = manual(small_ruleset(), MADE, texts={})
    page = Page(found.html)
    assert page.names.count("script") == 1
    assert "img" not in page.names
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert found.html.count('<script>alert("x")') == 0
    assert page.names.count("article") == Page(plain.html).names.count("article")
    for text in (found.html, found.markdown):
        assert "\x07" not in text
        assert "\u202e" not in text
    read = MarkdownIt("commonmark", {"html": True}).enable("table").parse(found.markdown)
    assert elements(read) <= {"a", "/a", "code", "/code"}


def elements(tokens: Any) -> set[str]:
    """The HTML that a reader of Markdown would let through."""
    every = [token for each in tokens for token in (each, *(each.children or ()))]
    raw = [token.content for token in every if token.type in ("html_inline", "html_block")]
    return {name for text in raw for name in re.findall(r"<(/?[a-zA-Z!?][^\s>]*)", text)}


def test_the_order_in_which_things_were_read_means_nothing():
    ruleset, texts = sample()
    random = Random(7)
    said = {(sample_manual().html, sample_manual().markdown)}
    for _ in range(3):
        jumbled = {
            each.name: dict(random.sample(list(value.items()), len(value)))
            for each in fields(ruleset)
            if isinstance(value := getattr(ruleset, each.name), Mapping)
        }
        found = manual(replace(ruleset, **jumbled), MADE, texts=texts, maps=[small_map(), small_map()])
        said.add((found.html, found.markdown))
    assert len(said) == 1


def test_it_is_no_larger_than_a_page_can_be():
    assert 1_000_000 < len(core_manual().html.encode()) < MOST


# -- Markdown --------------------------------------------------------------------------------------


def test_the_markdown_is_as_it_was():
    text = sample_manual().markdown
    if os.environ.get("REWRITE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_markdown_says_what_the_page_says():
    """As a reader of Markdown reads it: every rule under its heading, every table with all its cells."""
    found = sample_manual()
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(found.markdown)
    headings = [
        "".join(part.content for part in tokens[number + 1].children if part.type in ("text", "text_special"))
        for number, token in enumerate(tokens)
        if token.type == "heading_open"
    ]
    sections = [found.book.title]
    waiting = list(found.book.parts)
    while waiting:
        each = waiting.pop(0)
        sections.append(each.title)
        waiting = [below for below in each.blocks if isinstance(below, Section)] + waiting
    assert headings == sections
    page = Page(found.html)
    count = [token.type for token in tokens]
    assert count.count("table_open") == page.names.count("table")
    assert count.count("td_open") + count.count("th_open") == page.names.count("td") + page.names.count("th")
    ids = set(re.findall(r'<a id="([^"]+)">', found.markdown))
    assert {link.removeprefix("#") for link in re.findall(r"\]\((#[^)]+)\)", found.markdown)} <= ids


# -- from the command line -------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    package = tmp_path / "sample"
    (package / "tables").mkdir(parents=True)
    (package / "sites" / "hill").mkdir(parents=True)
    (package / "ruleset.yaml").write_text(GOOD, encoding="utf-8")
    (package / "tables" / "few.csv").write_text(TABLE, encoding="utf-8")
    (package / "agencies.yaml").write_text(AGENCIES, encoding="utf-8")
    site = "site: hill\n\nsettings:\n  visible high threshold: 2\n"
    (package / "sites" / "hill" / "site.yaml").write_text(site, encoding="utf-8")
    return package


def run(*arguments: str | Path) -> str:
    ended = CliRunner().invoke(app, ["manual", *map(str, arguments), "--as-of", "2026-11-02"])
    assert ended.exit_code == 0, ended.output
    return ended.stdout


def test_the_command_shows_every_site_or_the_one_asked_for(folder: Path):
    every = run(folder, "--format", "markdown")
    assert "hill: 2" in every
    assert "The agencies of hill" in every
    assert "Sites shown beside it | hill" in every
    here = run(folder, "--site", "hill", "--format", "markdown")
    assert "At sites" not in here
    assert "| Site | hill |" in here


def test_a_ruleset_that_names_no_agency_has_a_manual_too(folder: Path):
    (folder / "agencies.yaml").unlink()
    assert "This ruleset names no agency." in run(folder, "--format", "markdown")


def test_only_the_same_ruleset_at_sites_stands_beside_it(folder: Path):
    ruleset = dr.load(folder)
    for other in (core(), ruleset):
        with pytest.raises(dr.DriveRulesError, match="beside sample its manual shows sample at sites only"):
            ruleset.manual(as_of=DAY, sites=[other])


def test_the_command_writes_a_file(folder: Path, tmp_path: Path):
    out = tmp_path / "manual.html"
    assert run(folder, "--out", out) == ""
    ruleset = dr.load(folder)
    expected = ruleset.manual(as_of=DAY, sites=[dr.load(folder, site="hill")])
    assert out.read_bytes() == expected.html.encode()
    assert expected.html.startswith("<!DOCTYPE html>")
    nowhere = tmp_path / "nowhere" / "manual.html"
    ended = CliRunner().invoke(app, ["manual", str(folder), "--out", str(nowhere)])
    assert ended.exit_code == 1
    assert "cannot be written: No such file or directory" in squeezed(ended.output)
