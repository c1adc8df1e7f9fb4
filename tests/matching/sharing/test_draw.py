"""Fair sharing of those without links (AMMR 67(4); invariant I39): what stays, who decides nothing, and how near."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from crowds import by_state, crowd, lottery, placed, redrawn, renamed
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import feasible, problem, problems, shuffled
from scipy.stats import chisquare

from fairshare.matching.problem import NOWHERE, Ints, Placement, Problem
from fairshare.matching.sharing import draw, mix, share

pytestmark = pytest.mark.law("AMMR 67(4)")

unhurried = settings(deadline=None)
many = problems(max_families=14, max_states=4)


def singles(nationalities: str, *, present: str = "IT") -> list[tuple[int, str, bool, dict[str, float]]]:
    return [(1, present, False, {}) for _ in nationalities]


def numbers(nationalities: str) -> list[int]:
    return [ord(name) - ord("A") for name in nationalities]


# --- worked by hand -------------------------------------------------------------------------------


def test_two_nationalities_are_halved_between_two_states_of_equal_places() -> None:
    """All of A were to go to DE and all of B to FR: shared fairly, each state takes two of each."""
    instance = problem(singles("AAAABBBB"), {"DE": 4, "FR": 4}, nationality=numbers("AAAABBBB"))
    after = share(instance, np.array([0, 0, 0, 0, 1, 1, 1, 1]))
    assert [np.bincount(after[:4]).tolist(), np.bincount(after[4:]).tolist()] == [[2, 2], [2, 2]]
    assert mix(instance, after).overall == 0


def test_big_and_small_families_are_spread_over_states_of_equal_places() -> None:
    """Six places each: 3 + 3 and 1 + 1 + 2 + 2 become 1 + 2 + 3 twice."""
    sizes = [3, 3, 1, 1, 2, 2]
    instance = problem([(size, "IT", False, {}) for size in sizes], {"DE": 6, "FR": 6})
    after = share(instance, np.array([0, 0, 1, 1, 1, 1]))
    assert [sorted(instance.persons[after == state]) for state in (0, 1)] == [[1, 2, 3], [1, 2, 3]]


def test_vulnerable_persons_are_spread_and_none_loses_the_place() -> None:
    """Two of four vulnerable families at each state; of the others, by lot, two of four stay without."""
    families = [(1, "IT", vulnerable, {}) for vulnerable in (True,) * 4 + (False,) * 4]
    instance = problem(families, {"DE": 3, "FR": 3})
    before = np.array([0, 0, 0, 1, 1, 1, NOWHERE, NOWHERE])
    seen = {tuple(share(instance, before, seed)[4:] == NOWHERE) for seed in range(60)}
    assert len(seen) == 6  # each pair of the four
    for seed in range(10):
        assert np.bincount(share(instance, before, seed)[:4]).tolist() == [2, 2]


def test_places_kept_for_some_bind_as_far_as_they_must_and_no_further() -> None:
    """DE keeps two of its four places for people in IT: two or more of them go there, and the whole's mix is two."""
    families = singles("AAAA") + singles("BBBB", present="EL")
    instance = problem(families, {"DE": 2, ("DE", "IT"): 2, "FR": 4}, nationality=numbers("AAAABBBB"))
    de, fr = instance.states.index("DE"), instance.states.index("FR")
    after = share(instance, np.array([de] * 4 + [fr] * 4))
    assert np.count_nonzero(after[:4] == de) == np.count_nonzero(after[4:] == de) == 2


def test_people_in_a_destination_go_to_another_and_others_make_up_for_it() -> None:
    """Half of nationality A is in DE and can't be sent there: the other half fills DE's part of A."""
    families = singles("AA", present="DE") + singles("AA") + singles("BBBB")
    instance = problem(families, {"DE": 4, "FR": 4}, nationality=numbers("AAAABBBB"))
    de, fr = instance.states.index("DE"), instance.states.index("FR")
    after = share(instance, np.array([fr, fr, fr, fr, de, de, de, de]))
    assert after.tolist()[:4] == [fr, fr, de, de]
    assert np.count_nonzero(after[4:] == de) == 2


