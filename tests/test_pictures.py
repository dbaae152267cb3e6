"""Pictures: everything once, nothing over anything else, nothing cut, no word but what plans say."""

from __future__ import annotations

import json
import pickle
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example as tried
from hypothesis import given, settings
from typer.testing import CliRunner

import drive_rules as dr
from drive_rules.agencies import CASE_MANAGER, Agencies
from drive_rules.cli import app
from drive_rules.gaps import find_gaps
from drive_rules.ir import Duty
from drive_rules.pictures import Picture, agency_map, timeline
from drive_rules.pictures.maps import AgencyMap, of_plan, of_site
from drive_rules.pictures.paper import A4_DOWN, ACROSS, SMALL, in_lines, width
from drive_rules.pictures.timelines import AWAY, NOBODY, timeline_of
from drive_rules.planning import plan as plan_of
from tests.plans_made import (
    CASE,
    TODAY,
    Made,
    _made,
    action,
    agencies,
    agency,
    block,
    duty,
    find_out,
    made,
    names,
    record,
    rule,
    ruleset,
    tells,
)

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "examples" / "cases").glob("*.yaml"))
SITES = ("example-site", "glan-yr-afon", "kingsmead")
DAY = date(2026, 11, 2)
LAW = settings(deadline=None, max_examples=60)
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</text></svg><script>alert("x")</script>&#x22;%%{init: {}}%%"] --> end;`#quot;\x07\u202e]]{{'
LONG = "Unbrokenservicewithoutanyspaceatall" * 6


@cache
def site(name: str = "example-site") -> dr.Ruleset:
    return dr.load("drive-core", site=name)


@cache
def example(path: Path, name: str = "example-site") -> dr.Plan:
    return site(name).plan(site(name).assess(site(name).read_case(path, as_of=DAY), as_of=DAY))


# -- reading a picture -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float
    words: str = ""
    bold: bool = False

    def meets(self, other: Box, by: float = 0.2) -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > by
            and min(self.bottom, other.bottom) - max(self.top, other.top) > by
        )

    def holds(self, other: Box, by: float = 0.3) -> bool:
        return (
            self.left - by <= other.left
            and other.right <= self.right + by
            and self.top - by <= other.top
            and other.bottom <= self.bottom + by
        )


@dataclass(frozen=True)
class Drawn:
    """The words and the frames of one SVG."""

    whole: Box
    texts: tuple[Box, ...]
    frames: tuple[Box, ...]

    def said(self) -> list[str]:
        """The words of each outermost frame that holds some, without their spaces."""
        outer = [f for f in self.frames if not any(g != f and g.holds(f) for g in self.frames)]
        found = (squeezed(t.words for t in self.texts if frame.holds(t)) for frame in outer)
        return [words for words in found if words]


