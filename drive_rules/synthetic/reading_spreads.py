"""How values are spread, as a profile says it: shares, ends and means, and what they are given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import get_args

import numpy as np

from drive_rules.case.evidence import folded
from drive_rules.ir import SCALE, Provenance, Ruleset, Type
from drive_rules.language.fields import Fields
from drive_rules.language.log import Log
from drive_rules.language.nodes import Node, Text
from drive_rules.language.values import read_number, words_of, words_of_number
from drive_rules.problems import Problem, Span, did_you_mean
from drive_rules.synthetic.profile import Basis, Given, Spread, Tree
from drive_rules.synthetic.spreads import fitted

NOTHING = "nothing"
OTHERWISE = "otherwise"
WHY = ("because", "source", "provenance")
SPREAD = ("yes", "shares", "from", "to", "mean", "spread", "given", "when")
MOST_THINGS = 99
"""The most things that a list of one parent holds."""
MOST_DAYS = 10_000
"""The furthest that a day may be from the one it counts from."""
COUNT = Type("number", 0, MOST_THINGS * SCALE)
DAYS = Type("number", -MOST_DAYS * SCALE, MOST_DAYS * SCALE)

_PERCENT = re.compile(r"-?\d{1,3}(\.\d{1,4})?%")


@dataclass(slots=True)
class Spreads:
    """Reads how a name is spread; every problem goes to the log.

    ``sources`` are the ids that a figure may give, ``types`` every name that may be drawn, with its kind
    and type.
    """

    log: Log
    ruleset: Ruleset
    sources: set[str] = field(default_factory=set)
    types: dict[str, tuple[str, Type]] = field(default_factory=dict)

    def say(self, code: str, span: Span | None, what: str, fix: str) -> None:
        """Note one problem."""
        self.log.problems.append(Problem(code, what, fix, span))

    def basis(self, fields: Fields, above: Basis) -> Basis:
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

    def above(self, named: Text, kind: str, types: tuple[str, ...]) -> Type | None:
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

    def tree(self, fields: Fields, kind: str, type_: Type, basis: Basis, texts: list[str]) -> Tree:
        """What a block says; the texts that it names are added to ``texts``."""
        said = [key for key in ("yes", "shares", "from", "given") if fields.has(key)]
        if len(said) != 1:
            fix = "write one of `yes: 20%`, `shares:`, `from:` and `to:`, or `given:` and `when:`"
            self.say("SY004", fields.span, f"'{fields.key.words}' does not say how it is spread, once", fix)
            return _nothing(basis)
        if said == ["given"]:
            return self._given(fields, kind, type_, basis, texts)
        if said == ["from"]:
            return self.numbers(fields, type_, basis)
        if said == ["shares"]:
            return self.shares_of(fields, "shares", type_, basis, texts)
        return self._yes(fields.text("yes"), fields.at("yes"), type_, basis)

    def _body(self, key: Text, node: Node, kind: str, type_: Type, basis: Basis, texts: list[str]) -> Tree:
        if isinstance(node, Text):
            return self.leaf_words(node, type_, basis, texts)
        fields = Fields(self.log, key, node, (*SPREAD, *WHY))
        return self.tree(fields, kind, type_, self.basis(fields, basis), texts)

    def leaf_words(self, node: Text, type_: Type, basis: Basis, texts: list[str]) -> Spread:
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
        share = (self.percent(node, least=0.0) if node else None) or 0.0
        return Spread((0, 1), (1 - share, share), (("yes", (1,), share),), basis=basis, span=span)

    def _given(self, fields: Fields, kind: str, type_: Type, basis: Basis, texts: list[str]) -> Tree:
        named = fields.text("given", required=True)
        known = self.above(named, kind, ("choice", "yes or no", "number")) if named else None
        branches: list[tuple[tuple[int, ...], Tree]] = []
        otherwise: Tree | None = None
        for key, node in fields.block("when"):
            tree = self._body(key, node, kind, type_, basis, texts)
            if key.words == OTHERWISE:
                otherwise = tree
            elif known:
                branches.append((self.codes_of(key, known), tree))
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

    def codes_of(self, key: Text, type_: Type) -> tuple[int, ...]:
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
        if type_.name not in ("yes or no", "choice", "length of time"):
            fix = f"write `{NOTHING}`, or `from:` and `to:` below it"
            self.say("SY005", node.span, f"a {type_.name} takes no single value here", fix)
            return ()
        values = {folded(words_of(type_, code)): code for code in range(type_.low, type_.high + 1)}
        if folded(node.words) not in values:
            fix = did_you_mean(folded(node.words), values, "write one of: " + ", ".join(values))
            self.say("SY005", node.span, f"'{node.words}' is not a value that this can have", fix)
            return (type_.low,)
        return (values[folded(node.words)],)

    def _numbers_of(self, node: Text, type_: Type) -> tuple[int, ...]:
        ends = [read_number(each) for each in node.words.split(" to ")]
        low, high = ends[0], ends[-1]
        step = 10 ** (3 - type_.decimals)
        if low is None or high is None or not _numbers_fit(type_, ends, step):
            low_word, high_word = words_of_number(type_.low), words_of_number(type_.high)
            fix = f"write a number, or two with `to` between them, from {low_word} to {high_word}"
            self.say("SY005", node.span, f"'{node.words}' is not a number that this can have", fix)
            return (type_.low,)
        return tuple(range(low, high + 1, step))

    def shares_of(self, fields: Fields, key: str, type_: Type, basis: Basis, texts: list[str]) -> Spread:
        """Shares of values, 100% in all; that of a range is spread evenly over it."""
        if not fields.has(key):
            fields.missing(key)
        shares: dict[int, float] = {}
        stated = []
        for word, node in fields.block(key):
            codes = self._codes(word, type_, texts)
            share = (self.percent(node, least=0.0)) or 0.0
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

    def numbers(self, fields: Fields, type_: Type, basis: Basis) -> Spread:
        """Numbers between two ends: evenly, or about a mean, with a spread or as widely as may be."""
        if type_.name != "number":
            what, fix = f"a {type_.name} has no ends", "write the `shares` of its values"
            self.say("SY005", fields.at("from"), what, fix)
            return _nothing(basis)
        low, high = (self.number(fields, key, type_) for key in ("from", "to"))
        mean = self.number(fields, "mean", type_) if fields.has("mean") else None
        deviation = self.number(fields, "spread", COUNT) if fields.has("spread") else None
        if low is None or high is None or low >= high or not low < (low + 1 if mean is None else mean) < high:
            fix = "`from` is less than `to`, and `mean` between them"
            self.say("SY004", fields.at("from"), "these ends and this mean do not fit", fix)
            return _nothing(basis)
        codes = range(low, high + 1, 10 ** (3 - type_.decimals))
        shares = fitted(np.array(codes, float), mean, deviation)
        if shares is None:
            fix = "give a `mean` with it, and a narrower `spread`, or none"
            self.say("SY004", fields.at("spread"), "no spread about that mean is as wide", fix)
            return _nothing(basis)
        return Spread(
            tuple(codes),
            tuple(shares.tolist()),
            mean=None if mean is None else mean / SCALE,
            basis=basis,
            span=fields.at("from"),
        )

    def number(self, fields: Fields, key: str, type_: Type) -> int | None:
        """A number of that type, in thousandths."""
        found = fields.text(key, required=True)
        if found is None:
            return None
        number = read_number(found.words)
        if number is None or not type_.low <= number <= type_.high:
            fix = f"write a number from {words_of_number(type_.low)} to {words_of_number(type_.high)}"
            self.say("SY004", found.span, f"'{key}' is not a number that this can have", fix)
            return None
        return number

    def percent(self, node: Node, least: float, most: float = 1.0) -> float | None:
        """A share as a part of one."""
        if isinstance(node, Text) and _PERCENT.fullmatch(node.words):
            share = float(node.words.removesuffix("%")) / 100
            if least <= share <= most:
                return share
        fix = f"write a share from {100 * least:g}% to {100 * most:g}%, with its sign"
        self.say("SY002", node.span, "this is no share", fix)
        return None

    def percent_of(self, fields: Fields, key: str, otherwise: float) -> float:
        """The share under a key, or what is said otherwise."""
        node = fields.node(key)
        return otherwise if node is None else self.percent(node, least=0.0) or 0.0


def _numbers_fit(type_: Type, ends: Sequence[int | None], step: int) -> bool:
    """Whether one or two rising numbers are such as the type has."""
    known = [end for end in ends if end is not None and end % step == 0]
    return len(known) == len(ends) <= 2 and type_.low <= known[0] <= known[-1] <= type_.high


def _nothing(basis: Basis, span: Span | None = None) -> Spread:
    """Never known."""
    return Spread((), (), (), basis=basis, span=span)
