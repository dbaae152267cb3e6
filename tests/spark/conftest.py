"""A real cluster for the tests: a master and two workers, each with a process of its own for Java and Python.

These tests run where they are asked for (``-m spark``): they need Java and the ``spark`` extra, and take a
minute or two.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
QUICK_TO_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""For Java that runs a minute: no time is spent on making it fast for hours."""
FILTERS = (
    "ignore:PySpark does not yet fully support pandas:FutureWarning",
    "ignore:unclosed <socket:ResourceWarning",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    asked = "spark" in config.option.markexpr
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("spark")
            for each in FILTERS:
                item.add_marker(pytest.mark.filterwarnings(each))
            if not asked:
                item.add_marker(pytest.mark.skip(reason="run with -m spark, on a machine with Java"))


@dataclass(frozen=True)
class Cluster:
    """A running session, and where it writes what it did: ``log`` all that the driver's Java printed."""

    session: Any
    folder: Path

    @property
    def log(self) -> Path:
        return self.folder / "driver.log"

    @property
    def events(self) -> Path:
        return self.folder / "events"

    @property
    def work(self) -> Path:
        """What the processes of the workers printed."""
        return self.folder / "home" / "work"


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    import pyspark  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("spark")
    (folder / "events").mkdir()
    home = _home(Path(pyspark.__file__).parent, folder / "home")
    os.environ |= {
        "JDK_JAVA_OPTIONS": QUICK_TO_START,
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.eventLog.dir": (folder / "events").as_uri(),
        "spark.eventLog.enabled": "true",
        "spark.eventLog.rolling.enabled": "false",
        "spark.eventLog.compress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "4",
        "spark.task.maxFailures": "1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    building = SparkSession.builder.appName("caseloads").master("local-cluster[2,1,1024]")
    for name, value in settings.items():
        building = building.config(name, value)
    with _standard_error_in(folder / "driver.log"):
        session = building.getOrCreate()
    yield Cluster(session, folder)
    session.stop()


def _home(installed: Path, home: Path) -> Path:
    """The installed Spark as a folder of our own, for its workers write beside it."""
    home.mkdir()
    for each in installed.iterdir():
        if each.name != "work":
            (home / each.name).symlink_to(each)
    return home


@contextmanager
def _standard_error_in(path: Path) -> Iterator[None]:
    """Processes started here write their standard error to a file."""
    kept = os.dup(2)
    with path.open("wb") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@pytest.fixture(autouse=True)
def _java() -> None:
    assert shutil.which("java") or os.environ.get("JAVA_HOME"), (
        "no Java here: install openjdk-17-jre-headless"
    )
