"""What a manual says of words, assumptions and sources, and its index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

from drive_rules import ir
from drive_rules.language.phrases import Phrases
from drive_rules.language.reads import names_in, names_in_measure, settings_in
from drive_rules.language.sentences import condition_in_words, listed, sentences, the
from drive_rules.language.values import words_of, words_of_number
from drive_rules.language.watch_sentences import watch_in_words
from drive_rules.manual.parts import (
    Block,
    Bullets,
    Line,
    Mark,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    between,
    chapter,
)
from drive_rules.manual.wording import Places, measure_in_words, type_in_words
from drive_rules.page import anchor
from drive_rules.traceability import ASSUMED, SORTS, Said, in_order, question, resting

PLURALS = {
    "rule": "Rules",
    "invariant": "What must hold of every case",
    "watch rule": "What is told at once",
    "setting": "Settings",
    "sign": "Signs",
    "measure": "Measures",
    "checklist": "Checklists",
    "action": "Actions",
}


class Register:
    """Tells the words of a ruleset, and what they rest on."""

    def __init__(self, ruleset: ir.Ruleset, places: Places) -> None:
        self.ruleset, self.places = ruleset, places
        self.phrases = Phrases.of(ruleset, the)

    def chapters(self) -> tuple[Section, ...]:
        """What holds of every case, what is told at once, words, what is to be confirmed, sources, index."""
        held = (self._invariants(),) if self.ruleset.invariants else ()
        watched = (self._watched(),) if self.ruleset.watch else ()
        return (*held, *watched, self._words(), self._to_confirm(), self._sources(), self._index())

    # -- invariants ----------------------------------------------------------------------------------

    def _invariants(self) -> Section:
        intro = (
            "What is proved of every case, whatever the rules say: a rule that breaks one of these is wrong."
        )
        told = (
            Section(
                anchor("invariant", id),
                each.title,
                (
                    Paragraph((" ".join(sentences(self.ruleset, each)[1:-2]),)),
                    Paragraph(self.places.why(each.why), quiet=True),
                ),
            )
            for id, each in sorted(self.ruleset.invariants.items())
        )
        return chapter("What must hold of every case", Paragraph((intro,)), *told)

    # -- what is told at once ------------------------------------------------------------------------

    def _watched(self) -> Section:
        intro = (
            "What is told at once, because of what has happened together. It calls for nothing that the "
            "rules above do not call for: it says that the time for it has come."
        )
        told = (
            Section(
                anchor("watch-rule", id),
                each.title,
                (
                    Paragraph((" ".join(watch_in_words(self.ruleset, each)),)),
                    Paragraph(self.places.why(each.why), quiet=True),
                ),
            )
            for id, each in sorted(self.ruleset.watch.items())
        )
        return chapter("What is told at once", Paragraph((intro,)), *told)

    # -- words ---------------------------------------------------------------------------------------

    def _words(self) -> Section:
        intro = "Each name that the rules use, what it means, and who reads it."
        blocks = (self._kinds(), *self._facts(), *self._checklists(), self._signs(), self._measures())
        return chapter("Words", Paragraph((intro,)), *blocks)

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
        return chapter("To confirm", *blocks)

    def _question(self, said: Said) -> Line:
        words = question(said)
        cited: Line = ()
        if said.why.source:
            words = words.removesuffix(f"[{', '.join(said.why.source)}]")
            cited = ("[", *between(((self.places.source(id),) for id in said.why.source), ", "), "]")
        if said.sort not in ("rule", "invariant", "watch rule"):
            return (*self.places.linked(words, [said.name]), *cited)
        before, _, after = words.partition(f"({said.name})")
        return (before, "(", self._named(said), ")", after, *cited)

    def _named(self, said: Said) -> Run:
        match said.sort:
            case "rule":
                return self.places.rule(said.name)
            case "invariant":
                return self.places.invariant(said.name)
            case "watch rule":
                return self.places.watch_rule(said.name)
            case _:
                return self.places.name(said.name)

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
        return chapter("Sources", Paragraph((intro,)), Table("sources", "Every source", heads, rows))

    def _source(self, source: ir.Source, on_it: Iterable[Said]) -> Row:
        brought = ", ".join(words for words in (source.publisher, source.published) if words)
        where = f"{source.where}{f' ({brought})' if brought else ''}"
        sure: Line = (
            (Mark(source.provenance, "doubt"),) if source.provenance == ASSUMED else (source.provenance,)
        )
        copy: Line = ("; a copy, to be checked against the original",) if source.mirror else ()
        rests: list[Line] = [(self._named(each),) for each in on_it]
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
        return chapter("Index", *blocks)


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
