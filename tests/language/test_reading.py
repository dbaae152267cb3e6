"""What rule files say, word by word, as the IR holds it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random

import pytest
import yaml

from drive_rules import ir, language
from drive_rules.ir import Constant, Length, NameRef, SettingRef
from drive_rules.language.layout import to_yaml
from drive_rules.problems import RulesetError

HERE = Path(__file__).parent
GOOD = (HERE / "good.yaml").read_text(encoding="utf-8")
RULESET = language.read_ruleset({"good.yaml": GOOD})


def day(words: str) -> int:
    return date.fromisoformat(words).toordinal()


# -- tests -----------------------------------------------------------------------------------------


TESTS = [
    ("very frightened: yes", ir.Test("very frightened", "is", (Constant(1),))),
    ("custody: remand", ir.Test("custody", "is", (Constant(1),))),
    ("custody: not remand", ir.Test("custody", "is not", (Constant(1),))),
    ("custody: [none, licence]", ir.Test("custody", "is", (Constant(0), Constant(3)))),
    ("custody: not [none, licence]", ir.Test("custody", "is not", (Constant(0), Constant(3)))),
    (
        "custody: one of the places of detention",
        ir.Test("custody", "one of", (SettingRef("places of detention"),)),
    ),
    ("DASH score: 3", ir.Test("DASH score", "is", (Constant(3000),))),
    ("DASH score: at least 3", ir.Test("DASH score", "at least", (Constant(3000),))),
    ("DASH score: more than 3", ir.Test("DASH score", "more than", (Constant(3000),))),
    ("DASH score: at most 3", ir.Test("DASH score", "at most", (Constant(3000),))),
    ("DASH score: less than 3", ir.Test("DASH score", "less than", (Constant(3000),))),
    ("DASH score: between 1 and 3", ir.Test("DASH score", "between", (Constant(1000), Constant(3000)))),
    (
        "DASH score: at least the visible high threshold",
        ir.Test("DASH score", "at least", (SettingRef("visible high threshold"),)),
    ),
    (
        "DASH score: at least visible high threshold",
        ir.Test("DASH score", "at least", (SettingRef("visible high threshold"),)),
    ),
    (
        "DASH score: at least 1 and not 3",
        ir.Test(
            "DASH score", "at least", (Constant(1000),), ir.Test("DASH score", "is not", (Constant(3000),))
        ),
    ),
    (
        "DASH score: between 1 and 3 and not 2",
        ir.Test(
            "DASH score",
            "between",
            (Constant(1000), Constant(3000)),
            ir.Test("DASH score", "is not", (Constant(2000),)),
        ),
    ),
    ("judgement in force: at least medium", ir.Test("judgement in force", "at least", (Constant(1),))),
    ("judgement in force: the risk level", ir.Test("judgement in force", "is", (NameRef("risk level"),))),
    (
        "judgement in force: at least the risk level",
        ir.Test("judgement in force", "at least", (NameRef("risk level"),)),
    ),
    ("release date: 1 June 2026", ir.Test("release date", "is", (Constant(day("2026-06-01")),))),
    ("release date: before 2026-06-01", ir.Test("release date", "before", (Constant(day("2026-06-01")),))),
    (
        "release date: on or after the last incident",
        ir.Test("release date", "on or after", (NameRef("last incident"),)),
    ),
    (
        "release date: within the last 12 months",
        ir.Test("release date", "within the last", (Length(12, "months"),)),
    ),
    (
        "release date: within the next 2 working days",
        ir.Test("release date", "within the next", (Length(2, "working days"),)),
    ),
    (
        "release date: more than the consultation period ago",
        ir.Test("release date", "more than ago", (SettingRef("consultation period"),)),
    ),
    (
        "release date: within 1 week after the date of the DASH assessment",
        ir.Test("release date", "within after", (Length(1, "weeks"), NameRef("date of the DASH assessment"))),
    ),
    (
        "release date: within the consultation period after the last incident",
        ir.Test(
            "release date", "within after", (SettingRef("consultation period"), NameRef("last incident"))
        ),
    ),
    ("severe incidents: at least 75%", ir.Test("severe incidents", "at least", (Constant(75000),))),
    (
        "severe incidents: between 25% and 75%",
        ir.Test("severe incidents", "between", (Constant(25000), Constant(75000))),
    ),
    (
        "address given to the court: same as the address of the perpetrator",
        ir.Test("address given to the court", "same as", (NameRef("address of the perpetrator"),)),
    ),
]


def sign_with(line: str, about: str = "") -> ir.Sign:
    """The sign that one test line makes."""
    text = f"""
signs:
  shown here:
    of: pair
    {about}
    all of:
      {line}
    because: It is shown here.
    source: none
    provenance: published
