"""A small ruleset of every type of fact, written as data, for the tests of cases."""

from __future__ import annotations

from drive_rules.ir import (
    FAR_AHEAD,
    LONG_AGO,
    MOST_REFERENCES,
    SCALE,
    Because,
    Checklist,
    Decision,
    Fact,
    Item,
    Kind,
    Length,
    Ruleset,
    Type,
)

YES = Type("yes or no", 0, 1)
ALWAYS = Type("yes or no", 0, 1, always_applies=True)
DAY = Type("date", LONG_AGO + 1, FAR_AHEAD - 1)
TEXT = Type("text", 0, 1)
KEY = Type("reference", 0, MOST_REFERENCES, ordered=False)
SPANS = (Length(7, "days"), Length(28, "days"), Length(3, "months"))
WHY = Because("so that it can be tested", ("none",), "our assumption, to confirm")
HER_SIDE = ("victim-survivor", "IDVA")


def number(low: int, high: int, decimals: int = 0) -> Type:
    return Type("number", low * SCALE, high * SCALE, decimals=decimals)


def choice(*values: str, ordered: bool = False) -> Type:
    return Type("choice", 0, len(values) - 1, values=values, ordered=ordered)


FACTS = (
    Fact("custody", "case", choice("none", "remand", "sentenced", "licence"), "custody",
         asked_of=("prison", "probation"), never_asked_of=("perpetrator",)),
    Fact("age", "case", number(0, 120), "age"),
    Fact("harm", "case", choice("low", "some", "grave", ordered=True), "harm", was=("how grave",)),
    Fact("address", "case", KEY, "address"),
    Fact("note", "case", TEXT, "note"),
    Fact("review span", "case", Type("length of time", 0, 2, lengths=SPANS), "review-span"),
    Fact("all the pairs are listed", "case", YES, "all-the-pairs-are-listed"),
    Fact("victim-survivor's address", "pair", KEY, "her-address", private=True),
    Fact("refuge", "pair", TEXT, "refuge", private=True),
    Fact("injured", "pair", YES, "injured", asked_of=("police", "health", "IDVA")),
    Fact("very frightened", "pair", YES, "frightened", asked_of=HER_SIDE),
    Fact("weapon used", "pair", ALWAYS, "weapon", asked_of=("police", "IDVA")),
    Fact("followed", "pair", YES, "followed"),
    Fact("assessed on", "pair", DAY, "assessed-on"),
    Fact("all the incidents are listed", "pair", YES, "all-the-incidents-are-listed"),
    Fact("date of the incident", "incident", DAY, "date-of-the-incident"),
    Fact("reported", "incident", YES, "reported"),
    Fact("taken back by", "incident", choice("nobody", "police", "IDVA"), "taken-back-by", stands=0),
    Fact("what was said", "incident", TEXT, "what-was-said", private=True),
    Fact("share of full time", "case manager", number(0, 1, 2), "share"),
)  # fmt: skip

KINDS = (
    Kind("case", code="case"),
    Kind("pair", "case", "pairs", "all the pairs are listed", code="pair"),
    Kind(
        "incident",
        "pair",
        "incidents",
        "all the incidents are listed",
        "date of the incident",
        code="incident",
    ),
    Kind("case manager", list_name="case managers", code="case-manager"),
)

ITEMS = (
    Item("D01", "injured"),
    Item("D02", "very frightened"),
    Item("D03", "weapon used"),
    Item("D04", "followed"),
)
MORE_ITEMS = (*ITEMS, Item("D05", "very frightened"), Item("D06", "injured"))
CHECKLISTS = (
    Checklist("SafeLives Dash", "pair", ITEMS, "DASH score", "DASH items answered", "safelives24", WHY,
              dated="assessed on"),
    Checklist("ACPO Dash", "pair", MORE_ITEMS, "ACPO score", None, "acpo27", WHY),
)  # fmt: skip


def ruleset() -> Ruleset:
    """One case, its pairs and their incidents; a case manager beside it."""
    return Ruleset(
        name="small",
        version="1",
        language=1,
        kinds={kind.name: kind for kind in KINDS},
        facts={fact.name: fact for fact in FACTS},
        signs={},
        checklists={checklist.name: checklist for checklist in CHECKLISTS},
        measures={},
        settings={},
        decisions={
            "risk level": Decision("risk level", "pair", choice("low", "high", ordered=True), "highest", 0)
        },
        actions={},
        groups={},
        rules={},
        sources={},
    )
