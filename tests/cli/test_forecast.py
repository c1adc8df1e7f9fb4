"""``fairshare forecast``: monthly figures of the store, projected, judged, drawn and written."""

from __future__ import annotations

import csv
from datetime import date

import numpy as np
import polars as pl
import pytest

COLUMNS = ("geo", "citizen", "period")
MONTHS = [f"{year}-{month:02}" for year in range(2016, 2025) for month in range(1, 13)]
WALK = ("first_time_applications", "--no-evaluate", "--model", "random_walk")
QUICK = ("--model", "theta", "--horizon", "6", "--draws", "200", "--origins", "6")


def counts(level: float, seed: int) -> list[int]:
    """Monthly counts with a season and noise."""
    rng = np.random.default_rng(seed)
    season = 1 + 0.3 * np.sin(np.arange(len(MONTHS)) * np.pi / 6)
    return rng.poisson(level * season * np.exp(0.1 * rng.standard_normal(len(MONTHS)))).tolist()


@pytest.fixture
def filled(keep, command):
    """A store with first-time applications of four states by two nationalities and in total."""
    rows = []
    for number, (state, level) in enumerate((("EL", 4000), ("CY", 800), ("DE", 9000), ("MT", 40))):
        syrians, afghans = counts(0.7 * level, 2 * number), counts(0.3 * level, 2 * number + 1)
        for month, one, other in zip(MONTHS, syrians, afghans, strict=True):
            rows += [(state, "SYR", month, one), (state, "AFG", month, other), (state, "TOTAL", month, one + other)]
    keep("first_time_applications", rows, COLUMNS, dataset="migr_asyappctzm")
    return lambda *arguments: command("forecast", *arguments)


def test_a_projection_adds_up_is_never_negative_and_its_intervals_nest(filled, as_json):
    found = as_json(filled, "project", "first_time_applications", *QUICK)
    nodes = found["nodes"]
    assert set(nodes) == {"total", "CY", "DE", "EL", "MT"}
    assert found["months"][0] == "2025-01"
    for month in range(6):
        parts = sum(nodes[state]["points"][month] for state in ("CY", "DE", "EL", "MT"))
        assert nodes["total"]["points"][month] == pytest.approx(parts)
    for node in nodes.values():
        ends = [node["lower"][level] for level in ("0.95", "0.8", "0.5")]
        ends += [node["upper"][level] for level in ("0.5", "0.8", "0.95")]
        assert (np.diff(np.array(ends), axis=0) >= 0).all()
        assert np.min(ends) >= 0


def test_by_state_and_citizenship_together(filled, as_json):
    found = as_json(filled, "project", "first_time_applications", "--by", "state,citizenship", *QUICK, "--no-evaluate")
    nodes = found["nodes"]
    assert {"total", "state:EL", "citizenship:SYR", "EL/SYR"} <= set(nodes)
    assert nodes["citizenship:SYR"]["points"][2] == pytest.approx(
        sum(nodes[f"{state}/SYR"]["points"][2] for state in ("CY", "DE", "EL", "MT"))
    )
    assert nodes["state:EL"]["points"][2] == pytest.approx(nodes["EL/SYR"]["points"][2] + nodes["EL/AFG"]["points"][2])


def test_a_projection_that_was_not_evaluated_or_on_few_origins_says_so_everywhere(filled, as_json, tmp_path):
    unjudged = as_json(filled, "project", "first_time_applications", *QUICK, "--no-evaluate")
    assert unjudged["warnings"] == ["theta was not evaluated on these series (--evaluate)"]
    assert set(unjudged["beats_random_walk"].values()) == {"not evaluated"}
    target = tmp_path / "out.csv"
    judged = as_json(filled, "project", "first_time_applications", *QUICK, "--out", str(target))
    assert "fewer than 36" in judged["warnings"][0]
    assert set(judged["beats_random_walk"].values()) <= {"yes", "no", "not evaluated"}
    assert judged["beats_random_walk"]["6"] in {"yes", "no"}
    assert pl.read_csv(target)["warning"].unique().to_list() == ["; ".join(judged["warnings"])]
    code, out, _ = filled("project", "first_time_applications", *QUICK)
    assert code == 0
    assert f"warning: {judged['warnings'][0]}" in out


