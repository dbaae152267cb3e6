"""Where the events of followed cases are kept before anything is done about them.

``Journal`` says what a place to keep them must promise; ``drive_rules.journal.sqlite`` keeps the promises
in one SQLite file.  Whoever brings another (a database of the case system, say) holds it to them with
``drive_rules.testing.journals``.  Texts, cases and ids are opaque here: nothing looks into them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

MOST_BYTES = 2**24
"""How large one text may be, in bytes of UTF-8; a starting case has a few thousand."""
MOST_BYTES_OF_A_NAME = 1024
"""How large the key of a case, an id or a digest may be, in bytes of UTF-8."""


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One thing that is kept of a case: its start (``number`` 0, no ``id``), or an event of it.

    ``number`` counts up over the whole journal in the order in which events were kept; ``ruleset`` is the
    digest of the ruleset in force when it was.
    """

    number: int
    case: str
    id: str
    text: str
    ruleset: str

    def __repr__(self) -> str:
        return f"<Entry {self.number}>"


@dataclass(frozen=True, slots=True, repr=False)
class Owed:
    """An alert that is to be delivered, under an id that stays the same however often it is worked out."""

    id: str
    case: str
    text: str

    def __repr__(self) -> str:
        return "<Owed>"


class Journal(Protocol):
    """A place to keep cases and their events, which loses nothing that it said it kept.

    Of every method that writes: what it was given is durable when it returns, and would be after the process
    or the power is gone in that instant (``put_away`` alone promises less).  Where it raises, nothing was
    acknowledged; what it was given may be there all the same, so that to send it again must be harmless, and
    is.  Nothing is there in part.  Every error is a ``JournalError``, with no text, case or id in it.
    Any thread may call any method at any time.
    """

    def start(self, case: str, text: str, ruleset: str) -> bool:
        """Keep the starting record of a case, once; False where it is there already with the same text.

        Raises ``JournalError`` where the case is there with another text: nothing is kept.
        """

    def append(self, case: str, id: str, text: str, ruleset: str) -> bool:
        """Keep an event of a case that is started; False where it is there already with the same text.

        Raises ``JournalError`` where the case is not started, or has another text under this id: nothing
        is kept.
        """

    def started(self, case: str) -> Entry | None:
        """The starting record of a case, as entry number 0; None where it is not started."""

    def entries(self, case: str, after: int = 0) -> Iterator[Entry]:
        """The events of a case in the order they were kept, those with a number above ``after``.

        Every event that was acknowledged before the call, each once.  Others may go on writing meanwhile.
        """

    def last(self, case: str) -> int:
        """The number of the last event kept of a case; 0 where there is none."""

    def cases(self) -> Iterator[str]:
        """Every case that is started, in the order they were."""

    def put_away(self, case: str, text: str, upto: int) -> None:
        """Keep what a case that is started has come to with its events up to number ``upto``.

        It stands in for those events and can be worked out from them again.  So it need not be durable when
        this returns: after a crash the state before it may be there, or none; never one that is torn.
        """

    def brought_back(self, case: str) -> tuple[str, int] | None:
        """The state last put away of a case, and the number it goes up to; None where there is none."""

    def owe(self, alerts: Iterable[Owed]) -> tuple[Owed, ...]:
        """Keep alerts that are to be delivered: all of them or none.

        An id is owed once: where it is there already, delivered or not, the first text stands.  Gives those
        that are new.
        """

    def owed(self, case: str | None = None) -> Iterator[Owed]:
        """The alerts that are not delivered, or those of one case, in the order they were first owed."""

    def delivered(self, id: str) -> None:
        """Keep that an alert was delivered; once more is harmless.

        Raises ``JournalError`` where it was never owed.
        """

    def close(self) -> None:
        """Put everything down and let go of it; once more is harmless.  Nothing else may be called after."""
