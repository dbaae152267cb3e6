"""A case as a page, and in a notebook: what the text says and nothing else, and nothing that runs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

import drive_rules as dr
from drive_rules.answers import Withheld
from drive_rules.assessment.lines import in_order, lines_of
from drive_rules.assessment.pages import (
    AUDIENCES,
    MOST_DUTIES_WHEN_EMPTY,
    MOST_QUESTIONS,
    mine_first,
    questions_first,
)
from drive_rules.cli import app
from drive_rules.language.phrases import Phrases
from drive_rules.language.sentences import rule_in_words, the

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "examples" / "cases").glob("*.yaml"))
GOLDEN = ROOT / "tests" / "golden" / "records"
PROFESSIONAL = tuple(view for view in AUDIENCES if view != "subject access")
TODAY = date(2026, 11, 2)
CANARY = "Qwvzxkj"
HOSTILE = "</title></svg><script>alert('x')</script>\"'&lt;"
by_case = pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)


@cache
def ruleset() -> dr.Ruleset:
    return dr.load("drive-core", site="example-site")


@cache
def assessed(path: Path) -> tuple[dr.Case, dr.Assessment, dr.Plan]:
    case = ruleset().read_case(path, as_of=TODAY)
    answer = ruleset().assess(case, as_of=TODAY)
    return case, answer, ruleset().plan(answer)


@cache
def report(path: Path, view: str = "case manager") -> str:
    _, answer, plan = assessed(path)
    return ruleset().report(answer, view=view, plan=plan)


class Texts(HTMLParser):
    """The pieces of text of some markup, and its tags; style is no text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and "style" not in self.inside:
            self.pieces.append(_plain(data))


def _plain(said: str) -> str:
    """Letters and digits only, without regard to case: pages break lines where they like."""
    return re.sub(r"[^a-z0-9]+", "", said.casefold())


def said_in(*texts: str) -> str:
    return _plain(" ".join(texts))


# -- for those who work on the case ----------------------------------------------------------------


@by_case
@pytest.mark.parametrize("view", PROFESSIONAL)
def test_every_decision_action_and_block_of_the_answer_is_on_the_page(path: Path, view: str) -> None:
    _, answer, plan = assessed(path)
    page = said_in(*Texts(report(path, view)).pieces)

    for each in answer.decisions:
        assert _plain(each.name) in page
    # Of an empty case the page holds no more alarms than its text does.
    mine = mine_first(lines_of(answer), view)[: MOST_DUTIES_WHEN_EMPTY if answer.empty else None]
    questions = questions_first(answer.questions, view)[: MOST_QUESTIONS if answer.empty else None]
    for line in mine:
        assert _plain(line.do) in page
    for block in answer.blocks:
        assert not block.actions or _plain(block.do) in page
        assert not block.actions or block.never_released or _plain("; or ".join(block.until)) in page
    for step in plan.steps:
        assert step.sort == "find out" or _plain(step.action) in page
    for question in questions:
        assert _plain(question.words) in page
    for digest in (answer.versions.ruleset_digest, answer.versions.site_digest):
        assert digest in page


@by_case
def test_every_rule_that_is_named_is_told_in_sentences_with_its_source(path: Path) -> None:
    meaning = ruleset().meaning
    phrases = Phrases.of(meaning, the)
    _, answer, _ = assessed(path)
    page = said_in(*Texts(report(path)).pieces)
    rules = {reason.rule for line in lines_of(answer) for reason in line.reasons}
    rules |= {block.rule for block in answer.blocks if block.actions}
    rules |= {rule.rule for each in answer.decisions for rule in each.rules if not rule.in_doubt}

    for rule in rules:
        told = rule_in_words(meaning, phrases, meaning.rules[rule])
        for part in (told.where, *told.duties, told.because, told.source):
            assert _plain(part) in page


