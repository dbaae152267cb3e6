"""In which words a ruleset says what allocating reads and asks: its ``allocation.yaml``, as read.

The file names facts, decisions, settings, actions and rules of the ruleset; it holds no number and no
rule of its own.  Each name is held against the vocabulary, and all problems (AL001 to AL003, or those of
a rule file) are collected before ``RulesetError`` is raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from drive_rules.ir import Ruleset, Type
from drive_rules.language.fields import Fields
from drive_rules.language.log import Log
from drive_rules.language.nodes import Text, read_nodes
from drive_rules.packages import ALLOCATION
from drive_rules.problems import Problem, RulesetError, Span, did_you_mean

SECTIONS = (
    *("allocation", "case manager", "case", "conflict", "rank", "wishes", "meanwhile", "beside"),
    *("over the cap", "IDVA"),
)
CONFLICT = ("key", "fact", "held too", "held by nobody else", "signed off", "action", "other cases")
First = Literal["highest first", "lowest first"]
FIRST: dict[str, First] = {"highest first": "highest first", "lowest first": "lowest first"}
_MAIN = "case"
YES_NO = Type("yes or no", 0, 1, ("no", "yes"))


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason of the ranking: a name of the case, and whether its highest or its lowest goes first."""

    name: str
    first: First


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish: it is met where each name of the case that holds goes with the case manager's fact.

    ``pairs`` are a name of the case and a fact of the case manager: of two yes-or-no names the second is
    wanted where the first is yes; of two choices, the same answer.
    """

    title: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Each name that allocating uses, by what it stands for; see ``allocation.yaml`` of the practice."""

    manager: str
    action: str
    load: str
    weight_of_next: str
    in_step_down: str
    override: str
    weight: str
    most_on_override: str
    held: str
    held_by: str
    stage: str
    step_down: int
    closed: int
    decision: str
    waits: int
    for_the_panel: int
    choice: str
    looks_again: str
    round: str
    reason: str
    somebody_named: str
    risk_holder: str
    key: str
    conflict: str
    other_cases: str
    held_too: int
    held_by_nobody_else: int
    signed_off: int
    sign_off: str
    rank: tuple[Reason, ...]
    wishes: tuple[Wish, ...]
    meanwhile: str
    beside: tuple[str, ...]
    over_the_cap: str
    idva_rule: str
    idva_cases: str

    @property
    def settings(self) -> tuple[str, ...]:
        """The settings that allocating reads besides what the rules read."""
        return (self.weight, self.most_on_override, self.round)


def read_terms(ruleset: Ruleset, text: str) -> Terms:
    """The terms that a ruleset's ``allocation.yaml`` says; raises ``RulesetError`` with all that is wrong."""
    log = Log()
    if not text.strip():
        fix = f"add {ALLOCATION}, as drive-core has it: which facts and decisions allocating reads"
        what = "this ruleset does not say how cases go to case managers"
        raise RulesetError([Problem("AL001", what, fix, place=ALLOCATION)])
    block = read_nodes(log, ALLOCATION, text)
    terms = (
        _Reader(log, ruleset).terms(Fields(log, Text("allocation", block.span), block, SECTIONS))
        if block
        else None
    )
    if log.problems or terms is None:
        raise RulesetError(log.each_once())
    return terms


