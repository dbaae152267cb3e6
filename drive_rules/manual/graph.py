"""The decision graph of a chapter: what its rules read, on the left, and what comes of them, on the right.

Facts stand by their names where there are few, and else as one box for each kind of thing.  What does not
fit on a sheet goes on to the next.  Below stands the same in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from drive_rules import ir
from drive_rules.language.sentences import listed
from drive_rules.manual.parts import Block, Bullets, Drawing, Folded, Line, Link, between
from drive_rules.manual.wording import Places, reads
from drive_rules.page import Html, anchor
from drive_rules.pictures.paper import LEADING, PALE, SMALL, Sheet, flowchart, in_lines, label

ACROSS = 520.0
"""Fits A4 upright."""
DOWN = 700.0
"""How far down a sheet may go."""
LEFT, MIDDLE, RIGHT = (1.0, 136.0), (183.0, 154.0), (383.0, 136.0)
"""Where each column begins, and how wide its boxes are."""
PAD, APART = 4.0, 7.0
MOST_FACTS = 16


def comes_of(rule: ir.Rule) -> tuple[str, ...]:
    """What a rule decides, and what it calls for or forbids."""
    decides = (f"decides {each.decision}" for each in rule.then)
    return tuple(dict.fromkeys((*decides, *(f"{duty.word} {duty.do}" for duty in rule.duties))))


def drawings(ruleset: ir.Ruleset, places: Places, topic: str, rules: list[ir.Rule]) -> Iterator[Block]:
    """The pictures of a chapter, then the same in words."""
    sheets = list(_sheets(ruleset, rules))
    for number, sheet in enumerate(sheets, 1):
        of = f", {number} of {len(sheets)}" if len(sheets) > 1 else ""
        title = f"What reads what{of}"
        yield Drawing(sheet.svg(f"graph-{anchor('of', topic)}-{number}", title), sheet.mermaid(title))
    items = tuple(_in_words(places, rule) for rule in rules)
    yield Folded("What reads what, in words", (Bullets(items),))


def _in_words(places: Places, rule: ir.Rule) -> Line:
    read = between(((places.name(name),) for name in reads(rule)), ", ") or ("nothing",)
    comes: list[Line] = [("decides ", places.name(each.decision)) for each in rule.then]
    comes += [(f"{duty.word} ", places.name(duty.do)) for duty in rule.duties]
    return (Link(anchor("rule", rule.id), rule.title), " reads ", *read, "; ", *between(comes, ", "), ".")


# -- a sheet ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Box:
    """A box: its words, where its middle is and how high it is."""

    words: str
    room: float
    bold: bool = False
    y: float = 0.0
    lines: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = in_lines(self.words, self.room - 2 * PAD, SMALL, self.bold)

    @property
    def down(self) -> float:
        return len(self.lines) * SMALL * LEADING + 2 * PAD

    @property
    def middle(self) -> float:
        return self.y + self.down / 2


class _Graph:
    """What is drawn on one sheet."""

    def __init__(self, rules: list[tuple[ir.Rule, tuple[str, ...]]]) -> None:
        self.rules = [_Box(rule.title, MIDDLE[1], bold=True) for rule, _ in rules]
        self.left = _column([read for _, read in rules], LEFT[1])
        self.right = _column([comes_of(rule) for rule, _ in rules], RIGHT[1])
        self.reads = [(name, number) for number, (_, read) in enumerate(rules) for name in read]
        self.comes = [(number, name) for number, (rule, _) in enumerate(rules) for name in comes_of(rule)]
        self.titles = [rule.title for rule, _ in rules]

    @property
    def down(self) -> float:
        """How far down the highest column goes."""
        columns = (self.rules, [*self.left.values()], [*self.right.values()])
        return max(sum(box.down + APART for box in column) for column in columns)

    def svg(self, id: str, title: str) -> Html:
        """The sheet."""
        on, top = Sheet(id), 18.0
        for x, words in ((LEFT[0], "What is read"), (MIDDLE[0], "Rule"), (RIGHT[0], "What comes of it")):
            on.words((x, 10.0), words, SMALL, bold=True)
        for column in (self.rules, [*self.left.values()], [*self.right.values()]):
            self._stand(column, top)
        for name, number in self.reads:
            _curve(on, (LEFT[0] + LEFT[1], self.left[name].middle), (MIDDLE[0], self.rules[number].middle))
        for number, name in self.comes:
            end = (RIGHT[0], self.right[name].middle)
            _curve(on, (MIDDLE[0] + MIDDLE[1], self.rules[number].middle), end)
        for (x, across), boxes in ((LEFT, self.left), (RIGHT, self.right)):
            for box in boxes.values():
                _draw(on, box, x, across)
        for box in self.rules:
            _draw(on, box, MIDDLE[0], MIDDLE[1], PALE)
        said = (
            f"From left to right: what is read, {listed(self.titles)}, and what comes of it. Below in words."
        )
        return Html(on.svg(top + self.down, title, said, alone=False, across=ACROSS))

    def mermaid(self, title: str) -> str:
        """The sheet as Mermaid."""
        left = {name: f"l{number}" for number, name in enumerate(self.left)}
        right = {name: f"r{number}" for number, name in enumerate(self.right)}
        lines = [*flowchart(title)]
        lines += [f"  {id}[{label((name,))}]" for name, id in (*left.items(), *right.items())]
        lines += [f"  m{number}([{label((words,))}])" for number, words in enumerate(self.titles)]
        lines += [f"  {left[name]} --> m{number}" for name, number in self.reads]
        lines += [f"  m{number} --> {right[name]}" for number, name in self.comes]
        return "\n".join(lines) + "\n"

    def _stand(self, column: list[_Box], top: float) -> None:
        """From top to bottom, with what room is left over shared out between them."""
        taken = sum(box.down + APART for box in column)
        spare = (self.down - taken) / (len(column) + 1)
        y = top + spare
        for box in column:
            box.y = y
            y += box.down + APART + spare


def _column(said: list[tuple[str, ...]], room: float) -> dict[str, _Box]:
    """A box for each name, each as near as can be to the rules that it goes with."""
    with_rules: dict[str, list[int]] = {}
    for number, names in enumerate(said):
        for name in names:
            with_rules.setdefault(name, []).append(number)
    order = sorted(with_rules, key=lambda name: (sum(with_rules[name]) / len(with_rules[name]), name))
    return {name: _Box(name, room) for name in order}


def _curve(on: Sheet, one: tuple[float, float], other: tuple[float, float]) -> None:
    half = (one[0] + other[0]) / 2
    on.line((one, (half, one[1]), (half, other[1]), other), 0.7)


def _draw(on: Sheet, box: _Box, x: float, across: float, fill: str = "#ffffff") -> None:
    on.box((x, box.y), (across, box.down), 0.8, fill=fill)
    y = box.y + PAD
    for line in box.lines:
        y += SMALL * LEADING
        on.words((x + PAD, y - SMALL * 0.28), line, SMALL, box.bold)


def _sheets(ruleset: ir.Ruleset, rules: list[ir.Rule]) -> Iterator[_Graph]:
    """The rules in their order, as many on each sheet as it holds."""
    facts = {name for rule in rules for name in reads(rule) if name in ruleset.facts}
    by_kind = len(facts) > MOST_FACTS
    told = [(rule, _read(ruleset, rule, by_kind)) for rule in rules]
    taken: list[tuple[ir.Rule, tuple[str, ...]]] = []
    columns: _Columns = ({}, {}, {})
    for rule, read in told:
        columns = _with(columns, rule, read)
        if taken and max(sum(column.values()) for column in columns) > DOWN:
            yield _Graph(taken)
            taken, columns = [], _with(({}, {}, {}), rule, read)
        taken.append((rule, read))
    yield _Graph(taken)


_Columns = tuple[dict[str, float], ...]
"""How high each box of each column is, with the room below it."""


def _with(columns: _Columns, rule: ir.Rule, read: tuple[str, ...]) -> _Columns:
    """The columns with one rule more."""
    more = ((read, LEFT[1]), ((rule.title,), MIDDLE[1]), (comes_of(rule), RIGHT[1]))
    return tuple(
        column
        | {name: _Box(name, room, room == MIDDLE[1]).down + APART for name in names if name not in column}
        for column, (names, room) in zip(columns, more, strict=True)
    )


def _read(ruleset: ir.Ruleset, rule: ir.Rule, by_kind: bool) -> tuple[str, ...]:
    """What a rule reads as it is drawn."""
    names = (
        f"facts of the {ruleset.facts[name].of}" if by_kind and name in ruleset.facts else name
        for name in reads(rule)
    )
    return tuple(dict.fromkeys(names))
