"""Tables read to what ``read_case`` reads of the same cases; and what cannot be read is unknown, and told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import drive_rules as dr
from drive_rules.case import Assessed, Evidence, Vocabulary, evidence, read_case
from drive_rules.case.entries import Entries
from drive_rules.case.scalars import read_scalar
from drive_rules.caseload import keys, merging, parting
from drive_rules.caseload.arrays import plain
from drive_rules.caseload.columns import Read, Reader, dtype_of
from drive_rules.caseload.merging import Said
from drive_rules.caseload.tables import Caseload, read_tables
from drive_rules.engines import columnar
from drive_rules.ir import ALWAYS_WHOLE, NEVER_WHOLE, Fact, Type
from drive_rules.lower import lower
from drive_rules.problems import CaseError, CaseloadError, Problem
from tests.case_ruleset import ALWAYS, DAY, KEY, TEXT, YES, choice, number, ruleset
from tests.caseload_tables import (
    Known,
    Trail,
    hold_together,
    parents_first,
    table_of,
    tables_of,
    things_of,
)
from tests.cases_said import Sayings, data_of
from tests.generated import make_day, make_ruleset
from tests.worlds import Worlds

WORDS = Vocabulary.of(ruleset())
CASES = sorted((Path(__file__).parent.parent / "examples" / "cases").glob("*.yaml"))
Tables = dict[str, pa.Table]
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def core() -> Vocabulary:
    return Vocabulary.of(dr.load("drive-core").meaning)


def caseload(**tables: Rows | pa.Table) -> Caseload:
    """Tables of the small ruleset, from rows; a name with ``_`` for a space."""
    sent = {
        name.replace("_", " "): each if isinstance(each, pa.Table) else table_of(each)
        for name, each in tables.items()
    }
    return read_tables(WORDS, sent)


def problems(**tables: Rows | pa.Table) -> list[tuple[str, str, str]]:
    """Place, code and fix of everything that is wrong with the form of tables."""
    with pytest.raises(CaseloadError) as caught:
        caseload(**tables)
    return [(each.place, each.code, each.fix) for each in caught.value.problems]


def lines(read: Caseload) -> list[tuple[str, int, str, str]]:
    """Every line of what was refused: table, row, column, code."""
    rows = read.rejects.to_pylist()
    return [(row["table"], row["row"], row["column"], row["code"]) for row in rows]


def ends(read: Caseload, fact: str, kind: str = "pair", row: int = 0) -> tuple[int, int]:
    words, rows = WORDS.kinds[kind], read.parts[0].rows[kind]
    slot = words.slots[fact]
    low, high = rows.low[slot], rows.high[slot]
    if low is None or high is None:
        return words.low[slot], words.high[slot]
    return int(low[row]), int(high[row])


def whole(read: Caseload, kind: str, row: int = 0) -> int:
    """Up to what day the list of this kind is whole, of a thing above."""
    above = next(words for words in WORDS.kinds.values() if kind in words.lists)
    place = [below.name for below in above.below].index(kind)
    days = read.parts[0].rows[above.kind.name].whole[place]
    return NEVER_WHOLE if days is None else int(days[row])


ONE_CASE: Rows = [{"case": "c", "all the pairs are listed": "yes"}]
ONE_PAIR: Rows = [{"case": "c", "id": "p", "all the incidents are listed": "yes"}]


# -- the same as one case at a time ------------------------------------------------------------------


def said_cases(random: Random, vocabulary: Vocabulary, count: int = 4) -> list[dict[str, Any]]:
    sayings = Sayings(random, vocabulary)
    return [sayings.case(number) for number in range(count)]


def retyped(random: Random, table: pa.Table) -> pa.Table:
    """The same in columns of other types: days as days, words in other forms."""
    columns: list[Any] = []
    for name, column in zip(table.schema.names, table.columns, strict=True):
        if name in ("date", "completed on") and random.random() < 0.7:
            days = [Entries({}).day(value, "") for value in column.to_pylist()]
            columns.append(
                pa.array(days, pa.date32()).cast(
                    random.choice((pa.date32(), pa.date64(), pa.timestamp("us")))
                )
            )
        elif random.random() < 0.3:
            columns.append(column.dictionary_encode())
        else:
            columns.append(column.cast(random.choice((pa.string(), pa.large_string(), pa.string_view()))))
    return pa.Table.from_arrays(columns, names=table.schema.names)


def shuffled(random: Random, table: pa.Table) -> pa.Table:
    """The same rows and columns in another order, the rows in several chunks."""
    order = np.array(random.sample(range(table.num_rows), table.num_rows), np.int64)
    table = table.select(random.sample(table.schema.names, table.num_columns)).take(order)
    cut = random.randint(0, table.num_rows)
    return pa.concat_tables([table.slice(0, cut), table.slice(cut), table.slice(0, 0)])


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("which", ["small", "core", "generated"])
def test_what_several_sources_say(
    seed: int, which: str, core: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(seed)
    at_once = random.choice((1, 3, 10_000))
    monkeypatch.setattr(parting, "cases_at_once", lambda *_: at_once)
    generated = Vocabulary.of(make_ruleset(random, make_day(random)))
    vocabulary = {"small": WORDS, "core": core, "generated": generated}[which]
    cases, share = said_cases(random, vocabulary), random.random()
    tables = tables_of(vocabulary, cases, wide=lambda value: random.random() < share)
    read = read_tables(
        vocabulary, {name: retyped(random, shuffled(random, table)) for name, table in tables.items()}
    )
    assert read.rejects.num_rows == 0
    hold_together(vocabulary, read, [read_case(vocabulary, case) for case in cases])


@pytest.mark.parametrize("seed", range(3))
def test_jumbled_rows_of_string_views(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Polars gives them, in so many pieces that the rows of a span are taken one by one."""
    random = Random(seed)
    monkeypatch.setattr(parting, "cases_at_once", lambda *_: 2)
    monkeypatch.setattr(parting, "_MOST_SLICES", 0)
    cases = said_cases(random, WORDS)
    tables = tables_of(WORDS, cases, wide=lambda value: random.random() < 0.5)
    viewed = {
        name: pa.Table.from_arrays(
            [column.cast(pa.string_view()) for column in table.columns], names=table.schema.names
        )
        for name, table in ((name, shuffled(random, table)) for name, table in tables.items())
    }
    hold_together(WORDS, read_tables(WORDS, viewed), [read_case(WORDS, case) for case in cases])


@pytest.mark.parametrize("seed", range(40))
def test_worlds_of_generated_rulesets(seed: int) -> None:
    random = Random(seed)
    day = make_day(random)
    meaning = make_ruleset(random, day)
    vocabulary, worlds = Vocabulary.of(meaning), Worlds(random, meaning, day)
    truth = worlds.truth()
    for case in (truth, worlds.deny_lists(worlds.blur(truth, 0.7))):
        data = data_of(vocabulary, case)
        try:
            expected = read_case(vocabulary, data)
        except CaseError as error:
            if any(problem.code != "DR504" for problem in error.problems):  # finer than it may be written
                raise
            continue
        hold_together(vocabulary, read_tables(vocabulary, tables_of(vocabulary, [data])), [expected])


def test_shipped_cases(core: Vocabulary) -> None:
    read_cases = [read_case(core, file) for file in CASES]
    cases = [{**case.to_data(), "case managers": []} for case in read_cases]
    read = read_tables(core, tables_of(core, cases))
    assert read.rejects.num_rows == 0
    hold_together(core, read, [read_case(core, case) for case in cases])
    for case in (each.to_data() for each in read_cases):
        hold_together(core, read_tables(core, tables_of(core, [case])), [read_case(core, case)])


def test_engine_takes_it(core: Vocabulary) -> None:
    tables = tables_of(core, [read_case(core, file).to_data() | {"case managers": []} for file in CASES])
    program = lower(dr.load("drive-core").meaning, dt.date(2026, 11, 2))
    read = read_tables(core, tables)
    settled = columnar.build(program).settle(read.parts[0])
    for name in program.public:
        assert (
            len(settled.low[name.key]) == len(settled.high[name.key]) == read.parts[0].rows[name.kind].count
        )


# -- values ------------------------------------------------------------------------------------------

