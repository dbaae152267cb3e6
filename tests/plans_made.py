"""Agencies, rulesets and assessments made for the tests of tasking and planning, by hand and at random."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from drive_rules.agencies import CASE_MANAGER, Agencies
from drive_rules.agencies.directory import Agency, Chasing, Directory, Lever, Named, Person, Sharing
from drive_rules.answers import (
    Asked,
    Block,
    CalledFor,
    Decided,
    Duty,
    FindOut,
    Gap,
    Reason,
    Record,
    Thing,
    Told,
    Value,
    Versions,
)
from drive_rules.assessment import Assessment
from drive_rules.ir import (
    Action,
    Because,
    Condition,
    Constant,
    Fact,
    Kind,
    Length,
    Rule,
    Ruleset,
    Test,
    Type,
)

TODAY = date(2026, 6, 1)
WHY = Because("so that it can be tested", ("none",), "our assumption, to confirm")
PEOPLE = (
    Person("victim-survivor", Named("IDVA")),
    Person("perpetrator", Named(CASE_MANAGER)),
)
CASE, ONE, TWO = Thing("case", "case-1"), Thing("pair", "pair-1"), Thing("pair", "pair-2")
VERSIONS = Versions(ruleset_digest="0" * 8)
LEVELS = ("standard", "medium", "high")
TELLINGS = ("case information", "victim-survivor confidential", "life at risk")


def names(*words: str) -> tuple[Named, ...]:
    return tuple(map(Named, words))


def tells(to: str, *what: str, **more: Any) -> Sharing:
    return Sharing(Named(to), what or ("case information",), f"a basis for {to}", **more)  # type: ignore[arg-type]


def agency(name: str, **more: Any) -> Agency:
    return Agency(name, contact=f"contact of {name}", source=("none",), **more)


def agencies(*members: Agency, **more: Any) -> Agencies:
    return Agencies(Directory(tuple(sorted(members, key=lambda one: one.name)), PEOPLE, **more))


def action(name: str, owner: str = CASE_MANAGER, **more: Any) -> Action:
    given = {"done_to": "case", "strand": "disrupt", "direct": False, "why": WHY, **more}
    return Action(name, name.replace(" ", "-"), owner=owner, **given)


def fact(name: str, *asked_of: str, **more: Any) -> Fact:
    return Fact(name, "pair", Type("yes or no", 0, 1), name, asked_of=asked_of, **more)


def rule(id: str, *reads: str, **more: Any) -> Rule:
    tests = tuple(Test(name, "is", (Constant(1),)) for name in reads)
    return Rule(id, f"Rule {id}", "case", WHY, when=Condition(all_of=tests), **more)


def ruleset(
    actions: tuple[Action, ...] = (), facts: tuple[Fact, ...] = (), rules: tuple[Rule, ...] = ()
) -> Ruleset:
    empty: dict[str, Any] = {}
    return Ruleset(
        "test", "1", 1,
        kinds={"case": Kind("case"), "pair": Kind("pair", "case", "pairs", "all listed")},
        facts={one.name: one for one in facts},
        signs=empty, checklists=empty, measures=empty, settings=empty, decisions=empty,
        actions={one.name: one for one in actions},
        groups=empty,
        rules={one.id: one for one in rules},
        sources=empty,
    )  # fmt: skip


def reason(id: str = "r", thing: Thing = CASE, word: CalledFor = "must", **more: Any) -> Reason:
    return Reason(id, f"Rule {id}", thing, word, False, TODAY, True, CASE_MANAGER, WHY, **more)


def duty(of: Action, thing: Thing = CASE, word: CalledFor = "must", **more: Any) -> Duty:
    given = {"reasons": (reason(thing=thing, word=word),), "owner": of.owner, **more}
    return Duty(
        f"{of.code}:{thing.kind}:{thing.key}", of.name, of.code, thing, of.strand, of.direct, word, False,
        why=of.why, never_blocked=of.never_blocked, requested_by=of.requested_by, **given,
    )  # fmt: skip


def block(id: str, do: str, thing: Thing = CASE, **more: Any) -> Block:
    given = {
        "actions": (do,), "cautions": (), "strand": "contact", "in_doubt": False, "until": ("it is done",),
        "ways_out": (), "never_released": False, "instead": None, "why": WHY, **more,
    }  # fmt: skip
    return Block(id, id, f"Block {id}", thing, do, **given)


def find_out(*facts: str, asked_of: tuple[str, ...], never: tuple[str, ...] = (), **more: Any) -> FindOut:
    return FindOut(
        f"find out:{','.join(facts)}", tuple(Asked(name, name, ONE) for name in facts), asked_of, never,
        (reason(word="find out"),), CASE_MANAGER, more.pop("due", TODAY), **more,
    )  # fmt: skip


def record(*duties: Duty, **more: Any) -> Record:
    return Record("case-1", TODAY, more.pop("versions", VERSIONS), duties=duties, **more)


def answered(low: int, high: int) -> Assessment:
    """An answer with one level between two ends, two duties, two blocks."""
    kind = Type("choice", 0, 2, values=LEVELS, ordered=True)
    words = LEVELS[low] if low == high else f"{LEVELS[low]} to {LEVELS[high]}"
    level = Decided("risk level", "risk-level", ONE, kind, low, high, words)
    ring = action("call the emergency number", never_blocked=True)
    return Assessment(
        "case-1",
        TODAY,
        VERSIONS,
        decisions=(level, replace(level, thing=TWO)),
        duties=(duty(action("visit")), duty(ring)),
        blocks=(block("b", "write"), block("never", "tell", never_released=True)),
    )


# -- at random -------------------------------------------------------------------------------------
#
# From a seed and a few sizes: drawing each field by itself would cost a second for ten examples.

SERVICES = ("A", "B", "C", "D", "IDVA")
EVERYBODY = (CASE_MANAGER, *SERVICES)
ACTIONS = tuple(f"act {letter}" for letter in "klmnop")
FACTS = ("fact u", "fact v", "fact w")
CHASING = Chasing(Length(1, "working days"), Length(2, "working days"))
PERIODS = ((None, None), (None, TODAY), (TODAY, None), (date(2027, 1, 1), None))


@dataclass(frozen=True)
class Made:
    """A ruleset, an assessment and agencies."""

    rules: Ruleset
    answer: Record
    graph: Agencies


def made() -> st.SearchStrategy[Made]:
    """Small random ones, with no more than so many duties, blocks and sharings."""
    return st.builds(_made, st.integers(0, 2**32), st.integers(0, 9), st.integers(0, 3), st.integers(0, 4))


def _made(seed: int, duties: int, blocks: int, sharings: int) -> Made:
    random = Random(seed)
    rules = _random_ruleset(random)
    return Made(rules, _random_record(random, rules, duties, blocks), _random_agencies(random, sharings))


def _some(random: Random, words: Sequence[str], most: int = 3) -> tuple[str, ...]:
    return tuple(random.sample(words, random.randint(0, min(most, len(words)))))


def _named(random: Random, words: Sequence[str], most: int = 3) -> tuple[Named, ...]:
    return names(*sorted(_some(random, words, most)))


def _random_sharings(random: Random, sender: str, most: int) -> tuple[Sharing, ...]:
    others = [name for name in EVERYBODY if name != sender]
    found = []
    for to in random.choices(others, k=most):
        what = _some(random, TELLINGS) or TELLINGS[:1]
        found.append(tells(to, *(each for each in TELLINGS if each in what), in_force=random.choice(PERIODS)))
    return tuple(found)


def _random_agencies(random: Random, sharings: int) -> Agencies:
    members = []
    for place, name in enumerate(EVERYBODY):
        available = random.random() < (0.9 if name == CASE_MANAGER else 0.7)
        members.append(
            agency(
                name,
                available=available,
                why_not="" if available else f"{name} is not here",
                can=_named(random, ACTIONS),
                knows=_named(random, FACTS),
                share=random.randint(0, 30),
                deputies=_named(random, SERVICES),
                # Only later names, so that nothing escalates in a circle.
                escalates_to=_named(random, EVERYBODY[place + 1 :], 2),
                can_request=_named(random, SERVICES, 5),
                works_with=_named(random, SERVICES),
                works_closely_with=_named(random, SERVICES, 1),
                shares_a_building_with=_named(random, SERVICES, 1),
                tasks_at_a_time=random.choice((None, None, 0, 1, 2, 3)),
                waits=random.choice((None, None, Length(2, "weeks"), Length(3, "months"))),
                takes_on=random.choice(("", "whoever asks by themselves")),
                levers=(Lever(Named("held by"), _some(random, SERVICES)),) if random.random() < 0.5 else (),
                attends=_named(random, SERVICES, 1),
                may_tell=_random_sharings(random, name, sharings),
            )
        )
    chasing = random.choice((None, CHASING, Chasing(Length(1, "weeks"), Length(2, "weeks"))))
    return agencies(*members, chasing=chasing)


def _random_ruleset(random: Random) -> Ruleset:
    owners = (*EVERYBODY, *EVERYBODY, "victim-survivor", "nobody known")
    actions = tuple(
        action(
            name,
            random.choice(owners),
            done_to=random.choice(["case", "pair"]),
            direct=random.random() < 0.5,
            never_blocked=random.random() < 0.3,
            consent_of=random.choice(["nobody", "nobody", "perpetrator", "victim-survivor"]),
            requested_by=_some(random, EVERYBODY, 2) if random.random() < 0.4 else (),
        )
        for name in ACTIONS
    )
    facts = tuple(fact(name, *_some(random, EVERYBODY, 2), private=random.random() < 0.5) for name in FACTS)
    return ruleset(actions, facts, tuple(rule(id, *_some(random, FACTS, 2)) for id in "rst"))


def _random_record(random: Random, rules: Ruleset, duties: int, blocks: int) -> Record:
    things = {"case": (CASE,), "pair": (ONE, TWO)}
    places = [(each, thing) for each in rules.actions.values() for thing in things[each.done_to]]
    stops = tuple(_random_block(random, rules, str(number)) for number in range(blocks))
    chosen = random.sample(places, min(duties, len(places)))
    whom = (*EVERYBODY, "perpetrator", "nobody known")
    found = tuple(
        find_out(
            name,
            asked_of=_some(random, whom, 5),
            never=_some(random, EVERYBODY, 2),
            due=TODAY + timedelta(days=random.randint(0, 9)),
        )
        for name in _some(random, FACTS, 2)
    )
    return record(
        *(_random_duty(random, each, thing, stops) for each, thing in chosen),
        blocks=stops,
        find_outs=found,
        gaps=tuple(Gap(each.id, CASE_MANAGER, ("nothing is left",)) for each in stops if each.gap),
        facts=(Value("held by", CASE, random.choice(SERVICES), random.random() < 0.8),),
    )


def _random_block(random: Random, rules: Ruleset, id: str) -> Block:
    open_to_blocks = [name for name, each in rules.actions.items() if not each.never_blocked]
    named = tuple(random.sample(open_to_blocks, min(2, len(open_to_blocks))))
    return block(
        id,
        named[0] if named else "nothing",
        random.choice([CASE, ONE, TWO]),
        actions=named,
        ways_out=_some(random, ACTIONS, 2),
        instead=random.choice([None, *ACTIONS]),
        gap=random.random() < 0.3,
        in_doubt=random.random() < 0.5,
    )


def _random_duty(random: Random, of: Action, thing: Thing, blocks: tuple[Block, ...]) -> Duty:
    by = tuple(each.id for each in blocks if of.name in each.actions)
    available: Told = random.choice(["yes", "yes", "no", "cannot tell"])
    word: CalledFor = random.choice(["must", "should", "may"])
    return duty(
        of,
        thing,
        word,
        due=random.choice([None, TODAY + timedelta(days=random.randint(-3, 20))]),
        reasons=(reason(random.choice("rst"), thing, word),),
        blocked_by=by,
        blocked=random.choice(["yes", "cannot tell"]) if by else "no",
        available=available,
        unavailable=() if available == "yes" else ("only if something",),
        before=_some(random, ACTIONS, 1),
        after=_some(random, ACTIONS, 1),
        together_with=_some(random, ACTIONS, 1) if random.random() < 0.3 else (),
    )
