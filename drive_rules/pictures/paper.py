"""Paper to draw on: letters measured, words set in lines, shapes as SVG, and the escapes of each way out.

A unit is one point where a sheet is printed across A4 landscape or A3 upright: both leave 277 mm between
their margins.  Letters are measured wide, so what fits here fits in any common sans-serif face.  Nothing is
told by colour alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from drive_rules.answers import Quiet
from drive_rules.page import escaped, shown

ACROSS = 785
"""The width of every sheet."""
A4_DOWN, A3_DOWN = 536, 1130
"""How much of a sheet fits on A4 landscape, and on A3 upright."""
SMALL, PLAIN, LARGE = 8.0, 9.0, 13.0
"""The sizes of letters, in points on paper."""
LEADING = 1.22
NOT_FOR = "For the professionals who decide. Not for the perpetrator."
INK, PALE = "#000000", "#f1f3f5"
FACE = "Arial, Helvetica, 'Liberation Sans', sans-serif"

_EMS = (
    (0.3, "'IJijl"),
    (0.35, " ,./:;\\|\N{MIDDLE DOT}"),
    (0.4, "()-[]ft"),
    (0.45, "!r"),
    (0.5, '"*_`'),
    (0.55, "?csz"),
    (0.6, "FLkvxy"),
    (0.65, "$0123456789EPSTYabdeghnopqu{}"),
    (0.7, "ABCKRVXZ"),
    (0.75, "NU"),
    (0.8, "&DGHOQ"),
    (0.85, "#+<=>^w~"),
    (0.9, "M"),
)
_WIDTHS = {letter: ems for ems, letters in _EMS for letter in letters}
_WIDEST = 1.05
_BOLD = 1.2


@dataclass(frozen=True, slots=True, repr=False)
class Picture(Quiet):
    """A picture in three forms, each whole by itself: nothing is fetched, nothing runs.

    ``svg`` and ``html`` can be opened and printed; the HTML says the same in words below.  ``mermaid`` is for
    pages that draw it themselves.  None is for the perpetrator.
    """

    svg: str
    html: str
    mermaid: str


def flowchart(title: str) -> Iterator[str]:
    """How a Mermaid flowchart from left to right begins, with its title and whom it is not for."""
    words = json.dumps(shown(f"{title}. {NOT_FOR}"))
    # What begins a tag, a directive or a variable elsewhere in Mermaid is written as its number.
    for letter in "<>{}%#&;":
        words = words.replace(letter, f"\\u{ord(letter):04x}")
    yield from ("---", f"title: {words}", "config:", "  flowchart:", "    wrappingWidth: 320", "---")
    yield "flowchart LR"


def label(lines: Iterable[str]) -> str:
    """Lines as the label of a Mermaid node."""
    return f'"{"<br/>".join(map(_for_mermaid, lines))}"'


def width(words: str, size: float, bold: bool = False) -> float:
    """How wide the words are at most."""
    ems = sum(_WIDTHS.get(letter, _WIDEST) for letter in shown(words))
    return ems * size * (_BOLD if bold else 1.0)


def in_lines(words: str, room: float, size: float = SMALL, bold: bool = False) -> tuple[str, ...]:
    """The words in lines no wider than ``room``; what is longer than a line is cut within, never left out."""
    lines: list[str] = []
    for piece, gap in _pieces(shown(words)):
        joined = f"{lines[-1]}{gap}{piece}" if lines else piece
        if lines and width(joined, size, bold) <= room:
            lines[-1] = joined
        else:
            lines.extend(_cut(piece, room, size, bold))
    return tuple(lines)


def _pieces(words: str) -> Iterator[tuple[str, str]]:
    """Where a line may end: at spaces, inside compound words; each piece with what joins it on."""
    for word in words.split():
        parts = re.split(r"(?<=[a-z]-)(?=[a-z])", word)
        yield from ((part, "" if number else " ") for number, part in enumerate(parts))


def _cut(piece: str, room: float, size: float, bold: bool) -> list[str]:
    found = [""]
    for letter in piece:
        if found[-1] and width(found[-1] + letter, size, bold) > room:
            found.append("")
        found[-1] += letter
    return found


def _for_mermaid(words: str) -> str:
    """The words with whatever is neither letter nor digit as its number: Mermaid reads nothing into it."""
    return "".join(_as_number(letter) for letter in shown(words))


def _as_number(letter: str) -> str:
    plain = letter == " " or (
        letter.isalnum() and (letter.isascii() or (letter.isalpha() and letter < "\u0250"))
    )
    return letter if plain else f"#{ord(letter)};"


@dataclass(slots=True)
class Sheet:
    """What is drawn on one sheet, top left first; ``id`` keeps the names inside it apart from others'."""

    id: str
    parts: list[str] = field(default_factory=list)

    @property
    def hatch(self) -> str:
        """The fill of what is blocked or missing: stripes."""
        return f"url(#{self.id}-hatch)"

    def box(
        self,
        at: tuple[float, float],
        size: tuple[float, float],
        line: float = 1.0,
        dash: str = "",
        fill: str = "#ffffff",
        round_by: float = 0,
    ) -> None:
        """A box by its top left corner."""
        (x, y), (across, down) = at, size
        corners = f' rx="{_n(round_by)}"' if round_by else ""
        self.parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(across)}" height="{_n(down)}"{corners} '
            f'fill="{fill}"{_stroke(line, dash)}/>'
        )

    def words(
        self,
        at: tuple[float, float],
        words: str,
        size: float = SMALL,
        bold: bool = False,
        middle: bool = False,
        ink: str = INK,
    ) -> None:
        """One line of words by the left end, or the middle, of the line on which they stand."""
        anchor = ' text-anchor="middle"' if middle else ""
        weight = ' font-weight="bold"' if bold else ""
        self.parts.append(
            f'<text x="{_n(at[0])}" y="{_n(at[1])}" font-size="{_n(size)}"{weight}{anchor} fill="{ink}">'
            f"{escaped(words)}</text>"
        )

    def lines(
        self,
        at: tuple[float, float],
        words: str,
        room: float,
        size: float = SMALL,
        bold: bool = False,
    ) -> float:
        """Words in lines below ``at``; gives where the next would begin."""
        x, y = at
        for line in in_lines(words, room, size, bold):
            y += size * LEADING
            self.words((x, y - size * 0.28), line, size, bold)
        return y

    def line(self, points: Iterable[tuple[float, float]], line: float = 1.0, dash: str = "") -> None:
        """A straight line through points, or, through four, the curve that they lead."""
        (x, y), *rest = points
        curve = "C" if len(rest) == 3 else "L"
        path = " ".join(f"{_n(a)},{_n(b)}" for a, b in rest)
        self.parts.append(f'<path d="M{_n(x)},{_n(y)} {curve}{path}" fill="none"{_stroke(line, dash)}/>')

    def arrow(self, tip: tuple[float, float], right: bool) -> None:
        """The head of an arrow, flying right or left."""
        (x, y), back = tip, -7 if right else 7
        self.parts.append(
            f'<path d="M{_n(x)},{_n(y)} L{_n(x + back)},{_n(y - 3.2)} L{_n(x + back)},{_n(y + 3.2)} Z" '
            f'fill="{INK}"/>'
        )

    def svg(
        self, down: float, title: str, description: str, alone: bool = True, across: float = ACROSS
    ) -> str:
        """The sheet as SVG: a file of its own, or a part of a page."""
        name = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
        head = (
            f'<svg{name} width="{_n(across / ACROSS * 277)}mm" height="{_n(down / ACROSS * 277)}mm" '
            f'viewBox="0 0 {_n(across)} {_n(down)}" role="img" '
            f'aria-labelledby="{self.id}-title {self.id}-desc" font-family="{FACE}">'
        )
        stripes = (
            f'<defs><pattern id="{self.id}-hatch" width="4" height="4" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><rect width="4" height="4" fill="#ffffff"/>'
            f'<path d="M1,0 L1,4" stroke="{INK}" stroke-width="1.1"/></pattern></defs>'
        )
        return "\n".join(
            (
                head,
                f'<title id="{self.id}-title">{escaped(title)}</title>',
                f'<desc id="{self.id}-desc">{escaped(description)}</desc>',
                stripes,
                f'<rect width="{_n(across)}" height="{_n(down)}" fill="#ffffff"/>',
                *self.parts,
                "</svg>\n",
            )
        )


