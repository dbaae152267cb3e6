"""Rows go to parts of a caseload by their case alone, however its id is written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

import drive_rules as dr
from drive_rules.case import Vocabulary
from drive_rules.caseload.parting import Parting

PARTS = 7


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.of(dr.load("drive-core").meaning)


def parts(vocabulary: Vocabulary, name: str, **columns: Any) -> list[int]:
    table = pa.table(columns)
    parting = Parting.of(vocabulary, name, table.column_names)
    found = parting.parts(table, PARTS).tolist()
    assert [each for batch in table.to_batches() for each in parting.parts(batch, PARTS).tolist()] == found
    return list(found)


NUMBERS = list(range(40))
WAYS = {
    "words": [str(number) for number in NUMBERS],
    "words with spaces": [f" {number}  " for number in NUMBERS],
    "whole numbers": NUMBERS,
    "decimals": [Decimal(number) for number in NUMBERS],
    "a dictionary": pa.array([str(number) for number in NUMBERS]).dictionary_encode(),
    "large words": pa.array([str(number) for number in NUMBERS], pa.large_string()),
}


@pytest.mark.parametrize("way", WAYS)
def test_an_id_goes_where_it_goes_however_it_is_written(vocabulary: Vocabulary, way: str) -> None:
    expected = parts(vocabulary, "cases", case=WAYS["words"])
    assert set(expected) == set(range(PARTS))
    assert parts(vocabulary, "Case", id=WAYS[way]) == expected
    assert parts(vocabulary, "pairs", id=NUMBERS, case=WAYS[way]) == expected
    assert parts(vocabulary, "incidents", pair=NUMBERS, Case=WAYS[way], id=NUMBERS) == expected
    assert parts(vocabulary, "the answers", case=WAYS[way], id=NUMBERS, answer=NUMBERS) == expected


def test_rows_of_no_case_go_together(vocabulary: Vocabulary) -> None:
    assert parts(vocabulary, "cases", case=pa.array([None, "", "  ", "\n"])) == [0] * 4
    assert parts(vocabulary, "pairs", case=pa.nulls(3), id=[1, 2, 3]) == [0] * 3
    assert parts(vocabulary, "case managers", id=NUMBERS) == [0] * len(NUMBERS)
    assert parts(vocabulary, "case manager", id=pa.array([], pa.string())) == []


def test_answers_about_other_roots_go_where_those_are_whatever_case_they_name(vocabulary: Vocabulary) -> None:
    case = WAYS["words"]
    kinds = ["case managers", "pair", None, " the Case  Manager"] * 10
    found = parts(vocabulary, "answers", case=case, kind=kinds, id=NUMBERS)
    of_cases = parts(vocabulary, "answers", case=case, id=NUMBERS)
    for row, part in enumerate(found):
        assert part == (of_cases[row] if row % 4 in (1, 2) else 0)
    coded = pa.array(kinds).dictionary_encode()
    assert parts(vocabulary, "answers", case=case, kind=coded, id=NUMBERS) == found
