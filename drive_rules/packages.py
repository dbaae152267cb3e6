"""Ruleset packages: a folder of rule files, by name or by path, with a site's settings in place.

A bundled package is found inside the installed library, or, in a source checkout, in the top-level
``rulesets`` folder.  Decision tables (.csv, .xlsx) are rules like those of rule files, and stand in the
folder ``tables``.  ``agencies.yaml`` and files in an ``agencies`` folder are kept apart, unread, for
whoever reads agencies, and so is ``allocation.yaml`` for whoever allocates cases.  ``synthetic.yaml``,
from which cases are invented, is no part of a package's meaning: it is not read with it and does not
count in its digest.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from drive_rules import ir
from drive_rules.language import read_ruleset
from drive_rules.language.cells import is_table
from drive_rules.language.codes import Code
from drive_rules.language.workbook_parts import MOST_PACKED
from drive_rules.problems import Problem, RulesetError, did_you_mean

SITES = "sites"
SYNTHETIC = "synthetic.yaml"
ALLOCATION = "allocation.yaml"
_HERE = Path(__file__).resolve().parent
_INSTALLED = _HERE / "rulesets"
_SHELVES = (_INSTALLED if _INSTALLED.is_dir() else _HERE.parent / "rulesets",)


@dataclass(frozen=True, slots=True)
class Package:
    """A package as read: what its rule files and tables mean, and the texts and tables themselves by path.

    ``digest`` is a SHA-256 over every text and table, the site's and the agencies' included; the order
    of files and the way their lines end do not count.
    """

    ruleset: ir.Ruleset
    digest: str
    texts: Mapping[str, str] = field(repr=False)
    site_texts: Mapping[str, str] = field(repr=False, default_factory=dict)
    agencies: Mapping[str, str] = field(repr=False, default_factory=dict)
    site_agencies: Mapping[str, str] = field(repr=False, default_factory=dict)
    tables: Mapping[str, bytes] = field(repr=False, default_factory=dict)
    site_tables: Mapping[str, bytes] = field(repr=False, default_factory=dict)
    allocation: str = field(repr=False, default="")


def load_package(name: str | Path, site: str | Path | None = None) -> Package:
    """Read a bundled package by name, or any by its folder; ``site`` likewise.

    Raises ``RulesetError`` with every problem of every file.
    """
    folder = _find(name, "ruleset", Code.NO_PACKAGE, _SHELVES)
    agencies, texts = _apart(read_folder(folder))
    allocation = texts.pop(ALLOCATION, "")
    site_folder = _find(site, "site", Code.NO_SITE, _site_shelves(folder)) if site is not None else None
    site_agencies, site_texts = _apart(read_folder(site_folder) if site_folder is not None else {})
    tables = _tables(folder)
    site_tables = _tables(site_folder) if site_folder is not None else {}
    ruleset = read_ruleset(texts, site_texts if site is not None else None, tables, site_tables)
    if ruleset.name == "unnamed":
        problem = Problem(
            Code.MISSING, "the package has no name", "add `ruleset:` to ruleset.yaml", place="ruleset.yaml"
        )
        raise RulesetError([problem])
    core, of_site = {**texts, **counted_text(tables)}, {**site_texts, **counted_text(site_tables)}
    of_allocation = [{ALLOCATION: allocation}] if allocation else []
    digest = digest_of(core, of_site, agencies, site_agencies, *of_allocation)
    return Package(
        ruleset, digest, texts, site_texts, agencies, site_agencies, tables, site_tables, allocation
    )


def load_version(
    version: str | Path, of: str | Path = "drive-core", site: str | Path | None = None
) -> Package:
    """Another version of the package ``of``: a folder, a bundled name, or a git revision of its folder.

    Of a revision, the sites are those of that revision.  Raises ``RulesetError`` with every problem of
    every file, or where there is no such version.
    """
    if isinstance(version, Path) or version in bundled() or (version and Path(version).is_dir()):
        plain = isinstance(version, str) and version in bundled()
        return load_package(version if plain else Path(version), site)
    folder = _find(of, "ruleset", Code.NO_PACKAGE, _SHELVES).resolve()
    with _at_revision(folder, version) as then:
        return load_package(then, site)


@contextmanager
def _at_revision(folder: Path, revision: str) -> Iterator[Path]:
    """The folder, and the sites beside it, as they were at a git revision, for as long as this lasts."""
    core = _archived(folder, revision, ".")
    if core is None:
        fix = "name a folder, a bundled ruleset, or a git revision in which the folder of rules stands"
        what = "there is no version of that name"
        raise RulesetError([Problem(Code.NO_VERSION, what, fix, place=revision)])
    with TemporaryDirectory() as made:
        then = Path(made) / folder.name
        _unpacked(core, then)
        sites = _archived(folder.parent, revision, SITES)
        if sites is not None:
            _unpacked(sites, Path(made))
        yield then


def _archived(folder: Path, revision: str, inside: str) -> bytes | None:
    """What stands in a folder at a revision, as a tar file; None where git knows of no such thing."""
    if not revision or revision.startswith("-") or ":" in revision or not folder.is_dir():
        return None
    command = ["git", "archive", "--format=tar", revision, inside]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _unpacked(packed: bytes, into: Path) -> None:
    into.mkdir(exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        tar.extractall(into, filter="data")


def bundled() -> tuple[str, ...]:
    """The names of the packages that come with the library."""
    found = (each.name for shelf in _SHELVES if shelf.is_dir() for each in shelf.iterdir() if each.is_dir())
    return tuple(sorted({name for name in found if name != SITES}))


def sites_of(name: str | Path) -> tuple[str, ...]:
    """The names of the sites that a package can be loaded with."""
    folder = _find(name, "ruleset", Code.NO_PACKAGE, _SHELVES)
    shelves = (shelf for shelf in _site_shelves(folder) if shelf.is_dir())
    return tuple(sorted({each.name for shelf in shelves for each in shelf.iterdir() if each.is_dir()}))


def synthetic_of(name: str | Path) -> str | None:
    """The text of the profile from which cases for a package are invented; None where it has none."""
    file = _find(name, "ruleset", Code.NO_PACKAGE, _SHELVES) / SYNTHETIC
    return file.read_text(encoding="utf-8-sig") if file.is_file() else None


def read_folder(folder: Path) -> dict[str, str]:
    """Every rule file of a folder by its path in it, sites and the synthetic profile apart."""
    files = (path for path in folder.rglob("*.yaml") if path.is_file())
    paths = ((path.relative_to(folder).as_posix(), path) for path in files)
    found = {
        name: path for name, path in sorted(paths) if not name.startswith(f"{SITES}/") and name != SYNTHETIC
    }
    texts, problems = {}, []
    for name, path in found.items():
        try:
            texts[name] = path.read_text(encoding="utf-8-sig")
        except (UnicodeDecodeError, OSError):
            fix = "save it as UTF-8 text"
            problems.append(Problem(Code.NOT_TEXT, "this file cannot be read as text", fix, place=name))
    if problems:
        raise RulesetError(problems)
    return texts


def _tables(folder: Path) -> dict[str, bytes]:
    """Every table of a folder by its path in it, sites and agencies apart."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    found = {
        name: path
        for name, path in sorted(paths.items())
        if is_table(name) and not name.startswith(f"{SITES}/") and "agencies/" not in name
    }
    tables, problems = {}, []
    for name, path in found.items():
        try:
            with path.open("rb") as file:
                tables[name] = file.read(MOST_PACKED + 1)
        except OSError:
            problems.append(
                Problem(Code.NOT_TEXT, "this file cannot be read", "give leave to read it", place=name)
            )
    if problems:
        raise RulesetError(problems)
    return tables


