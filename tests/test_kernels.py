"""Functions of machine code, each held against the same in plain words."""

from __future__ import annotations

from random import Random
from typing import Any

import numba
import numpy as np
import pyarrow as pa
import pytest

from drive_rules.caseload import arrays, shared
from drive_rules.caseload.keys import Index
from drive_rules.engines.columnar import kernels

COUNTS = (0, 1, 15, 16, 17, 63, kernels.ROWS - 1, kernels.ROWS, kernels.ROWS + 1)
WIDTHS = (np.int8, np.int16, np.int32, np.int64)
COMPARED = {
    kernels.NOT_EQUAL: np.not_equal,
    kernels.AT_MOST: np.less_equal,
    kernels.LESS: np.less,
    kernels.AT_LEAST: np.greater_equal,
}
LIMITS = (-(2**40), -129, -128, -1, 0, 1, 127, 128, 2**31 - 1, 2**31, 2**40)


def ran(operations: list[tuple[int, ...]], columns: list[Any], constants: list[int], count: int) -> list[Any]:
    """The columns that a run writes: registers are the columns, then the constants, then what is written."""
    number = len(columns) + len(constants)
    table = np.full((len(operations), max(count, 1)), 7, np.int8)
    at, width = np.zeros(number + len(operations), np.int64), np.ones(number + len(operations), np.int8)
    for register, column in enumerate(columns):
        at[register], width[register] = column.ctypes.data, column.itemsize
    for place in range(len(operations)):
        at[number + place] = table[place].ctypes.data
    held = np.array([*[0] * len(columns), *constants, *[0] * len(operations)], np.int64)
    kernels.run_flags(np.array(operations, np.int32).reshape(-1, 5), at, width, held, count)
    return list(table[:, :count])


def made(random: Random, width: Any, count: int) -> Any:
    most = min(np.iinfo(width).max, 2**40)
    few = [random.randint(-most, most) for _ in range(4)] + [0, 1, -1]
    return np.array([random.choice(few) for _ in range(count)], width)


@pytest.mark.parametrize("count", COUNTS)
def test_yes_and_no_joined(count: int) -> None:
    random = Random(f"joined {count}")
    one, other = (np.array(random.choices([0, 1], k=count), np.int8) for _ in range(2))
    operations = [
        (kernels.AND, 0, 1, -1, 2),
        (kernels.OR, 0, 1, -1, 3),
        (kernels.NOT, 0, -1, -1, 4),
        (kernels.AND, 3, 4, -1, 5),
    ]
    both, either, neither, last = ran(operations, [one, other], [], count)
    assert (both == (one & other)).all()
    assert (either == (one | other)).all()
    assert (neither == 1 - one).all()
    assert (last == ((one | other) & (1 - one))).all()


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("width", WIDTHS)
def test_columns_held_against_numbers(count: int, width: Any) -> None:
    column = made(Random(f"{count} {width}"), width, count)
    for limit in LIMITS:
        operations = [(what, 0, 1, -1, 2 + place) for place, what in enumerate(COMPARED)]
        for what, found in zip(COMPARED, ran(operations, [column], [limit], count), strict=True):
            assert (found == COMPARED[what](column.astype(np.int64), limit)).all(), (what, limit)


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("other_width", WIDTHS)
def test_columns_held_against_each_other(count: int, width: Any, other_width: Any) -> None:
    random = Random(f"{count} {width} {other_width}")
    one, other = made(random, width, count), made(random, other_width, count)
    operations = [(what, 0, 1, -1, 2 + place) for place, what in enumerate(COMPARED)]
    for what, found in zip(COMPARED, ran(operations, [one, other], [], count), strict=True):
        assert (found == COMPARED[what](one.astype(np.int64), other.astype(np.int64))).all()
    for code in (-1, 0, 1, int(other[0]) if count else 300):
        (found,) = ran([(kernels.IS_CODE, 0, 1, 2, 3)], [one, other], [code], count)
        assert (found == ((one >= code) & (other <= code))).all()


@pytest.mark.parametrize("seed", range(30))
def test_what_owners_have_below(seed: int) -> None:
    random = Random(f"below {seed}")
    count = random.choice([1, 3, 40])
    owner = np.array(sorted(random.choices(range(count), k=random.choice([0, 1, 17, 100]))), np.int32)
    flags = np.array([random.random() < random.choice([0.02, 0.5]) for _ in owner], np.bool_)
    value = made(random, random.choice(WIDTHS), len(owner))
    some, many, total = np.zeros(count, np.bool_), np.zeros(count, np.int32), np.zeros(count, np.int64)
    most = np.zeros(count, np.int64)
    kernels.any_below(owner, flags, some)
    kernels.count_below(owner, flags, many)
    kernels.sum_below(owner, value, total)
    kernels.raise_owners(owner, value, flags, -1, 5, most)
    for each in range(count):
        mine = owner == each
        assert some[each] == flags[mine].any()
        assert many[each] == flags[mine].sum()
        assert total[each] == sum(value[mine].tolist())
        assert most[each] == max([0, *(5 - number for number in value[mine & flags].tolist())])
    lifted = np.empty(len(owner), np.int64)
    kernels.lift(total, owner, lifted)
    assert (lifted == total[owner]).all()


