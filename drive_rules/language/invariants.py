"""Invariants, and what people have said of findings and of what is gone.

An invariant makes one claim, in the words of the rules: ``then always`` and ``then never`` of a test, a
duty, a block or a question; ``never lowers`` and ``never raises`` of an answer; ``never allows`` of what
nobody knows; ``rests on`` and ``always private`` of the rules and the vocabulary themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.conditions import read_condition, read_test
from drive_rules.language.entries import APPROVED, WHY, read_approved, read_why
from drive_rules.language.fields import Fields, several_words
from drive_rules.language.names import READABLE, Named, Names, a
from drive_rules.language.nodes import Node, Text
from drive_rules.language.operands import Scope, may_read
from drive_rules.language.values import Trouble, read_constant
from drive_rules.problems import did_you_mean

REACHES: tuple[ir.Reach, ...] = get_args(ir.Reach)
CHANGES = ("answering yes to any of", "a higher answer to any of", "answering any of")
ENDS = ("never lowers", "never raises")
THEN = ("then always", "then never")
PAIRS = {"not knowing": "never allows", "none of": "rests on"}
STATIC = ("none of", "rests on", "always private")
MARKS: dict[str, ir.Mark] = {f"anything {mark}": mark for mark in get_args(ir.Mark)}
CALLED = {"must": "must", "should": "should", "called for": "may"}
ANY_OF = " any of"
CLAIMED = (*CALLED, *(word + ANY_OF for word in CALLED), "must not", "find out")
KEYS = (
    *("title", "for each", "when", "when any of", "unless", "unless any of", "holds"),
    *(*THEN, *CHANGES, *ENDS, "not knowing", "never allows", *STATIC),
    *(*APPROVED, *WHY),
)
ACCEPTED_KEYS = ("because", "by", "on")
REMOVED_KEYS = ("because", *APPROVED)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_RANKED = ("yes or no", "number", "length of time")


@dataclass(frozen=True, slots=True)
class Menu:
    """What there is to claim something of."""

    actions: Mapping[str, ir.Action]
    groups: Mapping[str, ir.Group]
    checklists: Mapping[str, ir.Checklist]

    def members(self, names: Iterable[str]) -> tuple[str, ...]:
        """The actions, those of groups among them."""
        found = (self.groups[name].actions if name in self.groups else (name,) for name in names)
        return tuple(dict.fromkeys(action for actions in found for action in actions))


def read_invariant(names: Names, menu: Menu, key: Text, node: Node) -> ir.Invariant | None:
    """One invariant, every word resolved; None (and a problem) where it claims nothing that can be read."""
    fields = Fields(names.log, key, node, KEYS)
    if not _ID.fullmatch(key.words):
        fix = "write small letters, digits and hyphens, such as `life-in-danger-calls-999`"
        names.log.add(Code.BAD_NAME, key.span, f"'{key.words}' is not the id of an invariant", fix)
    kind = _kind(names, fields)
    scope = Scope(names, kind)
    claim = _Claims(scope, fields, menu).read() if kind else None
    when = read_condition(scope, fields.node("when"), fields.node("when any of"))
    unless = read_condition(scope, fields.node("unless"), fields.node("unless any of"))
    title, why = fields.words("title", required=True, sentence=True), read_why(names, fields)
    approved = read_approved(fields)
    if claim is None:
        return None
    reach = _reach(fields, claim)
    return ir.Invariant(key.words, title, kind, claim, why, when, unless, reach, approved, fields.span)


def _kind(names: Names, fields: Fields) -> str:
    found = fields.text("for each")
    if found is None or found.words in names.kinds:
        return found.words if found else "case"
    fix = did_you_mean(found.words, names.kinds, "kinds: " + ", ".join(names.kinds))
    names.log.add(Code.KIND, found.span, f"'{found.words}' is not a kind", fix)
    return ""


def _reach(fields: Fields, claim: ir.Claim) -> ir.Reach:
    if isinstance(claim, ir.NeverAllows):
        fix = "leave it out: what nobody knows is always spoken of in doubt"
        fields.refuse(("holds",), Code.CLAIM, "does not go with `never allows`", fix)
        return "in doubt too"
    if isinstance(claim, ir.NeverRests | ir.AlwaysPrivate):
        others = ("holds", "when", "when any of", "unless", "unless any of", "for each")
        fix = "leave it out: this is true of the rules themselves, whatever the case"
        fields.refuse(others, Code.CLAIM, "does not go with this claim", fix)
    return fields.option("holds", REACHES, "where it is certain")


# -- claims ----------------------------------------------------------------------------------------


class _Claims:
    """Reads the one claim of an invariant."""

    def __init__(self, scope: Scope, fields: Fields, menu: Menu) -> None:
        self.scope, self.names, self.log = scope, scope.names, scope.log
        self.fields, self.menu = fields, menu

    def read(self) -> ir.Claim | None:
        """The claim; None where there is none, or several."""
        found: dict[str, Callable[[], ir.Claim | None]] = {
            "then always": lambda: self._then("then always"),
            "then never": lambda: self._then("then never"),
            **dict.fromkeys((*CHANGES, *ENDS), self._never_lowers),
            **dict.fromkeys(("not knowing", "never allows"), self._never_allows),
            **dict.fromkeys(("none of", "rests on"), self._never_rests),
            "always private": self._always_private,
        }
        here = [key for key in found if self.fields.has(key)]
        claims = {found[key] if key in THEN else found[key].__name__ for key in here}
        if len(claims) == 1:
            return found[here[0]]()
        if self.fields.is_block:
            self._refuse_count(here)
        return None

    def _refuse_count(self, here: list[str]) -> None:
        if here:
            what = f"'{self.fields.key.words}' makes more than one claim"
            self.log.add(Code.CLAIM, self.fields.at(here[-1]), what, "write an invariant for each")
            return
        known = (*THEN, *ENDS, *PAIRS.values(), "always private")
        fix = "add one of " + ", ".join(f"`{key}:`" for key in known)
        self.log.add(Code.CLAIM, self.fields.span, f"'{self.fields.key.words}' claims nothing", fix)

    # -- then --

    def _then(self, key: str) -> ir.Claim | None:
        entries = self.fields.block(key)
        if len(entries) > 1:
            fix = "write an invariant for each"
            self.log.add(Code.CLAIM, entries[1][0].span, f"'{key}' claims more than one thing", fix)
            return None
        return next((self._one(words, node, key == "then never") for words, node in entries), None)

    def _one(self, key: Text, node: Node, never: bool) -> ir.Claim | None:
        words = key.words
        if words == "must not":
            do = self._do(node, f"'{words}'")
            return ir.Blocking(do, never) if do and self._blocked(key, do, never) else None
        if words == "find out":
            return self._find_out(key, node, never)
        bare = words.removesuffix(ANY_OF)
        if bare in CALLED:
            return self._calling(key, node, bare, never)
        if words not in self.names.known and did_you_mean(words, CLAIMED) and not self._near(words):
            fix = did_you_mean(words, CLAIMED)
            self.log.add(Code.UNKNOWN_KEY, key.span, f"'{words}' means nothing here", fix)
            return None
        test = read_test(self.scope, key, node)
        return ir.Holding(test, never) if test is not None else None

    def _near(self, words: str) -> bool:
        return bool(did_you_mean(words, self.names.words(READABLE)))

    def _calling(self, key: Text, node: Node, word: str, never: bool) -> ir.Calling | None:
        any_one = key.words.endswith(ANY_OF)
        if never and any_one:
            fix = f"write `{word}`: never means none of them"
            self.log.add(Code.CLAIM, key.span, "`any of` does not go with `then never`", fix)
            return None
        do = self._do(node, f"'{key.words}'")
        actions = tuple(sorted(self.menu.members(do)))
        for name in actions:
            self._check_target(key, name, never or any_one)
        strength: ir.Word = {"must": "must", "should": "should", "called for": "may"}[word]  # type: ignore[assignment]
        if not actions or strength == "must not":
            return None
        return ir.Calling(actions, strength, any_one, never)

    def _blocked(self, key: Text, do: tuple[str, ...], never: bool) -> bool:
        for name in self.menu.members(do):
            action = self.menu.actions.get(name)
            if action is not None and action.never_blocked and not never and name in do:
                what = f"'{name}' is never blocked"
                self.log.add(Code.NEVER_BLOCKED, key.span, what, "leave it out, or claim that it never is")
                return False
            self._check_target(key, name, True)
        return True

    def _check_target(self, key: Text, name: str, below: bool) -> None:
        action, kind = self.menu.actions.get(name), self.scope.kind
        if action is None or action.done_to not in self.names.kinds:
            return
        fits = (
            self.names.on_one_line(kind, action.done_to)
            if below
            else self.names.reaches(kind, action.done_to)
        )
        if not fits:
            what = (
                f"'{name}' is done to a {action.done_to}, and an invariant for each {kind} cannot say which"
            )
            fix = f"make it `for each: {action.done_to}`, or for a kind that is part of it"
            self.log.add(Code.DONE_TO, key.span, what, fix)

    def _find_out(self, key: Text, node: Node, never: bool) -> ir.FindingOut | None:
        if never:
            fix = "leave it out: to ask is never wrong in itself"
            self.log.add(Code.CLAIM, key.span, "`find out` does not go with `then never`", fix)
            return None
        facts = self._facts(node, "'find out'")
        for text, named in facts:
            may_read(self.scope, named, text.span)
        return ir.FindingOut(tuple(sorted(named.name for _, named in facts))) if facts else None

    # -- never lowers --

    def _never_lowers(self) -> ir.NeverLowers | None:
        ends = [end for end in ENDS if self.fields.has(end)]
        changes = tuple(sorted(self._changes(), key=lambda change: (change.fact, change.to)))
        if len(ends) != 1 or not any(self.fields.has(key) for key in CHANGES):
            fix = "say one of `never lowers:` and `never raises:`, and `answering yes to any of:` or its like"
            at = self.fields.at(ends[-1] if ends else next(key for key in CHANGES if self.fields.has(key)))
            self.log.add(Code.CLAIM, at, "half of this claim is not said", fix)
            return None
        found = self._ranked(ends[0])
        return ir.NeverLowers(changes, found, ends[0] == "never raises") if changes and found else None

    def _ranked(self, key: str) -> tuple[str, ...]:
        found = []
        for text in self.fields.several(key):
            named = self.names.on_left(text, READABLE, "a name to claim something of")
            if named is None or named.type is None or not may_read(self.scope, named, text.span):
                continue
            if named.share or not _is_ranked(named.type):
                fix = "name what is a yes or no, a number or an ordered choice"
                self.log.add(Code.CLAIMED, text.span, f"'{named.name}' has no higher and no lower", fix)
                continue
            found.append(named.name)
        return tuple(sorted(found))

    def _changes(self) -> Iterable[ir.Change]:
        fields = self.fields
        for key, fits, fix in (
            (CHANGES[0], _is_yes_no, "write its values under `answering any of`"),
            (CHANGES[1], _is_ordered, "write its values under `answering any of`"),
        ):
            node = fields.node(key)
            for text, named in self._facts(node, f"'{key}'", checklists=True) if node is not None else ():
                if named.type is None or not fits(named.type):
                    what = f"'{named.name}' is {_sort_of(named)}"
                    self.log.add(Code.CLAIMED, text.span, f"{what}, which is not answered so", fix)
                elif self._on_line(text, named):
                    yield ir.Change(named.name, (1,) if key == CHANGES[0] else ())
        for key_text, node in fields.block(CHANGES[2]):
            yield from self._answered(key_text, node)

    def _answered(self, key: Text, node: Node) -> Iterable[ir.Change]:
        named = self.names.on_left(key, ("fact",), "a fact")
        texts = several_words(self.log, node, f"'{key.words}'")
        if named is None or named.type is None or not self._on_line(key, named):
            return
        if named.type.name not in ("yes or no", "choice"):
            fix = "name a yes or no or a choice; for others write `a higher answer to any of`"
            self.log.add(Code.CLAIMED, key.span, f"'{named.name}' is {_sort_of(named)}", fix)
            return
        codes = []
        for text in texts:
            code = read_constant(named.type, text.words)
            if isinstance(code, Trouble):
                fix = did_you_mean(text.words, named.type.values, code.fix)
                self.log.add(code.code, text.span, f"'{text.words}' for '{named.name}' is {code.what}", fix)
            else:
                codes.append(code)
        if codes:
            yield ir.Change(named.name, tuple(sorted(codes)))

    def _on_line(self, text: Text, named: Named) -> bool:
        fits = self.names.on_one_line(self.scope.kind, named.kind)
        if not fits:
            what = f"'{named.name}' is known of each {named.kind}, and this is for each {self.scope.kind}"
            self.log.add(Code.REACH, text.span, what, "name facts of this kind, or of one above or below it")
        return fits

    # -- what nobody knows, what rests on what --

    def _never_allows(self) -> ir.NeverAllows | None:
        if not self._both("not knowing"):
            return None
        node = self.fields.node("not knowing")
        facts = self._facts(node, "'not knowing'") if node is not None else []
        known = [named for text, named in facts if self._on_line(text, named)]
        allowed = self.fields.node("never allows")
        do = self._do(allowed, "'never allows'") if allowed is not None else ()
        if not known or not do or not self._blocked(self.fields.key_of("never allows"), do, False):
            return None
        return ir.NeverAllows(tuple(sorted(named.name for named in known)), do)

    def _never_rests(self) -> ir.NeverRests | None:
        if not self._both("none of"):
            return None
        texts = self.fields.several("none of")
        found = [self.names.on_left(text, READABLE, "a name to claim something of") for text in texts]
        names = tuple(sorted(named.name for named in found if named is not None))
        on = self.fields.several("rests on")
        marks = tuple(sorted(MARKS[text.words] for text in on if text.words in MARKS))
        others = [text for text in on if text.words not in MARKS]
        if self._misspelt_mark(others):
            return None
        facts = [self.names.on_left(text, ("fact",), "a fact") for text in others]
        if not names or any(named is None for named in facts):
            return None
        return ir.NeverRests(names, tuple(sorted(named.name for named in facts if named is not None)), marks)

    def _misspelt_mark(self, texts: list[Text]) -> bool:
        """Whether one of the words was to be a mark."""
        close = [
            (text, did_you_mean(text.words, MARKS)) for text in texts if text.words not in self.names.known
        ]
        for text, fix in close:
            if fix:
                self.log.add(Code.OPTION, text.span, f"'{text.words}' is no fact and no mark of facts", fix)
        return any(fix for _, fix in close)

    def _always_private(self) -> ir.AlwaysPrivate | None:
        node = self.fields.node("always private")
        facts = self._facts(node, "'always private'") if node is not None else []
        return ir.AlwaysPrivate(tuple(sorted(named.name for _, named in facts))) if facts else None

    def _both(self, first: str) -> bool:
        """Whether both halves of a claim are said."""
        keys = (first, PAIRS[first])
        missing = [key for key in keys if not self.fields.has(key)]
        for key in missing:
            self.log.add(
                Code.CLAIM,
                self.fields.span,
                f"'{self.fields.key.words}' has no '{key}'",
                f"add a line `{key}: ...`",
            )
        return not missing

    # -- words to names --

    def _do(self, node: Node, where: str) -> tuple[str, ...]:
        """Actions and groups, in the order of their names; none where one of them is unknown."""
        texts = several_words(self.log, node, where)
        found = [self.names.on_left(text, ("action", "group"), "an action") for text in texts]
        known = tuple(sorted(named.name for named in found if named is not None))
        return known if len(known) == len(texts) else ()

    def _facts(self, node: Node, where: str, *, checklists: bool = False) -> list[tuple[Text, Named]]:
        """Facts by name; a checklist stands for those of its items."""
        found: list[tuple[Text, Named]] = []
        for text in several_words(self.log, node, where):
            checklist = self.menu.checklists.get(text.words) if checklists else None
            if checklist is not None:
                found += [(text, self.names.known[item.fact]) for item in checklist.items]
                continue
            if (
                checklists
                and text.words not in self.names.known
                and did_you_mean(text.words, self.menu.checklists)
            ):
                fix = did_you_mean(text.words, self.menu.checklists)
                self.log.add(Code.UNKNOWN_NAME, text.span, f"'{text.words}' is no checklist and no fact", fix)
                continue
            named = self.names.on_left(text, ("fact",), "a fact")
            if named is not None:
                found.append((text, named))
        return found


def _is_yes_no(kind: ir.Type) -> bool:
    return kind.name == "yes or no"


def _is_ordered(kind: ir.Type) -> bool:
    return kind.name in ("number", "length of time") or (kind.name == "choice" and kind.ordered)


def _is_ranked(kind: ir.Type) -> bool:
    return kind.name in _RANKED or (kind.name == "choice" and kind.ordered)


def _sort_of(named: Named) -> str:
    assert named.type is not None
    ordered = "n unordered" if named.type.name == "choice" and not named.type.ordered else ""
    return f"a{ordered} {named.type.name}" if ordered else a(named.type.name)


# -- what people have said -------------------------------------------------------------------------


def read_accepted(names: Names, key: Text, node: Node) -> ir.Accepted | None:
    """A finding that somebody lets stand."""
    fields = Fields(names.log, key, node, ACCEPTED_KEYS)
    because = fields.words("because", required=True, sentence=True)
    by, on = fields.words("by", required=True), fields.day("on")
    if not fields.has("on"):
        fields.missing("on")
    return ir.Accepted(key.words, because, by, on, fields.span) if because and by and on else None


def read_removed(names: Names, key: Text, node: Node) -> ir.Removed | None:
    """A rule or an invariant that is gone, and who let it go."""
    fields = Fields(names.log, key, node, REMOVED_KEYS)
    because = fields.words("because", required=True, sentence=True)
    if not fields.has("approved by") and not fields.has("on"):
        fields.missing("approved by")
    approved = read_approved(fields)
    return ir.Removed(key.words, because, approved, fields.span) if because and approved else None


# -- checks on the whole ---------------------------------------------------------------------------


def check_invariants(names: Names, ruleset: ir.Ruleset) -> None:
    """That what an invariant always calls for or forbids, some rule calls for or forbids."""
    duties = [duty for rule in ruleset.rules.values() for duty in rule.duties]
    menu = Menu(ruleset.actions, ruleset.groups, ruleset.checklists)
    forbidden = set(menu.members(duty.do for duty in duties if duty.word == "must not"))
    words = {"may": ("must", "should", "may"), "should": ("must", "should"), "must": ("must",)}
    for invariant in ruleset.invariants.values():
        match invariant.claim:
            case ir.Calling(never=False, word=word) as claim:
                called = {duty.do for duty in duties if duty.word in words[word]}
                missing = [name for name in claim.actions if name not in called]
                if missing and (not claim.any_one or len(missing) == len(claim.actions)):
                    said = "must " if word == "must" else ""
                    what = f"no rule calls for '{missing[0]}'" + (" with `must`" if said else "")
                    _never(names, invariant, what)
            case ir.Blocking(never=False, do=do) | ir.NeverAllows(do=do):
                open_ = [n for n in menu.members(do) if n not in forbidden and not _never_blocked(ruleset, n)]
                if open_:
                    _never(names, invariant, f"no rule forbids '{open_[0]}'")
            case _:
                pass


def _never_blocked(ruleset: ir.Ruleset, name: str) -> bool:
    return name in ruleset.actions and ruleset.actions[name].never_blocked


def _never(names: Names, invariant: ir.Invariant, what: str) -> None:
    fix = "write the rule, or claim what the rules can do"
    names.log.add(
        Code.NO_RULE_DOES, invariant.span, f"{what}, and '{invariant.id}' says that one always does", fix
    )
