"""The second half of a manual, to look things up in: decisions, settings, actions, agencies, words, sources.

Everything that a ruleset names has one place here, to which the chapters lead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import get_args

from drive_rules import ir
from drive_rules.language.phrases import Phrases
from drive_rules.language.reads import names_in, names_in_measure, settings_in
from drive_rules.language.sentences import condition_in_words, listed, the
from drive_rules.language.values import words_of, words_of_date, words_of_number
from drive_rules.language.write import setting_value
from drive_rules.manual.chapters import PARTS
from drive_rules.manual.parts import (
    Block,
    Bullets,
    Drawing,
    Folded,
    Line,
    Link,
    Mark,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    between,
)
from drive_rules.manual.wording import TAKES, Places, measure_in_words, reads, type_in_words
from drive_rules.page import Html, anchor
from drive_rules.pictures import map_drawing
from drive_rules.pictures.maps import AgencyMap
from drive_rules.traceability import ASSUMED, SORTS, Said, in_order, question, resting

PLURALS = {
    "rule": "Rules",
    "setting": "Settings",
    "sign": "Signs",
    "measure": "Measures",
    "checklist": "Checklists",
    "action": "Actions",
}


class Lookup:
    """Tells what a ruleset names; ``sites`` are the same ruleset at sites, by their names."""

    def __init__(self, ruleset: ir.Ruleset, places: Places, sites: Mapping[str, ir.Ruleset]) -> None:
        self.ruleset, self.places, self.sites = ruleset, places, sites
        self.phrases = Phrases.of(ruleset, the)

    def part(self, maps: Sequence[AgencyMap]) -> Section:
        """Every chapter of it."""
        chapters = (
            self._decisions(),
            self._settings(),
            self._actions(),
            self._agencies(maps),
            self._words(),
            self._to_confirm(),
            self._sources(),
            self._index(),
        )
        return Section(anchor("part", "lookup"), "To look up", chapters, "part")

    # -- decisions -----------------------------------------------------------------------------------

    def _decisions(self) -> Section:
        intro = "What the rules settle. Each has one value for each thing, or stays unsettled, and says so."
        told = (self._decision(each) for _, each in sorted(self.ruleset.decisions.items()))
        return _chapter("Decisions", Paragraph((intro,)), *told)

    def _decision(self, decision: ir.Decision) -> Section:
        words = f"Of each {decision.of}: {type_in_words(decision.type)}. "
        words += f"{TAKES[decision.take][:1].upper()}{TAKES[decision.take][1:]}"
        if decision.otherwise is not None:
            words += f"; where no rule applies, {words_of(decision.type, decision.otherwise)}"
        marks = [f"{words}."]
        marks += ["About the record, not about the world."] if decision.about_record else []
        marks += ["Its answer stands at the head of every plan."] if decision.heads_plan else []
        blocks: list[Block] = [Paragraph((" ".join(marks),))]
        if decision.judged is not None:
            who = ("What a person decides on it is read as a ", self.places.name(decision.judged.kind), ".")
            blocks.append(Paragraph(who))
        given = [
            Row(((Link(anchor("rule", id), rule.title),), self._when(rule), (self._gives(each),)))
            for id, rule in sorted(self.ruleset.rules.items())
            for each in rule.then
            if each.decision == decision.name
        ]
        if given:
            place, caption = anchor("gives", decision.name), f"What gives '{decision.name}'"
            blocks.append(Table(place, caption, ("Rule", "When", "Gives"), tuple(given)))
        else:
            blocks.append(Paragraph(("No rule gives it.",)))
        blocks.append(Paragraph(("Read by: ", *self.places.read_by(decision.name), "."), quiet=True))
        return Section(anchor("decision", decision.name), decision.name, tuple(blocks))

    def _when(self, rule: ir.Rule) -> Line:
        words = condition_in_words(self.phrases, rule.when) if rule.when != ir.Condition() else "always"
        if rule.unless != ir.Condition():
            words += f", unless {condition_in_words(self.phrases, rule.unless, ' or ')}"
        return self.places.linked(words, (*reads(rule), *settings_in(rule)))

    def _gives(self, conclusion: ir.Conclusion) -> str:
        words = self.phrases.operand(conclusion.decision, conclusion.value)
        total = self.ruleset.decisions[conclusion.decision].take == "total"
        return f"{words} more" if total else words

    # -- settings ------------------------------------------------------------------------------------

    def _settings(self) -> Section:
        intro = (
            "Values that the rules name. A value counts from its day on; a site changes one only where, and "
            "as far as, this says so."
        )
        elsewhere = ("At sites",) if self.sites else ()
        heads = ("Setting", "Value", *elsewhere, "A site may change it", "Why")
        rows = tuple(self._setting(each) for _, each in sorted(self.ruleset.settings.items()))
        return _chapter("Settings", Paragraph((intro,)), Table("settings", "Every setting", heads, rows))

    def _setting(self, setting: ir.Setting) -> Row:
        elsewhere = [
            f"{site}: {_values(ruleset.settings[setting.name])}"
            for site, ruleset in sorted(self.sites.items())
            if ruleset.settings[setting.name].values != setting.values
        ]
        may = "no"
        if setting.site_may_change:
            ends = [
                f"{word} {_value(setting, end)}"
                for word, end in (("from", setting.low), ("to", setting.high))
                if end is not None
            ]
            may = f"yes, {' '.join(ends)}" if ends else "yes"
        cells: tuple[Line, ...] = (
            (setting.name,),
            (_values(setting),),
            *(((("; ".join(elsewhere) or "as here"),),) if self.sites else ()),
            (may,),
            self.places.why(setting.why),
        )
        return Row(cells, anchor("setting", setting.name))

    # -- actions -------------------------------------------------------------------------------------

    def _actions(self) -> Section:
        intro = (
            "What can be done, by whose power. Whether it is asked for is for the rules to say, and a human."
        )
        called = self._callers()
        blocks: list[Block] = [Paragraph((intro,))]
        for strand in get_args(ir.Strand):
            rows = [
                self._action(each, called[each.name])
                for _, each in sorted(self.ruleset.actions.items())
                if each.strand == strand
            ]
            if rows:
                heads = ("Action", "Whose it is", "When it can be done", "Why", "Rules")
                table = Table(
                    anchor("actions", strand), f"Actions: {PARTS[strand].lower()}", heads, tuple(rows)
                )
                blocks.append(Section(anchor("strand", strand), PARTS[strand], (table,)))
        if self.ruleset.groups:
            rows = [
                Row(((name,), self.places.names(group.actions)), anchor("group", name))
                for name, group in sorted(self.ruleset.groups.items())
            ]
            table = Table("groups", "Groups of actions", ("Group", "Its actions"), tuple(rows))
            blocks.append(Section("of-groups", "Groups", (table,)))
        return _chapter("Actions", *blocks)

    def _callers(self) -> dict[str, list[Line]]:
        found: defaultdict[str, list[Line]] = defaultdict(list)
        for id, rule in sorted(self.ruleset.rules.items()):
            for duty in rule.duties:
                group = self.ruleset.groups.get(duty.do)
                for name in group.actions if group else (duty.do,):
                    line: Line = (f"{duty.word}: ", self.places.rule(id))
                    if line not in found[name]:
                        found[name].append(line)
        return found

    def _action(self, action: ir.Action, called: list[Line]) -> Row:
        owner = f"{action.owner}; of each {action.done_to}{'; direct' if action.direct else ''}"
        owner += f"; may be asked for by {listed(action.requested_by, 'or')}" if action.requested_by else ""
        owner += f". {action.legal_basis}" if action.legal_basis else ""
        cells: tuple[Line, ...] = (
            (action.name,),
            (owner,),
            tuple(self._terms(action)),
            self.places.why(action.why),
            between(called, ", ") or ("no rule calls for it",),
        )
        return Row(cells, anchor("action", action.name))

    def _terms(self, action: ir.Action) -> Iterator[Run]:
        """What has to be so before it is done, and what comes of it."""
        found: list[Line] = []
        # The last test of an action of some jurisdiction is that jurisdiction, which has words of its own.
        only_if = action.only_if
        if action.jurisdiction:
            only_if = replace(only_if, all_of=only_if.all_of[:-1])
        if only_if != ir.Condition():
            words = f"only if {condition_in_words(self.phrases, only_if)}"
            found.append(self.places.linked(words, (*names_in(only_if), *settings_in(action))))
        if action.consent_of != "nobody":
            found.append((f"with the consent of the {action.consent_of}",))
        if action.jurisdiction:
            found.append((f"in {listed(action.jurisdiction, 'or')}",))
        for day, word in zip(action.in_force, ("from", "until"), strict=True):
            found += [(f"{word} {words_of_date(day)}",)] if day is not None else []
        found += [("on suspicion too",)] if action.on_suspicion else []
        found += [((Mark("never blocked")),)] if action.never_blocked else []
        if action.tells_across:
            found.append((f"tells {action.tells_across} in the other area",))
        if action.cites:
            found.append(("cites ", *self.places.names(action.cites, ", ")))
        if action.makes_true:
            found.append(("once done, ", self.places.name(action.makes_true), " is known"))
        yield from between(found, "; ") or ("no condition",)

    # -- agencies ------------------------------------------------------------------------------------

    def _agencies(self, maps: Sequence[AgencyMap]) -> Section:
        intro = (
            "Who can be asked for what, and by which lawful way. Each map shows every agency that some rule "
            "may call on, and what is amiss: gaps, and what hangs on one way only."
        )
        told = (self._map(number, each) for number, each in enumerate(maps, 1))
        none = () if maps else (Paragraph(("This ruleset names no agency.",)),)
        return _chapter("Agencies", Paragraph((intro,)), *none, *told)

    @staticmethod
    def _map(number: int, shown: AgencyMap) -> Section:
        places = Table(
            f"map-{number}-agencies",
            "Agencies",
            ("Agency", "Asked for", "What is amiss"),
            tuple(
                Row(((each.name,), ("; ".join(each.says),), ("; ".join(each.marks),)))
                for each in shown.places
            ),
        )
        ways = Table(
            f"map-{number}-ways",
            "Who tells whom",
            ("Who", "Tells", "Basis", "And"),
            tuple(
                Row(
                    (
                        (each.sender,),
                        (each.receiver,),
                        ("; ".join(each.bases),),
                        (_way_marks(each.life, each.only),),
                    )
                )
                for each in shown.ways
            ),
        )
        amiss = Table(
            f"map-{number}-amiss",
            "Gaps and weak points",
            ("What", "Of what", "To close it"),
            tuple(Row(((each.what,), (", ".join(each.of),), (each.close,))) for each in shown.amiss),
        )
        tables = tuple(table for table in (places, ways, amiss) if table.rows)
        left = tuple(Paragraph((f"Left out: {words}.",), quiet=True) for words in shown.left_out)
        notes = tuple(Paragraph((f"{words}.",)) for words in shown.notes)
        drawing = Drawing(Html(map_drawing.drawn(shown, f"map-{number}")), across=True)
        words = Folded("The map in words", (*tables, *left))
        return Section(f"map-{number}-of", shown.title, (*notes, drawing, words))

    # -- words ---------------------------------------------------------------------------------------

    def _words(self) -> Section:
        intro = "Each name that the rules use, what it means, and who reads it."
        blocks = (self._kinds(), *self._facts(), *self._checklists(), self._signs(), self._measures())
        return _chapter("Words", Paragraph((intro,)), *blocks)

    def _kinds(self) -> Section:
        rows = []
        for name, kind in sorted(self.ruleset.kinds.items()):
            above: Line = ("part of a ", self.places.name(kind.part_of)) if kind.part_of else ("nothing",)
            whole: Line = (self.places.name(kind.listed),) if kind.listed else ("",)
            rows.append(Row(((name,), above, (kind.list_name or "",), whole), anchor("kind", name)))
        heads = ("Kind of thing", "Part of", "Its list", "The list is whole when it is yes that")
        table = Table("kinds", "Kinds of things", heads, tuple(rows))
        return Section("of-kinds", "Kinds of things", (table,))

    def _facts(self) -> Iterator[Section]:
        facts = sorted(self.ruleset.facts.values(), key=lambda fact: (fact.of, fact.name))
        for kind, of_kind in groupby(facts, lambda fact: fact.of):
            rows = tuple(
                Row(
                    (
                        (fact.name,),
                        (_answers(fact),),
                        (_asked(fact),),
                        self.places.read_by(fact.name),
                    ),
                    anchor("fact", fact.name),
                )
                for fact in of_kind
            )
            heads = ("Fact", "Answers", "Asked of", "Read by")
            table = Table(anchor("facts", kind), f"Facts of each {kind}", heads, rows)
            yield Section(anchor("facts-of", kind), f"Facts of the {kind}", (table,))

    def _checklists(self) -> Iterator[Section]:
        for name, each in sorted(self.ruleset.checklists.items()):
            rows = tuple(
                Row(((item.id,), (self.places.name(item.fact),), (words_of_number(item.points),)))
                for item in each.items
            )
            table = Table(anchor("items", name), f"Items of {name}", ("Item", "Fact", "Points"), rows)
            words = f"Of each {each.of}. Instrument: {each.instrument}. Its score: {each.score}."
            words += f" How many are answered: {each.answered}." if each.answered else ""
            words += " A site may put its own in place of it." if each.site_may_replace else ""
            read: Line = ("Its score is read by: ", *self.places.read_by(each.score), ".")
            lines = (
                Paragraph((words,)),
                Paragraph(self.places.why(each.why)),
                table,
                Paragraph(read, quiet=True),
            )
            yield Section(anchor("checklist", name), f"Checklist: {name}", lines)

    def _signs(self) -> Section:
        rows = []
        for name, sign in sorted(self.ruleset.signs.items()):
            record = "about the record: " if sign.about_record else ""
            words = f"of each {sign.of}, {record}{condition_in_words(self.phrases, sign.condition)}"
            when = self.places.linked(words, (*names_in(sign.condition), *settings_in(sign)))
            read = self.places.read_by(name)
            rows.append(Row(((name,), when, self.places.why(sign.why), read), anchor("sign", name)))
        table = Table("signs", "Signs: named yes or no", ("Sign", "Yes when", "Why", "Read by"), tuple(rows))
        return Section("of-signs", "Signs", (table,))

    def _measures(self) -> Section:
        rows = []
        for name, each in sorted(self.ruleset.measures.items()):
            words = f"Of each {each.of}. {measure_in_words(self.ruleset, self.phrases, each)}"
            said = self.places.linked(words, (*names_in_measure(each), *settings_in(each)))
            why = (" ", *self.places.why(each.why)) if each.why is not None else ()
            rows.append(Row(((name,), (*said, *why), self.places.read_by(name)), anchor("measure", name)))
        heads = ("Measure", "What it is", "Read by")
        return Section("of-measures", "Measures", (Table("measures", "Measures", heads, tuple(rows)),))

    # -- assumptions, sources and index --------------------------------------------------------------

    def _to_confirm(self) -> Section:
        assumed = [said for said in resting(self.ruleset) if said.why.provenance == ASSUMED]
        intro = f"{len(assumed)} questions to a practice advisor, to be answered before live use."
        blocks: list[Block] = [Paragraph((intro,))]
        for sort in SORTS:
            items = tuple(self._question(said) for said in assumed if said.sort == sort)
            if items:
                title = f"{PLURALS[sort]}: {len(items)}"
                blocks.append(Section(anchor("confirm", sort), title, (Bullets(items, numbered=True),)))
        return _chapter("To confirm", *blocks)

    def _question(self, said: Said) -> Line:
        words = question(said)
        cited: Line = ()
        if said.why.source:
            words = words.removesuffix(f"[{', '.join(said.why.source)}]")
            cited = ("[", *between(((self.places.source(id),) for id in said.why.source), ", "), "]")
        if said.sort != "rule":
            return (*self.places.linked(words, [said.name]), *cited)
        before, _, after = words.partition(f"({said.name})")
        return (before, "(", self.places.rule(said.name), ")", after, *cited)

    def _sources(self) -> Section:
        intro = "Where what is said here was read, in our own words; never a quotation."
        on_it: defaultdict[str, list[Said]] = defaultdict(list)
        for said in resting(self.ruleset):
            for id in said.why.source:
                on_it[id].append(said)
        rows = tuple(
            self._source(self.ruleset.sources[id], on_it[id])
            for id in sorted(self.ruleset.sources, key=in_order)
        )
        heads = ("Source", "Where", "How sure", "What rests on it")
        return _chapter("Sources", Paragraph((intro,)), Table("sources", "Every source", heads, rows))

    def _source(self, source: ir.Source, on_it: Iterable[Said]) -> Row:
        brought = ", ".join(words for words in (source.publisher, source.published) if words)
        where = f"{source.where}{f' ({brought})' if brought else ''}"
        sure: Line = (
            (Mark(source.provenance, "doubt"),) if source.provenance == ASSUMED else (source.provenance,)
        )
        copy: Line = ("; a copy, to be checked against the original",) if source.mirror else ()
        rests: list[Line] = [
            (self.places.rule(each.name) if each.sort == "rule" else self.places.name(each.name),)
            for each in on_it
        ]
        rests += [(f"carried by {source.carried_by}",)] if source.carried_by else []
        cells: tuple[Line, ...] = (
            (source.id,), (where,), (*sure, *copy), between(rests, ", ") or ("nothing",)
        )  # fmt: skip
        return Row(cells, anchor("source", source.id))

    def _index(self) -> Section:
        names = sorted(self.places.of_name, key=lambda name: (name.casefold(), name))
        blocks: list[Block] = []
        for letter, of_letter in groupby(names, lambda name: name[:1].upper()):
            items = tuple((self.places.name(name),) for name in of_letter)
            blocks.append(Section(anchor("index", letter), letter, (Bullets(items),)))
        ids = tuple((self.places.rule(id),) for id in sorted(self.ruleset.rules))
        blocks.append(Section("index-of-rules", "Rules by id", (Bullets(ids),)))
        return _chapter("Index", *blocks)


def _chapter(title: str, *blocks: Block) -> Section:
    return Section(anchor("chapter", title), title, blocks, "chapter")


def _values(setting: ir.Setting) -> str:
    first, *later = setting.values
    if not later and first.since is None:
        return _value(setting, first.value)
    return "; ".join(
        f"{f'from {words_of_date(each.since)}' if each.since else 'at first'}: {_value(setting, each.value)}"
        for each in setting.values
    )


def _value(setting: ir.Setting, value: ir.Operand | tuple[object, ...] | None) -> str:
    said = setting_value(setting, value)  # type: ignore[arg-type]
    return listed(map(str, said)) if isinstance(said, list) and said else str(said or "none")


def _answers(fact: ir.Fact) -> str:
    words = type_in_words(fact.type)
    if fact.stands is not None:
        words += f"; until said otherwise, {words_of(fact.type, fact.stands)}"
    return words + ("; not applicable is no answer" if fact.type.always_applies else "")


def _asked(fact: ir.Fact) -> str:
    words = [listed(fact.asked_of or ("whoever knows",), "or")]
    words += [f"never of {listed(fact.never_asked_of, 'or')}"] if fact.never_asked_of else []
    words += ["private"] if fact.private else []
    words += ["for monitoring; no rule reads it"] if fact.monitoring else []
    words += ["protected"] if fact.protected else []
    return "; ".join(words)


def _way_marks(life: bool, only: bool) -> str:
    marks = ["only for a life at risk"] if life else []
    return ", ".join([*marks, "no other basis"] if only else marks)
