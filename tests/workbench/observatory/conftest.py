"""A league made by hand, and the whole site made of it once."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from fairshare.cli.observatory import observatory
from fairshare.law.mechanisms.catalogue import CATALOGUE
from fairshare.workbench.observatory.league import SHOWN

BASE = "https://observatory.example/"
LANGUAGES = ("en", "fr", "de")


def league_document(**changes: Any) -> dict[str, Any]:
    """The JSON of a league in which each mechanism is a little further from the key than the one before."""

    def measures(place: int, year: int) -> dict[str, Any]:
        mean = (place + 1) / 100 + (year - 2024) / 1000
        return {name: {"mean": mean, "low": mean - 0.005, "high": mean + 0.005} for name in SHOWN}

    names = list(CATALOGUE)
    return {
        "mechanisms": {
            name: {str(year): measures(place, year) for year in (2024, 2025)} for place, name in enumerate(names)
        },
        "draws": 40,
        "ranked_by": "hoover_persons",
        "pairs": [
            {"first": first, "second": second, "fairer": first, "part": 0.975, "told_apart": second != names[-1]}
            for place, first in enumerate(names)
            for second in names[place + 1 :]
        ],
        "notes": ["every month of a year is alike"],
        "manifest": {"seed": 1, "sample": 0.01, "fairshare": "0.1.0"},
    } | changes


@dataclass(frozen=True, slots=True)
class Built:
    """The site in its folder, and the seconds of the processor that it took."""

    folder: Path
    seconds: float

    def pages(self, *languages: str) -> Iterator[Path]:
        """Every page of some languages; of all of them, with those at the top, without any."""
        for language in languages or LANGUAGES:
            yield from sorted((self.folder / language).glob("*.html"))
        if not languages:
            yield from sorted(self.folder.glob("*.html"))


def build(folder: Path, *options: str) -> Built:
    """Write a site with the command, from the league made by hand."""
    league = folder.parent / f"{folder.name}.json"
    league.write_text(json.dumps(league_document()), encoding="utf-8")
    before = time.process_time()
    with translation.override("en"):
        observatory.main([str(folder), "--league", str(league), *options], standalone_mode=False)
    return Built(folder, time.process_time() - before)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site with an address, in all its languages."""
    return build(tmp_path_factory.mktemp("observatory") / "site", "--base", BASE)
