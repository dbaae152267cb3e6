"""Lowering, line by line: small rulesets made by hand, with every interval worked out on paper.

Each answer is asked of the steps carried out plainly and of the compiled engine; both must give it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from drive_rules.answers import Key
from drive_rules.case import Row, World
from drive_rules.engines.compiled import build
from drive_rules.ir import (
    ALWAYS_WHOLE,
    FAR_AHEAD,
    LONG_AGO,
    NEVER_WHOLE,
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
    Duty,
    Fact,
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
    Type,
    Until,
)
from drive_rules.ir import Test as Asked
from drive_rules.lower import TRUE, Any, Clause, Gather, Le, Name, Term, lower, negate
from tests import stepwise

TODAY = date(2026, 6, 1)
DAY = TODAY.toordinal()
WHY = Because("It is so.", ("none",), "published")
YES = Type("yes or no", 0, 1)
NUMBER = Type("number", 0, 40 * SCALE)
SIGNED = Type("number", -5 * SCALE, 40 * SCALE)
DATE = Type("date", LONG_AGO + 1, FAR_AHEAD - 1)
RANK = Type("choice", 0, 3, values=("none", "standard", "medium", "high"))
COLOUR = Type("choice", 0, 2, values=("red", "green", "blue"), ordered=False)
TEXT = Type("text", 0, 1)
LENGTHS = Type("length of time", 0, 1, lengths=(Length(2, "days"), Length(1, "months")))
ANY_DAY = (LONG_AGO + 1, FAR_AHEAD - 1)

KINDS = {
    "case": Kind("case"),
    "pair": Kind("pair", "case", "pairs", "all the pairs are listed"),
    "incident": Kind("incident", "pair", "incidents", "all the incidents are listed", "day"),
}
FACTS = {
    fact.name: fact
    for fact in (
        Fact("in prison", "case", YES, "in-prison"),
        Fact("key worker", "case", Type("reference", 0, 2**31 - 1), "key-worker"),
        Fact("arrested", "case", DATE, "arrested"),
        Fact("all the pairs are listed", "case", YES, "all-pairs"),
        Fact("score", "pair", NUMBER, "score"),
        Fact("frightened", "pair", YES, "frightened"),
        Fact("followed", "pair", YES, "followed"),
        Fact("rank", "pair", RANK, "rank"),
        Fact("colour", "pair", COLOUR, "colour"),
        Fact("seen", "pair", DATE, "seen"),
        Fact("note", "pair", TEXT, "note"),
        Fact("how long", "pair", LENGTHS, "how-long"),
        Fact("IDVA", "pair", Type("reference", 0, 2**31 - 1), "idva"),
        Fact("all the incidents are listed", "pair", YES, "all-incidents"),
        Fact("day", "incident", DATE, "day"),
        Fact("harm", "incident", RANK, "harm"),
        Fact("weight", "incident", SIGNED, "weight"),
        Fact("violent", "incident", YES, "violent"),
        Fact("weapon", "incident", COLOUR, "weapon"),
    )
}
SETTINGS = {
    "threshold": Setting(
        "threshold",
        NUMBER,
        (Dated(None, Constant(14 * SCALE)), Dated(date(2026, 7, 1), Constant(10 * SCALE))),
        WHY,
    ),
    "rate": Setting("rate", NUMBER, (Dated(None, Constant(1500)),), WHY),
    "period": Setting("period", LENGTHS, (Dated(None, Length(1, "months")),), WHY),
    "referral": Setting("referral", RANK, (Dated(None, Constant(2)),), WHY),
    "grave": Setting("grave", RANK, (Dated(None, ("none", "high")),), WHY, is_list=True),
    "bank holidays": Setting("bank holidays", DATE, (Dated(None, (date(2026, 6, 2),)),), WHY, is_list=True),
}
EMPTY = Ruleset("small", "1", 1, KINDS, FACTS, {}, {}, {}, SETTINGS, {}, {}, {}, {}, {})

Answers = dict[Key, list[tuple[int, int]]]
Given = Mapping[str, int | tuple[int, int]]


# -- small ways to write a world and a ruleset -----------------------------------------------------


def incident(**given: int | tuple[int, int]) -> Given:
    """An incident of which this is known."""
    return {name.replace("_", " "): value for name, value in given.items()}


def row(kind: str, given: Given, parent: int = 0, whole: tuple[int, ...] = ()) -> Row:
    """A row; what is not given is unknown."""
    facts = [fact for fact in FACTS.values() if fact.of == kind]
    ends = [given.get(fact.name, (fact.type.low, fact.type.high)) for fact in facts]
    pairs = [(end, end) if isinstance(end, int) else end for end in ends]
    return Row(kind, parent, tuple(low for low, _ in pairs), tuple(high for _, high in pairs), whole)


def world(
    case: Given | None = None,
    pair: Given | None = None,
    incidents: list[Given] | None = None,
    whole: int = ALWAYS_WHOLE,
    pairs_whole: int = ALWAYS_WHOLE,
) -> World:
    """One case with one pair and its incidents, whose list is whole unless it is said not to be."""
    return World(
        {
            "case": (row("case", case or {}, whole=(pairs_whole,)),),
            "pair": (row("pair", pair or {}, whole=(whole,)),),
            "incident": tuple(row("incident", given) for given in incidents or []),
        }
    )


def settle(ruleset: Ruleset, there: World, as_of: date = TODAY) -> Answers:
    """The answers by key, the same by both engines."""
    program = lower(ruleset, as_of)
    plain, fast = stepwise.settle(program, there), build(program).settle(there)
    assert (plain.low, plain.high, plain.conflicts) == (fast.low, fast.high, fast.conflicts)
    return {key: list(zip(low, fast.high[key], strict=True)) for key, low in fast.low.items()}


def conflicts(ruleset: Ruleset, there: World) -> frozenset[tuple[str, int]]:
    """Where two certain answers meet."""
    return build(lower(ruleset, TODAY)).settle(there).conflicts


def when(*tests: Asked) -> Condition:
    return Condition(tests)


def either(*tests: Asked) -> Condition:
    return Condition((), tuple((test,) for test in tests))


def is_yes(name: str) -> Asked:
    return Asked(name, "is", (Constant(1),))


def with_sign(condition: Condition, of: str = "pair") -> Ruleset:
    return replace(EMPTY, signs={"sign": Sign("sign", of, condition, WHY)})


def measured(measure: Measure, there: World, *others: Measure) -> tuple[int, int]:
    """What one measure comes to in a small world."""
    measures = {each.name: each for each in (*others, measure)}
    (found,) = settle(replace(EMPTY, measures=measures), there)[measure.name]
    return found


def rule(id: str, *then: tuple[str, int], **fields: object) -> Rule:
    conclusions = tuple(Conclusion(name, Constant(value)) for name, value in then)
    return Rule(id, id, "pair", WHY, then=conclusions, **fields)  # type: ignore[arg-type]


def ruled(*rules: Rule, **fields: object) -> Ruleset:
    return replace(EMPTY, rules={each.id: each for each in rules}, **fields)


# -- tests -----------------------------------------------------------------------------------------

N = SCALE
NO, CANNOT_TELL, CERTAIN = (0, 0), (0, 1), (1, 1)


@pytest.mark.parametrize(
    ("test", "given", "expected"),
    [
        (Asked("score", "at least", (Constant(14 * N),)), 14 * N, CERTAIN),
        (Asked("score", "at least", (Constant(14 * N),)), (13 * N, 15 * N), CANNOT_TELL),
        (Asked("score", "at least", (Constant(14 * N),)), (9 * N, 14 * N - 1), NO),
        (Asked("score", "at least", (SettingRef("threshold"),)), 14 * N, CERTAIN),
        (Asked("score", "more than", (Constant(14 * N),)), 14 * N, NO),
        (Asked("score", "more than", (Constant(14 * N),)), (14 * N, 14 * N + 1), CANNOT_TELL),
        (Asked("score", "at most", (Constant(14 * N),)), 14 * N, CERTAIN),
        (Asked("score", "less than", (Constant(14 * N),)), (14 * N, 15 * N), NO),
        (Asked("score", "between", (Constant(3 * N), Constant(5 * N))), (3 * N, 5 * N), CERTAIN),
        (Asked("score", "between", (Constant(3 * N), Constant(5 * N))), (5 * N, 6 * N), CANNOT_TELL),
        (Asked("rank", "is", (Constant(1), Constant(2))), (1, 2), CERTAIN),
        (Asked("rank", "is", (Constant(0), Constant(2))), (0, 2), CANNOT_TELL),
        (Asked("rank", "is", (Constant(0), Constant(3))), (1, 2), NO),
        (Asked("rank", "is not", (Constant(0), Constant(3))), (1, 2), CERTAIN),
        (Asked("rank", "is not", (Constant(1), Constant(2))), (0, 1), CANNOT_TELL),
        (Asked("rank", "is", (SettingRef("referral"),)), 2, CERTAIN),
        (Asked("rank", "one of", (SettingRef("grave"),)), 3, CERTAIN),
        (Asked("rank", "one of", (SettingRef("grave"),)), (1, 2), NO),
        (Asked("rank", "one of", (SettingRef("grave"),)), (0, 3), CANNOT_TELL),
        (Asked("colour", "is", (Constant(0), Constant(1), Constant(2))), (0, 2), CERTAIN),
        (Asked("how long", "at least", (Length(1, "months"),)), 1, CERTAIN),
        (Asked("how long", "is", (SettingRef("period"),)), 0, NO),
        (Asked("rank", "known"), 2, CERTAIN),
        (Asked("rank", "known"), (1, 2), NO),
        (Asked("rank", "not known"), (1, 2), CERTAIN),
        (Asked("note", "known"), 1, CERTAIN),
        (Asked("note", "known"), (0, 1), NO),
        (Asked("seen", "before", (Constant(DAY),)), (DAY - 3, DAY - 1), CERTAIN),
        (Asked("seen", "before", (Constant(DAY),)), DAY, NO),
        (Asked("seen", "on or after", (Constant(DAY),)), DAY, CERTAIN),
        (Asked("seen", "within the last", (Length(7, "days"),)), DAY - 7, CERTAIN),
        (Asked("seen", "within the last", (Length(7, "days"),)), DAY - 8, NO),
        (Asked("seen", "within the last", (Length(7, "days"),)), (DAY, DAY + 1), CANNOT_TELL),
        (Asked("seen", "within the next", (SettingRef("period"),)), date(2026, 7, 1).toordinal(), CERTAIN),
        (Asked("seen", "within the next", (SettingRef("period"),)), date(2026, 7, 2).toordinal(), NO),
        (Asked("seen", "within the next", (Length(1, "working days"),)), DAY + 2, CERTAIN),
        (Asked("seen", "within the next", (Length(1, "working days"),)), DAY + 3, NO),
        (Asked("seen", "more than ago", (Length(7, "days"),)), DAY - 8, CERTAIN),
        (Asked("seen", "more than ago", (Length(7, "days"),)), DAY - 7, NO),
        (Asked("seen", "within after", (Length(7, "days"), Constant(DAY))), DAY, NO),
        (Asked("seen", "within after", (Length(7, "days"), Constant(DAY))), DAY + 7, CERTAIN),
        (Asked("seen", "within after", (Length(7, "days"), NameRef("arrested"))), DAY - 2, CERTAIN),
        (Asked("seen", "within after", (Length(7, "days"), NameRef("arrested"))), DAY + 3, CANNOT_TELL),
        (Asked("seen", "within after", (Length(7, "days"), NameRef("arrested"))), DAY + 5, NO),
        (Asked("IDVA", "same as", (NameRef("key worker"),)), 7, CERTAIN),
        (Asked("IDVA", "same as", (NameRef("key worker"),)), 8, NO),
        (Asked("IDVA", "not same as", (NameRef("key worker"),)), (0, 2**31 - 1), CANNOT_TELL),
    ],
)
def test_one_test(test: Asked, given: int | tuple[int, int], expected: tuple[int, int]) -> None:
    there = world({"key worker": 7, "arrested": (DAY - 5, DAY - 3)}, {test.name: given})
    assert settle(with_sign(when(test)), there)["sign"] == [expected]


def test_a_joined_test_must_hold_too() -> None:
    joined = Asked("score", "at least", (Constant(3 * N),), Asked("score", "less than", (Constant(5 * N),)))
    ruleset = with_sign(when(joined))
    assert settle(ruleset, world(pair={"score": 3 * N}))["sign"] == [CERTAIN]
    assert settle(ruleset, world(pair={"score": 5 * N}))["sign"] == [NO]
    assert settle(ruleset, world(pair={"score": (4 * N, 5 * N)}))["sign"] == [CANNOT_TELL]


def test_a_setting_is_the_one_in_force() -> None:
    ruleset = with_sign(when(Asked("score", "at least", (SettingRef("threshold"),))))
    there = world(pair={"score": 12 * N})
    assert settle(ruleset, there, date(2026, 6, 30))["sign"] == [NO]
    assert settle(ruleset, there, date(2026, 7, 1))["sign"] == [CERTAIN]


def test_a_word_of_a_setting_is_found_among_the_words_of_the_name() -> None:
    fewer = replace(
        SETTINGS["referral"],
        type=replace(RANK, values=("medium", "high")),
        values=(Dated(None, Constant(0)),),
    )
    ruleset = replace(
        with_sign(when(Asked("rank", "is", (SettingRef("referral"),)))), settings={"referral": fewer}
    )
    assert settle(ruleset, world(pair={"rank": 2}))["sign"] == [CERTAIN]


def test_all_and_any_are_kleene() -> None:
    fright, follow = is_yes("frightened"), is_yes("followed")
    unknown_and_no = world(pair={"followed": 0})
    unknown_and_yes = world(pair={"followed": 1})
    assert settle(with_sign(when(fright, follow)), unknown_and_no)["sign"] == [NO]
    assert settle(with_sign(when(fright, follow)), unknown_and_yes)["sign"] == [CANNOT_TELL]
    assert settle(with_sign(either(fright, follow)), unknown_and_no)["sign"] == [CANNOT_TELL]
    assert settle(with_sign(either(fright, follow)), unknown_and_yes)["sign"] == [CERTAIN]
    assert settle(with_sign(Condition()), world())["sign"] == [CERTAIN]


def test_a_checklist_totals_points_and_counts_what_is_known() -> None:
    items = (Item("1", "frightened"), Item("2", "followed", 2 * N))
    checklist = Checklist("list", "pair", items, "points", "answered", "list", WHY)
    ruleset = replace(EMPTY, checklists={"list": checklist})
    found = settle(ruleset, world(pair={"frightened": 1}))
    assert found["points"] == [(N, 3 * N)]
    assert found["answered"] == [(N, N)]


# -- measures --------------------------------------------------------------------------------------

THREE = [
    incident(day=DAY - 10, harm=1, weight=2 * N, violent=1, weapon=0),
    incident(day=DAY - 5, harm=(1, 2), weight=(-N, 3 * N), violent=(0, 1), weapon=(0, 2)),
    incident(day=(DAY - 6, DAY - 1), harm=3, weight=-2 * N, violent=0, weapon=2),
]


def over(operation: str, **fields: object) -> Measure:
    return Measure("it", "pair", operation, fields.pop("type", NUMBER), "incident", **fields)  # type: ignore[arg-type]


VIOLENT = when(is_yes("violent"))
GRAVE = when(Asked("harm", "is", (Constant(2),)))
MILD = when(Asked("harm", "at most", (Constant(1),)))
EVER = (LONG_AGO, FAR_AHEAD)
LATEST = over("latest", type=DATE, value="day", otherwise=LONG_AGO)
EARLIEST = over("earliest", type=DATE, value="day", otherwise=FAR_AHEAD)
SINCE = over("days since", value="day", where=VIOLENT, otherwise=999 * N)


@pytest.mark.parametrize(
    ("measure", "whole", "maybe_more"),
    [
        (over("count"), (3 * N, 3 * N), (3 * N, NO_LIMIT)),
        (over("count", where=VIOLENT), (N, 2 * N), (N, NO_LIMIT)),
        (over("sum", value="weight"), (-N, 3 * N), (-NO_LIMIT, NO_LIMIT)),
        (over("sum", value="weight", where=VIOLENT), (N, 5 * N), (-NO_LIMIT, NO_LIMIT)),
        (over("any", type=YES, where=VIOLENT), (1, 1), (1, 1)),
        (over("any", type=YES, where=VIOLENT, have=GRAVE), (0, 1), (0, 1)),
        (over("every", type=YES, have=VIOLENT, otherwise=1), (0, 0), (0, 0)),
        (over("every", type=YES, where=VIOLENT, have=MILD, otherwise=0), (0, 1), (0, 1)),
        (over("highest", type=RANK, value="harm", otherwise=0), (3, 3), (3, 3)),
        (over("highest", type=RANK, value="harm", where=VIOLENT, otherwise=0), (1, 2), (1, 3)),
        (over("lowest", type=RANK, value="harm", where=VIOLENT, otherwise=3), (1, 1), (0, 1)),
        (LATEST, (DAY - 5, DAY - 1), (DAY - 5, FAR_AHEAD)),
        (replace(LATEST, where=VIOLENT),
         (DAY - 10, DAY - 5), (DAY - 10, FAR_AHEAD)),
        (EARLIEST, (DAY - 10, DAY - 10), (LONG_AGO, DAY - 10)),
        (SINCE, (5 * N, 10 * N), (-NO_LIMIT, 10 * N)),
        (over("value at the latest", type=RANK, value="harm", dated_by="day", otherwise=0), (1, 3), (0, 3)),
        (over("value at the latest", type=RANK, value="harm", dated_by="day", where=VIOLENT, otherwise=0),
         (1, 2), (0, 3)),
    ],
)  # fmt: skip
def test_one_measure(measure: Measure, whole: tuple[int, int], maybe_more: tuple[int, int]) -> None:
    assert measured(measure, world(incidents=THREE)) == whole
    assert measured(measure, world(incidents=THREE, whole=NEVER_WHOLE)) == maybe_more


@pytest.mark.parametrize(
    ("measure", "empty", "maybe_some"),
    [
        (over("count"), (0, 0), (0, NO_LIMIT)),
        (over("any", type=YES), (0, 0), (0, 1)),
        (over("every", type=YES, have=VIOLENT, otherwise=1), (1, 1), (0, 1)),
        (over("highest", type=RANK, value="harm", otherwise=1), (1, 1), (0, 3)),
        (
            over("latest", type=DATE, value="day", otherwise=LONG_AGO),
            (LONG_AGO, LONG_AGO),
            (LONG_AGO, FAR_AHEAD),
        ),
        (replace(SINCE, where=Condition()), (999 * N, 999 * N), (-NO_LIMIT, NO_LIMIT)),
        (over("days since", value="day", otherwise=1500), (1500, 1500), (-NO_LIMIT, NO_LIMIT)),
        (over("value at the latest", type=RANK, value="harm", dated_by="day", otherwise=2), (2, 2), (0, 3)),
    ],
)
def test_nothing_counts(measure: Measure, empty: tuple[int, int], maybe_some: tuple[int, int]) -> None:
    assert measured(measure, world()) == empty
    assert measured(measure, world(whole=NEVER_WHOLE)) == maybe_some


def test_while_one_may_count_otherwise_stays_possible() -> None:
    perhaps = [incident(day=DAY - 3, harm=2)]
    latest = over("value at the latest", type=RANK, value="harm", dated_by="day", where=VIOLENT, otherwise=0)
    assert measured(latest, world(incidents=perhaps)) == (0, 2)
    assert measured(
        over("highest", type=RANK, value="harm", where=VIOLENT, otherwise=3), world(incidents=perhaps)
    ) == (2, 3)
    assert measured(
        over("days since", value="day", where=VIOLENT, otherwise=1500), world(incidents=perhaps)
    ) == (1500, 3 * N)


def test_the_value_of_one_thing_of_unknown_day_is_its_own() -> None:
    alone = [incident(day=ANY_DAY, harm=2)]
    latest = over("value at the latest", type=RANK, value="harm", dated_by="day", otherwise=0)
    assert measured(latest, world(incidents=alone)) == (2, 2)


def test_on_a_tie_the_highest_value_counts() -> None:
    tied = [incident(day=DAY, harm=1), incident(day=DAY, harm=(0, 2))]
    latest = over("value at the latest", type=RANK, value="harm", dated_by="day", otherwise=0)
    assert measured(latest, world(incidents=tied)) == (1, 2)


def test_an_unordered_value_is_one_or_wholly_unknown() -> None:
    latest = over("value at the latest", type=COLOUR, value="weapon", dated_by="day", otherwise=0)
    settled = [incident(day=DAY - 2, weapon=1), incident(day=DAY - 1, weapon=2)]
    unsettled = [incident(day=DAY - 2, weapon=1), incident(day=(DAY - 3, DAY - 1), weapon=2)]
    assert measured(latest, world(incidents=settled)) == (2, 2)
    assert measured(latest, world(incidents=unsettled)) == (0, 2)


@pytest.mark.parametrize(
    ("form", "percent", "expected"),
    [
        ("at least", (50,), CANNOT_TELL),
        ("at least", (30,), CERTAIN),
        ("at least", (70,), NO),
        ("more than", (67,), NO),
        ("less than", (67,), CERTAIN),
        ("at most", (30,), NO),
        ("between", (30, 70), CERTAIN),
    ],
)
def test_a_share_is_weighed(form: str, percent: tuple[int, ...], expected: tuple[int, int]) -> None:
    share = over("share", have=VIOLENT)
    test = Asked("it", form, tuple(Constant(each * N) for each in percent))  # type: ignore[arg-type]
    ruleset = replace(with_sign(when(test)), measures={"it": share})
    found = settle(ruleset, world(incidents=THREE))
    assert found["sign"] == [expected]
    assert "it" not in found


def test_a_share_of_nothing_is_no_and_of_what_may_come_unknown() -> None:
    share = over("share", have=VIOLENT)
    for form, bound in (("at least", 0), ("less than", 100)):
        test = Asked("it", form, (Constant(bound * N),))  # type: ignore[arg-type]
        ruleset = replace(with_sign(when(test)), measures={"it": share})
        assert settle(ruleset, world())["sign"] == [NO]
        assert settle(ruleset, world(whole=NEVER_WHOLE))["sign"] == [CANNOT_TELL]


def test_arithmetic_takes_the_far_ends_and_rounds_down_last() -> None:
    count = over("count", where=VIOLENT)
    added = Measure("made", "pair", "arithmetic", NUMBER, plus=("score",), less=("it",))
    made = replace(added, times="rate", rounded=True)
    there = world(pair={"score": (3 * N, 4 * N + 500)}, incidents=THREE)
    assert measured(made, there, count) == (N, 5 * N)
    assert measured(added, there, count) == (N, 3 * N + 500)


# -- lists that may have more ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "whole", "opened"),
    [
        (when(is_yes("violent")), ALWAYS_WHOLE, False),
        (when(is_yes("violent")), NEVER_WHOLE, True),
        (when(is_yes("violent")), DAY, False),
        (when(is_yes("violent")), DAY - 1, True),
        (when(Asked("day", "within the last", (Length(3, "days"),))), DAY - 9, True),
        (when(Asked("day", "before", (Constant(DAY - 8),))), DAY - 9, False),
        (when(Asked("day", "before", (Constant(DAY - 7),))), DAY - 9, True),
        (when(Asked("day", "is not", (Constant(DAY),))), DAY - 1, False),
        (when(Asked("day", "before", (NameRef("arrested"),))), DAY - 5, True),
        (when(Asked("day", "before", (NameRef("arrested"),))), DAY - 4, False),
        (when(Asked("day", "within after", (Length(2, "days"), NameRef("arrested")))), DAY - 1, False),
        (when(Asked("day", "within after", (Length(2, "days"), NameRef("arrested")))), DAY - 2, True),
        (when(Asked("day", "known")), DAY - 5, True),
        (when(is_yes("frightened")), NEVER_WHOLE, True),
        (when(is_yes("followed")), NEVER_WHOLE, False),
        (either(is_yes("followed"), is_yes("violent")), NEVER_WHOLE, True),
        (when(is_yes("in prison"), is_yes("violent")), NEVER_WHOLE, False),
    ],
)
def test_an_unseen_incident(where: Condition, whole: int, opened: bool) -> None:
    case = {"arrested": (DAY - 4, DAY - 3), "in prison": 0}
    there = world(case, {"followed": 0}, [], whole)
    assert measured(over("count", where=where), there) == (0, NO_LIMIT if opened else 0)


@pytest.mark.parametrize(
    ("pairs_whole", "where", "opened"),
    [
        (ALWAYS_WHOLE, Condition(), False),
        (NEVER_WHOLE, Condition(), True),
        (DAY - 9, Condition(), False),
        (NEVER_WHOLE, when(is_yes("followed")), True),
        (NEVER_WHOLE, when(is_yes("in prison")), False),
    ],
)
def test_openness_comes_up_through_every_list(pairs_whole: int, where: Condition, opened: bool) -> None:
    count = Measure("it", "case", "count", NUMBER, "incident", where=where)
    there = world({"in prison": 0}, {"followed": 0}, [], ALWAYS_WHOLE, pairs_whole)
    assert measured(count, there) == (0, NO_LIMIT if opened else 0)


def test_what_cannot_be_negative_leaves_the_low_end_of_an_open_sum() -> None:
    count = over("count")
    total = Measure("total", "case", "sum", NUMBER, "pair", value="it")
    there = world(incidents=[incident(), incident()], pairs_whole=NEVER_WHOLE)
    assert measured(total, there, count) == (2 * N, NO_LIMIT)


def test_each_case_has_its_own() -> None:
    there = World(
        {
            "case": (row("case", {}, whole=(ALWAYS_WHOLE,)), row("case", {}, whole=(NEVER_WHOLE,))),
            "pair": tuple(row("pair", {}, case, (ALWAYS_WHOLE,)) for case in (0, 0, 1)),
            "incident": tuple(row("incident", {"violent": 1}, pair) for pair in (1, 1, 2)),
        }
    )
    count = Measure("it", "case", "count", NUMBER, "incident", where=VIOLENT)
    assert settle(replace(EMPTY, measures={"it": count}), there)["it"] == [(2 * N, 2 * N), (N, NO_LIMIT)]


# -- rules and decisions ---------------------------------------------------------------------------

LEVEL = Decision("level", "pair", RANK, "highest", 1)
FRIGHT, FOLLOW = when(is_yes("frightened")), when(is_yes("followed"))


def decided(decision: Decision, pair: Given, *rules: Rule) -> tuple[int, int]:
    ruleset = ruled(*rules, decisions={decision.name: decision})
    (found,) = settle(ruleset, world(pair=pair))[decision.name]
    return found


HIGH, LOW = rule("high", ("level", 3), when=FRIGHT), rule("low", ("level", 0), when=FOLLOW)


@pytest.mark.parametrize(
    ("take", "pair", "expected"),
    [
        ("highest", {"frightened": 1, "followed": 1}, (3, 3)),
        ("highest", {"frightened": 0, "followed": 1}, (0, 0)),
        ("highest", {"frightened": 0, "followed": 0}, (1, 1)),
        ("highest", {"followed": 1}, (0, 3)),
        ("highest", {}, (0, 3)),
        ("highest", {"frightened": 0}, (0, 1)),
        ("lowest", {"frightened": 1, "followed": 1}, (0, 0)),
        ("lowest", {"frightened": 1}, (0, 3)),
        ("lowest", {"followed": 0}, (1, 3)),
        ("only one", {"frightened": 1, "followed": 0}, (3, 3)),
        ("only one", {"frightened": 1}, (0, 3)),
        ("only one", {"followed": 0}, (1, 3)),
        ("only one", {"frightened": 0, "followed": 0}, (1, 1)),
    ],
)
def test_one_decision(take: str, pair: Given, expected: tuple[int, int]) -> None:
    assert decided(replace(LEVEL, take=take), pair, HIGH, LOW) == expected  # type: ignore[arg-type]


def test_two_certain_answers_to_an_only_one_are_a_conflict() -> None:
    both = world(pair={"frightened": 1, "followed": 1})
    ranked = ruled(HIGH, LOW, decisions={"level": replace(LEVEL, take="only one")})
    coloured = Decision("level", "pair", COLOUR, "only one", 0)
    unranked = ruled(rule("a", ("level", 1)), rule("b", ("level", 2)), decisions={"level": coloured})
    assert settle(ranked, both)["level"] == [(0, 3)]
    assert settle(unranked, both)["level"] == [(0, 2)]
    assert conflicts(ranked, both) == conflicts(unranked, both) == {("level", 0)}
    assert not conflicts(ranked, world())


def test_a_total_starts_at_nothing_and_may_be_taken_from() -> None:
    total = Decision("level", "pair", NUMBER, "total", None)
    rules = rule("a", ("level", 3 * N), when=FRIGHT), rule("b", ("level", -2 * N), when=FOLLOW)
    assert decided(total, {}, *rules) == (-2 * N, 3 * N)
    assert decided(total, {"frightened": 1}, *rules) == (N, 3 * N)
    assert decided(total, {"frightened": 0, "followed": 0}, *rules) == (0, 0)


def test_a_conclusion_may_be_a_name_or_a_setting() -> None:
    named = replace(rule("a"), then=(Conclusion("level", NameRef("rank")),), when=FRIGHT)
    set_ = replace(rule("b"), then=(Conclusion("level", SettingRef("referral")),), when=FOLLOW)
    assert decided(LEVEL, {"frightened": 1, "followed": 0, "rank": (2, 3)}, named) == (2, 3)
    assert decided(LEVEL, {"followed": 0, "rank": 3}, named) == (1, 3)
    assert decided(LEVEL, {"followed": 1}, set_) == (2, 2)


@pytest.mark.parametrize(
    ("fields", "pair", "expected"),
    [
        ({}, {}, CERTAIN),
        ({"when": FRIGHT, "unless": FOLLOW}, {"frightened": 1}, CANNOT_TELL),
        ({"when": FRIGHT, "unless": FOLLOW}, {"frightened": 1, "followed": 0}, CERTAIN),
        ({"when": FRIGHT, "unless": FOLLOW}, {"followed": 1}, NO),
        ({"unless": either(is_yes("frightened"), is_yes("followed"))}, {"frightened": 0}, CANNOT_TELL),
        ({"unless": when(is_yes("frightened"), is_yes("followed"))}, {"frightened": 0}, CERTAIN),
        ({"in_force": (TODAY, None)}, {}, CERTAIN),
        ({"in_force": (None, TODAY)}, {}, NO),
        ({"in_force": (date(2026, 6, 2), None)}, {}, NO),
    ],
)
def test_when_a_rule_applies(fields: Mapping[str, object], pair: Given, expected: tuple[int, int]) -> None:
    assert settle(ruled(rule("r", **fields)), world(pair=pair))[("rule", "r")] == [expected]


# -- duties ----------------------------------------------------------------------------------------


def action(name: str, **fields: object) -> Action:
    return Action(name, name, fields.pop("done_to", "pair"), "contact", False, "case manager", WHY, **fields)  # type: ignore[arg-type]


ASK = action("ask", makes_true="followed")
MEET = action("meet")
WARN = action("warn", never_blocked=True)
WRITE = action("write", done_to="case", makes_true="arrested", only_if=when(is_yes("in prison")))
ACTIONS = {each.name: each for each in (ASK, MEET, WARN, WRITE)}
GROUPS = {"contact": Group("contact", ("meet", "warn"))}


def with_duties(*duties: Duty, when: Condition = FRIGHT, kind: str = "pair") -> Ruleset:
    made = replace(rule("r", when=when), duties=duties, kind=kind)
    return ruled(made, actions=ACTIONS, groups=GROUPS)


def test_a_block_stands_until_it_is_released_for_certain() -> None:
    duty = Duty("must not", "contact", until=(Until(actions=("ask",)),), instead="ask")
    ruleset = with_duties(duty)
    found = settle(ruleset, world(pair={"frightened": 1}))
    assert found[("until", "r", 0)] == [CANNOT_TELL]
    assert found[("blocked", "meet")] == [CANNOT_TELL]
    assert ("blocked", "warn") not in found
    assert settle(ruleset, world(pair={"followed": 0}))[("blocked", "meet")] == [CANNOT_TELL]
    assert settle(ruleset, world(pair={"frightened": 1, "followed": 0}))[("blocked", "meet")] == [CERTAIN]
    assert settle(ruleset, world(pair={"frightened": 1, "followed": 1}))[("blocked", "meet")] == [NO]


def test_one_way_out_is_all_of_its_tests_and_actions() -> None:
    ways = (Until((is_yes("frightened"),), ("ask",)), Until((Asked("rank", "is", (Constant(0),)),)))
    ruleset = with_duties(Duty("must not", "meet", until=ways), when=Condition())
    assert settle(ruleset, world(pair={"frightened": 1, "followed": 1}))[("until", "r", 0)] == [CERTAIN]
    assert settle(ruleset, world(pair={"frightened": 0, "rank": 1}))[("until", "r", 0)] == [NO]
    assert settle(ruleset, world(pair={"rank": 0}))[("until", "r", 0)] == [CERTAIN]


def test_a_day_on_which_something_was_done_releases_nothing_by_itself() -> None:
    ruleset = with_duties(Duty("must not", "meet", until=(Until(actions=("write",)),)), when=Condition())
    found = settle(ruleset, world({"arrested": DAY}))
    assert found[("until", "r", 0)] == [NO]
    assert found[("blocked", "meet")] == [CERTAIN]


def test_a_duty_of_a_thing_below_is_called_for_above() -> None:
    rules = (
        replace(rule("a", when=FRIGHT), duties=(Duty("should", "write"),)),
        replace(rule("b", when=FOLLOW), duties=(Duty("must", "write"), Duty("may", "ask"))),
    )
    ruleset = ruled(*rules, actions=ACTIONS)
    there = World(
        {
            "case": (row("case", {"in prison": 0}, whole=(ALWAYS_WHOLE,)),),
            "pair": (
                row("pair", {"frightened": 1, "followed": 0}, whole=(ALWAYS_WHOLE,)),
                row("pair", {"frightened": 0}, whole=(ALWAYS_WHOLE,)),
            ),
            "incident": (),
        }
    )
    found = settle(ruleset, there)
    assert found[("called for", "write")] == [(2, 3)]
    assert found[("called for", "ask")] == [(0, 0), (0, 1)]
    assert found[("only if", "write")] == [NO]
    assert ("only if", "ask") not in found


def test_a_block_by_a_thing_above_reaches_what_is_below() -> None:
    ruleset = with_duties(Duty("must not", "meet"), when=when(is_yes("in prison")), kind="case")
    assert settle(ruleset, world({"in prison": 1}))[("blocked", "meet")] == [CERTAIN]
    assert ("until", "r", 0) not in settle(ruleset, world())


# -- the program itself ----------------------------------------------------------------------------


def test_steps_come_after_what_they_read() -> None:
    measures = {
        "it": over("count"),
        "made": Measure("made", "pair", "arithmetic", NUMBER, plus=("late", "it")),
    }
    measures["late"] = Measure("late", "pair", "arithmetic", NUMBER, plus=("it", "score"))
    program = lower(replace(EMPTY, measures=measures), TODAY)
    assert [step.target.key for step in program.steps].index("it") == 0
    assert [step.target.key for step in program.steps][-1] == "made"
    assert {name.key for name in program.public} == set(measures)


def test_what_can_only_be_true_or_false_reaches_no_engine() -> None:
    ended = rule("ended", ("level", 3), when=FRIGHT, in_force=(None, TODAY))
    always = rule("always", ("level", 2))
    program = lower(ruled(ended, always, decisions={"level": LEVEL}), TODAY)
    (level,) = [step for step in program.steps if isinstance(step, Gather)]
    assert [part.when for part in level.parts] == [TRUE]
    assert Clause(Name(("rule", "ended"), "pair"), Any(())) in program.steps


def test_negation_is_what_is_certain_where_it_is_not_possible() -> None:
    score = Name("score", "pair")
    formula = Le(Term(score, "high"), Term(None, plus=5))
    assert negate(formula) == Le(Term(None, plus=6), Term(score, "low"))
    assert negate(replace(formula, record=True)) == Le(Term(None, plus=6), Term(score, "high"), record=True)


def test_reads_say_what_an_answer_rests_on() -> None:
    share = over("share", have=VIOLENT)
    test = Asked("it", "at least", (Constant(50 * N),))
    seen = Asked("seen", "within after", (Length(1, "days"), NameRef("arrested")))
    ruleset = ruled(
        rule("r", ("level", 3), when=when(test, seen), unless=FOLLOW),
        measures={"it": share},
        decisions={"level": LEVEL},
    )
    reads = lower(ruleset, TODAY).reads
    expected = ("violent", "all the incidents are listed", "seen", "arrested", "followed")
    assert reads[("rule", "r")] == reads["level"] == expected
