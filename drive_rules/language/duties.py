"""What a rule calls for or forbids, by when, and what it does while it cannot tell."""

from __future__ import annotations

import re
from collections.abc import Mapping

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.conditions import read_tests
from drive_rules.language.fields import Fields, several_words
from drive_rules.language.names import READABLE, Named
from drive_rules.language.nodes import Entries, Items, Node, Text
from drive_rules.language.operands import Scope, find_length
from drive_rules.language.values import SAME_DAY, without_the

_RELEASE_KEYS = ("until", "until any of", "never released", "instead")


CALL_KEYS = ("owner", "due", "before", "after", "together with", "again every", "preferred to")
FIND_OUT_KEYS = ("from", "never from", "due", "again every")
_DUTY_KEYS = ("do", *CALL_KEYS, *_RELEASE_KEYS)


class Duties:
    """Reads the duties of one rule."""

    def __init__(
        self, scope: Scope, actions: Mapping[str, ir.Action], groups: Mapping[str, ir.Group]
    ) -> None:
        self.scope, self.names, self.log = scope, scope.names, scope.log
        self.actions, self.groups = actions, groups

    def read(self, fields: Fields, word: ir.Word) -> tuple[ir.Duty, ...]:
        """The duties under one word."""
        node = fields.node(word)
        if node is None:
            return ()
        if not isinstance(node, Items):
            self.log.add(Code.SHAPE, node.span, f"'{word}' takes a list", "begin each duty with `- do:`")
            return ()
        found = (self._duty(word, item) for item in node.items)
        return tuple(duty for duty in found if duty is not None)

    def _duty(self, word: ir.Word, node: Node) -> ir.Duty | None:
        if not isinstance(node, Entries):
            fix = "begin each duty with `- do:` and the words of an action"
            self.log.add(Code.SHAPE, node.span, "a duty is a block", fix)
            return None
        fields = Fields(self.log, Text(word, node.entries[0][0].span), node, _DUTY_KEYS)
        others = CALL_KEYS if word == "must not" else _RELEASE_KEYS
        fix = "leave it out, or say it in a duty of its own"
        fields.refuse(others, Code.DUTY_KEY, f"does not go with `{word}`", fix)
        do = self._do(fields, word)
        return self._built(fields, word, do) if do else None

    def _built(self, fields: Fields, word: ir.Word, do: str) -> ir.Duty:
        if word == "must not":
            _check_block(fields, do)
        return ir.Duty(
            word=word,
            do=do,
            owner=fields.words("owner") or None,
            due=self._due(fields),
            before=self._several(fields, "before"),
            after=self._several(fields, "after"),
            together_with=self._several(fields, "together with"),
            again_every=read_period(self.scope, fields, "again every"),
            preferred_to=self._several(fields, "preferred to"),
            until=self._until(fields),
            never_released=fields.yes("never released"),
            instead=self._instead(fields),
            span=fields.at("do"),
        )

    def _do(self, fields: Fields, word: ir.Word) -> str:
        text = fields.text("do", required=True)
        if text is None:
            return ""
        named = self.names.on_left(text, ("action", "group"), "an action")
        if named is None:
            return ""
        if named.sort == "group" and word != "must not":
            fix = "name one action, or write a duty for each"
            self.log.add(Code.GROUP_CALLED_FOR, text.span, f"'{named.name}' is a group", fix)
            return ""
        self._check_done_to(text, word, named)
        action = self.actions.get(named.name)
        if word == "must not" and action is not None and action.never_blocked:
            fix = "leave it out: it is there for danger to life"
            self.log.add(Code.NEVER_BLOCKED, text.span, f"'{named.name}' is never blocked", fix)
        return named.name

    def _check_done_to(self, text: Text, word: ir.Word, named: Named) -> None:
        if self.scope.kind not in self.names.kinds:
            return
        group = self.groups.get(named.name)
        for name in group.actions if group else (named.name,):
            action = self.actions.get(name)
            if action is not None and action.done_to in self.names.kinds:
                self._check_line(text, word, action)

    def _check_line(self, text: Text, word: ir.Word, action: ir.Action) -> None:
        rule_kind, done_to = self.scope.kind, action.done_to
        if word == "must not":
            fits = self.names.on_one_line(rule_kind, done_to)
            fix = f"make the rule for each {done_to}, or for a kind above or below it"
        else:
            fits = self.names.reaches(rule_kind, done_to)
            fix = f"make the rule `for each: {done_to}`, or for a kind that is part of it"
        if not fits:
            what = f"'{action.name}' is done to a {done_to}, and a rule for each {rule_kind} cannot say which"
            self.log.add(Code.DONE_TO, text.span, what, fix)

    def _several(self, fields: Fields, key: str) -> tuple[str, ...]:
        """Actions by name, or by the name of a group."""
        found: list[str] = []
        for text in fields.several(key):
            named = self.names.on_left(text, ("action", "group"), "an action")
            if named is not None:
                group = self.groups.get(named.name)
                found.extend(group.actions if group else (named.name,))
        return tuple(dict.fromkeys(found))

    # -- due --

    def _due(self, fields: Fields) -> ir.Due | None:
        text = fields.text("due")
        if text is None:
            return None
        due = read_due(self.scope, text)
        if due is None:
            fix = "write `the same day`, `within 2 working days`, `within D of F` or `14 days before F`"
            self.log.add(Code.DUE, text.span, f"'{text.words}' is not a time to be done by", fix)
        return due

    # -- must not --

    def _until(self, fields: Fields) -> tuple[ir.Until, ...]:
        one, several = fields.node("until"), fields.node("until any of")
        if one is not None:
            until = self._way(one)
            return (until,) if until is not None else ()
        if several is None:
            return ()
        if not isinstance(several, Items):
            self.log.add(Code.SHAPE, several.span, "'until any of' takes a list", "begin each with `- `")
            return ()
        found = (self._way(item) for item in several.items)
        return tuple(until for until in found if until is not None)

    def _way(self, node: Node) -> ir.Until | None:
        """One way out: tests, an action, or a list of these that must all hold."""
        tests: list[ir.Test] = []
        actions: list[str] = []
        for item in node.items if isinstance(node, Items) else (node,):
            if isinstance(item, Entries):
                tests.extend(read_tests(self.scope, item, "'until'"))
            else:
                actions.extend(self._actions(item))
        return ir.Until(tuple(tests), tuple(actions)) if tests or actions else None

    def _actions(self, node: Node) -> list[str]:
        """Actions whose facts can be read from the rule's thing."""
        found = []
        for text in several_words(self.log, node, "'until'"):
            named = self.names.on_left(text, ("action",), "an action")
            if named is not None:
                self._check_done_to(text, "must", named)
                found.append(named.name)
        return found

    def _instead(self, fields: Fields) -> str | None:
        text = fields.text("instead")
        if text is None:
            return None
        named = self.names.on_left(text, ("action",), "an action")
        if named is not None:
            self._check_done_to(text, "must not", named)
        return named.name if named is not None else None


