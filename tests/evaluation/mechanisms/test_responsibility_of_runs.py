"""The measures of real runs of every mechanism, on the bundled figures: persons balance, and what must hold holds."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from fairshare.cli.simulate_inputs import assumptions, inputs_for
from fairshare.evaluation.mechanisms.measures import BASES, NAMES
from fairshare.evaluation.mechanisms.responsibility import bases, scores
from fairshare.evaluation.mechanisms.yardstick import yardstick
from fairshare.law.mechanisms.catalogue import CATALOGUE
from fairshare.simulation.behaviour import central
from fairshare.simulation.ensemble import Draw, Study, outcomes
from fairshare.simulation.inputs import Floats
from fairshare.simulation.outcome import Outcome

YEARS = (2024, 2025)
STUDY = Study(inputs_for(None, YEARS), tuple(CATALOGUE.values()), YEARS, 0.001, 1)
ASSUMED = central(assumptions())
SCALE = yardstick(STUDY.inputs, YEARS)


@pytest.fixture(scope="module")
def runs() -> Mapping[str, Outcome]:
    return dict(zip(STUDY.names, outcomes(STUDY, Draw(0, ASSUMED)), strict=True))


def measures(run: Outcome) -> dict[str, Floats]:
    return dict(zip(NAMES, scores(run, SCALE, ASSUMED, 1 / STUDY.sample).T, strict=True))


@pytest.mark.parametrize("name", CATALOGUE)
def test_whoever_applied_is_somewhere_on_every_base(runs: Mapping[str, Outcome], name: str) -> None:
    found = bases(runs[name], SCALE, ASSUMED)
    applied = found["lodged"].sum(axis=1)
    assert applied.min() > 0
    for base in set(BASES) - {"cost"}:
        assert found[base].sum(axis=1) == pytest.approx(applied), base


def test_no_system_leaves_shares_as_arrivals(runs: Mapping[str, Outcome]) -> None:
    found = measures(runs["no-system"])
    for base in BASES:
        assert found[f"hoover_{base}"] == pytest.approx(found["hoover_lodged"]), base
    assert found["transfers"].sum() == found["relocations"].sum() == found["owed"].sum() == found["limbo"].sum() == 0


@pytest.mark.law("AMMR Annex I")
def test_the_pure_key_is_met_as_far_as_whole_families_allow(runs: Mapping[str, Outcome]) -> None:
    """No state is further from its share than one largest family, so Hoover is half of that for each of the 26."""
    found, largest = measures(runs["pure-key"]), STUDY.inputs.sizes.shape[1]
    rows = found["applications"] * STUDY.sample
    assert (found["hoover_persons"] <= 26 * largest / 2 / rows).all()
    assert (found["hoover_persons"] < measures(runs["no-system"])["hoover_persons"] / 4).all()


@pytest.mark.parametrize("name", CATALOGUE)
def test_what_can_be_measured_is_within_its_bounds(runs: Mapping[str, Outcome], name: str) -> None:
    found = measures(runs[name])
    parts = ("hoover_lodged", "gini_lodged", "links_honoured", "persistence")
    for one in parts:
        known = found[one][~np.isnan(found[one])]
        assert ((known >= 0) & (known <= 1)).all(), one
    assert (found["min_ratio_lodged"] <= 1).all()
    assert (found["max_ratio_lodged"] >= 1).all()
    assert (found["applications"] == measures(runs["no-system"])["applications"]).all()


@pytest.mark.parametrize("name", ["relocation-2015", "com2016-270", "tradable-quotas"])
def test_where_persons_alone_are_units_those_who_moved_are_what_was_given(
    runs: Mapping[str, Outcome], name: str
) -> None:
    """Whoever was bought out, sold or dropped out counts once, where a person arrived."""
    found = measures(runs[name])
    assert found["given"] == pytest.approx(found["relocations"], abs=26)
    assert found["given"].sum() > 0


@pytest.mark.law("AMMR 56(2)")
@pytest.mark.parametrize("name", ["ammr", "ammr-full-delivery", "ammr-2026-pledges"])
def test_given_under_the_regulation_is_what_was_carried_out_in_each_form(
    runs: Mapping[str, Outcome], name: str
) -> None:
    found = measures(runs[name])
    money = (found["paid"] + found["in_kind"]) * 1e6 / ASSUMED["unit_eur"]
    assert found["given"] == pytest.approx(found["relocations"] + found["offsets"] + money, abs=26)
    assert found["delivery"] == pytest.approx(found["given"] / found["owed"])


def test_money_counted_at_cost_hangs_on_what_help_in_kind_is_worth(runs: Mapping[str, Outcome]) -> None:
    run, weight = runs["ammr"], 1 / STUDY.sample
    worthless, whole = (bases(run, SCALE, {**ASSUMED.values, "in_kind_value": part}, weight) for part in (0.0, 1.0))
    got = run.in_kind.sum(axis=1) > 0
    assert got.any()
    assert (worthless["cost"][got] > whole["cost"][got]).all()
    assert (worthless["par"] == whole["par"]).all()
