"""The words of a manual that nothing else of the library says: what a measure is, what a fact can be.

``Places`` knows where each name, rule and source stands in the manual, and makes links of what is named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import assert_never

from drive_rules import ir
from drive_rules.language.layout import Plain
from drive_rules.language.phrases import Phrases
from drive_rules.language.reads import names_in, names_in_measure, names_in_rule
from drive_rules.language.sentences import condition_in_words, listed, the
from drive_rules.language.values import FIRST_DAY, LAST_DAY, words_of, words_of_length, words_of_number
from drive_rules.manual.parts import Line, Link, Mark, Run, between
from drive_rules.page import anchor
from drive_rules.traceability import ASSUMED

TAKES: dict[ir.Take, str] = {
    "highest": "the highest that a rule gives counts",
    "lowest": "the lowest that a rule gives counts",
    "only one": "one value is given; where two rules give different ones it stays unknown, and that is said",
    "total": "what the rules add is summed",
}


class Places:
    """Where everything stands; ``said_of`` are the rules and names that read each name."""

    def __init__(self, ruleset: ir.Ruleset) -> None:
        self.ruleset = ruleset
        self.of_name = dict(_places_of_names(ruleset))
        self.readers = _readers(ruleset)

    def name(self, name: str, words: str = "") -> Run:
        """A name as a link to where it stands, or as it is where it stands nowhere."""
        return Link(self.of_name[name], words or name) if name in self.of_name else words or name

    def rule(self, id: str) -> Run:
        """A rule by its id."""
        return Link(anchor("rule", id), id)

    def invariant(self, id: str) -> Run:
        """An invariant by its id."""
        return Link(anchor("invariant", id), id)

    def watch_rule(self, id: str) -> Run:
        """A watch rule by its id."""
        return Link(anchor("watch-rule", id), id)

    def source(self, id: str) -> Run:
        """A source by its id."""
        return Link(anchor("source", id), id) if id in self.ruleset.sources else id

    def linked(self, words: str, names: Iterable[str]) -> Line:
        """The words, with these names in them as links: the longest first, none within another word."""
        known = sorted({name for name in names if name in self.of_name}, key=lambda name: (-len(name), name))
        if not known:
            return (words,)
        found = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, known))})(?![\w-])")
        parts = found.split(words)
        runs = (self.name(part) if number % 2 else part for number, part in enumerate(parts))
        return tuple(run for run in runs if run)

    def names(self, names: Iterable[str], words: str = "; ") -> Line:
        """Several names, each a link."""
        return between(((self.name(name),) for name in names), words)

    def read_by(self, name: str) -> Line:
        """The rules and names that read a name."""
        return between(self.readers.get(name, ()), ", ") or ("nothing",)

    def why(self, why: ir.Because) -> Line:
        """Why, on whose word, and how sure."""
        sources = between(((self.source(id),) for id in why.source), ", ")
        cited = ("Source: ", *sources) if sources else ("No source",)
        return (why.because, " ", *cited, " (", sure(why), ").")


def sure(why: ir.Because) -> Run:
    """The provenance, to be seen where it is an assumption."""
    return Mark(why.provenance, "doubt") if why.provenance == ASSUMED else why.provenance


def _places_of_names(ruleset: ir.Ruleset) -> Iterator[tuple[str, str]]:
    for sort, names in (
        ("kind", ruleset.kinds),
        ("fact", ruleset.facts),
        ("sign", ruleset.signs),
        ("checklist", ruleset.checklists),
        ("measure", ruleset.measures),
        ("setting", ruleset.settings),
        ("decision", ruleset.decisions),
        ("action", ruleset.actions),
        ("group", ruleset.groups),
    ):
        yield from ((name, anchor(sort, name)) for name in names)
    for each in ruleset.checklists.values():
        yield each.score, anchor("checklist", each.name)
        if each.answered is not None:
            yield each.answered, anchor("checklist", each.name)


def _readers(ruleset: ir.Ruleset) -> dict[str, tuple[Line, ...]]:
    found: defaultdict[str, dict[Line, None]] = defaultdict(dict)
    entries: list[tuple[str, Line, Iterable[str]]] = []
    for id, rule in ruleset.rules.items():
        entries.append((id, (Link(anchor("rule", id), id),), reads(rule)))
    for sign in ruleset.signs.values():
        entries.append((sign.name, (Link(anchor("sign", sign.name), sign.name),), names_in(sign.condition)))
    for measure in ruleset.measures.values():
        line: Line = (Link(anchor("measure", measure.name), measure.name),)
        entries.append((measure.name, line, names_in_measure(measure)))
    for action in ruleset.actions.values():
        line = (Link(anchor("action", action.name), action.name),)
        entries.append((action.name, line, names_in(action.only_if)))
    for each in ruleset.checklists.values():
        line = (Link(anchor("checklist", each.name), each.name),)
        entries.append((each.name, line, (item.fact for item in each.items)))
    for _, line, names in sorted(entries, key=lambda entry: entry[0]):
        for name in names:
            found[name][line] = None
    return {name: tuple(lines) for name, lines in found.items()}


def reads(rule: ir.Rule) -> tuple[str, ...]:
    """Every name that a rule reads: to apply, to conclude, to set a day and to release a block."""
    found = [*names_in_rule(rule)]
    for duty in rule.duties:
        if duty.due is not None:
            found += [name for name in (duty.due.of, duty.due.before) if name]
            found += [duty.due.within.name] if isinstance(duty.due.within, ir.NameRef) else []
        for until in duty.until:
            found += names_in(ir.Condition(until.tests))
    return tuple(dict.fromkeys(found))


# -- types and measures ----------------------------------------------------------------------------


def type_in_words(kind: ir.Type) -> str:
    """What an answer can be."""
    match kind.name:
        case "number":
            if kind.low <= -ir.NO_LIMIT or kind.high >= ir.NO_LIMIT:
                return "a number"
            return f"a number from {words_of_number(kind.low)} to {words_of_number(kind.high)}"
        case "date":
            first = f" from {words_of(kind, kind.low)}" if kind.low > FIRST_DAY else ""
            last = f" to {words_of(kind, kind.high)}" if FIRST_DAY <= kind.high < LAST_DAY else ""
            return f"a date{first}{last}"
        case "choice":
            order = ", lowest first" if kind.ordered else ""
            return f"one of {listed(kind.values, 'or')}{order}"
        case "length of time":
            return (
                f"one of {listed(map(words_of_length, kind.lengths), 'or')}"
                if kind.lengths
                else "a length of time"
            )
        case "reference":
            return "which one it is (a key of the case system)"
        case "yes or no" | "text":
            return "yes or no" if kind.name == "yes or no" else "words"
        case _:
            assert_never(kind.name)


def measure_in_words(ruleset: ir.Ruleset, phrases: Phrases, measure: ir.Measure) -> str:
    """What a measure is, in a sentence."""
    if measure.over is None:
        words = _arithmetic(measure)
    else:
        over = ruleset.kinds[measure.over].list_name or f"every {measure.over}"
        words = _gathered(phrases, measure, over)
    if measure.otherwise is not None:
        words += f"; where none counts, {words_of(measure.type, measure.otherwise)}"
    return f"{words[:1].upper()}{words[1:]}."


def _arithmetic(measure: ir.Measure) -> str:
    words = listed(map(the, measure.plus)) if measure.plus else "nothing"
    words = f"the sum of {words}" if len(measure.plus) > 1 else words
    words += f", less {listed(map(the, measure.less))}" if measure.less else ""
    words += f", times {the(measure.times)}" if measure.times else ""
    return words + (", rounded down" if measure.rounded else "")


def _gathered(phrases: Phrases, measure: ir.Measure, over: str) -> str:
    where = condition_in_words(phrases, measure.where) if measure.where != ir.Condition() else ""
    have = condition_in_words(phrases, measure.have) if measure.have != ir.Condition() else ""
    among = f"{the(over)}{f' where {where}' if where else ''}"
    value = the(measure.value or "")
    match measure.operation:
        case "count":
            return f"how many there are of {among}"
        case "any":
            return f"whether there is any of {among}"
        case "every":
            return f"whether, for every one of {among}, {have}"
        case "share":
            return f"of {among}, the share for which {have}"
        case "sum":
            return f"the sum of {value} over {among}"
        case "highest" | "lowest" | "latest" | "earliest":
            return f"the {measure.operation} of {value} among {among}"
        case "days since":
            return f"the days since the latest of {value} among {among}"
        case "value at the latest":
            return f"{value} at the latest of {the(measure.dated_by or '')} among {among}"
        case "arithmetic":
            return _arithmetic(measure)
        case _:
            assert_never(measure.operation)


def plain_in_words(plain: Plain, keys: Collection[str] = ()) -> str:
    """What an example gives, on one line; of the names in ``keys`` it gives one thing or another."""
    if isinstance(plain, str):
        return plain
    if isinstance(plain, Mapping):
        return "; ".join(f"{name}: {_given(value, keys, name in keys)}" for name, value in plain.items())
    said = (f"({plain_in_words(each, keys)})" if isinstance(each, Mapping) else str(each) for each in plain)
    return " and ".join(said)


def _given(value: Plain, keys: Collection[str], key: bool) -> str:
    if key and isinstance(value, str):
        return value.replace("reference ", "key ")
    return plain_in_words(value, keys)
