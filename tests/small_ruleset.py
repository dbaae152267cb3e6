"""A small ruleset made by hand, of the shape of the real one: two people, a checklist, blocks and duties."""

from __future__ import annotations

from datetime import date

from drive_rules.ir import (
    FAR_AHEAD,
    LONG_AGO,
    NO_LIMIT,
    SCALE,
    Action,
    Because,
    Checklist,
    Conclusion,
    Condition,
    Constant,
    Dated,
    Decision,
    Due,
    Duty,
    Fact,
    FindOut,
    Group,
    Item,
    Kind,
    Length,
    Measure,
    NameRef,
    Rule,
    Ruleset,
    Setting,
    SettingRef,
    Sign,
    Test,
    Type,
    Until,
)

YES_NO = Type("yes or no", 0, 1)
DATE = Type("date", LONG_AGO + 1, FAR_AHEAD - 1)
NUMBER = Type("number", -NO_LIMIT, NO_LIMIT)
LEVELS = Type("choice", 0, 2, values=("standard", "medium", "high"))
ELIGIBLE = Type("choice", 0, 1, values=("not eligible", "eligible"))
LENGTHS = Type("length of time", 0, 1, lengths=(Length(0, "days"), Length(5, "working days")))
LENGTH = Type("length of time", 0, 0)
CUSTODY = Type("choice", 0, 2, values=("none", "remand", "sentenced"), ordered=False)
ADDRESS = Type("choice", 0, 1, values=("elsewhere", "the victim-survivor's"), ordered=False)
PUBLISHED = Because("It is written down.", ("F1",), "published")
OURS = Because("It seems right to us.", ("none",), "our assumption, to confirm")
ITEMS = ("injured", "frightened", "isolated", "controlled", "strangled", "followed")


def why(words: str) -> Because:
    """A published reason in these words."""
    return Because(words, ("F1",), "published")


def test(name: str, form: str, *operands: object) -> Test:
    """One test; numbers stand for codes, words for settings."""
    return Test(name, form, tuple(map(_operand, operands)))  # type: ignore[arg-type]


def _operand(given: object) -> object:
    if isinstance(given, int):
        return Constant(given)
    return SettingRef(given) if isinstance(given, str) else given


def when(*tests: Test) -> Condition:
    """All of these."""
    return Condition(tuple(tests))


def yes(name: str) -> Condition:
    """That this is so."""
    return when(test(name, "is", 1))


def fact(
    name: str, of: str, type_: Type = YES_NO, asked: tuple[str, ...] = ("IDVA",), **more: object
) -> Fact:
    """A fact with the slug of its name for a code."""
    code = name.replace(" ", "-").replace("'", "")
    return Fact(name, of, type_, code, asked_of=asked, **more)  # type: ignore[arg-type]


def action(name: str, done_to: str, strand: str, owner: str = "case manager", **more: object) -> Action:
    """An action with the slug of its name for a code."""
    given = {"direct": False, "why": PUBLISHED, **more}
    return Action(name, name.replace(" ", "-"), done_to, strand, owner=owner, **given)  # type: ignore[arg-type]


