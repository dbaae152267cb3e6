"""The ways out of the IR: canonical files, sentences, a schema for editors."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from drive_rules import language, packages
from drive_rules.language.layout import Plain, scalar, to_yaml
from drive_rules.language.nodes import clean

HERE = Path(__file__).parent
GOOD = (HERE / "good.yaml").read_text(encoding="utf-8")
RULESET = language.read_ruleset({"good.yaml": GOOD})
CORE = packages.load_package("drive-core")
VALIDATOR = jsonschema.Draft202012Validator(language.ruleset_schema())


def said(rule: str) -> list[str]:
    return list(language.sentences(RULESET, RULESET.rules[rule]))


# -- sentences -------------------------------------------------------------------------------------


def test_a_rule_that_concludes() -> None:
    assert said("visible-high-risk") == [
        "Enough indicators are answered yes.",
        "For each pair, where the DASH score is at least the visible high threshold, "
        "the risk level is high and 3 is added to the concern.",
        "Because: At or above the threshold the risk is visible without further judgement.",
        "Source: F1.07 (published).",
    ]


def test_a_rule_that_calls_and_forbids() -> None:
    assert said("idva-before-contact")[1:5] == [
        "For each pair, unless the IDVA last consulted about contact "
        "is within the last consultation period and on or after the last incident:",
        "Must: consult the IDVA, within 2 working days, again every consultation period, "
        "before (meet the perpetrator and write to the perpetrator).",
        "Must not: any direct contact, until (consult the IDVA) is done; instead: work indirectly.",
        "While this cannot be told, its duties stand, marked in doubt.",
    ]


def test_a_rule_with_any_of() -> None:
    sentences = said("address-is-shared")
    assert sentences[1] == (
        "For each pair, from 1 January 2026, "
        "where the address given to the court is not the same as the address of the perpetrator, "
        "and either the custody is one of the places of detention, "
        "or the custody is none or licence and the number of recent incidents is between 1 and 3, "
        "unless either the severe incidents is less than 25%, "
        "or the harm at the latest is more than little and the load of incidents is less than 2.5:"
    )
    assert (
        "While this cannot be told: find out from court, probation or IDVA (never from perpetrator), "
        "within 1 working day, again every 14 days." in sentences
    )
    assert (
        "Must not: write to the perpetrator, which nothing releases; instead: work indirectly." in sentences
    )


@pytest.mark.parametrize("rule", sorted(CORE.ruleset.rules))
def test_every_shipped_rule_can_be_said(rule: str) -> None:
    sentences = language.sentences(CORE.ruleset, CORE.ruleset.rules[rule])
    assert len(sentences) >= 4
    for sentence in sentences:
        assert sentence[0].upper() == sentence[0]
        assert sentence.endswith((".", "!", "?", ":"))
        assert "  " not in sentence


# -- files -----------------------------------------------------------------------------------------

words = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).map(clean).filter(bool)
)


@given(words)
@example("?0")
@example("0?")
@example("-0")
@example(":0")
def test_words_stand_as_they_are(text: str) -> None:
    plain = yaml.load(f"key: {scalar(text)}\n", Loader=yaml.BaseLoader)
    assert plain == {"key": text}
    assert yaml.load(f"- [{scalar(text, in_brackets=True)}]\n", Loader=yaml.BaseLoader) == [[text]]
    assert yaml.load(f"{scalar(text)}: value\n", Loader=yaml.BaseLoader) == {text: "value"}


def test_the_layout() -> None:
    block: dict[str, Plain] = {
        "rules": {
            "one": {"title": "First", "must": [{"do": "a", "due": "b"}]},
            "two": {"source": ["x", "y, z"]},
        }
    }
    assert to_yaml(block) == (
        "rules:\n  one:\n    title: First\n    must:\n      - do: a\n        due: b\n\n"
        '  two:\n    source: [x, "y, z"]\n'
    )


def test_writing_twice_is_writing_once() -> None:
    texts = language.write_ruleset(CORE.ruleset)
    assert language.write_ruleset(language.read_ruleset(texts)) == texts


# -- invariants in sentences -----------------------------------------------------------------------


def claimed(id: str) -> list[str]:
    return list(language.sentences(RULESET, RULESET.invariants[id]))


def test_an_invariant_in_sentences() -> None:
    assert claimed("contact-closed") == [
        "No contact without the IDVA.",
        "For each pair, unless the IDVA last consulted about contact is within the last consultation period: "
        "always must not: any direct contact and write to the perpetrator.",
        "In doubt, what is to be closed stays closed, and nothing is left undone.",
        "Because: The IDVA knows the safety plan.",
        "Source: SR-02 (founding document).",
    ]


@pytest.mark.parametrize(
    ("id", "number", "sentence"),
    [
        (
            "standard-is-not-high",
            1,
            "For each pair, where the DASH score is 0, unless the judgement in force is at least medium: "
            "never: the risk level is medium or high.",
        ),
        ("standard-is-not-high", 2, "This speaks of cases of which all is known."),
        ("high-is-high", 2, "Approved by practice lead on 2 March 2026."),
        (
            "told-or-asked",
            1,
            "For each pair, where the judgement in force is high: "
            "always called for: one of consult the IDVA or tell the victim-survivor.",
        ),
        ("emergency-open", 1, "For each pair: never blocked: call the emergency number."),
        (
            "address-is-found-out",
            1,
            "For each pair, where the custody is none or licence: "
            'always to be found out, while not known: "address given to the court".',
        ),
        (
            "custody-never-raises",
            1,
            "For each pair, where the judgement in force is standard: "
            'answering "custody" with remand: this never raises the risk level.',
        ),
        (
            "unknown-is-closed",
            1,
            'For each pair: while nothing is known of "IDVA last consulted about contact", '
            "never open: any direct contact.",
        ),
        (
            "nobody-is-judged-by-who-they-are",
            1,
            'None of these rests on "ethnicity group" or anything protected: concern and risk level.',
        ),
        ("fear-is-private", 1, 'Always private: "very frightened".'),
    ],
)
def test_what_an_invariant_claims_in_words(id: str, number: int, sentence: str) -> None:
    assert claimed(id)[number] == sentence


# -- the schema ------------------------------------------------------------------------------------


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(language.ruleset_schema())


@pytest.mark.parametrize("file", sorted(CORE.texts))
def test_every_shipped_file_fits_the_schema(file: str) -> None:
    VALIDATOR.validate(yaml.load(CORE.texts[file], Loader=yaml.BaseLoader))


def test_the_sample_and_what_is_written_fit_the_schema() -> None:
    for text in (GOOD, *language.write_ruleset(CORE.ruleset).values()):
        VALIDATOR.validate(yaml.load(text, Loader=yaml.BaseLoader))


@pytest.mark.parametrize(
    "slug",
    [
        *(
            "DR015-unknown-key",
            "DR015-unknown-section",
            "DR016-empty-section",
            "DR017-missing",
            "DR018-no-block",
        ),
        *("DR018-duty-is-no-list", "DR025-option", "DR025-provenance", "DR025-yes", "DR061-no-instead"),
        *("DR068-duty-key", "DR080-no-example"),
    ],
)
def test_the_schema_refuses_what_it_can_see(slug: str) -> None:
    text = (HERE / "problems" / f"{slug}.yaml").read_text(encoding="utf-8")
    assert list(VALIDATOR.iter_errors(yaml.load(text, Loader=yaml.BaseLoader)))
