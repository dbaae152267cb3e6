"""The columnar engine, held to programs made at random, to values where a width ends, and to crowds."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import drive_rules as dr
from drive_rules.answers import Key
from drive_rules.case import Case, Row, Vocabulary, World, read_case
from drive_rules.caseload.tables import read_tables
from drive_rules.engines import compiled
from drive_rules.engines.columnar import Columns, SettledColumns, build
from drive_rules.engines.columnar.gathers import Later
from drive_rules.ir import ALWAYS_WHOLE, FAR_AHEAD, LONG_AGO, NEVER_WHOLE, NO_LIMIT, Length, Ruleset, Unit
from drive_rules.lower import All, Gather, Gathering, Le, Name, Part, Program, Term, inputs, lower
from drive_rules.reference import Meaning, evaluate
from tests.bench import Indexed, about_record
from tests.caseload_tables import Trail, tables_of
from tests.cases_said import Sayings
from tests.columns_made import columns_of, in_blocks, settled_of, unlike
from tests.generated import make_day, make_ruleset
from tests.programs import KINDS, TODAY, facts, program, row, world
from tests.stepwise import settle
from tests.test_compiled import Growing, sound
from tests.worlds import Worlds, flatten, tilted

CASES = sorted((Path(__file__).parent.parent / "examples" / "cases").glob("*.yaml"))
DAY = date(2026, 11, 2)
EDGES = tuple(
    edge + step for edge in (-(2**31), -(2**15), -(2**7), 0, 2**7, 2**15, 2**31) for step in (-1, 0, 1)
)
SPANS = ((0, 1), (0, 1), (-(2**7), 2**7 - 1), (0, 2**15), (LONG_AGO, FAR_AHEAD), (-NO_LIMIT, NO_LIMIT))


# -- programs at random ----------------------------------------------------------------------------


@dataclass
class Edged(Growing):
    """Programs whose facts have ranges, and whose numbers lie where a width ends."""

    spans: dict[Key, tuple[int, int]] = field(default_factory=dict)

    def bounded(self, steps: int) -> Program:
        """A program of so many steps that knows the range of most of its facts."""
        made = self.program(steps)
        names = [name for there in made.facts.values() for name in there]
        self.spans = {name.key: self.random.choice(SPANS) for name in names if self.random.random() < 0.8}
        return replace(made, bounds=self.spans)

    def _number(self) -> int:
        return self.random.choice([super()._number(), self.random.choice(EDGES), self.random.randint(-3, 3)])

    def _row(self, kind: str, number: int, parent: int) -> Row:
        there = super()._row(kind, number, parent)
        spans = [self.spans.get(name.key, (-NO_LIMIT, NO_LIMIT)) for name in facts(kind, self.known)]
        if self.random.random() < 0.1:
            return replace(there, low=tuple(low for low, _ in spans), high=tuple(high for _, high in spans))
        return replace(there, low=_within(there.low, spans), high=_within(there.high, spans))


def _within(codes: tuple[int, ...], spans: list[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(min(max(code, low), high) for code, (low, high) in zip(codes, spans, strict=True))


@pytest.mark.parametrize("seed", range(80))
def test_programs_at_random(seed: int) -> None:
    """Many worlds in whatever arrays come to what the steps come to for each, carried out plainly."""
    made = Edged(Random(f"columnar {seed}"))
    steps = made.bounded(made.random.randint(1, 14))
    engine = pickle.loads(pickle.dumps(build(steps)))
    worlds = [made.world() for _ in range(made.random.choice([1, 6, 12]))]
    plain = [settle(steps, there) for there in worlds]
    for _ in range(3):
        columns, starts = columns_of(steps, worlds, made.random)
        settled = engine.settle(columns)
        for number, expected in enumerate(plain):
            if sound(expected):
                assert settled_of(settled, starts, number) == expected
        assert not list(unlike(settled, in_blocks(columns, made.random.randint(1, 5), engine.settle)))


def test_most_programs_at_random_are_compared() -> None:
    compared = 0
    for seed in range(80):
        made = Edged(Random(f"columnar {seed}"))
        steps = made.bounded(made.random.randint(1, 14))
        compared += sum(sound(settle(steps, made.world())) for _ in range(4))
    assert compared > 160


# -- shapes ----------------------------------------------------------------------------------------


def test_every_public_name_has_a_row_for_each_thing() -> None:
    made = Edged(Random("shapes"))
    steps = made.bounded(30)
    hidden = replace(steps, public=steps.public[::2])
    kinds = {name.key: name.kind for name in hidden.public}
    deciders = {
        step.target.key for step in steps.steps if isinstance(step, Gather) and step.gathering == "one"
    }
    for worlds in ([], [made.world() for _ in range(5)]):
        columns, _ = columns_of(hidden, worlds, made.random)
        settled = build(hidden).settle(columns)
        assert set(settled.low) == set(settled.high) == set(kinds)
        assert set(settled.conflicts) == deciders & set(kinds)
        for key, column in (*settled.low.items(), *settled.high.items()):
            assert column.shape == (columns.rows[kinds[key]].count,)
            assert column.dtype.kind == "i"
        for name, torn in settled.conflicts.items():
            assert torn.shape == (columns.rows[kinds[name]].count,)
            assert torn.dtype == np.bool_


def test_a_repr_tells_counts_and_no_values() -> None:
    steps = program([])
    columns, _ = columns_of(steps, [world(row((740123,) * 4, lists=1))])
    assert repr(columns) == "<Columns case: 1, pair: 0, incident: 0, manager: 0>"
    assert "740123" not in repr(columns.rows["case"]) + repr(build(steps).settle(columns))
    assert "740123" not in repr(next(columns.blocks(1)))


def test_blocks_run_in_threads() -> None:
    made = Edged(Random("threads"))
    steps = made.bounded(20)
    engine = build(steps)
    columns, _ = columns_of(steps, [made.world() for _ in range(30)], made.random)
    alone = engine.settle(columns)
    with ThreadPoolExecutor(4) as pool:
        for settled in pool.map(lambda size: in_blocks(columns, size, engine.settle), [2, 5, 8] * 3):
            assert not list(unlike(alone, settled))


# -- runs of roots ---------------------------------------------------------------------------------


@st.composite
def forests(draw: st.DrawFn) -> list[World]:
    """Worlds of any shape, also of nothing at all."""
    made = Edged(Random(draw(st.integers(0, 10_000))))
    made.bounded(1)
    return [made.world() for _ in range(draw(st.integers(0, 9)))]


@settings(max_examples=80, deadline=None)
@given(worlds=forests(), size=st.integers(1, 12), seed=st.integers(0, 100))
def test_every_row_is_in_one_run_with_its_parents(worlds: list[World], size: int, seed: int) -> None:
    columns, _ = columns_of(program([]), worlds, Random(seed))
    seen = dict.fromkeys(KINDS, 0)
    for block in columns.blocks(size):
        assert list(block.columns.rows) == list(KINDS)
        assert sum(block.columns.rows[kind].count > 0 for kind in ("case", "manager")) <= 1
        for kind, rows in block.columns.rows.items():
            start, whole = block.starts[kind], columns.rows[kind]
            if rows.count:
                assert start == seen[kind]
            seen[kind] += rows.count
            here = slice(start, start + rows.count)
            above = KINDS[kind]
            if above is None:
                assert rows.count <= size
            else:
                assert np.array_equal(rows.parent + block.starts[above], whole.parent[here])
                assert np.all((rows.parent >= 0) & (rows.parent < block.columns.rows[above].count))
            _same_cells(rows.low, whole.low, here)
            _same_cells(rows.high, whole.high, here)
            _same_cells(rows.whole, whole.whole, here)
            for low, high, all_low, all_high in zip(rows.low, rows.high, whole.low, whole.high, strict=True):
                assert (low is high) == (all_low is all_high)
    assert seen == {kind: rows.count for kind, rows in columns.rows.items()}


def _same_cells(part: tuple[object, ...], whole: tuple[object, ...], here: slice) -> None:
    for one, other in zip(part, whole, strict=True):
        assert (one is None) == (other is None)
        if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
            assert np.array_equal(one, other[here])


# -- values at the edge of every width -------------------------------------------------------------


def gathered(gathering: Gathering, **given: object) -> Program:
    """What incidents count for, gathered for their pair: fact 0 where fact 1 is yes."""
    low, high = (Term(facts("incident")[0], end) for end in ("low", "high"))  # type: ignore[arg-type]
    when = Le(Term(None, plus=1), Term(facts("incident")[1]))
    part = Part("incident", when, low, high)
    otherwise = None if gathering == "sum" else 0
    step = Gather(Name("all", "pair"), gathering, (part,), otherwise, -NO_LIMIT, NO_LIMIT)
    return program([replace(step, **given)])  # type: ignore[arg-type]


def pairs_of(lists: list[list[tuple[int, int]]], sure: bool = True) -> World:
    """A pair for each list of values, and an incident for each value."""
    pairs = [row((0,) * 4, lists=1) for _ in lists]
    incidents = [
        row((low, int(sure), 0, 0), (high, 1, 0, 0), parent=number)
        for number, values in enumerate(lists)
        for low, high in values
    ]
    return world(row((0,) * 4, lists=1), pair=pairs, incident=incidents)


def same(steps: Program, there: World) -> dict[Key, list[tuple[int, int]]]:
    """What it comes to, which is what the steps come to carried out plainly."""
    plain = settle(steps, there)
    for seed in range(6):
        columns, starts = columns_of(steps, [there], Random(seed))
        assert settled_of(build(steps).settle(columns), starts, 0) == plain
    return {key: list(zip(plain.low[key], plain.high[key], strict=True)) for key in plain.low}


@pytest.mark.parametrize("most", [2**7 - 1, 2**15 - 1, 2**31 - 1, NO_LIMIT // 8])
@pytest.mark.parametrize("sure", [True, False])
def test_sums_beyond_the_width_of_their_values(most: int, sure: bool) -> None:
    values = [[(most, most)] * 7, [], [(-most - 1, most)] * 3, [(-most - 1, -most - 1)] * 7]
    found = same(gathered("sum"), pairs_of(values, sure))["all"]
    if sure:
        assert found == [(7 * most,) * 2, (0, 0), (-3 * most - 3, 3 * most), (-7 * most - 7,) * 2]


def test_sums_are_kept_within_the_range() -> None:
    values = [[(NO_LIMIT, NO_LIMIT)] * 2, [(-NO_LIMIT, NO_LIMIT)] * 3, [(-NO_LIMIT, -NO_LIMIT), (0, 1)] * 2]
    assert same(gathered("sum"), pairs_of(values))["all"] == [
        (NO_LIMIT, NO_LIMIT),
        (-NO_LIMIT, NO_LIMIT),
        (-NO_LIMIT, -NO_LIMIT),
    ]


@pytest.mark.parametrize("most", [2**61, 2**63 - 1])
def test_sums_beyond_64_bits(most: int) -> None:
    values = [[(most, most)] * 9, [(-most, most)] * 9, [(most, most), (-most, -most)] * 5, [], [(5, 7)]]
    found = same(gathered("sum"), pairs_of(values))["all"]
    assert found == [(NO_LIMIT, NO_LIMIT), (-NO_LIMIT, NO_LIMIT), (0, 0), (0, 0), (5, 7)]


@pytest.mark.parametrize(
    "times", [(10**12, 1), (10**12, 1000), (-(10**12), 7), (3, 10**12), (10**30, 10**29)]
)
@pytest.mark.parametrize("rounded", [True, False])
def test_products_beyond_64_bits(times: tuple[int, int], rounded: bool) -> None:
    values = [[(NO_LIMIT, NO_LIMIT)], [(-NO_LIMIT, 7)], [(-7, -3), (-1500, 1499)], [(123_456_789, 10**11)]]
    same(gathered("sum", times=times, rounded=rounded), pairs_of(values))


@pytest.mark.parametrize("gathering", ["max", "min", "one"])
@pytest.mark.parametrize("otherwise", [None, 0, NO_LIMIT, -NO_LIMIT])
@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("opened", [0, 1])
def test_the_ends_of_the_range(
    gathering: Gathering, otherwise: int | None, ordered: bool, opened: int
) -> None:
    ends = [NO_LIMIT, -NO_LIMIT, 2**31, -(2**31) - 1, 127, -128, 0]
    values = [[(end, end)] for end in ends] + [[(min(ends), end), (end, end)] for end in ends] + [[]]
    opens = (("pair", Le(Term(None, plus=opened), Term(facts("pair")[0], "high"))),)
    steps = gathered(gathering, otherwise=otherwise, ordered=ordered, opens=opens)
    for sure in (True, False):
        same(steps, pairs_of(values, sure))


@pytest.mark.parametrize("ceiling", [1, 2, 127, 128, 200])
@pytest.mark.parametrize("otherwise", [0, 1, -1, -128, -129])
def test_ladders_of_any_height(ceiling: int, otherwise: int) -> None:
    """A decision among so many values, each given by a rule of its own."""
    rungs = sorted({0, 1, ceiling // 2, ceiling - 1, ceiling})
    parts = tuple(
        Part(
            "pair",
            Le(Term(None, plus=rung), Term(facts("pair")[0])),
            Term(None, plus=rung),
            Term(None, plus=rung),
        )
        for rung in rungs
    )
    level = Gather(Name("level", "pair"), "max", parts, otherwise, min(0, otherwise), ceiling)
    lows = [-1, *rungs, ceiling + 1]
    pairs = [row((low, 0, 0, 0), (high, 0, 0, 0), lists=1) for low in lows for high in lows if low <= high]
    same(program([level]), world(row((0,) * 4, lists=1), pair=pairs))


@pytest.mark.parametrize("count", [1, 99, 100, 101, 130, 300])
@pytest.mark.parametrize("size", [1, -1, 1000, 2**31, NO_LIMIT - 1, NO_LIMIT])
def test_points_of_any_number(count: int, size: int) -> None:
    """A total of many rules that give as many points each, and a few that give others."""
    when = Le(Term(None, plus=1), Term(facts("pair")[0]))
    points = [size] * count + [5, -7]
    parts = tuple(Part("pair", when, Term(None, plus=each), Term(None, plus=each)) for each in points)
    step = Gather(Name("points", "pair"), "sum", parts, None, -NO_LIMIT, NO_LIMIT)
    pairs = [row((0,) * 4, lists=1), row((1, 0, 0, 0), lists=1), row((0,) * 4, (1, 0, 0, 0), lists=1)]
    same(program([step]), world(row((0,) * 4, lists=1), pair=pairs))


@pytest.mark.parametrize("apart", [*EDGES, NO_LIMIT, -NO_LIMIT])
def test_facts_apart_by_any_number(apart: int) -> None:
    """Two facts held against each other, however far apart and in whatever width, with either sign."""
    one, other = facts("pair")[:2]
    terms = [
        Le(Term(one, "high", sign, apart), Term(other, "low", turned))  # type: ignore[arg-type]
        for sign in (1, -1)
        for turned in (1, -1)
    ]
    parts = tuple(
        Part("pair", term, Term(None, plus=2**n), Term(None, plus=2**n)) for n, term in enumerate(terms)
    )
    step = Gather(Name("held", "pair"), "sum", parts, None, 0, 15)
    codes = [-NO_LIMIT, -(2**31), -128, -1, 0, 1, 127, 2**15, NO_LIMIT]
    pairs = [
        row((low, code, 0, 0), lists=1) for low in codes for code in (low + apart, low - apart, -low, 127)
    ]
    for there in (pairs, [each for each in pairs if max(map(abs, each.low)) < 128]):
        same(program([step]), world(row((0,) * 4, lists=1), pair=there))


# -- days ------------------------------------------------------------------------------------------

LENGTHS = [
    Length(amount, unit)
    for unit, amounts in {
        "days": (0, 1, 31, 100_000),
        "weeks": (1, 5),
        "months": (0, 1, 2, 11, 13, 240, 5000),
        "years": (1, 3, 100, 500),
        "working days": (0, 1, 5, 23),
    }.items()
    for amount in amounts
]
HOLIDAYS = frozenset(date(2026, 12, day) for day in (24, 25, 28, 29)) | {
    date(2028, 2, 29),
    date(2199, 12, 31),
}


def edgy_days() -> Iterator[int]:
    """The ends of the calendar, months' ends and leap days, and a winter with its holidays."""
    yield from (LONG_AGO - 1, LONG_AGO, LONG_AGO + 1, LONG_AGO + 32, FAR_AHEAD - 32, FAR_AHEAD - 1, FAR_AHEAD)
    for year in (1900, 2024, 2026, 2028, 2100, 2199):
        for month in range(1, 13):
            first = date(year, month, 1).toordinal()
            yield from range(first, first + 2)
            yield from range(first + 26, first + 31)
    yield from range(date(2026, 12, 10).toordinal(), date(2027, 1, 10).toordinal())


