"""Watch rules: what is told at once when one to three things have happened together.

A happening is a thing of a dated kind, a date, or today.  What joins them is their order, the time between
them, lines under ``where``, and nothing of a sort in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.conditions import read_either
from drive_rules.language.duties import read_period
from drive_rules.language.entries import APPROVED, WHY, read_approved, read_why
from drive_rules.language.examples import read_examples
from drive_rules.language.fields import Fields, only_words
from drive_rules.language.names import READABLE, Named, Names
from drive_rules.language.nodes import Entries, Items, Node, Text
from drive_rules.language.operands import Scope, find_length, may_read, same_type
from drive_rules.language.reads import names_in, settings_in_tests, tests_in
from drive_rules.language.values import SAME_DAY, without_the
from drive_rules.problems import Span, did_you_mean

TODAY = "today"
PLACES = ("first", "second", "third")
JOINING = ("in this order", "within", "apart by at least", "where", "without")
KEYS = (
    *("title", "for each", "safety", "while", "when these happen", *JOINING),
    *("then", "when in doubt", *APPROVED, *WHY, "for example"),
)
THEN_KEYS = ("alert", "for", "do")
REPLY_KEYS = ("do", "due")
NEVER_TOLD = ("perpetrator", "victim-survivor")
Doubt = Literal["ask", "alert"]
DOUBTS: tuple[Doubt, ...] = get_args(Doubt)
OF_DAYS = ("before", "on or after")
OF_RANKS = ("at least", "more than", "at most", "less than")
OF_ANY = ("same as", "not same as")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_RANKED = ("number", "length of time", "yes or no")


def read_watch_rule(
    names: Names, actions: Mapping[str, ir.Action], key: Text, node: Node
) -> ir.WatchRule | None:
    """One watch rule, every word resolved; None (and a problem) where it has no happenings to watch for."""
    return _Reader(names, actions, Fields(names.log, key, node, KEYS)).read()


class _Reader:
    """Reads one watch rule."""

    def __init__(self, names: Names, actions: Mapping[str, ir.Action], fields: Fields) -> None:
        self.names, self.log, self.actions, self.fields = names, names.log, actions, fields
        self.scope = Scope(names, self._kind())
        self.happenings: list[ir.Happening] = []

    def read(self) -> ir.WatchRule | None:
        """The whole of it."""
        fields, scope = self.fields, self.scope
        self._check_id()
        self.happenings = self._happenings()
        then = self._then()
        rule = ir.WatchRule(
            id=fields.key.words,
            title=fields.words("title", required=True, sentence=True),
            kind=scope.kind,
            happenings=tuple(self.happenings),
            alert=tuple(self._told(then)) if then else (),
            why=read_why(self.names, fields),
            meanwhile=read_either(scope, fields.node("while")),
            ordered=fields.yes("in this order"),
            within=read_period(scope, fields, "within"),
            apart=read_period(scope, fields, "apart by at least"),
            joins=tuple(self._joins()),
            without=self._without(),
            stands=read_period(scope, then, "for") if then else None,
            replies=tuple(self._replies(then)) if then else (),
            in_doubt=fields.option("when in doubt", DOUBTS, "alert"),
            safety=fields.yes("safety"),
            examples=read_examples(self.names, scope.kind, fields),
            approved=read_approved(fields),
            span=fields.span,
        )
        self._check(rule, then)
        return rule if rule.happenings and rule.kind else None

    def _check_id(self) -> None:
        key = self.fields.key
        if not _ID.fullmatch(key.words):
            fix = "write small letters, digits and hyphens, such as `incident-before-release`"
            self.log.add(Code.BAD_NAME, key.span, f"'{key.words}' is not the id of a watch rule", fix)

    def _kind(self) -> str:
        found = self.fields.text("for each")
        if found is None or found.words in self.names.kinds:
            return found.words if found else "case"
        fix = did_you_mean(found.words, self.names.kinds, "kinds: " + ", ".join(self.names.kinds))
        self.log.add(Code.KIND, found.span, f"'{found.words}' is not a kind", fix)
        return ""

    # -- what happens --

    def _happenings(self) -> list[ir.Happening]:
        node = self.fields.node("when these happen")
        if node is None:
            self.fields.missing("when these happen")
            return []
        if not isinstance(node, Items):
            fix = "begin each with `- ` on a line of its own"
            self.log.add(Code.SHAPE, node.span, "'when these happen' takes a list", fix)
            return []
        found = [self._happening(item) for item in node.items]
        read = [each for each in found if each is not None]
        if len(found) > len(PLACES):
            fix = "keep the three that tell, and say the rest under `while`"
            self.log.add(Code.TOGETHER, node.items[3].span, "a watch rule joins up to three happenings", fix)
            return []
        return read if len(read) == len(found) else []

    def _happening(self, node: Node) -> ir.Happening | None:
        """``incident`` alone, or with tests below it."""
        tests: Node | None = None
        if isinstance(node, Entries) and len(node.entries) == 1:
            key, tests = node.entries[0]
        elif isinstance(node, Text):
            key = node
        else:
            fix = "write each happening in an item of its own: `- incident:` and its tests below"
            self.log.add(Code.SHAPE, node.span, "a happening is one name, with its tests below it", fix)
            return None
        if key.words == TODAY:
            if tests is not None:
                self.log.add(Code.HAPPENING, key.span, "today is a day", "write its tests under `while`")
            return ir.Happening(span=key.span)
        dated = self._date(key)
        if dated is None:
            return None
        return ir.Happening(dated.name, read_either(Scope(self.names, dated.kind), tests), key.span)

    def _date(self, key: Text) -> Named | None:
        """The date fact of a happening, by its own name or by its kind's."""
        kind = self.names.kinds.get(key.words)
        if kind is not None and kind.dated_by is not None:
            return self._in_line(key, self.names.known.get(kind.dated_by))
        named = self.names.known.get(key.words)
        if named is None or named.sort != "fact" or not named.has_type("date"):
            dated = [name for name, each in self.names.kinds.items() if each.dated_by]
            dates = [name for name, each in self.names.known.items() if self._is_date(each)]
            fix = did_you_mean(key.words, [*dated, *dates, TODAY], "write a date, `today`, or one of: ")
            fix = fix + ", ".join(dated) if fix.endswith(": ") else fix
            self.log.add(Code.HAPPENING, key.span, f"'{key.words}' happens on no day", fix)
            return None
        for name, each in self.names.kinds.items():
            if each.dated_by == named.name and named.kind == name:
                what = f"'{named.name}' is the date of each {name}"
                self.log.add(Code.HAPPENING, key.span, what, f"write `{name}`")
                return None
        return self._in_line(key, named)

    @staticmethod
    def _is_date(named: Named) -> bool:
        return named.sort == "fact" and named.has_type("date")

    def _in_line(self, key: Text, named: Named | None) -> Named | None:
        if named is None or self.scope.kind not in self.names.kinds:
            return None
        if self.names.on_one_line(self.scope.kind, named.kind):
            return named
        what = f"'{key.words}' is of a {named.kind}, and this is for each {self.scope.kind}"
        fix = f"watch what happens to a {self.scope.kind}, or to what is above or below it"
        self.log.add(Code.REACH, key.span, what, fix)
        return None

    def _without(self) -> ir.Happening | None:
        node = self.fields.node("without")
        if node is None:
            return None
        found = self._happening(node)
        if found is not None and not found.date:
            self.log.add(Code.HAPPENING, node.span, "today is never left out", "name what did not happen")
            return None
        return found

    # -- what joins them --

    def _joins(self) -> Iterator[ir.Join]:
        for key, node in self.fields.block("where") if self.happenings else ():
            text = only_words(self.log, node, "a join")
            left = self._side(key.words)
            if left is None:
                fix = "begin with a happening, `second`, or with a name of it, `level judged of the second`"
                self.log.add(Code.JOIN, key.span, f"'{key.words}' names none of the happenings", fix)
            elif text is not None:
                join = self._join(left, key, text)
                if join is not None:
                    yield join

    def _side(self, words: str) -> tuple[int, str] | None:
        """The happening, and the name that is read of it; no name is its day."""
        place = without_the(words)
        if place in PLACES[: len(self.happenings)]:
            return PLACES.index(place), ""
        name, found, place = words.rpartition(" of ")
        place = without_the(place)
        return (PLACES.index(place), name) if found and place in PLACES[: len(self.happenings)] else None

    def _join(self, left: tuple[int, str], key: Text, text: Text) -> ir.Join | None:
        form, within, rest = self._form(text.words)
        right = self._side(rest)
        if right is None or not form or right[0] == left[0]:
            fix = "hold it against another happening, as in `within 14 days after the first`"
            self.log.add(Code.JOIN, text.span, f"'{text.words}' joins it to no other happening", fix)
            return None
        types = [self._type(*side, span) for side, span in ((left, key.span), (right, text.span))]
        one, other = types
        if one is None or other is None:
            return None
        name = self._named(right[1]) if right[1] else ""
        if not same_type(one, other) or not _goes_with(form, one):
            what = f"'{text.words}' does not fit '{key.words}'"
            fix = (
                "write `before`, `on or after` or `within D after` of days, `at least` and its like of ranks"
            )
            self.log.add(Code.JOIN, text.span, what, fix)
            return None
        return ir.Join(left[0], left[1], form, right[0], name, within, key.span)

    def _form(self, words: str) -> tuple[ir.Form | Literal[""], ir.Length | ir.SettingRef | None, str]:
        forms: tuple[ir.Form, ...] = get_args(ir.Form)
        for form in forms:
            if form in (*OF_DAYS, *OF_RANKS, *OF_ANY) and words.startswith(form + " "):
                return form, None, words[len(form) + 1 :]
        for cut in re.finditer(" after ", words) if words.startswith("within ") else ():
            within = find_length(self.scope, words[len("within ") : cut.start()])
            if within is not None:
                return "within after", within, words[cut.end() :]
        return "", None, words

    def _named(self, words: str) -> str:
        named = self.names.on_right(words)
        return named.name if named is not None else words

    def _type(self, place: int, name: str, span: Span) -> ir.Type | None:
        """The type of a side; its name is one of the thing that happens, or of one above."""
        happening = self.happenings[place]
        if not name:
            return ir.Type("date", 0, 0)
        if not happening.date:
            self.log.add(Code.JOIN, span, "today is a day, and nothing else", "write the place alone")
            return None
        named = self.names.on_left(Text(self._named(name), span), READABLE, "a name to join by")
        if named is None or named.type is None:
            return None
        kind = self.names.known[happening.date].kind
        return named.type if may_read(Scope(self.names, kind), named, span) and not named.share else None

    # -- what follows --

    def _then(self) -> Fields | None:
        node = self.fields.node("then")
        if node is None:
            self.fields.missing("then")
            return None
        return Fields(self.log, self.fields.key_of("then"), node, THEN_KEYS)

    def _told(self, then: Fields) -> Iterator[str]:
        for text in then.several("alert", required=True):
            if text.words in NEVER_TOLD:
                fix = "tell those who act; the IDVA speaks with the victim-survivor"
                self.log.add(Code.OPTION, text.span, f"the {text.words} is told by no alert", fix)
            yield text.words

    def _replies(self, then: Fields) -> Iterator[ir.Reply]:
        node = then.node("do")
        if node is None:
            return
        if not isinstance(node, Items):
            self.log.add(Code.SHAPE, node.span, "'do' takes a list", "begin each with `- do:`")
            return
        for item in node.items:
            if not isinstance(item, Entries):
                fix = "begin each with `- do:` and the words of an action"
                self.log.add(Code.SHAPE, item.span, "what is done is a block", fix)
                continue
            reply = self._reply(Fields(self.log, Text("do", item.entries[0][0].span), item, REPLY_KEYS))
            if reply is not None:
                yield reply

    def _reply(self, fields: Fields) -> ir.Reply | None:
        text = fields.text("do", required=True)
        named = self.names.on_left(text, ("action",), "an action") if text is not None else None
        if text is None or named is None:
            return None
        action = self.actions.get(named.name)
        if action is not None and not self._may_call_for(action):
            what = f"'{action.name}' is done to a {action.done_to}, and this is for each {self.scope.kind}"
            fix = f"make it `for each: {action.done_to}`, or for a kind that is part of it"
            self.log.add(Code.DONE_TO, text.span, what, fix)
            return None
        due = fields.text("due")
        found = self._due(due.words) if due is not None else (None, False)
        if due is not None and found is None:
            fix = "write `the same day`, `within 2 working days` or `14 days before it`"
            self.log.add(Code.DUE, due.span, f"'{due.words}' is not a time to be done by", fix)
        within, before = found or (None, False)
        return ir.Reply(named.name, within, before, text.span)

    def _may_call_for(self, action: ir.Action) -> bool:
        kinds = self.names.kinds
        known = self.scope.kind in kinds and action.done_to in kinds
        return not known or self.names.reaches(self.scope.kind, action.done_to)

    def _due(self, words: str) -> tuple[ir.Length | ir.SettingRef, bool] | None:
        if without_the(words) == "same day":
            return SAME_DAY, False
        before = words.endswith(" before it")
        if not before and not words.startswith("within "):
            return None
        length = find_length(self.scope, words.removesuffix(" before it") if before else words[7:])
        return (length, before) if length is not None else None

    # -- what goes together --

    def _check(self, rule: ir.WatchRule, then: Fields | None) -> None:
        if rule.happenings:
            self._check_joined(rule)
            self._check_stands(rule, then)
        if not self.fields.has("when in doubt") and self.fields.is_block:
            fix = "add `when in doubt:` with `ask` or `alert`"
            what = "this rule does not say what holds while it cannot tell"
            self.log.add(Code.IN_DOUBT, self.fields.span, what, fix)
        if rule.safety and rule.in_doubt == "ask":
            at = self.fields.at("when in doubt")
            self.log.add(Code.SAFETY_ASKS, at, "a safety rule does more than ask", "write `alert`")
        for expect, words in (("applies", "applies"), ("does not", "does not apply")):
            if self.fields.is_block and expect not in {each.expect for each in rule.examples}:
                what = f"'{rule.id}' has no example that {words}"
                fix = f"add one under `for example`, below `{expect}:`"
                self.log.add(Code.NO_EXAMPLE, rule.span, what, fix)

    def _check_joined(self, rule: ir.WatchRule) -> None:
        here = [key for key in JOINING if self.fields.has(key)]
        dates = [each.date for each in rule.happenings]
        if dates.count("") == len(dates) or dates.count("") > 1:
            fix = "name what happens, and today once beside it"
            self._refuse("when these happen", "today alone happens every day", fix)
        elif len(dates) == 1 and here:
            self._refuse(here[0], f"'{here[0]}' joins happenings, and there is one", "leave it out")
        elif len(dates) > 1 and not (rule.ordered or rule.within or rule.joins or here):
            fix = "add `in this order: yes`, `within:` or `where:`"
            self._refuse("when these happen", "nothing says how these happen together", fix)
        for key in ("apart by at least", "without"):
            if self.fields.has(key) and not rule.ordered and len(dates) > 1:
                fix = "add `in this order: yes`"
                self._refuse(key, f"'{key}' needs an order", fix)
        if rule.without is not None and len(dates) == len(PLACES) and rule.without.date == dates[1]:
            self._refuse("without", "this is what the second happening is", "name what did not happen")

    def _check_stands(self, rule: ir.WatchRule, then: Fields | None) -> None:
        if then is None or not then.is_block:
            return
        ends_by_itself = rule.ordered and any(not each.date for each in rule.happenings)
        if ends_by_itself and then.has("for"):
            fix = "leave it out: with today among the happenings it stands for as long as all this holds"
            self.log.add(Code.TOGETHER, then.at("for"), "'for' goes with what is past", fix)
        elif not ends_by_itself and not then.has("for"):
            fix = "add `for:` and how long after the last happening the alert stands"
            self.log.add(Code.TOGETHER, then.span, "nothing says for how long the alert stands", fix)

    def _refuse(self, key: str, what: str, fix: str) -> None:
        self.log.add(Code.TOGETHER, self.fields.at(key), what, fix)