@cache
def own_words(view: str) -> frozenset[str]:
    """The words of the page itself, of an empty case, and those of every rule."""
    meaning = ruleset().meaning
    phrases = Phrases.of(meaning, the)
    rules = [rule_in_words(meaning, phrases, rule) for rule in meaning.rules.values()]
    parts = [
        p for r in rules for p in (r.title, r.where, *r.duties, r.in_doubt, *r.marks, r.because, r.source)
    ]
    nobody = ruleset().assess(ruleset().read_case({"case": "nobody"}), as_of=TODAY)
    return _each_word(*parts, *meaning.rules, *_words(ruleset().report(nobody, view=view)))


def _each_word(*texts: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", " ".join(texts).casefold()))


@by_case
@pytest.mark.parametrize("view", PROFESSIONAL)
def test_the_page_says_nothing_that_texts_and_rules_do_not(path: Path, view: str) -> None:
    """Each word is of the view, the plan or the minutes, or of the rules and headings of the page itself."""
    _, answer, plan = assessed(path)
    texts = (answer.view(view), plan.text(), plan.minutes(), ruleset().timeline(plan).mermaid)
    known = own_words(view) | _each_word(*texts)
    page = report(path, view)

    # A text may break a word at its hyphen, and the picture shortens months.
    together = said_in(*texts)
    assert [
        word for word in sorted(_each_word(*_words(page)) - known) if len(word) > 2 and word not in together
    ] == []
    for each in answer.decisions:
        assert (each.thing.key in page) <= (_plain(each.thing.key) in together)


def _words(page: str) -> Iterator[str]:
    class Whole(Texts):
        def handle_data(self, data: str) -> None:
            if data.strip() and "style" not in self.inside:
                self.pieces.append(data)

    yield from Whole(page).pieces


def test_a_level_in_doubt_is_never_said_by_its_low_end() -> None:
    path = ROOT / "examples" / "cases" / "case-study-2.yaml"
    _, answer, _ = assessed(path)
    level = next(each for each in in_order(answer) if each.graded)
    page = report(path)

    assert not level.settled
    assert f"{level.name} (pair pair-1): MAY BE HIGH" in page
    assert "threshold 14" in page
    assert "2 yes, 0 don&#x27;t know, 22 not asked; between 2 and 24" in page


@by_case
def test_every_score_that_bears_on_a_level_is_drawn(path: Path) -> None:
    _, answer, _ = assessed(path)

    assert not answer.withheld
    assert report(path).count('class="scale"') == len([score for score in answer.scores if score.decision])


def test_no_score_is_drawn_where_no_level_is_printed() -> None:
    """A picture under the threshold would say what the words hold back."""
    _, answer, plan = assessed(ROOT / "examples" / "cases" / "ready-for-change.yaml")
    level = answer.decision("risk level")
    withheld = Withheld("risk level", level.thing, ("not enough is answered",))

    page = ruleset().report(replace(answer, withheld=(withheld,)), plan=plan)

    assert "no level is printed; not a low-risk result: not enough is answered" in page
    assert 'class="scale"' not in page


def test_a_score_that_is_not_all_says_so() -> None:
    page = report(ROOT / "examples" / "cases" / "ready-for-change.yaml")

    assert "12, this site&#x27;s threshold 14. The score alone does not settle the level" in page


def test_safety_stands_before_what_is_called_for_and_the_plan() -> None:
    page = report(ROOT / "examples" / "cases" / "case-study-1.yaml")
    places = [page.index(f'id="{id}"') for id in ("levels", "safety", "called-for", "plan", "tasks")]

    assert places == sorted(places)


def test_the_idva_reads_what_is_the_idvas_first() -> None:
    page = report(ROOT / "examples" / "cases" / "two-pairs.yaml", "IDVA")
    lanes = re.findall(r'<h3 id="lane-\d+">([^<]+)', page)

    assert "IDVA" in lanes[0]


def test_the_empty_case_is_not_a_low_risk_result() -> None:
    page = report(ROOT / "examples" / "cases" / "empty.yaml")

    assert "No pair is listed: no level is printed. This is not a low-risk result." in page


@by_case
@pytest.mark.parametrize("view", ["case manager", "subject access"])
def test_nothing_runs_and_nothing_is_fetched(path: Path, view: str) -> None:
    found = Texts(report(path, view))

    assert not {"script", "iframe", "object", "img", "link", "form"} & {tag for tag, _ in found.tags}
    for _, given in found.tags:
        assert all(name not in given for name in ("src", "onclick", "onload"))
        assert (given.get("href") or "#").startswith("#")


@by_case
def test_every_link_leads_somewhere_and_no_place_is_there_twice(path: Path) -> None:
    found = Texts(report(path))
    ids = [given["id"] for _, given in found.tags if given.get("id")]

    assert len(ids) == len(set(ids))
    assert {(given["href"] or "")[1:] for tag, given in found.tags if tag == "a"} <= set(ids)


def test_what_people_write_is_never_markup() -> None:
    data: dict[str, Any] = {
        "case": HOSTILE,
        "pairs": [{"id": HOSTILE, "injured this time": "yes"}],
    }
    case = ruleset().read_case(data, as_of=TODAY)
    answer = ruleset().assess(case, as_of=TODAY)
    shown = [ruleset().report(answer, view=view) for view in AUDIENCES]
    shown += [answer._repr_html_(), ruleset().plan(answer)._repr_html_()]
    shown += [ruleset().explain(case, "risk level", as_of=TODAY)._repr_html_()]
    shown += [ruleset().questions(case, as_of=TODAY)._repr_html_()]

    for page in shown:
        assert "<script" not in page
        assert "alert(" not in page or "&lt;script&gt;alert(" in page


def test_the_same_answer_gives_the_same_bytes() -> None:
    path = ROOT / "examples" / "cases" / "two-pairs.yaml"
    _, answer, plan = assessed(path)
    again = dr.Assessment.from_json(answer.to_json())

    assert ruleset().report(again, plan=dr.Plan.from_json(plan.to_json())) == report(path)


def test_what_a_person_decided_is_beside_it() -> None:
    path = ROOT / "examples" / "cases" / "case-study-2.yaml"
    _, answer, plan = assessed(path)
    words = {"by": "panel chair", "on": TODAY, "because": "All who know the case agree."}
    decided = answer.decide("risk level", "high", of="pair-1", **words)

    page = ruleset().report(decided, plan=plan)

    assert "decided by panel chair on 2 November 2026: high" in page
    assert "Because: All who know the case agree." in page


def test_a_plan_of_another_case_and_a_view_that_is_none_are_refused() -> None:
    _, answer, _ = assessed(CASES[0])
    _, _, other = assessed(CASES[1])

    with pytest.raises(dr.DriveRulesError, match="another case"):
        ruleset().report(answer, plan=other)
    with pytest.raises(dr.DriveRulesError, match="no such view"):
        ruleset().report(answer, view=CANARY)


def test_the_body_of_a_small_case_is_this() -> None:
    """Compared with the file; ``REWRITE_GOLDEN=1 pytest`` writes it anew.  Style and shell are not in it."""
    tiny = dr.load(GOLDEN / "tiny")
    data = {"case": "small", "incidents last year": "2 to 4", "armed": "don't know"}
    answer = tiny.assess(tiny.read_case(data, as_of=TODAY), as_of=TODAY)
    page = tiny.report(answer)
    body = page[page.index("<main") :].replace("><", ">\n<")
    golden = GOLDEN / "report.html"
    if os.environ.get("REWRITE_GOLDEN"):
        golden.write_text(body, encoding="utf-8")
    assert body == golden.read_text(encoding="utf-8")


# -- for the perpetrator ---------------------------------------------------------------------------


@by_case
def test_the_perpetrators_page_holds_what_the_text_holds_and_nothing_else(path: Path) -> None:
    _, answer, _ = assessed(path)
    text = answer.view("subject access")
    allowed = said_in(text, "Skip to the text")

    for piece in Texts(report(path, "subject access")).pieces:
        assert piece in allowed
    for heading in ("task", "must not", "blocked", "plan for", "panel"):
        assert heading not in " ".join(_words(report(path, "subject access"))).casefold()


@by_case
def test_no_private_fact_and_no_id_of_anybody_else_is_on_the_perpetrators_page(path: Path) -> None:
    data = _poisoned(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader), [0])
    case = ruleset().read_case({**data, "case": "the case"}, as_of=TODAY)
    answer = ruleset().assess(case, as_of=TODAY)
    page = ruleset().report(answer, view="subject access")

    assert not data.get("pairs") or CANARY in ruleset().report(answer)
    assert CANARY not in page
    words = set(_words(page))
    for fact in (fact for fact in answer.facts if fact.private):
        assert not any(fact.name in word for word in words)


