"""The repository as a whole: what a public body looks at before it uses the program."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import fairshare

HOME = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
BUILT = {".venv", ".uv", ".git", ".cache", "site", "build", "dist", "__pycache__"}


def tracked() -> list[Path]:
    """The files under version control; without it, all that is not built."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=HOME, capture_output=True, text=True, check=False)
    if done.returncode == 0 and done.stdout:
        return [path for name in done.stdout.split("\0") if name and (path := HOME / name).is_file()]
    walked = (path for path in HOME.rglob("*") if path.is_file() and not BUILT & set(path.relative_to(HOME).parts))
    return [path for path in walked if not any(part.endswith("_cache") for part in path.relative_to(HOME).parts)]


def load(name: str) -> dict[str, Any]:
    loaded = yaml.safe_load((HOME / name).read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def offending(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(HOME)}: {match[0]}" for match in pattern.finditer(text)]
    return found


def test_no_file_names_the_host_of_a_package_index() -> None:
    # the names stand in pieces here, so that this file is not found by its own search
    hosts = [
        "pypi" + r"\.org",
        "pythonhosted" + r"\.org",
        "npmjs" + r"\.(?:org|com)",
        "crates" + r"\.io",
        "anaconda" + r"\.org",
    ]
    assert offending(re.compile("|".join(hosts))) == []


def test_no_file_names_a_place_on_the_machine_of_a_developer() -> None:
    places = ["/" + name + "/" for name in ("work", "root", r"home/\w+", r"Users/\w+", "var/tmp")]
    assert offending(re.compile(r"(?<![\w.:/-])(?:" + "|".join(places) + ")")) == []


# --- lock files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_version_and_hashes(name: str) -> None:
    text = (HOME / name).read_text(encoding="utf-8").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[\w.\[\]-]+==[\w.!+]+", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_index(name: str) -> None:
    text = (HOME / name).read_text(encoding="utf-8")
    assert not re.search(r"index-url|find-links|trusted-host|://", text)


def test_the_lock_files_hold_every_dependency_that_is_declared() -> None:
    declared = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {"requirements.lock": declared["project"]["dependencies"] + declared["dependency-groups"]["build"]}
    needed["requirements-dev.lock"] = needed["requirements.lock"] + declared["dependency-groups"]["dev"]
    for name, wanted in needed.items():
        locked = {
            m.casefold()
            for m in re.findall(r"^([\w.-]+)(?:\[.*\])?==", (HOME / name).read_text(encoding="utf-8"), re.M)
        }
        names = {re.split(r"[<>=~!\[ ]", requirement)[0].casefold() for requirement in wanted}
        assert {n.replace("_", "-") for n in names} <= {n.replace("_", "-") for n in locked}


# --- licence and metadata ---------------------------------------------------------------------------------------------


def test_the_licence_is_the_whole_text_of_the_eupl() -> None:
    text = (HOME / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert re.findall(r"^(\d+)\. ?[A-Z]", text, re.M) == [str(number) for number in range(1, 16)]
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in text
    assert len(text) > 13_000


def test_every_file_on_the_licence_agrees() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {project["license"], load("CITATION.cff")["license"], load("publiccode.yml")["legal"]["license"]} == {
        "EUPL-1.2"
    }


def test_publiccode_has_what_version_0_4_of_the_standard_asks() -> None:
    metadata = load("publiccode.yml")
    assert metadata["publiccodeYmlVersion"] == "0.4"
    assert metadata.keys() >= {"name", "url", "platforms", "categories", "developmentStatus", "softwareType"}
    assert metadata["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert metadata["softwareType"] == "standalone/web"
    described = metadata["description"]["en"]
    assert 0 < len(described["shortDescription"]) <= 150
    assert 150 <= len(described["longDescription"]) <= 10_000
    assert len(described.get("genericName", "")) <= 35
    assert all(0 < len(feature) <= 100 for feature in described["features"])
    assert metadata["maintenance"]["type"] == "community" and all(
        c["name"] for c in metadata["maintenance"]["contacts"]
    )
    assert isinstance(metadata["localisation"]["localisationReady"], bool)
    assert metadata["localisation"]["availableLanguages"] == ["en", "fr", "de"]


def test_the_citation_has_what_the_format_asks() -> None:
    citation = load("CITATION.cff")
    assert citation["cff-version"] == "1.2.0"
    assert citation.keys() >= {"message", "title", "authors", "version"}
    assert all("name" in author for author in citation["authors"])


@pytest.mark.parametrize("name", ["SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_a_page_that_a_forge_shows_is_there(name: str) -> None:
    text = (HOME / name).read_text(encoding="utf-8")
    assert text.startswith("# ") and len(text) > 1_000


def test_all_versions_agree() -> None:
    version = fairshare.__version__
    assert load("CITATION.cff")["version"] == version
    assert load("publiccode.yml")["softwareVersion"] == version
    assert re.search(rf"^## \[?{re.escape(version)}\]? - ", (HOME / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)


# --- commands of the repository ---------------------------------------------------------------------------------------


def test_ci_runs_make_test_and_nothing_else() -> None:
    path = HOME / ".ci" / "run"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert lines == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "make test"]
    assert path.stat().st_mode & 0o111


def test_make_test_checks_everything() -> None:
    makefile = (HOME / "Makefile").read_text(encoding="utf-8")
    found = re.search(r"^test: ([a-z ]+)##", makefile, re.M)
    assert found and found[1].split() == ["lint", "types", "imports", "unit", "postgres", "sbom", "docs"]
    for script in re.findall(r"\$\(BIN\)/python (\S+\.py)", makefile):
        assert (HOME / script).is_file(), script


def test_no_file_is_left_empty_or_unfinished() -> None:
    empty = {path.relative_to(HOME).as_posix() for path in tracked() if not path.stat().st_size}
    assert {name for name in empty if not name.endswith(("py.typed", "__init__.py"))} == set()
    marks = re.compile(r"\b(?:" + "TO" + "DO|FIX" + r"ME|X{3})\b")
    assert offending(marks) == []
