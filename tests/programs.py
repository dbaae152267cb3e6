"""Lowered programs and worlds made at random, without a ruleset: what an engine may be given at all.

Three kinds hang one below the other, and a root stands by itself.  Every node, sign, end and mark
occurs, so does every gathering, and each bound lies near the numbers that formulas hold it against.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from drive_rules.case import Row, World
from drive_rules.ir import FAR_AHEAD, LONG_AGO, SCALE, Length
from drive_rules.lower import All, Any, Clause, Formula, Gather, Le, Name, Part, Program, Step, Term

KINDS = {"case": None, "pair": "case", "incident": "pair", "manager": None}
UP = {kind: [kind] for kind in ("case", "manager")}
UP["pair"] = ["pair", "case"]
UP["incident"] = ["incident", "pair", "case"]
TODAY = date(2026, 6, 1)
FACTS = 4


def facts(kind: str, count: int = FACTS) -> tuple[Name, ...]:
    """The facts of a kind."""
    return tuple(Name(f"{kind} fact {number}", kind) for number in range(count))


WHOLES = {
    "case": (Name(("whole to", "pair"), "case"),),
    "pair": (Name(("whole to", "incident"), "pair"),),
    "incident": (),
    "manager": (),
}


def program(steps: list[Step], known: int = FACTS) -> Program:
    """A program that makes all of its steps public."""
    return Program(
        as_of=TODAY.toordinal(),
        kinds=KINDS,
        facts={kind: facts(kind, known) for kind in KINDS},
        wholes=WHOLES,
        steps=tuple(steps),
        public=tuple(step.target for step in steps),
        holidays=frozenset({TODAY + timedelta(3), TODAY + timedelta(4)}),
        reads={},
        rules={},
    )


def row(low: tuple[int, ...], high: tuple[int, ...] | None = None, parent: int = 0, lists: int = 0) -> Row:
    """A thing of which this much is known."""
    return Row("key", parent, low, low if high is None else high, (0,) * lists)


def world(case: Row | None = None, **rows: list[Row]) -> World:
    """A case and what hangs below it."""
    return World(
        {"case": (case,) if case else (), **{k: tuple(rows.get(k, ())) for k in KINDS if k != "case"}}
    )


@dataclass
class Made:
    """A program in the making."""

    random: Random
    known: int = FACTS
    steps: list[Step] = field(default_factory=list)
    names: dict[str, list[Name]] = field(default_factory=dict)

    def program(self, steps: int) -> Program:
        """A program of so many steps, later ones reading earlier ones."""
        self.names = {kind: [*facts(kind, self.known), *WHOLES[kind]] for kind in KINDS}
        for number in range(steps):
            kind = self.random.choice(list(KINDS))
            public = Name(f"name {number}", kind)
            step = self._clause(public) if self.random.random() < 0.5 else self._gather(public)
            self.steps.append(step)
            self.names[kind].append(step.target)
        return program(self.steps, self.known)

    def term(self, kind: str) -> Term:
        """A bound of the thing or of one above it; now and then a constant."""
        if self.random.random() < 0.25:
            return Term(None, plus=self._number())
        name = self.random.choice(self.names[self.random.choice(UP[kind])])
        end, sign = self.random.choice(["low", "high"]), self.random.choice([1, 1, 1, -1])
        return Term(name, end, sign, self.random.choice([0, 0, self._number()]))  # type: ignore[arg-type]

    def formula(self, kind: str, depth: int = 3) -> Formula:
        """A formula over bounds."""
        shape = self.random.random()
        if depth == 0 or shape < 0.4:
            return Le(self.term(kind), self.term(kind), self.random.random() < 0.2)
        parts = tuple(self.formula(kind, depth - 1) for _ in range(self.random.choice([0, 1, 2, 2, 3, 4])))
        return All(parts) if shape < 0.75 else Any(parts)

    def _number(self) -> int:
        return self.random.choice([self.random.randint(-3, 3), self.random.randint(-(10**12), 10**12)])

    def _clause(self, target: Name) -> Clause:
        return Clause(target, self.formula(target.kind))

    def _gather(self, target: Name) -> Gather:
        random, below = self.random, [kind for kind in KINDS if target.kind in UP[kind]]
        parts = tuple(self._part(random.choice(below)) for _ in range(random.randint(0, 4)))
        opens = tuple((kind, self.formula(kind, 1)) for kind in below if random.random() < 0.3)
        gathering = random.choice(["max", "min", "sum", "one"])
        dated = random.random() < 0.2
        return Gather(
            target,
            gathering,
            parts,
            None if gathering == "sum" else random.choice([None, random.randint(-3, 3)]),
            LONG_AGO if dated else random.choice([-(10**12), -3]),
            FAR_AHEAD if dated else random.choice([10**12, 3]),
            random.random() < 0.7,
            opens,
            random.choice([None, (1500, SCALE), (1, 3)]),
            random.random() < 0.3,
            Length(random.randint(0, 9), random.choice(["days", "working days", "months"]))
            if dated
            else None,
            (random.choice([0, -1]), random.choice([0, 1])),
        )

    def _part(self, kind: str) -> Part:
        term = self.term(kind)
        low, high = Term(term.name, "low", 1, term.plus), Term(term.name, "high", 1, term.plus)
        if term.sign == -1:
            low, high = Term(term.name, "high", -1, term.plus), Term(term.name, "low", -1, term.plus)
        return Part(kind, self.formula(kind, 2), low, high)

    def world(self) -> World:
        """Things of every kind, sometimes none."""
        random = self.random
        counts = {"case": random.choice([1, 1, 1, 0, 2]), "manager": random.randint(0, 2)}
        counts["pair"] = random.randint(0, 4) if counts["case"] else 0
        counts["incident"] = random.randint(0, 6) if counts["pair"] else 0
        return World({kind: self._rows(kind, counts) for kind in KINDS})

    def _rows(self, kind: str, counts: dict[str, int]) -> tuple[Row, ...]:
        above = KINDS[kind]
        parents = sorted(self.random.randrange(counts[above]) if above else 0 for _ in range(counts[kind]))
        return tuple(self._row(kind, number, parent) for number, parent in enumerate(parents))

    def _row(self, kind: str, number: int, parent: int) -> Row:
        ends = [sorted((self._number(), self._number())) for _ in range(self.known)]
        ends = [[low, low] if self.random.random() < 0.5 else [low, high] for low, high in ends]
        whole = tuple(self.random.choice([0, TODAY.toordinal(), FAR_AHEAD]) for _ in WHOLES[kind])
        return Row(f"{kind} {number}", parent, tuple(e[0] for e in ends), tuple(e[1] for e in ends), whole)