SOME: Mapping[str, tuple[pa.DataType, list[Any]]] = {
    "bool": (pa.bool_(), [True, False, None]),
    "int8": (pa.int8(), [0, 1, 7, -5, None]),
    "uint64": (pa.uint64(), [0, 1, 2026, 2**63, None]),
    "int64": (pa.int64(), [0, 1, 14, 999, -(2**62), 2**62, None]),
    "float64": (pa.float64(), [0.0, -0.0, 1.0, 24.5, 0.1, 1e-5, 1e300, float("nan"), float("inf"), None]),
    "decimal": (pa.decimal128(20, 5), [Decimal(text) for text in ("1", "24.5", "0.00001", "1000000000000")]),
    "narrow decimal": (pa.decimal128(4, 1), [Decimal(1), Decimal("24.5"), Decimal("-3.5"), None]),
    "date": (pa.date32(), [dt.date(2026, 6, 1), dt.date(1850, 1, 1), dt.date(2300, 1, 1), None]),
    "words": (
        pa.string(),
        [
            *("yes", "No", "don't know", "2026-06-01", "June 2026", "14", "13 to 15", "24.5", "grave", "Low"),
            *("some to grave", "28 days", "3 months", "", " ", "the\u00a0unknown", "rubbish", "1 June 2026"),
            *("2026", "0", "n/a", "14.0", None),
        ],
    ),
}
TYPES: Mapping[str, Type] = {
    "yes or no": YES,
    "always applies": ALWAYS,
    "number": number(0, 120),
    "decimal": number(-5, 100, 1),
    "date": DAY,
    "choice": choice("none", "some", "grave", ordered=True),
    "one choice": choice("low", "yes", "14"),
    "length": next(fact.type for fact in WORDS.kinds["case"].facts if fact.type.name == "length of time"),
}
FORMS: Mapping[str, Callable[[Any], Any]] = {
    "as it is": lambda array: array,
    "dictionary": pc.dictionary_encode,
    "sliced": lambda array: pa.concat_arrays([array, array])[len(array) :],
    "sliced dictionary": lambda array: pa.concat_arrays([array, array]).dictionary_encode()[len(array) :],
    "chunks": lambda array: pa.chunked_array([array[:1], array[1:]]),
    "chunks of dictionaries": lambda array: pa.chunked_array(
        [array[:2].dictionary_encode(), array[2:].dictionary_encode()]
    ),
    "without nulls": lambda array: array.drop_null(),
}


def read_column(fact: Fact, column: Any) -> tuple[list[int], list[int], dict[int, Problem]]:
    """The low and the high ends of a column, and what is wrong with its rows."""
    read = Reader().read(fact, plain(column))
    wrong = {int(row): each.problem for each in read.unread for row in each.rows}
    if read.low is None or read.high is None:
        return [fact.type.low] * len(column), [fact.type.high] * len(column), wrong
    return read.low.tolist(), read.high.tolist(), wrong


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("some", SOME)
@pytest.mark.parametrize("kind", TYPES)
def test_a_value_is_read_as_a_case_reads_it(kind: str, some: str, form: str) -> None:
    fact = Fact("fact", "case", TYPES[kind], "fact")
    array = FORMS[form](pa.array(SOME[some][1], SOME[some][0]))
    low, high, wrong = read_column(fact, array)
    for row, value in enumerate(array.to_pylist()):
        said = read_scalar(fact.type, value)
        expected = (fact.type.low, fact.type.high) if isinstance(said, Problem) else said[1:]
        assert (row, low[row], high[row]) == (row, *expected)
        assert wrong.get(row) == (said if isinstance(said, Problem) else None)


@pytest.mark.parametrize(
    ("strange", "ends", "count"), [("yes", (1, 1), 0), ("no", (0, 0), 0), ("what", (0, 1), 1)]
)
def test_a_long_column_of_few_words_and_one_more(strange: str, ends: tuple[int, int], count: int) -> None:
    words = ["yes", "no", None, "don't know"] * 5_000
    low, high, wrong = read_column(Fact("fact", "case", YES, "fact"), pa.array([*words, strange]))
    assert len(wrong) == count
    assert (low[:4], high[:4]) == ([1, 0, 0, 0], [1, 0, 1, 1])
    assert (low[-1], high[-1]) == ends


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (pa.large_string(), "1 June 2026", dt.date(2026, 6, 1)),
        (pa.string_view(), "2026-06-01", dt.date(2026, 6, 1)),
        (pa.date64(), dt.date(2026, 6, 1), dt.date(2026, 6, 1)),
        (pa.timestamp("ns"), dt.datetime(2026, 6, 1), dt.date(2026, 6, 1)),
        (pa.timestamp("us"), dt.datetime(1969, 12, 31, 23, 59), dt.date(1969, 12, 31)),
        (
            pa.timestamp("s", "Europe/London"),
            dt.datetime(2026, 5, 31, 23, 30, tzinfo=dt.UTC),
            dt.date(2026, 6, 1),
        ),
        (pa.dictionary(pa.int8(), pa.string()), "1 June 2026", dt.date(2026, 6, 1)),
        (pa.run_end_encoded(pa.int32(), pa.string()), "2026-06-01", dt.date(2026, 6, 1)),
    ],
)
def test_days(kind: pa.DataType, value: Any, expected: dt.date) -> None:
    fact = Fact("fact", "case", DAY, "fact")
    for array in (pa.array([value, None, value], kind), pa.array([value, None, value], kind)[1:]):
        low, high, wrong = read_column(fact, array)
        assert low[-2:] == [DAY.low, expected.toordinal()]
        assert high[-2:] == [DAY.high, expected.toordinal()]
        assert not wrong


def test_a_day_that_python_has_not() -> None:
    days = pa.array([2**31 - 1, -(2**31), 3_000_000, None], pa.int32()).cast(pa.date32())
    low, high, wrong = read_column(Fact("fact", "case", DAY, "fact"), days)
    assert len(wrong) == 3
    assert (low, high) == ([DAY.low] * 4, [DAY.high] * 4)


def test_moments_in_a_dictionary() -> None:
    moments = pa.array([dt.datetime(2026, 6, 1, 12)] * 2, pa.timestamp("ms")).dictionary_encode()
    low, _, _ = read_column(Fact("fact", "case", DAY, "fact"), moments)
    assert low == [dt.date(2026, 6, 1).toordinal()] * 2


@pytest.mark.parametrize("width", [32, 64, 128, 256])
def test_decimals_of_every_width(width: int) -> None:
    if not hasattr(pa, f"decimal{width}"):
        pytest.skip("not in this version of pyarrow")
    kind = getattr(pa, f"decimal{width}")(6, 1)
    texts = ("24.5", "1000.0", "3.0")
    low, _, wrong = read_column(
        Fact("fact", "case", number(0, 120, 1), "fact"), pa.array([None, *map(Decimal, texts)], kind)
    )
    assert low == [0, 24_500, 0, 3_000]
    assert list(wrong) == [2]


def test_numbers_of_less_width() -> None:
    fact = Fact("fact", "case", number(0, 120, 1), "fact")
    low, _, wrong = read_column(fact, pa.array([24.1, 0.5, 24.15, None], pa.float32()))
    assert low == [24_100, 500, 0, 0]
    assert list(wrong) == [2]
    assert read_column(fact, pa.array([np.float16(24.5)], pa.float16()))[0] == [24_500]


TEXTS = [
    *(
        "",
        " ",
        "the don't know",
        "DON\u2019T  KNOW",
        "k",
        "the",
        None,
        "don't know it",
        "\u00e9",
        "\u212adon't",
    ),
    *("don't \u212anow", "x" * 20_001, "\u00e9" * 20_000, "  the  don't  know "),
]


@pytest.mark.parametrize("form", FORMS)
def test_texts(form: str) -> None:
    fact = Fact("fact", "case", TEXT, "fact")
    array = FORMS[form](pa.array(TEXTS, pa.string()))
    low, high, wrong = read_column(fact, array)
    for row, value in enumerate(array.to_pylist()):
        data = {"case": "c", "note": value}
        if value is not None and len(value) > 20_000:
            assert row in wrong
        else:
            known = read_case(WORDS, data).world.rows["case"][0]
            slot = WORDS.kinds["case"].slots["note"]
            assert (low[row], high[row]) == (known.low[slot], known.high[slot])


def test_a_text_of_any_other_type_is_something_written() -> None:
    fact = Fact("fact", "case", TEXT, "fact")
    for array in (pa.array([0, None]), pa.array([False, None]), pa.array([0.5, None])):
        assert read_column(fact, array) == ([1, 0], [1, 1], {})