@pytest.mark.parametrize("length", LENGTHS, ids=lambda one: f"{one.amount} {one.unit}")
def test_days_later_are_those_of_the_reference(length: Length) -> None:
    random = Random("days")
    meaning = Meaning(make_ruleset(random, DAY), World({}), DAY)
    meaning._bank_holidays = frozenset(day.toordinal() for day in HOLIDAYS)
    days = sorted({*edgy_days()} & set(range(LONG_AGO, FAR_AHEAD + 1)))
    later = Later(length, HOLIDAYS)
    expected = [meaning.shift(day, length) for day in days]
    for width in (np.int32, np.int64):
        for _ in range(2):
            assert later(np.array(days, width)).tolist() == expected


@pytest.mark.parametrize("unit", ["days", "working days", "weeks", "months", "years"])
def test_the_latest_day_and_so_much_later(unit: Unit) -> None:
    days = [day for number, day in enumerate(edgy_days()) if number < 7 or number % 5 == 0]
    values = [[(day, day)] for day in days]
    values += [[(LONG_AGO, day), (day, FAR_AHEAD)] for day in days] + [[]]
    for gathering in ("max", "min"):
        steps = gathered(
            gathering,  # type: ignore[arg-type]
            otherwise=LONG_AGO,
            floor=LONG_AGO,
            ceiling=FAR_AHEAD,
            shift=Length(3, unit),
        )
        same(replace(steps, holidays=HOLIDAYS | {TODAY, TODAY + timedelta(1)}), pairs_of(values))


