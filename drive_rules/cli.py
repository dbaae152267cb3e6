"""The command line: a case in, advice out; problems on standard error, each with what to do.

Exit codes: 0 done, 1 the input has problems (all listed), 2 wrong usage, 3 an answer was refused.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer
from rich.console import Console
from rich.markup import escape

from drive_rules import language, packages
from drive_rules.agencies import Agencies
from drive_rules.assessment import Assessment
from drive_rules.problems import Problem, ProblemsError, WitnessError
from drive_rules.ruleset import Ruleset, load

app = typer.Typer(
    name="drive-rules",
    help="Practice rules for work with high-risk domestic-abuse perpetrators. Advice to a named human decider.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Params = ParamSpec("Params")


class Format(str, Enum):
    """How an answer is printed."""

    text = "text"
    json = "json"


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
FormatOption = Annotated[Format, typer.Option("--format", help="text for people, json for machines.")]
WitnessOption = Annotated[
    bool, typer.Option("--witness", help="Ask the second engine (durable_rules) to agree first.")
]


def main() -> None:
    """Run the command line."""
    app()


def tells_problems(command: Callable[Params, None]) -> Callable[Params, None]:
    """Turn the library's errors into pictures on standard error and the exit code they stand for."""

    @wraps(command)
    def told(*args: Params.args, **kwargs: Params.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ProblemsError as error:
            _tell(error.problems)
            raise typer.Exit(1) from None
        except WitnessError as error:
            _say(str(error))
            raise typer.Exit(3) from None

    return told


@app.command()
@tells_problems
def assess(
    case: CasePath,
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    as_of: AsOfOption = None,
    previous: PreviousOption = None,
    witness: WitnessOption = False,
    view: Annotated[
        str, typer.Option("--view", help="Who reads it: case manager, IDVA, panel, subject access.")
    ] = "case manager",
    form: FormatOption = Format.text,
) -> None:
    """Assess a case: risk, eligibility, what to do, what is blocked, what is unknown, and why."""
    ruleset, day = load(rules, site=site), _day(as_of)
    before = Assessment.from_json(previous.read_text(encoding="utf-8")) if previous else None
    answer = ruleset.assess(
        ruleset.read_case(case, as_of=day), as_of=day, previous=before, witness="durable" if witness else None
    )
    _print(answer.to_json() if form is Format.json else answer.view(view))


@app.command()
@tells_problems
def plan(
    case: CasePath,
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    as_of: AsOfOption = None,
    previous: PreviousOption = None,
    form: FormatOption = Format.text,
) -> None:
    """Order what is called for into dated steps, each with an owner and a route to it."""
    ruleset, day = load(rules, site=site), _day(as_of)
    before = Assessment.from_json(previous.read_text(encoding="utf-8")) if previous else None
    answer = ruleset.assess(ruleset.read_case(case, as_of=day), as_of=day, previous=before)
    steps = ruleset.plan(answer)
    _print(steps.to_json() if form is Format.json else steps.text())


@app.command()
@tells_problems
def explain(
    case: CasePath,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="A decision, an action or a rule.")],
    of: Annotated[str | None, typer.Option("--of", help="Which thing: its id in the case file.")] = None,
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.text,
) -> None:
    """Why an answer came out as it did, why not, and what would change it."""
    ruleset, day = load(rules, site=site), _day(as_of)
    read = ruleset.read_case(case, as_of=day)
    told = ruleset.explain(read, what, as_of=day, of=of)
    _print(told.to_json() if form is Format.json else told.text())


@app.command()
@tells_problems
def questions(
    case: CasePath,
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.text,
) -> None:
    """What to ask next, of whom, the answers that would settle most first."""
    ruleset, day = load(rules, site=site), _day(as_of)
    asked = ruleset.questions(ruleset.read_case(case, as_of=day), as_of=day)
    _print(asked.to_json() if form is Format.json else asked.text())


@app.command()
def check(
    rules: Annotated[
        str, typer.Argument(metavar="[RULESETS]", help="A bundled name or a folder.")
    ] = "drive-core",
    site: SiteOption = None,
) -> None:
    """Read every file, run every example, and list every problem with what to do about it."""


@app.command()
def schema(
    form: Annotated[
        str, typer.Argument(metavar="[rules|case]", help="Of rule files, or of case files.")
    ] = "rules",
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
) -> None:
    """Print the JSON Schema of rule files, for editors, or of case files, for case systems."""


@app.command("new-case")
@tells_problems
def new_case(rules: RulesOption = "drive-core", site: SiteOption = None) -> None:
    """Print a commented case file to fill in."""
    _print(load(rules, site=site).new_case())
