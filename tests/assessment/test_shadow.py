"""A shadow of the determination: what a class hangs on, tested on tables small enough to see through."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.assessment.composite.data import UnitData
from fairshare.assessment.composite.spec import Group, Indicator, Spec
from fairshare.assessment.shadow import LABEL, shadow, weightings
from fairshare.faults import BadInputError

SPEC = Spec(
    (Indicator("arrivals"), Indicator("pending"), Indicator("movements")),
    (
        Group("system", ("pending", "movements"), (1.0, 1.0)),
        Group("pressure", ("arrivals", "system"), (1.0, 1.0)),
    ),
)


def data(**columns: list[float]) -> UnitData:
    return UnitData(("CY", "EL", "FI", "SE"), {name: np.array(values) for name, values in columns.items()})


DOMINANT = data(arrivals=[9, 8, 2, 1], pending=[90, 80, 20, 10], movements=[5, 4, 3, 2])
TRADE_OFF = data(arrivals=[9, 1, 0, 0], pending=[0, 8, 1, 0], movements=[0, 8, 0, 1])


def test_states_first_on_every_indicator_are_first_in_every_weighting() -> None:
    found = shadow(SPEC, DOMINANT, ["CY", "EL"], draws=500)
    assert (found.exact, found.exact_all_methods, found.hits) == (1.0, 1.0, 2.0)
    assert set(found.by_method.values()) == {1.0}
    assert [one.state for one in found.standings] == ["CY", "EL", "FI", "SE"]
    assert [one.stance for one in found.standings] == ["in", "in", "out", "out"]
    assert all(one.agrees for one in found.standings)
    assert [one.interval for one in found.standings] == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_a_class_against_every_method_is_told_as_one() -> None:
    found = shadow(SPEC, DOMINANT, ["CY", "SE"], draws=200)
    assert found.exact_all_methods == 0
    assert found.hits == 1
    assert {one.state: one.agrees for one in found.standings} == {"CY": True, "EL": False, "FI": True, "SE": False}


def test_who_is_first_on_one_thing_only_depends_on_its_weight() -> None:
    """Cyprus leads on arrivals alone, Greece on the system: for each to be first its group must weigh enough."""
    found = shadow(SPEC, TRADE_OFF, ["CY"], draws=4_000)
    first = {one.state: one for one in found.standings}
    assert 0.3 < found.exact < 0.7
    assert first["CY"].stance == first["EL"].stance == "depends"
    assert first["CY"].agrees is None
    assert first["EL"].hangs_on == ("system", 2) or first["CY"].hangs_on is not None


def test_the_part_of_weightings_is_what_geometry_says() -> None:
    """Two indicators, min-max: a is (1, 0), b is (0, 1) after scaling, c is between. With a uniform weight w on the
    first, a is the first of the three where w > 1/2: in half of the weightings."""
    spec = Spec((Indicator("x"), Indicator("y")), (Group("index", ("x", "y"), (1.0, 1.0)),))
    units = UnitData(("a", "b", "c"), {"x": np.array([1.0, 0.0, 0.4]), "y": np.array([0.0, 1.0, 0.4])})
    assert shadow(spec, units, ["a"], draws=20_000).exact == pytest.approx(0.5, abs=0.01)


def test_weightings_are_uniform_over_all_weightings_of_a_group() -> None:
    """The weight of one of three members, flat Dirichlet: mean 1/3, variance 1/18."""
    spec = Spec(tuple(map(Indicator, "abc")), (Group("index", ("a", "b", "c"), (1.0, 1.0, 1.0)),))
    from fairshare.assessment.composite.structure import structure

    drawn = weightings(structure(spec), 40_000, np.random.default_rng(0))[:, :3]
    shares = drawn / drawn.sum(axis=1, keepdims=True)
    assert shares.mean(axis=0) == pytest.approx([1 / 3] * 3, abs=0.005)
    assert shares.var(axis=0) == pytest.approx([1 / 18] * 3, abs=0.002)


def test_a_member_of_no_weight_keeps_none() -> None:
    spec = Spec(tuple(map(Indicator, "ab")), (Group("index", ("a", "b"), (1.0, 0.0)),))
    from fairshare.assessment.composite.structure import structure

    assert not weightings(structure(spec), 10, np.random.default_rng(0))[:, 1].any()


tables = st.lists(st.lists(st.integers(0, 50), min_size=4, max_size=4, unique=True), min_size=3, max_size=3)


@given(tables, st.integers(0, 3))
def test_shares_are_shares_and_every_draw_has_as_many_first_as_are_looked_for(columns: list, seed: int) -> None:
    names = ("arrivals", "pending", "movements")
    table = data(**{name: list(map(float, values)) for name, values in zip(names, columns, strict=True)})
    found = shadow(SPEC, table, ["CY", "FI"], draws=50, seed=seed)
    assert 0 <= found.exact <= 1
    assert 0 <= found.exact_all_methods <= 1
    assert found.exact_all_methods <= found.hits / 2 + 1e-9
    assert sum(one.first for one in found.standings) >= 2 - 1e-9  # more where ranks are shared
    for one in found.standings:
        assert one.interval is not None
        assert one.interval[0] <= one.interval[1]


def test_the_same_seed_gives_the_same_answer() -> None:
    one, again = (shadow(SPEC, TRADE_OFF, ["CY"], draws=300, seed=4) for _ in range(2))
    assert (one.exact, one.by_method, one.standings) == (again.exact, again.by_method, again.standings)


def test_a_state_without_any_data_has_no_rank_and_no_stance() -> None:
    table = data(arrivals=[9, 8, 2, np.nan], pending=[9, 8, 2, np.nan], movements=[9, 8, 2, np.nan])
    found = shadow(SPEC, table, ["CY", "SE"], draws=50)
    sweden = next(one for one in found.standings if one.state == "SE")
    assert (sweden.rank, sweden.interval, sweden.stance, sweden.agrees) == (None, None, "unknown", None)
    assert found.exact_all_methods == 0


def test_what_is_no_class() -> None:
    for named in ([], ["DE"]):
        with pytest.raises(BadInputError, match="class"):
            shadow(SPEC, DOMINANT, named, draws=10)


def test_the_label_never_claims_to_be_the_determination() -> None:
    assert "not the determination" in LABEL
