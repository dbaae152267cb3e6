"""Packages: found by name or by folder, with a site's settings, and a digest of every text."""

from __future__ import annotations

import pickle
import subprocess
import time
from pathlib import Path

import pytest

from drive_rules import packages
from drive_rules.ir import Constant
from drive_rules.language.codes import Code
from drive_rules.problems import RulesetError

GOOD = (Path(__file__).parent / "good.yaml").read_text(encoding="utf-8")
SITE = "site: elsewhere\nsettings:\n  visible high threshold: 2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package with a site and its agencies."""
    head, _, rules = GOOD.partition("\nrules:\n")
    (tmp_path / "rules").mkdir()
    (tmp_path / "vocabulary.yaml").write_text(head, encoding="utf-8")
    (tmp_path / "rules" / "risk.yaml").write_text("rules:\n" + rules, encoding="utf-8")
    (tmp_path / "agencies.yaml").write_text("agencies: of any shape\n", encoding="utf-8")
    site = tmp_path / "sites" / "elsewhere"
    site.mkdir(parents=True)
    (site / "site.yaml").write_text(SITE, encoding="utf-8")
    (site / "agencies.yaml").write_text("agencies: of this site\n", encoding="utf-8")
    return tmp_path


def test_a_folder(folder: Path) -> None:
    package = packages.load_package(folder)
    assert package.ruleset.name == "sample"
    assert sorted(package.texts) == ["rules/risk.yaml", "vocabulary.yaml"]
    assert package.agencies == {"agencies.yaml": "agencies: of any shape\n"}
    assert package.site_agencies == {}
    assert package.ruleset.site == ""


def test_a_site_by_name_and_by_folder(folder: Path) -> None:
    by_name = packages.load_package(folder, site="elsewhere")
    by_folder = packages.load_package(folder, site=folder / "sites" / "elsewhere")
    assert by_name == by_folder
    assert by_name.ruleset.site == "elsewhere"
    assert by_name.ruleset.settings["visible high threshold"].values[0].value == Constant(2000)
    assert by_name.site_agencies == {"agencies.yaml": "agencies: of this site\n"}
    assert packages.sites_of(folder) == ("elsewhere",)


def test_the_digest_is_of_every_text(folder: Path) -> None:
    plain, with_site = packages.load_package(folder), packages.load_package(folder, site="elsewhere")
    assert plain.digest != with_site.digest
    (folder / "agencies.yaml").write_text("agencies: of another shape\n", encoding="utf-8")
    assert packages.load_package(folder).digest != plain.digest


def test_the_ends_of_lines_do_not_count(folder: Path) -> None:
    before = packages.load_package(folder)
    file = folder / "vocabulary.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    after = packages.load_package(folder)
    assert (after.digest, after.ruleset) == (before.digest, before.ruleset)


def test_a_package_has_a_name(folder: Path) -> None:
    file = folder / "vocabulary.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("ruleset: sample\n", ""), encoding="utf-8")
    with pytest.raises(RulesetError, match="DR017"):
        packages.load_package(folder)


def test_the_core_is_bundled() -> None:
    assert "drive-core" in packages.bundled()
    package = packages.load_package("drive-core")
    assert package.ruleset.name == "drive-core"
    assert pickle.loads(pickle.dumps(package)) == package


@pytest.mark.parametrize("site", packages.sites_of("drive-core"))
def test_every_shipped_site_loads(site: str) -> None:
    assert packages.load_package("drive-core", site=site).ruleset.site


def test_loading_is_quick() -> None:
    """Well under a second of this processor's time; a third of one where nothing else runs."""
    start = time.process_time()
    packages.load_package("drive-core")
    assert time.process_time() - start < 1


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_a_version_is_a_folder_a_bundled_name_or_a_revision(folder: Path) -> None:
    """Of a revision the rules and the sites are those of then, whatever stands in the folder now."""
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "then")
    then = packages.load_package(folder, site="elsewhere")
    rules = folder / "rules" / "risk.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("Enough indicators", "Many indicators"))
    (folder / "sites" / "elsewhere" / "site.yaml").unlink()
    now = packages.load_package(folder)
    assert packages.load_version("HEAD", folder, site="elsewhere") == then
    assert packages.load_version(folder, folder) == packages.load_version(str(folder), folder) == now
    assert packages.load_version("HEAD", folder).ruleset != now.ruleset


@pytest.mark.parametrize("version", ["no-such-revision", "--output=x", "HEAD:rules", ""])
def test_no_such_version(folder: Path, version: str) -> None:
    git(folder, "init", "-q")
    with pytest.raises(RulesetError) as raised:
        packages.load_version(version, folder)
    assert [problem.code for problem in raised.value.problems] == [Code.NO_VERSION]
    assert not (folder / "x").exists()
