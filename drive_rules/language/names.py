"""The one name space: who is who, of which kind, of which type, and who may read whom.

Sections of the vocabulary declare their names first, so that files may come in any order; what needs
types is read after.  ``Names`` also refuses words that could not be told from the words of a test and
names with nearly the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.log import Log
from drive_rules.language.nodes import Text
from drive_rules.language.values import DONT_KNOW, without_the
from drive_rules.problems import Span, did_you_mean

Sort = Literal[
    "fact", "sign", "measure", "score", "answered", "decision", "setting", "action", "group", "list"
]
READABLE: frozenset[Sort] = frozenset({"fact", "sign", "measure", "score", "answered", "decision"})
FIRST_WORDS = (
    "not", "at least", "more than", "at most", "less than", "between", "known", "before", "on or after",
    "within", "same as", "not same as", "one of",
)  # fmt: skip
_FORBIDDEN = re.compile(r'[,:#"\[\]{}()]')
_ON_THE_RIGHT = "a setting stands to the right of the colon: test a name against it"
_RANGED = ("number", "date", "length of time")


@dataclass(slots=True)
class Named:
    """What a name is; ``type`` is None while unknown, or where its entry has problems."""

    name: str
    sort: Sort
    kind: str
    span: Span
    type: ir.Type | None = None
    code: str = ""
    share: bool = False
    record: bool = False
    is_list: bool = False
    adds: bool = False
    setting: ir.Setting | None = None

    def is_setting_of(self, type_name: ir.TypeName) -> bool:
        """Whether this is a setting with one value of that type."""
        return self.sort == "setting" and not self.is_list and self.has_type(type_name)

    def has_type(self, *type_names: ir.TypeName) -> bool:
        """Whether the type is known, and is one of these."""
        return self.type is not None and self.type.name in type_names


@dataclass(slots=True)
class Names:
    """The vocabulary while it is read."""

    log: Log
    kinds: dict[str, ir.Kind] = field(default_factory=dict)
    known: dict[str, Named] = field(default_factory=dict)
    bare: dict[str, str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)
    earlier: list[Text] = field(default_factory=list)
    replaced: set[str] = field(default_factory=set)
    """The scores of checklists that a site has put others in the place of."""

    # -- declaring --

    def declare(self, key: Text, sort: Sort, kind: str, code: Text | None = None) -> Named | None:
        """Enter a name; None (and a problem) where it is taken or cannot be a name."""
        name = key.words
        if not self._may_be_name(key):
            return None
        earlier = self.known.get(name) or self.known.get(self.bare.get(without_the(name), ""))
        if earlier is not None:
            what = f"'{name}' is already {a(earlier.sort)} ({earlier.span.file}:{earlier.span.line})"
            self.log.add(Code.DECLARED_TWICE, key.span, what, "say it in other words, or leave one out")
            return None
        named = Named(name, sort, kind, key.span, code=code.words if code else slug(name))
        self.known[name] = named
        self.bare[without_the(name)] = name
        self._take_code(named.code, name, code.span if code else key.span)
        return named

    def _may_be_name(self, key: Text) -> bool:
        if _FORBIDDEN.search(key.words):
            fix = "leave out commas, colons, `#`, brackets and double quotes"
            self.log.add(Code.BAD_NAME, key.span, "a name holds a sign that rule files use", fix)
            return False
        return True

    def _take_code(self, code: str, name: str, span: Span) -> None:
        owner = self.taken.setdefault(code, name)
        if owner != name:
            what = f"the code '{code}' stands for '{owner}' already"
            self.log.add(Code.CODE_TAKEN, span, what, "give one of them another `code:`")

    def take_earlier_words(self, named: Named, was: tuple[Text, ...]) -> None:
        """Enter the earlier words of a name, which nothing else may bear."""
        self.earlier.extend(was)
        for text in was:
            self._take_code(text.words, named.name, text.span)

    def check_earlier_words(self) -> None:
        """Refuse earlier words that are a name of today."""
        for text in self.earlier:
            if text.words in self.known:
                what = f"'{text.words}' is a name of today, not an earlier word"
                self.log.add(Code.CODE_TAKEN, text.span, what, "leave it out of `was`")

    def check_words(self, named: Named) -> None:
        """Refuse a name that would read as a test where it stands on the right of a colon."""
        ranged = named.sort == "setting" or (named.type is not None and named.type.name in _RANGED)
        if ranged:
            self.check_right_words(Text(named.name, named.span))

    def check_right_words(self, text: Text) -> None:
        """Refuse words that read as a test: a value, a setting, a number's, date's or length's name."""
        trouble = reads_as_test(text.words)
        if trouble:
            self.log.add(Code.BAD_NAME, text.span, f"'{text.words}' {trouble}", "say it in other words")
        elif _FORBIDDEN.search(text.words):
            fix = "leave out commas, colons, `#`, brackets and double quotes"
            self.log.add(Code.BAD_NAME, text.span, f"'{text.words}' holds a sign that rule files use", fix)

    # -- looking up --

    def on_left(self, text: Text, sorts: Iterable[Sort], what: str) -> Named | None:
        """The name that stands before a colon or after ``do``, matched whole."""
        wanted = frozenset(sorts)
        named = self.known.get(text.words)
        if named is not None and named.sort in wanted:
            return named
        if named is not None:
            fix = _ON_THE_RIGHT if named.sort == "setting" else f"write the words of {what}"
            found = f"'{text.words}' is {a(named.sort)}, not {what}"
            self.log.add(Code.NOT_TESTED, text.span, found, fix)
            return None
        fix = did_you_mean(text.words, self.words(wanted), f"declare it, or use the words of {what}")
        missing = "in the vocabulary" if wanted == READABLE else f"{what} in the vocabulary"
        self.log.add(Code.UNKNOWN_NAME, text.span, f"'{text.words}' is not {missing}", fix)
        return None

    def on_right(self, words: str) -> Named | None:
        """The name or setting that stands after a colon; ``the`` before it does not count."""
        return self.known.get(words) or self.known.get(self.bare.get(without_the(words), ""))

    def words(self, sorts: Iterable[Sort]) -> list[str]:
        """All names of these sorts."""
        wanted = frozenset(sorts)
        return [name for name, named in self.known.items() if named.sort in wanted]

    def facts_of(self, kind: str, *types: ir.TypeName) -> list[str]:
        """The facts of a kind that are of one of these types."""
        facts = (named for named in self.known.values() if named.sort == "fact" and named.kind == kind)
        return [named.name for named in facts if named.has_type(*types)]

    # -- kinds --

    def above(self, kind: str) -> tuple[str, ...]:
        """The kind and the kinds it is part of, lowest first."""
        chain: list[str] = []
        at: str | None = kind
        while at in self.kinds and at not in chain:
            chain.append(at)
            at = self.kinds[at].part_of
        return tuple(chain)

    def reaches(self, kind: str, other: str) -> bool:
        """Whether a thing of ``kind`` reads names of ``other``: its own kind or one above."""
        return other in self.above(kind)

    def on_one_line(self, kind: str, other: str) -> bool:
        """Whether one of the two kinds is the other, or above it."""
        return self.reaches(kind, other) or self.reaches(other, kind)

    def kind_of_list(self, list_name: str) -> str | None:
        """The kind whose things the list holds."""
        named = self.known.get(list_name)
        return named.kind if named and named.sort == "list" else None

    # -- nearly the same --

    def check_alike(self) -> None:
        """Refuse two names that differ in articles, marks, case, a plural or one letter."""
        seen: dict[str, Named] = {}
        for named in self.known.values():
            for form in _alike_forms(named):
                earlier = seen.setdefault(form, named)
                if earlier.name != named.name and _alike(earlier, named):
                    self._say_alike(earlier, named)
                    break

    def _say_alike(self, earlier: Named, named: Named) -> None:
        where = f"{earlier.span.file}:{earlier.span.line}"
        what = f"'{named.name}' and '{earlier.name}' ({where}) have nearly the same words"
        fix = "use one of the two, or tell them apart in words"
        self.log.add(Code.NEARLY_THE_SAME, named.span, what, fix)


