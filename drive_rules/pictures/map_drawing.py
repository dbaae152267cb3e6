"""An agency map on one sheet: the case manager in the middle, whom that reaches directly on both sides,
and further out, to the right, whom only others reach.  What has no way to it stands below.

One line is one pair; a letter on it names the basis, and the letters are told below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from drive_rules.agencies import CASE_MANAGER
from drive_rules.pictures.map_words import Words
from drive_rules.pictures.maps import AgencyMap, Place, Way
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
    in_lines,
    page,
    width,
)

EDGE = 1.5
"""What a frame needs to be whole at the edge of the sheet."""
PAD = 5.0
BETWEEN = 5.0
INWARD = 46.0
"""Between the case manager and those who are reached directly."""
OUTWARD = 78.0
"""Between those and whoever only they reach."""
BELOW = 3
"""How many stand side by side below."""
LIFE_DASH, GAP_DASH = "5 3", "2 2"
FILL_GAP, FILL_WEAK = "#fdecea", "#fff6da"
"""Colour says nothing that frames, stripes and words do not."""


def draw(shown: AgencyMap) -> Picture:
    """The map in its three forms."""
    words = Words(shown)
    sheet, down = _Drawing(shown, words.letters).sheet()
    svg = sheet.svg(down, shown.title, " ".join((NOT_FOR, *words.sentences())))
    inside = sheet.svg(down, shown.title, "The same stands below in words.", alone=False)
    paper = "A4 landscape" if down <= A4_DOWN else "A3 portrait"
    return Picture(svg, page(shown.title, (inside,), words.html(), paper), mermaid(shown))


def drawn(shown: AgencyMap, id: str) -> str:
    """The map as a part of a page that says the same in words; ``id`` is told apart from all others there."""
    sheet, down = _Drawing(shown, Words(shown).letters, id).sheet()
    return sheet.svg(down, shown.title, "The same stands below in words.", alone=False)


def mermaid(shown: AgencyMap) -> str:
    """The map as Mermaid."""
    return "\n".join(Words(shown).mermaid()) + "\n"


# -- where it all stands ---------------------------------------------------------------------------


_Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of boxes: where it begins, how wide it is, and who stands in it from top to bottom."""

    x: float
    across: float
    places: tuple[Place, ...]

    @property
    def down(self) -> float:
        return sum(_height(place, self.across) + BETWEEN for place in self.places)


@dataclass(frozen=True, slots=True)
class _Box:
    """A place where it stands."""

    place: Place
    x: float
    y: float
    across: float
    down: float

    @property
    def right(self) -> float:
        return self.x + self.across

    @property
    def middle(self) -> float:
        return self.y + self.down / 2


def _height(place: Place, across: float) -> float:
    room = across - 2 * PAD
    name = len(in_lines(place.name, room, PLAIN, bold=True)) * PLAIN
    says = sum(len(in_lines(line, room)) for line in place.says[_beside_name(place, room) :])
    marks = sum(len(in_lines(line, room, bold=True)) for line in place.marks)
    return (name + (says + marks) * SMALL) * LEADING + 2 * PAD - 2


def _beside_name(place: Place, room: float) -> int:
    """How much of what a place says, its first line or nothing, has room beside its name."""
    if not place.says:
        return 0
    wide = width(place.name, PLAIN, bold=True) + width(place.says[0], SMALL) + 10
    return 1 if wide <= room else 0