def test_with_nobody_to_share_nothing_changes() -> None:
    none = problem([(2, "IT", False, {"DE": 0.5})], {"DE": 2})
    for before in ([0], [NOWHERE]):
        assert share(none, np.array(before)).tolist() == before
    shut = problem([(2, "IT", False, {})], {"DE": 0})
    assert share(shut, np.array([NOWHERE])).tolist() == [NOWHERE]


# --- what stays -----------------------------------------------------------------------------------


def assert_kept(instance: Problem, before: Ints, after: Ints) -> None:
    """Links, places, value, persons by state, and persons and vulnerable persons placed."""
    assert np.array_equal(after[instance.linked], before[instance.linked])
    assert feasible(Placement(instance, after, "shared"))
    assert np.isclose(instance.value_at(after).sum(), instance.value_at(before).sum(), rtol=1e-12)
    assert np.array_equal(by_state(instance, after, instance.persons), by_state(instance, before, instance.persons))
    vulnerable = instance.persons * instance.vulnerable
    assert vulnerable[after == NOWHERE].sum() == vulnerable[before == NOWHERE].sum()


@unhurried
@given(many, st.integers(0, 2**32))
def test_links_value_persons_and_places_stay(instance: Problem, seed: int) -> None:
    before = placed(instance, seed)
    assert_kept(instance, before, share(instance, before, seed))


@pytest.mark.parametrize("size", [30, 150, 1_000, 6_000])
@pytest.mark.parametrize("options", [{}, {"kept": 0.6}, {"barred": 0.4, "kept": 0.3}, {"full": 1.2, "barred": 1.0}])
def test_they_stay_in_crowds_too(size: int, options: dict[str, float]) -> None:
    instance = crowd(size, seed=size, **options)  # type: ignore[arg-type]
    before = placed(instance)
    assert_kept(instance, before, share(instance, before))


@pytest.mark.parametrize("sizes", [(4,), (3, 5), (2, 4, 6), (1, 12), (5, 7, 11)])
def test_they_stay_where_sizes_hardly_fit(sizes: tuple[int, ...]) -> None:
    instance = crowd(300, seed=1)
    persons = np.random.default_rng(0).choice(sizes, instance.families)
    instance = replace(instance, persons=persons, places=instance.places * int(persons.mean()) // 2)
    before = placed(instance)
    assert_kept(instance, before, share(instance, before))


def test_they_stay_where_almost_everyone_is_barred_from_almost_everywhere() -> None:
    instance = crowd(500, seed=3, destinations=10, kept=0.5)
    rng = np.random.default_rng(0)
    barred = np.argwhere(rng.random((instance.families, 10)) < 0.75)
    instance = replace(instance, barred_family=barred[:, 0], barred_state=barred[:, 1])
    before = placed(instance)
    assert_kept(instance, before, share(instance, before))


def test_the_given_numbers_are_dealt_out_where_the_plan_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """If reach stands against the plan, lots are drawn inside what the given placement has."""
    instance = crowd(200, seed=4)
    before = placed(instance)
    real, calls = draw.dealt, []

    def once(*args: object) -> Ints | None:
        calls.append(args)
        return None if len(calls) == 1 else real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(draw, "dealt", once)
    after = share(instance, before)
    assert len(calls) == 2
    assert_kept(instance, before, after)
    assert mix(instance, after).overall < mix(instance, before).overall


# --- who decides nothing --------------------------------------------------------------------------


@unhurried
@given(many, st.integers(0, 2**32))
def test_the_same_seed_gives_the_same_answer(instance: Problem, seed: int) -> None:
    before = placed(instance)
    assert np.array_equal(share(instance, before, seed), share(instance, before, seed))


def attributes(instance: Problem) -> Ints:
    """What may tell families apart, one row a family."""
    links = np.zeros(instance.families)
    links[instance.link_family] = 1 + instance.link_state
    columns = (
        instance.persons,
        instance.vulnerable,
        instance.nationality,
        instance.present_in,
        instance.allowed,
        links,
    )
    return np.stack([column.astype(np.int64) for column in columns], axis=1)


def table(instance: Problem, state: Ints) -> list[tuple[int, ...]]:
    """What the mix counts and the state of all families, sorted: who of several equal ones is meant does not show."""
    columns = (instance.persons, instance.vulnerable, instance.nationality, state)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


@unhurried
@given(many, st.data())
def test_the_order_of_rows_decides_nothing_but_whose_lot_is_whose(instance: Problem, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(instance.families)))
    before, moved = placed(instance), shuffled(instance, order)
    assert table(instance, share(instance, before, 5)) == table(moved, share(moved, before[np.array(order, int)], 5))


