"""A site over the core: what it adds counts, what it switches off is told, what it may not is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import drive_rules as dr
from drive_rules import packages
from drive_rules.assessment import Assessment

DAY = date(2026, 11, 2)
CASE_STUDY = Path(__file__).parents[1] / "examples" / "cases" / "case-study-1.yaml"

ADDED = """site: riverside
title: An invented place by a river

settings:

  boat check:
    type: length of time
    value: 3 working days
    because: The harbour office opens twice a week.
    source: none
    provenance: our assumption, to confirm
  round of the panel: 21 days

facts:

  perpetrator keeps a houseboat:
    of: case
    type: yes or no
    asked of: housing

actions:

  ask the harbour office where the boat lies:
    done to: case
    strand: disrupt
    owner: housing
    because: A home that moves is found by those who open the locks.
    source: none
    provenance: our assumption, to confirm

rules:

  a-home-that-moves:
    title: A houseboat is looked for at the harbour office
    for each: case
    when:
      perpetrator keeps a houseboat: yes
    should:
      - do: ask the harbour office where the boat lies
        due: within boat check
    because: A home that moves is found by those who open the locks.
    source: none
    provenance: our assumption, to confirm
    for example:
      applies:
        perpetrator keeps a houseboat: yes
      does not:
        perpetrator keeps a houseboat: no
      cannot tell:
        perpetrator keeps a houseboat: don't know

switch off:
  RULE: The programme here has closed.
"""


@pytest.fixture(scope="module")
def optional() -> str:
    """A rule of the core that a site may switch off."""
    rules = packages.load_package("drive-core").ruleset.rules
    return sorted(id for id, rule in rules.items() if rule.site_may_switch_off)[0]


@pytest.fixture
def site(tmp_path: Path, optional: str) -> Path:
    (tmp_path / "site.yaml").write_text(ADDED.replace("RULE", optional), encoding="utf-8")
    return tmp_path


def test_what_a_site_adds_counts(site: Path, optional: str) -> None:
    ruleset = dr.load("drive-core", site=site)
    assert ruleset.check() == ()
    assert ruleset.meaning.site_rules == ("a-home-that-moves",)
    case = ruleset.read_case({"case": "c", "perpetrator keeps a houseboat": "yes"})
    answer = ruleset.assess(case, as_of=DAY)
    (duty,) = [duty for duty in answer.duties if duty.action == "ask the harbour office where the boat lies"]
    assert duty.due == date(2026, 11, 5)
    assert duty.reasons[0].assumed == ("a-home-that-moves", "boat check")
    assert answer.versions.site_rules == ("a-home-that-moves",)
    assert answer.versions.switched_off == (optional,)
    made = ruleset.assess(ruleset.read_case(CASE_STUDY), as_of=DAY).view("case manager")
    assert "riverside adds: a-home-that-moves" in made
    assert f"riverside switches off: {optional}" in made
    assert Assessment.from_json(answer.to_json()) == answer


def test_what_a_site_switches_off_is_gone_and_told(site: Path, optional: str) -> None:
    ruleset = dr.load("drive-core", site=site)
    assert optional not in ruleset.meaning.rules
    assert ruleset.meaning.switched_off == {optional: "The programme here has closed."}
    assert optional in dr.load("drive-core").meaning.rules


def test_the_examples_of_a_sites_rules_are_run(site: Path) -> None:
    file = site / "site.yaml"
    text = file.read_text(encoding="utf-8")
    spoilt = text.replace(
        "applies:\n        perpetrator keeps a houseboat: yes",
        "applies:\n        perpetrator keeps a houseboat: no",
    )
    file.write_text(spoilt, encoding="utf-8")
    (problem,) = dr.load("drive-core", site=site).check()
    assert problem.code == "DR900"
    assert "a-home-that-moves" in problem.what


REFUSED = {
    "a setting outside its range": (
        "settings:\n  visible high threshold: 15\n",
        "DR037",
        "at least 10 and at most 14",
    ),
    "a setting that is the core's": ("settings:\n  youngest age for Drive: 21\n", "DR037", "not a site's"),
    "an unknown setting": ("settings:\n  visible hihg threshold: 12\n", "DR020", "visible high threshold"),
    "a safety rule switched off": ("switch off:\n  idva-before-contact: No.\n", "DR044", "a safety rule"),
    "a core rule switched off": ("switch off:\n  visible-high-risk: No.\n", "DR044", "and stays"),
    "a core rule of its own words": (
        "rules:\n  visible-high-risk:\n    title: Ours\n",
        "DR042",
        "the core's",
    ),
    "a fact with nearly the words of another": (
        "facts:\n  release dates:\n    of: case\n    type: date\n    asked of: prison\n",
        "DR022",
        "release date",
    ),
    "a fact of the core": ("facts:\n  release date:\n    of: case\n    type: date\n", "DR042", "the core's"),
}


@pytest.mark.parametrize("refused", REFUSED, ids=str)
def test_what_a_site_may_not(tmp_path: Path, refused: str) -> None:
    text, code, words = REFUSED[refused]
    (tmp_path / "site.yaml").write_text(f"site: elsewhere\n{text}", encoding="utf-8")
    with pytest.raises(dr.RulesetError) as raised:
        dr.load("drive-core", site=tmp_path)
    found = [problem for problem in raised.value.problems if problem.code == code]
    assert found, raised.value.problems
    assert words in " ".join(f"{problem.what} {problem.fix}" for problem in found)


# -- a checklist with the real items ---------------------------------------------------------------

ITEMS = {
    f"I{number:02}": f"question {word}"
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
    )
}


def instrument(threshold: int) -> str:
    """One file: ten items of another instrument in place of the assumed Drive-DASH, and their threshold."""
    facts = "".join(
        f"  {fact}:\n    of: pair\n    type: yes or no\n    asked of: case manager\n    private: yes\n"
        for fact in ITEMS.values()
    )
    items = "".join(f"      {id}: {fact}\n" for id, fact in ITEMS.items())
    return f"""site: licensed