def test_references_have_one_numbering() -> None:
    cases: Rows = [
        {"case": "a", "address": " r 1 "},
        {"case": "b", "address": "r 1"},
        {"case": "c", "address": "\u00e9t\u00e9"},
        {"case": "d", "address": "unknown"},
        {"case": "e", "address": "R 1"},
        {"case": "f"},
    ]
    pairs: Rows = [
        {"case": "a", "id": 1, "her-address": "r 1"},
        {"case": "b", "id": 1, "her-address": "\u00e9t\u00e9"},
    ]
    said: Rows = [
        {"case": "f", "fact": "address", "answer": "r 1"},
        {"case": "d", "fact": "address", "answer": "other", "normalised": "no"},
    ]
    read = caseload(cases=cases, pairs=pairs, answers=said)
    found = [ends(read, "address", "case", row) for row in range(6)]
    assert found[0] == found[1] == found[5] == ends(read, "victim-survivor's address", row=0)
    assert found[2] == ends(read, "victim-survivor's address", row=1) != found[0]
    assert found[3] == (KEY.low, KEY.high)
    assert len({found[0], found[2], found[4]}) == 3
    assert all(low == high for low, high in (found[0], found[2], found[4]))
    assert not lines(read)


@pytest.mark.parametrize(
    "values", [pa.array([1.5]), pa.array([True]), pa.array([dt.date(2026, 1, 1)]), ["x" * 201], ["a\tb"]]
)
def test_what_is_no_reference(values: Any) -> None:
    read = caseload(cases=pa.table({"case": ["c"], "address": values}))
    assert lines(read) == [("cases", 1, "address", "DR503")]
    assert ends(read, "address", "case") == (KEY.low, KEY.high)


def test_whole_numbers_are_references_and_ids() -> None:
    cases = pa.table({"case": [10, 20], "address": pa.array([7, 2**63 - 1])})
    pairs = pa.table({"case": ["10", "20"], "id": pa.array([1, 1], pa.uint8()), "her-address": ["7", "8"]})
    read = caseload(cases=cases, pairs=pairs)
    assert read.keys["case"].to_pylist() == ["10", "20"]
    assert ends(read, "address", "case") == ends(read, "victim-survivor's address")
    assert ends(read, "address", "case", 1)[0] == ends(read, "address", "case", 1)[1]
    assert not lines(read)


# -- a no that only her side can say, and lists -----------------------------------------------------


def test_a_no_of_nobodys_does_not_count_where_only_her_side_can_know() -> None:
    read = caseload(
        cases=ONE_CASE,
        pairs=[{"case": "c", "id": n, "frightened": said} for n, said in enumerate(("yes", "no", None))],
    )
    assert [ends(read, "very frightened", row=row) for row in range(3)] == [(1, 1), (0, 1), (0, 1)]
    sure = caseload(cases=ONE_CASE, pairs=[{"case": "c", "id": 1, "frightened": "yes"}])
    rows = sure.parts[0].rows["pair"]
    slot = WORDS.kinds["pair"].slots["very frightened"]
    assert rows.low[slot] is rows.high[slot]


@pytest.mark.parametrize(
    ("said", "known", "day"),
    [
        (["yes"], (1, 1), ALWAYS_WHOLE),
        (["no"], (0, 0), NEVER_WHOLE),
        (["don't know"], (0, 1), NEVER_WHOLE),
        (["1 June 2026"], (1, 1), dt.date(2026, 6, 1).toordinal()),
        (pa.array([dt.date(2026, 6, 1)]), (1, 1), dt.date(2026, 6, 1).toordinal()),
        (pa.array([dt.datetime(2026, 6, 1)]), (1, 1), dt.date(2026, 6, 1).toordinal()),
        (pa.array([True]), (1, 1), ALWAYS_WHOLE),
        (pa.array([1]), (1, 1), ALWAYS_WHOLE),
        (pa.array([None], pa.string()), (0, 1), NEVER_WHOLE),
        (pa.array([None]), (0, 1), NEVER_WHOLE),
    ],
)
def test_a_list(said: Any, known: tuple[int, int], day: int) -> None:
    read = caseload(
        cases=pa.table({"case": ["c"], "all the pairs are listed": said}), pairs=table_of([], ["case", "id"])
    )
    assert ends(read, "all the pairs are listed", "case") == known
    assert whole(read, "pair") == day
    assert not lines(read)


@pytest.mark.parametrize("said", ["soon", "31 June 2026", "2026"])
def test_a_list_of_which_it_cannot_be_read_whether_it_is_whole(said: str) -> None:
    read = caseload(cases=[{"case": "c", "all the pairs are listed": said}], pairs=ONE_PAIR)
    assert whole(read, "pair") == NEVER_WHOLE
    assert ends(read, "all the pairs are listed", "case") == (0, 1)
    assert lines(read) == [("cases", 1, "all the pairs are listed", "DR505")]


def test_of_a_table_that_is_not_there_no_list_is_whole() -> None:
    read = caseload(cases=ONE_CASE, pairs=ONE_PAIR)
    assert whole(read, "pair") == ALWAYS_WHOLE
    assert whole(read, "incident") == NEVER_WHOLE
    assert ends(read, "all the incidents are listed") == (0, 1)
    assert read.notes.missing_tables == ("case manager", "incident")
    assert read.notes.lists_opened == {"incident": 1}
    assert read.notes.read == {"case": 1, "case manager": 0, "pair": 1, "incident": 0}
    assert read.notes.sent == {"case": 1, "pair": 1}
    denied = caseload(cases=[{"case": "c", "all the pairs are listed": "no"}])
    assert ends(denied, "all the pairs are listed", "case") == (0, 0)


def test_a_column_that_is_not_there_is_unknown() -> None:
    read = caseload(cases=ONE_CASE)
    assert read.parts[0].rows["case"].low[WORDS.kinds["case"].slots["custody"]] is None
    assert "custody" in read.notes.missing_columns["case"]
    assert "all the pairs are listed" not in read.notes.missing_columns["case"]
    assert "pair" not in read.notes.missing_columns


def test_nulls_everywhere(core: Vocabulary) -> None:
    for value_type in (pa.null(), pa.string(), pa.dictionary(pa.int8(), pa.string())):
        tables = {}
        for kind in parents_first(core):
            words = core.kinds[kind]
            above = words.kind.part_of
            at = {core.main: "c", "id": "x", **({above: "c" if above == core.main else "x"} if above else {})}
            named = {name: pa.array([key]) for name, key in at.items() if kind != core.main or name != "id"}
            if kind == "case manager":
                named.pop(core.main)
            tables[kind] = pa.table(named | {fact.name: pa.array([None], value_type) for fact in words.facts})
        read = read_tables(core, tables)
        assert read.rejects.num_rows == 0
        for kind, rows in read.parts[0].rows.items():
            assert rows.count == 1
            assert set(rows.whole) <= {None}
            for fact, *ends in zip(core.kinds[kind].facts, rows.low, rows.high, strict=True):
                stands = None if fact.stands is None else [fact.stands]
                assert [None if end is None else end.tolist() for end in ends] == [stands] * 2


def test_no_rows_at_all(core: Vocabulary) -> None:
    tables = tables_of(core, [])
    for wanted in (tables, tables | {"answers": table_of([], ["case", "fact", "answer"])}):
        read = read_tables(core, wanted)
        assert [rows.count for rows in read.parts[0].rows.values()] == [0] * len(core.kinds)
        assert len(read.rejected) == read.rejects.num_rows == 0


# -- merged as ``case.evidence`` merges ----------------------------------------------------------------

SOURCES = ["perpetrator", "perpetrator's family", "IDVA", "child", "police", "prison"]
ON = [dt.date(2026, 6, day) for day in (1, 2, 3)]
ASKED: list[dict[str, Any]] = [
    {},
    {"asked_of": ("IDVA",)},
    {"asked_of": ("IDVA", "police")},
    {"never_asked_of": ("perpetrator",)},
]
KINDS = [
    YES,
    TEXT,
    KEY,
    number(0, 3),
    choice("a", "b", "c", ordered=True),
    choice("a", "b", "c"),
    choice("a"),
]


def said_at_random(random: Random, kind: Type) -> Evidence:
    ends = sorted(random.choice((kind.low, kind.high, kind.low + 1)) for _ in range(2))
    if not kind.ordered or kind.name in ("yes or no", "text") or random.random() < 0.5:
        ends = [kind.low, kind.high] if random.random() < 0.2 else [random.choice((kind.low, kind.high))] * 2
    ends = [kind.low, kind.high] if kind.name == "text" and ends == [0, 0] else ends
    source = random.choice([None, *SOURCES])
    return Evidence("", ends[0], ends[1], source, random.choice([None, *ON]))


