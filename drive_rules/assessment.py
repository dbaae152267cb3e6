"""The answer."""

from __future__ import annotations

from drive_rules.answers import Key, Record, Settled

__all__ = ["Key", "Record", "Settled"]
