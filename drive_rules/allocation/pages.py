"""An allocation as a whole: to JSON and back, and as a page for the panel, no line over 80 characters.

It is written for professionals and holds what the perpetrator must never be told: who else is held by
whom, and what is said of the victim-survivor's service.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from textwrap import wrap
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from drive_rules.allocation.records import (
    Excluded,
    ForThePanel,
    Meanwhile,
    NotHere,
    Placed,
    Ranked,
    Room,
    Waiting,
    Why,
)
from drive_rules.answers import Quiet, Versions
from drive_rules.language.values import words_of_date, words_of_length
from drive_rules.problems import DriveRulesError

ALLOCATION_SCHEMA = 1
WIDTH = 80
MOST_NAMED = 8
"""How many cases or case managers a sentence names; JSON has all."""


@dataclass(frozen=True, slots=True, repr=False)
class Allocation(Quiet):
    """Which case is proposed to which case manager, who waits and why: advice to those who decide.

    ``whole`` says whether all the cases that these case managers hold were there to be counted.
    """

    as_of: date
    versions: Versions
    whole: bool
    placed: tuple[Placed, ...]
    waiting: tuple[Waiting, ...]
    for_the_panel: tuple[ForThePanel, ...]
    not_here: tuple[NotHere, ...]
    rooms: tuple[Room, ...]
    proofs: tuple[Why, ...]
    alerts: tuple[str, ...]
    order: tuple[str, ...]
    wishes: tuple[str, ...]
    schema: int = ALLOCATION_SCHEMA
    advisory: Literal[True] = True

    def case_manager_of(self, case: str) -> str | None:
        """Whom a case is proposed to; None where it is not."""
        return next((each.case_manager for each in self.placed if each.ranked.case == case), None)

    def text(self) -> str:
        """For the panel, no line over 80 characters."""
        return "\n".join(_Text(self).lines()) + "\n"

    def to_json(self) -> str:
        """The whole record, the same bytes for the same allocation."""
        return _adapter().dump_json(self, indent=1).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Allocation:
        """The record that ``to_json`` wrote; the error for anything else holds nothing of the text."""
        try:
            found = _adapter().validate_json(text)
        except ValidationError as error:
            misfits = f"{error.error_count()} places do not fit"
            raise DriveRulesError(f"this is no allocation that this version wrote: {misfits}") from None
        if found.schema != ALLOCATION_SCHEMA:
            read = f"this version reads schema {ALLOCATION_SCHEMA}"
            raise DriveRulesError(f"this allocation has schema {found.schema}; {read}")
        return found


@cache
def _adapter() -> TypeAdapter[Allocation]:
    return TypeAdapter(Allocation)


class _Text:
    """Prints an allocation in words."""

    def __init__(self, allocation: Allocation) -> None:
        self.all = allocation
        self.rooms = {room.case_manager: room for room in allocation.rooms}
        self.proofs = {why.number: why for why in allocation.proofs}

    def lines(self) -> Iterator[str]:
        found = self.all
        yield from _say(f"ALLOCATION of cases to case managers as of {words_of_date(found.as_of)}")
        yield from _say("Advice to the panel and the service manager, who decide. Not for the perpetrator.")
        counts = (
            f"{len(found.placed)} proposed, {len(found.waiting)} waiting, "
            f"{len(found.for_the_panel)} for the panel to decide on first, "
            f"{len(found.not_here)} not for a place."
        )
        yield from _say(counts)
        yield from self._section("NOW", self._now(), "nothing")
        yield from self._section(
            "PROPOSED", map(self._placed, found.placed), "nobody: see who waits, and why"
        )
        yield from self._section("WAITING, WHO GOES FIRST FIRST", map(self._waiting, found.waiting), "nobody")
        yield from self._section("WHY NOBODY COULD TAKE THEM", map(self._why, found.proofs), "nobody waits")
        yield from self._section(
            "FOR THE PANEL TO DECIDE ON FIRST, PLACED WITH NOBODY",
            map(self._panel, found.for_the_panel),
            "nobody",
        )
        yield from self._section("CASE MANAGERS", map(self._room, found.rooms), "nobody")
        yield from self._section("NOT FOR A PLACE", map(self._not_here, found.not_here), "nobody")
        yield from self._section("HOW THIS WAS DONE", self._how(), "")

    def _section(self, title: str, parts: Iterable[Iterable[str]], empty: str) -> Iterator[str]:
        yield ""
        yield title
        lines = [line for part in parts for line in part]
        yield from lines or _say(empty, 2)

    def _now(self) -> Iterator[Iterable[str]]:
        """What wants an answer whatever is allocated."""
        if not self.all.whole:
            yield _say(
                "- Nobody said that all the cases are listed: how much a case manager holds is taken as "
                "told, and where it is not told nobody knows it; a conflict with a case that is not listed "
                "cannot be seen.",
                2,
                4,
            )
        without = [each.ranked for each in self.all.waiting]
        without += [each.ranked for each in self.all.for_the_panel]
        unheld = [ranked.case for ranked in without if ranked.risk_is_held != "yes"]
        if unheld:
            yield _say(f"- URGENT: nobody is named who holds the risk of {_some(unheld)}.", 2, 4)
        for alert in self.all.alerts:
            yield _say(f"- {alert}", 2, 4)
        for room in self.all.rooms:
            yield from (_say(f"- case manager {room.case_manager}: {alert}", 2, 4) for alert in room.alerts)

    def _ranked(self, ranked: Ranked) -> Iterator[str]:
        reasons = "; ".join(
            f"{each.name.removeprefix('rank by ')} {each.words}" for each in ranked.components
        )
        yield from _say(f"Ranks by: {reasons}", 5, 7)
        first, last = ranked.tied
        if first < last:
            yield from _say(f"TIE: no reason parts places {first} to {last}; they stand by id only", 5, 7)
        if ranked.choice:
            yield from _say(f"The panel has chosen: {ranked.choice}", 5, 7)
        for words in (*ranked.beside, *ranked.idva):
            yield from _say(f"Beside, ranks nobody: {words}", 5, 7)

    def _placed(self, placed: Placed) -> Iterator[str]:
        ranked, room = placed.ranked, self.rooms[placed.case_manager]
        beyond = ", ON AN OVERRIDE OF THE CAP" if placed.on_an_override else ""
        which = f"new case {placed.number}, in {_many(room.places, 'place')}{beyond}"
        yield from _say(f"{ranked.place}. case {ranked.case} to {placed.case_manager} ({which})", 2, 5)
        yield from self._ranked(ranked)
        for fits in placed.fits:
            if fits.met != "not wished":
                yield from _say(f"Wish: {fits.wish}: {fits.met}", 5, 7)
        yield from self._excluded(placed.could_not)
        if placed.ask_first:
            why = "whether they hold another perpetrator of the same victim-survivor cannot be told"
            yield from _say(f"Ask first: {why}: {'; '.join(placed.ask_first)}", 5, 7)

    def _excluded(self, excluded: tuple[Excluded, ...]) -> Iterator[str]:
        for each in excluded:
            yield from _say(f"Not {each.case_manager}: {each.because}", 5, 7)

    def _waiting(self, waiting: Waiting) -> Iterator[str]:
        yield from _say(f"{waiting.ranked.place}. case {waiting.ranked.case}", 2, 5)
        yield from self._ranked(waiting.ranked)
        yield from _say(f"Reason to record: {waiting.reason} (proof {waiting.proof})", 5, 7)
        if waiting.reason_given:
            yield from _say(f"Reason recorded before: {waiting.reason_given}", 5, 7)
        yield from self._excluded(waiting.excluded)
        yield from _say(_holds(waiting.ranked), 5, 7)
        yield from self._meanwhile(waiting.meanwhile)
        day = words_of_date(waiting.look_again)
        late = " (OVERDUE)" if waiting.look_again < self.all.as_of else ""
        words = f"{day}{late}" if waiting.look_again_is_set else f"no day is set; {day} at the latest"
        yield from _say(f"Look again: {words}", 5, 7)

    def _meanwhile(self, meanwhile: tuple[Meanwhile, ...]) -> Iterator[str]:
        yield from _say("Meanwhile:" if meanwhile else "Meanwhile: what is called for cannot be told yet", 5)
        for each in meanwhile:
            day = f" by {words_of_date(each.due)}" if each.due else ""
            late = " (OVERDUE)" if each.due and each.due < self.all.as_of else ""
            again = f", again every {words_of_length(each.again_every)}" if each.again_every else ""
            yield from _say(f"- {each.owner} {each.word}: {each.action}{day}{late}{again}", 5, 7)

    def _why(self, why: Why) -> Iterator[str]:
        if why.apart:
            pairs = "; ".join(f"{one} and {other}" for one, other in why.apart)
            yield from _say(
                f"{why.number}. Two perpetrators of one victim-survivor need two case managers ({pairs}). "
                f"With that kept, there is no way to place the case besides {_some(why.cases)}, "
                "which rank before it.",
                2,
                5,
            )
            return
        head = "Everybody who could take the case, or could pass another on to make room for it:"
        yield from _say(f"{why.number}. {head}", 2, 5)
        for name in why.full[:MOST_NAMED]:
            yield from _say(f"- {self._full(name)}", 5, 7)
        if len(why.full) > MOST_NAMED:
            yield f"     - and {len(why.full) - MOST_NAMED} more, each full or not free to take any"
        if why.cases:
            yield from _say(
                f"They are full with {_some(why.cases)}: each ranks before it, and none can go to anybody "
                "else. Whatever is exchanged, one that ranks before would be left out.",
                5,
            )
        else:
            yield from _say("None of them can take any further case.", 5)

    def _full(self, name: str) -> str:
        room = self.rooms[name]
        if room.places:
            taken = "all taken" if room.places > 1 else "taken"
            return f"{name}: holds {room.load}, {_many(room.places, 'place')}, {taken}"
        return f"{name}: holds {room.load}, no place: {'; '.join(_blocked(room))}"

    def _panel(self, each: ForThePanel) -> Iterator[str]:
        yield from _say(f"{each.ranked.place}. case {each.ranked.case}: {each.because}", 2, 5)
        yield from self._ranked(each.ranked)
        yield from _say(_holds(each.ranked), 5, 7)
        yield from self._meanwhile(each.meanwhile)

    def _room(self, room: Room) -> Iterator[str]:
        beyond = room.places - room.within
        more = f", {beyond} of them on an override of the cap" if beyond else ""
        new = sum(each.case_manager == room.case_manager for each in self.all.placed)
        yield from _say(
            f"- {room.case_manager}: holds {room.load}, takes {room.places} more{more}; {new} proposed", 2, 4
        )
        for words in (*room.given, *(f"no more because: {why}" for why in _blocked(room))):
            yield from _say(words, 4, 6)

    def _not_here(self, each: NotHere) -> Iterator[str]:
        yield from _say(f"- case {each.case}: {each.because}", 2, 4)

    def _how(self) -> Iterator[Iterable[str]]:
        order = "; then ".join(name.removeprefix("rank by ") for name in self.all.order)
        yield _say(
            f"Who goes first: {order}. Each for itself, nothing is added up; what is certain goes before "
            "what may be. What no reason parts stands by id.",
            2,
        )
        yield _say(
            "How many more somebody can take is asked of the rules for each case more; where they cannot "
            "tell, nobody is given a case. Whoever has a case manager keeps them.",
            2,
        )
        wishes = "; then ".join(self.all.wishes)
        yield _say(
            f"With whom: as few as can be on an override; then {wishes}; then whoever has most room takes "
            "the next. No wish leaves a case without a place.",
            2,
        )
        versions = self.all.versions
        site = f", site {versions.site}" if versions.site else ""
        yield _say(
            f"drive-rules {versions.library}, {versions.ruleset} {versions.ruleset_version} "
            f"({versions.ruleset_digest[:12]}){site}.",
            2,
        )


def _holds(ranked: Ranked) -> str:
    if ranked.risk_is_held == "yes":
        return f"Who holds the risk: {ranked.risk_holder or 'somebody is named; the case does not say who'}"
    before = f" (named before: {ranked.risk_holder})" if ranked.risk_holder else ""
    return f"Who holds the risk: NOBODY IS NAMED for the risk as it is now{before}. URGENT: name somebody"


def _blocked(room: Room) -> Iterator[str]:
    for words in room.blocked:
        yield f"{words}{' (in doubt, so it stands)' if room.in_doubt else ''}"
    if room.asks:
        yield f"ask for: {', '.join(room.asks)}"


def _some(names: Iterable[str]) -> str:
    names = list(names)
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _say(words: str, indent: int = 0, hanging: int | None = None) -> Iterator[str]:
    later = " " * (indent if hanging is None else hanging)
    yield from wrap(
        words, WIDTH, initial_indent=" " * indent, subsequent_indent=later, break_on_hyphens=False
    )
