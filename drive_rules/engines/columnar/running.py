"""Carrying operations out: those that give yes or no many at a time, tile by tile, in memory written over.

Most operations write one column of yes and no from one or two others.  What can be done of them without
anything else is one **run**: machine code goes through the rows tile by tile, and does the whole run for a
tile while its columns are near the processor.  Columns of yes and no of a kind lie in one table, in the
place that ``arranged`` gives each register; a place is given anew when nothing reads what is in it.

One settling takes that memory and lets go of it when it is over; answers keep it.  Whoever settles block
after block, and is done with each before the next, lends a ``Memory`` for all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drive_rules.engines.columnar import kernels
from drive_rules.engines.columnar.formulas import is_code
from drive_rules.engines.columnar.registers import Function, Operation, Register, used

SIMPLE: Mapping[Function, int] = {
    np.bitwise_and: kernels.AND,
    np.bitwise_or: kernels.OR,
    np.logical_not: kernels.NOT,
    np.not_equal: kernels.NOT_EQUAL,
    np.less_equal: kernels.AT_MOST,
    np.less: kernels.LESS,
    np.greater_equal: kernels.AT_LEAST,
    is_code: kernels.IS_CODE,
}
"""What runs are made of; the rest is done one by one."""
ALIGNED = 64
NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Operations of one kind that follow each other: what, up to three registers (-1: none), and where to."""

    kind: str
    codes: NDArray[np.int32]
    done: tuple[Register, ...]
    """What nothing reads any more afterwards."""

    @property
    def reads(self) -> tuple[Register, ...]:
        """Every register that is read."""
        return tuple(self.codes[:, 1:4][self.codes[:, 1:4] != NOWHERE].tolist())


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Arranged:
    """Operations in the order in which they are carried out, and where columns of yes and no stand."""

    steps: tuple[Operation | Run, ...]
    sizes: Mapping[str, int]
    """How many places the table of each kind has."""
    placed: Mapping[str, tuple[NDArray[np.int64], NDArray[np.int64]]]
    """By kind the registers that have a place in its table, and these places."""
    shown: Mapping[Register, tuple[str, int]]
    """The kind and place of those that are read by anything but runs."""
    met: Mapping[Register, str]
    """The registers, elsewhere, that runs read, and their kinds."""
    constants: NDArray[np.int64]
    """By register, those that runs read."""


class Memory:
    """Tables that are used again from one settling to the next: what stood in them is then gone."""

    __slots__ = ("_held",)

    def __init__(self) -> None:
        self._held: dict[str, NDArray[np.uint8]] = {}

    def table(self, kind: str, places: int, stride: int) -> NDArray[np.uint8]:
        """A table of so many places, each so wide."""
        held = self._held.get(kind)
        if held is None or len(held) < places * stride:
            held = self._held[kind] = np.empty(places * stride, np.uint8)
        return held[: places * stride].reshape(places, stride)


# -- once, for what is known -----------------------------------------------------------------------


def arranged(
    operations: Iterable[Operation],
    inputs: Mapping[Register, tuple[str, ...]],
    constants: Sequence[Any],
    wanted: Collection[Register],
) -> Arranged:
    """The operations that lead to what is wanted, with runs as long as they can be."""
    ordered = list(used(operations, wanted))
    kinds = _kinds(ordered, inputs)
    ordered = list(used(_scheduled(ordered, kinds), wanted))
    steps = tuple(_steps(ordered, kinds))
    places, sizes = _places(ordered, kinds)
    alone = [each for each in steps if isinstance(each, Operation)]
    seen = set(wanted).union(*(each.reads for each in alone), *(each.out for each in alone))
    read = set(chain.from_iterable(step.reads for step in steps if isinstance(step, Run)))
    fixed = {register for register, value in enumerate(constants) if value is not None}
    met = read - places.keys() - fixed
    return Arranged(
        steps,
        sizes,
        {kind: _placed(kind, places, kinds) for kind in sizes},
        {register: (kinds[register], place) for register, place in places.items() if register in seen},
        {register: kinds[register] for register in met},
        np.array(
            [value if place in read and value is not None else 0 for place, value in enumerate(constants)],
            np.int64,
        ),
    )