"""
    return language.read_ruleset({"good.yaml": GOOD, "more.yaml": text}).signs["shown here"]


@pytest.mark.parametrize(("line", "test"), TESTS, ids=[line for line, _ in TESTS])
def test_one_line(line: str, test: ir.Test) -> None:
    assert sign_with(line).condition == ir.Condition((test,))


def test_known_is_about_the_record() -> None:
    sign = sign_with("very frightened: not known", "about: the record")
    assert sign.condition == ir.Condition((ir.Test("very frightened", "not known"),))
    assert sign.about_record


def test_an_apostrophe_may_be_typographic() -> None:
    text = GOOD.replace("because: Life first.", "because: Life’s first.")  # noqa: RUF001
    assert (
        language.read_ruleset({"good.yaml": text}).actions["call the emergency number"].why.because
        == "Life's first."
    )


# -- rules -----------------------------------------------------------------------------------------


def test_when_and_unless() -> None:
    rule = RULESET.rules["address-is-shared"]
    assert [test.form for test in rule.when.all_of] == ["not same as"]
    assert [[test.name for test in tests] for tests in rule.when.any_of] == [
        ["custody"],
        ["custody", "recent incidents"],
    ]
    assert rule.unless.all_of == ()
    assert [len(tests) for tests in rule.unless.any_of] == [1, 2]
    assert rule.in_force == (date(2026, 1, 1), None)


def test_a_rule_without_for_each_is_about_the_case() -> None:
    text = """
rules:
  behind-doors:
    title: Behind doors
    when:
      custody: one of the places of detention
    should:
      - do: work indirectly
    because: It is shown here.
    source: none
    provenance: published
    for example:
      applies:
        custody: remand
      does not:
        custody: none