def counted_text(tables: Mapping[str, bytes]) -> dict[str, str]:
    """What of tables counts in a digest: the text of CSV, whose lines may end in any way, else each byte."""
    return {
        name: data.decode("utf-8-sig") if name.lower().endswith(".csv") else hashlib.sha256(data).hexdigest()
        for name, data in tables.items()
    }


def digest_of(*texts: Mapping[str, str]) -> str:
    """SHA-256 over texts by path."""
    plain = [sorted((name, "\n".join(text.splitlines())) for name, text in each.items()) for each in texts]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=True).encode()).hexdigest()


def _find(name: str | Path, what: str, code: Code, shelves: tuple[Path, ...]) -> Path:
    as_folder = isinstance(name, Path) or "/" in name or "\\" in name
    places = (Path(name),) if as_folder else (*(shelf / name for shelf in shelves), Path(name))
    for place in places:
        if place.is_dir() and (as_folder or place.name == name):
            return place
    known = sorted(
        {each.name for shelf in shelves if shelf.is_dir() for each in shelf.iterdir() if each.is_dir()}
    )
    known = [each for each in known if each != SITES]
    fix = did_you_mean(str(name), known, "known: " + (", ".join(known) or "none"))
    raise RulesetError(
        [Problem(code, f"there is no {what} of that name, nor such a folder", fix, place=str(name))]
    )


def _site_shelves(folder: Path) -> tuple[Path, ...]:
    """Where a package's sites are: inside it, or beside it."""
    return (folder / SITES, folder.resolve().parent / SITES)


def _apart(texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    agencies = {name: text for name, text in texts.items() if name == "agencies.yaml" or "agencies/" in name}
    return agencies, {name: text for name, text in texts.items() if name not in agencies}
