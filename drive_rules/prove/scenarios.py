"""A case that breaks an invariant as a scenario of a spec, in the sentences of ``testing.steps``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drive_rules.ir import ALWAYS_WHOLE, NEVER_WHOLE, Fact, Invariant, Ruleset
from drive_rules.language.values import words_of, words_of_date, words_of_interval
from drive_rules.prove.outcomes import Found, Thing
from drive_rules.prove.witnesses import key_of, said_by, torn_answers


def scenario_of(ruleset: Ruleset, invariant: Invariant, found: Found, as_of: date) -> str:
    """The scenario, which fails while the invariant is broken; empty where the sentences lack a word."""
    if any(day not in (NEVER_WHOLE, ALWAYS_WHOLE) for day in found.given.wholes.values()):
        return ""
    lines = [
        f"Feature: {invariant.title}",
        "",
        f"  Scenario: {invariant.title}",
        *(f"    {line}" for line in _steps(ruleset, found)),
        f"    When it is assessed on {words_of_date(as_of)}",
        f"    Then {_then(ruleset, invariant, found)}",
    ]
    return "\n".join(lines) + "\n"


def _steps(ruleset: Ruleset, found: Found) -> Iterator[str]:
    given = found.given
    case = Thing("case", (0,))
    facts = list(_facts(ruleset, found, case))
    yield "Given a case where" if facts else "Given a case"
    yield from facts
    yield from _whole(ruleset, found, case)
    for thing in sorted(given.things, key=lambda one: (len(one.path), one)):
        if thing == case:
            continue
        above = ruleset.kinds[thing.kind].part_of
        within = f' in "{key_of(Thing(above, thing.path[:-1]))}"' if above not in (None, "case") else ""
        facts = list(_facts(ruleset, found, thing))
        a = "an" if thing.kind[0] in "aeiou" else "a"
        yield f'And {a} {thing.kind} "{key_of(thing)}"{within}' + (" where" if facts else "")
        yield from facts
        yield from _whole(ruleset, found, thing)


def _facts(ruleset: Ruleset, found: Found, thing: Thing) -> Iterator[str]:
    rows = []
    listed = {kind.listed for kind in ruleset.kinds.values() if kind.listed}
    for (where, name), known in sorted(found.given.answers.items()):
        if where == thing and name in ruleset.facts and name not in listed:
            fact = ruleset.facts[name]
            torn = torn_answers(fact, known)
            if torn:
                rows += [(name, *each) for each in torn]
                continue
            rows.append((name, _words(fact, known), said_by(fact, known)))
    wide = any(source for _, _, source in rows)
    for name, words, source in rows:
        yield f"  | {name} | {words} |" + (f" {source} |" if wide else "")


def _words(fact: Fact, known: tuple[int, int]) -> str:
    if fact.type.name == "text":
        return "something written"
    return f"key-{known[0]}" if fact.type.name == "reference" else words_of_interval(fact.type, *known)


def _whole(ruleset: Ruleset, found: Found, thing: Thing) -> Iterator[str]:
    for kind in ruleset.kinds.values():
        if kind.part_of == thing.kind and kind.listed:
            within = "" if thing.kind == "case" else f' in "{key_of(thing)}"'
            if found.given.wholes.get((thing, kind.name), NEVER_WHOLE) == ALWAYS_WHOLE:
                yield f"And {kind.listed}{within}"
            elif found.given.answers.get((thing, kind.listed)) == (0, 0):
                of = "" if thing.kind == "case" else f' for "{key_of(thing)}"'
                yield f'And "{kind.listed}"{of} is now no'


def _then(ruleset: Ruleset, invariant: Invariant, found: Found) -> str:
    if found.changed is None:
        return f'the invariant "{invariant.id}" holds'
    change = found.changed
    words, of = words_of(ruleset.facts[change.fact].type, change.code), key_of(change.thing)
    return f'the invariant "{invariant.id}" holds when "{change.fact}" of "{of}" becomes {words}'
