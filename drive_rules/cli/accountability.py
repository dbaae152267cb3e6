"""Commands for those who answer for the rules: records of what they are, and whom they fall on."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from drive_rules.cli.shown import (
    AsOfOption,
    RulesOption,
    SiteOption,
    app,
    put,
    read_scenarios,
    tells_problems,
)
from drive_rules.ruleset import load


class CountsFormat(StrEnum):
    """How counts are printed."""

    text = "text"
    json = "json"
    html = "html"


class RecordsFormat(StrEnum):
    """How records are written."""

    markdown = "markdown"
    html = "html"


@app.command()
@tells_problems
def records(
    rules: Annotated[
        str, typer.Argument(metavar="[RULESETS]", help="A bundled ruleset's name, or a folder.")
    ] = "drive-core",
    site: SiteOption = None,
    reports: Annotated[
        list[Path] | None,
        typer.Option("--report", exists=True, dir_okay=False, help="What pytest --mutation-report wrote."),
    ] = None,
    features: Annotated[
        Path | None,
        typer.Option("--features", exists=True, file_okay=False, help="The folder of the specs, to count."),
    ] = None,
    form: Annotated[RecordsFormat, typer.Option("--format", help="How they are written.")] = (
        RecordsFormat.markdown
    ),
) -> None:
    """Draft a transparency record and an ALGO-CARE sheet; what is not known is left to fill, and said so."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in reports or ()]
    scenarios = read_scenarios(features) if features else None
    found = load(rules, site=site).records(scenarios=scenarios, reports=texts)
    put(found.markdown() if form is RecordsFormat.markdown else found.html())


@app.command()
@tells_problems
def fairness(
    caseload: Annotated[
        Path, typer.Argument(metavar="CASELOAD", exists=True, file_okay=False, help="A folder of tables.")
    ],
    monitoring: Annotated[
        Path,
        typer.Option(
            "--monitoring",
            exists=True,
            dir_okay=False,
            help="A table apart from them (CSV, parquet): the column case, and one for each characteristic.",
        ),
    ],
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    as_of: AsOfOption = None,
    form: Annotated[
        CountsFormat, typer.Option("--format", help="text and html for people, json for machines.")
    ] = CountsFormat.text,
) -> None:
    """Count what comes of a caseload by characteristics that no rule reads; small numbers are withheld."""
    day = as_of.date() if as_of else date.today()
    found = load(rules, site=site).fairness(caseload, monitoring, as_of=day)
    match form:
        case CountsFormat.text:
            put(found.text())
        case CountsFormat.json:
            put(found.to_json())
        case CountsFormat.html:
            put(found.html())
