"""Draws on the pool (AMMR 60(3), recital 31): proportional at each draw, and in whole units over the year (I24)."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.law.apportionment import Draw, DrawState, draw, share_out
from fairshare.law.choices import Choices
from fairshare.law.citation import REGISTER
from fairshare.law.outcome import RefusedError

pytestmark = pytest.mark.law("AMMR 60(3)(2)")

unhurried = settings(deadline=None)  # machines are shared
BY_PERSON = Choices({"DRAW_ORDER": "needs-decision"})

pledges_of_states = st.lists(st.one_of(st.integers(1, 5), st.integers(1, 5000)), min_size=2, max_size=12).map(
    lambda drawn: {f"S{i:02}": pledge for i, pledge in enumerate(drawn)}
)
sizes = st.one_of(st.just(1), st.integers(0, 3), st.integers(0, 5000))


def settled(units: int, pledges: dict[str, int], so_far: DrawState, **options: object) -> Draw:
    """A draw with its ties settled by lots in the order of names."""
    result = draw(units, pledges, so_far, lots=sorted(pledges), **options)  # type: ignore[arg-type]
    assert result.needs_decision is None
    return result


# --- the bound of invariant I24 -------------------------------------------------------------------


@unhurried
@given(pledges=pledges_of_states, draws=st.lists(sizes, max_size=40))
def test_same_contributors_stay_within_tijdemans_bound(pledges: dict[str, int], draws: list[int]) -> None:
    """Tijdeman 1980: at most 1 - 1/(2n - 2) off for n contributors, after every draw of whatever size."""
    bound, state = 1 - Fraction(1, 2 * len(pledges) - 2), DrawState()
    for units in draws:
        result = settled(units, pledges, state)
        assert sum(result.units.values()) == units
        assert sum(result.entitlement.values()) == units
        state = result.state
        assert state.largest_deviation() <= bound


def greatest_claim_first(pledges: list[int], units: int) -> Fraction:
    """The rule that looks right: each unit to whoever is furthest behind. Its greatest deviation on the way."""
    whole, held, worst = sum(pledges), [0] * len(pledges), Fraction(0)
    for size in range(1, units + 1):
        claims = [Fraction(pledge * size, whole) - x for pledge, x in zip(pledges, held, strict=True)]
        held[claims.index(max(claims))] += 1
        worst = max([worst, *(abs(Fraction(p * size, whole) - x) for p, x in zip(pledges, held, strict=True))])
    return worst


def test_serving_the_greatest_claim_would_break_the_bound() -> None:
    pledges = [2, 82, 3, 1, 60, 1]
    assert greatest_claim_first(pledges, 149) > 1
    named, state = {f"S{i}": pledge for i, pledge in enumerate(pledges)}, DrawState()
    for _ in range(149):
        state = settled(1, named, state).state
        assert state.largest_deviation() <= 1 - Fraction(1, 10)
    assert state.units == named  # after as many units as were pledged everyone has done exactly its pledge


def splits(units: int, names: int) -> list[tuple[int, ...]]:
    """Every way to split some units over some names."""
    if names == 1:
        return [(units,)]
    return [(first, *rest) for first in range(units + 1) for rest in splits(units - first, names - 1)]


@unhurried
@given(
    pledges=st.lists(st.integers(1, 9), min_size=4, max_size=4).map(
        lambda drawn: dict(zip("ABCD", drawn, strict=True))
    ),
    draws=st.lists(st.tuples(st.integers(0, 4), st.sets(st.sampled_from("ABCD"), min_size=1)), max_size=12),
    choices=st.sampled_from([Choices(), BY_PERSON]),
)
def test_changing_contributors_stay_within_one_unit_wherever_any_split_does(
    pledges: dict[str, int], draws: list[tuple[int, set[str]]], choices: Choices
) -> None:
    """States are shielded from one benefitting state and not from the next: the contributors change draw by draw."""
    state = DrawState()
    for units, active in draws:
        result = settled(units, {name: pledges[name] for name in active}, state, choices=choices)
        exact = {name: state.claim(name) + part for name, part in result.entitlement.items()}
        possible = any(
            all(abs(claim - x) < 1 for claim, x in zip(exact.values(), split, strict=True))
            for split in splits(units, len(active))
        )
        within = all(abs(exact[name] - result.units[name]) < 1 for name in active)
        assert within == possible
        state = result.state


def test_no_rule_keeps_one_unit_if_whoever_has_served_leaves() -> None:
    """Four equal pledges, three draws of one unit, and after each the state that served is released: whoever is
    asked, the last one is behind by 1/4 + 1/3 + 1/2 > 1. So I24 cannot be promised for every change of contributors."""
    for first, second, third in itertools.permutations("ABCD", 3):
        state, active = DrawState(), dict.fromkeys("ABCD", 1)
        for serving in (first, second, third):
            state = draw(1, active, state, lots=[serving, *(n for n in active if n != serving)]).state
            assert state.units[serving] == 1
            del active[serving]
        assert state.claim(next(iter(active))) == Fraction(13, 12)


# --- one draw -------------------------------------------------------------------------------------


def test_whole_parts_come_first_and_the_most_urgent_take_the_rest() -> None:
    """Exact parts 2.4, 1.2 and 0.4: DE and MT are as far behind, but DE's claim grows six times as fast."""
    result = draw(4, {"DE": 6, "FR": 3, "MT": 1}, DrawState())
    assert result.entitlement == {"DE": Fraction(12, 5), "FR": Fraction(6, 5), "MT": Fraction(2, 5)}
    assert result.units == {"DE": 3, "FR": 1, "MT": 0}
    assert [(step.what, step.name, step.seats) for step in result.steps] == [
        ("start", "DE", 2),
        ("start", "FR", 1),
        ("start", "MT", 0),
        ("award", "DE", 3),
    ]
    assert result.choices == {"DRAW_ORDER": "largest-claim"}


