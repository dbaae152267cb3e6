"""Watching a case: what is told at once when one to three things have happened together."""

from __future__ import annotations

from drive_rules.watching.alerts import Alert, Watcher, alerts_of
from drive_rules.watching.trying import try_watch_rules

__all__ = ["Alert", "Watcher", "alerts_of", "try_watch_rules"]
