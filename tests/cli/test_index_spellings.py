"""``fairshare index``: one tree, spelt as different people would spell it, gives the same scores."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from fairshare.cli.app import run

ASEM = Path(__file__).resolve().parents[3] / "shared" / "data" / "benchmark"


class Name(NamedTuple):
    """An indicator (level 1) or a group, as a row of the meta table of the benchmark."""

    level: int
    code: str
    direction: int
    weight: float
    divisor: str
    parent: str

    @property
    def options(self) -> dict[str, Any]:
        """What is said of an indicator, without its place in the tree."""
        divisor = {"denominator": self.divisor} if self.divisor else {}
        return {"direction": self.direction, "weight": self.weight, **divisor}


Rows = list[Name]
SMALL = [
    Name(1, "a", 1, 2.0, "pop", "p"),
    Name(1, "b", -1, 1.0, "", "p"),
    Name(1, "c", 1, 1.0, "", "q"),
    Name(1, "d", -1, 3.0, "pop", "r"),
    Name(1, "e", 1, 1.0, "", "r"),
    Name(2, "p", 1, 3.0, "", "u"),
    Name(2, "q", 1, 1.0, "", "u"),
    Name(2, "r", 1, 1.0, "", "v"),
    Name(3, "u", 1, 2.0, "", "top"),
    Name(3, "v", 1, 1.0, "", "top"),
    Name(4, "top", 1, 1.0, "", ""),
]
DATA = "unit,a,b,c,d,e,pop\n" + "\n".join(
    f"u{k},{k * 7 % 11},{k * 5 % 13},{k * 3 % 7},{k * k % 17},{k * 9 % 10},{1 + k % 4}" for k in range(12)
)


def _indicators(rows: Rows) -> dict[str, Any]:
    return {row.code: row.options for row in rows if row.level == 1}


def _levels(rows: Rows, levels: tuple[int, ...] = (2, 3, 4)) -> list[Rows]:
    return [[row for row in rows if row.level == level] for level in levels]


def _of(rows: Rows, group: str) -> Rows:
    return [row for row in rows if row.parent == group]


def _codes(rows: Rows, group: str) -> list[str]:
    return [row.code for row in _of(rows, group)]


def _weights(rows: Rows, group: str) -> list[float]:
    return [row.weight for row in _of(rows, group)]


def members_and_weights(rows: Rows) -> Any:
    of = {r.code: {"members": _codes(rows, r.code), "weights": _weights(rows, r.code)} for r in rows if r.level > 1}
    plain = {code: {k: v for k, v in of_it.items() if k != "weight"} for code, of_it in _indicators(rows).items()}
    return {"levels": [{r.code: of[r.code] for r in level} for level in _levels(rows)], "indicators": plain}


def named_groups(rows: Rows) -> Any:
    return {
        "levels": [
            [{"name": r.code, "indicators" if r.level == 2 else "members": _codes(rows, r.code)} for r in level]
            for level in _levels(rows)
        ],
        "indicators": _indicators(rows),
        "weights": {r.code: r.weight for r in rows if r.parent},
    }


def flat_list_of_groups(rows: Rows) -> Any:
    items: list[Any] = [{"name": r.code, "indicators": [{"name": m.code} | m.options for m in _of(rows, r.code)]}
             for r in rows if r.level == 2]  # fmt: skip
    items += [{"name": r.code, "members": {m.code: m.weight for m in _of(rows, r.code)}} for r in rows if r.level > 2]
    return {"levels": items}


def nested(rows: Rows) -> Any:
    def inside(group: Name) -> dict[str, Any]:
        return {m.code: m.options if m.level == 1 else {"weight": m.weight, "members": inside(m)}
                for m in _of(rows, group.code)}  # fmt: skip

    return {"levels": {rows[-1].code: inside(rows[-1])}}


def indicators_as_first_level(rows: Rows) -> Any:
    first = {"name": "indicators", "members": [{"name": r.code} | r.options for r in rows if r.level == 1]}
    rest = [
        {"name": f"level {n}", "groups": {r.code: {"members": _codes(rows, r.code), "weight": r.weight} for r in level}}
        for n, level in enumerate(_levels(rows), 2)
    ]
    return {"levels": [first, *rest]}


def weights_beside_members(rows: Rows) -> Any:
    return {
        "normalise": {"method": "Min-Max"},
        "aggregate": {"method": "Arithmetic"},
        "direction": {r.code: r.direction for r in rows if r.level == 1},
        "denominator": {r.code: r.divisor for r in rows if r.divisor},
        "levels": [
            {
                "name": f"level {level[0].level}",
                "members": {r.code: _codes(rows, r.code) for r in level},
                "weights": {r.code: _weights(rows, r.code) for r in level},
            }
            for level in _levels(rows)
        ],
    }


def weights_at_the_top(rows: Rows) -> Any:
    groups = [r.code for r in rows if r.level > 1]
    plain = {code: {"direction": of["direction"], "denominator": of.get("denominator")} for code, of in
             _indicators(rows).items()}  # fmt: skip
    return {
        "normalise": "MINMAX",
        "aggregate": ["arithmetic", "Arithmetic", "ARITHMETIC"],
        "weights": {group: _weights(rows, group) for group in groups},
        "indicators": [{"code": code, "name": "a title"} | of for code, of in plain.items()],
        "levels": {group: _codes(rows, group) for group in groups},
    }


def aggregation_by_group(rows: Rows) -> Any:
    return members_and_weights(rows) | {"aggregate": {r.code: "arithmetic" for r in rows if r.level > 1}}


def numbered_levels(rows: Rows) -> Any:
    leaves = {"level": 1, "indicators": _indicators(rows)}
    rest = [{"level": level[0].level, "groups": [{"name": r.code, "members": _codes(rows, r.code)} for r in level]}
            for level in _levels(rows)]  # fmt: skip
    return {"levels": [leaves, *rest], "weights": {r.code: r.weight for r in rows if r.level > 1 and r.parent}}


def parents_only(rows: Rows) -> Any:
    return {"indicators": {r.code: r.options | {"parent": r.parent or None} for r in rows if r.level == 1}
            | {r.code: {"weight": r.weight, "parent": r.parent or None} for r in rows if r.level > 1}}  # fmt: skip


def parents_and_weights_of_levels(rows: Rows) -> Any:
    return {
        "indicators": [{"name": r.code, "group": r.parent} | r.options for r in rows if r.level == 1],
        "levels": [
            [{"name": r.code, "weight": r.weight} | ({"parent": r.parent} if r.parent else {}) for r in level]
            for level in _levels(rows)
        ],
    }


def parents_level_by_level(rows: Rows) -> Any:
    return {
        "levels": [
            {
                "name": f"level {level[0].level}",
                "members": [{"name": r.code, "parent": r.parent, "weight": r.weight}
                            | (r.options if r.level == 1 else {}) for r in level],
            }
            for level in _levels(rows, (1, 2, 3))
        ]
    }  # fmt: skip


SPELLINGS = (
    members_and_weights,
    named_groups,
    flat_list_of_groups,
    nested,
    indicators_as_first_level,
    weights_beside_members,
    weights_at_the_top,
    aggregation_by_group,
    numbered_levels,
    parents_only,
    parents_and_weights_of_levels,
    parents_level_by_level,
)


def scores(spec: Any, data: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    path = data.with_name("spec.yaml")
    path.write_text(yaml.safe_dump(spec, sort_keys=False))
    code = run(["index", str(path), str(data), "--json"])
    out, err = capsys.readouterr()
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    return {name: found[name] for name in ("index", "scores", "levels")}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_small_tree(spelling: Callable[[Rows], Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data.csv"
    data.write_text(DATA)
    found = scores(spelling(SMALL), data, capsys)
    plain = scores(members_and_weights(SMALL), data, capsys)
    assert found["index"] == "top"
    assert found["scores"] == pytest.approx(plain["scores"], rel=1e-9)
    assert set(found["levels"]) == {"p", "q", "r", "u", "v", "top"}
    level = found["levels"]["top"]
    assert level["u3"] == pytest.approx((2 * found["levels"]["u"]["u3"] + found["levels"]["v"]["u3"]) / 3)


@pytest.mark.skipif(not (ASEM / "asem_meta.csv").exists(), reason="needs the benchmark data of COINr")
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_asem_tree(spelling: Callable[[Rows], Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The scores published with the R package COINr (Joint Research Centre)."""
    with (ASEM / "asem_meta.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            Name(int(float(r["Level"])), r["iCode"], int(float(r["Direction"])), float(r["Weight"]), r["Denominator"],
                 r["Parent"])
            for r in csv.DictReader(file)
            if r["Level"]
        ]  # fmt: skip
    data = tmp_path / "data.csv"
    data.write_text((ASEM / "asem_data.csv").read_text(encoding="utf-8").replace("uCode", "unit", 1))
    steps = {"outliers": "Winsorize", "impute": {"method": "Group Mean", "by": "EurAsia_group"}}
    found = scores(spelling(rows) | steps, data, capsys)["scores"]
    known = {"CHE": 68.38, "NLD": 64.82, "DNK": 64.80, "NOR": 64.47, "BEL": 63.54, "SWE": 63.00, "IND": 39.79}
    assert {unit: round(found[unit], 2) for unit in known} == known