@pytest.mark.parametrize("size", [40, 400, 4_000])
def test_who_of_equals_had_which_place_before_decides_nothing(size: int) -> None:
    instance = crowd(size, seed=9, kept=0.3, barred=0.1)
    instance = replace(instance, nationality=instance.nationality % 3)
    before = placed(instance)
    kind = np.unique(attributes(instance), axis=0, return_inverse=True)[1]
    lots = np.random.default_rng(1).permutation(size)
    other = before.copy()
    other[np.argsort(kind, kind="stable")] = before[lots[np.argsort(kind[lots], kind="stable")]]
    other[instance.linked] = before[instance.linked]
    assert table(instance, before) == table(instance, other)
    assert not np.array_equal(before, other)
    assert np.array_equal(share(instance, before, 2), share(instance, other, 2))


@pytest.mark.parametrize("size", [60, 1_000])
def test_names_of_states_decide_nothing(size: int) -> None:
    """Every state has its own number of persons here, so that not even a lot is drawn between two of them."""
    instance = crowd(size, seed=2, kept=0.4)
    before = placed(instance)
    unlinked = np.where(instance.linked, 0, instance.persons)
    assert len(set(by_state(instance, before, unlinked)[:8].tolist())) == 8
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(instance.states))
        to = np.append(np.argsort(order), NOWHERE)
        after = share(renamed(instance, order), to[before], seed)
        assert np.array_equal(order[after[after >= 0]], share(instance, before, seed)[after >= 0])


def test_names_of_nationalities_decide_nothing() -> None:
    instance = crowd(2_000, seed=2)
    instance = replace(instance, nationality=np.searchsorted((1_000, 1_600, 1_850, 1_960), np.arange(2_000)))
    before, other = placed(instance), np.array([3, 1, 4, 0, 2])
    assert np.array_equal(
        share(instance, before), share(replace(instance, nationality=other[instance.nationality]), before)
    )


def chances(instance: Problem, before: Ints, seeds: int) -> Ints:
    """How often each unlinked family came to each state (n x s), the last one NOWHERE."""
    counts = np.zeros((instance.families, len(instance.states) + 1), np.int64)
    for seed in range(seeds):
        counts[np.arange(instance.families), share(instance, before, seed)] += 1
    return counts


def assert_equal_chances(instance: Problem, before: Ints, seeds: int) -> None:
    """Families that differ in nothing come to each state equally often, but for what chance explains."""
    counts, kind = chances(instance, before, seeds), np.unique(attributes(instance), axis=0, return_inverse=True)[1]
    kind = np.where(instance.linked, -1, kind)
    found = []
    for number in np.unique(kind[kind >= 0]):
        of = counts[kind == number]
        often = of[:, of.mean(axis=0) > 20]
        if len(of) > 1:
            found += [chisquare(column).pvalue for column in often.T]
    assert len(found) > 5
    assert min(found) > 0.01 / len(found)