@pytest.mark.parametrize("whole", [NEVER_WHOLE, 1, LONG_AGO, TODAY.toordinal(), ALWAYS_WHOLE])
def test_lists_whole_to_any_day(whole: int) -> None:
    """A list that may have more after the day to which it is whole: all rows alike, or each its own."""
    to_day = Le(Term(Name(("whole to", "incident"), "pair")), Term(None, plus=TODAY.toordinal() - 1))
    steps = gathered("max", opens=(("pair", All((to_day,))),))
    there = pairs_of([[(3, 4)], []])
    days = ((whole, whole), (whole, NEVER_WHOLE), (ALWAYS_WHOLE, whole))
    for pair in days:
        pairs = tuple(replace(one, whole=(day,)) for one, day in zip(there.rows["pair"], pair, strict=True))
        same(steps, World({**there.rows, "pair": pairs}))


# -- rulesets --------------------------------------------------------------------------------------


def test_the_example_cases_together() -> None:
    ruleset = dr.load("drive-core")
    steps = lower(ruleset.meaning, DAY)
    engine = build(steps)
    worlds = [ruleset.read_case(path, as_of=DAY).world for path in CASES]
    columns, starts = columns_of(steps, worlds, Random("examples"))
    settled = engine.settle(columns)
    for number, there in enumerate(worlds):
        assert settled_of(settled, starts, number) == evaluate(ruleset.meaning, there, DAY)
    assert not list(unlike(settled, in_blocks(columns, 5, engine.settle)))


