"""A profile of a synthetic caseload read from its text and held against the vocabulary of a ruleset.

All problems are collected before one ``ProfileError`` is raised; their codes begin with SY, save where
the text could not be a rule file either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import get_args

from drive_rules.case.evidence import folded, sources_of
from drive_rules.case.vocabulary import MAIN
from drive_rules.ir import FAR_AHEAD, LONG_AGO, SCALE, Fact, Kind, Provenance, Ruleset, Type
from drive_rules.language.fields import Fields
from drive_rules.language.log import Log
from drive_rules.language.nodes import Entries, Node, Text, read_nodes
from drive_rules.language.values import read_number
from drive_rules.problems import ProblemsError, Span, did_you_mean
from drive_rules.synthetic.profile import (
    TODAY,
    Basis,
    Deviation,
    Entry,
    Figure,
    Form,
    Further,
    Leaning,
    Profile,
)
from drive_rules.synthetic.reading_spreads import COUNT, DAYS, SPREAD, WHY, Spreads

_SECTIONS = (
    *("profile", "title", "source", "provenance", "sources", "leanings", "unknown", "lists", "hidden"),
    *("together", "facts", "answers", "figures", "deviations"),
)
_TOP = (*SPREAD, "goes with", "how closely", "unknown", "days before", "days after", *WHY)
_YES_NO = Type("yes or no", 0, 1, ("no", "yes"))
_DAY = Type("date", LONG_AGO, FAR_AHEAD)


class ProfileError(ProblemsError):
    """A profile that cannot be used: ``problems`` says why, each with its place."""


def read_profile(ruleset: Ruleset, text: str, file: str = "synthetic.yaml") -> Profile:
    """The profile that a text says, held against the vocabulary of a ruleset.

    Raises ``ProfileError`` with everything that is wrong in it.
    """
    log = Log()
    block = read_nodes(log, file, text)
    profile = _Reader(log, ruleset, Spreads(log, ruleset)).profile(block, text) if block else None
    if log.problems or profile is None:
        raise ProfileError(log.problems)
    return profile


@dataclass(slots=True)
class _Reader:
    log: Log
    ruleset: Ruleset
    spreads: Spreads
    default: Basis = field(default_factory=lambda: Basis((), ""))
    leanings: dict[str, Leaning] = field(default_factory=dict)

    def profile(self, block: Entries, text: str) -> Profile:
        top = Fields(self.log, Text("profile", block.span), block, _SECTIONS)
        self._head(top)
        for name, fact in self.ruleset.facts.items():
            self.spreads.types[name] = (fact.of, fact.type)
        hidden = self._declare_hidden(top)
        together = [each for key, node in top.block("together") if (each := self._together(key, node))]
        self.spreads.types |= {each.name: (each.kind, COUNT) for each in together}
        lists = {kind.name: kind for kind in self.ruleset.kinds.values() if kind.part_of}
        counts, every = self._lists(top, lists)
        facts = [each for key, node in top.block("facts") if (each := self._fact(key, node))]
        drawn = [self._entry(*each) for each in hidden]
        entries = [*drawn, *together, *facts]
        unknown = self._unknown(top)
        self._twice(entries)
        forms, further = self._answers(top)
        return Profile(
            ruleset=self.ruleset,
            title=top.words("title", sentence=True),
            digest=hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest(),
            leanings=self.leanings,
            unknown=unknown[0],
            unknown_with=unknown[1],
            unknown_closely=unknown[2],
            lists=counts,
            every=every,
            entries=self._in_order(entries, counts),
            hidden=frozenset(each.name for each in drawn) | {each.name for each in together},
            forms=forms,
            further=further,
            stated=tuple(found for key, node in top.block("figures") if (found := self._figure(key, node))),
            deviations=tuple(self._deviation(key, node) for key, node in top.block("deviations")),
        )

    def say(self, code: str, span: Span | None, what: str, fix: str) -> None:
        self.spreads.say(code, span, what, fix)

    # -- the head --------------------------------------------------------------------------------

    def _head(self, top: Fields) -> None:
        package = top.text("profile", required=True)
        if package and package.words != self.ruleset.name:
            what = f"this profile is for '{package.words}', and the ruleset is '{self.ruleset.name}'"
            self.say("SY001", package.span, what, "use the profile of this ruleset")
        self.spreads.sources = set(self.ruleset.sources)
        for key, node in top.block("sources"):
            fields = Fields(self.log, key, node, ("where", "provenance", "mirror"))
            fields.words("where", required=True, sentence=True)
            fields.option("provenance", get_args(Provenance), "published", required=True)
            self.spreads.sources.add(key.words)
        self.default = self.spreads.basis(top, Basis((), ""))
        for key, node in top.block("leanings"):
            fields = Fields(self.log, key, node, ("apart", "because"))
            apart = {}
            for kind, words in fields.block("apart"):
                if self._kind(kind):
                    apart[kind.words] = self.spreads.percent(words, least=0.0) or 0.0
            self.leanings[key.words] = Leaning(key.words, apart)

    def _kind(self, key: Text) -> Kind | None:
        kind = self.ruleset.kinds.get(key.words)
        if kind is None:
            fix = did_you_mean(key.words, self.ruleset.kinds, "name a kind of the vocabulary")
            self.say("SY001", key.span, f"no kind is called '{key.words}'", fix)
        return kind

    def _unknown(self, top: Fields) -> tuple[float, str, float]:
        if not top.has("unknown"):
            return 0.0, "", 0.0
        node = top.node("unknown")
        assert node is not None
        fields = Fields(self.log, top.key_of("unknown"), node, ("share", "goes with", "how closely", *WHY))
        self.spreads.basis(fields, self.default)
        share = self.spreads.percent_of(fields, "share", 0.0)
        goes_with, closely = self._goes_with(fields)
        return share, goes_with, closely

    # -- names -----------------------------------------------------------------------------------

    def _fact_named(self, key: Text) -> Fact | None:
        fact = self.ruleset.facts.get(key.words)
        if fact is None:
            fix = did_you_mean(key.words, self.ruleset.facts, "name a fact of the vocabulary")
            self.say("SY001", key.span, f"no fact is called '{key.words}'", fix)
        return fact

    def _fact(self, key: Text, node: Node) -> Entry | None:
        fact = self._fact_named(key)
        if fact is None:
            return None
        if isinstance(node, Text):
            return self._short(key, node, fact.of, fact.type)
        fields = Fields(self.log, key, node, _TOP)
        return self._entry(key, fields, fact.of, _DAY if self._dates_a_list(fact, fields) else fact.type)

    def _dates_a_list(self, fact: Fact, fields: Fields) -> bool:
        """Whether a fact that says a list is whole says to what day."""
        says = any(kind.listed == fact.name for kind in self.ruleset.kinds.values())
        return says and (fields.has("days before") or fields.has("days after"))

    def _short(self, key: Text, node: Text, kind: str, type_: Type) -> Entry:
        """``fact: 20%`` or ``fact: none``: nothing else is to be said."""
        texts: list[str] = []
        tree = self.spreads.leaf_words(node, type_, self.default, texts)
        return Entry(key.words, kind, type_, tree, texts=tuple(texts), basis=self.default, span=key.span)

    def _declare_hidden(self, top: Fields) -> list[tuple[Text, Fields, str, Type]]:
        found = []
        for key, node in top.block("hidden"):
            fields = Fields(self.log, key, node, ("of", "values", *_TOP))
            of = fields.text("of", required=True)
            kind = self._kind(of) if of else None
            values = tuple(each.words for each in fields.several("values"))
            type_ = Type("choice", 0, max(0, len(values) - 1), values) if values else _YES_NO
            if key.words in self.spreads.types:
                self.say("SY001", key.span, f"'{key.words}' is a fact already", "give it another name")
            elif kind:
                self.spreads.types[key.words] = (kind.name, type_)
                found.append((key, fields, kind.name, type_))
        return found

    def _together(self, key: Text, node: Node) -> Entry | None:
        known = ("how many", "among", "goes with", "how closely", "unknown", *WHY)
        fields = Fields(self.log, key, node, known)
        among, kinds = [], set()
        for name, weight in fields.block("among"):
            fact = self._fact_named(name)
            number = read_number(weight.words) if isinstance(weight, Text) else None
            if fact and fact.type.name != "yes or no":
                self.say("SY005", name.span, f"'{name.words}' is no yes or no", "name yes-or-no facts")
            elif number is None or number <= 0:
                self.say("SY002", weight.span, "a weight is a number above 0", "write, for example, `3`")
            elif fact:
                among.append((fact.name, number / SCALE))
                kinds.add(fact.of)
        if len(kinds) != 1:
            self.say("SY001", key.span, f"'{key.words}' needs facts of one kind", "name them under `among`")
            return None
        basis = self.spreads.basis(fields, self.default)
        tree = self.spreads.shares_of(fields, "how many", replace(COUNT, high=len(among) * SCALE), basis, [])
        goes_with, closely = self._goes_with(fields)
        return Entry(
            *(key.words, kinds.pop(), COUNT, tree, goes_with, closely, self._own_unknown(fields)),
            among=tuple(among),
            basis=basis,
            span=key.span,
        )

    def _lists(self, top: Fields, kinds: Mapping[str, Kind]) -> tuple[dict[str, Entry], dict[str, int]]:
        below = {kind.list_name or f"{name}s": kind for name, kind in kinds.items()}
        roots = {
            kind.list_name or f"{kind.name}s": kind.name
            for kind in self.ruleset.kinds.values()
            if kind.part_of is None and kind.name != MAIN
        }
        counts: dict[str, Entry] = {}
        every: dict[str, int] = {}
        for key, node in top.block("lists"):
            if key.words in below:
                kind = below[key.words]
                fields = Fields(self.log, key, node, _TOP)
                counts[kind.name] = self._entry(key, fields, kind.part_of or "", COUNT)
            elif key.words in roots:
                fields = Fields(self.log, key, node, ("one for every", *WHY))
                self.spreads.basis(fields, self.default)
                number = read_number(fields.words("one for every", required=True).removesuffix(" cases"))
                if number is None or number < SCALE or number % SCALE:
                    fix = "write, for example, `one for every: 20 cases`"
                    self.say("SY004", fields.at("one for every"), "not a number of cases", fix)
                else:
                    every[roots[key.words]] = number // SCALE
            else:
                fix = did_you_mean(key.words, (*below, *roots), "name a list of the vocabulary")
                self.say("SY001", key.span, f"no list is called '{key.words}'", fix)
        return counts, every

    # -- one entry -------------------------------------------------------------------------------

    def _entry(self, key: Text, fields: Fields, kind: str, type_: Type) -> Entry:
        basis = self.spreads.basis(fields, self.default)
        texts: list[str] = []
        anchor, back = self._anchor(fields, kind) if type_.name == "date" else ("", True)
        tree = self.spreads.tree(fields, kind, DAYS if type_.name == "date" else type_, basis, texts)
        goes_with, closely = self._goes_with(fields)
        return Entry(
            *(key.words, kind, type_, tree, goes_with, closely, self._own_unknown(fields), anchor, back),
            texts=tuple(texts),
            basis=basis,
            span=key.span,
        )

    def _own_unknown(self, fields: Fields) -> float | None:
        return self.spreads.percent_of(fields, "unknown", 0.0) if fields.has("unknown") else None

    def _goes_with(self, fields: Fields) -> tuple[str, float]:
        named = fields.text("goes with")
        if named is None:
            return "", 0.0
        if named.words not in self.leanings:
            fix = did_you_mean(named.words, self.leanings, "name one of the `leanings`")
            self.say("SY008", named.span, f"no leaning is called '{named.words}'", fix)
            return "", 0.0
        closely = fields.text("how closely", required=True)
        return named.words, (self.spreads.percent(closely, least=-0.99, most=0.99) or 0.0) if closely else 0.0

    def _anchor(self, fields: Fields, kind: str) -> tuple[str, bool]:
        back = fields.text("days before")
        ahead = fields.text("days after")
        if (back is None) == (ahead is None):
            fix = "write `days before: today`, or `days after:` and a date"
            self.say("SY004", fields.span, "a date says what its days are counted from, once", fix)
            return TODAY, True
        found = back or ahead
        assert found is not None
        if found.words != TODAY:
            self.spreads.above(found, kind, ("date",))
        return found.words, back is not None

    # -- answers ---------------------------------------------------------------------------------

    def _answers(self, top: Fields) -> tuple[tuple[Form, ...], Further | None]:
        node = top.node("answers")
        if node is None:
            return (), None
        fields = Fields(self.log, top.key_of("answers"), node, ("forms", "further sources"))
        forms = tuple(each for key, body in fields.block("forms") if (each := self._form(key, body)))
        further = fields.node("further sources")
        if further is None:
            return forms, None
        return forms, self._further(fields.key_of("further sources"), further)

    def _form(self, key: Text, node: Node) -> Form | None:
        checklist = self.ruleset.checklists.get(key.words)
        if checklist is None:
            fix = did_you_mean(key.words, self.ruleset.checklists, "name a checklist of the vocabulary")
            self.say("SY001", key.span, f"no checklist is called '{key.words}'", fix)
            return None
        known = ("share", "completed by", "don't know", "refused", "not asked", *WHY)
        fields = Fields(self.log, key, node, known)
        form = Form(
            checklist=checklist,
            share=self.spreads.percent_of(fields, "share", 0.0),
            completed_by=self._who(fields, "completed by"),
            dont_know=self.spreads.percent_of(fields, "don't know", 0.0),
            refused=self.spreads.percent_of(fields, "refused", 0.0),
            not_asked=self.spreads.percent_of(fields, "not asked", 0.0),
            basis=self.spreads.basis(fields, self.default),
        )
        if form.dont_know + form.refused + form.not_asked > 1:
            self.say("SY003", key.span, "more is left unanswered than is asked", "change a share")
        return form

    def _who(self, fields: Fields, key: str) -> tuple[tuple[str, float], ...]:
        """Roles with their shares, 100% in all."""
        known = sources_of(self.ruleset)
        found = []
        for who, node in fields.block(key):
            if folded(who.words) not in known:
                fix = did_you_mean(who.words, known.values(), "name a role that a case may name")
                self.say("SY005", who.span, f"'{who.words}' is not a source that a case may name", fix)
            found.append((who.words, self.spreads.percent(node, least=0.0) or 0.0))
        if abs(sum(share for _, share in found) - 1) > 1e-6:
            self.say("SY003", fields.at(key), f"the shares of '{key}' do not come to 100%", "change a share")
        return tuple(found)

    def _further(self, key: Text, node: Node) -> Further:
        shares = ("share", "the same", "the opposite", "don't know", "no day")
        known = (*shares, "facts", "sources", "from", "to", "mean", "spread", *WHY)
        fields = Fields(self.log, key, node, known)
        basis = self.spreads.basis(fields, self.default)
        facts = (self._yes_or_no(name) for name in fields.several("facts", required=True))
        further = Further(
            share=self.spreads.percent_of(fields, "share", 0.0),
            facts=tuple(name for name in facts if name),
            sources=self._who(fields, "sources"),
            same=self.spreads.percent_of(fields, "the same", 0.0),
            opposite=self.spreads.percent_of(fields, "the opposite", 0.0),
            dont_know=self.spreads.percent_of(fields, "don't know", 0.0),
            undated=self.spreads.percent_of(fields, "no day", 0.0),
            days=self.spreads.numbers(fields, DAYS, basis),
            basis=basis,
        )
        if abs(further.same + further.opposite + further.dont_know - 1) > 1e-6:
            what = "`the same`, `the opposite` and `don't know` do not come to 100%"
            self.say("SY003", key.span, what, "change a share")
        return further

    def _yes_or_no(self, name: Text) -> str | None:
        fact = self._fact_named(name)
        if fact and fact.type.name != "yes or no":
            self.say("SY005", name.span, f"'{name.words}' is no yes or no", "name yes-or-no facts")
            return None
        return fact.name if fact else None

    # -- what must come out, and what is not followed --------------------------------------------

    def _figure(self, key: Text, node: Node) -> Figure | None:
        fields = Fields(self.log, key, node, ("share of", "mean of", "where", "is", *WHY))
        basis = self.spreads.basis(fields, self.default)
        mean, of = fields.text("mean of"), fields.block("share of")
        if (mean is None) == (len(of) != 1):
            fix = "write one name under `share of`, or `mean of:` and a name"
            self.say("SY004", key.span, "a figure is the share of one name, or its mean", fix)
            return None
        named = mean or of[0][0]
        if named.words not in self.spreads.types:
            fix = did_you_mean(named.words, self.spreads.types, "name a fact, or a name of this file")
            self.say("SY006", named.span, f"nothing here is called '{named.words}'", fix)
            return None
        kind, type_ = self.spreads.types[named.words]
        codes = () if mean else self._listed(of[0][1], type_)
        where = [
            (name.words, self._listed(body, known))
            for name, body in fields.block("where")
            if (known := self.spreads.above(name, kind, ("choice", "yes or no", "number")))
        ]
        value = fields.text("is", required=True)
        if value is None:
            return None
        if codes:
            number = self.spreads.percent(value, least=0.0) or 0.0
        else:
            number = (self.spreads.number(fields, "is", type_) or 0) / SCALE
        return Figure(key.words, kind, named.words, codes, number, tuple(where), basis)

    def _listed(self, node: Node, type_: Type) -> tuple[int, ...]:
        if not isinstance(node, Text):
            self.say("SY005", node.span, "values go here", "write one, or several with commas, in quotes")
            return ()
        return self.spreads.codes_of(node, type_)

    def _deviation(self, key: Text, node: Node) -> Deviation:
        fields = Fields(self.log, key, node, ("because", "source"))
        basis = self.spreads.basis(_sourced(fields), self.default)
        return Deviation(key.words, fields.words("because", required=True, sentence=True), basis.source)

    # -- the whole -------------------------------------------------------------------------------

    def _twice(self, entries: Iterable[Entry]) -> None:
        seen: set[str] = set()
        for entry in entries:
            for name in (entry.name, *(fact for fact, _ in entry.among)):
                if name in seen:
                    self.say("SY001", entry.span, f"'{name}' is drawn twice", "keep one of the two")
                seen.add(name)

    def _in_order(self, entries: list[Entry], counts: Mapping[str, Entry]) -> dict[str, tuple[Entry, ...]]:
        """The entries by kind, each after what it needs, else in the order of the file."""
        maker = {fact: entry.name for entry in entries for fact, _ in entry.among}
        by_name = {entry.name: entry for entry in entries}
        for entry in (*entries, *counts.values()):
            for name in entry.needs():
                if maker.get(name, name) not in by_name:
                    fix = "say how it is spread as well"
                    self.say("SY006", entry.span, f"'{entry.name}' needs '{name}', which is not drawn", fix)
        graph = {
            entry.name: [maker.get(name, name) for name in entry.needs() if maker.get(name, name) in by_name]
            for entry in entries
        }
        try:
            order = list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            loop = " needs ".join(reversed(error.args[1]))
            span = by_name[error.args[1][0]].span
            self.say("SY006", span, f"these need each other without end: {loop}", "take one `given` away")
            order = []
        ordered: dict[str, tuple[Entry, ...]] = dict.fromkeys(self.ruleset.kinds, ())
        for name in order:
            ordered[by_name[name].kind] += (by_name[name],)
        return ordered


def _sourced(fields: Fields) -> Fields:
    """The fields of a deviation: what is not followed is published, or there would be nothing to say."""
    fields.found["provenance"] = (fields.key, Text("published", fields.span))
    return fields
