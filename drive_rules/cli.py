"""The command line: a case in, advice out; problems on standard error, each with what to do.

Exit codes: 0 done, 1 the input has problems (all listed), 2 wrong usage, 3 an answer was refused.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer
from rich.console import Console
from rich.markup import escape

from drive_rules import packages, traceability
from drive_rules.agencies import Agencies
from drive_rules.assessment import Assessment
from drive_rules.case import Case
from drive_rules.language.schema import ruleset_schema
from drive_rules.language.write_tables import write_table
from drive_rules.planning.plans import Plan
from drive_rules.problems import (
    DriveRulesError,
    Problem,
    ProblemsError,
    RulesetError,
    WitnessError,
    did_you_mean,
)
from drive_rules.ruleset import Ruleset, load

app = typer.Typer(
    name="drive-rules",
    help="Practice rules for work with high-risk perpetrators of domestic abuse: advice to a named human.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

agencies_app = typer.Typer(
    help="The agencies of a site: what nobody there can be asked for, and their map.", no_args_is_help=True
)
app.add_typer(agencies_app, name="agencies")

Params = ParamSpec("Params")


SUBJECT = "subject access"


class Format(StrEnum):
    """How an answer is printed."""

    text = "text"
    json = "json"


class PictureFormat(StrEnum):
    """How a picture is written."""

    svg = "svg"
    html = "html"
    mermaid = "mermaid"


class FileFormat(StrEnum):
    """How tables are written."""

    parquet = "parquet"
    csv = "csv"


class Schema(StrEnum):
    """What a schema is of."""

    rules = "rules"
    case = "case"


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
        except DriveRulesError as error:
            _say(str(error))
            raise typer.Exit(1) from None

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
    before = _before(previous)
    ruleset, read, day = _read(case, rules, site, as_of, before)
    answer = ruleset.assess(read, as_of=day, previous=before, witness="durable" if witness else None)
    if form is Format.json:
        _print(answer.to_json())
        return
    page = answer.view(view)
    # What the perpetrator is given has no tasks, and says nothing of who has them.
    tasks = "" if view == SUBJECT else f"\n{ruleset.plan(answer).minutes()}"
    _print(f"{page}{tasks}")


@app.command()
@tells_problems
def plan(
    case: CasePath,
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    as_of: AsOfOption = None,
    previous: PreviousOption = None,
    previous_plan: Annotated[
        Path | None,
        typer.Option(
            "--previous-plan", exists=True, dir_okay=False, help="The last plan of this case, as JSON."
        ),
    ] = None,
    other_site: Annotated[
        str | None,
        typer.Option(
            "--other-site", help="The site of the other area, where the case or a pair crosses over."
        ),
    ] = None,
    by_agency: Annotated[
        bool, typer.Option("--by-agency", help="In text: who has which task, as a panel minutes them.")
    ] = False,
    timeline: Annotated[
        PictureFormat | None,
        typer.Option("--timeline", help="In place of text: a picture of who does what and when."),
    ] = None,
    form: FormatOption = Format.text,
) -> None:
    """Order what is called for into dated steps, each with an owner and a route to it."""
    before = _before(previous)
    ruleset, read, day = _read(case, rules, site, as_of, before)
    last = Plan.from_json(previous_plan.read_text(encoding="utf-8")) if previous_plan else None
    answer = ruleset.assess(read, as_of=day, previous=before)
    both = ruleset.agencies().joined(Agencies.load(other_site, rules)) if other_site else None
    steps = ruleset.plan(answer, agencies=both, previous=last)
    if timeline is not None:
        _print(getattr(ruleset.timeline(steps), timeline.value))
        return
    text = steps.minutes() if by_agency else steps.text()
    _print(steps.to_json() if form is Format.json else text)


class Became(StrEnum):
    done = "done"
    refused = "refused"
    accepted = "accepted"


@app.command()
@tells_problems
def record(
    plan_file: Annotated[
        Path, typer.Argument(metavar="PLAN", exists=True, dir_okay=False, help="A plan of a case, as JSON.")
    ],
    step: Annotated[str, typer.Argument(metavar="STEP", help="The number of a step of that plan.")],
    became: Annotated[Became, typer.Argument(metavar="done|refused|accepted", help="What became of it.")],
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="On which day.")],
    by: Annotated[
        str | None, typer.Option("--by", help="Who did it, refused it or took it on; else who was asked.")
    ] = None,
    because: Annotated[str, typer.Option("--because", help="Why; a refusal needs it.")] = "",
) -> None:
    """Record what became of a step: prints the plan again, to give to the next as --previous-plan."""
    last = Plan.from_json(plan_file.read_text(encoding="utf-8"))
    who = by or last.step(step).task.asked or ""
    match became:
        case Became.done:
            last = last.done(step, on=on.date(), by=who, because=because)
        case Became.refused:
            last = last.refused(step, on=on.date(), by=who, because=because)
        case Became.accepted:
            last = last.accepted(step, on=on.date(), by=who)
    _print(last.to_json())


@app.command()
@tells_problems
def decide(
    assessment: Annotated[
        Path, typer.Argument(metavar="ASSESSMENT", exists=True, dir_okay=False, help="An answer, as JSON.")
    ],
    what: Annotated[str, typer.Argument(metavar="WHAT", help="A decision, an action or a block of it.")],
    answer: Annotated[
        str, typer.Argument(metavar="ANSWER", help="Of a decision; or done, not to be done, set aside.")
    ],
    by: Annotated[str, typer.Option("--by", help="Who decides: a role, or an id of yours.")],
    because: Annotated[str, typer.Option("--because", help="Why.")],
    of: Annotated[str | None, typer.Option("--of", help="Which thing: its id in the case file.")] = None,
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="The day of the answer; its own if not given."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help="When it ends; needed where a rule is set aside."),
    ] = None,
) -> None:
    """Record what a person decides beside the rules: the answer with it, as JSON, for --previous."""
    found = Assessment.from_json(assessment.read_text(encoding="utf-8"))
    day, end = on.date() if on else found.as_of, until.date() if until else None
    _print(found.decide(what, answer, of=of, by=by, on=day, because=because, until=end).to_json())


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
    ruleset, read, day = _read(case, rules, site, as_of)
    told = ruleset.explain(read, what, as_of=day, of=of)
    changes = ruleset.changes(read, what, as_of=day, of=of)
    if form is Format.json:
        whole = {
            "why": json.loads(told.to_json()),
            "what would change it": [asdict(each) for each in changes],
        }
        _print(json.dumps(whole, indent=2, ensure_ascii=False, default=str))
    else:
        lines = [f"- {change.text()}" for change in changes] or ["- nothing that is not known yet"]
        _print("\n".join([told.text(), "What would change it:", *lines]))


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
    ruleset, read, day = _read(case, rules, site, as_of)
    asked = ruleset.questions(read, as_of=day)
    _print(asked.to_json() if form is Format.json else asked.text())


@app.command()
@tells_problems
def check(
    rules: Annotated[
        str, typer.Argument(metavar="[RULESETS]", help="A bundled ruleset's name, or a folder.")
    ] = "drive-core",
    site: SiteOption = None,
) -> None:
    """Read every file, run every example, and list every problem with what to do about it."""
    sites = [site] if site is not None else [None, *packages.sites_of(rules)]
    for each in sites:
        ruleset = load(rules, site=each)
        problems = ruleset.check()
        if problems:
            raise RulesetError(problems)
        rules_read = f"{ruleset.name} {ruleset.version}: {len(ruleset.meaning.rules)} rules"
        examples = sum(len(rule.examples) for rule in ruleset.meaning.rules.values())
        tried = f"{examples} examples run" if each is None else _site_words(ruleset, each)
        _print(f"{rules_read}, {tried}, no problem")


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
    _print(found.to_json() if form is Format.json else found.text())
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
    _print(getattr(picture, form.value))


def _site_words(ruleset: Ruleset, site: str) -> str:
    """What a site is checked for, and what it adds and switches off."""
    words = f"the settings and agencies of {site}"
    meaning = ruleset.meaning
    if meaning.site_rules:
        words += f", its own {', '.join(meaning.site_rules)}"
    for id, because in sorted(meaning.switched_off.items()):
        words += f", {id} switched off ({because.rstrip('.')})"
    return words


@app.command()
@tells_problems
def schema(
    what: Annotated[
        Schema, typer.Argument(metavar="[rules|case]", help="Of rule files, or of case files.")
    ] = Schema.rules,
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
) -> None:
    """Print the JSON Schema of rule files, for editors, or of case files, for case systems."""
    found = ruleset_schema() if what is Schema.rules else load(rules, site=site).case_schema()
    _print(json.dumps(found, indent=2, ensure_ascii=False))


@app.command()
@tells_problems
def table(
    ids: Annotated[list[str], typer.Argument(metavar="RULE...", help="Ids of rules of one kind.")],
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
) -> None:
    """Print rules as a decision table (CSV), one a row: the same rules where it is read in their place."""
    meaning = load(rules, site=site).meaning
    for id in ids:
        if id not in meaning.rules:
            raise DriveRulesError(f"no rule is called '{id}': {did_you_mean(id, meaning.rules)}")
    try:
        text = write_table(meaning, ids)
    except ValueError as error:
        raise DriveRulesError(str(error)) from None
    _print(text)


@app.command()
@tells_problems
def sources(rules: RulesOption = "drive-core", site: SiteOption = None) -> None:
    """What rests on which source, and what is assumed: the questions to answer before live use."""
    _print(traceability.register(load(rules, site=site).meaning))


@app.command("traceability")
@tells_problems
def trace(
    features: Annotated[
        Path, typer.Option("--features", exists=True, file_okay=False, help="The folder of the specs.")
    ] = Path("features"),
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the matrix as JSON.")] = False,
) -> None:
    """Facts beside rules beside scenarios, and what has no partner."""
    try:
        from drive_rules.testing.tagged import scenarios_in  # noqa: PLC0415

        scenarios = scenarios_in(features)
    except ModuleNotFoundError as error:
        raise DriveRulesError(
            f"reading specs needs {error.name}, which is not installed: pip install 'drive-rules[test]'"
        ) from None
    ruleset = load(rules, site=site)
    found = traceability.matrix(ruleset.meaning, scenarios, ruleset.settings_of_allocation())
    _print(json.dumps(asdict(found), indent=2, ensure_ascii=False) if as_json else found.text())


@app.command("new-case")
@tells_problems
def new_case(rules: RulesOption = "drive-core", site: SiteOption = None) -> None:
    """Print a commented case file to fill in."""
    _print(load(rules, site=site).new_case())


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
    _say(f"SYNTHETIC: every case is invented (seed {seed}, as of {day}); nobody stands behind any of them.")
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
    _print("\n".join(f"{name}: {rows:,} synthetic rows" for name, rows in written.rows.items()))


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
    _print(summary.to_json() if as_json else summary.text())


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
    _print(found.to_json() if form is Format.json else found.text())


def _read(
    path: Path, rules: str, site: str | None, as_of: datetime | None, decided: Assessment | None = None
) -> tuple[Ruleset, Case, date]:
    """The ruleset, the case with what people decided, and the day: the one asked for, or today."""
    day = as_of.date() if as_of else date.today()
    ruleset = load(rules, site=site)
    return ruleset, ruleset.read_case(path, as_of=day, decided=decided), day


def _before(previous: Path | None) -> Assessment | None:
    return Assessment.from_json(previous.read_text(encoding="utf-8")) if previous else None


def _print(text: str) -> None:
    """To standard output as it stands: no colour, no wrapping, so that it can be piped and compared."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def _say(text: str) -> None:
    Console(stderr=True, soft_wrap=True).print(escape(text), highlight=False)


def _tell(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        _say(problem.picture())
    _say(f"{len(problems)} problem{'' if len(problems) == 1 else 's'}")
