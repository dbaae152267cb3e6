"""What an event or a day changed: the answer before it held against the answer after it.

A ``Change`` says what is otherwise in the words of the ruleset, and whether that is because of the day
that has come or of the event itself.  The changes of a followed case, one after the other, lead from its
first answer to its last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from drive_rules.answers import STRENGTH, CalledFor, Quiet, Thing
from drive_rules.following.standing import Called, Level, Shut, Standing
from drive_rules.problems import DriveRulesError

CHANGE_SCHEMA = 1
Why = Literal["the day", "the event"]
Moved = Literal["rose", "fell", "changed", "newly settled", "newly in question", "no longer there"]
Turned = Literal["opened", "closed", "certain", "in doubt"]
_Key = TypeVar("_Key", str, tuple[str, Thing])
_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True, repr=False)
class DecisionChange(Quiet):
    """A decision whose words are otherwise; ``was`` or ``now`` is empty where there is no such thing.

    ``rules`` are those that bear on it as it is now, or as it last was.
    """

    name: str
    of: Thing
    was: str
    now: str
    how: Moved
    because: Why
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class DutyChange(Quiet):
    """A duty that started, stopped, or is otherwise; ``how`` may name more than one thing, joined by *and*.

    ``word``, ``due`` and ``in_doubt`` are as they are now, and of one that stopped as they last were;
    ``was_word``, ``was_due`` and ``was_in_doubt`` as they were, and empty for one that started.
    """

    id: str
    action: str
    of: Thing
    how: str
    because: Why
    word: CalledFor
    due: date | None
    in_doubt: bool
    rules: tuple[str, ...] = ()
    was_word: CalledFor | None = None
    was_due: date | None = None
    was_in_doubt: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class BlockChange(Quiet):
    """A block that closed (what it names must not be done) or opened, or is certain now or in doubt."""

    id: str
    do: str
    of: Thing
    rule: str
    how: Turned
    because: Why
    in_doubt: bool


@dataclass(frozen=True, slots=True, repr=False)
class AlertChange(Quiet):
    """An alert that started or ended, or is certain now or in doubt; ``day`` is its own, where known."""

    id: str
    rule: str
    title: str
    of: Thing
    day: date | None
    how: Literal["started", "ended", "certain", "in doubt"]
    because: Why
    in_doubt: bool


@dataclass(frozen=True, slots=True, repr=False)
class Change(Quiet):
    """What is otherwise with the answer to a followed case.

    ``event`` is the id of the event, and None for a day; ``already`` says that it was there before, and
    nothing was done; ``late`` that its day lies before days that the case had come to.
    """

    case: str
    as_of: date
    event: str | None = None
    already: bool = False
    late: bool = False
    decisions: tuple[DecisionChange, ...] = ()
    duties: tuple[DutyChange, ...] = ()
    blocks: tuple[BlockChange, ...] = ()
    alerts: tuple[AlertChange, ...] = ()
    schema: int = CHANGE_SCHEMA

    @property
    def quiet(self) -> bool:
        """Whether nothing of the answer is otherwise."""
        return not (self.decisions or self.duties or self.blocks or self.alerts)

    def to_json(self) -> str:
        """The whole change, the same bytes for the same change."""
        return _adapter().dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Change:
        """The change that ``to_json`` wrote; an error says that it is none, never what was there."""
        try:
            found = _adapter().validate_json(text)
        except ValidationError as error:
            raise DriveRulesError(f"that is no change: {error.error_count()} places do not fit") from None
        if found.schema > CHANGE_SCHEMA:
            raise DriveRulesError(f"this change is of schema {found.schema}; this reads {CHANGE_SCHEMA}")
        return found


@cache
def _adapter() -> TypeAdapter[Change]:
    return TypeAdapter(Change)


@dataclass(frozen=True, slots=True)
class Held:
    """An answer held against the one after it; ``between`` is that of the new day without the event."""

    before: Standing
    after: Standing
    between: Standing | None = None

    def decisions(self) -> Iterator[DecisionChange]:
        for key, was, now, last in _differing(self.before.decisions, self.after.decisions):
            because = self._because("decisions", key, now)
            yield DecisionChange(
                name=key[0],
                of=key[1],
                was=was.words if was else "",
                now=now.words if now else "",
                how=_moved(was, now),
                because=because,
                rules=last.rules,
            )

    def duties(self) -> Iterator[DutyChange]:
        for id, was, now, last in _differing(self.before.duties, self.after.duties):
            yield DutyChange(
                id=id,
                action=last.action,
                of=last.of,
                how=_turned(was, now),
                because=self._because("duties", id, now),
                word=last.word,
                due=last.due,
                in_doubt=last.in_doubt,
                rules=last.rules,
                was_word=was.word if was else None,
                was_due=was.due if was else None,
                was_in_doubt=bool(was and was.in_doubt),
            )

    def blocks(self) -> Iterator[BlockChange]:
        for id, was, now, last in _differing(self.before.blocks, self.after.blocks):
            how = _shut(was, now)
            yield BlockChange(
                id, last.do, last.of, last.rule, how, self._because("blocks", id, now), last.in_doubt
            )

    def alerts(self) -> Iterator[AlertChange]:
        for id, was, now, last in _differing(self.before.alerts, self.after.alerts):
            yield AlertChange(
                id=id,
                rule=last.rule,
                title=last.title,
                of=last.of,
                day=last.day,
                how="ended" if now is None else "started" if was is None else _doubt(now.in_doubt),
                because=self._because("alerts", id, now),
                in_doubt=last.in_doubt,
            )

    def _because(self, part: str, key: Any, now: Any) -> Why:
        """Of what the day alone would have made the same, the day is the reason."""
        if self.between is None:
            return "the event"
        return "the day" if getattr(self.between, part).get(key) == now else "the event"


def change(held: Held, **about: Any) -> Change:
    """What is otherwise between two answers, each part in one order."""
    return Change(
        **about,
        decisions=tuple(held.decisions()),
        duties=tuple(held.duties()),
        blocks=tuple(held.blocks()),
        alerts=tuple(held.alerts()),
    )


def _differing(
    before: Mapping[_Key, _Part], after: Mapping[_Key, _Part]
) -> Iterator[tuple[_Key, _Part | None, _Part | None, _Part]]:
    """Every key of which the two differ, in order: what was, what is, and that which there is of them."""
    keys = [key for key, now in after.items() if before.get(key) != now]
    keys += [key for key in before if key not in after]
    for key in sorted(keys, key=_in_order):
        yield key, before.get(key), after.get(key), after[key] if key in after else before[key]


def _in_order(key: str | tuple[str, Thing]) -> tuple[str, ...]:
    return (key,) if isinstance(key, str) else (key[0], key[1].kind, key[1].key)


def _moved(was: Level | None, now: Level | None) -> Moved:
    if now is None:
        return "no longer there"
    if was is None or was.settled != now.settled:
        return "newly settled" if now.settled else "newly in question"
    if now.ordered and was.low < now.low and was.high < now.high:
        return "rose"
    if now.ordered and was.low > now.low and was.high > now.high:
        return "fell"
    return "changed"


def _turned(was: Called | None, now: Called | None) -> str:
    if was is None or now is None:
        return "started" if was is None else "stopped"
    found = []
    if was.word != now.word:
        found.append("stronger" if STRENGTH[now.word] > STRENGTH[was.word] else "weaker")
    if was.due != now.due:
        found.append("sooner" if (now.due or date.max) < (was.due or date.max) else "later")
    if was.in_doubt != now.in_doubt:
        found.append(_doubt(now.in_doubt))
    return " and ".join(found)


def _doubt(in_doubt: bool) -> Literal["certain", "in doubt"]:
    return "in doubt" if in_doubt else "certain"


def _shut(was: Shut | None, now: Shut | None) -> Turned:
    if was is None or now is None:
        return "closed" if was is None else "opened"
    return _doubt(now.in_doubt)