def in_columns(kind: Type, said: list[list[Evidence]]) -> Said:
    """What was said of each thing, in another order than it was."""
    flat = [(thing, each) for thing, several in enumerate(said) for each in several]
    Random(1).shuffle(flat)
    width = dtype_of(kind)
    return Said(
        np.arange(len(flat)),
        np.array([thing for thing, _ in flat], np.int32),
        np.array([each.low for _, each in flat], width),
        np.array([each.high for _, each in flat], width),
        np.array([SOURCES.index(each.source) if each.source else -1 for _, each in flat], np.int16),
        np.array([each.date.toordinal() if each.date else 0 for _, each in flat], np.int32),
    )


def wide_column(kind: Type, said: list[Evidence | None], *, listed: bool = False) -> Read:
    """A column of what nobody in particular says."""
    width = dtype_of(kind)
    low = np.array([each.low if each else kind.low for each in said], width)
    high = np.array([each.high if each else kind.high for each in said], width)
    if not listed:
        return Read(low, high)
    days = [
        0 if not each or each.low != 1 else each.date.toordinal() if each.date else ALWAYS_WHOLE
        for each in said
    ]
    return Read(low, high, (), np.array(days, np.int32))


def made_evidence(
    seed: int, kind: Type, *, listed: bool
) -> tuple[list[list[Evidence]], list[Evidence | None]]:
    random = Random(seed)
    said = [
        [said_at_random(random, kind) for _ in range(random.choice((0, 1, 1, 2, 3, 4)))] for _ in range(400)
    ]
    columns: list[Evidence | None] = []
    for _ in said:
        each = said_at_random(random, kind)
        day = each.date if listed and each.low == 1 else None
        columns.append(replace(each, source=None, date=day) if random.random() < 0.4 else None)
    return said, columns


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("kind", KINDS)
def test_merged_in_columns(kind: Type, asked: dict[str, Any], seed: int) -> None:
    fact = Fact("fact", "case", kind, "fact", **asked)
    said, columns = made_evidence(seed, kind, listed=False)
    nothing: list[Evidence | None] = [None] * len(said)
    for some in (columns, nothing):
        every = [[*several, *([one] if one else [])] for several, one in zip(said, some, strict=True)]
        read, told = wide_column(kind, some), in_columns(kind, said)
        merged = merging.merge(fact, read, told, merging.sides_of(SOURCES), len(said))
        assert merged.low is not None
        assert merged.high is not None
        for thing, several in enumerate(every):
            expected = evidence.merge(fact, several)
            assert (merged.low[thing], merged.high[thing]) == (expected.low, expected.high)
        torn = set(told.thing[merging.contradictions(fact, read, told, len(said), listed=False)].tolist())
        assert torn == {
            thing for thing, several in enumerate(every) if evidence.contradictions(fact, several)
        }
        alone = merging.of_nobody(fact, read)
        for thing, one in enumerate(some):
            expected = evidence.merge(fact, [one] if one else [])
            assert (alone.low[thing], alone.high[thing]) == (expected.low, expected.high)  # type: ignore[index]


@pytest.mark.parametrize("seed", range(6))
def test_lists_merged_in_columns(seed: int) -> None:
    fact = Fact("fact", "case", YES, "fact")
    said, columns = made_evidence(seed, YES, listed=True)
    told = in_columns(YES, said)
    nothing: list[Evidence | None] = [None] * len(said)
    for some in (columns, nothing):
        read = wide_column(YES, some, listed=True)
        merged = merging.merge_listed(read, told, merging.sides_of(SOURCES), len(said))
        every = [[*several, *([one] if one else [])] for several, one in zip(said, some, strict=True)]
        for thing, several in enumerate(every):
            day, expected = evidence.merge_listed(several)
            found = [int(ends[thing]) for ends in (merged.low, merged.high, merged.whole) if ends is not None]
            assert found == [expected.low, expected.high, day]
        torn = set(told.thing[merging.contradictions(fact, read, told, len(said), listed=True)].tolist())
        assert torn == {
            thing for thing, several in enumerate(every) if evidence.contradictions(fact, several)
        }


@pytest.mark.parametrize("groups", [10**9, 1])
@pytest.mark.parametrize("seed", range(6))
def test_what_still_stands_of_checklists(seed: int, groups: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "MOST_GROUPS", groups)
    random, things = Random(seed), 300
    rows: list[tuple[int, Assessed, Evidence]] = []
    filled = [
        (
            random.randrange(things),
            Assessed("c", "c", random.choice([None, *ON]), random.choice([None, "IDVA", "police"]), ()),
        )
        for _ in range(900)
    ]
    for thing, assessed in filled:
        if random.random() < 0.8:
            answers_ = [said_at_random(random, YES) for _ in range(random.choice((1, 1, 2)))]
            rows += [(thing, assessed, each) for each in answers_]
    every = [*rows, *((thing, assessed, None) for thing, assessed in filled)]
    whole_ = merging.Assessed(
        np.array([thing for thing, *_ in every], np.int32),
        np.array([SOURCES.index(assessed.by) if assessed.by else -1 for _, assessed, _ in every], np.int16),
        np.array([assessed.date.toordinal() if assessed.date else 0 for _, assessed, _ in every], np.int32),
    )
    latest, last = whole_.latest(things)
    told = replace(
        in_columns(YES, [[]]),
        at=np.arange(len(rows)),
        thing=whole_.thing[: len(rows)],
        low=np.array([said.low for *_, said in rows], np.int8),
        high=np.array([said.high for *_, said in rows], np.int8),
        source=np.array([SOURCES.index(said.source) if said.source else -1 for *_, said in rows], np.int16),
    )
    stands = merging.standing(told, whole_.part(slice(0, len(rows))), latest[: len(rows)])
    for thing in range(things):
        mine = [assessed for of, assessed in filled if of == thing]
        days: dict[str | None, dt.date] = {}
        for assessed in mine:
            if assessed.date:
                days[assessed.by] = max(assessed.date, days.get(assessed.by, assessed.date))
        expected = evidence.standing([(assessed, said) for of, assessed, said in rows if of == thing], days)
        kept = [said for (of, _, said), stand in zip(rows, stands, strict=True) if of == thing and stand]
        assert sorted(map(id, kept)) == sorted(map(id, expected))
        assert last[thing] == max((day.toordinal() for day in days.values()), default=0)


# -- rows and keys -----------------------------------------------------------------------------------


def test_rows_stand_in_the_order_of_their_parents() -> None:
    read = caseload(
        cases=[{"case": "b"}, {"case": "a"}],
        pairs=[{"case": "a", "id": 2}, {"case": "b", "id": 1}, {"case": "a", "id": 1}],
        incidents=[{"case": "a", "pair": 1, "id": "x"}, {"case": "b", "pair": 1, "id": "x"}],
    )
    assert [each.to_pylist() for each in read.keys.values()] == [["b", "a"], [], ["1", "2", "1"], ["x", "x"]]
    assert read.parts[0].rows["pair"].parent.tolist() == [0, 1, 1]
    assert read.parts[0].rows["incident"].parent.tolist() == [0, 2]
    assert read.parts[0].rows["incident"].parent.dtype == np.int32
    assert not lines(read)


@pytest.mark.parametrize("strange", [None, "", "  ", "a\tb", "x" * 201])
def test_a_row_without_a_key(strange: str | None) -> None:
    read = caseload(
        cases=[*ONE_CASE, {"case": strange}],
        pairs=[*ONE_PAIR, {"case": "c", "id": strange}, {"case": strange, "id": "q"}],
        incidents=[{"case": "c", "pair": "p", "id": strange}, {"case": "c", "pair": strange, "id": "i"}],
    )
    assert lines(read) == [
        ("cases", 2, "case", "DR509"),
        ("pairs", 2, "id", "DR509"),
        ("pairs", 3, "case", "DR509"),
        ("incidents", 1, "id", "DR509"),
        ("incidents", 2, "pair", "DR509"),
    ]
    assert [rows.count for rows in read.parts[0].rows.values()] == [1, 0, 1, 0]
    assert whole(read, "pair") == whole(read, "incident") == NEVER_WHOLE
    assert read.notes.lists_opened == {"pair": 1, "incident": 1}
    assert read.rejected.tolist() == [3]
    refused = read.rejects.to_pylist()
    assert [row["case"] for row in refused] == [None, "c", None, "c", "c"]
    assert [row["id"] for row in refused] == [None, None, "q", None, "i"]