def squeezed(words: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    """Letters in order of the alphabet: lines may stand beside each other, and end anywhere."""
    return "".join(sorted(re.sub(r"\s", "", "".join(words))))


def drawn(svg: str) -> Drawn:
    root = ElementTree.fromstring(
        svg if "xmlns=" in svg else svg.replace("<svg", f'<svg xmlns="{SVG[1:-1]}"', 1)
    )
    left, top, right, bottom = map(float, root.attrib["viewBox"].split())
    texts, frames = [], []
    for each in root:
        a = each.attrib
        if each.tag == f"{SVG}text":
            texts.append(_text(each))
        elif each.tag == f"{SVG}rect" and a.get("stroke-width"):
            x, y = float(a["x"]), float(a["y"])
            frames.append(Box(x, y, x + float(a["width"]), y + float(a["height"])))
    return Drawn(Box(left, top, right, bottom), tuple(texts), tuple(frames))


def _text(each: ElementTree.Element) -> Box:
    size, words, bold = float(each.attrib["font-size"]), each.text or "", "font-weight" in each.attrib
    assert size >= SMALL
    x, y = float(each.attrib["x"]), float(each.attrib["y"])
    wide = width(words, size, bold)
    x -= wide / 2 if each.get("text-anchor") == "middle" else 0
    return Box(x, y - size * 0.76, x + wide, y + size * 0.2, words, bold)


def check_geometry(svg: str) -> Drawn:
    """Nothing outside the sheet, no words over words, none across a frame."""
    found = drawn(svg)
    for each in (*found.texts, *found.frames):
        assert found.whole.holds(each), each
    for one, other in combinations(found.texts, 2):
        assert not one.meets(other), (one, other)
    for frame in found.frames:
        for text in found.texts:
            assert frame.holds(text) or not frame.meets(text), (frame, text)
    for one, other in combinations(found.frames, 2):
        assert one.holds(other) or other.holds(one) or not one.meets(other), (one, other)
    return found


def check_map(shown: AgencyMap, svg: str) -> None:
    said = Counter(check_geometry(svg).said())
    for place in shown.places:
        assert said[squeezed([place.name, *place.says, *place.marks])] >= 1, place.name
    letters = sum(len(words) <= 3 for words in said.elements())
    pairs = {frozenset((way.sender, way.receiver)) for way in shown.ways}
    assert len(list(said.elements())) == len(shown.places) + len(pairs), letters


def check_timeline(plan: dr.Plan, picture: Picture) -> None:
    shown = timeline_of(plan)
    cards = [card for lane in shown.lanes for card in lane.cards]
    assert sorted(card.number for card in cards) == sorted(step.number for step in plan.steps)
    expected = Counter(squeezed([card.head, card.what, *card.notes]) for card in cards)
    assert Counter(check_geometry(picture.svg).said()) == expected
    sheets = re.findall(r"<svg.*?</svg>", picture.html, flags=re.S)
    assert sum((Counter(check_geometry(sheet).said()) for sheet in sheets), Counter()) == expected
    assert len(set(re.findall(r' id="([^"]+)"', picture.html))) == picture.html.count(' id="')


# -- what is shipped -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SITES)
def test_the_map_of_a_site_shows_everybody_who_is_asked_once_on_one_sheet_of_a4(name: str) -> None:
    rules = site(name)
    shown, picture = of_site(rules.meaning, rules.agencies(), DAY), rules.agency_map(DAY)
    check_map(shown, picture.svg)
    assert drawn(picture.svg).whole.bottom <= A4_DOWN
    assert "size: A4 landscape" in picture.html
    weak = find_gaps(rules.meaning, rules.agencies(), DAY).weak_points
    marks = [mark for place in shown.places for mark in place.marks]
    assert len(marks) == len(weak)
    assert sum(place.weak for place in shown.places) == sum(each.sort == "one agency" for each in weak)
    assert sum(way.only for way in shown.ways) == sum(each.sort == "one basis" for each in weak)
    for each in weak:
        assert each.close in picture.html.replace("&#x27;", "'")


def test_what_the_map_of_a_site_leaves_out_it_says() -> None:
    rules = site()
    shown = of_site(rules.meaning, rules.agencies(), DAY)
    places = {place.name for place in shown.places}
    others = {each.name for each in rules.agencies().directory.agencies} - places
    assert others
    assert all(any(name in words for words in shown.left_out) for name in others)
    telling = {(a, b) for a, b, e in rules.agencies().graph(DAY).edges(data=True) if e["tie"] == "may tell"}
    count = len(telling) - len(shown.ways)
    assert any(words.startswith(f"{count} lawful ways") for words in shown.left_out)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_map_and_the_timeline_of_a_case_show_each_task_once(path: Path) -> None:
    plan = example(path)
    shown, picture = of_plan(plan), site().agency_map(plan)
    check_map(shown, picture.svg)
    active = [step for step in plan.steps if step.status != "not available"]
    asked = Counter(step.task.asked for step in active)
    counted = {place.name: int(place.says[0].split()[0]) for place in shown.places if place.says}
    assert counted == {name: count for name, count in asked.items() if name}
    check_timeline(plan, site().timeline(plan))


@pytest.mark.parametrize("path", CASES[:3], ids=lambda path: path.stem)
def test_the_timeline_stands_on_sheets_that_fit_on_paper(path: Path) -> None:
    html = site().timeline(example(path)).html
    for sheet in re.findall(r"<svg.*?</svg>", html, flags=re.S):
        assert drawn(sheet).whole.bottom <= A4_DOWN


class Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[\w']+", text))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_picture_of_a_case_has_no_word_that_its_plan_does_not_print(path: Path) -> None:
    """Beyond the words of the picture itself, which are the same for every case."""
    plan = example(path)
    bare = replace(plan, case="", steps=(), blocks=(), gaps=(), problems=())
    for draw in (site().agency_map, site().timeline):
        picture = draw(plan)
        reader = Words()
        reader.feed(picture.html)
        printed = words_of(f"{plan.text()} {plan.minutes()} {draw(bare).html}")
        own = OWN_WORDS | set("ABCDEFGH") | {str(n) for n in range(0, 100)}
        assert {w.casefold() for w in words_of(" ".join(reader.found))} <= {
            w.casefold() for w in printed | own
        }


OWN_WORDS = words_of(
    "Agencies Agency Asked for What is amiss Who Tells whom on the ways that are taken Basis And may tell "
    "only where a life at risk task tasks soonest step steps day set no BLOCKED until OVERDUE GAP URGENT "
    "nobody can be asked way out of the block Left out cannot be had as things stand the plan says why "
    "Step When What TODAY WITHIN WEEK TWO FOUR WEEKS LATER SET agree one to by from now releases meanwhile "
    "soonest possible again every together with in doubt of sheet after steps 2027 stands under nothing "
)


def test_the_same_plan_gives_the_same_bytes_whatever_the_order_of_what_it_came_from() -> None:
    plan = example(CASES[1])
    again = replace(plan, steps=plan.steps[::-1], blocks=plan.blocks[::-1], gaps=plan.gaps[::-1])
    assert site().timeline(again) == site().timeline(plan)
    assert site().agency_map(again) == site().agency_map(plan)
    kept = dr.Plan.from_json(plan.to_json())
    assert site().timeline(kept) == site().timeline(plan)
    assert pickle.loads(pickle.dumps(site().timeline(plan))) == site().timeline(plan)
    fresh = dr.load("drive-core", site="example-site")
    assert fresh.agency_map(DAY) == site().agency_map(DAY)


def test_every_picture_says_whom_it_is_not_for_and_runs_and_fetches_nothing() -> None:
    plan = example(CASES[0])
    for picture in (site().agency_map(DAY), site().agency_map(plan), site().timeline(plan)):
        assert repr(picture) == "<Picture>"
        for text in (picture.svg, picture.html, picture.mermaid):
            assert "Not for the perpetrator" in text
            assert not re.search(r"<script|javascript:|@import|<link|<img|<a |onload=", text)
            assert set(re.findall(r"https?://[^\"' ]+", text)) <= {"http://www.w3.org/2000/svg"}
        root = ElementTree.fromstring(picture.svg)
        assert root.attrib["role"] == "img"
        named = [each.attrib["id"] for each in root if each.tag in (f"{SVG}title", f"{SVG}desc")]
        assert root.attrib["aria-labelledby"].split() == named
        described = root.find(f"{SVG}desc")
        assert described is not None
        assert len(described.text or "") > 200
        sheets = picture.html.count("<svg")
        assert sheets == picture.html.count('role="img"') == picture.html.count("<desc")


# -- generated -------------------------------------------------------------------------------------


def calling(rules: Made) -> Made:
    """The same, with a rule that calls for every action."""
    duties = tuple(Duty("must", name) for name in rules.rules.actions)
    return replace(rules, rules=replace(rules.rules, rules={"r": rule("r", duties=duties)}))


@LAW
@given(made())
def test_whatever_the_agencies_a_map_has_them_all_and_nothing_lies_over_anything(made: Made) -> None:
    given = calling(made)
    shown = of_site(given.rules, given.graph, TODAY)
    picture = agency_map(given.rules, given.graph, TODAY)
    check_map(shown, picture.svg)
    gaps = find_gaps(given.rules, given.graph, TODAY, weak_points=False).gaps
    marks = {place.name: place.marks for place in shown.places}
    for gap in gaps:
        assert any(mark.startswith("GAP") for mark in marks[gap.who])
    for each in given.graph.directory.agencies:
        if not each.available:
            assert any(mark == f"NOT AT WORK HERE: {each.why_not}" for mark in marks[each.name])


@LAW
@tried(_made(10000, 8, 0, 0))  # every band that there is: the heads stand close
@given(made())
def test_whatever_the_plan_every_step_gap_and_block_is_on_its_pictures(made: Made) -> None:
    plan = plan_of(made.rules, made.answer, made.graph)
    shown = of_plan(plan)
    check_map(shown, agency_map(made.rules, made.graph, plan).svg)
    check_timeline(plan, timeline(plan))
    marks = [mark for place in shown.places for mark in place.marks]
    assert sum("GAP:" in mark for mark in marks) == len(plan.gaps)
    lanes = {card.number: (lane.name, card) for lane in timeline_of(plan).lanes for card in lane.cards}
    for step in plan.steps:
        lane, card = lanes[step.number]
        away, nobody = step.status == "not available", step.task.asked is None
        assert lane == (AWAY if away else NOBODY if nobody else step.task.asked)
        assert any(note.startswith("BLOCKED") for note in card.notes) == (step.status == "blocked")
        assert any(note.startswith("GAP") for note in card.notes) == (nobody and not away)
        assert any(note.startswith("NOT ALL") for note in card.notes) == bool(step.task.not_told)
        assert any(note.startswith("CAUTION") for note in card.notes) == bool(step.cautions)
        assert any(note.startswith("OVERDUE") for note in card.notes) == bool(step.due and step.due < TODAY)


# -- by hand ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (-1, "OVERDUE"),
        (0, "TODAY"),
        (1, "WITHIN A WEEK"),
        (7, "WITHIN A WEEK"),
        (8, "WITHIN TWO WEEKS"),
        (14, "WITHIN TWO WEEKS"),
        (15, "WITHIN FOUR WEEKS"),
        (28, "WITHIN FOUR WEEKS"),
        (29, "LATER"),
        (None, "NO DAY SET"),
    ],
)
def test_a_step_stands_in_the_band_of_its_day(days: int | None, band: str) -> None:
    do = action("act")
    due = None if days is None else TODAY + timedelta(days=days)
    plan = plan_of(ruleset((do,)), record(duty(do, due=due)), agencies(agency(CASE_MANAGER)))
    shown = timeline_of(plan)
    assert [each.name for each in shown.bands] == [band]
    assert band.lower() not in shown.notes[0]