@pytest.mark.parametrize("seed", range(4))
def test_thousands_of_things_in_lists(seed: int) -> None:
    """More than the reference could walk: held to the engine of one case, which has no columns."""
    random = Random(f"crowds {seed}")
    day = make_day(random)
    ruleset = tilted(random, make_ruleset(random, day), day)
    made, steps = Worlds(random, ruleset, day), lower(ruleset, day)
    one_by_one, engine = compiled.build(steps), build(steps)
    cases = [made.crowded(made.truth(), random.choice([1500, 3000, 6000])) for _ in range(2)]
    worlds = [flatten(ruleset, case) for case in (made.truth(), *cases, made.blur(cases[0], 0.95))]
    columns, starts = columns_of(steps, worlds, random)
    settled = engine.settle(columns)
    for number, there in enumerate(worlds):
        assert settled_of(settled, starts, number) == one_by_one.settle(there)
    assert not list(unlike(settled, in_blocks(columns, 2, engine.settle)))


def test_the_indexed_reference_is_the_reference() -> None:
    random = Random("indexed")
    for _ in range(12):
        day = make_day(random)
        ruleset = tilted(random, make_ruleset(random, day), day)
        made = Worlds(random, ruleset, day)
        for case in (made.truth(), made.blur(made.truth(), 0.7), made.crowded(made.truth(), 40)):
            there = flatten(ruleset, case)
            assert Indexed(ruleset, there, day).settled() == evaluate(ruleset, there, day)


