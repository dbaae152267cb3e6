"""One case, fast: a Python function for each pass over rows, made as a tree from the lowered program.

``build`` does the work once for a program; ``Compiled.settle`` is a pure function of a world.  No
text is ever compiled, and no word of a ruleset or a case becomes part of the code.  A case of which
all is known has functions of its own, made when the first such case is met: they do half of the work,
and hand back what turns out not to be known after all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from drive_rules.answers import Key
from drive_rules.case import World
from drive_rules.engines.compiled.made import Functions, functions
from drive_rules.engines.compiled.packed import Packed, Reader, reader
from drive_rules.engines.compiled.told import Telling, Told, telling
from drive_rules.lower import Program

MOST_TERMS = 4000
"""About how much one function holds; more is put in a further one."""


@dataclass(frozen=True, eq=False)
class Compiled:
    """A program as code; pickled as the program, and built again where it is read."""

    program: Program
    most_terms: int = field(repr=False)
    both: Functions = field(repr=False)
    """For any case: both ends of every name."""
    telling: Telling = field(repr=False)

    @cached_property
    def known(self) -> Functions:
        """For cases of which all is known: one value for every name."""
        return functions(self.program, self.most_terms, known=True)

    def settle(self, world: World) -> Packed:
        """The interval of every public name for each row of its kind."""
        rows = world.rows
        for there in rows.values():
            for row in there:
                if row.low != row.high:
                    return self.settle_any(world)
        return self.known.settle(rows) or self.settle_any(world)

    __call__ = settle

    def settle_any(self, world: World) -> Packed:
        """The same, without a look at whether all is known."""
        settled = self.both.settle(world.rows)
        if settled is None:
            raise TypeError("functions for both ends never leave")
        return settled

    def reader(self, keys: Sequence[Key]) -> Reader:
        """Reads public names of one kind, many at once, for a row of what is settled."""
        kinds = {name.key: name.kind for name in self.program.public}
        if len({kinds[key] for key in keys}) > 1:
            raise ValueError("a reader reads names of one kind")
        return reader(self.both.columns, keys)

    def told(self, world: World) -> Told:
        """What ``settle`` gives, with the rules that bear on it and the values read."""
        return self.telling.tell(self.settle(world), world)

    def __reduce__(self) -> tuple[Callable[[Program, int], Compiled], tuple[Program, int]]:
        return build, (self.program, self.most_terms)


def build(program: Program, most_terms: int = MOST_TERMS) -> Compiled:
    """The compiled form of a program; ``most_terms`` bounds one function, and changes no answer."""
    return Compiled(program, most_terms, functions(program, most_terms), telling(program))