def _placed(
    kind: str, places: Mapping[Register, int], kinds: Mapping[Register, str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    mine = [(register, place) for register, place in places.items() if kinds[register] == kind]
    both = np.array(mine, np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _kinds(
    operations: Iterable[Operation], inputs: Mapping[Register, tuple[str, ...]]
) -> dict[Register, str]:
    """Of what kind each register has a row for everything of: what an operation reads says it.

    What is made of numbers alone has no rows, and is of none.
    """
    kinds = {register: what[1] for register, what in inputs.items() if what[0] in ("low", "high", "whole")}
    for operation in operations:
        kind = next(filter(None, (_named(inputs.get(read)) for read in operation.reads)), None)
        kind = kind or next((kinds[read] for read in operation.reads if read in kinds), None)
        if kind is not None:
            kinds.update(dict.fromkeys(operation.out, kind))
    return kinds


def _named(what: tuple[str, ...] | None) -> str | None:
    """The kind that an operation gives a column of, where what it reads names it."""
    match what:
        case ("count" | "groups", kind, *_) | ("owners", _, kind):
            return kind
        case _:
            return None


def _scheduled(operations: Sequence[Operation], kinds: Mapping[Register, str]) -> Iterator[Operation]:
    """The same operations: of what can be done, all that runs of one kind are made of come first."""
    readers: dict[Register, list[int]] = {}
    waits = [0] * len(operations)
    made = {register for operation in operations for register in operation.out}
    ready: dict[str | None, deque[int]] = {}

    def put(number: int) -> None:
        operation = operations[number]
        kind = kinds[operation.out[0]] if operation.function in SIMPLE else None
        ready.setdefault(kind, deque()).append(number)

    for number, operation in enumerate(operations):
        reads = made.intersection(operation.reads)
        waits[number] = len(reads)
        for register in reads:
            readers.setdefault(register, []).append(number)
        if not reads:
            put(number)
    while any(ready.values()):
        kind = next((kind for kind, numbers in ready.items() if kind is not None and numbers), None)
        numbers = ready[kind]
        while numbers:
            operation = operations[numbers.popleft()]
            yield operation
            for register in operation.out:
                for number in readers.get(register, ()):
                    waits[number] -= 1
                    if not waits[number]:
                        put(number)


def _steps(operations: Iterable[Operation], kinds: Mapping[Register, str]) -> Iterator[Operation | Run]:
    for kind, some in groupby(
        operations, lambda each: kinds[each.out[0]] if each.function in SIMPLE else None
    ):
        if kind is None:
            yield from some
        else:
            run = list(some)
            codes = [
                (SIMPLE[each.function], *(*each.reads, NOWHERE, NOWHERE)[:3], each.out[0]) for each in run
            ]
            yield Run(kind, np.array(codes, np.int32), tuple(chain.from_iterable(each.done for each in run)))


def _places(
    operations: Iterable[Operation], kinds: Mapping[Register, str]
) -> tuple[dict[Register, int], dict[str, int]]:
    """A place for each column of yes and no, and how many there are: one that is done with is given anew."""
    places: dict[Register, int] = {}
    free: dict[str, list[int]] = {}
    sizes: dict[str, int] = {}
    for operation in operations:
        if operation.flags:
            register = operation.out[0]
            kind = kinds[register]
            if free.get(kind):
                places[register] = free[kind].pop()
            else:
                places[register] = sizes.get(kind, 0)
                sizes[kind] = places[register] + 1
        # Only now: what is written over what is read goes through the processor row by row.
        for register in operation.done:
            if register in places:
                free.setdefault(kinds[register], []).append(places[register])
    return places, sizes


# -- each time -------------------------------------------------------------------------------------


def run(arranged: Arranged, values: list[Any], counts: Mapping[str, int], memory: Memory) -> None:
    """Carry operations out, over what registers hold; ``counts`` says how many rows each kind has."""
    at, width = np.zeros(len(values), np.int64), np.ones(len(values), np.int8)
    tables: dict[str, NDArray[np.uint8]] = {}
    for kind, size in arranged.sizes.items():
        stride = -(-max(counts[kind], 1) // ALIGNED) * ALIGNED
        tables[kind] = memory.table(kind, size, stride)
        registers, places = arranged.placed[kind]
        at[registers] = tables[kind].ctypes.data + places * stride
    for register, (kind, place) in arranged.shown.items():
        values[register] = tables[kind][place, : counts[kind]].view(np.bool_)

    def meet(registers: Iterable[Register]) -> None:
        """Say where columns stand that are no part of a table, and how wide they are."""
        for register in arranged.met.keys() & registers:
            if values[register] is not None:
                column = _plain(values[register], counts[arranged.met[register]])
                values[register], width[register] = column, column.itemsize
                at[register] = column.__array_interface__["data"][0]

    meet(arranged.met)
    for step in arranged.steps:
        if isinstance(step, Run):
            kernels.run_flags(step.codes, at, width, arranged.constants, counts[step.kind])
        else:
            _alone(step, values)
            meet(step.out)
        for register in step.done:
            values[register] = None


def _plain(column: Any, count: int) -> NDArray[Any]:
    """A column as machine code reads it, which looks at nothing but where it begins."""
    found = np.ascontiguousarray(column)
    if found.dtype.kind not in "bi" or len(found) != count:
        raise ValueError(f"{count} rows of yes and no or whole numbers are read, and not {found.dtype}")
    return found


def _alone(operation: Operation, values: list[Any]) -> None:
    """Carry out one operation by itself."""
    given = [values[register] for register in operation.reads]
    if operation.flags:
        operation.function(*given, out=values[operation.out[0]])
    elif len(operation.out) == 1:
        values[operation.out[0]] = operation.function(*given)
    else:
        for register, column in zip(operation.out, operation.function(*given), strict=True):
            values[register] = column
