"""Mechanisms of a simulation beside a cycle: a table of their own, and no difference from the facts."""

from __future__ import annotations

import copy
import re
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from fairshare.evaluation.expost.document import Evaluation, Fig, Grid, Link, Section, say, shown
from fairshare.evaluation.expost.measured import Measured
from fairshare.evaluation.expost.simulated import covered, simulated, with_simulated
from fairshare.evaluation.mechanisms.league_document import league
from fairshare.faults import BadInputError


def one(mean: float) -> dict[str, float]:
    return {"mean": mean, "low": mean - 0.01, "high": mean + 0.02}


DOCUMENT: dict[str, Any] = {
    "mechanisms": {
        "dublin-as-applied": {
            year: {"hoover_lodged": one(0.26), "hoover_persons": one(0.25)} for year in ("2025", "2026")
        },
        "ammr": {year: {"hoover_lodged": one(0.26), "hoover_persons": one(0.2)} for year in ("2025", "2026")},
    },
    "draws": 100,
    "ranked_by": "hoover_persons",
    "pairs": [],
    "notes": [],
    "manifest": {"seed": 7, "sample": 0.1, "fairshare": "0.1.0"},
}
LEAGUE = league(DOCUMENT)
FACTS = Measured("hoover.before", "hoover", Fraction(1, 4), "official", "2026", ("a table",))


def cycle(first: int = 2026, last: int = 2026, *slugs: str) -> Evaluation:
    sections = tuple(Section(slug, say("A section"), ()) for slug in slugs)
    day = date(first, 1, 1)
    return Evaluation("2026", say("A cycle"), day, date(last, 12, 31), day, (), sections, {FACTS.key: FACTS})


def test_a_mechanism_is_told_by_mean_and_interval_and_as_lodged() -> None:
    found = {figure.key: figure for figure in simulated(LEAGUE, (2026,))}
    values = {part: found[f"simulated.ammr.2026.{part}"].value for part in ("lodged", "mean", "low", "high")}
    assert values == {
        "lodged": Fraction("0.26"),
        "mean": Fraction("0.2"),
        "low": Fraction("0.19"),
        "high": Fraction("0.22"),
    }
    assert len(found) == 8
    for figure in found.values():
        assert (figure.status, figure.definition) == ("inferred", "simulated_hoover")
        assert "100 draws, seed 7" in figure.sources[0]


def test_the_section_stands_after_those_on_fairness_and_shows_only_figures_that_are_there() -> None:
    found = with_simulated(
        cycle(2026, 2026, "chain", "as-delivered-fairness", "as-delivered-counterfactual", "end"), LEAGUE
    )
    assert [section.slug for section in found.sections] == [
        *("chain", "as-delivered-fairness", "as-delivered-counterfactual", "simulated", "end"),
    ]
    assert {part.key for part in shown(found) if isinstance(part, Fig)} <= found.figures.keys()
    (grid,) = (block for block in found.sections[3].blocks if isinstance(block, Grid))
    assert [row[0] for row in grid.rows] == [Link("mechanism", "ammr"), Link("mechanism", "dublin-as-applied")]
    assert re.fullmatch("[0-9a-f]{64}", found.inputs["league"])


def test_no_level_of_a_simulation_is_set_against_one_of_the_facts() -> None:
    found = with_simulated(cycle(), LEAGUE)
    assert not [figure for figure in found.figures.values() if FACTS.key in figure.inputs]
    assert found.figures[FACTS.key] is FACTS


def test_a_cycle_of_several_years_has_a_row_for_each_that_the_league_has() -> None:
    assert covered(cycle(2024, 2025), LEAGUE) == (2025,)
    found = with_simulated(cycle(2025, 2026), LEAGUE)
    (grid,) = (block for block in found.sections[0].blocks if isinstance(block, Grid))
    assert len(grid.rows) == 4


def test_a_league_without_the_years_of_the_cycle_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"--league.*none of the years.*it has 2025 to 2026"):
        with_simulated(cycle(2015, 2017), LEAGUE)


def test_another_league_has_another_checksum() -> None:
    other = copy.deepcopy(DOCUMENT)
    other["mechanisms"]["ammr"]["2026"]["hoover_persons"]["mean"] = 0.201
    assert with_simulated(cycle(), LEAGUE).inputs != with_simulated(cycle(), league(other)).inputs