def test_fractions_are_carried_to_the_next_draw() -> None:
    first = draw(1, {"DE": 6, "FR": 3, "MT": 1}, DrawState())
    assert first.units == {"DE": 1, "FR": 0, "MT": 0}
    assert first.state.claim("FR") == Fraction(3, 10)
    second = draw(1, {"DE": 6, "FR": 3, "MT": 1}, first.state)
    assert second.units == {"DE": 0, "FR": 1, "MT": 0}
    away = draw(2, {"FR": 3, "MT": 1}, second.state)  # DE is not in this draw, its claim waits
    assert away.state.claim("DE") == second.state.claim("DE") == Fraction(1, 5)


@unhurried
@given(pledges=pledges_of_states, units=st.integers(0, 60), data=st.data())
def test_order_of_rows_decides_nothing(pledges: dict[str, int], units: int, data: st.DataObject) -> None:
    shuffled = dict(data.draw(st.permutations(list(pledges.items()))))
    one, other = draw(units, pledges, DrawState()), draw(units, shuffled, DrawState())
    assert (one.units, one.needs_decision, one.steps) == (other.units, other.needs_decision, other.steps)


def test_a_batch_of_thousands_takes_one_step_a_state_and_one_a_fraction() -> None:
    pledges = {f"S{i:02}": 17 + 131 * i for i in range(26)}
    result = draw(12_345, pledges, DrawState())
    assert sum(result.units.values()) == 12_345
    assert len(result.steps) <= 2 * 26


# --- ties and persons -----------------------------------------------------------------------------


def test_equal_claims_are_a_question_and_nothing_takes_effect() -> None:
    result = draw(3, {"AT": 5, "BE": 5, "DE": 20}, DrawState())
    assert result.needs_decision is not None
    assert (result.needs_decision.options, result.needs_decision.seats) == (("AT", "BE"), 1)
    assert result.needs_decision.cite == "AMMR 60(3)(2)"
    assert result.units == {"AT": 0, "BE": 0, "DE": 2}
    assert result.state == DrawState()


def test_a_recorded_drawing_of_lots_settles_it() -> None:
    assert draw(3, {"AT": 5, "BE": 5, "DE": 20}, DrawState(), lots=("BE", "AT")).units == {"AT": 0, "BE": 1, "DE": 2}


def test_under_needs_decision_a_person_takes_every_unit_that_rounding_leaves() -> None:
    pledges = {"DE": 6, "FR": 3, "MT": 1}
    result = draw(4, pledges, DrawState(), choices=BY_PERSON)
    assert result.needs_decision is not None
    assert (result.needs_decision.options, result.needs_decision.seats) == (("DE", "FR", "MT"), 1)
    assert result.units == {"DE": 2, "FR": 1, "MT": 0}
    decided = draw(4, pledges, DrawState(), choices=BY_PERSON, lots=("MT", "DE", "FR"))
    assert decided.units == {"DE": 2, "FR": 1, "MT": 1}
    assert decided.choices == {"DRAW_ORDER": "needs-decision"}
    assert draw(10, pledges, DrawState(), choices=BY_PERSON).needs_decision is None  # nothing to round


# --- what is left to give -------------------------------------------------------------------------


