"""IR to steps over intervals: the only form that engines see.

``lower(ruleset, as_of)`` settles every hard question of meaning once (what is missing, what is open,
which end of an interval counts) and leaves three formula nodes and two steps.  An engine is those
five things and knows nothing of *missing*.
"""

from drive_rules.lower.nodes import (
    FALSE,
    TRUE,
    All,
    Any,
    Clause,
    End,
    Formula,
    Gather,
    Gathering,
    Le,
    Name,
    Part,
    Program,
    Step,
    Term,
    exchange,
    inputs,
    negate,
    terms_of,
)
from drive_rules.lower.program import lower

__all__ = [
    "FALSE",
    "TRUE",
    "All",
    "Any",
    "Clause",
    "End",
    "Formula",
    "Gather",
    "Gathering",
    "Le",
    "Name",
    "Part",
    "Program",
    "Step",
    "Term",
    "exchange",
    "inputs",
    "lower",
    "negate",
    "terms_of",
]
