"""Commands about a case as it unfolds: follow it from a stream of events, and tell what a journal keeps."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from drive_rules.cli.shown import (
    CasePath,
    Format,
    FormatOption,
    IsolatedOption,
    RulesOption,
    SiteOption,
    WitnessOption,
    app,
    put,
    say,
    tell,
    tells_problems,
    witness_of,
)
from drive_rules.cli.story import Telling
from drive_rules.cli.tailing import Line, Tail
from drive_rules.following import Change, Event, Follower, read_event
from drive_rules.following.changes import Held, change
from drive_rules.following.keeping import SITE, KeptFollower, Past, past_of
from drive_rules.following.standing import standing_of
from drive_rules.journal.sqlite import SqliteJournal
from drive_rules.problems import EventError, JournalError, Problem
from drive_rules.ruleset import Ruleset, Witness, load

Happened = tuple[Event | None, Change]
"""An event, or that a day came, and what it changed."""
EverythingOption = Annotated[bool, typer.Option("--all", help="Name everything, however much it is.")]
OTHER_RULES = "the case was followed by other rules than these"
OTHER_RULES_FIX = (
    "name those with --rules and --site, or say --new-rules: then all of it is worked out by these"
)
ONE_DAY = timedelta(days=1)
ANEW = {
    "cut": "the file was cut or written over: it is read again from its beginning",
    "replaced": "another file stands in the place of the one that was read: it is read from its beginning",
}


@app.command()
@tells_problems
def follow(
    case: CasePath,
    events: Annotated[
        Path, typer.Argument(metavar="EVENTS", exists=True, dir_okay=False, help="Events, one JSON a line.")
    ],
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of",
            formats=["%Y-%m-%d"],
            help="The day the case is as of; that of the first event if not given.",
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help="Go on to this day after the last event."),
    ] = None,
    each_day: Annotated[
        bool, typer.Option("--each-day", help="Go through every day between two events as well (slower).")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on reading as the file grows, until interrupted.")
    ] = False,
    every: Annotated[
        float, typer.Option("--every", min=0.01, help="With --watch: look again after so many seconds.")
    ] = 1.0,
    journal: Annotated[
        Path | None,
        typer.Option(
            "--journal", dir_okay=False, help="Keep each event here first, and go on from what it has."
        ),
    ] = None,
    witness: WitnessOption = False,
    isolated: IsolatedOption = False,
    everything: EverythingOption = False,
    form: FormatOption = Format.text,
) -> None:
    """Tell the story of a case as it unfolds: what came in day by day, and what is otherwise for it.

    Where any line has a problem, all are listed with their lines, and nothing is told or kept: a story
    with a hole in it reads like a whole one.  With --watch what can be read is told as it comes, and a
    line that cannot is listed at once; then the exit code at the interrupt is 1 in place of 0.
    """
    ruleset = load(rules, site=site)
    with ExitStack() as stack:
        tail = stack.enter_context(Tail(events))
        kept = stack.enter_context(SqliteJournal(journal)) if journal else None
        lines = [*tail.lines(), *(() if watch else tail.rest())]
        asked = witness_of(witness, isolated)
        day = until.date() if until else None
        begins = as_of.date() if as_of else None
        if kept is not None and not watch:
            _try(_follower(ruleset, case, begins, lines, kept, asked, trying=True), each_day, lines, day)
        follower = _follower(ruleset, case, begins, lines, kept, asked)
        if watch:
            bad = _watched(ruleset, follower, tail, lines, each_day, every, form, everything)
            raise typer.Exit(1 if bad else 0)
        told = _Told(ruleset, follower, form, everything)
        going = _Going(follower, each_day)
        # Each piece is made as the case stands when it happens, and told when all is known to be well.
        story = [
            *told.beginning(),
            *(line for each in going.all_of(lines, day) for line in told.piece(*each)),
        ]
        going.check()
        _put_away(follower)
        _put([*story, *told.end()])


@app.command()
@tells_problems
def replay(
    journal: Annotated[
        Path, typer.Argument(metavar="JOURNAL", exists=True, dir_okay=False, help="Of `follow --journal`.")
    ],
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help="The id of one case; else each that is there.")
    ] = None,
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    new_rules: Annotated[
        bool, typer.Option("--new-rules", help="Though other rules were in force when it was kept.")
    ] = False,
    older: Annotated[
        str | None,
        typer.Option(
            "--older", help="Those other rules, a name or a folder: say what is otherwise by the new."
        ),
    ] = None,
    everything: EverythingOption = False,
    form: FormatOption = Format.text,
) -> None:
    """Tell the story of each case that a journal keeps, from its start; nothing is written to it."""
    ruleset = load(rules, site=site)
    before = load(older, site=site) if older else None
    with SqliteJournal(journal, read_only=True) as kept:
        cases = [case] if case is not None else [each for each in kept.cases() if each != SITE]
        for number, each in enumerate(cases):
            past = past_of(kept, each)
            if past.ruleset != ruleset.digest and not new_rules:
                raise JournalError([Problem("JR032", OTHER_RULES, OTHER_RULES_FIX)])
            told, story = _replayed(ruleset, past, form, everything)
            _put([*([""] if number and form is Format.text else []), *story, *told.end()])
            if before is not None:
                _put(told.differs(_replayed(before, past, form, everything)[0].follower))


def _replayed(ruleset: Ruleset, past: Past, form: Format, everything: bool) -> tuple[_Told, list[str]]:
    """A case as a journal has it, followed again from its start, and its story."""
    start = ruleset.read_case(past.case, as_of=past.on)
    follower = ruleset.follow(start, as_of=past.on, previous=past.previous)
    told, story, problems = _Told(ruleset, follower, form, everything), list[str](), list[Problem]()
    story += told.beginning()
    for number, one in past.came:
        try:
            if isinstance(one, Event):
                story += told.piece(one, follower.post(one))
            elif one > past.on:
                story += told.piece(None, follower.advance(to=one))
        except EventError as error:
            problems += [replace(each, place=f"event {number}: {each.place}") for each in error.problems]
    if problems:
        raise JournalError(problems)
    return told, story


def _follower(
    ruleset: Ruleset,
    path: Path,
    as_of: date | None,
    lines: Iterable[Line],
    journal: SqliteJournal | None,
    asked: Witness | None,
    trying: bool = False,
) -> Follower:
    """The case followed from its day on, or taken up where a journal has it; nothing is kept of a try."""
    case = ruleset.read_case(path)
    begun = past_of(journal, case.key).on if journal and journal.started(case.key) else None
    day = as_of or begun or _first_day(lines)
    if journal is None or (trying and begun is None):
        return ruleset.follow(case, as_of=day, witness=asked)
    found = ruleset.resume(journal, case, as_of=day, witness=asked)
    return copy(found) if trying else found


def _put_away(follower: Follower) -> None:
    """What the case has come to, for new rules to be held to."""
    if isinstance(follower, KeptFollower):
        follower.put_away()


def _try(follower: Follower, each_day: bool, lines: Iterable[Line], until: date | None) -> None:
    """Everything once on a copy: what has a problem is not kept, and nothing else of the file either."""
    trying = _Going(follower, each_day)
    for _ in trying.all_of(lines, until):
        pass
    trying.check()


def _put(lines: Iterable[str]) -> None:
    for line in lines:
        put(line)
    sys.stdout.flush()


def _first_day(lines: Iterable[Line]) -> date:
    """The day of the first event, in the order of days; a line that is none is told when it is posted."""
    days = [event.on for line in lines if (event := _event(line)) is not None]
    if not days:
        raise typer.BadParameter("no event says on which day to begin: give --as-of")
    return min(days)


def _event(line: Line) -> Event | None:
    with suppress(EventError, UnicodeDecodeError):
        return read_event(line.text.decode("utf-8-sig"))
    return None


@dataclass
class _Going:
    """Posts lines to a follower, with the days between them where they are asked for; collects problems."""

    follower: Follower
    each_day: bool
    problems: list[Problem] = field(default_factory=list)

    def all_of(self, lines: Iterable[Line], until: date | None) -> Iterator[Happened]:
        """What every line changed, and then the days up to one."""
        yield from self.through(lines)
        if until is not None and not self.problems:
            yield from self.days(until + ONE_DAY)

    def through(self, lines: Iterable[Line]) -> Iterator[Happened]:
        """What each line changed; of one that cannot be read or taken in, its problems are kept."""
        for line in lines:
            if not line.text.strip():
                continue
            try:
                event = read_event(line.text.decode("utf-8-sig"))
                if self.each_day and not self.problems:
                    yield from self.days(event.on)
                yield event, self.follower.post(event)
            except UnicodeDecodeError:
                fix = "save the file as UTF-8"
                self.problems.append(Problem("EV001", "this line is not text in UTF-8", fix, place=_at(line)))
            except EventError as error:
                self.problems += [_in_line(line, each) for each in error.problems]

    def check(self) -> None:
        """List every problem there was, and end there."""
        if self.problems:
            tell(tuple(self.problems))
            raise typer.Exit(1)

    def days(self, before: date) -> Iterator[Happened]:
        """The days that have not come yet, one by one, up to the one before a day; or only the last."""
        while (to := self.follower.as_of + ONE_DAY) < before:
            yield None, self.follower.advance(to=to if self.each_day else before - ONE_DAY)


def _at(line: Line) -> str:
    return f"line {line.number}"


def _in_line(line: Line, problem: Problem) -> Problem:
    # What breaks off being JSON is placed by line and column of the event, which is one line.
    inside = problem.place.removeprefix("line 1, ")
    place = _at(line) + (("" if not inside else ", " if inside != problem.place else ": ") + inside)
    return Problem(problem.code, problem.what, problem.fix, place=place)


class _Told:
    """What happens to a followed case in lines, as a story or a line of JSON each."""

    def __init__(self, ruleset: Ruleset, follower: Follower, form: Format, everything: bool) -> None:
        self.follower = follower
        self.form = form
        self.telling = Telling(ruleset.meaning, follower, everything)

    def beginning(self) -> list[str]:
        """How the story begins, as the case stands now."""
        return [*self.telling.start()] if self.form is Format.text else []

    def piece(self, event: Event | None, change: Change) -> list[str]:
        """What has just happened, while the case still stands as it left it."""
        return [change.to_json()] if self.form is Format.json else [*self.telling.piece(event, change)]

    def differs(self, then: Follower) -> list[str]:
        """What is otherwise by these rules than for the same case followed by others."""
        was, now = (standing_of(each.assessment, each.alerts) for each in (then, self.follower))
        found = change(Held(was, now), case=self.follower.key, as_of=self.follower.as_of)
        return [found.to_json()] if self.form is Format.json else [*self.telling.differs(found)]

    def end(self) -> list[str]:
        """What was counted."""
        return [*self.telling.end()] if self.form is Format.text else []


def _watched(
    ruleset: Ruleset,
    follower: Follower,
    tail: Tail,
    lines: Iterable[Line],
    each_day: bool,
    every: float,
    form: Format,
    everything: bool,
) -> bool:
    """Tell what is there and what comes until interrupted; whether any line had a problem."""
    told, going, bad = _Told(ruleset, follower, form, everything), _Going(follower, each_day), False
    _put(told.beginning())
    with suppress(KeyboardInterrupt):
        while True:
            for happened in going.through(lines):
                _put(told.piece(*happened))
            if going.problems:
                tell(tuple(going.problems))
                bad, going.problems = True, []
            time.sleep(every)
            lines = [*tail.lines()]
            if tail.anew is not None:
                say(ANEW[tail.anew])
    _put_away(follower)
    _put(told.end())
    return bad
