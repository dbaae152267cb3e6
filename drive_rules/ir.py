"""The whole language on one page: frozen dataclasses, no behaviour.

A ``Ruleset`` is what every rule file says, with each word resolved and each value coded; it knows
nothing of files save the places it was read from.  Readers make it, writers print it, ``reference``
gives it meaning, ``lower`` turns it into steps.  Two rulesets are equal when they mean the same:
places (``span``) do not count.

Codes.  Everything known of a name is an interval ``low..high`` of whole numbers:

=================  ==============================================================================
type               code
=================  ==============================================================================
yes or no          0 no, 1 yes
number             thousandths (``SCALE``), so 24.5 is 24500
date               the day's proleptic ordinal; ``LONG_AGO`` and ``FAR_AHEAD`` stand outside all
choice             the place of the value in ``values``; ordered choices are listed lowest first
length of time     the place of the value in ``lengths``, shortest first
reference          a number given to each key of a case as it is read
text               1 when something is written, unknown (0..1) when nothing is
=================  ==============================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from drive_rules.problems import Span

SCALE = 1000
LONG_AGO = date(1899, 12, 31).toordinal()
FAR_AHEAD = date(2200, 1, 1).toordinal()
NO_LIMIT = 10**12
"""Where a count that may have more ends; also the clamp of every sum."""
MOST_REFERENCES = 2**31 - 1
NEVER_WHOLE = 0
ALWAYS_WHOLE = FAR_AHEAD

TypeName = Literal["yes or no", "number", "date", "choice", "length of time", "reference", "text"]
Unit = Literal["days", "working days", "weeks", "months", "years"]
Provenance = Literal[
    "founding document",
    "published",
    "practice knowledge, unconfirmed",
    "our assumption, to confirm",
]
Word = Literal["must", "should", "may", "must not"]
Strand = Literal["safety", "contact", "children", "disrupt", "support", "change", "agencies"]
Take = Literal["highest", "lowest", "only one", "total"]
Doubt = Literal["ask", "find out", "act"]
Form = Literal[
    "is",
    "is not",
    "at least",
    "more than",
    "at most",
    "less than",
    "between",
    "known",
    "not known",
    "before",
    "on or after",
    "within the last",
    "within the next",
    "more than ago",
    "within after",
    "same as",
    "not same as",
    "one of",
]
Operation = Literal[
    "count",
    "sum",
    "any",
    "every",
    "highest",
    "lowest",
    "latest",
    "earliest",
    "days since",
    "value at the latest",
    "share",
    "arithmetic",
]


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: so many days, working days, weeks, months or years."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Type:
    """What a name can be: ``low..high`` bounds the codes of a *fact* (derived bounds are computed).

    ``always_applies``: *not applicable* is no answer to it (a yes or no of a fact only).
    """

    name: TypeName
    low: int
    high: int
    values: tuple[str, ...] = ()
    lengths: tuple[Length, ...] = ()
    ordered: bool = True
    decimals: int = 0
    always_applies: bool = False


@dataclass(frozen=True, slots=True)
class Because:
    """Why, on whose word, and how sure: required on every rule, setting, sign and action."""

    because: str
    source: tuple[str, ...]
    provenance: Provenance


# -- tests ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant:
    """A coded value."""

    code: int


@dataclass(frozen=True, slots=True)
class SettingRef:
    """A setting, bound to its value in force on ``as_of``."""

    setting: str


@dataclass(frozen=True, slots=True)
class NameRef:
    """Another name of the same type, of the same kind or a kind above."""

    name: str


Operand = Constant | SettingRef | NameRef | Length


@dataclass(frozen=True, slots=True)
class Test:
    """One line under ``when``: a name, a form and what it is held against.

    ``is`` and ``is not`` take one operand or several (any of them); ``between`` two, both ends in;
    ``within after`` a length (or a setting of one) and a date; ``within the last``, ``within the
    next`` and ``more than ago`` a length (or a setting); ``one of`` a list setting; ``known`` and
    ``not known`` none; all others one.  ``also`` is a second test of the same name, joined by *and*.
    """

    name: str
    form: Form
    operands: tuple[Operand, ...] = ()
    also: Test | None = None
    span: Span | None = field(default=None, compare=False)


Tests = tuple[Test, ...]
"""All of them."""


@dataclass(frozen=True, slots=True)
class Condition:
    """All of ``all_of`` and, where ``any_of`` is given, one of its lists in full.

    As an ``unless`` each part present bears the rule out by itself: all of ``all_of`` (where there
    is any), or one of the lists of ``any_of``.
    """

    all_of: Tests = ()
    any_of: tuple[Tests, ...] = ()


# -- vocabulary ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing; ``listed`` is the yes-or-no fact of the kind above that says its list is whole.

    ``dated_by`` names the date fact of this kind by which a list called whole on a day is whole for
    what happened up to that day only.  Roots (``case``, ``case manager``) have no ``part_of``.
    """

    name: str
    part_of: str | None = None
    list_name: str | None = None
    listed: str | None = None
    dated_by: str | None = None
    code: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known of a thing; ``listed`` facts (a list is whole) are among them.

    ``stands`` is the answer of a record that can be taken back (a choice): it holds until somebody says
    otherwise, and to say otherwise is a correction.  Of the world nothing stands so: what nobody knows
    is unknown.
    """

    name: str
    of: str
    type: Type
    code: str
    asked_of: tuple[str, ...] = ()
    never_asked_of: tuple[str, ...] = ()
    private: bool = False
    monitoring: bool = False
    protected: bool = False
    was: tuple[str, ...] = ()
    checklist: str | None = None
    stands: int | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a checklist: its instrument's own id, the fact it answers, its points."""

    id: str
    fact: str
    points: int = SCALE