def test_the_sum_of_a_year_feeds_the_reckoning_of_needs_with_its_warning(filled, as_json, command, tmp_path):
    target = tmp_path / "sums.csv"
    arguments = ("--model", "random_walk", "--horizon", "12", "--origins", "3", "--draws", "200")
    found = as_json(filled, "project", "first_time_applications", *arguments, "--year", "2025", "--sums", str(target))
    with target.open() as file:
        rows = {row["state"]: row for row in csv.DictReader(file)}
    low, high = found["year"]["nodes"]["EL"]["intervals"]["0.8"]
    assert (float(rows["EL"]["low"]), float(rows["EL"]["high"])) == pytest.approx((low, high), abs=0.001)
    assert found["year"]["known_months"] == 0
    assert rows["EL"]["warning"]
    code, _, err = command("assess", "need", "2027", "--arrivals", str(target))
    assert code == 2
    assert "AT is missing" in err


def test_a_year_of_which_months_are_known(filled, as_json):
    found = as_json(filled, "project", *WALK, "--year", "2025")
    assert found["year"]["year"] == 2025
    code, _, err = filled("project", *WALK, "--year", "2027")
    assert code == 2
    assert "--year: 2027 is not all known or projected" in err


def test_months_that_are_late_count_with_the_last_figure_and_parts_add_up(keep, command, as_json):
    """They once counted as none, and hid whole months of the total."""
    rows = [("EL", "TOTAL", month, 100) for month in MONTHS[:-4]] + [
        ("CY", "TOTAL", month, 10) for month in MONTHS[:-6]
    ]
    keep("first_time_applications", rows, COLUMNS, dataset="migr_asyappctzm")
    year = as_json(command, "forecast", "project", *WALK, "--year", "2024")["year"]
    assert (year["known_months"], year["filled"]) == (8, ["CY"])
    sums = {node: one["point"] for node, one in year["nodes"].items()}
    assert sums == pytest.approx({"EL": 1200, "CY": 120, "total": 1320})


def test_a_year_that_is_known_is_its_figures(filled, as_json):
    year = as_json(filled, "project", *WALK, "--year", "2023")["year"]
    for one in year["nodes"].values():
        assert all(ends == [one["point"], one["point"]] for ends in one["intervals"].values())


def test_the_total_has_a_verdict_of_its_own(filled, as_json):
    found = as_json(filled, "project", "first_time_applications", *QUICK)
    assert any(warning.startswith("total: theta") for warning in found["warnings"])


@pytest.mark.parametrize("wrong", [("--year", "2050"), ("--plot", "fan.txt"), ("--plot", "fan.svg", "--show", "Nope")])
def test_bad_input_leaves_no_file_behind(filled, tmp_path, monkeypatch, wrong):
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    assert filled("project", *WALK, "--horizon", "1", "--out", "out.csv", *wrong)[0] == 2
    assert set(tmp_path.iterdir()) == before


def test_the_same_seed_gives_the_same_bytes(filled):
    one, again = (filled("project", "first_time_applications", *QUICK, "--no-evaluate", "--json")[1] for _ in range(2))
    other = filled("project", "first_time_applications", *QUICK, "--no-evaluate", "--json", "--seed", "1")[1]
    assert one == again != other


def test_a_month_without_a_detection_counts_as_none(keep, command, as_json):
    names = ("geo", "partner", "citizen", "kind", "period")
    rows = [("EU", "East", "SYR", "land", month, 100) for month in MONTHS]
    rows += [("EU", "West", "MAR", "sea", month, 50) for month in MONTHS[:60]]
    keep("border_crossings", rows, names)
    found = as_json(command, "forecast", "project", "border_crossings", *WALK[1:])
    assert found["nodes"]["West"]["points"][0] == 0
    assert found["nodes"]["total"]["points"][0] == pytest.approx(100)


