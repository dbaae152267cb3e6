"""A question about every case: is there one where this is so?  Asked of z3, and borne out by the reference.

The answer is a case that shows it (found, replayed, cut down), that there is none, or that it could not
be decided; the last says why and is never taken for either of the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, Protocol

import z3

from drive_rules.answers import Key
from drive_rules.case import read_case
from drive_rules.ir import NEVER_WHOLE, Fact, Kind, Ruleset
from drive_rules.lower import Program, lower
from drive_rules.problems import DriveRulesError, did_you_mean
from drive_rules.prove.encoding import Encoding, cone
from drive_rules.prove.ends import End
from drive_rules.prove.inputs import Inputs
from drive_rules.prove.orders import in_one_order
from drive_rules.prove.outcomes import (
    SECONDS,
    Change,
    Found,
    Given,
    Never,
    Outcome,
    ReplayError,
    Thing,
    Undecided,
)
from drive_rules.prove.truths import Truth, as_z3
from drive_rules.prove.witnesses import Replay, data_of, smallest

MOST_ROUNDS = 60
_ONE_AT_A_TIME = Lock()
"""z3's own objects are not for several threads at once."""
SHORTLY = 2_000
"""Milliseconds in which a smaller case is found, or another that is as true is shown."""


class Asked(Protocol):
    """What a question may ask: of an encoding, which answers in formulas, or of a replay, plainly."""

    def there(self, thing: Thing) -> Truth:
        """Whether a thing is there."""

    def below(self, owner: Thing, kind: str) -> Iterator[Thing]:
        """The things of ``kind`` at or below ``owner``."""

    def above(self, thing: Thing, kind: str) -> Thing:
        """The thing of ``kind`` that this is part of, or itself."""

    def ends(self, key: Key, thing: Thing) -> tuple[End, End]:
        """Both ends of a name for a thing, or for the thing above that has it."""

    def torn(self, key: Key, thing: Thing) -> Truth:
        """Whether an *only one* has two certain answers."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A fact of one thing that is answered otherwise: from one code to another, or from any to any."""

    fact: str
    thing: Thing
    was: int | None = None
    now: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """One ruleset on a day."""

    ruleset: Ruleset
    as_of: date
    program: Program

    @classmethod
    def of(cls, ruleset: Ruleset, as_of: date) -> View:
        """A view by a ruleset, which is put into one order first."""
        ordered = in_one_order(ruleset)
        return cls(ordered, as_of, lower(ordered, as_of))


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: ``shows`` is given what each view makes of the case, and says whether it is so.

    ``keys`` are the names that it reads: what they do not rest on is left unsaid.  With ``alternatives``
    there is one view, and what it makes of the case with one of these answers changed is given after it.
    """

    views: tuple[View, ...]
    shows: Callable[..., Truth]
    keys: tuple[Key, ...]
    alternatives: tuple[Alternative, ...] = ()


class _Over:
    """An encoding over inputs, asked as ``Asked``."""

    def __init__(self, view: View, inputs: Inputs) -> None:
        self.inputs = inputs
        self.encoding = Encoding(view.program, self.inputs)

    def there(self, thing: Thing) -> Truth:
        return self.inputs.there(thing)

    def below(self, owner: Thing, kind: str) -> Iterator[Thing]:
        return self.inputs.below(owner, kind)

    def above(self, thing: Thing, kind: str) -> Thing:
        return self.inputs.above(thing, kind)

    def ends(self, key: Key, thing: Thing) -> tuple[End, End]:
        return self.encoding.ends(key, thing)

    def torn(self, key: Key, thing: Thing) -> Truth:
        return self.encoding.torn(key, thing)


def inputs_of(views: Sequence[View], limits: Mapping[str, int]) -> Inputs:
    """The things and facts that the views share."""
    kinds: dict[str, Kind] = {}
    for kind in limits:
        if not any(kind in view.ruleset.kinds for view in views):
            close = did_you_mean(kind, views[0].ruleset.kinds)
            raise DriveRulesError(f"things of no kind were bounded: '{kind}' {close}".strip())
    facts: dict[str, Fact] = {}
    for view in views:
        kinds |= view.ruleset.kinds
        facts |= {name: fact for name, fact in view.ruleset.facts.items() if name not in facts}
    return Inputs(kinds, facts, views[0].as_of.toordinal(), dict(limits))


def ask(question: Question, limits: Mapping[str, int] | None = None, seconds: float = SECONDS) -> Outcome:
    """Look for a case where it is so; ``seconds`` bounds each search, and there is one for each alternative.

    Raises ``ReplayError`` where the reference does not bear a case out.
    """
    with _ONE_AT_A_TIME:
        return _Asking(question, limits or {}, seconds).outcome()


class _Solver:
    """z3 in a world of its own: what it finds hangs on the question, and on nothing that was asked before."""

    def __init__(self) -> None:
        self._context = z3.Context()
        self._solver = z3.Solver(ctx=self._context)
        self._solver.set("random_seed", 0)

    def add(self, *formulas: z3.BoolRef) -> None:
        self._solver.add(*(formula.translate(self._context) for formula in formulas))

    def check(self, milliseconds: int) -> z3.CheckSatResult:
        self._solver.set("timeout", max(1, milliseconds))
        return self._solver.check()

    def model(self) -> z3.ModelRef:
        return self._solver.model().translate(z3.main_ctx())

    def model_with(self, formula: z3.BoolRef) -> z3.ModelRef | None:
        """A model in which something else is so as well, if one is found shortly."""
        self._solver.push()
        self.add(formula)
        found = self.model() if self.check(SHORTLY) == z3.sat else None
        self._solver.pop()
        return found


class _Asking:
    def __init__(self, question: Question, limits: Mapping[str, int], seconds: float) -> None:
        self.question, self.seconds = question, seconds
        self.inputs = inputs_of(question.views, limits)
        self.over = [_Over(view, self.inputs) for view in question.views]
        self.altered: tuple[Alternative, End] | None = None
        self.changed: Change | None = None

    def outcome(self) -> Outcome:
        """One question, or one for each answer that may be changed, until one is so."""
        if not self.question.alternatives:
            return self._solved(self.over)
        outcome: Outcome = self._never()
        (view,) = self.question.views
        for each in self.question.alternatives:
            place = each.fact, each.thing
            before = self.inputs if each.was is None else self.inputs.with_answer(*place, each.was)
            after = self.inputs.with_answer(*place, each.now)
            self.altered = each, after.altered[place]
            outcome = self._solved([_Over(view, before), _Over(view, after)])
            if not isinstance(outcome, Never):
                return outcome
        return outcome

    def _solved(self, over: Sequence[_Over]) -> Outcome:
        """Solve, mend what is not exact yet, and solve again, for as long as there is time."""
        ends_at = time.monotonic() + self.seconds
        wanted = self.question.shows(*over)
        if wanted is False:
            return self._never()
        solver = _Solver()
        solver.add(as_z3(wanted))
        for rules in self.inputs.rules.values():
            solver.add(*map(as_z3, rules))
        moved = list(self.inputs.moved.values())
        told = [0] * len(moved)
        for _ in range(MOST_ROUNDS):
            for place, step in enumerate(moved):
                solver.add(*step.told[told[place] :])
                told[place] = len(step.told)
            answer = solver.check(int(1000 * (ends_at - time.monotonic())))
            if answer == z3.unsat:
                return self._never()
            if answer == z3.unknown:
                return Undecided(f"no answer within {self.seconds:g} seconds")
            model = solver.model()
            given, self.changed = self._given(model), self._change(model)
            if self._shows(given):
                return self._found(self._with_fewest_things(solver, given))
            if not [step for step in moved if step.wrong(model)]:
                raise ReplayError("the solver found a case that the reference does not bear out")
        return Undecided(f"dates were not exact after {MOST_ROUNDS} rounds")

    def _with_fewest_things(self, solver: _Solver, given: Given) -> Given:
        """A case with as few things as there can be, as far as that is found at once."""
        here = [(as_z3(truth), 1) for truth in self.inputs.exist.values()]
        changed = self.changed
        for most in range(1, len(given.things) - 1):
            model = solver.model_with(z3.PbLe(here, most))
            if model is not None:
                fewer, self.changed = self._given(model), self._change(model)
                if self._shows(fewer):
                    return fewer
                self.changed = changed
        return given

    def _never(self) -> Never:
        kinds = sorted({thing.kind for thing in self.inputs.exist})
        return Never(tuple((kind, self.inputs.limit(kind)) for kind in kinds))

    # -- what was found --------------------------------------------------------------------------

    def _found(self, given: Given) -> Found:
        given = smallest(self.inputs, given, self._shows)
        data = data_of(self.question.views[-1].ruleset, given)
        if len(self.question.views) == 1 and self.changed is None and not self._shows_as_read(given, data):
            raise ReplayError("a case that was found does not read as it was found")
        return Found(given, data, self.changed)

    def _shows(self, given: Given) -> bool:
        replays = [Replay(view.ruleset, given, view.as_of) for view in self.question.views]
        if self.changed is not None:
            view = self.question.views[0]
            replays.append(Replay(view.ruleset, _with(given, self.changed), view.as_of))
        return self.question.shows(*replays) is True

    def _shows_as_read(self, given: Given, data: Mapping[str, Any]) -> bool:
        (view,) = self.question.views
        world = read_case(view.ruleset, data, view.as_of).world
        return self.question.shows(Replay.of_rows(view.ruleset, given, world, view.as_of)) is True

    def _change(self, model: z3.ModelRef) -> Change | None:
        """Which answer is changed, and to what."""
        if self.altered is None:
            return None
        each, end = self.altered
        return Change(each.fact, each.thing, _code(model, end))

    def _given(self, model: z3.ModelRef) -> Given:
        def so(truth: Truth) -> bool:
            return (
                truth
                if isinstance(truth, bool)
                else z3.is_true(model.eval(as_z3(truth), model_completion=True))
            )

        read = self._cone()
        answers = {}
        if self.altered is not None and self.altered[0].was is not None:
            each = self.altered[0]
            answers[each.thing, each.fact] = (each.was or 0, each.was or 0)
        there = {Thing("case", (0,)), *(thing for thing in self.inputs.exist if so(self.inputs.exist[thing]))}
        for (name, thing), ends in self.inputs.values.items():
            fact = self.inputs.facts[name]
            low, high = (_code(model, end) for end in ends)
            # Nothing said of a record that stands is the same as what stands.
            unsaid = (fact.type.low, fact.type.high) if fact.stands is None else (fact.stands, fact.stands)
            if thing in there and name in read and (low, high) != unsaid:
                answers[thing, name] = (low, high)
        wholes = {
            (thing, kind): day
            for (kind, thing), end in self.inputs.wholes.items()
            if thing in there and (day := _code(model, end)) != NEVER_WHOLE
        }
        return Given(tuple(sorted(there)), answers, wholes)

    def _cone(self) -> frozenset[str]:
        cones = (cone(view.program, self.question.keys) for view in self.question.views)
        return frozenset(str(name.key) for names in cones for name in names)


def _code(model: z3.ModelRef, end: End) -> int:
    number = end.number()
    return number if isinstance(number, int) else int(model.eval(number, model_completion=True).as_long())


def _with(given: Given, change: Change) -> Given:
    answers = {**given.answers, (change.thing, change.fact): (change.code, change.code)}
    return Given(given.things, answers, given.wholes)


def first(view: View, kind: str) -> Thing:
    """The first thing of a kind in every list: what can be so of any thing can be so of this one."""
    depth, above = 1, view.ruleset.kinds[kind].part_of
    while above is not None:
        depth, above = depth + 1, view.ruleset.kinds[above].part_of
    return Thing(kind, (0,) * depth)
