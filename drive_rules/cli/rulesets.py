"""Commands about the rules themselves: check them, and print what they are made of."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from drive_rules import against as holding
from drive_rules import packages, traceability
from drive_rules.cli.shown import (
    AsOfOption,
    RulesOption,
    SiteOption,
    app,
    put,
    read_scenarios,
    tells_problems,
)
from drive_rules.language.schema import ruleset_schema
from drive_rules.language.write_tables import write_table
from drive_rules.problems import (
    DriveRulesError,
    RulesetError,
    did_you_mean,
)
from drive_rules.ruleset import Ruleset, load


class ManualFormat(StrEnum):
    """How a manual is printed."""

    html = "html"
    markdown = "markdown"


class Schema(StrEnum):
    """What a schema is of."""

    rules = "rules"
    case = "case"


@app.command()
@tells_problems
def check(
    rules: Annotated[
        str, typer.Argument(metavar="[RULESETS]", help="A bundled ruleset's name, or a folder.")
    ] = "drive-core",
    site: SiteOption = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="VERSION",
            help="Another version, a folder, a bundled name or a git revision: list what is gone or weaker.",
        ),
    ] = None,
) -> None:
    """Read every file, run every example, and list every problem with what to do about it.

    With --against, besides, what these rules no longer say that the other version says: what weakens
    safety and nobody has approved since is a problem.
    """
    sites = [site] if site is not None else [None, *packages.sites_of(rules)]
    for each in sites:
        ruleset = load(rules, site=each)
        problems = ruleset.check()
        if problems:
            raise RulesetError(problems)
        rules_read = f"{ruleset.name} {ruleset.version}: {len(ruleset.meaning.rules)} rules"
        examples = sum(len(rule.examples) for rule in ruleset.meaning.rules.values())
        held = len(ruleset.meaning.invariants)
        examples += sum(len(rule.examples) for rule in ruleset.meaning.watch.values())
        tried = f"{examples} examples run, {held} invariants held to them"
        tried = tried if each is None else _site_words(ruleset, each)
        put(f"{rules_read}, {tried}, no problem")
    if against is not None:
        _hold_against(rules, site, against)


def _hold_against(rules: str, site: str | None, version: str) -> None:
    """Say what is gone or otherwise; raise what weakens safety and nobody has approved."""
    old, new = packages.load_version(version, rules, site), packages.load_package(rules, site)
    changes = holding.changes(old.ruleset, new.ruleset)
    for change in changes:
        put(change.line())
    count = len(changes)
    many = "1 change that takes" if count == 1 else f"{count or 'no'} changes that take"
    put(f"against {version}: {many} anything away")
    problems = holding.problems(changes)
    if problems:
        raise RulesetError(problems)


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
    put(json.dumps(found, indent=2, ensure_ascii=False))


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
    put(text)


@app.command()
@tells_problems
def sources(rules: RulesOption = "drive-core", site: SiteOption = None) -> None:
    """What rests on which source, and what is assumed: the questions to answer before live use."""
    put(traceability.register(load(rules, site=site).meaning))


@app.command("manual")
@tells_problems
def print_manual(
    rules: Annotated[
        str, typer.Argument(metavar="[RULESETS]", help="A bundled ruleset's name, or a folder.")
    ] = "drive-core",
    site: SiteOption = None,
    as_of: AsOfOption = None,
    form: Annotated[
        ManualFormat, typer.Option("--format", help="html to read, search and print; markdown for pages.")
    ] = ManualFormat.html,
    out: Annotated[
        Path | None, typer.Option("--out", dir_okay=False, help="Write it to this file, not to the screen.")
    ] = None,
) -> None:
    """Print the rules as a practice handbook; without a site, those of every site stand beside it."""
    ruleset, day = load(rules, site=site), as_of.date() if as_of else date.today()
    beside = [] if site is not None else [load(rules, site=each) for each in packages.sites_of(rules)]
    printed = getattr(ruleset.manual(as_of=day, sites=beside), form.value)
    if out is None:
        put(printed)
        return
    try:
        out.write_text(printed, encoding="utf-8", newline="\n")
    except OSError as error:
        raise DriveRulesError(f"'{out}' cannot be written: {error.strerror}") from None


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
    scenarios = read_scenarios(features)
    ruleset = load(rules, site=site)
    found = traceability.matrix(ruleset.meaning, scenarios, ruleset.settings_of_allocation())
    put(json.dumps(asdict(found), indent=2, ensure_ascii=False) if as_json else found.text())
