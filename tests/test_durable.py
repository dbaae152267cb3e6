"""The witness: it settles what the reference settles, refuses what it cannot, and guards itself.

What might bring a process down runs in a process of its own (``tests.witness_worker``).
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import count, product
from pathlib import Path
from random import Random

import pytest

from drive_rules.answers import Settled
from drive_rules.engines import guarded
from drive_rules.engines.durable import Durable, disagreements
from drive_rules.lower import All, Any, Clause, Formula, Gather, Le, Name, Part, Term, lower
from drive_rules.problems import WitnessError
from drive_rules.reference import evaluate
from tests import laws
from tests.bench import ENGINES
from tests.generated import make_day, make_ruleset
from tests.programs import Made, program
from tests.stepwise import settle
from tests.witness_worker import TRIALS, at_least, clauses, one_case
from tests.worlds import Worlds, flatten, tilted

ROOT = Path(__file__).parents[1]
HERE = find_spec("durable_rules_engine") is not None and sys.version_info < (3, 13)
needs_it = pytest.mark.skipif(
    not HERE, reason="durable_rules is not to be had on this Python: it runs on 3.11 and 3.12"
)
PYTHONS = os.environ.get("DRIVE_RULES_PYTHONS", "python3.11 python3.12 python3.13").split()


def in_a_process(*arguments: str, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    """Run a module of ours in a process of its own."""
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    return subprocess.run(
        [python, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


# -- it settles what the meaning says --------------------------------------------------------------


@needs_it
@pytest.mark.parametrize("seed", range(25))
def test_it_settles_generated_rulesets_as_the_reference_does(seed: int) -> None:
    random = Random(f"witness {seed}")
    day = make_day(random)
    ruleset = tilted(random, make_ruleset(random, day), day)
    worlds = Worlds(random, ruleset, day)
    witness = Durable(lower(ruleset, day))
    assert witness.refused == ()
    for _ in range(3):
        truth = worlds.truth()
        known = worlds.blur(truth, 0.85)
        for case in (truth, known, worlds.blur(known, 0.65), worlds.deny_lists(known)):
            world = flatten(ruleset, case)
            assert disagreements(evaluate(ruleset, world, day), witness.settle(world)) == ()


@needs_it
def test_it_obeys_the_laws() -> None:
    tally = laws.run(120, "witness", ENGINES["durable"])
    assert tally.laws["the engine equals the reference"] >= 120
    assert not tally.left_out


@needs_it
def test_a_comparison_means_the_same_in_each_of_its_forms() -> None:
    low, high = Name("case fact 0", "case"), Name("case fact 1", "case")
    terms = [Term(None, plus=number) for number in (-1, 0, 2)]
    for name, end, sign, plus in product((low, high), ("low", "high"), (1, -1), (-1, 0, 1)):
        terms.append(Term(name, end, sign, plus))  # type: ignore[arg-type]
    every = [Le(left, right, record) for left, right, record in product(terms, terms, (False, True))]
    steps = program(list(clauses(*every)))
    witness = Durable(steps)
    for (a, b), (c, d) in product([(0, 0), (0, 1), (-1, 2)], [(0, 0), (1, 1), (-2, 1)]):
        world = one_case(a, c, 0, 0, high=(b, d, 0, 0))
        assert disagreements(settle(steps, world), witness.settle(world)) == ()


@needs_it
def test_every_formula_is_witnessed() -> None:
    made = Made(Random(5))
    steps = made.program(40)
    witness = Durable(steps)
    of_clauses = sum(isinstance(step, Clause) for step in steps.steps)
    of_gathers = sum(len(step.parts) + len(step.opens) for step in steps.steps if isinstance(step, Gather))
    assert of_clauses > 10
    assert of_gathers > 10
    assert witness.clauses == (of_clauses, of_clauses)
    assert witness.gathers == (of_gathers, of_gathers)
    assert witness.witnessed == (of_clauses + of_gathers,) * 2


@needs_it
def test_the_comparisons_are_made_by_durable_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = program([*clauses(at_least(3)), _counting(at_least(3))])
    witness = Durable(steps)
    monkeypatch.setattr(
        guarded.Sheet, "_fired", lambda sheet, facts: {(len(sheet.ways), r) for r in range(len(facts))}
    )
    settled = witness.settle(one_case(5, 0, 0, 0))
    assert settled.low == {"name 0": (0,), "count": (0,)}


def _counting(when: Formula, target: str = "count") -> Gather:
    one = Term(None, plus=1)
    return Gather(Name(target, "case"), "sum", (Part("case", when, one, one),), None, 0, 9)


# -- what is refused -----------------------------------------------------------------------------------


def _deep(depth: int) -> Formula:
    formula = at_least(0)
    for number in range(depth):
        formula = All((formula, at_least(1))) if number % 2 else Any((formula, at_least(1)))
    return formula


REFUSED: dict[str, tuple[Formula, str]] = {
    "deep": (_deep(80), "its formula is too deep"),
    "large": (Any(tuple(at_least(number) for number in range(20_000))), "its formula is too large"),
    "far": (at_least(2**61), "it holds a number that is out of reach"),
    "unsettled": (at_least(1, Name("later", "case")), "it reads later, which nothing has settled yet"),
    "below": (at_least(1, Name("pair fact 0", "pair")), "pair fact 0 is of no kind that case is part of"),
}


@needs_it
@pytest.mark.parametrize("why", REFUSED)
def test_what_the_guards_cannot_take_is_refused_by_name_with_all_that_reads_it(why: str) -> None:
    formula, reason = REFUSED[why]
    reads = Clause(Name("reads it", "case"), at_least(1, Name("refused", "case")))
    steps = program(
        [*clauses(at_least(1)), Clause(Name("refused", "case"), formula), reads, _counting(formula)]
    )
    witness = Durable(steps)
    assert witness.refused == (
        ("refused", reason),
        ("reads it", f"it reads refused: {reason}"),
        ("count", reason),
    )
    assert (witness.clauses, witness.gathers) == ((1, 3), (0, 1))
    world = one_case(1, 0, 0, 0)
    assert witness.settle(world) == Settled({"name 0": (1,)}, {"name 0": (1,)}, frozenset())
    with pytest.raises(
        WitnessError, match=f"cannot judge this ruleset, so nothing is issued: refused: {reason}"
    ):
        witness.agree(world, witness.settle(world))


@needs_it
def test_what_is_refused_half_way_leaves_nothing_that_answers_for_another() -> None:
    """Of an *any* the first part can be asked and the second cannot: neither is."""
    refused = Any((at_least(0), at_least(2**61)))
    steps = program(
        [Clause(Name("refused", "case"), refused), Clause(Name("next", "case"), at_least(5)),
         Clause(Name("last", "case"), refused)]
    )  # fmt: skip
    witness = Durable(steps)
    assert [key for key, _ in witness.refused] == ["refused", "last"]
    assert witness.settle(one_case(1, 0, 0, 0)).high == {"next": (0,)}


@needs_it
def test_a_part_that_is_not_below_its_owner_is_refused() -> None:
    one = Term(None, plus=1)
    step = Gather(Name("count", "pair"), "sum", (Part("case", All(()), one, one),), None, 0, 9)
    assert Durable(program([step])).refused == (("count", "it gathers case, which is no part of pair"),)


@needs_it
@pytest.mark.parametrize("bound", [2**60 + 1, -(2**60) - 1, 2**63, 1.5])
def test_a_bound_out_of_reach_is_an_error_that_does_not_tell_it(bound: int) -> None:
    witness = Durable(program(list(clauses(at_least(1)))))
    with pytest.raises(WitnessError, match="the case holds a bound that is out of the witness's reach"):
        witness.settle(one_case(bound, 0, 0, 0))
    assert witness.settle(one_case(2**60, 0, 0, 0)).low == {"name 0": (1,)}


# -- the guards ----------------------------------------------------------------------------------------


@needs_it
@pytest.mark.parametrize("trial", [trial for trial in TRIALS if trial not in ("programs", "lines")])
def test_what_breaks_durable_rules_does_not_break_the_witness(trial: str) -> None:
    done = in_a_process("-m", "tests.witness_worker", trial)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


@needs_it
@pytest.mark.parametrize("trial", ["programs", "lines"])
@pytest.mark.parametrize("seed", range(4))
def test_whatever_it_is_given_it_answers_rightly(trial: str, seed: int) -> None:
    done = in_a_process("-m", "tests.witness_worker", trial, str(seed))
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


ITS_WORDS = """
$lt $lte $gt $gte $eq $neq $mt $imt $iall $iany $ex $nex $or $and $m $i $s $add $sub $mul $div $l $r
$forward $pulse $time $timerName $baseTime all any pri count cap dist name id sid
"""
"""To these its rule language and its messages give a meaning."""


def _hash(word: str) -> int:
    number = 0x811C9DC5
    for byte in word.encode():
        number = (number ^ byte) * 16777619 & 0xFFFFFFFF
    return number


def test_no_two_words_that_durable_rules_meets_share_a_hash() -> None:
    fact = guarded.fact(guarded.MOST_COLUMNS, guarded.MOST_WAYS)
    words = {*json.loads(fact.replace("%d", "0")), *ITS_WORDS.split()}
    assert len(words) > 240
    assert len({_hash(word) for word in words}) == len(words)
    assert len(json.loads(fact.replace("%d", "0"))) <= 252
    ids = {"sid-0", *map(str, range(guarded.MOST_FACTS))}
    assert len({_hash(each) for each in ids}) == len(ids)


@needs_it
def test_a_sheet_takes_no_more_than_it_holds() -> None:
    ways = [(guarded.Line("x", "$lte", number),) for number in range(guarded.MOST_WAYS + 1)]
    wide = tuple(guarded.Line(number, "$lte", 0) for number in range(guarded.MOST_LINES + 1))
    for too_much in (ways, [wide], [(guarded.Line("x", "$lte", guarded.FAR + 1),)]):
        with pytest.raises(WitnessError, match="the witness was given"):
            guarded.Sheet(too_much)


@needs_it
@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((1, 1), "durable_rules took a row for another"),
        ((2, 1), "durable_rules took a row for another"),
    ],
)
def test_a_fact_that_is_not_taken_is_told(
    monkeypatch: pytest.MonkeyPatch, answer: tuple[int, int], told: str
) -> None:
    sheet = guarded.Sheet([(guarded.Line("x", "$lte", 0),)])
    _lie(monkeypatch, sheet, assert_fact=lambda real: lambda handle, fact: (real(handle, fact), answer)[1])
    with pytest.raises(WitnessError, match=told):
        list(sheet.fire([(0,)]))


@needs_it
def test_a_row_that_is_lost_and_a_session_without_end_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = guarded.Sheet([(guarded.Line("x", "$lte", 0),)])
    _lie(monkeypatch, sheet, start_action_for_state=lambda real: lambda *_: None)
    with pytest.raises(WitnessError, match="lost sight of a row"):
        list(sheet.fire([(0,)]))
    rows = count(1)
    for told, firing in (
        ("fires twice for the same rows", lambda *_: '{"0":{"m":{"id":"0","seen":1}}}'),
        ("does not come to an end", lambda *_: f'{{"0":{{"m":{{"id":"{next(rows)}","seen":1}}}}}}'),
    ):
        _lie(
            monkeypatch,
            sheet,
            start_action_for_state=lambda real: real,
            complete_and_start_action=lambda _, firing=firing: firing,
        )
        with pytest.raises(WitnessError, match=told):
            list(sheet.fire([(0,)]))


class _Liar:
    """The module, some of its functions exchanged."""

    def __init__(self, real: object, lies: dict[str, Callable[..., object]]) -> None:
        self._real = real
        for name, lie in lies.items():
            setattr(self, name, lie(getattr(real, name)))

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


def _lie(monkeypatch: pytest.MonkeyPatch, sheet: guarded.Sessions, **lies: Callable[..., object]) -> None:
    monkeypatch.setattr(sheet, "_engine", _Liar(guarded._engine(), lies))


@needs_it
def test_a_module_that_compares_wrongly_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    guarded.prove.cache_clear()
    monkeypatch.setattr(guarded, "_holds", lambda line, x, y: x > y)
    with pytest.raises(WitnessError, match="compares wrongly on this machine"):
        Durable(program(list(clauses(at_least(1)))))
    guarded.prove.cache_clear()


@needs_it
def test_it_closes_and_pickles() -> None:
    steps = program(list(clauses(at_least(1))))
    witness = Durable(steps)
    world = one_case(1, 0, 0, 0)
    again = pickle.loads(pickle.dumps(witness))
    assert again.settle(world) == witness.settle(world)
    witness.close()
    witness.close()
    with pytest.raises(WitnessError, match="the witness was closed"):
        witness.settle(world)
    assert again.settle(world).low == {"name 0": (1,)}


# -- where it is not to be had -------------------------------------------------------------------------


@pytest.fixture
def _absent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    guarded._engine.cache_clear()
    guarded.prove.cache_clear()
    yield
    guarded._engine.cache_clear()
    guarded.prove.cache_clear()


@pytest.mark.usefixtures("_absent")
@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ((3, 12, 1), "the witness is durable_rules 2.0.28, and it is not installed here: pip install "
         "durable_rules==2.0.28, which needs a C compiler, or assess without a witness"),
        ((3, 13, 0), "the witness is durable_rules 2.0.28, and it does not import on Python 3.13: run on "
         "Python 3.11 or 3.12, or assess without a witness"),
    ],
)  # fmt: skip
def test_its_absence_is_a_clear_error(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], sentence: str
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(WitnessError) as told:
        Durable(program(list(clauses(at_least(1)))))
    assert str(told.value) == sentence


@needs_it
def test_another_version_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    guarded._engine.cache_clear()
    monkeypatch.setattr(guarded.metadata, "version", lambda _: "2.0.29")
    with pytest.raises(WitnessError, match=r"knows durable_rules 2\.0\.28 only, and this is 2\.0\.29"):
        guarded.Sheet([(guarded.Line("x", "$lte", 0),)])
    guarded._engine.cache_clear()


@pytest.mark.parametrize("name", PYTHONS)
def test_on_each_python(name: str) -> None:
    """On whichever interpreters can import what the library needs; making those is left to ``.ci/run``."""
    python = shutil.which(name)
    if python is None:
        pytest.skip(f"there is no {name} here")
    if in_a_process("-c", "", python=python).returncode:
        pytest.skip(f"{name} does not start here")
    found = in_a_process("-c", "import drive_rules.engines.durable, tests.stepwise", python=python)
    if found.returncode:
        pytest.skip(f"{name} cannot import the library: {found.stderr.strip().splitlines()[-1]}")
    here = in_a_process("-c", "import durable_rules_engine", python=python).returncode == 0
    for trial in ("fresh", "programs", "limits", "isolated") if here else ("absent",):
        done = in_a_process("-m", "tests.witness_worker", trial, python=python)
        assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
