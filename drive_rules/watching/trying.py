"""The examples inside watch rules, tried: each is a small world of which the oracle says what is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drive_rules import ir
from drive_rules.examples import EXPECTED, world_of
from drive_rules.language.watch import PLACES
from drive_rules.language.write_watch import happening_words
from drive_rules.problems import Problem
from drive_rules.reference import NO, Answer, Meaning, Thing, either
from drive_rules.watching.happenings import seen, things_of, together


def try_watch_rules(ruleset: ir.Ruleset, rules: Iterable[str] | None = None) -> tuple[Problem, ...]:
    """Every example of every watch rule that does not do what it says, with what there is at each place.

    With ``rules``, those of some watch rules only.
    """
    tried = ruleset.watch.values() if rules is None else (ruleset.watch[id] for id in rules)
    return tuple(problem for rule in tried for problem in _try(ruleset, rule))


def _try(ruleset: ir.Ruleset, rule: ir.WatchRule) -> Iterator[Problem]:
    for example in rule.examples:
        meaning, thing = world_of(ruleset, rule, example)
        answer = EXPECTED[_told(meaning, rule)]
        if answer != example.expect:
            said = "; ".join(_said(meaning, rule, thing))
            yield Problem(
                "DR901",
                f"the example of '{rule.id}' under '{example.expect}' gives '{answer}'",
                f"change the example or the rule; as it stands, {said}",
                example.span or rule.span,
            )


def _told(meaning: Meaning, rule: ir.WatchRule) -> Answer:
    found = [
        (match.sure, True)
        for thing, holds in things_of(meaning, rule)
        for match in together(meaning, rule, thing, holds)
    ]
    return either(NO, *found)


def _said(meaning: Meaning, rule: ir.WatchRule, thing: Thing) -> Iterator[str]:
    for place, there in enumerate(seen(meaning, rule, thing)):
        name = happening_words(meaning.ruleset, rule.happenings[place].date)
        sure = sum(each.sure for each in there)
        more = f", {len(there) - sure} more may" if sure < len(there) else ""
        yield f"{sure} can be the {PLACES[place]} ({name}){more}"