def test_equals_have_equal_chances_of_every_state() -> None:
    families = [(1, "IT", False, {}), (1, "FR", False, {}), (2, "IT", False, {}), (1, "IT", True, {})]
    crowded = [family for family in families for _ in range(4)]
    instance = problem(crowded, {"DE": 6, "FR": 5}, nationality=[0, 0, 1, 1] * 4)
    assert_equal_chances(instance, placed(instance), 300)


@pytest.mark.slow
def test_equals_have_equal_chances_over_two_thousand_seeds() -> None:
    instance = crowd(60, seed=5, destinations=3, nationalities=3, kept=0.3)
    instance = replace(instance, persons=np.minimum(instance.persons, 3))
    assert_equal_chances(instance, placed(instance), 2_000)


def test_when_places_are_short_every_size_and_nationality_has_the_same_chance() -> None:
    """Twelve of 24 persons can be placed, whatever the family's size: a family alone of its kind has one half too."""
    sizes = [1] * 10 + [2] * 4 + [6]
    nationality = [0] * 7 + [1] * 2 + [2] + [0] * 3 + [3] + [0]
    instance = problem([(size, "IT", False, {}) for size in sizes], {"DE": 7, "FR": 5}, nationality=nationality)
    before = np.array([0] * 7 + [1] * 3 + [1] + [NOWHERE] * 4)
    rates = chances(instance, before, 500)[:, NOWHERE] / 500
    assert np.abs(rates - 0.5).max() < 0.09  # four standard deviations


# --- how near -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("families", "options"),
    [(24, {}), (40, {}), (40, {"kept": 0.5}), (70, {"destinations": 5, "barred": 0.3}), (120, {"destinations": 6})],
)
def test_small_instances_are_as_near_as_the_best_of_200_redraws(families: int, options: dict[str, float]) -> None:
    for seed in range(3):
        instance = crowd(families, seed, **{"destinations": 3, "nationalities": 5, **options})  # type: ignore[arg-type]
        after = share(instance, placed(instance))
        rng = np.random.default_rng(seed)
        other, best = redrawn(instance, after, rng, 500), 1.0
        for _ in range(200):
            other = redrawn(instance, other, rng, 50)
            best = min(best, mix(instance, other).overall)
        assert mix(instance, after).overall <= best + 1e-9


def test_where_whole_families_can_mirror_the_whole_they_do() -> None:
    """Twelve families for two states of twelve places; the four of three persons were all to go to DE."""
    families = [(size, "IT", False, {}) for size in (1, 2, 3) * 4]
    instance = problem(families, {"DE": 12, "FR": 12}, nationality=[0, 0, 0, 1, 1, 1] * 2)
    before = np.array([1, 1, 0] * 4)
    assert mix(instance, before).overall > 0.1
    for seed in range(10):
        assert mix(instance, share(instance, before, seed)).overall == 0


@pytest.mark.parametrize("options", [{}, {"kept": 0.2}, {"barred": 0.3}])
def test_ten_thousand_families_are_within_a_percent_and_near_what_whole_families_allow(
    options: dict[str, float],
) -> None:
    instance = crowd(10_000, seed=1, destinations=12, full=0.8, **options)  # type: ignore[arg-type]
    before = placed(instance)
    found, plain = mix(instance, share(instance, before)), mix(instance, lottery(instance, before, 1))
    assert found.attributes["persons"].mean < 0.01
    assert found.attributes["vulnerable"].mean < 0.005
    nationality = found.attributes["nationality"]
    assert nationality.mean < 2 * nationality.mean_least + 0.005
    assert nationality.mean < plain.attributes["nationality"].mean / 3


def test_no_destination_gets_only_big_families() -> None:
    instance = crowd(5_000, seed=8)
    found = mix(instance, share(instance, placed(instance)))
    mean = found.persons.sum() / found.cases.sum()
    assert (found.cases > 100).all()
    assert np.abs(found.persons / found.cases - mean).max() < 0.05 * mean