def test_rows_that_share_a_key() -> None:
    read = caseload(
        cases=[*ONE_CASE, {"case": "d", "all the pairs are listed": "yes"}, {"case": "e"}, {"case": " e"}],
        pairs=[*ONE_PAIR, {"case": "c", "id": "q"}, {"case": "d", "id": "p"}, {"case": "c", "id": "q "}],
        incidents=[
            {"case": "c", "pair": "p", "id": "i"},
            {"case": "c", "pair": "q", "id": "j"},
            {"case": "d", "pair": "p", "id": "i"},
            {"case": "e", "pair": "p", "id": "i"},
        ],
    )
    assert lines(read) == [
        ("cases", 3, "case", "DR508"),
        ("cases", 4, "case", "DR508"),
        ("pairs", 2, "id", "DR508"),
        ("pairs", 4, "id", "DR508"),
        ("incidents", 2, "pair", "DR606"),
        ("incidents", 4, "case", "DR606"),
    ]
    assert read.keys["case"].to_pylist() == ["c", "d"]
    assert (whole(read, "pair", 0), whole(read, "pair", 1)) == (NEVER_WHOLE, ALWAYS_WHOLE)
    assert (whole(read, "incident", 0), read.rejected.tolist()) == (NEVER_WHOLE, [3, 0])


def test_things_of_a_kind_share_no_key_within_a_case() -> None:
    pairs = [{"case": "c", "id": id_, "all the incidents are listed": "yes"} for id_ in ("p", "q", "r")]
    read = caseload(
        cases=ONE_CASE,
        pairs=pairs,
        incidents=[
            {"case": "c", "pair": pair, "id": "i" if pair != "r" else "j"} for pair in ("p", "q", "r")
        ],
    )
    assert lines(read) == [("incidents", 1, "id", "DR508"), ("incidents", 2, "id", "DR508")]
    assert [whole(read, "incident", row) for row in range(3)] == [NEVER_WHOLE, NEVER_WHOLE, ALWAYS_WHOLE]


def test_orphans_open_every_list_of_the_case_that_might_hold_them() -> None:
    cases: Rows = [{"case": key, "all the pairs are listed": "yes"} for key in "cd"]
    pairs: Rows = [{"case": key, "id": "p", "all the incidents are listed": "yes"} for key in "cd"]
    read = caseload(cases=cases, pairs=pairs, incidents=[{"case": "c", "pair": "lost", "id": "i"}])
    assert lines(read) == [("incidents", 1, "pair", "DR606")]
    assert [whole(read, "pair", row) for row in (0, 1)] == [NEVER_WHOLE, ALWAYS_WHOLE]
    assert [whole(read, "incident", row) for row in (0, 1)] == [NEVER_WHOLE, ALWAYS_WHOLE]
    unnamed = caseload(cases=cases, pairs=pairs, incidents=[{"case": "c", "pair": None, "id": "i"}])
    assert [whole(unnamed, "pair", row) for row in (0, 1)] == [NEVER_WHOLE, ALWAYS_WHOLE]
    assert [whole(unnamed, "incident", row) for row in (0, 1)] == [NEVER_WHOLE, ALWAYS_WHOLE]


def test_other_roots_stand_by_themselves() -> None:
    read = caseload(
        cases=ONE_CASE, case_managers=[{"id": key, "share": "0.5"} for key in ("m", "n", "n", None)]
    )
    assert read.keys["case manager"].to_pylist() == ["m"]
    assert lines(read) == [
        ("case managers", 2, "id", "DR508"),
        ("case managers", 3, "id", "DR508"),
        ("case managers", 4, "id", "DR509"),
    ]
    assert read.rejected.tolist() == [0]


KEYS: Mapping[str, Callable[[int], Any]] = {
    "short": str,
    "prefixed": "case-{:05d}".format,
    "falling": lambda n: f"{99999 - n}",
    "long": lambda n: f"{'x' * (n % 40)}-{n}-{'y' * 60}",
    "accents": lambda n: f"\u00e9-{n}",
    "spaces": lambda n: f" a b {n} ",
    "whole numbers": lambda n: n * 7919 % 10_007 + 10**12,
    "decimals": Decimal,
}


@pytest.mark.parametrize("order", ["in order", "shuffled", "dictionary"])
@pytest.mark.parametrize("form", KEYS)
def test_keys_of_every_form(form: str, order: str) -> None:
    random, count = Random(1), 700
    cases = pa.table({"case": [KEYS[form](n) for n in range(count)]})
    pairs_of = [n for n in range(count) for _ in range(n % 4)]
    pairs = pa.table(
        {"case": [KEYS[form](n) for n in pairs_of], "id": [str(place % 4) for place in range(len(pairs_of))]}
    )
    chosen = [place for place in range(len(pairs_of)) for _ in range(random.choice((0, 1, 3)))]
    incidents = pa.table(
        {
            "case": [KEYS[form](pairs_of[place]) for place in chosen],
            "pair": [place % 4 for place in chosen],
            "id": [f"i{n}" for n in range(len(chosen))],
        }
    )
    at = np.arange(len(chosen))
    if order == "shuffled":
        at = np.array(random.sample(range(len(chosen)), len(chosen)))
        incidents = incidents.take(at)
        pairs = pairs.take(np.array(random.sample(range(len(pairs_of)), len(pairs_of))))
    if order == "dictionary":
        coded: list[Any] = [column.dictionary_encode() for column in incidents.columns]
        incidents = pa.Table.from_arrays(coded, names=incidents.schema.names)
    read = caseload(cases=cases, pairs=pairs, incidents=incidents)
    assert not lines(read)
    rows = read.parts[0].rows
    case_of = rows["pair"].parent[rows["incident"].parent].tolist()
    pair_of = np.asarray(read.keys["pair"].take(pa.array(rows["incident"].parent)))
    ids = {key: place for place, key in enumerate(read.keys["incident"].to_pylist())}
    for count, place in enumerate(chosen):
        row = ids[f"i{count}"]
        assert (case_of[row], pair_of[row]) == (pairs_of[place], f"{place % 4}")


def test_keys_whose_hashes_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        keys.Letters, "hashes", lambda self, scopes=None: np.zeros(len(self.lengths), np.uint64)
    )
    known = pa.array([f"k{n}" for n in range(50)])
    wanted = pa.array([*(f"k{n}" for n in range(60)), None, "k"])
    assert keys.Index(known).find(wanted).tolist() == [*range(50), *[-1] * 12]
    scopes = np.repeat(np.arange(25, dtype=np.int32), 2)
    named = pa.array(["a", "b"] * 25)
    found = keys.Index(named, scopes).find(pa.array(["b", "a", "b", "c"]), np.array([3, 4, -1, 1], np.int32))
    assert found.tolist() == [7, 8, -1, -1]
    assert keys.shared(pa.array(["b", "a", "b", "a"]), np.array([0, 0, 0, 1], np.int32)).tolist() == [0, 2]


def test_keys_of_any_length_among_longer_ones() -> None:
    known = pa.array(["k" * length for length in range(1, 201)])
    for length in range(1, 203):
        expected = length - 1 if length <= 200 else -1
        assert keys.Index(known).find(pa.array(["k" * length])).tolist() == [expected]
        assert keys.Index(known[7:8]).find(pa.array(["k" * length, "k"])).tolist() == [-(length != 8), -1]


