"""Who is compared: each engine by name, with the form of the workload that it is asked in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module, metadata

from benchmarks.forms import InColumns, OneCase


@dataclass(frozen=True)
class Engine:
    """An engine; ``one`` and ``many`` name what makes its form ready, ``module:function``, if it has one."""

    name: str
    about: str
    package: str = ""
    one: str = ""
    many: str = ""
    held: bool = True
    """Whether it can be held to the plain answers: one that is given half of a case cannot."""

    @property
    def version(self) -> str:
        """Of the package, where it is one."""
        try:
            return metadata.version(self.package) if self.package else ""
        except metadata.PackageNotFoundError:
            return "not installed"

    @property
    def words(self) -> str:
        """The name with the version."""
        return f"{self.name} {self.version}".strip()

    def one_case(self) -> OneCase:
        """Its form for one case, made ready; ``ImportError`` where it is not installed."""
        form: Callable[[], OneCase] = _found(self.one)
        return form()

    def in_columns(self) -> InColumns:
        """Its form for columns, made ready; ``ImportError`` where it is not installed."""
        form: Callable[[], InColumns] = _found(self.many)
        return form()


def _found(place: str) -> Callable[[], object]:
    module, _, function = place.partition(":")
    return getattr(import_module(f"benchmarks.forms.{module}"), function)


ENGINES: tuple[Engine, ...] = (
    Engine("Python by hand", "one function, a dict in and a dict out", one="by_hand:one"),
    Engine("Python, generated", "one function made from the data", one="generated:one"),
    Engine("drive_rules", "compiled: codes in, intervals of 185 names out", "drive-rules", one="ours:one"),
    Engine("drive_rules, read out", "the same, and the dict that the others give", one="ours:one_read_out"),
    Engine(
        "drive_rules, half unknown", "half of the answers not known", one="ours:one_half_known", held=False
    ),
    Engine("drive_rules, from data", "reading and checking the case as well", one="ours:one_from_data"),
    Engine("datalogic-py", "compiled once, a call for each step", "datalogic-py", one="datalogic_form:one"),
    Engine(
        "zen-engine, expressions", "one node of expressions", "zen-engine", one="zen_form:one_of_expressions"
    ),
    Engine("zen-engine, tables", "decision tables", "zen-engine", one="zen_form:one_of_tables"),
    Engine("durable_rules", "its C module, a session for each step", "durable_rules", one="durable_form:one"),
    Engine("drive_rules in columns", "columnar, two threads", "drive-rules", many="ours_columns:many"),
    Engine("Polars by hand", "a lazy query, both cores", "polars", many="hand_polars:many"),
    Engine("NumPy by hand", "pieces of 16,384 rows, one core", "numpy", many="hand_columns:many_in_numpy"),
    Engine("OpenFisca", "a variable for each rule, one core", "OpenFisca-Core", many="openfisca_form:many"),
)
BY_HAND, OURS, HALF_KNOWN, POLARS = ENGINES[0], ENGINES[2], ENGINES[4], ENGINES[11]
COLD = (
    *ENGINES,
    Engine("drive_rules, pickled", "loaded from a pickle of the ruleset", "drive-rules", "ours:one_pickled"),
)
"""Those that are measured from nothing: some differ in how they are loaded alone."""


def chosen(words: Sequence[str]) -> Iterator[Engine]:
    """The engines whose names hold any of the words; all where there are none."""
    for engine in ENGINES:
        if not words or any(word.casefold() in engine.name.casefold() for word in words):
            yield engine
