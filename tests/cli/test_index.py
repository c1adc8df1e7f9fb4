"""``fairshare index``: the contract's fields, the ASEM index by the command, tables, and bad input."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from fairshare.cli.app import run

HOME = Path(__file__).resolve().parents[2]
ASEM = HOME.parent / "shared" / "data" / "benchmark"
SPEC = """\
levels:
  - arrivals: {members: [sea, land], weights: [2, 1]}
    capacity: {members: {places: 1}, direction: -1}
  - pressure: [arrivals, capacity]
indicators:
  sea: {denominator: people}
"""
DATA = """\
unit,sea,land,places,people,other
EL,600,10,50,10,3
CY,100,:,5,1,5
SE,0,0,900,10,1
MT,50,5,,1,4
"""


@pytest.fixture
def paths(tmp_path: Path) -> tuple[Path, Path]:
    spec, data = tmp_path / "spec.yaml", tmp_path / "data.csv"
    spec.write_text(SPEC)
    data.write_text(DATA)
    return spec, data


def asked(paths: tuple[Path, Path], capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert run(["index", *map(str, paths), "--json", *options]) == 0, capsys.readouterr().err
    found: dict[str, Any] = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    return found


def test_scores_and_ranks_by_hand(paths: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Sea per head: 60, 100, 0, 50; Cyprus has no figure by land and Malta none of places: the rest counts."""
    found = asked(paths, capsys)
    assert found["levels"]["arrivals"] == pytest.approx({"EL": (2 * 60 + 100) / 3, "CY": 100, "SE": 0, "MT": 50})
    assert found["levels"]["capacity"] == pytest.approx({"EL": 850 / 895 * 100, "CY": 100, "SE": 0, "MT": None})
    assert found["scores"]["EL"] == pytest.approx((220 / 3 + 85000 / 895) / 2)
    assert found["scores"]["MT"] == 50
    assert found["ranks"] == {"EL": 2, "CY": 1, "SE": 4, "MT": 3}
    assert found["index"] == "pressure"
    assert found["weights"]["arrivals"] == pytest.approx({"sea": 2 / 3, "land": 1 / 3})
    assert set(found["leave_one_out"]) == {"arrivals", "capacity"}
    assert set(found["leave_one_out_indicators"]) == {"sea", "land", "places"}
    assert found["choices"]["direction"] == {"sea": 1, "land": 1, "places": -1}
    assert found["choices"]["denominator"] == {"sea": "people"}
    assert "rank_interval" not in found
    assert len(found["notes"]) == 2


