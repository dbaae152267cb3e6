"""A timeline drawn: bands across, lanes down, a card for each step; as long as it is, or sheet by sheet.

The order of steps is told in words on the cards (*after*, *until*, *releases*), by number; Mermaid draws it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drive_rules.page import escaped
from drive_rules.pictures.paper import (
    A4_DOWN,
    ACROSS,
    LARGE,
    LEADING,
    NOT_FOR,
    PALE,
    PLAIN,
    SMALL,
    Picture,
    Sheet,
    flowchart,
    in_lines,
    label,
    page,
    table,
)
from drive_rules.pictures.timelines import Band, Card, Lane, Timeline

NAMES = 112.0
"""How wide the names of the lanes are."""
LEAST = 90.0
"""The narrowest card."""
PAD, APART, EDGE = 4.0, 4.0, 7.0
LEAST_LEFT = 130.0
"""A lane that is cut in two leaves at least so much of it on the first sheet."""
FRAMES = {
    "must": (2.0, ""),
    "should": (1.0, ""),
    "may": (0.8, "1.5 2.5"),
    "find out": (1.0, ""),
    "release": (1.0, "6 2"),
    "instead": (1.0, "6 2"),
}
FILLS = {"blocked": "#fdecea", "gap": "#fdecea", "not available": "#f1f3f5", "ask the owner": "#fff6da"}
"""Colour says nothing that stripes and words do not."""
KEY = (
    "Thick frame: must. Thin: should. Dotted: may. Broken: to release a block, or meanwhile. "
    "Round: find out. Striped edge: blocked, a gap or not available. Numbers are steps."
)


def draw(shown: Timeline) -> Picture:
    """The timeline in its three forms."""
    drawing = _Drawing(shown)
    sheet, down = drawing.whole()
    words = _Words(shown)
    svg = sheet.svg(down, shown.title, " ".join((NOT_FOR, *words.sentences())))
    html = page(shown.title, sheets(shown), words.html())
    return Picture(svg, html, "\n".join(words.mermaid()) + "\n")


def sheets(shown: Timeline) -> Iterator[str]:
    """The timeline as parts of a page that says the same below in words, one for each A4 sheet."""
    found = list(_Drawing(shown).sheets())
    for number, (sheet, down) in enumerate(found, 1):
        title = f"{shown.title}, sheet {number} of {len(found)}"
        yield sheet.svg(down, title, "The same stands below in words.", False)


# -- drawn -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """Cards of one lane and one band that stand side by side."""

    cards: tuple[Card, ...]
    down: float


@dataclass(frozen=True, slots=True)
class _Part:
    """A lane, or what of it stands on one sheet: rows by band."""

    lane: Lane
    rows: tuple[tuple[Band, tuple[_Row, ...]], ...]
    again: bool = False

    @property
    def down(self) -> float:
        cards = max((sum(row.down + APART for row in rows) for _, rows in self.rows), default=0)
        return max(cards + APART, _name_height(self))


class _Drawing:
    def __init__(self, shown: Timeline) -> None:
        self.shown = shown
        self.columns = dict(_columns(shown))
        heads = (_head_height(band, across) for band, (_, across) in self.columns.items())
        self.heads = max(heads, default=0.0)
        self.parts = tuple(map(self._part, shown.lanes))

    def whole(self) -> tuple[Sheet, float]:
        """All lanes on one sheet, as long as it comes out."""
        return self._sheet(list(self.parts), 1, 1)

    def sheets(self) -> Iterator[tuple[Sheet, float]]:
        """The lanes on as many sheets as they need; what does not fit on one goes on on the next."""
        pages = list(self._pages())
        for number, parts in enumerate(pages, 1):
            yield self._sheet(parts, number, len(pages))

    def _pages(self) -> Iterator[list[_Part]]:
        waiting, here = list(self.parts), list[_Part]()
        room = full = A4_DOWN - self._head(Sheet("measured"), 1, 2) - 4
        while waiting:
            part = waiting.pop(0)
            if part.down <= room:
                here.append(part)
                room -= part.down
                continue
            first, rest = _cut(part, room) if part.down > full and room >= LEAST_LEFT else ((), (part,))
            if not here and not first:
                # A row taller than a sheet is not cut: its sheet is longer.
                first, rest = rest, ()
            yield [*here, *first]
            waiting[:0] = rest
            here, room = [], full
        if here or not self.parts:
            yield here

    def _part(self, lane: Lane) -> _Part:
        rows = []
        for band, (_, across) in self.columns.items():
            cards = [card for card in lane.cards if card.band == band]
            beside, wide = _beside(across)
            found = [tuple(cards[first : first + beside]) for first in range(0, len(cards), beside)]
            rows.append(
                (band, tuple(_Row(each, max(_height(card, wide) for card in each)) for each in found))
            )
        return _Part(lane, tuple(rows))

    def _sheet(self, parts: list[_Part], number: int, of: int) -> tuple[Sheet, float]:
        sheet = Sheet(f"timeline-{number}")
        y = top = self._head(sheet, number, of)
        for part in parts:
            sheet.box((0, y), (ACROSS, part.down), 0, fill="#ffffff")
            sheet.line([(0, y), (ACROSS, y)], 0.8)
            self._name(sheet, part, y)
            for band, rows in part.rows:
                self._cards(sheet, band, rows, y + APART)
            y += part.down
        sheet.line([(0, y), (ACROSS, y)], 0.8)
        for x, _ in self.columns.values():
            sheet.line([(x - APART / 2, top - self.heads), (x - APART / 2, y)], 0.5, "1 3")
        if not parts:
            y = sheet.lines((0, y), "No step is called for.", ACROSS, PLAIN)
        return sheet, y + 4

    def _head(self, sheet: Sheet, number: int, of: int) -> float:
        title = f"{self.shown.title}{f' ({number} of {of})' if of > 1 else ''}"
        y = sheet.lines((0, 0), title, ACROSS, LARGE, bold=True)
        y = sheet.lines((0, y), NOT_FOR, ACROSS, PLAIN, bold=True)
        for note in (*self.shown.notes, KEY):
            y = sheet.lines((0, y), note, ACROSS)
        y += 6
        sheet.box((0, y), (ACROSS, self.heads), 0, fill=PALE)
        for band, (x, across) in self.columns.items():
            below = sheet.lines((x, y + 2), band.name, across, SMALL, bold=True)
            sheet.lines((x, below), band.until, across)
        return y + self.heads

    def _name(self, sheet: Sheet, part: _Part, y: float) -> None:
        y += APART
        for words, size, bold in _name_lines(part):
            y = sheet.lines((2, y), words, NAMES - 6, size, bold)

    def _cards(self, sheet: Sheet, band: Band, rows: tuple[_Row, ...], y: float) -> None:
        x, across = self.columns[band]
        _, wide = _beside(across)
        for row in rows:
            for number, card in enumerate(row.cards):
                _card(sheet, card, (x + number * (wide + APART), y), (wide, row.down))
            y += row.down + APART


def _columns(shown: Timeline) -> Iterator[tuple[Band, tuple[float, float]]]:
    """Where each band begins and how wide it is: what is left over goes by how many cards pile up in it."""
    piled = [
        max(sum(card.band == band for card in lane.cards) for lane in shown.lanes) for band in shown.bands
    ]
    spare = max(ACROSS - NAMES - len(piled) * (LEAST + APART), 0)
    x = NAMES
    for band, most in zip(shown.bands, piled, strict=True):
        across = LEAST + spare * most / sum(piled)
        yield band, (x, across)
        x += across + APART


def _head_height(band: Band, across: float) -> float:
    lines = (*in_lines(band.name, across, SMALL, bold=True), *in_lines(band.until, across))
    return len(lines) * SMALL * LEADING + APART


def _beside(across: float) -> tuple[int, float]:
    """How many cards stand side by side in a band, and how wide each is."""
    many = max(int((across + APART) // (LEAST + APART)), 1)
    return many, (across - (many - 1) * APART) / many


def _height(card: Card, wide: float) -> float:
    lines = sum(len(in_lines(words, _room(wide), SMALL, bold)) for words, bold in _said(card))
    return lines * SMALL * LEADING + 2 * PAD


def _room(wide: float) -> float:
    return wide - 2 * PAD - EDGE


def _said(card: Card) -> Iterator[tuple[str, bool]]:
    """The words of a card, and which are bold."""
    yield card.head, True
    yield card.what, False
    for note in card.notes:
        yield note, note.isupper() or note.split()[0].strip(":,").isupper()


def _card(sheet: Sheet, card: Card, at: tuple[float, float], size: tuple[float, float]) -> None:
    line, dash = FRAMES[card.word]
    round_by = 7 if card.word == "find out" else 0
    sheet.box(at, size, line, dash, FILLS.get(card.status, "#ffffff"), round_by)
    x, y = at[0] + PAD, at[1] + PAD - 1
    if card.status in ("blocked", "gap", "not available"):
        sheet.box((at[0] + 1.2, at[1] + 1.2), (EDGE - 1.2, size[1] - 2.4), 0, fill=sheet.hatch)
    for words, bold in _said(card):
        y = sheet.lines((x + EDGE - 2, y), words, _room(size[0]), SMALL, bold)


def _name_lines(part: _Part) -> Iterator[tuple[str, float, bool]]:
    yield part.lane.name, PLAIN, True
    if part.again:
        yield "(goes on)", SMALL, False
    yield from ((words, SMALL, False) for words in part.lane.says)


def _name_height(part: _Part) -> float:
    lines = (len(in_lines(words, NAMES - 6, size, bold)) * size for words, size, bold in _name_lines(part))
    return sum(lines) * LEADING + 2 * APART


def _cut(part: _Part, room: float) -> tuple[tuple[_Part, ...], tuple[_Part, ...]]:
    """What of a lane fits into the room, and the rest."""
    firsts, rests = [], []
    for band, rows in part.rows:
        left, many = room - APART, 0
        for row in rows:
            left -= row.down + APART
            if left < 0:
                break
            many += 1
        firsts.append((band, rows[:many]))
        rests.append((band, rows[many:]))
    first = _Part(part.lane, tuple(firsts), part.again)
    if _name_height(first) > room or not any(rows for _, rows in firsts):
        return (), (part,)
    return (first,), (_Part(part.lane, tuple(rests), again=True),)


# -- the same in words -----------------------------------------------------------------------------


class _Words:
    def __init__(self, shown: Timeline) -> None:
        self.shown = shown

    def sentences(self) -> Iterator[str]:
        """Each step in one sentence, by who is asked."""
        yield from self.shown.notes
        for lane in self.shown.lanes:
            yield f"{'; '.join((lane.name, *lane.says))}."
            for card in lane.cards:
                yield f"{in_band(card)}: {'; '.join((card.head, card.what, *card.notes))}."

    def html(self) -> Iterator[str]:
        """A table for each lane."""
        yield from (f"<p>{escaped(note)}</p>" for note in self.shown.notes)
        for lane in self.shown.lanes:
            rows = [(card.head, in_band(card), card.what, "; ".join(card.notes)) for card in lane.cards]
            yield table(
                "; ".join((lane.name, *lane.says)), {"Step": 16, "When": 22, "What": 38, "And": 24}, rows
            )

    def mermaid(self) -> Iterator[str]:
        """A flowchart: bands from left to right, thick arrows from what releases to what is blocked."""
        yield from flowchart(self.shown.title)
        for number, band in enumerate(self.shown.bands):
            yield f"  band{number}([{label((band.name, band.until) if band.until else (band.name,))}])"
            for lane in self.shown.lanes:
                for card in lane.cards:
                    if card.band == band:
                        yield from _node(card, lane.name, number, number + 1 < len(self.shown.bands))
        yield from (f"  s{one} --> s{two}" for one, two in self.shown.orders)
        yield from (f"  s{one} ==>|releases| s{two}" for one, two in self.shown.releases)


def _node(card: Card, lane: str, band: int, more: bool) -> Iterator[str]:
    """A step, held between the head of its band and the next by links that are not seen."""
    words = label((f"{card.head}: {lane}", card.what, *card.notes))
    begin, end = ("(", ")") if card.word == "find out" else ("[", "]")
    yield f"  s{card.number}{begin}{words}{end}"
    yield f"  band{band} ~~~ s{card.number}{f' ~~~ band{band + 1}' if more else ''}"


def _name(band: Band) -> str:
    return f"{band.name}, {band.until}" if band.until else band.name


def in_band(card: Card) -> str:
    """When a step is to be taken, in words."""
    return _name(card.band)
