"""Article 12: floors, ratio, exception, search and rescue, date, indicative contributions, secrecy."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.law.choices import Choices
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity.proposal import check_proposal, indicative_contributions, may_show

FLOOR = (30_000, Fraction(600_000_000))


# Fixture 1: 600 000 000 / 30 000 = 20 000. The figures are those of the law, not of any proposal.
@pytest.mark.law("AMMR 12(2)", "AMMR 12(3)")
def test_the_statutory_floors_make_a_proposal() -> None:
    check = check_proposal(*FLOOR, 2027)
    assert check.warnings == ()
    assert [(test.cite, test.met) for test in check.tests] == [
        ("AMMR 12(2)(a)", True),
        ("AMMR 12(2)(b)", True),
        ("AMMR 12(3)", True),
    ]
    assert check.tests[2].figures["eur_per_relocation"] == "20000"


@pytest.mark.law("AMMR 12(2)", "AMMR 12(3)", "AMMR 12(4)")
@pytest.mark.parametrize(
    ("relocations", "eur", "justification", "cite"),
    [
        (29_999, 599_980_000, None, "AMMR 12(2)(a)"),
        (21_000, 420_000_000, None, "AMMR 12(2)(a)"),  # the numbers of the act on 2026: no proposal without 12(4)
        (21_000, 420_000_000, "  ", "AMMR 12(2)(a)"),  # an empty justification is none
        (30_000, 599_999_999, None, "AMMR 12(2)(b)"),
        (40_000, 600_000_000, None, "AMMR 12(3)"),
        (30_000, 600_000_001, None, "AMMR 12(3)"),
        (0, 20_000, "no need", "AMMR 12(3)"),  # 12(4) sets the floors aside, not the ratio
        (-1, -20_000, "no need", "AMMR 12(2)(a)"),
    ],
)
def test_refused_proposals(relocations: int, eur: int, justification: str | None, cite: str) -> None:
    with pytest.raises(RefusedError) as error:
        check_proposal(relocations, Fraction(eur), 2027, no_need_justification=justification)
    assert error.value.cite == cite


@pytest.mark.law("AMMR 12(4)")
@pytest.mark.parametrize("relocations", [0, 10_000])
def test_no_need_sets_the_floors_aside_if_it_is_justified(relocations: int) -> None:
    check = check_proposal(relocations, Fraction(relocations * 20_000), 2027, no_need_justification="few arrivals")
    assert check.warnings == ("no need in 2027: few arrivals (AMMR 12(4))",)
    assert check.tests[0].cite == "AMMR 12(4)"


@pytest.mark.law("AMMR 12(2)", "AMMR 12(3)")
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_axiom_a_proposal_stands_exactly_above_the_floors_on_the_ratio(relocations: int, units: int) -> None:
    allowed = relocations >= 30_000 and units == relocations
    try:
        check_proposal(relocations, Fraction(units * 20_000), 2027)
    except RefusedError:
        assert not allowed
    else:
        assert allowed


@pytest.mark.law("AMMR 12(5)")
def test_pressure_from_rescue_needs_a_percentage() -> None:
    with pytest.raises(RefusedError, match=r"is set for ES, IT \(AMMR 12\(5\)\)"):
        check_proposal(*FLOOR, 2027, sar_states=["IT", "ES"])
    assert check_proposal(*FLOOR, 2027, sar_states=["IT"], sar_percent=Fraction(42, 100)).warnings == ()
    assert (
        "no state is under pressure because of rescue"
        in check_proposal(*FLOOR, 2027, sar_percent=Fraction(1)).warnings[0]
    )
    with pytest.raises(BadInputError, match="is no share of the pool"):
        check_proposal(*FLOOR, 2027, sar_states=["IT"], sar_percent=Fraction(42))


@pytest.mark.law("AMMR 12(1)")
def test_projected_needs_above_the_proposal_are_told() -> None:
    assert check_proposal(*FLOOR, 2027, needs=(40_000, Fraction(600_000_000))).warnings == (
        "30000 relocations are proposed, 40000 are the projected needs (AMMR 12(1))",
    )
    assert check_proposal(*FLOOR, 2027, needs=FLOOR).warnings == ()


@pytest.mark.law("AMMR 12(6)")
def test_the_first_proposal_was_27_days_late() -> None:
    check = check_proposal(*FLOOR, 2026, adopted=date(2025, 11, 11))
    assert (check.timeliness.days_late, check.timeliness.done) == (27, date(2025, 11, 11))
    assert check.warnings == ("adopted 27 days after 2025-10-15 (AMMR 12(6))",)
    assert check_proposal(*FLOOR, 2026, adopted=date(2025, 10, 15)).warnings == ()


@pytest.mark.law("AMMR 12(2)")
@given(st.dictionaries(st.text("ABC", min_size=2, max_size=2), st.integers(1, 1000), min_size=1), st.integers(0, 10**6))
def test_axiom_indicative_contributions_are_shares_of_the_totals(weights: dict[str, int], relocations: int) -> None:
    shares = {name: Fraction(weight, sum(weights.values())) for name, weight in weights.items()}
    parts = indicative_contributions(shares, relocations, Fraction(relocations * 20_000))
    assert sum(part.relocations for part in parts.values()) == relocations
    assert all(part.eur == part.relocations * 20_000 for part in parts.values())
    assert all(parts[name].relocations == shares[name] * relocations for name in shares)


@pytest.mark.parametrize(
    "shares",
    [{}, {"DE": Fraction(1, 2)}, {"DE": Fraction(3, 2), "FR": Fraction(-1, 2)}, {"DE": Fraction(1), "FR": Fraction(1)}],
)
def test_shares_that_are_none_are_faults(shares: dict[str, Fraction]) -> None:
    with pytest.raises(BadInputError, match="shares"):
        indicative_contributions(shares, *FLOOR)


# I9 and A22, every case.
@pytest.mark.law("AMMR 12(6)")
@pytest.mark.parametrize("authorised", [False, True])
@pytest.mark.parametrize("act_adopted", [False, True])
@pytest.mark.parametrize("declassified", [False, True])
@pytest.mark.parametrize("after_act", ["restricted", "public"])
def test_who_sees_the_proposal(authorised: bool, act_adopted: bool, declassified: bool, after_act: str) -> None:
    choices = Choices({"PROPOSAL_AFTER_ACT": after_act})
    seen = may_show(
        "proposal", authorised=authorised, act_adopted=act_adopted, declassified=declassified, choices=choices
    )
    assert seen.shown is (authorised or (act_adopted and (declassified or after_act == "public")))
    assert seen.cite == "AMMR 12(6)" and seen.why
    decided_by_choice = act_adopted and not authorised and not declassified
    assert seen.choices == ({"PROPOSAL_AFTER_ACT": after_act} if decided_by_choice else {})


@pytest.mark.law("AMMR 12(2)")
def test_the_floors_are_public_always() -> None:
    assert may_show("statutory_floor", authorised=False, act_adopted=False).shown
    with pytest.raises(BadInputError, match="'act' is unknown"):
        may_show("act", authorised=False, act_adopted=False)
