"""What was said of a fact, by whom and when, and the one answer that it comes to.

Anybody's yes is a yes, the perpetrator's own admission included.  A no counts only from somebody else
than the perpetrator, and where only the victim-survivor's side can know, only from her side.  Other
values are narrowed by each other where they agree; where they do not, the answer spans them all or is
unknown, and says that they conflict.  The order in which things were said never matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

from drive_rules.ir import ALWAYS_WHOLE, NEVER_WHOLE, Fact, Ruleset

Side = Literal["perpetrator", "victim-survivor", "third party", "professional", "unsaid"]
Note = Literal[
    "conflict",
    "only the perpetrator says so",
    "only the victim-survivor's side can say no",
    "the perpetrator is not to be asked",
]
Said = str | int | float

SOURCES = (
    "perpetrator",
    "perpetrator's family",
    "victim-survivor",
    "victim-survivor's family",
    "victim-survivor's worker",
    "IDVA",
    "child",
    "third party",
    "case manager",
    "police",
    "probation",
    "prison",
    "court",
    "family court",
    "children's services",
    "adult social care",
    "housing",
    "health",
    "mental health service",
    "drug and alcohol service",
    "school",
    "MARAC",
    "case file",
)
"""Who may always be named as a source, besides everybody that the ruleset says may be asked."""

HER_SIDE = frozenset({"victim-survivor", "victim-survivor's worker", "idva", "isva"})
"""Whose no counts where a fact is asked of the victim-survivor's side only."""

IN_CONFIDENCE = HER_SIDE | {"victim-survivor's family", "child", "children", "third party"}
"""Whose words reach the perpetrator by nobody: these could have come from them alone."""


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """One answer from one source: what was said, its ends as codes, who said it, on what day.

    ``by`` is who wrote it down, where that is somebody else; ``instrument`` the checklist it was given
    in.  ``answer`` is in plain words (for a reference: its key) and never shown by ``repr``.
    """

    answer: Said
    low: int
    high: int
    source: str | None = None
    date: date | None = None
    by: str | None = None
    instrument: str | None = None
    normalised: bool = True

    def __repr__(self) -> str:
        return "<Evidence>"


@dataclass(frozen=True, slots=True, repr=False)
class Assessed:
    """One checklist as it was filled in: ``answers`` by item, each with who said so.

    ``place`` is where it stood in the data it was read from; it does not count in comparisons.
    """

    checklist: str
    instrument: str
    date: date | None
    by: str | None
    answers: tuple[tuple[str, tuple[Evidence, ...]], ...]
    id: str | None = None
    version: str | None = None
    place: str = field(default="", compare=False)

    def __repr__(self) -> str:
        return "<Assessed>"


@dataclass(frozen=True, slots=True, repr=False)
class Thing:
    """What was said of one thing and of the things below it, each list in the order of its keys.

    ``place`` is where it stood in the data it was read from; it does not count in comparisons.
    """

    kind: str
    key: str
    facts: tuple[tuple[str, tuple[Evidence, ...]], ...] = ()
    assessed: tuple[Assessed, ...] = ()
    things: tuple[tuple[str, tuple[Thing, ...]], ...] = ()
    place: str = field(default="", compare=False)

    def __repr__(self) -> str:
        return f"<Thing {self.kind}>"


@dataclass(frozen=True, slots=True, repr=False)
class Merged:
    """The one answer that all evidence comes to, and what there is to say of it."""

    low: int
    high: int
    notes: tuple[Note, ...] = ()

    def __repr__(self) -> str:
        return "<Merged>"


def sources_of(ruleset: Ruleset) -> dict[str, str]:
    """Every source that a case may name, by its folded words."""
    asked = {word for fact in ruleset.facts.values() for word in (*fact.asked_of, *fact.never_asked_of)}
    asked |= {word for rule in ruleset.rules.values() if rule.find_out for word in rule.find_out.asked_of}
    return {folded(word): word for word in (*sorted(asked), *SOURCES)}


def folded(words: str) -> str:
    """The words as they are looked up: one space between them, small letters, no leading ``the``."""
    plain = " ".join(words.replace("\u2019", "'").split()).casefold()
    return plain.removeprefix("the ")


@lru_cache(maxsize=1_000)
def side_of(source: str | None) -> Side:
    """On whose side a source stands; who was not named stands on none."""
    if source is None:
        return "unsaid"
    words = folded(source)
    if words == "perpetrator" or words.startswith("perpetrator's"):
        return "perpetrator"
    if words in HER_SIDE or words.startswith(("idva ", "isva ")):
        return "victim-survivor"
    return "third party" if words in IN_CONFIDENCE else "professional"


def asked_of_her_side_only(fact: Fact) -> bool:
    """Whether nobody but the victim-survivor's side can know."""
    return bool(fact.asked_of) and all(side_of(who) == "victim-survivor" for who in fact.asked_of)


def in_confidence(fact: Fact, said: Evidence) -> bool:
    """Whether these words, or the hand that wrote them down, must not reach the perpetrator.

    An answer of nobody's counts as hers where only she could have given it: it is safe to keep too
    much from the perpetrator, as it is safe not to take such an answer for her own *no*.
    """
    if said.source is None and said.by is None:
        return asked_of_her_side_only(fact)
    return any(_confides(who) for who in (said.source, said.by))


def _confides(who: str | None) -> bool:
    match side_of(who):
        case "victim-survivor" | "third party":
            return True
        case "perpetrator":
            return folded(who or "") != "perpetrator"
        case "professional" | "unsaid":
            return False


def says_nothing(fact: Fact, said: Evidence) -> bool:
    """Whether the source was asked and did not know."""
    return (said.low, said.high) == (fact.type.low, fact.type.high)


