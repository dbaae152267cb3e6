"""What an answer comes to, in short: decisions, duties, blocks and alerts, to be held against another's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from drive_rules.answers import CalledFor, Quiet, Record, Thing
from drive_rules.assessment.human import NO_LEVEL

TORN = "the rules do not agree"


@dataclass(frozen=True, slots=True, repr=False)
class Level(Quiet):
    """What is decided for one thing in words; ``low`` and ``high`` tell how it moves.

    Two are the same whose words are: rules and ends may differ behind them.
    """

    words: str
    low: int = field(default=0, compare=False)
    high: int = field(default=0, compare=False)
    settled: bool = field(default=True, compare=False)
    ordered: bool = field(default=True, compare=False)
    rules: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, repr=False)
class Called(Quiet):
    """A duty as it stands: an action done to a thing, or what a rule has to be found out."""

    action: str
    of: Thing
    word: CalledFor
    due: date | None
    in_doubt: bool
    rules: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, repr=False)
class Shut(Quiet):
    """A block as it stands: what must not be done while a rule says so for a thing."""

    do: str
    of: Thing
    rule: str
    in_doubt: bool


@dataclass(frozen=True, slots=True, repr=False)
class Standing(Quiet):
    """What an answer comes to: levels by decision and thing, the rest by their ids."""

    decisions: Mapping[tuple[str, Thing], Level]
    duties: Mapping[str, Called]
    blocks: Mapping[str, Shut]
    alerts: Mapping[str, Any]


def standing_of(record: Record, alerts: Iterable[Any] = ()) -> Standing:
    """What a whole answer comes to."""
    hidden = {(each.decision, each.thing) for each in record.withheld}
    return Standing(
        decisions={
            (each.name, each.thing): Level(
                words=NO_LEVEL
                if (each.name, each.thing) in hidden
                else TORN
                if each.conflict
                else each.words,
                low=each.low,
                high=each.high,
                settled=each.settled,
                ordered=each.type.ordered,
                rules=tuple(rule.rule for rule in each.rules),
            )
            for each in record.decisions
        },
        duties=dict(_called(record)),
        blocks={each.id: Shut(each.do, each.thing, each.rule, each.in_doubt) for each in record.blocks},
        alerts={each.id: each for each in alerts},
    )


def _called(record: Record) -> Iterator[tuple[str, Called]]:
    for duty in record.duties:
        rules = tuple(sorted({reason.rule for reason in duty.reasons}))
        yield duty.id, Called(duty.action, duty.thing, duty.word, duty.due, duty.in_doubt, rules)
    for find_out in record.find_outs:
        for reason in find_out.reasons:
            of = reason.thing
            id = f"find out:{reason.rule}:{of.kind}:{of.key}"
            yield id, Called("find out", of, "find out", reason.due, True, (reason.rule,))
