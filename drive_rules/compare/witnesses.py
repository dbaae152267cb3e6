"""Witnesses: for each way in which an answer can differ, a case as small as can be in which it does.

A prover gives one, or says that there is none, for any case whatever.  Where there is no prover they are
looked for among cases at hand (the rules' own examples, case files, a caseload), and that none was found
says no more than that.  Every witness is replayed through the reference, of both rulesets, before it is
shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from drive_rules import ir
from drive_rules.answers import Settled
from drive_rules.case import World
from drive_rules.compare.directions import Answer, Directions, Way
from drive_rules.compare.questions import Question
from drive_rules.compare.sides import Side, aligned
from drive_rules.compare.small_cases import Small, case_file, merged, shrunk, small_of, world_of
from drive_rules.examples import world_of as world_of_example
from drive_rules.problems import CaseError, DriveRulesError

Source = Literal["proof", "an example of a rule", "a case file", "the caseload"]
SOURCES: tuple[Source, ...] = ("an example of a rule", "a case file", "the caseload")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a prover says of a question: the same for every case, another in some of ``cases``, or undecided.

    ``cases`` are worlds of the new ruleset in which the answer may not be the same.  ``about``: within which
    bounds, or why not.
    """

    says: Literal["same", "differs", "undecided"]
    about: str = ""
    cases: tuple[World, ...] = ()


class Prover(Protocol):
    """Decides for every case at once whether two rulesets answer a question alike."""

    def __call__(self, old: Side, new: Side, question: Question) -> Verdict:
        """The verdict; the old ruleset is in the new one's words."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A case in which an answer differs: ``case`` is its file, ``old_case`` the old ruleset's if another."""

    question: Question
    way: Way
    thing: str
    old: str
    new: str
    case: str
    old_case: str
    found_in: Source


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may show a difference, and where it is from."""

    small: Small
    found_in: Source


Asked = tuple[World, Settled]
"""A case as a world of one ruleset, and what that settles of it."""
Shown = tuple[str, Answer, Answer]
"""The kind of thing, the old answer and the new one."""


@dataclass(eq=False, repr=False)
class Looking:
    """Looks for witnesses of two rulesets; what was found for one question is tried for the others first."""

    old: Side
    new: Side

    def __post_init__(self) -> None:
        self._found: dict[Small, Source] = {}
        self._asked: dict[Small, tuple[Asked, Asked] | None] = {}

    def ways(self, question: Question, candidates: Iterable[Candidate]) -> tuple[Witness, ...]:
        """A witness for each way in which some of the cases differ, the small ones first."""
        directions = Directions.of(question, self.old.ruleset, self.new.ruleset)
        before = [Candidate(small, where) for small, where in self._found.items()]
        found: dict[Way, Witness] = {}
        for candidate in (*before, *candidates):
            for way in self._ways_of(directions, candidate.small, keep=True):
                if way not in found:
                    found[way] = self._witness(directions, way, candidate)
        return tuple(found[way] for way in sorted(found, key=lambda way: (way.caution, way.words)))

    def differs(self, question: Question, candidates: Iterable[Candidate]) -> bool:
        """Whether some case differs in any way; nothing of it is kept to be shown."""
        directions = Directions.of(question, self.old.ruleset, self.new.ruleset)
        return any(self._ways_of(directions, each.small, keep=True) for each in candidates)

    def _witness(self, directions: Directions, way: Way, candidate: Candidate) -> Witness:
        small = shrunk(candidate.small, lambda less: way in self._ways_of(directions, less))
        self._found.setdefault(small, candidate.found_in)
        replayed = self._replayed(directions, small)
        shown = next((each for each in replayed if self._way(directions, each) == way), None)
        if shown is None:
            raise DriveRulesError(
                f"{directions.question.words}: the engine and the reference disagree on a witness; "
                "report this with both rulesets"
            )
        kind, was, now = shown
        file, old_file = (case_file(side.vocabulary, small) for side in (self.new, self.old))
        return Witness(
            question=directions.question,
            way=way,
            thing=kind,
            old=directions.old_words(was),
            new=directions.new_words(now),
            case=file,
            old_case=old_file if old_file != file else "",
            found_in=candidate.found_in,
        )

    def _ways_of(self, directions: Directions, small: Small, keep: bool = False) -> tuple[Way, ...]:
        """The ways in which a case differs, by the fast engine."""
        asked = self._asked[small] if small in self._asked else self._ask(small)
        if keep:
            self._asked[small] = asked
        if asked is None:
            return ()
        return tuple(
            dict.fromkeys(self._way(directions, each) for each in self._differing(directions, *asked))
        )

    def _ask(self, small: Small) -> tuple[Asked, Asked] | None:
        """What both settle of a case; None where one of them cannot read it."""
        try:
            old, new = (world_of(side.vocabulary, small, side.as_of) for side in (self.old, self.new))
        except CaseError:
            return None
        return (old, self.old.settle(old)), (new, self.new.settle(new))

    def _replayed(self, directions: Directions, small: Small) -> Iterator[Shown]:
        old, new = (world_of(side.vocabulary, small, side.as_of) for side in (self.old, self.new))
        yield from self._differing(directions, (old, self.old.replay(old)), (new, self.new.replay(new)))

    def _differing(self, directions: Directions, old: Asked, new: Asked) -> Iterator[Shown]:
        question = directions.question
        kinds = {kind for side in (self.old, self.new) if (kind := side.kind_of(question)) is not None}
        if len(kinds) > 1:
            return  # Things of two kinds do not stand beside one another.
        before, after = self.old.answers(question, *old), self.new.answers(question, *new)
        kind = self.new.kind_of(question) or self.old.kind_of(question) or ""
        for was, now in aligned(before, after, question):
            if not directions.same(was, now):
                yield kind, was, now

    @staticmethod
    def _way(directions: Directions, shown: Shown) -> Way:
        return directions.way(shown[1], shown[2])


# -- cases at hand ---------------------------------------------------------------------------------


def of_examples(side: Side, rules: Iterable[str]) -> Iterator[Candidate]:
    """The examples of some rules that give facts only: they are cases."""
    for id in rules:
        rule = side.ruleset.rules[id]
        for example in rule.examples:
            if _facts_only(side.ruleset, example):
                meaning, _ = world_of_example(side.ruleset, rule, example)
                yield Candidate(small_of(side.vocabulary, meaning.world), "an example of a rule")


def _facts_only(ruleset: ir.Ruleset, example: ir.Example | ir.GivenThing) -> bool:
    given = example.given if isinstance(example, ir.Example) else example.facts
    return all(name in ruleset.facts for name, _ in given) and all(
        _facts_only(ruleset, thing) for _, things in example.things for thing in things
    )


def of_worlds(
    old: Side, new: Side, worlds: Iterable[tuple[World | None, World | None]]
) -> Iterator[Candidate]:
    """Case files, each as the old and as the new ruleset read it; None where it cannot."""
    for was, now in worlds:
        sides = ((new, now), (old, was))
        smalls = [small_of(side.vocabulary, world) for side, world in sides if world is not None]
        if smalls:
            yield Candidate(smalls[0] if len(smalls) == 1 else merged(*smalls), "a case file")