class _Drawing:
    def __init__(self, shown: AgencyMap, letters: dict[str, str], id: str = "map") -> None:
        self.shown, self.letters = shown, letters
        self.on = Sheet(id)
        self.boxes: dict[str, _Box] = {}
        self.pills: list[tuple[float, float, float]] = []
        pairs = [{way.sender, way.receiver} for way in shown.ways]
        self.reached = set().union(*(pair for pair in pairs if CASE_MANAGER in pair))
        self.linked = {
            name
            for way in shown.ways
            for name in (way.sender, way.receiver)
            if CASE_MANAGER not in (way.sender, way.receiver)
        }

    def sheet(self) -> tuple[Sheet, float]:
        """The sheet and how far down it goes."""
        y = self._head()
        y = self._stand(y)
        y = self._below(y)
        lines = Sheet(self.on.id)
        boxes, self.on = self.on, lines
        self._lines()
        boxes.parts.extend(lines.parts)
        self.on = boxes
        for box in self.boxes.values():
            self._box(box)
        return self.on, self._key(y)

    def _head(self) -> float:
        y = self.on.lines((0, 0), self.shown.title, ACROSS, LARGE, bold=True)
        for note in (NOT_FOR, *self.shown.notes):
            y = self.on.lines((0, y), note, ACROSS, PLAIN)
        return y + 8

    # -- boxes ---------------------------------------------------------------------------------------

    def _stand(self, y: float) -> float:
        """Give everybody with a way to or from them a place; gives how far down they go."""
        drawn = {name for way in self.shown.ways for name in (way.sender, way.receiver)}
        there = [place for place in self.shown.places if place.name in drawn and place.name != CASE_MANAGER]
        outer = [p for p in there if p.name not in self.reached and self._is_told(p)]
        near = [place for place in there if place not in outer]
        left, manager, right, out = self._columns(near, outer)
        down = max(left.down, right.down, out.down, 60.0 + BETWEEN) - BETWEEN
        centre = next(place for place in self.shown.places if place.name == CASE_MANAGER)
        down = max(down, _height(centre, manager.across))
        self.boxes[CASE_MANAGER] = _Box(centre, manager.x, y, manager.across, down)
        for column in (left, right):
            self._spread(column, y, down)
        self._beside(out, y, down)
        return y + down + 12

    def _is_told(self, place: Place) -> bool:
        return any(way.receiver == place.name for way in self.shown.ways)

    def _columns(self, near: list[Place], outer: list[Place]) -> tuple[_Column, _Column, _Column, _Column]:
        """Left, the case manager's own, right, and further out, as wide as there is room."""
        if outer:
            side, manager = 205.0, 90.0
        else:
            side = 250.0 if self.linked else 285.0
            manager = ACROSS - 2 * (side + INWARD + EDGE) - (OUTWARD if self.linked else 0.0)
        middle = EDGE + side + INWARD
        right = middle + manager + INWARD
        firsts = self._by_neighbours([place for place in near if place.name in self.linked])
        lone = [place for place in near if place.name not in self.linked]
        cuts = [
            (_Column(EDGE, side, tuple(lone[:cut])), _Column(right, side, (*firsts, *lone[cut:])))
            for cut in range(len(lone) + 1)
        ]
        one, other = min(cuts, key=lambda pair: (max(pair[0].down, pair[1].down), len(pair[1].places)))
        out = _Column(right + side + OUTWARD, ACROSS - EDGE - (right + side + OUTWARD), tuple(outer))
        return one, _Column(middle, manager, ()), other, out

    def _by_neighbours(self, places: list[Place]) -> list[Place]:
        """Those between whom ways run together, each such group where its first stands."""
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(self.linked)
        graph.add_edges_from(
            (w.sender, w.receiver) for w in self.shown.ways if CASE_MANAGER not in (w.sender, w.receiver)
        )
        order = {place.name: number for number, place in enumerate(places)}
        groups = [
            sorted(group & set(order), key=order.__getitem__) for group in nx.connected_components(graph)
        ]
        by_name = {place.name: place for place in places}
        first = sorted((group for group in groups if group), key=lambda group: order[group[0]])
        return [by_name[name] for group in first for name in group]

    def _spread(self, column: _Column, y: float, down: float) -> None:
        """From the top, with what room is left over shared out between them, up to a bound."""
        spare = min((down + BETWEEN - column.down) / max(len(column.places), 1), 14.0)
        for place in column.places:
            height = _height(place, column.across)
            self.boxes[place.name] = _Box(place, column.x, y, column.across, height)
            y += height + BETWEEN + spare

    def _beside(self, column: _Column, y: float, down: float) -> None:
        """Each as near as can be to the height of those who reach it."""
        wanted = sorted((self._wanted(place), place.name, place) for place in column.places)
        rest = column.down
        for height, _, place in wanted:
            tall = _height(place, column.across)
            # No higher than what is above it ends, no lower than leaves room for those after it.
            top = max(y, min(height - tall / 2, y + down + BETWEEN - rest))
            self.boxes[place.name] = _Box(place, column.x, top, column.across, tall)
            down -= top + tall + BETWEEN - y
            y, rest = top + tall + BETWEEN, rest - tall - BETWEEN

    def _wanted(self, place: Place) -> float:
        from_whom = [w.sender for w in self.shown.ways if w.receiver == place.name and w.sender in self.boxes]
        heights = [self.boxes[name].middle for name in from_whom]
        return sum(heights) / len(heights) if heights else 0.0

    def _below(self, y: float) -> float:
        """Those whom no way reaches, side by side."""
        rest = [place for place in self.shown.places if place.name not in self.boxes]
        if not rest:
            return y
        y = self.on.lines((0, y), "NO WAY LEADS THERE, OR NOBODY IS THERE", ACROSS, PLAIN, bold=True) + 4
        across = (ACROSS - 2 * EDGE - (BELOW - 1) * 12) / BELOW
        for first in range(0, len(rest), BELOW):
            row = rest[first : first + BELOW]
            tall = max(_height(place, across) for place in row)
            for number, place in enumerate(row):
                self.boxes[place.name] = _Box(place, EDGE + number * (across + 12), y, across, tall)
            y += tall + BETWEEN
        return y + 6

    def _box(self, box: _Box) -> None:
        place, at, size = box.place, (box.x, box.y), (box.across, box.down)
        manager = place.name == CASE_MANAGER
        fill = FILL_GAP if place.gap else FILL_WEAK if place.weak else PALE if manager else "#ffffff"
        self.on.box(at, size, 2.0 if place.gap or manager else 1.0, GAP_DASH if place.gap else "", fill)
        if place.weak:
            self.on.box((box.x + 2.2, box.y + 2.2), (box.across - 4.4, box.down - 4.4), 0.8, fill=fill)
        if place.gap:
            self.on.box((box.x + 1, box.y + 1), (4, box.down - 2), 0, fill=self.on.hatch)
        x, y, room = box.x + PAD + (2 if place.gap else 0), box.y + PAD - 2, box.across - 2 * PAD
        beside = _beside_name(place, room)
        for line in place.says[:beside]:
            self.on.words((box.right - PAD - width(line, SMALL), y + PLAIN * 0.94), line)
        y = self.on.lines((x, y), place.name, room, PLAIN, bold=True)
        for line in place.says[beside:]:
            y = self.on.lines((x, y), line, room)
        for line in place.marks:
            y = self.on.lines((x, y), line, room, bold=True)

    # -- lines ---------------------------------------------------------------------------------------

    def _lines(self) -> None:
        """One line for each pair, with an arrow at each end that is told."""
        pairs: dict[frozenset[str], list[Way]] = {}
        for way in self.shown.ways:
            pairs.setdefault(frozenset((way.sender, way.receiver)), []).append(way)
        ports = self._ports(list(pairs))
        drawn = []
        for pair, ways in pairs.items():
            ends = (ways[0].sender, ways[0].receiver)
            drawn.append((self._line(ends, (ports[pair, ends[0]], ports[pair, ends[1]]), ways), ways))
        for points, ways in drawn:
            self._pill(points, ways)

    def _ports(self, pairs: list[frozenset[str]]) -> dict[tuple[frozenset[str], str], float]:
        """At which height each line meets each box: apart from each other, in the order of the far ends."""
        found: dict[tuple[frozenset[str], str], float] = {}
        for name, box in self.boxes.items():
            outward = []
            for pair in pairs:
                if name not in pair:
                    continue
                other = self.boxes[next(each for each in pair if each != name)]
                if CASE_MANAGER in pair:
                    found[pair, name] = other.middle if name == CASE_MANAGER else box.middle
                else:
                    outward.append((other.middle, other.place.name, pair))
            step = box.down / (len(outward) + 1)
            for number, (_, _, pair) in enumerate(sorted(outward, key=lambda each: each[:2])):
                found[pair, name] = box.y + step * (number + 1)
        return found

    def _line(self, ends: tuple[str, str], heights: tuple[float, float], ways: list[Way]) -> _Points:
        one, two = (self.boxes[name] for name in ends)
        told = {way.receiver for way in ways}
        thick = 2.2 if any(way.only for way in ways) else 1.1
        dash = LIFE_DASH if all(way.life for way in ways) else ""
        points, flies = _path(one, two, heights)
        self.on.line(points, thick, dash)
        for name, tip, right in zip(ends, (points[0], points[-1]), flies, strict=True):
            if name in told:
                self.on.arrow(tip, right)
        return points

    def _pill(self, points: _Points, ways: list[Way]) -> None:
        """The letters of the bases on the line, where they cover no others."""
        letters = " ".join(sorted({self.letters[basis] for way in ways for basis in way.bases}))
        only = any(way.only for way in ways)
        across = width(letters, SMALL, bold=True) + 6
        spots = [_along(points, part) for part in (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78)]
        x, y = next((spot for spot in spots if self._is_free(spot, across)), spots[0])
        self.pills.append((x, y, across))
        fill, ink = ("#000000", "#ffffff") if only else ("#ffffff", "#000000")
        self.on.box((x - across / 2, y - 6), (across, 12), 0.8, fill=fill, round_by=6)
        self.on.words((x, y + 2.9), letters, SMALL, bold=True, middle=True, ink=ink)

    def _is_free(self, spot: tuple[float, float], across: float) -> bool:
        x, y = spot
        clear = all(abs(x - a) > (across + wide) / 2 + 1 or abs(y - b) > 13 for a, b, wide in self.pills)
        return clear and not any(
            box.x - across / 2 < x < box.right + across / 2 and box.y - 6 < y < box.y + box.down + 6
            for box in self.boxes.values()
        )

    # -- the key -------------------------------------------------------------------------------------

    def _key(self, y: float) -> float:
        y = self.on.lines((0, y), "HOW TO READ IT", ACROSS, PLAIN, bold=True) + 3
        x = 0.0
        for line, dash, words in self._samples():
            if x and x + 36 + width(words, SMALL) > ACROSS:
                x, y = 0.0, y + 13
            self.on.line([(x, y + 6), (x + 26, y + 6)], line, dash)
            self.on.arrow((x + 28, y + 6), right=True)
            self.on.words((x + 34, y + 9), words)
            x += 34 + width(words, SMALL) + 14
        y += 16
        y = self._bases(y)
        for words in self._sentences():
            y = self.on.lines((0, y), words, ACROSS)
        return y + 4

    def _bases(self, y: float) -> float:
        """The letters and the bases they stand for, in two columns."""
        bases = [f"{letter}: {basis}" for basis, letter in self.letters.items()]
        half, across = (len(bases) + 1) // 2, ACROSS / 2 - 8
        ends = [y]
        for x, column in ((0.0, bases[:half]), (ACROSS / 2 + 8, bases[half:])):
            below = y
            for words in column:
                below = self.on.lines((x, below), words, across)
            ends.append(below)
        return max(ends)

    def _samples(self) -> Iterator[tuple[float, str, str]]:
        ways = self.shown.ways
        yield 1.1, "", "may tell, on the basis of the letter"
        if any(way.life for way in ways):
            yield 1.1, LIFE_DASH, "only where a life is at risk"
        if any(way.only for way in ways):
            yield 2.2, "", "thick, white letter on black: no other lawful way if this basis falls"

    def _sentences(self) -> Iterator[str]:
        places = self.shown.places
        if any(place.weak for place in places):
            yield "Double frame: a weak point; if that agency is away, what hangs on it has no lawful way."
        if any(place.gap for place in places):
            yield "Broken frame with a striped edge: a gap, or not at work here."
        yield from (f"Left out: {words}." for words in self.shown.left_out)