def _poisoned(value: Any, counter: list[int]) -> Any:
    """The same case with a canary for every id."""
    if isinstance(value, list):
        return [_poisoned(each, counter) for each in value]
    if not isinstance(value, dict):
        return value
    counter[0] += 1
    return {
        key: f"{CANARY}-{counter[0]}" if key in ("id", "case") else _poisoned(each, counter)
        for key, each in value.items()
    }


def test_two_cases_that_differ_in_private_facts_give_the_perpetrator_the_same_bytes() -> None:
    path = ROOT / "examples" / "cases" / "case-study-2.yaml"
    case, _, _ = assessed(path)
    shared = case.without_private()
    answer, other = (ruleset().assess(each, as_of=TODAY) for each in (case, shared))

    assert answer.to_json() != other.to_json()
    assert report(path, "subject access") == ruleset().report(other, view="subject access")


# -- in a notebook ---------------------------------------------------------------------------------


@by_case
def test_a_notebook_shows_no_more_than_the_texts_do(path: Path) -> None:
    case, answer, plan = assessed(path)
    why = ruleset().explain(case, "eligibility", as_of=TODAY)
    asking = ruleset().questions(case, as_of=TODAY)
    # A sentence may go on over the head of the next page.
    view = re.sub(r"\nCase [^\n]+page \d+ of \d+\n(?:[^\n]*\n){3}", "\n", answer.view("case manager"))
    pairs = (
        (answer._repr_html_(), [view, "more view() has all of it, and why."]),
        (why._repr_html_(), [why.text()]),
        (asking._repr_html_(), [asking.text(), view]),
    )

    own = "Advice to a named human decider. Not for the perpetrator. Called for. Ask first"
    for shown, texts in pairs:
        allowed = said_in(*texts, own)
        for piece in Texts(shown).pieces:
            assert piece in allowed or re.fullmatch(
                r"and\d+more|\d+actionsarecalledfor|case.*site.*", piece
            ), piece
    assert not Texts(plan._repr_html_()).pieces or _each_word(*_words(plan._repr_html_())) <= _each_word(
        plan.text(),
        ruleset().timeline(plan).html,
        "And more steps text has all of it and why What Asked Status ask the owner",
    )


