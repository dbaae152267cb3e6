"""The second half of a manual, to look things up in: decisions, settings, actions, agencies, words, sources.

Everything that a ruleset names has one place here, to which the chapters lead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import get_args

from drive_rules import ir
from drive_rules.language.phrases import Phrases
from drive_rules.language.reads import names_in, settings_in
from drive_rules.language.sentences import condition_in_words, listed, the
from drive_rules.language.values import words_of, words_of_date
from drive_rules.language.write import setting_value
from drive_rules.manual.chapters import PARTS
from drive_rules.manual.parts import (
    Block,
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
    chapter,
)
from drive_rules.manual.register import Register
from drive_rules.manual.wording import TAKES, Places, reads, type_in_words
from drive_rules.page import Html, anchor
from drive_rules.pictures import map_drawing
from drive_rules.pictures.maps import AgencyMap


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
            *Register(self.ruleset, self.places).chapters(),
        )
        return Section(anchor("part", "lookup"), "To look up", chapters, "part")

    # -- decisions -----------------------------------------------------------------------------------

    def _decisions(self) -> Section:
        intro = "What the rules settle. Each has one value for each thing, or stays unsettled, and says so."
        told = (self._decision(each) for _, each in sorted(self.ruleset.decisions.items()))
        return chapter("Decisions", Paragraph((intro,)), *told)

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
        return chapter("Settings", Paragraph((intro,)), Table("settings", "Every setting", heads, rows))

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
        return chapter("Actions", *blocks)

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
        return chapter("Agencies", Paragraph((intro,)), *none, *told)

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
        svg = Html(map_drawing.drawn(shown, f"map-{number}"))
        drawing = Drawing(svg, map_drawing.mermaid(shown), across=True)
        words = Folded("The map in words", (*tables, *left))
        return Section(f"map-{number}-of", shown.title, (*notes, drawing, words))


def _values(setting: ir.Setting) -> str:
    first, *later = setting.values
    if not later and first.since is None:
        return _value(setting, first.value)
    return "; ".join(
        f"{f'from {words_of_date(each.since)}' if each.since else 'at first'}: {_value(setting, each.value)}"
        for each in setting.values
    )


def _value(setting: ir.Setting, value: ir.Operand | tuple[str, ...] | tuple[date, ...] | None) -> str:
    said = setting_value(setting, value)
    return listed(map(str, said)) if isinstance(said, list) and said else str(said or "none")


def _way_marks(life: bool, only: bool) -> str:
    marks = ["only for a life at risk"] if life else []
    return ", ".join([*marks, "no other basis"] if only else marks)