def _goes_with(form: ir.Form, kind: ir.Type) -> bool:
    if kind.name == "text":
        return False
    if form in (*OF_DAYS, "within after"):
        return kind.name == "date"
    if form in OF_RANKS:
        return kind.name in _RANKED or (kind.name == "choice" and kind.ordered)
    return True


# -- who reads what --------------------------------------------------------------------------------


def tests_in_watch(rule: ir.WatchRule) -> ir.Tests:
    """Every test of a watch rule, those of its happenings among them."""
    conditions = [rule.meanwhile, *(each.where for each in happenings_of(rule))]
    return tuple(test for condition in conditions for test in tests_in(condition))


def happenings_of(rule: ir.WatchRule) -> tuple[ir.Happening, ...]:
    """Its happenings, that which may not lie between them among them."""
    return (*rule.happenings, *([rule.without] if rule.without is not None else []))


def names_in_watch(rule: ir.WatchRule) -> tuple[str, ...]:
    """Every name that a watch rule reads."""
    found = [*names_in(rule.meanwhile), *(each.date for each in happenings_of(rule) if each.date)]
    found += [name for each in happenings_of(rule) for name in names_in(each.where)]
    found += [name for join in rule.joins for name in (join.name, join.other) if name]
    return tuple(dict.fromkeys(found))


def lengths_in_watch(rule: ir.WatchRule) -> tuple[ir.Length | ir.SettingRef, ...]:
    """Every length of time that a watch rule names outside its tests."""
    found = [rule.within, rule.apart, rule.stands]
    found += [each.within for each in rule.joins] + [each.within for each in rule.replies]
    return tuple(each for each in found if each is not None)


def settings_in_watch(rule: ir.WatchRule) -> tuple[str, ...]:
    """Every setting that a watch rule names."""
    lengths = (each.setting for each in lengths_in_watch(rule) if isinstance(each, ir.SettingRef))
    return tuple(dict.fromkeys((*lengths, *settings_in_tests(tests_in_watch(rule)))))