def test_the_leaderboard_says_yes_or_no_and_breaks_without_figures_say_so(filled, as_json, tmp_path):
    arguments = ("--models", "seasonal_naive,theta", "--horizon", "3", "--origins", "6", "--stress")
    target = tmp_path / "board.csv"
    found = as_json(filled, "evaluate", "first_time_applications", *arguments, "--out", str(target))
    models = {row["model"] for row in found["rows"]}
    assert models == {"random_walk", "seasonal_naive", "theta"}
    assert {row["group"] for row in found["rows"]} == {"all", "total", "large", "medium", "small"}
    assert found["stress"]["2015-16"] is None
    assert any("36" in warning for warning in found["warnings"])
    assert len(pl.read_csv(target)) == len(found["rows"])
    code, out, _ = filled("evaluate", "first_time_applications", *arguments)
    assert code == 0
    assert "beats random walk" in out
    assert "2015-16: no data" in out


def test_every_series_can_be_scored_by_itself(filled, as_json):
    arguments = ("--models", "theta", "--horizon", "1", "--origins", "6", "--each")
    found = as_json(filled, "evaluate", "first_time_applications", *arguments)
    assert {row["group"] for row in found["rows"]} == {"total", "CY", "DE", "EL", "MT"}


def test_without_a_name_the_model_is_the_default_of_the_catalogue(filled, as_json):
    from fairshare.assessment.projections.models import DEFAULT

    arguments = ("first_time_applications", "--no-evaluate", "--horizon", "1")
    assert as_json(filled, "project", *arguments)["model"] == DEFAULT


def test_charts_are_written(filled, tmp_path):
    pytest.importorskip("altair")
    fan, board = tmp_path / "fan.svg", tmp_path / "board.svg"
    assert filled("project", "first_time_applications", *QUICK, "--plot", str(fan), "--show", "EL")[0] == 0
    assert "not an official figure" in fan.read_text()
    arguments = ("--models", "theta", "--horizon", "3", "--origins", "6", "--plot", str(board))
    assert filled("evaluate", "first_time_applications", *arguments)[0] == 0
    assert board.read_text().startswith("<svg")


def test_the_models_are_named_with_their_sources(command, as_json):
    found = as_json(command, "forecast", "models")["models"]
    assert {"random_walk", "seasonal_naive", "theta", "auto_ets", "auto_arima", "combination"} <= {
        m["name"] for m in found
    }
    assert all(model["source"] and model["cost"] for model in found)
    assert command("forecast", "models")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("project", "gni"), "SERIES: 'gni' is not in the catalogue"),
        (("project", "returned"), "SERIES: no monthly figures of returned are held"),
        (("project", "temporary_protection"), "SERIES: temporary_protection is a stock"),
        (("project", "first_time_applications", "--by", "moon"), "--by: 'moon' is no label"),
        (("project", "first_time_applications", "--by", "route"), "--by: the figures held are not told apart by route"),
        (("project", "first_time_applications", "--model", "crystal_ball"), "model: 'crystal_ball' is unknown"),
        (("project", "first_time_applications", "--horizon", "19"), "--horizon"),
        (("project", "first_time_applications", "--least", "1e12"), "--least: no series has"),
        (("project", "first_time_applications", "--sums", "x.csv"), "--sums: needs --year"),
        (("project", "first_time_applications", "--out", "x.txt"), "--out: 'x.txt' has another ending"),
        (("project", "first_time_applications", "--plot", "x.gif"), "--plot"),
        (("evaluate", "first_time_applications", "--models", "x"), "model: 'x' is unknown"),
    ],
)
def test_what_cannot_be_projected_is_one_line_and_exit_code_2(filled, arguments, why):
    code, out, err = filled(*arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert why in err


def test_without_a_store_it_says_how_to_fill_it(command):
    code, _, err = command("forecast", "project", "first_time_applications")
    assert code == 2
    assert "fairshare data import FOLDER first_time_applications" in err


def test_only_what_was_known_on_a_day(filled, as_json, keep):
    rows = [("EL", "TOTAL", month, 5) for month in MONTHS]
    keep("first_time_applications", rows, COLUMNS, dataset="migr_asyappctzm", at="2026-11-20T00:00:00Z")
    arguments = ("project", "first_time_applications", "--no-evaluate", "--model", "random_walk", "--horizon", "1")
    assert as_json(filled, *arguments)["nodes"]["EL"]["points"] == [5]
    assert as_json(filled, *arguments, "--as-of", str(date(2026, 11, 10)))["nodes"]["EL"]["points"] != [5]
