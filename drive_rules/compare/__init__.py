"""Two rulesets held against each other: what reads differently, what is proved the same, what changes.

    compared = compare(old, new, as_of=date(2026, 11, 2), tables=tables)
    compared.text(); compared.markdown(); compared.html(); compared.to_json()

What reads differently is told sentence beside sentence.  Of every answer it is then said that it is proved
the same for any case, or that it differs, with a case in which it does, or that neither is known.  With
tables of cases it is counted what changes in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from drive_rules import against
from drive_rules.case import World
from drive_rules.compare import jsoned, pages, printing
from drive_rules.compare.findings import FAILED, FailOn, Findings, Outcome, Version
from drive_rules.compare.names import find_renames, renamed
from drive_rules.compare.proving import SECONDS, Solver
from drive_rules.compare.questions import Question, questions
from drive_rules.compare.reading import Reading
from drive_rules.compare.sides import Side
from drive_rules.compare.small_cases import small_of
from drive_rules.compare.steps import Steps
from drive_rules.compare.witnesses import Candidate, Looking, Prover, of_examples, of_worlds
from drive_rules.ir import Ruleset

if TYPE_CHECKING:
    from drive_rules.compare.caseloads import Both

__all__ = ["FAILED", "SECONDS", "Comparison", "FailOn", "Prover", "Solver", "Version", "compare"]


@dataclass(frozen=True, slots=True)
class Comparison(Findings):
    """What was found, and the ways out of it; the same two rulesets, day and cases give the same bytes."""

    def text(self) -> str:
        """For people, no line over 100 characters but those of case files."""
        return printing.text(pages.document(self))

    def markdown(self) -> str:
        """As Markdown, for a review of the change."""
        return printing.markdown(pages.document(self))

    def html(self) -> str:
        """As one page to open and to print."""
        return printing.html(pages.document(self))

    def to_json(self) -> str:
        """All of it as JSON."""
        return jsoned.to_json(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is compared besides the rules: a caseload's ``tables`` and how they are told, case files.

    ``by`` names facts of a case to tell groups by (none: those kept for monitoring); ``show_keys`` that keys
    of cases may be told, and cases be shown cut down, though they are not synthetic.  ``cases`` are case
    files, each as the old and as the new ruleset reads it.
    """

    tables: Mapping[str, Any] | None = None
    by: Sequence[str] = ()
    show_keys: bool = False
    cases: Sequence[tuple[World | None, World | None]] = ()
    prover: Prover | None = None
    notes: Sequence[str] = ()


def compare(
    old: tuple[Version, Ruleset], new: tuple[Version, Ruleset], *, as_of: date, asked: Asked | None = None
) -> Comparison:
    """Compare two rulesets as of a day.

    Raises ``CaseloadError`` where the tables cannot be read by both.
    """
    return _Comparing(old, new, as_of, asked or Asked()).comparison()