def test_the_same_worlds_in_other_arrays_are_settled_alike() -> None:
    random = Random("arrays")
    day = make_day(random)
    ruleset = make_ruleset(random, day)
    made, steps = Worlds(random, ruleset, day), lower(ruleset, day)
    truths = [made.truth() for _ in range(6)]
    worlds = [flatten(ruleset, case) for truth in truths for case in (truth, made.nothing_known(truth))]
    engine, settled = build(steps), list[SettledColumns]()
    arrays: set[tuple[object, ...]] = set()
    for seed in (None, *range(9)):
        columns, _ = columns_of(steps, worlds, None if seed is None else Random(seed))
        settled.append(engine.settle(columns))
        arrays.add(_widths(columns))
    assert len(arrays) == 10
    assert not [what for other in settled[1:] for what in unlike(settled[0], other)]


def _widths(columns: Columns) -> tuple[object, ...]:
    return tuple(
        (None if low is None else low.dtype, low is high)
        for rows in columns.rows.values()
        for low, high in zip(rows.low, rows.high, strict=True)
    )


# -- tables ----------------------------------------------------------------------------------------


def trails(above: list[Trail], parents: Iterable[int], keys: Iterable[str]) -> list[Trail]:
    """The ids on the way to each thing: those of its parent, and its own."""
    parents = list(parents)
    return [(*(above[parents[number]] if parents else ()), key) for number, key in enumerate(keys)]