WORDS = {
    "all different": [f"case {number}" for number in range(500)],
    "few": [f"{number % 7}" for number in range(500)],
    "nothing": [],
    "of no letters and of many": [
        "",
        "a",
        "",
        "a" * 300,
        "a" * 299,
        "a" * 300,
        "\N{GREEK SMALL LETTER ALPHA}",
    ],
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_each_key_once_in_the_order_of_its_first(words: list[str]) -> None:
    ids, codes = shared._encoded(
        [pa.array(words, pa.string()), pa.chunked_array([pa.array(words[::-1], "string")])]
    )
    both = words + words[::-1]
    assert ids.to_pylist() == list(dict.fromkeys(both))
    assert [ids[code].as_py() for code in codes.tolist()] == both


@pytest.mark.parametrize("number", [0, 2**64 - 1])
def test_keys_with_one_number_are_told_apart(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "hash_words", lambda *given: given[-1].fill(number))
    words = [f"case {number % 9}" for number in range(40)]
    ids, codes = shared._encoded([pa.array(words)])
    assert ids.to_pylist() == words[:9]
    assert codes.tolist() == [place % 9 for place in range(40)]


def test_where_nothing_may_be_kept_functions_are_compiled_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = numba.njit

    def nowhere(*given: Any, cache: bool = False, **named: Any) -> Any:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return right(*given, **named)

    monkeypatch.setattr(numba, "njit", nowhere)
    found = np.zeros(2, np.int64)
    kernels.kernel(twice)(np.array([3, 4]), found)
    assert found.tolist() == [6, 8]


def twice(column: Any, out: Any) -> None:
    for row in range(len(column)):
        out[row] = 2 * column[row]


def test_so_many_keys_that_they_are_parted() -> None:
    words = [str(number * number % 99_991) for number in range(3 * kernels.TOGETHER)]
    ids, codes = shared._encoded([pa.array(words)])
    assert ids.to_pylist() == list(dict.fromkeys(words))
    assert ids.take(pa.array(codes)).to_pylist() == words


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 100])
@pytest.mark.parametrize("start", [0, 1, 7, 8, 9])
def test_yes_and_no_as_arrow_holds_them(start: int, count: int) -> None:
    random = Random(f"{start} {count}")
    said = [random.choice([True, False, None]) for _ in range(start + count)]
    for words in (said, [bool(each) for each in said]):
        low, high = arrays.ends_of(pa.array(words, pa.bool_())[start:])
        assert low.tolist() == [int(each is True) for each in words[start:]]
        assert high.tolist() == [int(each is not False) for each in words[start:]]


@pytest.mark.parametrize("plus", [0, 719_163])
@pytest.mark.parametrize("width", [pa.int32(), pa.int64()])
def test_numbers_at_both_ends_within_their_limits(width: Any, plus: int) -> None:
    said = [5, None, -3, 9, None, 0]
    for words in (said, [each or 0 for each in said]):
        low, high = arrays.ends_within(pa.array([7, *words], width)[1:], -3, 9, plus) or ([], [])
        assert list(low) == [(-3 if each is None else each) + plus for each in words]
        assert list(high) == [(9 if each is None else each) + plus for each in words]
    for beyond in (-4, 10):
        assert arrays.ends_within(pa.array([beyond, None, 1], width), -3, 9, plus) is None
        assert arrays.ends_within(pa.array([beyond, 1], width), -3, 9, plus) is None


WANTED = {
    "in order, some twice and some left out": [3, 3, 5, 90, 91],
    "further on than one looks": [1, 99, 2],
    "in any order": [80, 3, 60, 3, 41],
    "not there": [4, 200, 5, 300],
    "none": [],
}


@pytest.mark.parametrize("wanted", WANTED.values(), ids=WANTED)
def test_keys_found_whatever_their_order(wanted: list[int]) -> None:
    index = Index(pa.array([f"case {number}" for number in range(100)]))
    found = index.find(pa.array([f"case {number}" for number in wanted], pa.string()))
    assert found.tolist() == [number if number < 100 else -1 for number in wanted]
    many = index.find(pa.array([f"case {number}" for number in wanted * 40], pa.string()))
    assert many.tolist() == [number if number < 100 else -1 for number in wanted * 40]


@pytest.mark.parametrize("each", [1, 3, kernels.MOST_PASSED, kernels.MOST_PASSED + 5])
def test_keys_found_in_their_scope_however_many_it_has(each: int) -> None:
    scopes = np.repeat(np.arange(4, dtype=np.int32), [each, 0, each, 1])
    keys = [f"{row}" for row in [*range(each), *range(each), 0]]
    index = Index(pa.array(keys), scopes)
    for scope in (-1, 0, 1, 2, 3, 4):
        found = index.find_each(pa.array([*keys, "no such", None]), np.full(len(keys) + 2, scope, np.int32))
        mine = [row for row in range(len(keys)) if scopes[row] == scope]
        known = {keys[row]: row for row in mine}
        assert found.tolist() == [known.get(key, -1) for key in [*keys, "no such", None]]
