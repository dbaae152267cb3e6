"""Commands about many cases at once: invent them, assess them, share them out."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from drive_rules.cli.shown import (
    AsOfOption,
    Format,
    FormatOption,
    RulesOption,
    SiteOption,
    app,
    put,
    say,
    tells_problems,
)
from drive_rules.ruleset import load


class FileFormat(StrEnum):
    """How tables are written."""

    parquet = "parquet"
    csv = "csv"


@app.command()
@tells_problems
def synthesise(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A folder that is not there yet.")],
    cases: Annotated[int, typer.Option("--cases", min=1, help="How many cases.")] = 1000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed, the same cases.")] = 0,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day they are as of; today if not given."),
    ] = None,
    rules: RulesOption = "drive-core",
    form: Annotated[FileFormat, typer.Option("--format", help="Of the tables.")] = FileFormat.parquet,
) -> None:
    """Invent a caseload: tables of synthetic cases, in which no real person is, from a published profile."""
    from rich.progress import Progress  # noqa: PLC0415

    from drive_rules import synthetic  # noqa: PLC0415

    profile = synthetic.load_profile(rules)
    day = as_of.date() if as_of else date.today()
    say(f"SYNTHETIC: every case is invented (seed {seed}, as of {day}); nobody stands behind any of them.")
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("synthetic cases", total=cases)
        written = synthetic.write(
            out,
            profile,
            cases=cases,
            seed=seed,
            as_of=day,
            form=form.value,
            told=lambda done: progress.advance(task, done),
        )
    put("\n".join(f"{name}: {rows:,} synthetic rows" for name, rows in written.rows.items()))


@app.command("assess-many")
@tells_problems
def assess_many(
    source: Annotated[
        Path, typer.Argument(metavar="IN", exists=True, file_okay=False, help="A folder of tables.")
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A folder that is not there yet, or is empty.")],
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    as_of: AsOfOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse the whole caseload where anything cannot be read.")
    ] = False,
    form: Annotated[FileFormat, typer.Option("--format", help="Of the answers.")] = FileFormat.parquet,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Assess a whole caseload: tables of cases in, tables of answers out, and what came of it in numbers."""
    from rich.progress import Progress, TaskID  # noqa: PLC0415

    day = as_of.date() if as_of else date.today()
    console = Console(stderr=True)
    tasks: dict[str, TaskID] = {}
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:

        def told(what: str, more: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=of)
            progress.advance(tasks[what], more)

        ruleset = load(rules, site=site)
        summary = ruleset.assess_files(source, out, as_of=day, strict=strict, form=form.value, told=told)
    put(summary.to_json() if as_json else summary.text())


@app.command()
@tells_problems
def allocate(
    caseload: Annotated[
        Path,
        typer.Argument(
            metavar="CASELOAD", exists=True, help="A folder with case-managers.yaml and cases, or one file."
        ),
    ],
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.text,
) -> None:
    """Propose a case manager for each case that waits: who takes whom, who waits on, and why."""
    day = as_of.date() if as_of else date.today()
    found = load(rules, site=site).allocate(caseload, as_of=day)
    put(found.to_json() if form is Format.json else found.text())
