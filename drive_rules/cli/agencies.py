"""Commands about the agencies of a site: what nobody there can be asked for, and their map."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from drive_rules.cli.shown import (
    AsOfOption,
    Format,
    FormatOption,
    PictureFormat,
    RulesOption,
    app,
    put,
    tells_problems,
)
from drive_rules.ruleset import load

agencies_app = typer.Typer(
    help="The agencies of a site: what nobody there can be asked for, and their map.", no_args_is_help=True
)
app.add_typer(agencies_app, name="agencies")


@agencies_app.command("check")
@tells_problems
def check_agencies(
    site: Annotated[
        str | None,
        typer.Argument(metavar="[SITE]", help="A site's name, or its folder; else the core's own."),
    ] = None,
    case: Annotated[
        Path | None,
        typer.Option("--case", exists=True, dir_okay=False, help="Only what this case calls for."),
    ] = None,
    rules: RulesOption = "drive-core",
    as_of: AsOfOption = None,
    form: FormatOption = Format.text,
) -> None:
    """What nobody at a site can be asked for, what hangs on one way only, and what would close it.

    The exit code is 1 where there is a gap; a weak point is none.
    """
    ruleset, day = load(rules, site=site), as_of.date() if as_of else date.today()
    answer = ruleset.assess(ruleset.read_case(case, as_of=day), as_of=day) if case else None
    found = ruleset.gaps(as_of=day, assessment=answer)
    put(found.to_json() if form is Format.json else found.text())
    if found.gaps:
        raise typer.Exit(1)


@agencies_app.command("map")
@tells_problems
def map_agencies(
    site: Annotated[
        str | None,
        typer.Argument(metavar="[SITE]", help="A site's name, or its folder; else the core's own."),
    ] = None,
    case: Annotated[
        Path | None,
        typer.Option(
            "--case", exists=True, dir_okay=False, help="Who has tasks in this case, and no others."
        ),
    ] = None,
    rules: RulesOption = "drive-core",
    as_of: AsOfOption = None,
    form: Annotated[
        PictureFormat, typer.Option("--format", help="svg and html to open and print, mermaid for pages.")
    ] = PictureFormat.svg,
) -> None:
    """A picture of who can be asked for what and how, what is missing, and what hangs on one way."""
    ruleset, day = load(rules, site=site), as_of.date() if as_of else date.today()
    if case is None:
        picture = ruleset.agency_map(day)
    else:
        answer = ruleset.assess(ruleset.read_case(case, as_of=day), as_of=day)
        picture = ruleset.agency_map(ruleset.plan(answer))
    put(getattr(picture, form.value))
