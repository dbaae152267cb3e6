"""Coverage of practice: which parts of a ruleset the behaviour specs exercise, and which they never reach.

``branches`` says what there is to exercise and what one assessment exercised; ``report`` puts together
what all scenarios did.  Nothing here needs a test library: ``drive_rules.testing`` records, and the
command line prints.
"""

from __future__ import annotations

from drive_rules.coverage.branches import SORTS, Branch, Practice, Sort
from drive_rules.coverage.report import Coverage, Line, Tally

__all__ = ["SORTS", "Branch", "Coverage", "Line", "Practice", "Sort", "Tally"]
