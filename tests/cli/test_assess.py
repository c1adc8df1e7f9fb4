"""``fairshare assess``: a shadow of the determination, labelled as one, and needs with every assumption."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from fairshare.states import EU27, PART_IV

EVERY = sorted(EU27)
LABEL = "assessment by method, not the determination of Article 11 AMMR"
UNDER_PRESSURE = ["CY", "EL", "ES", "IT"]
HOME = Path(__file__).resolve().parents[2]
SHARED = HOME.parent / "shared" / "data"


@pytest.fixture
def assess(command):
    """Run ``fairshare assess …``."""
    return lambda *arguments: command("assess", *arguments)


@pytest.fixture
def certain(keep):
    """A store in which the four states of the determination are far ahead on everything that is held."""

    def heavy(state: str, light: int) -> int:
        return light * (100_000 if state in UNDER_PRESSURE else 1)

    for series in ("first_time_applications", "pending_applications", "temporary_protection", "illegally_present"):
        period = "2024-12" if series == "temporary_protection" else "2024"
        keep(series, [(state, period, heavy(state, 1000)) for state in EVERY], dataset="made up")
    return keep


def test_states_far_ahead_on_everything_are_first_in_every_weighting(assess, certain, as_json):
    found = as_json(assess, "pressure", "--draws", "300")
    assert found["label"] == LABEL
    assert found["named"] == UNDER_PRESSURE
    assert (found["exact"], found["exact_all_methods"], found["hits"]) == (1, 1, 4)
    assert found["statement"].startswith("in 100.0 % of 300 weightings CY, EL, ES and IT are the first 4")
    assert {one["state"] for one in found["states"] if one["stance"] == "in"} == set(UNDER_PRESSURE)
    assert all(one["agrees"] for one in found["states"])
    assert len(found["states"]) == len(PART_IV)


def test_every_answer_is_labelled_says_what_is_left_out_and_where_figures_are_from(assess, certain, as_json):
    code, out, err = assess("pressure", "--draws", "50")
    assert (code, err) == (0, "")
    assert out.startswith(LABEL.upper())
    assert "Left out for want of figures" in out
    found = as_json(assess, "pressure", "--draws", "50")
    source = found["indicators"]["applications_by_population"]
    assert (source["dataset"], source["year"], source["cite"]) == ("made up", 2024, "AMMR 9(3)(a)(i)")
    assert len(source["sha256"][0]) == 64
    assert found["bases"]["population"]["dataset"] == "bundled table population"
    assert "protected_by_population" in found["left_out"]


def test_the_external_border_is_a_switch_with_all_ways_side_by_side(assess, certain, as_json):
    certain("sea_arrivals", [(state, "2024", 1000) for state in ("CY", "EL", "ES", "IT", "MT")])
    found = as_json(assess, "pressure", "--draws", "50", "--border", "disembarkations")
    assert set(found["borders"]) == {"none", "share", "per-km", "disembarkations"}
    assert "sea_arrivals_by_population" in found["indicators"]
    assert found["borders"]["disembarkations"]["ranks"] == {one["state"]: one["rank"] for one in found["states"]}
    ranks = {way: one["ranks"]["MT"] for way, one in found["borders"].items()}
    assert ranks["disembarkations"] < ranks["none"]


@pytest.mark.parametrize(("way", "state"), [("share", "EE"), ("per-km", "SK")])
def test_border_ways_that_take_lengths_say_so(assess, certain, as_json, way, state):
    """Detections of a route are spread evenly over its land border: most per km has who has no coast beside it."""
    names = ("geo", "partner", "kind", "period")
    months = [f"2024-{month:02}" for month in range(1, 13)]
    certain("border_crossings", [("EU", "Eastern Borders Route", "land", month, 100) for month in months], names)
    found = as_json(assess, "pressure", "--draws", "50", "--border", way)
    (added,) = set(found["indicators"]) - set(as_json(assess, "pressure", "--draws", "50")["indicators"])
    assert "with lengths of the table external_borders" in found["indicators"][added]["notes"]
    assert any("assumption" in note for note in found["indicators"][added]["notes"])
    ranks = found["borders"][way]["ranks"]
    assert ranks[state] < found["borders"]["none"]["ranks"][state]


@pytest.mark.parametrize(("name", "named"), [("risk", 12), ("situation", 6)])
def test_who_is_under_pressure_is_not_ranked_for_another_class(assess, certain, as_json, name, named):
    found = as_json(assess, name, "--draws", "50")
    assert len(found["named"]) == found["first"] == named
    assert sorted(found["not_ranked"]) == UNDER_PRESSURE
    assert not {one["state"] for one in found["states"]} & set(UNDER_PRESSURE)


@pytest.mark.law("AMMR 11(1)")
def test_whether_pressure_and_its_risk_go_together_is_a_named_choice(assess, certain, as_json):
    apart = as_json(assess, "risk", "--draws", "20")
    assert apart["choices"] == {"RISK_BESIDE_PRESSURE": "apart"}
    together = as_json(assess, "risk", "--draws", "20", "--choice", "RISK_BESIDE_PRESSURE=together")
    assert together["choices"] == {"RISK_BESIDE_PRESSURE": "together"}
    assert together["not_ranked"] == {}
    assert set(UNDER_PRESSURE) <= {one["state"] for one in together["states"]}


def test_the_files_that_it_writes_give_the_same_index(assess, certain, command, as_json, tmp_path):
    folder = tmp_path / "pressure"
    found = as_json(assess, "pressure", "--draws", "50", "--out", str(folder))
    again = as_json(command, "index", str(folder / "SPEC.yaml"), str(folder / "DATA.csv"))
    assert again["ranks"] == {one["state"]: one["rank"] for one in found["states"]}
    for one in found["states"]:
        assert again["scores"][one["state"]] == pytest.approx(one["score"])


def test_a_chart_carries_the_label(assess, certain, tmp_path):
    pytest.importorskip("altair")
    target = tmp_path / "ranks.svg"
    assert assess("pressure", "--draws", "50", "--plot", str(target))[0] == 0
    assert "not the determination" in target.read_text()


def test_the_bundled_tables_alone_give_an_assessment_that_says_how_little_it_rests_on(assess, as_json):
    found = as_json(assess, "pressure", "--draws", "50")
    assert set(found["indicators"]) == {"applications_by_population", "applications_by_gdp"}
    assert len(found["left_out"]) == 9


def test_a_year_without_figures_is_refused(assess):
    code, out, err = assess("pressure", "--year", "2010")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_the_same_seed_gives_the_same_bytes(assess, certain):
    one, again = (assess("pressure", "--draws", "50", "--json")[1] for _ in range(2))
    assert one == again


# --- needs ------------------------------------------------------------------------------------------------------------


def arrivals(path: Path, warning: str = "", **figures: int) -> str:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("state", "low", "high", "warning"))
        writer.writerows((s, figures.get(s, 1000), figures.get(s, 1000), warning) for s in sorted(PART_IV))
    return str(path)


@pytest.mark.law("AMMR 12(3)")
def test_needs_are_what_a_benefitting_state_carries_beyond_its_share(assess, as_json, tmp_path):
    """25 states with 1,000 applications, Greece with 75,000: of 100,000, with 40 % recognised and a quarter of the
    others returned, 85,000 remain, and 63,750 of them in Greece."""
    path = arrivals(tmp_path / "a.csv", EL=75_000)
    found = as_json(assess, "need", "2027", "--arrivals", path, "--recognition", "0.4", "--returns", "0.25")
    steps = {step["name"]: step["median"] for step in found["steps"]}
    assert steps["responsibility"] == pytest.approx(85_000)
    share = as_json_key("EL")
    assert found["needs"]["EL"]["median"] == pytest.approx(63_750 - 85_000 * share)
    assert found["floor_covers"]["median"] == pytest.approx(30_000 / steps["need"])
    assert all(step["cite"].startswith("AMMR ") for step in found["steps"])


def as_json_key(state: str) -> float:
    from fairshare.figures.key_figures import key_inputs
    from fairshare.law.keys import key_shares

    return float(key_shares("ammr", key_inputs(2027).values).states[state].share)


def test_the_middle_of_the_projection_is_the_middle_of_the_draws(assess, as_json, tmp_path):
    """Not that of the logarithms of its ends: so a third was lost once."""
    path = tmp_path / "a.csv"
    path.write_text("state,low,middle,high\n" + "".join(f"{s},1000,2000,3000\n" for s in sorted(PART_IV)))
    found = as_json(assess, "need", "2027", "--arrivals", str(path))
    assert found["steps"][0]["median"] == pytest.approx(26 * 2000, rel=0.02)
    low, high = found["steps"][0]["intervals"]["0.8"]
    assert (low, high) == pytest.approx((26 * 1000, 26 * 3000), rel=0.02)
    assert "all states as moving together" in found["assumptions"]["applications"]


def test_bad_input_leaves_no_folder_behind(assess, certain, tmp_path):
    assert assess("pressure", "--draws", "10", "--out", str(tmp_path / "p"), "--plot", str(tmp_path / "p.txt"))[0] == 2
    assert not (tmp_path / "p").exists()


def test_a_rate_of_which_nothing_is_held_is_unknown_not_guessed(assess, as_json, tmp_path):
    found = as_json(assess, "need", "2027", "--arrivals", arrivals(tmp_path / "a.csv"))
    for rate in ("recognition", "returns"):
        assert found["assumptions"][rate] == {"low": 0, "high": 1, "source": "unknown: no series for it is held"}


def test_a_warning_of_the_projection_goes_with_it(assess, as_json, tmp_path):
    path = arrivals(tmp_path / "a.csv", "theta does not beat the random walk at 12 months")
    assert as_json(assess, "need", "2027", "--arrivals", path)["warnings"] == [
        "theta does not beat the random walk at 12 months"
    ]
    assert "warning: theta does not beat" in assess("need", "2027", "--arrivals", path)[1]


def test_without_a_projection_a_random_walk_by_year_stands_in_and_says_so(assess, keep, as_json):
    keep(
        "first_time_applications",
        [(s, str(y), 100 + y % 3) for s in EVERY for y in range(2016, 2026)],
        dataset="made up",
    )
    found = as_json(assess, "need", "2027", "--benefitting", "EL,Cyprus")
    assert found["assumptions"]["applications"] == "random walk by year from made up, 2016 to 2025, 2 ahead"
    assert found["assumptions"]["benefitting"] == ["CY", "EL"]
    assert "random walk by year" in found["warnings"][0]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("2027",), "applications: of 2 years in a row are held before 2027"),
        (("2031",), "year: no inputs of the key are held for 2031"),
        (("2027", "--returns", "0.5,0.2"), "--returns: 0.5 to 0.2 is no range of a rate"),
        (("2027", "--returns", "much"), "--returns"),
        (("2027", "--benefitting", "Atlantis"), "--benefitting"),
        (("2027", "--arrivals", "none.csv"), "none.csv:1: file: cannot be read"),
    ],
)
def test_what_cannot_be_reckoned_is_one_line_and_exit_code_2(assess, tmp_path, arguments, why):
    with_arrivals = () if why.startswith(("applications", "none.csv")) else ("--arrivals", arrivals(tmp_path / "a.csv"))
    code, out, err = assess("need", *arguments, *with_arrivals)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert why in err


def test_ends_the_wrong_way_round_are_named_with_their_state(assess, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("state,low,high\n" + "".join(f"{s},{2 if s == 'FR' else 1},1\n" for s in sorted(PART_IV)))
    code, _, err = assess("need", "2027", "--arrivals", str(path))
    assert code == 2
    line = sorted(PART_IV).index("FR") + 2
    assert f"{path}:{line}: high: is below low or middle for FR" in err


# --- the real figures -------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the collected figures beside the repository")
def test_what_the_determination_of_2025_hangs_on(assess, data, as_json):
    """On the figures of 2024: Cyprus is among the first four whatever the method, Italy only where arrivals by sea
    count (Article 11(3) binds the outcome there), and no weighting without them gives just the four."""
    assert data("import", str(SHARED))[0] == 0
    without = as_json(assess, "pressure", "--draws", "2000")
    with_sea = as_json(assess, "pressure", "--draws", "2000", "--border", "disembarkations")
    stance = {one["state"]: one["stance"] for one in without["states"]}
    assert (stance["CY"], stance["IT"]) == ("in", "out")
    assert without["exact"] == 0
    assert 0.1 < with_sea["exact"] < 0.3
    assert {one["state"]: one["stance"] for one in with_sea["states"]}["IT"] == "depends"
