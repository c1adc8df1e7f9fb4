"""The JSON of a league, read: what stands in it, and files that are none."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

import pytest

from fairshare.evaluation.mechanisms.league_document import league
from fairshare.faults import BadInputError

ONE = {"mean": 0.2, "low": 0.1, "high": 0.3}
DOCUMENT: dict[str, Any] = {
    "mechanisms": {"ammr": {"2026": {"hoover_persons": ONE}}},
    "draws": 30,
    "ranked_by": "hoover_persons",
    "pairs": [{"first": "ammr", "second": "no-system", "fairer": "ammr", "part": 0.97, "told_apart": True}],
    "notes": ["a note"],
    "manifest": {"seed": 1, "sample": 0.1, "fairshare": "0.1.0"},
}


def changed(*path: Any, to: Any) -> dict[str, Any]:
    """The document with one thing in it put to something else."""
    found = copy.deepcopy(DOCUMENT)
    at: Any = found
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to
    return found


def test_a_league_is_read_exactly() -> None:
    found = league(DOCUMENT)
    assert found.of("ammr", "hoover_persons", 2026) is not None
    assert found.mean("ammr", "hoover_persons") == Fraction(1, 5)
    assert found.pairs[frozenset(("ammr", "no-system"))].part == Fraction("0.97")
    assert found.source == "fairshare 0.1.0, simulate league: 30 draws, seed 1, 0.1 of the families, 2026"


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(None, id="nothing"),
        pytest.param([], id="a list"),
        pytest.param({}, id="empty"),
        pytest.param(changed("mechanisms", to={}), id="no mechanism"),
        pytest.param(changed("mechanisms", "ammr", to={"soon": {}}), id="no year"),
        pytest.param(changed("mechanisms", "ammr", "2026", "hoover_persons", to={"mean": 0.2}), id="no interval"),
        pytest.param(changed("mechanisms", "ammr", "2026", "hoover_persons", "mean", to="nan"), id="no number"),
        pytest.param(changed("mechanisms", "ammr", "2026", "hoover_persons", "mean", to=float("inf")), id="no end"),
        pytest.param(changed("mechanisms", "ammr", "2026", "hoover_persons", "low", to=0.4), id="backwards"),
        pytest.param(changed("ranked_by", to="gini_rules"), id="another headline"),
        pytest.param(changed("draws", to="many"), id="draws in words"),
        pytest.param(changed("manifest", to={}), id="no manifest"),
    ],
)
def test_what_is_no_league_is_refused_in_one_line(document: object) -> None:
    with pytest.raises(BadInputError) as refused:
        league(document)
    assert len(str(refused.value).splitlines()) == 1 and "--league" in str(refused.value)