def test_what_only_a_life_at_risk_opens_is_dashed_and_what_a_life_opens_too_is_not() -> None:
    save, ask = action("save a life", "hearer", never_blocked=True), action("ask", "police")
    manager = agency(
        CASE_MANAGER,
        can_request=names("hearer", "police"),
        may_tell=(tells("hearer", "life at risk"), tells("police", "case information", "life at risk")),
    )
    graph = agencies(manager, agency("hearer"), agency("police"))
    rules = ruleset((save, ask), (), (rule("r", duties=(Duty("must", save.name), Duty("must", ask.name))),))
    ways = {way.receiver: way.life for way in of_site(rules, graph, TODAY).ways}
    assert ways == {"hearer": True, "police": False}
    picture = agency_map(rules, graph, TODAY)
    assert picture.svg.count('stroke-dasharray="5 3"') == 2  # the way, and its sample in the key
    assert "only where a life is at risk" in picture.svg
    assert picture.mermaid.count("-.->") == 1


def test_ways_both_ways_between_two_are_one_line_with_two_heads() -> None:
    acts = (action("a", "second", requested_by=("first",)), action("b", "first", requested_by=("second",)))
    graph = agencies(
        agency(CASE_MANAGER, may_tell=(tells("first"), tells("second"))),
        agency("first", may_tell=(tells("second"),)),
        agency("second", may_tell=(tells("first"),)),
    )
    rules = ruleset(acts, (), (rule("r", duties=tuple(Duty("must", each.name) for each in acts)),))
    shown, picture = of_site(rules, graph, TODAY), agency_map(rules, graph, TODAY)
    assert {(way.sender, way.receiver) for way in shown.ways} >= {("first", "second"), ("second", "first")}
    assert len(shown.ways) == 4
    check_map(shown, picture.svg)
    lines, heads = picture.svg.count('fill="none"'), picture.svg.count(' Z" fill')
    assert heads == lines + 1