def test_noise_and_draws(paths: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(paths, capsys, "--weight-noise", "0", "--draws", "50")
    assert found["rank_interval"] == {unit: [rank, rank] for unit, rank in found["ranks"].items()}
    assert found["rank_median"] == found["ranks"]
    drawn = asked(paths, capsys, "--draws", "200", "--seed", "7")
    assert (drawn["choices"]["weight_noise"], drawn["choices"]["draws"], drawn["seed"]) == (0.25, 200, 7)
    assert "Weight noise 0.25: the default, as none is given." in drawn["notes"]
    assert asked(paths, capsys, "--weight-noise", "0.1")["choices"]["draws"] == 1000
    assert asked(paths, capsys, "--methods")["choices"]["method_draws"]


def test_same_seed_same_bytes(paths: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    texts = []
    for seed in ("1", "1", "2"):
        assert run(["index", *map(str, paths), "--json", "--weight-noise", "1", "--sobol", "--seed", seed]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]
    assert texts[0] != texts[2]
    assert set(json.loads(texts[0])["sobol"]["factors"]) >= {"weight of arrivals", "normalise", "aggregate", "impute"}


def test_the_default_seed_gives_the_same_bytes(paths: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """SALib takes the seed 0 for none when it resamples its confidence intervals."""
    texts = set()
    for _ in range(3):
        assert run(["index", *map(str, paths), "--json", "--weight-noise", "1", "--draws", "9", "--sobol"]) == 0
        texts.add(capsys.readouterr().out)
    assert len(texts) == 1


def test_without_salib_it_is_told_what_to_install(
    paths: tuple[Path, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "SALib", None)
    assert run(["index", *map(str, paths), "--sobol"]) == 2
    assert "--sobol: needs SALib; expected pip install 'fairshare[analysis]'" in capsys.readouterr().err


def test_one_unit_taken_apart(paths: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(paths, capsys, "--explain", "EL", "--link", "other")
    parts = {part["name"]: part for part in found["explain"]["parts"]}
    total = sum(parts[name]["contribution"] for name in ("sea", "land", "places"))
    assert total == pytest.approx(found["scores"]["EL"])
    assert parts["sea"]["rank_without"] in (1, 2, 3, 4)
    assert found["link"]["units"] == 4
    assert found["link"]["spearman"] == pytest.approx(0.8)


def test_tables_fit_the_page(paths: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    paths[0].write_text(SPEC + "impute: mean\nscreen: {units: 0.9, leave_out: false}\n")
    options = ["--draws", "20", "--explain", "CY", "--link", "other", "--sobol", "--methods"]
    assert run(["index", *map(str, paths), *options]) == 0
    out = capsys.readouterr().out
    for said in ("pressure", "5 to 95 % of 20 draws", "Spearman", "left out", "Sobol", "CY: score", "put in"):
        assert said in out
    assert "MT: data for 67 % only (units)." in out
    assert max(map(len, out.splitlines())) <= 100


def test_units_that_the_screen_leaves_out_have_no_score(
    paths: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    paths[0].write_text(SPEC + "screen: {units: 0.9}\n")
    found = asked(paths, capsys)
    assert found["ranks"] == {"EL": 1, "CY": None, "SE": 2, "MT": None}
    assert found["scores"]["CY"] is found["levels"]["arrivals"]["MT"] is None
    assert found["screened"]["units"] == pytest.approx({"CY": 2 / 3, "MT": 2 / 3})
    drawn = asked(paths, capsys, "--draws", "100")
    assert drawn["rank_interval"] == {"EL": [1, 1], "CY": None, "SE": [2, 2], "MT": None}
    assert drawn["rank_median"] == drawn["rank_mean"] == found["ranks"]
    assert run(["index", *map(str, paths), "--draws", "100"]) == 0
    assert "none" in capsys.readouterr().out


def test_too_many_units_for_pairs_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec, data = tmp_path / "s.yaml", tmp_path / "d.csv"
    spec.write_text("levels: {index: [a]}\naggregate: copeland\n")
    data.write_text("\n".join(["unit,a", *(f"u{k},{k}" for k in range(5001))]))
    assert run(["index", str(spec), str(data)]) == 2
    assert "aggregate: copeland compares every pair of 5,001 units; expected at most 5,000" in capsys.readouterr().err


def test_outliers_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec, data = tmp_path / "s.yaml", tmp_path / "d.csv"
    spec.write_text("levels: {index: [a, b]}\noutliers: winsorise\n")
    rows = [f"u{k},{900 if k == 19 else k},{2 ** (3 * k)}" for k in range(20)]
    data.write_text("\n".join(["unit,a,b", *rows]))
    treated = asked((spec, data), capsys)["treated"]
    assert treated[0] == {"indicator": "a", "method": "winsorise", "units": ["u19"], "within": True}
    assert (treated[1]["indicator"], treated[1]["method"]) == ("b", "winsorise" if treated[1]["units"] else "log")
    assert run(["index", str(spec), str(data)]) == 0
    assert "a: outliers drawn in (u19)." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("spec", "data", "options", "said"),
    [
        ("levels: {p: [sea, land, x]}", DATA, [], "spec.yaml:1: x: is no group, and no column of"),
        ("levels: {p: [sea]}\ndenominator: men", DATA, [], "spec.yaml:1: sea.denominator: 'men' is no column"),
        ("levels: {p: [sea]}\nimpute: {by: land_group}", DATA, [], "impute.by: 'land_group' is no column"),
        ("levels: {p: [sea]}\nimpute: group-mean", DATA, [], "spec.yaml:1: sea: is imputed by groups"),
        ("levels: {p: [sea], q: [sea, land]}", DATA, [], "spec.yaml:1: sea: is a member of 'p' and of 'q'"),
        ("levels:\n  p: [q]\n  q: [p, sea]", DATA, [], "q: stands above 'p', or in a circle with it"),
        ("levels: {p: {sea: 0}}", DATA, [], "spec.yaml:1: p: has only weights of 0"),
        ("levels: {p: [sea, sea]}", DATA, [], "sea: is a member of 'p' and of 'p'"),
        ("levels:\n  p: [sea]\nnormalise: max", DATA, [], "spec.yaml:2: sea: normalise 'max' is unknown"),
        ("levels: {p: {members: [sea], aggregate: mean}}", DATA, [], "spec.yaml:1: p: aggregate 'mean' is unknown"),
        (
            "levels: {p: [sea]}\nindicators:\n  land: {weight: 1}",
            DATA,
            [],
            "yaml:3: land: is a member of no group",
        ),
        ("levels: {p: [sea]}", "unit,sea\nEL,x\n", [], "data.csv:2: sea: 'x' is not a number"),
        ("levels: {p: [sea]}", DATA, ["--weight-noise", "2"], "weight-noise: 2 is out of range"),
        ("levels: {p: [sea]}", DATA, ["--weight-noise", "nan"], "weight-noise: nan is out of range"),
        ("levels: {p: [sea]}", DATA, ["--draws", "0"], "draws: 0 is out of range"),
        ("levels: {p: [sea]}", DATA, ["--seed", "-1"], "--seed"),
        ("levels: {p: [sea]}", DATA, ["--explain", "XX"], "unit: 'XX' is unknown"),
        ("levels: {p: [sea]}", DATA, ["--link", "men"], "--link: 'men' is no column"),
        ("levels: {p: [sea]}\nscreen: {units: 1}", "unit,sea\nEL,1\n", ["--link", "sea"], "link: cannot be measured"),
    ],
)
def test_bad_input_is_told_in_lines(
    spec: str, data: str, options: list[str], said: str, paths: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    paths[0].write_text(spec)
    paths[1].write_text(data)
    assert run(["index", *map(str, paths), *options]) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""
    assert "Traceback" not in err


@pytest.mark.skipif(not (ASEM / "asem_meta.csv").exists(), reason="needs the benchmark data of COINr")
def test_the_asem_index_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Scores and ranks published with the R package COINr (Joint Research Centre)."""
    paths = _asem(tmp_path)
    found = asked(paths, capsys, "--draws", "100")
    scores = {"CHE": 68.38, "NLD": 64.82, "DNK": 64.80, "NOR": 64.47, "BEL": 63.54, "SWE": 63.00, "IND": 39.79}
    assert {unit: round(found["scores"][unit], 2) for unit in scores} == scores
    assert [found["ranks"][unit] for unit in scores] == [1, 2, 3, 4, 5, 6, 45]
    assert len(found["imputed"]) == 65
    assert set(found["leave_one_out"]) == {"Conn", "Sust"}
    paths[0].write_text(paths[0].read_text().replace("minmax", "percentile"))
    ranks = {"PRT": 17, "LAO": 39, "MLT": 19, "EST": 16, "ESP": 24, "HRV": 23, "LTU": 11}
    found = asked(paths, capsys)
    assert {unit: found["ranks"][unit] for unit in ranks} == ranks


def _asem(folder: Path) -> tuple[Path, Path]:
    """SPEC.yaml from the meta file of the benchmark, and DATA.csv with the column ``unit``."""
    with (ASEM / "asem_meta.csv").open(encoding="utf-8", newline="") as file:
        meta = list(csv.DictReader(file))
    lines = [
        "normalise: minmax",
        "outliers: winsorise",
        "impute: {method: group-mean, by: EurAsia_group}",
        "indicators:",
    ]
    for row in (row for row in meta if row["Type"] == "Indicator"):
        divisor = f", denominator: {row['Denominator']}" if row["Denominator"] else ""
        lines.append(f"  {row['iCode']}: {{direction: {int(float(row['Direction']))}{divisor}}}")
    lines.append("levels:")
    for level in ("2.0", "3.0", "4.0"):
        lines.append("  -")
        for group in (row["iCode"] for row in meta if row["Level"] == level):
            members = [f"{row['iCode']}: {row['Weight']}" for row in meta if row["Parent"] == group]
            lines.append(f"    {group}: {{members: {{{', '.join(members)}}}}}")
    spec, data = folder / "asem.yaml", folder / "asem.csv"
    spec.write_text("\n".join(lines))
    data.write_text((ASEM / "asem_data.csv").read_text(encoding="utf-8").replace("uCode", "unit", 1))
    return spec, data


def test_a_chart_of_ranks(paths: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    pytest.importorskip("altair")
    target = tmp_path / "ranks.svg"
    asked(paths, capsys, "--draws", "50", "--plot", str(target))
    drawn = target.read_text()
    assert "90 % of the ranks" in drawn
    assert all(unit in drawn for unit in ("EL", "CY", "SE", "MT"))
    assert run(["index", *map(str, paths), "--plot", str(tmp_path / "ranks.gif")]) == 2