def read_period(scope: Scope, fields: Fields, key: str) -> ir.Length | ir.SettingRef | None:
    """A length of time, or a setting of one, under a key."""
    text = fields.text(key)
    if text is None:
        return None
    found = find_length(scope, text.words)
    if found is None:
        fix = "write a length such as `28 days`, or a setting that is a length of time"
        scope.log.add(Code.DUE, text.span, f"'{text.words}' is not a length of time", fix)
    return found


def read_due(scope: Scope, text: Text) -> ir.Due | None:
    """``the same day``, ``within D``, ``within D of F`` or ``D before F``."""
    words = text.words
    if without_the(words) == "same day":
        return ir.Due(SAME_DAY)
    if words.startswith("within "):
        return _due_within(scope, text, words.removeprefix("within "))
    for cut in re.finditer(" before ", words):
        length, date_name = _due_length(scope, words[: cut.start()]), _date(scope, text, words[cut.end() :])
        if length is not None and date_name is not None:
            return ir.Due(length, before=date_name)
    return None


def _due_within(scope: Scope, text: Text, words: str) -> ir.Due | None:
    whole = _due_length(scope, words)
    if whole is not None:
        return ir.Due(whole)
    for cut in re.finditer(" of ", words):
        length, date_name = _due_length(scope, words[: cut.start()]), _date(scope, text, words[cut.end() :])
        if length is not None and date_name is not None:
            return ir.Due(length, of=date_name)
    return None


def _due_length(scope: Scope, words: str) -> ir.Length | ir.SettingRef | ir.NameRef | None:
    found = find_length(scope, words)
    if found is not None:
        return found
    named = scope.names.on_right(words)
    return ir.NameRef(named.name) if named is not None and _readable(scope, named, "length of time") else None


def _date(scope: Scope, text: Text, words: str) -> str | None:
    named = scope.names.on_right(words)
    return named.name if named is not None and _readable(scope, named, "date") else None


def _readable(scope: Scope, named: Named, type_name: ir.TypeName) -> bool:
    if named.sort not in READABLE or named.type is None or named.type.name != type_name:
        return False
    return scope.names.reaches(scope.kind, named.kind)


def read_find_out(scope: Scope, fields: Fields) -> ir.FindOut | None:
    """The block that says who asks whom, and by when, while the rule cannot tell."""
    if not fields.has("find out"):
        return None
    node = fields.node("find out")
    assert node is not None
    block = Fields(scope.log, fields.key_of("find out"), node, FIND_OUT_KEYS)
    asked = tuple(text.words for text in block.several("from", required=True))
    never = block.several("never from")
    for text in never:
        if text.words in asked:
            what = f"'{text.words}' is to be asked and never to be asked"
            scope.log.add(Code.FIND_OUT, text.span, what, "keep one of the two")
    again = read_period(scope, block, "again every")
    never_words = tuple(text.words for text in never)
    due = _find_out_due(scope, block)
    return (
        ir.FindOut(asked, never_words, due, again)
        if due
        else ir.FindOut(asked, never_words, again_every=again)
    )


def _find_out_due(scope: Scope, block: Fields) -> ir.Length | ir.SettingRef | None:
    text = block.text("due")
    if text is None:
        return None
    due = read_due(scope, text)
    if due is None or due.of or due.before or isinstance(due.within, ir.NameRef):
        fix = "write `the same day` or `within 2 working days`"
        scope.log.add(Code.DUE, text.span, f"'{text.words}' is not a time to find out by", fix)
        return None
    return due.within


def _check_block(fields: Fields, do: str) -> None:
    ways = [key for key in ("until", "until any of", "never released") if fields.has(key)]
    if len(ways) != 1:
        fix = (
            "add `until:` with a test or an action, or `never released: yes`"
            if not ways
            else "keep one of them"
        )
        what = f"what releases '{do}' is {'said twice over' if ways else 'not said'}"
        fields.log.add(Code.NO_UNTIL, fields.at("do"), what, fix)
    if not fields.has("instead"):
        fix = "add `instead:` with an action"
        fields.log.add(Code.NO_INSTEAD, fields.at("do"), f"what is done in place of '{do}' is not said", fix)
