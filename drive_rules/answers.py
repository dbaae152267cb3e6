"""What an answer holds: frozen records that are made of words, days and places, and nothing else.

``Settled`` is what an engine gives.  The rest is what people read: decisions, duties, blocks,
questions.  ``Record`` is the whole of it; ``assessment.Assessment`` adds the ways out of it.  No
repr shows a key, a value or a date of a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from drive_rules.ir import Because, Length, Strand, Type
from drive_rules.language.values import read_date, read_number, words_of_length
from drive_rules.problems import DriveRulesError, UnsettledError, did_you_mean

Key = str | tuple[str | int, ...]
Column = tuple[int, ...]
"""What is settled of a name, for each row of its kind."""
Told = Literal["yes", "no", "cannot tell"]
CalledFor = Literal["must", "should", "may", "find out"]
STRANDS: tuple[Strand, ...] = ("safety", "contact", "children", "disrupt", "support", "change", "agencies")
STRENGTH: dict[CalledFor, int] = {"may": 1, "should": 2, "find out": 3, "must": 4}
WEIGHT: dict[CalledFor, int] = {"must": 0, "find out": 0, "should": 1, "may": 2}
"""What comes before what on a page; of the same weight the soonest comes first."""
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Settled:
    """What an engine gives: for each name (see ``lower.Name.key``) its interval for each row of its kind.

    ``conflicts`` holds the (decision, row) where an *only one* has two certain answers.
    """

    low: Mapping[Key, Column]
    high: Mapping[Key, Column]
    conflicts: frozenset[tuple[str, int]]

    def differing(self, other: Settled) -> Iterator[tuple[Key, Column, Column, Column, Column]]:
        """The names that are not the same in ``other``: the same rules over as many rows of each kind.

        Each with its columns: low and high here, then low and high there.
        """
        for key, low in self.low.items():
            columns = (low, self.high[key], other.low[key], other.high[key])
            if columns[:2] != columns[2:]:
                yield (key, *columns)


class Quiet:
    """A record of a case, whose repr says only what it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@dataclass(frozen=True, slots=True)
class Versions:
    """What made the answer: each part by version and digest.

    ``site_rules`` are the rules that the site adds to the core's, ``switched_off`` those it switches off.
    """

    library: str = ""
    language: int = 1
    ruleset: str = ""
    ruleset_version: str = ""
    ruleset_digest: str = ""
    site: str = ""
    site_digest: str = ""
    agencies: str = ""
    agencies_digest: str = ""
    site_rules: tuple[str, ...] = ()
    switched_off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Thing(Quiet):
    """A thing of the case by its kind and its own key."""

    kind: str
    key: str

    @property
    def words(self) -> str:
        """The kind and the key, for people."""
        return f"{self.kind} {self.key}"


