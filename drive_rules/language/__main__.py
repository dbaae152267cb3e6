"""``python -m drive_rules.language FOLDER``: read the rule files of a folder and print every problem."""

from __future__ import annotations

import sys
from pathlib import Path

from drive_rules.language import read_ruleset
from drive_rules.language.cells import is_table
from drive_rules.problems import RulesetError


def main(folder: str) -> int:
    """Print every problem of the folder's rule files, or what was read; 1 where there are problems."""
    root = Path(folder)
    apart = {"sites", "agencies", "agencies.yaml", "synthetic.yaml"}
    files = (path for path in sorted(root.rglob("*.yaml")) if not apart & set(path.relative_to(root).parts))
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in files}
    paths = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    found = {
        name: path for name, path in paths.items() if is_table(name) and not apart & set(name.split("/"))
    }
    try:
        ruleset = read_ruleset(texts, tables={name: path.read_bytes() for name, path in found.items()})
    except RulesetError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    counts = {"rules": ruleset.rules, "facts": ruleset.facts, "actions": ruleset.actions}
    sys.stdout.write(", ".join(f"{len(found)} {name}" for name, found in counts.items()) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