def test_many_keys_that_are_not_there() -> None:
    known = pa.array([f"k{n}" for n in range(0, 20_000, 2)])
    wanted = pa.array([f"k{n}" for n in range(20_000)])
    expected = [n // 2 if n % 2 == 0 else -1 for n in range(20_000)]
    assert keys.Index(known).find(wanted).tolist() == expected
    assert keys.Index(pa.array([], pa.string())).find(wanted).tolist() == [-1] * 20_000
    assert keys.Index(known).find(pa.array([], pa.string())).tolist() == []
    assert keys.Index(known).find(wanted.cast(pa.large_string())).tolist() == expected


# -- tables that cannot be read ----------------------------------------------------------------------


def test_tables_by_any_name() -> None:
    for name in ("case", "cases", "Cases", " the  CASE"):
        read = read_tables(WORDS, {name: pa.table({"Case": ["c"], "How Grave": ["grave"], "age": [30]})})
        assert ends(read, "harm", "case") == (2, 2)
    assert read_tables(WORDS, {"cases": pa.table({"id": ["c"]})}).keys["case"].to_pylist() == ["c"]


ONCE, A_TABLE = "give one column of it", "give a table `pairs`, a row for each pair"
OF_A_PAIR = "add the id of the pair it is part of"
FORM: list[tuple[dict[str, Rows], list[tuple[str, str, str | None]]]] = [
    ({}, [("tables", "DR603", "give a table `cases`")]),
    ({"cases": ONE_CASE, "pears": []}, [("table 2", "DR601", "did you mean 'pairs'?")]),
    ({"cases": ONE_CASE, "telephones": []}, [("table 2", "DR601", None)]),
    ({"cases": ONE_CASE, "case": ONE_CASE}, [("table 2", "DR604", "give one with all its rows")]),
    ({"cases": [{"case": 1, "costody": 1}]}, [("cases, column 2", "DR602", "did you mean 'custody'?")]),
    ({"cases": [{"case": 1, "telephone": 1}]}, [("cases, column 2", "DR602", None)]),
    ({"cases": [{"case": 1, "pairs": 1}]}, [("cases, column 2", "DR602", A_TABLE)]),
    ({"cases": [{"case": 1, "risk level": 1}]}, [("cases, column 2", "DR602", None)]),
    ({"cases": [{"case": 1, "custody": 1, "Custody": 1}]}, [("cases, column 3", "DR604", ONCE)]),
    ({"cases": [{"case": 1, "harm": 1, "how grave": 1}]}, [("cases, column 3", "DR604", ONCE)]),
    ({"cases": [{"case": 1, "id": 1}]}, [("cases, column 2", "DR604", ONCE)]),
    ({"cases": [{"age": 1}]}, [("cases", "DR603", "add the id of each row")]),
    ({"cases": ONE_CASE, "pairs": [{"id": 1}]}, [("pairs", "DR603", "add the id of the case it is part of")]),
    (
        {"cases": ONE_CASE, "incidents": [{"case": 1, "id": 1}]},
        [("incidents", "DR603", OF_A_PAIR), ("incidents", "DR603", "give a table `pairs`")],
    ),
    (
        {"cases": ONE_CASE, "case managers": [{"id": 1, "case": 1}]},
        [("case managers, column 2", "DR602", None)],
    ),
    ({"cases": ONE_CASE, "answers": [{"fact": 1}]}, [("answers", "DR603", None), ("answers", "DR603", None)]),
    ({"cases": ONE_CASE, "answers": [{"case": 1, "answer": 1}]}, [("answers", "DR603", None)]),
    (
        {"cases": ONE_CASE, "answers": [{"case": 1, "answer": 1, "fact": 1, "Sourse": 1}]},
        [("answers, column 4", "DR602", "did you mean 'source'?")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "expected"), FORM)
def test_tables_that_cannot_be_read(
    tables: dict[str, Rows], expected: list[tuple[str, str, str | None]]
) -> None:
    with pytest.raises(CaseloadError) as caught:
        read_tables(WORDS, {name: table_of(rows) for name, rows in tables.items()})
    found = [(each.place, each.code, each.fix) for each in caught.value.problems]
    assert [(place, code) for place, code, _ in found] == [(place, code) for place, code, _ in expected]
    for (_, _, fix), (_, _, wanted) in zip(found, expected, strict=True):
        assert fix
        assert wanted in (None, fix)
    assert "telephone" not in str(caught.value)


def test_every_problem_of_the_form_is_told() -> None:
    assert {code for _, code, _ in problems(pears=[], pairs=[{"ids": 1}])} == {"DR601", "DR602", "DR603"}


def test_columns_of_a_type_that_holds_no_value() -> None:
    strange = {
        "list": pa.array([["yes"]]),
        "struct": pa.array([{"answer": "yes"}]),
        "bytes": pa.array([b"yes"]),
        "time": pa.array([dt.time(1)]),
        "length": pa.array([dt.timedelta(1)]),
    }
    for array in strange.values():
        assert problems(cases=pa.table({"case": ["c"], "custody": array}))[0][:2] == (
            "cases, column 2",
            "DR605",
        )
        assert problems(cases=pa.table({"case": array}))[0][1] == "DR605"
    for array in (pa.array([1.5]), pa.array([True]), pa.array([dt.date(2026, 1, 1)])):
        assert problems(cases=pa.table({"case": array}))[0][1] == "DR605"
    for name in ("source", "date", "fact", "kind"):
        said = pa.table({"case": ["c"], "answer": ["yes"], "instrument": ["safelives24"], name: [1.5]})
        assert problems(cases=ONE_CASE, answers=said)[0][:2] == ("answers, column 4", "DR605")


def test_two_columns_of_one_name() -> None:
    table = pa.Table.from_arrays(
        [pa.array(["c"]), pa.array([1]), pa.array([2])], names=["case", "age", "age"]
    )
    assert problems(cases=table)[0][:2] == ("cases, column 3", "DR604")


# -- the table of answers ----------------------------------------------------------------------------


def answered(*rows: dict[str, Any], **more: Rows) -> Caseload:
    """What is said of a case with two pairs, the first of which has an incident."""
    pairs = [{"case": "c", "id": id_, "all the incidents are listed": "yes"} for id_ in ("p", "q")]
    tables: dict[str, Rows] = {
        "cases": [{"case": "c", "all the pairs are listed": "yes"}, {"case": "d", "custody": "remand"}],
        "pairs": pairs,
    }
    if not more:
        tables["incidents"] = [{"case": "c", "pair": "p", "id": "i"}]
    return caseload(**tables | more, answers=list(rows))


def on_pair(fact: str, answer: Any, **more: Any) -> dict[str, Any]:
    return {"case": "c", "kind": "pair", "id": "p", "fact": fact, "answer": answer, **more}


def on_form(item: str | None, answer: Any, **more: Any) -> dict[str, Any]:
    return {
        "case": "c",
        "kind": "pair",
        "id": "p",
        "instrument": "safelives24",
        "item": item,
        "answer": answer,
        **more,
    }


def test_the_case_itself_may_be_named_in_three_ways() -> None:
    for about in ({}, {"kind": "cases"}, {"id": "c"}, {"kind": "the CASE", "id": " c "}):
        read = answered({"case": "c", **about, "fact": "custody", "answer": "remand"})
        assert ends(read, "custody", "case") == (1, 1)
        assert not lines(read)


def test_lists_name_their_kind() -> None:
    for kind in ("pair", "pairs", "The Pairs"):
        assert ends(answered({**on_pair("injured", "yes"), "kind": kind}), "injured") == (1, 1)
    read = caseload(
        cases=ONE_CASE,
        case_managers=[{"id": "m"}],
        answers=[{"case": None, "kind": "case managers", "id": "m", "fact": "share", "answer": "0.5"}],
    )
    assert ends(read, "share of full time", "case manager") == (500, 500)
    assert not lines(read)


def test_two_sources_that_disagree_span() -> None:
    said = [
        {"case": "c", "fact": "harm", "answer": word, "source": who}
        for word, who in (("low", "police"), ("grave", "prison"))
    ]
    assert ends(answered(*said), "harm", "case") == (0, 2)
    assert ends(answered(*said, {"case": "c", "fact": "custody", "answer": "none"}), "custody", "case") == (
        0,
        0,
    )


def test_a_column_is_one_more_answer_of_nobodys() -> None:
    pairs = [{"case": "c", "id": "p", "injured": "no"}]
    said = on_pair("injured", "yes", source="police")
    assert ends(answered(said, pairs=pairs), "injured") == (1, 1)
    assert ends(answered({**said, "source": None}, pairs=pairs), "injured") == (0, 1)


STRANGE: list[tuple[dict[str, Any], str, str]] = [
    (on_pair("injured", "yes", case=None), "case", "DR509"),
    (on_pair("injured", "yes", case="lost"), "case", "DR606"),
    (on_pair("injured", "yes", kind="pear"), "kind", "DR601"),
    (on_pair("injured", "yes", kind=None), "id", "DR606"),
    (on_pair("injured", "yes", id=None), "id", "DR509"),
    (on_pair("injured", "yes", id="lost"), "id", "DR606"),
    ({"case": "c", "id": "a\tb", "fact": "custody", "answer": "none"}, "id", "DR509"),
    (on_pair("telephone", "yes"), "fact", "DR502"),
    (on_pair("custody", "none"), "fact", "DR502"),
    (on_pair("", "yes"), "answer", "DR511"),
    (on_pair("injured", "perhaps"), "answer", "DR505"),
    (on_pair("injured", "yes", source="Mrs Smith"), "source", "DR514"),
    (on_pair("injured", "yes", by="Mrs Smith"), "by", "DR514"),
    (on_pair("injured", "yes", date="soon"), "date", "DR506"),
    (on_pair("injured", "yes", instrument="safelives24"), "fact", "DR604"),
    (on_pair("injured", "yes", item="D01"), "fact", "DR604"),
    (on_pair("victim-survivor's address", "r", normalised="perhaps"), "normalised", "DR505"),
    (on_form("D01", "yes", instrument="telephone"), "instrument", "DR512"),
    (on_form("D99", "yes"), "item", "DR513"),
    (on_form(None, "yes"), "item", "DR513"),
    (on_form("D01", "perhaps"), "answer", "DR505"),
    (on_form("D01", "yes", **{"completed by": "Mrs Smith"}), "completed by", "DR514"),
    (on_form("D01", "yes", **{"completed on": "soon"}), "completed on", "DR506"),
]


@pytest.mark.parametrize(("said", "column", "code"), STRANGE)
def test_answers_that_cannot_be_read(said: dict[str, Any], column: str, code: str) -> None:
    read = answered(on_pair("injured", "no", source="police"), said)
    assert lines(read) == [("answers", 2, column, code)]
    assert read.rejected.tolist() == [int(said["case"] == "c"), 0]
    for row in read.rejects.to_pylist():
        assert row["fix"]
        for told in (row["what"], row["fix"]):
            assert not any(word in told for word in ("Smith", "telephone", "perhaps", "soon", "lost", "pear"))


def test_an_answer_that_cannot_be_read_leaves_a_yes_and_takes_a_no() -> None:
    yes, no = on_pair("injured", "yes", source="police"), on_pair("injured", "no", source="police")
    for strange in (on_pair("injured", "perhaps"), on_pair("injured", "no", source="Mrs Smith")):
        assert ends(answered(yes, strange), "injured") == (1, 1)
        assert ends(answered(no, strange), "injured") == (0, 1)
    strange = on_form("D01", "perhaps", **{"completed by": "police", "completed on": "2026-06-01"})
    assert ends(answered(yes, strange), "injured") == (0, 1)


def test_an_unreadable_column_takes_what_the_answers_said_with_it() -> None:
    pairs = [{"case": "c", "id": "p", "assessed-on": "soon", "injured": "perhaps"}]
    said = [on_pair("assessed on", "2026-06-01"), on_pair("injured", "yes", source="police")]
    read = answered(*said, pairs=pairs)
    assert ends(read, "assessed on") == (DAY.low, DAY.high)
    assert ends(read, "injured") == (1, 1)


@pytest.mark.parametrize("said", [on_pair("injured", "no", id=None), on_pair("injured", "no", kind="pear")])
def test_what_was_said_of_nobody_knows_what_may_have_been_said_of_any(said: dict[str, Any]) -> None:
    read = answered(on_pair("followed", "no"), {**on_pair("followed", "no"), "id": "q"}, said)
    assert [ends(read, "followed", row=row) for row in (0, 1)] == [(0, 1), (0, 1)]
    assert ends(read, "custody", "case", 1) == (1, 1)
    assert whole(read, "incident", 0) == NEVER_WHOLE


def test_what_was_said_of_a_thing_that_is_not_there_opens_the_lists_it_may_stand_in() -> None:
    read = answered(
        {**on_pair("reported", "yes"), "kind": "incident", "id": "lost"}, on_pair("followed", "no")
    )
    assert [whole(read, "incident", row) for row in (0, 1)] == [NEVER_WHOLE, NEVER_WHOLE]
    assert whole(read, "pair") == NEVER_WHOLE
    assert ends(read, "followed") == (0, 0)


@pytest.mark.parametrize("second", [{}, {"source": "police"}, {"date": "2026-06-01"}])
def test_a_source_that_contradicts_itself(second: dict[str, Any]) -> None:
    read = answered(
        on_pair("followed", "yes", **second),
        on_pair("followed", "no", **second),
        on_pair("followed", "yes", source="prison"),
        {**on_pair("followed", "no", **second), "id": "q"},
    )
    assert lines(read) == [("answers", 1, "answer", "DR510"), ("answers", 2, "answer", "DR510")]
    assert [ends(read, "followed", row=row) for row in (0, 1)] == [(0, 1), (0, 0)]


def test_a_source_that_contradicts_itself_about_a_value_and_a_list() -> None:
    dated = [
        on_pair("assessed on", day, source="police") for day in ("2026-06-01", "2026-06-02", "June 2026")
    ]
    read = answered(*dated)
    assert {row for _, row, _, _ in lines(read)} == {1, 2, 3}
    assert ends(read, "assessed on") == (DAY.low, DAY.high)
    listed = [on_pair("all the incidents are listed", said, source="police") for said in ("yes", "no")]
    read = answered(*listed)
    assert [code for *_, code in lines(read)] == ["DR510", "DR510"]
    assert whole(read, "incident") == NEVER_WHOLE
    assert ends(read, "all the incidents are listed") == (0, 1)


def test_a_checklist_filled_in_with_no_item_replaces_the_one_before() -> None:
    first = on_form("D01", "no", **{"completed by": "IDVA", "completed on": "2026-06-01"})
    later = on_form(None, None, **{"completed by": "IDVA", "completed on": "2026-07-01"})
    assert ends(answered(first), "injured") == (0, 0)
    read = answered(first, later)
    assert ends(read, "injured") == (0, 1)
    assert ends(read, "assessed on") == (dt.date(2026, 7, 1).toordinal(),) * 2


def test_what_cannot_be_read_never_makes_the_earlier_checklist_stand() -> None:
    first = on_form("D01", "no", **{"completed by": "IDVA", "completed on": "2026-06-01"})
    for strange in (
        {"item": "D99"},
        {"instrument": "telephone"},
        {"completed on": "soon"},
        {"completed by": "Mrs Smith"},
    ):
        later = on_form("D02", "yes", **{"completed by": "IDVA", "completed on": "2026-07-01"}) | strange
        read = answered(first, later)
        assert ends(read, "injured") == (0, 1)
        assert ends(read, "assessed on") == (DAY.low, DAY.high)


# -- whatever was meant, what comes out certain holds ------------------------------------------------

UNREADABLE = "\x07"


def damaged(random: Random, vocabulary: Vocabulary, tables: Tables) -> Tables:
    """The tables with one cell that nobody can read, or one id that is not its own."""
    name = random.choice([name for name, table in tables.items() if table.num_rows])
    table = tables[name]
    row = random.randrange(table.num_rows)
    column = random.choice(_may_be_damaged(vocabulary, name, table, row))
    values: list[Any] = table.column(column).to_pylist()
    ways: list[Any] = [UNREADABLE]
    if name != "answers" and column in ("id", name):
        cases = table.column("case").to_pylist() if "case" in table.schema.names else [None] * len(values)
        same_case = [
            key for key, case in zip(values, cases, strict=True) if case == cases[row] or column == name
        ]
        ways += [None, random.choice(same_case)]
    elif column in vocabulary.kinds:
        ways += [None, "nobody"]
    values[row] = random.choice(ways)
    place = table.schema.get_field_index(column)
    return tables | {name: table.set_column(place, column, pa.array(values, pa.string()))}


def _may_be_damaged(vocabulary: Vocabulary, name: str, table: pa.Table, row: int) -> list[str]:
    """Columns of which it matters that they cannot be read; a text may be anything, and a case another."""
    texts = {
        word
        for words in vocabulary.kinds.values()
        for word, fact in words.words.items()
        if isinstance(fact, Fact) and fact.type.name == "text"
    }
    spared = {"assessment", "version", "normalised", *({"case"} if name != "case" else ())} | texts
    if name == "answers":
        cells = {column: table.column(column)[row].as_py() for column in table.schema.names}
        if cells.get("fact") in texts:
            spared |= {"answer"}
        if cells.get("instrument") is None:
            spared |= {"item", "completed on", "completed by"}
        if cells.get("item") is None and cells.get("fact") is None:
            spared |= {"source", "date", "by"}
    return [column for column in table.schema.names if column not in spared]


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("which", ["small", "core"])
def test_damage_widens_and_is_told(seed: int, which: str, core: Vocabulary) -> None:
    random = Random(seed)
    vocabulary = core if which == "core" else WORDS
    share = random.random()
    cases = said_cases(random, vocabulary, 2)
    tables = tables_of(vocabulary, cases, wide=lambda value: random.random() < share)
    clean = things_of(vocabulary, read_tables(vocabulary, tables))
    for _ in range(8):
        hurt = damaged(random, vocabulary, tables)
        read = read_tables(vocabulary, hurt)
        same = all(hurt[name].equals(tables[name]) for name in tables)
        assert same or read.rejects.num_rows
        assert read.rejected.sum() <= read.rejects.num_rows
        wider(vocabulary, clean, things_of(vocabulary, read))


def wider(
    vocabulary: Vocabulary, clean: Mapping[tuple[str, Trail], Known], hurt: Mapping[tuple[str, Trail], Known]
) -> None:
    """Assert that nothing is more certain than it was, and that no list is whole that lost a thing."""
    assert hurt.keys() <= clean.keys()
    renumbered: dict[Any, Any] = {}
    for (kind, trail), known in clean.items():
        if (kind, trail) not in hurt:
            _list_is_open(vocabulary, hurt, kind, trail)
            continue
        low, high, days = hurt[kind, trail]
        assert all(now <= then for now, then in zip(days, known[2], strict=True))
        for slot, fact in enumerate(vocabulary.kinds[kind].facts):
            if fact.type.name == "reference" and low[slot] == high[slot]:
                assert known[0][slot] == known[1][slot] == renumbered.setdefault(low[slot], known[0][slot])
            elif fact.type.name != "reference":
                assert int(low[slot]) <= int(known[0][slot])
                assert int(known[1][slot]) <= int(high[slot])
    assert len(set(renumbered.values())) == len(renumbered)


def _list_is_open(
    vocabulary: Vocabulary, hurt: Mapping[tuple[str, Trail], Known], kind: str, trail: Trail
) -> None:
    """Of the nearest thing above that is still there, the list on the way to the one that is not."""
    above = vocabulary.kinds[kind].kind.part_of
    if above is None:
        return
    if (above, trail[:-1]) not in hurt:
        _list_is_open(vocabulary, hurt, above, trail[:-1])
        return
    places = [below.name for below in vocabulary.kinds[above].below]
    assert hurt[above, trail[:-1]][2][places.index(kind)] == NEVER_WHOLE


@pytest.mark.parametrize("seed", range(10))
def test_a_source_against_itself_widens(seed: int, core: Vocabulary) -> None:
    random = Random(seed)
    cases = said_cases(random, core, 2)
    tables = tables_of(core, cases, wide=lambda value: False)
    clean = things_of(core, read_tables(core, tables))
    rows = tables["answers"].to_pylist()
    opposite = {"yes": "no", "no": "yes"}
    for row in random.sample(rows, len(rows)):
        if row["answer"] in opposite:
            hurt = tables | {"answers": table_of([*rows, {**row, "answer": opposite[row["answer"]]}])}
            read = read_tables(core, hurt)
            assert {code for *_, code in lines(read)} == {"DR510"}
            wider(core, clean, things_of(core, read))


# -- the whole ---------------------------------------------------------------------------------------


def test_the_same_every_time(core: Vocabulary) -> None:
    random = Random(7)
    tables = damaged(random, core, tables_of(core, said_cases(random, core)))
    first, again = (read_tables(core, tables) for _ in range(2))
    assert first.rejects.equals(again.rejects)
    assert first.notes == again.notes
    assert things_of(core, first) == things_of(core, again)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("which", ["small", "core"])
def test_the_same_in_spans(seed: int, which: str, core: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(seed)
    vocabulary, share = core if which == "core" else WORDS, random.random()
    tables = tables_of(vocabulary, said_cases(random, vocabulary), wide=lambda value: random.random() < share)
    for _ in range(seed % 6):
        tables = damaged(random, vocabulary, tables)
    if seed % 2:
        tables = {name: shuffled(random, table) for name, table in tables.items()}
    whole_ = read_tables(vocabulary, tables)
    at_once = random.choice((1, 2))
    monkeypatch.setattr(parting, "cases_at_once", lambda *_: at_once)
    monkeypatch.setattr(parting, "A_PIECE", random.choice((1, 7, 1000)))
    monkeypatch.setattr(parting, "_MOST_SLICES", random.choice((0, 2, 1000)))
    cut = read_tables(vocabulary, tables)
    assert cut.rejects.to_pylist() == whole_.rejects.to_pylist()
    assert cut.notes == whole_.notes
    assert cut.rejected.tolist() == whole_.rejected.tolist()
    assert {kind: keys.to_pylist() for kind, keys in cut.keys.items()} == {
        kind: keys.to_pylist() for kind, keys in whole_.keys.items()
    }
    slots = {
        kind: [slot for slot, fact in enumerate(words.facts) if fact.type.name != "reference"]
        for kind, words in vocabulary.kinds.items()
    }
    before, after = things_of(vocabulary, whole_), things_of(vocabulary, cut)
    assert before.keys() == after.keys()
    for of, (low, high, days) in before.items():
        again = after[of]
        assert days == again[2]
        assert all(low[slot] == again[0][slot] and high[slot] == again[1][slot] for slot in slots[of[0]])


def test_nothing_that_was_sent_shows(core: Vocabulary) -> None:
    canary = "canary"
    read = caseload(
        cases=[{"case": canary, "custody": canary, "age": canary, "address": f"{canary}\t"}],
        pairs=[{"case": canary, "id": canary, "injured": canary}, {"case": canary, "id": canary}],
        incidents=[{"case": canary, "pair": canary, "id": canary}],
        answers=[
            {"case": canary, "kind": canary, "fact": canary, "answer": canary, "source": canary, "id": canary}
        ],
    )
    assert canary not in repr(read) + repr(read.parts[0]) + repr(read.notes)
    assert canary not in "".join(map(repr, read.parts[0].rows.values()))
    for row in read.rejects.to_pylist():
        assert canary not in row["what"] + row["fix"] + row["column"] + row["table"]
    with pytest.raises(CaseloadError) as caught:
        read_tables(WORDS, {canary: pa.table({canary: [canary]}), "cases": pa.table({canary: [canary]})})
    assert canary not in str(caught.value)


def test_lines_in_order_of_tables_rows_and_columns() -> None:
    read = caseload(
        answers=[{"case": "c", "fact": "age", "answer": "x", "source": "y"}] * 2,
        pairs=[{"case": "c", "id": n, "injured": "x", "followed": "x"} for n in range(2)],
        cases=[{"case": "c", "custody": "x", "age": "x"}],
    )
    assert [line[:3] for line in lines(read)] == [
        ("cases", 1, "custody"),
        ("cases", 1, "age"),
        *(("pairs", row, column) for row in (1, 2) for column in ("injured", "followed")),
        *(("answers", row, column) for row in (1, 2) for column in ("answer", "source")),
    ]
    assert read.rejected.tolist() == [10]


# -- what lies after the day -----------------------------------------------------------------------


def test_what_was_said_or_is_dated_after_the_day_is_unknown_and_told(core: Vocabulary) -> None:
    """As a case that says so is refused, a row is: a no of tomorrow clears nobody today."""
    day = dt.date(2026, 11, 1)
    cases = pa.table({"case": ["a", "b"]})
    pairs = pa.table({"case": ["a", "b"], "id": ["p", "p"]})
    incidents = pa.table(
        {
            "case": ["a", "b"],
            "pair": ["p", "p"],
            "id": ["i", "i"],
            "date of the incident": pa.array([dt.date(2026, 11, 2), day]),
        }
    )
    answers = pa.table(
        {
            "case": ["a", "b"],
            "kind": ["pair", "pair"],
            "id": ["p", "p"],
            "fact": ["unwanted contact from prison"] * 2,
            "answer": ["no", "no"],
            "source": ["police", "police"],
            "date": pa.array([dt.date(2026, 11, 2), day]),
        }
    )
    tables = {"cases": cases, "pairs": pairs, "incidents": incidents, "answers": answers}
    read = read_tables(core, tables, day)
    lines = read.rejects.to_pylist()
    assert [(line["table"], line["row"], line["code"]) for line in lines] == [
        ("incidents", 1, "DR507"),
        ("answers", 1, "DR507"),
    ]
    slot = core.kinds["pair"].slots["unwanted contact from prison"]
    assert ends_of(read.parts[0].rows["pair"], slot) == [(0, 1), (0, 0)]
    dated = core.kinds["incident"].slots["date of the incident"]
    kind = core.kinds["incident"].fact("date of the incident").type
    assert ends_of(read.parts[0].rows["incident"], dated) == [(kind.low, kind.high), (day.toordinal(),) * 2]
    assert read_tables(core, tables).rejects.num_rows == 0


def ends_of(rows: columnar.Rows, slot: int) -> list[tuple[int, int]]:
    low, high = rows.low[slot], rows.high[slot]
    assert low is not None
    assert high is not None
    return list(zip(low.tolist(), high.tolist(), strict=True))
