"""Table files as sheets of words: CSV here, workbooks in ``workbook``.

A cell is the words that it holds, one space between them; what it means is for ``tables`` to say.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from unicodedata import category

from drive_rules.language.codes import Code
from drive_rules.language.log import Log
from drive_rules.language.nodes import MOST_BYTES, Text, clean
from drive_rules.problems import Span

MOST_ROWS = 10_000
MOST_COLUMNS = 200
TABLE_ENDINGS = (".csv", ".xlsx")
REFUSED_ENDINGS = (".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods", ".numbers", ".tsv")
"""Spreadsheets that are not read: said as a problem, so that none is passed over in silence."""

QUOTE_COMMAS = "in a CSV file put words that hold a comma in double quotes"
_FORMULA = re.compile(r"\s*=[^<>]")
_QUOTED_OR_MARK = re.compile(r'"[^"]*"|([,;])')


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words of a sheet, row by row; ``name`` is empty where the file is one sheet without a name."""

    file: str
    name: str
    rows: tuple[tuple[str, ...], ...]

    def words(self, row: int, column: int) -> str:
        """The words of a cell, counted from 0; nothing beyond the end of a row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    def filled(self, row: int) -> tuple[int, ...]:
        """The columns of a row that hold words."""
        return tuple(column for column, words in enumerate(self.rows[row]) if words)

    def span(self, row: int, column: int, under: str = "") -> Span:
        """The place of a cell, with the words at the head of its column."""
        words = self.words(row, column) if self.rows else ""
        return Span(self.file, row + 1, column + 1, max(1, len(words)), words, self.name, under)

    def text(self, row: int, column: int, under: str = "") -> Text:
        """A cell with its place."""
        return Text(self.words(row, column), self.span(row, column, under))


def is_table(path: str) -> bool:
    """Whether a file is a table by its ending, read or refused; not what an open spreadsheet keeps aside."""
    name = PurePosixPath(path)
    return name.suffix.lower() in (*TABLE_ENDINGS, *REFUSED_ENDINGS) and not name.name.startswith(("~$", "."))


def refuse_ending(log: Log, file: str) -> bool:
    """Note a spreadsheet of a sort that is not read."""
    ending = PurePosixPath(file).suffix.lower()
    if ending in TABLE_ENDINGS:
        return False
    what = f"tables ending in `{ending}` are not read"
    log.add(Code.TABLE_FILE, Span(file, 1, 1), what, "save it as .csv (UTF-8) or as .xlsx")
    return True


# -- CSV -------------------------------------------------------------------------------------------


def read_csv(log: Log, file: str, data: bytes) -> tuple[Sheet, ...] | None:
    """The one sheet of a CSV file: commas or semicolons, UTF-8; None where it cannot be read."""
    if len(data) > MOST_BYTES:
        log.add(Code.TOO_BIG, Span(file, 1, 1), "this table holds more than 1 MB", "split it into several")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        fix = "save it as CSV UTF-8: in Excel the sort is called `CSV UTF-8 (comma delimited)`"
        log.add(Code.NOT_TEXT, Span(file, line, 1), "this table cannot be read as text", fix)
        return None
    rows = _rows(log, file, text)
    return (sheet_of(log, file, "", rows),) if rows is not None else None


def _rows(log: Log, file: str, text: str) -> list[list[str]] | None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[str]] = []
    begun = 0
    try:
        for row in reader:
            rows.append(row)
            begun = reader.line_num
            if not fits(log, file, "", len(rows), len(row)):
                return None
    except csv.Error:
        lines = text.splitlines()
        line = lines[begun] if begun < len(lines) else ""
        fix = 'close each double quote that opens a cell, and write `""` for one inside it'
        what = "the quotes of a row do not match"
        log.add(Code.BROKEN_TABLE, Span(file, begun + 1, 1, max(1, len(line)), line), what, fix)
        return None
    return rows


def _delimiter(text: str) -> str:
    """The comma or semicolon that stands first outside quotes: the cell before it is a word of tables."""
    for line in text.splitlines():
        for found in _QUOTED_OR_MARK.finditer(line):
            if found[1]:
                return found[1]
    return ","


# -- both ------------------------------------------------------------------------------------------


def fits(log: Log, file: str, name: str, rows: int, columns: int) -> bool:
    """Whether a sheet is within bounds; notes the problem where it is not."""
    if rows < MOST_ROWS and columns <= MOST_COLUMNS:
        return True
    what = f"a table holds fewer than {MOST_ROWS:,} rows and at most {MOST_COLUMNS} columns"
    place = (MOST_ROWS, 1) if rows >= MOST_ROWS else (1, MOST_COLUMNS + 1)
    span = Span(file, *place, sheet=name, under="")
    log.add(Code.TOO_BIG, span, what, "split it, and delete what stands far below or to the right")
    return False


def sheet_of(log: Log, file: str, name: str, rows: list[list[str]]) -> Sheet:
    """The sheet, its words cleaned; a formula, or a character that no table may hold, is noted."""
    for number, column, words in _every_cell(rows):
        if any(category(sign) in ("Cc", "Cs") and sign not in "\t\r\n" for sign in words):
            shown = "".join(sign if sign.isprintable() else "?" for sign in words)
            span = Span(file, number + 1, column + 1, max(1, len(shown)), shown, name, "")
            what, fix = "a character that tables do not hold", "delete it and type it again"
            log.add(Code.CHARACTER, span, what, fix)
        if _FORMULA.match(words):
            span = Span(file, number + 1, column + 1, len(words), clean(words), name, "")
            refuse_formula(log, span)
    return Sheet(file, name, tuple(tuple(clean(words) for words in row) for row in rows))


def refuse_formula(log: Log, span: Span) -> None:
    """Note a cell that holds a formula."""
    log.add(Code.FORMULA, span, "this cell holds a formula", "copy it and paste its value in its place")


def _every_cell(rows: list[list[str]]) -> Iterator[tuple[int, int, str]]:
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            yield number, column, words
