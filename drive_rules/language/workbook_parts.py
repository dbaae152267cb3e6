"""The parts of a workbook, taken out of its file with bounds, and what only their XML tells.

The reader of cell values tells neither formulas nor what is hidden, nor how a number is shown; so each
part is walked once before it is asked.  Nothing is unpacked beyond the bounds, and the reader is given
the parts that were walked and no others.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

MOST_PACKED = 2_000_000
MOST_UNPACKED = 20_000_000
MOST_TIMES = 100
"""How many times its size a workbook may unpack to: text of sheets seldom comes to thirty."""

_WORKBOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_KNOWN_FORMATS = {
    **{"9": "0%", "10": "0.00%", "14": "d/m/yyyy", "15": "d-mmm-yy", "16": "d-mmm", "17": "mmm-yy"},
    **{"18": "h:mm", "19": "h:mm:ss", "20": "h:mm", "21": "h:mm:ss", "22": "d/m/yyyy h:mm"},
    **{"45": "mm:ss", "46": "h:mm:ss", "47": "mm:ss"},
}

Seen = Callable[[str, Mapping[str, str], str], None]
Place = tuple[int, int]


class TooBigError(Exception):
    """The file unpacks to more than it may."""


class BrokenError(Exception):
    """The file is no workbook, or not a whole one."""


@dataclass(slots=True)
class Marks:
    """What the XML of one sheet tells beside its values; rows and columns count from 0."""

    formulas: list[Place] = field(default_factory=list)
    errors: list[Place] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[Place] = field(default_factory=list)
    styles: dict[Place, int] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0

    def hides_column(self, column: int) -> bool:
        """Whether the column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of a workbook: its name, whether it is shown, and where its XML is."""

    name: str
    shown: bool
    path: str


def unpack(data: bytes) -> dict[str, bytes]:
    """The XML parts of a workbook by path; raises where the file is broken or too big."""
    if len(data) > MOST_PACKED:
        raise TooBigError
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return _read_parts(file, len(data))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, struct.error):
        # RuntimeError holds what zipfile says of encryption and of ways to pack that it does not know
        raise BrokenError from None


def _read_parts(file: zipfile.ZipFile, packed: int) -> dict[str, bytes]:
    listed = file.infolist()
    declared = sum(each.file_size for each in listed)
    if declared > min(MOST_UNPACKED, MOST_TIMES * packed):
        raise TooBigError
    parts: dict[str, bytes] = {}
    for each in listed:
        if each.filename in parts or each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BrokenError
        # What is declared is not trusted: reading stops there, and the checksum must then be right.
        with file.open(each) as part:
            parts[each.filename] = part.read(each.file_size + 1)
        if len(parts[each.filename]) > each.file_size:
            raise TooBigError
    return parts


def repack(parts: Mapping[str, bytes]) -> io.BytesIO:
    """A workbook of these parts and no others, not compressed: what was not looked at is not in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as file:
        for name, data in parts.items():
            if name.endswith((".xml", ".rels")):
                file.writestr(zipfile.ZipInfo(name), data)
    packed.seek(0)
    return packed


def holds_macros(parts: Mapping[str, bytes]) -> bool:
    """Whether programs come with the workbook."""
    return any(name.lower().endswith("vbaproject.bin") for name in parts) or any(
        name.startswith("xl/macrosheets/") for name in parts
    )


# -- XML -------------------------------------------------------------------------------------------