def a(word: str) -> str:
    """The word with its article."""
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"


def slug(name: str) -> str:
    """The default stable code of a name."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold().replace("'", "")).strip("-") or "x"


def first_word_of_tests(words: str) -> str:
    """The word of the tests that these words begin with, or nothing."""
    return next((first for first in FIRST_WORDS if words == first or words.startswith(first + " ")), "")


def reads_as_test(words: str) -> str:
    """Why these words could be taken for a test, or nothing."""
    first = first_word_of_tests(words)
    if first:
        return f"begins with `{first}`, a word of the tests"
    if words == DONT_KNOW:
        return "is kept for what is not known"
    if " and " in words:
        return "holds ` and `, which joins two tests"
    if words.endswith(" ago") or " ago " in words:
        return "holds ` ago`, a word of the tests"
    return ""


def _plain(name: str) -> str:
    words = re.sub(r"[^a-z0-9 ]+", " ", name.casefold().replace("'", "")).split()
    return " ".join(word for word in words if word not in ("the", "a", "an"))


def _alike_forms(named: Named) -> Iterable[str]:
    plain = _plain(named.name)
    yield plain
    if named.sort in READABLE and len(plain) >= 8:
        for place in range(len(plain)):
            yield plain[:place] + "?" + plain[place + 1 :]
            yield plain[:place] + plain[place + 1 :]


def _alike(first: Named, second: Named) -> bool:
    """Whether the two are to be told apart better: digits count as telling apart."""
    one, other = _plain(first.name), _plain(second.name)
    if one == other:
        return True
    if first.sort not in READABLE or second.sort not in READABLE:
        return False
    mistakable = first.kind == second.kind or first.sort == second.sort == "fact"
    return mistakable and re.findall(r"\d+", one) == re.findall(r"\d+", other) and _one_letter(one, other)


def _one_letter(one: str, other: str) -> bool:
    """Whether one letter was put in, left out or changed."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    return rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:]