def until_said_otherwise(fact: Fact, low: int, high: int) -> tuple[int, int]:
    """What is known of a fact; of a record that can be taken back, what stands while nothing is known."""
    if fact.stands is None or (low, high) != (fact.type.low, fact.type.high):
        return low, high
    return fact.stands, fact.stands


# -- many answers, one answer ----------------------------------------------------------------------


def merge(fact: Fact, evidence: Iterable[Evidence]) -> Merged:
    """The one answer that this evidence comes to."""
    telling = [said for said in evidence if not says_nothing(fact, said)]
    if not telling:
        return Merged(fact.type.low, fact.type.high)
    if fact.type.name == "yes or no":
        return _merge_yes(fact, telling)
    return _merge_values(fact, telling)


def _merge_yes(fact: Fact, telling: Sequence[Evidence]) -> Merged:
    noes = [said for said in telling if said.high == 0]
    counting = [said for said in noes if _no_counts(fact, said)]
    if len(noes) < len(telling):
        denied = any(side_of(said.source) != "perpetrator" for said in noes)
        return Merged(1, 1, ("conflict",) if denied else ())
    if counting:
        return Merged(0, 0)
    if all(side_of(said.source) == "perpetrator" for said in noes):
        return Merged(0, 1, ("only the perpetrator says so",))
    return Merged(0, 1, ("only the victim-survivor's side can say no",))


def _no_counts(fact: Fact, said: Evidence) -> bool:
    side = side_of(said.source)
    return side == "victim-survivor" if asked_of_her_side_only(fact) else side != "perpetrator"


def _merge_values(fact: Fact, telling: Sequence[Evidence]) -> Merged:
    heard = [said for said in telling if not _not_to_be_asked(fact, said)]
    notes: tuple[Note, ...] = () if len(heard) == len(telling) else ("the perpetrator is not to be asked",)
    if not heard:
        return Merged(fact.type.low, fact.type.high, notes)
    low, high = max(said.low for said in heard), min(said.high for said in heard)
    if low <= high:
        return Merged(low, high, notes)
    if not fact.type.ordered or fact.type.name == "reference":
        return Merged(fact.type.low, fact.type.high, ("conflict", *notes))
    return Merged(min(said.low for said in heard), max(said.high for said in heard), ("conflict", *notes))


def _not_to_be_asked(fact: Fact, said: Evidence) -> bool:
    never = any(side_of(who) == "perpetrator" for who in fact.never_asked_of)
    return never and side_of(said.source) == "perpetrator"


def merge_listed(evidence: Iterable[Evidence]) -> tuple[int, Merged]:
    """The last day for which a list is whole, and the answer to whether it is.

    Here a yes is what reassures, so a yes counts only from somebody else than the perpetrator, and
    only while nobody says no on that day or later.
    """
    said = list(evidence)
    yes = [each for each in said if each.low == 1 and side_of(each.source) != "perpetrator"]
    noes = [each for each in said if each.high == 0]
    standing = [each for each in yes if not any(_contradicts(no, each) for no in noes)]
    if standing:
        return max(_whole_to(each) for each in standing), Merged(1, 1)
    if yes:
        return NEVER_WHOLE, Merged(0, 1, ("conflict",))
    if noes:
        return NEVER_WHOLE, Merged(0, 0)
    claimed = any(each.low == 1 for each in said)
    return NEVER_WHOLE, Merged(0, 1, ("only the perpetrator says so",) if claimed else ())


def _contradicts(no: Evidence, yes: Evidence) -> bool:
    return no.date is None or yes.date is None or no.date >= yes.date


def _whole_to(said: Evidence) -> int:
    return said.date.toordinal() if said.date else ALWAYS_WHOLE


# -- one source's later word -----------------------------------------------------------------------


Answered = tuple[Assessed, Evidence]
"""An answer to an item, with the assessment in which it was given."""


def standing(answers: Sequence[Answered], latest: Mapping[str | None, date]) -> tuple[Evidence, ...]:
    """The answers to one item of an instrument that still stand, of all assessments with it.

    An assessment replaces the earlier ones by the same assessor with the same instrument, source by
    source, save that a yes stands until that source answers no.  ``latest`` is the day of each
    assessor's latest one.  An assessment without a day, or of nobody's, always stands.
    """
    kept: list[Evidence] = []
    spoken: dict[tuple[str | None, str | None], list[Answered]] = {}
    for assessed, said in answers:
        if assessed.date is None or assessed.by is None:
            kept.append(said)
        else:
            spoken.setdefault((assessed.by, said.source), []).append((assessed, said))
    for (by, _), each in spoken.items():
        kept.extend(_last_word(each, latest[by]))
    return tuple(kept)


def _last_word(spoken: Sequence[Answered], latest: date) -> list[Evidence]:
    """What one source last said, and the yes it said before where it has not said no since."""
    if len(spoken) == 1:
        return [said for assessed, said in spoken if assessed.date == latest or said.low == 1]
    kept: list[Evidence] = []
    for day in sorted({assessed.date for assessed, _ in spoken if assessed.date}, reverse=True):
        that_day = [said for assessed, said in spoken if assessed.date == day]
        kept.extend(said for said in that_day if day == latest or said.low == 1)
        if any(said.low == said.high for said in that_day):
            break
    return kept


def contradictions(fact: Fact, evidence: Sequence[Evidence]) -> bool:
    """Whether one source says two things of one fact on one day, which no reading can mend."""
    by_speaker: dict[tuple[str | None, date | None], list[Evidence]] = {}
    for said in evidence:
        if not says_nothing(fact, said):
            by_speaker.setdefault((said.source, said.date), []).append(said)
    return any(
        max(said.low for said in spoken) > min(said.high for said in spoken) for spoken in by_speaker.values()
    )