facts:
{facts}checklists:
  Drive-DASH:
    of: pair
    instrument: drive_dash
    score: Drive-DASH score
    answered: Drive-DASH items answered
    dated: date of the Drive-DASH assessment
    items:
{items}    because: The items that this deployer has the licence of.
    source: none
    provenance: practice knowledge, unconfirmed
settings:
  Drive-DASH high threshold: {threshold}
"""


@pytest.mark.parametrize(("yes", "high"), [(6, True), (5, False)])
def test_one_file_puts_the_real_checklist_in_place_of_the_assumed_one(
    tmp_path: Path, yes: int, high: bool
) -> None:
    (tmp_path / "instrument.yaml").write_text(instrument(6), encoding="utf-8")
    ruleset = dr.load("drive-core", site=tmp_path)
    assert ruleset.check() == ()
    assert len(ruleset.meaning.checklists["Drive-DASH"].items) == 10
    answers = {id: "yes" if number <= yes else "no" for number, id in enumerate(ITEMS, 1)}
    given = {
        "instrument": "drive_dash",
        "completed by": "case manager",
        "date": "2026-10-20",
        "answers": answers,
    }
    case = ruleset.read_case({"case": "c", "pairs": [{"id": "p", "checklists": [given]}]})
    level = ruleset.assess(case, as_of=DAY).decision("risk level", of="p")
    assert level.certainly("high") == high
    assert level.possibly("high")


def test_a_checklist_that_no_site_may_replace_stays(tmp_path: Path) -> None:
    text = instrument(6).replace("  Drive-DASH:\n", "  SafeLives Dash:\n")
    (tmp_path / "instrument.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(dr.RulesetError) as raised:
        dr.load("drive-core", site=tmp_path)
    assert "DR042" in {problem.code for problem in raised.value.problems}
