"""Rulesets made at random, valid by the language: every form of test, operation, take and duty.

``make_ruleset(random, as_of)`` is plain ``random.Random`` work, the same under any hash seed.  Names
are made in strata, so there are no cycles; a name is read at its own kind and below only; what reads
the record says so; no block is without a way out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any, get_args

from drive_rules.ir import (
    FAR_AHEAD,
    LONG_AGO,
    SCALE,
    Action,
    Checklist,
    Conclusion,
    Condition,
    Constant,
    Decision,
    Due,
    Duty,
    FindOut,
    Group,
    Item,
    Length,
    Measure,
    NameRef,
    Operation,
    Rule,
    Ruleset,
    SettingRef,
    Sign,
    Source,
    Take,
    Test,
    Type,
    Until,
    Word,
)
from tests.made_tests import Questions
from tests.made_words import (
    A_NUMBER_SET,
    AGENCIES,
    ANY_DATE,
    COUNT,
    DATE,
    NUMBER,
    SHARE,
    STRANDS,
    WHY,
    WORDS,
    YES_NO,
    Known,
    length_type,
    slug,
    unbounded,
)

EDGY_DAYS = (
    *(date(2024, 2, 29), date(2028, 2, 29), date(2026, 2, 28), date(2026, 3, 1), date(2027, 3, 31)),
    *(date(2026, 5, 31), date(2026, 8, 30), date(2025, 12, 31), date(2026, 1, 31), date(2026, 4, 30)),
)


def make_day(random: Random) -> date:
    """A day to answer on: often a month's end or a leap day, or near a weekend."""
    if random.random() < 0.5:
        return random.choice(EDGY_DAYS)
    return date(2025, 1, 1) + timedelta(random.randrange(1200))


def make_ruleset(random: Random, as_of: date) -> Ruleset:
    """A valid ruleset, small to medium, whose edges lie about ``as_of``."""
    return Maker(random, as_of).ruleset()


