"""The profile of a synthetic caseload: how invented cases are spread, in words of the vocabulary.

A profile is one YAML file, read as rule files are: every scalar is words, one thing a line.  It says,
for each fact, how its values are spread; for each list, how many things it holds; and which of these go
together.  Every figure has a source and a provenance: its own, or those that the head of the file gives
for all that say nothing else.

    facts:
      custody:                        a choice: shares of its values, 100% in all
        given: legal proceedings      spread otherwise for each value of another name, of this kind or above
        when:
          yes:
            shares:
              none: 70%
              remand: 30%
          otherwise: none             one value alone is certain; `nothing` is never known
        goes with: severity           one of the leanings; the higher it is, the higher the value
        how closely: 40%              -100% to 100%
        unknown: 10%                  of how many nothing is written down; else the share under `unknown`
      age of the perpetrator:         a number: ends and mean, with a spread (standard deviation) or without
        from: 17
        to: 81
        mean: 32
        spread: 10
      date of the incident:           a date: days before or after today, or another date
        days before: today
        from: 0
        to: 1095
        mean: 260

A share holds over all things of its kind.  Where how many there are goes with the same leaning as the
fact, or what it is given does, it holds over them as far as the leaning is the same.

``hidden`` names are drawn like facts and never written: what a case is like, rather than what is known.
``together`` draws how many of some yes-or-no facts are yes, then which.  ``answers`` says for which pairs
a form was filled in, and how often another source speaks.  ``figures`` are what must come out besides,
``deviations`` what is published and is not followed, and why.

``profile_reading`` reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from drive_rules.ir import Checklist, Ruleset, Type
from drive_rules.problems import Span

TODAY = "today"
Where = tuple[tuple[str, tuple[int, ...]], ...]
"""Names, each with the codes that it may have."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a figure comes from."""

    source: tuple[str, ...]
    provenance: str


@dataclass(frozen=True, slots=True)
class Spread:
    """Codes in rising order with the share of each; without any there is nothing to know.

    ``stated`` are the shares as the file says them (its words, their codes, their share), or ``mean`` is
    the mean that it says.
    """

    codes: tuple[int, ...]
    shares: tuple[float, ...]
    stated: tuple[tuple[str, tuple[int, ...], float], ...] = ()
    mean: float | None = None
    basis: Basis = Basis((), "")
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Given:
    """Spread otherwise for each value of another name.

    ``otherwise`` is for the codes of ``rest``, which no branch names, and for where that other name has
    no value.
    """

    name: str
    branches: tuple[tuple[tuple[int, ...], Tree], ...]
    otherwise: Tree
    rest: tuple[int, ...] = ()


Tree = Spread | Given


@dataclass(frozen=True, slots=True)
class Entry:
    """How one name is spread: a fact, a hidden name, how many things a list holds, or how many are yes.

    ``anchor`` is what the days of a date count from (``today`` or a date fact), ``back`` whether they
    count back.  ``among`` are the facts of which as many are yes, with weights.
    """

    name: str
    kind: str
    type: Type
    tree: Tree
    goes_with: str = ""
    closely: float = 0.0
    unknown: float | None = None
    anchor: str = ""
    back: bool = True
    among: tuple[tuple[str, float], ...] = ()
    texts: tuple[str, ...] = ()
    basis: Basis = Basis((), "")
    span: Span | None = field(default=None, compare=False)

    def needs(self) -> Iterator[str]:
        """The names that must be drawn before this one."""
        if self.anchor not in ("", TODAY):
            yield self.anchor
        yield from _names_of(self.tree)

    def leaves(self) -> Iterator[tuple[Where, Spread]]:
        """Every spread with the values of other names under which it holds."""
        yield from _leaves(self.tree, ())


@dataclass(frozen=True, slots=True)
class Leaning:
    """A hidden leaning of every case, from low to high; ``apart`` is how far things of lower kinds differ."""

    name: str
    apart: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Form:
    """How a checklist is filled in: for which share of its things, by whom, and what is left unanswered."""

    checklist: Checklist
    share: float
    completed_by: tuple[tuple[str, float], ...]
    dont_know: float
    refused: float
    not_asked: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class Further:
    """How often another source speaks of a fact, who, and whether it says the same."""

    share: float
    facts: tuple[str, ...]
    sources: tuple[tuple[str, float], ...]
    same: float
    opposite: float
    dont_know: float
    undated: float
    days: Spread
    basis: Basis


@dataclass(frozen=True, slots=True)
class Figure:
    """What must come out: of things of ``kind`` for which ``where`` holds, the share with one of ``codes``.

    ``codes`` is empty where ``value`` is the mean.  Each of ``where`` is a name and the codes it may have.
    """

    name: str
    kind: str
    of: str
    codes: tuple[int, ...]
    value: float
    where: Where
    basis: Basis

    @property
    def published(self) -> bool:
        """Whether somebody else than we says so."""
        return self.basis.provenance in ("founding document", "published")


@dataclass(frozen=True, slots=True)
class Deviation:
    """What is published and is not followed."""

    name: str
    because: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as read for one ruleset: every entry in an order in which each follows what it needs.

    ``lists`` gives, by kind below, how many things a parent has; ``every`` gives, by root kind besides
    the main one, for how many cases there is one.  ``digest`` is a SHA-256 over the text.
    """

    ruleset: Ruleset
    title: str
    digest: str
    leanings: Mapping[str, Leaning]
    unknown: float
    unknown_with: str
    unknown_closely: float
    lists: Mapping[str, Entry]
    every: Mapping[str, int]
    entries: Mapping[str, tuple[Entry, ...]]
    hidden: frozenset[str]
    forms: tuple[Form, ...]
    further: Further | None
    stated: tuple[Figure, ...]
    deviations: tuple[Deviation, ...]

    def figures(self) -> Iterator[Figure]:
        """Every share and mean that the file states, of facts, hidden names and lists alike."""
        for entry in (*self.lists.values(), *(each for kind in self.entries.values() for each in kind)):
            for where, spread in entry.leaves():
                yield from _figures_of(entry, where, spread)
        yield from self.stated


def _names_of(tree: Tree) -> Iterator[str]:
    if isinstance(tree, Given):
        yield tree.name
        for _, branch in tree.branches:
            yield from _names_of(branch)
        yield from _names_of(tree.otherwise)


def _leaves(tree: Tree, where: Where) -> Iterator[tuple[Where, Spread]]:
    if isinstance(tree, Spread):
        yield where, tree
        return
    for codes, branch in tree.branches:
        yield from _leaves(branch, (*where, (tree.name, codes)))
    if tree.rest:
        yield from _leaves(tree.otherwise, (*where, (tree.name, tree.rest)))


def _figures_of(entry: Entry, where: Where, spread: Spread) -> Iterator[Figure]:
    if spread.mean is not None:
        yield Figure(f"{entry.name}, mean", entry.kind, entry.name, (), spread.mean, where, spread.basis)
    for words, codes, share in spread.stated:
        name = f"{entry.name}: {words}"
        yield Figure(name, entry.kind, entry.name, codes, share, where, spread.basis)
