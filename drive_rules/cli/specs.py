"""Commands about the behaviour specs: run them, see what they exercise, and spoil rules to see them fail."""

from __future__ import annotations

import io
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from os import cpu_count
from pathlib import Path
from typing import Annotated

import typer

from drive_rules.accountability.figures import SAME
from drive_rules.cli.shown import RulesOption, SiteOption, app, put, say, tells_problems
from drive_rules.coverage import Coverage
from drive_rules.problems import DriveRulesError, did_you_mean
from drive_rules.ruleset import Ruleset, load

Line = dict[str, str | None]
FeaturesOption = Annotated[
    Path, typer.Option("--features", exists=True, help="A folder of feature files, or one.")
]
FailUnder = Annotated[
    float, typer.Option("--fail-under", min=0, max=100, help="Exit with 1 below this, of 100.")
]


@contextmanager
def _pytest_there() -> Iterator[None]:
    """Specs are run by libraries that assessing does without."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("pytest", "pytest_bdd", "gherkin"):
            raise
        raise DriveRulesError(
            f"running specs needs {error.name}, which is not installed: pip install 'drive-rules[test]'"
        ) from None


def _asked(features: Path, rules: str, site: str | None) -> list[str]:
    """What is said to pytest of every run: feature files only, nothing written beside them."""
    words = ["-p", "drive_rules.testing.asked", "-p", "no:cacheprovider", "--specs", "--ruleset", rules]
    # The library is there before pytest is, and none of it is a test.
    words += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    return [*words, *(["--ruleset-site", site] if site else []), str(features)]


@app.command()
@tells_problems
def specs(
    features: Annotated[Path, typer.Argument(metavar="FEATURES", exists=True, help="A folder, or one file.")],
    rules: RulesOption = "drive-core",
    site: SiteOption = None,
    coverage: Annotated[
        Path | None, typer.Option("--coverage", dir_okay=False, help="Write what they exercise here.")
    ] = None,
    only: Annotated[
        str | None, typer.Option("--only", help="Scenarios with these words in their name.")
    ] = None,
) -> None:
    """Run feature files against a ruleset, each scenario by itself; no line of Python is needed."""
    load(rules, site=site)
    with _pytest_there():
        import pytest  # noqa: PLC0415

        words = ["-q", "--no-header", *_asked(features, rules, site)]
        # In one word: the name of a report that is there already would be taken for where the tests are.
        words += [f"--practice-coverage={coverage}"] if coverage else []
        words += ["-k", only] if only else []
        code = pytest.main(words)
    if code:
        raise typer.Exit(1)


@app.command()
@tells_problems
def steps() -> None:
    """Print every sentence that a feature file may hold, and what each says."""
    with _pytest_there():
        from drive_rules.testing import plugin, unknown  # noqa: F401, PLC0415  (the plugin brings the steps)

        found = unknown.sentences()
    keyword = ""
    for each in found:
        if each.keyword != keyword:
            keyword = each.keyword
            put(f"\n{keyword.upper()}")
        put(f"  {each.words}\n      {each.says}")


@app.command()
@tells_problems
def coverage(
    reports: Annotated[
        list[Path],
        typer.Argument(metavar="REPORT...", exists=True, dir_okay=False, help="Of the same ruleset."),
    ],
    fail_under: FailUnder = 0,
    specified: Annotated[
        bool, typer.Option("--specified", help="Count only scenarios that are about the rule, by their tag.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """What specs exercise of the rules, holes first; reports of `--practice-coverage`, several as one."""
    found = Coverage.merged([Coverage.read(path) for path in reports])
    put(found.to_json() if as_json else found.text())
    percent = found.percent(specified=specified)
    if percent < fail_under:
        say(f"{percent:.2f}% of rules, alternatives, exceptions and doubts; asked for: {fail_under:g}%")
        raise typer.Exit(1)


@app.command()
@tells_problems
def mutate(
    rules: Annotated[
        str, typer.Argument(metavar="[RULESETS]", help="A bundled ruleset's name, or a folder.")
    ] = "drive-core",
    features: FeaturesOption = Path("features"),
    only: Annotated[
        list[str] | None, typer.Option("--rules", help="Ids, with commas between; else every rule.")
    ] = None,
    sorts: Annotated[
        list[str] | None, typer.Option("--sorts", help="Such as rule, test, edge, duty; else every sort.")
    ] = None,
    site: SiteOption = None,
    processes: Annotated[
        int | None, typer.Option("--processes", min=1, help="How many rules at once; else one a processor.")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", dir_okay=False, help="Write every mutant here, a line of JSON each."),
    ] = None,
    fail_under: FailUnder = 100,
) -> None:
    """Spoil each rule in every way, and name each way that no scenario about the rule notices."""
    ruleset = load(rules, site=site)
    ids = sorted(_each(only)) or sorted(ruleset.meaning.rules)
    for id in ids:
        if id not in ruleset.meaning.rules:
            raise DriveRulesError(f"no rule is called '{id}': {did_you_mean(id, ruleset.meaning.rules)}")
    wanted = _sorts(_each(sorts))
    words = ["--mutate", ",".join(ids), "--mutate-processes", str(processes or cpu_count() or 1)]
    words += ["--mutate-sorts", ",".join(wanted)] if wanted else []
    lines = _tried([*_asked(features, rules, site), *words])
    if report is not None:
        report.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    put(_score(ruleset, len(ids), lines))
    told = [line for line in lines if line[SAME] is None]
    noticed = sum(line["missed by"] is not None for line in told)
    if told and 100 * noticed < fail_under * len(told):
        raise typer.Exit(1)


def _each(words: list[str] | None) -> list[str]:
    return [each.strip() for word in words or () for each in word.replace(",", " ").split()]


def _sorts(wanted: list[str]) -> list[str]:
    with _pytest_there():
        from drive_rules.testing.mutants import SORTS  # noqa: PLC0415
    for sort in wanted:
        if sort not in SORTS:
            raise DriveRulesError(f"no sort of mutant is called '{sort}': one of {', '.join(SORTS)}")
    return wanted


def _tried(words: list[str]) -> list[Line]:
    """What came of every mutant, as the plugin reports it; what pytest prints is kept back."""
    with _pytest_there():
        import pytest  # noqa: PLC0415
    with tempfile.TemporaryDirectory() as folder:
        report, printed = Path(folder) / "report.jsonl", io.StringIO()
        with redirect_stdout(printed), redirect_stderr(printed):
            pytest.main(["-q", "-p", "no:xdist", *words, "--mutation-report", str(report)])
        if not report.exists():
            raise DriveRulesError(f"the specs could not be run:\n{printed.getvalue().strip()}")
        return [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]


def _score(ruleset: Ruleset, rules: int, lines: list[Line]) -> str:
    """The holes, each in a line, and the score by sort; what no case tells from the rule is no hole."""
    same = [line for line in lines if line[SAME] is not None]
    lines = [line for line in lines if line[SAME] is None]
    unnoticed = [line for line in lines if line["missed by"] is None]
    told = [f"{line['rule']}: {line['what']}: nobody noticed ({line['sort']})" for line in unnoticed]
    all_of, missed = (Counter(line["sort"] or "" for line in some) for some in (lines, unnoticed))
    told += [f"{sort}: {all_of[sort] - missed[sort]} of {all_of[sort]}" for sort in sorted(all_of)]
    told += [f"{line['rule']}: {line['what']}: no case on {line[SAME]} tells the two apart" for line in same]
    percent = 100 * (len(lines) - len(unnoticed)) / len(lines) if lines else 100
    told.append(
        f"{ruleset.name} {ruleset.version}: {rules} rules spoilt in {len(lines)} ways, "
        f"{len(lines) - len(unnoticed)} noticed ({percent:.1f}%)"
    )
    return "\n".join(told)
