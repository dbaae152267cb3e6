"""Commands about one case: assess it, plan for it, ask why, and record what people decided and did."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from drive_rules.agencies import Agencies
from drive_rules.assessment import Assessment
from drive_rules.assessment.pages import SUBJECT
from drive_rules.cli.shown import (
    AsOfOption,
    CaseloadOption,
    CasePath,
    Format,
    FormatOption,
    IsolatedOption,
    PictureFormat,
    PreviousOption,
    RulesOption,
    SiteOption,
    WitnessOption,
    app,
    assessed_before,
    put,
    read_in,
    tells_problems,
    witness_of,
)
from drive_rules.planning.plans import Plan
from drive_rules.ruleset import load


class Became(StrEnum):
    done = "done"
    refused = "refused"
    accepted = "accepted"


@app.command()
@tells_problems
def assess(
    case: CasePath,
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    as_of: AsOfOption = None,
    previous: PreviousOption = None,
    caseload: CaseloadOption = None,
    witness: WitnessOption = False,
    isolated: IsolatedOption = False,
    view: Annotated[
        str, typer.Option("--view", help="Who reads it: case manager, IDVA, panel, subject access.")
    ] = "case manager",
    as_html: Annotated[
        bool, typer.Option("--html", help="In place of text: one page with the plan, to read and print.")
    ] = False,
    form: FormatOption = Format.text,
) -> None:
    """Assess a case: risk, eligibility, what to do, what is blocked, what is unknown, and why."""
    if as_html and form is Format.json:
        raise typer.BadParameter("give one of --html and --format json")
    before = assessed_before(previous)
    ruleset, read, day = read_in(case, rules, site, as_of, before, caseload)
    answer = ruleset.assess(read, as_of=day, previous=before, witness=witness_of(witness, isolated))
    if form is Format.json:
        put(answer.to_json())
        return
    if as_html:
        put(ruleset.report(answer, view=view))
        return
    page = answer.view(view)
    # What the perpetrator is given has no tasks, and says nothing of who has them.
    tasks = "" if view == SUBJECT else f"\n{ruleset.plan(answer).minutes()}"
    put(f"{page}{tasks}")


@app.command()
@tells_problems
def plan(
    case: CasePath,
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    as_of: AsOfOption = None,
    previous: PreviousOption = None,
    caseload: CaseloadOption = None,
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
    before = assessed_before(previous)
    ruleset, read, day = read_in(case, rules, site, as_of, before, caseload)
    last = Plan.from_json(previous_plan.read_text(encoding="utf-8")) if previous_plan else None
    answer = ruleset.assess(read, as_of=day, previous=before)
    both = ruleset.agencies().joined(Agencies.load(other_site, rules)) if other_site else None
    steps = ruleset.plan(answer, agencies=both, previous=last)
    if timeline is not None:
        put(getattr(ruleset.timeline(steps), timeline.value))
        return
    text = steps.minutes() if by_agency else steps.text()
    put(steps.to_json() if form is Format.json else text)


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
    put(last.to_json())


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
    put(found.decide(what, answer, of=of, by=by, on=day, because=because, until=end).to_json())


@app.command()
@tells_problems
def explain(
    case: CasePath,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="A decision, an action or a rule.")],
    of: Annotated[str | None, typer.Option("--of", help="Which thing: its id in the case file.")] = None,
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    as_of: AsOfOption = None,
    caseload: CaseloadOption = None,
    form: FormatOption = Format.text,
) -> None:
    """Why an answer came out as it did, why not, and what would change it."""
    ruleset, read, day = read_in(case, rules, site, as_of, caseload=caseload)
    told = ruleset.explain(read, what, as_of=day, of=of)
    changes = ruleset.changes(read, what, as_of=day, of=of)
    if form is Format.json:
        whole = {
            "why": json.loads(told.to_json()),
            "what would change it": [asdict(each) for each in changes],
        }
        put(json.dumps(whole, indent=2, ensure_ascii=False, default=str))
    else:
        lines = [f"- {change.text()}" for change in changes] or ["- nothing that is not known yet"]
        put("\n".join([told.text(), "What would change it:", *lines]))


@app.command()
@tells_problems
def questions(
    case: CasePath,
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    as_of: AsOfOption = None,
    caseload: CaseloadOption = None,
    form: FormatOption = Format.text,
) -> None:
    """What to ask next, of whom, the answers that would settle most first."""
    ruleset, read, day = read_in(case, rules, site, as_of, caseload=caseload)
    asked = ruleset.questions(read, as_of=day)
    put(asked.to_json() if form is Format.json else asked.text())


@app.command("new-case")
@tells_problems
def new_case(rules: RulesOption = "drive-core", site: SiteOption = None) -> None:
    """Print a commented case file to fill in."""
    put(load(rules, site=site).new_case())
