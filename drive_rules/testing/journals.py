"""Holds a journal to what ``drive_rules.journal.Journal`` promises: for those who bring one of their own.

    from drive_rules.testing import journals

    @pytest.mark.parametrize("seed", range(200))
    def test_it_loses_nothing(seed, tmp_path):
        journals.keeps_its_promises(lambda: MyJournal(tmp_path / "kept"), seed=seed)

    def test_many_threads(tmp_path):
        journals.keeps_what_many_threads_send(lambda: MyJournal(tmp_path / "kept"))

Both raise ``AssertionError`` over a promise that is broken.  That what was acknowledged outlives a process
that is killed, and a disk that is full, is for whoever brings a journal to try on its own ground.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from threading import Thread

from drive_rules.journal import Entry, Journal, Owed
from drive_rules.problems import JournalError

_CASES = ("case-1", "case-2", "CASE-1", "", "c ase", "café", "cafe\u0301", "a\0b", "a\0c", "'; --")
_IDS = ("e-1", "e-2", "E-1", "é", "e-1 ", "1", "01", "\0", "e" * 300)
_TEXTS = ("", "{}", '{"a": 1}', '{"a":  1}', "line\nline\r\n", "\0", "ŵ" * 5000, "\N{BLACK SQUARE}", "1")
_RULESETS = ("a" * 64, "b" * 64)


@dataclass
class _Model:
    """What a journal holds that keeps its promises."""

    starts: dict[str, Entry] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    away: dict[str, tuple[str, int]] = field(default_factory=dict)
    alerts: dict[str, Owed] = field(default_factory=dict)
    delivered: set[str] = field(default_factory=set)

    def of(self, case: str) -> list[Entry]:
        return [each for each in self.entries if each.case == case]

    def owed(self) -> list[Owed]:
        return [each for id, each in self.alerts.items() if id not in self.delivered]


def keeps_its_promises(opened: Callable[[], Journal], *, seed: int = 0, changes: int = 60) -> None:
    """Make changes drawn by chance, and hold the journal to them, open and opened again.

    ``opened`` opens the same journal each time it is called, which is empty the first time.
    """
    random, model = Random(seed), _Model()
    journal = opened()
    try:
        _same(journal, model)
        for _ in range(changes):
            if random.random() < 0.1:
                journal.close()
                journal.close()
                journal = opened()
            random.choice((_start, _append, _append, _append, _put_away, _owe, _deliver))(
                journal, model, random
            )
            if random.random() < 0.2:
                _same(journal, model)
        _same(journal, model)
        journal.close()
        journal = opened()
        _same(journal, model)
    finally:
        journal.close()


def keeps_what_many_threads_send(
    opened: Callable[[], Journal], *, threads: int = 8, events: int = 25, cases: int = 3
) -> None:
    """Send events by many threads at once, each of them twice, and hold the journal to every one of them."""
    journal = opened()
    new: list[list[bool]] = [[] for _ in range(threads)]
    wrong: list[BaseException] = []

    def send(number: int) -> None:
        try:
            for event in range(events):
                case = f"case-{(event + number) % cases}"
                journal.start(case, "{}", _RULESETS[0])
                # Each of them is sent by two threads: one of the two hears that it is there already.
                id = f"{event}-{number // 2}-{case}"
                new[number].append(journal.append(case, id, f'{{"id": "{id}"}}', _RULESETS[0]))
                sent = {each.id for each in journal.entries(case)}
                assert id in sent, "an event that was acknowledged cannot be read"
        except BaseException as error:
            wrong.append(error)

    working = [Thread(target=send, args=(number,)) for number in range(threads)]
    for each in working:
        each.start()
    for each in working:
        each.join()
    journal.close()
    if wrong:
        raise wrong[0]
    sent = {
        (f"case-{(event + number) % cases}", f"{event}-{number // 2}-case-{(event + number) % cases}")
        for number in range(threads)
        for event in range(events)
    }
    journal = opened()
    kept = [each for case in journal.cases() for each in journal.entries(case)]
    journal.close()
    assert {(each.case, each.id) for each in kept} == sent, "not what was sent is kept"
    assert len(kept) == len(sent), "an event is kept twice"
    assert len({each.number for each in kept}) == len(kept), "two events have one number"
    assert sum(map(sum, new)) == len(sent), "an event was new to nobody, or to two"


# -- one change after another ------------------------------------------------------------------------


def _start(journal: Journal, model: _Model, random: Random) -> None:
    case, text, ruleset = random.choice(_CASES), random.choice(_TEXTS[:4]), random.choice(_RULESETS)
    there = model.starts.get(case)
    if there is None:
        assert journal.start(case, text, ruleset) is True, "a case that starts is not new"
        model.starts[case] = Entry(0, case, "", text, ruleset)
    elif there.text == text:
        assert journal.start(case, text, ruleset) is False, "a case starts twice"
    else:
        _refused(lambda: journal.start(case, text, ruleset), case, text)


def _append(journal: Journal, model: _Model, random: Random) -> None:
    case = random.choice([*model.starts, *_CASES] if random.random() < 0.1 else [*model.starts, ""])
    id, text, ruleset = random.choice(_IDS), random.choice(_TEXTS), random.choice(_RULESETS)
    there = {each.id: each for each in model.of(case)}.get(id)
    if case in model.starts and there is None:
        assert journal.append(case, id, text, ruleset) is True, "a new event is not new"
        number = journal.last(case)
        model.entries.append(Entry(number, case, id, text, ruleset))
    elif case in model.starts and there is not None and there.text == text:
        assert journal.append(case, id, text, ruleset) is False, "an event is kept twice"
    else:
        _refused(lambda: journal.append(case, id, text, ruleset), case, id, text)


def _put_away(journal: Journal, model: _Model, random: Random) -> None:
    for case in random.sample(sorted(model.starts), min(2, len(model.starts))):
        upto = random.choice([0, *(each.number for each in model.of(case))])
        state = (random.choice(_TEXTS), upto)
        journal.put_away(case, *state)
        model.away[case] = state
        assert journal.brought_back(case) == state, "not what was put away last is brought back"


def _owe(journal: Journal, model: _Model, random: Random) -> None:
    alerts = [
        Owed(random.choice(_IDS), random.choice(_CASES), random.choice(_TEXTS))
        for _ in range(random.randint(0, 4))
    ]
    new: dict[str, Owed] = {}
    for each in alerts:
        if each.id not in model.alerts:
            new.setdefault(each.id, each)
    assert journal.owe(alerts) == tuple(new.values()), "not the alerts that are new are said to be"
    model.alerts.update(new)


def _deliver(journal: Journal, model: _Model, random: Random) -> None:
    id = random.choice(_IDS)
    if id in model.alerts:
        journal.delivered(id)
        model.delivered.add(id)
    else:
        _refused(lambda: journal.delivered(id), id)


def _refused(change: Callable[[], object], *sent: str) -> None:
    """An error of a journal, in which nothing stands of what was sent."""
    refused: JournalError | None = None
    try:
        change()
    except JournalError as error:
        refused = error
    assert refused is not None, "a change was taken that must be refused"
    assert refused.problems, "an error says nothing"
    assert not any(len(each) > 2 and each in str(refused) for each in sent), "an error says what was sent"


def _same(journal: Journal, model: _Model) -> None:
    """The journal holds what the model does, and says so by every way of asking."""
    assert list(journal.cases()) == list(model.starts), "not the cases that were started"
    for case in {*_CASES, *model.starts}:
        kept = model.of(case)
        assert journal.started(case) == model.starts.get(case), "not the start that was kept"
        assert list(journal.entries(case)) == kept, "not the events that were kept"
        assert journal.last(case) == (kept[-1].number if kept else 0), "not the last event's number"
        assert journal.brought_back(case) == model.away.get(case), "not the state that was put away"
        assert list(journal.owed(case)) == [each for each in model.owed() if each.case == case], (
            "owed: a case"
        )
        for each in kept[:3]:
            after = [one for one in kept if one.number > each.number]
            assert list(journal.entries(case, after=each.number)) == after, "not the events after a number"
    numbers = [each.number for each in model.entries]
    assert numbers == sorted(set(numbers)), "numbers do not count up"
    assert not numbers or numbers[0] > 0, "an event has the number of a start"
    assert list(journal.owed()) == model.owed(), "not the alerts that are owed"
