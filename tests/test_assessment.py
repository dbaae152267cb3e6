"""The answer: what it holds, how its days run, what it prints, what the perpetrator may be given."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice, product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from drive_rules import ir
from drive_rules.answers import Question, Record, Versions
from drive_rules.assessment import Assessment, assess
from drive_rules.assessment.doubts import Doubts
from drive_rules.assessment.pages import AUDIENCES
from drive_rules.assessment.questions import Questions, answers_between
from drive_rules.assessment.reading import Reading, Unknown, answered
from drive_rules.case import Case, World, read_case
from drive_rules.ir import Constant, Dated, Ruleset
from drive_rules.language.professional import NEVER_TOLD
from drive_rules.problems import DriveRulesError, UnsettledError
from drive_rules.reference import evaluate
from drive_rules.ruleset import load
from tests.generated import make_day, make_ruleset
from tests.small_ruleset import ITEMS, small_ruleset
from tests.worlds import Worlds, flatten

MONDAY = date(2026, 11, 2)
RULES = small_ruleset()
ALL_NO = dict.fromkeys(ITEMS, "no")
ALL_YES = dict.fromkeys(ITEMS, "yes")
IDVA_SAYS_NO = {"answer": "no", "source": "IDVA"}


def answer(
    data: dict[str, Any], as_of: date = MONDAY, previous: Record | None = None, rules: Ruleset = RULES
) -> Assessment:
    """The answer to a case, settled by the reference."""
    case = read_case(rules, {"case": "c1", **data})

    def settle(world: World) -> Any:
        return evaluate(rules, world, as_of)

    return assess(rules, case, settle(case.world), as_of=as_of, previous=previous, settle=settle)


def one_pair(*, listed: bool = True, **facts: Any) -> dict[str, Any]:
    """A case with one pair, whose facts these are; underscores stand for spaces."""
    pair = {name.replace("_", " "): value for name, value in facts.items()}
    whole = {"all the pairs are listed": "yes"} if listed else {}
    return {**whole, "pairs": [{"id": "p1", **pair}]}


def pages_of(text: str) -> list[list[str]]:
    """The lines of each page, told apart by the line of dashes that each one has."""
    pages: list[list[str]] = []
    lines = text.split("\n")
    for line in lines:
        if line.startswith("Case c1, as of"):
            pages.append([])
        pages[-1].append(line)
    return pages


# -- decisions -------------------------------------------------------------------------------------


def test_a_decision_is_an_interval_and_no_bare_yes() -> None:
    level = answer(one_pair(injured="yes", frightened="yes")).decision("risk level", of="p1")
    assert (level.settled, level.words) == (False, "medium to high")
    assert level.certainly("at least medium")
    assert not level.certainly("high")
    assert level.possibly("high")
    assert not level.possibly("standard")
    with pytest.raises(UnsettledError):
        bool(level)
    with pytest.raises(DriveRulesError, match="standard, medium, high"):
        level.certainly("very high")


def test_a_decision_carries_its_rules_and_what_they_read() -> None:
    level = answer(one_pair(**ALL_YES)).decision("risk-level")
    assert level.settled
    assert [rule.rule for rule in level.rules] == ["grave", "medium", "visible-high"]
    assert {rule.in_doubt for rule in level.rules} == {False}
    assert level.rules[2].why.provenance == "our assumption, to confirm"
    assert level.rules[2].assumed == ("visible-high", "visible high threshold")
    assert ("mini score", "6", True) in [(value.name, value.words, value.known) for value in level.read]


def test_why_a_decision_is_not_settled() -> None:
    level = answer(one_pair(injured="yes", frightened="yes", isolated="no")).decision("risk level")
    assert level.because == ("3 items of mini dash are not answered (pair p1)",)


def test_two_certain_answers_are_a_conflict_and_nothing_is_asked_about_it() -> None:
    given = answer({"custody": "none", "in touch with the service": "yes"})
    decision = given.decision("who holds it")
    assert decision.conflict
    assert not decision.settled
    assert given.conflicts[0].rules == ("meet", "touch")
    assert "who holds it: RULES DO NOT AGREE" in given.view()
    assert not any("who holds it" in question.changes for question in given.questions)


def test_a_decision_asked_by_a_name_that_is_not_there_or_not_the_only_one() -> None:
    given = answer({"pairs": [{"id": "p1"}, {"id": "p2"}]})
    with pytest.raises(DriveRulesError, match="more than one"):
        given.decision("risk level")
    with pytest.raises(DriveRulesError, match="no decision"):
        given.decision("risky level")


# -- duties ----------------------------------------------------------------------------------------


def test_duties_merge_at_the_thing_their_action_is_done_to() -> None:
    duty = answer(one_pair(strangled="yes", address_given_to_the_court="the victim-survivor's")).duty(
        "tell every agency", of="p1"
    )
    assert [reason.rule for reason in duty.reasons] == ["court-address", "grave"]
    assert (duty.word, duty.in_doubt, duty.due, duty.owner) == ("must", False, MONDAY, "police")
    assert duty.safety


def test_a_must_in_doubt_does_what_its_rule_says() -> None:
    given = answer(one_pair(strangled="don't know"))
    assert given.duty("consult the IDVA").in_doubt  # act: it stands, marked
    assert not [duty for duty in given.duties if duty.action == "tell every agency"]  # find out, and ask
    assert "address given to the court" in [fact.fact for f in given.find_outs for fact in f.facts]
    assert any("strangled" in [fact.fact for fact in question.facts] for question in given.questions)
    assert not any(question.rules == ("court-address",) for question in given.questions)


def test_working_days_skip_the_weekend_and_the_bank_holidays_and_say_where_the_list_ends() -> None:
    data = one_pair(**ALL_NO, IDVA_last_consulted="2026-01-01")
    given = answer({**data, "custody": "none"}, as_of=date(2026, 12, 24))
    assert given.duty("consult the IDVA").due == date(2026, 12, 30)
    assert given.notes == ()
    late = answer(data, as_of=date(2026, 12, 31))
    assert late.duty("consult the IDVA").due == date(2027, 1, 4)
    assert late.notes == ("Working days after 2026 count no bank holidays: the list ends there.",)


def test_a_day_before_a_date_that_has_passed_is_at_once_and_does_not_slide() -> None:
    data = {"custody": "sentenced", "release date": "10 November 2026"}
    first = answer(data)
    assert first.duty("review before release").due == MONDAY
    later = answer(data, date(2026, 11, 5), first)
    assert later.duty("review before release").due == MONDAY
    assert answer({**data, "release date": "30 November 2026"}).duty("review before release").due == date(
        2026, 11, 16
    )


def test_a_day_that_rests_on_an_unsettled_decision_is_the_soonest_still_possible() -> None:
    duty = answer(one_pair(**ALL_YES)).duty("refer to the panel")
    assert (duty.due, duty.due_in_doubt) == (MONDAY, True)
    assert duty.reasons[0].due_words == "within the same day or 5 working days"
    settled = answer({**one_pair(**ALL_YES), "suicidal": "no"}).duty("refer to the panel")
    assert (settled.due, settled.due_in_doubt) == (date(2026, 11, 9), False)


def test_days_do_not_slide() -> None:
    data = one_pair(IDVA_last_consulted="2026-01-01")
    first = answer(data)
    assert first.duty("consult the IDVA").reasons[0].first_seen_today
    later = answer(data, date(2026, 11, 9), first).duty("consult the IDVA")
    assert later.due == first.duty("consult the IDVA").due == date(2026, 11, 4)
    assert (later.reasons[0].first_called_for, later.reasons[0].first_seen_today) == (MONDAY, False)


def test_a_reason_that_stops_and_comes_back_starts_a_new_day_and_says_so() -> None:
    called, done = one_pair(IDVA_last_consulted="2026-01-01"), one_pair(IDVA_last_consulted="2026-11-03")
    first = answer(called)
    stopped = answer(done, date(2026, 11, 4), first)
    assert stopped.stopped[0].last_called_for == MONDAY
    back = answer(done, date(2026, 11, 30), stopped)
    reason = back.duty("consult the IDVA").reasons[0]
    assert (reason.first_called_for, reason.came_back_after) == (date(2026, 11, 30), MONDAY)
    assert "called for again since 30 November 2026" in " ".join(back.view().split())
    assert back.stopped == ()
    kept = answer(done, date(2026, 12, 1), back).duty("consult the IDVA").reasons[0]
    assert (kept.first_called_for, kept.came_back_after) == (date(2026, 11, 30), MONDAY)


def test_a_find_out_keeps_its_day_too() -> None:
    first = answer(one_pair())
    later = answer(one_pair(), date(2026, 11, 20), first)
    assert [each.due for each in later.find_outs] == [each.due for each in first.find_outs]


def test_a_previous_answer_must_be_of_this_case_and_of_no_later_day() -> None:
    with pytest.raises(DriveRulesError, match="another case"):
        answer({}, previous=replace(answer({}), case="c2"))
    with pytest.raises(DriveRulesError, match="later day"):
        answer({}, previous=answer({}, date(2026, 11, 3)))


def test_only_if_says_not_available_or_asks_the_owner() -> None:
    asked = answer({"needs housing": "yes"}).duty("find housing")
    assert (asked.available, asked.unavailable) == (
        "cannot tell",
        ('ask housing whether "a housing provider has room" is yes',),
    )
    none = answer(
        {"needs housing": "yes", "a housing provider has room": {"answer": "no", "source": "housing"}}
    )
    assert none.duty("find housing").available == "no"
    assert 'NOT AVAILABLE: only if "a housing provider has room" is yes' in none.view()


def test_a_correction_is_named() -> None:
    first = answer({"custody": "remand"})
    assert answer({"custody": "remand"}, previous=first).corrected == ()
    corrected = answer({"custody": "sentenced"}, previous=first).corrected
    assert [(value.name, value.words) for value in corrected] == [("custody", "sentenced")]


# -- blocks ----------------------------------------------------------------------------------------


def test_a_block_is_listed_where_nothing_calls_for_what_it_forbids() -> None:
    given = answer({**one_pair(IDVA_last_consulted="2026-01-01"), "custody": "remand"})
    (block,) = given.blocks
    assert (block.do, block.strand, block.in_doubt, block.instead) == (
        "any direct contact",
        "contact",
        False,
        "work indirectly",
    )
    assert block.actions == ("meet the perpetrator", "work on behaviour")
    assert not [duty for duty in given.duties if duty.direct]
    page = " ".join(given.view().split())
    assert (
        "BLOCKED: any direct contact (pair p1), because: Speak to the IDVA before any direct contact" in page
    )
    assert "meanwhile work indirectly" in page


def test_a_block_by_any_pair_blocks_for_the_case() -> None:
    pairs = [{"id": "p1", "IDVA last consulted": "2026-10-30"}, {"id": "p2"}]
    duty = answer({"custody": "none", "pairs": pairs}).duty("meet the perpetrator")
    assert (duty.blocked, duty.blocked_by) == ("cannot tell", ("idva-first:0:pair:p2",))
    pairs[1]["IDVA last consulted"] = "2026-10-30"
    assert answer({"custody": "none", "pairs": pairs}).duty("meet the perpetrator").blocked == "no"


def test_an_action_that_is_never_blocked_is_printed_with_a_caution() -> None:
    given = answer({**one_pair(), "suicidal": "yes"})
    duty = given.duty("start the crisis pathway")
    assert (duty.blocked, duty.blocked_by, len(duty.cautions)) == ("no", (), 1)
    assert "CAUTION: Speak to the IDVA before any direct contact" in given.view()


def test_a_block_without_an_available_way_out_is_an_urgent_gap() -> None:
    given = answer(one_pair(has_an_IDVA=IDVA_SAYS_NO))
    assert [(gap.block, gap.owner) for gap in given.gaps] == [("idva-first:0:pair:p1", "case manager")]
    assert "URGENT: BLOCKED, AND NO WAY OUT IS AVAILABLE" in given.view()
    assert answer(one_pair(has_an_IDVA="yes")).gaps == ()


# -- questions -------------------------------------------------------------------------------------


def test_lists_are_asked_for_first() -> None:
    given = answer(one_pair(listed=False))
    assert given.questions[0].words == "Are these all the pairs?"
    assert answer({}).questions[0].words == "None is listed: are there no pairs?"


def test_a_question_is_asked_only_if_some_answer_changes_something() -> None:
    data = one_pair(**ALL_YES, IDVA_last_consulted="2026-11-01")
    data["pairs"][0]["incidents"] = [{"id": "i1", "date of the incident": "2026-06-01"}]
    given = answer({**data, "suicidal": {"answer": "no", "source": "health"}})
    asked = {fact.fact for question in given.questions for fact in question.facts}
    assert "custody" not in asked  # it is being found out
    assert asked == {"needs housing"}


def test_a_question_that_changes_nothing_by_itself_is_asked_together() -> None:
    together = replace(
        RULES.signs["grave danger"],
        condition=replace(
            RULES.signs["grave danger"].condition,
            any_of=(
                (_is("in a refuge", 1), _is("has an IDVA", 1)),
                (_is("in a refuge", 0), _is("has an IDVA", 0)),
            ),
        ),
    )
    rules = replace(RULES, signs={"grave danger": together})
    given = answer(one_pair(**ALL_NO), rules=rules)
    asked = [sorted(fact.fact for fact in question.facts) for question in given.questions]
    assert ["has an IDVA", "in a refuge"] in asked


def test_unanswered_items_of_one_checklist_are_one_question() -> None:
    questions = answer(one_pair()).questions
    (question,) = [question for question in questions if "mini dash" in question.words]
    assert question.words == "mini dash: 6 items are not answered (pair p1)."
    assert len(question.facts) == 6
    assert "risk level (pair p1)" in question.changes


def test_a_find_out_holds_only_the_facts_that_matter_and_says_who_is_never_asked() -> None:
    asked = {each.reasons[0].rule: each for each in answer(one_pair()).find_outs}
    assert asked["court-address"].never_asked_of == ("perpetrator",)
    assert [fact.fact for fact in asked["release"].facts] == ["custody"]
    assert asked["suicide"].due == date(2026, 11, 3)


@pytest.mark.parametrize("data", [{}, one_pair(), one_pair(listed=False, injured="yes", strangled="no")])
def test_every_question_has_an_answer_that_changes_something(data: dict[str, Any]) -> None:
    case = read_case(RULES, {"case": "c1", **data})
    reading = Reading(RULES, case.world, evaluate(RULES, case.world, MONDAY), MONDAY)
    for question in answer(data).questions:
        assert question.tried
        if not question.facts[0].is_list:
            worlds = list(_answered(reading, question))
            assert any(_outcomes(reading, world) != _outcomes(reading, case.world) for world in worlds)


def _answered(reading: Reading, question: Question) -> Iterator[World]:
    unknown = [
        Unknown(fact.fact, at)
        for fact in question.facts
        for at in reading.things(fact.thing.kind)
        if reading.thing(at) == fact.thing
    ]
    ends = [answers_between(reading, each, *reading.interval(each.fact, each.at)) for each in unknown]
    for codes in islice(product(*ends), 64):
        world = reading.world
        for each, code in zip(unknown, codes, strict=True):
            world = answered(reading, world, each, code)
        yield world


def _outcomes(reading: Reading, world: World) -> list[object]:
    settled = evaluate(reading.ruleset, world, MONDAY)
    return [(settled.low[key], settled.high[key]) for key, _, _ in reading.outcomes]


def test_the_tries_are_bounded_and_what_is_not_tried_is_asked_all_the_same() -> None:
    case = read_case(RULES, {"case": "c1", **one_pair()})
    settled = evaluate(RULES, case.world, MONDAY)
    reading = Reading(RULES, case.world, settled, MONDAY)
    asking = Questions(reading, Doubts(reading), lambda world: evaluate(RULES, world, MONDAY), most_tries=3)
    asked = asking.questions(())
    wanted = {each for question in answer(one_pair()).questions for each in question.facts}
    assert wanted <= {each for question in asked for each in question.facts}
    assert asking.not_tried == sum(not question.tried for question in asked) > 0


def _is(name: str, code: int) -> ir.Test:
    return ir.Test(name, "is", (Constant(code),))


# -- pages -----------------------------------------------------------------------------------------


def test_the_empty_case_is_one_page_with_no_level() -> None:
    for audience in ("case manager", "IDVA", "panel"):
        page = answer({}).view(audience).split("\n")
        assert len(page) <= 60
        assert max(map(len, page)) <= 80
        text = "\n".join(page)
        assert "not a low-risk result" in text
        assert "STANDARD" not in text
        assert sum(line.startswith("  - ") for line in page) <= 12


def test_the_empty_case_counts_what_it_does_not_print() -> None:
    meet = RULES.rules["meet"]
    always, must = (
        replace(meet, when=replace(meet.when, all_of=()), then=()),
        replace(meet.duties[0], word="must"),
    )
    loud = {
        id: replace(always, id=id, title=f"Reason {id}", duties=(replace(must, do=f"do {id}"),))
        for id in (f"loud-{n:02}" for n in range(20))
    }
    actions = {f"do {id}": replace(RULES.actions["work indirectly"], name=f"do {id}", code=id) for id in loud}
    rules = replace(RULES, rules={**RULES.rules, **loud}, actions={**RULES.actions, **actions})
    page = answer({}, rules=rules).view().split("\n")
    assert len(page) <= 60
    assert sum(line.startswith(("  - MUST", "  - FIND OUT", "  - SHOULD")) for line in page) <= 7
    assert any("more called for" in line for line in page)


@pytest.mark.parametrize("audience", ["case manager", "IDVA", "panel"])
def test_every_page_fits_says_it_is_advice_and_has_room_for_who_decides(audience: str) -> None:
    for data in EXAMPLES:
        for page in pages_of(answer(data).view(audience)):
            assert len(page) <= 61  # the last line end included
            assert max(map(len, page)) <= 80
            assert page[2].startswith("Advice to a named human decider.   Decided by: ____")


@pytest.mark.parametrize("audience", ["case manager", "IDVA", "panel"])
def test_every_section_is_on_the_first_page_and_never_blank(audience: str) -> None:
    for data in EXAMPLES:
        first = pages_of(answer(data).view(audience))[0]
        for strand in ("SAFETY", "CONTACT", "CHILDREN", "DISRUPT", "SUPPORT", "CHANGE", "AGENCIES"):
            (place,) = [n for n, line in enumerate(first) if line == strand or line.startswith(f"{strand}: ")]
            assert first[place] != strand or first[place + 1].startswith("  ")
        assert sum(line.startswith(("  - M", "  - S", "  - F")) for line in first) <= 12


def test_a_section_says_nothing_because_rules_were_settled_no() -> None:
    page = answer({"needs housing": {"answer": "no", "source": "housing"}}).view()
    assert "SUPPORT: nothing, because this 1 rule was settled no" in page
    assert "CHILDREN: not covered by this ruleset" in page


def test_unsettled_is_never_printed_as_its_low_end() -> None:
    given = answer(one_pair(injured="yes", frightened="yes", isolated="no", followed="no"))
    page = " ".join(given.view().split())
    assert (
        "risk level (pair p1): MAY BE HIGH: 2 yes, 0 don't know, 2 not asked; between 2 and 4, "
        "this site's threshold 4 (2 answers away)"
    ) in page
    nobody = " ".join(answer(one_pair()).view().split())
    assert "MAY BE HIGH: 0 yes, 0 don't know, 6 not asked; between 0 and 6" in nobody
    assert "(nobody has asked)" in nobody
    assert "eligibility: MAY BE ELIGIBLE, for the panel" in nobody


def test_dont_know_is_told_from_not_asked() -> None:
    answers = {"M1": "yes", "M2": "don't know", "M3": "don't know"}
    filled = {"instrument": "mini6", "date": "2026-10-30", "completed by": "IDVA", "answers": answers}
    (score,) = answer(one_pair(checklists=[filled])).scores
    assert (score.yes, score.dont_know, score.not_asked, score.wanted) == (1, 2, 3, 3)
    assert score.dated == date(2026, 10, 30)


@pytest.mark.parametrize(
    ("data", "because"),
    [
        (one_pair(listed=False, **ALL_NO), "nobody has said 'all the pairs are listed'"),
        (one_pair(**{**ALL_NO, "injured": "yes", "frightened": "no"}), None),
        (one_pair(**ALL_NO), None),
    ],
)
def test_the_lowest_level_is_printed_only_where_it_may_be(data: dict[str, Any], because: str | None) -> None:
    page = " ".join(answer(data).view().split())
    if because is None:
        assert "risk level (pair p1): STANDARD" in page
    else:
        assert "STANDARD" not in page
        assert f"not a low-risk result: {because}" in page


def test_too_few_answers_withhold_the_lowest_level() -> None:
    # With a high bar for medium, few answers settle the lowest level; the rule about the record says no.
    high = replace(RULES.settings["medium threshold"], values=(Dated(None, Constant(6000)),))
    far = replace(RULES.settings["visible high threshold"], values=(Dated(None, Constant(6000)),))
    settings = {**RULES.settings, "medium threshold": high, "visible high threshold": far}
    given = answer(
        one_pair(injured="no", strangled="no", frightened="no"), rules=replace(RULES, settings=settings)
    )
    assert given.decision("risk level").certainly("standard")
    assert given.withheld[0].because == ("Too few items are answered for a level",)
    assert "STANDARD" not in given.view()


def test_a_decision_about_the_record_withholds_the_lowest_level() -> None:
    label = ir.Decision("label", "pair", ir.Type("yes or no", 0, 1), "lowest", 1, about_record=True)
    old = replace(
        RULES.rules["too-few"],
        id="old",
        title="The assessment is old",
        about_record=False,
        when=ir.Condition((_is("in a refuge", 1),)),
        then=(ir.Conclusion("label", Constant(0)),),
        duties=(),
    )
    rules = replace(RULES, decisions={**RULES.decisions, "label": label}, rules={**RULES.rules, "old": old})
    for refuge, printed in (("no", True), ("yes", False), ("don't know", False)):
        said = refuge if refuge == "don't know" else {"answer": refuge, "source": "IDVA"}
        given = answer(one_pair(**ALL_NO, in_a_refuge=said), rules=rules)
        assert ("STANDARD" in given.view()) is printed
        assert {each.because for each in given.withheld} == (
            set() if printed else {("The assessment is old",)}
        )


def test_what_is_an_assumption_says_so() -> None:
    given = answer(one_pair(**ALL_YES))
    assert ("visible high threshold", "setting") in [(each.name, each.what) for each in given.assumptions]
    assert "rests on our assumption, to confirm: idva-first" in " ".join(given.view().split())
    assert "published" not in {each.what for each in given.assumptions}


def test_there_is_no_other_view() -> None:
    with pytest.raises(DriveRulesError, match="did you mean 'panel'"):
        answer({}).view("pannel")


def test_no_level_without_a_pair_even_where_other_things_are_known() -> None:
    for data in ({}, {"custody": "none"}, {"all the pairs are listed": "yes", "pairs": []}):
        assert "No pair is listed: no level is printed. This is not a low-risk result." in answer(data).view()


CORE = load("drive-core")
CASES = sorted((Path(__file__).parent.parent / "examples" / "cases").glob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_example_cases_print(path: Path) -> None:
    given = CORE.assess(CORE.read_case(path), as_of=MONDAY)
    assert Assessment.from_json(given.to_json()) == given
    for audience in AUDIENCES:
        text = given.view(audience)
        assert not re.search(r"\b(he|she|him|his|her|hers)\b", text, re.IGNORECASE)
        assert max(map(len, text.split("\n"))) <= 80
    for audience in AUDIENCES[:3]:
        pages = re.split(r"(?m)^(?=Case .*, as of )", given.view(audience))[1:]
        assert all(len(page.rstrip("\n").split("\n")) <= 60 for page in pages)
        assert all("Advice to a named human decider.   Decided by: ____" in page for page in pages)
        first = pages[0]
        assert sum(line.startswith(("  - M", "  - S", "  - FIND")) for line in first.split("\n")) <= 12
        for strand in ("SAFETY", "CONTACT", "CHILDREN", "DISRUPT", "SUPPORT", "CHANGE", "AGENCIES"):
            assert re.search(f"(?m)^{strand}(: |$)", first)
    _, told = given.view("subject access").casefold().split("\n", 1)  # the case's own id is not ours
    assert not [word for word in NEVER_TOLD if word in told]


# -- the record ------------------------------------------------------------------------------------

EXAMPLES: list[dict[str, Any]] = [
    {},
    one_pair(),
    {**one_pair(**ALL_YES, has_an_IDVA=IDVA_SAYS_NO), "custody": "none", "needs housing": "yes"},
    {"suicidal": "yes", "custody": "sentenced", "pairs": [{"id": f"p{n}"} for n in range(6)]},
]


@pytest.mark.parametrize("data", EXAMPLES)
def test_the_record_goes_to_json_and_back_unchanged(data: dict[str, Any]) -> None:
    given = answer(data)
    text = given.to_json()
    assert Assessment.from_json(text) == given
    assert Assessment.from_json(text).to_json() == text
    assert pickle.loads(pickle.dumps(given)) == given
    assert given.advisory is True
    assert '"advisory":true' in text


@pytest.mark.parametrize("data", EXAMPLES)
def test_the_order_of_rules_means_nothing(data: dict[str, Any]) -> None:
    names = list(RULES.rules)
    Random(1).shuffle(names)
    shuffled = replace(RULES, rules={name: RULES.rules[name] for name in names})
    assert answer(data, rules=shuffled).to_json() == answer(data).to_json()


def test_text_that_is_no_assessment_is_refused_without_showing_it() -> None:
    secret = "12 Acacia Avenue"
    with pytest.raises(DriveRulesError) as caught:
        Assessment.from_json(f'{{"case": ["{secret}"]}}')
    assert secret not in str(caught.value)
    assert caught.value.__cause__ is None
    with pytest.raises(DriveRulesError, match="schema 99"):
        Assessment.from_json(answer({}).to_json().replace('"schema":1', '"schema":99', 1))


def test_no_repr_shows_a_key_or_a_value() -> None:
    given = answer({"pairs": [{"id": "Acacia", **ALL_YES}]})
    parts = [given, *given.decisions, *given.duties, *given.blocks, *given.questions, *given.facts]
    assert not any("Acacia" in repr(part) for part in parts)
    assert repr(given) == "<Assessment>"


def test_versions_and_the_witness_are_in_the_record() -> None:
    case = read_case(RULES, {"case": "c1"})
    versions = Versions(library="0.1.0", ruleset="small", ruleset_version="0.1.0", ruleset_digest="ab" * 32)
    settled = evaluate(RULES, case.world, MONDAY)
    given = assess(
        RULES, case, settled, as_of=MONDAY, versions=versions, witnessed="durable agrees on 30 of 31"
    )
    assert given.versions == versions
    assert given.witness == "durable agrees on 30 of 31"
    assert given.subject_access is None


# -- what the perpetrator may be given -------------------------------------------------------------

PRIVATE: list[dict[str, Any]] = [
    {},
    {"in a refuge": "yes"},
    {"in a refuge": "no"},
    {"strangled": {"answer": "yes", "source": "IDVA"}},
]


def test_cases_that_differ_only_in_what_is_private_give_the_same_bytes() -> None:
    shared = {"injured": {"answer": "yes", "source": "police"}}
    previous = answer(one_pair(**shared), date(2026, 10, 1))
    given = [answer(one_pair(**shared, **private), previous=previous) for private in PRIVATE]
    assert len({each.view("subject access") for each in given}) == 1
    assert len({_bytes(each.subject_access) for each in given}) == 1
    assert len({each.to_json() for each in given}) == len(PRIVATE)


def _bytes(record: Record | None) -> bytes:
    assert record is not None
    return pickle.dumps(record)


@pytest.mark.parametrize("data", EXAMPLES)
def test_the_subject_access_page_names_nobody_it_protects(data: dict[str, Any]) -> None:
    page = answer(data).view("subject access")
    assert "Decided by: ____" in page
    assert not [word for word in NEVER_TOLD if word in page.casefold()]
    assert max(map(len, page.split("\n"))) <= 80


def test_the_subject_access_answer_offers_what_may_be_offered() -> None:
    page = answer({"needs housing": "yes", "custody": "none"}).view("subject access")
    assert "- find housing, by 2 December 2026" in page
    assert "time to act: not settled" in page


def test_without_an_engine_there_is_no_subject_access_answer() -> None:
    case = read_case(RULES, {"case": "c1"})
    given = assess(RULES, case, evaluate(RULES, case.world, MONDAY), as_of=MONDAY)
    with pytest.raises(DriveRulesError, match="no subject access answer"):
        given.view("subject access")


# -- at random -------------------------------------------------------------------------------------


def _made_at_random(seed: int) -> Iterator[tuple[Ruleset, Case, date]]:
    random = Random(seed)
    as_of = make_day(random)
    rules = make_ruleset(random, as_of)
    worlds = Worlds(random, rules, as_of)
    whole = worlds.truth()
    for keep in (0.0, 0.4, 1.0):
        world = flatten(rules, worlds.blur(whole, keep))
        case = read_case(rules, {"case": "c1"})
        yield rules, replace(case, world=world, evidence={}, notes={}), as_of


@pytest.mark.parametrize("seed", range(12))
def test_any_ruleset_and_any_case_have_an_answer_that_prints(seed: int) -> None:
    for rules, case, as_of in _made_at_random(seed):
        settled = evaluate(rules, case.world, as_of)
        given = assess(rules, case, settled, as_of=as_of)
        assert Assessment.from_json(given.to_json()) == given
        for audience in AUDIENCES[:3]:
            pages = pages_of(given.view(audience))
            assert all(len(line) <= 80 for page in pages for line in page)
            assert all(len(page) <= 61 for page in pages)
        again = assess(rules, case, settled, as_of=as_of, previous=given)
        assert [duty.due for duty in again.duties] == [duty.due for duty in given.duties]