def page(title: str, pictures: Iterable[str], words: Iterable[str], paper: str = "A4 landscape") -> str:
    """A page of its own: the pictures, one to a sheet, then the same in words, already escaped."""
    style = (
        f"@page {{ size: {paper}; margin: 10mm }} "
        f"body {{ font: 10pt/1.35 {FACE}; color: #000; background: #fff; margin: 1em }} "
        "svg { display: block; max-width: 100%; height: auto } "
        ".sheet { break-after: page; margin-bottom: 1.5em } h1 { font-size: 14pt } "
        "table { border-collapse: collapse; table-layout: fixed; width: 100%; margin: 0 0 1em } "
        "caption { text-align: left; font-weight: bold } tr { break-inside: avoid } "
        "th, td { border: 1px solid #555; padding: 2px 5px; text-align: left; vertical-align: top; "
        "overflow-wrap: anywhere } @media print { body { margin: 0 } }"
    )
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="en">',
            '<head><meta charset="utf-8">',
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escaped(title)}</title>",
            f"<style>{style}</style></head>",
            "<body>",
            *(f'<div class="sheet">\n{picture}</div>' for picture in pictures),
            f"<h1>{escaped(title)}: the same in words</h1>",
            f"<p>{NOT_FOR}</p>",
            *words,
            "</body>",
            "</html>\n",
        )
    )


def table(caption: str, columns: Mapping[str, int], rows: Iterable[Iterable[str]]) -> str:
    """A table of a page: its columns with their part of the width in percent; words are escaped here."""
    parts = "".join(f'<col style="width: {part}%">' for part in columns.values())
    head = "".join(f'<th scope="col">{escaped(each)}</th>' for each in columns)
    body = "\n".join(f"<tr>{''.join(f'<td>{escaped(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f"<table><caption>{escaped(caption)}</caption>\n<colgroup>{parts}</colgroup>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
    )


def _stroke(line: float, dash: str) -> str:
    broken = f' stroke-dasharray="{dash}"' if dash else ""
    return f' stroke="{INK}" stroke-width="{_n(line)}"{broken}' if line else ""


def _n(number: float) -> str:
    """A number with one decimal at most, the same everywhere."""
    return f"{round(number, 1):.1f}".removesuffix(".0")
