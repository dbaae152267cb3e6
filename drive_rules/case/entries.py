"""One entry of a case: what was said of a fact, by whom, on what day, and in which instrument.

pydantic checks the shape of an entry.  Its errors hold what was sent, so they stay in this module:
what leaves it names the words that are allowed and positions only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, Strict, TypeAdapter, ValidationError

from drive_rules.case.evidence import Evidence, folded
from drive_rules.case.scalars import ANSWERS, DONT_KNOW, UNKNOWN, Said, read_scalar, words_of_scalar
from drive_rules.ir import Fact
from drive_rules.language.values import read_date
from drive_rules.problems import Problem, did_you_mean

MOST_TEXT = 20_000
MOST_KEY = 200

A_DAY = "write the day as 2026-06-01 or 1 June 2026"

_Day = Annotated[dt.date, Strict()] | str | None
_Scalar = str | bool | int | Decimal | None
_Model = TypeVar("_Model", bound=BaseModel)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, arbitrary_types_allowed=True)


class _Said(_Entry):
    answer: Any
    source: str | None = None
    date: _Day = None
    by: str | None = None


class _Key(_Entry):
    key: str | int | Decimal | None
    normalised: _Scalar = True


class AssessedEntry(_Entry):
    """A checklist as it is sent: the answers are read one by one after it."""

    instrument: str | None = None
    date: _Day = None
    completed_by: str | None = Field(default=None, alias="completed by")
    version: str | int | Decimal | None = None
    id: str | int | Decimal | None = None
    answers: dict[str, Any] = Field(default_factory=dict)


_SAID, _KEY, _ASSESSED = TypeAdapter(_Said), TypeAdapter(_Key), TypeAdapter(AssessedEntry)
_KEYS: dict[TypeAdapter[Any], tuple[str, ...]] = {
    adapter: tuple(entry.alias or name for name, entry in model.model_fields.items())
    for adapter, model in ((_SAID, _Said), (_KEY, _Key), (_ASSESSED, AssessedEntry))
}
_WRONG = {"missing": "missing", "extra_forbidden": "unknown"}
_FORMS = {
    "date": A_DAY,
    "answers": "write each as `item: answer`",
    "source": "name one role; each source has an entry of its own",
}


@dataclass(slots=True)
class Speaker:
    """Who says a thing, when, and in which instrument, as far as the entry itself does not say."""

    source: str | None = None
    date: dt.date | None = None
    by: str | None = None
    instrument: str | None = None


NOBODY = Speaker()


@dataclass(slots=True)
class Entries:
    """The entries of one case as they are read, and every problem found on the way."""

    sources: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    references: dict[str, int] = field(default_factory=dict)
    answers: int = 0

    def say(self, place: str, code: str, what: str, fix: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(code, what, fix, place=place))

    def evidence(self, fact: Fact, value: Any, place: str, speaker: Speaker) -> tuple[Evidence, ...]:
        """Everything said of a fact: one entry, or a list of entries from several sources."""
        if not isinstance(value, (list, tuple)):
            self.answers += 1
            said = self._one(fact, value, place, speaker)
            return (said,) if said else ()
        self.answers += len(value)
        found = [self._one(fact, each, f"{place}[{number}]", speaker) for number, each in enumerate(value)]
        return tuple(sorted((said for said in found if said), key=evidence_order))

    def _one(self, fact: Fact, value: Any, place: str, speaker: Speaker) -> Evidence | None:
        if isinstance(value, Mapping) and not (fact.type.name == "reference" and "key" in value):
            said = self._shaped(_SAID, value, place)
            if said is None:
                return None
            speaker = Speaker(
                source=self.source(said.source, f"{place}.source") or speaker.source,
                date=self.day(said.date, f"{place}.date") or speaker.date,
                by=self.source(said.by, f"{place}.by") or speaker.by,
                instrument=speaker.instrument,
            )
            value = said.answer
        return self._answer(fact, value, place, speaker)

    def _answer(self, fact: Fact, value: Any, place: str, speaker: Speaker) -> Evidence | None:
        if fact.type.name == "reference":
            return self._reference(fact, value, place, speaker)
        if isinstance(value, (Mapping, list, tuple)):
            fix = "give a word, a number or a day; several sources go in one list"
            self.say(place, "DR503", "one value goes here", fix)
            return None
        if fact.type.name == "text":
            return self._text(value, place, speaker)
        read = read_scalar(fact.type, value)
        if isinstance(read, Problem):
            self.say(place, read.code, read.what, read.fix)
            return None
        return _said(read, speaker)

    def _text(self, value: Any, place: str, speaker: Speaker) -> Evidence | None:
        text = words_of_scalar(value)
        if len(text) > MOST_TEXT:
            self.say(
                place, "DR501", f"too large: {len(text):,} characters of text", f"give at most {MOST_TEXT:,}"
            )
            return None
        if folded(text) in ("", DONT_KNOW):
            return _said((DONT_KNOW, 0, 1), speaker)
        return _said((text, 1, 1), speaker)

    def _reference(self, fact: Fact, value: Any, place: str, speaker: Speaker) -> Evidence | None:
        """A key, the same for the same person or address; unknown where it could not be normalised."""
        given = self._key(value, place)
        if given is None:
            return None
        key, normalised = given
        if folded(key) in UNKNOWN:
            return _said((DONT_KNOW, fact.type.low, fact.type.high), speaker)
        if not normalised:
            return _said((key, fact.type.low, fact.type.high), speaker, normalised=False)
        number = self.references.setdefault(key, len(self.references))
        return _said((key, number, number), speaker)

    def _key(self, value: Any, place: str) -> tuple[str, bool] | None:
        normalised = True
        if isinstance(value, Mapping):
            given = self._shaped(_KEY, value, place)
            if given is None:
                return None
            value, normalised = given.key, self._yes(given.normalised, f"{place}.normalised")
        key = words_of_key(value) if value is None or is_key(value) else None
        if key is None or len(key) > MOST_KEY or not key.isprintable():
            fix = f"give a word or number of at most {MOST_KEY} characters that can be seen"
            self.say(place, "DR503", "this cannot be a reference", fix)
            return None
        return key, normalised

    def _yes(self, value: _Scalar, place: str) -> bool:
        answer = ANSWERS.get(folded(words_of_scalar(value)))
        if answer is None:
            self.say(place, "DR505", "neither yes nor no", "write yes or no")
        return answer is not None and answer[1] == 1

    def source(self, word: str | None, place: str) -> str | None:
        """The role as the ruleset writes it."""
        if word is None or folded(word) in UNKNOWN:
            return None
        if (found := self.sources.get(folded(word))) is not None:
            return found
        known = sorted(set(self.sources.values()), key=str.casefold)
        fix = f"name a role, never a person; the sources: {', '.join(known)}"
        self.say(place, "DR514", "not a source that this ruleset knows", fix)
        return None

    def day(self, value: dt.date | str | None, place: str) -> dt.date | None:
        """One day of the calendar."""
        if value is None or isinstance(value, dt.date):
            return value
        day = read_date(" ".join(value.split()))
        if day is None and folded(value) not in UNKNOWN:
            self.say(place, "DR506", "not a day of the calendar", A_DAY)
        return day

    def assessed(self, data: Mapping[str, Any], place: str) -> AssessedEntry | None:
        """The shape of a checklist's entry, checked."""
        return self._shaped(_ASSESSED, data, place)

    def _shaped(self, adapter: TypeAdapter[_Model], data: Mapping[str, Any], place: str) -> _Model | None:
        """The entry, checked; pydantic's error holds what was sent, so it does not leave this method."""
        wrong: dict[tuple[str, str], None] = {}
        try:
            return adapter.validate_python(dict(data))
        except ValidationError as error:
            found = error.errors(include_input=False, include_context=False, include_url=False)
            wrong = dict.fromkeys((_WRONG.get(each["type"], "form"), str(each["loc"][0])) for each in found)
        for what, name in wrong:
            self._misshapen(what, name, _KEYS[adapter], list(data), place)
        return None

    def _misshapen(self, what: str, name: str, known: Sequence[str], keys: list[Any], place: str) -> None:
        if what == "missing":
            self.say(place, "DR503", f"`{name}` is missing", f"add `{name}: ...`")
        elif what == "unknown" or name not in known:
            position = [str(key) for key in keys].index(name) + 1
            fix = did_you_mean(name, known, f"known here: {', '.join(known)}")
            self.say(place, "DR502", f"key {position} means nothing here", fix)
        else:
            fix = _FORMS.get(name, "give one word")
            self.say(f"{place}.{name}", "DR503", f"`{name}` has the wrong form", fix)


def is_key(value: Any) -> bool:
    """Whether this can be an id or a reference: a word or a whole number."""
    return isinstance(value, (str, int, Decimal)) and not isinstance(value, bool)


def key_of(value: Any) -> str:
    """An id as it is held against others; nothing where this cannot be an id."""
    key = words_of_key(value) if is_key(value) else ""
    return key if len(key) <= MOST_KEY and key.isprintable() else ""


def words_of_key(value: Any) -> str:
    """An id or reference as a word: of a number every digit, for another number is another's.

    Of a number with more digits than a key may have, more of them than that.
    """
    if not isinstance(value, (int, Decimal)):
        return words_of_scalar(value).strip()
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > MOST_KEY:
        return "9" * (MOST_KEY + 1)
    return str(int(number)) if number == number.to_integral_value() else f"{number.normalize():f}"


def _said(read: Said, speaker: Speaker, *, normalised: bool = True) -> Evidence:
    return Evidence(*read, speaker.source, speaker.date, speaker.by, speaker.instrument, normalised)


def evidence_order(said: Evidence) -> tuple[str, ...]:
    """One order for all that is said of a fact, however it was sent."""
    return (str(said.date or ""), said.source or "", said.by or "", str(said.answer), str(said.normalised))