def test_a_card_says_where_there_is_a_caution_and_what_is_tried_first() -> None:
    save, one, two = action("save", never_blocked=True), action("one"), action("two")
    stop = block("b", "save", actions=(), cautions=("save",))
    duties = (duty(save, cautions=("b",)), duty(one, preferred_to=("two",)), duty(two))
    plan = plan_of(ruleset((save, one, two)), record(*duties, blocks=(stop,)), agencies(agency(CASE_MANAGER)))
    cards = {card.what: card for lane in timeline_of(plan).lanes for card in lane.cards}
    assert cards["save"].notes == ("CAUTION: see the plan",)
    assert cards["two"].notes == (f"only where {cards['one'].number} cannot be had",)
    check_timeline(plan, timeline(plan))


def with_words(what: str, one: str, two: str) -> tuple[Agencies, dr.Ruleset]:
    """Two agencies of those names, the second reached through the first, and an action of the second."""
    do = action(what, two)
    graph = agencies(
        agency(CASE_MANAGER, may_tell=(tells(one),), can_request=names(one)),
        agency(one, may_tell=(tells(two),), can_request=names(two)),
        agency(two),
    )
    return graph, ruleset((do,), (), (rule("r", duties=(Duty("must", do.name),)),))  # type: ignore[return-value]