@by_case
def test_a_repr_still_says_nothing(path: Path) -> None:
    case, answer, plan = assessed(path)
    why = ruleset().explain(case, "eligibility", as_of=TODAY)

    assert [repr(each) for each in (answer, plan, why)] == ["<Assessment>", "<Plan>", "<Explanation>"]
    for each in (answer, plan, why, ruleset().questions(case, as_of=TODAY)):
        shown = each._repr_html_()
        assert "<script" not in shown
        assert "style=" not in shown
        assert len(shown) < 60_000


# -- the command line ------------------------------------------------------------------------------


def test_the_command_writes_the_page_of_the_view_that_is_asked_for() -> None:
    path = ROOT / "examples" / "cases" / "remand-phone.yaml"
    words = ["assess", str(path), "--site", "example-site", "--as-of", "2026-11-02", "--html"]

    mine, theirs = (CliRunner().invoke(app, [*words, *more]) for more in ([], ["--view", "subject access"]))

    assert (mine.exit_code, mine.stdout) == (0, report(path))
    assert (theirs.exit_code, theirs.stdout) == (0, report(path, "subject access"))


def test_a_page_and_json_at_once_is_wrong_usage() -> None:
    words = ["assess", str(CASES[0]), "--html", "--format", "json"]

    assert CliRunner().invoke(app, words).exit_code == 2
