"""A structure is a tree with usable weights; anything else is told by name."""

from __future__ import annotations

from typing import Any

import pytest
from composites import two_levels

from fairshare.assessment.composite.spec import Group, Indicator, Spec, flat
from fairshare.faults import BadInputError

A, B = Indicator("a"), Indicator("b")


def group(name: str, *members: str, weights: tuple[float, ...] | None = None, aggregate: str = "arithmetic") -> Group:
    return Group(name, members, weights or (1.0,) * len(members), aggregate)


@pytest.mark.parametrize(
    ("indicators", "groups", "name", "said"),
    [
        ((), (), "levels", "hold no indicator"),
        ((A, A), (group("g", "a"),), "a", "stands for two things"),
        ((A, B), (group("g", "a"),), "b", "is a member of no group"),
        ((A,), (group("g", "a", "z"),), "z", "is unknown"),
        ((A, B), (group("g", "a", "b"), group("h", "g", "b")), "b", "is a member of 'g' and of 'h'"),
        ((A,), (group("g", "h", "a"), group("h", "g")), "h", "stands above 'g', or in a circle with it"),
        ((A,), (group("g", "a"), group("h")), "h", "has no member"),
        ((A,), (group("g", "a", weights=(0.0,)),), "g", "only weights of 0"),
        ((A,), (group("g", "a", weights=(-1.0,)),), "a", "has the weight -1.0"),
        ((A,), (group("g", "a", weights=(float("nan"),)),), "a", "has the weight nan"),
        ((A,), (group("g", "a", weights=(1.0, 2.0)),), "g", "2 weights for 1 members"),
        ((A,), (group("g", "a", aggregate="mean"),), "g", "aggregate 'mean' is unknown"),
        ((Indicator("a", 2),), (group("g", "a"),), "a", "has the direction 2"),
        ((Indicator("a", normalise="z"),), (group("g", "a"),), "a", "normalise 'z' is unknown"),
        ((Indicator("a", impute="group-mean"),), (group("g", "a"),), "a", "groups that are not named"),
    ],
)
def test_what_is_no_structure(indicators: Any, groups: Any, name: str, said: str) -> None:
    with pytest.raises(BadInputError) as error:
        Spec(indicators, groups)
    assert any(fault.field == name and said in fault.problem for fault in error.value.faults)


def test_all_faults_at_once() -> None:
    with pytest.raises(BadInputError) as error:
        Spec((Indicator("a", 3), B), (group("g", "a", "z"),))
    assert {fault.field for fault in error.value.faults} == {"a", "b", "z"}


def test_other_methods_for_all() -> None:
    spec = two_levels().with_methods(normalise="rank", aggregate="copeland", impute="median", outliers="winsorise")
    assert {(i.normalise, i.impute, i.outliers) for i in spec.indicators} == {("rank", "median", "winsorise")}
    assert {g.aggregate for g in spec.groups} == {"copeland"}
    assert spec.indicator("b").direction == -1


def test_without_an_indicator_its_empty_group_goes_too() -> None:
    spec = two_levels().without(["d", "e"])
    assert [g.name for g in spec.groups] == ["left", "top"]
    assert spec.top.members == ("left",)
    assert [i.name for i in spec.indicators] == ["a", "b", "c"]


def test_members_of_weight_0_do_not_keep_a_group() -> None:
    indicators = (A, B, Indicator("c"))
    spec = Spec(indicators, (group("g", "a", "b", weights=(1.0, 0.0)), group("top", "g", "c")))
    assert [i.name for i in spec.without(["a"]).indicators] == ["c"]


def test_without_anything_is_no_structure() -> None:
    with pytest.raises(BadInputError):
        flat(["a"]).without(["a"])
