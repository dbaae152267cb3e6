"""Many cases at once: every step of a program as a few operations over whole columns."""

from __future__ import annotations

from drive_rules.engines.columnar.tables import Block, Columns, Rows, SettledColumns

__all__ = ["Block", "Columns", "Rows", "SettledColumns"]
