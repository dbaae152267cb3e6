"""What an answer comes to, in short: decisions, duties, blocks and alerts, to be held against another's.

``Stands`` works it out of what an engine settled, without the pages, and with it the reasons that are
called for; ``standing_of`` takes it from a whole answer.  Both give the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from drive_rules.answers import STRENGTH, CalledFor, Key, Quiet, Record, Thing
from drive_rules.assessment.days import Before, Days, ReasonId
from drive_rules.assessment.decided import withheld
from drive_rules.assessment.human import NO_LEVEL
from drive_rules.assessment.reading import At, Reading
from drive_rules.assessment.wording import derived_words
from drive_rules.ir import Action, Decision, Duty, Rule, Ruleset
from drive_rules.watching import Alert

TORN = "the rules do not agree"
FIND_OUT: Literal["find out"] = "find out"


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
class Alarm(Quiet):
    """An alert as it stands: two of one id are the same that are as certain."""

    rule: str = field(compare=False)
    title: str = field(compare=False)
    of: Thing = field(compare=False)
    day: date | None = field(compare=False)
    in_doubt: bool

    @classmethod
    def of_alert(cls, alert: Alert) -> Alarm:
        """What of an alert bears on whether it stands."""
        return cls(alert.rule, alert.title, Thing(*alert.of), alert.day, alert.in_doubt)


@dataclass(frozen=True, slots=True, repr=False)
class Standing(Quiet):
    """What an answer comes to: levels by decision and thing, the rest by their ids."""

    decisions: Mapping[tuple[str, Thing], Level]
    duties: Mapping[str, Called]
    blocks: Mapping[str, Shut]
    alerts: Mapping[str, Alarm]


def standing_of(record: Record, alerts: Iterable[Alert] = ()) -> Standing:
    """What a whole answer comes to."""
    hidden = {(each.decision, each.thing) for each in record.withheld}
    return Standing(
        decisions={
            (each.name, each.thing): Level(
                words=_words(each.words, each.conflict, (each.name, each.thing) in hidden),
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
        alerts={each.id: Alarm.of_alert(each) for each in alerts},
    )


def _called(record: Record) -> Iterator[tuple[str, Called]]:
    for duty in record.duties:
        rules = tuple(sorted({reason.rule for reason in duty.reasons}))
        yield duty.id, Called(duty.action, duty.thing, duty.word, duty.due, duty.in_doubt, rules)
    for find_out in record.find_outs:
        for reason in find_out.reasons:
            of = reason.thing
            id = f"{FIND_OUT}:{reason.rule}:{of.kind}:{of.key}"
            yield id, Called(FIND_OUT, of, FIND_OUT, reason.due, True, (reason.rule,))


def _words(words: str, torn: bool, hidden: bool) -> str:
    return NO_LEVEL if hidden else TORN if torn else words


# -- out of what an engine settled -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Calling:
    """A rule that calls for something, and what."""

    rule: Rule
    key: Key
    duties: tuple[tuple[Duty, Action], ...]


@dataclass(frozen=True, slots=True)
class _Blocking:
    """One *must not* of a rule."""

    rule: Rule
    key: Key
    until: Key
    number: int
    do: str


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why something is called for: a rule at a thing, and what is done to what; no action to find out."""

    rule: Rule
    at: At
    of: Thing
    certain: bool
    duty: Duty | None
    action: Action | None


@dataclass(frozen=True, slots=True)
class _Dated:
    """A reason with its day; ``by`` is its rule, and the kind and the key of its thing."""

    word: CalledFor
    in_doubt: bool
    due: date | None
    by: tuple[str, ...]


Reasons = dict[ReasonId, list[_Reason]]