@pytest.mark.parametrize("words", [HOSTILE, LONG, "1. - `x` #35; end", "\u4e2d\u6587" * 30, "a to b to c"])
def test_words_of_files_and_cases_are_only_ever_words(words: str) -> None:
    graph, rules = with_words(words, f"{words} one", f"{words} two")
    do = next(iter(rules.actions.values()))
    thing = replace(CASE, key=words)
    stop = block("b", do.name, thing, ways_out=(do.name,), actions=(do.name,))
    answer = replace(record(duty(do, thing, blocked_by=("b",), blocked="yes"), blocks=(stop,)), case=words)
    plan = plan_of(rules, answer, graph)
    site_map = of_site(rules, graph, TODAY)
    pictures = [agency_map(rules, graph, TODAY), agency_map(rules, graph, plan), timeline(plan)]
    check_map(site_map, pictures[0].svg) if words != HOSTILE else check_geometry(pictures[0].svg)
    for picture in pictures:
        check_geometry(picture.svg)
        elements = {each.tag.removeprefix(SVG) for each in ElementTree.fromstring(picture.svg).iter()}
        assert elements <= {"svg", "title", "desc", "defs", "pattern", "path", "rect", "text"}
        assert "<script" not in picture.html
        assert "\x07" not in picture.svg + picture.html + picture.mermaid
        assert "\u202e" not in picture.svg + picture.html + picture.mermaid
        check_mermaid(picture.mermaid)


def check_mermaid(text: str) -> None:
    """Each line is one of the few that are written, whatever the words in it."""
    front, _, body = text.removeprefix("---\n").partition("\n---\n")
    title, *config = front.split("\n")
    assert isinstance(json.loads(title.removeprefix("title: ")), str)
    assert config == ["config:", "  flowchart:", "    wrappingWidth: 320"]
    word = r'"(?:[A-Za-z0-9 \u00aa-\u024f]|#\d+;|<br/>)*"'
    name = r"(?:[ns]\d+|band\d+|key)"
    line = re.compile(
        rf"  {name}(?:\[{word}\]|\[\[{word}\]\]|\{{\{{{word}\}}\}}|\({word}\)|\(\[{word}\]\))"
        rf"|  {name}(?: (?:-->|==>|-\.->|~~~)(?:\|(?:{word}|releases)\|)? {name})+"
    )
    first, *lines = body.removesuffix("\n").split("\n")
    assert first == "flowchart LR"
    for each in lines:
        assert line.fullmatch(each), each


def test_the_shipped_pictures_are_mermaid_of_the_same_few_lines() -> None:
    plan = example(CASES[1])
    for picture in (site().agency_map(DAY), site().agency_map(plan), site().timeline(plan)):
        check_mermaid(picture.mermaid)
        assert picture.mermaid.count("\n") > 8


def test_sixty_steps_go_on_from_sheet_to_sheet_with_their_bands_and_none_is_lost() -> None:
    many = tuple(action(f"act {number} of many that one agency has", "police") for number in range(60))
    graph = agencies(
        agency(CASE_MANAGER, may_tell=(tells("police"),), can_request=names("police")), agency("police")
    )
    duties = [duty(each, due=TODAY + timedelta(days=number % 40)) for number, each in enumerate(many)]
    plan = plan_of(ruleset(many), record(*duties), graph)
    picture = timeline(plan)
    check_timeline(plan, picture)
    sheets = re.findall(r"<svg.*?</svg>", picture.html, flags=re.S)
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, 1):
        found = drawn(sheet)
        assert found.whole.bottom <= A4_DOWN
        assert any(text.words == "TODAY" for text in found.texts)
        assert f"({number} of {len(sheets)})" in sheet
        assert any(text.words == "(goes on)" for text in found.texts) == (number > 1)


