"""XLSX workbooks as sheets of words: the values as they are shown, and nothing that is not seen.

Excel keeps a score as 14.0, a day as a number and *yes* as a truth; each comes back as the words that
the author typed or sees.  Formulas, merged cells and what is hidden are refused: a table says what it
says in plain sight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from drive_rules.language.cells import Sheet, fits, refuse_formula, sheet_of
from drive_rules.language.codes import Code
from drive_rules.language.log import Log
from drive_rules.language.values import MONTHS
from drive_rules.language.workbook_parts import (
    BrokenError,
    Marks,
    Part,
    TooBigError,
    formats_of,
    holds_macros,
    marks_of,
    place_of,
    repack,
    sheets_of,
    unpack,
)
from drive_rules.problems import Span

_SHOWN = 20
"""How many cells of one trouble are named on a sheet; a column of formulas is one mistake."""


def read_workbook(log: Log, file: str, data: bytes) -> tuple[Sheet, ...] | None:
    """The sheets of a workbook that hold something; None where it cannot be read."""
    top = Span(file, 1, 1)
    try:
        parts = unpack(data)
        return _sheets(log, file, parts)
    except TooBigError:
        what = "this workbook is larger than tables are, or unpacks to far more than its size"
        log.add(Code.TOO_BIG, top, what, "save the table alone in a new workbook, or as CSV")
    except BrokenError:
        fix = "save it anew as .xlsx, without a password, or as CSV"
        log.add(Code.BROKEN_TABLE, top, "this file cannot be read as a workbook", fix)
    return None


def _sheets(log: Log, file: str, parts: Mapping[str, bytes]) -> tuple[Sheet, ...] | None:
    if holds_macros(parts):
        fix = "save it as .xlsx without macros, or as CSV"
        log.add(Code.TABLE_FILE, Span(file, 1, 1), "this workbook holds macros", fix)
        return None
    listed, formats = sheets_of(parts), formats_of(parts)
    marked: list[tuple[Part, Marks]] = []
    for part in listed:
        if part.path not in parts:
            raise BrokenError
        marks = marks_of(parts[part.path])
        if not fits(log, file, part.name, marks.rows, marks.columns):
            return None
        marked.append((part, marks))
    values = _values(log, file, parts, listed)
    if values is None:
        return None
    before = len(log.problems)
    found = [
        _sheet(log, file, part, marks, formats, rows)
        for (part, marks), rows in zip(marked, values, strict=True)
    ]
    if len(log.problems) > before:
        return None  # what the cells say cannot be told, and would only be said wrongly
    return tuple(sheet for sheet in found if sheet is not None)


def _values(
    log: Log, file: str, parts: Mapping[str, bytes], listed: tuple[Part, ...]
) -> list[list[list[Any]]] | None:
    """The values of every sheet."""
    try:
        import python_calamine  # noqa: PLC0415
    except ModuleNotFoundError:
        fix = "pip install 'drive-rules[tables]', or save the table as CSV"
        what = "workbooks need python-calamine, which is not installed"
        log.add(Code.NO_READER, Span(file, 1, 1), what, fix)
        return None
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(repack(parts))
        if book.sheet_names != [part.name for part in listed]:
            raise BrokenError
        places = range(len(listed))
        return [book.get_sheet_by_index(place).to_python(skip_empty_area=False) for place in places]
    except (python_calamine.CalamineError, ValueError, OSError, OverflowError):
        raise BrokenError from None


def _sheet(
    log: Log, file: str, part: Part, marks: Marks, formats: tuple[str, ...], rows: list[list[Any]]
) -> Sheet | None:
    shown = {place: formats[style] for place, style in marks.styles.items() if style < len(formats)}
    words = [
        [words_of_cell(value, shown.get((row, column))) or "" for column, value in enumerate(cells)]
        for row, cells in enumerate(rows)
    ]
    sheet = sheet_of(log, file, part.name, words)
    if not any(sheet.filled(row) for row in range(len(sheet.rows))) and not marks.formulas:
        return None
    if not part.shown:
        fix = "show it, or delete it: what nobody sees decides nothing"
        log.add(Code.HIDDEN, Span(file, 1, 1, sheet=part.name, under=""), "this sheet is hidden", fix)
        return None
    _refuse(log, sheet, marks, _without_words(rows, shown))
    return sheet


def _without_words(rows: list[list[Any]], shown: Mapping[tuple[int, int], str]) -> set[tuple[int, int]]:
    return {
        (row, column)
        for row, cells in enumerate(rows)
        for column, value in enumerate(cells)
        if words_of_cell(value, shown.get((row, column))) is None
    }


# -- what a cell shows -----------------------------------------------------------------------------


def words_of_cell(value: Any, form: str | None = None) -> str | None:
    """The words of a value, shown by that number format; None where it is a time of day or no value."""
    match value:
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return _words_of_number(value, form or "")
        case datetime():
            return _words_of_day(value.date(), form) if value.time() == time() else None
        case date():
            return _words_of_day(value, form)
        case _:
            return None


def _words_of_number(value: float, form: str) -> str | None:
    if not abs(value) < 1e15:  # nor is what is no number at all
        return None
    exact = Decimal(format(value, ".15g"))  # Excel itself keeps 15 digits, and shows 0.1 + 0.2 as 0.3
    percent = "%" in form
    words = format(exact * 100 if percent else exact, "f")
    words = words.rstrip("0").rstrip(".") if "." in words else words
    return f"{'0' if words in ('-0', '') else words}{'%' if percent else ''}"


def _words_of_day(day: date, form: str | None) -> str | None:
    """The parts of a day that the cell shows: a month typed as a month is kept as its first day."""
    form = form or "dmy"
    if "d" not in form and "y" not in form:
        return None
    shown = (("d", str(day.day)), ("m", MONTHS[day.month - 1]), ("y", f"{day.year:04d}"))
    return " ".join(words for sign, words in shown if sign in form)


# -- what is refused -------------------------------------------------------------------------------


def _refuse(log: Log, sheet: Sheet, marks: Marks, without_words: set[tuple[int, int]]) -> None:
    for row, column in marks.formulas[:_SHOWN]:
        refuse_formula(log, _at(sheet, row, column))
    for reference in marks.merged[:_SHOWN]:
        row, column = place_of(reference) or (0, 0)
        what, fix = "cells are merged here", "unmerge them, and say in each row what holds for it"
        log.add(Code.MERGED, _at(sheet, row, column), what, fix)
    for row, column in sorted(without_words | set(marks.errors))[:_SHOWN]:
        fix = "write the words that rule files use, such as `within 2 working days`"
        log.add(Code.CELL, _at(sheet, row, column), "this cell holds no words, number or day", fix)
    for row, column, what in _hidden(sheet, marks):
        fix = "show it, or delete it: what nobody sees decides nothing"
        log.add(Code.HIDDEN, _at(sheet, row, column), what, fix)


def _hidden(sheet: Sheet, marks: Marks) -> Iterator[tuple[int, int, str]]:
    filled = [(row, column) for row in range(len(sheet.rows)) for column in sheet.filled(row)]
    rows = {row: column for row, column in reversed(filled) if row in marks.hidden_rows}
    columns = {column: row for row, column in reversed(filled) if marks.hides_column(column)}
    yield from ((row, column, "this row is hidden") for row, column in sorted(rows.items()))
    yield from ((row, column, "this column is hidden") for column, row in sorted(columns.items()))


def _at(sheet: Sheet, row: int, column: int) -> Span:
    if row < len(sheet.rows):
        return sheet.span(row, column)
    return Span(sheet.file, row + 1, column + 1, sheet=sheet.name, under="")
