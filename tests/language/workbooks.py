"""Workbooks for the tests: tables written as XLSX, and the ways in which one can be bad."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, time
from functools import partial
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from drive_rules.language.values import read_date

Rows = Iterable[Sequence[Any]]
BANDS: list[list[Any]] = [
    ["for each", "pair"],
    ["source", "F1.07"],
    ["provenance", "published"],
    [],
    ["rule", "title", "when DASH score", "then risk level", "because"],
    ["high-score", "Enough indicators are answered yes", "at least 3", "high", "It can be seen."],
    [],
    ["for example"],
    ["DASH score", "applies", "does not"],
    [3, "high-score"],
    [2, None, "high-score"],
]
"""A good table beside ``good.yaml``."""


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook of these sheets; None is an empty cell."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row, cells in enumerate(rows, 1):
            for column, value in enumerate(cells, 1):
                if value is not None:
                    sheet.cell(row, column, value)
    return saved(book)


def as_excel_keeps_it(words: str) -> Any:
    """What Excel makes of words that are typed into a cell: numbers, days, truths."""
    if re.fullmatch(r"-?\d{1,15}", words):
        return float(words)
    if re.fullmatch(r"-?\d{1,9}\.\d{1,4}", words):
        return float(words)
    if words in ("yes", "no"):
        return words == "yes"
    day = read_date(words)
    return datetime(day.year, day.month, day.day) if day is not None and day.year > 1901 else words


# -- bad ones --------------------------------------------------------------------------------------


def changed(change: Callable[[Worksheet], object], rows: Rows = BANDS) -> bytes:
    """The good table with something done to its sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Bands"
    for cells in rows:
        sheet.append(list(cells))
    change(sheet)
    return saved(book)


def put(cell: str, value: Any, form: str = "General") -> bytes:
    """The good table with one cell that holds something else."""

    def change(sheet: Worksheet) -> None:
        sheet[cell] = value
        sheet[cell].number_format = form

    return changed(change)


def repacked(change: Callable[[dict[str, bytes]], object], data: bytes | None = None) -> bytes:
    """The good table with something done to the parts of its file."""
    with zipfile.ZipFile(io.BytesIO(data or changed(lambda sheet: None))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    change(parts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return packed.getvalue()


def in_sheet(old: bytes, new: bytes) -> bytes:
    """The good table with other XML in its sheet."""
    path = "xl/worksheets/sheet1.xml"

    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[path]
        parts[path] = parts[path].replace(old, new, 1)

    return repacked(change)


def lies_about_its_size() -> bytes:
    """A sheet that says it is short, and is not."""
    data = repacked(lambda parts: parts.update({"xl/worksheets/sheet1.xml": b" " * 500_000}))
    short, long = (200).to_bytes(4, "little"), (500_000).to_bytes(4, "little")
    assert data.count(long) == 2
    return data.replace(long, short)


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[6].hidden = True


def hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["D"].hidden = True


def hide_sheet(sheet: Worksheet) -> None:
    sheet.parent.create_sheet("Seen").append(["for example"])
    sheet.sheet_state = "hidden"


ENTITIES = b'<!DOCTYPE worksheet [<!ENTITY a "at least 3">]><worksheet '

BAD_WORKBOOKS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "DR010-bomb": (".xlsx", lambda: repacked(lambda parts: parts.update({"xl/media/a.xml": b" " * 10**7}))),
    "DR010-far-down": (".xlsx", partial(put, "A10000", "low-score")),
    "DR010-far-right": (".xlsx", partial(put, "XFD6", "high")),
    "DR010-large": (".xlsx", lambda: bytes(2_000_001)),
    "DR016-workbook": (".xlsx", lambda: changed(lambda sheet: None, [])),
    "DR045-month": (".xlsx", partial(put, "A11", datetime(2026, 3, 1), "mmm-yy")),
    "DR045-percent": (".xlsx", partial(put, "A11", 0.75, "0%")),
    "DR045-words": (".xlsx", partial(put, "C6", "at leest 3")),
    "DR045-yes": (".xlsx", partial(put, "A11", True)),
    "DR093-macros": (".xlsx", lambda: repacked(lambda parts: parts.update({"xl/vbaProject.bin": b"x"}))),
    "DR093-ods": (".ods", lambda: b"PK"),
    "DR093-xlsm": (".xlsm", lambda: b"PK"),
    "DR095-broken": (".xlsx", lambda: changed(lambda sheet: None)[:-200]),
    "DR095-entities": (".xlsx", partial(in_sheet, b"<worksheet ", ENTITIES)),
    "DR095-lies": (".xlsx", lies_about_its_size),
    "DR095-no-workbook": (".xlsx", lambda: b"for each,pair\n"),
    "DR095-password": (".xlsx", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3000)),
    "DR095-xml": (".xlsx", partial(in_sheet, b"</sheetData>", b"")),
    "DR096-formula": (".xlsx", partial(put, "C6", '="at least "&3')),
    "DR097-merged": (".xlsx", lambda: changed(lambda sheet: sheet.merge_cells("D6:E6"))),
    "DR098-column": (".xlsx", lambda: changed(hide_column)),
    "DR098-row": (".xlsx", lambda: changed(hide_row)),
    "DR098-sheet": (".xlsx", lambda: changed(hide_sheet)),
    "DR099-error": (".xlsx", partial(put, "A11", "#N/A")),
    "DR099-time": (".xlsx", partial(put, "A11", time(14, 30), "h:mm")),
    "DR099-time-of-a-day": (".xlsx", partial(put, "A11", datetime(2026, 3, 1, 14, 30), "d/m/yyyy h:mm")),
}
