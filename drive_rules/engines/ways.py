"""Formulas to ways: what durable_rules is asked of a lowered program, and in which order.

A *way* is a conjunction of comparisons; a formula holds where one of its ways does.  A *wave* is all
that can be asked once the waves before it are settled.  An *all* whose ways would multiply beyond
measure has its widest part settled by itself, as a bit, a wave earlier; so has a way that is too long.
What the guards cannot take is refused with a reason, and so is all that reads it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, count, product
from math import prod
from typing import assert_never

from drive_rules.answers import Key
from drive_rules.engines.guarded import MOST_LINES, Line, within
from drive_rules.lower import All, Any, Clause, End, Formula, Le, Name, Program, Step, Term

MOST_CHOICES = 48
"""Ways that an *all* may multiply into before a part of it is settled by itself."""
MOST_ALTERNATIVES = 1000
"""Ways that an *any* may add up to before the same is done."""
DEEPEST = 60
LARGEST = 20_000

Column = tuple[Name, End]
Way = tuple[Line[Column], ...]
NOUGHT = Name(("nought",), "")
"""What a constant is held against: every row has it, and it is 0."""


class RefusedError(Exception):
    """The guards cannot take this; the text says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A step, and the numbers of its questions: certainly and possibly of each formula; of each opening."""

    step: Step
    formulas: tuple[tuple[int, int], ...]
    opens: tuple[int, ...] = ()


@dataclass(slots=True)
class Wave:
    """What can be asked at once, each way with the questions that it answers; and what is settled then."""

    asked: dict[str, dict[Way, list[int]]] = field(default_factory=lambda: defaultdict(dict))
    steps: list[Asked] = field(default_factory=list)


class Planner:
    """Puts every step in the first wave by which all that it reads is settled."""

    def __init__(self, program: Program) -> None:
        self.refused: dict[Key, str] = {}
        self.questions: list[str] = []
        self.waves: list[Wave] = []
        self.offered: Counter[type] = Counter()
        self.taken: Counter[type] = Counter()
        self._chains = {kind: kinds_up(program, kind) for kind in program.kinds}
        given = chain(*program.facts.values(), *program.wholes.values())
        self._ready: dict[Key, int] = {name.key: 0 for name in given}
        self._asked: dict[tuple[str, Formula, bool], tuple[int, int]] = {}
        self._bits: dict[tuple[str, Formula], Le] = {}
        self._numbers = count()

    def take(self, step: Step) -> None:
        """Plan a step, or write down why not."""
        formulas = 1 if isinstance(step, Clause) else len(step.parts) + len(step.opens)
        self.offered[type(step)] += formulas
        try:
            self._plan(step)
        except RefusedError as refusal:
            self.refused[step.target.key] = str(refusal)
        else:
            self.taken[type(step)] += formulas

    def _plan(self, step: Step) -> None:
        if isinstance(step, Clause):
            both, wave = self._ask_both(step.target.kind, step.certainly)
            self._settle_in(wave, Asked(step, (both,)))
            return
        asked = [self._ask_both(part.kind, part.when) for part in step.parts]
        opens = [self._ask(kind, formula, possibly=True) for kind, formula in step.opens]
        values = [self._after(part.kind, term) for part in step.parts for term in (part.low, part.high)]
        for kind in chain((part.kind for part in step.parts), (kind for kind, _ in step.opens)):
            if step.target.kind not in self._chains[kind]:
                raise RefusedError(f"it gathers {kind}, which is no part of {step.target.kind}")
        wave = max([0, *values, *(wave for _, wave in asked), *(wave for _, wave in opens)])
        numbers = tuple(both for both, _ in asked)
        self._settle_in(wave, Asked(step, numbers, tuple(number for number, _ in opens)))

    def _settle_in(self, wave: int, asked: Asked) -> None:
        self._wave(wave).steps.append(asked)
        self._ready[asked.step.target.key] = wave

    def _wave(self, number: int) -> Wave:
        while len(self.waves) <= number:
            self.waves.append(Wave())
        return self.waves[number]

    def _after(self, kind: str, term: Term) -> int:
        """The wave by which what a term reads is settled."""
        name = term.name
        if name is None:
            return 0
        if name.kind not in self._chains[kind]:
            raise RefusedError(f"{words_of(name.key)} is of no kind that {kind} is part of")
        if name.key in self.refused:
            raise RefusedError(f"it reads {words_of(name.key)}: {self.refused[name.key]}")
        if name.key not in self._ready:
            raise RefusedError(f"it reads {words_of(name.key)}, which nothing has settled yet")
        return self._ready[name.key]

    def _ask_both(self, kind: str, formula: Formula) -> tuple[tuple[int, int], int]:
        certainly, wave = self._ask(kind, formula, possibly=False)
        possibly, _ = self._ask(kind, formula, possibly=True)
        return (certainly, possibly), wave

    def _ask(self, kind: str, formula: Formula, possibly: bool) -> tuple[int, int]:
        """The number of a question, and the wave in which it is answered."""
        _measure(formula)
        question = (kind, formula, possibly)
        if question not in self._asked:
            ways = self._ways(kind, formula)
            terms = [term for way in ways for le in way for term in (le.left, le.right)]
            wave = 1 + max((self._after(kind, term) for term in terms), default=0)
            # All of them before any is kept: what is refused leaves nothing behind.
            asked = [tuple(dict.fromkeys(_line(le, possibly) for le in way)) for way in ways]
            number = len(self.questions)
            for lines in asked:
                self._wave(wave).asked[kind].setdefault(lines, []).append(number)
            self.questions.append(kind)
            self._asked[question] = (number, wave)
        return self._asked[question]

    def _ways(self, kind: str, formula: Formula) -> list[tuple[Le, ...]]:
        """The ways in which a formula can hold: each all of its comparisons."""
        match formula:
            case Le():
                return [(formula,)]
            case Any(parts):
                choices = self._few(kind, parts, sum, MOST_ALTERNATIVES)
                return list(dict.fromkeys(chain(*choices)))
            case All(parts):
                choices = self._few(kind, parts, prod, MOST_CHOICES)
                ways = (tuple(dict.fromkeys(chain(*chosen))) for chosen in product(*choices))
                return [self._short(kind, way) for way in dict.fromkeys(ways)]
            case _:
                assert_never(formula)

    def _few(
        self, kind: str, parts: Sequence[Formula], size: Callable[[Iterable[int]], int], most: int
    ) -> list[list[tuple[Le, ...]]]:
        """The ways of each part; while they are too many together, the widest is settled by itself."""
        choices = [self._ways(kind, part) for part in parts]
        while size(map(len, choices)) > most and max(map(len, choices)) > 1:
            widest = max(range(len(choices)), key=lambda place: len(choices[place]))
            choices[widest] = [(self._bit(kind, parts[widest]),)]
        return choices

    def _short(self, kind: str, way: tuple[Le, ...]) -> tuple[Le, ...]:
        """A way that fits a rule: where it is too long, pieces of it are settled by themselves."""
        while len(way) > MOST_LINES:
            pieces = (way[start : start + MOST_LINES] for start in range(0, len(way), MOST_LINES))
            way = tuple(self._bit(kind, All(piece)) for piece in pieces)
        return way

    def _bit(self, kind: str, formula: Formula) -> Le:
        """A formula settled by itself, a wave earlier: its low is 1 where it certainly holds."""
        if (kind, formula) not in self._bits:
            name = Name(("bit", next(self._numbers)), kind)
            self._plan(Clause(name, formula))
            self._bits[kind, formula] = Le(Term(None, plus=1), Term(name))
        return self._bits[kind, formula]


def planned(program: Program) -> Planner:
    """Every step in its wave, and which are refused."""
    planner = Planner(program)
    for step in program.steps:
        planner.take(step)
    return planner


def words_of(key: Key) -> str:
    """A key as people read it."""
    match key:
        case str():
            return key
        case ("aux", _, name, *_):  # what only the program needs is told by the name that needs it
            return str(name)
        case _:
            return " ".join(map(str, key))


def kinds_up(program: Program, kind: str) -> tuple[str, ...]:
    """A kind and all the kinds that it is part of."""
    kinds = [kind]
    while (above := program.kinds[kinds[-1]]) is not None:
        kinds.append(above)
    return tuple(kinds)


def _measure(formula: Formula) -> None:
    """Refuse, without recursion, what is too deep or too large to plan."""
    waiting: list[tuple[Formula, int]] = [(formula, 1)]
    seen = 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if depth > DEEPEST or seen > LARGEST:
            raise RefusedError("its formula is too deep" if depth > DEEPEST else "its formula is too large")
        if not isinstance(node, Le):
            waiting.extend((part, depth + 1) for part in node.parts)


def _line(le: Le, possibly: bool) -> Line[Column]:
    """A comparison in the form that durable_rules takes: a name on the left with sign 1."""
    turned = possibly and not le.record
    left, right = _column(le.left, turned), _column(le.right, turned)
    slack = le.right.plus - le.left.plus
    if not (within(le.left.plus) and within(le.right.plus) and within(slack)):
        raise RefusedError("it holds a number that is out of reach")
    if left is None:
        if right is None:
            return Line((NOUGHT, "low"), "$lte", slack)
        return Line(right, "$gte", -slack) if le.right.sign == 1 else Line(right, "$lte", slack)
    if le.left.sign == 1:
        return Line(left, "$lte", slack, le.right.sign, right)
    return Line(left, "$gte", -slack, -1 if le.right.sign == 1 else 1, right)


def _column(term: Term, turned: bool) -> Column | None:
    other: End = "low" if term.end == "high" else "high"
    return None if term.name is None else (term.name, other if turned else term.end)