def _path(one: _Box, two: _Box, heights: tuple[float, float]) -> tuple[_Points, tuple[bool, bool]]:
    """The points of a line between two boxes, and whether an arrow at each end flies right."""
    y, z = heights
    if one.right <= two.x:
        points, flies = [(one.right, y), (two.x, z)], (False, True)
    elif two.right <= one.x:
        points, flies = [(one.x, y), (two.right, z)], (True, False)
    else:
        # In the same column: round on the side where there is room, further out where they are further apart.
        bulge = min(24 + abs(y - z) / 8, OUTWARD - 16)
        if one.right + OUTWARD > ACROSS:
            out = one.x - bulge
            return [(one.x, y), (out, y), (out, z), (two.x, z)], (True, True)
        out = one.right + bulge
        return [(one.right, y), (out, y), (out, z), (two.right, z)], (False, False)
    (a, b), (c, d) = points
    if b == d:
        return points, flies
    half = (a + c) / 2
    return [(a, b), (half, b), (half, d), (c, d)], flies


def _along(points: _Points, t: float) -> tuple[float, float]:
    """The point of a line, or of a curve, at a part of its way."""
    if len(points) == 2:
        (a, b), (c, d) = points
        return a + (c - a) * t, b + (d - b) * t
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x = sum(w * p[0] for w, p in zip(weights, points, strict=True))
    return x, sum(w * p[1] for w, p in zip(weights, points, strict=True))
