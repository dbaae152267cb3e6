"""Figures as tables of Markdown, printed, and put between their marks in ``benchmarks/README.md``."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path

README = Path(__file__).parent / "README.md"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; the first column is words, all others are figures."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        first, *rest = zip(cells, widths, strict=True)
        return (
            "| " + " | ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]) + " |"
        )

    rule = (
        "|"
        + "|".join(
            "-" * (width + 2) if not place else "-" * (width + 1) + ":" for place, width in enumerate(widths)
        )
        + "|"
    )
    return "\n".join([line(head), rule, *map(line, rows)])


def figure(value: float) -> str:
    """Three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def machine() -> str:
    """What this ran on, by kind."""
    seen = (platform.machine(), f"{os.cpu_count()} cores", platform.system())
    return f"{', '.join(seen)}, Python {platform.python_version()}"


def put(mark: str, text: str) -> None:
    """Put a text between ``<!-- mark -->`` and ``<!-- /mark -->`` in the README."""
    before, _, rest = README.read_text(encoding="utf-8").partition(f"<!-- {mark} -->\n")
    _, found, after = rest.partition(f"<!-- /{mark} -->")
    if not found:
        raise ValueError(f"benchmarks/README.md has no marks for {mark}")
    README.write_text(f"{before}<!-- {mark} -->\n\n{text}\n\n<!-- /{mark} -->{after}", encoding="utf-8")
