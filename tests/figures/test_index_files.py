"""SPEC.yaml and DATA.csv of a composite indicator: one structure in many layouts, and every fault with its line."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import Any

import pytest

from fairshare.faults import BadInputError
from fairshare.figures.index_data import read_data
from fairshare.figures.index_files import read_spec

# --- SPEC: the same in other words ------------------------------------------------------------------------------------

LAYOUTS = {
    "canonical": """
        levels:
          - pressure: {members: [a, b], weights: [2, 1], aggregate: geometric}
            capacity: {members: [c]}
          - top: {members: [pressure, capacity], weights: [3, 1]}
        indicators:
          b: {direction: -1, denominator: pop}
        """,
    "one mapping, weights by name": """
        levels:
          top: {members: {pressure: 3, capacity: 1}}
          capacity: [c]
          pressure: {members: {a: 2, b: {weight: 1, direction: -1, denominator: pop}}, aggregate: geometric}
        """,
    "a list of named groups": """
        levels:
          - {name: pressure, members: [a, b], weights: {a: 2}, direction: [1, -1], denominator: [~, pop],
             aggregate: geometric}
          - {group: capacity, members: [c]}
          - {name: top, members: [pressure, capacity], weights: {pressure: 3, capacity: 1.0}}
        """,
    "members that describe themselves": """
        levels:
          - name: pressure
            aggregate: geometric
            members:
              - {name: a, weight: 2}
              - {name: b, direction: -1, denominator: pop}
            weight: 3
          - capacity: [{c: 1}]
          - top: [pressure, capacity]
        """,
    "groups inside groups": """
        levels:
          top:
            pressure: {weight: 3, aggregate: geometric, a: 2, b: {direction: -1, denominator: pop}}
            capacity: [c]
        """,
    "levels with groups": """
        aggregate: geometric
        levels:
          - {name: pillars, groups: {pressure: [a, b], capacity: {members: [c], aggregate: arithmetic}}}
          - {groups: {top: {members: [pressure, capacity], aggregate: arithmetic}}}
        weights: {a: 2, pressure: 3}
        directions: {b: -1}
        denominator: {b: pop}
        """,
    "levels by number": """
        levels:
          1: {pressure: [a, b], capacity: {members: [c], aggregate: arithmetic}, aggregate: geometric}
          2: {top: [pressure, capacity]}
        indicators: {a: {weight: 2}, b: {direction: -1, denominator: pop}}
        weights: {pressure: 3}
        """,
    "lists in a list": """
        levels:
          - - {level: 1, name: pressure, members: [{code: a}, {indicator: b}], weights: [2, 1], aggregate: geometric}
            - {level: 1, name: capacity, members: [c]}
          - [{level: 2, name: top, members: [pressure, capacity], weights: [3, 1]}]
        direction: {b: -1}
        denominator: {b: pop}
        """,
    "levels by their members": """
        levels:
          - level: pillars
            members: {pressure: [a, b], capacity: {members: [c], aggregate: arithmetic}}
            aggregate: geometric
          - level: whole
            members: {top: [pressure, capacity]}
        indicators: [{name: a, weight: 2}, {name: b, direction: -1, denominator: pop}, {name: c}]
        weights: {pressure: 3}
        """,
}
LAYOUTS |= {
    "indicators instead of members": """
        levels:
          - {name: pressure, indicators: [a, b], weights: [2, 1], aggregate: Geometric}
          - {name: capacity, indicators: [c]}
          - {name: top, members: [pressure, capacity]}
        indicators: {b: {direction: -1, denominator: pop}, a: }
        weights: {pressure: 3}
        """,
    "aggregation and weights by name of group": """
        aggregate: {pressure: geometric, top: ARITHMETIC}
        weights: {pressure: [2, 1], top: {pressure: 3}}
        direction: {pressure: [1, -1]}
        denominator: {b: pop}
        levels: [{members: {pressure: [a, b], capacity: [c]}}, {name: top, members: [pressure, capacity]}]
        """,
    "weights by group beside members by group": """
        levels:
          - {name: pillars, members: {pressure: [a, b], capacity: [c]}, weights: {pressure: [2, 1], capacity: [1]},
             aggregate: {pressure: geometric}}
          - {name: top, members: [pressure, capacity], weights: [3, 1], aggregate: {method: arithmetic}}
        indicators: [{code: a, name: Arrivals}, {id: b, direction: -1, denominator: pop, description: words}]
        """,
    "a first level that lists the indicators": """
        levels:
          - {name: indicators, members: [{name: a, weight: 2}, {name: b, direction: -1, denominator: pop}, {name: c}]}
          - {name: pillars, groups: {pressure: {members: [a, b], weight: 3, aggregate: geometric}, capacity: [c]}}
          - {name: whole, groups: {top: [pressure, capacity]}}
        """,
    "a first level without a name": """
        levels:
          - indicators: {a: {weight: 2}, b: {direction: -1, denominator: pop}, c: {}}
          - {pressure: {members: [a, b], weight: 3, aggregate: geometric}, capacity: [c]}
          - {top: [pressure, capacity]}
        """,
    "parents of indicators and groups": """
        indicators:
          a: {parent: pressure, weight: 2}
          b: {group: pressure, direction: -1, denominator: pop}
          c: {parent: capacity}
          pressure: {parent: top, weight: 3, aggregate: geometric}
          capacity: {parent: top}
          top: {parent: }
        """,
    "parents, and levels that hold weights": """
        indicators:
          - {name: a, parent: pressure, weight: 2}
          - {name: b, parent: pressure, direction: -1, denominator: pop}
          - {name: c, parent: capacity}
        levels: [{pressure: 3, capacity: 1}, {top: [pressure, capacity]}]
        aggregate: {pressure: geometric}
        """,
    "parents by level": """
        levels:
          - name: indicators
            members:
              - {name: a, parent: pressure, weight: 2}
              - {name: b, parent: pressure, direction: -1, denominator: pop}
              - {name: c, parent: capacity}
          - name: pillars
            members: [{name: pressure, parent: top, weight: 3, aggregate: geometric}, {name: capacity, parent: top}]
        """,
    "parents of named groups": """
        groups: [{name: pressure, title: Pressure, parent: top, weight: 3, aggregate: geometric},
                 {name: capacity, parent: top}]
        indicators: {b: {direction: -1, denominator: pop}}
        parent: {a: pressure, b: pressure, c: capacity}
        weights: {pressure: [2, 1]}
        """,
}


def read(text: str, path: Path) -> Any:
    path.write_text(text, encoding="utf-8")
    return read_spec(path)


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_one_structure_in_many_layouts(layout: str, tmp_path: Path) -> None:
    spec = read(LAYOUTS[layout], tmp_path / "spec.yaml")
    groups = {group.name: (group.members, group.aggregate) for group in spec.groups}
    assert groups == {
        "pressure": (("a", "b"), "geometric"),
        "capacity": (("c",), "arithmetic"),
        "top": (("pressure", "capacity"), "arithmetic"),
    }
    assert [group.name for group in spec.groups][-1] == "top"
    weights = {name: float(weight) for name, weight in spec.weights.items() if name != "top"}
    assert weights == {"a": 2, "b": 1, "c": 1, "pressure": 3, "capacity": 1}
    plain = {"direction": 1, "denominator": None, "normalise": "minmax", "impute": "none", "outliers": "none"}
    assert spec.indicators == {"a": plain, "b": plain | {"direction": -1, "denominator": "pop"}, "c": plain}


def test_a_top_that_nobody_named(tmp_path: Path) -> None:
    spec = read("levels: [{p: [a, b], q: [c]}]\naggregate: copeland\n", tmp_path / "spec.yaml")
    assert [(g.name, g.members, g.aggregate) for g in spec.groups][-1] == ("index", ("p", "q"), "copeland")
    alone = read("levels: [{members: [a, b], aggregate: geometric}]\n", tmp_path / "spec.yaml")
    assert [(g.name, g.members, g.aggregate) for g in alone.groups] == [("index", ("a", "b"), "geometric")]
    none = read("indicators: {a: {weight: 2}, b: }\nnormalise: rank\n", tmp_path / "spec.yaml")
    assert [(g.name, g.members) for g in none.groups] == [("index", ("a", "b"))]
    assert (float(none.weights["a"]), none.indicators["b"]["normalise"]) == (2, "rank")


def test_one_aggregation_for_each_level(tmp_path: Path) -> None:
    text = "levels: {top: {p: [a, b], q: [c]}}\naggregate: [Geometric, copeland]\n"
    found = read(text, tmp_path / "spec.yaml")
    assert [(g.name, g.aggregate) for g in found.groups] == [
        ("p", "geometric"), ("q", "geometric"), ("top", "copeland"),
    ]  # fmt: skip


def test_what_a_list_of_indicators_says_holds_for_them(tmp_path: Path) -> None:
    text = "levels: [{name: all, members: [a, b], normalise: rank}, {p: [a], q: {members: [b], impute: mean}}]\n"
    found = read(text, tmp_path / "spec.yaml")
    assert [group.name for group in found.groups] == ["p", "q", "index"]
    assert [found.indicators[name]["normalise"] for name in "ab"] == ["rank", "rank"]
    assert found.indicators["b"]["impute"] == "mean"


@pytest.mark.parametrize(
    ("option", "written", "word"),
    [
        ("normalise", "Min-Max", "minmax"),
        ("normalise", "{method: min_max}", "minmax"),
        ("normalise", "Z-Score", "zscore"),
        ("normalise", "z score", "zscore"),
        ("normalise", "Rank", "rank"),
        ("outliers", "Winsorize", "winsorise"),
        ("outliers", "{method: Winsorised}", "winsorise"),
        ("outliers", "None", "none"),
        ("impute", "Group Mean", "group-mean"),
        ("impute", "{method: Median}", "median"),
        ("normalise", "Max-Min", "Max-Min"),
    ],
)
def test_method_words_count_without_case_and_hyphens(option: str, written: str, word: str, tmp_path: Path) -> None:
    found = read(f"levels: {{p: [a]}}\n{option}: {written}\n", tmp_path / "spec.yaml")
    assert found.indicators["a"][option] == word


def test_the_nearest_word_counts(tmp_path: Path) -> None:
    text = """
        normalise: zscore
        impute: median
        denominator: pop
        weights: equal
        levels:
          - p: {members: [a, b], normalise: rank, denominator: none, impute: {method: group-mean, by: region}}
            q: {members: [c, {d: {normalise: percentile}}], outliers: winsorise, weights: equal}
        indicators: {b: {normalise: minmax, denominator: area}, c: {outliers: none, denominator: }}
        """
    found = read(text, tmp_path / "spec.yaml")
    assert [found.indicators[name]["normalise"] for name in "abcd"] == ["rank", "minmax", "zscore", "percentile"]
    assert [found.indicators[name]["denominator"] for name in "abcd"] == [None, "area", None, "pop"]
    assert [found.indicators[name]["impute"] for name in "abcd"] == ["group-mean"] * 2 + ["median"] * 2
    assert [found.indicators[name]["outliers"] for name in "abcd"] == ["none"] * 3 + ["winsorise"]
    assert found.impute_by == "region"


def test_a_direction_of_a_group_turns_what_is_below(tmp_path: Path) -> None:
    text = "levels: {top: {p: {members: [a, b], direction: -1}, q: [c]}}\nindicators: {b: {direction: -1}}\n"
    found = read(text, tmp_path / "spec.yaml")
    assert [found.indicators[name]["direction"] for name in "abc"] == [-1, 1, 1]


def test_settings_of_steps(tmp_path: Path) -> None:
    text = """
        outliers: {skew: 1.5, kurtosis: 3, points: 4, log: false}
        screen: {units: 0.5, indicators: 0.25, leave_out: false}
        impute: group_mean
        impute_by: region
        levels: {index: [a]}
        """
    found = read(text, tmp_path / "spec.yaml")
    assert found.limits == {"skew": 1.5, "kurtosis": 3.0, "points": 4, "log": False}
    assert found.screen == {"units": 0.5, "indicators": 0.25, "leave_out": False}
    assert (found.impute_by, found.indicators["a"]["impute"]) == ("region", "group-mean")
    assert found.indicators["a"]["outliers"] == "winsorise"


@pytest.mark.parametrize(
    ("text", "line", "field", "said"),
    [
        ("level: [{p: [a]}]\n", 1, "level", "is unknown"),
        ("levels: [{p: [a]}]\nnormalise: {a: rank, a: minmax}\n", 2, "normalise.a", "stands on line 2 already"),
        ("levels:\n  p:\n    members: [a]\n    agregate: geometric\n", 4, "p.agregate", "is unknown"),
        ("levels: {p: {members: [a, {name: b, dir: -1}]}}\n", 1, "b.dir", "is unknown"),
        ("indicators:\n  a: {wieght: 1}\n", 2, "a.wieght", "is unknown"),
        ("indicators:\n  a: 3\n", 2, "a", "is no mapping"),
        ("indicators: [a, a]\n", 1, "indicators.a", "stands twice"),
        ("indicators: [{weight: 1}]\n", 1, "indicators", "is an item without a name"),
        ("indicators: a\n", 1, "indicators", "is no mapping and no list"),
        ("levels: []\n", 1, "levels", "hold no group"),
        ("levels: 3\n", 1, "levels", "is no mapping"),
        ("levels: [a]\n", 1, "levels", "is no mapping"),
        ("levels: {p: []}\n", 1, "p", "has no member"),
        ("levels: {p: {members: a}}\n", 1, "p.members", "is no list of members"),
        ("levels: {p: {members: [[a]]}}\n", 1, "p.members", "is no mapping"),
        ("levels: {p: {members: [a], groups: [b]}}\n", 1, "p", "has members and groups"),
        ("levels: [{members: [a]}, {members: [b]}]\n", 1, "levels", "holds a group without a name"),
        ("levels: [{name: p, group: q, members: [a]}]\n", 1, "q", "is a second name"),
        ("levels:\n- p:\n    members: [a, b]\n    weights: [1]\n", 4, "p.weights", "has 1 values for 2 members"),
        ("levels: {p: {a: -1}}\n", 1, "a.weight", "'-1' is negative"),
        ("levels: {p: {a: .nan}}\n", 1, "a.weight", "'.nan' is not a number"),
        ("levels: {p: {a: much}}\n", 1, "a.weight", "'much' is not a number"),
        ("levels: {p: {a: 1}}\nweights: {a: 2}\n", 1, "a.weight", "is 1 here and 2 elsewhere"),
        ("levels: {p: [a]}\nweights: {b: 2}\n", 2, "b", "is no indicator and no group"),
        ("levels: {p: [a]}\ndirection: up\n", 2, "direction", "'up' is no direction"),
        ("levels: {p: [a]}\nnormalise: [rank]\n", 2, "normalise", "is no single value"),
        ("levels: {p: [a]}\naggregate: [geometric, copeland]\n", 2, "aggregate", "has 2 values for 1 levels"),
        ("levels: {p: [a]}\naggregate: [[x]]\n", 2, "aggregate", "is no single value"),
        ("levels: {p: [a]}\naggregate: {q: geometric}\n", 2, "q", "is no indicator and no group"),
        ("levels: {p: [a]}\naggregate: {a: geometric}\n", 2, "a", "is no group, and has an aggregation"),
        ("levels: {p: {members: [a], aggregate: copeland}}\naggregate: {p: x}\n", 1, "p.aggregate", "is copeland here"),
        ("levels: {p: [a]}\nweights: {p: [1, 2]}\n", 2, "p.weight", "has 2 values for 1 members"),
        ("levels: {p: [a]}\nweights: {a: [1]}\n", 2, "a.weight", "is no single value"),
        ("levels: {p: [a]}\nweights: {p: {a: [1]}}\n", 2, "a.weight", "is no single value"),
        ("levels: {p: [a]}\nweights: &x {p: *x}\n", 2, "p.weight", "is no single value"),
        ("levels: {p: [a]}\nindicators:\n  a: {parent: q}\n", 3, "a.parent", "is 'q', and 'p' holds it"),
        ("levels: {p: [a]}\nparent: q\n", 2, "parent", "is no mapping"),
        ("indicators:\n  a: {parent: q, group: p}\n", 2, "a.parent", "is p here and q elsewhere"),
        ("indicators: {a: {parent: p}}\nlevels:\n  p: 2\n  q: 1\n", 4, "q", "has no member"),
        ("levels: [{members: [{name: a, parent: {x: y}}]}]\n", 1, "a.parent", "is no single value"),
        ("indicators: {}\n", 1, "index", "has no member"),
        ("levels: [{p: [a, b]}, {indicators: [a]}, {q: [b]}]\n", 1, "levels", "holds a group without a name"),
        ("levels: {p: {members: [a], aggregate: [x]}}\n", 1, "p.aggregate", "has 1 values"),
        ("levels: {p: {members: [a], normalise: {b: rank}}}\n", 1, "b", "is no indicator and no group"),
        ("levels: {p: {members: [{name: p, members: []}]}}\n", 1, "p", "has no member"),
        ("levels: {p: [a], ? [x] : 1}\n", 1, "yaml", "is broken"),
        ("levels: {p: [a]}\nweights: {a: 1}\nweight: {a: 1}\n", 3, "weight", "stands on line 2 already"),
        ("levels: {p: [a]}\nimpute: {way: mean}\n", 2, "impute.way", "is unknown"),
        ("levels: {p: [a]}\noutliers: {points: 1.5}\n", 2, "outliers.points", "1.5 is not whole"),
        ("levels: {p: [a]}\nscreen: {units: 2}\n", 2, "screen.units", "2 is more than all"),
        ("levels: {p: [a]}\nscreen: {leave_out: 1}\n", 2, "screen.leave_out", "is neither true nor false"),
        ("levels: {p: [a]}\n? [x]\n: 1\n", 2, "yaml", "is broken"),
        ("levels: &x\n  p: *x\n", 2, "p", "without an end"),
        ("levels: {p: [a]\n", 2, "yaml", "is broken"),
        ("levels: {p: [a]}\n~: 1\n", 2, "file", "has a name that is no text"),
        ("- a\n", 1, "file", "does not hold a mapping"),
        ("", 1, "file", "is empty"),
    ],
)
def test_a_fault_of_the_specification_has_its_line(text: str, line: int, field: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as error:
        read(text, tmp_path / "spec.yaml")
    told = [(fault.line, fault.field) for fault in error.value.faults if said in fault.problem]
    assert (line, field) in told, str(error.value)


# --- DATA -------------------------------------------------------------------------------------------------------------


def table(text: str, path: Path) -> Any:
    path.write_text(text, encoding="utf-8")
    return read_data(path)


def test_numbers_words_and_gaps(tmp_path: Path) -> None:
    found = table("unit,LPI,Pop,Region,other\nEL,-1.5,2,south,text\nCY,NA,:,,\nMT,1e3,3,NA,x\n", tmp_path / "d.csv")
    assert found.has("lpi")
    assert not found.has("unit")
    columns = found.take(["LPI"], ["Pop"], ["Region"])
    assert columns.units == ("EL", "CY", "MT")
    assert [None if isnan(value) else value for value in columns.numbers["LPI"]] == [-1.5, None, 1000]
    assert isnan(columns.numbers["Pop"][1])
    assert columns.words == {"Region": ("south", "", "")}


@pytest.mark.parametrize(
    ("text", "line", "field", "said"),
    [
        ("name,a\nEL,1\n", 1, "unit", "column is missing"),
        ("unit,a,A\nEL,1,2\n", 1, "a", "column stands twice"),
        ("unit,a\n", 1, "file", "has a header and no row"),
        ("unit,a\nEL,1\nEL,2\n", 3, "unit", "'EL' stands on line 2 already"),
        ("unit,a\n,1\n", 2, "unit", "is empty"),
        ("unit,a\nEL,1,2\n", 2, "row", "has 3 cells"),
        ("unit,a\nEL,much\n", 2, "a", "'much' is not a number"),
        ("unit,a\nEL,1_000\n", 2, "a", "'1_000' is not a number"),
        ('unit,a\nEL,"1,5"\n', 2, "a", "'1,5' is not a number"),
        ("unit,a\nEL,NaN\n", 2, "a", "'NaN' is out of range"),
        ("unit,a\nEL,inf\n", 2, "a", "'inf' is out of range"),
        ("unit,a\nEL,-1e19\n", 2, "a", "'-1e19' is out of range"),
        ("unit,a\nEL,NA\nCY,\n", 1, "a", "has no value"),
        ("unit,a,p\nEL,1,0\n", 2, "p", "'0' cannot divide"),
        ("unit,a,p\nEL,1,-3\n", 2, "p", "'-3' cannot divide"),
    ],
)
def test_a_fault_of_the_data_has_its_line(text: str, line: int, field: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as error:
        found = table(text, tmp_path / "d.csv")
        found.take(["a"], ["p"] if found.has("p") else [], [])
    assert [(f.line, f.field) for f in error.value.faults if said in f.problem] == [(line, field)], str(error.value)
