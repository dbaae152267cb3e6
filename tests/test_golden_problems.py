"""Problems of cases, tables, agencies, plans, examples and versions as their readers see them.

A bad input, and its text beside it.

Each ``golden/<family>/<code>-<slug>.yaml`` gives the text beside it and its own code among the problems.
``REWRITE_GOLDEN=1 pytest`` writes the texts anew; read the difference before it is kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pytest
import yaml

import drive_rules
from drive_rules import against, language
from drive_rules.accountability.figures import read_reports
from drive_rules.accountability.monitoring import read_monitoring
from drive_rules.agencies import Agencies
from drive_rules.agencies import reading as agency_files
from drive_rules.allocation import read_terms
from drive_rules.allocation import reading as caseload_files
from drive_rules.case import Vocabulary, read_case
from drive_rules.caseload.tables import read_tables
from drive_rules.examples import try_examples
from drive_rules.following import folding, follow
from drive_rules.following import follower as followers
from drive_rules.invariants import try_invariants
from drive_rules.ir import Ruleset as Meaning
from drive_rules.planning import order_problems, plan
from drive_rules.problems import (
    AgenciesError,
    CaseError,
    CaseloadError,
    DecisionError,
    EventError,
    Problem,
    RulesetError,
)
from drive_rules.ruleset import Ruleset, load
from tests import plans_made
from tests.case_ruleset import ruleset
from tests.following_laws import asked_of

GOLDEN = Path(__file__).parent / "golden"
SOURCE = Path(drive_rules.__file__).parent
FAMILIES = {
    "cases": (r"DR5\d\d", "case"),
    "caseload": (r"DR60\d", "caseload"),
    "agencies": (r"AG\d{3}", "agencies"),
    "allocation": (r"AL\d{3}", "allocation"),
    "decided": (r"HD\d{3}", "assessment"),
    "plans": (r"PL\d{3}", "planning"),
    "examples": (r"DR9\d\d", "examples.py"),
    "invariants": (r"IV\d{3}", "invariants.py"),
    "against": (r"SW\d{3}", "against"),
    "accountability": (r"AC\d{3}", "accountability"),
    "events": (r"EV\d{3}", "following"),
}
"""The codes of each family, and where in the source they stand."""
AS_OF = date(2026, 11, 1)
CANARY = re.compile("canary|smith|telephone|remnd|costody|prisen", re.IGNORECASE)
"""What the cases hold as ids, values and unknown keys; no text may."""
OF_A_CASE = ("cases", "caseload", "decided", "accountability", "events")
"""Families whose texts are of what a caller sent about a case."""
MAY_BE_NOWHERE = {"PL001"}
"""Said of a plan, whose steps it names."""
FITTING = "AG020"
"""From this code on agencies are wrong only when held against a ruleset."""

BAD = sorted(chain.from_iterable((GOLDEN / family).glob("*.yaml") for family in FAMILIES))
by_file = pytest.mark.parametrize("file", BAD, ids=lambda file: f"{file.parent.name}-{file.stem}")


def code_of(file: Path) -> str:
    return file.stem.partition("-")[0]


def rules(*more: Path) -> Meaning:
    """The small package beside the families, with files of rules."""
    return language.read_ruleset(
        {file.name: file.read_text(encoding="utf-8") for file in (GOLDEN / "rules.yaml", *more)}
    )


def of_case(file: Path) -> tuple[Problem, ...]:
    with pytest.raises(CaseError) as caught:
        read_case(Vocabulary.of(ruleset()), file, AS_OF)
    return caught.value.problems


def of_caseload(file: Path) -> tuple[Problem, ...]:
    """What is wrong with the form of tables; where nothing is, every line of what was refused."""
    sent = yaml.safe_load(file.read_text(encoding="utf-8"))
    tables = {name: pa.Table.from_pylist(rows) for name, rows in sent.items()}
    try:
        rejects = read_tables(Vocabulary.of(ruleset()), tables).rejects.to_pylist()
    except CaseloadError as error:
        return error.problems
    return tuple(
        Problem(line["code"], line["what"], line["fix"], place="{table}, row {row}, {column}".format(**line))
        for line in rejects
    )


def of_agencies(file: Path) -> tuple[Problem, ...]:
    """Alone, or held against the package and, where there is one, a ``.rules`` file of the same name.

    Where there is a file ``.there``, joined with the agencies of that other area.
    """
    texts = {file.name: file.read_text(encoding="utf-8")}
    fitting = rules(*file.parent.glob(f"{file.stem}.rules")) if code_of(file) >= FITTING else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agency_files, "MOST_AGENCIES", 2 if code_of(file) == "AG009" else 500)
        with pytest.raises(AgenciesError) as caught:
            read_and_joined(texts, fitting, *file.parent.glob(f"{file.stem}.there"))
    return caught.value.problems


def read_and_joined(texts: dict[str, str], fitting: Ruleset | None, *others: Path) -> None:
    here = Agencies.from_texts(texts, ruleset=fitting)
    for there in others:
        here.joined(Agencies.from_texts({there.name: there.read_text(encoding="utf-8")}))


def of_allocation(file: Path) -> tuple[Problem, ...]:
    """Of the terms, held against the practice; from AL101 on, of a caseload."""
    practice = shipped()
    if code_of(file) < "AL1":
        with pytest.raises(RulesetError) as terms:
            read_terms(practice.meaning, file.read_text(encoding="utf-8"))
        return terms.value.problems
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(caseload_files, "MOST_CASES", 2 if code_of(file) == "AL109" else 20_000)
        with pytest.raises(CaseloadError) as caught:
            practice.allocate(file, as_of=AS_OF)
    return caught.value.problems


@cache
def shipped() -> Ruleset:
    return load("drive-core")


def of_plan(file: Path) -> tuple[Problem, ...]:
    """What the rules contradict by themselves; or, for PL001, in a plan that calls for all their duties."""
    read = rules(file)
    if code_of(file) != "PL001":
        return order_problems(read)
    wanted = [duty for each in read.rules.values() for duty in each.duties]
    duties = [
        plans_made.duty(read.actions[each.do], plans_made.ONE, before=each.before, after=each.after)
        for each in wanted
    ]
    return plan(read, plans_made.record(*duties), plans_made.agencies()).problems


def of_decided(file: Path) -> tuple[Problem, ...]:
    """Refused of the answer that is made by hand; ``take back`` is tried after what else the file says."""
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    back = said.pop("take back", None)
    once = said.pop("once", None)
    answer = plans_made.answered(0, 2)
    if once:
        answer = answer.decide(**once)
    refused = answer.take_back if back else answer.decide
    given = {"id": answer.human_decisions[0].id, **back} if back else said
    with pytest.raises(DecisionError) as caught:
        refused(**given)
    return caught.value.problems


def of_accountability(file: Path) -> tuple[Problem, ...]:
    """Of a monitoring table, read for one case; or of the texts of mutation reports."""
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    if "reports" in said:
        with pytest.raises(RulesetError) as refused:
            read_reports(said["reports"], ruleset())
        return refused.value.problems
    table = pa.Table.from_pylist(said["monitoring"])
    with pytest.raises(CaseloadError) as caught:
        read_monitoring(table, ruleset(), pa.array(["canary-1"]))
    return caught.value.problems


def of_events(file: Path) -> tuple[Problem, ...]:
    """Of an event, or a day, that comes to a case, after what there was ``before``."""
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    given = said.get("text") or "{" + " " * said.get("long", 0) if "event" not in said else said["event"]
    case = read_case(Vocabulary.of(ruleset()), {"case": "canary-1"})
    follower = follow(asked_of(ruleset()), case, AS_OF)
    for event in said.get("before", ()):
        follower.post(event)
    with pytest.MonkeyPatch.context() as patch:
        if "most" in said:
            of, name = (followers, "EVENTS") if code_of(file) == "EV002" else (folding, "IN_A_LIST")
            patch.setattr(of, f"MOST_{name}", said["most"])
        with pytest.raises(EventError) as caught:
            follower.advance(said["to"]) if "to" in said else follower.post(given)
    return caught.value.problems


def of_examples(file: Path) -> tuple[Problem, ...]:
    return try_examples(rules(file))


def of_invariants(file: Path) -> tuple[Problem, ...]:
    return try_invariants(rules(file))


def of_against(file: Path) -> tuple[Problem, ...]:
    """Held against the version of before, ``.old`` beside it."""
    return against.problems(against.changes(rules(file.with_suffix(".old")), rules(file)))


READERS: dict[str, Callable[[Path], tuple[Problem, ...]]] = {
    "cases": of_case,
    "caseload": of_caseload,
    "agencies": of_agencies,
    "allocation": of_allocation,
    "decided": of_decided,
    "plans": of_plan,
    "examples": of_examples,
    "invariants": of_invariants,
    "against": of_against,
    "accountability": of_accountability,
    "events": of_events,
}


@cache
def problems_of(file: Path) -> tuple[Problem, ...]:
    return READERS[file.parent.name](file)


@by_file
def test_text(file: Path) -> None:
    text = "\n".join(problem.picture() for problem in problems_of(file)) + "\n"
    golden = file.with_suffix(".txt")
    if os.environ.get("REWRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@by_file
def test_its_own_code_is_among_them(file: Path) -> None:
    assert code_of(file) in {problem.code for problem in problems_of(file)}


@by_file
def test_says_how_to_mend_it_and_where(file: Path) -> None:
    for problem in problems_of(file):
        assert problem.fix
        assert problem.span or problem.place or file.parent.name == "cases" or problem.code in MAY_BE_NOWHERE
        assert not problem.what.endswith(".")


@pytest.mark.parametrize(
    "file",
    [file for file in BAD if file.parent.name in (*OF_A_CASE, "allocation")],
    ids=lambda f: f.stem,
)
def test_no_value_or_key_of_a_case_is_told(file: Path) -> None:
    for problem in problems_of(file):
        assert not CANARY.search(problem.picture())


@pytest.mark.parametrize("family", FAMILIES)
def test_every_code_in_the_source_is_seen(family: str) -> None:
    codes, place = FAMILIES[family]
    found = SOURCE / place
    files = [found] if found.is_file() else sorted(found.rglob("*.py"))
    in_source = {code for file in files for code in re.findall(rf'"({codes})"', file.read_text("utf-8"))}
    assert in_source
    assert in_source == {code_of(file) for file in BAD if file.parent.name == family}


def test_no_text_is_left_over() -> None:
    texts = {text.with_suffix("") for family in FAMILIES for text in (GOLDEN / family).glob("*.txt")}
    assert texts == {file.with_suffix("") for file in BAD}