@dataclass(frozen=True, slots=True)
class Checklist:
    """An instrument: ``score`` totals the points of items answered yes; ``answered`` counts those known.

    ``dated`` is the date fact that holds the day of the latest assessment with this instrument.
    ``site_may_replace`` is said of one that stands in for an instrument that a deployer has the licence of.
    """

    name: str
    of: str
    items: tuple[Item, ...]
    score: str
    answered: str | None
    instrument: str
    why: Because
    dated: str | None = None
    code: str = ""
    site_may_replace: bool = False
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Sign:
    """A named yes or no over one thing: any of, or all of, its tests."""

    name: str
    of: str
    condition: Condition
    why: Because
    about_record: bool = False
    code: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Measure:
    """A derived value over the things of ``over`` (a kind below ``of``), or arithmetic on one thing.

    ``where`` says which things count.  ``value`` names what is summed, highest, latest ...;
    ``dated_by`` the date of *value at the latest*; ``have`` the property of *every* and *share*.
    ``otherwise`` is the answer where nothing counts (required for every, highest, lowest, latest,
    earliest, days since, value at the latest).  Arithmetic: ``plus`` less ``less``, times the
    setting ``times``, and rounded down, once and last, on both ends, where ``rounded`` says so.
    """

    name: str
    of: str
    operation: Operation
    type: Type
    over: str | None = None
    value: str | None = None
    dated_by: str | None = None
    where: Condition = Condition()
    have: Condition = Condition()
    otherwise: int | None = None
    plus: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    times: str | None = None
    rounded: bool = False
    about_record: bool = False
    why: Because | None = None
    code: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Dated:
    """A value and the day from which it holds (``None``: always)."""

    since: date | None
    value: Operand | tuple[str, ...] | tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """A typed, dated value that rules name; a site may change it within ``low..high`` or ``choices``.

    ``values`` hold a ``Constant`` (number, yes or no, one of), a ``Length``, or a tuple of words or
    dates (a list), earliest first.  ``type.values`` are the words of a *one of* or, for a list of
    values of a choice fact, that fact's words.
    """

    name: str
    type: Type
    values: tuple[Dated, ...]
    why: Because
    is_list: bool = False
    site_may_change: bool = False
    low: Operand | None = None
    high: Operand | None = None
    code: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """How a person's decision becomes a thing that rules read: the facts of its kind that hold it."""

    kind: str
    answer: str
    on: str
    because: str
    withdrawn_by: str
    withdrawn_because: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Something rules settle; ``otherwise`` where none applies (every ``take`` but total).

    ``judged`` says as what the rules read what a person decides on it; without it they read nothing.
    ``heads_plan``: its answer stands at the head of every plan.
    """

    name: str
    of: str
    type: Type
    take: Take
    otherwise: int | None
    about_record: bool = False
    code: str = ""
    was: tuple[str, ...] = ()
    judged: Judged | None = None
    heads_plan: bool = False
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Action:
    """A row of a menu: what is done, to what kind of thing, by whose power, and what must be true first.

    ``legal_basis`` names the law or the duty that the power rests on, in a few words.  ``tells_across``
    names the agency of another area that it reaches, by what it is called here; ``cites`` are facts whose
    answers go along with the task.
    """

    name: str
    code: str
    done_to: str
    strand: Strand
    direct: bool
    owner: str
    why: Because
    requested_by: tuple[str, ...] = ()
    only_if: Condition = Condition()
    consent_of: Literal["nobody", "perpetrator", "victim-survivor"] = "nobody"
    makes_true: str | None = None
    on_suspicion: bool = False
    never_blocked: bool = False
    about_record: bool = False
    jurisdiction: tuple[str, ...] = ()
    legal_basis: str = ""
    tells_across: str = ""
    cites: tuple[str, ...] = ()
    in_force: tuple[date | None, date | None] = (None, None)
    was: tuple[str, ...] = ()
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of actions, members in code order, worked out when read."""

    name: str
    actions: tuple[str, ...]
    span: Span | None = field(default=None, compare=False)


