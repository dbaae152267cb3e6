"""What a proof of a ruleset says: each invariant, each finding, and what was accepted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import indent, wrap
from typing import Any, Literal

import yaml

from drive_rules.ir import Accepted
from drive_rules.language.values import words_of_date

Answer = Literal["holds", "broken", "says nothing", "could not decide"]
Sort = Literal[
    "never applies", "pointless", "two answers", "must and must not", "only otherwise", "could not decide"
]
MOST_LINES = 14
"""A case with more lines than this is not printed beside what it shows."""
WIDTH = 100


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one invariant.

    ``case`` is one that breaks it, cut down, as data, and ``change`` the change that does; of one that holds,
    a case of which it speaks.  ``things`` says for up to how many things of each kind it holds.
    """

    id: str
    title: str
    answer: Answer
    because: str = ""
    case: Mapping[str, Any] | None = None
    change: str = ""
    scenario: str = ""
    things: tuple[tuple[str, int], ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the rules as a whole to look at; ``name`` is what ``accepted`` names."""

    sort: Sort
    of: str
    what: str
    case: Mapping[str, Any] | None = None
    accepted: Accepted | None = None

    @property
    def name(self) -> str:
        """The sort and what it is of."""
        return f"{self.sort} {self.of}"

    @property
    def fails(self) -> bool:
        """Whether it has to be mended or accepted: that only the ``otherwise`` decides is for reading."""
        return self.accepted is None and self.sort != "only otherwise"


@dataclass(frozen=True, slots=True)
class Report:
    """All of it, in the order of the names."""

    ruleset: str
    version: str
    site: str
    as_of: date
    checked: tuple[Checked, ...]
    findings: tuple[Finding, ...]

    @property
    def failures(self) -> tuple[str, ...]:
        """What has to be mended, accepted or decided, by name."""
        broken = (f"{each.answer} {each.id}" for each in self.checked if each.answer != "holds")
        return (*broken, *(each.name for each in self.findings if each.fails))

    # -- for machines ----------------------------------------------------------------------------

    def to_json(self) -> str:
        """All of it but how long it took, which is not the same twice."""
        return json.dumps(self.to_data(), indent=2, ensure_ascii=False)

    def to_data(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "ruleset": self.ruleset,
            "version": self.version,
            "site": self.site,
            "as of": self.as_of.isoformat(),
            "advisory": True,
            "invariants": [
                {
                    "id": each.id,
                    "title": each.title,
                    "answer": each.answer,
                    "because": each.because,
                    "change": each.change,
                    "things": dict(each.things),
                    "case": each.case,
                }
                for each in self.checked
            ],
            "findings": [
                {
                    "name": each.name,
                    "what": each.what,
                    "accepted": _accepted(each.accepted) if each.accepted else None,
                    "case": each.case,
                }
                for each in self.findings
            ],
            "failures": list(self.failures),
        }

    # -- for people ------------------------------------------------------------------------------

    def text(self) -> str:
        """The report in words."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        site = f" at {self.site}" if self.site else ""
        yield f"{self.ruleset} {self.version}{site}, on {words_of_date(self.as_of)}"
        yield ""
        yield from self._invariants()
        failing = [each for each in self.findings if each.fails]
        yield from _section("To be mended, or accepted in invariants.yaml", failing)
        gaps = [each for each in self.findings if each.accepted is None and not each.fails]
        yield from _section("For an advisor to read: only the `otherwise` decides", gaps)
        accepted = [each for each in self.findings if each.accepted is not None]
        yield from _section("Accepted", accepted)
        count = len(self.failures)
        yield f"{count} to be mended, accepted or decided" if count else "Nothing to be mended"

    def _invariants(self) -> Iterator[str]:
        holding = [each for each in self.checked if each.answer == "holds"]
        if not self.checked:
            yield "No invariant."
            yield ""
            return
        held = f"{len(holding)} of {len(self.checked)} invariants hold"
        yield f"{held} for every case, whatever is known of it."
        things = {kind: count for each in self.checked for kind, count in each.things}
        if things:
            said = ", ".join(f"{kind} {count}" for kind, count in sorted(things.items()))
            yield from wrap(f"So many things in each list were tried at most: {said}.", WIDTH)
        yield ""
        for each in self.checked:
            if each.answer != "holds":
                yield from _checked(each)


def _checked(each: Checked) -> Iterator[str]:
    yield f"{each.answer.upper()}: {each.id}"
    yield f"  {each.title}"
    if each.because:
        yield from wrap(each.because, WIDTH, initial_indent="  ", subsequent_indent="  ")
    if each.case is not None:
        yield "  A case that shows it, of which nothing can be left out:"
        yield from _case(each.case)
    if each.change:
        yield from wrap(each.change, WIDTH, initial_indent="  ", subsequent_indent="  ")
    yield ""


def _section(title: str, findings: list[Finding]) -> Iterator[str]:
    if not findings:
        return
    yield f"{title} ({len(findings)})"
    for each in findings:
        yield f"  {each.name}"
        yield from wrap(each.what, WIDTH, initial_indent="    ", subsequent_indent="    ")
        if each.accepted is not None:
            on = words_of_date(each.accepted.on)
            by = f"Accepted by {each.accepted.by} on {on}: {each.accepted.because}"
            yield from wrap(by, WIDTH, initial_indent="    ", subsequent_indent="    ")
        elif each.case is not None:
            yield from _case(each.case)
    yield ""


def _case(case: Mapping[str, Any]) -> Iterator[str]:
    lines = yaml_of(case).splitlines()
    if len(lines) > MOST_LINES:
        yield f"      a case of {len(lines)} lines: write it out with --witnesses"
    else:
        yield from indent("\n".join(lines), "      ").splitlines()


def yaml_of(case: Mapping[str, Any]) -> str:
    """The case as a case file."""
    return yaml.safe_dump(dict(case), sort_keys=False, allow_unicode=True, default_flow_style=False)


def _accepted(accepted: Accepted) -> dict[str, str]:
    return {"because": accepted.because, "by": accepted.by, "on": accepted.on.isoformat()}
