"""What every command shares: its options, how a case is read in, how answers and problems are printed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer
from rich.console import Console
from rich.markup import escape

from drive_rules.assessment import Assessment
from drive_rules.case import Case
from drive_rules.problems import (
    DriveRulesError,
    Problem,
    ProblemsError,
    WitnessError,
)
from drive_rules.ruleset import Ruleset, Witness, load
from drive_rules.traceability import Scenario

app = typer.Typer(
    name="drive-rules",
    help="Practice rules for work with high-risk perpetrators of domestic abuse: advice to a named human.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


Params = ParamSpec("Params")


class Format(StrEnum):
    """How an answer is printed."""

    text = "text"
    json = "json"


class PictureFormat(StrEnum):
    """How a picture is written."""

    svg = "svg"
    html = "html"
    mermaid = "mermaid"


CasePath = Annotated[Path, typer.Argument(metavar="CASE", exists=True, dir_okay=False, help="A case file.")]
RulesOption = Annotated[str, typer.Option("--rules", help="A bundled ruleset's name, or a folder.")]
SiteOption = Annotated[str | None, typer.Option("--site", help="A site's name, or its folder.")]
AsOfOption = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day to assess for; today if not given."),
]
PreviousOption = Annotated[
    Path | None,
    typer.Option(
        "--previous", exists=True, dir_okay=False, help="The last assessment of this case, as JSON."
    ),
]
CaseloadOption = Annotated[
    Path | None,
    typer.Option(
        "--caseload", exists=True, help="The caseload it stands in: what it says of this case is read too."
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help="text for people, json for machines.")]
WitnessOption = Annotated[
    bool, typer.Option("--witness", help="Ask the second engine (durable_rules) to agree first.")
]
IsolatedOption = Annotated[
    bool,
    typer.Option("--isolated", help="Ask it in a process of its own, which cannot take this one with it."),
]


def tells_problems(command: Callable[Params, None]) -> Callable[Params, None]:
    """Turn the library's errors into pictures on standard error and the exit code they stand for."""

    @wraps(command)
    def told(*args: Params.args, **kwargs: Params.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except WitnessError as error:
            say(str(error))
            raise typer.Exit(3) from None
        except ProblemsError as error:
            tell(error.problems)
            raise typer.Exit(1) from None
        except DriveRulesError as error:
            say(str(error))
            raise typer.Exit(1) from None

    return told


def read_in(
    path: Path,
    rules: str,
    site: str | None,
    as_of: datetime | None,
    decided: Assessment | None = None,
    caseload: Path | None = None,
) -> tuple[Ruleset, Case, date]:
    """The ruleset, the case with what people decided and what its caseload says, and the day or today."""
    day = as_of.date() if as_of else date.today()
    ruleset = load(rules, site=site)
    case = ruleset.read_case(path, as_of=day, decided=decided)
    if caseload is not None:
        case = ruleset.within(case, ruleset.read_caseload(caseload, as_of=day), as_of=day)
    return ruleset, case, day


def witness_of(witness: bool, isolated: bool) -> Witness | None:
    """The witness that was asked for; one in a process of its own is one."""
    return "durable, isolated" if isolated else "durable" if witness else None


def assessed_before(previous: Path | None) -> Assessment | None:
    return Assessment.from_json(previous.read_text(encoding="utf-8")) if previous else None


def read_scenarios(features: Path) -> tuple[Scenario, ...]:
    """The scenarios of a folder of specs, where what reads them is installed."""
    try:
        from drive_rules.testing.tagged import scenarios_in  # noqa: PLC0415

        return scenarios_in(features)
    except ModuleNotFoundError as error:
        raise DriveRulesError(
            f"reading specs needs {error.name}, which is not installed: pip install 'drive-rules[test]'"
        ) from None


def put(text: str) -> None:
    """To standard output as it stands: no colour, no wrapping, so that it can be piped and compared."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def say(text: str) -> None:
    Console(stderr=True, soft_wrap=True).print(escape(text), highlight=False)


def tell(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        say(problem.picture())
    say(f"{len(problems)} problem{'' if len(problems) == 1 else 's'}")
