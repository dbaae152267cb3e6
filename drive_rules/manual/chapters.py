"""The chapters of a manual: the rules of each topic, in the order in which their writers put them.

A topic is a file; what its opening comment says opens the chapter, and the headings inside the file are
those of the chapter.  Rules of a decision table are shown as the table first, then each for itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from typing import get_args

from drive_rules import ir
from drive_rules.language.cells import is_table
from drive_rules.language.heads import EXAMPLES, RULE
from drive_rules.language.phrases import Phrases
from drive_rules.language.reads import settings_in
from drive_rules.language.sentences import listed, rule_in_words, the
from drive_rules.language.write_rules import RuleWriter
from drive_rules.language.write_tables import table_rows, why_no_row
from drive_rules.manual import graph
from drive_rules.manual.comments import Comments
from drive_rules.manual.parts import (
    Block,
    Bullets,
    Code,
    Folded,
    Line,
    Link,
    Mark,
    Paragraph,
    Row,
    Section,
    Table,
)
from drive_rules.manual.wording import Places, plain_in_words, reads, sure
from drive_rules.page import anchor
from drive_rules.problems import Span
from drive_rules.traceability import ASSUMED

DECIDED = "What is decided"
PARTS: dict[str, str] = {
    "safety": "Safety",
    "contact": "Contact",
    "children": "Children",
    "disrupt": "Disruption",
    "support": "Support",
    "change": "Behaviour change",
    "agencies": "Working together",
}
"""What the chapters of each strand are called together."""


class Chapters:
    """Tells the rules of one ruleset."""

    def __init__(self, ruleset: ir.Ruleset, places: Places, comments: Mapping[str, Comments]) -> None:
        self.ruleset, self.places, self.comments = ruleset, places, comments
        self.phrases = Phrases.of(ruleset, the)
        self.writer = RuleWriter(ruleset, Phrases.of(ruleset))
        self.keys = {name for name, kind in self.phrases.types.items() if kind.name == "reference"}
        self.capitals, self.hyphens = _spelling(ruleset)

    def parts(self) -> Iterator[Section]:
        """Chapters on what is decided, then those of each strand."""
        topics: dict[str, list[ir.Rule]] = {}
        for rule in sorted(self.ruleset.rules.values(), key=_in_file):
            topics.setdefault(rule.topic, []).append(rule)
        by_part: dict[str, list[Section]] = {}
        for topic, rules in sorted(topics.items()):
            by_part.setdefault(self._part(rules), []).append(self._chapter(topic, rules))
        for name in (DECIDED, *PARTS.values()):
            if name in by_part:
                yield Section(anchor("part", name), name, tuple(by_part[name]), "part")

    def _part(self, rules: list[ir.Rule]) -> str:
        """To what is decided where half the rules of a chapter decide, else to its main strand."""
        if 2 * sum(bool(rule.then) for rule in rules) >= len(rules):
            return DECIDED
        duties = [duty for rule in rules for duty in rule.duties if duty.do in self.ruleset.actions]
        called = [duty for duty in duties if duty.word != "must not"] or duties
        strands = Counter(self.ruleset.actions[duty.do].strand for duty in called)
        order = get_args(ir.Strand)
        return PARTS[max(order, key=lambda strand: (strands[strand], -order.index(strand)))]

    # -- a chapter -----------------------------------------------------------------------------------

    def _chapter(self, topic: str, rules: list[ir.Rule]) -> Section:
        files = list(dict.fromkeys(rule.span.file for rule in rules if rule.span))
        openings = [self.comments[file].opening for file in files if file in self.comments]
        blocks: list[Block] = [Paragraph((words,)) for words in openings if words]
        blocks += [Paragraph(self._counted(rules, files), quiet=True)]
        blocks += graph.drawings(self.ruleset, self.places, topic, rules)
        for number, (heading, of_heading) in enumerate(groupby(rules, self._heading)):
            inside = tuple(self._told(list(of_heading)))
            if heading:
                # A heading may stand twice in a file.
                blocks.append(Section(anchor("under", f"{topic} {number} {heading}"), heading, inside))
            else:
                blocks += inside
        return Section(anchor("topic", topic), self._title(topic), tuple(blocks), "chapter")

    def _title(self, topic: str) -> str:
        words = [self.capitals.get(word, word) for word in topic.split("-")] if topic else ["other", "rules"]
        said = words[0]
        for one, other in pairwise(words):
            said += ("-" if f"{one}-{other}" in self.hyphens else " ") + other
        return said[:1].upper() + said[1:]

    def _heading(self, rule: ir.Rule) -> str:
        if rule.span is None:
            return ""
        if is_table(rule.span.file):
            return f"As a table: {_table_name(rule.span)}"
        return self.comments.get(rule.span.file, Comments()).heading_of(rule.span.line)

    @staticmethod
    def _counted(rules: list[ir.Rule], files: list[str]) -> Line:
        safety = sum(rule.safety for rule in rules)
        assumed = sum(rule.why.provenance == ASSUMED for rule in rules)
        words = f"{len(rules)} rule{'' if len(rules) == 1 else 's'}"
        words += f", {safety} of them for safety" if safety else ""
        words += (
            f"; {assumed} rest{'s' if assumed == 1 else ''} on an assumption to confirm" if assumed else ""
        )
        return (f"{words}. From {listed(files)}.",) if files else (f"{words}.",)

    def _told(self, rules: list[ir.Rule]) -> Iterator[Block]:
        span = rules[0].span
        if span is not None and is_table(span.file) and not any(map(why_no_row, rules)):
            yield from self._decision_table(_table_name(span), rules)
        yield from map(self._rule, rules)

    def _decision_table(self, file: str, rules: list[ir.Rule]) -> Iterator[Block]:
        by_rows = table_rows(self.ruleset, [rule.id for rule in rules])
        parts = [list(rows) for filled, rows in groupby(by_rows, bool) if filled]
        shared = [cells for cells in parts[0] if len(cells) == 2]
        body = next(rows for rows in parts if rows[0][0] == RULE)
        names = self._names(rules)
        yield Bullets(tuple((Mark(f"{key}: "), *self._words(key, said, names)) for key, said in shared))
        titles = {rule.id: rule.title for rule in rules}
        kept = [number for number, head in enumerate(body[0]) if head not in (RULE, "title")]
        heads = ("Rule", *(body[0][number] for number in kept))
        rows = []
        for cells in body[1:]:
            head: Line = (Link(anchor("rule", cells[0]), titles[cells[0]]),)
            said = (self._words(body[0][number], cells[number], names) for number in kept)
            rows.append(Row((head, *said)))
        yield Table(anchor("table", file), f"The rules of {file}, one a row", heads, tuple(rows))
        for examples in (rows for rows in parts if rows[0][0] == EXAMPLES):
            tried = tuple(Row(tuple((cell,) for cell in cells)) for cells in examples[2:])
            tables = Table(anchor("examples", file), f"Examples of {file}", tuple(examples[1]), tried)
            yield Folded(f"Examples of the table: {len(tried)}", (tables,))

    def _words(self, key: str, words: str, names: Iterable[str]) -> Line:
        """A cell: its sources or its names as links, an assumption marked as one."""
        if key == "provenance" and words == ASSUMED:
            return (Mark(words, "doubt"),)
        if key != "source":
            return self.places.linked(words, names)
        runs = re.split(r"([^\[\],\"]+)", words)
        return tuple(
            self.places.source(run.strip()) if run.strip() in self.ruleset.sources else run for run in runs
        )

    # -- a rule --------------------------------------------------------------------------------------

    def _rule(self, rule: ir.Rule) -> Section:
        said = rule_in_words(self.ruleset, self.phrases, rule)
        names = self._names([rule])
        blocks: list[Block] = [Paragraph(self.places.linked(said.where, names))]
        if said.duties:
            blocks.append(Bullets(tuple(self._duty(words, names) for words in said.duties)))
        if said.in_doubt:
            blocks.append(Paragraph(self.places.linked(said.in_doubt, names)))
        if said.marks or rule.id in self.ruleset.site_rules:
            site = (f"Added by {self.ruleset.site}.",) if rule.id in self.ruleset.site_rules else ()
            blocks.append(Paragraph((Mark(" ".join((*said.marks, *site))),)))
        blocks += [Paragraph((said.because,)), *self._sources(rule.why)]
        blocks.append(Paragraph((Code(rule.id), *self._place(rule)), quiet=True))
        blocks += self._examples(rule)
        return Section(anchor("rule", rule.id), rule.title, tuple(blocks), "rule")

    def _duty(self, words: str, names: Iterable[str]) -> Line:
        word, colon, rest = words.partition(":")
        return (Mark(word + colon), *self.places.linked(rest, names))

    def _sources(self, why: ir.Because) -> Iterator[Block]:
        if not why.source:
            yield Paragraph(("No source (", sure(why), ")."), quiet=True)
            return
        many = "s" if len(why.source) > 1 else ""
        yield Paragraph((f"Source{many} (", sure(why), "):"), quiet=True)
        found = []
        for id in why.source:
            entry = self.ruleset.sources.get(id)
            found.append((self.places.source(id), f": {entry.where}." if entry else "."))
        yield Bullets(tuple(found), quiet=True)

    @staticmethod
    def _place(rule: ir.Rule) -> Line:
        if rule.span is None:
            return ()
        return (f" in {rule.span.file}, {'row' if is_table(rule.span.file) else 'line'} {rule.span.line}",)

    def _examples(self, rule: ir.Rule) -> Iterator[Block]:
        if not rule.examples:
            return
        said = {"applies": "Applies", "does not": "Does not apply", "cannot tell": "Cannot tell"}
        items: list[Line] = []
        for example in rule.examples:
            given = plain_in_words(self.writer.example(example), self.keys) or "nothing given"
            items.append(
                (Mark(f"{said[example.expect]}: "), *self.places.linked(given, self._given(example)))
            )
        yield Folded(f"Examples: {len(items)}", (Bullets(tuple(items)),))

    @staticmethod
    def _given(example: ir.Example) -> set[str]:
        found = {name for name, _ in example.given}
        waiting = [thing for _, things in example.things for thing in things]
        while waiting:
            thing = waiting.pop()
            found |= {name for name, _ in thing.facts}
            waiting += [below for _, things in thing.things for below in things]
        return found

    def _names(self, rules: Iterable[ir.Rule]) -> set[str]:
        """Every name that stands in the words of some rules."""
        found: set[str] = set()
        for rule in rules:
            found.update(reads(rule), settings_in(rule), (each.decision for each in rule.then))
            for duty in rule.duties:
                found |= {duty.do, *duty.before, *duty.after, *duty.together_with, *duty.preferred_to}
                found |= {duty.instead or duty.do}
                for until in duty.until:
                    found.update(until.actions)
        return found


def _table_name(span: Span) -> str:
    return f"{span.file}, sheet {span.sheet}" if span.sheet else span.file


def _in_file(rule: ir.Rule) -> tuple[str, str, str, int, str]:
    """Rules as they stand in their files, tables after the rest; any that stand in none by their ids."""
    if rule.span is None:
        return (rule.topic, "", "", 0, rule.id)
    return (rule.topic, rule.span.file, rule.span.sheet, rule.span.line, rule.id)


def _spelling(ruleset: ir.Ruleset) -> tuple[dict[str, str], set[str]]:
    """How the vocabulary writes words: in capitals, and joined by a hyphen."""
    names = (
        *ruleset.kinds,
        *ruleset.facts,
        *ruleset.signs,
        *ruleset.measures,
        *ruleset.decisions,
        *ruleset.actions,
    )
    capitals, hyphens = {}, set()
    for name in names:
        for word in re.findall(r"[\w-]+", name):
            hyphens |= {f"{one}-{other}" for one, other in pairwise(word.split("-"))}
            if len(word) > 1 and word.isupper():
                capitals[word.lower()] = word
    return capitals, hyphens