@pytest.mark.parametrize("seed", range(10))
def test_generated_tables_of_generated_rulesets(seed: int) -> None:
    """Cases sent as tables, some rows twice, are settled as each case read by itself; where rows are left
    out, to what holds whatever they said."""
    random = Random(f"tables {seed}")
    day = make_day(random)
    ruleset = tilted(random, make_ruleset(random, day), day)
    vocabulary, steps = Vocabulary.of(ruleset), lower(ruleset, day)
    cases = [Sayings(random, vocabulary).case(number) for number in range(6)]
    tables = tables_of(vocabulary, cases, wide=lambda value: random.random() < 0.7)
    twice = random.choice([kind for kind, parent in steps.kinds.items() if parent])
    damaged = seed % 2 == 1 and tables[twice].num_rows > 0
    if damaged:
        tables[twice] = pa.concat_tables([tables[twice], tables[twice].slice(0, 1)])
    caseload = read_tables(vocabulary, tables)
    assert (caseload.rejects.num_rows > 0) == damaged
    settled, places = build(steps).settle(caseload.parts[0]), {}
    paths: dict[str, list[Trail]] = {}
    for kind, rows in caseload.parts[0].rows.items():
        keys = caseload.keys[kind].to_pylist()
        paths[kind] = trails(paths.get(str(steps.kinds[kind]), []), rows.parent.tolist(), keys)
        places[kind] = {path: number for number, path in enumerate(paths[kind])}
    compared = 0
    for data in cases:
        compared += _held_to_case(read_case(vocabulary, data), ruleset, day, steps, settled, places, damaged)
    assert compared > 100


def _held_to_case(
    case: Case,
    ruleset: Ruleset,
    day: date,
    steps: Program,
    settled: SettledColumns,
    places: Mapping[str, Mapping[Trail, int]],
    damaged: bool,
) -> int:
    """How many answers of one case were held to the reference: equal, or around it where rows are missing."""
    expected, paths, compared = evaluate(ruleset, case.world, day), dict[str, list[Trail]](), 0
    record = about_record(ruleset)
    for kind, parent in steps.kinds.items():
        rows = case.world.rows[kind]
        parents = [row.parent for row in rows] if parent else []
        paths[kind] = trails(paths.get(str(parent), []), parents, [row.key for row in rows])
    for name in steps.public:
        for number, path in enumerate(paths[name.kind]):
            at = places[name.kind].get(path)
            assert at is not None or damaged
            if at is None or (damaged and name.key in record):
                continue
            ours = expected.low[name.key][number], expected.high[name.key][number]
            low, high = int(settled.low[name.key][at]), int(settled.high[name.key][at])
            if damaged and not low <= ours[0] <= ours[1] <= high:
                assert name.key[0] in ("called for", "blocked")
            assert damaged or (low, high) == ours
            if not damaged and str(name.key) in settled.conflicts:
                assert settled.conflicts[str(name.key)][at] == ((name.key, number) in expected.conflicts)
            compared += 1
    return compared