def test_a_plan_without_steps_says_so() -> None:
    plan = plan_of(ruleset(), record(), agencies(agency(CASE_MANAGER)))
    assert "No step is called for." in timeline(plan).svg
    assert "0 tasks" in agency_map(ruleset(), agencies(agency(CASE_MANAGER)), plan).svg
    check_geometry(timeline(plan).svg)


def test_a_fact_that_nobody_can_be_asked_for_is_a_gap_on_both_pictures() -> None:
    answer = record(find_outs=(find_out("fact u", asked_of=("nobody known",)),))
    rules = ruleset()
    plan = plan_of(rules, answer, agencies(agency(CASE_MANAGER)))
    assert plan.gaps
    assert [lane.name for lane in timeline_of(plan).lanes] == [NOBODY]
    place = next(each for each in of_plan(plan).places if each.gap)
    assert place.name == "nobody known"
    assert "nobody can be asked for step 1" in place.marks[0]


def test_what_is_recorded_as_done_stands_by_itself_and_on_no_map() -> None:
    first = example(Path(__file__).parents[1] / "examples/cases/remand-phone.yaml")
    step = first.step("put right the plan of the agency")
    marked = first.done(step.id, on=first.as_of, by="case manager")
    done = replace(step, status="done", last_done=first.as_of)
    plan = replace(marked, steps=tuple(done if each is step else each for each in first.steps))
    lane = next(lane for lane in timeline_of(plan).lanes if lane.name == "RECORDED AS DONE")
    assert [(card.number, card.band.name) for card in lane.cards] == [(step.number, "DONE")]
    check_timeline(plan, timeline(plan))
    assert "1 step recorded as done" in of_plan(plan).left_out
    assert not [place for place in of_plan(plan).places if f"step {step.number}" in " ".join(place.says)]


def test_an_agency_that_is_away_stands_apart_and_says_what_stops() -> None:
    rules, graph = site().meaning, site().agencies()
    members = tuple(
        replace(each, available=False, why_not="the office is closed") if each.name == "IDVA" else each
        for each in graph.directory.agencies
    )
    away = Agencies(replace(graph.directory, agencies=members))
    shown = of_site(rules, away, DAY)
    check_map(shown, agency_map(rules, away, DAY).svg)
    marks = next(place.marks for place in shown.places if place.name == "IDVA")
    assert marks[0] == "NOT AT WORK HERE: the office is closed"
    assert "NO WAY LEADS THERE" in agency_map(rules, away, DAY).svg


def test_words_in_lines_lose_nothing_and_keep_to_their_room() -> None:
    for words in (HOSTILE, LONG, "the victim-survivor's worker (pair-1)", "", "  two  spaces "):
        for room in (30.0, 75.0, 200.0):
            lines = in_lines(words, room)
            shown = words.replace("\x07", "\ufffd").replace("\u202e", "\ufffd")
            assert "".join(lines).replace(" ", "") == shown.replace(" ", "")
            assert all(width(line, SMALL) <= room for line in lines)
    assert in_lines("ask (pair-1)", width("ask (pair-", SMALL)) == ("ask", "(pair-1)")
    assert drawn(site().agency_map(DAY).svg).whole.right == ACROSS


# -- the command line ------------------------------------------------------------------------------


def run(*arguments: str) -> str:
    answer = CliRunner().invoke(app, [*arguments, "--as-of", "2026-11-02"])
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_the_command_line_prints_what_the_library_gives() -> None:
    case = str(ROOT / "examples" / "cases" / "case-study-2.yaml")
    plan = example(Path(case))
    of_site = run("agencies", "map", "example-site", "--format", "mermaid")
    assert of_site == site().agency_map(DAY).mermaid
    of_case = run("agencies", "map", "example-site", "--case", case)
    assert of_case == site().agency_map(plan).svg
    over_time = run("plan", case, "--site", "example-site", "--timeline", "html")
    assert over_time == site().timeline(plan).html


def test_the_core_has_a_map_before_any_site() -> None:
    svg = run("agencies", "map")
    assert "The agencies of the core, before any site names its own" in svg
    check_geometry(svg)
