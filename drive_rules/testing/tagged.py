"""The scenarios of a folder of feature files, with their tags."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from drive_rules.traceability import Scenario


def scenarios_in(folder: Path) -> tuple[Scenario, ...]:
    """Every scenario below a folder, an outline as one.  Needs gherkin, of the ``test`` extra."""
    from gherkin.parser import Parser  # noqa: PLC0415

    found = []
    for path in sorted(folder.rglob("*.feature")):
        feature = Parser().parse(path.read_text(encoding="utf-8"))["feature"]
        if feature is not None:
            name = path.relative_to(folder).as_posix()
            found += [Scenario(name, title, tags) for title, tags in _scenarios(feature, ())]
    return tuple(found)


def _scenarios(part: Any, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Those of a feature or of one of its rules; what is tagged above is tagged here."""
    tags = (*above, *_tags(part))
    for child in part["children"]:
        if "rule" in child:
            yield from _scenarios(child["rule"], tags)
        elif "scenario" in child:
            one = child["scenario"]
            examples = (tag for table in one["examples"] for tag in _tags(table))
            yield one["name"], tuple(dict.fromkeys((*tags, *_tags(one), *examples)))


def _tags(part: Any) -> tuple[str, ...]:
    return tuple(tag["name"].removeprefix("@") for tag in part.get("tags", ()))