@dataclass(frozen=True, slots=True, repr=False)
class Value(Quiet):
    """A value that an answer rests on, in words; ``known`` where one value is left."""

    name: str
    thing: Thing
    words: str
    known: bool
    private: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Bearing(Quiet):
    """A rule that bears on a decision, and what it gives."""

    rule: str
    title: str
    thing: Thing
    gives: str
    in_doubt: bool
    why: Because
    safety: bool = False
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Decided(Quiet):
    """A decision for one thing: an interval, never a bare yes.

    ``words`` says the interval; ``because`` why it is not settled; ``graded`` marks a level of which
    the highest governs, printed by what it may be.
    """

    name: str
    code: str
    thing: Thing
    type: Type
    low: int
    high: int
    words: str
    conflict: bool = False
    graded: bool = False
    about_record: bool = False
    rules: tuple[Bearing, ...] = ()
    read: tuple[Value, ...] = ()
    because: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether one value is left."""
        return self.low == self.high and not self.conflict

    def certainly(self, word: str) -> bool:
        """Whether the answer is ``word`` whatever is still unknown; ``at least``, ``at most`` as well."""
        low, high = _range(self.type, word)
        return not self.conflict and low <= self.low and self.high <= high

    def possibly(self, word: str) -> bool:
        """Whether the answer may still be ``word``."""
        low, high = _range(self.type, word)
        return low <= self.high and self.low <= high

    def __bool__(self) -> bool:
        raise UnsettledError(f"'{self.name}' is no plain yes or no: ask certainly(...) or possibly(...)")


def _range(kind: Type, word: str) -> tuple[int, int]:
    for start, take in (("at least ", lambda n: (n, 10**18)), ("at most ", lambda n: (-(10**18), n))):
        if word.startswith(start) and kind.ordered:
            return take(code_of(kind, word.removeprefix(start)))
    code = code_of(kind, word)
    return (code, code)


def code_of(kind: Type, word: str) -> int:
    """The code of a word of a type; an error, that holds nothing of the word, for any other."""
    words = ("no", "yes") if kind.name == "yes or no" else kind.values
    code: int | None = words.index(word) if word in words else None
    if kind.name == "number":
        code = read_number(word)
    elif kind.name == "length of time":
        lengths = [words_of_length(length) for length in kind.lengths]
        code = lengths.index(word) if word in lengths else None
    elif kind.name == "date" and (day := read_date(word)):
        code = day.toordinal()
    if code is None:
        known = f": one of {', '.join(words)}" if words else ""
        raise DriveRulesError(f"that is not an answer this decision can give{known}")
    return code


@dataclass(frozen=True, slots=True, repr=False)
class Reason(Quiet):
    """Why a duty is called for: one rule, for one thing, since one day.

    ``first_seen_today`` where no earlier answer called for it; ``came_back_after`` the day of the
    answer that last called for it before it stopped, so that its days count afresh.
    """

    rule: str
    title: str
    thing: Thing
    word: CalledFor
    in_doubt: bool
    first_called_for: date
    first_seen_today: bool
    owner: str
    why: Because
    safety: bool = False
    came_back_after: date | None = None
    due: date | None = None
    due_words: str = ""
    due_in_doubt: bool = False
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Duty(Quiet):
    """An action called for, done to one thing: its word the strongest of its reasons, its day the soonest.

    ``blocked`` says whether some rule forbids it now (``blocked_by`` are ids of ``blocks``);
    ``available`` whether its ``only if`` holds, ``unavailable`` why not or what to ask the owner.
    ``cautions`` are ids of blocks that would forbid it, were it not never blocked.
    """

    id: str
    action: str
    code: str
    thing: Thing
    strand: Strand
    direct: bool
    word: CalledFor
    in_doubt: bool
    reasons: tuple[Reason, ...]
    owner: str
    why: Because
    due: date | None = None
    due_in_doubt: bool = False
    safety: bool = False
    blocked: Told = "no"
    blocked_by: tuple[str, ...] = ()
    available: Told = "yes"
    unavailable: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    again_every: Length | None = None
    requested_by: tuple[str, ...] = ()
    legal_basis: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    together_with: tuple[str, ...] = ()
    preferred_to: tuple[str, ...] = ()
    never_blocked: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Block(Quiet):
    """What must not be done: one ``must not`` of one rule for one thing, called for or not.

    ``until`` holds each way out in words, ``ways_out`` the actions that bring one about; ``gap``
    says that none of them is available for this case.
    """

    id: str
    rule: str
    title: str
    thing: Thing
    do: str
    actions: tuple[str, ...]
    cautions: tuple[str, ...]
    strand: Strand
    in_doubt: bool
    until: tuple[str, ...]
    ways_out: tuple[str, ...]
    never_released: bool
    instead: str | None
    why: Because
    safety: bool = False
    gap: bool = False
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Gap(Quiet):
    """A block whose every way out is unavailable for this case: urgent, and somebody's to mend."""

    block: str
    owner: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Asked(Quiet):
    """A fact that is asked for; ``is_list`` where it asks whether a list is whole."""

    fact: str
    code: str
    thing: Thing
    is_list: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class FindOut(Quiet):
    """Facts to establish, from whom and never from whom, in place of the duties of rules in doubt."""

    id: str
    facts: tuple[Asked, ...]
    asked_of: tuple[str, ...]
    never_asked_of: tuple[str, ...]
    reasons: tuple[Reason, ...]
    owner: str
    due: date
    again_every: Length | None = None
    safety: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Question(Quiet):
    """A question some answer to which changes something; ``settles`` counts how much.

    ``changes`` are the decisions and actions that some answer changes, ``rules`` those it bears on.
    """

    id: str
    words: str
    facts: tuple[Asked, ...]
    asked_of: tuple[str, ...]
    never_asked_of: tuple[str, ...]
    changes: tuple[str, ...]
    rules: tuple[str, ...]
    settles: int
    tried: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class Score(Quiet):
    """A checklist's score: how many answers of each sort, what it may come to, what it is held against.

    ``wanted`` is how many more answers yes would reach the threshold; None where it is reached, out
    of reach or not known.
    """

    name: str
    checklist: str
    instrument: str
    thing: Thing
    yes: int
    dont_know: int
    not_asked: int
    low: str
    high: str
    threshold: str = ""
    setting: str = ""
    decision: str = ""
    wanted: int | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Unsettled(Quiet):
    """A decision or rule that cannot be told for a thing, and why."""

    what: str
    title: str
    rule: bool
    thing: Thing
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Conflict(Quiet):
    """Two certain answers to a decision that takes only one."""

    decision: str
    thing: Thing
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Section(Quiet):
    """One of the seven sections, always present: what is called for, or why nothing is."""

    strand: Strand
    says: Literal["called for", "cannot tell", "nothing", "not covered"]
    duties: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    in_doubt: tuple[str, ...] = ()
    settled_no: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the answer rests on that is our assumption, to confirm."""

    name: str
    what: str
    because: str


@dataclass(frozen=True, slots=True, repr=False)
class Withheld(Quiet):
    """A lowest level that may not be printed, and why."""

    decision: str
    thing: Thing
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Stopped(Quiet):
    """A reason that is no longer called for, kept so that its coming back is seen."""

    reason: tuple[str, ...]
    last_called_for: date


@dataclass(frozen=True, slots=True, repr=False)
class TakenBack(Quiet):
    """That a person's decision was taken back: by its author or a manager, on which day and why."""

    by: str
    who: Literal["its author", "a manager"]
    on: date
    because: str


