"""The whole of a ruleset on one day, as steps in an order that an engine can follow."""

from __future__ import annotations

from datetime import date
from graphlib import TopologicalSorter

from drive_rules.ir import SCALE, Checklist, Ruleset
from drive_rules.lower.conditions import Conditions, total
from drive_rules.lower.duties import add_rules
from drive_rules.lower.measures import add_measure
from drive_rules.lower.nodes import Clause, Name, Part, Program, Step, constant, inputs, yes
from drive_rules.lower.reads import Reads
from drive_rules.lower.vocabulary import Vocabulary


def lower(ruleset: Ruleset, as_of: date) -> Program:
    """The steps that give every public name of ``ruleset`` its interval on ``as_of``."""
    words = Vocabulary(ruleset, as_of)
    made = Conditions(words)
    for sign in ruleset.signs.values():
        made.settle(Clause(words.names[sign.name], made.holds(sign.condition)))
    for checklist in ruleset.checklists.values():
        _add_checklist(made, checklist)
    for measure in ruleset.measures.values():
        add_measure(made, measure)
    add_rules(made)
    return _program(words, made.steps)


def _add_checklist(made: Conditions, checklist: Checklist) -> None:
    names, of = made.words.names, checklist.of
    items = [(names[item.fact], constant(item.points)) for item in checklist.items]
    made.settle(total(names[checklist.score], (Part(of, yes(fact), p, p) for fact, p in items)))
    if checklist.answered:
        one = constant(SCALE)
        known = (Part(of, made.known(fact), one, one) for fact, _ in items)
        made.settle(total(names[checklist.answered], known, floor=0))


def _program(words: Vocabulary, steps: dict[Name, Step]) -> Program:
    rules = words.ruleset
    kinds = sorted(rules.kinds, key=lambda kind: len(words.paths[kind]))
    public = tuple(name for name in steps if isinstance(name.key, str) or name.key[0] != "aux")
    reads = Reads(words)
    return Program(
        as_of=words.today,
        kinds={kind: rules.kinds[kind].part_of for kind in kinds},
        facts={kind: _facts(words, kind) for kind in kinds},
        wholes={kind: tuple(words.whole_to(child) for child in words.below(kind)) for kind in kinds},
        steps=_in_order(steps),
        public=public,
        holidays=words.holidays,
        reads={name.key: reads.of(name.key) for name in public},
        rules={name.key: reads.rules(name) for name in public if reads.has_rules(name.key)},
        bounds={fact.name: (fact.type.low, fact.type.high) for fact in rules.facts.values()},
    )


def _facts(words: Vocabulary, kind: str) -> tuple[Name, ...]:
    return tuple(words.names[fact.name] for fact in words.ruleset.facts.values() if fact.of == kind)


def _in_order(steps: dict[Name, Step]) -> tuple[Step, ...]:
    needs = {name: [need for need in inputs(step) if need in steps] for name, step in steps.items()}
    return tuple(steps[name] for name in TopologicalSorter(needs).static_order())
