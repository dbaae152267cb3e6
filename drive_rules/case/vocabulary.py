"""The words of a ruleset by which a case is read: kinds, lists, facts, checklists and sources.

Made once for a ruleset; a fact answers to its words, its stable code and its earlier words, with or
without a leading ``the``, in any case of letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drive_rules.case.evidence import folded, sources_of, until_said_otherwise
from drive_rules.ir import Checklist, Fact, Kind, Ruleset

MAIN = "case"


@dataclass(frozen=True, slots=True, repr=False)
class KindWords:
    """One kind: its facts by slot, what each of its keys may be, and the kinds that are part of it.

    ``low`` and ``high`` are the ends of each fact while nobody has said anything of it.

    ``lists`` names the list of each kind below; ``listed`` gives, for the fact that says a list is
    whole, the place of that kind in ``below``.
    """

    kind: Kind
    facts: tuple[Fact, ...]
    slots: Mapping[str, int]
    low: tuple[int, ...]
    high: tuple[int, ...]
    below: tuple[Kind, ...]
    lists: Mapping[str, str]
    listed: Mapping[str, int]
    words: Mapping[str, Fact | Kind]
    checklists: tuple[Checklist, ...]

    def __repr__(self) -> str:
        return f"<KindWords {self.kind.name}>"

    def fact(self, name: str) -> Fact:
        """The fact of this kind by its words."""
        return self.facts[self.slots[name]]


@dataclass(frozen=True, slots=True, repr=False)
class Vocabulary:
    """Every word that a case for one ruleset may use; ``roots`` are the kinds beside the main one."""

    read_for: tuple[str, str, str]
    kinds: Mapping[str, KindWords]
    main: str
    roots: Mapping[str, str]
    root_words: Mapping[str, str]
    checklists: Mapping[str, Checklist]
    instruments: Mapping[str, Checklist]
    sources: Mapping[str, str]
    worked_out: frozenset[str]

    def __repr__(self) -> str:
        return f"<Vocabulary {' '.join(self.read_for).strip()}>"

    @classmethod
    def of(cls, ruleset: Ruleset) -> Vocabulary:
        """The vocabulary of a ruleset."""
        roots = [kind for kind in ruleset.kinds.values() if kind.part_of is None]
        main = MAIN if MAIN in ruleset.kinds else roots[0].name
        return cls(
            read_for=(ruleset.name, ruleset.version, ruleset.site),
            kinds={name: _kind_words(ruleset, kind) for name, kind in ruleset.kinds.items()},
            main=main,
            roots={kind.name: _list_of(kind) for kind in roots if kind.name != main},
            root_words={folded(_list_of(kind)): kind.name for kind in roots if kind.name != main},
            checklists=dict(ruleset.checklists),
            instruments=dict(_instruments(ruleset)),
            sources=sources_of(ruleset),
            worked_out=frozenset(folded(name) for name in _worked_out(ruleset)),
        )

    def checklist(self, instrument: str) -> Checklist | None:
        """The checklist that an instrument's own word, or the checklist's name or code, stands for."""
        return self.instruments.get(folded(instrument))


def place_of(name: str, place: str) -> str:
    """Where a fact or list of a thing stands in a case: ``pairs[2].'date of the incident'``."""
    word = name if name.isidentifier() else f"'{name}'"
    return f"{place}.{word}" if place else word


def _kind_words(ruleset: Ruleset, kind: Kind) -> KindWords:
    facts = tuple(fact for fact in ruleset.facts.values() if fact.of == kind.name)
    below = tuple(each for each in ruleset.kinds.values() if each.part_of == kind.name)
    words: dict[str, Fact | Kind] = {}
    for word, meant in _words(facts, below):
        if word:
            words.setdefault(word, meant)
    return KindWords(
        kind=kind,
        facts=facts,
        slots={fact.name: slot for slot, fact in enumerate(facts)},
        low=tuple(until_said_otherwise(fact, fact.type.low, fact.type.high)[0] for fact in facts),
        high=tuple(until_said_otherwise(fact, fact.type.low, fact.type.high)[1] for fact in facts),
        below=below,
        lists={each.name: _list_of(each) for each in below},
        listed={each.listed: place for place, each in enumerate(below) if each.listed},
        words=words,
        checklists=tuple(each for each in ruleset.checklists.values() if each.of == kind.name),
    )


def _words(facts: tuple[Fact, ...], below: tuple[Kind, ...]) -> Iterator[tuple[str, Fact | Kind]]:
    """Words as they stand first, then stable codes, then what names were before."""
    for fact in facts:
        yield fact.name, fact
        yield folded(fact.name), fact
    for kind in below:
        yield _list_of(kind), kind
        yield folded(_list_of(kind)), kind
    for fact in facts:
        yield fact.code, fact
    for fact in facts:
        yield from ((folded(word), fact) for word in fact.was)


def _list_of(kind: Kind) -> str:
    return kind.list_name or f"{kind.name}s"


def _instruments(ruleset: Ruleset) -> Iterator[tuple[str, Checklist]]:
    for word in ("code", "name", "instrument"):
        for checklist in ruleset.checklists.values():
            if named := getattr(checklist, word):
                yield folded(named), checklist


def _worked_out(ruleset: Ruleset) -> Iterator[str]:
    """Names that rules give: a case gives what they rest on instead."""
    yield from (*ruleset.signs, *ruleset.measures, *ruleset.decisions)
    for checklist in ruleset.checklists.values():
        yield checklist.score
        if checklist.answered:
            yield checklist.answered