KINDS = (
    Kind("case"),
    Kind("pair", "case", "pairs", "all the pairs are listed"),
    Kind("incident", "pair", "incidents", "all the incidents are listed", "date of the incident"),
)
FACTS = (
    fact("all the pairs are listed", "case"),
    fact("custody", "case", CUSTODY, ("prison", "probation")),
    fact("release date", "case", DATE, ("prison",)),
    fact("suicidal", "case", asked=("health",), never_asked_of=("perpetrator",)),
    fact("needs housing", "case", asked=("perpetrator", "housing")),
    fact("a housing provider has room", "case", asked=("housing",)),
    fact("in touch with the service", "case", asked=("case manager",)),
    *(fact(name, "pair", asked=("IDVA", "police"), checklist="mini dash") for name in ITEMS),
    fact("date of the assessment", "pair", DATE),
    fact("IDVA last consulted", "pair", DATE),
    fact("has an IDVA", "pair"),
    fact("in a refuge", "pair", private=True, never_asked_of=("perpetrator",)),
    fact("address given to the court", "pair", ADDRESS, ("court", "probation"),
         never_asked_of=("perpetrator",)),
    fact("all the incidents are listed", "pair", asked=("police",)),
    fact("date of the incident", "incident", DATE, ("police",)),
    fact("violent", "incident", asked=("police",)),
)  # fmt: skip
SIGNS = (Sign("grave danger", "pair", Condition((), ((test("strangled", "is", 1),),)), OURS),)
CHECKLISTS = (
    Checklist(
        "mini dash",
        "pair",
        tuple(Item(f"M{n}", name) for n, name in enumerate(ITEMS, 1)),
        "mini score",
        "mini answered",
        "mini6",
        PUBLISHED,
        "date of the assessment",
    ),
)
MEASURES = (
    Measure("pairs at high risk", "case", "count", NUMBER, "pair", where=when(test("risk level", "is", 2))),
    Measure("last incident", "pair", "latest", DATE, "incident", "date of the incident", otherwise=LONG_AGO),
)
SETTINGS = (
    Setting("visible high threshold", NUMBER, (Dated(None, Constant(4 * SCALE)),), OURS),
    Setting("medium threshold", NUMBER, (Dated(None, Constant(2 * SCALE)),), PUBLISHED),
    Setting("enough answered", NUMBER, (Dated(None, Constant(5 * SCALE)),), PUBLISHED),
    Setting("consultation period", LENGTH, (Dated(None, Length(14, "days")),), PUBLISHED),
    Setting(
        "bank holidays",
        DATE,
        (Dated(None, (date(2026, 12, 25), date(2026, 12, 28))),),
        PUBLISHED,
        is_list=True,
    ),
)
DECISIONS = (
    Decision("points", "pair", NUMBER, "total", None, code="points"),
    Decision("risk level", "pair", LEVELS, "highest", 0, code="risk-level"),
    Decision("eligibility", "case", ELIGIBLE, "highest", 0, code="eligibility"),
    Decision("time to act", "case", LENGTHS, "lowest", 1, code="time-to-act"),
    Decision("who holds it", "case", CUSTODY, "only one", 0, code="who-holds-it"),
)
ACTIONS = (
    action("consult the IDVA", "pair", "safety", "IDVA", makes_true="IDVA last consulted", on_suspicion=True,
           only_if=yes("has an IDVA")),
    action("find an IDVA", "pair", "safety", "IDVA service", makes_true="has an IDVA", on_suspicion=True),
    action("start the crisis pathway", "case", "safety", direct=True, never_blocked=True, on_suspicion=True),
    action("meet the perpetrator", "case", "contact", direct=True, makes_true="in touch with the service"),
    action("work on behaviour", "case", "change", direct=True),
    action("work indirectly", "case", "contact", on_suspicion=True),
    action("refer to the panel", "case", "agencies", "panel chair"),
    action("tell every agency", "pair", "disrupt", "police"),
    action("find housing", "case", "support", "housing", only_if=yes("a housing provider has room")),
    action("review before release", "case", "agencies", "prison", why=OURS),
    action("finish the checklist", "pair", "safety", about_record=True, on_suspicion=True),
)  # fmt: skip
DIRECT = ("meet the perpetrator", "start the crisis pathway", "work on behaviour")
GROUPS = (Group("any direct contact", DIRECT),)
CONSULTED = when(test("IDVA last consulted", "within the last", "consultation period"))
RULES = (
    Rule("visible-high", "Enough items are answered yes", "pair", OURS,
         when(test("mini score", "at least", "visible high threshold")),
         then=(Conclusion("risk level", Constant(2)), Conclusion("points", Constant(3 * SCALE)))),
    Rule("medium", "Some items are answered yes", "pair", PUBLISHED,
         when(test("mini score", "at least", "medium threshold")),
         then=(Conclusion("risk level", Constant(1)), Conclusion("points", Constant(1 * SCALE)))),
    Rule("grave", "Grave danger is high whatever the score", "pair", PUBLISHED, yes("grave danger"),
         then=(Conclusion("risk level", Constant(2)),), duties=(Duty("must", "tell every agency",
         due=Due(Length(0, "days"))),), in_doubt="ask", safety=True),
    Rule("too-few", "Too few items are answered for a level", "pair", PUBLISHED,
         when(test("mini answered", "less than", "enough answered")), about_record=True,
         duties=(Duty("should", "finish the checklist", due=Due(Length(5, "working days"))),)),
    Rule("idva-first", "Speak to the IDVA before any direct contact", "pair", OURS, unless=CONSULTED,
         safety=True, in_doubt="act", duties=(
            Duty("must not", "any direct contact", until=(Until(CONSULTED.all_of),),
                 instead="work indirectly"),
            Duty("must", "consult the IDVA", due=Due(Length(2, "working days"))))),
    Rule("court-address", "The perpetrator gives the court the victim-survivor's address", "pair", PUBLISHED,
         when(test("address given to the court", "is", 1)), safety=True, in_doubt="find out",
         duties=(Duty("must", "tell every agency", due=Due(Length(0, "days"))),),
         find_out=FindOut(("court", "probation"), ("perpetrator",), Length(1, "working days"))),
    Rule("suicide", "The perpetrator is suicidal", "case", PUBLISHED, yes("suicidal"), safety=True,
         in_doubt="find out", find_out=FindOut(("health",), ("perpetrator",), Length(1, "days")),
         duties=(Duty("must", "start the crisis pathway", due=Due(Length(0, "days"))),)),
    Rule("urgent", "An emergency is acted on the same day", "case", PUBLISHED, yes("suicidal"),
         then=(Conclusion("time to act", Constant(0)),)),
    Rule("eligible", "Any pair at high risk makes the case eligible", "case", PUBLISHED,
         when(test("pairs at high risk", "at least", 1 * SCALE)),
         then=(Conclusion("eligibility", Constant(1)),),
         duties=(Duty("must", "refer to the panel", due=Due(NameRef("time to act"))),), in_doubt="ask"),
    Rule("meet", "The perpetrator is at liberty", "case", PUBLISHED, when(test("custody", "is", 0)),
         then=(Conclusion("who holds it", Constant(0)),),
         duties=(Duty("should", "meet the perpetrator"), Duty("may", "work on behaviour",
         after=("meet the perpetrator",), again_every=Length(1, "weeks")))),
    Rule("remand", "The perpetrator is on remand", "case", PUBLISHED, when(test("custody", "is", 1)),
         then=(Conclusion("who holds it", Constant(1)),)),
    Rule("touch", "The service holds who is in touch with it", "case", PUBLISHED,
         yes("in touch with the service"), then=(Conclusion("who holds it", Constant(2)),)),
    Rule("release", "Review before release", "case", PUBLISHED, when(test("custody", "is", 1, 2)),
         in_doubt="find out", find_out=FindOut(("prison", "probation"), (), Length(2, "working days")),
         duties=(Duty("must", "review before release", due=Due(Length(14, "days"), before="release date"),
         again_every=Length(14, "days")),)),
    Rule("house", "The perpetrator needs housing", "case", PUBLISHED, yes("needs housing"),
         duties=(Duty("may", "find housing", due=Due(Length(1, "months"))),)),
)  # fmt: skip


def small_ruleset() -> Ruleset:
    """The ruleset."""
    return Ruleset(
        name="small",
        version="0.1.0",
        language=1,
        kinds={each.name: each for each in KINDS},
        facts={each.name: each for each in FACTS},
        signs={each.name: each for each in SIGNS},
        checklists={each.name: each for each in CHECKLISTS},
        measures={each.name: each for each in MEASURES},
        settings={each.name: each for each in SETTINGS},
        decisions={each.name: each for each in DECISIONS},
        actions={each.name: each for each in ACTIONS},
        groups={each.name: each for each in GROUPS},
        rules={each.id: each for each in RULES},
        sources={},
        site="test-site",
    )