# -- rules ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Conclusion:
    """``then``: give ``decision`` a code or the value of a name; under *total*, add it."""

    decision: str
    value: Constant | NameRef | SettingRef


@dataclass(frozen=True, slots=True)
class Due:
    """When a duty is due.

    ``within`` a length from the day the duty was first called for, or, with ``of``, from the date
    ``of``; with ``before``, the length before that date.  ``Length(0, "days")`` is the same day.
    """

    within: Length | SettingRef | NameRef
    of: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Until:
    """One way out of a block: all of its tests and the facts its actions make true."""

    tests: Tests = ()
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """An action that a rule calls for (must, should, may) or forbids (must not)."""

    word: Word
    do: str
    owner: str | None = None
    due: Due | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    together_with: tuple[str, ...] = ()
    again_every: Length | SettingRef | None = None
    preferred_to: tuple[str, ...] = ()
    until: tuple[Until, ...] = ()
    never_released: bool = False
    instead: str | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FindOut:
    """What stands in place of a rule's duties while it cannot tell: who asks whom, and by when."""

    asked_of: tuple[str, ...]
    never_asked_of: tuple[str, ...] = ()
    due: Length | SettingRef = Length(2, "working days")
    again_every: Length | SettingRef | None = None


@dataclass(frozen=True, slots=True)
class GivenThing:
    """A thing that an example gives, with its own things below it."""

    facts: tuple[tuple[str, tuple[int, int]], ...] = ()
    things: tuple[tuple[str, tuple[GivenThing, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A small case that shows a rule at work.

    ``given`` holds values of any names, facts or derived, of the rule's kind and the kinds above;
    ``things`` the things below the rule's thing by kind.  ``today`` defaults to a fixed day.
    """

    expect: Literal["applies", "does not", "cannot tell"]
    given: tuple[tuple[str, tuple[int, int]], ...] = ()
    things: tuple[tuple[str, tuple[GivenThing, ...]], ...] = ()
    today: date | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Approval:
    """Who looked at a change that takes away from safety, and let it stand, and on what day."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Removed:
    """A rule, an invariant or a watch rule that is no longer there: its id, why, and who let it go."""

    id: str
    because: str
    approved: Approval
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: for each thing of ``kind``, when, unless, then; what must, should, may or must not be done."""

    id: str
    title: str
    kind: str
    why: Because
    when: Condition = Condition()
    unless: Condition = Condition()
    then: tuple[Conclusion, ...] = ()
    duties: tuple[Duty, ...] = ()
    in_doubt: Doubt | None = None
    find_out: FindOut | None = None
    safety: bool = False
    about_record: bool = False
    site_may_switch_off: bool = False
    in_force: tuple[date | None, date | None] = (None, None)
    examples: tuple[Example, ...] = ()
    topic: str = ""
    approved: Approval | None = None
    span: Span | None = field(default=None, compare=False)


# -- invariants ----------------------------------------------------------------------------------


Reach = Literal["once all is known", "where it is certain", "in doubt too"]
"""Of which cases an invariant speaks, in three answers (certainly, possibly) of its *where* and its claim.

``once all is known``: of complete cases.  Of any other it is broken only where *where* certainly holds and
the claim may not even hold in the safe direction.  ``where it is certain``: of every case; where *where*
certainly holds, the claim certainly holds.  ``in doubt too``: of every case; besides, where *where* may
hold, the claim may hold *in the safe direction* (each claim says what that is), so that no doubt opens
what is closed.

*Where* is ``when`` and not ``unless``, as of a rule.
"""


@dataclass(frozen=True, slots=True)
class Holding:
    """A test of a name of the thing, or of one above, holds; with ``never``, does not.

    In doubt: the name is not settled against it.
    """

    test: Test
    never: bool = False


@dataclass(frozen=True, slots=True)
class Calling:
    """Rules call for each action, or with ``any_one`` for one of them, with ``word`` or a stronger one.

    With ``never`` for none of them.  Blocks do not count: this is what is called for, done or blocked.
    The target is the thing that the action is done to: this one, or the one above; with ``never`` also
    every thing below.  In doubt: a rule that may call for it with that word acts or finds out in doubt
    (a rule that only asks does not count); with ``never``: it is not certainly called for.
    """

    actions: tuple[str, ...]
    word: Literal["must", "should", "may"]
    any_one: bool = False
    never: bool = False


@dataclass(frozen=True, slots=True)
class Blocking:
    """Each action (of each group named) is blocked for the thing that it is done to; with ``never`` none is.

    The targets are as those of rules: this thing, the one above, or each below.  In doubt: the block is
    in doubt, and so stands; with ``never``: it is not certainly there.
    """

    do: tuple[str, ...]
    never: bool = False


@dataclass(frozen=True, slots=True)
class FindingOut:
    """Somebody is to find each fact out while it is not known of the thing, or of the one above.

    So it is where a rule that rests on the fact cannot tell and finds out in doubt, or where an action
    that makes it true is called for.  Of a fact that is known nothing is said.
    """

    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is answered so: from any other answer to one of ``to``; with none, to any higher one."""

    fact: str
    to: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NeverLowers:
    """Of two cases alike but for one change of one thing, the changed one has none of ``names`` lower.

    ``raises``: none higher.  The names are of the invariant's kind, or above; the facts of any kind on one
    line with it.  Both ends of the interval count.  ``where`` holds of the case before the change.
    """

    changes: tuple[Change, ...]
    names: tuple[str, ...]
    raises: bool = False


@dataclass(frozen=True, slots=True)
class NeverAllows:
    """While nothing at all is known of one of the facts, no action named (or of a group named) is open.

    Open is: certainly not blocked.  A fact of a kind below bears when it is unknown of any thing there.
    Always speaks *in doubt too*.
    """

    facts: tuple[str, ...]
    do: tuple[str, ...]


Mark = Literal["protected", "private", "for monitoring"]


@dataclass(frozen=True, slots=True)
class NeverRests:
    """Nothing named rests on any of the facts, or on a fact with one of the marks, however far down.

    Settled by reading the rules alone: it has no case that breaks it, and no ``when``.
    """

    names: tuple[str, ...]
    facts: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class AlwaysPrivate:
    """Each fact is private.  Settled by reading the vocabulary alone."""

    facts: tuple[str, ...]


Claim = Holding | Calling | Blocking | FindingOut | NeverLowers | NeverAllows | NeverRests | AlwaysPrivate


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that somebody has looked at and lets stand: its name, why, who, and on what day."""

    finding: str
    because: str
    by: str
    on: date
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Invariant:
    """What must hold of every possible case: for each thing of ``kind`` where *where* holds, one claim.

    ``reach`` says of which cases it speaks (see ``Reach``).
    """

    id: str
    title: str
    kind: str
    claim: Claim
    why: Because
    when: Condition = Condition()
    unless: Condition = Condition()
    reach: Reach = "where it is certain"
    approved: Approval | None = None
    span: Span | None = field(default=None, compare=False)


# -- watch rules ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happens on a day: ``date`` is the date fact that holds it; none is today.

    A thing of a kind that is ``dated by`` this fact has happened, whatever is known of its day.  Any other
    date has happened only where something is known of it.  ``where`` says which count.
    """

    date: str = ""
    where: Condition = Condition()
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Join:
    """A test that joins two happenings, counted from 0, in one of the forms of tests.

    ``name`` is read of the thing of ``place``; without one it is the day itself; likewise ``other``.
    """

    place: int
    name: str
    form: Form
    other_place: int
    other: str
    within: Length | SettingRef | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """An action that an alert calls for, so long after the last happening, or so long ``before`` it."""

    do: str
    within: Length | SettingRef | None = None
    before: bool = False
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class WatchRule:
    """What is told at once when one to three things have happened together to a thing of ``kind``.

    ``ordered``: each on the day of the one before, or later.  ``within``: from the first to the last, last
    day in.  ``apart``: from each to the next at least.  ``without``: nothing of this sort after the day of
    the first and before that of the last (up to the end of today where the last is today).  ``meanwhile``:
    what holds of the thing today.  The alert stands for ``stands`` from the last happening; where today is
    one of them in an order, for as long as all this holds.
    """

    id: str
    title: str
    kind: str
    happenings: tuple[Happening, ...]
    alert: tuple[str, ...]
    why: Because
    meanwhile: Condition = Condition()
    ordered: bool = False
    within: Length | SettingRef | None = None
    apart: Length | SettingRef | None = None
    joins: tuple[Join, ...] = ()
    without: Happening | None = None
    stands: Length | SettingRef | None = None
    replies: tuple[Reply, ...] = ()
    in_doubt: Literal["ask", "alert"] = "alert"
    safety: bool = False
    examples: tuple[Example, ...] = ()
    approved: Approval | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of the register of sources: a locator in our own words, never a quotation.

    ``publisher`` and ``published`` say who brought it out and when, in words; a ``mirror`` is a copy to be
    checked against its original.  ``carried_by`` says which part of the library carries out what no rule
    file can say, or what does not do so yet.
    """

    id: str
    where: str
    provenance: Provenance
    mirror: bool = False
    publisher: str = ""
    published: str = ""
    carried_by: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Everything that the files of a package say, by name; the order of entries means nothing.

    With a ``site``: ``site_rules`` and ``site_watch_rules`` are the rules that it adds, ``switched_off``
    those of the core that it switches off, each with why.  ``accepted``: findings of a check or a
    proof that somebody lets stand; ``removed``: rules and invariants that are gone.
    """

    name: str
    version: str
    language: int
    kinds: Mapping[str, Kind]
    facts: Mapping[str, Fact]
    signs: Mapping[str, Sign]
    checklists: Mapping[str, Checklist]
    measures: Mapping[str, Measure]
    settings: Mapping[str, Setting]
    decisions: Mapping[str, Decision]
    actions: Mapping[str, Action]
    groups: Mapping[str, Group]
    rules: Mapping[str, Rule]
    sources: Mapping[str, Source]
    title: str = ""
    site: str = ""
    site_rules: tuple[str, ...] = ()
    switched_off: Mapping[str, str] = field(default_factory=dict)
    invariants: Mapping[str, Invariant] = field(default_factory=dict)
    accepted: Mapping[str, Accepted] = field(default_factory=dict)
    removed: Mapping[str, Removed] = field(default_factory=dict)
    watch: Mapping[str, WatchRule] = field(default_factory=dict)
    site_watch_rules: tuple[str, ...] = ()
