"""The changes that can be made to a journal in SQLite, each within a transaction that others may share.

A change looks first and writes then: one that raises ``JournalError`` has written nothing.
"""

from __future__ import annotations

from drive_rules.journal import Owed, failing, reading
from drive_rules.journal.rows import seal
from drive_rules.journal.transactions import Writing


def start(writing: Writing, case: str, text: str, ruleset: str) -> bool:
    """Keep the starting record of a case; False where it is there."""
    found = reading.case_of(writing.connection, case)
    if found is not None:
        if reading.start_of(writing.connection, found) != text.encode():
            raise failing.started_otherwise(writing.path)
        return False
    writing.head.cases = number = writing.head.cases + 1
    rules = _ruleset(writing, ruleset)
    text_seal = seal("text", number, text.encode())
    writing.insert(
        "cases",
        number=number,
        name=case,
        ruleset=rules,
        text_seal=text_seal,
        seal=seal("cases", number, case.encode(), rules, text_seal),
        text=text,
    )
    writing.insert("counts", number=number, entries=0, last=0, seal=seal("counts", number, 0, 0))
    return True


def append(writing: Writing, case: str, id: str, text: str, ruleset: str) -> bool:
    """Keep an event of a case; False where it is there."""
    found = reading.case_of(writing.connection, case)
    if found is None:
        raise failing.not_started(writing.path)
    there = reading.text_of(writing.connection, found, id)
    if there is not None:
        if there != text.encode():
            raise failing.kept_otherwise(writing.path)
        return False
    of, place = found.number, found.entries + 1
    writing.head.entries = number = writing.head.entries + 1
    rules = _ruleset(writing, ruleset)
    sealed = seal("entries", number, of, place, id.encode(), rules, text.encode())
    writing.insert("entries", number=number, of=of, place=place, id=id, ruleset=rules, seal=sealed, text=text)
    writing.replace("counts", number=of, entries=place, last=number, seal=seal("counts", of, place, number))
    return True


def put_away(writing: Writing, case: str, text: str, upto: int) -> None:
    """Keep the state of a case in place of the one before."""
    found = reading.case_of(writing.connection, case)
    if found is None or not 0 <= upto <= found.last:
        raise failing.too_far(writing.path)
    sealed = seal("away", found.number, upto, text.encode())
    writing.replace("away", number=found.number, upto=upto, seal=sealed, text=text)


def owe(writing: Writing, alerts: tuple[Owed, ...]) -> tuple[Owed, ...]:
    """Keep alerts that are to be delivered; gives those that are new."""
    new = []
    for each in alerts:
        if reading.alert_of(writing.connection, each.id) is None:
            writing.head.owed = number = writing.head.owed + 1
            sealed = seal("owed", number, each.id.encode(), each.case.encode(), 0, each.text.encode())
            writing.insert(
                "owed", number=number, id=each.id, of=each.case, delivered=0, seal=sealed, text=each.text
            )
            new.append(each)
    return tuple(new)


def delivered(writing: Writing, id: str) -> None:
    """Keep that an alert was delivered."""
    found = reading.alert_of(writing.connection, id)
    if found is None:
        raise failing.not_owed(writing.path)
    number, key, of, done, text = found
    if not done:
        sealed = seal("owed", number, key, of, 1, text)
        writing.connection.execute(
            "UPDATE owed SET delivered = 1, seal = ? WHERE number = ?", (sealed, number)
        )
        writing.changed = True


def _ruleset(writing: Writing, digest: str) -> int:
    """The number of a ruleset's digest, which every entry has."""
    found = reading.ruleset_of(writing.connection, digest)
    if found is not None:
        return found
    number = 1 + int(writing.connection.execute("SELECT count(*) FROM rulesets").fetchone()[0])
    writing.insert("rulesets", number=number, digest=digest, seal=seal("rulesets", number, digest.encode()))
    return number