def walk(data: bytes, seen: Seen) -> None:
    """Call ``seen`` with the name, the attributes and the element above of each element, less name spaces."""
    above: list[str] = [""]

    def begin(name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        seen(name, {_local(key): value for key, value in attributes.items()}, above[-1])
        above.append(name)

    def end(_: str) -> None:
        above.pop()

    def refuse(*_: object) -> None:
        raise BrokenError

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise BrokenError from None


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def sheets_of(parts: Mapping[str, bytes]) -> tuple[Part, ...]:
    """The sheets of a workbook in their order."""
    links: dict[str, str] = {}
    found: list[tuple[str, bool, str]] = []

    def link(name: str, said: Mapping[str, str], _: str) -> None:
        if name == "Relationship" and said.get("Type", "").endswith("/worksheet"):
            links[said.get("Id", "")] = said.get("Target", "")

    def sheet(name: str, said: Mapping[str, str], above: str) -> None:
        if name == "sheet" and above == "sheets":
            shown = said.get("state", "visible") == "visible"
            found.append((said.get("name", ""), shown, said.get("id", "")))

    walk(_part(parts, _LINKS), link)
    walk(_part(parts, _WORKBOOK), sheet)
    return tuple(Part(name, shown, _path(links.get(id, ""))) for name, shown, id in found)


def _part(parts: Mapping[str, bytes], path: str) -> bytes:
    if path not in parts:
        raise BrokenError
    return parts[path]


def _path(target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return target if target.startswith("xl/") else f"xl/{target}"


def formats_of(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """How each style of a workbook shows its numbers: the code, less quoted words, colours and conditions."""
    codes = dict(_KNOWN_FORMATS)
    found: list[str] = []

    def style(name: str, said: Mapping[str, str], above: str) -> None:
        if name == "numFmt" and above == "numFmts":
            codes[said.get("numFmtId", "")] = said.get("formatCode", "")
        elif name == "xf" and above == "cellXfs":
            found.append(said.get("numFmtId", "0"))

    if _STYLES in parts:
        walk(parts[_STYLES], style)
    return tuple(_NOT_SHOWN.sub("", codes.get(id, "")).split(";")[0].lower() for id in found)


def marks_of(data: bytes) -> Marks:
    """What the XML of a sheet tells beside its values."""
    marks = Marks()
    at = [-1, -1]

    def seen(name: str, said: Mapping[str, str], _: str) -> None:
        match name:
            case "row":
                at[:] = [_row(said.get("r"), at[0]), -1]
                if _hidden(said, "ht"):
                    marks.hidden_rows.add(at[0])
            case "col":
                if _hidden(said, "width"):
                    first, last = _number(said.get("min"), 1), _number(said.get("max"), 1)
                    marks.hidden_columns.append((first - 1, last - 1))
            case "c":
                _cell(marks, at, said)
            case "f":
                marks.formulas.append((at[0], at[1]))
            case "mergeCell":
                marks.merged.append(said.get("ref", ""))

    walk(data, seen)
    return marks


def _row(words: str | None, before: int) -> int:
    if words is None:
        return before + 1
    if not (words.isascii() and words.isdigit() and int(words)):
        raise BrokenError
    return int(words) - 1


def _cell(marks: Marks, at: list[int], said: Mapping[str, str]) -> None:
    reference = said.get("r")
    if reference is None:
        at[:] = [max(0, at[0]), at[1] + 1]
    elif (found := place_of(reference)) is not None and _REFERENCE.fullmatch(reference):
        at[:] = found
    else:
        raise BrokenError  # another reader might find a cell there, far beyond the bounds
    place = (at[0], at[1])
    marks.rows, marks.columns = max(marks.rows, at[0] + 1), max(marks.columns, at[1] + 1)
    if said.get("t") == "e":
        marks.errors.append(place)
    style = _number(said.get("s"), 0)
    if style:
        marks.styles[place] = style


def place_of(reference: str) -> Place | None:
    """The row and column of a reference such as ``C7``, or of the first cell of ``C7:D9``."""
    found = _REFERENCE.match(reference)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _number(words: str | None, otherwise: int) -> int:
    return int(words) if words is not None and words.isascii() and words.isdigit() else otherwise


def _hidden(said: Mapping[str, str], size: str) -> bool:
    """Hidden, or shown so small that nobody sees it."""
    return said.get("hidden") in ("1", "true") or said.get(size) in ("0", "0.0")
