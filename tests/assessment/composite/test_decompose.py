"""What a score is made of, how members hang together, and which choice moves the ranks."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest
from composites import data, methods, tables, two_levels
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from fairshare.assessment.composite.data import UnitData
from fairshare.assessment.composite.decompose import decompose
from fairshare.assessment.composite.index import index
from fairshare.assessment.composite.multivariate import coherence, cronbach_alpha, link
from fairshare.assessment.composite.scenarios import Alternatives
from fairshare.assessment.composite.sensitivity import sobol, sobol_indices
from fairshare.assessment.composite.spec import Group, Indicator, Spec, flat
from fairshare.faults import BadInputError

TABLE = data(a=[9, 1, 5, 3], b=[2, 8, 5, 1], c=[7, 1, 6, 5], d=[1, 9, 4, 4], e=[3, 9, 5, 2])
means = st.lists(st.sampled_from(["arithmetic", "geometric"]), min_size=3, max_size=3)


@given(tables(gaps=True), means, methods.filter(lambda method: method != "zscore"))
def test_contributions_add_up_to_the_score(table: UnitData, aggregate: list[str], method: str) -> None:
    """Efficiency: at every level nothing is lost and nothing is added."""
    found = index(two_levels(aggregate, normalise=method), table)
    for unit, score in zip(found.units, found.scores, strict=True):
        if np.isnan(score):
            continue
        parts = decompose(found, unit).parts
        for names in ({"left", "right"}, set("abcde")):
            added = [part.contribution or 0.0 for part in parts if part.name in names]
            assert sum(added) == pytest.approx(score, abs=1e-7)


def test_z_scores_below_0_take_away() -> None:
    found = index(flat(["a", "b"]).with_methods(normalise="zscore"), data(a=[1, 3], b=[5, 9]))
    assert [part.contribution for part in decompose(found, "u0").parts] == pytest.approx([-(0.5**1.5)] * 2)


def test_a_missing_member_adds_nothing_and_the_others_weigh_more() -> None:
    found = index(flat(["a", "b", "c"]), data(a=[2, 0, 1], b=[nan, 0, 1], c=[5, 3, 4]))
    parts = decompose(found, "u0").parts
    assert [(part.name, part.weight, part.contribution) for part in parts] == [
        ("a", 0.5, 50.0),
        ("b", None, None),
        ("c", 0.5, 50.0),
    ]


def test_below_a_copeland_group_nothing_is_a_sum_but_ranks_still_tell() -> None:
    found = index(two_levels(["copeland", "arithmetic", "arithmetic"]), TABLE)
    parts = {part.name: part for part in decompose(found, "u0").parts}
    assert parts["a"].contribution is None
    assert found.levels["left"].tolist() == [2, -3, 0, 1]  # two wins, and a tie with u3: b weighs as much as a and c
    assert parts["left"].contribution == pytest.approx(2 / 3 * 50 * (1 + 2 / 3))  # -3 to 3 counts as 0 to 100
    assert {part.rank_without for part in parts.values()} <= {1, 2, 3, 4}


def test_a_score_of_0_has_parts_of_0() -> None:
    found = index(flat(["a", "b"], aggregate="geometric"), data(a=[0, 1], b=[0, 1]))
    assert [part.contribution for part in decompose(found, "u0").parts] == [0.5, 0.5]  # of the least score, 1
    flat_scores = index(flat(["a", "b"]), data(a=[0, 1], b=[0, 1]))
    assert [part.contribution for part in decompose(flat_scores, "u0").parts] == [0, 0]


def test_units_that_cannot_be_taken_apart() -> None:
    found = index(flat(["a"]), data(a=[1, nan]))
    with pytest.raises(BadInputError, match="'x' is unknown"):
        decompose(found, "x")
    with pytest.raises(BadInputError, match="'u1' has no score"):
        decompose(found, "u1")


# --- coherence --------------------------------------------------------------------------------------------------------


def test_alpha_of_a_textbook() -> None:
    """Alpha by its other definition: k c / (v + (k - 1) c), with the mean variance v and the mean covariance c."""
    scores = np.array([[2.0, 4.0, 3.0], [3.0, 5.0, 5.0], [1.0, 2.0, 2.0], [4.0, 4.0, 5.0]])
    matrix = np.cov(scores, rowvar=False)
    variance, covariance = matrix.diagonal().mean(), (matrix.sum() - matrix.trace()) / 6
    assert cronbach_alpha(scores) == pytest.approx(3 * covariance / (variance + 2 * covariance))
    assert cronbach_alpha(np.array([[1.0, -1.0], [2.0, -2.0], [5.0, -5.0]])) == -np.inf


@given(tables(least=3, gaps=True))
def test_eigenvalues_share_out_the_variance(table: UnitData) -> None:
    for group in coherence(index(two_levels(), table)).values():
        assert group.eigenvalues.sum() == pytest.approx(len(group.names))
        assert (np.diff(group.eigenvalues) <= 1e-12).all()
        assert group.explained[-1] == pytest.approx(1)


def test_correlations_over_units_that_have_all_members() -> None:
    table = data(a=[1, 2, 4, nan, 3], b=[2, 1, 5, 5, 3], c=[7, 7, 7, 7, 7])
    group = coherence(index(flat(["a", "b", "c"]), table))["index"]
    assert (group.names, group.units) == (("a", "b"), 4)
    assert group.correlation[0, 1] == pytest.approx(stats.pearsonr([1, 2, 4, 3], [2, 1, 5, 3]).statistic)
    assert coherence(index(flat(["a", "c"]), table)) == {}


@given(tables(least=4))
def test_the_link_is_that_of_scipy(table: UnitData) -> None:
    found = index(flat("abcd"), table)
    other = table.numbers["e"]
    if np.ptp(found.scores) < 1e-6 or np.ptp(other) == 0:
        with pytest.raises(BadInputError, match="cannot be measured"):
            link(found, other)
        return
    scores = np.round(found.scores, 9)
    assert link(found, other).pearson == pytest.approx(stats.pearsonr(scores, other).statistic, abs=1e-6)
    assert link(found, other).spearman == pytest.approx(stats.spearmanr(scores, other).statistic, abs=1e-6)


# --- sensitivity ------------------------------------------------------------------------------------------------------


def test_sobol_indices_of_an_additive_function() -> None:
    """Of a1 x1 + a2 x2 + a3 x3, uniform: the share of a squared, alone and in all."""
    slopes = np.array([1.0, 2.0, 3.0])
    first, _, total, _ = sobol_indices(lambda points: points @ slopes, 3, 2048, 0)
    expected = slopes**2 / (slopes**2).sum()
    np.testing.assert_allclose(first, expected, atol=0.01)
    np.testing.assert_allclose(total, expected, atol=0.01)


def test_sobol_indices_of_a_product() -> None:
    """Of x1 x2, uniform: 3/7 alone, 4/7 in all (variance 7/144, of which 1/48 each alone)."""
    first, _, total, _ = sobol_indices(lambda points: points.prod(axis=1), 2, 4096, 0)
    np.testing.assert_allclose(first, 3 / 7, atol=0.01)
    np.testing.assert_allclose(total, 4 / 7, atol=0.01)


def test_a_choice_without_effect_explains_nothing() -> None:
    """Copeland asks for the order alone: normalisation cannot move it, weights can."""
    found = index(flat("abcde", aggregate="copeland"), TABLE)
    moved = sobol(found, noise=0.9, size=128, alternatives=Alternatives(normalise=("minmax", "rank")))
    assert moved.factors == (*(f"weight of {name}" for name in "abcde"), "normalise")
    assert moved.total[-1] == 0
    assert moved.total[:-1].max() > 0.1
    again = sobol(found, noise=0.9, size=128, alternatives=Alternatives(normalise=("minmax", "rank")))
    np.testing.assert_array_equal(moved.first, again.first)


def test_the_rank_of_one_unit() -> None:
    spec = Spec((Indicator("a"), Indicator("b")), (Group("top", ("a", "b"), (1.0, 1.0)),))
    found = index(spec, data(a=[10, 0, 5], b=[0, 10, 6]))
    moved = sobol(found, noise=0.5, size=64, unit="u0")
    assert moved.output == "rank of u0"
    assert moved.total.min() > 0
    first = sobol(index(spec, data(a=[10, 0], b=[10, 0])), noise=0.5, size=64, unit="u0")
    assert first.total.tolist() == [0, 0]


def test_a_single_method_is_used_and_is_no_factor() -> None:
    found = index(flat(["a", "b"]), data(a=[100, 0, 45], b=[0, 100, 45]))
    moved = sobol(
        found, noise=0.5, size=8, alternatives=Alternatives(aggregate=("geometric",), impute=("none", "mean"))
    )
    assert moved.factors == ("weight of a", "weight of b", "impute")
    assert moved.total[-1] == 0


def test_what_cannot_be_asked() -> None:
    found = index(flat(["a", "b"]), data(a=[1, 2], b=[2, 1]))
    for options in ({"size": 100}, {"unit": "x"}, {"noise": 0.0}, {"noise": 2.0}):
        with pytest.raises(BadInputError):
            sobol(found, **options)  # type: ignore[arg-type]