@unhurried
@given(pledges=pledges_of_states, data=st.data())
def test_the_last_draw_leaves_every_pledge_exactly_implemented(pledges: dict[str, int], data: st.DataObject) -> None:
    left, state = sum(pledges.values()), DrawState()
    while left:
        units = data.draw(st.integers(max(1, left // 2), left))
        capacity = {name: pledge - state.units.get(name, 0) for name, pledge in pledges.items()}
        result = settled(units, pledges, state, capacity=capacity)
        assert all(0 <= result.units[name] <= capacity[name] for name in pledges)
        state, left = result.state, left - units
    assert state.units == pledges
    assert state.largest_deviation() == 0


@unhurried
@given(
    pledges=st.lists(st.integers(1, 9), min_size=4, max_size=4).map(
        lambda drawn: dict(zip("ABCD", drawn, strict=True))
    ),
    capacity=st.lists(st.integers(0, 6), min_size=4, max_size=4).map(
        lambda drawn: dict(zip("ABCD", drawn, strict=True))
    ),
    draws=st.lists(st.tuples(st.integers(0, 5), st.sets(st.sampled_from("ABCD"), min_size=1)), max_size=12),
)
def test_nobody_gives_more_than_it_has_left(
    pledges: dict[str, int], capacity: dict[str, int], draws: list[tuple[int, set[str]]]
) -> None:
    state = DrawState()
    for units, active in draws:
        left = {name: capacity[name] - state.units.get(name, 0) for name in active}
        asked = {name: pledges[name] for name in active}
        if units > sum(left.values()):
            with pytest.raises(RefusedError):
                draw(units, asked, state, capacity=left)
            continue
        result = settled(units, asked, state, capacity=left)
        assert sum(result.units.values()) == units == sum(result.entitlement.values())
        assert all(0 <= result.units[name] <= left[name] for name in active)
        state = result.state


def test_what_one_cannot_give_goes_to_the_others_in_proportion() -> None:
    result = draw(10, {"DE": 6, "FR": 3, "MT": 1}, DrawState(), capacity={"DE": 2, "FR": 20, "MT": 20})
    assert result.entitlement == {"DE": 2, "FR": 6, "MT": 2}
    assert result.units == {"DE": 2, "FR": 6, "MT": 2}


def test_claims_of_absent_states_can_leave_less_room_than_units() -> None:
    """AT is behind by 3/2 against states that left; its three units are drawn all the same."""
    behind = DrawState({"AT": Fraction(3, 2), "BE": Fraction(1, 2)}, {"BE": 2})
    result = draw(3, {"AT": 1}, behind, capacity={"AT": 3})
    assert (result.units, result.entitlement) == ({"AT": 3}, {"AT": 3})
    assert result.state.claim("AT") == Fraction(3, 2)


def test_claims_above_the_draw_are_served_greatest_first() -> None:
    behind = DrawState({"AT": Fraction(3), "BE": Fraction(5, 2), "DE": Fraction(0)}, {"DE": 5})
    result = draw(1, {"AT": 1, "BE": 1, "DE": 2}, behind)
    assert result.units == {"AT": 1, "BE": 0, "DE": 0}


@pytest.mark.parametrize(
    ("units", "pledges", "capacity"),
    [(4, {"DE": 6}, {"DE": 3}), (1, {"DE": 6}, {}), (1, {"DE": 0}, None), (1, {}, None)],
)
def test_more_than_is_left_is_refused(units: int, pledges: dict[str, int], capacity: dict[str, int] | None) -> None:
    with pytest.raises(RefusedError) as error:
        draw(units, pledges, DrawState(), capacity=capacity)
    assert error.value.cite == "AMMR 60(3)"


def test_nothing_drawn_changes_nothing() -> None:
    assert draw(0, {}, DrawState()).state == DrawState()
    nothing = draw(0, {"DE": 6, "EL": 0}, DrawState(), capacity={"DE": 0})
    assert nothing.units == {"DE": 0, "EL": 0}
    assert nothing.state.largest_deviation() == 0


def test_a_released_state_is_left_out() -> None:
    assert draw(5, {"DE": 6, "EL": 0}, DrawState()).units == {"DE": 5, "EL": 0}


@pytest.mark.parametrize(
    ("units", "pledges", "options", "message"),
    [
        (-1, {"DE": 1}, {}, "units: -1 is negative"),
        (1, {"DE": -1}, {}, "pledges: is negative for DE"),
        (1, {"DE": 1}, {"capacity": {"DE": -2}}, "capacity: is negative for DE"),
        (1, {"DE": 1}, {"lots": ("FR",)}, "lots: has an unknown or a repeated name"),
    ],
)
def test_bad_input_is_refused_in_words(
    units: int, pledges: dict[str, int], options: dict[str, object], message: str
) -> None:
    with pytest.raises(BadInputError, match=message):
        draw(units, pledges, DrawState(), **options)  # type: ignore[arg-type]


def test_the_rule_is_in_the_register() -> None:
    rule = REGISTER["fairshare.law.apportionment.draws.draw"]
    assert (rule.provisions, rule.choices, rule.invariants) == (("AMMR 60(3)(2)",), ("DRAW_ORDER",), ("I24",))


# --- sharing out with caps ------------------------------------------------------------------------


@unhurried
@given(
    amount=st.fractions(min_value=0, max_value=50),
    rows=st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=6),
)
def test_sharing_out_fills_to_one_level(amount: Fraction, rows: list[tuple[int, int]]) -> None:
    """Who is not full has one level of part over weight, and who is full stands at or below it."""
    weights = {str(i): Fraction(weight) for i, (weight, _) in enumerate(rows)}
    room = {str(i): cap for i, (_, cap) in enumerate(rows)}
    parts = share_out(amount, weights, room)
    assert sum(parts.values()) == min(amount, sum(room.values()))
    levels = {parts[name] / weights[name] for name in weights if parts[name] < room[name]}
    assert len(levels) <= 1
    assert all(parts[name] / weights[name] <= level for name in weights for level in levels)
