"""The command that holds two versions of a ruleset against each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from drive_rules import packages
from drive_rules.cli.shown import AsOfOption, RulesOption, SiteOption, app, put, say, tells_problems
from drive_rules.compare import FAILED, SECONDS
from drive_rules.problems import DriveRulesError
from drive_rules.ruleset import Ruleset

COLUMNS = "pip install 'drive-rules[columns]'"


class Printed(StrEnum):
    """How a comparison is printed."""

    text = "text"
    markdown = "markdown"
    html = "html"
    json = "json"


class FailOn(StrEnum):
    """Which change is one that fails."""

    any = "any"
    safety = "safety"
    never = "never"


@app.command()
@tells_problems
def compare(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A folder, a git revision or a bundled name.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same, of what shall take its place.")],
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    as_of: AsOfOption = None,
    caseload: Annotated[
        Path | None,
        typer.Option("--caseload", exists=True, file_okay=False, help="A folder of tables to try it on."),
    ] = None,
    cases: Annotated[
        int, typer.Option("--cases", min=0, help="Else so many synthetic cases; 0 for none.")
    ] = 2000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed, the same synthetic cases.")] = 0,
    by: Annotated[
        list[str] | None, typer.Option("--by", help="A fact of a case to tell groups by; again for more.")
    ] = None,
    tried: Annotated[
        Path | None,
        typer.Option("--try", exists=True, file_okay=False, help="A folder of case files to try as well."),
    ] = None,
    show_keys: Annotated[
        bool, typer.Option("--show-keys", help="Tell keys of real cases, and show cases cut down.")
    ] = False,
    seconds: Annotated[
        float,
        typer.Option("--seconds", min=0.0, help="For how long the solver is asked of an answer."),
    ] = SECONDS,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Exit 4 where anything but words changed, or for safety only.")
    ] = FailOn.any,
    form: Annotated[
        Printed, typer.Option("--format", help="text, markdown and html for people.")
    ] = Printed.text,
) -> None:
    """What changes from OLD to NEW: what reads differently, what is proved the same, whose answers change.

    The exit code is 0 where nothing but words changed, and 4 where anything else did or is proved the same
    for this day only.  With --fail-on safety it is 4 only where a safety rule was touched or some case is
    answered less cautiously.  A git revision is one of the folder that --rules names.
    """
    day = as_of.date() if as_of else date.today()
    before, after = (Ruleset(packages.load_version(each, rules, site)) for each in (old, new))
    notes: list[str] = []
    tables = (
        _read(caseload, after)
        if caseload is not None
        else _invented((new, old), rules, cases, seed, day, notes)
    )
    files = sorted(tried.glob("*.yaml")) if tried is not None else []
    found = after.compare(
        before,
        as_of=day,
        tables=tables,
        by=by or (),
        show_keys=show_keys,
        cases=files,
        prove=_solver(seconds, notes),
        called=(old, new),
        notes=notes,
    )
    match form:
        case Printed.text:
            put(found.text())
        case Printed.markdown:
            put(found.markdown())
        case Printed.html:
            put(found.html())
        case Printed.json:
            put(found.to_json())
    if found.fails(fail_on.value):
        raise typer.Exit(FAILED)


def _missing() -> str:
    """What is not there of the libraries that hold whole caseloads."""
    return next((name for name in ("numpy", "pyarrow") if find_spec(name) is None), "")


def _solver(seconds: float, notes: list[str]) -> float | None:
    """How long the solver may take; None where it is not asked, or not there."""
    if not seconds:
        return None
    if find_spec("z3") is None:
        notes.append("No solver was asked: z3 is not installed (pip install 'drive-rules[prove]').")
        return None
    return seconds


def _read(folder: Path, ruleset: Ruleset) -> Mapping[str, Any]:
    """The tables of a folder, marked as synthetic where they say so."""
    if _missing():
        raise DriveRulesError(f"a caseload needs {_missing()}, which is not installed: {COLUMNS}")
    from drive_rules.case import Vocabulary  # noqa: PLC0415
    from drive_rules.caseload.folders import tables_in  # noqa: PLC0415

    return {each.name: each.table() for each in tables_in(folder, Vocabulary.of(ruleset.meaning))}


def _invented(
    versions: tuple[str, ...], rules: str, cases: int, seed: int, day: date, notes: list[str]
) -> Mapping[str, Any] | None:
    """Synthetic cases, from the profile of the first version that has one in a folder."""
    if not cases:
        return None
    if _missing():
        notes.append(f"No caseload was tried: {_missing()} is not installed ({COLUMNS}).")
        return None
    from drive_rules import synthetic  # noqa: PLC0415

    there = [version for version in versions if version in packages.bundled() or Path(version).is_dir()]
    # A revision has no folder that a profile could be read from: that of today is taken.
    for version in there or [rules]:
        place = version if version in packages.bundled() else Path(version)
        if packages.synthetic_of(place) is not None:
            say(f"SYNTHETIC: {cases:,} cases are invented (seed {seed}, as of {day}).")
            profile = synthetic.load_profile(place)
            return synthetic.tables(profile, cases=cases, seed=seed, as_of=day)
    notes.append(f"No caseload was tried: neither version has a {packages.SYNTHETIC} to invent one from.")
    return None