"""
    assert language.read_ruleset({"good.yaml": GOOD, "more.yaml": text}).rules["behind-doors"].kind == "case"


def test_duties() -> None:
    first, second = RULESET.rules["idva-before-contact"].duties
    assert (first.word, first.do, first.due) == (
        "must",
        "consult the IDVA",
        ir.Due(Length(2, "working days")),
    )
    assert first.before == ("meet the perpetrator", "write to the perpetrator")
    assert first.again_every == SettingRef("consultation period")
    assert (second.word, second.do) == ("must not", "any direct contact")
    assert second.until == (ir.Until(actions=("consult the IDVA",)),)
    assert second.instead == "work indirectly"


def test_ways_out() -> None:
    duties = [duty for duty in RULESET.rules["address-is-shared"].duties if duty.word == "must not"]
    told = ir.Test("victim-survivor told", "is", (Constant(1),))
    assert duties[0].until == (ir.Until(tests=(told,)), ir.Until(actions=("tell the victim-survivor",)))
    assert duties[1].never_released


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("the same day", ir.Due(Length(0, "days"))),
        ("within 1 working day", ir.Due(Length(1, "working days"))),
        ("within the consultation period", ir.Due(SettingRef("consultation period"))),
        ("within the time to act", ir.Due(NameRef("time to act"))),
        ("within 2 weeks of the last incident", ir.Due(Length(2, "weeks"), of="last incident")),
        ("14 days before the release date", ir.Due(Length(14, "days"), before="release date")),
        (
            "within 1 month of the date of the DASH assessment",
            ir.Due(Length(1, "months"), of="date of the DASH assessment"),
        ),
    ],
)
def test_dues(words: str, due: ir.Due) -> None:
    text = GOOD.replace("due: within 5 working days of the last incident", f"due: {words}")
    assert language.read_ruleset({"good.yaml": text}).rules["judgement-raises"].duties[0].due == due


def test_find_out() -> None:
    found = RULESET.rules["address-is-shared"].find_out
    assert found == ir.FindOut(
        ("court", "probation", "IDVA"), ("perpetrator",), Length(1, "working days"), Length(14, "days")
    )


def test_conclusions() -> None:
    assert RULESET.rules["visible-high-risk"].then == (
        ir.Conclusion("risk level", Constant(2)),
        ir.Conclusion("concern", Constant(3000)),
    )
    assert RULESET.rules["judgement-raises"].then == (
        ir.Conclusion("risk level", NameRef("judgement in force")),
    )


def test_examples() -> None:
    applies, *does_not = RULESET.rules["idva-before-contact"].examples
    assert applies.given == (("IDVA last consulted about contact", (day("2026-03-01"), day("2026-03-01"))),)
    assert does_not[1].today == date(2026, 7, 1)
    may = (day("2026-05-01"), day("2026-05-31"))
    assert does_not[1].things == (("incident", (ir.GivenThing((("date of the incident", may),)),)),)
    assert ("all the incidents are listed", (1, 1)) in does_not[1].given
    raised = RULESET.rules["judgement-raises"].examples[0]
    assert raised.given == (("judgement in force", (1, 2)),)


def test_references_in_an_example_are_told_apart() -> None:
    examples = RULESET.rules["address-is-shared"].examples
    both = [{name: ends for name, ends in each.given if name.startswith("address")} for each in examples]
    assert both[0] == {"address given to the court": (0, 0), "address of the perpetrator": (1, 1)}
    same = next(each for each in both if len(set(each.values())) == 1 and len(each) == 2)
    assert same


# -- vocabulary ------------------------------------------------------------------------------------


def test_lists_make_the_fact_that_says_they_are_whole() -> None:
    fact = RULESET.facts["all the pairs are listed"]
    assert (fact.of, fact.type.name, fact.asked_of) == ("case", "yes or no", ("IDVA",))
    assert RULESET.kinds["incident"].listed == "all the incidents are listed"
    assert RULESET.facts["all the incidents are listed"].of == "pair"


def test_types_of_measures_follow_from_what_they_measure() -> None:
    types = {name: measure.type for name, measure in RULESET.measures.items()}
    assert types["worst harm"] == RULESET.facts["harm done"].type
    assert (types["last incident"].low, types["last incident"].high) == (ir.LONG_AGO, ir.FAR_AHEAD)
    assert types["load of incidents"].decimals == 1
    assert (types["recent incidents"].low, types["recent incidents"].high) == (0, ir.NO_LIMIT)
    assert types["any armed pair"].name == "yes or no"
    assert types["cap"].decimals == 0


def test_items_mark_their_facts() -> None:
    assert RULESET.facts["very frightened"].checklist == "SafeLives Dash"
    assert [item.points for item in RULESET.checklists["SafeLives Dash"].items] == [1000, 2000, 1000]


def test_groups_hold_actions_in_the_order_of_their_codes() -> None:
    assert RULESET.groups["any direct contact"].actions == (
        "meet the perpetrator",
        "write to the perpetrator",
    )
    assert RULESET.groups["first steps"].actions == ("consult the IDVA", "tell the victim-survivor")


def test_a_jurisdiction_is_a_test_of_the_action() -> None:
    action = RULESET.actions["work indirectly"]
    assert action.only_if.all_of == (ir.Test("jurisdiction", "is", (Constant(0), Constant(1))),)


def test_settings_are_dated() -> None:
    assert RULESET.settings["consultation period"].values == (
        ir.Dated(None, Length(28, "days")),
        ir.Dated(date(2027, 4, 1), Length(14, "days")),
    )
    assert RULESET.settings["bank holidays"].values[0].value == (date(2026, 12, 25), date(2027, 1, 1))
    assert RULESET.settings["places of detention"].type.values == RULESET.facts["custody"].type.values


def test_the_topic_of_a_rule_is_its_file() -> None:
    head, _, rules = GOOD.partition("\nrules:\n")
    read = language.read_ruleset({"vocabulary.yaml": head, "rules/contact/first.yaml": "rules:\n" + rules})
    assert {rule.topic for rule in read.rules.values()} == {"contact/first"}


def test_the_header() -> None:
    assert (RULESET.name, RULESET.version, RULESET.language, RULESET.title) == (
        "sample",
        "0.1.0",
        1,
        "A sample",
    )


# -- a site ----------------------------------------------------------------------------------------


def test_a_site_sets_what_the_core_allows() -> None:
    values = "  visible high threshold: 2\n  the consultation period:\n    value: 10 days\n"
    site = f"site: elsewhere\nsettings:\n{values}"
    read = language.read_ruleset({"good.yaml": GOOD}, {"site.yaml": site})
    assert read.site == "elsewhere"
    assert read.settings["visible high threshold"].values == (ir.Dated(None, Constant(2000)),)
    assert read.settings["consultation period"].values == (ir.Dated(None, Length(10, "days")),)
    assert read.rules == RULESET.rules


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("visible high threshold: 1", "DR037"),
        ("consultation period: 29 days", "DR037"),
        ("cases for a full-time case manager: 30", "DR037"),
        ("visible highest threshold: 3", "DR020"),
        ("visible high threshold: many", "DR045"),
    ],
)
def test_a_site_sets_nothing_else(line: str, code: str) -> None:
    with pytest.raises(RulesetError) as raised:
        language.read_ruleset({"good.yaml": GOOD}, {"site.yaml": f"site: elsewhere\nsettings:\n  {line}\n"})
    assert [problem.code for problem in raised.value.problems] == [code]


# -- order never matters ---------------------------------------------------------------------------


def shuffled(random: Random, block: Mapping[str, object], depth: int = 0) -> dict[str, object]:
    """The block with its keys in another order, down to the keys of an entry."""
    keys = list(block)
    random.shuffle(keys)
    inner = {key: block[key] for key in keys}
    if depth == 2:
        return inner
    return {
        key: shuffled(random, value, depth + 1) if isinstance(value, dict) else value
        for key, value in inner.items()
    }


@pytest.mark.parametrize("seed", range(12))
def test_order_of_files_entries_and_keys_never_matters(seed: int) -> None:
    random = Random(seed)
    plain = yaml.load(GOOD, Loader=yaml.BaseLoader)
    parts = shuffled(random, plain)
    texts = {}
    for name, part in parts.items():
        file = f"{random.randrange(1000)}/{name}.yaml" if name != "rules" else "good.yaml"
        texts[file] = to_yaml({name: part})  # type: ignore[dict-item]
    assert language.read_ruleset(texts) == RULESET
