"""Commands about a case as it unfolds: follow it from a stream of events, and tell what a journal keeps."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from drive_rules.cli.shown import (
    CasePath,
    Format,
    FormatOption,
    RulesOption,
    SiteOption,
    WitnessOption,
    app,
    put,
    say,
    tell,
    tells_problems,
)
from drive_rules.cli.story import Telling
from drive_rules.cli.tailing import Line, Tail
from drive_rules.following import Change, Event, Follower, read_event
from drive_rules.planning.plans import Plan
from drive_rules.problems import EventError, Problem
from drive_rules.ruleset import Ruleset, load

Happened = tuple[Event | None, Change]
"""An event, or that a day came, and what it changed."""
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
    witness: WitnessOption = False,
    everything: Annotated[bool, typer.Option("--all", help="Name everything, however much it is.")] = False,
    form: FormatOption = Format.text,
) -> None:
    """Tell the story of a case as it unfolds: what came in day by day, and what is otherwise for it.

    Where any line has a problem, all are listed with their lines, and nothing is told or kept: a story
    with a hole in it reads like a whole one.  With --watch what can be read is told as it comes, and a
    line that cannot is listed at once; then the exit code at the interrupt is 1 in place of 0.
    """
    ruleset = load(rules, site=site)
    with Tail(events) as tail:
        lines = [*tail.lines(), *(() if watch else tail.rest())]
        first = as_of.date() if as_of else _first_day(lines)
        read = ruleset.read_case(case, as_of=first)
        follower = ruleset.follow(read, as_of=first, witness="durable" if witness else None)
        told = _Told(follower, form, Telling(ruleset.meaning, lambda: _plan(ruleset, follower), everything))
        going = _Going(follower, each_day)
        story = told.beginning()
        if watch:
            _put(story)
            bad = _watch(going, told, tail, lines, every)
            _put(told.end())
            raise typer.Exit(1 if bad else 0)
        # Each piece is made as the case stands when it happens, and told when all is known to be well.
        for happened in going.all_of(lines, until.date() if until else None):
            story += told.piece(*happened)
        if going.problems:
            tell(tuple(going.problems))
            raise typer.Exit(1)
        _put([*story, *told.end()])


def _plan(ruleset: Ruleset, follower: Follower) -> Plan:
    """The plan as it stands, made again from the one in which today's tasks are recorded."""
    return ruleset.plan(follower.assessment, previous=follower.plan())


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


@dataclass
class _Told:
    """What happens in lines, as a story or a line of JSON each."""

    follower: Follower
    form: Format
    telling: Telling

    def beginning(self) -> list[str]:
        """How the story begins, as the case stands now."""
        return [*self.telling.start(self.follower.assessment)] if self.form is Format.text else []

    def piece(self, event: Event | None, change: Change) -> list[str]:
        """What has just happened, while the case still stands as it left it."""
        return [change.to_json()] if self.form is Format.json else [*self.telling.piece(event, change)]

    def end(self) -> list[str]:
        """What was counted."""
        return [*self.telling.end()] if self.form is Format.text else []


def _watch(going: _Going, told: _Told, tail: Tail, lines: Iterable[Line], every: float) -> bool:
    """Tell what is there and what comes until interrupted; whether any line had a problem."""
    bad = False
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
    return bad
