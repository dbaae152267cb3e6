"""A profile of a synthetic caseload read from its text and held against the vocabulary of a ruleset.

All problems are collected before one ``ProfileError`` is raised; their codes begin with SY, save where
the text could not be a rule file either.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import get_args

from drive_rules.case.evidence import folded, sources_of
from drive_rules.case.vocabulary import MAIN
from drive_rules.caseload.profile import (
    TODAY,
    Basis,
    Deviation,
    Entry,
    Figure,
    Form,
    Further,
    Given,
    Leaning,
    Profile,
    Spread,
    Tree,
)
from drive_rules.ir import FAR_AHEAD, LONG_AGO, SCALE, Fact, Kind, Provenance, Ruleset, Type
from drive_rules.language.fields import Fields
from drive_rules.language.log import Log
from drive_rules.language.nodes import Entries, Node, Text, read_nodes
from drive_rules.language.values import read_number, words_of, words_of_number
from drive_rules.problems import Problem, ProblemsError, Span, did_you_mean

NOTHING = "nothing"
OTHERWISE = "otherwise"
MOST_THINGS = 99
"""The most things that a list of one parent holds."""
MOST_DAYS = 60_000

_PERCENT = re.compile(r"-?\d{1,3}(\.\d{1,4})?%")
_SECTIONS = (
    *("profile", "title", "source", "provenance", "sources", "leanings", "unknown", "lists", "hidden"),
    *("together", "facts", "answers", "figures", "deviations"),
)
_WHY = ("because", "source", "provenance")
_SPREAD = ("yes", "shares", "from", "to", "mean", "spread", "given", "when")
_TOP = (*_SPREAD, "goes with", "how closely", "unknown", "days before", "days after", *_WHY)
_YES_NO = Type("yes or no", 0, 1, ("no", "yes"))
_COUNT = Type("number", 0, MOST_THINGS * SCALE)
_DAY = Type("date", LONG_AGO, FAR_AHEAD)
_DAYS = Type("number", -MOST_DAYS * SCALE, MOST_DAYS * SCALE)


class ProfileError(ProblemsError):
    """A profile that cannot be used: ``problems`` says why, each with its place."""


def read_profile(ruleset: Ruleset, text: str, file: str = "synthetic.yaml") -> Profile:
    """The profile that a text says, held against the vocabulary of a ruleset.

    Raises ``ProfileError`` with everything that is wrong in it.
    """
    log = Log()
    block = read_nodes(log, file, text)
    profile = _Reader(log, ruleset).profile(block, text) if block else None
    if log.problems or profile is None:
        raise ProfileError(log.problems)
    return profile


@dataclass(slots=True)
class _Reader:
    log: Log
    ruleset: Ruleset
    default: Basis = field(default_factory=lambda: Basis((), ""))
    sources: set[str] = field(default_factory=set)
    leanings: dict[str, Leaning] = field(default_factory=dict)
    types: dict[str, tuple[str, Type]] = field(default_factory=dict)
    """Every name that may be drawn, with its kind and type; of a list, the kind above it."""

    def profile(self, block: Entries, text: str) -> Profile:
        top = Fields(self.log, Text("profile", block.span), block, _SECTIONS)
        self._head(top)
        for name, fact in self.ruleset.facts.items():
            self.types[name] = (fact.of, fact.type)
        hidden = self._declare_hidden(top)
        together = [each for key, node in top.block("together") if (each := self._together(key, node))]
        self.types |= {each.name: (each.kind, _COUNT) for each in together}
        lists = {kind.name: kind for kind in self.ruleset.kinds.values() if kind.part_of}
        counts, every = self._lists(top, lists)
        facts = [each for key, node in top.block("facts") if (each := self._fact(key, node))]
        drawn = [self._hidden(key, fields, kind, type_) for key, fields, kind, type_ in hidden]
        entries = [each for each in (*drawn, *together, *facts) if each]
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
            hidden=frozenset(each.name for each in drawn if each) | {each.name for each in together},
            forms=forms,
            further=further,
            stated=tuple(found for key, node in top.block("figures") if (found := self._figure(key, node))),
            deviations=tuple(self._deviation(key, node) for key, node in top.block("deviations")),
        )

    def say(self, code: str, span: Span | None, what: str, fix: str) -> None:
        self.log.problems.append(Problem(code, what, fix, span))

    # -- the head --------------------------------------------------------------------------------

    def _head(self, top: Fields) -> None:
        package = top.text("profile", required=True)
        if package and package.words != self.ruleset.name:
            what = f"this profile is for '{package.words}', and the ruleset is '{self.ruleset.name}'"
            self.say("SY001", package.span, what, "use the profile of this ruleset")
        self.sources = set(self.ruleset.sources)
        for key, node in top.block("sources"):
            fields = Fields(self.log, key, node, ("where", "provenance", "mirror"))
            fields.words("where", required=True, sentence=True)
            fields.option("provenance", get_args(Provenance), "published", required=True)
            self.sources.add(key.words)
        self.default = self._basis(top, Basis((), ""))
        for key, node in top.block("leanings"):
            fields = Fields(self.log, key, node, ("apart", "because"))
            apart = {}
            for kind, words in fields.block("apart"):
                if self._kind(kind):
                    apart[kind.words] = self._percent(words, least=0.0) or 0.0
            self.leanings[key.words] = Leaning(key.words, apart)

    def _basis(self, fields: Fields, above: Basis) -> Basis:
        """The source and provenance that a block says, or those above it."""
        if not fields.has("source") and not fields.has("provenance"):
            return above
        found = []
        for source in fields.several("source"):
            if source.words in self.sources:
                found.append(source.words)
            elif source.words != "none":
                fix = did_you_mean(source.words, self.sources, "add it to `sources`")
                self.say("SY007", source.span, f"'{source.words}' is not in the register of sources", fix)
        provenance = fields.maybe("provenance", get_args(Provenance), required=True)
        return Basis(tuple(found), provenance or "")

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
        fields = Fields(self.log, top.key_of("unknown"), node, ("share", "goes with", "how closely", *_WHY))
        self._basis(fields, self.default)
        share = self._percent_of(fields, "share", 0.0)
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
        tree = self._leaf_words(node, type_, self.default, texts)
        return Entry(key.words, kind, type_, tree, texts=tuple(texts), basis=self.default, span=key.span)

    def _declare_hidden(self, top: Fields) -> list[tuple[Text, Fields, str, Type]]:
        found = []
        for key, node in top.block("hidden"):
            fields = Fields(self.log, key, node, ("of", "values", *_TOP))
            of = fields.text("of", required=True)
            kind = self._kind(of) if of else None
            values = tuple(each.words for each in fields.several("values"))
            type_ = Type("choice", 0, max(0, len(values) - 1), values) if values else _YES_NO
            if key.words in self.types:
                self.say("SY001", key.span, f"'{key.words}' is a fact already", "give it another name")
            elif kind:
                self.types[key.words] = (kind.name, type_)
                found.append((key, fields, kind.name, type_))
        return found

    def _hidden(self, key: Text, fields: Fields, kind: str, type_: Type) -> Entry | None:
        return self._entry(key, fields, kind, type_)

    def _together(self, key: Text, node: Node) -> Entry | None:
        known = ("how many", "among", "goes with", "how closely", "unknown", *_WHY)
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
        basis = self._basis(fields, self.default)
        tree = self._shares_of(fields, "how many", replace(_COUNT, high=len(among) * SCALE), basis, [])
        goes_with, closely = self._goes_with(fields)
        return Entry(
            *(key.words, kinds.pop(), _COUNT, tree, goes_with, closely, self._own_unknown(fields)),
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
                entry = self._entry(key, fields, kind.part_of or "", _COUNT)
                counts |= {kind.name: entry} if entry else {}
            elif key.words in roots:
                fields = Fields(self.log, key, node, ("one for every", *_WHY))
                self._basis(fields, self.default)
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
        basis = self._basis(fields, self.default)
        texts: list[str] = []
        anchor, back = self._anchor(fields, kind) if type_.name == "date" else ("", True)
        tree = self._tree(fields, kind, _DAYS if type_.name == "date" else type_, basis, texts)
        goes_with, closely = self._goes_with(fields)
        return Entry(
            *(key.words, kind, type_, tree, goes_with, closely, self._own_unknown(fields), anchor, back),
            texts=tuple(texts),
            basis=basis,
            span=key.span,
        )

    def _own_unknown(self, fields: Fields) -> float | None:
        return self._percent_of(fields, "unknown", 0.0) if fields.has("unknown") else None

    def _goes_with(self, fields: Fields) -> tuple[str, float]:
        named = fields.text("goes with")
        if named is None:
            return "", 0.0
        if named.words not in self.leanings:
            fix = did_you_mean(named.words, self.leanings, "name one of the `leanings`")
            self.say("SY008", named.span, f"no leaning is called '{named.words}'", fix)
            return "", 0.0
        closely = fields.text("how closely", required=True)
        return named.words, (self._percent(closely, least=-0.99, most=0.99) or 0.0) if closely else 0.0

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
            self._above(found, kind, ("date",))
        return found.words, back is not None

    def _above(self, named: Text, kind: str, types: tuple[str, ...]) -> Type | None:
        """The type of a name of this kind or one above it."""
        known = self.types.get(named.words)
        if known is None:
            fix = did_you_mean(named.words, self.types, "name a fact, or a name of this file")
            self.say("SY006", named.span, f"nothing here is called '{named.words}'", fix)
            return None
        if known[0] not in self._kinds_to(kind):
            what = f"'{named.words}' belongs to a {known[0]}, which is not above a {kind}"
            self.say("SY006", named.span, what, "name something of this kind or of a kind above it")
            return None
        if known[1].name not in types:
            self.say("SY006", named.span, f"'{named.words}' is a {known[1].name}", f"name a {types[0]}")
            return None
        return known[1]

    def _kinds_to(self, kind: str) -> Iterator[str]:
        above: str | None = kind
        while above:
            yield above
            above = self.ruleset.kinds[above].part_of

    # -- how values are spread -------------------------------------------------------------------

    def _tree(self, fields: Fields, kind: str, type_: Type, basis: Basis, texts: list[str]) -> Tree:
        said = [key for key in ("yes", "shares", "from", "given") if fields.has(key)]
        if len(said) != 1:
            fix = "write one of `yes: 20%`, `shares:`, `from:` and `to:`, or `given:` and `when:`"
            self.say("SY004", fields.span, f"'{fields.key.words}' does not say how it is spread, once", fix)
            return _nothing(basis)
        if said == ["given"]:
            return self._given(fields, kind, type_, basis, texts)
        if said == ["from"]:
            return self._numbers(fields, type_, basis)
        if said == ["shares"]:
            return self._shares_of(fields, "shares", type_, basis, texts)
        return self._yes(fields.text("yes"), fields.at("yes"), type_, basis)

    def _body(self, key: Text, node: Node, kind: str, type_: Type, basis: Basis, texts: list[str]) -> Tree:
        if isinstance(node, Text):
            return self._leaf_words(node, type_, basis, texts)
        fields = Fields(self.log, key, node, (*_SPREAD, *_WHY))
        return self._tree(fields, kind, type_, self._basis(fields, basis), texts)

    def _leaf_words(self, node: Text, type_: Type, basis: Basis, texts: list[str]) -> Spread:
        """``nothing``, a share of yes, or one value that is certain."""
        if node.words == NOTHING:
            return _nothing(basis, node.span)
        if _PERCENT.fullmatch(node.words):
            return self._yes(node, node.span, type_, basis)
        codes = self._codes(node, type_, texts)
        shares = tuple(1 / len(codes) for _ in codes)
        return Spread(codes, shares, ((node.words, codes, 1.0),), basis=basis, span=node.span)

    def _yes(self, node: Text | None, span: Span, type_: Type, basis: Basis) -> Spread:
        if type_.name != "yes or no":
            self.say("SY005", span, "one share alone says how many are yes", "write `shares` of its values")
            return _nothing(basis)
        share = (self._percent(node, least=0.0) if node else None) or 0.0
        return Spread((0, 1), (1 - share, share), (("yes", (1,), share),), basis=basis, span=span)

    def _given(self, fields: Fields, kind: str, type_: Type, basis: Basis, texts: list[str]) -> Tree:
        named = fields.text("given", required=True)
        known = self._above(named, kind, ("choice", "yes or no", "number")) if named else None
        branches: list[tuple[tuple[int, ...], Tree]] = []
        otherwise: Tree | None = None
        for key, node in fields.block("when"):
            tree = self._body(key, node, kind, type_, basis, texts)
            if key.words == OTHERWISE:
                otherwise = tree
            elif known:
                branches.append((self._codes_of(key, known), tree))
        if known is None or named is None:
            return _nothing(basis)
        rest = self._rest(fields, known, branches)
        if rest and otherwise is None:
            fix = f"add the other values, or `{OTHERWISE}:`"
            self.say("SY006", fields.at("when"), "some values are not spoken of", fix)
        return Given(named.words, tuple(branches), otherwise or _nothing(basis), rest)

    def _rest(
        self, fields: Fields, type_: Type, branches: list[tuple[tuple[int, ...], Tree]]
    ) -> tuple[int, ...]:
        """The codes that no branch names."""
        named = [code for codes, _ in branches for code in codes]
        if len(named) != len(set(named)):
            self.say("SY006", fields.at("when"), "a value stands here twice", "keep one of the two")
        step = 10 ** (3 - type_.decimals) if type_.name == "number" else 1
        return tuple(sorted(set(range(type_.low, type_.high + 1, step)) - set(named)))

    def _codes_of(self, key: Text, type_: Type) -> tuple[int, ...]:
        """The codes of one or more values with commas between them."""
        words = [Text(" ".join(each.split()), key.span) for each in key.words.split(",")]
        return tuple(sorted({code for each in words for code in self._codes(each, type_, [])}))

    def _codes(self, node: Text, type_: Type, texts: list[str]) -> tuple[int, ...]:
        """The codes of one value, or of a range of numbers."""
        if type_.name == "text":
            texts.append(node.words)
            return (len(texts) - 1,)
        if type_.name == "number":
            return self._numbers_of(node, type_)
        values = {folded(words_of(type_, code)): code for code in range(type_.low, type_.high + 1)}
        if folded(node.words) not in values:
            fix = did_you_mean(folded(node.words), values, "write one of: " + ", ".join(values))
            self.say("SY005", node.span, f"'{node.words}' is not a value that this can have", fix)
            return (type_.low,)
        return (values[folded(node.words)],)

    def _numbers_of(self, node: Text, type_: Type) -> tuple[int, ...]:
        ends = [read_number(each) for each in node.words.split(" to ")]
        low, high = ends[0], ends[-1]
        if low is None or high is None or len(ends) > 2 or not type_.low <= low <= high <= type_.high:
            low_word, high_word = words_of_number(type_.low), words_of_number(type_.high)
            fix = f"write a number, or two with `to` between them, from {low_word} to {high_word}"
            self.say("SY005", node.span, f"'{node.words}' is not a number that this can have", fix)
            return (type_.low,)
        return tuple(range(low, high + 1, 10 ** (3 - type_.decimals)))

    def _shares_of(self, fields: Fields, key: str, type_: Type, basis: Basis, texts: list[str]) -> Spread:
        """Shares of values, 100% in all; that of a range is spread evenly over it."""
        if not fields.has(key):
            fields.missing(key)
        shares: dict[int, float] = {}
        stated = []
        for word, node in fields.block(key):
            codes = self._codes(word, type_, texts)
            share = (self._percent(node, least=0.0)) or 0.0
            stated.append((word.words, codes, share))
            for code in codes:
                if code in shares:
                    self.say("SY003", word.span, f"'{word.words}' is spoken of twice", "keep one of the two")
                shares[code] = share / len(codes)
        total = sum(shares.values())
        if abs(total - 1) > 1e-6:
            what = f"the shares come to {100 * total:g}%, not to 100%"
            self.say("SY003", fields.at(key), what, "nothing is made to fit: change a share")
        codes = tuple(sorted(shares))
        return Spread(
            codes, tuple(shares[code] for code in codes), tuple(stated), basis=basis, span=fields.at(key)
        )

    def _numbers(self, fields: Fields, type_: Type, basis: Basis) -> Spread:
        """Numbers between two ends: evenly, or about a mean, with a spread or as widely as may be."""
        if type_.name != "number":
            self.say(
                "SY005", fields.at("from"), f"a {type_.name} has no ends", "write `shares` of its values"
            )
            return _nothing(basis)
        low, high = (self._number(fields, key, type_) for key in ("from", "to"))
        mean = self._number(fields, "mean", type_) if fields.has("mean") else None
        deviation = self._number(fields, "spread", _COUNT) if fields.has("spread") else None
        step = 10 ** (3 - type_.decimals)
        if low is None or high is None or low >= high or (mean is not None and not low < mean < high):
            fix = "`from` is less than `to`, and `mean` between them"
            self.say("SY004", fields.at("from"), "these ends and this mean do not fit", fix)
            return _nothing(basis)
        if deviation is not None and (mean is None or not 0 < deviation <= (high - low) / 3):
            fix = "give a `mean`, and a `spread` of at most a third of the distance between the ends"
            self.say("SY004", fields.at("spread"), "this spread cannot be", fix)
            return _nothing(basis)
        ends = tuple(range(low, high + 1, step))
        return Spread(
            *(ends, (), ()),
            mean=None if mean is None else mean / SCALE,
            deviation=None if deviation is None else deviation / SCALE,
            basis=basis,
            span=fields.at("from"),
        )

    def _number(self, fields: Fields, key: str, type_: Type) -> int | None:
        found = fields.text(key, required=True)
        if found is None:
            return None
        number = read_number(found.words)
        if number is None or not type_.low <= number <= type_.high:
            fix = f"write a number from {words_of_number(type_.low)} to {words_of_number(type_.high)}"
            self.say("SY004", found.span, f"'{key}' is not a number that this can have", fix)
            return None
        return number

    def _percent(self, node: Node, least: float, most: float = 1.0) -> float | None:
        """A share as a part of one."""
        if isinstance(node, Text) and _PERCENT.fullmatch(node.words):
            share = float(node.words.removesuffix("%")) / 100
            if least <= share <= most:
                return share
        fix = f"write a share from {100 * least:g}% to {100 * most:g}%, with its sign"
        self.say("SY002", node.span, "this is no share", fix)
        return None

    def _percent_of(self, fields: Fields, key: str, otherwise: float) -> float:
        node = fields.node(key)
        return otherwise if node is None else self._percent(node, least=0.0) or 0.0

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
        known = ("share", "completed by", "don't know", "refused", "not asked", *_WHY)
        fields = Fields(self.log, key, node, known)
        form = Form(
            checklist=checklist,
            share=self._percent_of(fields, "share", 0.0),
            completed_by=self._who(fields, "completed by"),
            dont_know=self._percent_of(fields, "don't know", 0.0),
            refused=self._percent_of(fields, "refused", 0.0),
            not_asked=self._percent_of(fields, "not asked", 0.0),
            basis=self._basis(fields, self.default),
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
            found.append((who.words, self._percent(node, least=0.0) or 0.0))
        if abs(sum(share for _, share in found) - 1) > 1e-6:
            self.say("SY003", fields.at(key), f"the shares of '{key}' do not come to 100%", "change a share")
        return tuple(found)

    def _further(self, key: Text, node: Node) -> Further:
        shares = ("share", "the same", "the opposite", "don't know", "no day")
        known = (*shares, "facts", "sources", "from", "to", "mean", "spread", *_WHY)
        fields = Fields(self.log, key, node, known)
        basis = self._basis(fields, self.default)
        facts = (self._yes_or_no(name) for name in fields.several("facts", required=True))
        further = Further(
            share=self._percent_of(fields, "share", 0.0),
            facts=tuple(name for name in facts if name),
            sources=self._who(fields, "sources"),
            same=self._percent_of(fields, "the same", 0.0),
            opposite=self._percent_of(fields, "the opposite", 0.0),
            dont_know=self._percent_of(fields, "don't know", 0.0),
            undated=self._percent_of(fields, "no day", 0.0),
            days=self._numbers(fields, _DAYS, basis),
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
        fields = Fields(self.log, key, node, ("share of", "mean of", "where", "is", *_WHY))
        basis = self._basis(fields, self.default)
        mean, of = fields.text("mean of"), fields.block("share of")
        if (mean is None) == (len(of) != 1):
            fix = "write one name under `share of`, or `mean of:` and a name"
            self.say("SY004", key.span, "a figure is the share of one name, or its mean", fix)
            return None
        named = mean or of[0][0]
        if named.words not in self.types:
            fix = did_you_mean(named.words, self.types, "name a fact, or a name of this file")
            self.say("SY006", named.span, f"nothing here is called '{named.words}'", fix)
            return None
        kind, type_ = self.types[named.words]
        codes = () if mean else self._listed(of[0][1], type_)
        where = [
            (name.words, self._listed(body, known))
            for name, body in fields.block("where")
            if (known := self._above(name, kind, ("choice", "yes or no", "number")))
        ]
        value = fields.text("is", required=True)
        if value is None:
            return None
        if codes:
            number = self._percent(value, least=0.0) or 0.0
        else:
            number = (self._number(fields, "is", type_) or 0) / SCALE
        return Figure(key.words, kind, named.words, codes, number, tuple(where), basis)

    def _listed(self, node: Node, type_: Type) -> tuple[int, ...]:
        if not isinstance(node, Text):
            self.say("SY005", node.span, "values go here", "write one, or several with commas, in quotes")
            return ()
        return self._codes_of(node, type_)

    def _deviation(self, key: Text, node: Node) -> Deviation:
        fields = Fields(self.log, key, node, ("because", "source"))
        basis = self._basis(_sourced(fields), self.default)
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


def _nothing(basis: Basis, span: Span | None = None) -> Spread:
    """Never known."""
    return Spread((), (), (), basis=basis, span=span)
