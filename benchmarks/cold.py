"""One engine in a process of its own, from nothing: ``python -m benchmarks.cold NAME one|many COUNT``.

Prints a line of JSON: seconds for importing the form with what it needs, for making it ready and for the
first answer, and the most memory held, in bytes, by the end of so many cases.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from importlib import import_module
from pathlib import Path

from benchmarks import workload
from benchmarks.engines import COLD


def peak() -> int:
    """The most memory that this process has held, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def one_case(place: str, count: int) -> dict[str, float]:
    """An engine of one case."""
    module, _, function = place.partition(":")
    cases = workload.cases(min(count, 1000))
    times = [time.perf_counter()]
    form_of = getattr(import_module(f"benchmarks.forms.{module}"), function)
    times.append(time.perf_counter())
    before = getattr(sys.modules[form_of.__module__], "before", None)
    if before is not None:
        before()
        times.append(time.perf_counter())
    ready = time.perf_counter()
    form = form_of()
    made = time.perf_counter()
    given = form.given(cases[0])
    started = time.perf_counter()
    form.ask(given)
    first = time.perf_counter() - started
    there = [form.given(case) for case in cases]
    for number in range(count):
        form.ask(there[number % len(there)])
    return {"import": times[1] - times[0], "load": made - ready, "first": first, "peak": peak()}


def in_columns(place: str, count: int) -> dict[str, float]:
    """An engine over columns; what it is given and what it gives are held as well."""
    module, _, function = place.partition(":")
    started = time.perf_counter()
    form_of = getattr(import_module(f"benchmarks.forms.{module}"), function)
    imported = time.perf_counter()
    form = form_of()
    made = time.perf_counter()
    tables = import_module("benchmarks.forms.tables")
    given = form.given(tables.table(count))
    asked = time.perf_counter()
    found = form.ask(given)
    first = time.perf_counter() - asked
    assert found is not None
    return {"import": imported - started, "load": made - imported, "first": first, "peak": peak()}


def main() -> int:
    """The command."""
    name, sort, count = sys.argv[1:]
    engine = next(each for each in COLD if each.name == name)
    measured = one_case(engine.one, int(count)) if sort == "one" else in_columns(engine.many, int(count))
    print(json.dumps(measured))
    return 0


if __name__ == "__main__":
    sys.exit(main())
