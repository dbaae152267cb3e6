"""A caseload assessed for the sake of its fairness tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from drive_rules.accountability.fairness import Fairness, fairness
from drive_rules.accountability.monitoring import read_monitoring
from drive_rules.accountability.outcomes import Answered, outcomes
from drive_rules.caseload import Asking, assess_caseload, read_tables
from drive_rules.caseload.folders import tables_in
from drive_rules.caseload.frames import taken


def fairness_of(asking: Asking, source: Mapping[str, Any] | str | Path, monitoring: Any) -> Fairness:
    """Assess a caseload, and only then read who the people are."""
    if isinstance(source, (str, Path)):
        tables = {each.name: each.table() for each in tables_in(Path(source), asking.vocabulary)}
    else:
        tables, _ = taken(source)
    found = assess_caseload(asking, read_tables(asking.vocabulary, tables, asking.as_of), keep=False)
    answered = Answered(asking.vocabulary.main, found.decisions, found.duties, found.blocks, found.find_outs)
    read = read_monitoring(monitoring, asking.ruleset, answered.cases)
    came = outcomes(asking.ruleset, answered)
    return fairness(asking.versions, asking.as_of, came, read, synthetic=found.summary.synthetic)
