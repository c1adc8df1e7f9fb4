"""The outlines that are shipped: who is on them, how large, and that they come from their source as told."""

from __future__ import annotations

import json
import re
from itertools import accumulate, pairwise
from pathlib import Path

import pytest

from fairshare.states import ASSOCIATED, EU27
from fairshare.workbench.charts import build_map
from fairshare.workbench.charts.choropleth import europe
from fairshare.workbench.charts.geometry import area, inside

FILE = Path(build_map.__file__).with_name("europe.json")
SOURCE = Path(__file__).resolve().parents[4] / "shared" / "data" / "geometry" / "europe_neighbourhood_50m.topo.json"

BY_SIZE = ("FR", "ES", "SE", "DE", "FI", "PL", "IT", "RO", "BG", "HU", "PT", "AT", "IE", "LV", "HR", "SK", "EE", "NL",
           "SI", "CY", "LU", "MT")  # fmt: skip
"""By area without overseas parts, largest first; neighbours in this list differ by more than the map generalises."""


def rings(path: str) -> list[list[tuple[int, int]]]:
    """The rings of relative path data, which start where the last one started."""
    found, start = [], (0, 0)
    for piece in path.split("z")[:-1]:
        numbers = [int(number) for number in re.findall(r"-?\d+", piece)]
        steps = list(zip(numbers[::2], numbers[1::2], strict=True))
        steps[0] = (start[0] + steps[0][0], start[1] + steps[0][1])
        ring = list(accumulate(steps, lambda here, step: (here[0] + step[0], here[1] + step[1])))
        found.append(ring)
        start = ring[0]
    return found


def km2(code: str) -> float:
    """The area of a state on the map, holes taken off by their direction."""
    side = build_map.UNIT / 1000
    return abs(sum(area(ring) for ring in rings(europe()["states"][code]["d"]))) * side**2


def test_the_union_the_associated_states_and_the_united_kingdom_are_there() -> None:
    assert set(europe()["states"]) == EU27 | ASSOCIATED | {"UK"}
    assert set(europe()["insets"]) == {"CY", "LI", "LU", "MT"}


def test_states_have_their_size() -> None:
    sizes = [km2(code) for code in BY_SIZE]
    assert all(larger > smaller for larger, smaller in pairwise(sizes)), dict(zip(BY_SIZE, sizes, strict=True))
    assert km2("DE") == pytest.approx(357_600, rel=0.02)
    assert km2("CY") == pytest.approx(9_250, rel=0.05), "the whole island, not its south alone"
    assert km2("FR") == pytest.approx(543_900, rel=0.03), "without the overseas departments"


def test_nothing_lies_outside_the_window() -> None:
    built = europe()
    for code, state in built["states"].items():
        for x, y in (point for ring in rings(state["d"]) for point in ring):
            assert 0 <= x <= built["width"], code
            assert 0 <= y <= built["height"], code


def test_labels_stand_in_their_state() -> None:
    for code, state in europe()["states"].items():
        if state["room"] > 2:
            assert inside((state["x"], state["y"]), rings(state["d"])[0]), code


def test_insets_fit_their_box() -> None:
    for path in europe()["insets"].values():
        spans = [max(values) - min(values) for values in zip(*(p for r in rings(path) for p in r), strict=True)]
        assert max(spans) == pytest.approx(build_map.INSET_SIZE, abs=1)


def test_the_file_is_small() -> None:
    assert FILE.stat().st_size < 60_000


def test_the_file_is_what_its_source_gives(tmp_path: Path) -> None:
    if not SOURCE.exists():
        pytest.skip("the Natural Earth file is not beside the checkout")
    assert build_map.text(build_map.build(json.loads(SOURCE.read_text()))) == FILE.read_text()


def test_the_program_asks_for_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert build_map.main([]) == 2
    assert "usage" in capsys.readouterr().err
