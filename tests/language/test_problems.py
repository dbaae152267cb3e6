"""Every problem as an author sees it: a bad file, and beside it the picture of what is wrong.

Each ``problems/<code>-<slug>.yaml`` is read together with ``good.yaml`` (``.site.yaml``: as a site's
file) and yields problems of its own code only; for bad tables see ``test_tables``.  ``WRITE_GOLDEN=1
pytest`` writes the pictures anew; read the difference before it is kept.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from drive_rules import language, packages
from drive_rules.language import nodes
from drive_rules.language.codes import MEANINGS, Code
from drive_rules.problems import RulesetError

HERE = Path(__file__).parent
GOOD = (HERE / "good.yaml").read_text(encoding="utf-8")
BAD = sorted((HERE / "problems").glob("*.yaml"))
SEEN_ELSEWHERE = {Code.NO_PACKAGE, Code.NO_SITE, Code.NO_READER, Code.NO_VERSION}


@cache
def problems_of(file: Path) -> RulesetError:
    """The error that a bad file raises."""
    text = file.read_bytes().decode("utf-8")
    as_site = file.stem.endswith(".site")
    texts = {"0-good.yaml": GOOD} if as_site else {"0-good.yaml": GOOD, file.name: text}
    with pytest.raises(RulesetError) as raised:
        language.read_ruleset(texts, {file.name: text} if as_site else None)
    return raised.value


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_picture(file: Path) -> None:
    error = problems_of(file)
    picture = "\n".join(problem.picture() for problem in error.problems) + "\n"
    golden = file.with_suffix(".txt")
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(picture, encoding="utf-8")
    assert picture == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_only_its_own_code(file: Path) -> None:
    assert {problem.code for problem in problems_of(file).problems} == {file.stem[:5]}


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_says_where_and_how_to_mend_it(file: Path) -> None:
    for problem in problems_of(file).problems:
        assert problem.fix
        assert problem.span is not None
        assert problem.span.file == file.name
        assert not problem.what.endswith(".")


def test_every_code_has_a_meaning_and_is_seen() -> None:
    pictures = (golden for folder in ("problems", "tables") for golden in (HERE / folder).glob("*.txt"))
    seen = {golden.stem[:5] for golden in pictures} | {code.value for code in SEEN_ELSEWHERE}
    assert seen == {code.value for code in Code}
    assert set(MEANINGS) == set(Code)


def test_no_golden_file_is_left_over() -> None:
    pictures = {golden.stem for golden in (HERE / "problems").glob("*.txt")}
    assert pictures == {file.stem for file in BAD}


def test_a_file_that_is_too_big() -> None:
    text = "# much\n" * (nodes.MOST_BYTES // 7 + 1)
    with pytest.raises(RulesetError) as raised:
        language.read_ruleset({"big.yaml": text})
    assert [problem.code for problem in raised.value.problems] == [Code.TOO_BIG]


@pytest.mark.parametrize(
    ("name", "code"), [("drive-cor", Code.NO_PACKAGE), ("no/such/folder", Code.NO_PACKAGE)]
)
def test_no_such_package(name: str, code: Code) -> None:
    with pytest.raises(RulesetError) as raised:
        packages.load_package(name)
    assert [problem.code for problem in raised.value.problems] == [code]


def test_no_such_site() -> None:
    with pytest.raises(RulesetError) as raised:
        packages.load_package("drive-core", site="no-such-site")
    assert [problem.code for problem in raised.value.problems] == [Code.NO_SITE]


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_bytes(b"facts:\n  caf\xe9:\n    of: case\n")
    with pytest.raises(RulesetError) as raised:
        packages.load_package(tmp_path)
    assert [problem.code for problem in raised.value.problems] == [Code.NOT_TEXT]


def test_problems_of_all_files_come_together() -> None:
    """One error holds the problems of every file, in the order of their places."""
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in BAD
        if file.stem in ("DR016-empty", "DR025-option")
    }
    renamed = {name: text.replace("hit by a car", f"hit by {name[:5]}") for name, text in texts.items()}
    with pytest.raises(RulesetError) as raised:
        language.read_ruleset({"0-good.yaml": GOOD, **renamed})
    assert [problem.code for problem in raised.value.problems] == ["DR016", "DR025"]