class _Reader:
    def __init__(self, log: Log, ruleset: Ruleset) -> None:
        self.log, self.ruleset = log, ruleset
        self.kind = ""

    def terms(self, top: Fields) -> Terms:
        package = top.text("allocation", required=True)
        if package and package.words != self.ruleset.name:
            self.say("AL001", package.span, "this is for another ruleset", f"say `{self.ruleset.name}`")
        manager = self._section(
            top,
            "case manager",
            *("action", "load", "weight of the next case", "in step-down", "override", "weight of a case"),
            "most on an override",
        )
        case = self._section(
            top,
            "case",
            *(
                "held",
                "held by",
                "stage",
                "in step-down",
                "closed",
                "decision",
                "waits",
                "for the panel",
                "choice",
            ),
            *("looks again", "round", "reason", "somebody named", "risk holder"),
        )
        conflict = self._section(top, "conflict", *CONFLICT)
        idva = self._section(top, "IDVA", "rule", "cases in a year")
        action = self._named(manager, "action", self.ruleset.actions, "action")
        self.kind = self.ruleset.actions[action].done_to if action else ""
        stage, decision = self._fact(case, "stage", _MAIN, "choice"), self._decision(case)
        against = self._fact(conflict, "fact", None, "choice")
        return Terms(
            manager=self.kind,
            action=action,
            load=self._fact(manager, "load", self.kind, "number"),
            weight_of_next=self._fact(manager, "weight of the next case", self.kind, "number"),
            in_step_down=self._fact(manager, "in step-down", self.kind, "number"),
            override=self._fact(manager, "override", self.kind, "date"),
            weight=self._setting(manager, "weight of a case", "number"),
            most_on_override=self._setting(manager, "most on an override", "number"),
            held=self._fact(case, "held", _MAIN, "yes or no"),
            held_by=self._fact(case, "held by", _MAIN, "reference"),
            stage=stage,
            step_down=self._value(case, "in step-down", stage),
            closed=self._value(case, "closed", stage),
            decision=decision,
            waits=self._value(case, "waits", decision),
            for_the_panel=self._value(case, "for the panel", decision),
            choice=self._fact(case, "choice", _MAIN, "choice"),
            looks_again=self._fact(case, "looks again", _MAIN, "date"),
            round=self._setting(case, "round", "length of time"),
            reason=self._fact(case, "reason", _MAIN, "text"),
            somebody_named=self._told(case, "somebody named"),
            risk_holder=self._fact(case, "risk holder", _MAIN, "text"),
            key=self._fact(conflict, "key", None, "reference"),
            conflict=against,
            other_cases=self._fact(conflict, "other cases", None, "number"),
            held_too=self._value(conflict, "held too", against),
            held_by_nobody_else=self._value(conflict, "held by nobody else", against),
            signed_off=self._value(conflict, "signed off", against),
            sign_off=self._named(conflict, "action", self.ruleset.actions, "action"),
            rank=self._rank(top),
            wishes=self._wishes(top),
            meanwhile=self._named(top, "meanwhile", self.ruleset.rules, "rule"),
            beside=tuple(each.words for each in top.several("beside") if self._of_case(each)),
            over_the_cap=self._named(top, "over the cap", self.ruleset.rules, "rule"),
            idva_rule=self._named(idva, "rule", self.ruleset.rules, "rule"),
            idva_cases=self._fact(idva, "cases in a year", None, "number"),
        )

    def say(self, code: str, span: Span | None, what: str, fix: str) -> None:
        self.log.problems.append(Problem(code, what, fix, span))

    def _section(self, top: Fields, key: str, *known: str) -> Fields:
        node = top.node(key)
        if node is None:
            top.missing(key)
            return Fields(self.log, Text(key, top.span), _nothing(top), known)
        return Fields(self.log, top.key_of(key), node, known)

    def _named(self, fields: Fields, key: str, known: object, sort: str) -> str:
        """The name under a key, held against the entries of one sort."""
        found = fields.text(key, required=fields.is_block)
        names = list(known) if isinstance(known, dict) else [*known]  # type: ignore[misc]
        if found is None or found.words in names:
            return found.words if found else ""
        fix = did_you_mean(found.words, names, f"name one that the ruleset has as {_a(sort)}")
        self.say("AL001", found.span, f"no {sort} is called '{found.words}'", fix)
        return ""

    def _fact(self, fields: Fields, key: str, kind: str | None, type: str) -> str:
        name = self._named(fields, key, self.ruleset.facts, "fact")
        fact = self.ruleset.facts.get(name)
        if fact is None or (fact.type.name == type and kind in (None, "", fact.of)):
            return name
        where = f" of a {kind}" if kind else ""
        what = f"'{name}' is a {fact.type.name} of a {fact.of}"
        self.say("AL002", fields.at(key), what, f"name {_a(type)}{where}")
        return name

    def _setting(self, fields: Fields, key: str, type: str) -> str:
        name = self._named(fields, key, self.ruleset.settings, "setting")
        setting = self.ruleset.settings.get(name)
        if setting is not None and (setting.type.name != type or setting.is_list):
            what = f"'{name}' is a {setting.type.name}"
            self.say("AL002", fields.at(key), what, f"name the setting of {_a(type)}")
        return name

    def _decision(self, case: Fields) -> str:
        name = self._named(case, "decision", self.ruleset.decisions, "decision")
        found = self.ruleset.decisions.get(name)
        if found is not None and (found.of != _MAIN or found.type.name != "choice"):
            self.say("AL002", case.at("decision"), f"'{name}' is no choice of a case", "name one that is")
        return name

    def _value(self, fields: Fields, key: str, name: str) -> int:
        """The code of a value of a choice."""
        found = fields.text(key, required=fields.is_block)
        entry = self.ruleset.facts.get(name) or self.ruleset.decisions.get(name)
        if found is None or entry is None or not entry.type.values:
            return 0
        if found.words in entry.type.values:
            return entry.type.values.index(found.words)
        fix = did_you_mean(found.words, entry.type.values, f"one of {', '.join(entry.type.values)}")
        self.say("AL003", found.span, f"'{found.words}' is no value of '{name}'", fix)
        return 0

    def _told(self, fields: Fields, key: str) -> str:
        found = fields.text(key, required=fields.is_block)
        return found.words if found and self._of_case(found) else ""

    def _of_case(self, named: Text) -> Type | None:
        """The type of a name of the case: a fact, sign, measure or decision."""
        rules = self.ruleset
        for entries in (rules.facts, rules.measures, rules.decisions):
            entry = entries.get(named.words)
            if entry is not None and entry.of == _MAIN:
                return self._may_be_read(named, entry.type)
        sign = rules.signs.get(named.words)
        if sign is not None and sign.of == _MAIN:
            return YES_NO
        known = [*rules.facts, *rules.signs, *rules.measures, *rules.decisions]
        fix = did_you_mean(named.words, known, "name a fact, sign, measure or decision of a case")
        self.say("AL001", named.span, f"a case has nothing called '{named.words}'", fix)
        return None

    def _may_be_read(self, named: Text, type: Type) -> Type | None:
        fact = self.ruleset.facts.get(named.words)
        if fact is not None and (fact.monitoring or fact.protected):
            what = f"'{named.words}' is kept for monitoring, or is protected"
            self.say("AL002", named.span, what, "nothing of that kind says who is served, or by whom")
            return None
        measure = self.ruleset.measures.get(named.words)
        if measure is not None and measure.operation == "share":
            self.say("AL002", named.span, f"'{named.words}' is a share", "name something that has a value")
            return None
        return type

    def _rank(self, top: Fields) -> tuple[Reason, ...]:
        found = []
        if not top.has("rank"):
            top.missing("rank")
        for key, node in top.block("rank"):
            type = self._of_case(key)
            if type is not None and not type.ordered:
                self.say("AL002", key.span, f"'{key.words}' has no order", "name something that has")
            first = FIRST.get(node.words) if isinstance(node, Text) else None
            if first:
                found.append(Reason(key.words, first))
            else:
                fix = "write `highest first` or `lowest first`"
                self.say("AL003", node.span, "this is no way to rank", fix)
        return tuple(found)

    def _wishes(self, top: Fields) -> tuple[Wish, ...]:
        found = []
        for title, node in top.block("wishes"):
            pairs = []
            names = [key.words for key, _ in getattr(node, "entries", ())]
            fields = Fields(self.log, title, node, names)
            for name in fields.found:
                type = self._of_case(fields.key_of(name))
                fact = self._fact(fields, name, self.kind, type.name if type else "yes or no")
                pairs.append((name, fact))
            found.append(Wish(title.words, tuple(pairs)))
        return tuple(found)


def _nothing(top: Fields) -> Text:
    return Text("", top.span)


def _a(sort: str) -> str:
    return f"{'an' if sort[0] in 'aeiou' else 'a'} {sort}"
