"""The checklist names only what is there, says on what each verdict rests, and leaves out no requirement."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
WORKBENCH = HOME / "src" / "fairshare" / "workbench"
PAGE = (HOME / "docs" / "reference" / "asvs.md").read_text(encoding="utf-8")
ROWS: dict[str, str] = dict(re.findall(r"^\| (\d+\.\d+\.\d+) \| (.+) \|$", PAGE, re.M))
VERDICTS = ("met", "partly", "not met", "operator", "none")

ASKED = """
1.1:1-7 1.2:1-4 1.4:1,4,5 1.5:1-4 1.6:1-4 1.7:1-2 1.8:1-2 1.9:1-2 1.10:1 1.11:1-2 1.12:2 1.14:1-6
2.1:1-12 2.2:1-3 2.3:1-3 2.4:1-6 2.5:1-7 2.6:1-3 2.7:1-6 2.8:1-7 2.9:1-3 2.10:1-4
3.1:1 3.2:1-4 3.3:1-4 3.4:1-5 3.5:1-3 3.7:1
4.1:1-3,5 4.2:1-2 4.3:1-3
5.1:1-5 5.2:1-8 5.3:1-10 5.4:1-3 5.5:1-4
6.1:1-3 6.2:1-6 6.3:1-2 6.4:1-2
7.1:1-4 7.2:1-2 7.3:1,3,4 7.4:1-3
8.1:1-4 8.2:1-3 8.3:1-8
9.1:1-3 9.2:1-4
10.2:1-2 10.3:1-3
11.1:1-8
12.1:1-3 12.2:1 12.3:1-6 12.4:1-2 12.5:1-2 12.6:1
13.1:1,3-5 13.2:1-3,5-6 13.3:1-2 13.4:1-2
14.1:1-4 14.2:1-6 14.3:2-3 14.4:1-7 14.5:1-4
"""
"""The requirements of levels 1 and 2 of version 4.0.3 by section; those left out are of level 3, or were deleted."""


def numbers() -> list[str]:
    found = []
    for section, parts in re.findall(r"(\S+):(\S+)", ASKED):
        for part in parts.split(","):
            first, _, last = part.partition("-")
            found += [f"{section}.{number}" for number in range(int(first), int(last or first) + 1)]
    return found


def cells(number: str) -> list[str]:
    return ROWS[number].split(" | ")


def test_every_requirement_has_one_row_in_order() -> None:
    assert re.findall(r"^\| (\d+\.\d+\.\d+) \|", PAGE, re.M) == numbers()


@pytest.mark.parametrize("number", numbers())
def test_a_verdict_is_one_of_five_and_has_a_reason(number: str) -> None:
    asked, verdict, evidence = cells(number)
    assert asked and verdict in VERDICTS and len(evidence) > 5


def test_what_is_not_met_at_level_1_stands_on_top() -> None:
    top = PAGE.partition("## V1")[0].partition("**Not met at level 1**")[2]
    level_2 = {"1.14.3", "2.6.2", "6.4.2", "8.3.6"}
    not_met = {number for number in numbers() if cells(number)[1] == "not met"}
    assert set(re.findall(r"\d+\.\d+\.\d+", top)) == not_met - level_2


MEDIA_TYPES = {"application/json"}
MADE_BY_THE_BUILD = {"build/sbom.json"}
A_SETTING = r"`([A-Z][A-Z_]{4,})`"
RESTS_ON = r"`(?!/)[^`]*(?:/|::|\.(?:py|md|lock)\b)[^`]*`|tried|Makefile|as \d|" + A_SETTING


def named(pattern: str) -> set[str]:
    return {found for number in numbers() for found in re.findall(pattern, cells(number)[2])}


def paths() -> set[str]:
    """Whatever is written as a path or a test; addresses of the Workbench begin with a stroke."""
    quoted = named(r"`([^`/][^`]*)`") - MEDIA_TYPES
    return {text for text in quoted if "/" in text or "::" in text or text.endswith((".py", ".md", ".lock"))}


def test_paths_and_tests_are_found_however_they_are_written() -> None:
    assert {"settings.py", "deploy/Containerfile", ".ci/run", "SECURITY.md"} < paths()
    assert any("::" in path for path in paths())


@pytest.mark.parametrize("path", sorted(paths()))
def test_what_is_named_exists(path: str) -> None:
    file, _, name = path.partition("::")
    if name:
        text = (HOME / "tests" / "workbench" / file).read_text(encoding="utf-8")
        assert re.search(rf"def (?:test_)?{name}\(", text), path
    else:
        assert (WORKBENCH / file).is_file() or (HOME / file).is_file() or file in MADE_BY_THE_BUILD


@pytest.mark.parametrize("number", [number for number in numbers() if cells(number)[1] == "met"])
def test_what_is_met_names_what_shows_it(number: str) -> None:
    assert re.search(RESTS_ON, cells(number)[2])


@pytest.mark.parametrize("name", sorted(named(A_SETTING)))
def test_a_setting_that_is_named_is_a_setting(name: str) -> None:
    settings = (WORKBENCH / "settings.py").read_text(encoding="utf-8")
    environment = (HOME / "docs" / "workbench_pages.py").read_text(encoding="utf-8")
    known = {"PGSSLMODE"}  # of PostgreSQL
    assert re.search(rf"\b{name}\b", settings) or f'"{name}"' in environment or name in known


def test_the_counts_are_told_truly() -> None:
    told = PAGE.partition("**Counts**: ")[2].partition(".")[0]
    counts = [f"{sum(cells(number)[1] == verdict for number in numbers())} {verdict}" for verdict in VERDICTS]
    assert told == f"of {len(numbers())} requirements {', '.join(counts)}"