class Stands:
    """The rules of a ruleset by what they do, looked through once."""

    def __init__(self, ruleset: Ruleset) -> None:
        rules = [rule for _, rule in sorted(ruleset.rules.items())]
        self._calling = tuple(
            _Calling(rule, ("rule", rule.id), duties)
            for rule in rules
            if (duties := tuple((d, ruleset.actions[d.do]) for d in rule.duties if d.word != "must not"))
        )
        self._blocking = tuple(
            _Blocking(rule, ("rule", rule.id), ("until", rule.id, number), number, duty.do)
            for rule in rules
            for number, duty in enumerate(rule.duties)
            if duty.word == "must not"
        )
        self._finding = tuple(rule for rule in rules if rule.in_doubt == FIND_OUT and rule.find_out)
        self._decisions = tuple(
            (decision, tuple((rule.id, ("rule", rule.id)) for rule in rules if _concludes(rule, decision)))
            for decision in ruleset.decisions.values()
        )

    def called_for(self, reading: Reading) -> Reasons:
        """The reasons that are called for, by their ids."""
        found: Reasons = {}
        for each, at, certain in self._called(reading):
            thing = reading.thing(at)
            for duty, action in each.duties:
                if certain or _acts(each.rule, duty):
                    of = reading.thing(reading.above(at, action.done_to))
                    id = (f"{action.code}:{of.kind}:{of.key}", each.rule.id, thing.kind, thing.key)
                    found.setdefault(id, []).append(_Reason(each.rule, at, of, certain, duty, action))
        for rule, at in self._in_doubt(reading):
            thing = reading.thing(at)
            id = (FIND_OUT, rule.id, thing.kind, thing.key)
            found[id] = [_Reason(rule, at, thing, False, None, None)]
        return found

    def standing(
        self, reading: Reading, called: Reasons, before: Before, alerts: Iterable[Alert]
    ) -> Standing:
        """What the answer comes to that calls for these reasons and has ``before`` before it."""
        return Standing(
            decisions=dict(self._levels(reading)),
            duties=dict(_duties(reading, called, before)),
            blocks=dict(self._blocks(reading)),
            alerts={each.id: Alarm.of_alert(each) for each in alerts},
        )

    # -- decisions -------------------------------------------------------------------------------

    def _levels(self, reading: Reading) -> Iterator[tuple[tuple[str, Thing], Level]]:
        settled = reading.settled
        hidden = {(each.decision, each.thing) for each in withheld(reading)}
        for decision, concluding in self._decisions:
            none = (0,) * len(settled.low[decision.name])
            ends = zip(settled.low[decision.name], settled.high[decision.name], strict=True)
            for row, (low, high) in enumerate(ends):
                at = At(decision.of, row)
                torn = (decision.name, row) in settled.conflicts
                key = (decision.name, reading.thing(at))
                yield (
                    key,
                    Level(
                        words=_words(derived_words(decision.type, low, high), torn, key in hidden),
                        low=low,
                        high=high,
                        settled=low == high and not torn,
                        ordered=decision.type.ordered,
                        rules=tuple(id for id, key in concluding if settled.high.get(key, none)[row]),
                    ),
                )

    # -- duties ----------------------------------------------------------------------------------

    def _called(self, reading: Reading) -> Iterator[tuple[_Calling, At, bool]]:
        """The rules that call for something, at things for which they may apply."""
        low, high = reading.settled.low, reading.settled.high
        for each in self._calling:
            column = high.get(each.key, ())
            if any(column):
                for row, possible in enumerate(column):
                    if possible:
                        yield each, At(each.rule.kind, row), bool(low[each.key][row])

    def _in_doubt(self, reading: Reading) -> Iterator[tuple[Rule, At]]:
        low, high = reading.settled.low, reading.settled.high
        for rule in self._finding:
            key = ("rule", rule.id)
            for row, possible in enumerate(high.get(key, ())):
                if low[key][row] < possible:
                    yield rule, At(rule.kind, row)

    # -- blocks ----------------------------------------------------------------------------------

    def _blocks(self, reading: Reading) -> Iterator[tuple[str, Shut]]:
        low, high = reading.settled.low, reading.settled.high
        for each in self._blocking:
            for row, possible in enumerate(high.get(each.key, ())):
                at = At(each.rule.kind, row)
                released = reading.answer(each.until, at, (0, 0))
                if possible and released != (1, 1):
                    thing = reading.thing(at)
                    certain = low[each.key][row] and released == (0, 0)
                    id = f"{each.rule.id}:{each.number}:{thing.kind}:{thing.key}"
                    yield id, Shut(each.do, thing, each.rule.id, not certain)


def _acts(rule: Rule, duty: Duty) -> bool:
    """Whether a duty stands while its rule cannot be told."""
    return duty.word == "must" and rule.in_doubt == "act"


def _concludes(rule: Rule, decision: Decision) -> bool:
    return any(each.decision == decision.name for each in rule.then)


def _duties(reading: Reading, called: Reasons, before: Before) -> Iterator[tuple[str, Called]]:
    days = Days(reading)
    found: dict[str, tuple[Action, Thing, list[_Dated]]] = {}
    for id, reasons in called.items():
        first, _ = before.dated(id, reading.as_of)
        for each in reasons:
            if each.duty is None or each.action is None:
                yield f"{FIND_OUT}:{id[1]}:{id[2]}:{id[3]}", _find_out(reading, days, each, first)
            elif each.duty.word != "must not":
                due, _, _ = days.due(each.duty.due, each.at, first)
                dated = _Dated(each.duty.word, not each.certain, due, id[1:])
                found.setdefault(id[0], (each.action, each.of, []))[2].append(dated)
    for duty, (action, of, dates) in found.items():
        yield duty, _merged(action.name, of, dates)


def _find_out(reading: Reading, days: Days, reason: _Reason, first: date) -> Called:
    finding = reason.rule.find_out
    assert finding is not None
    due = date.fromordinal(days.later(first.toordinal(), reading.length(finding.due)))
    return Called(FIND_OUT, reason.of, FIND_OUT, due, True, (reason.rule.id,))


def _merged(action: str, of: Thing, dates: list[_Dated]) -> Called:
    """A duty of its reasons: of each rule and thing the strongest, and of those the soonest day."""
    strongest: dict[tuple[str, ...], _Dated] = {}
    for each in sorted(dates, key=_by_strength):
        strongest.setdefault(each.by, each)
    reasons = tuple(strongest.values())
    return Called(
        action=action,
        of=of,
        word=reasons[0].word,
        due=min((each.due for each in reasons if each.due), default=None),
        in_doubt=all(each.in_doubt for each in reasons),
        rules=tuple(sorted({each.by[0] for each in reasons})),
    )


def _by_strength(dated: _Dated) -> tuple[object, ...]:
    return (-STRENGTH[dated.word], dated.in_doubt, dated.due or date.max, dated.by)