@dataclass(frozen=True, slots=True, repr=False)
class HumanDecision(Quiet):
    """What a person decided beside the rules: on what, who (an id of the embedder or a role), when and why.

    ``said`` is what the rules said on that day in words, ``says`` what they say in this answer;
    ``beside`` says how the two stand together.  ``review`` says why a person looks at it again, and is
    empty while nothing calls for that.  It changes no answer: a level that it raises is read by the rules
    from the case, see ``Ruleset.read_case``.
    """

    id: str
    sort: Literal["decision", "duty", "block"]
    what: str
    code: str
    thing: Thing
    answer: str
    by: str
    on: date
    because: str
    said: str
    in_doubt: bool
    says: str
    beside: str
    until: date | None = None
    taken_back: TakenBack | None = None
    review: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Record(Quiet):
    """The whole answer to one case on one day: advice, with everything it rests on.

    ``empty`` says that nothing is listed below the case, ``unlisted`` the kinds whose levels cannot be
    printed because no thing of theirs is listed.
    """

    case: str
    as_of: date
    versions: Versions
    schema: int = SCHEMA
    advisory: Literal[True] = True
    empty: bool = False
    unlisted: tuple[str, ...] = ()
    decisions: tuple[Decided, ...] = ()
    scores: tuple[Score, ...] = ()
    sections: tuple[Section, ...] = ()
    duties: tuple[Duty, ...] = ()
    blocks: tuple[Block, ...] = ()
    gaps: tuple[Gap, ...] = ()
    find_outs: tuple[FindOut, ...] = ()
    questions: tuple[Question, ...] = ()
    unsettled: tuple[Unsettled, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    facts: tuple[Value, ...] = ()
    corrected: tuple[Value, ...] = ()
    notes: tuple[str, ...] = ()
    stopped: tuple[Stopped, ...] = ()
    human_decisions: tuple[HumanDecision, ...] = ()
    witness: str | None = None
    subject_access: Record | None = None

    def decision(self, name: str, of: str | None = None) -> Decided:
        """The decision of that name (or code) for the thing with key ``of``; leave it out if only one."""
        named = [d for d in self.decisions if name in (d.name, d.code)]
        found = [d for d in named if of in (None, d.thing.key)]
        if len(found) != 1:
            raise DriveRulesError(_not_one("decision", name, [d.name for d in self.decisions], len(found)))
        return found[0]

    def duty(self, action: str, of: str | None = None) -> Duty:
        """The duty to do that action (name or code) to the thing with key ``of``."""
        named = [d for d in self.duties if action in (d.action, d.code)]
        found = [d for d in named if of in (None, d.thing.key)]
        if len(found) != 1:
            raise DriveRulesError(_not_one("duty", action, [d.action for d in self.duties], len(found)))
        return found[0]

    def human_decisions_on(self, thing: Thing, what: str) -> tuple[HumanDecision, ...]:
        """What people decided on a decision, an action or a block of a thing, in the order of their days."""
        return tuple(each for each in self.human_decisions if (each.thing, each.what) == (thing, what))

    def block(self, id: str) -> Block:
        """The block with that id."""
        return next(block for block in self.blocks if block.id == id)

    def blocks_of(self, duty: Duty) -> tuple[Block, ...]:
        """What forbids a duty now."""
        return tuple(block for block in self.blocks if block.id in duty.blocked_by)


def _not_one(what: str, name: str, known: Iterable[str], count: int) -> str:
    """What was asked for is shown only where it is a word of the answer: it may be anything."""
    words = set(known)
    if count or name in words:
        return f"{'more than one' if count else 'no'} such {what} here; say of which thing: of=..."
    return f"no {what} here is called that; {did_you_mean(name, words, 'the answer lists them all')}"
