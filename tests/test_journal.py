"""A journal in one SQLite file: what it keeps, what it refuses, and what it says then."""

from __future__ import annotations

from pathlib import Path

import pytest

from drive_rules.journal.sqlite import SqliteJournal
from drive_rules.testing import journals


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept.journal"


@pytest.mark.parametrize("seed", range(15))
def test_it_keeps_its_promises(seed: int, path: Path) -> None:
    journals.keeps_its_promises(lambda: SqliteJournal(path), seed=seed)


def test_it_keeps_what_many_threads_send(path: Path) -> None:
    journals.keeps_what_many_threads_send(lambda: SqliteJournal(path))
