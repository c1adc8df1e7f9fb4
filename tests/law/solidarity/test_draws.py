"""Draws for all benefitting states at once (Article 60(2) and (3)): proportions, balance, shields, agreements."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.law.apportionment import DrawState
from fairshare.law.choices import Choices
from fairshare.law.citation import REGISTER
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity.draws import Allotment, SoFar, allot, largest_draw, quota_rows, search_and_rescue

PLEDGES = {"AT": 300, "DE": 4555, "FR": 3361, "LU": 74, "MT": 18}
NEEDS = {"CY": 400, "EL": 2500, "ES": 2000, "IT": 3000}
LOTS = (*PLEDGES, *NEEDS)
unhurried = settings(max_examples=60, deadline=None)


def settled(units: int, *more: Any, **options: Any) -> Allotment:
    """A draw with its ties settled by lots in the order of names."""
    return allot(units, *more, lots=LOTS, **options)


def by_contributor(found: Allotment) -> dict[str, int]:
    return {one: sum(n for (name, _), n in found.units.items() if name == one) for one in found.contributors}


# --- a worked example -------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 60(2)", "AMMR 60(3)(2)")
def test_ten_places_for_two_states_from_two_contributors() -> None:
    """Needs 30 and 20 give 6 and 4; pledges 60 and 40 give 6 and 4; exact pairs 3.6, 2.4, 2.4 and 1.6."""
    found = allot(10, {"DE": 60, "FR": 40}, {"EL": 30, "IT": 20})
    assert found.benefitting == {"EL": 6, "IT": 4}
    assert found.contributors == {"DE": 6, "FR": 4}
    assert found.exact["DE", "EL"] == Fraction(18, 5)
    assert found.units == {("DE", "EL"): 4, ("DE", "IT"): 2, ("FR", "EL"): 2, ("FR", "IT"): 2}
    assert found.so_far.pairs.claim("DE|EL") == Fraction(-2, 5)
    assert (found.moved, found.ties) == ({}, ())


@pytest.mark.law("AMMR 60(2)")
def test_a_measure_that_a_person_names_takes_the_place_of_the_needs() -> None:
    found = allot(10, {"DE": 60, "FR": 40}, {"EL": 30, "IT": 20}, measure={"EL": 1, "IT": 4})
    assert found.benefitting == {"EL": 2, "IT": 8}
    assert found.balance.shares_of_need == {"EL": Fraction(1, 15), "IT": Fraction(2, 5)}
    assert allot(10, {"DE": 60}, {"EL": 30, "IT": 20}, measure={"IT": 1}).benefitting == {"EL": 0, "IT": 10}


@pytest.mark.law("AMMR 60(3)(3)")
def test_a_state_that_benefits_is_released_from_its_own_pledge() -> None:
    found = allot(10, {"DE": 60, "IT": 40}, {"EL": 30, "IT": 20})
    assert found.contributors == {"DE": 10}


def test_nothing_drawn_is_nothing_changed() -> None:
    found = allot(0, PLEDGES, NEEDS)
    assert set(found.contributors.values()) == set(found.benefitting.values()) == {0}
    assert found.so_far.contributors.largest_deviation() == 0
    assert allot(0, {}, {}).units == {}


# --- what always holds ------------------------------------------------------------------------------------------------

years = st.lists(st.integers(0, 900), min_size=1, max_size=6)
shields = st.sets(st.tuples(st.sampled_from(sorted(PLEDGES)), st.sampled_from(sorted(NEEDS))), max_size=6)


@pytest.mark.law("AMMR 60(3)(2)")
@unhurried
@given(draws=years)
def test_i24_over_a_year_everyone_stays_within_a_unit_of_its_part(draws: list[int]) -> None:
    """Contributors, benefitting states, and with nobody left out even every pair of them."""
    so_far = SoFar()
    for units in draws:
        found = settled(units, PLEDGES, NEEDS, so_far)
        so_far = found.so_far
        assert sum(found.units.values()) == units
        assert by_contributor(found) == found.contributors
        assert found.moved == {}
        assert so_far.contributors.largest_deviation() < 1
        assert so_far.benefitting.largest_deviation() < 1
    due = {one: Fraction(pledge * sum(draws), sum(PLEDGES.values())) for one, pledge in PLEDGES.items()}
    assert so_far.contributors.entitlement == due


@pytest.mark.law("AMMR 60(3)(4)")
@unhurried
@given(draws=years, closed=shields)
def test_i26_no_place_for_a_pair_that_is_shielded(draws: list[int], closed: set[tuple[str, str]]) -> None:
    so_far = SoFar()
    for units in draws:
        most = sum(largest_draw(PLEDGES, NEEDS, so_far, closed).values())
        left = {one: pledge - so_far.contributors.units.get(one, 0) for one, pledge in PLEDGES.items()}
        try:
            found = settled(min(units, most), PLEDGES, NEEDS, so_far, closed=closed)
        except RefusedError:  # several shielded states can leave too little together
            continue
        assert not closed & found.units.keys()
        assert sum(found.units.values()) == min(units, most)
        assert by_contributor(found) == found.contributors
        assert all(0 <= n <= left[one] for one, n in found.contributors.items())
        so_far = found.so_far


@pytest.mark.law("AMMR 60(2)")
def test_i25_a_person_confirms_the_balance_whatever_it_is() -> None:
    found = allot(790, PLEDGES, NEEDS)
    assert found.confirm.cite == "AMMR 60(2)"
    assert "Coordinator" in found.confirm.who
    assert found.confirm.options[0] == "confirm"
    assert found.balance.spread < Fraction(1, 400)  # a unit of the smallest need
    assert f"{float(found.balance.spread):.1%}" in found.confirm.question


@unhurried
@given(units=st.integers(0, 2000), closed=shields, data=st.data())
def test_the_order_of_rows_decides_nothing(units: int, closed: set[tuple[str, str]], data: st.DataObject) -> None:
    def outcome(pledges: dict[str, int], needs: dict[str, int]) -> Allotment | str:
        try:
            return allot(units, pledges, needs, closed=closed)
        except RefusedError as error:
            return str(error)

    pledges, needs = (dict(data.draw(st.permutations(list(rows.items())))) for rows in (PLEDGES, NEEDS))
    assert outcome(pledges, needs) == outcome(PLEDGES, NEEDS)


# --- search and rescue ------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 12(5)", "AMMR 57(2)")
def test_the_share_for_search_and_rescue_is_told_and_moves_nothing() -> None:
    found = allot(790, PLEDGES, NEEDS)
    told = search_and_rescue(found.benefitting, {"ES", "IT"}, Fraction(7, 10))
    assert found.benefitting == {"CY": 40, "EL": 250, "ES": 200, "IT": 300}
    assert (told.met, told.cite) == (False, "AMMR 57(2)")
    assert told.figures == {"indicative": "553", "units": "500", "of": "790"}
    assert search_and_rescue(found.benefitting, {"ES", "IT"}, Fraction(1, 2)).met
    with pytest.raises(BadInputError, match="share: 3/2 is no part of a whole"):
        search_and_rescue(found.benefitting, set(), Fraction(3, 2))


# --- shields ----------------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 60(3)(4)")
def test_what_is_not_owed_to_a_shielded_state_goes_to_it_from_the_others() -> None:
    """DE does not deliver to EL: FR gives all six; to IT both give by their pledges."""
    found = allot(10, {"DE": 60, "FR": 40}, {"EL": 30, "IT": 20}, closed={("DE", "EL")})
    assert found.units == {("DE", "IT"): 2, ("FR", "EL"): 6, ("FR", "IT"): 2}
    assert ("DE", "EL") not in found.exact


@pytest.mark.law("AMMR 60(3)(4)")
def test_a_state_that_nobody_delivers_to_is_drawn_nothing() -> None:
    closed = {("DE", "EL"), ("FR", "EL")}
    assert largest_draw({"DE": 60, "FR": 40}, {"EL": 30, "IT": 20}, SoFar(), closed) == {"EL": 0, "IT": 20}
    assert allot(10, {"DE": 60, "FR": 40}, {"EL": 30, "IT": 20}, closed=closed).benefitting == {"EL": 0, "IT": 10}


def test_a_contributor_that_alone_delivers_gives_up_its_part_to_others() -> None:
    """Only FR delivers to EL, and has four units: all of them go there, and DE takes over what FR was due for IT."""
    found = allot(10, {"DE": 60, "FR": 4}, {"EL": 4, "IT": 6}, closed={("DE", "EL")})
    assert found.units == {("DE", "IT"): 6, ("FR", "EL"): 4, ("FR", "IT"): 0}


def test_two_shielded_states_can_want_more_than_one_contributor_has() -> None:
    needs, closed = {"CY": 5, "EL": 5, "IT": 5}, {("DE", "CY"), ("DE", "EL")}
    with pytest.raises(RefusedError, match="no split of what is left meets the units of CY, EL") as error:
        allot(15, {"DE": 60, "FR": 5}, needs, closed=closed)
    assert error.value.cite == "AMMR 60(3)"


# --- what is left -----------------------------------------------------------------------------------------------------


def test_what_one_cannot_give_goes_to_the_others_in_proportion() -> None:
    """DE has two units left of 60: the other eight go to FR and AT as 3 to 1."""
    so_far = SoFar(DrawState({"DE": Fraction(58)}, {"DE": 58}))
    found = allot(10, {"DE": 60, "FR": 30, "AT": 10}, {"EL": 30, "IT": 20}, so_far)
    assert found.contributors == {"AT": 2, "DE": 2, "FR": 6}
    assert found.exact["DE", "EL"] == Fraction(6, 5)


def test_claims_of_absent_states_can_leave_less_room_than_units() -> None:
    """AT is behind by two units against states that left; its last three units are drawn all the same."""
    so_far = SoFar(DrawState({"AT": Fraction(2)}))
    found = allot(3, {"AT": 3}, {"EL": 30}, so_far)
    assert found.units == {("AT", "EL"): 3}


def test_more_than_is_needed_or_left_is_refused() -> None:
    for pledges, needs in (({"DE": 60}, {"EL": 9}), ({"DE": 9}, {"EL": 60}), ({}, {"EL": 60})):
        with pytest.raises(RefusedError):
            allot(10, pledges, needs)


def test_the_whole_pool_leaves_no_pledge_behind() -> None:
    pledges, needs = {"DE": 7, "FR": 5, "MT": 1}, {"EL": 6, "IT": 7}
    first = settled(8, pledges, needs)
    last = settled(5, pledges, needs, first.so_far)
    assert last.so_far.contributors.units == pledges
    assert last.so_far.benefitting.units == needs
    assert last.balance.spread == 0


# --- agreements -------------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 56(2)(a)")
def test_an_agreement_is_the_least_that_a_pair_gets() -> None:
    found = allot(10, {"DE": 60, "FR": 40}, {"EL": 30, "IT": 20}, agreed={("FR", "IT"): 3})
    assert found.units == {("DE", "EL"): 5, ("DE", "IT"): 1, ("FR", "EL"): 1, ("FR", "IT"): 3}
    assert found.contributors == {"DE": 6, "FR": 4}
    assert found.moved == {}


def test_an_agreement_above_the_part_of_its_contributor_moves_the_others_and_is_told() -> None:
    found = allot(10, {"DE": 60, "FR": 40}, {"EL": 20, "IT": 30}, agreed={("FR", "IT"): 6})
    assert found.units["FR", "IT"] == 6
    assert found.moved == {"DE": -2, "FR": 2}
    assert found.so_far.contributors.units == found.contributors == {"DE": 4, "FR": 6}


@pytest.mark.parametrize(
    ("agreed", "closed", "said"),
    [
        ({("FR", "IT"): 41}, (), "FR keeps 41 places by agreement and has 40 left"),
        ({("FR", "IT"): 5}, {("FR", "IT")}, "FR delivers nothing to IT"),
        ({("FR", "MT"): 5}, (), "FR delivers nothing to MT"),
        ({("PL", "IT"): 5}, (), "PL delivers nothing to IT"),
        ({("FR", "IT"): 5}, (), "meets the units of EL, IT"),
    ],
)
def test_an_agreement_that_cannot_be_kept_is_refused(
    agreed: dict[tuple[str, str], int], closed: set[tuple[str, str]], said: str
) -> None:
    with pytest.raises(RefusedError, match=said):
        allot(10, {"DE": 60, "FR": 40}, {"EL": 30, "IT": 20}, agreed=agreed, closed=closed)


# --- rows of places ---------------------------------------------------------------------------------------------------


def test_pairs_become_rows_kept_for_people_present_there() -> None:
    found = allot(10, {"DE": 60, "FR": 4}, {"EL": 4, "IT": 6}, closed={("DE", "EL")})
    assert quota_rows(found, {}, {("DE", "EL")}) == (("DE", "IT", 6), ("FR", "EL", 4))


def test_general_rows_keep_agreements_apart_and_never_open_a_shielded_pair() -> None:
    closed, agreed = {("AT", "EL")}, {("FR", "IT"): 3}
    found = allot(20, {"AT": 40, "DE": 60, "FR": 40}, {"EL": 30, "IT": 20}, closed=closed, agreed=agreed, lots=LOTS)
    rows = quota_rows(found, agreed, closed, general=True)
    assert ("FR", "IT", 3) in rows
    assert [towards for one, towards, _ in rows if one == "AT"] == ["IT"]
    assert [towards for one, towards, _ in rows if one == "DE"] == [""]
    assert sum(places for *_, places in rows) == 20


# --- ties and persons -------------------------------------------------------------------------------------------------


def test_equal_needs_are_a_question_and_nothing_takes_effect() -> None:
    found = allot(1, {"DE": 60}, {"EL": 20, "IT": 20})
    assert [tie.options for tie in found.ties] == [("EL", "IT")]
    assert (found.units, found.contributors, found.benefitting) == ({}, {}, {})
    assert found.so_far == SoFar()
    assert found.choices == {"DRAW_ORDER": "largest-claim"}


def test_equal_pledges_are_a_question_too_and_lots_settle_both() -> None:
    found = allot(1, {"DE": 60, "FR": 60}, {"EL": 21, "IT": 20})
    assert [tie.options for tie in found.ties] == [("DE", "FR")]
    drawn = allot(1, {"DE": 60, "FR": 60}, {"EL": 20, "IT": 20}, lots=("FR", "IT", "DE", "EL"))
    assert {pair for pair, units in drawn.units.items() if units} == {("FR", "IT")}


def test_a_person_may_take_every_unit_that_rounding_leaves() -> None:
    by_person = Choices({"DRAW_ORDER": "needs-decision"})
    assert allot(11, {"DE": 60}, {"EL": 30, "IT": 20}, choices=by_person).ties


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "pledges", "options", "said"),
    [
        (-1, {}, {}, "units: -1 is negative"),
        (1, {"DE": -1}, {}, "pledges: is negative for DE"),
        (1, {"DE": 1}, {"measure": {"EL": -1}}, "measure: is negative for EL"),
        (1, {"DE": 1}, {"agreed": {("DE", "EL"): -1}}, r"agreed: is negative for DE\|EL"),
    ],
)
def test_negative_figures_are_refused(units: int, pledges: dict[str, int], options: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        allot(units, pledges, {"EL": 5}, **options)


def test_the_rules_are_in_the_register() -> None:
    rule = REGISTER["fairshare.law.solidarity.draws.allot"]
    assert rule.provisions == ("AMMR 60(2)", "AMMR 60(3)(2)", "AMMR 60(3)(4)")
    assert rule.invariants == ("I24", "I25", "I26")
    assert REGISTER["fairshare.law.solidarity.draws.search_and_rescue"].provisions == ("AMMR 12(5)", "AMMR 57(2)")
