"""The command that asks of every case at once: which invariants hold, and what is odd about the rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from drive_rules import prove as proving
from drive_rules.cli.shown import AsOfOption, Format, FormatOption, SiteOption, app, put, tells_problems
from drive_rules.problems import DriveRulesError, did_you_mean
from drive_rules.prove.report import Report, yaml_of
from drive_rules.ruleset import load


@app.command()
@tells_problems
def prove(
    rules: Annotated[
        str, typer.Argument(metavar="[RULESETS]", help="A bundled ruleset's name, or a folder.")
    ] = "drive-core",
    site: SiteOption = None,
    as_of: AsOfOption = None,
    only: Annotated[
        str | None,
        typer.Option("--only", metavar="NAME", help="One invariant, rule, decision, action or finding."),
    ] = None,
    witnesses: Annotated[
        Path | None,
        typer.Option("--witnesses", file_okay=False, help="A folder for the case of each, and its scenario."),
    ] = None,
    things: Annotated[
        list[str] | None,
        typer.Option("--things", metavar="KIND=N", help="So many things of a kind at most in a list."),
    ] = None,
    shown: FormatOption = Format.text,
    processes: Annotated[int, typer.Option("--processes", min=1, help="How many work at once.")] = 2,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.1, help="How long one search may take.")
    ] = proving.SECONDS,
) -> None:
    """Hold the rules to every invariant over every case, and list what is odd about them as a whole."""
    day = as_of.date() if as_of is not None else date.today()
    meaning = load(rules, site=site).meaning
    limits = _limits(things or (), meaning.kinds)
    report = proving.prove(meaning, day, only=only, limits=limits, processes=processes, seconds=seconds)
    if witnesses is not None:
        _write(report, witnesses)
    put(report.to_json() if shown is Format.json else report.text().rstrip("\n"))
    if report.failures:
        raise typer.Exit(1)


def _limits(things: Iterable[str], kinds: Iterable[str]) -> dict[str, int]:
    """How many things of each kind there may be, as it was asked for."""
    limits = {}
    for each in things:
        kind, _, count = each.partition("=")
        if kind not in kinds or not count.isdecimal() or int(count) < 1:
            close = did_you_mean(kind, kinds, f"the kinds: {', '.join(kinds)}")
            raise DriveRulesError(f"`--things` takes a kind and how many, such as pair=4; {close}")
        limits[kind] = int(count)
    return limits


def _write(report: Report, folder: Path) -> None:
    """The case of each thing that was shown, as a case file; with a scenario where an invariant is broken."""
    folder.mkdir(parents=True, exist_ok=True)
    for each in report.checked:
        if each.case is not None:
            name = f"{each.answer} {each.id}".replace(" ", "-")
            (folder / f"{name}.yaml").write_text(yaml_of(each.case), encoding="utf-8")
            if each.scenario:
                (folder / f"{name}.feature").write_text(each.scenario, encoding="utf-8")
    for finding in report.findings:
        if finding.case is not None:
            name = finding.name.replace(" ", "-").replace("/", "-")
            (folder / f"{name}.yaml").write_text(yaml_of(finding.case), encoding="utf-8")
