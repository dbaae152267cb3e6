"""The workload for OpenFisca: a variable for every fact, rule and decision, each a formula over arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks import workload
from benchmarks.forms import InColumns
from benchmarks.forms.hand_columns import GIVES, PLANNED, RECOMMENDED
from benchmarks.workload import Rule, Test, named

Array = Any
Formula = Callable[[Any, Any], Array]
PERIOD = "2026-06"
Case = build_entity(key="case", plural="cases", label="One thing with 59 facts", is_person=True)


def many() -> InColumns:
    """Made ready."""
    return InColumns(build(), given)


def build() -> Callable[[Mapping[str, Array]], dict[str, Array]]:
    """A function from columns to columns: a simulation is made, given the columns and asked for all."""
    system = TaxBenefitSystem([Case])
    for name in workload.FACTS:
        system.add_variable(_variable(named(name), bool if _is_yes_no(name) else int))
    for name, value_type, formula in _derived():
        system.add_variable(_variable(name, value_type, formula))

    def assess(table: Mapping[str, Array]) -> dict[str, Array]:
        simulation: Simulation = SimulationBuilder().build_default_simulation(system, len(table["age"]))
        for name, column in table.items():
            simulation.set_input(name, PERIOD, column)
        return {name: simulation.calculate(name, PERIOD) for name in GIVES}

    return assess


def given(table: Mapping[str, Array]) -> dict[str, Array]:
    """The columns in the widths that OpenFisca holds, so that it need not change them."""
    return {
        name: column if column.dtype == np.bool_ else column.astype(np.int32)
        for name, column in table.items()
    }


def _is_yes_no(name: str) -> bool:
    return name in workload.ANSWERS or name in workload.YES_NO


def _variable(name: str, value_type: type, formula: Formula | None = None) -> type[Variable]:
    body: dict[str, Any] = {"value_type": value_type, "entity": Case, "definition_period": DateUnit.MONTH}
    if formula is not None:
        body["formula"] = formula
    return type(name, (Variable,), body)


def _derived() -> Iterator[tuple[str, type, Formula]]:
    yield "score", int, lambda case, period: sum(case(named(name), period) for name in workload.ANSWERS)
    for decision, rules in workload.TABLES.items():
        yield from _rules(decision, rules)
        yield decision, int, _highest(decision)
    yield from _rules("points", workload.PRIORITY)
    yield "points", int, _total
    for name, rule in zip(RECOMMENDED, workload.RECOMMENDATIONS, strict=True):
        yield name, bool, _holds(rule)
    for name, rule in zip(PLANNED, workload.PLAN, strict=True):
        yield name, bool, _holds(rule)


def _rules(of: str, rules: tuple[Rule, ...]) -> Iterator[tuple[str, type, Formula]]:
    for number, rule in enumerate(rules):
        yield f"{of}_{number}", bool, _holds(rule)


def _highest(decision: str) -> Formula:
    """The highest value of the rules that hold."""
    words, rules = workload.DECISIONS[decision], workload.TABLES[decision]

    def formula(case: Any, period: Any) -> Array:
        best = case(f"{decision}_0", period) * words.index(str(rules[0].gives))
        for number, rule in enumerate(rules[1:], 1):
            best = np.maximum(best, case(f"{decision}_{number}", period) * words.index(str(rule.gives)))
        return best

    return formula


def _total(case: Any, period: Any) -> Array:
    return sum(case(f"points_{number}", period) * rule.gives for number, rule in enumerate(workload.PRIORITY))


def _holds(rule: Rule) -> Formula:
    def formula(case: Any, period: Any) -> Array:
        tests = [_is_so(test, case, period) for test in rule.when]
        if rule.any_of:
            tests.append(_any([_all([_is_so(test, case, period) for test in each]) for each in rule.any_of]))
        return _all(tests)

    return formula


def _is_so(test: Test, case: Any, period: Any) -> Array:
    column = case(named(test.name), period)
    if test.relation == "between":
        low, high = test.ends
        ends = [column >= low] if low is not None else []
        return _all([*ends, *([column <= high] if high is not None else [])])
    if _is_yes_no(test.name):
        return column if test.values == (1,) else ~column
    out = set(range(len(workload.codes(test.name)))) - set(test.values)
    if len(out) == 1:
        return column != out.pop()
    return _any([column == code for code in test.values])


def _all(columns: list[Array]) -> Array:
    found = columns[0]
    for column in columns[1:]:
        found = found & column
    return found


def _any(columns: list[Array]) -> Array:
    found = columns[0]
    for column in columns[1:]:
        found = found | column
    return found
