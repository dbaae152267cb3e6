"""Passes to functions: one loop over the rows of a kind, with everything it needs unpacked once a row.

Every function is given the same five things: the rows of each kind, what each pass has given so far
(low and high, a tuple for each row), the cells of each row of each kind, and the place for conflicts.
Where all is known there are no highs and no conflicts, and a function that meets what is not known after
all returns true at once.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from drive_rules.engines.compiled import gathers, known, trees
from drive_rules.engines.compiled.cells import Cells, Shape
from drive_rules.engines.compiled.clauses import Asked, Wave, followed
from drive_rules.engines.compiled.formulas import Scope
from drive_rules.engines.compiled.layout import Layout
from drive_rules.engines.compiled.passes import Work
from drive_rules.engines.compiled.trees import Body, assign, attribute, item, name, number
from drive_rules.lower import Clause, End, Gather, Name

ARGUMENTS = ("rows", "lows", "highs", "held", "conflicts")


@dataclass(frozen=True, slots=True)
class Source:
    """A tuple that a row has or was given, and which of its places are wanted as what."""

    kind: str
    values: ast.expr
    size: int
    wanted: dict[int, list[ast.expr]]

    def unpacked(self) -> Body:
        """All at once where much of it is wanted, else one by one."""
        if 3 * len(self.wanted) >= self.size:
            taken = [self.wanted.get(place, [name("_")])[0] for place in range(self.size)]
            again = ((first, rest) for first, *rest in self.wanted.values() if rest)
            return [assign(self.values, trees.many(taken)), *(assign(first, *rest) for first, rest in again)]
        each = (assign(item(name("t"), place), *places) for place, places in self.wanted.items())
        return [assign(self.values, name("t")), *each]


@dataclass
class Loop:
    """The function of one pass, as its body grows."""

    layout: Layout
    number: int
    scope: Scope
    body: Body = field(default_factory=list)
    reaches: dict[str, None] = field(default_factory=dict)
    asked: dict[Name, Asked] = field(default_factory=dict)
    counts: bool = False
    """Whether the number of a row is needed, besides the row itself."""

    @property
    def ends(self) -> tuple[End, ...]:
        """The ends of a name that are worked out."""
        return ("low",) if self.scope.known else ("low", "high")

    @property
    def kind(self) -> str:
        """The kind whose rows are passed over."""
        return self.layout.passes[self.number].kind

    def fill(self, works: Sequence[Work]) -> None:
        """Add the statements of the works: what is gathered as soon as it can be, clauses in waves."""
        here = frozenset(work.step.target for work in works if work.settles)
        left = {number: (work.needs & here, work) for number, work in enumerate(works)}
        waves: list[Body | Wave] = []
        done: set[Name] = set()
        while left:
            ready = {number: work for number, (needs, work) in left.items() if needs <= done}
            now = {number: work for number, work in ready.items() if isinstance(work.step, Gather)} or ready
            waves.append(self._wave([work.step for work in now.values() if isinstance(work.step, Clause)]))
            waves += [
                self._gathered(work, work.step) for work in now.values() if isinstance(work.step, Gather)
            ]
            done.update(work.step.target for work in now.values() if work.settles)
            left = {number: each for number, each in left.items() if number not in now}
        for wave in waves:
            self.body += wave.body() if isinstance(wave, Wave) else wave

    def _wave(self, clauses: Sequence[Clause]) -> Wave:
        wave = Wave(self.scope)
        self.asked.update({clause.target: wave.add(clause) for clause in clauses})
        return wave

    def _gathered(self, work: Work, step: Gather) -> Body:
        """What a gather brings to its owner, or comes to there."""
        shape = self.layout.shapes[step.target]
        alone = followed(shape)
        if alone in self.asked:
            yes, no = shape.rungs[0], step.otherwise or 0
            self.asked[alone].settle(self.scope, step.target, yes, no)
            return []
        held = self._held(shape) if shape.below else None
        if work.settles:
            return self._settled(shape, held)
        collect = known.collect if self.scope.known else gathers.collect
        return collect(self.scope, shape, work.kind, held) if held is not None else []

    def _settled(self, shape: Shape, held: Cells | None) -> Body:
        if self.scope.known:
            return known.settle(self.scope, shape, held)
        target = trees.many((number(self.scope.numbers[shape.step.target]), self._index(self.kind)))
        conflict = trees.expression(trees.method("conflicts", "append", target))
        return gathers.settle(self.scope, shape, held, conflict)

    def _held(self, shape: Shape) -> Cells:
        """The cells of a gather, in the list of its owner."""
        target = shape.step.target
        self.reaches.update({target.kind: None} if shape.cells else {})
        owner = name(f"c{self.layout.kinds[target.kind]}")
        return {cell: item(owner, self.layout.held[target, cell]) for cell in shape.cells}

    def _index(self, kind: str) -> ast.expr:
        self.counts = self.counts or kind == self.kind
        return name(f"i{self.layout.kinds[kind]}")

    # -- the function ----------------------------------------------------------------------------

    def function(self, word: str, gives: Mapping[int, tuple[Name, ...]]) -> ast.stmt:
        """The whole function, given what every pass gives of each row."""
        own, mine = self.layout.kinds[self.kind], gives[self.number]
        sources = list(self._sources(gives))
        climbed, bound = self._climb({source.kind for source in sources})
        gave = [trees.expression(trees.call(f"give_{end}", self._row(mine, end))) for end in self.ends]
        unpacked = [line for source in sources for line in source.unpacked()]
        owners = ((self.layout.kinds[kind], self._index(kind)) for kind in self.reaches)
        cells = (assign(item(name(f"held{owner}"), index), name(f"c{owner}")) for owner, index in owners)
        body = [*climbed, *cells, *unpacked, *self.body, *(gave if mine else [])]
        row, rows = name(f"r{own}"), item(name("rows"), own)
        counted = (trees.many((name(f"i{own}"), row)), trees.call("enumerate", rows))
        loop = trees.each(*(counted if self.counts else (row, rows)), body)
        return trees.function(word, ARGUMENTS, [*bound, *self._bind(), loop])

    def _row(self, gives: tuple[Name, ...], end: End) -> ast.expr:
        return trees.many(self.scope.place(given, end) for given in gives)

    def _bind(self) -> Body:
        """What the loop uses of the five arguments, in local variables."""
        used = {self.layout.settled_in[used] for used, _ in self.scope.used if used in self.layout.settled_in}
        body = [
            assign(item(name(f"{end}s"), each), name(f"{end}s{each}"))
            for each in sorted(used - {self.number})
            for end in self.ends
        ]
        owners = [self.layout.kinds[kind] for kind in self.reaches]
        body += [assign(item(name("held"), owner), name(f"held{owner}")) for owner in owners]
        gives = ((end, attribute(item(name(f"{end}s"), self.number), "append")) for end in self.ends)
        return [*body, *(assign(give, name(f"give_{end}")) for end, give in gives)]

    def _climb(self, read: set[str]) -> tuple[Body, Body]:
        """The rows that this one is part of, as far up as anything is needed; and the lists they are in."""
        path = list(self.layout.path(self.kind))
        top = max(path.index(kind) for kind in (self.kind, *read, *self.reaches))
        body: Body = []
        bound: Body = []
        for kind, parent in pairwise(path[: top + 1]):
            here, there = self.layout.kinds[kind], self.layout.kinds[parent]
            body.append(assign(attribute(name(f"r{here}"), "parent"), name(f"i{there}")))
            body.append(assign(item(name(f"rows{there}"), name(f"i{there}")), name(f"r{there}")))
            bound.append(assign(item(name("rows"), there), name(f"rows{there}")))
        return body, bound

    def _sources(self, gives: Mapping[int, tuple[Name, ...]]) -> Iterator[Source]:
        """The tuples that hold what the body uses and does not settle itself."""
        found: dict[tuple[str, str], Source] = {}
        for used, end in self.scope.used:
            if self.layout.settled_in.get(used) == self.number:
                continue
            key, values, names = self._source(used, end, gives)
            source = found.setdefault(key, Source(used.kind, values, len(names), {}))
            source.wanted.setdefault(self.layout.places[used], []).append(self.scope.place(used, end))
        return iter(found.values())

    def _source(
        self, used: Name, end: End, gives: Mapping[int, tuple[Name, ...]]
    ) -> tuple[tuple[str, str], ast.expr, tuple[Name, ...]]:
        program, kind = self.layout.program, self.layout.kinds[used.kind]
        row = name(f"r{kind}")
        if used in self.layout.settled_in:
            given_in = self.layout.settled_in[used]
            given = f"{end}s{given_in}"
            return (given, ""), item(name(given), self._index(used.kind)), gives[given_in]
        if used in self.layout.facts:
            return (end, used.kind), attribute(row, end), program.facts[used.kind]
        return ("whole", used.kind), attribute(row, "whole"), program.wholes[used.kind]