# -- what is asked for -----------------------------------------------------------------------------


def asked_plainly(ruleset: Ruleset, steps: Program, there: World) -> dict[Key, list[bool]]:
    """What unsettled rules and decisions rest on, followed back thing by thing and step by step."""
    everything = replace(steps, public=tuple(step.target for step in steps.steps))
    settled = settle(everything, there)
    wanted: set[tuple[Name, int]] = set()
    for step in reversed(steps.steps):
        name, reads = step.target, inputs(step)
        low, high = settled.low[name.key], settled.high[name.key]
        asks = (name.key in steps.rules and isinstance(name.key, str)) or name.key[0] == "rule"
        for here, (least, most) in enumerate(zip(low, high, strict=True)):
            if least != most and (asks or (name, here) in wanted):
                for read in reads:
                    wanted.update((read, other) for other in beside(steps, there, name.kind, here, read.kind))
    facts = {
        name.key: [
            (name, number) in wanted and one.low[slot] != one.high[slot]
            for number, one in enumerate(there.rows[kind])
        ]
        for kind, names in steps.facts.items()
        for slot, name in enumerate(names)
    }
    lists = {
        name.key: [
            (name, number) in wanted and _may_have_more(ruleset, name, one.whole[slot], steps.as_of)
            for number, one in enumerate(there.rows[kind])
        ]
        for kind, names in steps.wholes.items()
        for slot, name in enumerate(names)
    }
    return {key: flags for key, flags in {**facts, **lists}.items() if any(flags)}


def _may_have_more(ruleset: Ruleset, whole: Name, day: int, as_of: int) -> bool:
    dated = ruleset.kinds[str(whole.key[1])].dated_by is not None
    return day == NEVER_WHOLE or (dated and day < as_of)


def beside(steps: Program, there: World, kind: str, row: int, wanted: str) -> list[int]:
    """The things of a kind at, above or below one thing."""

    def above(kind: str, row: int, top: str) -> int | None:
        while kind != top:
            part_of = steps.kinds[kind]
            if part_of is None:
                return None
            kind, row = part_of, there.rows[kind][row].parent
        return row

    up = above(kind, row, wanted)
    if up is not None:
        return [up]
    return [number for number in range(len(there.rows[wanted])) if above(wanted, number, kind) == row]


@pytest.mark.parametrize("seed", [*range(12), 30, 35])
def test_what_is_asked_for_is_what_the_unsettled_rests_on(seed: int) -> None:
    random = Random(f"asked {seed}")
    day = make_day(random)
    ruleset = tilted(random, make_ruleset(random, day), day)
    made, steps = Worlds(random, ruleset, day), lower(ruleset, day)
    truths = [made.truth() for _ in range(3)]
    cases = [case for truth in truths for case in (made.blur(truth, 0.6), made.blur(truth, 0.9), truth)]
    worlds = [flatten(ruleset, case) for case in (*cases, made.nothing_known(truths[0]))]
    columns, starts = columns_of(steps, worlds, random)
    settled = build(steps).settle(columns, asking=True)
    assert not list(unlike(settled, build(steps).settle(columns)))
    kinds = {
        name.key: kind
        for names in (steps.facts, steps.wholes)
        for kind, there in names.items()
        for name in there
    }
    for number, there in enumerate(worlds):
        asked = {}
        for key, flags in settled.asked.items():
            first, last = starts.rows[kinds[key]][number : number + 2]
            assert flags.shape == (columns.rows[kinds[key]].count,)
            if flags[first:last].any():
                asked[key] = flags[first:last].tolist()
        assert asked == asked_plainly(ruleset, steps, there)
        if number % 3 == 2 and number < 9 and not evaluate(ruleset, there, day).conflicts:
            assert not asked
