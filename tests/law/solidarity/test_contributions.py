"""The pool, its three currencies and fair shares (Articles 56 and 57). Facts: fixtures 1, 2 and 5 of the reading of
the law (Council press text on the pool of 2026; Decision (EU) 2025/2642; ministers' statements)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.law.choices import CHOICES, Choices
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity.contributions import (
    MEMBER_STATE_PURPOSES,
    STATUTORY_RATIO,
    THIRD_COUNTRY_PURPOSES,
    PledgeCheck,
    ReferenceNumber,
    act_faults,
    beneficiary_ground,
    check_pledge,
    fair_shares,
    financial_action_fault,
    in_kind_fault,
    is_in_pool,
    reference_number,
    value,
    whole_units,
)

POOL_2026 = ReferenceNumber(21_000, Fraction(420_000_000), Fraction(20_000))
ROUNDINGS = tuple(CHOICES["ROUNDING"].options)
euros = st.integers(0, 10**9).map(Fraction)
keys = st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(1, 10**6), min_size=2).map(
    lambda drawn: {name: Fraction(weight, sum(drawn.values())) for name, weight in drawn.items()}
)


def units(share: str, rule: str = "ceil") -> int:
    return fair_shares({"X": Fraction(share)}, POOL_2026, choices=Choices({"ROUNDING": rule}))["X"].units


@pytest.mark.law("AMMR 56(1)")
def test_the_pool_is_what_was_pledged_at_the_forum_and_recorded_in_the_act() -> None:
    assert [is_in_pool(act, forum) for act in (True, False) for forum in (True, False)] == [True, False, False, False]


# Fixture 1: 600 000 000 / 30 000 = 420 000 000 / 21 000 = 20 000.
@pytest.mark.law("AMMR 56(2)", "AMMR 57(1)")
def test_fixture_1_the_pool_of_2026_keeps_the_ratio_of_the_floors() -> None:
    found = reference_number(21_000, Fraction(420_000_000), Fraction(42, 100))
    assert found.ratio == STATUTORY_RATIO == Fraction(600_000_000, 30_000) == 20_000
    assert found.warnings == ("below the floors that AMMR 12(2) sets for the Commission proposal",)


# Fixture 2. The shares and units are those of the annex as two public notes quote it; Ireland's is from its minister.
@pytest.mark.law("AMMR 57(3)")
@pytest.mark.parametrize(
    ("state", "share", "published"),
    [("DE", "0.216890", 4_555), ("FR", "0.160021", 3_361)],
)
def test_fixture_2_fair_shares_of_2026_are_rounded_up(state: str, share: str, published: int) -> None:
    fair = fair_shares({state: Fraction(share)}, POOL_2026)[state]
    assert (fair.units, fair.eur) == (published, published * 20_000)
    assert fair.exact == Fraction(share) * 21_000


@pytest.mark.law("AMMR 57(3)")
def test_fixture_2_the_nearest_number_would_miss_france_and_the_scaled_share_would_not() -> None:
    """3,360.44 is published as 3,361: the ceiling, or 30,000 rounded (4,801) and scaled by 0.7 (3,360.7)."""
    assert {rule: units("0.160021", rule) for rule in ROUNDINGS} == {
        "ceil": 3_361,
        "nearest": 3_360,
        "floor": 3_360,
        "from-proposal": 3_361,
    }
    assert [units("0.216890", rule) for rule in ROUNDINGS] == [4_555, 4_555, 4_554, 4_555]


@pytest.mark.law("AMMR 57(3)")
def test_fixture_2_irelands_money_is_a_whole_number_of_units() -> None:
    assert Fraction(9_260_000) / POOL_2026.ratio == 463
    assert check_pledge(Fraction(9_260_000), 463 * POOL_2026.ratio) == PledgeCheck(Fraction(0), Fraction(0))


@pytest.mark.law("AMMR 57(3)")
@given(share=st.fractions(0, 1), relocations=st.integers(1, 10**6), rule=st.sampled_from(ROUNDINGS))
def test_axiom_whole_units_lie_within_one_of_the_exact_share(share: Fraction, relocations: int, rule: str) -> None:
    found = whole_units(share * relocations, relocations, rule)
    # scaling a rounded share carries its half unit along
    bound = Fraction(1, 2) + Fraction(relocations, 60_000) if rule == "from-proposal" else 1
    assert abs(found - share * relocations) <= bound


@pytest.mark.law("AMMR 57(3)", "CFMR 9(4)")
@given(key=keys, relocations=st.integers(1, 10**5))
def test_axiom_a_fair_share_is_key_times_reference_number(key: dict[str, Fraction], relocations: int) -> None:
    reference = ReferenceNumber(relocations, relocations * STATUTORY_RATIO, STATUTORY_RATIO)
    fair = fair_shares(key, reference)
    assert sum(found.exact for found in fair.values()) == relocations
    assert 0 <= sum(found.units for found in fair.values()) - relocations < len(key)
    assert all(found.eur == found.units * STATUTORY_RATIO for found in fair.values())


@pytest.mark.law("AMMR 57(3)")
def test_two_totals_instead_of_two_denominations() -> None:
    """A1: were relocations and money two totals, a state would owe both."""
    cumulative = fair_shares({"DE": Fraction(1)}, POOL_2026, choices=Choices({"REFERENCE_NUMBERS": "cumulative"}))
    assert cumulative["DE"].eur == 2 * fair_shares({"DE": Fraction(1)}, POOL_2026)["DE"].eur == 840_000_000


@pytest.mark.law("CFMR 9(4)", "AMMR 57(3)")
def test_a_crisis_credit_lowers_one_share_and_by_default_raises_none() -> None:
    """A17, on a key of three states and a pool of 21,000."""
    key = {"A": Fraction(1, 2), "B": Fraction(1, 4), "C": Fraction(1, 4)}
    plain = {state: fair.units for state, fair in fair_shares(key, POOL_2026, {"A": 500, "B": 0}).items()}
    assert plain == {"A": 10_000, "B": 5_250, "C": 5_250}
    more = fair_shares(key, POOL_2026, {"A": 500, "B": 0}, Choices({"CREDITED_SHARES": "topped-up"}))
    assert {state: fair.units for state, fair in more.items()} == {"A": 10_000, "B": 5_500, "C": 5_500}


@pytest.mark.law("CFMR 9(4)")
@given(key=keys, credit=st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 30_000)))
def test_axiom_topping_up_makes_up_for_exactly_what_credits_take(
    key: dict[str, Fraction], credit: dict[str, int]
) -> None:
    """Regression: a credit beyond the share took more from the others than it gave the state."""
    kept = fair_shares(key, POOL_2026, credit)
    raised = fair_shares(key, POOL_2026, credit, Choices({"CREDITED_SHARES": "topped-up"}))
    assert all(fair.exact == max(0, key[s] * 21_000 - credit.get(s, 0)) for s, fair in kept.items())
    if any(not credit.get(state) for state in key):
        assert sum(fair.exact for fair in raised.values()) == 21_000
    else:
        assert raised == kept
    assert all(raised[state].exact >= kept[state].exact for state in key)


@pytest.mark.law("CFMR 9(4)")
def test_nobody_is_left_to_top_up() -> None:
    key = {"A": Fraction(1), "B": Fraction(0)}
    raised = fair_shares(key, POOL_2026, {"A": 500}, Choices({"CREDITED_SHARES": "topped-up"}))
    assert (raised["A"].units, raised["B"].units) == (20_500, 0)


@pytest.mark.law("AMMR 56(2)")
@given(st.integers(0, 5000), euros, euros)
def test_axiom_the_three_types_are_of_equal_value(relocations: int, money: Fraction, in_kind: Fraction) -> None:
    total = value(relocations, money, in_kind)
    assert total == value(0, relocations * STATUTORY_RATIO + money, in_kind) == value(relocations, in_kind, money)


@pytest.mark.law("AMMR 57(3)", "AMMR 57(4)")
@given(pledged=euros, fair=euros)
def test_axiom_a_pledge_is_short_or_voluntary_or_neither(pledged: Fraction, fair: Fraction) -> None:
    check = check_pledge(pledged, fair)
    assert pledged + check.shortfall - check.voluntary == fair
    assert 0 in (check.shortfall, check.voluntary)
    assert min(check.shortfall, check.voluntary) >= 0


@pytest.mark.law("AMMR 56(2)(a)")
@pytest.mark.parametrize(
    ("granted", "bilateral", "consent", "why"),
    [
        (date(2022, 12, 23), True, True, None),  # one day less than three years before the act of 22 December 2025
        (date(2022, 12, 22), True, True, "3 years or more before the act"),
        (date(2020, 1, 1), True, True, "3 years or more before the act"),
        (date(2025, 6, 1), False, True, "have not agreed on beneficiaries"),
        (date(2025, 6, 1), True, False, "has not consented in writing"),
    ],
)
def test_which_beneficiaries_may_be_relocated(granted: date, bilateral: bool, consent: bool, why: str | None) -> None:
    found = beneficiary_ground(granted, date(2025, 12, 22), bilateral, consent)
    assert found is None if why is None else found is not None and why in found


@pytest.mark.law("AMMR 56(2)(b)", "AMMR 56(3)", "AMMR 64(1)")
def test_what_money_may_fund() -> None:
    assert all(financial_action_fault(purpose, False, False) is None for purpose in MEMBER_STATE_PURPOSES)
    assert all(financial_action_fault(purpose, True, True) is None for purpose in THIRD_COUNTRY_PURPOSES)
    assert not MEMBER_STATE_PURPOSES & THIRD_COUNTRY_PURPOSES
    assert "in third countries (AMMR 56(3))" in str(financial_action_fault("reception", True, True))
    assert "in Member States (AMMR 56(2)(b))" in str(financial_action_fault("anti_smuggling", False, True))
    assert "by the benefitting state" in str(financial_action_fault("anti_smuggling", True, False))


@pytest.mark.law("AMMR 56(2)(c)", "AMMR 57(4)")
@pytest.mark.parametrize(("amount", "ok"), [(None, False), (0, False), (-1, False), (Fraction(1, 100), True)])
def test_a_measure_is_pledged_with_its_value(amount: Fraction | None, ok: bool) -> None:
    assert (in_kind_fault(amount) is None) is ok


@pytest.mark.law("AMMR 57(1)", "AMMR 57(2)")
@pytest.mark.parametrize(
    ("relocations", "money", "rescue", "cite"),
    [
        (0, 420_000_000, None, "AMMR 57(1)"),
        (21_000, 0, None, "AMMR 57(1)"),
        (-1, 420_000_000, None, "AMMR 57(1)"),
        (21_000, 420_000_000, Fraction(42), "AMMR 57(2)"),
        (21_000, 420_000_000, Fraction(-1, 100), "AMMR 57(2)"),
    ],
)
def test_numbers_that_no_reading_allows(relocations: int, money: int, rescue: Fraction | None, cite: str) -> None:
    with pytest.raises(RefusedError) as error:
        reference_number(relocations, Fraction(money), rescue)
    assert error.value.cite == cite


@pytest.mark.law("AMMR 57(1)")
def test_floors_and_ratio_bind_the_council_only_by_choice() -> None:
    """A2: the pool of 2026 is below the floor; an act off the ratio is a second warning."""
    council_too = Choices({"COUNCIL_FLOOR": "council-too"})
    for relocations, money, warnings in ((21_000, 420_000_000, 1), (30_000, 660_000_000, 1), (21_000, 400_000_000, 2)):
        found = reference_number(relocations, Fraction(money))
        assert len(found.warnings) == warnings
        with pytest.raises(RefusedError) as error:
            reference_number(relocations, Fraction(money), choices=council_too)
        assert error.value.cite == "AMMR 12(2)-(3)"
    assert reference_number(30_000, Fraction(600_000_000), choices=council_too).warnings == ()


# Fixture 5: Decision (EU) 2025/2642 of December 2025, after a Forum on 18 and 27 November.
@pytest.mark.law("AMMR 57(1)")
def test_fixture_5_the_act_on_2026_lacks_nothing() -> None:
    assert act_faults(date(2025, 12, 22), 2026, True, True, {"relocation", "financial", "alternative"}) == ()


@pytest.mark.law("AMMR 57(1)")
def test_what_an_act_may_lack() -> None:
    faults = act_faults(date(2026, 1, 1), 2026, False, False, {"resettlement", "relocation"})
    assert [fault.partition(" (")[0] for fault in faults] == [
        "the Council acts on a Commission proposal",
        "the Council acts on the pledges of the High-Level Forum",
        "adopted after 31 December 2025",
        "'resettlement' is no type of contribution",
    ]
    assert act_faults(date(2025, 12, 31), 2026, True, True, ()) == ()


@pytest.mark.law("AMMR 56(2)(a)")
def test_three_years_before_a_leap_day_end_with_february() -> None:
    """An act of 29 February: protection granted on the last day of February three years earlier is three years old."""
    old, young = date(2025, 2, 28), date(2025, 3, 1)
    assert beneficiary_ground(old, date(2028, 2, 29), bilateral=True, consent=True) is not None
    assert beneficiary_ground(young, date(2028, 2, 29), bilateral=True, consent=True) is None
