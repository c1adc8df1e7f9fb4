"""Lists of families and states: from links, vulnerability and a public lottery, or as recorded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from instances import pair_values, problem, problems, shuffled
from markets import can_accommodate, columns, markets

from fairshare.faults import BadInputError
from fairshare.law.citation import REGISTER
from fairshare.matching.mechanisms.preferences import Preferences, derive
from fairshare.matching.problem import NOWHERE, Problem


def names(lists: Preferences, family: int) -> list[str]:
    """The list of a family as names of states."""
    return [lists.problem.states[state] for state in lists.ranked[family].tolist() if state != NOWHERE]


FOUR = problem(
    [
        (1, "IT", False, {"DE": 0.3, "FR": 1.0}),
        (1, "IT", True, {}),
        (2, "IT", True, {"DE": 0.4}),
        (1, "IT", False, {"DE": 0.5}),
    ],
    {"DE": 2, "FR": 2, "NL": 2},
)


@pytest.mark.law("AMMR 67(3)")
def test_a_family_asks_first_for_the_state_of_its_greatest_link() -> None:
    assert names(derive(FOUR), 0) == ["FR", "DE", "NL"]
    assert names(derive(FOUR), 2)[0] == "DE"
    assert sorted(names(derive(FOUR), 1)) == ["DE", "FR", "NL"]


@pytest.mark.law("AMMR 60(4)")
def test_a_state_sets_vulnerable_families_first_then_those_with_the_greater_link() -> None:
    lists = derive(FOUR, seed=4)
    assert lists.order[lists.problem.states.index("DE")].tolist() == [2, 1, 3, 0]
    assert lists.order[lists.problem.states.index("FR")].tolist()[2:] == [0, 3]
    assert set(lists.order[lists.problem.states.index("NL")].tolist()[:2]) == {1, 2}


def test_families_that_nothing_tells_apart_stand_in_one_order_at_all_states() -> None:
    lists = derive(problem([(1, "IT", False, {})] * 30, {"DE": 5, "FR": 5, "NL": 5}), seed=9)
    assert len({tuple(order) for order in lists.order.tolist()}) == 1
    assert lists.order[0].tolist() != sorted(lists.order[0].tolist())


def test_lotteries_are_public_and_favour_no_state() -> None:
    many = problem([(1, "IT", False, {})] * 3_000, {"DE": 5, "FR": 5, "NL": 5})
    one, same, other = derive(many, 1), derive(many, 1), derive(many, 2)
    assert (one.ranked == same.ranked).all()
    assert (one.order == same.order).all()
    assert (one.ranked != other.ranked).any()
    assert (one.order != other.order).any()
    first = np.bincount(one.ranked[:, 0], minlength=4)[[0, 1, 3]]
    assert (np.abs(first - 1_000) < 150).all()  # five standard deviations


@given(problems(max_families=6, min_families=1))
def test_lists_hold_every_state_where_a_family_could_ever_be(instance: Problem) -> None:
    lists = derive(instance, 3)
    pairs = pair_values(instance)
    link = dict(zip(zip(instance.link_family, instance.link_state, strict=True), instance.link, strict=True))
    for family, ranked in enumerate(lists.ranked.tolist()):
        listed = [state for state in ranked if state != NOWHERE]
        possible = [s for s in np.flatnonzero(pairs[family] > -np.inf) if can_accommodate(instance, s, family, [])]
        assert sorted(listed) == possible
        assert ranked == listed + [NOWHERE] * (len(ranked) - len(listed))
        links = [link.get((family, state), 0.0) for state in listed]
        assert links == sorted(links, reverse=True)
    for state, order in enumerate(lists.order.tolist()):
        key = [(not instance.vulnerable[f], -link.get((f, state), 0.0)) for f in order]
        assert key == sorted(key)
        assert sorted(order) == list(range(instance.families))


@given(markets())
def test_ranks_and_standings_turn_the_lists_round(lists: Preferences) -> None:
    families, states = lists.ranked.shape
    for family in range(families):
        for state in range(states):
            listed = lists.ranked[family].tolist()
            assert lists.rank[family, state] == (listed.index(state) if state in listed else states)
            assert lists.standing[state, family] == lists.order[state].tolist().index(family)
    assert lists.rank_at(np.full(families, NOWHERE)).tolist() == [states] * families


def test_recorded_wishes_replace_a_family_s_list_and_precede_a_state_s_order() -> None:
    listed = columns([(0, 3, 1), (0, 0, 7)])  # NL, then DE; FR is worse than no place
    lists = derive(FOUR, preferences=listed, priorities=columns([(3, 0, 1), (0, 0, 2)]))
    assert names(lists, 0) == ["NL", "DE"]
    assert names(lists, 2)[0] == "DE"  # as without wishes
    assert lists.order[0].tolist() == [3, 0, 2, 1]
    assert lists.order[1].tolist() == derive(FOUR).order[1].tolist()


def test_a_recorded_wish_for_a_state_without_room_for_the_family_is_left_out() -> None:
    large = problem([(3, "IT", False, {})], {"DE": 2, "FR": 3, ("NL", "IT"): 2, "NL": 1})
    assert names(derive(large, preferences=columns([(0, 0, 1), (0, 3, 2), (0, 1, 3)])), 0) == ["NL", "FR"]


def test_many_families_are_ranked_in_parts_that_do_not_show() -> None:
    number = (1 << 16) + 10
    few = problem([(1, "IT", False, {})], {"DE": 5, "FR": 5})
    many = replace(
        few,
        persons=np.ones(number, np.int64),
        present_in=np.full(number, 2),
        vulnerable=np.zeros(number, np.bool_),
        eligible=np.ones(number, np.bool_),
        nationality=np.full(number, -1),
        link_family=np.arange(1, number, 2),
        link_state=np.full(number // 2, 1),
        link=np.full(number // 2, 0.5),
    )
    ranked = derive(many).ranked
    assert (ranked[1::2, 0] == 1).all()
    assert 0.48 < (ranked[::2, 0] == 1).mean() < 0.52


@given(problems(max_families=6, min_families=2))
def test_the_order_of_case_numbers_gives_nobody_a_better_rank_by_link(instance: Problem) -> None:
    """Turned round, every family still asks first for the state of its greatest link: only lots change."""
    turned = shuffled(instance, range(instance.families - 1, -1, -1))
    for lists in (derive(instance), derive(turned)):
        best = np.zeros(instance.families)
        np.maximum.at(best, lists.problem.link_family, lists.problem.link * listed(lists))
        first = lists.problem.link_at(np.where(lists.ranked[:, 0] < 0, NOWHERE, lists.ranked[:, 0]))
        assert (first == best).all()


def listed(lists: Preferences) -> np.ndarray:
    """Whether each link is to a state on the family's list."""
    return lists.rank[lists.problem.link_family, lists.problem.link_state] < lists.ranked.shape[1]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([(9, 0, 1)], "unknown family"),
        ([(-1, 0, 1)], "unknown family"),
        ([(0, 9, 1)], "unknown state"),
        ([(0, 0, 1), (0, 0, 2)], "names a pair twice"),
        ([(0, 0, 1), (0, 1, 1)], "the same rank"),
    ],
)
def test_wishes_that_cannot_be_used_are_named(rows: list[tuple[int, int, int]], message: str) -> None:
    with pytest.raises(BadInputError, match=f"preferences: .*{message}"):
        derive(FOUR, preferences=columns(rows))
    turned = [(state, family, rank) for family, state, rank in rows] if "rank" in message else rows
    with pytest.raises(BadInputError, match=f"priorities: .*{message}"):
        derive(FOUR, priorities=columns(turned))


def test_columns_of_different_lengths_are_refused() -> None:
    one, two = np.zeros(1, np.int64), np.zeros(2, np.int64)
    with pytest.raises(BadInputError, match="different lengths"):
        derive(FOUR, preferences=(two, one, one))


def test_an_empty_instance_has_empty_lists() -> None:
    lists = derive(problem([], {"DE": 2}))
    assert (lists.ranked.shape, lists.order.shape, lists.rank.shape) == ((0, 1), (1, 0), (0, 1))


def test_the_rule_is_in_the_register() -> None:
    assert REGISTER["fairshare.matching.mechanisms.preferences.derive"].provisions == ("AMMR 60(4)", "AMMR 67(3)")
