"""What an allocation is made of: frozen records of words, days and keys.  No repr shows a key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from drive_rules.answers import CalledFor, Quiet, Told
from drive_rules.ir import Length

Met = Literal["yes", "no", "cannot tell", "not wished"]


@dataclass(frozen=True, slots=True, repr=False)
class Component(Quiet):
    """One reason of the ranking for one case, in words; its code lies from ``low`` to ``high``."""

    name: str
    words: str
    low: int
    high: int


@dataclass(frozen=True, slots=True, repr=False)
class Ranked(Quiet):
    """A case by where it stands among those that wait: ``place`` from 1.

    ``tied`` are the first and the last of the places that no reason parts; the same where one does.
    ``beside`` is said beside and ranks nobody; ``idva`` is what is said of the IDVA's load, pair by pair.
    ``choice`` is what the panel has chosen, empty while that is still to come.  ``risk_holder`` is as the
    case says; where ``risk_is_held`` is not yes nobody is named for the risk as it is now: an urgent gap.
    """

    case: str
    place: int
    tied: tuple[int, int]
    components: tuple[Component, ...]
    beside: tuple[str, ...]
    idva: tuple[str, ...]
    choice: str
    risk_is_held: Told
    risk_holder: str


@dataclass(frozen=True, slots=True, repr=False)
class Fits(Quiet):
    """Whether a wish is met with the case manager proposed."""

    wish: str
    met: Met


@dataclass(frozen=True, slots=True, repr=False)
class Placed(Quiet):
    """A case and the case manager it is proposed to.

    ``number`` is which of the manager's new cases it is, ``on_an_override`` whether it is beyond the cap.
    ``could_not`` are those with room who cannot take it, each with why; ``ask_first`` what is not known
    and should be before anybody agrees.
    """

    ranked: Ranked
    case_manager: str
    number: int
    on_an_override: bool
    fits: tuple[Fits, ...]
    could_not: tuple[Excluded, ...]
    ask_first: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Excluded(Quiet):
    """A case manager who cannot take a case, because of another case that is with them."""

    case_manager: str
    because: str


@dataclass(frozen=True, slots=True, repr=False)
class Meanwhile(Quiet):
    """What is done while a case waits: an action, its owner and its day."""

    action: str
    word: CalledFor
    owner: str
    due: date | None
    again_every: Length | None


@dataclass(frozen=True, slots=True, repr=False)
class Waiting(Quiet):
    """A case left out for now: why, what goes on meanwhile, who holds the risk, when it is looked at again.

    ``proof`` is the number of the proof that nobody could take it.  ``reason_given`` is what the panel
    recorded before, ``reason`` what there is to record now.
    """

    ranked: Ranked
    reason: str
    proof: int
    excluded: tuple[Excluded, ...]
    meanwhile: tuple[Meanwhile, ...]
    look_again: date
    look_again_is_set: bool
    reason_given: str


@dataclass(frozen=True, slots=True, repr=False)
class ForThePanel(Quiet):
    """A case that is for the panel to decide on: it is placed with nobody, and nobody forgets it."""

    ranked: Ranked
    because: str
    meanwhile: tuple[Meanwhile, ...]


@dataclass(frozen=True, slots=True, repr=False)
class NotHere(Quiet):
    """A case that neither waits for a place nor has one, and what was decided of it."""

    case: str
    because: str


@dataclass(frozen=True, slots=True, repr=False)
class Room(Quiet):
    """What one case manager holds and can still take.

    ``places`` is how many more the rules let in, ``within`` how many of these without an override.
    ``blocked`` says why there are no more, ``in_doubt`` that it rests on what is not known, ``asks`` on
    what.  ``alerts`` want somebody's answer now, whatever is allocated.
    """

    case_manager: str
    held: tuple[str, ...]
    load: str
    in_step_down: str
    places: int
    within: int
    given: tuple[str, ...]
    blocked: tuple[str, ...]
    in_doubt: bool
    asks: tuple[str, ...]
    alerts: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Why(Quiet):
    """Why nobody could take a case that is left out, for others to check.

    ``full`` are all the case managers who could have taken it or made room by passing a case on; they are
    full with what they hold and with ``cases``, each of which ranks before it.  With ``apart``, the cases
    and the one left out cannot all be placed while these pairs are with two case managers.
    """

    number: int
    full: tuple[str, ...]
    cases: tuple[str, ...]
    apart: tuple[tuple[str, str], ...]