class _Comparing:
    def __init__(
        self, old: tuple[Version, Ruleset], new: tuple[Version, Ruleset], as_of: date, asked: Asked
    ) -> None:
        self.versions, self.asked, self.as_of = (old[0], new[0]), asked, as_of
        self.renames = find_renames(old[1], new[1])
        self.old, self.new = Side(renamed(old[1], self.renames), as_of), Side(new[1], as_of)
        reading = Reading(self.old.ruleset, self.new.ruleset, self.old.blocks, self.new.blocks, self.renames)
        self.differences = reading.differences()
        self.looked_at: list[str] = []

    def comparison(self) -> Comparison:
        """All of it."""
        proved, left = self._proved()
        both = self._both(left) if self.asked.tables is not None else None
        outcomes = {**proved, **self._looked(left, both)}
        return Comparison(
            old=self.versions[0],
            new=self.versions[1],
            as_of=self.as_of,
            differences=self.differences,
            outcomes=tuple(outcomes[each] for each in questions(self.old.ruleset, self.new.ruleset)),
            weakened=tuple(
                each.line() for each in against.changes(self.old.ruleset, self.new.ruleset) if each.weakens
            ),
            looked_at=tuple(self.looked_at),
            prover=self.asked.prover is not None,
            effect=self._effect(both),
            notes=tuple(self.asked.notes),
        )

    # -- what is proved --------------------------------------------------------------------------

    def _proved(self) -> tuple[dict[Question, Outcome], list[Question]]:
        """What is the same for every case, by what it rests on, then by its steps; and what is left."""
        everything = questions(self.old.ruleset, self.new.ruleset)
        if not any(each.of_meaning for each in self.differences):
            return {each: Outcome(each, "same", "whatever the day") for each in everything}, []
        left = [each for each in everything if self.old.cones.of(each) != self.new.cones.of(each)]
        proved = {each: Outcome(each, "same", "whatever the day") for each in everything if each not in left}
        if left:
            was, now = (Steps(side.ruleset, side.program) for side in (self.old, self.new))
            same = [each for each in left if was.of(each) == now.of(each) and was.of(each) is not None]
            proved |= {each: Outcome(each, "same", "on this day") for each in same}
        return proved, [each for each in left if each not in proved]

    # -- what is not -----------------------------------------------------------------------------

    def _looked(self, left: Sequence[Question], both: Both | None) -> dict[Question, Outcome]:
        """Of what is left: a proof, a witness, or neither."""
        looking = Looking(self.old, self.new)
        examples, files = (tuple(each) for each in self._at_hand()) if left else ((), ())
        shown = (*examples, *files) if self.asked.show_keys else examples
        found: dict[Question, Outcome] = {}
        for question in left:
            if question.asked == "how" or self._found_out_otherwise(question):
                found[question] = Outcome(question, "differs", "as written")
                continue
            witnesses = looking.ways(question, [*shown, *self._picked(question, both)])
            counted = both is not None and any(each.question == question for each in both.found)
            if witnesses or counted or looking.differs(question, files):
                found[question] = Outcome(question, "differs", "by a case", witnesses)
            else:
                found[question] = self._asked_of_all(question, looking)
        return found

    def _found_out_otherwise(self, question: Question) -> bool:
        """Whether it is written otherwise what a rule has found out, of whom or by when."""
        if question.asked != "find out":
            return False
        blocks = [side.blocks["rules"].get(question.name, {}) for side in (self.old, self.new)]
        return all("find out" in each for each in blocks) and blocks[0]["find out"] != blocks[1]["find out"]

    def _asked_of_all(self, question: Question, looking: Looking) -> Outcome:
        """What a prover says where no case at hand shows a difference; a case of its own is replayed."""
        if self.asked.prover is None:
            return Outcome(question, "not proved")
        verdict = self.asked.prover(self.old, self.new, question)
        if verdict.says == "same":
            return Outcome(question, "same", "by proof", about=verdict.about)
        cases = [Candidate(small_of(self.new.vocabulary, case), "proof") for case in verdict.cases]
        if witnesses := looking.ways(question, cases):
            return Outcome(question, "differs", "by a case", witnesses)
        return Outcome(question, "not proved", about=verdict.about)

    def _at_hand(self) -> tuple[Iterable[Candidate], Iterable[Candidate]]:
        """Cases that may show a difference: the rules' own examples, and case files; the small ones first."""
        sides = (self.new, self.old)
        examples = [each for side in sides for each in of_examples(side, sorted(side.ruleset.rules))]
        files = list(of_worlds(self.old, self.new, self.asked.cases))
        self.looked_at.append(f"{len(examples):,} examples of rules that are whole cases")
        if files:
            self.looked_at.append(f"{len(files):,} case file{'s' if len(files) > 1 else ''}")
        return _small_first(examples), _small_first(files)

    def _picked(self, question: Question, both: Both | None) -> Iterable[Candidate]:
        if both is None or not (both.synthetic or self.asked.show_keys):
            return ()
        from drive_rules.compare.picked import of_caseload  # noqa: PLC0415

        return (
            each for found in both.found if found.question == question for each in of_caseload(both, found)
        )

    # -- the caseload ----------------------------------------------------------------------------

    def _both(self, left: Sequence[Question]) -> Both:
        from drive_rules.compare.caseloads import find_changes, read_both  # noqa: PLC0415

        both = read_both(self.old, self.new, self.asked.tables or {}, self.renames)
        find_changes(both, [each for each in left if each.asked != "how"])
        self.looked_at.append(f"{both.cases:,} {'synthetic ' if both.synthetic else ''}cases of a caseload")
        return both

    def _effect(self, both: Both | None) -> Any:
        if both is None:
            return None
        from drive_rules.compare.effect import default_groups, effect_of  # noqa: PLC0415

        return effect_of(both, self.asked.by or default_groups(both), self.asked.show_keys)


def _small_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    unlike = {each.small: each for each in candidates}
    return sorted(unlike.values(), key=lambda each: (each.small.size, each.small))