class Maker(Questions):
    """A ruleset in the making."""

    def ruleset(self) -> Ruleset:
        """All of it, stratum by stratum."""
        self.words = self.random.sample(WORDS, len(WORDS))
        self.choices = [self._choice_type(ordered) for ordered in (True, True, False, False)]
        self._make_kinds()
        self._make_facts()
        self._make_settings()
        self._make_checklist()
        self._repeat(2, 4, self._make_measure)
        self._repeat(1, 3, self._make_sign)
        self._make_actions()
        for _ in range(self.random.randint(2, 4)):
            self._make_decisions()
            self._repeat(1, 2, self._make_measure)
            self._repeat(0, 1, self._make_sign)
        self._make_only_ifs()
        while len(self.rules) < 12:
            self._make_rule(())
        self._repeat(0, 2, lambda: self._make_rule(()))
        self._repeat(0, 1, self._unread_fact)
        return self._finished()

    def _finished(self) -> Ruleset:
        return Ruleset(
            name="generated",
            version="1.0.0",
            language=1,
            kinds=self.kinds,
            facts=self.facts,
            signs=self.signs,
            checklists=self.checklists,
            measures=self.measures,
            settings=self.settings,
            decisions=self.decisions,
            actions=self.actions,
            groups=self.groups,
            rules=self.rules,
            sources={
                "S1": Source(
                    "S1",
                    "nowhere",
                    "our assumption, to confirm",
                    publisher="nobody",
                    carried_by="nothing yet",
                )
            },
            title="Generated",
        )

    # -- signs, checklists, measures -------------------------------------------------------------

    def _make_sign(self) -> None:
        kind = self._kind_for_rules()
        condition = self._all_or_any(kind, record=self._chance(0.15))
        name, record = self._word(), self._reads_record(condition)
        self.signs[name] = Sign(name, kind, condition, WHY, record, slug(name))
        self._learn(name, kind, YES_NO, record=record)

    def _make_checklist(self) -> None:
        answers = [fact.name for fact in self.facts.values() if fact.of == "pair" and fact.type == YES_NO]
        answers = [name for name in answers if not name.startswith("all the ")]
        if len(answers) < 2 or self._chance(0.4):
            return
        points = (SCALE, SCALE, SCALE, 2 * SCALE, -SCALE)
        items = tuple(Item(f"Q{n}", fact, self.random.choice(points)) for n, fact in enumerate(answers, 1))
        name, score, answered = self._word(), self._word(), self._word()
        dates = [fact.name for fact in self.facts.values() if fact.of == "pair" and fact.type == DATE]
        dated = dates[0] if dates and self._chance(0.5) else None
        self.checklists[name] = Checklist(
            name, "pair", items, score, answered, f"{name}-form", WHY, dated, slug(name)
        )
        for item in items:
            self.facts[item.fact] = replace(self.facts[item.fact], checklist=name)
        scored = [item.points for item in items]
        low, high = (sum(p for p in scored if p < 0), sum(p for p in scored if p > 0))
        self._learn(score, "pair", Type("number", low, high))
        self._learn(answered, "pair", Type("number", 0, len(items) * SCALE), record=True)

    def _kind_for_rules(self) -> str:
        kinds = [
            kind for kind in ("case", "pair", "incident", "hearing", "case manager") if kind in self.kinds
        ]
        weights = {"case": 5, "pair": 10, "incident": 3, "hearing": 2, "case manager": 1}
        return self.random.choices(kinds, [weights[kind] for kind in kinds])[0]

    def _make_measure(self) -> None:
        if self._chance(0.15) and self._make_arithmetic():
            return
        over = self.random.choice([kind.name for kind in self.kinds.values() if kind.part_of])
        of = self.random.choice(self._above(over)[1:])
        operations = [one for one in get_args(Operation) if one != "arithmetic"]
        operation = self.random.choice(operations)
        record = operation not in ("share", "value at the latest") and self._chance(0.08)
        values = [one for one in self._readable(over, record) if one.kind == over]
        measure = self._gathering(operation, of, over, values, record)
        if measure is None:
            return
        read = [one for one in values if one.name in (measure.value, measure.dated_by)]
        record = self._reads_record(measure.where, measure.have) or any(one.record for one in read)
        self.measures[measure.name] = replace(measure, about_record=record, code=slug(measure.name))
        self._learn(measure.name, of, measure.type, record=record, share=measure.operation == "share")

    def _gathering(
        self, operation: Operation, of: str, over: str, values: list[Known], record: bool
    ) -> Measure | None:
        where = self._all_or_any(over, record) if self._chance(0.7) else Condition()
        have = self._all_or_any(over, record)
        match operation:
            case "count":
                return Measure(self._word(), of, operation, COUNT, over, where=where)
            case "any":
                have = have if self._chance(0.5) else Condition()
                return Measure(self._word(), of, operation, YES_NO, over, where=where, have=have)
            case "every":
                otherwise = self.random.randint(0, 1)
                return Measure(
                    self._word(), of, operation, YES_NO, over, where=where, have=have, otherwise=otherwise
                )
            case "share":
                return Measure(self._word(), of, operation, SHARE, over, where=where, have=have)
            case _:
                return self._valued(operation, of, over, values, where)

    def _valued(
        self, operation: Operation, of: str, over: str, values: list[Known], where: Condition
    ) -> Measure | None:
        fits = [one for one in values if can_gather(operation, one)]
        dates = [one for one in values if one.type.name == "date"]
        if operation == "value at the latest":
            fits = [one for one in fits if dates and one.name != dates[0].name]
        if not fits:
            return None
        value = self.random.choice(fits)
        type_ = NUMBER if operation == "days since" else unbounded(value.type)
        dated_by = self.random.choice(dates).name if operation == "value at the latest" else None
        otherwise = None if operation == "sum" else self._otherwise(operation, type_)
        return Measure(
            self._word(), of, operation, type_, over, value.name, dated_by, where, otherwise=otherwise
        )

    def _otherwise(self, operation: Operation, type_: Type) -> int:
        if type_.name == "date":
            return self.random.choice((LONG_AGO, FAR_AHEAD, self._day_near().toordinal()))
        if operation == "days since":
            return self.random.choice((0, 365, 9999)) * SCALE
        if type_.name == "number":
            return self.random.choice((0, 0, 1, 5, -1)) * SCALE
        return self.random.randint(0, type_.high)

    def _make_arithmetic(self) -> bool:
        kind = self._kind_for_rules()
        names = [one for one in self._readable(kind) if one.kind == kind and one.type.name == "number"]
        if len(names) < 2:
            return False
        picked = self.random.sample(names, min(len(names), self.random.randint(2, 3)))
        cut = self.random.randint(1, len(picked))
        times = self._setting_for(A_NUMBER_SET) if self._chance(0.5) else None
        rounded = bool(times) or self._chance(0.3)
        decimals = 0 if rounded else max(one.type.decimals for one in picked)
        type_, name = replace(NUMBER, decimals=decimals), self._word()
        self.measures[name] = Measure(
            name,
            kind,
            "arithmetic",
            type_,
            plus=tuple(one.name for one in picked[:cut]),
            less=tuple(one.name for one in picked[cut:]),
            times=times,
            rounded=rounded,
            code=slug(name),
        )
        self._learn(name, kind, type_)
        return True

    # -- actions ---------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        for kind in ("case", "case", "pair", "pair", "pair", "incident", "hearing", "case manager"):
            if kind in self.kinds and (kind in ("case", "pair") or self._chance(0.6)):
                self._make_action(kind)
        for _ in range(self.random.randint(0, 2)):
            on_the_line = [a.name for a in self.actions.values() if a.done_to in ("case", "pair", "incident")]
            members = self.random.sample(on_the_line, self.random.randint(2, 3))
            name = self._word()
            self.groups[name] = Group(name, tuple(sorted(members, key=slug)))

    def _make_action(self, kind: str) -> None:
        name = self._word()
        made = [fact for fact in self.facts.values() if fact.of == kind and fact.type in (YES_NO, DATE)]
        made = [fact for fact in made if fact.checklist is None]
        makes_true = self.random.choice(made).name if made and self._chance(0.8) else None
        self.actions[name] = Action(
            name,
            slug(name),
            kind,
            self.random.choice(STRANDS),
            self._chance(0.4),
            self.random.choice(("case manager", *AGENCIES)),
            WHY,
            consent_of=self.random.choice(("nobody", "nobody", "nobody", "perpetrator", "victim-survivor")),
            makes_true=makes_true,
            on_suspicion=self._chance(0.5),
            never_blocked=self._chance(0.15),
            about_record=self._chance(0.3),
            requested_by=(self.random.choice(AGENCIES),) if self._chance(0.2) else (),
            legal_basis="the Act that gives the power" if len(self.actions) % 2 else "",
            tells_across=self.random.choice(AGENCIES) if self._chance(0.2) else "",
            cites=tuple(fact.name for fact in self.facts.values() if fact.of == kind and self._chance(0.05)),
            in_force=self._in_force(),
        )

    def _make_only_ifs(self) -> None:
        for name, action in self.actions.items():
            if self._chance(0.35):
                self.actions[name] = replace(action, only_if=self._all_or_any(action.done_to))
        of_the_case = [name for name, one in self.actions.items() if "case" in self._above(one.done_to)]
        for name in self.random.sample(of_the_case, 2) if "jurisdiction" in self.facts else ():
            self.actions[name] = self._in_one_place(self.actions[name])

    def _in_one_place(self, action: Action) -> Action:
        """The action where the law of one or two places gives it: one more test of its ``only if``."""
        places = self.facts["jurisdiction"].type.values
        named = tuple(self.random.sample(places, self.random.randint(1, 2)))
        operands = tuple(Constant(places.index(place)) for place in named)
        tests = tuple(test for test in action.only_if.all_of if test.name != "jurisdiction")
        here = Test("jurisdiction", "is", operands)
        return replace(action, jurisdiction=named, only_if=replace(action.only_if, all_of=(*tests, here)))

    # -- decisions and rules ---------------------------------------------------------------------

    def _make_decisions(self) -> None:
        """One decision, or two of one kind that some rules settle together."""
        kind, record = self._kind_for_rules(), self._chance(0.06)
        made = [self._decision(kind, record) for _ in range(2 if self._chance(0.2) else 1)]
        for decision in made:
            others = tuple(one for one in made if one != decision)
            for _ in range(self.random.randint(2, 4)):
                self._make_rule((decision, *(others if self._chance(0.4) else ())))
        for decision in made:
            self._learn(decision.name, kind, decision.type, record=record)

    def _decision(self, kind: str, record: bool) -> Decision:
        takes: tuple[Take, ...] = get_args(Take)
        take, name = self.random.choice(takes), self._word()
        type_ = self._decision_type(take)
        otherwise = None if take == "total" else self._otherwise("highest", type_)
        self.decisions[name] = Decision(
            name, kind, type_, take, otherwise, record, slug(name), heads_plan=self._chance(0.1)
        )
        return self.decisions[name]

    def _decision_type(self, take: Take) -> Type:
        if take == "total":
            return NUMBER
        ordered = [self.choices[0], self.choices[1], YES_NO, NUMBER, ANY_DATE, length_type()]
        types = [*ordered[:2], *ordered, *(self.choices[2:] if take == "only one" else [])]
        return self.random.choice(types)

    def _make_rule(self, decisions: tuple[Decision, ...]) -> None:
        kind = decisions[0].of if decisions else self._kind_for_rules()
        record = decisions[0].about_record if decisions else self._chance(0.08)
        when, unless = self._when(kind, record), self._unless(kind, record)
        record = record or self._reads_record(when, unless)
        then = tuple(Conclusion(one.name, self._conclusion(one)) for one in decisions)
        duties = self._duties(kind, record) if not decisions or self._chance(0.3) else ()
        if not then and not duties:
            return
        name = self._word()
        rule = Rule(
            id=name,
            title=f"About {name}",
            kind=kind,
            why=WHY,
            when=when,
            unless=unless,
            then=then,
            duties=duties,
            safety=self._chance(0.2),
            about_record=record,
            in_force=self._in_force(),
            topic="generated",
        )
        self.rules[name] = self._in_doubt(rule)

    def _conclusion(self, decision: Decision) -> Constant | NameRef | SettingRef:
        itself = Known(decision.name, decision.of, decision.type)
        if decision.take == "total" and self._chance(0.75):
            return Constant(self.random.choice((1, 1, 2, 3, -1, -2)) * SCALE)
        return self._value(itself, decision.of, 0.35)

    def _in_force(self) -> tuple[date | None, date | None]:
        if self._chance(0.85):
            return (None, None)
        since = self.as_of + timedelta(self.random.choice((-300, -1, 0, 0, 1)))
        until = max(since, self.as_of) + timedelta(self.random.choice((0, 1, 1, 60)))
        return self.random.choice(((since, None), (None, until), (since, max(until, since + timedelta(1)))))

    def _in_doubt(self, rule: Rule) -> Rule:
        musts = [duty for duty in rule.duties if duty.word == "must"]
        if not musts:
            return rule
        words = ["find out"] if rule.safety else ["ask", "find out"]
        if all(self.actions[duty.do].on_suspicion for duty in musts):
            words.append("act")
        word: Any = self.random.choice(words)
        find_out = None
        if word == "find out":
            again = self._length() if self._chance(0.3) else None
            find_out = FindOut((self.random.choice(AGENCIES),), ("perpetrator",), self._length(), again)
        return replace(rule, in_doubt=word, find_out=find_out)

    # -- duties ----------------------------------------------------------------------------------

    def _duties(self, kind: str, record: bool) -> tuple[Duty, ...]:
        duties: list[Duty] = []
        for _ in range(self.random.choice((1, 1, 2))):
            if self._chance(0.5) or record:
                duties.extend(self._call(kind, record, [duty.do for duty in duties]))
            else:
                duties.extend(self._ban(kind))
        return tuple(sorted(duties, key=lambda duty: get_args(Word).index(duty.word)))

    def _call(self, kind: str, record: bool, taken: list[str]) -> Iterator[Duty]:
        reach = self._above(kind)
        fits = [
            action.name
            for action in self.actions.values()
            if action.done_to in reach and (action.about_record or not record) and action.name not in taken
        ]
        if not fits:
            return
        words: tuple[Word, ...] = ("must", "must", "must", "should", "may")
        do = self.random.choice(fits)
        again = self._length() if self._chance(0.2) else None
        duty = Duty(self.random.choice(words), do, due=self._due(kind), again_every=again)
        others = [action for action in self.actions if action not in (do, *taken)]
        yield self._in_order(duty, others) if self._chance(0.3) and len(others) > 3 else duty

    def _in_order(self, duty: Duty, others: list[str]) -> Duty:
        first, second, third, fourth = self.random.sample(others, 4)
        return replace(
            duty,
            owner=self.random.choice((None, "case manager")),
            before=(first,) if self._chance(0.4) else (),
            after=(second,) if self._chance(0.4) else (),
            together_with=(third,) if self._chance(0.3) else (),
            preferred_to=(fourth,) if self._chance(0.3) else (),
        )

    def _due(self, kind: str) -> Due | None:
        dates = [one.name for one in self._readable(kind) if one.type.name == "date"]
        match self.random.randrange(5):
            case 0:
                return Due(Length(0, "days"))
            case 1:
                return Due(self._window())
            case 2 if dates:
                return Due(self._length(), of=self.random.choice(dates))
            case 3 if dates:
                return Due(self._length(), before=self.random.choice(dates))
        return None

    def _ban(self, kind: str) -> Iterator[Duty]:
        lineage = [one for one in self.kinds if kind in self._above(one) or one in self._above(kind)]
        fits = [action.name for action in self.actions.values() if action.done_to in lineage]
        groups = [
            group.name
            for group in self.groups.values()
            if all(self.actions[name].done_to in lineage for name in group.actions)
        ]
        if not fits:
            return
        alone = [name for name in fits if not self.actions[name].never_blocked] or groups
        if not alone:
            return
        do = self.random.choice(groups) if groups and self._chance(0.35) else self.random.choice(alone)
        ways = self._ways_out(kind, do) if self._chance(0.85) else ()
        insteads = [name for name in fits if name not in self._meant(do)]
        instead = self.random.choice(insteads) if insteads else None
        if instead is None:
            return
        yield Duty("must not", do, until=ways, never_released=not ways, instead=instead)

    def _meant(self, do: str) -> tuple[str, ...]:
        return self.groups[do].actions if do in self.groups else (do,)

    def _ways_out(self, kind: str, do: str) -> tuple[Until, ...]:
        """Ways out of a block, each of which some action that nobody need consent to can bring about."""
        reach = self._above(kind)
        helpers = [
            action
            for action in self.actions.values()
            if action.done_to in reach
            and action.consent_of == "nobody"
            and action.makes_true
            and action.name not in self._meant(do)
        ]
        if not helpers:
            return ()
        return tuple(self._way_out(kind, helpers) for _ in range(self.random.choice((1, 1, 2))))

    def _way_out(self, kind: str, helpers: list[Action]) -> Until:
        helper = self.random.choice(helpers)
        made = self.facts[helper.makes_true or ""]
        if made.type == YES_NO and self._chance(0.5):
            others = [one.name for one in helpers if self.facts[one.makes_true or ""].type == YES_NO]
            return Until(actions=tuple(dict.fromkeys((helper.name, self.random.choice(others)))))
        if made.type == YES_NO:
            test = Test(made.name, "is", (Constant(1),))
        else:
            test = Test(made.name, "within the last", (self._window(),))
        return Until((test,))


def can_gather(operation: Operation, one: Known) -> bool:
    match operation:
        case "sum":
            return one.type.name == "number"
        case "highest" | "lowest":
            return one.type.name in ("number", "length of time") or (
                one.type.name == "choice" and one.type.ordered
            )
        case "latest" | "earliest" | "days since":
            return one.type.name == "date"
        case _:
            return one.type.name not in ("text", "reference")
